import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESTINATIONS } from '../../src/destinations/registry.ts';
import { checkExports } from '../../src/engine/destinations.ts';
import { SCORE } from '../destinations/salesforce/target.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { World } from './world.ts';

// The whole way, on the strict local Salesforce: sync, dry run, export, the sync that verifies it, an edit by a person, jobs.

let server: SalesforceServer;
let world: World;
beforeAll(async () => {
  server = await startSalesforce({ ingestBatchRows: 1000, pollsUntilComplete: 1 });
  server.org.define(SCORE);
  world = await World.make(DESTINATIONS, { url: server.url, tables: 'Score__c:' });
});
afterAll(async () => {
  await world.remove();
  await server.close();
});

const exports = (more = ''): string => `scores:
  to: crm_write
  object: Score__c
  key: Key__c
  max_fraction: 1
  max_rows: 10000
  compare_with: crm.Score__c
  query: SELECT id AS Key__c, score AS Exact__c, seg AS Segment__c, seen AS Seen__c, 'Nr ' || id AS Name FROM db.scores
${more}`;
const rows = (n: number, score = 'i * 1.25'): string =>
  `SELECT 'k' || i AS id, CAST(${score} AS DECIMAL(10,2)) AS score, CASE i % 2 WHEN 0 THEN 'A' ELSE 'B' END AS seg, TIMESTAMPTZ '2026-01-01 00:00:00.7+00' + INTERVAL (i) HOUR AS seen FROM range(1, ${n + 1}) t(i)`;
const stored = (key: string) => [...server.org.records('Score__c')].find((r) => r.Key__c === key);
const writes = (): number =>
  server.journal.entries.filter(({ method, path }) => method !== 'GET' && /composite\/sobjects|jobs\/ingest/.test(path)).length;

test('from PostgreSQL’s rows into Salesforce and back, verified', async () => {
  await world.sync({ 'db.scores': rows(5) });
  await world.realSync(exports());
  const dry = await world.run(exports(), { dryRun: true });
  expect(dry.exports).toMatchObject([{ status: 'succeeded', error: null, new: 5, sent: 0 }]);
  expect(writes()).toBe(0);
  expect((await world.run(exports())).exports).toMatchObject([{ status: 'succeeded', error: null, sent: 5, created: 5 }]);
  expect(stored('k2')).toMatchObject({ Exact__c: 2.5, Segment__c: 'A', Name: 'Nr k2' });
  const before = writes();
  expect((await world.run(exports())).exports).toMatchObject([{ unchanged: 5, sent: 0 }]);
  expect(writes()).toBe(before);
  expect((await world.realSync(exports())).exports).toMatchObject([{ verified: 5, differing: 0 }]);
  expect(writes()).toBe(before);
});

test('an edit by a person is a conflict, above bulk_above rows go by jobs, and what the service holds is never sent again', async () => {
  const record = stored('k2');
  if (record === undefined) throw new Error('no record');
  server.org.update('Score__c', String(record.Id), { Exact__c: 99 });
  await world.realSync(exports());
  expect((await world.run(exports('  conflict: keep'))).exports).toMatchObject([{ unchanged: 4, conflicts: 1, sent: 0 }]);
  expect(stored('k2')?.Exact__c).toBe(99);
  await world.sync({ 'db.scores': rows(2500, 'i') });
  const big = (await world.run(exports('  bulk_above: 100'))).exports?.[0];
  expect(big).toMatchObject({
    status: 'succeeded',
    error: null,
    sent: 2500,
    created: 2495,
    updated: 5,
    pending: 0,
    jobs: [{ end: 'completed' }],
  });
  expect(stored('k2')?.Exact__c).toBe(2);
  await world.realSync(exports());
  expect((await world.run(exports('  bulk_above: 100'))).exports).toMatchObject([{ unchanged: 2500, sent: 0, conflicts: 0 }]);
});

test('the key must be a unique External ID, and a formula can not be written', async () => {
  const to = (key: string, query: string): string =>
    exports()
      .replace('key: Key__c', `key: ${key}`)
      .replace(/query: .*/, `query: ${query}`);
  expect((await world.run(to('Name', "SELECT 'a' AS Name, 1 AS Count__c"))).exports).toMatchObject([
    { error: { code: 'EXPORT_KEY_NOT_EXTERNAL_ID' } },
  ]);
  expect((await world.run(to('Key__c', "SELECT 'a' AS Key__c, 1 AS Twice__c"))).exports).toMatchObject([
    { error: { code: 'EXPORT_FIELD_NOT_WRITABLE' } },
  ]);
});

test('check says what may be written, and whether the External ID is unique and filled', async () => {
  const config = await world.load(`${exports()}\n${exports().replace('scores:', 'loose:').replace('key: Key__c', 'key: Name')}`);
  const before = writes();
  const [good, bad] = await checkExports(config, world.deps());
  expect(good).toMatchObject({
    name: 'scores',
    may: ['create', 'edit', 'delete'],
    keyFilled: { records: 2500, filled: 2500 },
    error: null,
  });
  expect(bad).toMatchObject({ name: 'loose', error: { code: 'EXPORT_KEY_NOT_EXTERNAL_ID' } });
  expect(writes()).toBe(before);
});
