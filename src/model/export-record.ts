import type { ErrorReport } from './errors.ts';

/** What became of one export in one run: `exports[]` of the manifest, and a row of `_highwater.exports`. Counts are of rows; nothing here holds a key or a value. */
export interface ExportRecord {
  readonly name: string;
  readonly object: string;
  readonly operation: 'upsert' | 'update';
  readonly status: 'succeeded' | 'failed' | 'skipped';
  /** Rows of the query: unchanged + new + changed + parked + kept conflicts + missing. */
  readonly considered: number;
  readonly unchanged: number;
  /** Never exported so far, and not known to be in the service. */
  readonly new: number;
  readonly changed: number;
  /** Keys that were exported and that the query no longer gives; counted where the export does something about them. */
  readonly gone: number;
  /** Rows that somebody changed in the service since they were sent; under `conflict: keep` they are neither new nor changed. */
  readonly conflicts: number;
  /** Rows without a record, under `operation: update`. */
  readonly missing: number;
  /** Accepted by the service. */
  readonly sent: number;
  readonly created: number;
  readonly updated: number;
  readonly cleared: number;
  readonly deleted: number;
  /** Refused in this run, by the service or because a field can't hold a value. */
  readonly refused: number;
  /** To be sent and not accepted or refused yet: the next run sees to them. */
  readonly pending: number;
  /** Not sent: refused before with these very values, or a field can't hold a value. */
  readonly parked: number;
  /** Rows that a sync read back and found as they were sent. */
  readonly verified: number;
  /** Rows that a flow or trigger changed after they were sent. */
  readonly differing: number;
  readonly jobs: readonly { readonly id: string; readonly end: string }[];
  readonly requests: number;
  readonly seconds: number;
  readonly error: ErrorReport | null;
  /** What its owner should know: counts, codes and names of fields. */
  readonly notes: readonly string[];
  /** Names of the fields that differ after a sync read rows back. */
  readonly differingFields: readonly string[];
}

export type ExportCounts = Pick<
  ExportRecord,
  | 'considered'
  | 'unchanged'
  | 'new'
  | 'changed'
  | 'gone'
  | 'conflicts'
  | 'missing'
  | 'sent'
  | 'created'
  | 'updated'
  | 'cleared'
  | 'deleted'
  | 'refused'
  | 'pending'
  | 'parked'
  | 'verified'
  | 'differing'
>;

export const NO_COUNTS: ExportCounts = {
  considered: 0,
  unchanged: 0,
  new: 0,
  changed: 0,
  gone: 0,
  conflicts: 0,
  missing: 0,
  sent: 0,
  created: 0,
  updated: 0,
  cleared: 0,
  deleted: 0,
  refused: 0,
  pending: 0,
  parked: 0,
  verified: 0,
  differing: 0,
};
