import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RowSpan } from '../../model/counts.ts';
import type { Column } from '../../model/table.ts';
import type { Watermark } from '../../model/watermark.ts';
import { id, list, text } from '../duckdb/sql.ts';
import { comparable } from '../table/compare-with-live.ts';
import type { IncrementalLoad } from '../table/incremental-load.ts';
import type { Swept } from '../table/parts.ts';
import type { LoadContext } from '../table/table-load.ts';
import { type ColumnTypes, ContentTable } from './content-table.ts';
import { explainChanged, explainGone, secondOf } from './explain.ts';
import { type Division, divideByKey, portionEnd, sortsAlike } from './portion.ts';
import type { DriftCounts, Reading, SliceComparison } from './reading.ts';

/** How values that differ are taken. */
export interface ValueRules {
  /** The next run reads the calculated columns of all rows: a difference in them alone is explained. */
  readonly calculatedDue?: boolean;
  /** Rows that are read again: one whose cursor has moved, and is not older than this, is the next run's. Null: nothing is. */
  readonly low?: Watermark | null;
  readonly round?: number;
}

/** One table of the warehouse while it is compared with its source. Nothing of it changes. */
export class ContentCheck {
  readonly #checked: ContentTable;
  #rounds = 0;

  private constructor(checked: ContentTable) {
    this.#checked = checked;
  }

  static async begin(context: LoadContext): Promise<ContentCheck> {
    return new ContentCheck(await ContentTable.create(context));
  }

  get types(): ColumnTypes {
    return this.#checked.types;
  }

  /** Rows that are compared. */
  async rows(): Promise<number> {
    return this.#checked.use(async (c) => c.count(this.#checked.alive));
  }

  /** True where both engines sort the values of this column alike. */
  sortsAlike(column: string): boolean {
    return sortsAlike(this.#checked, column);
  }

  /** From now on compares a share of the rows, in the order of a column and from one of its values on. Returns the span that they are in. */
  async choosePortion(column: string, from: string | null, share: number): Promise<RowSpan> {
    const span = { column, from, to: await portionEnd(this.#checked, column, from, share) };
    this.#checked.narrow(span);
    return span;
  }

  async divide(span: RowSpan | null): Promise<Division> {
    return divideByKey(this.#checked, span);
  }

  /** Counts and hashes the warehouse's rows by slice. Needs nothing of the source: it may be done while that is asked for the same. `signal`: ends it. */
  async hashSlices(expression: string, signal: AbortSignal): Promise<void> {
    await this.#checked.use(async (c) => {
      const stop = () => c.interrupt();
      signal.addEventListener('abort', stop, { once: true });
      await c
        .run(
          `CREATE OR REPLACE TABLE ${this.#checked.slices} AS SELECT slice, count(*) AS rows, sum(hash)::HUGEINT AS hash FROM ${this.#sliced(expression)} GROUP BY slice`,
        )
        .finally(() => signal.removeEventListener('abort', stop));
    });
  }

  /** Compares what the source counts and hashes by slice with what `hashSlices` has found. */
  async compareSlices(read: Reading): Promise<SliceComparison> {
    return this.#checked.use(async (c) => {
      const found = await c.rows<{ slice: number; there: number; here: number; differs: boolean }>(`
        SELECT coalesce(t.slice, h.slice) AS slice, coalesce(t.rows, 0) AS there, coalesce(h.rows, 0) AS here,
          t.rows IS DISTINCT FROM h.rows OR t.hash IS DISTINCT FROM h.hash AS differs
        FROM (SELECT slice, sum(rows)::BIGINT AS rows, sum(hash)::HUGEINT AS hash FROM ${read.rows} GROUP BY slice) t
        FULL JOIN ${this.#checked.slices} h ON t.slice = h.slice
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
    const here = `(SELECT ${this.#checked.keysOf('l.')} FROM ${this.#checked.alive} l)`;
    await this.#note(read, here, 'false');
    return this.#checked.use(async (c) => ({ there: await c.count(read.rows), here: await c.count(this.#checked.alive) }));
  }

  /** Notes the rows whose values differ, among those that were read. Returns how many rows were compared. */
  async compareValues(read: Reading, columns: readonly Column[], rules: ValueRules = {}): Promise<number> {
    const { differences, keys, types } = this.#checked;
    const { order } = this.#checked.context.layout;
    const { calculatedDue = false, low = null, round = 0 } = rules;
    return this.#checked.use(async (c) => {
      const own = await read.types(c);
      const both = columns.filter(({ name }) => types.has(name) && own.has(name));
      const tuple = (alias: string, some: readonly Column[], a: ColumnTypes, b: ColumnTypes) =>
        `(${['0', ...some.map(({ name }) => comparable(`${alias}.${id(name)}`, a.get(name) ?? '', b.get(name) ?? ''))].join(', ')})`;
      const differ = (some: readonly Column[]) =>
        `${tuple('l', some, types, own)} IS DISTINCT FROM ${tuple('s', some, own, types)}`;
      const on = keys.map((key) => `${this.#checked.value('s', key)} = ${this.#checked.value('l', key)}`).join(' AND ');
      const explained = [
        ...(calculatedDue ? [`NOT (${differ(both.filter((column) => !column.calculated))})`] : []),
        ...(low === null || order === null || !own.has(order)
          ? []
          : [`coalesce(s.${id(order)} IS DISTINCT FROM l.${id(order)} AND s.${id(order)} >= ${secondOf(low)}, false)`]),
      ];
      await c.run(`INSERT INTO ${differences}
        SELECT ${this.#checked.keysOf('l.')}, 'altered', bool_or(${explained.join(' OR ') || 'false'}), ${round}
        FROM ${this.#checked.alive} l JOIN ${read.rows} s ON ${on}
        WHERE ${differ(both)} AND NOT EXISTS (SELECT 1 FROM ${differences} d WHERE ${this.#checked.isDifference('l')})
        GROUP BY ${keys.map((_, i) => `${i + 1}`).join(', ')}`);
      return c.count(read.rows);
    });
  }

  /**
   * Chooses rows that differ, unexplained, to be read again: the service has no snapshot, so some of them were on their way when they were
   * compared. At most `most`; none: all were read again.
   */
  async toReadAgain(most: number): Promise<string[][]> {
    const { differences } = this.#checked;
    const round = ++this.#rounds;
    const open = `NOT explained AND round = 0 AND kind <> 'doubled'`;
    await this.#checked.use(async (c) =>
      c.run(
        `UPDATE ${differences} SET round = ${round} WHERE rowid IN (SELECT rowid FROM ${differences} WHERE ${open} LIMIT ${most})`,
      ),
    );
    return this.#checked.keyTexts(`SELECT * FROM ${differences} WHERE round = ${round}`);
  }

  /** Compares those rows once more; `read` has them as they are now. Returns how many still differ. */
  async compareAgain(read: Reading, columns: readonly Column[], rules: ValueRules): Promise<number> {
    const { differences } = this.#checked;
    const round = this.#rounds;
    const again = `EXISTS (SELECT 1 FROM ${read.rows} s WHERE ${this.#checked.isRead('s')})`;
    // A row that is not there any more was deleted meanwhile; one that is there now came meanwhile.
    await this.#checked.use(async (c) =>
      c.run(
        `DELETE FROM ${differences} AS d WHERE round = ${round} AND ((kind = 'missing' AND NOT ${again}) OR (kind = 'extra' AND ${again}) OR kind = 'altered')`,
      ),
    );
    await this.compareValues(read, columns, { ...rules, round });
    return this.#checked.use(async (c) => c.count(`${differences} WHERE round = ${round} AND NOT explained`));
  }

  /** See explain.ts. */
  async explainChanged(next: IncrementalLoad, settled: Watermark | null): Promise<void> {
    await explainChanged(this.#checked, next, settled);
  }

  async explainGone(next: IncrementalLoad, swept: Swept): Promise<void> {
    await explainGone(this.#checked, next, swept);
  }

  /** The next run reads all rows. */
  async explainAll(): Promise<void> {
    await this.#checked.use(async (c) => c.run(`UPDATE ${this.#checked.differences} SET explained = true`));
  }

  /** Those that differ and that nothing explains; in texts as DuckDB writes them. */
  async keys(most: number): Promise<string[][]> {
    return this.#checked.keyTexts(`SELECT * FROM ${this.#checked.differences} WHERE NOT explained LIMIT ${most}`);
  }

  /** Keys of rows picked at random. */
  async sample(count: number): Promise<string[][]> {
    const keys = this.#checked.keys.map((key, i) => `${id(key)} AS k${i}`).join(', ');
    return this.#checked.keyTexts(`SELECT ${keys} FROM ${this.#checked.alive} USING SAMPLE ${count} ROWS`);
  }

  async counts(): Promise<DriftCounts> {
    const of = (kind: string) => `count(*) FILTER (kind = '${kind}') AS ${kind}`;
    return this.#checked.use(async (c) =>
      c.row<DriftCounts & Record<string, number>>(
        `SELECT ${['missing', 'extra', 'altered', 'doubled'].map(of).join(', ')}, count(*) FILTER (explained) AS explained FROM ${this.#checked.differences}`,
      ),
    );
  }

  /** The keys that differ, how, and whether the next run brings the change. */
  async writeKeys(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    const keys = this.#checked.keys.map((key, i) => `k${i} AS ${id(key)}`).join(', ');
    await this.#checked.use(async (c) =>
      c.run(
        `COPY (SELECT ${keys}, kind AS "_difference", explained AS "_explained" FROM ${this.#checked.differences} ORDER BY ALL) TO ${text(file)} (FORMAT csv, HEADER)`,
      ),
    );
  }

  /** Leaves one row of each key that several rows of the warehouse have; the merge that follows gives it its values. */
  async undouble(): Promise<number> {
    return this.#checked.use(async (c) =>
      c.changed(`DELETE FROM ${this.#checked.table} WHERE rowid IN (SELECT row FROM (
        SELECT l.rowid AS row, row_number() OVER (PARTITION BY ${list(this.#checked.keys, 'l.')} ORDER BY l.rowid) AS n
        FROM (SELECT *, rowid FROM ${this.#checked.table}) l WHERE EXISTS (SELECT 1 FROM ${this.#checked.differences} d WHERE kind = 'doubled' AND ${this.#checked.isDifference('l')})) WHERE n > 1)`),
    );
  }

  /** SQL: keys that differ and that `rows` lacks, as the stage's columns. */
  differing(rows: string): string {
    const keys = this.#checked.keys.map((key, i) => `d.k${i} AS ${id(key)}`).join(', ');
    return `SELECT ${keys} FROM ${this.#checked.differences} d WHERE NOT d.explained AND NOT EXISTS (SELECT 1 FROM ${rows} s WHERE ${this.#checked.isRead('s')})`;
  }

  async end(): Promise<void> {
    await this.#checked.drop();
  }

  /** SQL: keys as k0…, slice and hash of all rows of the warehouse. */
  #sliced(expression: string): string {
    const { keys, alive, bounds } = this.#checked;
    const rows = `(SELECT ${[...keys.map((key, i) => `${id(key)} AS k${i}`), `${expression} AS hash`].join(', ')} FROM ${alive})`;
    // DuckDB's ASOF JOIN breaks on a JSON key; a key that can't be divided has no bounds anyway.
    if (keys.length === 0 || !sortsAlike(this.#checked, keys[0] ?? '')) return `(SELECT *, 0 AS slice FROM ${rows})`;
    return `(SELECT r.*, coalesce(b.slice, 0) AS slice FROM ${rows} r ASOF LEFT JOIN ${bounds} b ON r.k0 >= b.low)`;
  }

  /** Compares keys, and hashes where `differs` says how. `here`: SQL, keys as k0…. */
  async #note(read: Reading, here: string, differs: string): Promise<void> {
    const { keys, types, differences, keepsDeleted } = this.#checked;
    const hashed = differs !== 'false';
    const names = keys.map((_, i) => `k${i}`);
    const side = (rows: string, values: readonly string[]) =>
      `(SELECT ${values.map((v, i) => `${v} AS k${i}`).join(', ')}, count(*) AS n${hashed ? ', any_value(hash) AS hash' : ''} FROM ${rows} GROUP BY ALL)`;
    const there = side(
      `${read.rows} s`,
      keys.map((key) => this.#checked.value('s', key)),
    );
    const own = side(
      here,
      keys.map((key, i) => this.#checked.comparable(key, `k${i}`)),
    );
    const either = keys.map((key, i) => `CAST(coalesce(t.k${i}, h.k${i}) AS ${types.get(key) ?? 'VARCHAR'}) AS k${i}`);
    const kind = `CASE WHEN t.n IS NULL AND h.n > 1 OR h.n IS NULL AND t.n > 1 OR t.n <> h.n OR t.n > 1 THEN 'doubled'
      WHEN t.n IS NULL THEN 'extra' WHEN h.n IS NULL THEN 'missing' WHEN ${differs} THEN 'altered' END`;
    // A row that was deleted at the source and is to stay is no difference.
    const wanted = keepsDeleted ? ` AND kind <> 'extra'` : '';
    await this.#checked.use(async (c) =>
      c.run(`INSERT INTO ${differences} SELECT *, false, 0 FROM (
        SELECT ${either.join(', ')}, ${kind} AS kind FROM ${there} t FULL JOIN ${own} h ON ${names.map((k) => `t.${k} = h.${k}`).join(' AND ')})
        WHERE kind IS NOT NULL${wanted}`),
    );
  }
}
