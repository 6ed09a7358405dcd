import type { HeldBack, Resume } from '../../../model/contract.ts';
import { HighwaterError } from '../../../model/errors.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Note, TableSchema } from '../../../model/table.ts';
import type { Watermark } from '../../../model/watermark.ts';
import type { DatabaseSession } from '../connect/session.ts';
import type { RelationRow } from '../describe/catalog.ts';
import { cursorFacts } from '../describe/cursor.ts';
import {
  type ClusterIdentity,
  identityReason,
  newMembers,
  parseIdentity,
  type TableIdentity,
  tableIdentity,
  wasRewritten,
} from '../describe/identity.ts';
import { qualified } from '../describe/names.ts';
import { type Clock, databaseClock, type OpenTransactions } from '../plan/database-clock.ts';
import { type Extent, extentsOf, partitionsOf, type RowQuery } from '../plan/partition.ts';
import { decideSweep, keyPartitions, looseKeys, rowQueriesOf } from '../plan/row-queries.ts';
import { timestampWatermark, windowToRead } from '../plan/watermark.ts';
import { type Continuation, continuationOf, originOf, withOrigin } from './resume.ts';
import { joinRunSnapshot, type RunSnapshot } from './run-snapshot.ts';
import { beginSnapshot, knownRelation, type Snapshot } from './snapshot.ts';

// Before it, a page range is found by reading the whole table.
const RANGE_SCANS_SINCE = 140000;

export interface OpenFacts {
  readonly version: number;
  readonly standby: boolean;
  readonly seesTransactions: boolean;
  readonly user: string;
  /** Other sessions can join a snapshot. */
  readonly shared: boolean;
  readonly parallel: number;
  /** What a partition should hold at least; undefined: the measured best. */
  readonly partitionBytes: number | undefined;
  readonly cluster: ClusterIdentity | null;
  readonly transactions: OpenTransactions;
  /** The snapshot of all tables of the run; null: each table has its own. */
  readonly run: RunSnapshot | null;
  /** Runs work on another session. */
  latest<T>(work: (session: DatabaseSession) => Promise<T>): Promise<T>;
}

export interface OpenedTable {
  readonly snapshot: Snapshot;
  readonly watermark: Watermark | null;
  readonly heldBack?: HeldBack;
  readonly partitions: readonly Partition[];
  /** The import resumes an interrupted full sync. */
  readonly resumed: boolean;
  readonly notes: readonly Note[];
  /** Partitions that read rows by key under the snapshot; see TableImport.fetch. */
  byKey(keys: readonly (readonly string[])[]): readonly Partition[] | null;
}

/** Takes the snapshot of one table on a session and says what is to be read under it. The session stays in the transaction. */
export async function openTable(
  session: DatabaseSession,
  plan: TablePlan,
  facts: OpenFacts,
  resume: Resume | null,
): Promise<OpenedTable> {
  const { schema, options } = plan;
  const { clock, ...begun } = await begin(session, schema, facts, async (relation) =>
    Promise.all([
      tableIdentity(session, relation, facts.cluster),
      divisible(session, relation, facts, options.where),
      cursorFacts(session, relation, schema),
      plan.mode === 'incremental' ? looseKeys(session, relation, plan) : [],
    ]),
  );
  const { further, ...snapshot } = begun;
  const [identity, extents, cursor, loose] = further;
  const before = plan.mode === 'incremental' ? parseIdentity(plan.since?.token) : null;
  refuseAnother(schema.ref.name, before, identity);
  if (schema.cursor?.kind === 'timestamp' && cursor === null)
    throw new Error(`the cursor ${schema.cursor.column} is not there any more`);
  const versioned = cursor?.xmin === true && extents.length > 0 && extents.every((e) => e.files.length > 0);
  const rewritten = wasRewritten(before, identity);
  const { window, overlap } = await windowToRead(session, plan, { clock, cursor, snapshot, versioned, rewritten });
  const swept = decideSweep(plan, snapshot.relation, before, identity, loose);
  const readings = rowQueriesOf(plan, {
    cursor,
    window,
    newMembers: newMembers(before, identity),
    sweep: swept.sweep,
  });
  const dividable = snapshot.name !== null || (facts.parallel === 1 && snapshot.relation.selectable);
  const readable = await session.together(async () =>
    Promise.all(
      readings.map(async (reading) => {
        const expectedRows = await expected(session, snapshot, reading, extents);
        return { ...reading, divided: reading.divided && dividable, expectedRows };
      }),
    ),
  );
  const divide = (reading: RowQuery) =>
    partitionsOf(reading, extents, snapshot.name === null ? 1 : facts.parallel, facts.partitionBytes);
  const end =
    clock === null || cursor === null
      ? { watermark: xminWatermark(schema, snapshot, identity), notes: [] }
      : await timestampWatermark(session, plan, { clock, cursor, snapshot, identity, versioned, overlap, server: facts });
  const partitions = readable.flatMap(divide);
  const [rows] = readable;
  const byKey: OpenedTable['byKey'] = (keys) => keyPartitions(plan, snapshot.relation, keys);
  const opened = { snapshot, ...end, notes: [...end.notes, ...swept.notes], partitions, resumed: false, byKey };
  if (plan.mode !== 'full' || rows === undefined) return opened;
  const origin = originOf(plan, snapshot, identity, extents);
  const afresh = { ...opened, partitions: withOrigin(partitions, origin) };
  return resume === null ? afresh : resumed(afresh, resume, continuationOf(plan, resume, origin, rows, extents, divide));
}

/** The snapshot, and the clock as it was before: the table's own, or those of the run. */
async function begin<T>(
  session: DatabaseSession,
  schema: TableSchema,
  facts: OpenFacts,
  further: (relation: RelationRow) => Promise<T>,
): Promise<Snapshot & { readonly further: T; readonly clock: Clock | null }> {
  const isTimed = schema.cursor?.kind === 'timestamp';
  const { run } = facts;
  if (run !== null) {
    const known = await facts.latest(async (other) => knownRelation(other, schema));
    const joined = await joinRunSnapshot(session, run, schema, known, { ...facts, further });
    return { ...joined, clock: isTimed ? run.clock : null };
  }
  const [clock, known] = await session.together(async () => {
    const begun = isTimed
      ? databaseClock(session, facts.standby, facts.transactions)
      : session.begin({ isolation: 'READ COMMITTED' }).then(() => null);
    return Promise.all([begun, knownRelation(session, schema)]);
  });
  return { ...(await beginSnapshot(session, known, schema, facts.shared, further)), clock };
}

function xminWatermark({ cursor }: TableSchema, { xmin }: Snapshot, identity: TableIdentity): Watermark | null {
  return cursor === null ? null : { kind: cursor.kind, value: xmin, token: JSON.stringify(identity) };
}

/** What was checked before the import began may have changed while we waited for the lock. */
function refuseAnother(table: string, before: TableIdentity | null, now: TableIdentity): void {
  const reason = before === null ? null : identityReason(before, now);
  if (reason === null) return;
  throw new HighwaterError(
    'SCHEMA_CHANGED',
    `${table}: while the run began, ${reason}.`,
    'The table keeps its previous rows. Run again.',
  );
}

function resumed(afresh: OpenedTable, resume: Resume, how: Continuation): OpenedTable {
  const [read, all] = [resume.done.length, resume.partitions.filter((p) => p.pass === 'body').length];
  const note = (message: string): Note => ({ kind: 'plan', message });
  if ('reason' in how) {
    const message = `could not resume the interrupted full sync (${read} of ${all} parts were done): ${how.reason}; the table was read again from the start`;
    return { ...afresh, notes: [...afresh.notes, note(message)] };
  }
  const message = `resumed the interrupted full sync (${read} of ${all} parts were done); from those parts, only later changes and all keys were read`;
  return { ...afresh, partitions: how.partitions, resumed: true, notes: [note(message)] };
}

export async function divisible(
  session: DatabaseSession,
  relation: RelationRow,
  facts: OpenFacts,
  where?: string,
): Promise<Extent[]> {
  const extents = await extentsOf(session, relation, where);
  return facts.version >= RANGE_SCANS_SINCE ? extents : extents.map((e) => ({ ...e, pages: 0 }));
}

/** For progress only. The planner's guess where there is a condition that it can judge; null where nobody knows. */
async function expected(
  session: DatabaseSession,
  snapshot: Snapshot,
  reading: RowQuery,
  extents: readonly Extent[],
): Promise<number | null> {
  const conditions = reading.estimated ?? reading.conditions;
  if (reading.conditions.length === 0) {
    return extents.some((e) => e.estimatedRows < 0) ? null : Math.round(extents.reduce((sum, e) => sum + e.estimatedRows, 0));
  }
  // Of ages it knows nothing.
  if (conditions.length === 0 || conditions.some((c) => c.includes('age(xmin)'))) return null;
  const [row] = await session.query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    `EXPLAIN (FORMAT JSON) SELECT ${reading.columns.join(', ')} FROM ${qualified(snapshot.relation)} WHERE ${conditions.join(' AND ')}`,
  );
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? null;
}
