import { chmod, constants, copyFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Room } from '../warehouse/duckdb/memory-limit.ts';
import { stripInternals } from '../warehouse/export.ts';

/**
 * Gives `file` the state's rows without Highwater's own bookkeeping. The state's file is taken where it may be: a copy of it costs its size in
 * disk once more, unless the file system shares the blocks.
 */
export async function writeDatabase(
  state: { readonly file: string; readonly take: boolean },
  file: string,
  room: Room,
): Promise<void> {
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  await rm(`${partial}.wal`, { force: true });
  // The state is private; the artifact's files are all for the same readers.
  await writeFile(partial, '');
  const { mode } = await stat(partial);
  if (!(state.take && (await taken(state.file, partial)))) await copyFile(state.file, partial, constants.COPYFILE_FICLONE);
  await chmod(partial, mode);
  await stripInternals(partial, { room, tempDirectory: join(dirname(file), '.highwater-tmp') });
  await rm(`${file}.wal`, { force: true });
  await rename(partial, file);
}

/** False where the file has another name, which must keep its content, or lies on another disk. */
async function taken(from: string, to: string): Promise<boolean> {
  if ((await stat(from)).nlink > 1) return false;
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EXDEV') return false;
    throw error;
  }
}
