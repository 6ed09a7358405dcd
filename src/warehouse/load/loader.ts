import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Partition, Receipt } from '../../model/plan.ts';
import type { Staging } from '../../model/staging.ts';
import type { Connection } from '../duckdb/database.ts';
import { batchesOf, claimedBy, fullBatch, type StagedFile } from './load-batch.ts';
import { LoadQueue, LoadTransaction } from './load-transaction.ts';
import { type LoadEnvironment, type LoadTargets, PartitionFiles } from './partition-files.ts';

/** Where a pass's rows go. DuckDB writes to one database in one transaction, so all its targets are tables of one. */
export interface LoadInto {
  readonly targets: LoadTargets;
  /** Rows that its partitions are expected to bring together; null or absent: nobody knows. */
  readonly expectedRows?: number | null;
  /** Writes down that a partition is in, in the transaction that brings its rows. */
  record?(connection: Connection, partition: LoadedPartition): Promise<void>;
}

export interface LoadedPartition {
  readonly id: string;
  readonly rows: number;
}

/** A partition that was read whole; its files are not loaded yet. */
interface ReadPartition extends LoadedPartition {
  readonly files: readonly StagedFile[];
}

// What a run that is killed may lose of a slow source's reading.
const LONGEST_WAIT_MS = 60_000;
const PARTITIONS_WAITING = 64;
// What is little: many such tables are in memory at once.
const LITTLE_ROWS = 10_000;
const LITTLE_BYTES = 2 * 1024 * 1024;

/** All that was received of a table, where it is little. */
export interface LittleRead {
  readonly files: readonly StagedFile[];
  /** Uncompressed. */
  readonly bytes: number;
}

/**
 * The way of one table's rows from the source into the warehouse: each partition is in whole or not at all. A partition that fills a batch
 * by itself is loaded while it is read, in a transaction of its own. Smaller ones share a transaction, so that DuckDB's row groups are
 * filled: see load-batch.ts.
 */
export class Loader {
  readonly #environment: LoadEnvironment;
  readonly #queue: LoadQueue;
  /** Small partitions that wait for others; all go into the same. */
  #waiting: ReadPartition[] = [];
  #into: LoadInto = { targets: {} };
  #since = Date.now();
  /** Rows of all partitions of a pass that were read whole. */
  readonly #arrived = new Map<LoadInto, number>();
  /** Something was queued, or loaded while it was read. */
  #begun = false;

  constructor(environment: LoadEnvironment) {
    this.#environment = environment;
    this.#queue = new LoadQueue(environment.database);
  }

  /**
   * `read` writes one partition's files and says what the source sent. When this resolves, the counts agree, and the partition is
   * committed, or will be soon, together with others. When it throws, nothing of the partition remains.
   */
  async receive(partition: Partition, into: LoadInto, read: (staging: Staging) => Promise<Receipt>): Promise<Receipt> {
    // The pass before is over: nothing more comes that its rows could be loaded with, so they are loaded while this one is read.
    if (this.#into !== into) this.#load(this.#waiting.length);
    const files = new PartitionFiles(this.#environment, into.targets, partition.expectedRows);
    try {
      const receipt = await read(files);
      await this.#end(partition, into, files, receipt);
      return receipt;
    } catch (error) {
      await files.rollback();
      throw error;
    }
  }

  /** Commits every partition that was received. Throws the first failure. */
  async finish(): Promise<void> {
    this.#load(this.#waiting.length);
    await this.#queue.settle();
  }

  /** What was received for `into`, where none of it is loaded yet and it is little; else null. The files stay until `discard`. */
  async little(into: LoadInto): Promise<LittleRead | null> {
    if (this.#begun || (this.#waiting.length > 0 && this.#into !== into)) return null;
    const files = this.#waiting.flatMap((p) => p.files);
    if (claimedBy(files) > LITTLE_ROWS) return null;
    let bytes = 0;
    for (const file of files) {
      bytes += await sizeOf(file);
      if (bytes > LITTLE_BYTES) return null;
    }
    return { files, bytes };
  }

  /** Drops the partitions that are not committed yet. */
  async discard(): Promise<void> {
    this.#queue.stop(new Error('discarded'));
    this.#load(this.#waiting.length);
    await this.#queue.idle();
  }

  async #end(partition: Partition, into: LoadInto, files: PartitionFiles, receipt: Receipt): Promise<void> {
    const { id } = receipt.covered ?? partition;
    const { rows } = receipt;
    const handedOver = files.handOver(receipt);
    this.#arrived.set(into, (this.#arrived.get(into) ?? 0) + rows);
    if (handedOver === null) {
      this.#begun = true;
      await files.commit(receipt, async (c) => into.record?.(c, { id, rows }));
    } else if (handedOver.length > 0 || into.record !== undefined) await this.#share({ id, rows, files: handedOver }, into);
  }

  /** Resolves at once, unless too much waits. Throws the failure of an earlier partition. */
  async #share(partition: ReadPartition, into: LoadInto): Promise<void> {
    if (this.#into !== into) this.#load(this.#waiting.length);
    if (this.#waiting.length === 0) this.#since = Date.now();
    this.#into = into;
    this.#waiting.push(partition);
    const files = this.#waiting.flatMap((p) => p.files);
    const tooLong = Date.now() - this.#since > LONGEST_WAIT_MS || this.#waiting.length >= PARTITIONS_WAITING;
    const { threads } = this.#environment.database;
    const stillExpected = (into.expectedRows ?? 0) - (this.#arrived.get(into) ?? 0);
    this.#load(tooLong ? this.#waiting.length : this.#holding(fullBatch(files, threads, stillExpected)));
    if (this.#queue.batches > 1) await this.#queue.idle();
    this.#queue.check();
  }

  /** How many of the first partitions have this many files together. */
  #holding(files: number): number {
    let [count, sum] = [0, 0];
    for (const partition of this.#waiting) {
      if (sum >= files) break;
      sum += partition.files.length;
      count++;
    }
    return count;
  }

  /** Queues the first `count` partitions, for one transaction. */
  #load(count: number): void {
    const partitions = this.#waiting.splice(0, count);
    if (partitions.length === 0) return;
    this.#since = Date.now();
    const into = this.#into;
    const files = partitions.flatMap((p) => p.files);
    this.#begun = true;
    this.#queue.add(files, async () => this.#insert(files, partitions, into));
  }

  async #insert(files: readonly StagedFile[], partitions: readonly LoadedPartition[], into: LoadInto): Promise<void> {
    const { database, title, onLoaded } = this.#environment;
    const transaction = new LoadTransaction(database, title);
    try {
      const rows = await transaction.load(batchesOf(files, title), async (connection) => {
        for (const partition of partitions) await into.record?.(connection, partition);
      });
      onLoaded(rows);
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }
}

/** Bytes of a file's content; where they are too many to be little, any number that is. */
async function sizeOf({ path, format }: StagedFile): Promise<number> {
  const { size } = await stat(path);
  if (format.compression !== 'gzip' || size > LITTLE_BYTES) return size;
  // A file that can't be read fails in the load, which says so.
  const content = await promisify(gunzip)(await readFile(path), { maxOutputLength: LITTLE_BYTES }).catch(() => null);
  return content?.length ?? LITTLE_BYTES + 1;
}
