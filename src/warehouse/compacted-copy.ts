import { rm } from 'node:fs/promises';
import type { Connection } from './duckdb/database.ts';
import { id, text } from './duckdb/sql.ts';

export const COMPACTED = 'highwater_compacted';

/** Begins again where an earlier try has left something. */
export async function copyInto(connection: Connection, file: string): Promise<void> {
  await connection.run(`DETACH DATABASE IF EXISTS ${COMPACTED}`);
  await rm(file, { force: true });
  await rm(`${file}.wal`, { force: true });
  const { name } = await connection.row<{ name: string }>('SELECT current_database() AS name');
  await connection.run(`ATTACH ${text(file)} AS ${COMPACTED}`);
  await connection.transaction(async () => connection.run(`COPY FROM DATABASE ${id(name)} TO ${COMPACTED}`));
}

export function compactedName(file: string): string {
  return `${file}.compact`;
}
