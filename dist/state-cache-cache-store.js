import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  jobCount
} from "./app-job-count.js";
import {
  exportLimit,
  exportNames
} from "./app-export.js";
import {
  sampleSize
} from "./app-verify.js";
import {
  begin,
  eventLine,
  heartbeat,
  renderFinal,
  step
} from "./views-terminal-final-lines.js";
import {
  openSealedFile,
  passphraseEncryption,
  placeOf,
  sealFile,
  syncedNotes,
  vaultsOf,
  weakStateKey
} from "./state-segments-segment-store.js";
import {
  failureOf,
  require_picocolors
} from "./config-explain-explain.js";
import {
  code,
  details,
  inline,
  lines,
  table
} from "./views-summary-markdown.js";
import {
  endGroup,
  error,
  info,
  notice,
  setOutput,
  startGroup,
  summary,
  warning
} from "./lib-undici.js";
import {
  cacheWords,
  stateIsLost,
  stateWords
} from "./views-facts-state-words.js";
import {
  parseTableGlobs
} from "./lib-picomatch.js";
import {
  freshnessWords
} from "./views-facts-table-freshness.js";
import {
  EXPORT_COLUMNS,
  changes,
  checkCountWords,
  checkCounts,
  exportCells,
  factsOf,
  failuresOf,
  fullSyncWords,
  headline,
  isExportRun,
  lastFullSync,
  oldestFullSync,
  readBackWords,
  reportFileOf,
  runSeconds,
  tableName,
  tablesByImportance
} from "./views-facts-facts.js";
import {
  advance,
  clip,
  codeWords,
  count,
  counted,
  duration,
  harmless,
  instant,
  lagSeconds,
  oneLine,
  percent,
  stageWords
} from "./views-facts-format.js";
import {
  checkName
} from "./model-table-check.js";
import {
  HEADER_FILE,
  START_AFRESH,
  errorCode,
  newerFormat,
  readHeader,
  saveFailed,
  translate,
  unreachable,
  unreadable,
  writeHeader
} from "./state-seal-header.js";
import {
  agesOf,
  isRead
} from "./model-table-age.js";
import {
  STATE_FORMAT
} from "./model-state-format.js";
import {
  Secret
} from "./model-secret.js";
import {
  require_mod
} from "./lib-fastest-levenshtein.js";
import {
  parseDuration
} from "./config-declare-units.js";
import {
  parseStoreAddress
} from "./objects-store-address.js";
import {
  ConfigError,
  toHighwaterError
} from "./model-errors.js";
import {
  retry
} from "./lib-p-retry.js";
import {
  require_promises as require_promises2
} from "./builtins-node-timers-promises.js";
import {
  require_node_zlib
} from "./builtins-node-stream.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_child_process
} from "./builtins-node-child_process.js";
import {
  require_node_util
} from "./builtins-node-util.js";
import {
  require_node_os
} from "./builtins-node-os.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __commonJS,
  __require,
  __toESM
} from "./shared.js";

// builtins:node:string_decoder
var require_node_string_decoder = __commonJS({
  "builtins:node:string_decoder"(exports, module) {
    module.exports = __require("node:string_decoder");
  }
});

// src/views/terminal/actions-log.ts
var import_picocolors = __toESM(require_picocolors(), 1);
var HEARTBEAT_MS = 1e4;
var MOST_ANNOTATIONS = 10;
var MESSAGE_CHARS = 4e3;
function createActionsLog(core, options = {}) {
  const { now = Date.now, verbose = false } = options;
  let progress = begin(now());
  let notices = 0;
  let grouped = false;
  const print = (line) => {
    if (line !== null) core.info(noCommand(line));
  };
  const endGroup2 = () => {
    if (grouped) core.endGroup();
    grouped = false;
  };
  const timer = setInterval(() => print(heartbeat(progress, now())), HEARTBEAT_MS);
  timer.unref();
  const close = () => {
    clearInterval(timer);
    endGroup2();
  };
  return {
    observe(event) {
      const line = eventLine(progress, event, verbose);
      progress = step(progress, event, now());
      if (event.type === "stage") {
        endGroup2();
        core.startGroup(noCommand(line ?? event.stage));
        grouped = true;
      } else if (event.type === "notice" && event.warning) {
        core.warning(noCommand(progress.notices.at(-1) ?? ""));
      } else if (event.type === "notice") {
        notices += 1;
        if (notices <= MOST_ANNOTATIONS) core.notice(noCommand(progress.notices.at(-1) ?? ""));
        else print(line);
      } else print(line);
    },
    finish(record) {
      close();
      print(renderFinal(record, { columns: 160, colors: import_picocolors.default.createColors(false), quiet: false, verbose }).join("\n"));
      annotate(core, record);
    },
    close
  };
}
function annotate(core, record) {
  const failures = failuresOf(record);
  const single = failures.length <= MOST_ANNOTATIONS ? failures : failures.slice(0, MOST_ANNOTATIONS - 1);
  for (const failure of single) core.error(...annotation(failure));
  const more = failures.slice(single.length);
  if (more.length > 0) {
    const names = more.map((f) => `${f.subject} (${codeWords(f.error)})`).join(", ");
    core.error(noCommand(clip(names, MESSAGE_CHARS)), {
      title: `${counted(more.length, "further failure")}; see the step summary`
    });
  }
}
function annotation({ subject, error: error2, also }) {
  const title2 = `${subject}${also.length > 0 ? ` and ${also.length} more` : ""}: ${codeWords(error2)}`;
  const text = noCommand(clip(error2.hint === "" ? error2.message : `${error2.message}
${error2.hint}`, MESSAGE_CHARS));
  const place = error2.location;
  if (place === void 0) return [text, { title: clip(title2, 200) }];
  return [text, { title: clip(title2, 200), file: place.file, startLine: place.line, startColumn: place.column }];
}
function noCommand(text) {
  return harmless(text).replace(/^(\s*):(?=:)/gm, "$1:​").replaceAll("##[", "##​[");
}

// src/app/github/cache-place.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);
var import_promises7 = __toESM(require_promises(), 1);
var import_node_os = __toESM(require_node_os(), 1);
var import_node_path6 = __toESM(require_node_path(), 1);

// src/state/cache/cache-side-file.ts
var import_promises4 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_node_path(), 1);

// src/state/cache/cache-key.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var NAME_CHARACTERS = 64;
var GENERATION_DIGITS = 10;
function keyPrefix(scope, format = STATE_FORMAT) {
  return `highwater-v${format}-${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
}
function sideFilePrefix(scope, name) {
  const [what] = name.split(".");
  return `highwater-${what}-v1-${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
}
function tracePrefix(scope) {
  return `highwater-saved-v1-${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
}
function stateKey(prefix, generation, runId, attempt, tries = 1) {
  const again = tries === 1 ? "" : `.${tries}`;
  return `${prefix}${String(generation).padStart(GENERATION_DIGITS, "0")}-${safeName(runId)}-${safeName(attempt)}${again}`;
}
function generationOf(prefix, key) {
  if (!key.startsWith(prefix)) return null;
  const match = /^(\d{10,15})-[a-z0-9._-]+$/.exec(key.slice(prefix.length));
  return match === null ? null : Number(match[1]);
}
var KIND = /^highwater-(?:v(\d+)|([a-z]+)-v1)-/;
function kindOf(scope, key, format = STATE_FORMAT) {
  const [start = "", of, kind] = KIND.exec(key) ?? [];
  if (of !== void 0) {
    const prefix = keyPrefix(scope, Number(of));
    return Number(of) <= format && generationOf(prefix, key) !== null ? "state" : null;
  }
  const own = `${start}${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
  return kind !== void 0 && key.startsWith(own) ? kind : null;
}
function safeName(name) {
  const safe = name.toLowerCase().replace(/[^a-z0-9._-]/g, "_");
  return safe === name && name.length <= NAME_CHARACTERS ? name : `${safe.slice(0, NAME_CHARACTERS - 9)}.${hash(name, 8)}`;
}
function hash(text, characters) {
  return (0, import_node_crypto.createHash)("sha256").update(text).digest("hex").slice(0, characters);
}

// src/state/cache/cache-outcome.ts
var import_node_string_decoder = __toESM(require_node_string_decoder(), 1);

// src/state/cache/runner-programs.ts
var import_node_child_process = __toESM(require_node_child_process(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_node_util = __toESM(require_node_util(), 1);
var import_node_zlib = __toESM(require_node_zlib(), 1);
var RunnerProgramError = class extends Error {
};
async function requireGnuTar(environment, platform = process.platform) {
  if (platform !== "linux") return;
  const words = await versionOf(environment);
  if (words === null) throw new RunnerProgramError("tar, which packs states, isn't installed on this runner");
  if (/GNU tar/.test(words)) return;
  const other = /busybox/i.test(words) ? "BusyBox's" : `another one (${words.split("\n")[0]?.slice(0, 60)})`;
  throw new RunnerProgramError(`tar on this runner is ${other}, but states need GNU tar`);
}
async function versionOf(environment) {
  try {
    const { stdout, stderr } = await (0, import_node_util.promisify)(import_node_child_process.execFile)("tar", ["--version"], { env: environment });
    return `${stdout}${stderr}`;
  } catch (error2) {
    const { code: code2, stdout = "", stderr = "" } = error2;
    return code2 === "ENOENT" ? null : `${stdout}${stderr}`;
  }
}
async function pathWithZstd(environment, temporaryDirectory, node) {
  const path = environment.PATH ?? "";
  if (await hasZstd({ ...environment, PATH: path })) return path;
  if (process.platform === "win32" || typeof import_node_zlib.default.createZstdCompress !== "function") throw new RunnerProgramError(MISSING);
  const lent = `${await lendZstd(temporaryDirectory, node)}${import_node_path.delimiter}${path}`;
  if (await hasZstd({ ...environment, PATH: lent })) return lent;
  throw new RunnerProgramError(MISSING);
}
var MISSING = "zstd, which compresses states, isn't installed on this runner";
async function hasZstd(environment) {
  try {
    const { stdout, stderr } = await (0, import_node_util.promisify)(import_node_child_process.execFile)("zstd", ["--quiet", "--version"], { env: environment });
    return `${stdout}${stderr}`.trim() !== "";
  } catch {
    return false;
  }
}
var PROGRAM = `import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
const [, , ...args] = process.argv;
if (args.includes('--version')) console.log('1.5.0');
else await pipeline(process.stdin, args.includes('-d') ? zlib.createZstdDecompress() : zlib.createZstdCompress(), process.stdout);
`;
async function lendZstd(temporaryDirectory, node) {
  const directory = await (0, import_promises.mkdtemp)((0, import_node_path.join)(temporaryDirectory, "highwater-zstd-"));
  const program = (0, import_node_path.join)(directory, "zstd.mjs");
  await (0, import_promises.writeFile)(program, PROGRAM);
  for (const [name, option] of [
    ["zstd", ""],
    ["zstdmt", ""],
    ["unzstd", " -d"]
  ]) {
    const script = (0, import_node_path.join)(directory, String(name));
    await (0, import_promises.writeFile)(script, `#!/bin/sh
exec ${quoted(node)} ${quoted(program)}${option} "$@"
`);
    await (0, import_promises.chmod)(script, 493);
  }
  return directory;
}
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

// src/state/cache/cache-outcome.ts
async function readingLog(streams, call) {
  const lines2 = [];
  const restore = [
    tap(streams.stdout, (line) => {
      const parsed = parse(line);
      lines2.push(parsed);
      return parsed.kind === "debug" || parsed.kind === "info";
    }),
    tap(streams.stderr, (text) => {
      lines2.push({ kind: "stderr", text });
      return true;
    })
  ];
  try {
    return { value: await call(), lines: lines2 };
  } catch (thrown) {
    return { thrown, lines: lines2 };
  } finally {
    for (const undo of restore) undo();
  }
}
function tap(stream, see) {
  const original = stream.write;
  const decoder = new import_node_string_decoder.StringDecoder("utf8");
  const tapped = function(...args) {
    const [chunk] = args;
    const text = typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk));
    if (see(text)) return original.apply(stream, args);
    const done = args.findLast((arg) => typeof arg === "function");
    done?.();
    return true;
  };
  stream.write = tapped;
  return () => {
    if (stream.write === tapped) stream.write = original;
  };
}
function parse(text) {
  const match = /^::(debug|warning|error)(?: [^:]*)?::([\s\S]*?)\r?\n?$/.exec(text);
  if (match === null) return { kind: "info", text: text.trimEnd() };
  const [, kind, data = ""] = match;
  return { kind, text: plain(data) };
}
function plain(data) {
  return data.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}
function unreachableBy(where, { why, hint, lacksProgram }) {
  return unreachable(where, why, hint, void 0, lacksProgram ? "" : START_AFRESH);
}
function readLookup(outcome) {
  if (typeof outcome.value === "string") return { kind: "found", key: outcome.value };
  const complaint = complaintOf(outcome);
  const v1 = says(outcome.lines, /^Cache service version: v1/);
  const none = says(outcome.lines, /^Cache not found for version /);
  if (complaint === null && (none || v1)) return { kind: "none" };
  return { kind: "failed", failure: failureOf2(outcome) };
}
function readSave(outcome) {
  if (outcome.thrown === void 0 && outcome.value !== void 0 && outcome.value > 0) return null;
  const failure = failureOf2(outcome);
  return failure.taken && says(outcome.lines, /^Attempt \d+ of \d+ failed/) ? { ...failure, why: `the transfer broke off (${complaintOf(outcome)})`, hint: NETWORK, transient: true } : failure;
}
function complaintOf(outcome) {
  if (outcome.thrown !== void 0) return outcome.thrown instanceof Error ? outcome.thrown.message : String(outcome.thrown);
  const full = outcome.lines.find((line) => line.kind === "stderr" && /No space left on device/.test(line.text));
  const reservation = outcome.lines.findLast((line) => /^Failed to reserve cache: /.test(line.text));
  const policy = outcome.lines.findLast((line) => /the effective cache-mode/.test(line.text));
  const loud = outcome.lines.findLast((line) => line.kind === "warning" || line.kind === "error");
  return (full ?? reservation ?? policy ?? loud)?.text ?? null;
}
function says(lines2, pattern) {
  return lines2.some((line) => pattern.test(line.text));
}
var NETWORK = "Run the job again. On a self-hosted runner, check that it can reach the GitHub hosts (*.actions.githubusercontent.com, *.blob.core.windows.net).";
var READ_ONLY = "GitHub gives runs of pull_request_target, issue_comment and other events that outsiders can trigger a read-only cache token. Run the sync on schedule, push or workflow_dispatch, or set `state` to a directory.";
var INSTALL = "Install GNU tar and zstd before this step (Alpine: `apk add tar zstd`; Debian: `apt-get install tar zstd`), or set `state` to a directory.";
var RULES = [
  [/No space left on device/, "the disk is full", "Use a larger runner, or fewer tables or columns.", "diskFull"],
  [/cache write denied:/, "this run may read caches, but not write them", READ_ONLY],
  [/cache read denied:/, "this run may not read caches", READ_ONLY],
  [
    /effective cache-mode '/,
    "this job's cache mode doesn't permit it",
    "Allow the job to read and write caches, or set `state` to a directory."
  ],
  [
    /\(409\)|already exists/,
    "another job of this run has saved, or is saving, a state of this name",
    "Give each job, for example of a matrix, its own `state-name`.",
    "taken"
  ],
  [
    /quota has been hit|insufficient usage/,
    "the repository's cache storage is full",
    "Delete old caches (Actions > Caches), or raise the limit under Settings > Actions > General."
  ],
  [
    /Rate limited|\(429\)/,
    "GitHub received too many cache requests",
    "Run the workflow again in a few minutes. A repository may upload 200 caches a minute."
  ],
  [
    /ACTIONS_RUNTIME_TOKEN|\(401\)/,
    "this step has no valid token for the Actions cache",
    "Run Highwater in a `uses:` step, not in a `run:` line."
  ],
  [/Unable to make request: /, "the Actions cache service could not be reached", NETWORK, "transient"],
  [/Incomplete download|aborted|ECONNRESET|socket hang up|timeout|timed out/i, "the transfer broke off", NETWORK, "transient"],
  [
    /after \d+ attempts|\(5\d\d\)|responded with 5\d\d/,
    "the Actions cache service is failing",
    "Run the job again later. https://www.githubstatus.com shows known problems."
  ],
  [/\btar\b.*failed|tar(\.exe)?" failed/, "the downloaded archive is incomplete", NETWORK, "damaged"]
];
function failureOf2(outcome) {
  const { thrown } = outcome;
  if (thrown instanceof RunnerProgramError)
    return {
      why: thrown.message,
      hint: INSTALL,
      transient: false,
      damaged: false,
      diskFull: false,
      taken: false,
      lacksProgram: true
    };
  return explain(complaintOf(outcome) ?? "the cache client gave no reason");
}
function explain(text) {
  const said = text.split("\n")[0]?.slice(0, 300) ?? "";
  const [, why = "the cache client failed", hint = NETWORK, flag] = RULES.find(([pattern]) => pattern.test(text)) ?? [];
  return {
    why: `${why} (${said})`,
    hint,
    transient: flag === "transient",
    damaged: flag === "damaged",
    diskFull: flag === "diskFull",
    taken: flag === "taken",
    lacksProgram: false
  };
}

// src/state/cache/toolkit-cache.ts
var import_promises2 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
var import_promises3 = __toESM(require_promises2(), 1);
var TRANSFER = ".highwater-cache-transfer";
var CROSS_OS = true;
function toolkit(surroundings) {
  const { cache, limitsMs = { lookup: 18e4, transfer: 36e5 } } = surroundings;
  const call = caller(surroundings);
  return {
    lookup: (...keys) => retrying(surroundings, async () => {
      const outcome = await call(
        limitsMs.lookup,
        () => cache.restoreCache(
          [TRANSFER],
          keys[0] ?? "",
          keys.length > 1 ? keys.slice(1) : [...keys],
          { lookupOnly: true },
          CROSS_OS
        )
      );
      const read = readLookup(outcome);
      return { result: read, again: read.kind === "failed" && read.failure.transient };
    }),
    restore: (key) => call(limitsMs.transfer, () => cache.restoreCache([TRANSFER], key, [], {}, CROSS_OS)).then(readLookup),
    save: (key, { consume = false } = {}) => {
      const run = async () => cache.saveCache([TRANSFER], key, void 0, CROSS_OS);
      return call(limitsMs.transfer, run, consume ? removingFiles(surroundings.environment) : {}).then(readSave);
    }
  };
}
function removingFiles({ TAR_OPTIONS = "" }, platform = process.platform) {
  return platform === "linux" ? { TAR_OPTIONS: `${TAR_OPTIONS} --remove-files`.trim() } : {};
}
var RETRIES = { attempts: 3, firstDelayMs: 2e3, longestDelayMs: 5e3, longestRetryAfterMs: 0 };
async function retrying({ retryPolicy: policy = RETRIES }, attempt) {
  let last;
  const work = async () => {
    const outcome = await attempt();
    if (!outcome.again) return outcome.result;
    last = outcome;
    throw new Again();
  };
  const { signal } = new AbortController();
  try {
    return await retry(work, { policy, signal, worthRetrying: (error2) => error2 instanceof Again ? {} : null });
  } catch (error2) {
    if (error2 instanceof Again && last !== void 0) return last.result;
    throw error2;
  }
}
var Again = class extends Error {
};
function caller(surroundings) {
  const { environment, streams, workingDirectory, temporaryDirectory, node } = surroundings;
  let path;
  return async (limitMs, run, variables = {}) => {
    const names = ["PATH", "GITHUB_WORKSPACE", "RUNNER_TEMP", ...Object.keys(variables)];
    const before = Object.fromEntries(names.map((name) => [name, environment[name]]));
    const directory = process.cwd();
    try {
      path ??= pathWithTools(environment, temporaryDirectory, node);
      setAll(environment, { ...variables, PATH: await path, GITHUB_WORKSPACE: workingDirectory });
      if (directory !== workingDirectory) process.chdir(workingDirectory);
      if (hasBlanks(environment.RUNNER_TEMP ?? "")) setAll(environment, { RUNNER_TEMP: workingDirectory });
      return await readingLog(streams, () => within(limitMs, run));
    } catch (thrown) {
      return { thrown, lines: [] };
    } finally {
      setAll(environment, before);
      if (process.cwd() !== directory) process.chdir(directory);
    }
  };
}
async function pathWithTools(environment, temporaryDirectory, node) {
  await requireGnuTar(environment);
  return pathWithZstd(environment, temporaryDirectory, node);
}
function hasBlanks(directory) {
  return /[\s"]/.test(directory);
}
function setAll(environment, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value === void 0) delete environment[name];
    else environment[name] = value;
  }
}
async function within(limitMs, run) {
  const stop = new AbortController();
  const limit = (0, import_promises3.setTimeout)(limitMs, void 0, { signal: stop.signal }).then(() => {
    throw new Error(`no answer within ${Math.round(limitMs / 1e3)} seconds`);
  });
  limit.catch(() => void 0);
  try {
    return await Promise.race([run(), limit]);
  } finally {
    stop.abort();
  }
}
var turn = Promise.resolve();
async function inTransfer({ workingDirectory }, work) {
  const mine = turn.then(async () => alone((0, import_node_path2.join)(workingDirectory, TRANSFER), work));
  turn = mine.catch(() => void 0);
  return mine;
}
async function alone(directory, work) {
  await emptied(directory);
  try {
    return await work(directory);
  } finally {
    await (0, import_promises2.rm)(directory, { recursive: true, force: true });
  }
}
async function emptied(directory) {
  await (0, import_promises2.rm)(directory, { recursive: true, force: true });
  await (0, import_promises2.mkdir)(directory, { recursive: true, mode: 448 });
}

// src/state/cache/cache-side-file.ts
var WHERE = "the Actions cache";
function cacheSideFile(options, name) {
  const tools = toolkit(options);
  const prefix = sideFilePrefix(options, name);
  let turn2 = Promise.resolve();
  let held = null;
  let saves = 0;
  const fetched = async () => {
    const found = await tools.lookup(prefix);
    if (found.kind === "none") return null;
    if (found.kind === "failed") throw unreachableBy(WHERE, found.failure);
    return inTransfer(options, async (directory) => {
      const restored = await retrying(options, async () => {
        const result = await tools.restore(found.key);
        return { result, again: result.kind === "failed" && result.failure.transient };
      });
      if (restored.kind === "none") throw unreachable(WHERE, `${found.key} was deleted just now`, "Run the job again.");
      if (restored.kind === "failed") throw unreachableBy(WHERE, restored.failure);
      return (0, import_promises4.readFile)((0, import_node_path3.join)(directory, name)).catch((error2) => {
        throw unreadable(WHERE, `${found.key} holds no ${name}`, error2);
      });
    });
  };
  return {
    where: WHERE,
    remove: `delete the entries whose keys begin with ${prefix} (Actions > Caches)`,
    async read() {
      held ??= { content: await fetched() };
      return held.content;
    },
    async write(content) {
      held = { content };
      await inTransfer(options, async (directory) => {
        await (0, import_promises4.writeFile)((0, import_node_path3.join)(directory, name), content, { mode: 384 });
        const failure = await retrying(options, async () => {
          const key = `${prefix}${String(Date.now()).padStart(15, "0")}-${options.runId}-${options.attempt}-${++saves}`;
          const result = await tools.save(key);
          return { result, again: result?.transient === true };
        });
        if (failure !== null) throw saveFailed(WHERE, failure.why, failure.hint);
      });
    },
    async exclusive(work) {
      const mine = turn2.then(work, work);
      turn2 = mine.catch(() => void 0);
      return mine;
    }
  };
}

// src/state/cache/cache-store.ts
var import_promises5 = __toESM(require_promises(), 1);
var import_node_path4 = __toESM(require_node_path(), 1);
var WHERE2 = "the Actions cache";
function cacheStore(options) {
  const context = { ...options, prefix: keyPrefix(options, options.format), toolkit: toolkit(options) };
  return {
    newest: () => findNewest(context),
    async restore(into) {
      const found = await findNewest(context);
      return found === null ? null : inTransfer(options, (directory) => bring(context, found, directory, into));
    },
    async save(file, generation) {
      try {
        return await inTransfer(options, (directory) => send(context, directory, file, generation));
      } catch (error2) {
        throw translate(error2, (message) => saveFailed(WHERE2, message, "Run the job again.", error2));
      }
    },
    identity: context.prefix,
    describe: () => "cache"
  };
}
async function findNewest(context) {
  const missing = missingService(context);
  if (missing !== null) throw unreachable(WHERE2, missing.why, missing.hint);
  const outcome = await context.toolkit.lookup(context.prefix);
  if (outcome.kind === "failed") throw unreachableBy(WHERE2, outcome.failure);
  if (outcome.kind === "none") return inOtherFormats(context);
  return identified(context.prefix, outcome.key);
}
function identified(prefix, key) {
  const generation = generationOf(prefix, key);
  if (generation === null) throw unreadable(WHERE2, `its newest entry has the key ${key}, which Highwater doesn't write`);
  return { generation, key };
}
var FORMATS_AHEAD = 10;
async function inOtherFormats(context) {
  const { format = STATE_FORMAT } = context;
  const newer = Array.from({ length: FORMATS_AHEAD }, (_, i) => keyPrefix(context, format + 1 + i));
  const ahead = await lookedUp(context, newer);
  if (ahead !== null) throw newerFormat(WHERE2, ahead);
  for (let older = format - 1; older >= 1; older--) {
    const prefix = keyPrefix(context, older);
    const found = await lookedUp(context, [prefix]);
    if (found !== null) return identified(prefix, found);
  }
  return null;
}
async function lookedUp(context, keys) {
  const outcome = await context.toolkit.lookup(...keys);
  if (outcome.kind === "failed") throw unreachableBy(WHERE2, outcome.failure);
  return outcome.kind === "found" ? outcome.key : null;
}
function missingService({ cache, environment }) {
  if (cache.isFeatureAvailable() && environment.ACTIONS_RUNTIME_TOKEN) return null;
  return {
    why: "this step has no access to the Actions cache (ACTIONS_RESULTS_URL or ACTIONS_RUNTIME_TOKEN isn't set)",
    hint: "Run Highwater in a `uses:` step, not in a `run:` line, or set `state` to a directory."
  };
}
async function bring(context, found, directory, into) {
  const outcome = await retrying(context, async () => {
    const result = await context.toolkit.restore(found.key);
    const again = result.kind === "failed" && (result.failure.transient || result.failure.damaged);
    return { result, again };
  });
  if (outcome.kind === "none") throw unreachable(WHERE2, `${found.key} was deleted just now`, "Run the job again.");
  if (outcome.kind === "failed") throw restoreError(outcome.failure);
  const header = await transferredHeader(directory);
  if (outcome.key !== found.key || header.generation !== found.generation || header.file === null) {
    throw unreadable(WHERE2, `${found.key} holds another state (generation ${header.generation})`);
  }
  await openSealedFile({ directory, where: WHERE2, take: true }, header, into, context.encryption);
  return { ...found, savedAt: header.savedAt, bytes: header.bytes };
}
function restoreError(failure) {
  if (failure.diskFull) return diskFull();
  return failure.damaged ? unreadable(WHERE2, failure.why) : unreachableBy(WHERE2, failure);
}
async function transferredHeader(directory) {
  try {
    return readHeader(await (0, import_promises5.readFile)((0, import_node_path4.join)(directory, HEADER_FILE), "utf8"), WHERE2);
  } catch (error2) {
    throw errorCode(error2) === "ENOENT" ? unreadable(WHERE2, `the entry holds no ${HEADER_FILE}`, error2) : error2;
  }
}
async function send(context, directory, file, generation) {
  const missing = missingService(context);
  if (missing !== null) throw saveFailed(WHERE2, missing.why, missing.hint);
  const consume = context.encryption !== null;
  const failures = [];
  let key = "";
  let header = await seal(context, directory, file, generation);
  const failure = await retrying(context, async () => {
    key = stateKey(context.prefix, generation, context.runId, context.attempt, failures.length + 1);
    if (consume && failures.length > 0) header = await seal(context, directory, file, generation);
    const result = await context.toolkit.save(key, { consume });
    if (result !== null) failures.push(result);
    return { result, again: result?.transient === true };
  });
  const [first] = failures;
  if (failure !== null && first !== void 0) throw first.diskFull ? diskFull() : saveFailed(WHERE2, first.why, first.hint);
  const { stored, bytes } = header;
  await refuseEvicted(context, key, stored.bytes);
  return { generation, key, bytes };
}
async function seal(context, directory, file, generation) {
  const { encryption, volumeBytes } = context;
  const name = `state.duckdb${encryption === null ? "" : ".enc"}`;
  const facts = { generation, savedAt: context.clock().toISOString(), file: name };
  await emptied(directory);
  const header = await sealFile(file, (0, import_node_path4.join)(directory, name), facts, encryption, { inVolumes: true, volumeBytes });
  await (0, import_promises5.writeFile)((0, import_node_path4.join)(directory, HEADER_FILE), writeHeader(header), { mode: 384 });
  return header;
}
async function refuseEvicted(context, key, bytes) {
  const outcome = await retrying(context, async () => {
    const result = await context.toolkit.lookup(key);
    return { result, again: result.kind === "none" };
  });
  if (outcome.kind !== "none") return;
  throw saveFailed(
    WHERE2,
    `GitHub accepted the entry (${size(bytes)}) and deleted it at once, which happens if it does not fit into the repository's cache storage (10 GB by default)`,
    "Raise the limit under Settings > Actions > General, read fewer tables or columns, or set `state` to a directory of a self-hosted runner."
  );
}
function size(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
function diskFull() {
  return toHighwaterError(Object.assign(new Error("No space left on device"), { code: "ENOSPC" }));
}

// src/state/cache/cache-trace.ts
var import_promises6 = __toESM(require_promises(), 1);
var import_node_path5 = __toESM(require_node_path(), 1);
function tracedStore(store, options) {
  const tools = toolkit(options);
  const prefix = tracePrefix(options);
  const leave = async () => {
    const day = options.clock().toISOString().slice(0, 10);
    if ((await tools.lookup(`${prefix}${day}`)).kind !== "none") return;
    await inTransfer(options, async (directory) => {
      await (0, import_promises6.writeFile)((0, import_node_path5.join)(directory, "day"), day);
      await tools.save(`${prefix}${day}`);
    });
  };
  return {
    ...store,
    save: async (...given) => {
      const saved = await store.save(...given);
      await leave().catch(() => void 0);
      return saved;
    },
    lastSaved: async () => {
      const found = await tools.lookup(prefix);
      return found.kind === "found" ? found.key.slice(prefix.length) : null;
    }
  };
}

// src/app/github/cache-place.ts
var WORK_DIRECTORY = "work-directory";
var STATE = "state";
function stateOf(inputs, config) {
  return inputs.state ?? config.state ?? "cache";
}
function cacheScopeOf({ stateName, config }) {
  return { stateName, configScope: import_node_path6.posix.normalize(config.replaceAll("\\", "/")) };
}
async function statePlaceOf(inputs, env, step2 = "main") {
  const { state, stateName: name, stateKey: key } = inputs;
  const { temporaryDirectory } = surroundingsOf(env);
  if (state !== "cache") {
    const place = await placeOf({ state, name, key, env, workParent: temporaryDirectory });
    const incidents = async () => [...await incidentsInCache(inputs, env, step2), ...await place.incidents()];
    return parseStoreAddress(state, "state").kind === "directory" ? place : { ...place, incidents };
  }
  const encryption = key === void 0 ? null : passphraseEncryption(key);
  const cache = await cacheOptions(inputs, env, step2);
  const scope = (0, import_node_crypto2.createHash)("sha256").update(`${cache.stateName}
${cache.configScope}`).digest("hex").slice(0, 12);
  return {
    store: {
      ...tracedStore(cacheStore({ ...cache, encryption }), cache),
      notes: syncedNotes(cacheSideFile(cache, "synced.json"), encryption)
    },
    encrypted: encryption !== null,
    name,
    shared: null,
    workDirectory: (0, import_node_path6.join)(temporaryDirectory, `highwater-${scope}`),
    vaults: encryption === null ? null : vaultsOf({ storage: cacheSideFile(cache, "tokens.enc"), encryption, branch: env.GITHUB_REF ?? null }),
    incidents: async () => [cacheSideFile(cache, "incidents.json")]
  };
}
async function configuredPlaceOf(inputs, config, env) {
  return statePlaceOf({ ...inputs, state: stateOf(inputs, config) }, env);
}
function surroundingsOf(env) {
  return { environment: env, streams: process, temporaryDirectory: env.RUNNER_TEMP ?? (0, import_node_path6.resolve)("."), node: process.execPath };
}
async function cacheOptions(inputs, env, step2) {
  const surroundings = surroundingsOf(env);
  return {
    ...surroundings,
    ...cacheScopeOf(inputs),
    runId: env.GITHUB_RUN_ID ?? "0",
    attempt: `${env.GITHUB_RUN_ATTEMPT ?? "1"}${step2 === "post" ? ".post" : ""}`,
    // Large, and not needed where the state is a directory.
    cache: await import("./lib-actions-cache.js"),
    workingDirectory: await usable([surroundings.temporaryDirectory, process.cwd(), (0, import_node_os.tmpdir)()]),
    clock: () => /* @__PURE__ */ new Date()
  };
}
async function incidentsInCache(inputs, env, step2) {
  const options = await cacheOptions(inputs, env, step2);
  return options.cache.isFeatureAvailable() ? [cacheSideFile(options, "incidents.json")] : [];
}
async function usable(directories) {
  const possible = directories.filter((directory) => !hasBlanks(directory));
  for (const directory of possible) {
    const made = await (0, import_promises7.mkdtemp)((0, import_node_path6.join)(directory, ".highwater-")).catch(() => null);
    if (made === null) continue;
    await (0, import_promises7.rmdir)(made);
    return directory;
  }
  return possible[0] ?? directories[0];
}

// src/app/github/inputs.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
var MODES = [
  "auto",
  "incremental",
  "full",
  "validate",
  "check",
  "plan",
  "verify",
  "freshness",
  "combine",
  "export",
  "export-plan"
];
var LOOKS = ["validate", "check", "plan"];
function isLook(mode) {
  return LOOKS.some((look) => look === mode);
}
function isExportMode(mode) {
  return mode === "export" || mode === "export-plan";
}
var UNREADABLE = ["fail", "full"];
var FAIL_ON = ["any", "all"];
var YES_NO = ["false", "true"];
function readInputs(getInput) {
  const problems = [];
  const text = (name, otherwise) => getInput(name).trim() || otherwise;
  const oneOf = (name, allowed) => {
    const given = text(name, allowed[0]);
    const match = allowed.find((value) => value === given);
    if (match === void 0) problems.push(unknownValue(name, given, allowed));
    return match ?? allowed[0];
  };
  const key = text("state-encryption-key", "");
  const weak = key === "" ? null : weakStateKey(key, "state-encryption-key");
  if (weak !== null) problems.push(weak);
  const tables = parseTableGlobs(text("tables", ""), "tables");
  problems.push(...tables.problems);
  const limit = text("limit", "");
  if (limit !== "" && exportLimit(limit) === void 0)
    problems.push({
      code: "INPUT_INVALID",
      message: `Input \`limit\` is ${limit.slice(0, 60)}, which is no number of rows.`,
      hint: "Write a number from 1, or leave it out."
    });
  const sample = text("sample", "1000");
  if (sampleSize(sample) === void 0)
    problems.push({
      code: "INPUT_INVALID",
      message: `Input \`sample\` is ${sample.slice(0, 60)}; expected a number of rows, or all.`,
      hint: "It is how many rows of a Salesforce or Dynamics table are compared value by value: 1000 if you leave it out."
    });
  const maxAge = text("max-age", "");
  if (maxAge !== "" && parseDuration(maxAge) === null)
    problems.push({
      code: "INPUT_INVALID",
      message: `Input \`max-age\` is ${maxAge.slice(0, 60)}, which is no duration.`,
      hint: "Write a number with its unit: 90m, 6h, 1d."
    });
  const inputs = {
    config: text("config", "highwater.yml"),
    mode: oneOf("mode", MODES),
    tables: tables.globs,
    output: text("output", "") || void 0,
    state: text("state", "") || void 0,
    stateName: text("state-name", "default"),
    stateKey: key === "" ? void 0 : new Secret(key),
    onUnreadableState: oneOf("on-unreadable-state", UNREADABLE),
    failOn: oneOf("fail-on", FAIL_ON),
    allowDeletes: oneOf("allow-deletes", YES_NO) === "true",
    exports: exportNames(text("exports", "")),
    limit: limit === "" ? null : exportLimit(limit) ?? null,
    first: oneOf("first", YES_NO) === "true",
    retryParked: oneOf("retry-parked", YES_NO) === "true",
    sample: sampleSize(sample) ?? 0,
    repair: oneOf("repair", YES_NO) === "true",
    maxAgeSeconds: maxAge === "" ? null : parseDuration(maxAge),
    jobs: text("jobs", "") === "" ? null : jobCount(text("jobs", ""), "Input `jobs`"),
    directories: text("directories", "highwater-jobs/*").split(/[\n,]/).map((directory) => directory.trim()).filter((directory) => directory !== "")
  };
  if (problems.length > 0) throw new ConfigError(problems, "INPUT_INVALID");
  return inputs;
}
function unknownValue(name, given, allowed) {
  const nearest = [...allowed].sort((a, b) => (0, import_fastest_levenshtein.distance)(a, given.toLowerCase()) - (0, import_fastest_levenshtein.distance)(b, given.toLowerCase()))[0] ?? "";
  const guess = (0, import_fastest_levenshtein.distance)(nearest, given.toLowerCase()) <= 2 ? `Did you mean ${nearest}? ` : "";
  return {
    code: "INPUT_INVALID",
    message: `Input \`${name}\` is ${given.slice(0, 60)}; expected one of ${allowed.join(", ")}.`,
    hint: `${guess}Correct it under \`with:\` of this step in the workflow file.`
  };
}

// src/app/github/outputs.ts
var import_promises8 = __toESM(require_promises(), 1);
var import_node_path7 = __toESM(require_node_path(), 1);

// src/views/summary/sections.ts
var MOST_NAMES = 20;
function failuresSection(failures, troubleshootingUrl2, grade) {
  if (failures.length === 0) return { text: "", leftOut: [] };
  const shown = failures.slice(0, grade.failures);
  const cut = shown.filter(({ error: error2 }) => Math.max(error2.message.length, error2.hint.length) > grade.messageChars).length;
  const text = ["### What failed", ...shown.map((failure) => item(failure, troubleshootingUrl2, grade.messageChars))].join("\n\n");
  const leftOut = [
    ...shown.length < failures.length ? [counted(failures.length - shown.length, "further failure")] : [],
    ...cut > 0 ? [`the ends of ${counted(cut, "long message")}`] : []
  ];
  return { text, leftOut };
}
function item({ subject, error: error2, also }, troubleshootingUrl2, chars) {
  const where = error2.location === void 0 ? "" : ` (${code(`${error2.location.file}:${error2.location.line}`)})`;
  const link = `[${code(error2.code)}](${anchor(troubleshootingUrl2, error2.code)})`;
  const parts = [
    `❌ **${inline(clip(subject, 200))}** · ${link}${stageWords(error2)}${where}`,
    lines(clip(error2.message, chars)),
    error2.hint === "" ? "" : `**What to do:** ${lines(clip(error2.hint, chars))}`,
    also.length === 0 ? "" : `The same for ${others(also)}.`
  ];
  return `- ${parts.filter((part) => part !== "").join("<br>\n  ")}`;
}
function others(names) {
  const shown = names.slice(0, MOST_NAMES).map((name) => code(clip(name, 100)));
  return shown.length < names.length ? `${shown.join(", ")} and ${names.length - shown.length} more` : shown.join(", ");
}
function anchor(troubleshootingUrl2, errorCode2) {
  return `${troubleshootingUrl2}#${errorCode2.toLowerCase()}`;
}
var SOURCES = [
  ["Source", "left"],
  ["Read as", "left"],
  ["Server", "left"],
  ["Calls", "right"],
  ["Quota left", "left"]
];
function sourcesSection(record) {
  if (record.sources.length === 0) return "";
  const rows = record.sources.map((source) => [
    `${code(source.name)} ${inline(source.type)}`,
    source.identity === null ? "signing in failed" : inline(clip(source.identity, 200)),
    inline(clip(source.server ?? "–", 200)),
    count(source.requests),
    quotas(source)
  ]);
  if (!isExportRun(record)) return `### Sources

${table(SOURCES, rows)}`;
  return `### Destinations

${table([["Destination", "left"], ["Written as", "left"], ...SOURCES.slice(2)], rows)}`;
}
function quotas(source) {
  if (source.quotas.length === 0) return "no limit known";
  return source.quotas.map(({ name, used, limit }) => {
    const left = Math.max(0, limit - used);
    const warning2 = limit > 0 && left / limit < 0.1 ? "⚠️ " : "";
    return `${warning2}${count(left)} of ${count(limit)} (${percent(limit > 0 ? left / limit : 0)}) ${inline(clip(name, 100))}`;
  }).join("<br>");
}
function stateSection(record, history, upkeep = null) {
  const words = stateWords(record);
  const warning2 = stateIsLost(record) ? "⚠️ " : "";
  const key = (text) => text === null || text === "" ? "" : ` ${code(text)}`;
  const full = fullSyncWords(record);
  const lines2 = [
    `${inline(words.restored)}${key(words.restoredKey)}`,
    `${warning2}${inline(words.saved)}${key(words.savedKey)}`,
    `${words.atRisk ? "⚠️ " : ""}${inline(words.eviction)}${lastFull(history)}`,
    ...full === "" ? [] : [inline(full)],
    ...upkeep === null ? [] : cacheLines(upkeep)
  ];
  return `### State

${lines2.map((line) => `- ${line}`).join("\n")}`;
}
function cacheLines(upkeep) {
  const { lines: lines2, warning: warning2 } = cacheWords(upkeep);
  return [inline(lines2.join(" ")), ...warning2 === null ? [] : [`⚠️ ${inline(warning2)}`]];
}
function lastFull(history) {
  const last = history.findLast((entry) => entry.mode === "full" && entry.status === "succeeded");
  if (last === void 0) return "";
  const seconds = history.filter((e) => e.runId === last.runId && e.mode === "full").reduce((sum2, e) => sum2 + e.seconds, 0);
  return ` The last full sync took ${duration(seconds)} of reading in all.`;
}
function noticesSection(record, grade) {
  const all = [
    ...record.notices.map((message) => noticeLines("", message)),
    ...record.sources.flatMap((source) => source.notices.map((message) => noticeLines(source.name, message))),
    ...record.tables.flatMap(
      (t) => t.notes.map(
        (note) => noticeLines(note.column === void 0 ? tableName(t) : `${tableName(t)}.${note.column}`, note.message)
      )
    )
  ];
  const shown = all.slice(0, grade.notices);
  const missing = all.length - shown.length;
  const leftOut = missing > 0 ? [counted(missing, "further notice")] : [];
  if (shown.length === 0) return { text: "", leftOut };
  const body = shown.map((line) => `- ${line}`).join("\n");
  return { text: shown.length > 8 ? details(counted(all.length, "notice"), body) : `### Notices

${body}`, leftOut };
}
function noticeLines(subject, message) {
  return `${subject === "" ? "" : `${code(clip(subject, 160))} `}${inline(clip(message, 500))}`;
}
function exportsSection(record) {
  const { exports = [] } = record;
  if (exports.length === 0) return "";
  if (!isExportRun(record)) return `### Exports, read back

${exports.map((e) => `- ${inline(readBackWords(e))}`).join("\n")}`;
  const head = EXPORT_COLUMNS.map((title2, i) => [title2, i === 0 ? "left" : "right"]);
  const rows = exports.map((e) => exportCells(e).map((cell) => inline(cell)));
  const notes = exports.flatMap((e) => e.notes.map((note) => `- ${code(e.name)} ${inline(note)}`));
  const files = record.output === null ? "" : `

Each row is in ${code(`${record.output.directory}/exports/`)}: plan.csv, success.csv, failed.csv, unsent.csv.`;
  return `### Exports

${table(head, rows)}${notes.length === 0 ? "" : `

${notes.join("\n")}`}${files}`;
}

// src/views/summary/gantt.ts
var MOST_TABLES = 30;
function renderGantt(record) {
  const timed = record.tables.filter((table2) => table2.startedAt !== null && table2.seconds > 0);
  const longest = [...timed].sort((a, b) => b.seconds - a.seconds).slice(0, MOST_TABLES);
  const shown = longest.sort((a, b) => Date.parse(a.startedAt ?? "") - Date.parse(b.startedAt ?? ""));
  const origin = Date.parse(record.startedAt);
  const seconds = runSeconds(record);
  const stages = record.stages.map((stage) => task(stage.name, "", Date.parse(stage.startedAt) - origin, stage.seconds));
  const tables = shown.map(
    (table2) => task(tableName(table2), tag(table2), Date.parse(table2.startedAt ?? "") - origin, table2.seconds)
  );
  const title2 = shown.length < timed.length ? `the ${shown.length} longest of ${timed.length} tables` : "tables";
  return [
    "```mermaid",
    "gantt",
    // Read and shown as local times, so the axis begins at 00:00 in every time zone.
    "    dateFormat YYYY-MM-DD HH:mm:ss.SSS",
    `    axisFormat ${seconds < 3600 ? "%M:%S" : "%H:%M:%S"}`,
    `    tickInterval ${tickInterval(seconds)}`,
    "    section stages",
    ...stages,
    ...tables.length > 0 ? [`    section ${title2}`, ...tables] : [],
    "```"
  ].join("\n");
}
function tickInterval(seconds) {
  const steps = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
  const step2 = steps.find((s) => seconds / s <= 10) ?? 7200;
  return step2 % 60 === 0 ? `${step2 / 60}minute` : `${step2}second`;
}
function tag(table2) {
  return table2.status === "failed" ? "crit, " : table2.mode === "incremental" ? "done, " : "";
}
function task(name, tags, startMs, seconds) {
  const start = Math.max(0, startMs);
  return `    ${label(name)} :${tags}${clock(start)}, ${clock(start + Math.max(seconds * 1e3, 1))}`;
}
function label(name) {
  const words = oneLine(name).replace(/[^\p{L}\p{N}._ -]/gu, " ").replace(/\s+/g, " ").trim();
  return clip(words === "" ? "table" : words, 48);
}
function clock(ms) {
  return new Date(Date.UTC(2e3, 0, 1) + Math.round(ms)).toISOString().slice(0, 23).replace("T", " ");
}

// src/views/summary/tables-section.ts
var HEAD = [
  ["Table", "left"],
  ["Rows", "right"],
  ["Inserted", "right"],
  ["Updated", "right"],
  ["Deleted", "right"],
  ["Watermark (UTC)", "left"],
  ["Lag", "right"],
  ["Last full sync", "left"],
  ["Calls", "right"],
  ["Time", "right"]
];
var ICON = { succeeded: "✅", failed: "❌", skipped: "⏭️" };
var FEW = 12;
function tablesSection(record, grade) {
  if (record.tables.length === 0) return { text: "", leftOut: [] };
  const sorted = tablesByImportance(record.tables);
  const shown = sorted.slice(0, grade.tables);
  const isLoud = (t) => t.status !== "succeeded" && t.leftOut !== true || changes(t) > 0;
  const [loud, quiet] = [shown.filter(isLoud), shown.filter((t) => !isLoud(t))];
  const fold = quiet.length > FEW;
  const open = fold ? loud : shown;
  const parts = [
    "### Tables",
    open.length > 0 ? table(HEAD, [...open.map((t) => row(t, record)), ...record.tables.length > 1 ? [total(record)] : []]) : "",
    fold ? details(
      `${counted(quiet.length, "table")} without a change${quiet.some((t) => t.leftOut) ? " or left out of this run" : ""}`,
      table(
        HEAD,
        quiet.map((t) => row(t, record))
      )
    ) : ""
  ];
  const missing = sorted.length - shown.length;
  if (shown.length === 0) return { text: "", leftOut: [`the table of all ${counted(missing, "table")}`] };
  return {
    text: parts.filter((part) => part !== "").join("\n\n"),
    leftOut: missing > 0 ? [counted(missing, "further table")] : []
  };
}
function row(t, record) {
  const mode = t.mode === record.mode || t.status === "skipped" ? "" : ` ${t.mode}`;
  const lag = lagSeconds(t, record.finishedAt);
  return [
    `${ICON[t.status]} ${code(clip(tableName(t), 120))}${mode}${t.status === "succeeded" ? "" : ` ${t.status}`}`,
    count(t.rows),
    some(t.inserted),
    some(t.updated),
    some(t.deleted),
    whole(inline(advance(t.watermark.before, t.watermark.after))).replace("&nbsp;→&nbsp;", " → "),
    lag === null ? "–" : whole(duration(lag)),
    whole(inline(lastFullSync(t))),
    some(t.requests),
    t.startedAt === null ? "–" : whole(duration(t.seconds))
  ];
}
function total(record) {
  const facts = factsOf(record);
  const sums = [facts.rows, facts.inserted, facts.updated, facts.deleted].map((n) => `**${count(n)}**`);
  return [
    `**${counted(record.tables.length, "table")}**`,
    ...sums,
    "",
    "",
    "",
    `**${count(facts.requests)}**`,
    `**${duration(facts.seconds)}**`
  ];
}
function whole(text) {
  return text.replaceAll(" ", "&nbsp;");
}
function some(value) {
  return value === 0 ? "·" : count(value);
}

// src/views/summary/summary.ts
var SUMMARY_LIMIT = 1024 * 1024 - 4096;
var GRADES = [
  { messageChars: 4e3, failures: 300, tables: 2e3, notices: 200, gantt: true },
  { messageChars: 1e3, failures: 100, tables: 2e3, notices: 100, gantt: true },
  { messageChars: 400, failures: 50, tables: 1e3, notices: 50, gantt: true },
  { messageChars: 200, failures: 20, tables: 300, notices: 20, gantt: true },
  { messageChars: 120, failures: 10, tables: 50, notices: 5, gantt: false },
  { messageChars: 80, failures: 3, tables: 0, notices: 0, gantt: false }
];
function renderSummary(record, history, context) {
  const limit = context.limitBytes ?? SUMMARY_LIMIT;
  for (const grade of GRADES) {
    const text = render(record, history, context, grade);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return `${title(record)}

This summary would be longer than GitHub shows${elsewhere(record, context)}.
`;
}
function render(record, history, context, grade) {
  const tables = tablesSection(record, grade);
  const failures = failuresSection(failuresOf(record), context.troubleshootingUrl, grade);
  const notices = noticesSection(record, grade);
  const leftOut = [
    ...failures.leftOut,
    ...tables.leftOut,
    ...notices.leftOut,
    ...grade.gantt ? [] : ["the picture of the time"]
  ];
  const parts = [
    title(record),
    about(record),
    isExportRun(record) ? "" : freshness(record),
    failures.text,
    exportsSection(record),
    tables.text,
    notices.text,
    sourcesSection(record),
    record.combined === true ? "" : stateSection(record, history, context.cacheUpkeep),
    grade.gantt && record.stages.length > 0 ? `### Where the time went

${renderGantt(record)}` : "",
    leftOut.length > 0 ? `_Left out here: ${leftOut.join("; ")}${elsewhere(record, context)}._` : "",
    footer(record, context)
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function title(record) {
  const some2 = record.tables.some((table2) => table2.status === "failed");
  const icon = { succeeded: some2 ? "⚠️" : "✅", failed: "❌", interrupted: "⏸️" }[record.status];
  return `## ${icon} ${inline(headline(record))}`;
}
var MODES2 = {
  mixed: "full and incremental syncs",
  export: "export",
  "export-plan": "dry run of exports"
};
function about(record) {
  const mode = MODES2[record.mode] ?? `${record.mode} sync`;
  return `Highwater ${inline(record.version)} · ${mode} (${inline(record.why)})${record.combined === true ? "" : ` · ${code(record.configFile)}`} · began ${instant(record.startedAt)} UTC · run ${code(record.id)}`;
}
function freshness(record) {
  return [freshnessWords(record), checkCountWords(checkCounts(record.tables))].filter((words) => words !== "").map((words) => inline(words)).join("<br>\n");
}
function elsewhere(record, context) {
  return context.outputDirectory === null ? "; the step’s log has it" : `; all of it is in ${reportFileOf(record)}, in ${code(context.outputDirectory)}`;
}
function footer(record, context) {
  if (context.outputDirectory === null) return "";
  return `<sub>${reportFileOf(record)} in ${code(context.outputDirectory)} shows this run with charts, schemas and proofs; upload the directory with actions/upload-artifact.</sub>`;
}

// src/app/github/outputs.ts
function outputsWithoutSync(mode) {
  return {
    database: "",
    parquet: "",
    manifest: "",
    report: "",
    "rows-read": "0",
    "rows-changed": "0",
    changed: "false",
    mode: isLook(mode) ? mode : "",
    "state-restored": "false",
    "state-saved": "false",
    "failed-tables": "[]",
    "failed-checks": "[]",
    "stale-tables": "[]",
    "drifted-tables": "[]",
    "oldest-full-sync": "",
    "export-sent": "0",
    "export-refused": "0",
    "export-pending": "0",
    "failed-exports": "[]",
    matrix: "[]"
  };
}
function outputsOf(record) {
  const { output, tables, state } = record;
  const within2 = (path) => output === null || path === void 0 ? "" : import_node_path7.posix.join(output.directory, path);
  const changed = sum(tables, (t) => t.inserted + t.updated + t.deleted);
  return {
    database: within2(output?.database?.path),
    parquet: within2(output?.parquet?.path),
    manifest: within2("manifest.json"),
    report: within2(reportFileOf(record)),
    "rows-read": String(sum(tables, (t) => t.read)),
    "rows-changed": String(changed),
    changed: String(changed > 0),
    mode: record.mode,
    "state-restored": String(state.restored !== null),
    "state-saved": String(state.saved !== null),
    "failed-tables": JSON.stringify(tables.filter((t) => t.status === "failed").map((t) => `${t.source}.${t.table}`)),
    "failed-checks": JSON.stringify(failedChecks(tables)),
    "stale-tables": JSON.stringify(
      staleTables(
        agesOf(
          tables.filter(isRead).map((t) => ({ ...t, freshness: t.freshness ?? null })),
          new Date(record.finishedAt)
        )
      )
    ),
    "drifted-tables": "[]",
    "oldest-full-sync": oldestFullSync(tables)?.lastFullSyncAt ?? "",
    ...exportOutputs(record),
    matrix: "[]"
  };
}
function exportOutputs({ exports = [] }) {
  const total2 = (of) => String(exports.reduce((n, one) => n + of(one), 0));
  return {
    "export-sent": total2((e) => e.sent),
    "export-refused": total2((e) => e.refused),
    "export-pending": total2((e) => e.pending),
    "failed-exports": JSON.stringify(exports.filter((e) => e.status === "failed").map((e) => e.name))
  };
}
function stepFails(record, failOn) {
  if (record.error !== null || record.exports?.some((e) => e.status === "failed")) return true;
  if (failOn === "any") return record.status !== "succeeded" || record.tables.some((t) => t.status === "failed");
  return record.tables.length > 0 && record.tables.every((t) => t.status !== "succeeded");
}
function staleTables(ages) {
  return ages.filter((t) => t.status !== "fresh").map((t) => `${t.source}.${t.table}`);
}
function failedChecks(tables) {
  return tables.flatMap(
    (t) => (t.checks ?? []).filter((c) => c.severity === "fail" && c.status !== "pass").map((c) => `${t.source}.${t.table}: ${checkName(c)}`)
  );
}
function sum(tables, of) {
  return tables.reduce((total2, table2) => total2 + of(table2), 0);
}
function setOutputs(outputs) {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}
async function writeSummary(markdown) {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const bytes = Buffer.from(markdown);
  const fits = bytes.length <= SUMMARY_LIMIT ? markdown : `${bytes.subarray(0, SUMMARY_LIMIT - 200).toString()}

_The rest is in the log._
`;
  await summary.addRaw(fits).write({ overwrite: true });
}
function troubleshootingUrl(env) {
  const {
    GITHUB_SERVER_URL = "https://github.com",
    GITHUB_ACTION_REPOSITORY,
    GITHUB_ACTION_REF,
    GITHUB_REPOSITORY,
    GITHUB_SHA
  } = env;
  const [repository, ref] = GITHUB_ACTION_REPOSITORY ? [GITHUB_ACTION_REPOSITORY, GITHUB_ACTION_REF] : [GITHUB_REPOSITORY, GITHUB_SHA];
  return `${GITHUB_SERVER_URL}/${repository ?? ""}/blob/${ref || "HEAD"}/docs/troubleshooting.md`;
}
function actionsCore(redact) {
  return {
    info: (message) => info(redact(message)),
    startGroup: (name) => startGroup(redact(name)),
    endGroup: () => endGroup(),
    notice: (message, properties) => notice(redact(message), properties),
    warning: (message, properties) => warning(redact(message), properties),
    error: (message, properties) => error(redact(message), properties)
  };
}
async function reportFailure(thrown, redactor, title2 = "Nothing was synced") {
  const { error: error2, problems, stack } = failureOf(thrown, redactor.redact);
  if (stack !== null) info(noCommand(stack));
  if (error2.family === "interrupted") info(problems[0]?.message ?? "");
  else for (const problem of problems) annotate2(problem);
  if (await canWrite(process.env.GITHUB_STEP_SUMMARY))
    await writeSummary(failureSummary(title2, problems, troubleshootingUrl(process.env)));
}
async function canWrite(file) {
  if (!file) return false;
  return (0, import_promises8.access)(file, import_promises8.constants.W_OK).then(
    () => true,
    () => false
  );
}
function annotate2(error2) {
  const { message, hint, location } = error2;
  const title2 = codeWords(error2);
  const text = noCommand(hint === "" ? message : `${message}
${hint}`);
  if (location === void 0) error(text, { title: title2 });
  else error(text, { title: title2, file: location.file, startLine: location.line, startColumn: location.column });
}
function failureSummary(title2, problems, url) {
  const count2 = problems.length === 1 ? "" : `: ${problems.length} mistakes`;
  const items = problems.map(({ code: name, message, hint, stage, location }) => {
    const place = location === void 0 ? "" : ` ${code(`${location.file}:${location.line}:${location.column}`)}`;
    const advice = hint === "" ? "" : `<br>→ ${lines(hint)}`;
    return `- [${code(name)}](${anchor(url, name)})${stageWords({ stage })}${place}<br>${lines(message)}${advice}`;
  });
  return `## ❌ ${title2}${count2}

${items.join("\n")}
`;
}

export {
  createActionsLog,
  noCommand,
  kindOf,
  WORK_DIRECTORY,
  STATE,
  stateOf,
  cacheScopeOf,
  statePlaceOf,
  configuredPlaceOf,
  isLook,
  isExportMode,
  readInputs,
  renderSummary,
  outputsWithoutSync,
  outputsOf,
  stepFails,
  staleTables,
  setOutputs,
  writeSummary,
  troubleshootingUrl,
  actionsCore,
  reportFailure
};
