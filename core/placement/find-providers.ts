import type { Placement } from './placement.ts';

/** Every restriction is optional; a provider must meet all that are there. */
export interface ProviderFilter {
  readonly name?: string | undefined;
  readonly uuid?: string | undefined;
  /** Any provider of the wanted tree. */
  readonly inTree?: string | undefined;
  /** One of each list. */
  readonly memberOf?: readonly (readonly string[])[] | undefined;
  readonly forbiddenAggregates?: readonly string[] | undefined;
  readonly requiredTraits?: readonly (readonly string[])[] | undefined;
  readonly forbiddenTraits?: readonly string[] | undefined;
  /** Room for these amounts. */
  readonly resources?: Readonly<Record<string, number>> | undefined;
}

/** Numbers of the providers that pass, oldest first. Throws for an unknown class or trait. */
export function findProviders(placement: Placement, filter: ProviderFilter): number[] {
  const checks = providerChecks(placement, filter);
  const found: number[] = [];
  placement.state.providers.forEach((facts, provider) => {
    if (facts !== undefined && checks.every((check) => check(provider))) found.push(provider);
  });
  return found;
}

type Check = (provider: number) => boolean;

function providerChecks(placement: Placement, filter: ProviderFilter): Check[] {
  const { state } = placement;
  const facts = (provider: number) => state.facts(provider);
  const { name, uuid, inTree } = filter;
  const checks: Check[] = [];
  if (name) checks.push((provider) => facts(provider).name === name);
  if (uuid) checks.push((provider) => facts(provider).uuid === uuid);
  if (inTree !== undefined) {
    const member = state.providerOf(inTree);
    const root = member === undefined ? -1 : facts(member).root;
    checks.push((provider) => facts(provider).root === root);
  }
  for (const anyOf of filter.memberOf ?? []) {
    checks.push((provider) => anyOf.some((aggregate) => facts(provider).aggregates.has(aggregate)));
  }
  for (const aggregate of filter.forbiddenAggregates ?? []) {
    checks.push((provider) => !facts(provider).aggregates.has(aggregate));
  }
  return [...checks, ...traitChecks(placement, filter), ...roomChecks(placement, filter)];
}

function traitChecks(placement: Placement, filter: ProviderFilter): Check[] {
  const required = (filter.requiredTraits ?? []).map((anyOf) => anyOf.map((name) => placement.traitId(name)));
  const forbidden = (filter.forbiddenTraits ?? []).map((name) => placement.traitId(name));
  const has = (provider: number, traitId: number) => placement.state.facts(provider).traits.has(traitId);
  return [
    ...required.map(
      (anyOf): Check =>
        (provider) =>
          anyOf.some((traitId) => has(provider, traitId)),
    ),
    ...forbidden.map(
      (traitId): Check =>
        (provider) =>
          !has(provider, traitId),
    ),
  ];
}

function roomChecks(placement: Placement, filter: ProviderFilter): Check[] {
  return Object.entries(filter.resources ?? {}).map(([name, amount]): Check => {
    const column = placement.state.column(placement.classId(name));
    return (provider) => column?.fits(provider, amount) ?? false;
  });
}
