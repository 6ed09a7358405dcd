import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeTemplate } from '../../scripts/native-template.ts';
import { HighwaterError } from '../../src/model/errors.ts';
import { cacheDirectories, currentPlatform, locateNative, prepareNative, withoutLibstdc } from '../../src/runtime/native.ts';
import type { NativeContext } from '../../src/runtime/native-package.ts';
import { type Lockfile, npmProject, packageOf } from '../../src/runtime/native-package.ts';

let room: string;
let template: string;

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'highwater native '));
  template = join(room, 'native');
  await mkdir(template);
  for (const [name, text] of Object.entries(await nativeTemplate())) await writeFile(join(template, name), text);
});
afterAll(() => rm(room, { recursive: true, force: true }));

async function context(
  changes: Partial<NativeContext> & { toolCache?: string } = {},
): Promise<NativeContext & { lines: string[] }> {
  const toolCache = changes.toolCache ?? (await mkdtemp(join(room, 'tools-')));
  const lines: string[] = [];
  // Nothing that this machine's user has installed already may be found.
  const user = { XDG_CACHE_HOME: join(toolCache, 'user'), LOCALAPPDATA: join(toolCache, 'user'), HOME: join(toolCache, 'user') };
  const npm = {
    npm_config_cache: process.env.npm_config_cache ?? join(homedir(), '.npm'),
    npm_config_userconfig: join(homedir(), '.npmrc'),
  };
  const env = { ...process.env, ...npm, ...user, HIGHWATER_NATIVE_DIR: undefined, RUNNER_TOOL_CACHE: toolCache, ...changes.env };
  return { template, nodeModules: false, log: (line) => lines.push(line), ...changes, env, lines };
}

async function failure(c: NativeContext): Promise<HighwaterError> {
  const thrown = await locateNative(c).then(
    (file) => `no error: ${file}`,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(HighwaterError);
  expect((thrown as HighwaterError).code).toBe('NATIVE_INSTALL_FAILED');
  return thrown as HighwaterError;
}

/** A registry that answers everything with one status, so that no test needs a network to fail. */
async function registry(status: number): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

/** The template with the hash of this platform's package changed. */
async function alteredTemplate(): Promise<string> {
  const altered = await mkdtemp(join(room, 'altered-'));
  await cp(template, altered, { recursive: true });
  const file = join(altered, 'package-lock.json');
  const lock = JSON.parse(await readFile(file, 'utf8'));
  lock.packages[`node_modules/@duckdb/node-bindings-${currentPlatform()}`].integrity = `sha512-${'A'.repeat(86)}==`;
  await writeFile(file, JSON.stringify(lock));
  return altered;
}

describe('where the native library comes from', () => {
  test('node_modules is used where it is there', async () => {
    const c = await context({ nodeModules: true });
    expect(await locateNative(c)).toMatch(/node_modules.*duckdb\.node$/);
    expect(c.lines).toEqual([]);
  });

  test('HIGHWATER_NATIVE_DIR goes before everything, and its absence there is told', async () => {
    const directory = await mkdtemp(join(room, 'named-'));
    const c = await context({ nodeModules: true, env: { HIGHWATER_NATIVE_DIR: directory } });
    expect((await failure(c)).message).toContain(`HIGHWATER_NATIVE_DIR names ${directory}`);
    await writeFile(join(directory, 'duckdb.node'), '');
    expect(await locateNative(c)).toBe(join(directory, 'duckdb.node'));
  });

  test('two runs that start at once on a new machine both get it, and the third installs nothing', async () => {
    const first = await context();
    const second = await context({ toolCache: first.env.RUNNER_TOOL_CACHE ?? '' });
    const files = await Promise.all([locateNative(first), locateNative(second)]);
    expect(files[0]).toBe(files[1]);
    expect(files[0].startsWith(String(first.env.RUNNER_TOOL_CACHE))).toBe(true);
    const third = await context({
      toolCache: first.env.RUNNER_TOOL_CACHE ?? '',
      env: { npm_config_registry: 'http://127.0.0.1:9' },
    });
    expect(await locateNative(third)).toBe(files[0]);
    expect([first.lines.length, third.lines.length]).toEqual([1, 0]);
  }, 120_000);

  test('a tool cache that cannot be written to is passed over', async () => {
    const blocked = join(room, 'blocked');
    await writeFile(blocked, 'a file, not a directory');
    const own = await mkdtemp(join(room, 'user-'));
    const c = await context({ toolCache: blocked, env: { XDG_CACHE_HOME: own, LOCALAPPDATA: own, HOME: own } });
    expect((await locateNative(c)).startsWith(own)).toBe(true);
  }, 120_000);

  test.each([
    [{ RUNNER_TOOL_CACHE: '/tools', RUNNER_TEMP: '/t', XDG_CACHE_HOME: '/c' }, ['/tools', '/c', '/t']],
    [{ RUNNER_TEMP: '/t', XDG_CACHE_HOME: '/c' }, ['/c', '/t']],
  ])('the order of caches for %j', (env, expected) => {
    if (process.platform === 'linux') expect(cacheDirectories(env)).toEqual(expected);
  });
});

describe('what is said when it can not be installed', () => {
  test('a package with another hash is refused, although npm calls it optional', async () => {
    const error = await failure(await context({ template: await alteredTemplate() }));
    expect(error.message).toMatch(/integrity mismatch/);
    expect(error.hint).toMatch(/EINTEGRITY/);
  }, 120_000);

  test.each([
    [404, /does not have it/],
    [401, /requires a sign-in/],
    [403, /requires a sign-in or refuses/],
  ])('a registry that answers %i', async (status, words) => {
    const server = await registry(status);
    const cache = await mkdtemp(join(room, 'npm-'));
    const error = await failure(await context({ env: { npm_config_registry: server.url, npm_config_cache: cache } }));
    server.close();
    expect(error.message).toMatch(words);
  });

  test('no network: what to set is named, and a password in the registry URL is not shown', async () => {
    const env = {
      npm_config_registry: 'http://user:hunter2@127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_cache: await mkdtemp(join(room, 'npm-')),
    };
    const error = await failure(await context({ env }));
    expect(error.message).toMatch(/could not reach its registry/);
    expect(error.hint).toMatch(/HIGHWATER_NATIVE_DIR/);
    expect(`${error.message} ${error.hint}`).not.toMatch(/hunter2/);
  });

  test.skipIf(process.platform === 'win32')(
    'a home that npm cannot write to: npm keeps its cache beside what it installs',
    async () => {
      const bin = await mkdtemp(join(room, 'bin-'));
      await writeFile(join(bin, 'npm'), '#!/bin/sh\necho "the cache is at $npm_config_cache" >&2\nexit 1\n', { mode: 0o755 });
      const env = {
        PATH: `${bin}:${process.env.PATH ?? ''}`,
        HOME: '/proc/nowhere',
        npm_config_cache: undefined,
        NPM_CONFIG_CACHE: undefined,
      };
      const kept = Object.fromEntries(
        Object.keys(process.env)
          .filter((n) => n.toLowerCase() === 'npm_config_cache')
          .map((n) => [n, undefined]),
      );
      expect((await failure(await context({ env: { ...kept, ...env } }))).hint).toMatch(
        /the cache is at .*\.installing-\w+\/\.npm/,
      );
    },
  );

  test.skipIf(process.platform !== 'linux')('a machine without libstdc++ is told what to install', async () => {
    const directory = await mkdtemp(join(room, 'broken-'));
    await writeFile(join(directory, 'duckdb.node'), 'no library');
    await expect(prepareNative(await context({ env: { HIGHWATER_NATIVE_DIR: directory } }))).rejects.toThrow(/can't be loaded/);
    expect(withoutLibstdc('duckdb.node', 'Error loading shared library libstdc++.so.6', null).hint).toContain(
      'apk add libstdc++',
    );
  });

  test('a platform that DuckDB does not support is named with those that it does', async () => {
    const error = await failure(await context({ platform: 'freebsd-x64' }));
    expect(error.message).toBe('DuckDB has no native library for freebsd-x64.');
    expect(error.hint).toMatch(/linux-x64-musl/);
  });
});

describe('the lockfile in dist/native', () => {
  test('has a hash for the loader, its helper and all eight platforms, and no registry address', async () => {
    const text = (await nativeTemplate())['package-lock.json'];
    const { packages } = JSON.parse(text) as Lockfile;
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    expect(entries).toHaveLength(10);
    for (const [path, entry] of entries) expect(entry.integrity, path).toMatch(/^sha512-/);
    expect(text).not.toMatch(/https?:|resolved/);
  });

  test('the derived project makes the platform package a plain dependency with the same hash', async () => {
    const lock = JSON.parse((await nativeTemplate())['package-lock.json']) as Lockfile;
    const wanted = packageOf(lock, 'linux-arm64-musl');
    const project = JSON.parse(npmProject(wanted)['package-lock.json']) as Lockfile;
    expect(project.packages['node_modules/@duckdb/node-bindings-linux-arm64-musl']).toEqual({
      version: wanted.version,
      integrity: wanted.integrity,
    });
  });
});
