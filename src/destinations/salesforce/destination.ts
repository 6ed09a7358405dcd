import type { Access, SourceContext, Usage } from '../../model/contract.ts';
import type {
  BulkIngest,
  Destination,
  FindRequest,
  FoundRecord,
  RowBatch,
  RowOutcome,
  TargetField,
  TargetObject,
  WriteOptions,
} from '../../model/destination.ts';
import { SalesforceSignIn } from '../../sources/salesforce/connect/auth.ts';
import { type Client, isNotFound, type Meter } from '../../sources/salesforce/connect/client.ts';
import { explain } from '../../sources/salesforce/connect/error-advice.ts';
import { accessOf, chooseVersion, userName } from '../../sources/salesforce/connect/organisation.ts';
import { isTimeout } from '../../sources/salesforce/connect/service-errors.ts';
import { TUNING, type Tuning } from '../../sources/salesforce/connect/tuning.ts';
import { MetadataCache } from '../../sources/salesforce/describe/metadata-cache.ts';
import { explainWrite } from './connect/write-errors.ts';
import { writingClient } from './connect/writing-client.ts';
import { type ObjectDescribe, referenceOf, targetObject } from './describe/target-object.ts';
import { countRecords, findRecords, KEYS_A_CALL } from './find/find-records.ts';
import type { SalesforceTargetOptions } from './options.ts';
import { SalesforceIngest } from './send/bulk-ingest.ts';
import { ROWS_A_CALL, type Sending, sendRows } from './send/collections.ts';

/** A Salesforce organisation that exports write to. */
export class SalesforceDestination implements Destination {
  readonly name: string;
  readonly address: string;
  readonly findLimit = KEYS_A_CALL;
  readonly sendLimit = ROWS_A_CALL;
  readonly #options: SalesforceTargetOptions;
  readonly #session: SalesforceSignIn;
  readonly #client: Client;
  readonly #memory: MetadataCache;
  readonly #meter: Meter = { requests: 0 };
  readonly #signal: AbortSignal;
  readonly #sending: Sending;
  readonly #jobs = new Set<string>();

  constructor(options: SalesforceTargetOptions, context: SourceContext, tuning: Tuning = TUNING) {
    this.name = context.name;
    this.address = new URL(options.url).origin;
    this.#options = options;
    this.#signal = context.signal;
    this.#session = new SalesforceSignIn(options, context, tuning);
    this.#client = writingClient(this.#session, context, tuning);
    this.#memory = new MetadataCache(context.memory);
    this.#sending = { client: this.#client, tuning, meter: this.#meter, signal: context.signal };
  }

  async connect(): Promise<Access> {
    const signed = await this.#session.signed();
    try {
      const version = await chooseVersion(this.#client, this.#memory, this.#options.api_version, this.#meter, this.#signal);
      this.#client.base = `/services/data/v${version}`;
      return accessOf(signed, await userName(this.#client, this.#memory, signed, this.#meter, this.#signal), version);
    } catch (error) {
      throw explain(error, this.name);
    }
  }

  async describe(object: string, columns: readonly string[]): Promise<TargetObject | null> {
    try {
      const own = await this.#describe(object);
      if (own === null) return null;
      const parents = new Map<string, ObjectDescribe>();
      for (const column of columns) {
        const [relationship = '', key] = column.split('.');
        const target = key === undefined ? undefined : referenceOf(own, relationship)?.referenceTo[0];
        const parent = target === undefined || parents.has(target) ? null : await this.#describe(target);
        if (parent !== null && target !== undefined) parents.set(target, parent);
      }
      return targetObject(own, columns, parents);
    } catch (error) {
      throw explain(error, object);
    }
  }

  async find(request: FindRequest): Promise<readonly FoundRecord[]> {
    return this.#explained(request.object, async () => findRecords(this.#sending, request));
  }

  async countFilled(object: TargetObject, key: TargetField): Promise<{ records: number; filled: number } | null> {
    const all = `SELECT COUNT() FROM ${object.name}`;
    return this.#explained(object, async () => {
      try {
        const [records = 0, filled = 0] = await countRecords(this.#sending, [all, `${all} WHERE ${key.name} != null`]);
        return { records, filled };
      } catch (error) {
        if (isTimeout(error)) return null;
        throw error;
      }
    });
  }

  async send(batch: RowBatch): Promise<readonly RowOutcome[]> {
    return sendRows(this.#sending, batch);
  }

  /** Bulk API 2.0 has no header for duplicate rules, and takes an assignment rule by its Id only: both go by calls. */
  bulk({ assignmentRules, duplicateRules }: WriteOptions): BulkIngest | null {
    if (assignmentRules || duplicateRules === 'allow') return null;
    return new SalesforceIngest(this.#sending, async () => (await this.#session.signed()).userId, this.#jobs);
  }

  usage(): Usage {
    const { daily, requests } = this.#client;
    return { requests, quotas: daily === null ? [] : [{ name: 'API calls in 24 hours', used: daily.used, limit: daily.limit }] };
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#session.close();
  }

  async #describe(object: string): Promise<ObjectDescribe | null> {
    const path = `${this.#client.base}/sobjects/${encodeURIComponent(object)}/describe`;
    try {
      return await this.#client.json<ObjectDescribe>({ path, meter: this.#meter, signal: this.#signal });
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  async #explained<T>(object: TargetObject, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explainWrite(error, object.name);
    }
  }
}
