import { describe, expect, test } from 'vitest';
import { acceptState, firstState } from '../../../reports/web/page/accept-state.ts';
import { verdictHeadline, verdictWarnings } from '../../../reports/web/page/verdict-words.ts';
import type {
  Effect,
  MetricComparisonData,
  ScenarioData,
  Verdict,
  VerdictData,
} from '../../../reports/web/report-data.ts';

const verdictOf = (verdict: Verdict): VerdictData => ({
  baseline: 'a',
  candidate: 'b',
  seeds: [1, 2],
  unpairedSeeds: [],
  sameDemand: true,
  verdict,
  sentence: '',
});

function metric(title: string, effect: Effect, decides = true): MetricComparisonData {
  const figures = {
    baselineMean: 1,
    candidateMean: 2,
    meanDifference: 1,
    interval: null,
    pValue: null,
    adjustedP: null,
  };
  const values = { pairs: 2, baselineValues: [1, 1], candidateValues: [2, 2] };
  return { metric: title, title, unit: 'count', better: 'lower', decides, effect, ...figures, ...values };
}

describe('the headline', () => {
  test('names what got better and what got worse, and only what decides', () => {
    const metrics = [
      metric('Boot time, median', 'better'),
      metric('RAM stranded', 'worse'),
      metric('Retries', 'worse', false),
    ];
    expect(verdictHeadline(verdictOf('trade-off'), metrics)).toBe(
      'b is better than a in boot time (median), and worse in RAM stranded.',
    );
  });

  test('joins three names', () => {
    const metrics = ['One', 'Two', 'Three'].map((title) => metric(title, 'better'));
    expect(verdictHeadline(verdictOf('better'), metrics)).toBe('b is better than a in one, two and three.');
  });

  test.each([
    ['no difference seen', /^No difference was seen between b and a/],
    ['identical', /identical figures/],
    ['no verdict', /may be chance\. Run more seeds/],
  ] as const)('says %s', (verdict, words) => {
    expect(verdictHeadline(verdictOf(verdict), [])).toMatch(words);
  });

  test('is followed by what a reader must know before quoting it', () => {
    expect(verdictWarnings(verdictOf('better'))).toEqual([]);
    const warnings = verdictWarnings({ ...verdictOf('better'), sameDemand: false, unpairedSeeds: [3, 4] });
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain('3, 4');
  });
});

describe('what the address asks for', () => {
  const variant = (name: string, seeds: readonly number[]) => ({ name, seeds, hosts: 1, durationSeconds: 1 });
  const scenario = (...variants: ScenarioData['variants']): ScenarioData => ({
    ...{ file: '', name: '', question: '', fileName: '', text: '', hash: '' },
    baseline: variants[0]?.name ?? null,
    variants,
  });
  const two = scenario(variant('a', [1, 2]), variant('b', [1, 2]));

  test('is the baseline against the first other variant when it asks for nothing', () => {
    expect(acceptState(firstState, two, [])).toMatchObject({ baseline: 'a', candidate: 'b', seed: null });
  });

  test('never compares a variant with itself', () => {
    expect(acceptState({ ...firstState, baseline: 'b', candidate: 'b' }, two, [])).toMatchObject({
      baseline: 'b',
      candidate: 'a',
    });
  });

  test('passes over variants and seeds that have no complete run', () => {
    const state = { ...firstState, candidate: 'c', seed: 9 };
    expect(acceptState(state, scenario(variant('a', [1]), variant('c', [])), [])).toMatchObject({
      baseline: 'a',
      candidate: null,
      seed: null,
    });
  });

  test('has nothing to show when no run is complete', () => {
    expect(acceptState(firstState, scenario(variant('a', [])), [])).toMatchObject({ baseline: null, candidate: null });
  });
});
