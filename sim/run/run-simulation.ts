import type { ResultRow, RunSummary } from '../../store/index.ts';
import { RowSink } from '../metrics/row-sink.ts';
import { prepareEngine } from './engine-factory.ts';
import type { RunInput } from './run-input.ts';
import { RunState } from './run-state.ts';
import { Simulation, type SimulationOptions } from './simulation.ts';

/**
 * Simulates one run and hands its rows to `emit` in chunks, in an order that depends on the input
 * only: samples (and decisions, when asked for) as time goes on; refusals, the boot histogram and
 * the figures of the run at the end. The arrays in the rows are the receiver's to keep.
 *
 * Equal inputs give equal rows and equal hashes. Throws UnknownNameError or InputError for a
 * filter, weigher or module that cannot be used, before anything is emitted; ExtensionError when
 * one of a person's own throws; InvariantError for a defect of the simulator.
 */
export async function runSimulation(
  input: RunInput,
  emit: (rows: readonly ResultRow[]) => void,
  options: SimulationOptions = {},
): Promise<RunSummary> {
  const makeEngine = await prepareEngine(input, options.board);
  const sink = new RowSink(emit);
  const run = new RunState(input, makeEngine, sink);
  const simulation = new Simulation(run, sink, options);
  simulation.play();
  return {
    decisionsHash: run.desk.finish(),
    metricsHash: sink.finish(),
    decisions: run.desk.decisions,
    events: simulation.events,
  };
}
