import type { TablePlan } from '../../model/plan.ts';
import type { Column, Note } from '../../model/table.ts';
import type { StoredColumn, StoredTable } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, qualified } from '../duckdb/sql.ts';
import { normalType, realTypes, widensExactly } from '../duckdb/types.ts';
import { canonicalNumber, decimalText } from '../load/adaptive.ts';

export const SYNCED_AT = '_synced_at';
export const DELETED_AT = '_deleted_at';

/** The columns of one table in DuckDB, in order, and what the warehouse needs to know of each. */
export interface Layout {
  /** From the source or derived, in the plan's order. */
  readonly columns: readonly Column[];
  /** Gone from the source; their old values are kept at the end. */
  readonly removed: readonly StoredColumn[];
  readonly key: readonly string[];
  /** By which the source tells rows apart; null where it is the key, or nobody knows. See TableSchema.identity. */
  readonly identity: readonly string[] | null;
  /** The column that orders two readings of one row; null where it is not among the columns. */
  readonly order: string | null;
  readonly marksDeletes: boolean;
}

export function layoutOf(plan: TablePlan, stored: StoredTable | null): Layout {
  const { columns, key, cursor } = plan.schema;
  // DuckDB does not tell `Name` from `name`.
  const present = new Set(columns.map((c) => c.name.toLowerCase()));
  const removed = (stored?.columns ?? []).filter(
    (c) => !present.has(c.name.toLowerCase()) && c.derived === undefined && !isUnwanted(c.name, plan),
  );
  const order = columns.find((c) => c.name === cursor?.column)?.name ?? null;
  const { identity = null } = plan.schema;
  const marksDeletes = plan.options.deletes === 'mark';
  return { columns, removed: key.length > 0 ? removed : [], key, identity, order, marksDeletes };
}

/** A column that the source lacks is dropped where the configuration no longer wants it, and kept where it does. */
export function isUnwanted(column: string, { schema, options }: TablePlan): boolean {
  if (schema.columns.some((c) => c.name.toLowerCase() === column.toLowerCase())) return false;
  const { include, exclude } = options.columns ?? {};
  return exclude?.includes(column) === true || (include !== undefined && !include.includes(column));
}

/** A column's definition for CREATE TABLE; adaptive columns stand as VARCHAR until their data are known. */
export function definition(column: Column): string {
  return `${id(column.name)} ${column.adaptive ? 'VARCHAR' : column.duckdbType}`;
}

/** The columns for CREATE TABLE; those in `varied` with the compression for text that seldom repeats. */
export function definitions(layout: Layout, varied: ReadonlySet<string> = new Set()): string {
  const own = layout.columns.map((c) => `${definition(c)}${varied.has(c.name) ? ` USING COMPRESSION ${FOR_VARIED_TEXT}` : ''}`);
  const removed = layout.removed.map((c) => `${id(c.name)} ${c.duckdbType}`);
  return [...own, ...removed, `${SYNCED_AT} TIMESTAMPTZ`, ...(layout.marksDeletes ? [`${DELETED_AT} TIMESTAMPTZ`] : [])].join(
    ', ',
  );
}

/** All users' columns: those of the plan, then the removed ones. */
export function userColumns(layout: Layout): string[] {
  return [...layout.columns.map((c) => c.name), ...layout.removed.map((c) => c.name)];
}

/**
 * Wraps a query that gives the loaded columns into one that also gives the derived ones, in the layout's order.
 */
export function withDerived(layout: Layout, query: string, more: readonly string[] = []): string {
  const values = layout.columns.map((c) => (c.derived === undefined ? id(c.name) : `${c.derived} AS ${id(c.name)}`));
  return `SELECT ${[...values, ...more].join(', ')} FROM (${query})`;
}

export function storedColumns(layout: Layout, types: ReadonlyMap<string, string>): StoredColumn[] {
  const own = layout.columns.map((c): StoredColumn => {
    const { name, nativeType, semanticType, label, picklist, references, adaptive, derived, parquetType, mask, calculated } = c;
    return {
      name,
      nativeType,
      semanticType,
      duckdbType: types.get(name) ?? c.duckdbType,
      label,
      ...(picklist ? { picklist } : {}),
      ...(references ? { references } : {}),
      ...(adaptive ? { adaptive } : {}),
      ...(derived === undefined ? {} : { derived }),
      ...(parquetType === undefined ? {} : { parquetType }),
      ...(mask === undefined ? {} : { mask }),
      ...(calculated ? { calculated } : {}),
    };
  });
  return [...own, ...layout.removed.map((c) => ({ ...c, removed: true }))];
}

// Fewer rows are loaded in no time either way.
const LEAST_ROWS = 100_000;
const FIRST_ROWS = 20_000;
// Different values, of the rows looked at.
const VARIED = 0.5;

/** The compression that DuckDB uses for such columns; no value depends on it. */
export const FOR_VARIED_TEXT = 'fsst';

/**
 * The text columns that have a different value for every second row or more, among the first of the `rows` rows that `query` gives.
 * For these DuckDB would build dictionaries in each row group only to throw them away. See docs/decisions/compression-of-varied-text.md.
 */
export async function variedText(
  connection: Connection,
  query: string,
  rows: number,
  columns: readonly Column[],
): Promise<ReadonlySet<string>> {
  const texts = columns.filter((c) => c.load !== null && c.duckdbType === 'VARCHAR' && !c.adaptive).map((c) => c.name);
  if (rows < LEAST_ROWS || texts.length === 0) return new Set();
  const counts = texts.map((name, i) => `approx_count_distinct(${id(name)}) AS d${i}`);
  const found = await connection.row<Record<string, number>>(
    `SELECT ${['count(*) AS n', ...counts].join(', ')} FROM (${query} LIMIT ${FIRST_ROWS})`,
  );
  return new Set(texts.filter((_, i) => (found[`d${i}`] ?? 0) >= VARIED * (found.n ?? 0)));
}

/**
 * Brings the live table's columns to what the source declares now: wider types, and columns that the configuration no longer wants
 * are dropped. `adaptive`: the types that the data ask for. Within the merge's transaction, before anything is written to the table.
 * Returns the columns with their types, as they stand then.
 */
export async function evolveTable(
  connection: Connection,
  target: { readonly schema: string; readonly name: string },
  layout: Layout,
  adaptive: ReadonlyMap<string, string>,
): Promise<{ types: Map<string, string>; notes: Note[] }> {
  const table = qualified(target.schema, target.name);
  const before = await realTypes(connection, target.schema, target.name);
  const wanted = wantedColumns(layout);
  const declared = new Map(layout.columns.map((c) => [c.name, c]));
  const notes: Note[] = [];
  const texts: string[] = [];
  for (const [name, type] of before) {
    const to = adaptive.get(name) ?? declared.get(name)?.duckdbType ?? type;
    if (!wanted.has(name)) {
      await connection.run(`ALTER TABLE ${table} DROP COLUMN ${id(name)}`);
      notes.push({ kind: 'schema', column: name, message: `${name} was dropped: the configuration leaves it out` });
    } else if (isToWiden(type, to, adaptive.has(name))) {
      await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(name)} TYPE ${to}`);
      if (adaptive.has(name) && to === 'VARCHAR') texts.push(name);
      const why = adaptive.has(name) ? ', to hold new values exactly' : '';
      notes.push({ kind: 'schema', column: name, message: `${name} is ${to} now (was ${type})${why}` });
    }
  }
  // Not as `USING` of the ALTER: a log with a function in it can't be replayed (DuckDB 1.5: "no default database set").
  for (const name of texts) {
    // A key is compared as text from now on: zeros behind its last digit must not tell 1.5 from 1.50.
    const text = layout.key.includes(name) ? canonicalNumber(id(name)) : decimalText(id(name));
    await connection.run(`UPDATE ${table} SET ${id(name)} = ${text} WHERE ${id(name)} IS DISTINCT FROM ${text}`);
  }
  return { types: notes.length === 0 ? before : await realTypes(connection, target.schema, target.name), notes };
}

/** Whether `evolveTable` would change anything of a table with these columns, or could not say so. */
export function isToEvolve(before: ReadonlyMap<string, string>, layout: Layout, adaptive: ReadonlyMap<string, string>): boolean {
  const wanted = wantedColumns(layout);
  const typeOf = ({ name, duckdbType }: Column, type: string) => adaptive.get(name) ?? duckdbType ?? type;
  const changes = ({ name }: Column, type: string, to: string) => isToWiden(type, to, adaptive.has(name));
  return (
    [...before.keys()].some((name) => !wanted.has(name)) ||
    layout.columns.some((c) => {
      const type = before.get(c.name);
      return type === undefined || changes(c, type, typeOf(c, type));
    })
  );
}

function wantedColumns(layout: Layout): ReadonlySet<string> {
  return new Set([...userColumns(layout), SYNCED_AT, DELETED_AT]);
}

function isToWiden(type: string, to: string, isAdaptive: boolean): boolean {
  return isAdaptive ? to !== type : normalType(to) !== type && widensExactly(type, to);
}
