import type { LoadedConfig } from '../../config/config.ts';
import { optionsOf } from '../../config/select/choose.ts';
import { isGlob } from '../../config/select/glob.ts';
import type { HistoryEntry, TableRecord } from '../../model/record.ts';
import { duration } from '../../views/facts/format.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import { tableRecord } from '../table-record.ts';
import { calculatedDue } from './calculated-due.ts';
import { callsLeft } from './calls-left.ts';
import { NOT_CHOSEN, type RunPlan } from './run-plan.ts';
import { insteadFull, type PlannedTable } from './table-plan.ts';

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
  if (lastFullSyncAt === null) return 'this table has no known full sync';
  const age = Date.parse(clock) - Date.parse(lastFullSyncAt);
  if (age < -FUTURE_MS || Number.isNaN(age)) return `its last full sync is dated ${lastFullSyncAt}, which is in the future`;
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

export interface DueContext {
  /** Mode `auto`: only then does a run decide by itself to read a table in full. */
  readonly auto: boolean;
  /** Of `_highwater.runs`, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** For a source whose service does not tell the time. */
  readonly now: Date;
  readonly config: Pick<LoadedConfig, 'run' | 'sources'>;
}

type Planned = PlannedTable<StoredTable>;
type Open = RunPlan['sources'][number]['open'];

// Of the run's time and calls; the other half is for what must be read anyway, and for what takes longer than last time.
const SHARE = 0.5;

/** Gives every plan its service's clock, and turns those tables into full syncs whose last one is too old. */
export function withFullSyncsDue(plan: RunPlan, context: DueContext): RunPlan {
  return {
    ...plan,
    settled: settledOf(plan, context.config),
    sources: plan.sources.map(({ open, planned }) => {
      const clock = open.access?.clock ?? context.now.toISOString();
      const timed = planned.map((p): Planned => ({ ...p, plan: { ...p.plan, clock, readsCalculated: calculatedDue(p, clock) } }));
      return { open, planned: context.auto ? decide(open, timed, clock, context) : timed };
    }),
  };
}

/** The tables that this run leaves out, as the configuration has them; those too that no run has read so far, of sources that are not asked. */
function settledOf({ settled, sources }: RunPlan, config: DueContext['config']): TableRecord[] {
  const known = settled.map((t) => {
    const entry = config.sources.find((s) => s.name === t.source);
    return t.status === 'skipped' && entry !== undefined ? { ...t, ...optionsOf(entry, t.table) } : t;
  });
  const unasked = config.sources.filter((entry) => !sources.some(({ open }) => open.source.name === entry.name));
  const unread = unasked.flatMap((entry) =>
    entry.tables
      .filter(({ pattern }) => !isGlob(pattern) && !known.some((t) => t.source === entry.name && t.table === pattern))
      .map(({ pattern, options }) => {
        const table = { source: entry.name, table: pattern, label: pattern, stored: null };
        const { fullSyncEverySeconds } = options;
        return tableRecord(table, { status: 'skipped', why: NOT_CHOSEN, error: null, fullSyncEverySeconds });
      }),
  );
  return [...known, ...unread];
}

function decide(open: Open, planned: readonly Planned[], clock: string, context: DueContext): Planned[] {
  const spent = planned.filter((p) => p.plan.mode === 'full').map((p) => costOf(candidateOf(p, clock), context.history));
  const candidates = planned.filter((p) => p.plan.mode === 'incremental').map((p) => candidateOf(p, clock));
  const { now, later } = dueNow(candidates, context.history, lessThan(budgetOf(open, context), spent));
  const whys = new Map(now.map(({ candidate, why }) => [candidate.table, why]));
  const postponed = new Map(later.map(({ candidate, why }) => [candidate.table, why]));
  return planned.map((p) => {
    const why = whys.get(p.plan.ref.name);
    if (why !== undefined) return insteadFull(p, why);
    const waits = postponed.get(p.plan.ref.name);
    return waits === undefined ? p : withNote(p, waits);
  });
}

function candidateOf({ plan, stored }: Planned, clock: string): Candidate {
  return {
    source: plan.source,
    table: plan.ref.name,
    rows: stored?.rows ?? 0,
    lastFullSyncAt: stored?.fullSyncAt ?? null,
    everySeconds: plan.options.fullSyncEverySeconds,
    clock,
  };
}

/** What full syncs that are due may take of this source in this run. */
function budgetOf({ source }: Open, { config }: DueContext): Cost {
  const { timeoutSeconds, apiBudget } = config.run;
  return { seconds: timeoutSeconds * SHARE, requests: callsLeft(source.usage(), apiBudget) * SHARE };
}

function lessThan(budget: Cost, spent: readonly Cost[]): Cost {
  return {
    seconds: spent.reduce((left, cost) => left - cost.seconds, budget.seconds),
    requests: spent.reduce((left, cost) => left - cost.requests, budget.requests),
  };
}

function withNote(planned: Planned, why: string): Planned {
  const message = `A full sync is due (${why}), but tables that have waited longer take up the time or calls of this run. A later run reads this table in full.`;
  const schema = { ...planned.plan.schema, notes: [...planned.plan.schema.notes, { kind: 'plan' as const, message }] };
  return { ...planned, plan: { ...planned.plan, schema } };
}
