import type { PartRange, TableOptions } from '../../../model/plan.ts';
import type { TableSchema } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import type { RelationRow } from '../describe/catalog.ts';
import { id, qualified, text } from '../describe/names.ts';

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
