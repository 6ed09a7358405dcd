import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { HighwaterError } from '../../model/errors.ts';
import type { Receipt } from '../../model/plan.ts';
import type { Staging, StagingContent, StagingFile, StagingFormat } from '../../model/staging.ts';
import type { Database } from '../duckdb/database.ts';
import { batchesOf, FILES_WAITING, fullBatch, goTogether, type LoadTarget, type StagedFile } from './load-batch.ts';
import { type BeforeCommit, LoadQueue, LoadTransaction } from './load-transaction.ts';
import { MaskedFile, openFile } from './mask/masked-file.ts';
import { maskOfFile, type RowMaskPlan } from './mask/row-mask.ts';

export interface LoadEnvironment {
  readonly database: Database;
  /** Where staging files are written. */
  readonly directory: string;
  /** `source.table`, for errors. */
  readonly title: string;
  /** Null: no column is masked. */
  readonly rowMask: RowMaskPlan | null;
  /** Unique over the whole import and rising with time: a row read later wins over the same row read earlier. */
  nextSequence(): number;
  /** The source has written so many rows. */
  onRead(rows: number): void;
  /** So many rows were loaded. */
  onLoaded(rows: number): void;
}

export type LoadTargets = Readonly<Partial<Record<StagingContent, LoadTarget>>>;

/** Where the source writes the files of one partition. As soon as they fill a batch, they are loaded in a transaction of the partition's own. */
export class PartitionFiles implements Staging {
  readonly #environment: LoadEnvironment;
  readonly #targets: LoadTargets;
  readonly #expectedRows: number;
  readonly #queue: LoadQueue;
  readonly #transaction: LoadTransaction;
  /** Files that the source has begun and not finished. */
  readonly #open = new Set<string>();
  /** Finished files that are not in the queue. */
  #gathered: StagedFile[] = [];
  #loading = false;
  #claimed = 0;

  /** `expectedRows`: of the partition; null: nobody knows. */
  constructor(environment: LoadEnvironment, targets: LoadTargets, expectedRows: number | null) {
    this.#environment = environment;
    this.#targets = targets;
    this.#expectedRows = expectedRows ?? 0;
    this.#queue = new LoadQueue(environment.database);
    this.#transaction = new LoadTransaction(environment.database, environment.title);
  }

  async create(content: StagingContent, written: StagingFormat): Promise<StagingFile> {
    const target = this.#target(content);
    const { mask, format } = maskOfFile(this.#environment.rowMask, content, written, target.columns);
    if (this.#queue.files + this.#gathered.length >= FILES_WAITING) await this.#queue.idle();
    this.#queue.check();
    const sequence = this.#environment.nextSequence();
    const path = join(this.#environment.directory, `${sequence}.${format.kind}${format.compression === 'gzip' ? '.gz' : ''}`);
    let stream: Writable | null = null;
    this.#open.add(path);
    return {
      path,
      ...(mask === undefined ? {} : { mask }),
      stream: () => {
        stream = mask === undefined ? openFile(path) : new MaskedFile(openFile(path), mask, written.compression === 'gzip');
        return stream;
      },
      done: async (rows, longestLine) => this.#add({ target, format, path, sequence, rows, longestLine: longestLine ?? null }),
      discard: async () => {
        stream?.destroy();
        await rm(path, { force: true });
        this.#open.delete(path);
      },
    };
  }

  /** The files of a small partition, for a transaction that it shares; null if loading has begun. */
  handOver(receipt: Receipt): readonly StagedFile[] | null {
    if (this.#loading) return null;
    this.#compare(receipt, this.#claimed);
    return this.#gathered.splice(0);
  }

  /** Loads what is gathered, compares the three counts and commits. */
  async commit(receipt: Receipt, beforeCommit: BeforeCommit): Promise<void> {
    this.#load(this.#gathered.length, async (connection, loaded) => {
      this.#compare(receipt, loaded);
      await beforeCommit(connection, loaded);
    });
    await this.#queue.settle();
  }

  async rollback(): Promise<void> {
    this.#queue.stop(new Error('rolled back'));
    this.#load(this.#gathered.length);
    this.#transaction.interrupt();
    await this.#queue.idle();
    await this.#transaction.rollback();
    await Promise.all([...this.#open].map(async (path) => rm(path, { force: true })));
  }

  #target(content: StagingContent): LoadTarget {
    const target = this.#targets[content];
    if (target !== undefined) return target;
    const { title } = this.#environment;
    throw new HighwaterError('INTERNAL', `${title}: unexpected ${content} keys in this import.`, 'Please report this.');
  }

  #add(file: StagedFile): void {
    const { database, onRead } = this.#environment;
    this.#open.delete(file.path);
    this.#claimed += file.rows;
    onRead(file.rows);
    const last = this.#gathered.at(-1);
    if (last !== undefined && !goTogether(last, file)) this.#load(this.#gathered.length);
    this.#gathered.push(file);
    const { batched } = file.target;
    const stillExpected = this.#expectedRows - this.#claimed;
    this.#load(batched ? fullBatch(this.#gathered, database.threads, stillExpected) : this.#gathered.length);
  }

  /** Queues the first `count` of the gathered files, after whatever is loading now. */
  #load(count: number, beforeCommit?: BeforeCommit): void {
    const files = this.#gathered.splice(0, count);
    if (files.length === 0 && beforeCommit === undefined) return;
    this.#loading = true;
    const { title, onLoaded } = this.#environment;
    this.#queue.add(files, async () => onLoaded(await this.#transaction.load(batchesOf(files, title), beforeCommit)));
  }

  #compare(receipt: Receipt, loaded: number): void {
    if (receipt.rows === this.#claimed && this.#claimed === loaded) return;
    throw new HighwaterError(
      'COUNT_MISMATCH',
      `${this.#environment.title}: the source reports that it sent ${receipt.rows} rows, the staging files should hold ${this.#claimed}, and DuckDB read ${loaded}.`,
      'The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line.',
    );
  }
}
