import { stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { RunRecord, TableRecord } from '../../src/model/record.ts';
import { column } from '../support/memory-table.ts';
import { load, newEngine, rowsOf } from './setup.ts';

const COLUMNS = [
  column('id', 'BIGINT', { label: 'The key', nativeType: 'bigint' }),
  column('stage', 'VARCHAR', {
    label: "It's a stage",
    semanticType: 'picklist',
    picklist: [{ value: 'won', label: 'Gewonnen', active: true }],
    references: ['Stage', "O'Table"],
  }),
  column('mail', 'VARCHAR', { semanticType: 'user', valueCheck: 'email' }),
  column('modified', 'TIMESTAMPTZ'),
];
const ROWS = [
  { id: 1, stage: 'won', mail: 'a@example.com', modified: '2026-01-01T00:00:00Z' },
  { id: 2, stage: null, mail: 'nobody', modified: '2026-01-01T00:00:00Z' },
];

function runOf(id: string, startedAt: string, tables: readonly TableRecord[]): RunRecord {
  return {
    id,
    mode: 'full',
    requestedMode: 'full',
    why: '',
    startedAt,
    finishedAt: startedAt,
    status: 'succeeded',
    configFile: 'highwater.yml',
    version: '0',
    sources: [],
    tables,
    state: { store: '', restored: null, recovered: false, saved: null, encrypted: false },
    output: null,
    stages: [],
    notices: [],
    error: null,
  };
}

test('_highwater says what there is, each column carries its label and types, and the runs are kept', async () => {
  const engine = await newEngine();
  const first = await load(engine, 'full', { columns: COLUMNS, files: [{ data: ROWS }] }, { where: "name = 'x'" });
  await engine.warehouse.describe(runOf('run-1', '2026-02-01T00:00:00.000Z', [first]), await engine.warehouse.tables());
  const second = await load(
    engine,
    'incremental',
    { columns: COLUMNS.filter((c) => c.name !== 'stage'), files: [] },
    { where: "name = 'x'" },
  );
  await engine.warehouse.describe(runOf('run-2', '2026-02-02T00:00:00.000Z', [second]), await engine.warehouse.tables());
  expect(
    await engine.query('SELECT source, "table", schema, name, rows, key, cursor, filter, watermark FROM _highwater.tables'),
  ).toEqual([
    {
      source: 'memory',
      table: 'things',
      schema: 'memory',
      name: 'things',
      rows: 2,
      key: ['id'],
      cursor: 'modified',
      filter: "name = 'x'",
      watermark: '2026-01-01T00:00:00.000000Z',
    },
  ]);
  expect(
    await rowsOf(
      engine,
      '"column", position, label, native_type, semantic_type, duckdb_type, picklist, "references", removed',
      '_highwater.columns',
    ),
  ).toEqual(
    expect.arrayContaining([
      ['id', '1', 'The key', 'bigint', 'number', 'BIGINT', null, null, 'false'],
      [
        'stage',
        '4',
        "It's a stage",
        'varchar',
        'picklist',
        'VARCHAR',
        '[{"value":"won","label":"Gewonnen","active":true}]',
        "[Stage, 'O\\'Table']",
        'true',
      ],
    ]),
  );
  expect(
    await rowsOf(engine, 'column_name, comment', `duckdb_columns() WHERE table_name = 'things' AND comment IS NOT NULL`),
  ).toEqual(
    expect.arrayContaining([
      ['id', 'The key (bigint, number)'],
      ['stage', "It's a stage (varchar, picklist); no longer in the source"],
    ]),
  );
  expect(await engine.warehouse.history()).toMatchObject([
    { runId: 'run-1', startedAt: '2026-02-01T00:00:00Z', mode: 'full', inserted: 2, rows: 2, status: 'succeeded' },
    { runId: 'run-2', mode: 'incremental', inserted: 0, rows: 2 },
  ]);
});

test('remarks about the data: values that are no addresses, columns without any value', async () => {
  const engine = await newEngine();
  const columns = [...COLUMNS, column('empty', 'VARCHAR'), column('late', 'VARCHAR')];
  const messages = async (mode: 'full' | 'incremental', data: readonly Record<string, unknown>[]) =>
    (await load(engine, mode, { columns, files: [{ data }] })).notes.map((n) => n.message);
  expect(await messages('full', ROWS)).toEqual([
    '1 value(s) of the user column mail are not e-mail addresses',
    'empty has no value in any row',
    'late has no value in any row',
  ]);
  const changed = [{ ...ROWS[0], mail: 'also nobody', late: 'now' }];
  expect(await messages('incremental', changed)).toEqual([
    '1 value(s) of the user column mail are not e-mail addresses in the rows that changed',
    'empty has no value in any row',
  ]);
  expect(await messages('incremental', changed)).toEqual([]);
});

test('many columns without any value are one remark', async () => {
  const engine = await newEngine();
  const empty = Array.from({ length: 40 }, (_, i) => column(`c${i}`, 'VARCHAR'));
  const { notes } = await load(engine, 'full', { columns: [...COLUMNS, ...empty], files: [{ data: ROWS }] });
  expect(notes.map((n) => n.message).at(-1)).toBe(
    '40 columns have no value in any row: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 and 29 more',
  );
});

test('what sources remember comes back', async () => {
  const engine = await newEngine();
  const memory = new Map([
    [
      'crm',
      new Map([
        ['describe:Account', '{"a":"it\'s"}'],
        ['empty', ''],
      ]),
    ],
    ['erp', new Map([['token', '\u0001"\\']])],
  ]);
  await engine.warehouse.remember(memory);
  await engine.reopen();
  expect(await engine.warehouse.memory()).toEqual(memory);
});

test('compaction gives the space of deleted rows back, and keeps rows, comments, watermarks and history', async () => {
  const engine = await newEngine(2);
  const columns = [...COLUMNS, column('text', 'VARCHAR')];
  const rows = Array.from({ length: 60_000 }, (_, id) => ({
    id,
    text: Array.from({ length: 20 }, (_, k) => Math.sin(id * 20 + k)).join(),
    modified: '2026-01-01T00:00:00Z',
  }));
  const record = await load(engine, 'full', { columns, files: [{ data: rows }] });
  await engine.warehouse.describe(runOf('run-1', '2026-02-01T00:00:00.000Z', [record]), await engine.warehouse.tables());
  await engine.warehouse.checkpoint();
  expect(await engine.warehouse.compact()).toBe(false);
  await load(engine, 'full', { columns, files: [{ data: rows.slice(0, 100) }] }, { maxDeleteFraction: 1 });
  await engine.warehouse.describe(runOf('run-2', '2026-02-02T00:00:00.000Z', []), await engine.warehouse.tables());
  const everything = async () => [
    await rowsOf(engine, '*'),
    await rowsOf(engine, 'column_name, comment', `duckdb_columns() WHERE table_name = 'things'`),
    await engine.warehouse.tables(),
    await engine.warehouse.history(),
  ];
  const before = await everything();
  const size = (await stat(engine.warehouse.database.file)).size;
  expect(await engine.warehouse.compact()).toBe(true);
  expect((await stat(engine.warehouse.database.file)).size).toBeLessThan(size / 2);
  expect(await everything()).toEqual(before);
  expect(await load(engine, 'incremental', { columns, files: [{ data: rows.slice(99, 102) }] })).toMatchObject({ inserted: 2 });
  await engine.reopen();
  expect(await rowsOf(engine, 'count(*) AS n')).toEqual([['102']]);
});

test('a state of another format is refused with what to do', async () => {
  const engine = await newEngine();
  await engine.warehouse.database.use(async (c) => c.run(`UPDATE _highwater_state.meta SET value = '99' WHERE key = 'format'`));
  await expect(engine.reopen()).rejects.toThrow(/format 99/);
});
