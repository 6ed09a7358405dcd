import type { Staging, StagingFile } from '../../../model/staging.ts';
import type { Column } from '../../../model/table.ts';
import { isBulkRefusal, isJobLimit, isQueryRefusal, isTimeout, isTooLong } from '../connect/service-errors.ts';
import type { Tuning } from '../connect/tuning.ts';
import type { MetadataCache } from '../describe/metadata-cache.ts';
import { halves } from '../plan/partition.ts';
import { lineLimit, pageRows } from '../plan/row-size.ts';
import { type TableQuery, type Stream, selectRows, type Window } from '../plan/soql.ts';
import { JobEnded, readByJob } from './bulk-job.ts';
import { HeaderMismatch } from './bulk-page.ts';
import type { Page } from './records.ts';
import { firstPage, type Read, type Reader, readByPages } from './rest-pages.ts';

/** A piece of a table that is to be read. */
export interface Slice {
  readonly stream: Stream;
  readonly window: Window;
  readonly operation: 'query' | 'queryAll';
  readonly how: 'rest' | 'bulk';
}

export interface ReadContext {
  readonly table: string;
  readonly reading: TableQuery;
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

/** How far the reading of a piece has had to depart from the plan. */
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

/** Reads pieces of one table into one partition's staging, in the way that was planned or, where that is refused, in another. */
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

  /** Never hands over a row twice. `answered`: the first page, where it is known already. */
  async read(piece: Slice, answered: Page | null = null): Promise<Read> {
    return piece.how === 'bulk' ? this.#bulk(piece, STRAIGHT, false) : this.#rest(piece, STRAIGHT, answered);
  }

  async #bulk(piece: Slice, detour: Detour, again: boolean): Promise<Read> {
    const { reading, columns, tuning } = this.#context;
    if (detour.noBulk || !bulkTakes(this.#context)) return this.#rest(piece, { ...detour, noBulk: true }, null);
    const soql = selectRows(reading, piece.stream, piece.window);
    const header = reading.fields.map((f) => `"${f}"`).join(',');
    const before = this.#staging.handedOver;
    try {
      const read = await readByJob(
        this.#reader,
        this.#staging,
        { operation: piece.operation, soql, header, pageRows: pageRows(columns, tuning.pageRows), lineLimit: this.#lineLimit() },
        tuning,
      );
      this.#unseen += read.rows;
      this.#context.run.stuck = 0;
      return read;
    } catch (error) {
      this.#reader.signal.throwIfAborted();
      if (!(error instanceof Error) || this.#staging.handedOver !== before) throw error;
      if (isBulkRefusal(error) || error instanceof HeaderMismatch) return this.#refused(piece, detour, error);
      if (isQueryRefusal(error)) return this.#insteadOfJob(piece, detour, `was refused with "${error.message}"`);
      if (error instanceof JobEnded && error.state === 'Stuck') return this.#stuck(piece, detour, error);
      if (!(error instanceof JobEnded) && !isTimeout(error)) throw error;
      return this.#badEnd(piece, detour, again, error);
    }
  }

  /** The describe that the query was made of is the one that is remembered. */
  #lineLimit(): number | null {
    const { memory, reading } = this.#context;
    const described = reading.prefix === '' ? memory.object(reading.object) : null;
    return described === null ? null : lineLimit(reading.fields, described.value.fields);
  }

  /** A job that failed may do better a second time; one that took too long, in halves; at last REST. Nothing was handed over. */
  async #badEnd(piece: Slice, detour: Detour, again: boolean, error: Error): Promise<Read> {
    const { table, note } = this.#context;
    const said = error.message === '' ? 'without a reason' : `with "${error.message}"`;
    if (!isTimeout(error) && !again) return this.#bulk(piece, detour, true);
    const smaller = isTimeout(error) && detour.halvings < MOST_BULK_HALVINGS ? this.#split(piece) : null;
    if (smaller === null) return this.#insteadOfJob(piece, detour, `ended ${said}`);
    note(`${table}: a Bulk job ended ${said}; its window was halved`);
    return this.#halves(piece, smaller, detour, async (half, next) => this.#bulk(half, next, false));
  }

  /** One job may stand for a reason of its own; a second one in a row says that the organisation's jobs do. */
  async #stuck(piece: Slice, detour: Detour, error: JobEnded): Promise<Read> {
    const { run, note } = this.#context;
    if (++run.stuck >= MOST_STUCK && !run.noMore) {
      run.noMore = true;
      note(`${MOST_STUCK} Bulk jobs in a row made ${error.message}: the rest of this run reads by REST, which is slower`);
    }
    return this.#insteadOfJob(piece, detour, `made ${error.message}`);
  }

  async #insteadOfJob(piece: Slice, detour: Detour, what: string): Promise<Read> {
    const { table, note } = this.#context;
    note(`${table}: a Bulk job ${what}; its rows were read by REST instead`);
    return this.#rest(piece, { ...detour, noBulk: true }, null);
  }

  async #refused(piece: Slice, detour: Detour, error: Error): Promise<Read> {
    const { table, memory, run, note } = this.#context;
    if (isJobLimit(error)) {
      run.noMore = true;
      note('the Bulk query jobs of the last 24 hours are used up: large tables are read by REST, which is slower');
    } else {
      memory.setBulkRefusal(table, error.message);
      note(`${table}: the Bulk API does not take this object (${error.message}); it is read by REST`);
    }
    return this.#rest(piece, { ...detour, noBulk: true }, null);
  }

  async #rest(piece: Slice, detour: Detour, answered: Page | null): Promise<Read> {
    const { reading, tuning } = this.#context;
    const query = { operation: piece.operation, soql: selectRows(reading, piece.stream, piece.window) };
    let first: Page;
    try {
      first = answered ?? (await firstPage(this.#reader, query));
    } catch (error) {
      return this.#restFailed(piece, detour, error);
    }
    if (first.next !== null && first.total > 2 * tuning.restRows) {
      if (!detour.noBulk && bulkTakes(this.#context)) return this.#bulk(piece, detour, false);
      const smaller = this.#split(piece);
      if (smaller !== null) return this.#halves(piece, smaller, detour, async (half, next) => this.#rest(half, next, null));
    }
    try {
      return await readByPages(this.#reader, this.#staging, query, first, this.#onPage);
    } catch (error) {
      return this.#restFailed(piece, detour, error);
    }
  }

  /** Nothing of the piece was handed over: a REST reading hands over its one file at its end. */
  async #restFailed(piece: Slice, detour: Detour, error: unknown): Promise<Read> {
    this.#reader.signal.throwIfAborted();
    const bulk = !detour.noBulk && bulkTakes(this.#context);
    if (isTooLong(error) && bulk) return this.#bulk(piece, detour, false);
    if (!isTimeout(error) || error instanceof JobEnded) throw error;
    const most = bulk ? MOST_BEFORE_BULK : MOST_HALVINGS;
    const smaller = detour.halvings < most ? this.#split(piece) : null;
    if (smaller !== null) return this.#halves(piece, smaller, detour, async (half, next) => this.#rest(half, next, null));
    if (bulk) return this.#bulk(piece, detour, true);
    throw error;
  }

  #split({ stream, window }: Slice): [Window, Window] | null {
    const { reading, earliest, latest } = this.#context;
    return reading.cursor === null || stream.outsideWindow ? null : halves(window, earliest, latest);
  }

  async #halves(
    piece: Slice,
    [early, late]: readonly [Window, Window],
    detour: Detour,
    read: (half: Slice, next: Detour) => Promise<Read>,
  ): Promise<Read> {
    const next = { ...detour, halvings: detour.halvings + 1 };
    const first = await read({ ...piece, window: early }, next);
    return plus(first, await read({ ...piece, window: late }, next));
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
      stream: () => file.stream(),
      discard: async () => file.discard(),
      done: async (rows, longestLine) => {
        this.handedOver++;
        return file.done(rows, longestLine);
      },
    };
  }
}
