import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Column, Cursor, Note, TableRef, TableSchema } from '../../../model/table.ts';
import { ChangeTrackingOff } from '../options.ts';
import { columnsOf } from './column-types.ts';
import { type AttributeInfo, codeSql, type EntityInfo, isElastic, isVirtual, type TableInfo, typeOf } from './metadata.ts';

export interface Currency {
  readonly id: string;
  readonly code: string;
}

export interface DescribeInput {
  readonly ref: TableRef;
  readonly info: TableInfo;
  readonly options: TableOptions;
  /** LCID of labels. */
  readonly language: number;
  /** Null: they may not be read. */
  readonly currencies: readonly Currency[] | null;
}

const CURRENCY = 'transactioncurrencyid';
/** The parts of an elastic table's key beside the id. https://learn.microsoft.com/power-apps/developer/data-platform/elastic-tables */
const PARTITION = 'partitionid';

/** Makes the schema of one table from its metadata. Pure. */
export function describeTable(input: DescribeInput): TableSchema {
  const { info, ref, options } = input;
  const attributes = info.attributes.filter((a) => a.AttributeOf === null && a.IsValidForRead);
  // Asking for one that the Web API lacks would fail the whole table.
  const readable = attributes.filter((a) => a.IsValidODataAttribute !== false);
  const plain = readable.flatMap((a) => columnsOf(a, info, input.language));
  const columns = withCalculated(unique(withPartition(withCurrency(plain, input.currencies), info.entity)), readable);
  const held = new Set(columns.map((c) => c.name));
  const notes: Note[] = [
    ...skippedNote(
      'they hold no plain value',
      readable.filter((a) => !held.has(a.LogicalName)),
    ),
    ...skippedNote(
      'the Web API does not return them',
      attributes.filter((a) => !readable.includes(a)),
    ),
    ...securedNotes(readable.filter((a) => a.IsSecured && held.has(a.LogicalName)).map((a) => a.LogicalName)),
    ...currencyNote(columns, input.currencies),
    ...kindNote(info.entity),
    ...bodyNote(ref, columns, options),
  ];
  const own = keyOf(info.entity, held);
  const key = options.key ?? own;
  for (const name of key) if (!held.has(name)) throw noColumn(ref, name, 'key');
  if (options.deletesBy === 'change_tracking') checkTracking(ref, info.entity, key);
  const name = options.name ?? info.entity.PrimaryNameAttribute;
  return {
    ref,
    columns,
    key,
    ...(own.length === 0 || isSame(own, key) ? {} : { identity: own }),
    cursor: cursorOf(input, columns),
    nameColumn: name !== null && held.has(name) ? name : null,
    notes,
  };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));

function keyOf(entity: EntityInfo, held: ReadonlySet<string>): string[] {
  const id = entity.PrimaryIdAttribute;
  if (id === null || !held.has(id)) return [];
  return isElastic(entity) && held.has(PARTITION) ? [id, PARTITION] : [id];
}

/**
 * Columns that Dataverse computes, without touching `modifiedon`: calculated, formula and rollup columns, and what stands beside them (the time
 * and state of a rollup, an amount in the base currency). https://learn.microsoft.com/power-apps/developer/data-platform/calculated-rollup-attributes
 */
function withCalculated(columns: readonly Column[], attributes: readonly AttributeInfo[]): Column[] {
  const own = attributes.filter((a) => (a.SourceType ?? 0) > 0).map((a) => a.LogicalName);
  const computed = new Set(own.flatMap((name) => [name, `${name}_date`, `${name}_state`, `${name}_base`]));
  return columns.map((c) => (computed.has(c.select ?? c.name) || computed.has(c.name) ? { ...c, calculated: true } : c));
}

/** Without a partition of its own a row has NULL there, which is no key in DuckDB: it becomes empty text. */
function withPartition(columns: readonly Column[], entity: EntityInfo): Column[] {
  if (!isElastic(entity)) return [...columns];
  return columns.map((c) =>
    c.name === PARTITION && c.load !== null ? { ...c, load: { ...c.load, expression: "coalesce($, '')" } } : c,
  );
}

/** An amount means nothing without its currency: the lookup is always read, and its ISO code stands beside it. */
function withCurrency(columns: readonly Column[], currencies: readonly Currency[] | null): Column[] {
  if (!columns.some((c) => c.nativeType === 'Money')) return [...columns];
  return columns.flatMap((c) => {
    if (c.name !== CURRENCY) return [c];
    const lookup: Column = { ...c, always: true };
    return currencies === null ? [lookup] : [lookup, codeColumn(c, currencies)];
  });
}

function codeColumn(lookup: Column, currencies: readonly Currency[]): Column {
  return {
    name: `${CURRENCY}_code`,
    label: `${lookup.label} (ISO code)`,
    nativeType: 'CurrencyCode',
    semanticType: 'string',
    allowedTypes: ['string', 'picklist'],
    duckdbType: 'VARCHAR',
    load: null,
    derived: codeSql(CURRENCY, currencies),
    always: true,
  };
}

/** A column of the table may have the very name that a companion would get: then the table's own stays. */
function unique(columns: readonly Column[]): Column[] {
  const own = new Set(columns.filter((c) => !isCompanion(c)).map((c) => c.name));
  return columns.filter((c) => !isCompanion(c) || !own.has(c.name));
}

const isCompanion = (column: Column): boolean =>
  ['Label', 'CurrencyCode'].includes(column.nativeType) || (column.load?.wire.includes('@') ?? false);

function cursorOf({ ref, info, options }: DescribeInput, columns: readonly Column[]): Cursor | null {
  const kind = options.deletesBy === 'change_tracking' ? 'token' : 'timestamp';
  const column = options.cursor ?? 'modifiedon';
  const found = columns.find((c) => c.name === column);
  if (options.cursor === undefined) return found === undefined || isVirtual(info.entity) ? null : { column, kind };
  if (found === undefined) throw noColumn(ref, column, 'cursor');
  if (found.duckdbType !== 'TIMESTAMPTZ')
    throw new HighwaterError(
      'CURSOR_NOT_POSSIBLE',
      `${ref.name}: ${column} (${found.nativeType}, ${found.duckdbType}) can't be the cursor.`,
      'A cursor is a date and time column of behavior "User local". Leave `cursor` out to use modifiedon.',
    );
  return { column, kind };
}

function checkTracking(ref: TableRef, entity: EntityInfo, key: readonly string[]): void {
  if (!entity.ChangeTrackingEnabled)
    throw new ChangeTrackingOff(
      `${ref.name}: \`deletes_by: change_tracking\` needs change tracking, which is off for this table.`,
      'In Power Apps open the table > Properties > Advanced options and switch on "Track changes"; or set `deletes_by: keys`.',
    );
  const id = entity.PrimaryIdAttribute;
  if (key.length === 1 && key[0] === id) return;
  // Otherwise deleted rows would never be found, and nothing would say so.
  throw new ChangeTrackingOff(
    `${ref.name}: \`deletes_by: change_tracking\` can't find deleted rows by the key ${key.join(', ')}: Dataverse names them by ${id} only.`,
    isElastic(entity)
      ? 'Set `deletes_by: keys`: a row of an elastic table is known by its id and its partition together.'
      : `Leave \`key\` out, so that it is ${id}; or set \`deletes_by: keys\`.`,
  );
}

function noColumn(ref: TableRef, name: string, what: string): HighwaterError {
  return new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${ref.name}: \`${what}\` names the column ${name}, which does not exist or which this user can't read.`,
    '`highwater discover` lists all columns that can be read.',
  );
}

function skippedNote(why: string, skipped: readonly AttributeInfo[]): Note[] {
  if (skipped.length === 0) return [];
  const names = skipped.map((a) => `${a.LogicalName} (${typeOf(a)})`);
  return [{ kind: 'schema', message: `not read because ${why}: ${names.join(', ')}` }];
}

function securedNotes(secured: readonly string[]): Note[] {
  return secured.map((column) => ({
    kind: 'access',
    column,
    message: `column security protects ${column}: Dataverse gives null, or a masked text, instead of its values unless a column security profile lets the application user read it (unmasked, where it has a masking rule)`,
  }));
}

function currencyNote(columns: readonly Column[], currencies: readonly Currency[] | null): Note[] {
  if (currencies !== null || !columns.some((c) => c.nativeType === 'Money')) return [];
  return [
    {
      kind: 'access',
      message: 'this user may not read the currencies (table transactioncurrency), so amounts have no currency code',
    },
  ];
}

/** Columns that hold whole files in base64. https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/annotation */
const BODIES: Readonly<Record<string, string>> = {
  annotation: 'documentbody',
  activitymimeattachment: 'body',
  attachment: 'body',
};

function bodyNote(ref: TableRef, columns: readonly Column[], options: TableOptions): Note[] {
  const column = BODIES[ref.name];
  if (column === undefined || !columns.some((c) => c.name === column)) return [];
  const { include, exclude } = options.columns ?? {};
  if (exclude?.includes(column) || (include !== undefined && !include.includes(column))) return [];
  return [
    {
      kind: 'data',
      column,
      message: `${column} holds whole files (base64 text, a third larger than the file): they make the table, the state and each full sync as large; leave them out with columns: { exclude: [${column}] }`,
    },
  ];
}

function kindNote(entity: EntityInfo): Note[] {
  if (isVirtual(entity))
    return [
      {
        kind: 'plan',
        message: 'virtual table: another system supplies its rows and decides which ones; every run reads the whole table',
      },
    ];
  return [];
}
