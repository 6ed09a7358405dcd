import type {
  Access,
  CannotContinue,
  HashRequest,
  Opener,
  Resume,
  RowHashes,
  Source,
  SourceContext,
  SourceTables,
  TableAccess,
  TableChoice,
  TableDescription,
  TableImport,
  Usage,
} from '../../model/contract.ts';
import { HighwaterError, InterruptedError } from '../../model/errors.ts';
import type { ChosenTable, TableOptions, TablePlan } from '../../model/plan.ts';
import type { TableRef, TableSchema } from '../../model/table.ts';
import { describeEach } from '../shared/describe-each.ts';
import { Connections } from './connect/connections.ts';
import type { Login } from './connect/pg-client.ts';
import type { DatabaseSession } from './connect/session.ts';
import { translate } from './connect/sign-in-errors.ts';
import type { ErrorScene } from './connect/statement-faults.ts';
import { type ServerState, serverState, tableAccess, watchesClient } from './describe/access.ts';
import { allRelations } from './describe/catalog.ts';
import { type ClusterIdentity, clusterIdentity } from './describe/identity.ts';
import { readableRelation } from './describe/permission.ts';
import { describeRelation, refsOf, WidenedColumns } from './describe/relation.ts';
import { databaseAddress, giveWaySeconds, type PostgresOptions } from './options.ts';
import { hiddenTransactionsNote, OpenTransactions, sampleTransactions } from './plan/database-clock.ts';
import { keyEdges } from './plan/key-ranges.ts';
import { whyNotContinue } from './plan/watermark.ts';
import { openHashes } from './read/hashes.ts';
import { type OpenFacts, openTable } from './read/open.ts';
import { RunSnapshot } from './read/run-snapshot.ts';
import type { Snapshot } from './read/snapshot.ts';
import { type ImportOptions, SnapshotImport } from './read/snapshot-import.ts';

/** What of a table an error may be about. */
type TableScene = Pick<ErrorScene, 'columns' | 'where'>;

/** A PostgreSQL database. Everything happens in READ ONLY transactions; what is thrown is in words for people. */
export class PostgresSource implements Source {
  readonly name: string;
  readonly address: string;
  readonly #database: string;
  readonly #context: SourceContext;
  readonly #login: Login;
  readonly #connections: Connections;
  readonly #partitionBytes: number | undefined;
  readonly #giveWaySeconds: number | null;
  /** All tables of a run are read under one snapshot. */
  readonly #ofRun: boolean;
  readonly #widened: WidenedColumns;
  /** By a table's name. */
  readonly #asked = new Map<string, TableScene>();
  readonly #transactions = new OpenTransactions();
  #hiddenTransactionsReported = false;
  #connected: Promise<{ state: ServerState; cluster: ClusterIdentity | null }> | null = null;

  /** `partitionBytes`: for tests, so that a small table has several partitions. */
  constructor(options: PostgresOptions, context: SourceContext, login: Login, partitionBytes?: number) {
    this.#partitionBytes = partitionBytes;
    this.#giveWaySeconds = giveWaySeconds(options);
    this.#ofRun = options.snapshot === 'run';
    this.name = context.name;
    this.address = databaseAddress(options);
    this.#database = options.database;
    this.#context = context;
    this.#login = login;
    this.#widened = new WidenedColumns(context.memory);
    this.#connections = new Connections(login, context.signal);
  }

  async connect(): Promise<Access> {
    return this.#guard(undefined, async () => {
      const { state } = await this.#server();
      return {
        identity: state.user,
        server: `PostgreSQL ${state.versionText} at ${this.#login.server}`,
        facts: state.facts,
        clock: new Date(Date.now() + state.clockAheadMs).toISOString(),
      };
    });
  }

  async tables(choose: (refs: readonly TableRef[]) => TableChoice): Promise<SourceTables> {
    const refs = await this.#guard(undefined, async () => this.#connections.within(async (s) => refsOf(await allRelations(s))));
    choose(refs);
    return { refs, implied: [], hidden: new Map() };
  }

  async describe(tables: readonly ChosenTable[]): Promise<readonly TableDescription[]> {
    return describeEach(tables, this.#context.parallel, async (chosen) => ({
      chosen,
      schema: await this.#describe(chosen.ref, chosen.options),
    }));
  }

  async #describe(ref: TableRef, options: TableOptions): Promise<TableSchema> {
    const { state } = await this.#server();
    const schema = await this.#guard(ref.name, async () =>
      this.#connections.within(async (s) => describeRelation(s, ref, options, state.user, this.#widened)),
    );
    this.#asked.set(ref.name, tableScene(schema, options));
    return schema;
  }

  async divide({ ref, options }: ChosenTable, schema: TableSchema, parts: number): Promise<readonly string[]> {
    const { state } = await this.#server();
    return this.#guard(ref.name, async () =>
      this.#connections.within(async (s) => keyEdges(s, await readableRelation(s, ref.name, state.user), schema, options, parts)),
    );
  }

  async access(tables: readonly ChosenTable[]): Promise<readonly TableAccess[]> {
    const { state } = await this.#server();
    const found: TableAccess[] = [];
    for (const table of tables) {
      const explain = (error: unknown, schema: TableSchema | null) => {
        if (schema !== null) this.#asked.set(table.ref.name, tableScene(schema, table.options));
        return this.#explain(error, table.ref.name);
      };
      found.push(
        await this.#guard(table.ref.name, async () =>
          this.#connections.within(async (s) => tableAccess(s, table, state.user, this.#widened, explain)),
        ),
      );
    }
    return found;
  }

  async #cannotContinue(plan: TablePlan): Promise<string | null> {
    if (plan.mode !== 'incremental') return null;
    const { state, cluster } = await this.#server();
    return this.#guard(plan.ref.name, async () =>
      this.#connections.within(async (s) => {
        const relation = await readableRelation(s, plan.ref.name, state.user);
        return whyNotContinue(s, plan, relation, { cluster, standby: state.standby });
      }),
    );
  }

  widen(ref: TableRef, columns: readonly string[]): boolean {
    return this.#widened.add(ref.name, columns);
  }

  /** Nothing is fetched ahead, but for the snapshot of all tables where the source wants one. */
  async open(plans: readonly TablePlan[] = []): Promise<Opener> {
    const run = this.#ofRun && plans.length > 0 ? await this.#snapshotOfRun() : null;
    return {
      begin: async (plan, resume) => this.#begin(plan, resume, run),
      hashes: async (plan, request) => this.#hashes(plan, request),
      close: () => void run?.release(),
    };
  }

  async #snapshotOfRun(): Promise<RunSnapshot> {
    const { state } = await this.#server();
    const transactions = this.#transactions;
    return this.#guard(undefined, async () => RunSnapshot.take(this.#connections, { standby: state.standby, transactions }));
  }

  async #begin(plan: TablePlan, resume: Resume | null, run: RunSnapshot | null): Promise<TableImport | CannotContinue> {
    const cannotContinue = await this.#cannotContinue(plan);
    if (cannotContinue !== null) return { cannotContinue };
    const { state } = await this.#server();
    if (plan.schema.cursor?.kind === 'timestamp') this.#reportHiddenTransactions(state);
    return (await this.#underSnapshot(plan, run, async (session, facts) => openTable(session, plan, facts, resume))).import;
  }

  async #hashes(plan: TablePlan, request: HashRequest): Promise<RowHashes> {
    const { opened, import: hashes } = await this.#underSnapshot(plan, null, async (session, facts) =>
      openHashes(session, plan, facts, request),
    );
    const { slices, keyed, expression, leftOut, rowsOf } = opened;
    return { import: hashes, slices, keyed, expression, leftOut, rowsOf };
  }

  /** Opens a table on a session of its own, which holds the snapshot until the import is closed. */
  async #underSnapshot<
    O extends Omit<ImportOptions, 'plan' | 'table' | 'requests' | 'explain' | 'notice' | 'giveWaySeconds'> & {
      snapshot: Snapshot;
    },
  >(
    plan: TablePlan,
    run: RunSnapshot | null,
    open: (session: DatabaseSession, facts: OpenFacts) => Promise<O>,
  ): Promise<{ opened: O; import: TableImport }> {
    const { state, cluster } = await this.#server();
    const { parallel, notice } = this.#context;
    return this.#guard(plan.ref.name, async () => {
      const session = await this.#connections.acquire();
      try {
        const before = session.requests;
        const shared = parallel > 1 && !state.pooled;
        const transactions = this.#transactions;
        const latest: OpenFacts['latest'] = async (work) => this.#connections.within(work);
        const own = { shared, parallel, partitionBytes: this.#partitionBytes, cluster, transactions, run, latest };
        const facts = { ...state, ...own };
        const opened = await open(session, facts);
        const snapshotImport = new SnapshotImport(this.#connections, session, opened.snapshot, {
          ...opened,
          plan,
          table: plan.ref.name,
          requests: session.requests - before,
          explain: (error, signal) => this.#explain(error, plan.ref.name, signal),
          notice: (message) => notice(message),
          giveWaySeconds: this.#giveWaySeconds,
        });
        return { opened, import: snapshotImport };
      } catch (error) {
        await this.#connections.release(session);
        throw error;
      }
    });
  }

  usage(): Usage {
    return { requests: this.#connections.requests, quotas: [] };
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }

  /** Signs in once, whoever asks first. */
  async #server() {
    this.#connected ??= this.#guard(undefined, async () => this.#signIn());
    return this.#connected;
  }

  async #signIn() {
    const session = await this.#connections.acquire();
    try {
      const state = await session.transaction(async () => serverState(session, this.#database));
      this.#connections.facts = { version: state.version, watchesClient: await watchesClient(session, state.version) };
      this.#connections.pooled = state.pooled;
      this.#remark(state, session);
      if (!state.standby) this.#transactions.add(await session.transaction(async () => sampleTransactions(session)));
      return { state, cluster: await clusterIdentity(session) };
    } finally {
      await this.#connections.release(session);
    }
  }

  #reportHiddenTransactions(state: ServerState): void {
    if (state.standby || state.seesTransactions || this.#hiddenTransactionsReported) return;
    this.#hiddenTransactionsReported = true;
    this.#context.notice(hiddenTransactionsNote(state.user).message);
  }

  #remark(state: ServerState, session: DatabaseSession): void {
    const { server } = this.#login;
    if (state.pooled) {
      this.#context.notice(
        `${server} is a connection pooler, so each table is read over one connection. To read large tables faster, use the address of the server itself.`,
      );
    }
    if (session.encryption === null && !this.#login.local) {
      this.#context.notice(
        `The connection to ${server} is not encrypted: the server offers no TLS, or \`ssl.mode\` does not ask for it. Use \`verify-full\` to protect the data and the password.`,
      );
    }
  }

  async #guard<T>(table: string | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#explain(error, table);
    }
  }

  #explain(error: unknown, table: string | undefined, signal?: AbortSignal): unknown {
    if (signal?.aborted) return signal.reason;
    const { signal: run } = this.#context;
    if (run.aborted) return run.reason instanceof HighwaterError ? run.reason : new InterruptedError('it was told to stop');
    const scene = { server: this.#login.server, database: this.#database, user: this.#login.user() };
    return translate(error, table === undefined ? scene : { ...scene, table, ...this.#asked.get(table) });
  }
}

function tableScene({ columns }: TableSchema, { where }: TableOptions): TableScene {
  return { columns: columns.map((c) => c.name), ...(where === undefined ? {} : { where }) };
}
