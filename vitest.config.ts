import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Each file in a process of its own: native libraries, signals and process.env do not mix.
    pool: 'forks',
    // Vitest leaves one core alone; on two cores that would be one worker, which waits for servers and processes half of the time.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
