import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type RetryPolicy, retry } from '../runtime/retry.ts';
import { DriverFailure, type ObjectDriver, type ObjectPage, type WriteAnswer, type WriteCondition } from './object-driver.ts';
import { type Created, type ListedObject, type ObjectStore, ObjectStoreError, type Replaced } from './object-store.ts';
import { tryStore } from './try-store.ts';

/** About two minutes in all: S3's SlowDown and a restart of a store pass in less. */
const RETRIES: RetryPolicy = { attempts: 8, firstDelayMs: 200, longestDelayMs: 20_000, longestRetryAfterMs: 60_000 };

export interface ReliableStoreOptions {
  readonly driver: ObjectDriver;
  readonly signal?: AbortSignal;
  readonly retryPolicy?: RetryPolicy;
}

/** Makes a store of a driver: requests are repeated, lost answers are read back, and the store is tried before the first write. */
export function reliableStore({
  driver,
  signal = new AbortController().signal,
  retryPolicy = RETRIES,
}: ReliableStoreOptions): ObjectStore {
  const again = async <T>(work: () => Promise<T>): Promise<T> =>
    retry(work, { policy: retryPolicy, signal, worthRetrying }).catch((error: unknown) => {
      throw error instanceof DriverFailure ? finalError(error) : error;
    });
  let tried: Promise<void> | undefined;
  const write = async (key: string, condition: WriteCondition, source: Buffer | { file: string }): Promise<WriteAnswer> => {
    tried ??= tryStore(driver, again, signal);
    await tried;
    const options = { condition, mark: randomUUID(), signal };
    return again(async () => {
      const answer = await sent(driver, key, source, options);
      if (answer !== 'not met') return answer;
      // An earlier try, whose answer was lost, may have been the one that wrote it.
      const found = await driver.look(key, signal);
      if (found !== null && found.mark !== '' && found.mark === options.mark) return { tag: found.tag };
      if (found === null && 'absent' in condition)
        throw new DriverFailure('the object came and went', { problem: 'busy', transient: true });
      return 'not met';
    });
  };
  const create = async (key: string, source: Buffer | { file: string }): Promise<Created> => {
    const answer = await write(checked(key), { absent: true }, source);
    return answer === 'not met' ? { outcome: 'exists' } : { outcome: 'created', tag: answer.tag };
  };
  return {
    address: driver.address,
    get: async (key, range) => again(async () => driver.read(checked(key), range ?? null, signal)),
    head: async (key) => again(async () => driver.look(checked(key), signal)),
    list: (prefix) => listed(async (from) => again(async () => driver.list(prefix, from, signal))),
    create,
    async replace(key, body, tag): Promise<Replaced> {
      const answer = await write(checked(key), { tag }, body);
      return answer === 'not met' ? { outcome: 'moved' } : { outcome: 'replaced', tag: answer.tag };
    },
    async createFromFile(key, file) {
      const { size } = await stat(file);
      return create(key, size > driver.largestWrite ? { file } : await readFile(file));
    },
    remove: async (key) => again(async () => driver.remove(checked(key), signal)),
    close: () => driver.close(),
  };
}

async function sent(
  driver: ObjectDriver,
  key: string,
  source: Buffer | { file: string },
  options: Parameters<ObjectDriver['write']>[2],
): Promise<WriteAnswer> {
  return Buffer.isBuffer(source) ? driver.write(key, source, options) : driver.writeFile(key, source.file, options);
}

async function* listed(page: (from: string | null) => Promise<ObjectPage>): AsyncGenerator<ListedObject> {
  let from: string | null = null;
  do {
    const { objects, next }: ObjectPage = await page(from);
    // What isn't named like ours is someone else's: the folder that a cloud's own page made, for example.
    for (const object of objects) if (isKey(object.key)) yield object;
    from = next;
  } while (from !== null);
}

function worthRetrying(error: unknown): { afterMs?: number } | null {
  if (!(error instanceof DriverFailure) || !error.transient) return null;
  return error.afterMs === undefined ? {} : { afterMs: error.afterMs };
}

const HINTS = {
  busy: 'Run again later; if it stays so, check that this machine reaches the store, and the status page of its provider.',
  refused:
    'Check that the job signs in to this store, and that its role may read, write, list and delete objects under the prefix.',
  absent: 'Create the bucket (or container) first, or correct its name.',
  full: 'Free space in the store, or raise its quota.',
  other: 'Check the address, the endpoint and the region of the store.',
} as const;

function finalError(failure: DriverFailure): ObjectStoreError {
  return new ObjectStoreError(failure.problem, failure.message, failure.hint ?? HINTS[failure.problem], failure);
}

/** Keys are our own; one that leads elsewhere is a bug. */
function checked(key: string): string {
  if (!isKey(key)) throw new Error(`no key of an object: ${key}`);
  return key;
}

function isKey(key: string): boolean {
  return key.length <= 900 && key.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
