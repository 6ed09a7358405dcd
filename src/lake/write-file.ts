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
const WITH_EDGES = /^(byte|short|integer|long|decimal.*|date|string)$/;

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

/** Counted from the file itself, so that they are true of what readers will find in it. */
async function statistics(
  connection: Connection,
  columns: readonly DeltaColumn[],
  file: string,
): Promise<{ count: number; stats: string }> {
  const counted = columns.slice(0, COLUMNS_WITH_STATS).filter((c) => typeof c.type === 'string');
  const selects = counted.flatMap(({ name, type }, i) => [
    `count(*) - count(${id(name)}) AS n${i}`,
    ...(WITH_EDGES.test(String(type))
      ? [`CAST(min(${id(name)}) AS VARCHAR) AS a${i}`, `CAST(max(${id(name)}) AS VARCHAR) AS z${i}`]
      : []),
  ]);
  const row = await connection.row<Record<string, number | string | null>>(
    `SELECT ${['count(*) AS count', ...selects].join(', ')} FROM read_parquet(${text(file)})`,
  );
  const [minimum, maximum, nulls]: Record<string, unknown>[] = [{}, {}, {}];
  counted.forEach(({ name, type }, i) => {
    Object.assign(nulls ?? {}, { [name]: Number(row[`n${i}`]) });
    const [low, high] = [edge(row[`a${i}`], String(type)), edge(row[`z${i}`], String(type))];
    if (low === null || high === null) return;
    Object.assign(minimum ?? {}, { [name]: low });
    Object.assign(maximum ?? {}, { [name]: high });
  });
  const numRecords = Number(row.count);
  return { count: numRecords, stats: render({ numRecords, minValues: minimum, maxValues: maximum, nullCount: nulls }) };
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
