import type { LoadedConfig } from '../config/config.ts';
import { checkExports } from '../engine/destinations.ts';
import { withFullSyncsDue } from '../engine/plan/full-syncs-due.ts';
import { type PlanRequest, planRun } from '../engine/plan/run-plan.ts';
import type { PlannedTable } from '../engine/plan/table-plan.ts';
import { type MatrixRequest, type MatrixResult, planMatrix } from '../engine/plan-matrix.ts';
import { leftOutNotice, mayLeaveOut } from '../engine/read/import-attempts.ts';
import { beginImport } from '../engine/read/import-table.ts';
import type { Deps } from '../engine/run-context.ts';
import { type OpenSource, wantedSources, withSources } from '../engine/sources.ts';
import type { Opener, Source, TableAccess } from '../model/contract.ts';
import { type ErrorReport, toHighwaterError } from '../model/errors.ts';
import { inStage } from '../model/in-stage.ts';
import type { Partition } from '../model/plan.ts';
import type { CheckResult, PlanResult, PreviewedTable } from '../model/results.ts';
import { prepareNative } from '../runtime/native.ts';
import { checkStores } from './check-stores.ts';
import type { PlanState } from './plan-state.ts';
import { type AppSession, dependencies } from './session.ts';
import { depsOf, openSharedStores, type SharedStores } from './shared-stores.ts';
import type { StatePlace } from './state-place.ts';

/** `check`: signs in, shows who and what can be read, changes nothing. What fails at one source stays with it. */
export async function check(session: AppSession, config: LoadedConfig, place: StatePlace): Promise<CheckResult> {
  const deps = dependencies(session, { workDirectory: '', vaults: place.vaults });

  const sources = await withSources(config, deps, new Map(), async (opened) =>
    Promise.all(opened.map(async (open) => checkSource(open, deps))),
  );
  const exports = await checkExports(config, deps);
  const stores = await checkStores(session, config, place);
  const readable = sources.every((s) => s.error === null && s.tables.every((t) => t.readable));
  const ok = readable && [...exports, ...stores].every(({ error }) => error === null);
  return {
    command: 'check',
    configFile: config.file,
    sources,
    ...(exports.length === 0 ? {} : { exports }),
    ...(stores.length === 0 ? {} : { stores }),
    ok,
  };
}

async function checkSource(open: OpenSource, deps: Deps): Promise<CheckResult['sources'][number]> {
  const started = deps.now().getTime();
  const { source, access, type, notices } = open;
  const looked = await readableTables(open);
  const { requests, quotas } = source.usage();
  const seconds = (deps.now().getTime() - started) / 1000;
  const tables = [...looked.tables, ...open.failed.map(({ name, error }) => unreadable(name, error))];
  return { name: source.name, type, access, tables, quotas, requests, seconds, notices, error: looked.error };
}

async function readableTables({
  source,
  tables,
  error,
}: OpenSource): Promise<Pick<CheckResult['sources'][number], 'tables' | 'error'>> {
  if (error !== null) return { tables: [], error };
  try {
    return { tables: await inStage('describe', async () => source.access(tables.map((t) => t.chosen))), error: null };
  } catch (thrown) {
    return { tables: [], error: toHighwaterError(thrown).report() };
  }
}

function unreadable(name: string, { message, hint }: ErrorReport): TableAccess {
  const ref = { name, target: name, label: name, kind: 'table' };
  return { ref, readable: false, rows: null, cursor: null, key: [], hidden: [], problem: { message, hint } };
}

/** `plan`: opens every table's import to see its partitions, and closes it without reading a row. */
async function plan(
  config: LoadedConfig,
  deps: Deps,
  request: PlanRequest,
  state: PlanState,
  matrix: MatrixRequest | null,
): Promise<PlanResult> {
  const wanted = wantedSources(config, request.tables);
  const look = async (opened: OpenSource[]): Promise<PlanResult> => {
    const planned = withFullSyncsDue(planRun(opened, state.tables, request, wanted.filter), {
      auto: request.auto ?? false,
      history: state.history,
      now: deps.now(),
      config,
    });
    const tables: PreviewedTable[] = planned.settled
      .filter((t) => t.status === 'failed')
      .map((t) => ({ source: t.source, table: t.table, plan: null, partitions: [], error: t.error }));
    const leftOut: string[] = [];
    for (const { open, planned: own } of planned.sources) {
      const leave = (message: string): void => void leftOut.push(`${open.source.name}: ${message}`);
      tables.push(...(await inStage('plan', async () => previewAll(open.source, own, leave))));
    }
    const jobs = matrix === null ? null : await planMatrix(opened, config, matrix);
    const modes = new Set(tables.flatMap((t) => (t.plan === null ? [] : [t.plan.mode])));
    return {
      command: 'plan',
      configFile: config.file,
      mode: modes.size === 2 ? 'mixed' : ([...modes][0] ?? request.mode),
      why: request.why,
      state: state.restored,
      tables,
      ...(jobs === null ? {} : { matrix: jobs.matrix }),
      sources: opened.map((o) => ({
        name: o.source.name,
        type: o.type,
        quotas: o.source.usage().quotas,
        notices: o.notices,
        error: o.error,
      })),
      notices: [
        ...leftOut,
        ...(jobs?.notices ?? []),
        ...planned.exchanged.map(({ source, message }) => `${source}: ${message}`),
        ...planned.dropped.map(
          (t) => `${t.source}.${t.table} is no longer in the configuration: the next sync removes it from the warehouse`,
        ),
      ],
    };
  };
  return withSources(wanted.config, deps, state.memories, look, wanted.filter);
}

/** `plan` with a copy of the saved state: it changes nothing, and does not wait for a sync. `jobs`: null for as many as fit; absent: no matrix is wanted. */
export async function planFromState(
  session: AppSession,
  config: LoadedConfig,
  request: PlanRequest & { readonly jobs?: number | null },
  place: StatePlace,
): Promise<PlanResult> {
  await prepareNative({ env: session.env, log: session.log });
  const { readPlanState } = await import('./plan-state.ts');
  const deps = dependencies(session, place);
  const state = await readPlanState({ ...place, now: deps.now });
  return withStores(session, config, place, request.tables, async (stores) => {
    const { divisions } = depsOf(stores);
    const matrix = request.jobs === undefined ? null : matrixRequest(request.jobs, place, stores);
    return plan(config, { ...deps, ...(divisions === undefined ? {} : { divisions }) }, request, state, matrix);
  });
}

/** `plan --matrix`: which tables which job of a workflow reads. */
export async function planJobs(
  session: AppSession,
  config: LoadedConfig,
  request: { readonly tables: readonly string[]; readonly jobs: number | null },
  place: StatePlace,
): Promise<MatrixResult> {
  const wanted = wantedSources(config, request.tables);
  return withStores(session, config, place, [], async (stores) => {
    const asked = matrixRequest(request.jobs, place, stores);
    const divided = async (opened: readonly OpenSource[]) => planMatrix(opened, config, asked);
    return withSources(wanted.config, dependencies(session, place), new Map(), divided, wanted.filter);
  });
}

async function withStores<T>(
  session: AppSession,
  config: LoadedConfig,
  place: StatePlace,
  tables: readonly string[],
  work: (stores: SharedStores) => Promise<T>,
): Promise<T> {
  const stores = await openSharedStores(session, config, place, tables);
  try {
    return await work(stores);
  } finally {
    stores.close();
  }
}

function matrixRequest(jobs: number | null, { name, shared }: StatePlace, { lake }: SharedStores): MatrixRequest {
  return { jobs, stateName: name, lake, divides: lake !== null || shared !== null };
}

/** What fails before any table is begun fails the tables of this source, and no others. */
async function previewAll(
  source: Source,
  planned: readonly PlannedTable[],
  leave: (message: string) => void,
): Promise<PreviewedTable[]> {
  const plans = planned.map((p) => p.plan);
  let opener: Opener;
  try {
    opener = await source.open(plans);
  } catch (error) {
    const report = toHighwaterError(error).report();
    return plans.map((p) => ({ source: p.source, table: p.ref.name, plan: p, partitions: [], error: report }));
  }
  const tables: PreviewedTable[] = [];
  for (const p of planned) tables.push(...(await preview(opener, p, leave)));
  opener.close?.();
  return tables;
}

/** Nothing for a table that a sync would leave out. */
async function preview(
  opener: Opener,
  planned: PlannedTable,
  leave: (message: string) => void,
): Promise<readonly PreviewedTable[]> {
  const tablePlan = planned.plan;
  const base = { source: tablePlan.source, table: tablePlan.ref.name };
  try {
    let real = tablePlan;
    const { opened } = await beginImport(opener, planned, {
      findResume: async () => null,
      onFullSync: ({ plan: full }) => {
        real = full;
      },
    });
    const partitions: readonly Partition[] = opened.partitions;
    await opened.close();
    return [{ ...base, plan: real, partitions, error: null }];
  } catch (error) {
    const failure = toHighwaterError(error);
    if (!mayLeaveOut(failure, planned)) return [{ ...base, plan: tablePlan, partitions: [], error: failure.report() }];
    leave(leftOutNotice(base.table, failure));
    return [];
  }
}
