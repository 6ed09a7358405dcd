import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../publish/manifest-schema.ts';
import { DATABASE_FILE, MANIFEST_FILE } from '../publish/publish.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { id, text } from '../warehouse/duckdb/sql.ts';

export type ManifestTable = Manifest['tables'][number];

/** What one job left in its output directory. */
export interface JobOutput {
  readonly directory: string;
  readonly manifest: Manifest;
  /** What its warehouse is called while it is attached; null: it has none, and its Parquet files are read. */
  readonly database: string | null;
  /** Tables that its warehouse holds, as `schema.name`. */
  readonly tables: ReadonlySet<string>;
}

/** Attaches a job's warehouse, to be read only. Null: there is no manifest, so the directory is no output of a job. */
export async function openOutput(connection: Connection, directory: string, database: string): Promise<JobOutput | null> {
  const written = await readFile(join(directory, MANIFEST_FILE), 'utf8').catch(() => null);
  if (written === null) return null;
  const manifest = JSON.parse(written) as Manifest;
  const file = join(directory, DATABASE_FILE);
  if (!existsSync(file)) return { directory, manifest, database: null, tables: new Set() };
  await connection.run(`ATTACH ${text(file)} AS ${id(database)} (READ_ONLY)`);
  const rows = await connection.rows<{ name: string }>(
    `SELECT schema_name || '.' || table_name AS name FROM duckdb_tables() WHERE database_name = ${text(database)}`,
  );
  return { directory, manifest, database, tables: new Set(rows.map((r) => r.name)) };
}

/** SQL that stands for the rows of a job's table, after FROM; null: it has none. */
export function rowsOf(output: JobOutput, { schema, name, parquet }: ManifestTable): string | null {
  if (output.database !== null)
    return output.tables.has(`${schema}.${name}`) ? `${id(output.database)}.${id(schema)}.${id(name)}` : null;
  const file = parquet === null ? null : join(output.directory, parquet.path);
  return file !== null && existsSync(file) ? `read_parquet(${text(file)})` : null;
}
