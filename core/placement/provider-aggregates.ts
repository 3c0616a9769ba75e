import type { Placement } from './placement.ts';

/** Replaces the aggregates of a provider. `advances` (from microversion 1.19) raises its generation. */
export function setProviderAggregates(
  placement: Placement,
  provider: number,
  uuids: readonly string[],
  advances: boolean,
): void {
  const wanted = new Set(uuids);
  for (const uuid of [...placement.state.facts(provider).aggregates]) {
    if (!wanted.has(uuid)) placement.setAggregate(provider, uuid, false);
  }
  for (const uuid of wanted) placement.setAggregate(provider, uuid, true);
  if (advances) placement.advance(provider);
}
