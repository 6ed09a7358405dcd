import type { StoredTable } from './catalog/catalog.ts';
import type { Connection } from './duckdb/database.ts';
import { qualified, text } from './duckdb/sql.ts';

const ROWS_OF_FULL_GROUP = 122_880;
// Each merge of a few rows adds a row group where a checkpoint does not join them.
const MOST_SMALL_GROUPS = 100;
const SOME_ROWS = 16;
// Of the rows on disk.
const MOST_DEAD = 1 / 3;
// DuckDB joins up to four row groups at once.
const ROWS_OF_SMALL_TABLE = 3 * ROWS_OF_FULL_GROUP;

/**
 * How many rows each row group of a table has, deleted ones included, in the order of their rowids. DuckDB's
 * function can't be asked for a name with a quotation mark in it (QualifiedName::Parse); of such a table all rows count as one group.
 */
async function rowGroups(connection: Connection, { schema, name }: StoredTable): Promise<number[]> {
  const table = qualified(schema, name);
  if (`${schema}${name}`.includes('"')) {
    const { held } = await connection.row<{ held: number }>(`SELECT coalesce(max(rowid) + 1, 0) AS held FROM ${table}`);
    return [Number(held)];
  }
  const groups = await connection.rows<{ n: number }>(
    `SELECT sum("count") AS n FROM pragma_storage_info(${text(table)}) WHERE column_id = 0 AND segment_type <> 'VALIDITY'
     GROUP BY row_group_id ORDER BY row_group_id`,
  );
  return groups.map(({ n }) => Number(n));
}

/** Ranges of rowids, first and last, that cover a table: of about `bytes` bytes each, by the length of some rows of every part of it. */
export async function rangesOfRows(connection: Connection, table: string, bytes: number): Promise<[number, number][]> {
  const { last } = await connection.row<{ last: number }>(`SELECT coalesce(max(rowid), -1) AS last FROM ${table}`);
  const some = Array.from({ length: SOME_ROWS }, (_, i) => Math.floor((last * i) / (SOME_ROWS - 1)));
  const { length } = await connection.row<{ length: number }>(
    `SELECT coalesce(avg(strlen(CAST(t AS VARCHAR))), 1) AS length FROM ${table} t WHERE rowid IN (${some.join(', ')})`,
  );
  const rows = Math.max(1, Math.floor(bytes / length));
  const pieces = Math.ceil((last + 1) / rows);
  return Array.from({ length: pieces }, (_, i) => [i * rows, Math.min(last, (i + 1) * rows - 1)]);
}

/** What deleted rows and small row groups take of a file, some of which is not in the file yet before a checkpoint. */
export interface Scattered {
  /** So much that the file is worth writing again. */
  readonly file: boolean;
  /** So much of one table, at least, that a checkpoint should tidy it up. */
  readonly table: boolean;
}

/** A checkpoint tidies up small tables by itself, and none where one has long rows. */
export async function scattered(connection: Connection, tables: readonly StoredTable[]): Promise<Scattered> {
  const long = tables.some((t) => t.longRows);
  let [values, dead, table] = [0, 0, false];
  for (const each of tables) {
    const columns = each.columns.length;
    if (!long && each.rows <= ROWS_OF_SMALL_TABLE) {
      values += each.rows * columns;
      continue;
    }
    const groups = await rowGroups(connection, each);
    const held = groups.reduce((sum, n) => sum + n, 0);
    values += held * columns;
    dead += (held - each.rows) * columns;
    table ||= isScattered(each, groups, held);
  }
  return { file: long ? table : dead > MOST_DEAD * values, table: table && !long };
}

function isScattered({ rows, longRows = false }: StoredTable, groups: readonly number[], held: number): boolean {
  if (held - rows > MOST_DEAD * held && (longRows || held > ROWS_OF_FULL_GROUP)) return true;
  return !longRows && groups.length > MOST_SMALL_GROUPS + 2 * (held / ROWS_OF_FULL_GROUP);
}
