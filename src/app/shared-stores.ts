import type { LoadedConfig } from '../config/config.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import type { AppSession } from './session.ts';
import type { StatePlace } from './state-place.ts';

/** What several jobs write to at once. */
export interface SharedStores {
  /** Where tables are published; null: nowhere. */
  readonly lake: ObjectStore | null;
  /** Where jobs agree on the ranges of a table that they share; null: nowhere, or this run is about whole tables. */
  readonly divisions: ObjectStore | null;
  close(): void;
}

/** Throws ConfigError for an address that can't be meant, before anything is read. */
export async function openSharedStores(
  { env, signal }: AppSession,
  config: LoadedConfig,
  place: Pick<StatePlace, 'shared'>,
  tables: readonly string[],
): Promise<SharedStores> {
  const to = config.output.publish?.to ?? null;
  const divides = tables.some((glob) => glob.includes('@'));
  const shared = divides && to === null ? place.shared : null;
  if (to === null && shared === null) return { lake: null, divisions: null, close: () => undefined };
  const { openObjectStore } = await import('../objects/open-store.ts');
  const setting = to === null ? 'state' : 'output.publish.to';
  const store = await openObjectStore(to ?? shared ?? '', { setting, env, signal });
  return { lake: to === null ? null : store, divisions: divides ? store : null, close: () => store.close() };
}

/** As the engine takes them. */
export function depsOf({ lake, divisions }: SharedStores): { lake?: ObjectStore; divisions?: ObjectStore } {
  return { ...(lake === null ? {} : { lake }), ...(divisions === null ? {} : { divisions }) };
}
