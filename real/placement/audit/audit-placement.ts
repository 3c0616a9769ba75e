import { PlacementClientError } from './placement-client.ts';
import type { PlacementClient } from './placement-client.ts';

type Resources = Readonly<Record<string, number>>;

/** What an instance (or a migration) should hold, as the compute service knows it. */
export interface ExpectedConsumer {
  readonly uuid: string;
  readonly projectId: string;
  readonly userId: string;
  readonly type: string;
  /** By provider uuid. */
  readonly resources: Readonly<Record<string, Resources>>;
}

/** Allocations of a consumer that nobody knows. */
export interface OrphanedConsumer {
  readonly consumer: string;
  readonly provider: string;
  readonly resources: Resources;
}

/** A provider of which more is allocated than it has. */
export interface ExceededInventory {
  readonly provider: string;
  readonly resourceClass: string;
  readonly used: number;
  readonly capacity: number;
  readonly consumers: readonly string[];
}

export interface AuditReport {
  readonly providers: number;
  readonly consumers: number;
  readonly orphans: readonly OrphanedConsumer[];
  /** Consumers that should hold allocations and hold none. */
  readonly missing: readonly ExpectedConsumer[];
  readonly exceeded: readonly ExceededInventory[];
}

/**
 * Compares what a Placement service has booked with what should be there. Without a list of expected
 * consumers it looks at capacities only. Nova: `nova-manage placement audit`.
 */
export async function auditPlacement(
  client: PlacementClient,
  expected: readonly ExpectedConsumer[] | undefined,
): Promise<AuditReport> {
  const known = new Set(expected?.map((each) => each.uuid));
  const holders = new Set<string>();
  const orphans: OrphanedConsumer[] = [];
  const exceeded: ExceededInventory[] = [];
  const list = await client.call<{ resource_providers: { uuid: string }[] }>('GET', '/resource_providers');
  for (const { uuid: provider } of list.resource_providers) {
    const allocations = await providerAllocations(client, provider);
    for (const [consumer, { resources }] of Object.entries(allocations)) {
      holders.add(consumer);
      if (expected !== undefined && !known.has(consumer)) orphans.push({ consumer, provider, resources });
    }
    exceeded.push(...(await exceededInventories(client, provider, allocations)));
  }
  const missing = (expected ?? []).filter((each) => !holders.has(each.uuid) && Object.keys(each.resources).length > 0);
  return { providers: list.resource_providers.length, consumers: holders.size, orphans, missing, exceeded };
}

/** What healing did; `refused` are consumers for which there is no room or whose state changed meanwhile. */
export interface HealReport {
  readonly deleted: readonly string[];
  readonly created: readonly string[];
  readonly refused: readonly { readonly consumer: string; readonly reason: string }[];
}

/**
 * Frees what orphans hold and books what is missing. An exceeded capacity is not healed: somebody
 * must move the consumers. Nova: `placement audit --delete` and `placement heal_allocations`.
 */
export async function healPlacement(client: PlacementClient, report: AuditReport): Promise<HealReport> {
  const deleted: string[] = [];
  const created: string[] = [];
  const refused: { consumer: string; reason: string }[] = [];
  const attempt = async (consumer: string, done: string[], work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      done.push(consumer);
    } catch (error) {
      if (!(error instanceof PlacementClientError) || error.status === 0) throw error;
      refused.push({ consumer, reason: error.message });
    }
  };
  for (const consumer of new Set(report.orphans.map((orphan) => orphan.consumer))) {
    await attempt(consumer, deleted, () => client.call('DELETE', `/allocations/${consumer}`));
  }
  for (const each of report.missing) {
    await attempt(each.uuid, created, () => client.call('PUT', `/allocations/${each.uuid}`, allocationsBody(each)));
  }
  return { deleted, created, refused };
}

type ProviderAllocations = Readonly<Record<string, { readonly resources: Resources }>>;

async function providerAllocations(client: PlacementClient, provider: string): Promise<ProviderAllocations> {
  const path = `/resource_providers/${provider}/allocations`;
  return (await client.call<{ allocations: ProviderAllocations }>('GET', path)).allocations;
}

async function exceededInventories(
  client: PlacementClient,
  provider: string,
  allocations: ProviderAllocations,
): Promise<ExceededInventory[]> {
  const { inventories } = await client.call<{
    inventories: Record<string, { total: number; reserved: number; allocation_ratio: number }>;
  }>('GET', `/resource_providers/${provider}/inventories`);
  return Object.entries(inventories).flatMap(([resourceClass, inventory]) => {
    const capacity = Math.trunc((inventory.total - inventory.reserved) * inventory.allocation_ratio);
    const holders = Object.entries(allocations).filter(([, { resources }]) => resourceClass in resources);
    const used = holders.reduce((sum, [, { resources }]) => sum + resources[resourceClass]!, 0);
    if (used <= capacity) return [];
    return [{ provider, resourceClass, used, capacity, consumers: holders.map(([consumer]) => consumer) }];
  });
}

function allocationsBody(consumer: ExpectedConsumer): object {
  const allocations = Object.entries(consumer.resources).map(([provider, resources]) => [provider, { resources }]);
  return {
    allocations: Object.fromEntries(allocations) as object,
    project_id: consumer.projectId,
    user_id: consumer.userId,
    consumer_generation: null,
    consumer_type: consumer.type,
  };
}
