import type { ErrorReport } from '../../src/model/errors.ts';
import type { ChannelKind, NotifyChannel, NotifyEvent } from '../../src/model/notify-channel.ts';
import { Secret } from '../../src/model/secret.ts';
import type { SideFile } from '../../src/model/side-file.ts';
import type { Findings, Problem } from '../../src/notify/incident.ts';
import { type NotifyRequest, notify } from '../../src/notify/notify.ts';
import type { Patience } from '../../src/notify/post-message.ts';

/** A place that keeps what was told, in memory. */
export function memoryFile(): SideFile & { content: Buffer | null; broken: 'read' | 'write' | null; writes: number } {
  return {
    content: null,
    broken: null,
    writes: 0,
    where: 'memory',
    remove: '',
    async read() {
      if (this.broken === 'read') throw new Error('the store is away');
      return this.content;
    },
    async write(content) {
      if (this.broken === 'write') throw new Error('the store is full');
      this.writes++;
      this.content = content;
    },
    async exclusive(work) {
      return work();
    },
  };
}

export const HASTE: Patience = {
  retries: { attempts: 3, firstDelayMs: 1, longestDelayMs: 2, longestRetryAfterMs: 100 },
  answerTimeoutMs: 10_000,
  inAllMs: 20_000,
};

export function channelOf(
  kind: ChannelKind,
  address: string,
  on: readonly NotifyEvent[] = ['failure', 'recovery', 'stale'],
): NotifyChannel {
  return {
    kind,
    address: kind === 'github_issue' ? null : new Secret(address),
    variable: 'HOOK_URL',
    on,
    location: { file: 'highwater.yml', line: 9, column: 5, path: 'notify.0' },
  };
}

export function failing(name: string, more: Partial<Problem> = {}): Problem {
  return {
    kind: 'failure',
    name,
    detail: '',
    code: 'SOURCE_UNREACHABLE',
    message: `${name} could not be read.`,
    hint: 'Look at it.',
    syncedAt: '2026-11-30T22:00:00.000Z',
    ...more,
  };
}

/** What a run sees that looked at `seen` and found these problems. */
export function sees(problems: readonly Problem[], seen: readonly string[]): Findings {
  return { problems, isOver: ({ name }) => seen.includes(name) };
}

export interface ToldRun {
  readonly channels: readonly NotifyChannel[];
  readonly findings: Findings;
  readonly places: readonly SideFile[];
  /** Minutes since the first. */
  readonly at?: number;
  readonly issues?: NotifyRequest['issues'];
  readonly answerTimeoutMs?: number;
}

/** One run's end. Returns the warnings. */
export async function endOfRun({
  channels,
  findings,
  places,
  at = 0,
  issues = null,
  answerTimeoutMs = HASTE.answerTimeoutMs,
}: ToldRun): Promise<ErrorReport[]> {
  const warnings: ErrorReport[] = [];
  await notify({
    channels,
    findings,
    places,
    issues,
    run: {
      configuration: 'highwater.yml',
      id: 'run',
      url: 'https://github.com/acme/data/actions/runs/7',
      now: new Date(Date.parse('2026-12-01T00:00:00Z') + at * 60_000).toISOString(),
    },
    mark: 'mark1',
    patience: { ...HASTE, answerTimeoutMs },
    signal: new AbortController().signal,
    redact: (text) => text.replaceAll('hunter2', '***'),
    warn: (report) => void warnings.push(report),
  });
  return warnings;
}
