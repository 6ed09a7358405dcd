import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  Markup,
  changed,
  code,
  facts,
  failure,
  html,
  icon,
  json,
  lag,
  note,
  status,
  time
} from "./views-pages-report-markup.js";
import {
  EXPORT_COLUMNS,
  changes,
  exportCells,
  factsOf,
  failuresOf,
  fullSyncWords,
  isExportRun,
  readBackWords,
  runSeconds,
  shortHeadline,
  stateWords,
  tableName,
  tablesByImportance
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
  Database,
  shadowTables
} from "./warehouse-verify-content-check.js";
import {
  STATE_SCHEMA
} from "./lib-duckdb-node-api.js";
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
  InterruptedError
} from "./model-errors.js";

// src/engine/run-context.ts
var Run = class {
  request;
  deps;
  startedAt;
  id;
  notices = [];
  stages = [];
  constructor(request, deps) {
    this.request = request;
    this.deps = deps;
    this.startedAt = deps.now();
    this.id = `${this.startedAt.toISOString().replaceAll(/[-:]/g, "").replace(".", "-")}-${process.pid.toString(36)}`;
    for (const message of request.notices ?? []) this.notice(message);
  }
  get config() {
    return this.request.config;
  }
  get outputDirectory() {
    return this.request.output ?? this.config.output.directory;
  }
  /** A notice that the user should act on. */
  warn(message) {
    this.notices.push(message);
    this.deps.observe({ type: "notice", message, warning: true });
  }
  notice(message, source2) {
    this.notices.push(source2 === void 0 ? message : `${source2}: ${message}`);
    this.deps.observe({ type: "notice", message, ...source2 === void 0 ? {} : { source: source2 } });
  }
  /** Runs one stage of the story and measures it. */
  async stage(name, detail, work) {
    const startedAt = this.deps.now();
    this.deps.observe({ type: "stage", stage: name, detail });
    try {
      return await work();
    } finally {
      this.stages.push({
        name,
        startedAt: startedAt.toISOString(),
        seconds: (this.deps.now().getTime() - startedAt.getTime()) / 1e3
      });
    }
  }
};
var LONGEST = 2 ** 31 - 1;
function stopSignal(outside, timeoutSeconds) {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(timeReached(timeoutSeconds)), Math.min(timeoutSeconds * 1e3, LONGEST));
  timer.unref();
  const forward = () => own.abort(outside.reason instanceof HighwaterError ? outside.reason : new InterruptedError("it was told to stop"));
  if (outside.aborted) forward();
  else outside.addEventListener("abort", forward, { once: true });
  return {
    signal: own.signal,
    byUser: () => outside.aborted,
    clear: () => {
      clearTimeout(timer);
      outside.removeEventListener("abort", forward);
    }
  };
}
function timeReached(seconds) {
  return new HighwaterError(
    "TIMEOUT_REACHED",
    `The run stopped reading after ${seconds} seconds (run.timeout).`,
    "What is committed is kept; the next run continues from there. Raise run.timeout (below the job's own timeout-minutes) or sync fewer tables."
  );
}

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

// src/publish/parquet.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

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
    await database.use(async (c) => {
      for (const shadow of await shadowTables(c)) await c.run(`DROP TABLE ${shadow}`);
      await c.run(`DROP SCHEMA ${STATE_SCHEMA} CASCADE`);
      await c.checkpoint();
    });
  } finally {
    database.close();
  }
}

// src/publish/parquet.ts
async function writeParquet(warehouse, table, directory, options, runId) {
  const path = parquetPath(table, options.layout);
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await warehouse.database.use(async (c) => exportParquet(c, table, file, options.compression, runId));
  return { path, bytes: (await stat(file)).size, sha256: await sha256(file) };
}
function parquetPath(table, layout) {
  const folders = layout === "flat" || table.category === table.source ? [table.schema] : [table.schema, table.category];
  return ["parquet", ...folders.map(fileName), `${fileName(table.name)}.parquet`].join("/");
}
function fileName(name) {
  const safe = name.replaceAll(/[%/\\:*?"<>|\p{Cc}]/gu, (c) => encodeURIComponent(c).replace("*", "%2A"));
  return /^\.+$/.test(safe) ? safe.replaceAll(".", "%2E") : safe;
}
async function sha256(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}

// src/publish/publish.ts
import { access, constants as constants2, mkdir as mkdir4, readFile as readFile2, rename as rename3, rm as rm2, stat as stat4, writeFile as writeFile4 } from "node:fs/promises";
import { join as join5 } from "node:path";

// src/publish/database.ts
import { chmod, constants, copyFile, rename, rm, stat as stat2, writeFile } from "node:fs/promises";
import { dirname as dirname2, join as join2 } from "node:path";
async function writeDatabase(state, file, room) {
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  await rm(`${partial}.wal`, { force: true });
  await writeFile(partial, "");
  const { mode } = await stat2(partial);
  if (!(state.take && await taken(state.file, partial))) await copyFile(state.file, partial, constants.COPYFILE_FICLONE);
  await chmod(partial, mode);
  await stripInternals(partial, { room, tempDirectory: join2(dirname2(file), ".highwater-tmp") });
  await rm(`${file}.wal`, { force: true });
  await rename(partial, file);
  return (await stat2(file)).size;
}
async function taken(from, to) {
  if ((await stat2(from)).nlink > 1) return false;
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error.code === "EXDEV") return false;
    throw error;
  }
}

// src/publish/directory.ts
import { mkdir as mkdir2, writeFile as writeFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";
async function writeDirectories(root, tables, identities) {
  const folders = /* @__PURE__ */ new Map();
  for (const table of tables) {
    const folder = table.category === table.source ? fileName(table.schema) : join3(fileName(table.schema), fileName(table.category));
    folders.set(folder, [...folders.get(folder) ?? [], table]);
  }
  for (const [folder, members] of folders) {
    await mkdir2(join3(root, folder), { recursive: true });
    await writeFile2(join3(root, folder, "directory.json"), `${JSON.stringify(directoryOf(members, identities), null, 2)}
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

// src/publish/unchanged.ts
import { link, mkdir as mkdir3, readFile, rename as rename2, stat as stat3, writeFile as writeFile3 } from "node:fs/promises";
import { dirname as dirname3, join as join4, resolve } from "node:path";
async function recallFiles(note2) {
  try {
    const { version, files } = JSON.parse(await readFile(note2, "utf8"));
    return version === NOTE_VERSION ? files : [];
  } catch {
    return [];
  }
}
async function rememberFiles(note2, files) {
  await mkdir3(dirname3(note2), { recursive: true, mode: 448 });
  await writeFile3(`${note2}.part`, JSON.stringify({ version: NOTE_VERSION, files }), { mode: 384 });
  await rename2(`${note2}.part`, note2);
}
var NOTE_VERSION = 1;
var FORM = 1;
async function takeOver(files, table, directory, fresh, options) {
  const path = parquetPath(table, options.layout);
  const known = files.find((f) => f.source === table.source && f.table === table.table);
  if (known === void 0 || table.version === void 0 || known.version !== table.version) return null;
  if (known.directory !== resolve(directory) || known.path !== path || known.form !== formOf(options)) return null;
  const [from, to] = [join4(directory, path), join4(fresh, path)];
  try {
    if (await identityOf(from) !== known.identity) return null;
    await mkdir3(dirname3(to), { recursive: true });
    await link(from, to);
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
    const identity = await identityOf(join4(directory, file.path));
    found.push({ source: source2, table, version, directory: resolve(directory), ...file, form: formOf(options), identity });
  }
  return found;
}
function formOf({ compression }) {
  return `${FORM} ${compression}`;
}
async function identityOf(file) {
  const { ino, size: size2, mtimeNs, ctimeNs } = await stat3(file, { bigint: true });
  return [ino, size2, mtimeNs, ctimeNs].join(" ");
}

// src/publish/publish.ts
var DATABASE_FILE = "warehouse.duckdb";
var MANIFEST_FILE = "manifest.json";
var REPORT_FILE = "report.html";
async function preparePublication(warehouse, options) {
  const { directory, duckdb, parquet, note: note2 } = options;
  await mkdir4(directory, { recursive: true });
  await access(directory, constants2.W_OK);
  await warehouse.checkpoint();
  const partial = join5(directory, ".partial");
  await rm2(partial, { recursive: true, force: true });
  const [tables, room] = [await warehouse.tables(), warehouse.smallRoom()];
  const built = parquet === null ? /* @__PURE__ */ new Map() : await buildParquet(warehouse, options, parquet, partial);
  return {
    async place(state) {
      if (parquet === null) await removeOwnParquet(directory);
      else await replaceDirectory(join5(partial, "parquet"), join5(directory, "parquet"), join5(partial, "old"));
      await rm2(partial, { recursive: true, force: true });
      const file = join5(directory, DATABASE_FILE);
      const bytes = duckdb ? await writeDatabase(state, file, room) : await rm2(file, { force: true });
      if (parquet !== null) await rememberFiles(note2, await describeFiles(tables, built, directory, parquet));
      return { output: outputOf(directory, built, parquet !== null, bytes ?? null), parquet: built };
    },
    drop: async () => rm2(partial, { recursive: true, force: true })
  };
}
function outputOf(directory, built, parquet, databaseBytes) {
  const files = [...built.values()];
  return {
    directory,
    database: databaseBytes === null ? null : { path: DATABASE_FILE, bytes: databaseBytes },
    parquet: parquet ? { path: "parquet", bytes: files.reduce((sum2, f) => sum2 + f.bytes, 0), files: files.length } : null
  };
}
async function buildParquet(warehouse, { directory, runId, identities, note: note2 }, parquet, partial) {
  await mkdir4(join5(partial, "parquet"), { recursive: true });
  const files = /* @__PURE__ */ new Map();
  const tables = await warehouse.tables();
  const earlier2 = await recallFiles(note2);
  for (const table of tables) {
    const kept = await takeOver(earlier2, table, directory, partial, parquet);
    files.set(`${table.source}.${table.table}`, kept ?? await writeParquet(warehouse, table, partial, parquet, runId));
  }
  if (parquet.layout === "directory") await writeDirectories(join5(partial, "parquet"), tables, identities);
  return files;
}
async function removeOwnParquet(directory) {
  const manifest = await readFile2(join5(directory, MANIFEST_FILE), "utf8").catch(() => "");
  if (namesParquet(manifest)) await rm2(join5(directory, "parquet"), { recursive: true, force: true });
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
  await rename3(final, old).catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename3(fresh, final);
}
async function writeText(directory, name, content) {
  await mkdir4(directory, { recursive: true });
  const file = join5(directory, name);
  await writeFile4(`${file}.partial`, content);
  await rename3(`${file}.partial`, file);
  return (await stat4(file)).size;
}

// src/views/pages/report/report.ts
import { createHash as createHash2 } from "node:crypto";

// src/views/pages/report/assets.generated.ts
var styles = ':root{color-scheme:light dark;--ground: #f4f7f8;--sheet: #ffffff;--sunk: #edf2f4;--ink: #10222b;--muted: #526570;--rule: #d8e1e5;--accent: #0b6b82;--good: #17705a;--bad: #b3271e;--warn: #8a5a00;--bad-tint: #fdf0ee;--inserted: #1b8a70;--updated: #4a78c4;--deleted: #cc5b3c;--course: #0b6b82;--area: #0b6b8222;--whole: #0b6b822e;--tail: #58a8bd;--slate: #8a9aa3;--sand: #cbb27a;--sand-deep: #a5853f;--deep: #1c3f55;--mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;font-family:Inter,system-ui,-apple-system,Segoe UI Variable Text,Segoe UI,Roboto,Open Sans,sans-serif;font-size:15px;line-height:1.5;font-variant-numeric:tabular-nums lining-nums}@media(prefers-color-scheme:dark){:root{--ground: #0c1418;--sheet: #121d23;--sunk: #192830;--ink: #e2eaee;--muted: #95a8b2;--rule: #26363f;--accent: #62c3d8;--good: #5cc9a7;--bad: #ff8f84;--warn: #e3b45b;--bad-tint: #2a1718;--inserted: #4dbd9d;--updated: #7ea6ea;--deleted: #ee8a6a;--course: #62c3d8;--area: #62c3d826;--whole: #62c3d833;--tail: #2f7f95;--slate: #6d7f89;--sand: #b79a5c;--sand-deep: #8d7238;--deep: #b9d3e6}}*{box-sizing:border-box}html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}body{margin:0 auto;max-width:80rem;padding:1.5rem clamp(1rem,3vw,2.5rem) 4rem;background:var(--ground);color:var(--ink)}h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}ul,ol{list-style:none}a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.15em}code{font-family:var(--mono);font-size:.88em;overflow-wrap:anywhere}button,input{font:inherit;color:inherit}:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;left:1rem;top:-4rem;z-index:2;padding:.5rem 1rem;background:var(--sheet);border:1px solid var(--rule)}.skip:focus{top:1rem}.muted,.label,.axis,dt{color:var(--muted)}time{white-space:nowrap}.icon{width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none;vertical-align:-.12em}.status{display:inline-flex;margin-right:.4em}.status.succeeded,.verdict.succeeded>.icon{color:var(--good)}.status.failed,.verdict.failed>.icon,.sign .icon.failed{color:var(--bad)}.sign .icon.succeeded{color:var(--good)}.status.skipped,.status.interrupted{color:var(--warn)}.brand{display:flex;align-items:center;gap:.5rem;font-weight:600;letter-spacing:.01em;margin-bottom:1.75rem}.brand .muted{font-weight:400}.brand svg{width:1.7rem;fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linecap:round}.brand .mark-line{stroke:var(--ink)}h2{font-size:1.2rem;font-weight:620;letter-spacing:-.005em;margin-bottom:.75rem}h3{font-size:1rem;font-weight:620}input[type=search]{width:17rem;max-width:100%;padding:.35rem .7rem;background:var(--sheet);border:1px solid var(--muted);border-radius:5px}input::placeholder{color:var(--muted);opacity:1}table{width:100%;border-collapse:collapse;font-size:.92rem}th{font-weight:inherit;text-align:left}thead th{color:var(--muted);font-size:.87rem}.scroll{position:relative;overflow-x:auto}.label{display:block;font-size:.85rem;overflow-wrap:anywhere}.masthead{padding-bottom:1.5rem}h1{display:flex;gap:.6rem;max-width:60rem;font-size:clamp(1.35rem,1rem + 1.6vw,2rem);font-weight:620;line-height:1.25;letter-spacing:-.012em;text-wrap:balance}h1 .status{flex:none;align-self:start;margin:.1em 0 0;padding:.2em;border:2px solid currentColor;border-radius:50%;font-size:.8em}.run{margin-top:.75rem;max-width:60rem;color:var(--muted)}.run code{color:var(--ink)}main{display:grid;grid-template-columns:minmax(0,1fr);gap:2.25rem}section{min-width:0}.details h3{font-size:.93rem;margin:1.5rem 0 .5rem}.halves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 2.5rem}section>.halves h3,.cards h3{margin-bottom:.4rem}.facts>div{display:grid;grid-template-columns:minmax(7rem,10rem) minmax(0,1fr);gap:.75rem;padding:.3rem 0;border-top:1px solid var(--rule)}.facts dd{overflow-wrap:anywhere}.hash{color:var(--muted);font-size:.8em;overflow-wrap:anywhere}.cards .facts>div{grid-template-columns:6.5rem minmax(0,1fr)}.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1.5rem 2.5rem}.failures ul{display:grid;gap:1px;background:var(--rule);border:1px solid var(--rule);border-left:3px solid var(--bad);border-radius:4px;overflow:hidden}.failures li{display:flex;gap:.35rem;padding:1rem 1.25rem;background:var(--sheet)}.failures li>.status{margin-top:.25em}.failures li>div{min-width:0}.failure{max-width:52rem;overflow-wrap:anywhere}.failure>p{margin-top:.35rem}.failure .message,.failure .hint{white-space:pre-line}.failure .hint strong{display:block;font-size:.86rem;font-weight:620;color:var(--muted)}.details>.failure{border-left:3px solid var(--bad);background:var(--bad-tint);padding:.6rem 1rem .8rem;border-radius:0 4px 4px 0;margin-bottom:1rem}.glance{display:grid;grid-template-columns:minmax(0,1fr);background:var(--sheet);border:1px solid var(--rule);border-radius:6px}.figures-row{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));overflow:hidden}.figures-row>div{padding:1rem 1.25rem;box-shadow:-1px -1px 0 var(--rule)}.figures-row dt{font-size:.87rem}.figure{font-size:1.6rem;font-weight:600;line-height:1.25;letter-spacing:-.02em}.more{font-size:.87rem;color:var(--muted)}.tide{padding:1rem 1.25rem;border-top:1px solid var(--rule)}.tide figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.5rem;font-size:.87rem;color:var(--muted);margin-bottom:.5rem}.tide .legend{margin:0}.tide .bars{height:6rem}.marks{display:flex;height:1rem;font-size:.7rem}.marks li{flex:1 1 0;display:flex;justify-content:center;align-items:center}.marks .status{margin:0}.delta{white-space:nowrap}.delta [aria-hidden]{font-weight:700;margin-right:.08em}.delta.inserted [aria-hidden]{color:var(--inserted)}.delta.updated [aria-hidden]{color:var(--updated)}.delta.deleted [aria-hidden]{color:var(--deleted)}.chart{display:block;width:100%}.chart.small{width:5rem;height:1.25rem;margin-left:auto}.chart.large{height:5.5rem}.course{fill:none;stroke:var(--course);stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-linejoin:round}.area{fill:var(--area)}.base{stroke:var(--rule);stroke-width:1;vector-effect:non-scaling-stroke}.cut{stroke:var(--sheet);stroke-width:3;vector-effect:non-scaling-stroke}.hit{fill:transparent}rect.hit:hover{fill:var(--area)}.inserted{fill:var(--inserted)}.updated{fill:var(--updated)}.deleted{fill:var(--deleted)}.axis{display:flex;justify-content:space-between;gap:1rem;font-size:.8rem}.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.5rem;font-size:.87rem}.key{width:.7rem;height:.7rem;margin-right:.4rem}.timeline{display:grid;gap:.2rem}.timeline .row{display:grid;grid-template-columns:minmax(6rem,14rem) minmax(0,1fr);align-items:center;gap:1rem}.timeline .name{font-size:.87rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.track{height:.9rem;background:var(--sunk);border-radius:2px}.stages .track{height:1.4rem}.span{fill:var(--course)}.span.table{fill:var(--whole)}.span.table.failed{fill:var(--bad)}.span.tail{fill:var(--tail)}.span.sweep,.span.restore,.span.save{fill:var(--slate)}.span.describe{fill:var(--sand)}.span.plan{fill:var(--sand-deep)}.span.merge{fill:var(--tail)}.span.publish{fill:var(--deep)}.lanes .track{height:1.1rem}.lanes-2 .track{height:2rem}.lanes-3 .track{height:3rem}.lanes-4 .track{height:4rem}.lanes-5 .track,.lanes-6 .track,.lanes-7 .track,.lanes-8 .track{height:6rem}.section-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.5rem 1.5rem;margin-bottom:.75rem}.section-head h2{margin:0}.tools{display:flex;flex-wrap:wrap;gap:.5rem}.filters{display:flex;flex-wrap:wrap;border:1px solid var(--muted);border-radius:5px;overflow:hidden}.filters button{flex:1 0 auto;padding:.35rem .75rem;background:var(--sheet);border:0;cursor:pointer}.filters button+button{border-left:1px solid var(--rule)}.filters button[aria-pressed=true]{background:var(--ink);color:var(--sheet)}.filters button:disabled{color:var(--muted);cursor:default}.filters button:focus-visible{outline-offset:-3px}.filters .n{opacity:.8;font-size:.87em}.tables{background:var(--sheet);border:1px solid var(--rule);border-radius:6px;border-collapse:separate;border-spacing:0}.tables>thead>tr>th{padding:.45rem 1rem;border-bottom:1px solid var(--rule)}.tables>thead button{padding:0;background:none;border:0;color:inherit;cursor:pointer}.tables>thead button:after{content:"";display:inline-block;width:.9em;text-align:center}.tables>thead [aria-sort=ascending] button:after{content:"↑"}.tables>thead [aria-sort=descending] button:after{content:"↓"}.number{text-align:right}.tables>thead .number button:after{width:0}.tables>thead .number[aria-sort=ascending] button:after,.tables>thead .number[aria-sort=descending] button:after{width:.9em}.table-row>*{padding:.5rem 1rem;border-bottom:1px solid var(--rule);vertical-align:top}.tables>tbody>tr:last-child>*,.tables>tbody>.table-row:nth-last-child(2)>*{border-bottom:0}.table-row:has([aria-expanded=true])>*{border-bottom-color:transparent}.table-row:hover>*{background:var(--sunk)}.table-row{cursor:pointer}.table-row.failed>th{box-shadow:inset 3px 0 0 var(--bad)}.toggle{display:flex;align-items:baseline;max-width:100%;padding:0;background:none;border:0;font-weight:600;text-align:left;cursor:pointer}.toggle .name{overflow-wrap:anywhere}.toggle .chevron{margin-right:.45rem;font-size:.8em;color:var(--muted);transition:transform .12s}.toggle[aria-expanded=true] .chevron{transform:rotate(90deg)}.table-row th .label{padding-left:2.75rem}.table-row .value{display:block;white-space:nowrap}.table-row .chart{margin-top:.2rem}.details-row>td{padding:0;border-bottom:1px solid var(--rule)}.details{contain:inline-size;padding:.25rem clamp(1rem,3vw,2.75rem) 2rem}.details>.halves:first-of-type h3{margin-top:.5rem}.figures summary,.values summary{cursor:pointer;color:var(--accent);font-size:.87rem;padding:.25rem 0}.numbers th,.numbers td{padding:.25rem .75rem .25rem 0;border-top:1px solid var(--rule);text-align:right;white-space:nowrap;font-size:.87rem}.numbers th:first-child{text-align:left}.numbers thead th{border-top:0}.numbers .sign{text-align:center}.numbers .sum,.numbers thead th:last-child:nth-child(7){text-align:left}.verdict{display:flex;gap:.5rem}.verdict .icon{margin-top:.28em}.schema-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:.5rem 1rem;margin-top:1.5rem}.details .schema-head h3{margin:0}.schema-head h3 .muted{font-weight:400}.schema{margin-top:.5rem;font-size:.87rem}.schema th,.schema td{padding:.35rem 1rem .35rem 0;border-top:1px solid var(--rule);vertical-align:top}.schema thead th{border-top:0}.schema tbody th{min-width:9rem}.schema .name,.schema td:nth-child(2),.schema td:nth-child(4){font-family:var(--mono);font-size:.92em;overflow-wrap:anywhere}.schema .removed .name{text-decoration:line-through}.mark{padding:0 .4em;border:1px solid var(--muted);border-radius:3px;color:var(--muted);font-size:.85em;white-space:nowrap}.values{max-width:26rem}.picklist li{display:inline}.picklist li+li:before{content:" · ";color:var(--muted)}.picklist .inactive{color:var(--muted)}.points{display:block}.note{display:flex;gap:.5rem;padding:.2rem 0;overflow-wrap:anywhere}.note .icon{margin-top:.24em;width:1.1em;height:1.1em;stroke-width:1.5;color:var(--warn)}.kind{font-weight:600}.gauge{display:block;width:8rem;max-width:100%;height:6px;margin:.5em 0 .2em;border-radius:3px}.gauge .all{fill:var(--rule)}.gauge .left{fill:var(--course)}.gauge.low .left{fill:var(--bad)}.noscript{margin-top:2rem}@media(max-width:52rem){.tables .wide{display:none}}@media(max-width:34rem){:root{font-size:14.5px}.tables>thead>tr>th,.table-row>*{padding-inline:.6rem}.table-row th .label{padding-left:0}.chart.small{width:3.5rem}.table-row .delta{display:block}.tools,.tools .find,input[type=search],.filters{width:100%}.filters button{flex-basis:50%;padding-inline:.5rem}.figures-row{grid-template-columns:repeat(2,minmax(0,1fr))}.figures-row>div:last-child:nth-child(odd){grid-column:1 / -1}.halves>figure+figure{margin-top:1rem}.figures-row>div,.tide,.failures li{padding:.75rem .9rem}.figure{font-size:1.35rem}.facts>div{grid-template-columns:minmax(5.5rem,7rem) minmax(0,1fr)}.timeline .row{grid-template-columns:minmax(5rem,8rem) minmax(0,1fr);gap:.5rem}}@media(prefers-reduced-motion:reduce){*{transition:none}}@media print{body{max-width:none;background:none}.tools,.skip{display:none}}';
var script = '"use strict";(()=>{function f(t){let e=Math.max(0,t);return e<9.95?`${e.toFixed(1)} s`:e<59.5?`${Math.round(e)} s`:e<3599.5?F(Math.round(e),60,"min","s"):e<86370?F(Math.round(e/60),60,"h","min"):F(Math.round(e/3600),24,"d","h")}function F(t,e,n,r){let s=t%e;return s===0?`${Math.floor(t/e)} ${n}`:`${Math.floor(t/e)} ${n} ${s} ${r}`}var yt=new Intl.NumberFormat("en-US",{maximumFractionDigits:0});function m(t){return yt.format(t)}function p(t,e,n=`${e}s`){return`${m(t)} ${t===1?e:n}`}function R(t){for(let[e,n]of[[99995e4,"G"],[999950,"M"],[9995,"k"]]){if(t<e)continue;let r=t/{G:1e9,M:1e6,k:1e3}[n];return`${r>=99.95?r.toFixed(0):r.toFixed(1)}${n}`}return m(Math.round(t))}function E(t){let e=["B","kB","MB","GB","TB"],n=t,r=0;for(;n>=999.5&&r<e.length-1;)n/=1e3,r+=1;let s=r===0||n>=99.95?0:1;return`${n.toFixed(s)} ${e[r]}`}function $(t){return t.slice(0,19).replace("T"," ")}function V(t){return t===null?"–":t.kind==="xmin"?`xid ${t.value}`:$(t.value)}function G({syncedAt:t},e){return t===null?null:I(t,e)}function I(t,e){return Math.max(0,(Date.parse(e)-Date.parse(t))/1e3)}function J(t){return t.replace(/[\\u0000-\\u0009\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]/g,e=>e==="	"?" ":e==="\\r"?"":"�")}var P=class{text;constructor(e){this.text=e}};function a(t,...e){let n=t[0]??"";return e.forEach((r,s)=>{n+=z(r)+(t[s+1]??"")}),new P(n)}function z(t){return t instanceof P?t.text:t==null||t===!1?"":typeof t=="object"?t.map(z).join(""):bt(String(t))}var kt={"&":"&amp;","<":"&lt;",">":"&gt;",\'"\':"&quot;","\'":"&#39;"};function bt(t){return J(t).replace(/[&<>"\']/g,e=>kt[e]??e)}var xt={succeeded:"M3.5 8.5l3 3 6-7",failed:"M4 4l8 8M12 4l-8 8",skipped:"M3.5 8h9",interrupted:"M5.5 3.5v9M10.5 3.5v9",note:"M8 2L14.7 13.7H1.3zM8 6.6v3.1M8 11.7v.1",chevron:"M6 3.5L10.5 8 6 12.5"};function L(t){return a`<svg class="icon ${t}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="${xt[t]}"/></svg>`}function O(t){let e=t.filter(([,n])=>n!=null&&n!==""&&n!==!1);return a`<dl class="facts">${e.map(([n,r])=>a`<div><dt>${n}</dt><dd>${r}</dd></div>`)}</dl>`}function y(t){return a`<code>${t}</code>`}function Z(t,e){let n=e===null?y(t.code):a`<a href="${`${e}#${t.code.toLowerCase()}`}" rel="noreferrer">${y(t.code)}</a>`,{location:r}=t;return a`<div class="failure"><p class="what">${n}${r&&a` <span class="muted">${r.file}:${r.line}:${r.column}</span>`}</p>\n<p class="message">${t.message}</p>${t.hint!==""&&a`<p class="hint"><strong>What to do</strong> ${t.hint}</p>`}</div>`}function Q(t,e=null){return a`<li class="note">${L("note")}<span>${e}${e!==null&&" "}${t}</span></li>`}function X(t,e){let n=G(t,e);return n===null?"":`${f(n)} behind`}function j(t){return t===null||t.kind==="xmin"?a`${V(t)}`:a`<time datetime="${t.value}">${V(t)}</time>`}var h=t=>String(Math.round(t*10)/10),N=t=>t.inserted+t.updated+t.deleted,U=12;function Y(t,e,n){let[r,s]=n==="small"?[80,20]:[600,96],o=Math.min(...t),l=Math.max(...t),d=l-o<l*.001?o-1:o-(l-o)*.15,u=g=>s-2-(g-d)/Math.max(1e-9,l-d)*(s-4),i=Math.max(0,1-t.length/U)*r,c=g=>t.length===1?r:i+g/(t.length-1)*(r-i),b=t.length===1?`0,${h(u(t[0]??0))} ${r},${h(u(t[0]??0))}`:t.map((g,w)=>`${h(c(w))},${h(u(g))}`).join(" ");return a`<svg class="chart line ${n}" viewBox="0 0 ${r} ${s}" preserveAspectRatio="none" role="img" aria-label="${e}">\n<polygon class="area" points="${h(c(0))},${s} ${b} ${r},${s}"/><polyline class="course" points="${b}"/></svg>`}var tt=["inserted","updated","deleted"];function et(t,e,n,r){let[s,o,l]=n==="small"?[4,1,20]:[20,3,96],d=Math.max(t.length,U),u=d*s-o,i=x=>(x+d-t.length)*s,{top:c,cut:b}=nt(t),g=Mt(t,l,n==="small"?1:1.5,c),w=tt.map((x,k)=>{let K=g.map((H,$t)=>H[k]?`M${i($t)} ${h(H[k].top)}h${s-o}v${h(H[k].tall)}h-${s-o}z`:"").join("");return K!==""&&a`<path class="${x}" d="${K}"/>`}),W=t.map((x,k)=>b&&N(x)>c?`M${i(k)} ${h(l*.22)}l${s-o} -${h(l*.06)}`:"").join(""),gt=n==="large"&&t.map((x,k)=>a`<rect class="hit" x="${i(k)}" y="0" width="${s}" height="${l}"><title>${r(k)}</title></rect>`);return a`<svg class="chart bars ${n}" viewBox="0 0 ${u} ${l}" preserveAspectRatio="none" role="img" aria-label="${e}">\n<path class="base" d="M0 ${l}H${u}"/>${w}${W!==""&&a`<path class="cut" d="${W}"/>`}${gt}</svg>`}function nt(t){let e=t.map(N).sort((s,o)=>s-o),n=Math.max(1,e.at(-1)??1),r=e[Math.floor((e.length-1)*.75)]??0;return e.length<2||r===0||n<=r*10?{top:n,cut:!1}:{top:Math.max(...e.filter(s=>s<=r*10))*1.4,cut:!0}}function Mt(t,e,n,r){return t.map(s=>{let o=e;return tt.map(l=>{if(s[l]===0)return null;let d=Math.min(o,Math.max(n,s[l]/r*(e-2)));return o-=d,d>0?{top:o,tall:d}:null})})}function rt(t,e,n,r=1){let s=1e3/Math.max(e,1e-9),o=10,l=Tt(t,r).map(([d,u])=>a`<rect class="span ${u.kind}" x="${h(Math.min(999,u.start*s))}" y="${d*o+1}" width="${h(Math.max(1.5,u.seconds*s))}" height="${o-2}"><title>${u.title}</title></rect>`);return a`<svg class="chart track" viewBox="0 0 1000 ${o*r}" preserveAspectRatio="none" role="img" aria-label="${n}">${l}</svg>`}function Tt(t,e){let n=Array.from({length:e},()=>0);return[...t].sort((r,s)=>r.start-s.start).map(r=>{let s=n.findIndex(l=>l<=r.start+1e-6),o=s>=0?s:n.indexOf(Math.min(...n));return n[o]=Math.max(n[o]??0,r.start+r.seconds),[o,r]})}function st(t){let e=t.flatMap(r=>[[r.start,1],[r.start+r.seconds-1e-6,-1]]).sort((r,s)=>r[0]-s[0]||r[1]-s[1]),n=0;return e.reduce((r,[,s])=>(n+=s,Math.max(r,n)),0)}function ot(t){let e=Math.max(0,...t.map(N));return nt(t).cut?`tallest cut off at the stroke: ${m(e)}`:`up to ${m(e)} a run`}function at(t,e){return e>=U?M(t,"this run"):M("",`${t} to this run`)}function M(t,e){return a`<div class="axis"><span>${t}</span><span>${e}</span></div>`}function lt(t){let e=t.status==="succeeded"?`+${R(t.inserted)} ~${R(t.updated)} −${R(t.deleted)}`:t.status;return`${$(t.startedAt)} ${t.full?"full":"incremental"}: ${e}, ${p(t.rows,"row")}, ${f(t.seconds)}`}var wt=["succeeded","failed","skipped"];function vt(t){let e=t.replace(/__c$/,"").replace(/([a-z])([A-Z])/g,"$1 $2").replaceAll("_"," ");return e.charAt(0).toUpperCase()+e.slice(1)}function it(t){return t.past.map(([e,n,r,s,o,l,d,u])=>({startedAt:e,full:n===1,status:wt[r]??"succeeded",inserted:s,updated:o,deleted:l,rows:d,seconds:u}))}function q(t,e){let n=r=>e.types[r]??"";return t.packed.map(([r,s,o,l,d,u=-1,i=0,c=0])=>({name:r,label:s===0?r:s===1?vt(r):s,nativeType:n(o),semanticType:n(l),duckdbType:n(d),picklist:(e.picklists[u]??[]).map(([b,g,w])=>({value:b,label:g===0?b:g,active:w===1})),references:i===0?[]:i.map(n),removed:c===1}))}function ct(t,e,n,r){let s=q(e,n),o=`${e.source}.${e.table}`;return a`<div class="details">\n${e.error!==null&&Z(e.error,r.troubleshootingUrl)}\n<div class="halves"><div>${St(e,r)}</div><div>${At(e)}</div></div>\n${Et(e)}\n${Pt(e,o)}\n${Lt(e,o)}\n${Dt(t,e,s,o)}\n</div>`}function St(t,e){let{watermark:n}=t;return a`<h3>How it was synced</h3>${O([["Mode",`${t.mode}: ${t.why}`],["Watermark",a`${j(n.before)} → ${j(n.after)}`],["Lag",X(t,e.finishedAt)],["Last full sync",Ct(t)],["Calculated columns read",t.calculatedAt?`${$(t.calculatedAt)} UTC`:null],["Rows counted",t.countedAt===null||t.countedAt===void 0?null:`${$(t.countedAt)} UTC`],["Proven by verify",t.provenAt?`${$(t.provenAt)} UTC`:null],["Cursor",t.cursor===null?"none: read in full each run":y(t.cursor)],["Key",t.key.length===0?"none":y(t.key.join(", "))],["Filter",t.where===null?null:y(t.where)],["In DuckDB",y(`${t.schema}.${t.name}`)],["Category",t.category],["Calls",m(t.requests)],["Time",t.startedAt===null?"not started":f(t.seconds)]])}`}function Ct({lastFullSyncAt:t,fullSyncEverySeconds:e,derived:n}){if(n===!0)return null;let r=e===null?"never by itself":`every ${f(e)}`;return`${t===null?"none so far":`${$(t)} UTC`} (${r})`}function At(t){let{source:e,staged:n,applied:r}=t.counts,s=e===n,o=n-r,l=s?a`<span class="status succeeded">${L("succeeded")}</span> equal`:a`<span class="status failed">${L("failed")}</span> ${p(Math.abs(e-n),"row")} apart`;return a`<h3>Proof</h3>${O([["The source said",p(e,"row")],["DuckDB read",a`${p(n,"row")} ${l}`],["Applied",a`${p(r,"row")}${o>0&&t.status==="succeeded"&&a` <span class="muted">(${p(o,"reading")} of rows met twice)</span>`}`],["In the table",p(t.rows,"row")],["Parquet",t.parquet===null?null:a`${y(t.parquet.path)} ${E(t.parquet.bytes)}`],["SHA-256",t.parquet===null?null:a`<code class="hash">${t.parquet.sha256}</code>`]])}`}var Rt={schema:"Schema",data:"Data",access:"Access",plan:"Plan"};function Et(t){if(t.notes.length===0)return null;let e=t.notes.map(n=>Q(n.message,a`<span class="kind">${Rt[n.kind]}</span>${n.column!==void 0&&a` ${y(n.column)}`}`));return a`<h3>Notes</h3><ul class="notes">${e}</ul>`}function Pt(t,e){let n=it(t),r=n[0],s=n.at(-1);if(r===void 0||s===void 0||n.length<2)return null;let o=n.map(c=>c.rows),l=Math.max(...n.map(c=>c.inserted+c.updated+c.deleted)),d=at($(r.startedAt),n.length),u=["Run (UTC)","Mode","Rows","Inserted","Updated","Deleted","Time"].map(c=>a`<th scope="col">${c}</th>`),i=[...n].reverse().map(c=>a`<tr><th scope="row">${$(c.startedAt)}</th><td>${c.full?"full":"incremental"}${c.status!=="succeeded"&&`, ${c.status}`}</td>\n<td>${m(c.rows)}</td><td>${m(c.inserted)}</td><td>${m(c.updated)}</td><td>${m(c.deleted)}</td><td>${f(c.seconds)}</td></tr>`);return a`<h3>The last ${n.length} runs</h3><div class="halves">\n<figure>${M("Rows",`${m(Math.min(...o))} to ${m(Math.max(...o))}`)}${Y(o,`Rows of ${e} over ${p(n.length,"run")}: from ${m(r.rows)} to ${m(s.rows)}`,"large")}${d}</figure>\n<figure>${M("Changes",ot(n))}${et(n,`Changes of ${e} in ${p(n.length,"run")}, at most ${m(l)} in one`,"large",c=>n[c]?lt(n[c]):"")}${d}</figure></div>\n<details class="figures"><summary>These runs as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">The last runs of ${e}</caption><thead><tr>${u}</tr></thead><tbody>${i}</tbody></table></div></details>`}function Lt(t,e){let{startedAt:n}=t;if(n===null||t.partitions.length===0)return null;let r=t.partitions.map(i=>({start:I(n,i.startedAt),seconds:i.seconds,kind:i.pass,title:`${i.id}: ${p(i.rows,"row")}, ${E(i.bytes)}, ${p(i.requests,"call")}, ${f(i.seconds)}`})),s=Math.max(t.seconds,...r.map(i=>i.start+i.seconds)),o=Math.min(8,Math.max(1,st(r))),l=t.partitions.map(i=>a`<tr><th scope="row">${i.id}</th><td>${i.pass}</td><td>${m(i.rows)}</td><td>${E(i.bytes)}</td><td>${m(i.requests)}</td><td>${f(i.seconds)}</td></tr>`),d=["Partition","Pass","Rows","Bytes","Calls","Time"].map(i=>a`<th scope="col">${i}</th>`),u=t.left.partitions>0&&a`<p class="muted">${p(t.left.partitions,"further partition")} left out of this page.</p>`;return a`<h3>Partitions</h3><figure class="lanes lanes-${o}">${rt(r,s,`When the ${p(r.length,"partition")} of ${e} were read, over ${f(s)}`,o)}${M("0 s",f(s))}</figure>\n${qt([["body","body"],["tail","tail: changed while reading"],["sweep","sweep: keys, for deletes"]].filter(([i])=>r.some(c=>c.kind===i)))}\n<details class="figures"><summary>${p(t.partitions.length,"partition")} as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">Partitions of ${e}</caption><thead><tr>${d}</tr></thead><tbody>${l}</tbody></table></div></details>${u}`}function qt(t){return a`<ul class="legend">${t.map(([e,n])=>a`<li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="span ${e}" width="10" height="10" rx="2"/></svg>${n}</li>`)}</ul>`}function Dt(t,e,n,r){if(n.length===0)return null;let s=[...e.left.columns>0?[`${p(e.left.columns,"further column")}`]:[],...e.left.picklists?["part of the picklist values"]:[]];return a`<div class="schema-head"><h3 id="${t}-schema">Schema <span class="muted">${p(n.length+e.left.columns,"column")}</span></h3>\n<label class="find"><span class="sr">Find columns of ${r}</span><input type="search" class="find-column" placeholder="Find a column, type or value" autocomplete="off" spellcheck="false"></label>\n<span class="found muted" role="status"></span></div>\n${Bt(n,{title:r,key:e.key,cursor:e.cursor})}\n${s.length>0&&a`<p class="muted">Left out of this page: ${s.join(" and ")}; all of it is in ${y("_highwater.columns")} of the database.</p>`}`}var D=6;function v(t,e){if(e.length===0)return!0;let{name:n,label:r,nativeType:s,semanticType:o,duckdbType:l,references:d,picklist:u}=t,i=[n,r,s,o,l,...d,...u.flatMap(c=>[c.value,c.label])].join(`\n`).toLowerCase();return e.every(c=>i.includes(c))}function S(t){return t.toLowerCase().split(/\\s+/).filter(e=>e!=="")}function Bt(t,e){let n=t.map((r,s)=>a`<tr data-column="${s}"${r.removed&&a` class="removed"`}>\n<th scope="row"><span class="name">${r.name}</span>${Ht(r,e)}${r.label!==r.name&&a`<span class="label">${r.label}</span>`}</th>\n<td>${r.nativeType}</td><td>${r.semanticType===""?a`<span class="muted">–</span>`:a`<span class="type">${r.semanticType}</span>`}</td>\n<td>${r.duckdbType}</td><td class="values">${Ft(r)}${Vt(r)}</td></tr>`);return a`<div class="scroll"><table class="schema"><caption class="sr">Columns of ${e.title}</caption>\n<thead><tr><th scope="col">Column</th><th scope="col">Native type</th><th scope="col">Meaning</th><th scope="col">DuckDB</th><th scope="col">Values</th></tr></thead>\n<tbody>${n}</tbody></table></div>`}function Ht(t,{key:e,cursor:n}){return[e.includes(t.name)?"key":"",t.name===n?"cursor":"",t.removed?"gone from the source":""].filter(s=>s!=="").map(s=>a` <span class="mark">${s}</span>`)}function Ft(t){return t.references.length===0?null:a`<span class="points">→ ${t.references.join(", ")}</span>`}function Vt({picklist:t}){if(t.length===0)return null;let e=({value:r,label:s,active:o})=>a`<li${!o&&a` class="inactive"`}>${r}${s!==r&&a` <span class="muted">“${s}”</span>`}${!o&&a` <span class="muted">(inactive)</span>`}</li>`,n=a`<ul class="picklist">${t.slice(0,D).map(e)}</ul>`;return t.length<=D?n:a`${n}<details><summary>${p(t.length-D,"more value")}</summary><ul class="picklist">${t.slice(D).map(e)}</ul></details>`}function dt(t){return JSON.parse(document.getElementById(t)?.textContent??"null")}var B=dt("shared-data"),ut=new Map;function _(t){return dt(`${t}-data`)}function A(t){let e=ut.get(t)??q(_(t),B.words);return ut.set(t,e),e}var T=[...document.querySelectorAll("tr.table-row")];function C(t){return t.querySelector(".name")?.textContent??""}function pt(){let t=document.querySelector("#find"),e=[...document.querySelectorAll("[data-filter]")],n="all",r=0,s=()=>It(S(t?.value??""),n);t?.addEventListener("input",()=>{clearTimeout(r),r=setTimeout(s,80)});for(let o of e)o.addEventListener("click",()=>{n=o.dataset.filter??"all";for(let l of e)l.setAttribute("aria-pressed",String(l===o));s()});document.addEventListener("keydown",o=>{o.key!=="/"||o.ctrlKey||o.metaKey||o.altKey||o.target.closest("input")||(o.preventDefault(),t?.focus())})}function It(t,e){let n=0;for(let o of T){let l=`${C(o)} ${o.querySelector("th .label")?.textContent??""}`.toLowerCase(),d=t.every(c=>l.includes(c)),u=t.length>0&&!d?A(o.id).filter(c=>v(c,t)):[],i=(d||u.length>0)&&(e==="all"||(o.dataset.traits??"").split(" ").includes(e));i&&(n+=1),Ot(o,i),jt(o,u.map(c=>c.name))}let r=document.querySelector(".none");r&&(r.hidden=n>0);let s=document.querySelector("#found");s&&(s.textContent=t.length===0&&e==="all"?"":`${n} of ${T.length} tables shown`)}function Ot(t,e){t.hidden=!e;let n=document.getElementById(`${t.id}-details`),r=t.querySelector(".toggle")?.getAttribute("aria-expanded")==="true";n&&(n.hidden=!e||!r)}function jt(t,e){let n=t.querySelector(".hits");if(!n)return;n.hidden=e.length===0;let r=e.length>3?` and ${e.length-3} more`:"";n.textContent=e.length===0?"":`columns ${e.slice(0,3).join(", ")}${r}`}function mt(){let t=document.querySelector("table.tables tbody"),e=[...document.querySelectorAll("[data-sort]")];for(let n of e)n.addEventListener("click",()=>{let r=n.closest("th"),s=n.dataset.sort??"name",o=r?.getAttribute("aria-sort"),l=o==="none"?s==="name":o==="descending";for(let u of e)u.closest("th")?.setAttribute("aria-sort","none");r?.setAttribute("aria-sort",l?"ascending":"descending");let d=[...T].sort((u,i)=>(l?1:-1)*Nt(u,i,s)||C(u).localeCompare(C(i)));for(let u of d)t?.append(u,document.getElementById(`${u.id}-details`)??"")})}function Nt(t,e,n){return n==="name"?C(t).localeCompare(C(e)):Number(t.dataset[n])-Number(e.dataset[n])}function Ut(){for(let n of T){let r=n.querySelector("button.toggle");r?.addEventListener("click",()=>ft(n,r)),n.addEventListener("click",s=>{s.target.closest("a, button")===null&&getSelection()?.isCollapsed!==!1&&r&&ft(n,r)})}let t=document.getElementById(location.hash.slice(1)),e=T.find(n=>n===t);e&&e.querySelector("button.toggle")?.click()}function ft(t,e){let n=e.getAttribute("aria-expanded")!=="true";e.setAttribute("aria-expanded",String(n));let r=document.getElementById(`${t.id}-details`),s=r.cells[0];if(r.hidden=!n,!n||!s||s.childElementCount>0)return;s.innerHTML=ct(t.id,_(t.id),B.words,B.run).text;let o=s.querySelector("input.find-column"),l=document.querySelector("#find")?.value??"";o?.addEventListener("input",()=>ht(t.id,s,o.value)),o&&l!==""&&A(t.id).some(d=>v(d,S(l)))&&(o.value=l,ht(t.id,s,l))}function ht(t,e,n){let r=S(n),s=0;A(t).forEach((l,d)=>{let u=e.querySelector(`tr[data-column="${d}"]`),i=v(l,r);u&&(u.hidden=!i),i&&(s+=1)});let o=e.querySelector(".found");o&&(o.textContent=r.length===0?"":`${s} of ${A(t).length}`)}Ut();pt();mt();})();';

// src/views/pages/report/charts.ts
var n = (value) => String(Math.round(value * 10) / 10);
var sum = (run) => run.inserted + run.updated + run.deleted;
var LEAST_SLOTS = 12;
function line(values, label, size2) {
  const [width, height] = size2 === "small" ? [80, 20] : [600, 96];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const floor = high - low < high * 1e-3 ? low - 1 : low - (high - low) * 0.15;
  const y = (value) => height - 2 - (value - floor) / Math.max(1e-9, high - floor) * (height - 4);
  const empty = Math.max(0, 1 - values.length / LEAST_SLOTS) * width;
  const x = (i) => values.length === 1 ? width : empty + i / (values.length - 1) * (width - empty);
  const points = values.length === 1 ? `0,${n(y(values[0] ?? 0))} ${width},${n(y(values[0] ?? 0))}` : values.map((v, i) => `${n(x(i))},${n(y(v))}`).join(" ");
  return html`<svg class="chart line ${size2}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<polygon class="area" points="${n(x(0))},${height} ${points} ${width},${height}"/><polyline class="course" points="${points}"/></svg>`;
}
var KINDS = ["inserted", "updated", "deleted"];
function bars(runs, label, size2, title) {
  const [step, gap, height] = size2 === "small" ? [4, 1, 20] : [20, 3, 96];
  const slots = Math.max(runs.length, LEAST_SLOTS);
  const width = slots * step - gap;
  const at = (i) => (i + slots - runs.length) * step;
  const { top: most, cut } = scaleOf(runs);
  const stacks = stack(runs, height, size2 === "small" ? 1 : 1.5, most);
  const shapes = KINDS.map((kind, k) => {
    const d = stacks.map((parts, i) => parts[k] ? `M${at(i)} ${n(parts[k].top)}h${step - gap}v${n(parts[k].tall)}h-${step - gap}z` : "").join("");
    return d !== "" && html`<path class="${kind}" d="${d}"/>`;
  });
  const breaks = runs.map((run, i) => cut && sum(run) > most ? `M${at(i)} ${n(height * 0.22)}l${step - gap} -${n(height * 0.06)}` : "").join("");
  const hits = size2 === "large" && runs.map(
    (_, i) => html`<rect class="hit" x="${at(i)}" y="0" width="${step}" height="${height}"><title>${title(i)}</title></rect>`
  );
  return html`<svg class="chart bars ${size2}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="base" d="M0 ${height}H${width}"/>${shapes}${breaks !== "" && html`<path class="cut" d="${breaks}"/>`}${hits}</svg>`;
}
function scaleOf(runs) {
  const values = runs.map(sum).sort((a, b) => a - b);
  const most = Math.max(1, values.at(-1) ?? 1);
  const ordinary = values[Math.floor((values.length - 1) * 0.75)] ?? 0;
  if (values.length < 2 || ordinary === 0 || most <= ordinary * 10) return { top: most, cut: false };
  return { top: Math.max(...values.filter((value) => value <= ordinary * 10)) * 1.4, cut: true };
}
function stack(runs, height, least, most) {
  return runs.map((run) => {
    let top = height;
    return KINDS.map((kind) => {
      if (run[kind] === 0) return null;
      const tall = Math.min(top, Math.max(least, run[kind] / most * (height - 2)));
      top -= tall;
      return tall > 0 ? { top, tall } : null;
    });
  });
}
function track(spans2, total, label, lanes = 1) {
  const scale = 1e3 / Math.max(total, 1e-9);
  const tall = 10;
  const rects = lanesOf(spans2, lanes).map(
    ([lane, span]) => html`<rect class="span ${span.kind}" x="${n(Math.min(999, span.start * scale))}" y="${lane * tall + 1}" width="${n(Math.max(1.5, span.seconds * scale))}" height="${tall - 2}"><title>${span.title}</title></rect>`
  );
  return html`<svg class="chart track" viewBox="0 0 1000 ${tall * lanes}" preserveAspectRatio="none" role="img" aria-label="${label}">${rects}</svg>`;
}
function lanesOf(spans2, lanes) {
  const free = Array.from({ length: lanes }, () => 0);
  return [...spans2].sort((a, b) => a.start - b.start).map((span) => {
    const open = free.findIndex((until) => until <= span.start + 1e-6);
    const lane = open >= 0 ? open : free.indexOf(Math.min(...free));
    free[lane] = Math.max(free[lane] ?? 0, span.start + span.seconds);
    return [lane, span];
  });
}
function peak(runs) {
  const most = Math.max(0, ...runs.map(sum));
  return scaleOf(runs).cut ? `tallest cut off at the stroke: ${count(most)}` : `up to ${count(most)} a run`;
}
function courseAxis(first, runs) {
  return runs >= LEAST_SLOTS ? axis(first, "this run") : axis("", `${first} to this run`);
}
function axis(low, high) {
  return html`<div class="axis"><span>${low}</span><span>${high}</span></div>`;
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
  const { mode, status: status2, inserted, updated, deleted, rows, seconds } = run;
  return { startedAt, full: mode === "full", status: status2, inserted, updated, deleted, rows, seconds };
}
function wholeRun(entries, startedAt) {
  const sum2 = (pick) => entries.reduce((total, entry) => total + pick(entry), 0);
  return {
    startedAt,
    tables: entries.length,
    failed: entries.filter((entry) => entry.status === "failed").length,
    full: entries.some((entry) => entry.mode === "full"),
    inserted: sum2((entry) => entry.inserted),
    updated: sum2((entry) => entry.updated),
    deleted: sum2((entry) => entry.deleted)
  };
}

// src/views/pages/report/exports-section.ts
function exportsSection(record) {
  const { exports = [] } = record;
  if (exports.length === 0) return null;
  if (!isExportRun(record))
    return html`<section id="exports"><h2>Exports, read back</h2><ul>${exports.map((e) => html`<li>${readBackWords(e)}</li>`)}</ul></section>`;
  const rows = exports.map((e) => {
    const [name = "", ...cells] = exportCells(e);
    return html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  const notes = exports.flatMap((e) => e.notes.map((note2) => html`<li>${e.name}: ${note2}</li>`));
  return html`<section id="exports"><h2>Exports</h2><div class="scroll"><table class="numbers"><caption class="sr">Exports of this run</caption><thead><tr>${EXPORT_COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>${notes.length > 0 && html`<ul>${notes}</ul>`}<p class="muted">The rows are in exports/, beside this page: plan.csv, success.csv, failed.csv and unsent.csv of each export.</p></section>`;
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
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><div class="cards">${record.sources.map(source)}</div></section>`;
}
function source(s) {
  return html`<article><h3>${status(s.error === null ? "succeeded" : "failed")}${s.name} <span class="muted">${s.type}</span></h3>
${facts([
    ["Read as", s.identity ?? "signing in failed"],
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
<div><h3>State</h3>${facts([
    ["Restored", html`${words.restored}${key(words.restoredKey)}`],
    ["Saved", html`${record.state.saved === null && status("failed")} ${words.saved}${key(words.savedKey)}`],
    ["What would evict it", words.eviction],
    ["Read in full", fullSyncWords(record)]
  ])}</div>
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
  #column({ name, label, nativeType, semanticType, duckdbType, picklist, references, removed }) {
    const values = picklist?.slice(0, this.#grade.picklistValues).map((v) => [v.value, v.label === v.value ? 0 : v.label, v.active ? 1 : 0]);
    const packed = [
      name,
      packLabel(name, label),
      index(this.#types, nativeType),
      index(this.#types, semanticType),
      index(this.#types, duckdbType),
      values === void 0 || values.length === 0 ? -1 : index(this.#picklists, JSON.stringify(values)),
      references === void 0 || references.length === 0 ? 0 : references.map((table) => index(this.#types, table)),
      removed === true ? 1 : 0
    ];
    const idle = [void 0, void 0, void 0, void 0, void 0, -1, 0, 0];
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
function packRun({ startedAt, full, status: status2, inserted, updated, deleted, rows, seconds }) {
  const at = `${startedAt.slice(0, 19)}Z`;
  return [at, full ? 1 : 0, STATUSES.indexOf(status2), inserted, updated, deleted, rows, Math.round(seconds * 10) / 10];
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
  ["Rows", "rows", "number"],
  ["Changes", "changes", "number"],
  ["Watermark (UTC)", "lag", "wide"],
  ["Calls", "calls", "number wide"],
  ["Time", "seconds", "number wide"]
];
function tablesSection(record, runs) {
  const sorted = tablesByImportance(record.tables);
  const head = HEAD.map(
    ([title, key, kind]) => html`<th scope="col" class="${kind}" aria-sort="none"><button type="button" data-sort="${key}">${title}</button></th>`
  );
  return html`<section aria-labelledby="tables"><div class="section-head"><h2 id="tables">Tables</h2>${filters(record)}</div>
<p class="none muted" hidden>No table matches.</p>
<table class="tables"><caption class="sr">Tables of this run: rows, changes, watermark, calls and time. Each name opens the table’s details.</caption>
<thead><tr>${head}</tr></thead><tbody>${sorted.map((t, i) => row2(`t${i}`, t, runs.get(nameOf(t)) ?? [], record))}</tbody></table></section>`;
}
function filters(record) {
  const { tables } = record;
  const choices = [
    ["all", "All", tables.length],
    ["changed", "Changed", tables.filter((t) => changes(t) > 0).length],
    ["trouble", "Failed or skipped", tables.filter((t) => t.status !== "succeeded").length],
    ["notes", "With notes", tables.filter((t) => t.notes.length > 0).length]
  ];
  const buttons = choices.map(
    ([key, title, n2]) => html`<button type="button" data-filter="${key}" aria-pressed="${key === "all" ? "true" : "false"}"${n2 === 0 && html` disabled`}>${title} <span class="n">${count(n2)}</span></button>`
  );
  return html`<div class="tools" role="search" aria-label="Tables and columns"><label class="find"><span class="sr">Find tables and columns</span><input type="search" id="find" placeholder="Find a table or column" autocomplete="off" spellcheck="false" aria-describedby="found"></label>
<div class="filters" role="group" aria-label="Show">${buttons}</div><span id="found" class="sr" role="status"></span></div>`;
}
function row2(id2, t, runs, record) {
  const seconds = t.startedAt === null ? 0 : t.seconds;
  const late = lagSeconds(t, record.finishedAt);
  const traits = [
    ...changes(t) > 0 ? ["changed"] : [],
    ...t.status === "succeeded" ? [] : ["trouble"],
    ...t.notes.length > 0 ? ["notes"] : []
  ];
  return html`<tr class="table-row ${t.status}" id="${id2}" data-traits="${traits.join(" ")}" data-rows="${t.rows}" data-changes="${changes(t)}" data-lag="${late ?? -1}" data-calls="${t.requests}" data-seconds="${seconds}">
<th scope="row"><button type="button" class="toggle" aria-expanded="false" aria-controls="${id2}-details">${icon("chevron")}${status(t.status)}<span class="name">${tableName(t)}</span></button>${subtitle(t, record)}</th>
<td class="number"><span class="value">${count(t.rows)}</span>${course(t, runs)}</td>
<td class="number"><span class="value">${changed(t, short)}</span>${movement(t, runs)}</td>
<td class="wide">${time(t.watermark.after)}<span class="label">${lag(t, record.finishedAt)}</span></td>
<td class="number wide">${count(t.requests)}</td><td class="number wide">${t.startedAt === null ? "–" : duration(t.seconds)}</td></tr>
<tr class="details-row" id="${id2}-details" hidden><td colspan="${HEAD.length}"></td></tr>`;
}
function subtitle(t, { tables }) {
  const usual = tables.filter((other) => other.mode === "full").length * 2 > tables.length ? "full" : "incremental";
  const parts = [
    ...t.label !== t.table && t.label !== "" ? [t.label] : [],
    ...t.mode !== usual ? [t.mode] : [],
    ...t.status === "succeeded" ? [] : [t.error === null ? t.status : `${t.status}: ${t.error.code}`],
    ...t.notes.length > 0 ? [counted(t.notes.length, "note")] : []
  ];
  return html`<span class="label">${parts.join(" · ")}</span><span class="hits label" hidden></span>`;
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
<main>${failures(record, url)}${isExportRun(record) ? null : glance(record, runs)}${exportsSection(record)}${notices(record)}${isExportRun(record) ? null : tablesSection(record, byTable)}${whereTheTimeWent(record)}${sources(record)}${stateAndOutput(record)}${isExportRun(record) ? null : proof(record)}</main>
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
  const hash = (text2) => `'sha256-${createHash2("sha256").update(text2).digest("base64")}'`;
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(styles)}; img-src data:; base-uri 'none'; form-action 'none'`;
}
function data(record, byTable, troubleshootingUrl) {
  const tables = tablesByImportance(record.tables);
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
    if (parts.reduce((sum2, part) => sum2 + Buffer.byteLength(part.text), 0) <= DATA_BYTES) break;
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
<p class="run">${mode}: ${record.why}. Began <time datetime="${record.startedAt}">${instant(record.startedAt)}</time> UTC, took ${duration(factsOf(record).seconds)}. Configuration ${code(record.configFile)}, run ${code(record.id)}.</p>
</header>`;
}
function glance(record, runs) {
  const facts2 = factsOf(record);
  const { output } = record;
  const tables = [
    [facts2.succeeded, "succeeded"],
    [facts2.failed, "failed"],
    [facts2.skipped, "skipped"]
  ];
  const entries = [
    [
      "Tables",
      html`${count(record.tables.length)}`,
      tables.filter(([n2]) => n2 > 0).map(([n2, word]) => `${count(n2)} ${word}`).join(", ")
    ],
    ["Rows changed", html`${count(facts2.changed)}`, changed(facts2, count)],
    ["Rows read", html`${count(facts2.read)}`, `in ${counted(facts2.requests, "call")}`],
    ["Rows in the warehouse", html`${count(facts2.rows)}`, output?.database ? size(output.database.bytes) : "not published"],
    ["Time", html`${duration(facts2.seconds)}`, slowest(record)]
  ];
  return html`<section class="glance" aria-label="The run at a glance">
<dl class="figures-row">${entries.map(([term, value, more]) => html`<div><dt>${term}</dt><dd class="figure">${value}</dd><dd class="more">${more}</dd></div>`)}</dl>
${tide(runs)}</section>`;
}
function slowest(record) {
  const stage = [...record.stages].sort((a, b) => b.seconds - a.seconds)[0];
  return stage === void 0 ? "" : `${duration(stage.seconds)} of it ${stage.name}`;
}
function tide(runs) {
  const first = runs[0];
  if (first === void 0 || runs.length < 2) return null;
  const sum2 = (run) => run.inserted + run.updated + run.deleted;
  const most = Math.max(...runs.map(sum2));
  const failed = runs.filter((run) => run.failed > 0).length;
  const title = (i) => {
    const run = runs[i];
    return run === void 0 ? "" : `${instant(run.startedAt)}: ${counted(sum2(run), "row")} changed (+${count(run.inserted)} ~${count(run.updated)} −${count(run.deleted)})${run.failed > 0 ? `, ${counted(run.failed, "table")} failed` : ""}`;
  };
  const none = Array.from({ length: Math.max(0, LEAST_SLOTS - runs.length) }, () => html`<li></li>`);
  const marks = runs.map((run) => html`<li${run.failed > 0 && html` class="bad"`}>${run.failed > 0 && status("failed")}</li>`);
  const rows = [...runs].reverse().map(
    (run) => html`<tr><th scope="row">${instant(run.startedAt)}</th><td>${count(run.inserted)}</td><td>${count(run.updated)}</td><td>${count(run.deleted)}</td><td>${count(run.failed)}</td></tr>`
  );
  return html`<figure class="tide"><figcaption><span>Rows changed, last ${runs.length} runs, ${peak(runs)}${failed > 0 && `; in ${counted(failed, "run")} a table failed`}</span><ul class="legend"><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="inserted" width="10" height="10" rx="2"/></svg>inserted</li><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="updated" width="10" height="10" rx="2"/></svg>updated</li><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="deleted" width="10" height="10" rx="2"/></svg>deleted</li></ul></figcaption>
${bars(runs, `Rows changed in each of the last ${runs.length} runs, at most ${count(most)}; in this one ${count(sum2(runs.at(-1) ?? first))}`, "large", title)}
<ol class="marks" aria-hidden="true">${none}${marks}</ol>${courseAxis(instant(first.startedAt).slice(0, 16), runs.length)}
<details class="figures"><summary>These runs as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">Rows changed in the last runs</caption><thead><tr><th scope="col">Run (UTC)</th><th scope="col">Inserted</th><th scope="col">Updated</th><th scope="col">Deleted</th><th scope="col">Tables failed</th></tr></thead><tbody>${rows}</tbody></table></div></details></figure>`;
}

export {
  outputError,
  fileName,
  MANIFEST_FILE,
  REPORT_FILE,
  preparePublication,
  writeText,
  renderReport,
  Run,
  stopSignal
};
