import type { StoredRecord } from '../../servers/salesforce/schema.ts';
import type { ProvableTable, SourceFault } from '../../support/prove-tables.ts';
import type { Random } from '../../support/random.ts';
import type { LifeOrg } from './life-org.ts';

/** A table of a random life as the configuration has it; the words are the file's. */
export interface LifeOptions {
  readonly columns?: readonly string[] | { readonly exclude: readonly string[] };
  readonly where?: string;
  readonly deletes?: 'remove' | 'mark' | 'ignore';
  readonly deletes_by?: 'full' | 'counts';
  readonly cursor?: string;
  readonly lookback?: string;
  readonly full_sync_every?: '30s' | '5d' | '20d' | 'never';
  readonly max_delete_fraction: number;
  readonly calculated: 'every_run' | 'never';
}

type IsOpen = (region: StoredRecord[string] | undefined) => boolean;

/** A filter that asks for a field of the row's parent. */
export const BY_PARENT = 'Region__r.Open__c = true';

/** Filters, and what they let pass. */
const FILTERS: Readonly<Record<string, (record: StoredRecord, isOpen: IsOpen) => boolean>> = {
  "Group__c = 'a' OR Group__c = 'b'": (r) => r.Group__c !== null,
  "Group__c != 'a'": (r) => r.Group__c !== 'a',
  [BY_PARENT]: (r, isOpen) => isOpen(r.Region__c),
  'Amount__c > 5000': (r) => r.Amount__c !== null && Number(r.Amount__c) > 5000,
};
const LISTS: readonly LifeOptions['columns'][] = [
  ['Name'],
  ['Id', 'Amount__c', 'SystemModstamp'],
  ['Group__c', 'IsDeleted'],
  { exclude: ['Amount__c'] },
  { exclude: ['IsDeleted', 'SystemModstamp', 'LastModifiedDate', 'CreatedDate'] },
  { exclude: ['SystemModstamp', 'Name'] },
];

export function passes({ where }: Partial<LifeOptions>, record: StoredRecord, isOpen: IsOpen): boolean {
  return where === undefined || (FILTERS[where]?.(record, isOpen) ?? true);
}

export function isSynced({ columns }: Partial<LifeOptions>, field: string): boolean {
  if (columns === undefined || field === 'Id') return true;
  return 'exclude' in columns ? !columns.exclude.includes(field) : columns.includes(field);
}

export function drawnOptions(random: Random, table: string): LifeOptions {
  const columns = random.chance(0.4) ? random.pick(LISTS) : undefined;
  const deletes = random.pick(['', '', 'remove', 'mark', 'ignore'] as const);
  const deletesBy = random.pick(['', '', '', 'counts', 'full'] as const);
  const lookback = random.pick(['', '0s', '10m']);
  return {
    max_delete_fraction: 1,
    ...(columns === undefined ? {} : { columns }),
    ...(random.chance(0.3) ? { where: random.pick([...Object.keys(FILTERS), BY_PARENT, BY_PARENT]) } : {}),
    ...(deletes === '' ? {} : { deletes }),
    ...(deletesBy === '' ? {} : { deletes_by: deletesBy }),
    ...(table === 'Copied__c' ? { cursor: random.pick(['LastModifiedDate', 'SystemModstamp']) } : {}),
    ...(lookback === '' ? {} : { lookback }),
    full_sync_every: random.pick(['30s', '5d', '20d', 'never', 'never'] as const),
    calculated: random.pick(['every_run', 'every_run', 'never'] as const),
  };
}

/** The same with one option as another draw has it. */
export function changedOptions(random: Random, table: string, options: LifeOptions): LifeOptions {
  const drawn = drawnOptions(random, table);
  const name = random.pick([
    'columns',
    'columns',
    'where',
    'deletes',
    'deletes_by',
    'cursor',
    'lookback',
    'full_sync_every',
  ] as const);
  const { [name]: _, ...others } = options;
  return { ...others, ...(drawn[name] === undefined ? {} : { [name]: drawn[name] }) } as LifeOptions;
}

/** None where the formula may be out of date. */
export function provable(table: string, options: LifeOptions, formula: string): ProvableTable[] {
  if (options.calculated !== 'every_run' && isSynced(options, formula)) return [];
  const text = isSynced(options, 'Name') ? 'Name' : null;
  return [{ name: `crm.${table}`, key: 'Id', otherKey: 'a0Z000000000FAULT', text, keeps: options.deletes === 'ignore' }];
}

/** What no stamp shows, and who finds it. */
export function sourceFaults(org: LifeOrg, all: ReadonlyMap<string, LifeOptions>): SourceFault[] {
  const named = ({ name }: ProvableTable) => name.replace('crm.', '');
  const isCounted = (table: ProvableTable) => all.get(named(table))?.deletes_by !== 'full';
  const spoil = (table: ProvableTable, how: 'altered' | 'gone') =>
    org.spoil(named(table), how, (row) => passes(all.get(named(table)) ?? {}, row, org.isOpen));
  return [
    { name: 'altered', shown: 'altered', foundByRun: () => false, plant: (t) => t.text !== null && spoil(t, 'altered') },
    { name: 'gone', shown: 'extra', foundByRun: isCounted, plant: (t) => !t.keeps && spoil(t, 'gone') },
  ];
}
