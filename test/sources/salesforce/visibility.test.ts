import { describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import { failing } from '../../servers/salesforce/faults.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS } from '../../support/engine.ts';
import { syncTables } from '../../support/sync-tables.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

const { server, world, engine } = useSalesforce(
  () => {
    for (const [name, prefix] of [
      ['Thing__c', 'a01'],
      ['Other__c', 'a02'],
    ] as const) {
      server.org.define(sobject(name, prefix, [{ name: 'Number__c', type: 'double', precision: 10, scale: 0 }]));
      for (let i = 0; i < 500; i++) server.org.insert(name, { Number__c: i }, { at: stamp(NOW - (600 - i) * 60_000) });
    }
  },
  { at: NOW },
);

const few = (record: Readonly<Record<string, unknown>>): boolean => Number(record.Number__c) < 62;

async function sync(mode: 'full' | 'incremental', options: Partial<TableOptions> = {}) {
  const source = world.source();
  try {
    return await syncTables(engine, source, { Thing__c: options, Other__c: {} }, mode);
  } finally {
    await source.close();
  }
}

async function checked() {
  const source = world.source();
  await source.connect();
  const chosen = (await listTables(source))
    .filter((r) => r.name.endsWith('__c'))
    .map((ref) => ({ ref, options: DEFAULT_OPTIONS }));
  const found = await source.access(chosen);
  await source.close();
  return new Map(found.map((f) => [f.ref.name, f]));
}
const notes = (found: readonly { readonly message: string }[] = []) => found.map((n) => n.message).join('\n');

describe('Records that the user may not see', () => {
  test('are counted by check, and it says what to grant', async () => {
    server.org.share('Thing__c', few);
    const found = await checked();
    expect(found.get('Thing__c')).toMatchObject({ readable: true, rows: 62 });
    expect(notes(found.get('Thing__c')?.notes)).toMatch(
      /without "View All Records" the user sees 62 of the 500 .*Permission Sets/,
    );
    expect(found.get('Other__c')).toMatchObject({ rows: 500 });
    expect(found.get('Other__c')?.notes).toBeUndefined();
  });

  test('are noted by each run, full or not, and only where they are missing', async () => {
    server.org.share('Thing__c', few);
    for (const mode of ['full', 'incremental'] as const) {
      const synced = await sync(mode);
      expect(synced.of('Thing__c')).toMatchObject({ mode, error: null, rows: 62 });
      expect(notes(synced.of('Thing__c').notes)).toMatch(
        /counts 500 rows, but the last full sync saw 62.*records shared with the user/,
      );
      expect(notes(synced.of('Other__c').notes)).not.toMatch(/hidden/);
      server.clock.advance(60);
    }
  });

  test('are no news where all shared records are all records', async () => {
    server.org.share('Thing__c', () => true);
    expect(notes((await sync('full')).of('Thing__c').notes)).not.toMatch(/hidden/);
    expect((await checked()).get('Thing__c')?.notes).toBeUndefined();
  });

  test('are not deleted by the full sync after the permission was taken, however fresh what was remembered of it', async () => {
    await sync('full');
    server.clock.advance(60);
    // More than half stay, so that no other guard would stop it.
    server.org.share('Thing__c', (record) => Number(record.Number__c) < 400);
    const stopped = await sync('full');
    expect(stopped.of('Thing__c')).toMatchObject({ status: 'failed', rows: 500, error: { code: 'ROWS_HIDDEN' } });
    expect(stopped.of('Other__c')).toMatchObject({ status: 'succeeded', rows: 500 });
    server.org.share('Thing__c', null);
    server.clock.advance(86_400);
    expect((await sync('full')).of('Thing__c')).toMatchObject({ status: 'succeeded', rows: 500, deleted: 0 });
  });

  test.each([60, 86_400])('are not deleted by counts after the permission was taken: %i s later', async (seconds) => {
    await sync('full');
    server.clock.advance(seconds);
    server.org.share('Thing__c', (record) => Number(record.Number__c) < 400);
    const stopped = await sync('incremental', { deletesBy: 'counts' });
    expect(stopped.of('Thing__c')).toMatchObject({ status: 'failed', rows: 500, error: { code: 'ROWS_HIDDEN' } });
    server.org.share('Thing__c', null);
    server.clock.advance(86_400);
    expect((await sync('incremental', { deletesBy: 'counts' })).of('Thing__c')).toMatchObject({ status: 'succeeded', rows: 500 });
  });
});

test('What the user sees costs one call a full sync, and none where little time has passed and nothing is read whole', async () => {
  await sync('full');
  const asked = () => server.journal.matching(/ObjectPermissions/).length;
  expect(asked()).toBe(1);
  server.clock.advance(60);
  await sync('incremental');
  expect(asked()).toBe(1);
  server.clock.advance(60);
  await sync('full');
  expect(asked()).toBe(2);
});

test('Where Salesforce does not say what the user sees, tables are read all the same, and its counts still tell', async () => {
  server.faults.add(
    { url: /ObjectPermissions/, times: 99 },
    failing(400, 'INVALID_TYPE', "sObject type 'ObjectPermissions' is not supported."),
  );
  server.org.share('Thing__c', few);
  const synced = await sync('full');
  expect(synced.of('Other__c')).toMatchObject({ status: 'succeeded', rows: 500 });
  expect(synced.of('Thing__c')).toMatchObject({ status: 'succeeded', rows: 62 });
  expect(notes(synced.of('Thing__c').notes)).toMatch(/counts 500 rows, but the last full sync saw 62/);
  expect((await checked()).get('Thing__c')?.notes).toBeUndefined();
});
