import { Bulk } from './bulk.ts';
import { Faults } from './faults.ts';
import type { Generators } from './generator.ts';
import { OAuth, type OAuthOptions } from './oauth.ts';
import type { Org } from './org.ts';
import { Cursors } from './rest.ts';
import { Ingest } from './write/ingest.ts';

export interface ServiceOptions {
  /** The reading app and its user. */
  readonly oauth: OAuthOptions;
  /** The app and user that may write. */
  readonly writer: OAuthOptions;
  /** Records on a REST page: 2,000 at most. */
  pageSize: number;
  /** Records of one child subquery on a page. */
  childPageSize: number;
  /** Records on a page of a Bulk job. */
  bulkPageSize: number;
  /** Polls that a job answers with InProgress before it is complete. */
  pollsUntilComplete: number;
  /** A job that is in progress counts the records that it has found so far. */
  jobProgress: boolean;
  dailyLimit: number;
  dailyUsed: number;
  jobLimit: number;
  /** Added to a job's numberRecordsProcessed: a server that miscounts. */
  jobTotalError: number;
  /** What /limits/recordCount multiplies the truth with. */
  recordCountError: number;
  /** What a job without rows sends: the header row, or nothing at all. */
  emptyBulkBody: 'header' | 'nothing';
  /** How a job's listing of result pages is written; organisations and documentation differ. */
  listingOf: (listing: ResultListing) => unknown;
  /** Rows of an ingest job's internal batch, and how many of them are processed between two polls. */
  ingestBatchRows: number;
  ingestBatchesPerPoll: number;
  /** Batches of ingest jobs in 24 hours. */
  ingestBatchLimit: number;
  maxUploadBytes: number;
  /** Results can be fetched again after a job was deleted: for measuring the bare download of the same pages. */
  keepDeletedJobs: boolean;
}

/** The answer of `/resultPages` as the documentation's example has it. */
export interface ResultListing {
  readonly resultPages: readonly { readonly resultLink: string }[];
  readonly nextRecordsUrl: string | null;
  readonly done: boolean;
}

export const DEFAULTS: ServiceOptions = {
  oauth: {
    clientId: 'consumer-key',
    clientSecret: 'consumer-secret',
    username: 'reader@acme.example',
    password: 'pa ss+word',
    securityToken: 'tokEN123',
    refreshToken: '5Aep-refresh',
  },
  writer: {
    clientId: 'writer-key',
    clientSecret: 'writer-secret',
    username: 'writer@acme.example',
    password: 'wri ter+word',
    securityToken: 'tokEN456',
    refreshToken: '5Aep-writer',
  },
  pageSize: 2000,
  childPageSize: 200,
  bulkPageSize: 50_000,
  pollsUntilComplete: 1,
  jobProgress: false,
  dailyLimit: 15_000,
  dailyUsed: 18,
  jobLimit: 10_000,
  jobTotalError: 0,
  recordCountError: 1,
  emptyBulkBody: 'header',
  listingOf: (listing) => listing,
  ingestBatchRows: 10_000,
  ingestBatchesPerPoll: 1,
  ingestBatchLimit: 15_000,
  maxUploadBytes: 100_000_000,
  keepDeletedJobs: false,
};

/** Everything that one organisation's API keeps between requests. */
export class Service {
  readonly org: Org;
  readonly options: ServiceOptions;
  readonly oauth: OAuth;
  readonly cursors = new Cursors();
  readonly faults = new Faults();
  readonly generators: Generators = new Map();
  readonly bulk: Bulk;
  readonly ingest: Ingest;
  readonly usage: { used: number; limit: number; jobsUsed: number; jobLimit: number };
  readonly #generatedRows = new Map<string, number>();

  constructor(org: Org, options: ServiceOptions) {
    this.org = org;
    this.options = options;
    this.oauth = new OAuth(org, options.oauth, options.writer);
    this.bulk = new Bulk(this);
    this.ingest = new Ingest(this);
    this.usage = { used: options.dailyUsed, limit: options.dailyLimit, jobsUsed: 0, jobLimit: options.jobLimit };
  }

  noteGenerated(object: string, rows: number): void {
    this.#generatedRows.set(object, rows);
  }

  countOf(object: string): number {
    const generated = this.#generatedRows.get(object);
    if (generated !== undefined) return generated;
    return [...this.org.records(object)].filter((r) => r.IsDeleted !== true).length;
  }
}
