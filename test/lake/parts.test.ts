import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lakePart } from '../../src/lake/lake-part.ts';
import type { TablePublished } from '../../src/lake/publish-table.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { text } from '../../src/warehouse/duckdb/sql.ts';
import { LakeTable } from './lake-table.ts';

const rows = (from: number, to: number, more = '') => `SELECT i AS id, 0 AS v${more} FROM range(${from}, ${to}) t(i)`;

/** Two jobs, each with its half of the table in a DuckDB file of its own, and one lake. */
let low: LakeTable;
let high: LakeTable;

beforeEach(async () => {
  low = await LakeTable.create(`CREATE TABLE deals AS ${rows(0, 4000)}`);
  high = await LakeTable.create(`CREATE TABLE deals AS ${rows(4000, 8000)}`);
  high.store.close();
  high.store = low.store;
  divide('d1');
});

afterEach(async () => {
  await low.close();
  await high.close();
});

function divide(division: string, of = 2): void {
  [low, high].forEach((lake, i) => {
    lake.table = { ...lake.table, fingerprint: { range: `${i + 1}/${of} ${division}` } };
  });
}

const publish = async (lake: LakeTable): Promise<TablePublished> => lake.publish({ part: lakePart(lake.table) });

/** Rows in which a version differs from both tables together. */
async function difference(version: number): Promise<number> {
  const file = join(low.directory, `${randomUUID()}.parquet`);
  await high.connection.run(`COPY deals TO ${text(file)} (FORMAT parquet)`);
  await low.connection.run(`CREATE OR REPLACE TABLE both_deals AS FROM deals UNION ALL BY NAME FROM ${text(file)}`);
  return low.difference(version, 'both_deals');
}

async function published(): Promise<void> {
  await publish(low);
  const { version, waitsFor } = await publish(high);
  expect(waitsFor).toEqual([]);
  expect(await difference(version)).toBe(0);
}

test('the first part is not shown before the second is there', async () => {
  expect(await publish(low)).toMatchObject({ version: -1, waitsFor: [2] });
  expect(await publish(high)).toMatchObject({ version: 0, waitsFor: [] });
  expect(await difference(0)).toBe(0);
  const left: string[] = [];
  for await (const { key } of low.store.list('pending/')) left.push(key);
  expect(left).toEqual([]);
});

test('of two parts that come at the same moment, the later one shows the table', async () => {
  let arrived = 0;
  let go: () => void = () => undefined;
  const bothThere = new Promise<void>((resolve) => {
    go = resolve;
  });
  const meeting: ObjectStore = {
    ...low.store,
    create: async (key, body) => {
      if (key.startsWith('pending/') && ++arrived === 2) go();
      if (key.startsWith('pending/')) await bothThere;
      return low.store.create(key, body);
    },
  };
  const results = await Promise.all(
    [low, high].map(async (lake) => lake.publish({ part: lakePart(lake.table), store: meeting })),
  );
  expect(results.some(({ waitsFor }) => waitsFor.length === 0)).toBe(true);
  expect(await difference(0)).toBe(0);
});

test('each part commits its own changes, at the same time as the other', async () => {
  await published();
  await low.connection.run('UPDATE deals SET v = 1 WHERE id = 3999');
  await high.connection.run('DELETE FROM deals WHERE id = 7999');
  const results = await Promise.all([publish(low), publish(high)]);
  expect(results.map((r) => r.version).sort()).toEqual([1, 2]);
  expect(results.map((r) => r.files)).toEqual([1, 1]);
  expect(await difference(2)).toBe(0);
  expect(await publish(low)).toMatchObject({ version: 2, files: 0 });
});

test('a new column is shown when all parts have it; until then the parts that lack it go on', async () => {
  await published();
  await low.connection.run(`ALTER TABLE deals ADD COLUMN stage VARCHAR`);
  await low.connection.run(`UPDATE deals SET stage = 'x', v = 5 WHERE id = 10`);
  expect(await publish(low)).toMatchObject({ version: 0, waitsFor: [2] });
  await high.connection.run('UPDATE deals SET v = 2 WHERE id = 5000');
  expect(await publish(high)).toMatchObject({ version: 1, waitsFor: [] });
  await high.connection.run(`ALTER TABLE deals ADD COLUMN stage VARCHAR`);
  expect(await publish(high)).toMatchObject({ version: 2, waitsFor: [] });
  expect(await difference(2)).toBe(0);
});

test('parts whose decimals need other widths meet in a type that holds both', async () => {
  for (const [lake, type] of [
    [low, 'DECIMAL(5,2)'],
    [high, 'DECIMAL(9,4)'],
  ] as const)
    await lake.connection.run(`ALTER TABLE deals ALTER COLUMN v TYPE ${type}`);
  await publish(low);
  expect(await publish(high)).toMatchObject({ waitsFor: [1] });
  const { version, waitsFor } = await publish(low);
  expect(waitsFor).toEqual([]);
  expect(await difference(version)).toBe(0);
  await low.connection.run('UPDATE deals SET v = 1.25 WHERE id = 1');
  expect(await publish(low)).toMatchObject({ version: version + 1, files: 1 });
  expect(await difference(version + 1)).toBe(0);
});

test('another division, and one job for the whole table again: each time all at once', async () => {
  await published();
  divide('d2');
  expect(await publish(low)).toMatchObject({ version: 0, waitsFor: [2] });
  expect(await publish(high)).toMatchObject({ version: 1, waitsFor: [] });
  expect(await difference(1)).toBe(0);
  await low.connection.run(`INSERT INTO deals ${rows(4000, 8000)}`);
  await high.connection.run('DELETE FROM deals');
  const { version } = await low.publish();
  expect(await difference(version)).toBe(0);
  await low.connection.run('DELETE FROM deals WHERE id >= 4000');
  await high.connection.run(`INSERT INTO deals ${rows(4000, 8000)}`);
  await publish(high);
  const again = await publish(low);
  expect(again.waitsFor).toEqual([]);
  expect(await difference(again.version)).toBe(0);
});

test('a part that waited before one job published the whole table again is of the past', async () => {
  await low.publish();
  expect(await publish(low)).toMatchObject({ waitsFor: [2] });
  await low.connection.run('UPDATE deals SET v = 3 WHERE id = 1');
  expect(await low.publish()).toMatchObject({ version: 1 });
  expect(await publish(high)).toMatchObject({ version: 1, waitsFor: [1] });
});

test('what waits is kept, however long; what is given up is never shown', async () => {
  await published();
  await low.connection.run(`ALTER TABLE deals ADD COLUMN stage VARCHAR`);
  await low.connection.run('UPDATE deals SET v = 7 WHERE id < 3000');
  await publish(low);
  high.clock = new Date(Date.now() + 9 * 86_400_000);
  await high.connection.run('UPDATE deals SET v = 8 WHERE id = 7000');
  await publish(high);
  await high.connection.run(`ALTER TABLE deals ADD COLUMN stage VARCHAR`);
  const { version } = await publish(high);
  expect(await difference(version)).toBe(0);
  // Waits, and is given up.
  await low.connection.run('ALTER TABLE deals ADD COLUMN more INTEGER');
  await publish(low);
  await low.connection.run('ALTER TABLE deals DROP COLUMN more');
  await low.connection.run('UPDATE deals SET v = 9 WHERE id = 5');
  await publish(low);
  await high.connection.run('ALTER TABLE deals ADD COLUMN more INTEGER');
  expect(await publish(high)).toMatchObject({ waitsFor: [1] });
});
