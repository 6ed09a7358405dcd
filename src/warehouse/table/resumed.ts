import { HighwaterError } from '../../model/errors.ts';
import type { Connection } from '../duckdb/database.ts';
import { list, sameKey } from '../duckdb/sql.ts';
import type { Stage } from '../load/stage.ts';
import { makeUnique } from './keys.ts';

export interface ResumedShadow {
  readonly stage: Stage;
  /** Qualified and quoted. */
  readonly shadow: string;
  readonly key: readonly string[];
  /** `source.table`, for errors. */
  readonly title: string;
  /** The last row (by rowid) of those that earlier runs have read. */
  readonly lastOld: number;
}

/** The last row of a resumed shadow; -1 where its partitions were empty. */
export async function lastRow(connection: Connection, shadow: string): Promise<number> {
  const { last } = await connection.row<{ last: number }>(`SELECT coalesce(max(rowid), -1) AS last FROM ${shadow}`);
  return last;
}

/**
 * Makes a shadow whose rows are of several snapshots ready for its tail: what the newest snapshot does not show any more (`present` has
 * all its keys) goes, and of several readings of a row the newest stays. Returns how many rows the table must have in the end.
 */
export async function reduceToPresent(connection: Connection, resumed: ResumedShadow): Promise<number> {
  const { stage, shadow, key, title } = resumed;
  const present = stage.table('present');
  const keys = await makeUnique(connection, { table: present, key, identity: null, title, newestFirst: '', snapshot: true });
  await connection.run(
    `DELETE FROM ${shadow} WHERE rowid IN (SELECT l.rowid FROM ${shadow} l ANTI JOIN ${present} p ON ${sameKey(key, 'p', 'l')})`,
  );
  const row = key.length === 1 ? list(key) : `(${list(key)})`;
  const { n, d } = await connection.row<{ n: number; d: number }>(
    `SELECT count(*) AS n, count(DISTINCT ${row}) AS d FROM ${shadow}`,
  );
  if (n === d) return keys;
  await refuseAmbiguous(connection, resumed);
  await makeUnique(connection, { table: shadow, key, identity: null, title, newestFirst: 'rowid DESC', snapshot: false });
  return keys;
}

/**
 * A row that moved has been read twice, its newest version in this run or in the tail. Where neither has one, two rows had the same key
 * when they were read, and which of them is left nobody can tell.
 */
async function refuseAmbiguous(connection: Connection, { stage, shadow, key, title, lastOld }: ResumedShadow): Promise<void> {
  const twice = `SELECT ${list(key)} FROM ${shadow} GROUP BY ALL HAVING count(*) > 1 AND max(rowid) <= ${lastOld}`;
  const left = await connection.count(`(${twice}) t ANTI JOIN ${stage.table('rows')} s ON ${sameKey(key, 's', 't')}`);
  if (left > 0) throw incomplete(title, `${left} keys were read twice before`);
}

/** Every key that the sweep saw must be in the table now. */
export async function refuseMissing(connection: Connection, { shadow, title }: ResumedShadow, keys: number): Promise<void> {
  const rows = await connection.count(shadow);
  if (rows !== keys) throw incomplete(title, `${keys} keys are there, ${rows} rows were read`);
}

function incomplete(title: string, why: string): HighwaterError {
  return new HighwaterError(
    'COUNT_MISMATCH',
    `${title}: what an interrupted full sync had read can't be completed (${why}).`,
    'The table keeps its previous rows and watermark. Run again: it is then read from its start.',
    { family: 'restart' },
  );
}
