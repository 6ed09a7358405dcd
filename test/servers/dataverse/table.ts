import type { Clock } from './clock.ts';
import { type Comparable, compareValues } from './compare.ts';
import type { Generated } from './generated.ts';
import { type ColumnDef, type Edm, edmType, isData, type Row, type TableDef, type Value, wireName } from './model.ts';

export interface Order {
  readonly column: ColumnDef;
  readonly descending: boolean;
}

/** One row, wherever it comes from. */
export interface Handle {
  readonly id: string;
  value(column: string): Value;
}

/** Rows in an order, as they are at this moment. */
export interface Sorted {
  readonly length: number;
  at(index: number): Handle;
  /** The number of a generated row, whose JSON need not be made from its values; -1 otherwise. */
  generatedIndex(index: number): number;
}

export interface Change {
  readonly version: number;
  readonly id: string;
  readonly deleted: boolean;
}

const collated = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').trimEnd().toLowerCase();

/** A table's definition, its rows and the log of their changes. */
export class Table {
  readonly #clock: Clock;
  readonly #nextVersion: () => number;
  readonly #rows = new Map<string, Row>();
  readonly #sorted = new Map<string, { version: number; sorted: Sorted }>();
  readonly #hidden = new Set<string>();
  #def: TableDef;
  #generated: Generated | null = null;
  #edits = 0;
  /** All changes since the table was made, oldest first. */
  readonly changes: Change[] = [];
  /** Rises when columns change; older change-tracking tokens are void then. */
  schemaVersion = 0;

  constructor(def: TableDef, clock: Clock, nextVersion: () => number) {
    this.#def = def;
    this.#clock = clock;
    this.#nextVersion = nextVersion;
  }

  get generated(): Generated | null {
    return this.#generated;
  }

  /** Prepared ends of generated rows, by what was asked for. */
  readonly ends = new Map<string, Buffer[]>();

  get def(): TableDef {
    return this.#def;
  }

  get size(): number {
    return this.#rows.size + (this.#generated === null ? 0 : this.#generated.size - this.#hidden.size);
  }

  /** Changes columns or labels while clients read. */
  alter(change: (def: TableDef) => TableDef): void {
    this.#def = change(this.#def);
    this.schemaVersion++;
    this.#edits++;
  }

  column(name: string): ColumnDef | undefined {
    return this.#def.columns.find((c) => c.name === name);
  }

  /** The readable column of a property on the wire. */
  property(wire: string): ColumnDef | undefined {
    return this.#def.columns.find((c) => isData(c) && wireName(c) === wire);
  }

  typeOf(wire: string): Edm | undefined {
    const column = this.property(wire);
    return column === undefined ? undefined : edmType(column);
  }

  /** Adds deterministic rows beside the ones in memory. */
  generate(generated: Generated): void {
    this.#generated = generated;
    this.#edits++;
  }

  /** `modifiedon` and `versionnumber` are set unless given. */
  insert(row: Row): string {
    const own = this.identity(row);
    // Nothing makes a provider's keys unique.
    const id = this.#def.kind === 'Virtual' && this.#rows.has(own) ? `${own}/${this.#rows.size}` : own;
    this.#rows.set(id, this.#stamped(row));
    this.#log(id, false);
    return id;
  }

  /** `id`: the key, with `/partitionid` in an elastic table. */
  update(id: string, values: Row): void {
    const old = this.find(id);
    if (old === null) throw new Error(`no row ${id} in ${this.#def.name}`);
    if (!this.#rows.has(id)) this.#hidden.add(id);
    this.#rows.set(
      id,
      this.#stamped({
        ...old,
        versionnumber: null,
        ...('modifiedon' in old ? { modifiedon: this.#clock.second() } : {}),
        ...values,
      }),
    );
    this.#log(id, false);
  }

  remove(id: string): void {
    if (!this.#rows.delete(id)) this.#hidden.add(id);
    this.#log(id, true);
  }

  find(id: string): Row | null {
    const row = this.#rows.get(id);
    if (row !== undefined) return row;
    const index = this.#hidden.has(id) ? -1 : (this.#generated?.indexOf(id) ?? -1);
    return index < 0 ? null : (this.#generated?.row(index) ?? null);
  }

  /** The row that has these values, texts as Latin1_General_CI_AI compares them: no case, no accents, no blanks at the end; null where there is none. */
  findBy(values: readonly (readonly [column: string, value: string])[]): Row | null {
    const same = (row: Row): boolean =>
      values.every(([column, value]) => {
        const own = row[column] ?? '';
        return collated(typeof own === 'object' ? own.id : String(own)) === collated(value);
      });
    for (const row of this.#rows.values()) if (same(row)) return row;
    return null;
  }

  identity(row: Row): string {
    const id = String(row[this.#def.key]);
    return this.#def.kind === 'Elastic' ? `${id}/${String(row.partitionid)}` : id;
  }

  /** Every row, for comparisons in tests. */
  *all(): Generator<Row> {
    yield* this.#rows.values();
    for (let i = 0; i < (this.#generated?.size ?? 0); i++) {
      const row = this.#generated?.row(i);
      if (row !== undefined && !this.#hidden.has(this.identity(row))) yield row;
    }
  }

  sorted(order: readonly Order[]): Sorted {
    const key = order.map((o) => `${o.column.name} ${o.descending}`).join(',');
    const cached = this.#sorted.get(key);
    if (cached?.version === this.#edits) return cached.sorted;
    const sorted = this.#sort(order);
    this.#sorted.set(key, { version: this.#edits, sorted });
    return sorted;
  }

  #sort(order: readonly Order[]): Sorted {
    const def = this.#def;
    const handles: Handle[] = [...this.#rows].map(([id, row]) => ({ id, value: (name) => row[name] ?? null }));
    handles.sort((a, b) => compareHandles(a, b, order, def));
    const generated = this.#generated;
    if (generated === null) return { length: handles.length, at: (i) => at(handles, i), generatedIndex: () => -1 };
    return generated.merged(order, handles, this.#hidden, (a, b) => compareHandles(a, b, order, def));
  }

  #stamped(row: Row): Row {
    const has = (name: string) => this.column(name) !== undefined;
    return {
      ...row,
      ...(has('modifiedon') && row.modifiedon === undefined ? { modifiedon: this.#clock.second() } : {}),
      ...(has('versionnumber') && (row.versionnumber ?? null) === null ? { versionnumber: String(this.#nextVersion()) } : {}),
    };
  }

  #log(id: string, deleted: boolean): void {
    this.#edits++;
    this.changes.push({ version: this.#nextVersion(), id, deleted });
  }
}

function at(handles: readonly Handle[], index: number): Handle {
  const handle = handles[index];
  if (handle === undefined) throw new RangeError(`row ${index} of ${handles.length}`);
  return handle;
}

/** The form in which a value is compared and stands in a cookie. */
export function comparable(value: Value): Comparable | null {
  return value !== null && typeof value === 'object' ? value.id : value;
}

export function compareBy(a: Value, b: Value, column: ColumnDef): number {
  const [x, y] = [comparable(a), comparable(b)];
  if (x === null || y === null) return Number(y === null) - Number(x === null);
  return compareValues(x, y, edmType(column));
}

/** Order columns first, then the key, so that every row has its own place. NULL comes first, as in SQL Server. */
function compareHandles(a: Handle, b: Handle, order: readonly Order[], def: TableDef): number {
  for (const { column, descending } of order) {
    const result = compareBy(a.value(column.name), b.value(column.name), column);
    if (result !== 0) return descending ? -result : result;
  }
  return compareValues(String(a.value(def.key)), String(b.value(def.key)), 'guid') || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
