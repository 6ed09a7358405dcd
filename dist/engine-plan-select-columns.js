import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  inStage,
  safeName
} from "./model-in-stage.js";
import {
  columnMatcher,
  isGlob,
  tableFilterOf,
  tableMatcher
} from "./lib-picomatch.js";
import {
  nearest
} from "./config-explain-nearest.js";
import {
  require_mod
} from "./lib-fastest-levenshtein.js";
import {
  SEMANTIC_TYPES
} from "./model-table.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
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
      ...idle.filter((c) => isGlob(c.pattern.pattern)).map(({ pattern }) => `line ${pattern.location.line}: ${source.name} has no table that matches \`${pattern.pattern}\``),
      ...excludedBy(source).idle(all).map((pattern) => `exclude: ${source.name} has no table that matches \`${pattern}\``)
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
  const { fullSyncEverySeconds = null, freshness = null, mask } = pattern?.options ?? {};
  return { fullSyncEverySeconds, freshness, ...mask === void 0 ? {} : { mask } };
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
  const glob = isGlob(text);
  const taken = glob ? excludedBy(source).taken : () => false;
  const meant = glob || all.some((ref) => ref.name === text) ? text : inOtherCase(source, text, all) ?? text;
  const matches = tableMatcher(meant);
  return {
    pattern,
    rank: (category === void 0 ? 0 : 2) + (glob ? 1 : 0),
    matches: (ref) => (category === void 0 || ref.category === category) && !(glob && ref.exactOnly === true || taken(ref.name)) && matches(ref.name)
  };
}
function inOtherCase(source, text, all) {
  const found = anyCase(source) ? all.filter((ref) => ref.name.toLowerCase() === text.toLowerCase()) : [];
  return found.length === 1 ? found[0]?.name ?? null : null;
}
function notFound(source, { pattern, category, location }, all) {
  const elsewhere = all.find((ref) => ref.name === pattern);
  if (elsewhere !== void 0) {
    const message = `${source}.${pattern} belongs to the ${elsewhere.category ?? "others"}, not to the ${category ?? "tables"}.`;
    return { code: "TABLE_NOT_FOUND", message, hint: "Move it to the other list, or name it under `tables`.", location };
  }
  const near = nearest(
    pattern,
    all.map((ref) => ref.name)
  );
  const guess = near === void 0 ? "" : `Did you mean \`${near}\`? `;
  return {
    code: "TABLE_NOT_FOUND",
    message: `${source}.${pattern} does not exist, or this user can't see it.`,
    hint: `${guess}\`highwater discover\` lists all tables that this user can read.`,
    location
  };
}

// src/engine/plan/select-columns.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);

// src/engine/plan/column-bases.ts
function basesOf({ derived = "" }, schema) {
  const code = derived.replaceAll(/'(?:[^']|'')*'/g, "");
  return schema.columns.filter((c) => code.includes(`"${c.name.replaceAll('"', '""')}"`));
}

// src/engine/plan/mask-columns.ts
var HASHED_TYPE = /^(VARCHAR|UUID|DATE|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT))$/;
var DATE_TYPE = /^(DATE|TIMESTAMP|TIMESTAMPTZ)$/;
function maskOf(mask, column) {
  const spelt = (name2) => mask.anyCase === true ? name2.toLowerCase() : name2;
  const name = spelt(column);
  const rule = mask.rules.find(([pattern]) => spelt(pattern) === name) ?? mask.rules.find(([pattern]) => columnMatcher(spelt(pattern))(name));
  return rule === void 0 || rule[1] === "keep" ? null : rule[1];
}
function maskColumns(schema, { mask, path }) {
  if (mask === void 0) return schema;
  const masks = new Map(schema.columns.flatMap((c) => withMask(c, maskOf(mask, c.name))));
  for (const column of schema.columns) {
    const isComputed = column.derived !== void 0 && !mask.rules.some(([name]) => name === column.name);
    if (isComputed && basesOf(column, schema).some((base) => masks.has(base.name))) masks.set(column.name, "redact");
  }
  const columns = schema.columns.map((column) => {
    const own = masks.get(column.name);
    if (own === void 0) return column;
    refuse(schema, column, own, [...path, "mask"]);
    return masked(column, own);
  });
  refuseShared(schema, columns, [...path, "mask"]);
  return { ...schema, columns };
}
function withMask({ name }, mask) {
  return mask === null ? [] : [[name, mask]];
}
function masked(column, mask) {
  const { picklist: _, references: __, valueCheck: ___, ...rest } = column;
  if (mask === "redact") {
    const { adaptive: _a, select: _s, ...plain2 } = rest;
    return { ...plain2, mask, load: null, derived: `CAST(NULL AS ${column.duckdbType})` };
  }
  if (mask !== "hash" || column.load === null) return { ...rest, mask };
  const { parquetType: _p, ...plain } = rest;
  const load = { wire: column.load.wire, read: "VARCHAR", expression: "$" };
  return { ...plain, mask, semanticType: "string", allowedTypes: ["string"], duckdbType: "VARCHAR", load };
}
function refuse(schema, column, mask, path) {
  const { key, identity = [], cursor } = schema;
  const { name } = column;
  if (key.includes(name) || identity.includes(name)) throw notPossible(schema, column, "it is part of the key", path);
  if (cursor?.column === name) throw notPossible(schema, column, "it is the cursor", path);
  if (mask === "redact") return;
  if (column.load === null) throw notPossible(schema, column, "it is computed from other columns; it can only be redacted", path);
  if (mask === "hash" && (column.adaptive === true || !HASHED_TYPE.test(column.duckdbType)))
    throw notPossible(schema, column, `a ${column.nativeType} can't be hashed; it can be redacted`, path);
  if (mask === "hash") return;
  const ofDates = typeof mask.truncate !== "number";
  if (ofDates ? !DATE_TYPE.test(column.duckdbType) : column.duckdbType !== "VARCHAR" || column.adaptive === true)
    throw notPossible(schema, column, `a ${column.nativeType} can't be truncated to ${words(mask.truncate)}`, path);
}
function words(truncate) {
  return typeof truncate === "number" ? `${truncate} characters` : `the ${truncate}`;
}
function refuseShared(schema, columns, path) {
  const { deletedFlag } = schema;
  for (const column of columns.filter((c) => c.mask !== void 0)) {
    const wire = schema.columns.find((c) => c.name === column.name)?.load?.wire;
    if (wire === void 0) continue;
    if (deletedFlag?.wire === wire) throw notPossible(schema, column, "it shows which rows are deleted", path);
    const other = columns.find((c) => c.load?.wire === wire && JSON.stringify(c.mask) !== JSON.stringify(column.mask));
    if (other !== void 0) throw notPossible(schema, column, `${other.name} has the same values; mask both alike`, path);
  }
}
function notPossible({ ref }, { name }, reason, path) {
  return new HighwaterError(
    "MASK_NOT_POSSIBLE",
    `${ref.name}: the column ${name} can't be masked: ${reason}.`,
    `Change its rule under \`mask:\` of the table. If a glob takes it, exempt it with \`${name}: keep\`, or leave the column out with columns: { exclude: [${name}] }.`,
    { path }
  );
}

// src/engine/plan/select-columns.ts
var RESERVED = ["_synced_at", "_deleted_at"];
var RESERVED_BY_HISTORY = ["_valid_from", "_valid_to", "_change", "_run"];
function selectColumns(schema, chosen) {
  const { options } = chosen;
  const title = schema.ref.name;
  const names = schema.columns.map((c) => c.name);
  for (const name of [...options.columns?.include ?? [], ...options.columns?.exclude ?? []]) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, "columns"]);
  }
  for (const [name] of options.mask?.rules.filter(([pattern]) => !isGlob(pattern)) ?? []) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, "mask", name]);
  }
  for (const name of options.history?.columns ?? []) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, "history", "columns"]);
  }
  for (const name of Object.keys(options.types)) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, "types", name]);
  }
  const wanted = new Set(schema.columns.filter((c) => isWanted(c, schema, options)));
  const kept = withBases(schema, options, wanted).map((c) => retype(c, title, options));
  const { columns, renamed, notes } = distinct(
    maskColumns({ ...schema, columns: kept }, options).columns,
    options.history === void 0 ? RESERVED : [...RESERVED, ...RESERVED_BY_HISTORY]
  );
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
function distinct(columns, reserved) {
  const taken = new Set(reserved);
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
    `${table}: the configuration names the column ${name}, which does not exist or which this user can't read.`,
    nearest2 === void 0 ? "Leave it out." : `The nearest name is ${nearest2}. \`highwater discover\` lists all columns that can be read.`,
    { path }
  );
}

// src/engine/describe.ts
async function signIn(source, locate) {
  try {
    return { access: await inStage("connect", async () => source.connect()), error: null };
  } catch (error) {
    return { access: null, error: toHighwaterError(error).report(locate) };
  }
}
async function describeSource(input) {
  const { source, type, notices, signedIn } = input;
  const { access } = signedIn;
  const nothing = { source, type, access, notices, refs: [], tables: [], leftOut: [], failed: [] };
  if (access === null) return { ...nothing, error: signedIn.error };
  try {
    return await inStage("describe", async () => {
      const { refs, chosen, failed } = await findTables(input);
      const isWanted2 = (table) => input.isWanted?.(table.ref.name) ?? true;
      const tables = await describeTables(input, chosen.filter(isWanted2));
      const leftOut = chosen.filter((table) => !isWanted2(table));
      return { ...nothing, refs, error: null, tables: refuseSameNames(tables), leftOut, failed };
    });
  } catch (error) {
    return { ...nothing, error: toHighwaterError(error).report(input.locate) };
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
    `${name}: no pattern under \`tables\` matches a table that this user can read, so there is nothing to sync.`,
    "Correct the patterns, or give the user access to the tables. `highwater discover` lists the tables that it can read."
  );
}
function explained(failed, hidden) {
  const why = hidden.get(failed.name);
  return { ...failed, error: { stage: "describe", ...failed.error, ...why } };
}
async function describeTables({ source, locate }, written) {
  if (written.length === 0) return [];
  const all = await inStage("describe", async () => source.describe(written));
  return all.map((described) => {
    try {
      return { chosen: described.chosen, schema: schemaOf(described), error: null };
    } catch (error) {
      return { chosen: described.chosen, schema: null, error: { stage: "describe", ...toHighwaterError(error).report(locate) } };
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
    const own = options.as ?? ref.target;
    const names = options.history === void 0 ? [own] : [own, `${own}__history`];
    const name = names.find((n) => taken.has(n.toLowerCase()));
    if (name === void 0) {
      for (const n of names) taken.set(n.toLowerCase(), n === own ? ref.name : `the history of ${ref.name}`);
      return table;
    }
    const other = taken.get(name.toLowerCase());
    const error = new HighwaterError(
      "SAME_NAME",
      `${name === own ? ref.name : `The history of ${ref.name}`} and ${other} would both be the table ${name} in DuckDB, which ignores case.`,
      "Give one of them another name with `as:`."
    );
    return { ...table, schema: null, error: error.report() };
  });
}

// src/engine/divide.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
async function withRanges(source, tables, filter, divisions) {
  return Promise.all(
    tables.map(async (table) => {
      const part = filter.part(source.name, table.chosen.ref.name);
      if (part === null || table.schema === null) return table;
      try {
        const range = await rangeOf(source, table, table.schema, part, divisions);
        return { ...table, chosen: { ...table.chosen, options: { ...table.chosen.options, range } } };
      } catch (error) {
        return { ...table, schema: null, error: toHighwaterError(error).report() };
      }
    })
  );
}
async function rangeOf(source, { chosen }, schema, part, divisions) {
  const problem = cannotDivide(source, schema, part) ?? (divisions === null ? NO_PLACE : null);
  if (problem !== null || divisions === null) throw notDivisible(source, schema, problem ?? NO_PLACE);
  const column = schema.columns.find((c) => c.name === schema.key[0]);
  const identity = [source.address, chosen.ref.name, column?.name, column?.nativeType];
  const key = `ranges/${safeName(source.name)}/${safeName(chosen.ref.name)}/${part.of}-${hash(identity)}.json`;
  const edges = await agreed(divisions.store, key) ?? await agree(divisions, key, {
    version: 1,
    source: source.name,
    table: chosen.ref.name,
    column: column?.name ?? "",
    parts: part.of,
    edges: await source.divide?.(chosen, schema, part.of) ?? []
  });
  return {
    ...part,
    column: column?.name ?? "",
    from: part.index === 1 ? null : edges[part.index - 2] ?? null,
    to: edges[part.index - 1] ?? null,
    empty: part.index > edges.length + 1,
    division: hash([...identity, part.of, ...edges])
  };
}
async function agreed(store, key) {
  const found = await store.get(key);
  return found === null ? null : JSON.parse(found.body.toString("utf8")).edges;
}
async function agree({ store, writes }, key, ranges) {
  if (!writes) return ranges.edges;
  const { outcome } = await store.create(key, Buffer.from(`${JSON.stringify(ranges, null, 2)}
`));
  return outcome === "exists" ? await agreed(store, key) ?? ranges.edges : ranges.edges;
}
var NO_PLACE = {
  why: "its parts have no place to agree on their ranges",
  hint: "Set `output.publish`, or keep the state (not encrypted) in a directory or an object store that all jobs reach."
};
function cannotDivide(source, schema, { index, of }) {
  const whole = `Leave out @${index}/${of}, and let one job read the table.`;
  if (source.divide === void 0) return { why: "only tables of PostgreSQL can be divided", hint: whole };
  const [first] = schema.key;
  if (first === void 0) return { why: "it has no key", hint: `Name one under \`key\`. ${whole}` };
  const column = schema.columns.find((c) => c.name === first);
  if (column?.mask !== void 0) return { why: `its key column ${first} is masked`, hint: whole };
  return null;
}
function notDivisible(source, { ref }, { why, hint }) {
  return new HighwaterError("TABLE_NOT_DIVISIBLE", `${source.name}.${ref.name} can't be divided: ${why}.`, hint);
}
function hash(parts) {
  return (0, import_node_crypto.createHash)("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);
}

// src/engine/sources.ts
function wantedSources(config, globs) {
  const names = config.sources.map((s) => s.name);
  const filter = tableFilterOf(globs, names);
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
      const { parallel, apiBudget } = config.run;
      const context = sourceContext(entry.name, entry.name, { deps, parallel, apiBudget, memories, signal, notice });
      const source = await entry.definition.create(entry.options, context);
      return { config: entry, source, notices, notice };
    })
  );
}
function sourceContext(name, memory, { deps, parallel, apiBudget, memories, signal, notice }) {
  return {
    name,
    parallel,
    apiBudget,
    memory: memoryOf(memories, memory),
    signal,
    mask: deps.mask,
    notice,
    ...deps.vaults === null ? {} : { vault: deps.vaults.of(memory) },
    ...deps.idToken === void 0 ? {} : { idToken: deps.idToken }
  };
}
function divisionsOf({ divisions }) {
  return divisions === void 0 ? null : { store: divisions, writes: true };
}
async function connectSources(created, { locate }) {
  return Promise.all(created.map(async (one) => ({ ...one, signedIn: await signIn(one.source, locate) })));
}
async function describeSources(connected, { locate }, filter, divisions = null) {
  return Promise.all(
    connected.map(async ({ config, source, notices, notice, signedIn }) => {
      const session = await describeSource({
        source,
        signedIn,
        type: config.type,
        notices,
        notice,
        locate,
        choose: (all) => chooseTables(config, all),
        ...filter === void 0 ? {} : { isWanted: (table) => filter.matches(config.name, table) }
      });
      const tables = filter === void 0 ? session.tables : await inStage("describe", async () => withRanges(source, session.tables, filter, divisions));
      return { ...session, tables, config };
    })
  );
}
async function withSources(config, deps, memories, work, filter) {
  const divisions = deps.divisions === void 0 ? null : { store: deps.divisions, writes: false };
  const created = await createSources(config, deps, memories, deps.signal);
  try {
    return await work(await describeSources(await connectSources(created, config), config, filter, divisions));
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
  chooseTables,
  couldChoose,
  optionsOf,
  maskOf,
  listTables,
  describeTables,
  schemaOf,
  cannotDivide,
  wantedSources,
  createSources,
  sourceContext,
  divisionsOf,
  connectSources,
  describeSources,
  withSources,
  closeSources
};
