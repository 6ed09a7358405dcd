import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { filesHolding } from '../masking/planted-values.ts';
import { useShop } from './use-shop.ts';

/** Whole runs: what `mask` takes back of values that were synced in clear before. */
const { server, project } = useShop();

const CLEAR = ['-zqx@secret.example', '-zqx@older.example'];
const OUTPUT = 'output: { parquet: { compression: uncompressed } }\n';
let database: string;
let sql: (text: string) => Promise<unknown>;

beforeEach(async () => {
  database = await server.createDatabase();
  sql = async (text) => server.query(text, database);
  await sql(`CREATE TABLE people (id int PRIMARY KEY, email text, updated_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE cities (id int PRIMARY KEY, name text); INSERT INTO cities VALUES (1, 'Bonn');
    INSERT INTO people SELECT g, md5(g::text) || '-zqx@older.example' FROM generate_series(1, 300) g;
    GRANT SELECT ON people, cities TO reader`);
});

const configure = async (mask: string): Promise<void> => {
  await project.configure(
    server,
    database,
    `{ people: { cursor: updated_at, history: true${mask} }, cities: { history: true } }`,
  );
  await project.write(`${project.text}${OUTPUT}`);
};

/** By name, in the whole directory of the user: state, working copy, staging, database, Parquet, report. */
const holding = (): string[] => filesHolding(project.directory, CLEAR).map((file) => file.slice(project.directory.length + 1));

async function syncedInClear(): Promise<void> {
  await configure('');
  await project.succeed();
  await sql(
    `UPDATE people SET email = md5(id::text) || '-zqx@secret.example', updated_at = now(); UPDATE cities SET name = 'Köln'`,
  );
  await project.succeed();
  const found = holding();
  // The scan finds what is to go: in the state, in the database and in Parquet.
  expect(found.some((file) => file.startsWith('.highwater'))).toBe(true);
  expect(found).toContain(join('highwater-output', 'warehouse.duckdb'));
  expect(found.some((file) => file.endsWith('people.parquet'))).toBe(true);
}

test('a mask that is added takes every clear value out of the state, the database and the files', async () => {
  await syncedInClear();
  await configure(', mask: { email: redact }');
  const record = await project.succeed();
  expect(record.tables.find((t) => t.table === 'people')).toMatchObject({ mode: 'full', rows: 300 });
  expect(record.tables.find((t) => t.table === 'cities')).toMatchObject({ rows: 1 });
  // Old versions of other tables' rows can't be had again.
  expect(record.tables.find((t) => t.table === 'cities__history')).toMatchObject({ rows: 2, inserted: 0 });
  expect(holding()).toEqual([]);
});

test('also where the table can not be read any more', async () => {
  await syncedInClear();
  await configure(', mask: { email: redact }');
  await sql('ALTER TABLE people RENAME TO gone');
  const { exitCode } = await project.sync();
  expect(exitCode).toBe(1);
  expect(holding()).toEqual([]);
});
