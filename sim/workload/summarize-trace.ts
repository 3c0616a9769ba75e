import { drawLifetimes } from './workload-from-trace.ts';
import type { Trace } from './trace.ts';

const QUANTILES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

/** What `trace inspect` tells of a trace. Times are seconds. */
export interface TraceSummary {
  readonly file: string;
  readonly kind: string;
  readonly instances: number;
  readonly batches: number;
  readonly largestBatch: number;
  readonly projects: number;
  /** From the first arrival to the last. */
  readonly arrivalSpanSeconds: number;
  readonly originSeconds: number;
  readonly sortedByArrival: boolean;
  /** Still running at the end of the recording, or never deleted. */
  readonly openEnded: number;
  /** Most frequent first. */
  readonly flavors: readonly {
    readonly name: string;
    readonly vcpus: number;
    readonly ramMib: number;
    readonly diskGib: number | null;
    readonly instances: number;
    readonly share: number;
  }[];
  /** Of the instances with an end; within a bin the lifetime is drawn with seed 1. */
  readonly lifetimeSeconds: readonly { readonly quantile: number; readonly value: number }[];
  readonly meanLifetimeSeconds: number | null;
  /** Most that ran at the same time, if every instance had started at once on arrival. */
  readonly peak: { readonly instances: number; readonly vcpus: number; readonly ramMib: number };
  readonly instancesAtLastArrival: number;
}

export function summarizeTrace(trace: Trace): TraceSummary {
  const lifetimes = drawLifetimes(trace, 1, 'keep');
  const finite = lifetimes.filter(Number.isFinite).sort();
  const batches = batchSizes(trace);
  return {
    file: trace.file,
    kind: trace.kind,
    instances: trace.count,
    batches: batches.size,
    largestBatch: [...batches.values()].reduce((most, size) => Math.max(most, size), 0),
    projects: trace.projects.length,
    arrivalSpanSeconds: trace.arrivalSeconds.at(-1)! - trace.arrivalSeconds[0]!,
    originSeconds: trace.originSeconds,
    sortedByArrival: trace.sorted,
    openEnded: trace.count - finite.length,
    flavors: flavorCounts(trace),
    lifetimeSeconds:
      finite.length === 0 ? [] : QUANTILES.map((quantile) => ({ quantile, value: at(finite, quantile) })),
    meanLifetimeSeconds: finite.length === 0 ? null : finite.reduce((sum, value) => sum + value, 0) / finite.length,
    ...concurrency(trace, lifetimes),
  };
}

/** Lower empirical quantile: the smallest value that at least this share of the values does not exceed. */
function at(ascending: Float64Array, quantile: number): number {
  return ascending[Math.max(0, Math.ceil(quantile * ascending.length) - 1)]!;
}

function batchSizes(trace: Trace): Map<string, number> {
  const sizes = new Map<string, number>();
  for (let i = 0; i < trace.count; i++) {
    const key = `${trace.batch[i]} ${trace.arrivalSeconds[i]}`;
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  return sizes;
}

function flavorCounts(trace: Trace): TraceSummary['flavors'] {
  const counts = new Array<number>(trace.flavors.length).fill(0);
  for (const flavor of trace.flavor) counts[flavor]!++;
  return trace.flavors
    .map(({ name, vcpus, ramMib, diskGib }, i) => {
      const instances = counts[i]!;
      return { name, vcpus, ramMib, diskGib: diskGib ?? null, instances, share: instances / trace.count };
    })
    .sort((a, b) => b.instances - a.instances);
}

/** Walks arrivals and ends in order of time; an end comes before an arrival of the same second. */
function concurrency(trace: Trace, lifetimes: Float64Array): Pick<TraceSummary, 'peak' | 'instancesAtLastArrival'> {
  const ends = Float64Array.from(lifetimes, (lifetime, i) => trace.arrivalSeconds[i]! + lifetime);
  const byEnd = Uint32Array.from(ends, (_, i) => i).sort((a, b) => (ends[a]! === ends[b]! ? 0 : ends[a]! - ends[b]!));
  const now = { instances: 0, vcpus: 0, ramMib: 0 };
  const peak = { ...now };
  let ended = 0;
  const add = (row: number, sign: number) => {
    const flavor = trace.flavors[trace.flavor[row]!]!;
    now.instances += sign;
    now.vcpus += sign * flavor.vcpus;
    now.ramMib += sign * flavor.ramMib;
  };
  for (let row = 0; row < trace.count; row++) {
    while (ended < row && ends[byEnd[ended]!]! <= trace.arrivalSeconds[row]!) add(byEnd[ended++]!, -1);
    add(row, 1);
    peak.instances = Math.max(peak.instances, now.instances);
    peak.vcpus = Math.max(peak.vcpus, now.vcpus);
    peak.ramMib = Math.max(peak.ramMib, now.ramMib);
  }
  return { peak, instancesAtLastArrival: now.instances };
}
