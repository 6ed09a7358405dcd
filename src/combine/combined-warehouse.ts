import { constants, copyFile, link, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ParquetFile, sha256 } from '../publish/parquet.ts';
import { DATABASE_FILE } from '../publish/publish.ts';
import { COLUMNS_COLUMNS, PUBLIC_SCHEMA, TABLES_COLUMNS } from '../warehouse/catalog/catalog.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { id, qualified, text } from '../warehouse/duckdb/sql.ts';
import type { CombinedTable, Piece } from './choose-pieces.ts';
import type { JobOutput } from './job-output.ts';

/** The rows of all pieces. Columns meet by their names, and types in one that holds the values of all. */
export function unitedRows(pieces: readonly Piece[]): string {
  return pieces.map((p) => `FROM ${p.rows}`).join(' UNION ALL BY NAME ');
}

/** No source has this name. */
const COMBINED = 'highwater_combined';
// Larger commits go into the file at once, and not into a log first.
const CHECKPOINT_AT = '16MiB';

/** Creates the combined file, as a copy of a job's where there is a `base`, and makes it the database that `connection` works in. */
export async function beginWith(
  connection: Connection,
  base: JobOutput | null,
  tables: readonly CombinedTable[],
  file: string,
): Promise<void> {
  if (base !== null) await copyFile(join(base.directory, DATABASE_FILE), file, constants.COPYFILE_FICLONE);
  await connection.run(`ATTACH ${text(file)} AS ${id(COMBINED)}`);
  await connection.run(`USE ${id(COMBINED)}`);
  await connection.run(`SET GLOBAL checkpoint_threshold = ${text(CHECKPOINT_AT)}`);
  await connection.run(`DROP SCHEMA IF EXISTS ${id(COMBINED)}.${PUBLIC_SCHEMA} CASCADE`);
  const taken = new Set(tables.flatMap((t) => t.pieces.filter((p) => p.output === base).map(({ entry }) => keyOf(entry))));
  const there = await connection.rows<{ schema: string; name: string }>(
    `SELECT schema_name AS schema, table_name AS name FROM duckdb_tables() WHERE database_name = ${text(COMBINED)}`,
  );
  for (const table of there.filter((t) => !taken.has(keyOf(t)))) await connection.run(`DROP TABLE ${nameIn(table)}`);
}

type Named = Pick<Piece['entry'], 'schema' | 'name'>;

const keyOf = ({ schema, name }: Named): string => JSON.stringify([schema, name]);
const nameIn = ({ schema, name }: Named): string => qualified(COMBINED, schema, name);

/** Makes a table of the pieces, or adds to what the combined file began with. */
export async function copyTable(connection: Connection, { pieces }: CombinedTable, base: JobOutput | null): Promise<void> {
  const [first] = pieces;
  if (first === undefined) return;
  const there = pieces.find(({ output, entry }) => output === base && keyOf(entry) === keyOf(first.entry));
  const others = pieces.filter((piece) => piece !== there);
  if (there !== undefined && (await sameColumns(connection, pieces))) {
    if (others.length > 0) await connection.run(`INSERT INTO ${nameIn(first.entry)} BY NAME ${unitedRows(others)}`);
    return;
  }
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${qualified(COMBINED, first.entry.schema)}`);
  await connection.run(`CREATE OR REPLACE TABLE ${nameIn(first.entry)} AS ${unitedRows(pieces)}`);
  const { database } = first.output;
  if (database !== null) await copyComments(connection, database, first.entry);
}

/** Whether the pieces have columns of the same names and types, so that their rows go into one table as they are. */
async function sameColumns(connection: Connection, pieces: readonly Piece[]): Promise<boolean> {
  if (pieces.length === 1) return true;
  const columns = pieces.map(async ({ rows }) =>
    connection.rows<{ column_name: string; column_type: string }>(`DESCRIBE FROM ${rows}`),
  );
  const described = (await Promise.all(columns)).map((all) =>
    JSON.stringify(all.map((c) => [c.column_name, c.column_type]).sort()),
  );
  return new Set(described).size === 1;
}

async function copyComments(connection: Connection, database: string, { schema, name }: Named): Promise<void> {
  const of = `database_name = ${text(database)} AND schema_name = ${text(schema)} AND table_name = ${text(name)} AND comment IS NOT NULL`;
  const rows = await connection.rows<{ column: string | null; comment: string }>(
    `SELECT NULL AS "column", comment FROM duckdb_tables() WHERE ${of} UNION ALL SELECT column_name, comment FROM duckdb_columns() WHERE ${of}`,
  );
  const table = nameIn({ schema, name });
  for (const { column, comment } of rows)
    await connection.run(
      `COMMENT ON ${column === null ? `TABLE ${table}` : `COLUMN ${table}.${id(column)}`} IS ${text(comment)}`,
    );
}

/** Makes `_highwater.*`: what the jobs' own say of the tables that were taken, and the runs of all. */
export async function copyCatalog(
  connection: Connection,
  outputs: readonly JobOutput[],
  tables: readonly CombinedTable[],
): Promise<void> {
  await connection.run(`CREATE SCHEMA ${PUBLIC_SCHEMA}`);
  await connection.run(`CREATE TABLE ${PUBLIC_SCHEMA}.tables (${TABLES_COLUMNS})`);
  await connection.run(`CREATE TABLE ${PUBLIC_SCHEMA}.columns (${COLUMNS_COLUMNS})`);
  const pieces = tables.flatMap((t) => t.pieces);
  const taken = (of: (piece: Piece) => string) => pieces.filter(({ output }) => output.database !== null).map(of);
  const entries = taken(
    ({ output, entry }) =>
      `FROM ${id(output.database ?? '')}.${PUBLIC_SCHEMA}.tables WHERE source = ${text(entry.source)} AND "table" = ${text(entry.table)}`,
  );
  const columns = taken(
    ({ output, entry }) =>
      `FROM ${id(output.database ?? '')}.${PUBLIC_SCHEMA}.columns WHERE schema = ${text(entry.schema)} AND name = ${text(entry.name)}`,
  );
  if (entries.length > 0) {
    await connection.run(`INSERT INTO ${PUBLIC_SCHEMA}.tables BY NAME ${await merged(connection, entries)}`);
    await connection.run(
      `INSERT INTO ${PUBLIC_SCHEMA}.columns BY NAME (FROM (${columns.map((c) => `(${c})`).join(' UNION ALL BY NAME ')}) QUALIFY row_number() OVER (PARTITION BY schema, name, "column") = 1)`,
    );
  }
  for (const name of ['runs', 'checks', 'exports']) await copyRecords(connection, outputs, name);
}

/** One row a table: of its parts, the sum of the rows and the earliest of the times. */
async function merged(connection: Connection, entries: readonly string[]): Promise<string> {
  const all = entries.map((e) => `(${e})`).join(' UNION ALL BY NAME ');
  const described = await connection.rows<{ column_name: string }>(`DESCRIBE ${PUBLIC_SCHEMA}.tables`);
  const names = described.map((r) => r.column_name).filter((name) => name !== 'source' && name !== 'table');
  const value = (name: string) => {
    if (name === 'rows') return 'sum(rows) AS rows';
    const function_ = name === 'watermark' || name.endsWith('_at') ? 'min' : 'any_value';
    return `${function_}(${id(name)}) AS ${id(name)}`;
  };
  return `(SELECT source, "table", ${names.map(value).join(', ')} FROM (${all}) GROUP BY source, "table")`;
}

/** Of all jobs, and where jobs share a state's history each once. */
async function copyRecords(connection: Connection, outputs: readonly JobOutput[], name: string): Promise<void> {
  const from = outputs.filter((o) => o.tables.has(`${PUBLIC_SCHEMA}.${name}`));
  const selects = from.map((o) => `(FROM ${id(o.database ?? '')}.${PUBLIC_SCHEMA}.${id(name)})`);
  if (selects.length === 0) return;
  await connection.run(
    `CREATE TABLE ${PUBLIC_SCHEMA}.${id(name)} AS SELECT DISTINCT * FROM (${selects.join(' UNION ALL BY NAME ')})`,
  );
}

/** Writes a table's Parquet file where its first piece has one; null: none of the jobs wrote Parquet. */
export async function copyParquet(
  connection: Connection,
  { pieces }: CombinedTable,
  directory: string,
): Promise<ParquetFile | null> {
  const [first] = pieces;
  const from = first?.entry.parquet;
  if (first === undefined || from == null) return null;
  const [target, origin] = [join(directory, from.path), join(first.output.directory, from.path)];
  await mkdir(dirname(target), { recursive: true });
  if (pieces.length === 1) {
    await copyOrLink(origin, target);
    return { path: from.path, bytes: from.bytes, sha256: from.sha256 };
  }
  const parts = pieces.map((p) => text(join(p.output.directory, p.entry.parquet?.path ?? from.path)));
  const { compression } = await connection.row<{ compression: string }>(
    `SELECT coalesce(any_value(lower(compression)), 'zstd') AS compression FROM parquet_metadata(${text(origin)})`,
  );
  const metadata = await connection.rows<{ key: string; value: string }>(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${text(origin)}) WHERE starts_with(decode(key), 'highwater.')`,
  );
  const pairs = metadata.map(({ key, value }) => `${text(key)}: ${text(value)}`).join(', ');
  await connection.run(
    `COPY (FROM read_parquet([${parts.join(', ')}], union_by_name = true)) TO ${text(target)} (FORMAT parquet, COMPRESSION ${text(compression)}, KV_METADATA {${pairs}})`,
  );
  return { path: from.path, bytes: (await stat(target)).size, sha256: await sha256(target) };
}

async function copyOrLink(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await link(from, to).catch(async () => copyFile(from, to, constants.COPYFILE_FICLONE));
}
