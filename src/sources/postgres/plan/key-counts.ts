import type { TablePart } from '../../../model/counts.ts';
import type { TablePlan } from '../../../model/plan.ts';
import type { Column } from '../../../model/table.ts';
import { id, qualified, type RelationName, text } from '../describe/names.ts';
import { conditionsOf } from './key-range.ts';

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
