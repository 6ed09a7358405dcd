import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_src4 as require_src
} from "./lib-bignumber.js";
import "./lib-jwa.js";
import {
  ConnectionFailure,
  HttpClient
} from "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import {
  safeEndpoint
} from "./objects-endpoint.js";
import {
  DriverFailure,
  connectionFailure,
  failureOfStatus,
  showAddress
} from "./objects-store-address.js";
import "./model-loopback.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import "./model-errors.js";
import {
  retryAfterMs
} from "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import {
  require_node_stream
} from "./builtins-node-stream.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_fs
} from "./builtins-node-fs.js";
import "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/objects/gcs-driver.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);

// src/objects/gcs-client.ts
var import_node_stream = __toESM(require_node_stream(), 1);
var import_google_auth_library = __toESM(require_src(), 1);
var SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
var STALL_MS = 6e4;
function gcsClient(address, env) {
  const emulator = env.STORAGE_EMULATOR_HOST;
  const origin = originOf(env);
  const bearer = emulator ? null : bearerOf(env);
  const bucket = encodeURIComponent(address.container).replaceAll(".", "\\.");
  const path = new RegExp(`^(/upload)?/storage/v1/b/${bucket}/o(/[^/]+)?$`);
  const http = new HttpClient({
    origins: [origin],
    allow: ["GET", "POST", "PUT", "DELETE"].map((method) => ({ method, path })),
    answerTimeoutMs: STALL_MS,
    stallTimeoutMs: STALL_MS
  });
  const send = async ({ method, url, headers, body, signal, expected }) => {
    const authorization = bearer === null ? {} : { authorization: `Bearer ${await bearer()}` };
    const upload = body === void 0 ? {} : { body: { bytes: body.length, open: () => import_node_stream.Readable.from([body]) } };
    try {
      const answer = await http.send({ method, url, headers: { ...headers, ...authorization }, ...upload, signal });
      const content = await answer.bytes();
      if (expected.includes(answer.status)) return { status: answer.status, headers: answer.headers, body: content };
      const after = retryAfterMs(answer.headers["retry-after"], answer.headers.date);
      throw gcsRefusal(answer.status, content, after);
    } catch (error) {
      throw error instanceof ConnectionFailure ? connectionFailure(error) : error;
    }
  };
  return { send, origin, close: () => http.close() };
}
function originOf(env) {
  const emulator = env.STORAGE_EMULATOR_HOST;
  if (emulator) return safeEndpoint(emulator.includes("://") ? emulator : `http://${emulator}`, "STORAGE_EMULATOR_HOST").origin;
  const variable = "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE";
  return env[variable] ? safeEndpoint(env[variable], variable).origin : "https://storage.googleapis.com";
}
function bearerOf({ GOOGLE_APPLICATION_CREDENTIALS: keyFilename }) {
  const auth = new import_google_auth_library.GoogleAuth({ scopes: [SCOPE], ...keyFilename ? { keyFilename } : {} });
  let client;
  return async () => {
    try {
      client ??= auth.getClient();
      const { token } = await (await client).getAccessToken();
      if (token) return token;
    } catch (error) {
      client = void 0;
      throw signInFailure(error);
    }
    throw signInFailure(void 0);
  };
}
var LIMITS = /* @__PURE__ */ new Set(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "backendError"]);
var BILLING = /* @__PURE__ */ new Set(["accountDisabled", "billingNotEnabled", "userProjectAccountProblem"]);
function gcsRefusal(status, body, afterMs) {
  const { message = "", errors } = errorOf(body);
  const reason = errors?.[0]?.reason ?? "";
  if (LIMITS.has(reason))
    return new DriverFailure(`${reason} (${status})`, {
      problem: "busy",
      transient: true,
      ...afterMs === void 0 ? {} : { afterMs }
    });
  if (status === 401) return refused("the sign-in is not valid, or has expired (401)", SIGN_IN);
  if (BILLING.has(reason)) return refused(`the project does not serve requests: ${reason}`, "Check its billing account.");
  const [permission] = /storage\.\w+\.\w+/.exec(message) ?? [];
  if (status === 403)
    return refused(
      `the identity that signed in lacks ${permission ?? "a permission"} (${reason || 403})`,
      "Give it the role Storage Object User (roles/storage.objectUser) on the bucket."
    );
  return failureOfStatus(status, reason || message.split("\n")[0]?.slice(0, 200) || "the request failed", void 0, afterMs);
}
function errorOf(body) {
  try {
    const { error } = JSON.parse(body.toString());
    return error ?? {};
  } catch {
    return {};
  }
}
var SIGN_IN = "Sign in before this step (google-github-actions/auth with workload_identity_provider), or set GOOGLE_APPLICATION_CREDENTIALS.";
function signInFailure(error) {
  const { status, code, response } = error ?? {};
  const said = response?.data?.error;
  if (typeof status === "number" || said !== void 0) {
    const transient = typeof status === "number" && (status >= 500 || status === 429);
    const words = typeof said === "string" && /^[\w-]{1,60}$/.test(said) ? said : String(status ?? "no status");
    const hint = "Check the workload identity provider: its attribute condition must let this repository in, and the service account must grant it roles/iam.workloadIdentityUser.";
    return new DriverFailure(`Google refused the sign-in (${words})`, { problem: "refused", transient, hint, cause: error });
  }
  if (typeof code === "string" && /^E[A-Z]+$/.test(code) && code !== "ENOENT") return connectionFailure(error);
  return refused("this step is not signed in to Google Cloud", SIGN_IN, error);
}
function refused(message, hint, cause) {
  return new DriverFailure(message, { problem: "refused", transient: false, hint, cause });
}

// src/objects/gcs-resumable.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises = __toESM(require_promises(), 1);
var GCS_PIECE = 8 * 1024 * 1024;
var ATTEMPTS = 3;
async function resumableUpload({ send, url, facts, file, signal }) {
  const handle = await (0, import_promises.open)(file, "r");
  try {
    const { size } = await handle.stat();
    const body = Buffer.from(JSON.stringify({ ...facts, md5Hash: await md5Of(file) }));
    const headers = { "content-type": "application/json; charset=UTF-8", "x-upload-content-length": String(size) };
    const begun = await send({ method: "POST", url, headers, body, signal, expected: [200, 404, 412] });
    if (begun.status !== 200) return begun;
    const session = begun.headers.location;
    if (session === void 0) throw broken("the store gave no address for the upload");
    return await sendPieces({ send, session, handle, size, signal });
  } finally {
    await handle.close();
  }
}
async function sendPieces(upload) {
  let from = 0;
  let asking = false;
  let failures = 0;
  for (; ; ) {
    try {
      const answer = asking ? await whereItStopped(upload) : await sendPiece(upload, from);
      if (answer.status !== 308) return answer;
      const reached = reachedBy(answer);
      if (reached > from) failures = 0;
      else if (!asking) throw broken("nothing of a piece arrived");
      from = reached;
      asking = false;
    } catch (error) {
      if (!(error instanceof DriverFailure) || !error.transient || ++failures >= ATTEMPTS) throw error;
      asking = true;
    }
  }
}
async function sendPiece({ send, session, handle, size, signal }, from) {
  const body = Buffer.alloc(Math.min(GCS_PIECE, size - from));
  const { bytesRead } = await handle.read(body, 0, body.length, from);
  if (bytesRead !== body.length) throw new Error("the file changed while it was being uploaded");
  const headers = { "content-range": `bytes ${from}-${from + body.length - 1}/${size}` };
  return asked(send, { session, headers, body, signal });
}
async function whereItStopped({ send, session, size, signal }) {
  return asked(send, { session, headers: { "content-range": `bytes */${size}` }, body: Buffer.of(), signal });
}
async function asked(send, request) {
  const { session: url, ...rest } = request;
  const answer = await send({ method: "PUT", url, ...rest, expected: [200, 201, 308, 404, 410, 412] });
  if (answer.status === 404 || answer.status === 410) throw broken(`the upload was given up (${answer.status})`);
  return answer.status === 201 ? { ...answer, status: 200 } : answer;
}
function reachedBy({ headers }) {
  const [, last] = /^bytes=0-(\d+)$/.exec(headers.range ?? "") ?? [];
  return last === void 0 ? 0 : Number(last) + 1;
}
async function md5Of(file) {
  const hash = (0, import_node_crypto.createHash)("md5");
  for await (const chunk of (0, import_node_fs.createReadStream)(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest("base64");
}
function broken(why) {
  return new DriverFailure(why, { problem: "busy", transient: true });
}

// src/objects/gcs-driver.ts
var MARK = "highwater-write";
function gcsDriver(address, env) {
  const { send, close, origin } = gcsClient(address, env);
  const full = (key) => address.prefix === "" ? key : `${address.prefix}/${key}`;
  const objects = `${origin}/storage/v1/b/${encodeURIComponent(address.container)}/o`;
  const uploads = `${origin}/upload/storage/v1/b/${encodeURIComponent(address.container)}/o`;
  const at = (key) => `${objects}/${encodeURIComponent(full(key))}`;
  const requireBucket = onceDone(async (signal) => {
    const { status } = await send({ method: "GET", url: `${objects}?maxResults=1`, signal, expected: [200, 404] });
    if (status === 404) throw noBucket();
  });
  return {
    address: showAddress(address),
    largestWrite: GCS_PIECE,
    async read(key, range, signal) {
      const headers = range === null ? {} : { range: `bytes=${range.start}-${range.end - 1}` };
      const answer = await send({ method: "GET", url: `${at(key)}?alt=media`, headers, signal, expected: [200, 206, 404] });
      if (answer.status !== 404) return checkedBody(answer, range);
      await requireBucket(signal);
      return null;
    },
    async look(key, signal) {
      const { status, body } = await send({ method: "GET", url: at(key), signal, expected: [200, 404] });
      if (status === 404) {
        await requireBucket(signal);
        return null;
      }
      const found = JSON.parse(body.toString());
      return { ...factsOf(found, key), tag: found.generation, mark: found.metadata?.[MARK] ?? "" };
    },
    async list(prefix, from, signal) {
      const query = new URLSearchParams({ prefix: full(prefix), ...from === null ? {} : { pageToken: from } });
      const { status, body } = await send({ method: "GET", url: `${objects}?${query}`, signal, expected: [200, 404] });
      if (status === 404) throw noBucket();
      const { items = [], nextPageToken } = JSON.parse(body.toString());
      return { objects: items.map((item) => factsOf(item, item.name.slice(full("").length))), next: nextPageToken ?? null };
    },
    async write(key, content, { condition, mark, signal }) {
      const facts = { name: full(key), metadata: { [MARK]: mark }, md5Hash: md5(content) };
      const { headers, body } = related(facts, content);
      const url = `${uploads}?uploadType=multipart&${queryOf(condition)}`;
      return written(await send({ method: "POST", url, headers, body, signal, expected: [200, 404, 412] }));
    },
    async writeFile(key, file, { condition, mark, signal }) {
      const url = `${uploads}?uploadType=resumable&${queryOf(condition)}`;
      return written(await resumableUpload({ send, url, facts: { name: full(key), metadata: { [MARK]: mark } }, file, signal }));
    },
    async remove(key, signal) {
      await send({ method: "DELETE", url: at(key), signal, expected: [200, 204, 404] });
    },
    close
  };
}
function queryOf(condition) {
  return new URLSearchParams({ ifGenerationMatch: "tag" in condition ? condition.tag : "0" });
}
function written({ status, body }) {
  if (status === 412) return "not met";
  if (status === 404) throw noBucket();
  return { tag: JSON.parse(body.toString()).generation };
}
function factsOf({ size, updated }, key) {
  return { key, bytes: Number(size), modified: new Date(updated) };
}
function checkedBody({ headers, body }, range) {
  const [, sum] = /(?:^|,)\s*md5=([^,]+)/.exec(headers["x-goog-hash"] ?? "") ?? [];
  if (range === null && sum !== void 0 && sum !== md5(body))
    throw new DriverFailure("the answer was damaged (its checksum is wrong)", { problem: "busy", transient: true });
  return { body, tag: headers["x-goog-generation"] ?? "" };
}
function related(facts, content) {
  const boundary = `highwater-${(0, import_node_crypto2.randomUUID)()}`;
  const part = (type) => `--${boundary}\r
content-type: ${type}\r
\r
`;
  const head = `${part("application/json; charset=UTF-8")}${JSON.stringify(facts)}\r
${part("application/octet-stream")}`;
  const body = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r
--${boundary}--`)]);
  return { headers: { "content-type": `multipart/related; boundary=${boundary}` }, body };
}
function noBucket() {
  return new DriverFailure("the bucket does not exist", { problem: "absent", transient: false });
}
function md5(content) {
  return (0, import_node_crypto2.createHash)("md5").update(content).digest("base64");
}
function onceDone(work) {
  let done = false;
  return async (signal) => {
    if (!done) await work(signal);
    done = true;
  };
}
export {
  gcsDriver
};
