import { HighwaterError } from '../../../model/errors.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { isConcurrencyLimit, ServiceFailure } from '../../../sources/salesforce/connect/service-errors.ts';

/** The day's calls or batches are used up. */
const QUOTAS: ReadonlySet<string> = new Set(['REQUEST_LIMIT_EXCEEDED', 'LIMIT_EXCEEDED', 'ExceededQuota', 'TooManyJobs']);

/** What is no fault of any row: the object or a field is gone or hidden, or the user lost a permission, since the describe. */
const CHANGED: ReadonlySet<string> = new Set([
  'INVALID_FIELD',
  'INVALID_TYPE',
  'INVALIDENTITY',
  'NOT_FOUND',
  'INSUFFICIENT_ACCESS',
  'API_DISABLED_FOR_ORG',
  'METHOD_NOT_ALLOWED',
]);

export function isQuota(error: unknown): boolean {
  return error instanceof ServiceFailure && QUOTAS.has(error.errorCode) && !isConcurrencyLimit(error);
}

/** True where rows are not to be blamed for a call's refusal, so that sending fewer of them would not help. */
export function isCallsOwn(error: unknown): boolean {
  return (
    !(error instanceof ServiceFailure) ||
    error.status < 400 ||
    error.status >= 500 ||
    isQuota(error) ||
    CHANGED.has(error.errorCode)
  );
}

/**
 * An error of the service in the words for the export's owner. The service's own words are left out: they quote values and keys.
 */
export function explainWrite(error: unknown, object: string): unknown {
  if (error instanceof ConnectionFailure)
    return new HighwaterError(
      'SOURCE_UNREACHABLE',
      `${object}: the connection to Salesforce failed: ${error.message}.`,
      'Highwater tried several times. Run again: what became of the rows is asked for first. status.salesforce.com reports outages.',
      { cause: error },
    );
  if (!(error instanceof ServiceFailure)) return error;
  const code = error.errorCode === '' ? `status ${error.status} without an explanation` : error.errorCode;
  if (isQuota(error))
    return new HighwaterError(
      'EXPORT_QUOTA',
      `${object}: Salesforce takes no more calls or batches from the organisation today (${code}).`,
      'Accepted rows stay; the rest is pending and goes with the next run. The limits count the last 24 hours (Setup > Company Information). Run less often, or lower bulk_above: a Bulk job needs few calls.',
      { cause: error },
    );
  if (CHANGED.has(error.errorCode))
    return new HighwaterError(
      'EXPORT_FIELD_NOT_WRITABLE',
      `${object}: Salesforce refuses the whole call (${code}): the object, a field or a permission has changed since the export was checked.`,
      'Run `highwater check`: it shows what the user may write. Grant the permissions again, or correct the query.',
      { cause: error },
    );
  return new HighwaterError(
    'SOURCE_FAILED',
    `${object}: Salesforce answered ${code}.`,
    'Run again; if it happens again, search for the code in Salesforce Help. status.salesforce.com reports outages.',
    { cause: error },
  );
}
