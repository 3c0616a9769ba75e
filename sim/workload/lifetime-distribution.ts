import { invariant } from '../../core/index.ts';
import type { ItemDraws } from './item-draws.ts';
import { WeightedChoice } from './weighted-choice.ts';

/** How long instances live, seconds. */
export interface LifetimeDistribution {
  readonly meanSeconds: number;
  /** Lifetime of an instance that was just asked for. */
  draw(draws: ItemDraws): number;
  /**
   * Lifetime of an instance found running at some moment of a steady state: density proportional to
   * x·f(x), because a long life is met more often (length-biased sampling).
   */
  drawStanding(draws: ItemDraws): number;
}

export interface LogNormalPart {
  readonly weight: number;
  readonly medianSeconds: number;
  /** Standard deviation of the natural logarithm. */
  readonly sigma: number;
}

/** A mixture of log-normal distributions: mean of a part median·exp(σ²/2), length-biased median·exp(σ²). */
export function logNormalMixture(parts: readonly LogNormalPart[]): LifetimeDistribution {
  const means = parts.map((part) => part.medianSeconds * Math.exp(part.sigma ** 2 / 2));
  const byNumber = new WeightedChoice(parts.map((part) => part.weight));
  const byTime = new WeightedChoice(parts.map((part, i) => part.weight * means[i]!));
  const totalWeight = parts.reduce((sum, part) => sum + part.weight, 0);
  return {
    meanSeconds: parts.reduce((sum, part, i) => sum + part.weight * means[i]!, 0) / totalWeight,
    draw(draws) {
      const { medianSeconds, sigma } = parts[byNumber.pick(draws.uniform())]!;
      return medianSeconds * Math.exp(sigma * draws.normal());
    },
    drawStanding(draws) {
      const { medianSeconds, sigma } = parts[byTime.pick(draws.uniform())]!;
      return medianSeconds * Math.exp(sigma ** 2 + sigma * draws.normal());
    },
  };
}

/** `[probability, seconds]`, ascending in both, from probability 0 to 1, seconds above 0. */
export type Quantile = readonly [number, number];

/**
 * Lifetimes by their quantiles, the logarithm of the lifetime linear in between.
 *
 * Within one segment from a to b, with r = b/a, the lifetime at the fraction t is a·r^t: its mean is
 * (b - a) / ln r, and the length-biased fraction for a uniform v is ln(1 + v(r - 1)) / ln r.
 */
export function quantileLifetimes(quantiles: readonly Quantile[]): LifetimeDistribution {
  invariant(quantiles[0]?.[0] === 0 && quantiles.at(-1)?.[0] === 1, 'quantiles go from 0 to 1');
  const segments = quantiles.slice(1).map(([p, to], i) => {
    const [before, from] = quantiles[i]!;
    const ratio = to / from;
    const mean = ratio === 1 ? from : (to - from) / Math.log(ratio);
    return { from, ratio, share: p - before, mean };
  });
  const byNumber = new WeightedChoice(segments.map((segment) => segment.share));
  const byTime = new WeightedChoice(segments.map((segment) => segment.share * segment.mean));
  return {
    meanSeconds: segments.reduce((sum, segment) => sum + segment.share * segment.mean, 0),
    draw(draws) {
      const { from, ratio } = segments[byNumber.pick(draws.uniform())]!;
      return from * ratio ** draws.uniform();
    },
    drawStanding(draws) {
      const { from, ratio } = segments[byTime.pick(draws.uniform())]!;
      const v = draws.uniform();
      return ratio === 1 ? from : from * (1 + v * (ratio - 1));
    },
  };
}
