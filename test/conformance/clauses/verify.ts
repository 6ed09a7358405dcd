import { expect } from 'vitest';
import type { Clause } from '../clause.ts';
import type { World } from '../world.ts';

/** What `verify` needs of a source, whether it computes hashes, gives ranges, or rows by their keys. */
export const VERIFY: readonly Clause[] = [
  {
    name: 'verify says that nothing differs, finds what was planted, and mends it',
    needs: [],
    run: async (world) => {
      await world.fill(25);
      await world.synced('full');
      const nothing = { error: null, missing: 0, extra: 0, altered: 0, doubled: 0 };
      expect(await world.verify({ sample: 'all' })).toMatchObject({
        ...nothing,
        status: 'same',
        there: 25,
        here: 25,
        whole: true,
      });
      await plant(world);
      const found = { ...nothing, missing: 1, altered: 1, doubled: 1 };
      expect(await world.verify({ sample: 'all' })).toMatchObject({ ...found, status: 'drift' });
      expect(await world.verify({ sample: 'all', repair: true })).toMatchObject({ status: 'repaired' });
      await world.expectTruth();
      expect(await world.verify({ sample: 'all' })).toMatchObject({ ...nothing, status: 'same' });
    },
  },
  {
    name: 'a sample compares the rows that it picks, by their keys',
    needs: [],
    run: async (world) => {
      await world.fill(25);
      await world.synced('full');
      await world.change(`UPDATE ${await world.table()} SET ${world.subject.sql.text} = 'planted'`);
      const { altered } = await world.verify({ sample: 25 });
      expect(altered).toBe(25);
    },
  },
  {
    name: 'shares of the rows are compared in turn, each row once',
    needs: [],
    run: async (world) => {
      await world.fill(25);
      await world.synced('full');
      await plant(world);
      const seen = { there: 0, missing: 0, altered: 0, doubled: 0 };
      let from: string | null = null;
      for (let part = 1; part < 20; part++) {
        const { verification, next } = await world.verifyShare({ share: 0.3, from, waited: part * 0.3 });
        expect(verification.error).toBeNull();
        for (const what of ['there', 'missing', 'altered', 'doubled'] as const) seen[what] += verification[what];
        if (next === 'waits') continue;
        from = next?.from ?? null;
        if (from === null) break;
      }
      expect(seen).toEqual({ there: 25, missing: 1, altered: 1, doubled: 1 });
    },
  },
  {
    name: 'a change that the next run brings is no drift',
    needs: [],
    run: async (world) => {
      await world.fill(12);
      await world.synced('full');
      await world.subject.pass();
      await world.put(3, 'edited');
      await world.put(20, 'new');
      const options = { sample: 'all' as const };
      expect(await world.verify(options)).toMatchObject({
        error: null,
        status: 'explained',
        altered: 1,
        missing: 1,
        explained: 2,
      });
    },
  },
];

/** One row lost, one altered, one doubled. */
async function plant(world: World): Promise<void> {
  const table = await world.table();
  const { id, text } = world.subject.sql;
  await world.change(`DELETE FROM ${table} WHERE ${id} = 3`);
  await world.change(`UPDATE ${table} SET ${text} = 'planted' WHERE ${id} = 11`);
  await world.change(`INSERT INTO ${table} FROM ${table} WHERE ${id} = 20`);
}
