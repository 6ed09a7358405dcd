import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Column, Load, PicklistValue, SemanticType } from '../../../model/table.ts';
import type { FieldInfo, ObjectInfo } from './object-info.ts';

/** How exactly a decimal column is kept: as declared, with all the digits a DECIMAL can have, or as the service's own doubles. */
export type Width = 0 | 1 | 2;

interface Kind {
  readonly semantic: SemanticType | '';
  readonly allowed: readonly SemanticType[];
}

const NUMBERS: readonly SemanticType[] = ['number', 'amount', 'percentage'];
const TEXTS: readonly SemanticType[] = ['string', 'picklist', 'user'];

const KINDS: Readonly<Record<string, Kind>> = {
  id: { semantic: 'object', allowed: ['object', 'string'] },
  int: { semantic: 'number', allowed: NUMBERS },
  long: { semantic: 'number', allowed: NUMBERS },
  double: { semantic: 'number', allowed: NUMBERS },
  percent: { semantic: 'percentage', allowed: NUMBERS },
  currency: { semantic: 'amount', allowed: NUMBERS },
  picklist: { semantic: 'picklist', allowed: ['picklist', 'string'] },
  multipicklist: { semantic: 'multipicklist', allowed: ['multipicklist'] },
  boolean: { semantic: 'bool', allowed: ['bool'] },
  date: { semantic: 'date', allowed: ['date'] },
  datetime: { semantic: 'date', allowed: ['date'] },
  reference: { semantic: 'object', allowed: ['object', 'user', 'string'] },
  time: { semantic: '', allowed: [] },
};
const TEXT: Kind = { semantic: 'string', allowed: TEXTS };

/** Compound fields stand in their components; lists of Ids and binary content are no values. */
export const NOT_READ: ReadonlySet<string> = new Set([
  'address',
  'location',
  'complexvalue',
  'junctionIdList',
  'JunctionIdList',
  'base64',
]);

function kindOf(field: FieldInfo): Kind {
  const kind = KINDS[field.type] ?? TEXT;
  return field.type === 'reference' && field.referenceTo?.length === 1 && field.referenceTo[0] === 'User'
    ? { ...kind, semantic: 'user' }
    : kind;
}

// Decimals come as Java writes doubles: 15000.0, 1.2345678E7 (https://help.salesforce.com/s/articleView?id=000385889).
const fractionDigits = "length(rtrim(split_part(split_part($, 'E', 1), '.', 2), '0')) - CAST(split_part($, 'E', 2) AS INTEGER)";

/**
 * Fails where a digit would be lost: plain text by its form, an exponent by counting, all else by a CAST that can't succeed. `usual`: what
 * most values are, told without a regular expression, which takes longer than the CAST.
 */
function exactly(type: string, fraction: number, usual: string, plain: string): string {
  return `CASE WHEN ${usual} THEN CAST($ AS ${type}) WHEN ${plain} WHEN ${fractionDigits} <= ${fraction} THEN CAST($ AS ${type}) ELSE CAST($ || '?' AS ${type}) END`;
}

function decimal(precision: number, scale: number): { type: string; expression: string } {
  const type = `DECIMAL(${precision},${scale})`;
  const usual = `strlen($) - instr($, '.') <= ${scale} AND NOT contains($, 'E') AND NOT contains($, 'e')`;
  return {
    type,
    expression: exactly(type, scale, usual, `regexp_full_match($, '-?[0-9]+(\\.[0-9]{0,${scale}}0*)?') THEN CAST($ AS ${type})`),
  };
}

function integer(type: string): { type: string; expression: string } {
  return {
    type,
    expression: exactly(
      type,
      0,
      `CAST(TRY_CAST($ AS ${type}) AS VARCHAR) = $`,
      `regexp_full_match($, '-?[0-9]+(\\.0*)?') THEN CAST(split_part($, '.', 1) AS ${type})`,
    ),
  };
}

const DOUBLE = { type: 'DOUBLE', expression: 'CAST($ AS DOUBLE)' };

function number({ type, precision = 0, scale = 0 }: FieldInfo, width: Width): { type: string; expression: string } {
  const digits = precision > 0 ? Math.max(precision, scale) : type === 'double' ? 0 : 18;
  // Whole digits that the field may have; the API stores more decimals than a field declares
  // (https://help.salesforce.com/s/articleView?id=000387302), so a column may have to be widened.
  const whole = digits - scale;
  if (digits === 0 || digits > 38 || width === 2) return DOUBLE;
  return width === 0 ? decimal(digits, scale) : decimal(38, 38 - whole);
}

/** The DuckDB type of a field, and the SQL that makes its value of the text of a Bulk CSV or a REST page alike. */
export function storage(field: FieldInfo, width: Width): { readonly type: string; readonly expression: string } {
  switch (field.type) {
    case 'int':
      return integer('INTEGER');
    case 'long':
      return integer('BIGINT');
    case 'double':
    case 'currency':
    case 'percent':
      return number(field, width);
    case 'boolean':
      return { type: 'BOOLEAN', expression: 'CAST($ AS BOOLEAN)' };
    case 'date':
      return { type: 'DATE', expression: 'CAST($ AS DATE)' };
    case 'datetime':
      return { type: 'TIMESTAMPTZ', expression: 'CAST($ AS TIMESTAMPTZ)' };
    case 'time':
      return { type: 'TIME', expression: "CAST(rtrim($, 'Z') AS TIME)" };
    case 'multipicklist':
      return { type: 'VARCHAR[]', expression: "string_split($, ';')" };
    default:
      return { type: 'VARCHAR', expression: '$' };
  }
}

/** `wire`: how the query names the field and how both answers name it: `Amount`, `Owner.Name`. */
export function loadOf(wire: string, expression: string): Load {
  return { wire, read: 'VARCHAR', expression };
}

export function columnOf(field: FieldInfo, wire: string, width: Width): Column {
  const { type, expression } = storage(field, width);
  const { semantic, allowed } = kindOf(field);
  const picklist: PicklistValue[] | undefined = field.picklist?.map(([value, label, active]) => ({ value, label, active }));
  return {
    name: field.name,
    label: field.label,
    nativeType: field.type,
    semanticType: semantic,
    allowedTypes: allowed,
    duckdbType: type,
    load: loadOf(wire, expression),
    ...(picklist === undefined ? {} : { picklist }),
    ...(field.referenceTo === undefined ? {} : { references: field.referenceTo }),
    ...(wire === field.name ? {} : { select: wire }),
    ...(field.name === 'CurrencyIsoCode' ? { always: true } : {}),
    ...(field.calculated ? { calculated: true } : {}),
  };
}

/** The fields that `related: [Owner]` adds: Owner_Id, Owner_Name… One that the related object lacks is null. */
export const RELATED_FIELDS = ['Id', 'Name', 'Email', 'Username', 'Title', 'Type'] as const;
// What a reference to several objects (Owner: User or Group) offers: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm
const NAME_OBJECT: ReadonlySet<string> = new Set(RELATED_FIELDS);

/** The relationships that a table's options name. */
export function relatedNames(options: TableOptions): readonly string[] {
  const { related } = options.extra;
  return Array.isArray(related) ? related.filter((r): r is string => typeof r === 'string') : [];
}

/** The field behind a relationship name. */
export function relationship(object: ObjectInfo, name: string): FieldInfo {
  const field = object.fields.find((f) => f.relationshipName?.toLowerCase() === name.toLowerCase());
  if (field !== undefined) return field;
  const known = object.fields.flatMap((f) => f.relationshipName ?? []);
  throw new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${object.name} has no relationship ${name}.`,
    known.length === 0
      ? 'Leave `related` out.'
      : `Its relationships are: ${known.join(', ')}. A custom lookup Thing__c is written Thing__r.`,
  );
}

/** `target`: the related object where there is only one; null where the reference is to several. */
export function relatedColumns(name: string, field: FieldInfo, target: ObjectInfo | null): Column[] {
  const relation = field.relationshipName ?? name;
  return RELATED_FIELDS.map((wanted) => {
    const known = target === null ? nameField(wanted) : target.fields.find((f) => f.name === wanted);
    const label = `${relation}: ${wanted}`;
    if (known === undefined) return absent(`${relation}_${wanted}`, label);
    const wire = `${relation}.${wanted}`;
    const column = columnOf({ ...known, label }, wire, 0);
    const semanticType =
      wanted === 'Id' && field.referenceTo?.length === 1 && field.referenceTo[0] === 'User' ? 'user' : column.semanticType;
    return {
      ...column,
      name: `${relation}_${wanted}`,
      semanticType,
      duckdbType: 'VARCHAR',
      load: loadOf(wire, '$'),
      asked: true,
      // Another record's: it changes there.
      ...(wanted === 'Id' ? {} : { calculated: true }),
    };
  });
}

function nameField(wanted: string): FieldInfo | undefined {
  return NAME_OBJECT.has(wanted) ? { name: wanted, label: wanted, type: wanted === 'Id' ? 'id' : 'string' } : undefined;
}

function absent(name: string, label: string): Column {
  return {
    name,
    label,
    nativeType: '',
    semanticType: 'string',
    allowedTypes: ['string'],
    duckdbType: 'VARCHAR',
    load: null,
    asked: true,
    derived: 'CAST(NULL AS VARCHAR)',
  };
}
