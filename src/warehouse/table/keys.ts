import { HighwaterError } from '../../model/errors.ts';
import type { Connection, Row } from '../duckdb/database.ts';
import { id, list, sameKey } from '../duckdb/sql.ts';
import type { Layout } from './layout.ts';

/** What identifies a row of a table that is being loaded. */
export interface KeyedTable {
  /** Qualified and quoted. */
  readonly table: string;
  readonly key: readonly string[];
  /** Two rows of one key that differ in these columns are two rows of the source, whatever the import saw; null: nobody knows. */
  readonly identity: readonly string[] | null;
  /** `source.table`, for errors. */
  readonly title: string;
  /** ORDER BY terms: of several rows of one key the first stays. */
  readonly newestFirst: string;
  /** The import saw one state of the source: then a key met twice is an error, not a second reading. */
  readonly snapshot: boolean;
  /** The key is one integer column of many rows: then they are counted with a bit for each number, where that is little memory. */
  readonly manyIntegers?: boolean;
}

export interface KeyCounts extends Row {
  /** Rows, different keys, keys that are NULL or have a NULL in them. */
  readonly n: number;
  readonly d: number;
  readonly nulls: number;
}

const MANY_ROWS = 100_000;
const INTEGERS: readonly string[] = ['SMALLINT', 'INTEGER', 'BIGINT'];

/** Whether KeyedTable.manyIntegers holds for so many rows of a table. */
export function hasManyIntegers({ key, columns }: Pick<Layout, 'key' | 'columns'>, rows: number): boolean {
  const [own, ...others] = columns.filter((c) => key.includes(c.name));
  return rows >= MANY_ROWS && own !== undefined && others.length === 0 && INTEGERS.includes(own.duckdbType);
}

/** Makes the key unique: of several readings of one row the newest stays. Returns the number of rows that are left. */
export async function makeUnique(connection: Connection, keyed: KeyedTable): Promise<number> {
  const { table, key, title, newestFirst, snapshot } = keyed;
  const { n, d, nulls } =
    (keyed.manyIntegers ? await countByBits(connection, keyed) : null) ?? (await countKeys(connection, keyed));
  if (nulls > 0) throw nullKeys(title, key, nulls);
  if (n === d) return n;
  if (snapshot) throw notUnique(title, key, n - d);
  const others = await sharedKeys(connection, keyed);
  if (others > 0) throw notUnique(title, key, others);
  const twice = `SELECT ${list(key)} FROM ${table} GROUP BY ALL HAVING count(*) > 1`;
  const ranked = `SELECT rowid, row_number() OVER (PARTITION BY ${list(key)} ORDER BY ${newestFirst}) AS place
    FROM (SELECT *, rowid FROM ${table}) SEMI JOIN (${twice}) USING (${list(key)})`;
  await connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM (${ranked}) WHERE place > 1)`);
  return d;
}

async function countKeys(connection: Connection, { table, key }: KeyedTable): Promise<KeyCounts> {
  return connection.row<KeyCounts>(`SELECT ${keyCounts(key).join(', ')} FROM ${table}`);
}

/** The aggregates that give `KeyCounts`. */
export function keyCounts(key: readonly string[]): string[] {
  if (key.length === 0) return ['count(*) AS n', 'count(*) AS d', '0 AS nulls'];
  const isNull = key.map((k) => `${id(k)} IS NULL`).join(' OR ');
  return ['count(*) AS n', `count(DISTINCT ${rowOf(key)}) AS d`, `count(*) FILTER (${isNull}) AS nulls`];
}

// Of memory for each row; a set of the keys would take more than 30 bytes.
const MOST_BITS_PER_ROW = 64n;
const MOST_BITS = 2n ** 28n;

/** The same with a bit for each number between the least and the greatest key, an eighth of the time; null where they are too far apart. */
async function countByBits(connection: Connection, { table, key }: KeyedTable): Promise<KeyCounts | null> {
  const own = list(key);
  const { n, filled, low, high } = await connection.row<{ n: number; filled: number; low: string | null; high: string | null }>(
    `SELECT count(*) AS n, count(${own}) AS filled, CAST(min(${own}) AS VARCHAR) AS low, CAST(max(${own}) AS VARCHAR) AS high FROM ${table}`,
  );
  if (low === null || high === null) return null;
  const bits = BigInt(high) - BigInt(low) + 1n;
  if (bits > MOST_BITS || bits > MOST_BITS_PER_ROW * BigInt(n)) return null;
  const { d } = await connection.row<{ d: number }>(
    `SELECT bit_count(bitstring_agg(CAST(${own} AS BIGINT), CAST('${low}' AS BIGINT), CAST('${high}' AS BIGINT))) AS d FROM ${table}`,
  );
  return { n, d, nulls: n - filled };
}

/** How many rows share their key with another row, by the source's own way of telling rows apart. */
async function sharedKeys(connection: Connection, { table, key, identity }: KeyedTable): Promise<number> {
  if (identity === null || identity.length === 0) return 0;
  const { others } = await connection.row<{ others: number }>(`SELECT coalesce(sum(n - 1), 0)::BIGINT AS others
    FROM (SELECT count(DISTINCT ${rowOf(identity)}) AS n FROM ${table} GROUP BY ${list(key)}) WHERE n > 1`);
  return others;
}

/**
 * How many rows of `table` have a key that a newly read row of another identity has too, and were not read again with another key. Between full
 * syncs such a row may have been deleted meanwhile, and its key given to another.
 */
export async function takenKeys(
  connection: Connection,
  table: string,
  rows: string,
  { key, identity }: Pick<KeyedTable, 'key' | 'identity'>,
): Promise<number> {
  if (identity === null || identity.length === 0) return 0;
  const differ = identity.map((name) => `s.${id(name)} IS DISTINCT FROM l.${id(name)}`).join(' OR ');
  return connection.count(`(SELECT ${list(identity, 'l.')} FROM ${table} l JOIN ${rows} s ON ${sameKey(key, 's', 'l')} WHERE ${differ})
    ANTI JOIN ${rows} USING (${list(identity)})`);
}

const rowOf = (names: readonly string[]): string => (names.length === 1 ? list(names) : `(${list(names)})`);

function nullKeys(title: string, key: readonly string[], nulls: number): HighwaterError {
  return new HighwaterError(
    'KEY_IS_NULL',
    `${title}: ${nulls} ${nulls === 1 ? 'row has' : 'rows have'} no value in the key (${key.join(', ')}).`,
    'Choose key columns that are never empty (`key:` of the table), or add a `where` that leaves these rows out. The table keeps its previous rows.',
  );
}

export function notUnique(title: string, key: readonly string[], more: number): HighwaterError {
  return new HighwaterError(
    'KEY_NOT_UNIQUE',
    `${title}: the key (${key.join(', ')}) does not tell rows apart: ${more} ${more === 1 ? 'row has' : 'rows have'} a key that another row has too.`,
    'Name the columns that identify a row (`key: [a, b]` of the table), or leave `key` out: then the primary key is taken, and a table without one is read whole each run. The table keeps its previous rows.',
  );
}
