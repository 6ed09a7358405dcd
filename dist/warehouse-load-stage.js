import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  ALL_ROW_GROUPS,
  DELETED_FLAG,
  Database,
  PIECE_BYTES,
  Room,
  SOME_ROW_GROUPS,
  batchesOf,
  begunAt,
  claimedBy,
  createEmpty,
  createShadow,
  defaultMemoryMib,
  deletedValue,
  dropOrphans,
  dropShadow,
  dropTable,
  expectedRows,
  findResume,
  flagged,
  forgetShadow,
  hasManyIntegers,
  hiddenNotes,
  hmacKey,
  insertBatch,
  keyCounts,
  lastRow,
  loaderOf,
  makeUnique,
  notUnique,
  plannedAt,
  reduceToPresent,
  refuseHidden,
  refuseMissing,
  refuseTooManyDeletes,
  rowsOf,
  shadowOf,
  shadowTables,
  stagedColumns,
  storedTable,
  takenKeys,
  titleOf,
  utmostMemoryMib
} from "./warehouse-duckdb-database.js";
import {
  DELETED_AT,
  FOR_VARIED_TEXT,
  SYNCED_AT,
  askNeeds,
  askTogether,
  canonicalNumber,
  chosenTypes,
  decimalText,
  definition,
  definitions,
  evolveTable,
  giveTypes,
  isToEvolve,
  isUnwanted,
  layoutOf,
  needsOf,
  rowOfColumns,
  storedColumns,
  userColumns,
  variedText,
  withDerived
} from "./warehouse-table-layout.js";
import {
  TypeSpellings,
  castsExactly,
  distinguishable,
  realTypes,
  widensExactly
} from "./warehouse-duckdb-types.js";
import {
  COLUMNS_COLUMNS,
  PUBLIC_SCHEMA,
  STATE_SCHEMA,
  TABLES_COLUMNS,
  createCatalog,
  historyName,
  of,
  readMemory,
  shadowName,
  storeTable,
  storeTables,
  storedTables,
  writeMemory
} from "./lib-duckdb-node-api.js";
import {
  id,
  list,
  qualified,
  sameKey,
  text
} from "./warehouse-duckdb-sql.js";
import {
  earlier,
  fromMicros,
  heldBackTo,
  later,
  toMicros
} from "./model-watermark.js";
import {
  maskWords
} from "./model-table.js";
import {
  pLimit
} from "./lib-p-limit.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  require_node_util
} from "./builtins-node-util.js";
import {
  require_node_os
} from "./builtins-node-os.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/warehouse/catalog/later-sync.ts
var RUNS = `${PUBLIC_SCHEMA}.runs`;
async function takeLaterSyncs(connection, syncs) {
  const found = (await storedTables(connection)).flatMap((stored) => {
    const sync = syncs.find((s) => s.source === stored.source && s.table === (stored.history?.of ?? stored.table));
    return sync !== void 0 && stored.syncedAt < sync.startedAt ? [{ stored, sync }] : [];
  });
  const runs = found.filter(({ stored }) => stored.history === void 0).map(({ stored, sync }) => runRow(stored, sync));
  if (runs.length === 0) return;
  await connection.transaction(async () => {
    for (const { stored, sync } of found) await storeTable(connection, { ...stored, syncedAt: sync.startedAt });
    await connection.run(`INSERT INTO ${RUNS} VALUES ${runs.join(", ")}`);
  });
}
function runRow({ rows, watermark }, { runId, startedAt, finishedAt, source, table }) {
  const names = [runId, startedAt, finishedAt, source, table, "incremental", "succeeded"].map(text);
  return `(${names.join(", ")}, 0, 0, 0, 0, ${rows}, ${text(watermark?.value ?? null)}, 0, 0, NULL)`;
}
async function laterSyncs(connection, savedAt) {
  const iso = (column) => `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')`;
  return connection.rows(
    `SELECT source, "table", run_id AS "runId", ${iso("started_at")} AS "startedAt", ${iso("finished_at")} AS "finishedAt" FROM ${RUNS}
     WHERE status = 'succeeded' AND started_at > ${text(savedAt)}::TIMESTAMPTZ
     QUALIFY row_number() OVER (PARTITION BY source, "table" ORDER BY started_at DESC) = 1`
  );
}

// src/warehouse/warehouse.ts
var import_promises3 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_node_path(), 1);

// src/warehouse/catalog/kept-entries.ts
var import_node_util = __toESM(require_node_util(), 1);

// src/warehouse/catalog/substance.ts
var RELIED_ON = [
  [STATE_SCHEMA, "meta"],
  [STATE_SCHEMA, "memory"],
  [STATE_SCHEMA, "files"],
  [STATE_SCHEMA, "shadows"],
  [STATE_SCHEMA, "shadow_parts"],
  [STATE_SCHEMA, "exports"],
  [STATE_SCHEMA, "export_jobs"],
  [PUBLIC_SCHEMA, "checks"]
];
async function substanceOf(connection) {
  const there = await connection.rows(
    `SELECT schema_name AS schema, table_name AS name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY ALL`
  );
  const hashes = [];
  for (const [schema, name] of RELIED_ON) {
    if (!there.some((t) => t.schema === schema && t.name === name)) continue;
    const { hash } = await connection.row(
      `SELECT md5(coalesce(string_agg(content, ${text("\n")} ORDER BY content), '')) AS hash FROM (SELECT CAST(t AS VARCHAR) AS content FROM ${qualified(schema, name)} t)`
    );
    hashes.push(hash);
  }
  const tables = (await storedTables(connection)).map((t) => JSON.stringify(lasting(t))).sort();
  return JSON.stringify({ there, hashes, tables });
}
function lasting(table) {
  const { syncedAt: _, watermark, countedAt: __, calculatedAt: ___, fullSyncAt, history, ...rest } = table;
  return {
    ...rest,
    // From an earlier watermark of the same kind the window is longer.
    watermark: watermark?.kind ?? null,
    // A table without a cursor is read in full by every run.
    fullSyncAt: table.cursor === null ? null : fullSyncAt,
    ...history === void 0 ? {} : { history: { ...history, until: null } }
  };
}

// src/warehouse/catalog/kept-entries.ts
var KeptEntries = class {
  #entries = /* @__PURE__ */ new Map();
  /**
   * Where only times have moved, the entry waits for the others: a run that is killed before they are written has an older watermark, and reads
   * a longer window.
   */
  async keep(connection, table, before) {
    if (before !== null && (0, import_node_util.isDeepStrictEqual)(lasting(before), lasting(table))) this.#entries.set(nameOf(table), table);
    else await connection.transaction(async () => storeTable(connection, table));
  }
  /** The entry that waits, in place of the one that is written. */
  newest(table) {
    return this.#entries.get(nameOf(table)) ?? table;
  }
  forget(table) {
    this.#entries.delete(nameOf(table));
  }
  async write(database) {
    const entries = [...this.#entries.values()];
    if (entries.length === 0) return;
    await database.use(async (c) => c.transaction(async () => storeTables(c, entries)));
    this.#entries.clear();
  }
};
function nameOf({ source, table }) {
  return JSON.stringify([source, table]);
}

// src/warehouse/catalog/metadata.ts
var RUNS_KEPT = 2200;
var COMMENTS_AT_ONCE = 200;
async function describeContents(connection, tables, records) {
  await connection.transaction(async () => {
    await connection.run(`CREATE OR REPLACE TABLE ${PUBLIC_SCHEMA}.tables (${TABLES_COLUMNS})`);
    await connection.run(`CREATE OR REPLACE TABLE ${PUBLIC_SCHEMA}.columns (${COLUMNS_COLUMNS})`);
    await insert(
      connection,
      `${PUBLIC_SCHEMA}.tables`,
      tables.map(
        (t) => tableRow(
          t,
          records.find((r) => r.source === t.source && r.table === t.table)
        )
      )
    );
    await insert(
      connection,
      `${PUBLIC_SCHEMA}.columns`,
      tables.flatMap((t) => t.columns.map((c, i) => columnRow(t, c, i)))
    );
  });
}
async function commentColumns(connection, tables) {
  if (tables.length === 0) return;
  const there = await comments(connection);
  const missing = tables.flatMap((table) => {
    const name = qualified(table.schema, table.name);
    const own = `${table.label} (${table.source}.${table.table})`;
    const columns = table.columns.flatMap((c) => {
      const comment = there.get(name)?.get(c.name);
      return comment === void 0 || comment === commentOf(c) ? [] : [`COMMENT ON COLUMN ${name}.${qualified(c.name)} IS ${text(commentOf(c))}`];
    });
    return there.get(name)?.get("") === own ? columns : [`COMMENT ON TABLE ${name} IS ${text(own)}`, ...columns];
  });
  if (missing.length === 0) return;
  await connection.transaction(async () => {
    for (let i = 0; i < missing.length; i += COMMENTS_AT_ONCE)
      await connection.run(missing.slice(i, i + COMMENTS_AT_ONCE).join("; "));
  });
}
async function comments(connection) {
  const rows = await connection.rows(
    `SELECT schema_name AS schema, table_name AS "table", column_name AS "column", comment FROM duckdb_columns() WHERE database_name = current_database()
     UNION ALL SELECT schema_name, table_name, '', comment FROM duckdb_tables() WHERE database_name = current_database()`
  );
  const found = /* @__PURE__ */ new Map();
  for (const row of rows) {
    const name = qualified(row.schema, row.table);
    found.set(name, (found.get(name) ?? /* @__PURE__ */ new Map()).set(row.column, row.comment));
  }
  return found;
}
function commentOf(c) {
  const types = [c.nativeType, c.semanticType, c.mask === void 0 ? "" : maskWords(c.mask)].filter((t) => t !== "").join(", ");
  return `${c.label} (${types})${c.removed ? "; no longer in the source" : ""}`;
}
async function recordRun(connection, run) {
  await insert(
    connection,
    `${PUBLIC_SCHEMA}.runs`,
    run.tables.filter((t) => t.status !== "skipped").map((t) => runRow2(run, t))
  );
  await connection.run(`DELETE FROM ${PUBLIC_SCHEMA}.runs WHERE run_id NOT IN (
    SELECT run_id FROM ${PUBLIC_SCHEMA}.runs GROUP BY run_id ORDER BY max(started_at) DESC LIMIT ${RUNS_KEPT})`);
}
async function readHistory(connection) {
  return connection.rows(`SELECT run_id AS "runId", strftime(started_at, '%Y-%m-%dT%H:%M:%SZ') AS "startedAt", mode, status, source, "table",
    read, inserted, updated, deleted, rows, seconds, requests FROM ${PUBLIC_SCHEMA}.runs ORDER BY started_at, source, "table"`);
}
async function insert(connection, table, rows) {
  for (let i = 0; i < rows.length; i += 500)
    await connection.run(`INSERT INTO ${table} VALUES ${rows.slice(i, i + 500).join(", ")}`);
}
function tuple(...values) {
  return `(${values.join(", ")})`;
}
function texts(values) {
  return values === void 0 ? "NULL" : `[${values.map(text).join(", ")}]::VARCHAR[]`;
}
function interval(seconds) {
  return seconds === null || seconds === void 0 ? "NULL" : `to_seconds(${seconds})`;
}
function tableRow(t, record) {
  const names = [t.source, t.table, t.schema, t.name, t.label, t.category].map(text);
  const more = [t.nameColumn, t.cursor, t.where, t.watermark?.value ?? null].map(text);
  return tuple(
    ...names,
    String(t.rows),
    texts(t.key),
    ...more,
    text(t.syncedAt),
    text(t.fullSyncAt),
    text(t.calculatedAt ?? null),
    text(t.countedAt ?? null),
    text(t.provenAt ?? null),
    interval(record?.fullSyncEverySeconds),
    interval(record?.freshness?.warnAfterSeconds),
    interval(record?.freshness?.errorAfterSeconds),
    String(t.derived === true || t.history !== void 0)
  );
}
function columnRow(t, c, position) {
  const names = [t.schema, t.name, c.name].map(text);
  const types = [c.label, c.nativeType, c.semanticType, c.duckdbType].map(text);
  const picklist = c.picklist === void 0 ? "NULL" : text(JSON.stringify(c.picklist));
  return tuple(
    ...names,
    String(position + 1),
    ...types,
    picklist,
    texts(c.references),
    String(c.removed ?? false),
    String(c.calculated ?? false),
    text(c.mask === void 0 ? null : maskWords(c.mask))
  );
}
function runRow2(run, t) {
  const names = [run.id, run.startedAt, run.finishedAt, t.source, t.table, t.mode, t.status].map(text);
  const counts = [t.read, t.inserted, t.updated, t.deleted, t.rows].map(String);
  const error = t.error === null ? null : `${t.error.code}: ${t.error.message}`;
  return tuple(...names, ...counts, text(t.watermark.after?.value ?? null), String(t.seconds), String(t.requests), text(error));
}

// src/warehouse/compacted-copy.ts
var import_promises = __toESM(require_promises(), 1);

// src/warehouse/row-groups.ts
var ROWS_OF_FULL_GROUP = 122880;
var MOST_SMALL_GROUPS = 100;
var SOME_ROWS = 16;
var MOST_DEAD = 1 / 3;
var ROWS_OF_SMALL_TABLE = 3 * ROWS_OF_FULL_GROUP;
async function rowGroups(connection, { schema, name }) {
  const table = qualified(schema, name);
  if (`${schema}${name}`.includes('"')) {
    const { held: held2 } = await connection.row(`SELECT coalesce(max(rowid) + 1, 0) AS held FROM ${table}`);
    return [Number(held2)];
  }
  const groups = await connection.rows(
    `SELECT sum("count") AS n FROM pragma_storage_info(${text(table)}) WHERE column_id = 0 AND segment_type <> 'VALIDITY'
     GROUP BY row_group_id ORDER BY row_group_id`
  );
  return groups.map(({ n }) => Number(n));
}
async function rangesOfRows(connection, table, bytes) {
  const { last } = await connection.row(`SELECT coalesce(max(rowid), -1) AS last FROM ${table}`);
  const some = Array.from({ length: SOME_ROWS }, (_, i) => Math.floor(last * i / (SOME_ROWS - 1)));
  const { length } = await connection.row(
    `SELECT coalesce(avg(strlen(CAST(t AS VARCHAR))), 1) AS length FROM ${table} t WHERE rowid IN (${some.join(", ")})`
  );
  const rows = Math.max(1, Math.floor(bytes / length));
  const pieces = Math.ceil((last + 1) / rows);
  return Array.from({ length: pieces }, (_, i) => [i * rows, Math.min(last, (i + 1) * rows - 1)]);
}
async function scattered(connection, tables) {
  const long = tables.some((t) => t.longRows);
  let [values, dead, table] = [0, 0, false];
  for (const each of tables) {
    const columns = each.columns.length;
    if (!long && each.rows <= ROWS_OF_SMALL_TABLE) {
      values += each.rows * columns;
      continue;
    }
    const groups = await rowGroups(connection, each);
    const held2 = groups.reduce((sum, n) => sum + n, 0);
    values += held2 * columns;
    dead += (held2 - each.rows) * columns;
    table ||= isScattered(each, groups, held2);
  }
  return { file: long ? table : dead > MOST_DEAD * values, table: table && !long };
}
function isScattered({ rows, longRows = false }, groups, held2) {
  if (held2 - rows > MOST_DEAD * held2 && (longRows || held2 > ROWS_OF_FULL_GROUP)) return true;
  return !longRows && groups.length > MOST_SMALL_GROUPS + 2 * (held2 / ROWS_OF_FULL_GROUP);
}

// src/warehouse/compacted-copy.ts
var COMPACTED = "highwater_compacted";
async function writeCompacted(connection, file, always) {
  const tables = await storedTables(connection);
  await checkpointToKeep(connection, tables);
  if (!always && !await isWorthCopying(connection, tables)) return false;
  await copyInto(connection, file, tables);
  await connection.checkpoint(COMPACTED);
  await connection.run(`DETACH ${COMPACTED}`);
  return true;
}
async function checkpointToKeep(connection, tables) {
  const { file, table } = await scattered(connection, tables);
  if (file || !table) return connection.checkpoint();
  await connection.run(`SET GLOBAL max_vacuum_tasks = ${ALL_ROW_GROUPS}`);
  await connection.checkpoint().finally(async () => connection.run(`SET GLOBAL max_vacuum_tasks = ${SOME_ROW_GROUPS}`));
}
async function isWorthCopying(connection, tables) {
  const size = await connection.row(
    "SELECT free_blocks, total_blocks FROM pragma_database_size() WHERE database_name = current_database()"
  );
  if (size.total_blocks >= 32 && size.free_blocks * 4 > size.total_blocks) return true;
  return (await scattered(connection, tables)).file;
}
async function copyInto(connection, file, tables) {
  await connection.run(`DETACH DATABASE IF EXISTS ${COMPACTED}`);
  await (0, import_promises.rm)(file, { force: true });
  await (0, import_promises.rm)(`${file}.wal`, { force: true });
  const { name } = await connection.row("SELECT current_database() AS name");
  await connection.run(`ATTACH ${text(file)} AS ${COMPACTED}`);
  const long = tables.filter((t) => t.longRows).map((t) => qualified(t.schema, t.name));
  if (long.length === 0)
    await connection.transaction(async () => connection.run(`COPY FROM DATABASE ${id(name)} TO ${COMPACTED}`));
  else await copyTables(connection, name, new Set(long));
}
async function copyTables(connection, name, long) {
  await connection.run(`COPY FROM DATABASE ${id(name)} TO ${COMPACTED} (SCHEMA)`);
  const all = await connection.rows(
    "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary"
  );
  for (const { schema_name, table_name } of all) {
    const table = qualified(schema_name, table_name);
    const copy = `INSERT INTO ${qualified(COMPACTED, schema_name, table_name)} FROM ${table}`;
    if (!long.has(table)) await connection.transaction(async () => connection.run(copy));
    else
      for (const [first, last] of await rangesOfRows(connection, table, PIECE_BYTES))
        await connection.transactionOfLongRows(async () => connection.run(`${copy} WHERE rowid BETWEEN ${first} AND ${last}`));
  }
}
function compactedName(file) {
  return `${file}.compact`;
}

// src/warehouse/duckdb/names.ts
async function adoptName(connection, { source, ref, target }) {
  const [own] = (await storedTables(connection, { source, table: ref.name })).filter((t) => t.derived !== true);
  if (own === void 0 || own.name === target.name) return;
  const others = (await storedTables(connection)).filter((t) => t.source !== source || t.table !== ref.name);
  const other = others.find((t) => t.schema === own.schema && t.name.toLowerCase() === target.name.toLowerCase());
  if (other !== void 0) await rename(connection, other, `${other.name}__highwater_renamed`);
  await rename(connection, own, target.name);
}
async function rename(connection, table, name) {
  const versions = (await storedTables(connection)).find((t) => t.source === table.source && t.history?.of === table.table);
  await connection.transaction(async () => {
    await renameOne(connection, table, name);
    if (versions !== void 0) await renameOne(connection, versions, historyName(name));
  });
}
async function renameOne(connection, table, name) {
  await connection.run(`ALTER TABLE ${qualified(table.schema, table.name)} RENAME TO ${id(name)}`);
  await storeTable(connection, { ...table, name });
}

// src/warehouse/table/parts.ts
function inParts(parts, layout, alias) {
  const types = new Map(layout.columns.map((c) => [c.name, c.duckdbType]));
  const conditions = parts.map((part) => {
    const edges = part.flatMap(({ column, from, to }) => {
      const value2 = (edge) => `CAST(${text(edge)} AS ${types.get(column) ?? "VARCHAR"})`;
      const name = `${alias}.${id(column)}`;
      return [...from === null ? [] : [`${name} >= ${value2(from)}`], ...to === null ? [] : [`${name} < ${value2(to)}`]];
    });
    return edges.length === 0 ? "true" : `(${edges.join(" AND ")})`;
  });
  return conditions.length === 0 ? "false" : `(${conditions.join(" OR ")})`;
}

// src/warehouse/load/stage.ts
var STAGE_DATABASE = "highwater_stage";
var SEQUENCE = "_highwater_seq";
var BY_FILTER = "_highwater_by_filter";
var Stage = class {
  #name;
  #layout;
  #deletedFlag;
  #received = /* @__PURE__ */ new Set();
  #created = null;
  #longRows = false;
  constructor(number, layout, deletedFlag) {
    this.#name = `import_${number}`;
    this.#layout = { ...layout, removed: [], marksDeletes: false };
    this.#deletedFlag = deletedFlag;
  }
  table(what) {
    return qualified(STAGE_DATABASE, "main", `${this.#name}_${what}`);
  }
  /** A table that a merge makes for itself: on its connection alone, and part of its transaction. */
  scratch(what) {
    return qualified("temp", "main", `${this.#name}_${what}`);
  }
  /** Creates its tables, unless they are there. Most imports that bring nothing never need them. */
  async ensure(database) {
    this.#created ??= database.use(async (c) => this.#create(c));
    await this.#created;
  }
  async #create(connection) {
    const { columns, key } = this.#layout;
    const keyColumns = columns.filter((c) => key.includes(c.name)).map(definition);
    const rows = `${definitions(this.#layout)}, ${SEQUENCE} INTEGER, ${DELETED_FLAG} BOOLEAN`;
    const tables = [`CREATE TABLE ${this.table("rows")} (${rows})`];
    if (key.length > 0)
      tables.push(
        `CREATE TABLE ${this.table("deleted")} (${keyColumns.join(", ")}, ${SEQUENCE} INTEGER, ${BY_FILTER} BOOLEAN)`,
        `CREATE TABLE ${this.table("present")} (${keyColumns.join(", ")})`,
        `CREATE TABLE ${this.table("existing")} (${keyColumns.join(", ")})`,
        `CREATE TABLE ${this.table("written")} (${keyColumns.join(", ")}, ${SEQUENCE} INTEGER)`
      );
    const calculated = this.#calculated.map(definition);
    if (calculated.length > 0)
      tables.push(`CREATE TABLE ${this.table("calculated")} (${[...keyColumns, ...calculated].join(", ")})`);
    await connection.run(tables.join("; "));
  }
  /** Columns that the source computes; none where rows have no key to find them by. */
  get #calculated() {
    const { columns, key } = this.#layout;
    return key.length === 0 ? [] : columns.filter((c) => c.calculated && c.load !== null && !key.includes(c.name));
  }
  async drop(connection) {
    if (this.#created === null) return;
    const tables = ["rows", "deleted", "present", "existing", "written", "calculated"].map(
      (what) => `DROP TABLE IF EXISTS ${this.table(what)}`
    );
    await connection.run(tables.join("; "));
  }
  /** Keys that are to go, as if the source had reported them deleted. Returns how many. */
  async addGone(connection, query2, sequence) {
    const keys = list(this.#layout.key);
    const added = await connection.changed(
      `INSERT INTO ${this.table("deleted")} (${keys}, ${SEQUENCE}, ${BY_FILTER}) SELECT ${keys}, ${sequence}, false FROM (${query2})`
    );
    if (added > 0) this.#received.add("deleted");
    return added;
  }
  /** Whether the import has brought any files of this content. */
  received(content) {
    return this.#received.has(content);
  }
  /** Rows have come in pieces, since they are long. */
  get longRows() {
    return this.#longRows;
  }
  /** The import has brought no file. */
  get empty() {
    return this.#received.size === 0;
  }
  /** Whether anything of the import may show a key to be deleted, a sweep apart. */
  get showsDeletes() {
    return this.#deletedFlag !== void 0 || ["deleted", "filteredOut", "written"].some((what) => this.received(what));
  }
  /** After the commit: nothing that goes wrong here may make a committed import a failed one. */
  async dropQuietly(connection) {
    await this.drop(connection).catch(() => void 0);
  }
  targets(database) {
    const targets = Object.entries(this.#targets());
    const prepare = (content) => async () => {
      this.#received.add(content);
      await this.ensure(database);
    };
    return Object.fromEntries(targets.map(([content, target]) => [content, { ...target, prepare: prepare(content) }]));
  }
  #targets() {
    const { columns, key } = this.#layout;
    const loaded = stagedColumns(columns);
    const keys = loaded.filter((c) => key.includes(c.name));
    const rows = {
      table: this.table("rows"),
      columns: flagged(loaded, this.#deletedFlag),
      select: (query2, sequence) => this.#select(query2, sequence),
      batched: false,
      pieces: this.#pieces()
    };
    if (key.length === 0) return { rows };
    const deleted = (byFilter) => ({
      table: this.table("deleted"),
      columns: keys,
      select: (query2, sequence) => `SELECT *, ${sequence}, ${byFilter} FROM (${query2})`,
      batched: false
    });
    return {
      rows,
      deleted: deleted(false),
      filteredOut: deleted(true),
      present: { table: this.table("present"), columns: keys, select: (query2) => query2, batched: true },
      existing: { table: this.table("existing"), columns: keys, select: (query2) => query2, batched: true },
      ...this.#calculated.length === 0 ? {} : { calculated: this.#calculatedTarget() },
      written: {
        table: this.table("written"),
        columns: keys,
        select: (query2, sequence) => `SELECT *, ${sequence} FROM (${query2})`,
        batched: false
      }
    };
  }
  #select(query2, sequence) {
    return withDerived(this.#layout, query2, ["NULL", String(sequence), deletedValue(this.#deletedFlag)]);
  }
  /** Nobody looks at the stage before all partitions are whole. */
  #pieces() {
    return {
      select: (query2, sequence) => {
        this.#longRows = true;
        return this.#select(query2, sequence);
      },
      // Then the next piece begins a row group here too. DuckDB refuses it while another import writes to the stage.
      loaded: async (c) => c.checkpoint(STAGE_DATABASE).catch(() => void 0),
      settle: async () => {
      },
      remove: async (c, sequences) => c.run(`DELETE FROM ${this.table("rows")} WHERE ${SEQUENCE} IN (${sequences.join(", ")})`)
    };
  }
  #calculatedTarget() {
    const { key } = this.#layout;
    const names = [...key, ...this.#calculated.map((c) => c.name)];
    const columns = stagedColumns(this.#layout.columns).filter((c) => names.includes(c.name));
    return {
      table: this.table("calculated"),
      columns,
      select: (query2) => `SELECT ${list(names)} FROM (${query2})`,
      batched: true
    };
  }
  /**
   * Turns what was read of calculated columns into rows of the stage: those of `table` whose values differ and that were not read as a whole. They
   * count as read before all others. `alive`: a condition on `l`. Before `deduplicate`.
   */
  async addCalculated(connection, table, alive) {
    if (!this.received("calculated")) return;
    const { key, columns } = this.#layout;
    const fresh = this.#calculated.map((c) => c.name);
    const values = columns.filter((c) => c.derived === void 0).map(({ name }) => `${fresh.includes(name) ? "c" : "l"}.${id(name)} AS ${id(name)}`);
    const differs = fresh.map((name) => `l.${id(name)} IS DISTINCT FROM c.${id(name)}`).join(" OR ");
    const read = `SELECT 1 FROM ${this.table("rows")} r WHERE ${sameKey(key, "r", "l")}`;
    const changed = `SELECT ${values.join(", ")} FROM ${table} l JOIN ${this.table("calculated")} c ON ${sameKey(key, "l", "c")}
      WHERE ${alive} AND (${differs}) AND NOT EXISTS (${read})`;
    await connection.run(`INSERT INTO ${this.table("rows")} ${withDerived(this.#layout, changed, ["NULL", "-1", "false"])}`);
  }
  /** Leaves one row a key: the one with the latest cursor, and of those the one read last. Returns how many rows that are. */
  async deduplicate(connection, title, snapshot) {
    const { key, identity, order } = this.#layout;
    const newestFirst = `${order === null ? "" : `${id(order)} DESC NULLS LAST, `}${SEQUENCE} DESC`;
    return makeUnique(connection, { table: this.table("rows"), key, identity, title, newestFirst, snapshot });
  }
  /**
   * Chooses the types of the adaptive columns, wide enough for what is staged, for `others` and for the types in `current`, and
   * gives them to the stage's tables. Returns them. Comes before `deduplicate`: DuckDB's ALTER converts deleted rows as well.
   */
  async settle(connection, current2, others = /* @__PURE__ */ new Map()) {
    const { key, columns } = this.#layout;
    const adaptive = columns.filter((c) => c.adaptive).map((c) => c.name);
    if (adaptive.length === 0) return /* @__PURE__ */ new Map();
    if (this.#created === null) return chosenTypes(adaptive, [others], current2);
    const keys = adaptive.filter((name) => key.includes(name));
    const inKeys = keys.length === 0 ? [] : ["deleted", "present"];
    const needs = [others, await needsOf(connection, this.table("rows"), adaptive)];
    for (const what of inKeys) needs.push(await needsOf(connection, this.table(what), keys));
    const types = chosenTypes(adaptive, needs, current2);
    await giveTypes(connection, this.table("rows"), types, key);
    const ofKeys = new Map([...types].filter(([name]) => keys.includes(name)));
    for (const what of inKeys) await giveTypes(connection, this.table(what), ofKeys, key);
    return types;
  }
  /** Keys that the import shows to be deleted: `deleted` and `written` ones not read again later, and rows that are flagged as deleted. */
  deletedKeys() {
    const { key } = this.#layout;
    const later2 = `SELECT 1 FROM ${this.table("rows")} n WHERE ${sameKey(key, "n", "g")} AND n.${SEQUENCE} > g.${SEQUENCE}`;
    const unread = (what) => `SELECT ${list(key, "g.")} FROM ${this.table(what)} g WHERE NOT EXISTS (${later2})`;
    return `${unread("deleted")} UNION ${unread("written")}
      UNION SELECT ${list(key)} FROM ${this.table("rows")} WHERE ${DELETED_FLAG}`;
  }
  /** Rows to upsert, with their `stage_row`: not deleted since they were read, and seen by the sweep where there was one. */
  live({ swept, sweptParts }) {
    const { key } = this.#layout;
    const seen = swept ? ` SEMI JOIN ${this.table("present")} USING (${list(key)})` : "";
    const present = `SELECT 1 FROM ${this.table("present")} p WHERE ${sameKey(key, "p", "s")}`;
    const within = sweptParts.length === 0 ? "" : ` AND (NOT coalesce(${inParts(sweptParts, this.#layout, "s")}, false) OR EXISTS (${present}))`;
    return `(SELECT ${list(this.columns(), "s.")}, s.rowid AS stage_row FROM (SELECT *, rowid FROM ${this.table("rows")}) s${seen}
      WHERE NOT s.${DELETED_FLAG}${this.#notDeletedSince()}${within})`;
  }
  /** One reading of each row that is not deleted: the newest so far. Before `deduplicate`, which leaves no other. */
  newest() {
    const { key, order } = this.#layout;
    const newestFirst = `${order === null ? "" : `${id(order)} DESC NULLS LAST, `}${SEQUENCE} DESC`;
    return `(SELECT * FROM (FROM ${this.table("rows")} QUALIFY row_number() OVER (PARTITION BY ${list(key)} ORDER BY ${newestFirst}) = 1) s
      WHERE NOT s.${DELETED_FLAG}${this.#notDeletedSince()})`;
  }
  /** A further condition on rows `s`. With no keys in it, it would take DuckDB longer than the search for the rows itself. */
  #notDeletedSince() {
    if (!this.received("deleted") && !this.received("filteredOut")) return "";
    return ` AND NOT EXISTS (SELECT 1 FROM ${this.table("deleted")} g WHERE ${sameKey(this.#layout.key, "g", "s")} AND g.${SEQUENCE} > s.${SEQUENCE})`;
  }
  /** The columns of `rows` with their types, once they are settled. */
  async types(connection) {
    const found = await realTypes(connection, STAGE_DATABASE, "main", `${this.#name}_rows`);
    return new Map(this.columns().map((name) => [name, found.get(name) ?? ""]));
  }
  columns() {
    return userColumns(this.#layout);
  }
};

// src/warehouse/table/derived.ts
async function computeDerived(connection, source, table, now) {
  const name = qualified(source, table.name);
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${id(source)}`);
  return connection.transaction(async () => {
    await connection.run(
      `CREATE OR REPLACE TABLE ${name} AS SELECT *, TIMESTAMPTZ ${text(now)} AS _synced_at FROM (${table.sql})`
    );
    const rows = await connection.count(name);
    const stored = {
      source,
      table: table.name,
      schema: source,
      name: table.name,
      label: table.name,
      category: table.category ?? source,
      fingerprint: { sql: table.sql },
      watermark: null,
      columns: table.columns.map(({ name: column, nativeType, semanticType, duckdbType, label }) => ({
        name: column,
        nativeType,
        semanticType,
        duckdbType,
        label
      })),
      key: [],
      cursor: null,
      where: null,
      nameColumn: null,
      marksDeletes: false,
      rows,
      syncedAt: now,
      fullSyncAt: now,
      derived: true
    };
    await storeTable(connection, stored);
    return stored;
  });
}

// src/warehouse/table/full-load.ts
var import_node_util3 = __toESM(require_node_util(), 1);

// src/warehouse/history/history-table.ts
var VALID_FROM = "_valid_from";
var VALID_TO = "_valid_to";
var CHANGE = "_change";
var RUN = "_run";
var OWN = /* @__PURE__ */ new Map([
  [VALID_FROM, "TIMESTAMPTZ"],
  [VALID_TO, "TIMESTAMPTZ"],
  [CHANGE, "VARCHAR"],
  [RUN, "VARCHAR"]
]);
var OWN_COLUMNS = [
  { name: VALID_FROM, label: "Valid from", semanticType: "date" },
  { name: VALID_TO, label: "Valid to (empty: current)", semanticType: "date" },
  { name: CHANGE, label: "What began this version", semanticType: "string" },
  { name: RUN, label: "The run that wrote it", semanticType: "string" }
].map((c) => ({ ...c, nativeType: "", duckdbType: OWN.get(c.name) ?? "" }));
async function prepareHistory(connection, plan, tables, varied) {
  const { schema } = plan.target;
  const name = historyName(plan.target.name);
  const table = qualified(schema, name);
  const wanted = unitedTypes(tables);
  for (const column of wanted.keys()) if (isUnwanted(column, plan)) wanted.delete(column);
  if (!await exists(connection, schema, name)) {
    const texts3 = await varied();
    const columns = [...wanted, ...OWN].map(
      ([column, type]) => `${id(column)} ${type}${texts3.has(column) && type === "VARCHAR" ? ` USING COMPRESSION ${FOR_VARIED_TEXT}` : ""}`
    );
    await connection.run(`CREATE TABLE ${table} (${columns.join(", ")})`);
    return { types: wanted, created: true, added: [...wanted.keys()] };
  }
  const before = await realTypes(connection, schema, name);
  for (const column of OWN.keys()) before.delete(column);
  const types = await evolve(connection, table, before, wanted, plan);
  const had = new Set([...before.keys()].map((column) => column.toLowerCase()));
  return { types, created: false, added: [...wanted.keys()].filter((column) => !had.has(column.toLowerCase())) };
}
async function exists(connection, schema, name) {
  const found = await connection.rows(
    "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database()"
  );
  const same = (a, b) => a.toLowerCase() === b.toLowerCase();
  return found.some((t) => same(t.schema_name, schema) && same(t.table_name, name));
}
async function evolve(connection, table, before, wanted, plan) {
  const texts3 = [];
  const types = /* @__PURE__ */ new Map();
  const spelt = new Map([...wanted.keys()].map((column) => [column.toLowerCase(), column]));
  for (const [old, type] of before) {
    if (isUnwanted(old, plan)) {
      await connection.run(`ALTER TABLE ${table} DROP COLUMN ${id(old)}`);
      continue;
    }
    const column = spelt.get(old.toLowerCase()) ?? old;
    if (column !== old) await connection.run(`ALTER TABLE ${table} RENAME COLUMN ${id(old)} TO ${id(column)}`);
    const to = commonType(type, wanted.get(column) ?? type);
    if (to !== type) await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(column)} TYPE ${to}`);
    if (to !== type && to === "VARCHAR" && type.startsWith("DECIMAL")) texts3.push(column);
    types.set(column, to);
  }
  for (const [column, type] of wanted) {
    if (types.has(column)) continue;
    await connection.run(`ALTER TABLE ${table} ADD COLUMN ${id(column)} ${type}`);
    types.set(column, type);
  }
  for (const column of texts3) {
    const text2 = plan.schema.key.includes(column) ? canonicalNumber(id(column)) : decimalText(id(column));
    await connection.run(`UPDATE ${table} SET ${id(column)} = ${text2}`);
  }
  return types;
}
function unitedTypes(tables) {
  const united = /* @__PURE__ */ new Map();
  const spelt = /* @__PURE__ */ new Map();
  for (const [column, type] of tables.flatMap((types) => [...types])) {
    if ([SYNCED_AT, DELETED_AT, DELETED_FLAG].includes(column)) continue;
    const known = spelt.get(column.toLowerCase()) ?? column;
    spelt.set(column.toLowerCase(), known);
    united.set(known, commonType(united.get(known) ?? type, type));
  }
  return united;
}
function commonType(a, b) {
  if (widensExactly(a, b)) return b;
  if (widensExactly(b, a)) return a;
  const [x, y] = [decimalOf(a), decimalOf(b)];
  if (x === null || y === null) return "VARCHAR";
  const scale = Math.max(x.scale, y.scale);
  const precision = scale + Math.max(x.precision - x.scale, y.precision - y.scale);
  return precision <= 38 ? `DECIMAL(${precision},${scale})` : "VARCHAR";
}
function decimalOf(type) {
  const match2 = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match2 === null ? null : { precision: Number(match2[1]), scale: Number(match2[2]) };
}

// src/warehouse/table/compare-with-live.ts
async function compareTables(connection, live, shadow, layout, types) {
  const compared2 = layout.columns.map((c) => c.name).filter((name) => types.live.has(name) && !layout.key.includes(name));
  if (layout.key.length === 0) return compareWhole(connection, live, shadow, compared2, types);
  const side = (table, own) => {
    const alive = types[own].has(DELETED_AT) ? `${DELETED_AT} IS NULL` : "true";
    const keys = layout.key.map((name) => `${value(name, types, own)} AS ${id(name)}`).join(", ");
    return `(SELECT ${keys}, ${hashOf(compared2, types, own)} AS hash, ${alive} AS alive FROM ${table})`;
  };
  const counts = await connection.row(`SELECT
      count(*) FILTER (WHERE s.alive AND l.alive IS NULL) AS inserted,
      count(*) FILTER (WHERE s.alive AND (NOT l.alive OR l.hash <> s.hash)) AS updated,
      count(*) FILTER (WHERE l.alive AND s.alive IS NOT TRUE) AS deleted,
      count(*) FILTER (WHERE l.alive) AS before
    FROM ${side(live, "live")} l FULL JOIN ${side(shadow, "shadow")} s ON ${sameKey(layout.key, "l", "s")}`);
  return { ...counts, absent: counts.deleted };
}
async function compareWhole(connection, live, shadow, columns, types) {
  const side = (table, own, sign) => `SELECT ${hashOf(columns, types, own)} AS hash, ${sign} AS n FROM ${table}`;
  const { inserted, deleted } = await connection.row(
    `SELECT coalesce(sum(n) FILTER (WHERE n > 0), 0)::BIGINT AS inserted, coalesce(-sum(n) FILTER (WHERE n < 0), 0)::BIGINT AS deleted
     FROM (SELECT sum(n) AS n FROM (${side(live, "live", -1)} UNION ALL ${side(shadow, "shadow", 1)}) GROUP BY hash)`
  );
  const before = await connection.count(live);
  return { inserted, updated: 0, deleted, absent: Math.max(0, before - await connection.count(shadow)), before };
}
function hashOf(names, types, own) {
  return names.length === 0 ? "0" : `hash(${names.map((name) => value(name, types, own)).join(", ")})`;
}
function value(name, types, own) {
  const [type, other] = own === "live" ? [types.live, types.shadow] : [types.shadow, types.live];
  return comparable(id(name), type.get(name) ?? "", other.get(name) ?? "");
}
function comparable(reference, type, other) {
  if (type === other && /\[\d*\]$|^STRUCT|^MAP/.test(type) && !/DOUBLE|FLOAT/.test(type)) return `CAST(${reference} AS VARCHAR)`;
  if (type === other) return distinguishable(reference, type);
  return `${type} ${other}`.includes("DECIMAL") ? canonicalNumber(reference) : `CAST(${reference} AS VARCHAR)`;
}
async function differenceFromLive(connection, context, tables) {
  const { layout, plan } = context;
  const notes = await keepFromLive(connection, { ...tables, layout, deletes: plan.options.deletes });
  const { live, shadow, types } = tables;
  const { absent, before, ...difference } = await compareTables(connection, live, shadow, layout, types);
  refuseHidden(context, absent);
  refuseTooManyDeletes(context, absent, before);
  return { difference, notes };
}
async function keepFromLive(connection, input) {
  if (input.layout.key.length === 0) return [];
  await keepRemovedColumns(connection, input);
  return input.deletes === "remove" ? [] : keepDeletedRows(connection, input);
}
async function keepRemovedColumns(connection, { live, shadow, layout, types }) {
  const kept = layout.removed.filter((c) => types.live.has(c.name));
  if (kept.length === 0) return;
  const set = kept.map((c) => `${id(c.name)} = l.${id(c.name)}`).join(", ");
  await connection.run(`UPDATE ${shadow} AS s SET ${set} FROM ${live} l WHERE ${matches(layout, types)}`);
}
async function keepDeletedRows(connection, { live, shadow, layout, types, deletes, now }) {
  const names = [...types.shadow.keys()].filter((name) => name !== DELETED_AT && name !== SYNCED_AT && types.live.has(name));
  const fits = (name) => castsExactly(types.live.get(name) ?? "", types.shadow.get(name) ?? "");
  const columns = names.filter(fits);
  const values = columns.map((name) => {
    const [from, to] = [types.live.get(name) ?? "", types.shadow.get(name) ?? ""];
    return from.startsWith("DECIMAL") && to === "VARCHAR" ? decimalText(`l.${id(name)}`) : `CAST(l.${id(name)} AS ${to})`;
  });
  const marks = deletes === "mark" && types.live.has(DELETED_AT);
  const deletedAt = marks ? [`coalesce(l.${DELETED_AT}, ${now})`] : [];
  const syncedAt = marks ? `CASE WHEN l.${DELETED_AT} IS NULL THEN ${now} ELSE l.${SYNCED_AT} END` : `l.${SYNCED_AT}`;
  const kept = await connection.changed(`INSERT INTO ${shadow} (${list([...columns, SYNCED_AT, ...marks ? [DELETED_AT] : []])})
    SELECT ${[...values, syncedAt, ...deletedAt].join(", ")} FROM ${live} l ANTI JOIN ${shadow} s ON ${matches(layout, types)}`);
  if (kept === 0) return [];
  return names.filter((name) => !fits(name)).map((name) => ({
    kind: "schema",
    column: name,
    message: `${name} is ${types.shadow.get(name)} now (was ${types.live.get(name)}): the deleted rows that are kept lose their value in it`
  }));
}
function matches(layout, types) {
  return layout.key.map((name) => {
    const [live, shadow] = [types.live.get(name) ?? "", types.shadow.get(name) ?? ""];
    return `${comparable(`l.${id(name)}`, live, shadow)} = ${comparable(`s.${id(name)}`, shadow, live)}`;
  }).join(" AND ");
}

// src/warehouse/history/versions.ts
function rowsOfTable(table, types) {
  return { from: `(SELECT *, rowid AS new_row FROM ${table})`, types };
}
var literal = (time) => `TIMESTAMPTZ ${text(time)}`;
function validFrom({ earliest, latest, cursor }, types, alias, otherwise) {
  const type = cursor === null ? void 0 : types.get(cursor);
  const value2 = type === void 0 || !/^(TIMESTAMP|DATE$|VARCHAR)/.test(type) ? null : `TRY_CAST(${alias}.${id(cursor ?? "")} AS TIMESTAMPTZ)`;
  const stamp = value2 === null ? otherwise : `coalesce(CASE WHEN isfinite(${value2}) THEN ${value2} END, ${otherwise})`;
  const capped = `least(${stamp}, ${literal(latest)})`;
  return earliest === null ? capped : `greatest(${capped}, ${literal(earliest)})`;
}
async function compareWithTable(connection, versions, rows, times, added) {
  const { table, scratch, types } = versions;
  const fresh = new Set(added);
  const shared = [...types.keys()].filter((name) => rows.types.has(name) && !fresh.has(name));
  const { key, tracked } = versions;
  const byKey = key.length > 0 && key.every((name) => shared.includes(name));
  const compared2 = shared.filter(
    (name) => !(byKey && key.includes(name)) && (!byKey || tracked === null || tracked.includes(name))
  );
  const side = (own, other) => {
    const value2 = (name) => comparable(id(name), own.get(name) ?? "", other.get(name) ?? "");
    const hash = compared2.length === 0 ? "0" : `hash(${compared2.map(value2).join(", ")})`;
    const keys = byKey ? key.map(value2) : [hash, `row_number() OVER (PARTITION BY ${hash})`];
    return `${keys.map((k, i) => `${k} AS k${i}`).join(", ")}, ${hash} AS hash`;
  };
  const on = (byKey ? key : ["hash", "place"]).map((_, i) => `v.k${i} = t.k${i}`).join(" AND ");
  const alive = rows.types.has(DELETED_AT) ? ` WHERE ${DELETED_AT} IS NULL` : "";
  const at = byKey ? validFrom(times, rows.types, "r", `r.${SYNCED_AT}`) : literal(times.latest);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${scratch} AS
    SELECT version_row, new_row, coalesce(t.version_at, ${literal(times.latest)}) AS version_at,
      version_row IS NULL OR new_row IS NULL OR v.hash <> t.hash AS differs
    FROM (SELECT rowid AS version_row, ${side(types, rows.types)} FROM ${table} WHERE ${VALID_TO} IS NULL) v
    FULL JOIN (SELECT new_row, ${at} AS version_at, ${side(rows.types, types)} FROM ${rows.from} r${alive}) t ON ${on}
    ${added.length > 0 ? "" : "WHERE differs"}`);
  if (added.length > 0) await fillAdded(connection, versions, rows, added);
}
async function fillAdded(connection, { table, scratch, types }, rows, added) {
  const filled = added.filter((name) => rows.types.has(name));
  if (filled.length > 0)
    await connection.run(`UPDATE ${table} AS v SET ${filled.map((name) => `${id(name)} = ${converted("t", name, rows.types, types)}`).join(", ")}
      FROM ${scratch} c JOIN ${rows.from} t USING (new_row)
      WHERE v.rowid = c.version_row AND NOT c.differs`);
  await connection.run(`DELETE FROM ${scratch} WHERE NOT differs`);
}
async function writeVersions(connection, versions, rows) {
  const { table, scratch, types, run } = versions;
  const { changes, closed } = await connection.row(
    `SELECT count(*) AS changes, count(version_row) AS closed FROM ${scratch}`
  );
  if (changes === 0) return 0;
  const names = [...types.keys()];
  const columns = [...names, VALID_FROM, VALID_TO, CHANGE, RUN];
  await connection.run(`INSERT INTO ${table} (${list(columns)})
    SELECT ${[...names.map((name) => `v.${id(name)}`), "c.version_at", "c.version_at", "'delete'", text(run)].join(", ")}
    FROM ${scratch} c JOIN (SELECT *, rowid AS version_row FROM ${table}) v USING (version_row) WHERE c.new_row IS NULL`);
  const value2 = (name) => rows.types.has(name) ? converted("t", name, rows.types, types) : `v.${id(name)}`;
  const kept = names.some((name) => !rows.types.has(name));
  await connection.run(`INSERT INTO ${table} (${list(columns)})
    SELECT ${[...names.map(value2), "c.version_at", "NULL", "CASE WHEN c.version_row IS NULL THEN 'insert' ELSE 'update' END", text(run)].join(", ")}
    FROM ${scratch} c JOIN ${rows.from} t USING (new_row)
    ${kept ? `LEFT JOIN (SELECT *, rowid AS version_row FROM ${table}) v ON v.version_row = c.version_row` : ""}`);
  if (closed > 0) await closeVersions(connection, versions, "v.version_row = c.version_row");
  return changes;
}
async function closeVersions(connection, { database, table, scratch }, on) {
  if (database.allowsDeletes(await connection.count(table))) {
    await connection.run(
      `UPDATE ${table} AS v SET ${VALID_TO} = c.version_at FROM ${scratch} c WHERE ${on.replaceAll("v.version_row", "v.rowid")}`
    );
    return;
  }
  await connection.run(`CREATE OR REPLACE TABLE ${table} AS
    SELECT v.* EXCLUDE (version_row) REPLACE (coalesce(c.version_at, v.${VALID_TO}) AS ${VALID_TO})
    FROM (SELECT *, rowid AS version_row FROM ${table}) v LEFT JOIN ${scratch} c ON ${on}`);
}
function converted(alias, name, from, to) {
  const [own, wanted] = [from.get(name) ?? "", to.get(name) ?? ""];
  const value2 = `${alias}.${id(name)}`;
  if (own === wanted) return value2;
  return own.startsWith("DECIMAL") && wanted === "VARCHAR" ? decimalText(value2) : `CAST(${value2} AS ${wanted})`;
}

// src/warehouse/history/merged-versions.ts
async function addMerge(connection, versions, layout, changes, times) {
  const { scratch } = versions;
  const stageTypes = await changes.stage.types(connection);
  await collect(connection, { versions, layout, changes, times, stageTypes });
  const { wrote, fresh } = await connection.row(
    `SELECT count(*) AS wrote, count(new_row) AS fresh FROM ${scratch}`
  );
  if (wrote > fresh) await noteDeletes(connection, versions);
  if (fresh > 0) await addNew(connection, { versions, layout, changes, times, stageTypes });
  if (wrote > 0) await closeVersions(connection, versions, `${current(versions)} AND v.${VALID_FROM} < c.version_at`);
  await connection.run(`DROP TABLE ${scratch}`);
  return wrote;
}
function current({ key }) {
  return `${sameKey(key, "v", "c")} AND v.${VALID_TO} IS NULL`;
}
async function collect(connection, { versions, layout, changes, times, stageTypes }) {
  const { key, tracked } = versions;
  const { stage, live, changed, doomed } = changes;
  const compared2 = tracked?.filter((name) => stageTypes.has(name) && !key.includes(name)) ?? [];
  const looked = [...compared2, ...layout.marksDeletes ? [DELETED_AT] : []];
  const old = `(SELECT ${["rowid AS live_row", ...looked.map(id)].join(", ")} FROM ${live} WHERE rowid IN (SELECT live_row FROM ${changed}))`;
  const isNew = layout.marksDeletes ? `(d.live_row IS NULL OR l.${DELETED_AT} IS NOT NULL)` : "d.live_row IS NULL";
  const tuple2 = (alias) => `(${["0", ...compared2.map((name) => comparable(`${alias}.${id(name)}`, stageTypes.get(name) ?? "", stageTypes.get(name) ?? ""))].join(", ")})`;
  const added = `SELECT ${list(key, "s.")}, s.rowid AS new_row, ${validFrom(times, stageTypes, "s", times.otherwise)} AS version_at, ${isNew} AS is_new
    FROM ${changed} d JOIN ${stage.table("rows")} s ON s.rowid = d.stage_row ${looked.length === 0 ? "" : `LEFT JOIN ${old} l ON l.live_row = d.live_row`}
    ${tracked === null ? "" : `WHERE ${isNew} OR ${tuple2("l")} IS DISTINCT FROM ${tuple2("s")}`}`;
  const gone = `SELECT ${list(key)}, NULL, ${validFrom({ ...times, cursor: null }, stageTypes, "l", times.otherwise)}, false
    FROM ${live} l WHERE rowid IN (SELECT live_row FROM ${doomed})`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${versions.scratch} AS ${doomed === null ? added : `${added} UNION ALL ${gone}`}`
  );
}
async function noteDeletes(connection, versions) {
  const { table, scratch, types, run } = versions;
  const names = [...types.keys()];
  await connection.run(`INSERT INTO ${table} (${list([...names, VALID_FROM, VALID_TO, CHANGE, RUN])})
    WITH ended AS MATERIALIZED (SELECT v.version_row, c.version_at FROM (SELECT rowid AS version_row, * FROM ${table}) v JOIN ${scratch} c ON ${current(versions)} WHERE c.new_row IS NULL)
    SELECT ${[list(names, "v."), "e.version_at", "e.version_at", "'delete'", text(run)].join(", ")}
    FROM ended e JOIN (SELECT *, rowid AS version_row FROM ${table} WHERE rowid IN (SELECT version_row FROM ended)) v USING (version_row)`);
}
async function addNew(connection, { versions, layout, changes, stageTypes }) {
  const { table, scratch, types, run } = versions;
  const removed = new Map(layout.removed.map((c) => [c.name, c.duckdbType]));
  const names = [...types.keys()];
  const value2 = (name) => {
    if (stageTypes.has(name)) return converted("s", name, stageTypes, types);
    return removed.has(name) ? converted("l", name, removed, types) : `v.${id(name)}`;
  };
  const values = [...names.map(value2), "c.version_at", "NULL", "CASE WHEN c.is_new THEN 'insert' ELSE 'update' END", text(run)];
  const joins = [`FROM ${scratch} c JOIN ${changes.stage.table("rows")} s ON s.rowid = c.new_row`];
  if (removed.size > 0)
    joins.push(
      `JOIN ${changes.changed} d ON d.stage_row = c.new_row LEFT JOIN (SELECT *, rowid AS live_row FROM ${changes.live}) l ON l.live_row = d.live_row`
    );
  if (names.some((name) => !stageTypes.has(name) && !removed.has(name)))
    joins.push(`LEFT JOIN ${table} v ON ${current(versions)}`);
  await connection.run(`INSERT INTO ${table} (${list([...names, VALID_FROM, VALID_TO, CHANGE, RUN])})
    SELECT ${values.join(", ")} ${joins.join(" ")}`);
}

// src/warehouse/history/history.ts
var A_MOMENT = 1e-6;
var TableHistory = class _TableHistory {
  #context;
  #entry;
  #versions;
  #prepared;
  /** When the last run that read the table was finished; null: not known. */
  #lastRun;
  /** No version that is still to be written begins before it. */
  #earliest;
  /** Columns that the history has got just now, and whose values no table has filled in so far. */
  #added;
  #until;
  #wrote = 0;
  constructor(context, found, prepared) {
    const { plan, layout } = context;
    const { entry, lastRun } = found;
    this.#context = context;
    this.#entry = entry;
    this.#prepared = prepared;
    this.#lastRun = lastRun;
    this.#until = entry?.history?.until ?? null;
    this.#earliest = this.#until === null ? null : later(this.#until, A_MOMENT);
    this.#added = prepared.created ? [] : prepared.added;
    const sameKey2 = entry === null || JSON.stringify(entry.history?.key) === JSON.stringify(layout.key);
    this.#versions = {
      database: context.database,
      table: qualified(plan.target.schema, historyName(plan.target.name)),
      types: prepared.types,
      key: sameKey2 ? layout.key : [],
      tracked: trackedOf(context),
      run: context.runId,
      scratch: qualified("temp", "main", `history_${context.nextSequence()}`)
    };
  }
  /** Null where the table has none. Comes before anything is written; `rows`: the tables that it will be compared with. */
  static async open(connection, context, rows) {
    const { plan } = context;
    if (plan.options.history === void 0) return null;
    const stored = await storedTables(connection);
    const entry = stored.find((t) => t.source === plan.source && t.history?.of === plan.ref.name) ?? null;
    const lastRun = await lastFinished(connection, plan.source, plan.ref.name);
    const types = await Promise.all(rows.map(async (name) => realTypes(connection, plan.target.schema, name)));
    const varied = async () => {
      const [name = ""] = rows;
      const table = qualified(plan.target.schema, name);
      return variedText(connection, `FROM ${table}`, await connection.count(table), context.layout.columns);
    };
    return new _TableHistory(context, { entry, lastRun }, await prepareHistory(connection, plan, types, varied));
  }
  /** Whether the current versions are the rows of the live table as the last run left them. */
  get isInStep() {
    const { stored, plan } = this.#context;
    const known = this.#entry?.history;
    return known !== void 0 && this.#prepared.added.length === 0 && known.agreesWith === stored?.version && JSON.stringify(known.columns) === JSON.stringify(plan.options.history?.columns);
  }
  /** Where the history is new, or was off for some time: takes over the live table as the last run left it. */
  async catchUp(connection, live) {
    if (this.isInStep || this.#context.stored === null) return;
    await this.#takeOver(connection, live, this.#lastRun ?? this.#context.stored.syncedAt);
  }
  /** Makes the current versions those of a whole table. */
  async takeTable(connection, name) {
    this.#advance(this.#lastRun);
    await this.#takeOver(connection, name, this.#context.clock());
  }
  /** Adds what a merge is about to change. Only for a history that is in step, or has just caught up. */
  async takeMerge(connection, changes) {
    this.#advance(this.#lastRun);
    const { layout, now } = this.#context;
    const times = this.#times(this.#context.clock());
    const otherwise = `TIMESTAMPTZ ${text(now)}`;
    this.#wroteUntil(await addMerge(connection, this.#versions, layout, changes, { ...times, otherwise }), times.latest);
  }
  /** Keeps in the state what the history agrees with now. In the transaction that changes the table, after its own entry. */
  async store(connection, table) {
    const { plan, layout, now, nextSequence } = this.#context;
    const { schema, name } = table;
    const types = await realTypes(connection, schema, historyName(name));
    const columns = columnsOf(types, [...table.columns, ...this.#entry?.columns ?? []], table);
    const same = this.#wrote === 0 && this.#entry !== null && JSON.stringify(columns) === JSON.stringify(this.#entry.columns);
    await storeTable(connection, {
      ...table,
      table: historyName(table.table),
      name: historyName(name),
      label: `History of ${table.label}`,
      fingerprint: {},
      watermark: null,
      columns,
      key: [],
      cursor: null,
      where: null,
      nameColumn: null,
      marksDeletes: false,
      rows: await connection.count(qualified(schema, historyName(name))),
      version: (same ? this.#entry?.version : void 0) ?? `${now} ${nextSequence()}`,
      derived: true,
      history: {
        of: table.table,
        agreesWith: table.version ?? "",
        key: layout.key,
        columns: plan.options.history?.columns ?? null,
        until: this.#until ?? inMicros(now)
      }
    });
  }
  async #takeOver(connection, table, latest) {
    const { schema } = this.#context.plan.target;
    const rows = rowsOfTable(qualified(schema, table), await realTypes(connection, schema, table));
    const times = this.#times(latest);
    await compareWithTable(connection, this.#versions, rows, times, this.#added);
    this.#added = this.#added.filter((column) => !rows.types.has(column));
    await this.#write(connection, rows, times.latest);
  }
  async #write(connection, rows, latest) {
    const wrote = await writeVersions(connection, this.#versions, rows);
    await connection.run(`DROP TABLE ${this.#versions.scratch}`);
    this.#wroteUntil(wrote, latest);
  }
  #wroteUntil(rows, latest) {
    this.#wrote += rows;
    if (rows === 0) return;
    this.#until = latest;
    this.#advance(latest);
  }
  #times(latest) {
    const { layout } = this.#context;
    const earliest = this.#earliest;
    return {
      earliest,
      latest: earliest !== null && earliest > inMicros(latest) ? earliest : inMicros(latest),
      cursor: layout.order
    };
  }
  #advance(time) {
    if (time === null) return;
    const next = later(time, A_MOMENT);
    if (this.#earliest === null || next > this.#earliest) this.#earliest = next;
  }
};
function inMicros(time) {
  return later(time, 0);
}
async function lastFinished(connection, source, table) {
  const { at } = await connection.row(
    `SELECT strftime(max(finished_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') AS at FROM ${PUBLIC_SCHEMA}.runs WHERE ${of(source, table)} AND status = 'succeeded'`
  );
  return at;
}
function trackedOf({ plan, layout }) {
  const { columns } = plan.options.history ?? { columns: null };
  if (columns !== null) return columns;
  const plain = layout.columns.filter((c) => !c.calculated);
  return plain.length === layout.columns.length ? null : [...plain.map((c) => c.name), ...layout.removed.map((c) => c.name)];
}
function columnsOf(types, known, table) {
  const present = new Set(table.columns.filter((c) => !c.removed).map((c) => c.name));
  return [...types].map(([name, duckdbType]) => {
    const own = OWN_COLUMNS.find((c) => c.name === name);
    const column = own ?? known.find((c) => c.name === name) ?? { name, nativeType: "", semanticType: "", duckdbType, label: name };
    const { derived: _, ...plain } = column;
    return { ...plain, duckdbType, ...own === void 0 && !present.has(name) ? { removed: true } : {} };
  });
}

// src/warehouse/table/body-target.ts
var FIRST_MARK = Date.UTC(1900, 0, 1) * 1e3;
var AFTER_MARKS = "TIMESTAMPTZ '1950-01-01 00:00:00+00'";
function bodyTarget({ plan, layout }, table, now, onLongRows) {
  const flag = plan.schema.deletedFlag;
  const select = (query2, syncedAt) => {
    const constants = [...layout.removed.map(() => "NULL"), syncedAt, ...layout.marksDeletes ? ["NULL"] : []];
    return withDerived(layout, query2, flag === void 0 ? constants : [...constants, deletedValue(flag)]);
  };
  return {
    table,
    columns: flagged(stagedColumns(layout.columns), flag),
    select: (query2) => select(query2, now),
    batched: true,
    pieces: {
      select: (query2, sequence) => {
        onLongRows();
        return select(query2, mark(sequence));
      },
      settle: async (c, sequences) => c.run(`UPDATE ${table} SET ${SYNCED_AT} = ${now} WHERE ${marked(sequences)}`),
      remove: async (c, sequences) => c.run(`DELETE FROM ${table} WHERE ${marked(sequences)}`)
    }
  };
}
var mark = (sequence) => `CAST(make_timestamp(${FIRST_MARK + sequence}) AS TIMESTAMPTZ)`;
var marked = (sequences) => `${SYNCED_AT} IN (${sequences.map(mark).join(", ")})`;
async function removeUnsettled(connection, table) {
  const pieces = `${table} WHERE ${SYNCED_AT} < ${AFTER_MARKS}`;
  if (await connection.count(pieces) > 0) await connection.run(`DELETE FROM ${pieces}`);
}

// src/warehouse/table/merge.ts
async function planMerge(connection, input) {
  const { stage, table, layout } = input;
  await match(connection, input);
  await compare(connection, input);
  const { absent, doomed } = await findDoomed(connection, input);
  const diff = stage.scratch("diff");
  const { inserted, updated } = await connection.row(
    `SELECT count(*) FILTER (WHERE live_row IS NULL) AS inserted, count(live_row) AS updated FROM ${diff}`
  );
  const deleted = input.deletes === "ignore" ? 0 : doomed;
  const held2 = await connection.count(table);
  const before = layout.marksDeletes && deleted > 0 ? await connection.count(`${table} WHERE ${DELETED_AT} IS NULL`) : held2;
  return {
    counts: { inserted, updated, deleted },
    absent,
    before,
    held: held2,
    changed: diff,
    doomed: deleted > 0 ? stage.scratch("doomed") : null,
    apply: async () => {
      if (updated + deleted > 0 && !input.database.allowsDeletes(held2)) return rebuild(connection, input, deleted > 0);
      if (inserted + updated > 0) await upsert(connection, input, { held: held2, replaced: updated, changed: inserted + updated });
      if (deleted > 0) await remove(connection, input);
    }
  };
}
async function match(connection, { stage, table, layout, swept, sweptParts }) {
  const moved2 = layout.order === null ? "false" : `s.${id(layout.order)} IS DISTINCT FROM l.${id(layout.order)}`;
  const revived = layout.marksDeletes ? ` OR l.${DELETED_AT} IS NOT NULL` : "";
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${stage.scratch("matched")} AS
    SELECT s.stage_row, l.rowid AS live_row, ${moved2}${revived} AS changed
    FROM ${stage.live({ swept, sweptParts })} s LEFT JOIN ${table} l ON ${sameKey(layout.key, "s", "l")}`);
}
async function compare(connection, { stage, table, layout, types }) {
  const matched = stage.scratch("matched");
  const value2 = (side) => (name) => distinguishable(`${side}.${id(name)}`, types.get(name) ?? "");
  const columns = stage.columns().filter((name) => !layout.key.includes(name));
  const [staged, live] = [columns.map(value2("s")).join(", "), columns.map(value2("l")).join(", ")];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${stage.scratch("diff")} AS SELECT stage_row, live_row FROM ${matched} WHERE changed OR live_row IS NULL`
  );
  const unsure = `${matched} WHERE NOT changed AND live_row IS NOT NULL`;
  if (columns.length === 0 || await connection.count(unsure) === 0) return;
  await connection.run(`INSERT INTO ${stage.scratch("diff")}
    WITH unsure AS MATERIALIZED (FROM ${unsure}),
    fetched AS MATERIALIZED (SELECT *, rowid AS live_row FROM ${table} WHERE rowid IN (SELECT live_row FROM unsure))
    SELECT m.stage_row, m.live_row FROM unsure m JOIN ${stage.table("rows")} s ON s.rowid = m.stage_row JOIN fetched l USING (live_row)
    WHERE (${staged}) IS DISTINCT FROM (${live})`);
}
async function findDoomed(connection, input) {
  const { stage, table, layout, swept, sweptParts } = input;
  if (!swept && sweptParts.length === 0 && !stage.showsDeletes) return { absent: 0, doomed: 0 };
  const alive = layout.marksDeletes ? ` AND l.${DELETED_AT} IS NULL` : "";
  const within = swept ? "" : ` AND ${inParts(sweptParts, layout, "l")}`;
  const shown = `SELECT l.rowid AS live_row, false AS absent FROM ${table} l JOIN (${stage.deletedKeys()}) d ON ${sameKey(layout.key, "d", "l")} WHERE true${alive}`;
  const unseen = `SELECT l.rowid, true FROM ${table} l ANTI JOIN ${stage.table("present")} p ON ${sameKey(layout.key, "p", "l")} WHERE true${alive}${within}`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${stage.scratch("doomed")} AS SELECT live_row, bool_and(absent) AS absent FROM (${shown}${swept || sweptParts.length > 0 ? ` UNION ALL ${unseen}` : ""}) GROUP BY live_row`
  );
  return connection.row(
    `SELECT count(*) AS doomed, count(*) FILTER (absent) AS absent FROM ${stage.scratch("doomed")}`
  );
}
async function upsert(connection, { stage, table, layout, now }, { held: held2, replaced, changed }) {
  const diff = stage.scratch("diff");
  const rows = stage.table("rows");
  const kept = layout.removed.map((c) => c.name);
  const values = (more) => [list(stage.columns(), "s."), ...more, now].join(", ");
  const scratch = stage.scratch("kept");
  if (kept.length > 0)
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${scratch} AS SELECT ${values(kept.map((name) => `l.${id(name)}`))}
      FROM ${diff} d JOIN ${rows} s ON s.rowid = d.stage_row LEFT JOIN ${table} l ON l.rowid = d.live_row`);
  const whose = replaced === held2 ? "" : ` WHERE rowid IN (SELECT live_row FROM ${diff} WHERE live_row IS NOT NULL)`;
  if (replaced > 0) await connection.run(`DELETE FROM ${table}${whose}`);
  const all = changed === await connection.count(rows);
  const from = all ? `${rows} s` : `${rows} s SEMI JOIN ${diff} d ON s.rowid = d.stage_row`;
  const fresh = kept.length > 0 ? `FROM ${scratch}` : `SELECT ${values([])} FROM ${from}`;
  await connection.run(`INSERT INTO ${table} (${list([...userColumns(layout), SYNCED_AT])}) ${fresh}`);
}
async function remove(connection, { stage, table, deletes, now }) {
  const doomed = `rowid IN (SELECT live_row FROM ${stage.scratch("doomed")})`;
  if (deletes === "remove") await connection.run(`DELETE FROM ${table} WHERE ${doomed}`);
  else await connection.run(`UPDATE ${table} SET ${DELETED_AT} = ${now}, ${SYNCED_AT} = ${now} WHERE ${doomed}`);
}
async function rebuild(connection, input, deletesAny) {
  const { stage, table, types, deletes, now } = input;
  const [diff, doomed] = [stage.scratch("diff"), stage.scratch("doomed")];
  const staged = new Set(stage.columns());
  const kept = new Set(input.layout.removed.map((c) => c.name));
  const select = (value2) => [...types].map(([name, type]) => `CAST(${value2(name)} AS ${type}) AS ${id(name)}`).join(", ");
  const live = `(SELECT *, rowid AS live_row FROM ${table}) l`;
  const gone = `SELECT live_row FROM ${diff} WHERE live_row IS NOT NULL${deletesAny ? ` UNION ALL SELECT live_row FROM ${doomed}` : ""}`;
  const parts = [
    `SELECT ${select((name) => `l.${id(name)}`)} FROM ${live} ANTI JOIN (${gone}) g USING (live_row)`,
    `SELECT ${select((name) => {
      if (staged.has(name)) return `s.${id(name)}`;
      if (kept.has(name)) return `l.${id(name)}`;
      return name === SYNCED_AT ? now : "NULL";
    })} FROM ${diff} d JOIN ${stage.table("rows")} s ON s.rowid = d.stage_row LEFT JOIN ${live} ON l.live_row = d.live_row`
  ];
  if (deletes === "mark" && deletesAny)
    parts.push(
      `SELECT ${select((name) => name === SYNCED_AT || name === DELETED_AT ? now : `l.${id(name)}`)} FROM ${live} SEMI JOIN ${doomed} g USING (live_row)`
    );
  await connection.run(`CREATE OR REPLACE TABLE ${table} AS ${parts.join(" UNION ALL ")}`);
}

// src/warehouse/table/full-tail.ts
async function mergeTail(connection, context, tail, end) {
  const { layout, plan, database } = context;
  const { stage, shadow, lastOld, received, now } = tail;
  const { order, key, identity } = layout;
  const newestFirst = `${order === null ? "" : `${id(order)} DESC NULLS LAST, `}rowid DESC`;
  const { snapshot, swept } = end;
  const title = titleOf(plan);
  const resumed = snapshot && swept && lastOld !== null ? { stage, shadow, key, title, lastOld } : null;
  const keys = resumed === null ? null : await reduceToPresent(connection, resumed);
  const manyIntegers = hasManyIntegers(layout, received);
  if (resumed === null)
    await makeUnique(connection, { table: shadow, key, identity, title, newestFirst, snapshot, manyIntegers });
  if (stage.empty && !swept) return;
  const taken = await takenKeys(connection, shadow, stage.table("rows"), layout);
  if (taken > 0) throw notUnique(title, key, taken);
  const types = await realTypes(connection, plan.target.schema, shadowName(plan.target.name));
  const input = { stage, table: shadow, layout, types, swept, sweptParts: [], deletes: "remove", now, database };
  await (await planMerge(connection, input)).apply();
  if (resumed !== null && keys !== null) await refuseMissing(connection, resumed, keys);
}
async function refuseTail(connection, stage, title) {
  if (await connection.count(stage.table("rows")) === 0) return;
  throw new HighwaterError("INTERNAL", `${title}: a tail pass was read of a table without a key.`, "Please report this.");
}

// src/warehouse/table/missing-keys.ts
var SHOWING = ["present", "existing", "written", "calculated"];
var NO_MISSING_KEYS = { count: 0, keys: [] };
async function findMissingKeys(connection, input, most) {
  const { stage, layout } = input;
  if (layout.key.length === 0 || !SHOWING.some((what) => stage.received(what))) return NO_MISSING_KEYS;
  const found = stage.scratch("missing_keys");
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${found} AS ${query(input)}`);
  try {
    const count = await connection.count(found);
    if (count === 0 || count > most) return { count, keys: [] };
    const rows = await connection.rows(`SELECT ${texts2(layout)} FROM ${found}`);
    return { count, keys: rows.map((row) => layout.key.map((_, i) => row[`k${i}`] ?? "")) };
  } finally {
    await connection.run(`DROP TABLE ${found}`);
  }
}
function query({ stage, table, layout, marked: marked2 }) {
  const { key } = layout;
  const keys = (from, where = "") => `SELECT ${compared(layout)} FROM ${from}${where}`;
  const named = key.map((_, i) => `k${i}`).join(", ");
  const shown = ["present", "existing", "calculated"].filter((what) => stage.received(what)).map((what) => keys(stage.table(what)));
  const deleted = stage.table("deleted");
  const without = (rows) => ` ANTI JOIN (${rows}) USING (${named})`;
  const again = without(keys(deleted, ` WHERE NOT ${BY_FILTER}`));
  const alive = keys(table, marked2 ? ` WHERE ${DELETED_AT} IS NULL` : "");
  const inStage = [keys(stage.table("rows")), keys(deleted, ` WHERE ${BY_FILTER}`)].map(without).join("");
  const unknown = without(`SELECT * FROM (${alive})${again}`) + inStage;
  const written = `SELECT * FROM (${keys(stage.table("written"))})${inStage}`;
  const whole = key.map((_, i) => `k${i} IS NOT NULL`).join(" AND ");
  return `SELECT DISTINCT ${named} FROM (${[...shown.map((from) => `SELECT * FROM (${from})${unknown}`), written].join(" UNION ALL ")}) WHERE ${whole}`;
}
function compared({ key, columns }) {
  const adaptive = new Set(columns.filter((c) => c.adaptive).map((c) => c.name));
  return key.map((name, i) => `${adaptive.has(name) ? canonicalNumber(id(name)) : id(name)} AS k${i}`).join(", ");
}
function texts2({ key, columns }) {
  const types = new Map(columns.map((c) => [c.name, c.duckdbType]));
  return key.map((name, i) => `${types.get(name)?.startsWith("DECIMAL") ? decimalText(`k${i}`) : `CAST(k${i} AS VARCHAR)`} AS k${i}`).join(", ");
}

// src/warehouse/table/notes.ts
var EMAIL = "'[^@\\s]+@[^@\\s]+\\.[^@\\s]+'";
var FIRST_ROWS = 1e4;
var FIRST_LONG_ROWS = 16;
async function dataNotes(connection, table, layout, longRows) {
  const first = `(SELECT * FROM ${table} LIMIT ${longRows ? FIRST_LONG_ROWS : FIRST_ROWS})`;
  return [...await oddNotes(connection, table, layout, ""), ...await emptyNotes(connection, table, first, layout)];
}
async function changeNotes(connection, table, changed, layout, longRows) {
  const odd = await oddNotes(connection, changed, layout, " in the rows that changed");
  return [
    ...odd,
    ...await emptyNotes(connection, table, `(FROM ${changed} LIMIT ${longRows ? FIRST_LONG_ROWS : FIRST_ROWS})`, layout)
  ];
}
async function oddNotes(connection, table, { columns }, where) {
  const { aggregates, answer } = askOdd(columns, where);
  return aggregates.length === 0 ? [] : answer(await connection.row(`SELECT ${aggregates.join(", ")} FROM ${table}`));
}
function askOdd(columns, where = "") {
  const users = columns.filter((c) => c.valueCheck === "email").map((c) => c.name);
  const odd = (name) => `count(*) FILTER (WHERE NOT regexp_full_match(${id(name)}, ${EMAIL}))`;
  return {
    aggregates: users.map((name, i) => `${odd(name)} AS u${i}`),
    answer: (row) => users.flatMap((column, i) => {
      const count = Number(row[`u${i}`] ?? 0);
      const message = `${count} value(s) of the user column ${column} are not e-mail addresses${where}`;
      return count === 0 ? [] : [{ kind: "data", column, message }];
    })
  };
}
function askNotes({ columns }, rows) {
  const odd = askOdd(columns);
  return {
    aggregates: [...odd.aggregates, ...columns.map((c, i) => `count(${id(c.name)}) AS v${i}`)],
    answer: (row) => [...odd.answer(row), ...row[rows] === 0 ? [] : notesOf(columns.filter((_, i) => row[`v${i}`] === 0))]
  };
}
async function emptyNotes(connection, table, seen, { columns }) {
  const row = await rowOfColumns(connection, columns, (group, from) => {
    const counts = group.map((c, i) => `count(${id(c.name)}) AS v${from + i}`);
    return `SELECT ${["count(*) AS n", ...counts].join(", ")} FROM ${seen}`;
  });
  if (row.n === 0) return [];
  const empty = [];
  for (const column of columns.filter((_, i) => row[`v${i}`] === 0))
    if (await connection.count(`(SELECT 1 FROM ${table} WHERE ${id(column.name)} IS NOT NULL LIMIT 1)`) === 0)
      empty.push(column);
  return notesOf(empty);
}
var NOTES_OF_THEIR_OWN = 12;
function notesOf(columns) {
  if (columns.length <= NOTES_OF_THEIR_OWN)
    return columns.map(({ name }) => ({ kind: "data", column: name, message: `${name} has no value in any row` }));
  const [first, last] = [columns.slice(0, NOTES_OF_THEIR_OWN - 1), columns.length - NOTES_OF_THEIR_OWN + 1];
  const names = first.map((c) => c.name).join(", ");
  return [{ kind: "data", message: `${columns.length} columns have no value in any row: ${names} and ${last} more` }];
}
var A_DAY_SECONDS = 86400;
async function heldBack(connection, table, { order }, end, before = null) {
  const { watermark, heldBack: held2 } = end;
  if (watermark === null || held2 === void 0 || order === null) return { watermark, notes: [] };
  const value2 = `TRY_CAST(${id(order)} AS ${held2.type})`;
  const until = `CAST(TIMESTAMP ${text(held2.until.replace("Z", ""))} AS ${held2.type})`;
  const newest = `TRY_CAST(max(${value2}) FILTER (isfinite(${value2}) AND ${value2} <= ${until}) AS TIMESTAMP)`;
  const newestIn = async (rows) => {
    const { micros } = await connection.row(
      `SELECT CASE WHEN newest IS NOT NULL THEN greatest(epoch_us(newest), 0) END AS micros FROM (SELECT ${newest} AS newest FROM ${rows})`
    );
    return micros === null ? null : fromMicros(BigInt(micros));
  };
  const since = before === null || before.kind === "xmin" ? null : earlier(before.value, held2.slackSeconds + A_DAY_SECONDS);
  const recent = since === null || toMicros(since) <= 0n ? null : await newestIn(`${table} WHERE ${value2} >= CAST(TIMESTAMP ${text(since.replace("Z", ""))} AS ${held2.type})`);
  const found = recent ?? await newestIn(table);
  return { watermark: heldBackTo(watermark, found, held2.slackSeconds), notes: held2.describe(found) };
}

// src/warehouse/table/small-full-load.ts
var import_node_util2 = __toESM(require_node_util(), 1);
var MOST_COLUMNS = 200;
function mayBeSmall({ plan, layout }) {
  const { columns, removed, key, order } = layout;
  if (plan.options.history !== void 0 || columns.length + removed.length > MOST_COLUMNS) return false;
  return !columns.some((c) => c.adaptive && (key.includes(c.name) || c.name === order));
}
var SmallFullLoad = class {
  #input;
  #rows;
  #live;
  /** What the live table's columns are made of. */
  #values = [];
  #done = null;
  constructor(input) {
    const { context } = input;
    const { schema, name } = context.plan.target;
    this.#input = input;
    this.#rows = qualified("temp", "main", `small_${context.nextSequence()}`);
    this.#live = qualified(schema, name);
  }
  get bytes() {
    return this.#input.read.bytes;
  }
  async prepare(connection) {
    const { context } = this.#input;
    context.stop?.throwIfAborted();
    const { plan, shadows } = context;
    if (shadows.delete(titleOf(plan))) await dropShadow(connection, plan.source, plan.ref.name);
    await this.#load(connection);
    const look = await this.#settledLook(connection);
    const live = await this.#liveTypes(connection);
    const types = await this.#giveTypes(connection, look.needs, live);
    const { difference, notes, kept } = await this.#compare(connection, look.counts.n, live, types);
    const last = kept ? await this.#look(connection, true) : look;
    await this.#conclude(connection, { difference, notes, applied: look.counts.n, last, live, types });
  }
  async place(connection) {
    const { entry, unchanged } = this.#finished();
    if (unchanged) return entry;
    const { schema } = this.#input.context.plan.target;
    const make = `CREATE TABLE ${this.#live} AS SELECT ${this.#values.join(", ")} FROM ${this.#rows}`;
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${id(schema)}; DROP TABLE IF EXISTS ${this.#live}; ${make}`);
    return entry;
  }
  /** After `place`. */
  result() {
    return this.#finished().result;
  }
  #finished() {
    if (this.#done === null) throw new Error("the table was not prepared");
    return this.#done;
  }
  async #load(connection) {
    const { context, read, target } = this.#input;
    const { plan, layout, database } = context;
    const flag = plan.schema.deletedFlag === void 0 ? "" : `, ${DELETED_FLAG} BOOLEAN`;
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${this.#rows} (${definitions(layout)}${flag})`);
    let rows = 0;
    for (const batch of batchesOf(read.files, titleOf(plan)))
      rows += await insertBatch(database, connection, { ...batch, target: { ...target, table: this.#rows } });
    context.onLoaded(rows);
  }
  /** `typed`: the columns have their types by now. */
  async #look(connection, typed = false) {
    const { layout, plan } = this.#input.context;
    const needs = askNeeds(layout.columns.filter((c) => c.adaptive && !typed).map((c) => c.name));
    const notes = askNotes(layout, "n");
    const flagged2 = plan.schema.deletedFlag === void 0 ? "0" : `count(*) FILTER (${DELETED_FLAG})`;
    const aggregates = [...keyCounts(layout.key), `${flagged2} AS flagged`, ...needs.aggregates, ...notes.aggregates];
    const row = await askTogether(connection, aggregates, this.#rows);
    return { counts: row, flagged: Number(row.flagged), needs: needs.answer(row), notes: notes.answer(row) };
  }
  /** Once the rows are as many as they shall be: without deleted ones, one a key. */
  async #settledLook(connection) {
    const { context, end } = this.#input;
    const { key, identity, order } = context.layout;
    let look = await this.#look(connection);
    if (look.flagged > 0) {
      await connection.run(`DELETE FROM ${this.#rows} WHERE ${DELETED_FLAG}`);
      look = await this.#look(connection);
    }
    const { n, d, nulls } = look.counts;
    if (n === d && nulls === 0) return look;
    const newestFirst = `${order === null ? "" : `${id(order)} DESC NULLS LAST, `}rowid DESC`;
    const { snapshot } = end;
    await makeUnique(connection, { table: this.#rows, key, identity, title: titleOf(context.plan), newestFirst, snapshot });
    return this.#look(connection);
  }
  /** Null where there is no table to compare with. */
  async #liveTypes(connection) {
    const { stored, plan } = this.#input.context;
    return stored === null ? null : realTypes(connection, plan.target.schema, plan.target.name);
  }
  /** Returns the types of all columns of the table to be, in order. */
  async #giveTypes(connection, needs, live) {
    const { layout, plan, spellings } = this.#input.context;
    const adaptive = layout.columns.filter((c) => c.adaptive).map((c) => c.name);
    const before = plan.options.deletes === "remove" ? null : live;
    const chosen = chosenTypes(adaptive, [needs], before ?? /* @__PURE__ */ new Map());
    const value2 = (name) => {
      const type = chosen.get(name) ?? "VARCHAR";
      return live !== null || type === "VARCHAR" ? id(name) : `CAST(${id(name)} AS ${type}) AS ${id(name)}`;
    };
    if (live !== null) await giveTypes(connection, this.#rows, chosen, layout.key);
    const own = layout.marksDeletes ? [SYNCED_AT, DELETED_AT] : [SYNCED_AT];
    this.#values = [...userColumns(layout).map(value2), ...own];
    const declared = [...layout.columns, ...layout.removed].map(({ name, duckdbType }) => [name, chosen.get(name) ?? duckdbType]);
    const all = new Map([...declared, ...own.map((name) => [name, "TIMESTAMPTZ"])]);
    return spellings.of(connection, all);
  }
  async #compare(connection, applied, live, shadow) {
    const { context, now } = this.#input;
    if (live === null) return { difference: { inserted: applied, updated: 0, deleted: 0 }, notes: [], kept: false };
    const tables = { live: this.#live, shadow: this.#rows, types: { live, shadow }, now };
    const compared2 = await differenceFromLive(connection, context, tables);
    return { ...compared2, kept: context.plan.options.deletes !== "remove" };
  }
  async #conclude(connection, found) {
    const { context, end, begunAt: begunAt2 } = this.#input;
    const { stored, plan, layout } = context;
    const { difference, applied, last, live, types } = found;
    const changes = difference.inserted + difference.updated + difference.deleted;
    const unchanged = changes === 0 && live !== null && stored?.name === plan.target.name && (0, import_node_util2.isDeepStrictEqual)([...live], [...types]);
    const { watermark, notes: held2 } = await heldBack(connection, this.#rows, layout, end);
    const columns = storedColumns(layout, types);
    const rows = last.counts.n;
    const counts = { rows, applied, changed: !unchanged, longRows: false };
    const entry = storedTable(context, columns, counts, { ...end, watermark }, begunAt2);
    const notes = [...found.notes, ...last.notes, ...held2, ...hiddenNotes(entry)];
    this.#done = { entry, unchanged, result: { ...difference, applied, rows, watermark, columns, notes } };
  }
};

// src/warehouse/table/full-load.ts
var FullLoad = class {
  #context;
  #stage;
  #shadow;
  #live;
  #now;
  #loader;
  #body;
  /** Tail and sweep. */
  #rest;
  #merging = false;
  /** What the import starts with, while there is no shadow. */
  #start = null;
  /** All that was read, once it is known to be little. */
  #little = null;
  #swept = false;
  #longRows = false;
  /** Rows of the body that came in this run. */
  #received = 0;
  /** Whether the shadow has the compression that it keeps. */
  #chosen = false;
  /** The service's clock when this full sync began, perhaps in an earlier run: from then on the table counts as read in full. */
  #begunAt;
  /** The last row of what earlier runs have read; null for a shadow of this run. */
  #lastOld = null;
  constructor(context) {
    const { schema, name } = context.plan.target;
    this.#context = context;
    this.#stage = new Stage(context.nextSequence(), context.layout, context.plan.schema.deletedFlag);
    this.#shadow = shadowOf(context);
    this.#live = qualified(schema, name);
    this.#begunAt = plannedAt(context);
    this.#now = `TIMESTAMPTZ ${text(context.now)}`;
    this.#loader = loaderOf(context);
    const rows = {
      ...bodyTarget(context, this.#shadow, this.#now, () => {
        this.#longRows = true;
      }),
      prepare: async (batch) => {
        await this.#ensureShadow();
        await this.#chooseCompression(batch);
      }
    };
    this.#body = { targets: { rows }, record: async (c, partition) => this.#record(c, partition) };
    this.#rest = { targets: this.#stage.targets(context.database) };
  }
  async begin(resume) {
    this.#body = { ...this.#body, expectedRows: expectedRows(resume) };
    if (resume.done.length === 0) {
      this.#start = resume;
      if (!mayBeSmall(this.#context)) await this.#createShadow(resume);
      return this;
    }
    await this.#context.database.use(async (c) => {
      await removeUnsettled(c, this.#shadow);
      this.#lastOld = await lastRow(c, this.#shadow);
      this.#begunAt = await begunAt(c, this.#context) ?? this.#begunAt;
    });
    this.#chosen = true;
    return this;
  }
  async #createShadow(start) {
    this.#start = null;
    await this.#context.database.use(async (c) => createShadow(c, this.#context, start));
  }
  /** Not to be called within `exclusive`. */
  async #ensureShadow() {
    if (this.#start !== null) await this.#context.exclusive(async () => this.#start !== null && this.#createShadow(this.#start));
  }
  /** With the first rows at hand, and none loaded. */
  async #chooseCompression(batch) {
    if (this.#chosen) return;
    this.#chosen = true;
    const { database, layout } = this.#context;
    await database.use(async (c) => {
      const varied = await variedText(c, rowsOf(batch), claimedBy(batch.files), layout.columns).catch(() => /* @__PURE__ */ new Set());
      if (varied.size > 0) await createEmpty(c, this.#context, varied);
    });
  }
  async receive(partition, read) {
    if (partition.pass === "sweep") this.#swept = true;
    const isBody = partition.pass === "body";
    const receipt = await this.#loader.receive(partition, isBody ? this.#body : this.#rest, read);
    if (isBody) this.#received += receipt.rows;
    return receipt;
  }
  async loaded() {
    this.#little = this.#start === null || this.#swept ? null : await this.#loader.little(this.#body);
    if (this.#little !== null) return;
    await this.#loader.finish();
    await this.#ensureShadow();
  }
  get sharesMerge() {
    return this.#little !== null;
  }
  async #record(connection, partition) {
    await this.#ensureShadow();
    const { plan } = this.#context;
    const values = [plan.source, plan.ref.name, partition.id].map(text).join(", ");
    await connection.run(`INSERT INTO ${STATE_SCHEMA}.shadow_parts VALUES (${values}, ${partition.rows})`);
  }
  /** Only a resumed full sync reads keys. */
  async missingKeys(most) {
    const { database, layout } = this.#context;
    if (this.#lastOld === null) return NO_MISSING_KEYS;
    const input = { stage: this.#stage, table: this.#shadow, layout, marked: false };
    return database.use(async (c) => findMissingKeys(c, input, most));
  }
  held() {
    return null;
  }
  /** The next run resumes from what was read, unless the merge failed because of it. */
  async abandon(useless = false) {
    const { plan, database } = this.#context;
    if (this.#little !== null) return this.#loader.discard();
    await this.#loader.finish().catch(() => void 0);
    await database.use(async (c) => {
      if (useless || this.#merging) await dropShadow(c, plan.source, plan.ref.name);
      await this.#stage.drop(c);
    });
  }
  async merge(end) {
    if (this.#little !== null) return this.#mergeLittle(this.#little, end);
    this.#merging = true;
    if (!this.#stage.empty || end.swept) await this.#stage.ensure(this.#context.database);
    return this.#context.database.use(async (c) => {
      const types = await this.#settle(c, end);
      const finished = await c.transaction(async () => this.#finish(c, end, types));
      if (this.#context.plan.schema.deletedFlag !== void 0)
        await c.run(`ALTER TABLE ${this.#shadow} DROP COLUMN ${DELETED_FLAG}`);
      const { schema, name } = this.#context.plan.target;
      const columns = storedColumns(this.#context.layout, await realTypes(c, schema, shadowName(name)));
      const unchanged = finished.inserted + finished.updated + finished.deleted === 0 && await this.#isLikeLive(c);
      const held2 = await heldBack(c, this.#shadow, this.#context.layout, end);
      const { total: rows, notes } = await c.transaction(async () => {
        const total = await c.count(this.#shadow);
        const history = await this.#takeHistory(c, unchanged);
        await c.run(`DROP TABLE IF EXISTS ${unchanged ? this.#shadow : this.#live}`);
        if (!unchanged) await c.run(`ALTER TABLE ${this.#shadow} RENAME TO ${id(name)}`);
        const kept = { ...end, watermark: held2.watermark };
        const entry = storedTable(
          this.#context,
          columns,
          { rows: total, applied: finished.applied, changed: !unchanged, longRows: this.#longRows },
          kept,
          this.#begunAt
        );
        await storeTable(c, entry);
        await history?.store(c, entry);
        return { total, notes: [...finished.notes, ...held2.notes, ...hiddenNotes(entry)] };
      });
      await this.#stage.dropQuietly(c);
      return { ...finished, rows, watermark: held2.watermark, columns, notes };
    });
  }
  async #mergeLittle(read, end) {
    const { rows: target } = this.#body.targets;
    if (target === void 0 || end.swept) throw new Error("keys were read that the rows are to be compared with");
    const small = new SmallFullLoad({ context: this.#context, read, target, end, begunAt: this.#begunAt, now: this.#now });
    try {
      await this.#context.small.add(small);
      return small.result();
    } finally {
      await this.#loader.discard();
    }
  }
  get #tail() {
    return { stage: this.#stage, shadow: this.#shadow, lastOld: this.#lastOld, received: this.#received, now: this.#now };
  }
  async #takeHistory(connection, unchanged) {
    const { stored, plan } = this.#context;
    const live = plan.target.name;
    const shadow = shadowName(live);
    const history = await TableHistory.open(connection, this.#context, stored === null ? [shadow] : [shadow, live]);
    if (history === null || unchanged && history.isInStep) return history;
    await history.catchUp(connection, live);
    await history.takeTable(connection, shadow);
    return history;
  }
  /** Where nothing changed the live table stays: `_synced_at` keeps saying when a row was last written, and no space is lost. */
  async #isLikeLive(connection) {
    const { stored, plan } = this.#context;
    if (stored === null) return false;
    const { schema, name } = plan.target;
    const [live, shadow] = [await realTypes(connection, schema, name), await realTypes(connection, schema, shadowName(name))];
    return stored.name === name && (0, import_node_util3.isDeepStrictEqual)([...live], [...shadow]);
  }
  /** Chooses types for the adaptive columns and makes the tail's keys unique. */
  async #settle(connection, end) {
    const { layout, plan, stored } = this.#context;
    const adaptive = layout.columns.filter((c) => c.adaptive).map((c) => c.name);
    const kept = stored !== null && plan.options.deletes !== "remove";
    const live = kept ? await realTypes(connection, plan.target.schema, plan.target.name) : /* @__PURE__ */ new Map();
    const types = await this.#stage.settle(connection, live, await needsOf(connection, this.#shadow, adaptive));
    if (this.#stage.empty) return types;
    if (layout.key.length > 0) await this.#stage.deduplicate(connection, titleOf(plan), end.snapshot);
    else await refuseTail(connection, this.#stage, titleOf(plan));
    return types;
  }
  /** Turns the shadow into what the table shall be: final types, one row a key, the tail, and what is kept of the live table. */
  async #finish(connection, end, types) {
    const { layout, plan } = this.#context;
    await giveTypes(connection, this.#shadow, types, layout.key);
    if (plan.schema.deletedFlag !== void 0) await connection.run(`DELETE FROM ${this.#shadow} WHERE ${DELETED_FLAG}`);
    await forgetShadow(connection, plan.source, plan.ref.name);
    if (layout.key.length > 0) await mergeTail(connection, this.#context, this.#tail, end);
    const applied = await connection.count(this.#shadow);
    const { difference, notes } = await this.#compareWithLive(connection, applied);
    const data = await dataNotes(connection, this.#shadow, layout, this.#longRows);
    return { ...difference, applied, notes: [...notes, ...data] };
  }
  async #compareWithLive(connection, applied) {
    const { stored, plan } = this.#context;
    const { schema, name } = plan.target;
    if (stored === null) return { difference: { inserted: applied, updated: 0, deleted: 0 }, notes: [] };
    const types = {
      live: await realTypes(connection, schema, name),
      shadow: await realTypes(connection, schema, shadowName(name))
    };
    const tables = { live: this.#live, shadow: this.#shadow, types, now: this.#now };
    return differenceFromLive(connection, this.#context, tables);
  }
};

// src/warehouse/table/held-rows.ts
function heldRows(input) {
  const { database, layout } = input;
  return {
    known: input.known,
    byPeriod: async (within, { column, period }, of2) => {
      const rows = await database.use(
        async (c) => c.rows(
          `SELECT ${startOf(column, period)} AS start, ${figures(of2, layout)} FROM ${held(input, [column, ...columnsOf2(within, of2)])} h
           WHERE ${inParts(within, layout, "h")} GROUP BY 1`
        )
      );
      return new Map(rows.map((row) => [Number(row.start), figuresOf(row)]));
    },
    byPart: async (parts, of2) => {
      const found = [];
      await database.use(async (c) => {
        for (const part of parts) {
          const from = held(input, columnsOf2([part], of2));
          found.push(
            figuresOf(
              await c.row(`SELECT ${figures(of2, layout)} FROM ${from} h WHERE ${inParts([part], layout, "h")}`)
            )
          );
        }
      });
      return found;
    },
    bySpan: async (column, cuts, of2) => {
      const type = layout.columns.find((c) => c.name === column)?.duckdbType ?? "VARCHAR";
      const edges = cuts.map((cut, i) => `(${i + 1}, CAST(${text(cut)} AS ${type}))`).join(", ");
      const rows = held(input, [column, ...columnsOf2([], of2)]);
      const from = cuts.length === 0 ? `(SELECT *, 0 AS n FROM ${rows})` : `${rows} h ASOF LEFT JOIN (VALUES ${edges}) e(n, edge) ON h.${id(column)} >= e.edge`;
      const found = await database.use(
        async (c) => c.rows(
          `SELECT coalesce(h.n, 0) AS n, ${figures(of2, layout)} FROM (SELECT * FROM ${from}) h GROUP BY 1`
        )
      );
      const byNumber = new Map(found.map((row) => [Number(row.n), figuresOf(row)]));
      return Array.from({ length: cuts.length + 1 }, (_, i) => byNumber.get(i) ?? NO_ROWS);
    },
    cuts: async (part, column, pieces) => {
      const places = Array.from({ length: pieces - 1 }, (_, i) => (i + 1) / pieces);
      if (places.length === 0) return [];
      const rows = await database.use(
        async (c) => c.rows(
          `SELECT CAST(t.cut AS VARCHAR) AS cut FROM (SELECT DISTINCT unnest(quantile_disc(${id(column)}, [${places.join(", ")}])) AS cut
           FROM ${held(input, [column, ...columnsOf2([part], {})])} h WHERE ${inParts([part], layout, "h")}) t WHERE t.cut IS NOT NULL ORDER BY t.cut`
        )
      );
      return rows.map((row) => row.cut);
    }
  };
}
var NO_ROWS = { rows: 0, lowest: null, highest: null, newest: null, hash: "0" };
function columnsOf2(parts, { edges, stamp }) {
  const named = parts.flatMap((part) => part.map((span) => span.column));
  return [...named, ...edges === void 0 ? [] : [edges], ...stamp === void 0 ? [] : [stamp]];
}
function held({ stage, table, layout }, columns) {
  const { key, marksDeletes } = layout;
  const names = list([.../* @__PURE__ */ new Set([...key, ...columns])]);
  const alive = marksDeletes ? ` WHERE ${DELETED_AT} IS NULL` : "";
  const touched = `SELECT ${list(key)} FROM ${stage.table("rows")} UNION SELECT ${list(key)} FROM ${stage.table("deleted")}`;
  return `(SELECT ${names} FROM (SELECT * FROM ${table}${alive}) ANTI JOIN (${touched}) USING (${list(key)})
    UNION ALL SELECT ${names} FROM ${stage.newest()})`;
}
function startOf(column, period) {
  return `epoch_ms(date_trunc('${period}', CAST(h.${id(column)} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'))`;
}
function figures({ edges, stamp, keyHash }, { key }) {
  const edge = (of2) => edges === void 0 ? "NULL" : `CAST(${of2}(h.${id(edges)}) AS VARCHAR)`;
  const newest = stamp === void 0 ? "NULL" : `epoch_ms(max(h.${id(stamp)}))`;
  const texts3 = key.map((name) => `CAST(h.${id(name)} AS VARCHAR)`).join(", ");
  const bits = `CAST('0x' || left(md5(concat_ws(chr(31), ${texts3})), 15) AS BIGINT)`;
  const hash = keyHash ? `CAST(coalesce(sum(${bits}), 0) AS VARCHAR)` : "NULL";
  return `count(*) AS rows, ${edge("min")} AS lowest, ${edge("max")} AS highest, ${newest} AS newest, ${hash} AS hash`;
}
function figuresOf({ rows, lowest, highest, newest, hash }) {
  return { rows: Number(rows), lowest, highest, newest: newest === null ? null : Number(newest), hash };
}

// src/warehouse/table/incremental-load.ts
var IncrementalLoad = class {
  #context;
  stage;
  #loader;
  #into;
  /** Of keys that are to go: those that the source does not show, rather than reports as deleted. */
  #absent = 0;
  constructor(context) {
    this.#context = context;
    this.stage = new Stage(context.nextSequence(), context.layout, context.plan.schema.deletedFlag);
    this.#loader = loaderOf(context);
    this.#into = { targets: this.stage.targets(context.database) };
  }
  /** For those who read the stage whatever was received. */
  async withStage() {
    await this.stage.ensure(this.#context.database);
    return this;
  }
  async receive(partition, read) {
    return this.#loader.receive(partition, this.#into, read);
  }
  sharesMerge = false;
  async loaded() {
    await this.#loader.finish();
  }
  async missingKeys(most) {
    const { database, plan, layout } = this.#context;
    const table = qualified(plan.target.schema, plan.target.name);
    const input = { stage: this.stage, table, layout, marked: layout.marksDeletes };
    return database.use(async (c) => findMissingKeys(c, input, most));
  }
  held() {
    const { database, plan, layout, stored, now } = this.#context;
    if (layout.key.length === 0) return null;
    const known = { countedAt: stored?.countedAt ?? stored?.fullSyncAt ?? now, windows: stored?.countedWindows ?? [] };
    const whole = {
      use: async (work) => {
        await this.stage.ensure(database);
        return database.use(work);
      }
    };
    return heldRows({
      database: whole,
      stage: this.stage,
      table: qualified(plan.target.schema, plan.target.name),
      layout,
      known
    });
  }
  /** For `verify --repair`: these keys were not there when they were read again. `query`: SQL for the key's columns. */
  async forget(query2) {
    await this.stage.ensure(this.#context.database);
    this.#absent += await this.#context.database.use(async (c) => this.stage.addGone(c, query2, this.#context.nextSequence()));
  }
  async merge(end) {
    const { database } = this.#context;
    const nothing = this.stage.empty && !end.swept && end.sweptParts.length === 0;
    const known = nothing ? await database.use(async (c) => this.#mergeNothing(c, end)) : null;
    if (known !== null) return known;
    await this.stage.ensure(database);
    return database.use(async (c) => this.#merge(c, end));
  }
  async abandon() {
    await this.#loader.discard();
    await this.#context.database.use(async (c) => this.stage.drop(c));
  }
  /** The import has brought nothing: only times move, where the columns are those that the table has. Null where more has to be done. */
  async #mergeNothing(connection, end) {
    const { plan, layout, stored } = this.#context;
    if (stored === null || plan.options.history !== void 0 || this.#redefined().length > 0) return null;
    const { schema, name } = plan.target;
    const types = await realTypes(connection, schema, name);
    if (isToEvolve(types, layout, await this.stage.settle(connection, types))) return null;
    const table = qualified(schema, name);
    const rows = await connection.count(table);
    const columns = storedColumns(layout, types);
    const { watermark, notes } = await heldBack(connection, table, layout, end, stored.watermark);
    const entry = storedTable(this.#context, columns, { rows, applied: 0, changed: false }, { ...end, watermark });
    await this.#context.keep(connection, entry);
    const counts = { inserted: 0, updated: 0, deleted: 0, applied: 0 };
    return { ...counts, rows, watermark, columns, notes: [...notes, ...hiddenNotes(entry)] };
  }
  async #merge(connection, end) {
    const { plan, layout } = this.#context;
    const { schema, name } = plan.target;
    const adapts = layout.columns.some((c) => c.adaptive);
    const adaptive = await this.stage.settle(connection, adapts ? await realTypes(connection, schema, name) : /* @__PURE__ */ new Map());
    const { marksDeletes } = this.#context.layout;
    await this.stage.addCalculated(connection, qualified(schema, name), marksDeletes ? `l.${DELETED_AT} IS NULL` : "true");
    const applied = await this.stage.deduplicate(connection, titleOf(plan), end.snapshot);
    await this.#context.database.makeRoomForRows(applied);
    const apply = async () => this.#apply(connection, end, adaptive);
    const merged = this.stage.longRows ? await connection.transactionOfLongRows(apply) : await connection.transaction(apply);
    await this.stage.dropQuietly(connection);
    return { ...merged, applied };
  }
  async #apply(connection, end, adaptive) {
    const { plan, layout, now, database } = this.#context;
    const { schema, name } = plan.target;
    const table = qualified(schema, name);
    const { types, notes } = await evolveTable(connection, plan.target, layout, adaptive);
    const history = await TableHistory.open(connection, this.#context, [name]);
    const { deletes } = plan.options;
    const taken = await takenKeys(connection, table, this.stage.table("rows"), layout);
    const input = {
      stage: this.stage,
      table,
      layout,
      types,
      swept: end.swept,
      sweptParts: end.sweptParts,
      deletes,
      now: `TIMESTAMPTZ ${text(now)}`,
      database
    };
    const merge = await planMerge(connection, input);
    refuseHidden(this.#context, deletes === "ignore" ? 0 : merge.absent + this.#absent);
    refuseTooManyDeletes(this.#context, merge.counts.deleted, merge.before);
    const redefined = this.#redefined();
    await history?.catchUp(connection, name);
    if (redefined.length === 0) await history?.takeMerge(connection, changesOf(merge, this.stage, table));
    await merge.apply();
    await refreshDerived(connection, table, redefined);
    if (redefined.length > 0) await history?.takeTable(connection, name);
    const changed = `(FROM ${this.stage.table("rows")} s SEMI JOIN ${merge.changed} d ON s.rowid = d.stage_row)`;
    const { inserted, updated, deleted } = merge.counts;
    const data = inserted + updated > 0 ? await changeNotes(connection, table, changed, layout, this.stage.longRows) : [];
    const rows = inserted + updated + deleted > 0 ? await connection.count(table) : merge.held;
    const columns = storedColumns(layout, types);
    const held2 = await heldBack(connection, table, layout, end, this.#context.stored?.watermark ?? null);
    const { watermark } = held2;
    const longRows = this.stage.longRows || this.#context.stored?.longRows === true;
    const altered = inserted + updated + deleted > 0 || notes.length > 0;
    const entry = storedTable(this.#context, columns, { rows, applied: 0, changed: altered, longRows }, { ...end, watermark });
    await storeTable(connection, entry);
    await history?.store(connection, entry);
    const all = [...notes, ...takenNote(layout.key, taken), ...data, ...held2.notes, ...hiddenNotes(entry)];
    return { ...merge.counts, rows, watermark, columns, notes: all };
  }
  /** Derived columns whose definition changed (a picklist's labels, say). */
  #redefined() {
    const { layout, stored } = this.#context;
    const before = new Map(stored?.columns.map((c) => [c.name, c.derived]));
    return layout.columns.filter((c) => c.derived !== void 0 && before.get(c.name) !== c.derived);
  }
};
async function refreshDerived(connection, table, columns) {
  for (const c of columns)
    await connection.run(`UPDATE ${table} SET ${id(c.name)} = ${c.derived} WHERE ${id(c.name)} IS DISTINCT FROM ${c.derived}`);
}
function changesOf({ changed, doomed }, stage, live) {
  return { stage, live, changed, doomed };
}
function takenNote(key, taken) {
  if (taken === 0) return [];
  const rows = taken === 1 ? "1 row was replaced by another row" : `${taken} rows were replaced by other rows`;
  return [
    {
      kind: "data",
      message: `${rows} of the same key (${key.join(", ")}). If they are still in the source, the key does not identify rows; the next full sync checks it`
    }
  ];
}

// src/warehouse/table/small-tables.ts
var MOST_TABLES = 32;
var MOST_BYTES = 8 * 1024 * 1024;
var LONGEST_WAIT_MS = 500;
var SmallTables = class {
  #database;
  #exclusive;
  #waiting = [];
  #coming = 0;
  #timer = null;
  /** `exclusive`: for merges, one at a time. */
  constructor(database, exclusive) {
    this.#database = database;
    this.#exclusive = exclusive;
  }
  /** So many more tables (fewer, where negative) are being read and may come: until there is none a table waits for others. */
  expect(tables) {
    this.#coming += tables;
    if (this.#coming <= 0) this.#flush();
  }
  /** Resolves when the table is committed. Not to be called within `exclusive`. */
  async add(table) {
    await new Promise((resolve, reject) => {
      this.#waiting.push({ table, resolve, reject });
      const bytes = this.#waiting.reduce((sum, w) => sum + w.table.bytes, 0);
      if (this.#coming <= 0 || this.#waiting.length >= MOST_TABLES || bytes >= MOST_BYTES) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), LONGEST_WAIT_MS);
    });
  }
  #flush() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const group = this.#waiting.splice(0);
    if (group.length === 0) return;
    this.#exclusive(async () => this.#bring(group)).catch((error) => {
      for (const { reject } of group) reject(error);
    });
  }
  async #bring(group) {
    const database = this.#database();
    await database.trim();
    await database.use(async (c) => {
      const prepared = [];
      for (const waiting of group) await waiting.table.prepare(c).then(() => prepared.push(waiting), waiting.reject);
      if (prepared.length === 0) return;
      try {
        await place(c, prepared);
      } catch (error) {
        if (prepared.length === 1) throw error;
        for (const waiting of prepared) await place(c, [waiting]).catch(waiting.reject);
      }
    });
  }
};
async function place(connection, group) {
  await connection.transaction(async () => {
    const entries = [];
    for (const { table } of group) entries.push(await table.place(connection));
    await storeTables(connection, entries);
  });
  for (const { resolve } of group) resolve();
}

// src/warehouse/verify/content-check.ts
var import_promises2 = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);

// src/warehouse/verify/content-table.ts
var ContentTable = class _ContentTable {
  context;
  /** Qualified and quoted. */
  table;
  /** The keys that differ: `k0`…, `kind`, `explained`, `round` (in which they were read again; 0: not yet). */
  differences;
  bounds;
  /** The warehouse's own rows by slice: `slice`, `rows`, `hash`. */
  slices;
  types;
  constructor(context, types) {
    const { schema, name } = context.plan.target;
    const number = context.nextSequence();
    this.context = context;
    this.table = qualified(schema, name);
    this.differences = qualified(STAGE_DATABASE, "main", `check_${number}_differences`);
    this.bounds = qualified(STAGE_DATABASE, "main", `check_${number}_bounds`);
    this.slices = qualified(STAGE_DATABASE, "main", `check_${number}_slices`);
    this.types = types;
  }
  static async create(context) {
    const { schema, name } = context.plan.target;
    return context.database.use(async (c) => {
      const checked = new _ContentTable(context, await realTypes(c, schema, name));
      const keys = checked.keys.map((key, i) => `k${i} ${checked.types.get(key) ?? "VARCHAR"}`);
      const noted = [...keys, "kind VARCHAR", "explained BOOLEAN", "round INTEGER"].join(", ");
      await c.run(
        `CREATE OR REPLACE TABLE ${checked.differences} (${noted});
         CREATE OR REPLACE TABLE ${checked.bounds} (slice INTEGER, low ${checked.types.get(checked.keys[0] ?? "") ?? "VARCHAR"})`
      );
      return checked;
    });
  }
  /** SQL: which rows are compared. */
  #portion = "true";
  /** From now on only the rows of a span are compared. */
  narrow({ column, from, to }) {
    const own = id(column);
    const value2 = (edge) => `CAST(${text(edge)} AS ${this.types.get(column) ?? "VARCHAR"})`;
    const edges = [...from === null ? [] : [`${own} >= ${value2(from)}`], ...to === null ? [] : [`${own} < ${value2(to)}`]];
    const within = edges.length === 0 ? "true" : `(${edges.join(" AND ")})`;
    this.#portion = from === null ? `(${within} OR ${own} IS NULL)` : within;
  }
  get keys() {
    return this.context.layout.key;
  }
  /** SQL: the rows that are compared. */
  get alive() {
    return this.#portion === "true" ? this.whole : `(FROM ${this.whole} WHERE ${this.#portion})`;
  }
  /** SQL: the rows of the warehouse, without those that are marked as deleted. */
  get whole() {
    return this.types.has(DELETED_AT) ? `(FROM ${this.table} WHERE ${DELETED_AT} IS NULL)` : this.table;
  }
  get keepsDeleted() {
    return this.context.plan.options.deletes === "ignore";
  }
  isNumberText(name) {
    return this.#isAdaptive(name) && this.types.get(name) === "VARCHAR";
  }
  /** A key's value, comparable with that of another table: adaptive columns may be text there. */
  value(alias, name) {
    return this.#isAdaptive(name) ? canonicalNumber(`${alias}.${id(name)}`) : `${alias}.${id(name)}`;
  }
  /** The same of a column that is named already. */
  comparable(name, written) {
    return this.#isAdaptive(name) ? canonicalNumber(written) : written;
  }
  keysOf(prefix) {
    return this.keys.map((key, i) => `${prefix}${id(key)} AS k${i}`).join(", ");
  }
  /** SQL: row `alias` of the warehouse has the key of difference `d`. */
  isDifference(alias) {
    return this.keys.map((key, i) => `${alias}.${id(key)} = d.k${i}`).join(" AND ");
  }
  /** SQL: row `alias` of a reading has the key of difference `d`. */
  isRead(alias) {
    return this.keys.map((key, i) => `${this.value(alias, key)} = d.k${i}`).join(" AND ");
  }
  /** Keys as DuckDB writes them. `query` gives `k0`…. */
  async keyTexts(query2) {
    const texts3 = this.keys.map(
      (key, i) => this.types.get(key)?.startsWith("DECIMAL") ? `${decimalText(`k${i}`)} AS k${i}` : `CAST(k${i} AS VARCHAR) AS k${i}`
    );
    return this.use(async (c) => {
      const rows = await c.rows(`SELECT ${texts3.join(", ")} FROM (${query2})`);
      return rows.map((row) => this.keys.map((_, i) => row[`k${i}`] ?? ""));
    });
  }
  async use(work) {
    return this.context.database.use(work);
  }
  async drop() {
    await this.use(
      async (c) => c.run(`DROP TABLE ${this.differences}; DROP TABLE ${this.bounds}; DROP TABLE IF EXISTS ${this.slices}`)
    );
  }
  #isAdaptive(name) {
    return this.context.layout.columns.some((c) => c.name === name && c.adaptive);
  }
};

// src/warehouse/verify/explain.ts
async function explainChanged(checked, next, settled) {
  const { layout } = checked.context;
  const { stage } = next;
  const inRows = `EXISTS (SELECT 1 FROM ${stage.table("rows")} s WHERE ${checked.isRead("s")})`;
  const told = `EXISTS (SELECT 1 FROM ${stage.table("written")} w WHERE ${checked.isRead("w")})`;
  await checked.use(async (c) => {
    await c.run(`UPDATE ${checked.differences} AS d SET explained = explained OR CASE kind
      WHEN 'missing' THEN ${inRows} OR ${told} WHEN 'altered' THEN ${layout.order === null ? inRows : moved(checked, next, settled)} OR ${told}
      ELSE false END`);
  });
}
function moved(checked, { stage }, settled) {
  const { order } = checked.context.layout;
  const own = `s.${id(order ?? "")}`;
  const same = checked.keys.map((key) => `${checked.value("s", key)} = ${checked.value("l", key)}`).join(" AND ");
  const unsettled = settled === null ? "" : ` OR ${own} >= ${secondOf(settled)}`;
  return `EXISTS (SELECT 1 FROM ${stage.table("rows")} s JOIN ${checked.table} l ON ${same}
    WHERE ${checked.isRead("s")} AND (${own} IS DISTINCT FROM l.${id(order ?? "")}${unsettled}))`;
}
function secondOf({ value: value2 }) {
  return `TIMESTAMPTZ '${value2.slice(0, 19)}Z'`;
}
async function explainGone(checked, next, { swept, sweptParts }) {
  const { layout, plan, allowDeletes } = checked.context;
  const { stage } = next;
  const gone = `EXISTS (SELECT 1 FROM (${stage.deletedKeys()}) s WHERE ${checked.isRead("s")})`;
  const present = `EXISTS (SELECT 1 FROM ${stage.table("present")} s WHERE ${checked.isRead("s")})`;
  const within = swept ? "true" : `EXISTS (SELECT 1 FROM ${checked.table} l WHERE ${checked.isDifference("l")} AND ${inParts(sweptParts, layout, "l")})`;
  const absent = swept || sweptParts.length > 0 ? ` OR (NOT ${present} AND ${within})` : "";
  await checked.use(async (c) => {
    await c.run(`UPDATE ${checked.differences} AS d SET explained = ${gone}${absent} WHERE kind = 'extra'`);
    const removed = await c.count(`${checked.differences} WHERE kind = 'extra' AND explained`);
    if (removed === 0 || allowDeletes) return;
    if (removed / await c.count(checked.whole) <= plan.options.maxDeleteFraction) return;
    await c.run(`UPDATE ${checked.differences} SET explained = false WHERE kind = 'extra'`);
  });
}

// src/warehouse/verify/portion.ts
var ROWS_PER_SLICE = 2e3;
var MOST_SLICES = 4096;
var SAMPLED = 5e4;
var SORTED_ALIKE = /^(SMALLINT|INTEGER|BIGINT|DATE|TIMESTAMP|TIMESTAMPTZ|UUID|VARCHAR|DECIMAL\(.*\))$/;
function sortsAlike(checked, column) {
  return SORTED_ALIKE.test(checked.types.get(column) ?? "") && !checked.isNumberText(column);
}
async function portionEnd(checked, column, from, share) {
  const { whole, types } = checked;
  const type = types.get(column) ?? "VARCHAR";
  const above = from === null ? "" : ` WHERE v >= CAST(${text(from)} AS ${type})`;
  return checked.use(async (c) => {
    const rows = Math.max(1, Math.ceil(await c.count(whole) * share));
    const values = `(SELECT v FROM (SELECT ${edgeOf(column, type)} AS v FROM ${whole} WHERE ${id(column)} IS NOT NULL${finite(id(column), type)})${above})`;
    const [found] = await c.rows(`WITH low AS (SELECT min(v) AS v FROM ${values}), high AS (SELECT v FROM ${values} ORDER BY v LIMIT 1 OFFSET ${rows})
      SELECT ${writtenAs("t.v", type)} AS v FROM (SELECT CASE WHEN high.v > low.v THEN high.v ELSE (SELECT min(v) FROM ${values} WHERE v > low.v) END AS v
      FROM high, low) t WHERE t.v IS NOT NULL`);
    return found?.v ?? null;
  });
}
async function divideByKey(checked, span) {
  const { bounds, alive, types, keys } = checked;
  const [key = ""] = keys;
  const type = types.get(key) ?? "";
  if (!sortsAlike(checked, key)) return { bounds: [], only: null };
  return checked.use(async (c) => {
    const rows = await c.count(alive);
    const slices = Math.min(MOST_SLICES, Math.ceil(rows / ROWS_PER_SLICE));
    const step = Math.max(1, Math.floor(Math.min(rows, SAMPLED) / Math.max(1, slices)));
    const first = span?.from == null ? "" : ` UNION ALL SELECT CAST(${text(span.from)} AS ${type})`;
    await c.run(`INSERT INTO ${bounds} SELECT row_number() OVER (ORDER BY low), low FROM (
      SELECT DISTINCT low FROM (SELECT low FROM (SELECT low, row_number() OVER (ORDER BY low) AS n FROM (
        SELECT ${id(key)} AS low FROM ${alive} USING SAMPLE ${SAMPLED} ROWS (reservoir, 1))) WHERE n % ${step} = 0 AND n > ${step}${finite("low", type)}${first}))`);
    const found = await c.rows(`SELECT ${writtenAs("low", type)} AS v FROM ${bounds} ORDER BY slice`);
    const lows = found.map((row) => row.v);
    if (span === null) return { bounds: lows, only: null };
    const lowest = span.from === null ? 0 : 1;
    const only = Array.from({ length: lows.length + 1 - lowest }, (_, i) => i + lowest);
    return { bounds: span.to === null ? lows : [...lows, span.to], only };
  });
}
function finite(value2, type) {
  return /^(DATE|TIMESTAMP)/.test(type) ? ` AND isfinite(${value2}) AND year(${value2}) BETWEEN 1 AND 9999` : "";
}
function edgeOf(column, type) {
  return type === "TIMESTAMPTZ" ? `date_trunc('second', ${id(column)})` : id(column);
}
function writtenAs(value2, type) {
  if (type === "TIMESTAMPTZ") return `strftime(${value2} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`;
  return type.startsWith("DECIMAL") ? decimalText(value2) : `CAST(${value2} AS VARCHAR)`;
}

// src/warehouse/verify/content-check.ts
var ContentCheck = class _ContentCheck {
  #checked;
  #rounds = 0;
  constructor(checked) {
    this.#checked = checked;
  }
  static async begin(context) {
    return new _ContentCheck(await ContentTable.create(context));
  }
  get types() {
    return this.#checked.types;
  }
  /** Rows that are compared. */
  async rows() {
    return this.#checked.use(async (c) => c.count(this.#checked.alive));
  }
  /** True where both engines sort the values of this column alike. */
  sortsAlike(column) {
    return sortsAlike(this.#checked, column);
  }
  /** From now on compares a share of the rows, in the order of a column and from one of its values on. Returns the span that they are in. */
  async choosePortion(column, from, share) {
    const span = { column, from, to: await portionEnd(this.#checked, column, from, share) };
    this.#checked.narrow(span);
    return span;
  }
  async divide(span) {
    return divideByKey(this.#checked, span);
  }
  /** Counts and hashes the warehouse's rows by slice. Needs nothing of the source: it may be done while that is asked for the same. `signal`: ends it. */
  async hashSlices(expression, signal) {
    await this.#checked.use(async (c) => {
      const stop = () => c.interrupt();
      signal.addEventListener("abort", stop, { once: true });
      await c.run(
        `CREATE OR REPLACE TABLE ${this.#checked.slices} AS SELECT slice, count(*) AS rows, sum(hash)::HUGEINT AS hash FROM ${this.#sliced(expression)} GROUP BY slice`
      ).finally(() => signal.removeEventListener("abort", stop));
    });
  }
  /** Compares what the source counts and hashes by slice with what `hashSlices` has found. */
  async compareSlices(read) {
    return this.#checked.use(async (c) => {
      const found = await c.rows(`
        SELECT coalesce(t.slice, h.slice) AS slice, coalesce(t.rows, 0) AS there, coalesce(h.rows, 0) AS here,
          t.rows IS DISTINCT FROM h.rows OR t.hash IS DISTINCT FROM h.hash AS differs
        FROM (SELECT slice, sum(rows)::BIGINT AS rows, sum(hash)::HUGEINT AS hash FROM ${read.rows} GROUP BY slice) t
        FULL JOIN ${this.#checked.slices} h ON t.slice = h.slice
        WHERE coalesce(t.rows, 0) > 0 OR h.rows > 0`);
      const sum = (what) => found.reduce((total, slice) => total + slice[what], 0);
      return { there: sum("there"), here: sum("here"), differing: found.filter((s) => s.differs).map((s) => s.slice) };
    });
  }
  /** Notes the rows of some slices that differ: `read` has the source's keys and hashes. */
  async compareRows(read, expression, slices) {
    const here = `(SELECT * FROM ${this.#sliced(expression)} WHERE slice IN (${slices.join(",")}))`;
    await this.#note(read, here, "t.hash IS DISTINCT FROM h.hash");
  }
  /** Notes which keys only one side has: `read` has the keys of all rows of the source. */
  async compareKeys(read) {
    const here = `(SELECT ${this.#checked.keysOf("l.")} FROM ${this.#checked.alive} l)`;
    await this.#note(read, here, "false");
    return this.#checked.use(async (c) => ({ there: await c.count(read.rows), here: await c.count(this.#checked.alive) }));
  }
  /** Notes the rows whose values differ, among those that were read. Returns how many rows were compared. */
  async compareValues(read, columns, rules = {}) {
    const { differences, keys, types } = this.#checked;
    const { order } = this.#checked.context.layout;
    const { calculatedDue = false, low = null, round = 0 } = rules;
    return this.#checked.use(async (c) => {
      const own = await read.types(c);
      const both = columns.filter(({ name }) => types.has(name) && own.has(name));
      const tuple2 = (alias, some, a, b) => `(${["0", ...some.map(({ name }) => comparable(`${alias}.${id(name)}`, a.get(name) ?? "", b.get(name) ?? ""))].join(", ")})`;
      const differ = (some) => `${tuple2("l", some, types, own)} IS DISTINCT FROM ${tuple2("s", some, own, types)}`;
      const on = keys.map((key) => `${this.#checked.value("s", key)} = ${this.#checked.value("l", key)}`).join(" AND ");
      const explained = [
        ...calculatedDue ? [`NOT (${differ(both.filter((column) => !column.calculated))})`] : [],
        ...low === null || order === null || !own.has(order) ? [] : [`coalesce(s.${id(order)} IS DISTINCT FROM l.${id(order)} AND s.${id(order)} >= ${secondOf(low)}, false)`]
      ];
      await c.run(`INSERT INTO ${differences}
        SELECT ${this.#checked.keysOf("l.")}, 'altered', bool_or(${explained.join(" OR ") || "false"}), ${round}
        FROM ${this.#checked.alive} l JOIN ${read.rows} s ON ${on}
        WHERE ${differ(both)} AND NOT EXISTS (SELECT 1 FROM ${differences} d WHERE ${this.#checked.isDifference("l")})
        GROUP BY ${keys.map((_, i) => `${i + 1}`).join(", ")}`);
      return c.count(read.rows);
    });
  }
  /**
   * Chooses rows that differ, unexplained, to be read again: the service has no snapshot, so some of them were on their way when they were
   * compared. At most `most`; none: all were read again.
   */
  async toReadAgain(most) {
    const { differences } = this.#checked;
    const round = ++this.#rounds;
    const open = `NOT explained AND round = 0 AND kind <> 'doubled'`;
    await this.#checked.use(
      async (c) => c.run(
        `UPDATE ${differences} SET round = ${round} WHERE rowid IN (SELECT rowid FROM ${differences} WHERE ${open} LIMIT ${most})`
      )
    );
    return this.#checked.keyTexts(`SELECT * FROM ${differences} WHERE round = ${round}`);
  }
  /** Compares those rows once more; `read` has them as they are now. Returns how many still differ. */
  async compareAgain(read, columns, rules) {
    const { differences } = this.#checked;
    const round = this.#rounds;
    const again = `EXISTS (SELECT 1 FROM ${read.rows} s WHERE ${this.#checked.isRead("s")})`;
    await this.#checked.use(
      async (c) => c.run(
        `DELETE FROM ${differences} AS d WHERE round = ${round} AND ((kind = 'missing' AND NOT ${again}) OR (kind = 'extra' AND ${again}) OR kind = 'altered')`
      )
    );
    await this.compareValues(read, columns, { ...rules, round });
    return this.#checked.use(async (c) => c.count(`${differences} WHERE round = ${round} AND NOT explained`));
  }
  /** See explain.ts. */
  async explainChanged(next, settled) {
    await explainChanged(this.#checked, next, settled);
  }
  async explainGone(next, swept) {
    await explainGone(this.#checked, next, swept);
  }
  /** The next run reads all rows. */
  async explainAll() {
    await this.#checked.use(async (c) => c.run(`UPDATE ${this.#checked.differences} SET explained = true`));
  }
  /** Those that differ and that nothing explains; in texts as DuckDB writes them. */
  async keys(most) {
    return this.#checked.keyTexts(`SELECT * FROM ${this.#checked.differences} WHERE NOT explained LIMIT ${most}`);
  }
  /** Keys of rows picked at random. */
  async sample(count) {
    const keys = this.#checked.keys.map((key, i) => `${id(key)} AS k${i}`).join(", ");
    return this.#checked.keyTexts(`SELECT ${keys} FROM ${this.#checked.alive} USING SAMPLE ${count} ROWS`);
  }
  async counts() {
    const of2 = (kind) => `count(*) FILTER (kind = '${kind}') AS ${kind}`;
    return this.#checked.use(
      async (c) => c.row(
        `SELECT ${["missing", "extra", "altered", "doubled"].map(of2).join(", ")}, count(*) FILTER (explained) AS explained FROM ${this.#checked.differences}`
      )
    );
  }
  /** The keys that differ, how, and whether the next run brings the change. */
  async writeKeys(file) {
    await (0, import_promises2.mkdir)((0, import_node_path.dirname)(file), { recursive: true });
    const keys = this.#checked.keys.map((key, i) => `k${i} AS ${id(key)}`).join(", ");
    await this.#checked.use(
      async (c) => c.run(
        `COPY (SELECT ${keys}, kind AS "_difference", explained AS "_explained" FROM ${this.#checked.differences} ORDER BY ALL) TO ${text(file)} (FORMAT csv, HEADER)`
      )
    );
  }
  /** Leaves one row of each key that several rows of the warehouse have; the merge that follows gives it its values. */
  async undouble() {
    return this.#checked.use(
      async (c) => c.changed(`DELETE FROM ${this.#checked.table} WHERE rowid IN (SELECT row FROM (
        SELECT l.rowid AS row, row_number() OVER (PARTITION BY ${list(this.#checked.keys, "l.")} ORDER BY l.rowid) AS n
        FROM (SELECT *, rowid FROM ${this.#checked.table}) l WHERE EXISTS (SELECT 1 FROM ${this.#checked.differences} d WHERE kind = 'doubled' AND ${this.#checked.isDifference("l")})) WHERE n > 1)`)
    );
  }
  /** SQL: keys that differ and that `rows` lacks, as the stage's columns. */
  differing(rows) {
    const keys = this.#checked.keys.map((key, i) => `d.k${i} AS ${id(key)}`).join(", ");
    return `SELECT ${keys} FROM ${this.#checked.differences} d WHERE NOT d.explained AND NOT EXISTS (SELECT 1 FROM ${rows} s WHERE ${this.#checked.isRead("s")})`;
  }
  async end() {
    await this.#checked.drop();
  }
  /** SQL: keys as k0…, slice and hash of all rows of the warehouse. */
  #sliced(expression) {
    const { keys, alive, bounds } = this.#checked;
    const rows = `(SELECT ${[...keys.map((key, i) => `${id(key)} AS k${i}`), `${expression} AS hash`].join(", ")} FROM ${alive})`;
    if (keys.length === 0 || !sortsAlike(this.#checked, keys[0] ?? "")) return `(SELECT *, 0 AS slice FROM ${rows})`;
    return `(SELECT r.*, coalesce(b.slice, 0) AS slice FROM ${rows} r ASOF LEFT JOIN ${bounds} b ON r.k0 >= b.low)`;
  }
  /** Compares keys, and hashes where `differs` says how. `here`: SQL, keys as k0…. */
  async #note(read, here, differs) {
    const { keys, types, differences, keepsDeleted } = this.#checked;
    const hashed = differs !== "false";
    const names = keys.map((_, i) => `k${i}`);
    const side = (rows, values) => `(SELECT ${values.map((v, i) => `${v} AS k${i}`).join(", ")}, count(*) AS n${hashed ? ", any_value(hash) AS hash" : ""} FROM ${rows} GROUP BY ALL)`;
    const there = side(
      `${read.rows} s`,
      keys.map((key) => this.#checked.value("s", key))
    );
    const own = side(
      here,
      keys.map((key, i) => this.#checked.comparable(key, `k${i}`))
    );
    const either = keys.map((key, i) => `CAST(coalesce(t.k${i}, h.k${i}) AS ${types.get(key) ?? "VARCHAR"}) AS k${i}`);
    const kind = `CASE WHEN t.n IS NULL AND h.n > 1 OR h.n IS NULL AND t.n > 1 OR t.n <> h.n OR t.n > 1 THEN 'doubled'
      WHEN t.n IS NULL THEN 'extra' WHEN h.n IS NULL THEN 'missing' WHEN ${differs} THEN 'altered' END`;
    const wanted = keepsDeleted ? ` AND kind <> 'extra'` : "";
    await this.#checked.use(
      async (c) => c.run(`INSERT INTO ${differences} SELECT *, false, 0 FROM (
        SELECT ${either.join(", ")}, ${kind} AS kind FROM ${there} t FULL JOIN ${own} h ON ${names.map((k) => `t.${k} = h.${k}`).join(" AND ")})
        WHERE kind IS NOT NULL${wanted}`)
    );
  }
};

// src/warehouse/verify/reading.ts
var Reading = class _Reading {
  #context;
  #stage;
  #loader;
  #into;
  #snapshot;
  constructor(context, snapshot) {
    this.#context = context;
    this.#snapshot = snapshot;
    this.#stage = new Stage(context.nextSequence(), context.layout, context.plan.schema.deletedFlag);
    this.#loader = loaderOf(context);
    this.#into = { targets: this.#stage.targets(context.database) };
  }
  /** `snapshot`: false where a row that is edited meanwhile may be read twice. */
  static async begin(context, snapshot) {
    const reading = new _Reading(context, snapshot);
    await reading.#stage.ensure(context.database);
    return reading;
  }
  async receive(partition, read) {
    return this.#loader.receive(partition, this.#into, read);
  }
  /** Waits until all that was received is there. */
  async loaded() {
    await this.#loader.finish();
  }
  /** SQL: the rows that were read, but for those that the source flags as deleted; of a row that was read twice the newest reading. */
  get rows() {
    if (!this.#snapshot) return this.#stage.newest();
    return `(SELECT * FROM ${this.#stage.table("rows")} WHERE NOT _highwater_deleted)`;
  }
  async types(connection) {
    return this.#stage.types(connection);
  }
  async drop() {
    await this.#loader.discard().catch(() => void 0);
    await this.#context.database.use(async (c) => this.#stage.drop(c));
  }
};

// src/warehouse/warehouse-options.ts
var import_node_os = __toESM(require_node_os(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
function roomOf(options) {
  const { memoryMib = defaultMemoryMib(), threads = (0, import_node_os.availableParallelism)(), firstMemoryMib } = options;
  return new Room(memoryMib, threads, firstMemoryMib, options.utmostMemoryMib ?? utmostMemoryMib());
}
async function openDatabase(file, options, room, readOnly = false) {
  const { directory, beforeWrite } = options;
  return Database.open(file, { room, tempDirectory: (0, import_node_path2.join)(directory, "spill"), readOnly, beforeWrite });
}
function stagingIn({ directory }) {
  return (0, import_node_path2.join)(directory, "staging");
}

// src/warehouse/warehouse.ts
var Warehouse = class _Warehouse {
  #database;
  #options;
  #room;
  #kept = new KeptEntries();
  #spellings = new TypeSpellings();
  #merges = pLimit(1);
  /** Small tables that are read in full, on their way into the state. */
  small = new SmallTables(
    () => this.#database,
    async (work) => this.exclusive(work)
  );
  /** Tables that may have a shadow, and those that the state may know, as `source.table`. */
  #shadows = /* @__PURE__ */ new Set();
  #known = /* @__PURE__ */ new Set();
  #sequence = 0;
  #upgraded = false;
  constructor(database, options, room) {
    this.#database = database;
    this.#options = options;
    this.#room = room;
  }
  /** Opens the file (makes it where there is none) and checks that it is a state of ours. */
  static async open(file, options) {
    const staging = stagingIn(options);
    await (0, import_promises3.rm)(staging, { recursive: true, force: true });
    await (0, import_promises3.mkdir)(staging, { recursive: true });
    await (0, import_promises3.rm)(compactedName(file), { force: true });
    const room = roomOf(options);
    const warehouse = new _Warehouse(await openDatabase(file, options, room), options, room);
    await warehouse.#prepare();
    return warehouse;
  }
  get database() {
    return this.#database;
  }
  /** One at a time: merges and changes of different tables must not meet in DuckDB. */
  async exclusive(work) {
    return this.#merges(work);
  }
  /** True where the file was of an older format when it was opened. */
  get isUpgraded() {
    return this.#upgraded;
  }
  /** For a small database that is open for a moment beside this one. */
  smallRoom() {
    return roomOf({ ...this.#options, threads: 1 });
  }
  async #prepare() {
    await this.#database.use(async (c) => {
      this.#upgraded = await createCatalog(c) || this.#upgraded;
      this.#shadows = await dropOrphans(c);
    });
    await this.#setUp();
  }
  /** What DuckDB forgets when the file is closed. */
  async #setUp() {
    await this.#database.use(async (c) => {
      await c.run(`ATTACH ':memory:' AS ${STAGE_DATABASE}`);
      const tables = await storedTables(c);
      this.#known = new Set(tables.map((t) => `${t.source}.${t.table}`));
      if (tables.some((t) => t.longRows)) await this.#database.keepRowGroups();
      const widest = Math.max(0, ...tables.map((t) => t.columns.length));
      await this.#database.makeRoom(widest);
    });
  }
  async tables() {
    const tables = await this.#database.use(async (c) => storedTables(c));
    return tables.map((t) => this.#kept.newest(t));
  }
  async memory() {
    return this.#database.use(readMemory);
  }
  async remember(memory) {
    await this.#database.use(async (c) => writeMemory(c, memory));
  }
  /** What an interrupted full sync of this very plan left, or null. */
  async findResume(request) {
    return request.plan.mode === "full" ? this.#database.use(async (c) => findResume(c, this.#context(request))) : null;
  }
  /** `resume` is what the import started with: what it resumes from, or the watermark and partitions of a fresh start. */
  async begin(request, resume) {
    const context = this.#context(request);
    await this.#database.makeRoom(context.layout.columns.length);
    const { plan, stored } = request;
    const title = titleOf(plan);
    const isKnown = this.#known.has(title);
    this.#known.add(title);
    if (isKnown && stored?.name !== plan.target.name) await this.#database.use(async (c) => adoptName(c, plan));
    this.#kept.forget({ source: plan.source, table: plan.ref.name });
    return plan.mode === "full" ? new FullLoad(context).begin(resume) : new IncrementalLoad(context);
  }
  /** Replaces what the state knows of a table whose rows have not changed. */
  async keep(table) {
    this.#kept.forget(table);
    await this.#database.use(async (c) => c.transaction(async () => storeTable(c, table)));
  }
  /** For `verify`: the table as it is, to be compared. */
  async check(request) {
    return ContentCheck.begin(this.#context(request));
  }
  /** For `verify`: rows of these columns, to be compared. `key`: false where they have none. */
  async reading(request, columns, kind) {
    const { plan } = request;
    const { deletedFlag: _, ...schema } = plan.schema;
    const narrowed = kind.key ? { ...plan.schema, columns } : { ...schema, columns, key: [] };
    await this.#database.makeRoom(columns.length);
    return Reading.begin(this.#context({ ...request, stored: null, plan: { ...plan, schema: narrowed } }), kind.snapshot);
  }
  /** An import whose rows are looked at before they are merged, or dropped. */
  async beginChanges(request) {
    const context = this.#context(request);
    await this.#database.makeRoom(context.layout.columns.length);
    this.#kept.forget({ source: request.plan.source, table: request.plan.ref.name });
    return new IncrementalLoad(context).withStage();
  }
  #context(request) {
    const { plan, stored } = request;
    return {
      ...request,
      database: this.#database,
      layout: layoutOf(plan, stored),
      stagingDirectory: stagingIn(this.#options),
      maskKey: this.#options.maskKey ? hmacKey(this.#options.maskKey) : null,
      now: this.#options.now,
      runId: this.#options.runId ?? this.#options.now,
      clock: () => (this.#options.clock?.() ?? /* @__PURE__ */ new Date()).toISOString(),
      allowDeletes: this.#options.allowDeletes ?? false,
      keep: async (connection, table) => this.#kept.keep(connection, table, stored),
      nextSequence: () => ++this.#sequence,
      exclusive: async (work) => this.exclusive(work),
      small: this.small,
      spellings: this.#spellings,
      shadows: this.#shadows
    };
  }
  /** Computes a derived table again; its rows replace the old ones in one transaction. */
  async derive(source, table) {
    return this.#database.use(async (c) => computeDerived(c, source, table, this.#options.now));
  }
  /** Removes a table that the configuration no longer names, with its history and what is left of its shadow. */
  async drop(table) {
    this.#kept.forget(table);
    await this.#database.use(async (c) => dropTable(c, table));
  }
  /** Drops what is left of a table's unfinished full sync. True: there was something. */
  async dropUnfinished(source, table) {
    return this.#database.use(async (c) => {
      const there = (await shadowTables(c)).length;
      await dropShadow(c, source, table);
      return (await shadowTables(c)).length < there;
    });
  }
  /** Writes `_highwater.*` and the comments of the tables that were written in this run. */
  async describe(run, written) {
    const tables = await this.tables();
    await this.#database.use(async (c) => {
      await describeContents(c, tables, run.tables);
      await commentColumns(c, written);
      await recordRun(c, run);
    });
  }
  async history() {
    return this.#database.use(readHistory);
  }
  /** Rewrites the file without its free blocks, where they exceed a quarter of it (`VACUUM` reclaims nothing in DuckDB). */
  async compact(always = false) {
    await this.#kept.write(this.#database);
    const file = this.#database.file;
    const compacted = compactedName(file);
    if (!await this.#database.use(async (c) => writeCompacted(c, compacted, always))) return false;
    this.#database.close();
    await (0, import_promises3.rename)(compacted, file);
    this.#database = await openDatabase(file, this.#options, this.#room);
    await this.#prepare();
    return true;
  }
  async checkpoint() {
    if (this.#database.readOnly) return;
    await this.#kept.write(this.#database);
    await this.#database.use(async (c) => c.checkpoint());
  }
  /** After `close`: opens the file again so that nothing can change it, whatever other names it has by now. */
  async reopenToRead() {
    this.#database = await openDatabase(this.#database.file, this.#options, this.#room, true);
  }
  /**
   * Runs `work` while nothing has the file open, which is whole by itself then; opens it again however that ends. For rows that will soon be
   * deleted `compresses: false` saves the search for the best compression, which takes longer than writing them.
   */
  async whileClosed(work, { compresses = true } = {}) {
    if (!compresses) await this.#database.use(async (c) => c.run("SET GLOBAL force_compression = 'uncompressed'"));
    await this.checkpoint();
    const { file } = this.#database;
    this.#database.close();
    try {
      return await work(file, { room: this.#room, tempDirectory: (0, import_node_path3.join)(this.#options.directory, "spill") });
    } finally {
      this.#database = await openDatabase(file, this.#options, this.#room);
      await this.#setUp();
    }
  }
  /** What a statement had to be given above DuckDB's share of the memory, in MiB; 0 where the share was enough. */
  get memoryBeyondMib() {
    return this.#room.beyondMib;
  }
  /** Closes the file without writing to it: what is only in the log is lost with the file. */
  async abandon() {
    if (!this.#database.readOnly) await this.#database.use(async (c) => c.run("PRAGMA disable_checkpoint_on_shutdown"));
    this.#database.close();
    await (0, import_promises3.rm)(stagingIn(this.#options), { recursive: true, force: true });
  }
  /** After this the file is whole by itself (no write-ahead log) and may be copied or saved. */
  async close() {
    try {
      await this.checkpoint();
    } finally {
      this.#database.close();
    }
    await (0, import_promises3.rm)(stagingIn(this.#options), { recursive: true, force: true });
  }
};

export {
  takeLaterSyncs,
  laterSyncs,
  substanceOf,
  Warehouse
};
