import { expect, test } from 'vitest';
import { withSuffix } from '../../../src/sources/salesforce/connect/organisation.ts';
import { to18 } from '../../servers/salesforce/ids.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { syncTables } from '../../support/sync-tables.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const REFRESHED = '00DHw0000000002MAA';
const TABLES = { Thing__c: {}, Other__c: {} };

const { server, world, engine } = useSalesforce(
  () => {
    for (const [name, prefix] of [
      ['Thing__c', 'a01'],
      ['Other__c', 'a02'],
    ] as const)
      server.org.define(sobject(name, prefix, [{ name: 'Name', type: 'string', length: 80 }]));
    fill(60);
  },
  { at: NOW },
);

function fill(rows: number): void {
  for (const name of Object.keys(TABLES))
    for (let i = 0; i < rows; i++) server.org.insert(name, { Name: `${rows} ${i}` }, { at: stamp(NOW - (100 - i) * 86_400_000) });
}

async function sync() {
  const source = world.source();
  try {
    return (await syncTables(engine, source, TABLES, 'incremental')).records;
  } finally {
    await source.close();
  }
}

test('the organisation says who it is, in 18 characters', async () => {
  expect((await world.source().connect()).system).toBe('00DHw0000000001EAA');
  for (const id of ['00DHw0000000001', '00D5gZZZabcXYz1', '00DHw0000000001EAA']) expect(withSuffix(id)).toBe(to18(id));
});

test('the tables of a refreshed sandbox start afresh, and the run says why', async () => {
  await sync();
  expect(await sync()).toMatchObject([1, 2].map(() => ({ mode: 'incremental', error: null })));
  server.org.refresh(REFRESHED);
  server.service.oauth.expireSessions();
  // Fewer than half of them, and all stamped before the last run.
  fill(20);
  const records = await sync();
  expect(records).toMatchObject([1, 2].map(() => ({ mode: 'full', error: null, rows: 20 })));
  for (const { why } of records) expect(why).toContain(`it was 00DHw0000000001EAA, now it is ${REFRESHED}`);
  for (const name of Object.keys(TABLES)) await expectTruth(engine, server.org, name);
  expect(await sync()).toMatchObject([1, 2].map(() => ({ mode: 'incremental', error: null, rows: 20 })));
});
