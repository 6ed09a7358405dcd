import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
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
  tableRecord
} from "./engine-plan-run-plan.js";
import {
  FRESHNESS_MEMORY,
  isRead
} from "./model-table-age.js";
import {
  ObjectStoreError
} from "./objects-object-store.js";
import {
  recordOf,
  redactWords
} from "./engine-run-record.js";
import {
  optionsOf
} from "./engine-plan-select-columns.js";
import {
  counted
} from "./views-facts-format.js";
import {
  realTypes
} from "./warehouse-duckdb-types.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";

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

// src/engine/publish-and-save.ts
import { join as join5 } from "node:path";

// src/lake/publish-lake.ts
import { mkdir, mkdtemp, rm as rm3 } from "node:fs/promises";
import { join as join4 } from "node:path";

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
  /** Whether the lake has this very content of a table. */
  holds({ source, table, version }) {
    const entry = this.#entries.find((e) => e.source === source && e.table === table);
    return version !== void 0 && entry?.content === version;
  }
  put(entry) {
    this.#changed.push(entry);
  }
  /** Writes the changed entries, merged with what others wrote meanwhile. */
  async save() {
    if (this.#changed.length === 0) return;
    for (let attempt2 = 1; attempt2 <= TRIES; attempt2++) {
      const others = this.#entries.filter((e) => !this.#changed.some((c) => c.source === e.source && c.table === e.table));
      const tables = [...others, ...this.#changed].sort((a, b) => a.path < b.path ? -1 : 1);
      const body = Buffer.from(`${JSON.stringify({ version: 1, tables }, null, 2)}
`);
      const written2 = this.#tag === null ? await this.#store.create(KEY, body) : await this.#store.replace(KEY, body, this.#tag);
      if (written2.outcome === "created" || written2.outcome === "replaced") return;
      const found = await this.#store.get(KEY);
      this.#entries = found === null ? [] : entriesOf(found.body);
      this.#tag = found?.tag ?? null;
    }
    throw new Error(`other jobs replaced manifest.json ${TRIES} times meanwhile`);
  }
};
function entriesOf(body) {
  return JSON.parse(body.toString("utf8")).tables;
}

// src/lake/publish-table.ts
import { randomUUID as randomUUID2 } from "node:crypto";
import { rm as rm2, writeFile as writeFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// src/lake/checkpoint.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

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
  const [lines, file] = [join(deps.workDirectory, "checkpoint.json"), join(deps.workDirectory, "checkpoint.parquet")];
  await writeFile(lines, actions.map((action) => `${JSON.stringify(action)}
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
async function cutRange(connection, ranged, range, rows) {
  if (rows.length < 2 || ranged.key.length === 0) return [range];
  const starts = [];
  rows.slice(0, -1).reduce((sum, n) => {
    starts.push(sum + n + 1);
    return sum + n;
  }, 0);
  const columns = ranged.key.map(({ name }) => id(name)).join(", ");
  const edges = await connection.rows(
    `SELECT ${ranged.key.map(({ name }, i) => `CAST(${id(name)} AS VARCHAR) AS k${i}`).join(", ")}
     FROM (SELECT ${columns}, row_number() OVER (ORDER BY ${columns}) AS n FROM ${ranged.table} WHERE ${rangeCondition(ranged, range)})
     WHERE n IN (${starts.join(", ")}) ORDER BY n`
  );
  const cuts = edges.map((row) => ranged.key.map((_, i) => row[`k${i}`] ?? ""));
  const all = [range.from, ...cuts, range.to];
  return all.slice(1).map((to, i) => ({ from: all[i] ?? null, to }));
}

// src/lake/uploads.ts
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join as join2 } from "node:path";

// src/lake/write-file.ts
import { stat } from "node:fs/promises";
var COLUMNS_WITH_STATS = 32;
var LONGEST_TEXT = 64;
var WITH_EDGES = /^(byte|short|integer|long|decimal.*|date|string)$/;
async function writeDataFile(connection, ranged, range, schema, file) {
  const rows = `(SELECT ${schema.columns.map((c) => `${c.select} AS ${id(c.name)}`).join(", ")} FROM ${ranged.table} WHERE ${rangeCondition(ranged, range)})`;
  await connection.run(`COPY ${rows} TO ${text(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`);
  const { count, stats } = await statistics(connection, schema.columns, file);
  return { path: file, bytes: (await stat(file)).size, rows: count, stats };
}
async function statistics(connection, columns, file) {
  const counted2 = columns.slice(0, COLUMNS_WITH_STATS).filter((c) => typeof c.type === "string");
  const selects = counted2.flatMap(({ name, type }, i) => [
    `count(*) - count(${id(name)}) AS n${i}`,
    ...WITH_EDGES.test(String(type)) ? [`CAST(min(${id(name)}) AS VARCHAR) AS a${i}`, `CAST(max(${id(name)}) AS VARCHAR) AS z${i}`] : []
  ]);
  const row = await connection.row(
    `SELECT ${["count(*) AS count", ...selects].join(", ")} FROM read_parquet(${text(file)})`
  );
  const [minimum, maximum, nulls] = [{}, {}, {}];
  counted2.forEach(({ name, type }, i) => {
    Object.assign(nulls ?? {}, { [name]: Number(row[`n${i}`]) });
    const [low, high] = [edge2(row[`a${i}`], String(type)), edge2(row[`z${i}`], String(type))];
    if (low === null || high === null) return;
    Object.assign(minimum ?? {}, { [name]: low });
    Object.assign(maximum ?? {}, { [name]: high });
  });
  const numRecords = Number(row.count);
  return { count: numRecords, stats: render({ numRecords, minValues: minimum, maxValues: maximum, nullCount: nulls }) };
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
  #made = /* @__PURE__ */ new Map();
  constructor(to, ranged, schema) {
    this.#to = to;
    this.#ranged = ranged;
    this.#schema = schema;
  }
  async add(range) {
    const name = JSON.stringify(range);
    const made = this.#made.get(name) ?? await this.#write(range);
    this.#made.set(name, made);
    return made;
  }
  async #write(range) {
    const { connection, store, folder, workDirectory, now } = this.#to;
    const path = `part-${randomUUID()}.zstd.parquet`;
    const file = join2(workDirectory, path);
    try {
      const written2 = await writeDataFile(connection, this.#ranged, range, this.#schema, file);
      const [content] = await contentOf(connection, this.#ranged, [range]);
      if (content?.rows !== written2.rows) throw new Error(`${folder}: a file holds ${written2.rows} rows of ${content?.rows}`);
      const { outcome } = await store.createFromFile(`${folder}/${path}`, file);
      if (outcome === "exists") throw new Error(`${folder}/${path} exists already`);
      return {
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
          "highwater.hash": content.hash
        }
      };
    } finally {
      await rm(file, { force: true });
    }
  }
  /** Bytes that a row takes in Parquet, from the table's first rows. */
  async sample() {
    const file = join2(this.#to.workDirectory, `sample-${randomUUID()}.parquet`);
    const ranged = { ...this.#ranged, table: `(FROM ${this.#ranged.table} LIMIT ${SAMPLE_ROWS})` };
    try {
      const { bytes, rows } = await writeDataFile(this.#to.connection, ranged, WHOLE, this.#schema, file);
      return Math.max(1, bytes / Math.max(1, rows));
    } finally {
      await rm(file, { force: true });
    }
  }
  /** Of the files that were uploaded, those that a commit names. */
  used(actions) {
    const adds = actions.flatMap((action) => "add" in action ? [action.add] : []);
    return { files: adds.length, bytes: adds.reduce((sum, add) => sum + add.size, 0) };
  }
};

// src/lake/vacuum.ts
async function cleanUp({ store, folder, now, keepSeconds }, snapshot) {
  const before = now().getTime() - keepSeconds * 1e3;
  const old = snapshot.log.filter((entry) => entry.modified.getTime() < before);
  if (old.length === 0) return;
  const keepFrom = snapshot.log.findLast((e) => e.kind === "checkpoint" && e.modified.getTime() < before)?.version ?? 0;
  for (const entry of old) if (entry.version < keepFrom) await store.remove(entry.key);
  for await (const { key, modified } of store.list(`${folder}/part-`)) {
    const path = key.slice(folder.length + 1);
    if (modified.getTime() >= before || snapshot.files.has(path)) continue;
    const removed = snapshot.removed.get(path);
    if (removed === void 0 || removed.deletionTimestamp < before) await store.remove(key);
  }
}

// src/lake/publish-table.ts
var COMMITS_A_CHECKPOINT = 20;
var TRIES2 = 20;
async function publishTable(publish) {
  const { store, folder, connection, table } = publish;
  const types = await realTypes(connection, table.schema, table.name);
  const schema = deltaSchemaOf(table, types);
  const key = table.key.map((name) => ({ name, type: types.get(name) ?? "VARCHAR" }));
  const ranged = { table: qualified(table.schema, table.name), key };
  const written2 = new Uploads(publish, ranged, schema);
  for (let attempt2 = 1; ; attempt2++) {
    const snapshot = await readSnapshot(store, folder, async (at) => downloadCheckpoint(publish, at));
    const actions = await changes(publish, snapshot, schema, ranged, written2);
    if (actions.length === 0) return { version: snapshot.version, ...written2.used([]) };
    const version = snapshot.version + 1;
    const info = commitInfo(publish, snapshot);
    const { outcome } = await store.create(commitKey(folder, version), renderCommit([info, ...actions]));
    if (outcome === "exists" && attempt2 < TRIES2) continue;
    if (outcome === "exists") throw new Error(`other programs committed to ${folder} ${TRIES2} times meanwhile`);
    const after = afterCommit(snapshot, version, actions);
    if (version > 0 && version % COMMITS_A_CHECKPOINT === 0)
      await writeCheckpoint(store, folder, stillKept(publish, after), { connection, workDirectory: publish.workDirectory });
    await cleanUp(publish, after);
    return { version, ...written2.used(actions) };
  }
}
function stillKept({ now, keepSeconds }, snapshot) {
  const before = now().getTime() - keepSeconds * 1e3;
  return { ...snapshot, removed: new Map([...snapshot.removed].filter(([, file]) => file.deletionTimestamp >= before)) };
}
async function changes(publish, snapshot, schema, ranged, uploads) {
  const described = describing(publish, snapshot, schema);
  const files = lakeFiles(snapshot, ranged);
  const kept = files !== null && sameTypes(snapshot, schema) ? files : [];
  const dropped = [...snapshot.files.values()].filter((add) => !kept.some((file) => file.add === add));
  const { adds, removes } = await replaced(publish, kept, ranged, uploads);
  const at = publish.now().getTime();
  const gone = [...dropped, ...removes].map(({ path, partitionValues, size }) => ({
    remove: {
      path,
      deletionTimestamp: at,
      dataChange: true,
      extendedFileMetadata: true,
      partitionValues,
      size
    }
  }));
  return [...described, ...gone, ...adds.map((add) => ({ add }))];
}
async function replaced(publish, files, ranged, uploads) {
  const { connection } = publish;
  const ranges = files.length === 0 ? [WHOLE] : files.map((f) => f.range);
  const now = await contentOf(connection, ranged, ranges);
  const sized = now.map((content, i) => ({ rows: content.rows, changed: !sameContent(content, files[i]?.content) }));
  if (files.length === 0 && sized[0]?.rows === 0) return { adds: [], removes: [] };
  const most = Math.max(1, Math.floor((publish.largestBytes ?? LARGEST_FILE_BYTES) / await bytesARow(files, uploads)));
  const newer = newerRows(sized);
  const adds = [];
  const removes = [];
  for (const [first, last] of groupsToWrite(sized, most)) {
    const rows = sized.slice(first, last + 1).reduce((sum, r) => sum + r.rows, 0);
    const range = { from: ranges[first]?.from ?? null, to: ranges[last]?.to ?? null };
    removes.push(...files.slice(first, last + 1).map((f) => f.add));
    for (const piece of await cutRange(connection, ranged, range, sizesOf(rows, most, newer[last] ?? 0)))
      adds.push(await uploads.add(piece));
  }
  return { adds, removes };
}
function sameContent(a, b) {
  return b !== void 0 && a.rows === b.rows && a.hash === b.hash;
}
async function bytesARow(files, uploads) {
  const rows = files.reduce((sum, f) => sum + f.content.rows, 0);
  if (rows > 0) return Math.max(1, files.reduce((sum, f) => sum + f.add.size, 0) / rows);
  return uploads.sample();
}
function describing({ table, now }, snapshot, schema) {
  const { protocol, metadata } = snapshot;
  const raised = protocol !== null && JSON.stringify(protocol) === JSON.stringify(schema.protocol) ? [] : [{ protocol: schema.protocol }];
  if (metadata?.schemaString === schema.schemaString) return raised;
  const metaData = {
    id: metadata?.id ?? randomUUID2(),
    name: table.name,
    description: `${table.label} (${table.source}.${table.table})`,
    format: { provider: "parquet", options: {} },
    schemaString: schema.schemaString,
    partitionColumns: [],
    configuration: {},
    createdTime: metadata?.createdTime ?? now().getTime()
  };
  return [...raised, { metaData }];
}
function commitInfo({ runId, now }, snapshot) {
  return {
    commitInfo: {
      timestamp: now().getTime(),
      operation: snapshot.version < 0 ? "CREATE TABLE AS SELECT" : "MERGE",
      operationParameters: {},
      engineInfo: "Highwater",
      // No two commits are alike: a lost answer is told from another writer's commit by it.
      txnId: `${runId}-${randomUUID2()}`
    }
  };
}
function lakeFiles(snapshot, ranged) {
  const keyed = JSON.stringify(ranged.key);
  const files = [];
  for (const add of snapshot.files.values()) {
    if (add.tags?.["highwater.key"] !== keyed) return null;
    const range = JSON.parse(add.tags["highwater.range"] ?? "null");
    files.push({ add, range, content: { rows: Number(add.tags["highwater.rows"]), hash: add.tags["highwater.hash"] ?? "" } });
  }
  return inOrder(files);
}
function inOrder(files) {
  const ordered = [];
  for (let edge3 = null; ordered.length < files.length; ) {
    const next = files.find((f) => sameEdge(f.range.from, edge3) && !ordered.includes(f));
    if (next === void 0) return null;
    ordered.push(next);
    edge3 = next.range.to;
  }
  return ordered.length === 0 || ordered.at(-1)?.range.to === null ? ordered : null;
}
function sameTypes(snapshot, schema) {
  const fields = (text2) => JSON.parse(text2).fields;
  const before = new Map(fields(snapshot.metadata?.schemaString ?? '{"fields":[]}').map((f) => [f.name, JSON.stringify(f.type)]));
  return fields(schema.schemaString).every(
    (f) => before.get(f.name) === void 0 || before.get(f.name) === JSON.stringify(f.type)
  );
}
async function downloadCheckpoint({ store, workDirectory, connection }, key) {
  const found = await store.get(key);
  if (found === null) throw new Error(`${key} was listed and can't be read`);
  const file = join3(workDirectory, "read-checkpoint.parquet");
  await writeFile2(file, found.body);
  try {
    return await readCheckpoint(connection, file);
  } finally {
    await rm2(file, { force: true });
  }
}

// src/lake/publish-lake.ts
async function publishLake(publish) {
  const { store, warehouse, workDirectory } = publish;
  await mkdir(workDirectory, { recursive: true, mode: 448 });
  const directory = await mkdtemp(join4(workDirectory, "lake-"));
  try {
    const manifest = await LakeManifest.read(store);
    const due = (await warehouse.tables()).filter((table) => !manifest.holds(table));
    const failures = [];
    let [files, bytes] = [0, 0];
    for (const table of due) {
      try {
        const published = await publishOne(publish, table, directory);
        files += published.files;
        bytes += published.bytes;
        manifest.put(published.entry);
      } catch (error) {
        failures.push([table, error]);
      }
    }
    await manifest.save();
    if (failures.length > 0) throw publishFailed(store, failures);
    return { tables: due.length, files, bytes };
  } catch (error) {
    throw error instanceof ObjectStoreError ? failed(store, error.message, error.hint, error) : error;
  } finally {
    await rm3(directory, { recursive: true, force: true });
  }
}
async function publishOne({ store, warehouse, runId, now, keepSeconds }, table, workDirectory) {
  const folder = folderOf(table);
  return warehouse.database.use(async (connection) => {
    const { version, files, bytes } = await publishTable({
      store,
      folder,
      table,
      connection,
      workDirectory,
      runId,
      now,
      keepSeconds
    });
    const { source, table: name, rows, watermark, version: content = null } = table;
    const entry = {
      source,
      table: name,
      path: folder,
      version,
      rows,
      watermark: watermark?.value ?? null,
      run: runId,
      publishedAt: now().toISOString(),
      content
    };
    return { entry, files, bytes };
  });
}
function folderOf({ source, table }) {
  return `${encoded(source)}/${encoded(table)}`;
}
function encoded(name) {
  const safe = [...Buffer.from(name)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_.-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return /^\.+$/.test(name) ? safe.join("").replaceAll(".", "%2E") : safe.join("");
}
function publishFailed(store, failures) {
  const [[first, error] = [void 0, void 0]] = failures;
  const names = failures.map(([t]) => `${t.source}.${t.table}`);
  const which = names.length === 1 ? `${names[0]} was` : `${names.length} tables were (${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""})`;
  const [why, hint] = error instanceof ObjectStoreError ? [error.message, error.hint] : [
    error instanceof Error ? error.message : String(error),
    `Look at the log of ${first === void 0 ? "the table" : folderOf(first)} in the lake.`
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

// src/engine/publish-and-save.ts
async function finish(run, state, outcome) {
  const { warehouse } = state;
  const { sources, exports, stop } = outcome;
  const tables = settled(outcome.tables, await warehouse.tables()).map((t) => ({ ...t, freshness: freshnessOf(run, t) }));
  const interrupted = stop.signal.aborted;
  const finishedAt = run.deps.now().toISOString();
  const nothing = { output: null, parquet: /* @__PURE__ */ new Map(), error: null };
  const parts = { sources, tables, exports, interrupted, finishedAt, state: state.record, ...nothing };
  const limits = Object.fromEntries(tables.filter(isRead).map((t) => [`${t.source}.${t.table}`, t.freshness]));
  state.memories.set(FRESHNESS_MEMORY, /* @__PURE__ */ new Map([["limits", JSON.stringify(limits)]]));
  await warehouse.remember(state.memories);
  await warehouse.describe(recordOf(run, parts), written(await warehouse.tables(), tables));
  const history = await warehouse.history();
  run.deps.history?.(history);
  const built = stop.byUser() ? NOTHING : await attemptOutput(run, () => run.stage("publish", run.outputDirectory, async () => prepare(run, state, outcome)));
  tellOfMemory(run, warehouse.memoryBeyondMib);
  const lake = stop.byUser() ? null : lakeOf(run);
  const saved = await attempt(
    async () => run.stage("save", run.deps.store.describe(), async () => lake === null ? state.save() : state.saveAndContinue())
  );
  const published = await placed(run, state, built.value, { ...saved, take: lake === null });
  const shown = lake === null || saved.error !== null ? null : await attempt(async () => publishToLake(run, state, lake));
  const record = recordOf(run, {
    ...parts,
    output: published.value?.output ?? null,
    parquet: published.value?.parquet ?? /* @__PURE__ */ new Map(),
    state: { ...state.record, saved: saved.value },
    error: saved.error?.report() ?? built.error?.report() ?? published.error?.report() ?? shown?.error?.report() ?? null
  });
  if (stop.byUser() || lost(saved)) return record;
  const { error } = await attemptOutput(run, () => writeRecord(run, record, history));
  if (error === null || record.error !== null) return record;
  const status = record.status === "interrupted" ? record.status : "failed";
  return redactWords({ ...record, status, error: error.report() }, run.deps.redact);
}
var NOTHING = { value: null, error: null };
function lost({ error }) {
  return error?.family === "superseded";
}
async function placed(run, state, publication, saved) {
  if (publication === null) return NOTHING;
  return attemptOutput(run, async () => {
    if (!lost(saved)) return publication.place({ file: state.file, take: saved.take && saved.error === null });
    await publication.drop();
    return null;
  });
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
function lakeOf({ deps, config }) {
  const { publish: options } = config.output;
  return deps.lake === void 0 || options === null ? null : { store: deps.lake, keepSeconds: options.keepSeconds };
}
async function publishToLake(run, state, { store, keepSeconds }) {
  const { workDirectory, now } = run.deps;
  try {
    const done = await run.stage(
      "publish",
      store.address,
      async () => publishLake({ warehouse: state.warehouse, store, workDirectory, runId: run.id, keepSeconds, now: () => now() })
    );
    if (done.tables === 0) return;
    const what = done.tables === 1 ? "1 table" : `${done.tables} tables`;
    run.notice(
      `Published ${what} to ${store.address}: ${done.files === 1 ? "1 new file" : `${done.files} new files`}, ${(done.bytes / 1e6).toFixed(1)} MB.`
    );
  } finally {
    await state.discard();
  }
}
async function writeRecord(run, record, history) {
  await writeText(run.outputDirectory, MANIFEST_FILE, renderManifest(record));
  const { troubleshootingUrl } = run.deps;
  const links = troubleshootingUrl === void 0 ? {} : { troubleshootingUrl };
  await writeText(run.outputDirectory, REPORT_FILE, renderReport(record, history, links));
}
async function prepare(run, state, { sources }) {
  const { duckdb, parquet } = run.config.output;
  await state.warehouse.compact();
  return preparePublication(state.warehouse, {
    directory: run.outputDirectory,
    duckdb,
    parquet,
    runId: run.id,
    identities: new Map(sources.flatMap((s) => s.access === null ? [] : [[s.source.name, s.access.identity]])),
    note: join5(run.deps.workDirectory, "published.json")
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
    async () => work().catch((error) => {
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

export {
  dropTables,
  deriveTables,
  historyRecords,
  finish
};
