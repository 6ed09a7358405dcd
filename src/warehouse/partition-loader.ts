import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { HighwaterError } from '../errors.ts';
import type { Receipt } from '../model/plan.ts';
import type { Staging, StagingContent, StagingFile, StagingFormat } from '../staging/staging.ts';
import type { Connection } from './database.ts';
import { id } from './sql.ts';
import { refusedQuery, type StagedColumn, stagingQuery } from './staging-query.ts';

/** Where the rows of one kind of staging file go. */
export interface LoadTarget {
  /** Qualified and quoted. */
  readonly table: string;
  readonly columns: readonly StagedColumn[];
  /** Wraps the staging query into what is inserted (derived columns, sequence numbers). */
  select(query: string, sequence: number): string;
  /** True where several files may go into one INSERT, which then has no use for their sequence. */
  readonly batched: boolean;
}

export interface LoaderOptions {
  readonly directory: string;
  /** `source.table`, for errors. */
  readonly title: string;
  readonly targets: Readonly<Partial<Record<StagingContent, LoadTarget>>>;
  /** Unique over the whole import and rising with time: a row read later wins over the same row read earlier. */
  nextSequence(): number;
  onRows(rows: number): void;
}

// DuckDB writes whole row groups (122,880 rows) straight to disk, once, only when each of its threads gets several of them in
// one INSERT; smaller INSERTs are compressed twice and leave a file half as large again. See docs/benchmarks.md.
const BATCH_ROWS = 600_000;
const BATCH_FILES = 6;
// The disk that one partition may use: files waiting or being loaded, each about STAGING_FILE_BYTES.
const FILES_WAITING = 2 * BATCH_FILES;

/**
 * Loads the staging files of one partition, in one transaction on a connection of its own: the partition is in the
 * warehouse whole or not at all.
 */
export class PartitionLoader implements Staging {
  readonly #connection: Connection;
  readonly #options: LoaderOptions;
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
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    await this.#connection.run('BEGIN TRANSACTION');
  }

  #enqueue(file: StagedFile): void {
    this.#claimed += file.rows;
    this.#waiting++;
    const last = this.#batch.at(-1);
    if (last !== undefined && (last.content !== file.content || !isDeepStrictEqual(last.format, file.format))) this.#flush();
    this.#batch.push(file);
    const rows = this.#batch.reduce((sum, f) => sum + f.rows, 0);
    const { batched } = this.#target(file.content);
    if (!batched || rows >= BATCH_ROWS || this.#batch.length >= BATCH_FILES) this.#flush();
  }

  /** Queues what has gathered for loading, after whatever is loading now. */
  #flush(): void {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    this.#chain = this.#chain
      .then(async () => {
        if (this.#failure === null) await this.#load(batch);
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

  async #load(batch: readonly StagedFile[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    const target = this.#target(first.content);
    const claimed = batch.reduce((sum, f) => sum + f.rows, 0);
    await this.#begin();
    let rows: number;
    try {
      rows = await this.#connection.changed(
        `INSERT INTO ${target.table} ${target.select(queryOf(batch, target, stagingQuery), first.sequence)}`,
      );
    } catch (error) {
      throw (await this.#explain(batch, target, error)) ?? error;
    }
    if (rows !== claimed) {
      throw new HighwaterError(
        'COUNT_MISMATCH',
        `${this.#options.title}: the source says that it sent ${claimed} rows in one piece, DuckDB read ${rows}.`,
        'The table keeps its previous rows and watermark. Run again; if it happens again, report it with this line.',
      );
    }
    this.#loaded += rows;
    this.#options.onRows(rows);
  }

  /** Names the column whose values were refused, never the values. */
  async #explain(batch: readonly StagedFile[], target: LoadTarget, error: unknown): Promise<HighwaterError | null> {
    if (
      !(error instanceof HighwaterError) ||
      !/Conversion Error|Could not convert|Out of Range|Invalid Input|cast/i.test(error.message)
    )
      return null;
    await this.#connection.run('ROLLBACK').catch(() => undefined);
    const refused = await this.#connection.row(queryOf(batch, target, refusedQuery)).catch(() => null);
    const names = Object.entries(refused ?? {}).filter(([, count]) => Number(count) > 0);
    if (names.length === 0) return null;
    return new HighwaterError(
      'VALUE_NOT_EXACT',
      `${this.#options.title}: ${names.map(([name, count]) => `column ${id(name)} has ${count} value(s)`).join(', ')} that can't be kept exactly in the column's DuckDB type.`,
      'The table keeps its previous rows. Leave the column out (columns: { exclude: […] }), correct the values at the source, or report it: every value of a supported type should fit.',
      { cause: error },
    );
  }
}

function queryOf(batch: readonly StagedFile[], target: LoadTarget, query: typeof stagingQuery): string {
  const [first] = batch;
  if (first === undefined) throw new RangeError('an empty batch');
  const longestLine = Math.max(...batch.map((f) => f.longestLine));
  return query(
    batch.map((f) => f.path),
    first.format,
    target.columns,
    longestLine,
  );
}

interface StagedFile {
  readonly content: StagingContent;
  readonly format: StagingFormat;
  readonly path: string;
  readonly sequence: number;
  readonly rows: number;
  readonly longestLine: number;
}
