import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/warehouse/duckdb/sql.ts
function id(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
function text(value) {
  return value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`;
}
function qualified(...names) {
  return names.map(id).join(".");
}
function list(names, prefix = "") {
  return names.map((name) => prefix + id(name)).join(", ");
}
function sameKey(key, left, right) {
  return key.map((name) => `${left}.${id(name)} = ${right}.${id(name)}`).join(" AND ");
}

export {
  id,
  text,
  qualified,
  list,
  sameKey
};
