import type { LaterSync } from '../../model/later-sync.ts';
import type { Connection } from '../duckdb/database.ts';
import { text } from '../duckdb/sql.ts';
import { PUBLIC_SCHEMA, type StoredTable, storedTables, storeTable } from './catalog.ts';

const RUNS = `${PUBLIC_SCHEMA}.runs`;

/** Puts into the state what later syncs did not save: when its tables were last read. */
export async function takeLaterSyncs(connection: Connection, syncs: readonly LaterSync[]): Promise<void> {
  const found = (await storedTables(connection)).flatMap((stored) => {
    const sync = syncs.find((s) => s.source === stored.source && s.table === (stored.history?.of ?? stored.table));
    return sync !== undefined && stored.syncedAt < sync.startedAt ? [{ stored, sync }] : [];
  });
  const runs = found.filter(({ stored }) => stored.history === undefined).map(({ stored, sync }) => runRow(stored, sync));
  if (runs.length === 0) return;
  await connection.transaction(async () => {
    for (const { stored, sync } of found) await storeTable(connection, { ...stored, syncedAt: sync.startedAt });
    await connection.run(`INSERT INTO ${RUNS} VALUES ${runs.join(', ')}`);
  });
}

function runRow({ rows, watermark }: StoredTable, { runId, startedAt, finishedAt, source, table }: LaterSync): string {
  const names = [runId, startedAt, finishedAt, source, table, 'incremental', 'succeeded'].map(text);
  return `(${names.join(', ')}, 0, 0, 0, 0, ${rows}, ${text(watermark?.value ?? null)}, 0, 0, NULL)`;
}

/** The last run of each table that began after the state was saved, and is known by a note alone. */
export async function laterSyncs(connection: Connection, savedAt: string): Promise<LaterSync[]> {
  const iso = (column: string) => `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')`;
  return connection.rows<LaterSync & Record<string, unknown>>(
    `SELECT source, "table", run_id AS "runId", ${iso('started_at')} AS "startedAt", ${iso('finished_at')} AS "finishedAt" FROM ${RUNS}
     WHERE status = 'succeeded' AND started_at > ${text(savedAt)}::TIMESTAMPTZ
     QUALIFY row_number() OVER (PARTITION BY source, "table" ORDER BY started_at DESC) = 1`,
  );
}
