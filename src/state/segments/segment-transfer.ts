import { open } from 'node:fs/promises';
import { inParallel } from '../../objects/in-parallel.ts';
import type { ObjectStore } from '../../objects/object-store.ts';
import { DamagedError, type SealingKey } from '../seal/sealing-key.ts';
import { SEGMENT_BYTES, type Segment, type SegmentList, segmentKey } from './segment-list.ts';

const AT_ONCE = 16;

/**
 * Uploads the segments of a file that `base` doesn't have, and says what the file is made of now. A segment that an earlier, broken
 * try of the same save has stored already is not sent again. Memory: 16 segments.
 */
export async function uploadSegments(
  objects: ObjectStore,
  key: SealingKey,
  file: string,
  options: { readonly base: SegmentList | null; readonly epoch: string; readonly segmentBytes?: number | undefined },
): Promise<SegmentList> {
  const { base, epoch } = options;
  const stored = new Map((base?.segments ?? []).map((segment) => [segment.name, segment]));
  const segmentBytes = base?.segmentBytes ?? options.segmentBytes ?? SEGMENT_BYTES;
  const zeros = await zeroSegment(key, segmentBytes);
  const handle = await open(file, 'r');
  try {
    const { size: bytes } = await handle.stat();
    const sending = new Map<string, Promise<unknown>>();
    const segments = await inParallel(indexes(bytes, segmentBytes), AT_ONCE, async (index): Promise<Segment> => {
      const content = Buffer.allocUnsafe(Math.min(segmentBytes, bytes - index * segmentBytes));
      const { bytesRead } = await handle.read(content, 0, content.length, index * segmentBytes);
      if (bytesRead !== content.length) throw new Error('the file changed while it was being saved');
      const name = content.equals(zeros.content) ? zeros.name : await key.nameOf(content);
      const known = stored.get(name);
      if (known !== undefined) return known;
      const segment = { epoch, name };
      // The same content may stand at two places of the file.
      const sent = sending.get(name) ?? objects.create(segmentKey(segment), key.seal(content, `segment ${name}`));
      sending.set(name, sent);
      await sent;
      return segment;
    });
    return { segmentBytes, bytes, segments };
  } finally {
    await handle.close();
  }
}

/** The store no longer has a segment: a newer state was saved meanwhile, and this one was removed. */
export class SegmentGoneError extends Error {}

/**
 * Writes the file that a list describes. `held`: the names of the segments that stand in the file already, by their place; it is kept up to date,
 * so that a further try goes on where this one broke. Throws SegmentGoneError or DamagedError.
 */
export async function downloadSegments(
  objects: ObjectStore,
  key: SealingKey,
  list: SegmentList,
  file: string,
  held: Map<number, string>,
): Promise<void> {
  const { bytes, segmentBytes, segments } = list;
  const isNew = held.size === 0;
  const zeros = await zeroSegment(key, segmentBytes);
  const handle = await open(file, isNew ? 'w+' : 'r+', 0o600);
  try {
    await handle.truncate(bytes);
    await inParallel(indexes(bytes, segmentBytes), AT_ONCE, async (index) => {
      const segment = segments[index];
      if (segment === undefined || held.get(index) === segment.name) return;
      const length = Math.min(segmentBytes, bytes - index * segmentBytes);
      if (segment.name === zeros.name && length === segmentBytes) {
        // What a new file holds already, as a hole.
        if (!isNew) await handle.write(zeros.content, 0, length, index * segmentBytes);
        held.set(index, segment.name);
        return;
      }
      const found = await objects.get(segmentKey(segment));
      if (found === null) throw new SegmentGoneError(segmentKey(segment));
      const content = key.open(found.body, `segment ${segment.name}`);
      if (content.length !== length || (await key.nameOf(content)) !== segment.name)
        throw new DamagedError(`segment ${index + 1} of ${segments.length} is damaged (its checksum is wrong)`);
      held.delete(index);
      await handle.write(content, 0, length, index * segmentBytes);
      held.set(index, segment.name);
    });
  } finally {
    await handle.close();
  }
}

/** A segment of nothing but zeros: it is never fetched, and costs no place on disk. */
async function zeroSegment(key: SealingKey, segmentBytes: number) {
  const content = Buffer.alloc(segmentBytes);
  return { content, name: await key.nameOf(content) };
}

function indexes(bytes: number, segmentBytes: number): number[] {
  return Array.from({ length: Math.ceil(bytes / segmentBytes) }, (_, i) => i);
}
