import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { ConnectionFailure } from '../../../runtime/http.ts';
import type { Client, Meter } from '../../../sources/salesforce/connect/client.ts';
import { ServiceFailure } from '../../../sources/salesforce/connect/service-errors.ts';

/** https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/get_job_info.htm */
export interface IngestInfo {
  readonly id: string;
  readonly object: string;
  readonly operation: string;
  readonly externalIdFieldName?: string;
  readonly createdById: string;
  readonly createdDate: string;
  readonly state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  readonly apiVersion: number;
  readonly jobType?: string;
  readonly numberRecordsProcessed?: number;
  readonly numberRecordsFailed?: number;
  readonly errorMessage?: string;
}

export type ResultsOf = 'successfulResults' | 'failedResults' | 'unprocessedrecords';

/** The calls of Bulk API 2.0 ingest. Those that read, and those that can be repeated without harm, are tried again. */
export class IngestApi {
  readonly #client: Client;
  readonly #meter: Meter;
  readonly #signal: AbortSignal;
  /** A job is read with the API version that made it; that of a job of an earlier run may be older. */
  readonly #versions = new Map<string, string>();

  constructor(client: Client, meter: Meter, signal: AbortSignal) {
    this.#client = client;
    this.#meter = meter;
    this.#signal = signal;
  }

  /** Tried once: a lost answer may have left a job behind. */
  async create(spec: Readonly<Record<string, string>>): Promise<IngestInfo> {
    const answer = await this.#client.attempt({ method: 'POST', path: this.#jobs(), body: spec, ...this.#common });
    return JSON.parse(answer.body.toString()) as IngestInfo;
  }

  /** Tried once: a job takes one upload. */
  async upload(id: string, file: string): Promise<void> {
    const content = { bytes: (await stat(file)).size, open: () => createReadStream(file) };
    const headers = { 'content-type': 'text/csv; charset=UTF-8' };
    const path = `${this.#jobs(id)}/${id}/batches`;
    const answer = await this.#client.once({ method: 'PUT', path, headers, content, ...this.#common });
    await answer.bytes();
    // A proxy's page with a status of success is no answer.
    if (answer.status !== 201) throw new ConnectionFailure(`the upload was answered with status ${answer.status}`);
  }

  async info(id: string): Promise<IngestInfo> {
    return this.#versioned(id, async () => this.#client.json<IngestInfo>({ path: `${this.#jobs(id)}/${id}`, ...this.#common }));
  }

  async setState(id: string, state: 'UploadComplete' | 'Aborted'): Promise<IngestInfo> {
    const call = { method: 'PATCH' as const, path: `${this.#jobs(id)}/${id}`, body: { state }, ...this.#common };
    return this.#versioned(id, async () => JSON.parse((await this.#client.attempt(call)).body.toString()) as IngestInfo);
  }

  /** All jobs that the service still has, of all users. */
  async list(): Promise<IngestInfo[]> {
    const jobs: IngestInfo[] = [];
    for (let path: string | null = `${this.#jobs()}?jobType=V2Ingest`; path !== null; ) {
      const page: { records: IngestInfo[]; nextRecordsUrl?: string | null } = await this.#client.json({ path, ...this.#common });
      jobs.push(...page.records);
      path = page.nextRecordsUrl ?? null;
    }
    return jobs;
  }

  /** Saves results, decompressed. An attempt that breaks off is begun again. */
  async results(id: string, which: ResultsOf, file: string): Promise<void> {
    await this.#versioned(id, async () =>
      this.#client.retrying(this.#signal, async () => {
        const answer = await this.#client.once({ path: `${this.#jobs(id)}/${id}/${which}`, ...this.#common });
        if (!/csv/.test(answer.headers['content-type'] ?? '')) {
          await answer.bytes();
          throw new ConnectionFailure('the results came as something else than CSV');
        }
        const target = await open(file, 'w');
        try {
          await answer.chunks(async (chunk) => void (await target.write(chunk)));
        } finally {
          await target.close();
        }
      }),
    );
  }

  get #common(): { readonly meter: Meter; readonly signal: AbortSignal } {
    return { meter: this.#meter, signal: this.#signal };
  }

  #jobs(id?: string): string {
    const version = id === undefined ? undefined : this.#versions.get(id);
    return `${version === undefined ? this.#client.base : `/services/data/v${version}`}/jobs/ingest`;
  }

  /** A job of another API version answers 409; the list of jobs says which it is. */
  async #versioned<T>(id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServiceFailure) || error.status !== 409 || this.#versions.has(id)) throw error;
      const job = (await this.list()).find((j) => j.id === id);
      if (job === undefined) throw error;
      this.#versions.set(id, job.apiVersion.toFixed(1));
      return work();
    }
  }
}
