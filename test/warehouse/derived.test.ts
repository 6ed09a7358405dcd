import { expect, test } from 'vitest';
import { column } from '../support/memory-table.ts';
import { load, newEngine, rowsOf } from './setup.ts';

const stamp = '2026-01-01T00:00:00Z';

function labels(cases: string) {
  return [
    column('id', 'BIGINT'),
    column('code', 'INTEGER'),
    column('code_label', 'VARCHAR', { load: null, derived: `CASE "code" ${cases} END` }),
    column('modified', 'TIMESTAMPTZ'),
  ];
}

function script(cases: string, rows: readonly [number, number | null][]) {
  return { columns: labels(cases), files: [{ data: rows.map(([id, code]) => ({ id, code, modified: stamp })) }] };
}

const ONE = "WHEN 1 THEN 'open' WHEN 2 THEN 'it''s won'";

test('derived columns are computed in full and in incremental imports', async () => {
  const engine = await newEngine();
  await load(
    engine,
    'full',
    script(ONE, [
      [1, 1],
      [2, null],
      [3, 9],
    ]),
  );
  await load(
    engine,
    'incremental',
    script(ONE, [
      [1, 2],
      [4, 1],
    ]),
  );
  expect(await rowsOf(engine, 'id, code_label')).toEqual([
    ['1', "it's won"],
    ['2', null],
    ['3', null],
    ['4', 'open'],
  ]);
});

test('when the definition changes, the column is computed anew for all rows, without reading them', async () => {
  const engine = await newEngine();
  await load(
    engine,
    'full',
    script(ONE, [
      [1, 1],
      [2, 2],
      [3, 9],
    ]),
  );
  await engine.reopen();
  const record = await load(engine, 'incremental', script("WHEN 1 THEN 'offen' WHEN 9 THEN 'neu'", []));
  expect(record).toMatchObject({ mode: 'incremental', read: 0 });
  expect(await rowsOf(engine, 'id, code_label')).toEqual([
    ['1', 'offen'],
    ['2', null],
    ['3', 'neu'],
  ]);
});

test('a derived column that is no longer there is dropped', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script(ONE, [[1, 1]]));
  await load(engine, 'incremental', { columns: labels(ONE).filter((c) => c.load !== null), files: [] });
  expect(await rowsOf(engine)).toEqual([['1', '1', '2026-01-01 00:00:00+00']]);
});

test('a computed table replaces its rows as a whole and is described like any other', async () => {
  const engine = await newEngine();
  await load(
    engine,
    'full',
    script(ONE, [
      [1, 1],
      [2, 2],
    ]),
  );
  const table = {
    name: 'documents',
    columns: [column('id', 'BIGINT'), column('title', 'VARCHAR')],
    sql: `SELECT id, code_label AS title FROM "memory"."things"`,
    from: ['things'],
    category: 'Computed',
  };
  expect(await engine.warehouse.derive('memory', table)).toMatchObject({ rows: 2, derived: true, category: 'Computed' });
  await load(engine, 'full', script(ONE, [[2, 1]]));
  await engine.warehouse.derive('memory', table);
  await engine.reopen();
  expect(await rowsOf(engine, 'id, title', 'memory.documents')).toEqual([['2', 'open']]);
  expect((await engine.warehouse.tables()).map((t) => t.name).sort()).toEqual(['documents', 'things']);
});
