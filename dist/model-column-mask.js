import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/column-mask.ts
var KEPT_UNITS = ["year", "month", "day", "hour"];
function maskWords(mask) {
  if (mask === "hash") return "hashed";
  if (mask === "redact") return "redacted";
  const { truncate } = mask;
  return typeof truncate === "number" ? `first ${truncate} characters` : `truncated to the ${truncate}`;
}

export {
  KEPT_UNITS,
  maskWords
};
