import { earlier } from '../../src/model/watermark.ts';
import { column, type MemoryRow, MemoryTable, type Value } from '../support/memory-table.ts';
import type { Random } from '../support/random.ts';

const TEXTS = ['', 'null', '"', 'a,b', 'x\r\ny', '😀', '\\N', ' '] as const;
const IDS = 60;

/** A source table that changes at random, with every version that each of its rows has ever had. */
export class History {
  readonly table = new MemoryTable();
  readonly #random: Random;
  readonly #flags: boolean;
  readonly #lookback: number;
  readonly #versions = new Map<number, Set<string>>();
  /** Rows that were changed since this was emptied. */
  readonly touched = new Set<number>();
  /** What rows were when they were deleted: they may be restored so, stamp and all. */
  readonly #deleted = new Map<number, MemoryRow>();
  readonly #restores: boolean;
  #count = 0;

  constructor(random: Random, options: { flags: boolean; lookbackSeconds: number; restores: boolean }) {
    this.#random = random;
    this.#flags = options.flags;
    this.#lookback = options.lookbackSeconds;
    this.#restores = options.restores;
    this.table.columns = [...this.table.columns, column('extra', 'VARCHAR'), column('amount', 'VARCHAR', { adaptive: true })];
  }

  /** The rows that are there, as a reader would see them, by id. */
  visible(): Map<number, MemoryRow> {
    return new Map([...this.table.rows].filter(([, row]) => row.deleted !== true));
  }

  everHad(id: number, row: { name: unknown; modified: unknown }): boolean {
    return this.#versions.get(id)?.has(JSON.stringify([row.name, row.modified])) ?? false;
  }

  /** One random change: a new row, an edit, a row without a cursor, a late commit, a delete, a return from the bin, a restored row. */
  change(): void {
    const random = this.#random;
    const id = random.int(1, IDS);
    const kind = random.next();
    this.table.tick(random.pick([0, 0.000001, 1, 30]));
    if (kind < 0.15) this.#remove(id);
    else if (kind < 0.2 && this.#restores && this.#deleted.has(id)) this.#restore(id);
    else if (kind < 0.25 && this.#flags) this.table.bin(id);
    else if (kind < 0.35) this.#put(id, null);
    else if (kind < 0.5) this.#put(id, earlier(this.table.clock, random.next() * this.#lookback));
    else this.#put(id, this.table.clock);
    this.touched.add(id);
    this.#note(id);
  }

  /** A column comes, goes or gets another type. */
  changeColumns(): void {
    const { table } = this;
    const has = table.columns.some((c) => c.name === 'extra');
    if (!has) table.columns = [...table.columns, column('extra', this.#random.pick(['VARCHAR', 'INTEGER']))];
    else table.columns = table.columns.filter((c) => c.name !== 'extra');
  }

  #remove(id: number): void {
    const row = this.table.rows.get(id);
    if (row !== undefined && row.deleted !== true) this.#deleted.set(id, row);
    this.table.remove(id);
  }

  #restore(id: number): void {
    const row = this.#deleted.get(id);
    if (row === undefined) return;
    this.table.put(id, row.name, row.modified);
    this.table.rows.set(id, row);
    this.#deleted.delete(id);
  }

  #put(id: number, modified: string | null): void {
    const random = this.#random;
    this.#deleted.delete(id);
    const name = random.chance(0.1) ? null : `${random.pick(TEXTS)}${++this.#count}`;
    const more: Record<string, Value> = { extra: random.int(0, 9), amount: this.#amount() };
    this.table.put(id, name, modified, more);
    // `put` without an instant would stamp by itself; null means that the row has none.
    const row = this.table.rows.get(id);
    if (row !== undefined) this.table.rows.set(id, { ...row, modified });
  }

  #amount(): string | null {
    const random = this.#random;
    if (random.chance(0.02)) return random.pick(['NaN', `${'7'.repeat(40)}.5`]);
    if (random.chance(0.1)) return null;
    return (random.next() * 10 ** random.int(0, 6)).toFixed(random.int(0, 4));
  }

  #note(id: number): void {
    const row = this.table.rows.get(id);
    if (row === undefined) return;
    const seen = this.#versions.get(id) ?? new Set();
    this.#versions.set(id, seen.add(JSON.stringify([row.name, row.modified])));
  }
}
