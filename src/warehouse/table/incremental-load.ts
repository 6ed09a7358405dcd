import type { HeldRows } from '../../model/counts.ts';
import type { Partition, Receipt } from '../../model/plan.ts';
import type { Staging } from '../../model/staging.ts';
import type { Column, Note } from '../../model/table.ts';
import { storeTable } from '../catalog/catalog.ts';
import { hiddenNotes, refuseHidden } from '../catalog/visibility.ts';
import type { Connection, Database } from '../duckdb/database.ts';
import { id, qualified, text } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import { TableHistory } from '../history/history.ts';
import type { MergeChanges } from '../history/merged-versions.ts';
import type { Loader, LoadInto } from '../load/loader.ts';
import { Stage } from '../load/stage.ts';
import { heldRows } from './held-rows.ts';
import { takenKeys } from './keys.ts';
import { DELETED_AT, evolveTable, isToEvolve, storedColumns } from './layout.ts';
import { type MergePlan, planMerge } from './merge.ts';
import { findMissingKeys, type MissingKeys } from './missing-keys.ts';
import { changeNotes, heldBack } from './notes.ts';
import {
  type ImportEnd,
  type LoadContext,
  loaderOf,
  type MergeResult,
  refuseTooManyDeletes,
  storedTable,
  type TableLoad,
  titleOf,
} from './table-load.ts';

/** Changes since the watermark: staged beside the warehouse, then merged into the live table in one transaction. */
export class IncrementalLoad implements TableLoad {
  readonly #context: LoadContext;
  readonly stage: Stage;
  readonly #loader: Loader;
  readonly #into: LoadInto;
  /** Of keys that are to go: those that the source does not show, rather than reports as deleted. */
  #absent = 0;

  constructor(context: LoadContext) {
    this.#context = context;
    this.stage = new Stage(context.nextSequence(), context.layout, context.plan.schema.deletedFlag);
    this.#loader = loaderOf(context);
    this.#into = { targets: this.stage.targets(context.database) };
  }

  /** For those who read the stage whatever was received. */
  async withStage(): Promise<this> {
    await this.stage.ensure(this.#context.database);
    return this;
  }

  async receive(partition: Partition, read: (staging: Staging) => Promise<Receipt>): Promise<Receipt> {
    return this.#loader.receive(partition, this.#into, read);
  }

  readonly sharesMerge = false;

  async loaded(): Promise<void> {
    await this.#loader.finish();
  }

  async missingKeys(most: number): Promise<MissingKeys> {
    const { database, plan, layout } = this.#context;
    const table = qualified(plan.target.schema, plan.target.name);
    const input = { stage: this.stage, table, layout, marked: layout.marksDeletes };
    return database.use(async (c) => findMissingKeys(c, input, most));
  }

  held(): HeldRows | null {
    const { database, plan, layout, stored, now } = this.#context;
    if (layout.key.length === 0) return null;
    const known = { countedAt: stored?.countedAt ?? stored?.fullSyncAt ?? now, windows: stored?.countedWindows ?? [] };
    const whole: Pick<Database, 'use'> = {
      use: async (work) => {
        await this.stage.ensure(database);
        return database.use(work);
      },
    };
    return heldRows({
      database: whole,
      stage: this.stage,
      table: qualified(plan.target.schema, plan.target.name),
      layout,
      known,
    });
  }

  /** For `verify --repair`: these keys were not there when they were read again. `query`: SQL for the key's columns. */
  async forget(query: string): Promise<void> {
    await this.stage.ensure(this.#context.database);
    this.#absent += await this.#context.database.use(async (c) => this.stage.addGone(c, query, this.#context.nextSequence()));
  }

  async merge(end: ImportEnd): Promise<MergeResult> {
    const { database } = this.#context;
    const nothing = this.stage.empty && !end.swept && end.sweptParts.length === 0;
    const known = nothing ? await database.use(async (c) => this.#mergeNothing(c, end)) : null;
    if (known !== null) return known;
    await this.stage.ensure(database);
    return database.use(async (c) => this.#merge(c, end));
  }

  async abandon(): Promise<void> {
    await this.#loader.discard();
    await this.#context.database.use(async (c) => this.stage.drop(c));
  }

  /** The import has brought nothing: only times move, where the columns are those that the table has. Null where more has to be done. */
  async #mergeNothing(connection: Connection, end: ImportEnd): Promise<MergeResult | null> {
    const { plan, layout, stored } = this.#context;
    if (stored === null || plan.options.history !== undefined || this.#redefined().length > 0) return null;
    const { schema, name } = plan.target;
    const types = await realTypes(connection, schema, name);
    if (isToEvolve(types, layout, await this.stage.settle(connection, types))) return null;
    const table = qualified(schema, name);
    const rows = await connection.count(table);
    const columns = storedColumns(layout, types);
    const { watermark, notes } = await heldBack(connection, table, layout, end, stored.watermark);
    const entry = storedTable(this.#context, columns, { rows, applied: 0, changed: false }, { ...end, watermark });
    await this.#context.keep(connection, entry);
    const counts = { inserted: 0, updated: 0, deleted: 0, applied: 0 };
    return { ...counts, rows, watermark, columns, notes: [...notes, ...hiddenNotes(entry)] };
  }

  async #merge(connection: Connection, end: ImportEnd): Promise<MergeResult> {
    const { plan, layout } = this.#context;
    const { schema, name } = plan.target;
    const adapts = layout.columns.some((c) => c.adaptive);
    const adaptive = await this.stage.settle(connection, adapts ? await realTypes(connection, schema, name) : new Map());
    const { marksDeletes } = this.#context.layout;
    await this.stage.addCalculated(connection, qualified(schema, name), marksDeletes ? `l.${DELETED_AT} IS NULL` : 'true');
    const applied = await this.stage.deduplicate(connection, titleOf(plan), end.snapshot);
    await this.#context.database.makeRoomForRows(applied);
    const apply = async () => this.#apply(connection, end, adaptive);
    const merged = this.stage.longRows ? await connection.transactionOfLongRows(apply) : await connection.transaction(apply);
    await this.stage.dropQuietly(connection);
    return { ...merged, applied };
  }

  async #apply(connection: Connection, end: ImportEnd, adaptive: ReadonlyMap<string, string>): Promise<Merged> {
    const { plan, layout, now, database } = this.#context;
    const { schema, name } = plan.target;
    const table = qualified(schema, name);
    const { types, notes } = await evolveTable(connection, plan.target, layout, adaptive);
    const history = await TableHistory.open(connection, this.#context, [name]);
    const { deletes } = plan.options;
    const taken = await takenKeys(connection, table, this.stage.table('rows'), layout);
    const input = {
      stage: this.stage,
      table,
      layout,
      types,
      swept: end.swept,
      sweptParts: end.sweptParts,
      deletes,
      now: `TIMESTAMPTZ ${text(now)}`,
      database,
    };
    const merge = await planMerge(connection, input);
    refuseHidden(this.#context, deletes === 'ignore' ? 0 : merge.absent + this.#absent);
    refuseTooManyDeletes(this.#context, merge.counts.deleted, merge.before);
    const redefined = this.#redefined();
    await history?.catchUp(connection, name);
    if (redefined.length === 0) await history?.takeMerge(connection, changesOf(merge, this.stage, table));
    await merge.apply();
    await refreshDerived(connection, table, redefined);
    if (redefined.length > 0) await history?.takeTable(connection, name);
    const changed = `(FROM ${this.stage.table('rows')} s SEMI JOIN ${merge.changed} d ON s.rowid = d.stage_row)`;
    const { inserted, updated, deleted } = merge.counts;
    const data = inserted + updated > 0 ? await changeNotes(connection, table, changed, layout, this.stage.longRows) : [];
    const rows = inserted + updated + deleted > 0 ? await connection.count(table) : merge.held;
    const columns = storedColumns(layout, types);
    const held = await heldBack(connection, table, layout, end, this.#context.stored?.watermark ?? null);
    const { watermark } = held;
    const longRows = this.stage.longRows || this.#context.stored?.longRows === true;
    const altered = inserted + updated + deleted > 0 || notes.length > 0;
    const entry = storedTable(this.#context, columns, { rows, applied: 0, changed: altered, longRows }, { ...end, watermark });
    await storeTable(connection, entry);
    await history?.store(connection, entry);
    const all = [...notes, ...takenNote(layout.key, taken), ...data, ...held.notes, ...hiddenNotes(entry)];
    return { ...merge.counts, rows, watermark, columns, notes: all };
  }

  /** Derived columns whose definition changed (a picklist's labels, say). */
  #redefined(): Column[] {
    const { layout, stored } = this.#context;
    const before = new Map(stored?.columns.map((c) => [c.name, c.derived]));
    return layout.columns.filter((c) => c.derived !== undefined && before.get(c.name) !== c.derived);
  }
}

/** Computes them again for all rows. */
async function refreshDerived(connection: Connection, table: string, columns: readonly Column[]): Promise<void> {
  for (const c of columns)
    await connection.run(`UPDATE ${table} SET ${id(c.name)} = ${c.derived} WHERE ${id(c.name)} IS DISTINCT FROM ${c.derived}`);
}

function changesOf({ changed, doomed }: MergePlan, stage: Stage, live: string): MergeChanges {
  return { stage, live, changed, doomed };
}

function takenNote(key: readonly string[], taken: number): Note[] {
  if (taken === 0) return [];
  const rows = taken === 1 ? '1 row was replaced by another row' : `${taken} rows were replaced by other rows`;
  return [
    {
      kind: 'data',
      message: `${rows} of the same key (${key.join(', ')}). If they are still in the source, the key does not identify rows; the next full sync checks it`,
    },
  ];
}

type Merged = Omit<MergeResult, 'applied'>;
