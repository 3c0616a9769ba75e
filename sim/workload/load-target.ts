import { invariant } from '../../core/index.ts';

/** Amounts of the three resources that every instance uses. */
export interface Amounts {
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
}

export type LoadResource = 'vcpus' | 'ram' | 'disk' | 'dominant';

export const loadResources: readonly LoadResource[] = ['dominant', 'vcpus', 'ram', 'disk'];

/** How much of a cloud's capacity the standing population shall hold on average. */
export interface LoadTarget {
  readonly share: number;
  /** `dominant`: the resource that reaches the share first. */
  readonly of: LoadResource;
}

/**
 * Arrivals per second at which a steady state holds the target. By Little's law the population's
 * mean amount of a resource is rate · E[amount · lifetime]; `work` is that expectation per instance,
 * amount-seconds.
 */
export function arrivalRateForLoad(target: LoadTarget, capacity: Amounts, work: Amounts): number {
  const rate = (resource: keyof Amounts) => (target.share * capacity[resource]) / work[resource];
  const rates = { vcpus: rate('vcpus'), ram: rate('ramMib'), disk: rate('diskGib') };
  const chosen =
    target.of === 'dominant'
      ? Math.min(...Object.values(rates).filter((value) => !Number.isNaN(value)))
      : rates[target.of];
  invariant(Number.isFinite(chosen) && chosen > 0, `arrival rate ${chosen} for a load of ${target.share}`);
  return chosen;
}
