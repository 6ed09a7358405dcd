import { stat } from 'node:fs/promises';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { id, text } from '../warehouse/duckdb/sql.ts';
import type { DeltaColumn, DeltaSchema } from './delta-schema.ts';
import { type KeyRange, type RangedTable, rangeCondition } from './key-ranges.ts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /** `add.stats`: https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics */
  readonly stats: string;
}

// As writers of Delta do by default: https://docs.delta.io/latest/optimizations-oss.html
const COLUMNS_WITH_STATS = 32;
const LONGEST_TEXT = 64;

/** Writes the rows of one range into a Parquet file of the Delta table. */
export async function writeDataFile(
  connection: Connection,
  ranged: RangedTable,
  range: KeyRange,
  schema: DeltaSchema,
  file: string,
): Promise<WrittenFile> {
  const rows = `(SELECT ${schema.columns.map((c) => `${c.select} AS ${id(c.name)}`).join(', ')} FROM ${ranged.table} WHERE ${rangeCondition(ranged, range)})`;
  await connection.run(`COPY ${rows} TO ${text(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`);
  const { count, stats } = await statistics(connection, schema.columns, file);
  return { path: file, bytes: (await stat(file)).size, rows: count, stats };
}

/** From the file's own metadata, so that they are true of what readers will find in it. */
async function statistics(
  connection: Connection,
  columns: readonly DeltaColumn[],
  file: string,
): Promise<{ count: number; stats: string }> {
  const numRecords = await rowsIn(connection, file);
  const counted = columns.slice(0, COLUMNS_WITH_STATS).flatMap((c, i) => (typeof c.type === 'string' ? [{ ...c, i }] : []));
  const [minimum, maximum, nulls]: [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>] = [{}, {}, {}];
  if (numRecords > 0) {
    // A list is one leaf, as any other column is: the number of the leaf is that of the column.
    const selects = counted.flatMap(({ type, i }) => columnStatistics(i, String(type)));
    const row = await connection.row<Record<string, number | string | boolean | null>>(
      `SELECT ${['0 AS none', ...selects].join(', ')} FROM parquet_metadata(${text(file)})`,
    );
    for (const { name, type, i } of counted) {
      if (row[`n${i}`] !== null) nulls[name] = Number(row[`n${i}`]);
      const [low, high] = [edge(row[`a${i}`], String(type)), edge(row[`z${i}`], String(type))];
      if (row[`k${i}`] !== true || low === null || high === null) continue;
      minimum[name] = low;
      maximum[name] = high;
    }
  }
  return { count: numRecords, stats: render({ numRecords, minValues: minimum, maxValues: maximum, nullCount: nulls }) };
}

async function rowsIn(connection: Connection, file: string): Promise<number> {
  const { rows } = await connection.row<{ rows: number }>(
    `SELECT sum(num_rows)::BIGINT AS rows FROM parquet_file_metadata(${text(file)})`,
  );
  return rows;
}

/** n: nulls, a and z: the edges, k: every row group that has values has exact edges. */
function columnStatistics(column: number, type: string): string[] {
  const of = `FILTER (WHERE column_id = ${column})`;
  const nulls = `sum(stats_null_count) ${of}::BIGINT AS n${column}`;
  const duckdbType = edgeType(type);
  if (duckdbType === null) return [nulls];
  const known = `stats_null_count = num_values OR (stats_min_value IS NOT NULL AND stats_max_value IS NOT NULL AND min_is_exact AND max_is_exact)`;
  // Written with a condition: other columns' values are not of this type.
  const value = (name: string) => `CASE WHEN column_id = ${column} THEN CAST(${name} AS ${duckdbType}) END`;
  return [
    nulls,
    `bool_and(coalesce(${known}, false)) ${of} AS k${column}`,
    `CAST(min(${value('stats_min_value')}) AS VARCHAR) AS a${column}`,
    `CAST(max(${value('stats_max_value')}) AS VARCHAR) AS z${column}`,
  ];
}

const EDGE_TYPES: Readonly<Record<string, string>> = {
  byte: 'TINYINT',
  short: 'SMALLINT',
  integer: 'INTEGER',
  long: 'BIGINT',
  date: 'DATE',
  string: 'VARCHAR',
};

function edgeType(type: string): string | null {
  return type.startsWith('decimal') ? type.toUpperCase() : (EDGE_TYPES[type] ?? null);
}

/** A value as the statistics write it; null: none, or one that is better left out. Numbers stay text until `render`, so that none is bent. */
function edge(value: unknown, type: string): string | RawNumber | null {
  if (typeof value !== 'string' || value.length > LONGEST_TEXT || value === 'infinity' || value === '-infinity') return null;
  if (type === 'string') return /^[\x20-\x7e]*$/.test(value) ? value : null;
  if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(value) ? value : null;
  return new RawNumber(value);
}

/** A number that is written into JSON digit by digit. */
class RawNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

function render(value: unknown): string {
  if (value instanceof RawNumber) return value.digits;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${JSON.stringify(name)}:${render(inner)}`)
    .join(',')}}`;
}
