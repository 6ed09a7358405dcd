import { afterEach, describe, expect, test } from 'vitest';
import { column, table } from '../../servers/dataverse/columns.ts';
import { guid } from '../../servers/dataverse/demo.ts';
import { at, closeAll, DATA, many, setup } from './setup.ts';

afterEach(closeAll);

describe('a key of the configuration that does not identify rows', () => {
  test.each([
    ['full', 1],
    ['full', 4],
  ] as const)('fails a %s sync, whose pages hold it %i times side by side', async (mode, parallel) => {
    const { sync, engine } = await setup((put) => {
      for (let n = 1; n <= 620; n++) put(n, { name: `group ${n % 7}` });
    });
    engine.parallel = parallel;
    const record = await sync(mode, { key: ['name'] }, { pageRows: 100 });
    expect(record).toMatchObject({ status: 'failed', rows: 0, error: { code: 'KEY_NOT_UNIQUE' } });
    expect(record.error?.message).toContain('the key (name) does not tell rows apart: 613 rows have a key');
  });

  test('is found where the columns leave the own id out', async () => {
    const { sync } = await setup(many(3));
    expect((await sync('full', { key: ['statecode'], columns: { include: ['name'] } })).error?.code).toBe('KEY_NOT_UNIQUE');
  });

  test('is found where the second row comes while the first is read', async () => {
    const { sync, org } = await setup(many(25));
    const before = () =>
      void org.table('new_thing').insert({ new_thingid: guid('aa', 99), name: 'row 7', modifiedon: at(0), statecode: '0' });
    org.faults.add({ url: DATA, nth: 2 }, { before });
    expect((await sync('full', { key: ['name'] })).error).toMatchObject({ code: 'KEY_NOT_UNIQUE' });
  });

  test('is said by an incremental run, which can not know whether the other row is still there', async () => {
    const { sync, org } = await setup(many(5));
    await sync('full', { key: ['name'] });
    org.clock.advance(60);
    org.table('new_thing').insert({ new_thingid: guid('aa', 99), name: 'row 2', statecode: '0' });
    const record = await sync('incremental', { key: ['name'] });
    expect(record).toMatchObject({ error: null, updated: 1, rows: 5 });
    expect(record.notes.map((n) => n.message)).toContainEqual(expect.stringContaining('1 row was replaced by another row'));
    expect((await sync('full', { key: ['name'] })).error).toMatchObject({ code: 'KEY_NOT_UNIQUE' });
  });
});

describe('a key of the configuration that identifies rows', () => {
  test('holds while rows are edited, read twice and exchange their keys', async () => {
    const { sync, org, expectSame } = await setup(many(45));
    const things = org.table('new_thing');
    const edit = () => {
      for (const n of [3, 20, 44]) things.update(guid('aa', n), { statecode: '1' });
      things.update(guid('aa', 10), { name: 'row 11' });
      things.update(guid('aa', 11), { name: 'row 10' });
    };
    org.faults.add({ url: DATA, nth: 3 }, { before: edit });
    expect(await sync('full', { key: ['name'] })).toMatchObject({ error: null, rows: 45 });
    await expectSame();
    org.clock.advance(60);
    edit();
    const record = await sync('incremental', { key: ['name'] });
    expect(record).toMatchObject({ error: null, rows: 45 });
    expect(record.notes.map((n) => n.message).join()).not.toContain('replaced');
    await expectSame();
  });
});

describe('a virtual table', () => {
  test('whose provider repeats its key fails', async () => {
    const def = table('new_external', 'new_externals', [column.text('name')], { kind: 'Virtual' });
    const { sync } = await setup((put) => {
      for (let n = 1; n <= 25; n++) put(n, { new_externalid: guid('aa', n % 20), name: `row ${n}` });
    }, def);
    const record = await sync('full', {}, { pageRows: 100 });
    expect(record).toMatchObject({ status: 'failed', error: { code: 'KEY_NOT_UNIQUE' } });
    expect(record.error?.message).toContain('5 rows have a key that another row has too');
  });
});
