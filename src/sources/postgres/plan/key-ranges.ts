import type { TablePart } from '../../../model/counts.ts';
import type { PartRange, TableOptions, TablePlan } from '../../../model/plan.ts';
import type { Column, TableSchema } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import type { RelationRow } from '../describe/catalog.ts';
import { id, qualified, type RelationName, text } from '../describe/names.ts';

/*
 * `deletes_by: counts`: the database counts the rows of each range of the key's first column and adds up a hash of their keys; the warehouse
 * computes the same. Only types whose values have one text and one order in both can be compared so.
 */

// Of character types only these: another one may pad its values, or take several spellings for one.
const HASHED = /^(smallint|integer|bigint|uuid|text|character varying(\(\d+\))?)$/;
const TEXTS = /^(text|character)/;

/** Rows that one range should hold, and ranges that a table should have at most. */
const ROWS_A_RANGE = 10_000;
const MOST_RANGES = 1000;

export function keyColumns({ schema }: TablePlan): Column[] {
  return schema.columns.filter((c) => schema.key.includes(c.name));
}

export function isHashable(plan: TablePlan): boolean {
  const columns = keyColumns(plan);
  return (
    columns.length > 0 &&
    columns.every((c) => HASHED.test(c.nativeType) && c.mask === undefined && (c.select ?? id(c.name)) === id(c.name))
  );
}

export function hasTextKey(plan: TablePlan): boolean {
  return keyColumns(plan).some((c) => TEXTS.test(c.nativeType));
}

export const rangesFor = (rows: number): number => Math.max(1, Math.min(MOST_RANGES, Math.ceil(rows / ROWS_A_RANGE)));

/** Rows and hash of each range, by its number: 0 below the first cut. */
export function figuresQuery(plan: TablePlan, relation: RelationName, cuts: readonly string[]): string {
  const [first] = keyColumns(plan);
  const conditions = conditionsOf(plan.options);
  // The layout's order of the key is the schema's.
  const texts = plan.schema.key.map((name) => `${id(name)}::text`).join(', ');
  const hash = `('x' || left(md5(convert_to(concat_ws(chr(31), ${texts}), 'UTF8')), 15))::bit(60)::bigint`;
  const edges = `ARRAY[${cuts.map((cut) => text(cut)).join(', ')}]::${typeOf(first)}[]`;
  const range = cuts.length === 0 ? '0' : `width_bucket(${compared(first)}, ${edges})`;
  const condition = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT ${range} AS n, count(*)::text AS rows, sum(${hash})::text AS hash FROM ${qualified(relation)}${condition} GROUP BY 1`;
}

/** The range as a part of the warehouse's table, and as an SQL condition at the source. */
export function rangeOf(
  plan: TablePlan,
  cuts: readonly string[],
  from: number,
  to: number,
): { part: TablePart; condition: string } {
  const [first] = keyColumns(plan);
  const [low, high] = [from === 0 ? null : (cuts[from - 1] ?? null), cuts[to] ?? null];
  const value = (cut: string) => `${text(cut)}::${typeOf(first)}`;
  const edges = [
    ...(low === null ? [] : [`${compared(first)} >= ${value(low)}`]),
    ...(high === null ? [] : [`${compared(first)} < ${value(high)}`]),
  ];
  const span = { column: first?.name ?? '', from: low, to: high };
  return { part: [span], condition: edges.length === 0 ? 'true' : `(${edges.join(' AND ')})` };
}

const typeOf = (column: Column | undefined): string =>
  column !== undefined && TEXTS.test(column.nativeType) ? 'text' : (column?.nativeType ?? 'text');

/** DuckDB compares texts byte by byte. */
function compared(column: Column | undefined): string {
  const name = id(column?.name ?? '');
  return column !== undefined && TEXTS.test(column.nativeType) ? `${name} COLLATE "C"` : name;
}

// A sample of so many rows puts the edges within a few per cent of where they belong.
const SAMPLE_ROWS = 200_000;

/** The conditions under which rows of a table are read: the user's, and the part that this run is about. */
export function conditionsOf({ where, range }: TableOptions): string[] {
  // The line break ends a comment at the condition's end.
  return [...(where === undefined ? [] : [`(${where}\n)`]), ...(range === undefined ? [] : [rangeCondition(range)])];
}

/** A key that is NULL belongs to the first part, so that it is found and reported, as in an undivided table. */
export function rangeCondition({ column, from, to, empty }: PartRange): string {
  if (empty) return 'false';
  const name = id(column);
  if (from === null) return to === null ? 'true' : `(${name} < ${text(to)} OR ${name} IS NULL)`;
  return to === null ? `${name} >= ${text(from)}` : `(${name} >= ${text(from)} AND ${name} < ${text(to)})`;
}

/** The lowest value of each of so many ranges but the first, by a sample of the rows. */
export async function keyEdges(
  session: DatabaseSession,
  relation: RelationRow,
  schema: TableSchema,
  options: TableOptions,
  parts: number,
): Promise<string[]> {
  const column = id(schema.key[0] ?? '');
  const share = (SAMPLE_ROWS / Math.max(1, relation.estimatedRows)) * 100;
  const sampled = share < 50 && ['r', 'm', 'p'].includes(relation.kind) ? ` TABLESAMPLE SYSTEM (${share.toFixed(4)})` : '';
  const where = options.where === undefined ? '' : ` WHERE (${options.where}\n)`;
  const fractions = Array.from({ length: parts - 1 }, (_, i) => ((i + 1) / parts).toFixed(6));
  const rows = await session.query<{ edge: string | null }>(
    `SELECT edge FROM (SELECT percentile_disc(ARRAY[${fractions.join(', ')}]) WITHIN GROUP (ORDER BY ${column})::text[] AS edges
     FROM ${qualified(relation)}${sampled}${where}) AS sample, unnest(edges) WITH ORDINALITY AS u (edge, n) ORDER BY n`,
  );
  return rows.flatMap(({ edge }) => edge ?? []);
}
