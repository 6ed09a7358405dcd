import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  HighwaterError
} from "./model-errors.js";

// src/sources/dynamics/connect/sign-in-errors.ts
var SECRETS = "the app registration (Microsoft Entra admin center > App registrations > the app > Certificates & secrets)";
var FEDERATED = "Copy issuer, subject and audience above, letter by letter, into a federated credential: app registration > Certificates & secrets > Federated credentials > Add credential > Other issuer.";
var CERTIFICATE = "Upload the certificate in app registration > Certificates & secrets > Certificates; the private key must be the one that it was made with.";
var AGAIN = "sign in again (`highwater auth dynamics`) and put the new refresh token in the GitHub secret.";
var PERSON = "Or use an application user with client_secret, certificate or github_oidc, which no person's sign-in concerns.";
var CONDITIONAL_ACCESS = "A Conditional Access policy blocks the sign-in: an administrator sees which one in Entra's sign-in logs and can exclude this application.";
var CLOUD = "The tenant is in another cloud: set `authority` to https://login.microsoftonline.us (US Government) or https://login.partner.microsoftonline.cn (China) within `auth`.";
var ADVICE = [
  [
    [7000215],
    `\`client_secret\` must hold the secret's value, not its id: make a new client secret in ${SECRETS} and put its value in the GitHub secret.`
  ],
  [
    [7000222],
    `The client secret has expired: make a new one in ${SECRETS} and put its value in the GitHub secret. The flow github_oidc needs none.`
  ],
  [
    [700016, 70001],
    'Compare `client_id` with "Application (client) ID" on the app registration\'s overview page, and `tenant_id` with "Directory (tenant) ID" there.'
  ],
  [
    [90002],
    'Compare `tenant_id` with "Directory (tenant) ID" on the app registration\'s overview page; tenants of other clouds need their own `authority`.'
  ],
  [[900023, 50059, 50128], 'Compare `tenant_id` with "Directory (tenant) ID" on the app registration\'s overview page.'],
  [[90038, 90043, 900382, 900432, 900439], CLOUD],
  [
    [500011, 500014, 650052, 650057],
    "The tenant knows no environment of that address, or Dataverse is switched off in it: compare `url` with the address that the Power Platform admin center shows for the environment, and `tenant_id` with the tenant that the environment belongs to."
  ],
  [
    [7000112],
    "The application is switched off: Microsoft Entra admin center > Enterprise applications > the app > Properties > Enabled for users to sign-in: Yes."
  ],
  [
    [7000229],
    "The app registration has no service principal in this tenant: check `tenant_id`; or an administrator of the tenant adds it (`az ad sp create --id` with the `client_id`)."
  ],
  [
    [65001, 90094, 900941],
    "An administrator must grant consent: app registration > API permissions > add Dynamics CRM user_impersonation > Grant admin consent."
  ],
  // None of its credentials fits: there is no credential at all, or another issuer, audience or subject.
  [[70021, 70025, 700211, 700212, 700213], FEDERATED],
  [
    [700027, 700030, 7000213],
    `The certificate is not registered with the app, or its private key is another one. ${CERTIFICATE}`
  ],
  [[1000502], `The certificate has expired, or is not valid yet: make a new one. ${CERTIFICATE}`],
  [[700024], "The sign-in is outside of its valid time: this machine's clock is wrong, or GitHub's token is too old."],
  [[70008, 70043], `The refresh token has expired or was revoked: ${AGAIN}`],
  [[700082], `The refresh token has expired through disuse: ${AGAIN}`],
  [
    [700084],
    `The refresh token was given to a single-page application and lives for one day. Register the app's redirect URI under "Mobile and desktop applications" instead, then ${AGAIN}`
  ],
  [[50173, 50132, 50133], `The refresh token was revoked (a password change does that): ${AGAIN}`],
  [[7e4], `The refresh token is no longer good, or is another application's: check \`client_id\`, then ${AGAIN}`],
  [
    [50076, 50078, 50079, 50072, 50074],
    "The user must use multi-factor authentication: sign in again interactively for a new refresh token, or use an application with client_secret, certificate or github_oidc."
  ],
  [[50055, 50144], `The user's password has expired: the user sets a new one, then ${AGAIN} ${PERSON}`],
  [
    [50053],
    `The user's account is locked, or the sign-in comes from an address with bad activity. Unlock it in the Microsoft Entra admin center > Users. ${PERSON}`
  ],
  [
    [50057],
    `The user is disabled in Microsoft Entra: enable the account in the admin center > Users, or ${AGAIN} with another user. ${PERSON}`
  ],
  [[50034, 50020, 90072], `The user does not exist in this tenant: check \`tenant_id\`, or ${AGAIN} with a user of the tenant.`],
  [
    [50105],
    "The user or application is not assigned to the app: Microsoft Entra admin center > Enterprise applications > the app > Users and groups; or Properties > Assignment required: No."
  ],
  [[53e3, 53001, 53002, 53003, 53004, 53011, 530002, 530003, 530035], CONDITIONAL_ACCESS],
  [[7000218], "The app registration is a confidential client: add its `client_secret` beside the refresh token."],
  [[700025], "The app registration is a public client: leave `client_secret` out."]
];
var ADVICE_BY_NUMBER = new Map(
  ADVICE.flatMap(([numbers, advice]) => numbers.map((n) => [String(n), advice]))
);
function logAdvice(flow) {
  const list = flow === "refresh_token" ? "User sign-ins (non-interactive)" : "Service principal sign-ins";
  return `Look at the sign-in in the Microsoft Entra admin center (Monitoring > Sign-in logs > ${list}), which says why.`;
}
var CLOUDS = [
  [/\.(microsoftdynamics|appsplatform)\.us$/, "https://login.microsoftonline.us"],
  [/\.dynamics\.cn$/, "https://login.partner.microsoftonline.cn"]
];
function cloudAdvice(environment, authority) {
  const own = CLOUDS.find(([host]) => host.test(environment))?.[1];
  if (own === void 0 || new URL(own).host === authority) return null;
  return `${environment} is in a national cloud, whose users sign in elsewhere: set \`authority: ${own}\` within \`auth\`.`;
}
function claimsOf(token) {
  try {
    const { iss, sub, aud } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return { iss: String(iss), sub: String(sub), aud: String(aud) };
  } catch {
    return null;
  }
}
function signInRefused(description, attempt, cause) {
  const { claims, flow, environment, authority } = attempt;
  const number = /AADSTS(\d+)/.exec(description)?.[1] ?? "";
  const first = description.split(/\s*(?:Trace ID|Correlation ID|\r?\n)/)[0] ?? description;
  const presented = claims === null ? "" : ` GitHub's token says issuer ${claims.iss}, subject ${claims.sub}, audience ${claims.aud}.`;
  const words = first === "" ? "it gave no reason" : first.replace(/\.$/, "");
  return new HighwaterError(
    "SIGN_IN_REFUSED",
    `Microsoft Entra refused the sign-in: ${words}.${presented}`,
    cloudAdvice(environment, authority) ?? ADVICE_BY_NUMBER.get(number) ?? logAdvice(flow),
    { cause }
  );
}
function noTokenEndpoint({ environment, authority }, message, cause) {
  return new HighwaterError(
    "SOURCE_UNREACHABLE",
    `Microsoft Entra is not at ${authority}: ${message}.`,
    cloudAdvice(environment, authority) ?? "Leave `authority` out, or set it to the address where your cloud signs in, such as https://login.microsoftonline.us; and check that `tenant_id` is the Directory (tenant) ID. A proxy that asks for a sign-in of its own answers like this too.",
    { cause }
  );
}
var APP = "Microsoft Entra admin center > App registrations > the app";
var CONSENT = `An administrator must allow it: ${APP} > API permissions > Add a permission > Dynamics CRM > user_impersonation > Grant admin consent.`;
var PUBLIC = `${APP} > Authentication > Settings > "Allow public client flows": Yes. Or, for a web app, put its client secret in the environment variable of \`client_secret\` (AZURE_CLIENT_SECRET) for this command; device codes work with public clients only.`;
var BROWSER_ADVICE = {
  "50011": `Add the redirect URI: ${APP} > Authentication > Add a platform > Mobile and desktop applications > http://localhost.`,
  "50105": "The app is open to assigned users only: Entra admin center > Enterprise applications > the app > Users and groups.",
  "50126": "User name or password were wrong.",
  "54005": "The code was used twice or too late. Run the command again.",
  "65001": CONSENT,
  "65004": 'You, or someone at that screen, did not accept. Run the command again and choose "Accept".',
  "650057": CONSENT,
  "70008": "The code was used twice or too late. Run the command again.",
  "90094": CONSENT,
  "7000112": 'The app is switched off: Entra admin center > Enterprise applications > the app > Properties > "Enabled for users to sign-in".',
  "7000218": PUBLIC,
  "900561": "The authority does not belong to this tenant: look at --authority."
};
function entraRefused(error, description) {
  const words = description === "" ? error : description;
  const refused = signInRefused(words, { flow: "refresh_token", environment: "", authority: "", claims: null }, void 0);
  const number = /AADSTS(\d+)/.exec(words)?.[1] ?? "";
  const declined = /^(access_denied|authorization_declined)$/.test(error) ? BROWSER_ADVICE["65004"] : void 0;
  const advice = BROWSER_ADVICE[number] ?? declined;
  return advice === void 0 ? refused : new HighwaterError("SIGN_IN_REFUSED", refused.message, advice);
}

export {
  claimsOf,
  signInRefused,
  noTokenEndpoint,
  entraRefused
};
