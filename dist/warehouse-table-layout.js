import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  normalType,
  realTypes,
  widensExactly
} from "./warehouse-duckdb-types.js";
import {
  id,
  qualified
} from "./warehouse-duckdb-sql.js";

// src/warehouse/duckdb/row-of-columns.ts
var COLUMNS_PER_STATEMENT = 50;
var AGGREGATES_PER_STATEMENT = 100;
async function askTogether(connection, aggregates, rows) {
  const found = {};
  for (let from = 0; from < aggregates.length; from += AGGREGATES_PER_STATEMENT) {
    const some = aggregates.slice(from, from + AGGREGATES_PER_STATEMENT);
    Object.assign(found, await connection.row(`SELECT ${some.join(", ")} FROM ${rows}`));
  }
  return found;
}
async function rowOfColumns(connection, columns, query) {
  const found = {};
  for (let from = 0; from < columns.length; from += COLUMNS_PER_STATEMENT)
    Object.assign(found, await connection.row(query(columns.slice(from, from + COLUMNS_PER_STATEMENT), from)));
  return found;
}

// src/warehouse/load/adaptive.ts
var MAX_DIGITS = 38;
function narrowest(need) {
  const fraction = need.integer + need.fraction <= MAX_DIGITS ? need.fraction : need.significant;
  const precision = Math.max(1, need.integer + fraction);
  return need.finite && precision <= MAX_DIGITS ? `DECIMAL(${precision},${fraction})` : "VARCHAR";
}
function adaptiveType(needs, current) {
  const all = current === null ? needs : [...needs, needOfType(current)];
  const most = (digits) => Math.max(0, ...all.map(digits));
  return narrowest({
    integer: most((n) => n.integer),
    fraction: most((n) => n.fraction),
    significant: most((n) => n.significant),
    finite: all.every((n) => n.finite)
  });
}
function chosenTypes(adaptive, needs, current) {
  const needsOfColumn = (name) => needs.flatMap((n) => n.get(name) ?? []);
  return new Map(adaptive.map((name) => [name, adaptiveType(needsOfColumn(name), current.get(name) ?? null)]));
}
function needOfType(type) {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal === null) return { integer: 0, fraction: 0, significant: 0, finite: false };
  const fraction = Number(decimal[2]);
  return { integer: Number(decimal[1]) - fraction, fraction, significant: fraction, finite: true };
}
async function needsOf(connection, table, columns) {
  const asked = columns.length > 0 && await connection.count(table) > 0 ? columns : [];
  const row = await rowOfColumns(
    connection,
    asked,
    (group, from) => `SELECT ${group.flatMap((name, i) => needParts(name, from + i)).join(", ")} FROM ${table}`
  );
  return needsIn(row, columns);
}
function askNeeds(columns) {
  return { aggregates: columns.flatMap(needParts), answer: (row) => needsIn(row, columns) };
}
function needParts(name, i) {
  const value = `ltrim(${id(name)}, '-')`;
  const fraction = `split_part(${value}, '.', 2)`;
  return [
    `coalesce(max(length(ltrim(split_part(${value}, '.', 1), '0'))), 0) AS i${i}`,
    `coalesce(max(length(${fraction})), 0) AS f${i}`,
    `coalesce(max(length(rtrim(${fraction}, '0'))), 0) AS s${i}`,
    `count(*) FILTER (WHERE NOT regexp_full_match(${id(name)}, '-?[0-9]+(\\.[0-9]+)?')) AS o${i}`
  ];
}
function needsIn(row, columns) {
  const number = (name) => Number(row[name] ?? 0);
  return new Map(
    columns.map((name, i) => [
      name,
      { integer: number(`i${i}`), fraction: number(`f${i}`), significant: number(`s${i}`), finite: number(`o${i}`) === 0 }
    ])
  );
}
function decimalText(expression) {
  return `regexp_replace(CAST(${expression} AS VARCHAR), '^(-?)\\.', '\\10.')`;
}
function canonicalNumber(expression) {
  const number = decimalText(expression);
  const trimmed = `CASE WHEN contains(${number}, '.') THEN rtrim(rtrim(${number}, '0'), '.') ELSE ${number} END`;
  return `CASE WHEN ${trimmed} = '-0' THEN '0' ELSE ${trimmed} END`;
}
async function giveTypes(connection, table, types, key) {
  for (const [name, type] of types)
    if (type !== "VARCHAR") await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(name)} TYPE ${type}`);
  for (const [name, type] of types)
    if (type === "VARCHAR" && key.includes(name))
      await connection.run(`UPDATE ${table} SET ${id(name)} = ${canonicalNumber(id(name))}`);
}

// src/warehouse/table/layout.ts
var SYNCED_AT = "_synced_at";
var DELETED_AT = "_deleted_at";
function layoutOf(plan, stored) {
  const { columns, key, cursor } = plan.schema;
  const present = new Set(columns.map((c) => c.name.toLowerCase()));
  const removed = (stored?.columns ?? []).filter(
    (c) => !present.has(c.name.toLowerCase()) && c.derived === void 0 && !isUnwanted(c.name, plan)
  );
  const order = columns.find((c) => c.name === cursor?.column)?.name ?? null;
  const { identity = null } = plan.schema;
  const marksDeletes = plan.options.deletes === "mark";
  return { columns, removed: key.length > 0 ? removed : [], key, identity, order, marksDeletes };
}
function isUnwanted(column, { schema, options }) {
  if (schema.columns.some((c) => c.name.toLowerCase() === column.toLowerCase())) return false;
  const { include, exclude } = options.columns ?? {};
  return exclude?.includes(column) === true || include !== void 0 && !include.includes(column);
}
function definition(column) {
  return `${id(column.name)} ${column.adaptive ? "VARCHAR" : column.duckdbType}`;
}
function definitions(layout, varied = /* @__PURE__ */ new Set()) {
  const own = layout.columns.map((c) => `${definition(c)}${varied.has(c.name) ? ` USING COMPRESSION ${FOR_VARIED_TEXT}` : ""}`);
  const removed = layout.removed.map((c) => `${id(c.name)} ${c.duckdbType}`);
  return [...own, ...removed, `${SYNCED_AT} TIMESTAMPTZ`, ...layout.marksDeletes ? [`${DELETED_AT} TIMESTAMPTZ`] : []].join(
    ", "
  );
}
function userColumns(layout) {
  return [...layout.columns.map((c) => c.name), ...layout.removed.map((c) => c.name)];
}
function withDerived(layout, query, more = []) {
  const values = layout.columns.map((c) => c.derived === void 0 ? id(c.name) : `${c.derived} AS ${id(c.name)}`);
  return `SELECT ${[...values, ...more].join(", ")} FROM (${query})`;
}
function storedColumns(layout, types) {
  const own = layout.columns.map((c) => {
    const { name, nativeType, semanticType, label, picklist, references, adaptive, derived, parquetType, mask, calculated } = c;
    return {
      name,
      nativeType,
      semanticType,
      duckdbType: types.get(name) ?? c.duckdbType,
      label,
      ...picklist ? { picklist } : {},
      ...references ? { references } : {},
      ...adaptive ? { adaptive } : {},
      ...derived === void 0 ? {} : { derived },
      ...parquetType === void 0 ? {} : { parquetType },
      ...mask === void 0 ? {} : { mask },
      ...calculated ? { calculated } : {}
    };
  });
  return [...own, ...layout.removed.map((c) => ({ ...c, removed: true }))];
}
var LEAST_ROWS = 1e5;
var FIRST_ROWS = 2e4;
var VARIED = 0.5;
var FOR_VARIED_TEXT = "fsst";
async function variedText(connection, query, rows, columns) {
  const texts = columns.filter((c) => c.load !== null && c.duckdbType === "VARCHAR" && !c.adaptive).map((c) => c.name);
  if (rows < LEAST_ROWS || texts.length === 0) return /* @__PURE__ */ new Set();
  const counts = texts.map((name, i) => `approx_count_distinct(${id(name)}) AS d${i}`);
  const found = await connection.row(
    `SELECT ${["count(*) AS n", ...counts].join(", ")} FROM (${query} LIMIT ${FIRST_ROWS})`
  );
  return new Set(texts.filter((_, i) => (found[`d${i}`] ?? 0) >= VARIED * (found.n ?? 0)));
}
async function evolveTable(connection, target, layout, adaptive) {
  const table = qualified(target.schema, target.name);
  const before = await realTypes(connection, target.schema, target.name);
  const wanted = wantedColumns(layout);
  const declared = new Map(layout.columns.map((c) => [c.name, c]));
  const notes = [];
  const texts = [];
  for (const [name, type] of before) {
    const to = adaptive.get(name) ?? declared.get(name)?.duckdbType ?? type;
    if (!wanted.has(name)) {
      await connection.run(`ALTER TABLE ${table} DROP COLUMN ${id(name)}`);
      notes.push({ kind: "schema", column: name, message: `${name} was dropped: the configuration leaves it out` });
    } else if (isToWiden(type, to, adaptive.has(name))) {
      await connection.run(`ALTER TABLE ${table} ALTER COLUMN ${id(name)} TYPE ${to}`);
      if (adaptive.has(name) && to === "VARCHAR") texts.push(name);
      const why = adaptive.has(name) ? ", to hold new values exactly" : "";
      notes.push({ kind: "schema", column: name, message: `${name} is ${to} now (was ${type})${why}` });
    }
  }
  for (const name of texts) {
    const text = layout.key.includes(name) ? canonicalNumber(id(name)) : decimalText(id(name));
    await connection.run(`UPDATE ${table} SET ${id(name)} = ${text} WHERE ${id(name)} IS DISTINCT FROM ${text}`);
  }
  return { types: notes.length === 0 ? before : await realTypes(connection, target.schema, target.name), notes };
}
function isToEvolve(before, layout, adaptive) {
  const wanted = wantedColumns(layout);
  const typeOf = ({ name, duckdbType }, type) => adaptive.get(name) ?? duckdbType ?? type;
  const changes = ({ name }, type, to) => isToWiden(type, to, adaptive.has(name));
  return [...before.keys()].some((name) => !wanted.has(name)) || layout.columns.some((c) => {
    const type = before.get(c.name);
    return type === void 0 || changes(c, type, typeOf(c, type));
  });
}
function wantedColumns(layout) {
  return /* @__PURE__ */ new Set([...userColumns(layout), SYNCED_AT, DELETED_AT]);
}
function isToWiden(type, to, isAdaptive) {
  return isAdaptive ? to !== type : normalType(to) !== type && widensExactly(type, to);
}

export {
  askTogether,
  rowOfColumns,
  chosenTypes,
  needsOf,
  askNeeds,
  decimalText,
  canonicalNumber,
  giveTypes,
  SYNCED_AT,
  DELETED_AT,
  layoutOf,
  isUnwanted,
  definition,
  definitions,
  userColumns,
  withDerived,
  storedColumns,
  FOR_VARIED_TEXT,
  variedText,
  evolveTable,
  isToEvolve
};
