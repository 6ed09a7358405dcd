import { createHash, randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { HighwaterError } from '../../model/errors.ts';
import { type ObjectStore, ObjectStoreError } from '../../objects/object-store.ts';
import { type Encryption, type EncryptionHeader, WrongKeyError } from '../seal/encryption.ts';
import { PLAIN_PIECES, type SealingKey } from '../seal/sealing-key.ts';
import { moved, saveFailed, translate, unreachable, unreadable, wrongKey } from '../state-errors.ts';
import type { Restored, Saved, SaveOptions, StateId, StateStore } from '../store.ts';
import { type Generation, HEAD_KEY, type Head, listKey, readHead, writeHead } from './head.ts';
import { removeUnreferenced, stillReadable } from './retention.ts';
import { fetchList, type SegmentList, storeList } from './segment-list.ts';
import { downloadSegments, SegmentGoneError, uploadSegments } from './segment-transfer.ts';

export interface SegmentStoreOptions {
  /** Of this state alone. */
  readonly objects: ObjectStore;
  readonly encryption: Encryption | null;
  readonly clock: () => Date;
  /** For tests and measurements. */
  readonly segmentBytes?: number;
}

/**
 * Keeps the state in an object store, in pieces: the file's segments by the names of their contents, a list of segments for each generation, and
 * one head, which is replaced only over the one that the run began from. A second writer gets STATE_MOVED.
 */
export function segmentStore(options: SegmentStoreOptions): StateStore {
  const { objects } = options;
  const context: Context = { ...options, where: objects.address, key: keyring(options.encryption, objects.address) };
  return {
    identity: objects.address,
    describe: () => objects.address,
    newest: () =>
      reading(context, async () => {
        const found = await currentHead(context);
        return found === null ? null : identify(context, found.head.generations[0]);
      }),
    restore: (into) => reading(context, async () => restored(context, into)),
    async save(file, generation, save = {}) {
      try {
        return await savedOver(context, file, generation, save);
      } catch (error) {
        if (error instanceof ObjectStoreError) throw saveFailed(context.where, error.message, error.hint, error);
        throw translate(error, (message) => saveFailed(context.where, message, 'Run again.', error));
      }
    },
  };
}

type OpenKey = (header: EncryptionHeader | null) => Promise<SealingKey>;
type Context = SegmentStoreOptions & { readonly where: string; readonly key: OpenKey };

function identify({ where }: Context, generation: Generation): StateId {
  return { generation: generation.generation, key: `${where}/${listKey(generation)}` };
}

/** Making a key takes half a second: once for each salt. Throws STATE_WRONG_KEY. */
function keyring(encryption: Encryption | null, where: string): OpenKey {
  const keys = new Map<string, Promise<SealingKey>>();
  return async (header) => {
    if (encryption === null && header === null) return PLAIN_PIECES;
    if (header === null) throw wrongKey(where, 'not encrypted');
    if (encryption === null) throw wrongKey(where, 'no key given');
    const id = `${header.scheme} ${header.salt} ${header.check}`;
    const made = keys.get(id) ?? encryption.sealingKey(header).then(({ key }) => key);
    keys.set(id, made);
    return made.catch((error: unknown) => {
      throw error instanceof WrongKeyError ? wrongKey(where, 'other key') : error;
    });
  };
}

async function reading<T>({ where }: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ObjectStoreError) throw unreachable(where, error.message, error.hint, error);
    throw translate(error, (message) => unreadable(where, message, error));
  }
}

async function currentHead({
  objects,
  where,
}: Context): Promise<{ readonly head: Head; readonly tag: string; readonly raw: Buffer } | null> {
  const found = await objects.get(HEAD_KEY);
  return found === null ? null : { head: readHead(found.body, where), tag: found.tag, raw: found.body };
}

/** How often a newer state may be saved while this one is being read, until that is odd. */
const RESTARTS = 5;

async function restored(context: Context, into: string): Promise<Restored | null> {
  const part = `${into}.part`;
  const held = new Map<number, string>();
  await rm(part, { force: true });
  try {
    for (let attempt = 1; ; attempt++) {
      const found = await currentHead(context);
      if (found === null) return null;
      const [newest] = found.head.generations;
      try {
        await broughtBack(context, newest, part, held);
      } catch (error) {
        if (error instanceof SegmentGoneError && attempt < RESTARTS && (await hasMoved(context, newest))) continue;
        throw error instanceof SegmentGoneError ? unreadable(context.where, `${error.message} is missing`, error) : error;
      }
      await rename(part, into);
      return { ...identify(context, newest), savedAt: newest.savedAt, bytes: newest.bytes };
    }
  } finally {
    await rm(part, { force: true });
  }
}

async function broughtBack(context: Context, newest: Generation, part: string, held: Map<number, string>): Promise<void> {
  const key = await context.key(newest.encryption);
  const list = await fetchList(context.objects, key, newest);
  if (list === null) throw new SegmentGoneError(listKey(newest));
  await downloadSegments(context.objects, key, list, part, held);
}

async function hasMoved(context: Context, seen: Generation): Promise<boolean> {
  return (await currentHead(context))?.head.generations[0].id !== seen.id;
}

interface Predecessor {
  /** Null: there is none, or none that can be read. */
  readonly head: Head | null;
  /** What the new head replaces; null: there must be none. */
  readonly tag: string | null;
  /** Two saves have the same only where they began from the same head. */
  readonly base: string;
  readonly generation: number;
}

async function savedOver(context: Context, file: string, generation: number, options: SaveOptions): Promise<Saved> {
  const { objects, clock } = context;
  const before = await predecessor(context, generation, options);
  const [earlier] = before.head?.generations ?? [];
  const base = earlier === undefined || options.restored !== true ? null : earlier;
  const { key, encryption } = await keyOver(context, base);
  const baseList = base === null ? null : await fetchList(objects, key, base);
  const epoch = `${String(before.generation).padStart(10, '0')}-${before.base}`;
  const list = await uploadSegments(objects, key, file, { base: baseList, epoch, segmentBytes: context.segmentBytes });
  const facts = { generation: before.generation, id: randomBytes(8).toString('hex'), savedAt: clock().toISOString(), encryption };
  const saved = await storeList(objects, key, facts, list);
  const head: Head = { generations: [saved, ...stillReadable(before.head?.generations ?? [], clock())] };
  const done =
    before.tag === null
      ? await objects.create(HEAD_KEY, writeHead(head))
      : await objects.replace(HEAD_KEY, writeHead(head), before.tag);
  if (done.outcome === 'exists' || done.outcome === 'moved') await requireOwn(context, saved);
  const known = new Map<string, SegmentList>([[saved.id, list]]);
  if (base !== null && baseList !== null) known.set(base.id, baseList);
  // Where that fails, the next save tries again.
  await removeUnreferenced(objects, key, head, known).catch(() => undefined);
  return { ...identify(context, saved), bytes: saved.bytes, generation: before.generation };
}

/** Another run may have saved over this one's state before the answer to this one came: then both are saved. */
async function requireOwn(context: Context, saved: Generation): Promise<void> {
  const found = await currentHead(context);
  if (found?.head.generations.some(({ id }) => id === saved.id)) return;
  throw moved(context.where, found === null ? 'it is gone' : `generation ${found.head.generations[0].generation}`);
}

/** What the save will stand on: exactly what the run began from, or STATE_MOVED. */
async function predecessor(context: Context, generation: number, options: SaveOptions): Promise<Predecessor> {
  const { objects, where } = context;
  const found = await objects.get(HEAD_KEY);
  const expected = options.newest;
  const base = found === null ? '0'.repeat(16) : createHash('sha256').update(found.body).digest('hex').slice(0, 16);
  if (found === null) {
    if (expected !== undefined && expected !== null) throw moved(where, 'it is gone');
    return { head: null, tag: null, base, generation: await unusedGeneration(objects, generation) };
  }
  let head: Head;
  try {
    head = readHead(found.body, where);
  } catch (error) {
    if (options.replaceUnreadable !== true) throw moved(where, error instanceof HighwaterError ? error.message : String(error));
    return { head: null, tag: found.tag, base, generation: await unusedGeneration(objects, generation) };
  }
  const newest = identify(context, head.generations[0]);
  const same = expected === undefined ? newest.generation === generation - 1 : newest.key === expected?.key;
  if (!same || options.replaceUnreadable === true) throw moved(where, `generation ${newest.generation}`);
  return { head, tag: found.tag, base, generation };
}

/** Numbers only ever rise, also where the head was lost: removing what is unreferenced relies on it. */
async function unusedGeneration(objects: ObjectStore, wanted: number): Promise<number> {
  let highest = wanted - 1;
  for (const folder of ['generations/', 'segments/']) {
    for await (const { key } of objects.list(folder)) highest = Math.max(highest, Number(/^\w+\/(\d{10})-/.exec(key)?.[1] ?? 0));
  }
  return highest + 1;
}

async function keyOver(
  { encryption, key }: Context,
  base: Generation | null,
): Promise<{ readonly key: SealingKey; readonly encryption: EncryptionHeader | null }> {
  if (base !== null) return { key: await key(base.encryption), encryption: base.encryption };
  if (encryption === null) return { key: PLAIN_PIECES, encryption: null };
  const made = await encryption.sealingKey(null);
  return { key: made.key, encryption: made.header };
}
