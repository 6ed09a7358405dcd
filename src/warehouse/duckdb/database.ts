import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { HighwaterError } from '../../model/errors.ts';
import { isOutOfMemory, translate, unrepeatable } from './duckdb-error.ts';
import { deletesRows, mayWriteFile } from './file-writes.ts';
import { CHECKPOINT_AT_COMMIT, CHECKPOINT_SELDOM, configOf, type DatabaseOptions } from './memory-limit.ts';
import { StatementMemory } from './statement-memory.ts';

// Two blocks of 256 KiB (values and NULLs), and as much again for what is being compressed.
const MIB_PER_COLUMN = 1;
const LONG_ROW = 1024 * 1024;
// The reader's buffers, its vectors, the table's blocks and the log.
const COPIES_OF_LONG_ROW = 16;

export type Row = Record<string, unknown>;

/** One DuckDB file. Everything of Highwater that speaks SQL to DuckDB goes through here. */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly file: string;
  readonly threads: number;
  readonly readOnly: boolean;
  /** One load at a time: it keeps all threads busy; more would only share memory and leave more row groups half full. */
  readonly loads = pLimit(1);
  readonly #memory: StatementMemory;
  readonly #beforeWrite: (() => Promise<void>) | undefined;

  private constructor(instance: DuckDBInstance, file: string, { room, readOnly = false, beforeWrite }: DatabaseOptions) {
    this.#beforeWrite = readOnly ? undefined : beforeWrite;
    this.#instance = instance;
    this.readOnly = readOnly;
    this.file = file;
    this.threads = room.threads;
    this.#memory = new StatementMemory(instance, room, file);
  }

  /** A killed run's log is replayed here: until then DuckDB may use all that the machine has. */
  static async open(file: string, options: DatabaseOptions): Promise<Database> {
    try {
      const database = new Database(await DuckDBInstance.create(file, configOf(options)), file, options);
      await database.#memory.tell();
      // For every connection to come.
      await database.use(async (c) => c.run("SET GLOBAL TimeZone = 'UTC'"));
      return database;
    } catch (error) {
      throw translate(error, file);
    }
  }

  async connect(): Promise<Connection> {
    const connection = await this.#instance.connect().catch((error: unknown) => {
      throw translate(error, this.file);
    });
    return new Connection(connection, this.file, this.#memory, this.#beforeWrite);
  }

  /**
   * Raises the limit for a table of so many columns and rows of so many bytes: while rows are appended, each thread keeps blocks of
   * every column in memory, and of a long row several copies.
   */
  async makeRoom(columns: number, longestRow = 0): Promise<void> {
    const row = longestRow > LONG_ROW ? (longestRow * COPIES_OF_LONG_ROW) / 2 ** 20 : 0;
    const { room } = this.#memory;
    if (room.besides(columns * this.threads * MIB_PER_COLUMN + row)) await this.#memory.tell();
  }

  /** Raises the limit by so many bytes above the first one. */
  async makeRoomBeside(bytes: number): Promise<void> {
    if (this.#memory.room.besides(bytes / 2 ** 20)) await this.#memory.tell();
  }

  /** From now on checkpoints leave row groups as they are, and do not join small ones; see docs/decisions/long-rows.md. */
  async keepRowGroups(): Promise<void> {
    await this.use(async (c) => c.run('SET GLOBAL max_vacuum_tasks = 0'));
  }

  /** Raises the limit for a merge of so many rows. */
  async makeRoomForRows(rows: number): Promise<void> {
    if (this.#memory.room.forRows(rows)) await this.#memory.tell();
  }

  /** Whether rows scattered over a table of so many can be deleted; where not, the table is to be built again without them. */
  allowsDeletes(rows: number): boolean {
    return this.#memory.room.allowsDeletes(rows);
  }

  /**
   * Gives back what DuckDB has freed and its allocator still keeps: each load would add 30 MiB to it, since each runs on another thread.
   * DuckDB does so when its limit is set again, unless everything below that limit is in use this moment.
   */
  async trim(): Promise<void> {
    await this.#memory.tell().catch(() => undefined);
  }

  /** Whether work that failed under a limit of `before` MiB may succeed now. It costs much to repeat: the limit rises to the share at once. */
  async canRepeat(error: unknown, before: number): Promise<boolean> {
    return this.#memory.canRepeat(error, before, () => this.#memory.room.growToShare());
  }

  get limitMib(): number {
    return this.#memory.room.limitMib;
  }

  /** Runs `work` on a connection of its own. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }

  close(): void {
    this.#memory.close();
    this.#instance.closeSync();
  }
}

/**
 * Whatever is done here is done again with more memory where DuckDB refuses it for the lack of it: a statement by itself, within a
 * transaction all of the transaction (DuckDB gives up the whole of it).
 */
export class Connection {
  readonly #duckdb: DuckDBConnection;
  readonly #file: string;
  readonly #memory: StatementMemory;
  readonly #beforeWrite: (() => Promise<void>) | undefined;
  /** Part of something that is repeated as a whole, or can't be. */
  #within = false;
  /** The transaction has written to a user's table. */
  #writesMuch = false;
  #longRows = false;

  constructor(duckdb: DuckDBConnection, file: string, memory: StatementMemory, beforeWrite?: () => Promise<void>) {
    this.#duckdb = duckdb;
    this.#file = file;
    this.#memory = memory;
    this.#beforeWrite = beforeWrite;
  }

  async run(sql: string): Promise<void> {
    await this.#do(sql, async () => this.#duckdb.run(sql));
  }

  /** Runs an INSERT, UPDATE or DELETE and says how many rows it touched. */
  async changed(sql: string): Promise<number> {
    return (await this.#do(sql, async () => this.#duckdb.run(sql))).rowsChanged;
  }

  /** A small result as plain objects: numbers as JavaScript numbers where safe, everything else as DuckDB's JSON form. Never for users' rows in bulk. */
  async rows<T extends Row = Row>(sql: string): Promise<T[]> {
    const reader = await this.#do(sql, async () => this.#duckdb.runAndReadAll(sql));
    return reader.getRowObjectsJS().map((row) => plain(row) as T);
  }

  async #do<T>(sql: string, work: () => Promise<T>): Promise<T> {
    if (mayWriteFile(sql)) {
      this.#writesMuch = true;
      await this.#beforeWrite?.();
    }
    const translated = async () => {
      try {
        return await work();
      } catch (error) {
        throw translate(error, this.#file);
      }
    };
    if (deletesRows(sql)) return this.#once(translated);
    return this.#within ? translated() : this.#memory.repeat(translated);
  }

  /** Does what can't be repeated, with all the memory that it needs. */
  async #once<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#memory.lifted(work);
    } catch (error) {
      throw isOutOfMemory(error) ? unrepeatable(error) : error;
    }
  }

  /** The one row of a query that always gives one. */
  async row<T extends Row = Row>(sql: string): Promise<T> {
    const [first] = await this.rows<T>(sql);
    if (first === undefined)
      throw new HighwaterError('INTERNAL', 'A query that always gives a row gave none.', 'Please report this.');
    return first;
  }

  async count(sql: string): Promise<number> {
    return Number((await this.row<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)).n);
  }

  /**
   * Repeats all of `work`, not the statement alone, where memory was too little: for statements that only make sense together. It must be
   * one that can be repeated.
   */
  async together<T>(work: () => Promise<T>): Promise<T> {
    return this.#memory.repeat(async () => {
      this.#within = true;
      try {
        return await work();
      } finally {
        this.#within = false;
      }
    });
  }

  /** All or nothing; the transaction is rolled back when `work` throws. It may be called several times: see `together`. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.together(async () => {
      await this.#start();
      try {
        const result = await work();
        await this.#commit();
        return result;
      } catch (error) {
        // A failed COMMIT has rolled back already, and then ROLLBACK itself fails: report the first error.
        await this.#duckdb.run('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  /** For long rows: COMMIT is a checkpoint wherever no other transaction is open. The log would hold all their values at once, several times. */
  async transactionOfLongRows<T>(work: () => Promise<T>): Promise<T> {
    this.#longRows = true;
    try {
      return await this.transaction(work);
    } finally {
      this.#longRows = false;
    }
  }

  /** Begins a transaction that nobody can repeat but the caller. */
  async begin(): Promise<void> {
    this.#within = true;
    await this.#start();
  }

  async #start(): Promise<void> {
    await this.run('BEGIN TRANSACTION');
    this.#writesMuch = false;
  }

  async commit(): Promise<void> {
    await this.#commit();
    this.#within = false;
  }

  async #commit(): Promise<void> {
    if (!this.#writesMuch) return this.run('COMMIT');
    if (this.#longRows) await this.run(CHECKPOINT_AT_COMMIT);
    await this.#once(async () => this.run('COMMIT')).finally(async () =>
      this.#longRows ? this.run(CHECKPOINT_SELDOM) : undefined,
    );
  }

  /** Writes everything into the database's file, so that its log is empty; `database`: another one that is attached. */
  async checkpoint(database = ''): Promise<void> {
    await this.#memory.lifted(async () => this.run(`CHECKPOINT ${database}`));
  }

  /** Does `work`, in pieces of a table's rows where DuckDB refuses the whole for the lack of memory. See StatementMemory.inPieces. */
  async inPieces<T>(work: (rows: number | null) => Promise<T>): Promise<T> {
    return this.#memory.inPieces(async (rows) => {
      this.#within = true;
      try {
        return await work(rows);
      } finally {
        this.#within = false;
      }
    });
  }

  /** Never throws: an error has ended the transaction already where it came from DuckDB. */
  async rollback(): Promise<void> {
    await this.#duckdb.run('ROLLBACK').catch(() => undefined);
    this.#within = false;
  }

  /** Stops the query that runs on this connection, within milliseconds. */
  interrupt(): void {
    this.#duckdb.interrupt();
  }

  close(): void {
    this.#duckdb.closeSync();
  }
}

function plain(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]));
}
