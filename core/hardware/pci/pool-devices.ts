import { hardwareError } from '../hardware-error.ts';
import { pciPools, type PciPool } from './pci-pool.ts';

/** The kind and place of a device: a pool without its number. */
export type PciDeviceKind = Omit<PciPool, 'count'>;

/** Puts one free device into the pool of its kind, which is made when there is none. Nova: `add_device`. */
export function addDevice(pools: readonly PciPool[], kind: PciDeviceKind): readonly PciPool[] {
  const at = pools.findIndex((pool) => sameKind(pool, kind));
  const pool = pools[at];
  if (pool === undefined) return pciPools([...pools, { ...kind, count: 1 }]);
  return pools.with(at, { ...pool, count: pool.count + 1 });
}

/**
 * Takes one device out of the pool of its kind, which goes when it is empty. Nova: `remove_device`.
 *
 * @throws HardwareError `no-such-device`
 */
export function removeDevice(pools: readonly PciPool[], kind: PciDeviceKind): readonly PciPool[] {
  const at = pools.findIndex((pool) => sameKind(pool, kind));
  const pool = pools[at];
  if (pool === undefined) throw hardwareError('no-such-device', kind.vendorId, kind.productId, kind.numaNode);
  return pool.count > 1 ? pools.with(at, { ...pool, count: pool.count - 1 }) : pools.toSpliced(at, 1);
}

function sameKind(pool: PciPool, kind: PciDeviceKind): boolean {
  const names = Object.keys(kind.tags);
  return (
    pool.vendorId === kind.vendorId &&
    pool.productId === kind.productId &&
    pool.numaNode === kind.numaNode &&
    names.length === Object.keys(pool.tags).length &&
    names.every((name) => pool.tags[name] === kind.tags[name])
  );
}
