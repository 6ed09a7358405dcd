import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  driftError
} from "./views-summary-verify-summary.js";
import "./views-summary-markdown.js";
import {
  DRIFT,
  THE_RUN,
  UNCOMPARED,
  nameOf,
  problem,
  runProblems
} from "./notify-findings-2.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./model-table-age.js";
import "./shared.js";

// src/notify/verify-findings.ts
function findingsOfVerify({ tables }, record, partial) {
  const seen = tables.flatMap(tableProblem);
  const own = record === null ? [] : runProblems(record, "verify", seen);
  const lasting = record === null || record.error === null;
  return { problems: [...own, ...seen], isOver: (incident) => lasting && isOver(tables, incident, partial) };
}
function tableProblem(table) {
  if (table.status !== "drift" && table.status !== "failed") return [];
  const detail = table.status === "drift" ? DRIFT : UNCOMPARED;
  return [problem("failure", nameOf(table), detail, driftError(table))];
}
function isOver(tables, { kind, name, detail }, partial) {
  if (name === THE_RUN) return kind === "failure" && detail === "verify";
  if (detail !== DRIFT && detail !== UNCOMPARED) return false;
  const table = tables.find((t) => nameOf(t) === name);
  if (table === void 0) return !partial;
  if (table.status === "repaired") return true;
  if (table.status !== "same" && table.status !== "explained") return detail === UNCOMPARED && table.status === "drift";
  return detail === UNCOMPARED || table.whole;
}
export {
  findingsOfVerify
};
