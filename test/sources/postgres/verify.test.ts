import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../support/engine.ts';
import { postgresSource, type SourceForTest } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';
import { TYPE_CASES, TYPE_DEFINITIONS } from './type-cases.ts';

const server = usePostgres();
let engine: Engine;
let db: SourceForTest;
const sql = (query: string) => server.query(query, 'proven');
const here = async (query: string) => engine.warehouse.database.use(async (c) => c.run(query));

beforeAll(async () => {
  engine = await Engine.create();
  await server.createDatabase('proven');
  await sql(TYPE_DEFINITIONS);
  db = postgresSource(server, 'proven');
});

afterAll(async () => {
  await db?.source.close();
  await engine?.close();
});

describe('every type', () => {
  beforeAll(async () => {
    await sql(`CREATE TABLE every_type (id int PRIMARY KEY, ${TYPE_CASES.map((c, i) => `c${i} ${c.type}`).join(', ')})`);
    const most = Math.max(...TYPE_CASES.map((c) => c.values.length)) + 1;
    for (let row = 0; row < most; row++) {
      const values = TYPE_CASES.map((c) => (c.values[row] === undefined ? 'NULL' : `CAST(${c.values[row]} AS ${c.type})`));
      await sql(`INSERT INTO every_type VALUES (${row}, ${values.join(', ')})`);
    }
    expect(await engine.sync(db.source, 'every_type', 'full')).toMatchObject({ error: null });
  });

  test('is spelt alike on both sides', async () => {
    const { verification } = await engine.verify(db.source, 'every_type');
    expect(verification).toMatchObject({ error: null });
    const wrong: string[] = [];
    if (verification.altered > 0)
      for (const [i, c] of TYPE_CASES.entries()) {
        const only = await engine.verify(db.source, 'every_type', { columns: { include: [`c${i}`] } });
        if (only.verification.altered > 0) wrong.push(`${c.type} as ${c.duckdb}`);
      }
    expect(wrong).toEqual([]);
    expect(verification).toMatchObject({ status: 'same', whole: true });
  });

  test('and a value of each that is lost is found', async () => {
    for (const [i] of TYPE_CASES.entries()) await here(`UPDATE db.every_type SET c${i} = NULL WHERE id = 0`);
    const missed: string[] = [];
    for (const [i, c] of TYPE_CASES.entries()) {
      const { verification } = await engine.verify(db.source, 'every_type', { columns: { include: [`c${i}`] } });
      if (verification.altered !== 1) missed.push(`${c.type}: ${verification.altered}`);
    }
    expect(missed).toEqual([]);
  });
});

test.each([
  ['a jsonb key', 'k jsonb PRIMARY KEY, v int', `('1.0', 1), ('{"a": 1}', 2), ('"x"', 3)`],
  [
    'zeros of both signs, which DuckDB may store as one',
    'k int PRIMARY KEY, v float8, w real[]',
    "(1, 0, '{0}'), (2, '-0', '{-0}')",
  ],
])('a table with %s is compared', async (_, columns, rows) => {
  await sql(`DROP TABLE IF EXISTS odd; CREATE TABLE odd (${columns}); INSERT INTO odd VALUES ${rows}`);
  expect(await engine.sync(db.source, 'odd', 'full')).toMatchObject({ error: null });
  await here('CHECKPOINT');
  expect((await engine.verify(db.source, 'odd')).verification).toMatchObject({ status: 'same', whole: true });
  await here('DELETE FROM db.odd WHERE rowid = 1');
  expect((await engine.verify(db.source, 'odd')).verification).toMatchObject({ status: 'drift', missing: 1, altered: 0 });
});

describe('planted faults', () => {
  const COLUMNS = 'id bigint PRIMARY KEY, name text, amount numeric, at timestamptz';
  const row = (id: string) => `${id}, 'name ' || ${id}, ${id} / 7.0, timestamptz '2026-01-01' + ${id} * interval '1 second'`;
  const options = { cursor: 'at', lookbackSeconds: 0 };
  const verify = async (more = {}) => engine.verify(db.source, 'deals', { ...options, ...more });

  beforeAll(async () => {
    await sql(`CREATE TABLE deals (${COLUMNS}); INSERT INTO deals SELECT ${row('i')} FROM generate_series(1, 20000) i`);
    expect(await engine.sync(db.source, 'deals', 'full', options)).toMatchObject({ error: null, rows: 20000 });
  });

  test('nothing differs, and the table is proven', async () => {
    expect((await verify()).verification).toMatchObject({ status: 'same', there: 20000, here: 20000, whole: true, file: null });
    expect((await engine.warehouse.tables()).find((t) => t.table === 'deals')?.provenAt).toBeDefined();
  });

  test.each<[string, () => Promise<unknown>, object]>([
    ['lost here', () => here('DELETE FROM db.deals WHERE id = 11111'), { missing: 1 }],
    ['doubled here', () => here('INSERT INTO db.deals FROM db.deals WHERE id = 2'), { doubled: 1 }],
    ['altered here', () => here("UPDATE db.deals SET name = 'x' WHERE id = 20000"), { altered: 1 }],
    ['emptied here', () => here('UPDATE db.deals SET name = NULL WHERE id = 1'), { altered: 1 }],
    ['lost at the source', () => sql('DELETE FROM deals WHERE id = 777'), { extra: 1 }],
    ['altered in silence', () => sql('UPDATE deals SET amount = amount + 0.001 WHERE id = 5'), { altered: 1 }],
    ['come in silence', () => sql("INSERT INTO deals VALUES (-5, 'old', 1, '2020-01-01')"), { missing: 1 }],
  ])('a row that is %s is found, named and mended', async (_, plant, found) => {
    await plant();
    const nothing = { missing: 0, extra: 0, altered: 0, doubled: 0, explained: 0 };
    const { verification } = await verify();
    expect(verification).toMatchObject({ error: null, status: 'drift', ...nothing, ...found, file: 'verify/db.deals.csv' });
    const lines = (await readFile(join(engine.directory, 'verify/db.deals.csv'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(Object.keys(found)[0]);
    const { verification: mended, record } = await verify({ repair: true });
    expect(mended).toMatchObject({ error: null, status: 'repaired' });
    expect(record).toMatchObject({ status: 'succeeded' });
    expect((await verify()).verification).toMatchObject({ status: 'same' });
  });

  test('what the next run reads is explained; a wrong value beside it is not', async () => {
    await sql(
      `INSERT INTO deals SELECT ${row('i')} FROM generate_series(30001, 30003) i; UPDATE deals SET name = 'new', at = now() WHERE id = 9`,
    );
    expect((await verify()).verification).toMatchObject({ status: 'explained', missing: 3, altered: 1, explained: 4 });
    await here("UPDATE db.deals SET name = 'x' WHERE id = 10");
    expect((await verify()).verification).toMatchObject({ status: 'drift', altered: 2, explained: 4 });
    const { record } = await verify({ repair: true });
    expect(record).toMatchObject({ inserted: 3, updated: 2 });
    expect((await verify()).verification).toMatchObject({ status: 'same' });
  });
});

test.each([
  ['text, sorted by bytes', 'text COLLATE "C"', "chr(64 + i % 60) || 'ä' || i"],
  ['uuid', 'uuid', 'md5(i::text)::uuid'],
  ['numeric', 'numeric', 'i / 4.0'],
  ['numeric(12,3)', 'numeric(12,3)', 'i / 4.0'],
  ['timestamptz', 'timestamptz', "'2026-01-01'::timestamptz + i * interval '1 second'"],
  ['bytea', 'bytea', "decode(md5(i::text), 'hex')"],
  ['double precision', 'float8', 'i / 3.0'],
])('a key of %s', async (_, type, value) => {
  const name = `k_${type.replaceAll(/\W/g, '').toLowerCase()}_${_.length}`;
  await sql(
    `CREATE TABLE ${name} (k ${type}, part int, v text, PRIMARY KEY (k, part)); INSERT INTO ${name} SELECT ${value}, i % 3, 'v' || i FROM generate_series(1, 5000) i`,
  );
  expect(await engine.sync(db.source, name, 'full')).toMatchObject({ error: null, rows: 5000 });
  expect((await engine.verify(db.source, name)).verification).toMatchObject({ error: null, status: 'same', there: 5000 });
  await here(`DELETE FROM db.${name} WHERE v = 'v77'; UPDATE db.${name} SET v = '' WHERE v = 'v4000'`);
  await sql(`DELETE FROM ${name} WHERE v = 'v5'`);
  expect((await engine.verify(db.source, name)).verification).toMatchObject({ missing: 1, altered: 1, extra: 1, doubled: 0 });
  expect((await engine.verify(db.source, name, { repair: true })).verification).toMatchObject({
    error: null,
    status: 'repaired',
  });
  expect((await engine.verify(db.source, name)).verification).toMatchObject({ status: 'same' });
});

test('a table without a key: values that differ are drift though the counts agree, and a repair reads it whole', async () => {
  await sql("CREATE TABLE loose (v text, n int); INSERT INTO loose SELECT 'v' || i, i FROM generate_series(1, 300) i");
  expect(await engine.sync(db.source, 'loose', 'full')).toMatchObject({ error: null, rows: 300 });
  expect((await engine.verify(db.source, 'loose')).verification).toMatchObject({ error: null, status: 'same', whole: true });
  await here("UPDATE db.loose SET v = 'x' WHERE n = 7");
  expect((await engine.verify(db.source, 'loose')).verification).toMatchObject({ status: 'drift', there: 300, here: 300 });
  expect((await engine.verify(db.source, 'loose', { repair: true })).verification).toMatchObject({ status: 'repaired' });
  expect((await engine.verify(db.source, 'loose')).verification).toMatchObject({ status: 'same' });
});

test.each([
  ['bigint', 'i'],
  ['text COLLATE "C"', "'k' || i % 700"],
  ['timestamptz', "'2026-01-01'::timestamptz + i % 500 * interval '0.4 seconds'"],
])('shares of the rows in turn, by a key of %s: each row is compared once, by its index', async (type, value) => {
  const name = `shares_${type.slice(0, 4)}`;
  await sql(
    `CREATE TABLE ${name} (k ${type}, part int, v text, PRIMARY KEY (k, part)); INSERT INTO ${name} SELECT ${value}, i, 'v' || i FROM generate_series(1, 9000) i`,
  );
  expect(await engine.sync(db.source, name, 'full')).toMatchObject({ error: null, rows: 9000 });
  await here(`DELETE FROM db.${name} WHERE v = 'v77'; UPDATE db.${name} SET v = '' WHERE v = 'v4000'`);
  await sql(`DELETE FROM ${name} WHERE v = 'v5'`);
  const found = { rows: 0, missing: 0, altered: 0, extra: 0, parts: 0 };
  for (let from: string | null = null; found.parts < 50; ) {
    const { verification, next } = await engine.verify(db.source, name, { portion: { share: 0.15, from, waited: 0 } });
    expect(verification).toMatchObject({ error: null, whole: true });
    found.rows += verification.there;
    for (const what of ['missing', 'altered', 'extra'] as const) found[what] += verification[what];
    found.parts++;
    if (next === undefined || next === 'waits' || next.from === null) break;
    from = next.from;
  }
  expect(found).toEqual({ rows: 8999, missing: 1, altered: 1, extra: 1, parts: 7 });
});

test('a table whose key can not be divided waits until its turn, and is compared as a whole then', async () => {
  await sql(
    'CREATE TABLE whole (k float8 PRIMARY KEY, v text); INSERT INTO whole SELECT i / 3.0, i::text FROM generate_series(1, 50) i',
  );
  expect(await engine.sync(db.source, 'whole', 'full')).toMatchObject({ error: null });
  await here("UPDATE db.whole SET v = 'x' WHERE v = '7'");
  const early = await engine.verify(db.source, 'whole', { portion: { share: 0.3, from: null, waited: 0.9 } });
  expect(early).toMatchObject({ next: 'waits', verification: { status: 'skipped', there: 0 } });
  const due = await engine.verify(db.source, 'whole', { portion: { share: 0.3, from: null, waited: 1.2 } });
  expect(due).toMatchObject({ next: { from: null }, verification: { status: 'drift', altered: 1, there: 50 } });
});

test('texts of a database that is not UTF-8 are compared as DuckDB has them', async () => {
  await server.query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
  await server.query(
    `CREATE TABLE words (id int PRIMARY KEY, w text, c char(4), l text[]); INSERT INTO words VALUES (1, 'é ü ß', 'ä', '{ö,NULL}'), (2, 'plain', 'x', '{}')`,
    'latin',
  );
  const { source } = postgresSource(server, 'latin');
  expect(await engine.sync(source, 'words', 'full')).toMatchObject({ error: null });
  expect((await engine.verify(source, 'words')).verification).toMatchObject({ status: 'same', whole: true });
  await here("UPDATE db.words SET w = 'e u s' WHERE id = 1");
  expect((await engine.verify(source, 'words')).verification).toMatchObject({ status: 'drift', altered: 1 });
  await source.close();
});
