import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Who holds a directory; the content of a lock file. */
export interface Holder extends ProcessIdentity {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

export interface Lease {
  /** False once it was released, or taken away by one who held this process for dead. */
  held(): Promise<boolean>;
  release(): Promise<void>;
}

/** How often the same lock must be met before it counts as held, not as another's attempt at the same moment. */
const SIGHTINGS = 3;
const ATTEMPTS = 200;

/**
 * Takes the lock `path` for a process, or says who holds it. The lock of a dead process counts for nothing.
 *
 * Node has no flock(), and one lock file can't be taken over from a dead process without a race. So every contender writes a
 * file of its own, `<path>.<uuid>`, and only then looks for others: of two, the one that wrote second must see the first, and gives
 * way. Names are never used twice, so removing a dead one's file can't hit a living one.
 */
export async function takeLease(path: string, who: { pid: number; runId: string; since: string }): Promise<Lease | Holder> {
  const content = JSON.stringify({ ...who, ...(await identify(who.pid)) } satisfies Holder);
  const sightings = new Map<string, number>();
  for (let attempt = 1; ; attempt++) {
    const own = `${path}.${randomUUID()}`;
    await writeFile(`${own}.part`, content, { mode: 0o600, flag: 'wx' });
    await rename(`${own}.part`, own);
    const other = await findLiving(path, own);
    if (other === null) return lease(own);
    await rm(own, { force: true });
    const seen = (sightings.get(other.file) ?? 0) + 1;
    if (seen >= SIGHTINGS || attempt >= ATTEMPTS) return other.holder;
    sightings.set(other.file, seen);
    await wait(5 + Math.random() * 20);
  }
}

export function isLease(result: Lease | Holder): result is Lease {
  return 'release' in result;
}

function lease(own: string): Lease {
  return {
    held: () =>
      stat(own).then(
        () => true,
        () => false,
      ),
    release: () => rm(own, { force: true }),
  };
}

/** Another's lock whose process lives; those of dead ones are removed. */
async function findLiving(path: string, own: string): Promise<{ file: string; holder: Holder } | null> {
  const directory = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(directory)) {
    const file = join(directory, name);
    if (!name.startsWith(prefix) || name.endsWith('.part') || file === own) continue;
    const holder = await readHolder(file);
    if (holder !== null && (await isAlive(holder))) return { file, holder };
    await rm(file, { force: true });
  }
  return null;
}

/** Null where it is gone, or damaged: it was renamed into place whole, so nobody is writing it just now. */
async function readHolder(file: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder> | null;
    return Number.isInteger(holder?.pid) && typeof holder?.started === 'string' ? (holder as Holder) : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A process for as long as it lives: the number alone is given out again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in this machine's own terms; '' where that can't be known. */
  readonly started: string;
}

export async function identify(pid: number): Promise<ProcessIdentity> {
  return { pid, started: await startOf(pid) };
}

/** True where the very process that was identified still runs; when in doubt, true. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it is there, under another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const started = await startOf(identity.pid);
  if (started === DEAD) return false;
  return started === '' || identity.started === '' || started === identity.started;
}

const DEAD = 'dead';

async function startOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return await startOnLinux(pid);
    if (process.platform === 'darwin') {
      return (await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim();
    }
  } catch {
    // Not there any more, or /proc is hidden from us: `kill` alone decides.
  }
  return '';
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: field 3 is the state, 22 the start in ticks after boot. */
async function startOnLinux(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Field 2 is the command's name in parentheses and may itself hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return DEAD;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()}/${fields[19]}`;
}

function codeOf(thrown: unknown): unknown {
  return (thrown as { code?: unknown } | null)?.code;
}
