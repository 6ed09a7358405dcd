import { type ErrorOptions, HighwaterError } from '../../../model/errors.ts';
import type { TablePlan } from '../../../model/plan.ts';
import { faultRule, isThrottled, isTooLarge, ServiceFault } from './service-fault.ts';

/** The subject of requests at sign-in. */
export const SIGN_IN = 'the sign-in';

/** Explains a fault and says what to do. `subject`: the table's name, or what was requested. */
export function explain(fault: ServiceFault, subject: string, host: string): HighwaterError {
  const options = { cause: fault };
  const said = fault.message === '' ? `status ${fault.status}` : `${fault.message} (${fault.code || fault.status})`;
  if (isThrottled(fault))
    return new HighwaterError(
      'API_LIMIT_REACHED',
      `${subject}: ${host} still refuses requests after several waits: ${faultRule(fault)?.meaning}.`,
      "Dataverse's service protection limits are counted per user: lower `run.parallel`, or check for other programs that use the same application user. Everything committed so far is kept.",
      options,
    );
  if (fault.status === 401)
    return new HighwaterError(
      'SESSION_REFUSED',
      `${host} rejected the access token that Microsoft Entra issued for it.`,
      `Compare \`url\` with the environment's address in the Power Platform admin center, and \`tenant_id\` with the tenant that it belongs to${tenantOf(fault)}.`,
      options,
    );
  const known = explainRefusal(fault, subject, host) ?? explainWrongPlace(fault, subject, host, subject === SIGN_IN);
  if (known !== null) return known;
  return queryFault(fault, subject, said);
}

const PROPERTY = /Could not find a property named '([^']+)'/;

/** Dataverse refused a query for what it says: a column, an operator. */
class RefusedQuery extends HighwaterError {}

/** A query that is refused though its own columns exist is refused for the table's `where`. `asked`: the columns that Highwater named. */
export function withFilterHint(error: unknown, { options, ref }: TablePlan, asked: readonly string[]): unknown {
  if (!(error instanceof RefusedQuery) || options.where === undefined) return error;
  if (error.cause instanceof ServiceFault && error.cause.status === 414) return error;
  const property = error.cause instanceof ServiceFault ? PROPERTY.exec(error.cause.message)?.[1] : undefined;
  if (property !== undefined && asked.includes(property)) return error;
  const isLookup = property !== undefined || /incompatible types/.test(error.message);
  const lookup = isLookup ? ' A lookup is written _name_value, as in _ownerid_value.' : '';
  return new HighwaterError('QUERY_REFUSED', error.message, `Correct the \`where\` of ${ref.name}: ${options.where}.${lookup}`, {
    cause: error.cause,
  });
}

function queryFault(fault: ServiceFault, subject: string, said: string): HighwaterError {
  const options = { cause: fault };
  const property = PROPERTY.exec(fault.message)?.[1];
  if (property !== undefined)
    return new RefusedQuery(
      'SCHEMA_CHANGED',
      `${subject}: there is no column ${property}.`,
      'It was probably removed from the table while Highwater was reading. Run again: each run looks up the columns.',
      options,
    );
  if (fault.code === '0x80041102' || fault.status === 404)
    return new HighwaterError(
      'TABLE_NOT_FOUND',
      `${subject}: ${said}`,
      'The table was removed or has another name. `highwater discover` lists the tables.',
      options,
    );
  if (fault.status === 414)
    return new HighwaterError(
      'QUERY_REFUSED',
      `${subject}: the query is too long for the service.`,
      'Read fewer columns (`columns`), or shorten `where`.',
      options,
    );
  if (isTooLarge(fault))
    return new HighwaterError(
      'SOURCE_FAILED',
      `${subject}: Dataverse could not return even a small page: ${said}.`,
      'Leave large columns out (`columns: { exclude: […] }`).',
      options,
    );
  if (fault.status >= 400 && fault.status < 500)
    return new RefusedQuery(
      'QUERY_REFUSED',
      `${subject}: Dataverse refused the query: ${said}`,
      'Highwater wrote this query itself. Run again. If it is refused again, report this message, and leave the table out until it is fixed.',
      options,
    );
  return new HighwaterError(
    'SOURCE_FAILED',
    `${subject}: Dataverse failed several times: ${said}.`,
    'Check the Microsoft 365 service health page. The next run continues from the last watermark.',
    options,
  );
}

/** A 401 names the tenant that the environment belongs to. */
function tenantOf(fault: ServiceFault): string {
  const tenant = /authorization_uri="?https?:\/\/[^/]+\/([^/",]+)/.exec(fault.challenge)?.[1];
  return tenant === undefined ? '' : ` (the environment says ${tenant})`;
}

const CENTER = 'Power Platform admin center > Manage > Environments > the environment';
const APPLICATION_USER = `In the ${CENTER} > Settings > Users + permissions > Application users, add the app registration with a security role that may read the tables.`;

type ErrorClass = new (message: string, hint: string, options: ErrorOptions) => HighwaterError;

/** This user may not read a table, or nothing at all. */
export class NotReadable extends HighwaterError {
  constructor(message: string, hint: string, options: ErrorOptions) {
    super('TABLE_NOT_READABLE', message, hint, options);
  }
}

class SessionRefused extends HighwaterError {
  constructor(message: string, hint: string, options: ErrorOptions) {
    super('SESSION_REFUSED', message, hint, options);
  }
}

interface Refusal {
  readonly codes: readonly string[];
  readonly words: RegExp;
  readonly error: ErrorClass;
  /** Finishes a sentence; `host` is the environment. */
  says(host: string, subject: string): string;
  readonly hint: string;
}

/**
 * Why a user that Entra let in is refused all the same. Dataverse's own words always stand beside it: many refusals share a code or have
 * none. https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
 */
const REFUSALS: readonly Refusal[] = [
  {
    codes: ['0x80072560'],
    words: /not a member of the organization/i,
    error: NotReadable,
    says: (host) => `The application is not a user of ${host}`,
    hint: APPLICATION_USER,
  },
  {
    codes: ['0x80042f09'],
    words: /has no roles\b/i,
    error: NotReadable,
    says: (host) => `The application's user in ${host} has no security role`,
    hint: APPLICATION_USER,
  },
  {
    // https://learn.microsoft.com/power-platform/admin/ip-firewall
    codes: ['0x80095ffe'],
    words: /access to your ip is blocked|ip (address )?firewall/i,
    error: SessionRefused,
    says: (host) => `The IP firewall of ${host} blocks this machine's address`,
    hint: `Allow the address, or the application user, in the ${CENTER} > Settings > Product > Privacy + Security > IP address settings. GitHub's hosted runners have changing addresses: use a self-hosted runner or one with a static address.`,
  },
  {
    codes: ['0x80040225'],
    words: /user\b.*\b(is|has been|either) disabled|disabled user/i,
    error: SessionRefused,
    says: (host) => `The application's user in ${host} is disabled`,
    hint: `Activate it: ${CENTER} > Settings > Users + permissions > Application users > the app > Activate.`,
  },
  {
    codes: [],
    words:
      /(organi[sz]ation|environment|instance)\b.*\b(is|has been|was) (currently )?(disabled|not enabled|suspended|locked|in administration mode)/i,
    error: SessionRefused,
    says: (host) => `The environment ${host} is disabled`,
    hint: `Check its state in the ${CENTER}: the trial may have expired, it may be in administration mode, or a copy or restore may be running. Enable it there and run again.`,
  },
];

const PRIVILEGE = /missing (prv\w+) privilege/;

/** What to do about a 403, or about a code that means the same whatever its status; null for other faults. */
export function explainRefusal(fault: ServiceFault, subject: string, host: string): HighwaterError | null {
  const known = REFUSALS.find((r) => r.codes.includes(fault.code)) ?? REFUSALS.find((r) => r.words.test(fault.message));
  const options = { cause: fault };
  const words = fault.message === '' ? '' : `: ${fault.message}`;
  if (known !== undefined && fault.status >= 400 && fault.status < 500)
    return new known.error(sentence(`${known.says(host, subject)}${words}`), known.hint, options);
  if (fault.code !== '0x80040220' && fault.status !== 403) return null;
  const privilege = PRIVILEGE.exec(fault.message)?.[1];
  if (privilege !== undefined || fault.code === '0x80040220')
    return new NotReadable(
      `${subject}: the application's user may not read it${privilege === undefined ? words : ` (missing privilege: ${privilege})`}.`,
      `Give one of its security roles ${privilege === undefined ? 'the Read privilege on the table' : `the privilege ${privilege}`}, for the whole organization (Power Platform admin center > the environment > Settings > Security roles), or leave the table out.`,
      options,
    );
  if (fault.message === '')
    return new SessionRefused(
      `${subject}: ${host} answered with status 403, and the answer did not come from Dataverse.`,
      "Something in front of Dataverse blocks the request. Check this machine's proxy and firewall, and the Conditional Access policies in the Microsoft Entra admin center.",
      options,
    );
  return new NotReadable(
    sentence(`${subject}: Dataverse refused it${words}${fault.code === '' ? '' : ` (${fault.code})`}`),
    `Dataverse's message says why. Check the application user and its security roles in the ${CENTER} > Settings > Users + permissions, or leave the table out.`,
    options,
  );
}

/** The service's words may end with a full stop of their own. */
const sentence = (text: string): string => `${text.replace(/[.\s]+$/, '')}.`;

const DEAD_ENDS = new Set([301, 302, 303, 307, 308]);

/** An answer that no Dataverse gives: a redirection, or at the sign-in a 404. Null for other faults. */
export function explainWrongPlace(fault: ServiceFault, subject: string, host: string, isSignIn: boolean): HighwaterError | null {
  const isAway = DEAD_ENDS.has(fault.status);
  if (!isAway && !(isSignIn && fault.status === 404)) return null;
  const target = URL.canParse(fault.location) ? new URL(fault.location).host : '';
  const says = isAway
    ? `redirects to ${target === '' || target === host ? 'another page' : target}`
    : 'has no Dataverse Web API (status 404)';
  return new HighwaterError(
    'SOURCE_UNREACHABLE',
    `${isSignIn ? '' : `${subject}: `}${host} ${says}: there is no environment at this address.`,
    `Compare \`url\` with Environment URL in the ${CENTER}. If the environment was renamed or moved, its address has changed.`,
    { cause: fault },
  );
}
