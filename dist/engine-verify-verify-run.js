import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  deriveTables,
  finish,
  historyRecords
} from "./lake-publish-table.js";
import {
  Run,
  fileName,
  stopSignal
} from "./views-pages-report-assets-generated.js";
import "./views-pages-report-markup.js";
import "./publish-manifest.js";
import {
  beginImport,
  compareCounts,
  importTable,
  insteadFull,
  newProgress,
  planRun,
  readMissingRows,
  readPartitions,
  readTogether,
  succeededRecord,
  tableRecord,
  watermarkAfter,
  withFullSyncsDue
} from "./engine-plan-run-plan.js";
import "./model-table-age.js";
import "./objects-object-store.js";
import "./engine-run-record.js";
import {
  closeSources,
  createSources,
  describeSources,
  wantedSources
} from "./engine-plan-select-columns.js";
import "./views-facts-facts.js";
import "./lib-picomatch.js";
import "./views-facts-format.js";
import {
  restore
} from "./engine-restore-2.js";
import "./state-workspace-workspace.js";
import "./state-state-errors.js";
import "./runtime-lease.js";
import "./warehouse-verify-content-check.js";
import "./lib-duckdb-node-api.js";
import "./warehouse-duckdb-types.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-counts.js";
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

// src/engine/verify/verify-table.ts
import { join } from "node:path";

// src/engine/verify/compare-table.ts
var TableComparison = class {
  context;
  plan;
  request;
  check;
  requests = 0;
  bytes = 0;
  constructor(context, planned, request, check) {
    this.context = context;
    this.request = request;
    this.check = check;
    this.plan = { ...planned.plan, mode: "full", since: null, why: "verify" };
  }
  /** `share`: of the slices, from 0 to 1; null: all of the table. */
  async compare(sample) {
    const { hashes } = this.context.opener;
    return hashes === void 0 ? this.#byKeys(sample) : this.#byHashes(sample);
  }
  /** Reads rows by their keys. Null where the source can't. */
  async fetch(keys, work) {
    const columns = this.plan.schema.columns;
    return this.#open(this.plan, async (opened) => {
      const partitions = keys.length === 0 ? [] : opened.fetch?.(keys) ?? null;
      if (partitions === null) return false;
      await this.#read(opened, columns, partitions, work);
      return true;
    });
  }
  async #byHashes(sample) {
    const { check, plan } = this;
    const bounds = await check.divide();
    const { hashes } = this.context.opener;
    if (hashes === void 0) return this.#byKeys(sample);
    const found = await this.context.opener.hashes?.(plan, { types: check.types, bounds, only: null });
    if (found === void 0) return this.#byKeys(sample);
    try {
      const compared = await this.#hashed(found, async (read) => check.compareSlices(read, found.expression, null));
      const { differing, there, here } = compared;
      const keyless = plan.schema.key.length === 0;
      if (differing.length > 0 && !keyless) await this.#narrow(found, differing);
      const left = found.leftOut.length === 0 ? "" : `, without ${found.leftOut.join(", ")}`;
      return {
        there,
        here,
        whole: found.leftOut.length === 0,
        how: `all rows by their hashes, computed on both sides${left}`,
        ...keyless && differing.length > 0 ? { nameless: true } : {}
      };
    } finally {
      await found.import.close().catch(() => void 0);
    }
  }
  async #hashed(found, work) {
    const result = {};
    await this.#read(
      found.import,
      found.slices,
      null,
      async (read) => {
        result.value = await work(read);
      },
      false
    );
    return result.value;
  }
  async #narrow(found, slices) {
    await this.#read(
      found.import,
      found.keyed,
      found.rowsOf(slices),
      async (read) => this.check.compareRows(read, found.expression, slices)
    );
  }
  async #byKeys(sample) {
    const { check, plan } = this;
    const { key, columns, cursor } = plan.schema;
    if (key.length === 0) throw withoutKey(plan);
    const all = sample === "all";
    const isRead = (c) => key.includes(c.name) || c.name === cursor?.column;
    const read = all ? columns : columns.filter((c) => isRead(c) && c.derived === void 0);
    const schema = { ...plan.schema, columns: read };
    const sizes = await this.#open({ ...plan, schema }, async (opened) => {
      const counts = { there: 0, here: 0 };
      await this.#read(opened, read, null, async (reading) => {
        Object.assign(counts, await check.compareKeys(reading));
        if (all) await check.compareValues(reading, columns);
      });
      return counts;
    });
    const compared = all ? "all" : await this.#sample(sample);
    await this.#confirm();
    const how = compared === "all" ? "all keys and values" : `all keys, and the values of ${compared} rows`;
    return { ...sizes, whole: compared === "all", how };
  }
  /** Returns how many rows were compared. */
  async #sample(sample) {
    const keys = await this.check.sample(sample);
    const done = await this.fetch(keys, async (read) => this.check.compareValues(read, this.plan.schema.columns));
    return done ? keys.length : 0;
  }
  /** The service has no snapshot: what differs is read again before it counts. */
  async #confirm() {
    const keys = await this.check.keys(["missing", "extra", "altered"], MOST_BY_KEY);
    if (keys.length === 0) return;
    await this.fetch(keys, async (read) => this.check.confirm(read, this.plan.schema.columns));
  }
  async #open(plan, work) {
    const opened = await this.context.opener.begin(plan, null);
    if ("cannotContinue" in opened) throw new Error(`a full plan of ${plan.ref.name} needs nothing to continue from`);
    try {
      return await work(opened);
    } finally {
      this.requests += opened.requests;
      await opened.close().catch(() => void 0);
    }
  }
  async #read(opened, columns, partitions, work, key = true) {
    const { warehouse, exclusive, slots, parallel, signal } = this.context;
    const reading = await exclusive(async () => warehouse.reading(this.request, columns, key));
    const onDone = ({ requests, bytes }) => {
      this.requests += requests;
      this.bytes += bytes;
    };
    try {
      const context = { import: opened, load: reading, slots, workers: parallel, signal, onDone };
      await (partitions === null ? readPartitions(context, /* @__PURE__ */ new Set()) : readTogether(context, partitions));
      await reading.loaded();
      await work(reading);
    } finally {
      await reading.drop();
    }
  }
};
var MOST_BY_KEY = 1e4;
function withoutKey({ source, ref }) {
  return new HighwaterError(
    "VERIFY_NOT_POSSIBLE",
    `${source}.${ref.name} has no key, so its rows can't be compared with those of the source.`,
    "It is read whole in every run. To verify it, name the columns that identify a row (`key:` of the table)."
  );
}

// src/engine/verify/verify-table.ts
async function verifyTable(context, planned, options) {
  const started = Date.now();
  const { plan, known } = planned;
  const base = { source: plan.source, table: plan.ref.name, ...NOTHING_COMPARED };
  if (known === null) return { verification: { ...base, status: "skipped", how: `not compared: ${plan.why}` }, record: null };
  const seconds = () => (Date.now() - started) / 1e3;
  try {
    const request = { ...planned, stored: known, onRead: () => void 0, onLoaded: () => void 0 };
    const check = await context.exclusive(async () => context.warehouse.check(request));
    try {
      const comparison = new TableComparison(context, planned, request, check);
      const found = await verify(comparison, planned, options);
      return { ...found, verification: { ...base, ...found.verification, seconds: seconds(), requests: comparison.requests } };
    } finally {
      await check.end().catch(() => void 0);
    }
  } catch (error) {
    const failure = context.signal.aborted ? toHighwaterError(context.signal.reason) : toHighwaterError(error);
    const verification = { ...base, status: "failed", how: "not compared", error: failure.report(), seconds: seconds() };
    return { verification, record: null };
  }
}
var NOTHING_COMPARED = {
  there: 0,
  here: 0,
  missing: 0,
  extra: 0,
  altered: 0,
  doubled: 0,
  explained: 0,
  file: null,
  whole: false,
  error: null,
  seconds: 0,
  requests: 0
};
async function verify(comparison, planned, options) {
  const { check, context } = comparison;
  const { plan } = planned;
  const compared = await comparison.compare(options.sample);
  const { how, whole, there, here } = compared;
  const counted = async () => withIgnored(await check.counts(), plan.options.deletes === "ignore");
  const first = await counted();
  if (compared.nameless || plan.schema.key.length === 0 && there !== here)
    return keylessDrift(context, planned, compared, options.repair);
  if (first.missing + first.extra + first.altered + first.doubled === 0) {
    if (whole) await prove(context, planned, options.now());
    return { record: null, verification: { ...first, there, here, how, whole, status: "same", file: null } };
  }
  let record = plan.mode === "incremental" ? await withNextRun(comparison, planned, options.repair) : null;
  const counts = await counted();
  const total = counts.missing + counts.extra + counts.altered + counts.doubled;
  const file = join("verify", `${fileName(plan.source)}.${fileName(plan.ref.name)}.csv`);
  await check.writeKeys(join(options.output, file));
  const explained = total === counts.explained;
  if (options.repair && !explained && record === null)
    record = await importTable(context, insteadFull(planned, "verify found differences"));
  if (record?.error)
    return { record, verification: { ...counts, there, here, how, whole, status: "drift", file: slashes(file) } };
  const status = explained ? "explained" : record !== null ? "repaired" : "drift";
  return { record, verification: { ...counts, there, here, how, whole, status, file: slashes(file) } };
}
function slashes(path) {
  return path.replaceAll("\\", "/");
}
function withIgnored(counts, ignored) {
  return ignored ? { ...counts, extra: 0 } : counts;
}
async function keylessDrift(context, planned, { there, here, how }, repair) {
  const record = repair ? await importTable(context, insteadFull(planned, "verify found differences")) : null;
  const counts = { missing: Math.max(0, there - here), extra: Math.max(0, here - there), altered: 0, doubled: 0, explained: 0 };
  const status = record === null || record.error !== null ? "drift" : "repaired";
  const why = `${how}; they differ, and without a key no row can be named`;
  return { record, verification: { ...counts, there, here, how: why, whole: true, status, file: null } };
}
async function prove({ warehouse, exclusive }, { plan }, now) {
  await exclusive(async () => {
    const stored = (await warehouse.tables()).find((t) => t.source === plan.source && t.table === plan.ref.name);
    if (stored !== void 0) await warehouse.keep({ ...stored, provenAt: now });
  });
}
async function withNextRun(comparison, planned, repair) {
  const { context, check, request } = comparison;
  const { opener, warehouse, exclusive, slots, parallel, signal } = context;
  const begun = await beginImport(opener, planned, {
    findResume: async () => null,
    onFullSync: ({ plan }, why) => {
      throw new Error(`${plan.ref.name} has to be read in full: ${why}`);
    }
  });
  const { opened } = begun;
  const progress = newProgress(planned);
  const load = await exclusive(async () => warehouse.beginChanges(request));
  try {
    const reading = {
      import: opened,
      load,
      slots,
      workers: parallel,
      signal,
      onDone: (p) => void progress.partitions.push(p)
    };
    await readPartitions(reading, /* @__PURE__ */ new Set());
    await load.loaded();
    const title = `${planned.plan.source}.${planned.plan.ref.name}`;
    const read = async (partitions2) => readTogether(reading, partitions2);
    const compared = await compareCounts({ import: opened, load, read, signal });
    const fetched = await readMissingRows({ title, import: opened, load, read });
    const swept = { swept: opened.partitions.some((p) => p.pass === "sweep"), sweptParts: compared.parts };
    await check.explain(load, swept);
    const keys = repair ? await check.keys(null, MOST_BY_KEY + 1) : [];
    if (keys.length === 0 || keys.length > MOST_BY_KEY) {
      await load.abandon();
      return null;
    }
    const partitions = opened.fetch?.(keys) ?? null;
    if (partitions === null) {
      await load.abandon();
      return null;
    }
    const notes = [...compared.notes, ...fetched];
    return await mend(comparison, begun, { progress, load, partitions, read, swept, countedAt: compared.countedAt, notes });
  } catch (error) {
    await load.abandon().catch(() => void 0);
    throw error;
  } finally {
    comparison.requests += opened.requests + progress.partitions.reduce((sum, p) => sum + p.requests, 0);
    await opened.close().catch(() => void 0);
  }
}
async function mend({ context, check }, begun, mending) {
  const { load, partitions, read, progress, swept, countedAt, notes } = mending;
  await read(partitions);
  await load.loaded();
  await load.forget(check.differing(load.stage.table("rows")));
  const { heldBack, serviceCount } = begun.opened;
  const merged = await context.exclusive(async () => {
    await check.undouble();
    return load.merge({ watermark: watermarkAfter(begun), heldBack, snapshot: false, ...swept, countedAt, serviceCount });
  });
  return succeededRecord(progress, begun.opened, { ...merged, notes: [...notes, ...merged.notes] });
}

// src/engine/verify/verify-run.ts
async function verify2(request, deps) {
  const run = new Run(request, deps);
  const { config } = request;
  const wanted = wantedSources(config, request.tables);
  const stop = stopSignal(deps.signal, config.run.timeoutSeconds);
  const state = await run.stage("restore", `state from ${deps.store.describe()}`, async () => restore(run));
  let touched = false;
  let created = [];
  try {
    const before = await state.warehouse.tables();
    if (before.length === 0) throw nothingToVerify(deps.store.describe());
    created = await createSources(wanted.config, deps, state.memories, stop.signal);
    const sources = await run.stage(
      "describe",
      "tables and columns",
      async () => describeSources(created, config, wanted.filter)
    );
    const plan = await run.stage(
      "plan",
      "what to compare",
      async () => withFullSyncsDue(planRun(sources, before, request, wanted.filter), { auto: false, history: [], now: deps.now(), config })
    );
    const options = { ...request, output: run.outputDirectory, now: () => deps.now().toISOString() };
    const verified = await run.stage("verify", "keys and values", async () => verifyAll(run, state, plan, options, stop.signal));
    const result = { version: 1, tables: [...notCompared(plan), ...verified.map((v) => v.verification)] };
    const records = verified.flatMap((v) => v.record ?? []);
    touched = records.length > 0 || verified.some((v) => v.verification.status === "same" && v.verification.whole);
    if (records.length > 0) return { result, record: await publish(run, state, { sources, plan, records, before, stop }) };
    if (touched) {
      await state.warehouse.remember(state.memories);
      await run.stage("save", deps.store.describe(), async () => state.save());
    }
    return { result, record: null };
  } finally {
    stop.clear();
    await closeSources(created);
    await state.release(touched);
  }
}
async function verifyAll(run, state, plan, options, signal) {
  const { parallel } = run.config.run;
  const merges = pLimit(1);
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
        exclusive: async (work) => merges(work),
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
  verify2 as verify
};
