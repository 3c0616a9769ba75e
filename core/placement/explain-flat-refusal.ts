import type { CandidateRefusal } from '../scheduler/candidate-source.ts';
import type { CandidatesQuery, RequestGroup } from './candidates-query.ts';
import { FlatQuery } from './flat-query.ts';
import type { PlacementState } from './placement-state.ts';

/**
 * The first reason why a provider that stands alone cannot hold a request: amounts before units,
 * units before traits, traits before aggregates. Empty when it can.
 */
export function explainFlatRefusal(
  state: PlacementState,
  provider: number,
  query: CandidatesQuery,
): CandidateRefusal | undefined {
  return (
    explainGroups(state, query) ?? explainAmounts(state, provider, query) ?? explainRestrictions(state, provider, query)
  );
}

function explainGroups(state: PlacementState, query: CandidatesQuery): CandidateRefusal | undefined {
  const flat = new FlatQuery();
  for (const group of query.groups) {
    for (const name of Object.keys(group.resources)) {
      if (state.classes.idOf(name) === undefined) {
        return {
          code: 'resource',
          resourceClass: name,
          needed: `${group.resources[name]} ${name}`,
          had: 'no such class',
        };
      }
    }
  }
  flat.read(query, state);
  return flat.impossible ? { code: 'provider', needed: 'a provider for each group', had: 'one provider' } : undefined;
}

function explainAmounts(state: PlacementState, provider: number, query: CandidatesQuery): CandidateRefusal | undefined {
  const flat = new FlatQuery();
  flat.read(query, state);
  for (let i = 0; i < flat.sums; i++) {
    const refusal = explainRoom(state, provider, flat.classIds[i]!, flat.amounts[i]!);
    if (refusal) return refusal;
  }
  for (let i = 0; i < flat.parts; i++) {
    const refusal = explainUnit(state, provider, flat.partClassIds[i]!, flat.partAmounts[i]!);
    if (refusal) return refusal;
  }
  return undefined;
}

function explainRoom(
  state: PlacementState,
  provider: number,
  classId: number,
  amount: number,
): CandidateRefusal | undefined {
  const column = state.column(classId);
  const inventory = column?.get(provider);
  const resourceClass = state.classes.nameOf(classId);
  const needed = `${amount} ${resourceClass}`;
  if (!column || !inventory) return { code: 'resource', resourceClass, needed, had: 'no inventory' };
  const used = column.used(provider);
  const capacity = column.capacity(provider);
  if (used + amount > capacity) {
    return { code: 'resource', resourceClass, needed, had: `${Math.max(0, capacity - used)} free of ${capacity}` };
  }
  return amount > inventory.maxUnit
    ? { code: 'unit', resourceClass, needed, had: `at most ${inventory.maxUnit} at once` }
    : undefined;
}

function explainUnit(
  state: PlacementState,
  provider: number,
  classId: number,
  amount: number,
): CandidateRefusal | undefined {
  const inventory = state.inventory(provider, classId)!;
  const resourceClass = state.classes.nameOf(classId);
  const needed = `${amount} ${resourceClass}`;
  if (amount < inventory.minUnit) {
    return { code: 'unit', resourceClass, needed, had: `at least ${inventory.minUnit} at once` };
  }
  return amount % inventory.stepSize === 0
    ? undefined
    : { code: 'unit', resourceClass, needed, had: `steps of ${inventory.stepSize}` };
}

function explainRestrictions(
  state: PlacementState,
  provider: number,
  query: CandidatesQuery,
): CandidateRefusal | undefined {
  const root: RequestGroup = {
    suffix: '',
    resources: {},
    requiredTraits: query.rootRequired.map((trait) => [trait]),
    forbiddenTraits: query.rootForbidden,
    memberOf: [],
    forbiddenAggregates: [],
  };
  for (const group of [root, ...query.groups]) {
    const refusal = explainTraits(state, provider, group) ?? explainPlace(state, provider, group);
    if (refusal) return refusal;
  }
  return undefined;
}

function explainTraits(state: PlacementState, provider: number, group: RequestGroup): CandidateRefusal | undefined {
  const has = (trait: string): boolean => state.facts(provider).traits.has(state.traits.idOf(trait) ?? -1);
  const missing = group.requiredTraits.find((anyOf) => !anyOf.some(has));
  if (missing) return { code: 'trait', needed: missing.join(' or '), had: 'not among its traits' };
  const forbidden = group.forbiddenTraits.find(has);
  return forbidden === undefined ? undefined : { code: 'forbidden-trait', needed: `not ${forbidden}`, had: forbidden };
}

function explainPlace(state: PlacementState, provider: number, group: RequestGroup): CandidateRefusal | undefined {
  const { uuid, aggregates } = state.facts(provider);
  const missing = group.memberOf.find((anyOf) => !anyOf.some((aggregate) => aggregates.has(aggregate)));
  if (missing) return { code: 'aggregate', needed: `member of ${missing.join(' or ')}`, had: 'not a member' };
  const forbidden = group.forbiddenAggregates.find((aggregate) => aggregates.has(aggregate));
  if (forbidden !== undefined) return { code: 'aggregate', needed: `not a member of ${forbidden}`, had: 'a member' };
  return group.inTree === undefined || group.inTree === uuid
    ? undefined
    : { code: 'provider', needed: `in the tree of ${group.inTree}`, had: uuid };
}
