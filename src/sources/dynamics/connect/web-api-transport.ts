import { setTimeout as sleep } from 'node:timers/promises';
import type { Usage } from '../../../model/contract.ts';
import { ConnectionFailure, type HttpAnswer, HttpClient } from '../../../runtime/http.ts';
import { retry, retryAfterMs } from '../../../runtime/retry.ts';
import type { Tuning } from '../tuning.ts';
import type { EntraSignIn, Token } from './entra-sign-in.ts';
import { faultOf, isPassing, isThrottled, ServiceFault } from './service-fault.ts';

/** Counts what one piece of work costs. */
export interface Meter {
  requests: number;
  bytes: number;
}

export interface WebApiRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends requests to one organisation: signed in, through its gate, as often as that is worth it. Knows nothing but reading. */
export class WebApiTransport {
  readonly #signIn: EntraSignIn;
  readonly #http: HttpClient;
  readonly #tuning: Tuning;
  readonly #gate = new RequestThrottle();
  readonly #quotas = new Map<string, { used: number; limit: number }>();
  #requests = 0;
  #date: number | null = null;

  constructor(origins: readonly string[], signIn: EntraSignIn, tuning: Tuning) {
    this.#signIn = signIn;
    this.#tuning = tuning;
    const { answerTimeoutMs, stallTimeoutMs } = tuning;
    this.#http = new HttpClient({
      origins,
      allow: [
        { method: 'GET', path: /^\/api\/data\/v9\.2\// },
        { method: 'POST', path: /^\/api\/data\/v9\.2\/\$batch$/ },
      ],
      answerTimeoutMs,
      stallTimeoutMs,
    });
  }

  /** The service's own clock, milliseconds since 1970, as its last answer showed it; null before the first. */
  get date(): number | null {
    return this.#date;
  }

  usage(): Usage {
    return { requests: this.#requests, quotas: [...this.#quotas].map(([name, quota]) => ({ name, ...quota })), refills: true };
  }

  close(): void {
    this.#http.close();
    this.#signIn.close();
  }

  /** `read` takes the answer's body and may be called again for a further attempt. Throws ServiceFault or ConnectionFailure when all attempts failed. */
  async send<T>(
    request: WebApiRequest,
    signal: AbortSignal,
    meter: Meter | undefined,
    read: (answer: HttpAnswer) => Promise<T>,
  ): Promise<T> {
    let refused: Token | null = null;
    return retry(
      async () => {
        const token: Token = refused === null ? await this.#signIn.token() : await this.#signIn.newToken(refused);
        return this.#gate.pass(async () => {
          this.#requests++;
          if (meter !== undefined) meter.requests++;
          const answer = await this.#http.send({ ...request, headers: { ...request.headers, ...signed(token) }, signal });
          this.#note(answer.headers);
          if (answer.status !== 200) {
            const fault = await faultIn(answer);
            // A token that ended in mid-run is renewed once; a new one that is refused too is an error.
            if (fault.status === 401 && refused === null) {
              refused = token;
              throw new ConnectionFailure('the token has expired', fault);
            }
            throw fault;
          }
          const result = await read(answer);
          refused = null;
          this.#gate.succeeded(numberOf(answer.headers['x-ms-dop-hint']));
          return result;
        }, signal);
      },
      { policy: this.#tuning.retries, signal, worthRetrying: (error) => this.#worthRetrying(error) },
    );
  }

  #worthRetrying(error: unknown): { afterMs?: number } | null {
    if (error instanceof ConnectionFailure) return {};
    if (!(error instanceof ServiceFault) || !isPassing(error)) return null;
    const { retryAfterMs: afterMs } = error;
    if (!isThrottled(error)) return afterMs === undefined ? {} : { afterMs };
    if (afterMs !== undefined && afterMs > this.#tuning.retries.longestRetryAfterMs) return null;
    // The gate makes everybody wait, this request too.
    this.#gate.slowDown(afterMs ?? this.#tuning.pauseMs * (1 + Math.random()));
    return {};
  }

  #note(headers: Readonly<Record<string, string>>): void {
    const date = Date.parse(headers.date ?? '');
    if (!Number.isNaN(date)) this.#date = date;
    const requests = numberOf(headers['x-ms-ratelimit-burst-remaining-xrm-requests']);
    const seconds = numberOf(headers['x-ms-ratelimit-time-remaining-xrm-requests']);
    if (requests !== null) this.#quotas.set('requests in 5 minutes', { used: Math.max(0, 6000 - requests), limit: 6000 });
    if (seconds !== null)
      this.#quotas.set('seconds of execution in 5 minutes', { used: Math.max(0, Math.round(1200 - seconds)), limit: 1200 });
  }
}

function signed(token: Token): Record<string, string> {
  return { 'Accept-Encoding': 'gzip', Authorization: `Bearer ${token.text}` };
}

async function faultIn(answer: HttpAnswer): Promise<ServiceFault> {
  const { headers, status } = answer;
  const body = (await answer.bytes()).toString();
  return faultOf(status, body, headers, retryAfterMs(headers['retry-after'], headers.date));
}

/** `1,200.00` has a comma. */
function numberOf(header: string | undefined): number | null {
  const value = Number(header?.replaceAll(',', ''));
  return header === undefined || header === '' || Number.isNaN(value) ? null : value;
}

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
