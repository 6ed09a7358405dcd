import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isLease, takeLease } from '../runtime/lease.ts';
import { type ConditionalWrite, connectionFailure, DriverFailure, type ObjectDriver, type WriteAnswer } from './object-driver.ts';
import type { ListedObject, ObjectBody } from './object-store.ts';

/** What is being written lies here until it is whole, outside of every folder that a reader may list. */
const OWN = '.highwater-objects';
const LEFT_AFTER_MS = 24 * 3_600_000;
const LOCK_WAIT_MS = 60_000;

/**
 * Objects as files below a directory, for one machine: a file appears whole, by a link to it (which fails where the name is taken), and is
 * replaced under a lock. A link or a rename has no answer that can be lost, so an object keeps no mark.
 */
export function directoryDriver(root: string): ObjectDriver {
  const path = (key: string): string => join(root, ...key.split('/'));
  let swept: Promise<void> | undefined;
  const write = async (
    key: string,
    { condition }: ConditionalWrite,
    fill: (part: string) => Promise<void>,
  ): Promise<WriteAnswer> => {
    swept ??= sweep(root);
    await swept;
    const part = join(root, OWN, randomUUID());
    await mkdir(dirname(part), { recursive: true });
    await mkdir(dirname(path(key)), { recursive: true });
    try {
      await fill(part);
      return 'tag' in condition ? await replace(root, part, path(key), condition.tag) : await place(part, path(key));
    } finally {
      await rm(part, { force: true });
    }
  };
  const driver: ObjectDriver = {
    address: root,
    largestWrite: 1024 * 1024,
    read: async (key, range) => readWhole(path(key), range),
    async look(key) {
      const found = await readWhole(path(key), null);
      if (found === null) return null;
      const { mtime } = await stat(path(key));
      return { key, bytes: found.body.length, tag: found.tag, modified: mtime, mark: '' };
    },
    list: async (prefix) => ({ objects: await listFiles(root, prefix), next: null }),
    write: async (key, body, options) => write(key, options, async (part) => writeFile(part, body, { flush: true })),
    writeFile: async (key, file, options) => write(key, options, async (part) => copy(file, part)),
    remove: async (key) => rm(path(key), { force: true }),
    close: () => undefined,
  };
  return translated(driver);
}

async function copy(file: string, part: string): Promise<void> {
  await copyFile(file, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await flush(part, 'r+');
}

async function place(part: string, target: string): Promise<WriteAnswer> {
  const tag = await tagOf(part);
  try {
    await link(part, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'not met';
    throw error;
  }
  await flushFolder(dirname(target));
  return { tag };
}

async function replace(root: string, part: string, target: string, expected: string): Promise<WriteAnswer> {
  const release = await lock(join(root, OWN, `${createHash('sha256').update(target).digest('hex').slice(0, 16)}.lock`));
  try {
    const current = await tagOf(target).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (current !== expected) return 'not met';
    const tag = await tagOf(part);
    await rename(part, target);
    await flushFolder(dirname(target));
    return { tag };
  } finally {
    await release();
  }
}

async function lock(path: string): Promise<() => Promise<void>> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const lease = await takeLease(path, { pid: process.pid, runId: '', since: new Date().toISOString() });
    if (isLease(lease)) return lease.release;
    if (Date.now() > deadline)
      throw new DriverFailure(`process ${lease.pid} has been writing there since ${lease.since}`, {
        problem: 'busy',
        transient: false,
      });
    await wait(10 + Math.random() * 20);
  }
}

async function tagOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const hash = createHash('sha256');
    for await (const chunk of handle.createReadStream({ highWaterMark: 1024 * 1024, autoClose: false }))
      hash.update(chunk as Buffer);
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

async function readWhole(file: string, range: { start: number; end: number } | null): Promise<ObjectBody | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)))) return null;
    throw error;
  }
  try {
    // One handle: the file may be replaced meanwhile.
    const all = await handle.readFile();
    const tag = createHash('sha256').update(all).digest('hex');
    return { body: range === null ? all : all.subarray(range.start, range.end), tag };
  } finally {
    await handle.close();
  }
}

async function listFiles(root: string, prefix: string): Promise<ListedObject[]> {
  const folder = join(root, ...prefix.split('/').slice(0, -1));
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)))) return [];
    throw error;
  });
  const objects: ListedObject[] = [];
  for (const entry of found) {
    const file = join(entry.parentPath, entry.name);
    const key = relative(root, file).split(sep).join('/');
    if (!entry.isFile() || key.startsWith(`${OWN}/`) || !key.startsWith(prefix)) continue;
    const facts = await stat(file).catch(() => null);
    if (facts !== null) objects.push({ key, bytes: facts.size, modified: facts.mtime });
  }
  return objects;
}

/** Removes what writers left that were killed. */
async function sweep(root: string): Promise<void> {
  const folder = join(root, OWN);
  for (const name of await readdir(folder).catch(() => [])) {
    const facts = await stat(join(folder, name)).catch(() => null);
    if (facts !== null && Date.now() - facts.mtimeMs > LEFT_AFTER_MS) await rm(join(folder, name), { force: true });
  }
}

async function flush(file: string, flags: string): Promise<void> {
  const handle = await open(file, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await flush(folder, 'r'); // can't be opened there
}

function codeOf(thrown: unknown): unknown {
  return (thrown as { code?: unknown } | null)?.code;
}

/** Every method's own errors, as the failures that the store understands. A local disk gets better by no second try. */
function translated(driver: ObjectDriver): ObjectDriver {
  const guard =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> =>
      method(...args).catch((error: unknown) => {
        if (error instanceof DriverFailure) throw error;
        throw localFailure(error);
      });
  const { read, look, list, write, writeFile: writeLarge, remove } = driver;
  return {
    ...driver,
    read: guard(read),
    look: guard(look),
    list: guard(list),
    write: guard(write),
    writeFile: guard(writeLarge),
    remove: guard(remove),
  };
}

function localFailure(error: unknown): DriverFailure {
  const code = String(codeOf(error));
  const { message, problem } = connectionFailure(error);
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return new DriverFailure(message, {
      problem: 'refused',
      transient: false,
      cause: error,
      hint: 'Check that this user may write to the directory, and that its file system has hard links.',
    });
  return new DriverFailure(message, {
    problem: problem === 'full' ? 'full' : 'other',
    transient: false,
    cause: error,
    hint: 'Check the directory and its permissions.',
  });
}
