import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  check,
  freshness,
  lateTables,
  planFromState,
  planJobs
} from "./app-commands.js";
import {
  renderOutcome,
  succeeded,
  validate
} from "./views-terminal-text.js";
import {
  combineOutputs,
  combinedWords
} from "./app-combine.js";
import {
  renderVerification
} from "./views-terminal-text-verify.js";
import {
  runSync
} from "./app-sync.js";
import {
  agrees
} from "./model-verification.js";
import {
  STATE,
  WORK_DIRECTORY,
  actionsCore,
  cacheScopeOf,
  configuredPlaceOf,
  createActionsLog,
  isExportMode,
  isLook,
  kindOf,
  noCommand,
  outputsOf,
  outputsWithoutSync,
  readInputs,
  renderSummary,
  reportFailure,
  setOutputs,
  staleTables,
  stateOf,
  stepFails,
  troubleshootingUrl,
  writeSummary
} from "./state-cache-cache-store.js";
import "./app-job-count.js";
import {
  runExport
} from "./app-export.js";
import {
  runVerify
} from "./app-verify.js";
import {
  notifyOfAges,
  notifyOfCombined,
  notifyOfFailure
} from "./views-terminal-final-lines.js";
import "./app-shared-stores.js";
import "./runtime-native-install.js";
import {
  branchNotice,
  requireStateKey,
  visibilityOf
} from "./state-segments-segment-store.js";
import {
  endProcess,
  loadConfiguration,
  openSession,
  require_picocolors
} from "./config-explain-explain.js";
import {
  driftErrors,
  renderVerifySummary
} from "./views-summary-verify-summary.js";
import "./config-load-syntax.js";
import {
  code
} from "./views-summary-markdown.js";
import {
  error,
  getIDToken,
  getInput,
  info,
  isDebug,
  saveState,
  setOutput,
  setSecret,
  warning
} from "./lib-undici.js";
import "./exports-prepare-check-fields.js";
import "./exports-export-errors.js";
import "./engine-plan-run-plan.js";
import {
  redactWords
} from "./engine-run-record.js";
import {
  cacheWords
} from "./views-facts-state-words.js";
import "./engine-plan-select-columns.js";
import "./model-in-stage.js";
import "./lib-picomatch.js";
import "./runtime-read-through.js";
import "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import {
  failuresOf
} from "./views-facts-facts.js";
import {
  codeWords
} from "./views-facts-format.js";
import "./model-table-check.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./builtins-https.js";
import "./sources-salesforce-options.js";
import "./warehouse-duckdb-types.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import {
  Secret
} from "./model-secret.js";
import "./sources-postgres-options.js";
import "./model-counts.js";
import "./lib-fastest-levenshtein.js";
import "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./config-load-tree.js";
import {
  require_dist
} from "./lib-yaml.js";
import {
  normalizeCron
} from "./config-declare-units.js";
import "./sources-dynamics-options.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./builtins-events.js";
import "./builtins-crypto.js";
import {
  ConnectionFailure,
  HttpClient
} from "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import "./builtins-node-module.js";
import "./objects-in-parallel.js";
import "./lib-p-limit.js";
import "./objects-store-address.js";
import {
  isLoopback
} from "./model-loopback.js";
import {
  useProxies
} from "./runtime-proxy.js";
import "./builtins-node-https.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  retry
} from "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-url.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/app/github/action.ts
var import_promises2 = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_picocolors = __toESM(require_picocolors(), 1);

// src/app/github/command-files.ts
var import_promises = __toESM(require_promises(), 1);
var FILES = ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"];
async function requireCommandFiles(env) {
  for (const name of FILES) {
    const file = env[name];
    if (file) await (0, import_promises.access)(file, import_promises.constants.W_OK).catch((error2) => refuse(name, file, error2));
  }
}
function refuse(name, file, cause) {
  const { code: code2 = "" } = cause;
  throw new HighwaterError(
    "OUTPUT_NOT_WRITABLE",
    `This step can't give the runner its outputs: ${name} is ${file}, where this user (${process.getuid?.() ?? "?"}) may not write (${code2}).`,
    "Let the container run as the user that owns this file (`container: { options: --user root }`, or that user), then run again. Nothing was read.",
    { cause }
  );
}

// src/app/github/event.ts
var import_yaml = __toESM(require_dist(), 1);
function readEvent(json) {
  const payload = parse(json);
  const { schedule, repository } = payload ?? {};
  const branch = repository?.default_branch;
  return {
    schedule: typeof schedule === "string" ? schedule : void 0,
    defaultBranch: typeof branch === "string" ? branch : "",
    payload
  };
}
function parse(json) {
  try {
    return json === void 0 ? void 0 : JSON.parse(json);
  } catch {
    return void 0;
  }
}
function decideMode(requested, schedule, fullSyncSchedule) {
  if (requested === "full" || requested === "incremental")
    return { mode: requested, auto: false, why: `the input \`mode\` says ${requested}` };
  const auto = { mode: "incremental", auto: true };
  if (schedule === void 0) return { ...auto, why: "not started by a schedule" };
  if (fullSyncSchedule === null) return { ...auto, why: "the configuration names no run.full_sync_schedule" };
  if (plain(schedule) === plain(fullSyncSchedule))
    return { mode: "full", auto: false, why: `the cron that fired (${blanks(schedule)}) is run.full_sync_schedule` };
  return { ...auto, why: `the cron that fired (${blanks(schedule)}) is not run.full_sync_schedule (${fullSyncSchedule})` };
}
function scheduleProblem(schedule, fullSyncSchedule, crons) {
  if (schedule === void 0 || fullSyncSchedule === null) return null;
  const known = [schedule, ...crons ?? []];
  if (known.some((cron) => plain(cron) === plain(fullSyncSchedule))) return null;
  const found = crons === null ? `The schedule that started this run is "${blanks(schedule)}"; run.full_sync_schedule is "${fullSyncSchedule}".` : `run.full_sync_schedule is "${fullSyncSchedule}", and this workflow has no such cron. It has ${crons.map((c) => `"${blanks(c)}"`).join(", ")}.`;
  return `${found} No run becomes a full sync unless a cron of the workflow is exactly that line, so write the same line in both files. Tables are still read in full as \`full_sync_every\` says.`;
}
function cronsOf(workflow) {
  try {
    const { on } = (0, import_yaml.parse)(workflow);
    return (on?.schedule ?? []).map(({ cron }) => cron).filter((cron) => typeof cron === "string");
  } catch {
    return null;
  }
}
function plain(cron) {
  return normalizeCron(cron) ?? blanks(cron);
}
function blanks(cron) {
  return cron.trim().replace(/\s+/g, " ");
}

// src/state/cache/cache-api.ts
var CacheApiRefusal = class extends Error {
  status;
  constructor(status, message) {
    super(message);
    this.status = status;
  }
};
var RETRIES = { attempts: 3, firstDelayMs: 1e3, longestDelayMs: 5e3, longestRetryAfterMs: 15e3 };
var PAGE = 100;
var MOST_PAGES = 50;
var OWNER_AND_NAME = /^[\w.-]+\/[\w.-]+$/;
function cacheApi(options) {
  const api = URL.canParse(options.url) ? new URL(options.url) : null;
  if (api === null || !OWNER_AND_NAME.test(options.repository)) return null;
  if (api.protocol !== "https:" && !isLoopback(api.hostname)) return null;
  const { call, close } = caller(options, api);
  const pages = async (keyPrefix, page = 1) => {
    const query = new URLSearchParams({ key: keyPrefix, sort: "created_at", direction: "desc", per_page: String(PAGE) });
    if (page > 1) query.set("page", String(page));
    const answer = await call("GET", `caches?${query}`);
    const found = answer.actions_caches.map(listed);
    return found.length < PAGE || page === MOST_PAGES ? found : [...found, ...await pages(keyPrefix, page + 1)];
  };
  return {
    entries: async (keyPrefix) => pages(keyPrefix),
    remove: async (id) => call("DELETE", `caches/${id}`).then(
      () => true,
      (error2) => {
        if (error2 instanceof CacheApiRefusal && error2.status === 404) return false;
        throw error2;
      }
    ),
    usedBytes: async () => (await call("GET", "cache/usage")).active_caches_size_in_bytes,
    limitBytes: async () => {
      const limit = await call("GET", "cache/storage-limit").catch(() => null);
      return typeof limit?.max_cache_size_gb === "number" ? limit.max_cache_size_gb * 1e9 : null;
    },
    close
  };
}
function listed({ id, key, ref, size_in_bytes: bytes, created_at: createdAt }) {
  return { id, key, ref, bytes, createdAt };
}
function caller({ repository, token, signal, retryPolicy: policy = RETRIES }, api) {
  const base = `${api.pathname.replace(/\/$/, "")}/repos/${repository}/actions/`;
  const own = (path) => new RegExp(`^${base.replaceAll(".", "\\.")}${path}$`);
  const http = new HttpClient({
    origins: [api.origin],
    allow: [
      { method: "GET", path: own("caches") },
      { method: "GET", path: own("cache/(usage|storage-limit)") },
      { method: "DELETE", path: own("caches/\\d+") }
    ],
    answerTimeoutMs: 2e4,
    stallTimeoutMs: 2e4
  });
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token.reveal()}`,
    "user-agent": "highwater",
    "x-github-api-version": "2022-11-28"
  };
  const once = async (method, path) => {
    const answer = await http.send({ method, url: `${api.origin}${base}${path}`, headers, signal });
    const body = await answer.bytes();
    if (answer.status === 204) return null;
    if (answer.status !== 200) throw new CacheApiRefusal(answer.status, `GitHub answered ${answer.status}`);
    return JSON.parse(body.toString());
  };
  const worthRetrying = (error2) => {
    const again = error2 instanceof CacheApiRefusal ? error2.status === 429 || error2.status >= 500 : error2 instanceof ConnectionFailure;
    return again ? {} : null;
  };
  return {
    call: async (method, path) => retry(async () => once(method, path), { policy, signal, worthRetrying }),
    close: () => http.close()
  };
}

// src/state/cache/cache-upkeep.ts
var KEPT = 2;
var OURS = "highwater-";
var INCLUDED_BYTES = 1e10;
function olderEntries(entries, scope, ref) {
  const kinds = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    const kind = entry.ref === ref ? kindOf(scope, entry.key) : null;
    if (kind !== null) kinds.set(kind, [...kinds.get(kind) ?? [], entry]);
  }
  const newestFirst = (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id;
  return [...kinds.values()].flatMap((own) => own.sort(newestFirst).slice(KEPT));
}
async function keepCacheSmall(api, scope, ref) {
  try {
    const entries = await api.entries(OURS);
    const deleted = [];
    let notDeleted = null;
    try {
      for (const entry of olderEntries(entries, scope, ref)) if (await api.remove(entry.id)) deleted.push(entry);
    } catch (error2) {
      notDeleted = reasonOf(error2);
    }
    const gone = new Set(deleted.map(({ id }) => id));
    const states = entries.filter(({ id }) => !gone.has(id));
    const used = await api.usedBytes().catch(() => null);
    return {
      use: {
        stateBytes: sum(states),
        stateEntries: states.length,
        // GitHub counts every five minutes.
        usedBytes: used === null ? null : Math.max(used - sum(deleted), sum(states)),
        limitBytes: await api.limitBytes() ?? INCLUDED_BYTES,
        deleted: { entries: deleted.length, bytes: sum(deleted) },
        notDeleted
      }
    };
  } catch (error2) {
    return { use: null, why: reasonOf(error2) };
  }
}
function reasonOf(error2) {
  return error2 instanceof CacheApiRefusal && [401, 403, 404].includes(error2.status) ? "no right" : "unreachable";
}
function sum(entries) {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}

// src/app/github/steps.ts
async function syncStep(step) {
  const { inputs, session } = step;
  let past = [];
  const history = (entries) => {
    past = entries;
  };
  return reported(step, { changes: true, failOn: inputs.failOn }, async ({ extras, ...opened }) => ({
    record: await runSync(session, { ...opened, request: requestOf(step), extras: { ...extras, history } }),
    past
  }));
}
async function reported(step, { changes, failOn }, run) {
  const { inputs, session } = step;
  const { state, place } = await openPlace(step, changes);
  const display = createActionsLog(actionsCore(session.redactor.redact), { verbose: isDebug() });
  const url = troubleshootingUrl(session.env);
  try {
    const extras = { troubleshootingUrl: url };
    const { record, past } = await run({ place, stateName: inputs.stateName, openDisplay: () => display, extras });
    setOutputs(outputsOf(record));
    const cacheUpkeep = await tendCache(session, { state, inputs, record });
    const context = { troubleshootingUrl: url, outputDirectory: record.output?.directory ?? null, cacheUpkeep };
    await writeSummary(renderSummary(record, past, context));
    return stepFails(record, failOn) ? 1 : 0;
  } finally {
    display.close();
  }
}
function requestOf({ inputs, config, event, sync, session, notices }) {
  const branch = stateOf(inputs, config) === "cache" ? branchNotice(session.env.GITHUB_REF ?? "", event.defaultBranch) : null;
  return {
    config,
    ...sync,
    tables: inputs.tables,
    output: inputs.output ?? null,
    onUnreadableState: inputs.onUnreadableState,
    allowDeletes: inputs.allowDeletes,
    notices: [...notices, ...branch === null ? [] : [branch]]
  };
}
async function openPlace({ inputs, config, event, session }, changes) {
  requireStateKey(visibilityOf(event.payload), inputs.stateKey);
  const state = stateOf(inputs, config);
  const place = await configuredPlaceOf(inputs, config, session.env);
  if (changes) {
    saveState(STATE, state);
    saveState(WORK_DIRECTORY, place.workDirectory);
  }
  return { state, place };
}
async function exportStep(step, mode) {
  const { inputs, config, session } = step;
  const dryRun = mode === "export-plan";
  const { limit, first, retryParked, allowDeletes } = inputs;
  const request = {
    config,
    why: `mode: ${mode}`,
    output: inputs.output ?? null,
    only: inputs.exports,
    options: { dryRun, limit, first, retryParked, allowDeletes }
  };
  return reported(step, { changes: !dryRun, failOn: "any" }, async (opened) => ({
    record: await runExport(session, { ...opened, request }),
    past: []
  }));
}
async function combineStep(session, inputs) {
  const { directories, output = "highwater-output" } = inputs;
  const record = await combineOutputs(session, { directories, output });
  setOutputs({ ...outputsOf(record), mode: "combine" });
  info(noCommand(combinedWords(record)));
  for (const { error: error2 } of failuresOf(record))
    error(noCommand(`${error2.message}
${error2.hint}`), { title: codeWords(error2) });
  const context = { troubleshootingUrl: troubleshootingUrl(session.env), outputDirectory: record.output?.directory ?? null };
  await writeSummary(renderSummary(record, [], context));
  const placeFor = async (state) => configuredPlaceOf(inputs, { state }, session.env);
  await notifyOfCombined(session, record, { file: inputs.config, stateName: inputs.stateName, placeFor });
  return stepFails(record, inputs.failOn) ? 1 : 0;
}
async function matrixStep({ inputs, config, session }, jobs) {
  const place = await configuredPlaceOf(inputs, config, session.env);
  const { matrix, notices } = await planJobs(session, config, { tables: inputs.tables, jobs }, place);
  for (const notice of notices) warning(noCommand(session.redactor.redact(notice)));
  setOutput("matrix", JSON.stringify(matrix));
  const lines = matrix.map((job) => `${job.name}: ${job.tables.replaceAll(",", ", ")}`);
  info(noCommand(lines.join("\n")));
  await writeSummary(
    `## ✅ Highwater plan: ${matrix.length === 1 ? "1 job" : `${matrix.length} jobs`}

${matrix.map((job) => `- **${code(job.name)}** ${code(job.tables.replaceAll(",", ", "))}`).join("\n")}
`
  );
  return 0;
}
async function verifyStep(step) {
  const { inputs, config, session, notices } = step;
  const { tables, sample, repair, onUnreadableState, allowDeletes } = inputs;
  const { place } = await openPlace(step, repair);
  const log = actionsCore(session.redactor.redact);
  const request = {
    config,
    mode: "incremental",
    auto: false,
    why: "mode: verify",
    tables,
    output: inputs.output ?? null,
    onUnreadableState,
    allowDeletes,
    notices: [...config.warnings, ...notices],
    sample,
    repair
  };
  const observe = (event) => {
    if (event.type === "stage") log.info(`${event.stage}: ${noCommand(event.detail)}`);
    if (event.type === "notice") (event.warning ? log.warning : log.info)(noCommand(event.message));
  };
  const found = await runVerify(session, { request, place, stateName: inputs.stateName, observe });
  const { record } = found;
  const result = redactWords(found.result, session.redactor.redact);
  info(noCommand(renderVerification(result).join("\n")));
  for (const { title, message, hint } of driftErrors(result)) error(noCommand(`${message}
${hint}`), { title });
  const differing = result.tables.filter((t) => t.status === "drift" || t.status === "failed");
  setOutputs({
    ...record === null ? outputsWithoutSync("verify") : outputsOf(record),
    mode: "verify",
    "state-restored": "true",
    "drifted-tables": JSON.stringify(differing.map((t) => `${t.source}.${t.table}`))
  });
  const good = agrees(result) && (record === null || record.status === "succeeded") && !session.signal.aborted;
  await writeSummary(renderVerifySummary(result, good));
  return good ? 0 : 1;
}
var LONGEST_MS = 12e4;
async function tendCache({ env, signal, redactor, githubToken: token = "" }, { state, inputs, record }) {
  if (token === "" || state !== "cache" || signal.aborted || record.mode === "export-plan") return null;
  redactor.add(token);
  const api = cacheApi({
    url: env.GITHUB_API_URL ?? "https://api.github.com",
    repository: env.GITHUB_REPOSITORY ?? "",
    token: new Secret(token),
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)])
  });
  if (api === null) return null;
  const upkeep = await keepCacheSmall(api, cacheScopeOf(inputs), env.GITHUB_REF ?? "");
  api.close();
  const { lines, warning: warning2 } = cacheWords(upkeep);
  for (const line of lines) info(noCommand(line));
  if (warning2 !== null) warning(noCommand(warning2), { title: "The Actions cache is nearly full" });
  return upkeep;
}

// src/app/github/action.ts
async function startAction() {
  useProxies(process.env, process.versions.node);
  endProcess(process, await runAction());
}
async function runAction() {
  const session = openSession({
    env: process.env,
    log: info,
    warn: ({ code: code2, message, hint }) => warning(noCommand(hint === "" ? message : `${message}
${hint}`), { title: code2 }),
    githubToken: getInput("github-token").trim(),
    mask: (form) => setSecret(form),
    onStop: (signal) => info(`${signal}: stopping. Committed work is being saved.`),
    onStopAgain: () => void 0,
    // The runner sends SIGTERM 7.5 seconds after SIGINT, and then waits another 2.5.
    // Without `permissions: id-token: write` the runner does not say where to ask.
    ...process.env.ACTIONS_ID_TOKEN_REQUEST_URL ? { idToken: (audience) => getIDToken(audience) } : {}
  });
  let inputs = null;
  try {
    await requireCommandFiles(process.env);
    inputs = readInputs((name) => getInput(name));
    setOutputs(outputsWithoutSync(inputs.mode));
    if (inputs.stateKey !== void 0) session.redactor.add(inputs.stateKey.reveal());
    if (inputs.mode === "freshness") return await freshnessStep(session, inputs);
    if (inputs.mode === "combine") return await combineStep(session, inputs);
    const { mode } = inputs;
    const needed = { destinations: isExportMode(mode) || mode === "check", notify: mode === "validate" };
    const config = await loadConfiguration(session, inputs.config, needed);
    const event = await workflowEvent();
    const sync = decideMode(inputs.mode, event.schedule, config.run.fullSyncSchedule);
    const problem = scheduleProblem(event.schedule, config.run.fullSyncSchedule, await workflowCrons());
    const step = { inputs, config, event, sync, session, notices: problem === null ? [] : [problem] };
    if (isExportMode(inputs.mode)) return await exportStep(step, inputs.mode);
    if (inputs.mode === "verify") return await verifyStep(step);
    if (inputs.mode === "plan" && inputs.jobs !== null) return await matrixStep(step, inputs.jobs);
    return isLook(inputs.mode) ? await look(step, inputs.mode) : await syncStep(step);
  } catch (error2) {
    await reportFailure(error2, session.redactor);
    if (inputs !== null) await notifyOfThrown(session, inputs, error2);
    return 1;
  }
}
async function notifyOfThrown(session, inputs, error2) {
  const { mode, config: file, stateName } = inputs;
  if (isLook(mode) || mode === "freshness" || mode === "export-plan") return;
  const placeFor = async (state) => configuredPlaceOf(inputs, { state }, session.env);
  const command = mode === "export" || mode === "verify" || mode === "combine" ? mode : "sync";
  await notifyOfFailure(session, command, error2, { file, stateName, placeFor });
}
async function workflowEvent() {
  const path = process.env.GITHUB_EVENT_PATH;
  return readEvent(path ? await (0, import_promises2.readFile)(path, "utf8").catch(() => void 0) : void 0);
}
async function workflowCrons() {
  const [, path] = /^[^/]+\/[^/]+\/(.+?)@/.exec(process.env.GITHUB_WORKFLOW_REF ?? "") ?? [];
  const file = path === void 0 ? void 0 : (0, import_node_path.resolve)(process.env.GITHUB_WORKSPACE ?? ".", path);
  const text = file === void 0 ? void 0 : await (0, import_promises2.readFile)(file, "utf8").catch(() => void 0);
  return text === void 0 ? null : cronsOf(text);
}
async function freshnessStep(session, inputs) {
  const place = await configuredPlaceOf(inputs, { state: null }, session.env);
  const { maxAgeSeconds, output = "highwater-output" } = inputs;
  const scope = { file: inputs.config, stateName: inputs.stateName, place };
  const outcome = await freshness(session, { place, output, maxAgeSeconds, now: /* @__PURE__ */ new Date() }).catch(async (error2) => {
    const { code: code2, message, hint, family } = toHighwaterError(error2);
    if (family === "stale") await notifyOfAges(session, { tables: [] }, { code: code2, message, hint }, scope);
    throw error2;
  });
  setOutputs({ ...outputsWithoutSync("freshness"), "stale-tables": JSON.stringify(staleTables(outcome.tables)) });
  for (const { title, message, hint, isError } of lateTables(outcome))
    (isError ? error : warning)(noCommand(`${message}
${hint}`), { title });
  await notifyOfAges(session, outcome, null, scope);
  return print(outcome, "freshness");
}
async function look(step, mode) {
  const outcome = redactWords(await find(step, mode), step.session.redactor.redact);
  for (const { title, message, hint } of succeeded(outcome) ? [] : errorsOf(outcome))
    error(noCommand(`${message}
${hint}`), { title });
  return print(outcome, mode);
}
async function print(outcome, mode) {
  const options = { columns: 160, colors: import_picocolors.default.createColors(false), verbose: true, now: (/* @__PURE__ */ new Date()).toISOString() };
  const text = renderOutcome(outcome, options).join("\n");
  info(noCommand(text));
  const good = succeeded(outcome);
  await writeSummary(`## ${good ? "✅" : "❌"} Highwater ${mode}${good ? "" : " failed"}

${fenced(text)}
`);
  return good ? 0 : 1;
}
function errorsOf(outcome) {
  if (outcome.command === "validate" || outcome.command === "freshness") return [];
  const unreadable = outcome.command === "check" ? outcome.sources.flatMap((s) => s.tables) : [];
  const failed = [...outcome.sources, ...outcome.command === "plan" ? outcome.tables : []];
  const errors = [
    ...failed.flatMap(({ error: error2 }) => error2 === null ? [] : [{ ...error2, title: codeWords(error2) }]),
    ...(outcome.command === "check" ? outcome.exports ?? [] : []).flatMap(
      ({ name, error: error2 }) => error2 === null ? [] : [{ ...error2, title: name }]
    ),
    ...(outcome.command === "check" ? outcome.stores ?? [] : []).flatMap(
      ({ use, error: error2 }) => error2 === null ? [] : [{ ...error2, title: use }]
    ),
    ...unreadable.flatMap(({ ref, problem }) => problem === void 0 ? [] : [{ ...problem, title: ref.name }])
  ];
  return [...new Map(errors.map((error2) => [`${error2.title} ${error2.message}`, error2])).values()].slice(0, 10);
}
async function find({ config, inputs, sync, session }, mode) {
  const place = await configuredPlaceOf(inputs, config, session.env);
  if (mode === "validate") return validate(config);
  if (mode === "check") return check(session, config, place);
  const planned = await planFromState(session, config, { ...sync, tables: inputs.tables, jobs: null }, place);
  setOutput("matrix", JSON.stringify(planned.matrix ?? []));
  return planned;
}
function fenced(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}
${text}
${fence}`;
}
export {
  startAction
};
