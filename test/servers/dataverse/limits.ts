import { ServiceError } from './model.ts';

/** Service protection limits of one user. https://learn.microsoft.com/power-apps/developer/data-platform/api-limits */
export interface Limits {
  readonly requests: number;
  readonly seconds: number;
  readonly concurrent: number;
  /** Seconds in `Retry-After`; null: the header is missing. */
  readonly retryAfter: number | null;
  readonly dopHint: number;
}

export const SERVICE_LIMITS: Limits = { requests: 6000, seconds: 1200, concurrent: 52, retryAfter: 1, dopHint: 4 };
const WINDOW = 300_000;

export class LimitCounter {
  limits: Limits = SERVICE_LIMITS;
  #starts: number[] = [];
  #spent: { at: number; seconds: number }[] = [];
  underWay = 0;

  /** Throws the 429 of the limit that this request would exceed; else counts it. */
  enter(now: number): void {
    this.#starts = this.#starts.filter((at) => at > now - WINDOW);
    const headers = this.limits.retryAfter === null ? {} : { 'Retry-After': String(this.limits.retryAfter) };
    if (this.underWay >= this.limits.concurrent)
      throw new ServiceError(
        429,
        '0x80072326',
        `Number of concurrent requests exceeded the limit of ${this.limits.concurrent}.`,
        headers,
      );
    if (this.#starts.length >= this.limits.requests)
      throw new ServiceError(
        429,
        '0x80072322',
        `Number of requests exceeded the limit of ${this.limits.requests} over time window of 300 seconds.`,
        headers,
      );
    if (this.#secondsSpent(now) >= this.limits.seconds)
      throw new ServiceError(
        429,
        '0x80072321',
        'Combined execution time of incoming requests exceeded the limit over time window of 300 seconds.',
        headers,
      );
    this.#starts.push(now);
    this.underWay++;
  }

  leave(now: number, seconds: number): void {
    this.underWay--;
    this.#spent.push({ at: now, seconds });
  }

  headers(now: number): Record<string, string> {
    const left = Math.max(0, this.limits.seconds - this.#secondsSpent(now));
    return {
      'x-ms-ratelimit-burst-remaining-xrm-requests': String(Math.max(0, this.limits.requests - this.#starts.length)),
      'x-ms-ratelimit-time-remaining-xrm-requests': left.toLocaleString('en-US', {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      }),
      'x-ms-dop-hint': String(this.limits.dopHint),
    };
  }

  #secondsSpent(now: number): number {
    this.#spent = this.#spent.filter((s) => s.at > now - WINDOW);
    return this.#spent.reduce((sum, s) => sum + s.seconds, 0);
  }
}
