import type { Memory } from '../../../model/contract.ts';

/**
 * Columns whose values turned out not to fit the type that was described for them (NaN in numeric(10,2), an infinite
 * interval, an array of other dimensions than declared): from then on they are described wider. Kept between runs, so that
 * the next one does not fail first; forgotten when the column gets another native type.
 */
export class WiderColumns {
  readonly #memory: Memory;
  /** Native types of the columns as last described, by table. */
  readonly #described = new Map<string, ReadonlyMap<string, string>>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Names of the columns of a table that are to be described wider. */
  of(table: string, nativeTypes: ReadonlyMap<string, string>): ReadonlySet<string> {
    this.#described.set(table, nativeTypes);
    const kept = Object.entries(this.#kept(table)).filter(([name, native]) => nativeTypes.get(name) === native);
    return new Set(kept.map(([name]) => name));
  }

  /** True where at least one of the columns was not known yet. */
  add(table: string, columns: readonly string[]): boolean {
    const described = this.#described.get(table);
    const kept = this.#kept(table);
    const added = columns.filter((name) => described?.has(name) === true && kept[name] !== described.get(name));
    for (const name of added) kept[name] = described?.get(name) ?? '';
    if (added.length > 0) this.#memory.set(keyOf(table), JSON.stringify(kept));
    return added.length > 0;
  }

  #kept(table: string): Record<string, string> {
    return JSON.parse(this.#memory.get(keyOf(table)) ?? '{}') as Record<string, string>;
  }
}

function keyOf(table: string): string {
  return `wider ${table}`;
}
