import type { Note } from '../../model/table.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, qualified } from '../duckdb/sql.ts';
import { normalType, realTypes, widensExactly } from '../duckdb/types.ts';
import { canonicalNumber, decimalText } from '../load/adaptive.ts';
import { DELETED_AT, type Layout, SYNCED_AT, userColumns } from './layout.ts';

/**
 * Brings the live table's columns to what the source declares now: wider types, and columns that the configuration no longer wants
 * are dropped. `adaptive`: the types that the data ask for. Within the merge's transaction, before anything is written to the table.
 */
export async function evolveTable(
  connection: Connection,
  target: { readonly schema: string; readonly name: string },
  layout: Layout,
  adaptive: ReadonlyMap<string, string>,
): Promise<Note[]> {
  const table = qualified(target.schema, target.name);
  const wanted = new Set([...userColumns(layout), SYNCED_AT, DELETED_AT]);
  const declared = new Map(layout.columns.map((c) => [c.name, c]));
  const notes: Note[] = [];
  const texts: string[] = [];
  for (const [name, type] of await realTypes(connection, target.schema, target.name)) {
    const to = adaptive.get(name) ?? declared.get(name)?.duckdbType ?? type;
    if (!wanted.has(name)) {
      await connection.run(`ALTER TABLE ${table} DROP COLUMN ${id(name)}`);
      notes.push({ kind: 'schema', column: name, message: `${name} was dropped: the configuration leaves it out` });
    } else if (adaptive.has(name) ? to !== type : normalType(to) !== type && widensExactly(type, to)) {
      await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(name)} TYPE ${to}`);
      if (adaptive.has(name) && to === 'VARCHAR') texts.push(name);
      const why = adaptive.has(name) ? ', to hold new values exactly' : '';
      notes.push({ kind: 'schema', column: name, message: `${name} is ${to} now (was ${type})${why}` });
    }
  }
  // Not as `USING` of the ALTER: a log with a function in it can't be replayed (DuckDB 1.5: "no default database set").
  for (const name of texts) {
    // A key is compared as text from now on: zeros behind its last digit must not tell 1.5 from 1.50.
    const text = layout.key.includes(name) ? canonicalNumber(id(name)) : decimalText(id(name));
    await connection.run(`UPDATE ${table} SET ${id(name)} = ${text} WHERE ${id(name)} IS DISTINCT FROM ${text}`);
  }
  return notes;
}
