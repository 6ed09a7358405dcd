import { describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import { emptyBody, type Fault, failing, htmlPage, unavailable } from '../../servers/salesforce/faults.ts';
import type { SalesforceOptions } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import type { WorldOptions } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { syncTables } from '../../support/sync-tables.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const fixture = useSalesforce();
const { server, world, engine } = fixture;

function fill(): void {
  server.org.define(
    sobject('Thing__c', 'a01', [
      { name: 'Name', type: 'string', length: 80 },
      { name: 'Amount__c', type: 'currency', precision: 18, scale: 2 },
    ]),
  );
  for (let i = 0; i < 60; i++)
    server.org.insert('Thing__c', { Name: `Thing ${i}`, Amount__c: i }, { at: stamp(NOW - (60 - i) * 3_600_000) });
}
const start = async (options: SalesforceOptions = {}, worldOptions: WorldOptions = {}): Promise<void> =>
  fixture.start(fill, { at: NOW, service: { pageSize: 10, bulkPageSize: 15, ...options }, ...worldOptions });
const BULK: WorldOptions = { tuning: { restRows: 5, bulkRows: [60, 60] }, parallel: 1 };

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
const ids = (): string[] => [...server.org.records('Thing__c')].map((r) => String(r.Id));

const PASSING: readonly (readonly [string, Fault])[] = [
  ['503', unavailable()],
  ['503 with a wait', unavailable(503, { 'retry-after': '0' })],
  ['420', unavailable(420)],
  ['406', { reply: { status: 406, type: 'application/json', body: '[{"errorCode":"NOT_ACCEPTABLE","message":"no"}]' } }],
  ['429', unavailable(429)],
  ['500', failing(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred')],
  ['an HTML page with 502', htmlPage(502)],
  ['an HTML page with 200', htmlPage(200)],
  ['an empty 503', emptyBody(503)],
  ['an empty 200', { reply: { status: 200, type: 'application/json', body: '' } }],
  ['half an answer', { reply: { status: 200, type: 'application/json', body: '{"totalSize":60,"done":true,"rec' } }],
  ['a closed connection', { reset: true }],
  ['a body cut off', { cutAfter: 20 }],
  ['a body cut off between chunks', { cutAfter: 20, chunked: true }],
  ['a body that stalls', { stallAfter: 20 }],
  ['a concurrency limit', failing(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.')],
];

describe('what passes by itself is tried again, without a row lost or doubled', () => {
  test.each(PASSING)('%s, while pages are read by REST', async (_, fault) => {
    await start();
    server.faults.add({ url: /\/query\/01g/, nth: 2, times: 2 }, fault);
    expect((await synced()).counts).toEqual({ source: 60, staged: 60, applied: 60 });
    expect(server.faults.struck).toBe(2);
  });

  test.each(PASSING)('%s, while a page of a job is downloaded: only that page is fetched again', async (_, fault) => {
    await start({}, BULK);
    server.faults.add({ url: /\/results\?/, nth: 2, times: 2 }, fault);
    expect((await synced()).counts).toEqual({ source: 60, staged: 60, applied: 60 });
    const pages = server.journal.matching(/\/results\?/).map((e) => e.url);
    expect(pages).toHaveLength(6);
    expect(new Set(pages).size).toBe(4);
  });

  test.each([
    ['a composite', /\/composite/],
    ['the first query', /\/query\/\?/],
    ['a describe', /\/describe/],
    ['the global describe', /\/sobjects\/$/],
    ['the creation of a job', /\/jobs\/query$/],
    ['a poll', /\/jobs\/query\/\w+$/],
    ['the list of pages', /\/resultPages/],
    ['the histogram', /GROUP BY/],
  ])('503 at %s', async (_, url) => {
    await start({}, BULK);
    server.faults.add({ url, times: 2 }, unavailable());
    await synced();
  });

  test('but not for ever: the table fails, keeps its rows and watermark, and the next run is right', async () => {
    await start();
    const first = await synced();
    server.clock.advance(60);
    for (const id of ids().slice(0, 25)) server.org.update('Thing__c', id, { Name: 'edited' });
    server.faults.add({ url: /\/query\/01g/, times: 99 }, unavailable());
    const failed = await sync('incremental');
    expect(failed).toMatchObject({ status: 'failed', rows: 60, error: { code: 'SOURCE_FAILED' } });
    expect(failed.watermark.after).toEqual(first.watermark.after);
    expect(server.journal.entries.length).toBeLessThan(30);
    server.faults.clear();
    await synced('incremental');
  });
});

describe('counts that disagree', () => {
  test('the number of records in a page’s header: the table is read again', async () => {
    await start({}, BULK);
    server.faults.add({ url: /\/results\?/, nth: 2 }, { headers: { 'Sforce-NumberOfRecords': '14' } });
    expect((await synced()).counts).toEqual({ source: 60, staged: 60, applied: 60 });
    expect(server.journal.matching(/\/jobs\/query$/, 'POST')).toHaveLength(2);
  });

  test('a job’s total and its pages: the table is read again', async () => {
    await start({}, BULK);
    server.options.jobTotalError = 1;
    const countRight = (): void => {
      server.options.jobTotalError = 0;
    };
    server.faults.add({ url: /\/jobs\/query\/\w+$/, method: 'DELETE' }, { run: countRight });
    await synced();
    expect(server.journal.matching(/\/jobs\/query$/, 'POST')).toHaveLength(2);
  });

  test('the announced size of a REST query and its pages: the window is read again', async () => {
    await start();
    const page = '{"totalSize":60,"done":true,"records":[]}';
    server.faults.add({ url: /\/query\/01g/, nth: 3 }, { reply: { status: 200, type: 'application/json', body: page } });
    await synced();
    expect(server.journal.matching(/ FROM Thing__c$/)).toHaveLength(2);
  });
});

describe('rows that no longer meet the condition', () => {
  const where = "Name LIKE 'Thing%'";
  const matching = (r: { readonly Name?: unknown }): boolean => String(r.Name).startsWith('Thing');
  async function leaving(): Promise<void> {
    await start();
    await sync('full', { where });
    server.clock.advance(60);
    for (const id of ids().slice(0, 25)) server.org.update('Thing__c', id, { Name: 'left' });
    server.clock.advance(60);
  }
  async function left(): Promise<void> {
    const record = await sync('incremental', { where });
    expect(record).toMatchObject({ status: 'succeeded', mode: 'incremental', deleted: 25 });
    expect(server.faults.struck).toBeGreaterThan(0);
    await expectTruth(engine, server.org, 'Thing__c', matching);
  }

  test.each<[string, Fault]>([
    ['a query cursor that expires', failing(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')],
    ['a page without its records', { reply: { status: 200, type: 'application/json', body: '{"done":true,"records":[]}' } }],
  ])('leave, all of them, whatever their list meets: %s', async (_, fault) => {
    await leaving();
    server.faults.add({ url: /\/query(All)?\/01g/ }, fault);
    await left();
  });

  test('leave, though their list takes too long before its last page', async () => {
    await leaving();
    server.faults.add({ url: /\/query(All)?\/01g/ }, failing(400, 'QUERY_TIMEOUT', 'too long'));
    await left();
  });

  test('rows that were seen once, and then came again by a job, have not left', async () => {
    await start();
    await sync('full', { where });
    server.clock.advance(60);
    const edit = (from: number): void => {
      for (const id of ids().slice(from, from + 15)) server.org.update('Thing__c', id, { Name: 'Thing, edited' });
    };
    edit(0);
    server.clock.advance(240);
    edit(15);
    server.clock.advance(60);
    const rows = /Amount__c.*FROM Thing__c/;
    server.journal.clear();
    // The last page of 30 rows; then all windows but the early half.
    const lastPage = (): void =>
      server.faults.add({ url: /\/query(All)?\/01g.*-20$/ }, failing(400, 'QUERY_TIMEOUT', 'too long'));
    server.faults.add({ url: /\/query(All)?\/01g.*-10$/, nth: 2 }, { run: lastPage });
    server.faults.add(
      { url: new RegExp(`${rows.source}.*>= (?!2026-11-20T12:00:00Z)`), times: 99 },
      failing(400, 'QUERY_TIMEOUT', 'too long'),
    );
    const record = await sync('incremental', { where });
    expect(record).toMatchObject({ error: null, deleted: 0, rows: 60 });
    expect(server.journal.matching(/\/jobs\/query$/, 'POST').length).toBeGreaterThan(0);
    await expectTruth(engine, server.org, 'Thing__c', matching);
  });

  test('a row that is edited while a busy service is asked again has not left', async () => {
    await leaving();
    const list = { url: /^(?!.*Amount__c).*FROM Thing__c/ };
    server.faults.add({ ...list }, unavailable());
    const edit = (): void => {
      server.org.update('Thing__c', ids().at(-1) ?? '', { Name: 'Thing, edited meanwhile' });
      server.clock.advance(1);
    };
    server.faults.add({ ...list }, { run: edit });
    await left();
  });
});

describe('jobs', () => {
  test.each(['header', 'nothing'] as const)('a job without rows, whose page holds the %s', async (emptyBulkBody) => {
    await start({ emptyBulkBody }, BULK);
    const purge = (): void => {
      for (const id of ids()) server.org.purge('Thing__c', id);
    };
    server.faults.add({ url: /\/jobs\/query$/, method: 'POST' }, { run: purge });
    expect((await synced()).rows).toBe(0);
  });

  test('are waited for as long as they take', async () => {
    await start({ pollsUntilComplete: 150 }, BULK);
    await synced();
    expect(server.journal.matching(/\/jobs\/query\/\w+$/, 'GET').length).toBe(151);
  });

  test('are aborted when the run stops, and deleted when they are read', async () => {
    await start({ pollsUntilComplete: 1e9 }, BULK);
    const abort = new AbortController();
    server.faults.add({ url: /\/jobs\/query\/\w+$/, method: 'GET', nth: 5 }, { run: () => abort.abort(new Error('enough')) });
    const source = world.source();
    expect((await engine.sync(source, 'Thing__c', 'full', {}, abort.signal)).status).toBe('failed');
    await source.close();
    expect(server.journal.matching(/\/jobs\/query\/\w+$/, 'PATCH').map((e) => e.note)).toEqual(['Aborted']);
    server.options.pollsUntilComplete = 0;
    await synced();
    expect(server.service.bulk.openJobs).toBe(1);
  });

  test('whose columns come in another order are not trusted: the rows are read by name', async () => {
    await start({}, BULK);
    const swapped = `"Name","Id"\n"a","b"\n`;
    server.faults.add(
      { url: /\/results\?/ },
      {
        reply: {
          status: 200,
          type: 'text/csv',
          body: swapped,
          headers: { 'Sforce-NumberOfRecords': '1', 'Sforce-Locator': 'null' },
        },
      },
    );
    const record = await synced();
    expect(record.notes.some((n) => n.message.includes('it is read by REST'))).toBe(true);
  });

  test('older API versions name no pages: they are followed one by one', async () => {
    await start({}, { ...BULK, apiVersion: '57.0' });
    await synced();
    expect(server.journal.matching(/locator=/).length).toBe(3);
  });
});

describe('the limits of the day', () => {
  test('calls that are used up stop the run; what was committed stays, and the next run goes on', async () => {
    await start();
    await synced();
    server.clock.advance(60);
    for (const id of ids().slice(0, 25)) server.org.update('Thing__c', id, { Name: 'edited' });
    const useUp = (): void => {
      server.service.usage.used = server.service.usage.limit;
    };
    server.faults.add({ url: /\/query\/01g/, nth: 2 }, { run: useUp });
    const failed = await sync('incremental');
    expect(failed).toMatchObject({
      status: 'failed',
      rows: 60,
      error: { code: 'API_LIMIT_REACHED', hint: expect.stringContaining('24 hours') },
    });
    server.service.usage.used = 20;
    await synced('incremental');
  });

  test('a run keeps within its share and says so', async () => {
    await start({ dailyLimit: 100, dailyUsed: 5 }, { apiBudget: 0.06 });
    const record = await sync();
    expect(record).toMatchObject({
      status: 'failed',
      error: { code: 'API_BUDGET_REACHED', message: expect.stringContaining('6 API calls') },
    });
    expect(server.journal.calls).toBe(6);
  });
});

describe('a limit', () => {
  test('of requests at the same time is not called one of the day', async () => {
    await start();
    const words = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
    server.faults.add({ url: /FROM Thing__c/, times: 99 }, failing(403, 'REQUEST_LIMIT_EXCEEDED', words));
    const { error } = await sync();
    expect(error).toMatchObject({ code: 'API_LIMIT_REACHED', message: expect.stringMatching(/Thing__c: .*at the same time/) });
    expect(error?.hint).toMatch(/run\.parallel/);
    expect(`${error?.message} ${error?.hint}`).not.toMatch(/24 hours/);
  });

  test('of people and records in one answer names what helps, where no window is small enough', async () => {
    await start();
    server.faults.add(
      { url: /FROM Thing__c|jobs\/query$/, times: 9999 },
      failing(400, 'OPERATION_TOO_LARGE', "exceeded 100000 distinct who/what's"),
    );
    const { error } = await sync();
    expect(error).toMatchObject({ code: 'QUERY_REFUSED', message: expect.stringContaining("distinct who/what's") });
    expect(error?.hint).toMatch(/"View All Data"/);
  });
});

describe('a job that is refused', () => {
  test('for a reason that is not known: its rows come by REST, and the next run tries a job again', async () => {
    await start({}, BULK);
    server.faults.add({ url: /\/jobs\/query$/ }, failing(400, 'API_ERROR', 'This is new in the next release'));
    const record = await synced();
    expect(record.notes.map((n) => n.message).join()).toContain('refused with "This is new in the next release"');
    server.journal.clear();
    await synced();
    expect(server.journal.matching(/\/jobs\/query$/, 'POST').map((e) => e.status)).toEqual([200]);
  });

  test('for a field that is gone, which REST does not know either: the object is described once more', async () => {
    await start({}, BULK);
    const message =
      "\nSELECT Id, Gone__c FROM Thing__c\n           ^\nERROR at Row:1:Column:12\nNo such column 'Gone__c' on entity 'Thing__c'.";
    const gone = (): void => server.faults.add({ url: /FROM Thing__c/ }, failing(400, 'INVALID_FIELD', message));
    server.faults.add({ url: /\/jobs\/query$/ }, { ...failing(400, 'API_ERROR', message), run: gone });
    await synced();
    expect(server.journal.matching(/Thing__c\/describe/).map((e) => e.status)).toEqual([200, 200]);
  });

  test('because the day’s calls are used up: that is what the error says', async () => {
    await start({}, BULK);
    server.faults.add(
      { url: /\/jobs\/query$|FROM Thing__c/, times: 99, nth: 2 },
      failing(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    );
    const record = await sync();
    expect(record.error?.code).toBe('API_LIMIT_REACHED');
    expect(record.notes.map((n) => n.message)).not.toContainEqual(expect.stringContaining('jobs of the last 24 hours'));
  });
});

describe('descriptions that no longer hold', () => {
  test('a field hidden since the describe was kept: described once more, the column stays with its values', async () => {
    await start();
    await synced();
    server.clock.advance(60);
    server.org.hide('Thing__c.Amount__c');
    const [changed = ''] = ids();
    server.org.update('Thing__c', changed, { Name: 'edited', Amount__c: 99 });
    server.clock.advance(60);
    const record = await sync('incremental');
    expect(record).toMatchObject({ status: 'succeeded', mode: 'incremental', updated: 1 });
    expect(record.columns.find((c) => c.name === 'Amount__c')).toMatchObject({ removed: true });
    await expectTruth(engine, server.org, 'Thing__c', undefined, ['Amount__c']);
    expect(await engine.query(`SELECT CAST("Amount__c" AS INTEGER) AS a FROM crm."Thing__c" WHERE "Id" = '${changed}'`)).toEqual([
      { a: 0 },
    ]);
  });

  test('a field that the condition needs and that is gone is an error that names it', async () => {
    await start();
    const options = { where: 'Amount__c > 5' };
    expect((await sync('full', options)).rows).toBe(54);
    server.clock.advance(60);
    server.org.hide('Thing__c.Amount__c');
    expect(await sync('incremental', options)).toMatchObject({
      rows: 54,
      error: { code: 'SCHEMA_CHANGED', message: expect.stringContaining("'Amount__c'") },
    });
  });

  test('permissions change without a word: after a day describes are read anew', async () => {
    await start();
    server.org.hide('Thing__c.Amount__c');
    await sync();
    server.org.show('Thing__c.Amount__c');
    server.clock.advance(23 * 3600);
    expect((await sync('incremental')).mode).toBe('incremental');
    server.clock.advance(2 * 3600);
    expect(await synced('incremental')).toMatchObject({ mode: 'full', why: expect.stringContaining('Amount__c') });
  });

  test('nothing changed: one conditional global describe, no object’s', async () => {
    await start();
    await synced();
    server.journal.clear();
    server.clock.advance(60);
    await synced('incremental');
    expect(server.journal.matching(/sobjects/).map((e) => e.status)).toEqual([304]);
  });

  test('something else changed: the object’s own describe is asked for, and not sent again', async () => {
    await start();
    await synced();
    server.clock.advance(60);
    server.org.define(sobject('Other__c', 'a02', []));
    server.clock.advance(60);
    server.journal.clear();
    await synced('incremental');
    expect(server.journal.matching(/sobjects/).map((e) => e.status)).toEqual([200, 304]);
  });

  test('a run that heard of a change and could not ask what it was does not make the next one trust the old describe', async () => {
    await start();
    await synced();
    server.clock.advance(60);
    server.org.addField('Thing__c', { name: 'New__c', type: 'string', length: 10 });
    for (const id of ids()) server.org.fix('Thing__c', id, { New__c: 'new' });
    server.clock.advance(60);
    server.faults.add({ url: /describe/, times: 99 }, failing(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
    await expect(sync('incremental')).rejects.toMatchObject({ code: 'API_LIMIT_REACHED' });
    server.faults.clear();
    server.clock.advance(60);
    server.journal.clear();
    expect(await synced('incremental')).toMatchObject({ mode: 'full', why: expect.stringContaining('New__c') });
    expect(server.journal.matching(/sobjects/).map((e) => e.status)).toEqual([304, 200]);
    server.journal.clear();
    server.clock.advance(60);
    await synced('incremental');
    expect(server.journal.matching(/sobjects/).map((e) => e.status)).toEqual([304]);
  });

  test('another user sees other fields: nothing of the first one’s describes is used', async () => {
    await start();
    await synced();
    server.org.currentUserId = server.org.currentUserId.replace('Hw0', 'Xx0');
    server.journal.clear();
    server.clock.advance(60);
    await sync('incremental');
    expect(server.journal.matching(/describe/).map((e) => e.status)).toEqual([200]);
  });
});

describe('several tables in one call', () => {
  const tables = { Thing__c: {}, Other__c: {}, Third__c: {} };
  async function three(): Promise<void> {
    await start();
    server.org.define(sobject('Other__c', 'a02', []), sobject('Third__c', 'a03', []));
    for (const name of ['Other__c', 'Third__c']) for (let i = 0; i < 3; i++) server.org.insert(name, {});
    await syncTables(engine, world.source(), tables, 'full');
    server.clock.advance(60);
    server.journal.clear();
  }

  test('one that fails does not harm the others', async () => {
    await three();
    server.faults.add({ url: /FROM Other__c/, times: 9 }, failing(400, 'MALFORMED_QUERY', 'unexpected token'));
    const synced = await syncTables(engine, world.source(), tables, 'incremental');
    expect(synced.records.map((r) => [r.table, r.error?.code ?? null])).toEqual([
      ['Thing__c', null],
      ['Other__c', 'QUERY_REFUSED'],
      ['Third__c', null],
    ]);
  });

  test('one whose condition holds what a composite takes for a reference goes by itself', async () => {
    await three();
    const where = "Id != '@{part0.id}'";
    const synced = await syncTables(engine, world.source(), { ...tables, Third__c: { where } }, 'full');
    expect(synced.records.map((r) => r.error)).toEqual([null, null, null]);
    await syncTables(engine, world.source(), { ...tables, Third__c: { where } }, 'incremental');
    expect(new Set(server.journal.matching(/composite/).map((e) => e.status))).toEqual(new Set([200]));
    await expectTruth(engine, server.org, 'Third__c');
  });

  test('one that is busy asks again by itself', async () => {
    await three();
    const [changed = ''] = [...server.org.records('Other__c')].map((r) => String(r.Id));
    server.org.update('Other__c', changed, { Name: 'edited' });
    server.faults.add({ url: /FROM Other__c/, times: 2 }, unavailable());
    const synced = await syncTables(engine, world.source(), tables, 'incremental');
    expect(synced.records.map((r) => r.error)).toEqual([null, null, null]);
    expect(server.faults.struck).toBe(2);
    await expectTruth(engine, server.org, 'Other__c');
  });

  test('whose answers come in another order are not taken for each other’s', async () => {
    await three();
    for (const id of ids()) server.org.update('Thing__c', id, { Name: 'edited' });
    const part = (n: number): string =>
      `{"body":{"totalSize":0,"done":true,"records":[]},"httpHeaders":{},"httpStatusCode":200,"referenceId":"part${n}"}`;
    const body = `{"compositeResponse":[${[1, 0, 2].map(part).join(',')}]}`;
    server.faults.add({ url: /\/composite/ }, { reply: { status: 200, type: 'application/json', body } });
    const synced = await syncTables(engine, world.source(), tables, 'incremental');
    expect(synced.records.map((r) => r.error)).toEqual([null, null, null]);
    await expectTruth(engine, server.org, 'Thing__c');
  });

  test('where an organisation does not take composites, each asks for itself', async () => {
    await three();
    server.faults.add({ url: /\/composite/, times: 9 }, failing(404, 'NOT_FOUND', 'The requested resource does not exist'));
    const synced = await syncTables(engine, world.source(), tables, 'incremental');
    expect(synced.records.map((r) => r.error)).toEqual([null, null, null]);
    expect(server.journal.matching(/\/query(All)?\/\?/)).toHaveLength(3);
  });
});

test.each([600, -600])('this machine’s clock does not matter (the service’s is %i s off)', async (clockOffsetSeconds) => {
  const few = (): void => {
    server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]));
    for (let i = 0; i < 5; i++) server.org.insert('Thing__c', { Name: `${i}` });
  };
  await fixture.start(few, { at: null, service: { clockOffsetSeconds } });
  const first = await synced();
  const difference = Date.parse(String(first.watermark.after?.value)) - Date.now();
  expect(Math.abs(difference - clockOffsetSeconds * 1000)).toBeLessThan(5000);
  for (const id of ids().slice(0, 2)) server.org.update('Thing__c', id, { Name: 'edited' });
  expect((await synced('incremental')).updated).toBe(2);
});

test('what was deleted while no run looked for two weeks may have left the recycle bin: the table is read whole', async () => {
  await start();
  await synced();
  const [gone = ''] = ids();
  server.org.delete('Thing__c', gone);
  server.clock.advance(16 * 86_400);
  server.org.purge('Thing__c', gone);
  expect(await synced('incremental')).toMatchObject({ mode: 'full', deleted: 1, why: expect.stringContaining('recycle bin') });
});
