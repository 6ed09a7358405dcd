import type { Connection } from './database.ts';
import { DELETED_AT, type Layout, SYNCED_AT, userColumns } from './layout.ts';
import { id, list, sameKey } from './sql.ts';
import type { Stage } from './stage.ts';

export interface MergeCounts {
  readonly applied: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What a merge will do to `table`; all of it is worked out before the first write, so that limits can be checked. */
export interface MergePlan {
  readonly table: string;
  readonly counts: MergeCounts;
  /** Rows that would go because the sweep did not see their keys. */
  readonly absent: number;
  readonly before: number;
  apply(connection: Connection): Promise<void>;
}

export interface MergeInput {
  readonly stage: Stage;
  /** Qualified and quoted: the live table, or the shadow of a full sync. */
  readonly table: string;
  readonly layout: Layout;
  readonly title: string;
  readonly snapshot: boolean;
  /** The import read all keys that exist (a `sweep`). */
  readonly swept: boolean;
  readonly deletes: 'remove' | 'mark' | 'ignore';
  /** SQL literal of this run's time. */
  readonly now: string;
}

/**
 * Compares the stage with the table and says what has to change. Rows that were read again with the same values are
 * left alone, so that `updated` and `_synced_at` speak of real changes only.
 */
export async function planMerge(connection: Connection, input: MergeInput): Promise<MergePlan> {
  const { stage, table, layout } = input;
  const applied = await stage.deduplicate(connection, input.title, input.snapshot);
  await compare(connection, input);
  const doomed = stage.table('doomed');
  const absent = await findDoomed(connection, input);
  const diff = stage.table('diff');
  const { inserted, updated } = await connection.row<{ inserted: number; updated: number }>(
    `SELECT count(*) FILTER (WHERE live_row IS NULL) AS inserted, count(*) FILTER (WHERE live_row IS NOT NULL) AS updated FROM ${diff}`,
  );
  const deleted = input.deletes === 'ignore' ? 0 : await connection.count(doomed);
  const before = await connection.count(layout.marksDeletes ? `${table} WHERE ${DELETED_AT} IS NULL` : table);
  return {
    table,
    counts: { applied, inserted, updated, deleted },
    absent,
    before,
    apply: async (writer) => {
      await upsert(writer, input);
      if (deleted > 0) await remove(writer, input);
    },
  };
}

/** `diff`: stage rows that are new (live_row NULL) or whose values differ from the table's. */
async function compare(connection: Connection, input: MergeInput): Promise<void> {
  const { stage, table, layout } = input;
  const columns = stage.columns();
  const matched = `SELECT s.stage_row, l.rowid AS live_row FROM ${stage.live(input.swept)} s JOIN ${table} l ON ${sameKey(layout.key, 's', 'l')}`;
  const revived = layout.marksDeletes ? ` OR l.${DELETED_AT} IS NOT NULL` : '';
  const differs = `(${list(columns, 's.')}) IS DISTINCT FROM (${list(columns, 'l.')})${revived}`;
  await connection.run(`CREATE TABLE ${stage.table('diff')} AS
    WITH matched AS MATERIALIZED (${matched})
    SELECT m.stage_row, m.live_row FROM matched m JOIN ${stage.live(input.swept)} s USING (stage_row) JOIN ${table} l ON l.rowid = m.live_row WHERE ${differs}
    UNION ALL
    SELECT s.stage_row, NULL FROM ${stage.live(input.swept)} s WHERE s.stage_row NOT IN (SELECT stage_row FROM matched)`);
}

/** `doomed`: rowids of the table's rows to delete or mark. Returns how many of them only the sweep shows. */
async function findDoomed(connection: Connection, input: MergeInput): Promise<number> {
  const { stage, table, layout } = input;
  const alive = layout.marksDeletes ? ` AND l.${DELETED_AT} IS NULL` : '';
  const shown = `SELECT l.rowid AS live_row, false AS absent FROM ${table} l JOIN (${stage.deletedKeys()}) d ON ${sameKey(layout.key, 'd', 'l')} WHERE true${alive}`;
  const unseen = `SELECT l.rowid, true FROM ${table} l ANTI JOIN ${stage.table('present')} p ON ${sameKey(layout.key, 'p', 'l')} WHERE true${alive}`;
  await connection.run(
    `CREATE TABLE ${stage.table('doomed')} AS SELECT live_row, bool_and(absent) AS absent FROM (${shown}${input.swept ? ` UNION ALL ${unseen}` : ''}) GROUP BY live_row`,
  );
  return connection.count(`${stage.table('doomed')} WHERE absent`);
}

async function upsert(connection: Connection, input: MergeInput): Promise<void> {
  const { stage, table, layout, now } = input;
  const columns = stage.columns();
  const kept = layout.removed.map((c) => c.name);
  const names = [...userColumns(layout), SYNCED_AT];
  // The old values of removed columns live on: they have to be fetched before their row is replaced.
  const rows = `SELECT ${[...columns.map((c) => `s.${id(c)}`), ...kept.map((c) => `l.${id(c)}`)].join(', ')}, ${now}
    FROM ${stage.table('diff')} d JOIN ${stage.live(input.swept)} s USING (stage_row)${kept.length > 0 ? ` LEFT JOIN ${table} l ON l.rowid = d.live_row` : ''}`;
  if (kept.length > 0) await connection.run(`CREATE TEMP TABLE highwater_kept AS ${rows}`);
  await connection.run(
    `DELETE FROM ${table} WHERE rowid IN (SELECT live_row FROM ${stage.table('diff')} WHERE live_row IS NOT NULL)`,
  );
  await connection.run(`INSERT INTO ${table} (${list(names)}) ${kept.length > 0 ? 'FROM temp.highwater_kept' : rows}`);
  if (kept.length > 0) await connection.run('DROP TABLE temp.highwater_kept');
}

async function remove(connection: Connection, input: MergeInput): Promise<void> {
  const { stage, table } = input;
  const doomed = `rowid IN (SELECT live_row FROM ${stage.table('doomed')})`;
  if (input.deletes === 'remove') await connection.run(`DELETE FROM ${table} WHERE ${doomed}`);
  else await connection.run(`UPDATE ${table} SET ${DELETED_AT} = ${input.now} WHERE ${doomed}`);
}
