import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type BatchAnswer, type BatchPart, batchBody, parseBatch } from './batch.ts';
import type { Fault } from './faults.ts';
import { badQuery, ServiceError } from './model.ts';
import type { Org, OrgUser } from './org.ts';
import { type Answer, answer } from './routes.ts';
import { writeRow } from './write/write-row.ts';

/** Whoever gave out the tokens. */
export interface TokenCheck {
  /** The application of a valid token; else why it is refused. */
  check(token: string, now: number): { readonly clientId: string } | 'expired' | 'unknown';
}

export interface DataverseOptions {
  readonly org: Org;
  readonly tokens: TokenCheck;
  readonly tenant: string;
  /** Added to every answer: the round trip of a far service. */
  readonly delayMs?: number;
  /** Answers longer than this get 0x80040216. */
  readonly maxAnswerBytes?: number;
  readonly host?: string;
  /** False: answers are never compressed, as if nobody had asked for it. */
  readonly gzip?: boolean;
}

const API = '/api/data/v9.2/';
const JSON_TYPE = 'application/json; odata.metadata=minimal';
/** IIS refuses longer ones. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors */
export const URL_LIMIT = 32_768;
export const BATCH_URL_LIMIT = 65_536;

interface Outcome {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
  rows: number;
  code: string | null;
}

/** A strict local stand-in for one Dataverse organisation's Web API. */
export class DataverseServer {
  readonly org: Org;
  readonly #options: DataverseOptions;
  readonly #server: Server;
  readonly #issued = new Set<string>();
  delayMs: number;
  maxAnswerBytes: number;
  /** The origin that next links show; null: the server's own. */
  linkOrigin: string | null = null;

  constructor(options: DataverseOptions) {
    this.org = options.org;
    this.#options = options;
    this.delayMs = options.delayMs ?? 0;
    this.maxAnswerBytes = options.maxAnswerBytes ?? Number.POSITIVE_INFINITY;
    this.#server = createServer(
      { maxHeaderSize: 256 * 1024, keepAliveTimeout: 30_000 },
      (req, res) => void this.#handle(req, res),
    );
  }

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, this.#options.host ?? '127.0.0.1', done));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { org } = this;
    const startedAt = Date.now();
    const [method, url] = [request.method ?? 'GET', request.url ?? '/'];
    const prefer = String(request.headers.prefer ?? '');
    const concurrent = org.limits.underWay + 1;
    const fault = org.faults.take(method, url);
    const body = await text(request, fault?.cutUploadAfter);
    if (body === null) return;
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
    fault?.before?.();
    await fault?.waitFor;
    const outcome = fault?.reply === undefined ? await this.#outcome(method, url, request, body) : fixed(fault.reply);
    fault?.after?.();
    org.journal.add({
      method,
      url,
      prefer,
      status: outcome.status,
      code: outcome.code,
      rows: outcome.rows,
      bytes: outcome.body.length,
      inBatch: false,
      writes: isWrite(method, url, body),
      startedAt,
      concurrent,
    });
    await this.#send(
      response,
      fault?.rewrite === undefined ? outcome : { ...outcome, body: fault.rewrite(outcome.body.toString()) },
      request,
      fault,
    );
  }

  async #outcome(method: string, url: string, request: IncomingMessage, body: string): Promise<Outcome> {
    const { limits, clock } = this.org;
    const started = Date.now();
    let counted = false;
    try {
      if (url.length > URL_LIMIT)
        return { status: 414, headers: { 'Content-Type': 'text/html' }, body: '<h2>URI Too Long</h2>', rows: 0, code: null };
      const user = this.#user(String(request.headers.authorization ?? ''));
      limits.enter(Date.now());
      counted = true;
      if (this.delayMs > 0) await sleep(this.delayMs);
      if (method === 'POST' && url === `${API}$batch`)
        return this.#batch(user, String(request.headers['content-type']), body, String(request.headers.prefer ?? ''));
      const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      return this.#answer(user, method, url, headers, body);
    } catch (error) {
      return failed(error, limits.headers(clock.now()));
    } finally {
      if (counted) limits.leave(Date.now(), (Date.now() - started) / 1000);
    }
  }

  #get(user: OrgUser, url: string, prefer: string | undefined): Outcome {
    if (!url.startsWith(API))
      throw new ServiceError(404, '0x8006088a', `Resource not found for the segment '${url.split('?')[0]}'.`);
    const rest = url.slice(API.length);
    const cut = rest.indexOf('?');
    const result: Answer = answer({
      org: this.org,
      user,
      base: `${this.linkOrigin ?? this.url}${API}`,
      path: decodeURIComponent(cut === -1 ? rest : rest.slice(0, cut)),
      search: cut === -1 ? '' : rest.slice(cut + 1),
      prefer,
      issued: this.#issued,
      maxBytes: this.maxAnswerBytes,
    });
    const applied = result.applied.length > 0 ? { 'Preference-Applied': result.applied.join(',') } : {};
    const headers = {
      'Content-Type': result.type ?? JSON_TYPE,
      'OData-Version': '4.0',
      ...applied,
      ...this.org.limits.headers(Date.now()),
    };
    return { status: 200, headers, body: result.body, rows: result.rows, code: null };
  }

  #batch(user: OrgUser, type: string, body: string, prefer: string): Outcome {
    const answers: BatchAnswer[] = [];
    for (const part of parseBatch(type, body)) {
      const outcome = this.#part(user, part);
      this.org.journal.add({
        method: part.method,
        url: part.url,
        prefer: part.headers.get('prefer') ?? '',
        status: outcome.status,
        code: outcome.code,
        rows: outcome.rows,
        bytes: outcome.body.length,
        inBatch: true,
        writes: part.method !== 'GET',
        startedAt: Date.now(),
        concurrent: this.org.limits.underWay,
      });
      answers.push({ ...outcome, body: outcome.body.toString() });
      if (outcome.status >= 400 && !prefer.includes('odata.continue-on-error')) break;
    }
    const boundary = `batchresponse_${randomUUID()}`;
    const headers = {
      'Content-Type': `multipart/mixed; boundary=${boundary}`,
      'OData-Version': '4.0',
      ...this.org.limits.headers(Date.now()),
    };
    return { status: 200, headers, body: batchBody(answers, boundary), rows: 0, code: null };
  }

  /** A request by itself, or a part of a batch. */
  #answer(user: OrgUser, method: string, url: string, headers: ReadonlyMap<string, string>, body: string): Outcome {
    if (method === 'GET') return this.#get(user, url, headers.get('prefer'));
    if ((method !== 'PATCH' && method !== 'DELETE' && method !== 'POST') || !url.startsWith(API))
      throw new ServiceError(405, '0x80060888', `The requested resource does not support http method '${method}'.`);
    const [path = '', search = ''] = url.slice(API.length).split('?');
    const written = writeRow(this.org, user, { method, path: decodeURIComponent(path), headers, body });
    const { table, id, created } = written;
    const at = { 'OData-Version': '4.0', 'OData-EntityId': `${this.url}${API}${table.def.set}(${id})` };
    if (method === 'DELETE' || !/return=representation/.test(headers.get('prefer') ?? ''))
      return { status: 204, headers: at, body: '', rows: 0, code: null };
    const shown = this.#get(user, `${API}${table.def.set}(${id})${search === '' ? '' : `?${search}`}`, undefined);
    return {
      ...shown,
      status: created ? 201 : 200,
      headers: { ...shown.headers, ...at, 'Preference-Applied': 'return=representation' },
    };
  }

  #part(user: OrgUser, { method, url, headers, body }: BatchPart): Outcome {
    try {
      if (url.length > BATCH_URL_LIMIT) throw badQuery('The URL is too long.');
      const path = url.replace(/^https?:\/\/[^/]+/, '');
      return this.#answer(user, method, path.startsWith('/') ? path : API + path, headers, body);
    } catch (error) {
      return failed(error, {});
    }
  }

  #user(authorization: string): OrgUser {
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
    const found = token === undefined ? 'unknown' : this.#options.tokens.check(token, Date.now());
    if (typeof found === 'string') {
      const challenge = `Bearer authorization_uri=https://login.microsoftonline.com/${this.#options.tenant}/oauth2/authorize, resource_id=${this.url}/`;
      throw new ServiceError(401, '', found === 'expired' ? 'The token has expired.' : 'No or unknown token.', {
        'WWW-Authenticate': challenge,
      });
    }
    const user = this.org.users.find((u) => u.clientId === found.clientId);
    if (user === undefined) throw new ServiceError(403, '0x80072560', 'The user is not a member of the organization.');
    return user;
  }

  async #send(response: ServerResponse, outcome: Outcome, request: IncomingMessage, fault: Fault | null): Promise<void> {
    if (fault?.reset) {
      response.destroy();
      return;
    }
    const wantsGzip =
      this.#options.gzip !== false &&
      String(request.headers['accept-encoding'] ?? '').includes('gzip') &&
      outcome.body.length > 1024;
    const whole =
      fault?.truncateAt === undefined ? outcome.body : outcome.body.slice(0, Math.floor(outcome.body.length * fault.truncateAt));
    const bytes = wantsGzip ? gzipSync(whole, { level: 1 }) : Buffer.from(whole);
    response.sendDate = false;
    response.writeHead(outcome.status, {
      ...outcome.headers,
      Date: new Date(this.org.clock.now()).toUTCString(),
      'Content-Length': bytes.length,
      ...(wantsGzip ? { 'Content-Encoding': 'gzip' } : {}),
    });
    if (fault?.cutAt === undefined) {
      response.end(bytes);
      return;
    }
    await new Promise((done) => response.write(bytes.subarray(0, Math.floor(bytes.length * (fault.cutAt ?? 0))), done));
    // Lets the bytes leave before the connection does.
    await sleep(20);
    response.destroy();
  }
}

function isWrite(method: string, url: string, body: string): boolean {
  return method !== 'GET' && (!url.endsWith('$batch') || /^(PATCH|POST|PUT|DELETE) \S+ HTTP\/1\.1\r$/m.test(body));
}

function fixed(reply: NonNullable<Fault['reply']>): Outcome {
  const code = /"code":"(\w+)"/.exec(reply.body)?.[1] ?? null;
  return {
    status: reply.status,
    headers: { 'Content-Type': reply.type ?? JSON_TYPE, ...reply.headers },
    body: reply.body,
    rows: 0,
    code,
  };
}

function failed(error: unknown, headers: Record<string, string>): Outcome {
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError(500, '0x80040216', error instanceof Error ? String(error.stack) : String(error));
  // A 401 comes from the gate before the service and has no body.
  const body = known.status === 401 ? '' : JSON.stringify({ error: { code: known.code, message: known.message } });
  return {
    status: known.status,
    headers: { 'Content-Type': JSON_TYPE, ...headers, ...known.headers },
    body,
    rows: 0,
    code: known.code,
  };
}

/** The request's body; null where the connection was cut on the way. */
async function text(request: IncomingMessage, cutAfter = Number.POSITIVE_INFINITY): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= cutAfter) request.socket.destroy();
    }
  } catch {
    return null;
  }
  return bytes >= cutAfter ? null : Buffer.concat(chunks).toString();
}
