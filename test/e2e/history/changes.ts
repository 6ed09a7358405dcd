import { keepsValues } from '../../../src/sources/postgres/describe/definition.ts';
import type { Random } from '../../support/random.ts';
import { quoted } from '../truth.ts';
import {
  type CatalogColumn,
  creation,
  drawnType,
  type HistoryTable,
  insertion,
  newName,
  someRows,
  update,
  valueColumns,
} from './table.ts';

/** What a change may make use of. `numbers`: the first of so many numbers that no row ever had. */
export interface Tools {
  readonly random: Random;
  numbers(count: number): number;
}

/** The statements of one transaction; none where such a change does not fit the table. */
type Change = (tools: Tools, table: HistoryTable, columns: readonly CatalogColumn[]) => readonly string[];

const first = ({ key }: HistoryTable): string => quoted(key[0] ?? '');
const insert = ({ random, numbers }: Tools, table: HistoryTable, columns: readonly CatalogColumn[], count: number): string =>
  insertion(random, table, columns, numbers(count), count);

/** With a value column, where there is one. */
const ofValue =
  (change: (random: Random, table: HistoryTable, name: string, columns: readonly CatalogColumn[]) => string): Change =>
  ({ random }, table, columns) => {
    const [column] = random.some(valueColumns(table, columns), 1);
    return column === undefined ? [] : [change(random, table, quoted(column.name), columns)];
  };

const rekey: Change = ({ random }, table) => {
  const move = table.touches ? ', touched = clock_timestamp(), touched_at = clock_timestamp()' : '';
  const key = first(table);
  return [
    `UPDATE ${table.name} SET ${key} = (${key}::text::numeric + 7000)::text::numeric${move} WHERE ${someRows(random, 0.05)}`,
  ];
};

const addFilled: Change = ({ random }, { name }, columns) => {
  const { type, values } = drawnType(random);
  return [`ALTER TABLE ${name} ADD ${quoted(newName(random, columns))} ${type} DEFAULT CAST(${values[0] ?? 'NULL'} AS ${type})`];
};

const renameKey: Change = ({ random }, table, columns) => {
  const to = `id${random.digits(2)}`;
  if (table.options.key !== undefined || columns.some((c) => c.name === to)) return [];
  const statement = `ALTER TABLE ${table.name} RENAME ${first(table)} TO ${quoted(to)}`;
  table.key = [to, ...table.key.slice(1)];
  return [statement];
};

/** Two columns take each other's names. */
const exchange: Change = ({ random }, table, columns) => {
  const [a, b] = random.some(valueColumns(table, columns), 2);
  if (a === undefined || b === undefined) return [];
  const rename = (from: string, to: string) => `ALTER TABLE ${table.name} RENAME ${quoted(from)} TO ${quoted(to)}`;
  return [rename(a.name, 'between'), rename(b.name, a.name), rename('between', b.name)];
};

/** Wider, as PostgreSQL does it itself; or narrower or unrelated, by way of its text or without any value. */
const retype: Change = ({ random }, table, columns) => {
  const [column] = random.some(valueColumns(table, columns), 1);
  if (column === undefined) return [];
  const name = quoted(column.name);
  const near = NEAR[column.type] ?? [];
  const to = random.pick([...near, ...near, 'text', drawnType(random).type]);
  const length = /^char.*\((\d+)/.exec(to)?.[1];
  const text = length === undefined ? `${name}::text` : `left(${name}::text, ${length})`;
  const using = ` USING CAST(${random.chance(0.3) ? 'NULL::text' : text} AS ${to})`;
  return [
    `ALTER TABLE ${table.name} ALTER ${name} DROP DEFAULT`,
    `ALTER TABLE ${table.name} ALTER ${name} TYPE ${to}${keepsValues(column.type, to) ? '' : using}`,
  ];
};

const KEY_TYPES = ['int', 'bigint', 'numeric', 'numeric(12,2)', 'text'];

const retypeKey: Change = ({ random }, table) => {
  const key = first(table);
  return [`ALTER TABLE ${table.name} ALTER ${key} TYPE ${random.pick(KEY_TYPES)} USING ${key}::text::numeric`];
};

/** A partition with rows of long ago. */
const attach: Change = ({ numbers }, table) => {
  if (!table.partitioned) return [];
  const number = numbers(1);
  const name = `${table.name}_${number}x`;
  const low = 100_000 + number * 10;
  const moved = `${first(table)} = s.n + ${low}, alt = s.n + ${1_000_000 + low}, touched = '2020-01-01', touched_at = '2020-01-01'`;
  return [
    `CREATE TABLE ${name} (LIKE ${table.name} INCLUDING DEFAULTS)`,
    `INSERT INTO ${name} SELECT * FROM ${table.name} ORDER BY alt LIMIT 5`,
    `UPDATE ${name} SET ${moved} FROM (SELECT ctid AS at, row_number() OVER () AS n FROM ${name}) s WHERE s.at = ${name}.ctid`,
    `ALTER TABLE ${table.name} ATTACH PARTITION ${name} FOR VALUES FROM (${low}) TO (${low + 10})`,
  ];
};

const keyedOnly =
  (change: Change): Change =>
  (tools, table, columns) =>
    table.keyless ? [] : change(tools, table, columns);

/** Everything that happens to a table, each by its weight. */
export const CHANGES: Readonly<Record<string, readonly [weight: number, change: Change]>> = {
  insert: [5, (tools, t, c) => [insert(tools, t, c, tools.random.int(1, 8))]],
  update: [8, ({ random }, t, c) => Array.from({ length: random.int(1, 3) }, () => update(random, t, c, someRows(random, 0.1)))],
  remove: [4, ({ random }, t) => [`DELETE FROM ${t.name} WHERE ${someRows(random, 0.08)}`]],
  purge: [1, ({ random }, t) => [`DELETE FROM ${t.name} WHERE alt % 10 < ${random.int(3, 9)}`]],
  rekey: [2, keyedOnly(rekey)],
  addColumn: [2, ({ random }, t, c) => [`ALTER TABLE ${t.name} ADD ${quoted(newName(random, c))} ${drawnType(random).type}`]],
  addFilled: [1, addFilled],
  dropColumn: [2, ofValue((_, t, name) => `ALTER TABLE ${t.name} DROP ${name}`)],
  rename: [2, ofValue((random, t, name, c) => `ALTER TABLE ${t.name} RENAME ${name} TO ${quoted(newName(random, c))}`)],
  renameKey: [0.5, keyedOnly(renameKey)],
  exchange: [0.5, exchange],
  retype: [3, retype],
  retypeKey: [0.5, keyedOnly(retypeKey)],
  refill: [1, (tools, t, c) => [`TRUNCATE ${t.name}`, insert(tools, t, c, tools.random.int(10, 60))]],
  recreate: [0.5, ({ random }, t) => [`DROP TABLE ${t.name}`, creation(random, t)]],
  rewrite: [0.7, (_, t) => [`VACUUM FULL ${t.name}${t.partitioned ? '_1' : ''}`]],
  attach: [0.7, keyedOnly(attach)],
};

export function drawChange(random: Random): string {
  let at = random.next() * Object.values(CHANGES).reduce((sum, [weight]) => sum + weight, 0);
  const found = Object.entries(CHANGES).find(([, [weight]]) => {
    at -= weight;
    return at < 0;
  });
  return found?.[0] ?? 'insert';
}

/** Types that a column is likely to be changed to. */
const NEAR: Readonly<Record<string, readonly string[]>> = {
  text: ['character varying(40)', 'character varying(3)', 'character(5)', 'json', 'name'],
  'character varying(40)': ['text', 'character varying(3)', 'character(5)'],
  'character varying(3)': ['text', 'character varying(40)'],
  'character(5)': ['text', 'character varying(40)'],
  smallint: ['integer', 'bigint', 'numeric', 'double precision'],
  integer: ['bigint', 'smallint', 'numeric', 'numeric(10,2)'],
  bigint: ['integer', 'numeric', 'numeric(38,0)'],
  'numeric(10,2)': ['numeric(38,0)', 'numeric', 'integer', 'numeric(50,2)'],
  numeric: ['numeric(50,2)', 'numeric(10,2)', 'double precision', 'integer'],
  'numeric(50,2)': ['numeric', 'numeric(10,2)'],
  real: ['double precision', 'numeric'],
  'double precision': ['real', 'numeric'],
  'timestamp without time zone': ['timestamp(3) without time zone', 'timestamp with time zone', 'date'],
  'timestamp(3) without time zone': ['timestamp without time zone'],
  'timestamp with time zone': ['timestamp without time zone', 'date'],
  date: ['timestamp without time zone', 'timestamp with time zone'],
  json: ['jsonb', 'text'],
  jsonb: ['json', 'text'],
  mood: ['text'],
  inet: ['cidr', 'text'],
  'bit varying(8)': ['bit(5)', 'text'],
};
