import type { Connection } from '../duckdb/database.ts';
import { id, list, sameKey, text } from '../duckdb/sql.ts';
import type { Stage } from '../load/stage.ts';
import { comparable } from '../table/compare-with-live.ts';
import { DELETED_AT, type Layout } from '../table/layout.ts';
import { CHANGE, RUN, VALID_FROM, VALID_TO } from './history-table.ts';
import { closeVersions, converted, type ValidFrom, type Versions, validFrom } from './versions.ts';

/** What a merge is about to do: rows of the stage, and rows of the live table. */
export interface MergeChanges {
  readonly stage: Stage;
  /** Qualified and quoted. */
  readonly live: string;
  /** A table: the stage's rows that are new or have changed (`stage_row`), and the live rows that they replace (`live_row`). */
  readonly changed: string;
  /** A table: the live rows that go, or are marked as deleted (`live_row`); null: none do. */
  readonly doomed: string | null;
}

export interface MergeTimes extends ValidFrom {
  /** SQL: of a row without a cursor, and of a delete. */
  readonly otherwise: string;
}

/**
 * Adds the versions that a merge makes, to a history whose current versions are the rows of the live table. Returns how many rows it wrote.
 * What the merge has found out about the live table is true of the versions, so the history is read for what ends alone.
 */
export async function addMerge(
  connection: Connection,
  versions: Versions,
  layout: Layout,
  changes: MergeChanges,
  times: MergeTimes,
): Promise<number> {
  const { scratch } = versions;
  const stageTypes = await changes.stage.types(connection);
  await collect(connection, { versions, layout, changes, times, stageTypes });
  const { wrote, fresh } = await connection.row<{ wrote: number; fresh: number }>(
    `SELECT count(*) AS wrote, count(new_row) AS fresh FROM ${scratch}`,
  );
  if (wrote > fresh) await noteDeletes(connection, versions);
  if (fresh > 0) await addNew(connection, { versions, layout, changes, times, stageTypes });
  // The new ones begin at that very moment.
  if (wrote > 0) await closeVersions(connection, versions, `${current(versions)} AND v.${VALID_FROM} < c.version_at`);
  await connection.run(`DROP TABLE ${scratch}`);
  return wrote;
}

interface Addition {
  readonly versions: Versions;
  readonly layout: Layout;
  readonly changes: MergeChanges;
  readonly times: MergeTimes;
  readonly stageTypes: ReadonlyMap<string, string>;
}

/** SQL: `v` is the current version of the row that `c` is about. */
function current({ key }: Versions): string {
  return `${sameKey(key, 'v', 'c')} AND v.${VALID_TO} IS NULL`;
}

/** `scratch`: the key of each row that gets a version, its number in the stage (NULL: it goes), when, and whether it was not there before. */
async function collect(connection: Connection, { versions, layout, changes, times, stageTypes }: Addition): Promise<void> {
  const { key, tracked } = versions;
  const { stage, live, changed, doomed } = changes;
  const compared = tracked?.filter((name) => stageTypes.has(name) && !key.includes(name)) ?? [];
  const looked = [...compared, ...(layout.marksDeletes ? [DELETED_AT] : [])];
  const old = `(SELECT ${['rowid AS live_row', ...looked.map(id)].join(', ')} FROM ${live} WHERE rowid IN (SELECT live_row FROM ${changed}))`;
  const isNew = layout.marksDeletes ? `(d.live_row IS NULL OR l.${DELETED_AT} IS NOT NULL)` : 'd.live_row IS NULL';
  const tuple = (alias: string) =>
    `(${['0', ...compared.map((name) => comparable(`${alias}.${id(name)}`, stageTypes.get(name) ?? '', stageTypes.get(name) ?? ''))].join(', ')})`;
  const added = `SELECT ${list(key, 's.')}, s.rowid AS new_row, ${validFrom(times, stageTypes, 's', times.otherwise)} AS version_at, ${isNew} AS is_new
    FROM ${changed} d JOIN ${stage.table('rows')} s ON s.rowid = d.stage_row ${looked.length === 0 ? '' : `LEFT JOIN ${old} l ON l.live_row = d.live_row`}
    ${tracked === null ? '' : `WHERE ${isNew} OR ${tuple('l')} IS DISTINCT FROM ${tuple('s')}`}`;
  const gone = `SELECT ${list(key)}, NULL, ${validFrom({ ...times, cursor: null }, stageTypes, 'l', times.otherwise)}, false
    FROM ${live} l WHERE rowid IN (SELECT live_row FROM ${doomed})`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${versions.scratch} AS ${doomed === null ? added : `${added} UNION ALL ${gone}`}`,
  );
}

async function noteDeletes(connection: Connection, versions: Versions): Promise<void> {
  const { table, scratch, types, run } = versions;
  const names = [...types.keys()];
  // The few rows are found by their key before all of their columns are read.
  await connection.run(`INSERT INTO ${table} (${list([...names, VALID_FROM, VALID_TO, CHANGE, RUN])})
    WITH ended AS MATERIALIZED (SELECT v.version_row, c.version_at FROM (SELECT rowid AS version_row, * FROM ${table}) v JOIN ${scratch} c ON ${current(versions)} WHERE c.new_row IS NULL)
    SELECT ${[list(names, 'v.'), 'e.version_at', 'e.version_at', "'delete'", text(run)].join(', ')}
    FROM ended e JOIN (SELECT *, rowid AS version_row FROM ${table} WHERE rowid IN (SELECT version_row FROM ended)) v USING (version_row)`);
}

/** Values of columns that the source no longer has go on: from the live row, or from the version that ends where that lacks them too. */
async function addNew(connection: Connection, { versions, layout, changes, stageTypes }: Addition): Promise<void> {
  const { table, scratch, types, run } = versions;
  const removed = new Map(layout.removed.map((c) => [c.name, c.duckdbType]));
  const names = [...types.keys()];
  const value = (name: string) => {
    if (stageTypes.has(name)) return converted('s', name, stageTypes, types);
    return removed.has(name) ? converted('l', name, removed, types) : `v.${id(name)}`;
  };
  const values = [...names.map(value), 'c.version_at', 'NULL', "CASE WHEN c.is_new THEN 'insert' ELSE 'update' END", text(run)];
  const joins = [`FROM ${scratch} c JOIN ${changes.stage.table('rows')} s ON s.rowid = c.new_row`];
  if (removed.size > 0)
    joins.push(
      `JOIN ${changes.changed} d ON d.stage_row = c.new_row LEFT JOIN (SELECT *, rowid AS live_row FROM ${changes.live}) l ON l.live_row = d.live_row`,
    );
  if (names.some((name) => !stageTypes.has(name) && !removed.has(name)))
    joins.push(`LEFT JOIN ${table} v ON ${current(versions)}`);
  await connection.run(`INSERT INTO ${table} (${list([...names, VALID_FROM, VALID_TO, CHANGE, RUN])})
    SELECT ${values.join(', ')} ${joins.join(' ')}`);
}
