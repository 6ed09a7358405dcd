import type { ApiRequest, Reply } from './http.ts';

/** What goes wrong with one request. Several may be combined; without any of them the reply is the ordinary one. */
export interface Fault {
  /** Answers this instead of the ordinary reply. */
  readonly reply?: Reply;
  /** Closes the connection without any answer. */
  readonly reset?: boolean;
  /** Sends so many bytes of the body, then closes the connection. */
  readonly cutAfter?: number;
  /** Sends so many bytes of the body, then nothing more. */
  readonly stallAfter?: number;
  /** Without a Content-Length, so that only the connection's end shows the body's. */
  readonly chunked?: boolean;
  /** Headers to set over the ordinary ones. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Closes the connection once so many bytes of the request's body have come; nothing of it is looked at. */
  readonly cutUploadAfter?: number;
  /** Something to happen at that moment: an edit, an expired session. */
  readonly run?: () => void;
}

export interface When {
  readonly method?: string;
  /** Matched against path and query, decoded. */
  readonly url?: RegExp;
  /** The first matching request that is hit, counted from 1. */
  readonly nth?: number;
  /** How many matching requests are hit; 1 unless said otherwise. */
  readonly times?: number;
}

/** Faults on command, each at a chosen moment. */
export class Faults {
  #rules: { when: When; fault: Fault; seen: number; hits: number }[] = [];

  add(when: When, fault: Fault): void {
    this.#rules.push({ when, fault, seen: 0, hits: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** How often faults have struck. */
  get struck(): number {
    return this.#rules.reduce((sum, r) => sum + r.hits, 0);
  }

  take(request: Pick<ApiRequest, 'method' | 'url'>): Fault | null {
    const text = decodeURIComponent(request.url.replaceAll('+', ' '));
    for (const rule of this.#rules) {
      const { method, url, nth = 1, times = 1 } = rule.when;
      if (method !== undefined && method !== request.method) continue;
      if (url !== undefined && !url.test(text)) continue;
      rule.seen++;
      if (rule.seen < nth || rule.hits >= times) continue;
      rule.hits++;
      rule.fault.run?.();
      return rule.fault;
    }
    return null;
  }
}

const html = (title: string): string => `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** The request never reaches the service, and no answer comes. */
export const lostBefore: Fault = { reply: { status: 0 }, reset: true };

/** The service does what was asked, and the answer never comes. */
export const lostAfter: Fault = { reset: true };

/** An error in the service's own form. */
export const failing = (
  status: number,
  errorCode: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Fault => ({
  reply: { status, headers, type: 'application/json;charset=UTF-8', body: JSON.stringify([{ message, errorCode }]) },
});

export const unavailable = (status = 503, headers: Readonly<Record<string, string>> = {}): Fault =>
  failing(status, 'SERVER_UNAVAILABLE', 'We are experiencing high traffic and cannot process your request', headers);

export const htmlPage = (status: number): Fault => ({
  reply: { status, type: 'text/html;charset=UTF-8', body: html('Service Unavailable') },
});

export const emptyBody = (status: number): Fault => ({ reply: { status } });

export const uriTooLong = (): Reply => ({
  status: 414,
  type: 'text/html;charset=iso-8859-1',
  body: '<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>',
});
