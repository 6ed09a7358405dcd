import type { LoadedConfig } from '../config/config.ts';
import { type ErrorReport, toHighwaterError } from '../model/errors.ts';
import { inStage } from '../model/in-stage.ts';
import type { CheckedStore } from '../model/results.ts';
import { ObjectStoreError } from '../objects/object-store.ts';
import { openObjectStore } from '../objects/open-store.ts';
import { hasScheme } from '../objects/store-address.ts';
import type { AppSession } from './session.ts';
import type { StatePlace } from './state-place.ts';

/** For `check`: whether the state and the lake can be read where they are in a cloud's store. Nothing is written, so the right to write is not shown. */
export async function checkStores(
  { env, signal }: AppSession,
  config: LoadedConfig,
  { store }: Pick<StatePlace, 'store'>,
): Promise<readonly CheckedStore[]> {
  const checks: Promise<CheckedStore>[] = [];
  if (hasScheme(store.describe()))
    checks.push(
      looked('state', store.describe(), async () => {
        const newest = await store.newest();
        return newest === null ? null : `generation ${newest.generation}`;
      }),
    );
  const to = config.output.publish?.to;
  if (to !== undefined && hasScheme(to)) {
    // An address that can't be meant is a mistake of configuration.
    const lake = await openObjectStore(to, { setting: 'output.publish.to', env, signal });
    const found = async () => {
      // Listing needs a right of its own, and publishing needs it.
      for await (const { key, modified } of lake.list('manifest.json'))
        if (key === 'manifest.json') return `published ${modified.toISOString()}`;
      return null;
    };
    checks.push(looked('lake', lake.address, found).finally(() => lake.close()));
  }
  return Promise.all(checks);
}

async function looked(use: CheckedStore['use'], address: string, look: () => Promise<string | null>): Promise<CheckedStore> {
  try {
    return { use, address, found: await inStage(use === 'state' ? 'restore' : 'publish', look), error: null };
  } catch (error) {
    return { use, address, found: null, error: reportOf(error, address) };
  }
}

function reportOf(error: unknown, address: string): ErrorReport {
  if (!(error instanceof ObjectStoreError)) return toHighwaterError(error).report();
  const message = `The lake at ${address} can't be read: ${error.message}.`;
  return { code: 'PUBLISH_FAILED', message, hint: error.hint, stage: 'publish' };
}
