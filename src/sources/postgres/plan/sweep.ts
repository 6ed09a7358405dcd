import type { TablePlan } from '../../../model/plan.ts';
import type { Note } from '../../../model/table.ts';
import type { Session } from '../connect/session.ts';
import type { RelationRow } from '../describe/catalog.ts';
import { goneReason, type TableIdentity } from '../describe/identity.ts';

/** Whether an incremental import compares all keys, since rows may be gone that no cursor shows; and what its owner should know of it. */
export interface Swept {
  readonly sweep: boolean;
  readonly notes: readonly Note[];
}

/** `loose`: key columns that take two spellings for one value. */
export function sweptFor(
  plan: TablePlan,
  relation: RelationRow,
  before: TableIdentity | null,
  now: TableIdentity,
  loose: readonly string[],
): Swept {
  const { deletes, deletesBy } = plan.options;
  if (plan.mode !== 'incremental') return { sweep: false, notes: [] };
  const gone = goneReason(before, now);
  const notes: Note[] = [];
  const ignored = deletes === 'ignore';
  if (gone !== null) {
    const done = ignored ? 'its rows are kept, as `deletes: ignore` says' : 'all keys were compared';
    notes.push({ kind: 'plan', message: `${gone} since the last import: ${done}` });
  }
  for (const column of loose) {
    const done = ignored
      ? 'under `deletes: ignore` the old spelling stays as a row of its own'
      : 'so all keys are compared in each run';
    notes.push({
      kind: 'plan',
      column,
      message: `the key column ${column} takes several spellings for one value, and here each is its own: ${done}`,
    });
  }
  // REFRESH MATERIALIZED VIEW CONCURRENTLY deletes rows one by one.
  const sweep = gone !== null || loose.length > 0 || relation.kind === 'm';
  return { sweep: sweep && deletesBy !== 'keys' && !ignored, notes };
}

const LOOSE = `
  SELECT a.attname AS name FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
  WHERE a.attrelid = $1::oid AND a.attnum = ANY ($2::int2[]) AND (coalesce(b.typname, t.typname) = 'citext' OR NOT c.collisdeterministic)
  ORDER BY a.attnum`;

/** Columns of the key that are equal to PostgreSQL in several spellings: citext, and collations that are not deterministic. */
export async function looseKeys(session: Session, relation: RelationRow, { schema }: TablePlan): Promise<string[]> {
  const numbers = schema.columns
    .filter((c) => schema.key.includes(c.name))
    .flatMap((c) => (c.load === null ? [] : [c.load.wire.slice(1)]));
  if (numbers.length === 0) return [];
  return (await session.query<{ name: string }>(LOOSE, [relation.oid, numbers])).map((r) => r.name);
}
