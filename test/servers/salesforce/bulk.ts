import { gzipSync } from 'node:zlib';
import { Failure, notFound } from './failure.ts';
import { type ApiRequest, json, type Reply } from './http.ts';
import { type CsvRows, csvRows } from './rows.ts';
import type { Service } from './service.ts';
import { isAggregate } from './soql/aggregate.ts';
import { comparisons } from './soql/condition.ts';
import { type Parsed, parse } from './soql/query.ts';
import { projectionOf } from './soql/select.ts';
import { stamp } from './values.ts';

type State = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** How jobs go; a test may make the next ones end badly. */
export interface JobOutcome {
  readonly state: 'Failed' | 'Aborted';
  readonly errorMessage?: string;
}

interface Job {
  readonly id: string;
  readonly parsed: Parsed;
  readonly all: boolean;
  readonly version: string;
  readonly soql: string;
  readonly createdDate: string;
  readonly outcome: JobOutcome | null;
  state: State;
  pollsLeft: number;
  rows: CsvRows | null;
}

const apiError = (message: string): Failure => new Failure(400, 'API_ERROR', message);

/** Bulk API 2.0 query jobs. */
export class Bulk {
  readonly #service: Service;
  readonly #jobs = new Map<string, Job>();
  readonly #outcomes: JobOutcome[] = [];
  #count = 0;

  constructor(service: Service) {
    this.#service = service;
  }

  /** The next job to be created ends so. */
  endNextJob(outcome: JobOutcome): void {
    this.#outcomes.push(outcome);
  }

  get openJobs(): number {
    return this.#jobs.size;
  }

  create(request: ApiRequest, version: string): Reply {
    const {
      operation,
      query: soql,
      contentType = 'CSV',
      columnDelimiter = 'COMMA',
      lineEnding = 'LF',
    } = JSON.parse(request.body) as Record<string, string>;
    if (operation !== 'query' && operation !== 'queryAll')
      throw new Failure(400, 'INVALIDJOB', 'operation must be query or queryAll');
    if (contentType !== 'CSV' || columnDelimiter !== 'COMMA' || lineEnding !== 'LF')
      throw apiError('the local server writes CSV with commas and line feeds only');
    const { usage, org, options } = this.#service;
    if (usage.jobsUsed >= usage.jobLimit)
      throw new Failure(400, 'LIMIT_EXCEEDED', 'Maximum number of query jobs in 24 hours exceeded: 10000');
    const parsed = parse(org, soql ?? '');
    this.#refuse(parsed);
    usage.jobsUsed++;
    const job: Job = {
      id: `750Hw${String(++this.#count).padStart(10, '0')}AAA`,
      parsed,
      all: operation === 'queryAll',
      version,
      soql: soql ?? '',
      createdDate: stamp(org.clock.now()),
      outcome: this.#outcomes.shift() ?? null,
      state: 'UploadComplete',
      pollsLeft: options.pollsUntilComplete,
      rows: null,
    };
    this.#jobs.set(job.id, job);
    return json(this.#info(job));
  }

  #refuse({ query, object, condition }: Parsed): void {
    if (object.bulkRefusal !== undefined) throw new Failure(400, object.bulkRefusal.errorCode, object.bulkRefusal.message);
    if (isAggregate(query) || query.groupBy !== undefined) throw apiError('Aggregate Relationships not supported in Bulk Query');
    if (query.offset !== undefined) throw apiError('OFFSET clause not supported in Bulk Query');
    const fields = query.fields ?? [];
    if (fields.some((f) => f.type === 'FieldTypeof')) throw apiError('TYPEOF clause not supported in Bulk Query');
    if (fields.some((f) => f.type === 'FieldSubquery')) throw apiError('Aggregate Relationships not supported in Bulk Query');
    for (const { field } of projectionOf(this.#service.org, object, fields).paths) {
      if (field.type === 'address' || field.type === 'location')
        throw new Failure(400, 'FUNCTIONALITY_NOT_ENABLED', 'Selecting compound data not supported in Bulk Query');
      if (field.type === 'base64')
        throw new Failure(400, 'FUNCTIONALITY_NOT_ENABLED', 'Binary fields not supported in Bulk Query');
    }
    comparisons(condition);
  }

  poll(id: string, version: string): Reply {
    const job = this.#find(id, version);
    if (job.state === 'UploadComplete' || job.state === 'InProgress') this.#advance(job);
    return json(this.#info(job));
  }

  #advance(job: Job): void {
    if (job.pollsLeft-- > 0) {
      job.state = 'InProgress';
      return;
    }
    if (job.outcome !== null) {
      job.state = job.outcome.state;
      return;
    }
    const { org, generators } = this.#service;
    job.rows = csvRows(org, generators, job.parsed, job.all, (text) => gzipSync(text, { level: 1 }));
    job.state = 'JobComplete';
  }

  #info(job: Job): Record<string, unknown> {
    const done =
      job.state === 'JobComplete'
        ? {
            numberRecordsProcessed: (job.rows?.total ?? 0) + this.#service.options.jobTotalError,
            retries: 0,
            totalProcessingTime: 12,
          }
        : this.#service.options.jobProgress
          ? { numberRecordsProcessed: Math.max(0, this.#service.options.pollsUntilComplete - job.pollsLeft) }
          : {};
    const failed =
      job.outcome?.errorMessage !== undefined && job.state === job.outcome.state
        ? { errorMessage: job.outcome.errorMessage }
        : {};
    return {
      id: job.id,
      operation: job.all ? 'queryAll' : 'query',
      object: job.parsed.object.name,
      createdById: this.#service.org.currentUserId,
      createdDate: job.createdDate,
      systemModstamp: job.createdDate,
      state: job.state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: Number(job.version),
      jobType: 'V2Query',
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
      isPkChunkingSupported: true,
      ...done,
      ...failed,
    };
  }

  abort(id: string, version: string, request: ApiRequest): Reply {
    const job = this.#find(id, version);
    const { state } = JSON.parse(request.body) as { state?: string };
    if (state !== 'Aborted') throw new Failure(400, 'INVALIDJOBSTATE', 'a query job can only be aborted');
    if (job.state !== 'UploadComplete' && job.state !== 'InProgress')
      throw new Failure(400, 'INVALIDJOBSTATE', `Aborting already completed job not allowed: ${job.state}`);
    job.state = 'Aborted';
    return json(this.#info(job));
  }

  delete(id: string, version: string): Reply {
    const job = this.#find(id, version);
    if (job.state === 'UploadComplete' || job.state === 'InProgress')
      throw new Failure(400, 'INVALIDJOBSTATE', `Job cannot be deleted in state ${job.state}`);
    if (!this.#service.options.keepDeletedJobs) this.#jobs.delete(id);
    return { status: 204 };
  }

  results(id: string, version: string, request: ApiRequest): Reply {
    const rows = this.#complete(id, version);
    const locator = request.query.get('locator');
    const from = locator === null ? 0 : Number(Buffer.from(locator, 'base64url').toString());
    if (Number.isNaN(from)) throw new Failure(400, 'INVALID_LOCATOR', `invalid locator ${locator}`);
    const { bulkPageSize, emptyBulkBody } = this.#service.options;
    const size = Math.min(bulkPageSize, Number(request.query.get('maxRecords') ?? bulkPageSize));
    const to = Math.min(from + size, rows.total);
    const head = rows.total === 0 && emptyBulkBody === 'nothing' ? '' : rows.header;
    return {
      status: 200,
      type: 'text/csv',
      gzipped: true,
      body: [gzipSync(head), ...(to > from ? rows.slice(from, to) : [])],
      headers: { 'Sforce-NumberOfRecords': String(to - from), 'Sforce-Locator': to < rows.total ? this.#locator(to) : 'null' },
    };
  }

  /** From v58: up to five pages at a time, to be read in parallel. */
  resultPages(id: string, version: string, request: ApiRequest, base: string): Reply {
    if (Number(version) < 58) throw notFound();
    const rows = this.#complete(id, version);
    const from = Number(Buffer.from(request.query.get('locator') ?? '', 'base64url').toString() || '0');
    const size = this.#service.options.bulkPageSize;
    const starts = Array.from({ length: 5 }, (_, i) => from + i * size).filter(
      (s, i) => s < rows.total || (i === 0 && from === 0),
    );
    const next = from + 5 * size;
    const done = next >= rows.total;
    return json(
      this.#service.options.listingOf({
        resultPages: starts.map((s) => ({ resultLink: `${base}/jobs/query/${id}/results?locator=${this.#locator(s)}` })),
        nextRecordsUrl: done ? null : `${base}/jobs/query/${id}/resultPages?locator=${this.#locator(next)}`,
        done,
      }),
    );
  }

  #locator(offset: number): string {
    return Buffer.from(String(offset)).toString('base64url');
  }

  #complete(id: string, version: string): CsvRows {
    const job = this.#find(id, version);
    if (job.state !== 'JobComplete' || job.rows === null) {
      throw new Failure(
        412,
        'JOB_NOT_COMPLETE',
        `can only download query results of successfully completed bulk job with status: JOB_COMPLETE. Current status: ${job.state}`,
      );
    }
    return job.rows;
  }

  #find(id: string, version: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw notFound();
    if (job.version !== version) throw new Failure(409, 'API_ERROR', `the job was created with API version ${job.version}`);
    return job;
  }
}
