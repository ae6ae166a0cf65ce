import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: every fault, each with a line of the table at the end. */
export default defineConfig({
  test: {
    name: 'faults',
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', 'test/faults/support/table-reporter.ts'],
    pool: 'forks',
    fileParallelism: false,
    maxConcurrency: 16, // faults of different accounts wait beside one another
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
