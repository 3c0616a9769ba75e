import type { Placement } from './placement.ts';
import { PlacementError } from './placement-error.ts';

/** Replaces the traits of a provider; its generation rises only when something changed. */
export function setProviderTraits(placement: Placement, provider: number, names: readonly string[]): void {
  const wanted = new Set(names.map((name) => placement.traitId(name)));
  let changed = false;
  for (const traitId of [...placement.state.facts(provider).traits]) {
    if (!wanted.has(traitId)) changed = placement.setTrait(provider, traitId, false) || changed;
  }
  for (const traitId of wanted) changed = placement.setTrait(provider, traitId, true) || changed;
  if (changed) placement.advance(provider);
}

/** Removes a trait of the operator's own. Throws `trait-standard` or `trait-in-use`. */
export function deleteTrait(placement: Placement, name: string): void {
  const traitId = placement.traitId(name);
  if (!name.startsWith('CUSTOM_')) {
    throw new PlacementError('trait-standard', `Cannot delete standard trait ${name}.`);
  }
  if ((placement.state.holders(traitId)?.size ?? 0) > 0) {
    throw new PlacementError('trait-in-use', `The trait ${name} is in use by a resource provider.`);
  }
  placement.removeTrait(name);
}
