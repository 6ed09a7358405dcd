import { HTTP_RETRIES, type RetryPolicy } from '../../runtime/retry.ts';

/** Waits and sizes. The defaults suit the real service; tests use smaller ones. */
export interface Tuning {
  readonly retries: RetryPolicy;
  readonly answerTimeoutMs: number;
  readonly stallTimeoutMs: number;
  /** After a 429 without Retry-After. */
  readonly pauseMs: number;
  /** Rows of a page; the service gives at most 5,000. */
  readonly pageRows: number;
  /** A full sync keeps what it has read of a range after so long, so that a run that is stopped has not read in vain. */
  readonly rangeMs: number;
  /** A page is not made smaller than this. */
  readonly leastPageRows: number;
  /** Longest URL; above it a request goes into a `$batch`. The service takes 32,768 characters. */
  readonly longestUrl: number;
  /** Longest URL within a `$batch`; above it all columns are read instead of naming them. The service takes 65,536. */
  readonly longestBatchUrl: number;
}

export const TUNING: Tuning = {
  retries: { ...HTTP_RETRIES, attempts: 8, longestRetryAfterMs: 600_000 },
  answerTimeoutMs: 300_000,
  stallTimeoutMs: 120_000,
  pauseMs: 10_000,
  pageRows: 5000,
  rangeMs: 60_000,
  leastPageRows: 50,
  longestUrl: 32_000,
  longestBatchUrl: 65_000,
};
