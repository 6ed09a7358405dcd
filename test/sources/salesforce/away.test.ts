import { describe, expect, test } from 'vitest';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { syncTables } from '../../support/sync-tables.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const DAY = 86_400;
const TABLES = { Thing__c: {}, Other__c: {} };

const { server, world, engine } = useSalesforce(
  () => {
    for (const [name, prefix] of [
      ['Thing__c', 'a01'],
      ['Other__c', 'a02'],
    ] as const) {
      server.org.define(sobject(name, prefix, [{ name: 'Name', type: 'string', length: 80 }]));
      for (let i = 0; i < 300; i++) server.org.insert(name, { Name: `Row ${i}` }, { at: stamp(NOW - (300 - i) * 3_600_000) });
    }
  },
  { at: NOW },
);

async function sync(mode: 'full' | 'incremental') {
  const source = world.source();
  try {
    return (await syncTables(engine, source, TABLES, mode)).records;
  } finally {
    await source.close();
  }
}

function change(name: string, rows: number): void {
  for (const { Id } of [...server.org.records(name)].slice(0, rows)) server.org.update(name, String(Id), { Name: 'Changed' });
}

describe('Several tables in one call, read whole because the last import began 16 days ago', () => {
  test.each([0, 1, 180])('keep all rows where %i of 300 have changed', async (changed) => {
    await sync('full');
    server.clock.advance(16 * DAY);
    for (const name of Object.keys(TABLES)) change(name, changed);
    server.clock.advance(60);
    const records = await sync('incremental');
    expect(records).toMatchObject([1, 2].map(() => ({ error: null, mode: 'full', inserted: 0, deleted: 0, rows: 300 })));
    for (const name of Object.keys(TABLES)) await expectTruth(engine, server.org, name);
  });
});
