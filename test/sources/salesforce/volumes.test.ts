import { describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import { failing } from '../../servers/salesforce/faults.ts';
import type { SalesforceOptions } from '../../servers/salesforce/index.ts';
import type { Field } from '../../servers/salesforce/schema.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import type { WorldOptions } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 86_400_000;
const fixture = useSalesforce();
const { server, world, engine } = fixture;

function define(): void {
  server.org.define(
    sobject('Thing__c', 'a01', [
      { name: 'Name', type: 'string', length: 80 },
      { name: 'Amount__c', type: 'currency', precision: 18, scale: 2 },
    ]),
  );
}
const start = async (options: SalesforceOptions = {}, worldOptions: WorldOptions = {}): Promise<void> => {
  const tuning = { restRows: 50, bulkRows: [75, 125], ...worldOptions.tuning } as const;
  await fixture.start(define, { at: NOW, service: { pageSize: 25, ...options }, ...worldOptions, tuning });
};

function fill(count: number, at: (i: number) => number): void {
  for (let i = 0; i < count; i++)
    server.org.insert('Thing__c', { Name: `Thing ${i}`, Amount__c: i * 1.25 }, { at: stamp(at(i)) });
}
async function sync(mode: 'full' | 'incremental' = 'full', options: Partial<TableOptions> = {}): Promise<TableRecord> {
  const source = world.source();
  try {
    return await engine.sync(source, 'Thing__c', mode, options);
  } finally {
    await source.close();
  }
}
async function synced(mode: 'full' | 'incremental' = 'full', options: Partial<TableOptions> = {}): Promise<TableRecord> {
  const record = await sync(mode, options);
  expect(record.error).toBeNull();
  await expectTruth(engine, server.org, 'Thing__c');
  return record;
}
const jobs = (): string[] => server.journal.matching(/\/jobs\/query$/, 'POST').map((e) => String(e.note));
const spread = (days: number, count: number) => (i: number) => NOW - days * DAY + Math.floor((i * days * DAY) / count);

describe('windows of equal work', () => {
  test('come from one histogram by day, and every row is in one of them', async () => {
    await start();
    fill(500, spread(100, 500));
    const record = await synced();
    expect(record.counts.source).toBe(500);
    const body = record.partitions.filter((p) => p.pass === 'body');
    expect(body.length).toBe(4);
    expect(Math.min(...body.map((p) => p.rows))).toBeGreaterThanOrEqual(110);
    expect(Math.max(...body.map((p) => p.rows))).toBeLessThanOrEqual(135);
    expect(server.journal.matching(/GROUP BY/)).toHaveLength(1);
    expect(record.notes.map((n) => n.message)).toContain(`read with ${jobs().length} Bulk query jobs`);
  });

  test('are cut by hour where one day holds too much', async () => {
    await start();
    fill(500, (i) => NOW - DAY + Math.floor((i * 20 * 3_600_000) / 500));
    const record = await synced();
    expect(record.partitions.filter((p) => p.pass === 'body').length).toBeGreaterThanOrEqual(4);
    expect(server.journal.matching(/HOUR_IN_DAY/).length).toBeGreaterThanOrEqual(1);
  });

  test('hold a spike of one second whole', async () => {
    await start();
    fill(400, (i) => (i < 30 || i >= 370 ? spread(50, 400)(i) : NOW - 25 * DAY));
    const record = await synced();
    expect(record.counts.source).toBe(400);
    expect(Math.max(...record.partitions.map((p) => p.rows))).toBeGreaterThanOrEqual(340);
  });

  test('reach back more than 2,000 days', async () => {
    await start();
    fill(2300, (i) => NOW - (2300 - i) * DAY);
    await synced();
    expect(server.journal.matching(/GROUP BY/).map((e) => e.status)).toEqual(expect.arrayContaining([400, 200]));
    expect(server.journal.matching(/CALENDAR_MONTH/)).toHaveLength(1);
  });

  test.each([
    ['is refused', failing(400, 'MALFORMED_QUERY', "field 'SystemModstamp' can not be grouped in a query call")],
    ['takes too long', failing(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.')],
  ])('are cut evenly from the oldest row on where the histogram %s', async (_, fault) => {
    await start();
    fill(400, spread(300, 400));
    server.faults.add({ url: /GROUP BY/, times: 99 }, fault);
    const record = await synced();
    expect(record.partitions.filter((p) => p.pass === 'body').length).toBeGreaterThanOrEqual(3);
  });

  test('are cut at last without knowing the oldest row', async () => {
    await start();
    fill(400, spread(300, 400));
    server.faults.add(
      { url: /GROUP BY|ORDER BY/, times: 99 },
      failing(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'),
    );
    await synced();
  });

  test('keep a row that stands exactly on an edge in just one of them', async () => {
    await start();
    fill(320, (i) => NOW - 40 * DAY + Math.floor(i / 8) * DAY);
    const record = await synced();
    expect(record.counts).toEqual({ source: 320, staged: 320, applied: 320 });
  });

  test('cover an incremental run that finds more than a few pages', async () => {
    await start();
    fill(400, spread(300, 400));
    await synced();
    server.clock.advance(10 * 86_400);
    for (const [i, record] of [...server.org.records('Thing__c')].entries()) {
      if (i % 2 === 0) server.org.update('Thing__c', String(record.Id), { Name: 'again' }, { at: stamp(NOW + i * 2_000_000) });
      else if (i % 5 === 0) server.org.delete('Thing__c', String(record.Id), { at: stamp(NOW + i * 2_000_000) });
    }
    const record = await synced('incremental');
    expect(record).toMatchObject({ mode: 'incremental', updated: 200, deleted: 40 });
    expect(record.partitions.filter((p) => p.pass === 'body').length).toBeGreaterThan(1);
  });
});

describe('by REST where Bulk is no way', () => {
  test.each([
    ['INVALIDENTITY', "Entity 'Thing__c' is not supported by the Bulk API."],
    ['FUNCTIONALITY_NOT_ENABLED', 'Selecting compound data not supported in Bulk Query'],
  ])('%s is remembered for the next run', async (errorCode, message) => {
    await start();
    server.org.define({ ...server.org.mustFind('Thing__c'), bulkRefusal: { errorCode, message } });
    fill(400, spread(50, 400));
    const record = await synced();
    expect(record.notes.map((n) => n.message)).toEqual(
      expect.arrayContaining([expect.stringContaining('the Bulk API does not take this object')]),
    );
    const tried = jobs().length + server.journal.matching(/\/jobs\/query$/, 'POST').length;
    expect(tried).toBeGreaterThan(0);
    server.journal.clear();
    await synced();
    expect(server.journal.matching(/jobs/)).toEqual([]);
  });

  test('more than 10,000 rows come by pages, 10,000 of them changed in one second', async () => {
    await start({ pageSize: 2000 }, { tuning: { restRows: 2000, bulkRows: [3000, 5000] } });
    server.org.define({
      ...server.org.mustFind('Thing__c'),
      bulkRefusal: { errorCode: 'INVALIDENTITY', message: "Entity 'Thing__c' is not supported by the Bulk API." },
    });
    fill(12_000, (i) => (i < 1000 ? spread(50, 1000)(i) : NOW - DAY));
    const record = await synced();
    expect(record.counts.source).toBe(12_000);
  });

  test('the day’s jobs are used up', async () => {
    await start({ jobLimit: 1 });
    fill(400, spread(50, 400));
    const record = await synced();
    expect(record.notes.some((n) => n.message.includes('are used up'))).toBe(true);
    expect(jobs().length).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['Failed', 'InternalServerError'],
    ['Failed', undefined],
    ['Aborted', undefined],
  ] as const)('a job that ends as %s (%s) is tried once more', async (state, errorMessage) => {
    await start();
    fill(400, spread(50, 400));
    server.service.bulk.endNextJob({ state, ...(errorMessage === undefined ? {} : { errorMessage }) });
    const record = await synced();
    expect(record.counts.source).toBe(400);
  });

  test('jobs that never end well give way to pages', async () => {
    await start();
    fill(300, spread(50, 300));
    for (let i = 0; i < 50; i++) server.service.bulk.endNextJob({ state: 'Failed' });
    const record = await synced();
    expect(record.notes.some((n) => n.message.includes('without a reason'))).toBe(true);
  });

  test('a job that takes too long is halved', async () => {
    await start();
    fill(300, spread(50, 300));
    server.service.bulk.endNextJob({ state: 'Failed', errorMessage: 'Retried more than fifteen times. Query timeout' });
    const record = await synced();
    expect(record.notes.some((n) => n.message.includes('was halved'))).toBe(true);
  });
});

describe('by REST', () => {
  test('a window that takes too long is halved, and each row comes once', async () => {
    await start();
    fill(48, spread(50, 48));
    server.faults.add({ url: /FROM Thing__c WHERE SystemModstamp < /, times: 2 }, failing(400, 'QUERY_TIMEOUT', 'too long'));
    server.faults.add({ url: /SELECT .*FROM Thing__c$/ }, failing(400, 'QUERY_TIMEOUT', 'too long'));
    const record = await synced();
    expect(record.counts).toEqual({ source: 48, staged: 48, applied: 48 });
  });

  test.each(['full', 'incremental'] as const)('what is always too much for it comes by a few jobs (%s)', async (mode) => {
    await start();
    fill(60, spread(50, 60));
    if (mode === 'incremental') {
      await synced();
      server.clock.advance(3600);
      for (const record of server.org.records('Thing__c')) server.org.update('Thing__c', String(record.Id), { Name: 'again' });
      server.clock.advance(600);
    }
    server.faults.add({ url: /FROM Thing__c/, times: 10_000 }, failing(400, 'QUERY_TIMEOUT', 'too long'));
    server.journal.clear();
    const record = await synced(mode);
    expect(record).toMatchObject({ mode, rows: 60 });
    expect(jobs().length).toBeLessThan(20);
    expect(server.journal.entries.length).toBeLessThan(150);
  });

  test('a query that always takes too long fails in bounded time and keeps the table', async () => {
    await start();
    fill(40, spread(50, 40));
    await synced();
    server.clock.advance(3600);
    server.faults.add({ url: /FROM Thing__c/, times: 10_000 }, failing(400, 'QUERY_TIMEOUT', 'too long'));
    for (let i = 0; i < 100; i++) server.service.bulk.endNextJob({ state: 'Failed', errorMessage: 'QUERY_TIMEOUT' });
    server.journal.clear();
    const record = await sync('incremental');
    expect(record.error?.code).toBe('QUERY_REFUSED');
    expect(record.rows).toBe(40);
    expect(server.journal.entries.length).toBeLessThan(150);
  });

  test('pages may hold one row', async () => {
    await start({ pageSize: 1 });
    fill(25, spread(5, 25));
    expect((await synced()).counts.source).toBe(25);
  });

  test('a table without a cursor is read whole each run, by a job where it is large', async () => {
    await start();
    const plain = sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]);
    server.org.define({ ...plain, fields: plain.fields.filter((f) => f.type !== 'datetime') });
    for (let i = 0; i < 200; i++) server.org.insert('Thing__c', { Name: `Thing ${i}` });
    const first = await synced();
    expect(first).toMatchObject({ mode: 'full', watermark: { after: null } });
    expect(jobs()).toHaveLength(1);
    server.org.purge('Thing__c', String([...server.org.records('Thing__c')][0]?.Id));
    expect(await synced('incremental')).toMatchObject({ mode: 'full', deleted: 1 });
  });
});

describe('archived activities', () => {
  test.each([
    ['by pages', 30],
    ['by jobs', 200],
  ])('are part of a full sync and stay in the incremental ones, %s', async (_, count) => {
    await start();
    server.org.define(
      sobject('Thing__c', 'a01', [
        { name: 'Name', type: 'string', length: 80 },
        { name: 'IsArchived', type: 'boolean', nillable: false },
      ]),
    );
    for (let i = 0; i < count; i++)
      server.org.insert('Thing__c', { Name: `${i}`, IsArchived: i % 3 === 0 }, { at: stamp(spread(50, count)(i)) });
    const [gone = '', kept = ''] = [...server.org.records('Thing__c')].map((r) => String(r.Id));
    server.org.delete('Thing__c', gone);
    await synced();
    server.clock.advance(60);
    server.org.delete('Thing__c', kept);
    expect(await synced('incremental')).toMatchObject({ mode: 'incremental', deleted: 1 });
    await synced('full');
  });
});

describe('an object of 500 fields', () => {
  const wide: Field[] = Array.from({ length: 500 }, (_, i) => ({
    name: `A_rather_long_name_of_a_custom_field_${String(i).padStart(4, '0')}__c`,
    type: 'string',
    length: 80,
  }));

  test.each([
    ['by pages', 20],
    ['by jobs', 120],
  ])('is read %s without ever exceeding the limit of URI and headers', async (_, count) => {
    await start();
    server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }, ...wide]));
    for (let i = 0; i < count; i++)
      server.org.insert(
        'Thing__c',
        { Name: `N ${i}`, [wide[i % 500]?.name ?? '']: `v${i}` },
        { at: stamp(spread(50, count)(i)) },
      );
    await synced();
    server.clock.advance(60);
    server.org.update('Thing__c', String([...server.org.records('Thing__c')][0]?.Id), { Name: 'changed' });
    await synced('incremental');
    expect(Math.max(...server.journal.entries.map((e) => e.size))).toBeLessThanOrEqual(16_384);
    expect(server.journal.entries.filter((e) => e.status >= 400)).toEqual([]);
  });
});
