import { isDeepStrictEqual } from 'node:util';
import { HighwaterError } from '../../../model/errors.ts';
import type { Column, TableSchema } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { type ColumnRow, columnsOf, findRelation, KINDS, type RelationRow } from '../describe/catalog.ts';
import { id, parseName, qualified } from '../describe/names.ts';
import { wireName } from '../describe/relation.ts';

/** One state of the database, held by the session that began it. */
export interface Snapshot {
  /** For other sessions; null where none may join. */
  readonly name: string | null;
  /** The oldest transaction that had not ended, 64 bits. */
  readonly xmin: string;
  /** The next transaction id, 64 bits. */
  readonly xmax: string;
  readonly relation: RelationRow;
  /** As they are under the lock. */
  readonly columns: readonly ColumnRow[];
}

// How often a table may be rewritten between our snapshot and our lock before we give up.
const ATTEMPTS = 20;

/** What else is to be known of the relation; asked at once, of whatever it is given. */
type Further<T> = (relation: RelationRow) => Promise<T>;

/** The relation before it is locked. Within a transaction of the session. */
export async function knownRelation(session: DatabaseSession, { ref }: TableSchema): Promise<RelationRow> {
  const name = parseName(ref.name);
  const known = name === null ? null : await findRelation(session, name);
  if (known === null) throw gone(ref.name);
  return known;
}

/**
 * Begins a REPEATABLE READ transaction whose snapshot shows the table as it is. A table that is rewritten (ALTER … TYPE) or
 * truncated after the snapshot reads as empty in it, so the lock comes first. What LOCK TABLE can't lock (materialised
 * views, foreign tables, tables of which only some columns may be read) is locked by a query, which comes after the snapshot:
 * there the storage seen by the snapshot must be the one that is there now, or all begins anew.
 */
export async function beginSnapshot<T>(
  session: DatabaseSession,
  known: RelationRow,
  schema: TableSchema,
  shared: boolean,
  further: Further<T>,
): Promise<Snapshot & { readonly further: T }> {
  const table = schema.ref.name;
  const lockable = known.selectable && ['r', 'p', 'v'].includes(known.kind);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const begun = lockable ? await locked(session, known, shared, further) : await unlocked(session, known, schema, further);
    if (begun !== null) {
      refuseChanged(begun.columns, schema);
      return begun;
    }
    await session.end();
  }
  throw new HighwaterError(
    'TABLE_LOCKED',
    `${table}: the ${KINDS[known.kind]} was rewritten ${ATTEMPTS} times while Highwater tried to read it.`,
    'Something refreshes or alters it all the time. Run again when that has stopped.',
  );
}

/** Locks and asks all in one round trip. */
async function locked<T>(session: DatabaseSession, known: RelationRow, shared: boolean, further: Further<T>) {
  const all = async (relation: RelationRow) => Promise.all([columnsOf(session, relation.oid), further(relation)]);
  const [taken, relation, [columns, more]] = await session.together(async () =>
    Promise.all([take(session, known, true, shared), findRelation(session, known), all(known)]),
  );
  if (relation === null) return null;
  if (isDeepStrictEqual(relation, known)) return { ...taken, relation, columns, further: more };
  // Another relation took its name, or it was altered, before the lock was there: what was asked was the old one.
  const [ofThis, moreOfThis] = await session.together(async () => all(relation));
  return { ...taken, relation, columns: ofThis, further: moreOfThis };
}

async function unlocked<T>(session: DatabaseSession, known: RelationRow, schema: TableSchema, further: Further<T>) {
  const taken = await take(session, known, false, false);
  const relation = await findRelation(session, known);
  if (relation === null || !(await lockedByQuery(session, relation, schema))) return null;
  const [columns, more] = await session.together(async () => Promise.all([columnsOf(session, relation.oid), further(relation)]));
  return { ...taken, relation, columns, further: more };
}

async function take(session: DatabaseSession, relation: RelationRow, lockable: boolean, shared: boolean) {
  const rows = await session.begin<{ name: string | null; xmin: string; xmax: string }>({
    isolation: 'REPEATABLE READ',
    statements: [
      ...(lockable ? [`LOCK TABLE ${qualified(relation)} IN ACCESS SHARE MODE`] : []),
      `SELECT ${shared ? 'pg_export_snapshot()' : 'NULL'} AS name, txid_snapshot_xmin(txid_current_snapshot())::text AS xmin,
         txid_snapshot_xmax(txid_current_snapshot())::text AS xmax`,
    ],
  });
  const [taken] = rows.flat();
  if (taken === undefined) throw new Error('no snapshot');
  return taken;
}

/** Locks the relation by reading nothing of it; false where its storage, or that of a table beneath, is not the snapshot's. */
async function lockedByQuery(session: DatabaseSession, relation: RelationRow, schema: TableSchema): Promise<boolean> {
  const columns = schema.columns.map((c) => c.select ?? 'NULL').join(', ');
  await session.query(`SELECT ${columns} FROM ${qualified(relation)} LIMIT 0`);
  // pg_relation_filenode looks at the latest catalog, the query itself at the snapshot's.
  const [row] = await session.query<{ same: boolean | null }>(
    `WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT bool_and(c.relfilenode IS NOT DISTINCT FROM pg_relation_filenode(c.oid)) AS same
     FROM tree JOIN pg_class c ON c.oid = tree.oid WHERE c.relkind IN ('r', 'm')`,
    [relation.oid],
  );
  return row?.same !== false;
}

/**
 * The columns were described before the lock: one that is of another type now would be read as what it is not, and one that gave its
 * name away as another.
 */
export function refuseChanged(columns: readonly ColumnRow[], schema: TableSchema): void {
  const now = new Map(columns.map((c) => [wireName(c.number), c]));
  const isSame = ({ select, nativeType }: Column, row: ColumnRow | undefined) =>
    row?.nativeType === nativeType && (select === undefined || select.includes(id(row.name)));
  const changed = schema.columns.filter((c) => c.load !== null && !isSame(c, now.get(c.load.wire))).map((c) => c.name);
  if (changed.length === 0) return;
  throw new HighwaterError(
    'SCHEMA_CHANGED',
    `${schema.ref.name}: the table was altered while the run began (${changed.join(', ')}).`,
    'The table keeps its previous rows. Run again. The next run sees the new columns.',
  );
}

export function gone(table: string): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_FOUND',
    `${table}: the table was dropped or renamed while the run began.`,
    'Run again, or remove it from the configuration.',
  );
}
