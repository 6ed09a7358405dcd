import { expect, test } from 'vitest';
import type { Column } from '../../src/model/table.ts';
import { Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { hasManyIntegers, makeUnique } from '../../src/warehouse/table/keys.ts';
import { column } from '../support/memory-table.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const KEYS: readonly [type: string, values: readonly [string, string, string]][] = [
  ['SMALLINT', ['-1', '0', '1']],
  ['BIGINT', ['-9223372036854775808', '0', '9223372036854775807']],
  ['HUGEINT', ['-170141183460469231731687303715884105728', '1', '170141183460469231731687303715884105727']],
  ['DECIMAL(38,10)', ['1.5', '1.0000000001', '-9999999999999999999999999999.9999999999']],
  ['DOUBLE', ['0.1', '1e300', '-5']],
  ['VARCHAR', ['', 'a', 'A ']],
  [
    'UUID',
    ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '6a1b2c3d-0000-1111-2222-333344445555'],
  ],
  ['DATE', ['0001-01-01', '2026-02-28', '9999-12-31']],
  ['TIMESTAMP', ['2026-01-01 00:00:00.000001', '2026-01-01 00:00:00.000002', '1969-12-31 23:59:59.999999']],
  ['TIMESTAMPTZ', ['2026-01-01 00:00:00.000001+00', '2026-01-01 00:00:00.000002+00', '2026-01-01 00:00:00+05']],
  ['TIME', ['00:00:00', '23:59:59.999999', '12:00:00']],
  ['BOOLEAN', ['true', 'false', 'true']],
  ['BLOB', ['\\x00\\x01', '\\xFF', 'abc']],
];

test.each(KEYS)('a key of type %s: insert, update, gone and sweep find their rows', async (type, [a, b, c]) => {
  const engine = await newEngine();
  const columns = [column('id', type), column('text', 'VARCHAR'), column('modified', 'TIMESTAMPTZ')];
  const row = (id: string, text: string) => ({ id, text, modified: '2026-01-01T00:00:00Z' });
  await load(engine, 'full', { columns, files: [{ data: [row(a, 'a'), row(b, 'b')] }] });
  const isBool = type === 'BOOLEAN';
  const files = [{ data: [row(b, 'B'), ...(isBool ? [] : [row(c, 'c')])] }, { content: 'deleted' as const, data: [{ id: a }] }];
  expect(await load(engine, 'incremental', { columns, files })).toMatchObject({
    updated: 1,
    deleted: 1,
    inserted: isBool ? 0 : 1,
  });
  const sweep = [
    { pass: 'body' as const, files: [] },
    { pass: 'sweep' as const, files: [{ content: 'present' as const, data: [{ id: b }] }] },
  ];
  expect(await load(engine, 'incremental', { columns, partitions: sweep })).toMatchObject({ deleted: isBool ? 0 : 1, rows: 1 });
  expect(await load(engine, 'full', { columns, files: [{ data: [row(b, 'full')] }] })).toMatchObject({
    updated: 1,
    inserted: 0,
    deleted: 0,
  });
  expect(await rowsOf(engine, 'text')).toEqual([['full']]);
});

const COMPOSITE: readonly Column[] = [
  column('region', 'VARCHAR'),
  column('text', 'VARCHAR'),
  column('number', 'INTEGER'),
  column('modified', 'TIMESTAMPTZ'),
];

test('a key of several columns tells rows apart by all of them', async () => {
  const engine = await newEngine();
  const row = (region: string, number: number, text: string) => ({ region, number, text, modified: '2026-01-01T00:00:00Z' });
  const key = ['number', 'region'];
  await load(engine, 'full', {
    columns: COMPOSITE,
    key,
    files: [{ data: [row('e', 1, 'e1'), row('w', 1, 'w1'), row('e', 2, 'e2')] }],
  });
  const files = [
    { data: [row('w', 1, 'W1'), row('w', 2, 'w2'), row('e', 3, 'twice'), row('e', 3, 'twice')] },
    { content: 'deleted' as const, data: [{ region: 'e', number: 1 }] },
  ];
  expect(await load(engine, 'incremental', { columns: COMPOSITE, key, files })).toMatchObject({
    inserted: 2,
    updated: 1,
    deleted: 1,
  });
  expect(await rowsOf(engine, 'region, number, text')).toEqual([
    ['e', '2', 'e2'],
    ['e', '3', 'twice'],
    ['w', '1', 'W1'],
    ['w', '2', 'w2'],
  ]);
  const full = [{ data: [row('e', 2, 'E2'), row('w', 1, 'W1'), row('n', 9, 'n9')] }];
  expect(await load(engine, 'full', { columns: COMPOSITE, key, files: full })).toMatchObject({
    inserted: 1,
    updated: 1,
    deleted: 2,
  });
});

const PLAIN = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];

test.each([
  ['full', 'KEY_IS_NULL', [{ id: 2 }, { id: null }], '1 row has no value in the key (id)'],
  ['incremental', 'KEY_IS_NULL', [{ id: null }], '1 row has no value in the key (id)'],
  ['full', 'KEY_NOT_UNIQUE', [{ id: 2 }, { id: 2 }, { id: 2 }, { id: 3 }], '2 rows have a key that another row has too'],
  ['incremental', 'KEY_NOT_UNIQUE', [{ id: 2 }, { id: 2 }], '1 row has a key that another row has too'],
] as const)('in a snapshot, %s: %s', async (mode, code, data, words) => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: PLAIN, files: [{ data: [{ id: 1 }] }] });
  const record = await attempt(engine, mode, { columns: PLAIN, snapshot: true, files: [{ data }] });
  expect(record).toMatchObject({ status: 'failed', error: { code, message: expect.stringContaining(words) }, rows: 1 });
  expect(await rowsOf(engine)).toEqual([['1', null]]);
});

test('without a snapshot a row that was read twice stands once, with its newest values', async () => {
  const engine = await newEngine(2);
  const columns = [...PLAIN, column('text', 'VARCHAR')];
  const row = (id: number, text: string, second: number) => ({ id, text, modified: `2026-01-01T00:00:0${second}Z` });
  const partitions = [
    { pass: 'body' as const, files: [{ data: [row(1, 'new', 5), row(2, 'only', 1)] }] },
    { pass: 'body' as const, files: [{ data: [row(1, 'old', 1), row(3, 'old', 1)] }] },
    { pass: 'tail' as const, files: [{ data: [row(3, 'from the tail', 1)] }] },
  ];
  expect(await load(engine, 'full', { columns, partitions })).toMatchObject({
    rows: 3,
    inserted: 3,
    counts: { staged: 5, applied: 3 },
  });
  expect(await rowsOf(engine, 'id, text')).toEqual([
    ['1', 'new'],
    ['2', 'only'],
    ['3', 'from the tail'],
  ]);
});

test('a table without a key is replaced each time; equal rows all stay', async () => {
  const engine = await newEngine();
  const script = (...texts: (string | null)[]) => ({
    columns: [column('text', 'VARCHAR')],
    key: [],
    files: [{ data: texts.map((text) => ({ text })) }],
  });
  await load(engine, 'full', script('a', 'a', 'b', null));
  const record = await load(engine, 'incremental', script('a', 'a', 'a', null, 'c'));
  expect(record).toMatchObject({ mode: 'full', inserted: 2, updated: 0, deleted: 1, rows: 5 });
  expect(await rowsOf(engine)).toEqual([['a'], ['a'], ['a'], ['c'], [null]]);
  expect(await attempt(engine, 'full', script('a'))).toMatchObject({ error: { code: 'TOO_MANY_DELETES' }, rows: 5 });
});

test('a tail pass of a table without a key is refused: it would double rows', async () => {
  const engine = await newEngine();
  const partitions = [{ pass: 'tail' as const, files: [{ data: [{ text: 'x' }] }] }];
  const record = await attempt(engine, 'full', { columns: [column('text', 'VARCHAR')], key: [], partitions });
  expect(record.error).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('without a key') });
});

const MIN = '(-9223372036854775808)';

test.each([
  ['small numbers', 'BIGINT', 'SELECT i FROM range(1000) r(i)', 1000],
  ['the least numbers that there are', 'BIGINT', `SELECT ${MIN}::BIGINT + i FROM range(1000) r(i)`, 1000],
  ['numbers with gaps', 'INTEGER', 'SELECT i * 60 - 5000 FROM range(1000) r(i)', 1000],
  ['numbers too far apart for bits', 'BIGINT', `SELECT ${MIN}::BIGINT UNION ALL VALUES (0), (9223372036854775807)`, 3],
  ['one number', 'SMALLINT', 'SELECT -32768', 1],
  ['none', 'INTEGER', 'SELECT 1 WHERE false', 0],
  ['a number twice', 'INTEGER', 'SELECT i % 999 FROM range(1000) r(i)', 'KEY_NOT_UNIQUE'],
  ['the greatest number twice', 'BIGINT', 'SELECT least(i, 998) + 9223372036854774000 FROM range(1000) r(i)', 'KEY_NOT_UNIQUE'],
  ['a NULL', 'INTEGER', 'SELECT nullif(i, 7) FROM range(1000) r(i)', 'KEY_IS_NULL'],
  ['nothing but NULLs', 'INTEGER', 'SELECT NULL FROM range(10)', 'KEY_IS_NULL'],
])('many integers as keys, counted by bits: %s', async (_, type, query, expected) => {
  const database = await Database.open(':memory:', { room: new Room(256, 2), tempDirectory: '' });
  try {
    const outcome = await database.use(async (c) => {
      await c.run(`CREATE TABLE t (id ${type}); INSERT INTO t ${query}`);
      const keyed = { table: 't', key: ['id'], identity: null, title: 't', newestFirst: 'rowid', snapshot: true };
      const counted = async (manyIntegers: boolean) =>
        makeUnique(c, { ...keyed, manyIntegers }).catch((error: Error & { code: string }) => error);
      return [await counted(true), await counted(false)];
    });
    expect(outcome[0]).toEqual(outcome[1]);
    if (typeof expected === 'number') expect(outcome[0]).toBe(expected);
    else expect(outcome[0]).toMatchObject({ code: expected });
  } finally {
    database.close();
  }
});

test('bits are for one integer key of many rows', () => {
  const columns = [column('id', 'BIGINT'), column('name', 'VARCHAR')];
  expect(hasManyIntegers({ key: ['id'], columns }, 200_000)).toBe(true);
  expect(hasManyIntegers({ key: ['id'], columns }, 1000)).toBe(false);
  expect(hasManyIntegers({ key: ['id', 'name'], columns }, 200_000)).toBe(false);
  expect(hasManyIntegers({ key: ['name'], columns }, 200_000)).toBe(false);
});
