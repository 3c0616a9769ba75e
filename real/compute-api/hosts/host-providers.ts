import { deleteProvider, setProviderAggregates, setProviderTraits } from '../../../core/index.ts';
import type { Placement, Transaction } from '../../../core/index.ts';
import type { ComputeTables } from '../../objects/tables.ts';

/** Placement in the same process. */
export interface PlacementAccount {
  readonly placement: Placement;
  /** Resolves when an operation is durable. */
  commit(transaction: Transaction<unknown>): Promise<void>;
}

/**
 * Keeps what Placement says of hosts in step with what an operator says of them here. A host that Placement does not
 * know yet is passed over, as Nova does: its agent will tell.
 */
export class HostProviders {
  readonly #tables: ComputeTables;
  readonly #account: PlacementAccount | undefined;

  constructor(tables: ComputeTables, account: PlacementAccount | undefined) {
    this.#tables = tables;
    this.#account = account;
  }

  async setAggregate(host: string, aggregateUuid: string, isMember: boolean): Promise<void> {
    await this.#each(host, (placement, provider) => {
      const others = [...placement.state.facts(provider).aggregates].filter((uuid) => uuid !== aggregateUuid);
      setProviderAggregates(placement, provider, isMember ? [...others, aggregateUuid] : others, true);
    });
  }

  /** A host that is disabled is asked for no more servers: the scheduler forbids the trait. */
  async setDisabled(host: string, isDisabled: boolean): Promise<void> {
    const trait = 'COMPUTE_STATUS_DISABLED';
    await this.#each(host, (placement, provider) => {
      const names = [...placement.state.facts(provider).traits].map((id) => placement.state.traits.nameOf(id));
      const others = names.filter((name) => name !== trait);
      setProviderTraits(placement, provider, isDisabled ? [...others, trait] : others);
    });
  }

  /** @throws PlacementError while something is still allocated there */
  async remove(host: string): Promise<void> {
    await this.#each(host, (placement, provider) => {
      for (const each of placement.state.subtree(provider).toReversed()) deleteProvider(placement, each);
    });
  }

  async #each(host: string, work: (placement: Placement, provider: number) => void): Promise<void> {
    const account = this.#account;
    if (!account) return;
    for (const { uuid } of this.#tables.computeNodes.find('byHost', host)) {
      const { placement } = account;
      const provider = placement.state.providerOf(uuid);
      if (provider === undefined) continue;
      await account.commit(placement.transact(() => work(placement, provider)));
    }
  }
}
