import type { TableImport } from '../../../model/contract.ts';
import { type Comparison, type HeldRows, NOTHING_COUNTED } from '../../../model/counts.ts';
import { HighwaterError } from '../../../model/errors.ts';
import type { Partition, Receipt, TablePlan } from '../../../model/plan.ts';
import type { Staging } from '../../../model/staging.ts';
import type { Note } from '../../../model/table.ts';
import type { Watermark } from '../../../model/watermark.ts';
import type { Client, Meter } from '../connect/client.ts';
import { explain } from '../connect/error-advice.ts';
import { isSchemaError, refusesFilter } from '../connect/service-errors.ts';
import type { MetadataCache } from '../describe/metadata-cache.ts';
import { type PartitionDetail, type RemovalCheck, sliceOf } from '../plan/partition.ts';
import { tableQueryOf } from '../plan/table-query.ts';
import { type Counting, comparison, uncountableNote } from './counted-parts.ts';
import { findRemovals, partitionsByKey, readSweep, shownByKey, shownWithin, writeRemovals } from './deletes.ts';
import type { Page } from './records.ts';
import type { Reader } from './rest-pages.ts';
import { type ReadContext, SliceReader } from './slice-reader.ts';

export interface ImportInput {
  readonly plan: TablePlan;
  readonly client: Client;
  readonly window: ReadContext;
  readonly watermark: Watermark | null;
  readonly partitions: readonly Partition[];
  readonly firstPages: FirstPageCache;
  readonly meter: Meter;
  readonly resumed: boolean;
  readonly notes: Note[];
  /** Rows of the whole table by Salesforce's own count; null where it was not asked. */
  readonly serviceCount: number | null;
  /** How to compare counts; null: this table's rows are not counted. */
  readonly counting: Counting | null;
  /** A describe has proved wrong. */
  forget(): void;
}

/** Partitions that show the keys of all rows. */
const KEYS_OF_ALL: ReadonlySet<RemovalCheck> = new Set(['present', 'calculated']);

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
    const { window, plan } = this.#input;
    const sweep = this.partitions.find((p) => KEYS_OF_ALL.has((p.detail as PartitionDetail).removals));
    return sweep === undefined
      ? shownByKey(window.tableQuery, plan, keys)
      : partitionsByKey(window.tableQuery, plan, sweep.detail as PartitionDetail, keys);
  }

  /** Ids never change, and grow. */
  get ranges(): NonNullable<TableImport['ranges']> | undefined {
    const { window, plan } = this.#input;
    if (shownWithin(window.tableQuery, plan, { column: 'Id', from: null, to: null }) === null) return undefined;
    return { column: 'Id', within: (span) => shownWithin(window.tableQuery, plan, span) ?? [] };
  }

  async compare(held: HeldRows, signal: AbortSignal): Promise<Comparison> {
    const { counting, plan, window, client, meter } = this.#input;
    if (counting === null) return { ...NOTHING_COUNTED, notes: uncountableNote(plan) };
    try {
      const { tuning } = window;
      const compared = await comparison({
        ...counting,
        plan,
        tableQuery: window.tableQuery,
        reader: { client, meter, signal },
        held,
        tuning,
      });
      if (compared.parts.length > 0) await counting.confirm();
      return compared;
    } catch (error) {
      signal.throwIfAborted();
      throw explain(error, plan.ref.name);
    }
  }

  async close(): Promise<void> {
    this.#input.firstPages.clear();
  }

  async #read(partition: Partition, reader: Reader, staging: Staging): Promise<{ rows: number; bytes: number }> {
    const detail = partition.detail as PartitionDetail;
    if (KEYS_OF_ALL.has(detail.removals)) return readSweep(this.#input.window, reader, staging, detail, this.#input.plan);
    const firstPages = this.#input.firstPages.take(partition.id);
    const { window } = this.#input;
    const { keys, read: before } = await findRemovals(
      window,
      reader,
      staging,
      detail,
      this.#input.plan,
      firstPages?.removals ?? null,
    );
    const sliceReader = new SliceReader(window, reader, staging, (page) => keys?.see(page));
    const read = await sliceReader.read(sliceOf(detail), firstPages?.rows ?? null);
    const gone = await writeRemovals(keys, sliceReader.unseen, staging, window);
    return { rows: before.rows + read.rows + gone.rows, bytes: before.bytes + read.bytes + gone.bytes };
  }
}

/** The first pages of a partition that came while its import was planned. */
export interface FirstPages {
  readonly rows: Page;
  readonly removals: Page | null;
}

/**
 * Keeps first pages until their partitions are read, as many as fit: an import may have thousands of partitions (children by their
 * parents' Ids). What does not fit is requested again.
 */
export class FirstPageCache {
  readonly #pages = new Map<string, FirstPages>();
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  keep(partition: string, pages: FirstPages): void {
    const bytes = pages.rows.records.length + (pages.removals?.records.length ?? 0);
    if (this.#bytes + bytes > this.#most) return;
    this.#bytes += bytes;
    this.#pages.set(partition, pages);
  }

  /** Null where there is none, or none any more. */
  take(partition: string): FirstPages | null {
    const found = this.#pages.get(partition) ?? null;
    this.#pages.delete(partition);
    return found;
  }

  clear(): void {
    this.#pages.clear();
  }
}

/**
 * Some objects describe a field as filterable and refuse every query that filters by it. That is remembered, and the table is planned
 * again with the next cursor that it has, or without any. Null: the error is another.
 */
export function refusedCursor(error: unknown, plan: TablePlan, memory: MetadataCache): HighwaterError | null {
  const { cursor } = tableQueryOf(plan);
  const column = plan.schema.cursor?.column;
  if (cursor === null || column === undefined || !refusesFilter(error, cursor)) return null;
  memory.setUnfilterable(plan.ref.name, column);
  return new HighwaterError(
    'SCHEMA_CHANGED',
    `${plan.ref.name}: Salesforce describes ${column} as filterable, but refuses to filter by it.`,
    'Highwater remembers this and uses another cursor. If the configuration sets this one as `cursor`, remove it.',
    { cause: error },
  );
}
