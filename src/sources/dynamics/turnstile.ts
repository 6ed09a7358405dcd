/** Lets one piece of work go first; the others wait until it has succeeded. */
export class Turnstile {
  readonly #passed: Promise<void>;
  #open: () => void = () => {};
  #refuse: (error: unknown) => void = () => {};

  /** `closed` false: there is nothing to wait for. */
  constructor(closed: boolean) {
    this.#passed = closed
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
      this.#open();
      return result;
    } catch (error) {
      this.#refuse(error);
      throw error;
    }
  }

  /** Throws the leader's error, or the signal's reason. */
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
