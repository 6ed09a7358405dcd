import type { Connection, Database } from '../duckdb/database.ts';
import { fullBatch, goTogether } from './batching.ts';
import { type Batch, type LoadTarget, loadBatch, type StagedFile } from './load-batch.ts';
import { LoadQueue } from './load-queue.ts';

/** A partition that was read whole; its files are not loaded yet. */
export interface ReadPartition {
  readonly id: string;
  readonly rows: number;
  readonly files: readonly StagedFile[];
}

export interface GroupOptions {
  readonly database: Database;
  readonly target: LoadTarget;
  /** `source.table`, for errors. */
  readonly title: string;
  /** Writes down that a partition is in, in the transaction that brings its rows. */
  record(connection: Connection, partition: ReadPartition): Promise<void>;
  onLoaded(rows: number): void;
}

// What a run that is killed may lose of a slow source's reading.
const LONGEST_WAIT_MS = 60_000;
const PARTITIONS_WAITING = 64;

/**
 * Loads several partitions of one table in one transaction: each is in the warehouse whole or not at all, and DuckDB's row
 * groups are filled. See batching.ts for why that matters.
 */
export class PartitionGroup {
  readonly #options: GroupOptions;
  #gathered: ReadPartition[] = [];
  #since = Date.now();
  readonly #queue: LoadQueue;

  constructor(options: GroupOptions) {
    this.#options = options;
    this.#queue = new LoadQueue(options.database.loads);
  }

  /** Resolves at once, but where too much waits; throws what went wrong with an earlier partition. */
  async add(partition: ReadPartition): Promise<void> {
    if (this.#gathered.length === 0) this.#since = Date.now();
    this.#gathered.push(partition);
    const files = fullBatch(
      this.#gathered.flatMap((p) => p.files),
      this.#options.database.threads,
    );
    const tooLong = Date.now() - this.#since > LONGEST_WAIT_MS || this.#gathered.length >= PARTITIONS_WAITING;
    this.#load(tooLong ? this.#gathered.length : this.#holding(files));
    if (this.#queue.batches > 1) await this.#queue.idle();
    this.#queue.check();
  }

  /** Loads what was gathered. Throws the first failure. */
  async finish(): Promise<void> {
    this.#load(this.#gathered.length);
    await this.#queue.settle();
  }

  /** How many of the first partitions have these many files together. */
  #holding(files: number): number {
    let [count, sum] = [0, 0];
    for (const { length } of this.#gathered.map((p) => p.files)) {
      if (sum >= files) break;
      sum += length;
      count++;
    }
    return count;
  }

  #load(count: number): void {
    const partitions = this.#gathered.splice(0, count);
    if (partitions.length === 0) return;
    this.#since = Date.now();
    this.#queue.add(
      partitions.flatMap((p) => p.files),
      async () => this.#insert(partitions),
    );
  }

  async #insert(partitions: readonly ReadPartition[]): Promise<void> {
    const { database, target, title, record, onLoaded } = this.#options;
    const batches = alike(partitions.flatMap((p) => p.files)).map((files): Batch => ({ files, target, title }));
    for (const batch of batches) await target.prepare?.(batch);
    let rows = 0;
    await database.use(async (c) =>
      c.transaction(async () => {
        rows = 0;
        for (const batch of batches) rows += await loadBatch(database, c, batch);
        for (const partition of partitions) await record(c, partition);
      }),
    );
    onLoaded(rows);
  }
}

/** The files in runs that one INSERT can take. */
function alike(files: readonly StagedFile[]): [StagedFile, ...StagedFile[]][] {
  const runs: [StagedFile, ...StagedFile[]][] = [];
  for (const file of files) {
    const run = runs.find(([first]) => goTogether(first, file));
    if (run === undefined) runs.push([file]);
    else run.push(file);
  }
  return runs;
}
