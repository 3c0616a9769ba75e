import type { Instance } from '../objects/instance.ts';
import { claimAlternate, schedulerTopic } from '../scheduler/scheduler-methods.ts';
import { currentContext } from '../trace/index.ts';
import type { ConductorParts } from './conductor-parts.ts';

/** Consumers that the conductor answers for; others may belong to somebody else. */
const ownTypes: ReadonlySet<string | undefined> = new Set(['INSTANCE', 'MIGRATION']);

/**
 * Brings Placement's books to what the servers' rows say, before anything else is done: claims that a crash left without
 * a server are freed, and a server on a host that holds nothing claims again what it uses.
 * Nova: `nova-manage placement audit`, `heal_allocations`.
 */
export async function healClaims(parts: ConductorParts): Promise<void> {
  await freeOrphans(parts);
  await claimMissing(parts);
}

async function freeOrphans({ tables, claims, logger }: ConductorParts): Promise<void> {
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
}

/** A server that something is being done to is looked after by who takes that up. */
async function claimMissing({ tables, claims, bus, logger }: ConductorParts): Promise<void> {
  for (const { uuid, host, ...row } of tables.instances.all()) {
    const isSettled = row.taskState === null && row.vmState !== 'building' && row.deletedAtSeconds === null;
    if (!isSettled || host === null || claims.held(uuid).size > 0) continue;
    const { claimed } = await bus.call(schedulerTopic, claimAlternate, { uuid, host }, currentContext());
    if (claimed) logger.warn({ instance: uuid, host }, 'a server held nothing in Placement, and does again');
    else logger.error({ instance: uuid, host }, 'a server holds nothing in Placement, and there is no room for it');
  }
}

/** A server on a host holds its resources until it has left it. */
function holdsResources({ host, deletedAtSeconds }: Instance): boolean {
  return host !== null && deletedAtSeconds === null;
}
