import type { LoadedConfig } from '../config/config.ts';
import { optionsOf } from '../config/select/choose.ts';
import { isGlob } from '../config/select/glob.ts';
import type { HistoryEntry, TableRecord } from '../model/record.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { untouchedRecord } from './extract/table-record.ts';
import { type Candidate, type Cost, costOf, dueNow } from './plan/full-syncs-due.ts';
import type { RunPlan } from './plan/run-plan.ts';
import { insteadFull, type PlannedTable } from './plan/table-plan.ts';

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
      const clock = new Date(open.source.clock?.() ?? context.now.getTime()).toISOString();
      const timed = planned.map((p): Planned => ({ ...p, plan: { ...p.plan, clock } }));
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
        const names = { source: entry.name, table: pattern, label: pattern };
        const skipped = { status: 'skipped', why: 'not chosen for this run (tables)', error: null, known: null } as const;
        return untouchedRecord({ ...names, ...skipped, fullSyncEverySeconds: options.fullSyncEverySeconds });
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
  const { requests: used, quotas } = source.usage();
  const calls = quotas.map((q) => Math.min(q.limit * apiBudget - used, q.limit - q.used));
  return { seconds: timeoutSeconds * SHARE, requests: Math.min(...calls) * SHARE };
}

function lessThan(budget: Cost, spent: readonly Cost[]): Cost {
  return {
    seconds: spent.reduce((left, cost) => left - cost.seconds, budget.seconds),
    requests: spent.reduce((left, cost) => left - cost.requests, budget.requests),
  };
}

function withNote(planned: Planned, why: string): Planned {
  const message = `A full sync is due (${why}), but not in this run: those that have waited longer fill its time or its calls. A later run reads the table in full.`;
  const schema = { ...planned.plan.schema, notes: [...planned.plan.schema.notes, { kind: 'plan' as const, message }] };
  return { ...planned, plan: { ...planned.plan, schema } };
}
