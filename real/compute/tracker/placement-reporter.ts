import type { Logger } from 'pino';
import { completeInventory } from '../../../core/index.ts';
import type { Inventory } from '../../../core/index.ts';
import { PlacementClientError } from '../../placement/audit/placement-client.ts';
import type { PlacementClient } from '../../placement/audit/placement-client.ts';
import type { Inventories } from './host-inventories.ts';

/** What a host says of itself to Placement. */
export interface ProviderReport {
  /** Given what Placement has of the provider. */
  readonly inventories: (present: Inventories) => Inventories;
  /** Traits that are ours to say, and whether the host has each; all others are left alone. */
  readonly traits: ReadonlyMap<string, boolean>;
}

/** What a report changed. */
export interface ReportOutcome {
  readonly created: boolean;
  readonly inventoriesChanged: boolean;
  readonly traitsChanged: boolean;
  /** Classes that should go, but that guests hold; they stay until these are gone. */
  readonly heldClasses: readonly string[];
}

/** The resource provider of one host: its uuid stays the host's for ever, its name is the host's name. */
export interface ProviderIdentity {
  readonly uuid: string;
  readonly name: string;
}

/** Others may write at the same moment (an operator, the audit); more often than this nobody does. */
const attemptsMax = 5;
const conflict = 'placement.concurrent_update';
const inUse = 'placement.inventory.inuse';

/**
 * Keeps a host's resource provider as the host says. Writes nothing when nothing changed, and begins again when
 * somebody else wrote in between. Nova: `SchedulerReportClient.update_from_provider_tree`.
 */
export class PlacementReporter {
  readonly #client: PlacementClient;
  readonly #provider: ProviderIdentity;
  readonly #logger: Logger;

  constructor(client: PlacementClient, provider: ProviderIdentity, logger: Logger) {
    this.#client = client;
    this.#provider = provider;
    this.#logger = logger;
  }

  /** @throws PlacementClientError when Placement is away or refuses */
  async report(report: ProviderReport): Promise<ReportOutcome> {
    const created = await this.#ensureProvider();
    const { changed: inventoriesChanged, heldClasses } = await this.#retried(() => this.#putInventories(report));
    const traitsChanged = await this.#retried(() => this.#putTraits(report));
    return { created, inventoriesChanged, traitsChanged, heldClasses };
  }

  get #path(): string {
    return `/resource_providers/${this.#provider.uuid}`;
  }

  async #ensureProvider(): Promise<boolean> {
    const { uuid, name } = this.#provider;
    try {
      const found = await this.#client.call<{ name: string }>('GET', this.#path);
      if (found.name !== name) await this.#client.call('PUT', this.#path, { name });
      return false;
    } catch (error) {
      if (!(error instanceof PlacementClientError) || error.status !== 404) throw error;
    }
    await this.#client.call('POST', '/resource_providers', { uuid, name });
    this.#logger.info({ provider: uuid, name }, 'resource provider created');
    return true;
  }

  async #putInventories({ inventories }: ProviderReport): Promise<{ changed: boolean; heldClasses: string[] }> {
    const answer = await this.#client.call<InventoriesAnswer>('GET', `${this.#path}/inventories`);
    const present = Object.fromEntries(
      Object.entries(answer.inventories).map(([name, inventory]) => [name, fromWire(inventory)]),
    );
    const wanted = inventories(present);
    if (sameInventories(wanted, present)) return { changed: false, heldClasses: [] };
    const put = (all: Inventories): Promise<unknown> =>
      this.#client.call('PUT', `${this.#path}/inventories`, {
        resource_provider_generation: answer.resource_provider_generation,
        inventories: Object.fromEntries(Object.entries(all).map(([name, each]) => [name, toWire(each)])),
      });
    try {
      await put(wanted);
      return { changed: true, heldClasses: [] };
    } catch (error) {
      if (!(error instanceof PlacementClientError) || error.code !== inUse) throw error;
    }
    // Guests hold a class that the host no longer has: it stays, so that the rest can be told.
    const heldClasses = Object.keys(present).filter((name) => !(name in wanted));
    this.#logger.warn({ provider: this.#provider.uuid, classes: heldClasses }, 'guests hold resources that are gone');
    const kept = { ...Object.fromEntries(heldClasses.map((name) => [name, present[name]!])), ...wanted };
    if (!sameInventories(kept, present)) await put(kept);
    return { changed: !sameInventories(kept, present), heldClasses };
  }

  async #putTraits({ traits }: ProviderReport): Promise<boolean> {
    const answer = await this.#client.call<TraitsAnswer>('GET', `${this.#path}/traits`);
    const present = new Set(answer.traits);
    const wanted = new Set(present);
    for (const [trait, has] of traits) {
      if (has) wanted.add(trait);
      else wanted.delete(trait);
    }
    if (wanted.size === present.size && [...wanted].every((trait) => present.has(trait))) return false;
    const { resource_provider_generation } = answer;
    const body = { resource_provider_generation, traits: [...wanted].toSorted() };
    await this.#client.call('PUT', `${this.#path}/traits`, body);
    return true;
  }

  async #retried<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        const stale = error instanceof PlacementClientError && error.code === conflict;
        if (!stale || attempt === attemptsMax) throw error;
        this.#logger.debug({ provider: this.#provider.uuid, attempt }, 'somebody else wrote to the provider');
      }
    }
  }
}

interface InventoriesAnswer {
  readonly resource_provider_generation: number;
  readonly inventories: Readonly<Record<string, WireInventory>>;
}

interface TraitsAnswer {
  readonly resource_provider_generation: number;
  readonly traits: readonly string[];
}

interface WireInventory {
  readonly total: number;
  readonly reserved: number;
  readonly min_unit: number;
  readonly max_unit: number;
  readonly step_size: number;
  readonly allocation_ratio: number;
}

function fromWire(inventory: WireInventory): Inventory {
  const { total, reserved, min_unit, max_unit, step_size, allocation_ratio } = inventory;
  return completeInventory({
    total,
    reserved,
    minUnit: min_unit,
    maxUnit: max_unit,
    stepSize: step_size,
    allocationRatio: allocation_ratio,
  });
}

function toWire(inventory: Inventory): WireInventory {
  const { total, reserved, minUnit, maxUnit, stepSize, allocationRatio } = inventory;
  return {
    total,
    reserved,
    min_unit: minUnit,
    max_unit: maxUnit,
    step_size: stepSize,
    allocation_ratio: allocationRatio,
  };
}

function sameInventories(one: Inventories, other: Inventories): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => sameInventory(one[name]!, other[name]));
}

function sameInventory(one: Inventory, other: Inventory | undefined): boolean {
  const keys = Object.keys(one) as (keyof Inventory)[];
  return other !== undefined && keys.every((key) => one[key] === other[key]);
}
