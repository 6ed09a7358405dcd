import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfigText } from '../../../src/config/load/load.ts';
import type { ExportTools, WantedExport } from '../../../src/exports/export-tools.ts';
import { evaluateExport } from '../../../src/exports/prepare-exports.ts';
import { readBack } from '../../../src/exports/read-back.ts';
import { recordExports } from '../../../src/exports/record-exports.ts';
import { runExports } from '../../../src/exports/run-exports.ts';
import { toHighwaterError } from '../../../src/model/errors.ts';
import { SOURCES } from '../../../src/sources/registry.ts';
import { createCatalog, STATE_SCHEMA, type StoredTable } from '../../../src/warehouse/catalog/catalog.ts';
import { type Connection, Database } from '../../../src/warehouse/duckdb/database.ts';
import { Room } from '../../../src/warehouse/duckdb/memory-limit.ts';
import { RESULTS, type UserQuery } from '../../../src/warehouse/duckdb/sealed-queries.ts';
import { id, qualified, text } from '../../../src/warehouse/duckdb/sql.ts';
import { configText, SECRETS, salesforceSystems, storedAs } from '../world.ts';
import type { Crm } from './crm.ts';
import type { Ground, Ran, RunRequest } from './ground.ts';

type Config = Awaited<ReturnType<typeof loadConfigText>>;

/** What this process would do if it still ran. */
class Killed extends Error {}

/**
 * The engine of exports (ledger, diff, sending) over a DuckDB in memory that stays open: without a state that is restored and saved, a sealed
 * evaluation and a report, a run takes a fifth of the time. A killed run reaches neither DuckDB nor the service any more.
 */
export class OpenEngine implements Ground {
  readonly #directory: string;
  readonly #crm: Crm;
  readonly #database: Database;
  readonly #c: Connection;
  /** What goes over this one is no part of a run. */
  readonly #keeper: Connection;
  readonly #configs = new Map<string, Config>();
  #tables: StoredTable[] = [];
  #clock = Date.parse('2026-01-31T00:00:00Z');
  #statements = 0;
  #stop = new AbortController();
  #killAt = Number.POSITIVE_INFINITY;

  private constructor(directory: string, crm: Crm, database: Database, [c, keeper]: readonly [Connection, Connection]) {
    this.#directory = directory;
    this.#crm = crm;
    this.#database = database;
    this.#c = c;
    this.#keeper = keeper;
  }

  static async make(makeCrm: (now: () => Date) => Crm | Promise<Crm>): Promise<{ ground: OpenEngine; crm: Crm }> {
    const directory = await mkdtemp(join(tmpdir(), 'highwater-histories-'));
    const room = new Room(512, 1, 512);
    const database = await Database.open(':memory:', { room, tempDirectory: join(directory, 'spill') });
    const c = await database.connect();
    let now = (): Date => new Date();
    const crm = await makeCrm(() => now());
    const engine = new OpenEngine(directory, crm, database, [c, await database.connect()]);
    now = () => engine.now();
    await createCatalog(c);
    for (const name of [RESULTS, 'saved', 'kept']) await c.run(`ATTACH ':memory:' AS ${name}`);
    for (const schema of ['db', 'crm']) await c.run(`CREATE SCHEMA ${schema}`);
    engine.#watch();
    return { ground: engine, crm };
  }

  /** From here on each statement may be the last one of a run. */
  #watch(): void {
    const alive = (): void => {
      if (this.#statements++ >= this.#killAt) this.#stop.abort(new Killed('killed'));
      this.#stop.signal.throwIfAborted();
    };
    for (const name of ['run', 'rows', 'changed'] as const) {
      const own = this.#c[name].bind(this.#c) as (sql: string) => Promise<never>;
      this.#c[name] = async (sql: string) => {
        alive();
        return own(sql);
      };
    }
  }

  now(): Date {
    this.#clock += 1000;
    return new Date(this.#clock);
  }

  async #config(exports: string): Promise<Config> {
    const found = this.#configs.get(exports);
    if (found !== undefined) return found;
    const { definitions, systems = salesforceSystems('http://localhost', 'Account:'), env = SECRETS } = this.#crm;
    const file = join(this.#directory, 'highwater.yml');
    const content = configText(systems, exports);
    const config = await loadConfigText(file, content, env, SOURCES, { definitions, required: true });
    this.#configs.set(exports, config);
    return config;
  }

  async sync(tables: Readonly<Record<string, string>>, exports: string): Promise<void> {
    const synced: StoredTable[] = [];
    for (const [name, select] of Object.entries(tables)) {
      const [source = '', table = ''] = name.split('.');
      await this.#c.run(`CREATE OR REPLACE TABLE ${id(source)}.${id(table)} AS ${select}`);
      synced.push(await storedAs(this.#c, source, table, this.now()));
    }
    this.#tables = [...this.#tables.filter((t) => !synced.some((one) => one.source === t.source)), ...synced];
    await readBack(this.#c, (await this.#config(exports)).exports, synced);
  }

  async run({ text: exports, options, kill, losesWork, failsToSave }: RunRequest): Promise<Ran> {
    this.#stop = new AbortController();
    this.#statements = 0;
    const { signal } = this.#stop;
    if (kill !== null || failsToSave) await this.#keep('saved');
    let writesLeft = kill !== null && 'write' in kill ? kill.write : Number.POSITIVE_INFINITY;
    this.#crm.onWrite = () => {
      if (writesLeft-- === 0) this.#stop.abort(new Killed('killed'));
    };
    this.#killAt = kill !== null && 'statement' in kill ? this.#statements + kill.statement : Number.POSITIVE_INFINITY;
    let ran: Ran;
    try {
      const records = await this.#export(exports, { options, saves: kill !== null, failsToSave });
      ran = { records, wasKilled: false, thrown: null };
    } catch (error) {
      ran = { records: [], wasKilled: false, thrown: error as Error };
    }
    this.#killAt = Number.POSITIVE_INFINITY;
    this.#stop = new AbortController();
    if (signal.aborted) ran = { records: [], wasKilled: true, thrown: null };
    if (losesWork && (signal.aborted || failsToSave)) await this.#take('saved');
    return ran;
  }

  async #export(
    exports: string,
    { options, saves, failsToSave }: Pick<RunRequest, 'options' | 'failsToSave'> & { saves: boolean },
  ): Promise<Ran['records']> {
    const config = await this.#config(exports);
    const destination = await this.#crm.open(this.#stop.signal);
    try {
      const entries = config.exports.map((one) => ({ config: one, destination, error: null }));
      const tools = this.#tools(options, async () => {
        if (failsToSave) throw new Error('the disk is full');
        if (saves) await this.#keep('saved');
      });
      const { records } = await runExports(entries, tools);
      await recordExports(this.#c, 'a run', this.now().toISOString(), records);
      return records;
    } finally {
      await destination.close();
    }
  }

  #tools(options: RunRequest['options'], save: () => Promise<void>): ExportTools {
    const inputs = {
      tables: this.#tables,
      history: [],
      failedChecks: new Map(),
      sources: ['db', 'crm'],
      now: this.now(),
    };
    return {
      stage: async (_, __, work) => work(),
      evaluate: async (wanted) => new Map(await Promise.all(wanted.map(async (one) => this.#evaluated(one, inputs)))),
      use: async (work) => work(this.#c),
      save,
      options: { dryRun: false, limit: null, first: false, retryParked: false, allowDeletes: false, ...options },
      inputs,
      output: join(this.#directory, 'output'),
      directory: join(this.#directory, 'work'),
      signal: this.#stop.signal,
      now: () => this.now(),
      notice: () => undefined,
      progress: () => undefined,
      sleep: async () => undefined,
    };
  }

  /** What SealedQueries does, but for sealing it. */
  async #evaluated({ config, destination }: WantedExport, inputs: ExportTools['inputs']) {
    const c = this.#c;
    const sealed = {
      parse: async (sql: string): Promise<UserQuery> => ({ sql, tables: [{ schema: 'db', name: 'scores' }] }),
      columns: async ({ sql }: UserQuery) => {
        const rows = await c.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${sql}`);
        return rows.map((row) => ({ name: row.column_name, type: row.column_type }));
      },
      keep: async (table: string, select: string) => c.run(`CREATE OR REPLACE TABLE ${RESULTS}.main.${id(table)} AS ${select}`),
    };
    const found = await evaluateExport(sealed, config, destination, inputs).catch((error: unknown) => toHighwaterError(error));
    return [config.name, found] as const;
  }

  async file(name: string, file: string): Promise<string> {
    return readFile(join(this.#directory, 'output', 'exports', name, file), 'utf8');
  }

  async keepLedger(): Promise<void> {
    await this.#keep('kept');
  }

  async returnToKept(): Promise<void> {
    await this.#take('kept');
  }

  async loseLedger(): Promise<void> {
    for (const name of await this.#ledger('memory')) await this.#keeper.run(`DROP TABLE ${qualified(STATE_SCHEMA, name)}`);
  }

  /** The tables of ledgers in a database: those that the state has besides the catalogue's. */
  async #ledger(database: string): Promise<string[]> {
    const schema = database === 'memory' ? STATE_SCHEMA : 'main';
    const rows = await this.#keeper.rows<{ name: string }>(
      `SELECT table_name AS name FROM duckdb_tables() WHERE database_name = ${text(database)} AND schema_name = ${text(schema)}
        AND (table_name IN ('exports', 'export_jobs') OR table_name LIKE 'sent!_!_%' ESCAPE '!' OR table_name LIKE 'pending!_!_%' ESCAPE '!')`,
    );
    return rows.map(({ name }) => name);
  }

  async #keep(database: 'saved' | 'kept'): Promise<void> {
    for (const name of await this.#ledger(database)) await this.#keeper.run(`DROP TABLE ${qualified(database, 'main', name)}`);
    for (const name of await this.#ledger('memory'))
      await this.#keeper.run(`CREATE TABLE ${qualified(database, 'main', name)} AS FROM ${qualified(STATE_SCHEMA, name)}`);
  }

  async #take(database: 'saved' | 'kept'): Promise<void> {
    await this.loseLedger();
    for (const name of await this.#ledger(database))
      await this.#keeper.run(`CREATE TABLE ${qualified(STATE_SCHEMA, name)} AS FROM ${qualified(database, 'main', name)}`);
  }

  async close(): Promise<void> {
    this.#c.close();
    this.#keeper.close();
    this.#database.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
