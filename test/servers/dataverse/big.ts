import { CURRENCY, column, table } from './columns.ts';
import { Generated } from './generated.ts';
import type { ColumnDef, Row, TableDef } from './model.ts';
import type { Org } from './org.ts';

const OPTIONS = Array.from({ length: 12 }, (_, i) => ({ value: i, label: `Choice ${i}` }));

/** 40 columns with the types of a real table, key and modifiedon among them. */
export function wideTable(name = 'new_activity'): TableDef {
  const own: ColumnDef[] = [
    column.text('name'),
    ...column.money('new_amount'),
    CURRENCY,
    column.choice('new_choice', OPTIONS),
    column.customer('new_customerid'),
    column.decimal('new_rate'),
    column.integer('new_quantity'),
    column.double('new_score'),
    column.boolean('new_flag'),
    column.day('new_day'),
    column.memo('new_notes'),
  ];
  const rest = 40 - own.length - 8;
  const texts = Array.from({ length: rest }, (_, i) => column.text(`new_text${String(i).padStart(2, '0')}`));
  return table(name, `${name}s`, [...own, ...texts], { label: 'Activity' });
}

/** Adds a table whose rows are spread over three years, but for every third, which was modified within the same 20 seconds; or all evenly. */
export function addBig(org: Org, rows: number, name = 'new_activity', spread: 'burst' | 'even' = 'burst'): TableDef {
  const def = wideTable(name);
  const end = Math.floor(org.clock.now() / 1000) - 3 * 86_400;
  const years = 3 * 365 * 86_400;
  const burst = end - Math.floor(years * 0.4);
  const modified = (i: number) =>
    i % 3 === 0 && spread === 'burst' ? burst + ((i / 3) % 20) : end - Math.floor((i / rows) * years);
  const texts = def.columns.filter((c) => c.name.startsWith('new_text')).map((c) => c.name);
  const values = (i: number): Row => ({
    name: `Row ${i}`,
    new_amount: `${i * 97}.${String(i % 10_000).padStart(4, '0')}`,
    new_amount_base: `${i * 97}.${String(i % 10_000).padStart(4, '0')}`,
    transactioncurrencyid: { table: 'transactioncurrency', id: '7e57da7a-00c1-4000-8000-000000000001' },
    new_choice: String(i % 12),
    new_customerid: {
      table: i % 2 === 0 ? 'account' : 'contact',
      id: `7e57da7a-0001-4000-8000-${i.toString(16).padStart(12, '0')}`,
    },
    new_rate: `${i % 100}.${String(i).padStart(10, '0')}`,
    new_quantity: String(i * 3),
    new_score: String(i / 7),
    new_flag: i % 2 === 0,
    new_day: '2026-02-28',
    new_notes: i % 5 === 0 ? null : `Notes of row ${i}, some words longer than a name`,
    ...Object.fromEntries(texts.map((t, k) => [t, (i + k) % 7 === 0 ? null : `${t} ${i}`])),
    createdon: '2023-01-01T00:00:00Z',
    versionnumber: String(9_007_199_254_740_993n + BigInt(i)),
    ownerid: { table: 'systemuser', id: '7e57da7a-0005-4000-8000-000000000001' },
    modifiedby: { table: 'systemuser', id: '7e57da7a-0005-4000-8000-000000000001' },
    statecode: '0',
    statuscode: '1',
  });
  org.add(def).generate(new Generated({ def, rows, modified, values, variety: 997 }));
  return def;
}
