import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_promises
} from "./builtins-node-stream-promises.js";
import {
  require_node_http
} from "./builtins-node-http.js";
import {
  chosenProxy
} from "./runtime-proxy.js";
import {
  require_node_https
} from "./builtins-node-https.js";
import {
  require_node_stream,
  require_node_zlib
} from "./builtins-node-stream.js";
import {
  __toESM
} from "./shared.js";

// src/runtime/http-body.ts
var import_node_stream = __toESM(require_node_stream(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_zlib = __toESM(require_node_zlib(), 1);
var ConnectionFailure = class extends Error {
  /** True where the whole request had left before: the service may have done what it asked for. */
  requestSent = false;
  constructor(message, cause) {
    super(message, cause === void 0 ? void 0 : { cause });
    this.name = "ConnectionFailure";
  }
};
function failureOf(error, signal, beside = "") {
  if (signal.aborted) return signal.reason;
  const known = error instanceof ConnectionFailure;
  if (known && beside === "") return error;
  const message = error instanceof Error ? error.message || error.name : String(error);
  return new ConnectionFailure(beside === "" ? message : `${message} (${beside})`, known ? error.cause : error);
}
function watched(stallTimeoutMs, watch) {
  let timer;
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => stream.destroy(new ConnectionFailure(`the answer stalled for ${stallTimeoutMs / 1e3} s`)),
      stallTimeoutMs
    );
  };
  const stream = Object.assign(
    new import_node_stream.Transform({
      transform: (chunk, _, done) => {
        restart();
        stream.length += chunk.length;
        watch?.(chunk);
        done(null, chunk);
      },
      destroy: (error, done) => {
        clearTimeout(timer);
        done(error);
      },
      final: (done) => {
        clearTimeout(timer);
        done();
      }
    }),
    { length: 0 }
  );
  restart();
  return stream;
}
async function saveRaw(message, target, signal, stallMs, watch) {
  const counter = watched(stallMs, watch);
  try {
    await (0, import_promises.pipeline)(message, counter, target, { signal });
  } catch (error) {
    throw localFailure(error) ? error : failureOf(error, signal);
  }
  if (!message.complete) throw new ConnectionFailure("the answer was cut off");
  return counter.length;
}
function localFailure(error) {
  return ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EIO"].includes(String(error?.code));
}
async function readBytes(message, encoding, signal, stallMs) {
  const chunks = [];
  await readChunks(message, encoding, signal, stallMs, async (chunk) => void chunks.push(chunk));
  return Buffer.concat(chunks);
}
async function readChunks(message, encoding, signal, stallMs, consume) {
  let refused = null;
  const collect = async (source) => {
    for await (const chunk of source) {
      await consume(chunk).catch((error) => {
        refused = { error };
        throw error;
      });
    }
  };
  const counter = watched(stallMs);
  try {
    const decoder = decoderOf(encoding);
    if (decoder === null) await (0, import_promises.pipeline)(message, counter, collect, { signal });
    else await (0, import_promises.pipeline)(message, counter, decoder, collect, { signal });
  } catch (error) {
    throw refused === null ? failureOf(error, signal) : refused.error;
  }
  if (!message.complete) throw new ConnectionFailure("the answer was cut off");
  return counter.length;
}
function decoderOf(encoding) {
  const options = { chunkSize: 128 * 1024 };
  if (encoding === "gzip") return (0, import_node_zlib.createGunzip)(options);
  return encoding === "deflate" ? (0, import_node_zlib.createInflate)(options) : null;
}

// src/runtime/http.ts
var plain = __toESM(require_node_http(), 1);
var secure = __toESM(require_node_https(), 1);
var import_node_stream2 = __toESM(require_node_stream(), 1);
var import_promises2 = __toESM(require_promises(), 1);
var HttpClient = class {
  #options;
  #proxy = chosenProxy();
  #agents = {
    "http:": new plain.Agent({ keepAlive: true }),
    "https:": new secure.Agent({ keepAlive: true, ...this.#proxy.words === "" ? {} : { proxyEnv: this.#proxy.env } })
  };
  constructor(options) {
    this.#options = options;
  }
  /** Resolves when the headers have come. Throws ConnectionFailure, or the signal's reason. */
  async send(request3) {
    const url = this.#permitted(request3);
    const message = await this.#start(request3, url);
    const headers = {};
    for (const [name, value] of Object.entries(message.headers))
      headers[name] = Array.isArray(value) ? value.join(", ") : value ?? "";
    const { stallTimeoutMs } = this.#options;
    return {
      status: message.statusCode ?? 0,
      headers,
      bytes: async () => readBytes(message, headers["content-encoding"], request3.signal, stallTimeoutMs),
      chunks: async (consume) => readChunks(message, headers["content-encoding"], request3.signal, stallTimeoutMs, consume),
      save: async (target, watch) => saveRaw(message, target, request3.signal, stallTimeoutMs, watch)
    };
  }
  close() {
    this.#agents["http:"].destroy();
    this.#agents["https:"].destroy();
  }
  #permitted({ method, url }) {
    const parsed = new URL(url);
    if (!this.#options.origins.includes(parsed.origin)) throw new Error(`refused to send a request to ${parsed.origin}`);
    const known = this.#options.allow.some((a) => a.method === method && a.path.test(parsed.pathname));
    if (!known) throw new Error(`refused to send ${method} ${parsed.pathname}: it is not on this client's list of requests`);
    return parsed;
  }
  async #start(request3, url) {
    const { signal, method, body } = request3;
    const { answerTimeoutMs } = this.#options;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const headers = body === void 0 ? request3.headers : { "content-length": String(lengthOf(body)), ...request3.headers };
      const send = url.protocol === "https:" ? secure.request : plain.request;
      const agent = this.#agents[url.protocol];
      const outgoing = send(url, { method, headers: headers ?? {}, agent, path: pathAsGiven(request3.url, url) });
      let timer;
      const restart = () => {
        clearTimeout(timer);
        timer = setTimeout(
          () => outgoing.destroy(new ConnectionFailure(`no answer within ${answerTimeoutMs / 1e3} s`)),
          answerTimeoutMs
        );
      };
      restart();
      const abort = () => void outgoing.destroy();
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", abort);
      };
      signal.addEventListener("abort", abort, { once: true });
      outgoing.on("response", (message) => {
        settle();
        resolve(message);
      });
      outgoing.on("error", (error) => {
        settle();
        const failure = failureOf(error, signal, url.protocol === "https:" ? this.#proxy.words : "");
        if (failure instanceof ConnectionFailure) failure.requestSent = outgoing.writableFinished;
        reject(failure);
      });
      if (typeof body === "object") sendUpload(body, outgoing, restart);
      else outgoing.end(body);
    });
  }
};
var lengthOf = (body) => typeof body === "string" ? Buffer.byteLength(body) : body.bytes;
function sendUpload(upload, outgoing, moving) {
  const counter = new import_node_stream2.PassThrough();
  counter.on("data", moving);
  (0, import_promises2.pipeline)(upload.open(), counter, outgoing).catch((error) => {
    if (!outgoing.destroyed) outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
  });
}
function pathAsGiven(text, url) {
  const raw = text.slice(url.origin.length);
  const isPlain = text.startsWith(`${url.origin}/`) && /^[\x21-\x7e]*$/.test(raw) && !raw.includes("#") && raw.split("?")[0] === url.pathname;
  return isPlain ? raw : `${url.pathname}${url.search}`;
}

export {
  ConnectionFailure,
  HttpClient
};
