import { setTimeout as sleep } from 'node:timers/promises';
import type {
  BulkIngest,
  IngestJob,
  IngestRequest,
  IngestResult,
  IngestWatch,
  TargetObject,
} from '../../../model/destination.ts';
import { ServiceFailure, worthRetrying } from '../../../sources/salesforce/connect/service-errors.ts';
import type { Tuning } from '../../../sources/salesforce/connect/tuning.ts';
import { explainWrite } from '../connect/write-errors.ts';
import type { Sending } from './collections.ts';
import { IngestApi, type IngestInfo } from './ingest-api.ts';
import { RESULT_COLUMNS, savedResults } from './ingest-results.ts';

/** The service takes 100 MB of CSV for a job, and rows in batches of 10,000. */
const MOST_BYTES = 100_000_000;
const MOST_ROWS = 1_000_000;
const MOST_TEXT = 32_000;
/** Jobs made for one file, where the answers to uploads are lost again and again. */
const JOBS_A_FILE = 4;

const ENDS = { JobComplete: 'completed', Failed: 'failed', Aborted: 'aborted' } as const;

/** Rows by Bulk API 2.0 ingest jobs. https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/bulk_api_2_0_ingest.htm */
export class SalesforceIngest implements BulkIngest {
  readonly nullText = '#N/A';
  readonly maxBytes = MOST_BYTES;
  readonly maxRows = MOST_ROWS;
  readonly maxText = MOST_TEXT;
  readonly #sending: Sending;
  readonly #userId: () => Promise<string>;
  readonly #made: Set<string>;

  /** `userId`: whose jobs are ours. `made`: the ids of those that this run has made, for all exports; it grows. */
  constructor(sending: Sending, userId: () => Promise<string>, made: Set<string>) {
    this.#sending = sending;
    this.#userId = userId;
    this.#made = made;
  }

  async create(request: IngestRequest): Promise<IngestJob> {
    const { signal } = this.#sending;
    const { operation, key } = request;
    return this.#explained(request.object.name, async () =>
      this.#createJob(this.#api(signal), request.object.name, operation, key?.name ?? null),
    );
  }

  async run(job: IngestJob, file: string, watch: IngestWatch): Promise<IngestResult> {
    const api = this.#api(watch.signal);
    return this.#explained(job.object, async () => {
      const handed = await this.#handOver(api, job, file, watch);
      return handed.isSent ? this.#outcome(api, handed.job, watch) : notSent(handed.job, handed.reason);
    });
  }

  async resume(job: IngestJob, watch: IngestWatch): Promise<IngestResult> {
    const api = this.#api(watch.signal);
    return this.#explained(job.object, async () => {
      const info = await known(async () => api.info(job.id));
      if (info === null) return { job, end: 'unknown', reason: null, files: NO_FILES, columns: RESULT_COLUMNS };
      if (info.state !== 'Open') return this.#outcome(api, job, watch);
      await this.#abort(api, job.id);
      return notSent(job, null);
    });
  }

  async unknownJobs(object: TargetObject, since: string, ledger: readonly string[]): Promise<readonly IngestJob[]> {
    const api = this.#api(this.#sending.signal);
    return this.#explained(object.name, async () => {
      const jobs = (await this.#ownJobs(api, object.name, Date.parse(since))).filter((j) => !ledger.includes(j.id));
      for (const job of jobs.filter((j) => j.state === 'Open')) await this.#abort(api, job.id);
      return jobs.filter((j) => j.state !== 'Open').map(jobOf);
    });
  }

  #api(signal: AbortSignal): IngestApi {
    return new IngestApi(this.#sending.client, this.#sending.meter, signal);
  }

  /** After a lost answer the jobs that may have been made of it are aborted: they hold nothing yet. */
  async #createJob(api: IngestApi, object: string, operation: IngestJob['operation'], key: string | null): Promise<IngestJob> {
    const since = this.#sending.client.clock;
    const spec = {
      object,
      operation,
      ...(key === null ? {} : { externalIdFieldName: key }),
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    };
    let isAgain = false;
    return this.#sending.client.retrying(this.#sending.signal, async () => {
      if (isAgain)
        for (const left of await this.#ownJobs(api, object, since))
          if (left.state === 'Open' && !this.#made.has(left.id)) await this.#abort(api, left.id);
      isAgain = true;
      const job = jobOf(await api.create(spec));
      this.#made.add(job.id);
      return job;
    });
  }

  /** Jobs of this user on the object, made at that time (milliseconds) or later. */
  async #ownJobs(api: IngestApi, object: string, since: number): Promise<IngestInfo[]> {
    const userId = await this.#userId();
    return (await api.list()).filter(
      (j) => j.createdById === userId && j.object === object && instantOf(j.createdDate) >= Math.floor(since / 1000) * 1000,
    );
  }

  /** Uploads the file and closes the job. Each row of the table of lost answers is one branch here. */
  async #handOver(api: IngestApi, first: IngestJob, file: string, watch: IngestWatch): Promise<HandOver> {
    let job = first;
    for (let made = 1; ; made++) {
      try {
        await api.upload(job.id, file);
        await this.#close(api, job.id);
        return { job, isSent: true };
      } catch (error) {
        watch.signal.throwIfAborted();
        const info = await api.info(job.id);
        // Somebody else has ended it, or it is closed after all.
        if (info.state !== 'Open') return { job, isSent: true };
        await this.#abort(api, job.id);
        if (worthRetrying(error) === null && error instanceof ServiceFailure && error.errorCode !== 'INVALIDJOBSTATE')
          return { job, isSent: false, reason: error.errorCode };
        if (worthRetrying(error) === null && !(error instanceof ServiceFailure)) throw error;
        if (made >= JOBS_A_FILE) throw error;
        job = await this.#createJob(api, job.object, job.operation, job.key);
        await watch.replaced(job);
      }
    }
  }

  /** After a lost answer the state says whether the job is closed. */
  async #close(api: IngestApi, id: string): Promise<void> {
    let isAgain = false;
    await this.#sending.client.retrying(this.#sending.signal, async () => {
      if (isAgain && (await api.info(id)).state !== 'Open') return;
      isAgain = true;
      await api.setState(id, 'UploadComplete');
    });
  }

  /** A job that can no longer be aborted has ended, or is at work: the caller looks. */
  async #abort(api: IngestApi, id: string): Promise<void> {
    await this.#sending.client
      .retrying(this.#sending.signal, async () => api.setState(id, 'Aborted'))
      .catch((error: unknown) => {
        if (!(error instanceof ServiceFailure) || error.errorCode !== 'INVALIDJOBSTATE') throw error;
      });
  }

  async #outcome(api: IngestApi, job: IngestJob, watch: IngestWatch): Promise<IngestResult> {
    const info = await waitForEnd(api, job.id, this.#sending.tuning, watch);
    const files = await savedResults(api, info, watch.directory);
    const end = ENDS[info.state as keyof typeof ENDS];
    return { job, end, reason: end === 'completed' ? null : reasonOf(info), files, columns: RESULT_COLUMNS };
  }

  async #explained<T>(object: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explainWrite(error, object);
    }
  }
}

type HandOver =
  | { readonly job: IngestJob; readonly isSent: true }
  | { readonly job: IngestJob; readonly isSent: false; readonly reason: string };

const NO_FILES: IngestResult['files'] = { successful: [], failed: [], unprocessed: [] };

const notSent = (job: IngestJob, reason: string | null): IngestResult => ({
  job,
  end: 'not sent',
  reason,
  files: NO_FILES,
  columns: RESULT_COLUMNS,
});

/** As long as it takes: Salesforce ends a job that makes no progress itself, and a second one beside it would lock its rows. */
async function waitForEnd(api: IngestApi, id: string, tuning: Tuning, watch: IngestWatch): Promise<IngestInfo> {
  for (let delay = tuning.firstPollMs; ; delay = Math.min(delay * 1.5, tuning.longestPollMs)) {
    const info = await api.info(id);
    watch.progress(info.numberRecordsProcessed ?? 0);
    if (info.state in ENDS) return info;
    if (info.state === 'Open') throw new Error(`the ingest job ${id} is open though its file was handed over`);
    await sleep(delay, undefined, { signal: watch.signal }).catch(() => watch.signal.throwIfAborted());
  }
}

/** `InvalidBatch` of "InvalidBatch : Field name not found : X": the words behind it may quote what was sent. */
function reasonOf({ errorMessage }: IngestInfo): string | null {
  return /^\w+/.exec(errorMessage ?? '')?.[0] ?? null;
}

/** Null: the service does not have it any more. */
async function known<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceFailure && error.status === 404) return null;
    throw error;
  }
}

/** `2026-01-31T00:00:00.000+0000`: JavaScript wants a colon in the zone. */
const instantOf = (text: string): number => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

function jobOf({ id, object, operation, externalIdFieldName, createdDate }: IngestInfo): IngestJob {
  const at = instantOf(createdDate);
  return {
    id,
    object,
    operation: operation as IngestJob['operation'],
    key: externalIdFieldName ?? null,
    createdAt: Number.isNaN(at) ? null : new Date(at).toISOString(),
  };
}
