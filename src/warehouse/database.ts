import { totalmem } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { diskFull, HighwaterError } from '../errors.ts';

export interface DatabaseOptions {
  readonly threads: number;
  /** DuckDB's own limit, in MiB; what does not fit goes to `tempDirectory`. */
  readonly memoryMib: number;
  readonly tempDirectory: string;
  readonly readOnly?: boolean;
}

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
  /** One load at a time: it keeps all threads busy; more would only share memory and leave more row groups half full. */
  readonly loads = pLimit(1);
  readonly #memoryMib: number;
  #limitMib: number;

  private constructor(instance: DuckDBInstance, file: string, options: DatabaseOptions) {
    this.#instance = instance;
    this.file = file;
    this.threads = options.threads;
    this.#memoryMib = options.memoryMib;
    this.#limitMib = options.memoryMib;
  }

  static async open(file: string, options: DatabaseOptions): Promise<Database> {
    const config: Record<string, string> = {
      threads: String(options.threads),
      memory_limit: `${options.memoryMib}MiB`,
      temp_directory: options.tempDirectory,
      // What is not in the npm package must not be fetched at run time.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'false',
      // Loads commit per partition; a checkpoint after each would write the same blocks again and again.
      checkpoint_threshold: '1GiB',
      ...(options.readOnly ? { access_mode: 'READ_ONLY' } : {}),
    };
    try {
      const instance = await DuckDBInstance.create(file, config);
      const database = new Database(instance, file, options);
      await database.use(async (c) => c.run("SET TimeZone = 'UTC'"));
      return database;
    } catch (error) {
      throw translate(error, file);
    }
  }

  async connect(): Promise<Connection> {
    const connection = await this.#instance.connect();
    const opened = new Connection(connection, this.file);
    await opened.run("SET TimeZone = 'UTC'");
    return opened;
  }

  /**
   * Raises the limit for a table of so many columns and rows of so many bytes: while rows are appended, each thread keeps blocks of
   * every column in memory, and of a long row several copies.
   */
  async makeRoom(columns: number, longestRow = 0): Promise<void> {
    const row = longestRow > LONG_ROW ? (longestRow * COPIES_OF_LONG_ROW) / 2 ** 20 : 0;
    await this.#allow(Math.ceil(this.#memoryMib + columns * this.threads * MIB_PER_COLUMN + row));
  }

  /** Returns whether the limit is higher now. It is never lowered, and never above what the machine can give. */
  async #allow(mib: number): Promise<boolean> {
    const limit = Math.min(mib, Math.max(this.#memoryMib, Math.floor((totalmem() * 0.6) / 2 ** 20)));
    if (limit <= this.#limitMib) return false;
    this.#limitMib = limit;
    await this.#tellLimit();
    return true;
  }

  /**
   * Gives back what DuckDB has freed and its allocator still keeps: each load would add 30 MiB to it, since each runs on another thread.
   * DuckDB does so when it is told its limit again, unless everything below that limit is in use this moment.
   */
  async trim(): Promise<void> {
    await this.#tellLimit().catch(() => undefined);
  }

  async #tellLimit(): Promise<void> {
    await this.use(async (c) => c.run(`SET memory_limit = '${this.#limitMib}MiB'`));
  }

  /** As `use`, for work that may be done anew: with twice the memory where it was too little. */
  async useAgain<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await this.use(work);
      } catch (error) {
        const tooLittle = error instanceof HighwaterError && /Out of Memory Error/.test(error.message);
        if (!tooLittle || !(await this.#allow(this.#limitMib * 2))) throw error;
      }
    }
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
    this.#instance.closeSync();
  }
}

export class Connection {
  readonly #duckdb: DuckDBConnection;
  readonly #file: string;

  constructor(duckdb: DuckDBConnection, file: string) {
    this.#duckdb = duckdb;
    this.#file = file;
  }

  async run(sql: string): Promise<void> {
    try {
      await this.#duckdb.run(sql);
    } catch (error) {
      throw translate(error, this.#file);
    }
  }

  /** Runs an INSERT, UPDATE or DELETE and says how many rows it touched. */
  async changed(sql: string): Promise<number> {
    try {
      return (await this.#duckdb.run(sql)).rowsChanged;
    } catch (error) {
      throw translate(error, this.#file);
    }
  }

  /** A small result as plain objects: numbers as JavaScript numbers where safe, everything else as DuckDB's JSON form. Never for users' rows in bulk. */
  async rows<T extends Row = Row>(sql: string): Promise<T[]> {
    try {
      const reader = await this.#duckdb.runAndReadAll(sql);
      return reader.getRowObjectsJS().map((row) => plain(row) as T);
    } catch (error) {
      throw translate(error, this.#file);
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

  /** All or nothing; the transaction is rolled back when `work` throws. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('BEGIN TRANSACTION');
    try {
      const result = await work();
      await this.run('COMMIT');
      return result;
    } catch (error) {
      // A failed COMMIT has rolled back already, and then ROLLBACK itself fails: the first error is the one to tell.
      await this.#duckdb.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
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

function translate(error: unknown, file: string): HighwaterError {
  if (error instanceof HighwaterError) return error;
  // After an internal error DuckDB appends its stack, which helps nobody who reads this.
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split(/\n+Stack Trace:/);
  if (/Could not set lock on file|Conflicting lock/i.test(message)) {
    return new HighwaterError(
      'RUN_IN_PROGRESS',
      `Another run is using ${file}.`,
      'Wait until it has ended, or give this run a state directory of its own (--state DIR).',
      { cause: error },
    );
  }
  if (
    /No space left on device|disk full|Disk quota exceeded|File too large|Could not write file.*space|max_temp_directory_size/i.test(
      message,
    )
  ) {
    return diskFull(/file "([^"]+)"/.exec(message)?.[1], error);
  }
  return new HighwaterError(
    'WAREHOUSE',
    `DuckDB: ${message}`,
    'If this is not about disk or memory, it is likely a bug in Highwater: please report it.',
    {
      cause: error,
    },
  );
}
