import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Each file in a process of its own: native libraries, signals and process.env do not mix.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
