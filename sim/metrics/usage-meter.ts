/** What the meter follows: each a step function of time. */
export const gauge = {
  running: 0,
  building: 1,
  vcpuAllocated: 2,
  ramAllocatedMib: 3,
  diskAllocatedGib: 4,
  hostsUsed: 5,
  vcpuInstalledInUsedHosts: 6,
  ramInstalledInUsedHostsMib: 7,
  vcpuRunning: 8,
  ramRunningMib: 9,
  diskRunningGib: 10,
  hostsDown: 11,
} as const;

export type Gauge = (typeof gauge)[keyof typeof gauge];

const gauges = Object.keys(gauge).length;

/**
 * Exact integrals and peaks of step functions over one window of time. Each value is weighed with
 * the time it was held, so a change that is undone at the same instant leaves no trace.
 */
export class UsageMeter {
  readonly values = new Float64Array(gauges);
  private readonly integrals = new Float64Array(gauges);
  private readonly peaks = new Float64Array(gauges);
  private readonly fromSeconds: number;
  private readonly toSeconds: number;
  private nowSeconds = 0;
  /** A value may be above its peak. */
  private mayPeak = true;

  constructor(fromSeconds: number, toSeconds: number) {
    this.fromSeconds = fromSeconds;
    this.toSeconds = toSeconds;
  }

  add(which: Gauge, change: number): void {
    this.values[which]! += change;
    if (change > 0) this.mayPeak = true;
  }

  /** Tells that the present values were held until `seconds`; call before changing them. */
  advance(seconds: number): void {
    const from = Math.max(this.nowSeconds, this.fromSeconds);
    const heldSeconds = Math.min(seconds, this.toSeconds) - from;
    this.nowSeconds = seconds;
    if (heldSeconds <= 0) return;
    const { values, integrals } = this;
    for (let i = 0; i < gauges; i++) integrals[i]! += values[i]! * heldSeconds;
    if (this.mayPeak) this.notePeaks();
  }

  /** Integral over the window so far, in the unit of the gauge times seconds. */
  integral(which: Gauge): number {
    return this.integrals[which]!;
  }

  /** Largest value that was held for any time in the window. */
  peak(which: Gauge): number {
    return this.peaks[which]!;
  }

  /** Mean over the whole window; 0 for a window without length. */
  mean(which: Gauge): number {
    const windowSeconds = this.toSeconds - this.fromSeconds;
    return windowSeconds > 0 ? this.integrals[which]! / windowSeconds : 0;
  }

  private notePeaks(): void {
    const { values, peaks } = this;
    this.mayPeak = false;
    for (let i = 0; i < gauges; i++) if (values[i]! > peaks[i]!) peaks[i] = values[i]!;
  }
}
