import fc from 'fast-check';
import type { PlannedEvent, RunInput } from '../../../sim/index.ts';
import { constant, type Demand, makeFlavor, makeHost, makeRunInput, makeWorkload } from './make-run-input.ts';

const duration = 2000;
const time = fc.integer({ min: 0, max: duration + 200 });
const flavors = [
  makeFlavor(1, 512, 5),
  makeFlavor(1, 2048),
  makeFlavor(2, 1024, 20),
  makeFlavor(3, 1536, 1),
  makeFlavor(8, 8192, 40),
];
const groups = [{ policy: 'anti-affinity' }, { policy: 'affinity' }, { policy: 'anti-affinity', maxServerPerHost: 2 }];
const flavor = fc.integer({ min: 0, max: flavors.length - 1 });

const demand = fc.record({
  at: fc.oneof(time, fc.integer({ min: 0, max: 200 })),
  life: fc.oneof(fc.integer({ min: 0, max: duration }), fc.constant(Number.POSITIVE_INFINITY)),
  flavor,
  size: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 5 }) }),
  group: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) }),
  zone: fc.oneof({ weight: 4, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 1 }) }),
  image: fc.integer({ min: 0, max: 1 }),
  resizes: fc.array(fc.record({ after: time, flavor }), { maxLength: 2 }),
});

/** Batches side by side, ascending by arrival. */
const demands = fc
  .array(demand, { maxLength: 40, size: 'max' })
  .map((batches) =>
    batches
      .sort((a, b) => a.at - b.at)
      .flatMap(({ size, ...each }, batch) => Array.from({ length: size }, (): Demand => ({ ...each, batch }))),
  );

const host = fc.record({
  vcpus: fc.integer({ min: 2, max: 16 }),
  ramMib: fc.integer({ min: 2, max: 24 }).map((gib) => gib * 1024),
  diskGib: fc.integer({ min: 0, max: 100 }),
  reservedVcpus: fc.integer({ min: 0, max: 1 }),
  reservedRamMib: fc.integer({ min: 0, max: 1024 }),
  cpuAllocationRatio: fc.constantFrom(1, 1.5, 4),
  ramAllocationRatio: fc.constantFrom(1, 1.1),
  zone: fc.constantFrom('', 'west', 'east'),
});

const delay = fc.record({ medianSeconds: fc.integer({ min: 0, max: 60 }), sigma: fc.constantFrom(0, 0.5) });

const controlPlane = fc.record({
  api: delay,
  scheduler: delay,
  network: delay,
  spawn: delay,
  delete: delay,
  resize: delay,
  migrate: delay,
  image: fc.constant({ downloadMibPerSecond: 50, cacheSeconds: 100 }),
});

const faults = fc.record({
  hostMtbfHours: fc.constantFrom(0, 0.1, 0.5),
  hostRepair: fc.constantFrom(constant(30), constant(150), { medianSeconds: 400, sigma: 1 }),
  onHostFailure: fc.constantFrom('lose', 'evacuate'),
  buildFailureProbability: fc.constantFrom(0, 0, 0.2, 0.9),
});

function plannedEvents(hosts: number): fc.Arbitrary<PlannedEvent[]> {
  return fc.array(
    fc.record({
      atSeconds: time,
      type: fc.constantFrom('fail', 'repair', 'disable', 'enable', 'maintenance-start', 'maintenance-end'),
      hosts: fc.uniqueArray(fc.integer({ min: 0, max: hosts - 1 }), { maxLength: 3 }),
    }),
    { maxLength: 12, size: 'max' },
  );
}

/** Small runs in which everything can happen: bursts, groups, zones, resizes, failures, maintenance. */
export const randomRun: fc.Arbitrary<RunInput> = fc
  .array(host, { minLength: 1, maxLength: 6, size: 'max' })
  .chain((hosts) =>
    fc.record({
      hosts: fc.constant(hosts.map((change, i) => makeHost(`host-${i}`, change))),
      seed: fc.integer({ min: 0, max: 1_000_000 }),
      demands,
      controlPlane,
      faults,
      events: plannedEvents(hosts.length),
      batchesAreRequests: fc.boolean(),
      maxAttempts: fc.integer({ min: 1, max: 4 }),
      allowResizeToSameHost: fc.boolean(),
      warmupSeconds: fc.constantFrom(0, 500),
    }),
  )
  .map(({ demands: rows, maxAttempts, allowResizeToSameHost, warmupSeconds, ...rest }) => {
    const workload = makeWorkload(rows, { flavors, groups, zones: ['west', 'nowhere'] });
    const { scheduler } = makeRunInput([]);
    return makeRunInput(rows, {
      ...rest,
      workload,
      images: [
        { image: { id: 'a', properties: {} }, sizeMib: 500 },
        { image: { id: 'b', properties: {} }, sizeMib: 2000 },
      ],
      scheduler: { ...scheduler, maxAttempts, allowResizeToSameHost },
      metrics: { sampleSeconds: 100, hostSampleSeconds: 100, decisionLog: true, warmupSeconds },
      durationSeconds: duration,
    });
  });
