import type { PciPool } from './pci-pool.ts';
import type { PciSpec } from './pci-request.ts';

/**
 * Whether the devices of a pool meet one of the specs; text is compared without case.
 * Nova: `pci_device_prop_match`.
 */
export function matchesSpec(pool: PciPool, specs: readonly PciSpec[]): boolean {
  return specs.some((spec) => Object.entries(spec).every(([name, wanted]) => matchesProperty(pool, name, wanted)));
}

function matchesProperty(pool: PciPool, name: string, wanted: string | null): boolean {
  const value = propertyOf(pool, name);
  if (typeof value === 'string' && wanted !== null) return value.toLowerCase() === wanted.toLowerCase();
  return value === wanted;
}

/** A pool's property by Nova's name; null when the pool does not have it. */
function propertyOf(pool: PciPool, name: string): string | number | null {
  switch (name) {
    case 'vendor_id':
      return pool.vendorId;
    case 'product_id':
      return pool.productId;
    // Numbers in Nova, so that no spec, which is text, ever matches them.
    case 'numa_node':
      return pool.numaNode;
    case 'count':
      return pool.count;
    default:
      return pool.tags[name] ?? null;
  }
}
