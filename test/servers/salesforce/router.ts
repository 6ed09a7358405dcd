import { composite } from './composite.ts';
import { Failure, notFound } from './failure.ts';
import { uriTooLong } from './faults.ts';
import { type ApiRequest, json, type Reply } from './http.ts';
import { deleted, describeGlobal, describeObject, limits, query, queryMore, recordCount, VERSIONS, versions } from './rest.ts';
import type { Service } from './service.ts';
import { collections } from './write/collections.ts';
import { single } from './write/single.ts';
import type { OrgUser } from './write/users.ts';

/** URI and headers together may have so many bytes; beyond, an HTML page comes back. */
export const MAX_HEAD_BYTES = 16_384;

export function headBytes({ method, url, headers }: ApiRequest): number {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  return `${method} ${url} HTTP/1.1\r\n`.length + lines.join('').length + 2;
}

/** What a request is answered, before faults. `noteSubs` hears of a composite's parts. */
export async function route(
  service: Service,
  request: ApiRequest,
  noteSubs: (subs: readonly { method: string; url: string; status: number }[]) => void,
): Promise<Reply> {
  if (headBytes(request) > MAX_HEAD_BYTES) return uriTooLong();
  if (request.path === '/services/oauth2/token') return service.oauth.token(request);
  if (request.path === '/services/oauth2/authorize') return service.oauth.signIn.authorize(request);
  if (request.path === '/services/data' || request.path === '/services/data/') return versions();
  const user = service.oauth.userOf(request.headers.authorization);
  if (user === null) return failure(new Failure(401, 'INVALID_SESSION_ID', 'Session expired or invalid'));
  const { usage } = service;
  if (usage.used >= usage.limit) return failure(new Failure(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
  usage.used++;
  const reply = await answer(service, user, request, noteSubs);
  return { ...reply, headers: { ...reply.headers, 'Sforce-Limit-Info': `api-usage=${usage.used}/${usage.limit}` } };
}

function failure(error: Failure): Reply {
  return { status: error.status, body: error.body(), type: 'application/json;charset=UTF-8' };
}

export async function answer(
  service: Service,
  user: OrgUser,
  request: ApiRequest,
  noteSubs: Parameters<typeof route>[2],
): Promise<Reply> {
  try {
    return await dispatch(service, user, request, noteSubs);
  } catch (error) {
    if (error instanceof Failure) return failure(error);
    throw error;
  }
}

async function dispatch(
  service: Service,
  user: OrgUser,
  request: ApiRequest,
  noteSubs: Parameters<typeof route>[2],
): Promise<Reply> {
  if (request.method === 'GET' && request.path.startsWith('/id/')) return identity(service, user);
  const [, version = '', rest = ''] = /^\/services\/data\/v(\d+\.0)(\/.*)?$/.exec(request.path) ?? [];
  if (version === '') throw notFound();
  if (Number(version) > Number(VERSIONS.at(-1))) throw new Failure(404, 'NOT_FOUND', 'The requested resource does not exist');
  const base = `/services/data/v${version}`;
  if (rest.startsWith('/jobs/query')) return bulk(service, request, base, version, rest);
  if (rest === '/composite' && request.method === 'POST')
    return composite(
      request,
      async (sub) => service.faults.take(sub)?.reply ?? answer(service, user, sub, () => undefined),
      noteSubs,
    );
  if (rest.startsWith('/jobs/ingest')) return service.ingest.answer(user, request, version, rest);
  if (rest.startsWith('/composite/sobjects')) return collections(service, user, request, rest);
  if (/^\/sobjects\/\w+\/./.test(rest) && (request.method === 'PATCH' || request.method === 'DELETE'))
    return single(service, user, request, rest);
  if (request.method !== 'GET')
    throw new Failure(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed. Allowed are GET`);
  return read(service, user, request, base, rest);
}

function read(service: Service, user: OrgUser, request: ApiRequest, base: string, rest: string): Reply {
  const sobject = /^\/sobjects\/(\w+)\/(describe|deleted)\/?$/.exec(rest);
  const more = /^\/query(?:All)?\/([\w-]+)$/.exec(rest);
  if (rest === '/sobjects' || rest === '/sobjects/') return describeGlobal(service, user, request, base);
  if (sobject?.[2] === 'describe') return describeObject(service, user, request, base, sobject[1] ?? '');
  if (sobject?.[2] === 'deleted') return deleted(service, request, sobject[1] ?? '');
  if (rest === '/query' || rest === '/query/') return query(service, request, base, false);
  if (rest === '/queryAll' || rest === '/queryAll/') return query(service, request, base, true);
  if (more !== null) return queryMore(service, base, more[1] ?? '');
  if (rest === '/limits' || rest === '/limits/') return limits(service);
  if (rest === '/limits/recordCount') return recordCount(service, request);
  throw notFound();
}

function bulk(service: Service, request: ApiRequest, base: string, version: string, rest: string): Reply {
  const { bulk: jobs } = service;
  const [, id = '', part = ''] = /^\/jobs\/query(?:\/(\w+))?(?:\/(results|resultPages))?$/.exec(rest) ?? [];
  const key = `${request.method} ${id === '' ? '' : 'job'}${part === '' ? '' : `/${part}`}`;
  if (key === 'POST ') return jobs.create(request, version);
  if (key === 'GET job') return jobs.poll(id, version);
  if (key === 'PATCH job') return jobs.abort(id, version, request);
  if (key === 'DELETE job') return jobs.delete(id, version);
  if (key === 'GET job/results') return jobs.results(id, version, request);
  if (key === 'GET job/resultPages') return jobs.resultPages(id, version, request, base);
  throw notFound();
}

function identity(service: Service, { id, username }: OrgUser): Reply {
  return json({
    id,
    user_id: id,
    organization_id: service.org.id,
    username,
    display_name: 'Highwater Reader',
    email: username,
    active: true,
  });
}
