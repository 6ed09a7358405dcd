import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  qualified
} from "./warehouse-duckdb-sql.js";

// src/warehouse/duckdb/types.ts
var WIDER = {
  TINYINT: ["SMALLINT", "INTEGER", "BIGINT", "HUGEINT"],
  SMALLINT: ["INTEGER", "BIGINT", "HUGEINT"],
  INTEGER: ["BIGINT", "HUGEINT"],
  BIGINT: ["HUGEINT"],
  FLOAT: ["DOUBLE"]
};
function normalType(type) {
  return type.replaceAll(/,\s+/g, ",").replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").replace("TIME WITH TIME ZONE", "TIMETZ");
}
function widensExactly(from, to) {
  const [a, b] = [normalType(from), normalType(to)];
  if (a === b) return true;
  if (WIDER[a]?.includes(b)) return true;
  const [old, wide] = [decimal(a), decimal(b)];
  if (old === null || wide === null) return false;
  return wide.scale >= old.scale && wide.precision - wide.scale >= old.precision - old.scale;
}
function decimal(type) {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match === null ? null : { precision: Number(match[1]), scale: Number(match[2]) };
}
async function realTypes(connection, ...name) {
  const rows = await connection.rows(`DESCRIBE ${qualified(...name)}`);
  return new Map(rows.map((r) => [r.column_name, normalType(r.column_type)]));
}
function distinguishable(reference, type) {
  const written = `CAST(${reference} AS VARCHAR)`;
  if (/DOUBLE|FLOAT/.test(type)) {
    return /^[A-Z]+$/.test(type) ? reference : `regexp_replace(${written}, '-0\\.0([],}])', '0.0\\1', 'g')`;
  }
  return type.includes("INTERVAL") ? written : reference;
}
var TypeSpellings = class {
  #known = /* @__PURE__ */ new Map();
  /** The columns' declared types, as realTypes would have them. */
  async of(connection, declared) {
    const unknown = [...new Set(declared.values())].filter((type) => !this.#known.has(type));
    if (unknown.length > 0) {
      const columns = unknown.map((type, i) => `CAST(NULL AS ${type}) AS c${i}`);
      const rows = await connection.rows(`DESCRIBE SELECT ${columns.join(", ")}`);
      for (const [i, type] of unknown.entries()) this.#known.set(type, normalType(rows[i]?.column_type ?? type));
    }
    return new Map([...declared].map(([name, type]) => [name, this.#known.get(type) ?? type]));
  }
};
function castsExactly(from, to) {
  return to === "VARCHAR" || widensExactly(from, to);
}

export {
  normalType,
  widensExactly,
  realTypes,
  distinguishable,
  TypeSpellings,
  castsExactly
};
