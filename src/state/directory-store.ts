import { open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Encryption } from './encryption.ts';
import { EMPTY_HEADER, HEADER_FILE, readHeader, type StateHeader, writeHeader } from './header.ts';
import { isLease, type Lease, takeLease } from './lease.ts';
import { createPrivateDirectory } from './private-directory.ts';
import { openSealedFile, sealFile } from './sealed-file.ts';
import { errorCode, saveFailed, translate, unreachable, unreadable } from './state-errors.ts';
import type { Restored, Saved, StateId, StateStore } from './store.ts';

const LOCK_FILE = 'state.lock';
const LOCK_WAIT_MS = 30_000;
const STATE_FILE = /^state-\d+\.duckdb(\.enc)?(\.part)?$/;

/** The moments of a save at which a crash is told apart by tests: before each of these. */
export type SaveStep = 'write' | 'publish' | 'commit' | 'clean' | 'unlock';

export interface DirectoryStoreOptions {
  readonly directory: string;
  readonly encryption: Encryption | null;
  readonly clock: () => Date;
  readonly pid: number;
  /** For tests: called before each step of a save. */
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
    async newest() {
      const header = await currentHeader(directory);
      return header?.file ? identity(directory, header) : null;
    },
    async restore(into) {
      const header = await currentHeader(directory);
      if (!header?.file) return null;
      await openSealedFile(directory, header, into, encryption, directory);
      return { ...identity(directory, header), savedAt: header.savedAt, bytes: header.bytes } satisfies Restored;
    },
    async save(file, generation) {
      try {
        return await save(options, file, generation);
      } catch (error) {
        throw translate(error, (message) =>
          saveFailed(directory, message, 'Check the directory and its permissions, then run again.', error),
        );
      }
    },
    identity: resolve(directory),
    describe: () => directory,
  };
}

function identity(directory: string, header: StateHeader): StateId {
  return { generation: header.generation, key: join(directory, header.file ?? '') };
}

/** Null: nothing was ever saved here. */
async function currentHeader(directory: string): Promise<StateHeader | null> {
  const text = await readText(directory, HEADER_FILE);
  if (text !== null) return readHeader(text, directory);
  const orphan = (await list(directory)).find((name) => STATE_FILE.test(name));
  if (orphan === undefined) return null;
  throw unreadable(directory, `${HEADER_FILE} is missing beside ${orphan}`);
}

async function readText(directory: string, name: string): Promise<string | null> {
  try {
    return await readFile(join(directory, name), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw notReachable(directory, error);
  }
}

async function list(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw notReachable(directory, error);
  }
}

function notReachable(directory: string, error: unknown) {
  const why = error instanceof Error ? error.message : String(error);
  return unreachable(directory, why, 'Check that `state` names a directory that this user may read and write.', error);
}

async function save(options: DirectoryStoreOptions, file: string, generation: number): Promise<Saved> {
  const { directory } = options;
  await createPrivateDirectory(directory);
  const lease = await lock(options);
  try {
    await requireSuccessor(directory, generation);
    const header = await publish(options, file, generation);
    options.onStep?.('commit');
    await replaceHeader(directory, header);
    options.onStep?.('clean');
    await removeOthers(directory, header.file).catch(() => undefined); // the next save tries again
    options.onStep?.('unlock');
    return { ...identity(directory, header), bytes: header.bytes };
  } finally {
    await lease.release();
  }
}

async function lock(options: DirectoryStoreOptions): Promise<Lease> {
  const { directory, pid, clock } = options;
  const path = join(directory, LOCK_FILE);
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const result = await takeLease(path, { pid, runId: '', since: clock().toISOString() });
    if (isLease(result)) return result;
    if (Date.now() > deadline) {
      throw saveFailed(
        directory,
        `process ${result.pid} has been saving there since ${result.since}`,
        'Let it end, then run again.',
      );
    }
    await wait(50);
  }
}

/** Two runs that began from one state can't both save: the second would hide what the first one saved. */
async function requireSuccessor(directory: string, generation: number): Promise<void> {
  const text = await readText(directory, HEADER_FILE);
  if (text === null) return replaceHeader(directory, EMPTY_HEADER);
  let current: StateHeader;
  try {
    current = readHeader(text, directory);
  } catch {
    return; // Unreadable: `restore` has said so, and the caller chose to replace it.
  }
  if (current.generation >= generation) {
    throw saveFailed(
      directory,
      `another run saved generation ${current.generation} there meanwhile (this one would be ${generation})`,
      'Let runs follow one another (in GitHub Actions: `concurrency`), or give each its own directory.',
    );
  }
}

async function publish(options: DirectoryStoreOptions, file: string, generation: number): Promise<StateHeader> {
  const { directory, encryption, clock } = options;
  const name = `state-${generation}.duckdb${encryption === null ? '' : '.enc'}`;
  const part = join(directory, `${name}.part`);
  options.onStep?.('write');
  await rm(part, { force: true });
  try {
    const header = await sealFile(file, part, { generation, savedAt: clock().toISOString(), file: name }, encryption);
    options.onStep?.('publish');
    await rename(part, join(directory, name));
    return header;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Atomic, and on disk when it resolves. */
async function replaceHeader(directory: string, header: StateHeader): Promise<void> {
  const path = join(directory, HEADER_FILE);
  await writeFile(`${path}.part`, writeHeader(header), { mode: 0o600, flush: true });
  await rename(`${path}.part`, path);
  await flushDirectory(directory);
}

async function flushDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return; // can't be opened there
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeOthers(directory: string, keep: string | null): Promise<void> {
  const old = (await list(directory)).filter((name) => STATE_FILE.test(name) && name !== keep);
  for (const name of old) await rm(join(directory, name), { force: true });
}
