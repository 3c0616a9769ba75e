import { describe, expect, it } from 'vitest';
import {
  createReferenceEngine,
  type HostState,
  pciPools,
  type RequestSpec,
  type SchedulerOptions,
} from '../../../core/index.ts';
import { buildCloud, buildRequest } from '../build-cloud.ts';

/** Weights of three hosts, in their order, by one weigher alone. */
function weights(
  weigher: string,
  hosts: readonly Partial<HostState>[],
  options: Partial<SchedulerOptions> = {},
  request: Partial<RequestSpec> = {},
): number[] {
  const engine = createReferenceEngine(buildCloud(hosts), { filters: [], weighers: [weigher], options });
  const { rounds, error } = engine.decide(buildRequest(request), { detail: 'full' });
  if (error !== undefined) throw new Error(error.type);
  const weighed = rounds[0]!.weighed!;
  return hosts.map((_, index) => weighed.find((each) => each.hostIndex === index)!.weight);
}

describe('weighers with the fixed lower bound 0', () => {
  it.each([
    ['RAMWeigher', [{ ramFreeMib: -512 }, { ramFreeMib: 1024 }, { ramFreeMib: 4096 }], [0, 0.25, 1]],
    ['CPUWeigher', [{ vcpusUsed: 40 }, { vcpusUsed: 24 }, { vcpusUsed: 0 }], [0, 0.25, 1]],
    ['DiskWeigher', [{ diskFreeMib: -1 }, { diskFreeMib: 25 }, { diskFreeMib: 100 }], [0, 0.25, 1]],
    ['IoOpsWeigher', [{ numIoOps: 0 }, { numIoOps: 1 }, { numIoOps: 4 }], [-0, -0.25, -1]],
  ] as const)('%s divides by the largest', (weigher, hosts, expected) => {
    expect(weights(weigher, hosts).map((weight) => weight + 0)).toEqual(expected.map((weight) => weight + 0));
  });
});

describe('weighers between smallest and largest', () => {
  it.each([
    ['BuildFailureWeigher', [{ failedBuilds: 1 }, { failedBuilds: 2 }, { failedBuilds: 3 }], [0, -500_000, -1_000_000]],
    ['HypervisorVersionWeigher', [{}, { hypervisorVersion: 4 }, { hypervisorVersion: 8 }], [0, 0.5, 1]],
  ] as const)('%s', (weigher, hosts, expected) => {
    expect(weights(weigher, hosts).map((weight) => weight + 0)).toEqual(expected);
  });

  it('NumInstancesWeigher counts instances, and nothing while its multiplier is 0', () => {
    const hosts = [{ numInstances: 1 }, { numInstances: 3 }];
    const options = { filterScheduler: { num_instances_weight_multiplier: -1 } };
    expect(weights('NumInstancesWeigher', hosts, options)).toEqual([0, -1]);
    expect(weights('NumInstancesWeigher', hosts)).toEqual([0, 0]);
  });

  it('PCIWeigher keeps hosts with devices free', () => {
    const pools = pciPools([{ vendorId: '8086', productId: '1', numaNode: null, count: 150, tags: {} }]);
    expect(weights('PCIWeigher', [{ pciPools: pools }, {}])).toEqual([0, 1]);
  });

  it('CrossCellWeigher prefers the cell that a move starts in', () => {
    const hosts = [{ cellUuid: 'a' }, { cellUuid: 'b' }];
    const move = (allowCrossCellMove: boolean) => ({ requestedDestination: { cellUuid: 'b', allowCrossCellMove } });
    expect(weights('CrossCellWeigher', hosts, {}, move(true))).toEqual([0, 1_000_000]);
    expect(weights('CrossCellWeigher', hosts, {}, {})).toEqual([0, 0]);
  });

  it('ServerGroupSoftAffinityWeigher and ServerGroupSoftAntiAffinityWeigher count members', () => {
    const hosts = [{ instances: new Set(['a', 'x']) }, { instances: new Set(['a', 'b', 'c']) }, {}];
    const group = (policy: 'soft-affinity' | 'soft-anti-affinity') => {
      return { serverGroup: { uuid: 'g', policy, members: ['a', 'b', 'c'], hosts: [] } };
    };
    expect(weights('ServerGroupSoftAffinityWeigher', hosts, {}, group('soft-affinity'))).toEqual([1 / 3, 1, 0]);
    expect(weights('ServerGroupSoftAntiAffinityWeigher', hosts, {}, group('soft-anti-affinity'))).toEqual([
      2 / 3,
      0,
      1,
    ]);
    expect(weights('ServerGroupSoftAffinityWeigher', hosts, {}, group('soft-anti-affinity'))).toEqual([0, 0, 0]);
  });
});

describe('MetricsWeigher', () => {
  const hosts = [{ metrics: new Map([['cpu.percent', 10]]) }, { metrics: new Map([['cpu.percent', 30]]) }, {}];
  const options = (metrics: object) => ({ metrics: { weight_setting: 'cpu.percent=-2', ...metrics } });

  it('adds up metric × ratio; a missing one counts as configured', () => {
    const lenient = options({ required: false, weight_of_unavailable: -100 });
    expect(weights('MetricsWeigher', hosts, lenient)).toEqual([1, 0.5, 0]);
  });

  it('ends the request when a required metric is missing', () => {
    expect(() => weights('MetricsWeigher', hosts, options({}))).toThrow('ComputeHostMetricNotFound');
  });
});

describe('ImagePropertiesWeigher', () => {
  const hosts = [
    {
      instanceImageProperties: new Map([
        ['os_distro=ubuntu', 3],
        ['hw_machine_type=q35', 1],
      ]),
    },
    { instanceImageProperties: new Map([['os_distro=ubuntu', 1]]) },
    {},
  ];
  const request = { image: { properties: { os_distro: 'ubuntu', hw_machine_type: 'q35' } } };

  it('counts properties in common, each as often as instances have it', () => {
    const options = { filterScheduler: { image_props_weight_multiplier: 2 } };
    expect(weights('ImagePropertiesWeigher', hosts, options, request)).toEqual([2, 0.5, 0]);
    expect(weights('ImagePropertiesWeigher', hosts, {}, request)).toEqual([0, 0, 0]);
  });

  it('counts only the properties of the setting, by their ratio', () => {
    const setting = { image_props_weight_multiplier: 1, image_props_weight_setting: ['hw_machine_type=3'] };
    expect(weights('ImagePropertiesWeigher', hosts, { filterScheduler: setting }, request)).toEqual([1, 0, 0]);
  });
});

describe('RandomWeigher', () => {
  it('gives each host a number between 0 and 1', () => {
    const drawn = weights('RandomWeigher', [{}, {}, {}]);
    expect(new Set(drawn).size).toBe(3);
    for (const weight of drawn) expect(weight).toBeGreaterThanOrEqual(0);
  });
});
