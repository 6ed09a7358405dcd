import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  count,
  counted,
  duration,
  instant,
  oneCauseEach,
  secondsBetween
} from "./views-facts-format.js";
import {
  isRead
} from "./model-table-age.js";

// src/views/facts/export-facts.ts
function isExportRun({ mode }) {
  return mode === "export" || mode === "export-plan";
}
function reportFileOf(record) {
  return isExportRun(record) ? "exports/report.html" : "report.html";
}
var MARK = { succeeded: "✓", failed: "✗", skipped: "–" };
var EXPORT_COLUMNS = [
  "Export",
  "Rows",
  "Unchanged",
  "New",
  "Changed",
  "Gone",
  "Missing",
  "Conflicts",
  "Parked",
  "Sent",
  "Refused",
  "Pending",
  "Calls",
  "Time"
];
function exportCells(e) {
  const some = (n) => n === 0 ? "·" : count(n);
  const counts = [
    e.unchanged,
    e.new,
    e.changed,
    e.gone,
    e.missing,
    e.conflicts,
    e.parked,
    e.sent,
    e.refused,
    e.pending,
    e.requests
  ].map(some);
  return [`${MARK[e.status]} ${e.name}`, count(e.considered), ...counts, duration(e.seconds)];
}
function exportHeadline(record) {
  const all = record.exports ?? [];
  const sum = (pick) => all.reduce((total, e) => total + pick(e), 0);
  const failed = all.filter((e) => e.status === "failed").map((e) => `${e.name}${e.error === null ? "" : ` (${e.error.code})`}`);
  const trouble = [
    ...record.error === null ? [] : [`The run failed (${record.error.code}).`],
    ...failed.length === 0 ? [] : [
      `${count(failed.length)} of ${counted(all.length, "export")} failed: ${failed.slice(0, 3).join(", ")}${failed.length > 3 ? " and others" : ""}.`
    ]
  ];
  return [...trouble, record.mode === "export-plan" ? planned(sum) : written(sum)].join(" ");
}
function planned(sum) {
  const writes = sum((e) => e.new + e.changed + e.gone);
  return `Dry run: ${counted(writes, "row")} would be written, ${count(sum((e) => e.unchanged))} are unchanged. Nothing was sent.`;
}
function written(sum) {
  const rest = [
    [sum((e) => e.refused), "refused"],
    [sum((e) => e.pending), "pending"]
  ].flatMap(([n, word]) => n === 0 ? [] : [`${count(n)} ${word}`]);
  const sent = sum((e) => e.sent);
  if (sent === 0 && rest.length === 0) return `Nothing had to be sent: ${count(sum((e) => e.unchanged))} rows are unchanged.`;
  const kinds = [
    [sum((e) => e.created), "created"],
    [sum((e) => e.updated), "updated"],
    [sum((e) => e.cleared), "cleared"],
    [sum((e) => e.deleted), "deleted"]
  ].flatMap(([n, word]) => n === 0 ? [] : [`${count(n)} ${word}`]);
  return `${[`${counted(sent, "row")} sent${kinds.length === 0 ? "" : ` (${kinds.join(", ")})`}`, ...rest].join(", ")}.`;
}
function readBackWords(e) {
  const all = e.verified + e.differing;
  const differing = e.differing === 0 ? "" : `; ${count(e.differing)} differ in ${e.differingFields.join(", ")}`;
  return `${e.name}: ${count(e.verified)} of ${counted(all, "row")} are as they were sent${differing}`;
}

// src/views/facts/facts.ts
function factsOf(record) {
  const tables = record.tables.filter((table) => table.historyOf === void 0);
  const sum = (pick) => tables.reduce((total, table) => total + pick(table), 0);
  const having = (status) => tables.filter((table) => table.status === status).length;
  const leftOut = tables.filter((table) => table.leftOut === true).length;
  return {
    succeeded: having("succeeded"),
    failed: having("failed"),
    skipped: having("skipped") - leftOut,
    leftOut,
    unsound: tables.filter((table) => table.checkError !== void 0).length,
    read: sum((t) => t.read),
    inserted: sum((t) => t.inserted),
    updated: sum((t) => t.updated),
    deleted: sum((t) => t.deleted),
    changed: sum(changes),
    changedTables: tables.filter((t) => changes(t) > 0).length,
    rows: sum((t) => t.rows),
    requests: record.sources.reduce((total, source) => total + source.requests, 0),
    seconds: runSeconds(record)
  };
}
function runSeconds({ startedAt, finishedAt, stages }) {
  const ends = stages.map((stage) => secondsBetween(startedAt, stage.startedAt) + stage.seconds);
  return Math.max(secondsBetween(startedAt, finishedAt), ...ends);
}
function changes(table) {
  return table.inserted + table.updated + table.deleted;
}
function tableName(table) {
  return `${table.source}.${table.table}`;
}
function headline(record) {
  if (isExportRun(record)) return exportHeadline(record);
  const facts = factsOf(record);
  return [outcome(record, facts, `: ${whatFailed(record)}`), whatChanged(record, facts)].filter((part) => part !== "").join(" ");
}
var STOPS = /* @__PURE__ */ new Set(["INTERRUPTED", "TIMEOUT_REACHED"]);
function outcome(record, facts, which) {
  const all = counted(facts.succeeded + facts.failed + facts.skipped, "table");
  const interrupted = record.status === "interrupted";
  const error = record.error === null || interrupted && STOPS.has(record.error.code) ? null : record.error.code;
  return [
    facts.failed > 0 ? `${count(facts.failed)} of ${all} failed${which}.` : "",
    interrupted ? `Interrupted: ${count(facts.succeeded)} of ${all} are done.` : "",
    error !== null ? `The run ${facts.failed > 0 ? "itself " : ""}failed (${error}).` : "",
    facts.unsound > 0 ? `Checks failed in ${counted(facts.unsound, "table")}.` : "",
    record.status === "failed" && facts.failed + facts.unsound === 0 && error === null ? "The run failed." : ""
  ].filter((part) => part !== "").join(" ");
}
var NAMED = 3;
function whatFailed(record) {
  const byCode = /* @__PURE__ */ new Map();
  for (const table of record.tables.filter((t) => t.status === "failed")) {
    const code = table.error?.code ?? "INTERNAL";
    byCode.set(code, [...byCode.get(code) ?? [], table]);
  }
  const groups = [...byCode].slice(0, NAMED).map(([code, tables]) => {
    const names = tables.slice(0, NAMED).map(tableName);
    return `${names.join(", ")}${tables.length > NAMED ? ` and ${count(tables.length - NAMED)} more` : ""} (${code})`;
  });
  return [...groups, ...byCode.size > NAMED ? ["others for other reasons"] : []].join("; ");
}
function whatChanged(record, facts) {
  const time = duration(facts.seconds);
  if (facts.changed === 0) return unchanged(record, facts, `; looked for ${time}`);
  const parts = [
    [facts.inserted, "inserted"],
    [facts.updated, "updated"],
    [facts.deleted, "deleted"]
  ];
  const what = parts.filter(([n]) => n > 0).map(([n, verb]) => `${count(n)} ${verb}`);
  const mode = record.mode === "mixed" ? "" : ` (${record.mode} sync)`;
  return `${counted(facts.changed, "row")} changed in ${counted(facts.changedTables, "table")}: ${what.join(", ")}, in ${time}${mode}.`;
}
function unchanged(record, facts, looked) {
  if (facts.succeeded > 0)
    return `Nothing changed in ${facts.failed > 0 ? "the other " : ""}${counted(facts.succeeded, "table")}${looked}.`;
  return record.tables.some((table) => table.rows > 0) ? "All tables keep the rows that they had." : "Nothing was synced.";
}
function shortHeadline(record) {
  if (isExportRun(record)) return exportHeadline(record);
  const facts = factsOf(record);
  const changed = facts.changed === 0 ? unchanged(record, facts, "") : `${counted(facts.changed, "row")} changed in ${counted(facts.changedTables, "table")}.`;
  return [outcome(record, facts, ""), changed].filter((part) => part !== "").join(" ");
}
function failuresOf(record) {
  const found = [
    { subject: "the run", table: null, error: record.error },
    ...record.sources.map((source) => ({ subject: `source ${source.name}`, table: null, error: source.error })),
    ...record.tables.map((table) => ({ subject: tableName(table), table: table.table, error: table.error })),
    ...(record.exports ?? []).map(({ name, error }) => ({ subject: `export ${name}`, table: null, error })),
    ...record.tables.map((table) => ({ subject: tableName(table), table: table.table, error: table.checkError ?? null }))
  ];
  return oneCauseEach(found.flatMap(({ error, ...of }) => error === null ? [] : [{ ...of, error }]));
}
function tablesByImportance(tables) {
  const rank = ({ status, leftOut }) => leftOut === true ? 3 : { failed: 0, skipped: 1, succeeded: 2 }[status];
  return [...tables].sort(
    (a, b) => rank(a) - rank(b) || Number(changes(b) > 0) - Number(changes(a) > 0) || changes(b) - changes(a) || tableName(a).localeCompare(tableName(b), "en")
  );
}
function oldestFullSync(tables) {
  const counting = tables.filter((t) => isRead(t) && t.fullSyncEverySeconds !== null);
  const dated = counting.flatMap((t) => t.lastFullSyncAt === null ? [] : [{ ...t, lastFullSyncAt: t.lastFullSyncAt }]);
  if (dated.length < counting.length) return null;
  return dated.sort((a, b) => Date.parse(a.lastFullSyncAt) - Date.parse(b.lastFullSyncAt))[0] ?? null;
}
function fullSyncWords({ tables, finishedAt }) {
  const own = tables.filter(isRead);
  const never = own.filter((t) => t.fullSyncEverySeconds === null);
  const waiting = own.filter((t) => t.fullSyncEverySeconds !== null && t.lastFullSyncAt === null);
  const oldest = oldestFullSync(own);
  return [
    oldest === null ? "" : `The oldest full sync is that of ${tableName(oldest)}: ${instant(oldest.lastFullSyncAt)} UTC, ${duration(secondsBetween(oldest.lastFullSyncAt, finishedAt))} ago.`,
    waiting.length === 0 ? "" : `Never read in full so far: ${named(waiting)}.`,
    never.length === 0 ? "" : `With full_sync_every: never, and so not read in full by themselves: ${named(never)}.`
  ].filter((sentence) => sentence !== "").join(" ");
}
function lastFullSync({ lastFullSyncAt }) {
  return lastFullSyncAt === null ? "–" : instant(lastFullSyncAt);
}
function named(tables) {
  const names = tables.slice(0, NAMED).map((t) => t.lastFullSyncAt === null ? tableName(t) : `${tableName(t)} (last on ${t.lastFullSyncAt.slice(0, 10)})`);
  const more = tables.length - NAMED;
  return `${names.join(", ")}${more > 0 ? ` and ${counted(more, "further table")}` : ""}`;
}
function checkCounts(tables) {
  const counts = { pass: 0, warn: 0, fail: 0, error: 0 };
  for (const { status } of tables.flatMap((t) => t.checks ?? [])) counts[status] += 1;
  return counts;
}
function checkCountWords({ pass, warn, fail, error }) {
  const parts = [
    fail > 0 ? `${counted(fail, "check")} failed` : "",
    error > 0 ? `${counted(error, "check")} could not be evaluated` : "",
    warn > 0 ? `${counted(warn, "check")} gave a warning` : "",
    pass > 0 ? `${counted(pass, "check")} passed` : ""
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join(", ")}.`;
}

export {
  isExportRun,
  reportFileOf,
  EXPORT_COLUMNS,
  exportCells,
  readBackWords,
  factsOf,
  runSeconds,
  changes,
  tableName,
  headline,
  shortHeadline,
  failuresOf,
  tablesByImportance,
  oldestFullSync,
  fullSyncWords,
  lastFullSync,
  checkCounts,
  checkCountWords
};
