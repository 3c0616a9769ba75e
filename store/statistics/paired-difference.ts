import { studentTQuantile, studentTTwoSidedP } from './student-t.ts';

/** What pairs of values, equal in everything but the variant, say of the difference. */
export interface PairedDifference {
  readonly pairs: number;
  readonly baselineMean: number;
  readonly candidateMean: number;
  /** Mean of candidate - baseline. */
  readonly meanDifference: number;
  /** 95 % interval of the mean difference by Student's t; `null` with fewer than two pairs. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Two-sided p-value of no difference; `null` with fewer than two pairs. */
  readonly pValue: number | null;
  /** Every pair is equal. */
  readonly identical: boolean;
}

export const confidence = 0.95;

/**
 * Compares values pair by pair. The interval assumes that the differences are about normal, which
 * means over whole runs are. `baseline` and `candidate` have equal, positive length.
 */
export function pairedDifference(baseline: readonly number[], candidate: readonly number[]): PairedDifference {
  const pairs = baseline.length;
  const differences = baseline.map((value, i) => difference(value, candidate[i]!));
  const meanDifference = mean(differences);
  const base = {
    pairs,
    baselineMean: mean(baseline),
    candidateMean: mean(candidate),
    meanDifference,
    identical: differences.every((value) => value === 0),
  };
  if (pairs < 2) return { ...base, interval: null, pValue: null };
  const standardError = Math.sqrt(variance(differences, meanDifference) / pairs);
  const half = studentTQuantile(confidence, pairs - 1) * standardError;
  const interval = { low: meanDifference - half, high: meanDifference + half };
  return { ...base, interval, pValue: pValue(meanDifference, standardError, pairs - 1) };
}

/** Sums taken in another order differ in their last bits; that is no difference. */
const roundingShare = 1e-12;

function difference(baseline: number, candidate: number): number {
  const value = candidate - baseline;
  return Math.abs(value) <= roundingShare * Math.max(Math.abs(baseline), Math.abs(candidate)) ? 0 : value;
}

function pValue(meanDifference: number, standardError: number, degreesOfFreedom: number): number {
  if (standardError > 0) return studentTTwoSidedP(meanDifference / standardError, degreesOfFreedom);
  return meanDifference === 0 ? 1 : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[], around: number): number {
  return values.reduce((sum, value) => sum + (value - around) ** 2, 0) / (values.length - 1);
}
