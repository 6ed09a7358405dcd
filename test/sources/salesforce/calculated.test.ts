import { expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp, type Value } from '../../servers/salesforce/values.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const EVERY_RUN = { calculatedEverySeconds: 0 } as const;
/** What the formulas take from elsewhere. */
let rate = 2;

const { server, world, engine } = useSalesforce(
  () => {
    rate = 2;
    const total = (r: Record<string, Value>): Value => (r.Amount__c === null ? null : Number(r.Amount__c) * rate);
    server.org.define(
      sobject('Thing__c', 'a01', [
        { name: 'Name', type: 'string', length: 80 },
        { name: 'Amount__c', type: 'double', precision: 18, scale: 2 },
        { name: 'Total__c', type: 'double', precision: 18, scale: 2, formula: total },
      ]),
    );
    for (let i = 0; i < 40; i++)
      server.org.insert('Thing__c', { Name: `n ${i}`, Amount__c: i % 7 === 0 ? null : i }, { at: stamp(NOW - i * 86_400_000) });
  },
  { at: NOW, service: { pageSize: 500 }, tuning: { restRows: 30 } },
);

async function sync(options: Partial<TableOptions> = {}, mode: 'full' | 'incremental' = 'incremental'): Promise<TableRecord> {
  const source = world.source();
  try {
    const record = await engine.sync(source, 'Thing__c', mode, options);
    expect(record.error).toBeNull();
    return record;
  } finally {
    await source.close();
  }
}

test('formulas are read between full syncs, with their keys and nothing else, and merged like any change', async () => {
  const full = await sync(EVERY_RUN, 'full');
  expect(full.columns.filter((c) => c.calculated).map((c) => c.name)).toEqual(['Total__c']);
  server.clock.advance(3600);
  rate = 3;
  server.org.update('Thing__c', [...server.org.records('Thing__c')].map((r) => String(r.Id))[5] ?? '', { Name: 'edited' });
  const before = server.journal.entries.length;
  const record = await sync(EVERY_RUN);
  expect(record.updated).toBe(34);
  await expectTruth(engine, server.org, 'Thing__c');
  const asked = server.journal.entries.slice(before).map((e) => decodeURIComponent(`${e.url} ${e.note ?? ''}`));
  expect(asked.some((url) => url.includes('SELECT Id, Total__c FROM Thing__c') || url.includes('SELECT+Id'))).toBe(true);
  server.clock.advance(3600);
  expect((await sync(EVERY_RUN)).updated).toBe(0);
});

test('only when they are due by `calculated`; `never` leaves them to full syncs', async () => {
  await sync({}, 'full');
  rate = 3;
  server.clock.advance(3600);
  expect((await sync({ calculatedEverySeconds: null })).updated).toBe(0);
  expect((await sync({ calculatedEverySeconds: 86_400 })).updated).toBe(0);
  expect((await sync(EVERY_RUN)).updated).toBe(34);
});

test('rows that the warehouse lacks are read whole; rows that are marked as deleted and there again lose their mark', async () => {
  await sync({ deletes: 'mark' }, 'full');
  server.clock.advance(3600);
  const ids = [...server.org.records('Thing__c')].map((r) => String(r.Id));
  await engine.query(`UPDATE crm."Thing__c" SET _deleted_at = now() WHERE "Id" = '${ids[3]}'`);
  await engine.query(`DELETE FROM crm."Thing__c" WHERE "Id" = '${ids[4]}'`);
  const record = await sync({ ...EVERY_RUN, deletes: 'mark' });
  expect(record).toMatchObject({ inserted: 1, updated: 1, deleted: 0 });
  await expectTruth(engine, server.org, 'Thing__c', () => true, [], '_deleted_at IS NULL');
});

test('a row that changes while they are read has its own, newer values', async () => {
  await sync({}, 'full');
  server.clock.advance(3600);
  const ids = [...server.org.records('Thing__c')].map((r) => String(r.Id));
  server.faults.add(
    { url: /Total__c/, nth: 2 },
    {
      run: () => {
        server.clock.advance(1);
        server.org.update('Thing__c', ids[2] ?? '', { Amount__c: 1234 });
        server.org.delete('Thing__c', ids[6] ?? '');
      },
    },
  );
  await sync(EVERY_RUN);
  server.clock.advance(3600);
  await sync(EVERY_RUN);
  await expectTruth(engine, server.org, 'Thing__c');
});

test('a full sync in place of an incremental one, while calculated columns are due, reads them with all others', async () => {
  await sync(EVERY_RUN, 'full');
  rate = 3;
  // What was deleted since may have left the recycle bin, so all rows are read.
  server.clock.advance(15 * 86_400);
  const record = await sync(EVERY_RUN);
  expect(record.mode).toBe('full');
  await expectTruth(engine, server.org, 'Thing__c');
});
