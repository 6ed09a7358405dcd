import { afterEach, expect, test } from 'vitest';
import type { TableOptions } from '../../src/model/plan.ts';
import { SmallTables } from '../../src/warehouse/table/small-tables.ts';
import { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { type Script, scripted } from '../support/scripted-source.ts';
import { newEngine, rowsOf } from './setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('amount', 'VARCHAR', { adaptive: true }), column('modified', 'TIMESTAMPTZ')];
const row = (id: number, amount = '1.50') => ({ id, amount, modified: '2026-01-01T00:00:00Z' });
const rows = (count: number, amount?: string) => Array.from({ length: count }, (_, i) => row(i + 1, amount));
const script = (table: string, data: Script['files'], more: Partial<Script> = {}): Script => ({
  columns: COLUMNS,
  key: ['id'],
  table,
  files: data ?? [],
  ...more,
});

/** Full syncs of several small tables that wait for each other. Returns the records by table. */
async function together(engine: Engine, scripts: readonly Script[], options: Partial<TableOptions> = {}) {
  const { small } = engine.warehouse;
  let left = scripts.length;
  small.expect(left);
  const leave = () => small.expect(-(left-- > 0 ? 1 : 0));
  const records = await Promise.all(
    scripts.map(async (s) => {
      const syncing = engine.sync(scripted(s), s.table ?? '', 'full', options);
      setTimeout(leave, 100);
      return syncing;
    }),
  );
  return Object.fromEntries(records.map((r) => [r.table, r]));
}

async function shadows(engine: Engine): Promise<number> {
  const [found] = await engine.query<{ n: number }>('SELECT count(*) AS n FROM _highwater_state.shadows');
  return found?.n ?? -1;
}

let spied: (() => void) | null = null;
afterEach(() => {
  spied?.();
  spied = null;
});

/** The tables of each group that is brought into the state, in the order in which they come. */
function groups(): number[] {
  const seen: number[] = [];
  const own = SmallTables.prototype.add;
  let waiting = 0;
  SmallTables.prototype.add = async function (table) {
    waiting++;
    return own.call(this, table).finally(() => {
      if (waiting > 0) seen.push(waiting);
      waiting = 0;
    });
  };
  spied = () => {
    SmallTables.prototype.add = own;
  };
  return seen;
}

test('small tables share a transaction, and a table that fails stops no other and keeps its rows', async () => {
  const engine = await newEngine(2);
  const first = await together(engine, [script('a', [{ data: rows(3) }]), script('b', [{ data: rows(10) }])]);
  expect(first).toMatchObject({ a: { inserted: 3, rows: 3 }, b: { inserted: 10, rows: 10 } });
  const seen = groups();
  const second = await together(engine, [
    script('a', [{ data: [...rows(2), row(3, '12.345')] }]),
    script('b', [{ data: rows(1) }]),
    script('c', [{ data: [row(1), row(1)] }], { snapshot: true }),
    script('d', []),
    script('e', [{ data: '{"id": "no number"}\n', rows: 1 }]),
  ]);
  expect(seen).toEqual([5]);
  expect(second).toMatchObject({
    a: { status: 'succeeded', updated: 1, inserted: 0, deleted: 0, rows: 3 },
    b: { status: 'failed', error: { code: 'TOO_MANY_DELETES' } },
    c: { status: 'failed', error: { code: 'KEY_NOT_UNIQUE' } },
    d: { status: 'succeeded', rows: 0 },
    e: { status: 'failed' },
  });
  await engine.reopen();
  expect(await rowsOf(engine, 'id, amount', 'memory.a')).toEqual([
    ['1', '1.500'],
    ['2', '1.500'],
    ['3', '12.345'],
  ]);
  expect(await rowsOf(engine, 'count(*)', 'memory.b')).toEqual([['10']]);
  expect(await rowsOf(engine, 'count(*)', 'memory.d')).toEqual([['0']]);
  expect((await engine.warehouse.tables()).map((t) => [t.table, t.rows]).sort()).toEqual([
    ['a', 3],
    ['b', 10],
    ['d', 0],
  ]);
  expect(await shadows(engine)).toBe(0);
});

test('where a group can not be committed, each of its tables is committed by itself', async () => {
  const engine = await newEngine();
  await engine.warehouse.database.use(async (c) => c.run('CREATE SCHEMA memory; CREATE VIEW memory.b AS SELECT 1 AS x'));
  const records = await together(
    engine,
    ['a', 'b', 'c'].map((name) => script(name, [{ data: rows(4) }])),
  );
  expect(records).toMatchObject({ a: { rows: 4 }, b: { status: 'failed', error: { code: 'WAREHOUSE' } }, c: { rows: 4 } });
  expect((await engine.warehouse.tables()).map((t) => t.table).sort()).toEqual(['a', 'c']);
  expect(await rowsOf(engine, 'count(*)', 'memory.c')).toEqual([['4']]);
});

test('what was committed with others is there after a run that was killed', async () => {
  const engine = await newEngine();
  const names = ['a', 'b', 'c'];
  await together(
    engine,
    names.map((name) => script(name, [{ data: rows(5) }])),
  );
  await together(
    engine,
    names.map((name) => script(name, [{ data: rows(6, '7.25') }])),
  );
  await engine.warehouse.abandon();
  const after = await Engine.at(engine.directory, 1);
  for (const name of names) expect(await rowsOf(after, 'count(*), min(amount)', `memory.${name}`)).toEqual([['6', '7.25']]);
  await after.warehouse.close();
});

test('where nothing has changed the table stays, and says when its rows were written', async () => {
  const engine = await newEngine();
  const both = [script('a', [{ data: rows(3) }]), script('b', [{ data: rows(3) }])];
  await together(engine, both);
  const before = await rowsOf(engine, '_synced_at, rowid', 'memory.a');
  await engine.reopen();
  expect(await together(engine, both)).toMatchObject({ a: { inserted: 0, updated: 0 }, b: { deleted: 0 } });
  expect(await rowsOf(engine, '_synced_at, rowid', 'memory.a')).toEqual(before);
});

test('deleted rows and removed columns are kept as in a table of any size', async () => {
  const engine = await newEngine();
  const options = { deletes: 'mark' as const, maxDeleteFraction: 1 };
  await together(engine, [script('a', [{ data: rows(3) }])], options);
  const fewer = COLUMNS.filter((c) => c.name !== 'amount');
  const left = [{ id: 1, modified: '2026-01-01T00:00:00Z' }];
  const records = await together(engine, [script('a', [{ data: left }], { columns: fewer })], options);
  expect(records.a).toMatchObject({ deleted: 2, rows: 3 });
  expect(await rowsOf(engine, 'id, amount, _deleted_at IS NULL', 'memory.a')).toEqual([
    ['1', '1.50', 'true'],
    ['2', '1.50', 'false'],
    ['3', '1.50', 'false'],
  ]);
});
