import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ObjectStore } from '../../objects/object-store.ts';
import { DamagedError, type SealingKey } from '../seal/sealing-key.ts';
import { type Generation, listKey } from './head.ts';

/** Four of DuckDB's blocks of 256 KiB: docs/decisions/state-in-pieces.md says why. */
export const SEGMENT_BYTES = 1024 * 1024;
const LARGEST_SEGMENT = 64 * 1024 * 1024;
const LARGEST_LIST = 512 * 1024 * 1024;

/** A part of the DuckDB file, as an object. */
export interface Segment {
  /** The save that stored it: `<generation>-<base>`. */
  readonly epoch: string;
  /** Follows from the content alone. */
  readonly name: string;
}

/** What a generation is made of: the file's segments in their order, all of one size but the last. */
export interface SegmentList {
  readonly segmentBytes: number;
  readonly bytes: number;
  readonly segments: readonly Segment[];
}

export function segmentKey({ epoch, name }: Segment): string {
  return `segments/${epoch}/${name}`;
}

/** Stores the list; what the head has to know of it is returned. */
export async function storeList(
  objects: ObjectStore,
  key: SealingKey,
  facts: Omit<Generation, 'list' | 'bytes'>,
  list: SegmentList,
): Promise<Generation> {
  const epochs = [...new Set(list.segments.map(({ epoch }) => epoch))];
  const numbers = new Map(epochs.map((epoch, i) => [epoch, i]));
  const segments = list.segments.map(({ epoch, name }) => [numbers.get(epoch), name]);
  const text = JSON.stringify({ segmentBytes: list.segmentBytes, bytes: list.bytes, epochs, segments });
  const stored = key.seal(await promisify(gzip)(text), listKey(facts));
  await objects.create(listKey(facts), stored);
  return { ...facts, bytes: list.bytes, list: { bytes: stored.length, sha256: sha256(stored) } };
}

/** Null where it is gone. Throws DamagedError where it isn't what the head says. */
export async function fetchList(objects: ObjectStore, key: SealingKey, generation: Generation): Promise<SegmentList | null> {
  const found = await objects.get(listKey(generation));
  if (found === null) return null;
  if (found.body.length !== generation.list.bytes || sha256(found.body) !== generation.list.sha256)
    throw new DamagedError('its list of segments is damaged (its checksum is wrong)');
  const text = await promisify(gunzip)(key.open(found.body, listKey(generation)), { maxOutputLength: LARGEST_LIST });
  const list = parsed(text.toString());
  if (list === null || list.bytes !== generation.bytes) throw new DamagedError('its list of segments is damaged');
  return list;
}

/** Whoever can write to the store wrote it: a name must not lead elsewhere, and the sizes must agree. */
function parsed(text: string): SegmentList | null {
  const value = JSON.parse(text) as { segmentBytes: number; bytes: number; epochs: string[]; segments: [number, string][] };
  const { segmentBytes, bytes, epochs, segments } = value;
  const sound =
    Number.isSafeInteger(segmentBytes) &&
    segmentBytes > 0 &&
    segmentBytes <= LARGEST_SEGMENT &&
    Number.isSafeInteger(bytes) &&
    segments.length === Math.ceil(bytes / segmentBytes) &&
    epochs.every((epoch) => /^\d{10}-[0-9a-f]{16}$/.test(epoch)) &&
    segments.every(([epoch, name]) => epochs[epoch] !== undefined && /^[0-9a-f]{64}$/.test(name));
  if (!sound) return null;
  return { segmentBytes, bytes, segments: segments.map(([epoch, name]) => ({ epoch: epochs[epoch] ?? '', name })) };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
