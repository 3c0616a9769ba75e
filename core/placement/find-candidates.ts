import type { AllocationCandidate, CandidateList } from './allocation-candidate.ts';
import type { CandidatesQuery } from './candidates-query.ts';
import { FlatQuery } from './flat-query.ts';
import { searchGroup, sharingProviders } from './group-search.ts';
import type { ChoicesByAnchor, GroupChoice } from './group-search.ts';
import { HostPlacement } from './host-placement.ts';
import type { AllocationRow, Placement } from './placement.ts';
import { NO_PROVIDER } from './placement-state.ts';

/**
 * Finds the allocation candidates of a query, by the age of their trees.
 *
 * `nestedAware` (from microversion 1.29): a candidate may take from several providers of one tree.
 * Throws `resource-class-not-found` or `trait-not-found` for an unknown name.
 */
export function findCandidates(placement: Placement, query: CandidatesQuery, nestedAware = true): CandidateList {
  checkNames(placement, query);
  const mayShare = (sharingProviders(placement)?.size ?? 0) > 0;
  if (!placement.state.hasTrees && !mayShare && query.groups.every((group) => hasResources(group.resources))) {
    return findFlat(placement, query);
  }
  return { kind: 'combined', candidates: [...combine(placement, query, nestedAware, mayShare)] };
}

/** Roots of the trees that candidates take from. */
export function rootsOf(placement: Placement, list: CandidateList): Set<number> {
  if (list.kind === 'flat') return new Set(list.providers);
  const roots = new Set<number>();
  for (const { rows } of list.candidates) for (const row of rows) roots.add(placement.state.facts(row.provider).root);
  return roots;
}

function hasResources(resources: Readonly<Record<string, number>>): boolean {
  for (const _ in resources) return true;
  return false;
}

function checkNames(placement: Placement, query: CandidatesQuery): void {
  for (const group of query.groups) {
    for (const name in group.resources) placement.classId(name);
    for (const anyOf of group.requiredTraits) for (const name of anyOf) placement.traitId(name);
    for (const name of group.forbiddenTraits) placement.traitId(name);
  }
  for (const name of query.rootRequired) placement.traitId(name);
  for (const name of query.rootForbidden) placement.traitId(name);
}

function findFlat(placement: Placement, query: CandidatesQuery): CandidateList {
  const { state } = placement;
  const flat = new FlatQuery();
  flat.read(query, state);
  const out = new Int32Array(state.providers.length);
  const count = new HostPlacement(state).hostsFor(query, out);
  const amounts = Array.from({ length: flat.sums }, (_, i): [number, number] => [flat.classIds[i]!, flat.amounts[i]!]);
  amounts.sort(([a], [b]) => a - b);
  return { kind: 'flat', providers: out.subarray(0, Math.min(count, query.limit ?? count)), amounts };
}

function* combine(
  placement: Placement,
  query: CandidatesQuery,
  nestedAware: boolean,
  mayRepeat: boolean,
): Iterable<AllocationCandidate> {
  const isAnchor = anchorCheck(placement, query);
  const perGroup: ChoicesByAnchor[] = [];
  for (const group of query.groups) {
    const choices = searchGroup(placement, group, isAnchor);
    if (choices === undefined) return;
    perGroup.push(choices);
  }
  const seen = new Set<string>();
  let left = query.limit ?? Infinity;
  for (const anchor of commonAnchors(perGroup)) {
    const search = new Combination(placement, query, anchor, perGroup);
    for (const candidate of search.candidates()) {
      if (!nestedAware && takesTwiceFromOneTree(placement, candidate)) continue;
      if (mayRepeat && isRepeated(seen, candidate)) continue;
      yield candidate;
      if (--left === 0) return;
    }
  }
}

function anchorCheck(placement: Placement, query: CandidatesQuery): (root: number) => boolean {
  const required = query.rootRequired.map((name) => placement.traitId(name));
  const forbidden = query.rootForbidden.map((name) => placement.traitId(name));
  return (root) => {
    const { traits } = placement.state.facts(root);
    return required.every((traitId) => traits.has(traitId)) && !forbidden.some((traitId) => traits.has(traitId));
  };
}

function commonAnchors(perGroup: readonly ChoicesByAnchor[]): number[] {
  const smallest = perGroup.reduce((a, b) => (b.size < a.size ? b : a));
  return [...smallest.keys()]
    .filter((anchor) => perGroup.every((choices) => choices.has(anchor)))
    .sort((a, b) => a - b);
}

function takesTwiceFromOneTree(placement: Placement, { rows }: AllocationCandidate): boolean {
  const providers = new Set(rows.map((row) => row.provider));
  const roots = new Set([...providers].map((provider) => placement.state.facts(provider).root));
  return roots.size < providers.size;
}

/** A sharing provider reaches the same candidate over several anchors. */
function isRepeated(seen: Set<string>, { rows, mappings }: AllocationCandidate): boolean {
  const parts = rows.map((row) => `${row.provider}.${row.classId}.${row.amount}`).sort();
  const groups = mappings.map((providers) => [...providers].sort((a, b) => a - b).join(','));
  const key = `${parts.join(' ')}|${groups.join('|')}`;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

/** Joins the choices of the groups under one anchor, and gives up a branch as soon as it cannot hold. */
class Combination {
  private readonly placement: Placement;
  private readonly query: CandidatesQuery;
  private readonly anchor: number;
  private readonly choices: readonly GroupChoice[][];
  private readonly picked: GroupChoice[] = [];
  private readonly sums = new Map<string, AllocationRow>();

  constructor(placement: Placement, query: CandidatesQuery, anchor: number, perGroup: readonly ChoicesByAnchor[]) {
    this.placement = placement;
    this.query = query;
    this.anchor = anchor;
    this.choices = perGroup.map((choices) => [...choices.get(anchor)!()]);
  }

  *candidates(): Iterable<AllocationCandidate> {
    const group = this.picked.length;
    if (group === this.choices.length) {
      if (this.sharesSubtrees()) yield this.candidate();
      return;
    }
    for (const choice of this.choices[group]!) {
      if (!this.staysIsolated(choice) || !this.add(choice)) continue;
      this.picked.push(choice);
      yield* this.candidates();
      this.picked.pop();
      this.remove(choice);
    }
  }

  private candidate(): AllocationCandidate {
    return {
      anchor: this.anchor,
      rows: [...this.sums.values()],
      mappings: this.picked.map((choice) => choice.providers),
    };
  }

  /** With `group_policy=isolate` no two groups with a suffix take from the same provider. */
  private staysIsolated(choice: GroupChoice): boolean {
    if (this.query.groupPolicy !== 'isolate') return true;
    const { groups } = this.query;
    if (groups[this.picked.length]!.suffix === '') return true;
    const [provider] = choice.providers;
    return !this.picked.some((other, index) => groups[index]!.suffix !== '' && other.providers[0] === provider);
  }

  /** Adds the amounts of a choice; takes them away again when a provider has no room for the sum. */
  private add(choice: GroupChoice): boolean {
    let fits = true;
    for (const row of choice.rows) {
      const key = `${row.provider}/${row.classId}`;
      const before = this.sums.get(key);
      const amount = row.amount + (before?.amount ?? 0);
      this.sums.set(key, { ...row, amount });
      fits &&= this.placement.state.column(row.classId)!.room[row.provider]! >= amount;
    }
    if (!fits) this.remove(choice);
    return fits;
  }

  private remove(choice: GroupChoice): void {
    for (const row of choice.rows) {
      const key = `${row.provider}/${row.classId}`;
      const amount = this.sums.get(key)!.amount - row.amount;
      if (amount === 0) this.sums.delete(key);
      else this.sums.set(key, { ...row, amount });
    }
  }

  /** In each `same_subtree`, one provider is above (or is) all the others. */
  private sharesSubtrees(): boolean {
    return this.query.sameSubtree.every((suffixes) => {
      const providers = new Set<number>();
      this.query.groups.forEach((group, index) => {
        if (suffixes.includes(group.suffix)) for (const each of this.picked[index]!.providers) providers.add(each);
      });
      return [...providers].some((top) => [...providers].every((below) => this.isAbove(top, below)));
    });
  }

  private isAbove(top: number, below: number): boolean {
    for (let at = below; at !== NO_PROVIDER; at = this.placement.state.facts(at).parent) if (at === top) return true;
    return false;
  }
}
