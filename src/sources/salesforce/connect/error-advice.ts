import { HighwaterError } from '../../../model/errors.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { isConcurrencyLimit, isRestriction, isTooManyPeople, isWrongValue, ServiceFailure } from './service-errors.ts';

type Words = readonly [code: HighwaterError['code'], message: (table: string, words: string) => string, hint: string];

const TABLE: Readonly<Record<string, Words>> = {
  REQUEST_LIMIT_EXCEEDED: [
    'API_LIMIT_REACHED',
    (table) => `${table}: the organisation has used up its API calls of the last 24 hours.`,
    'The limit counts the last 24 hours, so calls come back hour by hour (Setup > Company Information shows them). Committed rows are kept, and the next run continues from there. Run less often, or lower run.api_budget so that others keep their share.',
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
    "Check the table's `where`: Developer Console > Query Editor shows whether Salesforce accepts it.",
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
    `${table}: the rows belong to too many people and records for Salesforce, even in the smallest window: ${words}`,
  'Give the user "View All Data" (permission set > System Permissions): Salesforce then needs no check of each record. Or narrow the `where` of the table.',
];

/** Some objects are never given whole; no user can change that. */
const RESTRICTED: Words = [
  'TABLE_NOT_READABLE',
  (table, words) => `${table}: Salesforce does not return all rows of this object: ${words}`,
  "Give it a `where` of the form that these words ask for, if they do (Knowledge__kav: `where: PublishStatus = 'Online'`). Otherwise leave it out of `tables`, or under a glob name it in `exclude`. The files of records (ContentDocumentLink, ContentDocument) come with `files: true` on the table that they belong to.",
];

/** An error of the service, once, in the words for the table's owner. */
export function explain(error: unknown, table: string): unknown {
  if (error instanceof ConnectionFailure) {
    return new HighwaterError(
      'SOURCE_UNREACHABLE',
      `${table}: the connection to Salesforce failed: ${error.message}.`,
      'Highwater tried several times. Run again; status.salesforce.com reports outages.',
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
    "Run again; if it happens again, the message is Salesforce's own: search for it in Salesforce Help. status.salesforce.com reports outages.",
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
    `${table}: Salesforce's answer can't be read: it is cut off or is not JSON.`,
    'The table keeps its previous rows and watermark. Run again; if it happens again, check whether a proxy changes the answers.',
    { cause, family: 'restart' },
  );
}
