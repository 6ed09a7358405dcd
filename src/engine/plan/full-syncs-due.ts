import { duration } from '../../model/duration.ts';
import type { HistoryEntry } from '../../model/record.ts';

/** What reading one table in full takes. */
export interface Cost {
  readonly seconds: number;
  readonly requests: number;
}

/** A table that could be read in full in this run, and why it may be its turn. */
export interface Candidate {
  readonly source: string;
  readonly table: string;
  readonly rows: number;
  /** By the service's clock, ISO 8601; null where it is not known. */
  readonly lastFullSyncAt: string | null;
  /** How old it may become; null: never read in full by itself. */
  readonly everySeconds: number | null;
  /** The service's clock now, ISO 8601. */
  readonly clock: string;
}

export interface Turn<C extends Candidate> {
  readonly candidate: C;
  readonly why: string;
}

export interface Turns<C extends Candidate> {
  readonly now: readonly Turn<C>[];
  /** Due as well, but what goes now fills this run. */
  readonly later: readonly Turn<C>[];
}

type Past = Pick<HistoryEntry, 'source' | 'table' | 'mode' | 'status' | 'startedAt' | 'seconds' | 'requests' | 'rows'>;

// A clock that was wrong once must not keep a table from its turn for years.
const FUTURE_MS = 24 * 3600 * 1000;

/** Why a full sync of this table is due, for people; null where it is not. */
export function whyDue({ lastFullSyncAt, everySeconds, clock }: Candidate): string | null {
  if (everySeconds === null) return null;
  if (lastFullSyncAt === null) return 'no full sync of this table is known';
  const age = Date.parse(clock) - Date.parse(lastFullSyncAt);
  if (age < -FUTURE_MS || Number.isNaN(age)) return `its last full sync is dated ${lastFullSyncAt}, which is still to come`;
  if (age <= everySeconds * 1000) return null;
  return `its last full sync was ${duration(age / 1000)} ago (full_sync_every: ${duration(everySeconds)})`;
}

/**
 * Which of one source's tables are read in full in this run. Those that waited longest go first, as many as fit into the budget, and at
 * least one: so everything has its turn, whatever the budget. One that failed has had its turn, and goes behind those that had none.
 */
export function dueNow<C extends Candidate>(candidates: readonly C[], history: readonly Past[], budget: Cost): Turns<C> {
  const due = candidates.flatMap((candidate): Turn<C>[] => {
    const why = whyDue(candidate);
    return why === null ? [] : [{ candidate, why }];
  });
  const waiting = new Map(due.map((turn) => [turn, lastTry(turn.candidate, history)]));
  due.sort((a, b) => compare(waiting.get(a) ?? '', waiting.get(b) ?? ''));
  let left = budget;
  let fitting = 0;
  for (const { candidate } of due) {
    const cost = costOf(candidate, history);
    left = { seconds: left.seconds - cost.seconds, requests: left.requests - cost.requests };
    if (fitting > 0 && (left.seconds < 0 || left.requests < 0)) break;
    fitting++;
  }
  return { now: due.slice(0, fitting), later: due.slice(fitting) };
}

// For a table of which no full sync is known: slow for each of the sources.
const ROWS_A_SECOND = 5000;
const ROWS_A_REQUEST = 2000;

/** As its last full sync that went well, for the rows that it has now; guessed from its rows where none is known. */
export function costOf(candidate: Pick<Candidate, 'source' | 'table' | 'rows'>, history: readonly Past[]): Cost {
  const last = history.findLast((h) => isOf(candidate, h) && h.mode === 'full' && h.status === 'succeeded');
  if (last === undefined)
    return { seconds: candidate.rows / ROWS_A_SECOND, requests: Math.ceil(candidate.rows / ROWS_A_REQUEST) };
  const growth = last.rows > 0 ? Math.max(1, candidate.rows / last.rows) : 1;
  return { seconds: last.seconds * growth, requests: Math.ceil(last.requests * growth) };
}

function lastTry(candidate: Candidate, history: readonly Past[]): string {
  const tried = history.findLast((h) => isOf(candidate, h) && h.mode === 'full' && h.status !== 'skipped')?.startedAt ?? '';
  const done = candidate.lastFullSyncAt ?? '';
  return compare(tried, done) > 0 ? tried : done;
}

function isOf({ source, table }: Pick<Candidate, 'source' | 'table'>, entry: Past): boolean {
  return entry.source === source && entry.table === table;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
