import { HighwaterError } from '../../../model/errors.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { type RetryRule, ruleOf } from '../../shared/retry-rules.ts';

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
    // Not JSON: an HTML page or an empty body, told apart by the missing code.
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
  const isPassing = rule?.action === 'wait' || isConcurrencyLimit(error) || (error.errorCode === '' && error.status < 400);
  if (!isPassing) return null;
  return error.afterMs === undefined ? {} : { afterMs: error.afterMs };
}

function isConcurrencyLimit(error: ServiceFailure): boolean {
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
 * Activities whose rows hang on more than 100,000 people and records are refused where the user does not see all data: fewer rows at a
 * time may pass.
 */
function isTooManyPeople(error: unknown): boolean {
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

type Words = readonly [code: HighwaterError['code'], message: (table: string, words: string) => string, hint: string];

const TABLE: Readonly<Record<string, Words>> = {
  REQUEST_LIMIT_EXCEEDED: [
    'API_LIMIT_REACHED',
    (table) => `${table}: the organisation has used up its API calls of the last 24 hours.`,
    'The limit counts the last 24 hours, so calls come back hour by hour (Setup > Company Information shows them). What is committed is kept, and the next run goes on from there. Run less often, or lower run.api_budget so that others keep their share.',
  ],
  INVALID_FIELD: [
    'SCHEMA_CHANGED',
    (table, words) => `${table}: Salesforce no longer knows a field of the query, or hides it from this user: ${words}`,
    'If a `where` names the field, correct it there; if the field exists, grant it to the user (permission set > Object Settings > Field Permissions > Read Access).',
  ],
  INVALID_TYPE: [
    'TABLE_NOT_READABLE',
    (table, words) => `${table}: Salesforce does not know this object, or hides it from this user: ${words}`,
    'If it exists, grant the user "Read" on the object (permission set > Object Settings); `View All Records` makes all rows visible.',
  ],
  INVALID_TYPE_FOR_OPERATION: [
    'TABLE_NOT_READABLE',
    (table) => `${table}: Salesforce does not allow queries of this object.`,
    'Leave it out of `tables`.',
  ],
  INSUFFICIENT_ACCESS: [
    'TABLE_NOT_READABLE',
    (table, words) => `${table}: the user may not read this object: ${words}`,
    'Grant the user "Read" and "View All Records" on the object (permission set > Object Settings).',
  ],
  MALFORMED_QUERY: [
    'QUERY_REFUSED',
    (table, words) => `${table}: Salesforce refused the query: ${words}`,
    'Look at the `where` of the table; Developer Console > Query Editor shows whether Salesforce takes it.',
  ],
  QUERY_TIMEOUT: [
    'QUERY_REFUSED',
    (table) => `${table}: the query takes Salesforce too long, even for the smallest window.`,
    'Simplify the `where` of the table: conditions on indexed fields are quick; negations, leading % and formula fields are not.',
  ],
  API_DISABLED_FOR_ORG: [
    'TABLE_NOT_READABLE',
    () => 'The organisation or the user has no access to the API.',
    'Give the user the permission "API Enabled" (permission set > System Permissions). Professional Edition needs API access as an add-on.',
  ],
};

const CONCURRENT: Words = [
  'API_LIMIT_REACHED',
  (table, words) => `${table}: Salesforce refuses more long requests at the same time: ${words}`,
  'Highwater waited and tried again. Run when fewer other programs use the API (a Salesforce organisation takes 25 requests of more than 20 seconds at a time, a sandbox or Developer Edition 5), or lower run.parallel.',
];

/** `CreatedDate > '2026-01-01'`, `Amount = 'many'`: only the service knows a field's type. */
const WRONG_VALUE: Words = [
  'QUERY_REFUSED',
  (table, words) => `${table}: a value in the \`where\` does not fit its field: ${words}`,
  "Write dates, times, numbers and true/false without quotes (CreatedDate >= 2026-01-01T00:00:00Z, Birthdate > 1990-01-31, Amount > 1000, IsActive = true), and texts in single quotes (Name = 'Acme').",
];

const TOO_MANY_PEOPLE: Words = [
  'QUERY_REFUSED',
  (table, words) =>
    `${table}: the rows hang on too many people and records for Salesforce, even in the smallest window: ${words}`,
  'Give the user "View All Data" (permission set > System Permissions): Salesforce then needs no check of each record. Or narrow the `where` of the table.',
];

// The words differ from object to object: "must filter", "a filter on a reified column is required", "not supported on the … object".
const RESTRICTIONS =
  /Implementation restriction|must filter|requires? a filter|filter on a reified column|not supported on the \w+ object|does not support query/i;

function isWrongValue(error: ServiceFailure): boolean {
  return /value of filter criterion|should (not )?be enclosed in quotes/i.test(error.message);
}

/** The object itself can't be asked like that, whatever the user may do. */
export function isRestriction(error: unknown): boolean {
  return error instanceof ServiceFailure && error.status === 400 && RESTRICTIONS.test(error.message);
}

/** Some objects are never given whole; no user can change that. */
const RESTRICTED: Words = [
  'TABLE_NOT_READABLE',
  (table, words) => `${table}: Salesforce does not give this object out as a whole: ${words}`,
  "Give it a `where` of the form that these words ask for, if they do (Knowledge__kav: `where: PublishStatus = 'Online'`). Otherwise leave it out of `tables`, or under a glob name it in `exclude`. The files of records (ContentDocumentLink, ContentDocument) come with `files: true` on the table that they belong to.",
];

/** An error of the service, once, in the words for the table's owner. */
export function explain(error: unknown, table: string): unknown {
  if (error instanceof ConnectionFailure) {
    return new HighwaterError(
      'SOURCE_UNREACHABLE',
      `${table}: the connection to Salesforce failed: ${error.message}.`,
      'It was tried several times. Run again; status.salesforce.com tells of disturbances.',
      { cause: error },
    );
  }
  if (error instanceof SyntaxError) return unreadable(error, table);
  if (!(error instanceof ServiceFailure)) return error;
  const words = wordsFor(error);
  if (words !== undefined) {
    const [highwaterCode, message, hint] = words;
    const isWithheld = highwaterCode === 'TABLE_NOT_READABLE' && error.errorCode !== 'API_DISABLED_FOR_ORG';
    return new HighwaterError(highwaterCode, message(table, error.message), hint, {
      cause: error,
      ...(isWithheld ? { family: 'withheld' } : {}),
    });
  }
  const said = error.errorCode === '' ? error.message : `${error.errorCode}: ${error.message}`;
  return new HighwaterError(
    'SOURCE_FAILED',
    `${table}: Salesforce answered ${said.replace(/\.?$/, '.')}`,
    "Run again; if it happens again, the message is Salesforce's own: search for it in Salesforce Help. status.salesforce.com tells of disturbances.",
    { cause: error },
  );
}

function wordsFor(error: ServiceFailure): Words | undefined {
  if (isRestriction(error)) return RESTRICTED;
  if (isConcurrencyLimit(error)) return CONCURRENT;
  if (isWrongValue(error)) return WRONG_VALUE;
  return isTooManyPeople(error) ? TOO_MANY_PEOPLE : TABLE[error.errorCode];
}

/** An answer with a status of success that is no whole JSON: a proxy on the way, or a service that ended it early. */
function unreadable(cause: SyntaxError, table: string): HighwaterError {
  return new HighwaterError(
    'DATA_UNREADABLE',
    `${table}: what Salesforce answered can't be read: it breaks off or is no JSON.`,
    'The table keeps its previous rows and watermark. Run again; if it happens again, look whether a proxy on the way changes answers.',
    { cause, family: 'restart' },
  );
}
