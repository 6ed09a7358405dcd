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
  /** For people. */
  readonly why: string;
}

/**
 * What `mode: auto` means for this event: a full sync where the cron line that fired is `run.full_sync_schedule`, else an
 * incremental one. Blanks are compared as one. `validate`, `check` and `plan` look at the sync that `auto` would be.
 */
export function decideMode(requested: string, schedule: string | undefined, fullSyncSchedule: string | null): SyncMode {
  if (requested === 'full' || requested === 'incremental')
    return { mode: requested, why: `the input \`mode\` says ${requested}` };
  if (schedule === undefined) return { mode: 'incremental', why: 'not started by a schedule' };
  if (fullSyncSchedule === null) return { mode: 'incremental', why: 'the configuration names no run.full_sync_schedule' };
  if (blanks(schedule) === blanks(fullSyncSchedule)) {
    return { mode: 'full', why: `the cron that fired (${blanks(schedule)}) is run.full_sync_schedule` };
  }
  return {
    mode: 'incremental',
    why: `the cron that fired (${blanks(schedule)}) is not run.full_sync_schedule (${blanks(fullSyncSchedule)})`,
  };
}

function blanks(cron: string): string {
  return cron.trim().replace(/\s+/g, ' ');
}
