import { describe, expect, test } from 'vitest';
import { joinedHistogram } from '../../../reports/server/joined-histogram.ts';
import { meanRefusals } from '../../../reports/server/mean-refusals.ts';

describe('refusals of several runs', () => {
  const refusal = (code: string, instances: number) => ({
    stage: 'placement',
    by: 'placement',
    code,
    requests: instances / 2,
    instances,
  });

  test('are means over all runs, also over those that did not refuse for that reason', () => {
    const mean = meanRefusals([
      [refusal('no-room-vcpu', 8)],
      [refusal('no-room-vcpu', 4), refusal('no-room-ram', 20)],
      [],
    ]);
    expect(mean).toEqual([
      { ...refusal('no-room-ram', 20), requests: 10 / 3, instances: 20 / 3 },
      { ...refusal('no-room-vcpu', 8), requests: 2, instances: 4 },
    ]);
  });

  test('keep reasons apart that differ in stage or in who refused', () => {
    const one = refusal('x', 1);
    expect(meanRefusals([[one, { ...one, stage: 'filter' }, { ...one, by: 'RamFilter' }]])).toHaveLength(3);
  });
});

describe('histograms of several runs', () => {
  test('are added bin by bin, an infinite edge as null', () => {
    const edges = Float64Array.of(0, 10, 20, Infinity);
    const joined = joinedHistogram([
      { edges, counts: Float64Array.of(1, 2, 3) },
      { edges, counts: Float64Array.of(10, 0, 1) },
    ]);
    expect(joined).toEqual({ edges: [0, 10, 20, null], counts: [11, 2, 4] });
  });

  test('of no run are empty', () => {
    expect(joinedHistogram([])).toEqual({ edges: [], counts: [] });
  });
});
