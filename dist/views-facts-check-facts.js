import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  counted
} from "./views-facts-format.js";

// src/views/facts/check-facts.ts
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
  checkCounts,
  checkCountWords
};
