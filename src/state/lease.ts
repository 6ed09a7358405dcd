import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { errorCode } from './state-errors.ts';

/** Who holds a directory; the content of its lock file. */
export interface Holder extends ProcessIdentity {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

export interface Lease {
  /** False once it was released, or taken over by one who held this process for dead. */
  held(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path` for a process, or says who holds it. The lock of a dead process is taken over. Node has no
 * flock(); the file appears whole and exclusively by link(2), and is taken over by renaming it away, which only one can do.
 */
export async function takeLease(path: string, who: { pid: number; runId: string; since: string }): Promise<Lease | Holder> {
  // The nonce tells this lease from a later one of the same process.
  const content = JSON.stringify({ ...who, ...(await identify(who.pid)), nonce: randomUUID() } satisfies Holder & {
    nonce: string;
  });
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await createExclusively(path, content)) {
      const held = async () => (await readLease(path)) === content;
      return { held, release: async () => void ((await held()) && (await rm(path, { force: true }))) };
    }
    const found = await readLease(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder !== null && (await isAlive(holder))) return holder;
    await removeLease(path, found);
  }
  throw new Error(`${path} keeps changing hands`);
}

export function isLease(result: Lease | Holder): result is Lease {
  return 'release' in result;
}

async function createExclusively(path: string, content: string): Promise<boolean> {
  const candidate = `${path}.${randomUUID()}`;
  try {
    await writeFile(candidate, content, { mode: 0o600, flag: 'wx' });
    await link(candidate, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error))) throw error;
    return createWithoutLink(path, content);
  } finally {
    await rm(candidate, { force: true });
  }
}

/** For file systems without hard links (FAT, some network shares). */
async function createWithoutLink(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readLease(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(content: string): Holder | null {
  try {
    const holder = JSON.parse(content) as Partial<Holder>;
    return Number.isInteger(holder.pid) && typeof holder.started === 'string' ? (holder as Holder) : null;
  } catch {
    return null;
  }
}

/** Removes the lock that was seen, and no other that came in its place meanwhile. */
async function removeLease(path: string, seen: string): Promise<void> {
  const away = `${path}.${randomUUID()}`;
  try {
    await rename(path, away);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const taken = await readLease(away);
  if (taken !== null && taken !== seen) await createExclusively(path, taken);
  await rm(away, { force: true });
}
