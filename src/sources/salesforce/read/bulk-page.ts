import { constants, gunzipSync } from 'node:zlib';
import type { Staging, StagingFile } from '../../../model/staging.ts';
import type { HttpAnswer } from '../../../runtime/http.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import type { Reader } from './rest-pages.ts';

export interface PageDone {
  /** As the service counted them: `Sforce-NumberOfRecords`. */
  readonly rows: number;
  readonly bytes: number;
  /** The next page's locator; null on the last. */
  readonly next: string | null;
}

/** The columns came in another order than asked for; read by place, values would end up in wrong columns. */
export class HeaderMismatch extends Error {}

// A header of 800 fields is 32 KB before compression.
const HEAD_BYTES = 128 * 1024;

/** What is known of a page before it comes. */
export interface PageShape {
  /** The header row that every page must begin with. */
  readonly header: string;
  /** Bytes that no line exceeds; null: it can't be told. */
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
    if (!/csv/.test(answer.headers['content-type'] ?? '')) throw await noPage(answer, 'is no CSV');
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
    throw new HeaderMismatch('the columns of the query results are not the ones asked for');
}

function unpacked(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw new ConnectionFailure('a page of query results arrived damaged', error);
  }
}
