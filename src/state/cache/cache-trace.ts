import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateStore } from '../store.ts';
import { type CacheScope, tracePrefix } from './cache-key.ts';
import { inTransfer, type ToolkitSurroundings, toolkit } from './toolkit-cache.ts';

export interface CacheTraceOptions extends CacheScope, ToolkitSurroundings {
  readonly clock: () => Date;
}

/**
 * A store that leaves a tiny entry a day beside the state. GitHub evicts the least recently used entries where all of them are too large, and
 * answers for an evicted state as for one that never was: the tiny entry outlives it and tells the two apart. It is a hint and no more, so
 * nothing fails for it.
 */
export function tracedStore(store: StateStore, options: CacheTraceOptions): StateStore {
  const tools = toolkit(options);
  const prefix = tracePrefix(options);
  const leave = async (): Promise<void> => {
    const day = options.clock().toISOString().slice(0, 10);
    if ((await tools.lookup(`${prefix}${day}`)).kind !== 'none') return;
    await inTransfer(options, async (directory) => {
      await writeFile(join(directory, 'day'), day);
      await tools.save(`${prefix}${day}`);
    });
  };
  return {
    ...store,
    save: async (...given) => {
      const saved = await store.save(...given);
      await leave().catch(() => undefined);
      return saved;
    },
    lastSaved: async () => {
      const found = await tools.lookup(prefix);
      return found.kind === 'found' ? found.key.slice(prefix.length) : null;
    },
  };
}
