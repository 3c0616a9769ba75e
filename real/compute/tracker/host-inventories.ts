import type { Inventory } from '../../../core/index.ts';
import type { HostDescription } from '../hypervisor/host-description.ts';
import type { TrackerOptions } from './tracker-options.ts';

/** Inventories of a provider by resource class. */
export type Inventories = Readonly<Record<string, Inventory>>;

/**
 * What a host has for guests. `present` are the inventories that Placement has of it: a ratio that somebody set there is
 * kept, unless the operator configured one. A class of which there is nothing is left out, since Placement takes no
 * total of 0. Nova: `LibvirtDriver.update_provider_tree`.
 */
export function hostInventories(host: HostDescription, options: TrackerOptions, present: Inventories): Inventories {
  const { shared, dedicated } = guestCpus(host, options);
  const ratio = (resourceClass: string, configured: number | undefined, initial: number): number =>
    configured ?? present[resourceClass]?.allocationRatio ?? initial;
  const { reservedHostCpus, reservedHostMemoryMib, reservedHostDiskMib } = options;
  const all = {
    VCPU: inventory(
      shared,
      reservedHostCpus,
      ratio('VCPU', options.cpuAllocationRatio, options.initialCpuAllocationRatio),
    ),
    PCPU: inventory(dedicated, 0, 1),
    MEMORY_MB: inventory(
      host.ramMib,
      reservedHostMemoryMib,
      ratio('MEMORY_MB', options.ramAllocationRatio, options.initialRamAllocationRatio),
    ),
    DISK_GB: inventory(
      host.diskGib,
      Math.ceil(reservedHostDiskMib / 1024),
      ratio('DISK_GB', options.diskAllocationRatio, options.initialDiskAllocationRatio),
    ),
  };
  return Object.fromEntries(Object.entries(all).filter(([, { total }]) => total > 0));
}

/** A single guest may have all of it, whatever the ratio. More cannot be reserved than there is. */
function inventory(amount: number, reserved: number, allocationRatio: number): Inventory {
  const total = Math.floor(amount);
  return { total, reserved: Math.min(reserved, total), minUnit: 1, maxUnit: total, stepSize: 1, allocationRatio };
}

/** Without either set all CPUs are shared; with only dedicated ones, none is. */
function guestCpus(
  host: HostDescription,
  { cpuSharedSet, cpuDedicatedSet }: TrackerOptions,
): { readonly shared: number; readonly dedicated: number } {
  if (cpuSharedSet === undefined && cpuDedicatedSet === undefined) return { shared: host.vcpus, dedicated: 0 };
  const online = onlineCpus(host);
  const count = (cpus: ReadonlySet<number> | undefined): number =>
    [...(cpus ?? [])].filter((cpu) => online.has(cpu)).length;
  return { shared: count(cpuSharedSet), dedicated: count(cpuDedicatedSet) };
}

function onlineCpus({ numaTopology, vcpus }: HostDescription): ReadonlySet<number> {
  const inCells = (numaTopology?.cells ?? []).flatMap(({ cpuset, pcpuset }) => [...cpuset, ...pcpuset]);
  return new Set(inCells.length > 0 ? inCells : Array.from({ length: vcpus }, (_, cpu) => cpu));
}
