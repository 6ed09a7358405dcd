import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateHeader } from '../seal/header.ts';

const NOTE = 'verified.json';

/*
 * Computing the checksum of a state takes a second for each gigabyte. So a file that was just written or verified is noted with what the file
 * system says of it: a run that finds the very file, unwritten since, need not read it. DuckDB checks each block that it reads in any case.
 */

export async function wasVerified(directory: string, path: string, { stored }: StateHeader): Promise<boolean> {
  const note = await readFile(join(directory, NOTE), 'utf8').catch(() => '');
  return note !== '' && note === noteOf(await stat(path, { bigint: true }), stored.sha256);
}

/** Without the note the next run reads the file. */
export async function noteVerified(directory: string, { file, stored, encryption }: StateHeader): Promise<void> {
  if (file === null || encryption !== null) return;
  const note = join(directory, NOTE);
  try {
    const text = noteOf(await stat(join(directory, file), { bigint: true }), stored.sha256);
    if ((await readFile(note, 'utf8').catch(() => '')) === text) return;
    await writeFile(`${note}.part`, text, { mode: 0o600 });
    await rename(`${note}.part`, note);
  } catch {
    // The directory can't be written to: saving says so.
  }
}

/** Not the time of the last change to the inode: a second name of the file changes it. */
function noteOf({ dev, ino, size, mtimeNs }: Record<'dev' | 'ino' | 'size' | 'mtimeNs', bigint>, sha256: string): string {
  return `${JSON.stringify({ identity: [dev, ino, size, mtimeNs].join(' '), sha256 })}\n`;
}
