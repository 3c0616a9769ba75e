import { runsOfShare, type ResultsWriter, type RunLockfile, type Share, type SweepPlan } from '../../store/index.ts';
import type { BuildIdentity } from './build-identity.ts';
import { SweepProgress, type Progress } from './sweep-progress.ts';
import type { FailureReason } from './worker-protocol.ts';
import { Workforce } from './workforce.ts';

export interface Sweep {
  /** Handed to the workers as it is: plain data. */
  readonly scenario: unknown;
  readonly plan: SweepPlan;
  /** What a worker gets for each run of the plan, by its number. */
  readonly tasks: readonly unknown[];
  readonly build: BuildIdentity;
  /** SHA-256 of each file that the scenario names, by its name there. */
  readonly inputs: RunLockfile['inputs'];
}

export interface SweepOptions {
  /** Worker threads, at least 1. */
  readonly workers: number;
  /** Does this part of the plan only; default all of it. */
  readonly share?: Share | undefined;
  /**
   * MiB that each worker may use for objects, and as many for typed arrays; default
   * `defaultWorkerMemoryMib`. A run that needs more fails.
   */
  readonly workerMemoryMib?: number | undefined;
  /** Stops the sweep; runs that are complete are kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Module that does the work of one run; default the simulator's. */
  readonly workerFile?: string | undefined;
  /** How long one call of an own filter or weigher may take; default `ASTROLABE_EXTENSION_SECONDS`, or 30 s. */
  readonly callLimitSeconds?: number | undefined;
}

export interface SweepOutcome {
  readonly completed: number;
  readonly failed: readonly FailedRun[];
  /** The signal came before every run was done. */
  readonly stopped: boolean;
}

export interface FailedRun {
  readonly run: number;
  readonly variant: string;
  readonly seed: number;
  readonly reason: FailureReason;
  readonly message: string;
}

/**
 * Runs what is not complete yet in a results file, one run a task. A worker that dies is replaced and
 * its run repeated once. A run in which an own filter or weigher never returns fails, and its worker is
 * replaced. A run that fails is recorded and the others go on; throws `InputError` when an
 * input cannot be used and `StoreError` when the results cannot be written, with the complete
 * runs kept.
 */
export async function runSweep(sweep: Sweep, writer: ResultsWriter, options: SweepOptions): Promise<SweepOutcome> {
  const { share = { number: 1, of: 1 } } = options;
  const waiting = await writer.remainingRuns(share);
  const total = waiting.length;
  const planned = runsOfShare(share, sweep.plan.runs.length).length;
  const progress = new SweepProgress(planned, planned - total, options.onProgress);
  const workforce = new Workforce(sweep, options, total);
  const failed: FailedRun[] = [];
  let completed = 0;
  const work = async () => {
    for (let run = waiting.shift(); run !== undefined && !workforce.stopped; run = waiting.shift()) {
      const failure = await workforce.execute(run, writer, progress);
      if (failure) failed.push(failure);
      else completed++;
    }
  };
  try {
    await Promise.all(Array.from({ length: workforce.size }, () => workforce.orStop(work())));
  } finally {
    progress.end();
    await workforce.dismiss();
  }
  const byRun = failed.toSorted((a, b) => a.run - b.run);
  return { completed, failed: byRun, stopped: completed + failed.length < total };
}
