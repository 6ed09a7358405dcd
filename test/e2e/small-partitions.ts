import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { builtDist } from '../support/dist.ts';

/** The built program as users run it, but for two numbers: partitions are of a few pages, not of 128 MB. The caller removes the directory. */
export async function smallPartitions(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-small-'));
  await cp(await builtDist(), directory, { recursive: true });
  // Which file of dist they are in is the bundler's choice.
  for (const name of (await readdir(directory)).filter((file) => file.endsWith('.js'))) {
    const text = await readFile(join(directory, name), 'utf8');
    const small = text
      .replace(/var SMALLEST_BYTES = [^;]+;/, 'var SMALLEST_BYTES = 8192;')
      .replace(/var LARGEST_BYTES = [^;]+;/, 'var LARGEST_BYTES = 40960;');
    if (small === text) continue;
    expect(small.match(/var (SMALLEST|LARGEST)_BYTES = (8192|40960);/g)).toHaveLength(2);
    await writeFile(join(directory, name), small);
    return directory;
  }
  throw new Error('no file of dist has the sizes of partitions');
}
