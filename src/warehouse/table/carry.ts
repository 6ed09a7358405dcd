import type { Note } from '../../model/table.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, list } from '../duckdb/sql.ts';
import { castsExactly } from '../duckdb/types.ts';
import { decimalText } from '../load/adaptive.ts';
import { DELETED_AT, type Layout, SYNCED_AT } from './layout.ts';
import { comparable, type TypesOfBoth } from './replace.ts';

export interface CarryInput {
  /** Qualified and quoted. */
  readonly live: string;
  readonly shadow: string;
  readonly layout: Layout;
  readonly types: TypesOfBoth;
  readonly deletes: 'remove' | 'mark' | 'ignore';
  /** SQL literal of this run's time. */
  readonly now: string;
}

/** Takes over what a full sync can't have from the source: values of removed columns, and deleted rows that are to be kept. */
export async function carryOver(connection: Connection, input: CarryInput): Promise<Note[]> {
  if (input.layout.key.length === 0) return [];
  await carryColumns(connection, input);
  return input.deletes === 'remove' ? [] : carryRows(connection, input);
}

async function carryColumns(connection: Connection, { live, shadow, layout, types }: CarryInput): Promise<void> {
  const kept = layout.removed.filter((c) => types.live.has(c.name));
  if (kept.length === 0) return;
  const set = kept.map((c) => `${id(c.name)} = l.${id(c.name)}`).join(', ');
  await connection.run(`UPDATE ${shadow} AS s SET ${set} FROM ${live} l WHERE ${matches(layout, types)}`);
}

/** A value that its column can no longer hold exactly is left out, and the run says so. */
async function carryRows(connection: Connection, { live, shadow, layout, types, deletes, now }: CarryInput): Promise<Note[]> {
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
  const carried =
    await connection.changed(`INSERT INTO ${shadow} (${list([...columns, SYNCED_AT, ...(marks ? [DELETED_AT] : [])])})
    SELECT ${[...values, syncedAt, ...deletedAt].join(', ')} FROM ${live} l ANTI JOIN ${shadow} s ON ${matches(layout, types)}`);
  if (carried === 0) return [];
  return names
    .filter((name) => !fits(name))
    .map((name) => ({
      kind: 'schema',
      column: name,
      message: `${name} is ${types.shadow.get(name)} now (was ${types.live.get(name)}): the deleted rows that are kept have no value there any more`,
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
