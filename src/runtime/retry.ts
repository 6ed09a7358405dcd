import { setTimeout as sleep } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';

/** How often and how patiently something is tried. Delays double from the first to the longest, each made longer by chance up to twofold. */
export interface RetryPolicy {
  /** All attempts, the first included. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A server that asks for a longer wait than this (Retry-After) is not waited for. */
  readonly longestRetryAfterMs: number;
}

export const HTTP_RETRIES: RetryPolicy = { attempts: 6, firstDelayMs: 500, longestDelayMs: 20_000, longestRetryAfterMs: 300_000 };

interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** Null: not worth another attempt. `afterMs`: the server's own Retry-After, waited for before the next attempt. */
  worthRetrying(error: unknown): { readonly afterMs?: number } | null;
  /** Told before each further attempt: "attempt 2 of 6". */
  onRetry?(attempt: number, of: number, error: unknown): void;
}

/**
 * Tries work again where that is worth it: bounded, jittered, abortable, honouring Retry-After. Throws the last
 * attempt's error, or the signal's reason.
 */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { policy, signal } = options;
  const tried = pRetry(
    async (attempt) => {
      signal.throwIfAborted();
      try {
        return await work(attempt);
      } catch (error) {
        signal.throwIfAborted();
        throw await judged(error, attempt, options);
      }
    },
    {
      retries: policy.attempts - 1,
      minTimeout: policy.firstDelayMs,
      maxTimeout: policy.longestDelayMs,
      factor: 2,
      randomize: true,
      signal,
    },
  );
  return tried.catch((error: unknown) => {
    throw error instanceof Again ? error.cause : error;
  });
}

/** Hides the error's own class from p-retry, which gives up at once on a TypeError. */
class Again extends Error {}

/** The error for p-retry, which tries again on an Error and stops on an AbortError. */
async function judged(error: unknown, attempt: number, options: RetryOptions): Promise<Error> {
  const failure = error instanceof Error ? error : new Error(String(error), { cause: error });
  const worth = options.worthRetrying(error);
  const afterMs = worth?.afterMs ?? 0;
  if (worth === null || attempt >= options.policy.attempts || afterMs > options.policy.longestRetryAfterMs)
    return new AbortError(failure);
  options.onRetry?.(attempt + 1, options.policy.attempts, error);
  if (afterMs > 0) await sleep(afterMs, undefined, { signal: options.signal });
  return new Again(failure.message, { cause: error });
}

/** The wait that a Retry-After header asks for, in milliseconds: seconds, or a date against the server's own clock. */
export function retryAfterMs(header: string | undefined, serverDate: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const until = Date.parse(header);
  const now = serverDate === undefined ? Date.now() : Date.parse(serverDate);
  return Number.isNaN(until) || Number.isNaN(now) ? undefined : Math.max(0, until - now);
}

/** One row of a service's retry policy. `Action`: what the client does. */
export interface RetryRule<Action extends string> {
  /** The service's own error code, or an HTTP status. */
  readonly code: string | number;
  /** What the service's documentation calls it. */
  readonly name: string;
  readonly action: Action;
  /** For people; finishes "the service refuses: …". */
  readonly meaning: string;
}

/** The rule of an error: that of its code, else that of its status. */
export function ruleOf<Action extends string>(
  rules: readonly RetryRule<Action>[],
  { code, status }: { readonly code: string; readonly status: number },
): RetryRule<Action> | undefined {
  return rules.find((rule) => rule.code === code) ?? rules.find((rule) => rule.code === status);
}
