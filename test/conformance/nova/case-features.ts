import type { DecidedCase, ScheduleCase } from '../../../core/index.ts';

/**
 * The branches that a case takes, as names: by which a recording is chosen that leaves none out.
 * Filters with each code, each error and its place, weighers by the shape of their values, and the
 * options, operators and kinds of request that occur.
 */
export function caseFeatures(given: ScheduleCase, { result, decision }: DecidedCase): Set<string> {
  const features = new Set<string>();
  const error = result.error;
  if (error !== null && error.type !== 'NoValidHost' && 'filter' in error) {
    features.add(`error ${error.type} in ${error.filter ?? error.weigher ?? error.stage}`);
  } else if (error !== null) features.add(`error ${error.type}`);
  for (const [group, options] of Object.entries(given.config ?? {})) {
    for (const [name, value] of Object.entries(options)) features.add(`[${group}] ${name} ${optionShape(value)}`);
  }
  for (const [key, value] of Object.entries(given.request.flavor?.extra_specs ?? {})) {
    features.add(`spec ${key.split(':').slice(0, 2).join(':')} ${String(value).split(' ')[0]}`);
  }
  for (const key of Object.keys(given.request)) features.add(`request ${key}`);
  for (const key of Object.keys(given.request.image?.properties ?? {})) features.add(`image ${key}`);
  for (const key of Object.keys(given.request.scheduler_hints ?? {})) features.add(`hint ${key}`);
  for (const { metadata } of given.aggregates ?? []) {
    for (const key of Object.keys(metadata ?? {})) features.add(`aggregate ${key}`);
  }
  decision?.rounds.forEach((round, i) => {
    features.add(`round ${i}${round.filtersSkipped ? ' without filters' : ''}`);
    for (const { name, codes = {}, left, entered } of round.stages) {
      features.add(`${name} ${left === 0 ? 'none' : left === entered ? 'all' : 'some'} left, round ${Math.min(i, 1)}`);
      for (const code of Object.keys(codes)) features.add(`${name} ${code}`);
    }
    for (const { weigher, raw, normalized, multiplier } of round.weighers ?? []) {
      features.add(`${weigher} ${normalized.some((value) => value !== 0) ? 'varied' : 'equal'}`);
      if (raw.some((value) => value < 0)) features.add(`${weigher} below 0`);
      if (new Set(multiplier).size > 1) features.add(`${weigher} by aggregate`);
      for (const value of multiplier) features.add(`${weigher} × ${Math.sign(value)}`);
    }
  });
  return features;
}

function optionShape(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : 'list';
  return typeof value === 'number' ? String(Math.sign(value)) : String(value);
}
