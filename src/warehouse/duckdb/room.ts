// Memory touched for the first time is slow on virtual machines, and a full sync of any size does well with this.
const FIRST_MIB = 104;
// Few steps: with each, what was done so far is done again.
const STEP = 4;
// While rows are deleted, DuckDB keeps 8 bytes for each row of the vectors (2,048 rows) that are touched, in memory that it can't spill.
const BYTES_PER_ROW_OF_DELETES = 8.25;
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

  /** Whether rows scattered over a table of so many can be deleted within the share. */
  allowsDeletes(rows: number): boolean {
    return this.#firstMib + mibOfDeletes(rows) <= this.#mostMib;
  }

  /** Raises the limit for such deletes: after a refused one DuckDB takes the rows for deleted until the file is opened again. */
  forDeletes(rows: number): boolean {
    return this.besides(mibOfDeletes(rows));
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

function mibOfDeletes(rows: number): number {
  return Math.ceil((rows * BYTES_PER_ROW_OF_DELETES) / 2 ** 20);
}
