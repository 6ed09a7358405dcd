import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishTable, type TablePublish, type TablePublished } from '../../src/lake/publish-table.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import type { StoredTable } from '../../src/warehouse/catalog/catalog.ts';
import { type Connection, Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { text } from '../../src/warehouse/duckdb/sql.ts';

/** A table of a real DuckDB file, and the lake that it is published to. */
export class LakeTable {
  readonly directory: string;
  readonly connection: Connection;
  readonly #database: Database;
  store: ObjectStore;
  clock = new Date('2026-12-01T00:00:00Z');
  table: StoredTable;
  keepSeconds = 7 * 86_400;
  largestBytes = 40_000;

  private constructor(directory: string, database: Database, connection: Connection, store: ObjectStore) {
    this.directory = directory;
    this.#database = database;
    this.connection = connection;
    this.store = store;
    this.table = {
      source: 'crm',
      table: 'deals',
      schema: 'main',
      name: 'deals',
      label: 'Deals',
      category: 'table',
      fingerprint: {},
      watermark: null,
      columns: [],
      key: ['id'],
      cursor: null,
      where: null,
      nameColumn: null,
      marksDeletes: false,
      rows: 0,
      syncedAt: '2026-12-01T00:00:00Z',
      fullSyncAt: '2026-12-01T00:00:00Z',
    };
  }

  static async create(ddl: string, key: readonly string[] = ['id']): Promise<LakeTable> {
    const directory = await mkdtemp(join(tmpdir(), 'highwater-lake-'));
    await mkdir(join(directory, 'work'));
    const database = await Database.open(join(directory, 'state.duckdb'), {
      room: new Room(1024, 1),
      tempDirectory: join(directory, 'work', 'tmp'),
    });
    const connection = await database.connect();
    await connection.run(ddl);
    const store = await openObjectStore(join(directory, 'lake'), { setting: 'output.publish.to', env: {} });
    const lake = new LakeTable(directory, database, connection, store);
    lake.table = { ...lake.table, key };
    return lake;
  }

  get root(): string {
    return join(this.directory, 'lake', 'crm', 'deals');
  }

  async publish(more: Partial<TablePublish> = {}): Promise<TablePublished> {
    return publishTable({
      store: this.store,
      folder: 'crm/deals',
      table: this.table,
      part: null,
      connection: this.connection,
      workDirectory: join(this.directory, 'work'),
      runId: 'run',
      now: () => this.clock,
      keepSeconds: this.keepSeconds,
      largestBytes: this.largestBytes,
      ...more,
    });
  }

  /** Data files of one version, by a reader of the log of our own that knows nothing of the writer's. */
  async filesOf(version: number): Promise<string[]> {
    const files = new Set<string>();
    for (let v = 0; v <= version; v++) {
      const log = await readFile(join(this.root, '_delta_log', `${String(v).padStart(20, '0')}.json`), 'utf8');
      for (const line of log.trimEnd().split('\n')) {
        const action = JSON.parse(line) as { add?: { path: string }; remove?: { path: string } };
        if (action.add !== undefined) files.add(action.add.path);
        if (action.remove !== undefined) files.delete(action.remove.path);
      }
    }
    return [...files].map((path) => join(this.root, path));
  }

  async newestVersion(): Promise<number> {
    const names = await readdir(join(this.root, '_delta_log'));
    return Math.max(...names.filter((name) => /^\d{20}\.json$/.test(name)).map((name) => Number(name.slice(0, 20))));
  }

  /** Rows that only one of the two has. */
  async difference(version: number, table = 'deals'): Promise<number> {
    const files = await this.filesOf(version);
    const there =
      files.length === 0 ? '(FROM deals LIMIT 0)' : `FROM read_parquet([${files.map(text).join()}], union_by_name = true)`;
    return this.connection.count(`((FROM ${table} EXCEPT ALL ${there}) UNION ALL (${there} EXCEPT ALL FROM ${table}))`);
  }

  /** As another process would have. */
  async secondConnection(): Promise<Connection> {
    return this.#database.connect();
  }

  async close(): Promise<void> {
    this.connection.close();
    this.#database.close();
    this.store.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}
