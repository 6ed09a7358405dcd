import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `lost`: it is done, and the answer is lost. `limited`: 403 with Retry-After, as GitHub's secondary limit. */
export type IssuesFault = 'error' | 'lost' | 'limited';

export interface Issue {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly comments: string[];
  readonly user: { readonly login: string; readonly type: string };
  readonly author_association: string;
}

export interface IssuesServer {
  readonly url: string;
  readonly issues: readonly Issue[];
  readonly requests: readonly string[];
  /** What the token may do: `none` is a token without `issues: write`. */
  rights: 'write' | 'none' | 'no issues';
  fault: (request: string) => IssuesFault | null;
  /** An issue of somebody's. */
  add(issue: Partial<Issue>): Issue;
  close(): Promise<void>;
}

export const TOKEN = 'ghs_testtoken0123456789';

/** The part of GitHub's REST API that concerns issues, of the repository acme/data. https://docs.github.com/en/rest/issues/issues */
export async function startIssues(): Promise<IssuesServer> {
  const issues: Issue[] = [];
  const requests: string[] = [];
  const state: Pick<IssuesServer, 'rights' | 'fault'> = { rights: 'write', fault: () => null };
  const add = (issue: Partial<Issue>): Issue => {
    const made: Issue = {
      number: issues.length + 1,
      title: '',
      body: '',
      state: 'open',
      comments: [],
      user: { login: 'github-actions[bot]', type: 'Bot' },
      author_association: 'NONE',
      ...issue,
    };
    issues.push(made);
    return made;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const name = `${request.method} ${request.url}`;
      requests.push(name);
      const fault = state.fault(name);
      if (fault === 'error') return reply(response, 502, { message: 'Server Error' });
      if (fault === 'limited') return reply(response, 403, { message: 'secondary rate limit' }, { 'retry-after': '0' });
      const answer = route(request, Buffer.concat(chunks).toString(), { issues, add, rights: state.rights });
      if (fault === 'lost') return void request.socket.destroy();
      return reply(response, ...answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    issues,
    requests,
    add,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}

interface Repository {
  readonly issues: readonly Issue[];
  readonly rights: IssuesServer['rights'];
  add(issue: Partial<Issue>): Issue;
}

const refusal = (status: number, message: string): [number, unknown] => [status, { message, status: String(status) }];

function route({ method, url = '', headers }: IncomingMessage, text: string, repository: Repository): [number, unknown] {
  if (headers['user-agent'] === undefined) return refusal(403, 'Request forbidden by administrative rules.');
  if (headers.authorization !== `Bearer ${TOKEN}`) return refusal(401, 'Bad credentials');
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, number, comments] = /^\/repos\/acme\/data\/issues(?:\/(\d+)(\/comments)?)?$/.exec(pathname) ?? [];
  if (!pathname.startsWith('/repos/acme/data/issues')) return refusal(404, 'Not Found');
  if (repository.rights === 'no issues') return refusal(410, 'Issues are disabled for this repo');
  const writes = method !== 'GET';
  if (repository.rights === 'none' && writes) return refusal(403, 'Resource not accessible by integration');
  const body = writes ? written(text, headers) : {};
  if (body === null) return refusal(400, 'Problems parsing JSON');
  if (number === undefined) return method === 'GET' ? [200, listed(repository.issues, searchParams)] : created(repository, body);
  const issue = repository.issues.find((i) => i.number === Number(number));
  if (issue === undefined) return refusal(404, 'Not Found');
  if (comments !== undefined) return commented(issue, method, body);
  if (method === 'PATCH') return patched(issue, body);
  return method === 'GET' ? [200, issue] : refusal(404, 'Not Found');
}

type Body = Readonly<Record<string, unknown>>;

function written(text: string, headers: IncomingMessage['headers']): Body | null {
  if (!String(headers['content-type']).startsWith('application/json')) return null;
  try {
    return JSON.parse(text) as Body;
  } catch {
    return null;
  }
}

function listed(issues: readonly Issue[], query: URLSearchParams): Issue[] {
  const perPage = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  const state = query.get('state') ?? 'open';
  const found = issues.filter((issue) => state === 'all' || issue.state === state).sort((a, b) => b.number - a.number);
  return found.slice((page - 1) * perPage, page * perPage);
}

const LONGEST_BODY = 65_536;
const isBody = (text: unknown): text is string => typeof text === 'string' && text !== '' && text.length <= LONGEST_BODY;

function created({ add }: Repository, { title, body, ...others }: Body): [number, unknown] {
  const good =
    typeof title === 'string' && title !== '' && title.length <= 256 && isBody(body) && Object.keys(others).length === 0;
  return good ? [201, add({ title, body })] : refusal(422, 'Validation Failed');
}

function patched(
  issue: Issue,
  { title = issue.title, body = issue.body, state = issue.state, state_reason, ...others }: Body,
): [number, unknown] {
  const good =
    typeof title === 'string' && title !== '' && title.length <= 256 && isBody(body) && (state === 'open' || state === 'closed');
  const reason =
    state_reason === undefined || ['completed', 'not_planned', 'reopened', 'duplicate'].includes(String(state_reason));
  if (!good || !reason || Object.keys(others).length > 0) return refusal(422, 'Validation Failed');
  Object.assign(issue, { title, body, state });
  return [200, issue];
}

function commented(issue: Issue, method: string | undefined, { body }: Body): [number, unknown] {
  if (method !== 'POST' || !isBody(body)) return refusal(422, 'Validation Failed');
  issue.comments.push(body);
  return [201, { id: issue.comments.length, body }];
}
