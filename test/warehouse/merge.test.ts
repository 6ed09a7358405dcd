import { expect, test } from 'vitest';
import type { TableOptions } from '../../src/model/plan.ts';
import { text } from '../../src/warehouse/duckdb/sql.ts';
import { column } from '../support/memory-table.ts';
import type { Script, ScriptedFile } from '../support/scripted-source.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('text', 'VARCHAR'), column('modified', 'TIMESTAMPTZ')];
const LIVE = [
  { id: 1, text: 'one', modified: '2026-01-01T00:00:01Z' },
  { id: 2, text: 'two', modified: '2026-01-01T00:00:02Z' },
  { id: 3, text: 'three', modified: '2026-01-01T00:00:03Z' },
];

function later(id: number, text: string | null, second = 9): Record<string, unknown> {
  return { id, text, modified: `2026-01-02T00:00:0${second}Z` };
}

interface Case {
  readonly what: string;
  readonly options?: Partial<TableOptions>;
  readonly partitions: Script['partitions'];
  readonly counts: { inserted: number; updated: number; deleted: number };
  readonly texts: Readonly<Record<number, string | null>>;
}

function body(...files: ScriptedFile[]): NonNullable<Script['partitions']>[number] {
  return { pass: 'body', files };
}

const gone = (...ids: number[]): ScriptedFile => ({ content: 'deleted', data: ids.map((id) => ({ id })) });
const present = (...ids: number[]): NonNullable<Script['partitions']>[number] => ({
  pass: 'sweep',
  files: [{ content: 'present', data: ids.map((id) => ({ id })) }],
});

const CASES: readonly Case[] = [
  {
    what: 'inserts new rows and replaces changed ones',
    partitions: [body({ data: [later(2, 'TWO'), later(4, 'four')] })],
    counts: { inserted: 1, updated: 1, deleted: 0 },
    texts: { 1: 'one', 2: 'TWO', 3: 'three', 4: 'four' },
  },
  {
    what: 'leaves rows alone that were read again unchanged',
    partitions: [body({ data: LIVE })],
    counts: { inserted: 0, updated: 0, deleted: 0 },
    texts: { 1: 'one', 2: 'two', 3: 'three' },
  },
  {
    what: 'sees a change although the cursor did not move',
    partitions: [body({ data: [{ ...LIVE[0], text: null }] })],
    counts: { inserted: 0, updated: 1, deleted: 0 },
    texts: { 1: null, 2: 'two', 3: 'three' },
  },
  {
    what: 'keeps the reading with the latest cursor, wherever it stands',
    partitions: [body({ data: [later(2, 'newer', 8)] }), body({ data: [later(2, 'older', 7)] })],
    counts: { inserted: 0, updated: 1, deleted: 0 },
    texts: { 1: 'one', 2: 'newer', 3: 'three' },
  },
  {
    what: 'keeps what was read last where the cursors are equal',
    partitions: [body({ data: [later(2, 'read first')] }, { data: [later(2, 'read last')] })],
    counts: { inserted: 0, updated: 1, deleted: 0 },
    texts: { 1: 'one', 2: 'read last', 3: 'three' },
  },
  {
    what: 'takes a reading with a cursor over one without',
    partitions: [
      body(
        { data: [{ id: 2, text: 'stamped', modified: LIVE[1]?.modified }] },
        { data: [{ id: 2, text: 'bare', modified: null }] },
      ),
    ],
    counts: { inserted: 0, updated: 1, deleted: 0 },
    texts: { 1: 'one', 2: 'stamped', 3: 'three' },
  },
  {
    what: 'removes gone rows; keys that were never there don’t matter',
    partitions: [body(gone(2, 99))],
    counts: { inserted: 0, updated: 0, deleted: 1 },
    texts: { 1: 'one', 3: 'three' },
  },
  {
    what: 'removes a row that was read and then found gone',
    partitions: [body({ data: [later(2, 'short-lived'), later(4, 'short-lived')] }, gone(2, 4))],
    counts: { inserted: 0, updated: 0, deleted: 1 },
    texts: { 1: 'one', 3: 'three' },
  },
  {
    what: 'keeps a row that was gone and created again',
    partitions: [body(gone(2), { data: [later(2, 'created again')] })],
    counts: { inserted: 0, updated: 1, deleted: 0 },
    texts: { 1: 'one', 2: 'created again', 3: 'three' },
  },
  {
    what: 'removes what a sweep did not see, rows just read among it',
    partitions: [body({ data: [later(1, 'ONE'), later(5, 'five')] }), present(1, 3)],
    counts: { inserted: 0, updated: 1, deleted: 1 },
    texts: { 1: 'ONE', 3: 'three' },
  },
  {
    what: 'ignores deletes where the table says so, however they show',
    options: { deletes: 'ignore' },
    partitions: [body(gone(1)), present(2)],
    counts: { inserted: 0, updated: 0, deleted: 0 },
    texts: { 1: 'one', 2: 'two', 3: 'three' },
  },
];

test.each(CASES)('$what', async ({ options = {}, partitions, counts, texts }) => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: LIVE }] }, options);
  const script: Script = { columns: COLUMNS, ...(partitions === undefined ? {} : { partitions }) };
  expect(await load(engine, 'incremental', script, options)).toMatchObject({ ...counts, rows: Object.keys(texts).length });
  expect(Object.fromEntries(await rowsOf(engine, 'id, text'))).toEqual(texts);
});

test('marked rows stay, come back when they reappear, and are marked once', async () => {
  const engine = await newEngine();
  const mark = { deletes: 'mark' } as const;
  const sync = async (partitions: NonNullable<Script['partitions']>) =>
    load(engine, 'incremental', { columns: COLUMNS, partitions }, mark);
  const state = async () => rowsOf(engine, 'id, text, _deleted_at IS NOT NULL');
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: LIVE }] }, mark);
  expect(await sync([body(gone(2))])).toMatchObject({ deleted: 1, rows: 3 });
  expect(await state()).toContainEqual(['2', 'two', 'true']);
  const marked = await rowsOf(engine, '_deleted_at, _synced_at');
  await engine.reopen();
  expect(await sync([body(gone(2)), present(1, 3)])).toMatchObject({ deleted: 0 });
  expect(await rowsOf(engine, '_deleted_at, _synced_at')).toEqual(marked);
  expect(await sync([body({ data: [LIVE[1] ?? {}] })])).toMatchObject({ updated: 1, inserted: 0, deleted: 0 });
  expect(await state()).toContainEqual(['2', 'two', 'false']);
});

test('marking counts as writing: _synced_at moves with it', async () => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: LIVE }] }, { deletes: 'mark' });
  await engine.reopen();
  await load(engine, 'incremental', { columns: COLUMNS, partitions: [body(gone(2))] }, { deletes: 'mark' });
  expect(await rowsOf(engine, 'id, _synced_at = _deleted_at')).toEqual([
    ['1', null],
    ['2', 'true'],
    ['3', null],
  ]);
});

test('rows that the source flags as deleted go, in the full sync and after it', async () => {
  const engine = await newEngine();
  const deletedFlag = { wire: 'deleted', read: 'VARCHAR', expression: 'CAST($ AS BOOLEAN)' };
  const rows = LIVE.map((row) => ({ ...row, deleted: row.id === 3 }));
  const first = await load(engine, 'full', { columns: COLUMNS, deletedFlag, files: [{ data: rows }] });
  expect(first).toMatchObject({ inserted: 2, rows: 2, counts: { source: 3, staged: 3, applied: 2 } });
  const flagged = [
    { ...LIVE[0], deleted: true },
    { ...later(3, 'undeleted'), deleted: false },
    { ...later(9, 'x'), deleted: true },
  ];
  expect(await load(engine, 'incremental', { columns: COLUMNS, deletedFlag, files: [{ data: flagged }] })).toMatchObject({
    inserted: 1,
    deleted: 1,
  });
  expect(await rowsOf(engine, 'id, text')).toEqual([
    ['2', 'two'],
    ['3', 'undeleted'],
  ]);
});

test('max_delete_fraction stops a sweep that saw too little, unless the run is told otherwise', async () => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: LIVE }] });
  const script = { columns: COLUMNS, partitions: [body({ data: [later(1, 'changed')] }), present(1)] };
  const refused = await attempt(engine, 'incremental', script);
  expect(refused).toMatchObject({ status: 'failed', error: { code: 'TOO_MANY_DELETES' }, rows: 3 });
  expect(refused.error?.message).toContain('2 of 3 rows (66.7%)');
  expect(await rowsOf(engine, 'id, text')).toContainEqual(['1', 'one']);
  expect(await load(engine, 'incremental', script, { maxDeleteFraction: 0.7 })).toMatchObject({ deleted: 2, updated: 1 });
  await load(engine, 'incremental', { columns: COLUMNS, files: [{ data: LIVE }] });
  await engine.reopen(true);
  expect(await load(engine, 'incremental', script, { maxDeleteFraction: 0 })).toMatchObject({ deleted: 2 });
});

const FLAG = { wire: 'deleted', read: 'VARCHAR', expression: 'CAST($ AS BOOLEAN)' };
const FLAGGED = LIVE.map((row) => ({ ...row, deleted: row.id > 1 }));
const SHOWN: readonly [how: string, deletes: TableOptions['deletes'], script: Partial<Script>][] = [
  ['keys that are reported as gone', 'remove', { partitions: [body(gone(2, 3))] }],
  ['keys that are reported as gone, to be marked', 'mark', { partitions: [body(gone(2, 3))] }],
  ['rows that are flagged as deleted', 'remove', { deletedFlag: FLAG, files: [{ data: FLAGGED }] }],
  ['keys that a sweep no longer sees', 'remove', { partitions: [present(1)] }],
];
test.each(SHOWN)(
  'max_delete_fraction holds in an incremental run, whatever shows the deletes: %s',
  async (_, deletes, script) => {
    const engine = await newEngine();
    const first = LIVE.map((row) => ({ ...row, deleted: false }));
    const { deletedFlag } = script;
    const flag = deletedFlag === undefined ? {} : { deletedFlag };
    await load(engine, 'full', { columns: COLUMNS, ...flag, files: [{ data: first }] }, { deletes });
    const changes = { columns: COLUMNS, ...script };
    const refused = await attempt(engine, 'incremental', changes, { deletes });
    expect(refused).toMatchObject({ status: 'failed', deleted: 0, rows: 3, error: { code: 'TOO_MANY_DELETES' } });
    expect(refused.error?.message).toContain('2 of 3 rows (66.7%)');
    await engine.reopen(true);
    expect(await load(engine, 'incremental', changes, { deletes })).toMatchObject({ deleted: 2 });
  },
);

test.each([
  ['an interval that DuckDB takes for equal', 'INTERVAL', '30 days', '1 month'],
  ['a number that changes its sign in a list', 'FLOAT[]', '[1, 0.05]', '[1, -0.05]'],
  ['text that differs in case', 'VARCHAR', 'a', 'A'],
  ['text that differs in a trailing space', 'VARCHAR', 'a', 'a '],
  ['a value that becomes NULL', 'INTEGER', '1', null],
  ['an empty list that becomes NULL', 'VARCHAR[]', '[]', null],
  ['an empty list that gets a NULL', 'VARCHAR[]', '[]', '[NULL]'],
  ['lists that are put together', 'INTEGER[][]', '[[1], [2]]', '[[1, 2]]'],
  ['a text with a comma instead of two', 'VARCHAR[]', "['a, b']", '[a, b]'],
  ['a struct that becomes NULL', 'STRUCT(a INTEGER)', "{'a': NULL}", null],
])('%s is a change', async (_, type, before, after) => {
  const engine = await newEngine();
  const columns = [column('id', 'BIGINT'), column('value', type), column('modified', 'TIMESTAMPTZ')];
  const rows = (value: string | null) => ({ columns, files: [{ data: [{ id: 1, value, modified: '2026-01-01T00:00:00Z' }] }] });
  await load(engine, 'full', rows(before));
  expect(await load(engine, 'incremental', rows(after))).toMatchObject({ updated: 1 });
  expect(await load(engine, 'incremental', rows(after))).toMatchObject({ updated: 0 });
  expect(await load(engine, 'full', rows(before))).toMatchObject({ updated: 1 });
  expect(await load(engine, 'full', rows(before))).toMatchObject({ updated: 0 });
  expect(
    await rowsOf(
      engine,
      `value IS NOT DISTINCT FROM CAST(${text(before)} AS ${type}), CAST(value AS VARCHAR) = CAST(CAST(${text(before)} AS ${type}) AS VARCHAR)`,
    ),
  ).toEqual([['true', 'true']]);
});

test('a table has neither an index nor a primary key, which would cost memory and room', async () => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: LIVE }] });
  await load(engine, 'incremental', { columns: COLUMNS, files: [{ data: [later(1, 'new')] }] });
  expect(await engine.query('SELECT * FROM duckdb_indexes()')).toEqual([]);
  expect(await engine.query("SELECT * FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL'")).toEqual([]);
});

test('an import that brings nothing moves the time alone, which is written with the others when the state is saved', async () => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: LIVE }] });
  await engine.warehouse.checkpoint();
  const written = async () =>
    engine.warehouse.database.use(async (c) =>
      c.row("SELECT json(content) -> 'watermark' ->> 'value' AS at FROM _highwater_state.tables"),
    );
  const before = await written();
  const result = await load(engine, 'incremental', {
    columns: COLUMNS,
    partitions: [body()],
    watermark: '2026-02-01T00:00:00.000000Z',
  });
  expect(result).toMatchObject({ status: 'succeeded', inserted: 0, updated: 0, deleted: 0, rows: 3 });
  const [table] = await engine.warehouse.tables();
  expect(table).toMatchObject({ rows: 3, table: 'things' });
  expect(await written()).toEqual(before);
  await engine.warehouse.checkpoint();
  expect(await written()).toEqual({ at: table?.watermark?.value });
  expect(await written()).not.toEqual(before);
});
