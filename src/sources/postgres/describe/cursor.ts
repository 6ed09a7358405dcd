import { distance } from 'fastest-levenshtein';
import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Cursor, Note, TableSchema } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { type ColumnRow, KINDS, memberKinds, type RelationRow, typesOf } from './catalog.ts';
import { id, qualified } from './names.ts';
import { resolveType, type TypeRow } from './types.ts';

/** The types over which a window can be written. */
const CURSOR_TYPES = ['timestamptz', 'timestamp', 'date'] as const;

export type CursorType = (typeof CURSOR_TYPES)[number];

/** The configured cursor, or an error that recommends one which loses nothing. Adds what should be known of it to the notes. */
export function checkCursor(
  table: string,
  options: TableOptions,
  readable: readonly ColumnRow[],
  types: ReadonlyMap<string, TypeRow>,
  notes: Note[],
): Cursor {
  const column = options.cursor ?? '';
  if (column === 'xmin') return { column, kind: 'xmin' };
  const row = namedColumn(table, options, 'cursor', column, readable);
  const type = cursorType(row, types);
  if (type === null) throw notPossible(table, row, options);
  if (type !== 'timestamptz') {
    const message = `the cursor ${column} (${row.nativeType}) has no time zone, so each incremental run reads 12 hours more: nothing is lost, whatever time zone the writers use`;
    notes.push({ kind: 'plan', column, message });
  }
  if (!row.notNull) {
    const message = `the cursor ${column} can be NULL: every incremental run reads the rows in which it is`;
    notes.push({ kind: 'plan', column, message });
  }
  return { column, kind: 'timestamp' };
}

export function cursorType(
  row: Pick<ColumnRow, 'type' | 'typmod' | 'dimensions'>,
  types: ReadonlyMap<string, TypeRow>,
): CursorType | null {
  const { name, kind } = resolveType(types, row.type, row.typmod, row.dimensions);
  return kind === 'base' ? (CURSOR_TYPES.find((t) => t === name) ?? null) : null;
}

function notPossible(table: string, row: ColumnRow, options: TableOptions): HighwaterError {
  return new HighwaterError(
    'CURSOR_NOT_POSSIBLE',
    `${table}: the column ${row.name} (${row.nativeType}) can't be a cursor.`,
    'A cursor is a date, timestamp or timestamptz column that every change sets to the current time. A serial number does not change when a row is edited. If there is no such column, use `cursor: xmin`, with which PostgreSQL itself shows what changed.',
    { path: [...options.path, 'cursor'] },
  );
}

/**
 * Refuses `cursor: xmin` where it would show nothing: views compute their rows, and the rows of another server come with an xmin of
 * zero, be it a foreign table or a partition of this one. And where the user may not read it, which SELECT on some columns does not
 * include.
 */
export async function checkXmin(
  session: DatabaseSession,
  table: string,
  relation: RelationRow,
  options: TableOptions,
  user: string,
): Promise<void> {
  if (relation.kind === 'v' || relation.kind === 'f') throw noTransactionIds(`${table}: a ${KINDS[relation.kind]} has`, options);
  const [kinds, [row]] = await session.together(async () =>
    Promise.all([
      memberKinds(session, relation.oid),
      session.query<{ readable: boolean }>("SELECT has_column_privilege($1::oid, 'xmin', 'SELECT') AS readable", [relation.oid]),
    ]),
  );
  if (kinds.includes('f')) throw noTransactionIds(`${table}: some of its partitions are foreign tables, which have`, options);
  if (row?.readable === true) return;
  throw new HighwaterError(
    'TABLE_NOT_READABLE',
    `${table}: \`cursor: xmin\` needs the system column xmin, but ${user} can read only some columns, and xmin is not among them.`,
    `Its owner can allow it:\nGRANT SELECT (xmin) ON ${qualified(relation)} TO ${id(user)};`,
    { path: [...options.path, 'cursor'] },
  );
}

function noTransactionIds(what: string, options: TableOptions): HighwaterError {
  return new HighwaterError(
    'CURSOR_NOT_POSSIBLE',
    `${what} no xmin that shows changed rows.`,
    'Choose a column that every change sets to the current time (timestamptz is best), or leave `cursor` out, so that every run reads the whole table.',
    { path: [...options.path, 'cursor'] },
  );
}

/** The column of that name, or an error that points at the setting which names it. */
export function namedColumn(
  table: string,
  options: TableOptions,
  setting: 'key' | 'cursor' | 'name',
  name: string,
  readable: readonly ColumnRow[],
): ColumnRow {
  const found = readable.find((c) => c.name === name);
  if (found !== undefined) return found;
  const nearest = readable.map((c) => c.name).sort((a, b) => distance(a, name) - distance(b, name))[0];
  throw new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${table}: \`${setting}\` names the column ${name}, which does not exist or which this user can't read.`,
    nearest === undefined ? 'Leave it out.' : `The nearest name is ${nearest}.`,
    { path: [...options.path, setting] },
  );
}

/** A setting that needs a key, on a table that has none. `candidates`: unique indexes that would do. */
export function refuseWithoutKey(table: string, options: TableOptions, candidates: readonly (readonly string[])[]): void {
  const wish = wishForKey(options);
  if (wish === null) return;
  const key = candidates[0];
  const advice =
    key === undefined
      ? 'Name the columns that identify a row: `key: id`, or `key: [a, b]`.'
      : `It has a unique index that would do: \`key: ${key.length === 1 ? key[0] : `[${key.join(', ')}]`}\`.`;
  throw new HighwaterError(
    'KEY_REQUIRED',
    `${table}: ${wish} needs a key that identifies rows, but there is no primary key that this user can read.`,
    `${advice} Without a key and this setting, every run reads the whole table.`,
    { path: [...options.path, 'key'] },
  );
}

function wishForKey(options: TableOptions): string | null {
  if (options.cursor !== undefined) return `\`cursor: ${options.cursor}\``;
  if (options.deletes === 'mark') return '`deletes: mark`';
  return options.deletesBy === 'full' ? null : `\`deletes_by: ${options.deletesBy}\``;
}

/** What is known of the cursor's column at the source. */
export interface CursorFacts {
  readonly type: CursorType;
  readonly notNull: boolean;
  /** An index begins with it, so few rows are found without reading all. */
  readonly indexed: boolean;
  /** The user may read the versions of rows, where there are any. */
  readonly xmin: boolean;
}

// xmin is the column -2 of whatever has one: https://github.com/postgres/postgres/blob/master/src/include/access/sysattr.h
const CURSOR = `SELECT a.attnotnull AS "notNull", a.atttypid::text AS type, a.atttypmod AS typmod, a.attndims::int AS dimensions,
    coalesce(has_column_privilege(a.attrelid, (-2)::smallint, 'SELECT'), false) AS xmin,
    EXISTS (SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
      WHERE i.indrelid = a.attrelid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL AND am.amname IN ('btree')) AS indexed
  FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attname = $2 AND a.attnum > 0 AND NOT a.attisdropped`;

type CursorRow = Pick<ColumnRow, 'type' | 'typmod' | 'dimensions' | 'notNull'> & {
  readonly indexed: boolean;
  readonly xmin: boolean;
};

/** Null for `xmin`, and where the column is not there any more, or is no cursor: which is noticed before it would matter. */
export async function cursorFacts(
  session: DatabaseSession,
  relation: RelationRow,
  { cursor }: TableSchema,
): Promise<CursorFacts | null> {
  if (cursor?.kind !== 'timestamp') return null;
  const [[row], types] = await Promise.all([
    session.query<CursorRow>(CURSOR, [relation.oid, cursor.column]),
    typesOf(session, relation.oid),
  ]);
  const type = row === undefined ? null : cursorType(row, types);
  return row === undefined || type === null ? null : { type, notNull: row.notNull, indexed: row.indexed, xmin: row.xmin };
}
