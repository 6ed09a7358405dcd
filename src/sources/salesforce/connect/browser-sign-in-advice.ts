import { HighwaterError } from '../../../model/errors.ts';
import { signInRefused } from './oauth-errors.ts';

const APP = 'Setup > External Client App Manager (or App Manager) > the app';

/** What only a sign-in by a person meets; the rest is advised on as in a run. Matched against "error: description". */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /^invalid_scope/,
    `Add the OAuth scopes "Manage user data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)" to the app: ${APP} > Settings > OAuth Settings.`,
  ],
  [/^access_denied/, 'You, or someone at that screen, chose "Deny". Run the command again and choose "Allow".'],
  [
    /^redirect_uri_mismatch/,
    `Add the address shown above as Callback URL: ${APP} > Settings > OAuth Settings > App Settings. It must be the same to the letter; changes take some minutes.`,
  ],
  [/^OAUTH_APP_BLOCKED/i, 'An administrator has blocked the app: Setup > Connected Apps OAuth Usage > the app > Unblock.'],
  [
    /^OAUTH_(EC_APP_NOT_FOUND|APPROVAL_ERROR)/i,
    'The org does not know the app, or may not let this user use it: create or install it in this very org, and see "Permitted Users" in its policies (Setup > Connected Apps OAuth Usage shows apps that are used without being installed).',
  ],
  [
    /code verifier|code challenge/i,
    `Look whether ${APP} > Settings > OAuth Settings has "Require Proof Key for Code Exchange (PKCE)" and sign in again in one go.`,
  ],
  [/expired authorization code/i, 'The code was used twice or too late. Run the command again.'],
  [
    /^(invalid_client|invalid_client_credentials)\b.*(secret|credentials)/i,
    `The app wants its secret: put it in the environment variable of \`client_secret\` (SF_CLIENT_SECRET) for this command, or switch off "Require Secret for Web Server Flow" and "Require Secret for Refresh Token Flow" (${APP} > Settings > OAuth Settings > Security).`,
  ],
  [
    /device flow|device_code/i,
    `Switch on "Enable Device Flow": ${APP} > Settings > OAuth Settings > Flow Enablement. Where the org does not allow it, sign in by the browser of another machine and hand the token over with --print.`,
  ],
];

/** A sign-in that Salesforce refused, with the advice for exactly this refusal. `login`: where. */
export function signInFailed(login: string, error: string, description: string): HighwaterError {
  const { host } = new URL(login);
  const refused = signInRefused(host, { error, error_description: description });
  const words = description === '' ? error : `${error}: ${description}`;
  const advice = ADVICE.find(([pattern]) => pattern.test(words));
  return advice === undefined ? refused : new HighwaterError('SIGN_IN_REFUSED', refused.message, advice[1]);
}
