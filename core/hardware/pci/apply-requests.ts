import type { HostTopology } from '../topology/host-topology.ts';
import type { PlacedCell } from './numa-affinity.ts';
import type { PciPool } from './pci-pool.ts';
import { poolsForRequest } from './pools-for-request.ts';
import type { PciRequest } from './pci-request.ts';

export interface AppliedRequests {
  /** What is left. Pools that were used up are gone. */
  readonly pools: readonly PciPool[];
  /** False when one of the requests could not be served; those before it were taken nevertheless. */
  readonly served: boolean;
}

/**
 * Takes devices out of a host's pools, one request after the other.
 * Nova: `PciDeviceStats.apply_requests`.
 *
 * @param cells the guest's fitted cells; null when it has no NUMA topology
 * @throws HardwareError `host-without-numa`
 */
export function applyRequests(
  pools: readonly PciPool[],
  requests: readonly PciRequest[],
  cells: readonly PlacedCell[] | null,
  host: HostTopology | null,
): AppliedRequests {
  let left = pools;
  for (const request of requests) {
    const usable = poolsForRequest(left, request, cells, host);
    if (usable.length === 0) return { pools: left, served: false };
    left = taken(left, usable, request.count);
  }
  return { pools: left, served: true };
}

/** Whether the pools can serve all requests together. Nova: `PciDeviceStats.support_requests`. */
export function supportsRequests(
  pools: readonly PciPool[],
  requests: readonly PciRequest[],
  cells: readonly PlacedCell[] | null = null,
  host: HostTopology | null = null,
): boolean {
  return applyRequests(pools, requests, cells, host).served;
}

/** The pools without `count` devices, taken from the usable ones in their order. */
function taken(pools: readonly PciPool[], usable: readonly PciPool[], count: number): readonly PciPool[] {
  const left = new Map<PciPool, number>();
  let wanted = count;
  for (const pool of usable) {
    left.set(pool, Math.max(0, pool.count - wanted));
    wanted -= Math.min(wanted, pool.count);
    if (wanted === 0) break;
  }
  return pools.flatMap((pool) => {
    const rest = left.get(pool);
    if (rest === undefined) return [pool];
    return rest > 0 ? [{ ...pool, count: rest }] : [];
  });
}
