import type { Opener, Resume, Source } from '../../../src/model/contract.ts';
import type { Partition, TableOptions, TablePlan } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import type { PartitionDetail, SnapshotOrigin } from '../../../src/sources/postgres/plan/partition.ts';
import { begin, importOf } from '../../support/begin.ts';
import { Engine } from '../../support/engine.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { postgresSource } from '../../support/postgres-source.ts';

export interface Hooks {
  /** After this many partitions the run is stopped. */
  readonly stopAfter?: number;
  /** Called before the nth partition (from 1) is read. */
  readonly beforeRead?: (n: number) => Promise<void>;
  /** What the engine is told to read: leaves out what a flawed source would forget. */
  readonly partitions?: (all: readonly Partition[]) => readonly Partition[];
  readonly resume?: (found: Resume) => Promise<Resume>;
  /** The run may not delete more than `max_delete_fraction`. */
  readonly refuseDeletes?: boolean;
}

/** One table of PostgreSQL and its mirror, for tests of full syncs that are interrupted. A partition is a few pages. */
export class InterruptedTable {
  readonly table: string;
  readonly engine: Engine;
  readonly #server: TestPostgres;
  readonly #database: string;
  readonly #options: Partial<TableOptions>;
  #runs = 0;
  /** Ids of the partitions that the last run has read, in order. */
  read: string[] = [];
  /** What was resumed in the last run, for each attempt. */
  resumed: boolean[] = [];

  private constructor(engine: Engine, server: TestPostgres, database: string, table: string, options: Partial<TableOptions>) {
    this.engine = engine;
    this.#server = server;
    this.#database = database;
    this.table = table;
    this.#options = options;
  }

  static async create(server: TestPostgres, database: string, table: string, options: Partial<TableOptions>) {
    return new InterruptedTable(await Engine.create(2), server, database, table, { maxDeleteFraction: 1, ...options });
  }

  async sql<Row extends object = Record<string, unknown>>(text: string): Promise<Row[]> {
    return this.#server.query<Row>(text, this.#database);
  }

  /** One run: a new source, and the state opened anew. Partitions are read one after the other. */
  async sync(hooks: Hooks = {}, mode: 'full' | 'incremental' = 'full'): Promise<TableRecord> {
    if (this.#runs++ > 0) await this.engine.reopen(hooks.refuseDeletes !== true);
    this.engine.parallel = 1;
    this.read = [];
    this.resumed = [];
    const { source } = postgresSource(this.#server, this.#database, { partitionBytes: 16_384 });
    const stop = new AbortController();
    try {
      return await this.engine.sync(this.#hooked(source, hooks, stop), this.table, mode, this.#options, stop.signal);
    } finally {
      await source.close();
    }
  }

  #hooked(source: Source, hooks: Hooks, stop: AbortController): Source {
    return replacing(source, {
      open: async (plans) => {
        const opener = await source.open(plans);
        return { begin: async (plan, found) => this.#begun(opener, plan, found, hooks, stop) };
      },
    });
  }

  async #begun(opener: Opener, plan: TablePlan, found: Resume | null, hooks: Hooks, stop: AbortController) {
    const opened = importOf(await opener.begin(plan, found === null ? null : ((await hooks.resume?.(found)) ?? found)));
    this.resumed.push(opened.resumed);
    return replacing(opened, {
      partitions: hooks.partitions?.(opened.partitions) ?? opened.partitions,
      read: async (partition, staging, signal) => {
        if (this.read.length === hooks.stopAfter) stop.abort(new Error('stopped'));
        await hooks.beforeRead?.(this.read.length + 1);
        const receipt = await opened.read(partition, staging, signal);
        this.read.push(partition.id);
        return receipt;
      },
    });
  }

  /** What a full sync that begins now would remember. */
  async origin(): Promise<SnapshotOrigin> {
    const { source } = postgresSource(this.#server, this.#database, { partitionBytes: 16_384 });
    const found = Promise.withResolvers<SnapshotOrigin>();
    const seen: Opener['begin'] = async (plan, resume) => {
      const opened = await begin(source, plan, resume);
      const detail = opened.partitions[0]?.detail as PartitionDetail | undefined;
      if (detail?.origin !== undefined) found.resolve(detail.origin);
      await opened.close();
      throw new Error('enough was seen');
    };
    const engine = await Engine.create();
    await engine.sync(replacing(source, { open: async () => ({ begin: seen }) }), this.table, 'full', this.#options);
    await Promise.all([engine.close(), source.close()]);
    return found.promise;
  }

  /** Every row of both sides as text, sorted; `only` as SQL that both understand. */
  async differences(only = 'true'): Promise<string[]> {
    const [{ columns = '' } = {}] = await this.sql<{ columns: string }>(
      `SELECT string_agg(quote_ident(attname), ',' ORDER BY attnum) AS columns FROM pg_attribute
       WHERE attrelid = '${this.table}'::regclass AND attnum > 0 AND NOT attisdropped`,
    );
    const names = columns.split(',');
    const [asPostgres, asDuckdb] = [
      names.map((c) => `CASE WHEN ${c} IS NULL THEN '-' ELSE format('%s', ${c}) END`),
      names.map((c) => `coalesce(CAST(${c} AS varchar), '-')`),
    ];
    const source = await this.sql<{ row: string }>(
      `SELECT concat_ws('|', ${asPostgres.join()}) AS row FROM ${this.table} WHERE ${only}`,
    );
    const stored = await this.engine.query<{ row: string }>(
      `SELECT concat_ws('|', ${asDuckdb.join()}) AS row FROM db."${this.table}"`,
    );
    const [there, here] = [source, stored].map((rows) => rows.map((r) => r.row).sort());
    const missing = (there ?? []).filter((r) => !here?.includes(r)).map((r) => `missing: ${r.slice(0, 80)}`);
    const extra = (here ?? []).filter((r) => !there?.includes(r)).map((r) => `not in the source: ${r.slice(0, 80)}`);
    const count = there?.length === here?.length ? [] : [`${there?.length} rows, ${here?.length} in the mirror`];
    return [...count, ...missing, ...extra];
  }

  async close(): Promise<void> {
    await this.engine.close();
  }
}

/** A partition that remembers other files. */
export function withFiles(partition: Partition, files: string): Partition {
  const detail = partition.detail as PartitionDetail;
  return detail.origin === undefined ? partition : { ...partition, detail: { ...detail, origin: { ...detail.origin, files } } };
}

/** The object with some of its members replaced; private ones still work. */
function replacing<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get: (object, property) => {
      if (property in replaced) return Reflect.get(replaced, property);
      const value = Reflect.get(object, property, object);
      return typeof value === 'function' ? value.bind(object) : value;
    },
  });
}
