import type { Connection, Database } from '../duckdb/database.ts';
import { id, list, text } from '../duckdb/sql.ts';
import { decimalText } from '../load/adaptive.ts';
import { comparable } from '../table/compare-with-live.ts';
import { DELETED_AT, SYNCED_AT } from '../table/layout.ts';
import { CHANGE, RUN, VALID_FROM, VALID_TO } from './history-table.ts';

type Types = ReadonlyMap<string, string>;

/** A history's table, with what is needed to compare rows with its current versions and to write new ones. */
export interface Versions {
  readonly database: Pick<Database, 'allowsDeletes'>;
  /** Qualified and quoted. */
  readonly table: string;
  /** Its columns but its own four. */
  readonly types: Types;
  /** The columns that identify a row. Empty: whole rows are compared. */
  readonly key: readonly string[];
  /** The columns whose change makes a version; null: all that both sides have. */
  readonly tracked: readonly string[] | null;
  /** The run that writes. */
  readonly run: string;
  /** A temporary table for what changes. */
  readonly scratch: string;
}

/** The rows that the table will have. */
export interface NewRows {
  /** SQL: a relation with their columns, and their number in `new_row`. */
  readonly from: string;
  readonly types: Types;
}

/** The rows of a whole table. */
export function rowsOfTable(table: string, types: Types): NewRows {
  return { from: `(SELECT *, rowid AS new_row FROM ${table})`, types };
}

/** The time from which a new version is valid, as SQL: the row's cursor (`_synced_at` without one) within what is allowed. */
export interface ValidFrom {
  /** No version begins before. ISO 8601; null: no limit. */
  readonly earliest: string | null;
  /** Nor after. */
  readonly latest: string;
  /** The row's cursor column. */
  readonly cursor: string | null;
}

const literal = (time: string): string => `TIMESTAMPTZ ${text(time)}`;

/** SQL for a row of `alias`, whose columns have these types. `otherwise`: SQL for the time of a row without a cursor. */
export function validFrom({ earliest, latest, cursor }: ValidFrom, types: Types, alias: string, otherwise: string): string {
  const type = cursor === null ? undefined : types.get(cursor);
  const value =
    type === undefined || !/^(TIMESTAMP|DATE$|VARCHAR)/.test(type)
      ? null
      : `TRY_CAST(${alias}.${id(cursor ?? '')} AS TIMESTAMPTZ)`;
  const stamp = value === null ? otherwise : `coalesce(CASE WHEN isfinite(${value}) THEN ${value} END, ${otherwise})`;
  const capped = `least(${stamp}, ${literal(latest)})`;
  return earliest === null ? capped : `greatest(${capped}, ${literal(earliest)})`;
}

/**
 * Compares the rows of a whole table with the current versions: `scratch` gets each version and each row that have no counterpart or
 * another one, with the time of the change. Columns that the history has got just now (`added`) are no change: the current versions take
 * their values.
 */
export async function compareWithTable(
  connection: Connection,
  versions: Versions,
  rows: NewRows,
  times: ValidFrom,
  added: readonly string[],
): Promise<void> {
  const { table, scratch, types } = versions;
  const fresh = new Set(added);
  const shared = [...types.keys()].filter((name) => rows.types.has(name) && !fresh.has(name));
  const { key, tracked } = versions;
  const byKey = key.length > 0 && key.every((name) => shared.includes(name));
  const compared = shared.filter(
    (name) => !(byKey && key.includes(name)) && (!byKey || tracked === null || tracked.includes(name)),
  );
  const side = (own: Types, other: Types) => {
    const value = (name: string) => comparable(id(name), own.get(name) ?? '', other.get(name) ?? '');
    const hash = compared.length === 0 ? '0' : `hash(${compared.map(value).join(', ')})`;
    // Rows that nothing tells apart are counted off: as many of them as there are on the other side have not changed.
    const keys = byKey ? key.map(value) : [hash, `row_number() OVER (PARTITION BY ${hash})`];
    return `${keys.map((k, i) => `${k} AS k${i}`).join(', ')}, ${hash} AS hash`;
  };
  const on = (byKey ? key : ['hash', 'place']).map((_, i) => `v.k${i} = t.k${i}`).join(' AND ');
  const alive = rows.types.has(DELETED_AT) ? ` WHERE ${DELETED_AT} IS NULL` : '';
  // Without a key a changed row is one that ends and another that begins: at the same moment.
  const at = byKey ? validFrom(times, rows.types, 'r', `r.${SYNCED_AT}`) : literal(times.latest);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${scratch} AS
    SELECT version_row, new_row, coalesce(t.version_at, ${literal(times.latest)}) AS version_at,
      version_row IS NULL OR new_row IS NULL OR v.hash <> t.hash AS differs
    FROM (SELECT rowid AS version_row, ${side(types, rows.types)} FROM ${table} WHERE ${VALID_TO} IS NULL) v
    FULL JOIN (SELECT new_row, ${at} AS version_at, ${side(rows.types, types)} FROM ${rows.from} r${alive}) t ON ${on}
    ${added.length > 0 ? '' : 'WHERE differs'}`);
  if (added.length > 0) await fillAdded(connection, versions, rows, added);
}

async function fillAdded(
  connection: Connection,
  { table, scratch, types }: Versions,
  rows: NewRows,
  added: readonly string[],
): Promise<void> {
  const filled = added.filter((name) => rows.types.has(name));
  if (filled.length > 0)
    await connection.run(`UPDATE ${table} AS v SET ${filled.map((name) => `${id(name)} = ${converted('t', name, rows.types, types)}`).join(', ')}
      FROM ${scratch} c JOIN ${rows.from} t USING (new_row)
      WHERE v.rowid = c.version_row AND NOT c.differs`);
  await connection.run(`DELETE FROM ${scratch} WHERE NOT differs`);
}

/** Writes what `scratch` holds: notes deletes, adds versions with the values of `rows`, closes those that they follow. Returns how many rows it wrote. */
export async function writeVersions(connection: Connection, versions: Versions, rows: NewRows): Promise<number> {
  const { table, scratch, types, run } = versions;
  const { changes, closed } = await connection.row<{ changes: number; closed: number }>(
    `SELECT count(*) AS changes, count(version_row) AS closed FROM ${scratch}`,
  );
  if (changes === 0) return 0;
  const names = [...types.keys()];
  const columns = [...names, VALID_FROM, VALID_TO, CHANGE, RUN];
  await connection.run(`INSERT INTO ${table} (${list(columns)})
    SELECT ${[...names.map((name) => `v.${id(name)}`), 'c.version_at', 'c.version_at', "'delete'", text(run)].join(', ')}
    FROM ${scratch} c JOIN (SELECT *, rowid AS version_row FROM ${table}) v USING (version_row) WHERE c.new_row IS NULL`);
  // What the new rows lack (a column that the source no longer has) goes on from version to version.
  const value = (name: string) => (rows.types.has(name) ? converted('t', name, rows.types, types) : `v.${id(name)}`);
  const kept = names.some((name) => !rows.types.has(name));
  await connection.run(`INSERT INTO ${table} (${list(columns)})
    SELECT ${[...names.map(value), 'c.version_at', 'NULL', "CASE WHEN c.version_row IS NULL THEN 'insert' ELSE 'update' END", text(run)].join(', ')}
    FROM ${scratch} c JOIN ${rows.from} t USING (new_row)
    ${kept ? `LEFT JOIN (SELECT *, rowid AS version_row FROM ${table}) v ON v.version_row = c.version_row` : ''}`);
  // Last: where the table is written again, its rows are no longer known by the same numbers.
  if (closed > 0) await closeVersions(connection, versions, 'v.version_row = c.version_row');
  return changes;
}

/**
 * Ends the versions that `scratch` names. In place: DuckDB writes the one column again, of the row groups that are touched. Where the memory
 * for that is lacking, the whole table. `on`: SQL, which version `v` each row `c` of `scratch` ends.
 */
export async function closeVersions(connection: Connection, { database, table, scratch }: Versions, on: string): Promise<void> {
  if (database.allowsDeletes(await connection.count(table))) {
    await connection.run(
      `UPDATE ${table} AS v SET ${VALID_TO} = c.version_at FROM ${scratch} c WHERE ${on.replaceAll('v.version_row', 'v.rowid')}`,
    );
    return;
  }
  await connection.run(`CREATE OR REPLACE TABLE ${table} AS
    SELECT v.* EXCLUDE (version_row) REPLACE (coalesce(c.version_at, v.${VALID_TO}) AS ${VALID_TO})
    FROM (SELECT *, rowid AS version_row FROM ${table}) v LEFT JOIN ${scratch} c ON ${on}`);
}

/** SQL: a value of a row of `alias` as its column in the history holds it. */
export function converted(alias: string, name: string, from: Types, to: Types): string {
  const [own, wanted] = [from.get(name) ?? '', to.get(name) ?? ''];
  const value = `${alias}.${id(name)}`;
  if (own === wanted) return value;
  return own.startsWith('DECIMAL') && wanted === 'VARCHAR' ? decimalText(value) : `CAST(${value} AS ${wanted})`;
}
