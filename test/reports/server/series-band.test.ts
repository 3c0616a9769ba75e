import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seriesBand } from '../../../reports/server/series-band.ts';

describe('the band of several series', () => {
  test('has mean, least and greatest at each time', () => {
    const atSeconds = [0, 60];
    const band = seriesBand(
      [
        { atSeconds, values: [1, 4] },
        { atSeconds, values: [3, 4] },
      ],
      10,
    );
    expect(band).toEqual({ atSeconds: [0, 60], mean: [2, 4], low: [1, 4], high: [3, 4] });
  });

  test('has null where no series has a value', () => {
    const band = seriesBand([{ atSeconds: [0, 60, 120], values: [1, null, 5] }], 10);
    expect(band.mean).toEqual([1, null, 5]);
    expect(band.low[1]).toBeNull();
    expect(band.high[1]).toBeNull();
  });

  test('takes series of different times, each where it has a point', () => {
    const band = seriesBand(
      [
        { atSeconds: [0, 60], values: [1, 2] },
        { atSeconds: [60, 120], values: [4, 9] },
      ],
      10,
    );
    expect(band.atSeconds).toEqual([0, 60, 120]);
    expect(band.mean).toEqual([1, 3, 9]);
  });

  test('joins neighbours when there are more times than points, and keeps their extremes', () => {
    const band = seriesBand([{ atSeconds: [0, 1, 2, 3, 4], values: [1, 9, 2, 2, 7] }], 3);
    expect(band).toEqual({ atSeconds: [0, 2, 4], mean: [5, 2, 7], low: [1, 2, 7], high: [9, 2, 7] });
  });

  test('of nothing is empty', () => {
    expect(seriesBand([], 10)).toEqual({ atSeconds: [], mean: [], low: [], high: [] });
  });

  test('never has more points than asked for, and loses no extreme', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 70 }),
        (lists, points) => {
          const series = lists.map((list) => ({ atSeconds: list.map((_, index) => index * 10), values: list }));
          const band = seriesBand(series, points);
          expect(band.atSeconds.length).toBeLessThanOrEqual(points);
          expect(Math.min(...(band.low as number[]))).toBe(Math.min(...lists.flat()));
          expect(Math.max(...(band.high as number[]))).toBe(Math.max(...lists.flat()));
          for (const [index, mean] of band.mean.entries()) {
            expect(mean).toBeGreaterThanOrEqual(band.low[index]! - 1e-6);
            expect(mean).toBeLessThanOrEqual(band.high[index]! + 1e-6);
          }
        },
      ),
    );
  });
});
