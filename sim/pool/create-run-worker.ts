import type { ResultRow, RunSummary } from '../../store/index.ts';
import { InputError } from '../input-error.ts';
import { WatchBoard } from '../extensions/watch-board.ts';
import type { RunInput } from '../run/run-input.ts';
import { demandHash } from './demand-hash.ts';
import { describeRun } from './describe-run.ts';
import { RowOutbox } from './row-outbox.ts';
import { ArraysTooLarge, checkArrays } from './worker-memory.ts';
import { progressSlot, type WorkerOutcome, type WorkerTask } from './worker-protocol.ts';

/** The two steps of a run. */
export interface RunSteps<Scenario, Plan> {
  resolve(scenario: Scenario, plan: Plan): RunInput | Promise<RunInput>;
  /** `onProgress` takes the share of the run that is done, 0 to 1; calls of own code go on the board. */
  simulate(
    input: RunInput,
    emit: (rows: readonly ResultRow[]) => void,
    onProgress: (fraction: number) => void,
    board: WatchBoard,
  ): RunSummary | Promise<RunSummary>;
}

/**
 * Makes the function that a worker thread calls for each task. It never throws: what goes wrong in
 * a run is an outcome, so that a rejection means a worker that died.
 */
export function createRunWorker<Scenario, Plan>(
  steps: RunSteps<Scenario, Plan>,
): (task: WorkerTask<Scenario, Plan>) => Promise<WorkerOutcome> {
  return async (task) => {
    try {
      return await work(task, steps);
    } catch (error) {
      return asOutcome(error);
    } finally {
      task.port.close();
    }
  };
}

async function work<Scenario, Plan>(
  task: WorkerTask<Scenario, Plan>,
  steps: RunSteps<Scenario, Plan>,
): Promise<WorkerOutcome> {
  const input = await steps.resolve(task.scenario, task.plan);
  checkArrays();
  const outbox = new RowOutbox(task.port, task.control);
  outbox.post({
    type: 'begin',
    description: describeRun(input),
    demandHash: demandHash(input.workload, input.batchesAreRequests),
  });
  const summary = await steps.simulate(
    input,
    (rows) => outbox.add(rows),
    (fraction) => {
      checkArrays();
      Atomics.store(task.control, progressSlot, Math.round(fraction * 1e6));
    },
    new WatchBoard(task.board),
  );
  outbox.flush();
  return { type: 'finished', summary, messages: outbox.messages };
}

function asOutcome(error: unknown): WorkerOutcome {
  if (error instanceof InputError) return { type: 'bad-input', problems: error.problems };
  if (process.env['ASTROLABE_DEBUG']) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  const reason = error instanceof ArraysTooLarge ? 'out-of-memory' : 'error';
  return { type: 'failed', reason, message: error instanceof Error ? error.message : String(error) };
}
