import type { Connection, Database } from '../duckdb/database.ts';
import { id, list, sameKey } from '../duckdb/sql.ts';
import { distinguishable } from '../duckdb/types.ts';
import type { Stage } from '../load/stage.ts';
import { DELETED_AT, type Layout, SYNCED_AT, userColumns } from './layout.ts';
import { inParts, type Swept } from './parts.ts';

export interface MergeCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What a merge will do to `table`; all of it is worked out before the first write, so that limits can be checked. */
export interface MergePlan {
  readonly counts: MergeCounts;
  /** Rows that would go because the sweep did not see their keys. */
  readonly absent: number;
  /** Rows of the table, marked ones included. */
  readonly held: number;
  /** … those marked as deleted apart. */
  readonly before: number;
  /** The staged rows that are new or have changed: rows of the stage by their rowid, in a column `stage_row`. */
  readonly changed: string;
  /** The table's rows that go, or are marked: by their rowid, in a column `live_row`; null: none. */
  readonly doomed: string | null;
  apply(): Promise<void>;
}

export interface MergeInput extends Swept {
  /** Deduplicated, and with the table's own types. */
  readonly stage: Stage;
  /** Qualified and quoted: the live table, or the shadow of a full sync. */
  readonly table: string;
  readonly layout: Layout;
  /** The table's columns with their types. */
  readonly types: ReadonlyMap<string, string>;
  readonly deletes: 'remove' | 'mark' | 'ignore';
  /** SQL literal of this run's time. */
  readonly now: string;
  readonly database: Pick<Database, 'allowsDeletes'>;
}

/**
 * Compares the stage with the table and says what has to change; within the transaction that will change it. Rows that were
 * read again with the same values are left alone, so that `updated` and `_synced_at` speak of real changes only.
 */
export async function planMerge(connection: Connection, input: MergeInput): Promise<MergePlan> {
  const { stage, table, layout } = input;
  await match(connection, input);
  await compare(connection, input);
  const { absent, doomed } = await findDoomed(connection, input);
  const diff = stage.scratch('diff');
  const { inserted, updated } = await connection.row<{ inserted: number; updated: number }>(
    `SELECT count(*) FILTER (WHERE live_row IS NULL) AS inserted, count(live_row) AS updated FROM ${diff}`,
  );
  const deleted = input.deletes === 'ignore' ? 0 : doomed;
  const held = await connection.count(table);
  const before = layout.marksDeletes && deleted > 0 ? await connection.count(`${table} WHERE ${DELETED_AT} IS NULL`) : held;
  return {
    counts: { inserted, updated, deleted },
    absent,
    before,
    held,
    changed: diff,
    doomed: deleted > 0 ? stage.scratch('doomed') : null,
    apply: async () => {
      if (updated + deleted > 0 && !input.database.allowsDeletes(held)) return rebuild(connection, input, deleted > 0);
      if (inserted + updated > 0) await upsert(connection, input, { held, replaced: updated, changed: inserted + updated });
      if (deleted > 0) await remove(connection, input);
    },
  };
}

/**
 * `matched`: each stage row with the table's row of the same key, and whether they are known to differ. Reads the key and the
 * cursor alone; where the cursor has moved, the other columns need not be looked at.
 */
async function match(connection: Connection, { stage, table, layout, swept, sweptParts }: MergeInput): Promise<void> {
  const moved = layout.order === null ? 'false' : `s.${id(layout.order)} IS DISTINCT FROM l.${id(layout.order)}`;
  const revived = layout.marksDeletes ? ` OR l.${DELETED_AT} IS NOT NULL` : '';
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${stage.scratch('matched')} AS
    SELECT s.stage_row, l.rowid AS live_row, ${moved}${revived} AS changed
    FROM ${stage.live({ swept, sweptParts })} s LEFT JOIN ${table} l ON ${sameKey(layout.key, 's', 'l')}`);
}

/** `diff`: stage rows that are new (live_row NULL) or whose values differ from the table's. */
async function compare(connection: Connection, { stage, table, layout, types }: MergeInput): Promise<void> {
  const matched = stage.scratch('matched');
  const value = (side: string) => (name: string) => distinguishable(`${side}.${id(name)}`, types.get(name) ?? '');
  const columns = stage.columns().filter((name) => !layout.key.includes(name));
  const [staged, live] = [columns.map(value('s')).join(', '), columns.map(value('l')).join(', ')];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${stage.scratch('diff')} AS SELECT stage_row, live_row FROM ${matched} WHERE changed OR live_row IS NULL`,
  );
  const unsure = `${matched} WHERE NOT changed AND live_row IS NOT NULL`;
  if (columns.length === 0 || (await connection.count(unsure)) === 0) return;
  // The few rows are fetched before their values are converted for the comparison.
  await connection.run(`INSERT INTO ${stage.scratch('diff')}
    WITH unsure AS MATERIALIZED (FROM ${unsure}),
    fetched AS MATERIALIZED (SELECT *, rowid AS live_row FROM ${table} WHERE rowid IN (SELECT live_row FROM unsure))
    SELECT m.stage_row, m.live_row FROM unsure m JOIN ${stage.table('rows')} s ON s.rowid = m.stage_row JOIN fetched l USING (live_row)
    WHERE (${staged}) IS DISTINCT FROM (${live})`);
}

/** `doomed`, made only where it may hold any: rowids of the table's rows to delete or mark. Counts them, and those of them that only the sweep shows. */
async function findDoomed(connection: Connection, input: MergeInput): Promise<{ absent: number; doomed: number }> {
  const { stage, table, layout, swept, sweptParts } = input;
  if (!swept && sweptParts.length === 0 && !stage.showsDeletes) return { absent: 0, doomed: 0 };
  const alive = layout.marksDeletes ? ` AND l.${DELETED_AT} IS NULL` : '';
  const within = swept ? '' : ` AND ${inParts(sweptParts, layout, 'l')}`;
  const shown = `SELECT l.rowid AS live_row, false AS absent FROM ${table} l JOIN (${stage.deletedKeys()}) d ON ${sameKey(layout.key, 'd', 'l')} WHERE true${alive}`;
  const unseen = `SELECT l.rowid, true FROM ${table} l ANTI JOIN ${stage.table('present')} p ON ${sameKey(layout.key, 'p', 'l')} WHERE true${alive}${within}`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${stage.scratch('doomed')} AS SELECT live_row, bool_and(absent) AS absent FROM (${shown}${swept || sweptParts.length > 0 ? ` UNION ALL ${unseen}` : ''}) GROUP BY live_row`,
  );
  return connection.row<{ absent: number; doomed: number }>(
    `SELECT count(*) AS doomed, count(*) FILTER (absent) AS absent FROM ${stage.scratch('doomed')}`,
  );
}

/** Numbers of rows: of the table, of those that are replaced, and of the stage's that are new or have changed. */
interface Extent {
  readonly held: number;
  readonly replaced: number;
  readonly changed: number;
}

async function upsert(
  connection: Connection,
  { stage, table, layout, now }: MergeInput,
  { held, replaced, changed }: Extent,
): Promise<void> {
  const diff = stage.scratch('diff');
  const rows = stage.table('rows');
  const kept = layout.removed.map((c) => c.name);
  const values = (more: readonly string[]) => [list(stage.columns(), 's.'), ...more, now].join(', ');
  const scratch = stage.scratch('kept');
  // The old values of removed columns live on: they have to be fetched before their row is replaced.
  if (kept.length > 0)
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${scratch} AS SELECT ${values(kept.map((name) => `l.${id(name)}`))}
      FROM ${diff} d JOIN ${rows} s ON s.rowid = d.stage_row LEFT JOIN ${table} l ON l.rowid = d.live_row`);
  const whose = replaced === held ? '' : ` WHERE rowid IN (SELECT live_row FROM ${diff} WHERE live_row IS NOT NULL)`;
  if (replaced > 0) await connection.run(`DELETE FROM ${table}${whose}`);
  const all = changed === (await connection.count(rows));
  const from = all ? `${rows} s` : `${rows} s SEMI JOIN ${diff} d ON s.rowid = d.stage_row`;
  const fresh = kept.length > 0 ? `FROM ${scratch}` : `SELECT ${values([])} FROM ${from}`;
  await connection.run(`INSERT INTO ${table} (${list([...userColumns(layout), SYNCED_AT])}) ${fresh}`);
}

async function remove(connection: Connection, { stage, table, deletes, now }: MergeInput): Promise<void> {
  const doomed = `rowid IN (SELECT live_row FROM ${stage.scratch('doomed')})`;
  if (deletes === 'remove') await connection.run(`DELETE FROM ${table} WHERE ${doomed}`);
  else await connection.run(`UPDATE ${table} SET ${DELETED_AT} = ${now}, ${SYNCED_AT} = ${now} WHERE ${doomed}`);
}

/**
 * Does what `upsert` and `remove` do, by writing the table again: as many bytes as the table has, and memory that does not grow with its rows.
 */
async function rebuild(connection: Connection, input: MergeInput, deletesAny: boolean): Promise<void> {
  const { stage, table, types, deletes, now } = input;
  const [diff, doomed] = [stage.scratch('diff'), stage.scratch('doomed')];
  const staged = new Set(stage.columns());
  const kept = new Set(input.layout.removed.map((c) => c.name));
  const select = (value: (name: string) => string) =>
    [...types].map(([name, type]) => `CAST(${value(name)} AS ${type}) AS ${id(name)}`).join(', ');
  const live = `(SELECT *, rowid AS live_row FROM ${table}) l`;
  const gone = `SELECT live_row FROM ${diff} WHERE live_row IS NOT NULL${deletesAny ? ` UNION ALL SELECT live_row FROM ${doomed}` : ''}`;
  const parts = [
    `SELECT ${select((name) => `l.${id(name)}`)} FROM ${live} ANTI JOIN (${gone}) g USING (live_row)`,
    `SELECT ${select((name) => {
      if (staged.has(name)) return `s.${id(name)}`;
      if (kept.has(name)) return `l.${id(name)}`;
      return name === SYNCED_AT ? now : 'NULL';
    })} FROM ${diff} d JOIN ${stage.table('rows')} s ON s.rowid = d.stage_row LEFT JOIN ${live} ON l.live_row = d.live_row`,
  ];
  if (deletes === 'mark' && deletesAny)
    parts.push(
      `SELECT ${select((name) => (name === SYNCED_AT || name === DELETED_AT ? now : `l.${id(name)}`))} FROM ${live} SEMI JOIN ${doomed} g USING (live_row)`,
    );
  await connection.run(`CREATE OR REPLACE TABLE ${table} AS ${parts.join(' UNION ALL ')}`);
}
