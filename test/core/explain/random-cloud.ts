import fc from 'fast-check';
import {
  CloudState,
  completeInventory,
  createPlacementForHosts,
  type HostState,
  type RequestSpec,
} from '../../../core/index.ts';
import { buildAggregate, buildFlavor, buildHost, buildRequest } from '../build-cloud.ts';

/** A small cloud as data, so that a test can build it again from nothing. */
export interface CloudPlan {
  readonly hosts: readonly {
    readonly vcpus: number;
    readonly vcpusUsed: number;
    readonly ramMib: number;
    readonly ramUsedMib: number;
    readonly cpuRatio: number;
    readonly disabled: boolean;
    readonly ssd: boolean;
    readonly zone: 'az1' | 'az2';
  }[];
  readonly withPlacement: boolean;
}

/** True once in so many draws. */
function oneIn(times: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: times }).map((draw) => draw === times);
}

const host = fc.record({
  vcpus: fc.integer({ min: 4, max: 16 }),
  vcpusUsed: fc.integer({ min: 0, max: 16 }),
  ramMib: fc.integer({ min: 2048, max: 8192 }),
  ramUsedMib: fc.integer({ min: 0, max: 6000 }),
  cpuRatio: fc.constantFrom(1, 1.5, 4),
  disabled: oneIn(4),
  ssd: fc.boolean(),
  zone: fc.constantFrom('az1', 'az2'),
});

export const cloudPlan: fc.Arbitrary<CloudPlan> = fc.record({
  hosts: fc.array(host, { minLength: 1, maxLength: 5 }),
  withPlacement: fc.boolean(),
});

/** The cloud of a plan, new each time. */
export function cloudOf({ hosts, withPlacement }: CloudPlan): CloudState {
  const states = hosts.map((plan, i) => {
    const used = Math.min(plan.vcpusUsed, Math.trunc(plan.vcpus * plan.cpuRatio));
    const change: Partial<HostState> = {
      vcpusTotal: plan.vcpus,
      vcpusUsed: used,
      ramTotalMib: plan.ramMib,
      ramFreeMib: Math.max(0, plan.ramMib - plan.ramUsedMib),
      cpuAllocationRatio: plan.cpuRatio,
      service: { disabled: plan.disabled, disabledReason: null, forcedDown: false, lastSeenSeconds: Infinity },
    };
    return buildHost(i, change);
  });
  const aggregates = (['az1', 'az2'] as const).map((zone, id) => {
    const names = states.filter((_, i) => hosts[i]!.zone === zone).map((state) => state.host);
    return buildAggregate(id + 1, names, { availability_zone: zone });
  });
  if (!withPlacement) return new CloudState({ hosts: states, aggregates });
  const placement = createPlacementForHosts(
    states.map((state, i) => ({
      uuid: state.uuid,
      inventories: {
        VCPU: completeInventory({
          total: state.vcpusTotal,
          allocationRatio: state.cpuAllocationRatio,
          maxUnit: state.vcpusTotal,
        }),
        MEMORY_MB: completeInventory({ total: state.ramTotalMib }),
        DISK_GB: completeInventory({ total: 100 }),
      },
      traits: [
        ...(hosts[i]!.ssd ? ['STORAGE_DISK_SSD'] : []),
        ...(hosts[i]!.disabled ? ['COMPUTE_STATUS_DISABLED'] : []),
      ],
      aggregates: [`aggregate-${hosts[i]!.zone === 'az1' ? 1 : 2}`],
    })),
  );
  states.forEach((state, i) => {
    const resources = { VCPU: state.vcpusUsed, MEMORY_MB: state.ramTotalMib - state.ramFreeMib };
    const taken = Object.fromEntries(Object.entries(resources).filter(([, amount]) => amount > 0));
    const group = {
      suffix: '',
      resources: taken,
      requiredTraits: [],
      forbiddenTraits: [],
      memberOf: [],
      forbiddenAggregates: [],
    };
    placement.claim(i, `old-${i}`, { groups: [group], sameSubtree: [], rootRequired: [], rootForbidden: [] });
  });
  return new CloudState({ hosts: states, aggregates, placement });
}

export const anyRequest: fc.Arbitrary<RequestSpec> = fc
  .record({
    vcpus: fc.integer({ min: 1, max: 10 }),
    ramMib: fc.integer({ min: 256, max: 4000 }),
    rootGib: fc.integer({ min: 0, max: 110 }),
    extraSpecs: fc.constantFrom({}, {}, {}, { 'trait:STORAGE_DISK_SSD': 'required' }),
    zone: fc.constantFrom(undefined, undefined, undefined, undefined, 'az1', 'az2', 'az3'),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ zone, count, extraSpecs, ...amounts }) =>
    buildRequest({
      flavor: buildFlavor({ ...amounts, extraSpecs }),
      availabilityZone: zone,
      instanceUuids: Array.from({ length: count }, (_, i) => `instance-${i}`),
    }),
  );

export const config = {
  options: { nova: '2026.1' as const },
  filters: ['ComputeFilter', 'AvailabilityZoneFilter', 'CoreFilter', 'RamFilter', 'DiskFilter'],
};
