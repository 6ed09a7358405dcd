import { earlier, NOTHING_HELD, toMicros, type Watermark } from '../../../model/watermark.ts';
import type { CursorType } from '../describe/cursor.ts';
import type { TableIdentity } from '../describe/identity.ts';
import { id } from '../describe/names.ts';

/** What a timestamp watermark says beside its value, which is the earlier of `clock` and the newest cursor value that is held. */
export interface WindowMarks {
  /** Every transaction that had not ended, and whose start was known, began at this time of the database's clock or later. */
  readonly clock: string;
  /**
   * Every version of a row that the snapshot did not show was written by this transaction (64 bits) or a later one. Absent where rows
   * have no versions that this user may see.
   */
  readonly xmin?: string;
  /** Transactions were open that may have begun before `clock`. Only with `xmin`. */
  readonly unseen?: true;
  /** Only without `xmin`. */
  readonly overlap?: Overlap;
}

/** Rows without versions, between two conditions on their cursor: how many they are, and a sum of hashes of all that is read of each. */
export interface Overlap {
  readonly from: string;
  readonly to: string;
  readonly hash: string;
}

/** A watermark's token: what it speaks for, and what its window needs. */
type Token = TableIdentity & { readonly window?: WindowMarks };

/** Which rows an incremental import reads: those of `clock` or later, and of those before, from `low` on, what was written since `xmin`. */
export interface Window {
  readonly clock: string;
  /** Null: however old. */
  readonly low: string | null;
  /** Null: nothing tells when a row was written, so all from `low` on are read, unless they are the same ones as in `overlap`. */
  readonly xmin: string | null;
  readonly overlap: Overlap | null;
}

/**
 * What to read after a watermark. A row that has come since is either stamped by the database's clock, so not before `clock`; or it has the time
 * of another clock, which runs behind, and then it is newer than what was held; or it is of a transaction of which nobody saw when it
 * began. docs/decisions/postgres-rows-that-come-late.md has the proof. `rewritten`: the table has another file, which may have been filled
 * with rows of any age.
 */
export function windowOf(since: Watermark, versioned: boolean, rewritten = false): Window {
  const marks = marksOf(since);
  const old = rewritten || marks?.unseen === true;
  const low = old || toMicros(since.value) <= toMicros(NOTHING_HELD) ? null : since.value;
  const xmin = versioned ? (marks?.xmin ?? null) : null;
  return { clock: marks?.clock ?? since.value, low, xmin, overlap: marks?.overlap ?? null };
}

export function marksOf(since: Watermark | null): WindowMarks | null {
  if (since?.token === undefined || since.kind !== 'timestamp') return null;
  return (JSON.parse(since.token) as Token).window ?? null;
}

/** SQL: the rows of the window, but for those without a cursor. */
export function windowCondition(column: string, type: CursorType, { clock, low, xmin }: Window, lookbackSeconds: number): string {
  const from = (instant: string | null) => sinceCondition(column, type, instant, lookbackSeconds);
  if (xmin === null || low === clock) return from(low);
  const changed = `(${from(clock)} OR ${xminCondition(xmin)})`;
  return low === null ? changed : `(${from(low)} AND ${changed})`;
}

// A writer's wall clock is between UTC-12 and UTC+14: what it stamps now may read as up to this much earlier, or later.
export const ZONE_SECONDS = { earlier: 12 * 3600, later: 14 * 3600 } as const;

/** SQL: the rows whose cursor is not before an instant less the lookback. `since` is UTC with microseconds; null: all that have one. */
export function sinceCondition(column: string, type: CursorType, since: string | null, lookbackSeconds: number): string {
  if (since === null) return `${id(column)} >= '-infinity'::${type}`;
  if (type === 'timestamptz') return `${id(column)} >= '${earlier(since, lookbackSeconds)}'::timestamptz`;
  const low = earlier(since, lookbackSeconds + ZONE_SECONDS.earlier);
  return type === 'date' ? `${id(column)} >= '${low.slice(0, 10)}'::date` : `${id(column)} >= '${low.slice(0, -1)}'::timestamp`;
}

/**
 * SQL: the rows that a transaction wrote which had not ended when the snapshot of `since` (64 bits) was taken. Ages are
 * compared, since the column holds 32 bits: right while the distance is below 2^31, which `xminReason` watches.
 */
export function xminCondition(since: string): string {
  return `age(xmin) <= age('${BigInt(since) % 2n ** 32n}'::xid)`;
}

// Transactions may be begun between the check and the read.
const XID_MARGIN = 50_000_000n;

/** Why an incremental read from `since` would be wrong, given the next transaction id of the server (both 64 bits); null if right. */
export function xminReason(since: string, next: string): string | null {
  const distance = BigInt(next) - BigInt(since);
  if (distance < 0n) return 'the server is behind the last import (restored, or another one)';
  return distance >= 2n ** 31n - XID_MARGIN
    ? 'so many transactions have passed since the last import that their ids repeat'
    : null;
}
