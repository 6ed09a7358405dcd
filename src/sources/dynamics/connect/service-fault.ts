import { type RetryRule, ruleOf } from '../../../runtime/retry.ts';

/** An error answer of the Web API, not yet explained. */
export class ServiceFault extends Error {
  readonly status: number;
  /** `0x80040220`, lower case; empty if the answer was not JSON. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  /** The challenge of a 401. */
  readonly challenge: string;
  /** Where a redirection leads to. */
  readonly location: string;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { retryAfterMs?: number | undefined; challenge?: string; location?: string } = {},
  ) {
    super(message);
    this.name = 'ServiceFault';
    this.status = status;
    this.code = code.toLowerCase();
    this.retryAfterMs = more.retryAfterMs;
    this.challenge = more.challenge ?? '';
    this.location = more.location ?? '';
  }
}

/** Reads `{error: {code, message}}`; anything else (HTML of a gateway) becomes a fault without a code. */
export function faultOf(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
  retryAfterMs: number | undefined,
): ServiceFault {
  const more = { retryAfterMs, challenge: headers['www-authenticate'] ?? '', location: headers.location ?? '' };
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; message?: string } };
    if (error !== undefined) return new ServiceFault(status, error.code ?? '', error.message ?? '', more);
  } catch {
    // Not JSON: the status is all there is.
  }
  return new ServiceFault(status, '', '', more);
}

/**
 * - `slow down`: all requests wait for Retry-After (without it 10 to 20 s), and half as many run at once afterwards.
 * - `wait`: this request waits for Retry-After, or 0.5 s, 1 s, 2 s… up to 20 s, each up to twice as long by chance.
 * - `smaller page`: the same page is requested with half the rows, at once.
 * - `read again`: the change-tracking token is useless; the whole table is read.
 *
 * At most 8 attempts and 10 minutes of Retry-After; see `Tuning`. Everything that is not in the table fails at once.
 */
type FaultAction = 'slow down' | 'wait' | 'smaller page' | 'read again';

/**
 * https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
 */
const RULES: readonly RetryRule<FaultAction>[] = [
  {
    code: '0x80072322',
    name: 'ThrottlingBurstRequestLimitExceededError',
    action: 'slow down',
    meaning: 'too many requests in five minutes',
  },
  {
    code: '0x80072321',
    name: 'ThrottlingTimeExceededError',
    action: 'slow down',
    meaning: 'too much execution time in five minutes',
  },
  {
    code: '0x80072326',
    name: 'ThrottlingConcurrencyLimitExceededError',
    action: 'slow down',
    meaning: 'too many requests at once',
  },
  { code: 429, name: 'Too Many Requests', action: 'slow down', meaning: 'too many requests' },
  { code: '0x80040216', name: 'UnExpected', action: 'smaller page', meaning: 'the page is too large' },
  { code: '0x80044151', name: 'SQL timeout expired', action: 'smaller page', meaning: 'the page takes too long' },
  { code: '0x80044352', name: 'ExpiredVersionStamp', action: 'read again', meaning: 'the change-tracking token has expired' },
  { code: 410, name: 'Gone', action: 'read again', meaning: 'the change-tracking token has expired' },
  { code: 408, name: 'Request Timeout', action: 'wait', meaning: 'the request took too long' },
  { code: 500, name: 'Internal Server Error', action: 'wait', meaning: 'the service failed' },
  { code: 502, name: 'Bad Gateway', action: 'wait', meaning: 'a gateway failed' },
  { code: 503, name: 'Service Unavailable', action: 'wait', meaning: 'the service is unavailable' },
  { code: 504, name: 'Gateway Timeout', action: 'wait', meaning: 'a gateway did not get an answer in time' },
];

export function faultRule(error: unknown): RetryRule<FaultAction> | undefined {
  return error instanceof ServiceFault ? ruleOf(RULES, error) : undefined;
}

/** Another attempt of the same request may succeed. */
export function isPassing(error: unknown): boolean {
  const action = faultRule(error)?.action;
  return action === 'slow down' || action === 'wait';
}

export const isThrottled = (error: unknown): boolean => faultRule(error)?.action === 'slow down';
export const isTooLarge = (error: unknown): boolean => faultRule(error)?.action === 'smaller page';
export const isTokenExpired = (error: unknown): boolean => faultRule(error)?.action === 'read again';
