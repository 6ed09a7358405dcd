/** One object, as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, by the store's clock. */
  readonly modified: Date;
}

export interface StoredFacts extends ListedObject {
  /** Names this version of the object, for `replace`: an ETag, a generation or a checksum. */
  readonly tag: string;
}

export interface ObjectBody {
  readonly body: Buffer;
  readonly tag: string;
}

/** `start` counts from 0; `end` is the first byte that isn't wanted. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export type Created = { readonly outcome: 'created'; readonly tag: string } | { readonly outcome: 'exists' };
export type Replaced = { readonly outcome: 'replaced'; readonly tag: string } | { readonly outcome: 'moved' };

/**
 * Objects under one prefix of a bucket, or in a directory.
 *
 * An object is written whole or not at all, and nothing is ever overwritten by accident: `create` writes only where there is no object,
 * `replace` only over the version that its tag names. Both can be trusted when the answer to a request was lost: they look whether the object
 * is the one that they wrote. Give each version of an object that is replaced its own content (a run's id, a number): ETags follow the content.
 *
 * Keys are relative, with `/` between their parts. Requests that fail for a while are repeated. What can't be done throws ObjectStoreError, and
 * STATE_STORE_UNSAFE where the store ignores a condition, which is tried before the first write.
 */
export interface ObjectStore {
  /** For people: `s3://bucket/prefix`, or the directory. */
  readonly address: string;
  /** Null where there is no such object. */
  get(key: string, range?: ByteRange): Promise<ObjectBody | null>;
  head(key: string): Promise<StoredFacts | null>;
  /** All objects whose keys begin with `prefix`, in no order that can be relied on. */
  list(prefix: string): AsyncGenerator<ListedObject>;
  create(key: string, body: Buffer): Promise<Created>;
  replace(key: string, body: Buffer, tag: string): Promise<Replaced>;
  /** Like `create`, in parts where the file is large; memory doesn't grow with the file, which must not change meanwhile. */
  createFromFile(key: string, file: string): Promise<Created>;
  /** Removes an object that may be absent. */
  remove(key: string): Promise<void>;
  close(): void;
}

/**
 * What a store didn't do.
 * - `busy`: it failed or was slow; all tries are used up.
 * - `refused`: it doesn't know us, or doesn't let us.
 * - `absent`: there is no such bucket or container.
 * - `full`: the disk or the quota is used up.
 * - `other`: anything else.
 */
export type ObjectStoreProblem = 'busy' | 'refused' | 'absent' | 'full' | 'other';

/** `message`: why, as the end of a sentence; `hint`: what to do. Neither holds a secret. */
export class ObjectStoreError extends Error {
  readonly problem: ObjectStoreProblem;
  readonly hint: string;

  constructor(problem: ObjectStoreProblem, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ObjectStoreError';
    this.problem = problem;
    this.hint = hint;
  }
}
