import { code, inline } from '../views/summary/markdown.ts';
import { grouped, leftOut, type NotifyMessage, namesOf } from './message.ts';
import { type Delivery, type Patience, type Posting, post } from './post-message.ts';

/** Where issues are opened, and as whom. */
export interface IssuePlace {
  /** `https://api.github.com` */
  readonly api: string;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string;
}

export interface IssueTools {
  readonly place: IssuePlace;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/** What became of the issue: its number while it is open, and what went wrong. */
export interface IssueOutcome {
  readonly number: number | null;
  readonly fault: { readonly why: string; readonly hint: string } | null;
  /** False where the next run should do the same again. */
  readonly done: boolean;
}

export interface IssueWork {
  /** The open problems, as they are now; none: the issue is closed. */
  readonly open: NotifyMessage;
  /** Those that began in this run: their watchers hear of them. */
  readonly begun: NotifyMessage | null;
  /** Those that ended in this run. */
  readonly ended: NotifyMessage | null;
  /** The issue that the last run left open. */
  readonly number: number | null;
  /** Tells this configuration's issue from others. */
  readonly mark: string;
}

/** Opens, updates or closes the one issue of this configuration. Whoever closed it by hand is left in peace until something new fails. */
export async function tendIssue(work: IssueWork, tools: IssueTools): Promise<IssueOutcome> {
  const found = await findIssue(work, tools);
  if ('fault' in found) return { number: work.number, fault: found.fault, done: false };
  const { number } = found;
  if (work.open.entries.length === 0) return number === null ? SETTLED : close(number, work, tools);
  if (number !== null) return update(number, work, tools);
  return work.begun === null ? SETTLED : open(work, tools);
}

const SETTLED: IssueOutcome = { number: null, fault: null, done: true };

async function open(work: IssueWork, tools: IssueTools): Promise<IssueOutcome> {
  const sent = await call(tools, { method: 'POST', path: 'issues', body: { title: work.open.title, body: bodyOf(work) } });
  if (sent.kind === 'delivered') return { number: numberOf(sent.body), fault: null, done: true };
  // GitHub can be asked whether it opened one.
  const found = sent.kind === 'unsure' ? await findIssue(work, tools) : null;
  const number = found !== null && 'number' in found ? found.number : null;
  return number === null ? failed(sent, null) : { number, fault: null, done: true };
}

async function update(number: number, work: IssueWork, tools: IssueTools): Promise<IssueOutcome> {
  const body = { title: work.open.title, body: bodyOf(work) };
  const sent = await call(tools, { method: 'PATCH', path: `issues/${number}`, body });
  if (sent.kind === 'refused') return failed(sent, number);
  const news = [work.begun, work.ended].filter((message) => message !== null);
  return news.length === 0 ? { number, fault: null, done: true } : comment(number, news, tools);
}

async function close(number: number, work: IssueWork, tools: IssueTools): Promise<IssueOutcome> {
  const body = { state: 'closed', state_reason: 'completed' };
  const sent = await call(tools, { method: 'PATCH', path: `issues/${number}`, body });
  // Closing twice changes nothing, so that what is unsure may be done again.
  if (sent.kind !== 'delivered') return failed(sent, number);
  const said = work.ended === null ? SETTLED : await comment(number, [work.ended], tools);
  return { ...said, number: null };
}

async function comment(number: number, messages: readonly NotifyMessage[], tools: IssueTools): Promise<IssueOutcome> {
  const body = messages.map(markdownOf).join('\n\n');
  const sent = await call(tools, { method: 'POST', path: `issues/${number}/comments`, body: { body } });
  return sent.kind === 'delivered'
    ? { number, fault: null, done: true }
    : { ...failed(sent, number), done: sent.kind === 'unsure' };
}

function failed(sent: Delivery, number: number | null): IssueOutcome {
  const status = sent.kind === 'refused' ? sent.status : 0;
  const why = sent.kind === 'delivered' ? '' : sent.why;
  return { number, fault: { why, hint: HINTS[status] ?? HINTS[0] ?? '' }, done: false };
}

const HINTS: Readonly<Record<number, string>> = {
  0: 'The next run tries again.',
  401: 'GitHub does not accept the token. Pass `github-token: ${{ github.token }}` to the step, or leave it out.',
  403: 'The token may not write issues. Add `issues: write` under `permissions:` of the job.',
  404: "The token can't see this repository's issues. Add `issues: write` under `permissions:` of the job.",
  410: 'This repository has no issues: switch them on under Settings > General > Features.',
};

/** A page of 100 open issues at a time; the newest first. */
const MOST_PAGES = 10;

/** As far as it is used: https://docs.github.com/en/rest/issues/issues#list-repository-issues */
interface ListedIssue {
  readonly number: number;
  readonly state: string;
  readonly body: string | null;
  readonly pull_request?: unknown;
  readonly user: { readonly type: string } | null;
  readonly author_association: string;
}

type Found = { readonly number: number | null } | { readonly fault: NonNullable<IssueOutcome['fault']> };

async function findIssue({ number, mark }: Pick<IssueWork, 'number' | 'mark'>, tools: IssueTools): Promise<Found> {
  if (number !== null) {
    const known = await call(tools, { method: 'GET', path: `issues/${number}` });
    if (known.kind === 'delivered') {
      const issue = parsed<ListedIssue>(known.body);
      return { number: issue?.state === 'open' ? number : null };
    }
    if (known.kind === 'unsure' || ![301, 404, 410].includes(known.status)) return asFault(known);
  }
  for (let page = 1; page <= MOST_PAGES; page++) {
    const path = `issues?state=open&sort=created&direction=desc&per_page=100&page=${page}`;
    const listed = await call(tools, { method: 'GET', path });
    if (listed.kind !== 'delivered') return asFault(listed);
    const issues = parsed<readonly ListedIssue[]>(listed.body);
    if (!Array.isArray(issues)) return { fault: { why: 'its list of issues could not be read', hint: HINTS[0] ?? '' } };
    const own = issues.find((issue) => isOurs(issue, mark));
    if (own !== undefined) return { number: own.number };
    if (issues.length < 100) break;
  }
  return { number: null };
}

function asFault(sent: Delivery): Found {
  return { fault: failed(sent, null).fault ?? { why: '', hint: '' } };
}

/** Anybody may open an issue with our mark in a public repository; only those who may write there are meant. */
function isOurs({ body, pull_request, user, author_association }: ListedIssue, mark: string): boolean {
  const trusted = user?.type === 'Bot' || ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(author_association);
  return pull_request === undefined && trusted && (body ?? '').startsWith(markOf(mark));
}

const markOf = (mark: string): string => `<!-- highwater ${mark} -->`;

function bodyOf({ open: message, mark }: IssueWork): string {
  const foot = 'Highwater keeps this text up to date, and closes the issue when everything works again.';
  return `${markOf(mark)}\n${markdownOf(message)}\n\n${foot}\n`;
}

const SHOWN = 50;

function markdownOf(message: NotifyMessage): string {
  const groups = grouped(message.event, message);
  const items = groups
    .slice(0, SHOWN)
    .map(({ names, lines }) => `- ${code(namesOf(names, 20))}<br>${lines.map(inline).join('<br>')}`);
  const { url, configuration } = message.run;
  const more = leftOut(groups.length, SHOWN);
  const link = url === null ? '' : ` · [Open the run](${url})`;
  return [`**${inline(message.title)}** (${code(configuration)})${link}`, items.join('\n'), more]
    .filter((part) => part !== '')
    .join('\n\n');
}

interface Call {
  readonly method: NonNullable<Posting['method']>;
  readonly path: string;
  readonly body?: unknown;
}

async function call({ place, patience, signal }: IssueTools, { method, path, body }: Call): Promise<Delivery> {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${place.token}`,
    'user-agent': 'highwater',
    'x-github-api-version': '2022-11-28',
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return post({ method, url: `${place.api}/repos/${place.repository}/${path}`, headers, ...content }, patience, signal);
}

function parsed<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

function numberOf(body: string): number | null {
  const { number } = parsed<Partial<ListedIssue>>(body) ?? {};
  return typeof number === 'number' ? number : null;
}
