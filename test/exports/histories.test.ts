import { expect, test } from 'vitest';
import { makeHistory } from './histories/make-history.ts';

// HIGHWATER_EXPORT_HISTORIES=1-10000 searches longer; a seed that failed runs again by its number.

const [from = 4, to = 10] = (process.env.HIGHWATER_EXPORT_HISTORIES ?? '4-10').split('-').map(Number);
const seeds = Array.from({ length: to - from + 1 }, (_, i) => from + i);

test.each(seeds)('history %i', { timeout: 120_000 }, async (seed) => {
  const { history, close } = await makeHistory(seed);
  try {
    await history.live();
  } catch (error) {
    expect.fail(`history ${seed}, ${JSON.stringify(history.settings)}: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await close();
  }
});
