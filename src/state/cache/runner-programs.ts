import { execFile } from 'node:child_process';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** The runner lacks a program that packs states. */
export class RunnerProgramError extends Error {}

/**
 * @actions/cache packs with options that only GNU tar has, and takes what another tar says of them for a damaged archive. Throws where the
 * runner has no GNU tar. Windows and macOS have their own, which it knows how to use.
 */
export async function requireGnuTar(
  environment: Record<string, string | undefined>,
  platform: string = process.platform,
): Promise<void> {
  if (platform !== 'linux') return;
  const words = await versionOf(environment);
  if (words === null) throw new RunnerProgramError("tar, which packs states, isn't installed on this runner");
  if (/GNU tar/.test(words)) return;
  const other = /busybox/i.test(words) ? "BusyBox's" : `another one (${words.split('\n')[0]?.slice(0, 60)})`;
  throw new RunnerProgramError(`tar on this runner is ${other}, but states need GNU tar`);
}

async function versionOf(environment: Record<string, string | undefined>): Promise<string | null> {
  try {
    const { stdout, stderr } = await promisify(execFile)('tar', ['--version'], { env: environment });
    return `${stdout}${stderr}`;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    return code === 'ENOENT' ? null : `${stdout}${stderr}`;
  }
}

/*
 * @actions/cache compresses with zstd where that program is installed and with gzip elsewhere, and makes the method part
 * of the entry's version: a state saved by a hosted runner is silently not found by a container without zstd, and the other way
 * round. So a runner without it is lent one, made of Node's own zstd.
 */

type Environment = Record<string, string | undefined>;

/** A PATH under which `zstd`, `zstdmt` and `unzstd` work. Throws where there is none to be had. */
export async function pathWithZstd(environment: Environment, temporaryDirectory: string, node: string): Promise<string> {
  const path = environment.PATH ?? '';
  if (await hasZstd({ ...environment, PATH: path })) return path;
  if (process.platform === 'win32' || typeof zlib.createZstdCompress !== 'function') throw new RunnerProgramError(MISSING);
  const lent = `${await lendZstd(temporaryDirectory, node)}${delimiter}${path}`;
  if (await hasZstd({ ...environment, PATH: lent })) return lent;
  throw new RunnerProgramError(MISSING);
}

const MISSING = "zstd, which compresses states, isn't installed on this runner";

/** The very question that @actions/cache asks: does `zstd --version` say anything at all? */
async function hasZstd(environment: Environment): Promise<boolean> {
  try {
    const { stdout, stderr } = await promisify(execFile)('zstd', ['--quiet', '--version'], { env: environment });
    return `${stdout}${stderr}`.trim() !== '';
  } catch {
    return false;
  }
}

const PROGRAM = `import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
const [, , ...args] = process.argv;
if (args.includes('--version')) console.log('1.5.0');
else await pipeline(process.stdin, args.includes('-d') ? zlib.createZstdDecompress() : zlib.createZstdCompress(), process.stdout);
`;

async function lendZstd(temporaryDirectory: string, node: string): Promise<string> {
  const directory = await mkdtemp(join(temporaryDirectory, 'highwater-zstd-'));
  const program = join(directory, 'zstd.mjs');
  await writeFile(program, PROGRAM);
  for (const [name, option] of [
    ['zstd', ''],
    ['zstdmt', ''],
    ['unzstd', ' -d'],
  ]) {
    const script = join(directory, String(name));
    await writeFile(script, `#!/bin/sh\nexec ${quoted(node)} ${quoted(program)}${option} "$@"\n`);
    await chmod(script, 0o755);
  }
  return directory;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
