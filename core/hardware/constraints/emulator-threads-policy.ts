import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import { emulatorThreadsPolicies, type EmulatorThreadsPolicy } from '../topology/instance-topology.ts';

/**
 * Where the flavor wants the hypervisor's own threads to run.
 * Nova: `get_emulator_thread_policy_constraint`.
 *
 * @throws HardwareError `emulator-threads-policy`
 */
export function emulatorThreadsPolicyOf(flavor: Flavor): EmulatorThreadsPolicy | null {
  const asked = flavor.extraSpecs['hw:emulator_threads_policy'];
  if (!asked) return null;
  const policy = emulatorThreadsPolicies.find((known) => known === asked);
  if (policy === undefined) throw hardwareError('emulator-threads-policy', asked);
  return policy;
}
