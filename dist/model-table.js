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

export {
  SEMANTIC_TYPES
};
