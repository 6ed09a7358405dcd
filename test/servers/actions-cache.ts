import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BLOB_PATH, Blobs } from './actions-cache/blobs.ts';
import { Entries, type Entry } from './actions-cache/entries.ts';
import { type Fault, Faults, type Operation, strike } from './actions-cache/faults.ts';
import { type ActionsRight, REPOSITORY, REST_PATH, RestApi } from './actions-cache/rest.ts';
import { type TokenOptions, Tokens } from './actions-cache/tokens.ts';
import { answer, answerError, type CacheService, operationOf, perform, readMessage, TwirpError } from './actions-cache/twirp.ts';

export type { Entry } from './actions-cache/entries.ts';
export type { Fault } from './actions-cache/faults.ts';
export type { TokenOptions } from './actions-cache/tokens.ts';

/** One request as it was answered. */
export interface JournalLine {
  readonly operation: Operation | 'other';
  readonly method: string;
  readonly path: string;
  /** Of the JSON request; empty for blobs. */
  readonly message: Readonly<Record<string, unknown>>;
  /** 0 where the connection was broken on purpose. */
  readonly status: number;
}

export interface ActionsCache {
  readonly url: string;
  /** Of a run on the default branch that may read and write. */
  readonly token: string;
  /** What a runner would set for `token`. */
  readonly env: Readonly<Record<string, string>>;
  /** Another run: its environment. */
  envFor(options: TokenOptions): Record<string, string>;
  /** Finalized and reserved entries, oldest first. */
  entries(): readonly Entry[];
  /** Removes the entries whose key begins so; all without a prefix. */
  evict(keyPrefix?: string): void;
  /** Changes the stored archive of the entry with this key. */
  tamper(key: string, change: (archive: Buffer) => Buffer): void;
  /** An entry that some other workflow, or an earlier run, has left. */
  plant(entry: { readonly key: string; readonly ref?: string; readonly bytes: number }): void;
  /** GitHub's REST API over the same entries. */
  readonly rest: RestApi;
  /** What a runner would set so that the REST API is found. */
  readonly restEnv: Readonly<Record<string, string>>;
  /** A token for it. */
  restToken(right: ActionsRight): string;
  fail(fault: Fault): void;
  heal(): void;
  readonly journal: readonly JournalLine[];
  close(): Promise<void>;
}

export interface ActionsCacheOptions {
  readonly defaultBranch?: string;
  /** What all entries may hold together. */
  readonly limitBytes?: number;
  /** Blob URLs on Azure's own host name, reached through this server as a proxy: only then does @actions/cache download in ranges. */
  readonly azure?: boolean;
}

/**
 * A local Actions cache, protocol v2, as strict as GitHub's: bearer tokens, immutable keys, versions, scopes, newest created
 * first, 10 GB with the least recently used going first. Broken on command with `fail`.
 */
export async function startActionsCache(options: ActionsCacheOptions = {}): Promise<ActionsCache> {
  const { defaultBranch = 'main', limitBytes = 10 * 1024 ** 3, azure = false } = options;
  const directory = await mkdtemp(join(tmpdir(), 'actions-cache-'));
  const tokens = new Tokens(`refs/heads/${defaultBranch}`);
  const faults = new Faults();
  const journal: JournalLine[] = [];
  let url = '';
  const service: CacheService = {
    entries: new Entries(),
    blobs: new Blobs(directory, () => (azure ? 'http://blobaccount.blob.core.windows.net' : url)),
    limitBytes,
  };
  const rest = new RestApi(service.entries, limitBytes);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://cache.invalid');
    if (path.pathname.startsWith(REST_PATH)) return rest.handle(path, request, response);
    serve({ service, tokens, faults, journal }, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const envFor = (forRun: TokenOptions) => ({
    ACTIONS_CACHE_SERVICE_V2: 'true',
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: tokens.issue(forRun),
    ...(azure ? { http_proxy: url, HTTP_PROXY: url } : {}),
  });
  const env = envFor({});
  return {
    url,
    token: env.ACTIONS_RUNTIME_TOKEN,
    env,
    envFor,
    entries: () => service.entries.list(),
    evict: (keyPrefix = '') => {
      for (const entry of service.entries.list()) if (entry.key.startsWith(keyPrefix)) service.entries.remove(entry);
    },
    tamper: (key, change) => {
      const entry = service.entries.list().find((one) => one.key === key);
      if (entry === undefined) throw new Error(`no entry ${key}`);
      service.blobs.tamper(entry.id, change);
    },
    plant: ({ key, ref = `refs/heads/${defaultBranch}`, bytes }) => {
      const entry = service.entries.reserve(key, 'planted', ref);
      if (entry === null) throw new Error(`${key} is there already`);
      service.entries.finalize(entry, bytes);
    },
    rest,
    restEnv: { GITHUB_API_URL: `${url}${REST_PATH}`, GITHUB_REPOSITORY: REPOSITORY },
    restToken: (right) => rest.token(right),
    fail: (fault) => faults.add(fault),
    heal: () => faults.clear(),
    journal,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface Parts {
  readonly service: CacheService;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly journal: JournalLine[];
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://cache.invalid');
  const operation = blobOperation(url, request) ?? operationOf(url.pathname);
  const line = {
    operation: operation ?? 'other',
    method: request.method ?? '',
    path: url.pathname,
    message: {},
    status: 0,
  } as const;
  const entry: { -readonly [K in keyof JournalLine]: JournalLine[K] } = { ...line };
  parts.journal.push(entry);
  response.on('finish', () => {
    entry.status = response.statusCode;
  });
  const fault = operation === null ? null : parts.faults.take(operation);
  if (await strike(fault, request, response)) return;
  if (operation === 'upload' || operation === 'download') return parts.service.blobs.handle(url, request, response, fault);
  try {
    const message = await readMessage(request);
    entry.message = message;
    const scopes = parts.tokens.scopesOf(request.headers.authorization);
    if (scopes === null) throw new TwirpError('unauthenticated', 'invalid token');
    if (operation === null) throw new TwirpError('bad_route', `no handler for path ${url.pathname}`);
    const result = perform(parts.service, operation, scopes, message, fault);
    if (fault?.effect === 'lost answer') request.socket.destroy();
    else answer(response, result);
  } catch (error) {
    if (!(error instanceof TwirpError)) throw error;
    answerError(response, error);
  }
}

function blobOperation(url: URL, request: IncomingMessage): Operation | null {
  if (!url.pathname.startsWith(BLOB_PATH)) return null;
  return request.method === 'PUT' ? 'upload' : 'download';
}
