import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  count,
  counted,
  duration
} from "./views-facts-format.js";

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

export {
  isExportRun,
  reportFileOf,
  EXPORT_COLUMNS,
  exportCells,
  exportHeadline,
  readBackWords
};
