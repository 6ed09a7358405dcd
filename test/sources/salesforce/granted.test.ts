import { expect, test } from 'vitest';
import { sobject } from '../../servers/salesforce/schema.ts';
import { configOf, runTables } from '../../support/run-tables.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const FIELDS = [
  { name: 'Name', type: 'string', length: 80 },
  { name: 'Amount__c', type: 'double', precision: 18, scale: 2 },
] as const;

const { server, world, engine } = useSalesforce(() => {
  for (const [name, prefix] of [
    ['Thing__c', 'a01'],
    ['Other__c', 'a02'],
  ] as const) {
    server.org.define(sobject(name, prefix, FIELDS));
    for (let i = 0; i < 5; i++) server.org.insert(name, { Name: `${i}`, Amount__c: i });
  }
  server.clock.advance(3600);
});

async function run(tables: object) {
  server.clock.advance(60);
  const auth = { flow: 'client_credentials', client_id: 'consumer-key', client_secret: '${SECRET}' };
  const config = await configOf('crm', { type: 'salesforce', url: server.url, auth }, tables);
  const source = world.source();
  const records = await runTables(engine, { config, source, mode: 'incremental' });
  await source.close();
  return records.map((r) => [r.table, r.error?.code ?? r.status]);
}

// Permissions are no metadata: the service says that nothing has changed since the answers that were kept.
test.each([
  ['an object, after a run that missed it', { Thing__c: {}, Other__c: {} }, 'Thing__c', 'TABLE_NOT_FOUND'],
  ['a field that `columns` names', { Thing__c: { columns: ['Amount__c'] } }, 'Thing__c.Amount__c', 'COLUMN_NOT_FOUND'],
  ['a field that is the cursor', { Thing__c: { cursor: 'SystemModstamp' } }, 'Thing__c.SystemModstamp', null],
])('What the user may see from now on is read at once: %s', async (_, tables, hidden, code) => {
  server.org.hide(hidden);
  const missed = await run(tables);
  if (code !== null) expect(missed).toContainEqual(['Thing__c', code]);
  server.org.show(hidden);
  expect(await run(tables)).toEqual(expect.arrayContaining([['Thing__c', 'succeeded']]));
});

test('An object that the configuration names later than it was shown is found in the first run that asks for it', async () => {
  server.org.hide('Thing__c');
  expect(await run({ Other__c: {} })).toEqual([['Other__c', 'succeeded']]);
  server.org.show('Thing__c');
  expect(await run({ Other__c: {}, Thing__c: {} })).toContainEqual(['Thing__c', 'succeeded']);
  await expectTruth(engine, server.org, 'Thing__c');
});

test('A glob takes an object that the user may see since, within a day', async () => {
  server.org.hide('Thing__c');
  expect(await run({ '*__c': {} })).toEqual([['Other__c', 'succeeded']]);
  server.org.show('Thing__c');
  server.clock.advance(25 * 3600);
  expect(await run({ '*__c': {} })).toContainEqual(['Thing__c', 'succeeded']);
});

test('What is there is not asked for twice', async () => {
  await run({ Thing__c: { columns: ['Name'] } });
  server.journal.clear();
  await run({ Thing__c: { columns: ['Name'] } });
  expect(server.journal.matching(/sobjects/).map((e) => e.status)).toEqual([304]);
});
