import type { ObjectStore } from '../objects/object-store.ts';
import type { DeltaSnapshot } from './delta-log.ts';
import { pendingPaths } from './pending-parts.ts';

export interface CleaningUp {
  readonly store: ObjectStore;
  readonly folder: string;
  now(): Date;
  readonly keepSeconds: number;
  /** The table as it stands by now. */
  newest(): Promise<DeltaSnapshot>;
}

// Another job may have uploaded a file and not yet committed it: no job lasts longer.
const UNCOMMITTED_SECONDS = 86_400;

/**
 * Removes what no version that may still be read names: files that a commit older than `keepSeconds` dropped, files of broken-off runs of that
 * age and at least a day, and the part of the log before a checkpoint of that age. Versions younger than that stay readable.
 */
export async function cleanUp(cleaning: CleaningUp, snapshot: DeltaSnapshot): Promise<void> {
  const { store, folder, now, keepSeconds } = cleaning;
  const before = now().getTime() - keepSeconds * 1000;
  const old = snapshot.log.filter((entry) => entry.modified.getTime() < before);
  if (old.length === 0) return;
  const keepFrom = snapshot.log.findLast((e) => e.kind === 'checkpoint' && e.modified.getTime() < before)?.version ?? 0;
  for (const entry of old) if (entry.version < keepFrom) await store.remove(entry.key);
  const unknown: string[] = [];
  for await (const { key, modified } of store.list(`${folder}/part-`)) {
    const path = key.slice(folder.length + 1);
    if (modified.getTime() >= before || snapshot.files.has(path)) continue;
    const removed = snapshot.removed.get(path);
    if (removed === undefined && modified.getTime() < now().getTime() - UNCOMMITTED_SECONDS * 1000) unknown.push(path);
    if (removed !== undefined && removed.deletionTimestamp < before) await store.remove(key);
  }
  if (unknown.length > 0) await removeUnknown(cleaning, unknown, before);
}

/** A run uploaded them and never committed; or their removal is so old that the log has forgotten it. */
async function removeUnknown({ store, folder, newest }: CleaningUp, paths: readonly string[], before: number): Promise<void> {
  // In this order: what waits no longer has been committed.
  const pending = await pendingPaths(store, folder);
  const { files, removed } = await newest();
  for (const path of paths) {
    const isNeeded = pending.has(path) || files.has(path) || (removed.get(path)?.deletionTimestamp ?? 0) >= before;
    if (!isNeeded) await store.remove(`${folder}/${path}`);
  }
}
