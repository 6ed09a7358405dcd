import { rm } from 'node:fs/promises';
import { type StoredTable, storedTables } from './catalog/catalog.ts';
import type { Connection } from './duckdb/database.ts';
import { ALL_ROW_GROUPS, SOME_ROW_GROUPS } from './duckdb/memory-limit.ts';
import { id, qualified, text } from './duckdb/sql.ts';
import { PIECE_BYTES } from './load/long-rows.ts';
import { rangesOfRows, scattered } from './row-groups.ts';

const COMPACTED = 'highwater_compacted';

/** Writes the open database into another file without its free blocks, where there are enough of them or `always`. False: it was not worth it. */
export async function writeCompacted(connection: Connection, file: string, always: boolean): Promise<boolean> {
  const tables = await storedTables(connection);
  await checkpointToKeep(connection, tables);
  if (!always && !(await isWorthCopying(connection, tables))) return false;
  await copyInto(connection, file, tables);
  await connection.checkpoint(COMPACTED);
  await connection.run(`DETACH ${COMPACTED}`);
  return true;
}

/** A checkpoint after which neither deleted rows nor small row groups are many in any table of a file that is kept. */
export async function checkpointToKeep(connection: Connection, tables: readonly StoredTable[]): Promise<void> {
  const { file, table } = await scattered(connection, tables);
  // Where the file is about to be written again, its tables need no tidying up.
  if (file || !table) return connection.checkpoint();
  await connection.run(`SET GLOBAL max_vacuum_tasks = ${ALL_ROW_GROUPS}`);
  await connection.checkpoint().finally(async () => connection.run(`SET GLOBAL max_vacuum_tasks = ${SOME_ROW_GROUPS}`));
}

/** Whether much of the file is free, or what is in it lies scattered. After a checkpoint. */
async function isWorthCopying(connection: Connection, tables: readonly StoredTable[]): Promise<boolean> {
  const size = await connection.row<{ free_blocks: number; total_blocks: number }>(
    'SELECT free_blocks, total_blocks FROM pragma_database_size() WHERE database_name = current_database()',
  );
  if (size.total_blocks >= 32 && size.free_blocks * 4 > size.total_blocks) return true;
  return (await scattered(connection, tables)).file;
}

/** Begins again where an earlier try has left something. `tables`: those of users. */
async function copyInto(connection: Connection, file: string, tables: readonly StoredTable[]): Promise<void> {
  await connection.run(`DETACH DATABASE IF EXISTS ${COMPACTED}`);
  await rm(file, { force: true });
  await rm(`${file}.wal`, { force: true });
  const { name } = await connection.row<{ name: string }>('SELECT current_database() AS name');
  await connection.run(`ATTACH ${text(file)} AS ${COMPACTED}`);
  const long = tables.filter((t) => t.longRows).map((t) => qualified(t.schema, t.name));
  if (long.length === 0)
    await connection.transaction(async () => connection.run(`COPY FROM DATABASE ${id(name)} TO ${COMPACTED}`));
  else await copyTables(connection, name, new Set(long));
}

/** Table by table; long rows in pieces, since nobody sees the copy before it is whole. */
async function copyTables(connection: Connection, name: string, long: ReadonlySet<string>): Promise<void> {
  await connection.run(`COPY FROM DATABASE ${id(name)} TO ${COMPACTED} (SCHEMA)`);
  const all = await connection.rows<{ schema_name: string; table_name: string }>(
    'SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary',
  );
  for (const { schema_name, table_name } of all) {
    const table = qualified(schema_name, table_name);
    const copy = `INSERT INTO ${qualified(COMPACTED, schema_name, table_name)} FROM ${table}`;
    if (!long.has(table)) await connection.transaction(async () => connection.run(copy));
    else
      for (const [first, last] of await rangesOfRows(connection, table, PIECE_BYTES))
        await connection.transactionOfLongRows(async () => connection.run(`${copy} WHERE rowid BETWEEN ${first} AND ${last}`));
  }
}

export function compactedName(file: string): string {
  return `${file}.compact`;
}
