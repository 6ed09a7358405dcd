import { isLoopback } from '../../model/loopback.ts';
import type { Secret } from '../../model/secret.ts';
import { ConnectionFailure, HttpClient } from '../../runtime/http.ts';
import { type RetryPolicy, retry } from '../../runtime/retry.ts';

/** The part of GitHub's REST API that knows a repository's cache entries: https://docs.github.com/en/rest/actions/cache */
export interface CacheApi {
  /** All entries of the repository whose key begins so, of every branch; the newest first. */
  entries(keyPrefix: string): Promise<readonly ListedEntry[]>;
  /** False where it was gone already. */
  remove(id: number): Promise<boolean>;
  /** Bytes of all entries. GitHub counts them every five minutes. */
  usedBytes(): Promise<number>;
  /** The repository's limit in bytes; null where the token may not ask. */
  limitBytes(): Promise<number | null>;
  close(): void;
}

export interface ListedEntry {
  readonly id: number;
  readonly key: string;
  /** `refs/heads/main` */
  readonly ref: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface CacheApiOptions {
  /** GITHUB_API_URL: `https://api.github.com`, or `https://host/api/v3`. */
  readonly url: string;
  /** GITHUB_REPOSITORY: `owner/name`. */
  readonly repository: string;
  readonly token: Secret;
  readonly signal: AbortSignal;
  readonly retryPolicy?: RetryPolicy;
}

/** GitHub answered, and did not do it. 401, 403 and 404: the token may not. */
export class CacheApiRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const RETRIES: RetryPolicy = { attempts: 3, firstDelayMs: 1_000, longestDelayMs: 5_000, longestRetryAfterMs: 15_000 };
const PAGE = 100;
const MOST_PAGES = 50;
const OWNER_AND_NAME = /^[\w.-]+\/[\w.-]+$/;

/** Null where the environment names no repository to ask about. */
export function cacheApi(options: CacheApiOptions): CacheApi | null {
  const api = URL.canParse(options.url) ? new URL(options.url) : null;
  if (api === null || !OWNER_AND_NAME.test(options.repository)) return null;
  if (api.protocol !== 'https:' && !isLoopback(api.hostname)) return null;
  const { call, close } = caller(options, api);
  const pages = async (keyPrefix: string, page = 1): Promise<ListedEntry[]> => {
    const query = new URLSearchParams({ key: keyPrefix, sort: 'created_at', direction: 'desc', per_page: String(PAGE) });
    if (page > 1) query.set('page', String(page));
    const answer = (await call('GET', `caches?${query}`)) as { actions_caches: RawEntry[] };
    const found = answer.actions_caches.map(listed);
    return found.length < PAGE || page === MOST_PAGES ? found : [...found, ...(await pages(keyPrefix, page + 1))];
  };
  return {
    entries: async (keyPrefix) => pages(keyPrefix),
    remove: async (id) =>
      call('DELETE', `caches/${id}`).then(
        () => true,
        (error: unknown) => {
          if (error instanceof CacheApiRefusal && error.status === 404) return false;
          throw error;
        },
      ),
    usedBytes: async () =>
      ((await call('GET', 'cache/usage')) as { active_caches_size_in_bytes: number }).active_caches_size_in_bytes,
    limitBytes: async () => {
      const limit = (await call('GET', 'cache/storage-limit').catch(() => null)) as { max_cache_size_gb?: unknown } | null;
      return typeof limit?.max_cache_size_gb === 'number' ? limit.max_cache_size_gb * 1e9 : null;
    },
    close,
  };
}

interface RawEntry {
  readonly id: number;
  readonly key: string;
  readonly ref: string;
  readonly size_in_bytes: number;
  readonly created_at: string;
}

function listed({ id, key, ref, size_in_bytes: bytes, created_at: createdAt }: RawEntry): ListedEntry {
  return { id, key, ref, bytes, createdAt };
}

function caller({ repository, token, signal, retryPolicy: policy = RETRIES }: CacheApiOptions, api: URL) {
  const base = `${api.pathname.replace(/\/$/, '')}/repos/${repository}/actions/`;
  const own = (path: string) => new RegExp(`^${base.replaceAll('.', '\\.')}${path}$`);
  const http = new HttpClient({
    origins: [api.origin],
    allow: [
      { method: 'GET', path: own('caches') },
      { method: 'GET', path: own('cache/(usage|storage-limit)') },
      { method: 'DELETE', path: own('caches/\\d+') },
    ],
    answerTimeoutMs: 20_000,
    stallTimeoutMs: 20_000,
  });
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token.reveal()}`,
    'user-agent': 'highwater',
    'x-github-api-version': '2022-11-28',
  };
  const once = async (method: string, path: string): Promise<unknown> => {
    const answer = await http.send({ method, url: `${api.origin}${base}${path}`, headers, signal });
    const body = await answer.bytes();
    if (answer.status === 204) return null;
    if (answer.status !== 200) throw new CacheApiRefusal(answer.status, `GitHub answered ${answer.status}`);
    return JSON.parse(body.toString());
  };
  // A GET or a DELETE that is done twice does no harm.
  const worthRetrying = (error: unknown) => {
    const again =
      error instanceof CacheApiRefusal ? error.status === 429 || error.status >= 500 : error instanceof ConnectionFailure;
    return again ? {} : null;
  };
  return {
    call: async (method: string, path: string) => retry(async () => once(method, path), { policy, signal, worthRetrying }),
    close: () => http.close(),
  };
}
