import type { Flavor } from '../../model/flavor.ts';
import type { Image } from '../../model/image.ts';
import { hardwareError } from '../hardware-error.ts';
import {
  pinsCpus,
  type CpuPolicy,
  type CpuThreadPolicy,
  type EmulatorThreadsPolicy,
  type InstanceTopology,
} from '../topology/instance-topology.ts';
import { allCpus, dedicatedCpusOf, realtimeCpusOf } from './cpu-masks.ts';
import { cpuPolicyOf } from './cpu-policy.ts';
import { cpuPolicyOfResources, cpuThreadPolicyOfTrait } from './cpu-resources.ts';
import { cpuThreadPolicyOf } from './cpu-thread-policy.ts';
import { emulatorThreadsPolicyOf } from './emulator-threads-policy.ts';
import { imageHardware, type ImageHardware } from './image-hardware.ts';
import { lockedMemoryOf } from './locked-memory.ts';
import { numaLayout } from './numa-layout.ts';
import { numaNodesOf } from './numa-nodes.ts';
import { pageSizeOf } from './page-size.ts';

/**
 * The NUMA topology that a flavor and an image ask for, or null when neither asks for one: by NUMA
 * nodes, by CPU pinning, by a page size or by persistent memory (`hw:pmem`).
 * Nova: `numa_get_constraints` in `virt/hardware.py`.
 *
 * @throws HardwareError for the first rule that the two break; the order is Nova's
 * @throws RequestError for an image property of the wrong type
 */
export function numaConstraints(flavor: Flavor, image: Image | null): InstanceTopology | null {
  const imageAsks = imageHardware(image);
  const cpu = cpuConstraints(flavor, imageAsks);
  const nodes = numaNodesOf(flavor, imageAsks);
  const pageSizeKib = pageSizeOf(flavor, imageAsks);
  lockedMemoryOf(flavor, imageAsks);
  if (!nodes && !pageSizeKib && !asksForPersistentMemory(flavor) && !pinsCpus(cpu.policy)) return null;
  const layout = numaLayout(nodes ?? 1, flavor, imageAsks);
  if (flavor.extraSpecs['hw:cpu_thread_policy'] === '' && !cpu.threadPolicy)
    throw hardwareError('cpu-thread-policy-empty');
  return {
    emulatorThreadsPolicy: cpu.emulatorThreads,
    cells: layout.map((node, id) => ({
      id,
      cpuset: new Set([...node.cpus].filter((vcpu) => !cpu.dedicated.has(vcpu))),
      pcpuset: new Set([...node.cpus].filter((vcpu) => cpu.dedicated.has(vcpu))),
      memoryMib: node.memoryMib,
      pageSizeKib: pageSizeKib === null ? null : Math.trunc(pageSizeKib),
      cpuPolicy: cpu.policy,
      cpuThreadPolicy: cpu.threadPolicy,
      cpuPinning: null,
      cpusetReserved: null,
    })),
  };
}

interface CpuConstraints {
  readonly policy: CpuPolicy | null;
  readonly threadPolicy: CpuThreadPolicy | null;
  readonly emulatorThreads: EmulatorThreadsPolicy | null;
  /** vCPUs with a host CPU of their own. */
  readonly dedicated: ReadonlySet<number>;
}

function cpuConstraints(flavor: Flavor, image: ImageHardware): CpuConstraints {
  const askedPolicy = cpuPolicyOf(flavor, image);
  const askedThreads = cpuThreadPolicyOf(flavor, image);
  const realtime = realtimeCpusOf(flavor, image);
  const mask = dedicatedCpusOf(flavor);
  const emulatorThreads = emulatorThreadsPolicyOf(flavor);
  const policy = cpuPolicyOfResources(flavor, askedPolicy, emulatorThreads);
  const threadPolicy = cpuThreadPolicyOfTrait(flavor, image, askedThreads);
  if (!pinsCpus(policy)) checkNothingPinned(threadPolicy, emulatorThreads, mask, realtime);
  if (policy === 'dedicated' && mask) throw hardwareError('dedicated-mask-without-mixed');
  return { policy, threadPolicy, emulatorThreads, dedicated: dedicatedCpus(policy, flavor.vcpus, mask, realtime) };
}

function checkNothingPinned(
  threadPolicy: CpuThreadPolicy | null,
  emulatorThreads: EmulatorThreadsPolicy | null,
  mask: ReadonlySet<number> | null,
  realtime: ReadonlySet<number> | null,
): void {
  if (threadPolicy) throw hardwareError('cpu-thread-policy-without-pinning');
  if (emulatorThreads === 'isolate') throw hardwareError('emulator-threads-without-pinning');
  if (mask) throw hardwareError('dedicated-mask-without-mixed');
  if (realtime) throw hardwareError('realtime-without-pinning');
}

function dedicatedCpus(
  policy: CpuPolicy | null,
  vcpus: number,
  mask: ReadonlySet<number> | null,
  realtime: ReadonlySet<number> | null,
): ReadonlySet<number> {
  if (policy === 'dedicated') return allCpus(vcpus);
  if (policy !== 'mixed') return new Set();
  const dedicated = mask ?? realtime;
  if (!dedicated || (mask && realtime)) throw hardwareError('mixed-needs-one-mask');
  return dedicated;
}

function asksForPersistentMemory(flavor: Flavor): boolean {
  return (flavor.extraSpecs['hw:pmem'] ?? '').split(',').some((label) => label.trim() !== '');
}
