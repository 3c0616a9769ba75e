import { hardwareError } from '../hardware-error.ts';
import type { HostTopology } from '../topology/host-topology.ts';
import { pciDeviceCount, type PciPool } from './pci-pool.ts';
import type { PciRequest } from './pci-request.ts';

/** A guest cell that was fitted: its id is that of a host cell. */
export interface PlacedCell {
  readonly id: number;
}

/**
 * The pools that are near enough to the guest's cells for the policy of the request, nearest first.
 * The strictest policy that still gives enough devices is kept, even when a looser one was asked.
 * Nova: `PciDeviceStats._filter_pools_for_numa_cells`.
 *
 * - `required`: attached to a cell of the guest;
 * - `socket`: attached to a cell that shares a socket with a cell of the guest;
 * - `legacy` (the default): attached to a cell of the guest, or the host does not tell where;
 * - `preferred`: anywhere.
 *
 * @throws HardwareError `host-without-numa`
 */
export function poolsNearCells(
  pools: readonly PciPool[],
  request: PciRequest,
  cells: readonly PlacedCell[] | null,
  host: HostTopology | null,
): readonly PciPool[] {
  if (!cells || cells.length === 0) return pools;
  const ids = new Set<number | null>(cells.map((cell) => cell.id));
  const attached = pools.filter((pool) => ids.has(pool.numaNode));
  const policy = request.numaPolicy ?? 'legacy';
  if (policy === 'required' || pciDeviceCount(attached) >= request.count) return attached;
  if (policy === 'socket') return poolsOnSockets(pools, ids, host);
  ids.add(null);
  const legacy = pools.filter((pool) => ids.has(pool.numaNode));
  if (policy === 'legacy' || pciDeviceCount(legacy) >= request.count) return legacy;
  return [...legacy, ...pools.filter((pool) => !ids.has(pool.numaNode))];
}

function poolsOnSockets(
  pools: readonly PciPool[],
  cellIds: ReadonlySet<number | null>,
  host: HostTopology | null,
): readonly PciPool[] {
  if (!host) throw hardwareError('host-without-numa');
  if (host.cells.some((cell) => cell.socket === null)) return [];
  const sockets = new Set(host.cells.filter((cell) => cellIds.has(cell.id)).map((cell) => cell.socket));
  const near = new Set<number | null>(host.cells.filter((cell) => sockets.has(cell.socket)).map((cell) => cell.id));
  return pools.filter((pool) => near.has(pool.numaNode));
}
