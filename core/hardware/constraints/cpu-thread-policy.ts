import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import { cpuThreadPolicies, type CpuThreadPolicy } from '../topology/instance-topology.ts';
import type { ImageHardware } from './image-hardware.ts';

/**
 * The CPU thread policy of flavor and image. A flavor's policy wins; beside `isolate` and `require`
 * the image may only say the same.
 * Nova: `get_cpu_thread_policy_constraint`.
 *
 * @throws HardwareError `cpu-thread-policy`, `cpu-thread-policy-of-image`
 */
export function cpuThreadPolicyOf(flavor: Flavor, image: ImageHardware): CpuThreadPolicy | null {
  const asked = flavor.extraSpecs['hw:cpu_thread_policy'];
  // An empty extra spec names no policy, but keeps the image from naming one: so it is in Nova.
  if (asked === '' && image.cpuThreadPolicy)
    throw hardwareError('cpu-thread-policy-of-image', image.cpuThreadPolicy, '');
  if (!asked) return image.cpuThreadPolicy ?? null;
  const policy = cpuThreadPolicies.find((known) => known === asked);
  if (policy === undefined) throw hardwareError('cpu-thread-policy', asked);
  if (policy !== 'prefer' && image.cpuThreadPolicy !== undefined && image.cpuThreadPolicy !== policy) {
    throw hardwareError('cpu-thread-policy-of-image', image.cpuThreadPolicy, policy);
  }
  return policy;
}
