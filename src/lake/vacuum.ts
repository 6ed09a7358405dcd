import type { ObjectStore } from '../objects/object-store.ts';
import type { DeltaSnapshot } from './delta-log.ts';

export interface CleaningUp {
  readonly store: ObjectStore;
  readonly folder: string;
  now(): Date;
  readonly keepSeconds: number;
}

/**
 * Removes what no version that may still be read names: files that a commit older than `keepSeconds` dropped, files of broken-off runs of that
 * age, and the part of the log before a checkpoint of that age. Versions younger than that stay readable.
 */
export async function cleanUp({ store, folder, now, keepSeconds }: CleaningUp, snapshot: DeltaSnapshot): Promise<void> {
  const before = now().getTime() - keepSeconds * 1000;
  const old = snapshot.log.filter((entry) => entry.modified.getTime() < before);
  if (old.length === 0) return;
  const keepFrom = snapshot.log.findLast((e) => e.kind === 'checkpoint' && e.modified.getTime() < before)?.version ?? 0;
  for (const entry of old) if (entry.version < keepFrom) await store.remove(entry.key);
  for await (const { key, modified } of store.list(`${folder}/part-`)) {
    const path = key.slice(folder.length + 1);
    if (modified.getTime() >= before || snapshot.files.has(path)) continue;
    const removed = snapshot.removed.get(path);
    // Unknown: a run uploaded it and never committed; or its removal is so old that the log has forgotten it.
    if (removed === undefined || removed.deletionTimestamp < before) await store.remove(key);
  }
}
