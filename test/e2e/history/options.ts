import type { Random } from '../../support/random.ts';
import { type CatalogColumn, type HistoryOptions, type HistoryTable, valueColumns } from './table.ts';

/** `lookbacks`: those under which the tables' cursors miss nothing. */
export function drawOptions(random: Random, table: HistoryTable, lookbacks: readonly string[]): HistoryOptions {
  if (table.keyless) return {};
  const cursor = random.pick(table.touches ? (['touched', 'touched_at', 'xmin', ''] as const) : (['xmin', 'xmin', ''] as const));
  const deletes = random.pick(['', '', 'remove', 'mark', 'ignore'] as const);
  return {
    ...(cursor === '' ? {} : { cursor }),
    ...(deletes === '' ? {} : { deletes }),
    ...(random.chance(0.5) ? { deletes_by: random.pick(['keys', 'full'] as const) } : {}),
    ...(random.chance(0.25) ? { where: random.pick(["stage = 'won'", "stage IS DISTINCT FROM 'lost'"]) } : {}),
    lookback: random.pick(lookbacks),
  };
}

type Edit = (random: Random, table: HistoryTable, others: readonly HistoryTable[], drawn: HistoryOptions) => void;

const target = ({ name, options }: HistoryTable): string => options.as ?? name;

/** Takes an option as it was drawn. */
const taken =
  (...names: readonly (keyof HistoryOptions)[]): Edit =>
  (random, table, _others, drawn) => {
    const name = random.pick(names);
    delete table.options[name];
    Object.assign(table.options, name in drawn ? { [name]: drawn[name] } : {});
  };

const toggled =
  (name: keyof HistoryOptions, value: HistoryOptions): Edit =>
  (_random, { options }) => {
    if (options[name] === undefined) Object.assign(options, value);
    else delete options[name];
  };

const swap: Edit = (random, table, others) => {
  const other = random.pick(others);
  const [a, b] = [target(other), target(table)];
  table.options.as = a;
  other.options.as = b;
};

const rename: Edit = (random, { name, options }, others) => {
  if (options.as === undefined) options.as = random.pick([`other_${name}`, `T_${name}`, `an odd ${name}'s; name`]);
  else if (!others.some((t) => target(t) === name)) delete options.as;
};

const anew: Edit = (_random, table, _others, drawn) => {
  table.options = { ...drawn, ...(table.options.as === undefined ? {} : { as: table.options.as }) };
};

const exclude: Edit = (random, { options }) => {
  if (options.exclude === undefined) options.exclude = [`?${random.int(0, 3)}`];
  else delete options.exclude;
};

const wanted: Edit = (_random, table, others) => {
  table.wanted = !table.wanted || others.every((t) => !t.wanted);
};

/** What only tables with a key may be asked for. */
const OF_KEYED: Readonly<Record<string, Edit>> = {
  anew,
  deletes: taken('deletes', 'deletes_by'),
  where: taken('where'),
  cursor: taken('cursor'),
  key: toggled('key', { key: ['alt'] }),
  sync: toggled('sync', { sync: 'full' }),
};

const OF_ALL: Readonly<Record<string, Edit>> = { as: rename, swap, exclude, wanted };

/** Changes the configuration of one of the tables; says how. */
export function reconfigure(random: Random, tables: readonly HistoryTable[], lookbacks: readonly string[]): string {
  const table = random.pick(tables);
  const [what, edit] = random.pick(Object.entries({ ...OF_ALL, ...(table.keyless ? {} : OF_KEYED) }));
  edit(
    random,
    table,
    tables.filter((t) => t !== table),
    drawOptions(random, table, lookbacks),
  );
  return `configuration of ${table.name}: ${what}`;
}

/** A table's line in highwater.yml. A column that is to be left out is called `?n` until there is one. */
export function written(table: HistoryTable, columns: readonly CatalogColumn[]): string {
  const values = valueColumns(table, columns).map((c) => c.name);
  const left = table.options.exclude?.[0];
  if (left !== undefined && !values.includes(left)) {
    const chosen = values[Number(left.slice(1)) || 0];
    if (chosen === undefined) delete table.options.exclude;
    else table.options.exclude = [chosen];
  }
  const { exclude: excluded, ...options } = table.options;
  const all = { ...options, ...(excluded === undefined ? {} : { columns: { exclude: excluded } }) };
  return `\n      ${table.name}: ${JSON.stringify(all)}`;
}
