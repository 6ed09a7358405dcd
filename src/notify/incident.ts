import type { ErrorCode } from '../model/errors.ts';
import type { NotifyChannel, NotifyEvent } from '../model/notify-channel.ts';
import type { StageName } from '../model/stages.ts';

/** `check` is a failure too where its severity is `fail`. */
export type IncidentKind = 'failure' | 'stale' | 'check' | 'check_warning' | 'schema';

/** What is wrong now, as this run has seen it. */
export interface Problem {
  readonly kind: IncidentKind;
  /** `crm.Account`, `crm`, an export, or empty: the run. */
  readonly name: string;
  /** Tells problems of one kind and name apart: a check, a limit. */
  readonly detail: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  /** The stage of the run that failed. */
  readonly stage?: StageName | undefined;
  /** When the table was last synced, ISO 8601; null: never, or not a table. */
  readonly syncedAt: string | null;
}

/** `detail` of a table that `verify` found to differ from its source. */
export const DRIFT = 'drift';
/** `detail` of a table that `verify` could not compare. */
export const UNCOMPARED = 'uncompared';

/** All that a run has seen. */
export interface Findings {
  readonly problems: readonly Problem[];
  /** Whether the run has seen that an incident is over; of what it did not look at it says nothing. */
  isOver(incident: Incident): boolean;
}

/** A problem from the run that first saw it to the one that saw it gone. */
export interface Incident extends Problem {
  /** ISO 8601. */
  readonly since: string;
  /** Null while it lasts. */
  readonly endedAt: string | null;
  /** The channels that were told of it, and not yet of its end. */
  readonly told: readonly string[];
}

/** What is kept between runs. */
export interface IncidentMemory {
  readonly version: 1;
  /** ISO 8601: where several places keep it, the newest counts. */
  readonly savedAt: string;
  readonly incidents: readonly Incident[];
  /** The number of the open issue on GitHub. */
  readonly issue: number | null;
}

export function sameProblem(a: Problem, b: Problem): boolean {
  return a.kind === b.kind && a.name === b.name && a.detail === b.detail;
}

/** The event as which a channel hears of an incident; null where it does not want to. */
export function eventFor({ on }: Pick<NotifyChannel, 'on'>, { kind }: Pick<Problem, 'kind'>): NotifyEvent | null {
  return EVENTS[kind].find((event) => on.includes(event)) ?? null;
}

const EVENTS: Readonly<Record<IncidentKind, readonly NotifyEvent[]>> = {
  failure: ['failure'],
  stale: ['stale'],
  check: ['check_failed', 'failure'],
  check_warning: ['check_failed'],
  schema: ['schema_changed'],
};

/** What happens once has no end that could be told of. */
export function isMomentary({ kind }: Pick<Problem, 'kind'>): boolean {
  return kind === 'schema';
}
