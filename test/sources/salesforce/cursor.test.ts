import { describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import { failing } from '../../servers/salesforce/faults.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import type { WorldOptions } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;
const NAME = { name: 'Name', type: 'string', length: 80 } as const;
const fixture = useSalesforce();
const { server, world, engine } = fixture;

const start = async (options: WorldOptions = {}): Promise<void> =>
  fixture.start(() => server.org.define(sobject('Thing__c', 'a01', [NAME, { name: 'Seen__c', type: 'datetime' }])), {
    at: NOW,
    ...options,
  });

async function synced(
  mode: 'full' | 'incremental',
  options: Partial<TableOptions> = {},
  table = 'Thing__c',
): Promise<TableRecord> {
  const source = world.source();
  try {
    const record = await engine.sync(source, table, mode, options);
    expect(record.error).toBeNull();
    await expectTruth(engine, server.org, table);
    return record;
  } finally {
    await source.close();
  }
}

/** As an import does that sets audit fields: only SystemModstamp says when. */
function bring(name: string, millis: number, table = 'Thing__c'): string {
  const at = stamp(millis);
  const audit = { CreatedDate: at, LastModifiedDate: at };
  const seen = table === 'Thing__c' ? { Seen__c: at } : {};
  return server.org.insert(table, { Name: name, ...audit, ...seen });
}
const queries = (): string[] => server.journal.matching(/query/).map((e) => e.url);

describe('The cursor', () => {
  test('is SystemModstamp, which shows what an import brings in with old dates', async () => {
    await start();
    for (let i = 0; i < 30; i++) bring(`${i}`, NOW - i * 24 * HOUR);
    server.clock.advance(3600);
    expect((await synced('full')).cursor).toBe('SystemModstamp');
    server.clock.advance(3600);
    bring('old', NOW - 900 * 24 * HOUR);
    expect(await synced('incremental')).toMatchObject({ mode: 'incremental', inserted: 1, read: 1 });
  });

  test.each<[string, WorldOptions, Partial<TableOptions>, string]>([
    ['of the source’s entry', { cursor: 'LastModifiedDate' }, {}, 'LastModifiedDate'],
    ['of the table, before that of the source’s entry', { cursor: 'LastModifiedDate' }, { cursor: 'CreatedDate' }, 'CreatedDate'],
    ['of the source’s entry where the object lacks it', { cursor: 'Nowhere__c' }, {}, 'SystemModstamp'],
  ])('%s', async (_, options, own, expected) => {
    await start(options);
    bring('one', NOW - HOUR);
    const record = await synced('full', own);
    expect(record.cursor).toBe(expected);
    const said = record.notes.map((n) => n.message).join();
    expect(said.includes('Thing__c has no Nowhere__c that can be filtered, so SystemModstamp is the cursor')).toBe(
      options.cursor === 'Nowhere__c',
    );
  });

  test('of a state that was written before stays until the next full sync, which keeps what is held', async () => {
    await start();
    for (let i = 0; i < 30; i++) bring(`${i}`, NOW - i * 24 * HOUR);
    await synced('full', { cursor: 'LastModifiedDate' });
    server.clock.advance(3600);
    const id = bring('new', NOW + 1800_000);
    const kept = await synced('incremental');
    expect(kept).toMatchObject({ mode: 'incremental', cursor: 'LastModifiedDate', inserted: 1 });
    server.clock.advance(60);
    server.org.update('Thing__c', id, { Name: 'edited' });
    const whole = await synced('full');
    expect(whole).toMatchObject({ mode: 'full', cursor: 'SystemModstamp', inserted: 0, updated: 1, deleted: 0, why: 'ordered' });
    server.clock.advance(60);
    expect(await synced('incremental')).toMatchObject({ mode: 'incremental', cursor: 'SystemModstamp' });
  });
});

describe('A cursor that imports can set, behind the clock', () => {
  describe.each([
    ['LastModifiedDate', 'by pages', {}],
    ['CreatedDate', 'by pages', {}],
    ['Seen__c', 'by pages', {}],
    ['LastModifiedDate', 'by jobs', { restRows: 5, bulkRows: [40, 40] as const }],
  ])('%s %s', (cursor, _, tuning) => {
    test.each([0, 30])('loses no row that arrives after the run with an older stamp, after %i rows', async (rows) => {
      await start({ tuning });
      for (let i = 0; i < rows; i++) bring(`${i}`, NOW - (100 + i) * HOUR);
      await synced('full', { cursor });
      // Copied from another system, in its order: newer than anything held, older than the run.
      for (let run = 0; run < 3; run++) {
        server.clock.advance(1800);
        for (let i = 0; i < 10; i++) bring(`copied ${run} ${i}`, NOW - (90 - run * 10 - i) * HOUR);
        expect(await synced('incremental', { cursor })).toMatchObject({ mode: 'incremental', inserted: 10 });
      }
    });
  });

  test('costs nothing where nothing changed: neither another call nor the rows of one stamp again', async () => {
    await start({ tuning: { restRows: 5, bulkRows: [500, 500] } });
    for (let i = 0; i < 300; i++) bring(`${i}`, NOW - 30 * 24 * HOUR);
    server.clock.advance(3600);
    await synced('full', { cursor: 'LastModifiedDate', lookbackSeconds: 600 });
    for (let run = 0; run < 3; run++) {
      server.clock.advance(3600);
      server.journal.clear();
      const record = await synced('incremental', { cursor: 'LastModifiedDate', lookbackSeconds: 600 });
      expect(record).toMatchObject({ mode: 'incremental', read: 0 });
      expect(queries().filter((q) => q.includes('MAX('))).toEqual([]);
    }
    expect(queries().some((q) => q.includes('SystemModstamp >= '))).toBe(true);
  });

  test('is read from its beginning where Salesforce can’t say which value is the newest', async () => {
    await start({ tuning: { restRows: 5, bulkRows: [50, 50] } });
    for (let i = 0; i < 60; i++) bring(`${i}`, NOW - (100 + i) * HOUR);
    server.clock.advance(3600);
    server.faults.add({ url: /MAX\(/, times: 9 }, failing(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'));
    const first = await synced('full', { cursor: 'LastModifiedDate' });
    expect(first.notes.map((n) => n.message).join()).toContain('could not say which LastModifiedDate is the newest');
    server.clock.advance(3600);
    bring('copied', NOW - 90 * HOUR);
    expect(await synced('incremental', { cursor: 'LastModifiedDate' })).toMatchObject({
      mode: 'incremental',
      inserted: 1,
      read: 1,
    });
  });

  test('does not move where Salesforce alone sets it: the history and the shares of an object', async () => {
    await start();
    const fields = sobject('Thing__Share', '02c', [NAME]);
    server.org.define({ ...fields, fields: fields.fields.filter((f) => !['SystemModstamp', 'CreatedDate'].includes(f.name)) });
    for (let i = 0; i < 5; i++) server.org.insert('Thing__Share', { Name: `${i}` }, { at: stamp(NOW - (50 + i) * HOUR) });
    const record = await synced('full', {}, 'Thing__Share');
    expect(record).toMatchObject({ cursor: 'LastModifiedDate', watermark: { after: { value: '2026-11-20T12:00:00.000000Z' } } });
    expect(queries().filter((q) => q.includes('MAX('))).toEqual([]);
  });
});
