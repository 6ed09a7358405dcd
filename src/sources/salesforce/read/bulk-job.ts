import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { HighwaterError } from '../../../model/errors.ts';
import type { Staging } from '../../../model/staging.ts';
import { ServiceFailure } from '../connect/service-errors.ts';
import type { Tuning } from '../connect/tuning.ts';
import type { RestQuery } from '../plan/soql.ts';
import { downloadPage, namedPages, type PageDone, type PageShape } from './bulk-page.ts';
import type { Read, Reader } from './rest-pages.ts';

interface JobInfo {
  readonly id: string;
  readonly state: 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  readonly numberRecordsProcessed?: number;
  readonly errorMessage?: string;
  readonly retries?: number;
  readonly totalProcessingTime?: number;
}

/** A query job that ended badly; another one, a smaller window or REST may do. */
export class JobEnded extends Error {
  readonly state: 'Failed' | 'Aborted' | 'Stuck';

  constructor(state: 'Failed' | 'Aborted' | 'Stuck', message: string) {
    super(message);
    this.name = 'JobEnded';
    this.state = state;
  }
}

export interface BulkQuery extends RestQuery, PageShape {
  /** Records on a page, so that a page is a staging file of bounded size. */
  readonly pageRows: number;
}

const HOUSEKEEPING_MS = 5000;

/**
 * Reads all rows of a query with one Bulk API 2.0 job: creates it, waits, downloads its pages as they are into staging files.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/queries.htm
 */
export async function readByJob(reader: Reader, staging: Staging, query: BulkQuery, tuning: Tuning): Promise<Read> {
  const { client, meter, signal } = reader;
  const jobs = `${client.base}/jobs/query`;
  const { operation, soql } = query;
  const body = { operation, query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
  const created = await client.json<JobInfo>({ method: 'POST', path: jobs, body, meter, signal });
  meter.jobs = (meter.jobs ?? 0) + 1;
  const path = `${jobs}/${created.id}`;
  let ended = false;
  try {
    const job = await wait(reader, path, created, tuning).catch((error: unknown) => {
      ended = error instanceof JobEnded && error.state !== 'Stuck';
      throw error;
    });
    ended = true;
    const read = await downloadAll(reader, staging, path, query, job, tuning);
    checkTotal(job, read);
    return read;
  } finally {
    await tidy(reader, path, ended);
  }
}

/** Waits as long as the job makes progress; gives up a job that shows none for `stuckJobMs`. */
async function wait({ client, meter, signal }: Reader, path: string, created: JobInfo, tuning: Tuning): Promise<JobInfo> {
  let job = created;
  let progress = progressOf(job);
  let since = performance.now();
  for (let delay = tuning.firstPollMs; ; delay = Math.min(delay * 1.5, tuning.longestPollMs)) {
    if (job.state === 'JobComplete') return job;
    if (job.state === 'Failed' || job.state === 'Aborted') throw new JobEnded(job.state, job.errorMessage ?? '');
    if (performance.now() - since > tuning.stuckJobMs) throw new JobEnded('Stuck', `no progress for ${span(tuning.stuckJobMs)}`);
    await sleep(delay, undefined, { signal });
    job = await client.json<JobInfo>({ path, meter, signal });
    if (progressOf(job) === progress) continue;
    progress = progressOf(job);
    since = performance.now();
  }
}

const progressOf = ({ state, numberRecordsProcessed, retries, totalProcessingTime }: JobInfo): string =>
  [state, numberRecordsProcessed, retries, totalProcessingTime].join('/');

const span = (ms: number): string => (ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} minutes`);

async function downloadAll(
  reader: Reader,
  staging: Staging,
  path: string,
  query: BulkQuery,
  job: JobInfo,
  tuning: Tuning,
): Promise<Read> {
  if ((job.numberRecordsProcessed ?? 0) > query.pageRows) {
    const read = await downloadNamed(reader, staging, path, query, tuning);
    if (read !== null) return read;
  }
  const sum = { rows: 0, bytes: 0 };
  for (let locator: string | null = ''; locator !== null; ) {
    const next: string = locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`;
    const page: PageDone = await downloadPage(reader, staging, `${path}/results?maxRecords=${query.pageRows}${next}`, query);
    add(sum, page);
    locator = page.next;
  }
  return sum;
}

/** Pages that the service names beforehand, several at once; null where it names none, or none that can be had. */
async function downloadNamed(
  reader: Reader,
  staging: Staging,
  path: string,
  shape: PageShape,
  tuning: Tuning,
): Promise<Read | null> {
  const named = await namedPages(reader, path).catch(orNull);
  const [first, ...others] = named ?? [];
  if (first === undefined) return null;
  const sum = { rows: 0, bytes: 0 };
  // The first page shows whether these addresses are good, while nothing is handed over yet.
  const begin = await downloadPage(reader, staging, first, shape).catch(orNull);
  if (begin === null) return null;
  add(sum, begin);
  const stop = new AbortController();
  const signal = AbortSignal.any([reader.signal, stop.signal]);
  const limit = pLimit(tuning.pagesAtOnce);
  const pages = others.map(async (link) => limit(async () => downloadPage({ ...reader, signal }, staging, link, shape)));
  try {
    for (const page of await Promise.all(pages)) add(sum, page);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(pages);
    throw error;
  }
  return sum;
}

/** The service knows no such listing or page, or answers no list: null. */
function orNull(error: unknown): null {
  if (error instanceof ServiceFailure && [200, 400, 404].includes(error.status)) return null;
  throw error;
}

function add(sum: { rows: number; bytes: number }, page: PageDone): void {
  sum.rows += page.rows;
  sum.bytes += page.bytes;
}

function checkTotal(job: JobInfo, { rows }: Read): void {
  if (job.numberRecordsProcessed === undefined || job.numberRecordsProcessed === rows) return;
  throw new HighwaterError(
    'COUNT_MISMATCH',
    `Salesforce says that the query job ${job.id} holds ${job.numberRecordsProcessed} records; its pages gave ${rows}.`,
    'The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line.',
    { family: 'restart' },
  );
}

/** Results are not left lying in the organisation; a job that is no longer wanted is stopped. What fails here harms nothing. */
async function tidy({ client, meter }: Reader, path: string, ended: boolean): Promise<void> {
  const signal = AbortSignal.timeout(HOUSEKEEPING_MS);
  const call = ended ? { method: 'DELETE' as const, path } : { method: 'PATCH' as const, path, body: { state: 'Aborted' } };
  try {
    await (await client.once({ ...call, meter, signal })).bytes();
  } catch {
    // Ended jobs can't be aborted, and a day's calls may be used up: the service removes jobs after a week.
  }
}
