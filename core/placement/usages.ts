import type { ConsumerFacts, Placement } from './placement.ts';

/** What is used of each class that a provider has an inventory of. */
export function providerUsages(placement: Placement, provider: number): Record<string, number> {
  const { state } = placement;
  const classIds = [...state.facts(provider).classes].sort((a, b) => a - b);
  return Object.fromEntries(classIds.map((classId) => [state.classes.nameOf(classId), state.used(provider, classId)]));
}

export interface UsageQuery {
  readonly projectId: string;
  readonly userId?: string | undefined;
}

/** What the consumers of a project hold together, by class. */
export function projectUsages(placement: Placement, query: UsageQuery): Record<string, number> {
  return sumUsages(placement, query, () => '').get('')?.usages ?? {};
}

/** Usages of consumers of one type, with their number. */
export interface TypeUsage {
  readonly consumers: number;
  readonly usages: Record<string, number>;
}

/**
 * Usages of a project by consumer type. `type` restricts: `all` sums everything under that name,
 * `unknown` takes the consumers without a type.
 */
export function projectUsagesByType(
  placement: Placement,
  query: UsageQuery & { readonly type?: string | undefined },
): Map<string, TypeUsage> {
  const { type } = query;
  return sumUsages(placement, query, (consumer) => {
    const own = consumer.type ?? 'unknown';
    if (type === 'all') return 'all';
    return type === undefined || type === own ? own : undefined;
  });
}

function sumUsages(
  placement: Placement,
  { projectId, userId }: UsageQuery,
  keyOf: (consumer: ConsumerFacts) => string | undefined,
): Map<string, TypeUsage> {
  const sums = new Map<string, { consumers: number; usages: Record<string, number> }>();
  for (const number of placement.consumersOfProject.get(projectId) ?? []) {
    const consumer = placement.consumers[number]!;
    const key = userId && consumer.userId !== userId ? undefined : keyOf(consumer);
    if (key === undefined) continue;
    let sum = sums.get(key);
    if (sum === undefined) sums.set(key, (sum = { consumers: 0, usages: {} }));
    sum.consumers++;
    for (const { classId, amount } of placement.rowsOf(number)) {
      const name = placement.state.classes.nameOf(classId);
      sum.usages[name] = (sum.usages[name] ?? 0) + amount;
    }
  }
  return sums;
}
