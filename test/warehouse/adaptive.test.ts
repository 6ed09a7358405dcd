import { expect, test } from 'vitest';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { load, newEngine, rowsOf } from './setup.ts';

const COLUMNS = [
  column('id', 'BIGINT'),
  column('n', 'VARCHAR', { adaptive: true, nativeType: 'numeric', semanticType: 'number' }),
  column('modified', 'TIMESTAMPTZ'),
];

function script(numbers: readonly (string | null)[], first = 1) {
  return { columns: COLUMNS, files: [{ data: numbers.map((n, i) => ({ id: first + i, n, modified: '2026-01-01T00:00:00Z' })) }] };
}

async function typeOf(engine: Engine, name = 'n'): Promise<unknown> {
  const [found] = await engine.query(
    `SELECT data_type AS t FROM duckdb_columns() WHERE table_name = 'things' AND column_name = '${name}'`,
  );
  return found?.t;
}

const DIGITS50 = '1234567890'.repeat(5);

const CASES: readonly [what: string, numbers: readonly (string | null)[], type: string, texts?: readonly (string | null)[]][] = [
  ['whole numbers', ['1', '-20', '0', '007'], 'DECIMAL(2,0)', ['1', '-20', '0', '7']],
  ['fractions', ['1.5', '-20.25', '0.001'], 'DECIMAL(5,3)', ['1.500', '-20.250', '0.001']],
  ['only NULL', [null, null], 'DECIMAL(1,0)'],
  ['nothing at all', [], 'DECIMAL(1,0)'],
  ['38 digits', ['9'.repeat(38)], 'DECIMAL(38,0)'],
  ['39 digits', ['1', '9'.repeat(39)], 'VARCHAR'],
  ['50 digits', [DIGITS50, '1'], 'VARCHAR'],
  [
    '38 digits in all, before and after the point',
    ['9'.repeat(20), `0.${'1'.repeat(18)}`],
    'DECIMAL(38,18)',
    [`${'9'.repeat(20)}.${'0'.repeat(18)}`, `0.${'1'.repeat(18)}`],
  ],
  ['too many digits before and after the point', ['9'.repeat(20), `0.${'1'.repeat(19)}`], 'VARCHAR'],
  ['zeros behind the last digit, where there is room', ['1.50', '2.000'], 'DECIMAL(4,3)', ['1.500', '2.000']],
  [
    'zeros behind the last digit, where there is none',
    [`${'9'.repeat(30)}.${'0'.repeat(20)}`, '0.25'],
    'DECIMAL(32,2)',
    [`${'9'.repeat(30)}.00`, '0.25'],
  ],
  ['NaN', ['1.5', 'NaN', null], 'VARCHAR'],
  ['Infinity', ['Infinity', '-Infinity', '3'], 'VARCHAR'],
  ['an exponent', ['1e5', '2'], 'VARCHAR'],
  ['zero', ['0', '0.0', '-0'], 'DECIMAL(1,1)', ['.0', '.0', '.0']],
];

test.each(CASES)('%s', async (_, numbers, type, texts = numbers) => {
  const engine = await newEngine();
  await load(engine, 'full', script(numbers));
  expect(await typeOf(engine)).toBe(type);
  expect(await rowsOf(engine, 'id, n')).toEqual(texts.map((n, i) => [String(i + 1), n]));
  expect(await load(engine, 'full', script(numbers))).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
  expect(await load(engine, 'incremental', script(numbers))).toMatchObject({ mode: 'incremental', inserted: 0, updated: 0 });
});

test('the type grows with incremental runs, bends nothing, and the run says so', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script(['1', '2']));
  const steps: [string, string, string[]][] = [
    ['3', 'DECIMAL(1,0)', ['1', '2', '3']],
    ['12.5', 'DECIMAL(3,1)', ['1.0', '2.0', '3.0', '12.5']],
    ['0.125', 'DECIMAL(5,3)', ['1.000', '2.000', '3.000', '12.500', '0.125']],
    ['9'.repeat(36), 'VARCHAR', ['1.000', '2.000', '3.000', '12.500', '0.125', '9'.repeat(36)]],
    ['NaN', 'VARCHAR', ['1.000', '2.000', '3.000', '12.500', '0.125', '9'.repeat(36), 'NaN']],
  ];
  for (const [i, [number, type, all]] of steps.entries()) {
    const before = await typeOf(engine);
    const record = await load(engine, 'incremental', script([number], 3 + i));
    expect(record).toMatchObject({ mode: 'incremental', inserted: 1, updated: 0 });
    expect(await typeOf(engine)).toBe(type);
    expect(record.columns.find((c) => c.name === 'n')?.duckdbType).toBe(type);
    expect(record.notes.some((n) => n.message.includes(`n is ${type} now (was ${before})`))).toBe(type !== before);
    expect((await rowsOf(engine, 'id, n')).map((r) => r[1])).toEqual(all);
    await engine.reopen();
  }
  await load(engine, 'full', script(['1', '2']), { maxDeleteFraction: 1 });
  expect(await typeOf(engine)).toBe('DECIMAL(1,0)');
});

test('a fraction that becomes text keeps its leading zero', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script(['0.5', '-0.25']));
  expect(await typeOf(engine)).toBe('DECIMAL(2,2)');
  await load(engine, 'incremental', script(['NaN'], 3));
  expect((await rowsOf(engine, 'id, n')).map((r) => r[1])).toEqual(['0.50', '-0.25', 'NaN']);
});

test('a reading that was replaced by a later one does not stand in the way', async () => {
  const engine = await newEngine();
  const row = (n: string, second: number) => ({ id: 1, n, modified: `2026-01-01T00:00:0${second}Z` });
  const twice = [{ data: [row('NaN', 1)] }, { data: [row('1.5', 2)] }];
  await load(engine, 'full', { columns: COLUMNS, files: twice });
  expect(await rowsOf(engine, 'id, n')).toEqual([['1', '1.5']]);
  await load(engine, 'full', script(['1.5']));
  expect(await load(engine, 'incremental', { columns: COLUMNS, files: twice })).toMatchObject({ inserted: 0 });
  expect(await rowsOf(engine, 'id, n')).toEqual([['1', '1.5']]);
});

test('rows that are flagged as deleted do not stand in the way either', async () => {
  const engine = await newEngine();
  const deletedFlag = { wire: 'deleted', read: 'VARCHAR', expression: 'CAST($ AS BOOLEAN)' };
  const data = [
    { id: 1, n: 'NaN', deleted: true },
    { id: 2, n: '2.25', deleted: false },
  ];
  await load(engine, 'full', { columns: COLUMNS, deletedFlag, files: [{ data }] });
  expect(await rowsOf(engine, 'id, n')).toEqual([['2', '2.25']]);
});

test('kept rows of the live table count when a full sync chooses the type', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script(['1000.25', '2']), { deletes: 'ignore' });
  await load(engine, 'full', script(['7.125'], 2), { deletes: 'ignore' });
  expect(await typeOf(engine)).toBe('DECIMAL(7,3)');
  expect(await rowsOf(engine, 'id, n')).toEqual([
    ['1', '1000.250'],
    ['2', '7.125'],
  ]);
});

const KEYED = [
  { ...column('id', 'VARCHAR', { adaptive: true, nativeType: 'numeric' }) },
  column('text', 'VARCHAR'),
  column('modified', 'TIMESTAMPTZ'),
];

test('a numeric key keeps finding its rows while its type grows, beyond 38 digits too', async () => {
  const engine = await newEngine();
  const keyed = (rows: readonly [string, string][], gone: readonly string[] = []) => ({
    columns: KEYED,
    files: [
      { data: rows.map(([id, text]) => ({ id, text, modified: '2026-01-01T00:00:00Z' })) },
      { content: 'deleted' as const, data: gone.map((id) => ({ id })) },
    ],
  });
  await load(engine, 'full', {
    ...keyed([
      ['1', 'a'],
      ['2.50', 'b'],
    ]),
    files: keyed([
      ['1', 'a'],
      ['2.50', 'b'],
    ]).files.slice(0, 1),
  });
  expect(
    await load(
      engine,
      'incremental',
      keyed([
        ['2.5', 'B'],
        ['10.125', 'c'],
      ]),
    ),
  ).toMatchObject({ updated: 1, inserted: 1 });
  expect(await load(engine, 'incremental', keyed([['1.0', 'A']], ['10.1250', '3.75']))).toMatchObject({ updated: 1, deleted: 1 });
  expect(await typeOf(engine, 'id')).toBe('DECIMAL(6,4)');
  const long = '9'.repeat(40);
  expect(
    await load(
      engine,
      'incremental',
      keyed([
        [long, 'long'],
        ['2.500', 'BB'],
      ]),
    ),
  ).toMatchObject({ updated: 1, inserted: 1 });
  expect(await typeOf(engine, 'id')).toBe('VARCHAR');
  expect(
    await load(
      engine,
      'incremental',
      keyed(
        [
          ['1', 'AA'],
          ['2.5', 'BB'],
        ],
        [long],
      ),
    ),
  ).toMatchObject({ updated: 1, inserted: 0, deleted: 1 });
  const full = {
    columns: KEYED,
    files: keyed([
      ['1.00', 'AA'],
      ['2.5', 'full'],
    ]).files.slice(0, 1),
  };
  expect(await load(engine, 'full', full)).toMatchObject({ updated: 1, inserted: 0, deleted: 0 });
  expect(await rowsOf(engine, 'text')).toEqual([['AA'], ['full']]);
});

test('a numeric key under deletes: mark carries its deleted rows once, whatever its type', async () => {
  const engine = await newEngine();
  const mark = { deletes: 'mark' } as const;
  const full = (...ids: string[]) => ({ columns: KEYED, files: [{ data: ids.map((id) => ({ id, text: id, modified: null })) }] });
  await load(engine, 'full', full('1', '2.5'), mark);
  await load(engine, 'full', full('1.00', '9'.repeat(40)), mark);
  expect(await rowsOf(engine, 'text, _deleted_at IS NULL')).toEqual([
    ['1.00', 'true'],
    ['2.5', 'false'],
    ['9'.repeat(40), 'true'],
  ]);
  await load(engine, 'full', full('1', '2.50'), mark);
  expect(await rowsOf(engine, 'text, _deleted_at IS NULL')).toEqual([
    ['1', 'true'],
    ['2.50', 'true'],
    ['9'.repeat(40), 'false'],
  ]);
});

test('sixteen hundred columns, half of them numbers, are loaded within 1,500 MiB', async () => {
  const wide = Array.from({ length: 1598 }, (_, i) =>
    column(`n${i}`, 'VARCHAR', { adaptive: i % 2 === 0, nativeType: 'numeric', semanticType: 'number' }),
  );
  const columns = [column('id', 'BIGINT'), ...wide, column('modified', 'TIMESTAMPTZ')];
  const row = (id: number) => ({
    id,
    ...Object.fromEntries(wide.map((c, i) => [c.name, `${id * i}.5`])),
    modified: '2026-01-01T00:00:00Z',
  });
  const engine = await newEngine();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  await load(engine, 'full', { columns, files: [{ data: [1, 2, 3].map(row) }] });
  clearInterval(watch);
  expect(Math.round((most - before) / 2 ** 20)).toBeLessThan(1500);
  expect(await typeOf(engine, 'n1596')).toBe('DECIMAL(5,1)');
});
