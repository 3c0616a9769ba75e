import type { Comparison, MetricComparison } from './compare-variants.ts';
import { formatDifference, formatFigure } from './format-figure.ts';

/** One paragraph that a person can quote: who against whom, what decided, how sure, and what to mind. */
export function describeVerdict(comparison: Omit<Comparison, 'sentence'>): string {
  return [opening(comparison), ...reasons(comparison), ...warnings(comparison)].join(' ');
}

type Unsaid = Omit<Comparison, 'sentence'>;

function opening({ verdict, candidate, baseline, seeds }: Unsaid): string {
  const paired = `over ${seeds.length} paired seeds`;
  switch (verdict) {
    case 'better':
      return `${candidate} is better than ${baseline} ${paired}.`;
    case 'worse':
      return `${candidate} is worse than ${baseline} ${paired}.`;
    case 'trade-off':
      return `${candidate} against ${baseline} is a trade-off ${paired}.`;
    case 'no difference seen':
      return `No difference seen between ${candidate} and ${baseline} ${paired}.`;
    case 'identical':
      return `${candidate} and ${baseline} are identical in every metric (${seedCount(seeds)}).`;
    case 'no verdict':
      return `No verdict on ${candidate} against ${baseline}: with one seed no interval can be given. Run two or more.`;
  }
}

function seedCount(seeds: readonly number[]): string {
  return seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`;
}

function reasons({ metrics }: Unsaid): string[] {
  const clause = (effect: string, word: string) => {
    const list = metrics.filter((metric) => metric.decides && metric.effect === effect);
    return list.length === 0 ? [] : [`${word}: ${list.map(change).join('; ')}.`];
  };
  return [...clause('better', 'Better'), ...clause('worse', 'Worse')];
}

function change(metric: MetricComparison): string {
  const { title, unit, baselineMean, candidateMean, interval } = metric;
  const sure = interval
    ? ` (difference ${formatDifference(metric.meanDifference, unit)}, 95 % interval ${formatDifference(interval.low, unit)} to ${formatDifference(interval.high, unit)})`
    : '';
  const name = title.charAt(0).toLowerCase() + title.slice(1);
  return `${name} ${formatFigure(baselineMean, unit)} → ${formatFigure(candidateMean, unit)}${sure}`;
}

function warnings({ sameDemand, unpairedSeeds, metrics }: Unsaid): string[] {
  const out: string[] = [];
  if (!sameDemand) out.push('The two did not meet the same demand, so the differences are of the demand as well.');
  if (unpairedSeeds.length > 0)
    out.push(`Left out, because only one of them has it: seed ${unpairedSeeds.join(', ')}.`);
  if (metrics.every((metric) => !metric.decides)) out.push('None of the metrics that decide is in these results.');
  return out;
}
