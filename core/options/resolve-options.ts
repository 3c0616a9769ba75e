import { didYouMean } from '../nearest-name.ts';
import type { VersionGrammar } from '../python/version-predicate.ts';
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
import type { OptionType } from './option-type.ts';

/** Compatibility level: `26` is Nova 26.2 (Zed), `2026.1` today's. */
export type NovaLevel = SchedulerOptions['nova'];

/** How Nova of that level reads version comparisons: oslo.utils took over from distutils in 31. */
export function versionGrammar(nova: NovaLevel): VersionGrammar {
  return nova === '26' ? 'strict' : 'lax';
}

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
    filterScheduler: resolveGroup('filter_scheduler', options.filterScheduler, nova) as FilterSchedulerOptions,
    metrics: resolveGroup('metrics', options.metrics, nova) as MetricsOptions,
    scheduler: resolveGroup('scheduler', options.scheduler, nova) as PlacementQueryOptions,
    compute: resolveGroup('compute', options.compute, nova) as ComputeOptions,
    topLevel: resolveGroup('DEFAULT', options.topLevel, nova) as TopLevelOptions,
  });
}

function resolveGroup(group: OptionGroup, given: Readonly<Record<string, unknown>> = {}, nova: NovaLevel): object {
  const catalogue = optionCatalogue[group];
  const values: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(catalogue)) values[name] = type.default;
  for (const [name, value] of Object.entries(given)) {
    const type = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    if (type === undefined || !exists(name, nova)) throw unknown(group, name, nova);
    values[name] = value === null ? type.unset : type.convert(value);
    if (values[name] === undefined && !(value === null && type.default === undefined)) {
      throw refused(group, name, value, type);
    }
  }
  return Object.freeze(values);
}

function exists(name: string, nova: NovaLevel): boolean {
  return !(nova === '26' ? optionsSince27 : optionsUntil26).includes(name);
}

function unknown(group: OptionGroup, name: string, nova: NovaLevel): OptionError {
  const known = Object.keys(optionCatalogue[group]).filter((key) => exists(key, nova));
  return new OptionError('NoSuchOptError', group, name, `no such option in Nova ${nova}${didYouMean(name, known)}`);
}

function refused(group: OptionGroup, name: string, value: unknown, type: OptionType<unknown>): OptionError {
  const errorType = typeof value === 'string' || isNumberFor(value, type) ? 'ValueError' : type.wrongType;
  return new OptionError(errorType, group, name, `found ${JSON.stringify(value)}, accepted is ${type.accepts}`);
}

/** A number, or true and false, is a value for an option of numbers: out of its range, not of the wrong type. */
function isNumberFor(value: unknown, type: OptionType<unknown>): boolean {
  return type.wrongType === 'TypeError' && (typeof value === 'number' || typeof value === 'boolean');
}
