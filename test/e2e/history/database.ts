import type pg from 'pg';
import { TYPE_DEFINITIONS } from '../../sources/postgres/type-cases.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import type { Random } from '../../support/random.ts';
import { postgresRows, type Rows } from '../truth.ts';
import { CHANGES, drawChange, type Tools } from './changes.ts';
import { type Keyed, keyed, renamedColumns, type Shape } from './model.ts';
import { type CatalogColumn, creation, type HistoryTable, insertion, someRows, update } from './table.ts';

/** What was tried and what the database took, by kind. */
export type Tally = Map<string, { tried: number; done: number }>;

/** What a table holds at the source. */
export interface Truth {
  readonly shape: Shape;
  readonly rows: Keyed;
  /** Keys of all rows, whatever the filter. */
  readonly existing: ReadonlySet<string>;
}

export type Truths = ReadonlyMap<string, Truth>;

// West of Greenwich: an altered type must not carry the last timestamp of all beyond what DuckDB can hold.
const SETTINGS = "SET lock_timeout = '200ms'; SET TimeZone = 'America/Caracas'";

/** A database whose tables change at random, as those of others do. */
export class HistoryDatabase {
  readonly name: string;
  readonly tables: readonly HistoryTable[];
  server: TestPostgres;
  readonly #tally: Tally;
  readonly #random: Random;
  readonly #tools: Tools;
  #held: { readonly client: pg.Client; readonly tables: readonly HistoryTable[] } | null = null;
  #prepared: string[] = [];

  private constructor(server: TestPostgres, name: string, random: Random, tables: readonly HistoryTable[], tally: Tally) {
    this.server = server;
    this.name = name;
    this.#random = random;
    this.tables = tables;
    this.#tally = tally;
    let last = 0;
    const numbers = (count: number): number => {
      last += count;
      return last - count + 1;
    };
    this.#tools = { random, numbers };
  }

  static async create(
    { server, tally }: { readonly server: TestPostgres; readonly tally: Tally },
    random: Random,
    tables: readonly HistoryTable[],
    name: string,
  ): Promise<HistoryDatabase> {
    await server.createDatabase(name);
    const database = new HistoryDatabase(server, name, random, tables, tally);
    await server.query(TYPE_DEFINITIONS, name);
    for (const table of tables) {
      await server.query(creation(random, table), name);
      await database.#run([database.#insert(table, await database.columns(table), random.int(20, 90))]);
    }
    return database;
  }

  async query(sql: string): Promise<void> {
    await this.server.query(sql, this.name);
  }

  async columns(table: HistoryTable): Promise<(CatalogColumn & { readonly number: number })[]> {
    return this.server.query(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnum AS number FROM pg_attribute
       WHERE attrelid = to_regclass('${table.name}') AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      this.name,
    );
  }

  /** The columns that are synced. Their names in DuckDB follow their order. */
  async #shape(table: HistoryTable): Promise<Shape> {
    const { exclude = [], key } = table.options;
    const keys = key ?? table.key;
    const all = (await this.columns(table)).filter((c) => keys.includes(c.name) || !exclude.includes(c.name));
    return {
      relation: { from: table.name, columns: all.map(({ name, type }) => ({ name, type, key: keys.includes(name) })) },
      identity: new Map(all.map((c) => [c.name, `${c.type} ${c.number}`])),
      renamed: renamedColumns(all.map((c) => c.name)),
    };
  }

  /** What a sync of all tables must bring now. */
  async truths(): Promise<Truths> {
    const found = new Map<string, Truth>();
    const read = async ({ relation }: Shape, where?: string): Promise<Rows> =>
      postgresRows(this.server, this.name, relation, where);
    for (const table of this.tables) {
      const shape = await this.#shape(table);
      const rows = keyed(await read(shape, table.options.where), shape.relation);
      const keys = { ...shape, relation: { ...shape.relation, columns: shape.relation.columns.filter((c) => c.key) } };
      const all = table.keyless ? [] : keyed(await read(keys), keys.relation).keys();
      found.set(table.name, { shape, rows, existing: new Set(all) });
    }
    return found;
  }

  /** Something happens to one of the tables, or is refused: a value that does not fit, a lock of the transaction that is held. */
  async change(): Promise<void> {
    const random = this.#random;
    const table = random.pick(this.tables);
    const name = drawChange(random);
    const key = [...table.key];
    const statements = CHANGES[name]?.[1](this.#tools, table, await this.columns(table)) ?? [];
    if (statements.length === 0) return;
    const count = this.#tally.get(name) ?? { tried: 0, done: 0 };
    this.#tally.set(name, count);
    count.tried++;
    if (await this.#run(statements)) count.done++;
    else table.key = key;
  }

  /** One transaction; false where the database refused. */
  async #run(statements: readonly string[]): Promise<boolean> {
    const client = await this.server.connect({ database: this.name });
    const alone = statements[0]?.startsWith('VACUUM') === true;
    try {
      await client.query(SETTINGS);
      if (!alone) await client.query('BEGIN');
      for (const sql of statements) await client.query(sql);
      if (!alone) await client.query('COMMIT');
      return true;
    } catch {
      return false;
    } finally {
      await client.end();
    }
  }

  #insert(table: HistoryTable, columns: readonly CatalogColumn[], count: number): string {
    return insertion(this.#random, table, columns, this.#tools.numbers(count), count);
  }

  /** Begins a transaction that stays open, with edits in every table whose rows it can lock. */
  async hold(): Promise<void> {
    if (this.#held !== null) return;
    const client = await this.server.connect({ database: this.name });
    const tables: HistoryTable[] = [];
    await client.query(`${SETTINGS}; BEGIN`);
    for (const table of this.tables) {
      const columns = await this.columns(table);
      await client.query('SAVEPOINT one');
      try {
        await client.query(this.#insert(table, columns, 3));
        await client.query(update(this.#random, table, columns, someRows(this.#random, 0.1)));
        tables.push(table);
      } catch {
        await client.query('ROLLBACK TO one');
      }
    }
    this.#held = { client, tables };
  }

  /** The tables that the open transaction wrote to; null where none is open. */
  get held(): readonly HistoryTable[] | null {
    return this.#held?.tables ?? null;
  }

  async letGo(how: 'COMMIT' | 'ROLLBACK' | 'PREPARE'): Promise<void> {
    const held = this.#held;
    this.#held = null;
    if (held === null) return;
    const name = `late_${this.#tools.numbers(1)}`;
    try {
      await held.client.query(how === 'PREPARE' ? `PREPARE TRANSACTION '${name}'` : how);
      if (how === 'PREPARE') this.#prepared.push(name);
    } finally {
      await held.client.end();
    }
  }

  get prepared(): boolean {
    return this.#prepared.length > 0;
  }

  async settlePrepared(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    for (const name of this.#prepared) await this.query(`${how} PREPARED '${name}'`);
    this.#prepared = [];
  }

  async close(): Promise<void> {
    await this.letGo('ROLLBACK');
    await this.settlePrepared('ROLLBACK');
  }
}
