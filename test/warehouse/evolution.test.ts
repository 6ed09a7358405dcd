import { expect, test } from 'vitest';
import type { Column } from '../../src/model/table.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const ID = column('id', 'BIGINT');
const MODIFIED = column('modified', 'TIMESTAMPTZ');
const stamp = '2026-01-01T00:00:00Z';

function script(columns: readonly Column[], rows: readonly Record<string, unknown>[]) {
  return { columns: [ID, ...columns, MODIFIED], files: [{ data: rows.map((row) => ({ modified: stamp, ...row })) }] };
}

async function columnsOf(engine: Engine): Promise<Record<string, unknown>> {
  const rows = await engine.query(
    `SELECT column_name AS n, data_type AS t FROM duckdb_columns() WHERE table_name = 'things' ORDER BY column_index`,
  );
  return Object.fromEntries(rows.map((r) => [r.n, r.t]));
}

test('an added column makes the next run a full one, which fills it for all rows', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script([], [{ id: 1 }, { id: 2 }]));
  const record = await load(
    engine,
    'incremental',
    script(
      [column('more', 'VARCHAR')],
      [
        { id: 1, more: 'a' },
        { id: 2, more: 'b' },
      ],
    ),
  );
  expect(record).toMatchObject({ mode: 'full', why: 'new column more: all rows are read to fill it', inserted: 0 });
  expect(await rowsOf(engine, 'id, more')).toEqual([
    ['1', 'a'],
    ['2', 'b'],
  ]);
});

test('a removed column keeps its values through updates, inserts and full syncs, at the end, and is marked as removed', async () => {
  const engine = await newEngine();
  const rows = [
    { id: 1, old: 'kept 1', text: 'a' },
    { id: 2, old: 'kept 2', text: 'b' },
  ];
  await load(engine, 'full', script([column('old', 'VARCHAR'), column('text', 'VARCHAR')], rows));
  const now = [column('text', 'VARCHAR')];
  const incremental = await load(
    engine,
    'incremental',
    script(now, [
      { id: 1, text: 'A' },
      { id: 3, text: 'c' },
    ]),
  );
  expect(incremental).toMatchObject({ mode: 'incremental', updated: 1, inserted: 1 });
  expect(incremental.notes.map((n) => n.message)).toContain('old is no longer in the source; its old values are kept');
  const expected = [
    ['1', 'A', 'kept 1'],
    ['2', 'b', 'kept 2'],
    ['3', 'c', null],
  ];
  expect(await rowsOf(engine, 'id, text, old')).toEqual(expected);
  const all = [
    { id: 1, text: 'A' },
    { id: 2, text: 'b' },
    { id: 3, text: 'c' },
    { id: 4, text: 'd' },
  ];
  for (let i = 0; i < 2; i++) {
    await engine.reopen();
    const full = await load(engine, 'full', script(now, all));
    expect(full).toMatchObject({ inserted: i === 0 ? 1 : 0, updated: 0, deleted: 0 });
    expect(full.columns.filter((c) => c.removed).map((c) => c.name)).toEqual(['old']);
    expect(await rowsOf(engine, 'id, text, old')).toEqual([...expected, ['4', 'd', null]]);
  }
  expect(Object.keys(await columnsOf(engine))).toEqual(['id', 'text', 'modified', 'old', '_synced_at']);
});

test('a removed column that comes back is read again for all rows', async () => {
  const engine = await newEngine();
  const old = column('old', 'VARCHAR');
  await load(engine, 'full', script([old], [{ id: 1, old: 'x' }]));
  await load(engine, 'incremental', script([], []));
  const record = await load(engine, 'incremental', script([old], [{ id: 1, old: 'y' }]));
  expect(record).toMatchObject({ mode: 'full', updated: 1 });
  expect(record.columns.find((c) => c.name === 'old')?.removed).toBeUndefined();
  expect(await rowsOf(engine, 'id, old')).toEqual([['1', 'y']]);
});

test('a column whose name changes its case is one new column, not two', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script([column('Name', 'VARCHAR')], [{ id: 1, Name: 'x' }]));
  await load(engine, 'incremental', script([column('name', 'VARCHAR')], [{ id: 1, name: 'y' }]));
  expect(Object.keys(await columnsOf(engine))).toEqual(['id', 'name', 'modified', '_synced_at']);
  expect(await rowsOf(engine, 'id, name')).toEqual([['1', 'y']]);
});

test.each([
  ['INTEGER', 'BIGINT', '2147483647', '9223372036854775807'],
  ['SMALLINT', 'HUGEINT', '-32768', '170141183460469231731687303715884105727'],
  ['FLOAT', 'DOUBLE', '0.5', '1e300'],
  ['DECIMAL(5,2)', 'DECIMAL(10,4)', '123.45', '123456.7891'],
])('%s is widened to %s in place, in an incremental run', async (from, to, old, added) => {
  const engine = await newEngine();
  await load(engine, 'full', script([column('v', from)], [{ id: 1, v: old }]));
  const record = await load(engine, 'incremental', script([column('v', to)], [{ id: 2, v: added }]));
  expect(record).toMatchObject({ mode: 'incremental', inserted: 1, updated: 0 });
  expect(record.notes.map((n) => n.message)).toContain(`v is ${to} now (was ${from})`);
  expect((await columnsOf(engine)).v).toBe(to);
  expect(await rowsOf(engine, `id, v = CAST('${old}' AS ${to}) AND id = 1 OR v = CAST('${added}' AS ${to}) AND id = 2`)).toEqual([
    ['1', 'true'],
    ['2', 'true'],
  ]);
  expect(record.columns.find((c) => c.name === 'v')?.duckdbType).toBe(to);
});

test.each([
  ['BIGINT', 'INTEGER', '7', '7'],
  ['VARCHAR', 'INTEGER', 'text', '42'],
  ['INTEGER', 'VARCHAR', '42', 'text'],
  ['DECIMAL(10,4)', 'DECIMAL(5,2)', '1.5', '1.5'],
  ['TIMESTAMP', 'TIMESTAMPTZ', '2026-01-01 00:00:00', '2026-01-01 00:00:00+00'],
])('%s to %s: the table is read afresh, and says why', async (from, to, old, now) => {
  const engine = await newEngine();
  await load(engine, 'full', script([column('v', from)], [{ id: 1, v: old }]));
  const record = await load(engine, 'incremental', script([column('v', to)], [{ id: 1, v: now }]));
  expect(record).toMatchObject({ mode: 'full', why: `column v is ${to} now (was ${from})`, rows: 1 });
  expect(await rowsOf(engine, `v = CAST('${now}' AS ${to})`)).toEqual([['true']]);
});

test('deleted rows that are kept lose what a retyped column can’t hold, and the run says so', async () => {
  const engine = await newEngine();
  const keep = { deletes: 'ignore' } as const;
  const columns = (type: string) => [column('a', type), column('b', 'INTEGER')];
  await load(
    engine,
    'full',
    script(columns('VARCHAR'), [
      { id: 1, a: 'word', b: 1 },
      { id: 2, a: '2', b: 2 },
    ]),
    keep,
  );
  const record = await load(engine, 'full', script(columns('INTEGER'), [{ id: 2, a: 2, b: 2 }]), keep);
  expect(record.notes.map((n) => n.message)).toContain(
    'a is INTEGER now (was VARCHAR): the deleted rows that are kept lose their value in it',
  );
  expect(await rowsOf(engine, 'id, a, b')).toEqual([
    ['1', null, '1'],
    ['2', '2', '2'],
  ]);
});

test('a key of another type starts the table afresh', async () => {
  const engine = await newEngine();
  const keyed = (type: string, id: unknown) => ({
    columns: [column('id', type), MODIFIED],
    files: [{ data: [{ id, modified: stamp }] }],
  });
  await load(engine, 'full', keyed('VARCHAR', 'word'));
  const record = await load(engine, 'incremental', keyed('INTEGER', 5));
  expect(record).toMatchObject({
    mode: 'full',
    why: "the key's type changed, so the table is read from the start",
    inserted: 1,
    deleted: 0,
  });
  expect(await rowsOf(engine, 'id')).toEqual([['5']]);
});

test('a column that the configuration leaves out is dropped with its values, at once', async () => {
  const engine = await newEngine();
  const columns = [column('secret', 'VARCHAR'), column('text', 'VARCHAR')];
  await load(engine, 'full', script(columns, [{ id: 1, secret: 's', text: 'a' }]));
  const options = { columns: { exclude: ['secret'] } };
  const record = await load(engine, 'incremental', script(columns, [{ id: 2, secret: 's', text: 'b' }]), options);
  expect(record).toMatchObject({ mode: 'incremental', inserted: 1 });
  expect(record.notes.map((n) => n.message)).toContain('secret was dropped: the configuration leaves it out');
  expect(Object.keys(await columnsOf(engine))).toEqual(['id', 'text', 'modified', '_synced_at']);
  const included = { columns: { include: ['modified'] } };
  await load(
    engine,
    'full',
    script(columns, [
      { id: 1, text: 'a' },
      { id: 2, text: 'b' },
    ]),
    included,
  );
  expect(Object.keys(await columnsOf(engine))).toEqual(['id', 'modified', '_synced_at']);
});

test('a removed column that the configuration no longer wants goes too', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script([column('old', 'VARCHAR')], [{ id: 1, old: 'x' }]));
  await load(engine, 'incremental', script([], []));
  expect(Object.keys(await columnsOf(engine))).toContain('old');
  await load(engine, 'incremental', script([], []), { columns: { include: ['modified'] } });
  expect(Object.keys(await columnsOf(engine))).toEqual(['id', 'modified', '_synced_at']);
});

test('names that DuckDB does not tell apart, and Highwater’s own, get a number', async () => {
  const engine = await newEngine();
  const columns = [
    column('A', 'VARCHAR'),
    column('a', 'VARCHAR'),
    column('_synced_at', 'VARCHAR'),
    column('_Deleted_At', 'VARCHAR'),
  ];
  const key = { key: ['A', 'a'] };
  const files = [
    {
      format: { kind: 'csv', header: false, nullText: 'unquoted-empty', compression: 'none' } as const,
      data: 'x,y,mine,too\n',
      rows: 1,
    },
  ];
  await load(engine, 'full', { columns, ...key, files });
  const record = await load(engine, 'full', { columns, ...key, files }, { deletes: 'remove' });
  expect(record).toMatchObject({ inserted: 0, updated: 0, key: ['A', 'a_2'] });
  expect(await rowsOf(engine, '"A", a_2, _synced_at_2, "_Deleted_At_2"')).toEqual([['x', 'y', 'mine', 'too']]);
});

test('a schema change and its rows are one: when the import fails, the table keeps its old columns', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script([column('v', 'INTEGER'), column('w', 'VARCHAR')], [{ id: 1, v: 1, w: 'w' }]));
  const partitions = [{ pass: 'sweep' as const, files: [{ content: 'present' as const, data: [] }] }];
  const wider = { columns: [ID, column('v', 'BIGINT'), column('w', 'VARCHAR'), MODIFIED], partitions };
  const record = await attempt(engine, 'incremental', wider, { columns: { exclude: ['w'] } });
  expect(record.error?.code).toBe('TOO_MANY_DELETES');
  expect(await columnsOf(engine)).toMatchObject({ v: 'INTEGER', w: 'VARCHAR' });
});
