import { describe, expect, test } from 'vitest';
import type { FieldInfo } from '../../../src/sources/salesforce/describe/object-info.ts';
import { cursorOf } from '../../../src/sources/salesforce/describe/schema.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS } from '../../support/engine.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

describe('the cursor', () => {
  const time = (name: string, more: Partial<FieldInfo> = {}): FieldInfo => ({ name, label: name, type: 'datetime', ...more });
  const all = ['CreatedDate', 'LastModifiedDate', 'LoginTime', 'SystemModstamp'].map((name) => time(name));
  test.each<[string, readonly FieldInfo[], string | null]>([
    ['SystemModstamp, where there is one', all, 'SystemModstamp'],
    ['LastModifiedDate, where there is no SystemModstamp', all.filter((f) => f.name !== 'SystemModstamp'), 'LastModifiedDate'],
    [
      'LastModifiedDate, where SystemModstamp can’t be filtered',
      [time('LastModifiedDate'), time('SystemModstamp', { notFilterable: true })],
      'LastModifiedDate',
    ],
    ['CreatedDate, of history', [time('CreatedDate')], 'CreatedDate'],
    ['LoginTime, of logins', [time('LoginTime')], 'LoginTime'],
    ['none, where no date says when a row changed', [time('ExpiresAt'), time('CreatedDate', { type: 'date' })], null],
  ])('is %s', (_, fields, column) => {
    expect(cursorOf({ name: 'X', label: 'X', custom: false, fields }, {})?.column ?? null).toBe(column);
  });
});

describe('objects of their own kind', () => {
  const { server, world, engine } = useSalesforce(() => {
    fillDemo(server.org, { accounts: 15 });
  });
  const sync = async (table: string, mode: 'full' | 'incremental') => {
    server.clock.advance(60);
    const record = await engine.sync(world.source(), table, mode);
    expect(record.error).toBeNull();
    return record;
  };

  test('one that deletes at once: the row stays until the next full sync', async () => {
    await sync('CampaignMember', 'full');
    const [gone] = [...server.org.records('CampaignMember')];
    server.org.delete('CampaignMember', String(gone?.Id));
    expect(await sync('CampaignMember', 'incremental')).toMatchObject({ mode: 'incremental', deleted: 0 });
    expect(await sync('CampaignMember', 'full')).toMatchObject({ deleted: 1 });
    await expectTruth(engine, server.org, 'CampaignMember');
  });

  test('one with a recycle bin: a row that was deleted for good stays until the next full sync', async () => {
    await sync('Account', 'full');
    const [gone] = [...server.org.records('Account')];
    server.org.purge('Account', String(gone?.Id));
    expect(await sync('Account', 'incremental')).toMatchObject({ mode: 'incremental', deleted: 0 });
    expect(await sync('Account', 'full')).toMatchObject({ deleted: 1 });
    await expectTruth(engine, server.org, 'Account');
  });

  test('one with a formula: what changed elsewhere comes with the next full sync', async () => {
    let rate = 2;
    server.org.define(
      sobject('Deal__c', 'a77', [
        { name: 'Price__c', type: 'double', precision: 18, scale: 2 },
        { name: 'Worth__c', type: 'double', precision: 18, scale: 2, formula: (r) => Number(r.Price__c) * rate },
      ]),
    );
    const [one, two] = [10, 20].map((price) => server.org.insert('Deal__c', { Price__c: price }));
    await sync('Deal__c', 'full');
    await expectTruth(engine, server.org, 'Deal__c');
    rate = 3;
    server.org.update('Deal__c', one ?? '', { Price__c: 11 });
    expect(await sync('Deal__c', 'incremental')).toMatchObject({ mode: 'incremental', updated: 1 });
    const worth = 'SELECT CAST("Worth__c" AS INTEGER) AS w FROM crm."Deal__c" ORDER BY "Price__c"';
    expect(await engine.query(worth)).toEqual([{ w: 33 }, { w: 40 }]);
    expect(await sync('Deal__c', 'full')).toMatchObject({ updated: 1 });
    expect(two).toBeDefined();
    await expectTruth(engine, server.org, 'Deal__c');
  });

  test('one that Salesforce itself changes, stamping SystemModstamp only: the next run sees it, unless another cursor was chosen', async () => {
    const [renamed] = [...server.org.records('Account')].map((r) => String(r.Id));
    const run = async (table: 'full' | 'incremental', cursor?: string) => {
      server.clock.advance(60);
      return engine.sync(world.source(), 'Account', table, cursor === undefined ? {} : { cursor });
    };
    const rename = (value: string): void => {
      server.clock.advance(60);
      const stamped = new Date(server.clock.now()).toISOString();
      server.org.fix('Account', renamed ?? '', { Type: value, SystemModstamp: stamped });
    };
    await run('full', 'LastModifiedDate');
    rename('Renamed value');
    expect(await run('incremental', 'LastModifiedDate')).toMatchObject({ mode: 'incremental', updated: 0 });
    expect(await run('full', 'LastModifiedDate')).toMatchObject({ updated: 1 });
    await run('full');
    rename('Renamed again');
    expect(await run('incremental')).toMatchObject({ mode: 'incremental', updated: 1 });
    await expectTruth(engine, server.org, 'Account');
  });

  test('one of several currencies: rates that have dates come along where the organisation has them', async () => {
    server.org.define(
      sobject('DatedConversionRate', '04w', [{ name: 'ConversionRate', type: 'double', precision: 18, scale: 6 }]),
    );
    const source = world.source();
    await source.connect();
    const [ref] = (await listTables(source)).filter((r) => r.name === 'Account');
    if (ref === undefined) throw new Error('no Account');
    const { implied } = await source.tables(() => ({ chosen: [{ ref, options: DEFAULT_OPTIONS }], missing: [] }));
    expect(implied.map((t) => t.ref.name)).toEqual(['CurrencyType', 'DatedConversionRate']);
  });
});
