import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  chosenProxy
} from "./runtime-proxy.js";

// src/runtime/http-body.ts
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createInflate } from "node:zlib";
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
    new Transform({
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
    await pipeline(message, counter, target, { signal });
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
    if (decoder === null) await pipeline(message, counter, collect, { signal });
    else await pipeline(message, counter, decoder, collect, { signal });
  } catch (error) {
    throw refused === null ? failureOf(error, signal) : refused.error;
  }
  if (!message.complete) throw new ConnectionFailure("the answer was cut off");
  return counter.length;
}
function decoderOf(encoding) {
  const options = { chunkSize: 128 * 1024 };
  if (encoding === "gzip") return createGunzip(options);
  return encoding === "deflate" ? createInflate(options) : null;
}

// src/runtime/http.ts
import * as plain from "node:http";
import * as secure from "node:https";
import { PassThrough } from "node:stream";
import { pipeline as pipeline2 } from "node:stream/promises";
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
  const counter = new PassThrough();
  counter.on("data", moving);
  pipeline2(upload.open(), counter, outgoing).catch((error) => {
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
