import type { Row } from '../../servers/dataverse/model.ts';
import type { ProvableTable, SourceFault } from '../../support/prove-tables.ts';
import type { Random } from '../../support/random.ts';
import { type LifeOrg, LOG, PARENT } from './life-org.ts';

/** A table of a random life as the configuration has it; the words are the file's. */
export interface LifeOptions {
  readonly columns?: readonly string[] | { readonly exclude: readonly string[] };
  readonly where?: string;
  readonly deletes?: 'remove' | 'mark' | 'ignore';
  readonly deletes_by?: 'full' | 'keys' | 'change_tracking';
  readonly cursor?: string;
  readonly lookback: '0s' | '2m' | '10m';
  readonly full_sync_every: '30s' | '5d' | '20d' | 'never';
  readonly max_delete_fraction: number;
}

const LISTS = [
  ['name'],
  ['new_rate', 'statecode'],
  { exclude: ['new_rate'] },
  { exclude: ['modifiedon', 'name'] },
  { exclude: ['statecode', 'modifiedon', 'createdon', 'versionnumber'] },
] as const;
const OPEN = 'statecode eq 0';
/** Rows of one parent: others come and go as they are moved. */
const OF_PARENT = `_new_parentid_value eq ${PARENT}`;

export function passes({ where }: Partial<LifeOptions>, row: Row): boolean {
  if (where === OF_PARENT) return typeof row.new_parentid === 'object' && row.new_parentid?.id === PARENT;
  return where === undefined || row.statecode === '0';
}

export function isSynced({ columns }: LifeOptions, name: string, key: string): boolean {
  const base = name.replace(/_type$/, '');
  if (columns === undefined || base === key) return true;
  return 'exclude' in columns ? !columns.exclude.includes(base) : columns.includes(base);
}

export function drawnOptions(random: Random, table: string): LifeOptions {
  const deletes = random.pick(['', '', 'remove', 'mark', 'ignore'] as const);
  const by = random.pick(['', 'full', 'keys', 'change_tracking'] as const);
  return {
    max_delete_fraction: 1,
    ...(random.chance(0.4) ? { columns: random.pick(LISTS) } : {}),
    ...(random.chance(0.4) ? { where: random.pick([OPEN, OF_PARENT]) } : {}),
    ...(deletes === '' ? {} : { deletes }),
    ...(by === '' ? {} : { deletes_by: by }),
    ...(table === LOG ? { cursor: 'createdon' } : {}),
    lookback: random.pick(['0s', '2m', '10m'] as const),
    full_sync_every: random.pick(['30s', '5d', '20d', 'never', 'never'] as const),
  };
}

/** The same with one option as another draw has it. */
export function changedOptions(random: Random, table: string, options: LifeOptions): LifeOptions {
  const drawn = drawnOptions(random, table);
  const name = random.pick(['columns', 'columns', 'where', 'deletes', 'deletes_by', 'full_sync_every'] as const);
  const { [name]: _, ...others } = options;
  return { ...others, ...(drawn[name] === undefined ? {} : { [name]: drawn[name] }) } as LifeOptions;
}

/** None where a run can't see every delete. */
export function provable(table: string, key: string, options: LifeOptions): ProvableTable[] {
  if ((options.deletes_by ?? 'full') === 'full' || options.deletes === 'ignore') return [];
  const text = isSynced(options, 'name', key) ? 'name' : null;
  return [{ name: `erp.${table}`, key, otherKey: 'fa170000-0000-4000-8000-000000000000', text, keeps: false }];
}

/** What no stamp shows, and who finds it. */
export function sourceFaults(org: LifeOrg, all: ReadonlyMap<string, LifeOptions>): SourceFault[] {
  const named = ({ name }: ProvableTable) => name.replace('erp.', '');
  const isTracked = (table: ProvableTable) => all.get(named(table))?.deletes_by === 'change_tracking';
  const spoil = (table: ProvableTable, how: 'altered' | 'gone') =>
    org.spoil(named(table), how, (row) => passes(all.get(named(table)) ?? {}, row));
  return [
    { name: 'altered', shown: 'altered', foundByRun: isTracked, plant: (t) => t.text !== null && spoil(t, 'altered') },
    { name: 'gone', shown: 'extra', foundByRun: () => true, plant: (t) => spoil(t, 'gone') },
  ];
}
