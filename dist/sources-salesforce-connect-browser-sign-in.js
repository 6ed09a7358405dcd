import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  signInFailed
} from "./sources-salesforce-connect-sign-in-errors.js";
import {
  authorize,
  deviceCodeExpired,
  deviceWords
} from "./runtime-browser-sign-in-loopback-server.js";
import {
  Secret
} from "./model-secret.js";
import {
  ConnectionFailure,
  HttpClient
} from "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  require_promises
} from "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-util.js";
import {
  __toESM
} from "./shared.js";

// src/sources/salesforce/connect/browser-sign-in.ts
var import_promises = __toESM(require_promises(), 1);
var CALLBACK_PATH = "/OauthRedirect";
var TOKEN_PATH = "/services/oauth2/token";
var SCOPE = "api refresh_token";
var DEVICE_LIFE_MS = 6e5;
async function signInByBrowser(app, context) {
  const grant = await authorize(
    {
      path: CALLBACK_PATH,
      url: async ({ redirectUri: redirectUri2, state, challenge }) => {
        context.say(`The app's Callback URL must be exactly ${redirectUri2}`);
        const query = new URLSearchParams({
          response_type: "code",
          client_id: app.clientId,
          redirect_uri: redirectUri2,
          scope: SCOPE,
          state,
          code_challenge: challenge,
          code_challenge_method: "S256"
        });
        return `${app.login}/services/oauth2/authorize?${query.toString().replaceAll("+", "%20")}`;
      },
      refused: (error, description) => signInFailed(app.login, error, description)
    },
    context
  );
  const { code, verifier, redirectUri } = grant;
  const form = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri, ...clientOf(app) };
  return withTokenEndpoint(app, context, async (ask) => signedIn(app, context, await ask(form)));
}
async function signInByDevice(app, context) {
  return withTokenEndpoint(app, context, async (ask) => {
    const begun = await ask({ response_type: "device_code", client_id: app.clientId, scope: SCOPE });
    if (typeof begun.device_code !== "string") throw failureOf(app, begun);
    context.mask(begun.device_code);
    context.say(deviceWords(String(begun.verification_uri), String(begun.user_code)));
    const form = { grant_type: "device", code: begun.device_code, ...clientOf(app) };
    const until = Date.now() + Math.min(DEVICE_LIFE_MS, context.timeoutMs);
    let interval = Number(begun.interval ?? 5) * 1e3;
    while (Date.now() < until) {
      await (0, import_promises.setTimeout)(interval, void 0, { signal: context.signal });
      const answer = await ask(form);
      if (hasExpired(answer)) break;
      if (answer.error === "slow_down") interval += context.slowDownMs;
      else if (answer.error !== "authorization_pending") return signedIn(app, context, answer);
    }
    throw deviceCodeExpired();
  });
}
function hasExpired({ error, error_description }) {
  return error === "expired_token" || error === "invalid_grant" && /expired device code/i.test(String(error_description));
}
function clientOf({ clientId, clientSecret }) {
  return { client_id: clientId, ...clientSecret === null ? {} : { client_secret: clientSecret.reveal() } };
}
function signedIn(app, context, answer) {
  if (typeof answer.access_token !== "string") throw failureOf(app, answer);
  context.mask(answer.access_token);
  if (typeof answer.refresh_token !== "string")
    throw new HighwaterError(
      "SIGN_IN_REFUSED",
      `Salesforce (${new URL(app.login).host}) let you in but gave no refresh token.`,
      'Add the OAuth scope "Perform requests at any time (refresh_token, offline_access)" to the app (Settings > OAuth Settings), wait some minutes and sign in again.'
    );
  context.mask(answer.refresh_token);
  return { refreshToken: new Secret(answer.refresh_token), at: String(answer.instance_url ?? app.login) };
}
function failureOf(app, answer) {
  return signInFailed(app.login, String(answer.error ?? "no token came back"), String(answer.error_description ?? ""));
}
async function withTokenEndpoint(app, { signal }, work) {
  const { origin, host } = new URL(app.login);
  const allow = [{ method: "POST", path: /^\/services\/oauth2\/token$/ }];
  const http = new HttpClient({ origins: [origin], allow, answerTimeoutMs: 3e4, stallTimeoutMs: 3e4 });
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  const ask = async (form) => {
    const body = new URLSearchParams(form).toString();
    const answer = await http.send({ method: "POST", url: `${origin}${TOKEN_PATH}`, headers, body, signal });
    const text = (await answer.bytes()).toString();
    const parsed = parse(text);
    if (parsed === null) throw new ConnectionFailure(`the sign-in was answered with status ${answer.status} and no token`);
    return parsed;
  };
  try {
    return await work(ask);
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
    throw new HighwaterError(
      "SOURCE_UNREACHABLE",
      `Salesforce could not be reached at ${host}: ${error.message}.`,
      'Compare the address with the "Current My Domain URL" that Setup > My Domain shows, and look whether this machine reaches it (network, proxy).',
      { cause: error }
    );
  } finally {
    http.close();
  }
}
function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
export {
  signInByBrowser,
  signInByDevice
};
