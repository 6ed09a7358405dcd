import type { ExportRecord } from '../model/export-record.ts';
import { PUBLIC_SCHEMA } from '../warehouse/catalog/catalog.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { text } from '../warehouse/duckdb/sql.ts';

const COUNTS = [
  'considered',
  'unchanged',
  'new',
  'changed',
  'gone',
  'conflicts',
  'missing',
  'sent',
  'created',
  'updated',
  'cleared',
  'deleted',
  'refused',
  'pending',
  'parked',
  'verified',
  'differing',
] as const;

/** Adds this run's exports to `_highwater.exports`. */
export async function recordExports(
  c: Connection,
  run: string,
  finishedAt: string,
  records: readonly ExportRecord[],
): Promise<void> {
  const counts = COUNTS.map((name) => `${name} BIGINT`).join(', ');
  await c.run(
    `CREATE TABLE IF NOT EXISTS ${PUBLIC_SCHEMA}.exports (name VARCHAR, run VARCHAR, object VARCHAR, operation VARCHAR, ${counts}, requests BIGINT, seconds DOUBLE, error VARCHAR, finished_at TIMESTAMPTZ, status VARCHAR)`,
  );
  const tuples = records.map((r) => {
    const names = [r.name, run, r.object, r.operation].map(text).join(', ');
    const numbers = [...COUNTS.map((name) => r[name]), r.requests, r.seconds].join(', ');
    return `(${names}, ${numbers}, ${text(r.error?.code ?? null)}, ${text(finishedAt)}, ${text(r.status)})`;
  });
  if (tuples.length > 0) await c.run(`INSERT INTO ${PUBLIC_SCHEMA}.exports VALUES ${tuples.join(', ')}`);
}
