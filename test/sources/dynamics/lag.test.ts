import { afterEach, describe, expect, test } from 'vitest';
import { guid } from '../../servers/dataverse/demo.ts';
import { at, closeAll, setup } from './setup.ts';

afterEach(closeAll);

const CURSOR = { cursor: 'createdon', lookbackSeconds: 60 };
const HOUR = 3600;

/** 20 rows whose `createdon` ends `lag` seconds before the service's clock. */
async function lagging(lag: number, count = 20) {
  const own = await setup((put) => {
    for (let n = 1; n <= count; n++) put(n, { createdon: at(lag + n * 60), modifiedon: null });
  });
  const things = own.org.table('new_thing');
  const arrive = (from: number, to: number, secondsAgo: number) => {
    for (let n = from; n <= to; n++)
      things.insert({ new_thingid: guid('bb', n), createdon: at(secondsAgo - n), modifiedon: null, name: `late ${n}` });
  };
  return { ...own, arrive };
}

describe('a cursor that runs behind the clock', () => {
  test('loses no row that arrives later than the run and is stamped before it', async () => {
    const { sync, org, arrive, expectSame } = await lagging(2 * HOUR);
    expect(await sync('full', CURSOR)).toMatchObject({ error: null, rows: 20 });
    org.clock.advance(600);
    arrive(1, 50, HOUR);
    expect(await sync('incremental', CURSOR)).toMatchObject({ error: null, mode: 'incremental', inserted: 50 });
    org.clock.advance(600);
    arrive(51, 60, HOUR);
    expect(await sync('incremental', CURSOR)).toMatchObject({ error: null, mode: 'incremental', inserted: 10 });
    await expectSame();
  });

  test('has the newest value that was read as its watermark, which nothing moves in a quiet run', async () => {
    const { sync, org } = await lagging(2 * HOUR);
    const newest = `${at(2 * HOUR + 60).slice(0, 19)}.000000Z`;
    for (const mode of ['full', 'incremental', 'incremental'] as const) {
      expect((await sync(mode, CURSOR)).watermark.after?.value).toBe(newest);
      org.clock.advance(600);
    }
  });

  test('of an empty table starts before every row', async () => {
    const { sync, org, arrive, expectSame } = await lagging(0, 0);
    await sync('full', CURSOR);
    org.clock.advance(600);
    arrive(1, 5, 40 * 365 * 24 * HOUR);
    expect(await sync('incremental', CURSOR)).toMatchObject({ error: null, mode: 'incremental', inserted: 5 });
    await expectSame();
  });

  test('is not thought to be further than it is for a row of the future', async () => {
    const { sync, org, arrive, expectSame } = await lagging(2 * HOUR);
    org.table('new_thing').insert({ new_thingid: guid('cc', 1), createdon: at(-10 * HOUR), modifiedon: null });
    await sync('full', CURSOR);
    org.clock.advance(600);
    arrive(1, 5, HOUR);
    expect(await sync('incremental', CURSOR)).toMatchObject({ error: null, mode: 'incremental', inserted: 5 });
    await expectSame();
  });
});

describe('modifiedon', () => {
  test('is the service’s own stamp: its watermark is the clock', async () => {
    const { sync } = await setup((put) => put(1, { modifiedon: at(2 * HOUR) }));
    expect((await sync()).watermark.after?.value).toBe('2026-11-20T10:00:00.000000Z');
  });
});
