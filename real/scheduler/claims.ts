import { deleteAllocations, replaceAllocations } from '../../core/index.ts';
import type { WantedAllocations } from '../../core/index.ts';
import type { PlacementService } from '../placement/index.ts';
import type { ClaimedResources } from './placement-candidates.ts';

/** Who shall hold what. */
export interface Claim {
  readonly consumerUuid: string;
  readonly projectId: string;
  readonly userId: string;
  readonly resources: ClaimedResources;
}

/**
 * Claims in Placement, in this process: each is in the account at once, so that the next decision sees it, and resolves
 * when it is on the disk. What cannot be made durable is taken back. Nova: `SchedulerReportClient`.
 */
export class Claims {
  readonly #service: PlacementService;
  /** Claims that are on their way to the disk, by consumer. */
  readonly #onTheirWay = new Map<string, Promise<void>>();

  private constructor(service: PlacementService) {
    this.#service = service;
  }

  /** Those of one Placement are the same for all in this process. */
  static of(service: PlacementService): Claims {
    const known = claimsOf.get(service) ?? new Claims(service);
    claimsOf.set(service, known);
    return known;
  }

  /** Settles when what was claimed last for a consumer is on the disk. @throws NotDurableError when it was taken back */
  async kept(consumerUuid: string): Promise<void> {
    await this.#onTheirWay.get(consumerUuid);
  }

  /** All or nothing; a consumer that held something before holds only this. @throws PlacementError when there is no room */
  claim(claims: readonly Claim[]): Promise<void> {
    return this.#write(claims.map((claim) => this.#wanted(claim, 'INSTANCE')));
  }

  /**
   * Hands what a server holds to its migration and claims for the server anew, in one step. Nova does the same: until a
   * resize is confirmed or reverted, both flavors are held. @throws PlacementError
   */
  moveAside(claim: Claim, migrationUuid: string): Promise<void> {
    const { projectId, userId } = claim;
    const aside = { consumerUuid: migrationUuid, projectId, userId, resources: this.held(claim.consumerUuid) };
    return this.#write([this.#wanted(aside, 'MIGRATION'), this.#wanted(claim, 'INSTANCE')]);
  }

  /** The way back: the server holds what its migration kept for it. Nothing when that holds nothing. */
  async moveBack(owner: Omit<Claim, 'resources'>, migrationUuid: string): Promise<void> {
    const resources = this.held(migrationUuid);
    if (resources.size === 0) return;
    const nothing = { ...owner, consumerUuid: migrationUuid, resources: new Map() };
    await this.#write([this.#wanted(nothing, 'MIGRATION'), this.#wanted({ ...owner, resources }, 'INSTANCE')]);
  }

  /** Frees what a consumer holds; one that holds nothing is no error. */
  async release(consumerUuid: string): Promise<void> {
    const { placement } = this.#service;
    if (this.held(consumerUuid).size === 0) return;
    placement.nowSeconds = this.#service.now();
    await this.#service.commit(placement.transact(() => deleteAllocations(placement, consumerUuid)));
  }

  /** What a consumer holds now. */
  held(consumerUuid: string): ClaimedResources {
    const { placement } = this.#service;
    const resources = new Map<string, Record<string, number>>();
    const consumer = placement.state.consumers.idOf(consumerUuid);
    if (consumer === undefined) return resources;
    for (const { provider, classId, amount } of placement.rowsOf(consumer)) {
      const { uuid } = placement.state.facts(provider);
      const amounts = resources.get(uuid) ?? {};
      amounts[placement.state.classes.nameOf(classId)] = amount;
      resources.set(uuid, amounts);
    }
    return resources;
  }

  /** Everybody who holds something of a provider. */
  consumersOn(providerUuid: string): readonly string[] {
    const { placement } = this.#service;
    const provider = placement.state.providerOf(providerUuid);
    if (provider === undefined) return [];
    const { allocations } = placement.state;
    const found = new Set<string>();
    for (let row = allocations.firstOfProvider(provider); row >= 0; row = allocations.afterOfProvider(row)) {
      const consumer = placement.consumers[allocations.consumer(row)];
      if (consumer !== undefined) found.add(consumer.uuid);
    }
    return [...found];
  }

  /** What kind of consumer it is; `undefined` for one that nobody knows. */
  typeOf(consumerUuid: string): string | undefined {
    return this.#service.placement.consumer(consumerUuid)?.type;
  }

  #wanted(claim: Claim, consumerType: string): WantedAllocations {
    const consumerGeneration = this.#service.placement.consumer(claim.consumerUuid)?.generation ?? null;
    return { ...claim, consumerType, consumerGeneration };
  }

  /** The account changes in this very turn: no other decision comes in between. */
  #write(wanted: readonly WantedAllocations[]): Promise<void> {
    const { placement } = this.#service;
    placement.nowSeconds = this.#service.now();
    const kept = this.#service.commit(placement.transact(() => replaceAllocations(placement, wanted)));
    this.#follow(wanted, kept);
    return kept;
  }

  #follow(wanted: readonly WantedAllocations[], kept: Promise<void>): void {
    for (const { consumerUuid } of wanted) this.#onTheirWay.set(consumerUuid, kept);
    const forget = (): void => {
      for (const { consumerUuid } of wanted) {
        if (this.#onTheirWay.get(consumerUuid) === kept) this.#onTheirWay.delete(consumerUuid);
      }
    };
    // A refusal is there for those who ask soon.
    kept.then(forget, () => setTimeout(forget, refusalMs).unref());
  }
}

const refusalMs = 60_000;

const claimsOf = new WeakMap<PlacementService, Claims>();
