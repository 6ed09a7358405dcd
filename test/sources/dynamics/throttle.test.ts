import { describe, expect, test } from 'vitest';
import { RequestThrottle, type ThrottleClock } from '../../../src/sources/dynamics/connect/web-api-transport.ts';

const { signal } = new AbortController();

/** A clock that stands still until something sleeps. */
function clock(): ThrottleClock & { time: number; readonly slept: number[] } {
  const slept: number[] = [];
  const own = {
    time: 0,
    slept,
    now: () => own.time,
    sleep: async (ms: number) => {
      slept.push(ms);
      await Promise.resolve();
      own.time += ms;
    },
  };
  return own;
}

/** How many of `count` works are under way at once, at most. */
async function widest(gate: RequestThrottle, count: number): Promise<number> {
  let [under, most] = [0, 0];
  await Promise.all(
    Array.from({ length: count }, async () =>
      gate.pass(async () => {
        most = Math.max(most, ++under);
        await new Promise((done) => setImmediate(done));
        under--;
      }, signal),
    ),
  );
  return most;
}

describe('the gate of an organisation', () => {
  test('lets four through at first', async () => {
    expect(await widest(new RequestThrottle(clock()), 20)).toBe(4);
  });

  test('grows by one after each round of good answers, up to what the service suggests', () => {
    const gate = new RequestThrottle(clock());
    for (let i = 0; i < 4; i++) gate.succeeded(null);
    expect(gate.limit).toBe(5);
    for (let i = 0; i < 5; i++) gate.succeeded(null);
    expect(gate.limit).toBe(6);
    for (let i = 0; i < 1000; i++) gate.succeeded(8);
    expect(gate.limit).toBe(8);
    for (let i = 0; i < 10_000; i++) gate.succeeded(null);
    expect(gate.limit).toBe(8);
    for (let i = 0; i < 10_000; i++) gate.succeeded(500);
    expect(gate.limit).toBe(52);
  });

  test('halves on a refusal, once for all who hear of the same one, and never to nothing', () => {
    const time = clock();
    const gate = new RequestThrottle(time);
    for (let i = 0; i < 4; i++) gate.slowDown(1000);
    expect(gate.limit).toBe(2);
    time.time = 1000;
    gate.slowDown(1000);
    time.time = 3000;
    gate.slowDown(1000);
    expect(gate.limit).toBe(1);
  });

  test('keeps everybody waiting as long as the service asked', async () => {
    const time = clock();
    const gate = new RequestThrottle(time);
    gate.slowDown(300_000);
    const started: number[] = [];
    await Promise.all([1, 2, 3].map(async () => gate.pass(async () => void started.push(time.time), signal)));
    expect(started.every((at) => at >= 300_000)).toBe(true);
  });

  test('lets go of those who are aborted while they wait', async () => {
    const gate = new RequestThrottle(clock());
    const abort = new AbortController();
    const release = Promise.withResolvers<void>();
    const holding = [1, 2, 3, 4].map(async () => gate.pass(async () => release.promise, signal));
    const waiting = gate.pass(async () => 'never', abort.signal);
    abort.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow('stop');
    release.resolve();
    await Promise.all(holding);
    expect(await widest(gate, 8)).toBe(4);
  });
});
