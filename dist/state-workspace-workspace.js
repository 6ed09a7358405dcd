import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  createPrivateDirectory,
  errorCode,
  moved,
  translate
} from "./state-seal-header.js";
import {
  isLease,
  takeLease
} from "./runtime-lease.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/state/workspace/workspace.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
function openWorkspace(options) {
  return holding(options, async (lease) => {
    const newest = await options.store.newest();
    const left = await leftWork(options, newest);
    if (left !== null) return adopt(options, lease, left);
    await removeWork(options.directory);
    const base = newest === null ? null : await options.store.restore(workFile(options.directory), { share: true });
    return begin(options, lease, base, base);
  });
}
function openFreshWorkspace(options) {
  return holding(options, async (lease) => {
    const newest = await options.store.newest().catch((error) => {
      if (error instanceof HighwaterError) return "unknown";
      throw error;
    });
    await removeWork(options.directory);
    return begin(options, lease, null, newest);
  });
}
async function openLeftWorkspace(options) {
  if (await readWork(options.directory) === null) return null;
  return holding(options, async (lease) => {
    const left = await leftWork(options, await options.store.newest());
    if (left !== null) return adopt(options, lease, left);
    await removeWork(options.directory);
    await lease.release();
    return null;
  });
}
async function holding(options, open) {
  const { directory, pid, runId, clock } = options;
  try {
    await createPrivateDirectory((0, import_node_path.dirname)(directory));
    await createPrivateDirectory(directory);
    const lease = await takeLease((0, import_node_path.join)(directory, "run.lock"), { pid, runId, since: clock().toISOString() });
    if (!isLease(lease)) throw inProgress(directory, lease);
    return await open(lease).catch(async (error) => {
      await lease.release();
      throw error;
    });
  } catch (error) {
    throw translate(error, (message) => notUsable(directory, message, error));
  }
}
function inProgress(directory, holder) {
  return new HighwaterError(
    "RUN_IN_PROGRESS",
    `Another run has been using ${directory} since ${holder.since}: ${holder.runId}, process ${holder.pid}.`,
    "Wait for it or stop it, then run again. Its work is kept either way."
  );
}
function notUsable(directory, message, cause) {
  return new HighwaterError(
    "STATE_UNREACHABLE",
    `Highwater can't work in ${directory}: ${message}.`,
    "Check that this user can read and write the directory, and that it is on a local disk.",
    { cause }
  );
}
async function leftWork(options, newest) {
  const note = await readWork(options.directory);
  if (note === null || note.newest === "unknown" || note.store !== options.store.identity) return null;
  const same = note.newest?.generation === newest?.generation && note.newest?.key === newest?.key;
  return same && (await workFiles(options.directory)).length > 0 ? note : null;
}
async function isShared(file) {
  return (await (0, import_promises.stat)(file)).nlink > 1;
}
async function ownCopy(file) {
  if (!await isShared(file).catch(() => false)) return;
  await (0, import_promises.copyFile)(file, `${file}.own`, import_promises.constants.COPYFILE_FICLONE);
  await (0, import_promises.rename)(`${file}.own`, file);
}
async function begin(options, lease, base, newest) {
  const { runId, pid, clock, store } = options;
  const generation = (newest === "unknown" ? 0 : newest?.generation ?? 0) + 1;
  const known = newest === null || newest === "unknown" ? newest : { generation: newest.generation, key: newest.key };
  const startedAt = clock().toISOString();
  await writeWork(options.directory, { runId, pid, startedAt, store: store.identity, base, generation, newest: known });
  return workspace(
    options,
    lease,
    { base, generation, recovered: null },
    { replaceUnreadable: newest === "unknown", newest: newest === "unknown" ? null : newest, restored: base !== null }
  );
}
async function adopt(options, lease, left) {
  const { runId, pid, clock } = options;
  await ownCopy(workFile(options.directory));
  await writeWork(options.directory, { ...left, runId, pid, startedAt: clock().toISOString() });
  const recovered = { runId: left.runId, startedAt: left.startedAt };
  const newest = left.newest === "unknown" ? null : left.newest;
  const saving = { newest, restored: left.base !== null };
  return workspace(options, lease, { base: left.base, generation: left.generation, recovered }, saving);
}
function workspace(options, lease, facts, saving) {
  const { directory, store } = options;
  const file = workFile(directory);
  let { generation } = facts;
  let replacing = saving;
  let isSaved = false;
  let owned = null;
  const discard = async () => {
    if (!await lease.held()) return;
    await removeWork(directory);
    await lease.release();
  };
  const saveFile = async (whole) => {
    if (!await lease.held()) throw new HighwaterError("RUN_IN_PROGRESS", `Another run took over ${directory}.`, "Run again.");
    const log = (await workFiles(directory)).find((name) => /\.wal\b/.test(name));
    if (log !== void 0) throw new Error(`${log} exists: the database must be checkpointed and closed before it is saved`);
    return store.save(whole, generation, replacing);
  };
  return {
    ...facts,
    file,
    get generation() {
      return generation;
    },
    async save() {
      const saved = await saveFile(file);
      isSaved = true;
      return saved;
    },
    async saveAndContinue() {
      const copy = `${file}.copy`;
      try {
        if (store.keepsFile === true) await (0, import_promises.copyFile)(file, copy, import_promises.constants.COPYFILE_FICLONE);
        const saved = await saveFile(store.keepsFile === true ? copy : file);
        const { runId, pid, clock } = options;
        const known = { generation: saved.generation, key: saved.key };
        const base = { ...saved, savedAt: clock().toISOString() };
        generation = saved.generation + 1;
        replacing = { newest: known, restored: true };
        const startedAt = clock().toISOString();
        await writeWork(directory, { runId, pid, startedAt, store: store.identity, base, generation, newest: known });
        return saved;
      } finally {
        await (0, import_promises.rm)(copy, { force: true });
      }
    },
    async own() {
      owned ??= (async () => {
        if (facts.base !== null && await isShared(file)) await store.unshare?.(file, facts.base);
      })();
      await owned;
    },
    async requireNewest() {
      const newest = await store.newest();
      if (newest?.key !== replacing.newest?.key)
        throw moved(store.describe(), newest === null ? "it is gone" : `generation ${newest.generation}`);
    },
    discard,
    close: async () => isSaved ? discard() : lease.release()
  };
}
var FILE = "work.duckdb";
var NOTE = "work.json";
var workFile = (directory) => (0, import_node_path.join)(directory, FILE);
async function readWork(directory) {
  try {
    const note = JSON.parse(await (0, import_promises.readFile)((0, import_node_path.join)(directory, NOTE), "utf8"));
    return Number.isSafeInteger(note?.generation) && note?.newest !== void 0 ? note : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}
async function writeWork(directory, note) {
  const part = (0, import_node_path.join)(directory, `${NOTE}.part`);
  await (0, import_promises.writeFile)(part, `${JSON.stringify(note, null, 2)}
`, { mode: 384 });
  await (0, import_promises.rename)(part, (0, import_node_path.join)(directory, NOTE));
}
async function workFiles(directory) {
  return (await (0, import_promises.readdir)(directory)).filter((name) => name === FILE || name.startsWith(`${FILE}.`));
}
async function removeWork(directory) {
  await (0, import_promises.rm)((0, import_node_path.join)(directory, NOTE), { force: true });
  for (const name of await workFiles(directory)) await (0, import_promises.rm)((0, import_node_path.join)(directory, name), { recursive: true, force: true });
}

export {
  openWorkspace,
  openFreshWorkspace,
  openLeftWorkspace,
  readWork
};
