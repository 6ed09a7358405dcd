import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  inputFailsChecks,
  inputStale,
  queryRefused
} from "./exports-export-errors.js";
import {
  Database
} from "./warehouse-duckdb-database.js";
import {
  realTypes
} from "./warehouse-duckdb-types.js";
import {
  PUBLIC_SCHEMA,
  STATE_SCHEMA
} from "./lib-duckdb-node-api.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import {
  HighwaterError
} from "./model-errors.js";

// src/warehouse/duckdb/sealed-queries.ts
var RESULTS = "exporting";
async function withoutCompression(c, work) {
  await c.run("SET force_compression = 'uncompressed'");
  try {
    return await work();
  } finally {
    await c.run("RESET force_compression");
  }
}
var QueryRefusal = class extends Error {
  offset;
  constructor(message, offset) {
    super(message);
    this.offset = offset;
  }
};
var SealedQueries = class _SealedQueries {
  #database;
  #connection;
  constructor(database, connection) {
    this.#database = database;
    this.#connection = connection;
  }
  static async open(state, results, options) {
    const database = await Database.open(":memory:", options);
    const connection = await database.connect();
    try {
      await connection.run(`ATTACH ${text(state)} AS state (READ_ONLY)`);
      await connection.run(`ATTACH ${text(results)} AS ${RESULTS}`);
      await connection.run("USE state");
      await connection.run("SET force_compression = 'uncompressed'");
      await connection.run("SET enable_external_access = false");
      await connection.run("SET lock_configuration = true");
      return new _SealedQueries(database, connection);
    } catch (error) {
      connection.close();
      database.close();
      throw error;
    }
  }
  /** Parses one SELECT; throws QueryRefusal for anything else. */
  async parse(sql) {
    const { tree } = await this.#connection.row(`SELECT json_serialize_sql(${text(sql)}) AS tree`);
    const parsed = JSON.parse(tree);
    if (parsed.error) throw new QueryRefusal(...refusalOf(parsed));
    if (parsed.statements?.length !== 1) throw new QueryRefusal("It holds more than one statement.", null);
    const written = await this.#connection.row(
      `SELECT json_deserialize_sql(json_serialize_sql(${text(sql)})) AS sql`
    );
    return { sql: written.sql, tables: tablesOf(parsed.statements) };
  }
  /** The columns that a parsed query gives. Throws QueryRefusal where it names what is not there. */
  async columns(query) {
    try {
      const rows = await this.#connection.rows(`DESCRIBE ${query.sql}`);
      return rows.map((row) => ({ name: row.column_name, type: row.column_type }));
    } catch (error) {
      if (error instanceof HighwaterError && error.family === "database") throw new QueryRefusal(firstLine(error.message), null);
      throw error;
    }
  }
  /** Runs our own SELECT, into which a parsed query may be built, and keeps its rows as a table of the results. Its errors may quote values. */
  async keep(table, select) {
    await this.#connection.run(`CREATE OR REPLACE TABLE ${RESULTS}.main.${id(table)} AS ${select}`);
  }
  /** Writes the results to their file. */
  async close() {
    try {
      await this.#connection.run(`CHECKPOINT ${RESULTS}`);
    } finally {
      this.#connection.close();
      this.#database.close();
    }
  }
};
function refusalOf({ error_message = "", position }) {
  if (error_message.startsWith("Only SELECT")) return ["It is not a SELECT.", null];
  return [`${firstLine(error_message)}.`, position === void 0 ? null : Number(position)];
}
function firstLine(message) {
  return (message.replace(/^DuckDB: /, "").split("\n")[0] ?? "").replace(/[.!]$/, "");
}
var HIDING = ["query", "query_table"];
function tablesOf(statements) {
  const found = /* @__PURE__ */ new Map();
  const visit = (value) => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const node = value;
    if (node.type === "BASE_TABLE" && node.schema_name !== "") {
      const [schema, name] = [String(node.schema_name), String(node.table_name)];
      found.set(`${schema}.${name}`.toLowerCase(), { schema, name });
    }
    if (HIDING.includes(String(node.function_name)))
      throw new QueryRefusal(`The function ${String(node.function_name)} is not possible here: name the table itself.`, null);
    Object.values(node).forEach(visit);
  };
  visit(statements);
  return [...found.values()];
}

// src/exports/record-exports.ts
var COUNTS = [
  "considered",
  "unchanged",
  "new",
  "changed",
  "gone",
  "conflicts",
  "missing",
  "sent",
  "created",
  "updated",
  "cleared",
  "deleted",
  "refused",
  "pending",
  "parked",
  "verified",
  "differing"
];
async function recordExports(c, run, finishedAt, records) {
  const counts = COUNTS.map((name) => `${name} BIGINT`).join(", ");
  await c.run(
    `CREATE TABLE IF NOT EXISTS ${PUBLIC_SCHEMA}.exports (name VARCHAR, run VARCHAR, object VARCHAR, operation VARCHAR, ${counts}, requests BIGINT, seconds DOUBLE, error VARCHAR, finished_at TIMESTAMPTZ, status VARCHAR)`
  );
  const tuples = records.map((r) => {
    const names = [r.name, run, r.object, r.operation].map(text).join(", ");
    const numbers = [...COUNTS.map((name) => r[name]), r.requests, r.seconds].join(", ");
    return `(${names}, ${numbers}, ${text(r.error?.code ?? null)}, ${text(finishedAt)}, ${text(r.status)})`;
  });
  if (tuples.length > 0) await c.run(`INSERT INTO ${PUBLIC_SCHEMA}.exports VALUES ${tuples.join(", ")}`);
}

// src/warehouse/check/check-catalog.ts
var TABLE = `${PUBLIC_SCHEMA}.checks`;
async function storedChecks(connection) {
  const rows = await connection.rows(
    `SELECT source, "table", "check", "column", detail, severity, status, CAST(failures AS DOUBLE) AS failures,
       strftime(failing_since AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') AS since FROM ${TABLE}`
  );
  const found = /* @__PURE__ */ new Map();
  for (const { source, table, ...outcome } of rows) {
    const name = `${source}.${table}`;
    found.set(name, [...found.get(name) ?? [], outcome]);
  }
  return found;
}
async function storeChecks(connection, tables) {
  const rows = tables.flatMap(
    ({ source, table, outcomes }) => outcomes.map(
      (o) => `(${[source, table, o.check, o.column, o.detail, o.severity, o.status].map(text).join(", ")}, ${o.failures}, ${text(o.since)}::TIMESTAMPTZ)`
    )
  );
  const wanted = rows.length === 0 ? `(SELECT * FROM ${TABLE} LIMIT 0)` : `(VALUES ${rows.join(", ")})`;
  const differing = await connection.count(
    `((FROM ${wanted} EXCEPT ALL FROM ${TABLE}) UNION ALL (FROM ${TABLE} EXCEPT ALL FROM ${wanted}))`
  );
  if (differing === 0) return;
  await connection.transaction(async () => {
    await connection.run(`DELETE FROM ${TABLE}`);
    if (rows.length > 0) await connection.run(`INSERT INTO ${TABLE} VALUES ${rows.join(", ")}`);
  });
}

// src/exports/prepare/read-query.ts
async function readQuery(sealed, config, inputs) {
  try {
    const query = await sealed.parse(config.query);
    checkInputs(config, query, inputs);
    const columns = await sealed.columns(query);
    const names = columns.map(({ name }) => name.toLowerCase());
    const twin = columns.find(({ name }, i) => names.indexOf(name.toLowerCase()) !== i);
    if (twin !== void 0) throw queryRefused(config, `it gives two columns ${twin.name}.`);
    return { query, columns };
  } catch (error) {
    if (!(error instanceof QueryRefusal)) throw error;
    throw queryRefused(
      config,
      `${error.message}${error.offset === null ? "" : ` (line ${lineOf(config.query, error.offset)} of it)`}`
    );
  }
}
function lineOf(query, offset) {
  return query.slice(0, offset).split("\n").length;
}
function checkInputs(config, query, inputs) {
  for (const { schema, name } of query.tables) {
    const stored = inputs.tables.find((t) => same(t.schema, schema) && same(t.name, name));
    if (stored !== void 0) {
      checkFresh(config, stored, inputs);
      const failed = inputs.failedChecks.get(`${stored.source}.${stored.table}`) ?? [];
      if (failed.length > 0) throw inputFailsChecks(config, `${stored.schema}.${stored.name}`, failed);
    } else if (inputs.sources.some((s) => same(s, schema)))
      throw inputStale(config, `${schema}.${name}`, "has never been synced");
  }
}
function checkFresh(config, table, { history, now }) {
  const name = `${table.schema}.${table.name}`;
  const last = history.findLast((run) => run.source === table.source && run.table === table.table);
  if (last?.status === "failed") throw inputStale(config, name, "failed in its last sync");
  const seconds = (now.getTime() - new Date(table.syncedAt).getTime()) / 1e3;
  if (seconds > config.maxAgeSeconds)
    throw inputStale(config, name, `was last synced ${age(seconds)} ago (max_age allows ${age(config.maxAgeSeconds)})`);
}
function age(seconds) {
  const [unit, per] = seconds >= 172800 ? ["d", 86400] : seconds >= 7200 ? ["h", 3600] : seconds >= 120 ? ["m", 60] : ["s", 1];
  return `${Math.round(seconds / per)}${unit}`;
}
function same(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}

// src/model/export-record.ts
var NO_COUNTS = {
  considered: 0,
  unchanged: 0,
  new: 0,
  changed: 0,
  gone: 0,
  conflicts: 0,
  missing: 0,
  sent: 0,
  created: 0,
  updated: 0,
  cleared: 0,
  deleted: 0,
  refused: 0,
  pending: 0,
  parked: 0,
  verified: 0,
  differing: 0
};

// src/exports/prepare/whole-id.ts
var SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
var CHUNKS = [0, 1, 2];
var FIVE = [0, 1, 2, 3, 4];
function wholeId(raw) {
  const at = (position) => `substr(${raw}, ${position + 1}, 1)`;
  const suffixes = CHUNKS.map((chunk) => {
    const bits = FIVE.map((i) => `CASE WHEN ${at(chunk * 5 + i)} BETWEEN 'A' AND 'Z' THEN ${2 ** i} ELSE 0 END`);
    return `substr(${text(SUFFIX)}, 1 + ${bits.join(" + ")}, 1)`;
  });
  const bitsOf = (chunk) => `(strpos(${text(SUFFIX)}, upper(${at(15 + chunk)})) - 1)`;
  const characters = CHUNKS.flatMap(
    (chunk) => FIVE.map((i) => {
      const one = at(chunk * 5 + i);
      return `CASE WHEN ${bitsOf(chunk)} & ${2 ** i} > 0 THEN upper(${one}) ELSE lower(${one}) END`;
    })
  );
  const suffix = `upper(substr(${raw}, 16))`;
  return `CASE WHEN regexp_full_match(${raw}, '[A-Za-z0-9]{15}') THEN ${raw} || ${suffixes.join(" || ")}
    WHEN regexp_full_match(${raw}, '[A-Za-z0-9]{15}[A-Za-z0-5]{3}') THEN ${characters.join(" || ")} || ${suffix} ELSE ${raw} END`;
}

// src/exports/prepare/field-values.ts
var INTEGERS = [
  "TINYINT",
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "HUGEINT",
  "UTINYINT",
  "USMALLINT",
  "UINTEGER",
  "UBIGINT",
  "UHUGEINT"
];
var FLOATS = ["DOUBLE", "FLOAT"];
var ISO_SECONDS = "%Y-%m-%dT%H:%M:%S";
var TAKES = {
  text: isPlain,
  picklist: isPlain,
  id: (type) => type === "VARCHAR" || type === "UUID",
  integer: isNumber,
  decimal: isNumber,
  double: isNumber,
  boolean: (type) => type === "BOOLEAN",
  date: (type) => type === "DATE",
  datetime: (type) => type === "TIMESTAMP WITH TIME ZONE",
  "local datetime": (type) => /^TIMESTAMP(_[A-Z]+)?$/.test(type),
  time: (type) => type === "TIME",
  multipicklist: (type) => type === "VARCHAR" || /^(VARCHAR|ENUM\(.*\)|[A-Z]*INT[A-Z]*)\[\]$/.test(type),
  other: () => false
};
var CASTS = {
  integer: "a number: CAST it AS BIGINT",
  decimal: "a number: CAST it AS DECIMAL",
  double: "a number: CAST it AS DOUBLE",
  boolean: "true or false: CAST it AS BOOLEAN",
  date: "a DATE: CAST it AS DATE",
  datetime: "a TIMESTAMPTZ: a TIMESTAMP has no zone; say which it is with `AT TIME ZONE`",
  "local datetime": "a TIMESTAMP without a zone",
  time: "a TIME",
  multipicklist: "a list of texts",
  id: "a text or UUID"
};
function fieldSql(field, type, raw, value) {
  if (!TAKES[field.kind](type)) return null;
  const expression = valueSql(field, type, raw);
  return { value: expression, faults: faultsOf(field, type, raw, value) };
}
function castAdvice(field) {
  return `It takes ${CASTS[field.kind] ?? "a plain value"}.`;
}
function isNumber(type) {
  return INTEGERS.includes(type) || FLOATS.includes(type) || type.startsWith("DECIMAL");
}
function isFractional(type) {
  return FLOATS.includes(type) || type.startsWith("DECIMAL") && !type.endsWith(",0)");
}
function isPlain(type) {
  return isNumber(type) || /^(VARCHAR|UUID|BOOLEAN|DATE|TIME|TIMESTAMP.*|ENUM\(.*\))$/.test(type);
}
function valueSql(field, type, raw) {
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "double":
      return numberSql(field, type, raw);
    case "datetime":
      return `strftime(${raw}, '${ISO_SECONDS}Z')`;
    case "local datetime":
      return `strftime(${raw}, '${ISO_SECONDS}')`;
    case "time":
      return `strftime(DATE '2000-01-01' + ${raw}, '%H:%M:%S.%g')`;
    case "multipicklist":
      return listSql(field, type === "VARCHAR" ? splitSql(field, raw) : `CAST(${raw} AS VARCHAR[])`);
    case "id":
      return idSql(field, `CAST(${raw} AS VARCHAR)`);
    default:
      return type === "VARCHAR" ? labelSql(field, textSql(field, raw)) : labelSql(field, `CAST(${raw} AS VARCHAR)`);
  }
}
function idSql({ caseSensitive, hasCaseSuffix }, raw) {
  const whole = hasCaseSuffix === true ? wholeId(raw) : caseSensitive ? raw : `lower(${raw})`;
  return `nullif(${whole}, '')`;
}
var BLANKS = "E' \\t\\n\\r\\f\\v'";
function textSql({ trims }, raw) {
  if (trims !== true) return `nullif(${raw}, '')`;
  return `CASE WHEN ${raw} < '!' OR ${raw}[-1] < '!' THEN nullif(trim(${raw}, ${BLANKS}), '') ELSE ${raw} END`;
}
function decimalsOf({ kind, scale }) {
  return kind === "integer" ? 0 : scale;
}
function numberSql(field, type, raw) {
  const scale = decimalsOf(field);
  if (INTEGERS.includes(type)) return `CAST(${raw} AS VARCHAR)`;
  if (type.startsWith("DECIMAL")) return type.endsWith(",0)") ? `CAST(${raw} AS VARCHAR)` : decimalSql(raw);
  if (scale === null) return `CAST(CAST(${raw} AS DOUBLE) AS VARCHAR)`;
  const rounded = `TRY_CAST(${raw} AS DECIMAL(38,${scale}))`;
  return scale === 0 ? `CAST(${rounded} AS VARCHAR)` : withoutZeros(`CAST(${rounded} AS VARCHAR)`);
}
function decimalSql(raw) {
  return `CASE WHEN ${raw} % 1 = 0 THEN CAST(CAST(${raw} AS HUGEINT) AS VARCHAR) ELSE rtrim(CAST(${raw} AS VARCHAR), '0') END`;
}
function withoutZeros(number) {
  return `rtrim(rtrim(${number}, '0'), '.')`;
}
function splitSql({ separator = ";" }, raw) {
  return `list_transform(string_split(${raw}, ${text(separator)}), lambda part: trim(part))`;
}
function listSql(field, list) {
  const mapped = field.acceptsLabels ? `list_transform(${list}, lambda item: ${labelSql(field, "item")})` : list;
  const parts = `list_filter(${mapped}, lambda part: part <> '')`;
  return `nullif(array_to_string(list_sort(list_distinct(${parts})), ${text(field.separator ?? ";")}), '')`;
}
function labelSql({ acceptsLabels, values = [] }, value) {
  if (!acceptsLabels || values.length === 0) return value;
  const own = new Set(values.map((v) => v.value));
  const labels = values.filter((v) => !own.has(v.label));
  if (labels.length === 0) return value;
  const cases = labels.map((v) => `WHEN ${text(v.label)} THEN ${text(v.value)}`).join(" ");
  return `CASE ${value} ${cases} ELSE ${value} END`;
}
function faultsOf(field, type, raw, value) {
  const faults = [];
  if (isNumberKind(field.kind)) faults.push(...numberFaults(field, type, raw, value));
  if (/DATE|TIMESTAMP/.test(type))
    faults.push({
      when: `NOT isfinite(${raw}) OR ${raw} < '0001-01-01' OR ${raw} > '9999-12-31'`,
      why: "is not in the years 1 to 9999"
    });
  if (field.range !== void 0 && !isNumberKind(field.kind)) {
    const { least, greatest } = field.range;
    faults.push({
      when: `${value} < ${text(least)} OR ${value} > ${text(greatest)}`,
      why: `is not between ${least} and ${greatest}`
    });
  }
  if (field.length !== null && !isNumberKind(field.kind) && field.kind !== "boolean")
    faults.push({ when: `length(${value}) > ${field.length}`, why: `is longer than ${field.length} characters` });
  if (field.restricted === true) faults.push(restriction(field, value));
  for (const { pattern, why } of field.unsendable ?? []) faults.push({ when: matches(value, pattern), why });
  return faults;
}
function isNumberKind(kind) {
  return kind === "integer" || kind === "decimal" || kind === "double";
}
function numberFaults(field, type, raw, value) {
  const { precision, range } = field;
  const decimals = decimalsOf(field);
  const faults = [];
  if (FLOATS.includes(type))
    faults.push({ when: `${raw} IS NOT NULL AND (${value} IS NULL OR NOT isfinite(${raw}))`, why: "is no such number" });
  if (type.startsWith("DECIMAL") && decimals !== null && Number(/,(\d+)\)/.exec(type)?.[1] ?? 0) > decimals)
    faults.push({ when: `${raw} <> round(${raw}, ${decimals})`, why: `has more than ${decimals} decimals` });
  if (precision !== null && decimals !== null) {
    const whole = precision - decimals;
    if (!FLOATS.includes(type) && wholeDigits(type) > whole)
      faults.push({
        when: `length(ltrim(split_part(${value}, '.', 1), '-0')) > ${whole}`,
        why: `has more than ${whole} digits before the point`
      });
    if (FLOATS.includes(type))
      faults.push({ when: `abs(${raw}) >= 1e${whole}`, why: `has more than ${whole} digits before the point` });
  }
  if (range !== void 0) {
    const number = `CAST(${raw} AS DOUBLE)`;
    faults.push({
      when: `${number} < ${range.least} OR ${number} > ${range.greatest}`,
      why: `is not between ${range.least} and ${range.greatest}`
    });
  }
  return faults;
}
var DIGITS = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20
};
function wholeDigits(type) {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)/.exec(type) ?? [];
  return precision === void 0 ? DIGITS[type] ?? 39 : Number(precision) - Number(scale);
}
function restriction({ values = [], kind, separator = ";" }, value) {
  const why = "is not among the values of its picklist";
  const allowed = values.filter((v) => v.active).map((v) => text(v.value));
  if (allowed.length === 0) return { when: `${value} IS NOT NULL`, why };
  if (kind !== "multipicklist") return { when: `${value} NOT IN (${allowed.join(", ")})`, why };
  return { when: `NOT list_has_all([${allowed.join(", ")}], string_split(${value}, ${text(separator)}))`, why };
}
function matches(value, pattern) {
  const plain = /^[^\\^$.|?*+()[\]{}]+$/.test(pattern);
  return plain ? `${value} = ${text(pattern)}` : `regexp_matches(${value}, ${text(pattern)})`;
}
function serviceValueSql(field, value) {
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "double": {
      const scale = decimalsOf(field);
      if (scale === null) return `CAST(TRY_CAST(${value} AS DOUBLE) AS VARCHAR)`;
      const decimal = `CAST(TRY_CAST(${value} AS DECIMAL(38,${scale})) AS VARCHAR)`;
      return scale === 0 ? decimal : withoutZeros(decimal);
    }
    case "datetime":
      return `strftime(TRY_CAST(${value} AS TIMESTAMPTZ), '${ISO_SECONDS}Z')`;
    case "local datetime":
      return `strftime(TRY_CAST(rtrim(${value}, 'Z') AS TIMESTAMP), '${ISO_SECONDS}')`;
    case "date":
      return `substr(${value}, 1, 10)`;
    case "time":
      return `strftime(DATE '2000-01-01' + TRY_CAST(rtrim(${value}, 'Z') AS TIME), '%H:%M:%S.%g')`;
    case "boolean":
      return `lower(${value})`;
    case "multipicklist":
      return listSql({ ...field, acceptsLabels: false }, splitSql(field, value));
    case "id":
      return idSql(field, value);
    default:
      return textSql(field, value);
  }
}
function partsSql(values) {
  const whole = values.map((value) => `${value} IS NOT NULL`).join(" AND ");
  return `CASE WHEN ${whole} THEN CAST(to_json([${values.join(", ")}]) AS VARCHAR) END`;
}
function keySql({ caseSensitive, collation, kind }, value) {
  if (caseSensitive || isNumberKind(kind)) return value;
  if (collation === void 0) return `lower(${value})`;
  return `rtrim(lower(${collation.accents ? value : `strip_accents(${value})`}))`;
}
function foundKeySql(field, value) {
  return keySql(field, field.parts === void 0 ? serviceValueSql(field, value) : value);
}

// src/exports/diff/compared-table.ts
async function comparedTable(c, config, { object, key, columns }, inputs) {
  if (config.compareWith === null) return null;
  const stored = storedTable(config, inputs.tables);
  checkFresh(config, stored, inputs);
  if (!same(stored.table, object.name))
    throw notTheObject(config, `${stored.source}.${stored.table} is not the table of ${object.name}, which the export writes`);
  return comparison(c, config, stored, { object, key, columns });
}
function storedTable({ compareWith, ...config }, tables) {
  const { source, table } = compareWith ?? { source: "", table: "" };
  const stored = tables.find((t) => t.source === source && same(t.table, table));
  if (stored === void 0) throw inputStale({ ...config, compareWith }, `${source}.${table}`, "has never been synced");
  return stored;
}
async function comparison(c, config, stored, { object, key, columns }) {
  const types = await realTypes(c, stored.schema, stored.name);
  const live = stored.columns.filter((column) => column.removed !== true && types.has(column.name));
  const sqlOf = (field) => {
    const column = field.parent === void 0 ? live.find(({ name }) => same(name, field.name)) : void 0;
    if (column === void 0 || isMasked(column) || field.readsMasked === true) return null;
    const type = spelledOut(types.get(column.name) ?? "");
    return fieldSql(field, type, id(column.name), "v")?.value ?? null;
  };
  const keyValue = key.field.parts === void 0 ? sqlOf(key.field) : wholeKey(key.field.parts.map(sqlOf));
  if (keyValue === null)
    throw notTheObject(
      config,
      `${stored.source}.${stored.table} is synced without the column ${key.field.name}, by which rows are compared`
    );
  const shown = columns.map((column) => ({ column, sql: sqlOf(column.field) })).filter(({ sql }) => sql !== null);
  const idColumn = live.find(({ name }) => same(name, object.idField));
  const select = [
    `${keySql(key.field, keyValue)} AS k`,
    `${idColumn === void 0 ? "NULL" : `CAST(${id(idColumn.name)} AS VARCHAR)`} AS id`,
    ...shown.map(({ column, sql }) => `${sql} AS ${column.value}`)
  ];
  const there = stored.marksDeletes ? " WHERE _deleted_at IS NULL" : "";
  return {
    sql: `SELECT ${select.join(", ")} FROM ${qualified(stored.schema, stored.name)}${there}`,
    columns: shown.map(({ column }) => column),
    seen: stored.syncedAt
  };
}
function wholeKey(values) {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : partsSql(known);
}
function isMasked(column) {
  return "mask" in column && column.mask !== void 0 && column.mask !== null;
}
function spelledOut(type) {
  return type.replace(/^TIMESTAMPTZ$/, "TIMESTAMP WITH TIME ZONE");
}
function notTheObject(config, why) {
  return new HighwaterError(
    "CONFIG_INVALID",
    `${config.name}: compare_with: ${why}.`,
    "Sync the table with that column, or set `compare_with: none`.",
    {
      location: config.location
    }
  );
}

// src/exports/ledger/ledger.ts
function shapeOf({ object, key, columns }) {
  const smaller = ({ values: _, restricted: __, unsendable: ___, parts, ...field }) => ({
    ...field,
    ...parts === void 0 ? {} : { parts: parts.map(smaller) }
  });
  const small = ({ field, ...column }) => ({ ...column, field: smaller(field) });
  return { object: { name: object.name, idField: object.idField }, key: small(key), columns: columns.map(small) };
}
var HEADS = `${STATE_SCHEMA}.exports`;
var JOBS = `${STATE_SCHEMA}.export_jobs`;
var SENT = {
  k: "VARCHAR",
  key: "VARCHAR",
  id: "VARCHAR",
  /** False: it was only refused so far. */
  sent: "BOOLEAN",
  /** Fields were emptied because the key was gone. */
  cleared: "BOOLEAN",
  /** The last sync of `compare_with` when the row was sent: later ones show what became of it. */
  seen: "VARCHAR",
  /** NULL: no sync has read the row back yet. */
  verified: "BOOLEAN",
  /** JSON: fields that a flow or trigger changed, with the values that the service had when the row was read back. */
  returned: "VARCHAR",
  /** The hash of the values that were refused. */
  parked: "VARCHAR",
  parked_code: "VARCHAR",
  parked_message: "VARCHAR"
};
var PENDING = { k: "VARCHAR", key: "VARCHAR", id: "VARCHAR", action: "VARCHAR", piece: "INTEGER", seen: "VARCHAR" };
var Ledger = class {
  name;
  sent;
  pending;
  constructor(name) {
    this.name = name;
    this.sent = qualified(STATE_SCHEMA, `sent__${name}`);
    this.pending = qualified(STATE_SCHEMA, `pending__${name}`);
  }
  /** Makes the tables, and adds columns for fields that were never sent before. A ledger of another target is dropped: true then. */
  async open(c, target, fields) {
    const found = await this.head(c);
    const dropped = found !== null && found.target !== target;
    if (dropped) await this.drop(c);
    await c.run(`CREATE TABLE IF NOT EXISTS ${JOBS} (export VARCHAR, piece INTEGER, content VARCHAR)`);
    await ensureTable(c, this.sent, `sent__${this.name}`, SENT, fields);
    await ensureTable(c, this.pending, `pending__${this.name}`, PENDING, fields);
    const head = found === null || dropped ? { name: this.name, target, succeeded: false, pending: null, shape: null } : found;
    await this.store(c, head);
    return { head, dropped };
  }
  async head(c) {
    await c.run(`CREATE TABLE IF NOT EXISTS ${HEADS} (name VARCHAR, content VARCHAR)`);
    const [row] = await c.rows(`SELECT content FROM ${HEADS} WHERE name = ${text(this.name)}`);
    return row === void 0 ? null : JSON.parse(row.content);
  }
  async store(c, head) {
    await c.run(`DELETE FROM ${HEADS} WHERE name = ${text(this.name)}`);
    await c.run(`INSERT INTO ${HEADS} VALUES (${text(this.name)}, ${text(JSON.stringify(head))})`);
  }
  async jobs(c) {
    const rows = await c.rows(
      `SELECT piece, content FROM ${JOBS} WHERE export = ${text(this.name)} AND piece IS NOT NULL ORDER BY piece`
    );
    return rows.map(({ piece, content }) => ({ piece, job: JSON.parse(content) }));
  }
  async storeJob(c, { piece, job }) {
    await this.settleJob(c, piece);
    await c.run(`INSERT INTO ${JOBS} VALUES (${text(this.name)}, ${piece}, ${text(JSON.stringify(job))})`);
  }
  /** Its outcomes are in the ledger. Its id stays for as long as the service may name it, so that no export takes it for one of its own. */
  async settleJob(c, piece) {
    await c.run(`UPDATE ${JOBS} SET piece = NULL WHERE export = ${text(this.name)} AND piece = ${piece}`);
  }
  async drop(c) {
    await c.run(`DROP TABLE IF EXISTS ${this.sent}`);
    await c.run(`DROP TABLE IF EXISTS ${this.pending}`);
    await c.run(`DELETE FROM ${JOBS} WHERE export = ${text(this.name)}`);
    await c.run(`DELETE FROM ${HEADS} WHERE name = ${text(this.name)}`);
  }
};
async function knownJobIds(c) {
  return (await c.rows(`SELECT content ->> 'id' AS id FROM ${JOBS}`)).map(({ id: job }) => job);
}
async function dropOldJobs(c, now) {
  const before = `CAST(${text(now)} AS TIMESTAMPTZ) - INTERVAL 8 DAY`;
  await c.run(`DELETE FROM ${JOBS} WHERE piece IS NULL AND CAST(content ->> 'createdAt' AS TIMESTAMPTZ) < ${before}`);
}
function fieldColumn(field) {
  return id(`f:${field}`);
}
async function ledgerNames(c) {
  const [{ n } = { n: 0 }] = await c.rows(
    `SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ${text(STATE_SCHEMA)} AND table_name = 'exports'`
  );
  if (n === 0) return [];
  return (await c.rows(`SELECT name FROM ${HEADS} ORDER BY name`)).map((row) => row.name);
}
async function ensureTable(c, table, name, own, fields) {
  const columns = Object.entries(own).map(([column, type]) => `${column} ${type}`);
  await c.run(`CREATE TABLE IF NOT EXISTS ${table} (${columns.join(", ")})`);
  const there = await realTypes(c, STATE_SCHEMA, name);
  for (const field of fields.filter((f) => !there.has(`f:${f}`)))
    await c.run(`ALTER TABLE ${table} ADD COLUMN ${fieldColumn(field)} VARCHAR`);
}

export {
  RESULTS,
  withoutCompression,
  SealedQueries,
  fieldSql,
  castAdvice,
  isFractional,
  serviceValueSql,
  partsSql,
  keySql,
  foundKeySql,
  readQuery,
  recordExports,
  NO_COUNTS,
  comparedTable,
  comparison,
  shapeOf,
  Ledger,
  knownJobIds,
  dropOldJobs,
  fieldColumn,
  ledgerNames,
  storedChecks,
  storeChecks
};
