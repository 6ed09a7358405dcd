import type { ColumnDef, OptionDef, TableDef } from './model.ts';

const OWNER_TARGETS = ['systemuser', 'team'];

/** Short ways of writing columns. */
export const column = {
  id: (name: string): ColumnDef => ({ name, type: 'Uniqueidentifier' }),
  text: (name: string, label = name): ColumnDef => ({ name, type: 'String', label }),
  memo: (name: string, label = name): ColumnDef => ({ name, type: 'Memo', label }),
  integer: (name: string, label = name): ColumnDef => ({ name, type: 'Integer', label }),
  decimal: (name: string, label = name): ColumnDef => ({ name, type: 'Decimal', label, precision: 10 }),
  double: (name: string, label = name): ColumnDef => ({ name, type: 'Double', label }),
  money: (name: string, label = name): readonly ColumnDef[] => [
    { name, type: 'Money', label },
    { name: `${name}_base`, type: 'Money', label: `${label} (Base)`, calculationOf: name },
  ],
  boolean: (name: string, label = name): ColumnDef => ({
    name,
    type: 'Boolean',
    label,
    options: [
      { value: 1, label: 'Yes' },
      { value: 0, label: 'No' },
    ],
  }),
  instant: (name: string, label = name): ColumnDef => ({ name, type: 'DateTime', label, behavior: 'UserLocal' }),
  day: (name: string, label = name): ColumnDef => ({ name, type: 'DateTime', label, behavior: 'DateOnly' }),
  wallClock: (name: string, label = name): ColumnDef => ({ name, type: 'DateTime', label, behavior: 'TimeZoneIndependent' }),
  choice: (name: string, options: readonly OptionDef[], label = name): ColumnDef => ({ name, type: 'Picklist', label, options }),
  choices: (name: string, options: readonly OptionDef[], label = name): ColumnDef => ({
    name,
    type: 'MultiSelectPicklist',
    label,
    options,
  }),
  lookup: (name: string, targets: readonly string[], label = name): ColumnDef => ({ name, type: 'Lookup', label, targets }),
  customer: (name: string, label = name): ColumnDef => ({ name, type: 'Customer', label, targets: ['account', 'contact'] }),
};

/** The columns that nearly every table has. */
export const STANDARD: readonly ColumnDef[] = [
  column.instant('createdon', 'Created On'),
  column.instant('modifiedon', 'Modified On'),
  { name: 'versionnumber', type: 'BigInt', label: 'Version Number' },
  { name: 'ownerid', type: 'Owner', label: 'Owner', targets: OWNER_TARGETS },
  { name: 'owneridname', type: 'String', attributeOf: 'ownerid' },
  { name: 'owneridtype', type: 'EntityName', attributeOf: 'ownerid' },
  column.lookup('modifiedby', ['systemuser'], 'Modified By'),
  {
    name: 'statecode',
    type: 'State',
    label: 'Status',
    options: [
      { value: 0, label: { 1033: 'Active', 1036: 'Actif' } },
      { value: 1, label: { 1033: 'Inactive', 1036: 'Inactif' } },
    ],
  },
  {
    name: 'statuscode',
    type: 'Status',
    label: 'Status Reason',
    options: [
      { value: 1, label: { 1033: 'Active', 1036: 'Actif' } },
      { value: 2, label: { 1033: 'Inactive', 1036: 'Inactif' } },
    ],
  },
];

export const CURRENCY = column.lookup('transactioncurrencyid', ['transactioncurrency'], 'Currency');

/** A table with its key, a name and the standard columns. */
export function table(
  name: string,
  set: string,
  columns: readonly ColumnDef[],
  more: Partial<Omit<TableDef, 'name' | 'set' | 'columns'>> = {},
): TableDef {
  const key = more.key ?? `${name}id`;
  return {
    name,
    set,
    key,
    nameColumn: 'name',
    label: name[0]?.toUpperCase() + name.slice(1),
    changeTracking: true,
    ...more,
    columns: [column.id(key), ...columns, ...STANDARD],
  };
}
