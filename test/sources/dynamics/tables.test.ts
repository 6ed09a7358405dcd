import { afterEach, describe, expect, test } from 'vitest';
import type { ChosenTable } from '../../../src/model/plan.ts';
import type { TableRef } from '../../../src/model/table.ts';
import { column, table } from '../../servers/dataverse/columns.ts';
import { demoOrg, guid } from '../../servers/dataverse/demo.ts';
import type { TableDef } from '../../servers/dataverse/model.ts';
import { DEMO_USER } from '../../servers/dataverse/org.ts';
import { startDynamics } from '../../servers/dataverse/start.ts';
import { begin } from '../../support/begin.ts';
import { describeTable, listTables } from '../../support/describe.ts';
import { actualRows, expectedRows, sourceOf } from '../../support/dynamics.ts';
import { DEFAULT_OPTIONS, Engine } from '../../support/engine.ts';
import { at, closeAll, many, setup } from './setup.ts';

afterEach(closeAll);

const chosen = (ref: TableRef): ChosenTable => ({ ref, options: DEFAULT_OPTIONS });

describe('every table of an organisation', () => {
  test('syncs with all its values, full and again incrementally', async () => {
    const org = demoOrg(40);
    const local = await startDynamics(org);
    const engine = await Engine.create();
    for (const name of ['account', 'contact', 'opportunity', 'phonecall', 'accountleads', 'systemuser']) {
      const source = sourceOf(local, { tuning: { pageRows: 50 } });
      expect((await engine.sync(source, name, 'full')).error).toBeNull();
      expect((await engine.sync(source, name, 'incremental')).error).toBeNull();
      expect(await actualRows(engine, org.table(name)), name).toEqual(expectedRows(org.table(name)));
      await source.close();
    }
    await engine.close();
    await local.close();
  });
});

describe('the list of tables', () => {
  test('has kinds, labels and no table that the Web API lacks', async () => {
    const { local, org } = await setup(() => {});
    org.add({ ...table('hidden', 'x', []), set: null });
    org.add(table('new_elastic', 'new_elastics', [column.text('partitionid')], { kind: 'Elastic' }));
    org.add(table('new_virtual', 'new_virtuals', [], { kind: 'Virtual', label: { 1033: 'Virtual thing', 1036: 'Chose' } }));
    const source = sourceOf(local, { options: { label_language: 1036 } });
    await source.connect();
    const refs = await listTables(source);
    expect(refs.map((r) => r.name)).not.toContain('hidden');
    expect(refs.find((r) => r.name === 'new_elastic')?.kind).toBe('elastic table');
    expect(refs.find((r) => r.name === 'new_virtual')).toMatchObject({
      kind: 'virtual table',
      label: 'Chose',
      target: 'new_virtual',
    });
    await source.close();
  });

  test('of a thousand tables costs one request, and columns are asked for by the table', async () => {
    const { local, org } = await setup(many(3));
    for (let i = 0; i < 1000; i++)
      org.add(
        table(
          `new_t${i}`,
          `new_t${i}s`,
          Array.from({ length: 40 }, (_, c) => column.text(`new_c${c}`)),
        ),
      );
    const source = sourceOf(local);
    await source.connect();
    const refs = await listTables(source);
    expect(refs.length).toBeGreaterThan(1000);
    const [who, ...others] = org.journal.requests.map((r) => r.url);
    expect(who).toContain('WhoAmI');
    // The user's identity, and the list beside it.
    expect(others).toHaveLength(2);
    expect(others.filter((url) => url.includes('EntityDefinitions?'))).toHaveLength(1);
    const [ref] = refs.filter((r) => r.name === 'new_t7');
    if (ref === undefined) throw new Error('no new_t7');
    await describeTable(source, ref, DEFAULT_OPTIONS);
    expect(org.journal.requests).toHaveLength(4);
    expect(org.journal.entries.every((e) => e.bytes < 1_000_000)).toBe(true);
    await source.close();
  });

  test('lacks a table: the error says where to look', async () => {
    const { local } = await setup(() => {});
    const source = sourceOf(local);
    await source.connect();
    const ref = { name: 'acount', target: 'acount', label: '', kind: '' };
    await expect(describeTable(source, ref, DEFAULT_OPTIONS)).rejects.toMatchObject({
      code: 'TABLE_NOT_FOUND',
      hint: expect.stringContaining('logical name'),
    });
    await source.close();
  });
});

describe('tables unlike others', () => {
  test('an intersect table has no modifiedon and is read whole each run, deletes included', async () => {
    const def: TableDef = {
      name: 'accountleads',
      set: 'accountleadscollection',
      key: 'accountleadid',
      nameColumn: null,
      label: 'Account Lead',
      intersect: true,
      columns: [column.id('accountleadid'), column.id('accountid'), column.id('leadid')],
    };
    const { sync, org, expectSame } = await setup(() => {}, def);
    const links = org.table('accountleads');
    for (let n = 1; n <= 35; n++) links.insert({ accountleadid: guid('aa', n), accountid: guid('01', n), leadid: guid('07', n) });
    expect(await sync('incremental')).toMatchObject({ error: null, mode: 'full', watermark: { after: null }, rows: 35 });
    await expectSame();
    links.remove(guid('aa', 3));
    links.insert({ accountleadid: guid('aa', 99), accountid: guid('01', 1), leadid: guid('07', 2) });
    expect(await sync('incremental')).toMatchObject({ error: null, mode: 'full', inserted: 1, deleted: 1 });
    await expectSame();
  });

  test('a row of an elastic table is known by its id and its partition', async () => {
    const def = table('new_reading', 'new_readings', [column.text('partitionid'), column.double('new_value')], {
      kind: 'Elastic',
      nameColumn: null,
      changeTracking: false,
    });
    const { sync, org, engine } = await setup(() => {}, def);
    const put = (n: number, partitionid: string | null, value: string) =>
      org.table('new_reading').insert({ new_readingid: guid('aa', n), partitionid, new_value: value, modifiedon: at(n * 60) });
    put(1, 'device-a', '1.5');
    put(1, 'device-b', '2.5');
    put(2, null, '3.5');
    expect(await sync()).toMatchObject({ error: null, rows: 3, key: ['new_readingid', 'partitionid'] });
    org.clock.advance(60);
    put(1, 'device-b', '4.5');
    org.table('new_reading').update(`${guid('aa', 2)}/null`, { new_value: '5.5', modifiedon: at(-30) });
    expect(await sync('incremental')).toMatchObject({ error: null, rows: 3 });
    expect(await engine.query('SELECT partitionid AS p, new_value AS v FROM erp.new_reading ORDER BY v')).toEqual([
      { p: 'device-a', v: 1.5 },
      { p: 'device-b', v: 2.5 },
      { p: '', v: 5.5 },
    ]);
  });

  test('a virtual table is read whole, in whatever order, and a note says so', async () => {
    const def = table('new_external', 'new_externals', [column.text('name')], { kind: 'Virtual' });
    const { sync, expectSame } = await setup(many(25), def);
    const record = await sync();
    expect(record).toMatchObject({ error: null, mode: 'full', rows: 25, cursor: null });
    expect(record.notes.map((n) => n.message).join()).toContain('virtual table');
    await expectSame();
  });
});

describe('columns that hold whole files', () => {
  test.each([
    ['annotation', 'documentbody'],
    ['activitymimeattachment', 'body'],
  ])('are noted in %s, unless they are left out', async (name, body) => {
    const { sync } = await setup(many(2), table(name, `${name}s`, [column.text('name'), column.memo(body)]));
    const noted = async (columns?: { include?: string[]; exclude?: string[] }) => {
      const record = await sync('full', columns === undefined ? {} : { columns });
      expect(record.error).toBeNull();
      return record.notes.some((n) => n.column === body && n.message.includes('whole files'));
    };
    expect(await noted()).toBe(true);
    expect(await noted({ exclude: [body] })).toBe(false);
    expect(await noted({ include: ['name'] })).toBe(false);
  });
});

describe('keys and cursors of the configuration', () => {
  test.each([
    ['a cursor that does not exist', { cursor: 'changed' }, 'COLUMN_NOT_FOUND'],
    ['a cursor that is no time', { cursor: 'name' }, 'CURSOR_NOT_POSSIBLE'],
    ['a key that does not exist', { key: ['nope'] }, 'COLUMN_NOT_FOUND'],
    ['change tracking where it is off', { deletesBy: 'change_tracking' as const }, 'CHANGE_TRACKING_OFF'],
  ])('%s is refused', async (_, options, code) => {
    const { sync } = await setup(many(1), table('new_thing', 'new_things', [column.text('name')], { changeTracking: false }));
    await expect(sync('full', options)).rejects.toMatchObject({ code });
  });

  // Deleted rows are named by the table's own id: by any other key none would ever be found, without a word.
  test.each([
    ['a key of its own', { key: ['name'] }, {}, '`key` out'],
    ['an elastic table', {}, { kind: 'Elastic' as const, nameColumn: null }, '`deletes_by: keys`'],
  ])('change tracking is refused with %s', async (_, options, more, hint) => {
    const def = table('new_thing', 'new_things', [column.text('name'), column.text('partitionid')], more);
    const { sync } = await setup(many(1), def);
    await expect(sync('full', { ...options, deletesBy: 'change_tracking' })).rejects.toMatchObject({
      code: 'CHANGE_TRACKING_OFF',
      message: expect.stringContaining("can't find deleted rows by the key"),
      hint: expect.stringContaining(hint),
    });
  });

  test('another cursor', async () => {
    const { sync, org, expectSame } = await setup((put) => {
      for (let n = 1; n <= 25; n++) put(n, { createdon: at(n * 3600), modifiedon: null });
    });
    expect(await sync('full', { cursor: 'createdon' })).toMatchObject({ error: null, cursor: 'createdon', rows: 25 });
    org.clock.advance(60);
    org.table('new_thing').insert({ new_thingid: guid('aa', 99), createdon: org.clock.second(), modifiedon: null });
    expect(await sync('incremental', { cursor: 'createdon' })).toMatchObject({ error: null, read: 2, inserted: 1 });
    await expectSame();
  });
});

describe('check', () => {
  test('shows what may be read of each table, and what to do where it may not', async () => {
    const { local, org } = await setup(
      many(7),
      table('new_thing', 'new_things', [
        column.text('name'),
        { ...column.text('new_secret'), secured: true },
        { name: 'new_photo', type: 'Image' },
      ]),
    );
    org.add(table('new_other', 'new_others', [column.text('name')]));
    org.users = [{ ...DEMO_USER, denied: ['new_other'] }];
    const source = sourceOf(local);
    await source.connect();
    const refs = await listTables(source);
    const tables = await source.access(refs.filter((r) => r.name.startsWith('new_')).map(chosen));
    expect(tables.find((t) => t.ref.name === 'new_thing')).toMatchObject({
      readable: true,
      rows: 7,
      cursor: 'modifiedon',
      key: ['new_thingid'],
      hidden: ['new_secret'],
      notes: [
        { kind: 'schema', message: expect.stringContaining('not read because they hold no plain value: new_photo (Image)') },
        { kind: 'access', column: 'new_secret', message: expect.stringContaining('null, or a masked text, instead of') },
      ],
    });
    expect(tables.find((t) => t.ref.name === 'new_other')).toMatchObject({
      readable: false,
      problem: { message: expect.stringContaining('prvReadnew_other'), hint: expect.stringContaining('Security roles') },
    });
    const { quotas, requests } = source.usage();
    expect(requests).toBeGreaterThan(3);
    expect(quotas.map((q) => [q.name, q.limit])).toEqual([
      ['requests in 5 minutes', 6000],
      ['seconds of execution in 5 minutes', 1200],
    ]);
    await source.close();
  });

  test('a user without any role', async () => {
    const { sync, org } = await setup(many(1));
    org.users = [{ ...DEMO_USER, roles: [] }];
    expect((await sync()).error).toMatchObject({
      code: 'TABLE_NOT_READABLE',
      message: expect.stringContaining('no security role'),
    });
  });

  test('amounts come without a code where currencies may not be read', async () => {
    const { sync, org } = await setup(
      many(2),
      table('new_thing', 'new_things', [
        column.text('name'),
        ...column.money('new_price'),
        column.lookup('transactioncurrencyid', ['transactioncurrency']),
      ]),
    );
    org.users = [{ ...DEMO_USER, denied: ['transactioncurrency'] }];
    const record = await sync();
    expect(record.error).toBeNull();
    expect(record.columns.map((c) => c.name)).not.toContain('transactioncurrencyid_code');
    expect(record.notes.map((n) => n.message).join()).toContain('no currency code');
  });
});

describe('plan', () => {
  test('shows windows, ranges and queries without reading a row', async () => {
    const { local, engine } = await setup(many(95));
    const source = sourceOf(local, { tuning: { pageRows: 10 } });
    await source.connect();
    const [ref] = (await listTables(source)).filter((r) => r.name === 'new_thing');
    if (ref === undefined) throw new Error('no new_thing');
    const schema = await describeTable(source, ref, DEFAULT_OPTIONS);
    const plan = {
      source: 'erp',
      ref,
      schema,
      options: { ...DEFAULT_OPTIONS, where: 'statecode eq 0' },
      target: { schema: 'erp', name: 'new_thing' },
      mode: 'full' as const,
      why: '',
      since: null,
    };
    local.org.journal.clear();
    const opened = await begin(source, plan);
    expect(opened.partitions.map((p) => [p.pass, p.id])).toEqual([
      ['body', 'modifiedon [, 2026-11-20T10:00:00Z)'],
      ['tail', 'modifiedon from 2026-11-20T10:00:00Z, or null'],
    ]);
    expect(opened.partitions[0]?.query).toBe(
      'new_things?$select=new_thingid,name,createdon,… (9)&$filter=(statecode eq 0) and modifiedon lt 2026-11-20T10:00:00Z&$orderby=modifiedon asc,new_thingid asc',
    );
    expect(local.org.journal.requests).toHaveLength(1);
    const whole = await begin(source, { ...plan, options: DEFAULT_OPTIONS });
    expect(whole.partitions.filter((p) => p.pass === 'body')).toHaveLength(4);
    expect(whole.partitions.reduce((sum, p) => sum + (p.expectedRows ?? 0), 0)).toBeGreaterThanOrEqual(95);
    await source.close();
    expect(await engine.warehouse.tables()).toEqual([]);
  });
});
