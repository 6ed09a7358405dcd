import type { TableImport } from '../../../model/contract.ts';
import type { Partition, Receipt, TablePlan } from '../../../model/plan.ts';
import type { Staging } from '../../../model/staging.ts';
import type { Note } from '../../../model/table.ts';
import type { Watermark } from '../../../model/watermark.ts';
import type { Client, Meter } from '../connect/client.ts';
import { explain, isSchemaError } from '../connect/service-errors.ts';
import { type PartitionDetail, sliceOf } from '../plan/partition-detail.ts';
import { findRemovals, writeRemovals } from './deletes.ts';
import type { FirstPageCache } from './first-pages.ts';
import { partitionsByKey, readSweep } from './key-sweep.ts';
import { refusedCursor } from './refused-cursor.ts';
import type { Reader } from './rest-pages.ts';
import { SliceReader, type ReadContext } from './slice-reader.ts';

export interface ImportInput {
  readonly plan: TablePlan;
  readonly client: Client;
  readonly window: ReadContext;
  readonly watermark: Watermark | null;
  readonly partitions: readonly Partition[];
  readonly answered: FirstPageCache;
  readonly meter: Meter;
  readonly resumed: boolean;
  readonly notes: Note[];
  /** Rows of the whole table by Salesforce's own count; null where it was not asked. */
  readonly serviceCount: number | null;
  /** A describe has proved wrong. */
  forget(): void;
}

/** One table's import; see TableImport. */
export class SalesforceImport implements TableImport {
  readonly watermark: Watermark | null;
  readonly partitions: readonly Partition[];
  // Every partition is a query of its own: rows that are edited meanwhile may be read twice.
  readonly snapshot = false;
  readonly resumed: boolean;
  readonly serviceCount?: number;
  readonly #input: ImportInput;
  #jobs = 0;

  constructor(input: ImportInput) {
    this.#input = input;
    this.watermark = input.watermark;
    this.partitions = input.partitions;
    this.resumed = input.resumed;
    if (input.serviceCount !== null) this.serviceCount = input.serviceCount;
  }

  get notes(): readonly Note[] {
    const jobs: Note[] =
      this.#jobs === 0 ? [] : [{ kind: 'plan', message: `read with ${this.#jobs} Bulk query job${this.#jobs === 1 ? '' : 's'}` }];
    return [...this.#input.notes, ...jobs];
  }

  get requests(): number {
    return this.#input.meter.requests;
  }

  async read(partition: Partition, staging: Staging, signal: AbortSignal): Promise<Receipt> {
    const { client, plan } = this.#input;
    const meter: Meter = { requests: 0 };
    try {
      const read = await this.#read(partition, { client, meter, signal }, staging);
      return { ...read, requests: meter.requests };
    } catch (error) {
      signal.throwIfAborted();
      const refused = refusedCursor(error, plan, this.#input.window.memory);
      if (refused !== null) throw refused;
      if (isSchemaError(error)) this.#input.forget();
      throw explain(error, plan.ref.name);
    } finally {
      this.#jobs += meter.jobs ?? 0;
    }
  }

  fetch(keys: readonly (readonly string[])[]): readonly Partition[] | null {
    const sweep = this.partitions.find((p) => (p.detail as PartitionDetail).left === 'present');
    if (sweep === undefined) return null;
    return partitionsByKey(this.#input.window.reading, this.#input.plan, (sweep.detail as PartitionDetail).stream, keys);
  }

  async close(): Promise<void> {
    this.#input.answered.clear();
  }

  async #read(partition: Partition, reader: Reader, staging: Staging): Promise<{ rows: number; bytes: number }> {
    const detail = partition.detail as PartitionDetail;
    if (detail.left === 'present') return readSweep(this.#input.window, reader, staging, detail.stream, this.#input.plan);
    const answered = this.#input.answered.take(partition.id);
    const { window } = this.#input;
    const { keys, read: before } = await findRemovals(window, reader, staging, detail, this.#input.plan, answered?.left ?? null);
    const pieces = new SliceReader(window, reader, staging, (page) => keys?.see(page));
    const read = await pieces.read(sliceOf(detail), answered?.rows ?? null);
    const gone = await writeRemovals(keys, pieces.unseen, staging, window);
    return { rows: before.rows + read.rows + gone.rows, bytes: before.bytes + read.bytes + gone.bytes };
  }
}
