import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HighwaterError } from '../../../src/model/errors.ts';
import type { TableOptions } from '../../../src/model/plan.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { failing } from '../../servers/salesforce/faults.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { begin } from '../../support/begin.ts';
import { describedTable, describeTable, listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS } from '../../support/engine.ts';
import { type SalesforceWorld, salesforceWorld } from '../../support/salesforce-source.ts';

let server: SalesforceServer;
let world: SalesforceWorld;

beforeEach(async () => {
  server = await startSalesforce();
  fillDemo(server.org, { accounts: 20 });
  world = salesforceWorld(server);
});
afterEach(() => server.close());

async function connected() {
  const source = world.source();
  await source.connect();
  const refs = await listTables(source);
  const chosen = (name: string, options: Partial<TableOptions> = {}) => {
    const ref = refs.find((r) => r.name === name) ?? { name, target: name, label: name, kind: 'standard object' };
    return { ref, options: { ...DEFAULT_OPTIONS, ...options } };
  };
  const describeNamed = async (name: string, options: Partial<TableOptions> = {}) => {
    const table = chosen(name, options);
    return describeTable(source, table.ref, table.options);
  };
  const implied = async (name: string) =>
    (await source.tables(() => ({ chosen: [chosen(name)], missing: [] }))).implied.map((t) => t.ref.name);
  return { source, refs, chosen, describeNamed, implied };
}

test('objects are listed as standard or custom; what can’t be queried is for exact names only, and then says why', async () => {
  const { refs, describeNamed } = await connected();
  expect(refs.filter((r) => r.exactOnly).map((r) => r.name)).toEqual(['ActivityHistory']);
  await expect(describeNamed('ActivityHistory')).rejects.toMatchObject({
    code: 'TABLE_NOT_READABLE',
    message: expect.stringContaining('does not allow queries'),
  });
  expect(refs.find((r) => r.name === 'Project__c')).toMatchObject({
    kind: 'custom object',
    category: 'Custom Objects',
    label: 'Project',
  });
  expect(refs.find((r) => r.name === 'Account')).toMatchObject({ kind: 'standard object', category: 'Standard Objects' });
});

test('check tells user, organisation, scopes, version, limits, and of each table rows, cursor, key and hidden fields', async () => {
  server.org.hide('Contact.Birthdate');
  server.org.hide('Campaign');
  const { source, chosen } = await connected();
  const access = await source.connect();
  expect(access.facts).toEqual([
    ['organisation', '00DHw0000000001EAA'],
    ['user', expect.stringMatching(/^005/)],
    ['scopes', 'api refresh_token'],
    ['API version', '64.0'],
  ]);
  const tables = await source.access([
    chosen('Contact'),
    chosen('OpportunityHistory'),
    chosen('AppDefinition'),
    chosen('Campaign'),
  ]);
  const contacts = [...server.org.records('Contact')].length;
  expect(tables[0]).toEqual({
    ref: chosen('Contact').ref,
    readable: true,
    rows: contacts,
    cursor: 'SystemModstamp',
    key: ['Id'],
    hidden: ['Birthdate'],
  });
  expect(tables[1]).toMatchObject({ cursor: 'CreatedDate' });
  expect(tables[2]).toMatchObject({ cursor: null, key: ['DurableId'] });
  expect(tables[3]).toMatchObject({
    readable: false,
    problem: { message: expect.stringContaining('Campaign'), hint: expect.stringContaining('Object Settings') },
  });
  expect(source.usage().quotas.map((q) => q.name)).toEqual([
    'API calls in 24 hours',
    'Bulk query jobs in 24 hours',
    'Bulk results in 24 hours (MB)',
  ]);
  expect(server.journal.writes).toEqual([]);
});

// `/limits` and definitions need "View Setup and Configuration", which the user need not have.
test('where limits, counts and definitions are not to be had, check does without', async () => {
  server.faults.add({ url: /limits\/|FieldDefinition|composite/, times: 99 }, failing(403, 'INSUFFICIENT_ACCESS', 'no access'));
  const { source, chosen } = await connected();
  expect(await source.access([chosen('Contact')])).toMatchObject([{ readable: true, rows: null, hidden: [] }]);
  expect(source.usage().quotas.map((q) => q.name)).toEqual(['API calls in 24 hours']);
});

describe('the API version', () => {
  test('that is configured and does not exist is named, with those that do', async () => {
    world = salesforceWorld(server, { apiVersion: '99.0' });
    const source = world.source();
    await source.connect();
    await expect(listTables(source)).rejects.toMatchObject({
      message: 'crm: the organisation has no API version 99.0.',
      hint: expect.stringContaining('from 58.0 to 64.0'),
      path: ['sources', 'crm', 'api_version'],
    });
  });

  test('that is remembered from another organisation, or from a preview, is chosen anew', async () => {
    world.memory.set('version', JSON.stringify({ value: '66.0', readAt: Date.now() }));
    const { refs, describeNamed } = await connected();
    expect(refs.map((r) => r.name)).toContain('Account');
    expect((await describeNamed('Account')).key).toEqual(['Id']);
    expect(world.memory.get('version')).toContain('"64.0"');
  });
});

test('an object that Salesforce does not give out whole says so, and how its rows can be had', async () => {
  const { source, chosen } = await connected();
  const { planTable } = await import('../../../src/engine/plan/table-plan.ts');
  const table = chosen('ContentDocumentLink');
  const schema = await describeTable(source, table.ref, table.options);
  const input = {
    source: 'crm',
    address: source.address,
    chosen: table,
    schema,
    known: null,
    requested: 'full',
    why: '',
  } as const;
  await expect(begin(source, planTable({ ...input, widens: () => false }).plan)).rejects.toMatchObject({
    code: 'TABLE_NOT_READABLE',
    message: expect.stringContaining('requires a filter by a single Id'),
    hint: expect.stringContaining('`files: true`'),
  });
});

describe('names that the configuration gives and the object lacks', () => {
  const cases: readonly (readonly [string, Partial<TableOptions>, string, RegExp])[] = [
    [
      'a misspelt field',
      { columns: { exclude: ['Descripton'] } },
      'Account has no field Descripton.',
      /nearest name is Description/,
    ],
    ['a compound field', { columns: { exclude: ['BillingAddress'] } }, 'compound field', /BillingStreet, BillingCity/],
    ['a field that is hidden', { types: { Phone: 'string' } }, "exists, but Highwater's user", /"Read Access"/],
    ['a cursor that is no date', { cursor: 'Name' }, "can't be the cursor", /LastModifiedDate/],
    ['a cursor that does not exist', { cursor: 'Nope' }, 'does not exist or is hidden', /LastModifiedDate/],
    ['a relationship', { extra: { related: ['Boss'] } }, 'no relationship Boss', /Owner/],
    ['content', { extra: { documents: true, content: ['Nope'] } }, 'no field Nope', /nearest name/],
  ];
  test.each(cases)('%s', async (_, options, message, hint) => {
    server.org.hide('Account.Phone');
    const { describeNamed } = await connected();
    const error = await describeNamed('Account', options).then(
      () => null,
      (e: HighwaterError) => e,
    );
    expect(error?.message).toContain(message);
    expect(error?.hint).toMatch(hint);
  });
});

describe('a hidden field that the definitions do not show either', () => {
  const options = { columns: { include: ['Id', 'Secret__c'] } } as const;
  test.each([
    [
      'because they are refused',
      () => server.faults.add({ url: /composite/, times: 9 }, failing(403, 'INSUFFICIENT_ACCESS', 'no')),
    ],
    ['because they hold only what this user reads', () => server.org.hide('FieldDefinition')],
    ['because nothing is hidden', () => undefined],
  ])('is not called a misspelling, %s', async (_, arrange) => {
    const { describeNamed } = await connected();
    arrange();
    const error = await describeNamed('Account', options).then(
      () => null,
      (e: HighwaterError) => e,
    );
    expect(error).toMatchObject({
      code: 'COLUMN_NOT_FOUND',
      message: expect.stringMatching(/Account has no field Secret__c that this user may read: it is misspelt, or hidden/),
      hint: expect.stringMatching(/Fields & Relationships.*"Read Access"/),
    });
  });
});

test('names in any case are those that Salesforce means', async () => {
  const { source, chosen } = await connected();
  const { ref, options } = chosen('Account', {
    columns: { include: ['id', 'NAME', 'ownerid', 'OWNERID_TYPE', 'owner_name'] },
    types: { annualrevenue: 'number' },
    key: ['ID'],
    cursor: 'systemmodstamp',
    extra: { related: ['owner'], documents: true, content: ['DESCRIPTION'] },
  });
  const { chosen: spelt, schema: whole } = await describedTable(source, ref, options);
  expect(spelt.options).toMatchObject({
    columns: { include: ['Id', 'Name', 'OwnerId', 'OwnerId_type', 'Owner_Name'] },
    types: { AnnualRevenue: 'number' },
    key: ['Id'],
    cursor: 'SystemModstamp',
    extra: { related: ['Owner'], content: ['Description'] },
  });
  const { selectColumns } = await import('../../../src/engine/plan/select-columns.ts');
  const schema = selectColumns(whole, spelt);
  expect(schema.columns.map((c) => c.name)).toEqual(
    expect.arrayContaining(['Id', 'Name', 'OwnerId', 'OwnerId_type', 'Owner_Name']),
  );
  expect(schema).toMatchObject({ key: ['Id'], cursor: { column: 'SystemModstamp' } });
});

test('an object that is not listed is hidden, or there is none', async () => {
  server.org.hide('Campaign');
  const { source } = await connected();
  const missing = ['Campaign', 'Campain', "x' OR Id != '"];
  const { hidden } = await source.tables(() => ({ chosen: [], missing }));
  expect([...hidden]).toEqual([
    ['Campaign', { message: expect.stringContaining('exists, but'), hint: expect.stringContaining('"Read"') }],
  ]);
});

test('the currency of amounts is read whatever `columns` says, where there are several', async () => {
  const { describeNamed } = await connected();
  expect((await describeNamed('Account')).columns.find((c) => c.name === 'CurrencyIsoCode')).toMatchObject({
    always: true,
    semanticType: 'picklist',
  });
  expect((await describeNamed('User')).columns.map((c) => c.name)).not.toContain('CurrencyIsoCode');
});

test('an organisation of one currency has no table of rates', async () => {
  const { implied } = await connected();
  expect(await implied('Account')).toEqual(['CurrencyType']);
  expect(await implied('User')).toEqual([]);
  server.clock.advance(5);
  server.org.removeObject('CurrencyType');
  const other = await connected();
  expect(await other.implied('Account')).toEqual([]);
});

describe('the columns of many objects', () => {
  const many = Array.from({ length: 60 }, (_, i) => `Many_${i}__c`);
  async function expected(budget?: number) {
    const { sobject } = await import('../../servers/salesforce/schema.ts');
    server.org.define(...many.map((name, i) => sobject(name, `b${String(i).padStart(2, '0')}`, [])));
    if (budget !== undefined) world = salesforceWorld(server, { apiBudget: budget });
    const { source, chosen } = await connected();
    server.journal.clear();
    const found = await source.describe(many.map((name) => chosen(name)));
    return {
      described: found.flatMap((f) => ('schema' in f ? [f.schema] : [])),
      errors: found.flatMap((f) => ('error' in f ? [(f.error as HighwaterError).code] : [])),
    };
  }

  test('come 25 a call', async () => {
    const { described } = await expected();
    expect(described).toHaveLength(60);
    expect(server.journal.matching(/composite/).map((e) => e.subrequests?.length)).toEqual([25, 25, 10]);
    // One more says of which of them the user sees all records.
    expect(server.journal.calls).toBe(4);
  });

  test('where an organisation does not take composites: one by one, after one question', async () => {
    server.faults.add({ url: /composite/, times: 99 }, failing(404, 'NOT_FOUND', 'The requested resource does not exist'));
    const { described } = await expected();
    expect(described).toHaveLength(60);
    expect(server.journal.matching(/composite/).length).toBeLessThanOrEqual(2);
    expect(server.journal.matching(/\/describe/)).toHaveLength(60);
  });

  test('one that vanishes meanwhile harms none of the others', async () => {
    server.faults.add({ url: /composite/ }, { run: () => server.org.removeObject('Many_7__c') });
    const { described, errors } = await expected();
    expect(described).toHaveLength(59);
    expect(errors).toEqual(['TABLE_NOT_READABLE']);
  });

  test('keep within the run’s share of calls', async () => {
    // Three calls: the user, the list of objects, and one of three for the columns, though two are asked at once.
    const { described, errors } = await expected(3.5 / 15_000);
    expect(described.length).toBe(25);
    expect(new Set(errors)).toEqual(new Set(['API_BUDGET_REACHED']));
    expect(server.journal.calls).toBe(1);
  });
});

test('a plan shows windows, queries and what they will cost', async () => {
  const { source, chosen } = await connected();
  const { planTable } = await import('../../../src/engine/plan/table-plan.ts');
  const table = chosen('Contact', { where: "Title = 'CFO'" });
  const schema = await describeTable(source, table.ref, table.options);
  const { plan } = planTable({
    source: 'crm',
    address: source.address,
    chosen: table,
    schema,
    known: null,
    requested: 'full',
    why: '',
    widens: () => false,
  });
  const opened = await begin(source, plan);
  expect(opened.partitions).toMatchObject([
    {
      pass: 'body',
      query: expect.stringMatching(/^SELECT Id, Name.* FROM Contact WHERE \(Title = 'CFO'\)$/),
      expectedRows: expect.any(Number),
      expectedRequests: 0,
    },
  ]);
  expect(JSON.parse(JSON.stringify(opened.partitions))).toEqual(opened.partitions);
});
