import type { TablePlan } from '../../model/plan.ts';
import { historyName, type StoredColumn } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, qualified } from '../duckdb/sql.ts';
import { realTypes, widensExactly } from '../duckdb/types.ts';
import { canonicalNumber, decimalText } from '../load/adaptive.ts';
import { DELETED_FLAG } from '../load/deleted-flag.ts';
import { DELETED_AT, FOR_VARIED_TEXT, isUnwanted, SYNCED_AT } from '../table/layout.ts';

export const VALID_FROM = '_valid_from';
export const VALID_TO = '_valid_to';
export const CHANGE = '_change';
export const RUN = '_run';

const OWN = new Map([
  [VALID_FROM, 'TIMESTAMPTZ'],
  [VALID_TO, 'TIMESTAMPTZ'],
  [CHANGE, 'VARCHAR'],
  [RUN, 'VARCHAR'],
]);

/** What `_highwater.columns` says of the columns that only a history has. */
export const OWN_COLUMNS: readonly StoredColumn[] = [
  { name: VALID_FROM, label: 'Valid from', semanticType: 'date' as const },
  { name: VALID_TO, label: 'Valid to (empty: current)', semanticType: 'date' as const },
  { name: CHANGE, label: 'What began this version', semanticType: 'string' as const },
  { name: RUN, label: 'The run that wrote it', semanticType: 'string' as const },
].map((c) => ({ ...c, nativeType: '', duckdbType: OWN.get(c.name) ?? '' }));

type Types = ReadonlyMap<string, string>;

export interface PreparedHistory {
  /** The columns that it shares with the table, with the types that they have in the history. */
  readonly types: Types;
  readonly created: boolean;
  /** Columns that the history did not have so far. */
  readonly added: readonly string[];
}

/**
 * Makes the history's table, or brings its columns to what the table's rows need: a column is added, or gets a type that holds old and
 * new values. A column that the source no longer has stays; one that the configuration leaves out goes, as it does in the table. `tables`:
 * the columns of all tables whose rows will be compared with it. Comes before anything is written to it: DuckDB alters no table that the
 * same transaction has written to.
 */
export async function prepareHistory(
  connection: Connection,
  plan: TablePlan,
  tables: readonly Types[],
  varied: () => Promise<ReadonlySet<string>>,
): Promise<PreparedHistory> {
  const { schema } = plan.target;
  const name = historyName(plan.target.name);
  const table = qualified(schema, name);
  const wanted = unitedTypes(tables);
  for (const column of wanted.keys()) if (isUnwanted(column, plan)) wanted.delete(column);
  if (!(await exists(connection, schema, name))) {
    const texts = await varied();
    const columns = [...wanted, ...OWN].map(
      ([column, type]) =>
        `${id(column)} ${type}${texts.has(column) && type === 'VARCHAR' ? ` USING COMPRESSION ${FOR_VARIED_TEXT}` : ''}`,
    );
    await connection.run(`CREATE TABLE ${table} (${columns.join(', ')})`);
    return { types: wanted, created: true, added: [...wanted.keys()] };
  }
  const before = await realTypes(connection, schema, name);
  for (const column of OWN.keys()) before.delete(column);
  const types = await evolve(connection, table, before, wanted, plan);
  const had = new Set([...before.keys()].map((column) => column.toLowerCase()));
  return { types, created: false, added: [...wanted.keys()].filter((column) => !had.has(column.toLowerCase())) };
}

async function exists(connection: Connection, schema: string, name: string): Promise<boolean> {
  const found = await connection.rows<{ schema_name: string; table_name: string }>(
    'SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database()',
  );
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return found.some((t) => same(t.schema_name, schema) && same(t.table_name, name));
}

async function evolve(
  connection: Connection,
  table: string,
  before: Types,
  wanted: Types,
  plan: TablePlan,
): Promise<Map<string, string>> {
  const texts: string[] = [];
  const types = new Map<string, string>();
  const spelt = new Map([...wanted.keys()].map((column) => [column.toLowerCase(), column]));
  for (const [old, type] of before) {
    if (isUnwanted(old, plan)) {
      await connection.run(`ALTER TABLE ${table} DROP COLUMN ${id(old)}`);
      continue;
    }
    // DuckDB does not tell `Name` from `name`.
    const column = spelt.get(old.toLowerCase()) ?? old;
    if (column !== old) await connection.run(`ALTER TABLE ${table} RENAME COLUMN ${id(old)} TO ${id(column)}`);
    const to = commonType(type, wanted.get(column) ?? type);
    if (to !== type) await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(column)} TYPE ${to}`);
    if (to !== type && to === 'VARCHAR' && type.startsWith('DECIMAL')) texts.push(column);
    types.set(column, to);
  }
  for (const [column, type] of wanted) {
    if (types.has(column)) continue;
    await connection.run(`ALTER TABLE ${table} ADD COLUMN ${id(column)} ${type}`);
    types.set(column, type);
  }
  // After every ALTER. DuckDB writes 0.5 as `.5` where the type has no digit before the point.
  for (const column of texts) {
    // A key is compared as text from now on, as in the table itself.
    const text = plan.schema.key.includes(column) ? canonicalNumber(id(column)) : decimalText(id(column));
    await connection.run(`UPDATE ${table} SET ${id(column)} = ${text}`);
  }
  return types;
}

/** The users' columns of some tables, each with a type that holds the values of all of them. */
function unitedTypes(tables: readonly Types[]): Map<string, string> {
  const united = new Map<string, string>();
  const spelt = new Map<string, string>();
  for (const [column, type] of tables.flatMap((types) => [...types])) {
    if ([SYNCED_AT, DELETED_AT, DELETED_FLAG].includes(column)) continue;
    const known = spelt.get(column.toLowerCase()) ?? column;
    spelt.set(column.toLowerCase(), known);
    united.set(known, commonType(united.get(known) ?? type, type));
  }
  return united;
}

/** A type that holds every value of both exactly. */
export function commonType(a: string, b: string): string {
  if (widensExactly(a, b)) return b;
  if (widensExactly(b, a)) return a;
  const [x, y] = [decimalOf(a), decimalOf(b)];
  if (x === null || y === null) return 'VARCHAR';
  const scale = Math.max(x.scale, y.scale);
  const precision = scale + Math.max(x.precision - x.scale, y.precision - y.scale);
  return precision <= 38 ? `DECIMAL(${precision},${scale})` : 'VARCHAR';
}

function decimalOf(type: string): { precision: number; scale: number } | null {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match === null ? null : { precision: Number(match[1]), scale: Number(match[2]) };
}
