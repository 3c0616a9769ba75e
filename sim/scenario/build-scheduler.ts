import { defaultWeighers, resolveOptions, type SchedulerOptions } from '../../core/index.ts';
import type { SchedulerSpec } from '../run/run-input.ts';
import { inputFile } from './input-files.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import type { InputFile } from './scenario.ts';

/** The options of a scenario in the core's shape: nova.conf's groups under the core's names. */
export function schedulerOptions(scheduler: ScenarioConfig['scheduler']): SchedulerOptions {
  const { options } = scheduler;
  return {
    nova: scheduler.nova,
    filterScheduler: options['filter_scheduler'] ?? {},
    metrics: options['metrics'] ?? {},
    scheduler: options['scheduler'] ?? {},
    compute: options['compute'] ?? {},
    topLevel: options['DEFAULT'] ?? {},
  };
}

/** Filters, weighers and attempts that the scenario does not name are those of its nova.conf options, or Nova's defaults. */
export function buildScheduler(scheduler: ScenarioConfig['scheduler'], inputs: readonly InputFile[]): SchedulerSpec {
  const options = schedulerOptions(scheduler);
  const resolved = resolveOptions(options);
  return {
    options,
    filters: scheduler.filters ?? resolved.filterScheduler.enabled_filters,
    weighers: scheduler.weighers ?? defaultWeighers(scheduler.nova),
    maxAttempts: scheduler.maxAttempts ?? resolved.scheduler.max_attempts,
    modules: scheduler.modules.map((path) => inputFile(inputs, path)),
    engine: scheduler.engine,
    allowResizeToSameHost: scheduler.allowResizeToSameHost,
  };
}
