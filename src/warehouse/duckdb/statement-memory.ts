import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { isOutOfMemory, translate } from './duckdb-error.ts';
import type { Room } from './memory-limit.ts';

// How many rows of a table one piece of a statement reads: DuckDB itself takes 2,048 at once, of which 256 may be a gigabyte.
const ROWS_OF_PIECES = [256, 32, 4];

/** The memory of one open DuckDB: tells it its limit, and repeats with more what it refused for the lack of it. */
export class StatementMemory {
  readonly room: Room;
  readonly #instance: DuckDBInstance;
  readonly #file: string;
  #lifted = 0;
  #settings: DuckDBConnection | null = null;

  /** `file`: the database's, for errors. */
  constructor(instance: DuckDBInstance, room: Room, file: string) {
    this.#instance = instance;
    this.#file = file;
    this.room = room;
  }

  /** Gives DuckDB the limit that the room has now. */
  async tell(): Promise<void> {
    await this.#set(this.#lifted > 0 ? this.room.utmostMib : this.room.limitMib);
  }

  /** Does `work` again, with more memory, as often as DuckDB refuses it for the lack of it: it must be one that can be repeated. */
  async repeat<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const before = this.room.limitMib;
      try {
        const result = await work();
        if (this.room.giveBack()) await this.tell().catch(() => undefined);
        return result;
      } catch (error) {
        if (!(await this.canRepeat(error, before))) throw error;
      }
    }
  }

  /**
   * As `repeat`; but what DuckDB refuses at the share is done in smaller pieces before it gets more than the share. `work` is told how many rows
   * a piece may read: null, the whole at once.
   */
  async inPieces<T>(work: (rows: number | null) => Promise<T>): Promise<T> {
    for (const rows of [null, ...ROWS_OF_PIECES]) {
      try {
        return await this.#withinShare(async () => work(rows));
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
      }
    }
    return this.repeat(async () => work(ROWS_OF_PIECES.at(-1) ?? null));
  }

  async #withinShare<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const before = this.room.limitMib;
      try {
        return await work();
      } catch (error) {
        if (this.room.full || !(await this.canRepeat(error, before))) throw error;
      }
    }
  }

  /** Whether work that failed under a limit of `before` MiB may succeed now: it lacked memory, and there is more. */
  async canRepeat(error: unknown, before: number, grow = () => this.room.grow()): Promise<boolean> {
    if (!isOutOfMemory(error)) return false;
    // Other work may have been refused at the same time.
    if (this.room.limitMib > before) return true;
    if (!grow()) return false;
    await this.tell();
    return true;
  }

  /**
   * Does what can't be repeated: a COMMIT, a CHECKPOINT or a DELETE that DuckDB refuses for the lack of memory leaves the database damaged in
   * memory, or closed. Meanwhile DuckDB may use all that the machine has; it uses what it needs.
   */
  async lifted<T>(work: () => Promise<T>): Promise<T> {
    if (this.room.limitMib >= this.room.utmostMib) return work();
    this.#lifted++;
    try {
      await this.tell();
      return await work();
    } finally {
      this.#lifted--;
      // Refused where more is in use this moment: then the next one to tell it lowers it.
      await this.tell().catch(() => undefined);
    }
  }

  /** Before the database is closed. */
  close(): void {
    this.#settings?.closeSync();
    this.#settings = null;
  }

  async #set(mib: number): Promise<void> {
    try {
      this.#settings ??= await this.#instance.connect();
      await this.#settings.run(`SET memory_limit = '${mib}MiB'; SET threads = ${this.room.threads}`);
    } catch (error) {
      throw translate(error, this.#file);
    }
  }
}
