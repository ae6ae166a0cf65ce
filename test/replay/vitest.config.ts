import { defineConfig } from 'vitest/config';

/** `npm run histories:record`: writes the histories that test/replay/replay.test.ts replays. */
export default defineConfig({
  test: {
    include: ['test/replay/record.ts'],
    globalSetup: ['test/kit/product/global-setup.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
