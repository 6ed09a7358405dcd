import { later } from '../../model/watermark.ts';
import { historyName, of, PUBLIC_SCHEMA, type StoredTable, storedTables, storeTable } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { qualified, text } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import { variedText } from '../table/layout.ts';
import type { LoadContext } from '../table/table-load.ts';
import { OWN_COLUMNS, type PreparedHistory, prepareHistory } from './history-table.ts';
import { addMerge, type MergeChanges } from './merged-versions.ts';
import { compareWithTable, type NewRows, rowsOfTable, type ValidFrom, type Versions, writeVersions } from './versions.ts';

type Types = ReadonlyMap<string, string>;

// Two versions of a row never begin at the same moment.
const A_MOMENT = 0.000_001;

/**
 * Keeps every version of a table's rows in `<table>__history`, within the transaction that changes the table. The versions that are
 * valid when a run is finished are the rows that the table has then: no version begins before the last run that read the table was
 * finished, nor after the moment of its own merge.
 */
export class TableHistory {
  readonly #context: LoadContext;
  readonly #entry: StoredTable | null;
  readonly #versions: Versions;
  readonly #prepared: PreparedHistory;
  /** When the last run that read the table was finished; null: not known. */
  readonly #lastRun: string | null;
  /** No version that is still to be written begins before it. */
  #earliest: string | null;
  /** Columns that the history has got just now, and whose values no table has filled in so far. */
  #added: readonly string[];
  #until: string | null;
  #wrote = 0;

  private constructor(context: LoadContext, found: Found, prepared: PreparedHistory) {
    const { plan, layout } = context;
    const { entry, lastRun } = found;
    this.#context = context;
    this.#entry = entry;
    this.#prepared = prepared;
    this.#lastRun = lastRun;
    this.#until = entry?.history?.until ?? null;
    this.#earliest = this.#until === null ? null : later(this.#until, A_MOMENT);
    this.#added = prepared.created ? [] : prepared.added;
    const sameKey = entry === null || JSON.stringify(entry.history?.key) === JSON.stringify(layout.key);
    this.#versions = {
      database: context.database,
      table: qualified(plan.target.schema, historyName(plan.target.name)),
      types: prepared.types,
      key: sameKey ? layout.key : [],
      tracked: trackedOf(context),
      run: context.runId,
      scratch: qualified('temp', 'main', `history_${context.nextSequence()}`),
    };
  }

  /** Null where the table has none. Comes before anything is written; `rows`: the tables that it will be compared with. */
  static async open(connection: Connection, context: LoadContext, rows: readonly string[]): Promise<TableHistory | null> {
    const { plan } = context;
    if (plan.options.history === undefined) return null;
    const stored = await storedTables(connection);
    const entry = stored.find((t) => t.source === plan.source && t.history?.of === plan.ref.name) ?? null;
    const lastRun = await lastFinished(connection, plan.source, plan.ref.name);
    const types = await Promise.all(rows.map(async (name) => realTypes(connection, plan.target.schema, name)));
    const varied = async () => {
      const [name = ''] = rows;
      const table = qualified(plan.target.schema, name);
      return variedText(connection, `FROM ${table}`, await connection.count(table), context.layout.columns);
    };
    return new TableHistory(context, { entry, lastRun }, await prepareHistory(connection, plan, types, varied));
  }

  /** Whether the current versions are the rows of the live table as the last run left them. */
  get isInStep(): boolean {
    const { stored, plan } = this.#context;
    const known = this.#entry?.history;
    return (
      known !== undefined &&
      this.#prepared.added.length === 0 &&
      known.agreesWith === stored?.version &&
      JSON.stringify(known.columns) === JSON.stringify(plan.options.history?.columns)
    );
  }

  /** Where the history is new, or was off for some time: takes over the live table as the last run left it. */
  async catchUp(connection: Connection, live: string): Promise<void> {
    if (this.isInStep || this.#context.stored === null) return;
    await this.#takeOver(connection, live, this.#lastRun ?? this.#context.stored.syncedAt);
  }

  /** Makes the current versions those of a whole table. */
  async takeTable(connection: Connection, name: string): Promise<void> {
    this.#advance(this.#lastRun);
    await this.#takeOver(connection, name, this.#context.clock());
  }

  /** Adds what a merge is about to change. Only for a history that is in step, or has just caught up. */
  async takeMerge(connection: Connection, changes: MergeChanges): Promise<void> {
    this.#advance(this.#lastRun);
    const { layout, now } = this.#context;
    const times = this.#times(this.#context.clock());
    const otherwise = `TIMESTAMPTZ ${text(now)}`;
    this.#wroteUntil(await addMerge(connection, this.#versions, layout, changes, { ...times, otherwise }), times.latest);
  }

  /** Keeps in the state what the history agrees with now. In the transaction that changes the table, after its own entry. */
  async store(connection: Connection, table: StoredTable): Promise<void> {
    const { plan, layout, now, nextSequence } = this.#context;
    const { schema, name } = table;
    const types = await realTypes(connection, schema, historyName(name));
    const columns = columnsOf(types, [...table.columns, ...(this.#entry?.columns ?? [])], table);
    const same = this.#wrote === 0 && this.#entry !== null && JSON.stringify(columns) === JSON.stringify(this.#entry.columns);
    await storeTable(connection, {
      ...table,
      table: historyName(table.table),
      name: historyName(name),
      label: `History of ${table.label}`,
      fingerprint: {},
      watermark: null,
      columns,
      key: [],
      cursor: null,
      where: null,
      nameColumn: null,
      marksDeletes: false,
      rows: await connection.count(qualified(schema, historyName(name))),
      version: (same ? this.#entry?.version : undefined) ?? `${now} ${nextSequence()}`,
      derived: true,
      history: {
        of: table.table,
        agreesWith: table.version ?? '',
        key: layout.key,
        columns: plan.options.history?.columns ?? null,
        until: this.#until ?? inMicros(now),
      },
    });
  }

  async #takeOver(connection: Connection, table: string, latest: string): Promise<void> {
    const { schema } = this.#context.plan.target;
    const rows = rowsOfTable(qualified(schema, table), await realTypes(connection, schema, table));
    const times = this.#times(latest);
    await compareWithTable(connection, this.#versions, rows, times, this.#added);
    this.#added = this.#added.filter((column) => !rows.types.has(column));
    await this.#write(connection, rows, times.latest);
  }

  async #write(connection: Connection, rows: NewRows, latest: string): Promise<void> {
    const wrote = await writeVersions(connection, this.#versions, rows);
    await connection.run(`DROP TABLE ${this.#versions.scratch}`);
    this.#wroteUntil(wrote, latest);
  }

  #wroteUntil(rows: number, latest: string): void {
    this.#wrote += rows;
    if (rows === 0) return;
    this.#until = latest;
    this.#advance(latest);
  }

  #times(latest: string): ValidFrom {
    const { layout } = this.#context;
    const earliest = this.#earliest;
    return {
      earliest,
      latest: earliest !== null && earliest > inMicros(latest) ? earliest : inMicros(latest),
      cursor: layout.order,
    };
  }

  #advance(time: string | null): void {
    if (time === null) return;
    const next = later(time, A_MOMENT);
    if (this.#earliest === null || next > this.#earliest) this.#earliest = next;
  }
}

interface Found {
  readonly entry: StoredTable | null;
  readonly lastRun: string | null;
}

/** Texts of the same length sort by time. */
function inMicros(time: string): string {
  return later(time, 0);
}

async function lastFinished(connection: Connection, source: string, table: string): Promise<string | null> {
  const { at } = await connection.row<{ at: string | null }>(
    `SELECT strftime(max(finished_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') AS at FROM ${PUBLIC_SCHEMA}.runs WHERE ${of(source, table)} AND status = 'succeeded'`,
  );
  return at;
}

/** Null: a change of any column makes a version. */
function trackedOf({ plan, layout }: LoadContext): readonly string[] | null {
  const { columns } = plan.options.history ?? { columns: null };
  if (columns !== null) return columns;
  const plain = layout.columns.filter((c) => !c.calculated);
  return plain.length === layout.columns.length ? null : [...plain.map((c) => c.name), ...layout.removed.map((c) => c.name)];
}

function columnsOf(types: Types, known: StoredTable['columns'], table: StoredTable): StoredTable['columns'] {
  const present = new Set(table.columns.filter((c) => !c.removed).map((c) => c.name));
  return [...types].map(([name, duckdbType]) => {
    const own = OWN_COLUMNS.find((c) => c.name === name);
    const column = own ??
      known.find((c) => c.name === name) ?? { name, nativeType: '', semanticType: '' as const, duckdbType, label: name };
    const { derived: _, ...plain } = column;
    return { ...plain, duckdbType, ...(own === undefined && !present.has(name) ? { removed: true } : {}) };
  });
}
