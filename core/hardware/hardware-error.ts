/** What a request or a host can be refused for, by our own stable code. */
const hardwareErrors = {
  'cpu-policy': ['InvalidCPUAllocationPolicy', oneOf('extra spec hw:cpu_policy', 'shared, dedicated, mixed')],
  'cpu-policy-of-image': [
    'ImageCPUPinningForbidden',
    (image: string, flavor: string) =>
      `image property hw_cpu_policy is "${image}", but the flavor's hw:cpu_policy "${flavor}" must win; make both equal`,
  ],
  'cpu-thread-policy': [
    'InvalidCPUThreadAllocationPolicy',
    oneOf('extra spec hw:cpu_thread_policy', 'prefer, isolate, require'),
  ],
  'cpu-thread-policy-empty': [
    'ValueError',
    () => 'extra spec hw:cpu_thread_policy is empty; remove it, or use one of prefer, isolate, require',
  ],
  'cpu-thread-policy-of-image': [
    'ImageCPUThreadPolicyForbidden',
    (image: string, flavor: string) =>
      `image property hw_cpu_thread_policy is "${image}", but the flavor's hw:cpu_thread_policy is "${flavor}"`,
  ],
  'cpu-thread-policy-without-pinning': [
    'CPUThreadPolicyConfigurationInvalid',
    () => 'hw:cpu_thread_policy needs hw:cpu_policy dedicated or mixed',
  ],
  'emulator-threads-policy': [
    'InvalidEmulatorThreadsPolicy',
    oneOf('extra spec hw:emulator_threads_policy', 'share, isolate'),
  ],
  'emulator-threads-without-pinning': [
    'BadRequirementEmulatorThreadsPolicy',
    () => 'hw:emulator_threads_policy isolate needs hw:cpu_policy dedicated or mixed',
  ],
  'dedicated-mask': [
    'InvalidMixedInstanceDedicatedMask',
    (mask: string, vcpus: number) =>
      `hw:cpu_dedicated_mask "${mask}" must leave at least one dedicated and one shared vCPU of 0-${vcpus - 1}`,
  ],
  'dedicated-mask-without-mixed': [
    'RequiredMixedInstancePolicy',
    () => 'hw:cpu_dedicated_mask needs hw:cpu_policy mixed',
  ],
  'mixed-needs-one-mask': [
    'RequiredMixedOrRealtimeCPUMask',
    () => 'hw:cpu_policy mixed needs exactly one of hw:cpu_dedicated_mask and hw:cpu_realtime_mask',
  ],
  'realtime-without-pinning': [
    'RealtimeConfigurationInvalid',
    () => 'hw:cpu_realtime needs hw:cpu_policy dedicated or mixed',
  ],
  'realtime-mask': [
    'RealtimeMaskNotFoundOrInvalid',
    (mask: string, vcpus: number) =>
      `hw:cpu_realtime_mask "${mask}" must name some of the vCPUs 0-${vcpus - 1}, and not all of them ` +
      'unless hw:emulator_threads_policy is set',
  ],
  'cpu-policy-and-resources': [
    'InvalidRequest',
    () => 'hw:cpu_policy cannot be combined with resources:VCPU or resources:PCPU; use one or the other',
  ],
  'vcpu-and-pcpu-resources': [
    'InvalidRequest',
    () => 'resources:VCPU and resources:PCPU cannot be combined; use one or the other',
  ],
  'pcpu-resources': [
    'InvalidRequest',
    (found: number, accepted: number) => `resources:PCPU is ${found}, but must be ${accepted} for this flavor`,
  ],
  'hyperthreading-trait-and-thread-policy': [
    'InvalidRequest',
    () => 'trait:HW_CPU_HYPERTHREADING cannot be combined with a CPU thread policy; use one or the other',
  ],
  'numa-nodes': [
    'InvalidNUMANodesNumber',
    (found: string) => `numa_nodes is "${found}", but must be a whole number above 0`,
  ],
  'numa-image-forbidden': [
    'ImageNUMATopologyForbidden',
    (name: string) => `image property ${name} may not override the NUMA topology of the flavor`,
  ],
  'numa-incomplete': [
    'ImageNUMATopologyIncomplete',
    (nodes: number) => `numa_cpus.N and numa_mem.N must both be given for each of the ${nodes} NUMA nodes`,
  ],
  'numa-asymmetric': [
    'ImageNUMATopologyAsymmetric',
    (vcpus: number, ramMib: number, nodes: number) =>
      `${vcpus} vCPUs and ${ramMib} MiB cannot be divided evenly over ${nodes} NUMA nodes; ` +
      'give hw:numa_cpus.N and hw:numa_mem.N',
  ],
  'numa-cpu-out-of-range': [
    'ImageNUMATopologyCPUOutOfRange',
    (cpu: number, vcpus: number) => `numa_cpus names vCPU ${cpu}, but the flavor has 0-${vcpus - 1}`,
  ],
  'numa-cpu-twice': [
    'ImageNUMATopologyCPUDuplicates',
    (cpu: number) => `numa_cpus gives vCPU ${cpu} to two NUMA nodes`,
  ],
  'numa-cpus-unassigned': [
    'ImageNUMATopologyCPUsUnassigned',
    (cpus: string) => `numa_cpus gives these vCPUs to no NUMA node: ${cpus}`,
  ],
  'numa-memory': [
    'ImageNUMATopologyMemoryOutOfRange',
    (found: number, ramMib: number) => `numa_mem.N add up to ${found} MiB, but the flavor has ${ramMib} MiB`,
  ],
  'page-size': [
    'MemoryPageSizeInvalid',
    (found: string) => `mem_page_size is "${found}"; accepted are small, large, any, KiB as a number, or 2MB, 1GB`,
  ],
  'page-size-of-image': [
    'MemoryPageSizeForbidden',
    (image: string, flavor: string) =>
      `image property hw_mem_page_size is "${image}", which needs hw:mem_page_size large or any (found: ${flavor})`,
  ],
  'locked-memory-without-page-size': ['LockMemoryForbidden', () => 'locked_memory needs mem_page_size'],
  'locked-memory-conflict': [
    'FlavorImageLockedMemoryConflict',
    (image: boolean, flavor: boolean) => `locked_memory is ${image} in the image and ${flavor} in the flavor`,
  ],
  'pci-numa-policy': [
    'InvalidPCINUMAAffinity',
    oneOf('pci_numa_affinity_policy', 'required, legacy, preferred, socket'),
  ],
  'pci-numa-policy-of-image': [
    'ImagePCINUMAPolicyForbidden',
    (image: string, flavor: string) =>
      `image property hw_pci_numa_affinity_policy is "${image}", but the flavor's is "${flavor}"`,
  ],
  'cpu-spec': [
    'Invalid',
    (found: string, rule: string) => `"${rule}" in the CPU list "${found}" is not N, N-M, ^N or ^N-M`,
  ],
  'not-a-number': ['ValueError', (name: string, found: string) => `${name} is "${found}", which is no whole number`],
  'host-without-siblings': [
    'ValueError',
    (cell: number) => `host NUMA cell ${cell} lists no thread siblings, so nothing can be pinned there`,
  ],
  'host-without-page-sizes': [
    'IndexError',
    (cell: number) => `host NUMA cell ${cell} lists no memory page sizes, so memory use cannot be counted there`,
  ],
  'cell-not-pinned': [
    'AttributeError',
    (cell: number) => `the instance cell on host NUMA cell ${cell} has a pinning policy, but no pins`,
  ],
  'host-without-numa': [
    'AttributeError',
    () => 'PCI affinity policy "socket" was asked of a host without a NUMA topology',
  ],
  'no-such-device': [
    'PciDevicePoolEmpty',
    (vendor: string, product: string, cell: number | null) =>
      `no free PCI device ${vendor}:${product} ${cell === null ? 'without a NUMA cell' : `on NUMA cell ${cell}`}`,
  ],
  'pin-unknown': ['CPUPinningUnknown', cpuSets('pin', 'dedicated to instances')],
  'pin-taken': ['CPUPinningInvalid', cpuSets('pin', 'free')],
  'unpin-unknown': ['CPUUnpinningUnknown', cpuSets('free', 'dedicated to instances')],
  'unpin-free': ['CPUUnpinningInvalid', cpuSets('free', 'pinned')],
} as const satisfies Readonly<Record<string, readonly [novaType: string, message: (...details: never[]) => string]>>;

export type HardwareErrorCode = keyof typeof hardwareErrors;

/**
 * A request, an image or a host that breaks a rule of NUMA, CPU pinning, huge pages or PCI.
 *
 * `code` is ours; `type` is the class of the exception that Nova 26.2 ends with at the same place.
 * Where Nova crashes by accident (`ValueError`, `IndexError`, `AttributeError`), the message says
 * what is wrong with the input instead.
 */
export class HardwareError extends Error {
  readonly code: HardwareErrorCode;
  readonly type: string;

  constructor(code: HardwareErrorCode, type: string, message: string) {
    super(message);
    this.name = 'HardwareError';
    this.code = code;
    this.type = type;
  }
}

/** Makes the error of a code; `details` are the values that its message names. */
export function hardwareError<C extends HardwareErrorCode>(
  code: C,
  ...details: Parameters<(typeof hardwareErrors)[C][1]>
): HardwareError {
  const [type, message] = hardwareErrors[code];
  return new HardwareError(code, type, (message as (...values: unknown[]) => string)(...details));
}

/** Every code, for documents and tests. */
export const hardwareErrorCodes = Object.keys(hardwareErrors) as readonly HardwareErrorCode[];

function oneOf(where: string, accepted: string): (found: string) => string {
  return (found) => `${where} is "${found}"; accepted: ${accepted}`;
}

function cpuSets(verb: string, state: string): (found: readonly number[], accepted: readonly number[]) => string {
  return (found, accepted) => `cannot ${verb} host CPUs ${found.join(',')}: only ${accepted.join(',')} are ${state}`;
}
