import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { STATE_FORMAT } from '../../src/model/state-format.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import { migrate } from '../../src/warehouse/catalog/migrations.ts';
import { Warehouse } from '../../src/warehouse/warehouse.ts';

/** test/fixtures/state-format-<n> holds a state of each format as that version saved it: two tables, two runs. Every later version must read them. */
const FIXTURES = join(ROOT, 'test/fixtures');
const NOW = '2026-12-24T00:00:00.000Z';
let room: string;

beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'highwater-format-'));
});
afterEach(() => rm(room, { recursive: true, force: true }));

const store = () =>
  directoryStore({ directory: join(room, 'state'), encryption: null, clock: () => new Date(NOW), pid: process.pid });

/** Puts the kept state where a run finds it, and restores it to a working copy. */
async function restored(format: number): Promise<string> {
  const kept = join(FIXTURES, `state-format-${format}`);
  await mkdir(join(room, 'state'));
  for (const name of await readdir(kept)) {
    const bytes = await readFile(join(kept, name));
    await writeFile(join(room, 'state', name.replace(/\.gz$/, '')), name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  }
  const file = join(room, 'work.duckdb');
  expect(await store().restore(file)).not.toBeNull();
  return file;
}

const open = (file: string) => Warehouse.open(file, { directory: room, now: NOW, threads: 1 });
const run = async (warehouse: Warehouse, sql: string) => warehouse.database.use(async (c) => c.rows(sql));

test('a state of every format so far is kept', async () => {
  expect((await readdir(FIXTURES)).filter((name) => name.startsWith('state-format-')).length).toBe(STATE_FORMAT);
});

describe.each(Array.from({ length: STATE_FORMAT }, (_, i) => i + 1))('a state of format %i', (format) => {
  test('is read with its rows, watermarks and history', async () => {
    const warehouse = await open(await restored(format));
    const tables = await warehouse.tables();
    expect(tables.map((t) => [t.table, t.rows, t.watermark !== null, t.fullSyncAt.slice(0, 4)]).sort()).toEqual([
      ['deals', 20, true, '2026'],
      ['notes', 1, false, '2026'],
    ]);
    expect(await run(warehouse, 'SELECT title FROM db.deals WHERE id IN (6, 7) ORDER BY id')).toEqual([
      { title: 'Deal 6' },
      { title: 'changed' },
    ]);
    expect((await warehouse.history()).length).toBe(4);
    expect(await run(warehouse, "SELECT value FROM _highwater_state.meta WHERE key = 'format'")).toEqual([
      { value: String(STATE_FORMAT) },
    ]);
    await warehouse.close();
  });
});

test('a table of which no full sync was written down has the last one that the history knows', async () => {
  const warehouse = await open(await restored(1));
  await run(warehouse, 'UPDATE _highwater_state.tables SET content = json_merge_patch(content, \'{"fullSyncAt": null}\')');
  const [first] = (await run(
    warehouse,
    `SELECT min(started_at)::VARCHAR AS at FROM _highwater.runs WHERE mode = 'full' AND "table" = 'deals'`,
  )) as { at: string }[];
  const deals = (await warehouse.tables()).find((t) => t.table === 'deals');
  expect(deals?.fullSyncAt.slice(0, 19)).toBe(first?.at.slice(0, 19).replace(' ', 'T'));
  await warehouse.close();
});

describe('a state of a newer format', () => {
  test('is refused in words, and stays as it is', async () => {
    const file = await restored(1);
    const warehouse = await open(file);
    await run(warehouse, `UPDATE _highwater_state.meta SET value = '${STATE_FORMAT + 1}' WHERE key = 'format'`);
    await run(warehouse, 'DROP TABLE _highwater_state.memory');
    await warehouse.close();
    const before = await readFile(file);
    await expect(open(file)).rejects.toMatchObject({
      code: 'STATE_NEWER_FORMAT',
      message: `The saved state was written by a newer version of Highwater (format ${STATE_FORMAT + 1}; this version reads up to ${STATE_FORMAT}).`,
    });
    expect((await readFile(file)).equals(before)).toBe(true);
  });
});

test('migrations run one after the other, each with its format in one transaction', async () => {
  const warehouse = await open(await restored(1));
  const steps = [2, 3].map((to) => ({
    to,
    apply: async (c: { run(sql: string): Promise<void> }) => c.run(`CREATE TABLE _highwater_state.step${to} (n INTEGER)`),
  }));
  const format = async () => run(warehouse, "SELECT value FROM _highwater_state.meta WHERE key = 'format'");
  await warehouse.database.use(async (c) => migrate(c, '1', '_highwater_state.meta', steps, 3));
  expect(await format()).toEqual([{ value: '3' }]);
  expect(await run(warehouse, 'SELECT count(*) AS n FROM _highwater_state.step2, _highwater_state.step3')).toEqual([{ n: 0 }]);
  await warehouse.close();
});
