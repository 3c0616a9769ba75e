import { type Flavor, RandomStream } from '../../core/index.ts';
import { buildWorkload } from './build-workload.ts';
import type { Trace, TraceFlavor } from './trace.ts';
import type { Workload } from './workload.ts';

export interface ReplaySpec {
  /** Part of the trace that is replayed, seconds of its columns; its start becomes second 0. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Arrival times are multiplied by this: 0.5 brings the same instances in half the time. */
  readonly timeScale: number;
  readonly lifetimeScale: number;
  /** Probability that a batch takes part. */
  readonly share: number;
  /** Instances that arrived before the window and still live at its start arrive at second 0. */
  readonly carryOver: boolean;
  /** Instances that were still running when the recording ended: never deleted, or deleted at the age they had. */
  readonly censored: 'keep' | 'age';
  /** Nova's flavor for one of the trace. */
  readonly flavorOf: (recorded: TraceFlavor) => Flavor;
  /** Nothing arrives at or after this second of the run. */
  readonly durationSeconds: number;
  /** Index in the scenario's images by the name in the trace. */
  readonly imageIndex: (name: string) => number;
}

/**
 * Replays a trace. What the trace leaves open is drawn by (seed, stream, row): a lifetime known only
 * by its bounds is uniform between them, and a thinned trace keeps the same batches for a seed.
 */
export function workloadFromTrace(trace: Trace, spec: ReplaySpec, seed: number): Workload {
  const lifetimes = drawLifetimes(trace, seed, spec.censored);
  const rows = rowsWithin(trace, lifetimes, spec, seed);
  const arrivalOf = (row: number) => Math.max(0, (trace.arrivalSeconds[row]! - spec.fromSeconds) * spec.timeScale);
  const inTime = rows.filter((row) => arrivalOf(row) < spec.durationSeconds);
  const images = trace.imageNames.map(spec.imageIndex);
  return buildWorkload({
    flavors: trace.flavors.map(spec.flavorOf),
    projects: trace.projects,
    arrivalSeconds: inTime.map(arrivalOf),
    lifetimeSeconds: inTime.map((row) => {
      const gone = Math.max(0, spec.fromSeconds - trace.arrivalSeconds[row]!);
      return (lifetimes[row]! - gone) * spec.lifetimeScale;
    }),
    flavor: inTime.map((row) => trace.flavor[row]!),
    project: inTime.map((row) => trace.project[row]!),
    batch: inTime.map((row) => trace.batch[row]!),
    image: inTime.map((row) => (trace.image[row]! < 0 ? 0 : images[trace.image[row]!]!)),
    group: inTime.map((row) => trace.group[row]!),
    groups: trace.groups,
    zone: inTime.map((row) => trace.zone[row]!),
    zones: trace.zones,
    horizonSeconds: Math.min(spec.durationSeconds, (spec.toSeconds - spec.fromSeconds) * spec.timeScale),
  });
}

/** One lifetime per row, seconds: uniform between its bounds. */
export function drawLifetimes(trace: Trace, seed: number, censored: 'keep' | 'age'): Float64Array {
  const stream = new RandomStream(seed, 'trace-lifetimes');
  return Float64Array.from({ length: trace.count }, (_, row) => {
    const low = trace.lifetimeLowSeconds[row]!;
    const high = trace.lifetimeHighSeconds[row]!;
    if (censored === 'keep' && trace.censored[row] === 1) return Infinity;
    return low === high ? low : low + stream.uniform(row) * (high - low);
  });
}

function rowsWithin(trace: Trace, lifetimes: Float64Array, spec: ReplaySpec, seed: number): number[] {
  const thinning = new RandomStream(seed, 'trace-share');
  const rows: number[] = [];
  for (let row = 0; row < trace.count; row++) {
    const arrival = trace.arrivalSeconds[row]!;
    if (arrival >= spec.toSeconds) break;
    if (arrival < spec.fromSeconds && !(spec.carryOver && arrival + lifetimes[row]! > spec.fromSeconds)) continue;
    if (spec.share < 1 && thinning.uniform(trace.batch[row]!) >= spec.share) continue;
    rows.push(row);
  }
  return rows;
}
