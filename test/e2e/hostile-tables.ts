import { TYPE_CASES, type TypeCase } from '../sources/postgres/type-cases.ts';
import type { Random } from '../support/random.ts';
import { TYPE_COLUMNS } from './values.ts';

/** A table of the hostile database, how it is synced and how it may be edited so that its sync can see it. */
export interface HostileTable {
  /** Its name in SQL. */
  readonly sql: string;
  /** As the configuration names it; default as in SQL. */
  readonly name?: string;
  readonly options: string;
  /** In DuckDB; default as in SQL. */
  readonly target?: string;
  /** Columns in DuckDB that could not keep their names. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  /** Which rows are synced; SQL that both sides understand. */
  readonly where?: string;
  /** Columns that are filled at random. */
  readonly columns: readonly { readonly name: string; readonly type: TypeCase }[];
  /** Further columns with the SQL of their values. */
  readonly others?: Readonly<Record<string, (random: Random) => string>>;
  /** A key that no other row has, as SQL; absent where nothing is to be edited. */
  readonly newKey?: (random: Random, n: number) => string;
  /** Rows are deleted, and keys changed, between full syncs too. */
  readonly deletes?: boolean;
  /** Deleted rows are kept, marked. */
  readonly marks?: boolean;
}

const byNumber = (_: Random, n: number): string => String(n);

/** Keys that only exact text keeps apart. */
const byText = (random: Random, n: number): string => {
  const text = random.pick(["''", "' '", "'NULL'", "E'\\r\\n'", `'"'`, "','", "'é'", "E'e\\u0301'", "E'\\\\'", "'a'", "'A'"]);
  return `${text}, ${n}`;
};

/** Mostly the present, sometimes nothing: such a row is read each time. */
const moved = (random: Random): string => (random.chance(0.15) ? 'NULL' : 'clock_timestamp()');

const columnOf = (type: string) => {
  const found = TYPE_CASES.find((c) => c.type === type);
  if (found === undefined) throw new Error(`no type ${type}`);
  return found;
};

const ODD = `"Odd ""Schema""."."tà.ble, \\ '🦆"`;
export const ODD_SCHEMA = `"Odd ""Schema""."`;

export const HOSTILE_TABLES: readonly HostileTable[] = [
  {
    sql: 'by_cursor',
    options: '{ cursor: updated_at, deletes_by: keys }',
    key: ['id'],
    columns: TYPE_COLUMNS,
    others: { updated_at: moved },
    newKey: byNumber,
    deletes: true,
  },
  {
    sql: 'by_xmin',
    options: '{ cursor: xmin, deletes_by: keys }',
    key: ['region', 'n'],
    columns: TYPE_COLUMNS,
    newKey: byText,
    deletes: true,
  },
  { sql: 'whole', options: '', key: ['id'], columns: TYPE_COLUMNS, newKey: byNumber, deletes: true },
  { sql: 'keyless', options: '', key: [], columns: TYPE_COLUMNS, others: { id: (r) => String(r.below(40)) }, newKey: () => '' },
  {
    sql: 'chosen',
    options: `{ cursor: updated_at, where: "stage = 'Won' AND c0 IS DISTINCT FROM ')'" }`,
    key: ['id'],
    where: `stage = 'Won' AND c0 IS DISTINCT FROM ')'`,
    columns: TYPE_COLUMNS,
    others: { updated_at: moved, stage: (r) => r.pick(["'Won'", "'Lost'", 'NULL']) },
    newKey: byNumber,
  },
  {
    sql: 'parts',
    options: '{ cursor: xmin, deletes_by: keys, as: members }',
    target: 'members',
    key: ['id', 'part'],
    columns: TYPE_COLUMNS,
    newKey: (random, n) => `${n}, ${random.below(8)}`,
    deletes: true,
  },
  {
    sql: 'marked',
    options: '{ cursor: updated_at, deletes: mark, deletes_by: keys }',
    key: ['id'],
    columns: TYPE_COLUMNS,
    others: { updated_at: moved },
    newKey: byNumber,
    deletes: true,
    marks: true,
  },
  { sql: 'seen', options: '{ key: id }', key: ['id'], columns: [] },
  { sql: 'kept', options: '{ key: id }', key: ['id'], columns: [] },
  { sql: 'nothing', options: '{ cursor: xmin }', key: ['id'], columns: [] },
  {
    sql: ODD,
    options: '{ cursor: xmin, deletes_by: keys }',
    target: `Odd "Schema"._tà.ble, \\ '🦆`,
    key: ['select'],
    columns: [
      { name: 'SELECT', type: columnOf('text') },
      { name: '_synced_at', type: columnOf('timestamp with time zone') },
      { name: '_deleted_at', type: columnOf('text') },
      { name: `a "b" 'c' \\ ${'é'.repeat(20)}`, type: columnOf('interval') },
    ],
    renamed: { SELECT: 'SELECT_2', _synced_at: '_synced_at_2', _deleted_at: '_deleted_at_2' },
    newKey: byNumber,
    deletes: true,
  },
];

export function tableOf(sql: string): HostileTable {
  const found = HOSTILE_TABLES.find((t) => t.sql === sql);
  if (found === undefined) throw new Error(`no table ${sql}`);
  return found;
}
