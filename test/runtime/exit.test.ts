import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MODULE = JSON.stringify(join(import.meta.dirname, '../../src/runtime/exit.ts'));

function run(before: string): { status: number | null; stdout: string; milliseconds: number } {
  // In the process itself: on a busy machine it may start slowly.
  const ended = `console.log('ended'); console.error(performance.now() - began);`;
  const script = `import { endProcess } from ${MODULE}; ${before}; const began = performance.now(); endProcess(process, 3); process.on('exit', () => { ${ended} });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return { status, stdout, milliseconds: Number(stderr) };
}

test('a process with nothing left to do ends at once, with its exit code', () => {
  const { milliseconds, ...ended } = run('');
  expect(ended).toEqual({ status: 3, stdout: 'ended\n' });
  expect(milliseconds).toBeLessThan(900);
});

test('one in which something is still open ends soon', () => {
  expect(run('setInterval(() => undefined, 1000)')).toMatchObject({ status: 3, stdout: 'ended\n' });
});
