import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
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

// One file being written, one waiting, one being loaded: enough to keep all three ends busy, bounded on disk.
const FILES_WAITING = 2;

/**
 * Loads the staging files of one partition, in one transaction on a connection of its own: the partition is in the
 * warehouse whole or not at all.
 */
export class PartitionLoader implements Staging {
  readonly #connection: Connection;
  readonly #options: LoaderOptions;
  readonly #waiting: Promise<void>[] = [];
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
    while (this.#waiting.length >= FILES_WAITING) await this.#waiting[0];
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
    const load = this.#chain.then(async () => {
      if (this.#failure === null) await this.#load(file);
    });
    const settled = load
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .then(() => rm(file.path, { force: true }))
      .then(() => {
        this.#waiting.shift();
      });
    this.#waiting.push(settled);
    this.#chain = settled;
  }

  async #load(file: StagedFile): Promise<void> {
    const target = this.#options.targets[file.content];
    if (target === undefined)
      throw new HighwaterError(
        'INTERNAL',
        `${this.#options.title}: unexpected ${file.content} keys in this import.`,
        'Please report this.',
      );
    await this.#begin();
    const query = stagingQuery(file.path, file.format, target.columns, file.longestLine);
    let rows: number;
    try {
      rows = await this.#connection.changed(`INSERT INTO ${target.table} ${target.select(query, file.sequence)}`);
    } catch (error) {
      throw (await this.#explain(file, target, error)) ?? error;
    }
    if (rows !== file.rows) {
      throw new HighwaterError(
        'COUNT_MISMATCH',
        `${this.#options.title}: the source says that it sent ${file.rows} rows in one piece, DuckDB read ${rows}.`,
        'The table keeps its previous rows and watermark. Run again; if it happens again, report it with this line.',
      );
    }
    this.#loaded += rows;
    this.#options.onRows(rows);
  }

  /** Names the column whose values were refused, never the values. */
  async #explain(file: StagedFile, target: LoadTarget, error: unknown): Promise<HighwaterError | null> {
    if (
      !(error instanceof HighwaterError) ||
      !/Conversion Error|Could not convert|Out of Range|Invalid Input|cast/i.test(error.message)
    )
      return null;
    await this.#connection.run('ROLLBACK').catch(() => undefined);
    const refused = await this.#connection
      .row(refusedQuery(file.path, file.format, target.columns, file.longestLine))
      .catch(() => null);
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

interface StagedFile {
  readonly content: StagingContent;
  readonly format: StagingFormat;
  readonly path: string;
  readonly sequence: number;
  readonly rows: number;
  readonly longestLine: number;
}
