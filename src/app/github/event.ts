import { parse as parseYaml } from 'yaml';
import { normalizeCron } from '../../config/declare/units.ts';

/** What is read of the event that started the workflow. */
export interface WorkflowEvent {
  /** The cron line that fired, where one did. */
  readonly schedule: string | undefined;
  /** '' where the event does not say. */
  readonly defaultBranch: string;
  /** As GitHub wrote it to GITHUB_EVENT_PATH; undefined where there is none. */
  readonly payload: unknown;
}

/** `json`: the text of GITHUB_EVENT_PATH; undefined outside of GitHub. A payload that is no JSON counts as none. */
export function readEvent(json: string | undefined): WorkflowEvent {
  const payload = parse(json);
  const { schedule, repository } = (payload ?? {}) as { schedule?: unknown; repository?: { default_branch?: unknown } | null };
  const branch = repository?.default_branch;
  return {
    schedule: typeof schedule === 'string' ? schedule : undefined,
    defaultBranch: typeof branch === 'string' ? branch : '',
    payload,
  };
}

function parse(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

export interface SyncMode {
  readonly mode: 'full' | 'incremental';
  /** True where the run itself decides which tables are to be read in full (`full_sync_every`). */
  readonly auto: boolean;
  /** For people. */
  readonly why: string;
}

/**
 * What `mode: auto` means for this event: a full sync of all tables where the cron line that fired is `run.full_sync_schedule`, else an
 * incremental one, in which those tables are read in full whose turn has come. `validate`, `check` and `plan` look at the sync that `auto` would be.
 */
export function decideMode(requested: string, schedule: string | undefined, fullSyncSchedule: string | null): SyncMode {
  if (requested === 'full' || requested === 'incremental')
    return { mode: requested, auto: false, why: `the input \`mode\` says ${requested}` };
  const auto = { mode: 'incremental', auto: true } as const;
  if (schedule === undefined) return { ...auto, why: 'not started by a schedule' };
  if (fullSyncSchedule === null) return { ...auto, why: 'the configuration names no run.full_sync_schedule' };
  if (plain(schedule) === plain(fullSyncSchedule))
    return { mode: 'full', auto: false, why: `the cron that fired (${blanks(schedule)}) is run.full_sync_schedule` };
  return { ...auto, why: `the cron that fired (${blanks(schedule)}) is not run.full_sync_schedule (${fullSyncSchedule})` };
}

/**
 * What is wrong with the schedule, for people; null where nothing is known to be. The cron of the full syncs may be another line of the workflow
 * than the one that fired; only where it is none of them, or the workflow can't be read, will it never come.
 *
 * `crons`: all lines under `on.schedule` of the workflow that runs; null where its file can't be read.
 */
export function scheduleProblem(
  schedule: string | undefined,
  fullSyncSchedule: string | null,
  crons: readonly string[] | null,
): string | null {
  if (schedule === undefined || fullSyncSchedule === null) return null;
  const known = [schedule, ...(crons ?? [])];
  if (known.some((cron) => plain(cron) === plain(fullSyncSchedule))) return null;
  const found =
    crons === null
      ? `The schedule that started this run is "${blanks(schedule)}"; run.full_sync_schedule is "${fullSyncSchedule}".`
      : `run.full_sync_schedule is "${fullSyncSchedule}", and this workflow has no such cron. It has ${crons.map((c) => `"${blanks(c)}"`).join(', ')}.`;
  return `${found} No run becomes a full sync unless a cron of the workflow is exactly that line, so write the same line in both files. Tables are still read in full as \`full_sync_every\` says.`;
}

/** The cron lines of a workflow file; null where it is none that can be read. */
export function cronsOf(workflow: string): readonly string[] | null {
  try {
    const { on } = parseYaml(workflow) as { on?: { schedule?: readonly { cron?: unknown }[] } };
    return (on?.schedule ?? []).map(({ cron }) => cron).filter((cron) => typeof cron === 'string');
  } catch {
    return null;
  }
}

function plain(cron: string): string {
  return normalizeCron(cron) ?? blanks(cron);
}

function blanks(cron: string): string {
  return cron.trim().replace(/\s+/g, ' ');
}
