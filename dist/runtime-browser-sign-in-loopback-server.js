import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_node_http
} from "./builtins-node-http.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  __toESM
} from "./shared.js";

// src/runtime/browser-sign-in/authorize.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);

// src/runtime/browser-sign-in/loopback-server.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_node_http = __toESM(require_node_http(), 1);
async function listenOnce(options) {
  const { signal, timeoutMs, path } = options;
  signal.throwIfAborted();
  let take = (_answer) => void 0;
  let fail = (_reason) => void 0;
  const answer = new Promise((resolve, reject) => {
    [take, fail] = [resolve, reject];
  });
  let { port } = options;
  const servers = await listenOnBoth(options.port, (request, response) => {
    const found = answerOf(request, response, { ...options, port });
    if (found !== null) response.on("finish", () => take(found));
  });
  port = servers[0].address().port;
  const abort = () => fail(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(() => fail(tooLate(timeoutMs)), timeoutMs);
  const close = async () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    await Promise.all(servers.map(stop));
  };
  answer.catch(() => void 0);
  return { redirectUri: `http://localhost:${port}${path}`, answer: answer.finally(close), close };
}
async function listenOnBoth(port, handle) {
  const servers = [(0, import_node_http.createServer)(handle), (0, import_node_http.createServer)(handle)];
  const chosen = await listen(servers[0], "127.0.0.1", port);
  try {
    await listen(servers[1], "::1", chosen);
  } catch (error) {
    if (error instanceof HighwaterError) {
      await stop(servers[0]);
      throw error;
    }
  }
  return servers;
}
function answerOf(request, response, { port, path, state }) {
  const { host = "" } = request.headers;
  const isOurs = ["localhost", "127.0.0.1", "[::1]"].some((name) => host === `${name}:${port}`);
  const url = isOurs && URL.canParse(request.url ?? "", `http://${host}`) ? new URL(request.url ?? "", `http://${host}`) : null;
  if (url === null || url.pathname !== path || request.method !== "GET") {
    sendPage(response, 404, "Nothing here", "This address only waits for the end of a sign-in.");
    return null;
  }
  const { searchParams } = url;
  if (!same(searchParams.get("state") ?? "", state)) {
    sendPage(
      response,
      400,
      "This is not the sign-in that was started",
      "Go back to the terminal and open the address that it shows."
    );
    return null;
  }
  if (searchParams.has("code"))
    sendPage(response, 200, "You can close this window", "Highwater has the answer. The terminal says how it went on.");
  else sendPage(response, 200, "The sign-in was refused", "The terminal says why. You can close this window.");
  return searchParams;
}
function same(given, wanted) {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && (0, import_node_crypto.timingSafeEqual)(a, b);
}
async function listen(server, host, port) {
  try {
    await new Promise((done, fail) => server.once("error", fail).listen(port, host, done));
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    throw new HighwaterError(
      "PORT_IN_USE",
      `The port ${port} of this machine, to which the browser is sent back, is taken by another program.`,
      "End that program (often another sign-in that still waits), or choose another port with --port: it must stand in the Callback URL of the app.",
      { cause: error }
    );
  }
  return server.address().port;
}
async function stop(server) {
  if (!server.listening) return;
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 200).unref();
  await closed;
}
function tooLate(timeoutMs) {
  return new HighwaterError(
    "SIGN_IN_UNFINISHED",
    `Nobody signed in within ${Math.round(timeoutMs / 6e4)} minutes.`,
    'Run the command again. If the browser showed an error instead of coming back: its words are the reason; a "redirect_uri" or "reply URL" that does not match means that the address shown above is missing in the app. On a machine without a browser use --device.'
  );
}
function sendPage(response, status, title, words) {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Highwater</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 18vh auto 0; padding: 0 1.5rem; }
  h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
</style>
<main><h1>${title}</h1><p>${words}</p></main>
</html>
`;
  response.writeHead(status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(html),
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    // The address holds the code.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    Connection: "close"
  }).end(html);
}

// src/runtime/browser-sign-in/authorize.ts
function createPkce() {
  const verifier = (0, import_node_crypto2.randomBytes)(48).toString("base64url");
  return { verifier, challenge: (0, import_node_crypto2.createHash)("sha256").update(verifier).digest("base64url") };
}
function createState() {
  return (0, import_node_crypto2.randomBytes)(24).toString("base64url");
}
async function authorize(authorization, context) {
  const [pkce, state] = [createPkce(), createState()];
  context.mask(pkce.verifier);
  const { path } = authorization;
  const { port, timeoutMs, signal } = context;
  const loopback = await listenOnce({ port, path, state, timeoutMs, signal });
  try {
    const { redirectUri } = loopback;
    const url = await authorization.url({ redirectUri, state, challenge: pkce.challenge });
    context.say(`Sign in in your browser. If it does not open by itself, open this address:
${url}`);
    context.open(url);
    const answer = await loopback.answer;
    const code = answer.get("code");
    if (code === null || code === "")
      throw authorization.refused(answer.get("error") ?? "no code came back", answer.get("error_description") ?? "");
    context.mask(code);
    return { code, verifier: pkce.verifier, redirectUri };
  } finally {
    await loopback.close();
  }
}
function deviceWords(address, code) {
  return `On any device with a browser, open ${address} and enter the code ${code}. Waiting …`;
}
function deviceCodeExpired() {
  return new HighwaterError(
    "SIGN_IN_UNFINISHED",
    "The code was not entered in time and is no longer good.",
    "Run the command again for a new code; it lasts for some minutes."
  );
}

export {
  authorize,
  deviceWords,
  deviceCodeExpired
};
