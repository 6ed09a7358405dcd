import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { builtDist } from '../support/dist.ts';

/** The built program as users run it, but for two numbers: partitions are of a few pages, not of 128 MB. The caller removes the directory. */
export async function smallPartitions(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-small-'));
  await cp(await builtDist(), directory, { recursive: true });
  const file = join(directory, 'sources-postgres-index.js');
  const text = await readFile(file, 'utf8');
  const small = text.replace('smallestBytes=134217728', 'smallestBytes=8192').replace('total/2147483648', 'total/40960');
  expect(small.length).toBe(text.length - '134217728'.length + '8192'.length - '2147483648'.length + '40960'.length);
  await writeFile(file, small);
  return directory;
}
