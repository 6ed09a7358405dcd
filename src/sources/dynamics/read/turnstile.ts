/** Lets some pieces of work go first; the others wait until all of these have succeeded. */
export class Turnstile {
  readonly #passed: Promise<void>;
  #open: () => void = () => {};
  #refuse: (error: unknown) => void = () => {};
  #leaders: number;

  /** `leaders` 0: there is nothing to wait for. */
  constructor(leaders: number) {
    this.#leaders = leaders;
    this.#passed =
      leaders > 0
        ? new Promise((resolve, reject) => {
            this.#open = resolve;
            this.#refuse = reject;
          })
        : Promise.resolve();
    // Whoever waits hears of a failure; where nobody waits it is the leader's own.
    this.#passed.catch(() => {});
  }

  async lead<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      if (--this.#leaders === 0) this.#open();
      return result;
    } catch (error) {
      this.#refuse(error);
      throw error;
    }
  }

  /** Throws a leader's error, or the signal's reason. */
  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let stop: () => void = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await Promise.race([this.#passed, aborted]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
