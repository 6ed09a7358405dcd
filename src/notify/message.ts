import type { ErrorCode } from '../model/errors.ts';
import type { NotifyEvent } from '../model/notify-channel.ts';
import type { StageName } from '../model/stages.ts';
import { clip, counted, duration, instant, oneLine, secondsBetween } from '../views/facts/format.ts';
import { codeWords } from '../views/facts/one-cause.ts';
import { THE_RUN } from './findings.ts';
import type { Incident, Problem } from './incident.ts';

/** The run that a message is about. */
export interface NotifiedRun {
  /** The configuration's file, and the state's name where it has one of its own. */
  readonly configuration: string;
  /** As the manifest has it; empty where no run had begun. */
  readonly id: string;
  /** Where people can read on; null on the command line. */
  readonly url: string | null;
  /** ISO 8601. */
  readonly now: string;
}

/** What happened to one table, source or export, or to the run itself. */
export interface MessageEntry {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  /** The stage of the run that failed. */
  readonly stage?: StageName | undefined;
  /** Since when, ISO 8601. */
  readonly since: string;
  /** How old the data is, in seconds; null: never synced, or not a table. */
  readonly age: number | null;
}

/** The same for every channel: no values of rows, no secrets. */
export interface NotifyMessage {
  readonly event: NotifyEvent;
  readonly title: string;
  readonly entries: readonly MessageEntry[];
  readonly run: NotifiedRun;
}

const MOST_ENTRIES = 500;
const LONGEST_TEXT = 500;

/** A problem in words that may leave this machine, and be kept on it. `redact` hides secrets. */
export function presentable(problem: Problem, redact: (text: string) => string): Problem {
  const words = (text: string): string => clip(oneLine(redact(text)), LONGEST_TEXT);
  return { ...problem, message: words(withoutValues(problem.message)), hint: words(problem.hint) };
}

export function messageOf(event: NotifyEvent, incidents: readonly Incident[], run: NotifiedRun): NotifyMessage {
  const entries = incidents.slice(0, MOST_ENTRIES).map(
    ({ name, code, message, hint, stage, since, syncedAt }): MessageEntry => ({
      name: name === THE_RUN ? run.configuration : oneLine(name),
      code,
      message,
      hint,
      stage,
      since,
      age: syncedAt === null ? null : Math.round(secondsBetween(syncedAt, run.now)),
    }),
  );
  return { event, title: titleOf(event, entries), entries, run };
}

/**
 * A service's own words may quote a value of a row: `invalid input syntax for type integer: "12 Main St"`, `Key (id)=(5)`. Whatever stands in
 * quotes or after an equals sign in brackets is left out, and so are all further lines, which quote the data itself.
 */
export function withoutValues(text: string): string {
  const [first = ''] = text.split('\n');
  return first
    .replace(/"[^"]*"?/g, '"…"')
    .replace(/(?<!\w)'[^']*(?:'|$)(?!\w)/g, "'…'")
    .replace(/=\s*\([^)]*\)?/g, '=(…)');
}

const VERBS: Readonly<Record<NotifyEvent, readonly [one: string, many: string]>> = {
  failure: ['failed', 'failures'],
  recovery: ['works again', 'problems are over'],
  stale: ['is out of date', 'tables are out of date'],
  check_failed: ['does not pass its checks', 'checks fail'],
  schema_changed: ['has other columns now', 'tables have other columns now'],
};

function titleOf(event: NotifyEvent, entries: readonly MessageEntry[]): string {
  const [first] = entries;
  const [one, many] = VERBS[event];
  if (first === undefined || entries.length > 1) return `Highwater: ${entries.length} ${many}`;
  return `Highwater: ${clip(first.name, 100)} ${one}`;
}

/** What there is to say of one entry besides its name, a line each. */
export function linesOf(event: NotifyEvent, entry: MessageEntry, run: NotifiedRun): string[] {
  const { code, message, hint, since, age } = entry;
  const lasted = duration(secondsBetween(since, run.now));
  const old = age === null ? '' : ` Its data is ${duration(age)} old.`;
  if (event === 'recovery') return [`It had ${code} for ${lasted}, since ${instant(since)} UTC.${old}`];
  const began = since === run.now ? '' : ` Since ${instant(since)} UTC (${lasted}).`;
  const facts = event === 'stale' || event === 'schema_changed' ? began.trim() : `${began}${old}`.trim();
  return [`${codeWords(entry)}: ${message}`, facts, hint === '' ? '' : `→ ${hint}`].filter((line) => line !== '');
}

/** Entries that differ in nothing but their names, together: one wrong password may fail forty tables. */
export function grouped(
  event: NotifyEvent,
  { entries, run }: NotifyMessage,
): { readonly names: readonly string[]; readonly lines: readonly string[] }[] {
  const groups = new Map<string, { names: string[]; lines: string[] }>();
  for (const entry of entries) {
    const lines = linesOf(event, entry, run);
    const id = `${codeWords(entry)} ${entry.message} ${entry.hint} ${entry.since}`;
    const group = groups.get(id) ?? { names: [], lines };
    group.names.push(entry.name);
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** `a, b, c and 7 more`. */
export function namesOf(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

export function leftOut(groups: number, shown: number): string {
  return groups > shown ? `${counted(groups - shown, 'more problem')}: see the run.` : '';
}
