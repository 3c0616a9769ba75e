/**
 * Free PCI devices of one kind at one place of a host. Nova: an entry of `PciDeviceStats.pools`.
 *
 * A host's pools are a list in Nova's order: those with fewer tags first (see `pciPools`).
 */
export interface PciPool {
  readonly vendorId: string;
  readonly productId: string;
  /** Id of the host cell that the devices are attached to; null when the host does not tell. */
  readonly numaNode: number | null;
  readonly count: number;
  /** All other properties: `dev_type`, `physical_network`, `remote_managed`, and an operator's own. */
  readonly tags: Readonly<Record<string, string | null>>;
}

/** A host's pools in the order in which requests are served: fewer tags first, else as listed. */
export function pciPools(pools: readonly PciPool[]): readonly PciPool[] {
  return pools.toSorted((a, b) => Object.keys(a.tags).length - Object.keys(b.tags).length);
}

/** The number of free devices in some pools. */
export function pciDeviceCount(pools: readonly PciPool[]): number {
  let count = 0;
  for (const pool of pools) count += pool.count;
  return count;
}
