import { afterEach, describe, expect, test } from 'vitest';
import { guid } from '../../servers/dataverse/demo.ts';
import { closeAll, DATA, many, setup } from './setup.ts';

afterEach(closeAll);

describe('conditions', () => {
  test('are asked of the service within the window', async () => {
    const { sync, org, expectSame } = await setup((put) => {
      for (let n = 1; n <= 50; n++) put(n, { statecode: n % 3 === 0 ? '1' : '0', name: n % 2 === 0 ? "O'Neil" : 'other' });
    });
    const options = { where: "statecode eq 1 or name eq 'O''Neil'" };
    const wanted = (row: Record<string, unknown>) => row.statecode === '1' || row.name === "O'Neil";
    expect((await sync('full', options)).error).toBeNull();
    await expectSame(wanted);
    org.clock.advance(60);
    org.table('new_thing').update(guid('aa', 1), { name: "O'Neil" });
    org.table('new_thing').update(guid('aa', 5), { name: 'still other' });
    // One row, and the keys of both: those that are not read as rows have left.
    expect(await sync('incremental', options)).toMatchObject({ error: null, read: 3, inserted: 1, updated: 0, deleted: 0 });
    await expectSame(wanted);
  });

  describe.each([{ deletesBy: 'full' }, { deletesBy: 'change_tracking' }, { deletesBy: 'keys' }] as const)(
    'with deletes by $deletesBy',
    (ways) => {
      const options = { ...ways, where: 'statecode eq 0' };
      const open = (row: Record<string, unknown>) => row.statecode === '0';

      test('a row that leaves goes in the next run, and comes back when it returns', async () => {
        const { sync, org, expectSame } = await setup(many(45));
        const things = org.table('new_thing');
        await sync('full', options);
        org.clock.advance(60);
        for (const n of [1, 20, 45]) things.update(guid('aa', n), { statecode: '1' });
        things.update(guid('aa', 2), { name: 'edited' });
        things.update(guid('aa', 3), { statecode: '1' });
        things.update(guid('aa', 3), { statecode: '0' });
        expect(await sync('incremental', options)).toMatchObject({ error: null, deleted: 3, updated: 2, inserted: 0 });
        await expectSame(open);
        org.clock.advance(60);
        things.update(guid('aa', 20), { statecode: '0' });
        expect(await sync('incremental', options)).toMatchObject({ error: null, deleted: 0, inserted: 1 });
        await expectSame(open);
      });

      test('rows that leave, return and stay while the run reads', async () => {
        const { sync, org, expectSame } = await setup(many(45));
        const things = org.table('new_thing');
        await sync('full', options);
        org.clock.advance(60);
        for (let n = 1; n <= 40; n++) things.update(guid('aa', n), { statecode: n % 4 === 0 ? '1' : '0', name: `edited ${n}` });
        for (const nth of [2, 4, 6, 8])
          org.faults.add(
            { url: DATA, nth },
            {
              before: () => {
                org.clock.advance(1);
                for (let n = nth; n <= 40; n += 7) things.update(guid('aa', n), { statecode: n % 2 === 0 ? '1' : '0' });
              },
            },
          );
        expect((await sync('incremental', options)).error).toBeNull();
        org.faults.clear();
        org.clock.advance(60);
        expect((await sync('incremental', options)).error).toBeNull();
        await expectSame(open);
      });
    },
  );

  test('rows that left stay with `deletes: ignore`, are marked with `deletes: mark`, and no row goes that a failed run had keys of', async () => {
    const { sync, org, engine } = await setup(many(15));
    const options = { where: 'statecode eq 0', deletes: 'mark' } as const;
    await sync('full', options);
    org.clock.advance(60);
    for (const n of [1, 2, 3]) org.table('new_thing').update(guid('aa', n), { statecode: n === 2 ? '1' : '0' });
    org.faults.add({ url: /modifiedon lt/, times: 100 }, { reset: true });
    expect((await sync('incremental', options)).error).not.toBeNull();
    org.faults.clear();
    expect(await engine.query('SELECT count(*) AS n FROM erp.new_thing WHERE _deleted_at IS NULL')).toEqual([{ n: 15 }]);
    expect(await sync('incremental', options)).toMatchObject({ error: null, deleted: 1 });
    expect(await engine.query('SELECT count(*) AS n FROM erp.new_thing WHERE _deleted_at IS NOT NULL')).toEqual([{ n: 1 }]);
    const other = await setup(many(5));
    await other.sync('full', { where: 'statecode eq 0', deletes: 'ignore' });
    other.org.clock.advance(60);
    other.org.table('new_thing').update(guid('aa', 1), { statecode: '1' });
    other.org.journal.clear();
    expect(await other.sync('incremental', { where: 'statecode eq 0', deletes: 'ignore' })).toMatchObject({
      deleted: 0,
      rows: 5,
    });
    expect(other.org.journal.requests.filter((e) => DATA.test(e.url))).toHaveLength(2);
  });

  test.each([
    ['nope eq 1', 'no column nope'],
    ['primarycontactid eq null', 'no column primarycontactid'],
    ["statecode eq 'x'", 'incompatible types'],
  ])('%s is refused by the service, and the error shows it', async (where, message) => {
    const { sync } = await setup(many(3));
    for (const mode of ['full', 'incremental'] as const)
      expect((await sync(mode, { where })).error).toMatchObject({
        code: 'QUERY_REFUSED',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(where),
      });
  });
});

describe('a query that Dataverse refuses', () => {
  const refused = { reply: { status: 400, body: '{"error":{"code":"0x80060888","message":"Syntax error at position 5."}}' } };

  test('is not blamed on a `where` that is not there', async () => {
    const { sync, org } = await setup(many(3));
    org.faults.add({ url: DATA, times: 9 }, refused);
    const { error } = await sync();
    expect(error).toMatchObject({ code: 'QUERY_REFUSED', message: expect.stringContaining('Syntax error at position 5') });
    expect(error?.hint).not.toContain('where');
  });

  test('is blamed on the `where` that is there, and shows it', async () => {
    const { sync, org } = await setup(many(3));
    org.faults.add({ url: DATA, times: 9 }, refused);
    const { error } = await sync('full', { where: 'statecode eq 0' });
    expect(error?.hint).toContain('Correct the `where` of new_thing: statecode eq 0');
  });
});
