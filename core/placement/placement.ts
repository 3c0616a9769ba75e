import { invariant } from '../invariant.ts';
import { ChangeSet } from './change-set.ts';
import type { Inventory } from './inventory.ts';
import { PlacementError } from './placement-error.ts';
import { NO_PROVIDER, PlacementState } from './placement-state.ts';
import type { ProviderFacts } from './placement-state.ts';
import { standardResourceClasses } from './standard-resource-classes.ts';
import { standardTraits } from './standard-traits.ts';

/** Who holds allocations, and for whom. */
export interface ConsumerFacts {
  readonly uuid: string;
  readonly projectId: string;
  readonly userId: string;
  /** `INSTANCE`, `MIGRATION`, ...; empty when the client never said. */
  readonly type: string | undefined;
  readonly generation: number;
  readonly updatedAtSeconds: number;
}

/** One row of a consumer's allocations, in the account's numbers. */
export interface AllocationRow {
  readonly provider: number;
  readonly classId: number;
  readonly amount: number;
}

/** An operation that was done: its answer, what it changed, and the way back. */
export interface Transaction<T> {
  readonly result: T;
  readonly changes: ChangeSet;
  /** Takes everything back. Transactions done after this one must have been taken back before. */
  readonly undo: () => void;
}

/**
 * The complete account of a cloud's resources: Placement's model in memory.
 *
 * Operations are functions over it (`createProvider`, `replaceAllocations`, ...) and run inside
 * `transact`, which makes each of them all or nothing. The account owns no clock.
 */
export class Placement {
  readonly state = new PlacementState();
  /** By consumer number. */
  readonly consumers: (ConsumerFacts | undefined)[] = [];
  readonly consumersOfProject = new Map<string, Set<number>>();
  /** Seconds of the caller's clock, for the time of a change. */
  nowSeconds = 0;
  /** When a class or trait was made; those with a standard meaning have no time. */
  readonly classTimes = new Map<string, number>();
  readonly traitTimes = new Map<string, number>();
  private readonly providerOfName = new Map<string, number>();
  private undoSteps: (() => void)[] | undefined;
  private changes = new ChangeSet();

  /** Runs an operation; when it throws, everything it did is taken back first. */
  transact<T>(work: () => T): Transaction<T> {
    invariant(this.undoSteps === undefined, 'transactions do not nest');
    const steps: (() => void)[] = [];
    this.undoSteps = steps;
    this.changes = new ChangeSet();
    try {
      const result = work();
      return { result, changes: this.changes, undo: () => takeBack(steps) };
    } catch (error) {
      takeBack(steps);
      throw error;
    } finally {
      this.undoSteps = undefined;
    }
  }

  /** Number of a provider; throws `provider-not-found`. */
  provider(uuid: string): number {
    const provider = this.state.providerOf(uuid);
    if (provider !== undefined) return provider;
    throw new PlacementError('provider-not-found', `No resource provider with uuid ${uuid} found`);
  }

  providerNamed(name: string): number | undefined {
    return this.providerOfName.get(name);
  }

  /** Number of a class; throws `resource-class-not-found`. */
  classId(name: string): number {
    const classId = this.state.classes.idOf(name);
    if (classId !== undefined) return classId;
    throw new PlacementError('resource-class-not-found', `No such resource class ${name}.`);
  }

  /** Number of a trait; throws `trait-not-found`. */
  traitId(name: string): number {
    const traitId = this.state.traits.idOf(name);
    if (traitId !== undefined) return traitId;
    throw new PlacementError('trait-not-found', `No such trait(s): ${name}.`);
  }

  isStandardClass(classId: number): boolean {
    return classId < standardResourceClasses.length;
  }

  isStandardTrait(traitId: number): boolean {
    return traitId < standardTraits.length;
  }

  consumer(uuid: string): ConsumerFacts | undefined {
    const consumer = this.state.consumers.idOf(uuid);
    return consumer === undefined ? undefined : this.consumers[consumer];
  }

  /** What a consumer holds, oldest first. */
  rowsOf(consumer: number): AllocationRow[] {
    const { allocations } = this.state;
    const rows: AllocationRow[] = [];
    for (let row = allocations.firstOfConsumer(consumer); row >= 0; row = allocations.afterOfConsumer(row)) {
      rows.push({
        provider: allocations.provider(row),
        classId: allocations.classId(row),
        amount: allocations.amount(row),
      });
    }
    return rows.reverse();
  }

  // The steps below are the only ways to change the account. Each writes down how to take it back.

  addProvider(uuid: string, name: string, parent: number): number {
    const provider = this.state.addProvider(uuid, name, parent);
    this.providerOfName.set(name, provider);
    this.state.facts(provider).updatedAtSeconds = this.nowSeconds;
    this.changes.providers.add(uuid);
    this.step(() => {
      this.providerOfName.delete(name);
      this.state.removeProvider(provider);
    });
    return provider;
  }

  removeProvider(provider: number): void {
    const facts = this.state.facts(provider);
    for (const classId of [...facts.classes]) this.removeInventory(provider, classId);
    for (const traitId of [...facts.traits]) this.setTrait(provider, traitId, false);
    for (const aggregate of [...facts.aggregates]) this.setAggregate(provider, aggregate, false);
    const { parent, name, uuid } = facts;
    this.state.removeProvider(provider);
    this.providerOfName.delete(name);
    this.changes.providers.add(uuid);
    this.step(() => {
      this.state.restoreProvider(provider, facts);
      this.providerOfName.set(name, provider);
      if (parent !== NO_PROVIDER) this.state.setParent(provider, parent);
    });
  }

  renameProvider(provider: number, name: string): void {
    const facts = this.state.facts(provider);
    const before = facts.name;
    this.touch(provider);
    this.setName(facts, provider, name);
    this.step(() => this.setName(facts, provider, before));
  }

  moveProvider(provider: number, parent: number): void {
    const before = this.state.facts(provider).parent;
    for (const member of this.state.subtree(provider)) this.touch(member);
    this.state.setParent(provider, parent);
    this.step(() => this.state.setParent(provider, before));
  }

  /** Raises a provider's generation by one. */
  advance(provider: number): void {
    const facts = this.state.facts(provider);
    this.touch(provider);
    facts.generation++;
    this.step(() => facts.generation--);
  }

  setInventory(provider: number, classId: number, inventory: Inventory): void {
    this.changeInventory(provider, classId, inventory);
  }

  removeInventory(provider: number, classId: number): void {
    this.changeInventory(provider, classId, undefined);
  }

  /** False when nothing changed. */
  setTrait(provider: number, traitId: number, has: boolean): boolean {
    if (!this.state.setTrait(provider, traitId, has)) return false;
    this.changes.providerTraits.add(this.state.facts(provider).uuid);
    this.step(() => this.state.setTrait(provider, traitId, !has));
    return true;
  }

  setAggregate(provider: number, aggregateUuid: string, member: boolean): void {
    if (!this.state.setAggregate(provider, aggregateUuid, member)) return;
    this.changes.providerAggregates.add(this.state.facts(provider).uuid);
    this.step(() => this.state.setAggregate(provider, aggregateUuid, !member));
  }

  addClass(name: string): void {
    const classId = this.state.classes.add(name);
    this.classTimes.set(name, this.nowSeconds);
    this.changes.classes.add(name);
    this.step(() => this.state.classes.remove(classId));
  }

  removeClass(name: string): void {
    const classId = this.classId(name);
    this.state.classes.remove(classId);
    this.changes.classes.add(name);
    this.step(() => this.state.classes.restore(classId, name));
  }

  renameClass(name: string, to: string): void {
    const classId = this.classId(name);
    this.renameClassId(classId, to);
    this.classTimes.set(to, this.nowSeconds);
    this.changes.classes.add(name).add(to);
    for (const provider of this.state.column(classId)?.holders.members() ?? []) {
      this.changes.inventories.add(this.state.facts(provider).uuid);
      this.touchConsumersOf(provider);
    }
    this.step(() => this.renameClassId(classId, name));
  }

  addTrait(name: string): void {
    const traitId = this.state.traits.add(name);
    this.traitTimes.set(name, this.nowSeconds);
    this.changes.traits.add(name);
    this.step(() => this.state.traits.remove(traitId));
  }

  removeTrait(name: string): void {
    const traitId = this.traitId(name);
    this.state.traits.remove(traitId);
    this.changes.traits.add(name);
    this.step(() => this.state.traits.restore(traitId, name));
  }

  /** Sets who a consumer is; makes it when it is new. */
  setConsumer(facts: ConsumerFacts): number {
    const known = this.state.consumers.idOf(facts.uuid);
    const before = known === undefined ? undefined : this.consumers[known];
    const consumer = this.state.openConsumer(facts.uuid);
    this.writeConsumer(consumer, facts);
    this.changes.consumers.add(facts.uuid);
    this.step(() => {
      this.writeConsumer(consumer, before);
      if (before === undefined) this.state.closeConsumer(consumer);
    });
    return consumer;
  }

  /** Forgets a consumer that holds nothing. */
  removeConsumer(consumer: number): void {
    const before = this.consumers[consumer]!;
    this.writeConsumer(consumer, undefined);
    this.state.closeConsumer(consumer);
    this.changes.consumers.add(before.uuid);
    this.step(() => {
      const again = this.state.openConsumer(before.uuid);
      invariant(again === consumer, 'a consumer comes back under its number');
      this.writeConsumer(consumer, before);
    });
  }

  freeAll(consumer: number): void {
    const rows = this.rowsOf(consumer);
    this.state.freeAll(consumer);
    this.changes.consumers.add(this.consumers[consumer]!.uuid);
    this.step(() => this.giveBack(consumer, rows));
  }

  allocate(consumer: number, rows: readonly AllocationRow[]): void {
    const before = this.rowsOf(consumer);
    for (const { provider, classId, amount } of rows) this.state.allocate(consumer, provider, classId, amount);
    this.changes.consumers.add(this.consumers[consumer]!.uuid);
    this.step(() => {
      this.state.freeAll(consumer);
      this.giveBack(consumer, before);
    });
  }

  private giveBack(consumer: number, rows: readonly AllocationRow[]): void {
    for (const { provider, classId, amount } of rows) {
      this.state.restoreAllocation(consumer, provider, classId, amount);
    }
  }

  private changeInventory(provider: number, classId: number, inventory: Inventory | undefined): void {
    const before = this.state.inventory(provider, classId);
    this.writeInventory(provider, classId, inventory);
    this.changes.inventories.add(this.state.facts(provider).uuid);
    this.step(() => this.writeInventory(provider, classId, before));
  }

  private writeInventory(provider: number, classId: number, inventory: Inventory | undefined): void {
    if (inventory === undefined) this.state.removeInventory(provider, classId);
    else this.state.setInventory(provider, classId, inventory);
  }

  private writeConsumer(consumer: number, facts: ConsumerFacts | undefined): void {
    const before = this.consumers[consumer];
    if (before) this.consumersOfProject.get(before.projectId)!.delete(consumer);
    this.consumers[consumer] = facts;
    if (!facts) return;
    let members = this.consumersOfProject.get(facts.projectId);
    if (!members) this.consumersOfProject.set(facts.projectId, (members = new Set()));
    members.add(consumer);
  }

  private setName(facts: ProviderFacts, provider: number, name: string): void {
    this.providerOfName.delete(facts.name);
    facts.name = name;
    this.providerOfName.set(name, provider);
  }

  private renameClassId(classId: number, name: string): void {
    this.state.renameClass(classId, name);
  }

  private touchConsumersOf(provider: number): void {
    const { allocations } = this.state;
    for (let row = allocations.firstOfProvider(provider); row >= 0; row = allocations.afterOfProvider(row)) {
      this.changes.consumers.add(this.consumers[allocations.consumer(row)]!.uuid);
    }
  }

  private touch(provider: number): void {
    const facts = this.state.facts(provider);
    const before = facts.updatedAtSeconds;
    facts.updatedAtSeconds = this.nowSeconds;
    this.changes.providers.add(facts.uuid);
    this.step(() => {
      facts.updatedAtSeconds = before;
    });
  }

  private step(undo: () => void): void {
    invariant(this.undoSteps !== undefined, 'the account changes inside a transaction');
    this.undoSteps.push(undo);
  }
}

function takeBack(steps: readonly (() => void)[]): void {
  for (let i = steps.length - 1; i >= 0; i--) steps[i]!();
}
