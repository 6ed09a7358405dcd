import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certified } from '../../support/certificates.ts';

export interface StoreRequest {
  /** Counts all requests from 1. */
  readonly number: number;
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** Of the request's body. */
  readonly bytes: number;
}

/**
 * What goes wrong with one request.
 * - `slow down`, `error`: 503 or 500, and nothing is done.
 * - `conflict`: 409 (Google: 429), as for two that race.
 * - `cut`: the connection ends before anything is done.
 * - `lost`: it is done, and the answer is lost. `error after`: it is done, and the answer is 500.
 * - `late`: the connection ends, and the request is done a while later.
 * - `half`: half of the answer's body, then the connection ends.
 */
export type StoreFault = 'slow down' | 'error' | 'conflict' | 'cut' | 'lost' | 'error after' | 'late' | 'half';

export interface StoreAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

/** One kind of store's way to speak. */
export interface StoreProtocol {
  /** Refusals included; what it throws is a bug of the test. */
  answer(request: IncomingMessage, url: URL, body: Buffer): StoreAnswer;
  keyOf(url: URL): string;
  refuse(why: 'slow down' | 'error' | 'conflict'): StoreAnswer;
}

export interface StoreServer {
  readonly url: string;
  readonly requests: readonly StoreRequest[];
  fault: (request: StoreRequest) => StoreFault | null;
  close(): Promise<void>;
}

const LATE_MS = 30;

/** A server on this machine that fails where `fault` says so. */
export async function startStoreServer(protocol: StoreProtocol, tls?: Certified): Promise<StoreServer> {
  const requests: StoreRequest[] = [];
  const state: { fault: StoreServer['fault'] } = { fault: () => null };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await whole(request).catch(() => null);
    if (body === null) return;
    const url = new URL(request.url ?? '', 'http://localhost');
    const { method = '' } = request;
    const seen = { number: requests.length + 1, method, key: protocol.keyOf(url), query: url.searchParams, bytes: body.length };
    requests.push(seen);
    respond(response, protocol, state.fault(seen), () => protocol.answer(request, url, body));
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => void serve(request, response);
  const server = tls === undefined ? createPlain(listener) : createSecure({ key: tls.key, cert: tls.certificate }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(response: ServerResponse, protocol: StoreProtocol, fault: StoreFault | null, work: () => StoreAnswer): void {
  const { socket } = response.req;
  if (fault === 'late' || fault === 'cut') {
    if (fault === 'late') setTimeout(work, LATE_MS);
    socket.destroy();
    return;
  }
  const instead = fault === 'slow down' || fault === 'error' || fault === 'conflict';
  const done = instead ? protocol.refuse(fault) : work();
  if (fault === 'lost') socket.destroy();
  else if (fault === 'half' && done.body.length > 1) {
    response.writeHead(done.status, { ...done.headers, 'content-length': done.body.length });
    response.write(done.body.subarray(0, done.body.length >> 1), () => socket.destroy());
  } else send(response, fault === 'error after' ? protocol.refuse('error') : done);
}

function send(response: ServerResponse, { status, headers, body }: StoreAnswer): void {
  response.writeHead(status, { 'content-length': body.length, ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
