import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { HighwaterError } from '../errors.ts';
import type { Receipt } from '../model/plan.ts';
import type { Staging, StagingContent, StagingFile, StagingFormat } from '../staging/staging.ts';
import type { Connection } from './database.ts';
import { type LoadTarget, loadBatch, type StagedFile } from './load-batch.ts';

export interface LoaderOptions {
  readonly directory: string;
  /** `source.table`, for errors. */
  readonly title: string;
  readonly targets: Readonly<Partial<Record<StagingContent, LoadTarget>>>;
  /** Unique over the whole import and rising with time: a row read later wins over the same row read earlier. */
  nextSequence(): number;
  onRows(rows: number): void;
  /** DuckDB's threads. */
  readonly threads: number;
  /** Runs a load when it is its turn. */
  turn<T>(work: () => Promise<T>): Promise<T>;
}

// DuckDB writes row groups (122,880 rows) straight to disk, once, while one INSERT fills them. What is left half full at the
// end of each thread's share is compressed again by the next checkpoint, with its full neighbours, unless three or more full
// ones lie between. So an INSERT should bring each thread more than three row groups; the last one too, hence two batches
// are gathered before the first is loaded. Figures: docs/decisions/batched-staging-files.md.
const BATCH_ROWS_PER_THREAD = 3.2 * 122_880;
const BATCH_FILES = 12;
// The disk that one partition may use: files waiting or being loaded, each about STAGING_FILE_BYTES.
const FILES_WAITING = 3 * BATCH_FILES;

/**
 * Loads the staging files of one partition, in one transaction on a connection of its own: the partition is in the
 * warehouse whole or not at all.
 */
export class PartitionLoader implements Staging {
  readonly #connection: Connection;
  readonly #options: LoaderOptions;
  /** Files that the source has begun and not finished. */
  readonly #open = new Set<string>();
  #batch: StagedFile[] = [];
  #waiting = 0;
  #chain: Promise<void> = Promise.resolve();
  #failure: unknown = null;
  #begun = false;
  #claimed = 0;
  #loaded = 0;

  constructor(connection: Connection, options: LoaderOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  get loaded(): number {
    return this.#loaded;
  }

  async create(content: StagingContent, format: StagingFormat): Promise<StagingFile> {
    if (this.#waiting >= FILES_WAITING) await this.#chain;
    if (this.#failure !== null) throw this.#failure;
    const sequence = this.#options.nextSequence();
    const path = join(this.#options.directory, `${sequence}.${format.kind}${format.compression === 'gzip' ? '.gz' : ''}`);
    let stream: Writable | null = null;
    this.#open.add(path);
    return {
      path,
      stream: () => {
        stream = createWriteStream(path, { highWaterMark: 1024 * 1024 });
        return stream;
      },
      done: async (rows, longestLine) => this.#enqueue({ content, format, path, sequence, rows, longestLine: longestLine ?? 0 }),
      discard: async () => {
        stream?.destroy();
        await rm(path, { force: true });
        this.#open.delete(path);
      },
    };
  }

  /** Waits for every load and compares the three counts; the caller then commits or rolls back. */
  async settle(receipt: Receipt): Promise<void> {
    this.#flush();
    await this.#chain;
    if (this.#failure !== null) throw this.#failure;
    if (receipt.rows !== this.#claimed || this.#claimed !== this.#loaded) {
      throw new HighwaterError(
        'COUNT_MISMATCH',
        `${this.#options.title}: the source says that it sent ${receipt.rows} rows, the staging files claim ${this.#claimed}, ${this.#loaded} were read from them.`,
        'The table keeps its previous rows and watermark. Run again; if it happens again, report it with this line.',
      );
    }
  }

  async commit(): Promise<void> {
    await this.#begin();
    await this.#connection.run('COMMIT');
    this.#connection.close();
  }

  /** Runs `work` in the partition's own transaction, before its commit. */
  async within(work: (connection: Connection) => Promise<void>): Promise<void> {
    await this.#begin();
    await work(this.#connection);
  }

  async rollback(): Promise<void> {
    this.#failure ??= new Error('rolled back');
    this.#flush();
    this.#connection.interrupt();
    await this.#chain;
    // An error has ended the transaction already where it came from DuckDB.
    await this.#connection.run('ROLLBACK').catch(() => undefined);
    this.#connection.close();
    await Promise.all([...this.#open].map(async (path) => rm(path, { force: true })));
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    await this.#connection.run('BEGIN TRANSACTION');
  }

  #enqueue(file: StagedFile): void {
    this.#open.delete(file.path);
    this.#claimed += file.rows;
    this.#waiting++;
    const last = this.#batch.at(-1);
    if (last !== undefined && (last.content !== file.content || !isDeepStrictEqual(last.format, file.format))) this.#flush();
    this.#batch.push(file);
    if (!this.#target(file.content).batched) this.#flush();
    else if (this.#isFull(this.#batch, 2))
      this.#flush(this.#batch.findIndex((_, i) => this.#isFull(this.#batch.slice(0, i + 1), 1)) + 1);
  }

  #isFull(files: readonly StagedFile[], batches: number): boolean {
    const rows = files.reduce((sum, f) => sum + f.rows, 0);
    return rows >= batches * BATCH_ROWS_PER_THREAD * this.#options.threads || files.length >= batches * BATCH_FILES;
  }

  /** Queues the first `count` of the gathered files for loading, after whatever is loading now. */
  #flush(count = this.#batch.length): void {
    const batch = this.#batch.splice(0, count);
    if (batch.length === 0) return;
    this.#chain = this.#chain
      .then(async () => {
        await this.#options.turn(async () => (this.#failure === null ? this.#load(batch) : undefined));
      })
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .then(async () => {
        await Promise.all(batch.map(async (file) => rm(file.path, { force: true })));
        this.#waiting -= batch.length;
      });
  }

  #target(content: StagingContent): LoadTarget {
    const target = this.#options.targets[content];
    if (target !== undefined) return target;
    throw new HighwaterError(
      'INTERNAL',
      `${this.#options.title}: unexpected ${content} keys in this import.`,
      'Please report this.',
    );
  }

  async #load([first, ...others]: readonly StagedFile[]): Promise<void> {
    if (first === undefined) return;
    await this.#begin();
    const batch = { files: [first, ...others] as const, target: this.#target(first.content), title: this.#options.title };
    const rows = await loadBatch(this.#connection, batch);
    this.#loaded += rows;
    this.#options.onRows(rows);
  }
}
