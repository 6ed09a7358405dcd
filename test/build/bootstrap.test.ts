import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';

/** Does what `npm ci` would leave, without a registry; fails as told. Counts its calls. */
const FAKE_NPM = `
const fs = require('fs');
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) { console.error(process.env.NPM_FAILS); process.exit(1); }
fs.mkdirSync('node_modules/node/bin', { recursive: true });
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
if (!process.env.NPM_IGNORES_SCRIPTS) {
  fs.rmSync('node_modules/node/bin/node', { force: true });
  fs.symlinkSync(process.execPath, 'node_modules/node/bin/node');
}
console.log('npm noise');
`;

describe.skipIf(process.platform === 'win32')('scripts/bootstrap.mjs', () => {
  let project: string;
  beforeEach(() => {
    project = join(mkdtempSync(join(tmpdir(), 'highwater-bootstrap-')), 'a path with spaces');
    mkdirSync(join(project, 'scripts'), { recursive: true });
    copyFileSync(join(ROOT, 'scripts/bootstrap.mjs'), join(project, 'scripts/bootstrap.mjs'));
    writeFileSync(join(project, 'npm-cli.js'), FAKE_NPM);
    writeFileSync(
      join(project, 'program.js'),
      'console.log("ran", process.argv.slice(2).join()); process.exitCode = Number(process.argv[2] ?? 0);',
    );
    lock('sha512-one');
  });
  afterEach(() => rmSync(join(project, '..'), { recursive: true, force: true }));

  function lock(integrity: string): void {
    const packages = {
      '': {},
      'node_modules/a': { integrity },
      'node_modules/other-system': { integrity: 'sha512-x', optional: true },
    };
    writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages }));
  }

  function run(args: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, ['scripts/bootstrap.mjs', 'program.js', ...args], {
      cwd: project,
      env: { PATH: process.env.PATH ?? '', npm_execpath: join(project, 'npm-cli.js'), ...env },
      encoding: 'utf8',
    });
  }

  const installs = (): number => readFileSync(join(project, 'calls'), 'utf8').trim().split('\n').length;

  test('installs at the first run, in two lines without npm noise, then not again', () => {
    const first = run(['0', 'x']);
    expect(first).toMatchObject({ status: 0, stdout: 'ran 0,x\n' });
    expect(first.stderr).toMatch(/^First run: installing.*\nInstalled in \d+ s\.\n$/);
    expect(run([])).toMatchObject({ status: 0, stderr: '' });
    expect(installs()).toBe(1);
  });

  test('installs again when the lockfile names another package, though not for one of another system', () => {
    run([]);
    lock('sha512-two');
    expect(run([]).stderr).toMatch(/^Bringing up to date/);
    expect(installs()).toBe(2);
  });

  test('hands on the exit code', () => {
    expect(run(['7']).status).toBe(7);
  });

  test.each([
    ['npm error code ENOTFOUND', /could not reach its registry/],
    ['npm error EACCES: permission denied', /may not write here/],
    ['npm error something else', /its own words are above/],
  ])('shows what npm said (%s) and what it means', (words, meaning) => {
    const failed = run([], { NPM_FAILS: words });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain(words);
    expect(failed.stderr).toMatch(meaning);
    expect(failed.stdout).toBe('');
  });

  test('explains an install whose install scripts did not run', () => {
    const failed = run([], { NPM_IGNORES_SCRIPTS: '1' });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(/npm rebuild --ignore-scripts=false/);
  });

  test('without npm_execpath, npm is taken from the PATH', () => {
    const npm = join(project, 'bin', 'npm');
    mkdirSync(join(project, 'bin'));
    writeFileSync(npm, `#!/bin/sh\nexec "${process.execPath}" "${join(project, 'npm-cli.js')}" "$@"\n`);
    chmodSync(npm, 0o755);
    expect(run([], { npm_execpath: '', PATH: `${join(project, 'bin')}:${process.env.PATH}` })).toMatchObject({ status: 0 });
    expect(installs()).toBe(1);
  });
});
