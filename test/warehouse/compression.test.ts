import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import type { ScriptedFile } from '../support/scripted-source.ts';
import { attempt, load, newEngine } from './setup.ts';

const ROWS = 132_000;
const COLUMNS = [
  column('id', 'BIGINT'),
  column('title', 'VARCHAR'),
  column('stage', 'VARCHAR'),
  column('note', 'VARCHAR'),
  column('modified', 'TIMESTAMPTZ'),
];
const WHEN = '2026-01-01T00:00:00.000000Z';
const STAGES = ['Prospecting', 'Won', 'Lost'];

/** Row `i` as the source has it: a title that no other row has, one of a few stages, seldom a note. */
function row(i: number, edition: string): string {
  const title = `"${edition} “${(i * 7919) % ROWS}”, Ünïted 🚀 ${i}"`;
  return `${i},${title},${STAGES[i % STAGES.length]},${i % 10 === 0 ? `note ${i}` : ''},${WHEN}`;
}

function file(from: number, count: number, edition: string): ScriptedFile {
  const lines = Array.from({ length: count }, (_, i) => row(from + i, edition));
  const format = { kind: 'csv', header: true, nullText: 'empty', compression: 'gzip' } as const;
  return { format, data: `id,title,stage,note,modified\n${lines.join('\n')}\n`, rows: count };
}

/** The whole table in so many files; each a partition of its own, or all in one. */
function script(files: number, together: boolean, edition = 'deal') {
  const all = Array.from({ length: files }, (_, i) => file((i * ROWS) / files, ROWS / files, edition));
  const partitions = together ? [all] : all.map((f) => [f]);
  return { columns: COLUMNS, partitions: partitions.map((p) => ({ pass: 'body' as const, files: p })), watermark: WHEN };
}

const TRUTH = (edition: string) => `SELECT i AS id, '${edition} “' || (i * 7919) % ${ROWS} || '”, Ünïted 🚀 ' || i AS title,
  ['Prospecting', 'Won', 'Lost'][i % 3 + 1] AS stage, CASE WHEN i % 10 = 0 THEN 'note ' || i END AS note FROM range(${ROWS}) t(i)`;

async function differences(engine: Engine, edition = 'deal'): Promise<number> {
  const ours = 'SELECT id, title, stage, note FROM memory.things';
  const truth = TRUTH(edition);
  const [found] = await engine.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM (${ours} EXCEPT ALL ${truth})) + (SELECT count(*) FROM (${truth} EXCEPT ALL ${ours})) AS n`,
  );
  return Number(found?.n);
}

async function compressionOf(engine: Engine, name: string): Promise<string[]> {
  const rows = await engine.query<{ compression: string }>(
    `SELECT DISTINCT compression FROM pragma_storage_info('memory.things') WHERE column_name = '${name}' AND segment_type = 'VARCHAR' AND count > 10000`,
  );
  return rows.map((r) => r.compression).sort();
}

test.each([
  ['partitions that are loaded together', 6, false],
  ['one large partition', 40, true],
])('text that seldom repeats is not tried as a dictionary; every value is as it was: %s', async (_, files, together) => {
  const engine = await newEngine(2);
  await load(engine, 'full', script(files, together));
  await engine.warehouse.checkpoint();
  expect(await differences(engine)).toBe(0);
  expect(await compressionOf(engine, 'title')).toEqual(['FSST']);
  expect(await compressionOf(engine, 'stage')).toEqual(['Dictionary']);

  // Goes on as any table does: changes, another full sync.
  const changed = {
    columns: COLUMNS,
    partitions: [{ pass: 'body' as const, files: [file(0, 1000, 'edited')] }],
    watermark: WHEN,
  };
  expect(await load(engine, 'incremental', changed)).toMatchObject({ updated: 1000 });
  expect(await load(engine, 'full', script(files, together))).toMatchObject({ inserted: 0, updated: 1000, deleted: 0 });
  expect(await differences(engine)).toBe(0);
});

test('what was committed so is there after a crash, from the log alone', async () => {
  const engine = await newEngine(2);
  await load(engine, 'full', script(6, false));
  const directory = await mkdtemp(join(tmpdir(), 'highwater-compression-'));
  for (const name of ['work.duckdb', 'work.duckdb.wal']) await copyFile(join(engine.directory, name), join(directory, name));
  const left = await Engine.at(directory);
  expect(await differences(left)).toBe(0);
  await left.close();
});

test('rows that can not be read fail as ever, and name no compression', async () => {
  const engine = await newEngine(2);
  await load(engine, 'full', script(2, false));
  const broken = { ...file(0, ROWS, 'deal'), data: `id,title,stage,note,modified\n${'x,"a",b,,\n'.repeat(ROWS)}` };
  const failed = await attempt(engine, 'full', {
    columns: COLUMNS,
    partitions: [{ pass: 'body', files: [broken] }],
    watermark: WHEN,
  });
  expect(failed.error).toMatchObject({ code: 'VALUE_NOT_EXACT', message: expect.stringContaining('column "id"') });
  expect(await differences(engine)).toBe(0);
});
