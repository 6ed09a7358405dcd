import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../state-errors.ts';
import type { Restored, StateId } from '../store.ts';

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
