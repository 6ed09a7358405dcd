import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExportConfig } from '../config/config.ts';
import type { ExportOptions, ExportTools, WantedExport } from '../exports/export-tools.ts';
import type { Inputs } from '../exports/prepare/read-query.ts';
import { type EvaluatedExport, evaluateExport, inOrderOfAfter } from '../exports/prepare-exports.ts';
import { recordExports } from '../exports/record-exports.ts';
import { type ExportEntry, runExports } from '../exports/run-exports.ts';
import type { ErrorReport } from '../model/errors.ts';
import { type HighwaterError, toHighwaterError } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import { inStage } from '../model/in-stage.ts';
import type { RunRecord, StateRecord } from '../model/record.ts';
import { type CheckOutcome, checkName } from '../model/table-check.ts';
import { storedChecks } from '../warehouse/check/check-catalog.ts';
import { RESULTS, SealedQueries } from '../warehouse/duckdb/sealed-queries.ts';
import { text } from '../warehouse/duckdb/sql.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { closeDestinations, type OpenDestination, openDestinations } from './destinations.ts';
import { finishExport } from './export-record.ts';
import type { RestoredState } from './restore/restore.ts';
import { type RunWithState, withState } from './restore/with-state.ts';
import type { Run, RunDeps, Stop, SyncRequest } from './run-context.ts';

export interface ExportRequest extends Pick<SyncRequest, 'config' | 'why' | 'output' | 'notices'> {
  /** Names of exports; empty: all. */
  readonly only: readonly string[];
  readonly options: ExportOptions;
}

/**
 * One export run: restore → evaluate the queries, sealed off → check against the service → plan → limits → save the intent → send → fetch every outcome →
 * save → report. Throws where nothing could be begun: the state can't be read, or the configuration is wrong.
 */
export async function exportRows(request: ExportRequest, deps: RunDeps): Promise<RunRecord> {
  const configs = inOrderOfAfter(chosen(request));
  const directory = join(deps.workDirectory, 'exports');
  const send = async ({ run, state, stop, stateChanged, atEnd }: RunWithState): Promise<RunRecord> => {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const destinations = await run.stage('connect', 'destinations', async () =>
      openDestinations(run, configs, state.memories, stop.signal),
    );
    atEnd(async () => closeDestinations(destinations));
    const tools = await toolsOf(run, request, state, { directory, stop });
    const entries = configs.map((config): ExportEntry => {
      const opened = destinations.find(({ config: { name } }) => name === config.to);
      return { config, destination: opened?.error === null ? opened.destination : null, error: opened?.error ?? null };
    });
    // From here on a kill leaves a ledger that is worth keeping.
    stateChanged(true);
    const { records, changed } = await runExports(entries, tools);
    stateChanged(changed);
    return inStage('save', async () => finish(run, state, { request, destinations, records, changed, stop }));
  };
  try {
    return await withState(syncRequestOf(request), deps, send);
  } finally {
    // The state's database had these files attached.
    await rm(directory, { recursive: true, force: true });
  }
}

/** What `Run` and `restore` know of a run: nothing is synced. */
function syncRequestOf({ config, why, output, notices }: ExportRequest): SyncRequest {
  const base = { config, mode: 'incremental', why, tables: [], output, onUnreadableState: 'fail', allowDeletes: false } as const;
  return notices === undefined ? base : { ...base, notices };
}

function chosen({ config, only }: ExportRequest): readonly ExportConfig[] {
  return config.exports.filter(({ name }) => only.length === 0 || only.includes(name));
}

async function toolsOf(
  run: Run,
  request: ExportRequest,
  state: RestoredState,
  { directory, stop }: { directory: string; stop: Stop },
): Promise<ExportTools> {
  const results = join(directory, 'rows.duckdb');
  const inputs: Inputs = {
    tables: await state.warehouse.tables(),
    history: await state.warehouse.history(),
    failedChecks: await failedChecks(state.warehouse),
    sources: request.config.sources.map(({ name }) => name),
    now: run.startedAt,
  };
  return {
    stage: async (stage, detail, work) => run.stage(stage, detail, work),
    evaluate: async (wanted) => evaluateAll(state, wanted, results, inputs),
    use: async (work) =>
      state.warehouse.database.use(async (c) => {
        await c.run(`ATTACH IF NOT EXISTS ${text(results)} AS ${RESULTS}`);
        return work(c);
      }),
    save: async () => {
      await run.stage('save', run.deps.store.describe(), async () => state.saveAndContinue());
    },
    options: request.options,
    inputs,
    output: run.outputDirectory,
    directory,
    signal: stop.signal,
    now: run.deps.now,
    notice: (message) => run.notice(message),
    progress: (name, rows) => run.deps.observe({ type: 'stage', stage: 'send', detail: `${name}: ${rows} rows answered` }),
    sleep: async (ms) => delay(ms, undefined, { signal: stop.signal }),
  };
}

/** Evaluates queries while nothing else has the state open: what fails there fails its own export. */
async function evaluateAll(
  state: RestoredState,
  wanted: readonly WantedExport[],
  results: string,
  inputs: Inputs,
): Promise<ReadonlyMap<string, EvaluatedExport | HighwaterError>> {
  return state.warehouse.whileClosed(async (file, options) => {
    const sealed = await SealedQueries.open(file, results, options);
    try {
      const found = new Map<string, EvaluatedExport | HighwaterError>();
      for (const { config, destination } of wanted) {
        const one = evaluateExport(sealed, config, destination, inputs).catch((error: unknown) => toHighwaterError(error));
        found.set(config.name, await one);
      }
      return found;
    } finally {
      await sealed.close();
    }
  });
}

/** By `source.table`: the checks of severity `fail` that did not pass when the table was last read. */
async function failedChecks(warehouse: Warehouse): Promise<Inputs['failedChecks']> {
  const checks = await warehouse.database.use(storedChecks);
  const failed = (one: CheckOutcome): boolean => one.severity === 'fail' && (one.status === 'fail' || one.status === 'error');
  return new Map([...checks].map(([table, outcomes]) => [table, outcomes.filter(failed).map(checkName)] as const));
}

interface Finished {
  readonly request: ExportRequest;
  readonly destinations: readonly OpenDestination[];
  readonly records: readonly ExportRecord[];
  readonly changed: boolean;
  readonly stop: Stop;
}

async function finish(
  run: Run,
  state: RestoredState,
  { request, destinations, records, changed, stop }: Finished,
): Promise<RunRecord> {
  let saved: StateRecord['saved'] = null;
  let error: ErrorReport | null = null;
  if (changed) {
    try {
      await state.warehouse.database.use(async (c) => {
        await recordExports(c, run.id, run.deps.now().toISOString(), records);
        // The state is checkpointed by itself; the results beside it are not needed any more.
        await c.run('PRAGMA disable_checkpoint_on_shutdown');
      });
      saved = await run.stage('save', run.deps.store.describe(), async () => state.save());
    } catch (thrown) {
      error = toHighwaterError(thrown).report();
    }
  }
  const mode = request.options.dryRun ? 'export-plan' : 'export';
  return finishExport(run, {
    mode,
    destinations,
    records,
    state: { ...state.record, saved },
    error,
    interrupted: stop.signal.aborted,
  });
}
