import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLease, takeLease } from '../../src/runtime/lease.ts';
import { temporaryDirectory } from '../state/runner.ts';

let path: string;
let directory: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: directory, remove } = await temporaryDirectory());
  path = join(directory, 'run.lock');
});

afterEach(() => remove());

const take = () => takeLease(path, { pid: process.pid, runId: 'run', since: '2026-11-21T02:03:04.005Z' });
/** No process has this number: it is above every system's limit. */
const DEAD = { pid: 2 ** 30, started: '', runId: 'killed', since: '' };

describe('a lease', () => {
  it('is held by one, until that one releases it', async () => {
    const first = await take();
    expect(await take()).toMatchObject({ pid: process.pid, runId: 'run' });
    if (isLease(first)) await first.release();
    const second = await take();
    expect(isLease(second) && (await second.held())).toBe(true);
    expect(isLease(first) && (await first.held())).toBe(false);
    if (isLease(first)) await first.release();
    expect(isLease(second) && (await second.held())).toBe(true);
  });

  it('of a dead process is taken over by exactly one of many, every time', async () => {
    for (let round = 0; round < 15; round++) {
      await writeFile(`${path}.killed`, JSON.stringify(DEAD));
      const leases = (await Promise.all(Array.from({ length: 8 }, take))).filter(isLease);
      expect(leases).toHaveLength(1);
      expect(await leases[0]?.held()).toBe(true);
      await leases[0]?.release();
    }
    expect(await readdir(directory)).toEqual([]);
  });

  it.each(['', '{}', 'null', '{"pid": "x"}'])('that is damaged (%j) binds nobody', async (content) => {
    await writeFile(`${path}.damaged`, content);
    expect(isLease(await take())).toBe(true);
  });

  it('knows that it was taken away', async () => {
    const first = await take();
    for (const name of await readdir(directory)) await rm(join(directory, name));
    expect(isLease(first) && (await first.held())).toBe(false);
  });
});
