import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import { cpuPolicies, type CpuPolicy } from '../topology/instance-topology.ts';
import type { ImageHardware } from './image-hardware.ts';

/**
 * The CPU policy that flavor and image ask for together; the image may not ask for more pinning
 * than a flavor that names a policy. Nova: `get_cpu_policy_constraint`.
 *
 * @throws HardwareError `cpu-policy`, `cpu-policy-of-image`
 */
export function cpuPolicyOf(flavor: Flavor, image: ImageHardware): CpuPolicy | null {
  const asked = flavor.extraSpecs['hw:cpu_policy'];
  if (!asked) return image.cpuPolicy ?? null;
  const policy = cpuPolicies.find((known) => known === asked);
  if (policy === undefined) throw hardwareError('cpu-policy', asked);
  if (image.cpuPolicy !== undefined && exceeds(image.cpuPolicy, policy)) {
    throw hardwareError('cpu-policy-of-image', image.cpuPolicy, policy);
  }
  return policy;
}

const pinning: Readonly<Record<CpuPolicy, number>> = { shared: 0, mixed: 1, dedicated: 2 };

function exceeds(image: CpuPolicy, flavor: CpuPolicy): boolean {
  return pinning[image] > pinning[flavor];
}
