import type { HistoryEntry, RunRecord, TableRecord } from '../../model/record.ts';
import { maskWords } from '../../model/table.ts';
import type { Connection } from '../duckdb/database.ts';
import { qualified, text } from '../duckdb/sql.ts';
import { COLUMNS_COLUMNS, PUBLIC_SCHEMA, type StoredColumn, type StoredTable, TABLES_COLUMNS } from './catalog.ts';

// Enough for half a year of two-hourly runs; the table stays small.
const RUNS_KEPT = 2200;
const COMMENTS_AT_ONCE = 200;

/** Rewrites `_highwater.tables` and `_highwater.columns` from what the state knows, and from the limits of this run's records. */
export async function describeContents(
  connection: Connection,
  tables: readonly StoredTable[],
  records: readonly TableRecord[],
): Promise<void> {
  await connection.transaction(async () => {
    await connection.run(`CREATE OR REPLACE TABLE ${PUBLIC_SCHEMA}.tables (${TABLES_COLUMNS})`);
    await connection.run(`CREATE OR REPLACE TABLE ${PUBLIC_SCHEMA}.columns (${COLUMNS_COLUMNS})`);
    await insert(
      connection,
      `${PUBLIC_SCHEMA}.tables`,
      tables.map((t) =>
        tableRow(
          t,
          records.find((r) => r.source === t.source && r.table === t.table),
        ),
      ),
    );
    await insert(
      connection,
      `${PUBLIC_SCHEMA}.columns`,
      tables.flatMap((t) => t.columns.map((c, i) => columnRow(t, c, i))),
    );
  });
}

/** Puts each column's label and types beside it, where every DuckDB client shows them. Writes only what is not there yet. */
export async function commentColumns(connection: Connection, tables: readonly StoredTable[]): Promise<void> {
  if (tables.length === 0) return;
  const there = await comments(connection);
  const missing = tables.flatMap((table) => {
    const name = qualified(table.schema, table.name);
    const own = `${table.label} (${table.source}.${table.table})`;
    const columns = table.columns.flatMap((c) => {
      const comment = there.get(name)?.get(c.name);
      return comment === undefined || comment === commentOf(c)
        ? []
        : [`COMMENT ON COLUMN ${name}.${qualified(c.name)} IS ${text(commentOf(c))}`];
    });
    return there.get(name)?.get('') === own ? columns : [`COMMENT ON TABLE ${name} IS ${text(own)}`, ...columns];
  });
  if (missing.length === 0) return;
  await connection.transaction(async () => {
    for (let i = 0; i < missing.length; i += COMMENTS_AT_ONCE)
      await connection.run(missing.slice(i, i + COMMENTS_AT_ONCE).join('; '));
  });
}

/** The comments of every table: by column, the table's own under ''. A column without one has null. */
async function comments(connection: Connection): Promise<Map<string, Map<string, string | null>>> {
  const rows = await connection.rows<{ schema: string; table: string; column: string; comment: string | null }>(
    `SELECT schema_name AS schema, table_name AS "table", column_name AS "column", comment FROM duckdb_columns() WHERE database_name = current_database()
     UNION ALL SELECT schema_name, table_name, '', comment FROM duckdb_tables() WHERE database_name = current_database()`,
  );
  const found = new Map<string, Map<string, string | null>>();
  for (const row of rows) {
    const name = qualified(row.schema, row.table);
    found.set(name, (found.get(name) ?? new Map()).set(row.column, row.comment));
  }
  return found;
}

function commentOf(c: StoredColumn): string {
  const types = [c.nativeType, c.semanticType, c.mask === undefined ? '' : maskWords(c.mask)].filter((t) => t !== '').join(', ');
  return `${c.label} (${types})${c.removed ? '; no longer in the source' : ''}`;
}

export async function recordRun(connection: Connection, run: RunRecord): Promise<void> {
  await insert(
    connection,
    `${PUBLIC_SCHEMA}.runs`,
    run.tables.filter((t) => t.status !== 'skipped').map((t) => runRow(run, t)),
  );
  await connection.run(`DELETE FROM ${PUBLIC_SCHEMA}.runs WHERE run_id NOT IN (
    SELECT run_id FROM ${PUBLIC_SCHEMA}.runs GROUP BY run_id ORDER BY max(started_at) DESC LIMIT ${RUNS_KEPT})`);
}

/** Oldest first. */
export async function readHistory(connection: Connection): Promise<HistoryEntry[]> {
  return connection.rows<
    HistoryEntry & Record<string, unknown>
  >(`SELECT run_id AS "runId", strftime(started_at, '%Y-%m-%dT%H:%M:%SZ') AS "startedAt", mode, status, source, "table",
    read, inserted, updated, deleted, rows, seconds, requests FROM ${PUBLIC_SCHEMA}.runs ORDER BY started_at, source, "table"`);
}

async function insert(connection: Connection, table: string, rows: readonly string[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 500)
    await connection.run(`INSERT INTO ${table} VALUES ${rows.slice(i, i + 500).join(', ')}`);
}

function tuple(...values: readonly string[]): string {
  return `(${values.join(', ')})`;
}

function texts(values: readonly string[] | undefined): string {
  return values === undefined ? 'NULL' : `[${values.map(text).join(', ')}]::VARCHAR[]`;
}

function interval(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? 'NULL' : `to_seconds(${seconds})`;
}

function tableRow(t: StoredTable, record: TableRecord | undefined): string {
  const names = [t.source, t.table, t.schema, t.name, t.label, t.category].map(text);
  const more = [t.nameColumn, t.cursor, t.where, t.watermark?.value ?? null].map(text);
  return tuple(
    ...names,
    String(t.rows),
    texts(t.key),
    ...more,
    text(t.syncedAt),
    text(t.fullSyncAt),
    text(t.calculatedAt ?? null),
    text(t.countedAt ?? null),
    text(t.provenAt ?? null),
    interval(record?.fullSyncEverySeconds),
    interval(record?.freshness?.warnAfterSeconds),
    interval(record?.freshness?.errorAfterSeconds),
    String(t.derived === true || t.history !== undefined),
  );
}

function columnRow(t: StoredTable, c: StoredColumn, position: number): string {
  const names = [t.schema, t.name, c.name].map(text);
  const types = [c.label, c.nativeType, c.semanticType, c.duckdbType].map(text);
  const picklist = c.picklist === undefined ? 'NULL' : text(JSON.stringify(c.picklist));
  return tuple(
    ...names,
    String(position + 1),
    ...types,
    picklist,
    texts(c.references),
    String(c.removed ?? false),
    String(c.calculated ?? false),
    text(c.mask === undefined ? null : maskWords(c.mask)),
  );
}

function runRow(run: RunRecord, t: TableRecord): string {
  const names = [run.id, run.startedAt, run.finishedAt, t.source, t.table, t.mode, t.status].map(text);
  const counts = [t.read, t.inserted, t.updated, t.deleted, t.rows].map(String);
  const error = t.error === null ? null : `${t.error.code}: ${t.error.message}`;
  return tuple(...names, ...counts, text(t.watermark.after?.value ?? null), String(t.seconds), String(t.requests), text(error));
}
