import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // `RECORD_NOVA=1` writes the recorded decisions anew, with an installed Nova; no test is run then.
    include: [process.env['RECORD_NOVA'] ? 'test/conformance/{nova,compute-api}/record.ts' : 'test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What a test waits for comes in milliseconds, or, on a machine that does much else, in seconds.
    expect: { poll: { timeout: 20_000, interval: 20 } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
