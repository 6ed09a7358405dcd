import type { CheckOutcome } from '../../model/table-check.ts';
import { PUBLIC_SCHEMA } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { text } from '../duckdb/sql.ts';

/** A table's outcomes as they were last stored, by `source.table`. */
export type StoredChecks = ReadonlyMap<string, readonly CheckOutcome[]>;

const TABLE = `${PUBLIC_SCHEMA}.checks`;

export async function storedChecks(connection: Connection): Promise<StoredChecks> {
  const rows = await connection.rows<CheckOutcome & { source: string; table: string } & Record<string, unknown>>(
    `SELECT source, "table", "check", "column", detail, severity, status, CAST(failures AS DOUBLE) AS failures,
       strftime(failing_since AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') AS since FROM ${TABLE}`,
  );
  const found = new Map<string, CheckOutcome[]>();
  for (const { source, table, ...outcome } of rows) {
    const name = `${source}.${table}`;
    found.set(name, [...(found.get(name) ?? []), outcome]);
  }
  return found;
}

/** Leaves the table alone where it says so already. */
export async function storeChecks(
  connection: Connection,
  tables: readonly { readonly source: string; readonly table: string; readonly outcomes: readonly CheckOutcome[] }[],
): Promise<void> {
  const rows = tables.flatMap(({ source, table, outcomes }) =>
    outcomes.map(
      (o) =>
        `(${[source, table, o.check, o.column, o.detail, o.severity, o.status].map(text).join(', ')}, ${o.failures}, ${text(o.since)}::TIMESTAMPTZ)`,
    ),
  );
  const wanted = rows.length === 0 ? `(SELECT * FROM ${TABLE} LIMIT 0)` : `(VALUES ${rows.join(', ')})`;
  const differing = await connection.count(
    `((FROM ${wanted} EXCEPT ALL FROM ${TABLE}) UNION ALL (FROM ${TABLE} EXCEPT ALL FROM ${wanted}))`,
  );
  if (differing === 0) return;
  await connection.transaction(async () => {
    await connection.run(`DELETE FROM ${TABLE}`);
    if (rows.length > 0) await connection.run(`INSERT INTO ${TABLE} VALUES ${rows.join(', ')}`);
  });
}
