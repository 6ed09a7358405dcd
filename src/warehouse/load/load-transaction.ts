import { rm } from 'node:fs/promises';
import { HighwaterError } from '../../model/errors.ts';
import type { Connection, Database } from '../duckdb/database.ts';
import { type Batch, loadBatch, type StagedFile } from './load-batch.ts';

/** Loads staging files, one batch after another, each at its turn; none after the first failure. Removes the files in any case. */
export class LoadQueue {
  readonly #database: Database;
  #chain: Promise<void> = Promise.resolve();
  #failure: unknown = null;
  #files = 0;
  #batches = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Files that are waiting or being loaded. */
  get files(): number {
    return this.#files;
  }

  /** Batches that are waiting or being loaded. */
  get batches(): number {
    return this.#batches;
  }

  add(files: readonly StagedFile[], load: () => Promise<void>): void {
    this.#files += files.length;
    this.#batches++;
    this.#chain = this.#chain
      .then(async () => this.#database.loads(async () => (this.#failure === null ? load() : undefined)))
      .catch((error: unknown) => this.stop(error))
      .then(async () => {
        await Promise.all(files.map(async (file) => rm(file.path, { force: true })));
        this.#files -= files.length;
        this.#batches--;
      });
  }

  /** Loads nothing more. `check` and `settle` throw `reason`, unless a failure came first. */
  stop(reason: unknown): void {
    this.#failure ??= reason;
  }

  /** Throws the first failure so far. */
  check(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Waits until every batch is loaded or dropped. Never throws. */
  async idle(): Promise<void> {
    await this.#chain;
  }

  /** Waits for all, and throws the first failure. */
  async settle(): Promise<void> {
    await this.#chain;
    this.check();
  }
}

/** Runs in the transaction, after `loaded` rows are in and before they are committed; what it throws rolls them back. */
export type BeforeCommit = (connection: Connection, loaded: number) => Promise<void>;

/** One transaction on a connection of its own. */
export class LoadTransaction {
  readonly #database: Database;
  /** `source.table`, for errors. */
  readonly #title: string;
  #connection: Connection | null = null;
  #loaded = 0;

  constructor(database: Database, title: string) {
    this.#database = database;
    this.#title = title;
  }

  /** Returns how many rows it loaded. With `beforeCommit` it commits, and the transaction is over. */
  async load(batches: readonly Batch[], beforeCommit?: BeforeCommit): Promise<number> {
    for (const batch of batches) await batch.target.prepare?.(batch);
    this.#connection ??= await this.#begin();
    const connection = this.#connection;
    const rows = await this.#withEnoughMemory(connection, async () => {
      let sum = 0;
      for (const batch of batches) sum += await loadBatch(this.#database, connection, batch);
      await beforeCommit?.(connection, this.#loaded + sum);
      if (beforeCommit !== undefined) await connection.commit();
      return sum;
    });
    this.#loaded += rows;
    if (beforeCommit !== undefined) this.#close();
    return rows;
  }

  /** Stops the load that is running, within milliseconds. */
  interrupt(): void {
    this.#connection?.interrupt();
  }

  async rollback(): Promise<void> {
    await this.#connection?.rollback();
    this.#close();
  }

  async #begin(): Promise<Connection> {
    const connection = await this.#database.connect();
    await connection.begin();
    return connection;
  }

  #close(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  /** DuckDB gives up a whole transaction that lacks memory. It can be repeated while the files of all its rows are still there. */
  async #withEnoughMemory<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
    for (;;) {
      const { limitMib } = this.#database;
      try {
        return await work();
      } catch (error) {
        if (!(await this.#database.canRepeat(error, limitMib))) throw error;
        if (this.#loaded > 0) throw readAgain(this.#title, limitMib, error);
        await connection.rollback();
        await connection.begin();
      }
    }
  }
}

/** The files of what was loaded are gone; the next attempt has more memory. */
function readAgain(title: string, limitMib: number, cause: unknown): HighwaterError {
  const message = `${title}: DuckDB needs more than ${limitMib} MiB of memory for this table.`;
  return new HighwaterError('WAREHOUSE', message, 'The table is read again with more memory.', { cause, family: 'restart' });
}
