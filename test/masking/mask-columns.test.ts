import { describe, expect, test } from 'vitest';
import { maskColumns } from '../../src/engine/plan/mask-columns.ts';
import type { Column, TableMask, TableSchema } from '../../src/model/table.ts';

const column = (name: string, duckdbType: string, more: Partial<Column> = {}): Column => ({
  name,
  label: name,
  nativeType: duckdbType.toLowerCase(),
  semanticType: '',
  allowedTypes: [],
  duckdbType,
  load: { wire: name, read: 'VARCHAR', expression: `CAST($ AS ${duckdbType})` },
  select: `"${name}"`,
  ...more,
});

const schema: TableSchema = {
  ref: { name: 'people', target: 'people', label: 'people', kind: 'table' },
  columns: [
    column('id', 'INTEGER'),
    column('email', 'VARCHAR', {
      semanticType: 'user',
      valueCheck: 'email',
      picklist: [{ value: 'a', label: 'a', active: true }],
    }),
    column('work_email', 'VARCHAR'),
    column('kind', 'INTEGER'),
    column('kind_label', 'VARCHAR', { load: null, derived: 'CASE "kind" WHEN 1 THEN \'one\' END' }),
    column('born', 'DATE'),
    column('seen', 'TIMESTAMPTZ'),
    column('amount', 'DECIMAL(10,2)'),
    column('digits', 'VARCHAR', { adaptive: true }),
    column('tags', 'VARCHAR[]'),
  ],
  key: ['id'],
  cursor: { column: 'seen', kind: 'timestamp' },
  nameColumn: null,
  notes: [],
};

const masked = (rules: TableMask['rules']) => maskColumns(schema, { mask: { rules, keyTag: 'k' }, path: [] });
const of = (rules: TableMask['rules'], name: string) => masked(rules).columns.find((c) => c.name === name);

describe('mask', () => {
  test('takes an exact name before a glob, and leaves what `keep` names', () => {
    const { columns } = masked([
      ['*email*', 'redact'],
      ['work_email', 'keep'],
      ['email', 'hash'],
    ]);
    expect(columns.flatMap((c) => (c.mask === undefined ? [] : [[c.name, c.mask]]))).toEqual([['email', 'hash']]);
  });

  test('a hash is a text of no other meaning, and shows none of the values that a column may have', () => {
    const email = of([['email', 'hash']], 'email');
    expect(email).toMatchObject({ duckdbType: 'VARCHAR', semanticType: 'string', load: { read: 'VARCHAR', expression: '$' } });
    expect(email?.picklist ?? email?.valueCheck).toBeUndefined();
  });

  test('a redacted column is not requested and keeps its type', () => {
    expect(of([['amount', 'redact']], 'amount')).toMatchObject({ load: null, derived: 'CAST(NULL AS DECIMAL(10,2))' });
    expect(of([['amount', 'redact']], 'amount')?.select).toBeUndefined();
  });

  test('what is computed from a masked column is redacted with it', () => {
    expect(of([['kind', 'hash']], 'kind_label')).toMatchObject({ mask: 'redact', derived: 'CAST(NULL AS VARCHAR)' });
  });

  test.each([
    ['id', 'redact', 'part of the key'],
    ['seen', { truncate: 'day' }, 'the cursor'],
    ['amount', 'hash', "a decimal\\(10,2\\) can't be hashed"],
    ['digits', 'hash', "can't be hashed"],
    ['tags', 'hash', "can't be hashed"],
    ['email', { truncate: 'year' }, "can't be truncated to the year"],
    ['born', { truncate: 3 }, "can't be truncated to 3 characters"],
    ['kind_label', 'hash', 'computed from other columns'],
  ] as const)('%s with %j is refused', (name, mask, words) => {
    expect(() => masked([[name, mask]])).toThrow(new RegExp(`people: the column ${name} can't be masked: .*${words}`));
  });

  test('a key that a glob takes is refused too, never left in clear', () => {
    expect(() => masked([['*', 'redact']])).toThrow(/the column id can't be masked/);
    expect(
      masked([
        ['*', 'redact'],
        ['id', 'keep'],
        ['seen', 'keep'],
      ]).columns.filter((c) => c.load !== null),
    ).toHaveLength(2);
  });
});
