import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { type Line, printSection } from './measure.ts';
import { fill, sync } from './postgres.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 12_000_000);

// 50 million rows of 14 columns would need more disk than a runner has.
const NARROW = ROWS > 20_000_000 || process.env.BENCH_NARROW !== undefined;
const FILL_NARROW = [
  `CREATE TABLE deals (id bigint PRIMARY KEY, stage text NOT NULL, amount numeric(14,2), probability integer, updated_at timestamptz NOT NULL, note text)`,
  `INSERT INTO deals SELECT i, (ARRAY['Prospecting','Qualification','Proposal','Closed Won','Closed Lost'])[1 + i % 5], (i::bigint * 7919 % 10000000) / 100.0,
    i % 101, timestamptz '2021-01-01' + i * interval '1 second', CASE WHEN i % 10 = 0 THEN 'Call back about no. ' || i END FROM generate_series(1, ${ROWS}) i`,
  'CREATE INDEX ON deals (updated_at)',
  'VACUUM ANALYZE deals',
];

// One row in so many.
const SHARES = [10_000, 100, 10, 3];
const BY_KEYS = '{ cursor: updated_at, lookback: 0s, deletes_by: keys }';

// The same in both dialects; each weighs a column by its row, so that values that change places show.
const DIGEST = `SELECT count(*)::text AS n, sum(id)::text AS id, sum(amount * (id % 1009))::text AS amount, sum(length(stage) * (id % 1013))::text AS stage,
  sum(length(coalesce(note, '')) * (id % 1019))::text AS note, sum(probability * (id % 1021))::text AS probability, max(updated_at)::timestamp::text AS newest FROM`;

/** BENCH_ROWS (12 million; narrow ones above 20 million) rows, with little memory and by default: nothing changed, 1,000 changes, shares of all rows, deletes; each compared with the source. */
export async function benchSize(): Promise<void> {
  const server = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '2GB' } });
  const before = await freeGb();
  const started = performance.now();
  try {
    if (NARROW) for (const statement of FILL_NARROW) await server.query(statement);
    else await fill(server, ROWS);
    console.log(`${ROWS.toLocaleString('en')} rows filled in ${minutes(started)}; the disk has ${before.toFixed(0)} GB free`);
    await atSize(server, '{ memory: 512MiB }', [7, 3]);
    await atSize(server, '{}', [1, 9]);
    console.log(`All of it took ${minutes(started)}`);
  } finally {
    await server.stop();
  }
}

const minutes = (since: number): string => `${((performance.now() - since) / 60_000).toFixed(1)} min`;

async function freeGb(): Promise<number> {
  const { bavail, bsize } = await statfs(tmpdir());
  return (bavail * bsize) / 1e9;
}

/** `digits`: rows whose id ends so are deleted. */
async function atSize(server: TestPostgres, run: string, [first, second]: readonly [number, number]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  const lines: Line[] = [];
  const timed = async (what: string, flags: readonly string[] = [], table?: string) => {
    const { run: whole, table: figures } = await sync(server, directory, flags, run, table);
    await compare(server, join(directory, 'output', 'warehouse.duckdb'), what);
    const more = `CPU ${whole.cpuSeconds.toFixed(1)} s; read ${figures.read}, updated ${figures.updated}, deleted ${figures.deleted}`;
    lines.push({ what, seconds: whole.seconds, peakMib: whole.peakMib, more });
    const free = `${(await freeGb()).toFixed(0)} GB free`;
    console.log(`${run} ${what}: ${whole.seconds.toFixed(1)} s, ${whole.peakMib.toFixed(0)} MiB; ${more}; ${free}`);
  };
  try {
    await timed('full sync', ['--full']);
    await timed('nothing changed');
    await change(server, Math.max(1, Math.floor(ROWS / 1000)));
    await timed('1,000 changes');
    for (const every of SHARES) {
      await change(server, every);
      await timed(`1 row in ${every.toLocaleString('en')} changed`);
    }
    await server.query('UPDATE deals SET updated_at = clock_timestamp()');
    await server.query('VACUUM deals');
    await timed('all rows touched: the same values, another cursor');
    await server.query(`DELETE FROM deals WHERE id % 10 = ${first}`);
    await timed('a tenth of the first rows deleted: deletes_by: keys', [], BY_KEYS);
    await server.query(`DELETE FROM deals WHERE id % 10 = ${second}`);
    await timed('as many deleted again: full sync', ['--full']);
    printSection(`${ROWS.toLocaleString('en')} rows, run: ${run}`, lines);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function change(server: TestPostgres, every: number): Promise<void> {
  await server.query(`UPDATE deals SET stage = stage || '.', updated_at = clock_timestamp() WHERE id % ${every} = 0`);
  // The next change takes the space of the old rows.
  await server.query('VACUUM deals');
}

/** Throws where the output's values are not the source's. */
async function compare(server: TestPostgres, file: string, what: string): Promise<void> {
  const [theirs] = await server.query<Record<string, string>>(`${DIGEST} deals`);
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const duckdb = await instance.connect();
  await duckdb.run("SET TimeZone = 'UTC'");
  const [ours] = (await duckdb.runAndReadAll(`${DIGEST} db.deals`)).getRows();
  duckdb.closeSync();
  instance.closeSync();
  const [a, b] = [JSON.stringify(Object.values(theirs ?? {})), JSON.stringify(ours)];
  if (a !== b) throw new Error(`${what}: the source has ${a}, the output ${b}`);
}
