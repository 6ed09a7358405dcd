import type { Connection } from '../duckdb/database.ts';
import { text } from '../duckdb/sql.ts';
import { STATE_SCHEMA } from './catalog.ts';

/** A file of the output directory as the last run left it, so that an unchanged table's need not be written again. */
export interface PublishedFile {
  readonly source: string;
  readonly table: string;
  /** Of the table's rows and columns: `StoredTable.version`. */
  readonly version: string;
  /** Absolute. */
  readonly directory: string;
  /** Relative to it, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** How the file was written: another compression gives another file. */
  readonly form: string;
  /** What tells the file from any other, and from itself after any write. */
  readonly identity: string;
}

export async function publishedFiles(connection: Connection): Promise<PublishedFile[]> {
  const rows = await connection.rows<{ content: string }>(`SELECT content FROM ${STATE_SCHEMA}.files`);
  return rows.map((row) => JSON.parse(row.content) as PublishedFile);
}

export async function rememberFiles(connection: Connection, files: readonly PublishedFile[]): Promise<void> {
  await connection.transaction(async () => {
    await connection.run(`DELETE FROM ${STATE_SCHEMA}.files`);
    if (files.length === 0) return;
    const rows = files.map((f) => `(${[f.source, f.table, JSON.stringify(f)].map(text).join(', ')})`);
    await connection.run(`INSERT INTO ${STATE_SCHEMA}.files VALUES ${rows.join(', ')}`);
  });
}
