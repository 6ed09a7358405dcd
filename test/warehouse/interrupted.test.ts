import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Connection } from '../../src/warehouse/duckdb/database.ts';
import { Warehouse } from '../../src/warehouse/warehouse.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import type { Script } from '../support/scripted-source.ts';
import { load, newEngine } from './setup.ts';

// A process that is killed leaves its files as they are at that moment. So the files are copied after every statement that changed
// them, and each copy is opened as the next run would open it: it must hold each table as it was before or as it is after.

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** What the next run would find: each table's rows with the watermark that speaks of them. */
async function stateOf(file: string, directory: string): Promise<Record<string, string>> {
  const warehouse = await Warehouse.open(file, {
    threads: 1,
    directory,
    now: '2026-01-01T00:00:00Z',
  });
  try {
    const state: Record<string, string> = {};
    for (const table of await warehouse.tables()) {
      const rows = await warehouse.database.use(async (c) =>
        c.rows(
          `SELECT CAST(t AS VARCHAR) AS r FROM (SELECT * EXCLUDE (_synced_at) FROM "${table.schema}"."${table.name}") t ORDER BY 1`,
        ),
      );
      state[table.table] = JSON.stringify([table.watermark?.value, table.rows, rows.map((r) => r.r)]);
    }
    return state;
  } finally {
    await warehouse.close();
  }
}

interface Snapshot {
  readonly after: string;
  readonly file: string;
}

/** Copies database and log after every statement that changed either. */
function watch(engine: Engine): Snapshot[] {
  const directory = mkdtempSync(join(tmpdir(), 'highwater-snapshots-'));
  const { file } = engine.warehouse.database;
  const snapshots: Snapshot[] = [];
  let last = '';
  const look = (after: string) => {
    const stamp = [file, `${file}.wal`].map((f) => (existsSync(f) ? `${statSync(f).size} ${statSync(f).mtimeMs}` : '-')).join();
    if (stamp === last) return;
    last = stamp;
    const copy = join(directory, `${snapshots.length}.duckdb`);
    copyFileSync(file, copy);
    if (existsSync(`${file}.wal`)) copyFileSync(`${file}.wal`, `${copy}.wal`);
    snapshots.push({ after, file: copy });
  };
  const restore = (['run', 'changed', 'rows'] as const).map((name) => {
    const original = Connection.prototype[name] as (sql: string) => Promise<unknown>;
    const watched = async function (this: Connection, sql: string) {
      const result = await original.call(this, sql);
      look(sql);
      return result;
    };
    Object.assign(Connection.prototype, { [name]: watched });
    return () => Object.assign(Connection.prototype, { [name]: original });
  });
  cleanups.push(() => {
    for (const undo of restore) undo();
    rmSync(directory, { recursive: true, force: true });
  });
  return snapshots;
}

const COLUMNS = [
  column('id', 'BIGINT'),
  column('text', 'VARCHAR'),
  column('n', 'VARCHAR', { adaptive: true }),
  column('old', 'VARCHAR'),
  column('label', 'VARCHAR', { load: null, derived: `upper("text")` }),
  column('modified', 'TIMESTAMPTZ'),
];

function rows(from: number, to: number, text: string, n = '1.5'): Record<string, unknown>[] {
  return Array.from({ length: to - from }, (_, i) => ({
    id: from + i,
    text: `${text} ${from + i}`,
    n,
    old: `old ${from + i}`,
    modified: '2026-01-01T00:00:00Z',
  }));
}

const body = (data: Record<string, unknown>[]) => ({ pass: 'body' as const, files: [{ data }] });
const THIRD = COLUMNS.map((c) => (c.name === 'label' ? { ...c, derived: `lower("text")` } : c)).filter((c) => c.name !== 'old');

interface Step {
  readonly what: string;
  readonly mode: 'full' | 'incremental';
  readonly script: Script;
}

const STEPS: readonly Step[] = [
  {
    what: 'a first full sync',
    mode: 'full',
    script: {
      columns: COLUMNS,
      partitions: [
        body(rows(0, 2000, 'first')),
        body(rows(2000, 4000, 'first')),
        { pass: 'tail', files: [{ data: rows(0, 10, 'tail', '2.25') }] },
      ],
    },
  },
  {
    what: 'an incremental run with deletes and a number that needs a wider type',
    mode: 'incremental',
    script: {
      columns: COLUMNS,
      files: [
        { data: rows(0, 500, 'second', '12345.678') },
        { data: rows(4000, 4100, 'new') },
        { content: 'deleted', data: rows(600, 700, '').map(({ id }) => ({ id })) },
      ],
    },
  },
  {
    what: 'an incremental run with a removed and a recomputed column',
    mode: 'incremental',
    script: { columns: THIRD, files: [{ data: rows(0, 100, 'THIRD') }] },
  },
  {
    what: 'an incremental run with a number that no DECIMAL holds',
    mode: 'incremental',
    script: { columns: THIRD, files: [{ data: rows(50, 60, 'no number', 'NaN') }] },
  },
  {
    what: 'a full sync that keeps a removed column',
    mode: 'full',
    script: {
      columns: THIRD,
      partitions: [body(rows(0, 3000, 'fourth')), { pass: 'tail', files: [{ data: rows(2900, 3010, 'fourth tail') }] }],
    },
  },
  {
    what: 'a full sync that changes nothing',
    mode: 'full',
    script: { columns: THIRD, partitions: [body(rows(0, 2900, 'fourth')), body(rows(2900, 3010, 'fourth tail'))] },
  },
];

test('whenever a run is killed, the next one finds every table as it was or as it became, never in between', async () => {
  const engine = await newEngine();
  engine.parallel = 1;
  await load(engine, 'full', { table: 'bystander', columns: COLUMNS, files: [{ data: rows(0, 50, 'bystander') }] });
  const elsewhere = mkdtempSync(join(tmpdir(), 'highwater-killed-'));
  cleanups.push(() => rmSync(elsewhere, { recursive: true, force: true }));
  let checked = 0;
  for (const step of STEPS) {
    await engine.reopen();
    const before = await copyOf(engine, elsewhere);
    const snapshots = watch(engine);
    await load(engine, step.mode, step.script);
    const after = await copyOf(engine, elsewhere);
    const seen = { before: 0, after: 0 };
    for (const [i, snapshot] of snapshots.entries()) {
      for (const file of [snapshot.file, ...torn(snapshot.file, i)]) {
        const state = await stateOf(file, elsewhere);
        const isBefore = JSON.stringify(state) === JSON.stringify(before);
        if (!isBefore) expect(state, `${step.what}, killed after ${snapshot.after.slice(0, 100)}`).toEqual(after);
        seen[isBefore ? 'before' : 'after']++;
        checked++;
      }
    }
    expect(seen.before, step.what).toBeGreaterThan(0);
    if (JSON.stringify(after) !== JSON.stringify(before)) expect(seen.after, step.what).toBeGreaterThan(0);
    cleanups.pop()?.();
  }
  expect(checked).toBeGreaterThan(40);
}, 120_000);

/** The state as a copy of the files shows it now. */
async function copyOf(engine: Engine, directory: string): Promise<Record<string, string>> {
  const { file } = engine.warehouse.database;
  const copy = join(directory, 'now.duckdb');
  for (const end of ['', '.wal']) {
    rmSync(`${copy}${end}`, { force: true });
    if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${copy}${end}`);
  }
  return stateOf(copy, directory);
}

/** Copies whose log ends in the middle of a write. */
function torn(file: string, seed: number): string[] {
  if (!existsSync(`${file}.wal`)) return [];
  const { size } = statSync(`${file}.wal`);
  return [1, 1 + ((seed * 7919) % 300), Math.floor(size / 2)].map((cut, i) => {
    const copy = `${file}.${i}`;
    copyFileSync(file, copy);
    copyFileSync(`${file}.wal`, `${copy}.wal`);
    truncateSync(`${copy}.wal`, Math.max(0, size - cut));
    return copy;
  });
}
