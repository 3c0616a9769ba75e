import type { Placement } from './placement.ts';
import { PlacementError } from './placement-error.ts';
import { NO_PROVIDER } from './placement-state.ts';

export interface NewProvider {
  readonly uuid: string;
  readonly name: string;
  readonly parentUuid?: string | null | undefined;
}

/** Makes a provider. Throws `provider-invalid` (name, parent) or `provider-duplicate` (name or uuid taken). */
export function createProvider(placement: Placement, wanted: NewProvider): number {
  const { uuid, name, parentUuid } = wanted;
  if (name === '') throw invalid('create', 'name is required');
  if (parentUuid === uuid) {
    throw invalid('create', 'parent provider UUID cannot be same as UUID. A provider without a parent has null there.');
  }
  const parent = parentUuid == null ? NO_PROVIDER : parentOf(placement, parentUuid);
  if (placement.state.providerOf(uuid) !== undefined) throw duplicate(`uuid: ${uuid}`);
  if (placement.providerNamed(name) !== undefined) throw duplicate(`name: ${name}`);
  return placement.addProvider(uuid, name, parent);
}

export interface ProviderUpdate {
  readonly name: string;
  /** Empty: as it is; null: a root. */
  readonly parentUuid?: string | null | undefined;
  /** From microversion 1.37: also when it has a parent already. */
  readonly mayReparent: boolean;
}

/** Renames a provider and moves it. Throws `provider-duplicate` or `provider-invalid`. */
export function updateProvider(placement: Placement, provider: number, update: ProviderUpdate): void {
  const { name } = update;
  moveProvider(placement, provider, update);
  const holder = placement.providerNamed(name);
  if (holder !== undefined && holder !== provider) throw duplicate(name);
  placement.renameProvider(provider, name);
}

/** Removes a provider. Throws `provider-has-children` or `provider-in-use`. */
export function deleteProvider(placement: Placement, provider: number): void {
  if (placement.state.facts(provider).children.size > 0) {
    throw new PlacementError('provider-has-children', 'It has child resource providers.');
  }
  if (placement.state.allocations.firstOfProvider(provider) >= 0) {
    throw new PlacementError('provider-in-use', 'Resource provider has allocations.');
  }
  placement.removeProvider(provider);
}

function moveProvider(placement: Placement, provider: number, { parentUuid, mayReparent }: ProviderUpdate): void {
  if (parentUuid === undefined) return;
  const before = placement.state.facts(provider).parent;
  if (parentUuid === null) {
    if (before === NO_PROVIDER) return;
    if (!mayReparent) throw invalid('update', 'un-parenting a provider is not currently allowed.');
    placement.moveProvider(provider, NO_PROVIDER);
    return;
  }
  const parent = parentOf(placement, parentUuid);
  if (before !== NO_PROVIDER && before !== parent && !mayReparent) {
    throw invalid('update', 're-parenting a provider is not currently allowed.');
  }
  if (placement.state.subtree(provider).includes(parent)) {
    throw invalid('update', 'creating loop in the provider tree is not allowed.');
  }
  if (before !== parent) placement.moveProvider(provider, parent);
}

function parentOf(placement: Placement, uuid: string): number {
  const parent = placement.state.providerOf(uuid);
  if (parent === undefined) throw invalid('create', 'parent provider UUID does not exist.');
  return parent;
}

function invalid(action: string, reason: string): PlacementError {
  return new PlacementError('provider-invalid', `Object action ${action} failed because: ${reason}`);
}

function duplicate(what: string): PlacementError {
  return new PlacementError('provider-duplicate', `Conflicting resource provider ${what} already exists.`);
}
