import { constants, gunzipSync } from 'node:zlib';
import type { Staging, StagingFile } from '../../../model/staging.ts';
import { ConnectionFailure, type HttpAnswer } from '../../../runtime/http.ts';
import type { Reader } from './rest-pages.ts';

export interface PageDone {
  /** As the service counted them: `Sforce-NumberOfRecords`. */
  readonly rows: number;
  readonly bytes: number;
  /** The next page's locator; null on the last. */
  readonly next: string | null;
}

/** The columns came in another order than requested: read by position, values would end up in the wrong columns. */
export class HeaderMismatch extends Error {}

// A header of 800 fields is 32 KB before compression.
const HEAD_BYTES = 128 * 1024;

/** What is known of a page before it comes. */
export interface PageShape {
  /** The header row that every page must begin with. */
  readonly header: string;
  /** Bytes that no line exceeds; null: unknown. */
  readonly lineLimit: number | null;
}

/** Downloads one page as it is into a staging file. A page that fails is fetched again by itself; locators stay good. */
export async function downloadPage(reader: Reader, staging: Staging, path: string, shape: PageShape): Promise<PageDone> {
  const { client, meter, signal } = reader;
  return client.retrying(signal, async () => {
    const answer = await client.once({ path, meter, signal, headers: { accept: 'text/csv' } });
    const rows = Number(answer.headers['sforce-numberofrecords'] ?? Number.NaN);
    const locator = answer.headers['sforce-locator'];
    const next = locator === undefined || locator === 'null' || locator === '' ? null : locator;
    if (answer.status === 204) return { rows: 0, bytes: 0, next };
    if (!/csv/.test(answer.headers['content-type'] ?? '')) throw await noPage(answer, 'is not CSV');
    if (!Number.isInteger(rows)) throw await noPage(answer, 'does not say how many records it holds');
    if (rows === 0) return { rows, bytes: (await answer.bytes()).length, next };
    return { rows, bytes: await save(answer, staging, shape, rows), next };
  });
}

async function noPage(answer: HttpAnswer, what: string): Promise<Error> {
  await answer.bytes();
  return new ConnectionFailure(`a page of query results ${what}`);
}

async function save(answer: HttpAnswer, staging: Staging, { header, lineLimit }: PageShape, rows: number): Promise<number> {
  const gzipped = answer.headers['content-encoding'] === 'gzip';
  const file: StagingFile = await staging.create('rows', {
    kind: 'csv',
    header: true,
    nullText: 'empty',
    compression: gzipped ? 'gzip' : 'none',
    ...(lineLimit === null ? {} : { lineLimit }),
  });
  const head: Buffer[] = [];
  let headBytes = 0;
  try {
    const bytes = await answer.save(file.stream(), (chunk) => {
      if (headBytes >= HEAD_BYTES) return;
      head.push(chunk);
      headBytes += chunk.length;
    });
    checkHeader(Buffer.concat(head), gzipped, header);
    await file.done(rows);
    return bytes;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

function checkHeader(head: Buffer, gzipped: boolean, header: string): void {
  const text = gzipped ? unpacked(head) : head;
  const end = text.indexOf(0x0a);
  const found = text.toString('utf8', 0, end === -1 ? text.length : end).trimEnd();
  if (found.toLowerCase() !== header.toLowerCase())
    throw new HeaderMismatch('the columns of the query results are not the requested ones');
}

function unpacked(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw new ConnectionFailure('a page of query results arrived damaged', error);
  }
}

// Five pages a listing: far above any job's.
const MOST_LISTINGS = 10_000;
const LOCATOR = /^[\w%=+-]+$/;

/**
 * Addresses of all result pages of a job, as its listings name them; null where they can't be understood, so that the pages have to be
 * followed one by one. Releases and documentation differ in names and in the form of addresses, so only the locator in them is used.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/query_get_job_result_pages.htm
 */
export async function namedPages({ client, meter, signal }: Reader, path: string): Promise<string[] | null> {
  const pages: string[] = [];
  let address = `${path}/resultPages`;
  for (let n = 0; n < MOST_LISTINGS; n++) {
    const listing = await client.json<unknown>({ path: address, meter, signal });
    const found = pagesOf(listing);
    if (found === null) return null;
    pages.push(...found.map((locator) => `${path}/results?locator=${locator}`));
    const next = nextOf(listing);
    if (next === null) return pages;
    if (next === undefined) return null;
    address = `${path}/resultPages?locator=${next}`;
  }
  return null;
}

/** The locators of one listing's pages. */
function pagesOf(listing: unknown): string[] | null {
  const { resultPages } = record(listing);
  if (!Array.isArray(resultPages) || resultPages.length === 0) return null;
  const locators = resultPages.map((page) => {
    const { resultLink, resultUrl } = record(page);
    return locatorOf(resultLink ?? resultUrl, 'results');
  });
  return locators.every((l) => l !== null) ? locators : null;
}

/** The next listing's locator; null after the last listing; undefined where it is unknown. */
function nextOf(listing: unknown): string | null | undefined {
  const { done, nextRecordsUrl } = record(listing);
  if (done === true || (done === undefined && (nextRecordsUrl === undefined || nextRecordsUrl === null))) return null;
  return locatorOf(nextRecordsUrl, 'resultPages') ?? undefined;
}

function locatorOf(link: unknown, resource: 'results' | 'resultPages'): string | null {
  if (typeof link !== 'string') return null;
  const [place = '', query = ''] = link.split('?', 2);
  if (!place.endsWith(`/${resource}`)) return null;
  const locator = query
    .split('&')
    .find((part) => part.startsWith('locator='))
    ?.slice('locator='.length);
  return locator !== undefined && LOCATOR.test(locator) ? locator : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
