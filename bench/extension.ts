import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { differences, EXTENSION, environment, highwater, scripted } from './peers.ts';
import { fill } from './postgres.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 3_000_000);
const ROUNDS = 3;

/** Full syncs of PostgreSQL by Highwater and by DuckDB's own extension, in turns, with what they cost the server. Needs Python 3.10 or newer, on Linux. */
export async function benchExtension(): Promise<void> {
  await environment('extension', EXTENSION);
  const directory = await mkdtemp(join(tmpdir(), 'highwater-peers-'));
  const server = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '8GB' } });
  try {
    await fill(server, ROWS);
    const output = '{ parquet: { compression: zstd } }';
    const contenders = [
      highwater('highwater', server, output),
      highwater('highwater_512MiB', server, output, '{ memory: 512MiB }'),
      scripted('extension', server, 'deals', true, 'extension'),
    ];
    console.log(`\n## PostgreSQL, ${ROWS.toLocaleString('en')} rows in full, beside DuckDB's extension\n`);
    console.log('| | seconds | CPU s | CPU s of the server | peak MiB | values |\n|---|---:|---:|---:|---:|---|');
    for (let round = 0; round < ROUNDS; round++) {
      // A place of its own, since a full sync of a table that is there already also compares each row with it.
      const place = join(directory, `round-${round}`);
      await mkdir(place);
      for (const contender of contenders) {
        const before = serverCpu(server);
        const { seconds, cpuSeconds, peakMib } = await contender.full(place);
        const own = serverCpu(server) - before;
        const values = await differences(server, ...contender.result(place));
        const figures = [seconds.toFixed(2), cpuSeconds.toFixed(2), own.toFixed(2), peakMib.toFixed(0), values];
        console.log(`| ${contender.name} | ${figures.join(' | ')} |`);
      }
      await rm(place, { recursive: true });
    }
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** CPU seconds of the server and of all its processes that have ended. */
function serverCpu(server: TestPostgres): number {
  const pid = readFileSync(join(server.directory, 'postmaster.pid'), 'utf8').split('\n')[0];
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Fields 14 to 17, in hundredths of a second: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}
