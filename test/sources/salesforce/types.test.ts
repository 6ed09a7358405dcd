import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { type Field, sobject } from '../../servers/salesforce/schema.ts';
import { stamp, type Value } from '../../servers/salesforce/values.ts';
import { Engine } from '../../support/engine.ts';
import { type SalesforceWorld, salesforceWorld } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';

/** A field, what it becomes, and values that are easily bent. */
interface Case {
  readonly field: Field;
  readonly semantic: string;
  readonly duckdb: string;
  readonly values: readonly Value[];
}

const TEXTS = [
  'N/A',
  'NA',
  'null',
  'NULL',
  'None',
  '#N/A',
  ' ',
  '  padded  ',
  'a,b',
  'say "hi"',
  '"',
  'one\ntwo',
  'one\r\ntwo',
  'one\rtwo',
  '\\',
  "it's",
  '😀'.repeat(30),
  'Zoë – 東京',
  '=1+1',
  'true',
  '1.0E7',
  '\u00a0',
  'tab\there',
  '\u2028',
];

const CASES: readonly Case[] = [
  { field: { name: 'Text__c', type: 'string', length: 255 }, semantic: 'string', duckdb: 'VARCHAR', values: TEXTS },
  {
    field: { name: 'Area__c', type: 'textarea', length: 131_072 },
    semantic: 'string',
    duckdb: 'VARCHAR',
    values: ['x'.repeat(131_072), ...TEXTS],
  },
  ...(['combobox', 'phone', 'email', 'url', 'encryptedstring'] as const).map(
    (type): Case => ({
      field: { name: `A_${type}__c`, type, length: 80 },
      semantic: 'string',
      duckdb: 'VARCHAR',
      values: ['x@y.example', '+33 4', 'N/A'],
    }),
  ),
  {
    field: { name: 'Int__c', type: 'int' },
    semantic: 'number',
    duckdb: 'INTEGER',
    values: [0, -1, 2_147_483_647, -2_147_483_648],
  },
  {
    field: { name: 'Long__c', type: 'long' },
    semantic: 'number',
    duckdb: 'BIGINT',
    values: ['9223372036854775807', '-9223372036854775808', 0],
  },
  {
    field: { name: 'Double__c', type: 'double', precision: 18, scale: 4 },
    semantic: 'number',
    duckdb: 'DECIMAL(18,4)',
    values: [0, 0.5, -0.0001, 12_345_678.9, 16_147_805_824_397, -1e8, '99999999999999.99'],
  },
  {
    field: { name: 'Whole__c', type: 'double', precision: 18, scale: 0 },
    semantic: 'number',
    duckdb: 'DECIMAL(18,0)',
    values: [1, 16_147_805_824_397, 999_999_999_999_999],
  },
  {
    field: { name: 'Place__c', type: 'double', precision: 18, scale: 15 },
    semantic: 'number',
    duckdb: 'DECIMAL(18,15)',
    values: ['45.123456789012345', -179.999999],
  },
  {
    field: { name: 'Exact__c', type: 'double', precision: 20, scale: 2 },
    semantic: 'number',
    duckdb: 'DECIMAL(20,2)',
    values: ['123456789012345678.12', '-0.01'],
  },
  {
    field: { name: 'Free__c', type: 'double' },
    semantic: 'number',
    duckdb: 'DOUBLE',
    values: [0.1, 1.7976931348623157e308, 5e-324, -2.5],
  },
  {
    field: { name: 'Percent__c', type: 'percent', precision: 5, scale: 2 },
    semantic: 'percentage',
    duckdb: 'DECIMAL(5,2)',
    values: [0, 99.99, -12.5, 100],
  },
  {
    field: { name: 'Money__c', type: 'currency', precision: 18, scale: 2 },
    semantic: 'amount',
    duckdb: 'DECIMAL(18,2)',
    values: [0, 0.01, 1_234_567.89, 12_345_678.9, 1e15],
  },
  {
    field: { name: 'Pick__c', type: 'picklist', length: 255, picklist: ['A', { value: 'B', label: 'Bé', active: false }] },
    semantic: 'picklist',
    duckdb: 'VARCHAR',
    values: ['A', 'B', 'not listed'],
  },
  {
    field: { name: 'Multi__c', type: 'multipicklist', length: 255, picklist: ['A', 'B'] },
    semantic: 'multipicklist',
    duckdb: 'VARCHAR[]',
    values: ['A', 'A;B'],
  },
  { field: { name: 'Flag__c', type: 'boolean' }, semantic: 'bool', duckdb: 'BOOLEAN', values: [true, false] },
  {
    field: { name: 'Day__c', type: 'date' },
    semantic: 'date',
    duckdb: 'DATE',
    values: ['1700-01-01', '2024-02-29', '4000-12-31'],
  },
  {
    field: { name: 'Moment__c', type: 'datetime' },
    semantic: 'date',
    duckdb: 'TIMESTAMP WITH TIME ZONE',
    values: ['1700-01-01T00:00:00.000Z', '2026-03-29T01:30:00.000Z', '4000-12-31T23:59:59.000Z'],
  },
  { field: { name: 'Time__c', type: 'time' }, semantic: '', duckdb: 'TIME', values: ['00:00:00.000Z', '23:59:59.999Z'] },
  {
    field: { name: 'Account__c', type: 'reference', length: 18, referenceTo: ['Account'], relationshipName: 'Account__r' },
    semantic: 'object',
    duckdb: 'VARCHAR',
    values: ['001Hw0000000001AAA'],
  },
  {
    field: { name: 'Boss__c', type: 'reference', length: 18, referenceTo: ['User'], relationshipName: 'Boss__r' },
    semantic: 'user',
    duckdb: 'VARCHAR',
    values: ['005Hw0000000001AAA'],
  },
  { field: { name: 'What__c', type: 'anyType' }, semantic: 'string', duckdb: 'VARCHAR', values: ['anything'] },
];

let server: SalesforceServer;
let engine: Engine;
let world: SalesforceWorld;

beforeEach(async () => {
  server = await startSalesforce({ pageSize: 7, bulkPageSize: 9 });
  engine = await Engine.create();
  const parts: Field[] = [
    { name: 'Loc__c', type: 'location' },
    { name: 'Loc__Latitude__s', type: 'double', precision: 18, scale: 15 },
    { name: 'Where__c', type: 'address' },
    { name: 'File__c', type: 'base64' },
  ];
  server.org.define(sobject('Odd__c', 'a01', [...CASES.map((c) => c.field), ...parts]));
  const most = Math.max(...CASES.map((c) => c.values.length));
  for (let i = 0; i < most; i++) {
    const values = Object.fromEntries(CASES.map((c) => [c.field.name, c.values[i] ?? null]));
    server.org.insert('Odd__c', values, { at: stamp(Date.now() - (100 + i) * 1000) });
  }
});
afterEach(async () => {
  await engine.close();
  await server.close();
});

describe.each([
  ['REST', {}],
  ['Bulk', { restRows: 1, bulkRows: [100, 100] as const }],
])('every type, by %s', (way, tuning) => {
  test('keeps each value exactly, and has the promised DuckDB type and meaning', async () => {
    world = salesforceWorld(server, { tuning });
    const record = await engine.sync(world.source(), 'Odd__c', 'full');
    expect(record.error).toBeNull();
    expect(await expectTruth(engine, server.org, 'Odd__c')).toBeGreaterThan(20);
    expect(server.journal.matching(/results/).length > 0).toBe(way === 'Bulk');
    const real = await engine.query<{ column_name: string; data_type: string }>(
      "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'Odd__c'",
    );
    for (const { field, duckdb, semantic } of CASES) {
      expect(real.find((c) => c.column_name === field.name)?.data_type, field.name).toBe(duckdb);
      expect(record.columns.find((c) => c.name === field.name)?.semanticType, field.name).toBe(semantic);
    }
    expect(real.map((c) => c.column_name)).not.toEqual(expect.arrayContaining(['Loc__c']));
    expect(real.map((c) => c.column_name)).toEqual(expect.arrayContaining(['Loc__Latitude__s', 'Id', 'IsDeleted']));
  });
});

test('a picklist brings its values, labels and which are active', async () => {
  world = salesforceWorld(server);
  const record = await engine.sync(world.source(), 'Odd__c', 'full');
  expect(record.columns.find((c) => c.name === 'Pick__c')?.picklist).toEqual([
    { value: 'A', label: 'A', active: true },
    { value: 'B', label: 'Bé', active: false },
  ]);
});

describe('values with more decimals than their field declares', () => {
  // https://help.salesforce.com/s/articleView?id=000387302: the API stores them, whatever the field says.
  test.each([
    ['more decimals', [1.005, 12_345_678.123], 'DECIMAL(38,22)'],
    ['decimals beyond any DECIMAL', [1.005, 1.5e-23], 'DOUBLE'],
  ])(
    'widen the column: %s',
    async (_, values, type) => {
      world = salesforceWorld(server);
      const ids = [...server.org.records('Odd__c')].map((r) => String(r.Id));
      values.forEach((value, i) => void server.org.update('Odd__c', ids[i] ?? '', { Money__c: value }));
      const record = await engine.sync(world.source(), 'Odd__c', 'full');
      expect(record.error).toBeNull();
      await expectTruth(engine, server.org, 'Odd__c');
      expect(record.columns.find((c) => c.name === 'Money__c')?.duckdbType).toBe(type);
    },
    20_000,
  );

  test('widen a table that is there already without reading it whole', async () => {
    world = salesforceWorld(server);
    await engine.sync(world.source(), 'Odd__c', 'full');
    const [first] = [...server.org.records('Odd__c')];
    server.org.update('Odd__c', String(first?.Id), { Percent__c: 12.3456 });
    server.clock.advance(5);
    const record = await engine.sync(world.source(), 'Odd__c', 'incremental');
    expect(record).toMatchObject({ error: null, mode: 'incremental', updated: 1 });
    await expectTruth(engine, server.org, 'Odd__c');
    expect(await engine.sync(world.source(), 'Odd__c', 'incremental')).toMatchObject({ error: null, mode: 'incremental' });
  });
});

test('an int may arrive with a fraction of zero', async () => {
  world = salesforceWorld(server);
  const ids = [...server.org.records('Odd__c')].map((r) => String(r.Id));
  for (const [i, text] of ['0.0', '7.0', '1.2345678E7'].entries()) server.org.fix('Odd__c', ids[i] ?? '', { Int__c: text });
  expect((await engine.sync(world.source(), 'Odd__c', 'full')).error).toBeNull();
  await expectTruth(engine, server.org, 'Odd__c');
});

test('a cursor of the user’s own may be empty: such rows are read by every run', async () => {
  for (const tuning of [{}, { restRows: 1, bulkRows: [3, 5] as const }]) {
    world = salesforceWorld(server, { tuning });
    const ids = [...server.org.records('Odd__c')].map((r) => String(r.Id));
    await engine.sync(world.source(), 'Odd__c', 'full', { cursor: 'Moment__c' });
    await expectTruth(engine, server.org, 'Odd__c');
    server.org.fix('Odd__c', ids[10] ?? '', { Text__c: `unstamped ${Math.random()}` });
    const record = await engine.sync(world.source(), 'Odd__c', 'incremental', { cursor: 'Moment__c' });
    expect(record).toMatchObject({ error: null, mode: 'incremental', updated: 1 });
    await expectTruth(engine, server.org, 'Odd__c');
  }
});

test('so may one that Salesforce sets, where it says so', async () => {
  const object = sobject('Loose__c', 'a77', [{ name: 'Name', type: 'string', length: 80 }]);
  const fields = object.fields.map((f) => (f.name === 'LastModifiedDate' ? { ...f, nillable: true } : f));
  server.org.define({ ...object, fields });
  const ids = Array.from({ length: 12 }, (_, i) => server.org.insert('Loose__c', { Name: `${i}` }));
  for (const id of ids.slice(0, 3)) server.org.fix('Loose__c', id, { LastModifiedDate: null });
  for (const tuning of [{}, { restRows: 1, bulkRows: [3, 5] as const }]) {
    world = salesforceWorld(server, { tuning });
    const cursor = 'LastModifiedDate';
    await engine.sync(world.source(), 'Loose__c', 'full', { cursor });
    await expectTruth(engine, server.org, 'Loose__c');
    server.clock.advance(60);
    server.org.fix('Loose__c', ids[0] ?? '', { Name: `unstamped ${Math.random()}` });
    expect(await engine.sync(world.source(), 'Loose__c', 'incremental', { cursor })).toMatchObject({
      mode: 'incremental',
      updated: 1,
    });
    await expectTruth(engine, server.org, 'Loose__c');
  }
});
