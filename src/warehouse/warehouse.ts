import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { DerivedTable, Resume } from '../model/contract.ts';
import type { TablePlan } from '../model/plan.ts';
import type { HistoryEntry, RunRecord } from '../model/record.ts';
import type { Column } from '../model/table.ts';
import { createCatalog, readMemory, type StoredTable, storedTables, storeTable, writeMemory } from './catalog/catalog.ts';
import { KeptEntries } from './catalog/kept-entries.ts';
import { commentColumns, describeContents, readHistory, recordRun } from './catalog/metadata.ts';
import { compactedName, writeCompacted } from './compacted-copy.ts';
import type { Database } from './duckdb/database.ts';
import type { DatabaseOptions, Room } from './duckdb/memory-limit.ts';
import { adoptName } from './duckdb/names.ts';
import { TypeSpellings } from './duckdb/types.ts';
import { hmacKey } from './load/mask/mask-value.ts';
import { STAGE_DATABASE } from './load/stage.ts';
import { computeDerived } from './table/derived.ts';
import { FullLoad } from './table/full-load.ts';
import { IncrementalLoad } from './table/incremental-load.ts';
import { layoutOf } from './table/layout.ts';
import { dropOrphans, dropShadow, dropTable, findResume, shadowTables } from './table/shadow.ts';
import { SmallTables } from './table/small-tables.ts';
import { type LoadContext, type TableLoad, titleOf } from './table/table-load.ts';
import { ContentCheck } from './verify/content-check.ts';
import { Reading } from './verify/reading.ts';
import { openDatabase, roomOf, stagingIn, type WarehouseOptions } from './warehouse-options.ts';

export interface LoadRequest {
  readonly plan: TablePlan;
  readonly fingerprint: Readonly<Record<string, string>>;
  /** What the state holds of this table, where it can be built upon. */
  readonly stored: StoredTable | null;
  /** Stops an import that waits for its merge. */
  readonly stop?: AbortSignal;
  onRead(rows: number): void;
  onLoaded(rows: number): void;
}

/** The state file while a run works on it: every table's rows with their watermarks. The only importer of DuckDB is this folder. */
export class Warehouse {
  #database: Database;
  readonly #options: WarehouseOptions;
  readonly #room: Room;
  readonly #kept = new KeptEntries();
  readonly #spellings = new TypeSpellings();
  readonly #merges = pLimit(1);
  /** Small tables that are read in full, on their way into the state. */
  readonly small = new SmallTables(
    () => this.#database,
    async (work) => this.exclusive(work),
  );
  /** Tables that may have a shadow, and those that the state may know, as `source.table`. */
  #shadows = new Set<string>();
  #known = new Set<string>();
  #sequence = 0;
  #upgraded = false;

  private constructor(database: Database, options: WarehouseOptions, room: Room) {
    this.#database = database;
    this.#options = options;
    this.#room = room;
  }

  /** Opens the file (makes it where there is none) and checks that it is a state of ours. */
  static async open(file: string, options: WarehouseOptions): Promise<Warehouse> {
    const staging = stagingIn(options);
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    await rm(compactedName(file), { force: true });
    const room = roomOf(options);
    const warehouse = new Warehouse(await openDatabase(file, options, room), options, room);
    await warehouse.#prepare();
    return warehouse;
  }

  get database(): Database {
    return this.#database;
  }

  /** One at a time: merges and changes of different tables must not meet in DuckDB. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#merges(work);
  }

  /** True where the file was of an older format when it was opened. */
  get isUpgraded(): boolean {
    return this.#upgraded;
  }

  /** For a small database that is open for a moment beside this one. */
  smallRoom(): Room {
    return roomOf({ ...this.#options, threads: 1 });
  }

  async #prepare(): Promise<void> {
    await this.#database.use(async (c) => {
      this.#upgraded = (await createCatalog(c)) || this.#upgraded;
      this.#shadows = await dropOrphans(c);
    });
    await this.#setUp();
  }

  /** What DuckDB forgets when the file is closed. */
  async #setUp(): Promise<void> {
    await this.#database.use(async (c) => {
      await c.run(`ATTACH ':memory:' AS ${STAGE_DATABASE}`);
      const tables = await storedTables(c);
      this.#known = new Set(tables.map((t) => `${t.source}.${t.table}`));
      if (tables.some((t) => t.longRows)) await this.#database.keepRowGroups();
      const widest = Math.max(0, ...tables.map((t) => t.columns.length));
      await this.#database.makeRoom(widest);
    });
  }

  async tables(): Promise<StoredTable[]> {
    const tables = await this.#database.use(async (c) => storedTables(c));
    return tables.map((t) => this.#kept.newest(t));
  }

  async memory(): Promise<Map<string, Map<string, string>>> {
    return this.#database.use(readMemory);
  }

  async remember(memory: ReadonlyMap<string, ReadonlyMap<string, string>>): Promise<void> {
    await this.#database.use(async (c) => writeMemory(c, memory));
  }

  /** What an interrupted full sync of this very plan left, or null. */
  async findResume(request: LoadRequest): Promise<Resume | null> {
    return request.plan.mode === 'full' ? this.#database.use(async (c) => findResume(c, this.#context(request))) : null;
  }

  /** `resume` is what the import started with: what it resumes from, or the watermark and partitions of a fresh start. */
  async begin(request: LoadRequest, resume: Resume): Promise<TableLoad> {
    const context = this.#context(request);
    await this.#database.makeRoom(context.layout.columns.length);
    const { plan, stored } = request;
    const title = titleOf(plan);
    const isKnown = this.#known.has(title);
    this.#known.add(title);
    if (isKnown && stored?.name !== plan.target.name) await this.#database.use(async (c) => adoptName(c, plan));
    this.#kept.forget({ source: plan.source, table: plan.ref.name });
    return plan.mode === 'full' ? new FullLoad(context).begin(resume) : new IncrementalLoad(context);
  }

  /** Replaces what the state knows of a table whose rows have not changed. */
  async keep(table: StoredTable): Promise<void> {
    this.#kept.forget(table);
    await this.#database.use(async (c) => c.transaction(async () => storeTable(c, table)));
  }

  /** For `verify`: the table as it is, to be compared. */
  async check(request: LoadRequest): Promise<ContentCheck> {
    return ContentCheck.begin(this.#context(request));
  }

  /** For `verify`: rows of these columns, to be compared. `key`: false where they have none. */
  async reading(request: LoadRequest, columns: readonly Column[], kind: { key: boolean; snapshot: boolean }): Promise<Reading> {
    const { plan } = request;
    const { deletedFlag: _, ...schema } = plan.schema;
    const narrowed = kind.key ? { ...plan.schema, columns } : { ...schema, columns, key: [] };
    await this.#database.makeRoom(columns.length);
    return Reading.begin(this.#context({ ...request, stored: null, plan: { ...plan, schema: narrowed } }), kind.snapshot);
  }

  /** An import whose rows are looked at before they are merged, or dropped. */
  async beginChanges(request: LoadRequest): Promise<IncrementalLoad> {
    const context = this.#context(request);
    await this.#database.makeRoom(context.layout.columns.length);
    this.#kept.forget({ source: request.plan.source, table: request.plan.ref.name });
    return new IncrementalLoad(context).withStage();
  }

  #context(request: LoadRequest): LoadContext {
    const { plan, stored } = request;
    return {
      ...request,
      database: this.#database,
      layout: layoutOf(plan, stored),
      stagingDirectory: stagingIn(this.#options),
      maskKey: this.#options.maskKey ? hmacKey(this.#options.maskKey) : null,
      now: this.#options.now,
      runId: this.#options.runId ?? this.#options.now,
      clock: () => (this.#options.clock?.() ?? new Date()).toISOString(),
      allowDeletes: this.#options.allowDeletes ?? false,
      keep: async (connection, table) => this.#kept.keep(connection, table, stored),
      nextSequence: () => ++this.#sequence,
      exclusive: async (work) => this.exclusive(work),
      small: this.small,
      spellings: this.#spellings,
      shadows: this.#shadows,
    };
  }

  /** Computes a derived table again; its rows replace the old ones in one transaction. */
  async derive(source: string, table: DerivedTable): Promise<StoredTable> {
    return this.#database.use(async (c) => computeDerived(c, source, table, this.#options.now));
  }

  /** Removes a table that the configuration no longer names, with its history and what is left of its shadow. */
  async drop(table: StoredTable): Promise<void> {
    this.#kept.forget(table);
    await this.#database.use(async (c) => dropTable(c, table));
  }

  /** Drops what is left of a table's unfinished full sync. True: there was something. */
  async dropUnfinished(source: string, table: string): Promise<boolean> {
    return this.#database.use(async (c) => {
      const there = (await shadowTables(c)).length;
      await dropShadow(c, source, table);
      return (await shadowTables(c)).length < there;
    });
  }

  /** Writes `_highwater.*` and the comments of the tables that were written in this run. */
  async describe(run: RunRecord, written: readonly StoredTable[]): Promise<void> {
    const tables = await this.tables();
    await this.#database.use(async (c) => {
      await describeContents(c, tables, run.tables);
      await commentColumns(c, written);
      await recordRun(c, run);
    });
  }

  async history(): Promise<HistoryEntry[]> {
    return this.#database.use(readHistory);
  }

  /** Rewrites the file without its free blocks, where they exceed a quarter of it (`VACUUM` reclaims nothing in DuckDB). */
  async compact(always = false): Promise<boolean> {
    await this.#kept.write(this.#database);
    const file = this.#database.file;
    const compacted = compactedName(file);
    if (!(await this.#database.use(async (c) => writeCompacted(c, compacted, always)))) return false;
    this.#database.close();
    await rename(compacted, file);
    this.#database = await openDatabase(file, this.#options, this.#room);
    await this.#prepare();
    return true;
  }

  async checkpoint(): Promise<void> {
    if (this.#database.readOnly) return;
    await this.#kept.write(this.#database);
    await this.#database.use(async (c) => c.checkpoint());
  }

  /** After `close`: opens the file again so that nothing can change it, whatever other names it has by now. */
  async reopenToRead(): Promise<void> {
    this.#database = await openDatabase(this.#database.file, this.#options, this.#room, true);
  }

  /**
   * Runs `work` while nothing has the file open, which is whole by itself then; opens it again however that ends. For rows that will soon be
   * deleted `compresses: false` saves the search for the best compression, which takes longer than writing them.
   */
  async whileClosed<T>(
    work: (file: string, options: DatabaseOptions) => Promise<T>,
    { compresses = true }: { readonly compresses?: boolean } = {},
  ): Promise<T> {
    if (!compresses) await this.#database.use(async (c) => c.run("SET GLOBAL force_compression = 'uncompressed'"));
    await this.checkpoint();
    const { file } = this.#database;
    this.#database.close();
    try {
      return await work(file, { room: this.#room, tempDirectory: join(this.#options.directory, 'spill') });
    } finally {
      this.#database = await openDatabase(file, this.#options, this.#room);
      await this.#setUp();
    }
  }

  /** What a statement had to be given above DuckDB's share of the memory, in MiB; 0 where the share was enough. */
  get memoryBeyondMib(): number {
    return this.#room.beyondMib;
  }

  /** Closes the file without writing to it: what is only in the log is lost with the file. */
  async abandon(): Promise<void> {
    if (!this.#database.readOnly) await this.#database.use(async (c) => c.run('PRAGMA disable_checkpoint_on_shutdown'));
    this.#database.close();
    await rm(stagingIn(this.#options), { recursive: true, force: true });
  }

  /** After this the file is whole by itself (no write-ahead log) and may be copied or saved. */
  async close(): Promise<void> {
    try {
      await this.checkpoint();
    } finally {
      this.#database.close();
    }
    await rm(stagingIn(this.#options), { recursive: true, force: true });
  }
}
