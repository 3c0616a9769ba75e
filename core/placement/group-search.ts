import type { RequestGroup } from './candidates-query.ts';
import type { AllocationRow, Placement } from './placement.ts';
import { ProviderSet } from './provider-set.ts';

/** One way to satisfy one group. */
export interface GroupChoice {
  readonly rows: readonly AllocationRow[];
  /** Providers in play, also where the group asks for traits only. */
  readonly providers: readonly number[];
}

/** For each anchor (the root of a tree), what its tree and the providers shared with it can offer. */
export type ChoicesByAnchor = ReadonlyMap<number, () => Iterable<GroupChoice>>;

/** A request group in the account's numbers. */
interface GroupPlan {
  readonly amounts: readonly (readonly [classId: number, amount: number])[];
  readonly required: readonly (readonly number[])[];
  readonly forbidden: readonly number[];
  /** Providers that are in one aggregate of each list; empty when the group does not ask. */
  readonly members: ProviderSet | undefined;
  readonly outsiders: ProviderSet;
  /** Root that must supply the group. */
  readonly treeRoot: number | undefined;
}

/** Trait of providers that offer their inventory to every tree in one of their aggregates. */
const SHARING_TRAIT = 'MISC_SHARES_VIA_AGGREGATE';

/**
 * Finds what satisfies a group, by anchor. A group with a suffix takes everything from one provider;
 * the one without may take each class from another provider of the tree, or from one shared with it.
 *
 * Returns nothing when the group cannot be satisfied anywhere. Throws for an unknown class or trait.
 */
export function searchGroup(
  placement: Placement,
  group: RequestGroup,
  isAnchor: (root: number) => boolean,
): ChoicesByAnchor | undefined {
  const plan = planGroup(placement, group);
  if (plan === undefined) return undefined;
  const anchors = new SharedAnchors(placement);
  const found =
    group.suffix === ''
      ? searchTrees(placement, plan, anchors, isAnchor)
      : searchProviders(placement, plan, anchors, isAnchor);
  return found.size === 0 ? undefined : found;
}

/** Numbers of the providers that offer their inventory to others. */
export function sharingProviders(placement: Placement): ProviderSet | undefined {
  return placement.state.holders(placement.traitId(SHARING_TRAIT));
}

function planGroup(placement: Placement, group: RequestGroup): GroupPlan | undefined {
  const { state } = placement;
  const amounts = Object.entries(group.resources).map(([name, amount]): [number, number] => [
    placement.classId(name),
    amount,
  ]);
  const required = group.requiredTraits.map((anyOf) => anyOf.map((name) => placement.traitId(name)));
  const forbidden = group.forbiddenTraits.map((name) => placement.traitId(name));
  let treeRoot: number | undefined;
  if (group.inTree !== undefined) {
    const member = state.providerOf(group.inTree);
    if (member === undefined) return undefined;
    treeRoot = state.facts(member).root;
  }
  const outsiders = new ProviderSet();
  for (const uuid of group.forbiddenAggregates)
    for (const provider of membersOf(placement, uuid)) outsiders.add(provider);
  const members = membersOfAll(placement, group.memberOf);
  amounts.sort(([a], [b]) => a - b);
  return { amounts, required, forbidden, members, outsiders, treeRoot };
}

function membersOf(placement: Placement, aggregateUuid: string): Iterable<number> {
  return placement.state.members(aggregateUuid)?.members() ?? [];
}

function membersOfAll(placement: Placement, lists: readonly (readonly string[])[]): ProviderSet | undefined {
  if (lists.length === 0) return undefined;
  const result = new ProviderSet();
  const [first, ...others] = lists;
  for (const uuid of first!) {
    for (const provider of membersOf(placement, uuid)) {
      const { aggregates } = placement.state.facts(provider);
      if (others.every((anyOf) => anyOf.some((other) => aggregates.has(other)))) result.add(provider);
    }
  }
  return result;
}

/** Which trees a sharing provider may serve besides its own. */
class SharedAnchors {
  private readonly placement: Placement;
  private readonly sharing: ProviderSet | undefined;
  private readonly known = new Map<number, ReadonlySet<number>>();

  constructor(placement: Placement) {
    this.placement = placement;
    this.sharing = sharingProviders(placement);
  }

  shares(provider: number): boolean {
    return this.sharing?.has(provider) ?? false;
  }

  /** Roots of the trees that have a member in one of the provider's aggregates. */
  of(provider: number): ReadonlySet<number> {
    let anchors = this.known.get(provider);
    if (anchors === undefined) this.known.set(provider, (anchors = this.find(provider)));
    return anchors;
  }

  private find(provider: number): ReadonlySet<number> {
    const { state } = this.placement;
    const roots = new Set<number>();
    for (const uuid of state.facts(provider).aggregates) {
      for (const member of membersOf(this.placement, uuid)) roots.add(state.facts(member).root);
    }
    return roots;
  }
}

/** Providers with room for one amount, ascending, in one tree or everywhere. */
function* withRoom(placement: Placement, plan: GroupPlan, classId: number, amount: number): Iterable<number> {
  const column = placement.state.column(classId);
  if (column === undefined) return;
  if (plan.treeRoot !== undefined) {
    for (const provider of placement.state.subtree(plan.treeRoot)) if (column.fits(provider, amount)) yield provider;
    return;
  }
  const end = Math.min(placement.state.providers.length, column.room.length);
  for (let provider = 0; provider < end; provider++) if (column.fits(provider, amount)) yield provider;
}

function searchProviders(
  placement: Placement,
  plan: GroupPlan,
  anchors: SharedAnchors,
  isAnchor: (root: number) => boolean,
): ChoicesByAnchor {
  const byAnchor = new Map<number, GroupChoice[]>();
  for (const provider of matchingProviders(placement, plan)) {
    const rows = plan.amounts.map(([classId, amount]) => ({ provider, classId, amount }));
    const choice = { rows, providers: [provider] };
    const { root } = placement.state.facts(provider);
    addChoice(byAnchor, root, choice, isAnchor);
    if (!anchors.shares(provider)) continue;
    for (const anchor of anchors.of(provider)) if (anchor !== root) addChoice(byAnchor, anchor, choice, isAnchor);
  }
  return new Map([...byAnchor].map(([anchor, choices]) => [anchor, () => choices]));
}

function addChoice(
  byAnchor: Map<number, GroupChoice[]>,
  anchor: number,
  choice: GroupChoice,
  isAnchor: (root: number) => boolean,
): void {
  if (!isAnchor(anchor)) return;
  const choices = byAnchor.get(anchor);
  if (choices) choices.push(choice);
  else byAnchor.set(anchor, [choice]);
}

/** Providers that satisfy everything by themselves. */
function matchingProviders(placement: Placement, plan: GroupPlan): number[] {
  const [first, ...others] = plan.amounts;
  const start = first === undefined ? withTraits(placement, plan) : withRoom(placement, plan, first[0], first[1]);
  const matching: number[] = [];
  for (const provider of start) {
    if (
      others.every(([classId, amount]) => placement.state.column(classId)?.fits(provider, amount)) &&
      (plan.members?.has(provider) ?? true) &&
      !plan.outsiders.has(provider) &&
      hasTraits(plan, [placement.state.facts(provider).traits])
    ) {
      matching.push(provider);
    }
  }
  return matching;
}

/**
 * Where a group without resources begins. As in Placement, one that only forbids finds nobody: it
 * must require a trait or an aggregate; and the tree it names does not restrict it.
 */
function withTraits(placement: Placement, plan: GroupPlan): Iterable<number> {
  if (plan.members !== undefined) return plan.members.members();
  const [anyOf] = plan.required;
  if (anyOf === undefined) return [];
  const found = new ProviderSet();
  for (const traitId of anyOf) {
    for (const provider of placement.state.holders(traitId)?.members() ?? []) found.add(provider);
  }
  return found.members();
}

function hasTraits(plan: GroupPlan, owned: readonly ReadonlySet<number>[]): boolean {
  return (
    plan.required.every((anyOf) => anyOf.some((traitId) => owned.some((traits) => traits.has(traitId)))) &&
    !plan.forbidden.some((traitId) => owned.some((traits) => traits.has(traitId)))
  );
}

function searchTrees(
  placement: Placement,
  plan: GroupPlan,
  anchors: SharedAnchors,
  isAnchor: (root: number) => boolean,
): ChoicesByAnchor {
  const { state } = placement;
  let offers: Map<number, number[][]> | undefined;
  for (const [classId, amount] of plan.amounts) {
    const byAnchor = new Map<number, number[]>();
    for (const provider of withRoom(placement, plan, classId, amount)) {
      const { root } = state.facts(provider);
      offer(plan, byAnchor, provider, root, isAnchor);
      if (!anchors.shares(provider) || plan.treeRoot !== undefined) continue;
      if (plan.members !== undefined && !plan.members.has(provider)) continue;
      for (const anchor of anchors.of(provider)) if (anchor !== root) offer(plan, byAnchor, provider, anchor, isAnchor);
    }
    offers = joinOffers(offers, byAnchor);
  }
  return new Map(
    [...(offers ?? [])].map(([anchor, perClass]) => [anchor, () => combineClasses(placement, plan, perClass)]),
  );
}

/** A member of the tree counts when it or its root is in the aggregates asked for, and neither in a forbidden one. */
function offer(
  plan: GroupPlan,
  byAnchor: Map<number, number[]>,
  provider: number,
  anchor: number,
  isAnchor: (root: number) => boolean,
): void {
  if (!isAnchor(anchor)) return;
  if (plan.members !== undefined && !plan.members.has(provider) && !plan.members.has(anchor)) return;
  if (plan.outsiders.has(provider) || plan.outsiders.has(anchor)) return;
  const providers = byAnchor.get(anchor);
  if (providers) providers.push(provider);
  else byAnchor.set(anchor, [provider]);
}

/** Keeps the anchors that offer the next class as well. */
function joinOffers(
  before: Map<number, number[][]> | undefined,
  next: ReadonlyMap<number, number[]>,
): Map<number, number[][]> {
  const joined = new Map<number, number[][]>();
  for (const [anchor, providers] of next) {
    const perClass = before === undefined ? [] : before.get(anchor);
    if (perClass !== undefined) joined.set(anchor, [...perClass, providers]);
  }
  return joined;
}

/** Picks a provider for each class, in every way in which they have the traits together. */
function* combineClasses(
  placement: Placement,
  plan: GroupPlan,
  perClass: readonly (readonly number[])[],
  picked: readonly number[] = [],
): Iterable<GroupChoice> {
  if (picked.length < perClass.length) {
    for (const provider of perClass[picked.length]!) {
      if (plan.forbidden.some((traitId) => placement.state.facts(provider).traits.has(traitId))) continue;
      yield* combineClasses(placement, plan, perClass, [...picked, provider]);
    }
    return;
  }
  if (
    !hasTraits(
      plan,
      picked.map((provider) => placement.state.facts(provider).traits),
    )
  )
    return;
  const rows = plan.amounts.map(([classId, amount], index) => ({ provider: picked[index]!, classId, amount }));
  yield { rows, providers: [...new Set(picked)] };
}
