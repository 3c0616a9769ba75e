import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // `RECORD_NOVA=1` writes the recorded decisions anew, with an installed Nova; no test is run then.
    include: [process.env['RECORD_NOVA'] ? 'test/conformance/nova/record.ts' : 'test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
