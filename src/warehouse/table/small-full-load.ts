import { isDeepStrictEqual } from 'node:util';
import type { Note } from '../../model/table.ts';
import type { StoredTable } from '../catalog/catalog.ts';
import { hiddenNotes } from '../catalog/visibility.ts';
import type { Connection } from '../duckdb/database.ts';
import { askTogether } from '../duckdb/row-of-columns.ts';
import { id, qualified } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import { askNeeds, chosenTypes, giveTypes, type Need } from '../load/adaptive.ts';
import { DELETED_FLAG } from '../load/deleted-flag.ts';
import { batchesOf, insertBatch, type LoadTarget } from '../load/load-batch.ts';
import type { LittleRead } from '../load/loader.ts';
import { type Difference, differenceFromLive } from './compare-with-live.ts';
import { type KeyCounts, keyCounts, makeUnique } from './keys.ts';
import { DELETED_AT, definitions, SYNCED_AT, storedColumns, userColumns } from './layout.ts';
import { askNotes, heldBack } from './notes.ts';
import { dropShadow } from './shadow.ts';
import type { SmallTable } from './small-tables.ts';
import { type ImportEnd, type LoadContext, type MergeResult, storedTable, titleOf } from './table-load.ts';

// Statements get long with the columns, and the rows of a group are in memory.
const MOST_COLUMNS = 200;

/** Whether a full sync that brings little can do without a shadow. */
export function mayBeSmall({ plan, layout }: LoadContext): boolean {
  const { columns, removed, key, order } = layout;
  if (plan.options.history !== undefined || columns.length + removed.length > MOST_COLUMNS) return false;
  // Their values change with their types.
  return !columns.some((c) => c.adaptive && (key.includes(c.name) || c.name === order));
}

export interface SmallInput {
  readonly context: LoadContext;
  readonly read: LittleRead;
  /** Where the rows of the body go, but for the table's name. */
  readonly target: LoadTarget;
  readonly end: ImportEnd;
  /** The service's clock when the full sync began. */
  readonly begunAt: string;
  /** SQL for this run's time. */
  readonly now: string;
}

/** What one look at all rows tells. */
interface Look {
  readonly counts: KeyCounts;
  readonly flagged: number;
  readonly needs: ReadonlyMap<string, Need>;
  readonly notes: readonly Note[];
}

interface Prepared {
  readonly entry: StoredTable;
  readonly result: MergeResult;
  /** The live table stays. */
  readonly unchanged: boolean;
}

type Types = ReadonlyMap<string, string>;

/** A whole table that is little: loaded into memory, compared with the live one, and written once, where it shall stay. */
export class SmallFullLoad implements SmallTable {
  readonly #input: SmallInput;
  readonly #rows: string;
  readonly #live: string;
  /** What the live table's columns are made of. */
  #values: readonly string[] = [];
  #done: Prepared | null = null;

  constructor(input: SmallInput) {
    const { context } = input;
    const { schema, name } = context.plan.target;
    this.#input = input;
    this.#rows = qualified('temp', 'main', `small_${context.nextSequence()}`);
    this.#live = qualified(schema, name);
  }

  get bytes(): number {
    return this.#input.read.bytes;
  }

  async prepare(connection: Connection): Promise<void> {
    const { context } = this.#input;
    context.stop?.throwIfAborted();
    const { plan, shadows } = context;
    if (shadows.delete(titleOf(plan))) await dropShadow(connection, plan.source, plan.ref.name);
    await this.#load(connection);
    const look = await this.#settledLook(connection);
    const live = await this.#liveTypes(connection);
    const types = await this.#giveTypes(connection, look.needs, live);
    const { difference, notes, kept } = await this.#compare(connection, look.counts.n, live, types);
    const last = kept ? await this.#look(connection, true) : look;
    await this.#conclude(connection, { difference, notes, applied: look.counts.n, last, live, types });
  }

  async place(connection: Connection): Promise<StoredTable> {
    const { entry, unchanged } = this.#finished();
    if (unchanged) return entry;
    const { schema } = this.#input.context.plan.target;
    const make = `CREATE TABLE ${this.#live} AS SELECT ${this.#values.join(', ')} FROM ${this.#rows}`;
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${id(schema)}; DROP TABLE IF EXISTS ${this.#live}; ${make}`);
    return entry;
  }

  /** After `place`. */
  result(): MergeResult {
    return this.#finished().result;
  }

  #finished(): Prepared {
    if (this.#done === null) throw new Error('the table was not prepared');
    return this.#done;
  }

  async #load(connection: Connection): Promise<void> {
    const { context, read, target } = this.#input;
    const { plan, layout, database } = context;
    const flag = plan.schema.deletedFlag === undefined ? '' : `, ${DELETED_FLAG} BOOLEAN`;
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${this.#rows} (${definitions(layout)}${flag})`);
    let rows = 0;
    for (const batch of batchesOf(read.files, titleOf(plan)))
      rows += await insertBatch(database, connection, { ...batch, target: { ...target, table: this.#rows } });
    context.onLoaded(rows);
  }

  /** `typed`: the columns have their types by now. */
  async #look(connection: Connection, typed = false): Promise<Look> {
    const { layout, plan } = this.#input.context;
    const needs = askNeeds(layout.columns.filter((c) => c.adaptive && !typed).map((c) => c.name));
    const notes = askNotes(layout, 'n');
    const flagged = plan.schema.deletedFlag === undefined ? '0' : `count(*) FILTER (${DELETED_FLAG})`;
    const aggregates = [...keyCounts(layout.key), `${flagged} AS flagged`, ...needs.aggregates, ...notes.aggregates];
    const row = await askTogether(connection, aggregates, this.#rows);
    return { counts: row as KeyCounts, flagged: Number(row.flagged), needs: needs.answer(row), notes: notes.answer(row) };
  }

  /** Once the rows are as many as they shall be: without deleted ones, one a key. */
  async #settledLook(connection: Connection): Promise<Look> {
    const { context, end } = this.#input;
    const { key, identity, order } = context.layout;
    let look = await this.#look(connection);
    if (look.flagged > 0) {
      await connection.run(`DELETE FROM ${this.#rows} WHERE ${DELETED_FLAG}`);
      look = await this.#look(connection);
    }
    const { n, d, nulls } = look.counts;
    if (n === d && nulls === 0) return look;
    const newestFirst = `${order === null ? '' : `${id(order)} DESC NULLS LAST, `}rowid DESC`;
    const { snapshot } = end;
    await makeUnique(connection, { table: this.#rows, key, identity, title: titleOf(context.plan), newestFirst, snapshot });
    return this.#look(connection);
  }

  /** Null where there is no table to compare with. */
  async #liveTypes(connection: Connection): Promise<Types | null> {
    const { stored, plan } = this.#input.context;
    return stored === null ? null : realTypes(connection, plan.target.schema, plan.target.name);
  }

  /** Returns the types of all columns of the table to be, in order. */
  async #giveTypes(connection: Connection, needs: ReadonlyMap<string, Need>, live: Types | null): Promise<Types> {
    const { layout, plan, spellings } = this.#input.context;
    const adaptive = layout.columns.filter((c) => c.adaptive).map((c) => c.name);
    const before = plan.options.deletes === 'remove' ? null : live;
    const chosen = chosenTypes(adaptive, [needs], before ?? new Map());
    const value = (name: string) => {
      const type = chosen.get(name) ?? 'VARCHAR';
      return live !== null || type === 'VARCHAR' ? id(name) : `CAST(${id(name)} AS ${type}) AS ${id(name)}`;
    };
    if (live !== null) await giveTypes(connection, this.#rows, chosen, layout.key);
    const own = layout.marksDeletes ? [SYNCED_AT, DELETED_AT] : [SYNCED_AT];
    this.#values = [...userColumns(layout).map(value), ...own];
    const declared = [...layout.columns, ...layout.removed].map(({ name, duckdbType }) => [name, chosen.get(name) ?? duckdbType]);
    const all = new Map([...(declared as [string, string][]), ...own.map((name) => [name, 'TIMESTAMPTZ'] as const)]);
    return spellings.of(connection, all);
  }

  async #compare(
    connection: Connection,
    applied: number,
    live: Types | null,
    shadow: Types,
  ): Promise<{ difference: Difference; notes: readonly Note[]; kept: boolean }> {
    const { context, now } = this.#input;
    if (live === null) return { difference: { inserted: applied, updated: 0, deleted: 0 }, notes: [], kept: false };
    const tables = { live: this.#live, shadow: this.#rows, types: { live, shadow }, now };
    const compared = await differenceFromLive(connection, context, tables);
    return { ...compared, kept: context.plan.options.deletes !== 'remove' };
  }

  async #conclude(
    connection: Connection,
    found: {
      readonly difference: Difference;
      readonly notes: readonly Note[];
      readonly applied: number;
      readonly last: Look;
      readonly live: Types | null;
      readonly types: Types;
    },
  ): Promise<void> {
    const { context, end, begunAt } = this.#input;
    const { stored, plan, layout } = context;
    const { difference, applied, last, live, types } = found;
    const changes = difference.inserted + difference.updated + difference.deleted;
    const unchanged =
      changes === 0 && live !== null && stored?.name === plan.target.name && isDeepStrictEqual([...live], [...types]);
    const { watermark, notes: held } = await heldBack(connection, this.#rows, layout, end);
    const columns = storedColumns(layout, types);
    const rows = last.counts.n;
    const counts = { rows, applied, changed: !unchanged, longRows: false };
    const entry = storedTable(context, columns, counts, { ...end, watermark }, begunAt);
    const notes = [...found.notes, ...last.notes, ...held, ...hiddenNotes(entry)];
    this.#done = { entry, unchanged, result: { ...difference, applied, rows, watermark, columns, notes } };
  }
}
