import { expect, test } from 'vitest';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { type StoredRecord, sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { describeTable, listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS, Engine } from '../../support/engine.ts';
import { salesforceWorld } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { syncTables } from '../../support/sync-tables.ts';

const TABLES = {
  Account: { extra: { documents: true } },
  Opportunity: { where: "StageName = 'Closed Won'" },
  Case: { where: "Status != 'None'", extra: { feeds: true, files: true, documents: true } },
  Project__c: {},
};
const LIMIT = 1000;
const records = (server: SalesforceServer, object: string): StoredRecord[] =>
  [...server.org.records(object)].filter((r) => r.IsDeleted !== true);

/** What people do between two runs: rows come, go and change, and come into reach and leave it. */
function edit(server: SalesforceServer, round: number): void {
  const { org } = server;
  const [a, b, c] = records(server, 'Account').slice(round % 5);
  org.update('Account', String(a?.Id), { Name: `Renamed ${round}` });
  org.delete('Account', String(b?.Id));
  org.insert('Account', { Name: `New ${round}`, OwnerId: c?.OwnerId ?? null });
  const [won, lost] = records(server, 'Opportunity').slice(round % 7);
  org.update('Opportunity', String(won?.Id), { StageName: won?.StageName === 'Closed Won' ? 'Closed Lost' : 'Closed Won' });
  org.update('Opportunity', String(lost?.Id), { StageName: 'Closed Won' });
  const [said] = records(server, 'CaseFeed').slice(round);
  org.update('Case', String(said?.ParentId), { Status: `Round ${round}` });
  org.insert('CaseFeed', { ParentId: said?.ParentId ?? null, Type: 'TextPost', Body: `News ${round}.`, CommentCount: 0 });
  server.clock.advance(60);
}

async function truth(engine: Engine, server: SalesforceServer): Promise<void> {
  for (const object of ['Account', 'Case', 'Project__c', 'CaseFeed', 'FeedComment'])
    await expectTruth(engine, server.org, object);
  await expectTruth(engine, server.org, 'Opportunity', (r) => r.StageName === 'Closed Won');
  const linked = records(server, 'ContentDocumentLink').filter((l) => String(l.LinkedEntityId).startsWith('500'));
  await expectTruth(engine, server.org, 'ContentDocumentLink', (r) => linked.some((l) => l.Id === r.Id));
  await expectTruth(engine, server.org, 'ContentDocument', (r) => linked.some((l) => l.ContentDocumentId === r.Id));
}

test.each(['full', 'incremental'] as const)(
  'wherever a run’s share of calls ends (%s), it stays within it, and the next run has everything',
  async (mode) => {
    const server = await startSalesforce({ pageSize: 20, dailyLimit: LIMIT, dailyUsed: 0 });
    const engine = await Engine.create();
    try {
      server.clock.freeze('2026-11-20T12:00:00Z');
      fillDemo(server.org, { accounts: 30 });
      server.clock.advance(60);
      const free = salesforceWorld(server);
      await syncTables(engine, free.source(), TABLES, 'full');
      const ends: string[] = [];
      for (let calls = 1; ends.at(-1) !== 'whole'; calls++) {
        // A day later describes are read anew, too.
        server.clock.advance(25 * 3600);
        edit(server, calls);
        Object.assign(server.service.usage, { used: 0 });
        server.journal.clear();
        const limited = salesforceWorld(server, { apiBudget: (calls + 0.5) / LIMIT });
        for (const [key, value] of free.memory) limited.memory.set(key, value);
        const cut = await syncTables(engine, limited.source(), TABLES, mode).catch((e: { code: string }) => ({
          records: [{ error: e }],
        }));
        expect(server.journal.calls, `${calls} calls`).toBeLessThanOrEqual(calls);
        const codes = new Set(cut.records.flatMap((r) => r.error?.code ?? []));
        expect([...codes].filter((c) => c !== 'API_BUDGET_REACHED')).toEqual([]);
        ends.push(codes.size === 0 ? 'whole' : 'cut');
        server.clock.advance(600);
        edit(server, calls + 3);
        const next = await syncTables(engine, free.source(), TABLES, 'incremental');
        expect(next.records.filter((r) => r.error !== null)).toEqual([]);
        await truth(engine, server);
      }
      expect(ends.length).toBeGreaterThan(5);
    } finally {
      await engine.close();
      await server.close();
    }
  },
  60_000,
);

test('calls that were sent and never answered count as well', async () => {
  const server = await startSalesforce({ dailyLimit: LIMIT, dailyUsed: 0 });
  try {
    fillDemo(server.org, { accounts: 5 });
    const source = salesforceWorld(server, { apiBudget: 5.5 / LIMIT }).source();
    await source.connect();
    await listTables(source);
    server.faults.add({ url: /describe/, times: 99 }, { reset: true });
    const ref = { name: 'Account', target: 'Account', label: 'Account', kind: 'standard object' };
    for (let i = 0; i < 3; i++) await describeTable(source, ref, DEFAULT_OPTIONS).catch(() => undefined);
    expect(server.journal.matching(/describe/)).toHaveLength(3);
  } finally {
    await server.close();
  }
});

test.each([9, 14, 22, 31])(
  'four workers at once keep within a share of %i calls, those of jobs that are stopped included',
  async (calls) => {
    const server = await startSalesforce({ bulkPageSize: 20, dailyLimit: LIMIT, dailyUsed: 0 });
    const engine = await Engine.create();
    try {
      server.clock.freeze('2026-11-20T12:00:00Z');
      server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]));
      for (let i = 0; i < 400; i++)
        server.org.insert('Thing__c', { Name: `${i}` }, { at: stamp(server.clock.now() - (400 - i) * 6 * 3_600_000) });
      server.clock.advance(60);
      const world = salesforceWorld(server, { tuning: { restRows: 20, bulkRows: [50, 60] }, apiBudget: (calls + 0.5) / LIMIT });
      for (let run = 0; run < 3; run++) {
        server.journal.clear();
        expect((await engine.sync(world.source(), 'Thing__c', 'full')).error?.code ?? 'API_BUDGET_REACHED').toBe(
          'API_BUDGET_REACHED',
        );
        expect(server.journal.calls).toBeLessThanOrEqual(calls);
      }
    } finally {
      await engine.close();
      await server.close();
    }
  },
);
