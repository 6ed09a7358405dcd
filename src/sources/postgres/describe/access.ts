import type { Access, TableAccess } from '../../../model/contract.ts';
import { HighwaterError } from '../../../model/errors.ts';
import type { ChosenTable } from '../../../model/plan.ts';
import type { TableSchema } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { columnsOf, type RelationRow } from './catalog.ts';
import { id, qualified } from './names.ts';
import { readableRelation } from './permission.ts';
import { describeRelation, type WidenedColumns } from './relation.ts';

export interface ServerState {
  readonly version: number;
  readonly versionText: string;
  readonly user: string;
  readonly standby: boolean;
  /** May see since when other users' transactions are open. */
  readonly seesTransactions: boolean;
  /** True behind a pooler: the process that answers is not the one that was announced. */
  readonly pooled: boolean;
  /** The server's clock minus this machine's, milliseconds. */
  readonly clockAheadMs: number;
  readonly facts: Access['facts'];
}

/** Who we are and where, in one query. Run it in a transaction. */
export async function serverState(session: DatabaseSession, database: string): Promise<ServerState> {
  const [row] = await session.query<{
    version: number;
    text: string;
    user: string;
    standby: boolean;
    pid: number;
    stats: boolean;
    writes: boolean;
    clock: number;
  }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text, current_user::text AS user,
       extract(epoch FROM clock_timestamp())::float8 * 1000 AS clock, pg_is_in_recovery() AS standby, pg_backend_pid() AS pid, pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS stats,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS writes`,
  );
  if (row === undefined) throw new Error('no answer');
  const seesTransactions = row.stats || row.writes;
  const facts: [string, string][] = [
    ['database', database],
    ['encryption', session.encryption ?? 'none'],
    ['server is', row.standby ? 'a standby' : 'a primary'],
    ['sees all transactions', seesTransactions ? 'yes' : `no: GRANT pg_read_all_stats TO ${id(row.user)};`],
  ];
  if (row.writes) facts.push(['superuser', 'yes: a user with SELECT alone is enough']);
  const pooled = session.announcedPid !== row.pid;
  if (pooled) facts.push(['pooler', 'yes: one connection a table']);
  const { version, user, standby } = row;
  const versionText = row.text.split(' ')[0] ?? '';
  return { version, versionText, user, standby, seesTransactions, pooled, clockAheadMs: row.clock - Date.now(), facts };
}

/** What may be read of one table. Also lets PostgreSQL judge the query and its condition, without running it: it looks at the privileges on all that is beneath. */
export async function tableAccess(
  session: DatabaseSession,
  { ref, options }: ChosenTable,
  user: string,
  widened: WidenedColumns,
  explain: (error: unknown, schema: TableSchema | null) => unknown,
): Promise<TableAccess> {
  const nothing = { ref, readable: false, rows: null, cursor: options.cursor ?? null, key: options.key ?? [], hidden: [] };
  let schema: TableSchema | null = null;
  try {
    const relation = await readableRelation(session, ref.name, user);
    schema = await describeRelation(session, ref, options, user, widened);
    const hidden = (await columnsOf(session, relation.oid)).filter((c) => !c.readable).map((c) => c.name);
    await judge(session, relation, schema, options.where);
    const rows = relation.estimatedRows < 0 ? null : Math.round(relation.estimatedRows);
    return { ref, readable: true, rows, cursor: schema.cursor?.column ?? null, key: schema.key, hidden };
  } catch (thrown) {
    const error = explain(thrown, schema);
    if (!(error instanceof HighwaterError) || error.family === 'interrupted') throw error;
    return { ...nothing, problem: { message: error.message, hint: error.hint } };
  }
}

async function judge(
  session: DatabaseSession,
  relation: RelationRow,
  schema: TableSchema,
  where: string | undefined,
): Promise<void> {
  const columns = schema.columns.map((c) => c.select ?? 'NULL').join(', ');
  const condition = where === undefined ? '' : ` WHERE (${where}\n)`;
  await session.query(`EXPLAIN SELECT ${columns} FROM ${qualified(relation)}${condition}`);
}

export async function nextTransaction(session: DatabaseSession): Promise<string> {
  const [row] = await session.query<{ next: string }>('SELECT txid_snapshot_xmax(txid_current_snapshot())::text AS next');
  return row?.next ?? '0';
}

/** Some systems can't tell that a client has gone, and refuse the setting. */
export async function watchesClient(session: DatabaseSession, version: number): Promise<boolean> {
  if (version < 140000) return false;
  try {
    await session.transaction(async () => session.query("SET LOCAL client_connection_check_interval = '5s'"));
    return true;
  } catch {
    return false;
  }
}
