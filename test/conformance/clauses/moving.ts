import { expect } from 'vitest';
import type { Clause } from '../clause.ts';
import type { Hooks, World } from '../world.ts';

type Moment = 'before the first partition' | 'between two partitions' | 'while a partition is read';
const MOMENTS: readonly Moment[] = ['before the first partition', 'between two partitions', 'while a partition is read'];

/** Rows 1 and 60 are edited and row 61 is new, once, at that moment of an import. */
function meddling(world: World, moment: Moment): Hooks {
  let done = false;
  const meddle = async () => {
    if (done) return;
    done = true;
    await world.subject.pass();
    await world.put(1, `edited ${moment}`);
    await world.put(60, `edited ${moment}`);
    await world.put(61, `new ${moment}`);
    await world.subject.pass();
  };
  if (moment === 'before the first partition') return { beforeRead: meddle };
  if (moment === 'between two partitions') return { afterRead: meddle };
  return { onFile: meddle };
}

function clausesOf(moment: Moment): Clause[] {
  return [
    {
      name: `rows that change ${moment} of a full sync are in it, or in the next run`,
      needs: [],
      run: async (world) => {
        await world.fill(60);
        await world.synced('full', meddling(world, moment));
        // A row that moves out of its window and into none would vanish here. A snapshot may be older, but it is whole.
        if (world.subject.moves) await world.expectTruth();
        else expect((await world.rows()).map((row) => row.id)).toEqual(expect.arrayContaining(ids(60)));
        await world.synced('incremental');
        await world.expectTruth();
      },
    },
    {
      name: `rows that change ${moment} of an incremental run are there after the next run at the latest`,
      needs: [],
      run: async (world) => {
        await world.fill(60);
        await world.synced('full');
        await world.subject.pass();
        for (const id of [1, 2, 3, 60]) await world.put(id, 'edited before');
        await world.subject.pass();
        await world.synced('incremental', meddling(world, moment));
        await world.synced('incremental');
        await world.expectTruth();
      },
    },
  ];
}

function ids(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

export const MOVING: readonly Clause[] = MOMENTS.flatMap(clausesOf);
