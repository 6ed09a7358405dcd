import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { VerifiedTable } from '../../../src/engine/verify/verify-table.ts';
import type { TableOptions } from '../../../src/model/plan.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp, type Value } from '../../servers/salesforce/values.ts';
import type { Engine } from '../../support/engine.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const NOTHING = { missing: 0, extra: 0, altered: 0, doubled: 0, explained: 0 };
let rate = 2;
let ids: string[] = [];

const { server, world, engine, reopen } = useSalesforce(
  () => {
    rate = 2;
    const total = (r: Record<string, Value>): Value => (r.Amount__c === null ? null : Number(r.Amount__c) * rate);
    server.org.define(
      sobject('Task__c', 'a01', [
        { name: 'Name', type: 'string', length: 80 },
        { name: 'Amount__c', type: 'double', precision: 18, scale: 2 },
        { name: 'Total__c', type: 'double', precision: 18, scale: 2, formula: total },
        { name: 'IsArchived', type: 'boolean', nillable: false },
      ]),
    );
    ids = Array.from({ length: 120 }, (_, i) =>
      server.org.insert(
        'Task__c',
        { Name: `n ${i}`, Amount__c: i % 7 === 0 ? null : i, IsArchived: i % 5 === 0 },
        { at: stamp(NOW - (130 - i) * 3_600_000) },
      ),
    );
  },
  { at: NOW, service: { pageSize: 500 }, tuning: { restRows: 50, bulkRows: [20, 40] } },
);

async function sync(options: Partial<TableOptions> = {}, mode: 'full' | 'incremental' = 'full'): Promise<void> {
  const source = world.source();
  expect((await engine.sync(source, 'Task__c', mode, options)).error).toBeNull();
  await source.close();
  server.clock.advance(3600);
}

async function verify(options: Parameters<Engine['verify']>[2] = {}): Promise<VerifiedTable> {
  const source = world.source();
  try {
    return await engine.verify(source, 'Task__c', { sample: 'all', ...options });
  } finally {
    await source.close();
  }
}

const setRate = (to: number): void => {
  rate = to;
};

/** Calls from now on of which rows, keys or counts are asked. */
function counted(): () => number {
  const from = server.journal.entries.length;
  return () => server.journal.entries.slice(from).filter((e) => e.counted && /query|jobs|composite/.test(e.url)).length;
}

const here = async (sql: string) => engine.warehouse.database.use(async (c) => c.run(sql));

describe('planted faults', () => {
  const one = (n: number) => `"Id" = '${ids[n]}'`;
  test.each<[string, () => unknown, object]>([
    ['lost here', () => here(`DELETE FROM crm.Task__c WHERE ${one(11)}`), { missing: 1 }],
    ['an archived one lost here', () => here(`DELETE FROM crm.Task__c WHERE ${one(10)}`), { missing: 1 }],
    ['doubled here', () => here(`INSERT INTO crm.Task__c FROM crm.Task__c WHERE ${one(2)}`), { doubled: 1 }],
    ['altered here', () => here(`UPDATE crm.Task__c SET "Name" = 'x' WHERE ${one(119)}`), { altered: 1 }],
    ['emptied here', () => here(`UPDATE crm.Task__c SET "Amount__c" = NULL WHERE ${one(1)}`), { altered: 1 }],
    ['stamped anew here', () => here(`UPDATE crm.Task__c SET "SystemModstamp" = now() WHERE ${one(1)}`), { altered: 1 }],
    ['removed for good there', () => server.org.purge('Task__c', ids[3] ?? ''), { extra: 1 }],
    ['altered there in silence', () => server.org.fix('Task__c', ids[4] ?? '', { Amount__c: 0.25 }), { altered: 1 }],
    ['come there in silence', () => server.org.insert('Task__c', { Name: 'old' }, { at: stamp(NOW - 9e9) }), { missing: 1 }],
    ['drifted in a formula', () => setRate(3), { altered: 102 }],
  ])('a row that is %s is found, named and mended', async (_, plant, found) => {
    await sync();
    await plant();
    const { verification } = await verify();
    expect(verification).toMatchObject({ error: null, status: 'drift', ...NOTHING, ...found, file: 'verify/crm.Task__c.csv' });
    const lines = (await readFile(join(engine.directory, 'verify/crm.Task__c.csv'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(1 + Object.values(found).reduce((sum: number, n) => sum + Number(n), 0));
    const { verification: mended, record } = await verify({ repair: true });
    expect(mended).toMatchObject({ error: null, status: 'repaired' });
    expect(record).toMatchObject({ status: 'succeeded', mode: 'incremental' });
    expect((await verify()).verification).toMatchObject({ status: 'same', whole: true });
    await expectTruth(engine, server.org, 'Task__c');
    expect(server.journal.writes).toEqual([]);
  });
});

test('rows that are hidden from the user are found, and no repair removes them', async () => {
  await sync();
  server.org.share('Task__c', (r) => r.Id !== ids[6]);
  expect((await verify()).verification).toMatchObject({ status: 'drift', ...NOTHING, extra: 1 });
  expect((await verify({ repair: true })).verification).toMatchObject({ status: 'drift', error: { code: 'ROWS_HIDDEN' } });
  expect(await engine.query('SELECT count(*)::INTEGER AS n FROM crm.Task__c')).toEqual([{ n: 120 }]);
});

describe('what the next run brings is explained', () => {
  test('edits, new rows, rows in the recycle bin; and a formula that is due', async () => {
    await sync();
    server.org.update('Task__c', ids[1] ?? '', { Name: 'edited' });
    server.org.delete('Task__c', ids[2] ?? '');
    server.org.insert('Task__c', { Name: 'new' });
    rate = 3;
    const { verification: early } = await verify();
    expect(early).toMatchObject({ status: 'drift', missing: 1, extra: 1, explained: 3 });
    const { verification: due, proven } = await verify({ calculatedEverySeconds: 0 });
    expect(due).toMatchObject({ error: null, status: 'explained', missing: 1, extra: 1, altered: early.altered });
    expect(due.explained).toBe(due.missing + due.extra + due.altered);
    expect(proven).toBe(true);
  });

  test('a row that was edited twice within the second of its import', async () => {
    server.org.update('Task__c', ids[1] ?? '', { Name: 'first' });
    const source = world.source();
    expect((await engine.sync(source, 'Task__c', 'full')).error).toBeNull();
    server.org.update('Task__c', ids[1] ?? '', { Name: 'second' });
    server.clock.advance(3600);
    expect((await verify()).verification).toMatchObject({ status: 'explained', altered: 1, explained: 1 });
    await source.close();
  });

  test('rows that left without a trace, where the next run counts; unless they are more than it may remove', async () => {
    await sync({ deletesBy: 'counts' });
    for (const id of ids.slice(0, 30)) server.org.purge('Task__c', id);
    expect((await verify({ deletesBy: 'counts' })).verification).toMatchObject({ status: 'explained', extra: 30 });
    for (const id of ids.slice(30, 70)) server.org.purge('Task__c', id);
    expect((await verify({ deletesBy: 'counts' })).verification).toMatchObject({ status: 'drift', extra: 70, explained: 0 });
    const { verification, record } = await verify({ deletesBy: 'counts', repair: true });
    expect(verification).toMatchObject({ status: 'drift' });
    expect(record?.error?.code).toBe('TOO_MANY_DELETES');
    expect(await engine.query('SELECT count(*)::INTEGER AS n FROM crm.Task__c')).toEqual([{ n: 120 }]);
  });
});

describe('a change while it is compared is no drift', () => {
  test('rows that come, go, change and come back between two calls', async () => {
    await sync();
    for (let nth = 2; nth <= 14; nth++) {
      const n = nth * 3;
      const { org } = server;
      server.faults.add(
        { url: /query|results|jobs/, nth },
        {
          run: () => {
            server.clock.advance(2);
            org.update('Task__c', ids[n] ?? '', { Name: `at ${nth}` });
            org.delete('Task__c', ids[n + 1] ?? '');
            org.delete('Task__c', ids[n + 2] ?? '');
            org.undelete('Task__c', ids[n + 2] ?? '');
            org.insert('Task__c', { Name: `new at ${nth}` });
          },
        },
      );
    }
    for (const sample of ['all', 50] as const) {
      const { verification } = await verify({ sample });
      expect(verification).toMatchObject({ error: null, status: 'explained' });
    }
  });
});

describe('a sample', () => {
  test('compares all keys and as many rows as it says, for as many calls as it says', async () => {
    await sync();
    await here(`UPDATE crm.Task__c SET "Name" = 'x'`);
    const calls = counted();
    const { verification } = await verify({ sample: 40 });
    expect(verification).toMatchObject({
      status: 'drift',
      altered: 40,
      whole: false,
      how: 'all keys, and the values of 40 rows',
    });
    expect(verification.requests).toBe(calls());
    const stated = Number(/takes at most (\d+) calls/.exec(engine.notices.join('\n'))?.[1]);
    expect(verification.requests).toBeLessThanOrEqual(stated);
  });

  test('nothing of a table is read that the budget has no calls for', async () => {
    await sync();
    reopen({ apiBudget: 1 });
    server.service.usage.limit = server.service.usage.used + 20;
    server.journal.clear();
    const { verification } = await verify({ sample: 40 });
    expect(verification).toMatchObject({ status: 'failed', error: { code: 'API_BUDGET_REACHED' } });
    expect(server.journal.matching(/FROM Task__c/)).toEqual([]);
  });
});

/** Compares share after share until the pass is over; what was found, and of how many rows. */
async function wholePass(): Promise<{ rows: number; altered: number; missing: number; extra: number; parts: number }> {
  const found = { rows: 0, altered: 0, missing: 0, extra: 0, parts: 0 };
  for (let from: string | null = null; found.parts < 50; ) {
    const { verification, next } = await verify({ portion: { share: 0.17, from, waited: 0 } });
    expect(verification).toMatchObject({ error: null });
    found.rows += verification.there;
    for (const what of ['altered', 'missing', 'extra'] as const) found[what] += verification[what];
    found.parts++;
    if (next === undefined || next === 'waits' || next.from === null) return found;
    from = next.from;
  }
  return found;
}

test('shares of the rows in turn: each row is compared once', async () => {
  await sync();
  await here(`UPDATE crm.Task__c SET "Name" = 'x' WHERE "Id" = '${ids[50]}'; DELETE FROM crm.Task__c WHERE "Id" = '${ids[0]}'`);
  server.org.purge('Task__c', ids[119] ?? '');
  expect(await wholePass()).toEqual({ rows: 119, altered: 1, missing: 1, extra: 1, parts: 6 });
});
