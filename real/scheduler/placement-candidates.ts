import { findCandidates, HostPlacement, PlacementError, rootsOf } from '../../core/index.ts';
import type {
  AllocationCandidate,
  CandidateList,
  CandidateRefusal,
  CandidateSource,
  CandidatesQuery,
  Inventory,
  Placement,
} from '../../core/index.ts';

/** What a claim takes: amounts by provider uuid and class. */
export type ClaimedResources = ReadonlyMap<string, Readonly<Record<string, number>>>;

/**
 * The account of the Placement service in this process as the scheduler's source of candidates, as
 * `GET /allocation_candidates` would answer: also with trees and sharing providers, and never more than the query's
 * limit. `claim` and `release` are for the trial of a decision only, and are always taken back by it; durable claims are
 * made through `Claims`.
 */
export class PlacementCandidates implements CandidateSource {
  readonly #placement: Placement;
  readonly #flat: HostPlacement;
  /** Numbers of the hosts' root providers, by host index; -1 where Placement has none. */
  readonly #providers: Int32Array;
  readonly #hostOf = new Map<number, number>();

  /** `nodeUuids` are the hosts' providers, by host index. */
  constructor(placement: Placement, nodeUuids: readonly string[]) {
    this.#placement = placement;
    this.#flat = new HostPlacement(placement.state);
    this.#providers = Int32Array.from(nodeUuids, (uuid) => placement.state.providerOf(uuid) ?? -1);
    this.#providers.forEach((provider, host) => provider >= 0 && this.#hostOf.set(provider, host));
  }

  hostsFor(query: CandidatesQuery, out: Int32Array): number {
    const list = this.#candidates(query);
    if (list === undefined) return 0;
    const roots = list.kind === 'flat' ? list.providers : rootsOf(this.#placement, list);
    let count = 0;
    for (const provider of roots) {
      const host = this.#hostOf.get(provider);
      if (host !== undefined) out[count++] = host;
    }
    out.subarray(0, count).sort();
    return count;
  }

  /** What to claim on a host; `undefined` when it is no candidate any more. The query's limit does not count. */
  resourcesOn(hostIndex: number, query: CandidatesQuery): ClaimedResources | undefined {
    const provider = this.#providers[hostIndex]!;
    if (provider < 0) return undefined;
    const list = this.#candidates({ ...query, limit: undefined });
    if (list === undefined) return undefined;
    const { classes } = this.#placement.state;
    if (list.kind === 'flat') {
      if (!list.providers.includes(provider)) return undefined;
      const amounts = list.amounts.map(([classId, amount]) => [classes.nameOf(classId), amount] as const);
      return new Map([[this.#uuidOf(provider), Object.fromEntries(amounts)]]);
    }
    const candidate = list.candidates.find((each) => this.#isOn(each, provider));
    return candidate && this.#resourcesOf(candidate);
  }

  claim(hostIndex: number, consumerUuid: string, query: CandidatesQuery): boolean {
    const resources = this.resourcesOn(hostIndex, query);
    if (resources === undefined) return false;
    const { state } = this.#placement;
    const consumer = state.openConsumer(consumerUuid);
    for (const [uuid, amounts] of resources) {
      for (const [name, amount] of Object.entries(amounts)) {
        state.allocate(consumer, state.providerOf(uuid)!, state.classes.idOf(name)!, amount);
      }
    }
    return true;
  }

  release(consumerUuid: string): void {
    this.#flat.release(consumerUuid);
  }

  explain(hostIndex: number, query: CandidatesQuery): CandidateRefusal | undefined {
    const provider = this.#providers[hostIndex]!;
    if (provider < 0) return { code: 'provider', needed: 'a resource provider', had: 'none' };
    return this.#flat.explain(provider, query);
  }

  // The members below let the core try changes out, when it looks for the one that would admit a request.

  inventoryOf(hostIndex: number, resourceClass: string): Inventory | undefined {
    const provider = this.#providers[hostIndex]!;
    return provider < 0 ? undefined : this.#flat.inventoryOf(provider, resourceClass);
  }

  setInventory(hostIndex: number, resourceClass: string, inventory: Inventory): void {
    this.#flat.setInventory(this.#providers[hostIndex]!, resourceClass, inventory);
  }

  hasTrait(hostIndex: number, trait: string): boolean {
    const provider = this.#providers[hostIndex]!;
    return provider >= 0 && this.#flat.hasTrait(provider, trait);
  }

  setTrait(hostIndex: number, trait: string, has: boolean): void {
    this.#flat.setTrait(this.#providers[hostIndex]!, trait, has);
  }

  /** `undefined` where Placement would refuse the query: it names a class or trait that does not exist. */
  #candidates(query: CandidatesQuery): CandidateList | undefined {
    try {
      return findCandidates(this.#placement, query);
    } catch (error) {
      if (error instanceof PlacementError) return undefined;
      throw error;
    }
  }

  #isOn(candidate: AllocationCandidate, provider: number): boolean {
    const { state } = this.#placement;
    return candidate.rows.some((row) => state.facts(row.provider).root === provider);
  }

  #resourcesOf({ rows }: AllocationCandidate): ClaimedResources {
    const resources = new Map<string, Record<string, number>>();
    for (const { provider, classId, amount } of rows) {
      const uuid = this.#uuidOf(provider);
      const amounts = resources.get(uuid) ?? {};
      amounts[this.#placement.state.classes.nameOf(classId)] = amount;
      resources.set(uuid, amounts);
    }
    return resources;
  }

  #uuidOf(provider: number): string {
    return this.#placement.state.facts(provider).uuid;
  }
}
