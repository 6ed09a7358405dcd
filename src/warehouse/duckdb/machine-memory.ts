import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join, posix } from 'node:path';

const MIB = 2 ** 20;
// Node.js itself, the sources' buffers, and what DuckDB takes beside what it counts.
const OTHERS_MIB = 512;
/** The least that DuckDB gets. */
export const LEAST_MEMORY_MIB = 512;

/** DuckDB's share where `run.memory` does not say: half of what this process may have, less what Node.js and the sources need. */
export function defaultMemoryMib(memoryMib = processMemoryMib()): number {
  return Math.max(LEAST_MEMORY_MIB, Math.floor(memoryMib / 2) - OTHERS_MIB);
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
