import { describe, expect, it } from 'vitest';
import { studentTQuantile, studentTTwoSidedP } from '../../../store/statistics/student-t.ts';

describe("Student's t", () => {
  // Two-sided critical values as printed in NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
  it.each([
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 4, 2.776],
    [0.95, 9, 2.262],
    [0.95, 29, 2.045],
    [0.95, 100, 1.984],
    [0.99, 3, 5.841],
    [0.9, 5, 2.015],
  ])('has the printed value for %f and %i degrees of freedom', (confidence, degrees, printed) => {
    expect(studentTQuantile(confidence, degrees)).toBeCloseTo(printed, 3);
  });

  it('agrees with the closed forms for one and two degrees of freedom', () => {
    for (const t of [0.1, 1, 3, 40, 1e4]) {
      expect(studentTTwoSidedP(t, 1) / (1 - (2 / Math.PI) * Math.atan(t))).toBeCloseTo(1, 6);
      expect(studentTTwoSidedP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 9);
    }
  });

  it('gives a p-value of one level less the confidence at the quantile', () => {
    for (const degrees of [1, 3, 12, 60]) {
      expect(studentTTwoSidedP(studentTQuantile(0.95, degrees), degrees)).toBeCloseTo(0.05, 7);
    }
  });
});
