import { beforeEach, expect, test } from 'vitest';
import type { TableRecord } from '../../../src/model/record.ts';
import { failing } from '../../servers/salesforce/faults.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

/** Objects so large that Salesforce takes too long to count them at once. */

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 86_400_000;
const ROWS = 400;
let ids: string[];
const { server, world, engine } = useSalesforce(
  () => {
    engine.clock = () => new Date(server.clock.now());
    server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]));
    ids = Array.from({ length: ROWS }, (_, i) =>
      server.org.insert('Thing__c', { Name: `Thing ${i}` }, { at: stamp(NOW - 400 * DAY + i * DAY) }),
    );
  },
  { at: NOW, service: { pageSize: 500 }, tuning: { restRows: 200, bulkRows: [75, 125], keysAtOnce: 20, countedRows: [10, 100] } },
);
beforeEach(async () => {
  expect((await sync('full')).error).toBeNull();
});

async function sync(mode: 'full' | 'incremental' = 'incremental'): Promise<TableRecord> {
  server.clock.advance(3600);
  await engine.reopen();
  const source = world.source();
  try {
    return await engine.sync(source, 'Thing__c', mode, { deletesBy: 'counts', maxDeleteFraction: 1 });
  } finally {
    await source.close();
  }
}

async function stored() {
  const [table] = await engine.warehouse.tables();
  return { countedAt: table?.countedAt ?? '', windows: table?.countedWindows ?? [] };
}

/** How many questions of a run were answered, and how many came too late. */
async function questions(work: () => Promise<unknown>): Promise<number> {
  const before = server.journal.matching(/COUNT\(/).length;
  await work();
  return server.journal.matching(/COUNT\(/).length - before;
}

const notes = (record: TableRecord) => record.notes.map((n) => n.message).join('\n');

test('windows are counted in turn; all that left or came is found within a round, and the oldest count is told', async () => {
  server.org.mostAggregated = 150;
  const before = (await stored()).countedAt;
  const first = await sync();
  expect(first.error).toBeNull();
  expect(notes(first)).toMatch(
    /can't count all rows at once, so each run counts some of 4 windows of CreatedDate; the oldest count is of 2026-11-20 1\d:00:0\d UTC/,
  );
  expect(await stored()).toMatchObject({ countedAt: before, windows: [{ from: null }, {}, {}, { to: null }] });
  for (const i of [5, 120, 230, 399]) server.org.purge('Thing__c', ids[i] ?? '');
  server.org.insert('Thing__c', { Name: 'copied' }, { at: stamp(NOW - 250 * DAY) });
  const deleted: number[] = [];
  for (let run = 0; run < 4; run++) {
    const asked = await questions(async () => {
      const record = await sync();
      expect(record.error).toBeNull();
      deleted.push(record.deleted);
    });
    // The window's months, then days or hours of what differs.
    expect(asked).toBeLessThanOrEqual(4);
    if (run < 3) expect((await stored()).countedAt).toBe(before);
  }
  expect(deleted).toEqual([1, 1, 1, 1]);
  await expectTruth(engine, server.org, 'Thing__c');
  expect(Date.parse((await stored()).countedAt)).toBeGreaterThan(Date.parse(before));
});

test('a window that takes too long is divided again', async () => {
  server.org.mostAggregated = 60;
  await sync();
  server.org.purge('Thing__c', ids[10] ?? '');
  server.org.purge('Thing__c', ids[350] ?? '');
  for (let run = 0; run < 8; run++) expect((await sync()).error).toBeNull();
  expect((await stored()).windows.length).toBeGreaterThanOrEqual(8);
  await expectTruth(engine, server.org, 'Thing__c');
});

test('a run that fails after its counts has counted nothing', async () => {
  server.org.mostAggregated = 150;
  await sync();
  const known = await stored();
  server.org.purge('Thing__c', ids[5] ?? '');
  server.faults.add({ url: /SELECT Id FROM Thing__c/, times: 9 }, failing(400, 'MALFORMED_QUERY', 'no'));
  expect((await sync()).error).not.toBeNull();
  expect(await stored()).toEqual(known);
  server.faults.clear();
  expect((await sync()).deleted).toBe(1);
});

test('a full sync counts all windows; the next run divides anew, and no other table waits for an answer that is too late', async () => {
  server.org.mostAggregated = 150;
  await sync();
  await sync('full');
  expect((await stored()).windows).toEqual([]);
  expect(await questions(async () => sync())).toBe(1);
  expect((await stored()).windows).toHaveLength(4);
});

test('after a month it is tried at once again', async () => {
  server.org.mostAggregated = 150;
  await sync();
  server.org.mostAggregated = 9999;
  server.clock.advance(31 * 86_400);
  await sync('full');
  await sync();
  expect((await stored()).windows).toEqual([]);
});

test.each([
  [
    'an error without a known reason',
    failing(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'),
    /could not count its rows in this run \(An unexpected error occurred\.\)/,
  ],
  ['an object that has no counts', failing(404, 'NOT_FOUND', 'gone'), /does not count its rows \(gone\)/],
])('%s: the rows are right, and a note says that they were not counted', async (_, fault, words) => {
  server.org.update('Thing__c', ids[7] ?? '', { Name: 'changed' });
  server.faults.add({ url: /COUNT\(/, times: 99 }, fault);
  const record = await sync();
  expect(record).toMatchObject({ error: null, updated: 1 });
  expect(notes(record)).toMatch(words);
  expect((await stored()).countedAt.slice(0, 13)).toBe('2026-11-20T13');
});

test('the day’s limit is no matter of the counts: the table fails with it', async () => {
  server.faults.add({ url: /COUNT\(/, times: 99 }, failing(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
  expect((await sync()).error?.code).toBe('API_LIMIT_REACHED');
});
