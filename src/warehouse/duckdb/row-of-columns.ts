import type { Connection, Row } from './database.ts';

// For some aggregates of each.
const COLUMNS_PER_STATEMENT = 50;
const AGGREGATES_PER_STATEMENT = 100;

/** What aggregates over a table's rows tell, asked alone or together with others. */
export interface Question<T> {
  /** Each with a name (`AS`) that no other question uses. */
  readonly aggregates: readonly string[];
  /** From the one row that they give. */
  answer(row: Row): T;
}

/** The row of all these aggregates over `rows`, a few to a statement: see rowOfColumns. */
export async function askTogether(connection: Connection, aggregates: readonly string[], rows: string): Promise<Row> {
  const found: Row = {};
  for (let from = 0; from < aggregates.length; from += AGGREGATES_PER_STATEMENT) {
    const some = aggregates.slice(from, from + AGGREGATES_PER_STATEMENT);
    Object.assign(found, await connection.row(`SELECT ${some.join(', ')} FROM ${rows}`));
  }
  return found;
}

/**
 * The one row of a query that asks the same of each of many columns, a few columns to a statement: `query` gives the statement for some
 * columns, the first of which is number `from` of all. DuckDB plans a statement of 3,200 aggregates in 20 seconds and 2 GB, more than
 * the square of its length, and that memory is outside of its limit.
 */
export async function rowOfColumns<C, T extends Row = Row>(
  connection: Connection,
  columns: readonly C[],
  query: (group: readonly C[], from: number) => string,
): Promise<T> {
  const found: Row = {};
  for (let from = 0; from < columns.length; from += COLUMNS_PER_STATEMENT)
    Object.assign(found, await connection.row(query(columns.slice(from, from + COLUMNS_PER_STATEMENT), from)));
  return found as T;
}
