import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  staleHint
} from "./views-facts-table-freshness.js";
import {
  isExportRun
} from "./views-facts-facts.js";
import {
  duration
} from "./views-facts-format.js";
import {
  checkName
} from "./model-table-check.js";
import {
  agesOf,
  isRead
} from "./model-table-age.js";

// src/notify/incident.ts
var DRIFT = "drift";
var UNCOMPARED = "uncompared";
function sameProblem(a, b) {
  return a.kind === b.kind && a.name === b.name && a.detail === b.detail;
}
function eventFor({ on }, { kind }) {
  return EVENTS[kind].find((event) => on.includes(event)) ?? null;
}
var EVENTS = {
  failure: ["failure"],
  stale: ["stale"],
  check: ["check_failed", "failure"],
  check_warning: ["check_failed"],
  schema: ["schema_changed"]
};
function isMomentary({ kind }) {
  return kind === "schema";
}

// src/notify/findings.ts
var THE_RUN = "";
var EXPORT = "export ";
function findingsOfRun(record, partial) {
  const command = isExportRun(record) ? "export" : "sync";
  const seen = command === "export" ? exportProblems(record) : [...sourceProblems(record), ...record.tables.flatMap((t) => tableProblems(t, record))];
  const own = runProblems(record, command, seen);
  const problems = [...own, ...seen, ...command === "sync" ? staleOfRecord(record) : []];
  const lasting = record.error === null;
  return {
    problems,
    isOver: (incident) => lasting && (command === "sync" ? overInSync : overInExport)(record, incident, partial)
  };
}
function findingsOfFailure(command, reports) {
  const [first] = reports;
  if (first === void 0) return { problems: [], isOver: () => false };
  const more = reports.length > 1 ? ` (and ${reports.length - 1} more)` : "";
  const place = first.location === void 0 ? "" : `${first.location.file}:${first.location.line}: `;
  const message = `${place}${first.message}${more}`;
  return { problems: [problem("failure", THE_RUN, command, { ...first, message })], isOver: () => false };
}
function findingsOfCombined({ error }) {
  return {
    problems: error === null ? [] : [problem("failure", THE_RUN, "combine", error)],
    isOver: ({ kind, name, detail }) => error === null && kind === "failure" && name === THE_RUN && detail === "combine"
  };
}
function findingsOfAges(ages, empty) {
  if (empty !== null) return { problems: [problem("stale", THE_RUN, "error", empty)], isOver: () => false };
  return {
    problems: staleProblems(ages),
    isOver: ({ kind, name, detail }) => {
      if (kind !== "stale") return false;
      if (name === THE_RUN) return true;
      const age = ages.find((a) => nameOf(a) === name);
      return age === void 0 || age.status === "fresh" || detail === "error" && age.status === "warn";
    }
  };
}
function problem(kind, name, detail, { code, message, hint, stage }, syncedAt = null) {
  return { kind, name, detail, code, message, hint, stage, syncedAt };
}
var nameOf = ({ source, table }) => `${source}.${table}`;
function runProblems(record, command, others) {
  if (record.error !== null) return [problem("failure", THE_RUN, command, record.error)];
  if (record.status === "succeeded" || others.length > 0) return [];
  const unfinished = { code: "TIMEOUT_REACHED", message: "The run was stopped before all tables were done." };
  return [problem("failure", THE_RUN, command, { ...unfinished, hint: "The next run continues from there." })];
}
function exportProblems({ exports = [] }) {
  return exports.flatMap(
    ({ name, status, error }) => status === "failed" && error !== null ? [problem("failure", `${EXPORT}${name}`, "", error)] : []
  );
}
function sourceProblems({ sources }) {
  return sources.flatMap(({ name, error }) => error === null ? [] : [problem("failure", name, "", error)]);
}
function tableProblems(table, record) {
  const name = nameOf(table);
  const { status, error, syncedAt, checks = [] } = table;
  const failed = status === "failed" && error !== null && !isOfSource(error, table, record);
  const unsound = status !== "succeeded" ? [] : checks.filter((c) => c.status !== "pass");
  const changes = table.schemaChanges ?? [];
  return [
    ...failed ? [problem("failure", name, "", error, syncedAt)] : [],
    ...unsound.map((c) => {
      const kind = c.severity === "fail" ? "check" : "check_warning";
      const what = c.status === "error" ? "could not be evaluated" : c.failures === 1 ? "fails" : `fails ${c.failures} times`;
      const hint = "The report shows it; the keys of the rows are in the output directory.";
      return problem(
        kind,
        name,
        `${checkName(c)} ${c.detail}`,
        { code: "CHECK_FAILED", message: `${checkName(c)} ${what}.`, hint },
        syncedAt
      );
    }),
    ...changes.length === 0 ? [] : [
      problem(
        "schema",
        name,
        changes.join("; "),
        {
          code: "SCHEMA_CHANGED",
          message: `Columns changed: ${changes.join("; ")}.`,
          hint: "Check what reads these columns: queries, dashboards, exports."
        },
        syncedAt
      )
    ]
  ];
}
function isOfSource(error, { source }, { sources }) {
  const own = sources.find((s) => s.name === source)?.error ?? null;
  return own !== null && own.code === error.code && own.message === error.message;
}
function staleOfRecord(record) {
  return staleProblems(agesOfRecord(record));
}
function agesOfRecord({ tables, finishedAt }) {
  const read = tables.filter(isRead).map((t) => ({ ...t, freshness: t.freshness ?? null }));
  return agesOf(read, new Date(finishedAt));
}
function staleProblems(ages) {
  return ages.flatMap((age) => {
    if (age.status === "fresh") return [];
    const { warnAfterSeconds: warn, errorAfterSeconds: error } = age.freshness ?? {};
    const report = (limit) => ({
      code: "TABLE_STALE",
      message: `${age.ageSeconds === null ? "It has never been synced" : `Its data is ${duration(age.ageSeconds)} old`}; the limit is ${duration(limit ?? 0)}.`,
      hint: staleHint(age)
    });
    const levels = [
      ...warn != null && (age.ageSeconds === null || age.ageSeconds > warn) ? [["warn", warn]] : [],
      ...age.status === "error" ? [["error", error]] : []
    ];
    return levels.slice(-1).map(([level, limit]) => problem("stale", nameOf(age), level, report(limit), age.syncedAt));
  });
}
function overInSync(record, { kind, name, detail }, partial) {
  if (name.startsWith(EXPORT)) return false;
  if (name === THE_RUN) return kind === "stale" ? record.tables.some((t) => t.status === "succeeded") : detail === "sync";
  const source = record.sources.find((s) => s.name === name.split(".")[0]);
  if (source !== void 0 && source.error !== null) return false;
  if (!name.includes(".")) return source !== void 0 || !partial;
  const table = record.tables.find((t) => nameOf(t) === name);
  if (table === void 0) return !partial;
  if (kind === "failure" && (detail === DRIFT || detail === UNCOMPARED))
    return table.status === "succeeded" && table.mode === "full";
  if (table.status === "succeeded") return true;
  const age = kind === "stale" ? agesOfRecord(record).find((a) => nameOf(a) === name) : void 0;
  return age !== void 0 && age.freshness !== null && (age.status === "fresh" || detail === "error" && age.status === "warn");
}
function overInExport({ exports = [] }, { name, detail }, partial) {
  if (name === THE_RUN) return detail === "export";
  if (!name.startsWith(EXPORT)) return false;
  const found = exports.find((e) => `${EXPORT}${e.name}` === name);
  return found === void 0 ? !partial : found.status === "succeeded";
}

export {
  DRIFT,
  UNCOMPARED,
  sameProblem,
  eventFor,
  isMomentary,
  THE_RUN,
  findingsOfRun,
  findingsOfFailure,
  findingsOfCombined,
  findingsOfAges,
  problem,
  nameOf,
  runProblems
};
