import type { ChangeSet } from './change-set.ts';
import type { Inventory } from './inventory.ts';
import { Placement } from './placement.ts';
import type { ConsumerFacts } from './placement.ts';
import { NO_PROVIDER } from './placement-state.ts';

export interface NameRecord {
  readonly name: string;
  readonly atSeconds: number;
}

export interface ProviderRecord {
  readonly uuid: string;
  readonly name: string;
  readonly generation: number;
  readonly parentUuid: string | null;
  readonly updatedAtSeconds: number;
}

export interface InventoryRecord extends Inventory {
  readonly providerUuid: string;
  readonly resourceClass: string;
}

export interface ProviderNameRecord {
  readonly providerUuid: string;
  readonly name: string;
}

export interface AllocationRecord {
  readonly consumerUuid: string;
  readonly providerUuid: string;
  readonly resourceClass: string;
  readonly amount: number;
}

/** The account, or the changed part of it, as rows to be stored. */
export interface PlacementRecords {
  readonly classes: readonly NameRecord[];
  readonly traits: readonly NameRecord[];
  /** Oldest first. */
  readonly providers: readonly ProviderRecord[];
  readonly inventories: readonly InventoryRecord[];
  readonly providerTraits: readonly ProviderNameRecord[];
  readonly providerAggregates: readonly ProviderNameRecord[];
  readonly consumers: readonly ConsumerFacts[];
  readonly allocations: readonly AllocationRecord[];
}

/**
 * The present rows of everything that `changes` names. A key without a row is gone; the rows of a
 * named provider's inventories, traits or aggregates, or of a consumer's allocations, are complete.
 */
export function recordsOf(placement: Placement, changes: ChangeSet): PlacementRecords {
  const { state } = placement;
  const numbers = (uuids: ReadonlySet<string>): number[] =>
    [...uuids].map((uuid) => state.providerOf(uuid)).filter((number) => number !== undefined);
  const consumers = [...changes.consumers].map((uuid) => placement.consumer(uuid)).filter((each) => each !== undefined);
  return {
    classes: namesOf(changes.classes, (name) => state.classes.idOf(name), placement.classTimes),
    traits: namesOf(changes.traits, (name) => state.traits.idOf(name), placement.traitTimes),
    providers: numbers(changes.providers).map((provider) => providerRecord(placement, provider)),
    inventories: numbers(changes.inventories).flatMap((provider) => inventoryRecords(placement, provider)),
    providerTraits: numbers(changes.providerTraits).flatMap((provider) => {
      const { uuid, traits } = state.facts(provider);
      return [...traits].map((traitId) => ({ providerUuid: uuid, name: state.traits.nameOf(traitId) }));
    }),
    providerAggregates: numbers(changes.providerAggregates).flatMap((provider) => {
      const { uuid, aggregates } = state.facts(provider);
      return [...aggregates].map((name) => ({ providerUuid: uuid, name }));
    }),
    consumers,
    allocations: consumers.flatMap((consumer) => allocationRecords(placement, consumer.uuid)),
  };
}

/** Builds an account from all its rows. Throws when they contradict each other. */
export function placementFromRecords(records: PlacementRecords): Placement {
  const placement = new Placement();
  placement.transact(() => {
    for (const { name, atSeconds } of records.classes) addNamed(placement, atSeconds, () => placement.addClass(name));
    for (const { name, atSeconds } of records.traits) addNamed(placement, atSeconds, () => placement.addTrait(name));
    loadProviders(placement, records);
    loadConsumers(placement, records);
  });
  return placement;
}

function namesOf(
  names: ReadonlySet<string>,
  idOf: (name: string) => number | undefined,
  times: ReadonlyMap<string, number>,
): NameRecord[] {
  return [...names]
    .filter((name) => idOf(name) !== undefined)
    .map((name) => ({ name, atSeconds: times.get(name) ?? 0 }));
}

function providerRecord(placement: Placement, provider: number): ProviderRecord {
  const { uuid, name, generation, parent, updatedAtSeconds } = placement.state.facts(provider);
  const parentUuid = parent === NO_PROVIDER ? null : placement.state.facts(parent).uuid;
  return { uuid, name, generation, parentUuid, updatedAtSeconds };
}

function inventoryRecords(placement: Placement, provider: number): InventoryRecord[] {
  const { state } = placement;
  const { uuid, classes } = state.facts(provider);
  return [...classes].map((classId) => ({
    providerUuid: uuid,
    resourceClass: state.classes.nameOf(classId),
    ...state.inventory(provider, classId)!,
  }));
}

function allocationRecords(placement: Placement, consumerUuid: string): AllocationRecord[] {
  const { state } = placement;
  return placement.rowsOf(state.consumers.idOf(consumerUuid)!).map(({ provider, classId, amount }) => ({
    consumerUuid,
    providerUuid: state.facts(provider).uuid,
    resourceClass: state.classes.nameOf(classId),
    amount,
  }));
}

function addNamed(placement: Placement, atSeconds: number, add: () => void): void {
  placement.nowSeconds = atSeconds;
  add();
}

function loadProviders(placement: Placement, records: PlacementRecords): void {
  const { state } = placement;
  for (const { uuid, name } of records.providers) placement.addProvider(uuid, name, NO_PROVIDER);
  for (const { uuid, parentUuid } of records.providers) {
    if (parentUuid !== null) placement.moveProvider(placement.provider(uuid), placement.provider(parentUuid));
  }
  for (const { providerUuid, resourceClass, ...inventory } of records.inventories) {
    placement.setInventory(placement.provider(providerUuid), placement.classId(resourceClass), inventory);
  }
  for (const { providerUuid, name } of records.providerTraits) {
    placement.setTrait(placement.provider(providerUuid), placement.traitId(name), true);
  }
  for (const { providerUuid, name } of records.providerAggregates) {
    placement.setAggregate(placement.provider(providerUuid), name, true);
  }
  for (const { uuid, generation, updatedAtSeconds } of records.providers) {
    Object.assign(state.facts(placement.provider(uuid)), { generation, updatedAtSeconds });
  }
}

function loadConsumers(placement: Placement, records: PlacementRecords): void {
  for (const consumer of records.consumers) placement.setConsumer(consumer);
  for (const { consumerUuid, providerUuid, resourceClass, amount } of records.allocations) {
    const consumer = placement.state.consumers.idOf(consumerUuid);
    if (consumer === undefined) throw new Error(`allocations of consumer ${consumerUuid}, which does not exist`);
    placement.state.restoreAllocation(
      consumer,
      placement.provider(providerUuid),
      placement.classId(resourceClass),
      amount,
    );
  }
}
