import { HighwaterError } from '../../model/errors.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, list, sameKey } from '../duckdb/sql.ts';

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
}

/** Makes the key unique: of several readings of one row the newest stays. Returns the number of rows that are left. */
export async function makeUnique(connection: Connection, keyed: KeyedTable): Promise<number> {
  const { table, key, title, newestFirst, snapshot } = keyed;
  const { n, d, nulls } = await connection.row<{ n: number; d: number; nulls: number }>(
    `SELECT count(*) AS n, count(DISTINCT ${rowOf(key)}) AS d, count(*) FILTER (${key.map((k) => `${id(k)} IS NULL`).join(' OR ')}) AS nulls FROM ${table}`,
  );
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
