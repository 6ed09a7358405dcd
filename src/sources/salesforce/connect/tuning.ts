import { HTTP_RETRIES, type RetryPolicy } from '../../../runtime/retry.ts';

/** Waits and sizes. The defaults suit the real service; tests use smaller ones. */
export interface Tuning {
  readonly retries: RetryPolicy;
  readonly answerTimeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /** Up to so many rows a window is read by REST pages, above by a Bulk job. */
  readonly restRows: number;
  /** Where counts differ, the keys of so many rows are read instead of counting once more in smaller parts. */
  readonly keysAtOnce: number;
  /** Rows of a window of an object that can't be counted at once, at least and at most. */
  readonly countedRows: readonly [least: number, most: number];
  /** Rows that a Bulk partition aims at, at least and at most. */
  readonly bulkRows: readonly [least: number, most: number];
  /** Records on a page of a Bulk job, at least and at most. */
  readonly pageRows: readonly [least: number, most: number];
  /** A Bulk job that shows no progress for so long is given up, and its rows are read by REST. */
  readonly stuckJobMs: number;
  /** Pages of one Bulk job that are downloaded at once; Salesforce names five at a time. */
  readonly pagesAtOnce: number;
  /** First pages that wait for their partitions to be read, in bytes; what does not fit is requested again. */
  readonly heldBytes: number;
  /** A describe is trusted so long after it was read while nothing is said to have changed: permissions change without a word. */
  readonly trustDescribesMs: number;
}

export const TUNING: Tuning = {
  retries: HTTP_RETRIES,
  answerTimeoutMs: 180_000,
  stallTimeoutMs: 60_000,
  firstPollMs: 800,
  longestPollMs: 10_000,
  restRows: 10_000,
  keysAtOnce: 4000,
  countedRows: [50_000, 2_000_000],
  bulkRows: [50_000, 250_000],
  pageRows: [5000, 100_000],
  // A query may take two minutes and is tried again up to 15 times.
  stuckJobMs: 30 * 60_000,
  pagesAtOnce: 5,
  heldBytes: 32 * 1024 * 1024,
  trustDescribesMs: 24 * 3600 * 1000,
};
