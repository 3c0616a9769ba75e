import type { HostTopology } from '../topology/host-topology.ts';
import { applyRequests } from './apply-requests.ts';
import { matchesSpec } from './matches-spec.ts';
import type { PlacedCell } from './numa-affinity.ts';
import { pciDeviceCount, type PciPool } from './pci-pool.ts';
import type { PciRequest, PciSpec } from './pci-request.ts';

/** What `supportsRequests` missed: short phrases for a rejection. */
export interface PciShortage {
  readonly needed: string;
  readonly had: string;
}

/** Names the first request that the pools cannot serve; undefined when they serve all. */
export function explainShortage(
  pools: readonly PciPool[],
  requests: readonly PciRequest[],
  cells: readonly PlacedCell[] | null = null,
  host: HostTopology | null = null,
): PciShortage | undefined {
  let left = pools;
  for (const request of requests) {
    const applied = applyRequests(left, [request], cells, host);
    if (!applied.served) return shortage(left, request);
    left = applied.pools;
  }
  return undefined;
}

function shortage(pools: readonly PciPool[], request: PciRequest): PciShortage {
  const matching = pciDeviceCount(pools.filter((pool) => matchesSpec(pool, request.spec)));
  const wanted = request.spec.map(phraseOf).join(' or ') || 'no kind at all';
  return {
    needed: `${request.count} PCI devices of ${wanted}`,
    had: matching < request.count ? `${matching} free` : `${matching} free, too few of them usable`,
  };
}

function phraseOf(spec: PciSpec): string {
  const { vendor_id, product_id, ...others } = spec;
  const kind = `${vendor_id ?? '*'}:${product_id ?? '*'}`;
  const tags = Object.entries(others).map(([name, value]) => ` ${name}=${value ?? 'none'}`);
  return kind + tags.join('');
}
