import { InterruptedError } from '../model/errors.ts';

/** The slice of `process` that is used. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: (signal: string) => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: (signal: string) => void): unknown;
}

export interface Stopper {
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
