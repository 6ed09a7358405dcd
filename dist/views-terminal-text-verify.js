import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  differencesOf
} from "./model-verification.js";
import {
  codeWords,
  count,
  counted,
  duration
} from "./views-facts-format.js";

// src/views/terminal/text-verify.ts
var MARKS = {
  same: "same",
  explained: "same but for changes that the next run reads",
  drift: "DIFFERS",
  repaired: "repaired",
  failed: "FAILED",
  skipped: "skipped"
};
function renderVerification({ tables }) {
  return tables.flatMap((t) => [
    `${t.source}.${t.table}  ${MARKS[t.status]}  ${count(t.here)} rows here, ${count(t.there)} there  (${duration(t.seconds)})`,
    `  ${t.how}`,
    ...differences(t) === "" ? [] : [`  ${differences(t)}`],
    ...t.file === null ? [] : [`  keys: ${t.file}`],
    ...t.error === null ? [] : [`  ${codeWords(t.error)}: ${t.error.message}`, `  ${t.error.hint}`]
  ]);
}
function differences(verification) {
  const { explained } = verification;
  const found = differencesOf(verification).map(([rows, how]) => `${count(rows)} ${how}`);
  if (found.length === 0) return "";
  return `${found.join(", ")}${explained > 0 ? `; of these the next run brings ${counted(explained, "row")}` : ""}`;
}

export {
  renderVerification
};
