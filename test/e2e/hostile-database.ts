import { TYPE_DEFINITIONS } from '../sources/postgres/type-cases.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { Random } from '../support/random.ts';
import { HOSTILE_TABLES, type HostileTable, ODD_SCHEMA } from './hostile-tables.ts';
import { quoted } from './truth.ts';
import { randomValue, TYPE_COLUMNS } from './values.ts';

const KEYS: Readonly<Record<string, string>> = {
  by_cursor: 'id int PRIMARY KEY, updated_at timestamptz',
  by_xmin: 'region text, n int, PRIMARY KEY (region, n)',
  whole: 'id bigint PRIMARY KEY',
  keyless: 'id int',
  chosen: 'id int PRIMARY KEY, updated_at timestamp, stage text',
  marked: 'id int PRIMARY KEY, updated_at timestamptz',
};

const PARTITIONS = `
  CREATE TABLE parts_low PARTITION OF parts FOR VALUES IN (0, 1, 2);
  CREATE TABLE parts_high PARTITION OF parts FOR VALUES IN (3, 4, 5) PARTITION BY RANGE (id);
  CREATE TABLE parts_high_1 PARTITION OF parts_high FOR VALUES FROM (MINVALUE) TO (60);
  CREATE TABLE parts_high_2 PARTITION OF parts_high FOR VALUES FROM (60) TO (MAXVALUE);
  CREATE TABLE parts_rest PARTITION OF parts DEFAULT;`;

/** Of a view's arrays PostgreSQL does not know how many dimensions they have. */
const ONE_DIMENSION = TYPE_COLUMNS.filter((c) => !c.type.type.endsWith('[][]'))
  .map((c) => c.name)
  .join(', ');

const HUGE_TEXT = `repeat(E'x"\\r\\n,🦆''', 110000)`;

/** A database of all types in all kinds of tables, edited at random: what a seed does to it is always the same. */
export class HostileDatabase {
  readonly name: string;
  readonly #server: TestPostgres;
  readonly #random: Random;
  #rows = 0;

  private constructor(server: TestPostgres, name: string, seed: number) {
    this.#server = server;
    this.name = name;
    this.#random = new Random(seed);
  }

  /** With `rows` rows a table. The user `reader` may read all of it and nothing else. */
  static async create(server: TestPostgres, seed: number, rows: number): Promise<HostileDatabase> {
    const database = new HostileDatabase(server, await server.createDatabase(), seed);
    const columns = (table: HostileTable) => table.columns.map((c) => `${quoted(c.name)} ${c.type.type}`).join(', ');
    const tables = HOSTILE_TABLES.filter((t) => KEYS[t.sql] !== undefined);
    const [odd, parts] = ['Odd', 'parts'].map((name) => HOSTILE_TABLES.find((t) => t.sql.includes(name)));
    if (odd === undefined || parts === undefined) throw new Error('no such table');
    await database.query(`${TYPE_DEFINITIONS}
      ${tables.map((t) => `CREATE TABLE ${t.sql} (${KEYS[t.sql]}, ${columns(t)});`).join('\n')}
      CREATE INDEX ON by_cursor (updated_at);
      CREATE TABLE parts (id int, part int, ${columns(parts)}, PRIMARY KEY (id, part)) PARTITION BY LIST (part); ${PARTITIONS}
      CREATE VIEW seen AS SELECT id, c0, c9, c21 FROM whole WHERE id % 3 = 0;
      CREATE MATERIALIZED VIEW kept AS SELECT id, ${ONE_DIMENSION} FROM by_cursor WHERE id % 2 = 0;
      CREATE TABLE nothing (id int PRIMARY KEY, c0 text);
      CREATE SCHEMA ${ODD_SCHEMA};
      CREATE TABLE ${odd.sql} ("select" int PRIMARY KEY, ${columns(odd)});
      GRANT USAGE ON SCHEMA ${ODD_SCHEMA} TO reader;
      GRANT SELECT ON ALL TABLES IN SCHEMA public, ${ODD_SCHEMA} TO reader`);
    for (const table of editable()) await database.query(database.#inserts(table, rows).join(';\n'));
    await database.query(`UPDATE by_cursor SET c0 = ${HUGE_TEXT} WHERE id = (SELECT min(id) FROM by_cursor);
      INSERT INTO keyless SELECT * FROM keyless LIMIT 5; REFRESH MATERIALIZED VIEW kept`);
    return database;
  }

  async query<Row extends object = Record<string, unknown>>(sql: string): Promise<Row[]> {
    return this.#server.query<Row>(sql, this.name);
  }

  /** The tables of the configuration, as YAML. */
  get tables(): string {
    return HOSTILE_TABLES.map((t) => `\n      ${JSON.stringify(t.name ?? t.sql)}: ${t.options}`).join('');
  }

  /** Updates, inserts, deletes and changed keys in every table, as far as its sync can see them. */
  async edit(): Promise<void> {
    for (const table of editable()) await this.query((await this.#edits(table)).join(';\n'));
    await this.query('REFRESH MATERIALIZED VIEW kept');
  }

  async #edits(table: HostileTable): Promise<string[]> {
    const random = this.#random;
    const rows = random.some(await this.#conditions(table), 17);
    const [changed, [rekeyed], deleted] = [rows.slice(0, 11), rows.slice(11, 13), rows.slice(13)];
    const inserts = this.#inserts(table, 4);
    if (table.newKey === undefined || rekeyed === undefined) return inserts;
    const updates = changed.map((row) => `UPDATE ${table.sql} SET ${this.#changes(table)} WHERE ${row}`);
    if (table.sql === 'keyless') return [...updates, `DELETE FROM keyless WHERE ${rekeyed}`, ...inserts];
    if (!table.deletes) return [...updates, ...inserts];
    const key = `(${table.key.map(quoted).join(', ')}) = ROW(${table.newKey(random, ++this.#rows)})`;
    // The new key is an edit like any other: its cursor moves as well.
    const touched = Object.entries(table.others ?? {}).map(([name]) => `, ${name} = clock_timestamp()`);
    return [
      ...updates,
      `UPDATE ${table.sql} SET ${key}${touched.join('')} WHERE ${rekeyed}`,
      ...deleted.map((row) => `DELETE FROM ${table.sql} WHERE ${row}`),
      ...inserts,
    ];
  }

  /** A SQL condition for each row, by its key. */
  async #conditions(table: HostileTable): Promise<string[]> {
    const key = table.key.length > 0 ? table.key : ['id'];
    const parts = key.map((name) => `format('%I = %L', ${`'${name}'`}, ${quoted(name)})`);
    const rows = await this.query<{ condition: string }>(
      `SELECT concat_ws(' AND ', ${parts.join(', ')}) AS condition FROM ${table.sql} ORDER BY ${key.map(quoted).join(', ')}`,
    );
    return rows.map((r) => r.condition);
  }

  #changes({ columns, others = {} }: HostileTable): string {
    const random = this.#random;
    const values = random.some(columns, 1 + random.below(4)).map((c) => `${quoted(c.name)} = ${randomValue(random, c.type)}`);
    return [...values, ...Object.entries(others).map(([name, value]) => `${quoted(name)} = ${value(random)}`)].join(', ');
  }

  #inserts(table: HostileTable, count: number): string[] {
    const random = this.#random;
    const { columns, others = {}, key } = table;
    const names = [...key, ...Object.keys(others), ...columns.map((c) => c.name)].map(quoted);
    return Array.from({ length: count }, () => {
      const keys = key.length > 0 ? [table.newKey?.(random, ++this.#rows) ?? ''] : [];
      const values = [
        ...keys,
        ...Object.values(others).map((v) => v(random)),
        ...columns.map((c) => randomValue(random, c.type)),
      ];
      return `INSERT INTO ${table.sql} (${names.join(', ')}) VALUES (${values.join(', ')})`;
    });
  }
}

function editable(): readonly HostileTable[] {
  return HOSTILE_TABLES.filter((t) => t.newKey !== undefined);
}
