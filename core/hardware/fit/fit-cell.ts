import { availableMemoryMib, freePcpuCount, type HostCell } from '../topology/host-topology.ts';
import { pinsCpus, sharesCpus } from '../topology/instance-topology.ts';
import type { NumaLimits } from '../topology/numa-limits.ts';
import type { CellMisfit } from './cell-misfit.ts';
import { fitPages } from './fit-pages.ts';
import type { FittingCell } from './fitting-cell.ts';
import { packOntoCores } from './pack-onto-cores.ts';

/**
 * Tries one guest cell on one host cell. When it fits, the guest cell has the host cell's id, its
 * pins and its page size; an attempt that fails may leave some of them behind.
 * Nova: `_numa_fit_instance_cell`.
 *
 * @param reservedCount host CPUs to reserve for the emulator threads
 * @returns null when it fits, else the first check that fails
 */
export function fitCell(
  host: HostCell,
  guest: FittingCell,
  limits: NumaLimits | null,
  reservedCount: number,
): CellMisfit | null {
  const misfit =
    fitPages(host, guest) ?? fitAlone(host, guest, reservedCount) ?? fitDedicated(host, guest, reservedCount);
  if (misfit) return misfit;
  const beyondLimits = limits && sharesCpus(guest.cpuPolicy) ? fitLimits(host, guest, limits) : null;
  if (beyondLimits) return beyondLimits;
  guest.id = host.id;
  return null;
}

/** A guest may never overcommit a cell against itself, whatever the ratios allow. */
function fitAlone(host: HostCell, guest: FittingCell, reservedCount: number): CellMisfit | null {
  const { cpuPolicy } = guest;
  if (pinsCpus(cpuPolicy) && guest.pcpuset.size + reservedCount > host.pcpuset.size) return 'numa-cell-dedicated-cpus';
  return sharesCpus(cpuPolicy) && guest.cpuset.size > host.cpuset.size ? 'numa-cell-shared-cpus' : null;
}

function fitDedicated(host: HostCell, guest: FittingCell, reservedCount: number): CellMisfit | null {
  if (!pinsCpus(guest.cpuPolicy)) return null;
  if (guest.pcpuset.size + reservedCount > freePcpuCount(host)) return 'numa-free-dedicated-cpus';
  if (guest.memoryMib > availableMemoryMib(host)) return 'numa-free-memory';
  if (!packOntoCores(host, guest, reservedCount)) return 'numa-thread-policy';
  guest.id = host.id;
  return null;
}

function fitLimits(host: HostCell, guest: FittingCell, limits: NumaLimits): CellMisfit | null {
  const cpuMax = host.cpuset.size * limits.cpuAllocationRatio;
  if (host.cpuUsage + guest.cpuset.size > cpuMax) return 'numa-cpu-limit';
  const memoryMaxMib = host.memoryMib * limits.ramAllocationRatio;
  return host.memoryUsageMib + guest.memoryMib > memoryMaxMib ? 'numa-memory-limit' : null;
}
