import { DuckDBInstance } from '@duckdb/node-api';
import { comparable, duckdbExpression, TYPE_CASES } from '../sources/postgres/type-cases.ts';
import type { TestPostgres } from '../support/postgres.ts';

/** Rows as text, each value rendered by the database that holds it; in no order. */
export type Rows = readonly (readonly (string | null)[])[];

/** A relation with the columns to be compared. */
export interface Relation {
  /** SQL after FROM in PostgreSQL. */
  readonly from: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly key: boolean }[];
}

const withoutModifier = (type: string): string => type.replace(/\([^)]*\)/, '');
const RENDERINGS = new Map(
  TYPE_CASES.flatMap((c) => [c.type, withoutModifier(c.type)].map((type) => [type.replaceAll('[][]', '[]'), c.compare])),
);

function renderingOf(type: string): { readonly postgres: string; readonly duckdb: string } {
  const found = RENDERINGS.get(type) ?? RENDERINGS.get(withoutModifier(type));
  if (found === undefined) throw new Error(`no rendering for ${type}`);
  return found;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Columns as PostgreSQL's catalog has them. `key`: what tells rows apart; none for a table whose rows are a multiset. */
export async function relation(server: TestPostgres, database: string, name: string, key: readonly string[]): Promise<Relation> {
  const columns = await server.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = '${name.replaceAll("'", "''")}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    database,
  );
  return { from: name, columns: columns.map((c) => ({ ...c, key: key.includes(c.name) })) };
}

export async function postgresRows(
  server: TestPostgres,
  database: string,
  { from, columns }: Relation,
  where = 'true',
): Promise<Rows> {
  const values = columns.map(({ name, type }) => {
    const column = quoted(name);
    // A row of NULLs IS NULL for PostgreSQL, although it is a value.
    return `CASE WHEN num_nonnulls(${column}) = 1 THEN ${renderingOf(type).postgres.replaceAll('$', () => column)} END`;
  });
  const client = await server.connect({ database });
  try {
    await client.query("SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET extra_float_digits = 1; SET bytea_output = 'hex'");
    const text = `SELECT ${values.join(', ')} FROM ${from} WHERE ${where}`;
    const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array' });
    return rows;
  } finally {
    await client.end();
  }
}

export interface DuckdbSide {
  /** SQL after FROM. */
  readonly from: string;
  readonly where?: string;
  /** Columns that have another name there. */
  readonly renamed?: Readonly<Record<string, string>> | undefined;
  /** A Parquet file has no INTERVAL that holds all that PostgreSQL's does: it is text there. */
  readonly parquet?: boolean;
}

export function parquet(file: string): Pick<DuckdbSide, 'from' | 'parquet'> {
  return { from: `read_parquet('${file.replaceAll("'", "''")}')`, parquet: true };
}

export async function duckdbRows(db: Duckdb, side: DuckdbSide, { columns }: Relation): Promise<Rows> {
  const { from, where = 'true', renamed = {} } = side;
  const renderings = columns.map(({ type }) =>
    type === 'interval' && side.parquet ? 'INTERVAL_TEXT' : renderingOf(type).duckdb,
  );
  const values = columns.map(({ name }, i) => {
    const column = quoted(renamed[name] ?? name);
    return `CASE WHEN ${column} IS NOT NULL THEN ${duckdbExpression(column, renderings[i] ?? '')} END`;
  });
  const rows = await db.rows<(string | null)[]>(`SELECT ${values.join(', ')} FROM ${from} WHERE ${where}`);
  return rows.map((row) => row.map((value, i) => (value === null ? null : made(String(value), renderings[i] ?? ''))));
}

function made(value: string, rendering: string): string {
  return rendering === 'INTERVAL_TEXT' ? intervalParts(value) : comparable(value, rendering);
}

/** `1 year -2 months 3 days -04:05:06.789` as months, days and microseconds. */
function intervalParts(text: string): string {
  const of = (unit: string) => BigInt(new RegExp(`(-?\\d+) ${unit}s?`).exec(text)?.[1] ?? 0);
  const [, sign = '', hours = 0, minutes = 0, seconds = 0, fraction = ''] =
    /(-?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?/.exec(text) ?? [];
  const micros = (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  return `${of('year') * 12n + of('month')}/${of('day')}/${sign === '-' ? -micros : micros}`;
}

/** DuckDB itself, without anything of Highwater's. */
export interface Duckdb {
  /** Runs a statement; rows as arrays. */
  rows<Row extends unknown[]>(sql: string): Promise<Row[]>;
}

/** Opens a DuckDB file, which is only read unless it says otherwise. */
export async function withDuckdb<T>(file: string, work: (db: Duckdb) => Promise<T>, mode = 'READ_ONLY'): Promise<T> {
  const instance = await DuckDBInstance.create(file, { access_mode: mode, threads: '2' });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return await work({
      rows: async <Row extends unknown[]>(sql: string) => (await connection.runAndReadAll(sql)).getRowsJS() as Row[],
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What differs, in words short enough to read: nothing where both hold the same rows. */
export function differences(there: Rows, here: Rows, relation: Relation): string[] {
  const { columns } = relation;
  const [left, right] = [byKey(there, relation), byKey(here, relation)];
  const found = [...left].flatMap(([key, row]) => {
    const other = right.get(key);
    if (other === undefined) return [`missing: ${short(row)}`];
    if (other === row) return [];
    const [a, b] = [row, other].map((text) => JSON.parse(text) as Rows[number]);
    return columns.flatMap(({ name }, i) =>
      a?.[i] === b?.[i] ? [] : [`${name} of ${key}: ${short(a?.[i])} is ${short(b?.[i])}`],
    );
  });
  return [...found, ...[...right].filter(([key]) => !left.has(key)).map(([, row]) => `extra: ${short(row)}`)];
}

function short(value: string | null | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length})` : text;
}

/** What a sync from `before` to `after` must report. Rows are told apart by their key, or else by all that they hold. */
export function expectedCounts(before: Rows, after: Rows, relation: Relation): Counts {
  const [old, now] = [byKey(before, relation), byKey(after, relation)];
  const keys = [...now.keys()];
  return {
    inserted: keys.filter((key) => !old.has(key)).length,
    updated: keys.filter((key) => old.has(key) && old.get(key) !== now.get(key)).length,
    deleted: [...old.keys()].filter((key) => !now.has(key)).length,
  };
}

export interface Counts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

function byKey(rows: Rows, { columns }: Relation): Map<string, string> {
  const keyed = columns.some((c) => c.key);
  const found = new Map<string, string>();
  for (const row of rows) {
    const key = JSON.stringify(keyed ? row.filter((_, i) => columns[i]?.key) : row);
    let nth = 0;
    while (found.has(`${key}${nth}`)) nth++;
    found.set(`${key}${nth}`, JSON.stringify(row));
  }
  return found;
}
