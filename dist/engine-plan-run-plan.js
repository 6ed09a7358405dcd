import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  couldChoose,
  maskOf,
  optionsOf,
  schemaOf
} from "./engine-plan-select-columns.js";
import {
  inStage
} from "./model-in-stage.js";
import {
  isGlob
} from "./lib-picomatch.js";
import {
  duration
} from "./views-facts-format.js";
import {
  widensExactly
} from "./warehouse-duckdb-types.js";
import {
  NOTHING_COUNTED
} from "./model-counts.js";
import {
  pLimit
} from "./lib-p-limit.js";
import {
  ConfigError,
  HighwaterError,
  InterruptedError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_promises
} from "./builtins-node-timers-promises.js";
import {
  __toESM
} from "./shared.js";

// src/engine/table-record.ts
function tableRecord({ source, table, label, stored }, facts) {
  const deletes = deletesOf(stored);
  return {
    source,
    table,
    schema: stored?.schema ?? source,
    name: stored?.name ?? table,
    label,
    category: stored?.category ?? source,
    mode: "incremental",
    counts: { source: 0, staged: 0, applied: 0 },
    read: 0,
    inserted: 0,
    updated: 0,
    deleted: 0,
    rows: stored?.rows ?? 0,
    watermark: { before: stored?.watermark ?? null, after: stored?.watermark ?? null },
    key: stored?.key ?? [],
    cursor: stored?.cursor ?? null,
    where: stored?.where ?? null,
    ...deletes === void 0 ? {} : { deletes },
    columns: stored?.columns ?? [],
    parquet: null,
    startedAt: null,
    seconds: 0,
    requests: 0,
    partitions: [],
    notes: [],
    ...stored?.derived === true ? { syncedAt: null, lastFullSyncAt: null, derived: true } : {
      syncedAt: stored?.syncedAt ?? null,
      lastFullSyncAt: stored?.fullSyncAt ?? null,
      countedAt: stored?.countedAt ?? null,
      provenAt: stored?.provenAt ?? null,
      calculatedAt: stored?.calculatedAt ?? null
    },
    ...facts
  };
}
function deletesOf(stored) {
  const deletes = stored?.fingerprint.deletes;
  return deletes === "remove" || deletes === "mark" || deletes === "ignore" ? deletes : void 0;
}

// src/model/plan.ts
function partName({ index, of, division }) {
  return `${index}/${of} ${division}`;
}
function partNamed(name) {
  const [, index, of, division] = /^(\d+)\/(\d+) (\S+)$/.exec(name ?? "") ?? [];
  return division === void 0 ? null : { index: Number(index), of: Number(of), division };
}

// src/engine/plan/changed-mask.ts
var NONE = { key: null, columns: {} };
function maskText(schema, { options }) {
  const columns = Object.fromEntries(schema.columns.flatMap((c) => c.mask === void 0 ? [] : [[c.name, c.mask]]));
  const hashes = Object.values(columns).includes("hash");
  if (Object.keys(columns).length === 0) return void 0;
  return JSON.stringify({ key: hashes ? options.mask?.keyTag ?? null : null, columns });
}
function maskChange(before, now, stored, { options }) {
  const old = before === void 0 ? NONE : JSON.parse(before);
  const next = now === void 0 ? NONE : JSON.parse(now);
  const changed = stored.map(({ name }) => name).filter((name) => !same(old.columns[name], next.columns[name] ?? ofRemoved(name, options)));
  if (changed.length > 0) {
    const reveals = changed.some((name) => (next.columns[name] ?? ofRemoved(name, options)) !== void 0);
    return { what: `the mask of ${changed.join(", ")}`, reveals };
  }
  const rekeyed = old.key !== null && next.key !== null && old.key !== next.key;
  return rekeyed ? { what: "`mask_key`", reveals: false } : null;
}
function ofRemoved(name, { mask }) {
  return mask === void 0 ? void 0 : maskOf(mask, name) ?? void 0;
}
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

// src/engine/plan/table-plan.ts
function planTable(given) {
  const input = { ...given, schema: readWhole(given.schema) };
  const former = formerCursor(input);
  if (former === null) return decide(input);
  const planned = decide({ ...input, schema: { ...input.schema, cursor: former } });
  const whole = { schema: { ...planned.plan.schema, cursor: input.schema.cursor }, fingerprint: fingerprintOf(input) };
  const { plan } = planned;
  if (plan.mode === "full") return { ...planned, plan: { ...plan, schema: whole.schema }, fingerprint: whole.fingerprint };
  return { ...planned, plan: { ...plan, why: `${plan.why}, by ${former.column} until the next full sync` }, whole };
}
function formerCursor({ schema, known }) {
  return schema.formerCursors?.find((cursor) => known?.fingerprint.cursor === cursorText(cursor)) ?? null;
}
function decide(input) {
  const { chosen, schema, source } = input;
  const fingerprint = fingerprintOf(input);
  const maskChanged = input.known === null ? null : maskChange(input.known.fingerprint.mask, fingerprint.mask, input.known.columns, chosen);
  const changed = input.known === null ? null : maskChanged?.what ?? changedPart(input.known.fingerprint, fingerprint) ?? retypedKey(schema, input.known, input.widens);
  const known = changed === null ? input.known : null;
  const reason = changed === null ? reasonForFull(input, known) : `${changed} changed, so the table is read from the start`;
  const plan = {
    source,
    ref: schema.ref,
    schema: changed === null ? schema : noted(schema, reason ?? changed),
    options: chosen.options,
    target: { schema: source, name: chosen.options.as ?? schema.ref.target },
    mode: reason === null ? "incremental" : "full",
    why: reason ?? "changes since the last successful import",
    since: reason === null ? known?.watermark ?? null : null
  };
  if (maskChanged?.reveals === true && input.known !== null)
    return { plan, fingerprint, known, stored: null, revealing: input.known };
  return { plan, fingerprint, known, stored: input.known };
}
function insteadFull(planned, why) {
  const { plan, whole, ...rest } = planned;
  const { schema, fingerprint } = whole ?? { schema: plan.schema, fingerprint: planned.fingerprint };
  return { ...rest, fingerprint, plan: { ...plan, schema, mode: "full", since: null, why, readsCalculated: false } };
}
function readWhole(schema) {
  return schema.key.length === 0 ? { ...schema, cursor: null } : schema;
}
function noted(schema, message) {
  return { ...schema, notes: [...schema.notes, { kind: "plan", message }] };
}
function reasonForFull(input, known) {
  const { schema, chosen } = input;
  if (known === null) return "first sync";
  if (input.requested === "full") return input.why;
  if (chosen.options.sync === "full") return "`sync: full` in the configuration";
  if (schema.key.length === 0) return "the table has no key, so every run reads all of it";
  if (schema.cursor === null) return "the table has no cursor, so every run reads all of it";
  if (known.watermark === null || known.watermark.kind !== schema.cursor.kind) return "there is no watermark to continue from";
  return columnReason(schema, known, input.widens);
}
function columnReason(schema, known, widens) {
  const before = new Map(known.columns.filter((c) => !c.removed).map((c) => [c.name, c]));
  const added = schema.columns.filter((c) => !before.has(c.name)).map((c) => c.name);
  if (added.length > 0)
    return `new column${added.length > 1 ? "s" : ""} ${added.join(", ")}: all rows are read to fill ${added.length > 1 ? "them" : "it"}`;
  for (const column of schema.columns) {
    const old = before.get(column.name);
    if (old !== void 0 && !continues(old, column, widens))
      return `column ${column.name} is ${typeWords(column)} now (was ${typeWords(old)})`;
  }
  return null;
}
function retypedKey(schema, known, widens) {
  const before = new Map(known.columns.map((c) => [c.name, c]));
  const isOther = (c) => {
    const old = before.get(c.name);
    return schema.key.includes(c.name) && old !== void 0 && !continues(old, c, widens);
  };
  return schema.columns.some(isOther) ? "the key's type" : null;
}
function typeWords({ adaptive, duckdbType }) {
  return adaptive ? "the narrowest type that fits" : duckdbType;
}
function continues(old, column, widens) {
  if (column.adaptive || old.adaptive) return Boolean(column.adaptive && old.adaptive);
  return widens(old.duckdbType, column.duckdbType);
}
var PARTS = {
  address: "the system it is read from",
  filter: "the filter",
  key: "the key",
  cursor: "the cursor",
  deletes: "the way of keeping deletes",
  range: "the part of the table that this state holds"
};
function fingerprintOf({ address, system, known, chosen, schema }) {
  const identity = system ?? known?.fingerprint.system;
  const mask = maskText(schema, chosen);
  return {
    address,
    ...mask === void 0 ? {} : { mask },
    ...identity === void 0 ? {} : { system: identity },
    filter: chosen.options.where ?? "",
    key: JSON.stringify(schema.key),
    cursor: schema.cursor === null ? "" : cursorText(schema.cursor),
    deletes: chosen.options.deletes,
    ...rangeOf(known, chosen)
  };
}
function rangeOf(known, { options: { range } }) {
  if (range === void 0) return known?.fingerprint.range === void 0 ? {} : { range: "" };
  return { range: partName(range) };
}
var cursorText = ({ kind, column }) => `${kind}:${column}`;
function changedPart(before, after) {
  const name = Object.keys(after).find((part) => part !== "mask" && before[part] !== after[part] && !isAdopted(part, before));
  if (name === void 0) return null;
  if (name === "system") return `the system behind the address (it was ${before.system}, now it is ${after.system})`;
  return PARTS[name] ?? name;
}
function isAdopted(part, before) {
  return part === "system" && before.system === void 0;
}

// src/engine/plan/run-plan.ts
var NOT_CHOSEN = "not chosen for this run (tables)";
function planRun(sources, stored, request, filter) {
  refuseUnmatched(sources, filter);
  const settled = leftOut(sources, stored, filter);
  const planned = sources.map((open) => {
    const name = open.source.name;
    const known = new Map(stored.filter((t) => t.source === name && t.derived !== true).map((t) => [t.table, t]));
    const tables = [];
    for (const described of open.tables) {
      const { ref } = described.chosen;
      const before = known.get(ref.name) ?? null;
      if (described.schema === null) settled.push(undescribed(name, described, before));
      else
        tables.push(
          planTable({
            source: name,
            address: open.source.address,
            system: open.access?.system,
            chosen: described.chosen,
            schema: described.schema,
            known: before,
            requested: request.mode,
            why: request.why,
            widens: widensExactly
          })
        );
    }
    settled.push(...missing(open, known).filter((t) => filter.matches(name, t.table)));
    return { open, planned: tables };
  });
  return {
    sources: planned,
    settled,
    // A run of some tables leaves all others alone, those that left the configuration too.
    dropped: request.tables.length > 0 ? [] : stored.filter((t) => isDropped(t, sources)),
    exchanged: exchangedSystems(sources, stored)
  };
}
function exchangedSystems(sources, stored) {
  return sources.flatMap(({ source, access }) => {
    const now = access?.system;
    const before = stored.find((t) => t.source === source.name && t.fingerprint.address === source.address)?.fingerprint.system;
    if (now === void 0 || before === void 0 || before === now) return [];
    const message = `${source.address} is a different system than in the last run (it was ${before}, now it is ${now}). Its tables are read from the start, and the rows of the other system are removed.`;
    return [{ source: source.name, message }];
  });
}
function undescribed(source, { chosen, error }, stored) {
  const { ref, options } = chosen;
  const { fullSyncEverySeconds } = options;
  const table = { source, table: ref.name, label: ref.label, stored };
  return tableRecord(table, { status: "failed", why: "could not be described", error, fullSyncEverySeconds });
}
function leftOut(sources, stored, filter) {
  const skipped = { status: "skipped", why: NOT_CHOSEN, error: null, fullSyncEverySeconds: null, leftOut: true };
  const known = stored.filter((t) => t.derived !== true && !filter.matches(t.source, t.table));
  const kept = known.map((t) => tableRecord({ source: t.source, table: t.table, label: t.label ?? t.table, stored: t }, skipped));
  const names = new Set(known.map((t) => JSON.stringify([t.source, t.table])));
  const unread = sources.flatMap(
    ({ source, leftOut: others }) => others.filter(({ ref }) => !names.has(JSON.stringify([source.name, ref.name]))).map(({ ref }) => tableRecord({ source: source.name, table: ref.name, label: ref.label, stored: null }, skipped))
  );
  return [...kept, ...unread];
}
function missing(open, known) {
  const name = open.source.name;
  const described = new Set(open.tables.map((t) => t.chosen.ref.name));
  const failed = new Map(open.failed.map((f) => [f.name, f.error]));
  const left = new Set(open.leftOut.map((t) => t.ref.name));
  const error = open.error;
  if (error !== null) {
    const names = /* @__PURE__ */ new Set([...open.config.tables.filter((t) => !isGlob(t.pattern)).map((t) => t.pattern), ...known.keys()]);
    return [...names].map((table) => record(open, table, known, "the source could not be reached", error));
  }
  const vanished = [...known.keys()].filter(
    (table) => !described.has(table) && !failed.has(table) && !left.has(table) && couldChoose(open.config, table)
  );
  return [
    ...[...failed].map(([table, problem]) => record(open, table, known, "not found", problem)),
    ...vanished.map((table) => record(open, table, known, "not found", gone(name, table).report()))
  ];
}
function record({ source: { name: source }, config }, table, known, why, error) {
  const before = known.get(table) ?? null;
  const { fullSyncEverySeconds } = optionsOf(config, table);
  const label = before?.label ?? table;
  return tableRecord({ source, table, label, stored: before }, { status: "failed", why, error, fullSyncEverySeconds });
}
function gone(source, table) {
  return new HighwaterError(
    "TABLE_NOT_FOUND",
    `${source}.${table} was synced before, but no longer exists, or this user can no longer see it.`,
    "Its rows are kept. Restore the permission, or remove the table from the configuration to remove it from the warehouse as well."
  );
}
function isDropped(table, sources) {
  const open = sources.find((s) => s.source.name === table.source);
  if (open === void 0) return true;
  if (open.error !== null || table.derived === true) return false;
  return !open.tables.some((t) => t.chosen.ref.name === table.table) && !open.failed.some((f) => f.name === table.table) && !couldChoose(open.config, table.table);
}
function refuseUnmatched(sources, filter) {
  const all = sources.flatMap(
    (s) => [...s.tables.map((t) => t.chosen.ref.name), ...s.failed.map((f) => f.name), ...s.leftOut.map((t) => t.ref.name)].map(
      (table) => ({
        source: s.source.name,
        table
      })
    )
  );
  const unmatched = sources.some((s) => s.error !== null) ? [] : filter.unmatched(all);
  if (unmatched.length === 0) return;
  throw new ConfigError(
    unmatched.map((part) => ({
      code: "INPUT_INVALID",
      message: `tables: \`${part}\` matches no table in the configuration.`,
      hint: `It has ${all.slice(0, 10).map((t) => `${t.source}.${t.table}`).join(", ")}${all.length > 10 ? ", …" : ""}.`
    })),
    "INPUT_INVALID"
  );
}
function inTurn(planned, history) {
  const last = /* @__PURE__ */ new Map();
  for (const { source, table, status, startedAt } of history) {
    const name = JSON.stringify([source, table]);
    if (status !== "skipped" && startedAt > (last.get(name) ?? "")) last.set(name, startedAt);
  }
  const turn = ({ plan }) => last.get(JSON.stringify([plan.source, plan.ref.name])) ?? "";
  return [...planned].sort((a, b) => turn(a) < turn(b) ? -1 : turn(a) > turn(b) ? 1 : 0);
}

// src/engine/plan/calculated-due.ts
function calculatedDue({ plan, stored }, clock) {
  const { calculatedEverySeconds: every } = plan.options;
  if (plan.mode === "full" || every === null || !plan.schema.columns.some((c) => c.calculated)) return false;
  const age = Date.parse(clock) - Date.parse(stored?.calculatedAt ?? stored?.fullSyncAt ?? "");
  return Number.isNaN(age) || age < 0 || age >= every * 1e3;
}

// src/engine/plan/calls-left.ts
function callsLeft({ requests, quotas, refills }, apiBudget) {
  if (refills) return Number.POSITIVE_INFINITY;
  return Math.min(...quotas.map((q) => Math.min(q.limit * apiBudget - requests, q.limit - q.used)));
}

// src/engine/plan/full-syncs-due.ts
var FUTURE_MS = 24 * 3600 * 1e3;
function whyDue({ lastFullSyncAt, everySeconds, clock }) {
  if (everySeconds === null) return null;
  if (lastFullSyncAt === null) return "this table has no known full sync";
  const age = Date.parse(clock) - Date.parse(lastFullSyncAt);
  if (age < -FUTURE_MS || Number.isNaN(age)) return `its last full sync is dated ${lastFullSyncAt}, which is in the future`;
  if (age <= everySeconds * 1e3) return null;
  return `its last full sync was ${duration(age / 1e3)} ago (full_sync_every: ${duration(everySeconds)})`;
}
function dueNow(candidates, history, budget) {
  const due = candidates.flatMap((candidate) => {
    const why = whyDue(candidate);
    return why === null ? [] : [{ candidate, why }];
  });
  const waiting = new Map(due.map((turn) => [turn, lastTry(turn.candidate, history)]));
  due.sort((a, b) => compare(waiting.get(a) ?? "", waiting.get(b) ?? ""));
  let left = budget;
  let fitting = 0;
  for (const { candidate } of due) {
    const cost = costOf(candidate, history);
    left = { seconds: left.seconds - cost.seconds, requests: left.requests - cost.requests };
    if (fitting > 0 && (left.seconds < 0 || left.requests < 0)) break;
    fitting++;
  }
  return { now: due.slice(0, fitting), later: due.slice(fitting) };
}
var ROWS_A_SECOND = 5e3;
var ROWS_A_REQUEST = 2e3;
function costOf(candidate, history) {
  const last = history.findLast((h) => isOf(candidate, h) && h.mode === "full" && h.status === "succeeded");
  if (last === void 0)
    return { seconds: candidate.rows / ROWS_A_SECOND, requests: Math.ceil(candidate.rows / ROWS_A_REQUEST) };
  const growth = last.rows > 0 ? Math.max(1, candidate.rows / last.rows) : 1;
  return { seconds: last.seconds * growth, requests: Math.ceil(last.requests * growth) };
}
function lastTry(candidate, history) {
  const tried = history.findLast((h) => isOf(candidate, h) && h.mode === "full" && h.status !== "skipped")?.startedAt ?? "";
  const done = candidate.lastFullSyncAt ?? "";
  return compare(tried, done) > 0 ? tried : done;
}
function isOf({ source, table }, entry) {
  return entry.source === source && entry.table === table;
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
var SHARE = 0.5;
function withFullSyncsDue(plan, context) {
  return {
    ...plan,
    settled: settledOf(plan, context.config),
    sources: plan.sources.map(({ open, planned }) => {
      const clock = open.access?.clock ?? context.now.toISOString();
      const timed = planned.map((p) => ({ ...p, plan: { ...p.plan, clock, readsCalculated: calculatedDue(p, clock) } }));
      return { open, planned: context.auto ? decide2(open, timed, clock, context) : timed };
    })
  };
}
function settledOf({ settled, sources }, config) {
  const known = settled.map((t) => {
    const entry = config.sources.find((s) => s.name === t.source);
    return t.status === "skipped" && entry !== void 0 ? { ...t, ...optionsOf(entry, t.table) } : t;
  });
  const unasked = config.sources.filter((entry) => !sources.some(({ open }) => open.source.name === entry.name));
  const unread = unasked.flatMap(
    (entry) => entry.tables.filter(({ pattern }) => !isGlob(pattern) && !known.some((t) => t.source === entry.name && t.table === pattern)).map(({ pattern, options }) => {
      const table = { source: entry.name, table: pattern, label: pattern, stored: null };
      const { fullSyncEverySeconds } = options;
      return tableRecord(table, { status: "skipped", why: NOT_CHOSEN, error: null, fullSyncEverySeconds });
    })
  );
  return [...known, ...unread];
}
function decide2(open, planned, clock, context) {
  const spent = planned.filter((p) => p.plan.mode === "full").map((p) => costOf(candidateOf(p, clock), context.history));
  const candidates = planned.filter((p) => p.plan.mode === "incremental").map((p) => candidateOf(p, clock));
  const { now, later } = dueNow(candidates, context.history, lessThan(budgetOf(open, context), spent));
  const whys = new Map(now.map(({ candidate, why }) => [candidate.table, why]));
  const postponed = new Map(later.map(({ candidate, why }) => [candidate.table, why]));
  return planned.map((p) => {
    const why = whys.get(p.plan.ref.name);
    if (why !== void 0) return insteadFull(p, why);
    const waits = postponed.get(p.plan.ref.name);
    return waits === void 0 ? p : withNote(p, waits);
  });
}
function candidateOf({ plan, stored }, clock) {
  return {
    source: plan.source,
    table: plan.ref.name,
    rows: stored?.rows ?? 0,
    lastFullSyncAt: stored?.fullSyncAt ?? null,
    everySeconds: plan.options.fullSyncEverySeconds,
    clock
  };
}
function budgetOf({ source }, { config }) {
  const { timeoutSeconds, apiBudget } = config.run;
  return { seconds: timeoutSeconds * SHARE, requests: callsLeft(source.usage(), apiBudget) * SHARE };
}
function lessThan(budget, spent) {
  return {
    seconds: spent.reduce((left, cost) => left - cost.seconds, budget.seconds),
    requests: spent.reduce((left, cost) => left - cost.requests, budget.requests)
  };
}
function withNote(planned, why) {
  const message = `A full sync is due (${why}), but tables that have waited longer take up the time or calls of this run. A later run reads this table in full.`;
  const schema = { ...planned.plan.schema, notes: [...planned.plan.schema.notes, { kind: "plan", message }] };
  return { ...planned, plan: { ...planned.plan, schema } };
}

// src/engine/read/import-progress.ts
function newProgress(planned) {
  return { startedAt: /* @__PURE__ */ new Date(), planned, requests: 0, ...newAttempt() };
}
function newAttempt() {
  return { partitions: [], rowsRead: 0, rowsLoaded: 0, expected: { rows: null, partitions: 0 } };
}
function expectedOf(partitions, done) {
  const left = partitions.filter((p) => !done.has(p.id));
  const known = left.every((p) => p.expectedRows !== null || p.pass === "tail");
  const rows = left.reduce((sum2, p) => sum2 + (p.expectedRows ?? 0), 0);
  return { rows: known && rows > 0 ? rows : null, partitions: left.length };
}
function failedRecord(progress, error) {
  const { plan, stored } = progress.planned;
  return recordOf(progress, {
    status: "failed",
    counts: { source: sum(progress, "rows"), staged: progress.rowsLoaded, applied: 0 },
    read: progress.rowsRead,
    columns: stored?.columns ?? planColumns(plan.schema),
    error: error.report(),
    requests: progress.requests + sum(progress, "requests"),
    notes: plan.schema.notes
  });
}
function succeededRecord(progress, opened, merged2) {
  const { plan, known } = progress.planned;
  const { applied, inserted, updated, deleted, rows, columns, watermark } = merged2;
  return recordOf(progress, {
    status: "succeeded",
    syncedAt: progress.startedAt.toISOString(),
    counts: { source: sum(progress, "rows"), staged: progress.rowsLoaded, applied },
    read: sum(progress, "rows"),
    inserted,
    updated,
    deleted,
    rows,
    watermark: { before: known?.watermark ?? null, after: watermark },
    columns,
    error: null,
    requests: opened.requests + sum(progress, "requests"),
    notes: [...plan.schema.notes, ...opened.notes, ...removedNotes(merged2), ...merged2.notes]
  });
}
function recordOf(progress, outcome) {
  const { plan, stored } = progress.planned;
  const { source, ref, schema, options } = plan;
  return tableRecord(
    { source, table: ref.name, label: ref.label, stored },
    {
      schema: plan.target.schema,
      name: plan.target.name,
      category: ref.category ?? source,
      mode: plan.mode,
      why: plan.why,
      key: schema.key,
      cursor: schema.cursor?.column ?? null,
      where: options.where ?? null,
      deletes: options.deletes,
      startedAt: progress.startedAt.toISOString(),
      seconds: (Date.now() - progress.startedAt.getTime()) / 1e3,
      partitions: progress.partitions,
      fullSyncEverySeconds: options.fullSyncEverySeconds,
      ...outcome
    }
  );
}
function removedNotes(merged2) {
  return merged2.columns.filter((c) => c.removed).map((c) => ({ kind: "schema", column: c.name, message: `${c.name} is no longer in the source; its old values are kept` }));
}
function planColumns(schema) {
  return schema.columns.map(({ name, nativeType, semanticType, duckdbType, label }) => ({
    name,
    nativeType,
    semanticType,
    duckdbType,
    label
  }));
}
function sum(progress, what) {
  return progress.partitions.reduce((total, p) => total + p[what], 0);
}

// src/engine/read/compare-counts.ts
async function compareCounts({ import: opened, load: load2, read, signal }) {
  const held = opened.compare === void 0 ? null : load2.held();
  if (held === null || opened.compare === void 0) return NOTHING_COUNTED;
  const compared = await opened.compare(held, signal);
  if (compared.partitions.length === 0) return compared;
  await read(compared.partitions);
  await load2.loaded();
  return compared;
}

// src/engine/read/missing-rows.ts
var MOST_BY_KEY = 1e4;
var FullSyncNeeded = class extends Error {
};
async function readMissingRows({ title, import: opened, load: load2, read }) {
  const { count, keys } = await load2.missingKeys(MOST_BY_KEY);
  if (count === 0) return [];
  const partitions = keys.length === 0 ? null : opened.fetch?.(keys) ?? null;
  const rows = count === 1 ? "row" : "rows";
  if (partitions === null)
    throw new FullSyncNeeded(
      `the source has ${count} ${rows} that the warehouse lacks or has in another version, and whose cursor did not change`
    );
  await read(partitions);
  await load2.loaded();
  const { count: stillMissing } = await load2.missingKeys(0);
  if (stillMissing > 0 && opened.snapshot) throw notReturned(title, stillMissing);
  return [...fetchedNote(count - stillMissing), ...vanishedNote(stillMissing)];
}
function fetchedNote(count) {
  const one = "1 row whose cursor had not moved was read by key";
  const many = `${count} rows whose cursor had not moved were read by key`;
  return count === 0 ? [] : [{ kind: "data", message: count === 1 ? one : many }];
}
function vanishedNote(count) {
  const one = "1 row was gone, or no longer matched, when it was read by its key";
  const many = `${count} rows were gone, or no longer matched, when they were read by their keys`;
  return count === 0 ? [] : [{ kind: "data", message: count === 1 ? one : many }];
}
function notReturned(title, keys) {
  return new HighwaterError(
    "COUNT_MISMATCH",
    `${title}: the source shows ${keys} ${keys === 1 ? "key" : "keys"} but does not return the rows.`,
    "The table keeps its previous rows and watermark. Run once with mode: full (--full on the command line); if that does not help, report it with this line."
  );
}

// src/engine/read/read-partitions.ts
var import_promises = __toESM(require_promises(), 1);
var SPLIT_POLL_MS = 100;
async function readPartitions(context, done) {
  const { partitions } = context.import;
  const body = partitions.filter((p) => p.pass === "body" && !done.has(p.id));
  await together(context, body, true);
  await together(
    context,
    partitions.filter((p) => p.pass === "tail"),
    false
  );
  await together(
    context,
    partitions.filter((p) => p.pass === "sweep"),
    false
  );
}
async function readTogether(context, partitions) {
  await together(context, partitions, false);
}
async function together(context, queue, maySplit) {
  if (queue.length === 0) return;
  const waiting = [...queue];
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const splits = maySplit && context.import.split !== void 0;
  const next = () => waiting.shift() ?? (splits ? context.import.split?.() ?? null : null);
  let running = 0;
  const one = async () => {
    const partition = next();
    if (partition === null) return false;
    running++;
    try {
      await readOne(context, partition, signal);
    } finally {
      running--;
    }
    return true;
  };
  const worker = async () => {
    for (; ; ) {
      if (await context.slots(one)) continue;
      if (!splits || running === 0) return;
      await (0, import_promises.setTimeout)(SPLIT_POLL_MS, void 0, { signal });
    }
  };
  const count = splits ? context.workers : Math.min(context.workers, queue.length);
  const results = await Promise.allSettled(
    Array.from(
      { length: count },
      async () => worker().catch((error) => {
        if (!stop.signal.aborted) stop.abort(error);
        throw error;
      })
    )
  );
  if (stop.signal.aborted) throw stop.signal.reason;
  const failed = results.find((r) => r.status === "rejected");
  if (failed !== void 0) throw failed.reason;
}
async function readOne(context, partition, signal) {
  signal.throwIfAborted();
  const startedAt = /* @__PURE__ */ new Date();
  const receipt = await inStage(
    "load",
    async () => context.load.receive(partition, async (staging) => {
      const sent = await inStage("read", async () => context.import.read(partition, staging, signal));
      signal.throwIfAborted();
      return sent;
    })
  );
  context.onDone({
    id: (receipt.covered ?? partition).id,
    pass: partition.pass,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1e3,
    rows: receipt.rows,
    bytes: receipt.bytes,
    requests: receipt.requests
  });
}

// src/engine/read/import-table.ts
async function beginImport(opener, planned, { findResume, onFullSync }) {
  const found = await findResume(planned);
  const opened = await opener.begin(planned.plan, found);
  if (!("cannotContinue" in opened)) return { opened, resume: opened.resumed ? found : null };
  const { ref, mode } = planned.plan;
  if (mode === "full") throw new Error(`a full sync of ${ref.name} needs nothing to continue from`);
  const full = insteadFull(planned, opened.cannotContinue);
  onFullSync(full, opened.cannotContinue);
  return beginImport(opener, full, { findResume, onFullSync });
}
function watermarkAfter({ opened, resume }) {
  if (resume?.watermark?.kind !== "token") return resume === null ? opened.watermark : resume.watermark;
  const { kind, value } = resume.watermark;
  const token = opened.watermark?.token;
  return { kind, value, ...token === void 0 ? {} : { token } };
}
async function importOnce(context, progress, place) {
  const { opener, warehouse } = context;
  Object.assign(progress, newAttempt());
  const requestFor = ({ plan, fingerprint, known }) => ({
    plan,
    fingerprint,
    stored: known,
    stop: context.signal,
    onRead: (rows) => {
      progress.rowsRead += rows;
      showProgress(context, progress, "read");
    },
    onLoaded: (rows) => {
      progress.rowsLoaded += rows;
    }
  });
  const begun = await beginImport(opener, progress.planned, {
    findResume: async (planned) => warehouse.findResume(requestFor(planned)),
    onFullSync: (planned, why) => {
      progress.planned = planned;
      context.notice(`${planned.plan.ref.name} is read in full instead of by its changes: ${why}.`);
    }
  });
  let closing = null;
  const closeOnce = async () => closing ??= begun.opened.close().catch(() => void 0);
  try {
    const leave = async () => {
      await closeOnce();
      place.leave();
    };
    return await load(context, progress, requestFor(progress.planned), begun, leave);
  } finally {
    await closeOnce();
  }
}
async function load(context, progress, request, begun, leave) {
  const { opened } = begun;
  const start = begun.resume ?? { watermark: opened.watermark, partitions: opened.partitions, done: [] };
  const done = new Set(start.done);
  progress.expected = expectedOf(opened.partitions, done);
  const tableLoad = await context.warehouse.exclusive(
    async () => inStage("load", async () => context.warehouse.begin(request, start))
  );
  try {
    showProgress(context, progress, "read");
    const onDone = (record2) => {
      progress.partitions.push(record2);
      showProgress(context, progress, "read");
    };
    const { slots, parallel, signal } = context;
    const reading = { import: opened, load: tableLoad, slots, workers: parallel, signal, onDone };
    await readPartitions(reading, done);
    await inStage("load", async () => tableLoad.loaded());
    const title = `${request.plan.source}.${request.plan.ref.name}`;
    const read = async (partitions) => readTogether(reading, partitions);
    const proved = opened.snapshot && request.plan.mode === "full";
    const compared = await compareCounts({ import: opened, load: tableLoad, read, signal });
    const fetched = proved ? [] : await readMissingRows({ title, import: opened, load: tableLoad, read });
    showProgress(context, progress, "load");
    const swept = opened.partitions.some((p) => p.pass === "sweep");
    const { heldBack, snapshot, serviceCount } = opened;
    const { parts: sweptParts, countedAt, windows: countedWindows } = compared;
    const counted = { sweptParts, countedAt, countedWindows };
    const end = { watermark: watermarkAfter(begun), heldBack, snapshot, swept, ...counted, serviceCount };
    const merge = async () => {
      context.signal.throwIfAborted();
      return inStage("load", async () => tableLoad.merge(end));
    };
    if (tableLoad.sharesMerge) await leave();
    const merged2 = await (tableLoad.sharesMerge ? merge() : context.warehouse.exclusive(merge));
    return succeededRecord(progress, opened, { ...merged2, notes: [...compared.notes, ...fetched, ...merged2.notes] });
  } catch (error) {
    await tableLoad.abandon(error instanceof FullSyncNeeded).catch(() => void 0);
    throw error;
  } finally {
    progress.requests = opened.requests;
  }
}
function showProgress(context, progress, stage, record2) {
  const { plan } = progress.planned;
  const done = progress.partitions.length;
  context.observe({
    type: "table",
    source: plan.source,
    table: plan.ref.name,
    stage,
    mode: plan.mode,
    rows: progress.rowsRead,
    expectedRows: progress.expected.rows,
    partitions: { done, total: Math.max(done, progress.expected.partitions) },
    ...record2 === void 0 ? {} : { record: record2 }
  });
}

// src/engine/read/places.ts
var Places = class {
  #limit;
  #onLeave;
  #onReturn;
  /** `onLeave` is called whenever a table has been read, `onReturn` when such a table is read again. */
  constructor(places, onLeave, onReturn) {
    this.#limit = pLimit(places);
    this.#onLeave = onLeave;
    this.#onReturn = onReturn;
  }
  /** The place of a table that has not been read so far. */
  next() {
    return new PlaceOfSeveral(async (work) => this.#limit(work), this.#onLeave, this.#onReturn);
  }
};
var ALONE = { enter: async () => void 0, leave: () => void 0 };
var PlaceOfSeveral = class {
  #limit;
  #onLeave;
  #onReturn;
  #free = null;
  #left = false;
  constructor(limit, onLeave, onReturn) {
    this.#limit = limit;
    this.#onLeave = onLeave;
    this.#onReturn = onReturn;
  }
  async enter() {
    if (this.#free !== null) return;
    if (this.#left) this.#onReturn();
    this.#left = false;
    await new Promise((entered) => {
      void this.#limit(
        async () => new Promise((free) => {
          this.#free = free;
          entered();
        })
      );
    });
  }
  leave() {
    if (this.#free === null) return;
    this.#free();
    this.#free = null;
    this.#left = true;
    this.#onLeave();
  }
};

// src/engine/read/import-attempts.ts
var import_promises2 = __toESM(require_promises(), 1);
var RESTART_DELAYS = [1e3, 5e3];
async function importTable(context, planned, place = ALONE) {
  const progress = newProgress(planned);
  try {
    const record2 = await withRestarts(context, progress, place);
    showProgress(context, progress, "done", record2);
    return record2;
  } catch (error) {
    const failure = context.signal.aborted ? interrupted(context.signal) : toHighwaterError(error);
    if (mayLeaveOut(failure, progress.planned)) return leaveOut(context, progress, failure);
    const record2 = failedRecord(progress, failure);
    showProgress(context, progress, "failed", record2);
    return record2;
  }
}
function mayLeaveOut(failure, { plan, stored }) {
  return failure.family === "withheld" && plan.options.byGlob === true && stored === null;
}
function leftOutNotice(name, { message }) {
  return `${name} was left out, though a glob takes it. ${message} To keep it out for good: exclude: [${name}] on the source.`;
}
function leaveOut(context, progress, failure) {
  context.notice(leftOutNotice(progress.planned.plan.ref.name, failure));
  const why = "the source does not give it out as a whole, and only a glob takes it";
  const record2 = { ...failedRecord(progress, failure), status: "skipped", why, error: null };
  showProgress(context, progress, "skipped", record2);
  return record2;
}
async function withRestarts(context, progress, place) {
  for (let attempt = 0; ; attempt++) {
    try {
      await place.enter();
      return await attemptImport(context, progress, place);
    } catch (error) {
      const delay = RESTART_DELAYS[attempt];
      const failure = toHighwaterError(error);
      if (context.signal.aborted || delay === void 0) throw error;
      const replans = needsNewPlan(failure, context.source, progress.planned);
      if (!replans && failure.family !== "restart") throw error;
      const { name } = progress.planned.plan.ref;
      context.notice(
        `${failure.message.includes(name) ? "" : `${name}: `}${failure.message} Reading the table again (attempt ${attempt + 2} of ${RESTART_DELAYS.length + 1}).`
      );
      if (replans) progress.planned = await planAgain(context.source, progress.planned);
      else await (0, import_promises2.setTimeout)(delay, void 0, { signal: context.signal });
    }
  }
}
async function attemptImport(context, progress, place) {
  try {
    return await importOnce(context, progress, place);
  } catch (error) {
    if (!(error instanceof FullSyncNeeded)) throw error;
    const why = `${error.message}, so the table is read in full`;
    context.notice(`${progress.planned.plan.ref.name}: ${why}.`);
    progress.planned = insteadFull(progress.planned, why);
    return importOnce(context, progress, place);
  }
}
function interrupted(signal) {
  return signal.reason instanceof HighwaterError ? signal.reason : new InterruptedError("it was told to stop");
}
function needsNewPlan(failure, source, { plan }) {
  if (failure.family === "replan") return true;
  return failure.family === "widen" && (source.widen?.(plan.ref, failure.columns) ?? false);
}
async function planAgain(source, planned) {
  const { plan, stored, fingerprint } = planned;
  const chosen = { ref: plan.ref, options: plan.options };
  const [described] = await source.describe([chosen]);
  if (described === void 0) throw new Error(`${source.name} did not describe ${plan.ref.name}`);
  const schema = schemaOf(described);
  const again = planTable({
    source: plan.source,
    address: source.address,
    system: fingerprint.system,
    chosen,
    schema,
    known: stored,
    requested: plan.mode,
    why: plan.why,
    widens: widensExactly
  });
  const readsCalculated = plan.readsCalculated === true && again.plan.mode === "incremental";
  const clock = plan.clock === void 0 ? {} : { clock: plan.clock };
  return { ...again, plan: { ...again.plan, ...clock, readsCalculated } };
}

// src/model/later-sync.ts
var OLDEST_UNCHANGED_MS = 24 * 36e5;

// src/lake/lake-part.ts
function lakePart({ fingerprint }) {
  const name = fingerprint.range;
  const part = partNamed(name);
  return part === null || name === void 0 ? null : { ...part, name };
}

// src/lake/lake-manifest.ts
var KEY = "manifest.json";
var TRIES = 50;
var LakeManifest = class _LakeManifest {
  #store;
  #entries;
  #tag;
  #changed = [];
  constructor(store, entries, tag) {
    this.#store = store;
    this.#entries = entries;
    this.#tag = tag;
  }
  static async read(store) {
    const found = await store.get(KEY);
    return new _LakeManifest(store, found === null ? [] : entriesOf(found.body), found?.tag ?? null);
  }
  get entries() {
    return this.#entries;
  }
  /** Whether the lake has this very content of a table, or of the part that the state holds. */
  holds(table) {
    const entry = this.#entries.find((e) => isOf2(e, table));
    const part = lakePart(table);
    const own = part === null ? entry : entry?.division === part.division ? entry.parts?.[part.index] : void 0;
    return table.version !== void 0 && (part !== null || entry?.division === void 0) && own?.content === table.version;
  }
  put(entry, part) {
    this.#changed.push({ entry, part });
  }
  /** Writes the changed entries, merged with what others wrote meanwhile. */
  async save() {
    if (this.#changed.length === 0) return;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const tables = [...this.#changed.reduce(merged, this.#entries)].sort((a, b) => a.path < b.path ? -1 : 1);
      const body = Buffer.from(`${JSON.stringify({ version: 1, tables }, null, 2)}
`);
      const written = this.#tag === null ? await this.#store.create(KEY, body) : await this.#store.replace(KEY, body, this.#tag);
      if (written.outcome === "created" || written.outcome === "replaced") return;
      const found = await this.#store.get(KEY);
      this.#entries = found === null ? [] : entriesOf(found.body);
      this.#tag = found?.tag ?? null;
    }
    throw new Error(`other jobs replaced manifest.json ${TRIES} times meanwhile`);
  }
};
function isOf2(entry, { source, table }) {
  return entry.source === source && entry.table === table;
}
function merged(entries, { entry, part }) {
  const before = entries.find((e) => isOf2(e, entry));
  const others = entries.filter((e) => e !== before);
  return [...others, part === null ? entry : withPart(entry, part, before)];
}
function withPart(entry, part, before) {
  const { source, table, path, version, ...own } = entry;
  const there = before?.division === part.division ? before.parts : void 0;
  const parts = { ...there, [part.index]: own };
  const all = Object.values(parts);
  const oldest = all.reduce((a, b) => a.publishedAt <= b.publishedAt ? a : b);
  return {
    ...{ source, table, path },
    version: Math.max(version, before?.version ?? -1),
    rows: all.reduce((sum2, p) => sum2 + p.rows, 0),
    watermark: oldest.watermark,
    run: own.run,
    publishedAt: own.publishedAt,
    content: null,
    division: part.division,
    partCount: part.of,
    parts
  };
}
function entriesOf(body) {
  return JSON.parse(body.toString("utf8")).tables;
}

export {
  tableRecord,
  callsLeft,
  partNamed,
  planTable,
  insteadFull,
  planRun,
  inTurn,
  withFullSyncsDue,
  lakePart,
  LakeManifest,
  newProgress,
  failedRecord,
  succeededRecord,
  compareCounts,
  FullSyncNeeded,
  readMissingRows,
  readPartitions,
  readTogether,
  beginImport,
  watermarkAfter,
  Places,
  importTable,
  mayLeaveOut,
  leftOutNotice,
  planAgain,
  OLDEST_UNCHANGED_MS
};
