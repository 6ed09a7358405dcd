import { readdirSync, readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HighwaterError } from '../model/errors.ts';
import { installNative } from './native-install.ts';
import { type Lockfile, type NativeContext, nativeFailure, type Platform, packageOf } from './native-package.ts';

/** Where the bundle's stand-in for `@duckdb/node-bindings` takes the native library from (scripts/build.ts). */
const BINDING = Symbol.for('highwater.duckdb');

/**
 * Makes DuckDB's native library ready; must be awaited before anything imports src/warehouse. In order: the directory that
 * HIGHWATER_NATIVE_DIR names, node_modules, the runner's tool cache (without a runner the user's cache directory), and
 * only then npm, which fills that cache from the template's lockfile. Throws NATIVE_INSTALL_FAILED.
 */
export async function prepareNative(context: NativeContext): Promise<void> {
  const holder = globalThis as { [BINDING]?: unknown };
  if (holder[BINDING] !== undefined) return;
  const file = await locateNative(context);
  try {
    holder[BINDING] = createRequire(import.meta.url)(file);
  } catch (error) {
    const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (/libstdc\+\+/.test(words)) throw withoutLibstdc(file, words, error);
    throw nativeFailure(
      `DuckDB's native library ${file} can't be loaded: ${words}`,
      'Delete its folder and run again. If it says GLIBC: the machine is older than DuckDB supports; use ubuntu-22.04 or newer.',
      error,
    );
  }
}

/** Alpine's images have none; musl and glibc name it alike. */
export function withoutLibstdc(file: string, words: string, cause: unknown): HighwaterError {
  return nativeFailure(
    `DuckDB's native library ${file} can't be loaded, since this machine has no libstdc++ (${words}).`,
    'Install it before this step. Alpine: `apk add libstdc++`; Debian: `apt-get install libstdc++6`.',
    cause,
  );
}

/** The path of `duckdb.node`, installed first where it is nowhere to be found. */
export async function locateNative(context: NativeContext): Promise<string> {
  const platform = context.platform ?? currentPlatform();
  const named = context.env.HIGHWATER_NATIVE_DIR;
  if (named !== undefined && named !== '') return inNamedDirectory(named, platform);
  const local = context.nodeModules === false ? null : inNodeModules(platform);
  if (local !== null) return local;

  const template = context.template ?? join(dirname(fileURLToPath(import.meta.url)), 'native');
  const lockText = readFileSync(join(template, 'package-lock.json'), 'utf8');
  const lock = JSON.parse(lockText) as Lockfile;
  const wanted = packageOf(lock, platform);
  const folders = cacheDirectories(context.env).map((cache) => join(cache, 'highwater-duckdb', wanted.version, wanted.directory));
  for (const folder of folders) {
    const file = binding(folder, wanted.name);
    if (await exists(file)) return file;
  }
  return binding(await installNative(folders, wanted, context), wanted.name);
}

/** Accepts what `npm ci` left in a copy of dist/native, and the platform package's own folder. */
async function inNamedDirectory(directory: string, platform: Platform): Promise<string> {
  const name = `@duckdb/node-bindings-${platform}`;
  for (const file of [binding(directory, name), join(directory, 'duckdb.node')]) if (await exists(file)) return file;
  throw new HighwaterError(
    'NATIVE_INSTALL_FAILED',
    `HIGHWATER_NATIVE_DIR names ${directory}, but DuckDB's native library for ${platform} is not there.`,
    `Copy dist/native of this action to that directory and run \`npm ci\` in it on a machine of the same kind: it must then hold node_modules/${name}/duckdb.node.`,
  );
}

function inNodeModules(platform: Platform): string | null {
  const require = createRequire(import.meta.url);
  try {
    // Resolved from the loader's own place: a package manager may nest the platform's package below it.
    const loader = require.resolve('@duckdb/node-bindings/package.json');
    return createRequire(loader).resolve(`@duckdb/node-bindings-${platform}/duckdb.node`);
  } catch {
    return null;
  }
}

/** The first that can be written to is used; a container job may see a tool cache that belongs to another user. */
export function cacheDirectories(env: NativeContext['env']): string[] {
  const user = userCache(env);
  return [env.RUNNER_TOOL_CACHE, user, env.RUNNER_TEMP ?? tmpdir()].filter((d) => d !== undefined && d !== '') as string[];
}

function userCache(env: NativeContext['env']): string {
  const home = env.HOME || homedir();
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches');
  return env.XDG_CACHE_HOME || join(home, '.cache');
}

/** As the platform packages are named: `linux-x64`, `linux-x64-musl`, `darwin-arm64`. */
export function currentPlatform(): Platform {
  return `${process.platform}-${process.arch}${process.platform === 'linux' && isMusl() ? '-musl' : ''}`;
}

function isMusl(): boolean {
  // Every system of musl has its loader there; the report, which takes 10 ms, is for those that have both.
  if (!readdirSync('/lib').some((name) => name.startsWith('ld-musl-'))) return false;
  // Else the report looks up the names of all open connections.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

function binding(folder: string, name: string): string {
  return join(folder, 'node_modules', name, 'duckdb.node');
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
