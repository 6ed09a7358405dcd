import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { HighwaterError } from '../model/errors.ts';
import { type NativeContext, type NativePackage, nativeFailure, npmProject } from './native-package.ts';

interface NpmCommand {
  readonly file: string;
  readonly args: readonly string[];
}

const CLI = join('node_modules', 'npm', 'bin', 'npm-cli.js');

/**
 * npm from the PATH, else the one that came with this Node.js (a runner's own Node.js has it in its folder). On Windows `npm`
 * is a batch file, which only a shell can start: there its script is run with this Node.js instead.
 */
async function findNpm(env: Readonly<Record<string, string | undefined>>): Promise<NpmCommand | null> {
  const windows = process.platform === 'win32';
  for (const directory of (env.PATH ?? env.Path ?? '').split(delimiter).filter((d) => d !== '')) {
    if (windows) {
      if (await exists(join(directory, CLI))) return { file: process.execPath, args: [join(directory, CLI)] };
    } else if (await exists(join(directory, 'npm'))) {
      return { file: join(directory, 'npm'), args: [] };
    }
  }
  const home = dirname(await realpath(process.execPath));
  for (const script of [join(home, CLI), join(home, '..', 'lib', CLI)]) {
    if (await exists(script)) return { file: process.execPath, args: [script] };
  }
  return null;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

const NPM_CACHE = '.npm';
const LEFTOVER_MS = 60 * 60 * 1000;

/**
 * Installs the platform's package into the first folder that can be written to and returns that folder. Two processes may do
 * this at once: each fills a directory of its own, and the first rename wins; there is no lock that a killed one could leave.
 */
export async function installNative(
  folders: readonly string[],
  wanted: NativePackage,
  context: Pick<NativeContext, 'env' | 'log'>,
): Promise<string> {
  const npm = await findNpm(context.env);
  if (npm === null) {
    throw nativeFailure(
      "DuckDB's native library is not installed yet, and npm, which would install it, was found neither on the PATH nor beside Node.js.",
      'Add a step with actions/setup-node before this one (in an Alpine container: `apk add npm libstdc++ tar zstd`), or set HIGHWATER_NATIVE_DIR to a directory prepared with `npm ci`.',
    );
  }
  const { folder, work } = await firstWritable(folders);
  context.log(
    `Installing DuckDB ${wanted.version} for ${wanted.directory.replace(/-[0-9a-f]+$/, '')} into ${folder} (once per machine)`,
  );
  try {
    for (const [name, text] of Object.entries(npmProject(wanted))) await writeFile(join(work, name), text);
    const { code, output } = await npmCi(npm, work, context.env);
    if (code !== 0) throw explain(output, wanted);
    if (!(await isThere(work, wanted))) {
      throw nativeFailure(`npm reported success, but ${wanted.name} was not installed.`, `npm said: ${essence(output)}`);
    }
    await rm(join(work, NPM_CACHE), { recursive: true, force: true });
    await publish(work, folder, wanted);
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function firstWritable(folders: readonly string[]): Promise<{ folder: string; work: string }> {
  let refusal: unknown;
  for (const folder of folders) {
    try {
      await mkdir(dirname(folder), { recursive: true });
      await removeLeftovers(dirname(folder));
      return { folder, work: await mkdtemp(join(dirname(folder), '.installing-')) };
    } catch (error) {
      refusal = error;
    }
  }
  throw nativeFailure(
    `DuckDB's native library can't be stored: none of ${folders.join(', ')} can be written to.`,
    'Make one of them writable (RUNNER_TOOL_CACHE is the first), or set HIGHWATER_NATIVE_DIR to a directory prepared with `npm ci`.',
    refusal,
  );
}

/** What killed installs left behind (70 MB each on a self-hosted runner). */
async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith('.installing-')) continue;
    const path = join(directory, name);
    const age = await stat(path)
      .then((s) => Date.now() - s.mtimeMs)
      .catch(() => 0);
    if (age > LEFTOVER_MS) await rm(path, { recursive: true, force: true });
  }
}

/** The folder appears whole or not at all. */
async function publish(work: string, folder: string, wanted: NativePackage): Promise<void> {
  for (const attempt of [1, 2]) {
    try {
      return await rename(work, folder);
    } catch (error) {
      if (await isThere(folder, wanted)) return; // another process was faster
      if (attempt === 2)
        throw nativeFailure(`DuckDB's native library can't be moved to ${folder}.`, 'Delete that folder and run again.', error);
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function isThere(folder: string, wanted: NativePackage): Promise<boolean> {
  return access(join(folder, 'node_modules', wanted.name, 'duckdb.node')).then(
    () => true,
    () => false,
  );
}

/** npm needs the user's environment (proxy, registry, tokens of its .npmrc), but none of the action's inputs and tokens. */
function npmEnvironment(env: NativeContext['env']): Record<string, string> {
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !/^(INPUT|ACTIONS)_/i.test(name));
  return Object.fromEntries(kept) as Record<string, string>;
}

/** npm's own cache is in the home, which may be read-only (a hardened container): then what it needs lies beside what it installs. */
function withCache(env: Record<string, string>, work: string): Record<string, string> {
  const named = Object.keys(env).some((name) => name.toLowerCase() === 'npm_config_cache');
  return named || canWrite(env.HOME || homedir()) ? env : { ...env, npm_config_cache: join(work, NPM_CACHE) };
}

function canWrite(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function npmCi(npm: NpmCommand, cwd: string, env: NativeContext['env']): Promise<{ code: number; output: string }> {
  const args = [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  return new Promise((resolve) => {
    const child = spawn(npm.file, args, { cwd, env: withCache(npmEnvironment(env), cwd), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-100_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

const REASONS: readonly { readonly pattern: RegExp; readonly message: string; readonly hint: string }[] = [
  {
    pattern: /EINTEGRITY/,
    message:
      'the package that the registry sent is not the one whose hash this version of Highwater was released with (integrity mismatch)',
    hint: 'Run again. If it happens again, the registry or a proxy alters packages: do not use it, and report this.',
  },
  {
    pattern: /ENOSPC/,
    message: 'the disk is full',
    hint: 'DuckDB needs about 150 MB while it is being installed. Free space on the runner.',
  },
  {
    pattern: /E40[13]|ENEEDAUTH/,
    message: 'the npm registry requires a sign-in or refuses the package',
    hint: "Give npm its token before this step (a .npmrc in the runner's home, or actions/setup-node with registry-url), or allow @duckdb/* in the registry.",
  },
  {
    pattern: /E404|ETARGET|ENOVERSIONS/,
    message: 'the npm registry does not have it',
    hint: 'Check that the registry that npm uses (`npm config get registry`) mirrors the scope @duckdb.',
  },
  {
    pattern: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
    message: "npm does not trust the registry's certificate",
    hint: "Name your proxy's CA in NODE_EXTRA_CA_CERTS, or with `npm config set cafile`, before this step.",
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|network/i,
    message: 'npm could not reach its registry',
    hint: 'Check the network and npm_config_registry / HTTPS_PROXY of this runner. A runner without a registry needs HIGHWATER_NATIVE_DIR.',
  },
];

function explain(output: string, wanted: NativePackage): HighwaterError {
  const reason = REASONS.find((r) => r.pattern.test(output));
  const said = `npm said: ${essence(output)}`;
  if (reason === undefined) return nativeFailure(`Installing ${wanted.name} ${wanted.version} failed.`, said);
  return nativeFailure(`Installing ${wanted.name} ${wanted.version} failed: ${reason.message}.`, `${reason.hint} ${said}`);
}

/** The first lines that say something; a stack, a user's name in a log path and a password in a URL are left out. */
function essence(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/i, '').trim())
    .filter((line) => line !== '' && !/^(at |\}|A complete log|npm warn|errno|syscall)/.test(line));
  const text = lines
    .slice(0, 3)
    .join('; ')
    .replace(/\/\/[^/@\s]+@/g, '//***@');
  return text === '' ? '(nothing)' : text.slice(0, 600);
}
