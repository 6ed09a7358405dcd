import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  DATABASE_FILE,
  MANIFEST_FILE,
  REPORT_FILE,
  outputError,
  renderReport,
  sha256,
  writeText
} from "./views-pages-report-assets-generated.js";
import {
  renderManifest
} from "./publish-manifest.js";
import "./views-facts-state-words.js";
import "./views-pages-report-charts.js";
import {
  inStage
} from "./model-in-stage.js";
import "./runtime-read-through.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import {
  Database,
  Room,
  defaultMemoryMib
} from "./warehouse-duckdb-database.js";
import "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import {
  COLUMNS_COLUMNS,
  PUBLIC_SCHEMA,
  TABLES_COLUMNS
} from "./lib-duckdb-node-api.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./lib-p-limit.js";
import {
  HighwaterError,
  VERSION
} from "./model-errors.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
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

// src/combine/combine.ts
var import_promises3 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_node_path(), 1);

// src/combine/job-output.ts
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
async function openOutput(connection, directory, database) {
  const written = await (0, import_promises.readFile)((0, import_node_path.join)(directory, MANIFEST_FILE), "utf8").catch(() => null);
  if (written === null) return null;
  const manifest = JSON.parse(written);
  const file = (0, import_node_path.join)(directory, DATABASE_FILE);
  if (!(0, import_node_fs.existsSync)(file)) return { directory, manifest, database: null, tables: /* @__PURE__ */ new Set() };
  await connection.run(`ATTACH ${text(file)} AS ${id(database)} (READ_ONLY)`);
  const rows = await connection.rows(
    `SELECT schema_name || '.' || table_name AS name FROM duckdb_tables() WHERE database_name = ${text(database)}`
  );
  return { directory, manifest, database, tables: new Set(rows.map((r) => r.name)) };
}
function rowsOf(output, { schema, name, parquet }) {
  if (output.database !== null)
    return output.tables.has(`${schema}.${name}`) ? `${id(output.database)}.${id(schema)}.${id(name)}` : null;
  const file = parquet === null ? null : (0, import_node_path.join)(output.directory, parquet.path);
  return file !== null && (0, import_node_fs.existsSync)(file) ? `read_parquet(${text(file)})` : null;
}

// src/combine/choose-pieces.ts
function choosePieces(outputs, last) {
  const brought = outputs.flatMap(
    (output) => output.manifest.tables.filter((entry) => !entry.leftOut).map((entry) => ({ output, entry }))
  );
  const names = new Map(brought.map(({ entry }) => [nameOf(entry), entry]));
  const combined = [...names.values()].map(
    (entry) => ofTable(
      brought.filter((b) => nameOf(b.entry) === nameOf(entry)),
      lastOf(last, entry)
    )
  );
  const missing = (last?.manifest.tables ?? []).filter((entry) => !names.has(nameOf(entry)) && !hasLeft(entry, outputs));
  return [...combined, ...missing.map((entry) => keptWhole(entry, lastOf(last, entry), "no job's output has it"))];
}
function chooseBase(outputs, tables) {
  const pieces = tables.flatMap((t) => t.pieces);
  const taken = (output) => sumOf(pieces.filter((p) => p.output === output).map((p) => p.entry.rows));
  const [largest] = outputs.filter((o) => o.database !== null).sort((a, b) => taken(b) - taken(a));
  if (largest === void 0) return null;
  return taken(largest) * 2 >= sumOf(largest.manifest.tables.map((t) => t.rows)) ? largest : null;
}
function sumOf(rows) {
  return rows.reduce((sum2, n) => sum2 + n, 0);
}
var nameOf = ({ source, table }) => JSON.stringify([source, table]);
function hasLeft(entry, outputs) {
  const seen = outputs.flatMap((o) => o.manifest.tables);
  return seen.some((t) => t.source === entry.source) && !seen.some((t) => nameOf(t) === nameOf(entry));
}
function lastOf(last, named) {
  const entry = last?.manifest.tables.find((t) => nameOf(t) === nameOf(named));
  if (last === null || entry === void 0) return [];
  const rows = rowsOf(last, entry);
  return rows === null ? [] : [{ output: last, entry, rows }];
}
function ofTable(brought, last) {
  const pieces = brought.flatMap(({ output, entry }) => {
    const rows = rowsOf(output, entry);
    return rows === null ? [] : [{ output, entry, rows }];
  });
  const [first] = brought;
  const { source, table } = first?.entry ?? { source: "", table: "" };
  const complete = [...wholes(pieces), ...divisions(pieces)].sort((a, b) => syncedAt(a) < syncedAt(b) ? 1 : -1)[0];
  if (complete !== void 0) return { source, table, pieces: complete, entries: complete.map((p) => p.entry), problem: null };
  const entries = brought.map((b) => b.entry);
  if (last.length === 0 && entries.some((e) => e.error !== null)) return { source, table, pieces: [], entries, problem: null };
  return { source, table, pieces: last, entries, problem: lacking(entries) };
}
function keptWhole(entry, pieces, problem) {
  return { source: entry.source, table: entry.table, pieces, entries: [entry], problem };
}
function wholes(pieces) {
  return pieces.filter((p) => p.entry.part === null).map((piece) => [piece]);
}
function divisions(pieces) {
  const ids = new Set(pieces.flatMap((p) => p.entry.part?.division ?? []));
  return [...ids].flatMap((id2) => {
    const parts = pieces.filter((p) => p.entry.part?.division === id2);
    const of = parts[0]?.entry.part?.of ?? 0;
    const chosen = Array.from({ length: of }, (_, i) => newest(parts.filter((p) => p.entry.part?.index === i + 1)));
    const there = chosen.flatMap((p) => p ?? []);
    return there.length === of ? [there] : [];
  });
}
function newest(pieces) {
  return [...pieces].sort((a, b) => syncedAt([a]) < syncedAt([b]) ? 1 : -1)[0];
}
function syncedAt(pieces) {
  return pieces.map((p) => p.entry.syncedAt ?? "").reduce((a, b) => a > b ? a : b, "");
}
function lacking(entries) {
  const parts = entries.flatMap((e) => e.part ?? []);
  const divisions2 = new Set(parts.map((p) => p.division));
  if (divisions2.size > 1) return "its parts are of different divisions";
  const of = parts[0]?.of ?? 0;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !parts.some((p) => p.index === i));
  if (missing.length > 0) return `no job's output has ${missing.map((i) => `part ${i}/${of}`).join(", ")}`;
  return "no job's output has its rows";
}

// src/combine/combined-record.ts
function combinedRecord(combined) {
  const { outputs, missing, tables, directory, databaseBytes, finishedAt, stages } = combined;
  const runs = outputs.map((o) => o.manifest.run);
  const files = tables.flatMap((t) => t.parquet ?? []);
  const records = tables.map(tableRecord);
  const error = missing.length === 0 ? null : noOutput(missing).report();
  const failed = error !== null || runs.some((r) => r.status !== "succeeded") || records.some((t) => t.status === "failed" || t.checkError !== void 0);
  const modes = new Set(runs.map((r) => r.mode));
  const jobs = outputs.length === 1 ? "1 job" : `${outputs.length} jobs`;
  return {
    id: `combined-${runs.map((r) => r.id).sort().at(-1) ?? finishedAt}`,
    mode: modes.size === 1 ? runs[0]?.mode ?? "mixed" : "mixed",
    requestedMode: "incremental",
    why: `the outputs of ${jobs}`,
    startedAt: runs.map((r) => r.startedAt).sort()[0] ?? combined.startedAt,
    finishedAt,
    status: failed ? "failed" : "succeeded",
    configFile: "",
    version: VERSION,
    sources: [],
    tables: records,
    state: { store: "", restored: null, recovered: false, saved: null, encrypted: false },
    combined: true,
    output: {
      directory,
      database: databaseBytes === null ? null : { path: "warehouse.duckdb", bytes: databaseBytes },
      parquet: files.length === 0 ? null : { path: "parquet", bytes: sum(files, (f) => f.bytes), files: files.length }
    },
    stages,
    notices: outputs.flatMap(({ manifest }) => manifest.run.notices).map(({ source, message }) => source === null ? message : `${source}: ${message}`),
    error
  };
}
function tableRecord(combined) {
  const { source, table, entries, pieces, problem, rows, parquet } = combined;
  const [entry] = pieces.length > 0 ? pieces.map((p) => p.entry) : entries;
  if (entry === void 0) throw new Error(`${source}.${table} has no entry`);
  const failure = problem === null ? entries.find((e) => e.error !== null)?.error ?? null : incomplete(combined).report();
  const failedCheck = entries.find((e) => e.checkError !== null)?.checkError ?? null;
  const watermark = (of) => earliest(entries.map((e) => e.watermark[of]));
  return {
    source,
    table,
    schema: entry.schema,
    name: entry.name,
    label: table,
    category: source,
    status: failure !== null || entries.some((e) => e.status === "failed") ? "failed" : statusOf(entries),
    mode: entries.some((e) => e.mode === "full") ? "full" : "incremental",
    why: problem ?? entry.why,
    counts: { source: 0, staged: 0, applied: 0 },
    ...total(problem === null ? entries : []),
    rows,
    watermark: { before: watermark("before"), after: watermark("after") },
    key: [],
    cursor: null,
    where: null,
    columns: entry.columns.map(({ mask: _, ...column }) => ({ ...column, label: column.name })),
    parquet,
    error: failure === null ? null : asReport(failure),
    startedAt: null,
    partitions: [],
    notes: entries.flatMap((e) => e.notes).map(({ kind, column, message }) => ({ kind, message, ...column === null ? {} : { column } })),
    checks: entries.flatMap((e) => e.checks),
    ...failedCheck === null ? {} : { checkError: asReport(failedCheck) },
    syncedAt: earliestText(entries.map((e) => e.syncedAt)),
    lastFullSyncAt: earliestText(entries.map((e) => e.lastFullSyncAt)),
    calculatedAt: earliestText(entries.map((e) => e.calculatedAt)),
    countedAt: earliestText(entries.map((e) => e.countedAt)),
    provenAt: earliestText(entries.map((e) => e.lastProvenAt)),
    freshness: entry.freshness,
    fullSyncEverySeconds: null
  };
}
function asReport(error) {
  return { ...error, code: error.code };
}
function total(entries) {
  return {
    read: sum(entries, (e) => e.read),
    inserted: sum(entries, (e) => e.inserted),
    updated: sum(entries, (e) => e.updated),
    deleted: sum(entries, (e) => e.deleted),
    seconds: Math.max(0, ...entries.map((e) => e.seconds)),
    requests: sum(entries, (e) => e.requests)
  };
}
function statusOf(entries) {
  return entries.some((e) => e.status === "succeeded") ? "succeeded" : "skipped";
}
function earliestText(values) {
  return values.includes(null) ? null : [...values].sort()[0] ?? null;
}
function earliest(values) {
  const value = earliestText(values);
  return value === null ? null : { kind: "timestamp", value };
}
function sum(all, of) {
  return all.reduce((total2, one) => total2 + of(one), 0);
}
function incomplete({ source, table, problem, pieces }) {
  const kept = pieces.length === 0 ? "The combined output has no rows of it." : "It keeps its last version.";
  return new HighwaterError(
    "COMBINE_INCOMPLETE",
    `${source}.${table}: ${problem}. ${kept}`,
    "Look at the jobs of the matrix: did one fail before it wrote its output? Run it again, then combine again."
  );
}
function noOutput(directories) {
  const names = directories.join(", ");
  return new HighwaterError(
    "COMBINE_INCOMPLETE",
    `There is no manifest.json in ${names}, so ${directories.length === 1 ? "it is" : "they are"} no output of a job.`,
    "Check the names. If a job failed before it wrote its output, run it again, then combine again."
  );
}

// src/combine/combined-warehouse.ts
var import_promises2 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
function unitedRows(pieces) {
  return pieces.map((p) => `FROM ${p.rows}`).join(" UNION ALL BY NAME ");
}
var COMBINED = "highwater_combined";
var CHECKPOINT_AT = "16MiB";
async function beginWith(connection, base, tables, file) {
  if (base !== null) await (0, import_promises2.copyFile)((0, import_node_path2.join)(base.directory, DATABASE_FILE), file, import_promises2.constants.COPYFILE_FICLONE);
  await connection.run(`ATTACH ${text(file)} AS ${id(COMBINED)}`);
  await connection.run(`USE ${id(COMBINED)}`);
  await connection.run(`SET GLOBAL checkpoint_threshold = ${text(CHECKPOINT_AT)}`);
  await connection.run(`DROP SCHEMA IF EXISTS ${id(COMBINED)}.${PUBLIC_SCHEMA} CASCADE`);
  const taken = new Set(tables.flatMap((t) => t.pieces.filter((p) => p.output === base).map(({ entry }) => keyOf(entry))));
  const there = await connection.rows(
    `SELECT schema_name AS schema, table_name AS name FROM duckdb_tables() WHERE database_name = ${text(COMBINED)}`
  );
  for (const table of there.filter((t) => !taken.has(keyOf(t)))) await connection.run(`DROP TABLE ${nameIn(table)}`);
}
var keyOf = ({ schema, name }) => JSON.stringify([schema, name]);
var nameIn = ({ schema, name }) => qualified(COMBINED, schema, name);
async function copyTable(connection, { pieces }, base) {
  const [first] = pieces;
  if (first === void 0) return;
  const there = pieces.find(({ output, entry }) => output === base && keyOf(entry) === keyOf(first.entry));
  const others = pieces.filter((piece) => piece !== there);
  if (there !== void 0 && await sameColumns(connection, pieces)) {
    if (others.length > 0) await connection.run(`INSERT INTO ${nameIn(first.entry)} BY NAME ${unitedRows(others)}`);
    return;
  }
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${qualified(COMBINED, first.entry.schema)}`);
  await connection.run(`CREATE OR REPLACE TABLE ${nameIn(first.entry)} AS ${unitedRows(pieces)}`);
  const { database } = first.output;
  if (database !== null) await copyComments(connection, database, first.entry);
}
async function sameColumns(connection, pieces) {
  if (pieces.length === 1) return true;
  const columns = pieces.map(
    async ({ rows }) => connection.rows(`DESCRIBE FROM ${rows}`)
  );
  const described = (await Promise.all(columns)).map(
    (all) => JSON.stringify(all.map((c) => [c.column_name, c.column_type]).sort())
  );
  return new Set(described).size === 1;
}
async function copyComments(connection, database, { schema, name }) {
  const of = `database_name = ${text(database)} AND schema_name = ${text(schema)} AND table_name = ${text(name)} AND comment IS NOT NULL`;
  const rows = await connection.rows(
    `SELECT NULL AS "column", comment FROM duckdb_tables() WHERE ${of} UNION ALL SELECT column_name, comment FROM duckdb_columns() WHERE ${of}`
  );
  const table = nameIn({ schema, name });
  for (const { column, comment } of rows)
    await connection.run(
      `COMMENT ON ${column === null ? `TABLE ${table}` : `COLUMN ${table}.${id(column)}`} IS ${text(comment)}`
    );
}
async function copyCatalog(connection, outputs, tables) {
  await connection.run(`CREATE SCHEMA ${PUBLIC_SCHEMA}`);
  await connection.run(`CREATE TABLE ${PUBLIC_SCHEMA}.tables (${TABLES_COLUMNS})`);
  await connection.run(`CREATE TABLE ${PUBLIC_SCHEMA}.columns (${COLUMNS_COLUMNS})`);
  const pieces = tables.flatMap((t) => t.pieces);
  const taken = (of) => pieces.filter(({ output }) => output.database !== null).map(of);
  const entries = taken(
    ({ output, entry }) => `FROM ${id(output.database ?? "")}.${PUBLIC_SCHEMA}.tables WHERE source = ${text(entry.source)} AND "table" = ${text(entry.table)}`
  );
  const columns = taken(
    ({ output, entry }) => `FROM ${id(output.database ?? "")}.${PUBLIC_SCHEMA}.columns WHERE schema = ${text(entry.schema)} AND name = ${text(entry.name)}`
  );
  if (entries.length > 0) {
    await connection.run(`INSERT INTO ${PUBLIC_SCHEMA}.tables BY NAME ${await merged(connection, entries)}`);
    await connection.run(
      `INSERT INTO ${PUBLIC_SCHEMA}.columns BY NAME (FROM (${columns.map((c) => `(${c})`).join(" UNION ALL BY NAME ")}) QUALIFY row_number() OVER (PARTITION BY schema, name, "column") = 1)`
    );
  }
  for (const name of ["runs", "checks", "exports"]) await copyRecords(connection, outputs, name);
}
async function merged(connection, entries) {
  const all = entries.map((e) => `(${e})`).join(" UNION ALL BY NAME ");
  const described = await connection.rows(`DESCRIBE ${PUBLIC_SCHEMA}.tables`);
  const names = described.map((r) => r.column_name).filter((name) => name !== "source" && name !== "table");
  const value = (name) => {
    if (name === "rows") return "sum(rows) AS rows";
    const function_ = name === "watermark" || name.endsWith("_at") ? "min" : "any_value";
    return `${function_}(${id(name)}) AS ${id(name)}`;
  };
  return `(SELECT source, "table", ${names.map(value).join(", ")} FROM (${all}) GROUP BY source, "table")`;
}
async function copyRecords(connection, outputs, name) {
  const from = outputs.filter((o) => o.tables.has(`${PUBLIC_SCHEMA}.${name}`));
  const selects = from.map((o) => `(FROM ${id(o.database ?? "")}.${PUBLIC_SCHEMA}.${id(name)})`);
  if (selects.length === 0) return;
  await connection.run(
    `CREATE TABLE ${PUBLIC_SCHEMA}.${id(name)} AS SELECT DISTINCT * FROM (${selects.join(" UNION ALL BY NAME ")})`
  );
}
async function copyParquet(connection, { pieces }, directory) {
  const [first] = pieces;
  const from = first?.entry.parquet;
  if (first === void 0 || from == null) return null;
  const [target, origin] = [(0, import_node_path2.join)(directory, from.path), (0, import_node_path2.join)(first.output.directory, from.path)];
  await (0, import_promises2.mkdir)((0, import_node_path2.dirname)(target), { recursive: true });
  if (pieces.length === 1) {
    await copyOrLink(origin, target);
    return { path: from.path, bytes: from.bytes, sha256: from.sha256 };
  }
  const parts = pieces.map((p) => text((0, import_node_path2.join)(p.output.directory, p.entry.parquet?.path ?? from.path)));
  const { compression } = await connection.row(
    `SELECT coalesce(any_value(lower(compression)), 'zstd') AS compression FROM parquet_metadata(${text(origin)})`
  );
  const metadata = await connection.rows(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${text(origin)}) WHERE starts_with(decode(key), 'highwater.')`
  );
  const pairs = metadata.map(({ key, value }) => `${text(key)}: ${text(value)}`).join(", ");
  await connection.run(
    `COPY (FROM read_parquet([${parts.join(", ")}], union_by_name = true)) TO ${text(target)} (FORMAT parquet, COMPRESSION ${text(compression)}, KV_METADATA {${pairs}})`
  );
  return { path: from.path, bytes: (await (0, import_promises2.stat)(target)).size, sha256: await sha256(target) };
}
async function copyOrLink(from, to) {
  await (0, import_promises2.rm)(to, { force: true });
  await (0, import_promises2.link)(from, to).catch(async () => (0, import_promises2.copyFile)(from, to, import_promises2.constants.COPYFILE_FICLONE));
}

// src/combine/combine.ts
async function combine(request) {
  return inStage("combine", async () => combineInto(request));
}
async function combineInto(request) {
  const { output } = request;
  const partial = (0, import_node_path3.join)(output, ".partial");
  try {
    await (0, import_promises3.mkdir)(output, { recursive: true });
    await (0, import_promises3.rm)(partial, { recursive: true, force: true });
    await (0, import_promises3.mkdir)(partial);
    const combined = await build(request, partial);
    await place(output, partial, combined);
    const record = combinedRecord(combined);
    await writeText(output, MANIFEST_FILE, renderManifest(record));
    await writeText(output, REPORT_FILE, renderReport(record, []));
    return record;
  } catch (error) {
    throw outputError(output, error);
  } finally {
    await (0, import_promises3.rm)(partial, { recursive: true, force: true });
  }
}
async function build({ directories, output, threads, now }, partial) {
  const startedAt = now();
  const room = new Room(defaultMemoryMib(), threads);
  const database = await Database.open(":memory:", { room, tempDirectory: (0, import_node_path3.join)(partial, "spill") });
  try {
    return await database.use(async (connection) => {
      const found = await openAll(connection, directories);
      const outputs = found.flatMap(({ opened }) => opened ?? []);
      const last = await openOutput(connection, output, "highwater_last");
      const tables = choosePieces(outputs, last);
      const file = (0, import_node_path3.join)(partial, DATABASE_FILE);
      const base = chooseBase(outputs, tables);
      await beginWith(connection, base, tables, file);
      await database.makeRoom(Math.max(0, ...tables.map((t) => t.entries[0]?.columns.length ?? 0)));
      const copied = await copyAll(connection, tables, base, partial);
      const inDatabase = outputs.some((o) => o.database !== null);
      if (inDatabase) {
        const used = tables.some((t) => t.pieces.some((p) => p.output === last)) && last !== null ? [...outputs, last] : outputs;
        await copyCatalog(connection, used, tables);
      }
      await connection.checkpoint();
      const seconds = (now().getTime() - startedAt.getTime()) / 1e3;
      return {
        outputs,
        missing: found.filter(({ opened }) => opened === null).map(({ directory }) => directory),
        tables: copied,
        directory: output,
        databaseBytes: inDatabase ? (await (0, import_promises3.stat)(file)).size : null,
        startedAt: startedAt.toISOString(),
        finishedAt: now().toISOString(),
        stages: [{ name: "combine", startedAt: startedAt.toISOString(), seconds }]
      };
    });
  } finally {
    database.close();
  }
}
async function openAll(connection, directories) {
  const found = [];
  for (const directory of directories)
    found.push({ directory, opened: await openOutput(connection, directory, `highwater_job${found.length + 1}`) });
  return found;
}
async function copyAll(connection, tables, base, partial) {
  const copied = [];
  for (const table of tables) {
    const { pieces } = table;
    const rows = pieces.length === 0 ? 0 : await connection.count(`(${unitedRows(pieces)})`);
    if (pieces.some((p) => p.output.database !== null)) await copyTable(connection, table, base);
    copied.push({ ...table, rows, parquet: await copyParquet(connection, table, partial) });
  }
  return copied;
}
async function place(output, partial, { databaseBytes, tables }) {
  const old = (0, import_node_path3.join)(partial, "old");
  if (tables.some((t) => t.parquet !== null)) {
    await (0, import_promises3.rename)((0, import_node_path3.join)(output, "parquet"), old).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    await (0, import_promises3.rename)((0, import_node_path3.join)(partial, "parquet"), (0, import_node_path3.join)(output, "parquet"));
  }
  if (databaseBytes !== null) await (0, import_promises3.rename)((0, import_node_path3.join)(partial, DATABASE_FILE), (0, import_node_path3.join)(output, DATABASE_FILE));
}
export {
  combine
};
