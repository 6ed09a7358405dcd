import type { DerivedTable } from '../../model/contract.ts';
import { type StoredTable, storeTable } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, qualified, text } from '../duckdb/sql.ts';

/** Replaces the rows of a computed table and its entry in the state, in one transaction. */
export async function computeDerived(
  connection: Connection,
  source: string,
  table: DerivedTable,
  now: string,
): Promise<StoredTable> {
  const name = qualified(source, table.name);
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${id(source)}`);
  return connection.transaction(async () => {
    await connection.run(
      `CREATE OR REPLACE TABLE ${name} AS SELECT *, TIMESTAMPTZ ${text(now)} AS _synced_at FROM (${table.sql})`,
    );
    const rows = await connection.count(name);
    const stored: StoredTable = {
      source,
      table: table.name,
      schema: source,
      name: table.name,
      label: table.name,
      category: table.category ?? source,
      fingerprint: { sql: table.sql },
      watermark: null,
      columns: table.columns.map(({ name: column, nativeType, semanticType, duckdbType, label }) => ({
        name: column,
        nativeType,
        semanticType,
        duckdbType,
        label,
      })),
      key: [],
      cursor: null,
      where: null,
      nameColumn: null,
      marksDeletes: false,
      rows,
      syncedAt: now,
      fullSyncAt: now,
      derived: true,
    };
    await storeTable(connection, stored);
    return stored;
  });
}
