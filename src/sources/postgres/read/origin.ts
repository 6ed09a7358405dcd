import { createHash } from 'node:crypto';
import type { TablePlan } from '../../../model/plan.ts';
import { xminReason } from '../describe/cursor.ts';
import { identityReason, type TableIdentity } from '../describe/identity.ts';
import type { Extent } from '../plan/extent.ts';
import type { Snapshot } from './snapshot.ts';

/** The snapshot under which a full sync began to read, and what must still be as it was for a later run to go on. Plain JSON. */
export interface Origin {
  /** 64 bits, decimal: every version of a row that the snapshot does not show was written by this transaction or a later one. */
  readonly xmin: string;
  readonly xmax: string;
  readonly identity: TableIdentity;
  /** A hash of the files of all members: see Extent. */
  readonly files: string;
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
): Origin | null {
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
export function originReason(before: Origin | null, now: Origin | null): string | null {
  if (before === null || now === null) return 'its rows have no versions by which to tell what was read before';
  const identity = identityReason(before.identity, now.identity);
  if (identity !== null) return identity;
  if (before.files !== now.files)
    return 'its rows were moved or removed as a whole (TRUNCATE, VACUUM FULL, CLUSTER, ALTER TABLE), or partitions came or went';
  // A standby that lags behind the server that was read before shows less than that one did.
  const behind = BigInt(now.xmin) < BigInt(before.xmin) || BigInt(now.xmax) < BigInt(before.xmax);
  return behind ? 'the server is behind the one that was read before' : xminReason(before.xmin, now.xmax);
}
