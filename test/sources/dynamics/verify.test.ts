import { afterEach, describe, expect, test } from 'vitest';
import type { VerifiedTable } from '../../../src/engine/verify/verify-table.ts';
import { column, table } from '../../servers/dataverse/columns.ts';
import { guid } from '../../servers/dataverse/demo.ts';
import type { Table } from '../../servers/dataverse/table.ts';
import { sourceOf } from '../../support/dynamics.ts';
import type { Engine } from '../../support/engine.ts';
import { at, closeAll, DATA, many, type Setup, setup, THING } from './setup.ts';

const NOTHING = { missing: 0, extra: 0, altered: 0, doubled: 0, explained: 0 };
const key = (n: number) => guid('aa', n);
afterEach(closeAll);

async function verify({ local, engine }: Setup, options: Parameters<Engine['verify']>[2] = {}): Promise<VerifiedTable> {
  const source = sourceOf(local, { tuning: { pageRows: 10 } });
  try {
    return await engine.verify(source, 'new_thing', { sample: 'all', lookbackSeconds: 0, ...options });
  } finally {
    await source.close();
  }
}

/** Synced, and an hour later. */
async function synced(
  options: Parameters<Setup['sync']>[1] = {},
): Promise<{ own: Setup; rows: Table; here(sql: string): Promise<unknown> }> {
  const own = await setup(many(60), table('new_thing', 'new_things', [column.text('name'), column.decimal('new_rate')]));
  expect((await own.sync('full', { lookbackSeconds: 0, ...options })).error).toBeNull();
  own.org.clock.advance(3600);
  const here = async (sql: string) => own.engine.warehouse.database.use(async (c) => c.run(sql));
  return { own, rows: own.org.table('new_thing'), here };
}

describe('planted faults', () => {
  const one = (n: number) => `new_thingid = '${key(n)}'`;
  test('of each kind are found, named and mended', async () => {
    const { own, rows, here } = await synced();
    const silently = (n: number, values: Record<string, string>) => {
      const { modifiedon = null, versionnumber = null } = rows.find(key(n)) ?? {};
      rows.update(key(n), { ...values, modifiedon, versionnumber });
    };
    const faults: [string, () => unknown, object][] = [
      ['lost here', () => here(`DELETE FROM erp.new_thing WHERE ${one(11)}`), { missing: 1 }],
      ['doubled here', () => here(`INSERT INTO erp.new_thing FROM erp.new_thing WHERE ${one(2)}`), { doubled: 1 }],
      ['altered here', () => here(`UPDATE erp.new_thing SET name = 'x' WHERE ${one(60)}`), { altered: 1 }],
      ['removed there', () => rows.remove(key(3)), { extra: 1 }],
      ['altered there in silence', () => silently(4, { new_rate: '0.2500000000' }), { altered: 1 }],
      [
        'come there in silence',
        () => void rows.insert({ new_thingid: key(99), name: 'old', modifiedon: at(1e6) }),
        { missing: 1 },
      ],
    ];
    for (const [what, plant, found] of faults) {
      await plant();
      expect((await verify(own)).verification, what).toMatchObject({ error: null, status: 'drift', ...NOTHING, ...found });
      expect((await verify(own, { repair: true })).verification, what).toMatchObject({ error: null, status: 'repaired' });
      expect((await verify(own)).verification, what).toMatchObject({ status: 'same', whole: true });
      await own.expectSame();
    }
  });
});

describe('what the next run brings is explained', () => {
  test('edits and new rows; with change tracking deletes and silent changes too', async () => {
    for (const deletesBy of ['full', 'change_tracking'] as const) {
      const { own, rows } = await synced({ deletesBy });
      rows.update(key(1), { name: 'edited' });
      rows.insert({ [THING.key]: key(70), name: 'new' });
      rows.remove(key(5));
      rows.update(key(6), { name: 'silent', modifiedon: at(360) });
      const { verification } = await verify(own, { deletesBy });
      const found = { error: null, missing: 1, extra: 1, altered: 2 };
      expect(verification).toMatchObject(
        deletesBy === 'full' ? { ...found, status: 'drift', explained: 2 } : { ...found, status: 'explained', explained: 4 },
      );
      await closeAll();
    }
  });

  test('all of it, where the token has expired and the next run reads the whole table', async () => {
    const { own, rows } = await synced({ deletesBy: 'change_tracking' });
    rows.update(key(6), { name: 'silent', modifiedon: at(360) });
    own.org.clock.advance(10 * 86_400);
    const { verification } = await verify(own, { deletesBy: 'change_tracking' });
    expect(verification).toMatchObject({ error: null, status: 'explained', altered: 1 });
    expect(verification.how).toContain('the next run reads the whole table: its change-tracking token has expired');
  });
});

test('a change while it is compared is no drift', async () => {
  const { own, rows } = await synced({ deletesBy: 'change_tracking' });
  for (let nth = 1; nth <= 8; nth++) {
    own.org.faults.add(
      { url: DATA, nth },
      {
        before: () => {
          own.org.clock.advance(2);
          rows.update(key(nth), { name: `at ${nth}` });
          rows.remove(key(20 + nth));
          rows.insert({ [THING.key]: key(100 + nth), name: 'new' });
        },
      },
    );
  }
  for (const sample of ['all', 20] as const)
    expect((await verify(own, { deletesBy: 'change_tracking', sample })).verification).toMatchObject({
      error: null,
      status: 'explained',
    });
});

test('a sample compares all keys and as many rows as it says, for no more calls than it states', async () => {
  const { own, here } = await synced();
  await here("UPDATE erp.new_thing SET name = 'x'");
  const { verification } = await verify(own, { sample: 25 });
  expect(verification).toMatchObject({ status: 'drift', altered: 25, how: 'all keys, and the values of 25 rows', whole: false });
  const stated = Number(/takes at most (\d+) calls/.exec(own.engine.notices.join('\n'))?.[1]);
  expect(verification.requests).toBeLessThanOrEqual(stated);
});

/** Compares share after share until the pass is over; what was found, and of how many rows. */
async function wholePass(own: Setup): Promise<{ rows: number; altered: number; missing: number; extra: number; parts: number }> {
  const found = { rows: 0, altered: 0, missing: 0, extra: 0, parts: 0 };
  for (let from: string | null = null; found.parts < 50; ) {
    const { verification, next } = await verify(own, { portion: { share: 0.17, from, waited: 0 } });
    expect(verification).toMatchObject({ error: null });
    found.rows += verification.there;
    for (const what of ['altered', 'missing', 'extra'] as const) found[what] += verification[what];
    found.parts++;
    if (next === undefined || next === 'waits' || next.from === null) return found;
    from = next.from;
  }
  return found;
}

test('shares of the rows in turn: each row is compared once, those without a time too', async () => {
  const own = await setup((put) => {
    for (let n = 1; n <= 60; n++) put(n, { createdon: n % 20 === 0 ? null : at(Math.floor(n / 4) * 60) });
  });
  expect((await own.sync('full', { lookbackSeconds: 0 })).error).toBeNull();
  own.org.clock.advance(3600);
  await own.engine.warehouse.database.use(async (c) => {
    await c.run(
      `UPDATE erp.new_thing SET name = 'x' WHERE new_thingid = '${key(30)}'; DELETE FROM erp.new_thing WHERE new_thingid = '${key(20)}'`,
    );
  });
  own.org.table('new_thing').remove(key(1));
  const found = await wholePass(own);
  expect(found).toMatchObject({ rows: 59, altered: 1, missing: 1, extra: 1 });
  expect(found.parts).toBeGreaterThan(3);
});
