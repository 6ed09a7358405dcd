import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Cursor, Note } from '../../../model/table.ts';
import { earlier } from '../../../model/watermark.ts';
import type { ColumnRow } from './catalog.ts';
import { namedColumn } from './column-errors.ts';
import { id } from './names.ts';
import { resolveType, type TypeRow } from './native-type.ts';

/** The types over which a window can be written. */
const CURSOR_TYPES = ['timestamptz', 'timestamp', 'date'] as const;

export type CursorType = (typeof CURSOR_TYPES)[number];

// A writer's wall clock is between UTC-12 and UTC+14: what it stamps now may read as up to this much earlier, or later.
export const ZONE_SECONDS = { earlier: 12 * 3600, later: 14 * 3600 } as const;

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
    const message = `the cursor ${column} (${row.nativeType}) has no time zone: each incremental run reads 12 hours more, so that nothing is lost whatever the writers' zone`;
    notes.push({ kind: 'plan', column, message });
  }
  if (!row.notNull) {
    const message = `the cursor ${column} may be empty (it is not declared NOT NULL): rows without it are read by every incremental run`;
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

/** SQL: the rows whose cursor is not before an instant less the lookback. `since` is UTC with microseconds; null: all that have one. */
export function sinceCondition(column: string, type: CursorType, since: string | null, lookbackSeconds: number): string {
  if (since === null) return `${id(column)} >= '-infinity'::${type}`;
  if (type === 'timestamptz') return `${id(column)} >= '${earlier(since, lookbackSeconds)}'::timestamptz`;
  const low = earlier(since, lookbackSeconds + ZONE_SECONDS.earlier);
  return type === 'date' ? `${id(column)} >= '${low.slice(0, 10)}'::date` : `${id(column)} >= '${low.slice(0, -1)}'::timestamp`;
}

/**
 * SQL: the rows that a transaction wrote which had not ended when the snapshot of `since` (64 bits) was taken. Ages are
 * compared, since the column holds 32 bits: right while the distance is below 2^31, which `xminReason` watches.
 */
export function xminCondition(since: string): string {
  return `age(xmin) <= age('${BigInt(since) % 2n ** 32n}'::xid)`;
}

// Transactions may be begun between the check and the read.
const XID_MARGIN = 50_000_000n;

/** Why an incremental read from `since` would be wrong, given the next transaction id of the server (both 64 bits); null if right. */
export function xminReason(since: string, next: string): string | null {
  const distance = BigInt(next) - BigInt(since);
  if (distance < 0n) return 'the server is behind the last import (restored, or another one)';
  return distance >= 2n ** 31n - XID_MARGIN
    ? 'so many transactions have passed since the last import that their ids repeat'
    : null;
}

function notPossible(table: string, row: ColumnRow, options: TableOptions): HighwaterError {
  return new HighwaterError(
    'CURSOR_NOT_POSSIBLE',
    `${table}: the column ${row.name} (${row.nativeType}) can't be a cursor.`,
    'A cursor is a date, timestamp or timestamptz column that every change sets to the current time; a serial number does not move when a row is edited. Without such a column use `cursor: xmin`: PostgreSQL itself then tells what changed.',
    { path: [...options.path, 'cursor'] },
  );
}
