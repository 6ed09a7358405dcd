import { expect, test } from 'vitest';
import type { TableRecord } from '../../src/model/record.ts';
import type { Engine } from '../support/engine.ts';
import { type MemoryOptions, MemorySource, MemoryTable } from '../support/memory-source.ts';
import { column } from '../support/memory-table.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('text', 'VARCHAR'), column('modified', 'TIMESTAMPTZ')];
const row = (id: number, text: string) => ({ id, text, modified: '2026-01-01T00:00:00Z' });

async function shadows(engine: Engine): Promise<number> {
  const [found] = await engine.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%shadow') + (SELECT count(*) FROM _highwater_state.shadows) AS n`,
  );
  return found?.n ?? -1;
}

test('the live table stays as it is until the new one is whole', async () => {
  const engine = await newEngine(2);
  const table = new MemoryTable();
  for (let id = 1; id <= 30; id++) table.put(id, 'old');
  await load(engine, 'full', new MemorySource({ table }));
  for (let id = 1; id <= 30; id++) table.put(id, 'new');
  const seen: unknown[] = [];
  const beforePage = async () => {
    seen.push(...(await rowsOf(engine, 'count(*) AS n, min(name) AS a, max(name) AS b')));
  };
  const record = await load(engine, 'full', new MemorySource({ table, pageRows: 10, beforePage }));
  expect(record).toMatchObject({ updated: 30, inserted: 0, deleted: 0 });
  expect(seen.length).toBeGreaterThan(3);
  expect(new Set(seen.map(String))).toEqual(new Set(['30,old,old']));
  expect(await rowsOf(engine, 'count(*) AS n, min(name) AS a, max(name) AS b')).toEqual([['30', 'new', 'new']]);
  expect(await shadows(engine)).toBe(0);
});

/** Thirty rows in three partitions; the read of partition `failAt` fails. */
async function interruptedSync(engine: Engine, table: MemoryTable, failAt: number, more: Partial<MemoryOptions> = {}) {
  engine.parallel = 1;
  let opened = 0;
  const source = new MemorySource({
    table,
    bodies: 3,
    resumes: true,
    beforePage: () => {
      opened++;
      if (opened === failAt) throw new Error('the network is gone');
    },
    ...more,
  });
  return attempt(engine, 'full', source);
}

async function resumed(engine: Engine, table: MemoryTable): Promise<{ record: TableRecord; parts: string[] }> {
  const record = await load(engine, 'full', new MemorySource({ table, bodies: 3, resumes: true }));
  return { record, parts: record.partitions.map((p) => p.id) };
}

function thirty(): MemoryTable {
  const table = new MemoryTable();
  for (let id = 1; id <= 30; id++) table.put(id, `row ${id}`);
  table.tick();
  return table;
}

test('an interrupted full sync goes on where it stopped, in a later run, with what changed meanwhile', async () => {
  const engine = await newEngine();
  const table = thirty();
  const failed = await interruptedSync(engine, table, 3);
  expect(failed).toMatchObject({ status: 'failed', rows: 0 });
  expect(failed.partitions).toHaveLength(2);
  await engine.reopen();
  table.put(1, 'changed meanwhile');
  table.put(31, 'new meanwhile');
  table.put(32, 'never stamped', null);
  const { record, parts } = await resumed(engine, table);
  expect(parts).toHaveLength(3);
  for (const done of failed.partitions) expect(parts).not.toContain(done.id);
  expect(record).toMatchObject({ inserted: 32, rows: 32 });
  expect(await rowsOf(engine, 'id, name')).toEqual([...table.rows.values()].map((r) => [String(r.id), r.name]).sort(byText));
  expect(await shadows(engine)).toBe(0);
});

test('an incremental run in between does not disturb a half-built full sync', async () => {
  const engine = await newEngine();
  const table = thirty();
  await load(engine, 'full', new MemorySource({ table }));
  table.put(5, 'five');
  await interruptedSync(engine, table, 3);
  table.put(6, 'six');
  expect(await load(engine, 'incremental', new MemorySource({ table, resumes: true }))).toMatchObject({
    mode: 'incremental',
    updated: 2,
  });
  table.put(7, 'seven');
  const { record, parts } = await resumed(engine, table);
  expect(parts).toHaveLength(3);
  expect(record).toMatchObject({ updated: 1, inserted: 0, deleted: 0, rows: 30 });
  expect(await rowsOf(engine, 'id, name')).toEqual([...table.rows.values()].map((r) => [String(r.id), r.name]).sort(byText));
});

test('a half-built full sync is not resumed when columns, filter or source have changed', async () => {
  const changes: ((table: MemoryTable) => { where?: string })[] = [
    (table) => {
      table.columns = [...table.columns, column('more', 'INTEGER')];
      return {};
    },
    (table) => {
      table.columns = table.columns.map((c) =>
        c.name === 'name' ? column('name', 'VARCHAR', { derived: 'upper("id"::VARCHAR)', load: null }) : c,
      );
      return {};
    },
    () => ({ where: 'id = 1 or id = 2' }),
  ];
  for (const change of changes) {
    const engine = await newEngine();
    const table = thirty();
    await interruptedSync(engine, table, 3);
    const options = change(table);
    const record = await load(engine, 'full', new MemorySource({ table, bodies: 3, resumes: true }), options);
    expect(record.partitions).toHaveLength(5);
    expect(record.rows).toBe(options.where === undefined ? 30 : 2);
  }
});

test('a source that does not resume starts afresh, and the old half is gone', async () => {
  const engine = await newEngine();
  const table = thirty();
  await interruptedSync(engine, table, 3);
  const record = await load(engine, 'full', new MemorySource({ table, bodies: 3 }));
  expect(record.partitions).toHaveLength(5);
  expect(record).toMatchObject({ rows: 30, counts: { source: 30, staged: 30, applied: 30 } });
  expect(await shadows(engine)).toBe(0);
});

test('what the merge refused is not resumed: after TOO_MANY_DELETES everything is read again', async () => {
  const engine = await newEngine();
  const table = thirty();
  await load(engine, 'full', new MemorySource({ table, bodies: 3, resumes: true }));
  const hidden = new Map(table.rows);
  for (let id = 1; id <= 20; id++) table.rows.delete(id);
  const refused = await attempt(engine, 'full', new MemorySource({ table, bodies: 3, resumes: true }));
  expect(refused).toMatchObject({ status: 'failed', error: { code: 'TOO_MANY_DELETES' }, rows: 30 });
  expect(refused.error?.message).toContain('20 of 30 rows (66.7%)');
  expect(await shadows(engine)).toBe(0);
  for (const [id, old] of hidden) table.rows.set(id, old);
  const { record, parts } = await resumed(engine, table);
  expect(parts).toHaveLength(5);
  expect(record).toMatchObject({ inserted: 0, updated: 0, deleted: 0, rows: 30 });
});

test('the guard does not mind what grows, nor an empty table', async () => {
  const engine = await newEngine();
  expect(await load(engine, 'full', { columns: COLUMNS, files: [] })).toMatchObject({ rows: 0 });
  expect(await load(engine, 'full', { columns: COLUMNS, files: [] }, { maxDeleteFraction: 0 })).toMatchObject({ rows: 0 });
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: [row(1, 'a'), row(2, 'b')] }] }, { maxDeleteFraction: 0 });
  const half = { columns: COLUMNS, files: [{ data: [row(1, 'a')] }] };
  expect(await attempt(engine, 'full', half, { maxDeleteFraction: 0.4 })).toMatchObject({ error: { code: 'TOO_MANY_DELETES' } });
  expect(await load(engine, 'full', half, { maxDeleteFraction: 0.5 })).toMatchObject({ deleted: 1 });
  expect(await attempt(engine, 'full', { columns: COLUMNS, files: [] }, { maxDeleteFraction: 0.99 })).toMatchObject({ rows: 1 });
  await engine.reopen(true);
  expect(await load(engine, 'full', { columns: COLUMNS, files: [] })).toMatchObject({ deleted: 1, rows: 0 });
});

test.each([
  [
    'remove',
    [
      ['1', 'one'],
      ['4', 'four'],
    ],
    1,
  ],
  [
    'ignore',
    [
      ['1', 'one'],
      ['3', 'three'],
      ['4', 'four'],
    ],
    0,
  ],
  [
    'mark',
    [
      ['1', 'one'],
      ['3', 'three'],
      ['4', 'four'],
    ],
    1,
  ],
] as const)('a full sync under deletes: %s', async (deletes, rows, deleted) => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: [row(1, 'one'), row(3, 'three')] }] }, { deletes });
  await engine.reopen();
  const next = { columns: COLUMNS, files: [{ data: [row(1, 'one'), row(4, 'four')] }] };
  expect(await load(engine, 'full', next, { deletes })).toMatchObject({ inserted: 1, updated: 0, deleted });
  expect(await rowsOf(engine, 'id, text')).toEqual(rows);
  await engine.reopen();
  expect(await load(engine, 'full', next, { deletes })).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
  expect(await rowsOf(engine, 'id, text')).toEqual(rows);
  if (deletes !== 'mark') return;
  expect(await rowsOf(engine, 'id', 'memory.things WHERE _deleted_at IS NOT NULL')).toEqual([['3']]);
  const back = { columns: COLUMNS, files: [{ data: [row(1, 'one'), row(3, 'three'), row(4, 'four')] }] };
  expect(await load(engine, 'full', back, { deletes })).toMatchObject({ inserted: 0, updated: 1, deleted: 0 });
  expect(await rowsOf(engine, 'id', 'memory.things WHERE _deleted_at IS NOT NULL')).toEqual([]);
});

test('a full sync that finds nothing new leaves _synced_at as it is', async () => {
  const engine = await newEngine();
  const script = { columns: COLUMNS, files: [{ data: [row(1, 'one'), row(2, 'two')] }] };
  await load(engine, 'full', script);
  const before = await rowsOf(engine, '_synced_at');
  await engine.reopen();
  await load(engine, 'full', script);
  expect(await rowsOf(engine, '_synced_at')).toEqual(before);
  expect(await shadows(engine)).toBe(0);
});

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}

test.each([
  ['VARCHAR[]', null, '[]'],
  ['VARCHAR[]', '[]', '[NULL]'],
  ['VARCHAR[]', '[NULL]', "['NULL']"],
  ['VARCHAR[]', "['a, b']", "['a', 'b']"],
  ['INTEGER[][]', '[[1], [2]]', '[[1, 2]]'],
  ['DOUBLE[]', '[0.05]', '[-0.05]'],
  ['DOUBLE', '0.05', '-0.05'],
  ['INTERVAL', '1 month', '30 days'],
])('a %s that becomes from %s to %s is a change, with a key and without', async (type, before, after) => {
  for (const key of [['id'], []]) {
    const engine = await newEngine();
    const script = (value: string | null) => ({
      key,
      columns: [column('id', 'BIGINT'), column('value', type)],
      files: [{ data: [{ id: 1, value }] }],
    });
    await load(engine, 'full', script(before));
    const record = await load(engine, 'full', script(after));
    expect(record.updated + record.inserted).toBe(1);
    expect(await rowsOf(engine, 'value')).not.toEqual([[before]]);
  }
});

test.each(['DOUBLE', 'FLOAT', 'DOUBLE[]'])(
  'zeros of both signs in a %s, which DuckDB may store as one, are no changes',
  async (type) => {
    const engine = await newEngine();
    const zero = (id: number) => `${id % 3 === 0 ? '-' : ''}0.0`;
    const data = Array.from({ length: 60 }, (_, id) => ({ id, value: type.endsWith('[]') ? `[${zero(id)}]` : zero(id) }));
    const script = { columns: [column('id', 'BIGINT'), column('value', type)], files: [{ data }] };
    await load(engine, 'full', script);
    await engine.reopen();
    expect(await load(engine, 'full', script)).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
    expect(await load(engine, 'incremental', script)).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
  },
);
