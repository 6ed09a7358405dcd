import type { StagingContent } from '../../model/staging.ts';
import type { Column, Load } from '../../model/table.ts';
import type { Connection, Database } from '../duckdb/database.ts';
import { id, list, qualified, sameKey } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import { makeUnique } from '../table/keys.ts';
import { definition, definitions, type Layout, userColumns, withDerived } from '../table/layout.ts';
import { inParts, type Swept } from '../table/parts.ts';
import { chosenTypes, giveTypes, type Need, needsOf } from './adaptive.ts';
import { DELETED_FLAG, deletedValue, flagged } from './deleted-flag.ts';
import type { LoadTarget, Pieces } from './load-batch.ts';
import { stagedColumns } from './staging-query.ts';

/** The attached in-memory database of the stage; what does not fit in memory goes to the temporary directory. */
export const STAGE_DATABASE = 'highwater_stage';
const SEQUENCE = '_highwater_seq';
/** The column of `deleted` that is true for `filteredOut` keys. */
export const BY_FILTER = '_highwater_by_filter';

/**
 * Rows and keys of one import on their way into a table: `rows` to upsert, `deleted` keys to delete, `present` keys of
 * all rows that still exist, `existing` keys of some that do. Lives beside the warehouse, in memory, and is dropped after the merge. DuckDB writes to one database
 * in one transaction, so whatever changes the stage comes before the transaction that changes the table.
 */
export class Stage {
  readonly #name: string;
  readonly #layout: Layout;
  readonly #deletedFlag: Load | undefined;
  readonly #received = new Set<StagingContent>();
  #created: Promise<void> | null = null;
  #longRows = false;

  constructor(number: number, layout: Layout, deletedFlag: Load | undefined) {
    this.#name = `import_${number}`;
    this.#layout = { ...layout, removed: [], marksDeletes: false };
    this.#deletedFlag = deletedFlag;
  }

  table(what: Exclude<StagingContent, 'filteredOut'>): string {
    return qualified(STAGE_DATABASE, 'main', `${this.#name}_${what}`);
  }

  /** A table that a merge makes for itself: on its connection alone, and part of its transaction. */
  scratch(what: string): string {
    return qualified('temp', 'main', `${this.#name}_${what}`);
  }

  /** Creates its tables, unless they are there. Most imports that bring nothing never need them. */
  async ensure(database: Pick<Database, 'use'>): Promise<void> {
    this.#created ??= database.use(async (c) => this.#create(c));
    await this.#created;
  }

  async #create(connection: Connection): Promise<void> {
    const { columns, key } = this.#layout;
    const keyColumns = columns.filter((c) => key.includes(c.name)).map(definition);
    const rows = `${definitions(this.#layout)}, ${SEQUENCE} INTEGER, ${DELETED_FLAG} BOOLEAN`;
    const tables = [`CREATE TABLE ${this.table('rows')} (${rows})`];
    if (key.length > 0)
      tables.push(
        `CREATE TABLE ${this.table('deleted')} (${keyColumns.join(', ')}, ${SEQUENCE} INTEGER, ${BY_FILTER} BOOLEAN)`,
        `CREATE TABLE ${this.table('present')} (${keyColumns.join(', ')})`,
        `CREATE TABLE ${this.table('existing')} (${keyColumns.join(', ')})`,
        `CREATE TABLE ${this.table('written')} (${keyColumns.join(', ')}, ${SEQUENCE} INTEGER)`,
      );
    const calculated = this.#calculated.map(definition);
    if (calculated.length > 0)
      tables.push(`CREATE TABLE ${this.table('calculated')} (${[...keyColumns, ...calculated].join(', ')})`);
    await connection.run(tables.join('; '));
  }

  /** Columns that the source computes; none where rows have no key to find them by. */
  get #calculated(): readonly Column[] {
    const { columns, key } = this.#layout;
    return key.length === 0 ? [] : columns.filter((c) => c.calculated && c.load !== null && !key.includes(c.name));
  }

  async drop(connection: Connection): Promise<void> {
    if (this.#created === null) return;
    const tables = (['rows', 'deleted', 'present', 'existing', 'written', 'calculated'] as const).map(
      (what) => `DROP TABLE IF EXISTS ${this.table(what)}`,
    );
    await connection.run(tables.join('; '));
  }

  /** Keys that are to go, as if the source had reported them deleted. Returns how many. */
  async addGone(connection: Connection, query: string, sequence: number): Promise<number> {
    const keys = list(this.#layout.key);
    const added = await connection.changed(
      `INSERT INTO ${this.table('deleted')} (${keys}, ${SEQUENCE}, ${BY_FILTER}) SELECT ${keys}, ${sequence}, false FROM (${query})`,
    );
    if (added > 0) this.#received.add('deleted');
    return added;
  }

  /** Whether the import has brought any files of this content. */
  received(content: StagingContent): boolean {
    return this.#received.has(content);
  }

  /** Rows have come in pieces, since they are long. */
  get longRows(): boolean {
    return this.#longRows;
  }

  /** The import has brought no file. */
  get empty(): boolean {
    return this.#received.size === 0;
  }

  /** Whether anything of the import may show a key to be deleted, a sweep apart. */
  get showsDeletes(): boolean {
    return (
      this.#deletedFlag !== undefined || (['deleted', 'filteredOut', 'written'] as const).some((what) => this.received(what))
    );
  }

  /** After the commit: nothing that goes wrong here may make a committed import a failed one. */
  async dropQuietly(connection: Connection): Promise<void> {
    await this.drop(connection).catch(() => undefined);
  }

  targets(database: Pick<Database, 'use'>): Partial<Record<StagingContent, LoadTarget>> {
    const targets = Object.entries(this.#targets()) as [StagingContent, LoadTarget][];
    const prepare = (content: StagingContent) => async () => {
      this.#received.add(content);
      await this.ensure(database);
    };
    return Object.fromEntries(targets.map(([content, target]) => [content, { ...target, prepare: prepare(content) }]));
  }

  #targets(): Partial<Record<StagingContent, LoadTarget>> {
    const { columns, key } = this.#layout;
    const loaded = stagedColumns(columns);
    const keys = loaded.filter((c) => key.includes(c.name));
    const rows: LoadTarget = {
      table: this.table('rows'),
      columns: flagged(loaded, this.#deletedFlag),
      select: (query, sequence) => this.#select(query, sequence),
      batched: false,
      pieces: this.#pieces(),
    };
    if (key.length === 0) return { rows };
    const deleted = (byFilter: boolean): LoadTarget => ({
      table: this.table('deleted'),
      columns: keys,
      select: (query, sequence) => `SELECT *, ${sequence}, ${byFilter} FROM (${query})`,
      batched: false,
    });
    return {
      rows,
      deleted: deleted(false),
      filteredOut: deleted(true),
      present: { table: this.table('present'), columns: keys, select: (query) => query, batched: true },
      existing: { table: this.table('existing'), columns: keys, select: (query) => query, batched: true },
      ...(this.#calculated.length === 0 ? {} : { calculated: this.#calculatedTarget() }),
      written: {
        table: this.table('written'),
        columns: keys,
        select: (query, sequence) => `SELECT *, ${sequence} FROM (${query})`,
        batched: false,
      },
    };
  }

  #select(query: string, sequence: number): string {
    return withDerived(this.#layout, query, ['NULL', String(sequence), deletedValue(this.#deletedFlag)]);
  }

  /** Nobody looks at the stage before all partitions are whole. */
  #pieces(): Pieces {
    return {
      select: (query, sequence) => {
        this.#longRows = true;
        return this.#select(query, sequence);
      },
      // Then the next piece begins a row group here too. DuckDB refuses it while another import writes to the stage.
      loaded: async (c) => c.checkpoint(STAGE_DATABASE).catch(() => undefined),
      settle: async () => {},
      remove: async (c, sequences) => c.run(`DELETE FROM ${this.table('rows')} WHERE ${SEQUENCE} IN (${sequences.join(', ')})`),
    };
  }

  #calculatedTarget(): LoadTarget {
    const { key } = this.#layout;
    const names = [...key, ...this.#calculated.map((c) => c.name)];
    const columns = stagedColumns(this.#layout.columns).filter((c) => names.includes(c.name));
    return {
      table: this.table('calculated'),
      columns,
      select: (query) => `SELECT ${list(names)} FROM (${query})`,
      batched: true,
    };
  }

  /**
   * Turns what was read of calculated columns into rows of the stage: those of `table` whose values differ and that were not read as a whole. They
   * count as read before all others. `alive`: a condition on `l`. Before `deduplicate`.
   */
  async addCalculated(connection: Connection, table: string, alive: string): Promise<void> {
    if (!this.received('calculated')) return;
    const { key, columns } = this.#layout;
    const fresh = this.#calculated.map((c) => c.name);
    const values = columns
      .filter((c) => c.derived === undefined)
      .map(({ name }) => `${fresh.includes(name) ? 'c' : 'l'}.${id(name)} AS ${id(name)}`);
    const differs = fresh.map((name) => `l.${id(name)} IS DISTINCT FROM c.${id(name)}`).join(' OR ');
    const read = `SELECT 1 FROM ${this.table('rows')} r WHERE ${sameKey(key, 'r', 'l')}`;
    const changed = `SELECT ${values.join(', ')} FROM ${table} l JOIN ${this.table('calculated')} c ON ${sameKey(key, 'l', 'c')}
      WHERE ${alive} AND (${differs}) AND NOT EXISTS (${read})`;
    await connection.run(`INSERT INTO ${this.table('rows')} ${withDerived(this.#layout, changed, ['NULL', '-1', 'false'])}`);
  }

  /** Leaves one row a key: the one with the latest cursor, and of those the one read last. Returns how many rows that are. */
  async deduplicate(connection: Connection, title: string, snapshot: boolean): Promise<number> {
    const { key, identity, order } = this.#layout;
    const newestFirst = `${order === null ? '' : `${id(order)} DESC NULLS LAST, `}${SEQUENCE} DESC`;
    return makeUnique(connection, { table: this.table('rows'), key, identity, title, newestFirst, snapshot });
  }

  /**
   * Chooses the types of the adaptive columns, wide enough for what is staged, for `others` and for the types in `current`, and
   * gives them to the stage's tables. Returns them. Comes before `deduplicate`: DuckDB's ALTER converts deleted rows as well.
   */
  async settle(
    connection: Connection,
    current: ReadonlyMap<string, string>,
    others: ReadonlyMap<string, Need> = new Map(),
  ): Promise<Map<string, string>> {
    const { key, columns } = this.#layout;
    const adaptive = columns.filter((c) => c.adaptive).map((c) => c.name);
    if (adaptive.length === 0) return new Map();
    if (this.#created === null) return chosenTypes(adaptive, [others], current);
    const keys = adaptive.filter((name) => key.includes(name));
    const inKeys = keys.length === 0 ? [] : (['deleted', 'present'] as const);
    const needs = [others, await needsOf(connection, this.table('rows'), adaptive)];
    for (const what of inKeys) needs.push(await needsOf(connection, this.table(what), keys));
    const types = chosenTypes(adaptive, needs, current);
    await giveTypes(connection, this.table('rows'), types, key);
    const ofKeys = new Map([...types].filter(([name]) => keys.includes(name)));
    for (const what of inKeys) await giveTypes(connection, this.table(what), ofKeys, key);
    return types;
  }

  /** Keys that the import shows to be deleted: `deleted` and `written` ones not read again later, and rows that are flagged as deleted. */
  deletedKeys(): string {
    const { key } = this.#layout;
    const later = `SELECT 1 FROM ${this.table('rows')} n WHERE ${sameKey(key, 'n', 'g')} AND n.${SEQUENCE} > g.${SEQUENCE}`;
    const unread = (what: 'deleted' | 'written') =>
      `SELECT ${list(key, 'g.')} FROM ${this.table(what)} g WHERE NOT EXISTS (${later})`;
    return `${unread('deleted')} UNION ${unread('written')}
      UNION SELECT ${list(key)} FROM ${this.table('rows')} WHERE ${DELETED_FLAG}`;
  }

  /** Rows to upsert, with their `stage_row`: not deleted since they were read, and seen by the sweep where there was one. */
  live({ swept, sweptParts }: Swept): string {
    const { key } = this.#layout;
    const seen = swept ? ` SEMI JOIN ${this.table('present')} USING (${list(key)})` : '';
    const present = `SELECT 1 FROM ${this.table('present')} p WHERE ${sameKey(key, 'p', 's')}`;
    const within =
      sweptParts.length === 0
        ? ''
        : ` AND (NOT coalesce(${inParts(sweptParts, this.#layout, 's')}, false) OR EXISTS (${present}))`;
    return `(SELECT ${list(this.columns(), 's.')}, s.rowid AS stage_row FROM (SELECT *, rowid FROM ${this.table('rows')}) s${seen}
      WHERE NOT s.${DELETED_FLAG}${this.#notDeletedSince()}${within})`;
  }

  /** One reading of each row that is not deleted: the newest so far. Before `deduplicate`, which leaves no other. */
  newest(): string {
    const { key, order } = this.#layout;
    const newestFirst = `${order === null ? '' : `${id(order)} DESC NULLS LAST, `}${SEQUENCE} DESC`;
    return `(SELECT * FROM (FROM ${this.table('rows')} QUALIFY row_number() OVER (PARTITION BY ${list(key)} ORDER BY ${newestFirst}) = 1) s
      WHERE NOT s.${DELETED_FLAG}${this.#notDeletedSince()})`;
  }

  /** A further condition on rows `s`. With no keys in it, it would take DuckDB longer than the search for the rows itself. */
  #notDeletedSince(): string {
    if (!this.received('deleted') && !this.received('filteredOut')) return '';
    return ` AND NOT EXISTS (SELECT 1 FROM ${this.table('deleted')} g WHERE ${sameKey(this.#layout.key, 'g', 's')} AND g.${SEQUENCE} > s.${SEQUENCE})`;
  }

  /** The columns of `rows` with their types, once they are settled. */
  async types(connection: Connection): Promise<Map<string, string>> {
    const found = await realTypes(connection, STAGE_DATABASE, 'main', `${this.#name}_rows`);
    return new Map(this.columns().map((name) => [name, found.get(name) ?? '']));
  }

  columns(): string[] {
    return userColumns(this.#layout);
  }
}
