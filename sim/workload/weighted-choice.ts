import { invariant } from '../../core/index.ts';

/** Draws indexes with probability proportional to weights, by bisection of their running sum. */
export class WeightedChoice {
  private readonly cumulative: Float64Array;

  /** Weights are not negative and not all 0. */
  constructor(weights: ArrayLike<number>) {
    this.cumulative = new Float64Array(weights.length);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) this.cumulative[i] = sum += weights[i]!;
    invariant(sum > 0 && Number.isFinite(sum), `weights add up to ${sum}`);
  }

  /** Index for a uniform number in [0, 1). */
  pick(uniform: number): number {
    const { cumulative } = this;
    const target = uniform * cumulative.at(-1)!;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
