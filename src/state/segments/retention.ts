import type { ObjectStore } from '../../objects/object-store.ts';
import type { SealingKey } from '../seal/sealing-key.ts';
import { type Generation, type Head, listKey } from './head.ts';
import { fetchList, type SegmentList, segmentKey } from './segment-list.ts';

const KEPT = 2;
/** A restore that takes longer than this finds that its segments are gone, and begins with the newer state. */
const READABLE_MS = 3_600_000;

/** The generations that may still be read beside the new one: the one before, and those that were the newest less than an hour ago. */
export function stillReadable(earlier: readonly Generation[], now: Date): Generation[] {
  // A generation was the newest until the one after it was saved.
  return earlier.filter((_, i) => i < KEPT - 1 || now.getTime() - Date.parse(earlier[i - 1]?.savedAt ?? '') < READABLE_MS);
}

/**
 * Removes what no generation of `head` names, once `head` is in place. Whoever saves over it uses the segments of its newest generation and new
 * ones, which lie under a higher number. So whatever has this number or a lower one and isn't named here will never be named, and a save
 * that comes late removes nothing of a newer one. Removes nothing where a list can't be read.
 */
export async function removeUnreferenced(
  objects: ObjectStore,
  key: SealingKey,
  head: Head,
  known: ReadonlyMap<string, SegmentList>,
): Promise<void> {
  const [newest] = head.generations;
  const named = new Set(head.generations.map(listKey));
  for (const generation of head.generations) {
    const list = known.get(generation.id) ?? (await fetchList(objects, key, generation));
    if (list === null) return;
    for (const segment of list.segments) named.add(segmentKey(segment));
  }
  for (const folder of ['segments/', 'generations/']) {
    for await (const { key: found } of objects.list(folder)) {
      const [, number] = /^(?:segments|generations)\/(\d{10})-/.exec(found) ?? [];
      if (number !== undefined && Number(number) <= newest.generation && !named.has(found)) await objects.remove(found);
    }
  }
}
