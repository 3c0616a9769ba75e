import { describe, expect, it } from 'vitest';
import { compareVariants, metricCatalogue, type VariantFigures } from '../../../store/index.ts';

const refused = 'instances-refused-fraction';
const packing = 'packing-density-ram';

type Figures = Readonly<Record<string, readonly (number | null)[]>>;

function variant(name: string, figures: Figures, seeds = [1, 2, 3, 4, 5], demand = 'd'): VariantFigures {
  return {
    name,
    runs: seeds.map((seed, i) => ({
      seed,
      demandHash: `${demand}${seed}`,
      values: new Map(Object.entries(figures).map(([key, values]) => [key, values[i] ?? null])),
    })),
  };
}

const noisy = [0.1, 0.12, 0.11, 0.09, 0.1];
const lower = [0.05, 0.06, 0.06, 0.05, 0.04];
const same = { 'boot-seconds-p95': [30, 31, 30, 29, 30] };

function compare(baseline: Figures, candidate: Figures) {
  return compareVariants(variant('a', baseline), variant('b', candidate), metricCatalogue);
}

describe('a comparison of two variants', () => {
  it('calls the candidate better when a metric that decides moved its good way and none the other', () => {
    const comparison = compare({ [refused]: noisy, ...same }, { [refused]: lower, ...same });
    expect(comparison.verdict).toBe('better');
    expect(comparison.sentence).toMatch(
      /^b is better than a over 5 paired seeds\. Better: share of instances refused 10\.4 % → 5\.2 % \(difference −5\.2 pp, 95 % interval −.* pp to −.* pp\)\.$/,
    );
    const effects = Object.fromEntries(comparison.metrics.map((metric) => [metric.metric, metric.effect]));
    expect(effects).toEqual({ [refused]: 'better', 'boot-seconds-p95': 'identical' });
  });

  it('calls it worse the other way round', () => {
    expect(compare({ [refused]: lower }, { [refused]: noisy })).toMatchObject({ verdict: 'worse' });
  });

  it('calls it a trade-off when one got better and another worse', () => {
    const comparison = compare({ [refused]: noisy, [packing]: noisy }, { [refused]: lower, [packing]: lower });
    expect(comparison.verdict).toBe('trade-off');
    expect(comparison.sentence).toMatch(
      /trade-off .* Better: share of instances refused .* Worse: packing density, RAM/,
    );
  });

  it('sees no difference in noise', () => {
    const shuffled = [0.12, 0.1, 0.1, 0.11, 0.09];
    expect(compare({ [refused]: noisy }, { [refused]: shuffled })).toMatchObject({ verdict: 'no difference seen' });
  });

  it('says identical when every figure is', () => {
    const comparison = compare({ [refused]: noisy }, { [refused]: noisy });
    expect(comparison).toMatchObject({
      verdict: 'identical',
      sentence: expect.stringMatching(/identical in every metric/),
    });
  });

  it('says that one seed gives no interval', () => {
    const comparison = compareVariants(
      variant('a', { [refused]: noisy }, [1]),
      variant('b', { [refused]: lower }, [1]),
      metricCatalogue,
    );
    expect(comparison.verdict).toBe('no verdict');
    expect(comparison.sentence).toMatch(/with one seed no interval can be given/);
    expect(comparison.metrics[0]).toMatchObject({ effect: 'no interval', interval: null });
  });

  it('takes more to convince it when more metrics decide', () => {
    // p = 0.035 alone; with a second metric that decides, Holm doubles it.
    const drift = [0.11, 0.14, 0.13, 0.09, 0.13];
    const noise = { 'boot-seconds-p95': [30, 31, 30, 29, 30] };
    const noise2 = { 'boot-seconds-p95': [31, 30, 29, 30, 30] };
    expect(compare({ [refused]: noisy }, { [refused]: drift }).verdict).toBe('worse');
    expect(compare({ [refused]: noisy, ...noise }, { [refused]: drift, ...noise2 }).verdict).toBe('no difference seen');
  });

  it('takes the verdict over the metrics that the caller names', () => {
    const figures = (values: number[]) => ({ [refused]: noisy, 'hosts-used-mean': values });
    const args = [
      variant('a', figures([5, 6, 5, 6, 5])),
      variant('b', figures([3, 4, 3, 3, 3])),
      metricCatalogue,
    ] as const;
    expect(compareVariants(...args).verdict).toBe('no difference seen');
    expect(compareVariants(...args, new Set(['hosts-used-mean'])).verdict).toBe('better');
  });

  it('gives metrics without a good direction an effect but no say', () => {
    const comparison = compare(
      { [refused]: noisy, deletions: [1, 2, 3, 4, 5] },
      { [refused]: noisy, deletions: [9, 9, 9, 9, 9] },
    );
    expect(comparison.metrics.find((metric) => metric.metric === 'deletions')!.effect).toBe('different');
    expect(comparison.verdict).toBe('no difference seen');
  });

  it('pairs by seed, and names the seeds without a partner', () => {
    const comparison = compareVariants(
      variant('a', { [refused]: noisy }, [3, 1, 2]),
      variant('b', { [refused]: lower }, [2, 3, 7]),
      metricCatalogue,
    );
    expect(comparison).toMatchObject({ seeds: [2, 3], unpairedSeeds: [1, 7] });
    expect(comparison.metrics[0]).toMatchObject({ baselineValues: [0.11, 0.1], candidateValues: [0.05, 0.06] });
    expect(comparison.sentence).toMatch(/seed 1, 7/);
  });

  it('warns when the two did not meet the same demand', () => {
    const other = variant('b', { [refused]: lower }, [1, 2, 3, 4, 5], 'other');
    const comparison = compareVariants(variant('a', { [refused]: noisy }), other, metricCatalogue);
    expect(comparison.sameDemand).toBe(false);
    expect(comparison.sentence).toMatch(/did not meet the same demand/);
  });

  it('leaves out pairs in which a figure is not defined', () => {
    const comparison = compare({ [refused]: noisy }, { [refused]: [0.05, null, 0.06, 0.05, 0.04] });
    expect(comparison.metrics[0]).toMatchObject({ pairs: 4, candidateValues: [0.05, null, 0.06, 0.05, 0.04] });
  });
});
