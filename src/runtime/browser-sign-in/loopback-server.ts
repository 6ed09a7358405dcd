import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HighwaterError } from '../../model/errors.ts';

interface LoopbackOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly path: string;
  readonly state: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A server on this machine that waits for one answer of a sign-in. */
export interface Loopback {
  /** With `localhost`: Salesforce knows no other name for an http address. */
  readonly redirectUri: string;
  /** The answer's parameters, once; its state has been checked. Throws SIGN_IN_UNFINISHED, or the signal's reason. */
  readonly answer: Promise<URLSearchParams>;
  close(): Promise<void>;
}

/** Listens on the loopback addresses only; takes one answer with the right state and nothing else. */
export async function listenOnce(options: LoopbackOptions): Promise<Loopback> {
  const { signal, timeoutMs, path } = options;
  signal.throwIfAborted();
  let take = (_answer: URLSearchParams): void => undefined;
  let fail = (_reason: unknown): void => undefined;
  const answer = new Promise<URLSearchParams>((resolve, reject) => {
    [take, fail] = [resolve, reject];
  });
  let { port } = options;
  const servers = await listenOnBoth(options.port, (request, response) => {
    const found = answerOf(request, response, { ...options, port });
    if (found !== null) response.on('finish', () => take(found));
  });
  port = (servers[0].address() as AddressInfo).port;

  const abort = (): void => fail(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => fail(tooLate(timeoutMs)), timeoutMs);
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    await Promise.all(servers.map(stop));
  };
  // A rejection before anybody waits for it is none of Node's business.
  answer.catch(() => undefined);
  return { redirectUri: `http://localhost:${port}${path}`, answer: answer.finally(close), close };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** On 127.0.0.1 and, where there is IPv6, on ::1: a browser may take `localhost` for either. */
async function listenOnBoth(port: number, handle: Handler): Promise<readonly [Server, Server]> {
  const servers = [createServer(handle), createServer(handle)] as const;
  const chosen = await listen(servers[0], '127.0.0.1', port);
  try {
    await listen(servers[1], '::1', chosen);
  } catch (error) {
    // Nobody else may listen there; that it is missing does no harm.
    if (error instanceof HighwaterError) {
      await stop(servers[0]);
      throw error;
    }
  }
  return servers;
}

type Expected = Pick<LoopbackOptions, 'port' | 'path' | 'state'>;

/** The parameters of the awaited answer; null for any other request, which gets an answer that says so. */
function answerOf(request: IncomingMessage, response: ServerResponse, { port, path, state }: Expected): URLSearchParams | null {
  const { host = '' } = request.headers;
  // A page elsewhere can have its own name point at this machine.
  const isOurs = ['localhost', '127.0.0.1', '[::1]'].some((name) => host === `${name}:${port}`);
  const url = isOurs && URL.canParse(request.url ?? '', `http://${host}`) ? new URL(request.url ?? '', `http://${host}`) : null;
  if (url === null || url.pathname !== path || request.method !== 'GET') {
    sendPage(response, 404, 'Nothing here', 'This address only waits for the end of a sign-in.');
    return null;
  }
  const { searchParams } = url;
  if (!same(searchParams.get('state') ?? '', state)) {
    sendPage(
      response,
      400,
      'This is not the sign-in that was started',
      'Go back to the terminal and open the address that it shows.',
    );
    return null;
  }
  if (searchParams.has('code'))
    sendPage(response, 200, 'You can close this window', 'Highwater has the answer. The terminal says how it went on.');
  else sendPage(response, 200, 'The sign-in was refused', 'The terminal says why. You can close this window.');
  return searchParams;
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new HighwaterError(
      'PORT_IN_USE',
      `The port ${port} of this machine, to which the browser is sent back, is taken by another program.`,
      'End that program (often another sign-in that still waits), or choose another port with --port: it must stand in the Callback URL of the app.',
      { cause: error },
    );
  }
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  // A connection that the browser opened ahead and never used.
  setTimeout(() => server.closeAllConnections(), 200).unref();
  await closed;
}

function tooLate(timeoutMs: number): HighwaterError {
  return new HighwaterError(
    'SIGN_IN_UNFINISHED',
    `Nobody signed in within ${Math.round(timeoutMs / 60_000)} minutes.`,
    'Run the command again. If the browser showed an error instead of coming back: its words are the reason; a "redirect_uri" or "reply URL" that does not match means that the address shown above is missing in the app. On a machine without a browser use --device.',
  );
}

/** The one page that the browser ends on; it says nothing that came from outside. */
function sendPage(response: ServerResponse, status: number, title: string, words: string): void {
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
  response
    .writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': Buffer.byteLength(html),
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      // The address holds the code.
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
      Connection: 'close',
    })
    .end(html);
}
