import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from '../state-errors.ts';

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
    if (errorCode(error) !== 'EPERM') return false;
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
