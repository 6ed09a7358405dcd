import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { combine } from '../../src/combine/combine.ts';
import type { Manifest } from '../../src/publish/manifest-schema.ts';
import { renderSummary } from '../../src/views/summary/summary.ts';
import { COLUMNS_COLUMNS, TABLES_COLUMNS } from '../../src/warehouse/catalog/catalog.ts';
import { Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';

/** Outputs of jobs as `sync` leaves them, small. */
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-combine-'));
});

afterEach(async () => rm(directory, { recursive: true, force: true }));

type Entry = Manifest['tables'][number];

interface Given {
  readonly table: string;
  /** What its rows are; absent: the job was not about it. */
  readonly rows?: string;
  readonly part?: Entry['part'];
  readonly syncedAt?: string;
}

const entry = ({ table, rows: query, part = null, syncedAt = '2026-12-01T00:00:00Z' }: Given, rows = 0): Entry => ({
  source: 'db',
  table,
  schema: 'db',
  name: table,
  status: query === undefined ? 'skipped' : 'succeeded',
  mode: 'incremental',
  why: 'changes',
  read: 1,
  inserted: 1,
  updated: 0,
  deleted: 0,
  rows,
  watermark: { before: null, after: null },
  columns: [],
  parquet: null,
  error: null,
  notes: [],
  checks: [],
  checkError: null,
  failingKeys: null,
  seconds: 1,
  requests: 1,
  leftOut: query === undefined,
  part,
  syncedAt,
  freshness: null,
  lastFullSyncAt: null,
  calculatedAt: null,
  countedAt: null,
  lastProvenAt: null,
});

const open = async (file: string) => Database.open(file, { room: new Room(512, 1), tempDirectory: join(directory, 'spill') });

async function job(name: string, tables: readonly Given[]): Promise<string> {
  const output = join(directory, name);
  await mkdir(output);
  const database = await open(join(output, 'warehouse.duckdb'));
  const counts: number[] = [];
  await database.use(async (c) => {
    await c.run('CREATE SCHEMA db; CREATE SCHEMA _highwater');
    await c.run(`CREATE TABLE _highwater.tables (${TABLES_COLUMNS}); CREATE TABLE _highwater.columns (${COLUMNS_COLUMNS})`);
    for (const { table, rows } of tables) {
      if (rows !== undefined) await c.run(`CREATE TABLE db."${table}" AS ${rows}`);
      counts.push(rows === undefined ? 0 : await c.count(`db."${table}"`));
    }
    await c.checkpoint();
  });
  database.close();
  const run = {
    id: name,
    mode: 'incremental',
    startedAt: '2026-12-01T00:00:00Z',
    finishedAt: '2026-12-01T00:01:00Z',
    status: 'succeeded',
    notices: [],
  };
  await writeFile(
    join(output, 'manifest.json'),
    JSON.stringify({ version: 1, run, tables: tables.map((t, i) => entry(t, counts[i])), exports: [] }),
  );
  return output;
}

const all = async (...directories: string[]) =>
  combine({ directories, output: join(directory, 'all'), threads: 1, now: () => new Date('2026-12-01T01:00:00Z') });

async function rowsOf(table: string): Promise<unknown[]> {
  const database = await open(join(directory, 'all', 'warehouse.duckdb'));
  try {
    return await database.use(async (c) => c.rows(`SELECT to_json(t)::VARCHAR AS row FROM db."${table}" t ORDER BY ALL`));
  } finally {
    database.close();
  }
}

const part = (index: number, of = 2, division = 'd') => ({ index, of, division });

test('tables of several jobs, and parts with other columns and types, in one warehouse', async () => {
  const record = await all(
    await job('a', [
      { table: 't', rows: 'SELECT 1 AS id, 1.5::DECIMAL(4,1) AS v', part: part(1) },
      { table: 'x', rows: 'SELECT 7 AS id' },
    ]),
    await job('b', [
      { table: 't', rows: "SELECT 2 AS id, 2.125::DECIMAL(9,3) AS v, 'new' AS stage", part: part(2) },
      { table: 'x' },
    ]),
  );
  expect(record.status).toBe('succeeded');
  expect(await rowsOf('t')).toEqual([{ row: '{"id":1,"v":1.5,"stage":null}' }, { row: '{"id":2,"v":2.125,"stage":"new"}' }]);
  expect(await rowsOf('x')).toHaveLength(1);
  expect(record.tables.map((t) => [t.table, t.rows])).toEqual([
    ['t', 2],
    ['x', 1],
  ]);
  const summary = renderSummary(record, [], { troubleshootingUrl: '', outputDirectory: null });
  expect(summary).not.toMatch(/State/);
  expect(await readFile(join(directory, 'all', 'report.html'), 'utf8')).not.toContain('There was no state');
});

test("the combined file begins with the largest job's, whose own stays as it is", async () => {
  const small = await job('a', [
    { table: 't', rows: "SELECT 1 AS id, 'a' AS v", part: part(1) },
    { table: 'same', rows: 'SELECT 10 AS id', syncedAt: '2026-12-03T00:00:00Z' },
  ]);
  const large = await job('b', [
    { table: 't', rows: "SELECT i::INTEGER AS id, 'b' AS v FROM range(2, 100) r(i)", part: part(2) },
    { table: 'x', rows: 'SELECT 7 AS id' },
    { table: 'same', rows: 'SELECT 11 AS id' },
  ]);
  const database = await open(join(large, 'warehouse.duckdb'));
  await database.use(async (c) => {
    await c.run(
      `COMMENT ON TABLE db.x IS 'about x'; CREATE TABLE db.gone AS SELECT 1 AS id; COMMENT ON COLUMN db.t.v IS 'about v'`,
    );
    await c.checkpoint();
  });
  database.close();
  const before = await readFile(join(large, 'warehouse.duckdb'));
  await all(small, large);
  expect((await readFile(join(large, 'warehouse.duckdb'))).equals(before)).toBe(true);
  expect(await rowsOf('t')).toHaveLength(99);
  expect(await rowsOf('same')).toEqual([{ row: '{"id":10}' }]);
  await expect(rowsOf('gone')).rejects.toThrow('does not exist');
  const combined = await open(join(directory, 'all', 'warehouse.duckdb'));
  const comments = await combined.use(async (c) =>
    c.rows(`SELECT table_name, comment FROM duckdb_tables() WHERE comment IS NOT NULL
      UNION ALL SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE comment IS NOT NULL`),
  );
  combined.close();
  expect(comments).toEqual([
    { table_name: 'x', comment: 'about x' },
    { table_name: 't.v', comment: 'about v' },
  ]);
});

test('what is not whole keeps its last version, and is reported; rows are never there twice', async () => {
  const first = await job('a', [{ table: 't', rows: 'SELECT 1 AS id', part: part(1) }]);
  await all(
    first,
    await job('b', [
      { table: 't', rows: 'SELECT 2 AS id', part: part(2) },
      { table: 'old', rows: 'SELECT 5 AS id' },
    ]),
  );
  const other = await job('c', [
    { table: 't', rows: 'SELECT i AS id FROM range(1, 9) r(i)', part: part(2, 2, 'another') },
    { table: 'new', rows: 'SELECT 1 AS id' },
  ]);
  const record = await all(first, other, join(directory, 'nowhere'));
  expect(record.error).toMatchObject({ code: 'COMBINE_INCOMPLETE', message: expect.stringContaining('nowhere') });
  expect(record.tables.map((t) => [t.table, t.rows, t.error?.message ?? null])).toEqual([
    ['t', 2, 'db.t: its parts are of different divisions. It keeps its last version.'],
    ['new', 1, null],
  ]);
  expect(await rowsOf('t')).toHaveLength(2);
  // `old` left the configuration: a job saw its source, and none speaks of it.
  await expect(rowsOf('old')).rejects.toThrow();
});

test('a table that is left out everywhere keeps its last version; of two jobs that have it, the newer one counts', async () => {
  await all(
    await job('a', [
      { table: 't', rows: 'SELECT 1 AS id' },
      { table: 'u', rows: 'SELECT 3 AS id' },
    ]),
  );
  const record = await all(
    await job('b', [{ table: 't', rows: 'SELECT 2 AS id', syncedAt: '2026-12-03T00:00:00Z' }, { table: 'u' }]),
    await job('c', [{ table: 't', rows: 'SELECT 9 AS id', syncedAt: '2026-12-02T00:00:00Z' }, { table: 'u' }]),
  );
  expect(await rowsOf('t')).toEqual([{ row: '{"id":2}' }]);
  expect(record.tables.find((t) => t.table === 'u')).toMatchObject({
    rows: 1,
    status: 'failed',
    error: { code: 'COMBINE_INCOMPLETE' },
  });
  expect(await rowsOf('u')).toHaveLength(1);
});
