import type { RowOutcome } from '../../../model/destination.ts';
import { HighwaterError } from '../../../model/errors.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { type RetryRule, ruleOf } from '../../../runtime/retry.ts';
import { isThrottled, ServiceFault } from '../../../sources/dynamics/connect/service-fault.ts';

/** `locked`: worth another attempt a little later. `missing`: the record is not there. Everything else is refused, by its code. */
type PartAction = 'locked' | 'missing';

/** https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes */
const RULES: readonly RetryRule<PartAction>[] = [
  { code: '0x80044150', name: 'SqlError (deadlock)', action: 'locked', meaning: 'another transaction holds the row' },
  { code: '0x80044151', name: 'SqlTimeoutError', action: 'locked', meaning: 'the row was held for too long' },
  {
    code: '0x80072322',
    name: 'ThrottlingBurstRequestLimitExceededError',
    action: 'locked',
    meaning: 'too many requests in five minutes',
  },
  {
    code: '0x80072321',
    name: 'ThrottlingTimeExceededError',
    action: 'locked',
    meaning: 'too much execution time in five minutes',
  },
  { code: '0x80072326', name: 'ThrottlingConcurrencyLimitExceededError', action: 'locked', meaning: 'too many requests at once' },
  { code: '0x80040217', name: 'ObjectDoesNotExist', action: 'missing', meaning: 'the row is not there' },
  { code: 429, name: 'Too Many Requests', action: 'locked', meaning: 'too many requests' },
  { code: 503, name: 'Service Unavailable', action: 'locked', meaning: 'the service is unavailable' },
];

/** What a refused part means for its row. */
export function outcomeOfFault(fault: ServiceFault, operation: 'upsert' | 'update' | 'delete'): RowOutcome {
  const action = ruleOf(RULES, fault)?.action;
  const code = fault.code === '' ? `HTTP ${fault.status}` : fault.code;
  if (action === 'locked') return { status: 'locked', code, message: fault.message };
  // An update of an upsert's kind names a parent that is not there by the same code.
  if (action === 'missing' && operation !== 'upsert' && fault.status === 404) return { status: 'missing' };
  return { status: 'refused', code, message: fault.message, fields: [] };
}

/** An error of a whole call in the words for the export's owner. The service's own words are left out: they quote values and keys. */
export function explainFault(error: unknown, table: string): unknown {
  if (error instanceof ConnectionFailure)
    return new HighwaterError(
      'SOURCE_UNREACHABLE',
      `${table}: the connection to Dataverse failed: ${error.message}.`,
      'Highwater tried several times. Run again: the same rows can be sent twice without harm.',
      { cause: error },
    );
  if (!(error instanceof ServiceFault)) return error;
  const code = error.code === '' ? `status ${error.status}` : error.code;
  if (isThrottled(error))
    return new HighwaterError(
      'EXPORT_QUOTA',
      `${table}: Dataverse takes no more requests from this user for now (${code}).`,
      'Accepted rows stay; the rest is pending and goes with the next run. The limits count five minutes for each user: give exports an application user of their own.',
      { cause: error },
    );
  return new HighwaterError(
    'SOURCE_FAILED',
    `${table}: Dataverse answered ${code}.`,
    'Run again; if it happens again, look the code up at https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes.',
    { cause: error },
  );
}
