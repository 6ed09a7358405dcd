import { expect, test } from 'vitest';
import type { TableOptions } from '../../src/model/plan.ts';
import type { Column } from '../../src/model/table.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import type { Script } from '../support/scripted-source.ts';
import { load, newEngine } from './setup.ts';

const ID = column('id', 'BIGINT');
const NAME = column('name', 'VARCHAR');
const MODIFIED = column('modified', 'TIMESTAMPTZ');
const COLUMNS = [ID, NAME, MODIFIED];
const ALL: Partial<TableOptions> = { history: { columns: null }, maxDeleteFraction: 1 };

const day = (n: number) => `2026-01-0${n}T00:00:00Z`;
type Row = Readonly<Record<string, unknown>>;
const rows = (...data: readonly Row[]): Script => ({ columns: COLUMNS, files: [{ data }] });
const a = { id: 1, name: 'a', modified: day(1) };
const b = { id: 2, name: 'b', modified: day(2) };

/** An engine whose clock says the given day; `run` is one run at that time. */
async function lives() {
  const engine = await newEngine();
  const run = async (date: number, mode: 'full' | 'incremental', script: Script, options: Partial<TableOptions> = ALL) => {
    engine.clock = () => new Date(day(date));
    await engine.reopen();
    const record = await load(engine, mode, script, options);
    const at = day(date);
    await engine.warehouse.database.use(async (c) =>
      c.run(
        `INSERT INTO _highwater.runs (run_id, finished_at, source, "table", status) VALUES ('${at}', '${at}', 'memory', 'things', 'succeeded')`,
      ),
    );
    return record;
  };
  return { engine, run };
}

/** Key or name, change, from and to (day of the month, or the moment after it), in their order. */
async function versions(engine: Engine, what = 'name', table = 'things__history'): Promise<string[]> {
  const time = (name: string) =>
    `coalesce(strftime(${name} AT TIME ZONE 'UTC', '%-d') || CASE WHEN epoch_us(${name}) % 1000000 = 1 THEN '+' ELSE '' END, 'now')`;
  const found = await engine.query<{ v: string }>(
    `SELECT concat_ws(' ', coalesce(CAST(${what} AS VARCHAR), 'NULL'), _change, ${time('_valid_from')}, ${time('_valid_to')}) AS v
     FROM memory."${table}" ORDER BY id, _valid_from, _valid_to NULLS LAST`,
  );
  return found.map((row) => row.v);
}

test('the first sync gives each row a version from its cursor on; edits, deletes and returns follow', async () => {
  const { engine, run } = await lives();
  await run(3, 'full', rows(a, b));
  expect(await versions(engine)).toEqual(['a insert 1 now', 'b insert 2 now']);
  await run(5, 'incremental', rows({ ...a, name: 'A', modified: day(4) }, b));
  expect(await versions(engine)).toEqual(['a insert 1 4', 'A update 4 now', 'b insert 2 now']);
  await run(6, 'incremental', { columns: COLUMNS, files: [{ content: 'deleted', data: [{ id: 2 }] }] });
  expect(await versions(engine)).toEqual(['a insert 1 4', 'A update 4 now', 'b insert 2 6', 'b delete 6 6']);
  await run(8, 'incremental', rows({ ...b, modified: day(7) }));
  expect((await versions(engine)).slice(2)).toEqual(['b insert 2 6', 'b delete 6 6', 'b insert 7 now']);
});

test('a version begins neither before the last run nor after its own', async () => {
  const { engine, run } = await lives();
  await run(3, 'full', rows(a, { ...b, modified: day(9) }));
  await run(5, 'incremental', rows({ ...a, name: 'late', modified: day(2) }, { id: 3, name: 'never stamped', modified: null }));
  expect(await versions(engine)).toEqual(['a insert 1 3+', 'late update 3+ now', 'b insert 3 now', 'never stamped insert 5 now']);
});

test('a full sync makes no version of a row that did not change, with or without a cursor or a key', async () => {
  const { engine, run } = await lives();
  await run(3, 'full', rows(a, b));
  await run(4, 'full', rows(a, b));
  await run(5, 'full', rows(a, { ...b, name: 'B' }));
  expect(await versions(engine)).toEqual(['a insert 1 now', 'b insert 2 4+', 'B update 4+ now']);
  const bare = await lives();
  const whole = (...data: readonly Row[]): Script => ({ ...rows(...data), key: [], cursor: null });
  await bare.run(3, 'full', whole(a, a, b));
  await bare.run(4, 'full', whole(a, b, b));
  expect(await versions(bare.engine)).toEqual([
    'a insert 3 4',
    'a insert 3 now',
    'a delete 4 4',
    'b insert 3 now',
    'b insert 4 now',
  ]);
});

test('it begins with the table as the last run left it', async () => {
  const { engine, run } = await lives();
  await run(3, 'full', rows(a, b), { maxDeleteFraction: 1 });
  await run(5, 'incremental', rows({ ...a, name: 'A', modified: day(4) }));
  expect(await versions(engine)).toEqual(['a insert 1 4', 'A update 4 now', 'b insert 2 now']);
});

test('what happened while it was off is made up for when it is on again', async () => {
  const { engine, run } = await lives();
  await run(3, 'full', rows(a, b));
  await run(5, 'incremental', rows({ ...a, name: 'unseen', modified: day(4) }), {});
  await run(7, 'incremental', rows({ ...a, name: 'A', modified: day(6) }));
  expect(await versions(engine)).toEqual(['a insert 1 4', 'unseen update 4 6', 'A update 6 now', 'b insert 2 now']);
});

test.each<[string, Partial<TableOptions>]>([
  ['filter', { where: 'id < 100' }],
  ['key', { key: ['id', 'name'] }],
  ['way of keeping deletes', { deletes: 'mark' }],
])('a table that starts afresh after a change of the %s keeps its versions and adds none', async (_, changed) => {
  const { engine, run } = await lives();
  await run(3, 'full', rows(a, b));
  const record = await run(4, 'incremental', rows(a, b), { ...ALL, ...changed });
  expect(record).toMatchObject({ mode: 'full', inserted: 2 });
  expect(await versions(engine)).toEqual(['a insert 1 now', 'b insert 2 now']);
  await run(5, 'incremental', rows({ ...a, modified: day(4) }), { ...ALL, ...changed });
  expect(await versions(engine)).toEqual(['a insert 1 4+', 'a update 4+ now', 'b insert 2 now']);
});

test('`deletes: mark` closes versions, and `ignore` does not', async () => {
  const gone: Script = { columns: COLUMNS, files: [{ content: 'deleted', data: [{ id: 2 }] }] };
  const marks = await lives();
  await marks.run(3, 'full', rows(a, b), { ...ALL, deletes: 'mark' });
  await marks.run(4, 'incremental', gone, { ...ALL, deletes: 'mark' });
  await marks.run(5, 'full', rows(a), { ...ALL, deletes: 'mark' });
  expect(await versions(marks.engine)).toEqual(['a insert 1 now', 'b insert 2 4', 'b delete 4 4']);
  await marks.run(6, 'full', rows(a, b), { ...ALL, deletes: 'mark' });
  expect((await versions(marks.engine)).slice(2)).toEqual(['b delete 4 4', 'b insert 5+ now']);
  const ignores = await lives();
  await ignores.run(3, 'full', rows(a, b), { ...ALL, deletes: 'ignore' });
  await ignores.run(4, 'incremental', gone, { ...ALL, deletes: 'ignore' });
  expect(await versions(ignores.engine)).toEqual(['a insert 1 now', 'b insert 2 now']);
});

test('columns come, go and get other types without a version; what the configuration leaves out goes', async () => {
  const { engine, run } = await lives();
  const more = (name: string, type: string, values: readonly unknown[]): Script => ({
    columns: [ID, column(name, type), MODIFIED],
    files: [{ data: [a, b].map(({ id, modified }, i) => ({ id, modified, [name]: values[i] })) }],
  });
  await run(2, 'full', more('n', 'INTEGER', [1, 2]));
  await run(3, 'incremental', more('n', 'BIGINT', [1, 2]));
  await run(4, 'incremental', more('n', 'VARCHAR', ['1', '2']));
  await run(5, 'incremental', more('m', 'VARCHAR', ['x', 'y']));
  expect(await versions(engine, "n || ' ' || m")).toEqual(['1 x insert 1 now', '2 y insert 2 now']);
  await run(6, 'incremental', more('m', 'VARCHAR', ['x', 'y']), { ...ALL, columns: { exclude: ['m'] } });
  expect(await versions(engine, 'n')).toEqual(['1 insert 1 now', '2 insert 2 now']);
  const left = "SELECT column_name FROM duckdb_columns() WHERE table_name = 'things__history' AND column_name = 'm'";
  expect(await engine.query(left)).toEqual([]);
});

test('with `columns`, or with calculated columns, only a change of what is watched makes a version', async () => {
  const columns: Column[] = [ID, NAME, column('age', 'BIGINT', { calculated: true }), MODIFIED];
  const aged = (age: number, row: Row): Script => ({ columns, files: [{ data: [{ ...row, age }] }] });
  const calm = await lives();
  await calm.run(3, 'full', aged(1, a));
  await calm.run(4, 'full', aged(2, a));
  await calm.run(5, 'incremental', aged(3, { ...a, modified: day(4) }));
  expect(await versions(calm.engine, 'age')).toEqual(['1 insert 1 4+', '3 update 4+ now']);
  const keen = await lives();
  const options = { ...ALL, history: { columns: ['age'] } };
  await keen.run(3, 'full', aged(1, a), options);
  await keen.run(4, 'incremental', aged(1, { ...a, name: 'A', modified: day(4) }), options);
  await keen.run(5, 'full', aged(2, { ...a, name: 'A', modified: day(4) }), options);
  expect(await versions(keen.engine, 'age')).toEqual(['1 insert 1 4+', '2 update 4+ now']);
});

test('it takes the name of its table, is described like any other, and goes with it', async () => {
  const { engine, run } = await lives();
  await run(3, 'full', rows(a, b));
  await run(4, 'incremental', rows({ ...a, modified: day(4) }), { ...ALL, as: 'Things' });
  expect(await versions(engine, 'name', 'Things__history')).toHaveLength(3);
  const [history] = (await engine.warehouse.tables()).filter((t) => t.history !== undefined);
  expect(history).toMatchObject({ table: 'things__history', name: 'Things__history', rows: 3, derived: true });
  expect(history?.columns.map((c) => c.name)).toEqual(['id', 'name', 'modified', '_valid_from', '_valid_to', '_change', '_run']);
  const [table] = (await engine.warehouse.tables()).filter((t) => t.history === undefined);
  if (table !== undefined) await engine.warehouse.drop(table);
  expect(await engine.warehouse.tables()).toEqual([]);
  expect(await engine.query("SELECT * FROM duckdb_tables() WHERE schema_name = 'memory'")).toEqual([]);
});
