import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  tableLines,
  wrap
} from "./config-explain-explain.js";
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
  stageWords,
  watermark
} from "./views-facts-format.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

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
    `  ${colors.red(`✗ ${oneLine(subject)}`)}${what.code === void 0 ? "" : ` ${colors.bold(what.code)}${stageWords(what)}`}`,
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
  const unreadable = tables.filter((t) => !t.readable).length;
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
    ...unreadable > 0 ? [`${count(unreadable)} of ${counted(tables.length, "table")} can’t be read`] : []
  ];
  return `${oneLine(parts.join("; ")) || "The check failed"}. Nothing was changed.`;
}
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

// src/app/validate.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
async function validate(config) {
  return {
    command: "validate",
    configFile: config.file,
    sources: config.sources.map(({ name, type, definition, options, tables }) => ({
      name,
      type,
      address: definition.address(options),
      tables: tables.map((t) => t.pattern)
    })),
    variables: config.environment,
    warnings: [...config.warnings, ...irreplaceableWarnings(config)],
    outputBytes: await outputBytes(config.output.directory)
  };
}
async function outputBytes(directory) {
  try {
    const entries = await (0, import_promises.readdir)(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map(async (file) => (await (0, import_promises.stat)((0, import_node_path.join)(file.parentPath, file.name))).size));
    return sizes.length === 0 ? null : sizes.reduce((sum, size2) => sum + size2, 0);
  } catch {
    return null;
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

export {
  succeeded,
  renderOutcome,
  validate
};
