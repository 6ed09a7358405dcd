import { createHash } from 'node:crypto';

/** What Azure answers in place of doing what was asked. */
export class AzureRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export interface StoredBlob {
  readonly body: Buffer;
  readonly etag: string;
  readonly modified: Date;
  readonly metadata: Readonly<Record<string, string>>;
  /** Of the whole content; a blob made of blocks has none. */
  readonly md5: string | null;
}

export interface BlobWrite {
  readonly metadata: Readonly<Record<string, string>>;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** A container of block blobs: https://learn.microsoft.com/rest/api/storageservices/understanding-block-blobs--append-blobs--and-page-blobs */
export class BlobContainer {
  readonly blobs = new Map<string, StoredBlob>();
  /** Accounts with a hierarchical namespace list them beside blobs. */
  readonly folders: string[] = [];
  readonly #uncommitted = new Map<string, Map<string, Buffer>>();
  #version = 0x8de0000000;
  /** As a store would that ignores conditions. */
  overwrites = false;

  put(name: string, body: Buffer, claimed: string | undefined, write: BlobWrite): string {
    requireMd5(body, claimed);
    this.#require(name, write);
    this.#uncommitted.delete(name);
    return this.#store(name, body, md5(body), write);
  }

  putBlock(name: string, id: string, body: Buffer, claimed: string | undefined): void {
    requireMd5(body, claimed);
    if (body.length === 0) throw new AzureRefusal(400, 'InvalidHeaderValue');
    const blocks = this.#uncommitted.get(name) ?? new Map<string, Buffer>();
    if (Buffer.from(id, 'base64').length > 64) throw new AzureRefusal(400, 'InvalidQueryParameterValue');
    if ([...blocks.keys()].some((other) => other.length !== id.length)) throw new AzureRefusal(400, 'InvalidBlobOrBlock');
    this.#uncommitted.set(name, blocks.set(id, body));
  }

  putBlockList(name: string, ids: readonly string[], write: BlobWrite): string {
    this.#require(name, write);
    const blocks = this.#uncommitted.get(name);
    const found = ids.map((id) => blocks?.get(id));
    if (ids.length === 0 || found.some((block) => block === undefined)) throw new AzureRefusal(400, 'InvalidBlockList');
    this.#uncommitted.delete(name);
    return this.#store(name, Buffer.concat(found as Buffer[]), null, write);
  }

  get(name: string): StoredBlob {
    const found = this.blobs.get(name);
    if (found === undefined) throw new AzureRefusal(404, 'BlobNotFound');
    return found;
  }

  #require(name: string, { ifMatch, ifNoneMatch }: BlobWrite): void {
    if (this.overwrites) return;
    const current = this.blobs.get(name);
    if (ifNoneMatch === '*' && current !== undefined) throw new AzureRefusal(409, 'BlobAlreadyExists');
    if (ifMatch !== undefined && current?.etag !== ifMatch) throw new AzureRefusal(412, 'ConditionNotMet');
  }

  #store(name: string, body: Buffer, sum: string | null, { metadata }: BlobWrite): string {
    const etag = `"0x${(++this.#version).toString(16).toUpperCase()}"`;
    this.blobs.set(name, { body, etag, metadata, md5: sum, modified: new Date() });
    return etag;
  }
}

function requireMd5(body: Buffer, claimed: string | undefined): void {
  if (claimed !== undefined && claimed !== md5(body)) throw new AzureRefusal(400, 'Md5Mismatch');
}

function md5(body: Buffer): string {
  return createHash('md5').update(body).digest('base64');
}
