import { distance } from 'fastest-levenshtein';
import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { ColumnRow } from './catalog.ts';

/** The column of that name, or an error that points at the setting which names it. */
export function namedColumn(
  table: string,
  options: TableOptions,
  setting: 'key' | 'cursor' | 'name',
  name: string,
  readable: readonly ColumnRow[],
): ColumnRow {
  const found = readable.find((c) => c.name === name);
  if (found !== undefined) return found;
  const nearest = readable.map((c) => c.name).sort((a, b) => distance(a, name) - distance(b, name))[0];
  throw new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${table}: \`${setting}\` names a column ${name} that does not exist or that this user may not read.`,
    nearest === undefined ? 'Leave it out.' : `The nearest name is ${nearest}.`,
    { path: [...options.path, setting] },
  );
}

/** A setting that needs a key, on a table that has none. `candidates`: unique indexes that would do. */
export function refuseWithoutKey(table: string, options: TableOptions, candidates: readonly (readonly string[])[]): void {
  const wish = wishForKey(options);
  if (wish === null) return;
  const key = candidates[0];
  const advice =
    key === undefined
      ? 'Name the columns that identify a row: `key: id`, or `key: [a, b]`.'
      : `It has a unique index that would do: \`key: ${key.length === 1 ? key[0] : `[${key.join(', ')}]`}\`.`;
  throw new HighwaterError(
    'KEY_REQUIRED',
    `${table}: ${wish} needs a key to tell rows apart, and there is no primary key that this user may read.`,
    `${advice} Without a key, and without this setting, the table is read whole in each run.`,
    { path: [...options.path, 'key'] },
  );
}

function wishForKey(options: TableOptions): string | null {
  if (options.cursor !== undefined) return `\`cursor: ${options.cursor}\``;
  if (options.deletes === 'mark') return '`deletes: mark`';
  return options.deletesBy === 'keys' ? '`deletes_by: keys`' : null;
}
