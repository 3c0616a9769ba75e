import { didYouMean } from '../nearest-name.ts';
import type { SchedulerOptions } from '../scheduler/options.ts';
import {
  type ComputeOptions,
  type FilterSchedulerOptions,
  type MetricsOptions,
  optionCatalogue,
  type OptionGroup,
  optionsSince27,
  optionsUntil26,
  type PlacementQueryOptions,
  type TopLevelOptions,
} from './option-catalogue.ts';
import { OptionError } from './option-error.ts';

/** Compatibility level: `26` is Nova 26.2 (Zed), `2026.1` today's. */
export type NovaLevel = SchedulerOptions['nova'];

/** Options with every value converted and every default filled in. */
export interface ResolvedOptions {
  readonly nova: NovaLevel;
  readonly filterScheduler: FilterSchedulerOptions;
  readonly metrics: MetricsOptions;
  readonly scheduler: PlacementQueryOptions;
  readonly compute: ComputeOptions;
  readonly topLevel: TopLevelOptions;
}

/**
 * Converts options as oslo.config does and fills in the defaults of the compatibility level.
 * Throws OptionError for an unknown name (with the nearest one) or a value that is not accepted.
 */
export function resolveOptions(options: Partial<SchedulerOptions> = {}): ResolvedOptions {
  const nova = options.nova ?? '2026.1';
  return Object.freeze({
    nova,
    filterScheduler: resolveGroup<FilterSchedulerOptions>('filter_scheduler', options.filterScheduler, nova),
    metrics: resolveGroup<MetricsOptions>('metrics', options.metrics, nova),
    scheduler: resolveGroup<PlacementQueryOptions>('scheduler', options.scheduler, nova),
    compute: resolveGroup<ComputeOptions>('compute', options.compute, nova),
    topLevel: resolveGroup<TopLevelOptions>('DEFAULT', options.topLevel, nova),
  });
}

function resolveGroup<T>(group: OptionGroup, given: Readonly<Record<string, unknown>> = {}, nova: NovaLevel): T {
  const catalogue = optionCatalogue[group];
  const values: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(catalogue)) values[name] = type.default;
  for (const [name, value] of Object.entries(given)) {
    const type = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    if (type === undefined || !exists(name, nova)) throw unknown(group, name, nova);
    // oslo.config: no value at all unsets the option, whatever its type.
    values[name] = value === null ? undefined : type.convert(value);
    if (values[name] === undefined && value !== null && !isBlank(value))
      throw refused(group, name, value, type.accepts);
  }
  return Object.freeze(values) as T;
}

function exists(name: string, nova: NovaLevel): boolean {
  return !(nova === '26' ? optionsSince27 : optionsUntil26).includes(name);
}

/** oslo.config takes blank text for "no value" where it wants a number. */
function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

function unknown(group: OptionGroup, name: string, nova: NovaLevel): OptionError {
  const known = Object.keys(optionCatalogue[group]).filter((key) => exists(key, nova));
  return new OptionError('NoSuchOptError', group, name, `no such option in Nova ${nova}${didYouMean(name, known)}`);
}

function refused(group: OptionGroup, name: string, value: unknown, accepts: string): OptionError {
  return new OptionError('ValueError', group, name, `found ${JSON.stringify(value)}, accepted is ${accepts}`);
}
