import { HighwaterError } from '../../../model/errors.ts';
import { isTooLarge } from '../connect/retry-policy.ts';
import type { PageEnd, WebApiClient } from '../connect/web-api-client.ts';
import type { Meter } from '../connect/web-api-transport.ts';
import type { Tuning } from '../tuning.ts';
import { refuseHalfCharacters } from './half-characters.ts';
import { hasKey, type Rows } from './page-scanner.ts';
import type { PageStaging } from './page-staging.ts';

/** Rows a page, shared by all readers of a table: a service that found 5,000 too large finds them so again. */
export class PageSize {
  readonly #most: number;
  readonly #least: number;
  #good = 0;
  rows: number;

  constructor({ pageRows, leastPageRows }: Tuning) {
    this.#most = pageRows;
    this.#least = leastPageRows;
    this.rows = pageRows;
  }

  /** False where it is at its least. */
  halve(): boolean {
    this.#good = 0;
    if (this.rows <= this.#least) return false;
    this.rows = Math.max(this.#least, Math.floor(this.rows / 2));
    return true;
  }

  /** The refusal may have been a passing one: larger pages are tried again now and then. */
  succeeded(): void {
    if (this.rows === this.#most || ++this.#good < 20) return;
    this.#good = 0;
    this.rows = Math.min(this.#most, this.rows * 2);
  }
}

/** What a reader does with the rows of its pages. */
export interface RowSink {
  /** A page begins, for the first or a further time: what an earlier attempt gave is void. */
  begin(): void;
  /** Which of the rows are wanted. */
  take(rows: Rows): Rows;
  /** The page is whole; false: no further page is wanted. */
  end(page: PageEnd): boolean;
}

/** Where the pages' rows go; see PageStaging. */
export type PageStore = Pick<PageStaging, 'ready' | 'beginPage' | 'write' | 'endPage'>;

export const ALL_ROWS: RowSink = { begin: () => {}, take: (rows) => rows, end: () => true };

export interface PagesRequest {
  readonly client: WebApiClient;
  readonly size: PageSize;
  readonly prefer: (pageRows: number) => string;
  readonly subject: string;
  readonly signal: AbortSignal;
  readonly meter: Meter;
  /** Null: the rows are not kept. */
  readonly staged: PageStore | null;
  readonly sink: RowSink;
  /** Properties that every row must have: with `$select`, nulls are explicit, so a missing one is no null. */
  readonly required: readonly string[];
  /** Properties that identify a row, for errors. */
  readonly key: readonly string[];
}

/** Thrown where even the smallest first page of a query is too large: the query itself has to become smaller. */
export class FirstPageTooLarge extends Error {}

/** Reads a page and all that follow. Returns the last one's end. */
export async function readPages(request: PagesRequest, firstUrl: string): Promise<PageEnd> {
  const seen = new Set<string>();
  let url = firstUrl;
  for (;;) {
    if (seen.has(url)) throw repeated(request.subject);
    seen.add(url);
    const end = await onePage(request, url, seen.size === 1);
    await request.staged?.endPage();
    const goOn = request.sink.end(end);
    if (!goOn || end.next === null) return end;
    url = end.next;
  }
}

/** One page, in smaller ones where the service can't give it whole: the cookie in its link is a place, not a number. */
async function onePage(request: PagesRequest, url: string, isFirst: boolean): Promise<PageEnd> {
  const { client, size, subject, signal, meter, staged, sink } = request;
  await staged?.ready();
  for (;;) {
    try {
      const end = await client.page({
        url,
        prefer: request.prefer(size.rows),
        subject,
        signal,
        meter,
        begin: async () => {
          await staged?.beginPage();
          sink.begin();
          let isFirstRow = true;
          return {
            rows: async (rows) => {
              if (isFirstRow && rows.ends.length > 0) {
                checkProperties(request, rows);
                isFirstRow = false;
              }
              const taken = sink.take(rows);
              refuseHalfCharacters(taken, subject, request.key);
              await staged?.write(taken.bytes, taken.ends.length, longest(taken.ends));
            },
          };
        },
      });
      size.succeeded();
      return end;
    } catch (error) {
      if (!isTooLarge(error)) throw client.explain(error, subject);
      if (size.halve()) continue;
      if (isFirst) throw new FirstPageTooLarge('the first page is too large', { cause: error });
      throw client.explain(error, subject);
    }
  }
}

/** Bytes of the longest row. */
export function longest(ends: readonly number[]): number {
  return ends.reduce((most, end, i) => Math.max(most, end - (ends[i - 1] ?? 0)), 0);
}

function checkProperties({ required, subject }: PagesRequest, rows: Rows): void {
  const missing = required.find((name) => !hasKey(rows.bytes, 0, rows.ends[0] ?? 0, name));
  if (missing === undefined) return;
  throw new HighwaterError(
    'SCHEMA_CHANGED',
    `${subject}: Dataverse's rows lack the column ${missing}, which Highwater requested.`,
    'The column was probably removed while Highwater was reading. Run again: each run looks up the columns.',
  );
}

function repeated(subject: string): HighwaterError {
  return new HighwaterError(
    'SOURCE_FAILED',
    `${subject}: Dataverse linked to a page that Highwater had already read.`,
    'The table keeps its previous rows. Run again; if it happens again, report it with this line.',
  );
}
