import { describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import { failing } from '../../servers/salesforce/faults.ts';
import { type Field, type StoredRecord, sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NAME: Field = { name: 'Name', type: 'string', length: 80 };

const { server, world, engine } = useSalesforce(
  () => {
    server.org.define(sobject('Thing__c', 'a01', [NAME]));
  },
  { at: NOW, service: { pageSize: 500 }, tuning: { restRows: 200, bulkRows: [75, 125], keysAtOnce: 20 } },
);

/** Ids of rows that were created evenly over some days before now. */
function fill(count: number, days: number, values: StoredRecord = {}): string[] {
  return Array.from({ length: count }, (_, i) => {
    const at = stamp(NOW - days * DAY + Math.floor((i * days * DAY) / count));
    return server.org.insert('Thing__c', { Name: `Thing ${i}`, ...values }, { at });
  });
}

async function sync(options: Partial<TableOptions> = {}, mode: 'full' | 'incremental' = 'incremental'): Promise<TableRecord> {
  const source = world.source();
  try {
    return await engine.sync(source, 'Thing__c', mode, { deletesBy: 'counts', maxDeleteFraction: 1, ...options });
  } finally {
    await source.close();
  }
}

/** A first full sync, an hour's quiet, then an incremental run after `change`: its record, its calls, and all values are the source's. */
async function runAfter(
  change: () => void,
  options: Partial<TableOptions> = {},
  wanted: (r: StoredRecord) => boolean = () => true,
): Promise<{ record: TableRecord; calls: string[] }> {
  expect((await sync(options, 'full')).error).toBeNull();
  server.clock.advance(7200);
  change();
  server.clock.advance(7200);
  const before = server.journal.entries.length;
  const record = await sync(options);
  expect(record.error).toBeNull();
  const calls = server.journal.entries.slice(before).filter((e) => e.counted);
  const alive = options.deletes === 'mark' ? '_deleted_at IS NULL' : 'true';
  const { include } = options.columns ?? {};
  const left = include === undefined ? [] : server.org.mustFind('Thing__c').fields.map((f) => f.name);
  await expectTruth(
    engine,
    server.org,
    'Thing__c',
    wanted,
    left.filter((n) => n !== 'Id' && !include?.includes(n)),
    alive,
  );
  return { record, calls: calls.map((e) => decodeURIComponent(e.url)) };
}

const counts = (calls: readonly string[]): string[] => calls.filter((c) => c.includes('COUNT('));

describe('rows that leave or come without a trace are found by the next incremental run', () => {
  test('nothing has changed: one question more', async () => {
    fill(300, 400);
    const { record, calls } = await runAfter(() => undefined);
    expect(counts(calls)).toHaveLength(1);
    expect(record.deleted + record.inserted + record.updated).toBe(0);
  });

  test('one hard delete among many: counted by day, then by hour at most, then its keys are read', async () => {
    const ids = fill(400, 100);
    const { record, calls } = await runAfter(() => server.org.purge('Thing__c', ids[130] ?? ''));
    expect(record).toMatchObject({ deleted: 1, inserted: 0, updated: 0 });
    expect(record.notes.map((n) => n.message)).toContain(
      'Salesforce counted 3 rows in one period in which the warehouse had 4; their keys were read',
    );
    expect(counts(calls).length).toBeLessThanOrEqual(3);
  });

  test('each further differing period costs no more than one call', async () => {
    const ids = fill(400, 300);
    const { record, calls } = await runAfter(() => {
      for (const i of [5, 100, 200, 300, 395]) server.org.purge('Thing__c', ids[i] ?? '');
    });
    expect(record.deleted).toBe(5);
    expect(counts(calls).length).toBeLessThanOrEqual(3);
  });

  test('a delete that left the recycle bin, a row copied in with old dates, one lost here', async () => {
    const ids = fill(200, 90);
    const { record } = await runAfter(() => {
      server.org.delete('Thing__c', ids[10] ?? '', { at: stamp(NOW - 30 * DAY) });
      server.org.purge('Thing__c', ids[10] ?? '');
      server.org.insert('Thing__c', { Name: 'copied', CreatedDate: stamp(NOW - 50 * DAY) }, { at: stamp(NOW - 50 * DAY) });
    });
    expect(record).toMatchObject({ deleted: 1, inserted: 1 });
    await engine.query(`DELETE FROM crm."Thing__c" WHERE "Id" = '${ids[99]}'`);
    expect((await sync()).inserted).toBe(1);
    await expectTruth(engine, server.org, 'Thing__c');
  });

  test('marks are taken from rows that are there again, and set on those that left', async () => {
    const ids = fill(60, 30);
    const { record } = await runAfter(() => server.org.purge('Thing__c', ids[3] ?? ''), { deletes: 'mark' });
    expect(record.deleted).toBe(1);
    const [marked] = await engine.query<{ n: number }>('SELECT count(*) AS n FROM crm."Thing__c" WHERE _deleted_at IS NOT NULL');
    expect(marked?.n).toBe(1);
    const at = stamp(NOW - 30 * DAY + Math.floor((3 * 30 * DAY) / 60));
    server.org.insert('Thing__c', { Id: ids[3] ?? '', Name: 'again' }, { at });
    expect(await sync({ deletes: 'mark' })).toMatchObject({ error: null, updated: 1, deleted: 0 });
    await expectTruth(engine, server.org, 'Thing__c', () => true, [], '_deleted_at IS NULL');
  });

  test('rows that a formula in the filter lets in or out', async () => {
    server.org.addField('Thing__c', { name: 'Open__c', type: 'string', length: 9 });
    const ids = fill(100, 60, { Open__c: 'yes' });
    const { record } = await runAfter(
      () => server.org.fix('Thing__c', ids[7] ?? '', { Open__c: 'no' }),
      { where: "Open__c = 'yes'" },
      (r) => r.Open__c === 'yes',
    );
    expect(record.deleted).toBe(1);
    server.org.fix('Thing__c', ids[7] ?? '', { Open__c: 'yes' });
    expect((await sync({ where: "Open__c = 'yes'" })).inserted).toBe(1);
  });

  test('rows that sharing rules let in or out, for a user who does not see all', async () => {
    const ids = fill(300, 400);
    const sees = (from: number, to: number) => (r: StoredRecord) => {
      const i = ids.indexOf(String(r.Id));
      return i >= from && i < to;
    };
    server.org.share('Thing__c', sees(0, 250));
    const { record } = await runAfter(() => server.org.share('Thing__c', sees(20, 260)), {}, sees(20, 260));
    expect(record).toMatchObject({ mode: 'incremental', inserted: 10, deleted: 20 });
    server.org.share('Thing__c', null);
  });

  test('a change that no run has read: its stamp is newer than what is held of its period', async () => {
    const ids = fill(100, 60);
    const { record } = await runAfter(() =>
      server.org.update('Thing__c', ids[50] ?? '', { Name: 'late' }, { at: stamp(NOW - HOUR) }),
    );
    expect(record.updated).toBe(1);
  });

  test('as many come as go: the lowest, the highest Id or the newest stamp shows it', async () => {
    const ids = fill(100, 60);
    const { record } = await runAfter(() => {
      server.org.purge('Thing__c', ids[40] ?? '');
      const at = stamp(NOW - 60 * DAY + Math.floor((40 * 60 * DAY) / 100));
      server.org.insert('Thing__c', { Name: 'instead' }, { at });
    });
    expect(record).toMatchObject({ deleted: 1, inserted: 1 });
  });

  test('where all rows share one second, ranges of Ids are counted', async () => {
    const ids = Array.from({ length: 500 }, (_, i) =>
      server.org.insert('Thing__c', { Name: `n ${i}` }, { at: stamp(NOW - 40 * DAY) }),
    );
    const { record, calls } = await runAfter(() => server.org.purge('Thing__c', ids[250] ?? ''));
    expect(record.deleted).toBe(1);
    expect(calls.filter((c) => c.includes('composite')).length).toBeGreaterThan(1);
    expect(Math.max(...record.partitions.map((p) => p.rows))).toBeLessThanOrEqual(20);
  });

  test('without CreatedDate among the columns the table is counted as a whole', async () => {
    const ids = fill(300, 100);
    const { record } = await runAfter(() => server.org.purge('Thing__c', ids[250] ?? ''), { columns: { include: ['Name'] } });
    expect(record.deleted).toBe(1);
    expect(Math.max(...record.partitions.map((p) => p.rows))).toBeLessThanOrEqual(20);
  });

  test('many rows that came unseen are read as parts, not one by one', async () => {
    fill(50, 50);
    const { record } = await runAfter(() => {
      for (let i = 0; i < 5200; i++) server.org.insert('Thing__c', { Name: `bulk ${i}` }, { at: stamp(NOW - 20 * DAY) });
    });
    expect(record).toMatchObject({ mode: 'incremental', inserted: 5200 });
  });
});

describe('counts are no reason to lose rows', () => {
  test('more deletes than max_delete_fraction allows fail the table', async () => {
    const ids = fill(100, 60);
    expect((await sync({}, 'full')).error).toBeNull();
    server.clock.advance(7200);
    for (const id of ids.slice(0, 60)) server.org.purge('Thing__c', id);
    expect((await sync({ maxDeleteFraction: 0.5 })).error?.code).toBe('TOO_MANY_DELETES');
    const [left] = await engine.query<{ n: number }>('SELECT count(*) AS n FROM crm."Thing__c"');
    expect(left?.n).toBe(100);
  });

  test('`deletes_by: full` and `deletes: ignore` count nothing', async () => {
    const ids = fill(50, 50);
    await sync({}, 'full');
    server.clock.advance(7200);
    server.org.purge('Thing__c', ids[3] ?? '');
    const record = await sync({ deletesBy: 'full' });
    expect(record).toMatchObject({ error: null, deleted: 0 });
    expect(server.journal.matching(/COUNT\(/)).toHaveLength(0);
  });

  test.each([
    [
      'refuses',
      failing(400, 'MALFORMED_QUERY', 'no'),
      'only full syncs find rows that left without a trace: Salesforce does not count its rows (no)',
    ],
    [
      'takes too long',
      failing(400, 'QUERY_TIMEOUT', 'no'),
      'only full syncs find rows that left without a trace: counting its rows takes Salesforce too long',
    ],
  ])('a service that %s leaves them to the full sync and says so', async (_, fault, note) => {
    fill(50, 50);
    await sync({}, 'full');
    server.clock.advance(7200);
    server.faults.add({ url: /COUNT/, times: 99 }, fault);
    const record = await sync();
    expect(record.error).toBeNull();
    expect(record.notes.map((n) => n.message)).toContain(note);
  });

  test.each([1, 2, 3, 4])('rows that come, change and go while the counts are asked for: moment %i', async (moment) => {
    const ids = fill(300, 60);
    await sync({}, 'full');
    server.clock.advance(7200);
    server.org.purge('Thing__c', ids[100] ?? '');
    server.faults.add(
      { url: /CreatedDate|COUNT/, nth: moment },
      {
        run: () => {
          server.clock.advance(1);
          server.org.insert('Thing__c', { Name: 'new' });
          server.org.update('Thing__c', ids[101] ?? '', { Name: 'changed' });
          server.org.purge('Thing__c', ids[102] ?? '');
          server.org.delete('Thing__c', ids[103] ?? '');
        },
      },
    );
    expect((await sync()).error).toBeNull();
    server.clock.advance(7200);
    expect((await sync()).error).toBeNull();
    await expectTruth(engine, server.org, 'Thing__c');
  });
});
