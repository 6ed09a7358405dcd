import type { ByteRange, ListedObject, ObjectBody, ObjectStoreProblem, StoredFacts } from './object-store.ts';

/** When an object may be written: where there is none, or over the version with this tag. */
export type WriteCondition = { readonly absent: true } | { readonly tag: string };

/** `not met`: the store refused the write because of its condition. */
export type WriteAnswer = { readonly tag: string } | 'not met';

export interface ConditionalWrite {
  readonly condition: WriteCondition;
  /** Random text that is kept with the object and that `mark` brings back: it tells our own write from another's. */
  readonly mark: string;
  readonly signal: AbortSignal;
}

/**
 * One kind of store: what is particular to its protocol. Each method asks once (a large upload may repeat its own parts), and throws
 * DriverFailure. Everything that is the same for all kinds (retries, lost answers, trying the store) is in reliable-store.ts.
 */
export interface ObjectDriver {
  readonly address: string;
  /** Larger files go through `writeFile`, smaller ones through `write`. */
  readonly largestWrite: number;
  read(key: string, range: ByteRange | null, signal: AbortSignal): Promise<ObjectBody | null>;
  /** The object's facts and the mark that it was written with; '' where it has none. */
  look(key: string, signal: AbortSignal): Promise<(StoredFacts & { readonly mark: string }) | null>;
  list(prefix: string, from: string | null, signal: AbortSignal): Promise<ObjectPage>;
  write(key: string, body: Buffer, options: ConditionalWrite): Promise<WriteAnswer>;
  writeFile(key: string, file: string, options: ConditionalWrite): Promise<WriteAnswer>;
  remove(key: string, signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface ObjectPage {
  readonly objects: readonly ListedObject[];
  /** Null: there is no further page. */
  readonly next: string | null;
}

export interface DriverFailureOptions {
  readonly problem: ObjectStoreProblem;
  /** Worth another try. */
  readonly transient: boolean;
  readonly hint?: string;
  /** How long the store asks to wait. */
  readonly afterMs?: number;
  readonly cause?: unknown;
}

/** `message`: what the store or the connection said, without a secret. */
export class DriverFailure extends Error {
  readonly problem: ObjectStoreProblem;
  readonly transient: boolean;
  readonly hint: string | undefined;
  readonly afterMs: number | undefined;

  constructor(message: string, options: DriverFailureOptions) {
    super(message, { cause: options.cause });
    this.name = 'DriverFailure';
    this.problem = options.problem;
    this.transient = options.transient;
    this.hint = options.hint;
    this.afterMs = options.afterMs;
  }
}

/** What an HTTP status means for all kinds of stores; `said`: the store's own code and words. */
export function failureOfStatus(status: number, said: string, cause: unknown, afterMs?: number): DriverFailure {
  const transient = status === 408 || status === 409 || status === 429 || status >= 500;
  const refused = status === 401 || status === 403;
  const problem: ObjectStoreProblem = transient ? 'busy' : refused ? 'refused' : 'other';
  return new DriverFailure(`${said} (${status})`, { problem, transient, cause, ...(afterMs === undefined ? {} : { afterMs }) });
}

/** What is thrown where no answer came at all. */
export function connectionFailure(thrown: unknown): DriverFailure {
  const error = thrown as { code?: unknown; message?: unknown } | null;
  const code = typeof error?.code === 'string' ? error.code : '';
  const local = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code);
  const message = String(error?.message || code || thrown).split('\n')[0] ?? '';
  return new DriverFailure(message, { problem: local ? 'full' : 'busy', transient: !local, cause: thrown });
}
