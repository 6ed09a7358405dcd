import { HighwaterError } from '../../errors.ts';

const SECRETS = 'the app registration (Microsoft Entra admin center > App registrations > the app > Certificates & secrets)';
const FEDERATED =
  'Copy issuer, subject and audience above, letter by letter, into a federated credential: app registration > Certificates & secrets > Federated credentials > Add credential > Other issuer.';

/** What to do about the errors of Entra that users meet. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const ADVICE: Readonly<Record<string, string>> = {
  '7000215': `\`client_secret\` must hold the secret's value, not its id: make a new client secret in ${SECRETS} and put its value in the GitHub secret.`,
  '7000222': `The client secret has expired: make a new one in ${SECRETS} and put its value in the GitHub secret. The flow github_oidc needs none.`,
  '700016':
    'Compare `client_id` with "Application (client) ID" on the app registration\'s overview page, and `tenant_id` with "Directory (tenant) ID" there.',
  '90002':
    'Compare `tenant_id` with "Directory (tenant) ID" on the app registration\'s overview page; tenants of other clouds need their own `authority`.',
  '900023': 'Compare `tenant_id` with "Directory (tenant) ID" on the app registration\'s overview page.',
  '500011':
    'The tenant knows no environment of that address: compare `url` with the address that the Power Platform admin center shows for the environment.',
  '65001':
    'An administrator must grant consent: app registration > API permissions > add Dynamics CRM user_impersonation > Grant admin consent.',
  // None of its credentials fits: there is no credential at all, or another issuer, audience or subject.
  '70021': FEDERATED,
  '70025': FEDERATED,
  '700211': FEDERATED,
  '700212': FEDERATED,
  '700213': FEDERATED,
  '700027':
    'The certificate is not registered with the app, or its private key is another one: upload the certificate in app registration > Certificates & secrets > Certificates.',
  '700024': "The sign-in is outside of its valid time: this machine's clock is wrong, or GitHub's token is too old.",
  '70008': 'The refresh token has expired or was revoked: sign in again and put the new refresh token in the GitHub secret.',
  '700082': 'The refresh token has expired through disuse: sign in again and put the new refresh token in the GitHub secret.',
  '50173':
    'The refresh token was revoked (a password change does that): sign in again and put the new refresh token in the GitHub secret.',
  '50076':
    'The user must use multi-factor authentication: sign in again interactively for a new refresh token, or use an application with client_secret, certificate or github_oidc.',
  '53003':
    "A Conditional Access policy blocks the sign-in: an administrator sees it in Entra's sign-in logs and can exclude this application.",
  '7000218': 'The app registration is a confidential client: add its `client_secret` beside the refresh token.',
  '700025': 'The app registration is a public client: leave `client_secret` out.',
};

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

/** Entra's refusal, with advice by its AADSTS number. `claims`: what was presented in the flow github_oidc. */
export function signInRefused(description: string, claims: AssertionClaims | null, cause: unknown): HighwaterError {
  const number = /AADSTS(\d+)/.exec(description)?.[1] ?? '';
  const first = description.split(/\s*(?:Trace ID|Correlation ID|\r?\n)/)[0] ?? description;
  const presented =
    claims === null ? '' : ` GitHub's token says issuer ${claims.iss}, subject ${claims.sub}, audience ${claims.aud}.`;
  const words = first === '' ? 'it gave no reason' : first.replace(/\.$/, '');
  return new HighwaterError(
    'SIGN_IN_REFUSED',
    `Microsoft Entra refused the sign-in: ${words}.${presented}`,
    ADVICE[number] ??
      'Look at the sign-in in the Microsoft Entra admin center (Monitoring > Sign-in logs > Service principal sign-ins), which says why.',
    { cause },
  );
}
