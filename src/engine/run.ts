import type { RunRecord } from '../model/record.ts';
import { checkTables } from './check-tables.ts';
import { deriveTables, dropTables } from './derived-tables.ts';
import { dropUnmasked } from './drop-unmasked.ts';
import { extractAll } from './extract/extract-tables.ts';
import { historyRecords } from './history-records.ts';
import { withFullSyncsDue } from './plan/full-syncs-due.ts';
import { inTurn, planRun } from './plan/run-plan.ts';
import { finish } from './publish-and-save.ts';
import { readExportsBack } from './read-exports-back.ts';
import type { RunDeps, SyncRequest } from './run-context.ts';
import { withSchemaChanges } from './schema-changes.ts';
import { closeSources, createSources, describeSources, divisionsOf, wantedSources } from './sources.ts';
import { baselineOf, isRepeatable } from './unchanged-state.ts';
import { verifyShare } from './verify/verify-share.ts';
import { withState } from './with-state.ts';

/**
 * One sync, from the saved state to the saved state: restore → describe → plan → extract (stage, merge) → verify (a share, where
 * `run.verify` says so) → publish → save → report.
 *
 * A table that fails keeps its rows and watermark and does not stop the others; its record says why. Throws ConfigError for
 * what only the configuration can fix, and HighwaterError if no table could be started (the state can't be read).
 */
export async function sync(request: SyncRequest, deps: RunDeps): Promise<RunRecord> {
  const { config } = request;
  const wanted = wantedSources(config, request.tables);
  return withState(request, deps, async ({ run, state, stop, stateChanged, atEnd }) => {
    const created = await createSources(wanted.config, deps, state.memories, stop.signal);
    atEnd(async () => closeSources(created));
    const sources = await run.stage('describe', 'tables and columns', async () =>
      describeSources(created, config, wanted.filter, divisionsOf(deps)),
    );
    const history = await state.warehouse.history();
    const before = await state.warehouse.tables();
    const plan = await run.stage('plan', 'what to read', async () => {
      const planned = planRun(sources, before, request, wanted.filter);
      return withFullSyncsDue(planned, { auto: request.auto ?? false, history, now: deps.now(), config });
    });
    const baseline = { ...(await baselineOf(state.warehouse)), repeatable: isRepeatable(plan) };
    stateChanged(true);
    for (const { source, message } of plan.exchanged) run.warn(`${source}: ${message}`);
    await dropTables(run, state.warehouse, plan.dropped);
    const settled = await dropUnmasked(run, state.warehouse, plan);
    const extracted = await run.stage('extract', 'rows', async () =>
      extractAll({
        warehouse: state.warehouse,
        sources: plan.sources.map(({ open, planned }) => ({ source: open.source, planned: inTurn(planned, history) })),
        parallel: config.run.parallel,
        signal: stop.signal,
        observe: deps.observe,
        notice: (message, source) => run.notice(message, source),
      }),
    );
    const compared = await verifyShare(run, state.warehouse, plan, extracted, stop);
    const derived = await deriveTables(run, state.warehouse, plan, compared);
    const tables = withSchemaChanges([...settled, ...compared], before);
    const histories = historyRecords(tables, before, await state.warehouse.tables());
    const all = [...tables, ...histories, ...derived];
    const checked = stop.byUser() ? all : await checkTables(run, state.warehouse, plan, all, history);
    const exports = await readExportsBack(run, state.warehouse, tables);
    return await finish(run, state, { sources, tables: checked, exports, stop, baseline });
  });
}
