import { completeInventory, type Inventory } from '../../core/index.ts';
import type { HostSpec } from '../run/run-input.ts';

/** Inventories of every host. Hosts of equal hardware share them. */
export function inventoriesOf(hosts: readonly HostSpec[]): readonly HostInventories[] {
  const known = new Map<string, HostInventories>();
  return hosts.map((host) => {
    const key = keyOf(host);
    let inventories = known.get(key);
    if (inventories === undefined) known.set(key, (inventories = hostInventories(host)));
    return inventories;
  });
}

/** By resource class. */
export type HostInventories = Readonly<Record<string, Inventory>>;

function keyOf(host: HostSpec): string {
  return [
    [host.vcpus, host.reservedVcpus, host.cpuAllocationRatio],
    [host.ramMib, host.reservedRamMib, host.ramAllocationRatio],
    [host.diskGib, host.reservedDiskGib, host.diskAllocationRatio],
    Object.entries(host.inventories),
  ].join(';');
}

/**
 * Inventories of a host's provider by resource class, as nova-compute reports them: amounts are
 * whole, and one instance may take no more than the host physically has.
 */
function hostInventories(host: HostSpec): HostInventories {
  const inventories: Record<string, Inventory> = {
    ...inventory('VCPU', host.vcpus, host.reservedVcpus, host.cpuAllocationRatio),
    ...inventory('MEMORY_MB', host.ramMib, host.reservedRamMib, host.ramAllocationRatio),
    ...inventory('DISK_GB', host.diskGib, host.reservedDiskGib, host.diskAllocationRatio),
  };
  for (const [name, total] of Object.entries(host.inventories))
    Object.assign(inventories, inventory(name, total, 0, 1));
  return inventories;
}

function inventory(name: string, total: number, reserved: number, allocationRatio: number): Record<string, Inventory> {
  const whole = Math.floor(total);
  if (whole <= 0) return {};
  return {
    [name]: completeInventory({ total: whole, reserved: Math.ceil(reserved), maxUnit: whole, allocationRatio }),
  };
}
