import { HostPlacement } from './host-placement.ts';
import type { Inventory } from './inventory.ts';
import { PlacementState } from './placement-state.ts';

/** The one provider of a host. */
export interface HostProvider {
  readonly uuid: string;
  /** By resource class; a class that is not a standard one is made (`CUSTOM_GPU`). */
  readonly inventories: Readonly<Record<string, Inventory>>;
  readonly traits: readonly string[];
  /** Aggregate uuids. */
  readonly aggregates: readonly string[];
}

/** A Placement in memory for hosts with one provider each; the position in the list is the host index. */
export function createPlacementForHosts(providers: readonly HostProvider[]): HostPlacement {
  const state = new PlacementState();
  for (const { uuid, inventories, traits, aggregates } of providers) {
    const provider = state.addProvider(uuid);
    for (const [name, inventory] of Object.entries(inventories)) {
      state.setInventory(provider, state.classes.add(name), inventory);
    }
    for (const trait of traits) state.setTrait(provider, state.traits.add(trait), true);
    for (const aggregate of aggregates) state.setAggregate(provider, aggregate, true);
  }
  return new HostPlacement(state);
}
