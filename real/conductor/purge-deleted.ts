import type { Instance } from '../objects/instance.ts';
import type { ComputeTables } from '../objects/tables.ts';

export interface PurgeOptions {
  /** Servers that were deleted longer ago than this go. */
  readonly ageSeconds: number;
  /** Of the others, no more than the latest so many stay: everything is held in memory. */
  readonly keptMax: number;
  readonly nowSeconds: number;
}

/** Forgets deleted servers with all that is known of them. Nova: `nova-manage db archive_deleted_rows`, `purge`. */
export async function purgeDeleted(tables: ComputeTables, options: PurgeOptions): Promise<void> {
  const { ageSeconds, keptMax, nowSeconds } = options;
  const deleted = [...tables.instances.all()]
    .filter((row): row is Instance & { deletedAtSeconds: number } => row.deletedAtSeconds !== null)
    .sort((one, other) => other.deletedAtSeconds - one.deletedAtSeconds);
  const gone = deleted.filter(({ deletedAtSeconds }, place) => {
    return place >= keptMax || nowSeconds - deletedAtSeconds > ageSeconds;
  });
  if (gone.length === 0) return;
  await tables.database.write(() => {
    for (const { uuid } of gone) forget(uuid, tables);
  });
}

function forget(uuid: string, tables: ComputeTables): void {
  const { actionEvents, actions, decisions, faults, instances } = tables;
  for (const { requestId, position } of actionEvents.find('byInstance', uuid))
    actionEvents.remove(uuid, requestId, position);
  for (const { requestId } of actions.find('byInstance', uuid)) actions.remove(uuid, requestId);
  for (const { position } of decisions.find('byInstance', uuid)) decisions.remove(uuid, position);
  faults.remove(uuid);
  instances.remove(uuid);
}
