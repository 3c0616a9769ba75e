import { inventoryCapacity } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import type { Placement } from './placement.ts';
import { PlacementError } from './placement-error.ts';

/** Adds one inventory. Throws `resource-class-not-found` or `inventory-exists`. */
export function addInventory(placement: Placement, provider: number, resourceClass: string, wanted: Inventory): void {
  const classId = placement.classId(resourceClass);
  if (placement.state.inventory(provider, classId) !== undefined) {
    throw new PlacementError('inventory-exists', `There is an inventory of class ${resourceClass} already.`);
  }
  placement.setInventory(provider, classId, wanted);
  placement.advance(provider);
}

/** Changes one inventory, also to less than is used. Throws `inventory-not-found` when there is none. */
export function updateInventory(
  placement: Placement,
  provider: number,
  resourceClass: string,
  wanted: Inventory,
): void {
  const classId = placement.classId(resourceClass);
  if (placement.state.inventory(provider, classId) === undefined) {
    throw new PlacementError('inventory-not-found', `No inventory of class ${resourceClass} found.`);
  }
  placement.setInventory(provider, classId, wanted);
  placement.advance(provider);
}

/** Replaces all inventories of a provider. Throws `inventory-in-use` when one that goes is in use. */
export function setInventories(placement: Placement, provider: number, wanted: ReadonlyMap<string, Inventory>): void {
  const byClass = new Map([...wanted].map(([name, inventory]) => [placement.classId(name), inventory]));
  const { classes } = placement.state.facts(provider);
  const gone = [...classes].filter((classId) => !byClass.has(classId));
  refuseUsed(placement, provider, gone);
  for (const classId of gone) placement.removeInventory(provider, classId);
  for (const [classId, inventory] of byClass) placement.setInventory(provider, classId, inventory);
  placement.advance(provider);
}

/** Removes one inventory. Throws `inventory-in-use` or `inventory-not-found`. */
export function deleteInventory(placement: Placement, provider: number, resourceClass: string): void {
  const classId = placement.classId(resourceClass);
  refuseUsed(placement, provider, [classId]);
  if (placement.state.inventory(provider, classId) === undefined) {
    throw new PlacementError('inventory-not-found', `No inventory of class ${resourceClass} found for delete`);
  }
  placement.removeInventory(provider, classId);
  placement.advance(provider);
}

/**
 * Refuses inventories whose reserved amount leaves too little: `mayReserveAll` (from microversion
 * 1.26) accepts a capacity of 0. Throws `inventory-capacity`.
 */
export function checkCapacities(
  providerUuid: string,
  wanted: ReadonlyMap<string, Inventory>,
  mayReserveAll: boolean,
): void {
  for (const [name, inventory] of wanted) {
    const capacity = inventoryCapacity(inventory);
    if (capacity > 0 || (mayReserveAll && capacity === 0)) continue;
    const reserved = mayReserveAll ? 'greater than total' : 'greater than or equal to total';
    throw new PlacementError(
      'inventory-capacity',
      `Invalid inventory for '${name}' on resource provider '${providerUuid}'. The reserved value is ${reserved}.`,
    );
  }
}

function refuseUsed(placement: Placement, provider: number, classIds: readonly number[]): void {
  const used = classIds.filter((classId) => placement.state.used(provider, classId) > 0);
  if (used.length === 0) return;
  const names = used.sort((a, b) => a - b).map((classId) => placement.state.classes.nameOf(classId));
  const { uuid } = placement.state.facts(provider);
  throw new PlacementError(
    'inventory-in-use',
    `Inventory for '${names.join(', ')}' on resource provider '${uuid}' in use.`,
  );
}
