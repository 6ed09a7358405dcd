import { InterruptedError } from '../model/errors.ts';

/** The slice of `process` that is used. */
interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: (signal: string) => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: (signal: string) => void): unknown;
}

interface Stopper {
  /** Aborted by the first signal, with an InterruptedError as its reason. */
  readonly signal: AbortSignal;
  /** Gives the signals back to Node.js, which ends the process at the next one. */
  release(): void;
}

/** `again` is called for each further signal. */
export function stopOnSignals(process: SignalSource, first: (signal: string) => void, again: (signal: string) => void): Stopper {
  const controller = new AbortController();
  let times = 0;
  const listener = (signal: string): void => {
    times += 1;
    if (times > 1) again(signal);
    else {
      first(signal);
      controller.abort(new InterruptedError(`it received ${signal}`));
    }
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}

/** The slice of `process` that is used. */
interface Ending {
  exitCode?: number | string | null | undefined;
  exit(exitCode: number): unknown;
}

/** What a library keeps open, an idle connection say, may hold the end up for this long. */
const PATIENCE_MS = 1000;

/**
 * Lets the process end by itself, with this exit code. `process.exit()` joins V8's threads, and waits for ever where one of them compiles
 * and wants a garbage collection that only the main thread could do; after a run of half a second that was one in forty
 * (https://github.com/nodejs/node/issues/54918). So it is left to what does not end by itself, when nothing is compiled any more.
 */
export function endProcess(process: Ending, exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), PATIENCE_MS).unref();
}
