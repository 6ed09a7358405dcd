import type { Column, Note } from '../../model/table.ts';
import { earlier, fromMicros, heldBackTo, toMicros, type Watermark } from '../../model/watermark.ts';
import type { Connection } from '../duckdb/database.ts';
import { type Question, rowOfColumns } from '../duckdb/row-of-columns.ts';
import { id, text } from '../duckdb/sql.ts';
import type { Layout } from './layout.ts';
import type { ImportEnd } from './table-load.ts';

// A deliberately loose shape: it must not report a working address, only what can't be one.
const EMAIL = "'[^@\\s]+@[^@\\s]+\\.[^@\\s]+'";

// Most columns have a value among the first rows; only those that have none are looked for in all of them.
const FIRST_ROWS = 10_000;
const FIRST_LONG_ROWS = 16;

/** Remarks that only the data show: user columns whose values are not e-mail addresses, columns without any value. */
export async function dataNotes(connection: Connection, table: string, layout: Layout, longRows: boolean): Promise<Note[]> {
  const first = `(SELECT * FROM ${table} LIMIT ${longRows ? FIRST_LONG_ROWS : FIRST_ROWS})`;
  return [...(await oddNotes(connection, table, layout, '')), ...(await emptyNotes(connection, table, first, layout))];
}

/** The same after an incremental merge: addresses are looked at in the rows that changed. */
export async function changeNotes(
  connection: Connection,
  table: string,
  changed: string,
  layout: Layout,
  longRows: boolean,
): Promise<Note[]> {
  const odd = await oddNotes(connection, changed, layout, ' in the rows that changed');
  return [
    ...odd,
    ...(await emptyNotes(connection, table, `(FROM ${changed} LIMIT ${longRows ? FIRST_LONG_ROWS : FIRST_ROWS})`, layout)),
  ];
}

async function oddNotes(connection: Connection, table: string, { columns }: Layout, where: string): Promise<Note[]> {
  const { aggregates, answer } = askOdd(columns, where);
  return aggregates.length === 0 ? [] : answer(await connection.row(`SELECT ${aggregates.join(', ')} FROM ${table}`));
}

function askOdd(columns: readonly Column[], where = ''): Question<Note[]> {
  const users = columns.filter((c) => c.valueCheck === 'email').map((c) => c.name);
  const odd = (name: string) => `count(*) FILTER (WHERE NOT regexp_full_match(${id(name)}, ${EMAIL}))`;
  return {
    aggregates: users.map((name, i) => `${odd(name)} AS u${i}`),
    answer: (row) =>
      users.flatMap((column, i) => {
        const count = Number(row[`u${i}`] ?? 0);
        const message = `${count} value(s) of the user column ${column} are not e-mail addresses${where}`;
        return count === 0 ? [] : [{ kind: 'data', column, message }];
      }),
  };
}

/** The remarks of `dataNotes` about a table whose rows are all looked at. `rows`: how many they are, in the row of the answers. */
export function askNotes({ columns }: Layout, rows: string): Question<Note[]> {
  const odd = askOdd(columns);
  return {
    aggregates: [...odd.aggregates, ...columns.map((c, i) => `count(${id(c.name)}) AS v${i}`)],
    answer: (row) => [...odd.answer(row), ...(row[rows] === 0 ? [] : notesOf(columns.filter((_, i) => row[`v${i}`] === 0)))],
  };
}

/** Columns that have no value in the `seen` rows, nor in any other of the table's. None where no rows were seen. */
async function emptyNotes(connection: Connection, table: string, seen: string, { columns }: Layout): Promise<Note[]> {
  const row = await rowOfColumns<Column, Record<string, number>>(connection, columns, (group, from) => {
    const counts = group.map((c, i) => `count(${id(c.name)}) AS v${from + i}`);
    return `SELECT ${['count(*) AS n', ...counts].join(', ')} FROM ${seen}`;
  });
  if (row.n === 0) return [];
  const empty: Column[] = [];
  for (const column of columns.filter((_, i) => row[`v${i}`] === 0))
    if ((await connection.count(`(SELECT 1 FROM ${table} WHERE ${id(column.name)} IS NOT NULL LIMIT 1)`)) === 0)
      empty.push(column);
  return notesOf(empty);
}

const NOTES_OF_THEIR_OWN = 12;

/** One for each; where they are many, one for all. */
function notesOf(columns: readonly Column[]): Note[] {
  if (columns.length <= NOTES_OF_THEIR_OWN)
    return columns.map(({ name }) => ({ kind: 'data', column: name, message: `${name} has no value in any row` }));
  const [first, last] = [columns.slice(0, NOTES_OF_THEIR_OWN - 1), columns.length - NOTES_OF_THEIR_OWN + 1];
  const names = first.map((c) => c.name).join(', ');
  return [{ kind: 'data', message: `${columns.length} columns have no value in any row: ${names} and ${last} more` }];
}

const A_DAY_SECONDS = 86_400;

/** The watermark to store with the rows of `table`, once all of the import is in it; see HeldBack. `before`: the one that the table had. */
export async function heldBack(
  connection: Connection,
  table: string,
  { order }: Layout,
  end: ImportEnd,
  before: Watermark | null = null,
): Promise<{ watermark: Watermark | null; notes: readonly Note[] }> {
  const { watermark, heldBack: held } = end;
  if (watermark === null || held === undefined || order === null) return { watermark, notes: [] };
  const value = `TRY_CAST(${id(order)} AS ${held.type})`;
  const until = `CAST(TIMESTAMP ${text(held.until.replace('Z', ''))} AS ${held.type})`;
  const newest = `TRY_CAST(max(${value}) FILTER (isfinite(${value}) AND ${value} <= ${until}) AS TIMESTAMP)`;
  const newestIn = async (rows: string) => {
    const { micros } = await connection.row<{ micros: number | null }>(
      `SELECT CASE WHEN newest IS NOT NULL THEN greatest(epoch_us(newest), 0) END AS micros FROM (SELECT ${newest} AS newest FROM ${rows})`,
    );
    return micros === null ? null : fromMicros(BigInt(micros));
  };
  // Where the newest row stood before, DuckDB finds it without reading the others.
  const since = before === null || before.kind === 'xmin' ? null : earlier(before.value, held.slackSeconds + A_DAY_SECONDS);
  const recent =
    since === null || toMicros(since) <= 0n
      ? null
      : await newestIn(`${table} WHERE ${value} >= CAST(TIMESTAMP ${text(since.replace('Z', ''))} AS ${held.type})`);
  const found = recent ?? (await newestIn(table));
  return { watermark: heldBackTo(watermark, found, held.slackSeconds), notes: held.describe(found) };
}
