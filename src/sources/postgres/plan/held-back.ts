import type { HeldBack } from '../../../model/contract.ts';
import type { Note, TableSchema } from '../../../model/table.ts';
import { later, toMicros } from '../../../model/watermark.ts';
import type { Session } from '../connect/session.ts';
import { type CursorType, ZONE_SECONDS } from '../describe/cursor.ts';
import { id, qualified } from '../describe/names.ts';
import type { Snapshot } from '../read/snapshot.ts';

const DUCKDB: Readonly<Record<CursorType, string>> = { timestamptz: 'TIMESTAMPTZ', timestamp: 'TIMESTAMP', date: 'DATE' };

const DAY = 86_400_000_000n;

/** How the watermark is held back at the newest cursor value. Values that no clock can show yet (`infinity`) say nothing of where rows arrive. */
export function heldBackOf(column: string, type: CursorType, now: string): HeldBack {
  const zoned = type === 'timestamptz';
  return {
    type: DUCKDB[type],
    until: zoned ? now : later(now, ZONE_SECONDS.later),
    slackSeconds: zoned ? 0 : ZONE_SECONDS.earlier,
    describe: (newest) => farBehind(column, newest, now),
  };
}

function farBehind(column: string, newest: string | null, now: string): Note[] {
  if (newest === null || toMicros(now) - toMicros(newest) <= DAY) return [];
  const days = Number((toMicros(now) - toMicros(newest)) / DAY);
  const message = `the newest ${column} is ${newest}, ${days} day${days === 1 ? '' : 's'} behind the database's clock. Incremental runs look for new rows from there on. One that arrives with an older ${column} is found by the next full sync; \`cursor: xmin\` finds it at once`;
  return [{ kind: 'plan', column, message }];
}

/** True where the warehouse has the cursor's values. */
export function holdsCursor({ columns, cursor }: TableSchema): boolean {
  return columns.some((c) => c.name === cursor?.column);
}

/** The newest cursor value at the source itself, where `columns` leaves it out of the warehouse. Under the snapshot. */
export async function newestAtSource(
  session: Session,
  { relation }: Snapshot,
  column: string,
  type: CursorType,
  { until }: HeldBack,
  where: string | undefined,
): Promise<string | null> {
  const c = id(column);
  const at = type === 'timestamptz' ? `max(${c}) AT TIME ZONE 'UTC'` : `max(${c})::timestamp`;
  const bounds = [`${c} <= '${until}'::timestamptz::${type}`, `isfinite(${c})`, ...(where === undefined ? [] : [`(${where}\n)`])];
  const [row] = await session.query<{ newest: string | null }>(
    `SELECT to_char(greatest(${at}, '1970-01-01'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS newest FROM ${qualified(relation)} WHERE ${bounds.join(' AND ')} HAVING count(*) > 0`,
  );
  return row?.newest ?? null;
}
