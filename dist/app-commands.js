import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  depsOf,
  openSharedStores
} from "./app-shared-stores.js";
import {
  prepareNative
} from "./runtime-native-install.js";
import {
  dependencies
} from "./config-explain-explain.js";
import {
  checkExports
} from "./exports-prepare-check-fields.js";
import {
  LakeManifest,
  OLDEST_UNCHANGED_MS,
  beginImport,
  leftOutNotice,
  mayLeaveOut,
  planRun,
  planTable,
  withFullSyncsDue
} from "./engine-plan-run-plan.js";
import {
  cannotDivide,
  chooseTables,
  wantedSources,
  withSources
} from "./engine-plan-select-columns.js";
import {
  inStage
} from "./model-in-stage.js";
import {
  isGlob
} from "./lib-picomatch.js";
import {
  limitWords,
  staleHint
} from "./views-facts-table-freshness.js";
import {
  duration
} from "./views-facts-format.js";
import {
  FRESHNESS_MEMORY,
  agesOf
} from "./model-table-age.js";
import {
  openObjectStore
} from "./objects-directory-driver.js";
import {
  ObjectStoreError
} from "./objects-object-store.js";
import {
  hasScheme
} from "./objects-store-address.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/engine/plan/job-matrix.ts
var WORTH_MOVING = 2;
function divideJobs(units, limits) {
  const kept = assign(units, limits, true);
  const fresh = assign(units, limits, false);
  const chosen = heaviest(kept) > heaviest(fresh) * WORTH_MOVING ? fresh : kept;
  const matrix = chosen.flatMap((own, i) => own.length === 0 ? [] : [jobOf(own, stateName(limits, i))]);
  const moved = chosen.flatMap(
    (own, i) => own.filter((u) => u.state !== null && u.state !== stateName(limits, i)).flatMap((u) => u.tables)
  );
  return { matrix, moved };
}
var stateName = ({ prefix }, index) => `${prefix}job-${index + 1}`;
var load = (units) => units.reduce((sum, u) => sum + u.work, 0);
var heaviest = (jobs) => Math.max(0, ...jobs.map(load));
function assign(units, limits, keep) {
  const jobs = Array.from({ length: limits.jobs }, () => []);
  const name = (unit) => unit.tables.join();
  const open = [];
  for (const unit of units) {
    const known = jobs.find((_, i) => keep && unit.state === stateName(limits, i));
    if (known !== void 0 && mayHave(known, unit, jobs, limits)) known.push(unit);
    else open.push(unit);
  }
  const total = load(units) / Math.max(1, limits.jobs);
  for (const unit of open.sort((a, b) => b.work - a.work || (name(a) < name(b) ? -1 : 1))) {
    const possible = jobs.filter((job) => mayHave(job, unit, jobs, limits));
    const cost = (job) => load(job) + (job.some((u) => u.source === unit.source) ? 0 : total * 0.05);
    possible.sort((a, b) => cost(a) - cost(b))[0]?.push(unit);
  }
  return jobs;
}
function mayHave(job, unit, jobs, { ofSystem }) {
  const parts = unit.dividedTable;
  if (parts !== void 0 && job.some((u) => u.dividedTable === parts)) return false;
  const has = (own) => own.some((u) => u.system === unit.system);
  return has(job) || jobs.filter(has).length < (ofSystem.get(unit.system) ?? Number.POSITIVE_INFINITY);
}
function jobOf(units, state) {
  const sources = [...new Set(units.map((u) => u.source))];
  const shown = sources.length > 3 ? [...sources.slice(0, 3), `${sources.length - 3} more`] : sources;
  return { name: `${state} (${shown.join(", ")})`, tables: units.flatMap((u) => u.tables).join(","), "state-name": state };
}

// src/engine/plan-matrix.ts
var DIVIDED_FROM_ROWS = 2e6;
var DEFAULT_JOBS = 4;
var MOST_JOBS = 256;
async function planMatrix(opened, config, { jobs, stateName: stateName2, lake, divides }) {
  const known = lake === null ? [] : (await LakeManifest.read(lake)).entries;
  const wanted = Math.min(MOST_JOBS, jobs ?? Math.max(DEFAULT_JOBS, config.sources.length));
  const estimated = await Promise.all(opened.map(async (open) => estimate(open, known)));
  const total = estimated.flat().reduce((sum, group) => sum + group.work, 0);
  const units = estimated.flat().flatMap((group) => unitsOf(group, { share: total / wanted, jobs: wanted, divides }));
  const ofSystem = new Map(opened.flatMap(({ source }) => limitOf(source)));
  const prefix = stateName2 === "default" ? "" : `${stateName2}-`;
  const { matrix, moved } = divideJobs(units, { jobs: wanted, ofSystem, prefix });
  const notices = [
    ...opened.flatMap(
      ({ source, error }) => error === null ? [] : [`${source.name}: ${error.message} Its tables are planned as one job, which will say so too.`]
    ),
    ...moved.length === 0 ? [] : [`Read in full once, because another job reads them now: ${moved.join(", ")}.`]
  ];
  return { matrix, notices };
}
function limitOf(source) {
  const most = source.jobsAtOnce?.();
  return most === void 0 ? [] : [[source.address, Math.max(1, most)]];
}
async function estimate(open, known) {
  const { source, error } = open;
  const mine = known.filter((e) => e.source === source.name);
  const nothing = { open, rows: 0, work: 1, parts: null, isDivisible: false };
  if (error !== null) return [{ ...nothing, tables: ["*"], states: mine.slice(0, 1).map((e) => e.stateName ?? null) }];
  const described = open.tables.map((t) => t.chosen);
  const unknown = described.filter(({ ref }) => rowsKnown(mine, ref.name) === null);
  const counted = new Map((await source.access(unknown)).map((t) => [t.ref.name, t.rows ?? 0]));
  return together(open).map((tables) => {
    const names = tables.map((t) => t.ref.name);
    const entries = names.map((name) => mine.find((e) => e.table === name));
    const rows = names.map((name) => rowsKnown(mine, name) ?? roughly(counted.get(name) ?? 0));
    const widths = names.map((name) => open.tables.find((t) => t.chosen.ref.name === name)?.schema?.columns.length ?? 1);
    const [first] = tables;
    const schema = open.tables.find((t) => t.chosen === first)?.schema ?? null;
    const [entry] = entries;
    return {
      open,
      tables: names,
      rows: rows.reduce((sum, n) => sum + n, 0),
      // A table costs something though it is empty.
      work: rows.reduce((sum, n, i) => sum + n * ((widths[i] ?? 1) + 2), 1e3),
      states: entries.map((e) => e?.stateName ?? null),
      parts: entry?.parts === void 0 ? null : stateNames(entry),
      isDivisible: names.length === 1 && first !== void 0 && schema !== null && cannotDivide(source, schema, { index: 1, of: 2 }) === null && !looksAtAll(first.options)
    };
  });
}
function stateNames({ parts = {}, partCount = 0 }) {
  return Array.from({ length: partCount }, (_, i) => parts[String(i + 1)]?.stateName ?? null);
}
function rowsKnown(entries, table) {
  return entries.find((e) => e.table === table)?.rows ?? null;
}
function roughly(rows) {
  return rows === 0 ? 0 : 2 ** (Math.round(Math.log2(rows) * 2) / 2);
}
function looksAtAll({ checks = [] }) {
  return checks.some(({ check: check2 }) => check2 === "unique" || check2 === "row_count" || check2 === "relationships");
}
function together(open) {
  const { source, config, tables, refs } = open;
  const all = tables.map((t) => t.chosen);
  const groups = new Map(all.map((t) => [t.ref.name, /* @__PURE__ */ new Set([t])]));
  const join2 = (a, b) => {
    const [one, other] = [groups.get(a), groups.get(b)];
    if (one === void 0 || other === void 0 || one === other) return;
    for (const table of other) groups.set(table.ref.name, one.add(table));
  };
  const chosen = new Set(chooseTables(config, refs).chosen.map((t) => t.ref.name));
  for (const table of all.filter((t) => !chosen.has(t.ref.name))) {
    const parent = all.find((t) => chosen.has(t.ref.name) && t.options.path.join(".") === table.options.path.join("."));
    join2((parent ?? all.find((t) => chosen.has(t.ref.name)) ?? table).ref.name, table.ref.name);
  }
  for (const { from } of derivedOf(open)) {
    const members = all.filter((t) => from.includes(t.options.as ?? t.ref.target));
    for (const member of members.slice(1)) join2(members[0]?.ref.name ?? "", member.ref.name);
  }
  for (const table of all)
    for (const { parent } of table.options.checks ?? []) if (parent?.source === source.name) join2(parent.table, table.ref.name);
  return [...new Set(groups.values())].map((group) => [...group]);
}
function derivedOf({ source, tables }) {
  const plans = tables.flatMap(({ chosen, schema }) => {
    if (schema === null) return [];
    const given = {
      source: source.name,
      address: source.address,
      chosen,
      schema,
      known: null,
      requested: "full",
      why: ""
    };
    return [planTable({ ...given, widens: () => true }).plan];
  });
  return source.derive?.(plans) ?? [];
}
function unitsOf(group, by) {
  const { open, tables, work, rows, states, parts, isDivisible } = group;
  const { name, address: system } = open.source;
  const whole = { system, source: name, tables: tables.map((t) => `${name}.${written(t)}`), work };
  const many = Math.min(by.jobs, Math.ceil(work / by.share));
  const of = parts?.length ?? (rows >= DIVIDED_FROM_ROWS && states[0] == null ? many : 1);
  if (!isDivisible || !by.divides || of < 2 || of > by.jobs) return [{ ...whole, state: states.find((s) => s !== null) ?? null }];
  const [table = ""] = whole.tables;
  return Array.from({ length: of }, (_, i) => ({
    ...whole,
    tables: [`${table}@${i + 1}/${of}`],
    work: work / of,
    state: parts?.[i] ?? null,
    dividedTable: table
  }));
}
function written(table) {
  return table === "*" ? table : isGlob(table) || table.includes(",") ? table.replaceAll(/[,*?[\]{}]/g, "?") : table;
}

// src/app/check-stores.ts
async function checkStores({ env, signal }, config, { store }) {
  const checks = [];
  if (hasScheme(store.describe()))
    checks.push(
      looked("state", store.describe(), async () => {
        const newest = await store.newest();
        return newest === null ? null : `generation ${newest.generation}`;
      })
    );
  const to = config.output.publish?.to;
  if (to !== void 0 && hasScheme(to)) {
    const lake = await openObjectStore(to, { setting: "output.publish.to", env, signal });
    const found = async () => {
      for await (const { key, modified } of lake.list("manifest.json"))
        if (key === "manifest.json") return `published ${modified.toISOString()}`;
      return null;
    };
    checks.push(looked("lake", lake.address, found).finally(() => lake.close()));
  }
  return Promise.all(checks);
}
async function looked(use, address, look) {
  try {
    return { use, address, found: await inStage(use === "state" ? "restore" : "publish", look), error: null };
  } catch (error) {
    return { use, address, found: null, error: reportOf(error, address) };
  }
}
function reportOf(error, address) {
  if (!(error instanceof ObjectStoreError)) return toHighwaterError(error).report();
  const message = `The lake at ${address} can't be read: ${error.message}.`;
  return { code: "PUBLISH_FAILED", message, hint: error.hint, stage: "publish" };
}

// src/app/commands.ts
async function check(session, config, place) {
  const deps = dependencies(session, { workDirectory: "", vaults: place.vaults });
  const sources = await withSources(
    config,
    deps,
    /* @__PURE__ */ new Map(),
    async (opened) => Promise.all(opened.map(async (open) => checkSource(open, deps)))
  );
  const exports = await checkExports(config, deps);
  const stores = await checkStores(session, config, place);
  const readable = sources.every((s) => s.error === null && s.tables.every((t) => t.readable));
  const ok = readable && [...exports, ...stores].every(({ error }) => error === null);
  return {
    command: "check",
    configFile: config.file,
    sources,
    ...exports.length === 0 ? {} : { exports },
    ...stores.length === 0 ? {} : { stores },
    ok
  };
}
async function checkSource(open, deps) {
  const started = deps.now().getTime();
  const { source, access, type, notices } = open;
  const looked2 = await readableTables(open);
  const { requests, quotas } = source.usage();
  const seconds = (deps.now().getTime() - started) / 1e3;
  const tables = [...looked2.tables, ...open.failed.map(({ name, error }) => unreadable(name, error))];
  return { name: source.name, type, access, tables, quotas, requests, seconds, notices, error: looked2.error };
}
async function readableTables({
  source,
  tables,
  error
}) {
  if (error !== null) return { tables: [], error };
  try {
    return { tables: await inStage("describe", async () => source.access(tables.map((t) => t.chosen))), error: null };
  } catch (thrown) {
    return { tables: [], error: toHighwaterError(thrown).report() };
  }
}
function unreadable(name, { message, hint }) {
  const ref = { name, target: name, label: name, kind: "table" };
  return { ref, readable: false, rows: null, cursor: null, key: [], hidden: [], problem: { message, hint } };
}
async function plan(config, deps, request, state, matrix) {
  const wanted = wantedSources(config, request.tables);
  const look = async (opened) => {
    const planned = withFullSyncsDue(planRun(opened, state.tables, request, wanted.filter), {
      auto: request.auto ?? false,
      history: state.history,
      now: deps.now(),
      config
    });
    const tables = planned.settled.filter((t) => t.status === "failed").map((t) => ({ source: t.source, table: t.table, plan: null, partitions: [], error: t.error }));
    const leftOut = [];
    for (const { open, planned: own } of planned.sources) {
      const leave = (message) => void leftOut.push(`${open.source.name}: ${message}`);
      tables.push(...await inStage("plan", async () => previewAll(open.source, own, leave)));
    }
    const jobs = matrix === null ? null : await planMatrix(opened, config, matrix);
    const modes = new Set(tables.flatMap((t) => t.plan === null ? [] : [t.plan.mode]));
    return {
      command: "plan",
      configFile: config.file,
      mode: modes.size === 2 ? "mixed" : [...modes][0] ?? request.mode,
      why: request.why,
      state: state.restored,
      tables,
      ...jobs === null ? {} : { matrix: jobs.matrix },
      sources: opened.map((o) => ({
        name: o.source.name,
        type: o.type,
        quotas: o.source.usage().quotas,
        notices: o.notices,
        error: o.error
      })),
      notices: [
        ...leftOut,
        ...jobs?.notices ?? [],
        ...planned.exchanged.map(({ source, message }) => `${source}: ${message}`),
        ...planned.dropped.map(
          (t) => `${t.source}.${t.table} is no longer in the configuration: the next sync removes it from the warehouse`
        )
      ]
    };
  };
  return withSources(wanted.config, deps, state.memories, look, wanted.filter);
}
async function planFromState(session, config, request, place) {
  await prepareNative({ env: session.env, log: session.log });
  const { readPlanState } = await import("./app-plan-state.js");
  const deps = dependencies(session, place);
  const state = await readPlanState({ ...place, now: deps.now });
  return withStores(session, config, place, request.tables, async (stores) => {
    const { divisions } = depsOf(stores);
    const matrix = request.jobs === void 0 ? null : matrixRequest(request.jobs, place, stores);
    return plan(config, { ...deps, ...divisions === void 0 ? {} : { divisions } }, request, state, matrix);
  });
}
async function planJobs(session, config, request, place) {
  const wanted = wantedSources(config, request.tables);
  return withStores(session, config, place, [], async (stores) => {
    const asked = matrixRequest(request.jobs, place, stores);
    const divided = async (opened) => planMatrix(opened, config, asked);
    return withSources(wanted.config, dependencies(session, place), /* @__PURE__ */ new Map(), divided, wanted.filter);
  });
}
async function withStores(session, config, place, tables, work) {
  const stores = await openSharedStores(session, config, place, tables);
  try {
    return await work(stores);
  } finally {
    stores.close();
  }
}
function matrixRequest(jobs, { name, shared }, { lake }) {
  return { jobs, stateName: name, lake, divides: lake !== null || shared !== null };
}
async function previewAll(source, planned, leave) {
  const plans = planned.map((p) => p.plan);
  let opener;
  try {
    opener = await source.open(plans);
  } catch (error) {
    const report = toHighwaterError(error).report();
    return plans.map((p) => ({ source: p.source, table: p.ref.name, plan: p, partitions: [], error: report }));
  }
  const tables = [];
  for (const p of planned) tables.push(...await preview(opener, p, leave));
  opener.close?.();
  return tables;
}
async function preview(opener, planned, leave) {
  const tablePlan = planned.plan;
  const base = { source: tablePlan.source, table: tablePlan.ref.name };
  try {
    let real = tablePlan;
    const { opened } = await beginImport(opener, planned, {
      findResume: async () => null,
      onFullSync: ({ plan: full }) => {
        real = full;
      }
    });
    const partitions = opened.partitions;
    await opened.close();
    return [{ ...base, plan: real, partitions, error: null }];
  } catch (error) {
    const failure = toHighwaterError(error);
    if (!mayLeaveOut(failure, planned)) return [{ ...base, plan: tablePlan, partitions: [], error: failure.report() }];
    leave(leftOutNotice(base.table, failure));
    return [];
  }
}

// src/app/freshness.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
async function freshness(session, request) {
  const found = [await ofState(session, request), await ofManifest(request.output)].filter((one) => one !== null);
  const newest = found.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  if (newest === void 0) throw nothingFound(request);
  const ages = agesOf(newest.tables, request.now, request.maxAgeSeconds);
  const tables = newest.isSilent ? ages.map((age) => withUnseenSyncs(age, newest.at, request.now)) : ages;
  const ok = tables.every((t) => t.status !== "error");
  return { command: "freshness", from: newest.from, at: newest.at, now: request.now.toISOString(), tables, ok };
}
function withUnseenSyncs(age, savedAt, now) {
  const limit = age.freshness?.errorAfterSeconds ?? null;
  const youngest = (now.getTime() - Date.parse(savedAt) - OLDEST_UNCHANGED_MS) / 1e3;
  return age.status === "error" && age.syncedAt !== null && limit !== null && youngest <= limit ? { ...age, mayBeFresher: true } : age;
}
function nothingFound({ place, output }) {
  return new HighwaterError(
    "TABLE_STALE",
    `There is no saved state in ${place.store.describe()} and no manifest.json in ${output}, so nothing has been synced.`,
    "Run a sync, or name where its state is (`state` of the action, --state on the command line)."
  );
}
async function ofState(session, { place, now }) {
  await prepareNative({ env: session.env, log: session.log });
  const { readPlanState } = await import("./app-plan-state.js");
  const { restored, tables, memories, later } = await readPlanState({ ...place, now: () => now });
  if (restored === null) return null;
  const kept = memories.get(FRESHNESS_MEMORY)?.get("limits") ?? "{}";
  const limits = JSON.parse(kept);
  const read = tables.filter((t) => t.derived !== true && t.history === void 0);
  const hasLimits = Object.values(limits).some((limit) => limit !== null);
  return {
    from: "state",
    isSilent: later === null && !hasLimits && tables.every((t) => t.history === void 0),
    at: later?.tables.map((t) => t.finishedAt).sort().at(-1) ?? restored.savedAt,
    tables: read.map(({ source, table, syncedAt }) => ({
      source,
      table,
      syncedAt,
      freshness: limits[`${source}.${table}`] ?? null
    }))
  };
}
async function ofManifest(directory) {
  const text = await (0, import_promises.readFile)((0, import_node_path.join)(directory, "manifest.json"), "utf8").catch(() => null);
  if (text === null) return null;
  const { run, tables } = JSON.parse(text);
  const read = tables.filter((t) => t.syncedAt != null || t.lastFullSyncAt !== null || t.status === "failed");
  return {
    from: "manifest",
    isSilent: false,
    at: run.finishedAt,
    tables: read.map(({ source, table, syncedAt = null, freshness: own = null }) => ({
      source,
      table,
      syncedAt,
      freshness: own
    }))
  };
}
function lateTables({ tables }) {
  const late = tables.filter((t) => t.status !== "fresh");
  return late.slice(0, 10).map((t) => {
    const name = `${t.source}.${t.table}`;
    const age = t.ageSeconds === null ? "has never been synced" : `was last synced ${duration(t.ageSeconds)} ago`;
    return {
      code: "TABLE_STALE",
      title: `${name}: TABLE_STALE`,
      isError: t.status === "error",
      message: `${name} ${age} (${limitWords(t)}).`,
      hint: staleHint(t)
    };
  });
}

export {
  check,
  planFromState,
  planJobs,
  freshness,
  lateTables
};
