import { stringify } from 'yaml';
import type { RealRun, StepName } from './real-run.ts';

/** Median and spread of a step, as a scenario's `controlPlane` has them. */
export interface StepTime {
  readonly medianSeconds: number;
  /** Standard deviation of the natural logarithm. */
  readonly sigma: number;
  readonly count: number;
}

export type Calibration = Readonly<Record<StepName, StepTime>>;

export function calibrationOf(steps: RealRun['steps']): Calibration {
  return Object.fromEntries(Object.entries(steps).map(([name, times]) => [name, stepTime(name, times)])) as Calibration;
}

/** A part of a scenario, in its own language: the section `controlPlane`. */
export function calibrationYaml(calibration: Calibration): string {
  const section = Object.entries(calibration).map(([name, { medianSeconds, sigma }]) => [
    name,
    { median: `${(medianSeconds * 1000).toFixed(3)}ms`, sigma: Number(sigma.toFixed(3)) },
  ]);
  return stringify({ controlPlane: Object.fromEntries(section) as Record<string, unknown> });
}

function stepTime(name: string, times: readonly number[]): StepTime {
  if (times.length === 0) throw new Error(`no server told how long its step "${name}" took`);
  const logs = times.map((ms) => Math.log(Math.max(ms, 0.001) / 1000)).sort((a, b) => a - b);
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length;
  const median = logs[Math.floor(logs.length / 2)]!;
  return { medianSeconds: Math.exp(median), sigma: Math.sqrt(variance), count: times.length };
}
