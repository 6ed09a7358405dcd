import type { Connection } from '../duckdb/database.ts';
import { qualified, text } from '../duckdb/sql.ts';
import { PUBLIC_SCHEMA, STATE_SCHEMA, type StoredTable, storedTables } from './catalog.ts';

/** Small tables that the next run relies on; rows of users' tables are known by their table's `version`. */
const RELIED_ON = [
  [STATE_SCHEMA, 'meta'],
  [STATE_SCHEMA, 'memory'],
  [STATE_SCHEMA, 'files'],
  [STATE_SCHEMA, 'shadows'],
  [STATE_SCHEMA, 'shadow_parts'],
  [STATE_SCHEMA, 'exports'],
  [STATE_SCHEMA, 'export_jobs'],
  [PUBLIC_SCHEMA, 'checks'],
] as const;

/**
 * What the state holds, without the times that each look at the sources moves. Where two states have the same, the next run can start from the
 * older one: it reads a longer window, and loses nothing.
 */
export async function substanceOf(connection: Connection): Promise<string> {
  const there = await connection.rows<{ schema: string; name: string }>(
    `SELECT schema_name AS schema, table_name AS name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY ALL`,
  );
  const hashes: string[] = [];
  for (const [schema, name] of RELIED_ON) {
    if (!there.some((t) => t.schema === schema && t.name === name)) continue;
    const { hash } = await connection.row<{ hash: string }>(
      `SELECT md5(coalesce(string_agg(content, ${text('\n')} ORDER BY content), '')) AS hash FROM (SELECT CAST(t AS VARCHAR) AS content FROM ${qualified(schema, name)} t)`,
    );
    hashes.push(hash);
  }
  const tables = (await storedTables(connection)).map((t) => JSON.stringify(lasting(t))).sort();
  return JSON.stringify({ there, hashes, tables });
}

/** A table as the next run needs it. Everything that a later version adds to `StoredTable` counts, until it is left out here. */
export function lasting(table: StoredTable): unknown {
  const { syncedAt: _, watermark, countedAt: __, calculatedAt: ___, fullSyncAt, history, ...rest } = table;
  return {
    ...rest,
    // From an earlier watermark of the same kind the window is longer.
    watermark: watermark?.kind ?? null,
    // A table without a cursor is read in full by every run.
    fullSyncAt: table.cursor === null ? null : fullSyncAt,
    ...(history === undefined ? {} : { history: { ...history, until: null } }),
  };
}
