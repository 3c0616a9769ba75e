import type { Instance } from '../objects/instance.ts';
import type { ConductorParts } from './conductor-parts.ts';

/** Consumers that the conductor answers for; others may belong to somebody else. */
const ownTypes: ReadonlySet<string | undefined> = new Set(['INSTANCE', 'MIGRATION']);

/**
 * Brings Placement's books to what the servers' rows say, before anything else is done: claims that a crash left without
 * a server are freed. A server that should hold something and does not is told to the operator.
 * Nova: `nova-manage placement audit`, `heal_allocations`.
 */
export async function healClaims({ tables, claims, logger }: ConductorParts): Promise<void> {
  const migrations = new Set<string>();
  for (const { migrationUuid } of tables.instances.all()) if (migrationUuid !== null) migrations.add(migrationUuid);
  const isOwned = (consumer: string): boolean => {
    const row = tables.instances.get(consumer);
    return migrations.has(consumer) || (row !== undefined && holdsResources(row));
  };
  for (const { uuid: provider } of tables.computeNodes.all()) {
    for (const consumer of claims.consumersOn(provider)) {
      if (isOwned(consumer) || !ownTypes.has(claims.typeOf(consumer))) continue;
      logger.warn({ consumer, provider }, 'freeing what nobody holds any more');
      await claims.release(consumer);
    }
  }
  for (const row of tables.instances.all()) {
    if (!holdsResources(row) || claims.held(row.uuid).size > 0) continue;
    logger.error({ instance: row.uuid, host: row.host }, 'a server on a host holds nothing in Placement');
  }
}

/** A server on a host holds its resources until it has left it. */
function holdsResources({ host, deletedAtSeconds }: Instance): boolean {
  return host !== null && deletedAtSeconds === null;
}
