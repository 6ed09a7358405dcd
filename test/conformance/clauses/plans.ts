import { expect } from 'vitest';
import type { TablePlan } from '../../../src/model/plan.ts';
import type { Clause } from '../clause.ts';

/** As two further tables of the same call: one read whole, one like the table under test. */
function besides(plan: TablePlan): readonly TablePlan[] {
  return [{ ...plan, mode: 'full', since: null }, { ...plan }];
}

export const PLANS: readonly Clause[] = [
  {
    name: 'a plan that changes has no answers of an earlier one: several plans in one call, and no row leaves',
    needs: [],
    run: async (world) => {
      await world.fill(60);
      await world.synced('full');
      await world.subject.pass();
      for (let id = 1; id <= 40; id++) await world.put(id, `edited ${id}`);
      await world.subject.pass();
      const record = await world.synced('incremental', { besides, cannotContinue: 'the clause says so' });
      expect(record).toMatchObject({ mode: 'full', inserted: 0, deleted: 0, rows: 60 });
      await world.expectTruth();
    },
  },
  {
    name: 'plans of one call are each answered with their own rows',
    needs: [],
    run: async (world) => {
      await world.fill(30);
      await world.synced('full', { besides });
      await world.expectTruth();
      await world.subject.pass();
      await world.put(7, 'edited');
      await world.put(31, 'new');
      await world.subject.pass();
      await world.synced('incremental', { besides });
      await world.expectTruth();
    },
  },
];
