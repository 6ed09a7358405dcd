import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Encryption } from '../seal/encryption.ts';
import { EMPTY_HEADER, readHeader, type StateHeader } from '../seal/header.ts';
import { sealFile } from '../seal/sealed-file.ts';
import { saveFailed } from '../state-errors.ts';
import { isLease, type Lease, takeLease } from '../workspace/lease.ts';
import { readHeaderText, removeStateFiles, replaceHeader, stateFileName } from './directory-files.ts';
import { createPrivateDirectory } from './private-directory.ts';

const LOCK_FILE = 'state.lock';
const LOCK_WAIT_MS = 30_000;

/** The moments of a save between which a crash makes a difference. */
export type SaveStep = 'write' | 'publish' | 'commit' | 'clean' | 'unlock';

export interface DirectorySave {
  readonly directory: string;
  readonly encryption: Encryption | null;
  readonly clock: () => Date;
  readonly pid: number;
  /** For tests: called before each step. */
  readonly onStep?: (step: SaveStep) => void;
}

/** Writes the new file beside the old one, makes it the state by replacing state.json, and then removes the old one. */
export async function saveToDirectory(options: DirectorySave, file: string, generation: number): Promise<StateHeader> {
  const { directory } = options;
  await createPrivateDirectory(directory);
  const lease = await lock(options);
  try {
    await requireSuccessor(directory, generation);
    const header = await publish(options, file, generation);
    options.onStep?.('commit');
    await replaceHeader(directory, header);
    options.onStep?.('clean');
    await removeStateFiles(directory, header.file).catch(() => undefined); // the next save tries again
    options.onStep?.('unlock');
    return header;
  } finally {
    await lease.release();
  }
}

async function lock({ directory, pid, clock }: DirectorySave): Promise<Lease> {
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
  const text = await readHeaderText(directory);
  // From now on a directory with a file, but without state.json, is one that lost it, not one whose first save was cut short.
  if (text === null) return replaceHeader(directory, EMPTY_HEADER);
  let current: StateHeader;
  try {
    current = readHeader(text, directory);
  } catch {
    return; // Unreadable: `restore` has said so, and the caller chose to replace it.
  }
  if (current.generation < generation) return;
  throw saveFailed(
    directory,
    `another run saved generation ${current.generation} there meanwhile (this one would be ${generation})`,
    'Let runs follow one another (in GitHub Actions: `concurrency`), or give each its own directory.',
  );
}

async function publish(options: DirectorySave, file: string, generation: number): Promise<StateHeader> {
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
