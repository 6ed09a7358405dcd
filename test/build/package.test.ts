import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { VERSION } from '../../src/model/version.ts';

/** `npm run test:install` installs the package and runs it; this looks at what is in it. */
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const [{ files }] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as [{ files: readonly { readonly path: string; readonly size: number }[] }];
const names = new Set(files.map(({ path }) => path));

/** All that `dist/cli.js` imports, at once or later. */
function reachable(): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = ['cli.js'];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const text = readFileSync(join(ROOT, 'dist', name), 'utf8');
    for (const [, found = ''] of text.matchAll(/(?:from\s*|import\s*\(?\s*)"\.\/([\w.-]+\.js)"/g)) open.push(found);
  }
  return new Set([...seen].map((name) => `dist/${name}`));
}

test("the package can be published, and brings nothing along but DuckDB's native library, as it was tested", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  expect(manifest.private).toBeUndefined();
  // What is bundled into dist belongs to devDependencies: else each user would install it a second time.
  expect(manifest.dependencies).toEqual({ '@duckdb/node-bindings': lock.packages['node_modules/@duckdb/node-bindings'].version });
  expect(manifest.bin).toEqual({ highwater: 'dist/cli.js' });
});

test('the package holds all that the command line needs, and hardly anything else', () => {
  const wanted = reachable();
  expect([...wanted].filter((name) => !names.has(name))).toEqual([]);
  for (const name of [
    'dist/libpg-query.wasm',
    'dist/package.json',
    'dist/native/package-lock.json',
    'dist/licenses.txt',
    'LICENSE',
    'README.md',
  ])
    expect(names).toContain(name);
  const others = files.filter(({ path }) => path.endsWith('.js') && !wanted.has(path));
  expect(others.reduce((bytes, { size }) => bytes + size, 0)).toBeLessThan(100_000);
  expect([...names].filter((name) => /^(src|test|scripts|docs|bench|examples|\.github)\//.test(name))).toEqual([]);
});

test('`gh highwater` runs the command line from a clone', () => {
  const script = join(ROOT, 'gh-highwater');
  expect(statSync(script).mode & 0o111).toBe(0o111);
  expect(spawnSync(script, ['--version'], { encoding: 'utf8', cwd: '/' }).stdout.trim()).toBe(VERSION);
  const without = spawnSync('/bin/sh', [script, '--version'], { encoding: 'utf8', env: { PATH: '/nowhere' } });
  expect(without).toMatchObject({ status: 1, stderr: expect.stringContaining('needs Node.js') });
});
