import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Engine } from '../support/engine.ts';

const CHILD = fileURLToPath(new URL('./killed-child.ts', import.meta.url));

/** Lets the child sync until it has committed something, then kills it at an arbitrary moment. Returns what it said last. */
async function killAfter(directory: string, first: number, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, directory, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = first - 1;
  const started = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    last = Number(text.trim().split('\n').at(-1));
    started.resolve();
  });
  const ended = once(child, 'close');
  await Promise.race([started.promise, ended]);
  await sleep(milliseconds);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  return last;
}

test('killed with -9 at any moment, the file opens with the last version that was committed, or the next, whole', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-killed-'));
  let version = 0;
  for (const milliseconds of [3, 41, 77, 120, 162]) {
    const said = await killAfter(directory, version + 1, milliseconds);
    const engine = await Engine.at(directory);
    const [row] = await engine.query<{ lo: number; hi: number; n: number; ids: number }>(
      'SELECT min(version) AS lo, max(version) AS hi, count(*) AS n, count(DISTINCT id) AS ids FROM memory.things',
    );
    const [stored] = await engine.warehouse.tables();
    expect([said, said + 1]).toContain(row?.lo);
    expect(row).toMatchObject({ hi: row?.lo, n: 3000, ids: 3000 });
    expect(Number(stored?.watermark?.value.slice(20, 26))).toBe(row?.lo);
    version = Number(row?.lo);
    if (milliseconds === 162) await engine.close();
    else await engine.warehouse.close();
  }
  expect(version).toBeGreaterThanOrEqual(5);
}, 60_000);
