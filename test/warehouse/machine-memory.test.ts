import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultMemoryMib, processMemoryMib } from '../../src/warehouse/duckdb/memory-limit.ts';

const GIB = 2 ** 30;

test.each<[string, Record<string, string>, number]>([
  ['no control group', {}, 16_384],
  ['v2 without a limit', { 'proc/self/cgroup': '0::/job\n', 'sys/fs/cgroup/job/memory.max': 'max\n' }, 16_384],
  ['v2 with a limit', { 'proc/self/cgroup': '0::/job\n', 'sys/fs/cgroup/job/memory.max': `${4 * GIB}\n` }, 4096],
  [
    'v2, the limit two groups above',
    {
      'proc/self/cgroup': '0::/slice/service/job\n',
      'sys/fs/cgroup/slice/service/job/memory.max': 'max\n',
      'sys/fs/cgroup/slice/memory.max': `${2 * GIB}\n`,
    },
    2048,
  ],
  [
    'v2, throttled before its limit',
    {
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.max': `${4 * GIB}\n`,
      'sys/fs/cgroup/memory.high': `${3 * GIB}\n`,
    },
    3072,
  ],
  [
    "v1 in a container, whose path is the host's",
    {
      'proc/self/cgroup': '5:cpu,cpuacct:/docker/1a\n4:memory:/docker/1a\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${GIB}\n`,
    },
    1024,
  ],
  [
    'v1 without a limit',
    { 'proc/self/cgroup': '4:memory:/\n', 'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n' },
    16_384,
  ],
])('memory of the process: %s', async (_what, files, expected) => {
  const root = await mkdtemp(join(tmpdir(), 'highwater-cgroup-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  expect(processMemoryMib(root, 16 * GIB)).toBe(expected);
  await rm(root, { recursive: true });
});

test.each([
  [512, 512],
  [2048, 512],
  [4096, 1536],
  [16_384, 7680],
])('of %i MiB DuckDB may take %i', (machine, share) => {
  expect(defaultMemoryMib(machine)).toBe(share);
});
