import { defineConfig } from 'vitest/config';
import { MARKET_NAMES } from '../../simulator/names.js';

/** Each fault is tried on all of them; `FAULT_MARKETS=bybit-linear` is a shorter run. */
const { FAULT_MARKETS = 'spot,futures,bybit-spot,bybit-linear' } = process.env;
/** What every exchange must stand is tried on all of them. */
const ALL_MARKETS = process.env['FAULT_MARKETS'] ?? MARKET_NAMES.join(',');

/** `npm run test:faults`: every fault, each with a line of the table at the end. */
export default defineConfig({
  test: {
    name: 'faults',
    include: ['test/faults/**/*.test.ts'],
    env: { FAULT_MARKETS, ALL_MARKETS },
    globalSetup: ['test/kit/product/global-setup.ts', 'test/kit/faults/busy-global-setup.ts'],
    reporters: ['default', 'test/kit/tables/table-reporter.ts'],
    pool: 'forks',
    fileParallelism: false,
    maxConcurrency: 16, // faults of different accounts wait beside one another
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
