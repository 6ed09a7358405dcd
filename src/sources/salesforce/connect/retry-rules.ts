import { ConnectionFailure } from '../../../runtime/http.ts';
import { type RetryRule, ruleOf } from '../../shared/retry-rules.ts';
import { isConcurrencyLimit, ServiceFailure } from './service-errors.ts';

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
