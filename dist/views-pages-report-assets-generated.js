import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  stateIsLost,
  stateWords
} from "./views-facts-state-words.js";
import {
  LEAST_SLOTS,
  Markup,
  ageBar,
  answerFigures,
  bars,
  changed,
  code,
  courseAxis,
  facts,
  failure,
  html,
  icon,
  json,
  line,
  note,
  peak,
  status,
  track
} from "./views-pages-report-charts.js";
import {
  fileName
} from "./model-in-stage.js";
import {
  readThrough
} from "./runtime-read-through.js";
import {
  ageOf,
  freshnessAnswers,
  isDue,
  limitWords,
  tablesByNeed
} from "./views-facts-table-freshness.js";
import {
  EXPORT_COLUMNS,
  changes,
  checkCountWords,
  checkCounts,
  exportCells,
  factsOf,
  failuresOf,
  fullSyncWords,
  isExportRun,
  readBackWords,
  runSeconds,
  shortHeadline,
  tableName
} from "./views-facts-facts.js";
import {
  clip,
  count,
  counted,
  duration,
  instant,
  lagSeconds,
  percent,
  secondsBetween,
  short,
  size
} from "./views-facts-format.js";
import {
  checkName
} from "./model-table-check.js";
import {
  makeDirectory
} from "./runtime-make-directory.js";
import {
  isRead
} from "./model-table-age.js";
import {
  Database,
  shadowTables
} from "./warehouse-duckdb-database.js";
import {
  realTypes
} from "./warehouse-duckdb-types.js";
import {
  STATE_SCHEMA
} from "./lib-duckdb-node-api.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import {
  maskWords
} from "./model-table.js";
import {
  HighwaterError
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

// src/publish/output-error.ts
var REASONS = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "its file system is read-only",
  ENAMETOOLONG: "its path is too long for this system",
  ENOTDIR: "a part of that path is a file",
  EEXIST: "a file of that name is in the way",
  EISDIR: "a directory is in the way",
  EBUSY: "another program holds it open"
};
var NO_ROOM = /* @__PURE__ */ new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
function outputError(directory, thrown) {
  const { code: code2, path, dest, syscall } = thrown ?? {};
  if (typeof code2 !== "string" || typeof syscall !== "string" || NO_ROOM.has(code2)) return thrown;
  const reason = REASONS[code2] ?? `the system refuses to ${syscall} there`;
  const file = [dest, path].find((name) => typeof name === "string") ?? directory;
  return new HighwaterError(
    "OUTPUT_NOT_WRITABLE",
    `Nothing can be written to the output directory ${directory}: ${reason} (${code2}, ${file}).`,
    "Choose another directory (`output.directory`, the input `output`, on the command line --output), or let this user write to it. What was read is kept in the state.",
    { cause: thrown }
  );
}

// src/publish/publish.ts
var import_promises5 = __toESM(require_promises(), 1);
var import_node_path5 = __toESM(require_node_path(), 1);

// src/publish/database.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);

// src/warehouse/export.ts
var LOSSY = ["HUGEINT", "UHUGEINT", "INTERVAL", "TIMETZ"];
var ROW_GROUP_ROWS = 122880;
var ROW_GROUP_VALUES = 1e6;
var ROW_GROUP_BYTES = 32 * 2 ** 20;
var MOST_PIECES = 2e3;
async function exportParquet(connection, table, file, compression, runId) {
  const declared = new Map(table.columns.map((c) => [c.name, c.parquetType]));
  const replaced = [...await realTypes(connection, table.schema, table.name)].flatMap(([name, type]) => {
    const to = declared.get(name) ?? (LOSSY.includes(type) ? "VARCHAR" : void 0);
    return to === void 0 ? [] : [`CAST(${id(name)} AS ${to}) AS ${id(name)}`];
  });
  const select = replaced.length === 0 ? "*" : `* REPLACE (${replaced.join(", ")})`;
  const metadata = {
    "highwater.source": table.source,
    "highwater.table": table.table,
    "highwater.watermark": table.watermark?.value ?? "",
    "highwater.synced_at": table.syncedAt,
    "highwater.run": runId
  };
  const pairs = Object.entries(metadata).map(([key, value]) => `${text(key)}: ${text(value)}`);
  const rows = Math.max(2048, Math.min(ROW_GROUP_ROWS, Math.floor(ROW_GROUP_VALUES / table.columns.length)));
  const from = `SELECT ${select} FROM ${qualified(table.schema, table.name)}`;
  const options = `FORMAT parquet, COMPRESSION ${text(compression)}, ROW_GROUP_SIZE ${rows}, ROW_GROUP_SIZE_BYTES ${ROW_GROUP_BYTES}, KV_METADATA {${pairs.join(", ")}}`;
  await connection.inPieces(
    async (piece) => connection.run(
      `COPY (${piece === null ? from : await piecewise(connection, table, from, piece)}) TO ${text(file)} (${options})`
    )
  );
}
async function piecewise(connection, table, from, rows) {
  const { last } = await connection.row(
    `SELECT coalesce(max(rowid), 0) AS last FROM ${qualified(table.schema, table.name)}`
  );
  const step = Math.max(rows, Math.ceil((last + 1) / MOST_PIECES));
  const pieces = Math.ceil((last + 1) / step);
  return Array.from({ length: pieces }, (_, i) => `${from} WHERE rowid BETWEEN ${i * step} AND ${(i + 1) * step - 1}`).join(
    " UNION ALL "
  );
}
async function stripInternals(file, options) {
  const database = await Database.open(file, options);
  try {
    await database.keepRowGroups();
    await database.use(async (c) => {
      for (const shadow of await shadowTables(c)) await c.run(`DROP TABLE ${shadow}`);
      await c.run(`DROP SCHEMA ${STATE_SCHEMA} CASCADE`);
      await c.checkpoint();
    });
  } finally {
    database.close();
  }
}

// src/publish/database.ts
async function writeDatabase(state, file, room) {
  const partial = `${file}.partial`;
  await (0, import_promises.rm)(partial, { force: true });
  await (0, import_promises.rm)(`${partial}.wal`, { force: true });
  await (0, import_promises.writeFile)(partial, "");
  const { mode } = await (0, import_promises.stat)(partial);
  if (!(state.take && await taken(state.file, partial))) await (0, import_promises.copyFile)(state.file, partial, import_promises.constants.COPYFILE_FICLONE);
  await (0, import_promises.chmod)(partial, mode);
  await stripInternals(partial, { room, tempDirectory: (0, import_node_path.join)((0, import_node_path.dirname)(file), ".highwater-tmp") });
  await (0, import_promises.rm)(`${file}.wal`, { force: true });
  await (0, import_promises.rename)(partial, file);
}
async function taken(from, to) {
  if ((await (0, import_promises.stat)(from)).nlink > 1) return false;
  try {
    await (0, import_promises.rename)(from, to);
    return true;
  } catch (error) {
    if (error.code === "EXDEV") return false;
    throw error;
  }
}

// src/publish/directory.ts
var import_promises2 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
async function writeDirectories(root, tables, identities) {
  const folders = /* @__PURE__ */ new Map();
  for (const table of tables) {
    const folder = table.category === table.source ? fileName(table.schema) : (0, import_node_path2.join)(fileName(table.schema), fileName(table.category));
    folders.set(folder, [...folders.get(folder) ?? [], table]);
  }
  for (const [folder, members] of folders) {
    await (0, import_promises2.mkdir)((0, import_node_path2.join)(root, folder), { recursive: true });
    await (0, import_promises2.writeFile)((0, import_node_path2.join)(root, folder, "directory.json"), `${JSON.stringify(directoryOf(members, identities), null, 2)}
`);
  }
}
function directoryOf(tables, identities) {
  return tables.map((t) => ({
    name: t.table,
    label: t.label,
    kind: t.category,
    file: `${fileName(t.name)}.parquet`,
    rows: t.rows,
    columns: t.columns.map(({ name, label, nativeType, semanticType, duckdbType }) => ({
      name,
      label,
      nativeType,
      semanticType,
      duckdbType
    })),
    access: { readAs: identities.get(t.source) ?? null, readable: true, syncedAt: t.syncedAt }
  }));
}

// src/publish/parquet.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_promises3 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_node_path(), 1);
async function writeParquet(warehouse, table, directory, options, runId) {
  const path = parquetPath(table, options.layout);
  const file = (0, import_node_path3.join)(directory, path);
  await (0, import_promises3.mkdir)((0, import_node_path3.dirname)(file), { recursive: true });
  await warehouse.database.use(async (c) => exportParquet(c, table, file, options.compression, runId));
  return { path, bytes: (await (0, import_promises3.stat)(file)).size, sha256: await sha256(file) };
}
function parquetPath(table, layout) {
  const folders = layout === "flat" || table.category === table.source ? [table.schema] : [table.schema, table.category];
  return ["parquet", ...folders.map(fileName), `${fileName(table.name)}.parquet`].join("/");
}
async function sha256(file) {
  const hash = (0, import_node_crypto.createHash)("sha256");
  await readThrough(file, (bytes) => hash.update(bytes));
  return hash.digest("hex");
}

// src/publish/unchanged.ts
var import_promises4 = __toESM(require_promises(), 1);
var import_node_path4 = __toESM(require_node_path(), 1);
async function recallPublished(note2) {
  try {
    const { version, files, database } = JSON.parse(await (0, import_promises4.readFile)(note2, "utf8"));
    if (version === NOTE_VERSION) return { files, database };
  } catch {
  }
  return { files: [], database: null };
}
async function rememberPublished(note2, published) {
  await (0, import_promises4.mkdir)((0, import_node_path4.dirname)(note2), { recursive: true, mode: 448 });
  await (0, import_promises4.writeFile)(`${note2}.part`, JSON.stringify({ version: NOTE_VERSION, ...published }), { mode: 384 });
  await (0, import_promises4.rename)(`${note2}.part`, note2);
}
var NOTE_VERSION = 2;
async function isPublished(known, file, state) {
  if (known === null || !state.unchanged || known.shows !== state.shows || known.file !== (0, import_node_path4.resolve)(file)) return false;
  return await identityOf(file).catch(() => null) === known.identity;
}
async function describeDatabase(file, shows) {
  return { file: (0, import_node_path4.resolve)(file), shows, identity: await identityOf(file) };
}
var FORM = 1;
async function takeOver(files, table, directory, fresh, options) {
  const path = parquetPath(table, options.layout);
  const known = files.find((f) => f.source === table.source && f.table === table.table);
  if (known === void 0 || table.version === void 0 || known.version !== table.version) return null;
  if (known.directory !== (0, import_node_path4.resolve)(directory) || known.path !== path || known.form !== formOf(options)) return null;
  const [from, to] = [(0, import_node_path4.join)(directory, path), (0, import_node_path4.join)(fresh, path)];
  try {
    if (await identityOf(from) !== known.identity) return null;
    await (0, import_promises4.mkdir)((0, import_node_path4.dirname)(to), { recursive: true });
    await (0, import_promises4.link)(from, to);
    return { path, bytes: known.bytes, sha256: known.sha256 };
  } catch {
    return null;
  }
}
async function describeFiles(tables, files, directory, options) {
  const found = [];
  for (const { source: source2, table, version } of tables) {
    const file = files.get(`${source2}.${table}`);
    if (file === void 0 || version === void 0) continue;
    const identity = await identityOf((0, import_node_path4.join)(directory, file.path));
    found.push({ source: source2, table, version, directory: (0, import_node_path4.resolve)(directory), ...file, form: formOf(options), identity });
  }
  return found;
}
function formOf({ compression }) {
  return `${FORM} ${compression}`;
}
async function identityOf(file) {
  const { ino, size: size2, mtimeNs, ctimeNs } = await (0, import_promises4.stat)(file, { bigint: true });
  return [ino, size2, mtimeNs, ctimeNs].join(" ");
}

// src/publish/publish.ts
var DATABASE_FILE = "warehouse.duckdb";
var MANIFEST_FILE = "manifest.json";
var REPORT_FILE = "report.html";
async function preparePublication(warehouse, options) {
  const { directory, duckdb, parquet, note: note2 } = options;
  await makeDirectory(directory);
  await (0, import_promises5.access)(directory, import_promises5.constants.W_OK);
  const partial = (0, import_node_path5.join)(directory, ".partial");
  await (0, import_promises5.rm)(partial, { recursive: true, force: true });
  const [tables, room, earlier2] = [await warehouse.tables(), warehouse.smallRoom(), await recallPublished(note2)];
  const build = { tables, earlier: earlier2.files, partial };
  const built = parquet === null ? /* @__PURE__ */ new Map() : await buildParquet(warehouse, options, parquet, build);
  const file = (0, import_node_path5.join)(directory, DATABASE_FILE);
  const needsFile = async (state) => duckdb && !await isPublished(earlier2.database, file, state);
  return {
    needsFile,
    discard: async () => (0, import_promises5.rm)(partial, { recursive: true, force: true }),
    async place(state) {
      if (parquet === null) await removeOwnParquet(directory);
      else await replaceDirectory((0, import_node_path5.join)(partial, "parquet"), (0, import_node_path5.join)(directory, "parquet"), (0, import_node_path5.join)(partial, "old"));
      await (0, import_promises5.rm)(partial, { recursive: true, force: true });
      if (!duckdb) await (0, import_promises5.rm)(file, { force: true });
      else if (await needsFile(state)) await writeDatabase(state, file, room);
      const files = parquet === null ? [] : await describeFiles(tables, built, directory, parquet);
      const database = duckdb && state.shows !== null ? await describeDatabase(file, state.shows) : null;
      await rememberPublished(note2, { files, database });
      const bytes = duckdb ? (await (0, import_promises5.stat)(file)).size : null;
      return { output: outputOf(directory, built, parquet !== null, bytes), parquet: built };
    }
  };
}
function outputOf(directory, built, parquet, databaseBytes) {
  const files = [...built.values()];
  return {
    directory,
    database: databaseBytes === null ? null : { path: DATABASE_FILE, bytes: databaseBytes },
    parquet: parquet ? { path: "parquet", bytes: files.reduce((sum, f) => sum + f.bytes, 0), files: files.length } : null
  };
}
async function buildParquet(warehouse, { directory, runId, identities }, parquet, { tables, earlier: earlier2, partial }) {
  await (0, import_promises5.mkdir)((0, import_node_path5.join)(partial, "parquet"), { recursive: true });
  const files = /* @__PURE__ */ new Map();
  for (const table of tables) {
    const kept = await takeOver(earlier2, table, directory, partial, parquet);
    files.set(`${table.source}.${table.table}`, kept ?? await writeParquet(warehouse, table, partial, parquet, runId));
  }
  if (parquet.layout === "directory") await writeDirectories((0, import_node_path5.join)(partial, "parquet"), tables, identities);
  return files;
}
async function removeOwnParquet(directory) {
  const manifest = await (0, import_promises5.readFile)((0, import_node_path5.join)(directory, MANIFEST_FILE), "utf8").catch(() => "");
  if (namesParquet(manifest)) await (0, import_promises5.rm)((0, import_node_path5.join)(directory, "parquet"), { recursive: true, force: true });
}
function namesParquet(manifest) {
  try {
    const { tables } = JSON.parse(manifest);
    return tables.some((t) => t.parquet !== null);
  } catch {
    return false;
  }
}
async function replaceDirectory(fresh, final, old) {
  await (0, import_promises5.rename)(final, old).catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
  await (0, import_promises5.rename)(fresh, final);
}
async function writeText(directory, name, content) {
  await (0, import_promises5.mkdir)(directory, { recursive: true });
  const file = (0, import_node_path5.join)(directory, name);
  await (0, import_promises5.writeFile)(`${file}.partial`, content);
  await (0, import_promises5.rename)(`${file}.partial`, file);
  return (await (0, import_promises5.stat)(file)).size;
}

// src/views/pages/report/report.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);

// src/views/pages/report/assets.generated.ts
var styles = ':root{color-scheme:light dark;--ground: #f4f7f8;--sheet: #ffffff;--sunk: #edf2f4;--ink: #10222b;--muted: #526570;--rule: #d8e1e5;--accent: #0b6b82;--good: #17705a;--bad: #b3271e;--warn: #8a5a00;--bad-tint: #fdf0ee;--inserted: #1b8a70;--updated: #4a78c4;--deleted: #cc5b3c;--course: #0b6b82;--area: #0b6b8222;--whole: #0b6b822e;--tail: #58a8bd;--slate: #8a9aa3;--sand: #cbb27a;--ochre: #c08a2e;--umber: #7a5a2b;--plum: #8a6fa8;--deep: #1c3f55;--mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;font-family:Inter,system-ui,-apple-system,Segoe UI Variable Text,Segoe UI,Roboto,Open Sans,sans-serif;font-size:15px;line-height:1.5;font-variant-numeric:tabular-nums lining-nums}@media(prefers-color-scheme:dark){:root{--ground: #0c1418;--sheet: #121d23;--sunk: #192830;--ink: #e2eaee;--muted: #95a8b2;--rule: #26363f;--accent: #62c3d8;--good: #5cc9a7;--bad: #ff8f84;--warn: #e3b45b;--bad-tint: #2a1718;--inserted: #4dbd9d;--updated: #7ea6ea;--deleted: #ee8a6a;--course: #62c3d8;--area: #62c3d826;--whole: #62c3d833;--tail: #2f7f95;--slate: #6d7f89;--sand: #e0cf9f;--ochre: #d99b3c;--umber: #8a6636;--plum: #a98cc8;--deep: #b9d3e6}}*{box-sizing:border-box}html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}body{margin:0 auto;max-width:80rem;padding:1.5rem clamp(1rem,3vw,2.5rem) 4rem;background:var(--ground);color:var(--ink)}h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}ul,ol{list-style:none}a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.15em}code{font-family:var(--mono);font-size:.88em;overflow-wrap:anywhere}button,input{font:inherit;color:inherit}:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;left:1rem;top:-4rem;z-index:2;padding:.5rem 1rem;background:var(--sheet);border:1px solid var(--rule)}.skip:focus{top:1rem}.muted,.label,.axis,dt{color:var(--muted)}time{white-space:nowrap}.icon{width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none;vertical-align:-.12em}.status{display:inline-flex;margin-right:.4em}.status.succeeded,.verdict.succeeded>.icon{color:var(--good)}.status.failed,.verdict.failed>.icon,.sign .icon.failed{color:var(--bad)}.sign .icon.succeeded{color:var(--good)}.status.skipped,.status.interrupted{color:var(--warn)}.brand{display:flex;align-items:center;gap:.5rem;font-weight:600;letter-spacing:.01em;margin-bottom:1.75rem}.brand .muted{font-weight:400}.brand svg{width:1.7rem;fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linecap:round}.brand .mark-line{stroke:var(--ink)}h2{font-size:1.2rem;font-weight:620;letter-spacing:-.005em;margin-bottom:.75rem}h3{font-size:1rem;font-weight:620}input[type=search]{width:17rem;max-width:100%;padding:.35rem .7rem;background:var(--sheet);border:1px solid var(--muted);border-radius:5px}input::placeholder{color:var(--muted);opacity:1}table{width:100%;border-collapse:collapse;font-size:.92rem}th{font-weight:inherit;text-align:left}thead th{color:var(--muted);font-size:.87rem}.scroll{position:relative;overflow-x:auto}.label{display:block;font-size:.85rem;overflow-wrap:anywhere}.figures-row{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));overflow:hidden}.figures-row>div{padding:1rem 1.25rem;box-shadow:-1px -1px 0 var(--rule)}.figures-row dt{font-size:.87rem}.figure{font-size:1.6rem;font-weight:600;line-height:1.25;letter-spacing:-.02em}.answers{border-bottom:1px solid var(--rule)}.answers .figure .status{font-size:.85em}.more{overflow-wrap:anywhere;font-size:.87rem;color:var(--muted)}.delta{white-space:nowrap}.delta [aria-hidden]{font-weight:700;margin-right:.08em}.delta.inserted [aria-hidden]{color:var(--inserted)}.delta.updated [aria-hidden]{color:var(--updated)}.delta.deleted [aria-hidden]{color:var(--deleted)}.chart{display:block;width:100%}.chart.small{width:5rem;height:1.25rem;margin-left:auto}.chart.large{height:5.5rem}.course{fill:none;stroke:var(--course);stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-linejoin:round}.area{fill:var(--area)}.base{stroke:var(--rule);stroke-width:1;vector-effect:non-scaling-stroke}.cut{stroke:var(--sheet);stroke-width:3;vector-effect:non-scaling-stroke}.hit{fill:transparent}rect.hit:hover{fill:var(--area)}.inserted{fill:var(--inserted)}.updated{fill:var(--updated)}.deleted{fill:var(--deleted)}.plain{fill:var(--course)}.chart.age{width:5rem;height:6px;margin-left:auto;border-radius:3px}.age .all{fill:var(--rule)}.age .reached{fill:var(--good)}.age.warn .reached{fill:var(--warn)}.age.error .reached{fill:var(--bad)}.age .limit{stroke:var(--ink);stroke-width:1.5;vector-effect:non-scaling-stroke}.age-warn strong{color:var(--warn)}.age-error strong{color:var(--bad)}.narrow{display:none}.axis{display:flex;justify-content:space-between;gap:1rem;font-size:.8rem}@media(max-width:34rem){.figures-row{grid-template-columns:repeat(2,minmax(0,1fr))}.figures-row>div:last-child:nth-child(odd){grid-column:1 / -1}.figures-row>div{padding:.75rem .9rem}.figure{font-size:1.35rem}}.masthead{padding-bottom:1.5rem}h1{display:flex;gap:.6rem;max-width:60rem;font-size:clamp(1.35rem,1rem + 1.6vw,2rem);font-weight:620;line-height:1.25;letter-spacing:-.012em;text-wrap:balance}h1 .status{flex:none;align-self:start;margin:.1em 0 0;padding:.2em;border:2px solid currentColor;border-radius:50%;font-size:.8em}.run{margin-top:.75rem;max-width:60rem;color:var(--muted)}.run code{color:var(--ink)}main{display:grid;grid-template-columns:minmax(0,1fr);gap:2.25rem}section{min-width:0}.details h3{font-size:.93rem;margin:1.5rem 0 .5rem}.halves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 2.5rem}section>.halves h3,.cards h3{margin-bottom:.4rem}.facts>div{display:grid;grid-template-columns:minmax(7rem,10rem) minmax(0,1fr);gap:.75rem;padding:.3rem 0;border-top:1px solid var(--rule)}.facts dd{overflow-wrap:anywhere}.hash{color:var(--muted);font-size:.8em;overflow-wrap:anywhere}.cards .facts>div{grid-template-columns:6.5rem minmax(0,1fr)}.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1.5rem 2.5rem}.failures ul{display:grid;gap:1px;background:var(--rule);border:1px solid var(--rule);border-left:3px solid var(--bad);border-radius:4px;overflow:hidden}.failures li{display:flex;gap:.35rem;padding:1rem 1.25rem;background:var(--sheet)}.failures li>.status{margin-top:.25em}.failures li>div{min-width:0}.failure{max-width:52rem;overflow-wrap:anywhere}.failure>p{margin-top:.35rem}.failure .message,.failure .hint{white-space:pre-line}.failure .hint strong{display:block;font-size:.86rem;font-weight:620;color:var(--muted)}.details>.failure{border-left:3px solid var(--bad);background:var(--bad-tint);padding:.6rem 1rem .8rem;border-radius:0 4px 4px 0;margin-bottom:1rem}.glance{display:grid;grid-template-columns:minmax(0,1fr);background:var(--sheet);border:1px solid var(--rule);border-radius:6px}.tide{padding:1rem 1.25rem;background:var(--sheet);border:1px solid var(--rule);border-radius:6px}.tide figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.5rem;font-size:.87rem;color:var(--muted);margin-bottom:.5rem}.tide .legend{margin:0}.tide .bars{height:6rem}.marks{display:flex;height:1rem;font-size:.7rem}.marks li{flex:1 1 0;display:flex;justify-content:center;align-items:center}.marks .status{margin:0}.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.5rem;font-size:.87rem}.key{width:.7rem;height:.7rem;margin-right:.4rem}.halves>figure{margin-bottom:1rem}.timeline{display:grid;gap:.2rem}.timeline .row{display:grid;grid-template-columns:minmax(6rem,14rem) minmax(0,1fr);align-items:center;gap:1rem}.timeline .name{font-size:.87rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.track{height:.9rem;background:var(--sunk);border-radius:2px}.stages .track{height:1.4rem}.span{fill:var(--course)}.span.table{fill:var(--whole)}.span.table.failed{fill:var(--bad)}.span.tail{fill:var(--tail)}.span.sweep,.span.restore{fill:var(--slate)}.span.connect{fill:var(--sand)}.span.describe{fill:var(--ochre)}.span.plan{fill:var(--umber)}.span.check,.span.verify,.span.send{fill:var(--tail)}.span.save{fill:var(--plum)}.span.publish,.span.combine{fill:var(--deep)}.lanes .track{height:1.1rem}.lanes-2 .track{height:2rem}.lanes-3 .track{height:3rem}.lanes-4 .track{height:4rem}.lanes-5 .track,.lanes-6 .track,.lanes-7 .track,.lanes-8 .track{height:6rem}.section-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.5rem 1.5rem;margin-bottom:.75rem}.section-head h2{margin:0}.tools{display:flex;flex-wrap:wrap;gap:.5rem}.filters{display:flex;flex-wrap:wrap;border:1px solid var(--muted);border-radius:5px;overflow:hidden}.filters button{flex:1 0 auto;padding:.35rem .75rem;background:var(--sheet);border:0;cursor:pointer}.filters button+button{border-left:1px solid var(--rule)}.filters button[aria-pressed=true]{background:var(--ink);color:var(--sheet)}.filters button:disabled{color:var(--muted);cursor:default}.filters button:focus-visible{outline-offset:-3px}.filters .n{opacity:.8;font-size:.87em}.tables{background:var(--sheet);border:1px solid var(--rule);border-radius:6px;border-collapse:separate;border-spacing:0}.tables>thead>tr>th{padding:.45rem 1rem;border-bottom:1px solid var(--rule)}.tables>thead button{padding:0;background:none;border:0;color:inherit;cursor:pointer}.tables>thead button:after{content:"";display:inline-block;width:.9em;text-align:center}.tables>thead [aria-sort=ascending] button:after{content:"↑"}.tables>thead [aria-sort=descending] button:after{content:"↓"}.number{text-align:right}.tables>thead .number button:after{width:0}.tables>thead .number[aria-sort=ascending] button:after,.tables>thead .number[aria-sort=descending] button:after{width:.9em}.table-row>*{padding:.5rem 1rem;border-bottom:1px solid var(--rule);vertical-align:top}.tables>tbody>tr:last-child>*,.tables>tbody>.table-row:nth-last-child(2)>*{border-bottom:0}.table-row:has([aria-expanded=true])>*{border-bottom-color:transparent}.table-row:hover>*{background:var(--sunk)}.table-row{cursor:pointer}.table-row.failed>th{box-shadow:inset 3px 0 0 var(--bad)}.toggle{display:flex;align-items:baseline;max-width:100%;padding:0;background:none;border:0;font-weight:600;text-align:left;cursor:pointer}.toggle .name{overflow-wrap:anywhere}.toggle .chevron{margin-right:.45rem;font-size:.8em;color:var(--muted);transition:transform .12s}.toggle[aria-expanded=true] .chevron{transform:rotate(90deg)}.table-row th .label{padding-left:2.75rem}.table-row .value{display:block;white-space:nowrap}.table-row .chart{margin-top:.2rem}.details-row>td{padding:0;border-bottom:1px solid var(--rule)}.details{contain:inline-size;padding:.25rem clamp(1rem,3vw,2.75rem) 2rem}.details>.halves:first-of-type h3{margin-top:.5rem}.figures summary,.values summary{cursor:pointer;color:var(--accent);font-size:.87rem;padding:.25rem 0}.numbers th,.numbers td{padding:.25rem .75rem .25rem 0;border-top:1px solid var(--rule);text-align:right;white-space:nowrap;font-size:.87rem}.numbers th:first-child{text-align:left}.numbers thead th{border-top:0}.numbers .sign{text-align:center}.numbers .sum,.numbers thead th:last-child:nth-child(7){text-align:left}.checks td,.checks th{text-align:left}.checks td:nth-last-child(2),.checks th:nth-last-child(2){text-align:right}.checks .detail{max-width:18rem;white-space:normal}.result .icon{color:var(--good)}.result.fail .icon,.result.error .icon{color:var(--bad)}.result.warn .icon,.verdict>.icon.note{color:var(--warn)}.verdict{display:flex;gap:.5rem}.verdict .icon{margin-top:.28em}.schema-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:.5rem 1rem;margin-top:1.5rem}.details .schema-head h3{margin:0}.schema-head h3 .muted{font-weight:400}.schema{margin-top:.5rem;font-size:.87rem}.schema th,.schema td{padding:.35rem 1rem .35rem 0;border-top:1px solid var(--rule);vertical-align:top}.schema thead th{border-top:0}.schema tbody th{min-width:9rem}.schema .name,.schema td:nth-child(2),.schema td:nth-child(4){font-family:var(--mono);font-size:.92em;overflow-wrap:anywhere}.schema .removed .name{text-decoration:line-through}.mark{padding:0 .4em;border:1px solid var(--muted);border-radius:3px;color:var(--muted);font-size:.85em;white-space:nowrap}.values{max-width:26rem}.picklist li{display:inline}.picklist li+li:before{content:" · ";color:var(--muted)}.picklist .inactive{color:var(--muted)}.points{display:block}li.note{display:flex;gap:.5rem;padding:.2rem 0;overflow-wrap:anywhere}li.note .icon{margin-top:.24em;width:1.1em;height:1.1em;stroke-width:1.5;color:var(--warn)}.kind{font-weight:600}.gauge{display:block;width:8rem;max-width:100%;height:6px;margin:.5em 0 .2em;border-radius:3px}.gauge .all{fill:var(--rule)}.gauge .left{fill:var(--course)}.gauge.low .left{fill:var(--bad)}.noscript{margin-top:2rem}@media(max-width:52rem){.tables .wide{display:none}.tables .narrow{display:block;max-width:5.5rem;margin-left:auto}}@media(max-width:34rem){:root{font-size:14.5px}.tables>thead>tr>th,.table-row>*{padding-inline:.6rem}.table-row th .label{padding-left:0}.chart.small{width:3.5rem}.tables .roomy{display:none}.table-row .delta{display:block}.tools,.tools .find,input[type=search],.filters{width:100%}.filters button{flex-basis:50%;padding-inline:.5rem}.halves>figure+figure{margin-top:1rem}.tide,.failures li{padding:.75rem .9rem}.facts>div{grid-template-columns:minmax(5.5rem,7rem) minmax(0,1fr)}.timeline .row{grid-template-columns:minmax(5rem,8rem) minmax(0,1fr);gap:.5rem}}@media(prefers-reduced-motion:reduce){*{transition:none}}@media print{body{max-width:none;background:none}.tools,.skip{display:none}}';
var script = '"use strict";(()=>{var we=new Intl.NumberFormat("en-US",{maximumFractionDigits:0});function p(e){return we.format(e)}function m(e,t,n=`${t}s`){return`${p(e)} ${e===1?t:n}`}function D(e){for(let[t,n]of[[99995e4,"G"],[999950,"M"],[9995,"k"]]){if(e<t)continue;let r=e/{G:1e9,M:1e6,k:1e3}[n];return`${r>=99.95?r.toFixed(0):r.toFixed(1)}${n}`}return p(Math.round(e))}function O(e){let t=["B","kB","MB","GB","TB"],n=e,r=0;for(;n>=999.5&&r<t.length-1;)n/=1e3,r+=1;let s=r===0||n>=99.95?0:1;return`${n.toFixed(s)} ${t[r]}`}function y(e){return e.slice(0,19).replace("T"," ")}function V(e){return e===null?"–":e.kind==="xmin"?`xid ${e.value}`:y(e.value)}function _({syncedAt:e},t){return e===null?null:v(e,t)}function v(e,t){return Math.max(0,(Date.parse(t)-Date.parse(e))/1e3)}function Z(e){return e.replace(/[\\u0000-\\u0009\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]/g,t=>t==="	"?" ":t==="\\r"?"":"�")}function f(e){let t=Math.max(0,e);return t<9.95?`${t.toFixed(1)} s`:t<59.5?`${Math.round(t)} s`:t<3599.5?I(Math.round(t),60,"min","s"):t<86370?I(Math.round(t/60),60,"h","min"):I(Math.round(t/3600),24,"d","h")}function I(e,t,n,r){let s=e%t;return s===0?`${Math.floor(e/t)} ${n}`:`${Math.floor(e/t)} ${n} ${s} ${r}`}var X={restore:"restoring",connect:"connecting",describe:"describing",plan:"planning",read:"reading",load:"loading",check:"checking",verify:"verifying",send:"sending",save:"saving",publish:"publishing",combine:"combining"};function Q({stage:e}){return e===void 0?"":` while ${X[e]}`}function ee({freshness:e}){let{warnAfterSeconds:t=null,errorAfterSeconds:n=null}=e??{},r=[t===null?"":`late after ${f(t)}`,n===null?"":`too old after ${f(n)}`].filter(s=>s!=="");return r.length===0?"none":r.join(", ")}var j=class{text;constructor(t){this.text=t}};function a(e,...t){let n=e[0]??"";return t.forEach((r,s)=>{n+=te(r)+(e[s+1]??"")}),new j(n)}function te(e){return e instanceof j?e.text:e==null||e===!1?"":typeof e=="object"?e.map(te).join(""):ve(String(e))}var Re={"&":"&amp;","<":"&lt;",">":"&gt;",\'"\':"&quot;","\'":"&#39;"};function ve(e){return Z(e).replace(/[&<>"\']/g,t=>Re[t]??t)}var Ae={succeeded:"M3.5 8.5l3 3 6-7",failed:"M4 4l8 8M12 4l-8 8",skipped:"M3.5 8h9",interrupted:"M5.5 3.5v9M10.5 3.5v9",note:"M8 2L14.7 13.7H1.3zM8 6.6v3.1M8 11.7v.1",chevron:"M6 3.5L10.5 8 6 12.5"};function M(e){return a`<svg class="icon ${e}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="${Ae[e]}"/></svg>`}function W(e){let t=e.filter(([,n])=>n!=null&&n!==""&&n!==!1);return a`<dl class="facts">${t.map(([n,r])=>a`<div><dt>${n}</dt><dd>${r}</dd></div>`)}</dl>`}function g(e){return a`<code>${e}</code>`}function ne(e,t){let n=t===null?g(e.code):a`<a href="${`${t}#${e.code.toLowerCase()}`}" rel="noreferrer">${g(e.code)}</a>`,{location:r}=e;return a`<div class="failure"><p class="what">${n}${Q(e)}${r&&a` <span class="muted">${r.file}:${r.line}:${r.column}</span>`}</p>\n<p class="message">${e.message}</p>${e.hint!==""&&a`<p class="hint"><strong>What to do</strong> ${e.hint}</p>`}</div>`}function re(e,t=null){return a`<li class="note">${M("note")}<span>${t}${t!==null&&" "}${e}</span></li>`}function U(e){return e===null||e.kind==="xmin"?a`${V(e)}`:a`<time datetime="${e.value}">${V(e)}</time>`}var $=e=>String(Math.round(e*10)/10),K=e=>e.inserted+e.updated+e.deleted,L=12;function se(e,t,n){let[r,s]=n==="small"?[80,20]:[600,96],o=Math.min(...e),l=Math.max(...e),d=l-o<l*.001?o-1:o-(l-o)*.15,c=h=>s-2-(h-d)/Math.max(1e-9,l-d)*(s-4),i=Math.max(0,1-e.length/L)*r,u=h=>e.length===1?r:i+h/(e.length-1)*(r-i),b=e.length===1?`0,${$(c(e[0]??0))} ${r},${$(c(e[0]??0))}`:e.map((h,k)=>`${$(u(k))},${$(c(h))}`).join(" ");return a`<svg class="chart line ${n}" viewBox="0 0 ${r} ${s}" preserveAspectRatio="none" role="img" aria-label="${t}">\n<polygon class="area" points="${$(u(0))},${s} ${b} ${r},${s}"/><polyline class="course" points="${b}"/></svg>`}var oe=["inserted","updated","deleted"];function G(e,t,n){let[r,s,o]=[20,3,96],l=Math.max(e.length,L),d=b=>(b+l-e.length)*r,c=Math.max(1e-9,...e),i=e.map((b,h)=>{let k=b===0?0:Math.max(1.5,b/c*(o-2));return k===0?"":`M${d(h)} ${$(o-k)}h${r-s}v${$(k)}h-${r-s}z`}).join(""),u=e.map((b,h)=>a`<rect class="hit" x="${d(h)}" y="0" width="${r}" height="${o}"><title>${n(h)}</title></rect>`);return a`<svg class="chart bars large" viewBox="0 0 ${l*r-s} ${o}" preserveAspectRatio="none" role="img" aria-label="${t}">\n<path class="base" d="M0 ${o}H${l*r-s}"/><path class="plain" d="${i}"/>${u}</svg>`}function ae(e,t,n,r){let[s,o,l]=n==="small"?[4,1,20]:[20,3,96],d=Math.max(e.length,L),c=d*s-o,i=w=>(w+d-e.length)*s,{top:u,cut:b}=le(e),h=Ce(e,l,n==="small"?1:1.5,u),k=oe.map((w,x)=>{let Y=h.map((H,Te)=>H[x]?`M${i(Te)} ${$(H[x].top)}h${s-o}v${$(H[x].tall)}h-${s-o}z`:"").join("");return Y!==""&&a`<path class="${w}" d="${Y}"/>`}),R=e.map((w,x)=>b&&K(w)>u?`M${i(x)} ${$(l*.22)}l${s-o} -${$(l*.06)}`:"").join(""),B=n==="large"&&e.map((w,x)=>a`<rect class="hit" x="${i(x)}" y="0" width="${s}" height="${l}"><title>${r(x)}</title></rect>`);return a`<svg class="chart bars ${n}" viewBox="0 0 ${c} ${l}" preserveAspectRatio="none" role="img" aria-label="${t}">\n<path class="base" d="M0 ${l}H${c}"/>${k}${R!==""&&a`<path class="cut" d="${R}"/>`}${B}</svg>`}function le(e){let t=e.map(K).sort((s,o)=>s-o),n=Math.max(1,t.at(-1)??1),r=t[Math.floor((t.length-1)*.75)]??0;return t.length<2||r===0||n<=r*10?{top:n,cut:!1}:{top:Math.max(...t.filter(s=>s<=r*10))*1.4,cut:!0}}function Ce(e,t,n,r){return e.map(s=>{let o=t;return oe.map(l=>{if(s[l]===0)return null;let d=Math.min(o,Math.max(n,s[l]/r*(t-2)));return o-=d,d>0?{top:o,tall:d}:null})})}function ie(e,t,n,r=1){let s=1e3/Math.max(t,1e-9),o=10,l=Ee(e,r).map(([d,c])=>a`<rect class="span ${c.kind}" x="${$(Math.min(999,c.start*s))}" y="${d*o+1}" width="${$(Math.max(1.5,c.seconds*s))}" height="${o-2}"><title>${c.title}</title></rect>`);return a`<svg class="chart track" viewBox="0 0 1000 ${o*r}" preserveAspectRatio="none" role="img" aria-label="${n}">${l}</svg>`}function Ee(e,t){let n=Array.from({length:t},()=>0);return[...e].sort((r,s)=>r.start-s.start).map(r=>{let s=n.findIndex(l=>l<=r.start+1e-6),o=s>=0?s:n.indexOf(Math.min(...n));return n[o]=Math.max(n[o]??0,r.start+r.seconds),[o,r]})}function ce(e){let t=e.flatMap(r=>[[r.start,1],[r.start+r.seconds-1e-6,-1]]).sort((r,s)=>r[0]-s[0]||r[1]-s[1]),n=0;return t.reduce((r,[,s])=>(n+=s,Math.max(r,n)),0)}function ue(e){let t=Math.max(0,...e.map(K));return le(e).cut?`tallest cut off at the stroke: ${p(t)}`:`up to ${p(t)} a run`}function de(e,t){return t>=L?T(e,"this run"):T("",`${e} to this run`)}function T(e,t){return a`<div class="axis"><span>${e}</span><span>${t}</span></div>`}function z(e){let t=e.status==="succeeded"?`+${D(e.inserted)} ~${D(e.updated)} −${D(e.deleted)}`:e.status;return`${y(e.startedAt)} ${e.full?"full":"incremental"}: ${t}, ${m(e.rows,"row")}, ${m(e.requests,"call")}, ${f(e.seconds)}`}function pe({check:e,column:t,detail:n}){return`${e}${t!==null?`(${t})`:e==="expression"?`(${n})`:""}`}function me(e,t){if(e.length===0)return null;let n=e.map(s=>a`<tr>${Oe(s)}</tr>`),r=t!==void 0&&a`<p class="muted">The keys of failing rows are in ${g(t)}.</p>`;return a`<h3>Checks</h3><div class="scroll"><table class="numbers checks"><caption class="sr">Checks of this table</caption><thead><tr>${Fe()}</tr></thead><tbody>${n}</tbody></table></div>${r}`}function Fe(){return["Check","Expected","Result","Failures","Since (UTC)"].map(e=>a`<th scope="col">${e}</th>`)}var Pe={pass:"succeeded",warn:"note",fail:"failed",error:"failed"},De={pass:"passed",warn:"warning",fail:"failed",error:"not evaluated"};function Oe(e,t){let{status:n,failures:r,detail:s,since:o,check:l}=e,d=n!=="pass"&&t!==void 0&&a` <span class="muted">keys: ${g(t)}</span>`;return a`<td>${g(pe(e))}</td><td class="detail">${l==="expression"?"":s}</td><td class="result ${n}">${M(Pe[n])} ${De[n]}${d}</td><td>${p(r)}</td><td>${o===null?"–":y(o)}</td>`}var je=["succeeded","failed","skipped"];function Le(e){let t=e.replace(/__c$/,"").replace(/([a-z])([A-Z])/g,"$1 $2").replaceAll("_"," ");return t.charAt(0).toUpperCase()+t.slice(1)}function fe(e){return e.past.map(([t,n,r,s,o,l,d,c,i])=>({startedAt:t,full:n===1,status:je[r]??"succeeded",inserted:s,updated:o,deleted:l,rows:d,seconds:c,requests:i}))}function N(e,t){let n=r=>t.types[r]??"";return e.packed.map(([r,s,o,l,d,c=-1,i=0,u=0,b=0,h=-1])=>({name:r,label:s===0?r:s===1?Le(r):s,nativeType:n(o),semanticType:n(l),duckdbType:n(d),picklist:(t.picklists[c]??[]).map(([k,R,B])=>({value:k,label:R===0?k:R,active:B===1})),references:i===0?[]:i.map(n),removed:u===1,calculated:b===1,masked:h===-1?null:n(h)}))}function he(e,t,n,r){let s=N(t,n),o=`${t.source}.${t.table}`;return a`<div class="details">\n${t.error!==null&&ne(t.error,r.troubleshootingUrl)}\n<div class="halves"><div>${Ne(t,r)}</div><div>${Be(t)}</div></div>\n${Ie(t)}\n${me(t.checks??[],t.failingKeys)}\n${Ve(t,o)}\n${We(t,o)}\n${Ke(e,t,s,o)}\n</div>`}function Ne(e,t){let{watermark:n}=e;return a`<h3>How it was synced</h3>${W([["Mode",`${e.mode}: ${e.why}`],["Watermark",a`${U(n.before)} → ${U(n.after)}`],["Age of its data",_(e,t.finishedAt)===null?null:f(_(e,t.finishedAt)??0)],["Limits",e.freshness?ee({freshness:e.freshness}):null],["Last full sync",qe(e)],["Calculated columns read",e.calculatedAt?`${y(e.calculatedAt)} UTC`:null],["Rows counted",e.countedAt===null||e.countedAt===void 0?null:`${y(e.countedAt)} UTC`],["Proven by verify",e.provenAt?`${y(e.provenAt)} UTC`:null],["Cursor",e.cursor===null?"none: read in full each run":g(e.cursor)],["Key",e.key.length===0?"none":g(e.key.join(", "))],["Filter",e.where===null?null:g(e.where)],["In DuckDB",g(`${e.schema}.${e.name}`)],["Category",e.category],["Calls",p(e.requests)],["Time",e.startedAt===null?"not started":f(e.seconds)]])}`}function qe({lastFullSyncAt:e,fullSyncEverySeconds:t,derived:n}){if(n===!0)return null;let r=t===null?"never by itself":`every ${f(t)}`;return`${e===null?"none so far":`${y(e)} UTC`} (${r})`}function Be(e){let{source:t,staged:n,applied:r}=e.counts,s=t===n,o=n-r,l=s?a`<span class="status succeeded">${M("succeeded")}</span> equal`:a`<span class="status failed">${M("failed")}</span> ${m(Math.abs(t-n),"row")} apart`;return a`<h3>Proof</h3>${W([["The source said",m(t,"row")],["DuckDB read",a`${m(n,"row")} ${l}`],["Applied",a`${m(r,"row")}${o>0&&e.status==="succeeded"&&a` <span class="muted">(${m(o,"reading")} of rows met twice)</span>`}`],["In the table",m(e.rows,"row")],["Parquet",e.parquet===null?null:a`${g(e.parquet.path)} ${O(e.parquet.bytes)}`],["SHA-256",e.parquet===null?null:a`<code class="hash">${e.parquet.sha256}</code>`]])}`}var He={schema:"Schema",data:"Data",access:"Access",plan:"Plan"};function Ie(e){if(e.notes.length===0)return null;let t=e.notes.map(n=>re(n.message,a`<span class="kind">${He[n.kind]}</span>${n.column!==void 0&&a` ${g(n.column)}`}`));return a`<h3>Notes</h3><ul class="notes">${t}</ul>`}function Ve(e,t){let n=fe(e),r=n[0],s=n.at(-1);if(r===void 0||s===void 0||n.length<2)return null;let o=n.map(u=>u.rows),l=Math.max(...n.map(u=>u.inserted+u.updated+u.deleted)),d=de(y(r.startedAt),n.length),c=["Run (UTC)","Mode","Rows","Inserted","Updated","Deleted","Calls","Time"].map(u=>a`<th scope="col">${u}</th>`),i=[...n].reverse().map(u=>a`<tr><th scope="row">${y(u.startedAt)}</th><td>${u.full?"full":"incremental"}${u.status!=="succeeded"&&`, ${u.status}`}</td>\n<td>${p(u.rows)}</td><td>${p(u.inserted)}</td><td>${p(u.updated)}</td><td>${p(u.deleted)}</td><td>${p(u.requests)}</td><td>${f(u.seconds)}</td></tr>`);return a`<h3>The last ${n.length} runs</h3><div class="halves">\n<figure>${T("Rows",`${p(Math.min(...o))} to ${p(Math.max(...o))}`)}${se(o,`Rows of ${t} over ${m(n.length,"run")}: from ${p(r.rows)} to ${p(s.rows)}`,"large")}${d}</figure>\n<figure>${T("Changes",ue(n))}${ae(n,`Changes of ${t} in ${m(n.length,"run")}, at most ${p(l)} in one`,"large",u=>n[u]?z(n[u]):"")}${d}</figure>\n${_e(n,t,d)}</div>\n<details class="figures"><summary>These runs as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">The last runs of ${t}</caption><thead><tr>${c}</tr></thead><tbody>${i}</tbody></table></div></details>`}function _e(e,t,n){let r=e.map(c=>c.seconds),s=e.map(c=>c.requests),o=c=>Math.max(0,...c),l=c=>e[c]?z(e[c]):"",d=a`<figure>${T("Time",`up to ${f(o(r))}`)}${G(r,`Time that ${t} took in ${m(e.length,"run")}, at most ${f(o(r))}`,l)}${n}</figure>`;return o(s)===0?d:a`${d}<figure>${T("Calls",`up to ${p(o(s))}`)}${G(s,`Calls for ${t} in ${m(e.length,"run")}, at most ${p(o(s))}`,l)}${n}</figure>`}function We(e,t){let{startedAt:n}=e;if(n===null||e.partitions.length===0)return null;let r=e.partitions.map(i=>({start:v(n,i.startedAt),seconds:i.seconds,kind:i.pass,title:`${i.id}: ${m(i.rows,"row")}, ${O(i.bytes)}, ${m(i.requests,"call")}, ${f(i.seconds)}`})),s=Math.max(e.seconds,...r.map(i=>i.start+i.seconds)),o=Math.min(8,Math.max(1,ce(r))),l=e.partitions.map(i=>a`<tr><th scope="row">${i.id}</th><td>${i.pass}</td><td>${p(i.rows)}</td><td>${O(i.bytes)}</td><td>${p(i.requests)}</td><td>${f(i.seconds)}</td></tr>`),d=["Partition","Pass","Rows","Bytes","Calls","Time"].map(i=>a`<th scope="col">${i}</th>`),c=e.left.partitions>0&&a`<p class="muted">${m(e.left.partitions,"further partition")} left out of this page.</p>`;return a`<h3>Partitions</h3><figure class="lanes lanes-${o}">${ie(r,s,`When the ${m(r.length,"partition")} of ${t} were read, over ${f(s)}`,o)}${T("0 s",f(s))}</figure>\n${Ue([["body","body"],["tail","tail: changed while reading"],["sweep","sweep: keys, for deletes"]].filter(([i])=>r.some(u=>u.kind===i)))}\n<details class="figures"><summary>${m(e.partitions.length,"partition")} as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">Partitions of ${t}</caption><thead><tr>${d}</tr></thead><tbody>${l}</tbody></table></div></details>${c}`}function Ue(e){return a`<ul class="legend">${e.map(([t,n])=>a`<li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="span ${t}" width="10" height="10" rx="2"/></svg>${n}</li>`)}</ul>`}function Ke(e,t,n,r){if(n.length===0)return null;let s=[...t.left.columns>0?[`${m(t.left.columns,"further column")}`]:[],...t.left.picklists?["part of the picklist values"]:[]];return a`<div class="schema-head"><h3 id="${e}-schema">Schema <span class="muted">${m(n.length+t.left.columns,"column")}</span></h3>\n<label class="find"><span class="sr">Find columns of ${r}</span><input type="search" class="find-column" placeholder="Find a column, type or value" autocomplete="off" spellcheck="false"></label>\n<span class="found muted" role="status"></span></div>\n${Ge(n,{title:r,key:t.key,cursor:t.cursor})}\n${s.length>0&&a`<p class="muted">Left out of this page: ${s.join(" and ")}; all of it is in ${g("_highwater.columns")} of the database.</p>`}`}var q=6;function A(e,t){if(t.length===0)return!0;let{name:n,label:r,nativeType:s,semanticType:o,duckdbType:l,references:d,picklist:c}=e,i=[n,r,s,o,l,...d,...c.flatMap(u=>[u.value,u.label])].join(`\n`).toLowerCase();return t.every(u=>i.includes(u))}function C(e){return e.toLowerCase().split(/\\s+/).filter(t=>t!=="")}function Ge(e,t){let n=e.map((r,s)=>a`<tr data-column="${s}"${r.removed&&a` class="removed"`}>\n<th scope="row"><span class="name">${r.name}</span>${ze(r,t)}${r.label!==r.name&&a`<span class="label">${r.label}</span>`}</th>\n<td>${r.nativeType}</td><td>${r.semanticType===""?a`<span class="muted">–</span>`:a`<span class="type">${r.semanticType}</span>`}</td>\n<td>${r.duckdbType}</td><td class="values">${Je(r)}${Ye(r)}</td></tr>`);return a`<div class="scroll"><table class="schema"><caption class="sr">Columns of ${t.title}</caption>\n<thead><tr><th scope="col">Column</th><th scope="col">Native type</th><th scope="col">Meaning</th><th scope="col">DuckDB</th><th scope="col">Values</th></tr></thead>\n<tbody>${n}</tbody></table></div>`}function ze(e,{key:t,cursor:n}){return[t.includes(e.name)?"key":"",e.name===n?"cursor":"",e.calculated?"calculated":"",e.masked===null?"":`masked: ${e.masked}`,e.removed?"gone from the source":""].filter(s=>s!=="").map(s=>a` <span class="mark">${s}</span>`)}function Je(e){return e.references.length===0?null:a`<span class="points">→ ${e.references.join(", ")}</span>`}function Ye({picklist:e}){if(e.length===0)return null;let t=({value:r,label:s,active:o})=>a`<li${!o&&a` class="inactive"`}>${r}${s!==r&&a` <span class="muted">“${s}”</span>`}${!o&&a` <span class="muted">(inactive)</span>`}</li>`,n=a`<ul class="picklist">${e.slice(0,q).map(t)}</ul>`;return e.length<=q?n:a`${n}<details><summary>${m(e.length-q,"more value")}</summary><ul class="picklist">${e.slice(q).map(t)}</ul></details>`}function ye(e){return JSON.parse(document.getElementById(e)?.textContent??"null")}var F=ye("shared-data"),ge=new Map;function J(e){return ye(`${e}-data`)}function P(e){let t=ge.get(e)??N(J(e),F.words);return ge.set(e,t),t}var S=[...document.querySelectorAll("tr.table-row")];function E(e){return e.querySelector(".name")?.textContent??""}function $e(){let e=document.querySelector("#find"),t=[...document.querySelectorAll("[data-filter]")],n="all",r=0,s=()=>Ze(C(e?.value??""),n);e?.addEventListener("input",()=>{clearTimeout(r),r=setTimeout(s,80)});for(let o of t)o.addEventListener("click",()=>{n=o.dataset.filter??"all";for(let l of t)l.setAttribute("aria-pressed",String(l===o));s()});document.addEventListener("keydown",o=>{o.key!=="/"||o.ctrlKey||o.metaKey||o.altKey||o.target.closest("input")||(o.preventDefault(),e?.focus())})}function Ze(e,t){let n=0;for(let o of S){let l=`${E(o)} ${o.querySelector("th .label")?.textContent??""}`.toLowerCase(),d=e.every(u=>l.includes(u)),c=e.length>0&&!d?P(o.id).filter(u=>A(u,e)):[],i=(d||c.length>0)&&(t==="all"||(o.dataset.traits??"").split(" ").includes(t));i&&(n+=1),Xe(o,i),Qe(o,c.map(u=>u.name))}let r=document.querySelector(".none");r&&(r.hidden=n>0);let s=document.querySelector("#found");s&&(s.textContent=e.length===0&&t==="all"?"":`${n} of ${S.length} tables shown`)}function Xe(e,t){e.hidden=!t;let n=document.getElementById(`${e.id}-details`),r=e.querySelector(".toggle")?.getAttribute("aria-expanded")==="true";n&&(n.hidden=!t||!r)}function Qe(e,t){let n=e.querySelector(".hits");if(!n)return;n.hidden=t.length===0;let r=t.length>3?` and ${t.length-3} more`:"";n.textContent=t.length===0?"":`columns ${t.slice(0,3).join(", ")}${r}`}function be(){let e=document.querySelector("table.tables tbody"),t=[...document.querySelectorAll("[data-sort]")];for(let n of t)n.addEventListener("click",()=>{let r=n.closest("th"),s=n.dataset.sort??"name",o=r?.getAttribute("aria-sort"),l=o==="none"?s==="name":o==="descending";for(let c of t)c.closest("th")?.setAttribute("aria-sort","none");r?.setAttribute("aria-sort",l?"ascending":"descending");let d=[...S].sort((c,i)=>(l?1:-1)*et(c,i,s)||E(c).localeCompare(E(i)));for(let c of d)e?.append(c,document.getElementById(`${c.id}-details`)??"")})}function et(e,t,n){return n==="name"?E(e).localeCompare(E(t)):Number(e.dataset[n])-Number(t.dataset[n])}function tt(){for(let n of S){let r=n.querySelector("button.toggle");r?.addEventListener("click",()=>ke(n,r)),n.addEventListener("click",s=>{s.target.closest("a, button")===null&&getSelection()?.isCollapsed!==!1&&r&&ke(n,r)})}let e=document.getElementById(location.hash.slice(1)),t=S.find(n=>n===e);t&&t.querySelector("button.toggle")?.click()}function ke(e,t){let n=t.getAttribute("aria-expanded")!=="true";t.setAttribute("aria-expanded",String(n));let r=document.getElementById(`${e.id}-details`),s=r.cells[0];if(r.hidden=!n,!n||!s||s.childElementCount>0)return;s.innerHTML=he(e.id,J(e.id),F.words,F.run).text;let o=s.querySelector("input.find-column"),l=document.querySelector("#find")?.value??"";o?.addEventListener("input",()=>xe(e.id,s,o.value)),o&&l!==""&&P(e.id).some(d=>A(d,C(l)))&&(o.value=l,xe(e.id,s,l))}function xe(e,t,n){let r=C(n),s=0;P(e).forEach((l,d)=>{let c=t.querySelector(`tr[data-column="${d}"]`),i=A(l,r);c&&(c.hidden=!i),i&&(s+=1)});let o=t.querySelector(".found");o&&(o.textContent=r.length===0?"":`${s} of ${P(e).length}`)}function nt(){let e=(Date.now()-Date.parse(F.run.finishedAt))/1e3,t=document.getElementById("page-age");t&&e>600&&(t.textContent=`, ${f(e)} ago; ages on this page are of then`)}tt();nt();$e();be();})();';

// src/views/pages/report/checks-section.ts
function checksSection(record) {
  const checked = record.tables.filter((t) => (t.checks ?? []).length > 0);
  if (checked.length === 0) return null;
  const counts = checkCounts(record.tables);
  const failed = counts.fail + counts.error > 0;
  const verdict = html`<p class="verdict ${failed ? "failed" : "succeeded"}">${icon(failed ? "failed" : counts.warn > 0 ? "note" : "succeeded")} <span>${checkCountWords(counts)}</span></p>`;
  const bad = checked.flatMap((t) => (t.checks ?? []).filter((c) => c.status !== "pass").map((c) => [t, c]));
  const all = checked.flatMap((t) => (t.checks ?? []).map((c) => [t, c]));
  const passed = all.length - bad.length;
  return html`<section aria-labelledby="checks"><h2 id="checks">Checks of the data</h2>${verdict}
${bad.length > 0 && checkTable(bad, "Checks that did not pass")}
${passed > 0 && html`<details class="figures"><summary>${bad.length > 0 ? "All checks" : `The ${count(passed)} checks`}</summary>${checkTable(all, "All checks")}</details>`}</section>`;
}
function checkTable(pairs, caption) {
  const rows = pairs.map(([t, c]) => html`<tr><th scope="row">${tableName(t)}</th>${cells(c, t.failingKeys)}</tr>`);
  return html`<div class="scroll"><table class="numbers checks"><caption class="sr">${caption}</caption><thead><tr><th scope="col">Table</th>${heads()}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
function heads() {
  return ["Check", "Expected", "Result", "Failures", "Since (UTC)"].map((word) => html`<th scope="col">${word}</th>`);
}
var SIGNS = { pass: "succeeded", warn: "note", fail: "failed", error: "failed" };
var WORDS = { pass: "passed", warn: "warning", fail: "failed", error: "not evaluated" };
function cells(outcome, failingKeys) {
  const { status: status2, failures: failures2, detail, since, check } = outcome;
  const keys = status2 !== "pass" && failingKeys !== void 0 && html` <span class="muted">keys: ${code(failingKeys)}</span>`;
  return html`<td>${code(checkName(outcome))}</td><td class="detail">${check === "expression" ? "" : detail}</td><td class="result ${status2}">${icon(SIGNS[status2])} ${WORDS[status2]}${keys}</td><td>${count(failures2)}</td><td>${since === null ? "–" : instant(since)}</td>`;
}

// src/views/pages/report/earlier-runs.ts
var RUNS_SHOWN = 30;
function runsByTable(record, history) {
  const runs = new Map(record.tables.map((table) => [nameOf(table), []]));
  for (const entry of earlier(record, history)) runs.get(nameOf(entry))?.push(tableRun(entry, entry.startedAt));
  for (const table of record.tables) {
    const all = [...runs.get(nameOf(table)) ?? [], tableRun(table, record.startedAt)];
    runs.set(nameOf(table), all.slice(-RUNS_SHOWN));
  }
  return runs;
}
function wholeRuns(record, history) {
  const byRun = /* @__PURE__ */ new Map();
  for (const entry of earlier(record, history)) byRun.set(entry.runId, [...byRun.get(entry.runId) ?? [], entry]);
  const runs = [...byRun.values()].map((entries) => wholeRun(entries, entries[0]?.startedAt ?? ""));
  runs.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return [...runs, wholeRun(record.tables, record.startedAt)].slice(-RUNS_SHOWN);
}
function nameOf({ source: source2, table }) {
  return JSON.stringify([source2, table]);
}
function earlier(record, history) {
  return history.filter((entry) => entry.runId !== record.id);
}
function tableRun(run, startedAt) {
  const { mode, status: status2, inserted, updated, deleted, rows, seconds, requests } = run;
  return { startedAt, full: mode === "full", status: status2, inserted, updated, deleted, rows, seconds, requests };
}
function wholeRun(entries, startedAt) {
  const sum = (pick) => entries.reduce((total, entry) => total + pick(entry), 0);
  return {
    startedAt,
    tables: entries.length,
    failed: entries.filter((entry) => entry.status === "failed").length,
    full: entries.some((entry) => entry.mode === "full"),
    inserted: sum((entry) => entry.inserted),
    updated: sum((entry) => entry.updated),
    deleted: sum((entry) => entry.deleted)
  };
}

// src/views/pages/report/sections.ts
function failures(record, troubleshootingUrl) {
  const all = failuresOf(record);
  if (all.length === 0) return null;
  const items = all.map(
    ({ subject, error, also }) => html`<li>${status("failed")}<div><h3>${subject}${also.length > 0 && html` <span class="muted">and ${also.slice(0, 12).join(", ")}${also.length > 12 && ` and ${also.length - 12} more`}</span>`}</h3>${failure(error, troubleshootingUrl)}</div></li>`
  );
  return html`<section class="failures" aria-labelledby="failed"><h2 id="failed">What failed</h2><ul>${items}</ul></section>`;
}
function notices(record) {
  const items = [
    ...record.notices.map((message) => note(message)),
    ...record.sources.flatMap((s) => s.notices.map((message) => note(message, html`<span class="kind">${s.name}</span>`)))
  ];
  if (items.length === 0) return null;
  return html`<section aria-labelledby="notices"><h2 id="notices">Notices</h2><ul class="notes">${items}</ul></section>`;
}
function sources(record) {
  if (record.sources.length === 0) return null;
  const [title, identity] = isExportRun(record) ? ["Destinations", "Written as"] : ["Sources", "Read as"];
  return html`<section aria-labelledby="sources"><h2 id="sources">${title}</h2><div class="cards">${record.sources.map((s) => source(s, identity))}</div></section>`;
}
function source(s, identity) {
  return html`<article><h3>${status(s.error === null ? "succeeded" : "failed")}${s.name} <span class="muted">${s.type}</span></h3>
${facts([
    [identity, s.identity ?? "signing in failed"],
    ["Server", s.server],
    ["Calls", count(s.requests)],
    ...s.quotas.map((q) => [q.name, quota(q)])
  ])}</article>`;
}
function quota({ name, used, limit }) {
  const left = Math.max(0, limit - used);
  const share = limit > 0 ? left / limit : 0;
  return html`<svg class="gauge${share < 0.1 && " low"}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${name}: ${percent(share)} left"><rect class="all" width="100" height="6"/><rect class="left" width="${Math.round(share * 100)}" height="6"/></svg>
${count(left)} of ${count(limit)} left (${percent(share)})`;
}
function stateAndOutput(record) {
  const words = stateWords(record);
  const { output } = record;
  const key = (text2) => text2 === null ? null : html` <code class="hash">${text2}</code>`;
  return html`<section aria-labelledby="state"><h2 id="state">State and output</h2><div class="halves">
${record.combined === true ? null : html`<div><h3>State</h3>${facts([
    ["Restored", html`${words.restored}${key(words.restoredKey)}`],
    ["Saved", html`${stateIsLost(record) && status("failed")} ${words.saved}${key(words.savedKey)}`],
    ["What would evict it", words.eviction],
    ["Read in full", fullSyncWords(record)]
  ])}</div>`}
<div><h3>Output</h3>${output === null ? html`<p>Nothing was published.</p>` : facts([
    ["Directory", code(output.directory)],
    ["DuckDB", output.database && html`${code(output.database.path)} ${size(output.database.bytes)}`],
    [
      "Parquet",
      output.parquet && html`${code(output.parquet.path)} ${counted(output.parquet.files, "file")}, ${size(output.parquet.bytes)}`
    ],
    ["This run, for machines", code("manifest.json")]
  ])}</div></div></section>`;
}
function proof(record) {
  const read = record.tables.filter((t) => t.startedAt !== null);
  if (read.length === 0) return null;
  const unequal = read.filter((t) => t.counts.source !== t.counts.staged);
  const verdict = unequal.length === 0 ? html`${icon("succeeded")} ${read.length === 1 ? "In the one table that was read" : `In all ${count(read.length)} tables that were read`}, DuckDB read as many rows as the source said it sent.` : html`${icon("failed")} In ${counted(unequal.length, "table")} DuckDB read another number of rows than the source said it sent; nothing of them was applied.`;
  const head = ["Table", "Source said", "DuckDB read", "", "Applied", "In the table", "SHA-256 of its Parquet file"].map(
    (word) => word === "" ? html`<td></td>` : html`<th scope="col">${word}</th>`
  );
  return html`<section aria-labelledby="proof"><h2 id="proof">Proof</h2><p class="verdict ${unequal.length === 0 ? "succeeded" : "failed"}">${verdict}</p>
<details class="figures"><summary>Counts and checksums of ${counted(read.length, "table")}</summary><div class="scroll"><table class="numbers"><caption class="sr">Rows that the source said it sent, that DuckDB read, and that were applied</caption>
<thead><tr>${head}</tr></thead><tbody>${read.map(row)}</tbody></table></div></details></section>`;
}
function row(t) {
  const equal = t.counts.source === t.counts.staged;
  return html`<tr><th scope="row">${tableName(t)}</th><td>${count(t.counts.source)}</td><td>${count(t.counts.staged)}</td>
<td class="sign">${icon(equal ? "succeeded" : "failed")}<span class="sr">${equal ? "equal" : "not equal"}</span></td><td>${count(t.counts.applied)}</td><td>${count(t.rows)}</td>
<td class="sum">${t.parquet === null ? "–" : html`<code class="hash">${t.parquet.sha256}</code>`}</td></tr>`;
}
var TRACKS = 40;
var SPANS = 60;
function whereTheTimeWent(record) {
  if (record.stages.length === 0) return null;
  const total = Math.max(runSeconds(record), 1e-3);
  const stages = record.stages.map(
    (s) => ({
      start: secondsBetween(record.startedAt, s.startedAt),
      seconds: s.seconds,
      kind: `stage ${s.name}`,
      title: `${s.name}: ${duration(s.seconds)}`
    })
  );
  const spoken2 = record.stages.map((s) => `${s.name} ${duration(s.seconds)}`).join(", ");
  const items = record.stages.map(
    (s) => html`<li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="span stage ${s.name}" width="10" height="10" rx="2"/></svg>${s.name} <span class="muted">${duration(s.seconds)} · ${percent(s.seconds / total)}</span></li>`
  );
  return html`<section aria-labelledby="time"><h2 id="time">Where the time went</h2>
<div class="timeline"><div class="row stages"><span class="name">Stages</span>${track(stages, total, `Stages of the run: ${spoken2}`)}</div>
${tracks(record, total)}
<div class="row"><span class="name"></span>${ticks(total)}</div></div>
<ul class="legend">${items}</ul></section>`;
}
function tracks(record, total) {
  const timed = record.tables.filter((t) => t.startedAt !== null);
  const shown = [...timed].sort((a, b) => b.seconds - a.seconds).slice(0, TRACKS);
  shown.sort((a, b) => (a.startedAt ?? "").localeCompare(b.startedAt ?? "") || tableName(a).localeCompare(tableName(b)));
  const rest = timed.length - shown.length;
  return html`${shown.map(
    (t) => html`<div class="row"><span class="name" title="${tableName(t)}">${t.status !== "succeeded" && status(t.status)}${tableName(t)}</span>${track(spans(t, record.startedAt), total, spoken(t, record.startedAt))}</div>`
  )}${rest > 0 && html`<p class="muted">The ${shown.length} longest tables; ${counted(rest, "shorter one")} left out here.</p>`}`;
}
function spans(t, runStart) {
  const start = secondsBetween(runStart, t.startedAt ?? runStart);
  const whole = {
    start,
    seconds: t.seconds,
    kind: `table ${t.status}`,
    title: `${tableName(t)}: ${duration(t.seconds)}`
  };
  if (t.partitions.length > SPANS) return [whole];
  const parts = t.partitions.map(
    (p) => ({
      start: secondsBetween(runStart, p.startedAt),
      seconds: p.seconds,
      kind: p.pass,
      title: `${tableName(t)} ${p.id}: ${counted(p.rows, "row")}, ${duration(p.seconds)}`
    })
  );
  return [whole, ...parts];
}
function spoken(t, runStart) {
  const start = duration(secondsBetween(runStart, t.startedAt ?? runStart));
  return `${tableName(t)}: began after ${start}, took ${duration(t.seconds)}, ${counted(t.partitions.length, "partition")}`;
}
function ticks(total) {
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => html`<span>${share === 0 ? "0 s" : duration(total * share)}</span>`);
  return html`<div class="axis">${marks}</div>`;
}
function exportsSection(record) {
  const { exports = [] } = record;
  if (exports.length === 0) return null;
  if (!isExportRun(record))
    return html`<section id="exports"><h2>Exports, read back</h2><ul>${exports.map((e) => html`<li>${readBackWords(e)}</li>`)}</ul></section>`;
  const rows = exports.map((e) => {
    const [name = "", ...cells2] = exportCells(e);
    return html`<tr><th scope="row">${name}</th>${cells2.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  const notes = exports.flatMap((e) => e.notes.map((note2) => html`<li>${e.name}: ${note2}</li>`));
  return html`<section id="exports"><h2>Exports</h2><div class="scroll"><table class="numbers"><caption class="sr">Exports of this run</caption><thead><tr>${EXPORT_COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>${notes.length > 0 && html`<ul>${notes}</ul>`}<p class="muted">The rows of each export are in the folder of its name, beside this page: plan.csv, success.csv, failed.csv and unsent.csv.</p></section>`;
}

// src/views/pages/report/table-data.ts
var GRADES = [
  { picklistValues: 1e3, partitions: 1e3, columns: 2e3 },
  { picklistValues: 50, partitions: 200, columns: 2e3 },
  { picklistValues: 8, partitions: 100, columns: 1e3 },
  { picklistValues: 0, partitions: 50, columns: 300 },
  { picklistValues: 0, partitions: 0, columns: 60 }
];
var STATUSES = ["succeeded", "failed", "skipped"];
var Packer = class {
  #types = /* @__PURE__ */ new Map();
  #picklists = /* @__PURE__ */ new Map();
  #grade;
  constructor(grade) {
    this.#grade = grade;
  }
  pack(table, runs) {
    const { columns, partitions, ...rest } = table;
    const grade = this.#grade;
    return {
      ...rest,
      partitions: partitions.slice(0, grade.partitions),
      packed: columns.slice(0, grade.columns).map((column) => this.#column(column)),
      past: runs.map(packRun),
      left: {
        columns: Math.max(0, columns.length - grade.columns),
        partitions: Math.max(0, partitions.length - grade.partitions),
        picklists: columns.some((column) => (column.picklist?.length ?? 0) > grade.picklistValues)
      }
    };
  }
  words() {
    return {
      types: [...this.#types.keys()],
      picklists: [...this.#picklists.keys()].map((text2) => JSON.parse(text2))
    };
  }
  #column(column) {
    const { name, label, nativeType, semanticType, duckdbType, picklist, references, removed, calculated, mask } = column;
    const values = picklist?.slice(0, this.#grade.picklistValues).map((v) => [v.value, v.label === v.value ? 0 : v.label, v.active ? 1 : 0]);
    const packed = [
      name,
      packLabel(name, label),
      index(this.#types, nativeType),
      index(this.#types, semanticType),
      index(this.#types, duckdbType),
      values === void 0 || values.length === 0 ? -1 : index(this.#picklists, JSON.stringify(values)),
      references === void 0 || references.length === 0 ? 0 : references.map((table) => index(this.#types, table)),
      removed === true ? 1 : 0,
      calculated === true ? 1 : 0,
      mask === void 0 ? -1 : index(this.#types, maskWords(mask))
    ];
    const idle = [void 0, void 0, void 0, void 0, void 0, -1, 0, 0, 0, -1];
    while (packed.length > 5 && packed.at(-1) === idle[packed.length - 1]) packed.pop();
    return packed;
  }
};
function packLabel(name, label) {
  return label === name ? 0 : label === inWords(name) ? 1 : label;
}
function inWords(name) {
  const spaced = name.replace(/__c$/, "").replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
function packRun({ startedAt, full, status: status2, inserted, updated, deleted, rows, seconds, requests }) {
  const at = `${startedAt.slice(0, 19)}Z`;
  return [at, full ? 1 : 0, STATUSES.indexOf(status2), inserted, updated, deleted, rows, Math.round(seconds * 10) / 10, requests];
}
function index(of, text2) {
  const known = of.get(text2);
  if (known !== void 0) return known;
  of.set(text2, of.size);
  return of.size - 1;
}
function runFacts(record, troubleshootingUrl) {
  return {
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    output: record.output?.directory ?? null,
    troubleshootingUrl
  };
}

// src/views/pages/report/tables-section.ts
var HEAD = [
  ["Table", "name", "text"],
  ["Rows", "rows", "number roomy"],
  ["Changes", "changes", "number"],
  ["Age", "lag", "number"],
  ["Read in full", "full", "number wide"],
  ["Proven", "proven", "number wide"],
  ["Calls", "calls", "number wide"],
  ["Time", "seconds", "number wide"]
];
function tablesSection(record, runs) {
  const sorted = tablesByNeed(record);
  const head = HEAD.map(
    ([title, key, kind]) => html`<th scope="col" class="${kind}" aria-sort="none"><button type="button" data-sort="${key}">${title}</button></th>`
  );
  return html`<section aria-labelledby="tables"><div class="section-head"><h2 id="tables">Tables</h2>${filters(record)}</div>
<p class="none muted" hidden>No table matches.</p>
<table class="tables"><caption class="sr">Tables of this run: rows, changes, age of the data, last full sync, last proof, calls and time. Each name opens the table’s details.</caption>
<thead><tr>${head}</tr></thead><tbody>${sorted.map((t, i) => row2(`t${i}`, t, runs.get(nameOf(t)) ?? [], record))}</tbody></table></section>`;
}
function filters(record) {
  const { tables } = record;
  const choices = [
    ["all", "All", tables.length],
    ["changed", "Changed", tables.filter((t) => changes(t) > 0).length],
    ["trouble", "Failed or late", tables.filter((t) => isTrouble(t, record)).length],
    ["notes", "With notes", tables.filter((t) => t.notes.length > 0).length]
  ];
  const buttons = choices.map(
    ([key, title, n]) => html`<button type="button" data-filter="${key}" aria-pressed="${key === "all" ? "true" : "false"}"${n === 0 && html` disabled`}>${title} <span class="n">${count(n)}</span></button>`
  );
  return html`<div class="tools" role="search" aria-label="Tables and columns"><label class="find"><span class="sr">Find tables and columns</span><input type="search" id="find" placeholder="Find a table or column" autocomplete="off" spellcheck="false" aria-describedby="found"></label>
<div class="filters" role="group" aria-label="Show">${buttons}</div><span id="found" class="sr" role="status"></span></div>`;
}
function row2(id2, t, runs, record) {
  const seconds = t.startedAt === null ? 0 : t.seconds;
  const late = lagSeconds(t, record.finishedAt);
  const traits = [
    ...changes(t) > 0 ? ["changed"] : [],
    ...isTrouble(t, record) ? ["trouble"] : [],
    ...t.notes.length > 0 ? ["notes"] : []
  ];
  return html`<tr class="table-row ${t.status}" id="${id2}" data-traits="${traits.join(" ")}" data-rows="${t.rows}" data-changes="${changes(t)}" data-lag="${late ?? -1}" data-full="${ago(t.lastFullSyncAt, record)}" data-proven="${ago(t.provenAt ?? null, record)}" data-calls="${t.requests}" data-seconds="${seconds}">
<th scope="row"><button type="button" class="toggle" aria-expanded="false" aria-controls="${id2}-details">${icon("chevron")}${status(t.status)}<span class="name">${tableName(t)}</span></button>${subtitle(t, record)}</th>
<td class="number roomy"><span class="value">${count(t.rows)}</span>${course(t, runs)}</td>
<td class="number"><span class="value">${changed(t, short)}</span>${movement(t, runs)}</td>
<td class="number">${age(t, record)}</td>
<td class="number wide">${fullSync(t, record)}</td><td class="number wide">${proof2(t, record)}</td>
<td class="number wide">${count(t.requests)}</td><td class="number wide">${t.startedAt === null ? "–" : duration(t.seconds)}</td></tr>
<tr class="details-row" id="${id2}-details" hidden><td colspan="${HEAD.length}"></td></tr>`;
}
function isTrouble(t, { finishedAt }) {
  const failed = t.status !== "succeeded" && t.leftOut !== true;
  return failed || t.checkError !== void 0 || (ageOf(t, finishedAt)?.status ?? "fresh") !== "fresh";
}
var STATUS_WORDS = { fresh: "", warn: "late", error: "too old" };
function age(t, record) {
  const found = ageOf(t, record.finishedAt);
  if (found === null) return html`<span class="muted">–</span>`;
  const { ageSeconds, status: state, freshness: freshness2 } = found;
  const words = ageSeconds === null ? "never" : duration(ageSeconds);
  const limits = { warn: freshness2?.warnAfterSeconds ?? null, error: freshness2?.errorAfterSeconds ?? null };
  const label = `Age of ${tableName(t)}: ${words}; ${limitWords({ freshness: freshness2 })}`;
  const more = [
    t.lastFullSyncAt === null ? "no full sync" : `full ${duration(ago(t.lastFullSyncAt, record))}`,
    ...t.provenAt ? [`proven ${duration(ago(t.provenAt, record))}`] : []
  ];
  return html`<span class="value age-${state}">${words}${state !== "fresh" && html` <strong>${STATUS_WORDS[state]}</strong>`}</span>${ageBar(ageSeconds ?? Number.POSITIVE_INFINITY, limits, state, label)}<span class="label narrow">${more.join(" · ")}</span>`;
}
function fullSync(t, record) {
  if (!isRead(t)) return html`<span class="muted">–</span>`;
  if (t.lastFullSyncAt === null) return html`never`;
  const every = t.fullSyncEverySeconds === null ? "never by itself" : `every ${duration(t.fullSyncEverySeconds)}`;
  return html`<span class="value">${when(t.lastFullSyncAt, record)}</span><span class="label">${isDue(t, record.finishedAt) ? "due: " : ""}${every}</span>`;
}
function proof2(t, record) {
  if (!isRead(t)) return html`<span class="muted">–</span>`;
  const counted2 = t.countedAt ? html`<span class="label">counted ${when(t.countedAt, record)}</span>` : null;
  return html`<span class="value">${t.provenAt ? when(t.provenAt, record) : html`<span class="muted">never</span>`}</span>${counted2}`;
}
function when(at, record) {
  return html`<time datetime="${at}" title="${instant(at)} UTC">${duration(ago(at, record))} ago</time>`;
}
function ago(at, { finishedAt }) {
  return at === null ? -1 : Math.round(secondsBetween(at, finishedAt));
}
function subtitle(t, { tables }) {
  const usual = tables.filter((other) => other.mode === "full").length * 2 > tables.length ? "full" : "incremental";
  const parts = [
    ...t.label !== t.table && t.label !== "" ? [t.label] : [],
    ...t.mode !== usual ? [t.mode] : [],
    ...t.status === "succeeded" ? [] : [statusWords(t)],
    ...t.checkError === void 0 ? [] : ["checks failed"],
    ...t.notes.length > 0 ? [counted(t.notes.length, "note")] : []
  ];
  return html`<span class="label">${parts.join(" · ")}</span><span class="hits label" hidden></span>`;
}
function statusWords({ status: state, error, leftOut }) {
  if (leftOut === true) return "left out";
  return error === null ? state : `${state}: ${error.code}`;
}
function course(t, runs) {
  if (runs.length < 2) return null;
  const first = runs[0]?.rows ?? 0;
  return line(
    runs.map((run) => run.rows),
    `Rows of ${tableName(t)} over ${runs.length} runs: from ${count(first)} to ${count(t.rows)}`,
    "small"
  );
}
function movement(t, runs) {
  if (runs.length < 2) return null;
  const most = Math.max(...runs.map(changes));
  return bars(runs, `Changes of ${tableName(t)} in ${runs.length} runs, at most ${count(most)}`, "small", () => "");
}

// src/views/pages/report/report.ts
var DATA_BYTES = 75e5;
function renderReport(record, history, options = {}) {
  const url = options.troubleshootingUrl ?? null;
  const byTable = runsByTable(record, history);
  const runs = wholeRuns(record, history);
  const title = `${clip(shortHeadline(record), 90)} · Highwater`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>${title}</title><link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3h14M1 8c2-2.5 4-2.5 6 0s4 2.5 6 0M1 13c2-2.5 4-2.5 6 0s4 2.5 6 0' fill='none' stroke='%230b6b82' stroke-width='2'/%3E%3C/svg%3E">
${tag("style", styles)}</head>
<body><a class="skip" href="#tables">Skip to the tables</a>
${masthead(record)}
<main>${failures(record, url)}${isExportRun(record) ? null : glance(record)}${exportsSection(record)}${notices(record)}${isExportRun(record) ? null : html`${tablesSection(record, byTable)}${checksSection(record)}${lastRuns(runs)}`}${whereTheTimeWent(record)}${sources(record)}${stateAndOutput(record)}${isExportRun(record) ? null : proof(record)}</main>
<noscript><p class="noscript">Details of the tables are drawn by this page’s own script, which is switched off here.</p></noscript>
${data(record, byTable, url)}
${tag("script", script)}</body></html>
`;
  return page.text;
}
function tag(name, text2) {
  return new Markup(`<${name}>${text2}</${name}>`);
}
function policy() {
  const hash = (text2) => `'sha256-${(0, import_node_crypto2.createHash)("sha256").update(text2).digest("base64")}'`;
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(styles)}; img-src data:; base-uri 'none'; form-action 'none'`;
}
function data(record, byTable, troubleshootingUrl) {
  const tables = tablesByNeed(record);
  const packed = (grade) => {
    const packer = new Packer(grade);
    const scripts = tables.map(
      (t, i) => html`<script type="application/json" id="t${i}-data">${json(packer.pack(t, byTable.get(nameOf(t)) ?? []))}</script>\n`
    );
    return [
      ...scripts,
      html`<script type="application/json" id="shared-data">${json({ words: packer.words(), run: runFacts(record, troubleshootingUrl) })}</script>\n`
    ];
  };
  let parts = [];
  for (const grade of GRADES) {
    parts = packed(grade);
    if (parts.reduce((sum, part) => sum + Buffer.byteLength(part.text), 0) <= DATA_BYTES) break;
  }
  return html`${parts}`;
}
var MODES = {
  mixed: "Full and incremental syncs",
  full: "Full sync",
  incremental: "Incremental sync",
  export: "Export",
  "export-plan": "Dry run of exports"
};
function masthead(record) {
  const mode = MODES[record.mode];
  return html`<header class="masthead ${record.status}">
<p class="brand"><svg viewBox="0 0 24 16" aria-hidden="true" focusable="false"><path class="mark-line" d="M1 3.5h22"/><path class="wave" d="M1 9.5c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0M1 14c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0"/></svg>Highwater <span class="muted">${record.version}</span></p>
<h1>${status(record.status)} <span>${shortHeadline(record)}</span></h1>
<p class="run">${mode}: ${record.why}. Began <time datetime="${record.startedAt}">${instant(record.startedAt)}</time> UTC, took ${duration(factsOf(record).seconds)}<span id="page-age"></span>. ${record.combined === true ? null : html`Configuration ${code(record.configFile)}, run`} ${code(record.id)}.</p>
</header>`;
}
function glance(record) {
  const facts2 = factsOf(record);
  const { output } = record;
  const tables = [
    [facts2.succeeded, "succeeded"],
    [facts2.failed, "failed"],
    [facts2.skipped, "skipped"],
    [facts2.leftOut, "left out"]
  ];
  const entries = [
    [
      "Tables",
      html`${count(facts2.succeeded + facts2.failed + facts2.skipped + facts2.leftOut)}`,
      tables.filter(([n]) => n > 0).map(([n, word]) => `${count(n)} ${word}`).join(", ")
    ],
    ["Rows changed", html`${count(facts2.changed)}`, changed(facts2, count)],
    ["Rows read", html`${count(facts2.read)}`, `in ${counted(facts2.requests, "call")}`],
    ["Rows in the warehouse", html`${count(facts2.rows)}`, output?.database ? size(output.database.bytes) : "not published"],
    ["Time", html`${duration(facts2.seconds)}`, slowest(record)]
  ];
  return html`<section class="glance" aria-label="The run at a glance">
${freshness(record)}
<dl class="figures-row">${entries.map(([term, value, more]) => html`<div><dt>${term}</dt><dd class="figure">${value}</dd><dd class="more">${more}</dd></div>`)}</dl></section>`;
}
function freshness({ tables, finishedAt }) {
  const answers = freshnessAnswers(tables.filter(isRead), finishedAt);
  if (answers.length === 0) return null;
  return answerFigures(answers);
}
function slowest(record) {
  const stage = [...record.stages].sort((a, b) => b.seconds - a.seconds)[0];
  return stage === void 0 ? "" : `${duration(stage.seconds)} of it ${stage.name}`;
}
function lastRuns(runs) {
  const first = runs[0];
  if (first === void 0 || runs.length < 2) return null;
  const sum = (run) => run.inserted + run.updated + run.deleted;
  const most = Math.max(...runs.map(sum));
  const failed = runs.filter((run) => run.failed > 0).length;
  const title = (i) => {
    const run = runs[i];
    return run === void 0 ? "" : `${instant(run.startedAt)}: ${counted(sum(run), "row")} changed (+${count(run.inserted)} ~${count(run.updated)} −${count(run.deleted)})${run.failed > 0 ? `, ${counted(run.failed, "table")} failed` : ""}`;
  };
  const none = Array.from({ length: Math.max(0, LEAST_SLOTS - runs.length) }, () => html`<li></li>`);
  const marks = runs.map((run) => html`<li${run.failed > 0 && html` class="bad"`}>${run.failed > 0 && status("failed")}</li>`);
  const rows = [...runs].reverse().map(
    (run) => html`<tr><th scope="row">${instant(run.startedAt)}</th><td>${count(run.inserted)}</td><td>${count(run.updated)}</td><td>${count(run.deleted)}</td><td>${count(run.failed)}</td></tr>`
  );
  return html`<section aria-labelledby="runs"><h2 id="runs">The last ${runs.length} runs</h2><figure class="tide"><figcaption><span>Rows changed, ${peak(runs)}${failed > 0 && `; in ${counted(failed, "run")} a table failed`}</span><ul class="legend"><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="inserted" width="10" height="10" rx="2"/></svg>inserted</li><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="updated" width="10" height="10" rx="2"/></svg>updated</li><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="deleted" width="10" height="10" rx="2"/></svg>deleted</li></ul></figcaption>
${bars(runs, `Rows changed in each of the last ${runs.length} runs, at most ${count(most)}; in this one ${count(sum(runs.at(-1) ?? first))}`, "large", title)}
<ol class="marks" aria-hidden="true">${none}${marks}</ol>${courseAxis(instant(first.startedAt).slice(0, 16), runs.length)}
<details class="figures"><summary>These runs as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">Rows changed in the last runs</caption><thead><tr><th scope="col">Run (UTC)</th><th scope="col">Inserted</th><th scope="col">Updated</th><th scope="col">Deleted</th><th scope="col">Tables failed</th></tr></thead><tbody>${rows}</tbody></table></div></details></figure></section>`;
}

export {
  outputError,
  sha256,
  DATABASE_FILE,
  MANIFEST_FILE,
  REPORT_FILE,
  preparePublication,
  writeText,
  renderReport
};
