import type { Ability, Harness } from './harness.ts';
import { World } from './world.ts';

/** One promise that every source keeps. */
export interface Clause {
  /** A sentence. */
  readonly name: string;
  readonly needs: readonly Ability[];
  run(world: World): Promise<void>;
}

/** Runs one clause on a table of its own; rejects where the source breaks the promise. */
export async function runClause(clause: Clause, harness: Harness): Promise<void> {
  const world = await World.create(harness);
  try {
    await clause.run(world);
  } finally {
    await world.close();
  }
}

/** What a harness that claims an ability has to bring. */
export function having<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the harness claims an ability and does not bring what it needs');
  return part;
}
