import { createHash } from 'node:crypto';
import { addressFault } from '../config/load/load-notify.ts';
import type { ErrorReport } from '../model/errors.ts';
import type { NotifyChannel, NotifyEvent } from '../model/notify-channel.ts';
import type { SideFile } from '../model/side-file.ts';
import { advance, afterDelivery, type Due, dueMessages, type KnownChannel, withoutFinished } from './advance.ts';
import { slackBody, teamsBody, webhookBody } from './chat-bodies.ts';
import { type IssuePlace, tendIssue } from './github-issue.ts';
import { eventFor, type Findings, type Incident, type IncidentMemory } from './incident.ts';
import { keepMemory, recall, saysTheSame } from './incident-memory.ts';
import { messageOf, type NotifiedRun, type NotifyMessage, presentable } from './message.ts';
import { type Patience, post } from './post-message.ts';

export interface NotifyRequest {
  readonly channels: readonly NotifyChannel[];
  readonly findings: Findings;
  readonly run: NotifiedRun;
  /** Tells this configuration's issue from others. */
  readonly mark: string;
  /** Where it is kept what was told. */
  readonly places: readonly SideFile[];
  /** Null: there is no repository or no token. */
  readonly issues: IssuePlace | null;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  redact(text: string): string;
  /** What could not be delivered. */
  warn(report: ErrorReport): void;
}

interface OpenChannel extends KnownChannel {
  readonly channel: NotifyChannel;
}

/**
 * Tells people what this run has found: one message for each incident and channel, and one when it is over. It is written down that a message
 * is sent before it is sent, so that a killed run's message does not come twice. Never throws: what goes wrong is a warning.
 */
export async function notify(request: NotifyRequest): Promise<void> {
  const channels = usableChannels(request);
  if (channels.length === 0) return;
  try {
    await alone(request.places, async () => tell(request, channels));
  } catch (error) {
    request.warn(failedReport('Nobody could be told', error instanceof Error ? error.message : String(error), AGAIN));
  }
}

const AGAIN = 'The next run tries again.';

/** While no other process on this machine does the same. A place that can't be locked can't keep anything either: people are told all the same. */
async function alone(places: readonly SideFile[], work: () => Promise<void>): Promise<void> {
  let begun = false;
  const once = async (): Promise<void> => {
    begun = true;
    await work();
  };
  try {
    await places.reduce((inner, place) => async () => place.exclusive(inner), once)();
  } catch (error) {
    if (begun) throw error;
    await once();
  }
}

async function tell(request: NotifyRequest, channels: readonly OpenChannel[]): Promise<void> {
  const { findings, places, run, redact } = request;
  const recalled = await recall(places);
  const before: KeptFacts = recalled.kind === 'known' ? recalled.memory : { incidents: [], issue: null };
  const problems = findings.problems.map((problem) => presentable(problem, redact));
  const now = advance(before.incidents, { ...findings, problems }, run.now);
  const due = dueMessages(now, channels);
  if (recalled.kind === 'unreadable' && due.length > 0)
    request.warn(failedReport('It is not known what was reported before, so this may be reported again', recalled.why, ''));
  const keep = async (incidents: readonly Incident[], issue: number | null, known: KeptFacts): Promise<void> => {
    const memory = { incidents: withoutFinished(incidents, channels, run.now), issue };
    if (saysTheSame(memory, known)) return;
    const fault = await keepMemory(places, { version: 1, savedAt: new Date().toISOString(), ...memory });
    if (fault !== null)
      request.warn(failedReport('It could not be kept what was reported, so it may be reported again', fault, ''));
  };
  const promised = due.reduce(afterDelivery, now);
  await keep(promised, before.issue, recalled.kind === 'nothing' ? NOT_KEPT : before);
  const issue = channels.find(({ channel }) => channel.kind === 'github_issue');
  const [arrived, tended] = await Promise.all([
    deliverAll(request, channels, due),
    issue === undefined
      ? null
      : tend(request, issue, { incidents: now, due, number: before.issue, isSure: recalled.kind === 'known' }),
  ]);
  const settled = [...arrived, ...(tended?.arrived ?? [])].reduce(afterDelivery, now);
  await keep(settled, tended === null ? before.issue : tended.number, {
    incidents: withoutFinished(promised, channels, run.now),
    issue: before.issue,
  });
}

type KeptFacts = Pick<IncidentMemory, 'incidents' | 'issue'>;

/** Unlike any memory: a first run keeps that there is nothing, so that later ones need not look for an open issue. */
const NOT_KEPT: KeptFacts = { incidents: [], issue: -1 };

/** Each channel in its own time, its messages one after the other. Returns those that arrived, or may have. */
async function deliverAll(request: NotifyRequest, channels: readonly OpenChannel[], due: readonly Due[]): Promise<Due[]> {
  const each = channels.map(async ({ id, channel }) => {
    const arrived: Due[] = [];
    if (channel.kind === 'github_issue') return arrived;
    for (const one of due.filter((d) => d.channel === id)) {
      if (!(await deliver(request, channel, messageOf(one.event, one.incidents, request.run)))) break;
      arrived.push(one);
    }
    return arrived;
  });
  return (await Promise.all(each)).flat();
}

const BODIES = { slack: slackBody, teams: teamsBody, webhook: webhookBody } as const;

/** True where it need not be sent again. */
async function deliver(request: NotifyRequest, channel: NotifyChannel, message: NotifyMessage): Promise<boolean> {
  if (channel.kind === 'github_issue' || channel.address === null) return false;
  const url = channel.address.reveal().trim();
  const sent = await post({ url, body: BODIES[channel.kind](message) }, request.patience, request.signal);
  if (sent.kind === 'delivered') return true;
  const what = `${placeOf(channel)}: the message "${message.title}"`;
  if (sent.kind === 'refused')
    request.warn(failedReport(`${what} could not be delivered`, sent.why, hintOf(channel, sent.status)));
  else
    request.warn(failedReport(`${what} may not have arrived`, sent.why, 'It is not sent again, so that nobody gets it twice.'));
  return sent.kind === 'unsure';
}

interface IssueNow {
  readonly incidents: readonly Incident[];
  readonly due: readonly Due[];
  readonly number: number | null;
  /** False where the last run's issue is not known. */
  readonly isSure: boolean;
}

async function tend(request: NotifyRequest, { id, on, channel }: OpenChannel, now: IssueNow) {
  const { run, issues, patience, signal, mark } = request;
  const due = now.due.filter((d) => d.channel === id);
  const lasting = now.incidents.filter((incident) => incident.endedAt === null && eventFor({ on }, incident) !== null);
  const untouched = { arrived: [] as Due[], number: now.number };
  if (lasting.length + due.length === 0 && now.number === null && now.isSure) return untouched;
  if (issues === null) return untouched;
  const about = (event: NotifyEvent, incidents: readonly Incident[]) => messageOf(event, incidents, run);
  const begun = due.filter((d) => d.event !== 'recovery');
  const ended = due.find((d) => d.event === 'recovery');
  const kinds = new Set(lasting.map((incident) => eventFor({ on }, incident)));
  const [only = 'failure'] = kinds;
  const outcome = await tendIssue(
    {
      open: about(kinds.size === 1 ? (only ?? 'failure') : 'failure', lasting),
      begun:
        begun.length === 0
          ? null
          : about(
              begun.length === 1 ? (begun[0]?.event ?? 'failure') : 'failure',
              begun.flatMap((d) => d.incidents),
            ),
      ended: ended === undefined ? null : about('recovery', ended.incidents),
      number: now.number,
      mark,
    },
    { place: issues, patience, signal },
  );
  if (outcome.fault !== null)
    request.warn(
      failedReport(
        `${placeOf(channel)}: the issue in ${issues.repository} could not be brought up to date`,
        outcome.fault.why,
        outcome.fault.hint,
      ),
    );
  return { arrived: outcome.done ? due : [], number: outcome.number };
}

/** Those that can be reached at all; of the others it is said why not. */
function usableChannels(request: NotifyRequest): OpenChannel[] {
  const seen = new Map<string, number>();
  return request.channels.flatMap((channel): OpenChannel[] => {
    const fault = faultOf(channel, request.issues);
    if (fault !== null) {
      request.warn(failedReport(`${placeOf(channel)}: nothing can be sent there`, fault.message, fault.hint));
      return [];
    }
    const address = channel.address?.reveal().trim() ?? '';
    const hash = createHash('sha256').update(`${channel.kind} ${address}`).digest('hex').slice(0, 16);
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    // An issue is closed when all works again, whatever `on` says.
    const on =
      channel.kind === 'github_issue' && !channel.on.includes('recovery') ? [...channel.on, 'recovery' as const] : channel.on;
    return [{ id: times === 1 ? hash : `${hash}-${times}`, on, channel }];
  });
}

function faultOf(
  { kind, address, variable }: NotifyChannel,
  issues: IssuePlace | null,
): { readonly message: string; readonly hint: string } | null {
  if (kind === 'github_issue')
    return issues !== null
      ? null
      : {
          message: 'there is no repository or no token',
          hint: 'In a workflow the action has both. Elsewhere, set GITHUB_REPOSITORY (owner/name) and GITHUB_TOKEN.',
        };
  const text = address?.reveal() ?? '';
  if (text.trim() === '')
    return {
      message: `the environment variable ${variable} is not set`,
      hint: `In a workflow, pass it to the step: \`env:\` with \`${variable}: \${{ secrets.${variable} }}\`.`,
    };
  const fault = addressFault(kind, text);
  return fault === null
    ? null
    : { message: `the value of ${variable} can't be used: ${fault.message.replace(/\.$/, '')}`, hint: fault.hint };
}

/** `highwater.yml:12 slack` */
function placeOf({ kind, location: { file, line } }: NotifyChannel): string {
  return `${file}:${line} ${kind}`;
}

function hintOf({ kind, variable }: NotifyChannel, status: number): string {
  if (status >= 300 && status < 400) return `Put the address that it redirects to into ${variable}.`;
  if (status === 401 || status === 403 || status === 404 || status === 410)
    return kind === 'teams'
      ? `The workflow behind ${variable} was deleted or switched off, or its address is not complete. Copy its URL again (Teams > Workflows).`
      : `The address in ${variable} is no longer valid. Make a new one.`;
  return AGAIN;
}

function failedReport(what: string, why: string, hint: string): ErrorReport {
  return { code: 'NOTIFY_FAILED', message: `${what}: ${why.replace(/\.$/, '')}.`, hint };
}
