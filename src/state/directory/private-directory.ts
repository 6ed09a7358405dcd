import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Creates a directory in which rows will lie: only its owner may read it, and git shall not pick it up. An existing one is left as
 * its owner made it.
 */
export async function createPrivateDirectory(directory: string): Promise<void> {
  const created = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (created !== undefined) await writeFile(join(directory, '.gitignore'), '*\n');
}
