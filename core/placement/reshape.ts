import { replaceAllocations } from './allocations.ts';
import type { WantedAllocations } from './allocations.ts';
import { setInventories } from './inventories.ts';
import type { Inventory } from './inventory.ts';
import type { Placement } from './placement.ts';

/**
 * Moves inventories between providers together with what is allocated of them, all or nothing.
 *
 * In between, the providers named have both their old and their new inventories, so that the
 * allocations find room on either side.
 */
export function reshape(
  placement: Placement,
  inventories: ReadonlyMap<number, ReadonlyMap<string, Inventory>>,
  allocations: readonly WantedAllocations[],
): void {
  for (const [provider, wanted] of inventories) {
    if (wanted.size > 0)
      setInventories(placement, provider, new Map([...inventoriesOf(placement, provider), ...wanted]));
  }
  replaceAllocations(placement, allocations);
  for (const [provider, wanted] of inventories) setInventories(placement, provider, wanted);
}

/** The inventories of a provider by class, in the order of the classes' numbers. */
export function inventoriesOf(placement: Placement, provider: number): Map<string, Inventory> {
  const { state } = placement;
  const classIds = [...state.facts(provider).classes].sort((a, b) => a - b);
  return new Map(
    classIds.map((classId) => [state.classes.nameOf(classId), state.inventory(provider, classId)!] as const),
  );
}
