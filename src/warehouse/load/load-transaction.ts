import { rm } from 'node:fs/promises';
import { HighwaterError } from '../../model/errors.ts';
import type { Connection, Database } from '../duckdb/database.ts';
import { type Batch, loadBatch, type Pieces, type StagedFile } from './load-batch.ts';
import { hasLongRows, PIECE_BYTES, piecesOf } from './long-rows.ts';

// The reader's buffers, the transaction's rows, and what the table writes.
const COPIES_OF_PIECE = 4;

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
  /** What is committed already, but does not count yet. */
  readonly #pieces = new Map<Pieces, number[]>();
  #inPieces = 0;

  constructor(database: Database, title: string) {
    this.#database = database;
    this.#title = title;
  }

  /** Returns how many rows it loaded. With `beforeCommit` it commits, and the transaction is over. */
  async load(batches: readonly Batch[], beforeCommit?: BeforeCommit): Promise<number> {
    for (const batch of batches) await batch.target.prepare?.(batch);
    const before = this.#inPieces;
    const others = await this.#loadPieces(batches);
    const rows = others.length === 0 && beforeCommit === undefined ? 0 : await this.#loadTogether(others, beforeCommit);
    return this.#inPieces - before + rows;
  }

  async #loadTogether(batches: readonly Batch[], beforeCommit?: BeforeCommit): Promise<number> {
    this.#connection ??= await this.#begin();
    const connection = this.#connection;
    const rows = await this.#withEnoughMemory(connection, async () => {
      let sum = 0;
      for (const batch of batches) sum += await loadBatch(this.#database, connection, batch);
      if (beforeCommit === undefined) return sum;
      for (const [pieces, sequences] of this.#pieces) await pieces.settle(connection, sequences);
      await beforeCommit(connection, this.#inPieces + this.#loaded + sum);
      await connection.commit();
      return sum;
    });
    this.#loaded += rows;
    if (beforeCommit !== undefined) this.#close();
    return rows;
  }

  /** Loads long rows, and returns the other batches. A transaction that has begun does not see pieces that come later. */
  async #loadPieces(batches: readonly Batch[]): Promise<Batch[]> {
    const others: Batch[] = [];
    for (const batch of batches) {
      const { pieces } = batch.target;
      if (pieces === undefined || this.#connection !== null || !(await hasLongRows(batch))) others.push(batch);
      else for await (const piece of piecesOf(batch)) await this.#loadPiece(piece, pieces);
    }
    return others;
  }

  async #loadPiece(piece: Batch, pieces: Pieces): Promise<void> {
    const { sequence } = piece.files[0];
    if (this.#pieces.size === 0) await this.#database.keepRowGroups();
    this.#pieces.set(pieces, [...(this.#pieces.get(pieces) ?? []), sequence]);
    const target = { ...piece.target, select: (query: string) => pieces.select(query, sequence) };
    await this.#database.makeRoomBeside(PIECE_BYTES * COPIES_OF_PIECE);
    this.#inPieces += await this.#database.use(async (c) => {
      this.#connection = c;
      try {
        const rows = await c.transactionOfLongRows(async () => loadBatch(this.#database, c, { ...piece, target }));
        await pieces.loaded?.(c);
        return rows;
      } finally {
        this.#connection = null;
      }
    });
  }

  /** Stops the load that is running, within milliseconds. */
  interrupt(): void {
    this.#connection?.interrupt();
  }

  /** Throws where what was committed can't be removed. */
  async rollback(): Promise<void> {
    await this.#connection?.rollback();
    this.#close();
    for (const [pieces, sequences] of this.#pieces)
      await this.#database.use(async (c) => c.transaction(async () => pieces.remove(c, sequences)));
    this.#pieces.clear();
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
