import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '../../../model/errors.ts';
import { VERSION } from '../../../model/version.ts';
import { list } from '../../../views/facts/format.ts';
import type { Asker } from '../ask.ts';
import type { InitFlags } from './flags.ts';
import type { ActionRef } from './render.ts';

const run = promisify(execFile);

/** Where the workflow belongs: the root of the git repository that holds the directory, or the directory itself. */
export function repositoryRoot(directory: string): string {
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return resolve(directory);
  }
}

/** The configuration's path as a workflow sees it: from the root, with slashes. */
export function pathInRepository(root: string, file: string): string {
  return relative(root, resolve(file)).replaceAll('\\', '/');
}

/** `OWNER/highwater@v1` or `OWNER/highwater@<40 hex digits>`; null for anything else. */
export function parseActionRef(text: string): ActionRef | null {
  const match = /^([\w.-]+\/[\w.-]+)@([\w./-]+)$/.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? null : { repository: match[1], ref: match[2] };
}

/**
 * The action that this very program belongs to, pinned to the commit that is checked out; null where `program` is no clone of a GitHub
 * repository, or holds a commit that GitHub does not have yet.
 */
export async function ownActionRef(program: string): Promise<ActionRef | null> {
  const git = async (...args: string[]): Promise<string> => (await run('git', ['-C', program, ...args])).stdout.trim();
  try {
    const root = await git('rev-parse', '--show-toplevel');
    if (!existsSync(join(root, 'action.yml'))) return null;
    const repository = /^(?:https:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(
      await git('remote', 'get-url', 'origin'),
    )?.[1];
    const commit = await git('rev-parse', 'HEAD');
    const known = await git('branch', '--remotes', '--contains', commit);
    return repository === undefined || known === '' ? null : { repository, ref: commit };
  } catch {
    return null;
  }
}

/** The action whose release this program was installed from, as its package names the repository; null where it names none. */
export async function releasedActionRef(program: string): Promise<ActionRef | null> {
  const text = await readFile(join(program, '..', 'package.json'), 'utf8').catch(() => '{}');
  const { repository } = JSON.parse(text) as { readonly repository?: { readonly url?: string } };
  const name = /^git\+https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository?.url ?? '')?.[1];
  return name === undefined ? null : { repository: name, ref: `v${VERSION}` };
}

/**
 * Whether the files may be written: for one that exists its owner is asked. Throws INPUT_INVALID where nobody can be asked and --force is
 * not given.
 */
export async function mayWrite(files: readonly string[], flags: InitFlags, asker: Asker): Promise<boolean> {
  const existing = files.filter((file) => existsSync(file));
  if (flags.force || existing.length === 0) return true;
  if (!asker.canAsk) throw new ConfigError(existing.map(existsAlready), 'INPUT_INVALID');
  const message = `${list(existing)} already exists. Overwrite it? Its current content will be lost.`;
  return asker.confirm({ message, instead: '--force', initial: false });
}

function existsAlready(file: string) {
  return {
    code: 'INPUT_INVALID',
    message: `${file} already exists. Nothing was written.`,
    hint: 'Use --force to overwrite it, --config to write another file, or --no-workflow to leave the workflow alone.',
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
