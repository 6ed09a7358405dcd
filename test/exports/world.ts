import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfigText } from '../../src/config/load/load.ts';
import { exportRows } from '../../src/engine/export-run.ts';
import { sync } from '../../src/engine/run.ts';
import type { RunDeps } from '../../src/engine/run-context.ts';
import type { ExportOptions } from '../../src/exports/export-tools.ts';
import { readBack } from '../../src/exports/read-back.ts';
import type { DestinationDefinition } from '../../src/model/destination.ts';
import type { ExportRecord } from '../../src/model/export-record.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import { type StoredTable, storeTable } from '../../src/warehouse/catalog/catalog.ts';
import type { Connection } from '../../src/warehouse/duckdb/database.ts';
import { id } from '../../src/warehouse/duckdb/sql.ts';
import { Warehouse } from '../../src/warehouse/warehouse.ts';

/** The entries of the service under `sources` and `destinations`, in braces. */
export interface Systems {
  readonly source: string;
  readonly destination: string;
}

export function salesforceSystems(url: string, tables: string): Systems {
  const entry = (id: string, variable: string): string =>
    `type: salesforce, url: "${url}", auth: { flow: client_credentials, client_id: ${id}, client_secret: "\${${variable}}" }`;
  return {
    source: `{ ${entry('consumer-key', 'READ')}, tables: { ${tables} } }`,
    destination: `{ ${entry('writer-key', 'WRITE')} }`,
  };
}

export const SECRETS = { PW: 'p', READ: 'consumer-secret', WRITE: 'writer-secret' };

/** A configuration with these `exports:`. */
export function configText(systems: Systems, exports: string): string {
  const indented = exports
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `version: 1
sources:
  db: { type: postgres, host: localhost, database: d, auth: { flow: password, user: u, password: "\${PW}" }, tables: { scores: } }
  crm: ${systems.source}
destinations:
  crm_write: ${systems.destination}
exports:
${indented}
`;
}

/** What the state would know of this table, had a sync made it. */
export async function storedAs(c: Connection, source: string, table: string, now: Date): Promise<StoredTable> {
  const columns = await c.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${id(source)}.${id(table)}`);
  const at = now.toISOString();
  return {
    source,
    table,
    schema: source,
    name: table,
    label: table,
    category: source,
    fingerprint: {},
    watermark: null,
    columns: columns.map(({ column_name: name, column_type: duckdbType }) => ({
      name,
      label: name,
      nativeType: '',
      semanticType: '',
      duckdbType,
    })),
    key: [],
    cursor: null,
    where: null,
    nameColumn: null,
    marksDeletes: false,
    rows: 0,
    syncedAt: at,
    fullSyncAt: at,
  };
}

/** A directory with a state whose tables the test writes, and exports that are run over it. */
export class World {
  readonly directory: string;
  readonly output: string;
  readonly #destinations: readonly DestinationDefinition[];
  readonly #systems: Systems;
  readonly #env: Readonly<Record<string, string>>;
  #clock = Date.now();

  private constructor(
    directory: string,
    destinations: readonly DestinationDefinition[],
    systems: Systems,
    env: Readonly<Record<string, string>>,
  ) {
    this.#env = env;
    this.#systems = systems;
    this.directory = directory;
    this.output = join(directory, 'output');
    this.#destinations = destinations;
  }

  /** `url`: where the Salesforce is; `tables`: those of it that are synced. Or the entries of both systems, as the file writes them. */
  static async make(
    destinations: readonly DestinationDefinition[],
    {
      url = 'http://localhost',
      tables = 'Account:',
      systems = salesforceSystems(url, tables),
      env = SECRETS,
    }: { url?: string; tables?: string; systems?: Systems; env?: Readonly<Record<string, string>> } = {},
  ): Promise<World> {
    return new World(await mkdtemp(join(tmpdir(), 'highwater-exports-')), destinations, systems, env);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Where the state is kept; null: in a directory of the world's own. */
  place: StateStore | null = null;

  get store(): StateStore {
    if (this.place !== null) return this.place;
    return directoryStore({
      directory: join(this.directory, 'state'),
      encryption: null,
      clock: () => this.now(),
      pid: process.pid,
    });
  }

  now(): Date {
    this.#clock += 1000;
    return new Date(this.#clock);
  }

  later(seconds: number): void {
    this.#clock += seconds * 1000;
  }

  /** Makes tables of the state as a sync would: `source.table` with its SELECT. Then reads exports back. */
  async sync(tables: Readonly<Record<string, string>>, config?: string): Promise<readonly ExportRecord[]> {
    return this.state(async (c) => {
      const synced: StoredTable[] = [];
      for (const [name, select] of Object.entries(tables)) {
        const [source = '', table = ''] = name.split('.');
        await c.run(`CREATE SCHEMA IF NOT EXISTS ${id(source)}`);
        await c.run(`CREATE OR REPLACE TABLE ${id(source)}.${id(table)} AS ${select}`);
        const stored = await storedAs(c, source, table, this.now());
        await storeTable(c, stored);
        synced.push(stored);
      }
      return config === undefined ? [] : readBack(c, (await this.load(config)).exports, synced);
    });
  }

  /** Changes the saved state. */
  async state<T>(change: (c: Connection) => Promise<T>): Promise<T> {
    const file = join(this.directory, 'sync.duckdb');
    const restored = await this.store.restore(file);
    const warehouse = await Warehouse.open(file, { directory: join(this.directory, 'sync'), now: this.now().toISOString() });
    const result = await warehouse.database.use(change);
    await warehouse.close();
    await this.store.save(file, (restored?.generation ?? 0) + 1);
    await rm(file, { force: true });
    return result;
  }

  async load(exports: string, env: Readonly<Record<string, string>> = this.#env) {
    const text = configText(this.#systems, exports);
    return loadConfigText(join(this.directory, 'highwater.yml'), text, env, SOURCES, {
      definitions: this.#destinations,
      required: true,
    });
  }

  async run(exports: string, options: Partial<ExportOptions> & { only?: readonly string[] } = {}): Promise<RunRecord> {
    const { only = [], ...given } = options;
    return exportRows(
      {
        config: await this.load(exports),
        why: 'a test',
        output: this.output,
        only,
        options: { dryRun: false, limit: null, first: false, retryParked: false, allowDeletes: false, ...given },
      },
      this.deps(),
    );
  }

  /** A real sync of the service's tables. */
  async realSync(exports: string): Promise<RunRecord> {
    const request = {
      config: await this.load(exports),
      mode: 'incremental',
      why: 'a test',
      tables: ['crm.*'],
      output: this.output,
    } as const;
    const record = await sync({ ...request, onUnreadableState: 'fail', allowDeletes: false }, this.deps());
    const errors = [record.error, ...record.sources.map((s) => s.error), ...record.tables.map((t) => t.error)].filter(
      (e) => e !== null,
    );
    if (record.status !== 'succeeded' || errors.length > 0) throw new Error(`the sync failed: ${JSON.stringify(errors)}`);
    return record;
  }

  /** Ends a run early when it is aborted. */
  signal = new AbortController().signal;

  deps(): RunDeps {
    return {
      workDirectory: join(this.directory, 'work'),
      signal: this.signal,
      observe: () => undefined,
      mask: () => undefined,
      redact: (text) => text,
      now: () => this.now(),
      vaults: null,
      version: '0.0.0',
      store: this.store,
      encrypted: false,
    };
  }

  async file(name: string, file: string): Promise<string> {
    return readFile(join(this.output, 'exports', name, file), 'utf8');
  }
}
