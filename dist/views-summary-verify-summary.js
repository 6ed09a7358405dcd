import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  code,
  inline,
  lines,
  table
} from "./views-summary-markdown.js";
import {
  codeWords,
  count,
  counted,
  duration,
  stageWords
} from "./views-facts-format.js";

// src/views/summary/verify-summary.ts
var RESULT = {
  same: "✅ same",
  explained: "✅ same but for changes that the next run reads",
  drift: "❌ differs",
  repaired: "✅ repaired",
  failed: "❌ failed",
  skipped: "⏭ skipped"
};
function renderVerifySummary({ tables }, good) {
  const differing = tables.filter((t) => t.status === "drift" || t.status === "failed");
  const title = good ? `✅ ${counted(tables.length, "table")} verified` : `❌ ${counted(differing.length, "table")} of ${count(tables.length)} could not be proven`;
  const head = [
    ["table", "left"],
    ["result", "left"],
    ["rows here", "right"],
    ["at the source", "right"],
    ["missing", "right"],
    ["extra", "right"],
    ["altered", "right"],
    ["doubled", "right"],
    ["calls", "right"],
    ["time", "right"]
  ];
  const rows = tables.map((t) => [
    code(`${t.source}.${t.table}`),
    RESULT[t.status],
    ...[t.here, t.there, t.missing, t.extra, t.altered, t.doubled, t.requests].map((n) => count(n)),
    duration(t.seconds)
  ]);
  const details = tables.map((t) => {
    const error = t.error === null ? "" : `<br>${code(t.error.code)}${stageWords(t.error)}: ${lines(t.error.message)}<br>→ ${lines(t.error.hint)}`;
    const file = t.file === null ? "" : `<br>The keys are in ${code(t.file)} of the output directory.`;
    return `- ${code(`${t.source}.${t.table}`)}: ${inline(t.how)}${file}${error}`;
  });
  return `## ${title}

${table(head, rows)}

${details.join("\n")}
`;
}
function driftErrors({ tables }) {
  return tables.filter((t) => t.status === "drift" || t.status === "failed").slice(0, 10).map(driftError);
}
function driftError(t) {
  const name = `${t.source}.${t.table}`;
  if (t.error !== null) return { ...t.error, title: `${name}: ${codeWords(t.error)}` };
  const rows = t.missing + t.extra + t.altered + t.doubled - t.explained;
  return {
    code: "ROWS_DIFFER",
    stage: "verify",
    title: `${name}: ${codeWords({ code: "ROWS_DIFFER", stage: "verify" })}`,
    message: `${name}: ${rows === 0 ? "the rows differ" : `${counted(rows, "row")} ${rows === 1 ? "differs" : "differ"}`} from the source, and no next run would mend that.`,
    hint: `${t.file === null ? "" : `Their keys are in ${t.file} of the output directory. `}Run once with repair: true (--repair on the command line), and find out why they differ.`
  };
}

export {
  renderVerifySummary,
  driftErrors,
  driftError
};
