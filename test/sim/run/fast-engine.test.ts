import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunInput } from '../../../sim/index.ts';
import { observeRun } from './observe-run.ts';
import { randomRun } from './random-run.ts';

function withEngine(input: RunInput, engine: RunInput['scheduler']['engine']): RunInput {
  return { ...input, scheduler: { ...input.scheduler, engine } };
}

describe('a run with the fast engine', () => {
  it('writes the same rows and has the same hashes as with the reference engine', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (input) => {
        const reference = await observeRun(withEngine(input, 'reference'), 0);
        const fast = await observeRun(withEngine(input, 'fast'), 0);
        expect(fast.summary.decisionsHash).toBe(reference.summary.decisionsHash);
        expect(fast.summary.metricsHash).toBe(reference.summary.metricsHash);
        expect(fast.rows).toEqual(reference.rows);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 60) },
    );
  });
});
