import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  createPrivateDirectory,
  errorCode,
  moved,
  translate
} from "./state-state-errors.js";
import {
  isLease,
  takeLease
} from "./runtime-lease.js";
import {
  HighwaterError
} from "./model-errors.js";

// src/state/workspace/workspace.ts
import { constants, copyFile, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
function openWorkspace(options) {
  return holding(options, async (lease) => {
    const newest = await options.store.newest();
    const left = await leftWork(options, newest);
    if (left !== null) return adopt(options, lease, left);
    await removeWork(options.directory);
    const base = newest === null ? null : await options.store.restore(workFile(options.directory));
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
    await createPrivateDirectory(dirname(directory));
    await createPrivateDirectory(directory);
    const lease = await takeLease(join(directory, "run.lock"), { pid, runId, since: clock().toISOString() });
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
        if (store.keepsFile === true) await copyFile(file, copy, constants.COPYFILE_FICLONE);
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
        await rm(copy, { force: true });
      }
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
var workFile = (directory) => join(directory, FILE);
async function readWork(directory) {
  try {
    const note = JSON.parse(await readFile(join(directory, NOTE), "utf8"));
    return Number.isSafeInteger(note?.generation) && note?.newest !== void 0 ? note : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}
async function writeWork(directory, note) {
  const part = join(directory, `${NOTE}.part`);
  await writeFile(part, `${JSON.stringify(note, null, 2)}
`, { mode: 384 });
  await rename(part, join(directory, NOTE));
}
async function workFiles(directory) {
  return (await readdir(directory)).filter((name) => name === FILE || name.startsWith(`${FILE}.`));
}
async function removeWork(directory) {
  await rm(join(directory, NOTE), { force: true });
  for (const name of await workFiles(directory)) await rm(join(directory, name), { recursive: true, force: true });
}

export {
  openWorkspace,
  openFreshWorkspace,
  openLeftWorkspace,
  readWork
};
