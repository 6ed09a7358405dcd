import { appendFile, copyFile, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ParquetOptions } from '../../src/publish/parquet.ts';
import { sha256 } from '../../src/publish/parquet.ts';
import { preparePublication } from '../../src/publish/publish.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { load, newEngine } from '../warehouse/setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ'), column('name', 'VARCHAR')];
const row = (id: number, name: string) => ({ id, modified: '2026-01-01T00:00:00Z', name });
const FIRST = [row(1, 'one'), row(2, 'two')];
const ZSTD: ParquetOptions = { compression: 'zstd', layout: 'flat' };

interface Step {
  readonly engine: Engine;
  readonly file: string;
}

async function publishTo(engine: Engine, output: string, parquet: ParquetOptions, runId: string) {
  const options = {
    directory: join(engine.directory, output),
    duckdb: false,
    parquet,
    runId,
    identities: new Map(),
    note: join(engine.directory, 'published.json'),
  };
  const publication = await preparePublication(engine.warehouse, options);
  const published = await publication.place({ file: engine.warehouse.database.file, take: false, shows: null, unchanged: false });
  const file = join(options.directory, 'parquet', 'memory', 'things.parquet');
  const { ino } = await stat(file);
  const entry = published.parquet.get('memory.things');
  expect(entry).toMatchObject({ bytes: (await stat(file)).size, sha256: await sha256(file) });
  const rows = await engine.query(`SELECT id::INTEGER AS id, name FROM '${file}' ORDER BY id`);
  expect(rows).toEqual(await engine.query('SELECT id::INTEGER AS id, name FROM memory.things ORDER BY id'));
  return { file, ino };
}

const sync = (mode: 'full' | 'incremental', ...rows: ReturnType<typeof row>[]) => {
  return async ({ engine }: Step) => void (await load(engine, mode, { columns: COLUMNS, files: [{ data: rows }] }));
};

test.each<[string, boolean, (step: Step) => Promise<unknown>, { output?: string; parquet?: ParquetOptions }?]>([
  ['nothing was read', true, async () => undefined],
  ['the same rows were read again', true, sync('incremental', ...FIRST)],
  ['a full sync found the same rows', true, sync('full', ...FIRST)],
  ['a row changed', false, sync('incremental', row(2, 'zwei'))],
  ['a row came', false, sync('incremental', row(3, 'three'))],
  ['a full sync found another value', false, sync('full', row(1, 'eins'), row(2, 'two'))],
  ['the file is gone', false, async ({ file }) => rm(file)],
  ['the file has become longer', false, async ({ file }) => appendFile(file, 'x')],
  [
    'the file was overwritten in place, with its size and its time as before',
    false,
    async ({ file }) => {
      const before = await stat(file);
      await writeFile(file, Buffer.alloc(before.size));
      await utimes(file, before.atime, before.mtime);
    },
  ],
  [
    'another file is in its place',
    false,
    async ({ file }) => {
      await copyFile(file, `${file}.copy`);
      await rename(`${file}.copy`, file);
    },
  ],
  ['the compression is another', false, async () => undefined, { parquet: { ...ZSTD, compression: 'snappy' } }],
  ['the output directory is another', false, async () => undefined, { output: 'elsewhere' }],
])('%s: is the last run’s Parquet file kept? %s', async (_what, kept, change, { output = 'out', parquet = ZSTD } = {}) => {
  const engine = await newEngine();
  await sync('full', ...FIRST)({ engine, file: '' });
  const first = await publishTo(engine, 'out', ZSTD, 'run-1');
  // As the next run finds it.
  await engine.reopen();
  await change({ engine, file: first.file });
  const content = await readFile(first.file).catch(() => null);
  const second = await publishTo(engine, output, parquet, 'run-2');
  expect(second.ino === first.ino && content !== null && content.equals(await readFile(second.file))).toBe(kept);
  // And the run after it, whatever this one did.
  await engine.reopen();
  expect((await publishTo(engine, output, parquet, 'run-3')).ino).toBe(second.ino);
});

test('a table that was built again under the same name is not taken for the one before', async () => {
  const engine = await newEngine();
  await sync('full', ...FIRST)({ engine, file: '' });
  const first = await publishTo(engine, 'out', ZSTD, 'run-1');
  await load(engine, 'full', { columns: [...COLUMNS, column('more', 'VARCHAR')], files: [{ data: FIRST }] });
  const second = await publishTo(engine, 'out', ZSTD, 'run-2');
  const columns = await engine.query(`SELECT column_name AS n FROM (DESCRIBE SELECT * FROM '${second.file}')`);
  expect(columns.map((c) => c.n)).toEqual(['id', 'modified', 'name', 'more', '_synced_at']);
  expect(second.file).toBe(first.file);
});
