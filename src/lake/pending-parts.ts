import type { ObjectStore } from '../objects/object-store.ts';
import type { AddFile } from './delta-log.ts';

/** The files of a part that no version of the table names yet, since not all parts are there. */
export interface PendingPart {
  /** The version of the table that it belongs to: parts of one are published together. */
  readonly version: string;
  readonly schemaString: string;
  /** How often the table had changed as a whole when it was written: once it has changed again, this is of the past. */
  readonly switches: number;
  readonly files: readonly AddFile[];
}

type Place = { readonly index: number; readonly of: number; readonly division: string };

const folderOf = (folder: string): string => `pending/${folder}/`;
const keyOf = (folder: string, { index, of, division }: Place): string => `${folderOf(folder)}${division}/${index}-of-${of}.json`;

/** What waits of a division, by the number of its part. */
export async function pendingParts(
  store: ObjectStore,
  folder: string,
  { division, of }: Omit<Place, 'index'>,
  switches: number,
): Promise<Map<number, PendingPart>> {
  const found = new Map<number, PendingPart>();
  for await (const { key } of store.list(`${folderOf(folder)}${division}/`)) {
    const index = Number(/\/(\d+)-of-\d+\.json$/.exec(key)?.[1]);
    const pending = await read(store, key);
    if (pending?.switches === switches && index >= 1 && index <= of) found.set(index, pending);
  }
  return found;
}

export async function writePending(store: ObjectStore, folder: string, part: Place, pending: PendingPart): Promise<void> {
  const key = keyOf(folder, part);
  const body = Buffer.from(JSON.stringify(pending));
  for (;;) {
    const found = await store.get(key);
    if (found?.body.equals(body) === true) return;
    const { outcome } = found === null ? await store.create(key, body) : await store.replace(key, body, found.tag);
    if (outcome === 'created' || outcome === 'replaced') return;
  }
}

/** Files that wait, of any division: they are not to be removed. */
export async function pendingPaths(store: ObjectStore, folder: string): Promise<Set<string>> {
  const paths = new Set<string>();
  for await (const { key } of store.list(folderOf(folder)))
    for (const { path } of (await read(store, key))?.files ?? []) paths.add(path);
  return paths;
}

/** Once the table has changed as a whole, what waited for an earlier change is of no use. */
export async function dropOutdated(store: ObjectStore, folder: string, switches: number): Promise<void> {
  for await (const { key } of store.list(folderOf(folder))) {
    const pending = await read(store, key);
    if (pending !== null && pending.switches < switches) await store.remove(key);
  }
}

/**
 * A job that publishes into the version that is there gives up what waited for another: its own part, and all of other divisions. Else it would be
 * published later, when it is out of date. `part`: null where the job has the whole table.
 */
export async function dropGivenUp(store: ObjectStore, folder: string, part: Place | null): Promise<void> {
  for await (const { key } of store.list(folderOf(folder)))
    if (part === null || key === keyOf(folder, part) || !key.startsWith(`${folderOf(folder)}${part.division}/`))
      await store.remove(key);
}

async function read(store: ObjectStore, key: string): Promise<PendingPart | null> {
  const found = await store.get(key);
  return found === null ? null : (JSON.parse(found.body.toString('utf8')) as PendingPart);
}
