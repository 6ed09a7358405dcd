import type pg from 'pg';
import type { TestPostgres } from '../support/postgres.ts';
import { Random } from '../support/random.ts';
import { artifactDifferences, type Expected } from './mirror.ts';
import { PASSWORD, type Project } from './project.ts';
import { postgresRows, type Relation, relation } from './truth.ts';

const TABLES = {
  deals: '{ cursor: updated_at, deletes_by: keys }',
  orders: '{ cursor: xmin, deletes_by: keys }',
  stock: '',
  /** A view whose reading waits in its middle while the gate is closed. */
  gated: '{ key: id }',
};

export type ShopTable = keyof typeof TABLES;

const GATE = 7;

const SCHEMA = `
  CREATE TABLE deals (id int PRIMARY KEY, title text, amount numeric(10,2), updated_at timestamptz);
  CREATE TABLE orders (id int PRIMARY KEY, title text, amount numeric(10,2));
  CREATE TABLE stock (id int PRIMARY KEY, title text, amount numeric(10,2));
  CREATE FUNCTION gate(closed boolean) RETURNS boolean LANGUAGE plpgsql AS
    $$ BEGIN IF closed THEN PERFORM pg_advisory_xact_lock_shared(${GATE}); END IF; RETURN closed; END $$;
  CREATE VIEW gated AS SELECT id, title, gate(id = 50) AS waited FROM stock;
  GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`;

/** A small database of each kind of sync, edited at random, for tests of what happens around a run. */
export class Shop {
  readonly server: TestPostgres;
  readonly database: string;
  readonly #random: Random;
  #tables: readonly ShopTable[];
  readonly #relations = new Map<ShopTable, Relation>();
  #rows = 0;
  #keeper: pg.Client | null = null;

  private constructor(server: TestPostgres, database: string, tables: readonly ShopTable[], seed: number) {
    this.server = server;
    this.database = database;
    this.#tables = tables;
    this.#random = new Random(seed);
  }

  static async create(
    server: TestPostgres,
    options: { tables?: readonly ShopTable[]; rows?: number; seed?: number } = {},
  ): Promise<Shop> {
    const { tables = ['deals', 'orders', 'stock', 'gated'], rows = 300, seed = 1 } = options;
    const shop = new Shop(server, await server.createDatabase(), tables, seed);
    await shop.query(SCHEMA);
    await shop.shapeAnew();
    await shop.insert(rows);
    return shop;
  }

  /** Looks at the tables' columns again, after they were altered. */
  async shapeAnew(): Promise<void> {
    for (const table of this.#tables) {
      const [there] = await this.query<{ there: boolean }>(`SELECT to_regclass('${table}') IS NOT NULL AS there`);
      if (there?.there) this.#relations.set(table, await relation(this.server, this.database, table, ['id']));
    }
  }

  async query<Row extends object = Record<string, unknown>>(sql: string): Promise<Row[]> {
    return this.server.query<Row>(sql, this.database);
  }

  /** Of the configuration, as YAML. */
  get tables(): string {
    return this.#tables.map((name) => `\n      ${name}: ${TABLES[name]}`).join('');
  }

  async insert(count: number): Promise<void> {
    const [first, last] = [this.#rows + 1, this.#rows + count];
    this.#rows = last;
    for (const table of ['deals', 'orders', 'stock']) {
      const cursor = table === 'deals' ? ', CASE WHEN n % 10 > 0 THEN now() END' : '';
      await this.query(
        `INSERT INTO ${table} SELECT n, 'Row ' || n || chr(10) || ',"', n / 7.0${cursor} FROM generate_series(${first}, ${last}) n`,
      );
    }
  }

  /** Updates, inserts and deletes in every table. */
  async edit(): Promise<void> {
    for (const table of ['deals', 'orders', 'stock']) {
      const some = (share: number) => `id % ${Math.round(1 / share)} = ${this.#random.below(Math.round(1 / share))} AND id <> 50`;
      const cursor = table === 'deals' ? ', updated_at = now()' : '';
      await this.query(`UPDATE ${table} SET title = title || '${this.#random.digits(3)}'${cursor} WHERE ${some(0.1)};
        DELETE FROM ${table} WHERE ${some(0.05)}`);
    }
    await this.insert(5);
  }

  /** Readers of `gated` wait in its middle until the gate is opened. */
  async closeGate(): Promise<void> {
    this.#keeper = await this.server.connect({ database: this.database });
    await this.#keeper.query(`SELECT pg_advisory_lock(${GATE})`);
  }

  async openGate(): Promise<void> {
    await this.#keeper?.end();
    this.#keeper = null;
  }

  /** Drops the view with the gate: the tables that it reads can then be altered. */
  async dropGate(): Promise<void> {
    await this.query('DROP VIEW gated');
    this.#tables = this.#tables.filter((table) => table !== 'gated');
  }

  /** What PostgreSQL holds now. */
  async expected(only = this.#tables): Promise<Expected[]> {
    const found: Expected[] = [];
    for (const name of only) {
      const shape = this.#relations.get(name);
      if (shape !== undefined)
        found.push({ target: name, relation: shape, rows: await postgresRows(this.server, this.database, shape) });
    }
    return found;
  }

  async differences(project: Project, expected?: readonly Expected[]): Promise<string[]> {
    return artifactDifferences(project.output, expected ?? (await this.expected()));
  }

  async configure(project: Project, more: { run?: string; source?: string } = {}): Promise<void> {
    await project.configure(this.server, this.database, this.tables, more);
  }
}

/** The user as whom the tests read: nothing but SELECT. */
export async function createReader(server: TestPostgres): Promise<void> {
  await server.query(`CREATE USER reader PASSWORD '${PASSWORD.replaceAll("'", "''")}'`);
}
