import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundle, ROOT } from './bundle.ts';

/** `npm run build` writes dist; with `--check` it only says what differs from a fresh build, files that should not be there included. */
const dist = join(ROOT, 'dist');
if (process.argv.includes('--check')) await check();
else await bundle(dist);

async function check(): Promise<void> {
  const fresh = await mkdtemp(join(tmpdir(), 'highwater-dist-'));
  try {
    await bundle(fresh);
    const [wanted, present] = await Promise.all([contents(fresh), contents(dist)]);
    const names = [...new Set([...wanted.keys(), ...present.keys()])].sort();
    const different = names.filter((name) => wanted.get(name)?.equals(present.get(name) ?? Buffer.of()) !== true);
    if (different.length === 0) return;
    process.stderr.write(
      `dist is not what the sources build; run \`npm run build\` and commit it:\n${different.map((n) => `  dist/${n}\n`).join('')}`,
    );
    process.exitCode = 1;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function contents(directory: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [relative(directory, file), await readFile(file)] as const)));
}
