import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  signInRefused
} from "./sources-salesforce-connect-sign-in-errors.js";
import {
  eachElement,
  eachMember,
  skipValue
} from "./sources-shared-json-bytes.js";
import {
  RefreshToken,
  SharedSignIn
} from "./sources-shared-sign-in.js";
import {
  ConnectionFailure,
  HttpClient
} from "./runtime-http.js";
import {
  isLoopback
} from "./model-loopback.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  retry,
  retryAfterMs,
  ruleOf
} from "./lib-p-retry.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  __toESM
} from "./shared.js";

// src/sources/salesforce/connect/auth.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var TOKEN_PATH = "/services/oauth2/token";
var JWT_LIFE_SECONDS = 240;
var PASSING = /^(unknown_error|server_error|temporarily_unavailable)$/;
var SalesforceSignIn = class {
  #auth;
  #login;
  #http;
  #context;
  #tuning;
  #shared = new SharedSignIn(async () => this.#signIn());
  #refreshToken;
  /** The service's clock minus this machine's, once known. */
  #clockSkewMs = null;
  constructor(options, context, tuning) {
    this.#auth = options.auth;
    this.#login = new URL(
      "login_url" in options.auth && options.auth.login_url !== void 0 ? options.auth.login_url : options.url
    );
    this.#context = context;
    this.#tuning = tuning;
    this.#refreshToken = options.auth.flow === "refresh_token" ? new RefreshToken(options.auth.refresh_token, context) : null;
    this.#http = new HttpClient({
      origins: [this.#login.origin],
      allow: [{ method: "POST", path: /^\/services\/oauth2\/token$/ }],
      answerTimeoutMs: tuning.answerTimeoutMs,
      stallTimeoutMs: tuning.stallTimeoutMs
    });
  }
  /** The open session; opens one where there is none. */
  async signed() {
    return this.#shared.current();
  }
  /** A session other than the stale one: that which another worker has opened meanwhile, or a new one. */
  async renewed(stale) {
    return this.#shared.replaced(stale);
  }
  async close() {
    await this.#refreshToken?.close();
    this.#http.close();
  }
  async #signIn() {
    const answer = await this.#grant();
    this.#context.mask(answer.access_token);
    const [userId = "", orgId = ""] = answer.id.split("/").reverse();
    const { origin, protocol, hostname } = new URL(answer.instance_url);
    if (protocol !== "https:" && !isLoopback(hostname)) throw notEncrypted(origin);
    const signedInAt = this.#clockSkewMs === null ? null : Date.now() + this.#clockSkewMs;
    return { accessToken: answer.access_token, instanceUrl: origin, userId, orgId, scopes: answer.scope ?? "", signedInAt };
  }
  async #grant() {
    const auth = this.#auth;
    if (auth.flow === "refresh_token") return this.#refresh(auth);
    let answer = await this.#ask(this.#form(auth));
    if ("error" in answer && auth.flow === "jwt_bearer" && Math.abs(this.#clockSkewMs ?? 0) > 3e4)
      answer = await this.#ask(this.#form(auth));
    return this.#granted(answer);
  }
  async #refresh(auth) {
    const signIn = async (token) => {
      const secret = auth.client_secret === void 0 ? {} : { client_secret: auth.client_secret.reveal() };
      const form = { grant_type: "refresh_token", client_id: auth.client_id, ...secret, refresh_token: token };
      const result = this.#granted(await this.#ask(form, new AbortController().signal));
      return { result, replaced: result.refresh_token };
    };
    this.#context.signal.throwIfAborted();
    return this.#refreshToken === null ? (await signIn(auth.refresh_token.reveal())).result : this.#refreshToken.use(signIn);
  }
  #granted(answer) {
    if ("error" in answer) throw signInRefused(this.#login.host, answer);
    return answer;
  }
  #form(auth) {
    const client = { client_id: auth.client_id };
    const secret = "client_secret" in auth && auth.client_secret !== void 0 ? { client_secret: auth.client_secret.reveal() } : {};
    if (auth.flow === "client_credentials") return { grant_type: "client_credentials", ...client, ...secret };
    if (auth.flow === "password") {
      const password = auth.password.reveal() + (auth.security_token?.reveal() ?? "");
      this.#context.mask(password);
      return { grant_type: "password", ...client, ...secret, username: auth.username, password };
    }
    const audience = auth.audience ?? this.#login.origin;
    const expires = Math.floor((Date.now() + (this.#clockSkewMs ?? 0)) / 1e3) + JWT_LIFE_SECONDS;
    return {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: signedAssertion({ iss: auth.client_id, sub: auth.username, aud: audience, exp: expires }, auth.private_key)
    };
  }
  async #ask(form, signal = this.#context.signal) {
    try {
      return await retry(async () => this.#askOnce(new URLSearchParams(form).toString(), signal), {
        policy: this.#tuning.retries,
        signal,
        worthRetrying: (error) => error instanceof ConnectionFailure ? {} : null
      });
    } catch (error) {
      if (!(error instanceof ConnectionFailure)) throw error;
      throw new HighwaterError(
        "SOURCE_UNREACHABLE",
        `Salesforce could not be reached at ${this.#login.host}: ${error.message}.`,
        'Compare `url` with the "Current My Domain URL" that Setup > My Domain shows, and check that this machine can reach it (network, proxy).',
        { cause: error }
      );
    }
  }
  async #askOnce(body, signal) {
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const answer = await this.#http.send({
      method: "POST",
      url: this.#login.origin + TOKEN_PATH,
      headers,
      body,
      signal
    });
    this.#noteClock(answer);
    const text = (await answer.bytes()).toString();
    const parsed = parse(text);
    if (parsed !== null && typeof parsed === "object" && ("access_token" in parsed || "error" in parsed)) {
      if ("error" in parsed && PASSING.test(String(parsed.error))) throw passing(parsed);
      return parsed;
    }
    throw new ConnectionFailure(`the token endpoint answered with status ${answer.status} and no token`);
  }
  #noteClock(answer) {
    const date = Date.parse(answer.headers.date ?? "");
    if (!Number.isNaN(date)) this.#clockSkewMs = date - Date.now();
  }
};
function passing({ error, error_description = "" }) {
  return new ConnectionFailure(
    `the sign-in was answered with "${error}${error_description === "" ? "" : `: ${error_description}`}"`
  );
}
function notEncrypted(origin) {
  return new HighwaterError(
    "SIGN_IN_REFUSED",
    `Salesforce's sign-in returned the address ${origin}, which is not encrypted.`,
    "Check that `url` and `auth.login_url` are your organisation's: Salesforce never returns such an address."
  );
}
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
function signedAssertion(claims, privateKey) {
  const pem = privateKey.reveal().replaceAll("\\n", "\n");
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  try {
    return `${text}.${(0, import_node_crypto.sign)("RSA-SHA256", Buffer.from(text), (0, import_node_crypto.createPrivateKey)(pem)).toString("base64url")}`;
  } catch (error) {
    throw new HighwaterError(
      "SIGN_IN_REFUSED",
      "The private key for signing in to Salesforce could not be read.",
      'The GitHub secret of `private_key` must hold the whole PEM text, from "-----BEGIN PRIVATE KEY-----" to "-----END PRIVATE KEY-----", without a passphrase.',
      { cause: error }
    );
  }
}

// src/sources/salesforce/connect/service-errors.ts
var ServiceFailure = class extends Error {
  status;
  /** Empty where the body was no error list (HTML, nothing). */
  errorCode;
  afterMs;
  constructor(status, errorCode, message, afterMs) {
    super(message);
    this.name = "ServiceFailure";
    this.status = status;
    this.errorCode = errorCode;
    this.afterMs = afterMs;
  }
};
function failureFrom(status, body, afterMs) {
  try {
    const parsed = JSON.parse(body);
    const first = Array.isArray(parsed) ? parsed[0] : parsed;
    if (typeof first?.errorCode === "string") {
      const message = oneLine(String(first.message ?? ""));
      const errorCode = first.errorCode === "API_ERROR" && /^No such column/.test(message) ? "INVALID_FIELD" : first.errorCode;
      return new ServiceFailure(status, errorCode, message, afterMs);
    }
  } catch {
  }
  return new ServiceFailure(status, "", `status ${status} without an explanation`, afterMs);
}
function oneLine(message) {
  const lines = message.split("\n").map((l) => l.trim()).filter((l) => l !== "" && l !== "^" && !l.startsWith("ERROR at Row"));
  return (lines.at(-1) ?? message).slice(0, 500);
}
function isConcurrencyLimit(error) {
  return error.errorCode === "REQUEST_LIMIT_EXCEEDED" && /concurrent/i.test(error.message);
}
var code = (error) => error instanceof ServiceFailure ? error.errorCode : "";
function isTimeout(error) {
  return code(error) === "QUERY_TIMEOUT" || code(error) === "QUERY_TOO_COMPLICATED" || isTooManyPeople(error) || /retried more than fifteen times|query timeout|QUERY_TIMEOUT/i.test(messageOf(error));
}
function isTooManyPeople(error) {
  return code(error) === "OPERATION_TOO_LARGE" || /OPERATION_TOO_LARGE|distinct who\/what/i.test(messageOf(error));
}
function isSchemaError(error) {
  return /^INVALID_(FIELD|TYPE)$/.test(code(error)) && !(error instanceof ServiceFailure && isWrongValue(error));
}
function refusesFilter(error, field) {
  if (!(error instanceof ServiceFailure) || error.status !== 400) return false;
  const said = /field '?([\w.]+)'? can ?not be (?:filtered|sorted)/i.exec(error.message)?.[1];
  return said !== void 0 && said.toLowerCase() === field.toLowerCase();
}
function isMalformed(error) {
  return code(error) === "MALFORMED_QUERY";
}
function isExpiredLocator(error) {
  return code(error) === "INVALID_QUERY_LOCATOR";
}
function isTooLong(error) {
  return error instanceof ServiceFailure && (error.status === 414 || error.status === 431);
}
var BULK_REFUSALS = /not supported by the Bulk API|not supported in Bulk|does not support (bulk )?query|LIMIT_EXCEEDED|ExceededQuota|Bulk API is not enabled/i;
function isBulkRefusal(error) {
  if (!(error instanceof ServiceFailure) || error.errorCode === "REQUEST_LIMIT_EXCEEDED") return false;
  return BULK_REFUSALS.test(`${error.errorCode} ${error.message}`) || ["INVALIDENTITY", "FUNCTIONALITY_NOT_ENABLED", "API_DISABLED_FOR_ORG"].includes(error.errorCode);
}
function isQueryRefusal(error) {
  if (!(error instanceof ServiceFailure) || error.errorCode === "REQUEST_LIMIT_EXCEEDED" || isTimeout(error)) return false;
  return [400, 403, 404, 405].includes(error.status);
}
function isJobLimit(error) {
  return error instanceof ServiceFailure && /LIMIT_EXCEEDED|ExceededQuota/i.test(`${error.errorCode} ${error.message}`);
}
function messageOf(error) {
  return error instanceof Error ? error.message : "";
}
var RESTRICTIONS = /Implementation restriction|must filter|requires? a filter|filter on a reified column|not supported on the \w+ object|does not support query/i;
function isWrongValue(error) {
  return /value of filter criterion|should (not )?be enclosed in quotes/i.test(error.message);
}
function isRestriction(error) {
  return error instanceof ServiceFailure && error.status === 400 && RESTRICTIONS.test(error.message);
}
var RULES = [
  { code: "SERVER_UNAVAILABLE", name: "Server unavailable", action: "wait", meaning: "the service is overloaded" },
  { code: "UNKNOWN_EXCEPTION", name: "Unknown exception", action: "wait", meaning: "the service failed" },
  { code: "UNABLE_TO_LOCK_ROW", name: "Unable to lock row", action: "wait", meaning: "another transaction holds a lock" },
  { code: "API_TEMPORARILY_UNAVAILABLE", name: "API unavailable", action: "wait", meaning: "the API is switched off for now" },
  { code: "QUERY_TIMEOUT", name: "Query timeout", action: "smaller window", meaning: "the query takes too long" },
  { code: 406, name: "Not Acceptable", action: "wait", meaning: "a proxy failed" },
  { code: 408, name: "Request Timeout", action: "wait", meaning: "the request took too long" },
  { code: 420, name: "Edge policy in effect", action: "wait", meaning: "Salesforce's edge is routing requests elsewhere" },
  { code: 425, name: "Too Early", action: "wait", meaning: "the request came too early" },
  { code: 429, name: "Too Many Requests", action: "wait", meaning: "too many requests" },
  { code: 500, name: "Internal Server Error", action: "wait", meaning: "the service failed" },
  { code: 502, name: "Bad Gateway", action: "wait", meaning: "a gateway failed" },
  { code: 503, name: "Service Unavailable", action: "wait", meaning: "the service is unavailable" },
  { code: 504, name: "Gateway Timeout", action: "wait", meaning: "a gateway did not get an answer in time" }
];
function worthRetrying(error) {
  if (error instanceof ConnectionFailure) return {};
  if (!(error instanceof ServiceFailure)) return null;
  const rule = ruleOf(RULES, { code: error.errorCode, status: error.status });
  const isTransient = rule?.action === "wait" || isConcurrencyLimit(error) || error.errorCode === "" && error.status < 400;
  if (!isTransient) return null;
  return error.afterMs === void 0 ? {} : { afterMs: error.afterMs };
}

// src/sources/salesforce/connect/client.ts
var READING = [
  { method: "GET", path: /^\/(services\/data|id\/)/ },
  { method: "POST", path: /^\/services\/data\/v[\d.]+\/(jobs\/query|composite)$/ },
  { method: "PATCH", path: /^\/services\/data\/v[\d.]+\/jobs\/query\/\w+$/ },
  { method: "DELETE", path: /^\/services\/data\/v[\d.]+\/jobs\/query\/\w+$/ }
];
var MAX_HEAD_BYTES = 15800;
var Client = class {
  #session;
  #context;
  #tuning;
  #allow;
  #http = null;
  #origin = "";
  #requests = 0;
  /** Sent and not answered yet: several workers share one budget. */
  #underway = 0;
  /** Sent and never answered (a cut connection, a stop): the service may have counted them. */
  #unanswered = 0;
  #daily = null;
  #date = 0;
  /** Set by `connect`: `/services/data/v64.0`. */
  base = "";
  /** `allow`: the requests that this client may send; without it, those that read. */
  constructor(session, context, tuning, allow = READING) {
    this.#session = session;
    this.#context = context;
    this.#tuning = tuning;
    this.#allow = allow;
  }
  /** Calls that counted against the daily limit. */
  get requests() {
    return this.#requests;
  }
  get daily() {
    return this.#daily;
  }
  /** The service's own clock as its last answer gave it, milliseconds since 1970, whole seconds; never later than now. */
  get clock() {
    return this.#date;
  }
  /** Whether a GET of this path stays under the service's limit for URI and headers. */
  async fits(path) {
    const { accessToken } = await this.#session.signed();
    return path.length + accessToken.length + 400 <= MAX_HEAD_BYTES;
  }
  async json(call) {
    return JSON.parse((await this.bytes(call)).body.toString());
  }
  /** The whole answer, decompressed; tried again as often as it is worth it. Statuses other than 2xx and 304 are errors. */
  async bytes(call) {
    return this.retrying(call.signal, async () => this.attempt(call));
  }
  /** The same, tried once. */
  async attempt(call) {
    const answer = await this.once(call);
    const body = await answer.bytes();
    if (answer.status === 200 && !isWhole(body, answer.headers["content-type"] ?? "")) throw failureFrom(200, "");
    return { status: answer.status, headers: answer.headers, body };
  }
  async retrying(signal, work) {
    return retry(work, { policy: this.#tuning.retries, signal, worthRetrying });
  }
  /** One attempt; its body is still to be read. A session that has ended is opened again, once. */
  async once(call) {
    const signed = await this.#session.signed();
    const first = await this.#send(call, signed);
    if (first.status !== 401) return this.#checked(first);
    await first.bytes();
    const second = await this.#send(call, await this.#session.renewed(signed));
    if (second.status !== 401) return this.#checked(second);
    throw new HighwaterError(
      "SESSION_REFUSED",
      `Salesforce opened a session and then refused it: ${failureFrom(401, (await second.bytes()).toString()).message}.`,
      `Check Setup > Session Settings ("Lock sessions to the IP address from which they originated"), the login IP ranges of the user's profile, and that the app's scopes include "Manage user data via APIs (api)".`
    );
  }
  close() {
    this.#http?.close();
  }
  async #send({ method = "GET", path, headers, body, content, meter, signal }, signed) {
    this.#withinBudget();
    this.#underway++;
    try {
      const answer = await this.#connection(signed).send({
        method,
        url: new URL(path, signed.instanceUrl).href,
        headers: {
          authorization: `Bearer ${signed.accessToken}`,
          accept: "application/json, text/csv",
          "accept-encoding": "gzip",
          "user-agent": "highwater",
          ...body === void 0 ? {} : { "content-type": "application/json; charset=UTF-8" },
          ...headers
        },
        ...content !== void 0 ? { body: content } : body === void 0 ? {} : { body: JSON.stringify(body) },
        signal
      });
      this.#note(answer, meter, path);
      return answer;
    } catch (error) {
      this.#unanswered++;
      throw error;
    } finally {
      this.#underway--;
    }
  }
  #connection({ instanceUrl }) {
    if (this.#http !== null && this.#origin === instanceUrl) return this.#http;
    this.#http?.close();
    this.#origin = instanceUrl;
    const { answerTimeoutMs, stallTimeoutMs } = this.#tuning;
    this.#http = new HttpClient({ origins: [instanceUrl], allow: this.#allow, answerTimeoutMs, stallTimeoutMs });
    return this.#http;
  }
  #note({ headers, status }, meter, path) {
    const date = Date.parse(headers.date ?? "");
    if (!Number.isNaN(date)) this.#date = date;
    const usage = /api-usage=(\d+)\/(\d+)/.exec(headers["sforce-limit-info"] ?? "");
    if (usage !== null) this.#daily = { used: Number(usage[1]), limit: Number(usage[2]) };
    if (status === 401 || path === "/services/data/") return;
    this.#requests++;
    meter.requests++;
  }
  async #checked(answer) {
    if (answer.status >= 200 && answer.status < 300 || answer.status === 304) return answer;
    const body = (await answer.bytes()).toString();
    throw failureFrom(answer.status, body, retryAfterMs(answer.headers["retry-after"], answer.headers.date));
  }
  #withinBudget() {
    if (this.#daily === null) return;
    const allowed = Math.floor(this.#daily.limit * this.#context.apiBudget);
    if (this.#requests + this.#underway + this.#unanswered < allowed) return;
    const percent = Math.round(this.#context.apiBudget * 1e3) / 10;
    throw new HighwaterError(
      "API_BUDGET_REACHED",
      `This run has made the ${allowed} API calls that it may make: ${percent}% of the organisation's ${this.#daily.limit} in 24 hours.`,
      "Committed rows are kept, and the next run continues from there. Raise run.api_budget, sync fewer tables, or run less often."
    );
  }
};
function isWhole(body, type) {
  if (!/json/.test(type)) return /csv/.test(type);
  const text = body.toString("latin1", 0, 16).trimStart() + body.toString("latin1", Math.max(0, body.length - 16)).trimEnd();
  return /^\{[\s\S]*\}$|^\[[\s\S]*\]$/.test(text);
}
function isNotFound(error) {
  return error instanceof ServiceFailure && error.status === 404;
}

// src/sources/salesforce/connect/error-advice.ts
var TABLE = {
  REQUEST_LIMIT_EXCEEDED: [
    "API_LIMIT_REACHED",
    (table) => `${table}: the organisation has used up its API calls of the last 24 hours.`,
    "The limit counts the last 24 hours, so calls come back hour by hour (Setup > Company Information shows them). Committed rows are kept, and the next run continues from there. Run less often, or lower run.api_budget so that others keep their share."
  ],
  INVALID_FIELD: [
    "SCHEMA_CHANGED",
    (table, words) => `${table}: Salesforce no longer knows a field of the query, or hides it from this user: ${words}`,
    "If a `where` names the field, correct it there; if the field exists, grant it to the user (permission set > Object Settings > Field Permissions > Read Access)."
  ],
  INVALID_TYPE: [
    "TABLE_NOT_READABLE",
    (table, words) => `${table}: Salesforce does not know this object, or hides it from this user: ${words}`,
    'If it exists, grant the user "Read" on the object (permission set > Object Settings); `View All Records` makes all rows visible.'
  ],
  INVALID_TYPE_FOR_OPERATION: [
    "TABLE_NOT_READABLE",
    (table) => `${table}: Salesforce does not allow queries of this object.`,
    "Leave it out of `tables`."
  ],
  INSUFFICIENT_ACCESS: [
    "TABLE_NOT_READABLE",
    (table, words) => `${table}: the user may not read this object: ${words}`,
    'Grant the user "Read" and "View All Records" on the object (permission set > Object Settings).'
  ],
  MALFORMED_QUERY: [
    "QUERY_REFUSED",
    (table, words) => `${table}: Salesforce refused the query: ${words}`,
    "Check the table's `where`: Developer Console > Query Editor shows whether Salesforce accepts it."
  ],
  QUERY_TIMEOUT: [
    "QUERY_REFUSED",
    (table) => `${table}: the query takes Salesforce too long, even for the smallest window.`,
    "Simplify the `where` of the table: conditions on indexed fields are quick; negations, leading % and formula fields are not."
  ],
  API_DISABLED_FOR_ORG: [
    "TABLE_NOT_READABLE",
    () => "The organisation or the user has no access to the API.",
    'Give the user the permission "API Enabled" (permission set > System Permissions). Professional Edition needs API access as an add-on.'
  ]
};
var CONCURRENT = [
  "API_LIMIT_REACHED",
  (table, words) => `${table}: Salesforce refuses more long requests at the same time: ${words}`,
  "Highwater waited and tried again. Run when fewer other programs use the API (a Salesforce organisation takes 25 requests of more than 20 seconds at a time, a sandbox or Developer Edition 5), or lower run.parallel."
];
var WRONG_VALUE = [
  "QUERY_REFUSED",
  (table, words) => `${table}: a value in the \`where\` does not fit its field: ${words}`,
  "Write dates, times, numbers and true/false without quotes (CreatedDate >= 2026-01-01T00:00:00Z, Birthdate > 1990-01-31, Amount > 1000, IsActive = true), and texts in single quotes (Name = 'Acme')."
];
var TOO_MANY_PEOPLE = [
  "QUERY_REFUSED",
  (table, words) => `${table}: the rows belong to too many people and records for Salesforce, even in the smallest window: ${words}`,
  'Give the user "View All Data" (permission set > System Permissions): Salesforce then needs no check of each record. Or narrow the `where` of the table.'
];
var RESTRICTED = [
  "TABLE_NOT_READABLE",
  (table, words) => `${table}: Salesforce does not return all rows of this object: ${words}`,
  "Give it a `where` of the form that these words ask for, if they do (Knowledge__kav: `where: PublishStatus = 'Online'`). Otherwise leave it out of `tables`, or under a glob name it in `exclude`. The files of records (ContentDocumentLink, ContentDocument) come with `files: true` on the table that they belong to."
];
function explain(error, table) {
  if (error instanceof ConnectionFailure) {
    return new HighwaterError(
      "SOURCE_UNREACHABLE",
      `${table}: the connection to Salesforce failed: ${error.message}.`,
      "Highwater tried several times. Run again; status.salesforce.com reports outages.",
      { cause: error }
    );
  }
  if (error instanceof SyntaxError) return unreadable(error, table);
  if (!(error instanceof ServiceFailure)) return error;
  const words = wordsFor(error);
  if (words !== void 0) {
    const [highwaterCode, message, hint] = words;
    const isWithheld = highwaterCode === "TABLE_NOT_READABLE" && error.errorCode !== "API_DISABLED_FOR_ORG";
    return new HighwaterError(highwaterCode, message(table, error.message), hint, {
      cause: error,
      ...isWithheld ? { family: "withheld" } : {}
    });
  }
  const said = error.errorCode === "" ? error.message : `${error.errorCode}: ${error.message}`;
  return new HighwaterError(
    "SOURCE_FAILED",
    `${table}: Salesforce answered ${said.replace(/\.?$/, ".")}`,
    "Run again; if it happens again, the message is Salesforce's own: search for it in Salesforce Help. status.salesforce.com reports outages.",
    { cause: error }
  );
}
function wordsFor(error) {
  if (isRestriction(error)) return RESTRICTED;
  if (isConcurrencyLimit(error)) return CONCURRENT;
  if (isWrongValue(error)) return WRONG_VALUE;
  return isTooManyPeople(error) ? TOO_MANY_PEOPLE : TABLE[error.errorCode];
}
function unreadable(cause, table) {
  return new HighwaterError(
    "DATA_UNREADABLE",
    `${table}: Salesforce's answer can't be read: it is cut off or is not JSON.`,
    "The table keeps its previous rows and watermark. Run again; if it happens again, check whether a proxy changes the answers.",
    { cause, family: "restart" }
  );
}

// src/sources/salesforce/connect/organisation.ts
var ORGANISATION = /^00D(\w{12}|\w{15})$/;
var SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
var WEEK = 7 * 24 * 3600 * 1e3;
async function chooseVersion(client, memory, configured, meter, signal) {
  if (configured !== void 0) return configured.replace(/^v/, "").replace(/^(\d+)$/, "$1.0");
  const known = memory.version;
  if (known !== null && Math.abs(Date.now() - known.readAt) < WEEK) return known.value;
  const newest = (await offered(client, meter, signal)).at(-1) ?? "0";
  memory.version = { value: newest, readAt: Date.now() };
  return newest;
}
async function offered(client, meter, signal) {
  const versions = await client.json({ path: "/services/data/", meter, signal });
  return versions.map((v) => v.version).sort((a, b) => Number(a) - Number(b));
}
async function noSuchVersion(source, configured, client, meter, signal) {
  const versions = await offered(client, meter, signal);
  return new HighwaterError(
    "SOURCE_FAILED",
    `${source}: the organisation has no API version ${configured}.`,
    `Leave \`api_version\` out, then its newest is used; or set one from ${versions[0]} to ${versions.at(-1)}.`,
    { path: ["sources", source, "api_version"] }
  );
}
async function userName(client, memory, { userId, orgId }, meter, signal) {
  const known = memory.identity(userId);
  if (known !== null) return known.username;
  try {
    const { username } = await client.json({ path: `/id/${orgId}/${userId}`, meter, signal });
    memory.setIdentity(userId, { username });
    return username;
  } catch {
    signal.throwIfAborted();
    return userId;
  }
}
function accessOf(signed, username, version) {
  const { instanceUrl, orgId, userId, scopes, signedInAt } = signed;
  return {
    identity: username,
    // A sandbox that is refreshed keeps its address and gets another Id: https://help.salesforce.com/s/articleView?id=platform.data_sandbox_servers_and_ids.htm
    ...ORGANISATION.test(orgId) ? { system: withSuffix(orgId) } : {},
    server: `${new URL(instanceUrl).host}, API ${version}`,
    facts: [
      ["organisation", orgId],
      ["user", userId],
      ["scopes", scopes === "" ? "not reported" : scopes],
      ["API version", version]
    ],
    ...signedInAt === null ? {} : { clock: new Date(signedInAt).toISOString() }
  };
}
function withSuffix(id) {
  if (id.length !== 15) return id;
  const capitals = (part) => [...part].reduce((sum, c, i) => sum + (/[A-Z]/.test(c) ? 1 << i : 0), 0);
  return id + [0, 5, 10].map((from) => SUFFIX[capitals(id.slice(from, from + 5))]).join("");
}
var NAMES_A_CALL = 100;
async function recordCounts(client, objects, meter, signal) {
  const counts = /* @__PURE__ */ new Map();
  for (let at = 0; at < objects.length; at += NAMES_A_CALL) {
    const names = objects.slice(at, at + NAMES_A_CALL).map(encodeURIComponent).join(",");
    try {
      const answer = await client.json({
        path: `${client.base}/limits/recordCount?sObjects=${names}`,
        meter,
        signal
      });
      for (const { name, count } of answer.sObjects) if (count >= 0) counts.set(name, count);
    } catch (error) {
      signal.throwIfAborted();
      if (isLimit(error)) throw error;
    }
  }
  return counts;
}
function isLimit(error) {
  return error instanceof HighwaterError && error.family === "source unusable";
}
var LIMITS = [
  ["DailyBulkV2QueryJobs", "Bulk query jobs in 24 hours"],
  ["DailyBulkV2QueryFileStorageMB", "Bulk results in 24 hours (MB)"]
];
async function dailyLimits(client, meter, signal) {
  let limits;
  try {
    limits = await client.json({ path: `${client.base}/limits/`, meter, signal });
  } catch (error) {
    if (error instanceof ServiceFailure && [403, 404].includes(error.status) && error.errorCode !== "REQUEST_LIMIT_EXCEEDED")
      return [];
    throw error;
  }
  return LIMITS.flatMap(([key, name]) => {
    const found = limits[key];
    return found === void 0 ? [] : [{ name, used: found.Max - found.Remaining, limit: found.Max }];
  });
}

// src/sources/salesforce/describe/metadata-cache.ts
var MetadataCache = class {
  #memory;
  #scope = "";
  constructor(memory) {
    this.#memory = memory;
  }
  /** Call once the user and the version are known. */
  scope(orgId, userId, version) {
    this.#scope = `${orgId}/${userId}/${version}/`;
  }
  get version() {
    return this.#read("version");
  }
  set version(value) {
    this.#write("version", value);
  }
  identity(userId) {
    return this.#read(`identity/${userId}`);
  }
  setIdentity(userId, identity) {
    this.#write(`identity/${userId}`, identity);
  }
  get global() {
    return this.#read(`${this.#scope}global`);
  }
  set global(kept) {
    this.#write(`${this.#scope}global`, kept);
  }
  object(name) {
    return this.#read(`${this.#scope}described/${name}`);
  }
  setObject(name, kept) {
    this.#write(`${this.#scope}described/${name}`, kept);
    const former = `${this.#scope}object/${name}`;
    if (this.#memory.get(former)) this.#memory.set(former, "");
  }
  /** Of which objects this user sees all records; see visibility.ts. */
  get seen() {
    return this.#read(`${this.#scope}seen`);
  }
  set seen(kept) {
    this.#write(`${this.#scope}seen`, kept);
  }
  /** Why Bulk does not take an object, as far as known; asked again with the next API version. */
  bulkRefusal(name) {
    return this.#read(`${this.#scope}bulk/${name}`);
  }
  setBulkRefusal(name, why) {
    this.#write(`${this.#scope}bulk/${name}`, why);
  }
  /** When Salesforce last could not count an object's rows at once, milliseconds since 1970; null: it could. */
  tooLargeToCount(name) {
    return this.#read(`uncounted/${name}`);
  }
  setTooLargeToCount(name, at) {
    this.#write(`uncounted/${name}`, at);
  }
  /** Described as filterable, and refused when a query filters by it. */
  isUnfilterable(object, field) {
    return this.#read(`${this.#scope}unfilterable/${object}.${field}`) === true;
  }
  setUnfilterable(object, field) {
    this.#write(`${this.#scope}unfilterable/${object}.${field}`, true);
  }
  width(object, field) {
    return this.#read(`width/${object}.${field}`) ?? 0;
  }
  setWidth(object, field, width) {
    this.#write(`width/${object}.${field}`, width);
  }
  #read(key) {
    const text = this.#memory.get(key);
    if (text === void 0 || text === "") return null;
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
  #write(key, value) {
    this.#memory.set(key, value === null ? "" : JSON.stringify(value));
  }
};

// src/sources/salesforce/connect/composite.ts
var QUERIES_A_CALL = 5;
async function composite(client, parts, meter, signal) {
  return client.retrying(signal, async () => compositeOnce(client, parts, meter, signal));
}
async function compositeOnce(client, parts, meter, signal) {
  const compositeRequest = parts.map(({ path, headers }, i) => ({
    method: "GET",
    url: path,
    referenceId: `part${i}`,
    ...headers === void 0 ? {} : { httpHeaders: headers }
  }));
  const body = { allOrNone: false, collateSubrequests: false, compositeRequest };
  const answer = await client.attempt({ method: "POST", path: `${client.base}/composite`, body, meter, signal });
  const answers = partsOf(answer.body);
  if (answers.length === parts.length && answers.every((a, i) => a.referenceId === `part${i}`)) return answers;
  throw new ConnectionFailure("the answer does not hold the requested parts");
}
function partsOf(bytes) {
  const answers = [];
  eachMember(bytes, 0, (name, from) => {
    if (name !== "compositeResponse") return skipValue(bytes, from);
    return eachElement(bytes, from, (element) => {
      const { answer, to } = partOf(bytes, element);
      answers.push(answer);
      return to;
    });
  });
  return answers;
}
function partOf(bytes, at) {
  const part = {};
  const to = eachMember(bytes, at, (name, from) => {
    const end = skipValue(bytes, from);
    part[name] = bytes.subarray(from, end);
    return end;
  });
  const answer = {
    referenceId: JSON.parse(part.referenceId?.toString() ?? '""'),
    status: Number(part.httpStatusCode?.toString() ?? 0),
    headers: JSON.parse(part.httpHeaders?.toString() ?? "{}"),
    body: part.body ?? Buffer.alloc(0)
  };
  return { answer, to };
}

export {
  SalesforceSignIn,
  ServiceFailure,
  failureFrom,
  isConcurrencyLimit,
  isTimeout,
  isSchemaError,
  refusesFilter,
  isMalformed,
  isExpiredLocator,
  isTooLong,
  isBulkRefusal,
  isQueryRefusal,
  isJobLimit,
  isRestriction,
  worthRetrying,
  Client,
  isNotFound,
  explain,
  chooseVersion,
  noSuchVersion,
  userName,
  accessOf,
  recordCounts,
  isLimit,
  dailyLimits,
  MetadataCache,
  QUERIES_A_CALL,
  composite,
  compositeOnce
};
