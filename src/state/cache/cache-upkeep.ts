import type { CacheUpkeep, CacheUse, NotDone } from '../../model/cache-use.ts';
import { type CacheApi, CacheApiRefusal, type ListedEntry } from './cache-api.ts';
import { type CacheScope, kindOf } from './cache-key.ts';

/** Of each branch and name: the newest, and the one before in case somebody has to go back. */
const KEPT = 2;
/** What every key of ours begins with, whatever its name and kind. */
const OURS = 'highwater-';
/** GitHub includes 10 GB for each repository: https://docs.github.com/en/actions/reference/dependency-caching-reference#usage-limits-and-eviction-policy */
const INCLUDED_BYTES = 10e9;

/**
 * The entries of this branch and this name, of each kind, that are older than the two newest. Restoring takes the newest created, so that order
 * counts, and not the number in the key. Entries of a newer version's format are left alone.
 */
export function olderEntries(entries: readonly ListedEntry[], scope: CacheScope, ref: string): ListedEntry[] {
  const kinds = new Map<string, ListedEntry[]>();
  for (const entry of entries) {
    const kind = entry.ref === ref ? kindOf(scope, entry.key) : null;
    if (kind !== null) kinds.set(kind, [...(kinds.get(kind) ?? []), entry]);
  }
  const newestFirst = (a: ListedEntry, b: ListedEntry) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id;
  return [...kinds.values()].flatMap((own) => own.sort(newestFirst).slice(KEPT));
}

/** Deletes older entries and says what the states take. Never throws: the sync is done, and nothing of it depends on this. */
export async function keepCacheSmall(api: CacheApi, scope: CacheScope, ref: string): Promise<CacheUpkeep> {
  try {
    const entries = await api.entries(OURS);
    const deleted: ListedEntry[] = [];
    let notDeleted: CacheUse['notDeleted'] = null;
    try {
      for (const entry of olderEntries(entries, scope, ref)) if (await api.remove(entry.id)) deleted.push(entry);
    } catch (error) {
      notDeleted = reasonOf(error);
    }
    const gone = new Set(deleted.map(({ id }) => id));
    const states = entries.filter(({ id }) => !gone.has(id));
    const used = await api.usedBytes().catch(() => null);
    return {
      use: {
        stateBytes: sum(states),
        stateEntries: states.length,
        // GitHub counts every five minutes.
        usedBytes: used === null ? null : Math.max(used - sum(deleted), sum(states)),
        limitBytes: (await api.limitBytes()) ?? INCLUDED_BYTES,
        deleted: { entries: deleted.length, bytes: sum(deleted) },
        notDeleted,
      },
    };
  } catch (error) {
    return { use: null, why: reasonOf(error) };
  }
}

function reasonOf(error: unknown): NotDone {
  return error instanceof CacheApiRefusal && [401, 403, 404].includes(error.status) ? 'no right' : 'unreachable';
}

function sum(entries: readonly ListedEntry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}
