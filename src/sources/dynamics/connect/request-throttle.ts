import { setTimeout as sleep } from 'node:timers/promises';

/** More requests at once than this are refused by the service (0x80072326). */
const SERVICE_LIMIT = 52;
const FIRST_LIMIT = 4;

/** Tests pass their own. */
export interface ThrottleClock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const REAL: ThrottleClock = { now: () => Date.now(), sleep: async (ms, signal) => sleep(ms, undefined, { signal }) };

/**
 * Limits all requests to one organisation. It starts with a few at once, allows one more after each full round of good answers, and half
 * as many after a 429. A Retry-After stops all requests, because the service extends the wait of those who keep sending.
 * https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export class RequestThrottle {
  readonly #clock: ThrottleClock;
  readonly #waiting: (() => void)[] = [];
  #limit = FIRST_LIMIT;
  #ceiling = SERVICE_LIMIT;
  #open = 0;
  #good = 0;
  #closedUntil = 0;

  constructor(clock: ThrottleClock = REAL) {
    this.#clock = clock;
  }

  /** Requests that may be under way at once just now. */
  get limit(): number {
    return this.#limit;
  }

  /** Runs `work` when its turn has come. Throws the signal's reason when it is aborted while waiting. */
  async pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#open--;
      this.#wake();
    }
  }

  /** A good answer; `hint`: the parallelism that the service suggests (x-ms-dop-hint). */
  succeeded(hint: number | null): void {
    if (hint !== null && hint >= 1) this.#ceiling = Math.min(hint, SERVICE_LIMIT);
    this.#limit = Math.min(this.#limit, this.#ceiling);
    if (++this.#good < this.#limit || this.#limit >= this.#ceiling) return;
    this.#good = 0;
    this.#limit++;
    this.#wake();
  }

  /** The service is overloaded: half as many requests from now on, and none for `pauseMs`. */
  slowDown(pauseMs: number): void {
    this.#good = 0;
    // Several workers meet the same overload: it halves the limit once.
    if (this.#clock.now() >= this.#closedUntil) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.now() + pauseMs);
  }

  async #enter(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const pause = this.#closedUntil - this.#clock.now();
      if (pause > 0) await this.#clock.sleep(pause, signal);
      else if (this.#open >= this.#limit) await this.#turn(signal);
      else break;
    }
    this.#open++;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.push(done);
    });
  }

  #wake(): void {
    // All look again; the loop in #enter lets in only as many as may.
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
