import { type Comparison, type HeldRows, NOTHING_COUNTED, type PartFigures } from '../../../model/counts.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { qualified, type RelationName } from '../describe/names.ts';
import { copyOf } from '../plan/copy.ts';
import { figuresQuery, hasTextKey, keyColumns, rangeOf, rangesFor } from '../plan/key-ranges.ts';
import type { PartitionDetail } from '../plan/partition.ts';
import { keysWithin } from '../plan/row-queries.ts';

const NOW = `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now, current_setting('server_encoding') AS encoding`;
/** Ranges whose keys one COPY reads. */
const RANGES_A_QUERY = 50;

/** Compares counts and hashes of the keys. `swept`: all keys are read in this run anyway, which shows more. */
export async function compareKeys(
  session: DatabaseSession,
  plan: TablePlan,
  relation: RelationName,
  held: HeldRows,
  swept: boolean,
): Promise<Comparison> {
  const [known] = await session.query<{ now: string; encoding: string }>(NOW);
  const countedAt = known?.now ?? null;
  if (swept) return { ...NOTHING_COUNTED, countedAt };
  const [first] = keyColumns(plan);
  const column = first?.name ?? '';
  const [all] = await held.byPart([[]], {});
  // In another encoding the order of texts is another one, too.
  const isOrdered = known?.encoding === 'UTF8' || !hasTextKey(plan);
  const cuts = isOrdered ? await held.cuts([], column, rangesFor(all?.rows ?? 0)) : [];
  const rows = await session.query<{ n: number; rows: string; hash: string }>(figuresQuery(plan, relation, cuts));
  const there = new Map(rows.map((row) => [Number(row.n), row]));
  const here = await held.bySpan(column, cuts, { keyHash: true });
  const differing = here.flatMap((figures, n) => (isSame(there.get(n), figures) ? [] : [n]));
  const ranges = joined(differing).map(([from, to]) => rangeOf(plan, cuts, from, to));
  return {
    countedAt,
    windows: [],
    parts: ranges.map((r) => r.part),
    partitions: partitionsOf(
      plan,
      relation,
      ranges.map((r) => r.condition),
    ),
    notes:
      ranges.length === 0
        ? []
        : [{ kind: 'plan', message: `the keys of ${differing.length} of ${here.length} key ranges differed and were read` }],
  };
}

function isSame(there: { readonly rows: string; readonly hash: string } | undefined, here: PartFigures): boolean {
  return Number(there?.rows ?? 0) === here.rows && (there?.hash ?? '0') === here.hash;
}

/** Neighbours as one range. */
function joined(numbers: readonly number[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const n of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges;
}

function partitionsOf(plan: TablePlan, relation: RelationName, conditions: readonly string[]): Partition[] {
  const partitions: Partition[] = [];
  for (let at = 0; at < conditions.length; at += RANGES_A_QUERY) {
    const { columns, conditions: all } = keysWithin(plan, conditions.slice(at, at + RANGES_A_QUERY));
    const copy = copyOf(`SELECT ${columns.join(', ')} FROM ${qualified(relation)} WHERE ${all.join(' AND ')}`, columns);
    const detail: PartitionDetail = { content: 'present', format: copy.format, ranges: [] };
    const id = `keys of differing ranges ${at + 1}`;
    partitions.push({ id, pass: 'sweep', query: copy.query, expectedRows: null, expectedRequests: 1, detail });
  }
  return partitions;
}
