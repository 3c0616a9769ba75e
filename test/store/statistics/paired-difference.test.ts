import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../../store/statistics/paired-difference.ts';

describe('a paired difference', () => {
  it("agrees with a worked example: Student's sleep data", () => {
    // Student (1908), Biometrika 6, 20: mean difference 1.58, t = 4.0621 with 9 degrees of freedom,
    // p = 0.002833, interval 0.7001 to 2.4599; as R's t.test(sleep, paired) prints them.
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const result = pairedDifference(first, second);
    expect(result.pairs).toBe(10);
    expect(result.meanDifference).toBeCloseTo(1.58, 12);
    expect(result.pValue).toBeCloseTo(0.002833, 6);
    expect(result.interval!.low).toBeCloseTo(0.7001142, 6);
    expect(result.interval!.high).toBeCloseTo(2.4598858, 6);
    expect(result.identical).toBe(false);
  });

  it('has no interval with one pair', () => {
    expect(pairedDifference([1], [3])).toMatchObject({ meanDifference: 2, interval: null, pValue: null });
  });

  it('is identical when every pair is equal but for rounding', () => {
    expect(pairedDifference([0.1 + 0.2, 5], [0.3, 5])).toMatchObject({ identical: true, meanDifference: 0, pValue: 1 });
  });

  it('is certain when every pair differs by the same', () => {
    expect(pairedDifference([1, 2, 3], [2, 3, 4])).toMatchObject({ interval: { low: 1, high: 1 }, pValue: 0 });
  });

  it('changes its sign, and nothing else, when the two are swapped', () => {
    const value = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 12 }), (pairs) => {
        const a = pairs.map((pair) => pair[0]);
        const b = pairs.map((pair) => pair[1]);
        const there = pairedDifference(a, b);
        const back = pairedDifference(b, a);
        expect(back.meanDifference).toBeCloseTo(-there.meanDifference, 9);
        expect(back.interval!.low).toBeCloseTo(-there.interval!.high, 6);
        expect(back.pValue).toBeCloseTo(there.pValue!, 9);
      }),
    );
  });
});
