import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { bundle, ROOT } from '../../scripts/bundle.ts';

/**
 * A directory with dist as the present sources build it, so that a test never runs yesterday's bundle. That dist/ in the repository is
 * the same is another test's matter (test/build/dist.test.ts). Built once per state of the sources, whoever asks first.
 */
export async function builtDist(): Promise<string> {
  const directory = join(tmpdir(), `highwater-dist-${userInfo().uid}-${sourcesHash()}`);
  if (existsSync(directory)) return directory;
  const fresh = await mkdtemp(`${directory}-`);
  await bundle(fresh);
  try {
    await rename(fresh, directory);
  } catch {
    await rm(fresh, { recursive: true, force: true }); // another test file was faster
  }
  return directory;
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files.sort(), join(ROOT, 'package-lock.json')]) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
