import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectRank } from '../../../sim/metrics/select-rank.ts';

describe('selecting a rank', () => {
  it('finds what sorting would put there, among many equal values too', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.nat(), (values, seed) => {
        const sorted = Float64Array.from(values).sort();
        const moved = Float64Array.from([...values, -1]);
        const rank = seed % values.length;
        expect(plain(selectRank(moved, values.length, rank))).toBe(plain(sorted[rank]!));
        expect(moved.slice(0, values.length).sort().map(plain)).toEqual(sorted.map(plain));
        expect(moved[values.length]).toBe(-1);
      }),
    );
  });
});

/** The order of 0 and -0 is nobody's concern. */
function plain(value: number): number {
  return value + 0;
}
