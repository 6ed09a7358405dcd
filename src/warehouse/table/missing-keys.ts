import type { Connection } from '../duckdb/database.ts';
import { id } from '../duckdb/sql.ts';
import { canonicalNumber, decimalText } from '../load/adaptive.ts';
import { BY_FILTER, type Stage } from '../load/stage.ts';
import { DELETED_AT, type Layout } from './layout.ts';

/** Keys that the source has and whose rows the table lacks or holds as deleted. */
export interface MissingKeys {
  readonly count: number;
  /** The first of them: one text per column of the key, in its order. */
  readonly keys: readonly (readonly string[])[];
}

export interface MissingKeysInput {
  readonly stage: Stage;
  /** Qualified and quoted: the live table, or the shadow of a full sync. */
  readonly table: string;
  readonly layout: Layout;
  /** True where the table may hold rows that are marked as deleted. */
  readonly marked: boolean;
}

/** What shows that rows are there. */
const SHOWING = ['present', 'existing', 'written', 'calculated'] as const;

export const NO_MISSING_KEYS: MissingKeys = { count: 0, keys: [] };

/** Finds missing keys, and returns them if there are at most `most`. Costs nothing if the import has read no keys. */
export async function findMissingKeys(connection: Connection, input: MissingKeysInput, most: number): Promise<MissingKeys> {
  const { stage, layout } = input;
  if (layout.key.length === 0 || !SHOWING.some((what) => stage.received(what))) return NO_MISSING_KEYS;
  const found = stage.scratch('missing_keys');
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${found} AS ${query(input)}`);
  try {
    const count = await connection.count(found);
    if (count === 0 || count > most) return { count, keys: [] };
    const rows = await connection.rows<Record<string, string>>(`SELECT ${texts(layout)} FROM ${found}`);
    return { count, keys: rows.map((row) => layout.key.map((_, i) => row[`k${i}`] ?? '')) };
  } finally {
    await connection.run(`DROP TABLE ${found}`);
  }
}

function query({ stage, table, layout, marked }: MissingKeysInput): string {
  const { key } = layout;
  const keys = (from: string, where = '') => `SELECT ${compared(layout)} FROM ${from}${where}`;
  const named = key.map((_, i) => `k${i}`).join(', ');
  const shown = (['present', 'existing', 'calculated'] as const)
    .filter((what) => stage.received(what))
    .map((what) => keys(stage.table(what)));
  const deleted = stage.table('deleted');
  const without = (rows: string) => ` ANTI JOIN (${rows}) USING (${named})`;
  // What is reported as deleted and seen all the same was made again: its row may be another one now.
  const again = without(keys(deleted, ` WHERE NOT ${BY_FILTER}`));
  const alive = keys(table, marked ? ` WHERE ${DELETED_AT} IS NULL` : '');
  const inStage = [keys(stage.table('rows')), keys(deleted, ` WHERE ${BY_FILTER}`)].map(without).join('');
  const unknown = without(`SELECT * FROM (${alive})${again}`) + inStage;
  const written = `SELECT * FROM (${keys(stage.table('written'))})${inStage}`;
  const whole = key.map((_, i) => `k${i} IS NOT NULL`).join(' AND ');
  return `SELECT DISTINCT ${named} FROM (${[...shown.map((from) => `SELECT * FROM (${from})${unknown}`), written].join(' UNION ALL ')}) WHERE ${whole}`;
}

/** Adaptive columns of the stage are still text, the table's are not. */
function compared({ key, columns }: Layout): string {
  const adaptive = new Set(columns.filter((c) => c.adaptive).map((c) => c.name));
  return key.map((name, i) => `${adaptive.has(name) ? canonicalNumber(id(name)) : id(name)} AS k${i}`).join(', ');
}

function texts({ key, columns }: Layout): string {
  const types = new Map(columns.map((c) => [c.name, c.duckdbType]));
  return key
    .map((name, i) => `${types.get(name)?.startsWith('DECIMAL') ? decimalText(`k${i}`) : `CAST(k${i} AS VARCHAR)`} AS k${i}`)
    .join(', ');
}
