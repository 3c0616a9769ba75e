import fc from 'fast-check';
import { type Aggregate, CloudState, type HostState, type RequestSpec } from '../../core/index.ts';
import { buildAggregate, buildFlavor, buildHost, buildRequest } from './build-cloud.ts';

const uuids = ['i1', 'i2', 'i3', 'i4', 'i5', 'i6'];
const amount = (most: number) => fc.integer({ min: 0, max: most });

/** What a random host is made of: values, so that a host can be made again. */
export const hostChange: fc.Arbitrary<Partial<HostState>> = fc.record({
  vcpusTotal: fc.constantFrom(0, 2, 8, 16),
  vcpusUsed: amount(20),
  ramTotalMib: fc.constantFrom(2048, 16_384),
  ramFreeMib: fc.integer({ min: -512, max: 16_384 }),
  diskFreeMib: fc.integer({ min: -1024, max: 102_400 }),
  cpuAllocationRatio: fc.constantFrom(1, 1.5, 4, 16),
  ramAllocationRatio: fc.constantFrom(0.9, 1, 1.5),
  numInstances: fc.constantFrom(0, 3, 49, 50),
  numIoOps: fc.constantFrom(0, 1, 8),
  failedBuilds: fc.constantFrom(0, 0, 0, 2),
  hypervisorVersion: fc.constantFrom(7_002_000, 6_000_000, undefined),
  hypervisorType: fc.constantFrom('QEMU', 'VMware'),
  hostIp: fc.constantFrom('192.168.1.3', '10.0.0.1'),
  cellUuid: fc.constantFrom('cell1', 'cell2'),
  cpuInfo: fc.constantFrom(undefined, '{"arch": "x86_64", "features": ["aes"]}', 'not json'),
  supportedInstances: fc.constantFrom([], [['x86_64', 'kvm', 'hvm']], [['aarch64', 'kvm', 'hvm']]),
  stats: fc.constantFrom({}, { disk: 'ssd' }, { gpu: '4' }),
  metrics: fc.constantFrom(new Map<string, number>(), new Map([['cpu.percent', 30]])),
  instances: fc.subarray(uuids).map((list) => new Set(list)),
});

const metadata = fc.dictionary(
  fc.constantFrom(
    'availability_zone',
    'filter_tenant_id',
    'instance_type',
    'ssd',
    'os_type',
    'max_io_ops_per_host',
    'max_instances_per_host',
    'ram_weight_multiplier',
    'cpu_allocation_ratio',
  ),
  fc.constantFrom('az1', 'p0', 'p0,p1', 'm1.small', 'true', 'linux', '2', '0.5', 'bad'),
  { maxKeys: 3 },
);

const request: fc.Arbitrary<RequestSpec> = fc
  .record({
    instances: fc.integer({ min: 1, max: 3 }),
    vcpus: fc.constantFrom(1, 4),
    ramMib: fc.constantFrom(64, 2048),
    extraSpecs: fc.dictionary(
      fc.constantFrom('capabilities:disk', 'capabilities:cpu_info:arch', 'ssd', 'aggregate_instance_extra_specs:ssd'),
      fc.constantFrom('ssd', '<or> ssd <or> true', 's== x86_64', '<in> s', 'true'),
      { maxKeys: 1 },
    ),
    properties: fc.dictionary(fc.constantFrom('hw_architecture', 'os_type'), fc.constantFrom('x86_64', 'aarch64'), {
      maxKeys: 1,
    }),
    zone: fc.constantFrom(undefined, undefined, 'az1', 'nova'),
    policy: fc.constantFrom(undefined, 'affinity', 'anti-affinity', 'soft-affinity', 'soft-anti-affinity'),
    members: fc.subarray(uuids),
    hints: fc.constantFrom({}, { same_host: ['i1', 'i2'] }, { different_host: ['i3'] }),
  })
  .map(({ instances, vcpus, ramMib, extraSpecs, properties, zone, policy, members, hints }) =>
    buildRequest({
      instanceUuids: Array.from({ length: instances }, (_, i) => `new${i}`),
      flavor: buildFlavor({ vcpus, ramMib, extraSpecs }),
      image: { properties: properties['os_type'] ? { os_type: 'linux' } : properties },
      availabilityZone: zone,
      schedulerHints: hints,
      serverGroup: policy === undefined ? undefined : { uuid: 'g', policy, members, hosts: ['host0'] },
    }),
  );

export interface RandomCase {
  /** The same cloud, made anew at each call. */
  readonly cloud: (change?: (host: HostState) => void) => CloudState;
  readonly request: RequestSpec;
}

export const randomCase: fc.Arbitrary<RandomCase> = fc
  .record({
    hosts: fc.array(hostChange, { minLength: 1, maxLength: 12 }),
    members: fc.array(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]), { maxLength: 3 }),
    metadata: fc.array(metadata, { minLength: 3, maxLength: 3 }),
    request,
  })
  .map((given) => {
    const aggregates: Aggregate[] = given.members.map((indexes, i) =>
      buildAggregate(
        i + 1,
        indexes.map((index) => `host${index}`),
        given.metadata[i]!,
      ),
    );
    const cloud = (change?: (host: HostState) => void) => {
      const hosts = given.hosts.map((each, i) => buildHost(i, { ...each, instances: new Set(each.instances) }));
      if (change !== undefined) hosts.forEach(change);
      return new CloudState({ hosts, aggregates });
    };
    return { cloud, request: given.request };
  });
