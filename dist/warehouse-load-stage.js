import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  DELETED_AT,
  SYNCED_AT,
  adaptiveType,
  canonicalNumber,
  decimalText,
  definition,
  definitions,
  evolveTable,
  isUnwanted,
  layoutOf,
  needsOf,
  storedColumns,
  userColumns,
  variedText,
  withDerived
} from "./warehouse-table-layout.js";
import {
  COLUMNS_COLUMNS,
  PUBLIC_SCHEMA,
  STATE_SCHEMA,
  TABLES_COLUMNS,
  createCatalog,
  forgetTable,
  historyName,
  of,
  readMemory,
  require_lib,
  shadowName,
  storeTable,
  storedTables,
  writeMemory
} from "./lib-duckdb-node-api.js";
import {
  castsExactly,
  distinguishable,
  realTypes,
  widensExactly
} from "./warehouse-duckdb-types.js";
import {
  id,
  list,
  qualified,
  sameKey,
  text
} from "./warehouse-duckdb-sql.js";
import {
  maskWords
} from "./model-column-mask.js";
import {
  fromMicros,
  heldBackTo,
  later
} from "./model-watermark.js";
import {
  pLimit
} from "./lib-p-limit.js";
import {
  HighwaterError,
  diskFull
} from "./model-errors.js";
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
import { mkdir as mkdir2, rename as rename2, rm as rm4 } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join as join3 } from "node:path";

// src/warehouse/catalog/metadata.ts
var RUNS_KEPT = 2200;
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
    for (const statement of missing) await connection.run(statement);
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
import { rm } from "node:fs/promises";
var COMPACTED = "highwater_compacted";
async function copyInto(connection, file) {
  await connection.run(`DETACH DATABASE IF EXISTS ${COMPACTED}`);
  await rm(file, { force: true });
  await rm(`${file}.wal`, { force: true });
  const { name } = await connection.row("SELECT current_database() AS name");
  await connection.run(`ATTACH ${text(file)} AS ${COMPACTED}`);
  await connection.transaction(async () => connection.run(`COPY FROM DATABASE ${id(name)} TO ${COMPACTED}`));
}
function compactedName(file) {
  return `${file}.compact`;
}

// src/warehouse/duckdb/database.ts
var import_node_api = __toESM(require_lib(), 1);

// src/warehouse/duckdb/duckdb-error.ts
var OUT_OF_MEMORY = /Out of Memory Error|\([\d.]+ \w+\/[\d.]+ \w+ used\)/;
var MORE_MEMORY = "Use a machine with more memory, or give its container more: DuckDB has had all but what Node.js needs. The table keeps its previous rows.";
function isOutOfMemory(error) {
  return isDuckdbs(error) && OUT_OF_MEMORY.test(error.message) && !/FATAL Error/.test(error.message);
}
function unrepeatable({ code, message, hint }) {
  return new HighwaterError(code, message, hint, { family: "fatal" });
}
function isDuckdbs(error) {
  return error instanceof HighwaterError && error.family === "database";
}
function translate(error, file) {
  if (error instanceof HighwaterError) return error;
  const [message = ""] = (error instanceof Error ? error.message : String(error)).split(/\n+(?:Stack Trace|Possible solutions):/);
  if (/Could not set lock on file|Conflicting lock/i.test(message)) {
    return new HighwaterError(
      "RUN_IN_PROGRESS",
      `Another run is using ${file}.`,
      "Wait until it has ended, or give this run a state directory of its own (--state DIR).",
      { cause: error }
    );
  }
  if (/No space left on device|disk full|Disk quota exceeded|File too large|Could not write file.*space|max_temp_directory_size/i.test(
    message
  )) {
    return diskFull(/file "([^"]+)"/.exec(message)?.[1], error);
  }
  return new HighwaterError(
    "WAREHOUSE",
    `DuckDB: ${message}`,
    OUT_OF_MEMORY.test(message) ? MORE_MEMORY : "If this is not about disk, it is likely a bug in Highwater: please report it.",
    {
      cause: error
    }
  );
}

// src/warehouse/duckdb/memory-limit.ts
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join, posix } from "node:path";
var FIRST_MIB = 104;
var STEP = 4;
var STEP_BEYOND = 2;
var BYTES_PER_ROW_OF_DELETES = 8.25;
var MANY_ROWS = 5e4;
var MANY_ROWS_MIB = 512;
var Room = class {
  #shareMib;
  #firstMib;
  /** The most that a single statement gets. */
  utmostMib;
  #limitMib;
  #threads;
  #beyondMib = 0;
  constructor(shareMib, threads, firstMib = FIRST_MIB, utmostMib = shareMib) {
    this.#shareMib = shareMib;
    this.utmostMib = Math.max(shareMib, utmostMib);
    this.#firstMib = Math.min(firstMib, shareMib);
    this.#limitMib = this.#firstMib;
    this.#threads = threads;
  }
  get limitMib() {
    return this.#limitMib;
  }
  get threads() {
    return this.#threads;
  }
  /** The share is used up, and the work is done by one thread: what is refused now has to be done in smaller pieces, or beyond the share. */
  get full() {
    return this.#limitMib >= this.#shareMib && this.#threads === 1;
  }
  /** The most that a statement had to be given above the share; 0 where the share was enough. */
  get beyondMib() {
    return this.#beyondMib;
  }
  /** Raises the limit by so much above the first one, as far as the share allows. Returns whether it is higher now. */
  besides(mib) {
    return this.#atLeast(this.#firstMib + mib, this.#shareMib);
  }
  /** Raises the limit for a merge of so many rows: to be refused first would cost more than the memory. */
  forRows(rows) {
    return rows >= MANY_ROWS && this.#atLeast(MANY_ROWS_MIB, this.#shareMib);
  }
  /** Whether rows scattered over a table of so many can be deleted within the share. */
  allowsDeletes(rows) {
    return this.#firstMib + mibOfDeletes(rows) <= this.#shareMib;
  }
  /** Raises the limit for such deletes: after a refused one DuckDB takes the rows for deleted until the file is opened again. */
  forDeletes(rows) {
    return this.#atLeast(this.#firstMib + mibOfDeletes(rows), this.utmostMib);
  }
  /**
   * For work that was refused: more memory; at the share one thread, which needs half as much; then more than the share. False where there is
   * nothing more to give.
   */
  grow() {
    if (this.#atLeast(this.#limitMib * STEP, this.#shareMib)) return true;
    if (this.#threads === 1) return this.#atLeast(this.#limitMib * STEP_BEYOND, this.utmostMib);
    this.#threads = 1;
    return true;
  }
  /** As `grow`, in one step up to the share: for work that costs much to repeat. */
  growToShare() {
    return this.#atLeast(this.#shareMib, this.#shareMib) || this.grow();
  }
  /** The work that got more than the share is done. Returns whether the limit is lower now. */
  giveBack() {
    if (this.#limitMib <= this.#shareMib) return false;
    this.#limitMib = this.#shareMib;
    return true;
  }
  #atLeast(mib, most) {
    const limit = Math.min(Math.ceil(mib), most);
    if (limit <= this.#limitMib) return false;
    this.#limitMib = limit;
    if (limit > this.#shareMib) this.#beyondMib = Math.max(this.#beyondMib, limit);
    return true;
  }
};
function mibOfDeletes(rows) {
  return Math.ceil(rows * BYTES_PER_ROW_OF_DELETES / 2 ** 20);
}
var MIB = 2 ** 20;
var OTHERS_MIB = 512;
var LEAST_MEMORY_MIB = 512;
function defaultMemoryMib(memoryMib = processMemoryMib()) {
  return Math.max(LEAST_MEMORY_MIB, Math.floor(memoryMib / 2) - OTHERS_MIB);
}
function utmostMemoryMib(memoryMib = processMemoryMib()) {
  return Math.max(LEAST_MEMORY_MIB, memoryMib - OTHERS_MIB);
}
function processMemoryMib(root = "/", machineBytes = totalmem()) {
  return Math.floor(Math.min(machineBytes, ...controlGroupLimits(root)) / MIB);
}
function controlGroupLimits(root) {
  const groups = (read(join(root, "proc/self/cgroup")) ?? "").split("\n").flatMap((line) => {
    const [, id2, controllers = "", path = ""] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (id2 === "0" && controllers === "") return [{ mount: "sys/fs/cgroup", path, files: ["memory.max", "memory.high"] }];
    if (controllers.split(",").includes("memory"))
      return [{ mount: "sys/fs/cgroup/memory", path, files: ["memory.limit_in_bytes"] }];
    return [];
  });
  return groups.flatMap(
    ({ mount, path, files }) => upwards(path).flatMap((group) => files.flatMap((file) => bytes(read(join(root, mount, group, file)))))
  );
}
function upwards(path) {
  const group = posix.normalize(`/${path}`);
  return group === "/" ? ["/"] : [group, ...upwards(dirname(group))];
}
function bytes(text2) {
  return text2 !== null && /^[1-9]\d*\s*$/.test(text2) ? [Number(text2)] : [];
}
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
function configOf({ room, tempDirectory, readOnly }) {
  return {
    threads: String(room.threads),
    memory_limit: `${room.utmostMib}MiB`,
    temp_directory: tempDirectory,
    // What is not in the npm package must not be fetched at run time.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "false",
    // Loads commit per partition; a checkpoint after each would write the same blocks again and again.
    checkpoint_threshold: "1GiB",
    ...readOnly ? { access_mode: "READ_ONLY" } : {}
  };
}

// src/warehouse/duckdb/statement-memory.ts
var ROWS_OF_PIECES = [256, 32, 4];
var StatementMemory = class {
  room;
  #instance;
  #file;
  #lifted = 0;
  /** `file`: the database's, for errors. */
  constructor(instance, room, file) {
    this.#instance = instance;
    this.#file = file;
    this.room = room;
  }
  /** Gives DuckDB the limit that the room has now. */
  async tell() {
    await this.#set(this.#lifted > 0 ? this.room.utmostMib : this.room.limitMib);
  }
  /** Does `work` again, with more memory, as often as DuckDB refuses it for the lack of it: it must be one that can be repeated. */
  async repeat(work) {
    for (; ; ) {
      const before = this.room.limitMib;
      try {
        const result = await work();
        if (this.room.giveBack()) await this.tell().catch(() => void 0);
        return result;
      } catch (error) {
        if (!await this.canRepeat(error, before)) throw error;
      }
    }
  }
  /**
   * As `repeat`; but what DuckDB refuses at the share is done in smaller pieces before it gets more than the share. `work` is told how many rows
   * a piece may read: null, the whole at once.
   */
  async inPieces(work) {
    for (const rows of [null, ...ROWS_OF_PIECES]) {
      try {
        return await this.#withinShare(async () => work(rows));
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
      }
    }
    return this.repeat(async () => work(ROWS_OF_PIECES.at(-1) ?? null));
  }
  async #withinShare(work) {
    for (; ; ) {
      const before = this.room.limitMib;
      try {
        return await work();
      } catch (error) {
        if (this.room.full || !await this.canRepeat(error, before)) throw error;
      }
    }
  }
  /** Whether work that failed under a limit of `before` MiB may succeed now: it lacked memory, and there is more. */
  async canRepeat(error, before, grow = () => this.room.grow()) {
    if (!isOutOfMemory(error)) return false;
    if (this.room.limitMib > before) return true;
    if (!grow()) return false;
    await this.tell();
    return true;
  }
  /**
   * Does what can't be repeated: a COMMIT or a CHECKPOINT that DuckDB refuses for the lack of memory leaves the database damaged in memory, or
   * closed. Meanwhile DuckDB may use all that the machine has; it uses what it needs.
   */
  async lifted(work) {
    if (this.room.limitMib >= this.room.utmostMib) return work();
    this.#lifted++;
    try {
      await this.tell();
      return await work();
    } finally {
      this.#lifted--;
      await this.tell().catch(() => void 0);
    }
  }
  async #set(mib) {
    try {
      const connection = await this.#instance.connect();
      try {
        await connection.run(`SET memory_limit = '${mib}MiB'; SET threads = ${this.room.threads}`);
      } finally {
        connection.closeSync();
      }
    } catch (error) {
      throw translate(error, this.#file);
    }
  }
};

// src/warehouse/duckdb/database.ts
var MIB_PER_COLUMN = 1;
var LONG_ROW = 1024 * 1024;
var COLUMNS_PER_STATEMENT = 50;
var COPIES_OF_LONG_ROW = 16;
var Database = class _Database {
  #instance;
  file;
  threads;
  readOnly;
  /** One load at a time: it keeps all threads busy; more would only share memory and leave more row groups half full. */
  loads = pLimit(1);
  #memory;
  constructor(instance, file, { room, readOnly = false }) {
    this.#instance = instance;
    this.readOnly = readOnly;
    this.file = file;
    this.threads = room.threads;
    this.#memory = new StatementMemory(instance, room, file);
  }
  /** A killed run's log is replayed here: until then DuckDB may use all that the machine has. */
  static async open(file, options) {
    try {
      const database = new _Database(await import_node_api.DuckDBInstance.create(file, configOf(options)), file, options);
      await database.#memory.tell();
      await database.use(async (c) => c.run("SET GLOBAL TimeZone = 'UTC'"));
      return database;
    } catch (error) {
      throw translate(error, file);
    }
  }
  async connect() {
    const connection = await this.#instance.connect().catch((error) => {
      throw translate(error, this.file);
    });
    return new Connection(connection, this.file, this.#memory);
  }
  /**
   * Raises the limit for a table of so many columns and rows of so many bytes: while rows are appended, each thread keeps blocks of
   * every column in memory, and of a long row several copies.
   */
  async makeRoom(columns, longestRow = 0) {
    const row = longestRow > LONG_ROW ? longestRow * COPIES_OF_LONG_ROW / 2 ** 20 : 0;
    const { room } = this.#memory;
    if (room.besides(columns * this.threads * MIB_PER_COLUMN + row)) await this.#memory.tell();
  }
  /** Raises the limit for a merge of so many rows. */
  async makeRoomForRows(rows) {
    if (this.#memory.room.forRows(rows)) await this.#memory.tell();
  }
  /** Whether rows scattered over a table of so many can be deleted; where not, the table is to be built again without them. */
  allowsDeletes(rows) {
    return this.#memory.room.allowsDeletes(rows);
  }
  /**
   * Gives back what DuckDB has freed and its allocator still keeps: each load would add 30 MiB to it, since each runs on another thread.
   * DuckDB does so when its limit is set again, unless everything below that limit is in use this moment.
   */
  async trim() {
    await this.#memory.tell().catch(() => void 0);
  }
  /** Whether work that failed under a limit of `before` MiB may succeed now. It costs much to repeat: the limit rises to the share at once. */
  async canRepeat(error, before) {
    return this.#memory.canRepeat(error, before, () => this.#memory.room.growToShare());
  }
  get limitMib() {
    return this.#memory.room.limitMib;
  }
  /** Runs `work` on a connection of its own. */
  async use(work) {
    const connection = await this.connect();
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }
  close() {
    this.#instance.closeSync();
  }
};
var DELETE = /^\s*DELETE FROM ((?:"(?:[^"]|"")*"|\w+)(?:\.(?:"(?:[^"]|"")*"|\w+))*)/;
var Connection = class {
  #duckdb;
  #file;
  #memory;
  /** Part of something that is repeated as a whole, or can't be. */
  #within = false;
  constructor(duckdb, file, memory) {
    this.#duckdb = duckdb;
    this.#file = file;
    this.#memory = memory;
  }
  async run(sql) {
    const [, table] = DELETE.exec(sql) ?? [];
    if (table !== void 0 && !table.startsWith("_highwater") && this.#memory.room.forDeletes(await this.count(table)))
      await this.#memory.tell();
    await this.#do(async () => this.#duckdb.run(sql));
  }
  /** Runs an INSERT, UPDATE or DELETE and says how many rows it touched. */
  async changed(sql) {
    return (await this.#do(async () => this.#duckdb.run(sql))).rowsChanged;
  }
  /** A small result as plain objects: numbers as JavaScript numbers where safe, everything else as DuckDB's JSON form. Never for users' rows in bulk. */
  async rows(sql) {
    const reader2 = await this.#do(async () => this.#duckdb.runAndReadAll(sql));
    return reader2.getRowObjectsJS().map((row) => plain(row));
  }
  async #do(work) {
    const translated = async () => {
      try {
        return await work();
      } catch (error) {
        throw translate(error, this.#file);
      }
    };
    return this.#within ? translated() : this.#memory.repeat(translated);
  }
  /** The one row of a query that always gives one. */
  async row(sql) {
    const [first] = await this.rows(sql);
    if (first === void 0)
      throw new HighwaterError("INTERNAL", "A query that always gives a row gave none.", "Please report this.");
    return first;
  }
  /**
   * The one row of a query that asks the same of each of many columns, a few columns to a statement: `query` gives the statement for some
   * columns, the first of which is number `from` of all. DuckDB plans a statement of 3,200 aggregates in 20 seconds and 2 GB, more than
   * the square of its length, and that memory is outside of its limit.
   */
  async rowOfColumns(columns, query2) {
    const found = {};
    for (let from = 0; from < columns.length; from += COLUMNS_PER_STATEMENT)
      Object.assign(found, await this.row(query2(columns.slice(from, from + COLUMNS_PER_STATEMENT), from)));
    return found;
  }
  async count(sql) {
    return Number((await this.row(`SELECT count(*) AS n FROM ${sql}`)).n);
  }
  /**
   * Repeats all of `work`, not the statement alone, where memory was too little: for statements that only make sense together. It must be
   * one that can be repeated.
   */
  async together(work) {
    return this.#memory.repeat(async () => {
      this.#within = true;
      try {
        return await work();
      } finally {
        this.#within = false;
      }
    });
  }
  /** All or nothing; the transaction is rolled back when `work` throws. It may be called several times: see `together`. */
  async transaction(work) {
    return this.together(async () => {
      await this.run("BEGIN TRANSACTION");
      try {
        const result = await work();
        await this.#commit();
        return result;
      } catch (error) {
        await this.#duckdb.run("ROLLBACK").catch(() => void 0);
        throw error;
      }
    });
  }
  /** Begins a transaction that nobody can repeat but the caller. */
  async begin() {
    this.#within = true;
    await this.run("BEGIN TRANSACTION");
  }
  async commit() {
    await this.#commit();
    this.#within = false;
  }
  async #commit() {
    await this.#memory.lifted(async () => this.run("COMMIT")).catch((error) => {
      throw isOutOfMemory(error) ? unrepeatable(error) : error;
    });
  }
  /** Writes everything into the database's file, so that its log is empty; `database`: another one that is attached. */
  async checkpoint(database = "") {
    await this.#memory.lifted(async () => this.run(`CHECKPOINT ${database}`));
  }
  /** Does `work`, in pieces of a table's rows where DuckDB refuses the whole for the lack of memory. See StatementMemory.inPieces. */
  async inPieces(work) {
    return this.#memory.inPieces(async (rows) => {
      this.#within = true;
      try {
        return await work(rows);
      } finally {
        this.#within = false;
      }
    });
  }
  /** Never throws: an error has ended the transaction already where it came from DuckDB. */
  async rollback() {
    await this.#duckdb.run("ROLLBACK").catch(() => void 0);
    this.#within = false;
  }
  /** Stops the query that runs on this connection, within milliseconds. */
  interrupt() {
    this.#duckdb.interrupt();
  }
  close() {
    this.#duckdb.closeSync();
  }
};
function plain(row) {
  return Object.fromEntries(Object.entries(row).map(([key, value2]) => [key, typeof value2 === "bigint" ? Number(value2) : value2]));
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

// src/warehouse/load/mask/mask-value.ts
import { createHmac, createSecretKey } from "node:crypto";
var HASH_LENGTH = 64;
var DATE = /^(\d{4,6})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(.*)$/s;
var WITHOUT_PARTS = /* @__PURE__ */ new Set(["infinity", "-infinity"]);
function maskValueOf(mask, key) {
  if (mask === "hash") return hashedBy(key);
  if (mask === "redact") throw new Error("a redacted column is not read");
  const { truncate } = mask;
  return typeof truncate === "number" ? (text2) => firstCharacters(text2, truncate) : (text2) => truncatedDate(text2, truncate);
}
function hmacKey(secret) {
  return createSecretKey(Buffer.from(secret.reveal(), "utf8"));
}
function hashedBy(key) {
  if (key === null) throw new Error("a hash needs mask_key");
  return (text2) => createHmac("sha256", key).update(text2, "utf8").digest("hex");
}
function firstCharacters(text2, count) {
  return text2.length <= count ? text2 : Array.from(text2).slice(0, count).join("");
}
function truncatedDate(text2, unit) {
  const parts = DATE.exec(text2);
  if (parts === null) {
    if (WITHOUT_PARTS.has(text2)) return text2;
    throw new HighwaterError(
      "DATA_UNREADABLE",
      `A masked column holds a value that is no date, so it can't be truncated to the ${unit}.`,
      "Nothing of this table was written. Use `redact` for the column, or report it: every date should be understood."
    );
  }
  const [, year = "", month = "", day = "", separator, hour = "", , , zone = ""] = parts;
  const date = `${year}-${unit === "year" ? "01" : month}-${unit === "year" || unit === "month" ? "01" : day}`;
  return separator === void 0 ? `${date}${zone}` : `${date}${separator}${unit === "hour" ? hour : "00"}:00:00${zone}`;
}

// src/warehouse/table/keys.ts
async function makeUnique(connection, keyed) {
  const { table, key, title, newestFirst, snapshot } = keyed;
  const { n, d, nulls } = await connection.row(
    `SELECT count(*) AS n, count(DISTINCT ${rowOf(key)}) AS d, count(*) FILTER (${key.map((k) => `${id(k)} IS NULL`).join(" OR ")}) AS nulls FROM ${table}`
  );
  if (nulls > 0) throw nullKeys(title, key, nulls);
  if (n === d) return n;
  if (snapshot) throw notUnique(title, key, n - d);
  const others = await sharedKeys(connection, keyed);
  if (others > 0) throw notUnique(title, key, others);
  const twice = `SELECT ${list(key)} FROM ${table} GROUP BY ALL HAVING count(*) > 1`;
  const ranked = `SELECT rowid, row_number() OVER (PARTITION BY ${list(key)} ORDER BY ${newestFirst}) AS place
    FROM (SELECT *, rowid FROM ${table}) SEMI JOIN (${twice}) USING (${list(key)})`;
  await connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM (${ranked}) WHERE place > 1)`);
  return d;
}
async function sharedKeys(connection, { table, key, identity }) {
  if (identity === null || identity.length === 0) return 0;
  const { others } = await connection.row(`SELECT coalesce(sum(n - 1), 0)::BIGINT AS others
    FROM (SELECT count(DISTINCT ${rowOf(identity)}) AS n FROM ${table} GROUP BY ${list(key)}) WHERE n > 1`);
  return others;
}
async function takenKeys(connection, table, rows, { key, identity }) {
  if (identity === null || identity.length === 0) return 0;
  const differ = identity.map((name) => `s.${id(name)} IS DISTINCT FROM l.${id(name)}`).join(" OR ");
  return connection.count(`(SELECT ${list(identity, "l.")} FROM ${table} l JOIN ${rows} s ON ${sameKey(key, "s", "l")} WHERE ${differ})
    ANTI JOIN ${rows} USING (${list(identity)})`);
}
var rowOf = (names) => names.length === 1 ? list(names) : `(${list(names)})`;
function nullKeys(title, key, nulls) {
  return new HighwaterError(
    "KEY_IS_NULL",
    `${title}: ${nulls} ${nulls === 1 ? "row has" : "rows have"} no value in the key (${key.join(", ")}).`,
    "Choose key columns that are never empty (`key:` of the table), or add a `where` that leaves these rows out. The table keeps its previous rows."
  );
}
function notUnique(title, key, more) {
  return new HighwaterError(
    "KEY_NOT_UNIQUE",
    `${title}: the key (${key.join(", ")}) does not tell rows apart: ${more} ${more === 1 ? "row has" : "rows have"} a key that another row has too.`,
    "Name the columns that identify a row (`key: [a, b]` of the table), or leave `key` out: then the primary key is taken, and a table without one is read whole each run. The table keeps its previous rows."
  );
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

// src/warehouse/load/staging-query.ts
function stagedColumns(columns) {
  return columns.flatMap((c) => c.load === null ? [] : [{ name: c.name, load: c.load }]);
}
var LEAST_LINE = 1024 * 1024;
var LONGEST_UNKNOWN_LINE = 16 * 1024 * 1024;
function longestPossible({ format, longestLine }) {
  const limit = format.kind === "csv" ? format.lineLimit : void 0;
  return longestLine ?? Math.min(limit ?? LONGEST_UNKNOWN_LINE, LONGEST_UNKNOWN_LINE);
}
function stagingQuery(files, format, columns, longestLine) {
  const positions = positionsOf(columns);
  const values = columns.map((c) => `${expression(c, format, positions)} AS ${id(c.name)}`).join(", ");
  return `SELECT ${values} FROM ${reader(files, format, columns, longestLine)}`;
}
function reference(column, format, positions) {
  if (format.kind === "json") return id(column.load.wire);
  const position = `c${positions.get(column.load.wire)}`;
  return format.kind === "tsv" && column.load.read === "VARCHAR" && !column.load.plain ? unescaped(position) : position;
}
var ESCAPES = [
  ["\\n", 10],
  ["\\t", 9],
  ["\\r", 13],
  ["\\b", 8],
  ["\\f", 12],
  ["\\v", 11]
];
function unescaped(column) {
  const part = ESCAPES.reduce((sql, [written, code]) => `replace(${sql}, ${text(written)}, chr(${code}))`, "part");
  const parts = `list_transform(string_split(${column}, '\\\\'), lambda part: ${part})`;
  return `CASE WHEN contains(${column}, '\\') THEN array_to_string(${parts}, '\\') ELSE ${column} END`;
}
function expression(column, format, positions) {
  return column.load.expression.replaceAll("$", () => reference(column, format, positions));
}
function positionsOf(columns) {
  return new Map(wires(columns).map((c, i) => [c.load.wire, i]));
}
function reader(files, format, columns, longestLine) {
  const line = Math.max(LEAST_LINE, longestLine + 1024);
  switch (format.kind) {
    case "csv":
      return csvReader(files, format, columns, line);
    case "tsv":
      return tsvReader(files, format, columns, line);
    case "json":
      return jsonReader(files, format, columns, line);
  }
}
function csvReader(files, format, columns, line) {
  const options = [
    paths(files),
    "auto_detect = false",
    `header = ${format.header}`,
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    "nullstr = ''",
    `allow_quoted_nulls = ${format.nullText === "empty"}`,
    // A lone CR inside quotes is data; without this the reader takes it for a line's end.
    "new_line = '\\n'",
    "strict_mode = true",
    `max_line_size = ${line}`,
    `buffer_size = ${format.header ? line : 2 * line}`,
    `compression = '${compressionOf(format)}'`,
    byPosition(columns)
  ];
  return `read_csv(${options.join(", ")})`;
}
function tsvReader(files, format, columns, line) {
  const options = [
    paths(files),
    "auto_detect = false",
    "header = false",
    "delim = '	'",
    "quote = ''",
    "escape = ''",
    "nullstr = '\\N'",
    "new_line = '\\n'",
    "strict_mode = true",
    `max_line_size = ${line}`,
    `buffer_size = ${2 * line}`,
    `compression = '${compressionOf(format)}'`,
    byPosition(columns)
  ];
  return `read_csv(${options.join(", ")})`;
}
function byPosition(columns) {
  return `columns = {${wires(columns).map((c, i) => `c${i}: ${text(c.load.read)}`).join(", ")}}`;
}
function jsonReader(files, format, columns, line) {
  const common = `${paths(files)}, compression = '${compressionOf(format)}', maximum_object_size = ${line}`;
  if (format.records === "") {
    const types = wires(columns).map((c) => `${text(c.load.wire)}: ${text(c.load.read)}`);
    return `read_json(${common}, format = 'newline_delimited', columns = {${types.join(", ")}})`;
  }
  const struct = wires(columns).map((c) => `${id(c.load.wire)} ${c.load.read}`);
  const columnsText = `{${text(format.records)}: ${text(`STRUCT(${struct.join(", ")})[]`)}}`;
  const pages = `SELECT unnest(${id(format.records)}) AS r FROM read_json(${common}, format = 'unstructured', columns = ${columnsText})`;
  return `(SELECT ${wires(columns).map((c) => `r.${id(c.load.wire)} AS ${id(c.load.wire)}`).join(", ")} FROM (${pages}))`;
}
function paths(files) {
  return `[${files.map(text).join(", ")}]`;
}
function compressionOf(format) {
  return format.compression === "gzip" ? "gzip" : "uncompressed";
}
function wires(columns) {
  return [...new Map(columns.map((c) => [c.load.wire, c])).values()];
}
function refusedQuery(files, format, columns, longestLine, asked = columns) {
  const raw = columns.map((c) => ({
    ...c,
    load: { ...c.load, read: c.load.read.startsWith("STRUCT") ? c.load.read : "VARCHAR" }
  }));
  const names = new Set(asked.map((c) => c.name));
  const declared = new Map(columns.map((c) => [c.name, c.load.read]));
  const positions = positionsOf(raw);
  const counts = raw.filter((c) => names.has(c.name)).map((c) => {
    const value2 = reference(c, format, positions);
    const typed = declared.get(c.name) ?? "VARCHAR";
    const source = typed === "VARCHAR" || typed.startsWith("STRUCT") ? value2 : `CAST(${value2} AS ${typed})`;
    const converted2 = c.load.expression.replaceAll("$", () => source);
    return `count(*) FILTER (WHERE ${value2} IS NOT NULL AND TRY(${converted2}) IS NULL) AS ${id(c.name)}`;
  });
  return `SELECT ${counts.join(", ")} FROM ${reader(files, format, raw, longestLine)}`;
}

// src/warehouse/load/stage.ts
var STAGE_DATABASE = "highwater_stage";
var SEQUENCE = "_highwater_seq";
var BY_FILTER = "_highwater_by_filter";
var DELETED_FLAG = "_highwater_deleted";
var Stage = class {
  #name;
  #layout;
  #deletedFlag;
  #received = /* @__PURE__ */ new Set();
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
  async create(connection) {
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
  targets() {
    const targets = Object.entries(this.#targets());
    return Object.fromEntries(
      targets.map(([content, target]) => [content, { ...target, prepare: async () => void this.#received.add(content) }])
    );
  }
  #targets() {
    const { columns, key } = this.#layout;
    const loaded = stagedColumns(columns);
    const keys = loaded.filter((c) => key.includes(c.name));
    const rows = {
      table: this.table("rows"),
      columns: flagged(loaded, this.#deletedFlag),
      select: (query2, sequence) => withDerived(this.#layout, query2, ["NULL", String(sequence), deletedValue(this.#deletedFlag)]),
      batched: false
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
    const read2 = `SELECT 1 FROM ${this.table("rows")} r WHERE ${sameKey(key, "r", "l")}`;
    const changed = `SELECT ${values.join(", ")} FROM ${table} l JOIN ${this.table("calculated")} c ON ${sameKey(key, "l", "c")}
      WHERE ${alive} AND (${differs}) AND NOT EXISTS (${read2})`;
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
  async settle(connection, current, others = /* @__PURE__ */ new Map()) {
    const { key, columns } = this.#layout;
    const adaptive = columns.filter((c) => c.adaptive).map((c) => c.name);
    const keys = adaptive.filter((name) => key.includes(name));
    const inKeys = keys.length === 0 ? [] : ["deleted", "present"];
    const needs = [others, await needsOf(connection, this.table("rows"), adaptive)];
    for (const what of inKeys) needs.push(await needsOf(connection, this.table(what), keys));
    const types = new Map(
      adaptive.map((name) => {
        const own = needs.flatMap((n) => n.get(name) ?? []);
        return [name, adaptiveType(own, current.get(name) ?? null)];
      })
    );
    if (types.size === 0) return types;
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
    const deleted = `SELECT 1 FROM ${this.table("deleted")} g WHERE ${sameKey(key, "g", "s")} AND g.${SEQUENCE} > s.${SEQUENCE}`;
    return `(SELECT ${list(this.columns(), "s.")}, s.rowid AS stage_row FROM (SELECT *, rowid FROM ${this.table("rows")}) s${seen}
      WHERE NOT s.${DELETED_FLAG} AND NOT EXISTS (${deleted})${within})`;
  }
  /** One reading of each row that is not deleted: the newest so far. Before `deduplicate`, which leaves no other. */
  newest() {
    const { key, order } = this.#layout;
    const newestFirst = `${order === null ? "" : `${id(order)} DESC NULLS LAST, `}${SEQUENCE} DESC`;
    const deleted = `SELECT 1 FROM ${this.table("deleted")} g WHERE ${sameKey(key, "g", "s")} AND g.${SEQUENCE} > s.${SEQUENCE}`;
    return `(SELECT * FROM (FROM ${this.table("rows")} QUALIFY row_number() OVER (PARTITION BY ${list(key)} ORDER BY ${newestFirst}) = 1) s
      WHERE NOT s.${DELETED_FLAG} AND NOT EXISTS (${deleted}))`;
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
function flagged(columns, flag) {
  return flag === void 0 ? columns : [...columns, { name: DELETED_FLAG, load: flag }];
}
function deletedValue(flag) {
  return flag === void 0 ? "false" : `coalesce(${id(DELETED_FLAG)}, false)`;
}
async function giveTypes(connection, table, types, key) {
  for (const [name, type] of types)
    if (type !== "VARCHAR") await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(name)} TYPE ${type}`);
  for (const [name, type] of types)
    if (type === "VARCHAR" && key.includes(name))
      await connection.run(`UPDATE ${table} SET ${id(name)} = ${canonicalNumber(id(name))}`);
}

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
import { isDeepStrictEqual as isDeepStrictEqual3 } from "node:util";

// src/warehouse/catalog/visibility.ts
var LEAST_MISSING = 100;
var LEAST_SHARE = 0.1;
function refuseHidden({ plan, stored, allowDeletes }, absent) {
  const [before, now] = [stored?.visibility, plan.schema.visibility];
  if (absent === 0 || allowDeletes || before === void 0 || now === void 0 || now.rank >= before.rank) return;
  const rows = absent === 1 ? "1 row is" : `${absent} rows are`;
  throw new HighwaterError(
    "ROWS_HIDDEN",
    `${plan.source}.${plan.ref.name}: ${rows} no longer shown, and Highwater's user can see less of this table than before (${now.words} now, ${before.words} before).`,
    `Restore the access of Highwater's user (${before.words}). If the rows were really deleted, run once with allow-deletes (--allow-deletes on the command line). The table keeps its previous rows.`
  );
}
function keptVisibility({ plan, stored }) {
  const [before, now] = [stored?.visibility, plan.schema.visibility];
  if (now === void 0 || before === void 0) return now ?? before;
  return plan.mode === "full" || now.rank > before.rank ? now : before;
}
function shownOf({ plan, stored }, counted, rows) {
  if (plan.mode !== "full") return stored?.shown;
  return counted === void 0 || plan.options.where !== void 0 ? void 0 : { counted, rows };
}
function hiddenNotes({ shown, visibility }) {
  if (shown === void 0) return [];
  const missing = shown.counted - shown.rows;
  if (missing < LEAST_MISSING || missing < shown.counted * LEAST_SHARE) return [];
  const number = (n) => n.toLocaleString("en-US");
  const depth = visibility === void 0 ? "" : `, whose access is: ${visibility.words}`;
  const message = `the service counts ${number(shown.counted)} rows, but the last full sync saw ${number(shown.rows)}; the others are probably hidden from Highwater's user${depth}`;
  return [{ kind: "access", message }];
}

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
async function prepareHistory(connection, plan, tables) {
  const { schema } = plan.target;
  const name = historyName(plan.target.name);
  const table = qualified(schema, name);
  const wanted = unitedTypes(tables);
  for (const column of wanted.keys()) if (isUnwanted(column, plan)) wanted.delete(column);
  if (!await exists(connection, schema, name)) {
    const columns = [...wanted, ...OWN].map(([column, type]) => `${id(column)} ${type}`);
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
  for (const column of texts3) await connection.run(`UPDATE ${table} SET ${id(column)} = ${decimalText(id(column))}`);
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
function comparable(reference2, type, other) {
  if (type === other && (type === "DOUBLE" || type === "FLOAT")) return `(${reference2}, signbit(${reference2}))`;
  if (type === other && /\[\d*\]$|^STRUCT|^MAP/.test(type)) return `CAST(${reference2} AS VARCHAR)`;
  if (type === other) return distinguishable(reference2, type);
  return `${type} ${other}`.includes("DECIMAL") ? canonicalNumber(reference2) : `CAST(${reference2} AS VARCHAR)`;
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
  const at = validFrom(times, rows.types, "r", `r.${SYNCED_AT}`);
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
async function compareWithMerge(connection, versions, keyed, rows) {
  const { table, scratch, key, types, tracked } = versions;
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${scratch} AS
    SELECT v.version_row, k.new_row, k.version_at FROM (${keyed}) k
    LEFT JOIN (SELECT rowid AS version_row, ${list(key)} FROM ${table} WHERE ${VALID_TO} IS NULL) v ON ${key.map((name) => `v.${id(name)} = k.${id(name)}`).join(" AND ")}
    WHERE k.new_row IS NOT NULL OR v.version_row IS NOT NULL`);
  if (tracked === null) return;
  const names = tracked.filter((name) => rows.types.has(name) && types.has(name) && !key.includes(name));
  const tuple2 = (alias, own, other) => `(${["0", ...names.map((name) => comparable(`${alias}.${id(name)}`, own.get(name) ?? "", other.get(name) ?? ""))].join(", ")})`;
  await connection.run(`DELETE FROM ${scratch} WHERE rowid IN (
    SELECT c.rowid FROM ${scratch} c
    JOIN (SELECT *, rowid AS version_row FROM ${table} WHERE rowid IN (SELECT version_row FROM ${scratch})) v USING (version_row)
    JOIN ${rows.from} s USING (new_row)
    WHERE ${tuple2("v", types, rows.types)} IS NOT DISTINCT FROM ${tuple2("s", rows.types, types)})`);
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
  if (closed > 0) await closeVersions(connection, versions);
  return changes;
}
async function closeVersions(connection, { database, table, scratch }) {
  if (database.allowsDeletes(await connection.count(table))) {
    await connection.run(
      `UPDATE ${table} AS v SET ${VALID_TO} = c.version_at FROM ${scratch} c WHERE v.rowid = c.version_row AND c.version_row IS NOT NULL`
    );
    return;
  }
  await connection.run(`CREATE OR REPLACE TABLE ${table} AS
    SELECT v.* EXCLUDE (version_row) REPLACE (coalesce(c.version_at, v.${VALID_TO}) AS ${VALID_TO})
    FROM (SELECT *, rowid AS version_row FROM ${table}) v LEFT JOIN ${scratch} c USING (version_row)`);
}
function converted(alias, name, from, to) {
  const [own, wanted] = [from.get(name) ?? "", to.get(name) ?? ""];
  const value2 = `${alias}.${id(name)}`;
  if (own === wanted) return value2;
  return own.startsWith("DECIMAL") && wanted === "VARCHAR" ? decimalText(value2) : `CAST(${value2} AS ${wanted})`;
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
    return new _TableHistory(context, { entry, lastRun }, await prepareHistory(connection, plan, types));
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
  async takeMerge(connection, { stage, live, changed, doomed }) {
    this.#advance(this.#lastRun);
    const { layout, now } = this.#context;
    const types = await stage.types(connection);
    const runTime = `TIMESTAMPTZ ${text(now)}`;
    const key = list(layout.key);
    const times = this.#times(this.#context.clock());
    const rows = `(SELECT *, rowid AS new_row FROM ${stage.table("rows")} WHERE rowid IN (SELECT stage_row FROM ${changed}))`;
    const inserted = `SELECT ${key}, new_row, ${validFrom(times, types, "s", runTime)} AS version_at FROM ${rows} s`;
    const gone = `SELECT ${key}, NULL, ${validFrom({ ...times, cursor: null }, types, "s", runTime)} FROM ${live} WHERE rowid IN (SELECT live_row FROM ${doomed})`;
    const kept = layout.removed.map((c) => c.name);
    const from = kept.length === 0 ? rows : `(SELECT s.*, ${list(kept, "l.")} FROM ${rows} s JOIN ${changed} d ON d.stage_row = s.new_row LEFT JOIN ${live} l ON l.rowid = d.live_row)`;
    const all = new Map([...types, ...layout.removed.map((c) => [c.name, c.duckdbType])]);
    await compareWithMerge(connection, this.#versions, doomed === null ? inserted : `${inserted} UNION ALL ${gone}`, {
      from,
      types: all
    });
    await this.#write(connection, { from, types: all }, times.latest);
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
    this.#wrote += wrote;
    if (wrote === 0) return;
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
  const plain2 = layout.columns.filter((c) => !c.calculated);
  return plain2.length === layout.columns.length ? null : [...plain2.map((c) => c.name), ...layout.removed.map((c) => c.name)];
}
function columnsOf(types, known, table) {
  const present = new Set(table.columns.filter((c) => !c.removed).map((c) => c.name));
  return [...types].map(([name, duckdbType]) => {
    const own = OWN_COLUMNS.find((c) => c.name === name);
    const column = own ?? known.find((c) => c.name === name) ?? { name, nativeType: "", semanticType: "", duckdbType, label: name };
    const { derived: _, ...plain2 } = column;
    return { ...plain2, duckdbType, ...own === void 0 && !present.has(name) ? { removed: true } : {} };
  });
}

// src/warehouse/load/load-batch.ts
import { createReadStream } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { createGunzip } from "node:zlib";
var BATCH_ROWS_PER_THREAD = 3.2 * 122880;
var BATCH_FILES = 24;
var MOST_FILES = 32;
var FILES_WAITING = 2 * BATCH_FILES;
function fullBatch(files, threads) {
  const rows = claimedBy(files);
  const batch = BATCH_ROWS_PER_THREAD * threads;
  return rows >= 2 * batch || files.length >= MOST_FILES ? firstBatch(files, batch) : 0;
}
function firstBatch(files, batch) {
  let [count, rows] = [0, 0];
  for (const file of files) {
    if (rows >= batch || count >= BATCH_FILES) break;
    rows += file.rows;
    count++;
  }
  return count;
}
function goTogether(a, b) {
  return a.target === b.target && isDeepStrictEqual(a.format, b.format);
}
function batchesOf(files, title) {
  const groups = [];
  for (const file of files) {
    const group = groups.find(([first]) => goTogether(first, file));
    if (group === void 0) groups.push([file]);
    else group.push(file);
  }
  return groups.map((group) => ({ files: group, target: group[0].target, title }));
}
async function loadBatch(database, connection, batch) {
  const { files, target, title } = batch;
  const claimed = claimedBy(files);
  await checkHeaders(batch);
  await database.trim();
  await database.makeRoom(target.columns.length, Math.max(...files.map((f) => f.longestLine ?? 0)));
  const insert2 = `INSERT INTO ${target.table} ${target.select(rowsOf(batch), files[0].sequence)}`;
  const rows = await connection.changed(insert2).catch(async (error) => {
    const reading = unreadable(title, error);
    throw reading === null ? error : await refusedColumns(connection, batch) ?? reading;
  });
  if (rows === claimed) return rows;
  throw new HighwaterError(
    "COUNT_MISMATCH",
    `${title}: the source reports that it sent ${claimed} rows in one batch, but DuckDB read ${rows}.`,
    "The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line."
  );
}
async function checkHeaders({ files, target, title }) {
  const wanted = wires(target.columns).map((c) => c.load.wire.toLowerCase());
  for (const { path, format } of files) {
    if (format.kind !== "csv" || !format.header) continue;
    const names = (await headerOf(path, format.compression)).map((name) => name.toLowerCase());
    if (names.length > 0 && !isDeepStrictEqual(names, wanted))
      throw dataUnreadable(title, `its columns are ${names.join(", ")}, not ${wanted.join(", ")}`);
  }
}
async function refusedColumns(connection, batch) {
  await connection.run("ROLLBACK").catch(() => void 0);
  const refused = await connection.rowOfColumns(batch.target.columns, (group) => queryOf(batch, (...given) => refusedQuery(...given, group))).catch(() => ({}));
  const names = Object.entries(refused).filter(([, count]) => Number(count) > 0);
  if (names.length === 0) return null;
  return new HighwaterError(
    "VALUE_NOT_EXACT",
    `${batch.title}: ${names.map(([name, count]) => `column ${id(name)} has ${count} value(s)`).join(", ")} that the column's DuckDB type can't hold exactly.`,
    "The table keeps its previous rows. Leave the column out (columns: { exclude: […] }), correct the values in the source, or report this: every value of a supported type should fit.",
    { columns: names.map(([name]) => name) }
  );
}
function claimedBy(files) {
  return files.reduce((sum, f) => sum + f.rows, 0);
}
function rowsOf(batch) {
  return queryOf(batch, stagingQuery);
}
function queryOf({ files, target }, query2) {
  const paths2 = files.map((f) => f.path);
  return query2(paths2, files[0].format, target.columns, Math.max(...files.map(longestPossible)));
}
var WORDS = [
  [/Expected Number of Columns: (\d+) Found: (\d+)/, "a row has $2 columns instead of $1"],
  [/unterminated quote/i, "a quote is never closed"],
  [/not utf-8|invalid unicode|Invalid UTF/i, "the text is not UTF-8"],
  [/Maximum line size|not support a full read/i, "a row is longer than the source said"],
  [/maximum_object_size/i, "a page is longer than the source said"],
  [/Malformed JSON|unexpected end of data/i, "the JSON is malformed or cut short"],
  [/GZIP|gzip|Failed to decode/, "the compressed data is damaged"],
  [
    /JSON transform error|Conversion Error|Could not convert|Failed to cast/i,
    "a value is not of the type that the source declared"
  ],
  [/CSV Error|Invalid Input Error/, "it is not in the declared format"]
];
function unreadable(title, error) {
  if (!(error instanceof HighwaterError) || error.family !== "database") return null;
  const found = WORDS.find(([pattern]) => pattern.test(error.message));
  if (found === void 0) return null;
  const match2 = found[0].exec(error.message);
  const words = found[1].replaceAll(/\$(\d)/g, (_, n) => match2?.[Number(n)] ?? "?");
  const line = /CSV Error on Line: (\d+)/.exec(error.message)?.[1];
  return dataUnreadable(title, line === void 0 ? words : `${words} (line ${line} of one batch)`);
}
function dataUnreadable(title, what) {
  return new HighwaterError(
    "DATA_UNREADABLE",
    `${title}: the data from the source can't be read: ${what}.`,
    "The table keeps its previous rows and watermark. Run again, because the connection may have been cut. If it happens again, report it with this line."
  );
}
async function headerOf(path, compression) {
  const file = createReadStream(path, { highWaterMark: 64 * 1024 });
  const stream = compression === "gzip" ? file.pipe(createGunzip()) : file;
  const chunks = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      if (chunk.includes("\n")) break;
    }
  } finally {
    file.destroy();
    stream.destroy();
  }
  const [line = ""] = Buffer.concat(chunks).toString("utf8").replace("\uFEFF", "").split(/\r?\n/);
  return line === "" ? [] : line.split(",").map((name) => name.replace(/^"(.*)"$/, "$1"));
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
      if (inserted + updated > 0) await upsert(connection, input);
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
async function upsert(connection, { stage, table, layout, now }) {
  const diff = stage.scratch("diff");
  const kept = layout.removed.map((c) => c.name);
  const names = [...userColumns(layout), SYNCED_AT];
  const rows = `SELECT ${[list(stage.columns(), "s."), ...kept.map((c) => `l.${id(c)}`), now].join(", ")}
    FROM ${diff} d JOIN ${stage.table("rows")} s ON s.rowid = d.stage_row${kept.length > 0 ? ` LEFT JOIN ${table} l ON l.rowid = d.live_row` : ""}`;
  if (kept.length > 0) await connection.run(`CREATE OR REPLACE TEMP TABLE ${stage.scratch("kept")} AS ${rows}`);
  await connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT live_row FROM ${diff} WHERE live_row IS NOT NULL)`);
  await connection.run(`INSERT INTO ${table} (${list(names)}) ${kept.length > 0 ? `FROM ${stage.scratch("kept")}` : rows}`);
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
function query({ stage, table, layout, marked }) {
  const { key } = layout;
  const keys = (from, where = "") => `SELECT ${compared(layout)} FROM ${from}${where}`;
  const named = key.map((_, i) => `k${i}`).join(", ");
  const shown = ["present", "existing", "calculated"].filter((what) => stage.received(what)).map((what) => keys(stage.table(what)));
  const deleted = stage.table("deleted");
  const without = (rows) => ` ANTI JOIN (${rows}) USING (${named})`;
  const again = without(keys(deleted, ` WHERE NOT ${BY_FILTER}`));
  const alive = keys(table, marked ? ` WHERE ${DELETED_AT} IS NULL` : "");
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
async function dataNotes(connection, table, layout) {
  const first = `(SELECT * FROM ${table} LIMIT ${FIRST_ROWS})`;
  return [...await oddNotes(connection, table, layout, ""), ...await emptyNotes(connection, table, first, layout)];
}
async function changeNotes(connection, table, changed, layout) {
  const odd = await oddNotes(connection, changed, layout, " in the rows that changed");
  return [...odd, ...await emptyNotes(connection, table, changed, layout)];
}
async function oddNotes(connection, table, { columns }, where) {
  const users = columns.filter((c) => c.valueCheck === "email").map((c) => c.name);
  if (users.length === 0) return [];
  const odds = users.map((name, i) => `count(*) FILTER (WHERE NOT regexp_full_match(${id(name)}, ${EMAIL})) AS u${i}`);
  const counts = await connection.row(`SELECT ${odds.join(", ")} FROM ${table}`);
  return users.flatMap((column, i) => {
    const count = counts[`u${i}`] ?? 0;
    const message = `${count} value(s) of the user column ${column} are not e-mail addresses${where}`;
    return count === 0 ? [] : [{ kind: "data", column, message }];
  });
}
async function emptyNotes(connection, table, seen, { columns }) {
  const row = await connection.rowOfColumns(columns, (group, from) => {
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
async function heldBack(connection, table, { order }, end) {
  const { watermark, heldBack: held2 } = end;
  if (watermark === null || held2 === void 0 || order === null) return { watermark, notes: [] };
  const value2 = `TRY_CAST(${id(order)} AS ${held2.type})`;
  const until = `CAST(TIMESTAMP ${text(held2.until.replace("Z", ""))} AS ${held2.type})`;
  const newest = `TRY_CAST(max(${value2}) FILTER (isfinite(${value2}) AND ${value2} <= ${until}) AS TIMESTAMP)`;
  const { micros } = await connection.row(
    `SELECT CASE WHEN newest IS NOT NULL THEN greatest(epoch_us(newest), 0) END AS micros FROM (SELECT ${newest} AS newest FROM ${table})`
  );
  const found = micros === null ? null : fromMicros(BigInt(micros));
  return { watermark: heldBackTo(watermark, found, held2.slackSeconds), notes: held2.describe(found) };
}

// src/warehouse/table/table-load.ts
import { isDeepStrictEqual as isDeepStrictEqual2 } from "node:util";

// src/warehouse/load/load-transaction.ts
import { rm as rm2 } from "node:fs/promises";
var LoadQueue = class {
  #database;
  #chain = Promise.resolve();
  #failure = null;
  #files = 0;
  #batches = 0;
  constructor(database) {
    this.#database = database;
  }
  /** Files that are waiting or being loaded. */
  get files() {
    return this.#files;
  }
  /** Batches that are waiting or being loaded. */
  get batches() {
    return this.#batches;
  }
  add(files, load) {
    this.#files += files.length;
    this.#batches++;
    this.#chain = this.#chain.then(async () => this.#database.loads(async () => this.#failure === null ? load() : void 0)).catch((error) => this.stop(error)).then(async () => {
      await Promise.all(files.map(async (file) => rm2(file.path, { force: true })));
      this.#files -= files.length;
      this.#batches--;
    });
  }
  /** Loads nothing more. `check` and `settle` throw `reason`, unless a failure came first. */
  stop(reason) {
    this.#failure ??= reason;
  }
  /** Throws the first failure so far. */
  check() {
    if (this.#failure !== null) throw this.#failure;
  }
  /** Waits until every batch is loaded or dropped. Never throws. */
  async idle() {
    await this.#chain;
  }
  /** Waits for all, and throws the first failure. */
  async settle() {
    await this.#chain;
    this.check();
  }
};
var LoadTransaction = class {
  #database;
  /** `source.table`, for errors. */
  #title;
  #connection = null;
  #loaded = 0;
  constructor(database, title) {
    this.#database = database;
    this.#title = title;
  }
  /** Returns how many rows it loaded. With `beforeCommit` it commits, and the transaction is over. */
  async load(batches, beforeCommit) {
    for (const batch of batches) await batch.target.prepare?.(batch);
    this.#connection ??= await this.#begin();
    const connection = this.#connection;
    const rows = await this.#withEnoughMemory(connection, async () => {
      let sum = 0;
      for (const batch of batches) sum += await loadBatch(this.#database, connection, batch);
      await beforeCommit?.(connection, this.#loaded + sum);
      if (beforeCommit !== void 0) await connection.commit();
      return sum;
    });
    this.#loaded += rows;
    if (beforeCommit !== void 0) this.#close();
    return rows;
  }
  /** Stops the load that is running, within milliseconds. */
  interrupt() {
    this.#connection?.interrupt();
  }
  async rollback() {
    await this.#connection?.rollback();
    this.#close();
  }
  async #begin() {
    const connection = await this.#database.connect();
    await connection.begin();
    return connection;
  }
  #close() {
    this.#connection?.close();
    this.#connection = null;
  }
  /** DuckDB gives up a whole transaction that lacks memory. It can be repeated while the files of all its rows are still there. */
  async #withEnoughMemory(connection, work) {
    for (; ; ) {
      const { limitMib } = this.#database;
      try {
        return await work();
      } catch (error) {
        if (!await this.#database.canRepeat(error, limitMib)) throw error;
        if (this.#loaded > 0) throw readAgain(this.#title, limitMib, error);
        await connection.rollback();
        await connection.begin();
      }
    }
  }
};
function readAgain(title, limitMib, cause) {
  const message = `${title}: DuckDB needs more than ${limitMib} MiB of memory for this table.`;
  return new HighwaterError("WAREHOUSE", message, "The table is read again with more memory.", { cause, family: "restart" });
}

// src/warehouse/load/partition-files.ts
import { rm as rm3 } from "node:fs/promises";
import { join as join2 } from "node:path";

// src/warehouse/load/mask/masked-file.ts
import { createWriteStream } from "node:fs";
import { Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip as createGunzip2 } from "node:zlib";
var MaskTransform = class extends Transform {
  #mask;
  constructor(mask) {
    super();
    this.#mask = mask;
  }
  _transform(chunk, _, done) {
    try {
      done(null, this.#mask.feed(chunk));
    } catch (error) {
      done(error);
    }
  }
  _flush(done) {
    try {
      done(null, this.#mask.end());
    } catch (error) {
      done(error);
    }
  }
};
function openFile(path) {
  return createWriteStream(path, { highWaterMark: 1024 * 1024 });
}
var MaskedFile = class extends Writable {
  #first;
  #written;
  constructor(file, mask, gzipped) {
    super({ highWaterMark: 1024 * 1024 });
    const transform = new MaskTransform(mask);
    const gunzip = gzipped ? createGunzip2({ chunkSize: 128 * 1024 }) : null;
    this.#first = gunzip ?? transform;
    this.#written = gunzip === null ? pipeline(transform, file) : pipeline(gunzip, transform, file);
    this.#written.catch((error) => this.destroy(error));
  }
  _write(chunk, _, done) {
    if (this.#first.write(chunk)) done();
    else this.#first.once("drain", done);
  }
  _final(done) {
    this.#first.end();
    this.#written.then(() => done(), done);
  }
  _destroy(error, done) {
    this.#first.destroy(error ?? void 0);
    done(error);
  }
};

// src/warehouse/load/mask/masked-bytes.ts
var MaskedBytes = class {
  #bytes = Buffer.alloc(0);
  #length = 0;
  /** `expected` bytes, or more. */
  begin(expected) {
    this.#bytes = Buffer.allocUnsafe(Math.ceil(expected * 1.5) + 1024);
    this.#length = 0;
  }
  copy(from, start, end) {
    this.#reserve(end - start);
    this.#length += from.copy(this.#bytes, this.#length, start, end);
  }
  text(text2) {
    this.#reserve(text2.length * 3);
    this.#length += this.#bytes.write(text2, this.#length);
  }
  end() {
    return this.#bytes.subarray(0, this.#length);
  }
  #reserve(more) {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
};

// src/warehouse/load/mask/delimited-mask.ts
var [QUOTE, NEWLINE] = [34, 10];
var NOTHING = Buffer.alloc(0);
var [OUTSIDE, QUOTED, BEHIND_QUOTE] = [0, 1, 2];
var DelimitedMask = class {
  growth;
  #masks;
  #dialect;
  #out = new MaskedBytes();
  #inHeader;
  #column = 0;
  #place = OUTSIDE;
  /** Of a masked field that began in an earlier chunk: what has come of it. */
  #begun = null;
  constructor({ masks, dialect, header, growth }) {
    this.#masks = masks;
    this.#dialect = dialect;
    this.#inHeader = header;
    this.growth = growth;
  }
  /** The hot loop: local variables make it several times faster. */
  feed(chunk) {
    const bytes2 = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes2.length;
    const out = this.#out;
    const masks = this.#masks;
    const { separator, quotes } = this.#dialect;
    let inHeader = this.#inHeader;
    let column = this.#column;
    let place = this.#place;
    let mask = inHeader ? void 0 : masks[column];
    let copied = 0;
    out.begin(end);
    for (let at = 0; at < end; at++) {
      const byte = bytes2[at];
      if (place === QUOTED) {
        if (byte === QUOTE) place = BEHIND_QUOTE;
        continue;
      }
      if (byte === QUOTE && quotes) {
        place = QUOTED;
        continue;
      }
      if (byte !== separator && byte !== NEWLINE) continue;
      place = OUTSIDE;
      if (mask !== void 0) {
        out.text(this.#masked(bytes2, copied, at, mask));
        copied = at;
      }
      column++;
      if (byte === NEWLINE) {
        column = 0;
        inHeader = false;
      }
      mask = inHeader ? void 0 : masks[column];
      if (mask === void 0) continue;
      out.copy(bytes2, copied, at + 1);
      copied = at + 1;
    }
    if (mask === void 0) out.copy(bytes2, copied, end);
    else this.#begun = Buffer.concat([this.#begun ?? NOTHING, bytes2.subarray(copied)]);
    this.#inHeader = inHeader;
    this.#column = column;
    this.#place = place;
    return out.end();
  }
  end() {
    const mask = this.#inHeader ? void 0 : this.#masks[this.#column];
    const last = mask === void 0 || this.#begun === null ? "" : this.#masked(NOTHING, 0, 0, mask);
    this.reset();
    return Buffer.from(last);
  }
  reset() {
    this.#column = 0;
    this.#place = OUTSIDE;
    this.#begun = null;
  }
  #masked(bytes2, from, to, mask) {
    const begun = this.#begun;
    this.#begun = null;
    const field = begun === null ? bytes2.toString("utf8", from, to) : Buffer.concat([begun, bytes2.subarray(from, to)]).toString();
    const value2 = this.#dialect.read(field);
    return value2 === null ? field : this.#dialect.write(mask(value2), field);
  }
};

// src/warehouse/load/mask/dialects.ts
function dialectOf(format) {
  return format.kind === "tsv" ? COPY_TEXT : csv(format.nullText === "empty");
}
function csv(emptyIsNull) {
  return {
    separator: 44,
    quotes: true,
    read: (field) => {
      if (field === "") return null;
      const text2 = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      return text2 === "" && emptyIsNull ? null : text2;
    },
    write: (value2, field) => field.startsWith('"') || /[",\r\n]|^$/.test(value2) ? `"${value2.replaceAll('"', '""')}"` : value2
  };
}
var LETTERS = { b: "\b", f: "\f", n: "\n", r: "\r", t: "	", v: "\v" };
var ESCAPED = new Map([["\\", "\\\\"], ...Object.entries(LETTERS).map(([letter, sign]) => [sign, `\\${letter}`])]);
var COPY_TEXT = {
  separator: 9,
  quotes: false,
  read: (field) => {
    if (field === "\\N") return null;
    return field.includes("\\") ? field.replaceAll(/\\(.)/gs, (_, sign) => LETTERS[sign] ?? sign) : field;
  },
  write: (value2) => value2.replaceAll(/[\\\b\f\n\r\t\v]/g, (sign) => ESCAPED.get(sign) ?? sign)
};

// src/warehouse/load/mask/json-mask.ts
var [QUOTE2, BACKSLASH, COLON, NEWLINE2] = [34, 92, 58, 10];
var OPEN = /* @__PURE__ */ new Set([123, 91]);
var CLOSE = /* @__PURE__ */ new Set([125, 93]);
var JsonMask = class {
  growth;
  #masks;
  constructor(masks, growth) {
    this.#masks = masks;
    this.growth = growth;
  }
  feed(chunk) {
    const bytes2 = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (bytes2.length > 0 && bytes2.at(-1) !== NEWLINE2) throw new Error("a masked staging file takes whole lines");
    const out = [];
    let copied = 0;
    let depth = 0;
    for (let at = 0; at < bytes2.length; at++) {
      const byte = bytes2[at] ?? 0;
      if (OPEN.has(byte)) depth++;
      else if (CLOSE.has(byte)) depth--;
      if (byte !== QUOTE2) continue;
      const end = stringEnd(bytes2, at);
      const mask = depth === 1 && bytes2[end] === COLON ? this.#masks.get(nameOf(bytes2, at, end)) : void 0;
      at = end - 1;
      if (mask === void 0) continue;
      const to = valueEnd(bytes2, end + 1);
      out.push(bytes2.subarray(copied, end + 1), masked(bytes2, end + 1, to, mask));
      copied = to;
      at = to - 1;
    }
    out.push(bytes2.subarray(copied));
    return Buffer.concat(out);
  }
  end() {
    return Buffer.alloc(0);
  }
  reset() {
  }
};
function nameOf(bytes2, from, to) {
  return JSON.parse(bytes2.toString("utf8", from, to));
}
function masked(bytes2, from, to, mask) {
  const json = bytes2.toString("utf8", from, to);
  if (json === "null") return Buffer.from(json);
  return Buffer.from(JSON.stringify(mask(json.startsWith('"') ? JSON.parse(json) : json)));
}
function stringEnd(bytes2, at) {
  for (let i = at + 1; i < bytes2.length; i++) {
    if (bytes2[i] === QUOTE2) return i + 1;
    if (bytes2[i] === BACKSLASH) i++;
  }
  throw new SyntaxError("the JSON text ends within a string");
}
function valueEnd(bytes2, at) {
  let depth = 0;
  for (let i = at; i < bytes2.length; i++) {
    const byte = bytes2[i] ?? 0;
    if (byte === QUOTE2) i = stringEnd(bytes2, i) - 1;
    else if (OPEN.has(byte)) depth++;
    else if (CLOSE.has(byte)) {
      if (depth === 0) return i;
      depth--;
    } else if (byte === 44 && depth === 0) return i;
  }
  throw new SyntaxError("the JSON text ends within a value");
}

// src/warehouse/load/mask/row-mask.ts
function rowMaskPlan(columns, key) {
  const masked2 = columns.flatMap(({ load, mask }) => load === null || mask === void 0 ? [] : [[load.wire, mask]]);
  return masked2.length === 0 ? null : { masks: new Map(masked2), key };
}
function maskOfFile(plan, content, written, columns) {
  if (plan === null || content !== "rows") return { format: written };
  const mask = rowMaskOf(plan, written, columns);
  const lineLimit = written.kind === "csv" && written.lineLimit !== void 0 ? { lineLimit: written.lineLimit + mask.growth } : {};
  return { mask, format: { ...written, compression: "none", ...lineLimit } };
}
function rowMaskOf({ masks, key }, format, columns) {
  const values = new Map([...masks].map(([wire, mask]) => [wire, maskValueOf(mask, key)]));
  const growth = masks.size * (HASH_LENGTH + 2);
  if (format.kind === "json") {
    if (format.records !== "") throw new Error("only newline-delimited JSON can be masked");
    return new JsonMask(values, growth);
  }
  const byPosition2 = wires(columns).map(({ load }) => values.get(load.wire));
  const header = format.kind === "csv" && format.header;
  return new DelimitedMask({ masks: byPosition2, dialect: dialectOf(format), header, growth });
}

// src/warehouse/load/partition-files.ts
var PartitionFiles = class {
  #environment;
  #targets;
  #queue;
  #transaction;
  /** Files that the source has begun and not finished. */
  #open = /* @__PURE__ */ new Set();
  /** Finished files that are not in the queue. */
  #gathered = [];
  #loading = false;
  #claimed = 0;
  constructor(environment, targets) {
    this.#environment = environment;
    this.#targets = targets;
    this.#queue = new LoadQueue(environment.database);
    this.#transaction = new LoadTransaction(environment.database, environment.title);
  }
  async create(content, written) {
    const target = this.#target(content);
    const { mask, format } = maskOfFile(this.#environment.rowMask, content, written, target.columns);
    if (this.#queue.files + this.#gathered.length >= FILES_WAITING) await this.#queue.idle();
    this.#queue.check();
    const sequence = this.#environment.nextSequence();
    const path = join2(this.#environment.directory, `${sequence}.${format.kind}${format.compression === "gzip" ? ".gz" : ""}`);
    let stream = null;
    this.#open.add(path);
    return {
      path,
      ...mask === void 0 ? {} : { mask },
      stream: () => {
        stream = mask === void 0 ? openFile(path) : new MaskedFile(openFile(path), mask, written.compression === "gzip");
        return stream;
      },
      done: async (rows, longestLine) => this.#add({ target, format, path, sequence, rows, longestLine: longestLine ?? null }),
      discard: async () => {
        stream?.destroy();
        await rm3(path, { force: true });
        this.#open.delete(path);
      }
    };
  }
  /** The files of a small partition, for a transaction that it shares; null if loading has begun. */
  handOver(receipt) {
    if (this.#loading) return null;
    this.#compare(receipt, this.#claimed);
    return this.#gathered.splice(0);
  }
  /** Loads what is gathered, compares the three counts and commits. */
  async commit(receipt, beforeCommit) {
    this.#load(this.#gathered.length, async (connection, loaded) => {
      this.#compare(receipt, loaded);
      await beforeCommit(connection, loaded);
    });
    await this.#queue.settle();
  }
  async rollback() {
    this.#queue.stop(new Error("rolled back"));
    this.#load(this.#gathered.length);
    this.#transaction.interrupt();
    await this.#queue.idle();
    await this.#transaction.rollback();
    await Promise.all([...this.#open].map(async (path) => rm3(path, { force: true })));
  }
  #target(content) {
    const target = this.#targets[content];
    if (target !== void 0) return target;
    const { title } = this.#environment;
    throw new HighwaterError("INTERNAL", `${title}: unexpected ${content} keys in this import.`, "Please report this.");
  }
  #add(file) {
    const { database, onRead } = this.#environment;
    this.#open.delete(file.path);
    this.#claimed += file.rows;
    onRead(file.rows);
    const last = this.#gathered.at(-1);
    if (last !== void 0 && !goTogether(last, file)) this.#load(this.#gathered.length);
    this.#gathered.push(file);
    this.#load(file.target.batched ? fullBatch(this.#gathered, database.threads) : this.#gathered.length);
  }
  /** Queues the first `count` of the gathered files, after whatever is loading now. */
  #load(count, beforeCommit) {
    const files = this.#gathered.splice(0, count);
    if (files.length === 0 && beforeCommit === void 0) return;
    this.#loading = true;
    const { title, onLoaded } = this.#environment;
    this.#queue.add(files, async () => onLoaded(await this.#transaction.load(batchesOf(files, title), beforeCommit)));
  }
  #compare(receipt, loaded) {
    if (receipt.rows === this.#claimed && this.#claimed === loaded) return;
    throw new HighwaterError(
      "COUNT_MISMATCH",
      `${this.#environment.title}: the source reports that it sent ${receipt.rows} rows, the staging files should hold ${this.#claimed}, and DuckDB read ${loaded}.`,
      "The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line."
    );
  }
};

// src/warehouse/load/loader.ts
var LONGEST_WAIT_MS = 6e4;
var PARTITIONS_WAITING = 64;
var Loader = class {
  #environment;
  #queue;
  /** Small partitions that wait for others; all go into the same. */
  #waiting = [];
  #into = { targets: {} };
  #since = Date.now();
  constructor(environment) {
    this.#environment = environment;
    this.#queue = new LoadQueue(environment.database);
  }
  /**
   * `read` writes one partition's files and says what the source sent. When this resolves, the counts agree, and the partition is
   * committed, or will be soon, together with others. When it throws, nothing of the partition remains.
   */
  async receive(partition, into, read2) {
    const files = new PartitionFiles(this.#environment, into.targets);
    try {
      const receipt = await read2(files);
      await this.#end(partition, into, files, receipt);
      return receipt;
    } catch (error) {
      await files.rollback();
      throw error;
    }
  }
  /** Commits every partition that was received. Throws the first failure. */
  async finish() {
    this.#load(this.#waiting.length);
    await this.#queue.settle();
  }
  /** Drops the partitions that are not committed yet. */
  async discard() {
    this.#queue.stop(new Error("discarded"));
    this.#load(this.#waiting.length);
    await this.#queue.idle();
  }
  async #end(partition, into, files, receipt) {
    const { id: id2 } = receipt.covered ?? partition;
    const { rows } = receipt;
    const handedOver = files.handOver(receipt);
    if (handedOver === null) await files.commit(receipt, async (c) => into.record?.(c, { id: id2, rows }));
    else await this.#share({ id: id2, rows, files: handedOver }, into);
  }
  /** Resolves at once, unless too much waits. Throws the failure of an earlier partition. */
  async #share(partition, into) {
    if (this.#into !== into) this.#load(this.#waiting.length);
    if (this.#waiting.length === 0) this.#since = Date.now();
    this.#into = into;
    this.#waiting.push(partition);
    const files = this.#waiting.flatMap((p) => p.files);
    const tooLong = Date.now() - this.#since > LONGEST_WAIT_MS || this.#waiting.length >= PARTITIONS_WAITING;
    this.#load(tooLong ? this.#waiting.length : this.#holding(fullBatch(files, this.#environment.database.threads)));
    if (this.#queue.batches > 1) await this.#queue.idle();
    this.#queue.check();
  }
  /** How many of the first partitions have this many files together. */
  #holding(files) {
    let [count, sum] = [0, 0];
    for (const partition of this.#waiting) {
      if (sum >= files) break;
      sum += partition.files.length;
      count++;
    }
    return count;
  }
  /** Queues the first `count` partitions, for one transaction. */
  #load(count) {
    const partitions = this.#waiting.splice(0, count);
    if (partitions.length === 0) return;
    this.#since = Date.now();
    const into = this.#into;
    const files = partitions.flatMap((p) => p.files);
    this.#queue.add(files, async () => this.#insert(files, partitions, into));
  }
  async #insert(files, partitions, into) {
    const { database, title, onLoaded } = this.#environment;
    const transaction = new LoadTransaction(database, title);
    try {
      const rows = await transaction.load(batchesOf(files, title), async (connection) => {
        for (const partition of partitions) await into.record?.(connection, partition);
      });
      onLoaded(rows);
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }
};

// src/warehouse/table/table-load.ts
function loaderOf(context) {
  const { database, stagingDirectory: directory, plan, layout, maskKey, nextSequence, onRead, onLoaded } = context;
  const rowMask = rowMaskPlan(layout.columns, maskKey);
  return new Loader({ database, directory, title: titleOf(plan), rowMask, nextSequence, onRead, onLoaded });
}
function titleOf(plan) {
  return `${plan.source}.${plan.ref.name}`;
}
function refuseTooManyDeletes(context, deleted, before) {
  const limit = context.plan.options.maxDeleteFraction;
  if (context.allowDeletes || before === 0 || deleted / before <= limit) return;
  const percent = Math.round(deleted / before * 1e3) / 10;
  throw new HighwaterError(
    "TOO_MANY_DELETES",
    `${titleOf(context.plan)}: ${deleted} of ${before} rows (${percent}%) are no longer in the source; max_delete_fraction allows ${limit * 100}%.`,
    "If the rows were really deleted, run once with allow-deletes (--allow-deletes on the command line) or raise max_delete_fraction. If not, check that Highwater's user can still see all rows. The table keeps its previous rows."
  );
}
function storedTable(context, columns, counts, end, fullSyncAt = lastFullSync(context)) {
  const { plan, layout, now } = context;
  const { watermark, serviceCount } = end;
  const visibility = keptVisibility(context);
  const shown = shownOf(context, serviceCount, counts.applied);
  return {
    source: plan.source,
    table: plan.ref.name,
    schema: plan.target.schema,
    name: plan.target.name,
    label: plan.ref.label,
    category: plan.ref.category ?? plan.source,
    fingerprint: context.fingerprint,
    watermark,
    columns,
    key: plan.schema.key,
    cursor: plan.schema.cursor?.column ?? null,
    where: plan.options.where ?? null,
    nameColumn: plan.schema.nameColumn,
    marksDeletes: layout.marksDeletes,
    ...visibility === void 0 ? {} : { visibility },
    ...shown === void 0 ? {} : { shown },
    rows: counts.rows,
    version: versionOf(context, columns, counts.changed),
    syncedAt: now,
    fullSyncAt,
    ...countedAt(context, end, fullSyncAt),
    ...calculatedAt(context, fullSyncAt),
    ...context.stored?.provenAt === void 0 ? {} : { provenAt: context.stored.provenAt },
    ...context.stored?.proving === void 0 ? {} : { proving: context.stored.proving }
  };
}
function versionOf({ stored, plan, now, nextSequence }, columns, changed) {
  const same = !changed && stored?.name === plan.target.name && isDeepStrictEqual2(JSON.parse(JSON.stringify(columns)), stored.columns);
  return (same ? stored.version : void 0) ?? `${now} ${nextSequence()}`;
}
function plannedAt({ plan, now }) {
  return plan.clock ?? now;
}
function calculatedAt(context, fullSyncAt) {
  const { plan, stored } = context;
  if (!plan.schema.columns.some((c) => c.calculated)) return {};
  if (plan.mode === "full") return { calculatedAt: fullSyncAt };
  if (plan.readsCalculated) return { calculatedAt: plannedAt(context) };
  return { calculatedAt: stored?.calculatedAt ?? fullSyncAt };
}
function countedAt({ plan, stored }, end, fullSyncAt) {
  if (plan.options.deletesBy !== "counts") return {};
  if (plan.mode === "full") return { countedAt: fullSyncAt };
  const known = end.countedAt ?? stored?.countedAt;
  const windows = end.countedAt === null ? stored?.countedWindows ?? [] : end.countedWindows;
  return {
    ...known === void 0 ? {} : { countedAt: known },
    ...windows.length === 0 ? {} : { countedWindows: windows }
  };
}
function lastFullSync(context) {
  return context.plan.mode === "full" ? plannedAt(context) : context.stored?.fullSyncAt ?? plannedAt(context);
}

// src/warehouse/table/shadow.ts
function shadowOf(context) {
  const { schema, name } = context.plan.target;
  return qualified(schema, shadowName(name));
}
async function createShadow(connection, context, resume) {
  const { plan } = context;
  const { schema, name } = plan.target;
  const entry = { ...resume, signature: signatureOf(context), schema, name, begunAt: plannedAt(context) };
  await dropShadow(connection, plan.source, plan.ref.name);
  await connection.transaction(async () => {
    await disown(connection, entry);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${id(schema)}`);
    await createEmpty(connection, context);
    const values = [plan.source, plan.ref.name, JSON.stringify(entry)].map(text).join(", ");
    await connection.run(`INSERT INTO ${STATE_SCHEMA}.shadows VALUES (${values})`);
  });
}
async function createEmpty(connection, context, varied) {
  const flag = context.plan.schema.deletedFlag === void 0 ? "" : `, ${DELETED_FLAG} BOOLEAN`;
  await connection.run(`CREATE OR REPLACE TABLE ${shadowOf(context)} (${definitions(context.layout, varied)}${flag})`);
}
async function disown(connection, { schema, name }) {
  const entries = await connection.rows(
    `SELECT source, "table", content FROM ${STATE_SCHEMA}.shadows`
  );
  for (const { source, table, content } of entries) {
    const left = JSON.parse(content);
    if (left.schema.toLowerCase() === schema.toLowerCase() && left.name.toLowerCase() === name.toLowerCase())
      await forgetShadow(connection, source, table);
  }
}
function signatureOf({ plan, layout, fingerprint }) {
  const columns = layout.columns.map((c) => [c.name, c.adaptive ? "adaptive" : c.duckdbType, c.derived ?? "", c.load]);
  const removed = layout.removed.map((c) => [c.name, c.duckdbType]);
  return JSON.stringify([plan.target, fingerprint, columns, removed, plan.schema.deletedFlag ?? null, layout.marksDeletes]);
}
async function findResume(connection, context) {
  const { plan } = context;
  const entry = await entryOf(connection, plan.source, plan.ref.name);
  if (entry === null || entry.signature !== signatureOf(context)) return null;
  const done = await connection.rows(
    `SELECT partition FROM ${STATE_SCHEMA}.shadow_parts WHERE ${of(plan.source, plan.ref.name)}`
  );
  if (done.length === 0) return null;
  return { watermark: entry.watermark, partitions: entry.partitions, done: done.map((d) => d.partition) };
}
async function begunAt(connection, { plan }) {
  return (await entryOf(connection, plan.source, plan.ref.name))?.begunAt ?? null;
}
async function entryOf(connection, source, table) {
  const [found] = await connection.rows(
    `SELECT content FROM ${STATE_SCHEMA}.shadows WHERE ${of(source, table)}`
  );
  return found === void 0 ? null : JSON.parse(found.content);
}
async function dropShadow(connection, source, table) {
  const entry = await entryOf(connection, source, table);
  await connection.transaction(async () => {
    if (entry !== null) await connection.run(`DROP TABLE IF EXISTS ${qualified(entry.schema, shadowName(entry.name))}`);
    await forgetShadow(connection, source, table);
  });
}
async function forgetShadow(connection, source, table) {
  for (const name of ["shadows", "shadow_parts"])
    await connection.run(`DELETE FROM ${STATE_SCHEMA}.${name} WHERE ${of(source, table)}`);
}
async function dropOrphans(connection) {
  const entries = await connection.rows(`SELECT content FROM ${STATE_SCHEMA}.shadows`);
  const known = new Set(
    entries.map((e) => JSON.parse(e.content)).map((e) => qualified(e.schema, shadowName(e.name)))
  );
  for (const table of await shadowTables(connection)) if (!known.has(table)) await connection.run(`DROP TABLE ${table}`);
}
async function shadowTables(connection) {
  const rows = await connection.rows(
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() AND suffix(table_name, ${text(shadowName(""))})`
  );
  return rows.map((t) => qualified(t.schema_name, t.table_name));
}
async function lastRow(connection, shadow) {
  const { last } = await connection.row(`SELECT coalesce(max(rowid), -1) AS last FROM ${shadow}`);
  return last;
}
async function reduceToPresent(connection, resumed) {
  const { stage, shadow, key, title } = resumed;
  const present = stage.table("present");
  const keys = await makeUnique(connection, { table: present, key, identity: null, title, newestFirst: "", snapshot: true });
  await connection.run(
    `DELETE FROM ${shadow} WHERE rowid IN (SELECT l.rowid FROM ${shadow} l ANTI JOIN ${present} p ON ${sameKey(key, "p", "l")})`
  );
  const row = key.length === 1 ? list(key) : `(${list(key)})`;
  const { n, d } = await connection.row(
    `SELECT count(*) AS n, count(DISTINCT ${row}) AS d FROM ${shadow}`
  );
  if (n === d) return keys;
  await refuseAmbiguous(connection, resumed);
  await makeUnique(connection, { table: shadow, key, identity: null, title, newestFirst: "rowid DESC", snapshot: false });
  return keys;
}
async function refuseAmbiguous(connection, { stage, shadow, key, title, lastOld }) {
  const twice = `SELECT ${list(key)} FROM ${shadow} GROUP BY ALL HAVING count(*) > 1 AND max(rowid) <= ${lastOld}`;
  const left = await connection.count(`(${twice}) t ANTI JOIN ${stage.table("rows")} s ON ${sameKey(key, "s", "t")}`);
  if (left > 0) throw incomplete(title, `${left} keys were read twice before`);
}
async function refuseMissing(connection, { shadow, title }, keys) {
  const rows = await connection.count(shadow);
  if (rows !== keys) throw incomplete(title, `${keys} keys are there, ${rows} rows were read`);
}
function incomplete(title, why) {
  return new HighwaterError(
    "COUNT_MISMATCH",
    `${title}: what an interrupted full sync had read can't be completed (${why}).`,
    "The table keeps its previous rows and watermark. Run again: it is then read from its start.",
    { family: "restart" }
  );
}

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
      ...bodyTarget(context, this.#shadow, this.#now),
      prepare: async (batch) => this.#chooseCompression(batch)
    };
    this.#body = { targets: { rows }, record: async (c, partition) => this.#record(c, partition) };
    this.#rest = { targets: this.#stage.targets() };
  }
  async begin(resume) {
    await this.#context.database.use(async (c) => {
      await this.#stage.create(c);
      if (resume.done.length === 0) await createShadow(c, this.#context, resume);
      else {
        this.#lastOld = await lastRow(c, this.#shadow);
        this.#begunAt = await begunAt(c, this.#context) ?? this.#begunAt;
      }
    });
    this.#chosen = resume.done.length > 0;
    return this;
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
  async receive(partition, read2) {
    return this.#loader.receive(partition, partition.pass === "body" ? this.#body : this.#rest, read2);
  }
  async loaded() {
    await this.#loader.finish();
  }
  async #record(connection, partition) {
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
    await this.#loader.finish().catch(() => void 0);
    await database.use(async (c) => {
      if (useless || this.#merging) await dropShadow(c, plan.source, plan.ref.name);
      await this.#stage.drop(c);
    });
  }
  async merge(end) {
    this.#merging = true;
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
          { rows: total, applied: finished.applied, changed: !unchanged },
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
    return stored.name === name && isDeepStrictEqual3([...live], [...shadow]);
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
    if (layout.key.length > 0) await this.#mergeTail(connection, end);
    const applied = await connection.count(this.#shadow);
    const { difference, notes } = await this.#compareWithLive(connection, applied);
    const data = await dataNotes(connection, this.#shadow, layout);
    return { ...difference, applied, notes: [...notes, ...data] };
  }
  async #mergeTail(connection, end) {
    const { layout, plan } = this.#context;
    const { order, key, identity } = layout;
    const newestFirst = `${order === null ? "" : `${id(order)} DESC NULLS LAST, `}rowid DESC`;
    const { snapshot, swept } = end;
    const [shadow, title] = [this.#shadow, titleOf(plan)];
    const resumed = snapshot && swept && this.#lastOld !== null ? { stage: this.#stage, shadow, key, title, lastOld: this.#lastOld } : null;
    const keys = resumed === null ? null : await reduceToPresent(connection, resumed);
    if (resumed === null) await makeUnique(connection, { table: shadow, key, identity, title, newestFirst, snapshot });
    if (this.#stage.empty && !swept) return;
    const taken = await takenKeys(connection, shadow, this.#stage.table("rows"), layout);
    if (taken > 0) throw notUnique(title, key, taken);
    const types = await realTypes(connection, plan.target.schema, shadowName(plan.target.name));
    const { database } = this.#context;
    const input = {
      stage: this.#stage,
      table: this.#shadow,
      layout,
      types,
      swept,
      sweptParts: [],
      deletes: "remove",
      now: this.#now,
      database
    };
    await (await planMerge(connection, input)).apply();
    if (resumed !== null && keys !== null) await refuseMissing(connection, resumed, keys);
  }
  async #compareWithLive(connection, applied) {
    const { stored, plan, layout } = this.#context;
    const { schema, name } = plan.target;
    if (stored === null) return { difference: { inserted: applied, updated: 0, deleted: 0 }, notes: [] };
    const types = {
      live: await realTypes(connection, schema, name),
      shadow: await realTypes(connection, schema, shadowName(name))
    };
    const [live, shadow] = [this.#live, this.#shadow];
    const { deletes } = plan.options;
    const notes = await keepFromLive(connection, { live, shadow, layout, types, deletes, now: this.#now });
    const { absent, before, ...difference } = await compareTables(connection, live, shadow, layout, types);
    refuseHidden(this.#context, absent);
    refuseTooManyDeletes(this.#context, absent, before);
    return { difference, notes };
  }
};
function bodyTarget({ plan, layout }, table, now) {
  const flag = plan.schema.deletedFlag;
  const constants = [...layout.removed.map(() => "NULL"), now, ...layout.marksDeletes ? ["NULL"] : []];
  if (flag !== void 0) constants.push(deletedValue(flag));
  return {
    table,
    columns: flagged(stagedColumns(layout.columns), flag),
    select: (query2) => withDerived(layout, query2, constants),
    batched: true
  };
}
async function refuseTail(connection, stage, title) {
  if (await connection.count(stage.table("rows")) === 0) return;
  throw new HighwaterError("INTERNAL", `${title}: a tail pass was read of a table without a key.`, "Please report this.");
}

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
    this.#into = { targets: this.stage.targets() };
  }
  async begin() {
    await this.#context.database.use(async (c) => this.stage.create(c));
    return this;
  }
  async receive(partition, read2) {
    return this.#loader.receive(partition, this.#into, read2);
  }
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
    return heldRows({ database, stage: this.stage, table: qualified(plan.target.schema, plan.target.name), layout, known });
  }
  /** For `verify --repair`: these keys were not there when they were read again. `query`: SQL for the key's columns. */
  async forget(query2) {
    this.#absent += await this.#context.database.use(async (c) => this.stage.addGone(c, query2, this.#context.nextSequence()));
  }
  async merge(end) {
    return this.#context.database.use(async (c) => this.#merge(c, end));
  }
  async abandon() {
    await this.#loader.discard();
    await this.#context.database.use(async (c) => this.stage.drop(c));
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
    const merged = await connection.transaction(async () => this.#apply(connection, end, adaptive));
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
    const data = inserted + updated > 0 ? await changeNotes(connection, table, changed, layout) : [];
    const rows = inserted + updated + deleted > 0 ? await connection.count(table) : merge.held;
    const columns = storedColumns(layout, types);
    const held2 = await heldBack(connection, table, layout, end);
    const { watermark } = held2;
    const altered = inserted + updated + deleted > 0 || notes.length > 0;
    const entry = storedTable(this.#context, columns, { rows, applied: 0, changed: altered }, { ...end, watermark });
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

// src/warehouse/verify/content-check.ts
import { mkdir } from "node:fs/promises";
import { dirname as dirname2 } from "node:path";

// src/warehouse/verify/content-table.ts
var ContentTable = class _ContentTable {
  context;
  /** Qualified and quoted. */
  table;
  /** The keys that differ: `k0`…, `kind`, `explained`, `round` (in which they were read again; 0: not yet). */
  differences;
  bounds;
  types;
  constructor(context, types) {
    const { schema, name } = context.plan.target;
    const number = context.nextSequence();
    this.context = context;
    this.table = qualified(schema, name);
    this.differences = qualified(STAGE_DATABASE, "main", `check_${number}_differences`);
    this.bounds = qualified(STAGE_DATABASE, "main", `check_${number}_bounds`);
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
    await this.use(async (c) => c.run(`DROP TABLE ${this.differences}; DROP TABLE ${this.bounds}`));
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
var SAMPLED = 2e5;
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
  /** Compares what the source counts and hashes by slice with what the warehouse does. */
  async compareSlices(read2, expression2) {
    return this.#checked.use(async (c) => {
      const found = await c.rows(`
        SELECT coalesce(t.slice, h.slice) AS slice, coalesce(t.rows, 0) AS there, coalesce(h.rows, 0) AS here,
          t.rows IS DISTINCT FROM h.rows OR t.hash IS DISTINCT FROM h.hash AS differs
        FROM (SELECT slice, sum(rows)::BIGINT AS rows, sum(hash)::HUGEINT AS hash FROM ${read2.rows} GROUP BY slice) t
        FULL JOIN (SELECT slice, count(*) AS rows, sum(hash)::HUGEINT AS hash FROM ${this.#sliced(expression2)} GROUP BY slice) h ON t.slice = h.slice
        WHERE coalesce(t.rows, 0) > 0 OR h.rows > 0`);
      const sum = (what) => found.reduce((total, slice) => total + slice[what], 0);
      return { there: sum("there"), here: sum("here"), differing: found.filter((s) => s.differs).map((s) => s.slice) };
    });
  }
  /** Notes the rows of some slices that differ: `read` has the source's keys and hashes. */
  async compareRows(read2, expression2, slices) {
    const here = `(SELECT * FROM ${this.#sliced(expression2)} WHERE slice IN (${slices.join(",")}))`;
    await this.#note(read2, here, "t.hash IS DISTINCT FROM h.hash");
  }
  /** Notes which keys only one side has: `read` has the keys of all rows of the source. */
  async compareKeys(read2) {
    const here = `(SELECT ${this.#checked.keysOf("l.")} FROM ${this.#checked.alive} l)`;
    await this.#note(read2, here, "false");
    return this.#checked.use(async (c) => ({ there: await c.count(read2.rows), here: await c.count(this.#checked.alive) }));
  }
  /** Notes the rows whose values differ, among those that were read. Returns how many rows were compared. */
  async compareValues(read2, columns, rules = {}) {
    const { differences, keys, types } = this.#checked;
    const { order } = this.#checked.context.layout;
    const { calculatedDue = false, low = null, round = 0 } = rules;
    return this.#checked.use(async (c) => {
      const own = await read2.types(c);
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
        FROM ${this.#checked.alive} l JOIN ${read2.rows} s ON ${on}
        WHERE ${differ(both)} AND NOT EXISTS (SELECT 1 FROM ${differences} d WHERE ${this.#checked.isDifference("l")})
        GROUP BY ${keys.map((_, i) => `${i + 1}`).join(", ")}`);
      return c.count(read2.rows);
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
  async compareAgain(read2, columns, rules) {
    const { differences } = this.#checked;
    const round = this.#rounds;
    const again = `EXISTS (SELECT 1 FROM ${read2.rows} s WHERE ${this.#checked.isRead("s")})`;
    await this.#checked.use(
      async (c) => c.run(
        `DELETE FROM ${differences} AS d WHERE round = ${round} AND ((kind = 'missing' AND NOT ${again}) OR (kind = 'extra' AND ${again}) OR kind = 'altered')`
      )
    );
    await this.compareValues(read2, columns, { ...rules, round });
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
    await mkdir(dirname2(file), { recursive: true });
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
  #sliced(expression2) {
    const { keys, alive, bounds } = this.#checked;
    const rows = `(SELECT ${[...keys.map((key, i) => `${id(key)} AS k${i}`), `${expression2} AS hash`].join(", ")} FROM ${alive})`;
    if (keys.length === 0) return `(SELECT 0 AS slice, hash FROM ${rows})`;
    return `(SELECT r.*, coalesce(b.slice, 0) AS slice FROM ${rows} r ASOF LEFT JOIN ${bounds} b ON r.k0 >= b.low)`;
  }
  /** Compares keys, and hashes where `differs` says how. `here`: SQL, keys as k0…. */
  async #note(read2, here, differs) {
    const { keys, types, differences, keepsDeleted } = this.#checked;
    const hashed = differs !== "false";
    const names = keys.map((_, i) => `k${i}`);
    const side = (rows, values) => `(SELECT ${values.map((v, i) => `${v} AS k${i}`).join(", ")}, count(*) AS n${hashed ? ", any_value(hash) AS hash" : ""} FROM ${rows} GROUP BY ALL)`;
    const there = side(
      `${read2.rows} s`,
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
    this.#into = { targets: this.#stage.targets() };
  }
  /** `snapshot`: false where a row that is edited meanwhile may be read twice. */
  static async begin(context, snapshot) {
    const reading = new _Reading(context, snapshot);
    await context.database.use(async (c) => reading.#stage.create(c));
    return reading;
  }
  async receive(partition, read2) {
    return this.#loader.receive(partition, this.#into, read2);
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

// src/warehouse/warehouse.ts
var Warehouse = class _Warehouse {
  #database;
  #options;
  #room;
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
    await rm4(staging, { recursive: true, force: true });
    await mkdir2(staging, { recursive: true });
    await rm4(compactedName(file), { force: true });
    const room = roomOf(options);
    const warehouse = new _Warehouse(await openDatabase(file, options, room), options, room);
    await warehouse.#prepare();
    return warehouse;
  }
  get database() {
    return this.#database;
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
      await dropOrphans(c);
      await c.run(`ATTACH ':memory:' AS ${STAGE_DATABASE}`);
      const widest = Math.max(0, ...(await storedTables(c)).map((t) => t.columns.length));
      await this.#database.makeRoom(widest);
    });
  }
  async tables() {
    return this.#database.use(async (c) => storedTables(c));
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
    if (stored?.name !== plan.target.name) await this.#database.use(async (c) => adoptName(c, plan));
    return plan.mode === "full" ? new FullLoad(context).begin(resume) : new IncrementalLoad(context).begin();
  }
  /** Replaces what the state knows of a table whose rows have not changed. */
  async keep(table) {
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
    return new IncrementalLoad(context).begin();
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
      nextSequence: () => ++this.#sequence
    };
  }
  /** Computes a derived table again; its rows replace the old ones in one transaction. */
  async derive(source, table) {
    return this.#database.use(async (c) => computeDerived(c, source, table, this.#options.now));
  }
  /** Removes a table that the configuration no longer names, with its history and what is left of its shadow. */
  async drop(table) {
    await this.#database.use(async (c) => {
      await dropShadow(c, table.source, table.table);
      const isDropped = (t) => t.source === table.source && (t.table === table.table || t.history?.of === table.table);
      const dropped = (await storedTables(c)).filter(isDropped);
      await c.transaction(async () => {
        for (const { schema, name, source, table: own } of dropped) {
          await c.run(`DROP TABLE IF EXISTS ${qualified(schema, name)}`);
          await forgetTable(c, source, own);
        }
      });
    });
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
    await this.#database.use(async (c) => {
      await describeContents(c, await storedTables(c), run.tables);
      await commentColumns(c, written);
      await recordRun(c, run);
    });
  }
  async history() {
    return this.#database.use(readHistory);
  }
  /** Rewrites the file without its free blocks, where they exceed a quarter of it (`VACUUM` reclaims nothing in DuckDB). */
  async compact(always = false) {
    const file = this.#database.file;
    const compacted = compactedName(file);
    const worth = await this.#database.use(async (c) => {
      await c.checkpoint();
      const size = await c.row(
        "SELECT free_blocks, total_blocks FROM pragma_database_size() WHERE database_name = current_database()"
      );
      if (!always && (size.total_blocks < 32 || size.free_blocks * 4 <= size.total_blocks)) return false;
      await copyInto(c, compacted);
      await c.checkpoint(COMPACTED);
      await c.run(`DETACH ${COMPACTED}`);
      return true;
    });
    if (!worth) return false;
    this.#database.close();
    await rename2(compacted, file);
    this.#database = await openDatabase(file, this.#options, this.#room);
    await this.#prepare();
    return true;
  }
  async checkpoint() {
    if (!this.#database.readOnly) await this.#database.use(async (c) => c.checkpoint());
  }
  /** After `close`: opens the file again so that nothing can change it, whatever other names it has by now. */
  async reopenToRead() {
    this.#database = await openDatabase(this.#database.file, this.#options, this.#room, true);
  }
  /** Runs `work` while nothing has the file open, which is whole by itself then; opens it again however that ends. */
  async whileClosed(work) {
    await this.checkpoint();
    const { file } = this.#database;
    this.#database.close();
    try {
      return await work(file, { room: this.#room, tempDirectory: join3(this.#options.directory, "spill") });
    } finally {
      this.#database = await openDatabase(file, this.#options, this.#room);
      await this.#prepare();
    }
  }
  /** What a statement had to be given above DuckDB's share of the memory, in MiB; 0 where the share was enough. */
  get memoryBeyondMib() {
    return this.#room.beyondMib;
  }
  /** After this the file is whole by itself (no write-ahead log) and may be copied or saved. */
  async close() {
    try {
      await this.checkpoint();
    } finally {
      this.#database.close();
    }
    await rm4(stagingIn(this.#options), { recursive: true, force: true });
  }
};
function roomOf(options) {
  const { memoryMib = defaultMemoryMib(), threads = availableParallelism(), firstMemoryMib } = options;
  return new Room(memoryMib, threads, firstMemoryMib, options.utmostMemoryMib ?? utmostMemoryMib());
}
async function openDatabase(file, { directory }, room, readOnly = false) {
  return Database.open(file, { room, tempDirectory: join3(directory, "spill"), readOnly });
}
function stagingIn({ directory }) {
  return join3(directory, "staging");
}

export {
  takeLaterSyncs,
  laterSyncs,
  Database,
  shadowTables,
  Warehouse
};
