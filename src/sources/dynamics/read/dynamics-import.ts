import type { TableImport } from '../../../model/contract.ts';
import type { Partition, Receipt, TablePlan } from '../../../model/plan.ts';
import type { Staging, StagingContent } from '../../../model/staging.ts';
import { fromMicros, type Watermark } from '../../../model/watermark.ts';
import { withFilterHint } from '../connect/dataverse-errors.ts';
import type { WebApiClient } from '../connect/web-api-client.ts';
import type { Meter } from '../connect/web-api-transport.ts';
import { pathOf, preferOf } from '../plan/odata-query.ts';
import {
  keyPartitions,
  type PartitionDetail,
  type PlanningContext,
  partsOf,
  type RangeDetail,
  rangePartition,
  spanPartition,
} from '../plan/partitions.ts';
import type { RangePool, RangeProgress } from '../plan/time-ranges.ts';
import type { Tuning } from '../tuning.ts';
import { explainExpiredToken, firstDeltaLink, stageChanges } from './change-tracking.ts';
import { PageStaging } from './page-staging.ts';
import { ALL_ROWS, FirstPageTooLarge, type PageSize, type PagesRequest, type RowSink, readPages } from './pages.ts';
import { RangeRows } from './range-rows.ts';

export interface ImportInput {
  readonly plan: TablePlan;
  readonly client: WebApiClient;
  readonly tuning: Tuning;
  readonly context: PlanningContext;
  readonly partitions: readonly Partition[];
  readonly ranges: RangePool;
  readonly size: PageSize;
  /** Whole seconds since 1970 on the service's clock; null for a table without a cursor. */
  readonly start: number | null;
  /**
   * The second of the newest row that was there when the import began, or that an import before had read; a cursor that may run behind the
   * clock must not be overtaken by it. Null: the clock alone decides.
   */
  readonly newest: number | null;
  /** The delta link of the import before. */
  readonly deltaLink: string | null;
  /** Rows of the whole table by the service's own count; null where it was not asked or does not know. */
  readonly serviceCount: number | null;
  readonly isVirtual: boolean;
  /** Of opening it. */
  readonly meter: Meter;
  readonly resumed: boolean;
}

/** One table's import: reads its partitions into staging files, in parallel. */
export class DynamicsImport implements TableImport {
  readonly resumed: boolean;
  readonly partitions: readonly Partition[];
  /** A virtual table is read in one go and in whatever order its provider has: no row can move meanwhile, so a key met twice is its own. */
  readonly snapshot: boolean;
  readonly serviceCount?: number;
  readonly notes = [];
  readonly #input: ImportInput;
  readonly #leading: LeadingWork;
  #deltaLink: string | null;

  constructor(input: ImportInput) {
    this.#input = input;
    this.resumed = input.resumed;
    this.partitions = input.partitions;
    this.snapshot = input.isVirtual;
    this.#deltaLink = input.deltaLink;
    if (input.serviceCount !== null) this.serviceCount = input.serviceCount;
    this.#leading = new LeadingWork(input.partitions.filter((p) => mustComeFirst(p.detail as PartitionDetail)).length);
  }

  /** With change tracking complete only when the partitions are read: the token is given at their end. */
  get watermark(): Watermark | null {
    const { start, plan, newest, ranges } = this.#input;
    if (start === null || plan.schema.cursor === null) return null;
    const value = newest === null ? start : Math.min(start, Math.max(newest, ranges.newest ?? newest));
    const { kind } = plan.schema.cursor;
    return {
      kind,
      value: fromMicros(BigInt(value) * 1_000_000n),
      ...(this.#deltaLink === null ? {} : { token: this.#deltaLink }),
    };
  }

  get requests(): number {
    return this.#input.meter.requests;
  }

  fetch(keys: readonly (readonly string[])[]): readonly Partition[] | null {
    return keyPartitions(this.#input.context, this.#input.plan.schema, keys);
  }

  /** Who creates a row may set its time, and nobody changes it later. Whole seconds, as all times of the service. */
  get ranges(): NonNullable<TableImport['ranges']> | undefined {
    const { plan, isVirtual, context } = this.#input;
    const column = plan.schema.columns.find((c) => c.name === CREATED);
    if (isVirtual || column?.select === undefined) return undefined;
    return { column: CREATED, within: (span) => [spanPartition(context, column.select ?? CREATED, span)] };
  }

  split(): Partition | null {
    const span = this.#input.ranges.split();
    if (span === null) return null;
    return rangePartition(this.#input.context, { kind: 'range', ...span, open: false }, null);
  }

  async read(partition: Partition, staging: Staging, signal: AbortSignal): Promise<Receipt> {
    const detail = partition.detail as PartitionDetail;
    const meter: Meter = { requests: 0, bytes: 0 };
    if (detail.kind === 'changed keys')
      return this.#leading.lead(async () => this.#readAll(detail, 'filteredOut', staging, signal, meter));
    if (mustComeFirst(detail)) return this.#leading.lead(async () => this.#trackChanges(detail, staging, signal, meter));
    await this.#leading.wait(signal);
    if (detail.kind === 'range') return this.#readRange(detail, staging, signal, meter);
    return this.#readAll(detail, CONTENT[detail.kind] ?? 'rows', staging, signal, meter);
  }

  async #readAll(
    detail: PartitionDetail,
    content: StagingContent,
    staging: Staging,
    signal: AbortSignal,
    meter: Meter,
  ): Promise<Receipt> {
    const rows = await this.#stage(new PageStaging(staging, content, detail.kind === 'tail'), async (staged) =>
      this.#readPages(detail, staged, ALL_ROWS, signal, meter),
    );
    return { rows, ...meter };
  }

  async close(): Promise<void> {}

  /** Change tracking: the first token of a full sync, or the deletes since the last one. */
  async #trackChanges(detail: PartitionDetail, staging: Staging, signal: AbortSignal, meter: Meter): Promise<Receipt> {
    const { client, size, plan, context } = this.#input;
    const request = { client, size, subject: plan.ref.name, signal, meter };
    if (detail.kind === 'token') {
      this.#deltaLink = await firstDeltaLink(request, `${context.set}?$select=${context.queries.keySelect.join(',')}`);
      return { rows: 0, ...meter };
    }
    const key = plan.schema.columns.find((c) => c.name === plan.schema.key[0])?.load?.wire ?? '';
    try {
      const { rows, link } = await stageChanges(request, this.#deltaLink ?? '', key, staging, writtenAs(plan));
      this.#deltaLink = link;
      return { rows, ...meter };
    } catch (error) {
      throw explainExpiredToken(error, plan.ref.name);
    }
  }

  async #readRange(detail: RangeDetail, staging: Staging, signal: AbortSignal, meter: Meter): Promise<Receipt> {
    const { ranges, context } = this.#input;
    const reading = ranges.start(detail, detail.taken);
    try {
      const rows = await this.#stage(new PageStaging(staging, 'rows'), async (staged) =>
        this.#readSpan(detail, reading, staged, signal, meter),
      );
      const covered =
        reading.high === detail.high ? {} : { covered: rangePartition(context, { ...detail, high: reading.high }, rows) };
      return { rows, ...meter, ...covered };
    } finally {
      ranges.finish(reading);
    }
  }

  /** Where even a small page of a span is too large, its halves are read one after the other. */
  async #readSpan(
    detail: RangeDetail,
    reading: RangeProgress,
    staged: PageStaging,
    signal: AbortSignal,
    meter: Meter,
  ): Promise<void> {
    const { ranges, context, client, plan, tuning } = this.#input;
    if (detail.low >= reading.high && !detail.open) return;
    const from = Date.now();
    // Only a full sync keeps what a stopped run has read.
    const isDue = () => plan.mode === 'full' && Date.now() - from >= tuning.rangeMs;
    try {
      await this.#readPages(detail, staged, new RangeRows(reading, ranges, context.queries.cursor, isDue), signal, meter);
    } catch (error) {
      if (!(error instanceof FirstPageTooLarge)) throw error;
      const middle = Math.floor((detail.low + detail.high) / 2);
      if (middle <= detail.low) throw client.explain(error.cause, plan.ref.name);
      await this.#readSpan({ ...detail, high: middle }, reading, staged, signal, meter);
      await this.#readSpan({ ...detail, low: middle, open: false }, reading, staged, signal, meter);
    }
  }

  async #readPages(
    detail: PartitionDetail,
    staged: PageStaging,
    sink: RowSink,
    signal: AbortSignal,
    meter: Meter,
  ): Promise<void> {
    const { client, size, plan, context, tuning } = this.#input;
    const parts = partsOf(detail, context.queries);
    if (parts === null) throw new Error(`a ${detail.kind} partition has no query`);
    const hasAnnotations = !KEYS_ONLY.has(detail.kind) && plan.schema.columns.some((c) => c.load?.wire.includes('@'));
    const request: PagesRequest = {
      client,
      size,
      prefer: (rows) => preferOf(rows, hasAnnotations),
      subject: plan.ref.name,
      signal,
      meter,
      staged,
      sink,
      required: parts.select,
      key: context.queries.keySelect,
    };
    const path = pathOf(context.set, parts, tuning.longestBatchUrl - client.base.length);
    try {
      await readPages(request, client.base + path);
    } catch (error) {
      if (error instanceof FirstPageTooLarge && detail.kind !== 'range') throw client.explain(error.cause, plan.ref.name);
      throw withFilterHint(error, plan, parts.select);
    }
  }

  async #stage(staged: PageStaging, work: (staged: PageStaging) => Promise<void>): Promise<number> {
    try {
      await work(staged);
      await staged.finish();
      return staged.total;
    } catch (error) {
      await staged.abandon();
      throw error;
    }
  }
}

const CREATED = 'createdon';

/** What a partition hands over, if not rows. */
const CONTENT: Partial<Record<PartitionDetail['kind'], StagingContent>> = { keys: 'present', calculated: 'calculated' };
const KEYS_ONLY: ReadonlySet<PartitionDetail['kind']> = new Set(['keys', 'changed keys']);

/**
 * A delta names rows that do not match the table's filter, too. Only where the keys of all changed rows are read can they be told from rows that
 * were changed without a trace.
 */
function writtenAs({ options }: TablePlan): 'written' | 'existing' {
  return options.where !== undefined && options.deletes === 'ignore' ? 'existing' : 'written';
}

/** Partitions that the others wait for. */
function mustComeFirst(detail: PartitionDetail): boolean {
  return detail.kind === 'changes' || detail.kind === 'token' || detail.kind === 'changed keys';
}

/** Work that must come first; all other work waits until it has succeeded. */
export class LeadingWork {
  readonly #passed: Promise<void>;
  #open: () => void = () => {};
  #refuse: (error: unknown) => void = () => {};
  #leaders: number;

  /** `leaders`: how many pieces of work come first; 0: none. */
  constructor(leaders: number) {
    this.#leaders = leaders;
    this.#passed =
      leaders > 0
        ? new Promise((resolve, reject) => {
            this.#open = resolve;
            this.#refuse = reject;
          })
        : Promise.resolve();
    // Work that waits gets the error; if none waits, only the leader throws it.
    this.#passed.catch(() => {});
  }

  async lead<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      if (--this.#leaders === 0) this.#open();
      return result;
    } catch (error) {
      this.#refuse(error);
      throw error;
    }
  }

  /** Throws a leader's error, or the signal's reason. */
  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let stop: () => void = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await Promise.race([this.#passed, aborted]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
