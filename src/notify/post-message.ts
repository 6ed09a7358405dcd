import { ConnectionFailure, HttpClient } from '../runtime/http.ts';
import { type RetryPolicy, retry, retryAfterMs } from '../runtime/retry.ts';

/** How patiently a message is sent. */
export interface Patience {
  readonly retries: RetryPolicy;
  readonly answerTimeoutMs: number;
  /** For all attempts of one message. */
  readonly inAllMs: number;
}

/** A run must not wait for a chat. */
export const PATIENCE: Patience = {
  retries: { attempts: 4, firstDelayMs: 500, longestDelayMs: 5000, longestRetryAfterMs: 30_000 },
  answerTimeoutMs: 10_000,
  inAllMs: 60_000,
};

export interface Posting {
  readonly method?: 'POST' | 'PATCH' | 'GET';
  /** May hold a secret: never shown. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * `delivered`: the service accepted it. `refused`: it did not get it, or did not want it; the next run may try again. `unsure`: it left whole and
 * nothing came back; it may have arrived, so it is not sent a second time.
 */
export type Delivery =
  | { readonly kind: 'delivered'; readonly status: number; readonly body: string }
  | { readonly kind: 'refused'; readonly status: number; readonly why: string; readonly body: string }
  | { readonly kind: 'unsure'; readonly why: string };

/** Sends one message. Follows no redirect. Tries again where the service says that it did not take it. */
export async function post(posting: Posting, patience: Patience, signal: AbortSignal): Promise<Delivery> {
  const { method = 'POST', url, body = '', headers = {} } = posting;
  const { origin, pathname } = new URL(url);
  const client = new HttpClient({
    origins: [origin],
    allow: [{ method, path: new RegExp(`^${pathname.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) }],
    answerTimeoutMs: patience.answerTimeoutMs,
    stallTimeoutMs: patience.answerTimeoutMs,
  });
  const whole = AbortSignal.any([signal, AbortSignal.timeout(patience.inAllMs)]);
  const attempt = async (): Promise<Delivery> => {
    const content = method === 'GET' ? {} : { body, headers: { 'content-type': 'application/json', ...headers } };
    const answer = await client.send({ method, url, headers, ...content, signal: whole });
    const text = await answer.bytes().then(
      (bytes) => bytes.toString(),
      () => '',
    );
    const { status } = answer;
    if (status >= 200 && status < 300) return { kind: 'delivered', status, body: text };
    if (status === 504) return { kind: 'unsure', why: 'it answered 504' };
    const refused = { kind: 'refused', status, why: whyOf(status, text, answer.headers.location), body: text } as const;
    if (!isWorthRetrying(status, answer.headers)) return refused;
    throw new Refused(refused, waitOf(answer.headers));
  };
  try {
    return await retry(attempt, {
      policy: patience.retries,
      signal: whole,
      worthRetrying: (error) => {
        if (error instanceof Refused) return error.afterMs === undefined ? {} : { afterMs: error.afterMs };
        return error instanceof ConnectionFailure && !error.requestSent ? {} : null;
      },
    });
  } catch (error) {
    if (error instanceof Refused) return error.delivery;
    const why = error instanceof ConnectionFailure ? error.message : `no answer within ${patience.inAllMs / 1000} s`;
    const left = error instanceof ConnectionFailure ? error.requestSent : true;
    return left ? { kind: 'unsure', why } : { kind: 'refused', status: 0, why: `it could not be reached: ${why}`, body: '' };
  } finally {
    client.close();
  }
}

class Refused extends Error {
  readonly delivery: Delivery & { readonly kind: 'refused' };
  readonly afterMs: number | undefined;

  constructor(delivery: Delivery & { readonly kind: 'refused' }, afterMs: number | undefined) {
    super(delivery.why);
    this.delivery = delivery;
    this.afterMs = afterMs;
  }
}

type Headers = Readonly<Record<string, string>>;

/** GitHub's limits come as 403, too. */
function isWorthRetrying(status: number, headers: Headers): boolean {
  if (status === 429 || status === 500 || status === 502 || status === 503) return true;
  return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function waitOf(headers: Headers): number | undefined {
  const asked = retryAfterMs(headers['retry-after'], headers.date);
  if (asked !== undefined || headers['x-ratelimit-remaining'] !== '0') return asked;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  return Number.isNaN(reset) ? undefined : Math.max(0, reset * 1000 - Date.now());
}

/** Slack answers with a word, such as `no_service`; anything longer may repeat what was sent. */
function whyOf(status: number, text: string, location: string | undefined): string {
  if (status >= 300 && status < 400) {
    const host = location !== undefined && URL.canParse(location) ? ` to ${new URL(location).host}` : '';
    return `it answered ${status}, a redirect${host}, which is not followed`;
  }
  return `it answered ${status}${/^[a-z_]{2,40}$/.test(text.trim()) ? ` (${text.trim()})` : ''}`;
}
