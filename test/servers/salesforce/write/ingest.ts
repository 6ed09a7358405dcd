import { Failure, notFound } from '../failure.ts';
import { type ApiRequest, json, type Reply } from '../http.ts';
import type { Service } from '../service.ts';
import { stamp } from '../values.ts';
import { type IngestSpec, IngestWork } from './ingest-work.ts';
import { upsertKey } from './sent-fields.ts';
import { mayWrite, type OrgUser, refuseReader } from './users.ts';

export type IngestState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** How the next job ends; what its batches did before stays done. */
export interface IngestOutcome {
  /** It fails after so many batches of 10,000 rows. */
  readonly failsAfter?: number;
  readonly errorMessage?: string;
  /** So many rows of each batch are left unprocessed, though the job completes. */
  readonly leaves?: number;
}

interface IngestJob extends IngestSpec {
  readonly id: string;
  readonly version: string;
  readonly createdDate: string;
  readonly createdById: string;
  readonly outcome: IngestOutcome;
  state: IngestState;
  csv: string | null;
  work: IngestWork | null;
  errorMessage: string | null;
}

const OPERATIONS = ['insert', 'upsert', 'update', 'delete'];
const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  TAB: '\t',
  PIPE: '|',
  SEMICOLON: ';',
  CARET: '^',
  BACKQUOTE: '`',
};
const ENDED: readonly IngestState[] = ['JobComplete', 'Failed', 'Aborted'];

const wrongState = (message: string): Failure => new Failure(400, 'INVALIDJOBSTATE', message);

/** Bulk API 2.0 ingest jobs. https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/bulk_api_2_0_ingest.htm */
export class Ingest {
  readonly #service: Service;
  readonly #jobs = new Map<string, IngestJob>();
  readonly #outcomes: IngestOutcome[] = [];
  #count = 0;
  /** How often two jobs were at work on one object at once: they lock each other's rows. */
  overlaps = 0;
  batchesUsed = 0;

  constructor(service: Service) {
    this.#service = service;
  }

  /** The next job to be created goes so. */
  endNextJob(outcome: IngestOutcome): void {
    this.#outcomes.push(outcome);
  }

  /** Jobs to come go well, whatever was ordered for them. */
  forgetOutcomes(): void {
    this.#outcomes.length = 0;
  }

  get jobs(): readonly { readonly id: string; readonly object: string; readonly state: IngestState; readonly rows: number }[] {
    return [...this.#jobs.values()].map((j) => ({ id: j.id, object: j.object.name, state: j.state, rows: j.work?.total ?? 0 }));
  }

  /** What a job was given. */
  uploaded(id: string): string {
    return this.#jobs.get(id)?.csv ?? '';
  }

  /** Time passes: what was handed over is worked through, whoever asks. */
  finish(): void {
    for (const job of this.#jobs.values())
      while (job.state === 'UploadComplete' || job.state === 'InProgress') this.#advance(job);
  }

  /** An administrator ends a job in Setup > Bulk Data Load Jobs. */
  abortByHand(id: string): void {
    const job = this.#jobs.get(id);
    if (job !== undefined && !ENDED.includes(job.state)) job.state = 'Aborted';
  }

  answer(user: OrgUser, request: ApiRequest, version: string, rest: string): Reply {
    const [, id = '', part = ''] =
      /^\/jobs\/ingest(?:\/(\w+))?(?:\/(batches|successfulResults|failedResults|unprocessedrecords))?\/?$/.exec(rest) ?? [];
    if (request.method !== 'GET') refuseReader(user);
    const key = `${request.method} ${id === '' ? 'list' : 'job'}${part === '' ? '' : `/${part}`}`;
    if (key === 'POST list') return this.#create(user, request, version);
    if (key === 'GET list') return this.#list();
    const job = this.#find(id, version);
    if (key === 'PUT job/batches') return this.#upload(job, request);
    if (key === 'PATCH job') return this.#patch(job, request);
    if (key === 'GET job') return this.#poll(job);
    if (key === 'DELETE job') return this.#delete(job);
    if (request.method === 'GET' && part !== '' && part !== 'batches') return this.#results(job, part);
    throw notFound();
  }

  #create(user: OrgUser, request: ApiRequest, version: string): Reply {
    const body = JSON.parse(request.body) as Record<string, string | undefined>;
    const {
      object: name = '',
      operation = '',
      externalIdFieldName,
      contentType = 'CSV',
      columnDelimiter = 'COMMA',
      lineEnding = 'LF',
      assignmentRuleId,
    } = body;
    const { org, options } = this.#service;
    const object = org.find(name);
    if (object === null)
      throw new Failure(400, 'INVALIDENTITY', `InvalidEntity : Entity '${name}' is not supported by the Bulk API.`);
    if (object.bulkRefusal !== undefined) throw new Failure(400, object.bulkRefusal.errorCode, object.bulkRefusal.message);
    if (!OPERATIONS.includes(operation)) throw new Failure(400, 'INVALIDJOB', `InvalidJob : unknown operation ${operation}`);
    if (!mayWrite(user, object)) throw new Failure(403, 'INSUFFICIENT_ACCESS', `no permission to write ${object.name}`);
    const delimiter = DELIMITERS[columnDelimiter];
    if (contentType !== 'CSV' || delimiter === undefined || (lineEnding !== 'LF' && lineEnding !== 'CRLF'))
      throw new Failure(400, 'INVALIDJOB', 'InvalidJob : contentType, columnDelimiter or lineEnding is not valid');
    if ((operation === 'upsert') !== (externalIdFieldName !== undefined))
      throw new Failure(400, 'INVALIDJOB', 'InvalidJob : External ID field name is required for upsert, and for upsert only');
    if (this.batchesUsed >= options.ingestBatchLimit)
      throw new Failure(400, 'LIMIT_EXCEEDED', 'ExceededQuota : ApiBatchItems Limit exceeded.');
    const rule = org.rules.assignment.get(object.name);
    if (assignmentRuleId !== undefined && rule?.id !== assignmentRuleId)
      throw new Failure(400, 'INVALIDJOB', 'InvalidJob : no such assignment rule');
    const job: IngestJob = {
      id: `7505Hw${String(++this.#count).padStart(9, '0')}AAA`,
      object,
      user,
      operation: operation as IngestSpec['operation'],
      key: externalIdFieldName === undefined ? null : upsertKey(object, externalIdFieldName),
      delimiter,
      columnDelimiter,
      lineEnding,
      assignTo: assignmentRuleId === undefined ? null : (rule?.ownerId ?? null),
      version,
      createdDate: stamp(org.clock.now()),
      createdById: user.id,
      outcome: this.#outcomes.shift() ?? {},
      state: 'Open',
      csv: null,
      work: null,
      errorMessage: null,
    };
    this.#jobs.set(job.id, job);
    return json(this.#info(job));
  }

  #list(): Reply {
    return json({ done: true, records: [...this.#jobs.values()].reverse().map((j) => this.#info(j)), nextRecordsUrl: null });
  }

  #upload(job: IngestJob, { body, headers }: ApiRequest): Reply {
    if (job.state !== 'Open') throw wrongState(`Job state must be Open to upload data: ${job.state}`);
    if (job.csv !== null)
      throw wrongState(
        `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
      );
    if (!/^text\/csv\b/.test(String(headers['content-type'] ?? '')))
      throw new Failure(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be text/csv');
    if (Buffer.byteLength(body) > this.#service.options.maxUploadBytes)
      throw new Failure(413, 'REQUEST_TOO_LARGE', 'the upload is too large for one job');
    job.csv = body;
    return { status: 201 };
  }

  #patch(job: IngestJob, request: ApiRequest): Reply {
    const { state } = JSON.parse(request.body) as { state?: string };
    if (state === 'Aborted') {
      if (ENDED.includes(job.state)) throw wrongState(`Aborting already ended job not allowed: ${job.state}`);
      job.state = 'Aborted';
    } else if (state === 'UploadComplete') {
      if (job.state !== 'Open') throw wrongState(`Job state must be Open to be closed: ${job.state}`);
      if (job.csv === null) throw wrongState('Closing a job without data is not allowed');
      job.state = 'UploadComplete';
    } else throw wrongState(`unknown state ${state}`);
    return json(this.#info(job));
  }

  #poll(job: IngestJob): Reply {
    if (job.state === 'UploadComplete' || job.state === 'InProgress') this.#advance(job);
    return json(this.#info(job));
  }

  #advance(job: IngestJob): void {
    const { options } = this.#service;
    if (job.state === 'UploadComplete') {
      job.state = 'InProgress';
      try {
        job.work = new IngestWork(this.#service.org, job, job.csv ?? '', options.ingestBatchRows);
      } catch (error) {
        this.#fail(job, (error as Error).message);
      }
      return;
    }
    const others = [...this.#jobs.values()].filter((j) => j !== job && j.object === job.object && j.state === 'InProgress');
    if (others.length > 0) this.overlaps++;
    for (let n = 0; n < options.ingestBatchesPerPoll && job.state === 'InProgress'; n++) this.#batch(job, others.length > 0);
  }

  #batch(job: IngestJob, isContended: boolean): void {
    const { work, outcome } = job;
    if (work === null) return;
    const { failsAfter = Number.POSITIVE_INFINITY, leaves = 0 } = outcome;
    if (work.batches >= failsAfter) {
      this.#fail(job, outcome.errorMessage ?? 'InternalServerError : the job was retried 20 times');
      return;
    }
    if (!work.done) {
      this.batchesUsed++;
      work.batch({ leaves, isContended });
    }
    if (work.done && failsAfter > work.batches) job.state = 'JobComplete';
  }

  #fail(job: IngestJob, message: string): void {
    job.state = 'Failed';
    job.errorMessage = message;
  }

  #delete(job: IngestJob): Reply {
    if (!ENDED.includes(job.state)) throw wrongState(`Job cannot be deleted in state ${job.state}`);
    this.#jobs.delete(job.id);
    return { status: 204 };
  }

  #results(job: IngestJob, part: string): Reply {
    if (!ENDED.includes(job.state)) throw wrongState(`Results are not available in state ${job.state}`);
    const work = job.work ?? IngestWork.untouched(job, job.csv ?? '');
    const body = part === 'successfulResults' ? work.successful : part === 'failedResults' ? work.failed : work.unprocessed;
    return { status: 200, type: 'text/csv', body };
  }

  #info(job: IngestJob): Record<string, unknown> {
    const {
      id,
      state,
      object,
      operation,
      key,
      columnDelimiter,
      lineEnding,
      version,
      createdDate,
      createdById,
      work,
      errorMessage,
    } = job;
    return {
      id,
      operation,
      object: object.name,
      createdById,
      createdDate,
      systemModstamp: createdDate,
      state,
      ...(key === null ? {} : { externalIdFieldName: key.name }),
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: Number(version),
      jobType: 'V2Ingest',
      contentUrl: `services/data/v${version}/jobs/ingest/${id}/batches`,
      lineEnding,
      columnDelimiter,
      numberRecordsProcessed: work?.processed ?? 0,
      numberRecordsFailed: work?.failures ?? 0,
      retries: 0,
      totalProcessingTime: 12,
      ...(errorMessage === null ? {} : { errorMessage }),
    };
  }

  #find(id: string, version: string): IngestJob {
    const job = this.#jobs.get(id);
    if (job === undefined) throw notFound();
    if (job.version !== version) throw new Failure(409, 'API_ERROR', `the job was created with API version ${job.version}`);
    return job;
  }
}
