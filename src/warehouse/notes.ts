import type { Column, Note } from '../model/table.ts';
import type { Connection } from './database.ts';
import type { Layout } from './layout.ts';
import { id } from './sql.ts';

// A deliberately loose shape: it must not report a working address, only what can't be one.
const EMAIL = "'[^@\\s]+@[^@\\s]+\\.[^@\\s]+'";

/** Remarks that only the data show: user columns whose values are no e-mail addresses, columns without any value. */
export async function dataNotes(connection: Connection, table: string, layout: Layout): Promise<Note[]> {
  const found = await look(connection, table, layout);
  return found.rows === 0 ? [] : [...odd(found, ''), ...emptyNotes(found.empty)];
}

/**
 * The same after an incremental merge, without reading the whole table: addresses are looked at in the rows that changed, and
 * only a column that is empty in all of these is looked for elsewhere.
 */
export async function changeNotes(connection: Connection, table: string, changed: string, layout: Layout): Promise<Note[]> {
  const found = await look(connection, changed, layout);
  if (found.rows === 0) return [];
  const empty: Column[] = [];
  for (const c of found.empty)
    if ((await connection.count(`(SELECT 1 FROM ${table} WHERE ${id(c.name)} IS NOT NULL LIMIT 1)`)) === 0) empty.push(c);
  return [...odd(found, ' in the rows that changed'), ...emptyNotes(empty)];
}

interface Look {
  readonly rows: number;
  readonly empty: readonly Column[];
  readonly odd: readonly { readonly column: Column; readonly count: number }[];
}

async function look(connection: Connection, table: string, { columns }: Layout): Promise<Look> {
  const users = columns.filter((c) => c.valueCheck === 'email');
  const counts = columns.map((c, i) => `count(${id(c.name)}) AS v${i}`);
  const odds = users.map((c, i) => `count(*) FILTER (WHERE NOT regexp_full_match(${id(c.name)}, ${EMAIL})) AS u${i}`);
  const row = await connection.row<Record<string, number>>(
    `SELECT ${['count(*) AS n', ...counts, ...odds].join(', ')} FROM ${table}`,
  );
  return {
    rows: row.n ?? 0,
    empty: columns.filter((_, i) => row[`v${i}`] === 0),
    odd: users.map((column, i) => ({ column, count: row[`u${i}`] ?? 0 })),
  };
}

function odd({ odd: found }: Look, where: string): Note[] {
  return found
    .filter(({ count }) => count > 0)
    .map(({ column: { name }, count }) => ({
      kind: 'data',
      column: name,
      message: `${count} value(s) of the user column ${name} are no e-mail addresses${where}`,
    }));
}

const NOTES_OF_THEIR_OWN = 12;

/** One for each; where they are many, one for all. */
function emptyNotes(columns: readonly Column[]): Note[] {
  if (columns.length <= NOTES_OF_THEIR_OWN)
    return columns.map(({ name }) => ({ kind: 'data', column: name, message: `${name} has no value in any row` }));
  const [first, last] = [columns.slice(0, NOTES_OF_THEIR_OWN - 1), columns.length - NOTES_OF_THEIR_OWN + 1];
  const names = first.map((c) => c.name).join(', ');
  return [{ kind: 'data', message: `${columns.length} columns have no value in any row: ${names} and ${last} more` }];
}
