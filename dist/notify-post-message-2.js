import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  ConnectionFailure,
  HttpClient
} from "./runtime-http.js";
import {
  retry,
  retryAfterMs
} from "./lib-p-retry.js";

// src/notify/post-message.ts
var PATIENCE = {
  retries: { attempts: 4, firstDelayMs: 500, longestDelayMs: 5e3, longestRetryAfterMs: 3e4 },
  answerTimeoutMs: 1e4,
  inAllMs: 6e4
};
async function post(posting, patience, signal) {
  const { method = "POST", url, body = "", headers = {} } = posting;
  const { origin, pathname } = new URL(url);
  const client = new HttpClient({
    origins: [origin],
    allow: [{ method, path: new RegExp(`^${pathname.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`) }],
    answerTimeoutMs: patience.answerTimeoutMs,
    stallTimeoutMs: patience.answerTimeoutMs
  });
  const whole = AbortSignal.any([signal, AbortSignal.timeout(patience.inAllMs)]);
  const attempt = async () => {
    const content = method === "GET" ? {} : { body, headers: { "content-type": "application/json", ...headers } };
    const answer = await client.send({ method, url, headers, ...content, signal: whole });
    const text = await answer.bytes().then(
      (bytes) => bytes.toString(),
      () => ""
    );
    const { status } = answer;
    if (status >= 200 && status < 300) return { kind: "delivered", status, body: text };
    if (status === 504) return { kind: "unsure", why: "it answered 504" };
    const refused = { kind: "refused", status, why: whyOf(status, text, answer.headers.location), body: text };
    if (!isWorthRetrying(status, answer.headers)) return refused;
    throw new Refused(refused, waitOf(answer.headers));
  };
  try {
    return await retry(attempt, {
      policy: patience.retries,
      signal: whole,
      worthRetrying: (error) => {
        if (error instanceof Refused) return error.afterMs === void 0 ? {} : { afterMs: error.afterMs };
        return error instanceof ConnectionFailure && !error.requestSent ? {} : null;
      }
    });
  } catch (error) {
    if (error instanceof Refused) return error.delivery;
    const why = error instanceof ConnectionFailure ? error.message : `no answer within ${patience.inAllMs / 1e3} s`;
    const left = error instanceof ConnectionFailure ? error.requestSent : true;
    return left ? { kind: "unsure", why } : { kind: "refused", status: 0, why: `it could not be reached: ${why}`, body: "" };
  } finally {
    client.close();
  }
}
var Refused = class extends Error {
  delivery;
  afterMs;
  constructor(delivery, afterMs) {
    super(delivery.why);
    this.delivery = delivery;
    this.afterMs = afterMs;
  }
};
function isWorthRetrying(status, headers) {
  if (status === 429 || status === 500 || status === 502 || status === 503) return true;
  return status === 403 && (headers["retry-after"] !== void 0 || headers["x-ratelimit-remaining"] === "0");
}
function waitOf(headers) {
  const asked = retryAfterMs(headers["retry-after"], headers.date);
  if (asked !== void 0 || headers["x-ratelimit-remaining"] !== "0") return asked;
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  return Number.isNaN(reset) ? void 0 : Math.max(0, reset * 1e3 - Date.now());
}
function whyOf(status, text, location) {
  if (status >= 300 && status < 400) {
    const host = location !== void 0 && URL.canParse(location) ? ` to ${new URL(location).host}` : "";
    return `it answered ${status}, a redirect${host}, which is not followed`;
  }
  return `it answered ${status}${/^[a-z_]{2,40}$/.test(text.trim()) ? ` (${text.trim()})` : ""}`;
}

export {
  PATIENCE,
  post
};
