import { describe, expect, it } from 'vitest';
import {
  buildQuery,
  type CandidatesQuery,
  type Cloud,
  type RequestSpec,
  resolveOptions,
  type SchedulerOptions,
} from '../../../core/index.ts';
import { buildAggregate, buildCloud, buildFlavor, buildRequest } from '../build-cloud.ts';

function query(
  change: Partial<RequestSpec>,
  options: Partial<SchedulerOptions> = {},
  cloud: Cloud = buildCloud([{}, {}]),
) {
  return buildQuery(buildRequest(change), cloud, resolveOptions(options));
}

function unsuffixed({ groups }: CandidatesQuery) {
  return groups.find(({ suffix }) => suffix === '')!;
}

const aggregates = [
  buildAggregate(1, ['host0'], { availability_zone: 'az1' }),
  buildAggregate(2, ['host1'], { availability_zone: 'az1', filter_tenant_id_a: 'p0' }),
  buildAggregate(3, ['host1'], { 'trait:HW_CPU_X86_AVX2': 'required', other: 'p0' }),
];
const withAggregates = buildCloud([{}, {}], aggregates);

describe('what a flavor asks of Placement', () => {
  it('is VCPU, MEMORY_MB and DISK_GB, swap rounded up', () => {
    const flavor = buildFlavor({ vcpus: 2, ramMib: 512, rootGib: 3, ephemeralGib: 1, swapMib: 1025 });
    expect(unsuffixed(query({ flavor })).resources).toEqual({ VCPU: 2, MEMORY_MB: 512, DISK_GB: 6 });
    expect(unsuffixed(query({ flavor, bootFromVolume: true })).resources).toMatchObject({ DISK_GB: 3 });
  });

  it('is overridden by resources: extra specs, with 0 for nothing', () => {
    const extraSpecs = {
      'resources:VCPU': '0',
      'resources:CUSTOM_GPU': '2',
      'resources:BOGUS': '1',
      'resources:VGPU': '-1',
    };
    expect(unsuffixed(query({ flavor: buildFlavor({ extraSpecs }) })).resources).toEqual({
      CUSTOM_GPU: 2,
      MEMORY_MB: 512,
      DISK_GB: 1,
    });
  });

  it('may come in groups of its own, with traits and a policy', () => {
    const extraSpecs = {
      'resources_NET1:CUSTOM_NET': '1',
      'trait_NET1:CUSTOM_FAST': 'required',
      'trait:HW_CPU_X86_AVX': 'forbidden',
      group_policy: 'isolate',
    };
    const asked = query({ flavor: buildFlavor({ extraSpecs }) });
    expect(asked.groupPolicy).toBe('isolate');
    expect(asked.groups.find(({ suffix }) => suffix === '_NET1')).toMatchObject({
      resources: { CUSTOM_NET: 1 },
      requiredTraits: [['CUSTOM_FAST']],
    });
    expect(unsuffixed(asked).forbiddenTraits).toEqual(['HW_CPU_X86_AVX']);
  });

  it('is PCPU for pinned CPUs, with one more for emulator threads', () => {
    const extraSpecs = {
      'hw:cpu_policy': 'dedicated',
      'hw:emulator_threads_policy': 'isolate',
      'hw:cpu_thread_policy': 'isolate',
    };
    const group = unsuffixed(query({ flavor: buildFlavor({ vcpus: 4, extraSpecs }) }));
    expect(group.resources).toMatchObject({ PCPU: 5 });
    expect(group.resources).not.toHaveProperty('VCPU');
    expect(group.forbiddenTraits).toEqual(['HW_CPU_HYPERTHREADING']);
  });

  it('is both for mixed CPUs', () => {
    const extraSpecs = { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0-2' };
    const group = unsuffixed(query({ flavor: buildFlavor({ vcpus: 4, extraSpecs }) }));
    expect(group.resources).toMatchObject({ PCPU: 3, VCPU: 1 });
  });

  it('has traits and resources for devices', () => {
    const extraSpecs = { 'hw:tpm_version': '2.0', 'hw:pmem': '6GB, 6GB,x-1', 'os:secure_boot': 'required' };
    const image = { properties: { 'trait:CUSTOM_A': 'required', hw_mem_encryption: 'true', hw_firmware_type: 'uefi' } };
    const group = unsuffixed(query({ flavor: buildFlavor({ extraSpecs }), image }, { nova: '26' }));
    expect(group.requiredTraits.flat().toSorted()).toEqual([
      'COMPUTE_SECURITY_TPM_2_0',
      'COMPUTE_SECURITY_UEFI_SECURE_BOOT',
      'CUSTOM_A',
    ]);
    expect(group.resources).toMatchObject({
      CUSTOM_PMEM_NAMESPACE_6GB: 2,
      CUSTOM_PMEM_NAMESPACE_X_1: 1,
      MEM_ENCRYPTION_CONTEXT: 1,
    });
  });

  it('is refused when flavor and image contradict each other', () => {
    const flavor = buildFlavor({ extraSpecs: { 'hw:tpm_version': '1.2', 'hw:mem_encryption': 'no' } });
    const ask = (properties: Record<string, string>) => () => query({ flavor, image: { properties } });
    expect(ask({ hw_tpm_version: '2.0' })).toThrow('tpm_version is "1.2" in the flavor and "2.0" in the image');
    expect(ask({ hw_mem_encryption: 'yes' })).toThrow('mem_encryption is "no" in the flavor');
    const encrypted = buildFlavor({ extraSpecs: { 'hw:mem_encryption': 'yes' } });
    expect(() => query({ flavor: encrypted })).toThrow('hw_firmware_type=uefi');
  });

  it('brings groups from outside, each under its own suffix', () => {
    const group = { suffix: 'port1', resources: { CUSTOM_NET: 1 }, requiredTraits: [['A', 'B']], forbiddenTraits: [] };
    const requestedGroups = [{ ...group, memberOf: [], forbiddenAggregates: [] }];
    expect(query({ requestedGroups }).groups.at(0)).toMatchObject(group);
    expect(() => query({ requestedGroups: [...requestedGroups, ...requestedGroups] })).toThrow(
      'two groups have the suffix',
    );
  });
});

describe('request filters', () => {
  it('map_az_to_placement_aggregate asks for any aggregate of the zone', () => {
    const asked = { availabilityZone: 'az1' };
    expect(unsuffixed(query(asked, {}, withAggregates)).memberOf).toEqual([['aggregate-1', 'aggregate-2']]);
    expect(unsuffixed(query({ availabilityZone: 'none' }, {}, withAggregates)).memberOf).toEqual([]);
    const off = { nova: '26', scheduler: { query_placement_for_availability_zone: false } } as const;
    expect(unsuffixed(query(asked, off, withAggregates)).memberOf).toEqual([]);
  });

  it('require_tenant_aggregate asks for the aggregates of the project, or refuses', () => {
    const options = { scheduler: { limit_tenants_to_placement_aggregate: true } };
    expect(unsuffixed(query({}, options, withAggregates)).memberOf).toEqual([['aggregate-2']]);
    expect(unsuffixed(query({ projectId: 'p9' }, options, withAggregates)).memberOf).toEqual([]);
    const strict = { scheduler: { ...options.scheduler, placement_aggregate_required_for_tenants: true } };
    expect(() => query({ projectId: 'p9' }, strict, withAggregates)).toThrow('No hosts available for tenant');
  });

  it('compute_status_filter leaves out disabled hosts', () => {
    expect(query({}).rootForbidden).toEqual(['COMPUTE_STATUS_DISABLED']);
  });

  it('isolate_aggregates leaves out aggregates kept for other traits', () => {
    const options = { scheduler: { enable_isolated_aggregate_filtering: true } };
    expect(unsuffixed(query({}, options, withAggregates)).forbiddenAggregates).toEqual(['aggregate-3']);
    const flavor = buildFlavor({ extraSpecs: { 'trait:HW_CPU_X86_AVX2': 'required' } });
    expect(unsuffixed(query({ flavor }, options, withAggregates)).forbiddenAggregates).toEqual([]);
  });

  it.each<[string, Partial<RequestSpec>, Partial<SchedulerOptions>, string[]]>([
    [
      'require_image_type_support',
      { image: { diskFormat: 'qcow2', properties: {} } },
      { scheduler: { query_placement_for_image_type_support: true } },
      ['COMPUTE_IMAGE_TYPE_QCOW2'],
    ],
    [
      'transform_image_metadata',
      { image: { properties: { hw_vif_model: 'e1000', hw_architecture: 'x86_64' } } },
      { scheduler: { image_metadata_prefilter: true } },
      ['COMPUTE_NET_VIF_MODEL_E1000', 'HW_ARCH_X86_64'],
    ],
    [
      'accelerators_filter',
      { flavor: buildFlavor({ extraSpecs: { 'accel:device_profile': 'gpu' } }) },
      {},
      ['COMPUTE_ACCELERATORS'],
    ],
    [
      'packed_virtqueue_filter',
      { flavor: buildFlavor({ extraSpecs: { 'hw:virtio_packed_ring': 'true' } }) },
      {},
      ['COMPUTE_NET_VIRTIO_PACKED'],
    ],
    [
      'remote_managed_ports_filter',
      { requestedNetworks: [{ name: 'n', remoteManaged: true }] },
      {},
      ['COMPUTE_REMOTE_MANAGED_PORTS'],
    ],
    [
      'ephemeral_encryption_filter',
      {
        flavor: buildFlavor({
          extraSpecs: { 'hw:ephemeral_encryption': 'true', 'hw:ephemeral_encryption_format': 'luks' },
        }),
      },
      {},
      ['COMPUTE_EPHEMERAL_ENCRYPTION', 'COMPUTE_EPHEMERAL_ENCRYPTION_LUKS'],
    ],
    [
      'virtio_sound_filter',
      { image: { properties: { hw_sound_model: 'virtio' } } },
      {},
      ['COMPUTE_SOUND_MODEL_VIRTIO'],
    ],
    [
      'tpm_secret_security_filter',
      { flavor: buildFlavor({ extraSpecs: { 'hw:tpm_version': '2.0', 'hw:tpm_secret_security': 'host' } }) },
      {},
      ['COMPUTE_SECURITY_TPM_SECRET_SECURITY_HOST'],
    ],
  ])('%s asks for its traits', (_name, change, options, traits) => {
    expect(query(change, options).rootRequired).toEqual(traits);
  });

  it('of newer Nova do not exist at level 26', () => {
    const flavor = buildFlavor({ extraSpecs: { 'hw:virtio_packed_ring': 'true' } });
    expect(query({ flavor }, { nova: '26' }).rootRequired).toEqual([]);
  });

  it('routed_networks_filter asks for the segments of each network, or refuses', () => {
    const options = { scheduler: { query_placement_for_routed_network_aggregates: true } };
    const networks = (...segments: string[][]) => ({
      requestedNetworks: segments.map((segmentAggregates, i) => ({ name: `net${i}`, segmentAggregates })),
    });
    expect(unsuffixed(query(networks(['a', 'b'], ['c']), options)).memberOf).toEqual([['a', 'b'], ['c']]);
    expect(() => query(networks([]), options)).toThrow('aggregates not found for the network net0');
  });

  it('owner_nova_filter waits for every compute service', () => {
    const old = { hosts: buildCloud([{}]).hosts, aggregates: [], computeServiceVersion: 72 };
    expect(query({}, {}, old).rootRequired).toEqual([]);
    expect(query({}, {}, { ...old, computeServiceVersion: 73 }).rootRequired).toEqual(['OWNER_NOVA']);
  });
});

describe('a named host', () => {
  it('is asked for alone, or not at all when it is not there', () => {
    expect(unsuffixed(query({ forceHosts: ['host1'] })).inTree).toBe('uuid-1');
    expect(unsuffixed(query({ requestedDestination: { node: 'node0' } })).inTree).toBe('uuid-0');
    expect(() => query({ requestedDestination: { host: 'host9' } })).toThrow('no such host host9');
  });
});
