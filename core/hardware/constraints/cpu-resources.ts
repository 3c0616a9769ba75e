import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import type { CpuPolicy, CpuThreadPolicy, EmulatorThreadsPolicy } from '../topology/instance-topology.ts';
import type { ImageHardware } from './image-hardware.ts';
import { parseIntegerText } from '../../python/number.ts';

// Like Nova, only the beginning of the name is looked at: resources:VCPU_X counts too.
const VCPU_RESOURCE = /^resources([1-9][0-9]*)?:VCPU/;
const PCPU_RESOURCE = /^resources([1-9][0-9]*)?:PCPU/;
const HYPERTHREADING_TRAIT = /^trait([1-9][0-9]*)?:HW_CPU_HYPERTHREADING/;

/**
 * The CPU policy that explicit `resources:VCPU` and `resources:PCPU` extra specs stand for, else
 * `policy`. Nova: `numa_get_constraints`, `_get_vcpu_pcpu_resources`.
 *
 * @throws HardwareError `cpu-policy-and-resources`, `vcpu-and-pcpu-resources`, `pcpu-resources`
 */
export function cpuPolicyOfResources(
  flavor: Flavor,
  policy: CpuPolicy | null,
  emulatorThreads: EmulatorThreadsPolicy | null,
): CpuPolicy | null {
  const vcpus = requested(flavor, VCPU_RESOURCE);
  const pcpus = requested(flavor, PCPU_RESOURCE);
  if (policy !== null && (vcpus !== 0 || pcpus !== 0)) throw hardwareError('cpu-policy-and-resources');
  if (vcpus !== 0 && pcpus !== 0) throw hardwareError('vcpu-and-pcpu-resources');
  if (pcpus !== 0) {
    const needed = flavor.vcpus + (emulatorThreads === 'isolate' ? 1 : 0);
    if (pcpus !== needed) throw hardwareError('pcpu-resources', pcpus, needed);
    return 'dedicated';
  }
  return vcpus !== 0 ? 'shared' : policy;
}

/**
 * The CPU thread policy that the trait HW_CPU_HYPERTHREADING stands for, else `policy`.
 *
 * @throws HardwareError `hyperthreading-trait-and-thread-policy`
 */
export function cpuThreadPolicyOfTrait(
  flavor: Flavor,
  image: ImageHardware,
  policy: CpuThreadPolicy | null,
): CpuThreadPolicy | null {
  const trait = hyperthreadingTrait(flavor, image);
  if (policy !== null && trait) throw hardwareError('hyperthreading-trait-and-thread-policy');
  if (trait === 'forbidden') return 'isolate';
  return trait === 'required' ? 'require' : policy;
}

function requested(flavor: Flavor, name: RegExp): number {
  let sum = 0;
  for (const [key, value] of Object.entries(flavor.extraSpecs)) {
    if (name.test(key)) sum += parseIntegerText(value) ?? 0;
  }
  return sum;
}

function hyperthreadingTrait(flavor: Flavor, image: ImageHardware): string | undefined {
  for (const [key, value] of Object.entries(flavor.extraSpecs)) {
    if (HYPERTHREADING_TRAIT.test(key)) return value;
  }
  return image.requiresHyperthreading ? 'required' : undefined;
}
