import { STAGING_FILE_BYTES } from '../../../model/staging.ts';
import type { Column } from '../../../model/table.ts';
import type { FieldInfo } from '../describe/object-info.ts';

const WIDTHS: Readonly<Record<string, number>> = { BOOLEAN: 8, DATE: 13, TIMESTAMPTZ: 27, INTEGER: 8 };

/** Rows of these columns that fill a staging file, by a guess at their width. */
export function pageRows(columns: readonly Column[], [least, most]: readonly [number, number]): number {
  const width = columns.reduce(
    (sum, c) => sum + (c.load === null ? 0 : (WIDTHS[c.duckdbType] ?? (c.nativeType.startsWith('textarea') ? 200 : 20))),
    0,
  );
  return Math.max(least, Math.min(most, Math.round(STAGING_FILE_BYTES / Math.max(1, width) / 1000) * 1000));
}

// Numbers, dates, times and booleans, whatever their digits.
const PLAIN: ReadonlySet<string> = new Set([
  'boolean',
  'int',
  'long',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
]);
const PLAIN_BYTES = 400;
// Names, addresses and Ids of related records.
const RELATED_CHARACTERS = 1000;
// A character has four bytes at most; a doubled quote has two. What is declared may have been shortened since: room for as much again.
const BYTES_PER_CHARACTER = 2 * 4;

/** Bytes that no line of these fields exceeds, by the lengths that the describe declares; null where one of them is not told. */
export function lineLimit(fields: readonly string[], described: readonly FieldInfo[]): number | null {
  const known = new Map(described.map((f) => [f.name, f]));
  let bytes = 0;
  for (const name of fields) {
    const field = known.get(name);
    if (field !== undefined && PLAIN.has(field.type)) bytes += PLAIN_BYTES;
    else if (name.includes('.')) bytes += RELATED_CHARACTERS * BYTES_PER_CHARACTER;
    else if (field?.length === undefined) return null;
    else bytes += field.length * BYTES_PER_CHARACTER + 3;
  }
  return bytes;
}
