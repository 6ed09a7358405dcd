import { HighwaterError } from '../../../model/errors.ts';
import { isTooLarge } from '../connect/service-fault.ts';
import type { PageEnd, WebApiClient } from '../connect/web-api-client.ts';
import type { Meter } from '../connect/web-api-transport.ts';
import type { Tuning } from '../tuning.ts';
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

/*
 * JSON can spell half of a character (`\ud83d` without its other half): Dataverse's own length limits count UTF-16 units, so a subject that was
 * cut off within an emoji has one. No UTF-8 text can hold it, neither DuckDB's nor Parquet's, and U+FFFD in its place would be another value.
 */

const BACKSLASH = 0x5c;
// `\ud8` to `\udf`, in either case: indexOf with bytes is far quicker than looking at each byte once more.
const STARTS = [Buffer.from('\\ud'), Buffer.from('\\uD')];
const HIGH = /^\\u[dD][89abAB][0-9a-fA-F]{2}$/;
const LOW = /^\\u[dD][c-fC-F][0-9a-fA-F]{2}$/;
const ESCAPE = 6;

/** Throws where a text of these rows has half of a character, naming its row and column. `key`: the properties that identify a row. */
function refuseHalfCharacters(rows: Rows, subject: string, key: readonly string[]): void {
  const at = findHalfCharacter(rows.bytes);
  if (at === -1) return;
  const index = rows.ends.findIndex((end) => end > at);
  const row = JSON.parse(rows.bytes.toString('utf8', rows.ends[index - 1] ?? 0, rows.ends[index])) as Record<string, unknown>;
  const columns = Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'string' && !value.isWellFormed() ? [name] : [],
  );
  const which = key.map((name) => `${name} ${String(row[name])}`).join(', ');
  throw new HighwaterError(
    'VALUE_NOT_EXACT',
    `${subject}: in the row with ${which} the text of ${columns.join(', ')} has half of a character (a surrogate without its other half), which no DuckDB or Parquet text can hold.`,
    `The table keeps its previous rows. Such a text was cut off within an emoji: open that row in Dynamics, delete the broken character and save; or leave the column out (columns: { exclude: [${columns.join(', ')}] }).`,
    { columns },
  );
}

/** Where the first half stands that has no other half; -1 where there is none. */
function findHalfCharacter(bytes: Buffer): number {
  const found = STARTS.map((start) => findHalf(bytes, start)).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

function findHalf(bytes: Buffer, start: Buffer): number {
  for (let at = bytes.indexOf(start); at !== -1; at = bytes.indexOf(start, at + 1)) {
    if (!isEscape(bytes, at)) continue;
    const [before, own, behind] = [at - ESCAPE, at, at + ESCAPE].map((from) =>
      from < 0 ? '' : bytes.toString('latin1', from, from + ESCAPE),
    ) as [string, string, string];
    const isPaired = HIGH.test(own) ? LOW.test(behind) : !LOW.test(own) || (HIGH.test(before) && isEscape(bytes, at - ESCAPE));
    if (!isPaired) return at;
  }
  return -1;
}

/** False where the backslash is itself escaped: `\\ud83d` is a text of six characters. */
function isEscape(bytes: Buffer, at: number): boolean {
  let backslashes = 1;
  while (bytes[at - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
