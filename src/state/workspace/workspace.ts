import { constants, copyFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HighwaterError } from '../../model/errors.ts';
import { type Holder, isLease, type Lease, takeLease } from '../../runtime/lease.ts';
import { createPrivateDirectory } from '../directory/directory-files.ts';
import { errorCode, moved, translate } from '../state-errors.ts';
import type { Restored, Saved, SaveOptions, StateId, StateStore } from '../store.ts';

export interface WorkspaceOptions {
  /** On a local disk; created for this user alone. The same for all runs that may find each other's work. */
  readonly directory: string;
  readonly store: StateStore;
  readonly runId: string;
  readonly pid: number;
  readonly clock: () => Date;
}

/** The working copy of the state: what a run's transactions go to until the state is saved. */
export interface Workspace {
  /** The DuckDB file. It doesn't exist yet where there was no state. */
  readonly file: string;
  /** The state that the work began from; null where there was none, or where it was passed over. */
  readonly base: Restored | null;
  /** The generation that `save` will give. */
  readonly generation: number;
  /** The run whose unsaved work this continues; DuckDB recovers it through its write-ahead log. */
  readonly recovered: { readonly runId: string; readonly startedAt: string } | null;
  /** Saves the file, which must be closed. The working copy stays until `close`, which removes it if this resolved. */
  save(): Promise<Saved>;
  /**
   * Saves the file, which must be closed, and keeps working with it: what happens after this can be lost without what was saved here. The next
   * save gets the next generation.
   */
  saveAndContinue(): Promise<Saved>;
  /**
   * Must be awaited before anything but DuckDB's log is written: until then the file may be the saved state's own, under another name. Safe to
   * call again, at any time.
   */
  own(): Promise<void>;
  /** Throws STATE_MOVED where the state that the work began from is no longer the newest. */
  requireNewest(): Promise<void>;
  /** Ends the workspace and removes the working copy: nothing in it is worth keeping. */
  discard(): Promise<void>;
  /** Ends the workspace. A working copy that was not saved is left for the next run (or dist/post.js) to continue. Does nothing after `discard`. */
  close(): Promise<void>;
}

/**
 * Restores the state, or continues the work that a killed run left if that began from what is still the newest state.
 * Throws RUN_IN_PROGRESS while another run has the directory, and whatever the store throws.
 */
export function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  return holding(options, async (lease) => {
    const newest = await options.store.newest();
    const left = await leftWork(options, newest);
    if (left !== null) return adopt(options, lease, left);
    await removeWork(options.directory);
    const base = newest === null ? null : await options.store.restore(workFile(options.directory), { share: true });
    return begin(options, lease, base, base);
  });
}

/** For `on-unreadable-state: full`, after `openWorkspace` threw a STATE_ error: begins with nothing, whatever is saved. */
export function openFreshWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  return holding(options, async (lease) => {
    const newest = await options.store.newest().catch((error: unknown) => {
      if (error instanceof HighwaterError) return 'unknown' as const;
      throw error;
    });
    await removeWork(options.directory);
    return begin(options, lease, null, newest);
  });
}

/** For dist/post.js: the work that a run left unsaved; null where there is none, or where a newer state was saved since. */
export async function openLeftWorkspace(options: WorkspaceOptions): Promise<Workspace | null> {
  if ((await readWork(options.directory)) === null) return null;
  return holding<Workspace | null>(options, async (lease) => {
    const left = await leftWork(options, await options.store.newest());
    if (left !== null) return adopt(options, lease, left);
    await removeWork(options.directory);
    await lease.release();
    return null;
  });
}

async function holding<T>(options: WorkspaceOptions, open: (lease: Lease) => Promise<T>): Promise<T> {
  const { directory, pid, runId, clock } = options;
  try {
    // The one above is usually the state's own directory, and may be as new.
    await createPrivateDirectory(dirname(directory));
    await createPrivateDirectory(directory);
    const lease = await takeLease(join(directory, 'run.lock'), { pid, runId, since: clock().toISOString() });
    if (!isLease(lease)) throw inProgress(directory, lease);
    return await open(lease).catch(async (error: unknown) => {
      await lease.release();
      throw error;
    });
  } catch (error) {
    throw translate(error, (message) => notUsable(directory, message, error));
  }
}

function inProgress(directory: string, holder: Holder): HighwaterError {
  return new HighwaterError(
    'RUN_IN_PROGRESS',
    `Another run has been using ${directory} since ${holder.since}: ${holder.runId}, process ${holder.pid}.`,
    'Wait for it or stop it, then run again. Its work is kept either way.',
  );
}

function notUsable(directory: string, message: string, cause: unknown): HighwaterError {
  return new HighwaterError(
    'STATE_UNREACHABLE',
    `Highwater can't work in ${directory}: ${message}.`,
    'Check that this user can read and write the directory, and that it is on a local disk.',
    { cause },
  );
}

/** Work that began from another state than the newest one is worth nothing: the newest one holds more. */
async function leftWork(options: WorkspaceOptions, newest: StateId | null): Promise<WorkNote | null> {
  const note = await readWork(options.directory);
  if (note === null || note.newest === 'unknown' || note.store !== options.store.identity) return null;
  const same = note.newest?.generation === newest?.generation && note.newest?.key === newest?.key;
  return same && (await workFiles(options.directory)).length > 0 ? note : null;
}

async function isShared(file: string): Promise<boolean> {
  return (await stat(file)).nlink > 1;
}

/** Gives a file that nothing has open, and that may have another name, its own content. */
async function ownCopy(file: string): Promise<void> {
  if (!(await isShared(file).catch(() => false))) return;
  await copyFile(file, `${file}.own`, constants.COPYFILE_FICLONE);
  await rename(`${file}.own`, file);
}

async function begin(
  options: WorkspaceOptions,
  lease: Lease,
  base: Restored | null,
  newest: WorkNote['newest'],
): Promise<Workspace> {
  const { runId, pid, clock, store } = options;
  const generation = (newest === 'unknown' ? 0 : (newest?.generation ?? 0)) + 1;
  const known = newest === null || newest === 'unknown' ? newest : { generation: newest.generation, key: newest.key };
  const startedAt = clock().toISOString();
  await writeWork(options.directory, { runId, pid, startedAt, store: store.identity, base, generation, newest: known });
  return workspace(
    options,
    lease,
    { base, generation, recovered: null },
    { replaceUnreadable: newest === 'unknown', newest: newest === 'unknown' ? null : newest, restored: base !== null },
  );
}

async function adopt(options: WorkspaceOptions, lease: Lease, left: WorkNote): Promise<Workspace> {
  const { runId, pid, clock } = options;
  // DuckDB will write what is in the log into the file.
  await ownCopy(workFile(options.directory));
  await writeWork(options.directory, { ...left, runId, pid, startedAt: clock().toISOString() });
  const recovered = { runId: left.runId, startedAt: left.startedAt };
  // `leftWork` takes none whose newest state was unknown.
  const newest = left.newest === 'unknown' ? null : left.newest;
  const saving = { newest, restored: left.base !== null };
  return workspace(options, lease, { base: left.base, generation: left.generation, recovered }, saving);
}

type Facts = Pick<Workspace, 'base' | 'generation' | 'recovered'>;

function workspace(options: WorkspaceOptions, lease: Lease, facts: Facts, saving: SaveOptions): Workspace {
  const { directory, store } = options;
  const file = workFile(directory);
  let { generation } = facts;
  let replacing = saving;
  let isSaved = false;
  let owned: Promise<void> | null = null;
  const discard = async () => {
    if (!(await lease.held())) return;
    await removeWork(directory);
    await lease.release();
  };
  const saveFile = async (whole: string): Promise<Saved> => {
    // Two containers that share a directory don't see each other's processes: never save what another put here.
    if (!(await lease.held())) throw new HighwaterError('RUN_IN_PROGRESS', `Another run took over ${directory}.`, 'Run again.');
    // A store copies this one file: what is still in the log would be lost without a word.
    const log = (await workFiles(directory)).find((name) => /\.wal\b/.test(name));
    if (log !== undefined) throw new Error(`${log} exists: the database must be checkpointed and closed before it is saved`);
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
      // This file is written to again.
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
    async own() {
      owned ??= (async () => {
        if (facts.base !== null && (await isShared(file))) await store.unshare?.(file, facts.base);
      })();
      await owned;
    },
    async requireNewest() {
      const newest = await store.newest();
      if (newest?.key !== replacing.newest?.key)
        throw moved(store.describe(), newest === null ? 'it is gone' : `generation ${newest.generation}`);
    },
    discard,
    close: async () => (isSaved ? discard() : lease.release()),
  };
}

const FILE = 'work.duckdb';
const NOTE = 'work.json';

/**
 * The content of work.json. It is written when the working copy is whole, and removed before the copy is: so a
 * working copy with it can be trusted.
 */
export interface WorkNote {
  readonly runId: string;
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The store's identity. */
  readonly store: string;
  readonly base: Restored | null;
  readonly generation: number;
  /** The newest state of the store when the work began; `unknown` where it could not be asked. */
  readonly newest: StateId | null | 'unknown';
}

export const workFile = (directory: string): string => join(directory, FILE);

/** Null also for a note that can't be read: then nothing vouches for the working copy. */
export async function readWork(directory: string): Promise<WorkNote | null> {
  try {
    const note = JSON.parse(await readFile(join(directory, NOTE), 'utf8')) as Partial<WorkNote> | null;
    return Number.isSafeInteger(note?.generation) && note?.newest !== undefined ? (note as WorkNote) : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

export async function writeWork(directory: string, note: WorkNote): Promise<void> {
  const part = join(directory, `${NOTE}.part`);
  await writeFile(part, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  await rename(part, join(directory, NOTE));
}

/** The working copy and all that DuckDB keeps beside it: its write-ahead logs, its folder for temporary files. */
export async function workFiles(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).filter((name) => name === FILE || name.startsWith(`${FILE}.`));
}

/** The note first: what is left of a removal that was cut short vouches for nothing. */
export async function removeWork(directory: string): Promise<void> {
  await rm(join(directory, NOTE), { force: true });
  for (const name of await workFiles(directory)) await rm(join(directory, name), { recursive: true, force: true });
}
