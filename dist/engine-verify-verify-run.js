import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  NOTHING_COMPARED,
  deriveTables,
  finish,
  historyRecords,
  openSources,
  verifyTable
} from "./engine-verify-compare-table.js";
import {
  planRun,
  tableRecord,
  withFullSyncsDue
} from "./engine-plan-run-plan.js";
import {
  withState
} from "./engine-run-context.js";
import "./views-pages-report-assets-generated.js";
import "./publish-manifest.js";
import "./engine-run-record.js";
import "./views-facts-state-words.js";
import "./views-pages-report-charts.js";
import {
  wantedSources
} from "./engine-plan-select-columns.js";
import {
  inStage
} from "./model-in-stage.js";
import "./lib-picomatch.js";
import "./runtime-read-through.js";
import "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./engine-restore-restore-2.js";
import "./state-workspace-workspace.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./warehouse-load-stage.js";
import "./warehouse-duckdb-database.js";
import "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-counts.js";
import "./lib-fastest-levenshtein.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./model-watermark.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import {
  pLimit
} from "./lib-p-limit.js";
import {
  HighwaterError
} from "./model-errors.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";

// src/engine/verify/verify-run.ts
async function verify(request, deps) {
  const { config } = request;
  const wanted = wantedSources(config, request.tables);
  return withState(request, deps, async (opened) => {
    const { run, state, stop, stateChanged } = opened;
    const before = await state.warehouse.tables();
    if (before.length === 0)
      await inStage("restore", async () => {
        throw nothingToVerify(deps.store.describe());
      });
    const sources = await openSources(opened, wanted);
    const plan = await run.stage(
      "plan",
      "what to compare",
      async () => withFullSyncsDue(planRun(sources, before, request, wanted.filter), { auto: false, history: [], now: deps.now(), config })
    );
    const options = {
      ...request,
      extent: { sample: request.sample },
      apiBudget: config.run.apiBudget,
      output: run.outputDirectory,
      now: () => deps.now().toISOString()
    };
    const verified = await run.stage("verify", "keys and values", async () => verifyAll(run, state, plan, options, stop.signal));
    const result = { version: 1, tables: [...notCompared(plan), ...verified.map((v) => v.verification)] };
    const records = verified.flatMap((v) => v.record ?? []);
    const changed = records.length > 0 || verified.some((v) => v.proven);
    stateChanged(changed);
    if (records.length > 0) return { result, record: await publish(run, state, { sources, plan, records, before, stop }) };
    if (changed) {
      await state.warehouse.remember(state.memories);
      await run.stage("save", deps.store.describe(), async () => state.save());
    }
    return { result, record: null };
  });
}
async function verifyAll(run, state, plan, options, signal) {
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
        notice: (message) => run.notice(message, source.name)
      };
      const tables = [];
      for (const one of planned) tables.push(await verifyTable(context, one, options));
      opener.close?.();
      return tables;
    })
  );
  return verified.flat();
}
function notCompared({ settled }) {
  return settled.filter((t) => t.status === "failed").map(({ source, table, error, why, rows }) => ({
    ...NOTHING_COMPARED,
    source,
    table,
    status: "failed",
    here: rows,
    how: why,
    error
  }));
}
async function publish(run, state, { sources, plan, records, before, stop }) {
  const mended = (source, table) => records.some((r) => r.source === source && r.table === table);
  const others = plan.sources.flatMap(
    ({ planned }) => planned.filter(({ plan: p }) => !mended(p.source, p.ref.name)).map(
      ({ plan: p, stored }) => tableRecord(
        { source: p.source, table: p.ref.name, label: p.ref.label, stored },
        {
          status: "skipped",
          why: "nothing had to be mended",
          error: null,
          fullSyncEverySeconds: p.options.fullSyncEverySeconds
        }
      )
    )
  );
  const derived = await deriveTables(run, state.warehouse, plan, records);
  const tables = [...plan.settled, ...records, ...others];
  const histories = historyRecords(tables, before, await state.warehouse.tables());
  return finish(run, state, { sources, tables: [...tables, ...histories, ...derived], exports: [], stop });
}
function nothingToVerify(store) {
  return new HighwaterError(
    "VERIFY_NOT_POSSIBLE",
    `There is nothing to verify: no table is saved in ${store}.`,
    "Run `highwater sync` first. Does --state (the input `state`) name the place where it keeps its state?"
  );
}
export {
  verify
};
