import type { Connection } from '../duckdb/database.ts';
import { type Question, rowOfColumns } from '../duckdb/row-of-columns.ts';
import { id } from '../duckdb/sql.ts';

/** What decimal text needs: digits before and after the point, and whether every value is a finite number in plain digits. */
export interface Need {
  readonly integer: number;
  readonly fraction: number;
  /** Digits after the point up to the last that is not zero. */
  readonly significant: number;
  readonly finite: boolean;
}

const MAX_DIGITS = 38;

/** The narrowest exact DuckDB type for what is needed; VARCHAR where no DECIMAL holds it. */
function narrowest(need: Need): string {
  // Zeros behind the last digit count only while they fit.
  const fraction = need.integer + need.fraction <= MAX_DIGITS ? need.fraction : need.significant;
  const precision = Math.max(1, need.integer + fraction);
  return need.finite && precision <= MAX_DIGITS ? `DECIMAL(${precision},${fraction})` : 'VARCHAR';
}

/** The narrowest type that holds all that is needed, and `current` too (null: nothing is there yet). */
export function adaptiveType(needs: readonly Need[], current: string | null): string {
  const all = current === null ? needs : [...needs, needOfType(current)];
  const most = (digits: (need: Need) => number) => Math.max(0, ...all.map(digits));
  return narrowest({
    integer: most((n) => n.integer),
    fraction: most((n) => n.fraction),
    significant: most((n) => n.significant),
    finite: all.every((n) => n.finite),
  });
}

/** The types of adaptive columns, wide enough for all `needs` and for the types in `current`. */
export function chosenTypes(
  adaptive: readonly string[],
  needs: readonly ReadonlyMap<string, Need>[],
  current: ReadonlyMap<string, string>,
): Map<string, string> {
  const needsOfColumn = (name: string) => needs.flatMap((n) => n.get(name) ?? []);
  return new Map(adaptive.map((name) => [name, adaptiveType(needsOfColumn(name), current.get(name) ?? null)]));
}

function needOfType(type: string): Need {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal === null) return { integer: 0, fraction: 0, significant: 0, finite: false };
  const fraction = Number(decimal[2]);
  return { integer: Number(decimal[1]) - fraction, fraction, significant: fraction, finite: true };
}

/** Reads what VARCHAR columns of decimal text need; text that is no plain number (an exponent, NaN) makes a column not finite. */
export async function needsOf(connection: Connection, table: string, columns: readonly string[]): Promise<Map<string, Need>> {
  // Without rows nothing is needed, and there is no use in asking column by column.
  const asked = columns.length > 0 && (await connection.count(table)) > 0 ? columns : [];
  const row = await rowOfColumns<string, Record<string, number>>(
    connection,
    asked,
    (group, from) => `SELECT ${group.flatMap((name, i) => needParts(name, from + i)).join(', ')} FROM ${table}`,
  );
  return needsIn(row, columns);
}

/** As `needsOf`, to be asked together with other things. */
export function askNeeds(columns: readonly string[]): Question<Map<string, Need>> {
  return { aggregates: columns.flatMap(needParts), answer: (row) => needsIn(row, columns) };
}

function needParts(name: string, i: number): string[] {
  const value = `ltrim(${id(name)}, '-')`;
  const fraction = `split_part(${value}, '.', 2)`;
  return [
    `coalesce(max(length(ltrim(split_part(${value}, '.', 1), '0'))), 0) AS i${i}`,
    `coalesce(max(length(${fraction})), 0) AS f${i}`,
    `coalesce(max(length(rtrim(${fraction}, '0'))), 0) AS s${i}`,
    `count(*) FILTER (WHERE NOT regexp_full_match(${id(name)}, '-?[0-9]+(\\.[0-9]+)?')) AS o${i}`,
  ];
}

function needsIn(row: Readonly<Record<string, unknown>>, columns: readonly string[]): Map<string, Need> {
  const number = (name: string) => Number(row[name] ?? 0);
  return new Map(
    columns.map((name, i) => [
      name,
      { integer: number(`i${i}`), fraction: number(`f${i}`), significant: number(`s${i}`), finite: number(`o${i}`) === 0 },
    ]),
  );
}

/** A DECIMAL (or decimal text) as text with a digit before the point: DuckDB writes 0.5 as `.5` where the type has no such digit. */
export function decimalText(expression: string): string {
  return `regexp_replace(CAST(${expression} AS VARCHAR), '^(-?)\\.', '\\10.')`;
}

/**
 * One text for one number: without zeros behind the last digit. Keys that no DECIMAL holds are kept so, for 1.5 and 1.50 are one key
 * to the source.
 */
export function canonicalNumber(expression: string): string {
  const number = decimalText(expression);
  const trimmed = `CASE WHEN contains(${number}, '.') THEN rtrim(rtrim(${number}, '0'), '.') ELSE ${number} END`;
  return `CASE WHEN ${trimmed} = '-0' THEN '0' ELSE ${trimmed} END`;
}

/** Gives the adaptive columns of a loading table their types. */
export async function giveTypes(
  connection: Connection,
  table: string,
  types: ReadonlyMap<string, string>,
  key: readonly string[],
): Promise<void> {
  for (const [name, type] of types)
    if (type !== 'VARCHAR') await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(name)} TYPE ${type}`);
  // After every ALTER: DuckDB refuses to alter a table that the same transaction has written to.
  for (const [name, type] of types)
    if (type === 'VARCHAR' && key.includes(name))
      await connection.run(`UPDATE ${table} SET ${id(name)} = ${canonicalNumber(id(name))}`);
}
