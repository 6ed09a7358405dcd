import { isDeepStrictEqual } from 'node:util';
import type { Resume } from '../../model/contract.ts';
import type { Partition, Receipt } from '../../model/plan.ts';
import type { Staging } from '../../model/staging.ts';
import type { Note } from '../../model/table.ts';
import { STATE_SCHEMA, shadowName, storeTable } from '../catalog/catalog.ts';
import { hiddenNotes } from '../catalog/visibility.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, qualified, text } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import { TableHistory } from '../history/history.ts';
import { giveTypes, needsOf } from '../load/adaptive.ts';
import { DELETED_FLAG } from '../load/deleted-flag.ts';
import { type Batch, claimedBy, rowsOf } from '../load/load-batch.ts';
import type { LittleRead, LoadedPartition, Loader, LoadInto } from '../load/loader.ts';
import { Stage } from '../load/stage.ts';
import { bodyTarget, removeUnsettled } from './body-target.ts';
import { type Difference, differenceFromLive } from './compare-with-live.ts';
import { mergeTail, refuseTail, type Tail } from './full-tail.ts';
import { storedColumns, variedText } from './layout.ts';
import { findMissingKeys, type MissingKeys, NO_MISSING_KEYS } from './missing-keys.ts';
import { dataNotes, heldBack } from './notes.ts';
import { begunAt, createEmpty, createShadow, dropShadow, expectedRows, forgetShadow, lastRow, shadowOf } from './shadow.ts';
import { mayBeSmall, SmallFullLoad } from './small-full-load.ts';
import {
  type ImportEnd,
  type LoadContext,
  loaderOf,
  type MergeResult,
  plannedAt,
  storedTable,
  type TableLoad,
  titleOf,
} from './table-load.ts';

/**
 * A whole table: built as a shadow beside the live one, partition by partition, and put in its place in one transaction.
 * The next run resumes an interrupted one, where the source can. What is little has no shadow: see SmallFullLoad.
 */
export class FullLoad implements TableLoad {
  readonly #context: LoadContext;
  readonly #stage: Stage;
  readonly #shadow: string;
  readonly #live: string;
  readonly #now: string;
  readonly #loader: Loader;
  #body: LoadInto;
  /** Tail and sweep. */
  readonly #rest: LoadInto;
  #merging = false;
  /** What the import starts with, while there is no shadow. */
  #start: Resume | null = null;
  /** All that was read, once it is known to be little. */
  #little: LittleRead | null = null;
  #swept = false;
  #longRows = false;
  /** Rows of the body that came in this run. */
  #received = 0;
  /** Whether the shadow has the compression that it keeps. */
  #chosen = false;
  /** The service's clock when this full sync began, perhaps in an earlier run: from then on the table counts as read in full. */
  #begunAt: string;
  /** The last row of what earlier runs have read; null for a shadow of this run. */
  #lastOld: number | null = null;

  constructor(context: LoadContext) {
    const { schema, name } = context.plan.target;
    this.#context = context;
    this.#stage = new Stage(context.nextSequence(), context.layout, context.plan.schema.deletedFlag);
    this.#shadow = shadowOf(context);
    this.#live = qualified(schema, name);
    this.#begunAt = plannedAt(context);
    this.#now = `TIMESTAMPTZ ${text(context.now)}`;
    this.#loader = loaderOf(context);
    const rows = {
      ...bodyTarget(context, this.#shadow, this.#now, () => {
        this.#longRows = true;
      }),
      prepare: async (batch: Batch) => {
        await this.#ensureShadow();
        await this.#chooseCompression(batch);
      },
    };
    this.#body = { targets: { rows }, record: async (c, partition) => this.#record(c, partition) };
    this.#rest = { targets: this.#stage.targets(context.database) };
  }

  async begin(resume: Resume): Promise<this> {
    this.#body = { ...this.#body, expectedRows: expectedRows(resume) };
    if (resume.done.length === 0) {
      this.#start = resume;
      if (!mayBeSmall(this.#context)) await this.#createShadow(resume);
      return this;
    }
    await this.#context.database.use(async (c) => {
      await removeUnsettled(c, this.#shadow);
      this.#lastOld = await lastRow(c, this.#shadow);
      this.#begunAt = (await begunAt(c, this.#context)) ?? this.#begunAt;
    });
    this.#chosen = true;
    return this;
  }

  async #createShadow(start: Resume): Promise<void> {
    this.#start = null;
    await this.#context.database.use(async (c) => createShadow(c, this.#context, start));
  }

  /** Not to be called within `exclusive`. */
  async #ensureShadow(): Promise<void> {
    if (this.#start !== null) await this.#context.exclusive(async () => this.#start !== null && this.#createShadow(this.#start));
  }

  /** With the first rows at hand, and none loaded. */
  async #chooseCompression(batch: Batch): Promise<void> {
    if (this.#chosen) return;
    this.#chosen = true;
    const { database, layout } = this.#context;
    await database.use(async (c) => {
      // If rows can't be read, the load reports them, with their column.
      const varied = await variedText(c, rowsOf(batch), claimedBy(batch.files), layout.columns).catch(() => new Set<string>());
      if (varied.size > 0) await createEmpty(c, this.#context, varied);
    });
  }

  async receive(partition: Partition, read: (staging: Staging) => Promise<Receipt>): Promise<Receipt> {
    if (partition.pass === 'sweep') this.#swept = true;
    const isBody = partition.pass === 'body';
    const receipt = await this.#loader.receive(partition, isBody ? this.#body : this.#rest, read);
    if (isBody) this.#received += receipt.rows;
    return receipt;
  }

  async loaded(): Promise<void> {
    this.#little = this.#start === null || this.#swept ? null : await this.#loader.little(this.#body);
    if (this.#little !== null) return;
    await this.#loader.finish();
    await this.#ensureShadow();
  }

  get sharesMerge(): boolean {
    return this.#little !== null;
  }

  async #record(connection: Connection, partition: LoadedPartition): Promise<void> {
    await this.#ensureShadow();
    const { plan } = this.#context;
    const values = [plan.source, plan.ref.name, partition.id].map(text).join(', ');
    await connection.run(`INSERT INTO ${STATE_SCHEMA}.shadow_parts VALUES (${values}, ${partition.rows})`);
  }

  /** Only a resumed full sync reads keys. */
  async missingKeys(most: number): Promise<MissingKeys> {
    const { database, layout } = this.#context;
    if (this.#lastOld === null) return NO_MISSING_KEYS;
    const input = { stage: this.#stage, table: this.#shadow, layout, marked: false };
    return database.use(async (c) => findMissingKeys(c, input, most));
  }

  held(): null {
    return null;
  }

  /** The next run resumes from what was read, unless the merge failed because of it. */
  async abandon(useless = false): Promise<void> {
    const { plan, database } = this.#context;
    if (this.#little !== null) return this.#loader.discard();
    await this.#loader.finish().catch(() => undefined);
    await database.use(async (c) => {
      if (useless || this.#merging) await dropShadow(c, plan.source, plan.ref.name);
      await this.#stage.drop(c);
    });
  }

  async merge(end: ImportEnd): Promise<MergeResult> {
    if (this.#little !== null) return this.#mergeLittle(this.#little, end);
    this.#merging = true;
    if (!this.#stage.empty || end.swept) await this.#stage.ensure(this.#context.database);
    return this.#context.database.use(async (c) => {
      const types = await this.#settle(c, end);
      const finished = await c.transaction(async () => this.#finish(c, end, types));
      if (this.#context.plan.schema.deletedFlag !== undefined)
        await c.run(`ALTER TABLE ${this.#shadow} DROP COLUMN ${DELETED_FLAG}`);
      const { schema, name } = this.#context.plan.target;
      const columns = storedColumns(this.#context.layout, await realTypes(c, schema, shadowName(name)));
      const unchanged = finished.inserted + finished.updated + finished.deleted === 0 && (await this.#isLikeLive(c));
      const held = await heldBack(c, this.#shadow, this.#context.layout, end);
      // A transaction of its own: DuckDB's log forgets what was written to a table that the same transaction renames.
      const { total: rows, notes } = await c.transaction(async () => {
        const total = await c.count(this.#shadow);
        const history = await this.#takeHistory(c, unchanged);
        await c.run(`DROP TABLE IF EXISTS ${unchanged ? this.#shadow : this.#live}`);
        if (!unchanged) await c.run(`ALTER TABLE ${this.#shadow} RENAME TO ${id(name)}`);
        const kept = { ...end, watermark: held.watermark };
        const entry = storedTable(
          this.#context,
          columns,
          { rows: total, applied: finished.applied, changed: !unchanged, longRows: this.#longRows },
          kept,
          this.#begunAt,
        );
        await storeTable(c, entry);
        await history?.store(c, entry);
        return { total, notes: [...finished.notes, ...held.notes, ...hiddenNotes(entry)] };
      });
      await this.#stage.dropQuietly(c);
      return { ...finished, rows, watermark: held.watermark, columns, notes };
    });
  }

  async #mergeLittle(read: LittleRead, end: ImportEnd): Promise<MergeResult> {
    const { rows: target } = this.#body.targets;
    if (target === undefined || end.swept) throw new Error('keys were read that the rows are to be compared with');
    const small = new SmallFullLoad({ context: this.#context, read, target, end, begunAt: this.#begunAt, now: this.#now });
    try {
      await this.#context.small.add(small);
      return small.result();
    } finally {
      await this.#loader.discard();
    }
  }

  get #tail(): Tail {
    return { stage: this.#stage, shadow: this.#shadow, lastOld: this.#lastOld, received: this.#received, now: this.#now };
  }

  async #takeHistory(connection: Connection, unchanged: boolean): Promise<TableHistory | null> {
    const { stored, plan } = this.#context;
    const live = plan.target.name;
    const shadow = shadowName(live);
    const history = await TableHistory.open(connection, this.#context, stored === null ? [shadow] : [shadow, live]);
    if (history === null || (unchanged && history.isInStep)) return history;
    await history.catchUp(connection, live);
    await history.takeTable(connection, shadow);
    return history;
  }

  /** Where nothing changed the live table stays: `_synced_at` keeps saying when a row was last written, and no space is lost. */
  async #isLikeLive(connection: Connection): Promise<boolean> {
    const { stored, plan } = this.#context;
    if (stored === null) return false;
    const { schema, name } = plan.target;
    const [live, shadow] = [await realTypes(connection, schema, name), await realTypes(connection, schema, shadowName(name))];
    return stored.name === name && isDeepStrictEqual([...live], [...shadow]);
  }

  /** Chooses types for the adaptive columns and makes the tail's keys unique. */
  async #settle(connection: Connection, end: ImportEnd): Promise<Map<string, string>> {
    const { layout, plan, stored } = this.#context;
    const adaptive = layout.columns.filter((c) => c.adaptive).map((c) => c.name);
    const kept = stored !== null && plan.options.deletes !== 'remove';
    const live = kept ? await realTypes(connection, plan.target.schema, plan.target.name) : new Map<string, string>();
    const types = await this.#stage.settle(connection, live, await needsOf(connection, this.#shadow, adaptive));
    if (this.#stage.empty) return types;
    if (layout.key.length > 0) await this.#stage.deduplicate(connection, titleOf(plan), end.snapshot);
    else await refuseTail(connection, this.#stage, titleOf(plan));
    return types;
  }

  /** Turns the shadow into what the table shall be: final types, one row a key, the tail, and what is kept of the live table. */
  async #finish(connection: Connection, end: ImportEnd, types: ReadonlyMap<string, string>): Promise<Finished> {
    const { layout, plan } = this.#context;
    await giveTypes(connection, this.#shadow, types, layout.key);
    if (plan.schema.deletedFlag !== undefined) await connection.run(`DELETE FROM ${this.#shadow} WHERE ${DELETED_FLAG}`);
    await forgetShadow(connection, plan.source, plan.ref.name);
    if (layout.key.length > 0) await mergeTail(connection, this.#context, this.#tail, end);
    const applied = await connection.count(this.#shadow);
    const { difference, notes } = await this.#compareWithLive(connection, applied);
    const data = await dataNotes(connection, this.#shadow, layout, this.#longRows);
    return { ...difference, applied, notes: [...notes, ...data] };
  }

  async #compareWithLive(connection: Connection, applied: number): Promise<{ difference: Difference; notes: Note[] }> {
    const { stored, plan } = this.#context;
    const { schema, name } = plan.target;
    if (stored === null) return { difference: { inserted: applied, updated: 0, deleted: 0 }, notes: [] };
    const types = {
      live: await realTypes(connection, schema, name),
      shadow: await realTypes(connection, schema, shadowName(name)),
    };
    const tables = { live: this.#live, shadow: this.#shadow, types, now: this.#now };
    return differenceFromLive(connection, this.#context, tables);
  }
}

interface Finished extends Difference {
  readonly applied: number;
  readonly notes: readonly Note[];
}
