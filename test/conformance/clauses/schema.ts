import { expect } from 'vitest';
import { type Clause, having } from '../clause.ts';

export const SCHEMA: readonly Clause[] = [
  {
    name: 'a column that is added is filled for all rows',
    needs: ['columns'],
    run: async (world) => {
      await world.fill(3);
      await world.synced('full');
      const added = await having(world.subject.columns).add('added_later', 'there all along');
      expect(await world.synced('incremental')).toMatchObject({ mode: 'full' });
      expect(await world.values(added)).toEqual(['there all along', 'there all along', 'there all along']);
      await world.expectTruth();
    },
  },
  {
    name: 'a column that is removed keeps its old values, and the run says so',
    needs: ['columns'],
    run: async (world) => {
      const columns = having(world.subject.columns);
      const gone = await columns.add('gone_later', 'kept');
      await world.fill(3);
      await world.synced('full');
      const before = await world.values(gone);
      await columns.drop('gone_later');
      await world.subject.pass();
      await world.put(1, 'edited');
      await world.subject.pass();
      const record = await world.synced('incremental');
      expect(record.columns.filter((c) => c.removed).map((c) => c.name)).toHaveLength(1);
      expect(await world.values(gone)).toEqual(before);
      await world.synced('full');
      expect(await world.values(gone)).toEqual(before);
      await world.expectTruth();
    },
  },
  {
    name: 'a column of another type is read afresh for all rows',
    needs: ['columns'],
    run: async (world) => {
      const columns = having(world.subject.columns);
      const retyped = await columns.add('retyped_later', 'text');
      await world.fill(3);
      await world.synced('full');
      await columns.retype('retyped_later', 42);
      expect(await world.synced('incremental')).toMatchObject({ mode: 'full' });
      expect(await world.values(`CAST(${retyped} AS INTEGER)`)).toEqual([42, 42, 42]);
      await world.expectTruth();
    },
  },
];
