import { runSimulation } from '../run/run-simulation.ts';
import type { RunPlan } from '../scenario/plan-runs.ts';
import { resolveRun } from '../scenario/resolve-run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { createRunWorker } from './create-run-worker.ts';

/** What the worker threads of a sweep run: the simulator, one run a task. */
export default createRunWorker<Scenario, RunPlan>({
  resolve: resolveRun,
  simulate: (input, emit, onProgress, board) => runSimulation(input, emit, { onProgress, board }),
});
