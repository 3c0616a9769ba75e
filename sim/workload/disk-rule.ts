import type { Flavor } from '../../core/index.ts';
import type { TraceFlavor } from './trace.ts';

/** Disk of a flavor whose trace records none: base + per vCPU + per GiB of RAM, GiB, rounded up. */
export interface DiskRule {
  readonly baseGib: number;
  readonly perVcpuGib: number;
  readonly perRamGibGib: number;
}

/** One root disk of the size of a usual image; disk then seldom decides, as in the recorded clouds. */
export const defaultDiskRule: DiskRule = { baseGib: 20, perVcpuGib: 0, perRamGibGib: 0 };

/** A flavor of Nova for one of a trace. Id and name are the same. */
export function flavorFromTrace(recorded: TraceFlavor, rule: DiskRule): Flavor {
  const { name, vcpus, ramMib, extraSpecs } = recorded;
  const byRule = Math.ceil(rule.baseGib + rule.perVcpuGib * vcpus + (rule.perRamGibGib * ramMib) / 1024);
  return {
    id: name,
    name,
    vcpus,
    ramMib,
    rootGib: recorded.diskGib ?? byRule,
    ephemeralGib: 0,
    swapMib: 0,
    extraSpecs,
  };
}
