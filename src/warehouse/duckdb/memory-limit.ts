import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join, posix } from 'node:path';

// Memory touched for the first time is slow on virtual machines, and a full sync of any size does well with this.
const FIRST_MIB = 104;
// Few steps: with each, what was done so far is done again.
const STEP = 4;
const STEP_BEYOND = 2;
// While rows are deleted, DuckDB keeps 8 bytes for each row of the vectors (2,048 rows) that are touched, in memory that it can't spill.
const BYTES_PER_ROW_OF_DELETES = 8.25;
// What a merge of very many rows needs, and the checkpoint after it; `run.memory` can't be less.
const MANY_ROWS = 50_000;
const MANY_ROWS_MIB = 512;

/**
 * How much memory DuckDB may use now, in MiB: little at first, more for any statement that needs it, up to DuckDB's share. A statement that
 * DuckDB can't do within the share gets more, up to what the machine has, and gives it back: see docs/decisions/memory-beyond-the-share.md.
 */
export class Room {
  readonly #shareMib: number;
  readonly #firstMib: number;
  /** The most that a single statement gets. */
  readonly utmostMib: number;
  #limitMib: number;
  #threads: number;
  #beyondMib = 0;

  constructor(shareMib: number, threads: number, firstMib = FIRST_MIB, utmostMib = shareMib) {
    this.#shareMib = shareMib;
    this.utmostMib = Math.max(shareMib, utmostMib);
    this.#firstMib = Math.min(firstMib, shareMib);
    this.#limitMib = this.#firstMib;
    this.#threads = threads;
  }

  get limitMib(): number {
    return this.#limitMib;
  }

  get threads(): number {
    return this.#threads;
  }

  /** The share is used up, and the work is done by one thread: what is refused now has to be done in smaller pieces, or beyond the share. */
  get full(): boolean {
    return this.#limitMib >= this.#shareMib && this.#threads === 1;
  }

  /** The most that a statement had to be given above the share; 0 where the share was enough. */
  get beyondMib(): number {
    return this.#beyondMib;
  }

  /** Raises the limit by so much above the first one, as far as the share allows. Returns whether it is higher now. */
  besides(mib: number): boolean {
    return this.#atLeast(this.#firstMib + mib, this.#shareMib);
  }

  /** Raises the limit for a merge of so many rows: to be refused first would cost more than the memory. */
  forRows(rows: number): boolean {
    return rows >= MANY_ROWS && this.#atLeast(MANY_ROWS_MIB, this.#shareMib);
  }

  /** Whether rows scattered over a table of so many can be deleted within the share. */
  allowsDeletes(rows: number): boolean {
    return this.#firstMib + mibOfDeletes(rows) <= this.#shareMib;
  }

  /**
   * For work that was refused: more memory; at the share one thread, which needs half as much; then more than the share. False where there is
   * nothing more to give.
   */
  grow(): boolean {
    if (this.#atLeast(this.#limitMib * STEP, this.#shareMib)) return true;
    if (this.#threads === 1) return this.#atLeast(this.#limitMib * STEP_BEYOND, this.utmostMib);
    this.#threads = 1;
    return true;
  }

  /** As `grow`, in one step up to the share: for work that costs much to repeat. */
  growToShare(): boolean {
    return this.#atLeast(this.#shareMib, this.#shareMib) || this.grow();
  }

  /** The work that got more than the share is done. Returns whether the limit is lower now. */
  giveBack(): boolean {
    if (this.#limitMib <= this.#shareMib) return false;
    this.#limitMib = this.#shareMib;
    return true;
  }

  #atLeast(mib: number, most: number): boolean {
    const limit = Math.min(Math.ceil(mib), most);
    if (limit <= this.#limitMib) return false;
    this.#limitMib = limit;
    if (limit > this.#shareMib) this.#beyondMib = Math.max(this.#beyondMib, limit);
    return true;
  }
}

function mibOfDeletes(rows: number): number {
  return Math.ceil((rows * BYTES_PER_ROW_OF_DELETES) / 2 ** 20);
}

const MIB = 2 ** 20;
// Node.js itself, the sources' buffers, and what DuckDB takes beside what it counts.
const OTHERS_MIB = 512;
/** The least that DuckDB gets. */
const LEAST_MEMORY_MIB = 512;

/** DuckDB's share where `run.memory` does not say: half of what this process may have, less what Node.js and the sources need. */
export function defaultMemoryMib(memoryMib = processMemoryMib()): number {
  return Math.max(LEAST_MEMORY_MIB, Math.floor(memoryMib / 2) - OTHERS_MIB);
}

/** The most that one statement may take, where DuckDB can't do it within its share: all but what Node.js and the sources need. */
export function utmostMemoryMib(memoryMib = processMemoryMib()): number {
  return Math.max(LEAST_MEMORY_MIB, memoryMib - OTHERS_MIB);
}

/** What this process may have at most: the machine's memory, or the least that its control groups (containers, services) allow. */
export function processMemoryMib(root = '/', machineBytes = totalmem()): number {
  return Math.floor(Math.min(machineBytes, ...controlGroupLimits(root)) / MIB);
}

/**
 * A group's limit binds the groups below it, so all of them count up to the root.
 * v2: https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files; v1: https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
 */
function controlGroupLimits(root: string): number[] {
  const groups = (read(join(root, 'proc/self/cgroup')) ?? '').split('\n').flatMap((line) => {
    const [, id, controllers = '', path = ''] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (id === '0' && controllers === '') return [{ mount: 'sys/fs/cgroup', path, files: ['memory.max', 'memory.high'] }];
    if (controllers.split(',').includes('memory'))
      return [{ mount: 'sys/fs/cgroup/memory', path, files: ['memory.limit_in_bytes'] }];
    return [];
  });
  return groups.flatMap(({ mount, path, files }) =>
    upwards(path).flatMap((group) => files.flatMap((file) => bytes(read(join(root, mount, group, file))))),
  );
}

/** `/a/b`, `/a`, `/`. In a container the path may be the host's; then only the root is there, and it is the container's own. */
function upwards(path: string): string[] {
  const group = posix.normalize(`/${path}`);
  return group === '/' ? ['/'] : [group, ...upwards(dirname(group))];
}

/** None for `max`, and for a file that is not there. v1 writes a number beyond any machine where there is no limit. */
function bytes(text: string | null): number[] {
  return text !== null && /^[1-9]\d*\s*$/.test(text) ? [Number(text)] : [];
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // Not Linux, or no such group here.
  }
}

export interface DatabaseOptions {
  /** Memory and threads. What does not fit goes to `tempDirectory`. */
  readonly room: Room;
  readonly tempDirectory: string;
  readonly readOnly?: boolean;
  /** Awaited before each statement that may write into the file itself; those that only the log takes are left out. */
  readonly beforeWrite?: (() => Promise<void>) | undefined;
}

// Loads commit per partition; a checkpoint after each would write the same blocks again and again.
const CHECKPOINT_THRESHOLD = '1GiB';
/**
 * In how many places of a table a checkpoint joins row groups, up to four in each, to drop deleted rows. By default DuckDB writes much of a
 * table again once a tenth of it has changed: see docs/decisions/dead-rows-stay.md.
 */
export const SOME_ROW_GROUPS = 1;
/** DuckDB's own number. */
export const ALL_ROW_GROUPS = 100;
/** SQL for COMMITs that are checkpoints; the setting is the whole database's, so for one COMMIT at a time. */
export const CHECKPOINT_AT_COMMIT = "SET GLOBAL checkpoint_threshold = '1KiB'; SET GLOBAL auto_checkpoint_skip_wal_threshold = 0";
export const CHECKPOINT_SELDOM = `SET GLOBAL checkpoint_threshold = '${CHECKPOINT_THRESHOLD}'; SET GLOBAL auto_checkpoint_skip_wal_threshold = 100_000`;

/** DuckDB's settings for one database: https://duckdb.org/docs/stable/configuration/overview */
export function configOf({ room, tempDirectory, readOnly }: DatabaseOptions): Record<string, string> {
  return {
    threads: String(room.threads),
    memory_limit: `${room.utmostMib}MiB`,
    temp_directory: tempDirectory,
    // What is not in the npm package must not be fetched at run time.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    checkpoint_threshold: CHECKPOINT_THRESHOLD,
    max_vacuum_tasks: String(SOME_ROW_GROUPS),
    ...(readOnly ? { access_mode: 'READ_ONLY' } : {}),
  };
}
