import { expect, test } from 'vitest';
import { selectColumns } from '../../src/engine/plan/select-columns.ts';
import type { TableOptions } from '../../src/model/plan.ts';
import type { Column, TableSchema } from '../../src/model/table.ts';
import { DEFAULT_OPTIONS } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';

const LABEL = column('stage_label', 'VARCHAR', {
  load: null,
  derived: `CASE "stage" WHEN 1 THEN 'see "secret"' END`,
  comesWith: ['stage'],
});
const COLUMNS: readonly Column[] = [
  column('id', 'BIGINT'),
  column('stage', 'INTEGER', { semanticType: 'picklist', allowedTypes: ['picklist'] }),
  LABEL,
  column('amount', 'DECIMAL(10,2)', {
    semanticType: 'amount',
    allowedTypes: ['number', 'amount', 'percentage'],
    nativeType: 'numeric(10,2)',
  }),
  column('currency', 'VARCHAR', { always: true }),
  column('secret', 'VARCHAR'),
  column('bytes', 'BLOB', { semanticType: '', allowedTypes: [], nativeType: 'bytea' }),
];

function select(
  options: Partial<TableOptions>,
  columns: readonly Column[] = COLUMNS,
  key: readonly string[] = ['id'],
): TableSchema {
  const ref = { name: 'Deals', target: 'Deals', label: 'Deals', kind: 'table' };
  const schema: TableSchema = { ref, columns, key, cursor: null, nameColumn: key[0] ?? null, notes: [] };
  return selectColumns(schema, { ref, options: { ...DEFAULT_OPTIONS, ...options } });
}

const ALL = COLUMNS.map((c) => c.name);
const without = (...names: string[]) => ALL.filter((name) => !names.includes(name));

const CHOICES: readonly [what: string, columns: TableOptions['columns'], kept: readonly string[]][] = [
  ['everything by default', undefined, ALL],
  ['all but the excluded', { exclude: ['secret', 'bytes'] }, without('secret', 'bytes')],
  ['the key although it is excluded', { exclude: ['id'] }, ALL],
  ['what is always read although it is excluded', { exclude: ['currency'] }, ALL],
  ['the included, the key, and what is always read', { include: ['secret'] }, ['id', 'currency', 'secret']],
  ['what is included and not excluded', { include: ['secret', 'amount'], exclude: ['secret'] }, ['id', 'amount', 'currency']],
  ['a label with its code', { include: ['stage'] }, ['id', 'stage', 'stage_label', 'currency']],
  ['a label goes with its code', { exclude: ['stage'] }, without('stage', 'stage_label')],
  ['a code without its label', { exclude: ['stage_label'] }, without('stage_label')],
  ['a label that is asked for brings its code', { include: ['stage_label'] }, ['id', 'stage', 'stage_label', 'currency']],
  ['but not one that is excluded', { include: ['stage_label'], exclude: ['stage'] }, ['id', 'currency']],
  ['a column whose name a label merely mentions', { exclude: ['secret'] }, without('secret')],
];

test.each(CHOICES)('%s', (_, columns, kept) => {
  expect(select(columns === undefined ? {} : { columns }).columns.map((c) => c.name)).toEqual(kept);
});

test.each([
  ['include', { columns: { include: ['Amount'] } }],
  ['exclude', { columns: { exclude: ['Amount'] } }],
  ['types', { types: { Amount: 'number' } }],
] as const)('an unknown column under %s is an error with the nearest name', (_, options) => {
  expect(() => select(options)).toThrow(
    expect.objectContaining({
      code: 'COLUMN_NOT_FOUND',
      message: "Deals: the configuration names the column Amount, which does not exist or which this user can't read.",
      hint: expect.stringContaining('The nearest name is amount.'),
    }),
  );
});

test('types may be chosen where the native type carries them', () => {
  const chosen = select({ types: { amount: 'percentage', secret: 'user', bytes: '' } }).columns;
  expect(chosen.find((c) => c.name === 'amount')?.semanticType).toBe('percentage');
  expect(chosen.find((c) => c.name === 'secret')).toMatchObject({ semanticType: 'user', valueCheck: 'email' });
  expect(select({ types: { amount: 'amount' } }).columns).toEqual(COLUMNS);
});

test.each([
  ['amount', 'user', 'A numeric(10,2) may be number, amount, percentage.'],
  ['bytes', 'string', 'A bytea keeps its type.'],
  ['amount', 'nonsense', 'A numeric(10,2) may be number, amount, percentage.'],
])('%s can’t be a %s', (name, type, hint) => {
  expect(() => select({ types: { [name]: type } })).toThrow(
    expect.objectContaining({
      code: 'TYPE_NOT_POSSIBLE',
      message: `Deals: column ${name} can't have the type ${type}.`,
      hint: expect.stringContaining(hint),
    }),
  );
});

const RENAMED: readonly [given: readonly string[], wanted: readonly string[]][] = [
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['Name', 'name', 'NAME'],
    ['Name', 'name_2', 'NAME_3'],
  ],
  [
    ['a', 'A', 'A_2'],
    ['a', 'A_2', 'A_2_2'],
  ],
  [
    ['_synced_at', '_Deleted_At', 'x'],
    ['_synced_at_2', '_Deleted_At_2', 'x'],
  ],
];

test.each(RENAMED)('%j are called %j in DuckDB', (given, wanted) => {
  const selected = select(
    {},
    given.map((name) => column(name, 'VARCHAR')),
    [given[1] ?? ''],
  );
  expect(selected.columns.map((c) => c.name)).toEqual(wanted);
  expect(selected.columns.map((c) => c.load?.wire)).toEqual(given);
  expect(selected.key).toEqual([wanted[1]]);
  expect(selected.nameColumn).toBe(wanted[1]);
  expect(selected.notes).toHaveLength(given.filter((name, i) => name !== wanted[i]).length);
});
