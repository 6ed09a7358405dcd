import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { toHighwaterError } from '../../src/model/errors.ts';
import { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { load, newEngine, rowsOf } from './setup.ts';

const CHILD = fileURLToPath(new URL('./disk-full-child.ts', import.meta.url));
const run = promisify(execFile);

/** Runs the child with files limited to `kib`; to the program that is a disk that is full. */
async function limited(directory: string, mode: string, kib: number): Promise<{ outcomes: unknown[]; closed: string }> {
  const { stdout } = await run('bash', ['-c', `ulimit -f ${kib}; exec "$0" "$@"`, process.execPath, CHILD, directory, mode]);
  return JSON.parse(stdout);
}

test.skipIf(process.platform === 'win32').each([
  ['full', 6000],
  ['incremental', 6000],
  ['full', 2000],
])(
  'a full disk fails the import that met it (%s, %i KiB): the table keeps its rows, and smaller imports go on',
  async (mode, kib) => {
    const directory = await mkdtemp(join(tmpdir(), 'highwater-full-'));
    const { outcomes, closed } = await limited(directory, mode, kib);
    expect(outcomes).toEqual([
      ['succeeded', null, null, 100],
      ['failed', 'DISK_FULL', expect.stringMatching(/^The disk is full(\.|: there is no room for \S)/), 100],
      ['succeeded', null, null, 100],
    ]);
    expect(closed).toBe('closed');
    const engine = await Engine.at(directory);
    expect(await rowsOf(engine, `count(*) AS n, count(*) FILTER (WHERE text LIKE 'small again%') AS small`)).toEqual([
      ['100', '100'],
    ]);
    await engine.close();
  },
);

test('a temporary directory that is full is told as a full disk', async () => {
  const engine = await newEngine();
  const rows = Array.from({ length: 30_000 }, (_, id) => ({ id, text: `${Math.sin(id)} ${Math.cos(id)}`.repeat(20) }));
  const columns = [column('id', 'BIGINT'), column('text', 'VARCHAR')];
  await load(engine, 'full', { columns, files: [{ data: rows }] });
  await engine.warehouse.database.use(async (c) => {
    await c.run(`SET max_temp_directory_size = '1MiB'`);
    const spill = async () => {
      await c.run(`SET memory_limit = '8MiB'`);
      await c.run('CREATE TEMP TABLE sorted AS FROM memory.things ORDER BY text DESC');
    };
    await expect(spill()).rejects.toMatchObject({ code: 'DISK_FULL' });
    await c.run(`SET memory_limit = '512MiB'`);
  });
});

test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('%s while a staging file is written is a full disk', (code) => {
  expect(toHighwaterError(Object.assign(new Error(`${code}: write`), { code }))).toMatchObject({ code: 'DISK_FULL' });
});
