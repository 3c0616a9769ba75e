import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BootTimes } from '../../../sim/metrics/boot-times.ts';

function bootTimes(seconds: readonly number[]): BootTimes {
  const boots = new BootTimes();
  for (const each of seconds) boots.add(each);
  return boots;
}

describe('boot times', () => {
  it('have percentiles by nearest rank', () => {
    const boots = bootTimes([15, 20, 35, 40, 50]);
    expect([0.05, 0.3, 0.4, 0.5, 1].map((fraction) => boots.percentile(fraction))).toEqual([15, 20, 20, 35, 50]);
    expect(boots.mean()).toBe(32);
  });

  it('have a histogram that holds each of them once, where it belongs', () => {
    const seconds = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(seconds, (values) => {
        const { edges, counts } = bootTimes(values).histogram();
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(edges.length).toBe(counts.length + 1);
        const below = (edge: number) => values.filter((value) => value < edge).length;
        let seen = 0;
        for (let bin = 0; bin < counts.length - 1; bin++) {
          seen += counts[bin]!;
          // An edge itself may fall on either side by rounding; values here seldom are edges.
          expect(Math.abs(seen - below(edges[bin + 1]!))).toBeLessThanOrEqual(
            values.filter((value) => Math.abs(value / edges[bin + 1]! - 1) < 1e-9).length,
          );
        }
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 50) },
    );
  });
});
