import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  HighwaterError
} from "./model-errors.js";

// src/sources/salesforce/connect/sign-in-errors.ts
var ANY = /(?:)/;
var ADVICE = [
  {
    error: /^invalid_grant$/,
    description: /no client credentials user/i,
    hint: 'In Setup open the app (External Client App Manager > the app > Policies, or App Manager > the app > Manage > Edit Policies), switch on "Enable Client Credentials Flow" and choose as "Run As" an active user who has the permission "API Enabled".'
  },
  {
    error: /^(invalid_grant|unsupported_grant_type|invalid_request)$/,
    description: /not supported on this domain/i,
    hint: 'Client credentials work on the org\'s own domain only: set `url` to the "Current My Domain URL" that Setup > My Domain shows, such as https://mycompany.my.salesforce.com.'
  },
  {
    error: /^invalid_client/,
    description: ANY,
    hint: 'Compare `client_id` and `client_secret` with "Consumer Key" and "Consumer Secret" of the app (Settings > OAuth Settings > Consumer Key and Secret), and check that the GitHub secrets hold them without blanks or line breaks. A new app may take ten minutes to become known.'
  },
  {
    error: ANY,
    description: /\bblocked\b/i,
    hint: 'An administrator has blocked the app, not the user: Setup > Connected Apps OAuth Usage > the app > "Unblock".'
  },
  {
    error: ANY,
    description: /not installed|uninstalled/i,
    hint: `Salesforce lets only installed apps sign in: Setup > Connected Apps OAuth Usage > the app > "Install", then allow it for Highwater's user.`
  },
  {
    error: ANY,
    description: /\b(inactive|disabled|locked)\b/i,
    hint: "Highwater's user must be active: see Setup > Users. A frozen or locked user must be unfrozen or unlocked there."
  },
  {
    error: /^inactive_(user|org)$/,
    description: ANY,
    hint: "Highwater's user must be active: see Setup > Users."
  },
  {
    error: /^invalid_grant$/,
    description: /expired access\/refresh token|token.*(expired|revoked)/i,
    hint: 'The refresh token is no longer good: authorise the app again (`highwater auth`) and put the new token in the GitHub secret. In the app\'s policies "Refresh token is valid until revoked" keeps it good. With "Enable Refresh Token Rotation" each sign-in voids the token before: then set `state-encryption-key`, so that Highwater keeps the newest, run every few days (GitHub removes it after 7 days without a run), and use the token nowhere else.'
  },
  {
    error: /^invalid_grant$/,
    description: /audience/i,
    hint: "The assertion's audience must be the address that signs in: https://login.salesforce.com, or https://test.salesforce.com for a sandbox. Set `auth.audience` (and `auth.login_url`) to it."
  },
  {
    error: ANY,
    description: /admin approved|hasn't approved|not approved|not authorized/i,
    hint: `Pre-authorise the user: in the app's policies set "Permitted Users" to "Admin approved users are pre-authorized" and add the user's profile or permission set to the app.`
  },
  {
    error: ANY,
    description: /no valid scopes/i,
    hint: 'Add the OAuth scopes "Manage user data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)" to the app (Settings > OAuth Settings).'
  },
  {
    error: /^invalid_grant$/,
    description: /assertion|signature|expired authorization/i,
    hint: "Check that `private_key` belongs to the certificate that was uploaded to the app (\"Use digital signatures\"), that `client_id` is that app's consumer key, and that the machine's clock is right."
  },
  {
    error: /^invalid_grant$/,
    description: /authentication failure/i,
    hint: 'Check `username`, `password` and `security_token` (a password change makes a new token: personal Settings > Reset My Security Token), the user\'s login history in Setup, and that Setup > OAuth and OpenID Connect Settings has "Allow OAuth Username-Password Flows" on. Sandboxes sign in at https://test.salesforce.com (`auth.login_url`).'
  },
  {
    error: /^(unsupported_grant_type|unauthorized_client)$/,
    description: ANY,
    hint: "The app does not allow this flow: switch it on in the app's settings (Settings > OAuth Settings > Flow Enablement), or choose another `auth.flow`."
  }
];
var OTHERWISE = "Check the user's login history (Setup > Users > the user > Login History), which gives the reason for each refused sign-in, and the app's OAuth settings.";
function signInRefused(host, { error, error_description = "" }) {
  const advice = ADVICE.find((a) => a.error.test(error) && a.description.test(error_description));
  const words = error_description === "" ? error : `${error}: ${error_description}`;
  return new HighwaterError(
    "SIGN_IN_REFUSED",
    `Salesforce (${host}) refused the sign-in with "${words}".`,
    advice?.hint ?? OTHERWISE
  );
}
var APP = "Setup > External Client App Manager (or App Manager) > the app";
var BROWSER_ADVICE = [
  [
    /^invalid_scope/,
    `Add the OAuth scopes "Manage user data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)" to the app: ${APP} > Settings > OAuth Settings.`
  ],
  [/^access_denied/, 'You, or someone at that screen, chose "Deny". Run the command again and choose "Allow".'],
  [
    /^redirect_uri_mismatch/,
    `Add the address shown above as Callback URL: ${APP} > Settings > OAuth Settings > App Settings. It must be the same to the letter; changes take some minutes.`
  ],
  [/^OAUTH_APP_BLOCKED/i, "An administrator has blocked the app: Setup > Connected Apps OAuth Usage > the app > Unblock."],
  [
    /^OAUTH_(EC_APP_NOT_FOUND|APPROVAL_ERROR)/i,
    'The org does not know the app, or may not let this user use it: create or install it in this very org, and see "Permitted Users" in its policies (Setup > Connected Apps OAuth Usage shows apps that are used without being installed).'
  ],
  [
    /code verifier|code challenge/i,
    `Look whether ${APP} > Settings > OAuth Settings has "Require Proof Key for Code Exchange (PKCE)" and sign in again in one go.`
  ],
  [/expired authorization code/i, "The code was used twice or too late. Run the command again."],
  [
    /^(invalid_client|invalid_client_credentials)\b.*(secret|credentials)/i,
    `The app wants its secret: put it in the environment variable of \`client_secret\` (SF_CLIENT_SECRET) for this command, or switch off "Require Secret for Web Server Flow" and "Require Secret for Refresh Token Flow" (${APP} > Settings > OAuth Settings > Security).`
  ],
  [
    /device flow|device_code/i,
    `Switch on "Enable Device Flow": ${APP} > Settings > OAuth Settings > Flow Enablement. Where the org does not allow it, sign in by the browser of another machine and hand the token over with --print.`
  ]
];
function signInFailed(login, error, description) {
  const { host } = new URL(login);
  const refused = signInRefused(host, { error, error_description: description });
  const words = description === "" ? error : `${error}: ${description}`;
  const advice = BROWSER_ADVICE.find(([pattern]) => pattern.test(words));
  return advice === void 0 ? refused : new HighwaterError("SIGN_IN_REFUSED", refused.message, advice[1]);
}

export {
  signInRefused,
  signInFailed
};
