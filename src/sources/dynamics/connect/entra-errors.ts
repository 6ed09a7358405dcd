import { HighwaterError } from '../../../model/errors.ts';
import { ADVICE_BY_NUMBER } from './aadsts.ts';

/** Where Entra keeps a line on the sign-in that has failed. https://learn.microsoft.com/entra/identity/monitoring-health/concept-sign-ins */
function logAdvice(flow: string): string {
  const list = flow === 'refresh_token' ? 'User sign-ins (non-interactive)' : 'Service principal sign-ins';
  return `Look at the sign-in in the Microsoft Entra admin center (Monitoring > Sign-in logs > ${list}), which says why.`;
}

/** National clouds have an Entra of their own; an environment's address tells its cloud. https://learn.microsoft.com/power-platform/admin/powerapps-us-government */
const CLOUDS: readonly (readonly [environment: RegExp, authority: string])[] = [
  [/\.(microsoftdynamics|appsplatform)\.us$/, 'https://login.microsoftonline.us'],
  [/\.dynamics\.cn$/, 'https://login.partner.microsoftonline.cn'],
];

/** Advice where the environment is in another cloud than `authority`; null where they agree. */
function cloudAdvice(environment: string, authority: string): string | null {
  const own = CLOUDS.find(([host]) => host.test(environment))?.[1];
  if (own === undefined || new URL(own).host === authority) return null;
  return `${environment} is in a national cloud, whose users sign in elsewhere: set \`authority: ${own}\` within \`auth\`.`;
}

/** The three claims by which Entra finds a federated credential; no secret among them. */
export interface AssertionClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
}

/** The claims of a JSON Web Token, unverified; null where it is none. */
export function claimsOf(token: string): AssertionClaims | null {
  try {
    const { iss, sub, aud } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    return { iss: String(iss), sub: String(sub), aud: String(aud) };
  } catch {
    return null;
  }
}

/** How and where the sign-in was tried. */
export interface SignInAttempt {
  readonly flow: string;
  /** Hosts of the environment and of Entra. */
  readonly environment: string;
  readonly authority: string;
  /** What was presented in the flow github_oidc. */
  readonly claims: AssertionClaims | null;
}

/** Entra's refusal, with advice by its AADSTS number. */
export function signInRefused(description: string, attempt: SignInAttempt, cause: unknown): HighwaterError {
  const { claims, flow, environment, authority } = attempt;
  const number = /AADSTS(\d+)/.exec(description)?.[1] ?? '';
  const first = description.split(/\s*(?:Trace ID|Correlation ID|\r?\n)/)[0] ?? description;
  const presented =
    claims === null ? '' : ` GitHub's token says issuer ${claims.iss}, subject ${claims.sub}, audience ${claims.aud}.`;
  const words = first === '' ? 'it gave no reason' : first.replace(/\.$/, '');
  return new HighwaterError(
    'SIGN_IN_REFUSED',
    `Microsoft Entra refused the sign-in: ${words}.${presented}`,
    cloudAdvice(environment, authority) ?? ADVICE_BY_NUMBER.get(number) ?? logAdvice(flow),
    { cause },
  );
}

/** Something answered that is not Entra. */
export function noTokenEndpoint({ environment, authority }: SignInAttempt, message: string, cause: unknown): HighwaterError {
  return new HighwaterError(
    'SOURCE_UNREACHABLE',
    `Microsoft Entra is not at ${authority}: ${message}.`,
    cloudAdvice(environment, authority) ??
      'Leave `authority` out, or set it to the address where your cloud signs in, such as https://login.microsoftonline.us; and check that `tenant_id` is the Directory (tenant) ID. A proxy that asks for a sign-in of its own answers like this too.',
    { cause },
  );
}
