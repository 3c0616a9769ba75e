import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runsOfShare } from '../../store/index.ts';

describe('the shares of a plan', () => {
  it('hold every run once, in the order of the plan, and differ by one run at most', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 400 }), (runs, of) => {
        const shares = Array.from({ length: of }, (_, i) => runsOfShare({ number: i + 1, of }, runs));
        expect(shares.flat()).toEqual(Array.from({ length: runs }, (_, i) => i));
        const sizes = shares.map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
