// Memory touched for the first time is slow on virtual machines, and a full sync of any size does well with this.
const FIRST_MIB = 104;
// Few steps: with each, what was done so far is done again.
const STEP = 4;
// What a merge of very many rows needs, and the checkpoint after it; `run.memory` can't be less.
const MANY_ROWS = 50_000;
const MANY_ROWS_MIB = 512;

/** How much memory DuckDB may use now, in MiB: little at first, more for any statement that needs it, up to DuckDB's share. */
export class Room {
  readonly #mostMib: number;
  readonly #firstMib: number;
  #limitMib: number;
  #threads: number;

  constructor(mostMib: number, threads: number, firstMib = FIRST_MIB) {
    this.#mostMib = mostMib;
    this.#firstMib = Math.min(firstMib, mostMib);
    this.#limitMib = this.#firstMib;
    this.#threads = threads;
  }

  get limitMib(): number {
    return this.#limitMib;
  }

  get threads(): number {
    return this.#threads;
  }

  /** Raises the limit by so much above the first one, as far as the share allows. Returns whether it is higher now. */
  besides(mib: number): boolean {
    return this.#atLeast(this.#firstMib + mib);
  }

  /** Raises the limit for a merge of so many rows: to be refused first would cost more than the memory. */
  forRows(rows: number): boolean {
    return rows >= MANY_ROWS && this.#atLeast(MANY_ROWS_MIB);
  }

  /** For work that was refused: more memory; at the share one thread, which needs half as much. False where there is nothing more to give. */
  grow(): boolean {
    if (this.#atLeast(this.#limitMib * STEP)) return true;
    if (this.#threads === 1) return false;
    this.#threads = 1;
    return true;
  }

  #atLeast(mib: number): boolean {
    const limit = Math.min(Math.ceil(mib), this.#mostMib);
    if (limit <= this.#limitMib) return false;
    this.#limitMib = limit;
    return true;
  }
}
