import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planSweep, runSweep, type Scenario } from '../sim/index.ts';
import { ResultsReader, resultsHash, ResultsWriter } from '../store/index.ts';

/** What one sweep cost. */
export interface SweepRound {
  readonly workers: number;
  readonly runs: number;
  /** From the planned results file to the last run in it: threads started, inputs read, rows written. */
  readonly wallSeconds: number;
  /** Of the whole process, main thread and all workers. */
  readonly cpuSeconds: number;
  readonly resultsHash: string;
}

/** Runs a scenario into a results file that is gone afterwards. */
export async function measureSweep(scenario: Scenario, workers: number): Promise<SweepRound> {
  const folder = mkdtempSync(join(tmpdir(), 'astrolabe-bench-'));
  try {
    const sweep = planSweep(scenario);
    const file = join(folder, 'r.sqlite');
    const writer = await ResultsWriter.create(file, sweep.plan);
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    const { failed } = await runSweep(sweep, writer, { workers });
    const wallSeconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpuStart);
    await writer.close();
    if (failed.length > 0) throw new Error(`${failed.length} runs failed: ${failed[0]!.message}`);
    const runs = sweep.plan.runs.length;
    return {
      workers,
      runs,
      wallSeconds,
      cpuSeconds: (user + system) / 1e6,
      resultsHash: await ResultsReader.use(file, resultsHash),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
