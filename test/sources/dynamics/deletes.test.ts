import { afterEach, describe, expect, test } from 'vitest';
import { guid } from '../../servers/dataverse/demo.ts';
import { at, closeAll, DATA, many, setup } from './setup.ts';

afterEach(closeAll);

const TRACKING = { deletesBy: 'change_tracking' } as const;
const TRACKED = /new_things\?\$(select=new_thingid&\$(deltatoken|skiptoken)|select=new_thingid$)/;

describe('deletes by change tracking', () => {
  test('are applied by incremental runs, from token to token', async () => {
    const { sync, org, expectSame } = await setup(many(35));
    const things = org.table('new_thing');
    expect(await sync('full', TRACKING)).toMatchObject({ error: null, mode: 'full', rows: 35 });
    for (let run = 1; run <= 3; run++) {
      org.clock.advance(3600);
      things.remove(guid('aa', run));
      things.update(guid('aa', run + 10), { name: `edited in ${run}` });
      things.insert({ new_thingid: guid('aa', 100 + run), name: 'new' });
      expect(await sync('incremental', TRACKING)).toMatchObject({
        error: null,
        mode: 'incremental',
        deleted: 1,
        inserted: 1,
        updated: 1,
      });
      await expectSame();
    }
  });

  test('of many pages', async () => {
    const { sync, org, expectSame } = await setup(many(120));
    await sync('full', TRACKING);
    org.clock.advance(3600);
    for (let n = 1; n <= 55; n++) org.table('new_thing').remove(guid('aa', n));
    for (let n = 60; n <= 90; n++) org.table('new_thing').update(guid('aa', n), { name: 'edited' });
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, deleted: 55, updated: 31 });
    await expectSame();
  });

  test('bring rows that were changed without their cursor, and take those that stopped matching so', async () => {
    const { sync, org, expectSame } = await setup(many(12));
    const things = org.table('new_thing');
    const options = { ...TRACKING, where: 'statecode eq 0', lookbackSeconds: 0 };
    await sync('full', options);
    org.clock.advance(3600);
    const silently = (n: number, values: Record<string, string>) => {
      const { modifiedon = null } = things.find(guid('aa', n)) ?? {};
      things.update(guid('aa', n), { ...values, modifiedon });
    };
    silently(3, { name: 'changed by a plug-in' });
    silently(4, { statecode: '1' });
    things.update(guid('aa', 5), { statecode: '1' });
    const record = await sync('incremental', options);
    expect(record).toMatchObject({ error: null, mode: 'incremental', updated: 1, deleted: 2 });
    expect(record.notes.map((n) => n.message).slice(0, 2)).toEqual([
      '1 row whose cursor had not moved was read by key',
      '1 row was gone, or no longer matched, when it was read by its key',
    ]);
    await expectSame((row) => row.statecode === '0');
  });

  test('of rows that were never seen change nothing', async () => {
    const { sync, org, expectSame } = await setup(many(5));
    await sync('full', TRACKING);
    org.clock.advance(60);
    org.table('new_thing').insert({ new_thingid: guid('aa', 50), name: 'short-lived' });
    org.table('new_thing').remove(guid('aa', 50));
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, deleted: 0, rows: 5 });
    await expectSame();
  });

  test('of rows that were made again leave them there', async () => {
    const { sync, org, expectSame } = await setup(many(5));
    await sync('full', TRACKING);
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 2));
    org.table('new_thing').insert({ new_thingid: guid('aa', 2), name: 'made again' });
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, rows: 5 });
    await expectSame();
  });

  test('of rows that are made again while the run reads leave them there', async () => {
    const { sync, org, expectSame } = await setup(many(5));
    await sync('full', TRACKING);
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 2));
    org.faults.add(
      { url: DATA, nth: 3 },
      { before: () => void org.table('new_thing').insert({ new_thingid: guid('aa', 2), name: 'made again' }) },
    );
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null });
    org.clock.advance(60);
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, rows: 5 });
    await expectSame();
  });

  test.each([
    ['after more than seven days', (days: number) => days * 86_400, false],
    ['after a change of the columns', () => 60, true],
  ])('the token ends %s: the table is read whole, and the run says why', async (_, pass, alters) => {
    const { sync, org, engine, expectSame } = await setup(many(25));
    await sync('full', TRACKING);
    org.table('new_thing').remove(guid('aa', 3));
    org.clock.advance(pass(8));
    if (alters) org.table('new_thing').alter((def) => ({ ...def, label: 'Renamed' }));
    const record = await sync('incremental', TRACKING);
    expect(record).toMatchObject({
      error: null,
      mode: 'full',
      why: expect.stringContaining('change-tracking token has expired'),
      deleted: 1,
    });
    // A notice is in the log, the summary and the manifest, not in the report alone.
    expect(engine.notices).toEqual([
      expect.stringContaining('new_thing is read in full instead of by its changes: its change-tracking token has expired'),
    ]);
    await expectSame();
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 4));
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, mode: 'incremental', deleted: 1 });
    await expectSame();
  });

  test('a token that ends in mid-run makes the run begin again, whole', async () => {
    const { sync, org, expectSame } = await setup(many(25));
    await sync('full', TRACKING);
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 3));
    // The first look finds it good, the reading does not.
    org.faults.add({ url: /deltatoken/, nth: 2 }, { before: () => org.clock.advance(8 * 86_400) });
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, mode: 'full', deleted: 1 });
    await expectSame();
  }, 15_000);

  test('a row deleted while a full sync reads is gone after the next run', async () => {
    const { sync, org, expectSame } = await setup(many(95));
    let struck = 0;
    org.faults.add(
      { url: /skiptoken.*modifiedon|modifiedon.*skiptoken/ },
      {
        before: () => {
          struck++;
          for (const n of [1, 50, 95]) org.table('new_thing').remove(guid('aa', n));
        },
      },
    );
    expect((await sync('full', TRACKING)).error).toBeNull();
    expect(struck).toBe(1);
    org.clock.advance(60);
    expect((await sync('incremental', TRACKING)).error).toBeNull();
    await expectSame();
  });

  test('asks for keys only, and before any row is read', async () => {
    const { sync, org } = await setup(many(25));
    await sync('full', TRACKING);
    const order = org.journal.entries
      .filter((e) => /new_things\?/.test(e.url) && !e.inBatch)
      .map((e) => (e.prefer.includes('track-changes') ? 'keys' : 'rows'));
    expect(order.join(' ')).toMatch(/^(keys ){3}(rows ?)+$/);
    expect(org.journal.entries.filter((e) => e.prefer.includes('track-changes')).every((e) => TRACKED.test(e.url))).toBe(true);
  });

  test('a table that goes over to change tracking is read whole first', async () => {
    const { sync, org, expectSame } = await setup(many(5));
    await sync('full');
    org.clock.advance(60);
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, mode: 'full' });
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 1));
    expect(await sync('incremental', TRACKING)).toMatchObject({ error: null, mode: 'incremental', deleted: 1 });
    await expectSame();
  });
});

describe('deletes by keys', () => {
  test('remove rows that are gone, or that left the condition', async () => {
    const { sync, org, expectSame } = await setup(many(45));
    const options = { deletesBy: 'keys', where: 'statecode eq 0' } as const;
    await sync('full', options);
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 1));
    org.table('new_thing').update(guid('aa', 2), { statecode: '1' });
    org.table('new_thing').update(guid('aa', 3), { name: 'edited' });
    expect(await sync('incremental', options)).toMatchObject({ error: null, deleted: 2, updated: 1, rows: 43 });
    await expectSame((row) => row.statecode === '0');
  });

  test('survive faults in the sweep without taking a row for deleted', async () => {
    const { sync, org, expectSame } = await setup(many(45));
    await sync('full', { deletesBy: 'keys' });
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 7));
    const sweep = /new_things\?\$select=new_thingid&\$orderby/;
    org.faults.add({ url: sweep, nth: 2 }, { cutAt: 0.5 });
    org.faults.add({ url: sweep, nth: 3 }, { truncateAt: 0.9 });
    expect(await sync('incremental', { deletesBy: 'keys' })).toMatchObject({ error: null, deleted: 1, rows: 44 });
    await expectSame();
  });
});

describe.each([TRACKING, { deletesBy: 'keys' }] as const)(
  'rows that were deleted and restored with their old times, by $deletesBy',
  (how) => {
    const back = (put: (n: number) => void, ids: readonly number[]) => ids.forEach(put);

    test.each(['in one run and the next', 'between two runs'])('are there again: %s', async (when) => {
      const { sync, org, expectSame } = await setup(many(60));
      const things = org.table('new_thing');
      await sync('full', how);
      org.clock.advance(3600);
      for (const n of [7, 50]) things.remove(guid('aa', n));
      if (when !== 'between two runs')
        expect(await sync('incremental', how)).toMatchObject({ error: null, deleted: 2, rows: 58 });
      org.clock.advance(60);
      const restored = when === 'between two runs' ? 'row 7' : 'row';
      back((n) => things.insert({ new_thingid: guid('aa', n), name: restored, statecode: '0', modifiedon: at(n * 60) }), [7, 50]);
      const record = await sync('incremental', how);
      expect(record).toMatchObject({ error: null, mode: 'incremental', deleted: 0, rows: 60 });
      // The keys are all that a sweep compares: what it sees and the warehouse has is not read again.
      if (how.deletesBy === 'change_tracking' || when !== 'between two runs') await expectSame();
      expect(await sync('incremental', how)).toMatchObject({ error: null, inserted: 0, updated: 0, deleted: 0, rows: 60 });
    });

    test('lose their mark, and stay away where the filter leaves them out', async () => {
      const { sync, org } = await setup(many(30));
      const things = org.table('new_thing');
      const options = { ...how, deletes: 'mark', where: 'statecode eq 0' } as const;
      await sync('full', options);
      org.clock.advance(3600);
      for (const n of [3, 4, 5]) things.remove(guid('aa', n));
      expect(await sync('incremental', options)).toMatchObject({ error: null, deleted: 3 });
      org.clock.advance(60);
      const state = (n: number) => (n === 5 ? '1' : '0');
      back(
        (n) => things.insert({ new_thingid: guid('aa', n), name: 'x', statecode: state(n), modifiedon: at(n * 60) }),
        [3, 4, 5],
      );
      expect(await sync('incremental', options)).toMatchObject({ error: null, mode: 'incremental', updated: 2, deleted: 0 });
      expect(await sync('incremental', options)).toMatchObject({ error: null, updated: 0, deleted: 0, rows: 30 });
    });
  },
);

describe('without either', () => {
  test('a deleted row stays until the next full sync', async () => {
    const { sync, org, expectSame } = await setup(many(5));
    await sync('full');
    org.clock.advance(60);
    org.table('new_thing').remove(guid('aa', 1));
    expect(await sync('incremental')).toMatchObject({ deleted: 0, rows: 5 });
    expect(await sync('full')).toMatchObject({ deleted: 1, rows: 4 });
    await expectSame();
    expect(at(0)).toBe('2026-11-20T10:00:00Z');
  });
});
