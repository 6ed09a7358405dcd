import type { CountedWindow } from '../../model/counts.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { ColumnRecord } from '../../model/record.ts';
import { STATE_FORMAT } from '../../model/state-format.ts';
import type { Visibility } from '../../model/table.ts';
import type { Watermark } from '../../model/watermark.ts';
import type { Connection } from '../duckdb/database.ts';
import { text } from '../duckdb/sql.ts';
import { migrate } from './migrations.ts';

/** Holds what only Highwater needs: dropped from the artifact that people download. */
export const STATE_SCHEMA = '_highwater_state';
/** Describes the contents for people; see docs/how-it-works.md. */
export const PUBLIC_SCHEMA = '_highwater';

/** Every run writes these two tables from scratch, so a new column needs no migration. */
export const TABLES_COLUMNS = `
  source VARCHAR, "table" VARCHAR, schema VARCHAR, name VARCHAR, label VARCHAR, category VARCHAR, rows BIGINT, key VARCHAR[],
  name_column VARCHAR, cursor VARCHAR, filter VARCHAR, watermark VARCHAR, last_synced_at TIMESTAMPTZ, last_full_sync_at TIMESTAMPTZ,
  calculated_at TIMESTAMPTZ, counted_at TIMESTAMPTZ, last_proven_at TIMESTAMPTZ,
  full_sync_every INTERVAL, warn_after INTERVAL, error_after INTERVAL, computed BOOLEAN`;
export const COLUMNS_COLUMNS = `
  schema VARCHAR, name VARCHAR, "column" VARCHAR, position INTEGER, label VARCHAR, native_type VARCHAR, semantic_type VARCHAR,
  duckdb_type VARCHAR, picklist JSON, "references" VARCHAR[], removed BOOLEAN, calculated BOOLEAN, mask VARCHAR`;

// As check-catalog.ts reads and writes it.
const CHECKS = `
CREATE TABLE IF NOT EXISTS ${PUBLIC_SCHEMA}.checks (
  source VARCHAR, "table" VARCHAR, "check" VARCHAR, "column" VARCHAR, detail VARCHAR, severity VARCHAR, status VARCHAR, failures BIGINT,
  failing_since TIMESTAMPTZ);
`;

const DDL = `
CREATE SCHEMA IF NOT EXISTS ${STATE_SCHEMA};
CREATE SCHEMA IF NOT EXISTS ${PUBLIC_SCHEMA};
CREATE TABLE IF NOT EXISTS ${STATE_SCHEMA}.meta (key VARCHAR, value VARCHAR);
CREATE TABLE IF NOT EXISTS ${STATE_SCHEMA}.memory (source VARCHAR, key VARCHAR, value VARCHAR);
CREATE TABLE IF NOT EXISTS ${STATE_SCHEMA}.tables (source VARCHAR, "table" VARCHAR, content VARCHAR);
CREATE TABLE IF NOT EXISTS ${STATE_SCHEMA}.files (source VARCHAR, "table" VARCHAR, content VARCHAR);
CREATE TABLE IF NOT EXISTS ${STATE_SCHEMA}.shadows (source VARCHAR, "table" VARCHAR, content VARCHAR);
CREATE TABLE IF NOT EXISTS ${STATE_SCHEMA}.shadow_parts (source VARCHAR, "table" VARCHAR, partition VARCHAR, rows BIGINT);
CREATE TABLE IF NOT EXISTS ${PUBLIC_SCHEMA}.tables (${TABLES_COLUMNS});
CREATE TABLE IF NOT EXISTS ${PUBLIC_SCHEMA}.columns (${COLUMNS_COLUMNS});
CREATE TABLE IF NOT EXISTS ${PUBLIC_SCHEMA}.runs (
  run_id VARCHAR, started_at TIMESTAMPTZ, finished_at TIMESTAMPTZ, source VARCHAR, "table" VARCHAR, mode VARCHAR, status VARCHAR,
  read BIGINT, inserted BIGINT, updated BIGINT, deleted BIGINT, rows BIGINT, watermark VARCHAR, seconds DOUBLE, requests BIGINT, error VARCHAR);
`;

/** One column as it stands in the warehouse. */
export interface StoredColumn extends ColumnRecord {
  readonly adaptive?: boolean;
  readonly derived?: string;
  readonly parquetType?: string;
}

/** What the last full sync was shown, of what the service itself counts. */
export interface Shown {
  readonly counted: number;
  readonly rows: number;
}

/** What a table that holds every version of another table's rows speaks of. */
export interface KeptVersions {
  /** The table whose versions these are, as the source spells it. */
  readonly of: string;
  /** The `version` of that table whose rows the current versions are. */
  readonly agreesWith: string;
  /** The key by which versions belong to one row. */
  readonly key: readonly string[];
  /** As the configuration had it: the columns whose change makes a version; null: all but calculated ones. */
  readonly columns: readonly string[] | null;
  /** No version begins after it, and none that is written from now on before it. ISO 8601, UTC with microseconds. */
  readonly until: string;
}

/** What the state knows of one table, next to its rows. */
/** A pass of `run.verify` over one table. */
export interface Proving {
  /** Where the next run goes on: a value of the column by which the rows are divided, as text; null: at the beginning. */
  readonly from: string | null;
  /** Shares that have passed without a comparison, where rows can't be divided: at 1 all of them are compared. */
  readonly waited: number;
  /** When the pass began, ISO 8601. */
  readonly since: string;
  /** All that was compared so far agreed, or was mended. */
  readonly sound: boolean;
}

export interface StoredTable {
  readonly source: string;
  readonly table: string;
  readonly schema: string;
  readonly name: string;
  readonly label: string;
  readonly category: string;
  /** What the rows depend on (source address, filter, key, cursor, deletes); another fingerprint means another table. */
  readonly fingerprint: Readonly<Record<string, string>>;
  readonly watermark: Watermark | null;
  readonly columns: readonly StoredColumn[];
  readonly key: readonly string[];
  readonly cursor: string | null;
  readonly where: string | null;
  readonly nameColumn: string | null;
  readonly marksDeletes: boolean;
  /** As how visible the rows were read; absent where the service does not say. */
  readonly visibility?: Visibility;
  readonly shown?: Shown;
  readonly rows: number;
  /** Another one whenever rows or columns have changed; absent in states of older versions. */
  readonly version?: string;
  readonly syncedAt: string;
  readonly fullSyncAt: string;
  /** Since when no row can have come or gone unseen, as counts prove; absent where rows are not counted. */
  readonly countedAt?: string;
  /** Where they can't be counted at once. */
  readonly countedWindows?: readonly CountedWindow[];
  /** When the calculated columns of all rows were last read; absent where there are none. */
  readonly calculatedAt?: string;
  /** When all its keys and values were last compared with the source's, ISO 8601. */
  readonly provenAt?: string;
  /** How far `run.verify` has come; absent: a pass begins with the next run. */
  readonly proving?: Proving;
  /** Its rows are so long that its row groups are to stay small; see docs/decisions/long-rows.md. */
  readonly longRows?: boolean;
  /** True for a table that is computed from others. */
  readonly derived?: boolean;
  /** Such a table that holds every version of the rows of another. */
  readonly history?: KeptVersions;
}

/** True where the state had an older format. */
export async function createCatalog(connection: Connection): Promise<boolean> {
  const isNew = await refuseForeign(connection);
  const meta = `${STATE_SCHEMA}.meta`;
  // Before anything is written: a newer version's file stays as it is.
  const found = isNew ? [] : await connection.rows<{ value: string }>(`SELECT value FROM ${meta} WHERE key = 'format'`);
  const format = found[0]?.value;
  if (format !== undefined) await migrate(connection, format, meta);
  await connection.run(DDL);
  await connection.run(CHECKS);
  if (format === undefined) await connection.run(`INSERT INTO ${meta} VALUES ('format', '${STATE_FORMAT}')`);
  return format !== undefined && Number(format) < STATE_FORMAT;
}

/** True for a new file. What another program's file holds must not be taken for synced rows, nor go into the artifact. */
async function refuseForeign(connection: Connection): Promise<boolean> {
  const [found] = await connection.rows<{ name: string; own: boolean }>(
    `SELECT first(schema_name || '.' || table_name) AS name, bool_or(schema_name = ${text(STATE_SCHEMA)} AND table_name = 'meta') AS own
     FROM duckdb_tables() WHERE database_name = current_database() HAVING count(*) > 0`,
  );
  if (found === undefined || found.own) return found === undefined;
  throw new HighwaterError(
    'STATE_UNREADABLE',
    `The saved state is a DuckDB file that Highwater did not write (it contains ${found.name}).`,
    'Check that `state` is the right directory. To start over, set on-unreadable-state: full for one run.',
  );
}

/** All tables of the state, or one. */
export async function storedTables(
  connection: Connection,
  one?: { readonly source: string; readonly table: string },
): Promise<StoredTable[]> {
  const where = one === undefined ? '' : ` WHERE ${of(one.source, one.table)}`;
  const rows = await connection.rows<{ content: string }>(`SELECT content FROM ${STATE_SCHEMA}.tables${where}`);
  const tables = rows.map((row) => JSON.parse(row.content) as StoredTable);
  return tables.some((t) => t.fullSyncAt === undefined) ? withFullSyncs(connection, tables) : tables;
}

/** Where it was not written down: the last full sync that the history knows, else the first run of all, since which the table may have waited. */
async function withFullSyncs(connection: Connection, tables: readonly StoredTable[]): Promise<StoredTable[]> {
  const known = await connection.rows<{ source: string | null; table: string | null; at: string }>(
    `SELECT source, "table", strftime(coalesce(max(started_at) FILTER (WHERE mode = 'full' AND status = 'succeeded'), min(min(started_at)) OVER ()) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS at
     FROM ${PUBLIC_SCHEMA}.runs GROUP BY source, "table"`,
  );
  return tables.map((t) => {
    const found = known.find((k) => k.source === t.source && k.table === t.table)?.at;
    return t.fullSyncAt === undefined ? { ...t, fullSyncAt: found ?? t.syncedAt } : t;
  });
}

/** Call within the transaction that changes the table's rows: the two must never part. */
export async function storeTable(connection: Connection, table: StoredTable): Promise<void> {
  await forgetTable(connection, table.source, table.table);
  await connection.run(
    `INSERT INTO ${STATE_SCHEMA}.tables VALUES (${text(table.source)}, ${text(table.table)}, ${text(JSON.stringify(table))})`,
  );
}

/** As `storeTable`, of several tables whose rows stay as they are. */
export async function storeTables(connection: Connection, tables: readonly StoredTable[]): Promise<void> {
  const names = tables.map((t) => `(${text(t.source)}, ${text(t.table)})`);
  await connection.run(`DELETE FROM ${STATE_SCHEMA}.tables WHERE (source, "table") IN (${names.join(', ')})`);
  const values = tables.map((t) => `(${text(t.source)}, ${text(t.table)}, ${text(JSON.stringify(t))})`);
  await connection.run(`INSERT INTO ${STATE_SCHEMA}.tables VALUES ${values.join(', ')}`);
}

export async function forgetTable(connection: Connection, source: string, table: string): Promise<void> {
  await connection.run(`DELETE FROM ${STATE_SCHEMA}.tables WHERE ${of(source, table)}`);
}

export function of(source: string, table: string): string {
  return `source = ${text(source)} AND "table" = ${text(table)}`;
}

export async function readMemory(connection: Connection): Promise<Map<string, Map<string, string>>> {
  const memory = new Map<string, Map<string, string>>();
  for (const row of await connection.rows<{ source: string; key: string; value: string }>(`FROM ${STATE_SCHEMA}.memory`)) {
    const own = memory.get(row.source) ?? new Map<string, string>();
    memory.set(row.source, own.set(row.key, row.value));
  }
  return memory;
}

export async function writeMemory(
  connection: Connection,
  memory: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<void> {
  const rows = [...memory].flatMap(([source, own]) =>
    [...own].map(([key, value]) => `(${[source, key, value].map(text).join(', ')})`),
  );
  await connection.transaction(async () => {
    await connection.run(`DELETE FROM ${STATE_SCHEMA}.memory`);
    if (rows.length > 0) await connection.run(`INSERT INTO ${STATE_SCHEMA}.memory VALUES ${rows.join(', ')}`);
  });
}

/** The name under which a full sync is built beside the table that it will replace. */
export function shadowName(name: string): string {
  return `${name}__highwater_shadow`;
}

/** The name, in DuckDB and in the state, of the table that holds every version of another table's rows. */
export function historyName(name: string): string {
  return `${name}__history`;
}
