import { type ErrorReport, HighwaterError } from '../../model/errors.ts';
import type { StateRecord } from '../../model/record.ts';
import type { Saved, StateStore } from '../../state/store.ts';
import {
  openFreshWorkspace,
  openLeftWorkspace,
  openWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../state/workspace/workspace.ts';
import { Warehouse } from '../../warehouse/warehouse.ts';
import type { Run } from '../run-context.ts';
import type { Memories } from '../sources.ts';
import { takeNote } from '../synced-note.ts';

/** The state, open for work. */
export interface RestoredState {
  readonly warehouse: Warehouse;
  readonly memories: Memories;
  readonly record: StateRecord;
  /** The DuckDB file. */
  readonly file: string;
  /**
   * Closes the warehouse and saves it. The file stays until `release`; when this throws, also after it, for the next run. `meanwhile`, which must
   * not throw, may read the file while it is saved; it is left out where a store needs the file for itself.
   */
  save(meanwhile?: () => Promise<void>): Promise<NonNullable<StateRecord['saved']>>;
  /** Closes the warehouse, saves it and opens it again: whatever becomes of the rest of this run, this much is kept. */
  saveAndContinue(): Promise<NonNullable<StateRecord['saved']>>;
  /** Opens the warehouse again after `save`, however that ended, for reading alone: the store may keep the very file. */
  reopenToRead(): Promise<void>;
  /** Throws STATE_MOVED where another run has saved since this one began. */
  requireNewest(): Promise<void>;
  /** Closes the warehouse, whose file stays; `toDiscard`: it will be discarded, so the file need not be whole. */
  close(toDiscard?: boolean): Promise<void>;
  /** Nothing in the working copy is worth keeping: the saved state is as good. */
  discard(): Promise<void>;
  /** Lets go of everything; what was not saved stays on disk for the next run to continue, if this one has `touched` anything. */
  release(touched: boolean): Promise<void>;
}

/** Brings the saved state to this machine, or continues what a killed run left. */
export async function restore(run: Run): Promise<RestoredState> {
  const options: WorkspaceOptions = {
    directory: run.deps.workDirectory,
    store: run.deps.store,
    runId: run.id,
    pid: process.pid,
    clock: run.deps.now,
  };
  const opened = await openUsable(run, options);
  const { workspace, warehouse } = opened;
  if (workspace.recovered !== null)
    run.notice(`Continuing the work of run ${workspace.recovered.runId}, which ended before it could save.`);
  if (workspace.base === null && workspace.recovered === null && opened.unusable === undefined) await warnOfLoss(run);
  let closed = false;
  const close = async (toDiscard = false) => {
    if (closed) return;
    // It is closed even where that fails (a full disk): the log beside the file keeps what is committed.
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
      ...(opened.unusable === undefined ? {} : { unusable: opened.unusable }),
      recovered: workspace.recovered !== null,
      saved: null,
      encrypted: run.deps.encrypted,
    },
    save: async (meanwhile) => {
      await close();
      if (run.deps.store.keepsFile !== true) return workspace.save();
      // Both only read the file.
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
      // What a killed run left is worth keeping all the same.
      await (touched || workspace.recovered !== null ? workspace.close() : workspace.discard());
    },
  };
}

/** There is none, though there was one. */
async function warnOfLoss(run: Run): Promise<void> {
  const day = (await run.deps.store.lastSaved?.()) ?? null;
  if (day === null) return;
  run.warn(
    `The state of this configuration was saved on ${day} and is no longer in the Actions cache: GitHub has evicted it, or somebody has deleted it. Every table is read in full; deleted rows that \`deletes: mark\` or \`ignore\` kept, and histories, are lost. GitHub evicts entries if the caches of a repository exceed its limit (Settings > Actions > General), or if no run reads them for 7 days. Raise the limit, or set \`state\` to a directory that lasts.`,
  );
}

interface Opened {
  readonly workspace: Workspace;
  readonly warehouse: Warehouse;
  /** Why the saved state is not what was opened. */
  readonly unusable?: ErrorReport;
}

async function openUsable(run: Run, options: WorkspaceOptions): Promise<Opened> {
  try {
    return await openBoth(run, await openWorkspace(options));
  } catch (error) {
    const unreadable = error instanceof HighwaterError && error.family === 'state unusable';
    if (!unreadable || run.request.onUnreadableState !== 'full') throw error;
    run.warn(`The saved state could not be used, so every table is read in full (on-unreadable-state: full). ${error.message}`);
    return { ...(await openBoth(run, await openFreshWorkspace(options))), unusable: error.report() };
  }
}

async function openBoth(run: Run, workspace: Workspace): Promise<Opened> {
  try {
    return { workspace, warehouse: await openWarehouse(run, workspace) };
  } catch (error) {
    // What a killed run left may be damaged beyond DuckDB's recovery; the state that it began from is not.
    const damaged = error instanceof HighwaterError && error.family === 'database';
    // Anything else (another process has the file, the disk is full) says nothing against the work.
    if (!damaged) {
      const refused = error instanceof HighwaterError && error.family === 'state unusable';
      await (refused && workspace.recovered === null ? workspace.discard() : workspace.close());
      throw error;
    }
    await workspace.discard();
    if (workspace.recovered !== null) {
      run.notice(
        'Could not recover the work of a run that ended early. This run continues from the state that the other run started with.',
      );
      const { workDirectory: directory, store, now: clock } = run.deps;
      return openBoth(run, await openWorkspace({ directory, store, runId: run.id, pid: process.pid, clock }));
    }
    throw notAState(error);
  }
}

function notAState(cause: HighwaterError): HighwaterError {
  return new HighwaterError(
    'STATE_UNREADABLE',
    `This version can't read the saved state. ${cause.message}`,
    'Update Highwater if a newer version saved it. Otherwise set on-unreadable-state: full for one run, to read every table from the start.',
    { cause },
  );
}

async function openWarehouse(run: Run, workspace: Workspace): Promise<Warehouse> {
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
    ...(memoryMib === null ? {} : { memoryMib }),
  });
}

export interface RescueDeps {
  readonly workDirectory: string;
  readonly store: StateStore;
  now(): Date;
}

/** The run that was cut, and what was saved of it. */
export interface Rescued {
  readonly runId: string;
  readonly saved: Saved;
}

/**
 * Saves what a run that was cut (by the runner, or because saving failed) had committed, for the next run to continue from. Null where
 * nothing was left, or where a newer state was saved meanwhile. Throws as `StateStore.save` does.
 */
export async function rescue({ workDirectory, store, now }: RescueDeps): Promise<Rescued | null> {
  const workspace = await openLeftWorkspace({
    directory: workDirectory,
    store,
    runId: `post-${now().toISOString()}`,
    pid: process.pid,
    clock: now,
  });
  if (workspace === null) return null;
  try {
    // Opening replays the write-ahead log, closing writes it into the file.
    const warehouse = await Warehouse.open(workspace.file, {
      directory: workDirectory,
      now: now().toISOString(),
    });
    await warehouse.close();
    return { runId: workspace.recovered?.runId ?? '', saved: await workspace.save() };
  } finally {
    await workspace.close();
  }
}
