import { afterEach, describe, expect, test } from 'vitest';
import { spanOf } from '../../../src/sources/dynamics/plan/odata-query.ts';
import { addBig } from '../../servers/dataverse/big.ts';
import { bareOrg, guid } from '../../servers/dataverse/demo.ts';
import { startDynamics } from '../../servers/dataverse/start.ts';
import { sourceOf } from '../../support/dynamics.ts';
import { Engine } from '../../support/engine.ts';
import { at, closeAll, DATA, many, setup } from './setup.ts';

afterEach(closeAll);

/** Rows, not keys only. */
const ROWS = /new_things\?\$select=new_thingid,/;

describe('four workers on one table', () => {
  test('take over from each other; every row is read once, with few more requests than pages', async () => {
    const { sync, org, local, expectSame } = await setup((put) => {
      // A third within 20 seconds, the others spread over three years.
      for (let n = 1; n <= 600; n++) put(n, { modifiedon: n % 3 === 0 ? at(30_000_000 + (n % 20)) : at(60 + n * 150_000) });
    });
    local.dataverse.delayMs = 15;
    const record = await sync();
    expect(record.error).toBeNull();
    expect(record.counts).toEqual({ source: 600, staged: 600, applied: 600 });
    await expectSame();
    const body = record.partitions.filter((p) => p.pass === 'body');
    expect(body.length).toBeGreaterThan(4);
    expect(org.journal.matching(DATA).filter((e) => e.rows > 0).length).toBeLessThanOrEqual(60 * 1.3);
    expect(Math.max(...org.journal.entries.map((e) => e.concurrent))).toBe(4);
  });

  test('the same while rows are edited and connections break', async () => {
    const { sync, org, local, expectSame } = await setup((put) => {
      for (let n = 1; n <= 400; n++) put(n, { modifiedon: n % 2 === 0 ? at(1_000_000 + (n % 10)) : at(60 + n * 10_000) });
    });
    local.dataverse.delayMs = 5;
    const things = org.table('new_thing');
    for (let i = 1; i < 14; i++)
      org.faults.add(
        { url: DATA, nth: i * 3 },
        i % 4 === 0
          ? { cutAt: 0.6 }
          : {
              before: () => {
                org.clock.advance(1);
                for (let n = i; n <= 400; n += 40) things.update(guid('aa', n), { name: `edited ${i}` });
              },
            },
      );
    expect((await sync('full', { lookbackSeconds: 0 })).error).toBeNull();
    await expectSame();
  });

  test('one page of rows costs no request more than one', async () => {
    const { sync, org } = await setup(many(8));
    await sync();
    const data = org.journal.requests.filter((e) => DATA.test(e.url));
    // The range and the tail.
    expect(data).toHaveLength(2);
    org.journal.clear();
    org.clock.advance(60);
    await sync('incremental');
    expect(org.journal.requests.filter((e) => DATA.test(e.url))).toHaveLength(2);
  });
});

describe('an interrupted full sync', () => {
  test.each([
    ['', { deletesBy: 'full' }, 3],
    [', with a new change-tracking token', { deletesBy: 'change_tracking' }, 4],
  ] as const)('goes on where it stopped%s: what was read is not read again', async (_, options, enough) => {
    // Few rows in most of the time, many at its end: the first ranges are over long before the last.
    const { sync, org, engine, expectSame } = await setup((put) => {
      for (let n = 1; n <= 200; n++) put(n, { modifiedon: n <= 30 ? at(n * 1_000_000) : at(60 + n) });
    });
    const abort = new AbortController();
    const stopped = Promise.withResolvers<void>();
    // However slow this machine is: no page of the rest is given before three ranges are over, and none after.
    org.faults.add({ url: ROWS, nth: 12, times: 1000 }, { waitFor: stopped.promise });
    engine.observe = (event) => {
      if (event.type === 'table' && event.partitions.done >= enough) abort.abort(new Error('stop'));
    };
    abort.signal.addEventListener('abort', () => stopped.resolve());
    const first = await sync('full', options, { signal: abort.signal });
    expect(first.error?.code).toBe('INTERRUPTED');
    engine.observe = () => {};
    org.faults.clear();
    const kept = first.partitions.flatMap((p) => spanOf(p.id) ?? []);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    const things = org.table('new_thing');
    org.clock.advance(3600);
    for (const n of [2, 100, 199]) things.update(guid('aa', n), { name: 'edited meanwhile' });
    things.insert({ new_thingid: guid('aa', 500), name: 'new meanwhile' });
    for (const n of [25, 29, 101]) things.remove(guid('aa', n));
    const seconds = [...things.all()].map((row) => Date.parse(String(row.modifiedon)) / 1000);
    const left = seconds.filter((s) => s < Date.parse(at(0)) / 1000 && !kept.some(({ low, high }) => low <= s && s < high));
    const record = await sync('full', options);
    expect(record.error).toBeNull();
    await expectSame();
    // The watermark is that of the import which began it.
    expect(record.watermark.after?.value).toBe('2026-11-20T10:00:00.000000Z');
    const again = record.partitions.filter((p) => p.pass === 'body').reduce((sum, p) => sum + p.rows, 0);
    expect(again).toBe(left.length);
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(195);
    if (options.deletesBy === 'full') return;
    org.clock.advance(3600);
    for (const n of [1, 102]) things.remove(guid('aa', n));
    expect(await sync('incremental', options)).toMatchObject({ error: null, mode: 'incremental', deleted: 2 });
    await expectSame();
  });

  test.each([1, 4])('of which no run is long enough for a single range ends all the same (%i at once)', async (parallel) => {
    const { sync, org, engine, expectSame } = await setup((put) => {
      // Four ranges of ten pages; a run reads six of each.
      for (let n = 1; n <= 400; n++) put(n, { modifiedon: at(n * 1000) });
    });
    engine.parallel = parallel;
    let runs = 0;
    for (let error = 'none yet'; error !== ''; runs++) {
      expect(runs).toBeLessThan(30);
      const abort = new AbortController();
      let pages = 0;
      org.faults.refuse = (url) => {
        if (ROWS.test(decodeURIComponent(url)) && ++pages > 6 * parallel) abort.abort(new Error('the time is up'));
        return null;
      };
      error = (await sync('full', {}, { rangeMs: 0, signal: abort.signal })).error?.code ?? '';
      expect(['', 'INTERRUPTED']).toContain(error);
      org.clock.advance(60);
    }
    expect(runs).toBeGreaterThan(1);
    org.faults.clear();
    await expectSame();
  });

  test('that is interrupted again and again with change tracking ends in the end', async () => {
    const { sync, org, engine, expectSame } = await setup((put) => {
      for (let n = 1; n <= 200; n++) put(n, { modifiedon: at(n * 100_000) });
    });
    const options = { deletesBy: 'change_tracking' } as const;
    for (const _ of [1, 2, 3]) {
      const abort = new AbortController();
      engine.observe = (event) => {
        if (event.type === 'table' && event.partitions.done >= 2) abort.abort(new Error('stop'));
      };
      await sync('full', options, { signal: abort.signal });
      org.clock.advance(60);
    }
    engine.observe = () => {};
    expect((await sync('full', options)).error).toBeNull();
    await expectSame();
  });
});

describe('clocks', () => {
  test.each([-600, 600])('the watermark is on the service’s clock, %i seconds from this machine’s', async (skew) => {
    const { sync, org } = await setup(many(3));
    const now = new Date(Date.now() + skew * 1000).toISOString().slice(0, 19);
    org.clock.freeze(`${now}Z`);
    const record = await sync();
    expect(record.watermark.after?.value).toBe(`${now}.000000Z`);
  });

  test('a full sync reads what was committed late as well: its tail begins two minutes before its start', async () => {
    const { sync, org, expectSame } = await setup(many(20));
    // Committed after its range was read, with a time from before the start.
    org.faults.add(
      { url: /modifiedon ge 2026-11-20T09:58:00Z or/ },
      { before: () => void org.table('new_thing').insert({ new_thingid: guid('aa', 99), name: 'late', modifiedon: at(90) }) },
    );
    expect((await sync('full', { lookbackSeconds: 600 })).error).toBeNull();
    await expectSame();
  });
});

describe('a large table', () => {
  test('of 20,000 rows and 40 columns arrives whole', async () => {
    const org = bareOrg();
    const def = addBig(org, 20_000);
    const local = await startDynamics(org, { delayMs: 25 });
    const engine = await Engine.create(2);
    const source = sourceOf(local, { tuning: { pageRows: 200 } });
    const record = await engine.sync(source, def.name, 'full');
    expect(record.error).toBeNull();
    expect(record.rows).toBe(20_000);
    const [sums] = await engine.query(
      `SELECT count(DISTINCT new_activityid) AS keys, CAST(sum(new_amount) AS VARCHAR) AS amount, CAST(sum(versionnumber::HUGEINT) AS VARCHAR) AS versions, count(new_notes) AS notes FROM erp.new_activity`,
    );
    const rows = [...org.table(def.name).all()];
    const cents = rows.reduce((sum, r) => sum + BigInt(String(r.new_amount).replace('.', '')), 0n).toString();
    expect(sums).toEqual({
      keys: 20_000,
      amount: `${cents.slice(0, -4)}.${cents.slice(-4)}`,
      versions: rows.reduce((sum, r) => sum + BigInt(String(r.versionnumber)), 0n).toString(),
      notes: rows.filter((r) => r.new_notes !== null).length,
    });
    // Signing in to Dataverse, the list of tables and the description of this one included.
    expect(local.org.journal.requests.length).toBeLessThanOrEqual(1.1 * 100 + 10);
    await source.close();
    await engine.close();
    await local.close();
  }, 30_000);
});
