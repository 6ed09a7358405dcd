import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VerifiedTable } from '../../../src/engine/verify/verify-table.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import type { ObjectStore } from '../../../src/objects/object-store.ts';
import { openObjectStore } from '../../../src/objects/open-store.ts';
import { Engine } from '../../support/engine.ts';
import { postgresSource, type SourceForTest } from '../../support/postgres-source.ts';
import { configOf, runTables, verifyTables } from '../../support/run-tables.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const PARTS = 3;
const server = usePostgres();
let engines: Engine[];
let db: SourceForTest;
let directory: string;
let divisions: ObjectStore;

beforeEach(async () => {
  await server.reset('postgres');
  engines = await Promise.all(Array.from({ length: PARTS }, async () => Engine.create()));
  db = postgresSource(server, 'postgres');
  directory = await mkdtemp(join(tmpdir(), 'highwater-parts-'));
  divisions = await openObjectStore(directory, { setting: 'output.publish.to', env: {} });
});

afterEach(async () => {
  await db.source.close();
  divisions.close();
  await Promise.all(engines.map(async (engine) => engine.close()));
  await rm(directory, { recursive: true, force: true });
});

const SOURCE = {
  type: 'postgres',
  host: 'localhost',
  database: 'postgres',
  auth: { flow: 'password', user: 'u', password: '${SECRET}' },
};

/** Each job reads its part. */
async function jobs(
  mode: 'full' | 'incremental',
  options: object,
  shared: ObjectStore | null = divisions,
): Promise<TableRecord[]> {
  const config = await configOf('db', SOURCE, { t: { deletes_by: 'keys', max_delete_fraction: 1, ...options } });
  const records = await Promise.all(
    engines.map(async (engine, i) => {
      const given = shared === null ? {} : { divisions: shared };
      return runTables(engine, { config, source: db.source, mode, tables: [`db.t@${i + 1}/${PARTS}`], ...given });
    }),
  );
  return records.flat();
}

/** All rows of all jobs: each row of the database once. */
async function expectSame(): Promise<void> {
  const rows = await Promise.all(engines.map(async (engine) => engine.query('SELECT CAST(k AS VARCHAR) AS k, v FROM db.t')));
  const there = await server.query('SELECT k::text AS k, v FROM t');
  const text = (row: object) => JSON.stringify(row);
  expect(rows.flat().map(text).sort()).toEqual(there.map(text).sort());
}

test.each([
  { type: 'bigint', key: (n: string) => `${n}` },
  { type: 'text COLLATE "en-x-icu"', key: (n: string) => `(ARRAY['a', 'B', 'ä', '_', '''q'])[1 + (${n}) % 5] || (${n})` },
])('jobs that share a table ($type) hold each row once, whatever is added, changed and removed', async ({ type, key }) => {
  await server.query(`CREATE TABLE t (k ${type} PRIMARY KEY, v text, at timestamptz NOT NULL DEFAULT now());
    INSERT INTO t SELECT ${key('n')}, 'row ' || n FROM generate_series(1, 900) n`);
  const first = await jobs('full', { cursor: 'at' });
  expect(first.map((r) => r.error)).toEqual([null, null, null]);
  for (const { rows } of first) expect(rows).toBeGreaterThan(250);
  await expectSame();
  await server.query(`DELETE FROM t WHERE k IN (${key('7')}, ${key('450')}, ${key('899')});
    UPDATE t SET v = 'new', at = now() WHERE k IN (${key('8')}, ${key('451')}, ${key('898')});
    UPDATE t SET k = ${key('5000')}, at = now() WHERE k = ${key('20')};
    INSERT INTO t SELECT ${key('n')}, 'late' FROM generate_series(1001, 1010) n`);
  for (const engine of engines) await engine.reopen();
  const second = await jobs('incremental', { cursor: 'at' });
  expect(second.map((r) => [r.mode, r.error])).toEqual(Array(PARTS).fill(['incremental', null]));
  await expectSame();
});

// What a run finds by itself would be mended before its turn comes.
const OPTIONS = { cursor: 'at', deletes_by: 'full' };

/** `run.verify: 40%` of each job's part, until all of its rows have had their turn. Returns what differed and was mended: missing, extra, altered. */
async function provenInTurn(options: object): Promise<number[]> {
  const config = await configOf('db', SOURCE, { t: { deletes_by: 'keys', max_delete_fraction: 1, ...options } });
  const found = [0, 0, 0];
  for (const [i, engine] of engines.entries()) {
    const run = { config, source: db.source, mode: 'incremental', tables: [`db.t@${i + 1}/${PARTS}`], divisions } as const;
    let from: string | null = null;
    let turns = 0;
    do {
      const [verified]: VerifiedTable[] = await verifyTables(engine, run, {
        extent: { share: 0.4, from, waited: 0.4 },
        repair: true,
      });
      const { verification, next } = verified ?? expect.fail('the part was not compared');
      expect(verification).toMatchObject({ error: null, whole: true, status: expect.stringMatching(/^(same|repaired)$/) });
      for (const [n, kind] of (['missing', 'extra', 'altered'] as const).entries())
        found[n] = (found[n] ?? 0) + verification[kind];
      from = typeof next === 'object' ? next.from : null;
      turns++;
    } while (from !== null);
    expect(turns).toBe(3);
  }
  return found;
}

test.each([
  { type: 'bigint', key: (n: string) => `${n}` },
  { type: 'text COLLATE "en-x-icu"', key: (n: string) => `(ARRAY['a', 'B', 'ä', '_', '''q'])[1 + (${n}) % 5] || (${n})` },
])('each job proves the rows of its own part in turn ($type), those at its edges too', async ({ type, key }) => {
  await server.query(`CREATE TABLE t (k ${type} PRIMARY KEY, v text, at timestamptz NOT NULL DEFAULT now() - interval '1 day');
    INSERT INTO t SELECT ${key('n')}, 'row ' || n FROM generate_series(1, 300) n`);
  await jobs('full', OPTIONS);
  expect(await provenInTurn(OPTIONS)).toEqual([0, 0, 0]);
  const edges = await Promise.all(
    engines.map(async (engine) => engine.query<{ k: string }>('SELECT CAST(min(k) AS VARCHAR) AS k FROM db.t')),
  );
  // Rows that change or come without a stamp, and rows that are lost here: at each edge and within each part.
  for (const [rows] of edges.entries()) await engines[rows]?.query("DELETE FROM db.t WHERE v IN ('row 7', 'row 150', 'row 290')");
  const lowest = edges.map(([row]) => `'${row?.k.replaceAll("'", "''")}'`).join();
  await server.query(`UPDATE t SET v = 'silent' WHERE k::text IN (${lowest})`);
  expect(await provenInTurn(OPTIONS)).toEqual([3, 0, 3]);
  await expectSame();
});

test('another filter, few rows, and a division that another job agreed on first', async () => {
  await server.query(`CREATE TABLE t (k int PRIMARY KEY, v text, at timestamptz NOT NULL DEFAULT now())`);
  expect((await jobs('full', { cursor: 'at' })).map((r) => r.rows)).toEqual([0, 0, 0]);
  await server.query(`INSERT INTO t SELECT n, 'x' FROM generate_series(1, 10) n`);
  expect((await jobs('incremental', { cursor: 'at' })).map((r) => r.rows)).toEqual([10, 0, 0]);
  await server.query(`DELETE FROM t; INSERT INTO t VALUES (3, 'x')`);
  const records = await jobs('incremental', { cursor: 'at', where: 'k > 2' });
  expect(records.map((r) => r.error)).toEqual([null, null, null]);
  await expectSame();
});

test('a state of the whole table is not taken for a part of it, nor a part for the whole', async () => {
  await server.query(`CREATE TABLE t (k int PRIMARY KEY, v text, at timestamptz NOT NULL DEFAULT now());
    INSERT INTO t SELECT n, 'x' FROM generate_series(1, 100) n`);
  const config = await configOf('db', SOURCE, { t: { cursor: 'at', max_delete_fraction: 1 } });
  const [engine] = engines;
  const run = async (tables: readonly string[]) =>
    runTables(engine as Engine, { config, source: db.source, mode: 'incremental', tables, divisions });
  expect((await run(['db.t']))[0]).toMatchObject({ rows: 100 });
  const [part] = await run(['db.t@1/2']);
  expect(part).toMatchObject({ mode: 'full', why: expect.stringContaining('the part of the table') });
  expect(part?.rows).toBeLessThan(60);
  expect((await run(['db.t']))[0]).toMatchObject({ mode: 'full', rows: 100 });
  expect((await run(['db.t']))[0]).toMatchObject({ mode: 'incremental' });
});

test.each([
  { what: 'no key', ddl: 'CREATE TABLE t (k int, v text)', options: { deletes_by: 'full' }, message: 'it has no key' },
  {
    what: 'no place for its ranges',
    ddl: 'CREATE TABLE t (k text PRIMARY KEY, v text)',
    options: {},
    message: 'no place to agree',
    shared: null,
  },
])('a table with $what can’t be divided', async ({ ddl, options, message, shared = divisions }) => {
  await server.query(ddl);
  for (const record of await jobs('full', options, shared))
    expect(record.error).toMatchObject({ code: 'TABLE_NOT_DIVISIBLE', message: expect.stringContaining(message) });
});
