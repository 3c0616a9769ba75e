import { hardwareError } from '../hardware-error.ts';
import { freePcpus, type HostCell } from '../topology/host-topology.ts';

/**
 * The pinned host CPUs of a cell after more were pinned.
 *
 * @throws HardwareError `pin-unknown`, `pin-taken`
 */
export function pinCpus(cell: HostCell, cpus: ReadonlySet<number>): ReadonlySet<number> {
  for (const cpu of cpus) {
    if (!cell.pcpuset.has(cpu)) throw hardwareError('pin-unknown', [...cpus], [...cell.pcpuset]);
  }
  for (const cpu of cpus) {
    if (cell.pinnedCpus.has(cpu)) throw hardwareError('pin-taken', [...cpus], [...freePcpus(cell)]);
  }
  return new Set([...cell.pinnedCpus, ...cpus]);
}

/**
 * The pinned host CPUs of a cell after some were freed.
 *
 * @throws HardwareError `unpin-unknown`, `unpin-free`
 */
export function unpinCpus(cell: HostCell, cpus: ReadonlySet<number>): ReadonlySet<number> {
  for (const cpu of cpus) {
    if (!cell.pcpuset.has(cpu)) throw hardwareError('unpin-unknown', [...cpus], [...cell.pcpuset]);
  }
  for (const cpu of cpus) {
    if (!cell.pinnedCpus.has(cpu)) throw hardwareError('unpin-free', [...cpus], [...cell.pinnedCpus]);
  }
  return new Set([...cell.pinnedCpus].filter((cpu) => !cpus.has(cpu)));
}
