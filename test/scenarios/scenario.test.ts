import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';

// HIGHWATER_SEEDS=1-1000 plays these seeds instead. One that fails is played again by its number alone.
const [first = 1, last = 24] = (process.env.HIGHWATER_SEEDS ?? '1-24').split('-').map(Number);
const SEEDS = Array.from({ length: last - first + 1 }, (_, i) => first + i);
const RUNS = 8;

const total = { succeeded: 0, failed: 0, killed: 0 };

test.each(SEEDS)(
  'after each run every value of every row is what the source had: seed %i',
  async (seed) => {
    const outcome = await Scenario.play(seed, RUNS);
    for (const what of ['succeeded', 'failed', 'killed'] as const) total[what] += outcome[what];
  },
  60_000,
);

test('the scenarios had their share of successes, failures and kills', () => {
  const runs = SEEDS.length * RUNS;
  expect(total.succeeded + total.failed + total.killed).toBe(runs);
  if (SEEDS.length >= 20) expect(Math.min(total.succeeded / 4, total.failed, total.killed)).toBeGreaterThan(runs / 50);
});
