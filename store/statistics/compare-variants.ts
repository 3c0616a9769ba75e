import { invariant } from '../../core/index.ts';
import type { MetricDefinition } from '../metric-catalogue.ts';
import { holmAdjusted } from './holm.ts';
import { pairedDifference, type PairedDifference } from './paired-difference.ts';
import { describeVerdict } from './describe-verdict.ts';

/** The figures of one variant, one entry a seed. */
export interface VariantFigures {
  readonly name: string;
  readonly runs: readonly RunFigures[];
}

export interface RunFigures {
  readonly seed: number;
  readonly demandHash: string;
  /** By metric key; `null` where the figure is not defined. */
  readonly values: ReadonlyMap<string, number | null>;
}

/**
 * `better` and `worse`: the difference is past the 5 % level and the metric has a good direction;
 * `different`: it has none. `no interval`: one pair only, and its values differ.
 */
export type Effect = 'better' | 'worse' | 'different' | 'no difference seen' | 'identical' | 'no interval';

export interface MetricComparison extends PairedDifference {
  readonly metric: string;
  readonly title: string;
  readonly unit: string;
  readonly better: MetricDefinition['better'];
  /** Takes part in the verdict; its p-value is adjusted for the number of those that do. */
  readonly decides: boolean;
  /** Holm's, for metrics that decide and are not identical; otherwise `null`. */
  readonly adjustedP: number | null;
  readonly effect: Effect;
  /** Per pair, in the order of `Comparison.seeds`; `null` where not defined. */
  readonly baselineValues: readonly (number | null)[];
  readonly candidateValues: readonly (number | null)[];
}

export type Verdict = 'better' | 'worse' | 'trade-off' | 'no difference seen' | 'identical' | 'no verdict';

/** What the candidate does against the baseline, over the seeds that both have. JSON-safe. */
export interface Comparison {
  readonly baseline: string;
  readonly candidate: string;
  readonly seeds: readonly number[];
  /** Seeds that only one of the two has; they are left out. */
  readonly unpairedSeeds: readonly number[];
  /** In every pair, both met the same requests. */
  readonly sameDemand: boolean;
  readonly verdict: Verdict;
  /** The verdict in words, with the figures that made it. */
  readonly sentence: string;
  readonly metrics: readonly MetricComparison[];
}

/** Chance, over all metrics that decide, to call a difference where there is none. */
export const familyLevel = 0.05;

/**
 * Pairs two variants by seed. The verdict is taken over the metrics that decide (the catalogue's
 * choice, or `deciding`), each tested at the 5 % level with Holm's care for the number of those that
 * differ at all. The intervals and effects of the others are each for themselves: they inform.
 *
 * The variants have at least one seed in common.
 */
export function compareVariants(
  baseline: VariantFigures,
  candidate: VariantFigures,
  catalogue: readonly MetricDefinition[],
  deciding: ReadonlySet<string> = new Set(catalogue.filter((metric) => metric.decides).map((metric) => metric.key)),
): Comparison {
  const pairs = pairBySeed(baseline, candidate);
  invariant(pairs.length > 0, 'compared variants have a seed in common');
  const metrics = judge(
    catalogue.flatMap((metric) => compareMetric(metric, pairs, deciding.has(metric.key)) ?? []),
    pairs.length,
  );
  const seeds = pairs.map((pair) => pair.baseline.seed);
  const comparison = {
    baseline: baseline.name,
    candidate: candidate.name,
    seeds,
    unpairedSeeds: unpaired(baseline, candidate, new Set(seeds)),
    sameDemand: pairs.every((pair) => pair.baseline.demandHash === pair.candidate.demandHash),
    verdict: verdictOf(metrics, pairs.length),
    metrics,
  };
  return { ...comparison, sentence: describeVerdict(comparison) };
}

interface Pair {
  readonly baseline: RunFigures;
  readonly candidate: RunFigures;
}

type Unjudged = Omit<MetricComparison, 'effect' | 'adjustedP'>;

function pairBySeed(baseline: VariantFigures, candidate: VariantFigures): Pair[] {
  const bySeed = new Map(candidate.runs.map((run) => [run.seed, run]));
  return baseline.runs
    .flatMap((run) => {
      const other = bySeed.get(run.seed);
      return other ? [{ baseline: run, candidate: other }] : [];
    })
    .toSorted((a, b) => a.baseline.seed - b.baseline.seed);
}

function unpaired(baseline: VariantFigures, candidate: VariantFigures, paired: ReadonlySet<number>): number[] {
  const all = new Set([...baseline.runs, ...candidate.runs].map((run) => run.seed));
  return [...all].filter((seed) => !paired.has(seed)).toSorted((a, b) => a - b);
}

function compareMetric(metric: MetricDefinition, pairs: readonly Pair[], decides: boolean): Unjudged | undefined {
  const baselineValues = pairs.map((pair) => pair.baseline.values.get(metric.key) ?? null);
  const candidateValues = pairs.map((pair) => pair.candidate.values.get(metric.key) ?? null);
  const a: number[] = [];
  const b: number[] = [];
  for (const [i, value] of baselineValues.entries()) {
    const other = candidateValues[i] ?? null;
    if (value === null || other === null) continue;
    a.push(value);
    b.push(other);
  }
  if (a.length === 0) return undefined;
  const { key, title, unit, better } = metric;
  return { metric: key, title, unit, better, decides, ...pairedDifference(a, b), baselineValues, candidateValues };
}

function judge(metrics: readonly Unjudged[], pairs: number): MetricComparison[] {
  // A metric that is equal in every pair tests nothing, and does not count against the others.
  const family = metrics.filter((metric) => metric.decides && metric.pValue !== null && !metric.identical);
  const adjusted = holmAdjusted(family.map((metric) => metric.pValue ?? 1));
  const adjustedOf = new Map(family.map((metric, i) => [metric.metric, adjusted[i] ?? 1]));
  return metrics.map((metric) => {
    const adjustedP = adjustedOf.get(metric.metric) ?? null;
    return { ...metric, adjustedP, effect: effectOf(metric, adjustedP ?? metric.pValue, pairs) };
  });
}

function effectOf(metric: Unjudged, p: number | null, pairs: number): Effect {
  // Pairs in which one side is not defined are no proof of equality.
  if (metric.identical && metric.pairs === pairs) return 'identical';
  if (p === null) return 'no interval';
  if (p >= familyLevel) return 'no difference seen';
  if (metric.better === 'neither') return 'different';
  return metric.meanDifference > 0 === (metric.better === 'higher') ? 'better' : 'worse';
}

function verdictOf(metrics: readonly MetricComparison[], pairs: number): Verdict {
  if (metrics.every((metric) => metric.effect === 'identical')) return 'identical';
  if (pairs < 2) return 'no verdict';
  const effects = new Set(metrics.filter((metric) => metric.decides).map((metric) => metric.effect));
  if (effects.has('better')) return effects.has('worse') ? 'trade-off' : 'better';
  return effects.has('worse') ? 'worse' : 'no difference seen';
}
