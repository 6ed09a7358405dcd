import { describe, expect, test } from 'vitest';
import { loadConfigText } from '../../src/config/load/load.ts';
import { chooseTables, couldChoose } from '../../src/config/select/choose.ts';
import type { TableRef } from '../../src/model/table.ts';
import { CRM, DB, ENVIRONMENT, edit, noOrderBy } from './documents.ts';

const ref = (name: string): TableRef => ({ name, target: name, label: name, kind: 'table' });
const DEALS = '      deals:\n        cursor: updated_at\n';

async function source(document: string) {
  const config = await loadConfigText('highwater.yml', document, ENVIRONMENT, noOrderBy);
  return config.sources[0] ?? expect.unreachable();
}
const names = (chosen: ReturnType<typeof chooseTables>): string[] => chosen.chosen.map((c) => c.ref.name);

describe('exclude', () => {
  const written = (exclude: string, tables = '      "*":\n') => edit(DB, DEALS, `${tables}    exclude: ${exclude}\n`);

  test('keeps tables from globs, by name and by glob, but not from their exact names', async () => {
    const db = await source(written('[audit_log, "tmp_*", public.deals]', '      "*":\n      tmp_kept:\n'));
    const all = ['audit_log', 'tmp_1', 'tmp_kept', 'deals', 'orders'].map(ref);
    expect(names(chooseTables(db, all))).toEqual(['orders', 'tmp_kept']);
    expect(['audit_log', 'tmp_1', 'tmp_kept', 'deals', 'orders'].map((n) => couldChoose(db, n))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  test('says what it finds no table for', async () => {
    const db = await source(written('[audit_lgo]'));
    expect(chooseTables(db, [ref('deals')]).notices).toEqual(['exclude: db has no table that matches `audit_lgo`']);
  });

  test('tells a table that a glob took from one that is named', async () => {
    const db = await source(written('[x]', '      "o*":\n      deals:\n'));
    const { chosen } = chooseTables(db, [ref('deals'), ref('orders')]);
    expect(chosen.map((c) => [c.ref.name, c.options.byGlob ?? false])).toEqual([
      ['orders', true],
      ['deals', false],
    ]);
  });
});

describe('a name in another case', () => {
  test('is the table that Salesforce means by it', async () => {
    const crm = await source(edit(CRM, '      Account:', '      ACCOUNT:'));
    expect(names(chooseTables(crm, [ref('Account')]))).toEqual(['Account']);
    expect(couldChoose(crm, 'Account')).toBe(true);
  });

  test('is another table to PostgreSQL', async () => {
    const db = await source(edit(DB, '      deals:', '      Deals:'));
    expect(names(chooseTables(db, [ref('deals')]))).toEqual([]);
    expect(couldChoose(db, 'deals')).toBe(false);
  });

  test('means itself where there are two', async () => {
    const crm = await source(edit(CRM, '      Account:', '      ACCOUNT:'));
    expect(names(chooseTables(crm, [ref('Account'), ref('account')]))).toEqual([]);
  });
});
