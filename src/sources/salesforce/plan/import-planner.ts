import type { Resume, SourceContext } from '../../../model/contract.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Note } from '../../../model/table.ts';
import { fromMicros, type Watermark } from '../../../model/watermark.ts';
import type { Client, Meter } from '../connect/client.ts';
import { failureFrom, isMalformed, isRestriction, isTimeout, isTooLong, worthRetrying } from '../connect/service-errors.ts';
import type { Tuning } from '../connect/tuning.ts';
import { dependenceOf } from '../describe/dependence.ts';
import type { MetadataCache } from '../describe/metadata-cache.ts';
import type { ObjectPermissions } from '../describe/visibility.ts';
import type { Counting } from '../read/counted-parts.ts';
import { calculatedPartition, sweepPartition } from '../read/deletes.ts';
import { type Page, readPage } from '../read/records.ts';
import { askRecords, firstPage, type Reader } from '../read/rest-pages.ts';
import { bulkTakes, type JobsOfRun, type ReadContext } from '../read/slice-reader.ts';
import { FirstPageCache, type FirstPages, SalesforceImport } from '../read/table-import.ts';
import { histogram } from './histogram.ts';
import { cut, iso, type PartitionDetail, type RemovalCheck, targetRows } from './partition.ts';
import type { BatchAnswer, QueryBatch } from './query-batch.ts';
import { EVERYTHING, isNested, type RestQuery, type Stream, selectRows, type TableQuery, type Window } from './soql.ts';
import { bodyPartition, type PlannedQuery, streamsByIds, tailPartition } from './stream-partitions.ts';
import { operationOf, removalCheckOf, removalQuery, streamsOf, tableQueryOf, windowOf } from './table-query.ts';
import { beganAt, newestCursor, watermarkOf } from './watermark.ts';

/** Answers that came ahead and are still to be used, in order. */
type Answers = BatchAnswer[];

/** What was fetched ahead for one plan. */
export interface Ahead {
  readonly batch: QueryBatch;
  /** Rows of the whole table as the service guesses them; null where it was not asked, or a condition makes a guess worthless. */
  readonly expected: number | null;
  /** How to compare the table's counts with the warehouse's; null: they are not compared. */
  readonly counting: Counting | null;
}

// Deleted rows leave the recycle bin after 15 days, so a shadow begun before can't learn of them any more.
const RESUME_DAYS = 7;
const DAY = 86_400_000;
const EARLIEST = Date.UTC(1999, 0);

/** Plans a table's import: asks for its first rows or for its histogram, and makes partitions of the answer. */
export async function openTable(
  shared: SourceParts,
  ahead: Ahead,
  plan: TablePlan,
  resume: Resume | null,
  forget: () => void,
): Promise<SalesforceImport> {
  return new ImportPlanner(shared, ahead, plan, forget).open(resume);
}

/** An import without partitions of its own: for rows by their keys, or of ranges. */
export const selectTable = (...parts: ConstructorParameters<typeof ImportPlanner>): SalesforceImport =>
  new ImportPlanner(...parts).select();

class ImportPlanner {
  readonly #shared: SourceParts;
  readonly #ahead: Ahead;
  readonly #plan: TablePlan;
  readonly #tableQuery: TableQuery;
  readonly #meter: Meter = { requests: 0 };
  readonly #notes: Note[] = [];
  readonly #partitions: Partition[] = [];
  readonly #firstPages: FirstPageCache;
  readonly #forget: () => void;
  readonly #window: Window;
  /** Salesforce answers for this object only under a filter: the keys of all rows that meet it show which were removed. */
  #swept = false;
  #start = 0;
  /** The page that holds all rows of the window, where one does. */
  #whole: Page | null = null;
  #earliest = EARLIEST;

  constructor(shared: SourceParts, ahead: Ahead, plan: TablePlan, forget: () => void) {
    this.#shared = shared;
    this.#ahead = ahead;
    this.#plan = plan;
    this.#forget = forget;
    this.#firstPages = new FirstPageCache(shared.tuning.heldBytes);
    this.#tableQuery = tableQueryOf(plan);
    this.#window = windowOf(plan, this.#tableQuery);
  }

  async open(resume: Resume | null): Promise<SalesforceImport> {
    const { client } = this.#shared;
    if (resume !== null && this.#canResume(resume)) return this.#import(resume.watermark, resume.partitions, true);
    const prepared = await this.#ahead.batch.take(this.#plan, this.#meter);
    // The service's own clock, as an answer before the first question for rows gave it.
    this.#start = prepared?.askedAt ?? client.clock;
    const answers = prepared === null ? null : [...prepared.answers];
    for (const stream of streamsOf(this.#tableQuery, this.#window)) await this.#planStream(stream, answers);
    if (this.#plan.readsCalculated && dependenceOf(this.#plan.options) === null)
      this.#partitions.push(calculatedPartition(this.#tableQuery, this.#plan));
    const watermark = await this.#watermark();
    const order = { body: 0, tail: 1, sweep: 2 };
    return this.#import(
      watermark,
      this.#partitions.toSorted((a, b) => order[a.pass] - order[b.pass]),
      false,
    );
  }

  select(): SalesforceImport {
    return this.#import(null, [], false);
  }

  async #watermark(): Promise<Watermark | null> {
    const { cursor } = this.#tableQuery;
    const value = fromMicros(BigInt(this.#start) * 1000n);
    if (cursor === null) return null;
    if (!this.#tableQuery.settable) return { kind: 'timestamp', value };
    const ask = async (soql: string) => askRecords(this.#reader(), soql);
    const newest = await newestCursor(ask, this.#tableQuery, this.#window, this.#whole);
    if (newest === 'unknown')
      this.#notes.push({
        kind: 'plan',
        message: `Salesforce could not say which ${cursor} is the newest: the next run reads more`,
      });
    return watermarkOf(value, newest, this.#plan.since);
  }

  #import(watermark: Watermark | null, partitions: readonly Partition[], resumed: boolean): SalesforceImport {
    return new SalesforceImport({
      plan: this.#plan,
      client: this.#shared.client,
      window: this.#context(),
      watermark,
      partitions,
      firstPages: this.#firstPages,
      meter: this.#meter,
      resumed,
      notes: this.#notes,
      serviceCount: this.#ahead.expected,
      counting: this.#ahead.counting,
      forget: this.#forget,
    });
  }

  #context(): ReadContext {
    const { tuning, memory, run, client } = this.#shared;
    const note = (message: string): unknown =>
      this.#notes.some((n) => n.message === message) || this.#notes.push({ kind: 'plan', message });
    return {
      table: this.#plan.ref.name,
      tableQuery: this.#tableQuery,
      columns: this.#plan.schema.columns,
      tuning,
      memory,
      earliest: this.#earliest,
      latest: client.clock,
      run,
      note,
    };
  }

  #canResume({ watermark, partitions }: Resume): boolean {
    if (watermark === null || partitions.length === 0 || this.#tableQuery.cursor === null) return false;
    // Another version of Highwater kept other facts of a partition.
    if (partitions.some((p) => (p.detail as Partial<PartitionDetail>).removals === undefined)) return false;
    return this.#shared.client.clock - beganAt(watermark) < RESUME_DAYS * DAY;
  }

  #reader(): Reader {
    return { client: this.#shared.client, meter: this.#meter, signal: this.#shared.context.signal };
  }

  /** A semi-join that the service does not take becomes several streams of its parents' Ids. */
  async #planStream(stream: Stream, answers: Answers | null): Promise<void> {
    if (stream.parent === undefined) return this.#planOne(stream, answers);
    const refused =
      isNested(stream.parent) ||
      (await this.#planOne(stream, answers).then(
        () => false,
        (error: unknown) => isMalformed(error) || Promise.reject(error),
      ));
    if (!refused) return;
    for (const part of await streamsByIds(this.#reader(), stream, stream.parent)) await this.#planOne(part, null);
  }

  async #planOne(stream: Stream, answers: Answers | null): Promise<void> {
    const { restRows } = this.#shared.tuning;
    const expected = this.#expected(stream);
    if (answers === null && this.#windowed(stream) && expected !== null && expected > restRows)
      return this.#planWindows(stream, expected);
    const first = await this.#first(stream, answers);
    const total = first === null ? expected : this.#announced(first.rows);
    const large = first === null || (first.rows.next !== null && (total ?? 0) > restRows);
    // Removed rows are found by comparing all that changed with what still meets the condition: one after the other, in one partition.
    if (large && this.#windowed(stream) && this.#removalCheckOf(stream) === 'none') return this.#planWindows(stream, total);
    const how = large && bulkTakes(this.#context()) ? 'bulk' : 'rest';
    const window = this.#windowed(stream) ? this.#window : EVERYTHING;
    const partition = this.#body(stream, window, total, how, large ? null : first);
    if (first === null || large) return;
    if (first.rows.next === null) this.#whole = first.rows;
    this.#firstPages.keep(partition, first);
    if (first.rows.next !== null) this.#tail(stream);
  }

  #expected(stream: Stream): number | null {
    return stream.condition === null ? this.#ahead.expected : null;
  }

  #windowed(stream: Stream): boolean {
    return this.#tableQuery.cursor !== null && !stream.outsideWindow;
  }

  /** The first page of a stream's rows; null where the query takes too long or is too long, so that smaller ones or a job must do. */
  async #first(stream: Stream, answers: Answers | null): Promise<FirstPages | null> {
    const rows: RestQuery = {
      operation: operationOf(this.#plan, this.#tableQuery),
      soql: selectRows(this.#tableQuery, stream, this.#window),
    };
    try {
      return { removals: await this.#removals(stream, answers), rows: await this.#page(rows, answers) };
    } catch (error) {
      if (isTimeout(error) || isTooLong(error)) return null;
      throw error;
    }
  }

  /** The first page of what changed, whether it meets the condition or not. */
  async #removals(stream: Stream, answers: Answers | null): Promise<Page | null> {
    const query = removalQuery(this.#tableQuery, this.#plan, stream, this.#window, removalCheckOf(this.#plan, stream));
    if (query === null) return null;
    try {
      return await this.#page(query, answers);
    } catch (error) {
      if (!isRestriction(error)) throw error;
      this.#swept = true;
      this.#partitions.push(sweepPartition(this.#tableQuery, this.#plan, stream));
      return null;
    }
  }

  #removalCheckOf(stream: Stream): RemovalCheck {
    return this.#swept ? 'none' : removalCheckOf(this.#plan, stream);
  }

  /** External objects may not count their rows and say -1. */
  #announced({ total }: Page): number | null {
    if (total >= 0) return total;
    this.#context().note('Salesforce does not count the rows of this object, so their number could not be compared');
    return null;
  }

  async #page(query: RestQuery, answers: Answers | null): Promise<Page> {
    const ahead = answers?.shift();
    if (ahead === undefined) return firstPage(this.#reader(), query);
    const { answer } = ahead;
    const same = ahead.query.soql === query.soql && ahead.query.operation === query.operation;
    if (same && answer.status === 200) return readPage(answer.body);
    const failure = failureFrom(answer.status, answer.body.toString());
    if (same && worthRetrying(failure) === null) throw failure;
    // Removed rows are requested before the rows: a row edited in between would seem removed. So the later answers are of no use either.
    answers?.splice(0);
    return firstPage(this.#reader(), query);
  }

  /** Cuts a stream into windows of equal work, up to the start; what is changed after it comes in the tail. */
  async #planWindows(stream: Stream, expected: number | null): Promise<void> {
    const { tuning, context } = this.#shared;
    const bulk = bulkTakes(this.#context());
    const target = bulk ? targetRows(expected ?? tuning.bulkRows[1], context.parallel, tuning.bulkRows) : tuning.restRows;
    const window = { ...this.#window, high: iso(this.#start) };
    const ask = async (soql: string) => askRecords(this.#reader(), soql);
    const buckets = await histogram(ask, this.#tableQuery, stream, window, target, expected);
    this.#earliest = Math.max(EARLIEST, Math.min(...buckets.map((b) => b.from), this.#start - 1000));
    for (const share of cut(buckets, window, target)) {
      this.#body(stream, share.window, share.rows, bulk && share.rows > tuning.restRows ? 'bulk' : 'rest', null);
    }
    this.#tail(stream);
  }

  #body(stream: Stream, window: Window, rows: number | null, how: 'rest' | 'bulk', first: FirstPages | null): string {
    const work = { window, rows, how, firstPageKnown: first !== null, removals: this.#removalCheckOf(stream) };
    const partition = bodyPartition(this.#planned(), stream, work);
    this.#partitions.push(partition);
    return partition.id;
  }

  #tail(stream: Stream): void {
    if (!this.#windowed(stream)) return;
    this.#partitions.push(tailPartition(this.#planned(), stream, this.#start, this.#swept));
  }

  #planned(): PlannedQuery {
    return { plan: this.#plan, tableQuery: this.#tableQuery, pageRows: this.#shared.tuning.pageRows };
  }
}

/** What the tables of one source share in a run. */
export interface SourceParts {
  readonly client: Client;
  readonly memory: MetadataCache;
  readonly permissions: ObjectPermissions;
  readonly tuning: Tuning;
  readonly context: SourceContext;
  readonly run: JobsOfRun;
}
