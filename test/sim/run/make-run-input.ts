import type { Flavor } from '../../../core/index.ts';
import type { ControlPlaneSpec, Delay, HostSpec, RunInput, Workload } from '../../../sim/index.ts';

/** One instance of a made-up workload. */
export interface Demand {
  readonly at: number;
  readonly life?: number;
  readonly flavor?: number;
  readonly batch?: number;
  readonly group?: number;
  readonly zone?: number;
  readonly image?: number;
  readonly resizes?: readonly { readonly after: number; readonly flavor: number }[];
}

export function makeFlavor(vcpus: number, ramMib: number, diskGib = 0): Flavor {
  const name = `m${vcpus}.${ramMib}.${diskGib}`;
  return { id: name, name, vcpus, ramMib, rootGib: diskGib, ephemeralGib: 0, swapMib: 0, extraSpecs: {} };
}

export function makeHost(name: string, change: Partial<HostSpec> = {}): HostSpec {
  return {
    name,
    kind: 'small',
    vcpus: 4,
    ramMib: 4096,
    diskGib: 100,
    reservedVcpus: 0,
    reservedRamMib: 0,
    reservedDiskGib: 0,
    cpuAllocationRatio: 1,
    ramAllocationRatio: 1,
    diskAllocationRatio: 1,
    zone: '',
    rack: '',
    traits: [],
    inventories: {},
    hypervisorType: 'QEMU',
    hypervisorVersion: 8_000_000,
    architecture: 'x86_64',
    metrics: {},
    ...change,
  };
}

export function makeHosts(count: number, change: Partial<HostSpec> = {}): HostSpec[] {
  return Array.from({ length: count }, (_, i) => makeHost(`host-${i}`, change));
}

/** Flavor 0 fills a host of `makeHost`; 1 is half of it, 2 a quarter. */
const flavors = [makeFlavor(4, 4096, 10), makeFlavor(2, 2048, 10), makeFlavor(1, 1024, 10)];

export function makeWorkload(demands: readonly Demand[], change: Partial<Workload> = {}): Workload {
  const resizes = demands.flatMap(({ resizes: rows = [] }, instance) => rows.map((row) => ({ ...row, instance })));
  return {
    count: demands.length,
    flavors,
    arrivalSeconds: Float64Array.from(demands, ({ at }) => at),
    lifetimeSeconds: Float64Array.from(demands, ({ life }) => life ?? Number.POSITIVE_INFINITY),
    flavor: Uint16Array.from(demands, ({ flavor }) => flavor ?? 0),
    project: new Uint32Array(demands.length),
    projects: ['project'],
    batch: Uint32Array.from(demands, ({ batch }, i) => batch ?? i),
    image: Uint16Array.from(demands, ({ image }) => image ?? 0),
    group: Int32Array.from(demands, ({ group }) => group ?? -1),
    groups: [],
    zone: Int16Array.from(demands, ({ zone }) => zone ?? -1),
    zones: [],
    resizes: {
      instance: Uint32Array.from(resizes, ({ instance }) => instance),
      afterSeconds: Float64Array.from(resizes, ({ after }) => after),
      flavor: Uint16Array.from(resizes, ({ flavor }) => flavor),
    },
    horizonSeconds: demands.at(-1)?.at ?? 0,
    ...change,
  };
}

export function constant(medianSeconds: number): Delay {
  return { medianSeconds, sigma: 0 };
}

/** No step takes time, so that figures can be checked by hand. */
export const instantControlPlane: ControlPlaneSpec = {
  api: constant(0),
  scheduler: constant(0),
  network: constant(0),
  spawn: constant(0),
  delete: constant(0),
  resize: constant(0),
  image: { downloadMibPerSecond: 100, cacheSeconds: 3600 },
};

export const noFaults: RunInput['faults'] = {
  hostMtbfHours: 0,
  hostRepair: constant(3600),
  onHostFailure: 'lose',
  buildFailureProbability: 0,
};

export function makeRunInput(demands: readonly Demand[], change: Partial<RunInput> = {}): RunInput {
  return {
    seed: 1,
    hosts: makeHosts(1),
    aggregates: [],
    images: [],
    workload: makeWorkload(demands),
    controlPlane: instantControlPlane,
    faults: noFaults,
    events: [],
    batchesAreRequests: true,
    durationSeconds: 1000,
    ...change,
    scheduler: {
      options: { nova: '2026.1', filterScheduler: {}, metrics: {} },
      filters: ['ComputeFilter', 'ServerGroupAntiAffinityFilter', 'ServerGroupAffinityFilter'],
      weighers: ['RAMWeigher', 'CPUWeigher'],
      maxAttempts: 3,
      modules: [],
      engine: 'reference',
      ...change.scheduler,
    },
    metrics: { sampleSeconds: 100, hostSampleSeconds: 0, decisionLog: true, warmupSeconds: 0, ...change.metrics },
  };
}
