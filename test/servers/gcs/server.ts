import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StoreAnswer, type StoreServer, startStoreServer } from '../objects/store-server.ts';

export const GCS_BUCKET = 'acme-state';
const PAGE = 1000;
const PIECE = 256 * 1024;

/** What Google answers in place of doing what was asked. */
class GcsRefusal extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message = reason) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

const FAULTS = {
  'slow down': new GcsRefusal(503, 'backendError'),
  error: new GcsRefusal(500, 'internalError'),
  conflict: new GcsRefusal(429, 'rateLimitExceeded'),
};

export interface StoredGcsObject {
  readonly body: Buffer;
  readonly generation: string;
  readonly updated: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

interface GcsFacts {
  readonly name: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly md5Hash?: string;
}

interface UploadSession {
  readonly facts: GcsFacts;
  readonly condition: string | null;
  /** As announced; null: it was not. */
  readonly total: number | null;
  received: Buffer;
  done: boolean;
}

export interface GcsServer extends StoreServer {
  readonly bucket: GcsBucket;
  readonly env: Readonly<Record<string, string>>;
}

/** One bucket: https://cloud.google.com/storage/docs/request-preconditions */
class GcsBucket {
  readonly objects = new Map<string, StoredGcsObject>();
  readonly sessions = new Map<string, UploadSession>();
  #generation = 1_790_000_000_000_000n;
  /** As a store would that ignores conditions. */
  overwrites = false;

  require(name: string, condition: string | null): void {
    if (this.overwrites || condition === null) return;
    if ((this.objects.get(name)?.generation ?? '0') !== condition) throw new GcsRefusal(412, 'conditionNotMet');
  }

  store({ name, metadata = {}, md5Hash }: GcsFacts, body: Buffer): StoreAnswer {
    if (md5Hash !== undefined && md5Hash !== md5(body)) throw new GcsRefusal(400, 'invalid');
    const generation = String(++this.#generation);
    this.objects.set(name, { body, generation, metadata, updated: new Date() });
    return json(this.resource(name));
  }

  get(name: string): StoredGcsObject {
    const found = this.objects.get(name);
    if (found === undefined) throw new GcsRefusal(404, 'notFound', `No such object: ${GCS_BUCKET}/${name}`);
    return found;
  }

  resource(name: string): object {
    const { body, generation, metadata, updated } = this.get(name);
    return {
      kind: 'storage#object',
      name,
      generation,
      size: String(body.length),
      updated: updated.toISOString(),
      metadata,
      md5Hash: md5(body),
    };
  }
}

/** `token`: what a request must bear, where sign-in is tested; otherwise the server is an emulator, which asks for none. */
export async function startGcs(token?: string): Promise<GcsServer> {
  const bucket = new GcsBucket();
  const server: StoreServer = await startStoreServer({
    keyOf: (url) => decodeURIComponent(/\/o\/([^/]+)$/.exec(url.pathname)?.[1] ?? '') || (url.searchParams.get('name') ?? ''),
    refuse: (why) => refusalOf(FAULTS[why]),
    answer(request, url, body) {
      try {
        if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) throw new GcsRefusal(401, 'authError');
        return answer(bucket, request, url, body, server.url);
      } catch (error) {
        return refusalOf(error);
      }
    },
  });
  const variable = token === undefined ? 'STORAGE_EMULATOR_HOST' : 'CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE';
  return Object.assign(server, { bucket, env: { [variable]: server.url } });
}

function answer(bucket: GcsBucket, request: IncomingMessage, url: URL, body: Buffer, origin: string): StoreAnswer {
  const [, upload, name, key] = /^(\/upload)?\/storage\/v1\/b\/([^/]+)\/o(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  if (name === undefined) throw new GcsRefusal(404, 'notFound', 'Not Found');
  if (decodeURIComponent(name) !== GCS_BUCKET) throw new GcsRefusal(404, 'notFound', 'The specified bucket does not exist.');
  const query = url.searchParams;
  if (upload !== undefined) return uploaded(bucket, request, query, body, origin);
  if (key === undefined) return list(bucket, query);
  const object = decodeURIComponent(key);
  if (request.method === 'DELETE') {
    bucket.get(object);
    bucket.objects.delete(object);
    return { status: 204, headers: {}, body: Buffer.of() };
  }
  if (request.method !== 'GET') throw new GcsRefusal(405, 'methodNotAllowed');
  return query.get('alt') === 'media' ? media(bucket.get(object), request) : json(bucket.resource(object));
}

function uploaded(
  bucket: GcsBucket,
  request: IncomingMessage,
  query: URLSearchParams,
  body: Buffer,
  origin: string,
): StoreAnswer {
  const condition = query.get('ifGenerationMatch');
  if (request.method === 'PUT') return received(bucket, query.get('upload_id') ?? '', request, body);
  if (query.get('uploadType') === 'multipart') {
    const [facts, content] = partsOf(request, body, query);
    bucket.require(facts.name, condition);
    return bucket.store(facts, content);
  }
  if (query.get('uploadType') !== 'resumable') throw new GcsRefusal(400, 'invalid');
  const facts = factsOf(body, query);
  bucket.require(facts.name, condition);
  const id = randomUUID();
  const announced = request.headers['x-upload-content-length'];
  bucket.sessions.set(id, {
    facts,
    condition,
    total: announced === undefined ? null : Number(announced),
    received: Buffer.of(),
    done: false,
  });
  const location = `${origin}/upload/storage/v1/b/${GCS_BUCKET}/o?uploadType=resumable&upload_id=${id}`;
  return { status: 200, headers: { location }, body: Buffer.of() };
}

/** https://cloud.google.com/storage/docs/resumable-uploads: a piece, the whole rest (`bytes 0-*`), or the question how much has arrived. */
function received(bucket: GcsBucket, id: string, { headers }: IncomingMessage, body: Buffer): StoreAnswer {
  const session = bucket.sessions.get(id);
  if (session === undefined) throw new GcsRefusal(404, 'notFound');
  const [, from, to, total] = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  if (total === undefined) throw new GcsRefusal(400, 'invalid');
  if (session.done) return json(bucket.resource(session.facts.name));
  if (from !== undefined) {
    const end = Number(from) + body.length;
    if (Number(from) !== session.received.length || (to !== '*' && Number(to) + 1 !== end))
      throw new GcsRefusal(503, 'backendError', 'Invalid request: the range does not follow what has arrived.');
    const last = to === '*' || Number(total) === end;
    if (!last && body.length % PIECE !== 0) throw new GcsRefusal(400, 'invalid');
    if (last && ![end, null].includes(session.total)) throw new GcsRefusal(400, 'invalid');
    session.received = Buffer.concat([session.received, body]);
    if (last) {
      bucket.require(session.facts.name, session.condition);
      session.done = true;
      return bucket.store(session.facts, session.received);
    }
  }
  const range = session.received.length === 0 ? {} : { range: `bytes=0-${session.received.length - 1}` };
  return { status: 308, headers: range, body: Buffer.of() };
}

/** The name stands in the query or among the facts. */
function factsOf(body: Buffer, query: URLSearchParams): GcsFacts {
  const facts = JSON.parse(body.toString()) as Partial<GcsFacts>;
  const name = facts.name ?? query.get('name') ?? '';
  if (name === '') throw new GcsRefusal(400, 'required', 'Required');
  return { ...facts, name };
}

function partsOf({ headers }: IncomingMessage, body: Buffer, query: URLSearchParams): [facts: GcsFacts, content: Buffer] {
  const [, boundary] = /^multipart\/related; boundary=(\S+)$/.exec(headers['content-type'] ?? '') ?? [];
  const text = body.toString('latin1');
  const [, first = '', second = '', rest] = text.split(`--${boundary}`);
  if (boundary === undefined || rest !== '--') throw new GcsRefusal(400, 'badContent');
  const content = (part: string): string => part.slice(part.indexOf('\r\n\r\n') + 4, -2);
  return [factsOf(Buffer.from(content(first), 'latin1'), query), Buffer.from(content(second), 'latin1')];
}

function media({ body, generation }: StoredGcsObject, { headers: sent }: IncomingMessage): StoreAnswer {
  const headers = { 'x-goog-generation': generation, 'x-goog-hash': `crc32c=AAAAAA==,md5=${md5(body)}` };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(sent.range ?? '') ?? [];
  if (from === undefined) return { status: 200, headers, body };
  if (Number(from) >= body.length) throw new GcsRefusal(416, 'requestedRangeNotSatisfiable');
  return { status: 206, headers, body: body.subarray(Number(from), Number(to) + 1) };
}

function list(bucket: GcsBucket, query: URLSearchParams): StoreAnswer {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('pageToken') ?? ''];
  const names = [...bucket.objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
  const page = names.slice(0, Number(query.get('maxResults') ?? PAGE));
  const next = names.length > page.length ? { nextPageToken: page.at(-1) } : {};
  return json({ kind: 'storage#objects', items: page.map((name) => bucket.resource(name)), ...next });
}

function json(content: object): StoreAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(content)) };
}

function refusalOf(error: unknown): StoreAnswer {
  if (!(error instanceof GcsRefusal)) throw error;
  const { status, reason, message } = error;
  return { ...json({ error: { code: status, message, errors: [{ domain: 'global', reason, message }] } }), status };
}

function md5(body: Buffer): string {
  return createHash('md5').update(body).digest('base64');
}
