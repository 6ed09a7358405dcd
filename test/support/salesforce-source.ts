import type { SourceContext } from '../../src/model/contract.ts';
import { Secret } from '../../src/model/secret.ts';
import { TUNING, type Tuning } from '../../src/sources/salesforce/connect/tuning.ts';
import type { SalesforceOptions } from '../../src/sources/salesforce/options.ts';
import { SalesforceSource } from '../../src/sources/salesforce/source.ts';
import type { SalesforceServer } from '../servers/salesforce/index.ts';

/** Waits that a test can afford; sizes as the real ones unless a test says otherwise. */
export const QUICK: Tuning = {
  ...TUNING,
  retries: { attempts: 4, firstDelayMs: 1, longestDelayMs: 4, longestRetryAfterMs: 100 },
  answerTimeoutMs: 2000,
  stallTimeoutMs: 200,
  firstPollMs: 1,
  longestPollMs: 2,
};

export interface SalesforceWorld {
  /** A new source, as each run makes one; what it remembers is shared with the ones before. */
  source(auth?: SalesforceOptions['auth']): SalesforceSource;
  readonly memory: Map<string, string>;
  readonly notices: string[];
  readonly masked: string[];
  readonly stop: AbortController;
}

export const CLIENT_CREDENTIALS: SalesforceOptions['auth'] = {
  flow: 'client_credentials',
  client_id: 'consumer-key',
  client_secret: new Secret('consumer-secret'),
};

export interface WorldOptions {
  readonly tuning?: Partial<Tuning>;
  readonly apiBudget?: number;
  readonly parallel?: number;
  readonly apiVersion?: string;
  readonly cursor?: string;
}

export function salesforceWorld(
  server: SalesforceServer,
  { tuning = {}, apiBudget = 1, parallel = 4, apiVersion, cursor }: WorldOptions = {},
): SalesforceWorld {
  const memory = new Map<string, string>();
  const notices: string[] = [];
  const masked: string[] = [];
  const stop = new AbortController();
  const context: SourceContext = {
    name: 'crm',
    parallel,
    apiBudget,
    memory: { get: (key) => memory.get(key), set: (key, value) => void memory.set(key, value) },
    signal: stop.signal,
    mask: (secret) => void masked.push(secret),
    notice: (message) => void notices.push(message),
  };
  const source = (auth: SalesforceOptions['auth'] = CLIENT_CREDENTIALS): SalesforceSource =>
    new SalesforceSource(
      {
        type: 'salesforce',
        url: server.url,
        auth,
        ...(apiVersion === undefined ? {} : { api_version: apiVersion }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      context,
      { ...QUICK, ...tuning },
    );
  return { source, memory, notices, masked, stop };
}
