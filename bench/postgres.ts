import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { bareCopy } from './bare-copy.ts';
import { type Line, type Measured, measured, printSection } from './measure.ts';

export const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const BASELINE = fileURLToPath(new URL('./row-by-row.ts', import.meta.url));
const ROWS = 3_000_000;

// About 200 bytes a row as CSV: a CRM's opportunity, with a key, a cursor that has an index (as docs/postgres.md advises), texts, amounts, dates and a reference.
const FILL = (rows: number) => `
CREATE TABLE deals (id bigint PRIMARY KEY, account_id text NOT NULL, title text NOT NULL, stage text NOT NULL, amount numeric(14,2), probability integer,
  close_date date, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, owner_email text, note text, won boolean NOT NULL, currency char(3), score double precision);
INSERT INTO deals SELECT i, '001' || lpad((i % 50000)::text, 15, '0'), 'Opportunity ' || i, (ARRAY['Prospecting','Qualification','Proposal','Closed Won','Closed Lost'])[1 + i % 5],
  (i::bigint * 7919 % 10000000) / 100.0, i % 101, date '2020-01-01' + (i % 2000), timestamptz '2020-01-01' + i * interval '30.123456 seconds', timestamptz '2021-01-01' + i * interval '${step(rows)} seconds',
  'user' || i % 300 || '@example.com', CASE WHEN i % 3 > 0 THEN 'Call back, then send the offer no. ' || i END, i % 5 = 3, 'EUR', (i % 1000) / 7.0
FROM generate_series(1, ${rows}) i;
CREATE INDEX ON deals (updated_at);
VACUUM ANALYZE deals;`;

/** Between two rows' cursors, in seconds: however many rows there are, none is in the future. */
function step(rows: number): string {
  return Math.min(20.654321, 90_000_000 / rows).toFixed(6);
}

interface TableFigures {
  readonly seconds: number;
  readonly read: number;
  readonly updated: number;
  readonly deleted: number;
}

/** PostgreSQL: bare COPY, full sync, row by row, 1,000 changes, nothing changed; then memory at a third of the rows. */
export async function benchPostgres(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  const server = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '8GB' } });
  try {
    await fill(server, ROWS);
    await bareCopy(server.url, 'deals');
    const bare = await bareCopy(server.url, 'deals');
    // Right before it: virtual machines give free memory back within seconds, and it is slow when it is touched again.
    await warmUp(server, directory);
    const full = await sync(server, directory, ['--full']);
    const again = await bareCopy(server.url, 'deals');
    const unit = (bare.seconds + again.seconds) / 2;
    const baseline = await measured([BASELINE, server.url, directory]);
    const differing = await difference(join(directory, 'output', 'warehouse.duckdb'), join(directory, 'row-by-row.duckdb'));
    await server.query(`UPDATE deals SET stage = 'Closed Won', updated_at = now() WHERE id % ${ROWS / 1000} = 1`);
    const changes = await sync(server, directory, []);
    const quiet = await sync(server, directory, []);
    const third = await atAThird(server, directory);
    const lines: Line[] = [
      {
        what: `bare COPY of ${ROWS.toLocaleString('en')} rows, ${(bare.bytes / 1e6).toFixed(0)} MB, thrown away`,
        seconds: unit,
        ratio: 1,
        more: `before ${bare.seconds.toFixed(2)}, after ${again.seconds.toFixed(2)}`,
      },
      {
        what: 'full sync: DuckDB + zstd Parquet, whole process',
        seconds: full.run.seconds,
        ratio: full.run.seconds / unit,
        peakMib: full.run.peakMib,
        more: `CPU ${full.run.cpuSeconds.toFixed(1)} s`,
      },
      { what: `the same at ${(ROWS / 3).toLocaleString('en')} rows`, seconds: third.seconds, peakMib: third.peakMib },
      {
        what: 'row by row (pg-cursor, appender with the same types, Parquet)',
        seconds: baseline.seconds,
        ratio: baseline.seconds / unit,
        peakMib: baseline.peakMib,
        more: `${(baseline.seconds / full.run.seconds).toFixed(1)} × Highwater's; ${differing} rows differ`,
      },
      { what: `incremental sync of 1,000 changes, whole process`, seconds: changes.run.seconds, peakMib: changes.run.peakMib },
      {
        what: '… extract and merge alone',
        seconds: changes.table.seconds,
        more: `${((100 * changes.table.seconds) / full.table.seconds).toFixed(1)}% of the full sync's ${full.table.seconds.toFixed(2)} s; read ${changes.table.read}, updated ${changes.table.updated}`,
      },
      {
        what: 'sync with nothing changed, whole process',
        seconds: quiet.run.seconds,
        peakMib: quiet.run.peakMib,
        more: `extract and merge ${quiet.table.seconds.toFixed(2)} s`,
      },
    ];
    printSection('PostgreSQL', lines);
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

export async function fill(server: TestPostgres, rows: number): Promise<void> {
  for (const statement of FILL(rows)
    .split(';')
    .map((s) => s.trim())
    .filter((s) => s !== ''))
    await server.query(statement);
}

/** Rows that only one of the two databases has. */
async function difference(ours: string, theirs: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const duckdb = await instance.connect();
  await duckdb.run(`ATTACH '${ours}' AS ours (READ_ONLY)`);
  await duckdb.run(`ATTACH '${theirs}' AS theirs (READ_ONLY)`);
  const [a, b] = ['SELECT * EXCLUDE (_synced_at) FROM ours.db.deals', 'SELECT * FROM theirs.deals'];
  const result = await duckdb.runAndReadAll(
    `SELECT (SELECT count(*) FROM (${a} EXCEPT ALL ${b})) + (SELECT count(*) FROM (${b} EXCEPT ALL ${a}))`,
  );
  duckdb.closeSync();
  instance.closeSync();
  return Number(result.getRows()[0]?.[0]);
}

async function warmUp(server: TestPostgres, directory: string): Promise<void> {
  const other = join(directory, 'warm-up');
  await mkdir(other);
  await sync(server, other, ['--full']);
  await rm(other, { recursive: true });
}

async function atAThird(server: TestPostgres, directory: string): Promise<Measured> {
  await server.query(`DELETE FROM deals WHERE id > ${ROWS / 3}`);
  await server.query('VACUUM FULL deals');
  const other = join(directory, 'third');
  await mkdir(other);
  return (await sync(server, other, ['--full'])).run;
}

/** `run` and `table`: what the configuration says of the run and of the table, as YAML. */
export async function sync(
  server: TestPostgres,
  directory: string,
  flags: readonly string[],
  run = '{}',
  table = '{ cursor: updated_at, lookback: 0s }',
): Promise<{ run: Measured; table: TableFigures }> {
  const config = join(directory, 'highwater.yml');
  await writeFile(
    config,
    `version: 1
sources:
  db:
    type: postgres
    host: ${server.host}
    port: ${server.port}
    database: postgres
    auth: { flow: password, user: "\${PGUSER}", password: "\${PGPASSWORD}" }
    tables:
      deals: ${table}
run: ${run}
`,
  );
  const output = join(directory, 'output');
  const args = [CLI, 'sync', '--config', config, '--output', output, '--state', join(directory, 'state'), '--quiet', ...flags];
  const whole = await measured(args, { PGUSER: server.user, PGPASSWORD: server.password });
  const manifest = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as { tables: TableFigures[] };
  const [figures] = manifest.tables;
  if (figures === undefined) throw new Error('the manifest names no table');
  return { run: whole, table: figures };
}
