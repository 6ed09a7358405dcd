import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ROOT } from './bundle.ts';

/** `npm run check`: everything but the tests. All of it runs, so that one look shows all there is to mend. */
const STEPS: readonly (readonly [name: string, ...args: string[]])[] = [
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--diagnostic-level=error', '.'],
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit'],
  ['types on the lowest Node.js', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src'],
  ['types of the pages', 'node_modules/typescript/bin/tsc', '-p', 'src/views/pages/report/client'],
  ['no unused files, exports or dependencies', 'node_modules/knip/bin/knip.js', '--no-progress'],
  ['pages are fresh', 'scripts/pages.ts', '--check'],
  ['schemas are fresh', 'scripts/schemas.ts', '--check'],
  ['dist is fresh', 'scripts/build.ts', '--check'],
  ['imports point one way', 'node_modules/vitest/vitest.mjs', 'run', 'test/build/imports.test.ts'],
];

let failed = 0;
for (const [name, ...args] of STEPS) {
  const started = Date.now();
  const { code, output } = existsSync(`${ROOT}${args[0]}`) ? await run(args) : { code: 1, output: `${args[0]} is missing\n` };
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)\n${code === 0 ? '' : indent(output)}`);
  if (code !== 0) failed += 1;
}
process.stdout.write(failed === 0 ? 'All checks passed.\n' : `${failed} of ${STEPS.length} checks failed.\n`);
process.exitCode = failed === 0 ? 0 : 1;

function run(args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function indent(text: string): string {
  return `${text.trimEnd().replace(/^/gm, '        ')}\n`;
}
