import { invariant } from '../invariant.ts';
import { AllocationTable } from './allocation-table.ts';
import { InventoryColumn } from './inventory-column.ts';
import type { Inventory } from './inventory.ts';
import { NameTable } from './name-table.ts';
import { ProviderRecords } from './provider-records.ts';
import { ProviderSet } from './provider-set.ts';
import { standardResourceClasses } from './standard-resource-classes.ts';
import { standardTraits } from './standard-traits.ts';

/** Stands for "no parent". */
export const NO_PROVIDER = -1;

/** Classes whose columns share records: so many fill a line of the cache. */
const SHARING = 4;

/** Hears that a provider changed; `amountsOnly`: nothing but what is used of its inventories. */
export type ProviderWatcher = (provider: number, amountsOnly: boolean) => void;

/** What the columns do not hold of a provider. */
export interface ProviderFacts {
  readonly uuid: string;
  name: string;
  generation: number;
  /** Number of the parent, -1 for a root. */
  parent: number;
  /** Number of the root of its tree: its own when it is one. */
  root: number;
  readonly children: Set<number>;
  updatedAtSeconds: number;
  /** Numbers of the classes it has an inventory of. */
  readonly classes: Set<number>;
  /** Numbers of its traits. */
  readonly traits: Set<number>;
  /** Uuids. */
  readonly aggregates: Set<string>;
}

/**
 * The account itself: providers, their inventories, traits and aggregates, and who holds how much.
 *
 * It keeps every index of a fact together with the fact, and checks that nobody is given what is
 * not there; it knows nothing of requests, generations or trees.
 */
export class PlacementState {
  readonly classes = new NameTable(standardResourceClasses);
  readonly traits = new NameTable(standardTraits);
  readonly consumers = new NameTable();
  readonly allocations = new AllocationTable();
  /** By provider number: another number each time that anything about the provider changed. */
  versions = new Int32Array(64);
  /** By provider number; empty where a provider was removed. */
  readonly providers: (ProviderFacts | undefined)[] = [];
  private readonly numberOfUuid = new Map<string, number>();
  private readonly columns: (InventoryColumn | undefined)[] = [];
  private readonly records = new ProviderRecords(SHARING);
  /** Columns that share records so far. */
  private sharing = 0;
  private readonly traitHolders: (ProviderSet | undefined)[] = [];
  private readonly aggregateMembers = new Map<string, ProviderSet>();
  private readonly freeConsumers: number[] = [];
  private readonly watchers: ProviderWatcher[] = [];
  private nested = 0;

  /** Calls the watcher at every change of a provider, while it happens: look at the provider later. */
  watch(watcher: ProviderWatcher): void {
    this.watchers.push(watcher);
  }

  addProvider(uuid: string, name = uuid, parent = NO_PROVIDER): number {
    invariant(!this.numberOfUuid.has(uuid), `provider ${uuid} is new`);
    const provider = this.providers.length;
    const facts: ProviderFacts = {
      uuid,
      name,
      generation: 0,
      parent: NO_PROVIDER,
      root: provider,
      children: new Set(),
      updatedAtSeconds: 0,
      classes: new Set(),
      traits: new Set(),
      aggregates: new Set(),
    };
    this.restoreProvider(provider, facts);
    if (parent !== NO_PROVIDER) this.setParent(provider, parent);
    return provider;
  }

  /** Removes a provider without children, inventories, traits and aggregates; its number is not used again. */
  removeProvider(provider: number): void {
    const facts = this.facts(provider);
    invariant(facts.children.size === 0 && facts.classes.size === 0, `provider ${facts.uuid} is bare when it goes`);
    invariant(facts.traits.size === 0 && facts.aggregates.size === 0, `provider ${facts.uuid} is bare when it goes`);
    if (facts.parent !== NO_PROVIDER) this.setParent(provider, NO_PROVIDER);
    this.numberOfUuid.delete(facts.uuid);
    this.providers[provider] = undefined;
  }

  /** Takes back a removal of a provider. Its parent is set apart from this. */
  restoreProvider(provider: number, facts: ProviderFacts): void {
    this.providers[provider] = facts;
    this.reachVersion(provider);
    this.changed(provider);
    this.numberOfUuid.set(facts.uuid, provider);
  }

  /** Moves a provider with everything below it under another parent, or makes it a root (-1). */
  setParent(provider: number, parent: number): void {
    const facts = this.facts(provider);
    if (facts.parent !== NO_PROVIDER) this.facts(facts.parent).children.delete(provider);
    this.nested += (parent === NO_PROVIDER ? 0 : 1) - (facts.parent === NO_PROVIDER ? 0 : 1);
    facts.parent = parent;
    if (parent !== NO_PROVIDER) this.facts(parent).children.add(provider);
    const root = parent === NO_PROVIDER ? provider : this.facts(parent).root;
    for (const member of this.subtree(provider)) {
      this.facts(member).root = root;
      this.changed(member);
    }
  }

  /** A provider and everything below it, parents before their children. */
  subtree(provider: number): number[] {
    const found = [provider];
    for (let at = 0; at < found.length; at++) found.push(...this.facts(found[at]!).children);
    return found;
  }

  /** Whether any provider has a parent. */
  get hasTrees(): boolean {
    return this.nested > 0;
  }

  providerOf(uuid: string): number | undefined {
    return this.numberOfUuid.get(uuid);
  }

  facts(provider: number): ProviderFacts {
    const facts = this.providers[provider];
    invariant(facts !== undefined, `provider number ${provider} exists`);
    return facts;
  }

  /** The column of a class, empty when nobody ever had an inventory of it. */
  column(classId: number): InventoryColumn | undefined {
    return this.columns[classId];
  }

  inventory(provider: number, classId: number): Inventory | undefined {
    return this.columns[classId]?.get(provider);
  }

  setInventory(provider: number, classId: number, inventory: Inventory): void {
    const column = (this.columns[classId] ??= this.makeColumn());
    column.set(provider, inventory);
    this.changed(provider);
    this.facts(provider).classes.add(classId);
  }

  /** The first few classes, which nearly every claim takes from, share records. */
  private makeColumn(): InventoryColumn {
    if (this.sharing === SHARING) return new InventoryColumn();
    return new InventoryColumn(this.records, this.sharing++);
  }

  removeInventory(provider: number, classId: number): void {
    this.columns[classId]?.remove(provider);
    this.changed(provider);
    this.facts(provider).classes.delete(classId);
  }

  renameClass(classId: number, name: string): void {
    this.classes.remove(classId);
    this.classes.restore(classId, name);
    for (const provider of this.columns[classId]?.holders.members() ?? []) this.changed(provider);
  }

  /** Providers with a trait; empty when nobody ever had it. */
  holders(traitId: number): ProviderSet | undefined {
    return this.traitHolders[traitId];
  }

  /** False when nothing changed. */
  setTrait(provider: number, traitId: number, has: boolean): boolean {
    const holders = (this.traitHolders[traitId] ??= new ProviderSet());
    this.changed(provider);
    if (!has) return holders.delete(provider) && this.facts(provider).traits.delete(traitId);
    this.facts(provider).traits.add(traitId);
    return holders.add(provider);
  }

  /** Providers in an aggregate; empty when nobody ever was. */
  members(aggregateUuid: string): ProviderSet | undefined {
    return this.aggregateMembers.get(aggregateUuid);
  }

  /** False when nothing changed. */
  setAggregate(provider: number, aggregateUuid: string, member: boolean): boolean {
    let members = this.aggregateMembers.get(aggregateUuid);
    if (members === undefined) this.aggregateMembers.set(aggregateUuid, (members = new ProviderSet()));
    this.changed(provider);
    if (!member) return members.delete(provider) && this.facts(provider).aggregates.delete(aggregateUuid);
    this.facts(provider).aggregates.add(aggregateUuid);
    return members.add(provider);
  }

  used(provider: number, classId: number): number {
    return this.columns[classId]?.used(provider) ?? 0;
  }

  /** Number of a consumer, given now if it had none. */
  openConsumer(uuid: string): number {
    const known = this.consumers.idOf(uuid);
    if (known !== undefined) return known;
    const free = this.freeConsumers.pop();
    if (free === undefined) return this.consumers.add(uuid);
    this.consumers.restore(free, uuid);
    return free;
  }

  /** Forgets a consumer that holds nothing. */
  closeConsumer(consumer: number): void {
    invariant(this.allocations.firstOfConsumer(consumer) < 0, 'a consumer that is forgotten holds nothing');
    this.consumers.remove(consumer);
    this.freeConsumers.push(consumer);
  }

  /** Gives `amount` to a consumer. The caller has asked the column whether it fits. */
  allocate(consumer: number, provider: number, classId: number, amount: number): void {
    this.restoreAllocation(consumer, provider, classId, amount);
    const column = this.columns[classId]!;
    invariant(column.used(provider) <= column.capacity(provider), 'used is not more than capacity after an allocation');
  }

  /** Books what was allocated once, even where the inventory has become smaller since. */
  restoreAllocation(consumer: number, provider: number, classId: number, amount: number): void {
    const column = this.columns[classId];
    invariant(column?.get(provider) !== undefined, 'an allocation takes from an inventory');
    column.addUsed(provider, amount);
    this.changed(provider, true);
    this.allocations.add(consumer, provider, classId, amount);
  }

  /** Frees everything a consumer holds; the consumer stays known. */
  freeAll(consumer: number): void {
    const { allocations } = this;
    for (let row = allocations.firstOfConsumer(consumer); row >= 0; row = allocations.firstOfConsumer(consumer)) {
      const provider = allocations.provider(row);
      this.columns[allocations.classId(row)]!.addUsed(provider, -allocations.amount(row));
      this.changed(provider, true);
      allocations.removeFirst(consumer);
    }
  }

  /** Somebody took from the columns of a provider, or gave back, without an allocation. */
  usageChanged(provider: number): void {
    this.changed(provider, true);
  }

  private reachVersion(provider: number): void {
    if (provider < this.versions.length) return;
    const wider = new Int32Array(Math.max(provider + 1, this.versions.length * 2));
    wider.set(this.versions);
    this.versions = wider;
  }

  private changed(provider: number, amountsOnly = false): void {
    this.versions[provider]! += 1;
    const { watchers } = this;
    for (let i = 0; i < watchers.length; i++) watchers[i]!(provider, amountsOnly);
  }
}
