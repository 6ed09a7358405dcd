import { iso } from './clock.ts';
import type { Row, TableDef } from './model.ts';
import type { Handle, Order, Sorted } from './table.ts';

export interface GeneratedOptions {
  readonly def: TableDef;
  readonly rows: number;
  /** Whole seconds since 1970 of a row's `modifiedon`. */
  readonly modified: (index: number) => number;
  /** A row's values apart from key and modifiedon; may depend on `index` only through `index % variety`. */
  readonly values: (index: number) => Row;
  readonly variety: number;
}

/**
 * Rows that are computed, not kept: half a million of them cost two small arrays. The JSON of a row is its key and
 * `modifiedon` before one of `variety` prepared ends.
 */
export class Generated {
  readonly #options: GeneratedOptions;
  readonly #seconds: Float64Array;
  #byModified: Uint32Array | null = null;
  #last = { seconds: Number.NaN, text: '' };

  constructor(options: GeneratedOptions) {
    this.#options = options;
    this.#seconds = Float64Array.from({ length: options.rows }, (_, i) => options.modified(i));
  }

  get size(): number {
    return this.#options.rows;
  }

  /** Row i's key; the order of keys, as SQL Server sees it, is the order of i. */
  id(index: number): string {
    return `7e57da7a-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  }

  indexOf(id: string): number {
    const index = Number.parseInt(id.slice(-12), 16);
    return id.startsWith('7e57da7a-0000-4000-8000-') && index < this.size ? index : -1;
  }

  modifiedon(index: number): string {
    const seconds = this.#seconds[index] ?? 0;
    // Neighbours in the order of time often share their second.
    if (this.#last.seconds !== seconds) this.#last = { seconds, text: iso(seconds) };
    return this.#last.text;
  }

  row(index: number): Row {
    const { def, values, variety } = this.#options;
    return { [def.key]: this.id(index), modifiedon: this.modifiedon(index), ...values(index % variety) };
  }

  /** The shared ends of rows under one selection, made by `render` from the row's values. */
  ends(render: (row: Row) => string): string[] {
    return Array.from({ length: Math.min(this.#options.variety, this.size) }, (_, i) => render(this.#options.values(i)));
  }

  get variety(): number {
    return this.#options.variety;
  }

  merged(
    order: readonly Order[],
    extra: readonly Handle[],
    hidden: ReadonlySet<string>,
    compare: (a: Handle, b: Handle) => number,
  ): Sorted {
    const base = this.#order(order);
    const kept = hidden.size === 0 ? base : base.filter((i) => !hidden.has(this.id(i)));
    const places = Int32Array.from({ length: kept.length + extra.length });
    let [a, b] = [0, 0];
    for (let at = 0; at < places.length; at++) {
      const own = extra[b];
      const next = kept[a];
      const takeExtra = own !== undefined && (next === undefined || compare(own, this.#handle(next)) < 0);
      places[at] = takeExtra ? -1 - b++ : (kept[a++] ?? 0);
    }
    return {
      length: places.length,
      at: (i) => this.#at(places[i] ?? 0, extra),
      generatedIndex: (i) => Math.max(places[i] ?? -1, -1),
    };
  }

  #at(place: number, extra: readonly Handle[]): Handle {
    const handle = place < 0 ? extra[-1 - place] : this.#handle(place);
    if (handle === undefined) throw new RangeError(`place ${place}`);
    return handle;
  }

  #handle(index: number): Handle {
    const { def, values, variety } = this.#options;
    const id = this.id(index);
    return {
      id,
      value: (name) =>
        name === def.key ? id : name === 'modifiedon' ? this.modifiedon(index) : (values(index % variety)[name] ?? null),
    };
  }

  #order(order: readonly Order[]): Uint32Array {
    const [first, ...rest] = order;
    if (first === undefined) return Uint32Array.from({ length: this.size }, (_, i) => i);
    if (first.column.name !== 'modifiedon' || rest.length > 0)
      throw new Error('generated rows are ordered by modifiedon or by key');
    this.#byModified ??= Uint32Array.from({ length: this.size }, (_, i) => i).sort(
      (a, b) => (this.#seconds[a] ?? 0) - (this.#seconds[b] ?? 0) || a - b,
    );
    return first.descending ? this.#descending(this.#byModified) : this.#byModified;
  }

  /** Later seconds first, but within one second the keys still rise. */
  #descending(rising: Uint32Array): Uint32Array {
    const result = rising.slice().reverse();
    for (let from = 0; from < result.length; ) {
      let to = from + 1;
      while (to < result.length && this.#seconds[result[to] ?? 0] === this.#seconds[result[from] ?? 0]) to++;
      result.subarray(from, to).reverse();
      from = to;
    }
    return result;
  }
}
