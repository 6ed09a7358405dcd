import type { Resume } from '../../../model/contract.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import { xminCondition } from '../describe/cursor.ts';
import type { Extent } from '../plan/extent.ts';
import { type PartitionDetail, partitionOf, type Reading } from '../plan/partition.ts';
import { keysOf } from '../plan/row-queries.ts';
import { type Origin, originReason } from './origin.ts';

/** How an interrupted full sync goes on under a new snapshot, or why it can't. */
export type Continuation = { readonly partitions: readonly Partition[] } | { readonly reason: string };

/**
 * What is left to read of an interrupted full sync, so that all of it together is the table as the new snapshot shows it:
 *
 * - the page ranges that were not read (`body`);
 * - of those that were, the versions of rows that the old snapshot did not show (`tail`): a version never leaves its page
 *   while its file is the same, so all others have been read;
 * - the keys of all rows (`sweep`): what was read and is not among them is gone. A key that was never read shows that
 *   something else than the rows themselves has changed, such as the day that a condition asks for: then the warehouse refuses
 *   the whole, and the table is read from its start.
 *
 * docs/decisions/postgres-resumed-full-syncs.md has the proof.
 */
export function continuationOf(
  plan: TablePlan,
  resume: Resume,
  now: Origin | null,
  rows: Reading,
  extents: readonly Extent[],
  divide: (reading: Reading) => readonly Partition[],
): Continuation {
  const before = detailOf(resume.partitions[0])?.origin ?? null;
  const reason = originReason(before, now);
  if (before === null || reason !== null) return { reason: reason ?? '' };
  const body = resume.partitions.filter((p) => p.pass === 'body').map((p) => rebuilt(p, rows, extents));
  const same = body.every((p, i) => p.query === resume.partitions[i]?.query && p.id === resume.partitions[i]?.id);
  if (!same) return { reason: 'its rows are asked for in other words now (a name, or the version of Highwater)' };
  const done = new Set(resume.done);
  const changed: Reading = {
    ...rows,
    pass: 'tail',
    label: 'changed',
    conditions: [xminCondition(before.xmin), ...rows.conditions],
    expectedRows: null,
  };
  const tail = body.filter((p) => done.has(p.id)).map((p) => rebuilt(p, changed, extents));
  return { partitions: [...body, ...tail, ...divide(keysOf(plan, rows))] };
}

function rebuilt(partition: Partition, reading: Reading, extents: readonly Extent[]): Partition {
  return partitionOf(reading, detailOf(partition)?.ranges ?? [], extents);
}

function detailOf(partition: Partition | undefined): PartitionDetail | undefined {
  return partition?.detail as PartitionDetail | undefined;
}

/** The partitions of a fresh start, the first of which remembers where it began. */
export function remembering(partitions: readonly Partition[], origin: Origin | null): readonly Partition[] {
  const [first, ...others] = partitions;
  if (first === undefined || origin === null) return partitions;
  const detail: PartitionDetail = { ...(first.detail as PartitionDetail), origin };
  return [{ ...first, detail }, ...others];
}
