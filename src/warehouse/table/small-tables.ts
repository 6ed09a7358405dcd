import { type StoredTable, storeTables } from '../catalog/catalog.ts';
import type { Connection, Database } from '../duckdb/database.ts';

/** A table whose import is read and little: its rows go into the state together with those of others. */
export interface SmallTable {
  /** Bytes of its staging files. */
  readonly bytes: number;
  /** Loads and compares it, in tables of this connection alone. What it throws fails this table only. */
  prepare(connection: Connection): Promise<void>;
  /** Puts it in its place and returns its entry, in a transaction that it may share and that may be repeated. After `prepare`. */
  place(connection: Connection): Promise<StoredTable>;
}

interface Waiting {
  readonly table: SmallTable;
  resolve(): void;
  reject(error: unknown): void;
}

// Each table costs a transaction flushed to the disk where it is alone; rows of a group are in memory, twice for a moment.
const MOST_TABLES = 32;
const MOST_BYTES = 8 * 1024 * 1024;
// What a run that is killed may lose, and how long a table may wait while others are read.
const LONGEST_WAIT_MS = 500;

/**
 * Brings small tables into the state, several in one transaction. Where that fails, each gets a transaction of its own, so that a table that fails
 * stops no other.
 */
export class SmallTables {
  readonly #database: () => Database;
  readonly #exclusive: <T>(work: () => Promise<T>) => Promise<T>;
  #waiting: Waiting[] = [];
  #coming = 0;
  #timer: NodeJS.Timeout | null = null;

  /** `exclusive`: for merges, one at a time. */
  constructor(database: () => Database, exclusive: <T>(work: () => Promise<T>) => Promise<T>) {
    this.#database = database;
    this.#exclusive = exclusive;
  }

  /** So many more tables (fewer, where negative) are being read and may come: until there is none a table waits for others. */
  expect(tables: number): void {
    this.#coming += tables;
    if (this.#coming <= 0) this.#flush();
  }

  /** Resolves when the table is committed. Not to be called within `exclusive`. */
  async add(table: SmallTable): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ table, resolve, reject });
      const bytes = this.#waiting.reduce((sum, w) => sum + w.table.bytes, 0);
      if (this.#coming <= 0 || this.#waiting.length >= MOST_TABLES || bytes >= MOST_BYTES) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), LONGEST_WAIT_MS);
    });
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const group = this.#waiting.splice(0);
    if (group.length === 0) return;
    this.#exclusive(async () => this.#bring(group)).catch((error: unknown) => {
      for (const { reject } of group) reject(error);
    });
  }

  async #bring(group: readonly Waiting[]): Promise<void> {
    const database = this.#database();
    await database.trim();
    await database.use(async (c) => {
      const prepared: Waiting[] = [];
      for (const waiting of group) await waiting.table.prepare(c).then(() => prepared.push(waiting), waiting.reject);
      if (prepared.length === 0) return;
      try {
        await place(c, prepared);
      } catch (error) {
        if (prepared.length === 1) throw error;
        for (const waiting of prepared) await place(c, [waiting]).catch(waiting.reject);
      }
    });
  }
}

async function place(connection: Connection, group: readonly Waiting[]): Promise<void> {
  await connection.transaction(async () => {
    const entries: StoredTable[] = [];
    for (const { table } of group) entries.push(await table.place(connection));
    await storeTables(connection, entries);
  });
  for (const { resolve } of group) resolve();
}
