import { AsyncLocalStorage } from 'node:async_hooks';
import { findStagesBy } from './errors.ts';
import type { StageName } from './stages.ts';

const entered = new AsyncLocalStorage<StageName>();
const failedIn = new WeakMap<object, StageName>();

/** Does work of one stage. What it throws is known by its stage from then on: the innermost one, where stages are nested. */
export async function inStage<T>(stage: StageName, work: () => Promise<T>): Promise<T> {
  try {
    return await entered.run(stage, work);
  } catch (error) {
    if (typeof error === 'object' && error !== null && stageFailed(error) === null) failedIn.set(error, stage);
    throw error;
  }
}

// The stage in which an error, or what caused it, was thrown; else the one that asks for it. None outside of any.
findStagesBy((error) => stageFailed(error) ?? entered.getStore() ?? null);

function stageFailed(error: unknown): StageName | null {
  for (let one = error; typeof one === 'object' && one !== null; one = (one as { cause?: unknown }).cause) {
    const stage = failedIn.get(one);
    if (stage !== undefined) return stage;
  }
  return null;
}
