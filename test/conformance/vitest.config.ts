import { defineConfig } from 'vitest/config';

process.env['CONFORMANCE'] = 'all';

/** `npm run test:conformance`: every case on every exchange, and their table. */
export default defineConfig({
  test: {
    name: 'conformance',
    include: ['test/conformance/**/*.test.ts'],
    globalSetup: ['test/kit/product/global-setup.ts', 'test/kit/faults/busy-global-setup.ts'],
    reporters: ['default', 'test/kit/tables/table-reporter.ts'],
    pool: 'forks',
    fileParallelism: false,
    maxConcurrency: 16, // the exchanges are tried beside one another
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
