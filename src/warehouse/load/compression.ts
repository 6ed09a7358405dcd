import type { Column } from '../../model/table.ts';
import type { Connection } from '../duckdb/database.ts';
import { id } from '../duckdb/sql.ts';

// Fewer rows are loaded in no time either way.
const LEAST_ROWS = 100_000;
const FIRST_ROWS = 20_000;
// Different values, of the rows looked at.
const VARIED = 0.5;

/** What DuckDB is told to use for such columns; nothing of the values depends on it. */
export const FOR_VARIED_TEXT = 'fsst';

/**
 * The text columns that have a different value for every second row or more, among the first of the `rows` rows that `query` gives.
 * For these DuckDB would build dictionaries in each row group only to throw them away. See docs/decisions/compression-of-varied-text.md.
 */
export async function variedText(
  connection: Connection,
  query: string,
  rows: number,
  columns: readonly Column[],
): Promise<ReadonlySet<string>> {
  const texts = columns.filter((c) => c.load !== null && c.duckdbType === 'VARCHAR' && !c.adaptive).map((c) => c.name);
  if (rows < LEAST_ROWS || texts.length === 0) return new Set();
  const counts = texts.map((name, i) => `approx_count_distinct(${id(name)}) AS d${i}`);
  const found = await connection.row<Record<string, number>>(
    `SELECT ${['count(*) AS n', ...counts].join(', ')} FROM (${query} LIMIT ${FIRST_ROWS})`,
  );
  return new Set(texts.filter((_, i) => (found[`d${i}`] ?? 0) >= VARIED * (found.n ?? 0)));
}
