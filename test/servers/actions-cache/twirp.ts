import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Blobs } from './blobs.ts';
import type { Entries } from './entries.ts';
import type { Fault, Operation } from './faults.ts';
import type { Scope } from './tokens.ts';

/*
 * github.actions.results.api.v1.CacheService as Twirp JSON (https://twitchtv.github.io/twirp/docs/spec_v7.html), after the messages in
 * @actions/cache's own lib/generated/results/api/v1/cache.js: snake_case names, 64-bit integers as text, absent means default.
 */

const SERVICE = '/twirp/github.actions.results.api.v1.CacheService/';
const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateCacheEntry: 'create',
  FinalizeCacheEntryUpload: 'finalize',
  GetCacheEntryDownloadURL: 'lookup',
};
/** The statuses that Twirp's specification gives to its codes. */
const STATUS: Readonly<Record<string, number>> = {
  invalid_argument: 400,
  malformed: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  bad_route: 404,
  already_exists: 409,
};

export class TwirpError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface CacheService {
  readonly entries: Entries;
  readonly blobs: Blobs;
  readonly limitBytes: number;
}

type Message = Readonly<Record<string, unknown>>;

export function operationOf(path: string): Operation | null {
  return path.startsWith(SERVICE) ? (OPERATIONS[path.slice(SERVICE.length)] ?? null) : null;
}

export async function readMessage(request: IncomingMessage): Promise<Message> {
  if (request.method !== 'POST') throw new TwirpError('bad_route', `unsupported method ${request.method}`);
  if (request.headers['content-type']?.split(';')[0] !== 'application/json') {
    throw new TwirpError('bad_route', `unexpected Content-Type: ${request.headers['content-type']}`);
  }
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return JSON.parse(text) as Message;
  } catch {
    throw new TwirpError('malformed', 'the json request could not be decoded');
  }
}

export function answer(response: ServerResponse, body: Message): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function answerError(response: ServerResponse, error: TwirpError): void {
  const body = JSON.stringify({ code: error.code, msg: error.message });
  response.writeHead(STATUS[error.code] ?? 500, { 'content-type': 'application/json' }).end(body);
}

/** Carries out one call. Throws TwirpError. */
export function perform(
  service: CacheService,
  operation: Operation,
  scopes: readonly Scope[],
  message: Message,
  fault: Fault | null,
) {
  const { key, version } = keyAndVersion(message);
  if (operation === 'lookup') return lookup(service, scopes, key, version, message);
  const [own] = scopes;
  if (own === undefined || !own.write) {
    return { ok: false, message: 'cache write denied: token has no writable scopes' };
  }
  if (operation === 'create') return create(service, own.ref, key, version);
  return finalize(service, own.ref, key, version, message, fault);
}

function keyAndVersion(message: Message): { key: string; version: string } {
  const { key, version } = message;
  if (typeof key !== 'string' || key === '') throw new TwirpError('invalid_argument', 'key is required');
  if (typeof version !== 'string' || !/^[0-9a-f]{64}$/.test(version))
    throw new TwirpError('invalid_argument', 'version is invalid');
  requireKey(key);
  return { key, version };
}

function requireKey(key: string): void {
  if (key.length > 512) throw new TwirpError('invalid_argument', 'key is longer than 512 characters');
  if (key.includes(',')) throw new TwirpError('invalid_argument', 'key contains a comma');
}

function create({ entries, blobs }: CacheService, ref: string, key: string, version: string): Message {
  const entry = entries.reserve(key, version, ref);
  if (entry === null) {
    throw new TwirpError('already_exists', 'cache entry with the same key, version, and scope already exists');
  }
  return { ok: true, signed_upload_url: blobs.sign(entry.id, 'w') };
}

function finalize(
  service: CacheService,
  ref: string,
  key: string,
  version: string,
  message: Message,
  fault: Fault | null,
): Message {
  const { entries, blobs, limitBytes } = service;
  const entry = entries.reserved(key, version, ref);
  if (entry !== undefined && fault?.effect === 'reservation lost') entries.remove(entry);
  if (entry === undefined || fault?.effect === 'reservation lost') throw new TwirpError('not_found', 'cache entry not found');
  const size = blobs.sizeOf(entry.id);
  if (size === null) throw new TwirpError('invalid_argument', 'nothing was uploaded');
  if (typeof message.size_bytes !== 'string') throw new TwirpError('malformed', 'size_bytes: int64 is text in JSON');
  if (message.size_bytes !== String(size)) throw new TwirpError('invalid_argument', `size_bytes is not ${size}`);
  entries.finalize(entry, size);
  for (const old of entries.overflow(limitBytes)) entries.remove(old);
  return { ok: true, entry_id: String(entry.id) };
}

function lookup(
  { entries, blobs }: CacheService,
  scopes: readonly Scope[],
  key: string,
  version: string,
  message: Message,
): Message {
  if (!scopes.some(({ read }) => read))
    throw new TwirpError('permission_denied', 'cache read denied: token has no readable scopes');
  const keys = [key, ...((message.restore_keys ?? []) as string[])];
  if (keys.length > 10) throw new TwirpError('invalid_argument', 'more than 10 keys');
  for (const one of keys) requireKey(one);
  const entry = entries.find(scopes, keys, version);
  if (entry === null) return { ok: false };
  return { ok: true, signed_download_url: blobs.sign(entry.id, 'r'), matched_key: entry.key };
}
