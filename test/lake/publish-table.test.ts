import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { LOCAL_STORES, STORE_KINDS } from '../servers/objects/local-store.ts';
import { LakeTable } from './lake-table.ts';

let lake: LakeTable;

afterEach(async () => lake?.close());

const DEALS = `CREATE TABLE deals AS SELECT i AS id, 'Deal ' || i AS name, (i * 7 % 1000)::DECIMAL(12,2) AS amount, TIMESTAMPTZ '2026-01-01' + i * INTERVAL 1 MINUTE AS at
  FROM range(20000) t(i)`;

test('a table is published whole, in files that grow with the age of their rows', async () => {
  lake = await LakeTable.create(DEALS);
  const first = await lake.publish();
  expect(first.version).toBe(0);
  expect(first.files).toBeGreaterThan(4);
  expect(await lake.difference(0)).toBe(0);
});

test('an unchanged table makes no version and writes no file', async () => {
  lake = await LakeTable.create(DEALS);
  await lake.publish();
  expect(await lake.publish()).toEqual({ version: 0, files: 0, bytes: 0, waitsFor: [] });
});

test.each(STORE_KINDS)('a table is published to %s as to a directory', async (kind) => {
  lake = await LakeTable.create(DEALS);
  const local = await LOCAL_STORES[kind]();
  const path = lake.store.address;
  lake.store = await openObjectStore(`${local.address}/lake`, { setting: 'output.publish.to', env: local.env });
  await lake.publish();
  await lake.connection.run('DELETE FROM deals WHERE id = 5');
  expect(await lake.publish()).toMatchObject({ version: 1, files: 1 });
  for (const [key, { body }] of local.stored) {
    const file = join(path, key.replace(/^lake\//, ''));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
  }
  expect(await lake.difference(1)).toBe(0);
  await local.server.close();
});

test('only the files whose rows changed are written', async () => {
  lake = await LakeTable.create(DEALS);
  const first = await lake.publish();
  await lake.connection.run(`UPDATE deals SET amount = 1 WHERE id = 19990`);
  await lake.connection.run(`INSERT INTO deals SELECT i, 'new', 0, now() FROM range(20000, 20010) t(i)`);
  const second = await lake.publish();
  expect(second).toMatchObject({ version: 1, files: 1 });
  expect(second.bytes).toBeLessThan(first.bytes / 10);
  expect(await lake.difference(1)).toBe(0);
  await lake.connection.run(`DELETE FROM deals WHERE id = 5`);
  expect(await lake.publish()).toMatchObject({ version: 2, files: 1 });
  expect(await lake.difference(2)).toBe(0);
});

test('a new column is a commit; one of another type writes the table again', async () => {
  lake = await LakeTable.create(DEALS);
  await lake.publish();
  await lake.connection.run(`ALTER TABLE deals ADD COLUMN stage VARCHAR`);
  await lake.publish();
  expect(await lake.difference(1)).toBe(0);
  await lake.connection.run(`ALTER TABLE deals ALTER COLUMN amount TYPE DECIMAL(14,4)`);
  const third = await lake.publish();
  expect(third.files).toBeGreaterThan(4);
  expect(await lake.difference(third.version)).toBe(0);
});

test.each([
  ['no key', DEALS, []],
  [
    'a key of two columns',
    `CREATE TABLE deals AS SELECT i // 100 AS a, 'x' || i % 100 AS b, repeat('v', 20) || i AS v FROM range(9000) t(i)`,
    ['a', 'b'],
  ],
  ['text as its key', `CREATE TABLE deals AS SELECT md5(i::VARCHAR) AS id, i AS v FROM range(9000) t(i)`, ['id']],
  ['no rows', `CREATE TABLE deals (id INTEGER, v VARCHAR)`, ['id']],
])('a table with %s', async (_, ddl, key) => {
  lake = await LakeTable.create(ddl, key);
  await lake.publish();
  expect(await lake.difference(0)).toBe(0);
  await lake.connection.run(`DELETE FROM deals WHERE rowid % 50 = 3`);
  const { version } = await lake.publish();
  expect(await lake.difference(version)).toBe(0);
});

// A hundred commits and more by HIGHWATER_LAKE_COMMITS.
const COMMITS = Number(process.env.HIGHWATER_LAKE_COMMITS ?? 24);

test(`${COMMITS} commits: every version equals the table, and a checkpoint stands for the commits before it`, async () => {
  lake = await LakeTable.create(`CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(3000) t(i)`);
  for (let i = 0; i < COMMITS; i++) {
    await lake.connection.run(`UPDATE deals SET v = v + 1 WHERE id = ${(i * 577) % 3000}`);
    if (i % 10 === 0) await lake.connection.run(`INSERT INTO deals SELECT id + ${(i + 1) * 10000}, 1 FROM deals WHERE id < 40`);
    const { version } = await lake.publish();
    expect(version).toBe(i);
    if (i % 7 === 0 || i > 20) expect(await lake.difference(version)).toBe(0);
  }
}, 120_000);

test('what is older than `keep` goes, and nothing that a younger version names', async () => {
  lake = await LakeTable.create(DEALS);
  const day = 86_400_000;
  const real = Date.now();
  for (let i = 0; i < 25; i++) {
    await lake.connection.run(`UPDATE deals SET amount = ${i} WHERE id = 19000`);
    await lake.publish();
  }
  lake.clock = new Date(real + 8 * day);
  await lake.connection.run(`UPDATE deals SET amount = 100 WHERE id = 19000`);
  const { version } = await lake.publish();
  const keys: string[] = [];
  for await (const { key } of lake.store.list('crm/deals/')) keys.push(key);
  expect(keys.filter((k) => k.endsWith('.json')).length).toBeLessThan(10);
  expect(keys).toContain(`crm/deals/_delta_log/${String(20).padStart(20, '0')}.checkpoint.parquet`);
  expect(version).toBe(25);
  expect(await lake.publish()).toMatchObject({ version: 25, files: 0 });
});

test('what the commit before a checkpoint dropped stays for those who read the version before', async () => {
  lake = await LakeTable.create('CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(300) t(i)');
  lake.clock = new Date();
  const commit = async () => {
    await lake.connection.run('UPDATE deals SET v = v + 1 WHERE id = 299');
    return (await lake.publish()).version;
  };
  while ((await commit()) < 19);
  await lake.connection.run('CREATE TABLE earlier AS FROM deals');
  const old = new Date(Date.now() - 30 * 86_400_000);
  for (const name of await readdir(lake.root, { recursive: true })) await utimes(join(lake.root, name), old, old);
  expect([await commit(), await commit()]).toEqual([20, 21]);
  expect(existsSync(join(lake.root, '_delta_log', `${'20'.padStart(20, '0')}.checkpoint.parquet`))).toBe(true);
  expect(await lake.difference(19, 'earlier')).toBe(0);
});

test('two runs at once: one of them loses the race, sees the other’s version and has nothing left to do', async () => {
  lake = await LakeTable.create(DEALS);
  const other = await lake.secondConnection();
  const results = await Promise.all([lake.publish(), lake.publish({ connection: other })]);
  other.close();
  expect(results.map((r) => r.version)).toEqual([0, 0]);
  expect(await lake.difference(0)).toBe(0);
});

test('a request that fails, at each place: readers have the old version or the new one, and the next run completes it', async () => {
  lake = await LakeTable.create(`CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(2000) t(i)`);
  lake.largestBytes = 4_000;
  await lake.publish();
  let version = 0;
  for (let fail = 1, failed = true; failed; fail++) {
    const before = lake.connection;
    await before.run(`CREATE OR REPLACE TABLE earlier AS FROM deals`);
    await before.run(`UPDATE deals SET v = v + 1 WHERE id % 500 = ${fail}`);
    const whole = lake.store;
    lake.store = failing(whole, fail);
    failed = await lake.publish().then(
      () => false,
      () => true,
    );
    lake.store = whole;
    const versions = [version, version + 1].filter((v) =>
      existsSync(join(lake.root, '_delta_log', `${String(v).padStart(20, '0')}.json`)),
    );
    const newest = versions.at(-1) ?? 0;
    expect(await lake.difference(newest, newest === version ? 'earlier' : 'deals')).toBe(0);
    version = (await lake.publish()).version;
    expect(await lake.difference(version)).toBe(0);
  }
  expect(version).toBeGreaterThan(3);
});

/** The n-th request that writes fails; every second time after it was done, as when the answer is lost for good. */
function failing(store: ObjectStore, nth: number): ObjectStore {
  let calls = 0;
  const maybe = async <T>(request: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls !== nth) return request();
    if (nth % 2 === 0) await request();
    throw new Error('the connection was cut');
  };
  return {
    address: store.address,
    get: async (key) => maybe(async () => store.get(key)),
    head: async (key) => store.head(key),
    list: (prefix) => store.list(prefix),
    create: async (key, body) => maybe(async () => store.create(key, body)),
    replace: async (key, body, tag) => maybe(async () => store.replace(key, body, tag)),
    createFromFile: async (key, file) => maybe(async () => store.createFromFile(key, file)),
    remove: async (key) => maybe(async () => store.remove(key)),
    close: () => store.close(),
  };
}

test('statistics of a file are what is in it, over several row groups', async () => {
  lake =
    await LakeTable.create(`CREATE TABLE deals AS SELECT i AS id, (i % 200 - 100)::TINYINT AS tiny, (i - 7)::DECIMAL(20,4) AS dec,
    CASE WHEN i > 130000 THEN DATE '1969-01-01' + (i // 100)::INTEGER END AS day, CASE WHEN i % 2 = 0 THEN 'k' || i END AS t, NULL::VARCHAR AS never,
    ['x', NULL] AS list, repeat('long ', 100) || i AS long, CASE WHEN i = 5 THEN 'infinity'::DATE ELSE DATE '2020-01-01' END AS odd, 'ü' || i AS accent
    FROM range(260000) r(i)`);
  await lake.publish({ largestBytes: 1e9 });
  const log = await readFile(join(lake.root, '_delta_log', `${'0'.repeat(20)}.json`), 'utf8');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { add?: { stats: string } });
  const { stats } = lines.find((line) => line.add !== undefined)?.add ?? { stats: '{}' };
  expect(JSON.parse(stats)).toEqual({
    numRecords: 260000,
    minValues: { id: 0, tiny: -100, dec: -7, day: '1972-07-24', t: 'k0' },
    maxValues: { id: 259999, tiny: 99, dec: 259992, day: '1976-02-13', t: 'k99998' },
    nullCount: { id: 0, tiny: 0, dec: 0, day: 130001, t: 130000, never: 260000, long: 0, odd: 0, accent: 0 },
  });
});
