import { join } from 'node:path';
import { Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { writeArtifact } from '../browse/artifact.ts';

/** A label that dbt would run, if it took it for a template. */
export const TEMPLATE_LABEL = 'Stage {{ 1 / 0 }} {% endif %} {# note';

const CHECKS: readonly (readonly [table: string, check: string, column: string | null, detail: string, severity: string])[] = [
  ['Opportunity', 'not_null', 'StageName', '', 'fail'],
  ['Opportunity', 'accepted_values', 'StageName', '["Prospecting","Qualification","Closed Won","Closed Lost"]', 'fail'],
  ['Opportunity', 'relationships', 'AccountId', 'crm.Account.Id', 'fail'],
  ['Account', 'unique', 'Name', '', 'warn'],
  ['Account', 'accepted_values', 'Regions__c', '["EMEA","APAC"]', 'fail'],
  ['Account', 'row_count', null, 'min 100', 'fail'],
];

/**
 * The artifact of the browse tests, with checks, a masked column, freshness limits, and `synced` as the time of each table's last sync. `faults`
 * are statements that break it.
 */
export async function makeWarehouse(directory: string, synced: string, faults: readonly string[] = []): Promise<string> {
  await writeArtifact(directory, { duckdb: true, parquet: false });
  const file = join(directory, 'warehouse.duckdb');
  const room = new Room(256, 1);
  const database = await Database.open(file, { room, tempDirectory: join(directory, 'tmp') });
  const rows = CHECKS.map((row) => `(${['crm', ...row].map(sqlText).join(', ')}, 'pass', 0, NULL)`);
  await database.use(async (c) => {
    await c.run('DELETE FROM _highwater.checks');
    await c.run('UPDATE _highwater.tables SET warn_after = NULL, error_after = NULL');
    await c.run(`INSERT INTO _highwater.checks VALUES ${rows.join(', ')}`);
    await c.run(`UPDATE _highwater.columns SET mask = 'hashed' WHERE name = 'User' AND "column" = 'Email'`);
    await c.run(`UPDATE _highwater.columns SET label = ${sqlText(TEMPLATE_LABEL)} WHERE "column" = 'StageName'`);
    await c.run(`UPDATE _highwater.tables SET last_synced_at = TIMESTAMPTZ ${sqlText(synced)}`);
    await c.run(
      `UPDATE _highwater.tables SET warn_after = INTERVAL 6 HOURS, error_after = INTERVAL 24 HOURS WHERE schema = 'crm' AND name = 'Account'`,
    );
    for (const fault of faults) await c.run(fault);
  });
  database.close();
  return file;
}

function sqlText(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}
