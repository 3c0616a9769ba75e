import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import { parseCpuSpec } from './cpu-spec.ts';
import { emulatorThreadsPolicyOf } from './emulator-threads-policy.ts';
import type { ImageHardware } from './image-hardware.ts';
import { truthOf } from './truth-of.ts';

/**
 * The vCPUs that a mixed guest has for itself (`hw:cpu_dedicated_mask`), or null.
 * Nova: `get_dedicated_cpu_constraint`.
 *
 * @throws HardwareError `dedicated-mask`, `cpu-spec`
 */
export function dedicatedCpusOf(flavor: Flavor): ReadonlySet<number> | null {
  const mask = flavor.extraSpecs['hw:cpu_dedicated_mask'];
  if (!mask) return null;
  const dedicated = maskedCpus(mask, flavor.vcpus);
  const inside = insideCount(dedicated, flavor.vcpus);
  if (dedicated.size === 0 || inside === flavor.vcpus || inside < dedicated.size) {
    throw hardwareError('dedicated-mask', mask, flavor.vcpus);
  }
  return dedicated;
}

/**
 * The vCPUs that run in real time, or null when the flavor does not ask for it. The image's mask
 * goes before the flavor's. At least one vCPU must be left for other work, unless the emulator
 * threads have a place of their own. Nova: `get_realtime_cpu_constraint`.
 *
 * @throws HardwareError `realtime-mask`, `cpu-spec`, `emulator-threads-policy`
 */
export function realtimeCpusOf(flavor: Flavor, image: ImageHardware): ReadonlySet<number> | null {
  if (!truthOf(flavor.extraSpecs['hw:cpu_realtime'])) return null;
  const mask = image.cpuRealtimeMask || flavor.extraSpecs['hw:cpu_realtime_mask'] || '';
  const realtime = mask === '' ? allCpus(flavor.vcpus) : maskedCpus(mask, flavor.vcpus);
  if (realtime.size === 0) throw hardwareError('realtime-mask', mask, flavor.vcpus);
  const emulatorThreads = emulatorThreadsPolicyOf(flavor);
  const inside = insideCount(realtime, flavor.vcpus);
  if (inside < realtime.size || (inside === flavor.vcpus && emulatorThreads === null)) {
    throw hardwareError('realtime-mask', mask, flavor.vcpus);
  }
  return realtime;
}

/** vCPUs 0 to `vcpus` - 1. */
export function allCpus(vcpus: number): ReadonlySet<number> {
  return new Set(Array.from({ length: vcpus }, (_, cpu) => cpu));
}

/** A mask that begins with an exclusion means "all but". */
function maskedCpus(mask: string, vcpus: number): ReadonlySet<number> {
  return parseCpuSpec(mask.trim().startsWith('^') ? `0-${vcpus - 1},${mask}` : mask);
}

function insideCount(cpus: ReadonlySet<number>, vcpus: number): number {
  let count = 0;
  for (const cpu of cpus) if (cpu < vcpus) count += 1;
  return count;
}
