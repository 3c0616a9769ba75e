import { hasThreads, standardTraits } from '../../../core/index.ts';
import type { HostDescription } from '../hypervisor/host-description.ts';
import { cpuTraits } from './cpu-traits.ts';
import type { TrackerOptions } from './tracker-options.ts';

/**
 * The traits that this agent answers for, and whether the host has each. Traits that are not in here belong to somebody
 * else (an operator, another service) and are left alone. Nova: `static_traits` and the capabilities of the driver.
 */
export function hostTraits(host: HostDescription, { imageFormats }: TrackerOptions): ReadonlyMap<string, boolean> {
  const { diskBuses = [], nicModels = [], videoModels = [], firmwares = [] } = host.deviceModels ?? {};
  return new Map([
    ...cpuTraits(host.cpuFeatures),
    ...family('COMPUTE_ARCH_', [host.cpuArch]),
    ...family('COMPUTE_IMAGE_TYPE_', imageFormats),
    ...family('COMPUTE_STORAGE_BUS_', diskBuses),
    ...family('COMPUTE_NET_VIF_MODEL_', nicModels),
    ...family('COMPUTE_GRAPHICS_MODEL_', videoModels),
    ...family('COMPUTE_FIRMWARE_', firmwares),
    ['HW_CPU_HYPERTHREADING', host.numaTopology !== null && hasThreads(host.numaTopology)],
    ['COMPUTE_NODE', true],
    // A server is resized on its own host.
    ['COMPUTE_SAME_HOST_COLD_MIGRATE', true],
  ]);
}

/** All standard traits with a prefix; those are present whose rest is one of the names. */
function family(prefix: string, names: readonly string[]): (readonly [string, boolean])[] {
  const present = new Set(names.map((name) => prefix + name.replaceAll('-', '_').toUpperCase()));
  return standardTraits.filter((trait) => trait.startsWith(prefix)).map((trait) => [trait, present.has(trait)]);
}
