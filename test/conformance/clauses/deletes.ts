import { expect } from 'vitest';
import { type Clause, having } from '../clause.ts';

export const DELETES: readonly Clause[] = [
  {
    name: 'a full sync removes what was deleted at the source',
    needs: [],
    run: async (world) => {
      await world.fill(6);
      await world.synced('full');
      await world.remove(2);
      await world.remove(5);
      await world.subject.pass();
      expect(await world.synced('full')).toMatchObject({ deleted: 2, inserted: 0, updated: 0, rows: 4 });
      await world.expectTruth();
    },
  },
  {
    name: 'incremental runs remove what was deleted, in each way that the source has',
    needs: ['deletes'],
    run: async (world) => {
      await world.fill(9);
      for (const [i, deletesBy] of having(world.subject.deletesBy).entries()) {
        await world.synced('full', {}, { deletesBy });
        await world.subject.pass();
        await world.remove(i * 2 + 1);
        await world.put(20 + i, 'new');
        await world.subject.pass();
        const options = { deletesBy, maxDeleteFraction: 0.3 };
        expect(await world.synced('incremental', {}, options)).toMatchObject({ mode: 'incremental', deleted: 1, inserted: 1 });
        await world.expectTruth();
      }
    },
  },
  {
    name: 'a row that was deleted and created again is there',
    needs: ['deletes'],
    run: async (world) => {
      await world.fill(4);
      for (const deletesBy of having(world.subject.deletesBy)) {
        await world.synced('full', {}, { deletesBy });
        await world.subject.pass();
        await world.remove(2);
        await world.subject.pass();
        await world.put(2, `created again, ${deletesBy}`);
        await world.subject.pass();
        await world.synced('incremental', {}, { deletesBy });
        await world.expectTruth();
      }
    },
  },
  {
    name: 'a row that was deleted and restored with its old stamp is there again',
    needs: ['deletes', 'stamps'],
    run: async (world) => {
      await world.fill(30);
      for (const deletesBy of having(world.subject.deletesBy)) {
        await world.synced('full', {}, { deletesBy });
        await world.subject.pass();
        const before = [3, 11, 29].flatMap((id) => world.truth.get(id) ?? []);
        for (const { id } of before) await world.remove(id);
        await world.subject.pass();
        expect(await world.synced('incremental', {}, { deletesBy })).toMatchObject({ deleted: 3, rows: 27 });
        for (const { id, text, stamp } of before) await world.put(id, text, stamp);
        await world.subject.pass();
        expect(await world.synced('incremental', {}, { deletesBy })).toMatchObject({ inserted: 3, deleted: 0, rows: 30 });
        await world.expectTruth();
      }
    },
  },
  {
    name: 'a row that was marked as deleted loses its mark when it is restored with its old stamp',
    needs: ['deletes', 'stamps'],
    run: async (world) => {
      await world.fill(6);
      for (const deletesBy of having(world.subject.deletesBy)) {
        const options = { deletesBy, deletes: 'mark' } as const;
        await world.synced('full', {}, options);
        await world.subject.pass();
        const [before] = [2].flatMap((id) => world.truth.get(id) ?? []);
        await world.remove(2);
        await world.subject.pass();
        expect(await world.synced('incremental', {}, options)).toMatchObject({ deleted: 1, rows: 6 });
        await world.put(2, before?.text ?? null, before?.stamp);
        await world.subject.pass();
        expect(await world.synced('incremental', {}, options)).toMatchObject({ mode: 'incremental', updated: 1, rows: 6 });
        expect(await world.values('_deleted_at IS NULL')).toEqual(Array.from({ length: 6 }, () => true));
      }
    },
  },
];
