import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Entries, Entry } from './entries.ts';

/*
 * The part of GitHub's REST API that knows the entries of a repository's cache, as strict as GitHub's.
 * https://docs.github.com/en/rest/actions/cache
 */

/** What a token may do: `actions:` under `permissions:`. */
export type ActionsRight = 'none' | 'read' | 'write';

export const REPOSITORY = 'octo/shop';
export const REST_PATH = '/api/v3';
const BASE = `${REST_PATH}/repos/${REPOSITORY}/actions/`;
const DAY_ONE = Date.parse('2026-11-01T00:00:00Z');

export interface RestCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
}

export class RestApi {
  readonly calls: RestCall[] = [];
  /** Answers the next requests with these statuses. */
  readonly failing: number[] = [];
  readonly #entries: Entries;
  readonly #tokens = new Map<string, ActionsRight>();
  readonly #limitGb: number;

  constructor(entries: Entries, limitBytes: number) {
    this.#entries = entries;
    this.#limitGb = Math.round(limitBytes / 1e9);
  }

  token(right: ActionsRight): string {
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    this.#tokens.set(token, right);
    return token;
  }

  handle(url: URL, request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const { status, body } = this.#answer(url, request);
    this.calls.push({ method: request.method ?? '', path: `${url.pathname}${url.search}`, status });
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'x-github-media-type': 'github.v3' });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  }

  #answer(url: URL, { method, headers }: IncomingMessage): { status: number; body?: unknown } {
    const failure = this.failing.shift();
    if (failure !== undefined) return { status: failure, body: { message: 'Server Error' } };
    // https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent
    if (!headers['user-agent'])
      return refusal(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header');
    if (!['2022-11-28', undefined].includes(headers['x-github-api-version'] as string | undefined))
      return refusal(400, 'Bad API version');
    const token = /^(?:Bearer|token) (\S+)$/.exec(headers.authorization ?? '')?.[1];
    const right = token === undefined ? undefined : this.#tokens.get(token);
    if (right === undefined) return refusal(401, token === undefined ? 'Requires authentication' : 'Bad credentials');
    const path = url.pathname.startsWith(BASE) ? url.pathname.slice(BASE.length) : null;
    if (path === null) return refusal(404, 'Not Found');
    const forbidden = refusal(403, 'Resource not accessible by integration');
    const [, id] = /^caches\/(\d+)$/.exec(path) ?? [];
    if (method === 'DELETE' && id !== undefined) return right === 'write' ? this.#remove(Number(id)) : forbidden;
    if (method !== 'GET') return refusal(404, 'Not Found');
    if (path === 'cache/storage-limit') return { status: 200, body: { max_cache_size_gb: this.#limitGb } };
    if (right === 'none') return forbidden;
    if (path === 'cache/usage') return { status: 200, body: this.#usage() };
    return path === 'caches' ? this.#list(url.searchParams) : refusal(404, 'Not Found');
  }

  #finalized(): Entry[] {
    return this.#entries.list().filter((entry) => entry.state === 'finalized');
  }

  #usage() {
    const entries = this.#finalized();
    return {
      full_name: REPOSITORY,
      active_caches_size_in_bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
      active_caches_count: entries.length,
    };
  }

  #remove(id: number) {
    const entry = this.#finalized().find((e) => e.id === id);
    if (entry === undefined) return refusal(404, 'Not Found');
    this.#entries.remove(entry);
    return { status: 204 };
  }

  #list(query: URLSearchParams) {
    const {
      key = '',
      ref,
      sort = 'last_accessed_at',
      direction = 'desc',
      page = '1',
      per_page = '30',
    } = Object.fromEntries(query);
    const sorts = ['created_at', 'last_accessed_at', 'size_in_bytes'];
    if (!sorts.includes(sort) || !['asc', 'desc'].includes(direction)) return refusal(422, 'Validation Failed');
    if (ref !== undefined && !ref.startsWith('refs/')) return refusal(400, 'ref must be fully qualified');
    const size = Math.min(100, Number(per_page));
    const by = (e: Entry) => (sort === 'created_at' ? e.created : sort === 'size_in_bytes' ? e.bytes : e.used);
    const found = this.#finalized()
      .filter((e) => e.key.startsWith(key) && (ref === undefined || e.ref === ref))
      .sort((a, b) => (by(b) - by(a)) * (direction === 'desc' ? 1 : -1));
    const shown = found.slice((Number(page) - 1) * size, Number(page) * size);
    return { status: 200, body: { total_count: found.length, actions_caches: shown.map(described) } };
  }
}

function described({ id, ref, key, version, used, created, bytes }: Entry) {
  const time = (count: number) => new Date(DAY_ONE + count * 1000).toISOString().replace('Z', '000000Z');
  return { id, ref, key, version, last_accessed_at: time(used), created_at: time(created), size_in_bytes: bytes };
}

function refusal(status: number, message: string) {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } };
}
