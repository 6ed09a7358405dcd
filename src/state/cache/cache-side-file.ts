import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SideFile, SideFileName } from '../../model/side-file.ts';
import { saveFailed, unreachable, unreadable } from '../state-errors.ts';
import { type CacheScope, sideFilePrefix } from './cache-key.ts';
import { unreachableBy } from './cache-outcome.ts';
import { inTransfer, retrying, type ToolkitSurroundings, toolkit } from './toolkit-cache.ts';

const WHERE = 'the Actions cache';

export interface CacheSideFileOptions extends CacheScope, ToolkitSurroundings {
  /** GITHUB_RUN_ID and GITHUB_RUN_ATTEMPT. */
  readonly runId: string;
  readonly attempt: string;
}

/** An entry of its own beside the state's, so that it can be saved at once: a state is large, and saved at the end. */
export function cacheSideFile(options: CacheSideFileOptions, name: SideFileName): SideFile {
  const tools = toolkit(options);
  const prefix = sideFilePrefix(options, name);
  let turn: Promise<unknown> = Promise.resolve();
  // Read once: tokens that other runs keep meanwhile are ones that this run has voided.
  let held: { readonly content: Buffer | null } | null = null;
  let saves = 0;
  const fetched = async (): Promise<Buffer | null> => {
    const found = await tools.lookup(prefix);
    if (found.kind === 'none') return null;
    if (found.kind === 'failed') throw unreachableBy(WHERE, found.failure);
    return inTransfer(options, async (directory) => {
      const restored = await retrying(options, async () => {
        const result = await tools.restore(found.key);
        return { result, again: result.kind === 'failed' && result.failure.transient };
      });
      if (restored.kind === 'none') throw unreachable(WHERE, `${found.key} was deleted just now`, 'Run the job again.');
      if (restored.kind === 'failed') throw unreachableBy(WHERE, restored.failure);
      return readFile(join(directory, name)).catch((error: unknown) => {
        throw unreadable(WHERE, `${found.key} holds no ${name}`, error);
      });
    });
  };
  return {
    where: WHERE,
    remove: `delete the entries whose keys begin with ${prefix} (Actions > Caches)`,
    async read() {
      held ??= { content: await fetched() };
      return held.content;
    },
    async write(content) {
      held = { content };
      await inTransfer(options, async (directory) => {
        await writeFile(join(directory, name), content, { mode: 0o600 });
        const failure = await retrying(options, async () => {
          // Entries are immutable, and a try that broke off may have taken its key.
          const key = `${prefix}${String(Date.now()).padStart(15, '0')}-${options.runId}-${options.attempt}-${++saves}`;
          const result = await tools.save(key);
          return { result, again: result?.transient === true };
        });
        if (failure !== null) throw saveFailed(WHERE, failure.why, failure.hint);
      });
    },
    async exclusive(work) {
      const mine = turn.then(work, work);
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
