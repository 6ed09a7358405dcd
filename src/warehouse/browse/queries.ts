import { id, qualified, text } from '../duckdb/sql.ts';
import type { BrowsedColumn, BrowsedTable } from './catalog.ts';

/** Pure: the SQL that browsing needs. Every name and value of a request goes through `id` and `text`. */

export const OPERATORS = ['is', 'is not', 'contains', 'starts with', '<', '≤', '>', '≥', 'is empty', 'is not empty'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  readonly column: string;
  readonly operator: Operator;
  readonly value: string;
}

export interface Selection {
  /** Found in any text, number or id of a row; '' finds all. */
  readonly search: string;
  readonly filters: readonly Filter[];
}

export interface RowPage extends Selection {
  readonly columns: readonly string[];
  readonly sort: string | null;
  readonly descending: boolean;
  readonly offset: number;
}

export function pageQuery(table: BrowsedTable, page: RowPage): string {
  const columns = page.columns.map(id).join(', ');
  const order =
    page.sort === null
      ? table.key.map(id)
      : [`${id(page.sort)} ${page.descending ? 'DESC' : 'ASC'} NULLS LAST`, ...table.key.map(id)];
  const by = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
  return `SELECT ${columns} FROM ${from(table)}${where(table, page)}${by} OFFSET ${page.offset}`;
}

export function countQuery(table: BrowsedTable, selection: Selection): string {
  return `SELECT count(*) AS n FROM ${from(table)}${where(table, selection)}`;
}

export function recordQuery(table: BrowsedTable, key: readonly string[]): string {
  const match = table.key.map((name, i) => equal(columnOf(table, name), key[i] ?? ''));
  return `SELECT ${table.columns.map((c) => id(c.name)).join(', ')} FROM ${from(table)} WHERE ${match.join(' AND ') || 'false'}`;
}

/** What a record is called in each of several tables that may hold it: table's position, name. */
export function namesQuery(tables: readonly BrowsedTable[], key: string): string {
  return tables
    .map((t, i) => {
      const named = t.nameColumn !== null && t.columns.some((c) => c.name === t.nameColumn);
      return `SELECT ${i} AS t, ${named ? `CAST(${id(t.nameColumn ?? '')} AS VARCHAR)` : 'NULL'} AS name FROM ${from(t)} WHERE ${equal(columnOf(t, t.key[0] ?? ''), key)}`;
    })
    .join(' UNION ALL ');
}

function from(table: BrowsedTable): string {
  return qualified(table.schema, table.name);
}

function where(table: BrowsedTable, { search, filters }: Selection): string {
  const conditions = [
    ...filters.map((filter) => condition(columnOf(table, filter.column), filter)),
    ...(search === '' ? [] : [anywhere(table, search)]),
  ];
  return conditions.length === 0 ? '' : ` WHERE ${conditions.map((c) => `(${c})`).join(' AND ')}`;
}

function columnOf(table: BrowsedTable, name: string): BrowsedColumn {
  const column = table.columns.find((c) => c.name === name);
  if (column === undefined) throw new RangeError(`${table.schema}.${table.name} has no column ${name}`);
  return column;
}

/** Compared in the column's own type, so that DuckDB can skip what can't match; a text that is no such value equals nothing. */
function equal(column: BrowsedColumn, value: string): string {
  return `${id(column.name)} = TRY_CAST(${text(value)} AS ${column.duckdbType})`;
}

function condition(column: BrowsedColumn, { operator, value }: Filter): string {
  const name = id(column.name);
  const typed = `TRY_CAST(${text(value)} AS ${column.duckdbType})`;
  const written = `CAST(${name} AS VARCHAR)`;
  switch (operator) {
    case 'is':
      return /\[\]$/.test(column.duckdbType)
        ? `list_contains(${name}, TRY_CAST(${text(value)} AS ${column.duckdbType.slice(0, -2)}))`
        : equal(column, value);
    case 'is not':
      return `${name} IS DISTINCT FROM ${typed}`;
    case 'contains':
      return `contains(lower(${written}), lower(${text(value)}))`;
    case 'starts with':
      return `starts_with(lower(${written}), lower(${text(value)}))`;
    case 'is empty':
      return `${name} IS NULL`;
    case 'is not empty':
      return `${name} IS NOT NULL`;
    default:
      return `${name} ${{ '<': '<', '≤': '<=', '>': '>', '≥': '>=' }[operator]} ${typed}`;
  }
}

/** Types that people search by what they see. */
const SEARCHED = /^(VARCHAR|UUID|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DECIMAL|DATE|ENUM)/;

function anywhere(table: BrowsedTable, search: string): string {
  const columns = table.columns.filter((c) => SEARCHED.test(c.duckdbType));
  return columns.map((c) => `contains(lower(CAST(${id(c.name)} AS VARCHAR)), lower(${text(search)}))`).join(' OR ') || 'false';
}
