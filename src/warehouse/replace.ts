import type { Connection } from './database.ts';
import { DELETED_AT, type Layout } from './layout.ts';
import { id, list, sameKey } from './sql.ts';

export interface Difference {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/**
 * What a full sync changes, found by comparing the new table with the one that it replaces. `absent` rows of `before`
 * are no longer in the source. Without a key only whole rows can be compared, and an edited row counts as one deleted and one inserted.
 */
export async function compareTables(
  connection: Connection,
  live: string,
  shadow: string,
  layout: Layout,
  types: { live: ReadonlyMap<string, string>; shadow: ReadonlyMap<string, string> },
): Promise<Difference & { absent: number; before: number }> {
  const common = layout.columns.map((c) => c.name).filter((name) => types.live.has(name));
  const marked = types.live.has(DELETED_AT);
  const before = await connection.count(marked ? `${live} WHERE ${DELETED_AT} IS NULL` : live);
  const alive = layout.marksDeletes ? `(FROM ${shadow} WHERE ${DELETED_AT} IS NULL)` : shadow;
  if (layout.key.length === 0) {
    const rowsOf = (table: string) => `SELECT ${values(common, types, table).join(', ')} FROM ${table}`;
    const inserted = await connection.count(`(${rowsOf(shadow)} EXCEPT ALL ${rowsOf(live)})`);
    const deleted = await connection.count(`(${rowsOf(live)} EXCEPT ALL ${rowsOf(shadow)})`);
    const now = await connection.count(shadow);
    // An edited row is gone and there again: only what the table shrank by counts as absent.
    return { inserted, updated: 0, deleted, absent: Math.max(0, before - now), before };
  }
  const key = sameKey(layout.key, 'l', 's');
  const old = marked ? `(FROM ${live} WHERE ${DELETED_AT} IS NULL)` : live;
  const deleted = await connection.count(`${old} l ANTI JOIN ${alive} s ON ${key}`);
  const inserted = await connection.count(`${alive} s ANTI JOIN ${live} l ON ${key}`);
  const compared = common.filter((name) => !layout.key.includes(name));
  const differs =
    compared.length === 0
      ? 'false'
      : `(${values(compared, types, 's').join(', ')}) IS DISTINCT FROM (${values(compared, types, 'l').join(', ')})`;
  const revived = marked ? ` OR l.${DELETED_AT} IS NOT NULL` : '';
  const updated = await connection.count(`${alive} s JOIN ${live} l ON ${key} WHERE ${differs}${revived}`);
  return { inserted, updated, deleted, absent: deleted, before };
}

/** Columns of one side, as text where the two sides' types differ. */
function values(
  names: readonly string[],
  types: { live: ReadonlyMap<string, string>; shadow: ReadonlyMap<string, string> },
  side: string,
): string[] {
  return names.map((name) => {
    const reference = side.length === 1 ? `${side}.${id(name)}` : list([name]);
    return types.live.get(name) === types.shadow.get(name) ? reference : `CAST(${reference} AS VARCHAR)`;
  });
}
