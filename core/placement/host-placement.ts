import { invariant } from '../invariant.ts';
import type { CandidateRefusal, CandidateSource } from '../scheduler/candidate-source.ts';
import type { CandidatesQuery, RequestGroup } from './candidates-query.ts';
import { explainFlatRefusal } from './explain-flat-refusal.ts';
import { FlatQuery } from './flat-query.ts';
import { HostClaims } from './host-claims.ts';
import type { Inventory } from './inventory.ts';
import type { PlacementState } from './placement-state.ts';
import type { ProviderSet } from './provider-set.ts';

/** Classes that one pass over the hosts looks at together. */
const FUSED = 3;
const NO_ROOM = new Int32Array(0);

/**
 * A cloud of hosts with one provider each, for a scheduler in the same process: candidates by
 * looking at columns, claims and releases in constant time, nothing allocated on either way.
 *
 * Provider number and host index are the same. Trees and sharing providers need `Placement`.
 */
export class HostPlacement implements CandidateSource {
  readonly state: PlacementState;
  private readonly hostCount: number;
  private readonly claims: HostClaims;
  private readonly flat = new FlatQuery();
  private readonly mask: Uint32Array;
  private readonly anyOf: Uint32Array;
  private readonly anyRoom: Int32Array;

  /** The providers of `state` are the hosts, in their order. */
  constructor(state: PlacementState) {
    this.state = state;
    this.hostCount = state.providers.length;
    this.claims = new HostClaims(state);
    this.mask = new Uint32Array((this.hostCount + 31) >>> 5);
    this.anyOf = new Uint32Array(this.mask.length);
    this.anyRoom = new Int32Array(this.hostCount);
  }

  hostsFor(query: CandidatesQuery, out: Int32Array): number {
    const { flat } = this;
    flat.read(query, this.state);
    if (flat.impossible) return 0;
    let count = this.withRoom(out);
    for (let i = FUSED; i < flat.sums && count > 0; i++) count = this.withMoreRoom(i, out, count);
    if (flat.restricted && count > 0) count = this.withoutRestricted(query, out, count);
    for (let i = 0; i < flat.parts && count > 0; i++) count = this.withUnits(i, out, count);
    return count;
  }

  /**
   * Gives the query's amounts to a consumer, on top of what it holds already. As in Placement, a
   * claim looks at amounts only: traits and aggregates were a matter of the candidates.
   */
  claim(hostIndex: number, consumerUuid: string, query: CandidatesQuery): boolean {
    const { flat, state } = this;
    flat.read(query, state);
    if (flat.impossible || !this.hasRoom(hostIndex)) return false;
    const consumer = state.openConsumer(consumerUuid);
    for (let i = 0; i < flat.sums; i++) state.allocate(consumer, hostIndex, flat.classIds[i]!, flat.amounts[i]!);
    return true;
  }

  /** Frees what a consumer holds on any host; one that holds nothing is no error. */
  release(consumerUuid: string): void {
    const consumer = this.state.consumers.idOf(consumerUuid);
    if (consumer === undefined) return;
    this.state.freeAll(consumer);
    this.state.closeConsumer(consumer);
  }

  /**
   * Gives what one consumer holds to another that holds nothing yet, as Nova hands an instance's
   * allocations to its migration before it claims the destination.
   */
  transfer(fromConsumerUuid: string, toConsumerUuid: string): void {
    const { consumers } = this.state;
    const from = consumers.idOf(fromConsumerUuid);
    invariant(from !== undefined, `consumer ${fromConsumerUuid} holds something to hand over`);
    invariant(consumers.idOf(toConsumerUuid) === undefined, `consumer ${toConsumerUuid} holds nothing yet`);
    consumers.remove(from);
    consumers.restore(from, toConsumerUuid);
  }

  /**
   * Claims for nobody: the answer is the number to give it back by, -1 when there is no room. For an
   * owner of many claims that keeps the numbers itself; equal claims on a host have equal numbers.
   */
  take(hostIndex: number, query: CandidatesQuery): number {
    return this.claims.take(hostIndex, query);
  }

  /** Ends a claim by its number. */
  giveBack(claim: number): void {
    this.claims.giveBack(claim);
  }

  explain(hostIndex: number, query: CandidatesQuery): CandidateRefusal | undefined {
    return explainFlatRefusal(this.state, hostIndex, query);
  }

  /** What is allocated of a class on a host. */
  used(hostIndex: number, resourceClass: string): number {
    const classId = this.state.classes.idOf(resourceClass);
    return classId === undefined ? 0 : this.state.used(hostIndex, classId);
  }

  inventoryOf(hostIndex: number, resourceClass: string): Inventory | undefined {
    const classId = this.state.classes.idOf(resourceClass);
    return classId === undefined ? undefined : this.state.inventory(hostIndex, classId);
  }

  hasTrait(hostIndex: number, trait: string): boolean {
    const traitId = this.state.traits.idOf(trait);
    return traitId !== undefined && this.state.facts(hostIndex).traits.has(traitId);
  }

  /** Changes a host's inventory; it may become smaller than what is used, and then takes no more. */
  setInventory(hostIndex: number, resourceClass: string, inventory: Inventory): void {
    this.state.setInventory(hostIndex, this.state.classes.add(resourceClass), inventory);
  }

  /** Gives a host a trait or takes it away (`COMPUTE_STATUS_DISABLED`). */
  setTrait(hostIndex: number, trait: string, has: boolean): void {
    this.state.setTrait(hostIndex, this.state.traits.add(trait), has);
  }

  setAggregate(hostIndex: number, aggregateUuid: string, member: boolean): void {
    this.state.setAggregate(hostIndex, aggregateUuid, member);
  }

  private hasRoom(host: number): boolean {
    const { flat, state } = this;
    for (let i = 0; i < flat.sums; i++) {
      const column = state.column(flat.classIds[i]!);
      if (column === undefined || !column.fits(host, flat.amounts[i]!)) return false;
    }
    return true;
  }

  /** Hosts with room for the first three classes of the query, which is nearly always all of it. */
  private withRoom(out: Int32Array): number {
    const { flat, hostCount } = this;
    const roomA = this.roomOf(0);
    const roomB = this.roomOf(1);
    const roomC = this.roomOf(2);
    const amountA = flat.sums > 0 ? flat.amounts[0]! : 0;
    const amountB = flat.sums > 1 ? flat.amounts[1]! : 0;
    const amountC = flat.sums > 2 ? flat.amounts[2]! : 0;
    const hosts = Math.min(hostCount, roomA.length, roomB.length, roomC.length);
    let kept = 0;
    for (let host = 0; host < hosts; host++) {
      if (roomA[host]! >= amountA && roomB[host]! >= amountB && roomC[host]! >= amountC) out[kept++] = host;
    }
    return kept;
  }

  /** Room of the i-th class asked for; of nothing in particular when there are fewer classes. */
  private roomOf(i: number): Int32Array {
    if (i >= this.flat.sums) return this.anyRoom;
    return this.state.column(this.flat.classIds[i]!)?.room ?? NO_ROOM;
  }

  private withMoreRoom(i: number, out: Int32Array, count: number): number {
    const room = this.roomOf(i);
    const amount = this.flat.amounts[i]!;
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const host = out[at]!;
      if (host < room.length && room[host]! >= amount) out[kept++] = host;
    }
    return kept;
  }

  private withUnits(part: number, out: Int32Array, count: number): number {
    const column = this.state.column(this.flat.partClassIds[part]!)!;
    if (column.irregular === 0) return count;
    const amount = this.flat.partAmounts[part]!;
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const host = out[at]!;
      if (column.unitFits(host, amount)) out[kept++] = host;
    }
    return kept;
  }

  private withoutRestricted(query: CandidatesQuery, out: Int32Array, count: number): number {
    const { mask } = this;
    mask.fill(0xffffffff);
    for (const trait of query.rootRequired) this.keep(this.holdersOf(trait));
    for (const trait of query.rootForbidden) this.drop(this.holdersOf(trait));
    for (const group of query.groups) this.restrictToGroup(group);
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const host = out[at]!;
      if ((mask[host >>> 5]! >>> (host & 31)) & 1) out[kept++] = host;
    }
    return kept;
  }

  private restrictToGroup(group: RequestGroup): void {
    const { state } = this;
    for (const anyOf of group.requiredTraits) {
      this.anyOf.fill(0);
      for (const trait of anyOf) this.collect(this.holdersOf(trait));
      this.keepCollected();
    }
    for (const anyOf of group.memberOf) {
      this.anyOf.fill(0);
      for (const aggregate of anyOf) this.collect(state.members(aggregate));
      this.keepCollected();
    }
    for (const trait of group.forbiddenTraits) this.drop(this.holdersOf(trait));
    for (const aggregate of group.forbiddenAggregates) this.drop(state.members(aggregate));
    if (group.inTree !== undefined) this.keepOnly(state.providerOf(group.inTree));
  }

  private holdersOf(trait: string): ProviderSet | undefined {
    const traitId = this.state.traits.idOf(trait);
    return traitId === undefined ? undefined : this.state.holders(traitId);
  }

  private collect(set: ProviderSet | undefined): void {
    if (set === undefined) return;
    const words = Math.min(set.words.length, this.anyOf.length);
    for (let word = 0; word < words; word++) this.anyOf[word]! |= set.words[word]!;
  }

  private keepCollected(): void {
    for (let word = 0; word < this.mask.length; word++) this.mask[word]! &= this.anyOf[word]!;
  }

  private keep(set: ProviderSet | undefined): void {
    this.anyOf.fill(0);
    this.collect(set);
    this.keepCollected();
  }

  private drop(set: ProviderSet | undefined): void {
    if (set === undefined) return;
    const words = Math.min(set.words.length, this.mask.length);
    for (let word = 0; word < words; word++) this.mask[word]! &= ~set.words[word]!;
  }

  private keepOnly(host: number | undefined): void {
    const allowed = host !== undefined && host < this.hostCount && (this.mask[host >>> 5]! >>> (host & 31)) & 1;
    this.mask.fill(0);
    if (allowed) this.mask[host >>> 5] = 1 << (host & 31);
  }
}
