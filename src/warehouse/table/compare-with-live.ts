import type { Note } from '../../model/table.ts';
import { refuseHidden } from '../catalog/visibility.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, list, sameKey } from '../duckdb/sql.ts';
import { castsExactly, distinguishable } from '../duckdb/types.ts';
import { canonicalNumber, decimalText } from '../load/adaptive.ts';
import { DELETED_AT, type Layout, SYNCED_AT } from './layout.ts';
import { type LoadContext, refuseTooManyDeletes } from './table-load.ts';

export interface Difference {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** The two tables' columns with their types. */
interface TypesOfBoth {
  readonly live: ReadonlyMap<string, string>;
  readonly shadow: ReadonlyMap<string, string>;
}

/**
 * Counts what a full sync changes, by comparing the new table with the one that it replaces. `absent` rows of `before` are no longer
 * in the source. Without a key only whole rows can be compared, and an edited row counts as one deleted and one inserted.
 * Rows are compared by a 64-bit hash, ten times as fast as value by value. Where all counts are 0 the live table stays.
 */
export async function compareTables(
  connection: Connection,
  live: string,
  shadow: string,
  layout: Layout,
  types: TypesOfBoth,
): Promise<Difference & { absent: number; before: number }> {
  const compared = layout.columns.map((c) => c.name).filter((name) => types.live.has(name) && !layout.key.includes(name));
  if (layout.key.length === 0) return compareWhole(connection, live, shadow, compared, types);
  const side = (table: string, own: keyof TypesOfBoth) => {
    const alive = types[own].has(DELETED_AT) ? `${DELETED_AT} IS NULL` : 'true';
    const keys = layout.key.map((name) => `${value(name, types, own)} AS ${id(name)}`).join(', ');
    return `(SELECT ${keys}, ${hashOf(compared, types, own)} AS hash, ${alive} AS alive FROM ${table})`;
  };
  const counts = await connection.row<{ inserted: number; updated: number; deleted: number; before: number }>(`SELECT
      count(*) FILTER (WHERE s.alive AND l.alive IS NULL) AS inserted,
      count(*) FILTER (WHERE s.alive AND (NOT l.alive OR l.hash <> s.hash)) AS updated,
      count(*) FILTER (WHERE l.alive AND s.alive IS NOT TRUE) AS deleted,
      count(*) FILTER (WHERE l.alive) AS before
    FROM ${side(live, 'live')} l FULL JOIN ${side(shadow, 'shadow')} s ON ${sameKey(layout.key, 'l', 's')}`);
  return { ...counts, absent: counts.deleted };
}

async function compareWhole(
  connection: Connection,
  live: string,
  shadow: string,
  columns: readonly string[],
  types: TypesOfBoth,
): Promise<Difference & { absent: number; before: number }> {
  const side = (table: string, own: keyof TypesOfBoth, sign: number) =>
    `SELECT ${hashOf(columns, types, own)} AS hash, ${sign} AS n FROM ${table}`;
  const { inserted, deleted } = await connection.row<{ inserted: number; deleted: number }>(
    `SELECT coalesce(sum(n) FILTER (WHERE n > 0), 0)::BIGINT AS inserted, coalesce(-sum(n) FILTER (WHERE n < 0), 0)::BIGINT AS deleted
     FROM (SELECT sum(n) AS n FROM (${side(live, 'live', -1)} UNION ALL ${side(shadow, 'shadow', 1)}) GROUP BY hash)`,
  );
  const before = await connection.count(live);
  // An edited row is gone and there again: only what the table shrank by counts as absent.
  return { inserted, updated: 0, deleted, absent: Math.max(0, before - (await connection.count(shadow))), before };
}

function hashOf(names: readonly string[], types: TypesOfBoth, own: keyof TypesOfBoth): string {
  return names.length === 0 ? '0' : `hash(${names.map((name) => value(name, types, own)).join(', ')})`;
}

function value(name: string, types: TypesOfBoth, own: keyof TypesOfBoth): string {
  const [type, other] = own === 'live' ? [types.live, types.shadow] : [types.shadow, types.live];
  return comparable(id(name), type.get(name) ?? '', other.get(name) ?? '');
}

/** A value of one of two tables: as text where their types differ, numbers without the zeros that only one type shows. */
export function comparable(reference: string, type: string, other: string): string {
  // To DuckDB's hash() a list is what it holds: [], [NULL] and NULL are one, and so are [[1],[2]] and [[1,2]]. Structs and maps alike.
  if (type === other && /\[\d*\]$|^STRUCT|^MAP/.test(type) && !/DOUBLE|FLOAT/.test(type)) return `CAST(${reference} AS VARCHAR)`;
  if (type === other) return distinguishable(reference, type);
  return `${type} ${other}`.includes('DECIMAL') ? canonicalNumber(reference) : `CAST(${reference} AS VARCHAR)`;
}

interface KeepInput {
  /** Qualified and quoted. */
  readonly live: string;
  readonly shadow: string;
  readonly layout: Layout;
  readonly types: TypesOfBoth;
  readonly deletes: 'remove' | 'mark' | 'ignore';
  /** SQL literal of this run's time. */
  readonly now: string;
}

/**
 * What a full sync changes, once what it can't read was copied from the live table. Throws where more rows are gone than the run may delete.
 */
export async function differenceFromLive(
  connection: Connection,
  context: LoadContext,
  tables: Omit<KeepInput, 'layout' | 'deletes'>,
): Promise<{ difference: Difference; notes: Note[] }> {
  const { layout, plan } = context;
  const notes = await keepFromLive(connection, { ...tables, layout, deletes: plan.options.deletes });
  const { live, shadow, types } = tables;
  const { absent, before, ...difference } = await compareTables(connection, live, shadow, layout, types);
  refuseHidden(context, absent);
  refuseTooManyDeletes(context, absent, before);
  return { difference, notes };
}

/** Copies what a full sync can't read from the source: values of removed columns, and deleted rows that are kept. */
export async function keepFromLive(connection: Connection, input: KeepInput): Promise<Note[]> {
  if (input.layout.key.length === 0) return [];
  await keepRemovedColumns(connection, input);
  return input.deletes === 'remove' ? [] : keepDeletedRows(connection, input);
}

async function keepRemovedColumns(connection: Connection, { live, shadow, layout, types }: KeepInput): Promise<void> {
  const kept = layout.removed.filter((c) => types.live.has(c.name));
  if (kept.length === 0) return;
  const set = kept.map((c) => `${id(c.name)} = l.${id(c.name)}`).join(', ');
  await connection.run(`UPDATE ${shadow} AS s SET ${set} FROM ${live} l WHERE ${matches(layout, types)}`);
}

/** A value that its column can no longer hold exactly is left out, and the run says so. */
async function keepDeletedRows(
  connection: Connection,
  { live, shadow, layout, types, deletes, now }: KeepInput,
): Promise<Note[]> {
  const names = [...types.shadow.keys()].filter((name) => name !== DELETED_AT && name !== SYNCED_AT && types.live.has(name));
  const fits = (name: string) => castsExactly(types.live.get(name) ?? '', types.shadow.get(name) ?? '');
  const columns = names.filter(fits);
  const values = columns.map((name) => {
    const [from, to] = [types.live.get(name) ?? '', types.shadow.get(name) ?? ''];
    return from.startsWith('DECIMAL') && to === 'VARCHAR' ? decimalText(`l.${id(name)}`) : `CAST(l.${id(name)} AS ${to})`;
  });
  const marks = deletes === 'mark' && types.live.has(DELETED_AT);
  const deletedAt = marks ? [`coalesce(l.${DELETED_AT}, ${now})`] : [];
  const syncedAt = marks ? `CASE WHEN l.${DELETED_AT} IS NULL THEN ${now} ELSE l.${SYNCED_AT} END` : `l.${SYNCED_AT}`;
  const kept = await connection.changed(`INSERT INTO ${shadow} (${list([...columns, SYNCED_AT, ...(marks ? [DELETED_AT] : [])])})
    SELECT ${[...values, syncedAt, ...deletedAt].join(', ')} FROM ${live} l ANTI JOIN ${shadow} s ON ${matches(layout, types)}`);
  if (kept === 0) return [];
  return names
    .filter((name) => !fits(name))
    .map((name) => ({
      kind: 'schema',
      column: name,
      message: `${name} is ${types.shadow.get(name)} now (was ${types.live.get(name)}): the deleted rows that are kept lose their value in it`,
    }));
}

function matches(layout: Layout, types: TypesOfBoth): string {
  return layout.key
    .map((name) => {
      const [live, shadow] = [types.live.get(name) ?? '', types.shadow.get(name) ?? ''];
      return `${comparable(`l.${id(name)}`, live, shadow)} = ${comparable(`s.${id(name)}`, shadow, live)}`;
    })
    .join(' AND ');
}
