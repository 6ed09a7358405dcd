import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  PUBLIC_SCHEMA,
  require_lib
} from "./lib-duckdb-node-api.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import {
  pLimit
} from "./lib-p-limit.js";
import {
  HighwaterError
} from "./model-errors.js";
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
  __toESM
} from "./shared.js";

// src/warehouse/browse/course.ts
var RUNS_SHOWN = 30;
var MOST = 1e6;
var NO_COURSE = {
  lastFullSyncAt: null,
  provenAt: null,
  countedAt: null,
  fullSyncEverySeconds: null,
  freshness: null,
  computed: false,
  runs: [],
  checks: { pass: 0, warn: 0, fail: 0, error: 0 }
};
async function readCourses(reader, has2, columns) {
  const courses = /* @__PURE__ */ new Map();
  const change = (source, table, more) => {
    const key = courseKey(source, table);
    courses.set(key, { ...courses.get(key) ?? NO_COURSE, ...more });
  };
  for (const [source = "", table = "", content = "{}"] of (await reader.select(datesQuery(columns), MOST)).rows)
    change(source ?? "", table ?? "", dates(JSON.parse(content ?? "{}")));
  if (has2("runs"))
    for (const [source = "", table = "", runs = "[]"] of (await reader.select(RUNS_QUERY, MOST)).rows)
      change(source ?? "", table ?? "", { runs: JSON.parse(runs ?? "[]") });
  if (has2("checks"))
    for (const [source = "", table = "", counts = "{}"] of (await reader.select(CHECKS_QUERY, MOST)).rows)
      change(source ?? "", table ?? "", { checks: JSON.parse(counts ?? "{}") });
  return courses;
}
function courseKey(source, table) {
  return JSON.stringify([source, table]);
}
function dates({ full, proven, counted, every, warn, error, computed }) {
  return {
    lastFullSyncAt: full,
    provenAt: proven,
    countedAt: counted,
    fullSyncEverySeconds: every,
    freshness: warn === null && error === null ? null : { warnAfterSeconds: warn, errorAfterSeconds: error },
    computed: computed ?? false
  };
}
function datesQuery(columns) {
  const known = (name, expression) => columns.has(name) ? expression : "NULL";
  const instant = (name) => known(name, `strftime(${name}, '%Y-%m-%dT%H:%M:%SZ')`);
  const seconds = (name) => known(name, `epoch(${name})`);
  return `SELECT source, "table", to_json({'full': ${instant("last_full_sync_at")}, 'proven': ${instant("last_proven_at")}, 'counted': ${instant("counted_at")},
    'every': ${seconds("full_sync_every")}, 'warn': ${seconds("warn_after")}, 'error': ${seconds("error_after")}, 'computed': ${known("computed", "computed")}}) FROM ${PUBLIC_SCHEMA}.tables`;
}
var RUNS_QUERY = `SELECT source, "table", to_json(list({'startedAt': strftime(started_at, '%Y-%m-%dT%H:%M:%SZ'), 'mode': mode, 'status': status,
    'inserted': coalesce(inserted, 0), 'updated': coalesce(updated, 0), 'deleted': coalesce(deleted, 0), 'rows': coalesce(rows, 0), 'seconds': coalesce(seconds, 0), 'requests': coalesce(requests, 0)} ORDER BY started_at))
  FROM (FROM ${PUBLIC_SCHEMA}.runs WHERE started_at IS NOT NULL QUALIFY row_number() OVER (PARTITION BY source, "table" ORDER BY started_at DESC) <= ${RUNS_SHOWN})
  GROUP BY source, "table"`;
var CHECKS_QUERY = `SELECT source, "table", to_json({'pass': count(*) FILTER (status = 'pass'), 'warn': count(*) FILTER (status = 'warn'), 'fail': count(*) FILTER (status = 'fail'), 'error': count(*) FILTER (status = 'error')})
  FROM ${PUBLIC_SCHEMA}.checks GROUP BY source, "table"`;

// src/warehouse/browse/catalog.ts
var MOST2 = 1e6;
async function readCatalog(reader) {
  const real = await realColumns(reader);
  const described = await has(reader, "tables");
  const own = (name) => real.get(address(PUBLIC_SCHEMA, name));
  const namesIn = (name) => new Set(own(name)?.map((c) => c.name));
  const known = described ? await describedColumns(reader, namesIn("columns")) : /* @__PURE__ */ new Map();
  const columnsOf = (schema, name) => (real.get(address(schema, name)) ?? []).map((c) => ({
    ...c,
    ...known.get(address(schema, name, c.name)),
    duckdbType: c.duckdbType
  }));
  const courses = described ? await readCourses(reader, (name) => own(name) !== void 0, namesIn("tables")) : /* @__PURE__ */ new Map();
  const courseOf = (source, table) => courses.get(courseKey(source, table)) ?? NO_COURSE;
  const tables = described ? (await describedTables(reader, columnsOf, courseOf)).map(withName) : [];
  const named = new Set(tables.map((t) => address(t.schema, t.name)));
  const others = [...real.keys()].filter((key) => !named.has(key)).map((key) => undescribed(reader, key, real.get(key) ?? []));
  return [...tables.filter((t) => t.columns.length > 0), ...others];
}
async function readChecks(reader) {
  if (!await has(reader, "checks")) return [];
  const { rows } = await reader.select(
    `SELECT source, "table", "check", "column", detail, severity FROM ${PUBLIC_SCHEMA}.checks ORDER BY ALL`,
    MOST2
  );
  return rows.map(([source, table, check, column, detail, severity]) => ({
    source: source ?? "",
    table: table ?? "",
    check: check ?? "",
    column: column ?? null,
    detail: detail ?? "",
    severity: severity ?? ""
  }));
}
function address(...names) {
  return JSON.stringify(names);
}
async function has(reader, name) {
  const sql = `SELECT 1 AS n FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = '${PUBLIC_SCHEMA}' AND table_name = '${name}'`;
  return (await reader.select(sql, 1)).rows.length > 0;
}
async function realColumns(reader) {
  const { rows } = await reader.select(
    `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND NOT internal ORDER BY schema_name, table_name, column_index`,
    MOST2
  );
  const found = /* @__PURE__ */ new Map();
  for (const [schema = "", table = "", name, type] of rows) {
    const key = address(schema ?? "", table ?? "");
    found.set(key, [...found.get(key) ?? [], bare(name ?? "", type ?? "")]);
  }
  return found;
}
function bare(name, duckdbType) {
  const unknown = { nativeType: "", semanticType: "", picklist: [], references: [] };
  return { name, label: name, duckdbType, ...unknown, removed: false, calculated: false, mask: null };
}
async function describedColumns(reader, own) {
  const newer = ["calculated", "mask"].map((name) => own.has(name) ? name : `NULL AS ${name}`).join(", ");
  const { rows } = await reader.select(
    `SELECT schema, name, "column", label, native_type, semantic_type, picklist, to_json("references"), removed, ${newer} FROM ${PUBLIC_SCHEMA}.columns`,
    MOST2
  );
  return new Map(
    rows.map(([schema, table, name, label, nativeType, semanticType, picklist, references, removed, calculated, mask]) => [
      address(schema ?? "", table ?? "", name ?? ""),
      {
        name: name ?? "",
        label: label || (name ?? ""),
        nativeType: nativeType ?? "",
        semanticType: semanticType ?? "",
        picklist: parsed(picklist, []),
        references: parsed(references, []),
        removed: removed === "true",
        calculated: calculated === "true",
        mask: mask ?? null
      }
    ])
  );
}
async function describedTables(reader, columnsOf, courseOf) {
  const { rows } = await reader.select(
    `SELECT source, "table", schema, name, label, category, to_json(key), name_column, cursor, filter, watermark, strftime(last_synced_at, '%Y-%m-%dT%H:%M:%SZ'), rows
     FROM ${PUBLIC_SCHEMA}.tables ORDER BY source, category, name`,
    MOST2
  );
  return rows.map(
    ([source, table, schema, name, label, category, key, nameColumn, cursor, filter, watermark, syncedAt, count]) => ({
      source: source ?? "",
      table: table ?? "",
      schema: schema ?? "",
      name: name ?? "",
      label: label || (name ?? ""),
      category: category || (source ?? ""),
      key: parsed(key, []),
      nameColumn: nameColumn ?? null,
      cursor: cursor ?? null,
      filter: filter ?? null,
      watermark: watermark ?? null,
      syncedAt: syncedAt ?? null,
      rows: count === null || count === void 0 ? null : Number(count),
      course: courseOf(source ?? "", table ?? ""),
      columns: columnsOf(schema ?? "", name ?? "")
    })
  );
}
var NAMES = ["name", "title", "label", "subject"];
function withName(table) {
  if (table.nameColumn !== null) return table;
  const texts = table.columns.filter((c) => c.duckdbType === "VARCHAR" && !c.removed && !table.key.includes(c.name));
  const found = NAMES.map((name) => texts.find((c) => c.name.toLowerCase() === name)).find((c) => c !== void 0);
  return { ...table, nameColumn: found?.name ?? null };
}
function undescribed({ artifact }, key, columns) {
  const [schema = "", name = ""] = JSON.parse(key);
  const file = artifact.kind === "parquet" ? artifact.files.find((f) => f.schema === schema && f.name === name) : void 0;
  const none = {
    key: [],
    nameColumn: null,
    cursor: null,
    filter: null,
    watermark: null,
    syncedAt: null,
    rows: null,
    course: NO_COURSE
  };
  return { source: "", table: name, schema, name, label: name, category: file?.category ?? schema, ...none, columns };
}
function parsed(json, otherwise) {
  if (json === null || json === void 0 || json === "" || json === "null") return otherwise;
  try {
    return JSON.parse(json);
  } catch {
    return otherwise;
  }
}

// src/warehouse/browse/reader.ts
var import_node_fs = __toESM(require_node_fs(), 1);
var import_node_os = __toESM(require_node_os(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_node_api = __toESM(require_lib(), 1);
function findArtifact(place) {
  if ((0, import_node_fs.existsSync)(place) && (0, import_node_fs.statSync)(place).isFile()) return { kind: "duckdb", file: place };
  const file = (0, import_node_path.join)(place, "warehouse.duckdb");
  if ((0, import_node_fs.existsSync)(file)) return { kind: "duckdb", file };
  for (const directory of [(0, import_node_path.join)(place, "parquet"), place]) {
    const files = (0, import_node_fs.existsSync)(directory) ? parquetFiles(directory) : [];
    if (files.length > 0) return { kind: "parquet", directory, files };
  }
  throw new HighwaterError(
    "ARTIFACT_NOT_FOUND",
    `${place} contains neither warehouse.duckdb nor Parquet files.`,
    "Name the directory that a sync wrote (highwater-output) or that an artifact was downloaded and unpacked into."
  );
}
function parquetFiles(directory) {
  return (0, import_node_fs.readdirSync)(directory, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".parquet")).sort().flatMap((path) => {
    const parts = path.split(/[\\/]/).map(decode);
    const name = parts.pop()?.slice(0, -".parquet".length) ?? "";
    const [schema, category = null] = parts;
    return schema === void 0 || parts.length > 2 ? [] : [{ path: (0, import_node_path.join)(directory, path), schema, name, category }];
  });
}
function decode(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
var CONNECTIONS = 3;
var CELL_CHARS = 2e3;
var ArtifactReader = class _ArtifactReader {
  artifact;
  #instance;
  #idle;
  #limit = pLimit(CONNECTIONS);
  constructor(artifact, instance, connections) {
    this.artifact = artifact;
    this.#instance = instance;
    this.#idle = connections;
  }
  static async open(place) {
    const artifact = findArtifact(place);
    const file = artifact.kind === "duckdb" ? artifact.file : ":memory:";
    const instance = await import_node_api.DuckDBInstance.create(file, {
      ...artifact.kind === "duckdb" ? { access_mode: "READ_ONLY" } : {},
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      // Keys that this user stored for DuckDB elsewhere are none of a query's business.
      allow_persistent_secrets: "false",
      threads: "2",
      memory_limit: "1GiB",
      temp_directory: (0, import_node_path.join)((0, import_node_os.tmpdir)(), `highwater-browse-${process.pid}`)
    }).catch((error) => Promise.reject(failed(error)));
    const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => instance.connect()));
    await lock(artifact, connections);
    return new _ArtifactReader(artifact, instance, connections);
  }
  /** Our own SELECT, all of its columns as text. At most `limit` rows. */
  async select(sql, limit, seconds = 20) {
    return this.#use(seconds, (connection) => read(connection, sql, limit, 1e6));
  }
  /** A user's statement: one SELECT (or SHOW, DESCRIBE, SUMMARIZE), or it is refused before it runs. Longer values are cut. */
  async query(sql, limit, seconds, chars = CELL_CHARS) {
    if (/^\s*PRAGMA\b/i.test(sql)) throw refused("PRAGMA");
    return this.#use(seconds, async (connection) => {
      const statements = await connection.extractStatements(sql);
      if (statements.count !== 1) throw refused(`${statements.count} statements`);
      const { statementType } = await statements.prepare(0);
      if (statementType !== import_node_api.StatementType.SELECT) throw refused(import_node_api.StatementType[statementType] ?? "another statement");
      return read(connection, sql.trim().replace(/;\s*$/, ""), limit, chars);
    });
  }
  close() {
    for (const connection of this.#idle) connection.closeSync();
    this.#instance.closeSync();
  }
  #use(seconds, work) {
    return this.#limit(async () => {
      const connection = this.#idle.pop();
      if (connection === void 0) throw new HighwaterError("INTERNAL", "No connection is idle.", "Please report this.");
      const timer = setTimeout(() => connection.interrupt(), seconds * 1e3);
      try {
        return await work(connection);
      } catch (error) {
        throw failed(error, seconds);
      } finally {
        clearTimeout(timer);
        this.#idle.push(connection);
      }
    });
  }
};
async function lock(artifact, connections) {
  for (const connection of connections) await connection.run("SET TimeZone = 'UTC'");
  const [first] = connections;
  if (artifact.kind === "parquet") {
    for (const schema of new Set(artifact.files.map((file) => file.schema)))
      await first?.run(`CREATE SCHEMA IF NOT EXISTS ${id(schema)}`);
    for (const { schema, name, path } of artifact.files) {
      await first?.run(`CREATE VIEW ${qualified(schema, name)} AS SELECT * FROM read_parquet(${text(path)})`);
    }
    await first?.run(`SET allowed_paths = [${artifact.files.map((file) => text(file.path)).join(", ")}]`);
  }
  await first?.run("SET enable_external_access = false");
  await first?.run("SET lock_configuration = true");
}
async function read(connection, sql, limit, chars) {
  const result = await connection.runAndReadAll(`SELECT left(COLUMNS(*)::VARCHAR, ${chars}) FROM (${sql}
) LIMIT ${limit + 1}`);
  const rows = result.getRows();
  return { columns: result.columnNames(), rows: rows.slice(0, limit), more: rows.length > limit };
}
function refused(what) {
  return new HighwaterError(
    "QUERY_FAILED",
    `This was not run: ${what}.`,
    "Only one SELECT (or SHOW ALL TABLES, DESCRIBE, SUMMARIZE) runs here; nothing can be changed."
  );
}
function failed(error, seconds = 0) {
  if (error instanceof HighwaterError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/INTERRUPT/.test(message)) {
    return new HighwaterError(
      "QUERY_TOO_LONG",
      `The query took longer than ${seconds} seconds and was stopped.`,
      "Ask for less: a filter, fewer columns, a LIMIT.",
      { cause: error }
    );
  }
  const forbidden = /^Permission Error: (.*)/.exec(message)?.[1];
  return forbidden === void 0 ? new HighwaterError("QUERY_FAILED", message, OWN_WORDS, { cause: error }) : new HighwaterError("QUERY_FAILED", `This was not run: ${forbidden.replace(/\.?$/, ".")}`, READ_ONLY, { cause: error });
}
var READ_ONLY = "Only the tables of this artifact can be read here, with one SELECT, and nothing can be changed. For more, open the file with DuckDB itself: duckdb -readonly warehouse.duckdb.";
var OWN_WORDS = "These are DuckDB’s own words. SHOW ALL TABLES lists the tables, DESCRIBE their columns.";

// src/warehouse/browse/opened-artifact.ts
async function openArtifact(place) {
  const reader = await ArtifactReader.open(place);
  try {
    return { reader, tables: await readCatalog(reader) };
  } catch (error) {
    reader.close();
    throw error;
  }
}

export {
  readChecks,
  openArtifact
};
