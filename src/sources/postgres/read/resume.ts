import { createHash } from 'node:crypto';
import type { Resume } from '../../../model/contract.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import { identityReason, type TableIdentity } from '../describe/identity.ts';
import { type Extent, type PartitionDetail, partitionOf, type RowQuery, type SnapshotOrigin } from '../plan/partition.ts';
import { allKeysQuery } from '../plan/row-queries.ts';
import { xminCondition, xminReason } from '../plan/window.ts';
import type { Snapshot } from './snapshot.ts';

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
  now: SnapshotOrigin | null,
  rows: RowQuery,
  extents: readonly Extent[],
  divide: (reading: RowQuery) => readonly Partition[],
): Continuation {
  const before = detailOf(resume.partitions[0])?.origin ?? null;
  const reason = originReason(before, now);
  if (before === null || reason !== null) return { reason: reason ?? '' };
  const body = resume.partitions.filter((p) => p.pass === 'body').map((p) => rebuilt(p, rows, extents));
  const same = body.every((p, i) => p.query === resume.partitions[i]?.query && p.id === resume.partitions[i]?.id);
  if (!same) return { reason: 'the query for its rows changed (a name, or the version of Highwater)' };
  const done = new Set(resume.done);
  const changed: RowQuery = {
    ...rows,
    pass: 'tail',
    label: 'changed',
    conditions: [xminCondition(before.xmin), ...rows.conditions],
    expectedRows: null,
  };
  const tail = body.filter((p) => done.has(p.id)).map((p) => rebuilt(p, changed, extents));
  return { partitions: [...body, ...tail, ...divide(allKeysQuery(plan, rows))] };
}

function rebuilt(partition: Partition, reading: RowQuery, extents: readonly Extent[]): Partition {
  return partitionOf(reading, detailOf(partition)?.ranges ?? [], extents);
}

function detailOf(partition: Partition | undefined): PartitionDetail | undefined {
  return partition?.detail as PartitionDetail | undefined;
}

/** The partitions of a fresh start, the first of which remembers where it began. */
export function withOrigin(partitions: readonly Partition[], origin: SnapshotOrigin | null): readonly Partition[] {
  const [first, ...others] = partitions;
  if (first === undefined || origin === null) return partitions;
  const detail: PartitionDetail = { ...(first.detail as PartitionDetail), origin };
  return [{ ...first, detail }, ...others];
}

/**
 * Null where no later run could go on: without a key, where rows have no versions (views, foreign tables), or where the server can't
 * be told from a copy of it.
 */
export function originOf(
  { schema }: TablePlan,
  { xmin, xmax }: Snapshot,
  identity: TableIdentity,
  extents: readonly Extent[],
): SnapshotOrigin | null {
  const versioned = extents.length > 0 && extents.every((e) => e.files.length > 0);
  if (schema.key.length === 0 || !versioned || identity.cluster === null) return null;
  return {
    xmin,
    xmax,
    identity,
    files: hashOf(extents.flatMap((e) => e.files)),
  };
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

/** Why what was read under `before` can't be completed under `now`; null where it can. */
export function originReason(before: SnapshotOrigin | null, now: SnapshotOrigin | null): string | null {
  if (before === null || now === null) return 'its rows have no versions that show what was read before';
  const identity = identityReason(before.identity, now.identity);
  if (identity !== null) return identity;
  if (before.files !== now.files)
    return 'the table was rewritten or truncated (TRUNCATE, VACUUM FULL, CLUSTER, ALTER TABLE), or partitions were added or removed';
  // A standby that lags behind the server that was read before shows less than that one did.
  const behind = BigInt(now.xmin) < BigInt(before.xmin) || BigInt(now.xmax) < BigInt(before.xmax);
  return behind ? 'the server is behind the one that was read before' : xminReason(before.xmin, now.xmax);
}
