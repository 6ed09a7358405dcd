import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  DEFAULT_NAME
} from "./state-segments-segment-store.js";
import {
  failureOf,
  tableLines,
  wrap
} from "./config-explain-explain.js";
import {
  loadNotify
} from "./config-load-syntax.js";
import {
  stateWords
} from "./views-facts-state-words.js";
import {
  EXPORT_COLUMNS,
  changes,
  exportCells,
  failuresOf,
  fullSyncWords,
  headline,
  isExportRun,
  lastFullSync,
  readBackWords,
  reportFileOf,
  tableName,
  tablesByImportance
} from "./views-facts-facts.js";
import {
  advance,
  codeWords,
  count,
  counted,
  duration,
  harmless,
  lagSeconds,
  oneLine,
  percent,
  short,
  size,
  stageWords
} from "./views-facts-format.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  __toESM
} from "./shared.js";

// src/app/notify.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_node_path = __toESM(require_node_path(), 1);
async function notifyOfRun(session, { file, notify }, record, { partial, ...scope }) {
  if (notify.length === 0 || session.signal.aborted) return;
  const { findingsOfRun } = await import("./notify-findings.js");
  await send(session, notify, findingsOfRun(record, partial), { ...scope, file }, record.id);
}
async function notifyOfVerify(session, { file, notify }, { result, record }, { partial, ...scope }) {
  if (notify.length === 0 || session.signal.aborted) return;
  const { findingsOfVerify } = await import("./notify-verify-findings.js");
  await send(session, notify, findingsOfVerify(result, record, partial), { ...scope, file }, record?.id ?? "");
}
async function notifyOfFailure(session, command, thrown, { placeFor, ...scope }) {
  const { error, problems } = failureOf(thrown, session.redactor.redact);
  if (session.signal.aborted || error.family === "interrupted") return;
  const { channels, state } = await settings(session, scope.file);
  if (channels.length === 0) return;
  const place = await placeFor(state).catch(() => null);
  if (place === null) return;
  const { findingsOfFailure } = await import("./notify-findings.js");
  await send(session, channels, findingsOfFailure(command, problems), { ...scope, place }, "");
}
async function notifyOfAges(session, outcome2, nothing, scope) {
  const { channels } = await settings(session, scope.file);
  if (channels.length === 0 || session.signal.aborted) return;
  const { findingsOfAges } = await import("./notify-findings.js");
  await send(session, channels, findingsOfAges(outcome2.tables, nothing), scope, "");
}
async function notifyOfCombined(session, record, { placeFor, ...scope }) {
  const { channels, state } = await settings(session, scope.file);
  if (channels.length === 0 || session.signal.aborted) return;
  const { findingsOfCombined } = await import("./notify-findings.js");
  await send(session, channels, findingsOfCombined(record), { ...scope, place: await placeFor(state) }, "");
}
async function settings(session, file) {
  const loaded = await loadNotify(file, session.env);
  for (const secret of loaded.secrets) session.redactor.add(secret.reveal());
  return loaded;
}
async function send(session, channels, findings, { file, stateName, place }, id) {
  const { env, signal, redactor, warn } = session;
  const [{ notify }, { PATIENCE }] = await Promise.all([import("./notify-notify.js"), import("./notify-post-message.js")]);
  const token = session.githubToken || env.GITHUB_TOKEN || env.GH_TOKEN || "";
  if (token !== "") redactor.add(token);
  const { GITHUB_API_URL: api = "https://api.github.com", GITHUB_REPOSITORY: repository = "" } = env;
  const scope = JSON.stringify([stateName, import_node_path.posix.normalize(file.replaceAll("\\", "/"))]);
  await notify({
    channels,
    findings,
    run: {
      configuration: stateName === DEFAULT_NAME ? file : `${file} (${stateName})`,
      id,
      url: runUrl(env),
      now: (/* @__PURE__ */ new Date()).toISOString()
    },
    mark: (0, import_node_crypto.createHash)("sha256").update(scope).digest("hex").slice(0, 16),
    places: await place.incidents(),
    issues: token === "" || repository === "" ? null : { api, repository, token },
    patience: PATIENCE,
    signal,
    redact: redactor.redact,
    warn: (report) => warn({ ...report, message: redactor.redact(report.message), hint: redactor.redact(report.hint) })
  });
}
function runUrl({
  GITHUB_SERVER_URL = "https://github.com",
  GITHUB_REPOSITORY,
  GITHUB_RUN_ID,
  GITHUB_RUN_ATTEMPT
}) {
  if (!GITHUB_REPOSITORY || !GITHUB_RUN_ID) return null;
  const attempt = GITHUB_RUN_ATTEMPT === void 0 || GITHUB_RUN_ATTEMPT === "1" ? "" : `/attempts/${GITHUB_RUN_ATTEMPT}`;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}${attempt}`;
}

// src/views/terminal/final-lines.ts
var SPECS = [
  { title: "Table", align: "left", drop: 0 },
  { title: "Rows", align: "right", drop: 0 },
  { title: "Inserted", align: "right", drop: 1 },
  { title: "Updated", align: "right", drop: 1 },
  { title: "Deleted", align: "right", drop: 1 },
  { title: "Watermark (UTC)", align: "left", drop: 5 },
  { title: "Lag", align: "right", drop: 4 },
  { title: "Last full sync", align: "left", drop: 6 },
  { title: "Calls", align: "right", drop: 3 },
  { title: "Time", align: "right", drop: 2 }
];
var DROPPED = ["Unchanged", "Pending", "Parked", "Missing", "Conflicts", "Gone", "Calls", "Time"];
var MARK = { succeeded: "✓", failed: "✗", skipped: "–" };
var MOST_NOTES = 10;
var FEW = 20;
function renderFinal(record, options) {
  const { colors, quiet } = options;
  const paint = { succeeded: colors.green, failed: colors.red, interrupted: colors.yellow }[record.status];
  const mark = { succeeded: "✓", failed: "✗", interrupted: "‖" }[record.status];
  const last = wrap(oneLine(headline(record)), Math.max(40, options.columns - 1), `${mark} `).map(
    (line) => paint(colors.bold(line))
  );
  if (quiet) return [...failureLines(record, options), ...last];
  const notes = noteLines(record, options);
  return [
    ...tables(record, options),
    ...exportLines(record, options),
    "",
    ...failureLines(record, options),
    ...notes,
    ...whereabouts(record, options),
    ...last
  ];
}
function tables(record, { columns, colors, verbose }) {
  if (record.tables.length === 0) return [];
  const all = tablesByImportance(record.tables);
  const sorted = verbose ? all : all.filter((t) => t.leftOut !== true);
  const loud = sorted.filter((t) => t.status !== "succeeded" || changes(t) > 0);
  const fold = !verbose && sorted.length - loud.length > FEW;
  const shown = fold ? loud : sorted;
  const more = [
    ...fold ? [`  and ${counted(sorted.length - loud.length, "table")} without a change`] : [],
    ...sorted.length < all.length ? [`  and ${counted(all.length - sorted.length, "table")} that this run left out`] : []
  ];
  const rows = shown.map((t) => cells(t, record));
  const lines = tableLines(SPECS, rows, Math.max(40, columns - 1), (cell, row, column) => {
    if (row < 0) return colors.dim(cell);
    if (column > 0) return cell;
    return { succeeded: String, failed: colors.red, skipped: colors.yellow }[shown[row]?.status ?? "succeeded"](cell);
  });
  return ["", ...lines, ...more.map(colors.dim)];
}
var EXPORT_SPECS = EXPORT_COLUMNS.map((title, i) => ({
  title,
  align: i === 0 ? "left" : "right",
  drop: DROPPED.indexOf(title) + 1
}));
function exportLines(record, { columns, colors }) {
  const { exports = [] } = record;
  if (exports.length === 0) return [];
  if (!isExportRun(record)) return ["", ...exports.map((e) => oneLine(readBackWords(e)))];
  const lines = tableLines(
    EXPORT_SPECS,
    exports.map((e) => [...exportCells(e)]),
    Math.max(40, columns - 1),
    (cell, row, column) => {
      if (row < 0) return colors.dim(cell);
      if (column > 0) return cell;
      return { succeeded: String, failed: colors.red, skipped: colors.yellow }[exports[row]?.status ?? "succeeded"](cell);
    }
  );
  return ["", ...lines, ...exports.flatMap((e) => e.notes.map((note) => colors.dim(`  ${oneLine(`${e.name}: ${note}`)}`)))];
}
function cells(t, record) {
  const lag = lagSeconds(t, record.finishedAt);
  return [
    `${MARK[t.status]} ${oneLine(tableName(t))}`,
    count(t.rows),
    some(t.inserted),
    some(t.updated),
    some(t.deleted),
    oneLine(advance(t.watermark.before, t.watermark.after)),
    lag === null ? "–" : duration(lag),
    lastFullSync(t),
    some(t.requests),
    t.startedAt === null ? "–" : duration(t.seconds)
  ];
}
var some = (value) => value === 0 ? "·" : count(value);
function failureLines(record, { colors, columns }) {
  return failuresOf(record).flatMap(({ subject, error, also }) => {
    const place = error.location === void 0 ? "" : ` (${error.location.file}:${error.location.line}:${error.location.column})`;
    const named = also.slice(0, 10).map(oneLine).join(", ");
    const same = also.length === 0 ? "" : `The same for ${named}${also.length > 10 ? ` and ${also.length - 10} more` : ""}.`;
    return [
      `${colors.red(`✗ ${oneLine(subject)}`)} ${colors.bold(error.code)}${stageWords(error)}${place === "" ? "" : ` ${oneLine(place)}`}`,
      ...paragraphs(error.message, "  ", columns),
      ...paragraphs(error.hint, "  → ", columns),
      ...paragraphs(same, "  ", columns),
      ""
    ];
  });
}
function paragraphs(text, lead, columns) {
  const hang = " ".repeat(lead.length);
  return harmless(text).split("\n").filter((line) => line.trim() !== "").flatMap((line, i) => wrap(line.trim(), Math.max(40, columns - 1), i === 0 ? lead : hang));
}
function noteLines(record, { verbose, columns, colors }) {
  const all = record.tables.flatMap((t) => t.notes.map((note) => ({ t, note })));
  if (all.length === 0) return [];
  const shown = verbose ? all : all.filter(({ note }) => note.kind === "access").slice(0, MOST_NOTES);
  const others = all.filter((one) => !shown.includes(one));
  const lines = shown.flatMap(({ t, note }) => {
    const subject = `${tableName(t)}${note.column === void 0 ? "" : `.${note.column}`}`;
    return paragraphs(oneLine(`${subject}: ${note.message}`), "! ", columns);
  });
  if (others.length === 0) return [...lines, ""];
  const names = new Set(others.map(({ t }) => tableName(t)));
  const more = `${counted(others.length, shown.length === 0 ? "note" : "further note")} on ${counted(names.size, "table")}: `;
  const where = "see report.html, or `notes` in manifest.json; --verbose prints them.";
  return [...lines, ...paragraphs(`${more}${where}`, "  ", columns).map(colors.dim), ""];
}
function whereabouts(record, { colors, columns }) {
  const { output } = record;
  const { restored, saved } = stateWords(record);
  const files = [
    ...output?.database ? [`${output.directory}/${output.database.path} (${size(output.database.bytes)})`] : [],
    ...output?.parquet ? [`${output.directory}/${output.parquet.path} (${counted(output.parquet.files, "file")}, ${size(output.parquet.bytes)})`] : [],
    ...output ? [`${output.directory}/${reportFileOf(record)}`] : [],
    ...output && isExportRun(record) ? [`${output.directory}/exports/`] : []
  ];
  const full = oneLine(fullSyncWords(record));
  const facts = [
    ...full === "" ? [] : [["In full ", full]],
    ["State   ", `${restored} ${saved}`],
    ...files.length > 0 ? [["Output  ", files.join(", ")]] : []
  ];
  return [...facts.flatMap(([lead, text]) => wrap(harmless(text), Math.max(40, columns - 1), lead)).map(colors.dim), ""];
}

// src/views/terminal/progress.ts
var RATE_MS = 15e3;
function begin(now) {
  return { startedAt: now, stage: "", detail: "", tables: [], notices: [] };
}
function step(progress, event, now) {
  switch (event.type) {
    case "stage":
      return { ...progress, stage: event.stage, detail: event.detail };
    case "notice":
      return { ...progress, notices: [...progress.notices, event.source ? `${event.source}: ${event.message}` : event.message] };
    case "tables":
      return { ...progress, tables: event.tables.map((t) => known(progress, t) ?? waiting(t, now)) };
    case "table":
      return { ...progress, tables: replace(progress, event, now) };
  }
}
function known(progress, of) {
  return progress.tables.find((t) => t.source === of.source && t.table === of.table);
}
function waiting({ source, table }, now) {
  const none = { rows: 0, expectedRows: null, partitions: { done: 0, total: 0 }, beganAt: null, samples: [], record: null };
  return { source, table, stage: "waiting", mode: "incremental", changedAt: now, ...none };
}
function replace(progress, event, now) {
  const before = known(progress, event);
  const after = moved(before ?? waiting(event, now), event, now);
  return before === void 0 ? [...progress.tables, after] : progress.tables.map((t) => t === before ? after : t);
}
function moved(before, event, now) {
  const { stage, mode, rows, expectedRows, partitions } = event;
  const kept = rows < before.rows ? [] : before.samples.filter(([at]) => now - at <= RATE_MS);
  return {
    ...before,
    stage,
    mode,
    rows,
    expectedRows,
    partitions,
    beganAt: before.beganAt ?? (stage === "read" || stage === "load" ? now : null),
    changedAt: stage === before.stage ? before.changedAt : now,
    samples: [...kept, [now, rows]],
    record: event.record ?? before.record
  };
}
function rateOf(table, now) {
  const [first] = table.samples;
  if (first === void 0 || table.stage !== "read") return null;
  const seconds = (now - first[0]) / 1e3;
  return seconds < 1 || table.rows <= first[1] ? null : (table.rows - first[1]) / seconds;
}
function shareOf(table) {
  if (table.stage === "done") return 1;
  const { done, total } = table.partitions;
  const share = table.expectedRows !== null && table.expectedRows > 0 ? table.rows / table.expectedRows : total > 1 ? done / total : null;
  return share === null ? null : Math.min(share, 0.99);
}
function secondsLeft(table, now) {
  const rate = rateOf(table, now);
  const rowsLeft = table.expectedRows === null ? null : table.expectedRows - table.rows;
  if (rowsLeft !== null && rowsLeft <= 0) return null;
  if (rate !== null && rowsLeft !== null) return rowsLeft / rate;
  const share = shareOf(table);
  if (table.stage !== "read" || share === null || share < 0.1 || table.beganAt === null) return null;
  return (now - table.beganAt) / 1e3 / share * (1 - share);
}
function isRunning(table) {
  return table.stage === "read" || table.stage === "load";
}
function tally(tables2) {
  const having = (stage) => tables2.filter((t) => t.stage === stage).length;
  return {
    done: having("done"),
    failed: having("failed"),
    skipped: having("skipped"),
    waiting: having("waiting"),
    running: tables2.filter(isRunning).length,
    rows: tables2.reduce((sum, t) => sum + t.rows, 0)
  };
}

// src/views/terminal/plain-lines.ts
var NAMED = 4;
function eventLine(before, event, verbose) {
  switch (event.type) {
    case "stage":
      return oneLine(event.detail === "" ? event.stage : `${event.stage}: ${event.detail}`);
    case "notice":
      return oneLine(`${event.warning ? "warning" : "notice"}: ${event.source ? `${event.source}: ` : ""}${event.message}`);
    case "tables":
      return verbose ? oneLine(`${counted(event.tables.length, "table")}: ${event.tables.map(tableName).join(", ")}`) : null;
    case "table":
      return tableEvent(before, event, verbose);
  }
}
function tableEvent(before, event, verbose) {
  const known2 = before.tables.find((t) => t.source === event.source && t.table === event.table);
  if (known2?.stage === event.stage || event.stage === "waiting") return null;
  const name = oneLine(tableName(event));
  if (event.stage === "done" || event.stage === "failed")
    return event.record === void 0 ? `${name}: ${event.stage}` : outcome(event.record);
  if (event.stage === "skipped") return oneLine(`– ${name}: skipped${event.record ? `, ${event.record.why}` : ""}`);
  if (!verbose) return null;
  const expected = event.expectedRows === null ? "" : `, about ${counted(event.expectedRows, "row")}`;
  return `${name}: ${event.stage}, ${event.mode}${expected}, ${counted(event.partitions.total, "partition")}`;
}
function outcome(t) {
  const name = tableName(t);
  if (t.error !== null) return oneLine(`✗ ${name}: ${codeWords(t.error)}: ${t.error.message}`);
  const parts = [
    [t.inserted, "inserted"],
    [t.updated, "updated"],
    [t.deleted, "deleted"]
  ];
  const changed = parts.filter(([n]) => n > 0).map(([n, verb]) => `${count(n)} ${verb}`);
  const what = changes(t) === 0 ? "nothing changed" : changed.join(", ");
  return oneLine(`✓ ${name}: ${counted(t.rows, "row")}; ${what}; ${duration(t.seconds)}`);
}
function heartbeat(progress, now) {
  const running = progress.tables.filter(isRunning);
  if (running.length === 0) return null;
  const { done, failed } = tally(progress.tables);
  const named = running.slice(0, NAMED).map((t) => during(t, now));
  const more = running.length > NAMED ? [`${count(running.length - NAMED)} more running`] : [];
  return oneLine(
    [
      `${count(done + failed)} of ${counted(progress.tables.length, "table")} done`,
      ...named,
      ...more,
      duration((now - progress.startedAt) / 1e3)
    ].join(" · ")
  );
}
function during(t, now) {
  const share = shareOf(t);
  const rate = rateOf(t, now);
  const time = secondsLeft(t, now);
  const details = [
    ...share === null ? [] : [percent(share)],
    ...rate === null ? [] : [`${short(rate)} rows/s`],
    ...time === null ? [] : [`${duration(time)} left`]
  ];
  return `${tableName(t)} ${t.stage} ${counted(t.rows, "row")}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}

export {
  renderFinal,
  begin,
  step,
  rateOf,
  shareOf,
  secondsLeft,
  isRunning,
  tally,
  eventLine,
  heartbeat,
  notifyOfRun,
  notifyOfVerify,
  notifyOfFailure,
  notifyOfAges,
  notifyOfCombined
};
