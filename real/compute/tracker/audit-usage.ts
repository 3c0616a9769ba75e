import type { PlacementClient } from '../../placement/audit/placement-client.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { guestResources } from './guest-resources.ts';

type Resources = Readonly<Record<string, number>>;

/** Where the books of Placement and the guests of a host differ. */
export interface UsageAudit {
  /** Guests of the host that hold exactly what they should. */
  readonly inOrder: number;
  /** Consumers that hold resources of the host and are no guest of it. */
  readonly orphaned: readonly { readonly consumer: string; readonly holds: Resources }[];
  /** Guests that hold nothing of the host. */
  readonly missing: readonly { readonly uuid: string; readonly needs: Resources }[];
  readonly different: readonly { readonly uuid: string; readonly holds: Resources; readonly needs: Resources }[];
}

/**
 * Compares what is booked on a host's provider with the guests that are there. It only looks: an orphan may belong to a
 * server that is on its way here, which the conductor knows and the host does not. Nova:
 * `_remove_deleted_instances_allocations`, `_heal_allocations`.
 */
export async function auditUsage(
  client: PlacementClient,
  providerUuid: string,
  guests: readonly GuestRequest[],
): Promise<UsageAudit> {
  const { allocations } = await client.call<{ allocations: Readonly<Record<string, { resources: Resources }>> }>(
    'GET',
    `/resource_providers/${providerUuid}/allocations`,
  );
  const uuids = new Set(guests.map(({ uuid }) => uuid));
  const compared = guests.map((guest) => ({
    uuid: guest.uuid,
    holds: allocations[guest.uuid]?.resources,
    needs: guestResources(guest),
  }));
  return {
    inOrder: compared.filter(({ holds, needs }) => holds !== undefined && sameResources(holds, needs)).length,
    orphaned: Object.entries(allocations)
      .filter(([consumer]) => !uuids.has(consumer))
      .map(([consumer, { resources }]) => ({ consumer, holds: resources })),
    missing: compared.filter(({ holds }) => holds === undefined).map(({ uuid, needs }) => ({ uuid, needs })),
    different: compared.flatMap(({ uuid, holds, needs }) =>
      holds === undefined || sameResources(holds, needs) ? [] : [{ uuid, holds, needs }],
    ),
  };
}

function sameResources(one: Resources, other: Resources): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? 0) === (other[name] ?? 0));
}
