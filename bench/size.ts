import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { type Line, printSection } from './measure.ts';
import { fill, sync } from './postgres.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 12_000_000);

// One row in so many.
const SHARES = [10_000, 100, 10, 3, 1];

/** BENCH_ROWS (12 million) rows, with little memory and by default: nothing changed, 1,000 changes, shares of all rows, each read and compared. */
export async function benchSize(): Promise<void> {
  const server = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '8GB' } });
  try {
    await fill(server, ROWS);
    for (const run of ['{ memory: 512MiB }', '{}']) await atSize(server, run);
  } finally {
    await server.stop();
  }
}

async function atSize(server: TestPostgres, run: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  const lines: Line[] = [];
  const timed = async (what: string, flags: readonly string[] = []) => {
    const { run: whole, table } = await sync(server, directory, flags, run);
    const more = `CPU ${whole.cpuSeconds.toFixed(1)} s; read ${table.read}, updated ${table.updated}`;
    lines.push({ what, seconds: whole.seconds, peakMib: whole.peakMib, more });
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
    await timed('all rows touched: the same values, another cursor');
    printSection(`${ROWS.toLocaleString('en')} rows, run: ${run}`, lines);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function change(server: TestPostgres, every: number): Promise<void> {
  await server.query(`UPDATE deals SET stage = stage || '.', updated_at = clock_timestamp() WHERE id % ${every} = 0`);
}
