import { describe, expect, test } from 'vitest';
import { type RetryPolicy, retry, retryAfterMs } from '../../src/runtime/retry.ts';

const policy: RetryPolicy = { attempts: 4, firstDelayMs: 1, longestDelayMs: 4, longestRetryAfterMs: 200 };
const { signal } = new AbortController();

test('work is tried again until it succeeds, and each further attempt is announced', async () => {
  const told: string[] = [];
  const result = await retry(async (attempt) => (attempt < 3 ? Promise.reject(new Error('busy')) : 'done'), {
    policy,
    signal,
    worthRetrying: () => ({}),
    onRetry: (attempt, of) => told.push(`attempt ${attempt} of ${of}`),
  });
  expect([result, told]).toEqual(['done', ['attempt 2 of 4', 'attempt 3 of 4']]);
});

describe('work is given up', () => {
  const count = async (error: unknown, worth: { afterMs?: number } | null): Promise<number> => {
    let tries = 0;
    const work = retry(
      async () => {
        tries++;
        throw error;
      },
      { policy, signal, worthRetrying: () => worth },
    );
    await expect(work).rejects.toThrow('broken');
    return tries;
  };

  test('after the last attempt, with the last error', async () => expect(await count(new Error('broken'), {})).toBe(4));
  test('at once where it is not worth it', async () => expect(await count(new Error('broken'), null)).toBe(1));
  test('at once where the server asks for too long a wait', async () =>
    expect(await count(new Error('broken'), { afterMs: 201 })).toBe(1));
  test('even a TypeError is worth another attempt where the caller says so', async () =>
    expect(await count(new TypeError('broken'), {})).toBe(4));
});

test('a wait that the server asks for is waited for', async () => {
  const begun = performance.now();
  await retry(async (attempt) => (attempt === 1 ? Promise.reject(new Error('busy')) : 1), {
    policy,
    signal,
    worthRetrying: () => ({ afterMs: 80 }),
  });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(79);
});

test('a wait ends when the run stops', async () => {
  const stop = new AbortController();
  const work = retry(async () => Promise.reject(new Error('busy')), {
    policy: { ...policy, longestRetryAfterMs: 1e6 },
    signal: stop.signal,
    worthRetrying: () => ({ afterMs: 60_000 }),
  });
  setTimeout(() => stop.abort(new Error('enough')), 10);
  await expect(work).rejects.toThrow(/enough|abort/i);
});

test.each([
  ['3', undefined, 3000],
  ['Wed, 21 Oct 2026 07:28:10 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT', 10_000],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT', 0],
  ['soon', undefined, undefined],
  [undefined, undefined, undefined],
])('Retry-After %j at %j is a wait of %j ms', (header, date, wait) => {
  expect(retryAfterMs(header, date)).toBe(wait);
});
