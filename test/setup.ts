import fc from 'fast-check';

/** `FC_SEED` and `FC_RUNS` replay or lengthen every property test; a failure prints seed and path. */
fc.configureGlobal({
  verbose: fc.VerbosityLevel.Verbose,
  ...(process.env['FC_SEED'] ? { seed: Number(process.env['FC_SEED']) } : {}),
  ...(process.env['FC_RUNS'] ? { numRuns: Number(process.env['FC_RUNS']) } : {}),
});
