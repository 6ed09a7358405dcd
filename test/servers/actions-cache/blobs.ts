import { createHmac, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { appendFile, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Fault } from './faults.ts';

/*
 * The part of Azure Blob Storage that the cache uses: Put Blob, Put Block, Put Block List, Get Blob (whole or a range), Get Blob
 * Properties, each by a signed URL. https://learn.microsoft.com/en-us/rest/api/storageservices/operations-on-block-blobs
 */

export const BLOB_PATH = '/blobaccount/actions-cache/';
const VERSION = '2026-02-06';

export class Blobs {
  readonly #directory: string;
  readonly #base: () => string;
  readonly #secret = randomBytes(32);
  /** Uploaded blocks that no list has named yet: blob → block id → file. */
  readonly #blocks = new Map<number, Map<string, string>>();

  constructor(directory: string, base: () => string) {
    this.#directory = directory;
    this.#base = base;
  }

  sign(id: number, permission: 'r' | 'w'): string {
    return `${this.#base()}${BLOB_PATH}${id}?sp=${permission}&sig=${this.#signature(id, permission)}`;
  }

  path(id: number): string {
    return join(this.#directory, `blob-${id}`);
  }

  sizeOf(id: number): number | null {
    return existsSync(this.path(id)) ? statSync(this.path(id)).size : null;
  }

  /** Changes a stored archive, as if the storage had been damaged or an attacker had been at it. */
  tamper(id: number, change: (content: Buffer) => Buffer): void {
    writeFileSync(this.path(id), change(readFileSync(this.path(id))));
  }

  async handle(url: URL, request: IncomingMessage, response: ServerResponse, fault: Fault | null): Promise<void> {
    const id = Number(url.pathname.slice(BLOB_PATH.length));
    const permission = url.searchParams.get('sp');
    const needed = request.method === 'PUT' ? 'w' : 'r';
    if (permission !== needed || url.searchParams.get('sig') !== this.#signature(id, needed)) {
      return refuse(response, 403, request.method === 'PUT' ? 'AuthorizationPermissionMismatch' : 'AuthenticationFailed');
    }
    if (needed === 'r') return this.#download(id, request, response, fault);
    if (request.headers['x-ms-version'] === undefined) return refuse(response, 400, 'MissingRequiredHeader');
    if (request.headers['content-length'] === undefined) return refuse(response, 411, 'MissingContentLengthHeader');
    const comp = url.searchParams.get('comp');
    if (comp === 'block') return this.#putBlock(id, url.searchParams.get('blockid') ?? '', request, response);
    if (comp === 'blocklist') return this.#putBlockList(id, request, response);
    return comp === null ? this.#putBlob(id, request, response) : refuse(response, 400, 'InvalidQueryParameterValue');
  }

  #signature(id: number, permission: string): string {
    return createHmac('sha256', this.#secret).update(`${id}/${permission}`).digest('hex');
  }

  async #putBlob(id: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['x-ms-blob-type'] !== 'BlockBlob') return refuse(response, 400, 'InvalidHeaderValue');
    await pipeline(request, createWriteStream(this.path(id)));
    created(response);
  }

  async #putBlock(id: number, blockId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const blocks = this.#blocks.get(id) ?? new Map<string, string>();
    this.#blocks.set(id, blocks); // before any wait: blocks come several at once
    const [other] = blocks.keys();
    const valid = blockId !== '' && Buffer.from(blockId, 'base64').toString('base64') === blockId;
    if (!valid || (other !== undefined && other.length !== blockId.length)) return refuse(response, 400, 'InvalidBlobOrBlock');
    const file = join(this.#directory, `block-${id}-${Buffer.from(blockId).toString('hex')}`);
    await pipeline(request, createWriteStream(file));
    blocks.set(blockId, file);
    created(response);
  }

  async #putBlockList(id: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let xml = '';
    for await (const chunk of request) xml += chunk;
    const blocks = this.#blocks.get(id) ?? new Map<string, string>();
    const files = [...xml.matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(([, name]) => blocks.get(name ?? ''));
    if (files.some((file) => file === undefined)) return refuse(response, 400, 'InvalidBlockList');
    await rm(this.path(id), { force: true });
    await appendFile(this.path(id), '');
    for (const file of files) await appendFile(this.path(id), await readFile(String(file)));
    for (const file of blocks.values()) await rm(file, { force: true });
    this.#blocks.delete(id);
    created(response);
  }

  async #download(id: number, request: IncomingMessage, response: ServerResponse, fault: Fault | null): Promise<void> {
    const size = this.sizeOf(id);
    if (size === null) return refuse(response, 404, 'BlobNotFound');
    const length = fault?.effect === 'truncated' ? Math.floor(size / 2) : size;
    const range = rangeOf(request, length);
    if (range === null) return refuse(response, 416, 'InvalidRange');
    const partial = range.start > 0 || range.end < length - 1;
    response.writeHead(partial ? 206 : 200, {
      ...COMMON,
      'content-length': length === 0 ? 0 : range.end - range.start + 1,
      ...(partial ? { 'content-range': `bytes ${range.start}-${range.end}/${length}` } : {}),
    });
    if (request.method === 'HEAD' || length === 0) return void response.end();
    const middle = Math.floor((range.start + range.end) / 2);
    if (fault?.effect === 'cut off') {
      for await (const chunk of createReadStream(this.path(id), { start: range.start, end: middle })) response.write(chunk);
      return void response.destroy();
    }
    const flipAt = fault?.effect === 'corrupted' ? middle : -1;
    // A client that hangs up before the end is its own affair.
    await pipeline(createReadStream(this.path(id), range), flipping(range.start, flipAt), response).catch(() => undefined);
  }
}

function flipping(start: number, flipAt: number) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    let at = start;
    for await (const chunk of chunks) {
      if (at <= flipAt && flipAt < at + chunk.length) chunk[flipAt - at] = (chunk[flipAt - at] ?? 0) ^ 0xff;
      at += chunk.length;
      yield chunk;
    }
  };
}

const COMMON = { etag: '"0x8D"', 'x-ms-version': VERSION, 'x-ms-blob-type': 'BlockBlob', 'accept-ranges': 'bytes' };

function created(response: ServerResponse): void {
  response.writeHead(201, { ...COMMON, 'content-length': 0, 'last-modified': new Date().toUTCString() }).end();
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response
    .writeHead(status, { ...COMMON, 'x-ms-error-code': code, 'content-type': 'application/xml', connection: 'close' })
    .end(body);
}

/** Both ends inclusive. Null for a range outside of the blob. https://learn.microsoft.com/en-us/rest/api/storageservices/specifying-the-range-header-for-blob-service-operations */
function rangeOf(request: IncomingMessage, length: number): { start: number; end: number } | null {
  const header = request.headers['x-ms-range'] ?? request.headers.range;
  const match = /^bytes=(\d+)-(\d*)$/.exec(String(header ?? 'bytes=0-'));
  if (match === null) return null;
  const start = Number(match[1]);
  const end = match[2] === '' ? length - 1 : Math.min(Number(match[2]), length - 1);
  return start < length || length === 0 ? { start, end } : null;
}
