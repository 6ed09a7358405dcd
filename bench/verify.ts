import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { bareCopy } from './bare-copy.ts';
import { type Line, measured, printSection } from './measure.ts';
import { CLI, fill, sync } from './postgres.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 3_000_000);

interface Verified {
  readonly status: string;
  readonly altered: number;
  readonly seconds: number;
  readonly bytes: number;
}

/** PostgreSQL: `verify` of a table against the bare SQL that computes the same hash over it, and the bytes that it moves. */
export async function benchVerify(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  const server = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '8GB' } });
  try {
    await fill(server, ROWS);
    const copied = await bareCopy(server.url, 'deals');
    await sync(server, directory, ['--full']);
    const verify = async () => {
      const args = [CLI, 'verify', '--config', join(directory, 'highwater.yml'), '--output', join(directory, 'output')];
      const env = { PGUSER: server.user, PGPASSWORD: server.password };
      const run = await measured([...args, '--state', join(directory, 'state'), '--json', '--quiet'], env);
      const [table] = (JSON.parse(run.stdout) as { tables: Verified[] }).tables;
      if (table === undefined || table.status !== 'same') throw new Error(`not proven: ${run.stdout}`);
      return { run, table };
    };
    await verify();
    const before = await bare(server, FORMAT);
    const plain = await bare(server, CONCAT);
    const own = await verify();
    const after = await bare(server, FORMAT);
    const unit = (before + after) / 2;
    const lines: Line[] = [
      {
        what: `bare SQL: the hash over ${ROWS.toLocaleString('en')} rows, as verify asks for it`,
        seconds: unit,
        ratio: 1,
        more: `before ${before.toFixed(2)}, after ${after.toFixed(2)}`,
      },
      { what: 'bare SQL: the same hash, its text made by concat', seconds: plain, ratio: plain / unit },
      {
        what: 'verify: the table compared, both sides',
        seconds: own.table.seconds,
        ratio: own.table.seconds / unit,
        more: `${own.table.bytes.toLocaleString('en')} bytes moved, ${((100 * own.table.bytes) / copied.bytes).toFixed(4)}% of the table's ${(copied.bytes / 1e6).toFixed(0)} MB`,
      },
      {
        what: '… whole process',
        seconds: own.run.seconds,
        ratio: own.run.seconds / unit,
        peakMib: own.run.peakMib,
        more: `CPU ${own.run.cpuSeconds.toFixed(1)} s; ${(own.run.seconds / plain).toFixed(2)} × the SQL with concat`,
      },
    ];
    printSection('Verify', lines);
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const text = (column: string) => `octet_length(${column}), ':', ${column}`;
/** As `verify` spells the columns of this table; see src/sources/postgres/plan/spelling.ts. A text is its length, a colon and itself. */
const SPELLED = [
  'id',
  text('account_id'),
  text('title'),
  text('stage'),
  'amount',
  'probability',
  'close_date',
  'created_at',
  'updated_at',
  text('owner_email'),
  text('note'),
  'won',
  text('currency'),
  `CASE WHEN score = 'NaN' THEN 'NaN' ELSE concat(float8send(score)) END`,
];

const CONCAT = `concat(${SPELLED.map((s) => `'|', ${s}`).join(', ')})`;
/** The same text, as `verify` asks for it: faster, since the texts between the values are one argument. */
const FORMAT = `format('${SPELLED.map((s) => (s.startsWith('octet_length') ? '|%s:%s' : '|%s')).join('')}', ${SPELLED.map((s) => s.replace(`':', `, '')).join(', ')})`;

/** Seconds of the bare SQL, written in one of two ways. */
async function bare(server: TestPostgres, written: string): Promise<number> {
  const hash = `('x' || left(md5(${written}), 15))::bit(60)::bigint`;
  const started = performance.now();
  await server.query(`SELECT count(*), sum(${hash}) FROM deals`);
  return (performance.now() - started) / 1000;
}
