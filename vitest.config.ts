import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks', // the native Temporal core has crashed in vitest's thread pool
    maxConcurrency: 24, // faults of different accounts wait beside one another
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{unit,replay}/**/*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          // Most of them wait most of the time, each with a database and a namespace of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          include: ['test/{integration,workflow}/**/*.test.ts'],
          globalSetup: ['test/kit/product/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          maxWorkers: 1, // each of them keeps both cores busy
          sequence: { groupOrder: 3 },
          include: [
            'test/system/**/*.test.ts',
            // The fast faults; npm run test:faults tries all, and prints their table.
            'test/conformance/**/*.test.ts',
            'test/faults/{submit,stream,rest,postgres,clock}.test.ts',
          ],
          globalSetup: ['test/kit/product/global-setup.ts'],
        },
      },
    ],
  },
});
