import type { LoadedConfig } from '../config/config.ts';
import { toHighwaterError } from '../errors.ts';
import type { Partition, TablePlan } from '../model/plan.ts';
import type { CheckResult, PlannedTable, PlanResult, ValidateResult } from '../model/results.ts';
import type { Opener, Source } from '../sources/source.ts';
import type { StoredTable } from '../warehouse/catalog.ts';
import type { Deps } from './context.ts';
import { type PlanRequest, planRun } from './plan.ts';
import { createSources, type Memories, withSources } from './sources.ts';

/** `validate`: no connection; the configuration has been loaded, so it is right. */
export async function validate(config: LoadedConfig, deps: Deps): Promise<ValidateResult> {
  const created = await createSources(config, deps, new Map(), deps.signal);
  return {
    command: 'validate',
    configFile: config.file,
    sources: created.map(({ config: c, source }) => ({
      name: c.name,
      type: c.type,
      address: source.address,
      tables: c.tables.map((t) => t.pattern),
    })),
    variables: config.environment,
    warnings: config.warnings,
  };
}

/** `check`: signs in, shows who and what can be read, changes nothing. */
export async function check(config: LoadedConfig, deps: Deps): Promise<CheckResult> {
  const sources = await withSources(config, deps, new Map(), async (opened) =>
    Promise.all(
      opened.map(async (open) => {
        const started = deps.now().getTime();
        const { source, access, type, notices } = open;
        const tables = open.error === null ? await source.access(open.tables.map((t) => t.chosen)) : [];
        const missing = open.failed.map(({ name, error }) => ({
          ref: { name, target: name, label: name, kind: 'table' },
          readable: false,
          rows: null,
          cursor: null,
          key: [],
          hidden: [],
          problem: { message: error.message, hint: error.hint },
        }));
        const { requests, quotas } = source.usage();
        const seconds = (deps.now().getTime() - started) / 1000;
        return {
          name: source.name,
          type,
          access,
          tables: [...tables, ...missing],
          quotas,
          requests,
          seconds,
          notices,
          error: open.error,
        };
      }),
    ),
  );
  const ok = sources.every((s) => s.error === null && s.tables.every((t) => t.readable));
  return { command: 'check', configFile: config.file, sources, ok };
}

/** What the state knows, for `plan`. */
export interface PlanState {
  readonly restored: PlanResult['state'];
  readonly tables: readonly StoredTable[];
  readonly memories: Memories;
}

/** `plan`: opens every table's import to see its partitions, and closes it without reading a row. */
export async function plan(config: LoadedConfig, deps: Deps, request: PlanRequest, state: PlanState): Promise<PlanResult> {
  return withSources(config, deps, state.memories, async (opened) => {
    const planned = planRun(opened, state.tables, request);
    const tables: PlannedTable[] = planned.settled
      .filter((t) => t.status === 'failed')
      .map((t) => ({ source: t.source, table: t.table, plan: null, partitions: [], error: t.error }));
    for (const { open, planned: own } of planned.sources) {
      const opener = await open.source.open(own.map((p) => p.plan));
      for (const p of own) tables.push(await preview(open.source, opener, p.plan));
      opener.close?.();
    }
    const modes = new Set(tables.flatMap((t) => (t.plan === null ? [] : [t.plan.mode])));
    return {
      command: 'plan',
      configFile: config.file,
      mode: modes.size === 2 ? 'mixed' : ([...modes][0] ?? request.mode),
      why: request.why,
      state: state.restored,
      tables,
      sources: opened.map((o) => ({
        name: o.source.name,
        type: o.type,
        quotas: o.source.usage().quotas,
        notices: o.notices,
        error: o.error,
      })),
      notices: planned.dropped.map(
        (t) => `${t.source}.${t.table} is no longer in the configuration: the next sync removes it from the warehouse`,
      ),
    };
  });
}

async function preview(source: Source, opener: Opener, tablePlan: TablePlan): Promise<PlannedTable> {
  const base = { source: tablePlan.source, table: tablePlan.ref.name };
  try {
    const reason = tablePlan.mode === 'incremental' ? ((await source.canContinue?.(tablePlan)) ?? null) : null;
    const real: TablePlan = reason === null ? tablePlan : { ...tablePlan, mode: 'full', since: null, why: reason };
    const opened = await opener.begin(real, null);
    const partitions: readonly Partition[] = opened.partitions;
    await opened.close();
    return { ...base, plan: real, partitions, error: null };
  } catch (error) {
    return { ...base, plan: tablePlan, partitions: [], error: toHighwaterError(error).report() };
  }
}
