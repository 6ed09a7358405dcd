import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  FullSyncNeeded,
  LakeManifest,
  OLDEST_UNCHANGED_MS,
  callsLeft,
  compareCounts,
  failedRecord,
  importTable,
  insteadFull,
  lakePart,
  newProgress,
  partNamed,
  planAgain,
  readMissingRows,
  readPartitions,
  readTogether,
  succeededRecord,
  tableRecord,
  watermarkAfter
} from "./engine-plan-run-plan.js";
import {
  MANIFEST_FILE,
  REPORT_FILE,
  outputError,
  preparePublication,
  renderReport,
  writeText
} from "./views-pages-report-assets-generated.js";
import {
  renderManifest
} from "./publish-manifest.js";
import {
  recordOf,
  redactWords
} from "./engine-run-record.js";
import {
  closeSources,
  connectSources,
  createSources,
  describeSources,
  divisionsOf,
  optionsOf
} from "./engine-plan-select-columns.js";
import {
  fileName,
  inStage,
  safeName
} from "./model-in-stage.js";
import {
  counted
} from "./views-facts-format.js";
import {
  goesByTime,
  leaveNote
} from "./engine-restore-restore-2.js";
import {
  FRESHNESS_MEMORY,
  isRead
} from "./model-table-age.js";
import {
  substanceOf
} from "./warehouse-load-stage.js";
import {
  realTypes
} from "./warehouse-duckdb-types.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import {
  ObjectStoreError
} from "./objects-object-store.js";
import {
  earlier
} from "./model-watermark.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

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

// src/engine/open-sources.ts
async function openSources({ run, state, stop, atEnd }, wanted) {
  const names = wanted.config.sources.map(({ name }) => name).join(", ");
  const connected = await run.stage("connect", names, async () => {
    const created = await createSources(wanted.config, run.deps, state.memories, stop.signal);
    atEnd(async () => closeSources(created));
    return connectSources(created, run.config);
  });
  return run.stage(
    "describe",
    "tables and columns",
    async () => describeSources(connected, run.config, wanted.filter, divisionsOf(run.deps))
  );
}

// src/engine/save/unchanged-state.ts
async function baselineOf(warehouse) {
  const substance = await warehouse.database.use(substanceOf);
  const last = new Map((await warehouse.history()).map((run) => [`${run.source}.${run.table}`, run.status]));
  return { substance, failing: new Set([...last].filter(([, status]) => status === "failed").map(([name]) => name)) };
}
function isRepeatable({ sources }) {
  return sources.every(
    ({ planned }) => planned.every(({ plan }) => plan.readsCalculated !== true || plan.options.calculatedEverySeconds === 0)
  );
}
async function isUnchanged(run, state, outcome) {
  const { tables, baseline, stop, finishedAt } = outcome;
  const { restored, recovered } = state.record;
  if (baseline === void 0 || !baseline.repeatable || restored === null || recovered || state.warehouse.isUpgraded)
    return false;
  if (run.request.mode === "full" || stop.signal.aborted) return false;
  const age = run.deps.now().getTime() - Date.parse(restored.savedAt);
  if (!(age >= 0 && age < OLDEST_UNCHANGED_MS)) return false;
  const settled2 = tables.every(
    (t) => t.status === "skipped" || t.status === "succeeded" && !baseline.failing.has(`${t.source}.${t.table}`)
  );
  if (!settled2 || baseline.substance !== await state.warehouse.database.use(substanceOf)) return false;
  if (!goesByTime(run, state.memories, await state.warehouse.tables())) return true;
  return leaveNote(run, { warehouse: state.warehouse, base: restored }, { tables, finishedAt });
}

// src/engine/save/publish-and-save.ts
var import_node_path5 = __toESM(require_node_path(), 1);

// src/lake/publish-lake.ts
var import_promises5 = __toESM(require_promises(), 1);
var import_node_path4 = __toESM(require_node_path(), 1);

// src/lake/publish-table.ts
var import_node_crypto3 = __toESM(require_node_crypto(), 1);
var import_promises4 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_node_path(), 1);

// src/lake/checkpoint.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);

// src/lake/delta-log.ts
function commitKey(table, version) {
  return `${table}/_delta_log/${digits(version)}.json`;
}
function checkpointKey(table, version) {
  return `${table}/_delta_log/${digits(version)}.checkpoint.parquet`;
}
function digits(version) {
  return String(version).padStart(20, "0");
}
async function listLog(store, table) {
  const entries = [];
  for await (const { key, modified } of store.list(`${table}/_delta_log/`)) {
    const [, version, kind] = /\/(\d{20})(\.checkpoint\.parquet|\.json)$/.exec(key) ?? [];
    if (version === void 0) continue;
    entries.push({ key, version: Number(version), kind: kind === ".json" ? "commit" : "checkpoint", modified });
  }
  return entries.sort((a, b) => a.version - b.version || a.kind.localeCompare(b.kind));
}
async function readSnapshot(store, table, checkpoint) {
  const log = await listLog(store, table);
  const start = log.findLast((entry) => entry.kind === "checkpoint");
  const commits = log.filter((entry) => entry.kind === "commit" && entry.version > (start?.version ?? -1));
  const state = new SnapshotState();
  if (start !== void 0) for (const action of await checkpoint(start.key)) state.apply(action);
  let version = start?.version ?? -1;
  for (const commit of commits) {
    if (commit.version !== version + 1) throw new Error(`version ${version + 1} is missing in the log of ${table}`);
    const found = await store.get(commit.key);
    if (found === null) throw new Error(`${commit.key} was listed and can't be read`);
    for (const line of found.body.toString("utf8").split("\n")) if (line !== "") state.apply(JSON.parse(line));
    version = commit.version;
  }
  return { version, log, ...state.result() };
}
var SnapshotState = class {
  #files = /* @__PURE__ */ new Map();
  #removed = /* @__PURE__ */ new Map();
  #protocol = null;
  #metadata = null;
  apply(action) {
    if ("add" in action) {
      this.#files.set(action.add.path, action.add);
      this.#removed.delete(action.add.path);
    } else if ("remove" in action) {
      this.#files.delete(action.remove.path);
      this.#removed.set(action.remove.path, action.remove);
    } else if ("metaData" in action) this.#metadata = action.metaData;
    else if ("protocol" in action) this.#protocol = action.protocol;
  }
  result() {
    return { protocol: this.#protocol, metadata: this.#metadata, files: this.#files, removed: this.#removed };
  }
};
function renderCommit(actions) {
  return Buffer.from(actions.map((action) => `${JSON.stringify(action)}
`).join(""));
}
function afterCommit(before, version, actions) {
  const state = new SnapshotState();
  if (before.protocol !== null) state.apply({ protocol: before.protocol });
  if (before.metadata !== null) state.apply({ metaData: before.metadata });
  for (const add of before.files.values()) state.apply({ add });
  const removed = new Map(before.removed);
  for (const action of actions) state.apply(action);
  const result = state.result();
  for (const [path, file] of result.removed) removed.set(path, file);
  return { version, log: before.log, ...result, removed };
}

// src/lake/checkpoint.ts
var STRINGS = "MAP(VARCHAR, VARCHAR)";
var ACTIONS = {
  protocol: "STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])",
  metaData: `STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, options ${STRINGS}), schemaString VARCHAR, partitionColumns VARCHAR[], configuration ${STRINGS}, createdTime BIGINT)`,
  add: `STRUCT(path VARCHAR, partitionValues ${STRINGS}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags ${STRINGS})`,
  remove: `STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues ${STRINGS}, size BIGINT)`
};
async function writeCheckpoint(store, table, snapshot, deps) {
  const { protocol, metadata, files, removed, version } = snapshot;
  if (protocol === null || metadata === null) return;
  const actions = [
    { protocol },
    { metaData: metadata },
    ...[...files.values()].map((add) => ({ add: { ...add, dataChange: false } })),
    ...[...removed.values()].map((remove) => ({ remove: { ...remove, dataChange: false } }))
  ];
  const [lines, file] = [(0, import_node_path.join)(deps.workDirectory, "checkpoint.json"), (0, import_node_path.join)(deps.workDirectory, "checkpoint.parquet")];
  await (0, import_promises.writeFile)(lines, actions.map((action) => `${JSON.stringify(action)}
`).join(""));
  const columns = Object.entries(ACTIONS).map(([name, type]) => `${text(name)}: ${text(type)}`);
  await deps.connection.run(
    `COPY (SELECT * FROM read_json(${text(lines)}, format = 'newline_delimited', maximum_object_size = 268435456, columns = {${columns.join(", ")}}))
     TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`
  );
  await store.createFromFile(checkpointKey(table, version), file);
  await point(store, `${table}/_delta_log/_last_checkpoint`, JSON.stringify({ version, size: actions.length }));
}
async function point(store, key, content) {
  const found = await store.get(key);
  if (found === null) await store.create(key, Buffer.from(content));
  else await store.replace(key, Buffer.from(content), found.tag);
}
async function readCheckpoint(connection, file) {
  const rows = await connection.rows(
    `SELECT CASE ${Object.keys(ACTIONS).map((name) => `WHEN "${name}" IS NOT NULL THEN json_object('${name}', to_json("${name}"))`).join(" ")} END::VARCHAR AS action FROM read_parquet(${text(file)})`
  );
  return rows.map((row) => JSON.parse(row.action, withoutNulls));
}
function withoutNulls(_, value) {
  return value === null ? void 0 : value;
}

// src/lake/delta-schema.ts
var PLAIN = { minReaderVersion: 1, minWriterVersion: 2 };
var LOCAL_TIME = {
  minReaderVersion: 3,
  minWriterVersion: 7,
  readerFeatures: ["timestampNtz"],
  writerFeatures: ["timestampNtz"]
};
var TYPES = {
  BOOLEAN: "boolean",
  TINYINT: "byte",
  SMALLINT: "short",
  INTEGER: "integer",
  BIGINT: "long",
  FLOAT: "float",
  DOUBLE: "double",
  VARCHAR: "string",
  BLOB: "binary",
  DATE: "date",
  TIMESTAMP: "timestamp_ntz",
  "TIMESTAMP WITH TIME ZONE": "timestamp",
  TIMESTAMPTZ: "timestamp"
};
var WIDER = {
  UTINYINT: ["SMALLINT", "short"],
  USMALLINT: ["INTEGER", "integer"],
  UINTEGER: ["BIGINT", "long"],
  UBIGINT: ["DECIMAL(20,0)", "decimal(20,0)"]
};
function deltaSchemaOf(table, types) {
  const labels = new Map(table.columns.map((c) => [c.name, c.label]));
  const columns = [...types].map(([name, type]) => ({ name, ...carried(id(name), type), comment: labels.get(name) ?? "" }));
  return {
    columns,
    protocol: usesLocalTime(columns) ? LOCAL_TIME : PLAIN,
    schemaString: JSON.stringify({ type: "struct", fields: columns.map(field) })
  };
}
function carried(column, type) {
  if (type.endsWith("[]")) {
    const element = carried("e", type.slice(0, -2));
    const select = element.select === "e" ? column : `list_transform(${column}, lambda e: ${element.select})`;
    return { type: { type: "array", elementType: element.type, containsNull: true }, select };
  }
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal !== null) return { type: `decimal(${decimal[1]},${decimal[2]})`, select: column };
  const own = TYPES[type];
  if (own !== void 0) return { type: own, select: column };
  const wider = WIDER[type];
  if (wider !== void 0) return { type: wider[1], select: `CAST(${column} AS ${wider[0]})` };
  return { type: "string", select: `CAST(${column} AS VARCHAR)` };
}
function usesLocalTime(columns) {
  return columns.some((c) => JSON.stringify(c.type).includes("timestamp_ntz"));
}
function field({ name, type, comment }) {
  return { name, type, nullable: true, metadata: comment === "" || comment === name ? {} : { comment } };
}
function fieldsOf(schemaString) {
  const { fields } = JSON.parse(schemaString ?? '{"fields":[]}');
  return new Map(fields.map((f) => [f.name, f.type]));
}
function sameTypes(there, schema) {
  const before = fieldsOf(there);
  return schema.columns.every(({ name, type }) => {
    const old = before.get(name);
    return old === void 0 || JSON.stringify(old) === JSON.stringify(type);
  });
}
function joinedSchema(schema, other) {
  const theirs = fieldsOf(other);
  const columns = schema.columns.map((column) => {
    const type = joinedType(column.type, theirs.get(column.name) ?? column.type);
    return type === column.type ? column : { ...column, type, select: `CAST(${column.select} AS ${duckdbOf(type)})` };
  });
  return {
    columns,
    protocol: usesLocalTime(columns) ? LOCAL_TIME : PLAIN,
    schemaString: JSON.stringify({ type: "struct", fields: columns.map(field) })
  };
}
var INTEGERS = ["byte", "short", "integer", "long"];
var DIGITS = [3, 5, 10, 19];
function joinedType(own, other) {
  if (typeof own !== "string" || typeof other !== "string" || own === other) return own;
  if (own === "string" || other === "string") return "string";
  const [a, b] = [INTEGERS.indexOf(own), INTEGERS.indexOf(other)];
  if (a >= 0 && b >= 0) return a >= b ? own : other;
  const [mine, theirs] = [digitsOf(own), digitsOf(other)];
  if (mine === null || theirs === null) return own;
  const [whole, scale] = [Math.max(mine.whole, theirs.whole), Math.max(mine.scale, theirs.scale)];
  return whole + scale > 38 ? "string" : `decimal(${whole + scale},${scale})`;
}
function digitsOf(type) {
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(type);
  if (decimal !== null) return { whole: Number(decimal[1]) - Number(decimal[2]), scale: Number(decimal[2]) };
  const index = INTEGERS.indexOf(type);
  return index < 0 ? null : { whole: DIGITS[index] ?? 19, scale: 0 };
}
function duckdbOf(type) {
  if (typeof type !== "string") return "VARCHAR";
  if (type === "string") return "VARCHAR";
  if (type.startsWith("decimal")) return type.toUpperCase();
  return ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"][INTEGERS.indexOf(type)] ?? "VARCHAR";
}

// src/lake/pending-parts.ts
var folderOf = (folder) => `pending/${folder}/`;
var keyOf = (folder, { index, of, division }) => `${folderOf(folder)}${division}/${index}-of-${of}.json`;
async function pendingParts(store, folder, { division, of }, switches) {
  const found = /* @__PURE__ */ new Map();
  for await (const { key } of store.list(`${folderOf(folder)}${division}/`)) {
    const index = Number(/\/(\d+)-of-\d+\.json$/.exec(key)?.[1]);
    const pending = await read(store, key);
    if (pending?.switches === switches && index >= 1 && index <= of) found.set(index, pending);
  }
  return found;
}
async function writePending(store, folder, part, pending) {
  const key = keyOf(folder, part);
  const body = Buffer.from(JSON.stringify(pending));
  for (; ; ) {
    const found = await store.get(key);
    if (found?.body.equals(body) === true) return;
    const { outcome } = found === null ? await store.create(key, body) : await store.replace(key, body, found.tag);
    if (outcome === "created" || outcome === "replaced") return;
  }
}
async function pendingPaths(store, folder) {
  const paths = /* @__PURE__ */ new Set();
  for await (const { key } of store.list(folderOf(folder)))
    for (const { path } of (await read(store, key))?.files ?? []) paths.add(path);
  return paths;
}
async function dropOutdated(store, folder, switches) {
  for await (const { key } of store.list(folderOf(folder))) {
    const pending = await read(store, key);
    if (pending !== null && pending.switches < switches) await store.remove(key);
  }
}
async function dropGivenUp(store, folder, part) {
  for await (const { key } of store.list(folderOf(folder)))
    if (part === null || key === keyOf(folder, part) || !key.startsWith(`${folderOf(folder)}${part.division}/`))
      await store.remove(key);
}
async function read(store, key) {
  const found = await store.get(key);
  return found === null ? null : JSON.parse(found.body.toString("utf8"));
}

// src/lake/publish-part.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);

// src/lake/file-sizes.ts
var LARGEST_FILE_BYTES = 96 * 1024 * 1024;
var SMALLEST_SHARE = 1 / 16;
function wantedRows(most, newer) {
  return Math.max(1, Math.min(most, Math.max(Math.ceil(most * SMALLEST_SHARE), newer)));
}
function sizesOf(rows, most, newer) {
  const sizes = [];
  for (let left = rows; left > 0; ) {
    const wanted = wantedRows(most, newer + rows - left);
    const size = left < wanted * 1.5 ? left : wanted;
    sizes.unshift(size);
    left -= size;
  }
  return sizes;
}
function groupsToWrite(ranges, most) {
  const newer = newerRows(ranges);
  const groups = [];
  ranges.forEach((range, i) => {
    if (!range.changed) return;
    const last = groups.at(-1);
    if (last !== void 0 && last[1] >= i) return;
    const group = [i, i];
    const rows = () => ranges.slice(group[0], group[1] + 1).reduce((sum, r) => sum + r.rows, 0);
    const fits = (more) => more !== void 0 && rows() + more.rows <= wantedRows(most, newer[group[1]] ?? 0);
    while (group[0] > (last?.[1] ?? -1) + 1 && fits(ranges[group[0] - 1])) group[0] -= 1;
    while (fits(ranges[group[1] + 1])) group[1] += 1;
    groups.push(group);
  });
  return groups;
}
function newerRows(ranges) {
  let sum = 0;
  return ranges.toReversed().map(({ rows }) => {
    sum += rows;
    return sum - rows;
  }).toReversed();
}

// src/lake/key-ranges.ts
var WHOLE = { from: null, to: null };
function rangeCondition({ key }, { from, to }) {
  if (key.length === 0) return "true";
  const conditions = [...from === null ? [] : [fromOn(key, from)], ...to === null ? [] : [`NOT ${fromOn(key, to)}`]];
  const [first] = key;
  if (key.length > 1 && first !== void 0) {
    if (from !== null) conditions.unshift(`${id(first.name)} >= ${edge(first, from[0])}`);
    if (to !== null) conditions.unshift(`${id(first.name)} <= ${edge(first, to[0])}`);
  }
  if (key.length === 1 && first !== void 0 && to !== null)
    conditions.splice(-1, 1, `${id(first.name)} < ${edge(first, to[0])}`);
  return conditions.length === 0 ? "true" : conditions.join(" AND ");
}
function edge({ type }, value) {
  return `CAST(${text(value ?? null)} AS ${type})`;
}
function fromOn(key, values) {
  const [first, ...rest] = key;
  if (first === void 0) return "true";
  const value = edge(first, values[0]);
  if (rest.length === 0) return `${id(first.name)} >= ${value}`;
  return `(${id(first.name)} > ${value} OR (${id(first.name)} = ${value} AND ${fromOn(rest, values.slice(1))}))`;
}
function sameEdge(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
async function contentOf(connection, ranged, ranges) {
  const found = [];
  for (const range of ranges)
    found.push(
      await connection.row(
        `SELECT count(*) AS rows, coalesce(sum(hash(t)::HUGEINT), 0)::VARCHAR AS hash FROM ${ranged.table} t WHERE ${rangeCondition(ranged, range)}`
      )
    );
  return found;
}
function sumOf(contents) {
  const hash = contents.reduce((sum, content) => sum + BigInt(content.hash), 0n);
  return { rows: contents.reduce((sum, { rows }) => sum + rows, 0), hash: String(hash) };
}
var SAMPLED_KEYS = 5e4;
async function cutRange(connection, ranged, range, rows) {
  if (rows.length < 2 || ranged.key.length === 0) return [range];
  const total2 = rows.reduce((sum, n) => sum + n, 0);
  const step = Math.max(1, Math.floor(total2 / SAMPLED_KEYS));
  const starts = [];
  rows.slice(0, -1).reduce((sum, n) => {
    starts.push(Math.floor((sum + n) / step) + 1);
    return sum + n;
  }, 0);
  const columns = ranged.key.map(({ name }) => id(name)).join(", ");
  const sampled = step === 1 ? "" : ` AND rowid % ${step} = 0`;
  const edges = await connection.rows(
    `SELECT ${ranged.key.map(({ name }, i) => `CAST(${id(name)} AS VARCHAR) AS k${i}`).join(", ")}
     FROM (SELECT ${columns}, row_number() OVER (ORDER BY ${columns}) AS n FROM ${ranged.table} WHERE ${rangeCondition(ranged, range)}${sampled})
     WHERE n IN (${starts.join(", ")}) ORDER BY n`
  );
  const cuts = edges.map((row) => ranged.key.map((_, i) => row[`k${i}`] ?? ""));
  const all = [range.from, ...cuts, range.to];
  return all.slice(1).map((to, i) => ({ from: all[i] ?? null, to }));
}

// src/lake/table-files.ts
function lakeFiles(adds, { key }, part) {
  const keyed = JSON.stringify(key);
  const files = [];
  for (const add of adds) {
    if (add.tags?.["highwater.key"] !== keyed || (add.tags["highwater.part"] ?? null) !== part) return null;
    const range = JSON.parse(add.tags["highwater.range"] ?? "null");
    files.push({ add, range, content: { rows: Number(add.tags["highwater.rows"]), hash: add.tags["highwater.hash"] ?? "" } });
  }
  return inOrder(files);
}
function filesOfPart({ files }, part) {
  return [...files.values()].filter((add) => add.tags?.["highwater.part"] === part);
}
function inOrder(files) {
  const byStart = new Map(files.map((file) => [JSON.stringify(file.range.from), file]));
  const ordered = [];
  for (let edge3 = null; ordered.length < files.length; ) {
    const next = byStart.get(JSON.stringify(edge3));
    if (next === void 0 || ordered.includes(next)) return null;
    ordered.push(next);
    edge3 = next.range.to;
  }
  return ordered.length === 0 || sameEdge(ordered.at(-1)?.range.to ?? null, null) ? ordered : null;
}
async function writeChangedRanges(files, ranged, uploads, largestBytes = LARGEST_FILE_BYTES) {
  const ranges = files.length === 0 ? [WHOLE] : files.map((f) => f.range);
  const now = files.length === 0 ? [{ rows: await uploads.countAll(), hash: "" }] : await uploads.contentOf(ranges);
  const sized = now.map((content, i) => ({ rows: content.rows, changed: !sameContent(content, files[i]?.content) }));
  if (files.length === 0 && sized[0]?.rows === 0) return { kept: [], adds: [] };
  if (!sized.some((range) => range.changed)) return { kept: files.map((f) => f.add), adds: [] };
  const most = Math.max(1, Math.floor(largestBytes / await bytesARow(files, uploads)));
  const newer = newerRows(sized);
  const pieces = [];
  const replaced = /* @__PURE__ */ new Set();
  for (const [first, last] of groupsToWrite(sized, most)) {
    const rows = sized.slice(first, last + 1).reduce((sum, r) => sum + r.rows, 0);
    const range = { from: ranges[first]?.from ?? null, to: ranges[last]?.to ?? null };
    for (const file of files.slice(first, last + 1)) replaced.add(file);
    if (files.length > 0) uploads.know(range, sumOf(now.slice(first, last + 1)));
    pieces.push(...await cutRange(uploads.connection, ranged, range, sizesOf(rows, most, newer[last] ?? 0)));
  }
  const adds = await uploads.addAll(pieces);
  return { kept: files.filter((f) => !replaced.has(f)).map((f) => f.add), adds };
}
function sameContent(a, b) {
  return b !== void 0 && a.rows === b.rows && a.hash === b.hash;
}
async function bytesARow(files, uploads) {
  const rows = files.reduce((sum, f) => sum + f.content.rows, 0);
  if (rows > 0) return Math.max(1, files.reduce((sum, f) => sum + f.add.size, 0) / rows);
  return uploads.sample();
}

// src/lake/publish-part.ts
var DIVISION = "highwater.division";
var SWITCHES = "highwater.switches";
async function partVersion(publish2, snapshot) {
  const { part, folder, ranged, largestBytes, uploadsFor } = publish2;
  const { store } = uploadsFor(publish2.schema);
  const pending = await pendingParts(store, folder, part, switchesOf(snapshot));
  const schema = sharedSchema(publish2, snapshot, [...pending.values()]);
  const version = versionName(part, schema, ranged);
  const current = snapshot.metadata?.configuration[DIVISION] === version;
  const own = pending.get(part.index);
  const base = current ? currentFiles(publish2, snapshot) : ownFiles(publish2, schema, own) ?? sharedFiles(publish2, snapshot, schema);
  const uploads = uploadsFor(schema);
  const { kept, adds } = await writeChangedRanges(base, ranged, uploads, largestBytes);
  const files = [...kept, ...adds];
  if (current) {
    await dropGivenUp(store, folder, part);
    const others = [...snapshot.files.values()].filter((add) => add.tags?.["highwater.part"] !== part.name);
    return { files: [...others, ...files], schema, configuration: snapshot.metadata?.configuration ?? {} };
  }
  const mine = { version, schemaString: schema.schemaString, switches: switchesOf(snapshot), files };
  await writePending(store, folder, part, mine);
  const all = (await pendingParts(store, folder, part, switchesOf(snapshot))).set(part.index, mine);
  const waitsFor = Array.from({ length: part.of }, (_, i) => i + 1).filter((i) => all.get(i)?.version !== version);
  if (waitsFor.length > 0) return { waitsFor };
  const configuration = { [DIVISION]: version, [SWITCHES]: String(switchesOf(snapshot) + 1) };
  return { files: [...all.values()].flatMap((p) => p.files), schema, configuration };
}
function switchesOf({ metadata }) {
  return Number(metadata?.configuration[SWITCHES] ?? 0);
}
function sharedSchema({ part, schema }, { metadata }, pending) {
  const divided = metadata?.configuration[DIVISION]?.startsWith(`${part.division} `) === true;
  const others = [...divided && metadata !== null ? [metadata.schemaString] : [], ...pending.map((p) => p.schemaString)];
  return others.reduce(joinedSchema, schema);
}
function versionName({ division }, { schemaString }, { key }) {
  const columns = (0, import_node_crypto.createHash)("sha256").update(JSON.stringify([schemaString, key])).digest("hex").slice(0, 12);
  return `${division} ${columns}`;
}
function currentFiles({ part, ranged }, snapshot) {
  return lakeFiles(filesOfPart(snapshot, part.name), ranged, part.name) ?? [];
}
function ownFiles({ part, ranged }, schema, own) {
  if (own === void 0 || !sameTypes(own.schemaString, schema)) return null;
  return lakeFiles(own.files, ranged, part.name);
}
function sharedFiles(publish2, snapshot, schema) {
  return sameTypes(snapshot.metadata?.schemaString, schema) ? currentFiles(publish2, snapshot) : [];
}

// src/lake/uploads.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);
var import_promises3 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);

// src/lake/write-file.ts
var import_promises2 = __toESM(require_promises(), 1);
var COLUMNS_WITH_STATS = 32;
var LONGEST_TEXT = 64;
async function writeDataFile(connection, ranged, range, schema, file) {
  const rows = `(SELECT ${schema.columns.map((c) => `${c.select} AS ${id(c.name)}`).join(", ")} FROM ${ranged.table} WHERE ${rangeCondition(ranged, range)})`;
  await connection.run(`COPY ${rows} TO ${text(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`);
  const { count, stats } = await statistics(connection, schema.columns, file);
  return { path: file, bytes: (await (0, import_promises2.stat)(file)).size, rows: count, stats };
}
async function statistics(connection, columns, file) {
  const numRecords = await rowsIn(connection, file);
  const counted2 = columns.slice(0, COLUMNS_WITH_STATS).flatMap((c, i) => typeof c.type === "string" ? [{ ...c, i }] : []);
  const [minimum, maximum, nulls] = [{}, {}, {}];
  if (numRecords > 0) {
    const selects = counted2.flatMap(({ type, i }) => columnStatistics(i, String(type)));
    const row = await connection.row(
      `SELECT ${["0 AS none", ...selects].join(", ")} FROM parquet_metadata(${text(file)})`
    );
    for (const { name, type, i } of counted2) {
      if (row[`n${i}`] !== null) nulls[name] = Number(row[`n${i}`]);
      const [low, high] = [edge2(row[`a${i}`], String(type)), edge2(row[`z${i}`], String(type))];
      if (row[`k${i}`] !== true || low === null || high === null) continue;
      minimum[name] = low;
      maximum[name] = high;
    }
  }
  return { count: numRecords, stats: render({ numRecords, minValues: minimum, maxValues: maximum, nullCount: nulls }) };
}
async function rowsIn(connection, file) {
  const { rows } = await connection.row(
    `SELECT sum(num_rows)::BIGINT AS rows FROM parquet_file_metadata(${text(file)})`
  );
  return rows;
}
function columnStatistics(column, type) {
  const of = `FILTER (WHERE column_id = ${column})`;
  const nulls = `sum(stats_null_count) ${of}::BIGINT AS n${column}`;
  const duckdbType = edgeType(type);
  if (duckdbType === null) return [nulls];
  const known = `stats_null_count = num_values OR (stats_min_value IS NOT NULL AND stats_max_value IS NOT NULL AND min_is_exact AND max_is_exact)`;
  const value = (name) => `CASE WHEN column_id = ${column} THEN CAST(${name} AS ${duckdbType}) END`;
  return [
    nulls,
    `bool_and(coalesce(${known}, false)) ${of} AS k${column}`,
    `CAST(min(${value("stats_min_value")}) AS VARCHAR) AS a${column}`,
    `CAST(max(${value("stats_max_value")}) AS VARCHAR) AS z${column}`
  ];
}
var EDGE_TYPES = {
  byte: "TINYINT",
  short: "SMALLINT",
  integer: "INTEGER",
  long: "BIGINT",
  date: "DATE",
  string: "VARCHAR"
};
function edgeType(type) {
  return type.startsWith("decimal") ? type.toUpperCase() : EDGE_TYPES[type] ?? null;
}
function edge2(value, type) {
  if (typeof value !== "string" || value.length > LONGEST_TEXT || value === "infinity" || value === "-infinity") return null;
  if (type === "string") return /^[\x20-\x7e]*$/.test(value) ? value : null;
  if (type === "date") return /^\d{4}-\d\d-\d\d$/.test(value) ? value : null;
  return new RawNumber(value);
}
var RawNumber = class {
  digits;
  constructor(digits2) {
    this.digits = digits2;
  }
};
function render(value) {
  if (value instanceof RawNumber) return value.digits;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${render(inner)}`).join(",")}}`;
}

// src/lake/uploads.ts
var SAMPLE_ROWS = 2e4;
var Uploads = class {
  #to;
  #ranged;
  #schema;
  #part;
  #made = /* @__PURE__ */ new Map();
  #contents = /* @__PURE__ */ new Map();
  /** `part`: the name of the part that all files are of; null: the table is not divided. */
  constructor(to, ranged, schema, part) {
    this.#to = to;
    this.#ranged = ranged;
    this.#schema = schema;
    this.#part = part;
  }
  get store() {
    return this.#to.store;
  }
  get connection() {
    return this.#to.connection;
  }
  async countAll() {
    return this.#to.connection.count(this.#ranged.table);
  }
  /** What each range holds. */
  async contentOf(ranges) {
    const missing = ranges.filter((range) => !this.#contents.has(JSON.stringify(range)));
    const found = await contentOf(this.#to.connection, this.#ranged, missing);
    missing.forEach((range, i) => {
      const content = found[i];
      if (content !== void 0) this.#contents.set(JSON.stringify(range), content);
    });
    return ranges.map((range) => this.#contents.get(JSON.stringify(range)) ?? { rows: 0, hash: "" });
  }
  /** Spares counting a range again whose parts were counted. */
  know(range, content) {
    this.#contents.set(JSON.stringify(range), content);
  }
  /** A file for each range, in their order. One is written while the one before goes up, so that two of them lie on the disk at most. */
  async addAll(ranges) {
    const adds = [];
    let sending = Promise.resolve();
    try {
      for (const range of ranges) {
        const file = await this.#fileOf(range);
        try {
          await sending;
        } catch (error) {
          await file.remove();
          throw error;
        }
        sending = file.send().then((add) => adds.push(add));
        sending.catch(() => void 0);
      }
      await sending;
      return adds;
    } catch (error) {
      await sending.catch(() => void 0);
      throw error;
    }
  }
  async #fileOf(range) {
    const made = this.#made.get(JSON.stringify(range));
    return made === void 0 ? this.#write(range) : { send: async () => made, remove: async () => void 0 };
  }
  async #write(range) {
    const { connection, store, folder, workDirectory, now } = this.#to;
    const path = `part-${(0, import_node_crypto2.randomUUID)()}.zstd.parquet`;
    const file = (0, import_node_path2.join)(workDirectory, path);
    const remove = async () => (0, import_promises3.rm)(file, { force: true });
    try {
      const written2 = await writeDataFile(connection, this.#ranged, range, this.#schema, file);
      const [content] = await this.contentOf([range]);
      if (content?.rows !== written2.rows) throw new Error(`${folder}: a file holds ${written2.rows} rows of ${content?.rows}`);
      const add = {
        path,
        partitionValues: {},
        size: written2.bytes,
        modificationTime: now().getTime(),
        dataChange: true,
        stats: written2.stats,
        tags: {
          "highwater.key": JSON.stringify(this.#ranged.key),
          "highwater.range": JSON.stringify(range),
          "highwater.rows": String(content.rows),
          "highwater.hash": content.hash,
          ...this.#part === null ? {} : { "highwater.part": this.#part }
        }
      };
      const send = async () => {
        const { outcome } = await store.createFromFile(`${folder}/${path}`, file);
        if (outcome === "exists") throw new Error(`${folder}/${path} exists already`);
        this.#made.set(JSON.stringify(range), add);
        return add;
      };
      return { send: async () => send().finally(remove), remove };
    } catch (error) {
      await remove();
      throw error;
    }
  }
  /** Bytes that a row takes in Parquet, from the table's first rows. */
  async sample() {
    const file = (0, import_node_path2.join)(this.#to.workDirectory, `sample-${(0, import_node_crypto2.randomUUID)()}.parquet`);
    const ranged = { ...this.#ranged, table: `(FROM ${this.#ranged.table} LIMIT ${SAMPLE_ROWS})` };
    try {
      const { bytes, rows } = await writeDataFile(this.#to.connection, ranged, WHOLE, this.#schema, file);
      return Math.max(1, bytes / Math.max(1, rows));
    } finally {
      await (0, import_promises3.rm)(file, { force: true });
    }
  }
  /** All that was uploaded. */
  written() {
    const made = [...this.#made.values()];
    return { files: made.length, bytes: made.reduce((sum, add) => sum + add.size, 0) };
  }
};

// src/lake/vacuum.ts
var UNCOMMITTED_SECONDS = 86400;
async function cleanUp(cleaning, snapshot) {
  const { store, folder, now, keepSeconds } = cleaning;
  const before = now().getTime() - keepSeconds * 1e3;
  const old = snapshot.log.filter((entry) => entry.modified.getTime() < before);
  if (old.length === 0) return;
  const keepFrom = snapshot.log.findLast((e) => e.kind === "checkpoint" && e.modified.getTime() < before)?.version ?? 0;
  for (const entry of old) if (entry.version < keepFrom) await store.remove(entry.key);
  const unknown = [];
  for await (const { key, modified } of store.list(`${folder}/part-`)) {
    const path = key.slice(folder.length + 1);
    if (modified.getTime() >= before || snapshot.files.has(path)) continue;
    const removed = snapshot.removed.get(path);
    if (removed === void 0 && modified.getTime() < now().getTime() - UNCOMMITTED_SECONDS * 1e3) unknown.push(path);
    if (removed !== void 0 && removed.deletionTimestamp < before) await store.remove(key);
  }
  if (unknown.length > 0) await removeUnknown(cleaning, unknown, before);
}
async function removeUnknown({ store, folder, newest }, paths, before) {
  const pending = await pendingPaths(store, folder);
  const { files, removed } = await newest();
  for (const path of paths) {
    const isNeeded = pending.has(path) || files.has(path) || (removed.get(path)?.deletionTimestamp ?? 0) >= before;
    if (!isNeeded) await store.remove(`${folder}/${path}`);
  }
}

// src/lake/publish-table.ts
var COMMITS_A_CHECKPOINT = 20;
var TRIES = 100;
async function publishTable(publish2) {
  const { store, folder } = publish2;
  const prepared = await prepare(publish2);
  for (let attempt3 = 1; ; attempt3++) {
    const snapshot = await snapshotOf(publish2);
    const wanted = await wantedVersion(publish2, prepared, snapshot);
    if ("waitsFor" in wanted) return { version: snapshot.version, ...prepared.written(), waitsFor: wanted.waitsFor };
    const actions = changes(publish2, snapshot, wanted);
    if (actions.length === 0) return { version: snapshot.version, ...prepared.written(), waitsFor: [] };
    const version = snapshot.version + 1;
    if (publish2.part === null) await dropGivenUp(store, folder, null);
    const info = commitInfo(publish2, snapshot);
    const { outcome } = await store.create(commitKey(folder, version), renderCommit([info, ...actions]));
    if (outcome === "exists" && attempt3 < TRIES) continue;
    if (outcome === "exists") throw new Error(`other programs committed to ${folder} ${TRIES} times meanwhile`);
    await tidy(publish2, afterCommit(snapshot, version, actions), switchesOf(snapshot));
    return { version, ...prepared.written(), waitsFor: [] };
  }
}
async function prepare(publish2) {
  const { connection, table, part } = publish2;
  const types = await realTypes(connection, table.schema, table.name);
  const key = table.key.map((name) => ({ name, type: types.get(name) ?? "VARCHAR" }));
  const ranged = { table: qualified(table.schema, table.name), key };
  const bySchema = /* @__PURE__ */ new Map();
  return {
    schema: deltaSchemaOf(table, types),
    ranged,
    uploadsFor(schema) {
      const uploads = bySchema.get(schema.schemaString) ?? new Uploads(publish2, ranged, schema, part?.name ?? null);
      bySchema.set(schema.schemaString, uploads);
      return uploads;
    },
    written() {
      const all = [...bySchema.values()].map((uploads) => uploads.written());
      return { files: all.reduce((sum, w) => sum + w.files, 0), bytes: all.reduce((sum, w) => sum + w.bytes, 0) };
    }
  };
}
async function wantedVersion(publish2, prepared, snapshot) {
  const { folder, table, part, largestBytes } = publish2;
  if (part !== null) return partVersion({ ...prepared, folder, table, part, largestBytes }, snapshot);
  const { schema, ranged } = prepared;
  const there = sameTypes(snapshot.metadata?.schemaString, schema) ? lakeFiles(snapshot.files.values(), ranged, null) : null;
  const { kept, adds } = await writeChangedRanges(there ?? [], ranged, prepared.uploadsFor(schema), largestBytes);
  const switches = switchesOf(snapshot) + (snapshot.metadata?.configuration[DIVISION] === void 0 ? 0 : 1);
  const configuration = switches === 0 ? {} : { [SWITCHES]: String(switches) };
  return { files: [...kept, ...adds], schema, configuration };
}
function changes(publish2, snapshot, { files, ...wanted }) {
  const described = describing(publish2, snapshot, wanted);
  const paths = new Set(files.map(({ path }) => path));
  const deletionTimestamp = publish2.now().getTime();
  const gone = [...snapshot.files.values()].filter(({ path }) => !paths.has(path)).map(({ path, partitionValues, size }) => ({
    remove: { path, deletionTimestamp, dataChange: true, extendedFileMetadata: true, partitionValues, size }
  }));
  const added = files.filter(({ path }) => !snapshot.files.has(path)).map((add) => ({ add }));
  return [...described, ...gone, ...added];
}
function describing({ table, now }, { protocol, metadata }, { schema, configuration }) {
  const raised = protocol !== null && sameJson(protocol, schema.protocol) ? [] : [{ protocol: schema.protocol }];
  if (metadata?.schemaString === schema.schemaString && sameJson(metadata.configuration, configuration)) return raised;
  const metaData = {
    id: metadata?.id ?? (0, import_node_crypto3.randomUUID)(),
    name: table.name,
    description: `${table.label} (${table.source}.${table.table})`,
    format: { provider: "parquet", options: {} },
    schemaString: schema.schemaString,
    partitionColumns: [],
    configuration,
    createdTime: metadata?.createdTime ?? now().getTime()
  };
  return [...raised, { metaData }];
}
function sameJson(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
function commitInfo({ runId, now }, snapshot) {
  return {
    commitInfo: {
      timestamp: now().getTime(),
      operation: snapshot.version < 0 ? "CREATE TABLE AS SELECT" : "MERGE",
      operationParameters: {},
      engineInfo: "Highwater",
      // No two commits are alike: a lost answer is told from another writer's commit by it.
      txnId: `${runId}-${(0, import_node_crypto3.randomUUID)()}`
    }
  };
}
async function tidy(publish2, after, switchesBefore) {
  const { store, folder, connection, workDirectory, keepSeconds, now } = publish2;
  if (after.version > 0 && after.version % COMMITS_A_CHECKPOINT === 0) {
    const before = now().getTime() - keepSeconds * 1e3;
    const removed = new Map([...after.removed].filter(([, file]) => file.deletionTimestamp >= before));
    await writeCheckpoint(store, folder, { ...after, removed }, { connection, workDirectory });
  }
  if (switchesOf(after) > switchesBefore) await dropOutdated(store, folder, switchesOf(after));
  await cleanUp({ store, folder, now, keepSeconds, newest: async () => snapshotOf(publish2) }, after);
}
async function snapshotOf(publish2) {
  return readSnapshot(publish2.store, publish2.folder, async (at) => downloadCheckpoint(publish2, at));
}
async function downloadCheckpoint({ store, workDirectory, connection }, key) {
  const found = await store.get(key);
  if (found === null) throw new Error(`${key} was listed and can't be read`);
  const file = (0, import_node_path3.join)(workDirectory, `read-${(0, import_node_crypto3.randomUUID)()}.parquet`);
  await (0, import_promises4.writeFile)(file, found.body);
  try {
    return await readCheckpoint(connection, file);
  } finally {
    await (0, import_promises4.rm)(file, { force: true });
  }
}

// src/lake/publish-lake.ts
async function publishLake(publish2) {
  const { store, warehouse, workDirectory } = publish2;
  await (0, import_promises5.mkdir)(workDirectory, { recursive: true, mode: 448 });
  const directory = await (0, import_promises5.mkdtemp)((0, import_node_path4.join)(workDirectory, "lake-"));
  try {
    const manifest = await LakeManifest.read(store);
    const due = withPartsOfHistories(await warehouse.tables()).filter(
      (table) => !publish2.isLeftOut(table) && !manifest.holds(table)
    );
    const durations = fullSyncSeconds(await warehouse.history());
    const failures = [];
    const waiting = [];
    let [files, bytes] = [0, 0];
    for (const table of due) {
      try {
        const published = await publishOne(publish2, table, directory, durations);
        files += published.files;
        bytes += published.bytes;
        if (published.waitsFor.length === 0) manifest.put(published.entry, lakePart(table));
        else waiting.push(waitingWords(table, published.waitsFor));
      } catch (error) {
        failures.push([table, error]);
      }
    }
    await manifest.save();
    if (failures.length > 0) throw publishFailed(store, failures);
    return { tables: due.length - waiting.length, files, bytes, waiting };
  } catch (error) {
    throw error instanceof ObjectStoreError ? failed(store, error.message, error.hint, error) : error;
  } finally {
    await (0, import_promises5.rm)(directory, { recursive: true, force: true });
  }
}
async function publishOne({ store, warehouse, runId, stateName, now, keepSeconds }, table, workDirectory, durations) {
  const folder = folderOf2(table);
  return warehouse.database.use(async (connection) => {
    const { version, files, bytes, waitsFor } = await publishTable({
      store,
      folder,
      table,
      part: lakePart(table),
      connection,
      workDirectory,
      runId,
      now,
      keepSeconds
    });
    const { source, table: name, rows, watermark, version: content = null } = table;
    const seconds = durations.get(JSON.stringify([source, name]));
    const entry = {
      source,
      table: name,
      path: folder,
      version,
      rows,
      watermark: watermark?.value ?? null,
      run: runId,
      publishedAt: now().toISOString(),
      content,
      stateName,
      ...seconds === void 0 ? {} : { seconds }
    };
    return { entry, files, bytes, waitsFor };
  });
}
function withPartsOfHistories(tables) {
  return tables.map((table) => {
    const of = tables.find((t) => t.source === table.source && t.table === table.history?.of);
    return of === void 0 ? table : { ...table, fingerprint: of.fingerprint };
  });
}
function fullSyncSeconds(history) {
  const full = history.filter((entry) => entry.mode === "full" && entry.status === "succeeded");
  return new Map(full.map(({ source, table, seconds }) => [JSON.stringify([source, table]), seconds]));
}
function waitingWords(table, parts) {
  const { index, of } = lakePart(table) ?? { index: 0, of: 0 };
  const missing = parts.map((part) => `${part}/${of}`).join(", ");
  return `${table.source}.${table.table}: part ${index}/${of} is in the lake, but shown only when ${missing} ${parts.length === 1 ? "is" : "are"} there too, with the same columns`;
}
function folderOf2({ source, table }) {
  return `${safeName(source)}/${safeName(table)}`;
}
function publishFailed(store, failures) {
  const [[first, error] = [void 0, void 0]] = failures;
  const names = failures.map(([t]) => `${t.source}.${t.table}`);
  const which = names.length === 1 ? `${names[0]} was` : `${names.length} tables were (${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""})`;
  const [why, hint] = error instanceof ObjectStoreError ? [error.message, error.hint] : [
    error instanceof Error ? error.message : String(error),
    `Look at the log of ${first === void 0 ? "the table" : folderOf2(first)} in the lake.`
  ];
  return failed(store, `${which} not published: ${why}`, hint, error);
}
function failed(store, why, hint, cause) {
  return new HighwaterError(
    "PUBLISH_FAILED",
    `The lake at ${store.address}: ${why}`,
    `${hint} The state is saved, and readers keep the last published versions: the next run publishes what is missing.`,
    { cause }
  );
}

// src/engine/save/publish-and-save.ts
async function finish(run, state, outcome) {
  const { warehouse } = state;
  const { sources, exports, stop } = outcome;
  const tables = settled(outcome.tables, await warehouse.tables()).map((t) => ({ ...t, freshness: freshnessOf(run, t) }));
  const interrupted = stop.signal.aborted;
  const finishedAt = run.deps.now().toISOString();
  const nothing = { output: null, parquet: /* @__PURE__ */ new Map(), error: null };
  const parts = { sources, tables, exports, interrupted, finishedAt, state: state.record, ...nothing };
  state.memories.set(FRESHNESS_MEMORY, /* @__PURE__ */ new Map([["limits", limitsOf(tables)]]));
  await warehouse.remember(state.memories);
  const unchanged = exports.length === 0 && await isUnchanged(run, state, { ...outcome, finishedAt });
  await warehouse.describe(recordOf(run, parts), written(await warehouse.tables(), tables));
  const history = await warehouse.history();
  run.deps.history?.(history);
  const lake = stop.byUser() ? null : lakeOf(run, tables);
  const compacted = unchanged || stop.byUser() ? NOTHING : await attempt(async () => warehouse.compact());
  const building = { built: null };
  const build = async () => {
    if (!stop.byUser()) building.built = await buildArtifact(run, state, sources);
  };
  const saved = await attempt(async () => unchanged ? requireNewest(state, lake) : saveState(run, state, build));
  const silent = stop.byUser() || lost(saved);
  const published = silent ? await withdraw(building) : await publish(run, state, { sources, lake, unchanged, saved, building });
  if (unchanged) await state.discard();
  const record = recordOf(run, {
    ...parts,
    output: published.value?.output ?? null,
    parquet: published.value?.parquet ?? /* @__PURE__ */ new Map(),
    state: { ...state.record, saved: saved.value, ...unchanged ? { unchanged } : {} },
    error: (saved.error ?? compacted.error ?? published.error)?.report() ?? null
  });
  if (silent) return record;
  const { error } = await attemptOutput(run, () => writeRecord(run, record, history));
  if (error === null || record.error !== null) return record;
  const status = record.status === "interrupted" ? record.status : "failed";
  return redactWords({ ...record, status, error: error.report() }, run.deps.redact);
}
function limitsOf(tables) {
  const limits = tables.filter(isRead).map((t) => [`${t.source}.${t.table}`, t.freshness]);
  return JSON.stringify(Object.fromEntries(limits.sort(([a], [b]) => a < b ? -1 : 1)));
}
async function saveState(run, state, build) {
  return run.stage("save", run.deps.store.describe(), async () => state.save(build));
}
async function buildArtifact(run, state, sources) {
  return attemptOutput(run, () => run.stage("publish", run.outputDirectory, async () => prepare2(run, state, sources)));
}
async function withdraw({ built }) {
  await built?.value?.discard();
  return NOTHING;
}
async function requireNewest(state, lake) {
  if (lake !== null) await state.requireNewest();
  return null;
}
var NOTHING = { value: null, error: null };
function lost({ error }) {
  return error?.family === "superseded";
}
async function publish(run, state, publishing) {
  const { sources, lake, unchanged, saved, building } = publishing;
  const built = building.built ?? await buildArtifact(run, state, sources);
  tellOfMemory(run, state.warehouse.memoryBeyondMib);
  const shown = lake === null || saved.error !== null ? NOTHING : await attempt(async () => inStage("publish", async () => publishToLake(run, state, lake)));
  const shows = (unchanged ? state.record.restored : saved.value)?.key ?? null;
  const whole = { file: state.file, take: saved.error === null, shows, unchanged };
  const { value: publication } = built;
  await state.close(unchanged && await publication?.needsFile(whole) === false);
  const placed = publication === null ? NOTHING : await attemptOutput(run, async () => publication.place(whole));
  return { value: placed.value, error: built.error ?? placed.error ?? shown.error };
}
function tellOfMemory(run, mib) {
  if (mib === 0) return;
  run.notice(
    `DuckDB took up to ${mib} MiB for some statements that it can't do within its share of the memory (run.memory): very long rows or very many columns need so much. Raise run.memory if the machine has it.`
  );
}
function freshnessOf({ config }, record) {
  const { source, table } = record;
  const own = config.sources.find((s) => s.name === source);
  return own === void 0 || !isRead(record) ? null : optionsOf(own, table).freshness ?? null;
}
function lakeOf({ deps, config }, tables) {
  const { publish: options } = config.output;
  if (deps.lake === void 0 || options === null) return null;
  return { store: deps.lake, keepSeconds: options.keepSeconds, isLeftOut: leftOut(tables) };
}
function leftOut(tables) {
  const names = new Set(tables.filter((t) => t.leftOut).map((t) => `${t.source}.${t.table}`));
  const recorded = new Set(tables.map((t) => `${t.source}.${t.table}`));
  return ({ source, table, history, derived }) => {
    if (derived === true && history === void 0) return !recorded.has(`${source}.${table}`);
    return names.has(`${source}.${history?.of ?? table}`);
  };
}
async function publishToLake(run, state, lake) {
  const { store } = lake;
  const { workDirectory, now, stateName = "default" } = run.deps;
  await state.reopenToRead();
  const done = await run.stage(
    "publish",
    store.address,
    async () => publishLake({ ...lake, warehouse: state.warehouse, workDirectory, runId: run.id, stateName, now: () => now() })
  );
  for (const message of done.waiting) run.notice(`${message}.`);
  if (done.tables === 0) return;
  const what = done.tables === 1 ? "1 table" : `${done.tables} tables`;
  run.notice(
    `Published ${what} to ${store.address}: ${done.files === 1 ? "1 new file" : `${done.files} new files`}, ${(done.bytes / 1e6).toFixed(1)} MB.`
  );
}
async function writeRecord(run, record, history) {
  await writeText(run.outputDirectory, MANIFEST_FILE, renderManifest(record));
  const { troubleshootingUrl } = run.deps;
  const links = troubleshootingUrl === void 0 ? {} : { troubleshootingUrl };
  await writeText(run.outputDirectory, REPORT_FILE, renderReport(record, history, links));
}
async function prepare2(run, state, sources) {
  const { duckdb, parquet } = run.config.output;
  await state.reopenToRead();
  return preparePublication(state.warehouse, {
    directory: run.outputDirectory,
    duckdb,
    parquet,
    runId: run.id,
    identities: new Map(sources.flatMap((s) => s.access === null ? [] : [[s.source.name, s.access.identity]])),
    note: (0, import_node_path5.join)(run.deps.workDirectory, "published.json")
  });
}
function settled(tables, stored) {
  return tables.map((t) => {
    const found = stored.find((s) => s.source === t.source && s.table === t.table);
    if (found === void 0) return t;
    const { schema, name } = t.status === "succeeded" ? t : found;
    const base = stored.find((s) => s.source === t.source && s.table === found.history?.of) ?? found;
    const part = partNamed(base.fingerprint.range);
    return {
      ...t,
      schema,
      name,
      ...part === null ? {} : { part },
      lastFullSyncAt: found.derived === true ? null : found.fullSyncAt,
      countedAt: found.countedAt ?? null,
      provenAt: found.provenAt ?? null,
      calculatedAt: found.calculatedAt ?? null
    };
  });
}
function written(stored, tables) {
  const names = new Set(tables.filter((t) => t.status === "succeeded").map((t) => `${t.source}.${t.table}`));
  return stored.filter((t) => names.has(`${t.source}.${t.table}`));
}
async function attemptOutput(run, work) {
  return attempt(
    async () => inStage("publish", work).catch((error) => {
      throw outputError(run.outputDirectory, error);
    })
  );
}
async function attempt(work) {
  try {
    return { value: await work(), error: null };
  } catch (error) {
    return { value: null, error: toHighwaterError(error) };
  }
}

// src/engine/verify/verify-table.ts
var import_node_path6 = __toESM(require_node_path(), 1);

// src/engine/verify/call-budget.ts
var ROWS_A_CALL = 2e3;
var SAMPLED_A_CALL = 100;
var WIDE_ROWS_A_CALL = 200;
var MOST_BY_PAGES = 2e4;
var FURTHER_CALLS = 20;
function statedCost(name, of) {
  const { rows, sample, left } = of;
  const wide = sample === "all" ? Math.ceil(Math.min(rows, MOST_BY_PAGES) / WIDE_ROWS_A_CALL) : 0;
  const keys = Math.ceil(rows / ROWS_A_CALL) + wide + FURTHER_CALLS;
  if (left < keys) throw tooCostly(name, keys, left);
  const calls = keys + (sample === "all" ? 0 : Math.ceil(sample / SAMPLED_A_CALL));
  const budget = Number.isFinite(left) ? ` of the ${Math.floor(left)} that run.api_budget leaves` : "";
  return `comparing ${name} with its source takes at most ${calls} calls${budget}`;
}
function sampleCalls(left) {
  return Math.max(0, Math.floor(left) - FURTHER_CALLS);
}
function tooCostly(name, calls, left) {
  return new HighwaterError(
    "API_BUDGET_REACHED",
    `Verifying ${name} takes up to ${calls} calls, and this run may make ${Math.max(0, Math.floor(left))} more (run.api_budget).`,
    "Nothing of it was read. Raise run.api_budget, verify fewer tables at once (-t), or verify it on another day."
  );
}

// src/engine/verify/compare-table.ts
var TableComparison = class {
  context;
  plan;
  request;
  check;
  /** Share of the source's calls that this run may use. */
  #apiBudget;
  /** The next run reads the calculated columns of all rows. */
  #calculatedDue;
  /** What was moved. */
  bytes = 0;
  constructor(context, planned, parts) {
    this.context = context;
    this.request = parts.request;
    this.check = parts.check;
    this.#apiBudget = parts.apiBudget;
    this.#calculatedDue = planned.plan.readsCalculated === true;
    const { schema } = planned.plan;
    const cursor = schema.cursor?.kind === "token" ? { ...schema.cursor, kind: "timestamp" } : schema.cursor;
    this.plan = {
      ...planned.plan,
      schema: { ...schema, cursor },
      mode: "full",
      since: null,
      readsCalculated: false,
      why: "verify"
    };
  }
  async compare(extent) {
    if ("share" in extent) return this.#portion(extent);
    const { hashes } = this.context.opener;
    return hashes === void 0 ? this.#byKeys(extent.sample) : this.#byHashes(null);
  }
  /** The next rows in turn; where rows can't be divided, all of them when their turn has come. */
  async #portion(extent) {
    const { check, plan } = this;
    const { hashes } = this.context.opener;
    const [key = ""] = plan.schema.key;
    if (hashes !== void 0 && check.sortsAlike(key)) {
      const span = await check.choosePortion(key, extent.from, extent.share);
      return { ...await this.#byHashes(span), next: { from: span.to } };
    }
    const compared = hashes === void 0 ? await this.#byRange(extent) : null;
    if (compared !== null) return compared;
    if (extent.waited < 1)
      return {
        there: 0,
        here: 0,
        whole: false,
        how: "compared when its turn comes: its rows can only be read as a whole",
        next: "waits"
      };
    return { ...await this.compare({ sample: "all" }), next: { from: null } };
  }
  /** Null where the service can't give the rows of a range. */
  async #byRange({ share, from }) {
    const { check, plan } = this;
    const { columns } = plan.schema;
    return this.#select(async (opened) => {
      const { ranges } = opened;
      if (ranges === void 0 || !check.types.has(ranges.column)) return null;
      const span = await check.choosePortion(ranges.column, from, share);
      await this.#announce("all");
      const sizes = { there: 0, here: 0 };
      await this.#read(opened, columns, ranges.within(span), async (reading) => {
        Object.assign(sizes, await check.compareKeys(reading));
        await check.compareValues(reading, columns);
      });
      return { ...sizes, whole: true, how: `${sizes.there} rows in their turn`, next: { from: span.to } };
    });
  }
  /**
   * Reads rows that differ again, where the service has no snapshot: some of them were changed while the table was compared. `low`: what the next run
   * reads from. One lot with real differences is enough: the others can't make them go away.
   */
  async confirm(low) {
    if (this.context.opener.hashes !== void 0) return;
    const rules = { low, calculatedDue: this.#calculatedDue };
    for (; ; ) {
      const keys = await this.check.toReadAgain(MOST_BY_KEY);
      if (keys.length === 0) return;
      const left = { rows: 0 };
      await this.#readByKey(keys, async (read2) => {
        left.rows = await this.check.compareAgain(read2, this.plan.schema.columns, rules);
      });
      if (left.rows > 0) return;
    }
  }
  /** Reads rows by their keys, in as many queries as are allowed; where the source can't, all rows. Returns whether some were left out. */
  async #readByKey(keys, work, most = Number.POSITIVE_INFINITY) {
    const columns = this.plan.schema.columns;
    return this.#select(async (opened) => {
      const partitions = opened.fetch?.(keys) ?? null;
      if (partitions === null && this.context.opener.select !== void 0)
        await this.#open(this.plan, async (all) => this.#read(all, columns, null, work));
      else await this.#read(opened, columns, partitions === null ? null : partitions.slice(0, most), work);
      return partitions !== null && partitions.length > most;
    });
  }
  async #byHashes(span) {
    const { check, plan } = this;
    const { bounds, only } = await check.divide(span);
    const found = await this.context.opener.hashes?.(plan, { types: check.types, bounds, only });
    if (found === void 0) throw new Error(`${plan.source} has no hashes`);
    const stop = new AbortController();
    const own = check.hashSlices(found.expression, stop.signal);
    own.catch(() => void 0);
    try {
      const compared = await this.#hashed(found, async (read2) => {
        await own;
        return check.compareSlices(read2);
      });
      const { differing, there, here } = compared;
      const keyless = plan.schema.key.length === 0;
      if (differing.length > 0 && !keyless) await this.#narrow(found, differing);
      const left = found.leftOut.length === 0 ? "" : `, without ${found.leftOut.join(", ")}`;
      const which = span === null ? "all rows" : `${there} rows in their turn`;
      return {
        there,
        here,
        whole: found.leftOut.length === 0,
        how: `${which} by their hashes, computed on both sides${left}`,
        ...keyless && differing.length > 0 ? { nameless: true } : {}
      };
    } finally {
      stop.abort();
      await own.catch(() => void 0);
      await found.import.close().catch(() => void 0);
    }
  }
  async #hashed(found, work) {
    const result = {};
    await this.#read(
      found.import,
      found.slices,
      null,
      async (read2) => {
        result.value = await work(read2);
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
      async (read2) => this.check.compareRows(read2, found.expression, slices)
    );
  }
  async #byKeys(sample) {
    const { check, plan } = this;
    const { key, columns, cursor } = plan.schema;
    if (key.length === 0) throw withoutKey(plan);
    const all = sample === "all";
    await this.#announce(sample);
    const isRead2 = (c) => key.includes(c.name) || c.name === cursor?.column;
    const read2 = all ? columns : columns.filter((c) => isRead2(c) && c.derived === void 0);
    const schema = { ...plan.schema, columns: read2 };
    const sizes = await this.#open({ ...plan, schema }, async (opened) => {
      const counts = { there: 0, here: 0 };
      await this.#read(opened, read2, null, async (reading) => {
        Object.assign(counts, await check.compareKeys(reading));
        if (all) await check.compareValues(reading, columns, { calculatedDue: this.#calculatedDue });
      });
      return counts;
    });
    const how = all ? "all keys and values" : `all keys, ${await this.#sample(sample)}`;
    return { ...sizes, whole: all, how };
  }
  /** States what the comparison may cost, before it makes a call. Throws where the budget does not allow it. */
  async #announce(sample) {
    const { plan, context } = this;
    const name = `${plan.source}.${plan.ref.name}`;
    context.notice(statedCost(name, { rows: await this.check.rows(), sample, left: this.#callsLeft() }));
  }
  #callsLeft() {
    return callsLeft(this.context.source.usage(), this.#apiBudget);
  }
  /** Compares the values of rows picked at random. Says of how many. */
  async #sample(sample) {
    const most = sampleCalls(this.#callsLeft());
    const keys = sample === 0 || most === 0 ? [] : await this.check.sample(sample);
    const compared = { rows: 0, cut: sample > 0 && most === 0 };
    if (keys.length > 0)
      compared.cut = await this.#readByKey(
        keys,
        async (read2) => {
          compared.rows = await this.check.compareValues(read2, this.plan.schema.columns, { calculatedDue: this.#calculatedDue });
        },
        most
      );
    return `and the values of ${compared.rows} rows${compared.cut ? ` (run.api_budget left no calls for ${sample})` : ""}`;
  }
  /** For rows by their keys or ranges; where the source has nothing of the kind, by its import of all rows. */
  async #select(work) {
    const { opener } = this.context;
    if (opener.select === void 0) return this.#open(this.plan, work);
    const opened = await opener.select(this.plan);
    try {
      return await work(opened);
    } finally {
      await opened.close().catch(() => void 0);
    }
  }
  async #open(plan, work) {
    const opened = await this.context.opener.begin(plan, null);
    if ("cannotContinue" in opened) throw new Error(`a full plan of ${plan.ref.name} needs nothing to continue from`);
    try {
      return await work(opened);
    } finally {
      await opened.close().catch(() => void 0);
    }
  }
  async #read(opened, columns, partitions, work, key = true) {
    const { warehouse, slots, parallel, signal } = this.context;
    const kind = { key, snapshot: !key || opened.snapshot };
    const reading = await warehouse.exclusive(async () => warehouse.reading(this.request, columns, kind));
    const onDone = ({ bytes }) => {
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
  const before = context.source.usage().requests;
  const { plan } = planned;
  const cost = () => ({ seconds: (Date.now() - started) / 1e3, requests: context.source.usage().requests - before });
  const base = { source: plan.source, table: plan.ref.name, ...NOTHING_COMPARED };
  if (planned.known === null)
    return { verification: { ...base, status: "skipped", how: `not compared: ${plan.why}` }, ...NOTHING_KEPT };
  try {
    const found = await attempt2(context, planned, options);
    return { ...found, verification: { ...base, ...found.verification, ...cost() } };
  } catch (error) {
    const failure = context.signal.aborted ? toHighwaterError(context.signal.reason) : toHighwaterError(error);
    const verification = { ...base, status: "failed", how: "not compared", error: failure.report(), ...cost() };
    return { verification, ...NOTHING_KEPT };
  }
}
async function attempt2(context, planned, options) {
  try {
    return await compareOnce(context, planned, options);
  } catch (error) {
    const { family, message } = toHighwaterError(error);
    if (context.signal.aborted || family !== "replan" && family !== "restart") throw error;
    context.notice(`${message} Comparing the table again.`);
    const again = family === "replan" ? await planAgain(context.source, planned) : planned;
    if (again.known === null) throw error;
    return compareOnce(context, again, options);
  }
}
async function compareOnce(context, planned, options) {
  const { known: stored } = planned;
  const request = { ...planned, stored, onRead: () => void 0, onLoaded: () => void 0 };
  const check = await context.warehouse.exclusive(async () => context.warehouse.check(request));
  try {
    const comparison = new TableComparison(context, planned, { request, check, apiBudget: options.apiBudget });
    const found = await verify(comparison, planned, options);
    return { ...found, verification: { ...found.verification, bytes: comparison.bytes } };
  } finally {
    await check.end().catch(() => void 0);
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
  requests: 0,
  bytes: 0
};
var NOTHING_KEPT = { record: null, proven: false };
async function verify(comparison, planned, options) {
  const compared = await comparison.compare(options.extent);
  const next = compared.next === void 0 ? {} : { next: compared.next };
  if (compared.next === "waits")
    return { ...NOTHING_KEPT, ...next, verification: { ...NOTHING_COMPARED, how: compared.how, status: "skipped" } };
  return { ...await judge(comparison, planned, options, compared), ...next };
}
async function judge(comparison, planned, options, compared) {
  const { check, context } = comparison;
  const { how, whole, there, here } = compared;
  if (compared.nameless || planned.plan.schema.key.length === 0 && there !== here)
    return keylessDrift(context, planned, compared, options.repair);
  const drifted = isDrift(await check.counts());
  const next = drifted ? await withNextRun(comparison, planned, options.repair) : NOTHING_NEXT;
  const counts = await check.counts();
  const seen = { ...counts, there, here, how: `${how}${next.whole === null ? "" : `; ${next.whole}`}`, whole, error: null };
  const left = isDrift(counts);
  const proven = !left && whole && "sample" in options.extent;
  if (proven) await prove(context, planned, options.now());
  if (total(counts) === 0) return { record: null, proven, verification: { ...seen, status: "same", file: null } };
  const file = (0, import_node_path6.join)("verify", `${fileName(planned.plan.source)}.${fileName(planned.plan.ref.name)}.csv`);
  await check.writeKeys((0, import_node_path6.join)(options.output, file));
  const readsAll = options.repair && left && next.record === null;
  const record = readsAll ? await importTable(context, insteadFull(planned, "verify found differences")) : next.record;
  const mended = record !== null && record.error === null;
  const status = left ? mended ? "repaired" : "drift" : "explained";
  return { record, proven, verification: { ...seen, status, file: slashes(file), error: record?.error ?? null } };
}
var NOTHING_NEXT = { record: null, whole: null };
function total({ missing, extra, altered, doubled }) {
  return missing + extra + altered + doubled;
}
function isDrift(counts) {
  return total(counts) > counts.explained;
}
function slashes(path) {
  return path.replaceAll("\\", "/");
}
async function keylessDrift(context, planned, { there, here, how }, repair) {
  const record = repair ? await importTable(context, insteadFull(planned, "verify found differences")) : null;
  const counts = { missing: Math.max(0, there - here), extra: Math.max(0, here - there), altered: 0, doubled: 0, explained: 0 };
  const status = record === null || record.error !== null ? "drift" : "repaired";
  const why = `${how}; they differ, and without a key no row can be named`;
  return {
    record,
    proven: false,
    verification: { ...counts, there, here, how: why, whole: true, status, file: null, error: record?.error ?? null }
  };
}
async function prove({ warehouse }, { plan }, now) {
  await warehouse.exclusive(async () => {
    const stored = (await warehouse.tables()).find((t) => t.source === plan.source && t.table === plan.ref.name);
    if (stored !== void 0) await warehouse.keep({ ...stored, provenAt: now });
  });
}
async function withNextRun(comparison, planned, repair) {
  const { plan } = planned;
  const { check, context } = comparison;
  const everyRun = plan.schema.cursor === null || plan.options.sync === "full" || plan.schema.key.length === 0;
  if (plan.mode === "full" && everyRun) {
    await comparison.confirm(null);
    return NOTHING_NEXT;
  }
  const opened = plan.mode === "full" ? { cannotContinue: plan.why } : await context.opener.begin(plan, null);
  if ("cannotContinue" in opened) {
    await check.explainAll();
    return { record: null, whole: `the next run reads the whole table: ${opened.cannotContinue}` };
  }
  return { record: await explainOrMend(comparison, { opened, resume: null }, planned, repair), whole: null };
}
async function explainOrMend(comparison, begun, planned, repair) {
  const { context, check, request } = comparison;
  const { warehouse, slots, parallel, signal } = context;
  const { opened } = begun;
  const { plan } = planned;
  const progress = newProgress(planned);
  const load = await warehouse.exclusive(async () => warehouse.beginChanges(request));
  let mending = false;
  try {
    const onDone = (p) => void progress.partitions.push(p);
    const reading = { import: opened, load, slots, workers: parallel, signal, onDone };
    const read2 = async (partitions2) => readTogether(reading, partitions2);
    await readPartitions(reading, /* @__PURE__ */ new Set());
    await load.loaded();
    await check.explainChanged(load, opened.snapshot ? null : plan.since);
    const compared = await compareCounts({ import: opened, load, read: read2, signal });
    const swept = { swept: opened.partitions.some((p) => p.pass === "sweep"), sweptParts: compared.parts };
    await check.explainGone(load, swept);
    await comparison.confirm(windowStart(plan));
    const keys = repair ? await check.keys(MOST_BY_KEY + 1) : [];
    const partitions = keys.length === 0 || keys.length > MOST_BY_KEY ? null : opened.fetch?.(keys) ?? null;
    if (partitions !== null) {
      mending = true;
      const title = `${plan.source}.${plan.ref.name}`;
      const fetched = await readMissingRows({ title, import: opened, load, read: read2 });
      const notes = [...compared.notes, ...fetched];
      return await mend(comparison, begun, { progress, load, partitions, read: read2, swept, compared, notes });
    }
    await load.abandon();
    return null;
  } catch (error) {
    await load.abandon().catch(() => void 0);
    if (error instanceof FullSyncNeeded) return null;
    if (mending && error instanceof HighwaterError && !signal.aborted) return failedRecord(progress, error);
    throw error;
  } finally {
    comparison.bytes += progress.partitions.reduce((sum, p) => sum + p.bytes, 0);
    await opened.close().catch(() => void 0);
  }
}
function windowStart({ since, options }) {
  return since === null || since.kind === "xmin" ? null : { ...since, value: earlier(since.value, options.lookbackSeconds) };
}
async function mend({ context, check }, begun, mending) {
  const { load, partitions, read: read2, progress, swept, compared, notes } = mending;
  await read2(partitions);
  await load.loaded();
  await load.forget(check.differing(load.stage.table("rows")));
  const { heldBack, serviceCount } = begun.opened;
  const merged = await context.warehouse.exclusive(async () => {
    await check.undouble();
    const { countedAt, windows: countedWindows } = compared;
    const counted2 = { ...swept, countedAt, countedWindows };
    return load.merge({ watermark: watermarkAfter(begun), heldBack, snapshot: false, ...counted2, serviceCount });
  });
  return succeededRecord(progress, begun.opened, { ...merged, notes: [...notes, ...merged.notes] });
}

export {
  dropTables,
  deriveTables,
  historyRecords,
  openSources,
  baselineOf,
  isRepeatable,
  finish,
  verifyTable,
  NOTHING_COMPARED
};
