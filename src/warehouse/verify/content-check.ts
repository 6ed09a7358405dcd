import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Column } from '../../model/table.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, list, qualified, text } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import { canonicalNumber, decimalText } from '../load/adaptive.ts';
import { STAGE_DATABASE, type Swept } from '../load/stage.ts';
import { comparable } from '../table/compare-with-live.ts';
import type { IncrementalLoad } from '../table/incremental-load.ts';
import { DELETED_AT } from '../table/layout.ts';
import { inParts } from '../table/parts.ts';
import type { LoadContext } from '../table/table-load.ts';
import type { DriftCounts, Reading, SliceComparison } from './reading.ts';

type Types = ReadonlyMap<string, string>;

// Rows of one slice: small enough to be looked at one by one.
const ROWS_PER_SLICE = 2000;
const MOST_SLICES = 4096;
const SAMPLED = 200_000;
/** Types of keys that both engines sort alike. */
const SORTED_ALIKE = /^(SMALLINT|INTEGER|BIGINT|DATE|TIMESTAMP|TIMESTAMPTZ|UUID|VARCHAR|DECIMAL\(.*\))$/;

/** One table of the warehouse while it is compared with its source. Nothing of it changes. */
export class ContentCheck {
  readonly #context: LoadContext;
  readonly #table: string;
  readonly #differences: string;
  readonly #bounds: string;
  readonly #types: Types;

  private constructor(context: LoadContext, types: Types) {
    const { schema, name } = context.plan.target;
    const number = context.nextSequence();
    this.#context = context;
    this.#table = qualified(schema, name);
    this.#differences = qualified(STAGE_DATABASE, 'main', `check_${number}_differences`);
    this.#bounds = qualified(STAGE_DATABASE, 'main', `check_${number}_bounds`);
    this.#types = types;
  }

  static async begin(context: LoadContext): Promise<ContentCheck> {
    const { schema, name } = context.plan.target;
    return context.database.use(async (c) => {
      const check = new ContentCheck(context, await realTypes(c, schema, name));
      const keys = context.layout.key.map((key, i) => `k${i} ${check.#types.get(key) ?? 'VARCHAR'}`);
      await c.run(
        `CREATE OR REPLACE TABLE ${check.#differences} (${[...keys, 'kind VARCHAR', 'explained BOOLEAN'].join(', ')});
         CREATE OR REPLACE TABLE ${check.#bounds} (slice INTEGER, low ${check.#types.get(context.layout.key[0] ?? '') ?? 'VARCHAR'})`,
      );
      return check;
    });
  }

  get types(): Types {
    return this.#types;
  }

  /** Divides the table by the first column of its key. Returns the lowest value of each slice but the first; none where that can't be done. */
  async divide(): Promise<string[]> {
    const [key = ''] = this.#context.layout.key;
    const type = this.#types.get(key) ?? '';
    if (!SORTED_ALIKE.test(type) || this.#isNumberText(key)) return [];
    return this.#use(async (c) => {
      const rows = await c.count(this.#table);
      const slices = Math.min(MOST_SLICES, Math.ceil(rows / ROWS_PER_SLICE));
      if (slices < 2) return [];
      const step = Math.max(1, Math.floor(Math.min(rows, SAMPLED) / slices));
      await c.run(`INSERT INTO ${this.#bounds} SELECT row_number() OVER (ORDER BY low), low FROM (
        SELECT DISTINCT low FROM (SELECT low, row_number() OVER (ORDER BY low) AS n FROM (
          SELECT ${id(key)} AS low FROM ${this.#alive} USING SAMPLE ${SAMPLED} ROWS (reservoir, 1))) WHERE n % ${step} = 0 AND n > ${step}
          ${/^(DATE|TIMESTAMP)/.test(type) ? 'AND isfinite(low) AND year(low) BETWEEN 1 AND 9999' : ''})`);
      const value = type.startsWith('DECIMAL') ? decimalText('low') : 'CAST(low AS VARCHAR)';
      const found = await c.rows<{ v: string }>(`SELECT ${value} AS v FROM ${this.#bounds} ORDER BY slice`);
      return found.map((row) => row.v);
    });
  }

  /** Compares what the source counts and hashes by slice with what the warehouse does. `only`: null, or the slices that were asked for. */
  async compareSlices(read: Reading, expression: string, only: readonly number[] | null): Promise<SliceComparison> {
    const some = only === null ? '' : ` WHERE slice IN (${only.join(',')})`;
    return this.#use(async (c) => {
      const found = await c.rows<{ slice: number; there: number; here: number; differs: boolean }>(`
        SELECT coalesce(t.slice, h.slice) AS slice, coalesce(t.rows, 0) AS there, coalesce(h.rows, 0) AS here,
          t.rows IS DISTINCT FROM h.rows OR t.hash IS DISTINCT FROM h.hash AS differs
        FROM (SELECT slice, sum(rows)::BIGINT AS rows, sum(hash)::HUGEINT AS hash FROM ${read.rows} GROUP BY slice) t
        FULL JOIN (SELECT slice, count(*) AS rows, sum(hash)::HUGEINT AS hash FROM ${this.#sliced(expression)}${some} GROUP BY slice) h ON t.slice = h.slice
        WHERE coalesce(t.rows, 0) > 0 OR h.rows > 0`);
      const sum = (what: 'there' | 'here') => found.reduce((total, slice) => total + slice[what], 0);
      return { there: sum('there'), here: sum('here'), differing: found.filter((s) => s.differs).map((s) => s.slice) };
    });
  }

  /** Notes the rows of some slices that differ: `read` has the source's keys and hashes. */
  async compareRows(read: Reading, expression: string, slices: readonly number[]): Promise<void> {
    const here = `(SELECT * FROM ${this.#sliced(expression)} WHERE slice IN (${slices.join(',')}))`;
    await this.#note(read, here, 't.hash IS DISTINCT FROM h.hash');
  }

  /** Notes which keys only one side has: `read` has the keys of all rows of the source. */
  async compareKeys(read: Reading): Promise<{ there: number; here: number }> {
    const here = `(SELECT ${this.#keysOf('l.')} FROM ${this.#alive} l)`;
    await this.#note(read, here, 'false');
    return this.#use(async (c) => ({ there: await c.count(read.rows), here: await c.count(this.#alive) }));
  }

  /** Notes the rows whose values differ, among those that were read. */
  async compareValues(read: Reading, columns: readonly Column[]): Promise<void> {
    await this.#use(async (c) => {
      const own = await read.types(c);
      const names = columns.map((column) => column.name).filter((name) => this.#types.has(name) && own.has(name));
      const tuple = (alias: string, a: Types, b: Types) =>
        `(${['0', ...names.map((name) => comparable(`${alias}.${id(name)}`, a.get(name) ?? '', b.get(name) ?? ''))].join(', ')})`;
      const on = this.#keys.map((key) => `${this.#value('s', key)} = ${this.#value('l', key)}`).join(' AND ');
      await c.run(`INSERT INTO ${this.#differences} SELECT DISTINCT ${this.#keysOf('l.')}, 'altered', false
        FROM ${this.#alive} l JOIN ${read.rows} s ON ${on}
        WHERE ${tuple('l', this.#types, own)} IS DISTINCT FROM ${tuple('s', own, this.#types)}
          AND NOT EXISTS (SELECT 1 FROM ${this.#differences} d WHERE ${this.#isDifference('l')})`);
    });
  }

  /** Looks again at what differs, with rows that were read by their keys since: some of it was on its way when it was compared. */
  async confirm(read: Reading, columns: readonly Column[]): Promise<void> {
    const before = await this.keys();
    await this.#use(async (c) => {
      const again = `EXISTS (SELECT 1 FROM ${read.rows} s WHERE ${this.#keys.map((key, i) => `${this.#value('s', key)} = d.k${i}`).join(' AND ')})`;
      // A row that is not there any more was deleted meanwhile; one that is there now came meanwhile, and the next run brings it.
      await c.run(
        `DELETE FROM ${this.#differences} AS d WHERE (kind = 'missing' AND NOT ${again}) OR (kind = 'extra' AND ${again}) OR kind = 'altered'`,
      );
    });
    if (before.length > 0) await this.compareValues(read, columns);
  }

  /**
   * Tells what the next run will bring, from what it would read: a changed row counts only where its cursor has moved, since else nothing
   * but a wrong value explains the difference.
   */
  async explain(next: IncrementalLoad, { swept, sweptParts }: Swept): Promise<void> {
    const { layout } = this.#context;
    await this.#use(async (c) => {
      const { stage } = next;
      const read = (name: string) => this.#value('s', name);
      const on = this.#keys.map((key, i) => `${read(key)} = d.k${i}`).join(' AND ');
      const inRows = `EXISTS (SELECT 1 FROM ${stage.table('rows')} s WHERE ${on})`;
      const moved =
        layout.order === null
          ? inRows
          : `EXISTS (SELECT 1 FROM ${stage.table('rows')} s JOIN ${this.#table} l ON ${this.#keys.map((key) => `${read(key)} = ${this.#value('l', key)}`).join(' AND ')}
              WHERE ${on} AND s.${id(layout.order)} IS DISTINCT FROM l.${id(layout.order)})`;
      const gone = `EXISTS (SELECT 1 FROM (${stage.deletedKeys()}) s WHERE ${on})`;
      const present = `EXISTS (SELECT 1 FROM ${stage.table('present')} s WHERE ${on})`;
      const within = swept
        ? 'true'
        : `EXISTS (SELECT 1 FROM ${this.#table} l WHERE ${this.#isDifference('l')} AND ${inParts(sweptParts, layout, 'l')})`;
      const absent = swept || sweptParts.length > 0 ? ` OR (NOT ${present} AND ${within})` : '';
      await c.run(`UPDATE ${this.#differences} AS d SET explained = CASE kind
        WHEN 'missing' THEN ${inRows} WHEN 'altered' THEN ${moved} WHEN 'extra' THEN ${gone}${absent} ELSE false END`);
    });
  }

  /** Those that differ and that nothing explains; in texts as DuckDB writes them. `kinds`: null for all. */
  async keys(kinds: readonly string[] | null = null, most = 100_000): Promise<string[][]> {
    const some = kinds === null ? '' : ` AND kind IN (${kinds.map(text).join(', ')})`;
    return this.#keyTexts(`SELECT * FROM ${this.#differences} WHERE NOT explained${some} LIMIT ${most}`);
  }

  /** Keys of rows picked at random. */
  async sample(count: number): Promise<string[][]> {
    const keys = this.#keys.map((key, i) => `${id(key)} AS k${i}`).join(', ');
    return this.#keyTexts(`SELECT ${keys} FROM ${this.#alive} USING SAMPLE ${count} ROWS`);
  }

  async counts(): Promise<DriftCounts> {
    const of = (kind: string) => `count(*) FILTER (kind = '${kind}') AS ${kind}`;
    return this.#use(async (c) =>
      c.row<DriftCounts & Record<string, number>>(
        `SELECT ${['missing', 'extra', 'altered', 'doubled'].map(of).join(', ')}, count(*) FILTER (explained) AS explained FROM ${this.#differences}`,
      ),
    );
  }

  /** The keys that differ, how, and whether the next run brings the change. */
  async writeKeys(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    const keys = this.#keys.map((key, i) => `k${i} AS ${id(key)}`).join(', ');
    await this.#use(async (c) =>
      c.run(
        `COPY (SELECT ${keys}, kind AS "_difference", explained AS "_explained" FROM ${this.#differences} ORDER BY ALL) TO ${text(file)} (FORMAT csv, HEADER)`,
      ),
    );
  }

  /** Leaves one row of each key that several rows of the warehouse have; the merge that follows gives it its values. */
  async undouble(): Promise<number> {
    return this.#use(async (c) =>
      c.changed(`DELETE FROM ${this.#table} WHERE rowid IN (SELECT row FROM (
        SELECT l.rowid AS row, row_number() OVER (PARTITION BY ${list(this.#keys, 'l.')} ORDER BY l.rowid) AS n
        FROM (SELECT *, rowid FROM ${this.#table}) l WHERE EXISTS (SELECT 1 FROM ${this.#differences} d WHERE kind = 'doubled' AND ${this.#isDifference('l')})) WHERE n > 1)`),
    );
  }

  /** SQL: keys that differ and that `rows` lacks, as the stage's columns. */
  differing(rows: string): string {
    const keys = this.#keys.map((key, i) => `d.k${i} AS ${id(key)}`).join(', ');
    const on = this.#keys.map((key, i) => `${this.#value('s', key)} = d.k${i}`).join(' AND ');
    return `SELECT ${keys} FROM ${this.#differences} d WHERE NOT d.explained AND NOT EXISTS (SELECT 1 FROM ${rows} s WHERE ${on})`;
  }

  async end(): Promise<void> {
    await this.#use(async (c) => c.run(`DROP TABLE ${this.#differences}; DROP TABLE ${this.#bounds}`));
  }

  get #keys(): readonly string[] {
    return this.#context.layout.key;
  }

  get #alive(): string {
    return this.#types.has(DELETED_AT) ? `(FROM ${this.#table} WHERE ${DELETED_AT} IS NULL)` : this.#table;
  }

  #isNumberText(name: string): boolean {
    return this.#context.layout.columns.some((c) => c.name === name && c.adaptive) && this.#types.get(name) === 'VARCHAR';
  }

  /** A key's value, comparable with that of another table: adaptive columns may be text there. */
  #value(alias: string, name: string): string {
    const adaptive = this.#context.layout.columns.some((c) => c.name === name && c.adaptive);
    return adaptive ? canonicalNumber(`${alias}.${id(name)}`) : `${alias}.${id(name)}`;
  }

  #keysOf(prefix: string): string {
    return this.#keys.map((key, i) => `${prefix}${id(key)} AS k${i}`).join(', ');
  }

  #isDifference(alias: string): string {
    return this.#keys.map((key, i) => `${alias}.${id(key)} = d.k${i}`).join(' AND ');
  }

  /** SQL: keys as k0…, slice and hash of all rows of the warehouse. */
  #sliced(expression: string): string {
    const rows = `(SELECT ${[...this.#keys.map((key, i) => `${id(key)} AS k${i}`), `${expression} AS hash`].join(', ')} FROM ${this.#alive})`;
    if (this.#keys.length === 0) return `(SELECT 0 AS slice, hash FROM ${rows})`;
    return `(SELECT r.*, coalesce(b.slice, 0) AS slice FROM ${rows} r ASOF LEFT JOIN ${this.#bounds} b ON r.k0 >= b.low)`;
  }

  /** Compares keys, and hashes where `differs` says how. `here`: SQL, keys as k0…. */
  async #note(read: Reading, here: string, differs: string): Promise<void> {
    const hashed = differs !== 'false';
    const typeOf = (key: string) => this.#types.get(key) ?? 'VARCHAR';
    const adaptive = (key: string) => this.#context.layout.columns.some((c) => c.name === key && c.adaptive);
    const names = this.#keys.map((_, i) => `k${i}`);
    const side = (rows: string, values: readonly string[]) =>
      `(SELECT ${values.map((v, i) => `${v} AS k${i}`).join(', ')}, count(*) AS n${hashed ? ', any_value(hash) AS hash' : ''} FROM ${rows} GROUP BY ALL)`;
    const there = side(
      `${read.rows} s`,
      this.#keys.map((key) => this.#value('s', key)),
    );
    const own = side(
      here,
      this.#keys.map((key, i) => (adaptive(key) ? canonicalNumber(`k${i}`) : `k${i}`)),
    );
    const keys = this.#keys.map((key, i) => `CAST(coalesce(t.k${i}, h.k${i}) AS ${typeOf(key)}) AS k${i}`);
    const kind = `CASE WHEN t.n IS NULL AND h.n > 1 OR h.n IS NULL AND t.n > 1 OR t.n <> h.n OR t.n > 1 THEN 'doubled'
      WHEN t.n IS NULL THEN 'extra' WHEN h.n IS NULL THEN 'missing' WHEN ${differs} THEN 'altered' END`;
    await this.#use(async (c) =>
      c.run(`INSERT INTO ${this.#differences} SELECT *, false FROM (
        SELECT ${keys.join(', ')}, ${kind} AS kind FROM ${there} t FULL JOIN ${own} h ON ${names.map((k) => `t.${k} = h.${k}`).join(' AND ')})
        WHERE kind IS NOT NULL`),
    );
  }

  async #keyTexts(query: string): Promise<string[][]> {
    const texts = this.#keys.map((key, i) =>
      this.#types.get(key)?.startsWith('DECIMAL') ? `${decimalText(`k${i}`)} AS k${i}` : `CAST(k${i} AS VARCHAR) AS k${i}`,
    );
    return this.#use(async (c) => {
      const rows = await c.rows<Record<string, string>>(`SELECT ${texts.join(', ')} FROM (${query})`);
      return rows.map((row) => this.#keys.map((_, i) => row[`k${i}`] ?? ''));
    });
  }

  async #use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#context.database.use(work);
  }
}
