/** The attribute types that the server knows, spelled as AttributeTypeName without its `Type`. */
export type ColumnType =
  | 'String'
  | 'Memo'
  | 'Integer'
  | 'BigInt'
  | 'Decimal'
  | 'Double'
  | 'Money'
  | 'Boolean'
  | 'DateTime'
  | 'Picklist'
  | 'State'
  | 'Status'
  | 'MultiSelectPicklist'
  | 'Lookup'
  | 'Customer'
  | 'Owner'
  | 'PartyList'
  | 'Uniqueidentifier'
  | 'EntityName'
  | 'Image'
  | 'File'
  | 'ManagedProperty'
  | 'Virtual';

/** A label in one or several languages, by LCID; plain text is in the organisation's base language. */
export type Labels = string | Readonly<Record<number, string>>;

export interface OptionDef {
  readonly value: number;
  readonly label: Labels;
}

export interface ColumnDef {
  readonly name: string;
  readonly type: ColumnType;
  readonly label?: Labels;
  /** Logical names that a lookup may point at. */
  readonly targets?: readonly string[];
  readonly options?: readonly OptionDef[];
  /** The options stand in a global choice: `GlobalOptionSet` has them as well. */
  readonly global?: boolean;
  readonly behavior?: 'UserLocal' | 'DateOnly' | 'TimeZoneIndependent';
  readonly format?: 'DateOnly' | 'DateAndTime';
  readonly precision?: number;
  readonly attributeOf?: string;
  readonly calculationOf?: string;
  readonly validForRead?: boolean;
  readonly secured?: boolean;
  /** 1: calculated; 2: rollup; 3: formula. */
  readonly sourceType?: number;
  /** `IsValidODataAttribute` is false: rows have no such property. */
  readonly notInApi?: boolean;
  /** `IsValidForCreate`, `IsValidForUpdate`; the default follows from the column's kind. */
  readonly validForCreate?: boolean;
  readonly validForUpdate?: boolean;
  readonly required?: 'ApplicationRequired' | 'SystemRequired';
  readonly maxLength?: number;
  readonly range?: readonly [least: number, greatest: number];
  /** The navigation property of a lookup with one target, where it is not the column's own name. */
  readonly navigation?: string;
}

/** An alternate key. */
export interface KeyDef {
  readonly name: string;
  readonly columns: readonly string[];
  readonly status: 'Active' | 'Pending' | 'InProgress' | 'Failed';
}

export interface TableDef {
  readonly name: string;
  /** Null: not in the Web API. */
  readonly set: string | null;
  readonly key: string;
  readonly nameColumn: string | null;
  readonly label: Labels;
  readonly columns: readonly ColumnDef[];
  readonly kind?: 'Standard' | 'Elastic' | 'Virtual' | 'Activity';
  readonly intersect?: boolean;
  readonly changeTracking?: boolean;
  readonly keys?: readonly KeyDef[];
}

export interface Reference {
  readonly table: string;
  readonly id: string;
}

/** Numbers are their exact text; dates as the service writes them. */
export type Value = string | boolean | null | Reference;
export type Row = Readonly<Record<string, Value>>;

const NUMBERS: ReadonlySet<ColumnType> = new Set([
  'Integer',
  'BigInt',
  'Decimal',
  'Double',
  'Money',
  'Picklist',
  'State',
  'Status',
]);
const LOOKUPS: ReadonlySet<ColumnType> = new Set(['Lookup', 'Customer', 'Owner']);

export const isNumber = (type: ColumnType): boolean => NUMBERS.has(type);
export const isLookup = (type: ColumnType): boolean => LOOKUPS.has(type);

/** Columns that stand in the rows: shadows of others, unreadable ones and party lists do not. */
export function isData(column: ColumnDef): boolean {
  return (
    column.attributeOf === undefined &&
    column.validForRead !== false &&
    column.notInApi !== true &&
    !['PartyList', 'ManagedProperty', 'Virtual'].includes(column.type)
  );
}

/** The property's name on the wire: `_ownerid_value` for a lookup. */
export function wireName(column: ColumnDef): string {
  return isLookup(column.type) ? `_${column.name}_value` : column.name;
}

export type Edm = 'string' | 'number' | 'boolean' | 'instant' | 'date' | 'guid';

export function edmType(column: ColumnDef): Edm {
  if (isNumber(column.type)) return 'number';
  if (isLookup(column.type) || column.type === 'Uniqueidentifier' || column.type === 'File') return 'guid';
  if (column.type === 'Boolean') return 'boolean';
  if (column.type === 'DateTime') return column.behavior === 'DateOnly' ? 'date' : 'instant';
  return 'string';
}

/** An error in the service's own form. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What the OData library refuses. */
export const badQuery = (message: string): ServiceError => new ServiceError(400, '0x80060888', message);
export const noProperty = (name: string, table: string): ServiceError =>
  badQuery(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table}'.`);
