import pLimit from 'p-limit';
import { HighwaterError } from '../../model/errors.ts';
import { inStage } from '../../model/in-stage.ts';
import type { RunRecord, TableRecord } from '../../model/record.ts';
import type { TableVerification, VerifyResult } from '../../model/verification.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import { deriveTables } from '../derived-tables.ts';
import { historyRecords } from '../history-records.ts';
import { openSources } from '../open-sources.ts';
import { withFullSyncsDue } from '../plan/full-syncs-due.ts';
import { planRun, type RunPlan } from '../plan/run-plan.ts';
import type { RestoredState } from '../restore/restore.ts';
import { withState } from '../restore/with-state.ts';
import type { Run, RunDeps, Stop, SyncRequest } from '../run-context.ts';
import { finish } from '../save/publish-and-save.ts';
import { type OpenSource, wantedSources } from '../sources.ts';
import { tableRecord } from '../table-record.ts';
import type { SampleSize } from './extent.ts';
import { NOTHING_COMPARED, type VerifiedTable, type VerifyOptions, verifyTable } from './verify-table.ts';

export interface VerifyRequest extends SyncRequest {
  readonly sample: SampleSize;
  readonly repair: boolean;
}

export interface VerifyOutcome {
  readonly result: VerifyResult;
  /** The run that mended what differed; null: nothing was changed. */
  readonly record: RunRecord | null;
}

/**
 * Compares the state's tables with their sources: restore → connect → describe → plan → verify. Where it mends, the rest is that of a sync: save →
 * publish; else the state is saved only to keep when a table was proven.
 */
export async function verify(request: VerifyRequest, deps: RunDeps): Promise<VerifyOutcome> {
  const { config } = request;
  const wanted = wantedSources(config, request.tables);
  return withState(request, deps, async (opened) => {
    const { run, state, stop, stateChanged } = opened;
    const before = await state.warehouse.tables();
    if (before.length === 0)
      await inStage('restore', async () => {
        throw nothingToVerify(deps.store.describe());
      });
    const sources = await openSources(opened, wanted);
    const plan = await run.stage('plan', 'what to compare', async () =>
      withFullSyncsDue(planRun(sources, before, request, wanted.filter), { auto: false, history: [], now: deps.now(), config }),
    );
    const options = {
      ...request,
      extent: { sample: request.sample },
      apiBudget: config.run.apiBudget,
      output: run.outputDirectory,
      now: () => deps.now().toISOString(),
    };
    const verified = await run.stage('verify', 'keys and values', async () => verifyAll(run, state, plan, options, stop.signal));
    const result: VerifyResult = { version: 1, tables: [...notCompared(plan), ...verified.map((v) => v.verification)] };
    const records = verified.flatMap((v) => v.record ?? []);
    const changed = records.length > 0 || verified.some((v) => v.proven);
    stateChanged(changed);
    if (records.length > 0) return { result, record: await publish(run, state, { sources, plan, records, before, stop }) };
    if (changed) {
      await state.warehouse.remember(state.memories);
      await run.stage('save', deps.store.describe(), async () => state.save());
    }
    return { result, record: null };
  });
}

async function verifyAll(
  run: Run,
  state: RestoredState,
  plan: RunPlan,
  options: VerifyOptions,
  signal: AbortSignal,
): Promise<VerifiedTable[]> {
  const { parallel } = run.config.run;
  const verified = await Promise.all(
    plan.sources.map(async ({ open: { source }, planned }) => {
      if (planned.length === 0) return [];
      const opener = await source.open([]);
      const slots = pLimit(parallel);
      const context = {
        warehouse: state.warehouse,
        source,
        opener,
        parallel,
        signal,
        observe: run.deps.observe,
        slots,
        notice: (message: string) => run.notice(message, source.name),
      };
      const tables: VerifiedTable[] = [];
      // One after the other: each keeps both engines busy.
      for (const one of planned) tables.push(await verifyTable(context, one, options));
      opener.close?.();
      return tables;
    }),
  );
  return verified.flat();
}

/** Tables that could not be described, or not be found. */
function notCompared({ settled }: RunPlan): TableVerification[] {
  return settled
    .filter((t) => t.status === 'failed')
    .map(({ source, table, error, why, rows }) => ({
      ...NOTHING_COMPARED,
      source,
      table,
      status: 'failed' as const,
      here: rows,
      how: why,
      error,
    }));
}

interface Mended {
  readonly sources: readonly OpenSource[];
  readonly plan: RunPlan;
  readonly records: readonly TableRecord[];
  readonly before: readonly StoredTable[];
  readonly stop: Stop;
}

async function publish(run: Run, state: RestoredState, { sources, plan, records, before, stop }: Mended): Promise<RunRecord> {
  const mended = (source: string, table: string) => records.some((r) => r.source === source && r.table === table);
  const others = plan.sources.flatMap(({ planned }) =>
    planned
      .filter(({ plan: p }) => !mended(p.source, p.ref.name))
      .map(({ plan: p, stored }) =>
        tableRecord(
          { source: p.source, table: p.ref.name, label: p.ref.label, stored },
          {
            status: 'skipped',
            why: 'nothing had to be mended',
            error: null,
            fullSyncEverySeconds: p.options.fullSyncEverySeconds,
          },
        ),
      ),
  );
  const derived = await deriveTables(run, state.warehouse, plan, records);
  const tables = [...plan.settled, ...records, ...others];
  const histories = historyRecords(tables, before, await state.warehouse.tables());
  return finish(run, state, { sources, tables: [...tables, ...histories, ...derived], exports: [], stop });
}

function nothingToVerify(store: string): HighwaterError {
  return new HighwaterError(
    'VERIFY_NOT_POSSIBLE',
    `There is nothing to verify: no table is saved in ${store}.`,
    'Run `highwater sync` first. Does --state (the input `state`) name the place where it keeps its state?',
  );
}
