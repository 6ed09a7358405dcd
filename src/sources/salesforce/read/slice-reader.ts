import type { Staging, StagingFile } from '../../../model/staging.ts';
import type { Column } from '../../../model/table.ts';
import { isBulkRefusal, isJobLimit, isQueryRefusal, isTimeout, isTooLong } from '../connect/service-errors.ts';
import type { Tuning } from '../connect/tuning.ts';
import type { MetadataCache } from '../describe/metadata-cache.ts';
import { halves, lineLimit, pageRows, type Slice } from '../plan/partition.ts';
import { selectRows, type TableQuery, type Window } from '../plan/soql.ts';
import { JobEnded, readByJob } from './bulk-job.ts';
import { HeaderMismatch } from './bulk-page.ts';
import type { Page } from './records.ts';
import { firstPage, type Read, type Reader, readByPages } from './rest-pages.ts';

export interface ReadContext {
  readonly table: string;
  readonly tableQuery: TableQuery;
  readonly columns: readonly Column[];
  readonly tuning: Tuning;
  readonly memory: MetadataCache;
  /** The span, in milliseconds, in which rows are expected; where windows with an open edge are halved. */
  readonly earliest: number;
  readonly latest: number;
  readonly run: JobsOfRun;
  note(message: string): void;
}

/** What one run has learned of Bulk jobs. */
export interface JobsOfRun {
  /** The day's jobs are used up, or jobs make no progress: no more of them in this run. */
  noMore: boolean;
  /** Jobs that were given up, since the last that ended well. */
  stuck: number;
}

export type OnPage = (page: Page) => void;

/** Where reading a slice had to differ from the plan. */
interface Detour {
  /** Bulk has failed on it: from here on by REST. */
  readonly noBulk: boolean;
  /** How often the window was halved. */
  readonly halvings: number;
}

const STRAIGHT: Detour = { noBulk: false, halvings: 0 };
// Halved so often, a year is two hours; a query that still takes too long will not get better.
const MOST_HALVINGS = 12;
const MOST_BULK_HALVINGS = 4;
const MOST_STUCK = 2;
// Bulk has more time for a query than REST: after so many halvings a job is the cheaper way.
const MOST_BEFORE_BULK = 2;

const plus = (a: Read, b: Read): Read => ({ rows: a.rows + b.rows, bytes: a.bytes + b.bytes });

export function bulkTakes({ memory, table, run }: ReadContext): boolean {
  return !run.noMore && memory.bulkRefusal(table) === null;
}

/** Reads slices of one table into one partition's staging, as planned or, where Salesforce refuses that, in another way. */
export class SliceReader {
  readonly #context: ReadContext;
  readonly #reader: Reader;
  readonly #staging: CountedStaging;
  readonly #onPage: OnPage;
  #unseen = 0;

  constructor(context: ReadContext, reader: Reader, staging: Staging, onPage: OnPage = () => undefined) {
    this.#context = context;
    this.#reader = reader;
    this.#staging = new CountedStaging(staging);
    this.#onPage = onPage;
  }

  /** Rows that came by jobs, whose pages nobody has looked into. */
  get unseen(): number {
    return this.#unseen;
  }

  /** Never hands over a row twice. `known`: the first page, where it is here already. */
  async read(slice: Slice, known: Page | null = null): Promise<Read> {
    return slice.how === 'bulk' ? this.#bulk(slice, STRAIGHT, false) : this.#rest(slice, STRAIGHT, known);
  }

  async #bulk(slice: Slice, detour: Detour, again: boolean): Promise<Read> {
    const { tableQuery, columns, tuning } = this.#context;
    if (detour.noBulk || !bulkTakes(this.#context)) return this.#rest(slice, { ...detour, noBulk: true }, null);
    const soql = selectRows(tableQuery, slice.stream, slice.window);
    const header = tableQuery.fields.map((f) => `"${f}"`).join(',');
    const before = this.#staging.handedOver;
    try {
      const read = await readByJob(
        this.#reader,
        this.#staging,
        { operation: slice.operation, soql, header, pageRows: pageRows(columns, tuning.pageRows), lineLimit: this.#lineLimit() },
        tuning,
      );
      this.#unseen += read.rows;
      this.#context.run.stuck = 0;
      return read;
    } catch (error) {
      this.#reader.signal.throwIfAborted();
      if (!(error instanceof Error) || this.#staging.handedOver !== before) throw error;
      if (isBulkRefusal(error) || error instanceof HeaderMismatch) return this.#refused(slice, detour, error);
      if (isQueryRefusal(error)) return this.#insteadOfJob(slice, detour, `was refused with "${error.message}"`);
      if (error instanceof JobEnded && error.state === 'Stuck') return this.#stuck(slice, detour, error);
      if (!(error instanceof JobEnded) && !isTimeout(error)) throw error;
      return this.#badEnd(slice, detour, again, error);
    }
  }

  /** The describe that the query was made of is the one that is remembered. */
  #lineLimit(): number | null {
    const { memory, tableQuery } = this.#context;
    const described = tableQuery.prefix === '' ? memory.object(tableQuery.object) : null;
    return described === null ? null : lineLimit(tableQuery.fields, described.value.fields);
  }

  /** A job that failed may do better a second time; one that took too long, in halves; at last REST. Nothing was handed over. */
  async #badEnd(slice: Slice, detour: Detour, again: boolean, error: Error): Promise<Read> {
    const { table, note } = this.#context;
    const said = error.message === '' ? 'without a reason' : `with "${error.message}"`;
    if (!isTimeout(error) && !again) return this.#bulk(slice, detour, true);
    const smaller = isTimeout(error) && detour.halvings < MOST_BULK_HALVINGS ? this.#split(slice) : null;
    if (smaller === null) return this.#insteadOfJob(slice, detour, `ended ${said}`);
    note(`${table}: a Bulk job ended ${said}; its window was halved`);
    return this.#halves(slice, smaller, detour, async (half, next) => this.#bulk(half, next, false));
  }

  /** One job may stand for a reason of its own; a second one in a row says that the organisation's jobs do. */
  async #stuck(slice: Slice, detour: Detour, error: JobEnded): Promise<Read> {
    const { run, note } = this.#context;
    if (++run.stuck >= MOST_STUCK && !run.noMore) {
      run.noMore = true;
      note(`${MOST_STUCK} Bulk jobs in a row made ${error.message}: the rest of this run reads by REST, which is slower`);
    }
    return this.#insteadOfJob(slice, detour, `made ${error.message}`);
  }

  async #insteadOfJob(slice: Slice, detour: Detour, what: string): Promise<Read> {
    const { table, note } = this.#context;
    note(`${table}: a Bulk job ${what}; its rows were read by REST instead`);
    return this.#rest(slice, { ...detour, noBulk: true }, null);
  }

  async #refused(slice: Slice, detour: Detour, error: Error): Promise<Read> {
    const { table, memory, run, note } = this.#context;
    if (isJobLimit(error)) {
      run.noMore = true;
      note('the Bulk query jobs of the last 24 hours are used up: large tables are read by REST, which is slower');
    } else {
      memory.setBulkRefusal(table, error.message);
      note(`${table}: the Bulk API does not take this object (${error.message}); it is read by REST`);
    }
    return this.#rest(slice, { ...detour, noBulk: true }, null);
  }

  async #rest(slice: Slice, detour: Detour, known: Page | null): Promise<Read> {
    const { tableQuery, tuning } = this.#context;
    const query = { operation: slice.operation, soql: selectRows(tableQuery, slice.stream, slice.window) };
    let first: Page;
    try {
      first = known ?? (await firstPage(this.#reader, query));
    } catch (error) {
      return this.#restFailed(slice, detour, error);
    }
    if (first.next !== null && first.total > 2 * tuning.restRows) {
      if (!detour.noBulk && bulkTakes(this.#context)) return this.#bulk(slice, detour, false);
      const smaller = this.#split(slice);
      if (smaller !== null) return this.#halves(slice, smaller, detour, async (half, next) => this.#rest(half, next, null));
    }
    try {
      return await readByPages(this.#reader, this.#staging, query, first, this.#onPage);
    } catch (error) {
      return this.#restFailed(slice, detour, error);
    }
  }

  /** Nothing of the slice was handed over: reading by REST hands over its one file at the end. */
  async #restFailed(slice: Slice, detour: Detour, error: unknown): Promise<Read> {
    this.#reader.signal.throwIfAborted();
    const bulk = !detour.noBulk && bulkTakes(this.#context);
    if (isTooLong(error) && bulk) return this.#bulk(slice, detour, false);
    if (!isTimeout(error) || error instanceof JobEnded) throw error;
    const most = bulk ? MOST_BEFORE_BULK : MOST_HALVINGS;
    const smaller = detour.halvings < most ? this.#split(slice) : null;
    if (smaller !== null) return this.#halves(slice, smaller, detour, async (half, next) => this.#rest(half, next, null));
    if (bulk) return this.#bulk(slice, detour, true);
    throw error;
  }

  #split({ stream, window }: Slice): [Window, Window] | null {
    const { tableQuery, earliest, latest } = this.#context;
    return tableQuery.cursor === null || stream.outsideWindow ? null : halves(window, earliest, latest);
  }

  async #halves(
    slice: Slice,
    [early, late]: readonly [Window, Window],
    detour: Detour,
    read: (half: Slice, next: Detour) => Promise<Read>,
  ): Promise<Read> {
    const next = { ...detour, halvings: detour.halvings + 1 };
    const first = await read({ ...slice, window: early }, next);
    return plus(first, await read({ ...slice, window: late }, next));
  }
}

/** Knows how many files were handed over: what is with the warehouse can't be read in another way any more. */
class CountedStaging implements Staging {
  readonly #staging: Staging;
  handedOver = 0;

  constructor(staging: Staging) {
    this.#staging = staging;
  }

  async create(...[content, format]: Parameters<Staging['create']>): Promise<StagingFile> {
    const file = await this.#staging.create(content, format);
    return {
      path: file.path,
      ...(file.mask === undefined ? {} : { mask: file.mask }),
      stream: () => file.stream(),
      discard: async () => file.discard(),
      done: async (rows, longestLine) => {
        this.handedOver++;
        return file.done(rows, longestLine);
      },
    };
  }
}
