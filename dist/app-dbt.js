import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openArtifact,
  readChecks
} from "./warehouse-browse-reader.js";
import {
  columnReference
} from "./model-table-check.js";
import {
  DELETED_AT
} from "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import {
  PUBLIC_SCHEMA
} from "./lib-duckdb-node-api.js";
import {
  id,
  text
} from "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import {
  require_dist
} from "./lib-yaml.js";
import "./lib-p-limit.js";
import {
  ConfigError,
  HighwaterError
} from "./model-errors.js";
import "./builtins-node-os.js";
import {
  require_node_fs
} from "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/dbt/dbt-project.ts
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_yaml = __toESM(require_dist(), 1);

// src/dbt/dbt-names.ts
function literal(value) {
  return value.replaceAll(/\{(?=[{%#])/g, '{{ "{" }}');
}
function quotable(name) {
  return literal(name.replaceAll('"', '""'));
}
function dbtNames(tables) {
  const names = /* @__PURE__ */ new Map();
  const taken = new Set(tables.filter(isPlain).map(({ schema, name }) => `${schema}.${name}`));
  for (const table of tables) {
    const plain = isPlain(table) ? table.name : table.name.replaceAll(/\W+/gu, "_");
    let name = plain;
    for (let n = 2; !isPlain(table) && taken.has(`${table.schema}.${name}`); n++) name = `${plain}_${n}`;
    taken.add(`${table.schema}.${name}`);
    names.set(table, name);
  }
  return names;
}
function isPlain({ name }) {
  return /^\w+$/.test(name);
}

// src/dbt/dbt-tests.ts
function testsOf(table, checks, names) {
  const columns = /* @__PURE__ */ new Map();
  const leftOut = [];
  const add = (column, test) => columns.set(column, [...columns.get(column) ?? [], test]);
  const own = checks.filter((c) => c.source === table.source && c.table === table.table);
  for (const check of own) {
    const test = testOf(check, table, names);
    if (test === null || check.column === null) leftOut.push(checkWords(check));
    else add(check.column, test);
  }
  const checked = (column, what) => own.some((c) => c.check === what && c.column === column);
  for (const column of table.key) {
    if (table.key.length === 1 && !checked(column, "unique")) add(column, "unique");
    if (!checked(column, "not_null")) add(column, "not_null");
  }
  const together = `row(${table.key.map(id).join(", ")})`;
  const unique = { unique: { arguments: { column_name: literal(together) } } };
  return { columns, table: table.key.length > 1 ? [unique] : [], leftOut };
}
function testOf(check, table, names) {
  const args = argumentsOf(check, table, names);
  if (args === null) return null;
  const config = {
    ...check.severity === "warn" ? { severity: "warn" } : {},
    // Highwater looks at no row that the source has deleted either.
    ...table.columns.some((c) => c.name === DELETED_AT) ? { where: `${id(DELETED_AT)} IS NULL` } : {}
  };
  const parts = {
    ...Object.keys(args).length === 0 ? {} : { arguments: args },
    ...Object.keys(config).length === 0 ? {} : { config }
  };
  return Object.keys(parts).length === 0 ? check.check : { [check.check]: parts };
}
function argumentsOf(check, table, names) {
  switch (check.check) {
    case "not_null":
    case "unique":
      return {};
    case "accepted_values": {
      const isList = table.columns.find((c) => c.name === check.column)?.duckdbType.endsWith("[]") ?? false;
      const values = acceptedValues(check.detail);
      return isList || values === null ? null : { values: values.map(literal) };
    }
    case "relationships": {
      const { source, table: name, column } = columnReference(check.detail);
      const parent = [...names.keys()].find((t) => t.source === source && t.table === name);
      if (parent === void 0) return null;
      const to = `source(${JSON.stringify(parent.schema)}, ${JSON.stringify(names.get(parent))})`;
      return { to, field: literal(id(column)) };
    }
    default:
      return null;
  }
}
function acceptedValues(detail) {
  try {
    const values = JSON.parse(detail);
    return Array.isArray(values) ? values.map(String) : null;
  } catch {
    return null;
  }
}
function checkWords({ check, column, detail }) {
  return column === null ? `${check}: ${detail}` : `${check}(${column})`;
}

// src/dbt/dbt-sources.ts
var ATTACHED = "highwater";
function dbtSources(tables, checks) {
  const described = tables.filter((t) => t.source !== "");
  const names = dbtNames(described);
  const leftOut = [];
  let tests = 0;
  const sources = [...new Set(described.map((t) => t.schema))].map((schema) => ({
    name: literal(schema),
    database: ATTACHED,
    schema: literal(schema),
    tables: described.filter((t) => t.schema === schema).map((table) => {
      const own = testsOf(table, checks, names);
      leftOut.push(...own.leftOut.map((what) => `${table.schema}.${table.name}: ${what}`));
      tests += own.table.length + [...own.columns.values()].reduce((sum, of) => sum + of.length, 0);
      return describedTable(table, names.get(table) ?? table.name, own);
    })
  }));
  return { file: { version: 2, sources }, tables: described.length, tests, leftOut };
}
function describedTable(table, called, tests) {
  const { source, table: spelled, schema, name, label, filter } = table;
  const synced = `SELECT max(last_synced_at) FROM ${ATTACHED}.${PUBLIC_SCHEMA}.tables WHERE schema = ${text(schema)} AND name = ${text(name)}`;
  const where = filter === null ? "" : ` Only rows where ${filter}.`;
  return {
    name: called,
    ...called === name ? {} : { identifier: quotable(name) },
    description: literal(`${label} (${source}.${spelled}).${where}`),
    config: { loaded_at_query: literal(synced), ...limits(table.course.freshness) },
    ...tests.table.length === 0 ? {} : { data_tests: tests.table },
    columns: table.columns.map((column) => describedColumn(column, tests.columns.get(column.name) ?? []))
  };
}
function describedColumn(column, tests) {
  const { name, label, duckdbType, mask, removed, calculated } = column;
  const facts = [
    label,
    ...mask === null ? [] : [`Masked: ${mask}.`],
    ...calculated ? ["Calculated by the source."] : [],
    ...removed ? ["No longer in the source; old values are kept."] : []
  ];
  const described = facts.length === 1 ? label : `${label.replace(/[.!?]?$/, ".")} ${facts.slice(1).join(" ")}`;
  return {
    name: quotable(name),
    quote: true,
    data_type: duckdbType,
    ...described === name || described === "" ? {} : { description: literal(described) },
    ...tests.length === 0 ? {} : { data_tests: tests }
  };
}
function limits(freshness) {
  const { warnAfterSeconds = null, errorAfterSeconds = null } = freshness ?? {};
  if (warnAfterSeconds === null && errorAfterSeconds === null) return {};
  return {
    freshness: {
      ...warnAfterSeconds === null ? {} : { warn_after: period(warnAfterSeconds) },
      ...errorAfterSeconds === null ? {} : { error_after: period(errorAfterSeconds) }
    }
  };
}
function period(seconds) {
  if (seconds % 86400 === 0) return { count: seconds / 86400, period: "day" };
  if (seconds % 3600 === 0) return { count: seconds / 3600, period: "hour" };
  return { count: Math.ceil(seconds / 60), period: "minute" };
}

// src/dbt/dbt-project.ts
var SOURCES_FILE = (0, import_node_path.join)("models", "highwater", "sources.yml");
var HEADER = "# Written by `highwater dbt`, which overwrites this file. Add your own properties and tests in another one.\n";
async function writeDbtProject(directory, warehouse, sources) {
  await refuseForeign((0, import_node_path.join)(directory, SOURCES_FILE));
  const path = (0, import_node_path.relative)((0, import_node_path.resolve)(directory), (0, import_node_path.resolve)(warehouse)).replaceAll("\\", "/");
  const starters = [
    ["dbt_project.yml", PROJECT],
    ["profiles.yml", profile(path)],
    [".gitignore", "target/\nlogs/\ndbt_packages/\n*.duckdb\n*.duckdb.wal\n"]
  ];
  const isProject = (0, import_node_fs.existsSync)((0, import_node_path.join)(directory, "dbt_project.yml"));
  const missing = starters.filter(([name]) => !(0, import_node_fs.existsSync)((0, import_node_path.join)(directory, name)) && (!isProject || name === "profiles.yml"));
  const files = [[SOURCES_FILE, `${HEADER}${(0, import_yaml.stringify)(sources, { lineWidth: 0 })}`], ...missing];
  for (const [name, text2] of files) await writeFileWhole((0, import_node_path.join)(directory, name), text2);
  return files.map(([name]) => name);
}
async function refuseForeign(file) {
  const present = await (0, import_promises.readFile)(file, "utf8").catch(() => null);
  if (present === null || present.startsWith(HEADER)) return;
  const message = `${file} already exists, and \`highwater dbt\` did not write it. Nothing was written.`;
  throw new ConfigError(
    [{ code: "INPUT_INVALID", message, hint: "Move it, or name another directory with --output." }],
    "INPUT_INVALID"
  );
}
async function writeFileWhole(file, text2) {
  await (0, import_promises.mkdir)((0, import_node_path.dirname)(file), { recursive: true });
  await (0, import_promises.writeFile)(`${file}.partial`, text2);
  await (0, import_promises.rename)(`${file}.partial`, file);
}
var PROJECT = `name: highwater
version: "1.0.0"
config-version: 2
profile: highwater
flags:
  require_generic_test_arguments_property: true
`;
function profile(warehouse) {
  return `highwater:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: dbt.duckdb
      threads: 4
      attach:
        - path: "{{ env_var('HIGHWATER_WAREHOUSE', ${JSON.stringify(warehouse).replaceAll('"', "'")}) }}"
          alias: ${ATTACHED}
          read_only: true
`;
}

// src/app/dbt.ts
async function describeToDbt(place, directory) {
  const { reader, tables } = await openArtifact(place);
  try {
    const { artifact } = reader;
    if (artifact.kind !== "duckdb") throw parquetOnly(place);
    const sources = dbtSources(tables, await readChecks(reader));
    if (sources.tables === 0) throw notSynced(artifact.file);
    const written = await writeDbtProject(directory, artifact.file, sources.file);
    return { written, tables: sources.tables, tests: sources.tests, leftOut: sources.leftOut };
  } finally {
    reader.close();
  }
}
function parquetOnly(place) {
  return new HighwaterError(
    "ARTIFACT_NOT_FOUND",
    `${place} has Parquet files and no warehouse.duckdb, which dbt needs.`,
    "Set `output.duckdb: true` (the default) and run a sync."
  );
}
function notSynced(file) {
  return new HighwaterError(
    "ARTIFACT_NOT_FOUND",
    `${file} has no table that Highwater synced.`,
    "Name the warehouse.duckdb that a sync wrote, or its directory."
  );
}
export {
  describeToDbt
};
