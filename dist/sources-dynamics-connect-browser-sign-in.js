import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  authorize,
  deviceCodeExpired,
  deviceWords
} from "./runtime-browser-sign-in-loopback-server.js";
import {
  Secret
} from "./model-secret.js";
import {
  entraRefused
} from "./sources-dynamics-connect-sign-in-errors.js";
import {
  ConfidentialClientApplication,
  PublicClientApplication
} from "./lib-azure-msal-common.js";
import "./lib-semver.js";
import "./builtins-crypto.js";
import "./lib-ms.js";
import "./lib-jwa.js";
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

// src/sources/dynamics/connect/browser-sign-in.ts
var import_promises = __toESM(require_promises(), 1);
function signInByBrowser(app, context) {
  return withEntra(app, context, async (network) => {
    const configuration = { auth: { clientId: app.clientId, ...network.authority() }, system: { networkClient: network } };
    const client = app.clientSecret === null ? new PublicClientApplication(configuration) : new ConfidentialClientApplication({
      ...configuration,
      auth: { ...configuration.auth, clientSecret: app.clientSecret.reveal() }
    });
    const scopes = [scopeOf(app)];
    const grant = await authorize(
      {
        // Entra compares the path, but no port, of an http://localhost address.
        path: "/",
        url: ({ redirectUri: redirectUri2, state, challenge }) => client.getAuthCodeUrl({
          scopes,
          redirectUri: redirectUri2,
          state,
          codeChallenge: challenge,
          codeChallengeMethod: "S256",
          prompt: "select_account"
        }),
        refused: entraRefused
      },
      context
    );
    const { code, redirectUri, verifier } = grant;
    return client.acquireTokenByCode({ scopes, redirectUri, code, codeVerifier: verifier });
  });
}
function signInByDevice(app, context) {
  return withEntra(app, context, async (network) => {
    const client = new PublicClientApplication({
      auth: { clientId: app.clientId, ...network.authority() },
      system: { networkClient: network }
    });
    const request = {
      scopes: [scopeOf(app)],
      cancel: false,
      timeout: context.timeoutMs / 1e3,
      deviceCodeCallback: ({ verificationUri, userCode }) => context.say(deviceWords(verificationUri, userCode))
    };
    context.signal.addEventListener("abort", () => {
      request.cancel = true;
    });
    return client.acquireTokenByDeviceCode(request);
  });
}
function scopeOf({ resource }) {
  return `${resource}/user_impersonation`;
}
async function withEntra(app, context, work) {
  const network = new EntraNetwork(app.authority, app.tenant, context);
  try {
    const result = await Promise.race([work(network), aborted(context.signal)]);
    if (network.refreshToken === null) throw noRefreshToken();
    const user = result?.account?.username;
    return { refreshToken: new Secret(network.refreshToken), at: user ? `${app.resource} as ${user}` : app.resource };
  } catch (error) {
    throw explained(error, network, context.signal);
  } finally {
    network.close();
  }
}
function aborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
function explained(error, { failure, words, host }, signal) {
  if (error instanceof HighwaterError || signal.aborted) return error;
  if (failure instanceof ConnectionFailure)
    return new HighwaterError(
      "SOURCE_UNREACHABLE",
      `Microsoft Entra could not be reached at ${host}: ${failure.message}.`,
      "Look whether this machine reaches it (network, proxy), and at --authority if the organisation is in another cloud.",
      { cause: failure }
    );
  const code = error?.errorCode;
  const isLate = code === "device_code_expired" || code === "user_timeout_reached";
  if (isLate || words?.error === "expired_token") return deviceCodeExpired();
  return words === null ? error : entraRefused(words.error, words.description);
}
function noRefreshToken() {
  return new HighwaterError(
    "SIGN_IN_REFUSED",
    "Microsoft Entra signed you in but returned no refresh token.",
    'Sign in again and accept "Maintain access to data you have given it access to"; a Conditional Access policy on sign-in frequency can forbid it, which an administrator sees in the sign-in logs.'
  );
}
var EntraNetwork = class {
  #authority;
  #base;
  #tenant;
  #context;
  #http;
  #pauseMs = 0;
  refreshToken = null;
  words = null;
  failure = null;
  /** `authority`: `https://login.microsoftonline.com`. */
  constructor(authority, tenant, context) {
    this.#authority = new URL(authority);
    this.#tenant = tenant;
    this.#base = `${this.#authority.origin}/${encodeURIComponent(tenant)}/oauth2/v2.0`;
    this.#context = context;
    const paths = ["token", "devicecode"].map((end) => new URL(`${this.#base}/${end}`).pathname);
    this.#http = new HttpClient({
      origins: [this.#authority.origin],
      allow: paths.map((path) => ({ method: "POST", path: new RegExp(`^${path.replaceAll(".", "\\.")}$`) })),
      answerTimeoutMs: 3e4,
      stallTimeoutMs: 3e4
    });
  }
  get host() {
    return this.#authority.host;
  }
  /** All that msal must know, so that it asks no directory; an http authority, which msal refuses, serves tests on this machine. */
  authority() {
    const host = this.#authority.protocol === "https:" ? this.#authority.host : "entra.invalid";
    const authority = `https://${host}/${this.#tenant}`;
    const metadata = {
      token_endpoint: `${this.#base}/token`,
      authorization_endpoint: `${this.#base}/authorize`,
      device_authorization_endpoint: `${this.#base}/devicecode`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${this.#base}/keys`
    };
    return { authority, knownAuthorities: [host], authorityMetadata: JSON.stringify(metadata) };
  }
  async sendGetRequestAsync() {
    throw new Error("refused: signing in needs no GET");
  }
  async sendPostRequestAsync(url, options) {
    const answer = await this.#post(url, options);
    const { body } = answer;
    if (typeof body.access_token === "string") this.#context.mask(body.access_token);
    if (typeof body.refresh_token === "string") {
      this.#context.mask(body.refresh_token);
      this.refreshToken = body.refresh_token;
    }
    if (typeof body.device_code === "string") this.#context.mask(body.device_code);
    this.words = typeof body.error === "string" ? { error: body.error, description: String(body.error_description ?? "") } : null;
    return { ...answer, body: await this.#paced(body) };
  }
  /** msal gives up at a "slow down": for it this is one more "not yet", and from then on every pause is longer. */
  async #paced(body) {
    const isSlowDown = body.error === "slow_down";
    if (isSlowDown) this.#pauseMs += this.#context.slowDownMs;
    if (this.#pauseMs > 0 && (isSlowDown || body.error === "authorization_pending"))
      await (0, import_promises.setTimeout)(this.#pauseMs, void 0, { signal: this.#context.signal });
    return isSlowDown ? { ...body, error: "authorization_pending" } : body;
  }
  close() {
    this.#http.close();
  }
  async #post(url, options) {
    const plain = url.split("?")[0] ?? url;
    const { signal } = this.#context;
    try {
      const answer = await this.#http.send({
        method: "POST",
        url: plain,
        headers: { ...options?.headers },
        body: options?.body ?? "",
        signal
      });
      const text = (await answer.bytes()).toString();
      const body = parse(text);
      if (body === null) throw new ConnectionFailure(`the sign-in was answered with status ${answer.status} and no token`);
      return { status: answer.status, headers: { ...answer.headers }, body };
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
};
function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
export {
  EntraNetwork,
  signInByBrowser,
  signInByDevice
};
