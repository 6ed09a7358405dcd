import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { bundle, ROOT } from '../../scripts/bundle.ts';

/**
 * A directory with dist as the present sources build it, so that a test never runs yesterday's bundle. That dist/ in the repository is
 * the same is another test's matter (test/build/dist.test.ts). Built once per state of the sources, whoever asks first.
 */
export async function builtDist(): Promise<string> {
  const directory = `${PREFIX}${sourcesHash()}`;
  if (existsSync(directory)) return directory;
  await removeOld();
  const fresh = await mkdtemp(`${directory}-`);
  try {
    await bundle(fresh);
    await rename(fresh, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error; // another test file was faster
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return directory;
}

const PREFIX = join(tmpdir(), `highwater-dist-${userInfo().uid}-`);
const OLD_MS = 60 * 60 * 1000;

async function removeOld(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    // Another test file may rename or remove it meanwhile.
    const made = path.startsWith(PREFIX) ? statSync(path, { throwIfNoEntry: false })?.mtimeMs : undefined;
    if (made !== undefined && Date.now() - made > OLD_MS) await rm(path, { recursive: true, force: true });
  }
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
