import { describe, expect, it } from 'vitest';
import {
  HardwareError,
  numaConstraints,
  PAGE_SIZE_ANY,
  PAGE_SIZE_LARGE,
  PAGE_SIZE_SMALL,
  type HardwareErrorCode,
  type InstanceTopology,
} from '../../../../core/index.ts';
import { aFlavor } from '../a-flavor.ts';

type Specs = Readonly<Record<string, string>>;
type Properties = Readonly<Record<string, unknown>>;

function asked(specs: Specs, properties: Properties = {}): InstanceTopology | null {
  return numaConstraints(aFlavor(specs), { properties });
}

function cellsOf(specs: Specs, properties: Properties = {}): { vcpus: number[]; pcpus: number[]; memoryMib: number }[] {
  return (asked(specs, properties)?.cells ?? []).map(({ cpuset, pcpuset, memoryMib }) => ({
    vcpus: [...cpuset],
    pcpus: [...pcpuset],
    memoryMib,
  }));
}

describe('a guest has a NUMA topology', () => {
  it('only when something asks for one', () => {
    expect(asked({})).toBeNull();
    expect(asked({ 'hw:cpu_policy': 'shared' })).toBeNull();
    expect(numaConstraints(aFlavor(), null)).toBeNull();
  });

  it.each([
    [{ 'hw:numa_nodes': '1' }],
    [{ 'hw:cpu_policy': 'dedicated' }],
    [{ 'hw:mem_page_size': 'large' }],
    [{ 'hw:pmem': '6GB, ' }],
    [{ 'resources:PCPU': '4' }],
  ])('of one cell for %j', (specs) => {
    expect(asked(specs)?.cells).toHaveLength(1);
  });

  it('with vCPUs and memory divided evenly', () => {
    expect(cellsOf({ 'hw:numa_nodes': '2' })).toEqual([
      { vcpus: [0, 1], pcpus: [], memoryMib: 512 },
      { vcpus: [2, 3], pcpus: [], memoryMib: 512 },
    ]);
  });

  it('with vCPUs and memory as the image lists them', () => {
    const properties = {
      hw_numa_nodes: 2,
      'hw_numa_cpus.0': '0-2',
      'hw_numa_cpus.1': '3',
      'hw_numa_mem.0': '768',
      'hw_numa_mem.1': 256,
    };
    expect(cellsOf({}, properties)).toEqual([
      { vcpus: [0, 1, 2], pcpus: [], memoryMib: 768 },
      { vcpus: [3], pcpus: [], memoryMib: 256 },
    ]);
  });
});

describe('CPU policies', () => {
  it('make all vCPUs dedicated, or those of the mask', () => {
    expect(cellsOf({ 'hw:cpu_policy': 'dedicated' })[0]?.pcpus).toEqual([0, 1, 2, 3]);
    expect(cellsOf({ 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '^0-1' })).toEqual([
      { vcpus: [0, 1], pcpus: [2, 3], memoryMib: 1024 },
    ]);
  });

  it('take the realtime mask for a mixed guest without a mask of its own', () => {
    const specs = { 'hw:cpu_policy': 'mixed', 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0' };
    expect(cellsOf(specs)[0]).toMatchObject({ vcpus: [0], pcpus: [1, 2, 3] });
  });

  it('come from the image when the flavor names none, and from the flavor when both do', () => {
    expect(asked({}, { hw_cpu_policy: 'dedicated' })?.cells[0]?.cpuPolicy).toBe('dedicated');
    expect(asked({ 'hw:cpu_policy': 'dedicated' }, { hw_cpu_policy: 'shared' })?.cells[0]?.cpuPolicy).toBe('dedicated');
  });

  it('of threads: a preferring flavor wins over the image, an absent one does not', () => {
    const dedicated = { 'hw:cpu_policy': 'dedicated' };
    const image = { hw_cpu_thread_policy: 'require' };
    expect(asked({ ...dedicated, 'hw:cpu_thread_policy': 'prefer' }, image)?.cells[0]?.cpuThreadPolicy).toBe('prefer');
    expect(asked(dedicated, image)?.cells[0]?.cpuThreadPolicy).toBe('require');
  });

  it('of threads follow the hyperthreading trait', () => {
    const policyFor = (specs: Specs, properties: Properties = {}) =>
      asked({ 'hw:cpu_policy': 'dedicated', ...specs }, properties)?.cells[0]?.cpuThreadPolicy;
    expect(policyFor({ 'trait:HW_CPU_HYPERTHREADING': 'forbidden' })).toBe('isolate');
    expect(policyFor({ 'trait1:HW_CPU_HYPERTHREADING': 'required' })).toBe('require');
    expect(policyFor({}, { 'trait:HW_CPU_HYPERTHREADING': 'required' })).toBe('require');
  });

  it('of emulator threads add one to the PCPUs that must be asked for', () => {
    const isolated = { 'hw:emulator_threads_policy': 'isolate' };
    expect(asked({ ...isolated, 'resources:PCPU': '5' })?.emulatorThreadsPolicy).toBe('isolate');
    expect(() => asked({ ...isolated, 'resources:PCPU': '4' })).toThrow('must be 5');
  });
});

describe('page sizes', () => {
  it.each([
    ['small', PAGE_SIZE_SMALL],
    ['large', PAGE_SIZE_LARGE],
    ['any', PAGE_SIZE_ANY],
    ['2048', 2048],
    ['2MB', 2048],
    ['1GiB', 1048576],
    ['.5MB', 512],
    ['16Mbit', 2048],
  ])('%s is %i', (text, sizeKib) => {
    expect(asked({ 'hw:mem_page_size': text })?.cells[0]?.pageSizeKib).toBe(sizeKib);
  });

  it('below 1 KiB ask for a topology, but for no size', () => {
    expect(asked({ 'hw:mem_page_size': '8b' })?.cells[0]?.pageSizeKib).toBe(0);
    expect(asked({ 'hw:mem_page_size': '0' })).toBeNull();
  });

  it('of the image narrow a wish of the flavor', () => {
    expect(asked({ 'hw:mem_page_size': 'any' }, { hw_mem_page_size: '2MB' })?.cells[0]?.pageSizeKib).toBe(2048);
  });
});

/** Every rule, the code of its error and the class of Nova's exception. */
const broken: readonly [HardwareErrorCode, string, Specs, Properties?][] = [
  ['cpu-policy', 'InvalidCPUAllocationPolicy', { 'hw:cpu_policy': 'bogus' }],
  ['cpu-policy-of-image', 'ImageCPUPinningForbidden', { 'hw:cpu_policy': 'shared' }, { hw_cpu_policy: 'mixed' }],
  ['cpu-policy-of-image', 'ImageCPUPinningForbidden', { 'hw:cpu_policy': 'mixed' }, { hw_cpu_policy: 'dedicated' }],
  ['cpu-thread-policy', 'InvalidCPUThreadAllocationPolicy', { 'hw:cpu_thread_policy': 'bogus' }],
  [
    'cpu-thread-policy-of-image',
    'ImageCPUThreadPolicyForbidden',
    { 'hw:cpu_thread_policy': 'isolate' },
    { hw_cpu_thread_policy: 'prefer' },
  ],
  [
    'cpu-thread-policy-of-image',
    'ImageCPUThreadPolicyForbidden',
    { 'hw:cpu_thread_policy': '' },
    { hw_cpu_thread_policy: 'prefer' },
  ],
  ['cpu-thread-policy-empty', 'ValueError', { 'hw:cpu_policy': 'dedicated', 'hw:cpu_thread_policy': '' }],
  ['cpu-thread-policy-without-pinning', 'CPUThreadPolicyConfigurationInvalid', { 'hw:cpu_thread_policy': 'prefer' }],
  ['emulator-threads-policy', 'InvalidEmulatorThreadsPolicy', { 'hw:emulator_threads_policy': 'bogus' }],
  [
    'emulator-threads-without-pinning',
    'BadRequirementEmulatorThreadsPolicy',
    { 'hw:emulator_threads_policy': 'isolate' },
  ],
  ['dedicated-mask', 'InvalidMixedInstanceDedicatedMask', { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0-3' }],
  ['dedicated-mask', 'InvalidMixedInstanceDedicatedMask', { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '2-4' }],
  [
    'dedicated-mask',
    'InvalidMixedInstanceDedicatedMask',
    { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '^0-3' },
  ],
  ['dedicated-mask-without-mixed', 'RequiredMixedInstancePolicy', { 'hw:cpu_dedicated_mask': '0' }],
  [
    'dedicated-mask-without-mixed',
    'RequiredMixedInstancePolicy',
    { 'hw:cpu_policy': 'dedicated', 'hw:cpu_dedicated_mask': '0' },
  ],
  ['mixed-needs-one-mask', 'RequiredMixedOrRealtimeCPUMask', { 'hw:cpu_policy': 'mixed' }],
  [
    'mixed-needs-one-mask',
    'RequiredMixedOrRealtimeCPUMask',
    { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0', 'hw:cpu_realtime': '1', 'hw:cpu_realtime_mask': '0' },
  ],
  [
    'realtime-without-pinning',
    'RealtimeConfigurationInvalid',
    { 'hw:cpu_realtime': 'on', 'hw:cpu_realtime_mask': '^0' },
  ],
  ['realtime-mask', 'RealtimeMaskNotFoundOrInvalid', { 'hw:cpu_policy': 'dedicated', 'hw:cpu_realtime': 'yes' }],
  ['realtime-mask', 'RealtimeMaskNotFoundOrInvalid', { 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '3-4' }],
  ['realtime-mask', 'RealtimeMaskNotFoundOrInvalid', { 'hw:cpu_realtime': 'yes' }, { hw_cpu_realtime_mask: '^0-3' }],
  ['cpu-policy-and-resources', 'InvalidRequest', { 'hw:cpu_policy': 'shared', 'resources:VCPU': '4' }],
  ['vcpu-and-pcpu-resources', 'InvalidRequest', { 'resources1:VCPU': '4', 'resources:PCPU': '4' }],
  ['pcpu-resources', 'InvalidRequest', { 'resources:PCPU': '3' }],
  [
    'hyperthreading-trait-and-thread-policy',
    'InvalidRequest',
    { 'hw:cpu_policy': 'dedicated', 'hw:cpu_thread_policy': 'prefer', 'trait:HW_CPU_HYPERTHREADING': 'required' },
  ],
  ['numa-nodes', 'InvalidNUMANodesNumber', { 'hw:numa_nodes': '0' }],
  ['numa-nodes', 'InvalidNUMANodesNumber', { 'hw:numa_nodes': '02' }],
  ['numa-nodes', 'InvalidNUMANodesNumber', {}, { hw_numa_nodes: -1 }],
  ['numa-image-forbidden', 'ImageNUMATopologyForbidden', { 'hw:numa_nodes': '1' }, { hw_numa_nodes: 1 }],
  [
    'numa-image-forbidden',
    'ImageNUMATopologyForbidden',
    { 'hw:numa_nodes': '1', 'hw:numa_cpus.0': '0-3' },
    { 'hw_numa_cpus.0': '0-3' },
  ],
  ['numa-incomplete', 'ImageNUMATopologyIncomplete', { 'hw:numa_nodes': '1', 'hw:numa_cpus.0': '0-3' }],
  [
    'numa-incomplete',
    'ImageNUMATopologyIncomplete',
    { 'hw:numa_nodes': '2', 'hw:numa_cpus.0': '0-3', 'hw:numa_mem.0': '1024' },
  ],
  ['numa-asymmetric', 'ImageNUMATopologyAsymmetric', { 'hw:numa_nodes': '3' }],
  [
    'numa-cpu-out-of-range',
    'ImageNUMATopologyCPUOutOfRange',
    { 'hw:numa_nodes': '1', 'hw:numa_cpus.0': '0-4', 'hw:numa_mem.0': '1024' },
  ],
  [
    'numa-cpu-twice',
    'ImageNUMATopologyCPUDuplicates',
    {
      'hw:numa_nodes': '2',
      'hw:numa_cpus.0': '0-2',
      'hw:numa_cpus.1': '2-3',
      'hw:numa_mem.0': '1',
      'hw:numa_mem.1': '1',
    },
  ],
  [
    'numa-cpus-unassigned',
    'ImageNUMATopologyCPUsUnassigned',
    { 'hw:numa_nodes': '1', 'hw:numa_cpus.0': '0-2', 'hw:numa_mem.0': '1024' },
  ],
  [
    'numa-memory',
    'ImageNUMATopologyMemoryOutOfRange',
    { 'hw:numa_nodes': '1', 'hw:numa_cpus.0': '0-3', 'hw:numa_mem.0': '1000' },
  ],
  ['not-a-number', 'ValueError', { 'hw:numa_nodes': '1', 'hw:numa_cpus.0': '0-3', 'hw:numa_mem.0': '1G' }],
  ['cpu-spec', 'Invalid', { 'hw:numa_nodes': '1', 'hw:numa_cpus.0': '3-1' }],
  ['page-size', 'MemoryPageSizeInvalid', { 'hw:mem_page_size': 'huge' }],
  ['page-size', 'MemoryPageSizeInvalid', { 'hw:mem_page_size': '2mB' }],
  ['page-size-of-image', 'MemoryPageSizeForbidden', {}, { hw_mem_page_size: '2MB' }],
  ['page-size-of-image', 'MemoryPageSizeForbidden', { 'hw:mem_page_size': 'small' }, { hw_mem_page_size: '4' }],
  ['locked-memory-without-page-size', 'LockMemoryForbidden', { 'hw:locked_memory': 'yes' }],
  [
    'locked-memory-conflict',
    'FlavorImageLockedMemoryConflict',
    { 'hw:locked_memory': 'yes' },
    { hw_locked_memory: 'no' },
  ],
];

describe('a request that breaks a rule', () => {
  it.each(broken)('is refused as %s (%s): %j %j', (code, type, specs, properties = {}) => {
    const refused = catching(() => asked(specs, properties));
    expect(refused).toMatchObject({ code, type });
    expect(refused.message).toMatch(/\w{3,}/);
  });

  it.each([{ hw_cpu_policy: 'bogus' }, { hw_numa_nodes: 'two' }, { hw_mem_page_size: null }, { hw_disk_bus: 'bogus' }])(
    'is refused for an image with %j',
    (properties) => {
      expect(() => asked({}, properties)).toThrow(`image property ${Object.keys(properties)[0]} is`);
    },
  );

  it('is told what was found and what is accepted', () => {
    expect(() => asked({ 'hw:cpu_policy': 'bogus' })).toThrow(
      'extra spec hw:cpu_policy is "bogus"; accepted: shared, dedicated, mixed',
    );
  });
});

function catching(action: () => unknown): HardwareError {
  try {
    action();
  } catch (error) {
    if (error instanceof HardwareError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
