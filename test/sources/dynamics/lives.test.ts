import { test } from 'vitest';
import { Random } from '../../support/random.ts';
import { Life } from './life.ts';

/*
 * Long lives of several tables of one organisation: absences around and beyond the 7 days of a change-tracking token, clocks, rows that come back with
 * their old stamps, `columns` lists, filters, marked and ignored deletes, due full syncs, columns that change while a run reads, runs of
 * some tables, denied tables, lost saves, little memory, another organisation behind the address.
 * HIGHWATER_SEEDS=1-1000 plays these seeds instead, HIGHWATER_STEPS of so many steps. One that fails is played again by its number.
 */
const [first = 1, last = first] = (process.env.HIGHWATER_SEEDS ?? '1-2').split('-').map(Number);
const STEPS = Number(process.env.HIGHWATER_STEPS ?? 5);
const SEEDS = Array.from({ length: last - first + 1 }, (_, i) => first + i);

test.each(SEEDS)(
  'after each quiet run every table has every value that its options ask for: seed %i',
  async (seed) => {
    const life = await Life.create(new Random(seed));
    try {
      await life.play(STEPS);
    } catch (error) {
      throw new Error(`seed ${seed}:\n${life.log.join('\n')}`, { cause: error });
    } finally {
      await life.close();
    }
  },
  120_000,
);
