import {
  type Cloud,
  createReferenceEngine,
  findFilters,
  findWeighers,
  type SchedulerEngine,
} from '../../core/index.ts';
import { loadExtensions } from './load-extensions.ts';
import type { RunInput, SchedulerSpec } from './run-input.ts';

/** Makes the engine of a run over its cloud. */
export type EngineFactory = (cloud: Cloud) => SchedulerEngine;

/** Engines by the name that a scenario gives them. */
const engines = { reference: createReferenceEngine } as const;

/**
 * Prepares the engine that a run asks for, with people's own filters and weighers. Throws
 * UnknownNameError for a filter or weigher that does not exist, InputError for a module that
 * cannot be used.
 */
export async function prepareEngine(input: RunInput): Promise<EngineFactory> {
  const { scheduler, seed } = input;
  const own = await loadExtensions(scheduler.modules);
  const filters = findFilters(scheduler.filters, own.filters);
  const weighers = findWeighers(scheduler.weighers, scheduler.options.nova, own.weighers);
  const create = engineNamed(scheduler.engine);
  return (cloud) => create(cloud, { options: scheduler.options, filters, weighers, seed });
}

function engineNamed(name: SchedulerSpec['engine']): typeof createReferenceEngine {
  if (Object.hasOwn(engines, name)) return engines[name as keyof typeof engines];
  throw new RangeError(`scheduler.engine: found "${name}", accepted is ${Object.keys(engines).join(', ')}`);
}
