import type { AllocationRow, ConsumerFacts, Placement } from './placement.ts';
import { PlacementError } from './placement-error.ts';

/** What one consumer shall hold from now on, instead of what it holds. */
export interface WantedAllocations {
  readonly consumerUuid: string;
  readonly projectId: string;
  readonly userId: string;
  /** From microversion 1.38; empty: as it is. */
  readonly consumerType?: string | undefined;
  /** The generation the client knows, null for a consumer that is new; empty: not asked (before 1.28). */
  readonly consumerGeneration?: number | null | undefined;
  /** By provider uuid, then class; nothing frees all. */
  readonly resources: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

/**
 * Replaces the allocations of several consumers, all or nothing.
 *
 * Throws `consumer-generation-conflict`, `allocation-provider-not-found`, `resource-class-not-found`
 * or `allocation-invalid` (no inventory, units, capacity).
 */
export function replaceAllocations(placement: Placement, wanted: readonly WantedAllocations[]): void {
  for (const each of wanted) checkConsumer(placement, each);
  const plans = wanted.map((each) => planRows(placement, each));
  for (const plan of plans) if (plan.consumer >= 0) placement.freeAll(plan.consumer);
  checkProviders(placement, plans);
  for (const plan of plans) writePlan(placement, plan);
  for (const provider of new Set(plans.flatMap((plan) => plan.visited))) placement.advance(provider);
}

/** Frees what a consumer holds and forgets it. Throws `allocations-not-found` when it holds nothing. */
export function deleteAllocations(placement: Placement, consumerUuid: string): void {
  const consumer = placement.state.consumers.idOf(consumerUuid);
  if (consumer === undefined || placement.state.allocations.firstOfConsumer(consumer) < 0) {
    throw new PlacementError('allocations-not-found', `No allocations for consumer '${consumerUuid}'`);
  }
  placement.freeAll(consumer);
  placement.removeConsumer(consumer);
}

interface Plan {
  readonly wanted: WantedAllocations;
  /** -1 for a consumer that is new. */
  readonly consumer: number;
  readonly rows: readonly AllocationRow[];
  /** Providers whose generation rises: those of the new rows, or of the old ones when all are freed. */
  readonly visited: readonly number[];
}

function checkConsumer(placement: Placement, { consumerUuid, consumerGeneration }: WantedAllocations): void {
  if (consumerGeneration === undefined) return;
  const known = placement.consumer(consumerUuid);
  if ((known?.generation ?? null) === consumerGeneration) return;
  const expected = known === undefined ? 'null' : String(known.generation);
  throw new PlacementError(
    'consumer-generation-conflict',
    `consumer generation conflict - expected ${expected} but got ${consumerGeneration ?? 'None'}`,
  );
}

function planRows(placement: Placement, wanted: WantedAllocations): Plan {
  const consumer = placement.state.consumers.idOf(wanted.consumerUuid) ?? -1;
  const rows: AllocationRow[] = [];
  for (const [providerUuid, resources] of wanted.resources) {
    const provider = placement.state.providerOf(providerUuid);
    if (provider === undefined) {
      throw new PlacementError(
        'allocation-provider-not-found',
        `Allocation for resource provider '${providerUuid}' that does not exist.`,
      );
    }
    for (const [name, amount] of Object.entries(resources)) {
      rows.push({ provider, classId: placement.classId(name), amount });
    }
  }
  const held = rows.length > 0 || consumer < 0 ? rows : placement.rowsOf(consumer);
  return { wanted, consumer, rows, visited: held.map((row) => row.provider) };
}

/** Refuses rows that find no inventory, no fitting unit, or together no room. */
function checkProviders(placement: Placement, plans: readonly Plan[]): void {
  const sums = new Map<string, number>();
  for (const { provider, classId, amount } of plans.flatMap((plan) => plan.rows)) {
    const inventory = placement.state.inventory(provider, classId);
    const on = `'${placement.state.classes.nameOf(classId)}' on resource provider '${placement.state.facts(provider).uuid}'`;
    if (inventory === undefined) throw refused(`Inventory for ${on} invalid.`);
    const { minUnit, maxUnit, stepSize } = inventory;
    if (amount < minUnit || amount > maxUnit || amount % stepSize !== 0) {
      throw refused(`Unable to create allocation for ${on}. The requested amount would violate inventory constraints.`);
    }
    const key = `${provider}/${classId}`;
    const sum = (sums.get(key) ?? 0) + amount;
    sums.set(key, sum);
    const column = placement.state.column(classId)!;
    if (column.used(provider) + sum > column.capacity(provider)) {
      throw refused(`Unable to create allocation for ${on}. The requested amount would exceed the capacity.`);
    }
  }
}

function refused(message: string): PlacementError {
  return new PlacementError('allocation-invalid', message);
}

function writePlan(placement: Placement, { wanted, consumer, rows }: Plan): void {
  if (rows.length === 0) {
    if (consumer >= 0) placement.removeConsumer(consumer);
    return;
  }
  const before = consumer < 0 ? undefined : placement.consumers[consumer];
  placement.allocate(placement.setConsumer(consumerFacts(placement, wanted, before)), rows);
}

function consumerFacts(
  placement: Placement,
  wanted: WantedAllocations,
  before: ConsumerFacts | undefined,
): ConsumerFacts {
  return {
    uuid: wanted.consumerUuid,
    projectId: wanted.projectId,
    userId: wanted.userId,
    type: wanted.consumerType ?? before?.type,
    generation: (before?.generation ?? 0) + 1,
    updatedAtSeconds: placement.nowSeconds,
  };
}
