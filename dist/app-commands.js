import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  depsOf,
  openSharedStores
} from "./app-shared-stores.js";
import {
  prepareNative
} from "./runtime-native-install.js";
import {
  dependencies,
  tableLines,
  wrap
} from "./lib-ajv.js";
import {
  checkExports
} from "./exports-prepare-check-fields.js";
import {
  LakeManifest,
  OLDEST_UNCHANGED_MS,
  beginImport,
  leftOutNotice,
  mayLeaveOut,
  planRun,
  planTable,
  withFullSyncsDue
} from "./engine-plan-run-plan.js";
import {
  cannotDivide,
  chooseTables,
  createSources,
  wantedSources,
  withSources
} from "./engine-plan-select-columns.js";
import {
  isGlob
} from "./lib-picomatch.js";
import {
  limitWords,
  staleHint
} from "./views-facts-table-freshness.js";
import {
  count,
  counted,
  duration,
  harmless,
  harmlessAll,
  instant,
  list,
  oneLine,
  percent,
  secondsBetween,
  size,
  watermark
} from "./views-facts-format.js";
import {
  FRESHNESS_MEMORY,
  agesOf
} from "./model-table-age.js";
import {
  openObjectStore
} from "./objects-directory-driver.js";
import {
  ObjectStoreError
} from "./objects-object-store.js";
import {
  hasScheme
} from "./objects-store-address.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";

// src/model/results.ts
function succeeded(outcome) {
  switch (outcome.command) {
    case "validate":
      return true;
    case "check":
    case "freshness":
      return outcome.ok;
    case "discover":
      return outcome.sources.every((source) => source.error === null);
    case "plan":
      return [...outcome.sources, ...outcome.tables].every((one) => one.error === null);
  }
}

// src/views/terminal/text-parts.ts
function quota({ name, used, limit }) {
  const rest = Math.max(0, limit - used);
  return [name, `${count(rest)} of ${count(limit)} left (${percent(limit > 0 ? rest / limit : 0)})`];
}
function facts(pairs, columns) {
  const widest = Math.min(40, Math.max(0, ...pairs.map(([label]) => label.length)));
  return pairs.flatMap(([label, value]) => wrap(oneLine(value), columns - 1, `    ${oneLine(label).padEnd(widest)}  `));
}
function paintedTable(specs, rows, { columns, colors }, bad) {
  return tableLines(
    specs,
    rows,
    Math.max(40, columns - 5),
    (cell, row, column) => row < 0 ? colors.dim(cell) : column === 0 && bad(row) ? colors.red(cell) : cell
  );
}
function problem(subject, what, options) {
  const { colors, columns } = options;
  return [
    `  ${colors.red(`✗ ${oneLine(subject)}`)}${what.code === void 0 ? "" : ` ${colors.bold(what.code)}`}`,
    ...wrap(oneLine(what.message), columns - 1, "    "),
    ...what.hint === "" ? [] : wrap(oneLine(what.hint), columns - 1, "    → ")
  ];
}
function failure(what, error, options) {
  return error === null ? [] : problem(`${what} failed`, error, options);
}
function warnings(messages, colors, columns) {
  return messages.flatMap((message) => wrap(oneLine(message), columns - 1, "  ! ")).map((line) => colors.yellow(line));
}
function noteLines(table, notes, { columns }) {
  return notes.flatMap(
    ({ column, message }) => wrap(oneLine(`${table}${column === void 0 ? "" : `.${column}`}: ${message}`), columns - 1, "  ! ")
  );
}
var indent = (lines) => lines.map((line) => `  ${line}`);

// src/views/terminal/text-discover.ts
var FOUND = [
  { title: "  Table", align: "left", drop: 0 },
  { title: "Label", align: "left", drop: 3 },
  { title: "Kind", align: "left", drop: 2 },
  { title: "Columns", align: "right", drop: 1 },
  { title: "Key", align: "left", drop: 4 },
  { title: "Cursor", align: "left", drop: 1 }
];
var COLUMNS = [
  { title: "Column", align: "left", drop: 0 },
  { title: "Native type", align: "left", drop: 0 },
  { title: "Semantic", align: "left", drop: 1 },
  { title: "DuckDB", align: "left", drop: 2 },
  { title: "Label", align: "left", drop: 3 },
  { title: "Points at", align: "left", drop: 4 }
];
function renderDiscover(result, options) {
  const { colors, columns } = options;
  const whole = options.verbose || result.tables.length > 0;
  const lines = result.sources.flatMap((source) => [
    ...wrap(oneLine(whatWasAsked(source)), columns - 1, `${colors.bold(oneLine(source.name))}  `),
    ...failure("signing in", source.error, options),
    ...whole ? source.tables.flatMap((t) => described(t, options)) : foundTable(source.tables, options),
    ...problems(source.tables, whole, options),
    ...warnings(source.notices, colors, columns),
    ""
  ]);
  const all = result.sources.flatMap((s) => s.tables.map((t) => ({ ...t, source: s.name })));
  const chosen = all.filter((t) => t.chosen).length;
  const found = `${counted(all.length, "table")} found, ${count(chosen)} chosen in ${oneLine(result.configFile)} (●).`;
  const example = all.find((t) => t.chosen && t.schema !== null) ?? all.find((t) => t.schema !== null);
  const how = `highwater discover --tables ${quoted(`${example?.source}.${example?.ref.name}`)} shows the columns of one table, -v those of all.`;
  return [...lines, found, ...whole || example === void 0 ? [] : wrap(oneLine(how), columns - 1, "")];
}
function quoted(name) {
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}
function whatWasAsked({ type, identity, requests }) {
  return `${type}${identity === null ? "" : ` · as ${identity} · ${counted(requests, "call")}`}`;
}
function problems(tables, whole, options) {
  const kinds = /* @__PURE__ */ new Map();
  const shown = tables.filter((t) => {
    if (t.error === null) return false;
    const seen = kinds.get(t.error.code);
    if (t.chosen || whole || seen === void 0) {
      if (!t.chosen) kinds.set(t.error.code, { first: t, others: 0 });
      return true;
    }
    seen.others++;
    return false;
  });
  return shown.flatMap((t) => {
    const kind = t.error === null ? void 0 : kinds.get(t.error.code);
    const others = kind?.first === t && kind.others > 0 ? ` and ${counted(kind.others, "other")}` : "";
    return t.error === null ? [] : problem(`${t.ref.name}${others}`, t.error, options);
  });
}
function foundTable(tables, options) {
  if (tables.length === 0) return ["  no tables"];
  const rows = tables.map((t) => [
    `${t.chosen ? "●" : " "} ${oneLine(t.ref.name)}`,
    t.ref.label === t.ref.name ? "" : oneLine(t.ref.label),
    oneLine(t.ref.kind),
    t.schema === null ? "" : count(t.schema.columns.length),
    oneLine(t.schema?.key.join(", ") ?? ""),
    oneLine(t.schema?.cursor ?? "")
  ]);
  const used = FOUND.map((_, i) => i < 3 || rows.some((row) => row[i] !== ""));
  const specs = FOUND.filter((_, i) => used[i]);
  return indent(
    paintedTable(
      specs,
      rows.map((row) => row.filter((_, i) => used[i])),
      options,
      () => false
    )
  );
}
function described(t, options) {
  const head = `  ${t.chosen ? "●" : " "} ${options.colors.bold(oneLine(t.ref.name))}  ${oneLine([...t.ref.label === t.ref.name ? [] : [t.ref.label], t.ref.kind].join(" · "))}`;
  if (t.schema === null) return [head];
  const { key, cursor, notes } = t.schema;
  const rows = t.schema.columns.map(
    (c) => [
      c.name,
      c.nativeType,
      c.semanticType || "–",
      c.duckdbType,
      c.label === c.name ? "" : c.label,
      c.references?.join(", ") ?? ""
    ].map(oneLine)
  );
  return [
    head,
    `    key ${oneLine(key.join(", ")) || "none"} · cursor ${oneLine(cursor ?? "none")}`,
    ...indent(indent(paintedTable(COLUMNS, rows, options, () => false))),
    ...notes.flatMap(
      (note) => wrap(oneLine(`${note.column ? `${note.column}: ` : ""}${note.message}`), options.columns - 1, "    ! ")
    ),
    ""
  ];
}

// src/views/terminal/text-freshness.ts
var SPECS = [
  { title: "  Table", align: "left", drop: 0 },
  { title: "Age", align: "right", drop: 0 },
  { title: "Last sync (UTC)", align: "left", drop: 1 },
  { title: "Limits", align: "left", drop: 2 }
];
var MARK = { fresh: "✓", warn: "!", error: "✗" };
function renderFreshness(result, options) {
  const { colors, columns } = options;
  const tables = [...result.tables].sort(
    (a, b) => (b.ageSeconds ?? Number.POSITIVE_INFINITY) - (a.ageSeconds ?? Number.POSITIVE_INFINITY)
  );
  const rows = tables.map((t) => [
    `${MARK[t.status]} ${oneLine(`${t.source}.${t.table}`)}`,
    t.ageSeconds === null ? "never" : duration(t.ageSeconds),
    t.syncedAt === null ? "–" : instant(t.syncedAt),
    limitWords(t)
  ]);
  const late = tables.filter((t) => t.status === "error").length;
  const warned = tables.filter((t) => t.status === "warn").length;
  const read = `By the ${result.from} of ${instant(result.at)} UTC, ${duration(secondsBetween(result.at, result.now))} ago.`;
  const unsure = tables.find((t) => t.mayBeFresher === true);
  const last = late > 0 ? colors.red(colors.bold(`✗ ${counted(late, "table is", "tables are")} too old.`)) : colors.green(colors.bold(`✓ No table is too old${warned > 0 ? `; ${counted(warned, "is", "are")} late` : ""}.`));
  return [
    ...paintedTable(SPECS, rows, options, (row) => tables[row]?.status === "error"),
    "",
    ...wrap(read, columns - 1, ""),
    last,
    ...unsure === void 0 ? [] : wrap(`→ ${staleHint(unsure)}`, columns - 1, "  ")
  ];
}

// src/views/terminal/text-plan.ts
var PLANNED = [
  { title: "  Table", align: "left", drop: 0 },
  { title: "Mode", align: "left", drop: 0 },
  { title: "From (UTC)", align: "left", drop: 2 },
  { title: "Partitions", align: "right", drop: 3 },
  { title: "Rows", align: "right", drop: 1 },
  { title: "Calls", align: "right", drop: 1 },
  { title: "Why", align: "left", drop: 4 }
];
function renderPlan(result, options) {
  const { colors, columns, verbose } = options;
  const state = result.state;
  const age = state === null ? "" : duration(secondsBetween(state.savedAt, options.now));
  const rows = result.tables.map(planRow);
  const lines = [
    ...wrap(
      oneLine(`A sync would be ${result.mode === "mixed" ? "full for some tables, incremental for others" : result.mode}.`),
      columns - 1,
      ""
    ),
    ...wrap(
      state === null ? "There is no state yet." : `It would continue from generation ${state.generation}, saved ${age} ago (${size(state.bytes)}).`,
      columns - 1,
      ""
    ),
    "",
    ...rows.length === 0 ? ["  no tables"] : paintedTable(PLANNED, rows, options, (row) => result.tables[row]?.error !== null),
    ...verbose ? ["", ...result.tables.flatMap((t) => partitionLines(t, options))] : [],
    ...result.tables.flatMap((t) => noteLines(`${t.source}.${t.table}`, t.plan?.schema.notes ?? [], options)),
    ...result.tables.flatMap((t) => t.error === null ? [] : problem(`${t.source}.${t.table}`, t.error, options)),
    ...result.sources.flatMap((s) => [...failure(`source ${s.name}`, s.error, options), ...warnings(s.notices, colors, columns)]),
    ...facts(
      result.sources.flatMap((s) => s.quotas.map((q) => [`${s.name}: ${quota(q)[0]}`, quota(q)[1]])),
      columns
    ),
    ...warnings(result.notices, colors, columns)
  ];
  return [...lines, "", ...wrap(planVerdict(result), columns - 1, "").map(colors.bold)];
}
function planRow(t) {
  const name = oneLine(`${t.source}.${t.table}`);
  if (t.plan === null) return [`✗ ${name}`, "–", "–", "–", "–", "–", t.error?.code ?? ""];
  const rows = total(t.partitions.map((p) => p.expectedRows));
  const calls = total(t.partitions.map((p) => p.expectedRequests));
  const from = t.plan.since === null ? "the beginning" : oneLine(watermark(t.plan.since));
  return [
    `${t.error === null ? "·" : "✗"} ${name}`,
    t.plan.mode,
    from,
    count(t.partitions.length),
    rows,
    calls,
    oneLine(t.plan.why)
  ];
}
function total(values) {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return "?";
  return `${known.length < values.length ? "≥ " : ""}${count(known.reduce((sum, v) => sum + v, 0))}`;
}
function partitionLines(t, { colors, columns }) {
  const lines = t.partitions.flatMap((p) => [
    `  ${oneLine(p.id)} ${colors.dim(`${p.pass}${p.expectedRows === null ? "" : `, about ${counted(p.expectedRows, "row")}`}`)}`,
    ...harmless(p.query).split("\n").flatMap((line) => wrap(line, columns - 1, "      "))
  ]);
  return lines.length === 0 ? [] : [colors.bold(oneLine(`${t.source}.${t.table}`)), ...lines, ""];
}
function planVerdict(result) {
  const failed = result.tables.filter((t) => t.error !== null).length;
  const partitions = result.tables.flatMap((t) => t.partitions);
  const rows = total(partitions.map((p) => p.expectedRows));
  const calls = total(partitions.map((p) => p.expectedRequests));
  const bad = failed > 0 ? ` ${counted(failed, "table")} could not be planned.` : "";
  return `${counted(result.tables.length - failed, "table")}, ${counted(partitions.length, "partition")}, ${rows.replace("≥", "at least")} rows, ${calls} calls. Nothing was read or changed.${bad}`;
}

// src/views/terminal/text.ts
function renderOutcome(found, options) {
  const result = harmlessAll(found);
  switch (result.command) {
    case "validate":
      return renderValidate(result, options);
    case "check":
      return renderCheck(result, options);
    case "discover":
      return renderDiscover(result, options);
    case "plan":
      return renderPlan(result, options);
    case "freshness":
      return renderFreshness(result, options);
  }
}
function renderValidate(result, { colors, columns }) {
  const tables = result.sources.reduce((sum, source) => sum + source.tables.length, 0);
  const sources = result.sources.flatMap((s) => [
    `${colors.bold(oneLine(s.name))}  ${oneLine(`${s.type} · ${s.address}`)}`,
    ...wrap(oneLine(s.tables.join(", ")) || "no tables", columns - 1, "  ")
  ]);
  const variables = result.variables.length === 0 ? [] : wrap(`Filled in from the environment: ${list(result.variables)}.`, columns - 1, "");
  const good = `${oneLine(result.configFile)} is valid: ${counted(result.sources.length, "source")}, ${counted(tables, "table or pattern", "tables or patterns")}.`;
  return [
    ...sources,
    "",
    ...variables,
    ...artifactLines(result.outputBytes, columns),
    ...warnings(result.warnings, colors, columns),
    ...wrap(good, columns - 1, "✓ ").map((line) => colors.green(colors.bold(line)))
  ];
}
var UPLOADS_KEPT = 13 * 3;
function artifactLines(bytes, columns) {
  if (bytes === null) return [];
  const text = `The last run's output takes ${size(bytes)}. Uploaded as an artifact in each of 13 runs a day and kept for 3 days, that is up to ${size(bytes * UPLOADS_KEPT)}; GitHub includes 500 MB (Free), 1 GB (Pro), 2 GB (Team) or 50 GB (Enterprise).`;
  return wrap(text, columns - 1, "");
}
var ACCESS = [
  { title: "  Table", align: "left", drop: 0 },
  { title: "Rows", align: "right", drop: 0 },
  { title: "Cursor", align: "left", drop: 1 },
  { title: "Key", align: "left", drop: 2 },
  { title: "Hidden columns", align: "left", drop: 3 }
];
function renderCheck(result, options) {
  const { colors, columns } = options;
  const sources = result.sources.flatMap((source) => [
    ...wrap(
      oneLine(`${source.type}${source.access === null ? "" : ` · ${source.access.server}`}`),
      columns - 1,
      `${colors.bold(oneLine(source.name))}  `
    ),
    ...source.access === null ? failure("signing in", source.error, options) : [
      `  ${colors.green("✓")} signed in as ${oneLine(source.access.identity)} (${duration(source.seconds)}, ${counted(source.requests, "call")})`,
      ...facts([...source.access.facts, ...source.quotas.map(quota)], columns),
      ...failure("reading", source.error, options),
      ...accessTable(source.tables, options)
    ],
    ...warnings(source.notices, colors, columns),
    ""
  ]);
  const exports = (result.exports ?? []).flatMap((one) => exportAccessLines(one, options));
  const stores = (result.stores ?? []).flatMap((one) => storeLines(one, options));
  const verdict = wrap(checkVerdict(result), columns - 1, result.ok ? "✓ " : "✗ ");
  return [
    ...sources,
    ...exports.length === 0 ? [] : [...exports, ""],
    ...stores.length === 0 ? [] : [...stores, ""],
    ...verdict.map((line) => (result.ok ? colors.green : colors.red)(colors.bold(line)))
  ];
}
function accessTable(tables, options) {
  if (tables.length === 0) return [];
  const rows = tables.map((t) => [
    `${t.readable ? "✓" : "✗"} ${oneLine(t.ref.name)}`,
    t.rows === null ? "?" : count(t.rows),
    t.readable ? t.cursor ?? "none: read in full each run" : "–",
    t.key.join(", ") || "none",
    oneLine(t.hidden.join(", "))
  ]);
  const problems2 = tables.flatMap((t) => t.problem === void 0 ? [] : problem(t.ref.name, t.problem, options));
  const notes = tables.flatMap((t) => noteLines(t.ref.name, t.notes ?? [], options));
  return [...indent(paintedTable(ACCESS, rows, options, (row) => tables[row]?.readable === false)), ...problems2, ...notes];
}
function exportAccessLines(one, options) {
  const { colors, columns } = options;
  const title = oneLine(`Export ${one.name}: ${one.operation} ${one.object} in ${one.to}, by ${one.key}`);
  if (one.error !== null) return [colors.bold(title), ...failure("writing", one.error, options)];
  const { fields, keyFilled } = one;
  const facts2 = [
    `may ${one.may.join(", ") || "do nothing"}`,
    ...fields === null ? [] : [`may write ${count(fields.fields)} of ${counted(fields.of, "field")}`],
    "the key is unique",
    ...keyFilled === null ? [] : [`${count(keyFilled.filled)} of ${counted(keyFilled.records, "record")} have it filled`]
  ];
  const notes = one.notes.flatMap((note) => wrap(oneLine(note), Math.max(40, columns - 1), "  ! "));
  return [colors.bold(title), `  ${colors.green("✓")} ${oneLine(facts2.join("; "))}`, ...notes];
}
function storeLines({ use, address, found, error }, options) {
  const { colors, columns } = options;
  const title = wrap(oneLine(address), columns - 1, `${colors.bold(use)}  `);
  if (error !== null) return [...title, ...failure("reading", error, options)];
  const nothing = use === "state" ? "no state so far" : "nothing published so far";
  return [...title, `  ${colors.green("✓")} can be read: ${found ?? nothing}`];
}
function checkVerdict(result) {
  const tables = result.sources.flatMap((s) => s.tables);
  const unreadable2 = tables.filter((t) => !t.readable).length;
  const shut = result.sources.filter((s) => s.access === null).map((s) => s.name);
  if (result.ok && tables.length === 0) return "Signing in works, but the configuration chooses no table. Nothing was changed.";
  if (result.ok) {
    const all = tables.length === 1 ? "The one table" : `All ${counted(tables.length, "table")}`;
    return `${all} can be read. Nothing was changed.`;
  }
  const stopped = (result.exports ?? []).filter((e) => e.error !== null).map((e) => e.name);
  const closed = (result.stores ?? []).filter((s) => s.error !== null).map((s) => s.use);
  const parts = [
    ...stopped.length > 0 ? [`${list(stopped)} can’t be exported`] : [],
    ...closed.length > 0 ? [`The ${list(closed)} can’t be read`] : [],
    ...shut.length > 0 ? [`Signing in failed for ${list(shut)}`] : [],
    ...unreadable2 > 0 ? [`${count(unreadable2)} of ${counted(tables.length, "table")} can’t be read`] : []
  ];
  return `${oneLine(parts.join("; ")) || "The check failed"}. Nothing was changed.`;
}

// src/app/commands.ts
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

// src/engine/plan/job-matrix.ts
var WORTH_MOVING = 2;
function divideJobs(units, limits) {
  const kept = assign(units, limits, true);
  const fresh = assign(units, limits, false);
  const chosen = heaviest(kept) > heaviest(fresh) * WORTH_MOVING ? fresh : kept;
  const matrix = chosen.flatMap((own, i) => own.length === 0 ? [] : [jobOf(own, stateName(limits, i))]);
  const moved = chosen.flatMap(
    (own, i) => own.filter((u) => u.state !== null && u.state !== stateName(limits, i)).flatMap((u) => u.tables)
  );
  return { matrix, moved };
}
var stateName = ({ prefix }, index) => `${prefix}job-${index + 1}`;
var load = (units) => units.reduce((sum, u) => sum + u.work, 0);
var heaviest = (jobs) => Math.max(0, ...jobs.map(load));
function assign(units, limits, keep) {
  const jobs = Array.from({ length: limits.jobs }, () => []);
  const name = (unit) => unit.tables.join();
  const open = [];
  for (const unit of units) {
    const known = jobs.find((_, i) => keep && unit.state === stateName(limits, i));
    if (known !== void 0 && mayHave(known, unit, jobs, limits)) known.push(unit);
    else open.push(unit);
  }
  const total2 = load(units) / Math.max(1, limits.jobs);
  for (const unit of open.sort((a, b) => b.work - a.work || (name(a) < name(b) ? -1 : 1))) {
    const possible = jobs.filter((job) => mayHave(job, unit, jobs, limits));
    const cost = (job) => load(job) + (job.some((u) => u.source === unit.source) ? 0 : total2 * 0.05);
    possible.sort((a, b) => cost(a) - cost(b))[0]?.push(unit);
  }
  return jobs;
}
function mayHave(job, unit, jobs, { ofSystem }) {
  const parts = unit.dividedTable;
  if (parts !== void 0 && job.some((u) => u.dividedTable === parts)) return false;
  const has = (own) => own.some((u) => u.system === unit.system);
  return has(job) || jobs.filter(has).length < (ofSystem.get(unit.system) ?? Number.POSITIVE_INFINITY);
}
function jobOf(units, state) {
  const sources = [...new Set(units.map((u) => u.source))];
  const shown = sources.length > 3 ? [...sources.slice(0, 3), `${sources.length - 3} more`] : sources;
  return { name: `${state} (${shown.join(", ")})`, tables: units.flatMap((u) => u.tables).join(","), "state-name": state };
}

// src/engine/plan-matrix.ts
var DIVIDED_FROM_ROWS = 2e6;
var DEFAULT_JOBS = 4;
var MOST_JOBS = 256;
async function planMatrix(opened, config, { jobs, stateName: stateName2, lake, divides }) {
  const known = lake === null ? [] : (await LakeManifest.read(lake)).entries;
  const wanted = Math.min(MOST_JOBS, jobs ?? Math.max(DEFAULT_JOBS, config.sources.length));
  const estimated = await Promise.all(opened.map(async (open) => estimate(open, known)));
  const total2 = estimated.flat().reduce((sum, group) => sum + group.work, 0);
  const units = estimated.flat().flatMap((group) => unitsOf(group, { share: total2 / wanted, jobs: wanted, divides }));
  const ofSystem = new Map(opened.flatMap(({ source }) => limitOf(source)));
  const prefix = stateName2 === "default" ? "" : `${stateName2}-`;
  const { matrix, moved } = divideJobs(units, { jobs: wanted, ofSystem, prefix });
  const notices = [
    ...opened.flatMap(
      ({ source, error }) => error === null ? [] : [`${source.name}: ${error.message} Its tables are planned as one job, which will say so too.`]
    ),
    ...moved.length === 0 ? [] : [`Read in full once, because another job reads them now: ${moved.join(", ")}.`]
  ];
  return { matrix, notices };
}
function limitOf(source) {
  const most = source.jobsAtOnce?.();
  return most === void 0 ? [] : [[source.address, Math.max(1, most)]];
}
async function estimate(open, known) {
  const { source, error } = open;
  const mine = known.filter((e) => e.source === source.name);
  const nothing = { open, rows: 0, work: 1, parts: null, isDivisible: false };
  if (error !== null) return [{ ...nothing, tables: ["*"], states: mine.slice(0, 1).map((e) => e.stateName ?? null) }];
  const described2 = open.tables.map((t) => t.chosen);
  const unknown = described2.filter(({ ref }) => rowsKnown(mine, ref.name) === null);
  const counted2 = new Map((await source.access(unknown)).map((t) => [t.ref.name, t.rows ?? 0]));
  return together(open).map((tables) => {
    const names = tables.map((t) => t.ref.name);
    const entries = names.map((name) => mine.find((e) => e.table === name));
    const rows = names.map((name) => rowsKnown(mine, name) ?? roughly(counted2.get(name) ?? 0));
    const widths = names.map((name) => open.tables.find((t) => t.chosen.ref.name === name)?.schema?.columns.length ?? 1);
    const [first] = tables;
    const schema = open.tables.find((t) => t.chosen === first)?.schema ?? null;
    const [entry] = entries;
    return {
      open,
      tables: names,
      rows: rows.reduce((sum, n) => sum + n, 0),
      // A table costs something though it is empty.
      work: rows.reduce((sum, n, i) => sum + n * ((widths[i] ?? 1) + 2), 1e3),
      states: entries.map((e) => e?.stateName ?? null),
      parts: entry?.parts === void 0 ? null : stateNames(entry),
      isDivisible: names.length === 1 && first !== void 0 && schema !== null && cannotDivide(source, schema, { index: 1, of: 2 }) === null && !looksAtAll(first.options)
    };
  });
}
function stateNames({ parts = {}, partCount = 0 }) {
  return Array.from({ length: partCount }, (_, i) => parts[String(i + 1)]?.stateName ?? null);
}
function rowsKnown(entries, table) {
  return entries.find((e) => e.table === table)?.rows ?? null;
}
function roughly(rows) {
  return rows === 0 ? 0 : 2 ** (Math.round(Math.log2(rows) * 2) / 2);
}
function looksAtAll({ checks = [] }) {
  return checks.some(({ check: check2 }) => check2 === "unique" || check2 === "row_count" || check2 === "relationships");
}
function together(open) {
  const { source, config, tables, refs } = open;
  const all = tables.map((t) => t.chosen);
  const groups = new Map(all.map((t) => [t.ref.name, /* @__PURE__ */ new Set([t])]));
  const join3 = (a, b) => {
    const [one, other] = [groups.get(a), groups.get(b)];
    if (one === void 0 || other === void 0 || one === other) return;
    for (const table of other) groups.set(table.ref.name, one.add(table));
  };
  const chosen = new Set(chooseTables(config, refs).chosen.map((t) => t.ref.name));
  for (const table of all.filter((t) => !chosen.has(t.ref.name))) {
    const parent = all.find((t) => chosen.has(t.ref.name) && t.options.path.join(".") === table.options.path.join("."));
    join3((parent ?? all.find((t) => chosen.has(t.ref.name)) ?? table).ref.name, table.ref.name);
  }
  for (const { from } of derivedOf(open)) {
    const members = all.filter((t) => from.includes(t.options.as ?? t.ref.target));
    for (const member of members.slice(1)) join3(members[0]?.ref.name ?? "", member.ref.name);
  }
  for (const table of all)
    for (const { parent } of table.options.checks ?? []) if (parent?.source === source.name) join3(parent.table, table.ref.name);
  return [...new Set(groups.values())].map((group) => [...group]);
}
function derivedOf({ source, tables }) {
  const plans = tables.flatMap(({ chosen, schema }) => {
    if (schema === null) return [];
    const given = {
      source: source.name,
      address: source.address,
      chosen,
      schema,
      known: null,
      requested: "full",
      why: ""
    };
    return [planTable({ ...given, widens: () => true }).plan];
  });
  return source.derive?.(plans) ?? [];
}
function unitsOf(group, by) {
  const { open, tables, work, rows, states, parts, isDivisible } = group;
  const { name, address: system } = open.source;
  const whole = { system, source: name, tables: tables.map((t) => `${name}.${written(t)}`), work };
  const many = Math.min(by.jobs, Math.ceil(work / by.share));
  const of = parts?.length ?? (rows >= DIVIDED_FROM_ROWS && states[0] == null ? many : 1);
  if (!isDivisible || !by.divides || of < 2 || of > by.jobs) return [{ ...whole, state: states.find((s) => s !== null) ?? null }];
  const [table = ""] = whole.tables;
  return Array.from({ length: of }, (_, i) => ({
    ...whole,
    tables: [`${table}@${i + 1}/${of}`],
    work: work / of,
    state: parts?.[i] ?? null,
    dividedTable: table
  }));
}
function written(table) {
  return table === "*" ? table : isGlob(table) || table.includes(",") ? table.replaceAll(/[,*?[\]{}]/g, "?") : table;
}

// src/app/check-stores.ts
async function checkStores({ env, signal }, config, { store }) {
  const checks = [];
  if (hasScheme(store.describe()))
    checks.push(
      looked("state", store.describe(), async () => {
        const newest = await store.newest();
        return newest === null ? null : `generation ${newest.generation}`;
      })
    );
  const to = config.output.publish?.to;
  if (to !== void 0 && hasScheme(to)) {
    const lake = await openObjectStore(to, { setting: "output.publish.to", env, signal });
    const found = async () => {
      for await (const { key, modified } of lake.list("manifest.json"))
        if (key === "manifest.json") return `published ${modified.toISOString()}`;
      return null;
    };
    checks.push(looked("lake", lake.address, found).finally(() => lake.close()));
  }
  return Promise.all(checks);
}
async function looked(use, address, look) {
  try {
    return { use, address, found: await look(), error: null };
  } catch (error) {
    return { use, address, found: null, error: reportOf(error, address) };
  }
}
function reportOf(error, address) {
  if (!(error instanceof ObjectStoreError)) return toHighwaterError(error).report();
  return { code: "PUBLISH_FAILED", message: `The lake at ${address} can't be read: ${error.message}.`, hint: error.hint };
}

// src/app/commands.ts
async function validate(config, deps) {
  const created = await createSources(config, deps, /* @__PURE__ */ new Map(), deps.signal);
  return {
    command: "validate",
    configFile: config.file,
    sources: created.map(({ config: c, source }) => ({
      name: c.name,
      type: c.type,
      address: source.address,
      tables: c.tables.map((t) => t.pattern)
    })),
    variables: config.environment,
    warnings: [...config.warnings, ...irreplaceableWarnings(config)],
    outputBytes: await outputBytes(config.output.directory)
  };
}
async function outputBytes(directory) {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
    return sizes.length === 0 ? null : sizes.reduce((sum, size2) => sum + size2, 0);
  } catch {
    return null;
  }
}
async function check(session, config, place) {
  const deps = dependencies(session, { workDirectory: "", vaults: place.vaults });
  const sources = await withSources(
    config,
    deps,
    /* @__PURE__ */ new Map(),
    async (opened) => Promise.all(opened.map(async (open) => checkSource(open, deps)))
  );
  const exports = await checkExports(config, deps);
  const stores = await checkStores(session, config, place);
  const readable = sources.every((s) => s.error === null && s.tables.every((t) => t.readable));
  const ok = readable && [...exports, ...stores].every(({ error }) => error === null);
  return {
    command: "check",
    configFile: config.file,
    sources,
    ...exports.length === 0 ? {} : { exports },
    ...stores.length === 0 ? {} : { stores },
    ok
  };
}
async function checkSource(open, deps) {
  const started = deps.now().getTime();
  const { source, access, type, notices } = open;
  const looked2 = await readableTables(open);
  const { requests, quotas } = source.usage();
  const seconds = (deps.now().getTime() - started) / 1e3;
  const tables = [...looked2.tables, ...open.failed.map(({ name, error }) => unreadable(name, error))];
  return { name: source.name, type, access, tables, quotas, requests, seconds, notices, error: looked2.error };
}
async function readableTables({
  source,
  tables,
  error
}) {
  if (error !== null) return { tables: [], error };
  try {
    return { tables: await source.access(tables.map((t) => t.chosen)), error: null };
  } catch (thrown) {
    return { tables: [], error: toHighwaterError(thrown).report() };
  }
}
function unreadable(name, { message, hint }) {
  const ref = { name, target: name, label: name, kind: "table" };
  return { ref, readable: false, rows: null, cursor: null, key: [], hidden: [], problem: { message, hint } };
}
async function plan(config, deps, request, state, matrix) {
  const wanted = wantedSources(config, request.tables);
  const look = async (opened) => {
    const planned = withFullSyncsDue(planRun(opened, state.tables, request, wanted.filter), {
      auto: request.auto ?? false,
      history: state.history,
      now: deps.now(),
      config
    });
    const tables = planned.settled.filter((t) => t.status === "failed").map((t) => ({ source: t.source, table: t.table, plan: null, partitions: [], error: t.error }));
    const leftOut = [];
    for (const { open, planned: own } of planned.sources) {
      const leave = (message) => void leftOut.push(`${open.source.name}: ${message}`);
      tables.push(...await previewAll(open.source, own, leave));
    }
    const jobs = matrix === null ? null : await planMatrix(opened, config, matrix);
    const modes = new Set(tables.flatMap((t) => t.plan === null ? [] : [t.plan.mode]));
    return {
      command: "plan",
      configFile: config.file,
      mode: modes.size === 2 ? "mixed" : [...modes][0] ?? request.mode,
      why: request.why,
      state: state.restored,
      tables,
      ...jobs === null ? {} : { matrix: jobs.matrix },
      sources: opened.map((o) => ({
        name: o.source.name,
        type: o.type,
        quotas: o.source.usage().quotas,
        notices: o.notices,
        error: o.error
      })),
      notices: [
        ...leftOut,
        ...jobs?.notices ?? [],
        ...planned.exchanged.map(({ source, message }) => `${source}: ${message}`),
        ...planned.dropped.map(
          (t) => `${t.source}.${t.table} is no longer in the configuration: the next sync removes it from the warehouse`
        )
      ]
    };
  };
  return withSources(wanted.config, deps, state.memories, look, wanted.filter);
}
async function planFromState(session, config, request, place) {
  await prepareNative({ env: session.env, log: session.log });
  const { readPlanState } = await import("./app-plan-state.js");
  const deps = dependencies(session, place);
  const state = await readPlanState({ ...place, now: deps.now });
  return withStores(session, config, place, request.tables, async (stores) => {
    const { divisions } = depsOf(stores);
    const matrix = request.jobs === void 0 ? null : matrixRequest(request.jobs, place, stores);
    return plan(config, { ...deps, ...divisions === void 0 ? {} : { divisions } }, request, state, matrix);
  });
}
async function planJobs(session, config, request, place) {
  const wanted = wantedSources(config, request.tables);
  return withStores(session, config, place, [], async (stores) => {
    const asked = matrixRequest(request.jobs, place, stores);
    const divided = async (opened) => planMatrix(opened, config, asked);
    return withSources(wanted.config, dependencies(session, place), /* @__PURE__ */ new Map(), divided, wanted.filter);
  });
}
async function withStores(session, config, place, tables, work) {
  const stores = await openSharedStores(session, config, place, tables);
  try {
    return await work(stores);
  } finally {
    stores.close();
  }
}
function matrixRequest(jobs, { name, shared }, { lake }) {
  return { jobs, stateName: name, lake, divides: lake !== null || shared !== null };
}
async function previewAll(source, planned, leave) {
  const plans = planned.map((p) => p.plan);
  let opener;
  try {
    opener = await source.open(plans);
  } catch (error) {
    const report = toHighwaterError(error).report();
    return plans.map((p) => ({ source: p.source, table: p.ref.name, plan: p, partitions: [], error: report }));
  }
  const tables = [];
  for (const p of planned) tables.push(...await preview(opener, p, leave));
  opener.close?.();
  return tables;
}
async function preview(opener, planned, leave) {
  const tablePlan = planned.plan;
  const base = { source: tablePlan.source, table: tablePlan.ref.name };
  try {
    let real = tablePlan;
    const { opened } = await beginImport(opener, planned, {
      findResume: async () => null,
      onFullSync: ({ plan: full }) => {
        real = full;
      }
    });
    const partitions = opened.partitions;
    await opened.close();
    return [{ ...base, plan: real, partitions, error: null }];
  } catch (error) {
    const failure2 = toHighwaterError(error);
    if (!mayLeaveOut(failure2, planned)) return [{ ...base, plan: tablePlan, partitions: [], error: failure2.report() }];
    leave(leftOutNotice(base.table, failure2));
    return [];
  }
}
function irreplaceableWarnings({ sources }) {
  return sources.flatMap(
    ({ tables }) => tables.filter(({ options }) => options.deletes !== "remove" || options.history !== void 0).map(({ options, location: { file, line, column, path } }) => {
      const rows = options.deletes === "remove" ? [] : [`\`deletes: ${options.deletes}\` keeps rows that the source no longer has`];
      const versions = options.history === void 0 ? [] : ["`history` keeps old versions of rows, which no source can give again"];
      const what = [...rows, ...versions].join(", and ");
      const where = "In the Actions cache (the default of the action) they are lost with the state: GitHub deletes an entry that no run has read for 7 days, and old ones above the limit of the repository";
      return `${file}:${line}:${column} ${path}: ${what}, so these are in the state only. ${where}. To be safe, use \`state:\` with a directory that lasts, or keep the published files.`;
    })
  );
}

// src/app/freshness.ts
import { readFile } from "node:fs/promises";
import { join as join2 } from "node:path";
async function freshness(session, request) {
  const found = [await ofState(session, request), await ofManifest(request.output)].filter((one) => one !== null);
  const newest = found.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  if (newest === void 0) throw nothingFound(request);
  const ages = agesOf(newest.tables, request.now, request.maxAgeSeconds);
  const tables = newest.isSilent ? ages.map((age) => withUnseenSyncs(age, newest.at, request.now)) : ages;
  const ok = tables.every((t) => t.status !== "error");
  return { command: "freshness", from: newest.from, at: newest.at, now: request.now.toISOString(), tables, ok };
}
function withUnseenSyncs(age, savedAt, now) {
  const limit = age.freshness?.errorAfterSeconds ?? null;
  const youngest = (now.getTime() - Date.parse(savedAt) - OLDEST_UNCHANGED_MS) / 1e3;
  return age.status === "error" && age.syncedAt !== null && limit !== null && youngest <= limit ? { ...age, mayBeFresher: true } : age;
}
function nothingFound({ place, output }) {
  return new HighwaterError(
    "TABLE_STALE",
    `There is no saved state in ${place.store.describe()} and no manifest.json in ${output}, so nothing has been synced.`,
    "Run a sync, or name where its state is (`state` of the action, --state on the command line)."
  );
}
async function ofState(session, { place, now }) {
  await prepareNative({ env: session.env, log: session.log });
  const { readPlanState } = await import("./app-plan-state.js");
  const { restored, tables, memories, later } = await readPlanState({ ...place, now: () => now });
  if (restored === null) return null;
  const kept = memories.get(FRESHNESS_MEMORY)?.get("limits") ?? "{}";
  const limits = JSON.parse(kept);
  const read = tables.filter((t) => t.derived !== true && t.history === void 0);
  const hasLimits = Object.values(limits).some((limit) => limit !== null);
  return {
    from: "state",
    isSilent: later === null && !hasLimits && tables.every((t) => t.history === void 0),
    at: later?.tables.map((t) => t.finishedAt).sort().at(-1) ?? restored.savedAt,
    tables: read.map(({ source, table, syncedAt }) => ({
      source,
      table,
      syncedAt,
      freshness: limits[`${source}.${table}`] ?? null
    }))
  };
}
async function ofManifest(directory) {
  const text = await readFile(join2(directory, "manifest.json"), "utf8").catch(() => null);
  if (text === null) return null;
  const { run, tables } = JSON.parse(text);
  const read = tables.filter((t) => t.syncedAt != null || t.lastFullSyncAt !== null || t.status === "failed");
  return {
    from: "manifest",
    isSilent: false,
    at: run.finishedAt,
    tables: read.map(({ source, table, syncedAt = null, freshness: own = null }) => ({
      source,
      table,
      syncedAt,
      freshness: own
    }))
  };
}
function lateTables({ tables }) {
  const late = tables.filter((t) => t.status !== "fresh");
  return late.slice(0, 10).map((t) => {
    const name = `${t.source}.${t.table}`;
    const age = t.ageSeconds === null ? "has never been synced" : `was last synced ${duration(t.ageSeconds)} ago`;
    return {
      code: "TABLE_STALE",
      title: `${name}: TABLE_STALE`,
      isError: t.status === "error",
      message: `${name} ${age} (${limitWords(t)}).`,
      hint: staleHint(t)
    };
  });
}

export {
  succeeded,
  renderOutcome,
  validate,
  check,
  planFromState,
  planJobs,
  freshness,
  lateTables
};
