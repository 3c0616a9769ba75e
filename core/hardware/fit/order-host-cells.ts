import type { PciPool } from '../pci/pci-pool.ts';
import { availableMemoryMib, freePcpuCount, type HostCell } from '../topology/host-topology.ts';
import { pinsCpus, type CpuPolicy } from '../topology/instance-topology.ts';

export interface HostCellOrder {
  readonly cpuPolicy: CpuPolicy | null;
  /** Fill used cells first, instead of empty ones. */
  readonly pack: boolean;
  /** null when the host tells nothing of PCI devices. */
  readonly pciPools: readonly PciPool[] | null;
  readonly wantsPci: boolean;
}

/**
 * The order in which a host's cells are tried: first by PCI devices (many for a guest that wants
 * some, few for others), then by CPUs in use, then by free memory, then as the host lists them.
 * Nova: `numa_fit_instance_to_host`.
 */
export function orderHostCells(cells: readonly HostCell[], order: HostCellOrder): readonly HostCell[] {
  const up = order.pack ? 1 : -1;
  const byMemory = cells.toSorted((a, b) => up * (availableMemoryMib(a) - availableMemoryMib(b)));
  const byCpus = pinsCpus(order.cpuPolicy)
    ? byMemory.toSorted((a, b) => up * (freePcpuCount(a) - freePcpuCount(b)))
    : byMemory.toSorted((a, b) => -up * (a.cpuUsage - b.cpuUsage));
  if (order.pciPools === null) return byCpus;
  const devices = devicesByCell(order.pciPools);
  const few = order.wantsPci ? -1 : 1;
  return byCpus.toSorted((a, b) => few * ((devices.get(a.id) ?? 0) - (devices.get(b.id) ?? 0)));
}

function devicesByCell(pools: readonly PciPool[]): ReadonlyMap<number, number> {
  const devices = new Map<number, number>();
  for (const pool of pools) {
    if (pool.numaNode !== null) devices.set(pool.numaNode, (devices.get(pool.numaNode) ?? 0) + pool.count);
  }
  return devices;
}
