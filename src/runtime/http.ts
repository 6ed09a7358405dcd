import * as plain from 'node:http';
import * as secure from 'node:https';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConnectionFailure, failureOf, readBytes, readChunks, saveRaw } from './http-body.ts';
import { chosenProxy } from './proxy.ts';

export { ConnectionFailure } from './http-body.ts';

/** What a client may ask for. Anything else is refused before it leaves: that a source only reads is enforced, not promised. */
export interface AllowedRequest {
  readonly method: string;
  /** Against the URL's path, without its query. */
  readonly path: RegExp;
}

export interface HttpOptions {
  /** `https://host[:port]`; a URL of any other origin is refused, so that no token goes to a stranger. */
  readonly origins: readonly string[];
  readonly allow: readonly AllowedRequest[];
  /** From the request's last byte until the answer's headers are there. */
  readonly answerTimeoutMs: number;
  /** Without a further byte of the body. */
  readonly stallTimeoutMs: number;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Upload;
  readonly signal: AbortSignal;
}

/** A body of known length that is read while it is sent, such as a file's. `open` is called once for each request. */
export interface Upload {
  readonly bytes: number;
  open(): Readable;
}

/** An answer whose headers are there and whose body is still to come. One of the readers must be called. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, decompressed. */
  bytes(): Promise<Buffer>;
  /** The body piece by piece, decompressed, at the pace of `consume`; returns its length on the wire. What `consume` throws is thrown as it is. */
  chunks(consume: (chunk: Buffer) => Promise<void>): Promise<number>;
  /** The body as it comes over the wire, compressed or not (`content-encoding` says); returns its length in bytes. */
  save(target: Writable, watch?: (chunk: Buffer) => void): Promise<number>;
}

/** Sends requests and reads answers as streams of bytes. Never logs; refuses what is not allowed. */
export class HttpClient {
  readonly #options: HttpOptions;
  readonly #proxy = chosenProxy();
  readonly #agents = {
    'http:': new plain.Agent({ keepAlive: true }),
    'https:': new secure.Agent({ keepAlive: true, ...(this.#proxy.words === '' ? {} : { proxyEnv: this.#proxy.env }) }),
  };

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Resolves when the headers have come. Throws ConnectionFailure, or the signal's reason. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const url = this.#permitted(request);
    const message = await this.#start(request, url);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(message.headers))
      headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
    const { stallTimeoutMs } = this.#options;
    return {
      status: message.statusCode ?? 0,
      headers,
      bytes: async () => readBytes(message, headers['content-encoding'], request.signal, stallTimeoutMs),
      chunks: async (consume) => readChunks(message, headers['content-encoding'], request.signal, stallTimeoutMs, consume),
      save: async (target, watch) => saveRaw(message, target, request.signal, stallTimeoutMs, watch),
    };
  }

  close(): void {
    this.#agents['http:'].destroy();
    this.#agents['https:'].destroy();
  }

  #permitted({ method, url }: HttpRequest): URL {
    const parsed = new URL(url);
    if (!this.#options.origins.includes(parsed.origin)) throw new Error(`refused to send a request to ${parsed.origin}`);
    const known = this.#options.allow.some((a) => a.method === method && a.path.test(parsed.pathname));
    if (!known) throw new Error(`refused to send ${method} ${parsed.pathname}: it is not on this client's list of requests`);
    return parsed;
  }

  async #start(request: HttpRequest, url: URL): Promise<plain.IncomingMessage> {
    const { signal, method, body } = request;
    const { answerTimeoutMs } = this.#options;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? request.headers : { 'content-length': String(lengthOf(body)), ...request.headers };
      const send = url.protocol === 'https:' ? secure.request : plain.request;
      const agent = this.#agents[url.protocol as 'http:' | 'https:'];
      const outgoing = send(url, { method, headers: headers ?? {}, agent, path: pathAsGiven(request.url, url) });
      let timer: NodeJS.Timeout | undefined;
      const restart = (): void => {
        clearTimeout(timer);
        timer = setTimeout(
          () => outgoing.destroy(new ConnectionFailure(`no answer within ${answerTimeoutMs / 1000} s`)),
          answerTimeoutMs,
        );
      };
      restart();
      const abort = (): void => void outgoing.destroy();
      const settle = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      signal.addEventListener('abort', abort, { once: true });
      outgoing.on('response', (message) => {
        settle();
        resolve(message);
      });
      outgoing.on('error', (error) => {
        settle();
        const failure = failureOf(error, signal, url.protocol === 'https:' ? this.#proxy.words : '');
        if (failure instanceof ConnectionFailure) failure.requestSent = outgoing.writableFinished;
        reject(failure);
      });
      if (typeof body === 'object') sendUpload(body, outgoing, restart);
      else outgoing.end(body);
    });
  }
}

const lengthOf = (body: string | Upload): number => (typeof body === 'string' ? Buffer.byteLength(body) : body.bytes);

/** Sends the bytes at the connection's pace. `moving` is called as they leave. What goes wrong shows as the request's own error. */
function sendUpload(upload: Upload, outgoing: plain.ClientRequest, moving: () => void): void {
  const counter = new PassThrough();
  counter.on('data', moving);
  pipeline(upload.open(), counter, outgoing).catch((error: unknown) => {
    if (!outgoing.destroyed) outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
  });
}

/** Path and query byte for byte: URL's own form escapes quotes, and a service may compare the links that it gave. */
function pathAsGiven(text: string, url: URL): string {
  const raw = text.slice(url.origin.length);
  const isPlain =
    text.startsWith(`${url.origin}/`) && /^[\x21-\x7e]*$/.test(raw) && !raw.includes('#') && raw.split('?')[0] === url.pathname;
  return isPlain ? raw : `${url.pathname}${url.search}`;
}
