import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  nearest
} from "./config-explain-nearest.js";
import {
  anyMatcher,
  isGlob,
  tableMatcher
} from "./lib-picomatch.js";
import {
  require_mod
} from "./lib-fastest-levenshtein.js";
import {
  SEMANTIC_TYPES
} from "./model-table.js";
import {
  ConfigError,
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  __toESM
} from "./shared.js";

// src/config/select/choose.ts
function chooseTables(source, all) {
  const choosers = source.tables.map((pattern) => chooserOf(source, pattern, all));
  const ranked = [...choosers].sort((a, b) => a.rank - b.rank);
  const found = new Map(choosers.map((c) => [c, []]));
  for (const ref of all) {
    const winner = ranked.find((c) => c.matches(ref));
    if (winner !== void 0) found.get(winner)?.push(ref);
  }
  const chosen = choosers.flatMap((c) => (found.get(c) ?? []).map((ref) => ({ ref, options: c.pattern.options })));
  const idle = choosers.filter((c) => !all.some((ref) => c.matches(ref)));
  return {
    chosen,
    failed: idle.filter((c) => !isGlob(c.pattern.pattern)).map(({ pattern }) => ({ name: pattern.pattern, error: notFound(source.name, pattern, all) })),
    notices: [
      ...idle.filter((c) => isGlob(c.pattern.pattern)).map(({ pattern }) => `line ${pattern.location.line}: ${source.name} has no table that fits \`${pattern.pattern}\``),
      ...excludedBy(source).idle(all).map((pattern) => `exclude: ${source.name} has no table that fits \`${pattern}\``)
    ]
  };
}
function couldChoose(source, name) {
  const { taken } = excludedBy(source);
  return source.tables.some(({ pattern }) => {
    if (isGlob(pattern)) return tableMatcher(pattern)(name) && !taken(name);
    return tableMatcher(pattern)(name) || anyCase(source) && pattern.toLowerCase() === name.toLowerCase();
  });
}
function optionsOf(source, name) {
  const ref = { name, target: name, label: name, kind: "table" };
  const ranked = source.tables.map((pattern2) => chooserOf(source, pattern2, [ref])).sort((a, b) => a.rank - b.rank);
  const pattern = ranked.find((c) => c.matches({ ...ref, ...categoryOf(c.pattern) }))?.pattern ?? source.tables[0];
  return { fullSyncEverySeconds: pattern?.options.fullSyncEverySeconds ?? null };
}
function categoryOf({ category }) {
  return category === void 0 ? {} : { category };
}
var anyCase = ({ definition }) => definition?.naming.ignoresCase === true;
function excludedBy({ exclude = [] }) {
  const matchers = exclude.map((pattern) => ({ pattern, matches: tableMatcher(pattern) }));
  return {
    taken: (name) => matchers.some((m) => m.matches(name)),
    idle: (all) => matchers.filter((m) => !all.some((ref) => m.matches(ref.name))).map((m) => m.pattern)
  };
}
function chooserOf(source, pattern, all) {
  const { pattern: text, category } = pattern;
  const { taken } = excludedBy(source);
  const glob = isGlob(text);
  const meant = glob || all.some((ref) => ref.name === text) ? text : inOtherCase(source, text, all) ?? text;
  const matches = tableMatcher(meant);
  return {
    pattern,
    rank: (category === void 0 ? 0 : 2) + (glob ? 1 : 0),
    matches: (ref) => (category === void 0 || ref.category === category) && !(glob && (ref.exactOnly === true || taken(ref.name))) && matches(ref.name)
  };
}
function inOtherCase(source, text, all) {
  const found = anyCase(source) ? all.filter((ref) => ref.name.toLowerCase() === text.toLowerCase()) : [];
  return found.length === 1 ? found[0]?.name ?? null : null;
}
function notFound(source, { pattern, category, location }, all) {
  const elsewhere = all.find((ref) => ref.name === pattern);
  if (elsewhere !== void 0) {
    const message = `${source}.${pattern} is not one of the ${category ?? "tables"}, but of the ${elsewhere.category ?? "others"}.`;
    return { code: "TABLE_NOT_FOUND", message, hint: "Move it to the other list, or name it under `tables`.", location };
  }
  const near = nearest(
    pattern,
    all.map((ref) => ref.name)
  );
  const guess = near === void 0 ? "" : `Did you mean \`${near}\`? `;
  return {
    code: "TABLE_NOT_FOUND",
    message: `${source}.${pattern} does not exist, or this user may not see it.`,
    hint: `${guess}\`highwater discover\` lists all tables that this user can read.`,
    location
  };
}

// src/config/select/table-filter.ts
function parseTableFilter(text, sources) {
  const parts = splitParts(text ?? "");
  const problems = parts.map((part) => faultOf(part, sources)).filter((fault) => fault !== null);
  if (problems.length > 0) throw new ConfigError(problems, "INPUT_INVALID");
  const matchers = parts.map((part) => {
    const dot = part.indexOf(".");
    const source = anyMatcher(part.slice(0, dot));
    const table = anyMatcher(part.slice(dot + 1));
    return { part, source, matches: (s, t) => source(s) && table(t) };
  });
  return {
    matches: (source, table) => matchers.length === 0 || matchers.some((m) => m.matches(source, table)),
    reaches: (source) => matchers.length === 0 || matchers.some((m) => m.source(source)),
    unmatched: (tables) => matchers.filter((m) => !tables.some((t) => m.matches(t.source, t.table))).map((m) => m.part)
  };
}
function splitParts(text) {
  const parts = text.match(/(?:\{[^}]*\}|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
function faultOf(part, sources) {
  const hint = `Write source.table, such as ${sources[0] ?? "crm"}.*, with commas between several. Sources: ${sources.join(", ")}.`;
  const dot = part.indexOf(".");
  if (dot <= 0 || dot === part.length - 1) {
    return { code: "INPUT_INVALID", message: `tables: \`${part}\` is not of the form source.table.`, hint };
  }
  const source = part.slice(0, dot);
  if (sources.some(anyMatcher(source))) return null;
  const near = nearest(source, sources);
  const guess = near === void 0 ? "" : ` Did you mean \`${near}\`?`;
  return {
    code: "INPUT_INVALID",
    message: `tables: there is no source \`${source}\` in the configuration.${guess}`,
    hint
  };
}

// src/engine/plan/select-columns.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
var RESERVED = /* @__PURE__ */ new Set(["_synced_at", "_deleted_at"]);
function selectColumns(schema, chosen) {
  const { options } = chosen;
  const title = schema.ref.name;
  const names = schema.columns.map((c) => c.name);
  for (const name of [...options.columns?.include ?? [], ...options.columns?.exclude ?? []]) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, "columns"]);
  }
  for (const name of Object.keys(options.types)) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, "types", name]);
  }
  const wanted = new Set(schema.columns.filter((c) => isWanted(c, schema, options)));
  const kept = withBases(schema, options, wanted).map((c) => retype(c, title, options));
  const { columns, renamed, notes } = distinct(kept);
  return {
    ...schema,
    columns,
    key: schema.key.map((k) => renamed.get(k) ?? k),
    ...schema.identity === void 0 ? {} : { identity: schema.identity.map((k) => renamed.get(k) ?? k) },
    nameColumn: schema.nameColumn === null ? null : renamed.get(schema.nameColumn) ?? schema.nameColumn,
    notes: [...schema.notes, ...notes]
  };
}
function isWanted(column, schema, options) {
  if (schema.key.includes(column.name) || schema.identity?.includes(column.name) || column.always) return true;
  const { include, exclude } = options.columns ?? {};
  if (exclude?.includes(column.name)) return false;
  if (include === void 0 || column.asked || column.name === options.name) return true;
  return [column.name, ...column.comesWith ?? []].some((name) => include.includes(name));
}
function withBases(schema, { columns }, wanted) {
  const kept = new Set(wanted);
  for (const column of [...wanted].filter((c) => c.derived !== void 0)) {
    const missing = basesOf(column, schema).filter((base) => !wanted.has(base));
    const named = column.asked || columns?.include?.includes(column.name) === true;
    const may = named && !missing.some((base) => columns?.exclude?.includes(base.name));
    if (may) for (const base of missing) kept.add(base);
    else if (missing.length > 0) kept.delete(column);
  }
  return schema.columns.filter((c) => kept.has(c));
}
function basesOf({ derived = "" }, schema) {
  const code = derived.replaceAll(/'(?:[^']|'')*'/g, "");
  return schema.columns.filter((c) => code.includes(`"${c.name.replaceAll('"', '""')}"`));
}
function retype(column, table, options) {
  const wanted = options.types[column.name];
  if (wanted === void 0 || wanted === column.semanticType) return column;
  if (!isSemanticType(wanted) || !column.allowedTypes.includes(wanted)) {
    const allowed = column.allowedTypes.length === 0 ? "keeps its type" : `may be ${column.allowedTypes.join(", ")}`;
    throw new HighwaterError(
      "TYPE_NOT_POSSIBLE",
      `${table}: column ${column.name} can't have the type ${wanted}.`,
      `A ${column.nativeType} ${allowed}. Change it under \`types:\` of the table.`,
      { path: [...options.path, "types", column.name] }
    );
  }
  return {
    ...column,
    semanticType: wanted,
    ...wanted === "user" && column.duckdbType === "VARCHAR" ? { valueCheck: "email" } : {}
  };
}
function isSemanticType(name) {
  return SEMANTIC_TYPES.includes(name);
}
function distinct(columns) {
  const taken = new Set(RESERVED);
  const renamed = /* @__PURE__ */ new Map();
  const notes = [];
  const result = columns.map((c) => {
    let name = c.name;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${c.name}_${n}`;
    taken.add(name.toLowerCase());
    if (name === c.name) return c;
    renamed.set(c.name, name);
    notes.push({
      kind: "schema",
      column: name,
      message: `column ${c.name} is called ${name} in DuckDB, which already has a column of that name`
    });
    return { ...c, name };
  });
  return { columns: result, renamed, notes };
}
function columnNotFound(table, name, names, path) {
  const nearest2 = [...names].sort(
    (a, b) => (0, import_fastest_levenshtein.distance)(a.toLowerCase(), name.toLowerCase()) - (0, import_fastest_levenshtein.distance)(b.toLowerCase(), name.toLowerCase())
  )[0];
  return new HighwaterError(
    "COLUMN_NOT_FOUND",
    `${table}: the configuration names a column ${name} that does not exist or that this user may not read.`,
    nearest2 === void 0 ? "Leave it out." : `The nearest name is ${nearest2}. \`highwater discover\` lists all columns that can be read.`,
    { path }
  );
}

// src/engine/describe.ts
async function describeSource(input) {
  const { source, type, notices } = input;
  let access = null;
  try {
    access = await source.connect();
    const { refs, chosen, failed } = await findTables(input);
    const isWanted2 = (table) => input.isWanted?.(table.ref.name) ?? true;
    const tables = await describeTables(input, chosen.filter(isWanted2));
    const leftOut = chosen.filter((table) => !isWanted2(table));
    return { source, type, access, notices, refs, error: null, tables: refuseSameNames(tables), leftOut, failed };
  } catch (error) {
    const report = toHighwaterError(error).report(input.locate);
    return { source, type, access, notices, refs: [], error: report, tables: [], leftOut: [], failed: [] };
  }
}
async function findTables(input) {
  const { source } = input;
  let choice = { chosen: [], failed: [], notices: [] };
  let failed = [];
  const { refs, implied, hidden } = await source.tables((all) => {
    choice = input.choose(all);
    failed = choice.failed.filter((f) => input.isWanted?.(f.name) ?? true);
    return { chosen: choice.chosen, missing: failed.map((f) => f.name) };
  });
  for (const message of choice.notices) input.notice(message, true);
  if (choice.chosen.length + choice.failed.length === 0) throw nothingFound(source);
  return { refs, chosen: [...choice.chosen, ...implied], failed: failed.map((f) => explained(f, hidden)) };
}
async function listTables(source) {
  return (await source.tables(() => ({ chosen: [], missing: [] }))).refs;
}
function nothingFound({ name }) {
  return new HighwaterError(
    "TABLE_NOT_FOUND",
    `${name}: no pattern under \`tables\` finds a table that this user can read, so there is nothing to sync.`,
    "Correct the patterns, or give the user access to the tables. `highwater discover` lists the tables that it can read."
  );
}
function explained(failed, hidden) {
  const why = hidden.get(failed.name);
  return why === void 0 ? failed : { ...failed, error: { ...failed.error, ...why } };
}
async function describeTables({ source, locate }, written) {
  if (written.length === 0) return [];
  return (await source.describe(written)).map((described) => {
    try {
      return { chosen: described.chosen, schema: schemaOf(described), error: null };
    } catch (error) {
      return { chosen: described.chosen, schema: null, error: toHighwaterError(error).report(locate) };
    }
  });
}
function schemaOf(described) {
  if ("error" in described) throw described.error;
  return selectColumns(described.schema, described.chosen);
}
function refuseSameNames(tables) {
  const taken = /* @__PURE__ */ new Map();
  return tables.map((table) => {
    const { ref, options } = table.chosen;
    const name = options.as ?? ref.target;
    const other = taken.get(name.toLowerCase());
    if (other === void 0) {
      taken.set(name.toLowerCase(), ref.name);
      return table;
    }
    const error = new HighwaterError(
      "SAME_NAME",
      `${ref.name} and ${other} would both be the table ${name} in DuckDB, which does not tell upper from lower case.`,
      "Give one of them another name with `as:`."
    );
    return { ...table, schema: null, error: error.report() };
  });
}

// src/engine/sources.ts
function wantedSources(config, globs) {
  const names = config.sources.map((s) => s.name);
  const filter = parseTableFilter(globs.join(","), names);
  return { filter, config: { ...config, sources: config.sources.filter((s) => filter.reaches(s.name)) } };
}
async function createSources(config, deps, memories, signal) {
  return Promise.all(
    config.sources.map(async (entry) => {
      const notices = [];
      const notice = (message, warning = false) => {
        notices.push(message);
        deps.observe({ type: "notice", source: entry.name, message, ...warning ? { warning } : {} });
      };
      const source = await entry.definition.create(entry.options, {
        name: entry.name,
        parallel: config.run.parallel,
        apiBudget: config.run.apiBudget,
        memory: memoryOf(memories, entry.name),
        signal,
        mask: deps.mask,
        notice,
        ...deps.vaults === null ? {} : { vault: deps.vaults.of(entry.name) },
        ...deps.idToken === void 0 ? {} : { idToken: deps.idToken }
      });
      return { config: entry, source, notices, notice };
    })
  );
}
async function describeSources(created, { locate }, filter) {
  return Promise.all(
    created.map(async ({ config, source, notices, notice }) => {
      const session = await describeSource({
        source,
        type: config.type,
        notices,
        notice,
        locate,
        choose: (all) => chooseTables(config, all),
        ...filter === void 0 ? {} : { isWanted: (table) => filter.matches(config.name, table) }
      });
      return { ...session, config };
    })
  );
}
async function withSources(config, deps, memories, work, filter) {
  const created = await createSources(config, deps, memories, deps.signal);
  try {
    return await work(await describeSources(created, config, filter));
  } finally {
    await closeSources(created);
  }
}
function memoryOf(memories, source) {
  const own = memories.get(source) ?? /* @__PURE__ */ new Map();
  memories.set(source, own);
  return { get: (key) => own.get(key), set: (key, value) => void own.set(key, value) };
}
async function closeSources(created) {
  await Promise.allSettled(created.map(async ({ source }) => source.close()));
}

export {
  listTables,
  describeTables,
  schemaOf,
  couldChoose,
  optionsOf,
  parseTableFilter,
  wantedSources,
  createSources,
  describeSources,
  withSources,
  closeSources
};
