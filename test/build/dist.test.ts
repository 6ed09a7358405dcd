import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, ROOT } from '../../scripts/bundle.ts';
import { VERSION } from '../../src/model/version.ts';
import { builtDist } from '../support/dist.ts';

const room = mkdtempSync(join(tmpdir(), 'highwater dist '));
afterAll(() => rmSync(room, { recursive: true, force: true }));

function contents(directory: string): Map<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(directory, path), readFileSync(path, 'latin1')]));
}

describe('the bundle', () => {
  let built: Map<string, string>;
  let dist: string;
  beforeAll(async () => {
    dist = await builtDist();
    built = contents(dist);
  });

  test('is what is committed in dist/', () => {
    const committed = contents(join(ROOT, 'dist'));
    const names = [...new Set([...built.keys(), ...committed.keys()])];
    expect(names.filter((name) => built.get(name) !== committed.get(name))).toEqual([]);
  });

  test('is the same when it is built again elsewhere', async () => {
    await bundle(join(room, 'again'));
    expect(contents(join(room, 'again'))).toEqual(built);
  });

  test('names no directory or person of the machine that built it, and no registry', () => {
    const machine = [ROOT.replace(/\/$/, ''), homedir(), tmpdir()].filter((path) => path.length > 4);
    for (const [name, text] of built) {
      for (const word of [...machine, 'registry.npmjs.org']) {
        // `/root` is also the beginning of `/roots`.
        const found = text.split(word).slice(1);
        expect(
          found.some((rest) => !/^\w/.test(rest)),
          `${name} holds ${word}`,
        ).toBe(false);
      }
    }
  });

  test('has names that stay: entries, libraries, modules; no hashes', () => {
    const names = [...built.keys()].filter((name) => name.endsWith('.js'));
    expect(names).toEqual(expect.arrayContaining(['main.js', 'post.js', 'cli.js', 'engine-run.js', 'lib-duckdb-node-api.js']));
    expect(names.filter((name) => /-[A-Z0-9]{8}\./.test(name))).toEqual([]);
  });

  test.each(['main.js', 'post.js', 'cli.js'])('%s asks which Node.js it is before it loads anything else', (entry) => {
    const words = loadedAtOnce(entry).map((name) => built.get(name) ?? '');
    expect(words.join('').length).toBeLessThan(6000);
    // Words that Node.js 12, the first with modules, can't parse.
    for (const text of words) expect(text).not.toMatch(/\?\.|\?\?|\bawait\b|\|\|=|&&=|#\w|static\{/);
  });

  test('loads no large library until it is needed', () => {
    const configuration = ['lib-fastest-levenshtein.js', 'lib-picomatch.js', 'lib-typebox.js', 'lib-yaml.js'];
    const eager = loadedAtOnce(startedBy('cli.js'));
    expect(eager.filter((name) => name.startsWith('lib-')).sort()).toEqual(configuration);
    const bytes = (names: readonly string[]): number => names.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
    expect(bytes(eager)).toBeLessThan(1_100_000);
    for (const entry of ['main.js', 'post.js']) {
      const atOnce = loadedAtOnce(startedBy(entry));
      expect(atOnce.length).toBeGreaterThan(10);
      expect(atOnce.filter((name) => /^lib-.*(duckdb|jsforce|azure|google|aws|mcp|pg)/.test(name))).toEqual([]);
    }
  });

  /** What an entry loads after its question. */
  function startedBy(entry: string): string {
    return /\bimport\("\.\/([\w-]+\.js)"\)/.exec(built.get(entry) ?? '')?.[1] ?? '';
  }

  /** A module and all that it imports statically. */
  function loadedAtOnce(entry: string, seen: Set<string> = new Set()): string[] {
    if (seen.has(entry)) return [];
    seen.add(entry);
    for (const [, name] of (built.get(entry) ?? '').matchAll(/(?:\bfrom|\bimport) ?"\.\/([\w-]+\.js)"/g))
      loadedAtOnce(name ?? '', seen);
    return [...seen];
  }

  test.each([
    ['lib-libpg-query.js', ['parse', 'scan']],
    ['lib-google-auth-library.js', ['GoogleAuth']],
  ])('%s, a CommonJS package that is imported late, has its named exports', async (name, exports) => {
    const code = `console.log(Object.keys(await import(${JSON.stringify(`file://${join(dist, name)}`)})).join())`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect(run.stdout.trim().split(',')).toEqual(expect.arrayContaining(exports));
  });

  test('brings the licence of every package in it', () => {
    const text = built.get('licenses.txt') ?? '';
    expect(text).toMatch(/^@duckdb\/node-api \S+ \(MIT\)$/m);
    expect(text).toMatch(/^commander \S+ \(MIT\)$/m);
    expect(text).not.toMatch(/undefined/);
  });

  test('runs from a folder without node_modules and says its version at once, without a warning', () => {
    cpSync(dist, join(room, 'copy'), { recursive: true });
    const run = spawnSync(process.execPath, [join(room, 'copy', 'cli.js'), '--version'], { cwd: room, encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
    expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version).toBe(VERSION);
  });

  test.skipIf(process.platform === 'win32')('runs as a program of its own, as `npx highwater` starts it', () => {
    const bin = join(room, 'bin');
    cpSync(dist, bin, { recursive: true });
    // npm makes what package.json names under `bin` executable.
    chmodSync(join(bin, 'cli.js'), 0o755);
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    const run = spawnSync(join(bin, 'cli.js'), ['--version'], { cwd: room, encoding: 'utf8', env });
    expect(run).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
    expect(built.get('main.js')).not.toMatch(/^#!/);
  });

  test('has the driver of each cloud in a chunk that loads without node_modules', () => {
    const alone = join(room, 'drivers');
    cpSync(dist, alone, { recursive: true });
    for (const cloud of ['s3', 'azure', 'gcs']) {
      const program = `const { ${cloud}Driver: open } = await import(process.argv[1]);
        const address = { kind: 'x', account: 'acmestate', container: 'c', prefix: '' };
        open(address, { AZURE_STORAGE_KEY: 'a2V5' }).close();`;
      const run = spawnSync(process.execPath, ['--input-type=module', '-e', program, join(alone, `objects-${cloud}-driver.js`)], {
        encoding: 'utf8',
      });
      expect(run, cloud).toMatchObject({ status: 0, stderr: '' });
    }
  });

  test('`npm run build -- --check` names what differs, files that should not be there included', () => {
    const copy = join(room, 'project');
    for (const name of ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'])
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    spawnSync('ln', ['-s', join(ROOT, 'node_modules'), join(copy, 'node_modules')]);
    const check = (): { status: number | null; stderr: string } =>
      spawnSync(process.execPath, ['scripts/build.ts', '--check'], { cwd: copy, encoding: 'utf8' });
    expect(spawnSync(process.execPath, ['scripts/build.ts'], { cwd: copy }).status).toBe(0);
    expect(check()).toMatchObject({ status: 0, stderr: '' });
    writeFileSync(join(copy, 'dist', 'stray.js'), '');
    writeFileSync(join(copy, 'dist', 'post.js'), 'changed');
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringMatching(/dist\/post\.js\n {2}dist\/stray\.js\n$/) });
  });
});
