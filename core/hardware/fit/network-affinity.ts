import type { HostCell } from '../topology/host-topology.ts';
import type { NetworkMetadata } from '../topology/network-metadata.ts';

/**
 * Whether the chosen host cells are near the guest's networks. A network that no cell of the host
 * claims may be anywhere. Nova: `_numa_cells_support_network_metadata`.
 */
export function supportsNetworks(
  hostCells: readonly HostCell[],
  chosen: readonly HostCell[],
  networks: NetworkMetadata,
): boolean {
  for (const physnet of networks.physnets) {
    const near = (cell: HostCell) => cell.networkMetadata?.physnets.has(physnet) ?? false;
    if (hostCells.some(near) && !chosen.some(near)) return false;
  }
  const nearTunnels = (cell: HostCell) => cell.networkMetadata?.tunneled ?? false;
  return !networks.tunneled || chosen.some(nearTunnels) || !hostCells.some(nearTunnels);
}
