import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  definitions,
  rowOfColumns
} from "./warehouse-table-layout.js";
import {
  STATE_SCHEMA,
  forgetTable,
  of,
  require_lib,
  shadowName,
  storedTables
} from "./lib-duckdb-node-api.js";
import {
  id,
  list,
  qualified,
  sameKey,
  text
} from "./warehouse-duckdb-sql.js";
import {
  require_promises as require_promises2
} from "./builtins-node-stream-promises.js";
import {
  pLimit
} from "./lib-p-limit.js";
import {
  HighwaterError,
  diskFull
} from "./model-errors.js";
import {
  require_node_stream,
  require_node_zlib
} from "./builtins-node-stream.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_util
} from "./builtins-node-util.js";
import {
  require_node_os
} from "./builtins-node-os.js";
import {
  require_node_fs
} from "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/warehouse/duckdb/memory-limit.ts
var import_node_fs = __toESM(require_node_fs(), 1);
var import_node_os = __toESM(require_node_os(), 1);
var import_node_path = __toESM(require_node_path(), 1);
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
function processMemoryMib(root = "/", machineBytes = (0, import_node_os.totalmem)()) {
  return Math.floor(Math.min(machineBytes, ...controlGroupLimits(root)) / MIB);
}
function controlGroupLimits(root) {
  const groups = (read((0, import_node_path.join)(root, "proc/self/cgroup")) ?? "").split("\n").flatMap((line) => {
    const [, id2, controllers = "", path = ""] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (id2 === "0" && controllers === "") return [{ mount: "sys/fs/cgroup", path, files: ["memory.max", "memory.high"] }];
    if (controllers.split(",").includes("memory"))
      return [{ mount: "sys/fs/cgroup/memory", path, files: ["memory.limit_in_bytes"] }];
    return [];
  });
  return groups.flatMap(
    ({ mount, path, files }) => upwards(path).flatMap((group) => files.flatMap((file) => bytes(read((0, import_node_path.join)(root, mount, group, file)))))
  );
}
function upwards(path) {
  const group = import_node_path.posix.normalize(`/${path}`);
  return group === "/" ? ["/"] : [group, ...upwards((0, import_node_path.dirname)(group))];
}
function bytes(text2) {
  return text2 !== null && /^[1-9]\d*\s*$/.test(text2) ? [Number(text2)] : [];
}
function read(file) {
  try {
    return (0, import_node_fs.readFileSync)(file, "utf8");
  } catch {
    return null;
  }
}
var CHECKPOINT_THRESHOLD = "1GiB";
var SOME_ROW_GROUPS = 1;
var ALL_ROW_GROUPS = 100;
var CHECKPOINT_AT_COMMIT = "SET GLOBAL checkpoint_threshold = '1KiB'; SET GLOBAL auto_checkpoint_skip_wal_threshold = 0";
var CHECKPOINT_SELDOM = `SET GLOBAL checkpoint_threshold = '${CHECKPOINT_THRESHOLD}'; SET GLOBAL auto_checkpoint_skip_wal_threshold = 100_000`;
function configOf({ room, tempDirectory, readOnly }) {
  return {
    threads: String(room.threads),
    memory_limit: `${room.utmostMib}MiB`,
    temp_directory: tempDirectory,
    // What is not in the npm package must not be fetched at run time.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "false",
    checkpoint_threshold: CHECKPOINT_THRESHOLD,
    max_vacuum_tasks: String(SOME_ROW_GROUPS),
    ...readOnly ? { access_mode: "READ_ONLY" } : {}
  };
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

// src/warehouse/duckdb/file-writes.ts
var OWN = String.raw`"?(?:_highwater|_highwater_state|highwater_stage|temp)"?\.`;
var SMALL = [
  /^\s*(?:SELECT|FROM|DESCRIBE|EXPLAIN|BEGIN|COMMIT|ROLLBACK|SET|RESET|PRAGMA|ATTACH)\b/,
  /^\s*COPY \(/,
  /^\s*CREATE SCHEMA IF NOT EXISTS _highwater/,
  new RegExp(String.raw`^\s*CREATE (?:OR REPLACE )?(?:TEMP )?TABLE (?:IF NOT EXISTS )?${OWN}`),
  /^\s*CHECKPOINT highwater_stage\b/,
  new RegExp(String.raw`^\s*(?:INSERT INTO|DELETE FROM|UPDATE|ALTER TABLE) ${OWN}`)
];
var DROP_OWN = new RegExp(String.raw`^\s*DROP TABLE IF EXISTS ${OWN}`);
function mayWriteFile(sql) {
  if (SMALL.some((form) => form.test(sql))) return false;
  return !sql.split(";").every((each) => each.trim() === "" || DROP_OWN.test(each));
}
function deletesRows(sql) {
  return /^\s*DELETE FROM /.test(sql) && mayWriteFile(sql);
}

// src/warehouse/duckdb/statement-memory.ts
var ROWS_OF_PIECES = [256, 32, 4];
var StatementMemory = class {
  room;
  #instance;
  #file;
  #lifted = 0;
  #settings = null;
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
   * Does what can't be repeated: a COMMIT, a CHECKPOINT or a DELETE that DuckDB refuses for the lack of memory leaves the database damaged in
   * memory, or closed. Meanwhile DuckDB may use all that the machine has; it uses what it needs.
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
  /** Before the database is closed. */
  close() {
    this.#settings?.closeSync();
    this.#settings = null;
  }
  async #set(mib) {
    try {
      this.#settings ??= await this.#instance.connect();
      await this.#settings.run(`SET memory_limit = '${mib}MiB'; SET threads = ${this.room.threads}`);
    } catch (error) {
      throw translate(error, this.#file);
    }
  }
};

// src/warehouse/duckdb/database.ts
var MIB_PER_COLUMN = 1;
var LONG_ROW = 1024 * 1024;
var COPIES_OF_LONG_ROW = 16;
var Database = class _Database {
  #instance;
  file;
  threads;
  readOnly;
  /** One load at a time: it keeps all threads busy; more would only share memory and leave more row groups half full. */
  loads = pLimit(1);
  #memory;
  #beforeWrite;
  constructor(instance, file, { room, readOnly = false, beforeWrite }) {
    this.#beforeWrite = readOnly ? void 0 : beforeWrite;
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
    return new Connection(connection, this.file, this.#memory, this.#beforeWrite);
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
  /** Raises the limit by so many bytes above the first one. */
  async makeRoomBeside(bytes2) {
    if (this.#memory.room.besides(bytes2 / 2 ** 20)) await this.#memory.tell();
  }
  /** From now on checkpoints leave row groups as they are, and do not join small ones; see docs/decisions/long-rows.md. */
  async keepRowGroups() {
    await this.use(async (c) => c.run("SET GLOBAL max_vacuum_tasks = 0"));
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
    this.#memory.close();
    this.#instance.closeSync();
  }
};
var Connection = class {
  #duckdb;
  #file;
  #memory;
  #beforeWrite;
  /** Part of something that is repeated as a whole, or can't be. */
  #within = false;
  /** The transaction has written to a user's table. */
  #writesMuch = false;
  #longRows = false;
  constructor(duckdb, file, memory, beforeWrite) {
    this.#duckdb = duckdb;
    this.#file = file;
    this.#memory = memory;
    this.#beforeWrite = beforeWrite;
  }
  async run(sql) {
    await this.#do(sql, async () => this.#duckdb.run(sql));
  }
  /** Runs an INSERT, UPDATE or DELETE and says how many rows it touched. */
  async changed(sql) {
    return (await this.#do(sql, async () => this.#duckdb.run(sql))).rowsChanged;
  }
  /** A small result as plain objects: numbers as JavaScript numbers where safe, everything else as DuckDB's JSON form. Never for users' rows in bulk. */
  async rows(sql) {
    const reader2 = await this.#do(sql, async () => this.#duckdb.runAndReadAll(sql));
    return reader2.getRowObjectsJS().map((row) => plain(row));
  }
  async #do(sql, work) {
    if (mayWriteFile(sql)) {
      this.#writesMuch = true;
      await this.#beforeWrite?.();
    }
    const translated = async () => {
      try {
        return await work();
      } catch (error) {
        throw translate(error, this.#file);
      }
    };
    if (deletesRows(sql)) return this.#once(translated);
    return this.#within ? translated() : this.#memory.repeat(translated);
  }
  /** Does what can't be repeated, with all the memory that it needs. */
  async #once(work) {
    try {
      return await this.#memory.lifted(work);
    } catch (error) {
      throw isOutOfMemory(error) ? unrepeatable(error) : error;
    }
  }
  /** The one row of a query that always gives one. */
  async row(sql) {
    const [first] = await this.rows(sql);
    if (first === void 0)
      throw new HighwaterError("INTERNAL", "A query that always gives a row gave none.", "Please report this.");
    return first;
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
      await this.#start();
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
  /** For long rows: COMMIT is a checkpoint wherever no other transaction is open. The log would hold all their values at once, several times. */
  async transactionOfLongRows(work) {
    this.#longRows = true;
    try {
      return await this.transaction(work);
    } finally {
      this.#longRows = false;
    }
  }
  /** Begins a transaction that nobody can repeat but the caller. */
  async begin() {
    this.#within = true;
    await this.#start();
  }
  async #start() {
    await this.run("BEGIN TRANSACTION");
    this.#writesMuch = false;
  }
  async commit() {
    await this.#commit();
    this.#within = false;
  }
  async #commit() {
    if (!this.#writesMuch) return this.run("COMMIT");
    if (this.#longRows) await this.run(CHECKPOINT_AT_COMMIT);
    await this.#once(async () => this.run("COMMIT")).finally(
      async () => this.#longRows ? this.run(CHECKPOINT_SELDOM) : void 0
    );
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
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === "bigint" ? Number(value) : value]));
}

// src/warehouse/load/mask/mask-value.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
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
  return (0, import_node_crypto.createSecretKey)(Buffer.from(secret.reveal(), "utf8"));
}
function hashedBy(key) {
  if (key === null) throw new Error("a hash needs mask_key");
  return (text2) => (0, import_node_crypto.createHmac)("sha256", key).update(text2, "utf8").digest("hex");
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

// src/warehouse/table/table-load.ts
var import_node_util3 = __toESM(require_node_util(), 1);

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

// src/warehouse/load/loader.ts
var import_promises6 = __toESM(require_promises(), 1);
var import_node_util2 = __toESM(require_node_util(), 1);
var import_node_zlib4 = __toESM(require_node_zlib(), 1);

// src/warehouse/load/load-batch.ts
var import_node_fs2 = __toESM(require_node_fs(), 1);
var import_node_util = __toESM(require_node_util(), 1);
var import_node_zlib = __toESM(require_node_zlib(), 1);

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
    const value = reference(c, format, positions);
    const typed = declared.get(c.name) ?? "VARCHAR";
    const source = typed === "VARCHAR" || typed.startsWith("STRUCT") ? value : `CAST(${value} AS ${typed})`;
    const converted = c.load.expression.replaceAll("$", () => source);
    return `count(*) FILTER (WHERE ${value} IS NOT NULL AND TRY(${converted}) IS NULL) AS ${id(c.name)}`;
  });
  return `SELECT ${counts.join(", ")} FROM ${reader(files, format, raw, longestLine)}`;
}

// src/warehouse/load/load-batch.ts
var BATCH_ROWS_PER_THREAD = 3.2 * 122880;
var SURE_OF_EXPECTED = 0.8;
var BATCH_FILES = 24;
var MOST_FILES = 32;
var FILES_WAITING = 2 * BATCH_FILES;
function fullBatch(files, threads, stillExpected) {
  const rows = claimedBy(files);
  const batch = BATCH_ROWS_PER_THREAD * threads;
  const least = stillExpected * SURE_OF_EXPECTED >= batch ? batch : 2 * batch;
  return rows >= least || files.length >= MOST_FILES ? firstBatch(files, batch) : 0;
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
  return a.target === b.target && (0, import_node_util.isDeepStrictEqual)(a.format, b.format);
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
  await database.trim();
  return insertBatch(database, connection, batch);
}
async function insertBatch(database, connection, batch) {
  const { files, target, title } = batch;
  const claimed = claimedBy(files);
  await checkHeaders(batch);
  await database.makeRoom(target.columns.length, Math.max(...files.map((f) => f.longestLine ?? 0)));
  const insert = `INSERT INTO ${target.table} ${target.select(rowsOf(batch), files[0].sequence)}`;
  const rows = await connection.changed(insert).catch(async (error) => {
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
    if (names.length > 0 && !(0, import_node_util.isDeepStrictEqual)(names, wanted))
      throw dataUnreadable(title, `its columns are ${names.join(", ")}, not ${wanted.join(", ")}`);
  }
}
async function refusedColumns(connection, batch) {
  await connection.run("ROLLBACK").catch(() => void 0);
  const refused = await rowOfColumns(
    connection,
    batch.target.columns,
    (group) => queryOf(batch, (...given) => refusedQuery(...given, group))
  ).catch(() => ({}));
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
function queryOf({ files, target }, query) {
  const paths2 = files.map((f) => f.path);
  return query(paths2, files[0].format, target.columns, Math.max(...files.map(longestPossible)));
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
  const match = found[0].exec(error.message);
  const words = found[1].replaceAll(/\$(\d)/g, (_, n) => match?.[Number(n)] ?? "?");
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
  const file = (0, import_node_fs2.createReadStream)(path, { highWaterMark: 64 * 1024 });
  const stream = compression === "gzip" ? file.pipe((0, import_node_zlib.createGunzip)()) : file;
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

// src/warehouse/load/load-transaction.ts
var import_promises3 = __toESM(require_promises(), 1);

// src/warehouse/load/long-rows.ts
var import_promises2 = __toESM(require_promises(), 1);

// src/warehouse/load/cut-file.ts
var import_node_fs3 = __toESM(require_node_fs(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_zlib2 = __toESM(require_node_zlib(), 1);
var QUOTE = 34;
var LINE_END = 10;
var CHUNK_BYTES = 1024 * 1024;
async function* cutFile(file, bytes2, title) {
  const { format } = file;
  const ends = new RowEnds(format.kind === "csv");
  const part = new Part(`${file.path}.part`, format.kind === "csv" && format.header);
  const made = () => ({
    ...file,
    path: part.path,
    format: { ...format, compression: "none" },
    rows: part.rows,
    longestLine: longestPossible(file)
  });
  try {
    for await (const chunk of plain2(file, title)) {
      let from = 0;
      for (const end of ends.of(chunk)) {
        await part.endRow(chunk.subarray(from, end));
        from = end;
        if (part.rows === 0 || part.bytes < bytes2) continue;
        await part.close();
        yield made();
        await part.begin();
      }
      await part.write(chunk.subarray(from));
    }
    await part.endRow();
    await part.close();
    if (part.rows > 0) yield made();
  } finally {
    await part.remove();
  }
}
async function* plain2({ path, format }, title) {
  const file = (0, import_node_fs3.createReadStream)(path, { highWaterMark: CHUNK_BYTES });
  const stream = format.compression === "gzip" ? file.pipe((0, import_node_zlib2.createGunzip)({ chunkSize: CHUNK_BYTES })) : file;
  if (stream !== file) file.once("error", (error) => stream.destroy(error));
  try {
    yield* stream;
  } catch (error) {
    if (/^Z_/.test(String(error.code))) throw dataUnreadable(title, "the compressed data is damaged");
    throw error;
  } finally {
    file.destroy();
    stream.destroy();
  }
}
var RowEnds = class {
  #quotes;
  #quoted = false;
  constructor(quotes) {
    this.#quotes = quotes;
  }
  /** The offsets behind the rows that end in this chunk. */
  *of(chunk) {
    const next = (byte, from) => {
      const found = chunk.indexOf(byte, from);
      return found === -1 ? chunk.length : found;
    };
    let quote = this.#quotes ? next(QUOTE, 0) : chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const end = this.#quoted ? chunk.length : next(LINE_END, at);
      if (quote < end) {
        this.#quoted = !this.#quoted;
        at = quote + 1;
        quote = next(QUOTE, at);
      } else {
        if (end < chunk.length) yield end + 1;
        at = end + 1;
      }
    }
  }
};
var Part = class {
  path;
  rows = 0;
  bytes = 0;
  #handle = null;
  /** Bytes since the last row's end. */
  #begun = 0;
  /** What each part begins with; null: the file's first row is still to come. */
  #header;
  constructor(path, header) {
    this.path = path;
    this.#header = header ? null : Buffer.alloc(0);
  }
  async write(bytes2) {
    this.#handle ??= await (0, import_promises.open)(this.path, "w+");
    for (let at = 0; at < bytes2.length; ) at += (await this.#handle.write(bytes2, at)).bytesWritten;
    this.bytes += bytes2.length;
    this.#begun += bytes2.length;
  }
  /** A row ends with these bytes. Without any: the file ends, whose last row need not end with a line break. */
  async endRow(bytes2) {
    if (bytes2 !== void 0) await this.write(bytes2);
    if (this.#begun === 0) return;
    this.#begun = 0;
    if (this.#header !== null) this.rows++;
    else this.#header = await this.#written();
  }
  async #written() {
    const all = Buffer.alloc(this.bytes);
    await this.#handle?.read(all, 0, all.length, 0);
    return all;
  }
  async begin() {
    await this.remove();
    [this.rows, this.bytes] = [0, 0];
    await this.write(this.#header ?? Buffer.alloc(0));
    this.#begun = 0;
  }
  async close() {
    await this.#handle?.close();
    this.#handle = null;
  }
  async remove() {
    await this.close();
    await (0, import_promises.rm)(this.path, { force: true });
  }
};

// src/warehouse/load/long-rows.ts
var LONG_ROW2 = 32 * 1024;
var PIECE_BYTES = 64 * 2 ** 20;
async function hasLongRows({ files }) {
  for (const file of files)
    if (longestPossible(file) >= LONG_ROW2 && await plainBytes(file) / Math.max(1, file.rows) >= LONG_ROW2) return true;
  return false;
}
async function* piecesOf(batch) {
  let piece = [];
  let sum = 0;
  for (const file of batch.files) {
    const bytes2 = await plainBytes(file);
    if (piece.length > 0 && sum + bytes2 > PIECE_BYTES) {
      yield* batchOf(batch, piece);
      [piece, sum] = [[], 0];
    }
    if (bytes2 > 2 * PIECE_BYTES) for await (const part of cutFile(file, PIECE_BYTES, batch.title)) yield* batchOf(batch, [part]);
    else {
      piece.push(file);
      sum += bytes2;
    }
  }
  yield* batchOf(batch, piece);
}
function* batchOf({ target, title }, [first, ...others]) {
  if (first !== void 0) yield { files: [first, ...others], target, title };
}
async function plainBytes({ path, format }) {
  const { size } = await (0, import_promises2.stat)(path);
  if (format.compression !== "gzip" || size < 4) return size;
  const handle = await (0, import_promises2.open)(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, size - 4);
    return Math.max(size, buffer.readUInt32LE());
  } finally {
    await handle.close();
  }
}

// src/warehouse/load/load-transaction.ts
var COPIES_OF_PIECE = 4;
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
      await Promise.all(files.map(async (file) => (0, import_promises3.rm)(file.path, { force: true })));
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
  /** What is committed already, but does not count yet. */
  #pieces = /* @__PURE__ */ new Map();
  #inPieces = 0;
  constructor(database, title) {
    this.#database = database;
    this.#title = title;
  }
  /** Returns how many rows it loaded. With `beforeCommit` it commits, and the transaction is over. */
  async load(batches, beforeCommit) {
    for (const batch of batches) await batch.target.prepare?.(batch);
    const before = this.#inPieces;
    const others = await this.#loadPieces(batches);
    const rows = others.length === 0 && beforeCommit === void 0 ? 0 : await this.#loadTogether(others, beforeCommit);
    return this.#inPieces - before + rows;
  }
  async #loadTogether(batches, beforeCommit) {
    this.#connection ??= await this.#begin();
    const connection = this.#connection;
    const rows = await this.#withEnoughMemory(connection, async () => {
      let sum = 0;
      for (const batch of batches) sum += await loadBatch(this.#database, connection, batch);
      if (beforeCommit === void 0) return sum;
      for (const [pieces, sequences] of this.#pieces) await pieces.settle(connection, sequences);
      await beforeCommit(connection, this.#inPieces + this.#loaded + sum);
      await connection.commit();
      return sum;
    });
    this.#loaded += rows;
    if (beforeCommit !== void 0) this.#close();
    return rows;
  }
  /** Loads long rows, and returns the other batches. A transaction that has begun does not see pieces that come later. */
  async #loadPieces(batches) {
    const others = [];
    for (const batch of batches) {
      const { pieces } = batch.target;
      if (pieces === void 0 || this.#connection !== null || !await hasLongRows(batch)) others.push(batch);
      else for await (const piece of piecesOf(batch)) await this.#loadPiece(piece, pieces);
    }
    return others;
  }
  async #loadPiece(piece, pieces) {
    const { sequence } = piece.files[0];
    if (this.#pieces.size === 0) await this.#database.keepRowGroups();
    this.#pieces.set(pieces, [...this.#pieces.get(pieces) ?? [], sequence]);
    const target = { ...piece.target, select: (query) => pieces.select(query, sequence) };
    await this.#database.makeRoomBeside(PIECE_BYTES * COPIES_OF_PIECE);
    this.#inPieces += await this.#database.use(async (c) => {
      this.#connection = c;
      try {
        const rows = await c.transactionOfLongRows(async () => loadBatch(this.#database, c, { ...piece, target }));
        await pieces.loaded?.(c);
        return rows;
      } finally {
        this.#connection = null;
      }
    });
  }
  /** Stops the load that is running, within milliseconds. */
  interrupt() {
    this.#connection?.interrupt();
  }
  /** Throws where what was committed can't be removed. */
  async rollback() {
    await this.#connection?.rollback();
    this.#close();
    for (const [pieces, sequences] of this.#pieces)
      await this.#database.use(async (c) => c.transaction(async () => pieces.remove(c, sequences)));
    this.#pieces.clear();
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
var import_promises5 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);

// src/warehouse/load/mask/masked-file.ts
var import_node_fs4 = __toESM(require_node_fs(), 1);
var import_node_stream = __toESM(require_node_stream(), 1);
var import_promises4 = __toESM(require_promises2(), 1);
var import_node_zlib3 = __toESM(require_node_zlib(), 1);
var MaskTransform = class extends import_node_stream.Transform {
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
  return (0, import_node_fs4.createWriteStream)(path, { highWaterMark: 1024 * 1024 });
}
var MaskedFile = class extends import_node_stream.Writable {
  #first;
  #written;
  constructor(file, mask, gzipped) {
    super({ highWaterMark: 1024 * 1024 });
    const transform = new MaskTransform(mask);
    const gunzip2 = gzipped ? (0, import_node_zlib3.createGunzip)({ chunkSize: 128 * 1024 }) : null;
    this.#first = gunzip2 ?? transform;
    this.#written = gunzip2 === null ? (0, import_promises4.pipeline)(transform, file) : (0, import_promises4.pipeline)(gunzip2, transform, file);
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
var [QUOTE2, NEWLINE] = [34, 10];
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
        if (byte === QUOTE2) place = BEHIND_QUOTE;
        continue;
      }
      if (byte === QUOTE2 && quotes) {
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
    const value = this.#dialect.read(field);
    return value === null ? field : this.#dialect.write(mask(value), field);
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
    write: (value, field) => field.startsWith('"') || /[",\r\n]|^$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
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
  write: (value) => value.replaceAll(/[\\\b\f\n\r\t\v]/g, (sign) => ESCAPED.get(sign) ?? sign)
};

// src/warehouse/load/mask/json-mask.ts
var [QUOTE3, BACKSLASH, COLON, NEWLINE2] = [34, 92, 58, 10];
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
      if (byte !== QUOTE3) continue;
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
    if (bytes2[i] === QUOTE3) return i + 1;
    if (bytes2[i] === BACKSLASH) i++;
  }
  throw new SyntaxError("the JSON text ends within a string");
}
function valueEnd(bytes2, at) {
  let depth = 0;
  for (let i = at; i < bytes2.length; i++) {
    const byte = bytes2[i] ?? 0;
    if (byte === QUOTE3) i = stringEnd(bytes2, i) - 1;
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
  #expectedRows;
  #queue;
  #transaction;
  /** Files that the source has begun and not finished. */
  #open = /* @__PURE__ */ new Set();
  /** Finished files that are not in the queue. */
  #gathered = [];
  #loading = false;
  #claimed = 0;
  /** `expectedRows`: of the partition; null: nobody knows. */
  constructor(environment, targets, expectedRows2) {
    this.#environment = environment;
    this.#targets = targets;
    this.#expectedRows = expectedRows2 ?? 0;
    this.#queue = new LoadQueue(environment.database);
    this.#transaction = new LoadTransaction(environment.database, environment.title);
  }
  async create(content, written) {
    const target = this.#target(content);
    const { mask, format } = maskOfFile(this.#environment.rowMask, content, written, target.columns);
    if (this.#queue.files + this.#gathered.length >= FILES_WAITING) await this.#queue.idle();
    this.#queue.check();
    const sequence = this.#environment.nextSequence();
    const path = (0, import_node_path2.join)(this.#environment.directory, `${sequence}.${format.kind}${format.compression === "gzip" ? ".gz" : ""}`);
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
        await (0, import_promises5.rm)(path, { force: true });
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
    await Promise.all([...this.#open].map(async (path) => (0, import_promises5.rm)(path, { force: true })));
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
    const { batched } = file.target;
    const stillExpected = this.#expectedRows - this.#claimed;
    this.#load(batched ? fullBatch(this.#gathered, database.threads, stillExpected) : this.#gathered.length);
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
var LITTLE_ROWS = 1e4;
var LITTLE_BYTES = 2 * 1024 * 1024;
var Loader = class {
  #environment;
  #queue;
  /** Small partitions that wait for others; all go into the same. */
  #waiting = [];
  #into = { targets: {} };
  #since = Date.now();
  /** Rows of all partitions of a pass that were read whole. */
  #arrived = /* @__PURE__ */ new Map();
  /** Something was queued, or loaded while it was read. */
  #begun = false;
  constructor(environment) {
    this.#environment = environment;
    this.#queue = new LoadQueue(environment.database);
  }
  /**
   * `read` writes one partition's files and says what the source sent. When this resolves, the counts agree, and the partition is
   * committed, or will be soon, together with others. When it throws, nothing of the partition remains.
   */
  async receive(partition, into, read2) {
    if (this.#into !== into) this.#load(this.#waiting.length);
    const files = new PartitionFiles(this.#environment, into.targets, partition.expectedRows);
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
  /** What was received for `into`, where none of it is loaded yet and it is little; else null. The files stay until `discard`. */
  async little(into) {
    if (this.#begun || this.#waiting.length > 0 && this.#into !== into) return null;
    const files = this.#waiting.flatMap((p) => p.files);
    if (claimedBy(files) > LITTLE_ROWS) return null;
    let bytes2 = 0;
    for (const file of files) {
      bytes2 += await sizeOf(file);
      if (bytes2 > LITTLE_BYTES) return null;
    }
    return { files, bytes: bytes2 };
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
    this.#arrived.set(into, (this.#arrived.get(into) ?? 0) + rows);
    if (handedOver === null) {
      this.#begun = true;
      await files.commit(receipt, async (c) => into.record?.(c, { id: id2, rows }));
    } else if (handedOver.length > 0 || into.record !== void 0) await this.#share({ id: id2, rows, files: handedOver }, into);
  }
  /** Resolves at once, unless too much waits. Throws the failure of an earlier partition. */
  async #share(partition, into) {
    if (this.#into !== into) this.#load(this.#waiting.length);
    if (this.#waiting.length === 0) this.#since = Date.now();
    this.#into = into;
    this.#waiting.push(partition);
    const files = this.#waiting.flatMap((p) => p.files);
    const tooLong = Date.now() - this.#since > LONGEST_WAIT_MS || this.#waiting.length >= PARTITIONS_WAITING;
    const { threads } = this.#environment.database;
    const stillExpected = (into.expectedRows ?? 0) - (this.#arrived.get(into) ?? 0);
    this.#load(tooLong ? this.#waiting.length : this.#holding(fullBatch(files, threads, stillExpected)));
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
    this.#begun = true;
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
async function sizeOf({ path, format }) {
  const { size } = await (0, import_promises6.stat)(path);
  if (format.compression !== "gzip" || size > LITTLE_BYTES) return size;
  const content = await (0, import_node_util2.promisify)(import_node_zlib4.gunzip)(await (0, import_promises6.readFile)(path), { maxOutputLength: LITTLE_BYTES }).catch(() => null);
  return content?.length ?? LITTLE_BYTES + 1;
}

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
    ...counts.longRows ?? context.stored?.longRows ? { longRows: true } : {},
    ...context.stored?.provenAt === void 0 ? {} : { provenAt: context.stored.provenAt },
    ...context.stored?.proving === void 0 ? {} : { proving: context.stored.proving }
  };
}
function versionOf({ stored, plan, now, nextSequence }, columns, changed) {
  const same = !changed && stored?.name === plan.target.name && (0, import_node_util3.isDeepStrictEqual)(JSON.parse(JSON.stringify(columns)), stored.columns);
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

// src/warehouse/load/deleted-flag.ts
var DELETED_FLAG = "_highwater_deleted";
function flagged(columns, flag) {
  return flag === void 0 ? columns : [...columns, { name: DELETED_FLAG, load: flag }];
}
function deletedValue(flag) {
  return flag === void 0 ? "false" : `coalesce(${id(DELETED_FLAG)}, false)`;
}

// src/warehouse/table/keys.ts
var MANY_ROWS2 = 1e5;
var INTEGERS = ["SMALLINT", "INTEGER", "BIGINT"];
function hasManyIntegers({ key, columns }, rows) {
  const [own, ...others] = columns.filter((c) => key.includes(c.name));
  return rows >= MANY_ROWS2 && own !== void 0 && others.length === 0 && INTEGERS.includes(own.duckdbType);
}
async function makeUnique(connection, keyed) {
  const { table, key, title, newestFirst, snapshot } = keyed;
  const { n, d, nulls } = (keyed.manyIntegers ? await countByBits(connection, keyed) : null) ?? await countKeys(connection, keyed);
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
async function countKeys(connection, { table, key }) {
  return connection.row(`SELECT ${keyCounts(key).join(", ")} FROM ${table}`);
}
function keyCounts(key) {
  if (key.length === 0) return ["count(*) AS n", "count(*) AS d", "0 AS nulls"];
  const isNull = key.map((k) => `${id(k)} IS NULL`).join(" OR ");
  return ["count(*) AS n", `count(DISTINCT ${rowOf(key)}) AS d`, `count(*) FILTER (${isNull}) AS nulls`];
}
var MOST_BITS_PER_ROW = 64n;
var MOST_BITS = 2n ** 28n;
async function countByBits(connection, { table, key }) {
  const own = list(key);
  const { n, filled, low, high } = await connection.row(
    `SELECT count(*) AS n, count(${own}) AS filled, CAST(min(${own}) AS VARCHAR) AS low, CAST(max(${own}) AS VARCHAR) AS high FROM ${table}`
  );
  if (low === null || high === null) return null;
  const bits = BigInt(high) - BigInt(low) + 1n;
  if (bits > MOST_BITS || bits > MOST_BITS_PER_ROW * BigInt(n)) return null;
  const { d } = await connection.row(
    `SELECT bit_count(bitstring_agg(CAST(${own} AS BIGINT), CAST('${low}' AS BIGINT), CAST('${high}' AS BIGINT))) AS d FROM ${table}`
  );
  return { n, d, nulls: n - filled };
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

// src/warehouse/table/shadow.ts
function shadowOf(context) {
  const { schema, name } = context.plan.target;
  return qualified(schema, shadowName(name));
}
function expectedRows({ partitions, done }) {
  const rows = partitions.filter((p) => p.pass === "body" && !done.includes(p.id)).map((p) => p.expectedRows);
  return rows.reduce((sum, n) => sum === null || n === null ? null : sum + n, 0);
}
async function createShadow(connection, context, resume) {
  const { plan } = context;
  const { schema, name } = plan.target;
  const entry = { ...resume, signature: signatureOf(context), schema, name, begunAt: plannedAt(context) };
  const mayHaveOne = context.shadows.has(titleOf(plan));
  if (mayHaveOne && await entryOf(connection, plan.source, plan.ref.name) !== null)
    await dropShadow(connection, plan.source, plan.ref.name);
  context.shadows.add(titleOf(plan));
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
  if (!context.shadows.has(titleOf(plan))) return null;
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
async function dropTable(connection, { source, table }) {
  await dropShadow(connection, source, table);
  const isDropped = (t) => t.source === source && (t.table === table || t.history?.of === table);
  const dropped = (await storedTables(connection)).filter(isDropped);
  await connection.transaction(async () => {
    for (const { schema, name, table: own } of dropped) {
      await connection.run(`DROP TABLE IF EXISTS ${qualified(schema, name)}`);
      await forgetTable(connection, source, own);
    }
  });
}
async function forgetShadow(connection, source, table) {
  for (const name of ["shadows", "shadow_parts"])
    await connection.run(`DELETE FROM ${STATE_SCHEMA}.${name} WHERE ${of(source, table)}`);
}
async function dropOrphans(connection) {
  const entries = await connection.rows(
    `SELECT source, "table", content FROM ${STATE_SCHEMA}.shadows`
  );
  const known = new Set(
    entries.map((e) => JSON.parse(e.content)).map((e) => qualified(e.schema, shadowName(e.name)))
  );
  for (const table of await shadowTables(connection)) if (!known.has(table)) await connection.run(`DROP TABLE ${table}`);
  return new Set(entries.map((e) => `${e.source}.${e.table}`));
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

export {
  Room,
  defaultMemoryMib,
  utmostMemoryMib,
  SOME_ROW_GROUPS,
  ALL_ROW_GROUPS,
  stagedColumns,
  batchesOf,
  insertBatch,
  claimedBy,
  rowsOf,
  PIECE_BYTES,
  hmacKey,
  hasManyIntegers,
  makeUnique,
  keyCounts,
  takenKeys,
  notUnique,
  DELETED_FLAG,
  flagged,
  deletedValue,
  refuseHidden,
  hiddenNotes,
  loaderOf,
  titleOf,
  refuseTooManyDeletes,
  storedTable,
  plannedAt,
  shadowOf,
  expectedRows,
  createShadow,
  createEmpty,
  findResume,
  begunAt,
  dropShadow,
  dropTable,
  forgetShadow,
  dropOrphans,
  shadowTables,
  lastRow,
  reduceToPresent,
  refuseMissing,
  Database
};
