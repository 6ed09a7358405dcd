import { isDeepStrictEqual } from 'node:util';
import type { Connection, Database } from '../duckdb/database.ts';
import { type StoredTable, storeTable, storeTables } from './catalog.ts';
import { lasting } from './substance.ts';

/** Entries of tables whose rows have not changed in this run, to be written together. */
export class KeptEntries {
  readonly #entries = new Map<string, StoredTable>();

  /**
   * Where only times have moved, the entry waits for the others: a run that is killed before they are written has an older watermark, and reads
   * a longer window.
   */
  async keep(connection: Connection, table: StoredTable, before: StoredTable | null): Promise<void> {
    if (before !== null && isDeepStrictEqual(lasting(before), lasting(table))) this.#entries.set(nameOf(table), table);
    else await connection.transaction(async () => storeTable(connection, table));
  }

  /** The entry that waits, in place of the one that is written. */
  newest(table: StoredTable): StoredTable {
    return this.#entries.get(nameOf(table)) ?? table;
  }

  forget(table: Pick<StoredTable, 'source' | 'table'>): void {
    this.#entries.delete(nameOf(table));
  }

  async write(database: Database): Promise<void> {
    const entries = [...this.#entries.values()];
    if (entries.length === 0) return;
    await database.use(async (c) => c.transaction(async () => storeTables(c, entries)));
    this.#entries.clear();
  }
}

function nameOf({ source, table }: Pick<StoredTable, 'source' | 'table'>): string {
  return JSON.stringify([source, table]);
}
