import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../../../model/errors.ts';
import { list } from '../../../views/facts/format.ts';
import type { Asker } from '../ask.ts';
import type { InitFlags } from './flags.ts';

/**
 * Whether the files may be written: for one that exists its owner is asked. Throws INPUT_INVALID where nobody can be asked and --force is
 * not given.
 */
export async function mayWrite(files: readonly string[], flags: InitFlags, asker: Asker): Promise<boolean> {
  const existing = files.filter((file) => existsSync(file));
  if (flags.force || existing.length === 0) return true;
  if (!asker.canAsk) throw new ConfigError(existing.map(existsAlready), 'INPUT_INVALID');
  const message = `${list(existing)} already exists. Overwrite it? Its present content will be lost.`;
  return asker.confirm({ message, instead: '--force', initial: false });
}

function existsAlready(file: string) {
  return {
    code: 'INPUT_INVALID',
    message: `${file} already exists. Nothing was written.`,
    hint: '--force overwrites it. --config names another file. --no-workflow leaves the workflow alone.',
  } as const;
}

/** The whole file or nothing: an interrupted write leaves what was there before. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  try {
    await writeFile(fresh, text, { flag: 'wx' });
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}
