import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  Ledger,
  MANIFEST_FILE,
  NO_COUNTS,
  REPORT_FILE,
  Run,
  comparison,
  fieldColumn,
  ledgerNames,
  outputError,
  publish,
  recordExports,
  renderReport,
  stopSignal,
  writeText
} from "./views-pages-report-assets-generated.js";
import {
  renderManifest
} from "./publish-manifest.js";
import {
  failedRecord,
  importTable,
  inTurn,
  newProgress,
  planRun,
  tableRecord,
  withFullSyncsDue
} from "./engine-plan-run-plan.js";
import {
  recordOf,
  redactWords
} from "./engine-run-record.js";
import "./views-facts-facts.js";
import "./views-pages-report-markup.js";
import {
  closeSources,
  createSources,
  describeSources,
  wantedSources
} from "./engine-plan-select-columns.js";
import "./lib-picomatch.js";
import {
  counted
} from "./views-facts-format.js";
import "./model-counts.js";
import {
  restore
} from "./engine-restore-2.js";
import "./state-workspace-workspace.js";
import "./runtime-lease.js";
import "./warehouse-table-full-load.js";
import {
  realTypes
} from "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import {
  id,
  text
} from "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./lib-fastest-levenshtein.js";
import {
  pLimit
} from "./lib-p-limit.js";
import "./model-table.js";
import "./model-column-mask.js";
import "./model-watermark.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import "./shared.js";

// src/engine/derived-tables.ts
async function dropTables(run, warehouse, tables) {
  for (const table of tables) {
    await warehouse.drop(table);
    run.notice(
      `${table.table} is no longer in the configuration: it was removed from the warehouse, with ${counted(table.rows, "row")}.`,
      table.source
    );
  }
}
async function deriveTables(run, warehouse, plan, records) {
  const results = [];
  for (const { open, planned } of plan.sources) {
    if (open.error !== null) continue;
    const wanted = new Set((open.source.derive?.(planned.map((p) => p.plan)) ?? []).map((t) => t.name));
    const stored = await warehouse.tables();
    const left = plan.settled.some((t) => t.source === open.source.name);
    if (!left)
      await dropTables(
        run,
        warehouse,
        stored.filter((t) => t.source === open.source.name && isComputed(t) && !wanted.has(t.table))
      );
    results.push(...await deriveAll(warehouse, open.source, planned, records));
  }
  return results;
}
function isComputed({ derived, history }) {
  return derived === true && history === void 0;
}
async function deriveAll(warehouse, source, planned, records) {
  const derived = source.derive?.(planned.map((p) => p.plan)) ?? [];
  const stored = await warehouse.tables();
  const there = new Set(stored.filter((t) => t.source === source.name).map((t) => t.name));
  const changed = new Set(
    records.filter((r) => r.source === source.name && r.inserted + r.updated + r.deleted > 0).map((r) => r.name)
  );
  const results = [];
  for (const table of derived) {
    if (table.from.some((name) => !there.has(name))) continue;
    const before = stored.find((t) => t.source === source.name && t.table === table.name && t.derived === true) ?? null;
    if (before !== null && before.fingerprint.sql === table.sql && !table.from.some((name) => changed.has(name)))
      results.push(derivedRecord(source, table, before, before, null));
    else results.push(await compute(warehouse, source, table, before));
  }
  return results;
}
async function compute(warehouse, source, table, before) {
  try {
    return derivedRecord(source, table, before, await warehouse.derive(source.name, table), null);
  } catch (error) {
    return derivedRecord(source, table, before, before, toHighwaterError(error).report());
  }
}
function derivedRecord(source, table, before, after, error) {
  const facts = { why: `computed from ${table.from.join(", ")}`, error, fullSyncEverySeconds: null };
  const recorded = { source: source.name, table: table.name, label: table.name, stored: after };
  if (error !== null || after === null) return tableRecord(recorded, { ...facts, status: "failed" });
  return tableRecord(recorded, {
    ...facts,
    status: "succeeded",
    mode: "full",
    inserted: before === null ? after.rows : 0,
    updated: before === null || before === after ? 0 : after.rows
  });
}

// src/engine/drop-unmasked.ts
async function dropUnmasked(run, warehouse, { sources }) {
  let dropped = false;
  for (const { plan, fingerprint, known, revealing, stored } of sources.flatMap(({ planned }) => planned)) {
    if (revealing !== void 0) {
      await warehouse.drop(revealing);
      for (const computed of (await warehouse.tables()).filter((t) => t.source === plan.source && t.derived === true))
        await warehouse.drop(computed);
      run.notice(
        `${plan.ref.name}: ${plan.why}. Its rows were removed, because they hold values that are masked now.`,
        plan.source
      );
      dropped = true;
    } else if (stored === null && plan.schema.columns.some((c) => c.mask !== void 0)) {
      const nothing = () => void 0;
      const resumable = await warehouse.findResume({ plan, fingerprint, stored: known, onRead: nothing, onLoaded: nothing });
      if (resumable === null) dropped = await warehouse.dropUnfinished(plan.source, plan.ref.name) || dropped;
    }
  }
  if (dropped) await warehouse.compact(true);
}

// src/engine/extract/extract-tables.ts
async function extractAll(input) {
  const merges = pLimit(1);
  input.observe({ type: "tables", tables: input.sources.flatMap(({ planned }) => planned.map(({ plan }) => tableOf(plan))) });
  const exclusive = async (work) => merges(work);
  const records = await Promise.all(
    input.sources.map(async ({ source, planned }) => extractSource(input, source, planned, exclusive))
  );
  return records.flat();
}
function tableOf({ source, ref }) {
  return { source, table: ref.name };
}
async function extractSource(input, source, planned, exclusive) {
  let opener;
  try {
    opener = await source.open(planned.map((p) => p.plan));
  } catch (error) {
    const failure = input.signal.aborted ? input.signal.reason : error;
    return planned.map((p) => failedRecord(newProgress(p), toHighwaterError(failure)));
  }
  const slots = pLimit(input.parallel);
  const tables = pLimit(input.parallel);
  const { warehouse, parallel, signal, observe } = input;
  const context = {
    warehouse,
    source,
    opener,
    parallel,
    signal,
    observe,
    exclusive,
    slots,
    notice: (message) => input.notice(message, source.name)
  };
  try {
    return await Promise.all(
      planned.map(async (p) => tables(async () => signal.aborted ? notStarted(p, signal) : importTable(context, p)))
    );
  } finally {
    opener.close?.();
  }
}
function notStarted(planned, signal) {
  const reason = signal.reason instanceof HighwaterError ? signal.reason : new HighwaterError("INTERRUPTED", "The run was stopped before this table began.", "The next run reads it.");
  const record = failedRecord(newProgress(planned), reason);
  return { ...record, status: "skipped", why: "the run was stopped before this table began", startedAt: null, error: null };
}

// src/engine/history-records.ts
function historyRecords(tables, before, after) {
  return after.flatMap((stored) => {
    const { history, source } = stored;
    const owner = tables.find((t) => t.source === source && t.table === history?.of);
    if (history === void 0 || owner === void 0) return [];
    const known = before.find((t) => t.source === source && t.table === stored.table);
    const kept = after.find((t) => t.source === source && t.table === history.of)?.version === history.agreesWith;
    const off = owner.status === "succeeded" && !kept;
    return [
      tableRecord(
        { source, table: stored.table, label: stored.label, stored },
        {
          status: off ? "skipped" : owner.status === "failed" ? "skipped" : owner.status,
          why: whyOf(owner, off),
          mode: owner.mode,
          error: null,
          inserted: Math.max(0, stored.rows - (known?.rows ?? 0)),
          fullSyncEverySeconds: null,
          historyOf: history.of
        }
      )
    ];
  });
}
function whyOf(owner, off) {
  if (off) return `${owner.table} is synced without history now: its old versions are kept as they were`;
  return owner.status === "succeeded" ? `versions of the rows of ${owner.table}` : `${owner.table} was not synced`;
}

// src/engine/publish-and-save.ts
async function finish(run, state, outcome) {
  const { warehouse } = state;
  const { sources, exports, stop } = outcome;
  const tables = settled(outcome.tables, await warehouse.tables());
  const interrupted = stop.signal.aborted;
  const finishedAt = run.deps.now().toISOString();
  const nothing = { output: null, parquet: /* @__PURE__ */ new Map(), error: null };
  const parts = { sources, tables, exports, interrupted, finishedAt, state: state.record, ...nothing };
  await warehouse.remember(state.memories);
  await warehouse.describe(recordOf(run, parts), written(await warehouse.tables(), tables));
  const history = await warehouse.history();
  run.deps.history?.(history);
  const published = stop.byUser() ? { value: null, error: null } : await attemptOutput(run, () => run.stage("publish", run.outputDirectory, async () => publishAll(run, state, outcome)));
  tellOfMemory(run, warehouse.memoryBeyondMib);
  const saved = await attempt(async () => run.stage("save", run.deps.store.describe(), async () => state.save()));
  const record = recordOf(run, {
    ...parts,
    output: published.value?.output ?? null,
    parquet: published.value?.parquet ?? /* @__PURE__ */ new Map(),
    state: { ...state.record, saved: saved.value },
    error: saved.error ?? published.error
  });
  if (stop.byUser()) return record;
  const { error } = await attemptOutput(run, () => writeRecord(run, record, history));
  if (error === null || record.error !== null) return record;
  const status = record.status === "interrupted" ? record.status : "failed";
  return redactWords({ ...record, status, error }, run.deps.redact);
}
function tellOfMemory(run, mib) {
  if (mib === 0) return;
  run.notice(
    `DuckDB took up to ${mib} MiB for some statements that it can't do within its share of the memory (run.memory): very long rows or very many columns need so much. Raise run.memory if the machine has it.`
  );
}
async function writeRecord(run, record, history) {
  await writeText(run.outputDirectory, MANIFEST_FILE, renderManifest(record));
  const { troubleshootingUrl } = run.deps;
  const links = troubleshootingUrl === void 0 ? {} : { troubleshootingUrl };
  await writeText(run.outputDirectory, REPORT_FILE, renderReport(record, history, links));
}
async function publishAll(run, state, { sources }) {
  const { duckdb, parquet } = run.config.output;
  await state.warehouse.compact();
  return publish(state.warehouse, {
    directory: run.outputDirectory,
    duckdb,
    parquet,
    runId: run.id,
    identities: new Map(sources.flatMap((s) => s.access === null ? [] : [[s.source.name, s.access.identity]]))
  });
}
function settled(tables, stored) {
  return tables.map((t) => {
    const found = stored.find((s) => s.source === t.source && s.table === t.table);
    if (found === void 0) return t;
    const { schema, name } = t.status === "succeeded" ? t : found;
    return {
      ...t,
      schema,
      name,
      lastFullSyncAt: found.derived === true ? null : found.fullSyncAt,
      countedAt: found.countedAt ?? null
    };
  });
}
function written(stored, tables) {
  const names = new Set(tables.filter((t) => t.status === "succeeded").map((t) => `${t.source}.${t.table}`));
  return stored.filter((t) => names.has(`${t.source}.${t.table}`));
}
async function attemptOutput(run, work) {
  return attempt(
    async () => work().catch((error) => {
      throw outputError(run.outputDirectory, error);
    })
  );
}
async function attempt(work) {
  try {
    return { value: await work(), error: null };
  } catch (error) {
    return { value: null, error: toHighwaterError(error).report() };
  }
}

// src/exports/read-back.ts
async function readBack(c, exports, synced) {
  const names = new Set(exports.length === 0 ? [] : await ledgerNames(c));
  const records = [];
  for (const config of exports) {
    const { compareWith } = config;
    if (compareWith === null || !names.has(config.name)) continue;
    const stored = synced.find(
      (t) => t.source === compareWith.source && t.table.toLowerCase() === compareWith.table.toLowerCase()
    );
    const ledger = new Ledger(config.name);
    const shape = (await ledger.head(c))?.shape ?? null;
    if (stored !== void 0 && shape !== null) records.push(...await readBackOne(c, config, ledger, shape, stored));
  }
  return records;
}
async function readBackOne(c, config, ledger, shape, stored) {
  const unread = `${ledger.sent} WHERE sent AND verified IS NULL AND seen IS DISTINCT FROM ${text(stored.syncedAt)}`;
  if (await c.count(unread) === 0) return [];
  if (!(await realTypes(c, stored.schema, stored.name)).has(shape.key.field.name)) return [];
  const compared = await comparison(c, config, stored, shape);
  const fields = compared.columns.map(({ value, field }) => {
    const sent = `l.${fieldColumn(field.name)}`;
    return {
      name: field.name,
      value,
      differs: `(${sent} IS NOT NULL OR coalesce(l.cleared, false)) AND s.${value} IS DISTINCT FROM ${sent}`
    };
  });
  if (fields.length === 0) return [];
  const pairs = fields.map(
    ({ name, value, differs }) => `CASE WHEN ${differs} THEN ${text(`${JSON.stringify(name)}:`)} || coalesce(CAST(to_json(s.${value}) AS VARCHAR), 'null') END`
  );
  const returned = `'{' || array_to_string(list_filter([${pairs.join(", ")}], lambda pair: pair IS NOT NULL), ',') || '}'`;
  const flags = fields.map(({ differs }, i) => `${differs} AS d${i}`);
  await c.run(`CREATE OR REPLACE TEMP TABLE read_back AS SELECT l.k, ${flags.join(", ")}, ${returned} AS returned
    FROM (SELECT * FROM ${unread}) l JOIN (${compared.sql}) s ON l.k = s.k QUALIFY row_number() OVER (PARTITION BY l.k) = 1`);
  const any = fields.map((_, i) => `d${i}`).join(" OR ");
  const counts = await c.row(
    `SELECT count(*) FILTER (WHERE NOT (${any})) AS verified, count(*) FILTER (WHERE ${any}) AS differing, ${fields.map((_, i) => `count(*) FILTER (WHERE d${i}) AS ${id(`d${i}`)}`).join(", ")} FROM read_back`
  );
  await c.run(
    `UPDATE ${ledger.sent} SET verified = NOT (${any}), returned = CASE WHEN ${any} THEN r.returned END FROM read_back r WHERE ${ledger.sent}.k = r.k`
  );
  await c.run("DROP TABLE read_back");
  const { verified = 0, differing = 0 } = counts;
  if (verified + differing === 0) return [];
  return [
    {
      ...NO_COUNTS,
      name: config.name,
      object: config.object,
      operation: config.operation,
      status: "succeeded",
      verified,
      differing,
      jobs: [],
      requests: 0,
      seconds: 0,
      error: null,
      notes: [],
      differingFields: fields.filter((_, i) => (counts[`d${i}`] ?? 0) > 0).map(({ name }) => name)
    }
  ];
}

// src/engine/read-exports-back.ts
var MISMATCH = "EXPORT_RESULT_MISMATCH";
async function readExportsBack(run, warehouse, tables) {
  const { exports } = run.config;
  if (exports.every(({ compareWith }) => compareWith === null)) return [];
  const synced = (await warehouse.tables()).filter(
    (stored) => tables.some((t) => t.source === stored.source && t.table === stored.table && t.status === "succeeded")
  );
  return warehouse.database.use(async (c) => {
    const records = await readBack(c, exports, synced);
    if (records.length > 0) await recordExports(c, run.id, run.deps.now().toISOString(), records);
    for (const { name, verified, differing, differingFields } of records) {
      if (differing === 0) run.notice(`Export ${name}: ${verified} of ${verified} rows are in the service as they were sent.`);
      else
        run.warn(
          `${MISMATCH}: export ${name}: ${differing} of ${verified + differing} rows differ from what was sent, in ${differingFields.join(", ")}.`
        );
    }
    return records;
  });
}

// src/engine/run.ts
async function sync(request, deps) {
  const run = new Run(request, deps);
  const { config } = request;
  const wanted = wantedSources(config, request.tables);
  const stop = stopSignal(deps.signal, config.run.timeoutSeconds);
  const state = await run.stage("restore", `state from ${deps.store.describe()}`, async () => restore(run));
  let touched = false;
  let created = [];
  try {
    created = await createSources(wanted.config, deps, state.memories, stop.signal);
    const sources = await run.stage(
      "describe",
      "tables and columns",
      async () => describeSources(created, config, wanted.filter)
    );
    const history = await state.warehouse.history();
    const before = await state.warehouse.tables();
    const plan = await run.stage("plan", "what to read", async () => {
      const planned = planRun(sources, before, request, wanted.filter);
      return withFullSyncsDue(planned, { auto: request.auto ?? false, history, now: deps.now(), config });
    });
    touched = true;
    for (const { source, message } of plan.exchanged) run.warn(`${source}: ${message}`);
    await dropTables(run, state.warehouse, plan.dropped);
    await dropUnmasked(run, state.warehouse, plan);
    const extracted = await run.stage(
      "extract",
      "rows",
      async () => extractAll({
        warehouse: state.warehouse,
        sources: plan.sources.map(({ open, planned }) => ({ source: open.source, planned: inTurn(planned, history) })),
        parallel: config.run.parallel,
        signal: stop.signal,
        observe: deps.observe,
        notice: (message, source) => run.notice(message, source)
      })
    );
    const derived = await deriveTables(run, state.warehouse, plan, extracted);
    const tables = [...plan.settled, ...extracted];
    const histories = historyRecords(tables, before, await state.warehouse.tables());
    const exports = await readExportsBack(run, state.warehouse, tables);
    return await finish(run, state, { sources, tables: [...tables, ...histories, ...derived], exports, stop });
  } finally {
    stop.clear();
    await closeSources(created);
    await state.release(touched);
  }
}
export {
  sync
};
