import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * As `mkdir -p`; `mode`: of what is made. Returns the first directory that was made, if any. Where it can't be made, the error says why: Node.js
 * itself says ENOENT of a file system that is read-only (https://github.com/nodejs/node/issues/31481).
 */
export async function makeDirectory(directory: string, mode = 0o777): Promise<string | undefined> {
  try {
    return await mkdir(directory, { recursive: true, mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') await mkdir(await firstMissing(directory), { mode });
    throw error;
  }
}

async function firstMissing(directory: string): Promise<string> {
  const parent = dirname(directory);
  const isThere = parent === directory || (await stat(parent).catch(() => null)) !== null;
  return isThere ? directory : firstMissing(parent);
}
