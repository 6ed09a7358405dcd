import { describe, expect, test } from 'vitest';
import type { TableRecord } from '../../../src/model/record.ts';
import { failing } from '../../servers/salesforce/faults.ts';
import type { SalesforceOptions } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import type { ResultListing } from '../../servers/salesforce/service.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import type { WorldOptions } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const ROWS = 60;
const fixture = useSalesforce();
const { server, world, engine } = fixture;

function fill(): void {
  server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]));
  for (let i = 0; i < ROWS; i++)
    server.org.insert('Thing__c', { Name: `Thing ${i}` }, { at: stamp(NOW - (ROWS - i) * 3_600_000) });
}
const start = async (options: SalesforceOptions = {}, own: WorldOptions['tuning'] = {}): Promise<void> => {
  const tuning = { restRows: 5, bulkRows: [ROWS, ROWS], pageRows: [7, 7], ...own } as const;
  await fixture.start(fill, { at: NOW, service: { pageSize: 10, bulkPageSize: 7, ...options }, tuning, parallel: 1 });
};

async function synced(): Promise<TableRecord> {
  const source = world.source();
  try {
    const record = await engine.sync(source, 'Thing__c', 'full');
    expect(record.error).toBeNull();
    expect(record.counts).toEqual({ source: ROWS, staged: ROWS, applied: ROWS });
    await expectTruth(engine, server.org, 'Thing__c');
    return record;
  } finally {
    await source.close();
  }
}
const jobs = (): number => server.journal.matching(/\/jobs\/query$/, 'POST').length;
const notes = (record: TableRecord): string => record.notes.map((n) => n.message).join('\n');

describe('pages that a job’s listing names', () => {
  const relative = (link: string): string => link.replace(/^\/services\/data\/v[\d.]+\//, '');
  const named: readonly (readonly [string, (listing: ResultListing, base: string) => unknown])[] = [
    ['as the documentation has them', (listing) => listing],
    ['by the name resultUrl', (l) => ({ ...l, resultPages: l.resultPages.map((p) => ({ resultUrl: p.resultLink })) })],
    [
      'by absolute addresses',
      (l, base) => ({
        ...l,
        resultPages: l.resultPages.map((p) => ({ resultLink: base + p.resultLink })),
        nextRecordsUrl: l.nextRecordsUrl === null ? null : base + l.nextRecordsUrl,
      }),
    ],
    [
      'by addresses without the version',
      (l) => ({
        ...l,
        resultPages: l.resultPages.map((p) => ({ resultLink: relative(p.resultLink) })),
        nextRecordsUrl: l.nextRecordsUrl === null ? null : relative(l.nextRecordsUrl),
      }),
    ],
    [
      'by addresses of another host',
      (l) => ({
        ...l,
        resultPages: l.resultPages.map((p) => ({ resultLink: `https://elsewhere.example${p.resultLink}` })),
      }),
    ],
  ];
  test.each(named)('%s, are read several at once', async (_, listingOf) => {
    await start();
    server.options.listingOf = (listing) => listingOf(listing, server.url);
    await synced();
    expect(server.journal.matching(/\/resultPages/)).toHaveLength(2);
    expect(server.journal.matching(/\/results\?/)).toHaveLength(9);
  });

  const unknown: readonly (readonly [string, (listing: ResultListing) => unknown])[] = [
    ['null', () => null],
    ['a text', () => 'soon'],
    ['pages that are null', (l) => ({ ...l, resultPages: null })],
    ['pages of which one is null', (l) => ({ ...l, resultPages: [null, ...l.resultPages.slice(1)] })],
    ['no pages at all', (l) => ({ ...l, resultPages: [] })],
    ['links that are null', (l) => ({ ...l, resultPages: l.resultPages.map(() => ({ resultLink: null })) })],
    ['other names', (l) => ({ pages: l.resultPages.map((p) => ({ href: p.resultLink })), next: l.nextRecordsUrl })],
    ['links without a locator', (l) => ({ ...l, resultPages: l.resultPages.map(() => ({ resultLink: '/here' })) })],
    ['a next address that is none', (l) => ({ ...l, nextRecordsUrl: l.done ? null : '/nowhere' })],
  ];
  test.each(unknown)('%s: the pages are followed one by one', async (_, listingOf) => {
    await start();
    server.options.listingOf = listingOf;
    await synced();
    expect(server.journal.matching(/\/results\?/)).toHaveLength(9);
    expect(jobs()).toBe(1);
  });

  test('under locators that the service does not know: the pages are followed one by one', async () => {
    await start();
    server.options.listingOf = (l) => ({
      ...l,
      resultPages: l.resultPages.map((p) => ({ resultLink: p.resultLink.replace(/locator=/, 'locator=%00') })),
    });
    await synced();
    expect(jobs()).toBe(1);
  });
});

describe('a job that Salesforce leaves standing', () => {
  test('is aborted after a while without progress, and its rows come by REST', async () => {
    await start({ pollsUntilComplete: 1_000_000 }, { stuckJobMs: 60 });
    const record = await synced();
    expect(server.journal.matching(/\/jobs\/query\/\w+$/, 'PATCH').map((e) => e.note)).toEqual(['Aborted']);
    expect(notes(record)).toMatch(/made no progress for .*; its rows were read by REST instead/);
    expect(jobs()).toBe(1);
  });

  test('but not one that goes on slowly', async () => {
    await start({ pollsUntilComplete: 60, jobProgress: true }, { stuckJobMs: 60, firstPollMs: 5, longestPollMs: 5 });
    const record = await synced();
    expect(notes(record)).not.toContain('REST');
    expect(jobs()).toBe(1);
  });

  test('twice: the rest of the run does without jobs', async () => {
    await start({ pollsUntilComplete: 1_000_000 }, { stuckJobMs: 30, bulkRows: [10, 10] });
    engine.parallel = 1;
    const record = await synced();
    expect(jobs()).toBe(2);
    expect(notes(record)).toMatch(/2 Bulk jobs in a row made no progress .*: the rest of this run reads by REST/);
  });
});

describe('a job that is refused', () => {
  test.each([
    ['INVALID_FIELD', "No such column 'Name' on entity 'Thing__c'."],
    ['API_ERROR', "No such column 'Name' on entity 'Thing__c'."],
    ['MALFORMED_QUERY', 'unexpected token'],
    ['INVALID_TYPE', "sObject type 'Thing__c' is not supported."],
  ])('with %s, which REST does not say: its rows come by REST', async (code, words) => {
    await start();
    server.faults.add({ url: /\/jobs\/query$/, method: 'POST' }, failing(400, code, words));
    const record = await synced();
    expect(notes(record)).toContain('read by REST');
    expect(jobs()).toBe(1);
  });
});

describe('a query that reaches too many people or records at once', () => {
  const TOO_LARGE = failing(400, 'OPERATION_TOO_LARGE', "exceeded 100000 distinct who/what's");
  test('is asked in smaller windows, by REST', async () => {
    await start({}, { restRows: 1000 });
    server.faults.add({ url: /FROM Thing__c(?!.*SystemModstamp [<>].*SystemModstamp [<>])/, times: 99 }, TOO_LARGE);
    await synced();
    expect(server.journal.matching(/FROM Thing__c WHERE .*</).length).toBeGreaterThan(1);
  });

  test('is asked in smaller windows, by a job', async () => {
    await start();
    server.service.bulk.endNextJob({ state: 'Failed', errorMessage: "OPERATION_TOO_LARGE: exceeded 100000 distinct who/what's" });
    const record = await synced();
    expect(notes(record)).toContain('its window was halved');
    expect(jobs()).toBe(3);
  });
});
