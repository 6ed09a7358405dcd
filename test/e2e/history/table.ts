import { TYPE_CASES, type TypeCase } from '../../sources/postgres/type-cases.ts';
import type { Random } from '../../support/random.ts';
import { quoted } from '../truth.ts';
import { randomValue } from '../values.ts';

/** How a table of a random history is configured at the moment. */
export interface HistoryOptions {
  cursor?: 'touched' | 'touched_at' | 'xmin';
  key?: readonly string[];
  where?: string;
  exclude?: readonly string[];
  deletes?: 'remove' | 'mark' | 'ignore';
  deletes_by?: 'keys' | 'full';
  sync?: 'full';
  as?: string;
  lookback?: string;
}

/** A table of a random history as it stands at the source. */
export interface HistoryTable {
  readonly name: string;
  /** Every edit moves the cursors' columns, so that they may be its cursor; otherwise only `xmin` may be. */
  readonly touches: boolean;
  readonly keyless: boolean;
  readonly partitioned: boolean;
  /** The primary key's columns as they are called now. */
  key: readonly string[];
  options: HistoryOptions;
  /** Named by the configuration. */
  wanted: boolean;
}

/** Columns that edits treat in their own way, or that the configuration speaks of. */
const OWN = new Set(['alt', 'stage', 'touched', 'touched_at']);

/** Types whose values can be drawn again and again; without those whose form the data decide. */
const DRAWN = TYPE_CASES.filter((c) => !c.type.includes('[][]'));

export const TYPES_BY_NAME: ReadonlyMap<string, TypeCase> = new Map(DRAWN.map((c) => [c.type, c]));

export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
}

/** The columns whose values are drawn at random. */
export function valueColumns(table: HistoryTable, columns: readonly CatalogColumn[]): readonly CatalogColumn[] {
  return columns.filter((c) => !table.key.includes(c.name) && !OWN.has(c.name));
}

export function drawnType(random: Random): TypeCase {
  return random.pick(DRAWN);
}

const NAMES = ['a', 'b', 'c', 'd', 'A', 'Value', 'value', '_synced_at', '_deleted_at', 'select', 'x"y', 'é 🦆'];

/** A name that PostgreSQL tells from the table's others; DuckDB may not. */
export function newName(random: Random, columns: readonly CatalogColumn[]): string {
  const free = NAMES.filter((name) => !columns.some((c) => c.name === name));
  return random.pick(free.length > 0 ? free : [`n${random.digits(6)}`]);
}

const STAGES = ["'won'", "'lost'", 'NULL'];

function touch(random: Random): string {
  return random.pick([
    'now()',
    'clock_timestamp()',
    'clock_timestamp()',
    'clock_timestamp()',
    'NULL',
    "now() + interval '1 day'",
  ]);
}

/** `CREATE TABLE` with some columns of any type. */
export function creation(random: Random, table: HistoryTable): string {
  const columns: CatalogColumn[] = [];
  const count = random.int(2, 7);
  while (columns.length < count) columns.push({ name: newName(random, columns), type: drawnType(random).type });
  const key = table.key.map((name, i) => `${quoted(name)} ${i === 0 ? random.pick(['int', 'bigint', 'smallint']) : 'text'}`);
  const cursors = [`touched timestamptz`, `touched_at ${random.pick(['timestamp', 'timestamptz', 'date'])}`];
  const more = ['alt bigint NOT NULL', 'stage text', ...cursors, ...columns.map((c) => `${quoted(c.name)} ${c.type}`)];
  const primary = table.keyless ? [] : [`PRIMARY KEY (${table.key.map(quoted).join(', ')})`];
  const body = [...(table.keyless ? [] : key), ...more, ...primary].join(', ');
  const first = quoted(table.key[0] ?? '');
  const parts = table.partitioned
    ? ` PARTITION BY RANGE (${first}); CREATE TABLE ${table.name}_1 PARTITION OF ${table.name} FOR VALUES FROM (MINVALUE) TO (40);
      CREATE TABLE ${table.name}_2 PARTITION OF ${table.name} DEFAULT`
    : ' WITH (fillfactor = 10)'; // many pages of few rows
  const index = random.chance(0.4) ? `; CREATE INDEX ON ${table.name} (touched)` : '';
  return `CREATE TABLE ${table.name} (${body})${parts}${index}; GRANT SELECT ON ${table.name} TO reader`;
}

/** `INSERT` of rows with the numbers `first`, `first` + 1, …; a repeated number is a conflict of its own. */
export function insertion(
  random: Random,
  table: HistoryTable,
  columns: readonly CatalogColumn[],
  first: number,
  count: number,
): string {
  const values = valueColumns(table, columns);
  const names = [...(table.keyless ? [] : table.key), 'alt', 'stage', 'touched', 'touched_at', ...values.map((c) => c.name)];
  const rows = Array.from({ length: count }, (_, i) => {
    const key = table.keyless
      ? []
      : table.key.map((_name, at) => (at === 0 ? String(first + i) : random.pick(["''", "' '", "'NULL'", "'é'"])));
    const stamp = touch(random);
    const drawn = values.map((c) => drawnValue(random, c.type));
    return `(${[...key, String(1_000_000 + first + i), random.pick(STAGES), stamp, stamp, ...drawn].join(', ')})`;
  });
  return `INSERT INTO ${table.name} (${names.map(quoted).join(', ')}) VALUES ${rows.join(', ')}`;
}

function drawnValue(random: Random, type: string): string {
  const found = TYPES_BY_NAME.get(type);
  return found === undefined ? 'NULL' : randomValue(random, found);
}

/** `UPDATE` of some rows. */
export function update(random: Random, table: HistoryTable, columns: readonly CatalogColumn[], condition: string): string {
  const values = random.some(valueColumns(table, columns), random.int(1, 3));
  const set = values.map((c) => `${quoted(c.name)} = ${drawnValue(random, c.type)}`);
  if (random.chance(0.4)) set.push(`stage = ${random.pick(STAGES)}`);
  if (set.length === 0) set.push('stage = stage');
  return `UPDATE ${table.name} SET ${[...set, ...touched(random, table)].join(', ')} WHERE ${condition}`;
}

export function touched(random: Random, table: HistoryTable): string[] {
  if (!table.touches && random.chance(0.6)) return [];
  const stamp = touch(random);
  return [`touched = ${stamp}`, `touched_at = ${stamp}`];
}

/** Some of the rows, chosen by what no edit but a change of the row itself changes. */
export function someRows(random: Random, share: number): string {
  const parts = Math.max(1, Math.round(1 / share));
  return `alt % ${parts} = ${random.below(parts)}`;
}
