import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ToolkitSurroundings, TRANSFER } from './toolkit-cache.ts';

let turn: Promise<unknown> = Promise.resolve();

/** The folder is new, only for this user, and gone afterwards: it holds rows. One at a time: its name is part of every entry's version. */
export async function inTransfer<T>(
  { workingDirectory }: Pick<ToolkitSurroundings, 'workingDirectory'>,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const mine = turn.then(async () => alone(join(workingDirectory, TRANSFER), work));
  turn = mine.catch(() => undefined);
  return mine;
}

async function alone<T>(directory: string, work: (directory: string) => Promise<T>): Promise<T> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
