import type { Connection } from './database.ts';
import { id } from './sql.ts';

/** What decimal text needs: digits before and after the point, and whether any value is no finite number. */
interface Need {
  readonly integer: number;
  readonly fraction: number;
  readonly finite: boolean;
}

const MAX_DIGITS = 38;

/** The narrowest exact DuckDB type for what is needed; VARCHAR where no DECIMAL holds it. */
export function narrowest(need: Need): string {
  const precision = Math.max(1, need.integer + need.fraction);
  return need.finite && precision <= MAX_DIGITS ? `DECIMAL(${precision},${need.fraction})` : 'VARCHAR';
}

/** The narrowest type that holds both what is there already and what is new. */
export function widened(current: string | null, need: Need): string {
  if (current === null) return narrowest(need);
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(current);
  if (decimal === null) return 'VARCHAR';
  const fraction = Number(decimal[2]);
  const integer = Number(decimal[1]) - fraction;
  return narrowest({ ...need, integer: Math.max(integer, need.integer), fraction: Math.max(fraction, need.fraction) });
}

/** Reads what a VARCHAR column of plain decimal text (no exponent) needs. Zeros after the last digit count only while they fit. */
async function needOf(connection: Connection, table: string, column: string): Promise<Need> {
  const value = `ltrim(${id(column)}, '-')`;
  const fraction = `split_part(${value}, '.', 2)`;
  const row = await connection.row<{ i: number; f: number; t: number; odd: boolean }>(`SELECT
    coalesce(max(length(ltrim(split_part(${value}, '.', 1), '0'))), 0) AS i, coalesce(max(length(${fraction})), 0) AS f,
    coalesce(max(length(rtrim(${fraction}, '0'))), 0) AS t,
    coalesce(bool_or(NOT regexp_full_match(${id(column)}, '-?[0-9]+(\\.[0-9]+)?')), false) AS odd FROM ${table}`);
  const short = row.i + row.f <= MAX_DIGITS ? row.f : row.t;
  return { integer: row.i, fraction: short, finite: !row.odd };
}

/**
 * Gives an adaptive column of a freshly loaded table its type, at least as wide as `current` (the live table's type, null
 * where it is replaced). Returns the type.
 */
export async function settleType(connection: Connection, table: string, column: string, current: string | null): Promise<string> {
  const type = widened(current, await needOf(connection, table, column));
  if (type !== 'VARCHAR') await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(column)} TYPE ${type}`);
  return type;
}
