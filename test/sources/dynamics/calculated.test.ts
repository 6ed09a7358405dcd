import { afterEach, expect, test } from 'vitest';
import { column, table } from '../../servers/dataverse/columns.ts';
import { guid } from '../../servers/dataverse/demo.ts';
import { at, closeAll, many, setup } from './setup.ts';

afterEach(closeAll);

const THING = table('new_thing', 'new_things', [
  column.text('name'),
  { name: 'total', type: 'Integer', sourceType: 2 },
  { name: 'total_date', type: 'DateTime', behavior: 'UserLocal' },
]);

test('calculated and rollup columns are read between full syncs, with their keys and nothing else', async () => {
  const { sync, org, engine } = await setup(many(25), THING);
  const things = org.table('new_thing');
  const full = await sync('full');
  expect(full.columns.filter((c) => c.calculated).map((c) => c.name)).toEqual(['total', 'total_date']);
  for (let n = 1; n <= 25; n++) {
    const { modifiedon = null } = things.find(guid('aa', n)) ?? {};
    things.update(guid('aa', n), { total: String(n), total_date: at(0), modifiedon });
  }
  org.clock.advance(3600);
  expect(await sync('incremental', { calculatedEverySeconds: null })).toMatchObject({ error: null, updated: 0 });
  const before = org.journal.entries.length;
  const record = await sync('incremental', { calculatedEverySeconds: 0 });
  expect(record).toMatchObject({ error: null, mode: 'incremental', updated: 25, deleted: 0 });
  const asked = org.journal.entries.slice(before).map((e) => decodeURIComponent(e.url));
  expect(asked.some((url) => /new_things\?\$select=new_thingid,total,total_date(&|$)/.test(url))).toBe(true);
  const [sum] = await engine.query<{ n: number }>('SELECT sum(total)::INT AS n FROM erp.new_thing WHERE total_date IS NOT NULL');
  expect(sum?.n).toBe(325);
  expect(await sync('incremental', { calculatedEverySeconds: 0 })).toMatchObject({ error: null, updated: 0 });
});
