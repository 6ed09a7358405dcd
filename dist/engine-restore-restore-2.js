import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openFreshWorkspace,
  openLeftWorkspace,
  openWorkspace
} from "./state-workspace-workspace.js";
import {
  FRESHNESS_MEMORY,
  isRead
} from "./model-table-age.js";
import {
  Warehouse,
  laterSyncs,
  takeLaterSyncs
} from "./warehouse-load-stage.js";
import {
  HighwaterError
} from "./model-errors.js";

// src/engine/synced-note.ts
function goesByTime({ config }, memories, tables) {
  const limits = JSON.parse(memories.get(FRESHNESS_MEMORY)?.get("limits") ?? "{}");
  return config.exports.length > 0 || tables.some((t) => t.history !== void 0) || Object.values(limits).some((l) => l !== null);
}
async function leaveNote(run, { warehouse, base }, { tables, finishedAt }) {
  const { notes } = run.deps.store;
  if (notes === void 0) return false;
  const { generation, savedAt } = base;
  const own = { runId: run.id, startedAt: run.startedAt.toISOString(), finishedAt };
  const read = tables.filter((t) => t.status === "succeeded" && isRead(t)).map(({ source, table }) => ({ source, table, ...own }));
  const earlier = await warehouse.database.use(async (c) => laterSyncs(c, savedAt));
  const others = earlier.filter((e) => !read.some((r) => r.source === e.source && r.table === e.table));
  return notes.write({ state: { generation, savedAt }, tables: [...read, ...others] }).then(
    () => true,
    () => false
  );
}
async function takeNote(run, state, base) {
  const { notes } = run.deps.store;
  if (notes === void 0 || !goesByTime(run, state.memories, await state.warehouse.tables())) return;
  const later = await notes.read(base);
  if (later !== null) await state.warehouse.database.use(async (c) => takeLaterSyncs(c, later.tables));
}

// src/engine/restore/restore.ts
async function restore(run) {
  const options = {
    directory: run.deps.workDirectory,
    store: run.deps.store,
    runId: run.id,
    pid: process.pid,
    clock: run.deps.now
  };
  const opened = await openUsable(run, options);
  const { workspace, warehouse } = opened;
  if (workspace.recovered !== null)
    run.notice(`Continuing the work of run ${workspace.recovered.runId}, which ended before it could save.`);
  if (workspace.base === null && workspace.recovered === null && opened.unusable === void 0) await warnOfLoss(run);
  let closed = false;
  const close = async (toDiscard = false) => {
    if (closed) return;
    closed = true;
    await (toDiscard ? warehouse.abandon() : warehouse.close());
  };
  const { base } = workspace;
  const memories = await warehouse.memory();
  if (base !== null && workspace.recovered === null) await takeNote(run, { warehouse, memories }, base);
  return {
    warehouse,
    file: workspace.file,
    memories,
    record: {
      store: run.deps.store.describe(),
      restored: base === null ? null : { generation: base.generation, savedAt: base.savedAt, bytes: base.bytes, key: base.key },
      ...opened.unusable === void 0 ? {} : { unusable: opened.unusable },
      recovered: workspace.recovered !== null,
      saved: null,
      encrypted: run.deps.encrypted
    },
    save: async (meanwhile) => {
      await close();
      if (run.deps.store.keepsFile !== true) return workspace.save();
      const saving = workspace.save();
      const done = meanwhile?.();
      try {
        return await saving;
      } finally {
        await done;
      }
    },
    reopenToRead: async () => {
      if (!closed) return;
      await warehouse.reopenToRead();
      closed = false;
    },
    requireNewest: async () => workspace.requireNewest(),
    close,
    // What is pending now is settled before the run ends.
    saveAndContinue: async () => warehouse.whileClosed(async () => workspace.saveAndContinue(), { compresses: false }),
    discard: async () => {
      await close(true);
      await workspace.discard();
    },
    release: async (touched) => {
      await close();
      await (touched || workspace.recovered !== null ? workspace.close() : workspace.discard());
    }
  };
}
async function warnOfLoss(run) {
  const day = await run.deps.store.lastSaved?.() ?? null;
  if (day === null) return;
  run.warn(
    `The state of this configuration was saved on ${day} and is no longer in the Actions cache: GitHub has evicted it, or somebody has deleted it. Every table is read in full; deleted rows that \`deletes: mark\` or \`ignore\` kept, and histories, are lost. GitHub evicts entries if the caches of a repository exceed its limit (Settings > Actions > General), or if no run reads them for 7 days. Raise the limit, or set \`state\` to a directory that lasts.`
  );
}
async function openUsable(run, options) {
  try {
    return await openBoth(run, await openWorkspace(options));
  } catch (error) {
    const unreadable = error instanceof HighwaterError && error.family === "state unusable";
    if (!unreadable || run.request.onUnreadableState !== "full") throw error;
    run.warn(`The saved state could not be used, so every table is read in full (on-unreadable-state: full). ${error.message}`);
    return { ...await openBoth(run, await openFreshWorkspace(options)), unusable: error.report() };
  }
}
async function openBoth(run, workspace) {
  try {
    return { workspace, warehouse: await openWarehouse(run, workspace) };
  } catch (error) {
    const damaged = error instanceof HighwaterError && error.family === "database";
    if (!damaged) {
      const refused = error instanceof HighwaterError && error.family === "state unusable";
      await (refused && workspace.recovered === null ? workspace.discard() : workspace.close());
      throw error;
    }
    await workspace.discard();
    if (workspace.recovered !== null) {
      run.notice(
        "Could not recover the work of a run that ended early. This run continues from the state that the other run started with."
      );
      const { workDirectory: directory, store, now: clock } = run.deps;
      return openBoth(run, await openWorkspace({ directory, store, runId: run.id, pid: process.pid, clock }));
    }
    throw notAState(error);
  }
}
function notAState(cause) {
  return new HighwaterError(
    "STATE_UNREADABLE",
    `This version can't read the saved state. ${cause.message}`,
    "Update Highwater if a newer version saved it. Otherwise set on-unreadable-state: full for one run, to read every table from the start.",
    { cause }
  );
}
async function openWarehouse(run, workspace) {
  const { maskKey, run: options } = run.request.config;
  const { memoryMib } = options;
  return Warehouse.open(workspace.file, {
    beforeWrite: async () => workspace.own(),
    directory: run.deps.workDirectory,
    now: run.startedAt.toISOString(),
    runId: run.id,
    clock: run.deps.now,
    allowDeletes: run.request.allowDeletes,
    maskKey,
    ...memoryMib === null ? {} : { memoryMib }
  });
}
async function rescue({ workDirectory, store, now }) {
  const workspace = await openLeftWorkspace({
    directory: workDirectory,
    store,
    runId: `post-${now().toISOString()}`,
    pid: process.pid,
    clock: now
  });
  if (workspace === null) return null;
  try {
    const warehouse = await Warehouse.open(workspace.file, {
      directory: workDirectory,
      now: now().toISOString()
    });
    await warehouse.close();
    return { runId: workspace.recovered?.runId ?? "", saved: await workspace.save() };
  } finally {
    await workspace.close();
  }
}

export {
  goesByTime,
  leaveNote,
  restore,
  rescue
};
