import type { Connection } from '../warehouse/duckdb/database.ts';
import { id, text } from '../warehouse/duckdb/sql.ts';

/** The rows whose key is in [from, to), each edge as one text per column of the key; null: open. */
export interface KeyRange {
  readonly from: readonly string[] | null;
  readonly to: readonly string[] | null;
}

/** A table as the lake divides it. */
export interface RangedTable {
  /** Qualified and quoted. */
  readonly table: string;
  /** Empty: rows have no order, and the table is one range. */
  readonly key: readonly { readonly name: string; readonly type: string }[];
}

/** What tells one content of a range from another. */
export interface RangeContent {
  readonly rows: number;
  /** Order-free, of all values; comparable within one version of DuckDB. */
  readonly hash: string;
}

export const WHOLE: KeyRange = { from: null, to: null };

/** The SQL condition of a range. */
export function rangeCondition({ key }: RangedTable, { from, to }: KeyRange): string {
  if (key.length === 0) return 'true';
  const conditions = [...(from === null ? [] : [fromOn(key, from)]), ...(to === null ? [] : [`NOT ${fromOn(key, to)}`])];
  // The first column alone lets DuckDB pass over row groups.
  const [first] = key;
  if (key.length > 1 && first !== undefined) {
    if (from !== null) conditions.unshift(`${id(first.name)} >= ${edge(first, from[0])}`);
    if (to !== null) conditions.unshift(`${id(first.name)} <= ${edge(first, to[0])}`);
  }
  if (key.length === 1 && first !== undefined && to !== null)
    conditions.splice(-1, 1, `${id(first.name)} < ${edge(first, to[0])}`);
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

type KeyColumn = RangedTable['key'][number];

function edge({ type }: KeyColumn, value: string | undefined): string {
  return `CAST(${text(value ?? null)} AS ${type})`;
}

/** The key is at this edge or behind it: column by column, since DuckDB can't compare rows in every place. */
function fromOn(key: readonly KeyColumn[], values: readonly string[]): string {
  const [first, ...rest] = key;
  if (first === undefined) return 'true';
  const value = edge(first, values[0]);
  if (rest.length === 0) return `${id(first.name)} >= ${value}`;
  return `(${id(first.name)} > ${value} OR (${id(first.name)} = ${value} AND ${fromOn(rest, values.slice(1))}))`;
}

export function sameEdge(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What each range holds now, in one pass over the table. */
export async function contentOf(
  connection: Connection,
  ranged: RangedTable,
  ranges: readonly KeyRange[],
): Promise<RangeContent[]> {
  const found: RangeContent[] = [];
  for (const range of ranges)
    found.push(
      await connection.row<{ rows: number; hash: string }>(
        `SELECT count(*) AS rows, coalesce(sum(hash(t)::HUGEINT), 0)::VARCHAR AS hash FROM ${ranged.table} t WHERE ${rangeCondition(ranged, range)}`,
      ),
    );
  return found;
}

/** What neighbouring ranges hold together: neither count nor hash depends on the order. */
export function sumOf(contents: readonly RangeContent[]): RangeContent {
  const hash = contents.reduce((sum, content) => sum + BigInt(content.hash), 0n);
  return { rows: contents.reduce((sum, { rows }) => sum + rows, 0), hash: String(hash) };
}

// So many keys, taken evenly, put an edge within one per cent of where it belongs.
const SAMPLED_KEYS = 50_000;

/**
 * Cuts a range so that its pieces hold about these numbers of rows, the oldest first; the last takes what is left. Returns the pieces.
 */
export async function cutRange(
  connection: Connection,
  ranged: RangedTable,
  range: KeyRange,
  rows: readonly number[],
): Promise<KeyRange[]> {
  if (rows.length < 2 || ranged.key.length === 0) return [range];
  const total = rows.reduce((sum, n) => sum + n, 0);
  const step = Math.max(1, Math.floor(total / SAMPLED_KEYS));
  const starts: number[] = [];
  rows.slice(0, -1).reduce((sum, n) => {
    starts.push(Math.floor((sum + n) / step) + 1);
    return sum + n;
  }, 0);
  const columns = ranged.key.map(({ name }) => id(name)).join(', ');
  // By the rows' place, so that each cut of the same table is the same.
  const sampled = step === 1 ? '' : ` AND rowid % ${step} = 0`;
  const edges = await connection.rows<Record<string, string>>(
    `SELECT ${ranged.key.map(({ name }, i) => `CAST(${id(name)} AS VARCHAR) AS k${i}`).join(', ')}
     FROM (SELECT ${columns}, row_number() OVER (ORDER BY ${columns}) AS n FROM ${ranged.table} WHERE ${rangeCondition(ranged, range)}${sampled})
     WHERE n IN (${starts.join(', ')}) ORDER BY n`,
  );
  const cuts = edges.map((row) => ranged.key.map((_, i) => row[`k${i}`] ?? ''));
  const all = [range.from, ...cuts, range.to];
  return all.slice(1).map((to, i) => ({ from: all[i] ?? null, to }));
}
