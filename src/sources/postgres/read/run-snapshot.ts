import { HighwaterError } from '../../../model/errors.ts';
import type { TableSchema } from '../../../model/table.ts';
import type { Connections } from '../connect/connections.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { codeOf } from '../connect/sign-in-errors.ts';
import { columnsOf, findRelation, type RelationRow } from '../describe/catalog.ts';
import { qualified } from '../describe/names.ts';
import { type Clock, databaseClock, type OpenTransactions } from '../plan/database-clock.ts';
import { gone, refuseChanged, type Snapshot } from './snapshot.ts';

/**
 * One state of the database for all tables of a run (`snapshot: run`): a session of its own exports the snapshot and keeps it until the
 * last table is read; each table's sessions join it. No table is locked before its turn, so a table may be rewritten meanwhile: then
 * the snapshot shows nothing of it any more, and the table fails.
 */
export class RunSnapshot {
  readonly name: string;
  /** Asked before the snapshot was taken, as a watermark needs. */
  readonly clock: Clock;
  readonly #connections: Connections;
  readonly #session: DatabaseSession;

  private constructor(connections: Connections, session: DatabaseSession, name: string, clock: Clock) {
    this.#connections = connections;
    this.#session = session;
    this.name = name;
    this.clock = clock;
  }

  static async take(
    connections: Connections,
    server: { readonly standby: boolean; readonly transactions: OpenTransactions },
  ): Promise<RunSnapshot> {
    const session = await connections.acquire();
    try {
      const clock = await databaseClock(session, server.standby, server.transactions);
      const rows = await session.begin<{ name: string }>({
        isolation: 'REPEATABLE READ',
        statements: ['SELECT pg_export_snapshot() AS name'],
      });
      const name = rows.flat()[0]?.name ?? '';
      return new RunSnapshot(connections, session, name, clock);
    } catch (error) {
      await connections.release(session);
      throw error;
    }
  }

  /** The session that holds it is gone, and nobody can join it any more. */
  get isLost(): boolean {
    return this.#session.broken;
  }

  async release(): Promise<void> {
    await this.#connections.release(this.#session);
  }
}

/**
 * Joins a run's snapshot with a table's own session, locks the table, and asks what else is to be known. What the catalogs say under the
 * snapshot may be out of date, so whether columns and storage are still those of the snapshot is asked after the lock.
 * `latest`: runs work on another session, which sees the present.
 */
export async function joinRunSnapshot<T>(
  session: DatabaseSession,
  run: RunSnapshot,
  schema: TableSchema,
  known: RelationRow,
  options: {
    readonly shared: boolean;
    latest<A>(work: (session: DatabaseSession) => Promise<A>): Promise<A>;
    further(relation: RelationRow): Promise<T>;
  },
): Promise<Snapshot & { readonly further: T }> {
  const table = schema.ref.name;
  if (run.isLost) throw snapshotLost(table);
  const lockable = known.selectable && ['r', 'p', 'v'].includes(known.kind);
  const columns = schema.columns.map((c) => c.select ?? 'NULL').join(', ');
  const lock = lockable
    ? `LOCK TABLE ${qualified(known)} IN ACCESS SHARE MODE`
    : `SELECT ${columns} FROM ${qualified(known)} LIMIT 0`;
  const begun = await session
    .begin<{ xmin: string; xmax: string }>({ isolation: 'REPEATABLE READ', snapshot: run.name, statements: [lock, HORIZON] })
    .catch((error: unknown) => {
      throw run.isLost || UNKNOWN_SNAPSHOT.has(codeOf(error) ?? '') ? snapshotLost(table, error) : error;
    });
  const [taken] = begun.flat().filter((row) => row.xmin !== undefined);
  const [same] = await session.query<{ same: boolean | null }>(SAME_STORAGE);
  const now = await options.latest(async (other) => {
    const relation = await findRelation(other, known);
    return relation === null ? null : { relation, columns: await columnsOf(other, relation.oid) };
  });
  if (now === null || taken === undefined) throw gone(table);
  if (now.relation.oid !== known.oid || same?.same === false) throw rewritten(table);
  refuseChanged(now.columns, schema);
  const { xmin, xmax } = taken;
  const snapshot = { name: options.shared ? run.name : null, xmin, xmax, relation: now.relation, columns: now.columns };
  return { ...snapshot, further: await session.together(async () => options.further(now.relation)) };
}

// invalid_parameter_value before PostgreSQL 17, then undefined_object: no such snapshot on this server.
const UNKNOWN_SNAPSHOT: ReadonlySet<string> = new Set(['22023', '42704']);

const HORIZON =
  'SELECT txid_snapshot_xmin(txid_current_snapshot())::text AS xmin, txid_snapshot_xmax(txid_current_snapshot())::text AS xmax';

/** Of all that this session has locked: the table, its partitions, the tables below a view. pg_class is the snapshot's, pg_relation_filenode the latest. */
const SAME_STORAGE = `SELECT bool_and(c.relfilenode IS NOT DISTINCT FROM pg_relation_filenode(c.oid)) AS same
  FROM pg_class c WHERE c.relkind IN ('r', 'm') AND NOT c.relisshared AND c.relnamespace <> 'pg_catalog'::regnamespace
    AND c.oid IN (SELECT l.relation FROM pg_locks l WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted)`;

function snapshotLost(table: string, cause?: unknown): HighwaterError {
  return new HighwaterError(
    'SNAPSHOT_LOST',
    `${table}: the snapshot of this run (snapshot: run) can't be joined any more, so the table can't be read as of the same moment as the others.`,
    'The table keeps its previous rows. Run again. If it happens again: a proxy or firewall may end idle connections, a pooler may lead to several servers, or a standby may cancel long snapshots. Read from the primary by its own address, or set `snapshot: table`.',
    cause === undefined ? {} : { cause },
  );
}

function rewritten(table: string): HighwaterError {
  return new HighwaterError(
    'SNAPSHOT_LOST',
    `${table}: the table was rewritten or truncated after the snapshot of this run was taken (snapshot: run), so the snapshot may not show its rows any more.`,
    'The table keeps its previous rows. Run again when TRUNCATE, ALTER TABLE, VACUUM FULL or REFRESH are done, or set `snapshot: table` on the source.',
  );
}
