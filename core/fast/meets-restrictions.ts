import type { CandidatesQuery, RequestGroup } from '../placement/candidates-query.ts';
import type { FlatQuery } from '../placement/flat-query.ts';
import type { PlacementState, ProviderFacts } from '../placement/placement-state.ts';

/**
 * Whether a provider that stands alone meets everything of a query that does not depend on what is
 * used: traits, aggregates, units and steps.
 */
export function meetsRestrictions(
  state: PlacementState,
  provider: number,
  query: CandidatesQuery,
  flat: FlatQuery,
): boolean {
  const facts = state.facts(provider);
  const has = (trait: string): boolean => facts.traits.has(state.traits.idOf(trait) ?? -1);
  return (
    query.rootRequired.every(has) &&
    !query.rootForbidden.some(has) &&
    query.groups.every((group) => meetsGroup(facts, group, has)) &&
    unitsFit(state, provider, flat)
  );
}

function meetsGroup({ aggregates }: ProviderFacts, group: RequestGroup, has: (trait: string) => boolean): boolean {
  const isMember = (aggregate: string): boolean => aggregates.has(aggregate);
  return (
    group.requiredTraits.every((anyOf) => anyOf.some(has)) &&
    !group.forbiddenTraits.some(has) &&
    group.memberOf.every((anyOf) => anyOf.some(isMember)) &&
    !group.forbiddenAggregates.some(isMember)
  );
}

function unitsFit(state: PlacementState, provider: number, flat: FlatQuery): boolean {
  for (let part = 0; part < flat.parts; part++) {
    const column = state.column(flat.partClassIds[part]!);
    if (column?.get(provider) === undefined) return false;
    if (!column.unitFits(provider, flat.partAmounts[part]!)) return false;
  }
  return true;
}
