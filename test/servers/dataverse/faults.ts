import { decode } from './journal.ts';

/** What goes wrong with one request; without any of these the reply is the ordinary one. */
export interface Fault {
  readonly reply?: {
    readonly status: number;
    readonly body: string;
    readonly type?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Closes the connection without any answer. */
  readonly reset?: boolean;
  /** Sends that share (0 to 1) of the body, then closes the connection. */
  readonly cutAt?: number;
  /** Sends that share of the body as if it were all of it: JSON that breaks off. */
  readonly truncateAt?: number;
  /** Changes the ordinary body's text. */
  readonly rewrite?: (body: string) => string;
  /** Closes the connection once so many bytes of the request's body have come; nothing of it is looked at. */
  readonly cutUploadAfter?: number;
  /** Holds the answer back. */
  readonly delayMs?: number;
  /** Holds the answer back until then. */
  readonly waitFor?: Promise<void>;
  /** Something to happen just before the answer is worked out: an edit, an expired token. */
  readonly before?: () => void;
  /** Something to happen when the answer has been worked out, before it is sent. */
  readonly after?: () => void;
}

export interface When {
  readonly method?: string;
  /** Matched against path and query, decoded once. */
  readonly url?: RegExp;
  /** The first matching request that is hit, counted from 1. */
  readonly nth?: number;
  /** How many are hit; 1 unless said otherwise. */
  readonly times?: number;
}

export class Faults {
  /** Decides by itself which requests (path and query as sent) fail; for what a list of moments can't say. */
  refuse: ((url: string) => Fault | null) | null = null;
  #rules: { when: When; fault: Fault; seen: number; hits: number }[] = [];

  add(when: When, fault: Fault): void {
    this.#rules.push({ when, fault, seen: 0, hits: 0 });
  }

  clear(): void {
    this.#rules = [];
    this.refuse = null;
  }

  get struck(): number {
    return this.#rules.reduce((sum, rule) => sum + rule.hits, 0);
  }

  take(method: string, url: string): Fault | null {
    for (const rule of this.#rules) {
      const { nth = 1, times = 1 } = rule.when;
      if (rule.when.method !== undefined && rule.when.method !== method) continue;
      if (rule.when.url !== undefined && !rule.when.url.test(decode(url))) continue;
      rule.seen++;
      if (rule.seen < nth || rule.hits >= times) continue;
      rule.hits++;
      return rule.fault;
    }
    return this.refuse?.(url) ?? null;
  }
}

/** The request never reaches the service, and no answer comes. */
export const lostBefore: Fault = { reply: { status: 0, body: '' }, reset: true };

/** The service does what was asked, and the answer never comes. */
export const lostAfter: Fault = { reset: true };

export function failing(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return {
    reply: {
      status,
      headers,
      type: 'application/json; odata.metadata=minimal',
      body: JSON.stringify({ error: { code, message } }),
    },
  };
}

/** The three limits of the service, with or without `Retry-After` (seconds). */
export function tooMany(which: 'requests' | 'seconds' | 'concurrent', retryAfter?: number | string): Fault {
  const [code, message] = {
    requests: ['0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'],
    seconds: [
      '0x80072321',
      'Combined execution time of incoming requests exceeded limit of 1200000 milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.',
    ],
    concurrent: ['0x80072326', 'Number of concurrent requests exceeded the limit of 52.'],
  }[which] as [string, string];
  return failing(429, code, message, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
}
