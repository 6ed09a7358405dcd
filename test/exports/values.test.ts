import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESTINATIONS } from '../../src/destinations/registry.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { NAME, OWNER, sobject } from '../servers/salesforce/schema.ts';
import { World } from './world.ts';

// Values that a service writes in another form than they were sent: they must not go out for ever.

const KINDS = sobject('Kinds__c', 'a07', [
  { ...NAME, length: 80 },
  { name: 'Key__c', type: 'string', length: 80, externalId: true, unique: true },
  { name: 'Number_Key__c', type: 'double', precision: 18, scale: 0, externalId: true, unique: true },
  { name: 'Text__c', type: 'string', length: 20 },
  { name: 'Long__c', type: 'textarea', length: 1000 },
  { name: 'Secret__c', type: 'encryptedstring', length: 40 },
  { name: 'Money__c', type: 'currency', precision: 18, scale: 2 },
  { name: 'Share__c', type: 'percent', precision: 5, scale: 1 },
  { name: 'Count__c', type: 'int' },
  { name: 'Rounded__c', type: 'int' },
  { name: 'Seen__c', type: 'datetime' },
  { name: 'Day__c', type: 'date' },
  { name: 'At__c', type: 'time' },
  { name: 'Active__c', type: 'boolean', nillable: false },
  { name: 'Tags__c', type: 'multipicklist', picklist: ['C', 'A', 'B'], restrictedPicklist: true },
  { name: 'Parent__c', type: 'reference', referenceTo: ['Kinds__c'], relationshipName: 'Parent__r' },
  OWNER,
]);

let server: SalesforceServer;
let world: World;
let parent: string;
beforeAll(async () => {
  server = await startSalesforce({ pollsUntilComplete: 1 });
  server.org.define(KINDS);
  world = await World.make(DESTINATIONS, { url: server.url, tables: 'Kinds__c:' });
  for (let i = 0; i < 70; i++) parent = server.org.insert('Kinds__c', { Name: `parent ${i}` });
});
afterAll(async () => {
  await world.remove();
  await server.close();
});

const QUERY = `SELECT k AS Key__c, n AS Number_Key__c, t AS Text__c, l AS Long__c, s AS Secret__c, m AS Money__c, p AS Share__c, c AS Count__c, r AS Rounded__c, seen AS Seen__c, d AS Day__c, hour AS At__c, a AS Active__c, tags AS Tags__c, pid AS Parent__c FROM db.kinds`;
const kinds = (more = ''): string => `kinds:
  to: crm_write
  object: Kinds__c
  key: Key__c
  max_fraction: 1
  compare_with: crm.Kinds__c
  query: ${QUERY}
${more}`;
const rows = (): string => `SELECT * FROM (VALUES
  (' k1 ', 1::DOUBLE, '  blanks at both ends ', E'line\\n', 'secret', 1.005::DOUBLE, 12.34::DOUBLE, 7::BIGINT, 2.6::DOUBLE, TIMESTAMPTZ '2026-01-31 23:59:59.9+00', DATE '2026-01-31', TIME '13:15:00.5', true, ['B', 'C'], '${parent.slice(0, 15)}'),
  ('a,"b"''c\\d', 12345678, '   ', 'x', NULL, -0.001, 0, -3, -0.2, NULL, NULL, NULL, false, ['C', 'A', 'C'], '${parent.toLowerCase()}'),
  ('@{k}', 3, '', NULL, '#', 100, NULL, NULL, 0, NULL, NULL, TIME '00:00:00', NULL, NULL, NULL)
  ) t(k, n, t, l, s, m, p, c, r, seen, d, hour, a, tags, pid)`;
const writes = (): number => server.journal.writes.length;

test('what the service has stored in its own form is not sent again, by the ledger, after a sync, or without a ledger', async () => {
  await world.sync({ 'db.kinds': rows() });
  await world.realSync(kinds());
  expect((await world.run(kinds())).exports).toMatchObject([{ error: null, sent: 3, created: 3 }]);
  const stored = [...server.org.records('Kinds__c')].find((r) => r.Key__c === 'k1');
  expect(stored).toMatchObject({ Text__c: 'blanks at both ends', Parent__c: parent, Count__c: 7, Rounded__c: 3 });
  const before = writes();
  expect((await world.run(kinds())).exports).toMatchObject([{ error: null, unchanged: 3, sent: 0 }]);
  expect((await world.realSync(kinds())).exports).toMatchObject([{ verified: 3, differing: 0, differingFields: [] }]);
  expect((await world.run(kinds())).exports).toMatchObject([{ unchanged: 3, sent: 0, conflicts: 0 }]);
  // What is read as a mask is compared with the ledger alone.
  const readable = kinds().replace('s AS Secret__c, ', '');
  await rm(join(world.directory, 'state'), { recursive: true });
  await world.sync({ 'db.kinds': rows() });
  await world.realSync(readable);
  expect((await world.run(readable)).exports).toMatchObject([{ unchanged: 3, sent: 0 }]);
  expect(writes()).toBe(before);
});

test('what was read right before sending is compared in the same form', async () => {
  await world.sync({ 'db.kinds': `SELECT * REPLACE (m + 1 AS m) FROM (${rows()})` });
  expect((await world.run(kinds('  conflict: keep'))).exports).toMatchObject([{ error: null, sent: 3, conflicts: 0 }]);
});

test('an update finds records by a number', async () => {
  const text = kinds('  operation: update')
    .replace('key: Key__c', 'key: Number_Key__c')
    .replace(QUERY, 'SELECT n AS Number_Key__c, c + 1 AS Count__c FROM db.kinds');
  expect((await world.run(text)).exports).toMatchObject([{ error: null, missing: 0, updated: 2, sent: 2 }]);
});
