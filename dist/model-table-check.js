import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/table-check.ts
var CHECK_KINDS = [
  "not_null",
  "unique",
  "accepted_values",
  "relationships",
  "row_count",
  "freshness",
  "expression"
];
function checkName({ check, column, detail }) {
  return `${check}${column !== null ? `(${column})` : check === "expression" ? `(${detail})` : ""}`;
}
function columnReference(text) {
  const [source = "", ...rest] = text.split(".");
  return { source, table: rest.slice(0, -1).join("."), column: rest.at(-1) ?? "" };
}

export {
  CHECK_KINDS,
  checkName,
  columnReference
};
