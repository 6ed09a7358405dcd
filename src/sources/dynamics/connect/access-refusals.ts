import { type ErrorCode, HighwaterError } from '../../../model/errors.ts';
import type { ServiceFault } from './service-fault.ts';

const CENTER = 'Power Platform admin center > Manage > Environments > the environment';
const APPLICATION_USER = `In the ${CENTER} > Settings > Users + permissions > Application users, add the app registration with a security role that may read the tables.`;

interface Refusal {
  readonly codes: readonly string[];
  readonly words: RegExp;
  readonly error: ErrorCode;
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
    error: 'TABLE_NOT_READABLE',
    says: (host) => `The application is no user of ${host}`,
    hint: APPLICATION_USER,
  },
  {
    codes: ['0x80042f09'],
    words: /has no roles\b/i,
    error: 'TABLE_NOT_READABLE',
    says: (host) => `The application's user in ${host} has no security role`,
    hint: APPLICATION_USER,
  },
  {
    // https://learn.microsoft.com/power-platform/admin/ip-firewall
    codes: ['0x80095ffe'],
    words: /access to your ip is blocked|ip (address )?firewall/i,
    error: 'SESSION_REFUSED',
    says: (host) => `The IP firewall of ${host} blocks this machine's address`,
    hint: `Allow the address, or the application user, in the ${CENTER} > Settings > Product > Privacy + Security > IP address settings. GitHub's hosted runners have changing addresses: use a self-hosted runner or one with a static address.`,
  },
  {
    codes: ['0x80040225'],
    words: /user\b.*\b(is|has been|either) disabled|disabled user/i,
    error: 'SESSION_REFUSED',
    says: (host) => `The application's user in ${host} is disabled`,
    hint: `Activate it: ${CENTER} > Settings > Users + permissions > Application users > the app > Activate.`,
  },
  {
    codes: [],
    words:
      /(organi[sz]ation|environment|instance)\b.*\b(is|has been|was) (currently )?(disabled|not enabled|suspended|locked|in administration mode)/i,
    error: 'SESSION_REFUSED',
    says: (host) => `The environment ${host} is disabled`,
    hint: `Look at its state in the ${CENTER}: a trial that has expired, administration mode, a copy or a restore under way. Switch it on there, and run again.`,
  },
];

const PRIVILEGE = /missing (prv\w+) privilege/;

/** What to do about a 403, or about a code that means the same whatever its status; null for other faults. */
export function explainRefusal(fault: ServiceFault, subject: string, host: string): HighwaterError | null {
  const known = REFUSALS.find((r) => r.codes.includes(fault.code)) ?? REFUSALS.find((r) => r.words.test(fault.message));
  const options = { cause: fault };
  const words = fault.message === '' ? '' : `: ${fault.message}`;
  if (known !== undefined && fault.status >= 400 && fault.status < 500)
    return new HighwaterError(known.error, sentence(`${known.says(host, subject)}${words}`), known.hint, options);
  if (fault.code !== '0x80040220' && fault.status !== 403) return null;
  const privilege = PRIVILEGE.exec(fault.message)?.[1];
  if (privilege !== undefined || fault.code === '0x80040220')
    return new HighwaterError(
      'TABLE_NOT_READABLE',
      `${subject}: the application's user may not read it${privilege === undefined ? words : ` (missing privilege: ${privilege})`}.`,
      `Give one of its security roles ${privilege === undefined ? 'the Read privilege on the table' : `the privilege ${privilege}`}, for the whole organization (Power Platform admin center > the environment > Settings > Security roles), or leave the table out.`,
      options,
    );
  if (fault.message === '')
    return new HighwaterError(
      'SESSION_REFUSED',
      `${subject}: ${host} answered with status 403 and without any words of Dataverse.`,
      'Something before Dataverse refuses the request: look at the proxy or firewall of this machine, and at Conditional Access policies in the Microsoft Entra admin center.',
      options,
    );
  return new HighwaterError(
    'TABLE_NOT_READABLE',
    sentence(`${subject}: Dataverse refused it${words}${fault.code === '' ? '' : ` (${fault.code})`}`),
    `Dataverse's words say why. Look at the application user and its security roles in the ${CENTER} > Settings > Users + permissions; or leave the table out.`,
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
    `Compare \`url\` with Environment URL in the ${CENTER}. If the environment was renamed, deleted or moved, its address is another now.`,
    { cause: fault },
  );
}
