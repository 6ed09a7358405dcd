import type { RowSpan } from '../../model/counts.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, qualified, text } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import { canonicalNumber, decimalText } from '../load/adaptive.ts';
import { STAGE_DATABASE } from '../load/stage.ts';
import { DELETED_AT } from '../table/layout.ts';
import type { LoadContext } from '../table/table-load.ts';

export type ColumnTypes = ReadonlyMap<string, string>;

/** How the SQL of a comparison writes a table of the warehouse, its keys, and the list of what differs. */
export class ContentTable {
  readonly context: LoadContext;
  /** Qualified and quoted. */
  readonly table: string;
  /** The keys that differ: `k0`…, `kind`, `explained`, `round` (in which they were read again; 0: not yet). */
  readonly differences: string;
  readonly bounds: string;
  /** The warehouse's own rows by slice: `slice`, `rows`, `hash`. */
  readonly slices: string;
  readonly types: ColumnTypes;

  private constructor(context: LoadContext, types: ColumnTypes) {
    const { schema, name } = context.plan.target;
    const number = context.nextSequence();
    this.context = context;
    this.table = qualified(schema, name);
    this.differences = qualified(STAGE_DATABASE, 'main', `check_${number}_differences`);
    this.bounds = qualified(STAGE_DATABASE, 'main', `check_${number}_bounds`);
    this.slices = qualified(STAGE_DATABASE, 'main', `check_${number}_slices`);
    this.types = types;
  }

  static async create(context: LoadContext): Promise<ContentTable> {
    const { schema, name } = context.plan.target;
    return context.database.use(async (c) => {
      const checked = new ContentTable(context, await realTypes(c, schema, name));
      const keys = checked.keys.map((key, i) => `k${i} ${checked.types.get(key) ?? 'VARCHAR'}`);
      const noted = [...keys, 'kind VARCHAR', 'explained BOOLEAN', 'round INTEGER'].join(', ');
      await c.run(
        `CREATE OR REPLACE TABLE ${checked.differences} (${noted});
         CREATE OR REPLACE TABLE ${checked.bounds} (slice INTEGER, low ${checked.types.get(checked.keys[0] ?? '') ?? 'VARCHAR'})`,
      );
      return checked;
    });
  }

  /** SQL: which rows are compared. */
  #portion = 'true';

  /** From now on only the rows of a span are compared. */
  narrow({ column, from, to }: RowSpan): void {
    const own = id(column);
    const value = (edge: string) => `CAST(${text(edge)} AS ${this.types.get(column) ?? 'VARCHAR'})`;
    const edges = [...(from === null ? [] : [`${own} >= ${value(from)}`]), ...(to === null ? [] : [`${own} < ${value(to)}`])];
    const within = edges.length === 0 ? 'true' : `(${edges.join(' AND ')})`;
    this.#portion = from === null ? `(${within} OR ${own} IS NULL)` : within;
  }

  get keys(): readonly string[] {
    return this.context.layout.key;
  }

  /** SQL: the rows that are compared. */
  get alive(): string {
    return this.#portion === 'true' ? this.whole : `(FROM ${this.whole} WHERE ${this.#portion})`;
  }

  /** SQL: the rows of the warehouse, without those that are marked as deleted. */
  get whole(): string {
    return this.types.has(DELETED_AT) ? `(FROM ${this.table} WHERE ${DELETED_AT} IS NULL)` : this.table;
  }

  get keepsDeleted(): boolean {
    return this.context.plan.options.deletes === 'ignore';
  }

  isNumberText(name: string): boolean {
    return this.#isAdaptive(name) && this.types.get(name) === 'VARCHAR';
  }

  /** A key's value, comparable with that of another table: adaptive columns may be text there. */
  value(alias: string, name: string): string {
    return this.#isAdaptive(name) ? canonicalNumber(`${alias}.${id(name)}`) : `${alias}.${id(name)}`;
  }

  /** The same of a column that is named already. */
  comparable(name: string, written: string): string {
    return this.#isAdaptive(name) ? canonicalNumber(written) : written;
  }

  keysOf(prefix: string): string {
    return this.keys.map((key, i) => `${prefix}${id(key)} AS k${i}`).join(', ');
  }

  /** SQL: row `alias` of the warehouse has the key of difference `d`. */
  isDifference(alias: string): string {
    return this.keys.map((key, i) => `${alias}.${id(key)} = d.k${i}`).join(' AND ');
  }

  /** SQL: row `alias` of a reading has the key of difference `d`. */
  isRead(alias: string): string {
    return this.keys.map((key, i) => `${this.value(alias, key)} = d.k${i}`).join(' AND ');
  }

  /** Keys as DuckDB writes them. `query` gives `k0`…. */
  async keyTexts(query: string): Promise<string[][]> {
    const texts = this.keys.map((key, i) =>
      this.types.get(key)?.startsWith('DECIMAL') ? `${decimalText(`k${i}`)} AS k${i}` : `CAST(k${i} AS VARCHAR) AS k${i}`,
    );
    return this.use(async (c) => {
      const rows = await c.rows<Record<string, string>>(`SELECT ${texts.join(', ')} FROM (${query})`);
      return rows.map((row) => this.keys.map((_, i) => row[`k${i}`] ?? ''));
    });
  }

  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.context.database.use(work);
  }

  async drop(): Promise<void> {
    await this.use(async (c) =>
      c.run(`DROP TABLE ${this.differences}; DROP TABLE ${this.bounds}; DROP TABLE IF EXISTS ${this.slices}`),
    );
  }

  #isAdaptive(name: string): boolean {
    return this.context.layout.columns.some((c) => c.name === name && c.adaptive);
  }
}
