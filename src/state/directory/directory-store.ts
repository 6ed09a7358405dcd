import { constants } from 'node:fs';
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type HighwaterError, toHighwaterError } from '../../model/errors.ts';
import { isLease, type Lease, takeLease } from '../../runtime/lease.ts';
import type { Encryption } from '../seal/encryption.ts';
import { EMPTY_HEADER, HEADER_FILE, readHeader, type StateHeader } from '../seal/header.ts';
import { flushFile, openSealedFile, sealFile } from '../seal/sealed-file.ts';
import { START_AFRESH, saveFailed, translate, unreachable, unreadable } from '../state-errors.ts';
import type { StateId, StateStore } from '../store.ts';
import {
  createPrivateDirectory,
  flushDirectory,
  readHeaderText,
  removeStateFiles,
  replaceHeader,
  stateFileName,
  stateFiles,
} from './directory-files.ts';
import { noteVerified, wasVerified } from './verified-note.ts';

const LOCK_FILE = 'state.lock';
const CHECK = 'Check the directory and its permissions, then run again.';
const LOCK_WAIT_MS = 30_000;

/** The moments of a save between which a crash makes a difference. */
export type SaveStep = 'write' | 'publish' | 'commit' | 'clean' | 'unlock';

export interface DirectoryStoreOptions {
  readonly directory: string;
  readonly encryption: Encryption | null;
  readonly clock: () => Date;
  readonly pid: number;
  /** For tests: called before each step. */
  readonly onStep?: (step: SaveStep) => void;
}

/**
 * Keeps the state in a directory: `state-<generation>.duckdb` (`.enc` when encrypted) beside `state.json`, which says
 * which file is the state. Replacing state.json is the one moment at which a save becomes true; what a crash leaves
 * before or after that moment is removed by the next save.
 */
export function directoryStore(options: DirectoryStoreOptions): StateStore {
  const { directory, encryption } = options;
  return {
    keepsFile: encryption === null,
    identity: resolve(directory),
    describe: () => directory,
    async newest() {
      const header = await currentHeader(directory);
      return header?.file ? identify(directory, header) : null;
    },
    async restore(into, { share = false } = {}) {
      const header = await currentHeader(directory);
      if (!header?.file) return null;
      const isVerified = async (path: string) => wasVerified(directory, path, header);
      await openSealedFile({ directory, where: directory, share, isVerified }, header, into, encryption);
      if (share) await noteVerified(directory, header);
      return { ...identify(directory, header), savedAt: header.savedAt, bytes: header.bytes };
    },
    async unshare(file, { key }) {
      const part = `${key}.part`;
      try {
        await copyFile(file, part, constants.COPYFILE_FICLONE);
        await chmod(part, 0o600);
        await flushFile(part);
        await rename(part, key);
        await flushDirectory(directory);
      } catch (error) {
        await rm(part, { force: true });
        throw translate(error, (message) => unreachable(directory, message, CHECK, error));
      }
    },
    async save(file, generation, { replaceUnreadable = false } = {}) {
      try {
        const header = await saveToDirectory(options, file, generation, replaceUnreadable);
        return { ...identify(directory, header), bytes: header.bytes };
      } catch (error) {
        throw translate(error, (message) => saveFailed(directory, message, CHECK, error));
      }
    },
  };
}

function identify(directory: string, header: StateHeader): StateId {
  return { generation: header.generation, key: join(directory, header.file ?? '') };
}

/** Null: nothing was ever saved here. */
async function currentHeader(directory: string): Promise<StateHeader | null> {
  const text = await readHeaderText(directory);
  if (text !== null) return readHeader(text, directory);
  const [orphan] = await stateFiles(directory);
  if (orphan === undefined) return null;
  throw unreadable(directory, `${HEADER_FILE} is missing beside ${orphan}`);
}

/** Writes the new file beside the old one, makes it the state by replacing state.json, and then removes the old one. */
async function saveToDirectory(
  options: DirectoryStoreOptions,
  file: string,
  generation: number,
  replaceUnreadable: boolean,
): Promise<StateHeader> {
  const { directory } = options;
  await createPrivateDirectory(directory);
  const lease = await lock(options);
  try {
    await requireSuccessor(directory, generation, replaceUnreadable);
    const header = await publish(options, file, generation);
    options.onStep?.('commit');
    await replaceHeader(directory, header);
    await noteVerified(directory, header);
    options.onStep?.('clean');
    await removeStateFiles(directory, header.file).catch(() => undefined); // the next save tries again
    options.onStep?.('unlock');
    return header;
  } finally {
    await lease.release();
  }
}

async function lock({ directory, pid, clock }: DirectoryStoreOptions): Promise<Lease> {
  const path = join(directory, LOCK_FILE);
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const result = await takeLease(path, { pid, runId: '', since: clock().toISOString() });
    if (isLease(result)) return result;
    if (Date.now() > deadline) {
      throw saveFailed(
        directory,
        `process ${result.pid} has been saving there since ${result.since}`,
        'Wait until it ends, then run again.',
      );
    }
    await wait(50);
  }
}

/**
 * Two runs that began from one state can't both save: the second would hide what the first one saved. That holds for a state that this
 * version can't read (a newer Highwater saved it meanwhile), unless the run began over an unreadable one and the user chose so.
 */
async function requireSuccessor(directory: string, generation: number, replaceUnreadable: boolean): Promise<void> {
  const text = await readHeaderText(directory);
  // From now on a directory with a file, but without state.json, is one that lost it, not one whose first save was cut short.
  if (text === null) return replaceHeader(directory, EMPTY_HEADER);
  let current: StateHeader;
  try {
    current = readHeader(text, directory);
  } catch (error) {
    if (replaceUnreadable) return;
    throw unreadableMeanwhile(directory, error);
  }
  if (current.generation < generation) return;
  throw saveFailed(
    directory,
    `another run has saved generation ${current.generation} there in the meantime (this run would save ${generation})`,
    'Run one after another (in GitHub Actions: `concurrency`), or give each its own directory.',
  );
}

function unreadableMeanwhile(directory: string, error: unknown): HighwaterError {
  const why = toHighwaterError(error).message;
  return saveFailed(
    directory,
    `its ${HEADER_FILE} was readable when the run began, but no longer is. ${why.replace(/\.$/, '')}`,
    `Update Highwater if a newer version uses this directory too, or give each its own directory. ${START_AFRESH}`,
    error,
  );
}

async function publish(options: DirectoryStoreOptions, file: string, generation: number): Promise<StateHeader> {
  const { directory, encryption, clock } = options;
  const name = stateFileName(generation, encryption !== null);
  const part = join(directory, `${name}.part`);
  options.onStep?.('write');
  await rm(part, { force: true });
  try {
    const header = await sealFile(file, part, { generation, savedAt: clock().toISOString(), file: name }, encryption);
    options.onStep?.('publish');
    // What a save that was cut short here left may be the very same file: between two names of one file a renaming does nothing.
    await rm(join(directory, name), { force: true });
    await rename(part, join(directory, name));
    return header;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
