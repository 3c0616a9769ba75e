import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { generatorProfiles } from '../../../sim/workload/generator-profiles.ts';
import { ItemDraws } from '../../../sim/workload/item-draws.ts';
import {
  type LifetimeDistribution,
  logNormalMixture,
  quantileLifetimes,
} from '../../../sim/workload/lifetime-distribution.ts';

function sample(lifetimes: LifetimeDistribution, how: 'draw' | 'drawStanding', count = 20_000): number[] {
  const stream = new RandomStream(11, 'test');
  return Array.from({ length: count }, (_, i) => lifetimes[how](new ItemDraws(stream, i))).sort((a, b) => a - b);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const standardError = (values: readonly number[]) => {
  const m = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - m) ** 2)) / values.length);
};

const cases: [string, LifetimeDistribution][] = [
  [
    'a log-normal mixture',
    logNormalMixture([
      { weight: 3, medianSeconds: 600, sigma: 0.5 },
      { weight: 1, medianSeconds: 9000, sigma: 0.9 },
    ]),
  ],
  [
    'quantiles',
    quantileLifetimes([
      [0, 60],
      [0.5, 600],
      [0.9, 6000],
      [1, 60_000],
    ]),
  ],
];

describe.each(cases)('lifetimes by %s', (_, lifetimes) => {
  it('have the mean that is promised', () => {
    const values = sample(lifetimes, 'draw');
    expect(Math.abs(mean(values) - lifetimes.meanSeconds)).toBeLessThan(4 * standardError(values));
  });

  it('are met in a steady state in proportion to their length: the mean of 1/x is 1/mean', () => {
    // For the density x·f(x)/m, the expectation of 1/x is the integral of f(x)/m, which is 1/m.
    const inverse = sample(lifetimes, 'drawStanding').map((value) => 1 / value);
    expect(Math.abs(mean(inverse) - 1 / lifetimes.meanSeconds)).toBeLessThan(4 * standardError(inverse));
  });
});

describe('lifetimes by quantiles', () => {
  it('have these quantiles', () => {
    const values = sample(cases[1]![1], 'draw');
    for (const [p, seconds] of [
      [0.5, 600],
      [0.9, 6000],
    ] as const) {
      expect(values.filter((value) => value <= seconds).length / values.length).toBeCloseTo(p, 1);
    }
    expect(values[0]).toBeGreaterThanOrEqual(60);
    expect(values.at(-1)).toBeLessThanOrEqual(60_000);
  });

  it('may stay equal over a range', () => {
    const flat = quantileLifetimes([
      [0, 5],
      [1, 5],
    ]);
    expect(flat.meanSeconds).toBe(5);
    expect(sample(flat, 'drawStanding', 10)).toEqual(Array(10).fill(5));
  });
});

describe('the draws of one item', () => {
  it('depend on the item alone', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, item) => {
        const draws = () => {
          const one = new ItemDraws(new RandomStream(seed, 'x'), item);
          return [one.uniform(), one.normal(), one.uniform(), one.normal()];
        };
        expect(draws()).toEqual(draws());
      }),
    );
  });
});

describe.each(generatorProfiles)('the profile $name', (profile) => {
  it('has flavors whose weights are shares, quantiles that rise, and whole days and weeks', () => {
    const shares = profile.flavors.reduce((sum, flavor) => sum + flavor.weight, 0);
    expect(shares).toBeCloseTo(1, 2);
    expect(profile.lifetimes.every(([p, s], i, all) => i === 0 || (p > all[i - 1]![0] && s >= all[i - 1]![1]))).toBe(
      true,
    );
    expect([profile.daily.length, profile.weekly.length]).toEqual([24, 7]);
    expect(profile.source).not.toBe('');
  });
});
