import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openArtifact
} from "./warehouse-browse-reader.js";
import {
  Markup,
  ageBar,
  answerFigures,
  bars,
  changed,
  html,
  line
} from "./views-pages-report-charts.js";
import {
  freshnessAnswers,
  limitWords
} from "./views-facts-table-freshness.js";
import {
  checkCountWords
} from "./views-facts-facts.js";
import {
  clip,
  count,
  counted,
  duration,
  instant,
  secondsBetween,
  short
} from "./views-facts-format.js";
import {
  agesOf
} from "./model-table-age.js";
import "./lib-duckdb-node-api.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import {
  require_node_http
} from "./builtins-node-http.js";
import "./lib-p-limit.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import {
  __toESM
} from "./shared.js";

// src/views/pages/browse/server.ts
var import_node_http = __toESM(require_node_http(), 1);

// src/views/pages/browse/layout.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);

// src/views/pages/browse/assets.generated.ts
var styles = ':root{color-scheme:light dark;--ground: #f4f7f8;--sheet: #ffffff;--sunk: #edf2f4;--ink: #10222b;--muted: #526570;--rule: #d8e1e5;--accent: #0b6b82;--good: #17705a;--bad: #b3271e;--warn: #8a5a00;--bad-tint: #fdf0ee;--inserted: #1b8a70;--updated: #4a78c4;--deleted: #cc5b3c;--course: #0b6b82;--area: #0b6b8222;--whole: #0b6b822e;--tail: #58a8bd;--slate: #8a9aa3;--sand: #cbb27a;--ochre: #c08a2e;--umber: #7a5a2b;--plum: #8a6fa8;--deep: #1c3f55;--mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;font-family:Inter,system-ui,-apple-system,Segoe UI Variable Text,Segoe UI,Roboto,Open Sans,sans-serif;font-size:15px;line-height:1.5;font-variant-numeric:tabular-nums lining-nums}@media(prefers-color-scheme:dark){:root{--ground: #0c1418;--sheet: #121d23;--sunk: #192830;--ink: #e2eaee;--muted: #95a8b2;--rule: #26363f;--accent: #62c3d8;--good: #5cc9a7;--bad: #ff8f84;--warn: #e3b45b;--bad-tint: #2a1718;--inserted: #4dbd9d;--updated: #7ea6ea;--deleted: #ee8a6a;--course: #62c3d8;--area: #62c3d826;--whole: #62c3d833;--tail: #2f7f95;--slate: #6d7f89;--sand: #e0cf9f;--ochre: #d99b3c;--umber: #8a6636;--plum: #a98cc8;--deep: #b9d3e6}}*{box-sizing:border-box}html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}body{margin:0 auto;max-width:80rem;padding:1.5rem clamp(1rem,3vw,2.5rem) 4rem;background:var(--ground);color:var(--ink)}h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}ul,ol{list-style:none}a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.15em}code{font-family:var(--mono);font-size:.88em;overflow-wrap:anywhere}button,input{font:inherit;color:inherit}:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;left:1rem;top:-4rem;z-index:2;padding:.5rem 1rem;background:var(--sheet);border:1px solid var(--rule)}.skip:focus{top:1rem}.muted,.label,.axis,dt{color:var(--muted)}time{white-space:nowrap}.icon{width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none;vertical-align:-.12em}.status{display:inline-flex;margin-right:.4em}.status.succeeded,.verdict.succeeded>.icon{color:var(--good)}.status.failed,.verdict.failed>.icon,.sign .icon.failed{color:var(--bad)}.sign .icon.succeeded{color:var(--good)}.status.skipped,.status.interrupted{color:var(--warn)}.brand{display:flex;align-items:center;gap:.5rem;font-weight:600;letter-spacing:.01em;margin-bottom:1.75rem}.brand .muted{font-weight:400}.brand svg{width:1.7rem;fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linecap:round}.brand .mark-line{stroke:var(--ink)}h2{font-size:1.2rem;font-weight:620;letter-spacing:-.005em;margin-bottom:.75rem}h3{font-size:1rem;font-weight:620}input[type=search]{width:17rem;max-width:100%;padding:.35rem .7rem;background:var(--sheet);border:1px solid var(--muted);border-radius:5px}input::placeholder{color:var(--muted);opacity:1}table{width:100%;border-collapse:collapse;font-size:.92rem}th{font-weight:inherit;text-align:left}thead th{color:var(--muted);font-size:.87rem}.scroll{position:relative;overflow-x:auto}.label{display:block;font-size:.85rem;overflow-wrap:anywhere}.figures-row{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));overflow:hidden}.figures-row>div{padding:1rem 1.25rem;box-shadow:-1px -1px 0 var(--rule)}.figures-row dt{font-size:.87rem}.figure{font-size:1.6rem;font-weight:600;line-height:1.25;letter-spacing:-.02em}.answers{border-bottom:1px solid var(--rule)}.answers .figure .status{font-size:.85em}.more{overflow-wrap:anywhere;font-size:.87rem;color:var(--muted)}.delta{white-space:nowrap}.delta [aria-hidden]{font-weight:700;margin-right:.08em}.delta.inserted [aria-hidden]{color:var(--inserted)}.delta.updated [aria-hidden]{color:var(--updated)}.delta.deleted [aria-hidden]{color:var(--deleted)}.chart{display:block;width:100%}.chart.small{width:5rem;height:1.25rem;margin-left:auto}.chart.large{height:5.5rem}.course{fill:none;stroke:var(--course);stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-linejoin:round}.area{fill:var(--area)}.base{stroke:var(--rule);stroke-width:1;vector-effect:non-scaling-stroke}.cut{stroke:var(--sheet);stroke-width:3;vector-effect:non-scaling-stroke}.hit{fill:transparent}rect.hit:hover{fill:var(--area)}.inserted{fill:var(--inserted)}.updated{fill:var(--updated)}.deleted{fill:var(--deleted)}.plain{fill:var(--course)}.chart.age{width:5rem;height:6px;margin-left:auto;border-radius:3px}.age .all{fill:var(--rule)}.age .reached{fill:var(--good)}.age.warn .reached{fill:var(--warn)}.age.error .reached{fill:var(--bad)}.age .limit{stroke:var(--ink);stroke-width:1.5;vector-effect:non-scaling-stroke}.age-warn strong{color:var(--warn)}.age-error strong{color:var(--bad)}.narrow{display:none}.axis{display:flex;justify-content:space-between;gap:1rem;font-size:.8rem}@media(max-width:34rem){.figures-row{grid-template-columns:repeat(2,minmax(0,1fr))}.figures-row>div:last-child:nth-child(odd){grid-column:1 / -1}.figures-row>div{padding:.75rem .9rem}.figure{font-size:1.35rem}}h1{margin-bottom:.25rem;font-size:clamp(1.3rem,1rem + 1.2vw,1.7rem);font-weight:620;line-height:1.3;letter-spacing:-.01em;overflow-wrap:anywhere}h1 .muted,h2 .muted,h3 .muted{font-weight:400}main{outline:0}.top{display:flex;align-items:center;gap:.5rem 2rem;margin-bottom:1rem;padding-bottom:.9rem;border-bottom:1px solid var(--rule)}.brand{margin:0;color:inherit;text-decoration:none}.top nav{display:flex;gap:1.25rem}.place{margin-left:auto;overflow:hidden;font-size:.85rem;text-overflow:ellipsis;white-space:nowrap}.crumbs{display:flex;flex-wrap:wrap;margin-bottom:1.25rem;font-size:.87rem}.crumbs li+li:before{content:"›";margin:0 .5rem;color:var(--muted)}.crumbs li{overflow-wrap:anywhere}.head,.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1.5rem}.bar{margin:1rem 0 .5rem;font-size:.92rem}.bar nav{display:flex;gap:1rem}.about{font-size:.92rem;overflow-wrap:anywhere}section{margin-top:1.75rem}section h3{margin:1rem 0 .4rem}.tools{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1rem}.head .tools{margin:0}fieldset{display:flex;flex-wrap:wrap;gap:.5rem;min-width:0;margin:0;padding:0;border:0}input[type=text],select,textarea{padding:.35rem .7rem;max-width:100%;background:var(--sheet);color:inherit;border:1px solid var(--muted);border-radius:5px;font:inherit}select{max-width:15rem}input[type=text]{width:10rem}textarea{display:block;width:100%;font-family:var(--mono);font-size:.92rem;line-height:1.5;resize:vertical}button{padding:.35rem 1rem;background:var(--ink);color:var(--sheet);border:1px solid var(--ink);border-radius:5px;cursor:pointer}.sql button{margin:.6rem 0 1rem}.sql{margin-top:1rem}.chips{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.6rem;font-size:.92rem}.chips li{padding:.1rem .2rem .1rem .7rem;background:var(--sheet);border:1px solid var(--muted);border-radius:5px;overflow-wrap:anywhere}.chips a{padding:0 .5rem;text-decoration:none;font-weight:700}.list{background:var(--sheet)}.list th,.list td{padding:.4rem .9rem;border-top:1px solid var(--rule);vertical-align:top}.list tbody th{font-weight:600}.number{text-align:right}.directory{table-layout:fixed;border:1px solid var(--rule);border-radius:6px;border-collapse:separate;border-spacing:0}.directory thead th{border-top:0}.directory th,.directory td{overflow-wrap:anywhere}.directory .number{width:8.5rem}.directory .wide{white-space:nowrap}.directory .value{display:block}.directory .chart{margin-top:.2rem}.glance{margin-top:1rem;overflow:hidden;background:var(--sheet);border:1px solid var(--rule);border-radius:6px}.glance .answers{border:0}.directory .label{font-weight:400}.scroll{border:1px solid var(--rule);border-radius:6px}.records{font-size:.87rem}.records th,.records td{max-width:22rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.records thead th{border-top:0}.records thead a{color:inherit;text-decoration:none}.records thead a:hover{text-decoration:underline}.records tbody th{position:sticky;left:0;background:inherit;box-shadow:1px 0 0 var(--rule)}.records tbody tr{background:var(--sheet)}.records tbody tr:hover{background:var(--sunk)}.null{color:var(--muted)}.record{display:grid;grid-template-columns:minmax(0,1fr);gap:0 2.5rem}.record section{min-width:0;margin-top:1rem}.fields{table-layout:fixed;border:1px solid var(--rule);border-radius:6px;border-collapse:separate;border-spacing:0}.fields tbody tr:first-child>*{border-top:0}.fields tbody th{width:15rem;font-weight:inherit;overflow-wrap:anywhere}.fields .value{overflow-wrap:anywhere;white-space:pre-wrap}.fields .wide{width:13rem;font-size:.87rem;overflow-wrap:anywhere}details{margin-top:.75rem}summary{cursor:pointer;color:var(--accent);padding:.25rem 0}.related h2{margin-bottom:0}.group{padding:.6rem 0;border-bottom:1px solid var(--rule)}.related .group h3{margin:0 0 .15rem;font-size:.95rem}.group li{padding:.1rem 0;overflow-wrap:anywhere}.all{font-size:.92rem}.problem{margin:1.25rem 0;padding:.7rem 1rem;background:var(--bad-tint);border-left:3px solid var(--bad);border-radius:0 4px 4px 0;white-space:pre-wrap;overflow-wrap:anywhere}.examples{margin-top:.5rem}.examples li{padding:.3rem 0}.examples code{white-space:pre-wrap}@media(min-width:64rem){.record:has(.related){grid-template-columns:minmax(0,1fr) 21rem}}@media(max-width:46rem){.list .wide{display:none}.directory .number{width:6.5rem}.fields tbody th{width:40%}.place{display:none}.list th,.list td{padding-inline:.6rem}.records tbody th{max-width:45vw}}';

// src/views/pages/browse/layout.ts
var POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${(0, import_node_crypto.createHash)("sha256").update(styles).digest("base64")}'`,
  "img-src data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ");
var ICON = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3h14M1 8c2-2.5 4-2.5 6 0s4 2.5 6 0M1 13c2-2.5 4-2.5 6 0s4 2.5 6 0' fill='none' stroke='%230b6b82' stroke-width='2'/%3E%3C/svg%3E";
function renderPage({ title, body, crumbs: crumbs2 = [] }, opened) {
  const { artifact } = opened.reader;
  const place = artifact.kind === "duckdb" ? artifact.file : artifact.directory;
  const way = crumbs2.map(
    ([text2, href]) => html`<li>${href === null ? html`<span aria-current="page">${text2}</span>` : html`<a href="${href}">${text2}</a>`}</li>`
  );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title} · Highwater</title><link rel="icon" href="${ICON}">${new Markup(`<style>${styles}</style>`)}</head>
<body><a class="skip" href="#main">Skip to the contents</a>
<header class="top"><a class="brand" href="/">${mark()}Highwater</a>
<nav aria-label="Pages"><a href="/">Directory</a><a href="/sql">SQL</a></nav>
<span class="place muted" title="${place}">${place} · read-only</span></header>
${crumbs2.length > 0 && html`<nav aria-label="Way here"><ol class="crumbs">${way}</ol></nav>`}
<main id="main" tabindex="-1">${body}</main></body></html>
`.text;
}
function mark() {
  return html`<svg viewBox="0 0 24 16" aria-hidden="true" focusable="false"><path class="mark-line" d="M1 3.5h22"/><path class="wave" d="M1 9.5c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0M1 14c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0"/></svg>`;
}
function problem(message, hint) {
  return html`<div class="problem" role="alert"><p>${message}</p>${hint !== "" && html`<p class="muted">${hint}</p>`}</div>`;
}
function cell(value, shown = value) {
  if (value === null) return html`<span class="null"><span aria-hidden="true">–</span><span class="sr">no value</span></span>`;
  return value === "" ? html`<span class="null">empty text</span>` : html`${shown}`;
}
function tableLink(table, params2 = {}, filters2 = []) {
  return `/table/${encodeURIComponent(table.schema)}/${encodeURIComponent(table.name)}${query(params2, filters2)}`;
}
function recordLink(table, key) {
  const params2 = key.map((value) => `key=${encodeURIComponent(value)}`).join("&");
  return `/record/${encodeURIComponent(table.schema)}/${encodeURIComponent(table.name)}?${params2}`;
}
function sqlLink(sql) {
  return `/sql?q=${encodeURIComponent(sql)}`;
}
function query(params2, filters2) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params2))
    if (value !== null && value !== "" && value !== 0) search.append(name, String(value));
  for (const { column, operator, value } of filters2) {
    search.append("column", column);
    search.append("operator", operator);
    search.append("value", value);
  }
  const text2 = search.toString();
  return text2 === "" ? "" : `?${text2}`;
}
function tableAt(artifact, schema, name) {
  return artifact.tables.find((t) => t.schema === schema && t.name === name);
}
function targetsOf(artifact, table, column) {
  return column.references.map((name) => artifact.tables.find((t) => t.source === table.source && t.table === name)).filter((t) => t !== void 0 && t.key.length === 1);
}
function pointersTo(artifact, target) {
  if (target.source === "") return [];
  return artifact.tables.filter((t) => t.source === target.source).flatMap((table) => table.columns.filter((c) => c.references.includes(target.table)).map((column) => ({ table, column })));
}

// src/views/pages/browse/directory-page.ts
var INTERNAL = "_highwater";
function directoryPage(artifact, search, now) {
  const query2 = (search.get("q") ?? "").trim();
  const words = query2.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const shown = artifact.tables.filter((t) => meant(t, words));
  const own = shown.filter((t) => t.schema !== INTERNAL);
  const total = own.reduce((sum, t) => sum + (t.rows ?? 0), 0);
  const body = html`<div class="head"><h1>${counted(own.length, "table")}${total > 0 && html`<span class="muted">, ${counted(total, "row")}</span>`}</h1>
<form class="tools" method="get" action="/" role="search"><label class="find"><span class="sr">Find tables</span><input type="search" name="q" value="${query2}" placeholder="Find a table, label or column"></label><button>Find</button></form></div>
${words.length === 0 && answers(own, now)}
${shown.length === 0 && html`<p class="muted">No table matches. <a href="/">Show all</a></p>`}
${groups(shown, (t) => t.schema).map(([schema, tables]) => source(schema, tables, words, now))}`;
  return { status: 200, title: "Directory", body };
}
function meant(t, words) {
  const names = [t.schema, t.name, t.table, t.label, ...t.columns.flatMap((c) => [c.name, c.label])].join("\n").toLowerCase();
  return words.every((word) => names.includes(word));
}
function source(schema, tables, words, now) {
  const title = schema === INTERNAL ? "About this artifact" : schema;
  const categories = groups(tables, (t) => t.category).sort(
    ([a], [b]) => Number(/^standard/i.test(b)) - Number(/^standard/i.test(a))
  );
  return html`<section aria-label="${title}"><h2>${title} <span class="muted">${counted(tables.length, "table")}</span></h2>
${categories.map(([category, members]) => html`${categories.length > 1 || category !== schema ? html`<h3>${category === schema ? "Other" : category}</h3>` : null}${list(title, category, members, words, now)}`)}</section>`;
}
function list(schema, category, tables, words, now) {
  const rows2 = tables.map(
    (t) => html`<tr><th scope="row"><a href="${tableLink(t)}">${t.name}</a>${t.label !== t.name && html`<span class="label">${t.label}</span>`}${checkWords(t)}${hits(t, words)}</th>
<td class="number"><span class="value">${t.rows === null ? "" : count(t.rows)}</span>${rowsCourse(t)}</td>
<td class="number wide">${lastChanges(t)}</td><td class="number">${age(t, now)}</td><td class="number wide">${ago(t.course.lastFullSyncAt, now)}</td><td class="number wide">${ago(t.course.provenAt, now)}</td></tr>`
  );
  const heads = [
    ["Table", ""],
    ["Rows", "number"],
    ["Changes", "number wide"],
    ["Age", "number"],
    ["Read in full", "number wide"],
    ["Proven", "number wide"]
  ];
  return html`<table class="list directory"><caption class="sr">${schema}, ${category}</caption><thead><tr>${heads.map(([title, kind]) => html`<th scope="col" class="${kind}">${title}</th>`)}</tr></thead><tbody>${rows2}</tbody></table>`;
}
function rowsCourse({ schema, name, course: { runs } }) {
  if (runs.length < 2) return null;
  return line(
    runs.map((run) => run.rows),
    `Rows of ${schema}.${name} over ${counted(runs.length, "run")}`,
    "small"
  );
}
function lastChanges({ schema, name, course: { runs } }) {
  const last = runs.at(-1);
  if (last === void 0) return null;
  const most = Math.max(...runs.map((run) => run.inserted + run.updated + run.deleted));
  const picture = runs.length < 2 ? null : bars(runs, `Changes of ${schema}.${name} in ${counted(runs.length, "run")}, at most ${count(most)}`, "small", () => "");
  const words = last.status === "succeeded" ? changed(last, short) : html`<span class="age-error"><strong>${last.status}</strong></span>`;
  return html`<span class="value">${words}</span>${picture}`;
}
var LATE_WORDS = { fresh: "", warn: "late", error: "too old" };
function age(t, now) {
  if (t.syncedAt === null || t.course.computed) return null;
  const [found] = agesOf([{ ...t, freshness: t.course.freshness }], new Date(now));
  if (found === void 0) return null;
  const { ageSeconds, freshness, status } = found;
  const words = duration(ageSeconds ?? 0);
  const limits = { warn: freshness?.warnAfterSeconds ?? null, error: freshness?.errorAfterSeconds ?? null };
  return html`<span class="value age-${status}"><time datetime="${t.syncedAt}" title="${instant(t.syncedAt)} UTC">${words}</time>${status !== "fresh" && html` <strong>${LATE_WORDS[status]}</strong>`}</span>${ageBar(ageSeconds ?? 0, limits, status, `Age of ${t.schema}.${t.name}: ${words}; ${limitWords({ freshness })}`)}`;
}
function ago(at, now) {
  if (at === null) return null;
  return html`<time datetime="${at}" title="${instant(at)} UTC">${duration(secondsBetween(at, now))} ago</time>`;
}
function checkWords({ course: { checks } }) {
  const bad = checks.fail + checks.error + checks.warn;
  if (bad === 0) return null;
  return html`<span class="label age-${checks.fail + checks.error > 0 ? "error" : "warn"}"><strong>${checkCountWords(checks)}</strong></span>`;
}
function answers(tables, now) {
  const read = tables.filter((t) => t.source !== "" && t.syncedAt !== null && !t.course.computed);
  const dated = read.map((t) => ({ source: t.source, table: t.table, syncedAt: t.syncedAt, ...t.course }));
  const found = freshnessAnswers(dated, now);
  if (found.length === 0) return null;
  return html`<section class="glance" aria-label="How fresh the tables are">${answerFigures(found)}</section>`;
}
function hits(t, words) {
  const found = t.columns.filter((c) => words.some((word) => `${c.name}
${c.label}`.toLowerCase().includes(word))).map((c) => c.name);
  if (words.length === 0 || found.length === 0) return null;
  return html`<span class="label">columns ${found.slice(0, 4).join(", ")}${found.length > 4 && ` and ${found.length - 4} more`}</span>`;
}
function groups(tables, by) {
  const found = /* @__PURE__ */ new Map();
  for (const t of tables) found.set(by(t), [...found.get(by(t)) ?? [], t]);
  return [...found].sort(([a], [b]) => Number(a === INTERNAL) - Number(b === INTERNAL));
}

// src/warehouse/browse/queries.ts
var OPERATORS = ["is", "is not", "contains", "starts with", "<", "≤", ">", "≥", "is empty", "is not empty"];
function pageQuery(table, page) {
  const columns = page.columns.map(id).join(", ");
  const order = page.sort === null ? table.key.map(id) : [`${id(page.sort)} ${page.descending ? "DESC" : "ASC"} NULLS LAST`, ...table.key.map(id)];
  const by = order.length === 0 ? "" : ` ORDER BY ${order.join(", ")}`;
  return `SELECT ${columns} FROM ${from(table)}${where(table, page)}${by} OFFSET ${page.offset}`;
}
function countQuery(table, selection) {
  return `SELECT count(*) AS n FROM ${from(table)}${where(table, selection)}`;
}
function recordQuery(table, key) {
  const match = table.key.map((name, i) => equal(columnOf(table, name), key[i] ?? ""));
  return `SELECT ${table.columns.map((c) => id(c.name)).join(", ")} FROM ${from(table)} WHERE ${match.join(" AND ") || "false"}`;
}
function namesQuery(tables, key) {
  return tables.map((t, i) => {
    const named2 = t.nameColumn !== null && t.columns.some((c) => c.name === t.nameColumn);
    return `SELECT ${i} AS t, ${named2 ? `CAST(${id(t.nameColumn ?? "")} AS VARCHAR)` : "NULL"} AS name FROM ${from(t)} WHERE ${equal(columnOf(t, t.key[0] ?? ""), key)}`;
  }).join(" UNION ALL ");
}
function from(table) {
  return qualified(table.schema, table.name);
}
function where(table, { search, filters: filters2 }) {
  const conditions = [
    ...filters2.map((filter) => condition(columnOf(table, filter.column), filter)),
    ...search === "" ? [] : [anywhere(table, search)]
  ];
  return conditions.length === 0 ? "" : ` WHERE ${conditions.map((c) => `(${c})`).join(" AND ")}`;
}
function columnOf(table, name) {
  const column = table.columns.find((c) => c.name === name);
  if (column === void 0) throw new RangeError(`${table.schema}.${table.name} has no column ${name}`);
  return column;
}
function equal(column, value) {
  return `${id(column.name)} = TRY_CAST(${text(value)} AS ${column.duckdbType})`;
}
function condition(column, { operator, value }) {
  const name = id(column.name);
  const typed = `TRY_CAST(${text(value)} AS ${column.duckdbType})`;
  const written = `CAST(${name} AS VARCHAR)`;
  switch (operator) {
    case "is":
      return /\[\]$/.test(column.duckdbType) ? `list_contains(${name}, TRY_CAST(${text(value)} AS ${column.duckdbType.slice(0, -2)}))` : equal(column, value);
    case "is not":
      return `${name} IS DISTINCT FROM ${typed}`;
    case "contains":
      return `contains(lower(${written}), lower(${text(value)}))`;
    case "starts with":
      return `starts_with(lower(${written}), lower(${text(value)}))`;
    case "is empty":
      return `${name} IS NULL`;
    case "is not empty":
      return `${name} IS NOT NULL`;
    default:
      return `${name} ${{ "<": "<", "≤": "<=", ">": ">", "≥": ">=" }[operator]} ${typed}`;
  }
}
var SEARCHED = /^(VARCHAR|UUID|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DECIMAL|DATE|ENUM)/;
function anywhere(table, search) {
  const columns = table.columns.filter((c) => SEARCHED.test(c.duckdbType));
  return columns.map((c) => `contains(lower(CAST(${id(c.name)} AS VARCHAR)), lower(${text(search)}))`).join(" OR ") || "false";
}

// src/views/pages/browse/table-page.ts
var CELL = 160;
async function tablePage(artifact, table, search) {
  const request = tableRequest(table, search);
  const title = `${table.schema}.${table.name}`;
  const found = await Promise.all([
    artifact.reader.select(pageQuery(table, request), PAGE_ROWS),
    artifact.reader.select(countQuery(table, request), 1)
  ]).catch((error) => toHighwaterError(error));
  const results = found instanceof Error ? problem(found.message, found.hint) : records(artifact, table, request, found[0], Number(found[1].rows[0]?.[0] ?? 0));
  const body = html`<h1>${table.name}${table.label !== table.name && html` <span class="muted">${table.label}</span>`}</h1>${about(table)}${tools(table, request)}${results}`;
  return { status: 200, title, body, crumbs: crumbs(table, null) };
}
function crumbs(table, record2) {
  const category = table.category === table.schema || table.category === "" ? [] : [[table.category, null]];
  return [
    ["Directory", "/"],
    [table.schema, `/?q=${encodeURIComponent(table.schema)}`],
    ...category,
    [table.name, record2 === null ? null : tableLink(table)],
    ...record2 === null ? [] : [[record2, null]]
  ];
}
function about(t) {
  const parts = [
    t.key.length > 0 ? `key ${t.key.join(", ")}` : "no key",
    t.cursor === null ? "" : `cursor ${t.cursor}`,
    t.watermark === null ? "" : `watermark ${t.watermark.includes("T") ? instant(t.watermark) : t.watermark}`,
    t.syncedAt === null ? "" : `synced ${instant(t.syncedAt)} UTC`,
    t.course.lastFullSyncAt === null ? "" : `read in full ${instant(t.course.lastFullSyncAt)} UTC`,
    t.course.countedAt === null ? "" : `counted ${instant(t.course.countedAt)} UTC`,
    t.course.provenAt === null ? "" : `proven ${instant(t.course.provenAt)} UTC`,
    t.filter === null ? "" : `filter ${t.filter}`
  ].filter((part) => part !== "");
  return html`<p class="muted about">${parts.join(" · ")} · <a href="${sqlLink(`SELECT * FROM "${t.schema.replaceAll('"', '""')}"."${t.name.replaceAll('"', '""')}" LIMIT 100`)}">SQL</a></p>`;
}
function tools(table, r) {
  const hidden = (name, value) => html`<input type="hidden" name="${name}" value="${value}">`;
  const kept = html`${r.all && hidden("all", "1")}${r.sort !== null && hidden("sort", r.sort)}${r.descending && hidden("descending", "1")}${r.filters.map((f) => html`${hidden("column", f.column)}${hidden("operator", f.operator)}${hidden("value", f.value)}`)}`;
  const options = table.columns.map(
    (c) => html`<option value="${c.name}">${c.label === c.name ? c.name : `${c.label} (${c.name})`}</option>`
  );
  const chips = r.filters.map((f, i) => {
    const label = `${f.column} ${f.operator}${f.operator.endsWith("empty") ? "" : ` ${f.value}`}`;
    const without = r.filters.filter((_, j) => j !== i);
    return html`<li>${label} <a href="${tableLink(table, params(r, { offset: 0 }), without)}"><span aria-hidden="true">×</span><span class="sr">Remove the filter ${label}</span></a></li>`;
  });
  return html`<form class="tools" method="get" action="${tableLink(table)}" role="search">${kept}
<label class="find"><span class="sr">Search all columns</span><input type="search" name="q" value="${r.search}" placeholder="Search all columns"></label>
<fieldset><legend class="sr">Add a filter</legend><select name="column" aria-label="Column"><option value="">Filter by…</option>${options}</select>
<select name="operator" aria-label="Comparison">${OPERATORS.map((o) => html`<option>${o}</option>`)}</select>
<input type="text" name="value" aria-label="Value" placeholder="value"></fieldset><button>Show</button></form>
${chips.length > 0 && html`<ul class="chips" aria-label="Filters">${chips}</ul>`}`;
}
function params(r, change = {}) {
  return {
    q: r.search,
    all: r.all ? "1" : null,
    sort: r.sort,
    descending: r.descending ? "1" : null,
    offset: r.offset,
    ...change
  };
}
function records(artifact, table, r, found, total) {
  const columns = r.columns.map((name) => table.columns.find((c) => c.name === name)).filter((c) => c !== void 0);
  const last = r.offset + found.rows.length;
  const here = total === 0 ? "No record" : found.rows.length === 0 ? `Nothing beyond ${count(total)}` : `${count(r.offset + 1)}–${count(last)} of ${counted(total, "record")}`;
  const link = (offset, text2, on) => on ? html`<a href="${tableLink(table, params(r, { offset }), r.filters)}">${text2}</a>` : html`<span class="muted">${text2}</span>`;
  const pager = html`${link(Math.max(0, r.offset - PAGE_ROWS), "Previous", r.offset > 0)} ${link(last, "Next", found.more)}`;
  const hidden = table.columns.length - columns.length;
  const more = table.columns.length > FIRST_COLUMNS && html`<a href="${tableLink(table, params(r, { all: r.all ? null : "1" }), r.filters)}">${r.all ? `First ${FIRST_COLUMNS} columns` : `All ${table.columns.length} columns (${hidden} more)`}</a>`;
  const rows2 = found.rows.map((row) => record(artifact, table, columns, row));
  return html`<div class="bar"><p role="status">${here}</p><nav aria-label="Records">${pager}</nav>${more}</div>
<div class="scroll" tabindex="0" role="region" aria-label="Records of ${table.name}"><table class="list records"><caption class="sr">Records of ${table.name}</caption><thead><tr>${columns.map((c) => head(table, r, c))}</tr></thead><tbody>${rows2}</tbody></table></div>
<div class="bar"><nav aria-label="Records, again">${pager}</nav></div>`;
}
function head(table, r, c) {
  const sorted = r.sort === c.name;
  const descending = sorted && !r.descending ? "1" : null;
  const types = [c.nativeType, c.semanticType, c.duckdbType].filter((t) => t !== "").join(" · ");
  return html`<th scope="col" aria-sort="${sorted ? r.descending ? "descending" : "ascending" : "none"}"${numeric(c) && html` class="number"`} title="${`${c.name}: ${types}`}"><a href="${tableLink(table, params(r, { sort: c.name, descending, offset: 0 }), r.filters)}">${c.label}${sorted && html`<span aria-hidden="true"> ${r.descending ? "↓" : "↑"}</span>`}</a></th>`;
}
function record(artifact, table, columns, row) {
  const key = table.key.map((name) => row[columns.findIndex((c) => c.name === name)] ?? null);
  const href = key.length === 0 || key.includes(null) ? null : recordLink(table, key);
  return html`<tr>${columns.map((c, i) => {
    const value = row[i] ?? null;
    const text2 = value === null ? null : clip(value, CELL);
    if (i === 0)
      return html`<th scope="row">${href === null ? cell(value, text2) : html`<a href="${href}">${value === null || value === "" ? "no name" : text2}</a>`}</th>`;
    const [target] = value === null ? [] : targetsOf(artifact, table, c);
    const only = targetsOf(artifact, table, c).length === 1 && target !== void 0 && value !== null;
    return html`<td${numeric(c) && html` class="number"`}>${only ? html`<a href="${recordLink(target, [value])}">${text2}</a>` : cell(value, text2)}</td>`;
  })}</tr>`;
}
function numeric(c) {
  return /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DECIMAL[^\]]*|DOUBLE|FLOAT)$/.test(c.duckdbType);
}
var PAGE_ROWS = 50;
var FIRST_COLUMNS = 12;
function tableRequest(table, search) {
  const has = (name) => table.columns.some((c) => c.name === name);
  const all = search.get("all") === "1";
  const sort = search.get("sort");
  const offset = Math.trunc(Number(search.get("offset") ?? 0));
  return {
    search: (search.get("q") ?? "").trim(),
    filters: filters(search).filter((f) => has(f.column)),
    columns: listColumns(table, all),
    sort: has(sort) ? sort : null,
    descending: search.get("descending") === "1",
    offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0,
    all
  };
}
function filters(search) {
  const operators = search.getAll("operator");
  const values = search.getAll("value");
  return search.getAll("column").flatMap((column, i) => {
    const operator = OPERATORS.find((o) => o === operators[i]);
    const value = values[i] ?? "";
    const complete = operator !== void 0 && (operator.endsWith("empty") || value !== "");
    return column === "" || !complete ? [] : [{ column, operator, value }];
  });
}
function listColumns(table, all) {
  const names = table.columns.map((c) => c.name);
  const leading = [table.nameColumn, ...table.key].filter((name) => name !== null && names.includes(name));
  const ordered = [.../* @__PURE__ */ new Set([...leading, ...names])];
  return all ? ordered : ordered.slice(0, FIRST_COLUMNS);
}

// src/views/pages/browse/record-page.ts
async function recordPage(artifact, table, search) {
  const key = search.getAll("key");
  const { rows: rows2 } = key.length === table.key.length && key.length > 0 ? await artifact.reader.select(recordQuery(table, key), 1) : { rows: [] };
  const row = rows2[0];
  const named2 = key.join(", ");
  if (row === void 0) {
    return {
      status: 404,
      title: named2,
      body: html`<h1>${named2}</h1>${problem(`${table.name} has no such record.`, "")}`,
      crumbs: crumbs(table, named2)
    };
  }
  const name = valueIn(table, row, table.nameColumn) ?? named2;
  const [values, pointing] = await Promise.all([
    fields(artifact, table, row),
    key.length === 1 ? related(artifact, table, key[0] ?? "") : null
  ]);
  const title = clip(name === "" ? named2 : name, 120);
  const body = html`<h1>${title} <span class="muted">${table.label}</span></h1><div class="record"><section aria-label="Values">${values}</section>${pointing}</div>`;
  return { status: 200, title, body, crumbs: crumbs(table, title) };
}
function valueIn(table, row, column) {
  return row[table.columns.findIndex((c) => c.name === column)] ?? null;
}
async function fields(artifact, table, row) {
  const shown = await Promise.all(
    table.columns.map(async (column, i) => ({
      column,
      value: row[i] ?? null,
      text: await shownValue(artifact, table, column, row, row[i] ?? null)
    }))
  );
  const line2 = ({ column, value, text: text2 }) => html`<tr><th scope="row">${column.label}${column.label !== column.name && html`<span class="label"><code>${column.name}</code></span>`}</th><td class="value">${cell(value, text2)}</td><td class="wide muted">${column.nativeType || column.duckdbType}${column.semanticType !== "" && column.semanticType !== column.nativeType && html` · ${column.semanticType}`}${column.removed && " · gone from the source"}</td></tr>`;
  const filled = shown.filter(({ value }) => value !== null);
  const empty = shown.filter(({ value }) => value === null);
  const list2 = (of, caption) => html`<table class="list fields"><caption class="sr">${caption}</caption><thead class="sr"><tr><th scope="col">Column</th><th scope="col">MarkupValue</th><th scope="col">Type</th></tr></thead><tbody>${of.map(line2)}</tbody></table>`;
  return html`${list2(filled, "Values")}${empty.length > 0 && html`<details><summary>${counted(empty.length, "column")} without a value</summary>${list2(empty, "Columns without a value")}</details>`}`;
}
async function shownValue(artifact, table, column, row, value) {
  if (value === null) return null;
  const target = await pointedAt(artifact, table, column, row, value);
  if (target !== null)
    return html`<a href="${recordLink(target.table, [value])}">${target.name || value}</a> <span class="muted">${target.table.name}${target.name !== "" && ` ${value}`}</span>`;
  const label = column.picklist.find((p) => p.value === value)?.label;
  return label === void 0 || label === value ? value : html`${value} <span class="muted">${label}</span>`;
}
async function pointedAt(artifact, table, column, row, value) {
  const all = targetsOf(artifact, table, column);
  const type = valueIn(table, row, `${column.name}_type`);
  const typed = all.filter((t) => t.table === type);
  const targets = (typed.length > 0 ? typed : all).slice(0, 20);
  if (targets.length === 0) return null;
  try {
    const [found] = (await artifact.reader.select(namesQuery(targets, value), 1, 5)).rows;
    const target = targets[Number(found?.[0] ?? -1)];
    return target === void 0 ? null : { table: target, name: clip(found?.[1] ?? "", 120) };
  } catch (error) {
    if (error instanceof HighwaterError) return null;
    throw error;
  }
}
var FIRST = 5;
var MOST = 80;
var SECONDS = 3;
async function related(artifact, table, key) {
  const pointers = pointersTo(artifact, table);
  if (pointers.length === 0) return null;
  const looked = pointers.slice(0, MOST);
  const found = (await Promise.all(looked.map((pointer) => look(artifact, pointer, key)))).filter((f) => f.total !== 0);
  const rest = pointers.length - looked.length;
  return html`<section class="related" aria-labelledby="related"><h2 id="related">Related records</h2>
${found.length === 0 && html`<p class="muted">Nothing here points at this record.</p>`}${found.map((f) => group(f, key))}
${rest > 0 && html`<p class="muted">${count(rest)} further columns that could point here were not looked through.</p>`}</section>`;
}
async function look(artifact, pointer, key) {
  const { table } = pointer;
  const selection = { search: "", filters: [filterOf(pointer, key)] };
  try {
    const total = Number((await artifact.reader.select(countQuery(table, selection), 1, SECONDS)).rows[0]?.[0] ?? 0);
    if (total === 0 || table.key.length !== 1) return { pointer, total, rows: [] };
    const name = table.nameColumn !== null && table.columns.some((c) => c.name === table.nameColumn) ? table.nameColumn : table.key[0] ?? "";
    const page = { ...selection, columns: [.../* @__PURE__ */ new Set([table.key[0] ?? "", name])], sort: null, descending: false, offset: 0 };
    const { rows: rows2 } = await artifact.reader.select(pageQuery(table, page), FIRST, SECONDS);
    return { pointer, total, rows: rows2.map(named) };
  } catch (error) {
    if (error instanceof HighwaterError) return { pointer, total: null, rows: [] };
    throw error;
  }
}
function named(row) {
  const key = row[0] ?? "";
  return { key, name: clip(row.at(-1) || key, 120) };
}
function filterOf({ column }, key) {
  return { column: column.name, operator: "is", value: key };
}
function group({ pointer, total, rows: rows2 }, key) {
  const { table, column } = pointer;
  const all = tableLink(table, {}, [filterOf(pointer, key)]);
  const items = rows2.map((row) => html`<li><a href="${recordLink(table, [row.key])}">${row.name}</a></li>`);
  return html`<div class="group"><h3><a href="${all}">${table.label}</a> <span class="muted">by ${column.label} · ${total === null ? "not counted" : count(total)}</span></h3>
<ul>${items}${(total ?? 0) > rows2.length && html`<li><a class="all" href="${all}">All ${count(total ?? 0)}</a></li>`}</ul></div>`;
}

// src/views/pages/browse/sql-page.ts
var SQL_ROWS = 1e3;
var SQL_SECONDS = 15;
var CELL2 = 400;
async function sqlPage(artifact, search, now) {
  const sql = search.get("q") ?? "";
  const began = now();
  const result = sql.trim() === "" ? null : await artifact.reader.query(sql, SQL_ROWS, SQL_SECONDS).catch((error) => toHighwaterError(error));
  const seconds = (now() - began) / 1e3;
  const shown = result === null ? examples(artifact) : result instanceof Error ? problem(result.message, result.hint) : rows(result, seconds);
  const body = html`<h1>SQL</h1><p class="muted">One SELECT over the tables of this artifact, in <a href="https://duckdb.org/docs/stable/sql/introduction" rel="noreferrer">DuckDB’s SQL</a>. Nothing can be changed; at most ${SQL_ROWS} rows and ${SQL_SECONDS} seconds.</p>
<form class="sql" method="get" action="/sql"><label><span class="sr">SQL</span><textarea name="q" rows="8" spellcheck="false" autocomplete="off" autocapitalize="off" required>${sql}</textarea></label><button>Run</button></form>${shown}`;
  return { status: 200, title: "SQL", body };
}
function rows(result, seconds) {
  const what = `${counted(result.rows.length, "row")}${result.more ? ", there are more" : ""}, ${counted(result.columns.length, "column")}, ${seconds < 1 ? `${Math.round(seconds * 1e3)} ms` : duration(seconds)}`;
  const numeric2 = result.columns.map(
    (_, i) => result.rows.some((row) => row[i] !== null) && result.rows.every((row) => /^-?\d+(\.\d+)?$/.test(row[i] ?? "0"))
  );
  const right = (i) => numeric2[i] === true && html` class="number"`;
  const body = result.rows.map(
    (row) => html`<tr>${row.map((value, i) => html`<td${right(i)}>${cell(value, value === null ? null : clip(value, CELL2))}</td>`)}</tr>`
  );
  return html`<p role="status">${what}</p><div class="scroll" tabindex="0" role="region" aria-label="Result"><table class="list records"><caption class="sr">Result</caption><thead><tr>${result.columns.map((name, i) => html`<th scope="col"${right(i)}>${name}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`;
}
function examples(artifact) {
  const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
  const own = artifact.tables.filter((t) => t.schema !== "_highwater").sort((a, b) => (b.rows ?? 0) - (a.rows ?? 0));
  const [largest] = own;
  const statements = [
    "SHOW ALL TABLES",
    ...largest === void 0 ? [] : [`SUMMARIZE ${quoted(largest.schema)}.${quoted(largest.name)}`],
    ...artifact.tables.some((t) => t.schema === "_highwater") ? [
      'SELECT started_at, source, "table", mode, status, inserted, updated, deleted, seconds\nFROM _highwater.runs ORDER BY started_at DESC'
    ] : []
  ];
  return html`<h2>To begin with</h2><ul class="examples">${statements.map((sql) => html`<li><a href="${sqlLink(sql)}"><code>${sql}</code></a></li>`)}</ul>`;
}

// src/views/pages/browse/server.ts
async function startBrowsing({ place, port, now = Date.now }) {
  const artifact = await openArtifact(place);
  const server = (0, import_node_http.createServer)((request, response) => void answer(artifact, request, response, now));
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  }).catch((error) => {
    artifact.reader.close();
    if (error.code !== "EADDRINUSE") throw error;
    throw new HighwaterError(
      "PORT_IN_USE",
      `Port ${port} of this machine is in use.`,
      "Choose another with --port, or leave it out to get a free one.",
      { cause: error }
    );
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      artifact.reader.close();
    }
  };
}
var HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-store"
};
async function answer(artifact, request, response, now) {
  const no = refusal(request.method, request.headers, request.socket.localPort ?? 0);
  if (no !== null) {
    response.writeHead(403, { ...HEADERS, "content-type": "text/plain; charset=utf-8" }).end(`${no}
`);
    return;
  }
  const page = await route(artifact, request.url ?? "/", now).catch(broken);
  response.writeHead(page.status, { ...HEADERS, "content-type": "text/html; charset=utf-8" });
  response.end(request.method === "HEAD" ? "" : renderPage(page, artifact));
}
async function route(artifact, url, now) {
  const { pathname, searchParams } = new URL(`http://127.0.0.1${url}`);
  if (pathname === "/") return directoryPage(artifact, searchParams, new Date(now()).toISOString());
  if (pathname === "/sql") return sqlPage(artifact, searchParams, now);
  const [kind, schema, name, ...rest] = pathname.slice(1).split("/").map(decoded);
  const table = rest.length === 0 ? tableAt(artifact, schema ?? "", name ?? "") : void 0;
  if (table !== void 0 && kind === "table") return tablePage(artifact, table, searchParams);
  if (table !== void 0 && kind === "record") return recordPage(artifact, table, searchParams);
  return {
    status: 404,
    title: "Not here",
    body: html`<h1>Not here</h1>${problem("There is no such page.", "")}<p><a href="/">Directory</a></p>`
  };
}
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
function broken(error) {
  const { message, hint, code } = toHighwaterError(error);
  return { status: 500, title: "Failed", body: html`<h1>This page failed</h1>${problem(`${code}: ${message}`, hint)}` };
}
function refusal(method, headers, port) {
  if (method !== "GET" && method !== "HEAD") return "Only GET is answered here.";
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!hosts.includes((headers.host ?? "").toLowerCase())) return "Open this address as localhost or 127.0.0.1.";
  const site = headers["sec-fetch-site"];
  if (site !== void 0 && site !== "same-origin" && site !== "none") return "Other sites may not ask here.";
  const origin = headers.origin;
  if (origin !== void 0 && !hosts.some((host) => origin === `http://${host}`)) return "Other sites may not ask here.";
  return null;
}
export {
  refusal,
  startBrowsing
};
