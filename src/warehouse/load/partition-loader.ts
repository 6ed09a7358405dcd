import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { HighwaterError } from '../../model/errors.ts';
import type { Receipt } from '../../model/plan.ts';
import type { Staging, StagingContent, StagingFile, StagingFormat } from '../../model/staging.ts';
import type { Connection, Database } from '../duckdb/database.ts';
import { FILES_WAITING, fullBatch, goTogether } from './batching.ts';
import { type Batch, type LoadTarget, loadBatch, type StagedFile } from './load-batch.ts';
import { LoadQueue } from './load-queue.ts';

export interface LoaderOptions {
  readonly database: Database;
  readonly directory: string;
  /** `source.table`, for errors. */
  readonly title: string;
  readonly targets: Readonly<Partial<Record<StagingContent, LoadTarget>>>;
  /** Unique over the whole import and rising with time: a row read later wins over the same row read earlier. */
  nextSequence(): number;
  /** The source has written so many rows. */
  onRead(rows: number): void;
  /** So many rows were loaded. */
  onLoaded(rows: number): void;
}

/**
 * Loads the staging files of one partition, in one transaction on a connection of its own: the partition is in the
 * warehouse whole or not at all.
 */
export class PartitionLoader implements Staging {
  readonly #options: LoaderOptions;
  /** Files that the source has begun and not finished. */
  readonly #open = new Set<string>();
  readonly #queue: LoadQueue;
  #batch: StagedFile[] = [];
  #connection: Connection | null = null;
  #queued = false;
  #claimed = 0;
  #loaded = 0;

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#queue = new LoadQueue(options.database.loads);
  }

  get loaded(): number {
    return this.#loaded;
  }

  async create(content: StagingContent, format: StagingFormat): Promise<StagingFile> {
    if (this.#queue.files + this.#batch.length >= FILES_WAITING) await this.#queue.idle();
    this.#queue.check();
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
      done: async (rows, longestLine) =>
        this.#enqueue({ content, format, path, sequence, rows, longestLine: longestLine ?? null }),
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
    await this.#queue.settle();
    this.#compare(receipt, this.#loaded);
  }

  /** The files of a small partition, to be loaded together with others'; null where loading has begun. Ends this loader's work. */
  handOver(receipt: Receipt): readonly StagedFile[] | null {
    if (this.#queued) return null;
    this.#compare(receipt, this.#claimed);
    return this.#batch.splice(0);
  }

  async commit(): Promise<void> {
    const connection = await this.#begin();
    await this.#orAgain(async () => connection.commit());
    connection.close();
  }

  /** Runs `work` in the partition's own transaction, before its commit. */
  async within(work: (connection: Connection) => Promise<void>): Promise<void> {
    const connection = await this.#begin();
    await this.#orAgain(async () => work(connection));
  }

  async rollback(): Promise<void> {
    this.#queue.stop(new Error('rolled back'));
    this.#flush();
    this.#connection?.interrupt();
    await this.#queue.idle();
    await this.#connection?.rollback();
    this.#connection?.close();
    await Promise.all([...this.#open].map(async (path) => rm(path, { force: true })));
  }

  #compare(receipt: Receipt, loaded: number): void {
    if (receipt.rows === this.#claimed && this.#claimed === loaded) return;
    throw new HighwaterError(
      'COUNT_MISMATCH',
      `${this.#options.title}: the source says that it sent ${receipt.rows} rows, the staging files claim ${this.#claimed}, ${loaded} were read from them.`,
      'The table keeps its previous rows and watermark. Run again; if it happens again, report it with this line.',
    );
  }

  async #begin(): Promise<Connection> {
    if (this.#connection !== null) return this.#connection;
    this.#connection = await this.#options.database.connect();
    await this.#connection.begin();
    return this.#connection;
  }

  #enqueue(file: StagedFile): void {
    this.#open.delete(file.path);
    this.#claimed += file.rows;
    this.#options.onRead(file.rows);
    const last = this.#batch.at(-1);
    if (last !== undefined && !goTogether(last, file)) this.#flush();
    this.#batch.push(file);
    if (this.#target(file.content).batched) this.#flush(fullBatch(this.#batch, this.#options.database.threads));
    else this.#flush();
  }

  /** Queues the first `count` of the gathered files for loading, after whatever is loading now. */
  #flush(count = this.#batch.length): void {
    const batch = this.#batch.splice(0, count);
    if (batch.length === 0) return;
    this.#queued = true;
    this.#queue.add(batch, async () => this.#load(batch));
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
    const { database, title, onLoaded } = this.#options;
    const batch: Batch = { files: [first, ...others], target: this.#target(first.content), title };
    await batch.target.prepare?.(batch);
    const connection = await this.#begin();
    const load = async () => loadBatch(database, connection, batch);
    const rows = await this.#orAgain(this.#loaded === 0 ? async () => this.#repeating(load) : load);
    this.#loaded += rows;
    onLoaded(rows);
  }

  /** As long as nothing else was loaded: a transaction that lacked memory is given up as a whole. */
  async #repeating<T>(load: () => Promise<T>): Promise<T> {
    const { database } = this.#options;
    for (;;) {
      const { limitMib } = database;
      try {
        return await load();
      } catch (error) {
        if (!(await database.canRepeat(error, limitMib))) throw error;
        await this.#connection?.rollback();
        await this.#connection?.begin();
      }
    }
  }

  /** The files of what was loaded are gone, so that it has to be read again; then there is more memory. */
  async #orAgain<T>(work: () => Promise<T>): Promise<T> {
    const { database, title } = this.#options;
    const { limitMib } = database;
    try {
      return await work();
    } catch (error) {
      if (!(await database.canRepeat(error, limitMib))) throw error;
      throw new HighwaterError(
        'WAREHOUSE',
        `${title}: DuckDB needs more than ${limitMib} MiB of memory for it.`,
        'It is read again with more.',
        {
          cause: error,
          family: 'restart',
        },
      );
    }
  }
}
