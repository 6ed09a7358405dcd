import { expect, test } from 'vitest';
import { type FailedSubject, oneCauseEach } from '../../src/views/facts/one-cause.ts';

const denied = (table: string): FailedSubject => ({
  subject: `db.${table}`,
  table,
  error: {
    code: 'TABLE_NOT_READABLE',
    message: `db.${table}: permission denied for table ${table.split('.').at(-1)}.`,
    hint: `As its owner: GRANT SELECT ON ${table.includes('.') ? table : `public.${table}`} TO hw_reader;`,
  },
});

test('one missing right on several tables is one failure with one GRANT for all', () => {
  expect(oneCauseEach([denied('deals'), denied('orders'), denied('lines')])).toEqual([
    {
      subject: 'db.deals',
      error: {
        ...denied('deals').error,
        hint: 'As its owner: GRANT SELECT ON public.deals, public.orders, public.lines TO hw_reader;',
      },
      also: ['db.orders', 'db.lines'],
    },
  ]);
});

test('a name within another name is not that table', () => {
  const hint = 'Look at deals_old and deals.';
  const of = (table: string): FailedSubject => ({ subject: table, table, error: { code: 'QUERY_REFUSED', message: 'no', hint } });
  expect(oneCauseEach([of('deals'), of('orders')])).toHaveLength(2);
});

test.each(['a.b', 'x(y', '$c', 'price$', 'A|B'])('a table called %s breaks nothing', (table) => {
  expect(oneCauseEach([denied(table)])).toEqual([{ subject: `db.${table}`, error: denied(table).error, also: [] }]);
});

test('other causes stay apart, and what stops a source is one failure with all its tables', () => {
  const error = { code: 'SOURCE_UNREACHABLE', message: 'db does not answer.', hint: 'Check the host.' } as const;
  const source: FailedSubject = { subject: 'source db', table: null, error };
  const tables = ['deals', 'orders'].map((table): FailedSubject => ({ subject: `db.${table}`, table, error }));
  expect(oneCauseEach([source, ...tables, denied('stock')])).toMatchObject([
    { subject: 'source db', also: ['db.deals', 'db.orders'] },
    { subject: 'db.stock', also: [] },
  ]);
});
