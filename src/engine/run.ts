import { inStage } from '../model/in-stage.ts';
import type { RunRecord } from '../model/record.ts';
import { checkTables } from './check-tables.ts';
import { deriveTables, dropTables } from './derived-tables.ts';
import { dropUnmasked } from './drop-unmasked.ts';
import { historyRecords } from './history-records.ts';
import { openSources } from './open-sources.ts';
import { withFullSyncsDue } from './plan/full-syncs-due.ts';
import { inTurn, planRun } from './plan/run-plan.ts';
import { extractAll } from './read/extract-tables.ts';
import { readExportsBack } from './read-exports-back.ts';
import { withState } from './restore/with-state.ts';
import type { RunDeps, SyncRequest } from './run-context.ts';
import { finish } from './save/publish-and-save.ts';
import { baselineOf, isRepeatable } from './save/unchanged-state.ts';
import { withSchemaChanges } from './schema-changes.ts';
import { wantedSources } from './sources.ts';
import { verifyShare } from './verify/verify-share.ts';

/**
 * One sync, from the saved state to the saved state: restore → connect → describe → plan → read and load → verify (a share,
 * where `run.verify` says so) → check → save → publish.
 *
 * A table that fails keeps its rows and watermark and does not stop the others; its record says why. Throws ConfigError for
 * what only the configuration can fix, and HighwaterError if no table could be started (the state can't be read).
 */
export async function sync(request: SyncRequest, deps: RunDeps): Promise<RunRecord> {
  const { config } = request;
  const wanted = wantedSources(config, request.tables);
  return withState(request, deps, async (opened) => {
    const { run, state, stop, stateChanged } = opened;
    const sources = await openSources(opened, wanted);
    const { history, before, plan, baseline, settled } = await run.stage('plan', 'what to read', async () => {
      const known = { history: await state.warehouse.history(), before: await state.warehouse.tables() };
      const planned = planRun(sources, known.before, request, wanted.filter);
      const auto = request.auto ?? false;
      const due = withFullSyncsDue(planned, { auto, history: known.history, now: deps.now(), config });
      const began = { ...(await baselineOf(state.warehouse)), repeatable: isRepeatable(due) };
      stateChanged(true);
      for (const { source, message } of due.exchanged) run.warn(`${source}: ${message}`);
      await dropTables(run, state.warehouse, due.dropped);
      return { ...known, plan: due, baseline: began, settled: await dropUnmasked(run, state.warehouse, due) };
    });
    const extracted = await run.stage('read', 'rows', async () =>
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
    const derived = await inStage('load', async () => deriveTables(run, state.warehouse, plan, compared));
    const tables = withSchemaChanges([...settled, ...compared], before);
    return await inStage('save', async () => {
      const histories = historyRecords(tables, before, await state.warehouse.tables());
      const all = [...tables, ...histories, ...derived];
      const checked = stop.byUser() ? all : await checkTables(run, state.warehouse, plan, all, history);
      const exports = await readExportsBack(run, state.warehouse, tables);
      return finish(run, state, { sources, tables: checked, exports, stop, baseline });
    });
  });
}
