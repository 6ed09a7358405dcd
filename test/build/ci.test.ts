import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';

const project = mkdtempSync(join(tmpdir(), 'highwater-ci-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const failed = { status: 'failed', assertionResults: [{ status: 'failed' }] };
const broken = { status: 'failed', assertionResults: [] };

/** What `npm test` is in this project: leaves a result file, or none, and ends with a code. */
function ci(results: object | null, test: number, check: number, stores: number) {
  cpSync(join(ROOT, '.ci'), join(project, '.ci'), { recursive: true });
  const program = `
    const file = process.argv.find((a) => a.startsWith('--outputFile.json='))?.split('=')[1];
    const results = ${JSON.stringify(results)};
    if (results !== null) require('fs').writeFileSync(file, JSON.stringify(results));
    console.log(' Test Files  as vitest says\\n      Tests  as vitest says');
    process.exit(${test});`;
  writeFileSync(join(project, 'test.js'), program);
  // npm itself takes a second each time.
  writeFileSync(
    join(project, 'npm'),
    `#!/bin/sh\n[ "$2" != test:stores ] || exit ${stores}\n[ "$2" != test:readers ] || exit 0\n[ "$1" = test ] || exit ${check}\nexec "${process.execPath}" test.js "$@"\n`,
    {
      mode: 0o755,
    },
  );
  const env = { ...process.env, PATH: `${project}:${process.env.PATH}` };
  const run = spawnSync('bash', ['.ci/run'], { cwd: project, env, encoding: 'utf8' });
  return { status: run.status, last: run.stdout.trimEnd().split('\n').at(-1), stdout: run.stdout };
}

describe.skipIf(process.platform === 'win32')('.ci/run', () => {
  test.each([
    [
      'all is well',
      { numPassedTests: 7, numFailedTests: 0, success: true, testResults: [passed] },
      0,
      0,
      '7 passed, 0 failed',
      0,
    ],
    [
      'tests fail',
      { numPassedTests: 5, numFailedTests: 2, success: false, testResults: [failed] },
      1,
      0,
      '5 passed, 2 failed',
      1,
    ],
    [
      'a file can not be loaded',
      { numPassedTests: 5, numFailedTests: 0, success: false, testResults: [passed, broken] },
      1,
      0,
      '5 passed, 1 failed',
      1,
    ],
    ['vitest dies', null, 137, 0, '0 passed, 1 failed', 1],
    [
      'an error outside of any test',
      { numPassedTests: 5, numFailedTests: 0, success: true, testResults: [passed] },
      1,
      0,
      '5 passed, 1 failed',
      1,
    ],
    [
      'the checks fail',
      { numPassedTests: 7, numFailedTests: 0, success: true, testResults: [passed] },
      0,
      1,
      '7 passed, 0 failed',
      1,
    ],
    [
      'a store that others wrote fails',
      { numPassedTests: 7, numFailedTests: 0, success: true, testResults: [passed] },
      0,
      0,
      '7 passed, 1 failed',
      1,
      1,
    ],
  ])('%s', (_, results, testCode, checkCode, last, status, stores = 0) => {
    const run = ci(results, testCode, checkCode, stores);
    expect(run).toMatchObject({ last, status });
    expect(run.stdout).toMatch(/Tests {2}as vitest says/);
  });
});
