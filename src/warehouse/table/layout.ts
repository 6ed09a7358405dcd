import type { TablePlan } from '../../model/plan.ts';
import type { Column } from '../../model/table.ts';
import type { StoredColumn, StoredTable } from '../catalog/catalog.ts';
import { id } from '../duckdb/sql.ts';
import { FOR_VARIED_TEXT } from '../load/compression.ts';

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
  const excluded = new Set(plan.options.columns?.exclude ?? []);
  const removed = (stored?.columns ?? []).filter((c) => !present.has(c.name.toLowerCase()) && isKept(c, plan, excluded));
  const order = columns.find((c) => c.name === cursor?.column)?.name ?? null;
  const { identity = null } = plan.schema;
  const marksDeletes = plan.options.deletes === 'mark';
  return { columns, removed: key.length > 0 ? removed : [], key, identity, order, marksDeletes };
}

/** A column that the configuration no longer wants is dropped; one that the source no longer has is kept. */
function isKept(column: StoredColumn, plan: TablePlan, excluded: ReadonlySet<string>): boolean {
  if (column.derived !== undefined || excluded.has(column.name)) return false;
  const include = plan.options.columns?.include;
  return include === undefined || include.includes(column.name);
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
    const { name, nativeType, semanticType, label, picklist, references, adaptive, derived, parquetType } = c;
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
    };
  });
  return [...own, ...layout.removed.map((c) => ({ ...c, removed: true }))];
}
