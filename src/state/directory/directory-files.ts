import { open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HighwaterError } from '../../model/errors.ts';
import { makeDirectory } from '../../runtime/make-directory.ts';
import { HEADER_FILE, type StateHeader, writeHeader } from '../seal/header.ts';
import { errorCode, unreachable } from '../state-errors.ts';

const STATE_FILE = /^state-\d+\.duckdb(\.enc)?(\.part)?$/;

/** The text of `state.json`; null where there is none. Throws STATE_UNREACHABLE. */
export async function readHeaderText(directory: string): Promise<string | null> {
  try {
    return await readFile(join(directory, HEADER_FILE), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw notReachable(directory, error);
  }
}

/** Names of all files of states, finished or not. Throws STATE_UNREACHABLE. */
export async function stateFiles(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).filter((name) => STATE_FILE.test(name));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw notReachable(directory, error);
  }
}

export function stateFileName(generation: number, encrypted: boolean): string {
  return `state-${generation}.duckdb${encrypted ? '.enc' : ''}`;
}

/** Atomic, and on disk when it resolves. */
export async function replaceHeader(directory: string, header: StateHeader): Promise<void> {
  const path = join(directory, HEADER_FILE);
  await writeFile(`${path}.part`, writeHeader(header), { mode: 0o600, flush: true });
  await rename(`${path}.part`, path);
  await flushDirectory(directory);
}

export async function removeStateFiles(directory: string, keep: string | null): Promise<void> {
  for (const name of await stateFiles(directory)) if (name !== keep) await rm(join(directory, name), { force: true });
}

function notReachable(directory: string, error: unknown): HighwaterError {
  const why = error instanceof Error ? error.message : String(error);
  return unreachable(directory, why, 'Check that `state` is a directory that this user can read and write.', error);
}

/** What was renamed in it is on disk when this resolves. */
export async function flushDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return; // can't be opened there
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Creates a directory in which rows will lie: only its owner may read it, and git shall not pick it up. An existing one is left as
 * its owner made it.
 */
export async function createPrivateDirectory(directory: string): Promise<void> {
  const created = await makeDirectory(directory, 0o700);
  if (created !== undefined) await writeFile(join(directory, '.gitignore'), '*\n');
}
