import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/table.ts
var SEMANTIC_TYPES = [
  "number",
  "percentage",
  "amount",
  "picklist",
  "multipicklist",
  "string",
  "bool",
  "date",
  "object",
  "user"
];
var KEPT_UNITS = ["year", "month", "day", "hour"];
function maskWords(mask) {
  if (mask === "hash") return "hashed";
  if (mask === "redact") return "redacted";
  const { truncate } = mask;
  return typeof truncate === "number" ? `first ${truncate} characters` : `truncated to the ${truncate}`;
}

export {
  SEMANTIC_TYPES,
  KEPT_UNITS,
  maskWords
};
