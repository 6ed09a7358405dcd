import { expect, test } from 'vitest';
import type { Opener } from '../../src/model/contract.ts';
import { id } from '../../src/warehouse/duckdb/sql.ts';
import { begin as beginOne } from '../support/begin.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { scripted } from '../support/scripted-source.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];
const stamp = '2026-01-01T00:00:00Z';
const script = (table: string, ...ids: number[]) => ({
  table,
  columns: COLUMNS,
  files: [{ data: ids.map((id) => ({ id, modified: stamp })) }],
});

async function tables(engine: Engine): Promise<Record<string, unknown[][]>> {
  const names = await engine.query<{ n: string }>(
    `SELECT table_name AS n FROM duckdb_tables() WHERE schema_name = 'memory' ORDER BY 1`,
  );
  const found: Record<string, unknown[][]> = {};
  for (const { n } of names) found[n] = await rowsOf(engine, 'id', `memory.${id(n)}`);
  return found;
}

test('a table that gets another name takes its rows along, without being read again', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script('deals', 1, 2));
  const record = await load(engine, 'incremental', script('deals', 3), { as: 'Deals of 2026' });
  expect(record).toMatchObject({ mode: 'incremental', name: 'Deals of 2026', inserted: 1, rows: 3 });
  expect(await tables(engine)).toEqual({ 'Deals of 2026': [['1'], ['2'], ['3']] });
  await load(engine, 'incremental', script('deals'), { as: 'deals of 2026' });
  expect(Object.keys(await tables(engine))).toEqual(['deals of 2026']);
  await load(engine, 'full', script('deals', 1, 2, 3));
  expect(await tables(engine)).toEqual({ deals: [['1'], ['2'], ['3']] });
});

test('two tables can swap their names', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script('a', 1, 2));
  await load(engine, 'full', script('b', 7, 8));
  await load(engine, 'incremental', script('a', 3), { as: 'b' });
  expect(Object.values(await tables(engine))).toContainEqual([['7'], ['8']]);
  await load(engine, 'incremental', script('b', 9), { as: 'a' });
  expect(await tables(engine)).toEqual({ a: [['7'], ['8'], ['9']], b: [['1'], ['2'], ['3']] });
  expect((await engine.warehouse.tables()).map((t) => [t.table, t.name]).sort()).toEqual([
    ['a', 'b'],
    ['b', 'a'],
  ]);
});

test('a half-built full sync is not resumed under another name, and is not left behind', async () => {
  const engine = await newEngine();
  const partitions = [
    { pass: 'body' as const, files: [{ data: [{ id: 1 }] }] },
    { pass: 'body' as const, files: [{ data: [{ id: 2 }], rows: 5 }] },
  ];
  engine.parallel = 1;
  expect(await attempt(engine, 'full', { table: 'a', columns: COLUMNS, partitions })).toMatchObject({ status: 'failed' });
  await load(engine, 'full', script('a', 1, 2), { as: 'other' });
  expect(await tables(engine)).toEqual({ other: [['1'], ['2']] });
});

test('what is left of a full sync under a name that another table bears now is not in its way', async () => {
  const engine = await newEngine();
  engine.parallel = 1;
  const refused = { pass: 'body' as const, files: [{ data: [{ id: 1 }], rows: 5 }] };
  for (const table of ['a', 'b'])
    expect(await attempt(engine, 'full', { table, columns: COLUMNS, partitions: [refused] })).toMatchObject({ status: 'failed' });
  // The first has begun, under the other's old name, before the other begins.
  const [begun, ready] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = scripted(script('a', 1, 2));
  const begin: Opener['begin'] = async (plan, resume) => {
    const opened = await beginOne(slow, plan, resume);
    const read: typeof opened.read = async (...args) => {
      begun.resolve();
      await ready.promise;
      return opened.read(...args);
    };
    return { ...opened, read };
  };
  const first = load(engine, 'full', { ...slow, open: async () => ({ begin }) }, { as: 'b' });
  await begun.promise;
  await load(engine, 'full', script('b', 7, 8), { as: 'a' });
  ready.resolve();
  await first;
  expect(await tables(engine)).toEqual({ a: [['7'], ['8']], b: [['1'], ['2']] });
});

test.each(['select', 'a"b', "it's", 'ünï cödé', 'a.b', '1', ' '])('a table may be called %s', async (name) => {
  const engine = await newEngine();
  await load(engine, 'full', { ...script(name, 1), columns: [...COLUMNS, column(name, 'VARCHAR')] });
  await load(engine, 'incremental', { ...script(name, 2), columns: [...COLUMNS, column(name, 'VARCHAR')] });
  await load(engine, 'full', { ...script(name, 1, 2, 3), columns: [...COLUMNS, column(name, 'VARCHAR')] });
  expect(await tables(engine)).toEqual({ [name]: [['1'], ['2'], ['3']] });
});

test('dropping a table removes its rows, its entry and what is left of its full sync', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script('a', 1));
  await load(engine, 'full', script('b', 2));
  const [a] = (await engine.warehouse.tables()).filter((t) => t.table === 'a');
  if (a === undefined) throw new Error('no table a');
  await engine.warehouse.drop(a);
  await engine.reopen();
  expect(await tables(engine)).toEqual({ b: [['2']] });
  expect((await engine.warehouse.tables()).map((t) => t.table)).toEqual(['b']);
});
