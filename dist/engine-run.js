import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  differencesOf
} from "./model-verification.js";
import {
  Ledger,
  NO_COUNTS,
  comparison,
  fieldColumn,
  ledgerNames,
  recordExports,
  storeChecks,
  storedChecks
} from "./exports-prepare-field-values.js";
import "./exports-export-errors.js";
import {
  baselineOf,
  deriveTables,
  dropTables,
  finish,
  historyRecords,
  isRepeatable,
  openSources,
  verifyTable
} from "./engine-verify-compare-table.js";
import {
  Places,
  failedRecord,
  importTable,
  inTurn,
  newProgress,
  planRun,
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
  maskOf,
  optionsOf,
  wantedSources
} from "./engine-plan-select-columns.js";
import {
  inStage,
  safeName
} from "./model-in-stage.js";
import "./lib-picomatch.js";
import "./runtime-read-through.js";
import "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import {
  checkName
} from "./model-table-check.js";
import "./engine-restore-restore-2.js";
import "./state-workspace-workspace.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./warehouse-load-stage.js";
import "./warehouse-duckdb-database.js";
import {
  DELETED_AT,
  SYNCED_AT
} from "./warehouse-table-layout.js";
import {
  realTypes
} from "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
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
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/engine/check-tables.ts
var import_node_path2 = __toESM(require_node_path(), 1);

// src/warehouse/check/evaluate-checks.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);

// src/warehouse/check/check-queries.ts
function liveRows({ schema, name, marksDeletes }) {
  return `(SELECT * FROM ${qualified(schema, name)}${marksDeletes ? ` WHERE ${DELETED_AT} IS NULL` : ""})`;
}
function scoped(table, scope) {
  return scope.all ? liveRows(table) : `(SELECT * FROM ${liveRows(table)} WHERE ${SYNCED_AT} = TIMESTAMPTZ ${text(scope.now)})`;
}
function failingRows(check, table, scope, parent) {
  const column = check.column === null ? "" : id(check.column);
  const rows = scoped(table, scope);
  switch (check.check) {
    case "not_null":
      return `SELECT * FROM ${rows} WHERE ${column} IS NULL`;
    case "accepted_values":
      return `SELECT * FROM ${rows} WHERE ${outside(column, check.accepted ?? [])}`;
    case "relationships": {
      if (parent === null) throw new Error("relationships need the parent");
      const there = `SELECT ${id(check.parent?.column ?? "")} AS value FROM ${liveRows(parent)}`;
      return `SELECT c.* FROM ${rows} c ANTI JOIN (${there}) p ON CAST(c.${column} AS VARCHAR) = CAST(p.value AS VARCHAR) WHERE c.${column} IS NOT NULL`;
    }
    case "unique": {
      const candidates = scope.all ? "" : ` WHERE ${column} IN (SELECT ${column} FROM ${rows})`;
      const twice = `SELECT ${column} FROM ${liveRows(table)}${candidates} GROUP BY ${column} HAVING ${column} IS NOT NULL AND count(*) > 1`;
      return `SELECT * FROM ${liveRows(table)} WHERE ${column} IN (${twice})`;
    }
    case "expression":
      return `SELECT * FROM ${rows} WHERE NOT (${check.expression ?? ""}
)`;
    case "row_count":
    case "freshness":
      return null;
  }
}
function outside(column, accepted) {
  const list = `[${accepted.map(text).join(", ")}]`;
  const ofList = `len(list_filter(TRY_CAST(${column} AS VARCHAR[]), lambda v: v IS NOT NULL AND NOT list_contains(${list}, v))) > 0`;
  const plain = `NOT list_contains(${list}, CAST(${column} AS VARCHAR))`;
  return `${column} IS NOT NULL AND CASE WHEN typeof(${column}) LIKE '%[]' THEN ${ofList} ELSE ${plain} END`;
}
function failureCount(check, failing) {
  const what = check.check === "unique" && check.column !== null ? `count(DISTINCT ${id(check.column)})` : "count(*)";
  return `SELECT ${what} AS n FROM (${failing})`;
}
function newestAge(column, table, now) {
  return `SELECT date_diff('second', max(CAST(${id(column)} AS TIMESTAMPTZ)), TIMESTAMPTZ ${text(now)}) AS age FROM ${liveRows(table)}`;
}
var MOST_KEYS = 1e4;
function failingKeys(check, { key }, failing) {
  const keys = key.map((name) => `CAST(${id(name)} AS VARCHAR) AS ${id(name)}`);
  const named = [`${text(check.check)} AS "check"`, `${text(check.column ?? check.detail)} AS "column"`, ...keys];
  return `(SELECT ${named.join(", ")} FROM (${failing}) LIMIT ${MOST_KEYS})`;
}

// src/warehouse/check/evaluate-checks.ts
async function evaluateChecks(connection, request) {
  const outcomes = [];
  const errors = [];
  const keys = [];
  for (const check of request.checks) {
    const before = request.previous.find((p) => sameCheck(p, check)) ?? null;
    try {
      const found = await evaluate(connection, request, check, before);
      if (found.keys !== null) keys.push(found.keys);
      outcomes.push(outcomeOf(check, before, found.failures, request.now));
    } catch (error) {
      errors.push(toHighwaterError(error));
      outcomes.push({ ...outcomeOf(check, before, 1, request.now), status: "error", failures: 0 });
    }
  }
  await writeKeys(connection, keys, request.file);
  return { outcomes, errors, hasKeys: keys.length > 0 };
}
function sameCheck(a, b) {
  return a.check === b.check && a.column === b.column && a.detail === b.detail;
}
function outcomeOf(check, before, failures, now) {
  const { column, severity, detail } = check;
  const since = failures === 0 ? null : before?.since ?? now;
  return { check: check.check, column, severity, detail, status: failures === 0 ? "pass" : severity, failures, since };
}
var PASSED = { failures: 0, keys: null };
async function evaluate(connection, request, check, before) {
  const { table, now } = request;
  if (check.check === "row_count") return { failures: outsideLimits(check, request) ? 1 : 0, keys: null };
  if (check.check === "freshness") return { failures: await isStale(connection, check, table, now), keys: null };
  const scope = scopeOf(check, request, before);
  if (scope === null) return PASSED;
  const parent = check.check === "relationships" ? request.parentOf(check) : null;
  if (check.check === "relationships" && parent === null) throw new Error(`${check.detail} is not in the warehouse`);
  const failing = failingRows(check, table, scope, parent?.table ?? null);
  if (failing === null) return PASSED;
  const { n } = await connection.row(failureCount(check, failing));
  if (n === 0) return PASSED;
  return { failures: n, keys: table.key.length === 0 ? null : failingKeys(check, table, failing) };
}
function scopeOf(check, request, before) {
  const { change, now } = request;
  const parentLost = check.check === "relationships" && request.parentOf(check)?.change.lost !== false;
  if (before?.status !== "pass" || change.written === "all" || parentLost || check.check === "expression") return { all: true };
  return change.written === "nothing" ? null : { all: false, now };
}
function outsideLimits({ min = 0, max = Number.MAX_SAFE_INTEGER, change }, { rows, rowsBefore: rowsBefore2 }) {
  if (rows < min || rows > max) return true;
  if (change === void 0 || rowsBefore2 === null) return false;
  return Math.abs(rows - rowsBefore2) > change * Math.max(rowsBefore2, 1);
}
async function isStale(connection, check, table, now) {
  const { age } = await connection.row(newestAge(check.column ?? "", table, now));
  return age === null || age > (check.withinSeconds ?? 0) ? 1 : 0;
}
async function writeKeys(connection, keys, file) {
  await (0, import_promises.rm)(file, { force: true });
  if (keys.length === 0) return;
  await (0, import_promises.mkdir)((0, import_node_path.dirname)(file), { recursive: true });
  await connection.run(`COPY (${keys.join(" UNION ALL ")}) TO ${text(`${file}.partial`)} (FORMAT csv, HEADER)`);
  await (0, import_promises.rename)(`${file}.partial`, file);
}

// src/engine/check-tables.ts
var CHECKS_DIRECTORY = "checks";
async function checkTables(run, warehouse, plan, records, history) {
  const planned = plan.sources.flatMap(({ planned: own }) => own);
  const wanted = new Map(planned.map(({ plan: p }) => [`${p.source}.${p.ref.name}`, p.options.checks ?? []]));
  const previous = await warehouse.database.use(storedChecks);
  if (previous.size === 0 && ![...wanted.values()].some((checks) => checks.length > 0)) return [...records];
  return run.stage("check", "tables", async () => {
    const stored = await warehouse.tables();
    const context = { run, stored, records, previous, before: rowsBefore(history) };
    const checked = [];
    for (const record of records) {
      const checks = wanted.get(`${record.source}.${record.table}`);
      checked.push(await checkTable(context, warehouse, record, checks));
    }
    const outcomes = checked.map(({ source, table, checks = [] }) => ({ source, table, outcomes: checks }));
    await warehouse.database.use(async (c) => storeChecks(c, outcomes));
    return checked;
  });
}
async function checkTable(context, warehouse, record, checks) {
  const name = `${record.source}.${record.table}`;
  const previous = context.previous.get(name) ?? [];
  const found = context.stored.find((t) => t.source === record.source && t.table === record.table);
  if (checks === void 0 || record.status !== "succeeded" || found === void 0)
    return previous.length === 0 ? record : { ...record, checks: previous };
  if (checks.length === 0) return record;
  const request = {
    table: found,
    checks,
    change: changeOf(record),
    rows: record.rows,
    rowsBefore: context.before.get(name) ?? null,
    previous,
    now: context.run.startedAt.toISOString(),
    parentOf: ({ parent }) => parentOf(context, parent),
    file: (0, import_node_path2.join)(context.run.outputDirectory, CHECKS_DIRECTORY, `${safeName(name)}.csv`)
  };
  const evaluated = await warehouse.database.use(async (c) => evaluateChecks(c, request));
  return withOutcomes(record, evaluated, `${CHECKS_DIRECTORY}/${safeName(name)}.csv`);
}
function parentOf({ stored, records }, parent) {
  const isParent = (t) => t.source === parent?.source && t.table === parent.table;
  const table = stored.find(isParent);
  const record = records.find(isParent);
  return table === void 0 ? null : { table, change: record === void 0 ? ALL : changeOf(record) };
}
var ALL = { written: "all", lost: true };
function changeOf({ mode, inserted, updated, deleted, status }) {
  if (status !== "succeeded") return { written: "nothing", lost: false };
  const written = mode === "full" ? "all" : inserted + updated > 0 ? "rows" : "nothing";
  return { written, lost: mode === "full" || updated + deleted > 0 };
}
function rowsBefore(history) {
  return new Map(history.filter((h) => h.status === "succeeded").map((h) => [`${h.source}.${h.table}`, h.rows]));
}
function withOutcomes(record, { outcomes, errors, hasKeys }, file) {
  const warned = outcomes.filter((o) => o.status === "warn");
  const notes = warned.map(
    (o) => ({ kind: "data", message: failureWords(o), ...o.column === null ? {} : { column: o.column } })
  );
  const failed = outcomes.filter((o) => o.status === "fail" || o.status === "error" && o.severity === "fail");
  const checks = { checks: outcomes, ...hasKeys ? { failingKeys: file } : {} };
  if (failed.length === 0) return { ...record, ...checks, notes: [...record.notes, ...notes] };
  const reasons = [
    ...failed.filter((o) => o.status === "fail").map(failureWords),
    ...errors.map((e) => `a check could not be evaluated: ${e.message}`)
  ];
  const keys = hasKeys ? `The keys of failing rows are in ${file} of the output directory. ` : "";
  const error = new HighwaterError(
    "CHECK_FAILED",
    `${record.source}.${record.table}: ${reasons.join("; ")}.`,
    `${keys}The table has the new rows. Correct them at the source, change the check, or give it \`severity: warn\`.`
  );
  return { ...record, ...checks, checkError: error.report(), notes: [...record.notes, ...notes] };
}
function failureWords(outcome) {
  const { check, failures, detail } = outcome;
  const name = checkName(outcome);
  if (check === "row_count") return `${name} is outside of ${detail}`;
  if (check === "freshness") return `${name}: the newest value is older than ${detail}`;
  const what = check === "unique" ? failures === 1 ? "value occurs" : "values occur" : failures === 1 ? "row fails" : "rows fail";
  return `${failures} ${what} ${check === "unique" ? `more than once: ${name}` : name}`;
}

// src/engine/drop-unmasked.ts
var WHY = "Its rows were removed, because they hold values that are masked now.";
async function dropUnmasked(run, warehouse, plan) {
  let dropped = false;
  for (const { plan: table, fingerprint, known, revealing, stored } of plan.sources.flatMap(({ planned }) => planned)) {
    if (revealing !== void 0) {
      await dropWithComputed(warehouse, revealing);
      run.notice(`${table.ref.name}: ${table.why}. ${WHY}`, table.source);
      dropped = true;
    } else if (stored === null && table.schema.columns.some((c) => c.mask !== void 0)) {
      const nothing = () => void 0;
      const resumable = await warehouse.findResume({
        plan: table,
        fingerprint,
        stored: known,
        onRead: nothing,
        onLoaded: nothing
      });
      if (resumable === null) dropped = await warehouse.dropUnfinished(table.source, table.ref.name) || dropped;
    }
  }
  const settled = [];
  for (const record of plan.settled) {
    const revealing = record.status === "failed" ? await revealingRows(run, warehouse, record) : null;
    if (revealing === null) {
      settled.push(record);
      continue;
    }
    await dropWithComputed(warehouse, revealing);
    run.notice(`${record.table}: ${WHY}`, record.source);
    settled.push({
      ...record,
      rows: 0,
      columns: [],
      watermark: { ...record.watermark, after: null },
      syncedAt: null,
      lastFullSyncAt: null
    });
    dropped = true;
  }
  if (dropped) await warehouse.compact(true);
  return settled;
}
async function dropWithComputed(warehouse, table) {
  await warehouse.drop(table);
  const computed = (t) => t.source === table.source && t.derived === true && t.history === void 0;
  for (const other of (await warehouse.tables()).filter(computed)) await warehouse.drop(other);
}
async function revealingRows({ config }, warehouse, { source, table }) {
  const own = config.sources.find((s) => s.name === source);
  const stored = (await warehouse.tables()).find((t) => t.source === source && t.table === table);
  const mask = own === void 0 ? void 0 : optionsOf(own, table).mask;
  return stored !== void 0 && mask !== void 0 && reveals(stored, mask) ? stored : null;
}
function reveals({ columns }, mask) {
  return columns.some((column) => {
    const now = maskOf({ ...mask, anyCase: true }, column.name);
    return now !== null && JSON.stringify(now) !== JSON.stringify(column.mask);
  });
}

// src/engine/read/extract-tables.ts
async function extractAll(input) {
  const { small } = input.warehouse;
  small.expect(input.sources.reduce((sum, { planned }) => sum + planned.length, 0));
  input.observe({ type: "tables", tables: input.sources.flatMap(({ planned }) => planned.map(({ plan }) => tableOf(plan))) });
  const records = await Promise.all(input.sources.map(async ({ source, planned }) => extractSource(input, source, planned)));
  return records.flat();
}
function tableOf({ source, ref }) {
  return { source, table: ref.name };
}
async function extractSource(input, source, planned) {
  const { warehouse, parallel, signal, observe } = input;
  const expect = (tables) => warehouse.small.expect(tables);
  let opener;
  try {
    opener = await source.open(planned.map((p) => p.plan));
  } catch (error) {
    expect(-planned.length);
    const failure = input.signal.aborted ? input.signal.reason : error;
    return planned.map((p) => failedRecord(newProgress(p), toHighwaterError(failure)));
  }
  const slots = pLimit(input.parallel);
  const places = new Places(
    parallel,
    () => expect(-1),
    () => expect(1)
  );
  const context = {
    warehouse,
    source,
    opener,
    parallel,
    signal,
    observe,
    slots,
    notice: (message) => input.notice(message, source.name)
  };
  try {
    return await Promise.all(
      planned.map(async (p) => {
        const place = places.next();
        await place.enter();
        try {
          return signal.aborted ? notStarted(p, signal) : await importTable(context, p, place);
        } finally {
          place.leave();
        }
      })
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
  const types = await realTypes(c, stored.schema, stored.name);
  const { field } = shape.key;
  if ((field.parts ?? [field]).some(({ name }) => !types.has(name))) return [];
  const compared = await comparison(c, config, stored, shape);
  const fields = compared.columns.map(({ value, field: field2 }) => {
    const sent = `l.${fieldColumn(field2.name)}`;
    return {
      name: field2.name,
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
  const any = fields.map((_, i) => `d${i}`).join(" OR ");
  const isSame = "l.id IS NULL OR s.id IS NULL OR lower(l.id) = lower(s.id)";
  await c.run(`CREATE OR REPLACE TEMP TABLE read_back AS SELECT * FROM (SELECT l.k, ${isSame} AS is_same, ${flags.join(", ")}, ${returned} AS returned
    FROM (SELECT * FROM ${unread}) l JOIN (${compared.sql}) s ON l.k = s.k QUALIFY row_number() OVER (PARTITION BY l.k) = 1) WHERE is_same OR NOT (${any})`);
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
    for (const { name, verified, differing, differingFields } of records)
      if (differing > 0)
        run.warn(
          `${MISMATCH}: export ${name}: ${differing} of ${verified + differing} rows differ from what was sent, in ${differingFields.join(", ")}.`
        );
    return records;
  });
}

// src/engine/schema-changes.ts
function withSchemaChanges(tables, before) {
  return tables.map((table) => {
    const known = before.find((t) => t.source === table.source && t.table === table.table);
    const changes = known === void 0 || table.status !== "succeeded" ? [] : columnChanges(known.columns, table.columns);
    return changes.length === 0 ? table : { ...table, schemaChanges: changes };
  });
}
function columnChanges(before, after) {
  const old = new Map(before.filter((c) => c.removed !== true).map((c) => [c.name, c]));
  const now = new Map(after.filter((c) => c.removed !== true).map((c) => [c.name, c]));
  const removed = [...old.keys()].filter((name) => !now.has(name)).map((name) => `removed ${name}`);
  const others = [...now.values()].flatMap(({ name, duckdbType }) => {
    const was = old.get(name);
    if (was === void 0) return [`added ${name} (${duckdbType})`];
    return was.duckdbType === duckdbType ? [] : [`${name} is ${duckdbType} now (was ${was.duckdbType})`];
  });
  return [...removed, ...others];
}

// src/engine/verify/verify-share.ts
async function verifyShare(run, warehouse, plan, records, stop) {
  const share = run.config.run.verifyShare;
  const read = records.filter((r) => r.status === "succeeded" && r.mode === "incremental");
  if (share === null || read.length === 0 || stop.signal.aborted) return [...records];
  const found = await run.stage(
    "verify",
    `${shareText(share)} of each table`,
    async () => shareOfAll({ run, warehouse, share, stop }, plan, read)
  );
  return records.map((record) => found.get(record) ?? record);
}
async function shareOfAll(context, plan, records) {
  const { run, warehouse, stop } = context;
  const { parallel } = run.config.run;
  const found = /* @__PURE__ */ new Map();
  await Promise.all(
    plan.sources.map(async ({ open: { source }, planned }) => {
      const own = records.filter((r) => r.source === source.name);
      if (own.length === 0) return;
      const opener = await source.open([]);
      const extract = {
        warehouse,
        source,
        opener,
        parallel,
        signal: stop.signal,
        observe: () => void 0,
        slots: pLimit(parallel),
        notice: (message) => run.notice(message, source.name)
      };
      for (const record of own) {
        const one = planned.find((p) => p.plan.ref.name === record.table);
        if (one === void 0 || stop.signal.aborted) continue;
        found.set(record, await shareOfTable(context, extract, one, record));
      }
      opener.close?.();
    })
  );
  return found;
}
function freshPass(now) {
  return { from: null, waited: 0, since: now, sound: true };
}
async function shareOfTable(context, extract, planned, record) {
  const { run, warehouse, share, stop } = context;
  const stored = (await warehouse.tables()).find((t) => t.source === record.source && t.table === record.table);
  if (stored === void 0) return record;
  const pass = stored.proving ?? freshPass(run.deps.now().toISOString());
  const verified = await verifyTable(extract, afterwards(planned, stored), {
    extent: { share, from: pass.from, waited: pass.waited + share },
    repair: true,
    apiBudget: run.config.run.apiBudget,
    output: run.outputDirectory,
    now: () => run.deps.now().toISOString()
  });
  const { verification } = verified;
  if (verification.status === "failed" || verification.status === "drift") {
    const { error } = verification;
    const what = verification.status === "failed" ? "could not be compared" : "rows differ and could not be mended";
    if (!stop.byUser())
      run.warn(`run.verify: ${record.source}.${record.table}: ${what}${error === null ? "" : `: ${error.message}`}`);
  }
  if (verification.status !== "failed") await remember(context, stored, pass, verified);
  return merged(record, verified, share);
}
function afterwards(planned, stored) {
  const { revealing: _, ...rest } = planned;
  const plan = { ...planned.plan, mode: "incremental", since: stored.watermark, readsCalculated: false };
  return { ...rest, plan, known: stored, stored };
}
async function remember({ warehouse, share }, before, pass, verified) {
  const { verification, next } = verified;
  const waited = pass.waited + share;
  const now = (await warehouse.tables()).find((t) => t.source === before.source && t.table === before.table);
  if (now === void 0 || next === void 0) return;
  const { proving: _, ...table } = now;
  if (next === "waits") return warehouse.keep({ ...table, proving: { ...pass, waited } });
  const sound = pass.sound && verification.whole && verification.status !== "drift";
  if (next.from !== null) return warehouse.keep({ ...table, proving: { ...pass, from: next.from, waited: 0, sound } });
  await warehouse.keep(sound ? { ...table, provenAt: pass.since } : table);
}
function merged(record, { verification, record: mended }, share) {
  const note = noteOf(verification, share);
  const requests = record.requests + verification.requests;
  const notes = [...record.notes, ...note];
  if (mended === null || mended.error !== null) return { ...record, requests, notes };
  return {
    ...record,
    requests,
    read: record.read + mended.read,
    inserted: record.inserted + mended.inserted,
    updated: record.updated + mended.updated,
    deleted: record.deleted + mended.deleted,
    rows: mended.rows,
    watermark: { ...record.watermark, after: mended.watermark.after },
    columns: mended.columns,
    partitions: [...record.partitions, ...mended.partitions],
    notes: [...notes, ...mended.notes.filter((n) => !notes.some((other) => other.message === n.message))]
  };
}
function noteOf(verification, share) {
  const { status, explained, file } = verification;
  if (status !== "repaired" && status !== "drift") return [];
  const what = differencesOf(verification).map(([rows, how]) => `${rows} ${how}`).join(", ");
  const of = explained > 0 ? ` (${explained} of them only newer)` : "";
  const keys = file === null ? "" : `; their keys are in ${file}`;
  const end = status === "repaired" ? "were mended" : "could not be mended";
  return [
    {
      kind: "data",
      message: `run.verify compared ${shareText(share)} of the rows: those that differed (${what === "" ? "no key says which" : what})${of} ${end}${keys}`
    }
  ];
}
function shareText(share) {
  return `${Math.round(share * 1e4) / 100}%`;
}

// src/engine/run.ts
async function sync(request, deps) {
  const { config } = request;
  const wanted = wantedSources(config, request.tables);
  return withState(request, deps, async (opened) => {
    const { run, state, stop, stateChanged } = opened;
    const sources = await openSources(opened, wanted);
    const { history, before, plan, baseline, settled } = await run.stage("plan", "what to read", async () => {
      const known = { history: await state.warehouse.history(), before: await state.warehouse.tables() };
      const planned = planRun(sources, known.before, request, wanted.filter);
      const auto = request.auto ?? false;
      const due = withFullSyncsDue(planned, { auto, history: known.history, now: deps.now(), config });
      const began = { ...await baselineOf(state.warehouse), repeatable: isRepeatable(due) };
      stateChanged(true);
      for (const { source, message } of due.exchanged) run.warn(`${source}: ${message}`);
      await dropTables(run, state.warehouse, due.dropped);
      return { ...known, plan: due, baseline: began, settled: await dropUnmasked(run, state.warehouse, due) };
    });
    const extracted = await run.stage(
      "read",
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
    const compared = await verifyShare(run, state.warehouse, plan, extracted, stop);
    const derived = await inStage("load", async () => deriveTables(run, state.warehouse, plan, compared));
    const tables = withSchemaChanges([...settled, ...compared], before);
    return await inStage("save", async () => {
      const histories = historyRecords(tables, before, await state.warehouse.tables());
      const all = [...tables, ...histories, ...derived];
      const checked = stop.byUser() ? all : await checkTables(run, state.warehouse, plan, all, history);
      const exports = await readExportsBack(run, state.warehouse, tables);
      return finish(run, state, { sources, tables: checked, exports, stop, baseline });
    });
  });
}
export {
  sync
};
