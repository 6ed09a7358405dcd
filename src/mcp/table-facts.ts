import { HighwaterError } from '../model/errors.ts';
import { agesOf } from '../model/table-age.ts';
import type { BrowsedColumn, BrowsedTable } from '../warehouse/browse/catalog.ts';
import type { OpenedArtifact } from '../warehouse/browse/opened-artifact.ts';
import { qualified } from '../warehouse/duckdb/sql.ts';

/** Pure: what the tools answer about tables. */

// More would fill an assistant's context with names.
const MOST_TABLES = 200;
const MOST_VALUES = 100;

/** The tables whose name or label contains `match`; '' finds all. */
export function listedTables({ tables }: OpenedArtifact, match: string, now: Date) {
  const wanted = match.toLowerCase();
  const found = tables.filter((t) => [sqlName(t), plainName(t), t.label].some((n) => n.toLowerCase().includes(wanted)));
  return {
    tables: found.slice(0, MOST_TABLES).map((table) => ({
      name: sqlName(table),
      label: table.label,
      rows: table.rows,
      ...ageOf(table, now),
    })),
    ...(found.length > MOST_TABLES ? { more: `${found.length - MOST_TABLES} more tables: narrow them with \`match\`.` } : {}),
  };
}

/** Everything about one table. Throws TABLE_NOT_FOUND. */
export function describedTable({ tables }: OpenedArtifact, name: string, now: Date) {
  const table = tableCalled(tables, name);
  const { source, label, rows, key, nameColumn, cursor, filter } = table;
  return {
    name: sqlName(table),
    label,
    source,
    rows,
    key,
    nameColumn,
    cursor,
    // Rows outside of it are in the source and not here.
    filter,
    ...ageOf(table, now),
    columns: table.columns.map(describedColumn),
  };
}

function describedColumn(column: BrowsedColumn) {
  const { name, label, duckdbType, nativeType, semanticType, picklist, references, removed, calculated, mask } = column;
  const values = picklist.filter((v) => v.active !== false).slice(0, MOST_VALUES);
  return {
    name,
    type: duckdbType,
    ...(label === name ? {} : { label }),
    ...(nativeType === '' ? {} : { sourceType: nativeType }),
    ...(semanticType === '' ? {} : { meaning: semanticType }),
    ...(values.length === 0 ? {} : { values: values.map((v) => (v.label === v.value ? v.value : { [v.value]: v.label })) }),
    ...(references.length === 0 ? {} : { pointsAt: references }),
    ...(calculated ? { calculated: 'by the source; may be as old as the last full sync' } : {}),
    ...(removed ? { removed: 'no longer in the source; old values are kept' } : {}),
    ...(mask === null ? {} : { masked: mask }),
  };
}

function ageOf({ source, table, syncedAt, course }: BrowsedTable, now: Date) {
  if (syncedAt === null) return {};
  const [age] = agesOf([{ source, table, syncedAt, freshness: course.freshness }], now);
  return {
    lastSync: syncedAt,
    ageSeconds: Math.round(age?.ageSeconds ?? 0),
    ...(age === undefined || age.status === 'fresh' ? {} : { stale: age.status === 'error' ? 'too old' : 'late' }),
  };
}

/** As a query may write it. */
function sqlName({ schema, name }: BrowsedTable): string {
  return /^\w+$/.test(`${schema}${name}`) && !/^\d|^$/.test(name) ? `${schema}.${name}` : qualified(schema, name);
}

function plainName({ schema, name }: BrowsedTable): string {
  return `${schema}.${name}`;
}

function tableCalled(tables: readonly BrowsedTable[], name: string): BrowsedTable {
  const wanted = name.toLowerCase();
  const spelled = (t: BrowsedTable) => [sqlName(t), plainName(t), qualified(t.schema, t.name)].map((n) => n.toLowerCase());
  const found = tables.find((t) => spelled(t).includes(wanted)) ?? onlyOne(tables.filter((t) => t.name.toLowerCase() === wanted));
  if (found !== undefined) return found;
  throw new HighwaterError(
    'TABLE_NOT_FOUND',
    `There is no table ${name} in this warehouse.`,
    'list_tables lists all; write the schema too, such as crm.Account.',
  );
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
