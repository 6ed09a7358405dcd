import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CURRENCY, column, table } from '../../servers/dataverse/columns.ts';
import { bareOrg, guid } from '../../servers/dataverse/demo.ts';
import type { OptionDef, Row } from '../../servers/dataverse/model.ts';
import type { Org } from '../../servers/dataverse/org.ts';
import { type LocalDynamics, startDynamics } from '../../servers/dataverse/start.ts';
import { describeTable, listTables } from '../../support/describe.ts';
import { actualRows, expectedRows, sourceOf } from '../../support/dynamics.ts';
import { Engine } from '../../support/engine.ts';

const COLOURS: OptionDef[] = [
  { value: 1, label: { 1033: 'Red; dark', 1036: 'Rouge' } },
  { value: 2, label: { 1033: "Blue 'sky'", 1036: 'Bleu' } },
  { value: 8, label: { 1033: 'Green' } },
];
const THING = table('new_thing', 'new_things', [
  column.text('name'),
  column.text('select', 'SQL keyword'),
  column.memo('new_memo'),
  column.integer('new_integer'),
  column.decimal('new_decimal'),
  column.double('new_double'),
  ...column.money('new_money'),
  CURRENCY,
  column.boolean('new_boolean'),
  column.instant('new_instant'),
  { ...column.instant('new_shownasday'), format: 'DateOnly' },
  column.day('new_day'),
  column.wallClock('new_wallclock'),
  column.choice('new_colour', COLOURS),
  { ...column.choice('new_shared', COLOURS), global: true },
  column.choices('new_colours', COLOURS),
  column.lookup('new_accountid', ['account']),
  column.lookup('new_userid', ['systemuser']),
  column.customer('new_customerid'),
  column.lookup('regardingobjectid', ['account', 'contact', 'new_thing']),
  column.id('new_otherid'),
  { name: 'new_file', type: 'File' },
  { name: 'new_image', type: 'Image' },
  { name: 'new_parties', type: 'PartyList', targets: ['account', 'contact'] },
  { name: 'new_unreadable', type: 'String', validForRead: false },
  { name: 'new_internal', type: 'String', notInApi: true },
  { name: 'new_secured', type: 'String', secured: true },
  { name: 'new_never', type: 'Picklist', options: COLOURS },
]);
const NOTHING: Row = Object.fromEntries(THING.columns.map((c) => [c.name, null]));

function fill(org: Org): void {
  const things = org.add(THING);
  const put = (n: number, row: Row) =>
    things.insert({
      ...NOTHING,
      new_thingid: guid('aa', n),
      ...row,
      versionnumber: null,
      modifiedon: `2026-11-0${1 + (n % 8)}T0${n % 10}:00:00Z`,
    });
  put(1, {
    new_decimal: '0.1000000000',
    new_money: '123456789012.1234',
    new_money_base: '922337203685477.5807',
    new_integer: '-2147483648',
  });
  put(2, { new_decimal: '-100000000000.0000000001', new_money: '-0.0001', new_double: '0.1', new_boolean: false });
  put(3, { new_decimal: '99999999999.9999999999', new_double: '-1.7976931348623157E308', new_boolean: true });
  put(4, {
    name: `"quoted", 'single' \\ back\n\r\t\u0000\u2028 ${'emoji 👩‍👩‍👧 ☕'}`,
    select: 'FROM',
    new_memo: 'é'.repeat(500_000),
  });
  put(5, { name: '', select: '{"value":[{"a":1}],"@odata.nextLink":"x"}', new_memo: '"modifiedon":"2099-01-01T00:00:00Z"' });
  put(6, {
    new_instant: '1753-01-01T00:00:00Z',
    new_day: '1753-01-01',
    new_wallclock: '1753-01-01T12:34:56Z',
    new_shownasday: '2026-03-29T01:30:00Z',
  });
  put(7, { new_instant: '9999-12-30T23:59:59Z', new_day: '9999-12-30', new_wallclock: '9999-12-30T23:59:59Z' });
  put(8, {
    new_colour: '1',
    new_shared: '2',
    new_colours: '1,2,8',
    transactioncurrencyid: { table: 'transactioncurrency', id: guid('c1', 3) },
    new_money: '1.5',
  });
  put(9, { new_colour: '77', new_colours: '8,77', new_shared: '8' });
  put(10, {
    new_accountid: { table: 'account', id: guid('01', 1) },
    new_userid: { table: 'systemuser', id: guid('05', 1) },
    new_customerid: { table: 'contact', id: guid('02', 1) },
    ownerid: { table: 'team', id: guid('08', 1) },
  });
  put(11, {
    new_customerid: { table: 'account', id: guid('01', 2) },
    regardingobjectid: { table: 'new_thing', id: guid('aa', 1) },
    new_otherid: guid('0f', 5),
    new_file: guid('0f', 6),
    new_double: '5e-324',
  });
}

let local: LocalDynamics;
let engine: Engine;
beforeAll(async () => {
  const org = bareOrg();
  fill(org);
  local = await startDynamics(org);
  engine = await Engine.create();
});
afterAll(async () => {
  await engine.close();
  await local.close();
});

describe('values', () => {
  test('come out exactly as the service holds them, in every type', async () => {
    const record = await engine.sync(sourceOf(local), 'new_thing', 'full');
    expect(record.error).toBeNull();
    const things = local.org.table('new_thing');
    expect(await actualRows(engine, things)).toEqual(expectedRows(things));
  });

  test('have the types that are promised', async () => {
    const source = sourceOf(local);
    await source.connect();
    const [ref] = (await listTables(source)).filter((t) => t.name === 'new_thing');
    if (ref === undefined) throw new Error('no new_thing');
    const schema = await describeTable(source, ref, { ...(await import('../../support/engine.ts')).DEFAULT_OPTIONS });
    const types = Object.fromEntries(schema.columns.map((c) => [c.name, `${c.nativeType} ${c.semanticType} ${c.duckdbType}`]));
    expect(types).toMatchObject({
      new_thingid: 'Uniqueidentifier object UUID',
      name: 'String string VARCHAR',
      new_memo: 'Memo string VARCHAR',
      new_integer: 'Integer number INTEGER',
      versionnumber: 'BigInt number BIGINT',
      new_decimal: 'Decimal number DECIMAL(38,10)',
      new_double: 'Double number DOUBLE',
      new_money: 'Money amount DECIMAL(38,4)',
      new_money_base: 'Money amount DECIMAL(38,4)',
      transactioncurrencyid: 'Lookup object UUID',
      transactioncurrencyid_code: 'CurrencyCode string VARCHAR',
      new_boolean: 'Boolean bool BOOLEAN',
      new_instant: 'DateTime date TIMESTAMPTZ',
      new_shownasday: 'DateTime date TIMESTAMPTZ',
      new_day: 'DateTime date DATE',
      new_wallclock: 'DateTime date TIMESTAMP',
      new_colour: 'Picklist picklist INTEGER',
      new_colour_label: 'Label string VARCHAR',
      statecode: 'State picklist INTEGER',
      statuscode: 'Status picklist INTEGER',
      new_colours: 'MultiSelectPicklist multipicklist INTEGER[]',
      new_colours_label: 'Label  VARCHAR[]',
      new_accountid: 'Lookup object UUID',
      new_userid: 'Lookup user UUID',
      new_customerid: 'Customer object UUID',
      new_customerid_type: 'EntityName string VARCHAR',
      ownerid: 'Owner object UUID',
      ownerid_type: 'EntityName string VARCHAR',
      new_otherid: 'Uniqueidentifier object UUID',
      new_file: 'File object UUID',
    });
    const names = Object.keys(types);
    for (const absent of [
      'new_accountid_type',
      'owneridname',
      'owneridtype',
      'new_unreadable',
      'new_internal',
      'new_image',
      'new_parties',
    ])
      expect(names).not.toContain(absent);
    expect(schema.key).toEqual(['new_thingid']);
    expect(schema.cursor).toEqual({ column: 'modifiedon', kind: 'timestamp' });
    expect(schema.nameColumn).toBe('name');
    expect(schema.notes.map((n) => n.message).join('\n')).toMatch(
      /plain value: new_image \(Image\), new_parties \(PartyList\)[\s\S]*does not return them: new_internal \(String\)[\s\S]*column security protects new_secured/,
    );
    await source.close();
  });

  test('of choices stand beside their labels, unknown ones beside none', async () => {
    const rows = await engine.query(
      `SELECT new_colour, new_colour_label, new_shared_label, CAST(new_colours AS VARCHAR) AS codes, CAST(new_colours_label AS VARCHAR) AS labels, transactioncurrencyid_code AS currency
       FROM erp.new_thing WHERE new_colour IS NOT NULL ORDER BY new_colour`,
    );
    expect(rows).toEqual([
      {
        new_colour: 1,
        new_colour_label: 'Red; dark',
        new_shared_label: "Blue 'sky'",
        codes: '[1, 2, 8]',
        labels: "[Red; dark, 'Blue \\'sky\\'', Green]",
        currency: 'CHF',
      },
      {
        new_colour: 77,
        new_colour_label: null,
        new_shared_label: 'Green',
        codes: '[8, 77]',
        labels: '[Green, NULL]',
        currency: null,
      },
    ]);
  });
});

describe('a value that its type can not hold exactly', () => {
  test.each([
    ['new_money', '1.23456'],
    ['new_decimal', '0.12345678901'],
    ['new_decimal', '1E-5'],
    ['new_integer', '1.5'],
    ['new_integer', '2147483648'],
    ['versionnumber', '9223372036854775808'],
    ['new_instant', '2026-01-01T00:00:00.1234567Z'],
    ['new_instant', '2026-01-01T00:00:00'],
    ['new_day', '2026-01-01T00:00:00Z'],
    ['new_colours', '1;2'],
    ['new_accountid', 'no-guid'],
  ])('in %s: %s fails the table, and the error names the column, not the value', async (name, value) => {
    const own = await Engine.create();
    const org = bareOrg();
    org
      .add(THING)
      .insert({ ...NOTHING, new_thingid: guid('aa', 1), versionnumber: null, modifiedon: '2026-11-01T00:00:00Z', [name]: value });
    const service = await startDynamics(org);
    const record = await own.sync(sourceOf(service), 'new_thing', 'full');
    expect(record.error).toMatchObject({ code: 'VALUE_NOT_EXACT', message: expect.stringContaining(`"${name}"`) });
    expect(JSON.stringify(record.error)).not.toContain(value);
    await service.close();
    await own.close();
  });

  test.each([
    ['new_money', '1.230000000', '1.2300'],
    ['new_decimal', '-7', '-7.0000000000'],
    ['new_instant', '2026-01-01T00:00:00.1234560Z', '2026-01-01 00:00:00.123456+00'],
  ])('in %s: %s is none', async (name, value, shown) => {
    const own = await Engine.create();
    const org = bareOrg();
    org
      .add(THING)
      .insert({ ...NOTHING, new_thingid: guid('aa', 1), versionnumber: null, modifiedon: '2026-11-01T00:00:00Z', [name]: value });
    const service = await startDynamics(org);
    expect((await own.sync(sourceOf(service), 'new_thing', 'full')).error).toBeNull();
    expect(await own.query(`SELECT CAST(${name} AS VARCHAR) AS v FROM erp.new_thing`)).toEqual([{ v: shown }]);
    await service.close();
    await own.close();
  });
});

describe('labels', () => {
  test('change with the metadata though no row changes', async () => {
    const things = local.org.table('new_thing');
    things.alter((def) => ({
      ...def,
      columns: def.columns.map((c) =>
        c.name === 'new_colour'
          ? {
              ...c,
              options: [
                { value: 1, label: 'Crimson' },
                { value: 77, label: 'Seventy-seven' },
              ],
            }
          : c,
      ),
    }));
    const record = await engine.sync(sourceOf(local), 'new_thing', 'incremental');
    expect([record.error, record.mode, record.read]).toEqual([null, 'incremental', 0]);
    const rows = await engine.query(
      'SELECT new_colour_label AS l FROM erp.new_thing WHERE new_colour IS NOT NULL ORDER BY new_colour',
    );
    expect(rows.map((r) => r.l)).toEqual(['Crimson', 'Seventy-seven']);
  });

  test('are in the language that is asked for, else in the one that there is', async () => {
    await engine.sync(sourceOf(local, { options: { label_language: 1036 } }), 'new_thing', 'incremental');
    const rows = await engine.query(
      'SELECT new_shared_label AS l FROM erp.new_thing WHERE new_shared IS NOT NULL ORDER BY new_shared',
    );
    expect(rows.map((r) => r.l)).toEqual(['Bleu', 'Green']);
  });
});

describe('columns that are chosen', () => {
  test('bring their companions along', async () => {
    const own = await Engine.create();
    const record = await own.sync(sourceOf(local), 'new_thing', 'full', {
      columns: { include: ['new_colour', 'new_money', 'new_customerid'] },
    });
    expect(record.error).toBeNull();
    const columns = await own.query<{ column_name: string }>(
      "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'erp' AND table_name = 'new_thing'",
    );
    expect(columns.map((c) => c.column_name).sort()).toEqual(
      [
        '_synced_at',
        'new_colour',
        'new_colour_label',
        'new_customerid',
        'new_customerid_type',
        'new_money',
        'new_money_base',
        'new_thingid',
        'transactioncurrencyid',
        'transactioncurrencyid_code',
      ].sort(),
    );
    await own.close();
  });

  test('leave theirs behind when they are excluded', async () => {
    const own = await Engine.create();
    const record = await own.sync(sourceOf(local), 'new_thing', 'full', { columns: { exclude: ['new_colour', 'modifiedon'] } });
    expect(record.error).toBeNull();
    const columns = await own.query<{ column_name: string }>(
      "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'erp' AND table_name = 'new_thing'",
    );
    expect(columns.map((c) => c.column_name)).not.toContain('new_colour_label');
    expect(await own.query('SELECT count(*) AS n FROM erp.new_thing')).toEqual([{ n: 11 }]);
    await own.close();
  });
});
