import type { Connection } from './database.ts';
import { id, qualified, text } from './sql.ts';

/** Exact widenings: every value of the first type is a value of the second, with the same meaning. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  TINYINT: ['SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'],
  SMALLINT: ['INTEGER', 'BIGINT', 'HUGEINT'],
  INTEGER: ['BIGINT', 'HUGEINT'],
  BIGINT: ['HUGEINT'],
  FLOAT: ['DOUBLE'],
};

export function normalType(type: string): string {
  return type
    .replaceAll(/,\s+/g, ',')
    .replace('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')
    .replace('TIME WITH TIME ZONE', 'TIMETZ');
}

/** True where a column can be altered from one type to the other without bending any value. */
export function widensExactly(from: string, to: string): boolean {
  const [a, b] = [normalType(from), normalType(to)];
  if (WIDER[a]?.includes(b)) return true;
  const [old, wide] = [decimal(a), decimal(b)];
  if (old === null || wide === null) return false;
  return wide.scale >= old.scale && wide.precision - wide.scale >= old.precision - old.scale;
}

function decimal(type: string): { precision: number; scale: number } | null {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match === null ? null : { precision: Number(match[1]), scale: Number(match[2]) };
}

/** The columns of a table as they really stand in DuckDB, with their types; empty where there is no such table. */
export async function realTypes(connection: Connection, schema: string, table: string): Promise<Map<string, string>> {
  const rows = await connection.rows<{ column_name: string; data_type: string }>(
    `SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = ${text(schema)} AND table_name = ${text(table)} ORDER BY column_index`,
  );
  return new Map(rows.map((r) => [r.column_name, normalType(r.data_type)]));
}

/** Alters the columns of a live table that the source now declares wider; returns the changes, for people. */
export async function widenColumns(
  connection: Connection,
  schema: string,
  table: string,
  wanted: ReadonlyMap<string, string>,
): Promise<string[]> {
  const changes: string[] = [];
  for (const [name, type] of await realTypes(connection, schema, table)) {
    const to = wanted.get(name);
    if (to === undefined || normalType(to) === type || !widensExactly(type, to)) continue;
    await connection.run(`ALTER TABLE ${qualified(schema, table)} ALTER COLUMN ${id(name)} TYPE ${to}`);
    changes.push(`${name} is ${to} now (was ${type})`);
  }
  return changes;
}
