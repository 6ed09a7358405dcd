import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bucket } from './bucket.ts';
import { S3Refusal } from './refusal.ts';
import { answer, type S3Answer } from './routes.ts';
import { requireSignature, type S3Credentials } from './signature.ts';

export interface S3Request {
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
 * - `conflict`: 409, as for two that race.
 * - `cut`: the connection ends before anything is done.
 * - `lost`: it is done, and the answer is lost. `error after`: it is done, and the answer is 500.
 * - `late`: the connection ends, and the request is done a while later.
 * - `half`: half of the answer's body, then the connection ends.
 */
export type S3Fault = 'slow down' | 'error' | 'conflict' | 'cut' | 'lost' | 'error after' | 'late' | 'half';

export interface S3ServerOptions {
  readonly fault?: (request: S3Request) => S3Fault | null;
  readonly credentials?: S3Credentials;
}

export interface S3Server {
  readonly url: string;
  readonly bucket: Bucket;
  readonly requests: readonly S3Request[];
  /** What a client finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
  fault: (request: S3Request) => S3Fault | null;
  close(): Promise<void>;
}

const REGION = 'eu-central-1';
const LATE_MS = 30;

/** A strict S3 on this machine, with one bucket, path style. */
export async function startS3(options: S3ServerOptions = {}): Promise<S3Server> {
  const credentials = options.credentials ?? {
    accessKeyId: 'AKIATESTTESTTESTTEST',
    secretAccessKey: 'a/secret+of/forty+characters/for/tests0',
  };
  const bucket = new Bucket();
  const requests: S3Request[] = [];
  const state = { fault: options.fault ?? (() => null) };
  const server = createServer((request, response) => void serve(request, response));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await whole(request).catch(() => null);
    if (body === null) return;
    const url = new URL(request.url ?? '', 'http://localhost');
    const key = decodeURIComponent(url.pathname).split('/').slice(2).join('/');
    const seen = { number: requests.length + 1, method: request.method ?? '', key, query: url.searchParams, bytes: body.length };
    requests.push(seen);
    const work = (): S3Answer => {
      try {
        requireSignature(request, body, credentials, REGION);
        return answer(bucket, request, url, body);
      } catch (error) {
        return refusalOf(error);
      }
    };
    respond(response, request, state.fault(seen), work);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    bucket,
    requests,
    env: {
      AWS_ENDPOINT_URL_S3: url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    },
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

const INSTEAD: Partial<Record<S3Fault, S3Refusal>> = {
  'slow down': new S3Refusal(503, 'SlowDown', 'Please reduce your request rate.'),
  error: new S3Refusal(500, 'InternalError', 'We encountered an internal error.'),
  conflict: new S3Refusal(409, 'ConditionalRequestConflict', 'A conflicting operation occurred.'),
};
const AFTER = new S3Refusal(500, 'InternalError', 'We encountered an internal error.');

function respond(response: ServerResponse, request: IncomingMessage, fault: S3Fault | null, work: () => S3Answer): void {
  if (fault === 'late' || fault === 'cut') {
    if (fault === 'late') setTimeout(work, LATE_MS);
    request.socket.destroy();
    return;
  }
  const instead = fault === null ? undefined : INSTEAD[fault];
  const done = instead === undefined ? work() : refusalOf(instead);
  if (fault === 'lost') request.socket.destroy();
  else if (fault === 'half' && done.body.length > 1) {
    response.writeHead(done.status, { ...done.headers, 'content-length': done.body.length });
    response.write(done.body.subarray(0, done.body.length >> 1), () => request.socket.destroy());
  } else send(response, fault === 'error after' ? refusalOf(AFTER) : done);
}

function send(response: ServerResponse, { status, headers, body }: S3Answer): void {
  response.writeHead(status, { 'content-length': body.length, ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function refusalOf(error: unknown): S3Answer {
  if (!(error instanceof S3Refusal)) throw error;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>`;
  return { status: error.status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
