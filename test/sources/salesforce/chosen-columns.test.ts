import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { Engine } from '../../support/engine.ts';
import { type SalesforceWorld, salesforceWorld } from '../../support/salesforce-source.ts';
import { syncTables } from '../../support/sync-tables.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
let server: SalesforceServer;
let world: SalesforceWorld;
let engine: Engine;

beforeEach(async () => {
  server = await startSalesforce({ pageSize: 25 });
  server.clock.freeze(new Date(NOW).toISOString());
  engine = await Engine.create();
});
afterEach(async () => {
  await engine.close();
  await server.close();
});

async function sync(tables: Readonly<Record<string, Partial<TableOptions>>>, mode: 'full' | 'incremental') {
  const source = world.source();
  try {
    const synced = await syncTables(engine, source, tables, mode);
    expect(synced.records.filter((r) => r.error !== null)).toEqual([]);
    return synced;
  } finally {
    await source.close();
  }
}

const SYSTEM = ['IsArchived', 'IsDeleted', 'SystemModstamp', 'LastModifiedDate', 'CreatedDate'];
const CHOICES: readonly (readonly [string, TableOptions['columns']])[] = [
  ['all columns', {}],
  ['a list of one column', { include: ['Name'] }],
  ['every system field left out', { exclude: SYSTEM }],
];

describe('Which rows an activity has does not depend on the chosen columns', () => {
  describe.each([
    ['by pages', 50],
    ['by jobs', 10],
  ])('%s', (_, restRows) => {
    test.each(CHOICES)('with %s', async (_, columns) => {
      world = salesforceWorld(server, { tuning: { restRows, bulkRows: [40, 40] } });
      const archived = { name: 'IsArchived', type: 'boolean', nillable: false } as const;
      server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }, archived]));
      for (let i = 0; i < 80; i++)
        server.org.insert('Thing__c', { Name: `${i}`, IsArchived: i % 4 === 0 }, { at: stamp(NOW - (90 - i) * 3_600_000) });
      const ids = [...server.org.records('Thing__c')].map((r) => String(r.Id));
      const names = async () => (await engine.query<{ Name: string }>('SELECT "Name" FROM crm."Thing__c"')).map((r) => r.Name);
      const held = () => [...server.org.records('Thing__c')].filter((r) => r.IsDeleted !== true).map((r) => String(r.Name));
      const expectHeld = async () => expect((await names()).sort()).toEqual(held().sort());
      const tables = { Thing__c: { ...(columns === undefined ? {} : { columns }) } };
      await sync(tables, 'full');
      await expectHeld();
      server.clock.advance(60);
      for (const id of ids.slice(0, 6)) server.org.delete('Thing__c', id);
      for (const id of ids.slice(6, 12)) server.org.update('Thing__c', id, { Name: `edited ${id}` });
      server.clock.advance(60);
      expect((await sync(tables, 'incremental')).of('Thing__c')).toMatchObject({ mode: 'incremental', deleted: 6, updated: 6 });
      await expectHeld();
      await sync(tables, 'full');
      await expectHeld();
    });
  });
});

describe('What other options ask for comes along with a list of columns', () => {
  const sql = async (query: string) => engine.query<Record<string, unknown>>(query);
  const columnsOf = async (table: string) =>
    (await sql(`SELECT column_name AS n FROM duckdb_columns() WHERE schema_name = 'crm' AND table_name = '${table}'`)).map((r) =>
      String(r.n),
    );

  beforeEach(() => {
    fillDemo(server.org, { accounts: 20 });
    world = salesforceWorld(server);
  });

  test.each([
    ['a list', { include: ['Status'] }, true],
    ['a list and something left out of it', { include: ['Status'], exclude: ['Owner_Email'] }, false],
    ['all but one', { exclude: ['Owner_Email'] }, false],
  ])('related columns: %s', async (_, columns, withEmail) => {
    await sync({ Case: { columns, extra: { related: ['Owner'] } } }, 'full');
    const found = await columnsOf('Case');
    expect(found).toContain('Owner_Name');
    expect(found.includes('Owner_Email')).toBe(withEmail);
  });

  test('documents: the same rows with the same contents, titles, owners and times as without a list', async () => {
    const documents = 'SELECT id, title, content, owner, created_at, updated_at FROM crm.documents ORDER BY id';
    const extra = { documents: true };
    await sync({ Account: { extra }, Case: { extra } }, 'full');
    const whole = await sql(documents);
    expect(whole.filter((d) => String(d.content).length > 0).length).toBeGreaterThan(10);
    const listed = { extra, columns: { include: ['IsDeleted'] } };
    await sync({ Account: listed, Case: listed }, 'full');
    expect(await sql(documents)).toEqual(whole);
    expect(await columnsOf('Account')).not.toContain('Phone');
  });

  test('the content that the configuration names', async () => {
    const extra = { documents: true, content: ['Phone'] };
    await sync({ Account: { extra, columns: { include: ['Name'] } } }, 'full');
    const [row] = await sql(
      'SELECT count(*)::INTEGER AS n FROM crm.documents d JOIN crm."Account" a USING (id) WHERE content = a."Phone"',
    );
    expect(row?.n).toBeGreaterThan(0);
  });

  test('the name that the configuration gives to a record', async () => {
    await sync({ Account: { name: 'Phone', columns: { include: ['Name'] } } }, 'full');
    expect(await columnsOf('Account')).toContain('Phone');
  });

  test('amounts keep their currency, whatever the list says', async () => {
    await sync({ Opportunity: { columns: { include: ['Amount'] } } }, 'full');
    expect(await columnsOf('Opportunity')).toContain('CurrencyIsoCode');
  });

  test('documents do without the feed and the users where their columns leave nothing to show, and say so', async () => {
    const tables = {
      Case: { extra: { documents: true } },
      CaseFeed: { columns: { include: ['ParentId'] } },
      User: { columns: { include: ['Email'] } },
    };
    await sync(tables, 'full');
    expect(world.notices.join('\n')).toMatch(/documents: CaseFeed is synced without Body/);
    expect(world.notices.join('\n')).toMatch(/documents: User is synced without Name/);
    const [row] = await sql('SELECT count(*)::INTEGER AS n FROM crm.documents');
    expect(row?.n).toBeGreaterThan(0);
  });
});

test('a `key` of the configuration that does not identify rows fails the table, instead of keeping one row of each', async () => {
  world = salesforceWorld(server, {});
  server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]));
  for (let i = 0; i < 60; i++) server.org.insert('Thing__c', { Name: `${i % 7}` }, { at: stamp(NOW - (90 - i) * 3_600_000) });
  const source = world.source();
  const { records } = await syncTables(engine, source, { Thing__c: { key: ['Name'] } }, 'full');
  await source.close();
  expect(records[0]?.error).toMatchObject({ code: 'KEY_NOT_UNIQUE' });
});
