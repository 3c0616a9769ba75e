import jstat from 'jstat';

const { studentt } = jstat.jStat;

/** The value that |t| exceeds with probability `1 - confidence`; 12.706 for 0.95 and one degree of freedom. */
export function studentTQuantile(confidence: number, degreesOfFreedom: number): number {
  return studentt.inv(1 - (1 - confidence) / 2, degreesOfFreedom);
}

/** Probability of a |t| at least this large when there is no difference. */
export function studentTTwoSidedP(t: number, degreesOfFreedom: number): number {
  return Math.min(1, 2 * studentt.cdf(-Math.abs(t), degreesOfFreedom));
}
