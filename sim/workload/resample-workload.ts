import { type Flavor, invariant, RandomStream } from '../../core/index.ts';
import type { WeeklyShape } from './arrival-shape.ts';
import { buildWorkload } from './build-workload.ts';
import { type Amounts, arrivalRateForLoad, type LoadTarget } from './load-target.ts';
import { poissonArrivals } from './poisson-arrivals.ts';
import type { Trace, TraceFlavor } from './trace.ts';
import { WeightedChoice } from './weighted-choice.ts';
import { drawLifetimes } from './workload-from-trace.ts';
import type { Workload } from './workload.ts';

export interface ResampleSpec {
  readonly load: LoadTarget;
  /** Capacity that the load is a share of. */
  readonly capacity: Amounts;
  readonly shape: WeeklyShape;
  /** The standing population arrives evenly over this time. */
  readonly fillSeconds: number;
  /** Nova's flavor for one of the trace. */
  readonly flavorOf: (recorded: TraceFlavor) => Flavor;
  readonly durationSeconds: number;
}

/**
 * A cloud of any size with the shape of a trace: the population of the steady state, then Poisson
 * arrivals.
 *
 * Estimators, with L the lifetime and A the amount of a resource of a row: the rate of instances is
 * share · capacity / mean(A·L); the population has rate · mean(L) instances, drawn with probability
 * proportional to L, what is left of each life uniform in it. Arrivals are whole batches of the trace,
 * each equally likely, at rate / (mean batch size). A censored row counts with the age it had, one
 * that is never deleted with its age at the last arrival, and rows that outlived the recording may be
 * missing altogether: all of these make lives too short.
 */
export function resampleWorkload(trace: Trace, spec: ResampleSpec, seed: number): Workload {
  const lifetimes = finiteLifetimes(trace, seed);
  const flavors = trace.flavors.map(spec.flavorOf);
  const meanOver = (value: (row: number) => number) => {
    let sum = 0;
    for (let row = 0; row < trace.count; row++) sum += value(row);
    return sum / trace.count;
  };
  const meanLifetime = meanOver((row) => lifetimes[row]!);
  invariant(meanLifetime > 0, 'a trace in which no instance lives cannot be resampled');
  const rate = arrivalRateForLoad(spec.load, spec.capacity, {
    vcpus: meanOver((row) => flavors[trace.flavor[row]!]!.vcpus * lifetimes[row]!),
    ramMib: meanOver((row) => flavors[trace.flavor[row]!]!.ramMib * lifetimes[row]!),
    diskGib: meanOver((row) => flavors[trace.flavor[row]!]!.rootGib * lifetimes[row]!),
  });
  const draft = new ResampleDraft(trace);
  const standing = Math.round(rate * meanLifetime);
  addStanding(draft, lifetimes, standing, spec.fillSeconds, seed);
  addArrivals(draft, trace, lifetimes, rate, standing, spec, seed);
  return buildWorkload({ ...draft.columns, flavors, projects: trace.projects, horizonSeconds: spec.durationSeconds });
}

function finiteLifetimes(trace: Trace, seed: number): Float64Array {
  const end = trace.arrivalSeconds.at(-1)!;
  return drawLifetimes(trace, seed, 'age').map((seconds, row) =>
    Number.isFinite(seconds) ? seconds : end - trace.arrivalSeconds[row]!,
  );
}

class ResampleDraft {
  readonly columns = {
    arrivalSeconds: [] as number[],
    lifetimeSeconds: [] as number[],
    flavor: [] as number[],
    project: [] as number[],
    batch: [] as number[],
  };
  private readonly trace: Trace;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  push(row: number, arrivalSeconds: number, lifetimeSeconds: number, batch: number): void {
    this.columns.arrivalSeconds.push(arrivalSeconds);
    this.columns.lifetimeSeconds.push(lifetimeSeconds);
    this.columns.flavor.push(this.trace.flavor[row]!);
    this.columns.project.push(this.trace.project[row]!);
    this.columns.batch.push(batch);
  }
}

function addStanding(
  draft: ResampleDraft,
  lifetimes: Float64Array,
  count: number,
  fillSeconds: number,
  seed: number,
): void {
  const stream = new RandomStream(seed, 'standing');
  const byLifetime = new WeightedChoice(lifetimes);
  for (let item = 0; item < count; item++) {
    const row = byLifetime.pick(stream.uniform(item, 0));
    draft.push(row, (item / count) * fillSeconds, lifetimes[row]! * stream.uniform(item, 1), item);
  }
}

/** The rows of each batch of the trace; a batch that arrives at two times is two. */
function rowsOfBatches(trace: Trace): number[][] {
  const batches: number[][] = [];
  for (let row = 0; row < trace.count; row++) {
    const joins =
      row > 0 &&
      trace.batch[row] === trace.batch[row - 1] &&
      trace.arrivalSeconds[row] === trace.arrivalSeconds[row - 1];
    if (joins) batches.at(-1)!.push(row);
    else batches.push([row]);
  }
  return batches;
}

function addArrivals(
  draft: ResampleDraft,
  trace: Trace,
  lifetimes: Float64Array,
  instancesPerSecond: number,
  firstBatch: number,
  spec: ResampleSpec,
  seed: number,
): void {
  const batches = rowsOfBatches(trace);
  const batchesPerSecond = instancesPerSecond / (lifetimes.length / batches.length);
  const stream = new RandomStream(seed, 'resampled-batches');
  let item = 0;
  for (const at of poissonArrivals(seed, batchesPerSecond, spec.shape, spec.durationSeconds)) {
    const rows = batches[stream.integer(batches.length, item)]!;
    for (const row of rows) draft.push(row, at, lifetimes[row]!, firstBatch + item);
    item++;
  }
}
