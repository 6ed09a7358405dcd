import { ConnectionFailure } from '../../../runtime/http.ts';
import { type RetryRule, ruleOf } from '../../../runtime/retry.ts';

/**
 * What the REST and Bulk APIs answered instead of a result: `[{message, errorCode}]`, or a page that is no JSON at all.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 */
export class ServiceFailure extends Error {
  readonly status: number;
  /** Empty where the body was no error list (HTML, nothing). */
  readonly errorCode: string;
  readonly afterMs: number | undefined;

  constructor(status: number, errorCode: string, message: string, afterMs?: number) {
    super(message);
    this.name = 'ServiceFailure';
    this.status = status;
    this.errorCode = errorCode;
    this.afterMs = afterMs;
  }
}

/** Reads an error's body, whatever it is. */
export function failureFrom(status: number, body: string, afterMs?: number): ServiceFailure {
  try {
    const parsed = JSON.parse(body) as unknown;
    const first = (Array.isArray(parsed) ? parsed[0] : parsed) as { errorCode?: unknown; message?: unknown } | undefined;
    if (typeof first?.errorCode === 'string') {
      const message = oneLine(String(first.message ?? ''));
      // The Bulk API has its own code for what it can't parse.
      const errorCode = first.errorCode === 'API_ERROR' && /^No such column/.test(message) ? 'INVALID_FIELD' : first.errorCode;
      return new ServiceFailure(status, errorCode, message, afterMs);
    }
  } catch {
    // Not JSON: an HTML page or an empty body, recognised by the missing code.
  }
  return new ServiceFailure(status, '', `status ${status} without an explanation`, afterMs);
}

/** SOQL errors repeat the query with a caret under the place; the last lines say what is wrong. */
function oneLine(message: string): string {
  const lines = message
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '' && l !== '^' && !l.startsWith('ERROR at Row'));
  return (lines.at(-1) ?? message).slice(0, 500);
}

/** Too many long requests at a time, not too many calls a day. */
export function isConcurrencyLimit(error: ServiceFailure): boolean {
  return error.errorCode === 'REQUEST_LIMIT_EXCEEDED' && /concurrent/i.test(error.message);
}

const code = (error: unknown): string => (error instanceof ServiceFailure ? error.errorCode : '');

/** The query took too long: a smaller window may not. */
export function isTimeout(error: unknown): boolean {
  return (
    code(error) === 'QUERY_TIMEOUT' ||
    code(error) === 'QUERY_TOO_COMPLICATED' ||
    isTooManyPeople(error) ||
    /retried more than fifteen times|query timeout|QUERY_TIMEOUT/i.test(messageOf(error))
  );
}

/**
 * Activities whose rows belong to more than 100,000 people and records are refused where the user does not see all data: fewer rows at a
 * time may pass.
 */
export function isTooManyPeople(error: unknown): boolean {
  return code(error) === 'OPERATION_TOO_LARGE' || /OPERATION_TOO_LARGE|distinct who\/what/i.test(messageOf(error));
}

/** A field or object that a cached describe still names is gone, or hidden from the user. */
export function isSchemaError(error: unknown): boolean {
  return /^INVALID_(FIELD|TYPE)$/.test(code(error)) && !(error instanceof ServiceFailure && isWrongValue(error));
}

/** A query may not filter (or sort) by this field, whatever its describe says. */
export function refusesFilter(error: unknown, field: string): boolean {
  if (!(error instanceof ServiceFailure) || error.status !== 400) return false;
  const said = /field '?([\w.]+)'? can ?not be (?:filtered|sorted)/i.exec(error.message)?.[1];
  return said !== undefined && said.toLowerCase() === field.toLowerCase();
}

export function isMalformed(error: unknown): boolean {
  return code(error) === 'MALFORMED_QUERY';
}

export function isExpiredLocator(error: unknown): boolean {
  return code(error) === 'INVALID_QUERY_LOCATOR';
}

export function isTooLong(error: unknown): boolean {
  return error instanceof ServiceFailure && (error.status === 414 || error.status === 431);
}

const BULK_REFUSALS =
  /not supported by the Bulk API|not supported in Bulk|does not support (bulk )?query|LIMIT_EXCEEDED|ExceededQuota|Bulk API is not enabled/i;

/** Bulk does not take this query: REST may. */
export function isBulkRefusal(error: unknown): boolean {
  if (!(error instanceof ServiceFailure) || error.errorCode === 'REQUEST_LIMIT_EXCEEDED') return false;
  return (
    BULK_REFUSALS.test(`${error.errorCode} ${error.message}`) ||
    ['INVALIDENTITY', 'FUNCTIONALITY_NOT_ENABLED', 'API_DISABLED_FOR_ORG'].includes(error.errorCode)
  );
}

/** Bulk refuses this query: REST may take it, or say what is wrong with it. */
export function isQueryRefusal(error: unknown): boolean {
  if (!(error instanceof ServiceFailure) || error.errorCode === 'REQUEST_LIMIT_EXCEEDED' || isTimeout(error)) return false;
  return [400, 403, 404, 405].includes(error.status);
}

/** The day's jobs are used up: true for the rest of the run only. */
export function isJobLimit(error: unknown): boolean {
  return error instanceof ServiceFailure && /LIMIT_EXCEEDED|ExceededQuota/i.test(`${error.errorCode} ${error.message}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

// The words differ from object to object: "must filter", "a filter on a reified column is required", "not supported on the … object".
const RESTRICTIONS =
  /Implementation restriction|must filter|requires? a filter|filter on a reified column|not supported on the \w+ object|does not support query/i;

export function isWrongValue(error: ServiceFailure): boolean {
  return /value of filter criterion|should (not )?be enclosed in quotes/i.test(error.message);
}

/** The object itself can't be asked like that, whatever the user may do. */
export function isRestriction(error: unknown): boolean {
  return error instanceof ServiceFailure && error.status === 400 && RESTRICTIONS.test(error.message);
}

/** `wait`: the same request is sent again, after Retry-After or a growing delay; see `Tuning`. `smaller window`: fewer rows per query. */
type FailureAction = 'wait' | 'smaller window';

/** Everything that is not in the table fails at once. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
const RULES: readonly RetryRule<FailureAction>[] = [
  { code: 'SERVER_UNAVAILABLE', name: 'Server unavailable', action: 'wait', meaning: 'the service is overloaded' },
  { code: 'UNKNOWN_EXCEPTION', name: 'Unknown exception', action: 'wait', meaning: 'the service failed' },
  { code: 'UNABLE_TO_LOCK_ROW', name: 'Unable to lock row', action: 'wait', meaning: 'another transaction holds a lock' },
  { code: 'API_TEMPORARILY_UNAVAILABLE', name: 'API unavailable', action: 'wait', meaning: 'the API is switched off for now' },
  { code: 'QUERY_TIMEOUT', name: 'Query timeout', action: 'smaller window', meaning: 'the query takes too long' },
  { code: 406, name: 'Not Acceptable', action: 'wait', meaning: 'a proxy failed' },
  { code: 408, name: 'Request Timeout', action: 'wait', meaning: 'the request took too long' },
  { code: 420, name: 'Edge policy in effect', action: 'wait', meaning: "Salesforce's edge is routing requests elsewhere" },
  { code: 425, name: 'Too Early', action: 'wait', meaning: 'the request came too early' },
  { code: 429, name: 'Too Many Requests', action: 'wait', meaning: 'too many requests' },
  { code: 500, name: 'Internal Server Error', action: 'wait', meaning: 'the service failed' },
  { code: 502, name: 'Bad Gateway', action: 'wait', meaning: 'a gateway failed' },
  { code: 503, name: 'Service Unavailable', action: 'wait', meaning: 'the service is unavailable' },
  { code: 504, name: 'Gateway Timeout', action: 'wait', meaning: 'a gateway did not get an answer in time' },
];

/** Whether another attempt may succeed, and after which wait. */
export function worthRetrying(error: unknown): { readonly afterMs?: number } | null {
  if (error instanceof ConnectionFailure) return {};
  if (!(error instanceof ServiceFailure)) return null;
  const rule = ruleOf(RULES, { code: error.errorCode, status: error.status });
  // HTML and empty bodies come from what stands before the service; only the URI's length is our own fault.
  const isTransient = rule?.action === 'wait' || isConcurrencyLimit(error) || (error.errorCode === '' && error.status < 400);
  if (!isTransient) return null;
  return error.afterMs === undefined ? {} : { afterMs: error.afterMs };
}
