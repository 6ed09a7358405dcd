import { Failure, malformed } from './failure.ts';
import { type ApiRequest, json, type Reply, request } from './http.ts';

interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly httpHeaders?: Record<string, string>;
}

const MAX_SUBREQUESTS = 25;
const MAX_QUERIES = 5;
// Rows and describes of objects, and queries; neither limits nor jobs, and no composite within a composite.
const TAKES = /^\/services\/data\/v[\d.]+\/(sobjects|query|queryAll|composite\/sobjects)(?=[/?]|$)/;
// The whole request's own: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/requests_composite.htm
const NOT_A_PARTS = /^(accept|authorization|content-type)$/i;

/** `POST /composite`: up to 25 sub-requests of which at most 5 query or take collections; one call, one answer, each part with a status of its own. */
export async function composite(
  outer: ApiRequest,
  answer: (sub: ApiRequest) => Promise<Reply>,
  note: (subs: readonly { method: string; url: string; status: number }[]) => void,
): Promise<Reply> {
  const { compositeRequest } = JSON.parse(outer.body) as { compositeRequest?: Subrequest[] };
  if (!Array.isArray(compositeRequest)) throw new Failure(400, 'JSON_PARSER_ERROR', 'compositeRequest is required');
  if (compositeRequest.length > MAX_SUBREQUESTS)
    throw new Failure(400, 'LIMIT_EXCEEDED', `Limit exceeded: at most ${MAX_SUBREQUESTS} subrequests`);
  const queries = compositeRequest.filter((s) => /\/services\/data\/v[\d.]+\/(query|queryAll|composite\/sobjects)\b/.test(s.url));
  if (queries.length > MAX_QUERIES) throw malformed(`Limit exceeded: at most ${MAX_QUERIES} query or collection subrequests`);
  if (new Set(compositeRequest.map((s) => s.referenceId)).size !== compositeRequest.length)
    throw new Failure(400, 'INVALID_REFERENCE_ID', 'referenceId must be unique');
  const parts: string[] = [];
  const notes: { method: string; url: string; status: number }[] = [];
  for (const sub of compositeRequest) {
    if (sub.method !== 'GET') throw new Failure(405, 'METHOD_NOT_ALLOWED', 'the local server takes only GET in a composite');
    if (!TAKES.test(sub.url)) throw new Failure(400, 'INVALID_INPUT', `the composite resource does not take ${sub.url}`);
    if (decodeURIComponent(sub.url).includes('@{'))
      throw new Failure(400, 'INVALID_INPUT', 'Invalid reference specified. No value found in response');
    if (Object.keys(sub.httpHeaders ?? {}).some((name) => NOT_A_PARTS.test(name)))
      throw new Failure(400, 'INVALID_INPUT', 'Accept, Authorization and Content-Type are those of the whole request');
    if (!/^\w+$/.test(sub.referenceId)) throw new Failure(400, 'INVALID_REFERENCE_ID', `invalid referenceId ${sub.referenceId}`);
    const headers = Object.fromEntries(Object.entries(sub.httpHeaders ?? {}).map(([k, v]) => [k.toLowerCase(), v]));
    const reply = await answer(request(sub.method, sub.url, headers, ''));
    notes.push({ method: sub.method, url: decodeURIComponent(sub.url.replaceAll('+', ' ')), status: reply.status });
    const body =
      reply.body === undefined || reply.body === ''
        ? 'null'
        : reply.type?.includes('json')
          ? String(reply.body)
          : JSON.stringify(String(reply.body));
    parts.push(
      `{"body":${body},"httpHeaders":${JSON.stringify(reply.headers ?? {})},"httpStatusCode":${reply.status},"referenceId":"${sub.referenceId}"}`,
    );
  }
  note(notes);
  return json(`{"compositeResponse":[${parts.join(',')}]}`);
}
