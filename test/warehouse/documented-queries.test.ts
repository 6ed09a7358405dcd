import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCatalog } from '../../src/warehouse/catalog/catalog.ts';
import { type Connection, Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';

/** The queries that the documentation shows, run as they stand there. */

let directory: string;
let database: Database;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-queries-'));
  database = await Database.open(':memory:', { room: new Room(256, 1), tempDirectory: directory });
  await database.use(fill);
});
afterAll(async () => {
  database?.close();
  await rm(directory, { recursive: true, force: true });
});

/** Two deals through their stages; one is deleted in the end. */
async function fill(c: Connection): Promise<void> {
  await createCatalog(c);
  await c.run(`CREATE SCHEMA crm;
    CREATE TABLE crm."Opportunity__history" AS FROM (VALUES
      ('a', 'Open', 10, TIMESTAMPTZ '2026-10-01 00:00:00+00', TIMESTAMPTZ '2026-10-05 00:00:00+00', 'insert', 'r1'),
      ('a', 'Open', 12, TIMESTAMPTZ '2026-10-05 00:00:00+00', TIMESTAMPTZ '2026-10-11 00:00:00+00', 'update', 'r2'),
      ('a', 'Won', 12, TIMESTAMPTZ '2026-10-11 00:00:00+00', NULL, 'update', 'r3'),
      ('b', 'Open', 5, TIMESTAMPTZ '2026-10-02 00:00:00+00', TIMESTAMPTZ '2026-10-06 00:00:00+00', 'insert', 'r1'),
      ('b', 'Lost', 5, TIMESTAMPTZ '2026-10-06 00:00:00+00', TIMESTAMPTZ '2026-11-03 00:00:00+00', 'update', 'r2'),
      ('b', 'Lost', 5, TIMESTAMPTZ '2026-11-03 00:00:00+00', TIMESTAMPTZ '2026-11-03 00:00:00+00', 'delete', 'r3')
    ) t(Id, StageName, Amount, _valid_from, _valid_to, _change, _run);
    INSERT INTO _highwater.runs (run_id) VALUES ('r1'), ('r2'), ('r3');
    INSERT INTO _highwater.tables BY NAME
      SELECT 'crm' AS source, name AS "table", now() - to_hours(age) AS last_synced_at, now() - to_days(8) AS last_full_sync_at,
        to_days(7) AS full_sync_every, to_hours(6) AS warn_after, to_hours(24) AS error_after, name = 'documents' AS computed
      FROM (VALUES ('Account', 1), ('Contact', 7), ('Case', 30), ('documents', 30)) t(name, age)`);
}

/** The SQL of a page that contains `words`. */
async function documented(page: string, words: string): Promise<string> {
  const text = await readFile(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```sql\n([\s\S]*?)```/g)].map((m) => m[1] ?? '');
  return blocks.find((block) => block.includes(words)) ?? expect.fail(`${page} has no SQL with ${words}`);
}

async function rowsOf(sql: string): Promise<unknown[][]> {
  return database.use(async (c) => (await c.rows<Record<string, unknown>>(sql)).map((row) => Object.values(row)));
}

test('history.md: the pipeline as it was on a day', async () => {
  const [, query = ''] = (await documented('history.md', 'SET VARIABLE moment')).split(';\n');
  const at = async (moment: string) =>
    database.use(async (c) => {
      await c.run(`SET VARIABLE moment = TIMESTAMPTZ '${moment}'`);
      const rows = await c.rows<Record<string, unknown>>(query);
      return rows.map(({ StageName, deals, amount }) => [StageName, Number(deals), Number(amount)]);
    });
  expect(await at('2026-11-01 00:00:00+00')).toEqual([
    ['Lost', 1, 5],
    ['Won', 1, 12],
  ]);
  expect(await at('2026-10-05 12:00:00+00')).toEqual([['Open', 2, 17]]);
  expect(await at('2026-11-03 00:00:00+00')).toEqual([['Won', 1, 12]]);
});

test('history.md: how long deals stay in a stage', async () => {
  const found = await rowsOf(await documented('history.md', 'WITH steps AS'));
  const days = new Map(found.map(([stage, visits, average]) => [stage, [Number(visits), Number(average)]]));
  expect(days.get('Open')).toEqual([2, 7]);
  expect(days.get('Lost')).toEqual([1, 28]);
  expect(days.get('Won')?.[0]).toBe(1);
});

test('history.md: what changed in the last run', async () => {
  const found = await rowsOf(await documented('history.md', 'GROUP BY _change'));
  expect(found.map(([change, n]) => [change, Number(n)]).sort()).toEqual([
    ['delete', 1],
    ['update', 1],
  ]);
});

test('recipes.md: which tables are late', async () => {
  const block = await documented('recipes.md', 'error_after');
  const query = block.slice(block.indexOf('-- how old each table is'));
  const found = await database.use(async (c) => c.rows<Record<string, unknown>>(query));
  expect(found.map(({ table, status, full_sync_due: due }) => [table, status, due])).toEqual([
    ['Case', 'too old', true],
    ['Contact', 'late', true],
    ['Account', 'fresh', true],
  ]);
});
