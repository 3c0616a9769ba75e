import {
  type CloudState,
  createFastEngine,
  createReferenceEngine,
  type EngineConfig,
  findFilters,
  findWeighers,
  type SchedulerEngine,
} from '../../core/index.ts';
import { loadExtensions } from '../extensions/load-extensions.ts';
import type { WatchBoard } from '../extensions/watch-board.ts';
import type { RunInput, SchedulerSpec } from './run-input.ts';

/** Makes the engine of a run over its cloud. */
export type EngineFactory = (cloud: CloudState) => SchedulerEngine;

/** Engines by the name that a scenario gives them. */
const engines: Readonly<Record<SchedulerSpec['engine'], (cloud: CloudState, config: EngineConfig) => SchedulerEngine>> =
  {
    reference: createReferenceEngine,
    fast: createFastEngine,
  };

/**
 * Prepares the engine that a run asks for, with people's own filters and weighers. Throws
 * UnknownNameError for a filter or weigher that does not exist, InputError for a module that
 * cannot be used. On the board it is noted when code of theirs is entered and left.
 */
export async function prepareEngine(input: RunInput, board?: WatchBoard): Promise<EngineFactory> {
  const { scheduler, seed } = input;
  const own = await loadExtensions(scheduler.modules, board);
  const filters = findFilters(scheduler.filters, own.filters);
  const weighers = findWeighers(scheduler.weighers, scheduler.options.nova, own.weighers);
  const create = engineNamed(scheduler.engine);
  return (cloud) => create(cloud, { options: scheduler.options, filters, weighers, seed });
}

function engineNamed(name: SchedulerSpec['engine']): (typeof engines)[SchedulerSpec['engine']] {
  if (Object.hasOwn(engines, name)) return engines[name];
  throw new RangeError(`scheduler.engine: found "${name}", accepted is ${Object.keys(engines).join(', ')}`);
}
