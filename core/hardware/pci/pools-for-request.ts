import { truthOf } from '../constraints/truth-of.ts';
import type { HostTopology } from '../topology/host-topology.ts';
import { matchesSpec } from './matches-spec.ts';
import { poolsNearCells, type PlacedCell } from './numa-affinity.ts';
import { pciDeviceCount, type PciPool } from './pci-pool.ts';
import type { PciRequest } from './pci-request.ts';

/**
 * The pools that may serve a request, in the order in which they do; empty when they hold too few
 * devices. Physical functions, vDPA and remotely managed devices are only given to those who ask
 * for them. Nova: `PciDeviceStats._filter_pools`.
 *
 * @param cells the guest's fitted cells; null when it has no NUMA topology
 */
export function poolsForRequest(
  pools: readonly PciPool[],
  request: PciRequest,
  cells: readonly PlacedCell[] | null,
  host: HostTopology | null,
): readonly PciPool[] {
  const matching = pools.filter((pool) => matchesSpec(pool, request.spec));
  if (pciDeviceCount(matching) < request.count) return [];
  const near = poolsNearCells(matching, request, cells, host);
  const usable = near.filter((pool) => mayBeGiven(pool, request));
  return pciDeviceCount(usable) < request.count ? [] : usable;
}

function mayBeGiven(pool: PciPool, request: PciRequest): boolean {
  const type = pool.tags['dev_type'];
  if ((type === 'type-PF' || type === 'vdpa') && !request.spec.some((spec) => spec['dev_type'] === type)) return false;
  if (!truthOf(pool.tags['remote_managed'])) return true;
  return request.spec.some((spec) => truthOf(spec['remote_managed']));
}
