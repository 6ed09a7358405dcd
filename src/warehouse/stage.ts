import { HighwaterError } from '../errors.ts';
import type { Load } from '../model/table.ts';
import type { StagingContent } from '../staging/staging.ts';
import type { Connection } from './database.ts';
import type { Layout } from './layout.ts';
import { definitions, userColumns, withDerived } from './layout.ts';
import type { LoadTarget } from './load-batch.ts';
import { id, list, qualified } from './sql.ts';
import { stagedColumns } from './staging-query.ts';

/** The attached in-memory database of the stage; what does not fit in memory goes to the temporary directory. */
export const STAGE_DATABASE = 'highwater_stage';
const SEQUENCE = '_highwater_seq';
const DELETED = '_highwater_deleted';

/**
 * Rows and keys of one import on their way into a table: `rows` to upsert, `gone` keys to delete, `present` keys of
 * all rows that still exist. Lives beside the warehouse, in memory, and is dropped after the merge.
 */
export class Stage {
  readonly #name: string;
  readonly #layout: Layout;
  readonly #deletedFlag: Load | undefined;
  #newest = '';

  constructor(number: number, layout: Layout, deletedFlag: Load | undefined) {
    this.#name = `import_${number}`;
    this.#layout = layout;
    this.#deletedFlag = deletedFlag;
  }

  get rows(): string {
    return qualified(STAGE_DATABASE, 'main', `${this.#name}_rows`);
  }

  table(what: string): string {
    return qualified(STAGE_DATABASE, 'main', `${this.#name}_${what}`);
  }

  async create(connection: Connection): Promise<void> {
    const key = this.#layout.columns.filter((c) => this.#layout.key.includes(c.name));
    const keyColumns = key.map((c) => `${id(c.name)} ${c.duckdbType}`).join(', ');
    await connection.run(
      `CREATE TABLE ${this.rows} (${definitions({ ...this.#layout, removed: [], marksDeletes: false })}, ${SEQUENCE} INTEGER, ${DELETED} BOOLEAN)`,
    );
    if (keyColumns === '') return;
    await connection.run(`CREATE TABLE ${this.table('gone')} (${keyColumns}, ${SEQUENCE} INTEGER)`);
    await connection.run(`CREATE TABLE ${this.table('present')} (${keyColumns})`);
  }

  async drop(connection: Connection): Promise<void> {
    for (const what of ['rows', 'gone', 'present', 'newest', 'diff', 'doomed']) {
      await connection.run(`DROP TABLE IF EXISTS ${this.table(what)}`);
    }
  }

  targets(): Record<StagingContent, LoadTarget> {
    const { columns, key } = this.#layout;
    const loaded = stagedColumns(columns);
    const keys = loaded.filter((c) => key.includes(c.name));
    const flag = this.#deletedFlag;
    const deleted = flag === undefined ? 'false' : `coalesce(${id(DELETED)}, false)`;
    return {
      rows: {
        table: this.rows,
        columns: flag === undefined ? loaded : [...loaded, { name: DELETED, load: flag }],
        select: (query, sequence) => withDerived(this.#layout, query, ['NULL', String(sequence), deleted]),
        batched: false,
      },
      gone: {
        table: this.table('gone'),
        columns: keys,
        select: (query, sequence) => `SELECT *, ${sequence} FROM (${query})`,
        batched: false,
      },
      present: { table: this.table('present'), columns: keys, select: (query) => query, batched: true },
    };
  }

  /**
   * Makes `newest`: one row a key, the one with the latest cursor, and of those the one read last. Where the import is
   * one snapshot, a key met twice is an error. Returns how many rows that leaves.
   */
  async deduplicate(connection: Connection, title: string, snapshot: boolean): Promise<number> {
    const { key, order } = this.#layout;
    await refuseNullKeys(connection, this.rows, key, title);
    const { n, d } = await connection.row<{ n: number; d: number }>(
      `SELECT count(*) AS n, count(DISTINCT ${rowOf(key)}) AS d FROM ${this.rows}`,
    );
    if (n !== d && snapshot) throw keyNotUnique(title, key, n - d);
    const by = [...(order === null ? [] : [`${id(order)} DESC NULLS LAST`]), `${SEQUENCE} DESC`].join(', ');
    const only = n === d ? '' : `QUALIFY row_number() OVER (PARTITION BY ${list(key)} ORDER BY ${by}) = 1`;
    this.#newest = n === d ? this.rows : this.table('newest');
    if (n !== d) await connection.run(`CREATE TABLE ${this.#newest} AS FROM ${this.rows} ${only}`);
    return d;
  }

  /** Keys that the import shows to be deleted: `gone` ones not read again later, and rows that are flagged as deleted. */
  deletedKeys(): string {
    const { key } = this.#layout;
    const later = `SELECT 1 FROM ${this.#newest} n WHERE ${key.map((k) => `n.${id(k)} = g.${id(k)}`).join(' AND ')} AND n.${SEQUENCE} > g.${SEQUENCE}`;
    return `SELECT ${list(key, 'g.')} FROM ${this.table('gone')} g WHERE NOT EXISTS (${later})
      UNION SELECT ${list(key)} FROM ${this.#newest} WHERE ${DELETED}`;
  }

  /** Rows to upsert: newest of their key, not flagged as deleted, and seen by the sweep where there was one. */
  live(swept: boolean): string {
    const seen = swept ? ` SEMI JOIN ${this.table('present')} USING (${list(this.#layout.key)})` : '';
    return `(SELECT ${list(this.columns())}, rowid AS stage_row FROM (SELECT *, rowid FROM ${this.#newest})${seen} WHERE NOT ${DELETED})`;
  }

  columns(): string[] {
    return userColumns({ ...this.#layout, removed: [] });
  }
}

/** A key as one value, for DISTINCT. */
export function rowOf(key: readonly string[]): string {
  return key.length === 1 ? list(key) : `(${list(key)})`;
}

export async function refuseNullKeys(
  connection: Connection,
  table: string,
  key: readonly string[],
  title: string,
): Promise<void> {
  const nulls = await connection.count(`${table} WHERE ${key.map((k) => `${id(k)} IS NULL`).join(' OR ')}`);
  if (nulls === 0) return;
  throw new HighwaterError(
    'KEY_IS_NULL',
    `${title}: ${nulls} row(s) have no value in the key (${key.join(', ')}).`,
    'Choose key columns that are never empty (`key:` of the table), or add a `where` that leaves these rows out. The table keeps its previous rows.',
  );
}

export function keyNotUnique(title: string, key: readonly string[], more: number): HighwaterError {
  return new HighwaterError(
    'KEY_NOT_UNIQUE',
    `${title}: the key (${key.join(', ')}) does not tell rows apart: ${more} row(s) have a key that another row has too.`,
    'Name the columns that identify a row (`key: [a, b]` of the table), or leave `key` out to read the whole table each run. The table keeps its previous rows.',
  );
}
