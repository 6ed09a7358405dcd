import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  API_PATH,
  apiTwin
} from "./sources-dynamics-options.js";
import {
  SharedSignIn
} from "./sources-shared-sign-in.js";
import {
  claimsOf,
  noTokenEndpoint,
  signInRefused
} from "./sources-dynamics-connect-sign-in-errors.js";
import {
  STAGING_FILE_BYTES,
  StagingFileWriter
} from "./sources-shared-staging-file-writer.js";
import {
  fromMicros,
  toMicros
} from "./model-watermark.js";
import {
  ConfidentialClientApplication,
  PublicClientApplication
} from "./lib-azure-msal-common.js";
import {
  ConnectionFailure,
  HttpClient
} from "./runtime-http.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  HTTP_RETRIES,
  retry,
  retryAfterMs,
  ruleOf
} from "./lib-p-retry.js";
import {
  require_promises
} from "./builtins-node-timers-promises.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  __toESM
} from "./shared.js";

// src/sources/dynamics/connect/entra-token-endpoint.ts
var Unavailable = class extends ConnectionFailure {
  afterMs;
  constructor(message, afterMs) {
    super(message);
    this.afterMs = afterMs;
  }
};
var NoTokenEndpoint = class extends Error {
};
var TokenEndpoint = class {
  #url;
  #authority;
  #tenant;
  #http;
  #signal;
  #tuning;
  #onRefreshToken;
  /** Why the last request came to nothing, before msal has made it an error of its own. */
  failure = null;
  constructor(authority, tenant, signal, tuning, onRefreshToken) {
    this.#authority = new URL(authority);
    this.#tenant = tenant;
    this.#signal = signal;
    this.#tuning = tuning;
    this.#onRefreshToken = onRefreshToken;
    const { origin } = this.#authority;
    this.#url = `${origin}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
    const path = new RegExp(`^${new URL(this.#url).pathname.replaceAll(".", "\\.")}$`);
    const { answerTimeoutMs, stallTimeoutMs } = tuning;
    this.#http = new HttpClient({
      origins: [origin],
      allow: [{ method: "POST", path }],
      answerTimeoutMs: Math.min(answerTimeoutMs, 6e4),
      stallTimeoutMs
    });
  }
  get host() {
    return this.#authority.host;
  }
  /** What msal must know about the authority. It is complete, so that msal sends no discovery requests; an http authority, which msal refuses, serves tests on this machine. */
  authority() {
    const host = this.#authority.protocol === "https:" ? this.#authority.host : "entra.invalid";
    const authority = `https://${host}/${this.#tenant}`;
    const base = this.#url.replace(/\/token$/, "");
    const metadata = {
      token_endpoint: this.#url,
      authorization_endpoint: `${base}/authorize`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${base}/keys`
    };
    return { authority, knownAuthorities: [host], authorityMetadata: JSON.stringify(metadata) };
  }
  async sendGetRequestAsync() {
    throw new Error("refused: signing in needs the token endpoint only");
  }
  async sendPostRequestAsync(_url, options) {
    this.failure = null;
    try {
      return await retry(async () => this.#post(options), {
        policy: this.#tuning.retries,
        signal: this.#signal,
        worthRetrying: (error) => {
          if (!(error instanceof ConnectionFailure)) return null;
          return error instanceof Unavailable && error.afterMs !== void 0 ? { afterMs: error.afterMs } : {};
        }
      });
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
  close() {
    this.#http.close();
  }
  async #post(options) {
    const body = options?.body ?? "";
    const answer = await this.#http.send({
      method: "POST",
      url: this.#url,
      headers: { ...options?.headers },
      body,
      signal: this.#signal
    });
    const { status, headers } = answer;
    const text = (await answer.bytes()).toString();
    const parsed = parse(text);
    if (parsed === null && status >= 300 && status < 500 && status !== 408 && status !== 429)
      throw new NoTokenEndpoint(`${this.host} ${wordsOf(status, headers.location)}`);
    if (status === 429 || status >= 500 || parsed === null)
      throw new Unavailable(`the sign-in was answered with status ${status}`, retryAfterMs(headers["retry-after"], headers.date));
    if (typeof parsed.refresh_token === "string") this.#onRefreshToken(parsed.refresh_token);
    return { status, headers: { ...headers }, body: parsed };
  }
};
function wordsOf(status, location) {
  if (status >= 400) return `answered with status ${status}`;
  return `redirects${location !== void 0 && URL.canParse(location) ? ` to ${new URL(location).host}` : ""} (status ${status})`;
}
function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

// src/sources/dynamics/connect/signing-certificate.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;
var KEY = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----[\s\S]+?-----END \1-----/;
var FROM_PFX = "openssl pkcs12 -in highwater.pfx -nodes -out highwater.pem (with -legacy for older files), then: gh secret set AZURE_CERTIFICATE < highwater.pem";
var TO_PEM = "openssl x509 -inform der -in highwater.cer -out highwater.pem";
var DECRYPT = "openssl pkey -in highwater.key -out highwater-plain.key";
var NEW_RSA = "openssl req -x509 -newkey rsa:2048 -nodes -days 730 -subj /CN=Highwater -keyout highwater.key -out highwater.crt; upload highwater.crt in the app registration; then: cat highwater.crt highwater.key | gh secret set AZURE_CERTIFICATE";
function readCertificate(certificate, privateKey) {
  const text = certificate.replaceAll("\\n", "\n");
  const keyText = (privateKey ?? certificate).replaceAll("\\n", "\n");
  const pem = CERTIFICATE.exec(text)?.[0];
  const [key, kind] = KEY.exec(keyText) ?? [];
  if (pem === void 0) throw unreadable(...certificateAdvice(text));
  if (key === void 0)
    throw unreadable(
      "The private key of `certificate` is missing.",
      'Its PEM text ("-----BEGIN PRIVATE KEY-----") stands behind the certificate in the same GitHub secret, or in the secret of `private_key`: cat highwater.crt highwater.key | gh secret set AZURE_CERTIFICATE'
    );
  if (kind === "ENCRYPTED PRIVATE KEY" || key.includes("Proc-Type: 4,ENCRYPTED"))
    throw unreadable("The private key of `certificate` has a passphrase.", `Store it without: ${DECRYPT}`);
  return matching(pem, key);
}
function matching(pem, key) {
  const certificate = attempt("The certificate could not be read.", () => new import_node_crypto.X509Certificate(pem));
  const parsed = attempt("The private key of `certificate` could not be read.", () => (0, import_node_crypto.createPrivateKey)(key));
  if (parsed.asymmetricKeyType !== "rsa")
    throw unreadable(
      `The private key of \`certificate\` is of the type ${parsed.asymmetricKeyType ?? "unknown"}; Microsoft Entra accepts RSA only.`,
      `Make an RSA certificate: ${NEW_RSA}`
    );
  return { thumbprintSha256: certificate.fingerprint256.replaceAll(":", ""), privateKey: key, x5c: pem };
}
var WHOLE = 'The GitHub secret of `certificate` must hold the whole PEM text, from "-----BEGIN CERTIFICATE-----" on; the private key ("-----BEGIN PRIVATE KEY-----", without a passphrase) stands behind it or in the secret of `private_key`.';
function attempt(message, read) {
  try {
    return read();
  } catch (error) {
    throw unreadable(message, WHOLE, error);
  }
}
function certificateAdvice(text) {
  if (/-----BEGIN PKCS7-----/.test(text))
    return ["`certificate` is a PKCS #7 bundle.", "Convert it: openssl pkcs7 -in highwater.p7b -print_certs -out highwater.pem"];
  if (/-----BEGIN CERTIFICATE REQUEST-----/.test(text))
    return ["`certificate` is a request for a certificate, not a certificate.", `Make one: ${NEW_RSA}`];
  if (KEY.test(text))
    return [
      "`certificate` holds a private key only.",
      "Put the certificate before it: cat highwater.crt highwater.key | gh secret set AZURE_CERTIFICATE"
    ];
  const compact = text.replaceAll(/\s/g, "");
  const bytes = /^[A-Za-z0-9+/]+=*$/.test(compact) ? Buffer.from(compact, "base64") : Buffer.from(text, "latin1");
  if (bytes[0] === 48 && bytes.subarray(0, 8).includes(Buffer.from([2, 1, 3])))
    return ["`certificate` is a PFX file (PKCS #12), not PEM text.", `Convert it: ${FROM_PFX}`];
  if (bytes[0] === 48 && bytes.length > 100)
    return [
      "`certificate` is in DER form, not PEM text.",
      `Convert it and add the private key: ${TO_PEM}; cat highwater.pem highwater.key | gh secret set AZURE_CERTIFICATE`
    ];
  if (text.includes("\0") || text.includes("�"))
    return ["`certificate` is a binary file (a PFX file, most likely), not PEM text.", `Convert it: ${FROM_PFX}`];
  return ["The certificate could not be read.", WHOLE];
}
function unreadable(message, hint, cause) {
  return new HighwaterError("SIGN_IN_REFUSED", message, hint, cause === void 0 ? {} : { cause });
}

// src/sources/dynamics/connect/entra-sign-in.ts
var EARLY_MS = 12e4;
var EntraSignIn = class {
  #auth;
  #scope;
  #context;
  #endpoint;
  #shared = new SharedSignIn(
    async () => this.#signIn(),
    ({ expires }) => expires - EARLY_MS > Date.now()
  );
  #refreshToken = null;
  #claims = null;
  /** `origin`: of the organisation, `https://org.crm.dynamics.com`. */
  constructor(auth, origin, context, tuning) {
    this.#auth = auth;
    this.#scope = `${origin}/.default`;
    this.#context = context;
    this.#endpoint = new TokenEndpoint(auth.authority, auth.tenant_id, context.signal, tuning, (refreshToken) => {
      context.mask(refreshToken);
      this.#refreshToken = refreshToken;
    });
  }
  async token() {
    return this.#shared.current();
  }
  /** A token other than the refused one. */
  async newToken(refused) {
    return this.#shared.replaced(refused);
  }
  close() {
    this.#endpoint.close();
  }
  async #signIn() {
    try {
      const result = await this.#acquire();
      if (result === null) throw signInRefused("", this.#attempt(), void 0);
      this.#context.mask(result.accessToken);
      return { text: result.accessToken, expires: result.expiresOn?.getTime() ?? Date.now() + 36e5 };
    } catch (error) {
      throw this.#explain(error);
    }
  }
  // A new client each time: an old one holds tokens that the service may have revoked, and after a 429 or 5xx it refuses
  // by itself, without a request, for a minute.
  async #acquire() {
    const auth = this.#auth;
    const scopes = [this.#scope];
    if (auth.flow !== "refresh_token")
      return this.#confidential(await this.#credential(auth)).acquireTokenByClientCredential({ scopes });
    const refreshToken = this.#refreshToken ?? auth.refresh_token.reveal();
    const app = auth.client_secret === void 0 ? new PublicClientApplication(this.#configuration({})) : this.#confidential({ clientSecret: auth.client_secret.reveal() });
    return app.acquireTokenByRefreshToken({ refreshToken, scopes });
  }
  async #credential(auth) {
    if (auth.flow === "client_secret") return { clientSecret: auth.client_secret.reveal() };
    if (auth.flow === "certificate")
      return { clientCertificate: readCertificate(auth.certificate.reveal(), auth.private_key?.reveal()) };
    const { idToken, mask } = this.#context;
    if (idToken === void 0)
      throw new HighwaterError(
        "SIGN_IN_REFUSED",
        "The flow github_oidc needs a GitHub Actions token, and there is none here.",
        "It works only in a GitHub Actions job with `permissions: id-token: write`."
      );
    const assertion = await idToken(auth.audience);
    mask(assertion);
    this.#claims = claimsOf(assertion);
    return { clientAssertion: assertion };
  }
  #confidential(credential) {
    return new ConfidentialClientApplication(this.#configuration(credential));
  }
  #configuration(credential) {
    return {
      auth: { clientId: this.#auth.client_id, ...this.#endpoint.authority(), ...credential },
      system: { networkClient: this.#endpoint }
    };
  }
  #explain(error) {
    if (error instanceof HighwaterError || this.#context.signal.aborted) return error;
    const failure = this.#endpoint.failure;
    if (failure instanceof NoTokenEndpoint) return noTokenEndpoint(this.#attempt(), failure.message, failure);
    if (failure instanceof ConnectionFailure)
      return new HighwaterError(
        "SOURCE_UNREACHABLE",
        `Microsoft Entra could not be reached at ${this.#endpoint.host}: ${failure.message}.`,
        "Check that this machine can reach it (network, proxy), and check `authority` if the organisation is in another cloud.",
        { cause: failure }
      );
    const message = error instanceof Error ? error.message : String(error);
    const at = message.indexOf("AADSTS");
    return signInRefused(at === -1 ? message : message.slice(at), this.#attempt(), error);
  }
  #attempt() {
    const { flow } = this.#auth;
    return { flow, environment: new URL(this.#scope).host, authority: this.#endpoint.host, claims: this.#claims };
  }
};

// src/sources/dynamics/connect/service-fault.ts
var ServiceFault = class extends Error {
  status;
  /** `0x80040220`, lower case; empty if the answer was not JSON. */
  code;
  retryAfterMs;
  /** The challenge of a 401. */
  challenge;
  /** Where a redirection leads to. */
  location;
  constructor(status, code, message, more = {}) {
    super(message);
    this.name = "ServiceFault";
    this.status = status;
    this.code = code.toLowerCase();
    this.retryAfterMs = more.retryAfterMs;
    this.challenge = more.challenge ?? "";
    this.location = more.location ?? "";
  }
};
function faultOf(status, body, headers, retryAfterMs2) {
  const more = { retryAfterMs: retryAfterMs2, challenge: headers["www-authenticate"] ?? "", location: headers.location ?? "" };
  try {
    const { error } = JSON.parse(body);
    if (error !== void 0) return new ServiceFault(status, error.code ?? "", error.message ?? "", more);
  } catch {
  }
  return new ServiceFault(status, "", "", more);
}
var RULES = [
  {
    code: "0x80072322",
    name: "ThrottlingBurstRequestLimitExceededError",
    action: "slow down",
    meaning: "too many requests in five minutes"
  },
  {
    code: "0x80072321",
    name: "ThrottlingTimeExceededError",
    action: "slow down",
    meaning: "too much execution time in five minutes"
  },
  {
    code: "0x80072326",
    name: "ThrottlingConcurrencyLimitExceededError",
    action: "slow down",
    meaning: "too many requests at once"
  },
  { code: 429, name: "Too Many Requests", action: "slow down", meaning: "too many requests" },
  { code: "0x80040216", name: "UnExpected", action: "smaller page", meaning: "the page is too large" },
  { code: "0x80044151", name: "SQL timeout expired", action: "smaller page", meaning: "the page takes too long" },
  { code: "0x80044352", name: "ExpiredVersionStamp", action: "read again", meaning: "the change-tracking token has expired" },
  { code: 410, name: "Gone", action: "read again", meaning: "the change-tracking token has expired" },
  { code: 408, name: "Request Timeout", action: "wait", meaning: "the request took too long" },
  { code: 500, name: "Internal Server Error", action: "wait", meaning: "the service failed" },
  { code: 502, name: "Bad Gateway", action: "wait", meaning: "a gateway failed" },
  { code: 503, name: "Service Unavailable", action: "wait", meaning: "the service is unavailable" },
  { code: 504, name: "Gateway Timeout", action: "wait", meaning: "a gateway did not get an answer in time" }
];
function faultRule(error) {
  return error instanceof ServiceFault ? ruleOf(RULES, error) : void 0;
}
function isPassing(error) {
  const action = faultRule(error)?.action;
  return action === "slow down" || action === "wait";
}
var isThrottled = (error) => faultRule(error)?.action === "slow down";
var isTooLarge = (error) => faultRule(error)?.action === "smaller page";
var isTokenExpired = (error) => faultRule(error)?.action === "read again";

// src/sources/dynamics/connect/dataverse-errors.ts
var SIGN_IN = "the sign-in";
function explain(fault, subject, host) {
  const options = { cause: fault };
  const said = fault.message === "" ? `status ${fault.status}` : `${fault.message} (${fault.code || fault.status})`;
  if (isThrottled(fault))
    return new HighwaterError(
      "API_LIMIT_REACHED",
      `${subject}: ${host} still refuses requests after several waits: ${faultRule(fault)?.meaning}.`,
      "Dataverse's service protection limits are counted per user: lower `run.parallel`, or check for other programs that use the same application user. Everything committed so far is kept.",
      options
    );
  if (fault.status === 401)
    return new HighwaterError(
      "SESSION_REFUSED",
      `${host} rejected the access token that Microsoft Entra issued for it.`,
      `Compare \`url\` with the environment's address in the Power Platform admin center, and \`tenant_id\` with the tenant that it belongs to${tenantOf(fault)}.`,
      options
    );
  const known = explainRefusal(fault, subject, host) ?? explainWrongPlace(fault, subject, host, subject === SIGN_IN);
  if (known !== null) return known;
  return queryFault(fault, subject, said);
}
var PROPERTY = /Could not find a property named '([^']+)'/;
var RefusedQuery = class extends HighwaterError {
};
function withFilterHint(error, { options, ref }, asked) {
  if (!(error instanceof RefusedQuery) || options.where === void 0) return error;
  if (error.cause instanceof ServiceFault && error.cause.status === 414) return error;
  const property = error.cause instanceof ServiceFault ? PROPERTY.exec(error.cause.message)?.[1] : void 0;
  if (property !== void 0 && asked.includes(property)) return error;
  const isLookup = property !== void 0 || /incompatible types/.test(error.message);
  const lookup = isLookup ? " A lookup is written _name_value, as in _ownerid_value." : "";
  return new HighwaterError("QUERY_REFUSED", error.message, `Correct the \`where\` of ${ref.name}: ${options.where}.${lookup}`, {
    cause: error.cause
  });
}
function queryFault(fault, subject, said) {
  const options = { cause: fault };
  const property = PROPERTY.exec(fault.message)?.[1];
  if (property !== void 0)
    return new RefusedQuery(
      "SCHEMA_CHANGED",
      `${subject}: there is no column ${property}.`,
      "It was probably removed from the table while Highwater was reading. Run again: each run looks up the columns.",
      options
    );
  if (fault.code === "0x80041102" || fault.status === 404)
    return new HighwaterError(
      "TABLE_NOT_FOUND",
      `${subject}: ${said}`,
      "The table was removed or has another name. `highwater discover` lists the tables.",
      options
    );
  if (fault.status === 414)
    return new HighwaterError(
      "QUERY_REFUSED",
      `${subject}: the query is too long for the service.`,
      "Read fewer columns (`columns`), or shorten `where`.",
      options
    );
  if (isTooLarge(fault))
    return new HighwaterError(
      "SOURCE_FAILED",
      `${subject}: Dataverse could not return even a small page: ${said}.`,
      "Leave large columns out (`columns: { exclude: […] }`).",
      options
    );
  if (fault.status >= 400 && fault.status < 500)
    return new RefusedQuery(
      "QUERY_REFUSED",
      `${subject}: Dataverse refused the query: ${said}`,
      "Highwater wrote this query itself. Run again. If it is refused again, report this message, and leave the table out until it is fixed.",
      options
    );
  return new HighwaterError(
    "SOURCE_FAILED",
    `${subject}: Dataverse failed several times: ${said}.`,
    "Check the Microsoft 365 service health page. The next run continues from the last watermark.",
    options
  );
}
function tenantOf(fault) {
  const tenant = /authorization_uri="?https?:\/\/[^/]+\/([^/",]+)/.exec(fault.challenge)?.[1];
  return tenant === void 0 ? "" : ` (the environment says ${tenant})`;
}
var CENTER = "Power Platform admin center > Manage > Environments > the environment";
var APPLICATION_USER = `In the ${CENTER} > Settings > Users + permissions > Application users, add the app registration with a security role that may read the tables.`;
var NotReadable = class extends HighwaterError {
  constructor(message, hint, options) {
    super("TABLE_NOT_READABLE", message, hint, options);
  }
};
var SessionRefused = class extends HighwaterError {
  constructor(message, hint, options) {
    super("SESSION_REFUSED", message, hint, options);
  }
};
var REFUSALS = [
  {
    codes: ["0x80072560"],
    words: /not a member of the organization/i,
    error: NotReadable,
    says: (host) => `The application is not a user of ${host}`,
    hint: APPLICATION_USER
  },
  {
    codes: ["0x80042f09"],
    words: /has no roles\b/i,
    error: NotReadable,
    says: (host) => `The application's user in ${host} has no security role`,
    hint: APPLICATION_USER
  },
  {
    // https://learn.microsoft.com/power-platform/admin/ip-firewall
    codes: ["0x80095ffe"],
    words: /access to your ip is blocked|ip (address )?firewall/i,
    error: SessionRefused,
    says: (host) => `The IP firewall of ${host} blocks this machine's address`,
    hint: `Allow the address, or the application user, in the ${CENTER} > Settings > Product > Privacy + Security > IP address settings. GitHub's hosted runners have changing addresses: use a self-hosted runner or one with a static address.`
  },
  {
    codes: ["0x80040225"],
    words: /user\b.*\b(is|has been|either) disabled|disabled user/i,
    error: SessionRefused,
    says: (host) => `The application's user in ${host} is disabled`,
    hint: `Activate it: ${CENTER} > Settings > Users + permissions > Application users > the app > Activate.`
  },
  {
    codes: [],
    words: /(organi[sz]ation|environment|instance)\b.*\b(is|has been|was) (currently )?(disabled|not enabled|suspended|locked|in administration mode)/i,
    error: SessionRefused,
    says: (host) => `The environment ${host} is disabled`,
    hint: `Check its state in the ${CENTER}: the trial may have expired, it may be in administration mode, or a copy or restore may be running. Enable it there and run again.`
  }
];
var PRIVILEGE = /missing (prv\w+) privilege/;
function explainRefusal(fault, subject, host) {
  const known = REFUSALS.find((r) => r.codes.includes(fault.code)) ?? REFUSALS.find((r) => r.words.test(fault.message));
  const options = { cause: fault };
  const words = fault.message === "" ? "" : `: ${fault.message}`;
  if (known !== void 0 && fault.status >= 400 && fault.status < 500)
    return new known.error(sentence(`${known.says(host, subject)}${words}`), known.hint, options);
  if (fault.code !== "0x80040220" && fault.status !== 403) return null;
  const privilege = PRIVILEGE.exec(fault.message)?.[1];
  if (privilege !== void 0 || fault.code === "0x80040220")
    return new NotReadable(
      `${subject}: the application's user may not read it${privilege === void 0 ? words : ` (missing privilege: ${privilege})`}.`,
      `Give one of its security roles ${privilege === void 0 ? "the Read privilege on the table" : `the privilege ${privilege}`}, for the whole organization (Power Platform admin center > the environment > Settings > Security roles), or leave the table out.`,
      options
    );
  if (fault.message === "")
    return new SessionRefused(
      `${subject}: ${host} answered with status 403, and the answer did not come from Dataverse.`,
      "Something in front of Dataverse blocks the request. Check this machine's proxy and firewall, and the Conditional Access policies in the Microsoft Entra admin center.",
      options
    );
  return new NotReadable(
    sentence(`${subject}: Dataverse refused it${words}${fault.code === "" ? "" : ` (${fault.code})`}`),
    `Dataverse's message says why. Check the application user and its security roles in the ${CENTER} > Settings > Users + permissions, or leave the table out.`,
    options
  );
}
var sentence = (text) => `${text.replace(/[.\s]+$/, "")}.`;
var DEAD_ENDS = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);
function explainWrongPlace(fault, subject, host, isSignIn) {
  const isAway = DEAD_ENDS.has(fault.status);
  if (!isAway && !(isSignIn && fault.status === 404)) return null;
  const target = URL.canParse(fault.location) ? new URL(fault.location).host : "";
  const says = isAway ? `redirects to ${target === "" || target === host ? "another page" : target}` : "has no Dataverse Web API (status 404)";
  return new HighwaterError(
    "SOURCE_UNREACHABLE",
    `${isSignIn ? "" : `${subject}: `}${host} ${says}: there is no environment at this address.`,
    `Compare \`url\` with Environment URL in the ${CENTER}. If the environment was renamed or moved, its address has changed.`,
    { cause: fault }
  );
}

// src/sources/dynamics/connect/web-api-transport.ts
var import_promises = __toESM(require_promises(), 1);
var WebApiTransport = class {
  #signIn;
  #http;
  #tuning;
  #gate = new RequestThrottle();
  #quotas = /* @__PURE__ */ new Map();
  #requests = 0;
  #date = null;
  constructor(origins, signIn, tuning) {
    this.#signIn = signIn;
    this.#tuning = tuning;
    const { answerTimeoutMs, stallTimeoutMs } = tuning;
    this.#http = new HttpClient({
      origins,
      allow: [
        { method: "GET", path: /^\/api\/data\/v9\.2\// },
        { method: "POST", path: /^\/api\/data\/v9\.2\/\$batch$/ }
      ],
      answerTimeoutMs,
      stallTimeoutMs
    });
  }
  /** The service's own clock, milliseconds since 1970, as its last answer showed it; null before the first. */
  get date() {
    return this.#date;
  }
  usage() {
    return { requests: this.#requests, quotas: [...this.#quotas].map(([name, quota]) => ({ name, ...quota })), refills: true };
  }
  close() {
    this.#http.close();
    this.#signIn.close();
  }
  /** `read` takes the answer's body and may be called again for a further attempt. Throws ServiceFault or ConnectionFailure when all attempts failed. */
  async send(request, signal, meter, read) {
    let refused = null;
    return retry(
      async () => {
        const token = refused === null ? await this.#signIn.token() : await this.#signIn.newToken(refused);
        return this.#gate.pass(async () => {
          this.#requests++;
          if (meter !== void 0) meter.requests++;
          const answer = await this.#http.send({ ...request, headers: { ...request.headers, ...signed(token) }, signal });
          this.#note(answer.headers);
          if (answer.status !== 200) {
            const fault = await faultIn(answer);
            if (fault.status === 401 && refused === null) {
              refused = token;
              throw new ConnectionFailure("the token has expired", fault);
            }
            throw fault;
          }
          const result = await read(answer);
          refused = null;
          this.#gate.succeeded(numberOf(answer.headers["x-ms-dop-hint"]));
          return result;
        }, signal);
      },
      { policy: this.#tuning.retries, signal, worthRetrying: (error) => this.#worthRetrying(error) }
    );
  }
  #worthRetrying(error) {
    if (error instanceof ConnectionFailure) return {};
    if (!(error instanceof ServiceFault) || !isPassing(error)) return null;
    const { retryAfterMs: afterMs } = error;
    if (!isThrottled(error)) return afterMs === void 0 ? {} : { afterMs };
    if (afterMs !== void 0 && afterMs > this.#tuning.retries.longestRetryAfterMs) return null;
    this.#gate.slowDown(afterMs ?? this.#tuning.pauseMs * (1 + Math.random()));
    return {};
  }
  #note(headers) {
    const date = Date.parse(headers.date ?? "");
    if (!Number.isNaN(date)) this.#date = date;
    const requests = numberOf(headers["x-ms-ratelimit-burst-remaining-xrm-requests"]);
    const seconds = numberOf(headers["x-ms-ratelimit-time-remaining-xrm-requests"]);
    if (requests !== null) this.#quotas.set("requests in 5 minutes", { used: Math.max(0, 6e3 - requests), limit: 6e3 });
    if (seconds !== null)
      this.#quotas.set("seconds of execution in 5 minutes", { used: Math.max(0, Math.round(1200 - seconds)), limit: 1200 });
  }
};
function signed(token) {
  return { "Accept-Encoding": "gzip", Authorization: `Bearer ${token.text}` };
}
async function faultIn(answer) {
  const { headers, status } = answer;
  const body = (await answer.bytes()).toString();
  return faultOf(status, body, headers, retryAfterMs(headers["retry-after"], headers.date));
}
function numberOf(header) {
  const value = Number(header?.replaceAll(",", ""));
  return header === void 0 || header === "" || Number.isNaN(value) ? null : value;
}
var SERVICE_LIMIT = 52;
var FIRST_LIMIT = 4;
var REAL = { now: () => Date.now(), sleep: async (ms, signal) => (0, import_promises.setTimeout)(ms, void 0, { signal }) };
var RequestThrottle = class {
  #clock;
  #waiting = [];
  #limit = FIRST_LIMIT;
  #ceiling = SERVICE_LIMIT;
  #open = 0;
  #good = 0;
  #closedUntil = 0;
  constructor(clock = REAL) {
    this.#clock = clock;
  }
  /** Requests that may be under way at once just now. */
  get limit() {
    return this.#limit;
  }
  /** Runs `work` when its turn has come. Throws the signal's reason when it is aborted while waiting. */
  async pass(work, signal) {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#open--;
      this.#wake();
    }
  }
  /** A good answer; `hint`: the parallelism that the service suggests (x-ms-dop-hint). */
  succeeded(hint) {
    if (hint !== null && hint >= 1) this.#ceiling = Math.min(hint, SERVICE_LIMIT);
    this.#limit = Math.min(this.#limit, this.#ceiling);
    if (++this.#good < this.#limit || this.#limit >= this.#ceiling) return;
    this.#good = 0;
    this.#limit++;
    this.#wake();
  }
  /** The service is overloaded: half as many requests from now on, and none for `pauseMs`. */
  slowDown(pauseMs) {
    this.#good = 0;
    if (this.#clock.now() >= this.#closedUntil) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.now() + pauseMs);
  }
  async #enter(signal) {
    for (; ; ) {
      signal.throwIfAborted();
      const pause = this.#closedUntil - this.#clock.now();
      if (pause > 0) await this.#clock.sleep(pause, signal);
      else if (this.#open >= this.#limit) await this.#turn(signal);
      else break;
    }
    this.#open++;
  }
  async #turn(signal) {
    await new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener("abort", done);
        resolve();
      };
      signal.addEventListener("abort", done, { once: true });
      this.#waiting.push(done);
    });
  }
  #wake() {
    for (const wake of this.#waiting.splice(0)) wake();
  }
};

// src/sources/dynamics/connect/web-api-client.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);

// src/sources/dynamics/read/page-scanner.ts
var QUOTE = 34;
var BACKSLASH = 92;
var COMMA = 44;
var COLON = 58;
var OPEN_OBJECT = 123;
var CLOSE_OBJECT = 125;
var OPEN_ARRAY = 91;
var CLOSE_ARRAY = 93;
var MINUS = 45;
var NEWLINE = 10;
var DEPTH_PAGE = 1;
var DEPTH_LIST = 2;
var PageScanner = class {
  /** Texts of the page's own properties: `@odata.nextLink`, `@odata.deltaLink`, `@odata.context`. */
  links = /* @__PURE__ */ new Map();
  rows = 0;
  #hasList = false;
  #depth = 0;
  #closed = false;
  #inList = false;
  #inString = false;
  #escaped = false;
  #inNumber = false;
  /** The page's own property that is being read, and the JSON text of its key or value so far. */
  #key = null;
  #text = [];
  #out = Buffer.alloc(0);
  /** In `out`: the beginning of a row whose end is in a later chunk. */
  #unfinished = { from: 0, to: 0 };
  /** The document was closed, and it had a list of rows. */
  get done() {
    return this.#closed && this.#hasList;
  }
  /** Takes a chunk; gives the rows that it completed. What follows the document (a batch's boundary) is passed over. */
  feed(chunk) {
    let at = 0;
    let rows = { bytes: Buffer.alloc(0), ends: [] };
    while (at < chunk.length && !this.#closed) {
      if (!this.#inList) this.#page(chunk[at++] ?? 0);
      else {
        const part = this.#list(chunk, at);
        rows = part.rows;
        at = part.at;
      }
    }
    return rows;
  }
  /**
   * The hot loop: from `from` to the end of the list or of the chunk. Works on local variables and copies whole spans;
   * each of these makes it several times faster.
   */
  #list(chunk, from) {
    const end = chunk.length;
    const out = this.#room((end - from) * 2 + 2);
    let to = this.#unfinished.to;
    const ends = [];
    let inString = this.#inString;
    let escaped = this.#escaped;
    let inNumber = this.#inNumber;
    let depth = this.#depth;
    let at = from;
    let copied = from;
    for (; at < end; at++) {
      let byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) {
          escaped = false;
          continue;
        }
        while (byte !== QUOTE && byte !== BACKSLASH && ++at < end) byte = chunk[at] ?? 0;
        if (at === end) break;
        escaped = byte === BACKSLASH;
        inString = escaped;
        continue;
      }
      if (inNumber) {
        if (isNumberPart(byte)) continue;
        inNumber = false;
        to += chunk.copy(out, to, copied, at);
        copied = at;
        out[to++] = QUOTE;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === MINUS || isDigit(byte)) {
        inNumber = true;
        to += chunk.copy(out, to, copied, at);
        copied = at;
        out[to++] = QUOTE;
      } else if (byte <= 32 || depth === DEPTH_LIST && byte === COMMA) {
        to += chunk.copy(out, to, copied, at);
        copied = at + 1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        depth--;
        if (depth === DEPTH_LIST) {
          to += chunk.copy(out, to, copied, at + 1);
          copied = at + 1;
          out[to++] = NEWLINE;
          ends.push(to);
        } else if (depth < DEPTH_LIST) {
          this.#inList = false;
          to += chunk.copy(out, to, copied, at);
          copied = ++at;
          break;
        }
      }
    }
    to += chunk.copy(out, to, copied, at);
    this.#inString = inString;
    this.#escaped = escaped;
    this.#inNumber = inNumber;
    this.#depth = depth;
    this.rows += ends.length;
    const whole = ends.at(-1) ?? 0;
    this.#unfinished = { from: whole, to };
    return { rows: { bytes: out.subarray(0, whole), ends }, at };
  }
  /** Brings the bytes of the unfinished row to the front of the output, which is made larger where it must be. */
  #room(bytes) {
    const { from, to } = this.#unfinished;
    const length = to - from;
    const old = this.#out;
    if (old.length < length + bytes) this.#out = Buffer.allocUnsafe(2 * (length + bytes));
    old.copy(this.#out, 0, from, to);
    this.#unfinished = { from: 0, to: length };
    return this.#out;
  }
  /** One byte of the page outside of its list of rows. */
  #page(byte) {
    if (this.#inString) {
      this.#text.push(byte);
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        if (this.#depth === DEPTH_PAGE) this.#pageString();
      }
      return;
    }
    if (byte === QUOTE) {
      this.#inString = true;
      this.#text = [QUOTE];
    } else if (byte === OPEN_ARRAY && this.#depth === DEPTH_PAGE && this.#key === "value") {
      this.#depth++;
      this.#inList = true;
      this.#hasList = true;
      this.#key = null;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      this.#depth--;
      this.#closed = this.#depth === 0;
    } else if (byte === COMMA && this.#depth === DEPTH_PAGE) this.#key = null;
    else if (byte === COLON && this.#depth === DEPTH_PAGE) this.#text = [];
  }
  #pageString() {
    const text = JSON.parse(Buffer.from(this.#text).toString());
    if (this.#key === null) this.#key = text;
    else this.links.set(this.#key, text);
  }
};
function isDigit(byte) {
  return byte >= 48 && byte <= 57;
}
function isNumberPart(byte) {
  return isDigit(byte) || byte === 46 || byte === 101 || byte === 69 || byte === 43 || byte === MINUS;
}
function textOf(rows, from, to, name) {
  const start = keyBehind(rows, from, to, name);
  if (start === -1 || rows[start] !== QUOTE) return null;
  return rows.toString("latin1", start + 1, rows.indexOf(QUOTE, start + 1));
}
function hasKey(rows, from, to, name) {
  return keyBehind(rows, from, to, name) !== -1;
}
function keyBehind(rows, from, to, name) {
  const key = `"${name}":`;
  const at = rows.indexOf(key, from, "latin1");
  return at === -1 || at >= to ? -1 : at + key.length;
}

// src/sources/dynamics/connect/web-api-client.ts
var HEADERS = { Accept: "application/json", "OData-Version": "4.0", "OData-MaxVersion": "4.0" };
var WebApiClient = class {
  base;
  host;
  #transport;
  #origins;
  #longestUrl;
  /** `transport`: one that others use as well, so that they share its limits and counts. */
  constructor(origin, signIn, tuning, transport) {
    const twin = apiTwin(origin);
    this.base = origin + API_PATH;
    this.host = new URL(origin).host;
    this.#origins = twin === null ? [origin] : [origin, twin];
    this.#transport = transport ?? new WebApiTransport(this.#origins, signIn, tuning);
    this.#longestUrl = tuning.longestUrl;
  }
  /** The service's own clock, whole seconds since 1970, as its last answer showed it. */
  get clock() {
    const { date } = this.#transport;
    if (date === null) throw new Error("no answer has come yet");
    return Math.floor(date / 1e3);
  }
  /** The same in milliseconds; null before the first answer. */
  get lastDate() {
    return this.#transport.date;
  }
  usage() {
    return this.#transport.usage();
  }
  close() {
    this.#transport.close();
  }
  /** A small answer. `path` follows the Web API's address. */
  async json(path, subject, signal, meter) {
    const request = { method: "GET", url: this.base + path, headers: HEADERS };
    return this.#explained(
      subject,
      async () => this.#transport.send(request, signal, meter, async (answer) => parse2((await answer.bytes()).toString(), this.host))
    );
  }
  /** Several small answers at the cost of one request. `lenient`: in the place of one that was refused stands its fault. */
  async batch(paths, subject, signal, options = {}) {
    const { contentType, body } = batchOf(
      paths.map((p) => API_PATH + p),
      HEADERS
    );
    const headers = {
      ...HEADERS,
      "Content-Type": contentType,
      ...options.lenient ? { Prefer: "odata.continue-on-error" } : {}
    };
    return this.#explained(
      subject,
      async () => this.#transport.send(
        { method: "POST", url: `${this.base}$batch`, headers, body },
        signal,
        options.meter,
        async (answer) => {
          const parts = partsOf(answer.headers["content-type"] ?? "", (await answer.bytes()).toString());
          return paths.map((_, i) => {
            const part = parts[i];
            if (part?.status === 200) return parse2(part.body, this.host);
            const fault = faultOf(part?.status ?? 502, part?.body ?? "", {}, void 0);
            if (options.lenient && !isPassing(fault)) return fault;
            throw fault;
          });
        }
      )
    );
  }
  /** Reads a page through the scanner. Throws ServiceFault where the page was refused for its size; all else is explained. */
  async page(request) {
    const { url, prefer: prefer2, signal, meter } = request;
    this.#refuseStranger(url, request.subject);
    const headers = { ...HEADERS, Prefer: prefer2 };
    const inBatch = url.length > this.#longestUrl;
    const sent = inBatch ? this.#batched(url, headers) : { method: "GET", url, headers };
    return this.#transport.send(sent, signal, meter, async (answer) => {
      const attempt2 = await request.begin();
      const scanner = new PageScanner();
      const feed = async (chunk) => attempt2.rows(scanner.feed(chunk));
      if (!/json|multipart/.test(answer.headers["content-type"] ?? "")) parse2((await answer.bytes()).toString(), this.host);
      const bytes = await answer.chunks(inBatch ? behindHead(feed) : feed);
      if (!scanner.done) throw new ConnectionFailure("the page broke off");
      meter.bytes += bytes;
      return {
        rows: scanner.rows,
        next: scanner.links.get("@odata.nextLink") ?? null,
        delta: scanner.links.get("@odata.deltaLink") ?? null
      };
    });
  }
  #batched(url, headers) {
    const { contentType, body } = batchOf([url], headers);
    return { method: "POST", url: `${this.base}$batch`, headers: { ...HEADERS, "Content-Type": contentType }, body };
  }
  /** No token may go to another host, whoever names it. */
  #refuseStranger(url, subject) {
    const { origin, host } = new URL(url);
    if (this.#origins.includes(origin)) return;
    throw new HighwaterError(
      "SOURCE_FAILED",
      `${subject}: Dataverse's link to the next page points to another host, ${host}.`,
      "Highwater sent nothing there. If the environment was moved or renamed, set `url` to its current address."
    );
  }
  async #explained(subject, work) {
    try {
      return await work();
    } catch (error) {
      throw this.explain(error, subject);
    }
  }
  /** The error for people; what is no fault of the service is left as it is. */
  explain(error, subject) {
    if (error instanceof ServiceFault) return explain(error, subject, this.host);
    if (!(error instanceof ConnectionFailure)) return error;
    return new HighwaterError(
      "SOURCE_UNREACHABLE",
      `${subject}: Dataverse could not be reached at ${this.host}: ${error.message}.`,
      "Compare `url` with the environment's address in the Power Platform admin center, and check that this machine can reach it (network, proxy).",
      { cause: error }
    );
  }
};
function behindHead(feed) {
  let waiting = Buffer.alloc(0);
  return async (chunk) => {
    if (waiting === null) return feed(chunk);
    waiting = Buffer.concat([waiting, chunk]);
    const head = headOf(waiting);
    if (head === null) return;
    const rest = waiting.subarray(head.length);
    if (head.status !== 200) throw faultOf(head.status, rest.toString().split("\r\n--")[0] ?? "", {}, void 0);
    waiting = null;
    await feed(rest);
  };
}
function parse2(text, host) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/^\s*</.test(text))
      throw new HighwaterError(
        "SOURCE_FAILED",
        `${host} answered with a web page instead of data.`,
        "Compare `url` with the environment's address in the Power Platform admin center (Environments > the environment > Environment URL).",
        { cause: error }
      );
    throw new ConnectionFailure("the answer broke off", error);
  }
}
function batchOf(urls, headers) {
  const boundary = `batch_${(0, import_node_crypto2.randomUUID)()}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r
`);
  const parts = urls.map(
    (url) => `--${boundary}\r
Content-Type: application/http\r
Content-Transfer-Encoding: binary\r
\r
GET ${url} HTTP/1.1\r
${lines.join("")}\r
`
  );
  return { contentType: `multipart/mixed; boundary=${boundary}`, body: `${parts.join("")}--${boundary}--\r
` };
}
function partsOf(contentType, text) {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === void 0 || !text.includes(`--${boundary}--`)) throw faultOf(502, "", {}, void 0);
  return text.split(`--${boundary}`).slice(1, -1).map((part) => {
    const head = headOf(Buffer.from(part));
    if (head === null) throw faultOf(502, "", {}, void 0);
    return { status: head.status, body: Buffer.from(part).subarray(head.length).toString().trimEnd() };
  });
}
var BLANK_LINE = "\r\n\r\n";
function headOf(bytes) {
  const outer = bytes.indexOf(BLANK_LINE);
  const inner = outer === -1 ? -1 : bytes.indexOf(BLANK_LINE, outer + BLANK_LINE.length);
  if (inner === -1) return null;
  const status = /HTTP\/1\.1 (\d{3})/.exec(bytes.toString("latin1", outer, inner))?.[1];
  return { status: Number(status ?? 502), length: inner + BLANK_LINE.length };
}

// src/sources/dynamics/describe/metadata.ts
var LIST = "EntityDefinitions?$select=LogicalName,EntitySetName,DisplayName,IsIntersect,IsActivity,TableType,DataProviderId,PrimaryIdAttribute,PrimaryNameAttribute,ChangeTrackingEnabled";
var WITH_OPTIONS = ["Picklist", "MultiSelectPicklist", "State", "Status"];
function columnQueries(table) {
  const attributes = `EntityDefinitions(LogicalName='${table}')/Attributes`;
  const cast = (type) => `${attributes}/Microsoft.Dynamics.CRM.${type}AttributeMetadata`;
  return [
    `${attributes}?$select=LogicalName,AttributeType,AttributeTypeName,AttributeOf,IsValidForRead,IsValidODataAttribute,IsSecured,SourceType,DisplayName`,
    `${cast("DateTime")}?$select=LogicalName,DateTimeBehavior`,
    `${cast("Lookup")}?$select=LogicalName,Targets`,
    `${cast("Boolean")}?$select=LogicalName&$expand=OptionSet`,
    ...WITH_OPTIONS.map((type) => `${cast(type)}?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`)
  ];
}
function tableInfo(entity, answers) {
  const [attributes = [], dates = [], lookups = [], ...withOptions] = answers.map((a) => a.value);
  const options = withOptions.flat();
  return {
    entity,
    attributes,
    behaviors: new Map(
      dates.map((d) => [
        d.LogicalName,
        d.DateTimeBehavior?.Value ?? "UserLocal"
      ])
    ),
    targets: new Map(
      lookups.map((l) => [l.LogicalName, l.Targets ?? []])
    ),
    options: new Map(options.map((o) => [o.LogicalName, o.OptionSet ?? o.GlobalOptionSet ?? {}]))
  };
}
function typeOf(attribute) {
  return attribute.AttributeTypeName?.Value.replace(/Type$/, "") ?? attribute.AttributeType;
}
var isVirtual = (entity) => entity.DataProviderId !== null || entity.TableType === "Virtual";
var isElastic = (entity) => entity.TableType === "Elastic";
function labelIn(label, language) {
  const all = label?.LocalizedLabels ?? [];
  return all.find((l) => l.LanguageCode === language)?.Label ?? label?.UserLocalizedLabel?.Label ?? all[0]?.Label ?? null;
}
function picklistOf(set, language) {
  const booleans = [
    { option: set.TrueOption, value: "true" },
    { option: set.FalseOption, value: "false" }
  ].flatMap(({ option, value }) => option ? [{ value, label: labelIn(option.Label, language) ?? value, active: true }] : []);
  const options = (set.Options ?? []).map((o) => ({
    value: String(o.Value),
    label: labelIn(o.Label, language) ?? String(o.Value),
    active: true
  }));
  return [...booleans, ...options];
}
function labelSql(column, picklist, isList) {
  const name = identifier(column);
  return isList ? `list_transform(${name}, lambda code: ${choose("code", picklist)})` : choose(name, picklist);
}
function codeSql(column, codes) {
  const cases = [...codes].sort((a, b) => a.id < b.id ? -1 : 1).map(({ id, code }) => `WHEN ${literal(id)} THEN ${literal(code)}`);
  return cases.length === 0 ? "CAST(NULL AS VARCHAR)" : `CASE ${identifier(column)} ${cases.join(" ")} END`;
}
function choose(value, picklist) {
  const cases = picklist.filter((p) => /^-?\d+$/.test(p.value)).map((p) => `WHEN ${p.value} THEN ${literal(p.label)}`);
  return cases.length === 0 ? "CAST(NULL AS VARCHAR)" : `CASE ${value} ${cases.join(" ")} END`;
}
var identifier = (name) => `"${name.replaceAll('"', '""')}"`;
var literal = (text) => `'${text.replaceAll("'", "''")}'`;

// src/sources/dynamics/read/pages.ts
var PageSize = class {
  #most;
  #least;
  #good = 0;
  rows;
  constructor({ pageRows, leastPageRows }) {
    this.#most = pageRows;
    this.#least = leastPageRows;
    this.rows = pageRows;
  }
  /** False where it is at its least. */
  halve() {
    this.#good = 0;
    if (this.rows <= this.#least) return false;
    this.rows = Math.max(this.#least, Math.floor(this.rows / 2));
    return true;
  }
  /** The refusal may have been a passing one: larger pages are tried again now and then. */
  succeeded() {
    if (this.rows === this.#most || ++this.#good < 20) return;
    this.#good = 0;
    this.rows = Math.min(this.#most, this.rows * 2);
  }
};
var ALL_ROWS = { begin: () => {
}, take: (rows) => rows, end: () => true };
var FirstPageTooLarge = class extends Error {
};
async function readPages(request, firstUrl) {
  const seen = /* @__PURE__ */ new Set();
  let url = firstUrl;
  for (; ; ) {
    if (seen.has(url)) throw repeated(request.subject);
    seen.add(url);
    const end = await onePage(request, url, seen.size === 1);
    await request.staged?.endPage();
    const goOn = request.sink.end(end);
    if (!goOn || end.next === null) return end;
    url = end.next;
  }
}
async function onePage(request, url, isFirst) {
  const { client, size, subject, signal, meter, staged, sink } = request;
  await staged?.ready();
  for (; ; ) {
    try {
      const end = await client.page({
        url,
        prefer: request.prefer(size.rows),
        subject,
        signal,
        meter,
        begin: async () => {
          await staged?.beginPage();
          sink.begin();
          let isFirstRow = true;
          return {
            rows: async (rows) => {
              if (isFirstRow && rows.ends.length > 0) {
                checkProperties(request, rows);
                isFirstRow = false;
              }
              const taken = sink.take(rows);
              refuseHalfCharacters(taken, subject, request.key);
              await staged?.write(taken.bytes, taken.ends.length, longest(taken.ends));
            }
          };
        }
      });
      size.succeeded();
      return end;
    } catch (error) {
      if (!isTooLarge(error)) throw client.explain(error, subject);
      if (size.halve()) continue;
      if (isFirst) throw new FirstPageTooLarge("the first page is too large", { cause: error });
      throw client.explain(error, subject);
    }
  }
}
function longest(ends) {
  return ends.reduce((most, end, i) => Math.max(most, end - (ends[i - 1] ?? 0)), 0);
}
function checkProperties({ required, subject }, rows) {
  const missing = required.find((name) => !hasKey(rows.bytes, 0, rows.ends[0] ?? 0, name));
  if (missing === void 0) return;
  throw new HighwaterError(
    "SCHEMA_CHANGED",
    `${subject}: Dataverse's rows lack the column ${missing}, which Highwater requested.`,
    "The column was probably removed while Highwater was reading. Run again: each run looks up the columns."
  );
}
function repeated(subject) {
  return new HighwaterError(
    "SOURCE_FAILED",
    `${subject}: Dataverse linked to a page that Highwater had already read.`,
    "The table keeps its previous rows. Run again; if it happens again, report it with this line."
  );
}
var BACKSLASH2 = 92;
var STARTS = [Buffer.from("\\ud"), Buffer.from("\\uD")];
var HIGH = /^\\u[dD][89abAB][0-9a-fA-F]{2}$/;
var LOW = /^\\u[dD][c-fC-F][0-9a-fA-F]{2}$/;
var ESCAPE = 6;
function refuseHalfCharacters(rows, subject, key) {
  const at = findHalfCharacter(rows.bytes);
  if (at === -1) return;
  const index = rows.ends.findIndex((end) => end > at);
  const row = JSON.parse(rows.bytes.toString("utf8", rows.ends[index - 1] ?? 0, rows.ends[index]));
  const columns = Object.entries(row).flatMap(
    ([name, value]) => typeof value === "string" && !value.isWellFormed() ? [name] : []
  );
  const which = key.map((name) => `${name} ${String(row[name])}`).join(", ");
  throw new HighwaterError(
    "VALUE_NOT_EXACT",
    `${subject}: in the row with ${which} the text of ${columns.join(", ")} has half of a character (a surrogate without its other half), which no DuckDB or Parquet text can hold.`,
    `The table keeps its previous rows. Such a text was cut off within an emoji: open that row in Dynamics, delete the broken character and save; or leave the column out (columns: { exclude: [${columns.join(", ")}] }).`,
    { columns }
  );
}
function findHalfCharacter(bytes) {
  const found = STARTS.map((start) => findHalf(bytes, start)).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}
function findHalf(bytes, start) {
  for (let at = bytes.indexOf(start); at !== -1; at = bytes.indexOf(start, at + 1)) {
    if (!isEscape(bytes, at)) continue;
    const [before, own, behind] = [at - ESCAPE, at, at + ESCAPE].map(
      (from) => from < 0 ? "" : bytes.toString("latin1", from, from + ESCAPE)
    );
    const isPaired = HIGH.test(own) ? LOW.test(behind) : !LOW.test(own) || HIGH.test(before) && isEscape(bytes, at - ESCAPE);
    if (!isPaired) return at;
  }
  return -1;
}
function isEscape(bytes, at) {
  let backslashes = 1;
  while (bytes[at - backslashes] === BACKSLASH2) backslashes++;
  return backslashes % 2 === 1;
}

// src/sources/dynamics/read/page-staging.ts
var FORMAT = { kind: "json", records: "", compression: "none" };
var EMPTY = { bytes: 0, rows: 0 };
var PageStaging = class {
  #staging;
  #content;
  /** One file per page, so that a row that moved and was read twice has an older and a newer version. */
  #perPage;
  #file = null;
  #longestRow = 0;
  /** The end of the last whole page in the open file. */
  #wholePages = EMPTY;
  /** Rows of all pages so far. */
  total = 0;
  constructor(staging, content, perPage = false) {
    this.#staging = staging;
    this.#content = content;
    this.#perPage = perPage;
  }
  /** Waits for the next file before a page is requested, so that no half-read page has to wait. */
  async ready() {
    await this.#open();
  }
  /** Drops what an earlier attempt wrote of this page. */
  async beginPage() {
    await this.#file?.rewind(this.#wholePages);
  }
  async write(bytes, rows, longestRow) {
    if (rows === 0) return;
    const file = await this.#open();
    await file.append(bytes, rows);
    await file.flush();
    this.#longestRow = Math.max(this.#longestRow, longestRow);
  }
  async endPage() {
    const { bytes, rows } = this.#file ?? EMPTY;
    this.total += rows - this.#wholePages.rows;
    this.#wholePages = { bytes, rows };
    if (bytes >= STAGING_FILE_BYTES || this.#perPage && rows > 0) await this.finish();
  }
  /** Hands the last file over. */
  async finish() {
    const file = this.#file;
    this.#file = null;
    await file?.finish(this.#longestRow);
    this.#longestRow = 0;
    this.#wholePages = EMPTY;
  }
  async abandon() {
    const file = this.#file;
    this.#file = null;
    await file?.discard();
  }
  async #open() {
    this.#file ??= await StagingFileWriter.create(this.#staging, this.#content, FORMAT);
    return this.#file;
  }
};

// src/sources/dynamics/read/change-tracking.ts
var DELETED = '/$deletedEntity"';
var prefer = (pageRows) => `odata.track-changes,odata.maxpagesize=${pageRows}`;
function pagesRequest(request, staged, sink) {
  return { ...request, staged, sink, prefer, required: [], key: [] };
}
async function firstDeltaLink(request, path) {
  const end = await readPages(pagesRequest(request, null, ALL_ROWS), request.client.base + path);
  return linkOf(end, request.subject);
}
async function stageChanges(request, link, key, staging, content) {
  const keys = new TrackedKeys(staging, key, content);
  try {
    const end = await readPages(pagesRequest(request, keys, keys), link);
    await keys.finish();
    return { rows: keys.total, link: linkOf(end, request.subject) };
  } catch (error) {
    await keys.abandon();
    throw error;
  }
}
async function whyTokenExpired(request, link) {
  try {
    await request.client.page({ ...request, url: link, prefer: prefer(1), begin: async () => ({ rows: async () => {
    } }) });
    return null;
  } catch (error) {
    if (isTokenExpired(error))
      return "its change-tracking token has expired (tokens last seven days, or until the table's columns change)";
    throw request.client.explain(error, request.subject);
  }
}
function explainExpiredToken(error, subject) {
  if (!isTokenExpired(error) && !(error instanceof HighwaterError && isTokenExpired(error.cause))) return error;
  const cause = error instanceof ServiceFault ? error : void 0;
  return new HighwaterError(
    "CHANGE_TRACKING_EXPIRED",
    `${subject}: the change-tracking token expired while the table was read.`,
    "Highwater reads the whole table instead, in this run or the next one.",
    { cause, family: "restart" }
  );
}
var TrackedKeys = class {
  #deleted;
  #existing;
  #key;
  #written = NO_ROWS;
  constructor(staging, key, content) {
    this.#deleted = new PageStaging(staging, "deleted");
    this.#existing = new PageStaging(staging, content);
    this.#key = key;
  }
  get total() {
    return this.#deleted.total + this.#existing.total;
  }
  begin() {
  }
  /** Gives the deleted ones; the others wait for the `write` that follows. */
  take(rows) {
    const [deleted, written] = [[], []];
    let from = 0;
    for (const to of rows.ends) {
      const entry = rows.bytes.subarray(from, to);
      if (entry.includes(DELETED, 0, "latin1")) deleted?.push(this.#keyOf(entry));
      else written?.push(entry);
      from = to;
    }
    this.#written = joinRows(written ?? []);
    return joinRows(deleted ?? []);
  }
  #keyOf(entry) {
    const { id } = JSON.parse(entry.toString("utf8"));
    return Buffer.from(`${JSON.stringify({ [this.#key]: id })}
`);
  }
  end() {
    return true;
  }
  async ready() {
    await this.#deleted.ready();
    await this.#existing.ready();
  }
  async beginPage() {
    await this.#deleted.beginPage();
    await this.#existing.beginPage();
  }
  async write(bytes, rows, most) {
    await this.#deleted.write(bytes, rows, most);
    const { bytes: written, ends } = this.#written;
    await this.#existing.write(written, ends.length, longest(ends));
  }
  async endPage() {
    await this.#deleted.endPage();
    await this.#existing.endPage();
  }
  async finish() {
    await this.#deleted.finish();
    await this.#existing.finish();
  }
  async abandon() {
    await this.#deleted.abandon();
    await this.#existing.abandon();
  }
};
var NO_ROWS = { bytes: Buffer.alloc(0), ends: [] };
function joinRows(entries) {
  let end = 0;
  const ends = entries.map((entry) => {
    end += entry.length;
    return end;
  });
  return { bytes: Buffer.concat(entries), ends };
}
function linkOf(end, subject) {
  if (end.delta !== null) return end.delta;
  throw new HighwaterError(
    "SOURCE_FAILED",
    `${subject}: Dataverse returned no change-tracking token.`,
    'Check that "Track changes" is on for the table, or set `deletes_by: keys`.'
  );
}

// src/sources/dynamics/describe/column-types.ts
var LOOKUP_ANNOTATION = "Microsoft.Dynamics.CRM.lookuplogicalname";
var NUMBERS = ["number", "amount", "percentage"];
var TEXTS = ["string", "picklist", "user"];
var REFERENCES = ["object", "user", "string"];
var matching2 = (pattern) => `CASE WHEN $ IS NULL OR regexp_full_match($, '${pattern}') THEN $ ELSE 'inexact' END`;
var exactly = (type, pattern) => `CAST(${matching2(pattern)} AS ${type})`;
function decimal(scale) {
  const text = matching2(`-?[0-9]+([.][0-9]{0,${scale}}0*)?`);
  return `coalesce(CAST(TRY_CAST(${text} AS DECIMAL(18,${scale})) AS DECIMAL(38,${scale})), CAST(${text} AS DECIMAL(38,${scale})))`;
}
var integer = (type) => exactly(type, "-?[0-9]+");
var INSTANT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6}0*)?Z";
var form = (duckdb, semantic, expression, allowed = [semantic]) => ({
  duckdb,
  semantic,
  expression,
  allowed
});
var TEXT = form("VARCHAR", "string", "$", TEXTS);
var CODE = form("INTEGER", "picklist", integer("INTEGER"), ["picklist", "number"]);
var REFERENCE = form("UUID", "object", "CAST($ AS UUID)", REFERENCES);
var FORMS = {
  String: TEXT,
  Memo: TEXT,
  EntityName: TEXT,
  Integer: form("INTEGER", "number", integer("INTEGER"), NUMBERS),
  BigInt: form("BIGINT", "number", integer("BIGINT"), NUMBERS),
  Decimal: form("DECIMAL(38,10)", "number", decimal(10), NUMBERS),
  Double: form("DOUBLE", "number", "CAST($ AS DOUBLE)", NUMBERS),
  Money: form("DECIMAL(38,4)", "amount", decimal(4), NUMBERS),
  Boolean: form("BOOLEAN", "bool", exactly("BOOLEAN", "true|false")),
  Picklist: CODE,
  State: CODE,
  Status: CODE,
  MultiSelectPicklist: form(
    "INTEGER[]",
    "multipicklist",
    `CAST(string_split(${matching2("-?[0-9]+(,-?[0-9]+)*")}, ',') AS INTEGER[])`
  ),
  Lookup: REFERENCE,
  Customer: REFERENCE,
  Owner: REFERENCE,
  Uniqueidentifier: REFERENCE,
  // The value of a file column is the id of the file; its bytes are not read.
  File: REFERENCE
};
var DATES = {
  UserLocal: form("TIMESTAMPTZ", "date", exactly("TIMESTAMPTZ", INSTANT)),
  DateOnly: form("DATE", "date", exactly("DATE", "[0-9]{4}-[0-9]{2}-[0-9]{2}")),
  // Looks like UTC and is not: the same clock time everywhere.
  TimeZoneIndependent: form("TIMESTAMP", "date", `CAST(rtrim(${matching2(INSTANT)}, 'Z') AS TIMESTAMP)`)
};
var LOOKUPS = /* @__PURE__ */ new Set(["Lookup", "Customer", "Owner"]);
var LABELLED = /* @__PURE__ */ new Set(["Picklist", "State", "Status", "MultiSelectPicklist"]);
function propertyOf(attribute) {
  return LOOKUPS.has(typeOf(attribute)) ? `_${attribute.LogicalName}_value` : attribute.LogicalName;
}
function columnsOf(attribute, info, language) {
  const type = typeOf(attribute);
  const name = attribute.LogicalName;
  const how = type === "DateTime" ? DATES[info.behaviors.get(name) ?? "UserLocal"] : FORMS[type];
  if (how === void 0) return [];
  const targets = LOOKUPS.has(type) ? info.targets.get(name) ?? [] : [];
  const picklist = info.options.has(name) ? picklistOf(info.options.get(name) ?? {}, language) : null;
  const label = labelIn(attribute.DisplayName, language) ?? name;
  const property = propertyOf(attribute);
  const column = {
    name,
    label,
    nativeType: type,
    semanticType: targets.length === 1 && targets[0] === "systemuser" ? "user" : how.semantic,
    allowedTypes: how.allowed,
    duckdbType: how.duckdb,
    load: loadOf(property, how.expression),
    select: property,
    ...picklist === null ? {} : { picklist },
    ...targets.length === 0 ? {} : { references: targets },
    ...type === "Money" && name.endsWith("_base") ? { comesWith: [name.slice(0, -"_base".length)] } : {}
  };
  if (targets.length > 1) return [column, typeColumn(column, property)];
  return picklist !== null && LABELLED.has(type) ? [column, labelColumn(column)] : [column];
}
function loadOf(wire, expression) {
  return { wire, read: "VARCHAR", expression };
}
function typeColumn(column, property) {
  return {
    name: `${column.name}_type`,
    label: `${column.label} (table)`,
    nativeType: "EntityName",
    semanticType: "string",
    allowedTypes: ["string", "picklist"],
    duckdbType: "VARCHAR",
    load: loadOf(`${property}@${LOOKUP_ANNOTATION}`, "$"),
    select: property,
    comesWith: [column.name]
  };
}
function labelColumn(column) {
  const isList = column.nativeType === "MultiSelectPicklist";
  return {
    name: `${column.name}_label`,
    label: `${column.label} (label)`,
    nativeType: "Label",
    semanticType: isList ? "" : "string",
    allowedTypes: isList ? [] : ["string", "picklist"],
    duckdbType: isList ? "VARCHAR[]" : "VARCHAR",
    load: null,
    derived: labelSql(column.name, column.picklist ?? [], isList),
    comesWith: [column.name]
  };
}

// src/sources/dynamics/plan/odata-query.ts
function instant(seconds) {
  return new Date(seconds * 1e3).toISOString().replace(".000Z", "Z");
}
function queriesOf(plan, cursor, order) {
  const { schema, options } = plan;
  const properties = new Map(schema.columns.flatMap((c) => c.select === void 0 ? [] : [[c.name, c.select]]));
  const keySelect = schema.key.map((name) => properties.get(name) ?? name);
  const cursors = schema.cursor === null ? [] : [cursor];
  const select = [.../* @__PURE__ */ new Set([...properties.values(), ...keySelect, ...cursors])];
  const computed = schema.columns.flatMap((c) => c.calculated && c.select !== void 0 ? [c.select] : []);
  const where = options.where === void 0 ? [] : [`(${options.where.trim()})`];
  const byKey = order.canOrder ? keySelect.slice(0, order.single ? 1 : void 0).map((k) => `${k} asc`) : [];
  const byTime = [`${cursor} asc`, ...order.single ? [] : byKey];
  return {
    select,
    keySelect,
    where,
    cursor,
    rows: (conditions) => ({ select, conditions: [...where, ...conditions], order: byTime }),
    all: () => ({ select, conditions: where, order: byKey }),
    calculated: () => ({ select: [.../* @__PURE__ */ new Set([...keySelect, ...computed])], conditions: where, order: byKey }),
    keys: () => ({ select: keySelect, conditions: where, order: byKey }),
    byKey: (condition) => ({ select, conditions: [...where, condition], order: byKey }),
    anyKeys: (conditions) => ({ select: [.../* @__PURE__ */ new Set([...keySelect, cursor])], conditions, order: byTime })
  };
}
function between(cursor, low, high) {
  return [...low === null ? [] : [`${cursor} ge ${instant(low)}`], `${cursor} lt ${instant(high)}`];
}
function since(cursor, low) {
  return [`(${cursor} ge ${instant(low)} or ${cursor} eq null)`];
}
function shown(set, parts) {
  const { select, conditions, order } = parts;
  const options = [
    `$select=${select.length > 3 ? `${select.slice(0, 3).join(",")},… (${select.length})` : select.join(",")}`,
    ...conditions.length === 0 ? [] : [`$filter=${conditions.join(" and ")}`],
    ...order.length === 0 ? [] : [`$orderby=${order.join(",")}`]
  ];
  return `${set}?${options.join("&")}`;
}
function pathOf(set, parts, longest2 = Number.POSITIVE_INFINITY) {
  const { select, conditions, order } = parts;
  const options = [
    ...conditions.length === 0 ? [] : [`$filter=${encodeURIComponent(conditions.join(" and "))}`],
    ...order.length === 0 ? [] : [`$orderby=${order.map(encodeURIComponent).join(",")}`]
  ];
  const whole = `${set}?${[`$select=${select.join(",")}`, ...options].join("&")}`;
  if (whole.length <= longest2) return whole;
  return options.length === 0 ? set : `${set}?${options.join("&")}`;
}
function preferOf(pageRows, hasAnnotations) {
  return `odata.maxpagesize=${pageRows}${hasAnnotations ? `,odata.include-annotations="${LOOKUP_ANNOTATION}"` : ""}`;
}
var ID = /^\w+ \[(?:(\S+))?, (\S+)\)$/;
function rangeId(cursor, low, high) {
  return `${cursor} [${low === null ? "" : instant(low)}, ${instant(high)})`;
}
function spanOf(id) {
  const match = ID.exec(id);
  if (match === null) return null;
  const low = match[1] === void 0 ? Number.NEGATIVE_INFINITY : Date.parse(match[1]) / 1e3;
  return { low, high: Date.parse(match[2] ?? "") / 1e3 };
}
var CONDITIONS_PER_QUERY = 100;
function keyConditions(schema, properties, keys) {
  const columns = schema.key.flatMap((name) => schema.columns.find((c) => c.name === name) ?? []);
  if (columns.length !== schema.key.length || !columns.every((c) => literal2(c, "") !== null)) return null;
  const each = Math.max(1, Math.floor(CONDITIONS_PER_QUERY / columns.length));
  const chunks = Array.from({ length: Math.ceil(keys.length / each) }, (_, i) => keys.slice(i * each, (i + 1) * each));
  const one = (key) => columns.map((c, i) => `${properties[i]} eq ${literal2(c, key[i] ?? "")}`).join(" and ");
  return chunks.map((chunk) => `(${chunk.map((key) => columns.length === 1 ? one(key) : `(${one(key)})`).join(" or ")})`);
}
function literal2({ duckdbType }, value) {
  if (["UUID", "INTEGER", "BIGINT", "BOOLEAN"].includes(duckdbType)) return value;
  return duckdbType === "VARCHAR" ? `'${value.replaceAll("'", "''")}'` : null;
}

// src/sources/dynamics/plan/time-ranges.ts
var RangeProgress = class {
  low;
  /** Another worker reads the rows from here on. Only a split lowers it. */
  high;
  /** The second of the last row that was handed over; no cut may fall on it or before. */
  front = null;
  /** Rows a second over the last whole page; null before there was one. */
  density = null;
  rows = 0;
  /** Taken over from another. */
  taken;
  #pageFront;
  #pageRows = 0;
  constructor(span, taken) {
    this.low = span.low;
    this.high = span.high;
    this.taken = taken;
    this.#pageFront = span.low;
  }
  /** Rows were handed over; the last one is of the second `front`. */
  advance(front, rows) {
    this.front = Math.max(front, this.front ?? front);
    this.rows += rows;
    this.#pageRows += rows;
  }
  /** A page is complete and another follows. */
  endPage() {
    const front = this.front ?? this.low;
    this.density = this.#pageRows / Math.max(1, front - this.#pageFront);
    this.#pageFront = front;
    this.#pageRows = 0;
  }
  /** A page will be read again from its start. */
  restartPage(rows) {
    this.rows -= rows;
    this.#pageRows -= rows;
  }
};
var CUT_MARGIN = 0.05;
var RangePool = class {
  #pageRows;
  #expected;
  #running = /* @__PURE__ */ new Set();
  /** Spans that their readers gave up, free for any worker. */
  #givenUp = [];
  #newest = null;
  #finishedRows = 0;
  /** The share of its unread rows that a worker keeps when another takes over the rest. */
  #kept = 1 / 2;
  constructor(options) {
    this.#pageRows = options.pageRows;
    this.#expected = options.expectedRows;
  }
  /** The second of the newest row that was read; null where there was none. */
  get newest() {
    return this.#newest;
  }
  start(span, taken = false) {
    const reading = new RangeProgress(span, taken);
    this.#running.add(reading);
    return reading;
  }
  /** A page of this range is complete and another follows. */
  endPage(reading) {
    reading.endPage();
    if (reading.taken) this.#kept = Math.min(this.#kept * 2, 1 / 2);
  }
  finish(reading) {
    this.#running.delete(reading);
    if (reading.front !== null) this.#newest = Math.max(reading.front, this.#newest ?? reading.front);
    this.#finishedRows += reading.rows;
    if (reading.taken && reading.rows < this.#pageRows) this.#kept = Math.max(this.#kept / 2, 1 / 32);
  }
  /**
   * Ends a reading behind the second that it has reached; the rest is read as a range of its own. What is read up to here can then be kept,
   * however long the rest takes: otherwise a range that takes longer than any run would start over each time.
   */
  giveUpRest(reading) {
    const behind = (reading.front ?? reading.low) + 1;
    if (behind >= reading.high) return;
    this.#givenUp.push({ low: behind, high: reading.high });
    reading.high = behind;
  }
  /**
   * What a reading gave up; else takes the upper part of the span that has most left to read. Null where that would save no page. `taken`:
   * taken from a range that is still being read.
   */
  split() {
    const givenUp = this.#givenUp.shift();
    if (givenUp !== void 0) return { ...givenUp, taken: false };
    let best = null;
    for (const reading2 of this.#running) {
      const found = this.#splitPoint(reading2);
      if (found !== null && (best === null || found.rows > best.rows)) best = { reading: reading2, ...found };
    }
    if (best === null) return null;
    const { reading, cut } = best;
    const taken = { low: cut, high: reading.high, taken: true };
    reading.high = cut;
    return taken;
  }
  /**
   * Where to cut so that half of the rows that are thought to be left lie on each side. Within a burst (a third of a table changed in the same
   * 20 seconds) half of the time would be far beyond it: how dense the last page was, and how many rows can be left at most, tell where it ends.
   */
  #splitPoint(reading) {
    const front = reading.front ?? reading.low;
    const lowest = front + 1;
    const highest = reading.high - 1;
    if (lowest > highest) return null;
    const unread = this.#unreadRows();
    if (reading.density === null) {
      if (reading.taken) return null;
      const share = unread === null ? 0 : unread / Math.max(1, this.#running.size);
      return share < 2 * this.#pageRows ? null : { cut: clamp((front + reading.high) / 2, lowest, highest), rows: share };
    }
    const rows = Math.min(reading.density * (reading.high - front), unread ?? Number.POSITIVE_INFINITY);
    const beyond = rows - this.#pageRows;
    if (beyond < this.#pageRows) return null;
    const pages = Math.max(1, Math.round(beyond * this.#kept / this.#pageRows));
    const cut = front + (1 + pages - CUT_MARGIN) * this.#pageRows / reading.density;
    return { cut: clamp(cut, lowest, highest), rows };
  }
  #unreadRows() {
    if (this.#expected === null) return null;
    let read = this.#finishedRows;
    for (const reading of this.#running) read += reading.rows;
    return Math.max(this.#expected - read, 0);
  }
};
function clamp(value, low, high) {
  return Math.round(Math.min(Math.max(value, low), high));
}
function equalSpans({ low, high }, parts) {
  const count = Math.max(1, Math.min(parts, high - low));
  const edges = Array.from({ length: count + 1 }, (_, i) => low + Math.floor((high - low) * i / count));
  return edges.slice(0, -1).map((edge, i) => ({ low: edge, high: edges[i + 1] ?? high }));
}
function gaps({ low, high }, covered) {
  const result = [];
  let from = low;
  for (const span of [...covered].sort((a, b) => a.low - b.low)) {
    if (span.low > from) result.push({ low: from, high: Math.min(span.low, high) });
    from = Math.max(from, span.high);
  }
  if (from < high) result.push({ low: from, high });
  return result.filter((s) => s.low < s.high);
}

// src/sources/dynamics/plan/partitions.ts
function partsOf2(detail, queries) {
  if (detail.kind === "range") return queries.rows(between(queries.cursor, detail.open ? null : detail.low, detail.high));
  if (detail.kind === "tail") return queries.rows(since(queries.cursor, detail.low));
  if (detail.kind === "all") return queries.all();
  if (detail.kind === "changed keys") return queries.anyKeys(since(queries.cursor, detail.low));
  if (detail.kind === "by key") return queries.byKey(detail.condition);
  if (detail.kind === "calculated") return queries.calculated();
  return detail.kind === "keys" ? queries.keys() : null;
}
function rangePartition(context, detail, expectedRows) {
  const { cursor } = context.queries;
  return partition(context, rangeId(cursor, detail.open ? null : detail.low, detail.high), "body", detail, expectedRows);
}
function partition({ set, queries, pageRows }, id, pass, detail, expectedRows = null) {
  const parts = partsOf2(detail, queries);
  const query = parts === null ? `${set}?$select=${queries.keySelect.join(",")} (change tracking)` : shown(set, parts);
  const expectedRequests = expectedRows === null ? null : Math.max(1, Math.ceil(expectedRows / pageRows));
  return { id, pass, query, expectedRows, expectedRequests, detail };
}
function fullPartitions(context, window) {
  const { start, expectedRows, tokenId: tokenId2 } = window;
  const oldest = Math.min(window.oldest ?? start - 1, start - 1);
  const newest = Math.min(window.newest ?? start - 1, start - 1);
  const isLarge = expectedRows !== null && expectedRows > 2 * context.pageRows;
  const spans = gaps({ low: Number.NEGATIVE_INFINITY, high: start }, window.done);
  const details = spans.flatMap((span) => {
    const isOpen = span.low === Number.NEGATIVE_INFINITY;
    const low = Math.max(Math.min(oldest, span.high - 1), span.low);
    const high = Math.min(span.high, Math.max(newest + 1, low + 1));
    const parts = equalSpans({ low, high }, isLarge ? window.parallel : 1);
    return parts.map(
      (part, i) => ({
        kind: "range",
        low: part.low,
        high: i === parts.length - 1 ? span.high : part.high,
        open: isOpen && i === 0,
        taken: false
      })
    );
  });
  const each = expectedRows === null ? null : Math.round(expectedRows / Math.max(1, details.length));
  return [
    ...tokenId2 === null ? [] : [partition(context, tokenId2, "body", { kind: "token" })],
    ...details.map((d) => rangePartition(context, d, each)),
    tailPartition(context, window.tail),
    // What the interrupted import had read may have been deleted since.
    ...window.done.length > 0 ? [keysPartition(context)] : []
  ];
}
function incrementalPartitions(context, window) {
  const { low, start, deletes, findsUnmatched, readsCalculated } = window;
  const from = Math.min(low, start);
  const range = { kind: "range", low, high: start, open: false, taken: false };
  return [
    // First, and the others wait for them: a row that is deleted and then made again is read after its deletion.
    ...deletes === "changes" ? [partition(context, "deletes since the last import", "body", { kind: "changes" })] : [],
    ...findsUnmatched ? [partition(context, `keys changed since ${instant(from)}`, "body", { kind: "changed keys", low: from })] : [],
    ...readsCalculated ? [partition(context, "calculated columns", "body", { kind: "calculated" })] : [],
    ...low < start ? [rangePartition(context, range, null)] : [],
    tailPartition(context, start),
    ...deletes === "keys" ? [keysPartition(context)] : []
  ];
}
function totalPartitions(context, expectedRows) {
  return [partition(context, "all rows", "body", { kind: "all" }, expectedRows)];
}
function keyPartitions(context, schema, keys) {
  const conditions = keyConditions(schema, context.queries.keySelect, keys);
  if (conditions === null) return null;
  return conditions.map((condition, i) => partition(context, `rows by key ${i + 1}`, "sweep", { kind: "by key", condition }));
}
function spanPartition(context, property, { from, to }) {
  const seconds = (edge) => instant(Math.floor(Date.parse(edge) / 1e3));
  const edges = [
    ...from === null ? [] : [`${property} ge ${seconds(from)}`],
    ...to === null ? [] : [`${property} lt ${seconds(to)}`]
  ].join(" and ");
  const condition = from === null && edges !== "" ? `(${edges} or ${property} eq null)` : edges === "" ? "" : `(${edges})`;
  return partition(context, `a range of ${property}`, "body", condition === "" ? { kind: "all" } : { kind: "by key", condition });
}
function tailPartition(context, low) {
  return partition(context, `${context.queries.cursor} from ${instant(low)}, or null`, "tail", { kind: "tail", low });
}
function keysPartition(context) {
  return partition(context, "all keys", "sweep", { kind: "keys" });
}

// src/sources/dynamics/read/range-rows.ts
var RangeRows = class {
  #reading;
  #ranges;
  #cursor;
  #isDue;
  #pageRows = 0;
  /** The second of the page's last row, wanted or not. */
  #front = null;
  #reachedEdge = false;
  /** `isDue`: asked after each page, whether it is time to keep what was read. */
  constructor(reading, ranges, cursor, isDue = () => false) {
    this.#reading = reading;
    this.#ranges = ranges;
    this.#cursor = cursor;
    this.#isDue = isDue;
  }
  begin() {
    this.#reading.restartPage(this.#pageRows);
    this.#pageRows = 0;
    this.#front = null;
    this.#reachedEdge = false;
  }
  take(rows) {
    const last = rows.ends.length - 1;
    if (last < 0) return rows;
    const newest = this.#secondOf(rows, last);
    const oldest = this.#secondOf(rows, 0);
    if (newest < oldest || oldest < (this.#front ?? oldest)) throw outOfOrder(this.#cursor);
    this.#front = newest;
    const kept = newest < this.#reading.high ? rows : this.#below(rows);
    const front = kept === rows ? newest : this.#secondOf(kept, kept.ends.length - 1);
    this.#pageRows += kept.ends.length;
    if (kept.ends.length > 0) this.#reading.advance(front, kept.ends.length);
    return kept;
  }
  end(page) {
    this.#pageRows = 0;
    if (page.next === null || this.#reachedEdge) return false;
    if (this.#isDue()) this.#ranges.giveUpRest(this.#reading);
    this.#ranges.endPage(this.#reading);
    return true;
  }
  #below(rows) {
    this.#reachedEdge = true;
    const count = rows.ends.findIndex((_, i) => this.#secondOf(rows, i) >= this.#reading.high);
    const isSorted = rows.ends.every((_, i) => i < count || this.#secondOf(rows, i) >= this.#reading.high);
    if (!isSorted) throw outOfOrder(this.#cursor);
    return { bytes: rows.bytes.subarray(0, rows.ends[count - 1] ?? 0), ends: rows.ends.slice(0, count) };
  }
  /** Of the row's cursor; whole seconds are exact, since edges are whole ones. */
  #secondOf(rows, index) {
    if (index < 0) return Number.NEGATIVE_INFINITY;
    const text = textOf(rows.bytes, rows.ends[index - 1] ?? 0, rows.ends[index] ?? 0, this.#cursor);
    const millis = Date.parse(text ?? "");
    if (Number.isNaN(millis)) throw new Error(`a row of a window has no ${this.#cursor}`);
    return Math.floor(millis / 1e3);
  }
};
function outOfOrder(cursor) {
  return new HighwaterError(
    "SOURCE_FAILED",
    `Dataverse returned rows out of order: Highwater requested them sorted by ${cursor}.`,
    "The table keeps its previous rows. Run again; if it happens again, report it with this line."
  );
}

// src/sources/dynamics/read/dynamics-import.ts
var DynamicsImport = class {
  resumed;
  partitions;
  /** A virtual table is read in one go and in whatever order its provider has: no row can move meanwhile, so a key met twice is its own. */
  snapshot;
  serviceCount;
  notes = [];
  #input;
  #leading;
  #deltaLink;
  constructor(input) {
    this.#input = input;
    this.resumed = input.resumed;
    this.partitions = input.partitions;
    this.snapshot = input.isVirtual;
    this.#deltaLink = input.deltaLink;
    if (input.serviceCount !== null) this.serviceCount = input.serviceCount;
    this.#leading = new LeadingWork(input.partitions.filter((p) => mustComeFirst(p.detail)).length);
  }
  /** With change tracking complete only when the partitions are read: the token is given at their end. */
  get watermark() {
    const { start, plan, newest, ranges } = this.#input;
    if (start === null || plan.schema.cursor === null) return null;
    const value = newest === null ? start : Math.min(start, Math.max(newest, ranges.newest ?? newest));
    const { kind } = plan.schema.cursor;
    return {
      kind,
      value: fromMicros(BigInt(value) * 1000000n),
      ...this.#deltaLink === null ? {} : { token: this.#deltaLink }
    };
  }
  get requests() {
    return this.#input.meter.requests;
  }
  fetch(keys) {
    return keyPartitions(this.#input.context, this.#input.plan.schema, keys);
  }
  /** Who creates a row may set its time, and nobody changes it later. Whole seconds, as all times of the service. */
  get ranges() {
    const { plan, isVirtual: isVirtual2, context } = this.#input;
    const column = plan.schema.columns.find((c) => c.name === CREATED);
    if (isVirtual2 || column?.select === void 0) return void 0;
    return { column: CREATED, within: (span) => [spanPartition(context, column.select ?? CREATED, span)] };
  }
  split() {
    const span = this.#input.ranges.split();
    if (span === null) return null;
    return rangePartition(this.#input.context, { kind: "range", ...span, open: false }, null);
  }
  async read(partition2, staging, signal) {
    const detail = partition2.detail;
    const meter = { requests: 0, bytes: 0 };
    if (detail.kind === "changed keys")
      return this.#leading.lead(async () => this.#readAll(detail, "filteredOut", staging, signal, meter));
    if (mustComeFirst(detail)) return this.#leading.lead(async () => this.#trackChanges(detail, staging, signal, meter));
    await this.#leading.wait(signal);
    if (detail.kind === "range") return this.#readRange(detail, staging, signal, meter);
    return this.#readAll(detail, CONTENT[detail.kind] ?? "rows", staging, signal, meter);
  }
  async #readAll(detail, content, staging, signal, meter) {
    const rows = await this.#stage(
      new PageStaging(staging, content, detail.kind === "tail"),
      async (staged) => this.#readPages(detail, staged, ALL_ROWS, signal, meter)
    );
    return { rows, ...meter };
  }
  async close() {
  }
  /** Change tracking: the first token of a full sync, or the deletes since the last one. */
  async #trackChanges(detail, staging, signal, meter) {
    const { client, size, plan, context } = this.#input;
    const request = { client, size, subject: plan.ref.name, signal, meter };
    if (detail.kind === "token") {
      this.#deltaLink = await firstDeltaLink(request, `${context.set}?$select=${context.queries.keySelect.join(",")}`);
      return { rows: 0, ...meter };
    }
    const key = plan.schema.columns.find((c) => c.name === plan.schema.key[0])?.load?.wire ?? "";
    try {
      const { rows, link } = await stageChanges(request, this.#deltaLink ?? "", key, staging, writtenAs(plan));
      this.#deltaLink = link;
      return { rows, ...meter };
    } catch (error) {
      throw explainExpiredToken(error, plan.ref.name);
    }
  }
  async #readRange(detail, staging, signal, meter) {
    const { ranges, context } = this.#input;
    const reading = ranges.start(detail, detail.taken);
    try {
      const rows = await this.#stage(
        new PageStaging(staging, "rows"),
        async (staged) => this.#readSpan(detail, reading, staged, signal, meter)
      );
      const covered = reading.high === detail.high ? {} : { covered: rangePartition(context, { ...detail, high: reading.high }, rows) };
      return { rows, ...meter, ...covered };
    } finally {
      ranges.finish(reading);
    }
  }
  /** Where even a small page of a span is too large, its halves are read one after the other. */
  async #readSpan(detail, reading, staged, signal, meter) {
    const { ranges, context, client, plan, tuning } = this.#input;
    if (detail.low >= reading.high && !detail.open) return;
    const from = Date.now();
    const isDue = () => plan.mode === "full" && Date.now() - from >= tuning.rangeMs;
    try {
      await this.#readPages(detail, staged, new RangeRows(reading, ranges, context.queries.cursor, isDue), signal, meter);
    } catch (error) {
      if (!(error instanceof FirstPageTooLarge)) throw error;
      const middle = Math.floor((detail.low + detail.high) / 2);
      if (middle <= detail.low) throw client.explain(error.cause, plan.ref.name);
      await this.#readSpan({ ...detail, high: middle }, reading, staged, signal, meter);
      await this.#readSpan({ ...detail, low: middle, open: false }, reading, staged, signal, meter);
    }
  }
  async #readPages(detail, staged, sink, signal, meter) {
    const { client, size, plan, context, tuning } = this.#input;
    const parts = partsOf2(detail, context.queries);
    if (parts === null) throw new Error(`a ${detail.kind} partition has no query`);
    const hasAnnotations = !KEYS_ONLY.has(detail.kind) && plan.schema.columns.some((c) => c.load?.wire.includes("@"));
    const request = {
      client,
      size,
      prefer: (rows) => preferOf(rows, hasAnnotations),
      subject: plan.ref.name,
      signal,
      meter,
      staged,
      sink,
      required: parts.select,
      key: context.queries.keySelect
    };
    const path = pathOf(context.set, parts, tuning.longestBatchUrl - client.base.length);
    try {
      await readPages(request, client.base + path);
    } catch (error) {
      if (error instanceof FirstPageTooLarge && detail.kind !== "range") throw client.explain(error.cause, plan.ref.name);
      throw withFilterHint(error, plan, parts.select);
    }
  }
  async #stage(staged, work) {
    try {
      await work(staged);
      await staged.finish();
      return staged.total;
    } catch (error) {
      await staged.abandon();
      throw error;
    }
  }
};
var CREATED = "createdon";
var CONTENT = { keys: "present", calculated: "calculated" };
var KEYS_ONLY = /* @__PURE__ */ new Set(["keys", "changed keys"]);
function writtenAs({ options }) {
  return options.where !== void 0 && options.deletes === "ignore" ? "existing" : "written";
}
function mustComeFirst(detail) {
  return detail.kind === "changes" || detail.kind === "token" || detail.kind === "changed keys";
}
var LeadingWork = class {
  #passed;
  #open = () => {
  };
  #refuse = () => {
  };
  #leaders;
  /** `leaders`: how many pieces of work come first; 0: none. */
  constructor(leaders) {
    this.#leaders = leaders;
    this.#passed = leaders > 0 ? new Promise((resolve, reject) => {
      this.#open = resolve;
      this.#refuse = reject;
    }) : Promise.resolve();
    this.#passed.catch(() => {
    });
  }
  async lead(work) {
    try {
      const result = await work();
      if (--this.#leaders === 0) this.#open();
      return result;
    } catch (error) {
      this.#refuse(error);
      throw error;
    }
  }
  /** Throws a leader's error, or the signal's reason. */
  async wait(signal) {
    signal.throwIfAborted();
    let stop = () => {
    };
    const aborted = new Promise((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      await Promise.race([this.#passed, aborted]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
};

// src/sources/dynamics/plan/open-import.ts
var COMMIT_SECONDS = 120;
var TOKEN_ID = "first change-tracking token";
var LONG_AGO = Date.UTC(1900, 0, 1) / 1e3;
var mayLag = (cursor) => cursor !== "modifiedon";
async function openImport(input) {
  const { plan, client, tuning, entity } = input;
  const meter = { requests: 0, bytes: 0 };
  const cursor = plan.schema.cursor?.column ?? "";
  const queries = queriesOf(plan, cursor, { canOrder: !isVirtual(entity), single: isElastic(entity) });
  const context = { set: entity.EntitySetName ?? "", queries, pageRows: tuning.pageRows };
  const base = { plan, client, tuning, context, meter, size: new PageSize(tuning), isVirtual: isVirtual(entity) };
  const ranges = (expectedRows) => new RangePool({ pageRows: tuning.pageRows, expectedRows });
  if (plan.schema.cursor === null) {
    const nothing = { ranges: ranges(null), start: null, newest: null, deltaLink: null, serviceCount: null, resumed: false };
    return new DynamicsImport({ ...base, ...nothing, partitions: totalPartitions(context, null) });
  }
  if (plan.mode === "incremental" && plan.since !== null) {
    const start2 = client.clock;
    const partitions2 = incremental(plan, context, start2);
    return new DynamicsImport({
      ...base,
      ranges: ranges(null),
      start: start2,
      newest: mayLag(cursor) ? secondsOf(plan.since.value) : null,
      partitions: partitions2,
      deltaLink: plan.since.token ?? null,
      serviceCount: null,
      resumed: false
    });
  }
  const resume = resumable(input.resume);
  const bounds = await boundsOf(input, context.set, queries, meter);
  const start = resume === null ? client.clock : secondsOf(resume.watermark.value);
  const partitions = full(input, context, bounds, start, resume?.done ?? []);
  return new DynamicsImport({
    ...base,
    ranges: ranges(bounds.rows),
    start,
    newest: mayLag(cursor) ? bounds.newest ?? LONG_AGO : null,
    partitions,
    deltaLink: null,
    serviceCount: bounds.rows,
    resumed: resume !== null
  });
}
function selectImport({ plan, client, tuning, entity }) {
  const order = { canOrder: !isVirtual(entity), single: isElastic(entity) };
  const queries = queriesOf(plan, plan.schema.cursor?.column ?? "", order);
  const context = { set: entity.EntitySetName ?? "", queries, pageRows: tuning.pageRows };
  return new DynamicsImport({
    plan,
    client,
    tuning,
    context,
    meter: { requests: 0, bytes: 0 },
    size: new PageSize(tuning),
    isVirtual: isVirtual(entity),
    ranges: new RangePool({ pageRows: tuning.pageRows, expectedRows: null }),
    start: null,
    newest: null,
    partitions: [],
    deltaLink: null,
    serviceCount: null,
    resumed: false
  });
}
function incremental(plan, context, start) {
  const before = plan.since === null ? start : secondsOf(plan.since.value);
  const { deletesBy, lookbackSeconds } = plan.options;
  const deletes = deletesBy === "change_tracking" ? "changes" : deletesBy === "keys" ? "keys" : null;
  const findsUnmatched = context.queries.where.length > 0 && deletes !== "keys" && plan.options.deletes !== "ignore";
  const low = Math.max(LONG_AGO, Math.floor(before - lookbackSeconds));
  return incrementalPartitions(context, { low, start, deletes, findsUnmatched, readsCalculated: plan.readsCalculated === true });
}
function full({ plan, parallel }, context, bounds, start, done) {
  return fullPartitions(context, {
    ...bounds,
    expectedRows: bounds.rows,
    start,
    tail: start - Math.min(COMMIT_SECONDS, Math.ceil(plan.options.lookbackSeconds)),
    parallel,
    done: done.flatMap((id) => spanOf(id) ?? []),
    tokenId: plan.schema.cursor?.kind === "token" ? tokenId(done) : null
  });
}
function tokenId(done) {
  const before = done.filter((id) => id.startsWith(TOKEN_ID)).length;
  return before === 0 ? TOKEN_ID : `${TOKEN_ID} (${before + 1})`;
}
function resumable(resume) {
  if (resume === null || resume.watermark === null) return null;
  return { watermark: resume.watermark, done: resume.done };
}
var secondsOf = (timestamp) => Number(toMicros(timestamp) / 1000000n);
async function boundsOf({ plan, client, signal, entity }, set, queries, meter) {
  const { cursor, where } = queries;
  const past = mayLag(cursor) ? [`${cursor} lt ${instant(client.clock)}`] : [];
  const edge = (direction) => {
    const conditions = [...where, `${cursor} ne null`, ...past];
    return `${pathOf(set, { select: [cursor], conditions, order: [`${cursor} ${direction}`] })}&$top=1`;
  };
  const count = `RetrieveTotalRecordCount(EntityNames=['${entity.LogicalName}'])`;
  const paths = [edge("asc"), edge("desc"), ...where.length === 0 ? [count] : []];
  const [oldest, newest, total] = await client.batch(paths, plan.ref.name, signal, { lenient: true, meter });
  return { oldest: edgeOf(oldest, cursor, plan, client), newest: edgeOf(newest, cursor, plan, client), rows: countOf(total) };
}
function edgeOf(answer, cursor, plan, client) {
  if (answer instanceof ServiceFault) throw withFilterHint(client.explain(answer, plan.ref.name), plan, [cursor]);
  const [row] = answer.value;
  const millis = Date.parse(row?.[cursor] ?? "");
  return Number.isNaN(millis) ? null : Math.floor(millis / 1e3);
}
function countOf(answer) {
  const counts = answer?.EntityRecordCountCollection;
  const value = answer instanceof ServiceFault ? void 0 : counts?.Values?.[0];
  return value === void 0 || value < 0 ? null : value;
}

// src/sources/dynamics/describe/user-access.ts
var ENGLISH = 1033;
async function identityOf(client, signal, signedIn = () => void 0) {
  const me = await client.json("WhoAmI", SIGN_IN, signal);
  signedIn();
  const [user, roles, organization, privileges] = await client.batch(
    [
      `systemusers(${me.UserId})?$select=fullname,domainname,applicationid`,
      `systemusers(${me.UserId})/systemuserroles_association?$select=name`,
      `organizations(${me.OrganizationId})?$select=name,languagecode`,
      ownPrivileges(me.UserId)
    ],
    SIGN_IN,
    signal,
    { lenient: true }
  );
  const own = fields(user);
  const org = fields(organization);
  const names = fields(roles).value?.map((r) => r.name) ?? [];
  const facts = [
    ["user id", me.UserId],
    ...own.applicationid ? [["application", own.applicationid]] : [],
    ["organisation", org.name === void 0 ? me.OrganizationId : `${org.name} (${me.OrganizationId})`],
    ["security roles", names.length === 0 ? "not readable" : names.join(", ")]
  ];
  return {
    access: {
      identity: own.fullname ?? own.domainname ?? me.UserId,
      server: `${client.host} (Web API v9.2)`,
      system: me.OrganizationId.toLowerCase(),
      facts
    },
    userId: me.UserId,
    language: Number(org.languagecode ?? ENGLISH),
    privileges: new Privileges(client, me.UserId, privileges)
  };
}
function fields(answer) {
  return answer instanceof ServiceFault || typeof answer !== "object" || answer === null ? {} : answer;
}
async function tableAccess(client, tables, input) {
  return Promise.all(tables.map(async (table) => oneTable(client, table, input)));
}
async function oneTable(client, table, { signal, entity, describe }) {
  const { ref } = table;
  const nothing = { ref, readable: false, rows: null, cursor: null, key: [], hidden: [] };
  try {
    const { EntitySetName: set, PrimaryIdAttribute: id } = await entity(ref.name);
    const schema = await describe(table);
    const [probe, counted, own] = await client.batch(
      [
        `${set}?$select=${id}&$top=1`,
        `RetrieveTotalRecordCount(EntityNames=['${ref.name}'])`,
        // The service's own count does not ask who wants to know; this one does, up to 50,000 rows.
        ...seesAll(schema.visibility) ? [] : [`${set}?$apply=${encodeURIComponent("aggregate($count as n)")}`]
      ],
      ref.name,
      signal,
      { lenient: true }
    );
    if (probe instanceof ServiceFault) throw client.explain(probe, ref.name);
    const { key, cursor, visibility } = schema;
    const total = countOf(counted);
    const seen = seesAll(visibility) ? total : fields(own).value?.[0]?.n ?? null;
    const notes = [...schema.notes, ...hiddenRowsNote(visibility, seen, total)];
    const hidden = notes.flatMap((n) => n.kind === "access" && n.column !== void 0 ? [n.column] : []);
    return { ref, readable: true, rows: seen, cursor: cursor?.column ?? null, key, hidden, notes };
  } catch (error) {
    const { message, hint } = error instanceof HighwaterError ? error : toHighwaterError(error);
    return { ...nothing, problem: { message, hint } };
  }
}
var DEPTHS = {
  Basic: { rank: 1, words: "User" },
  Local: { rank: 2, words: "Business Unit" },
  Deep: { rank: 3, words: "Parent: Child Business Units" },
  Global: { rank: 4, words: "Organization" }
};
var ALL_ROWS2 = DEPTHS.Global?.rank ?? 0;
var privilegesQuery = (table) => `EntityDefinitions(LogicalName='${table}')?$select=LogicalName,Privileges`;
function readPrivilegeOf(answer) {
  const { Privileges: all } = answer;
  return all?.find((p) => p.PrivilegeType === "Read")?.Name ?? null;
}
var ownPrivileges = (userId) => `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`;
var Privileges = class {
  #client;
  #userId;
  #own;
  /** `answer`: what `ownPrivileges` gave, or its fault. */
  constructor(client, userId, answer) {
    this.#client = client;
    this.#userId = userId;
    this.#own = depthsIn(answer);
  }
  /** Null where the service does not say. */
  async visibility(privilege, subject, signal) {
    if (privilege === null || this.#own.size === 0) return null;
    const own = this.#own.get(privilege);
    if (own !== void 0 && own.rank === ALL_ROWS2) return own;
    const names = encodeURIComponent(JSON.stringify([privilege]));
    const path = `systemusers(${this.#userId})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p)?@p=${names}`;
    const [answer] = await this.#client.batch([path], subject, signal, { lenient: true });
    return depthsIn(answer).get(privilege) ?? own ?? null;
  }
};
function depthsIn(answer) {
  const found = /* @__PURE__ */ new Map();
  if (answer instanceof ServiceFault) return found;
  for (const { PrivilegeName: name, Depth: depth } of answer?.RolePrivileges ?? []) {
    const visibility = DEPTHS[depth];
    if (name === void 0 || visibility === void 0) continue;
    if (visibility.rank > (found.get(name)?.rank ?? 0)) found.set(name, visibility);
  }
  return found;
}
var seesAll = (visibility) => visibility === void 0 || visibility.rank >= ALL_ROWS2;
function hiddenRowsNote(visibility, seen, total) {
  if (visibility === void 0 || seesAll(visibility)) return [];
  const numbers = seen === null || total === null || total <= seen ? "" : `: it sees ${seen.toLocaleString("en-US")} of the ${total.toLocaleString("en-US")} rows that Dataverse counts (its count is up to a day old)`;
  return [
    {
      kind: "access",
      message: `rows are hidden: the application user may read this table at the level "${visibility.words}" only, not "Organization"${numbers}; set Read to Organization in its security role to read all rows`
    }
  ];
}

// src/sources/dynamics/tuning.ts
var TUNING = {
  retries: { ...HTTP_RETRIES, attempts: 8, longestRetryAfterMs: 6e5 },
  answerTimeoutMs: 3e5,
  stallTimeoutMs: 12e4,
  pauseMs: 1e4,
  pageRows: 5e3,
  rangeMs: 6e4,
  leastPageRows: 50,
  longestUrl: 32e3,
  longestBatchUrl: 65e3
};

export {
  EntraSignIn,
  ServiceFault,
  faultOf,
  isThrottled,
  NotReadable,
  WebApiTransport,
  WebApiClient,
  headOf,
  LIST,
  columnQueries,
  tableInfo,
  typeOf,
  isVirtual,
  isElastic,
  labelIn,
  picklistOf,
  codeSql,
  columnsOf,
  PageSize,
  whyTokenExpired,
  openImport,
  selectImport,
  identityOf,
  tableAccess,
  privilegesQuery,
  readPrivilegeOf,
  TUNING
};
