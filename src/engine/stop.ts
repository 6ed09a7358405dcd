import { HighwaterError, InterruptedError } from '../model/errors.ts';

export interface Stop {
  /** Aborted by the user or the runner, or when the run's time is up. */
  readonly signal: AbortSignal;
  /** True where somebody outside stopped the run: then there are seconds left, not minutes. */
  readonly byUser: () => boolean;
  clear(): void;
}

// setTimeout takes no more than this many milliseconds (24.8 days).
const LONGEST = 2 ** 31 - 1;

/** Joins the outside's signal with `run.timeout`. */
export function stopSignal(outside: AbortSignal, timeoutSeconds: number): Stop {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(timeReached(timeoutSeconds)), Math.min(timeoutSeconds * 1000, LONGEST));
  timer.unref();
  const forward = () =>
    own.abort(outside.reason instanceof HighwaterError ? outside.reason : new InterruptedError('it was asked to stop'));
  if (outside.aborted) forward();
  else outside.addEventListener('abort', forward, { once: true });
  return {
    signal: own.signal,
    byUser: () => outside.aborted,
    clear: () => {
      clearTimeout(timer);
      outside.removeEventListener('abort', forward);
    },
  };
}

function timeReached(seconds: number): HighwaterError {
  return new HighwaterError(
    'TIMEOUT_REACHED',
    `The run stopped reading after ${seconds} seconds (run.timeout).`,
    "Everything committed before is kept; the next run goes on from there. Raise run.timeout (below the job's own timeout-minutes) or sync fewer tables.",
  );
}
