import { once } from 'node:events';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fault } from './faults.ts';

/** A request as the routes see it; a composite's sub-requests look the same. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Large bodies come in pieces that were compressed before. */
  readonly body?: string | Buffer | readonly Buffer[];
  readonly type?: string;
  /** The body is gzip already, whatever was asked for. */
  readonly gzipped?: boolean;
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers,
    body: typeof value === 'string' ? value : JSON.stringify(value),
    type: 'application/json;charset=UTF-8',
  };
}

export function request(method: string, url: string, headers: IncomingHttpHeaders, body: string): ApiRequest {
  const cut = url.indexOf('?');
  const path = cut === -1 ? url : url.slice(0, cut);
  return { method, url, path, query: new URLSearchParams(cut === -1 ? '' : url.slice(cut + 1)), headers, body };
}

function pieces(reply: Reply, wantsGzip: boolean): { parts: readonly Buffer[]; gzipped: boolean } {
  const { body = '' } = reply;
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return { parts: body, gzipped: reply.gzipped ?? false };
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (reply.gzipped || !wantsGzip || bytes.length < 512) return { parts: [bytes], gzipped: reply.gzipped ?? false };
  return { parts: [gzipSync(bytes, { level: 1 })], gzipped: true };
}

/** Sends a reply, with what a fault does to its bytes: cut off, stalled, or with other headers. */
export async function send(
  response: ServerResponse,
  reply: Reply,
  date: number,
  acceptEncoding: string,
  fault: Fault | null,
): Promise<void> {
  const { parts, gzipped } = pieces(reply, acceptEncoding.includes('gzip'));
  const length = parts.reduce((sum, p) => sum + p.length, 0);
  response.sendDate = false;
  response.statusCode = reply.status;
  response.setHeader('Date', new Date(Math.floor(date / 1000) * 1000).toUTCString());
  if (reply.type !== undefined) response.setHeader('Content-Type', reply.type);
  if (gzipped) response.setHeader('Content-Encoding', 'gzip');
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  for (const [name, value] of Object.entries(fault?.headers ?? {})) response.setHeader(name, value);
  if (!fault?.chunked && reply.status !== 204 && reply.status !== 304) response.setHeader('Content-Length', length);
  const limit = fault?.cutAfter ?? fault?.stallAfter;
  if (limit !== undefined) return sendPart(response, Buffer.concat(parts).subarray(0, limit), fault?.cutAfter !== undefined);
  for (const part of parts) if (!response.write(part) && !response.destroyed) await drained(response);
  response.end();
}

async function sendPart(response: ServerResponse, bytes: Buffer, cut: boolean): Promise<void> {
  response.flushHeaders();
  if (bytes.length > 0) await new Promise((done) => response.write(bytes, done));
  if (!cut) return;
  // Lets the bytes leave before the connection does.
  await new Promise((done) => setTimeout(done, 20));
  response.destroy();
}

/** Until the client has taken what was sent, or has gone; leaves no listener behind. */
async function drained(response: ServerResponse): Promise<void> {
  const over = new AbortController();
  await Promise.race([once(response, 'drain', over), once(response, 'close', over)]).finally(() => over.abort());
}
