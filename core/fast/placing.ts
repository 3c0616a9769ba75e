import type { HostCheck } from '../filters/define-filter.ts';
import { requestedTopology } from '../filters/numa-topology.ts';
import { serverGroupAffinityFilter } from '../filters/server-group-affinity.ts';
import { countMembers, serverGroupAntiAffinityFilter } from '../filters/server-group-anti-affinity.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ServerGroup } from '../model/server-group.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import type { HostPlacement } from '../placement/host-placement.ts';
import type { CloudIndex } from './cloud-index.ts';
import type { DirtyHosts } from './dirty-hosts.ts';
import type { FilterPlan } from './filter-plan.ts';
import { HostNames } from './host-names.ts';
import type { GroupTerm } from './normalization.ts';
import { ADMITTED, NOT_OFFERED, type RequestType } from './request-type.ts';
import { TrialConsumption } from './trial-consumption.ts';

export interface PlacingParts {
  readonly hosts: readonly HostState[];
  readonly placement: HostPlacement | undefined;
  readonly plan: FilterPlan;
  readonly options: ResolvedOptions;
  readonly dirty: DirtyHosts;
}

/** What one round came to. */
export interface RoundOutcome {
  readonly instance: number;
  /** Not the first: filters that ask once a request are passed over. */
  readonly isLater: boolean;
  readonly entered: number;
  /** By filter: hosts that it refused. */
  readonly refused: Int32Array;
}

/** A request with how many instances it is for; their uuids matter to server groups only. */
export interface PlacingTask {
  readonly request: RequestSpec;
  readonly count: number;
  readonly alternates: number;
  readonly type: RequestType;
  readonly index: CloudIndex;
  /** Hears of each round; none when nobody wants to know. */
  readonly report?: ((round: RoundOutcome) => void) | undefined;
}

/**
 * Places requests that set some hosts apart: multi-creates, server groups, ignored hosts. These hosts
 * leave the index while it lasts and are looked at one by one; all others are found as ever.
 */
export class Placing {
  /** By instance. */
  readonly chosen: number[] = [];
  readonly weights: number[] = [];
  /** By instance. */
  readonly alternates: { readonly host: number; readonly weight: number }[][] = [];
  /** Hosts that Placement offers and the request does not want. */
  ignored = 0;
  private readonly parts: PlacingParts;
  private readonly consumption: TrialConsumption;
  /** What no one wants to know. */
  private readonly refusedUnread: Int32Array;
  private names: HostNames | undefined;
  private task!: PlacingTask;
  /** As the present round sees it. */
  private group: ServerGroup | undefined;
  private members: ReadonlySet<string> = new Set();
  private groupTerms: readonly GroupTerm[] = [];
  /** By position among the filters: of the server group, in the present round. */
  private readonly groupChecks: (HostCheck | undefined)[] = [];
  /** Groups whose hosts are survivors: all that pass, or none once affinity has chosen. */
  private passing: readonly number[] = [];

  constructor(parts: PlacingParts) {
    this.parts = parts;
    this.consumption = new TrialConsumption(parts.placement);
    this.refusedUnread = new Int32Array(parts.plan.filters.length);
  }

  /** Whether a request of a plain kind can be placed this way; the reference knows every other. */
  allows(request: RequestSpec, count: number): boolean {
    const { serverGroup } = request;
    if (this.parts.plan.asksMore || count === 0 || (count > 1 && requestedTopology(request) !== null)) return false;
    if (serverGroup === undefined) return true;
    if (serverGroup.policy !== 'affinity' && serverGroup.hostsAreComplete !== true) return false;
    return (serverGroup.maxServerPerHost ?? 1) >= 1;
  }

  /** True with the outcome in `chosen`, `weights` and `alternates`; false: ask the reference. May throw what a filter throws. */
  place(task: PlacingTask): boolean {
    this.begin(task);
    try {
      for (let instance = 0; instance < task.count; instance++) if (!this.choose(instance)) return false;
      return task.alternates === 0 || this.findAlternates();
    } finally {
      this.end();
    }
  }

  private begin(task: PlacingTask): void {
    const { request, index, type } = task;
    const { serverGroup } = request;
    this.task = task;
    this.group = serverGroup;
    this.chosen.length = 0;
    this.weights.length = 0;
    this.alternates.length = 0;
    this.ignored = 0;
    this.passing = type.passing;
    this.groupTerms = NO_TERMS;
    if (serverGroup !== undefined) {
      this.members = new Set(serverGroup.members);
      this.groupTerms = index.groupTerms(serverGroup.policy);
    }
    index.log.clear(this.groupTerms);
    this.names ??= new HostNames(this.parts.hosts);
    for (const name of request.ignoreHosts ?? []) {
      for (const host of this.names.ignoringCase(name)) this.isolate(host, false);
    }
    for (const name of serverGroup?.hosts ?? []) for (const host of this.names.called(name)) this.isolate(host, true);
  }

  /** Takes a host out of the index; answers its place. A host that Placement does not offer never passes. */
  private isolate(host: number, passes: boolean): number {
    const { index, type } = this.task;
    const { specials } = index;
    if (specials.placeOf[host]! >= 0) return specials.placeOf[host]!;
    const place = specials.add(host);
    const outcome = type.outcomeOf[index.groupOf(host)]!;
    const isOffered = outcome !== NOT_OFFERED;
    specials.passes[place] = Number(passes && isOffered);
    if (!passes && isOffered) this.ignored++;
    index.takeOut(host, specials.values, place * specials.terms);
    specials.come(place);
    this.countMembers(place);
    return place;
  }

  /** Reads what an instance that came to a host has changed. */
  private read(place: number): void {
    const { specials } = this.task.index;
    const host = this.parts.hosts[specials.hosts[place]!]!;
    specials.leave(place);
    this.task.index.readValues(host, specials.values, place * specials.terms);
    specials.come(place);
    this.countMembers(place);
  }

  private countMembers(place: number): void {
    const { specials } = this.task.index;
    const host = this.parts.hosts[specials.hosts[place]!]!;
    if (this.groupTerms.length === 0) return;
    // As the weigher counts: fewer are better for soft-anti-affinity.
    specials.members[place] = (this.group!.policy === 'soft-affinity' ? 1 : -1) * countMembers(host, this.members);
  }

  /** One round: filters, weights, and a host for the instance. */
  private choose(instance: number): boolean {
    const { index, request, count } = this.task;
    const { search, specials } = index;
    if (!this.weigh(instance)) return false;
    search.best.goesFirst = instance === 0 ? undefined : index.log.goesFirst;
    const host = this.claimBest();
    search.best.goesFirst = undefined;
    if (host < 0) return false;
    this.chosen.push(host);
    this.weights.push(search.survivors === 1 ? 0 : search.best.weight(0));
    if (count === 1) return true;
    const place = this.isolate(host, true);
    index.log.end(place);
    specials.taken[place] = 1;
    if (this.group !== undefined) this.join(host, request.instanceUuids[instance]!);
    this.read(place);
    return true;
  }

  /** Filters the hosts that may have changed, and fits the normalisation; false when no host is left. */
  private weigh(instance: number): boolean {
    const { index, type, report } = this.task;
    const { search, specials, log } = index;
    const refused = report === undefined ? this.refusedUnread : new Int32Array(this.parts.plan.filters.length);
    const entered = this.filter(instance, refused);
    report?.({ instance: Math.min(instance, this.task.count - 1), isLater: instance > 0, entered, refused });
    search.prepare(this.passing, specials, this.groupTerms);
    if (search.survivors === 0 || type.isBroken) return false;
    log.begin(search.normalization);
    return true;
  }

  /** Answers how many hosts there were before the first filter, if somebody wants to know. */
  private filter(instance: number, refused: Int32Array): number {
    this.bindGroup(Math.min(instance, this.task.count - 1));
    const shut = this.group?.policy === 'affinity' && this.group.hosts.length > 0 ? this.affinityPosition : -1;
    const entered = this.task.report === undefined ? 0 : this.countRefused(instance, shut, refused);
    if (shut >= 0) this.passing = NO_GROUPS;
    return entered + this.filterSpecials(instance, refused);
  }

  /** Counts the hosts of the groups before the first filter, and those that each filter refuses. */
  private countRefused(instance: number, shut: number, refused: Int32Array): number {
    const { index, type } = this.task;
    const { hosts } = index.groups;
    let entered = 0;
    if (instance === 0) {
      for (let group = 0; group < index.groups.count; group++) {
        const outcome = type.outcomeOf[group]!;
        if (outcome === NOT_OFFERED) continue;
        const first = shut >= 0 && shut < outcome ? shut : outcome;
        entered += hosts[group]!;
        if (first !== ADMITTED) refused[first]! += hosts[group]!;
      }
    } else {
      for (const group of this.passing) {
        entered += hosts[group]!;
        if (shut >= 0) refused[shut]! += hosts[group]!;
      }
    }
    return entered;
  }

  private filterSpecials(instance: number, refused: Int32Array): number {
    const { index, report } = this.task;
    const { specials } = index;
    if (instance > 0 && this.group === undefined && report === undefined) {
      // Only the host chosen last can have changed, and nobody counts the others.
      this.askAgain(specials.placeOf[this.chosen[instance - 1]!]!, instance, refused);
      return 0;
    }
    let entered = 0;
    for (let place = 0; place < specials.count; place++) {
      if (specials.passes[place] === 0) continue;
      entered++;
      const isSame = instance > 0 && this.group === undefined && specials.lastRound[place] !== instance - 1;
      if (!isSame) this.askAgain(place, instance, refused);
    }
    return entered;
  }

  /** Asks the filters about a special host that passed so far. */
  private askAgain(place: number, instance: number, refused: Int32Array): void {
    const { specials } = this.task.index;
    if (specials.passes[place] === 0) return;
    const first = this.refusalOf(this.parts.hosts[specials.hosts[place]!]!, instance);
    if (first < 0) return;
    refused[first]!++;
    specials.leave(place);
    specials.passes[place] = 0;
  }

  /** Position of the first filter that refuses a host, -1 for none. */
  private refusalOf(host: HostState, instance: number): number {
    const { filters, gateChecks } = this.parts.plan;
    const { checks } = this.task.type;
    for (let i = 0; i < filters.length; i++) {
      if (instance > 0 && filters[i]!.oncePerRequest === true) continue;
      const check = gateChecks[i] ?? checks[i] ?? this.groupChecks[i];
      if (check !== undefined && !check.passes(host)) return i;
    }
    return -1;
  }

  private bindGroup(instance: number): void {
    const { filters } = this.parts.plan;
    this.groupChecks.length = 0;
    if (this.group === undefined) return;
    const { options } = this.parts;
    const { request } = this.task;
    const context = { options, nowSeconds: 0, instanceUuid: request.instanceUuids[instance]! };
    for (const [i, filter] of filters.entries()) {
      if (filter !== serverGroupAffinityFilter && filter !== serverGroupAntiAffinityFilter) continue;
      this.groupChecks[i] = filter.bind({ ...request, serverGroup: this.group }, context);
    }
  }

  private get affinityPosition(): number {
    return this.parts.plan.filters.indexOf(serverGroupAffinityFilter);
  }

  /** The best host; in a multi-create the best that still has room. */
  private claimBest(): number {
    const { hosts } = this.parts;
    const { index, type, request, count } = this.task;
    const { search, specials } = index;
    const { best } = search;
    while (true) {
      search.find(this.passing, 1, -1);
      search.offerSpecials(specials, (place) => specials.full[place] === 0);
      if (best.count === 0) return NONE;
      const host = best.host(0);
      if (count === 1 || this.consumption.take(hosts[host]!, request.flavor, type.query)) return host;
      const place = specials.placeOf[host]!;
      if (place < 0) return NONE;
      specials.full[place] = 1;
    }
  }

  /** The next instances see the host as one of the group's. */
  private join(host: number, uuid: string): void {
    const state = this.parts.hosts[host]!;
    this.consumption.note(state, uuid);
    this.group = { ...this.group!, hosts: [...this.group!.hosts, state.host] };
  }

  /** After a multi-create there is one more round, for alternates alone. */
  private findAlternates(): boolean {
    const { index, count, alternates } = this.task;
    if (count > 1 && !this.weigh(count)) return false;
    const { search } = index;
    search.best.goesFirst = count > 1 ? index.log.goesFirst : undefined;
    const byCell = new Map<number, { readonly host: number; readonly weight: number }[]>();
    for (const host of this.chosen) {
      const cell = index.cellOf(host);
      let found = byCell.get(cell);
      if (found === undefined) byCell.set(cell, (found = this.alternatesIn(cell, alternates)));
      this.alternates.push(found);
    }
    search.best.goesFirst = undefined;
    return true;
  }

  private alternatesIn(cell: number, most: number): { readonly host: number; readonly weight: number }[] {
    const { index } = this.task;
    const { search, specials } = index;
    const { best } = search;
    search.find(this.passing, most + 1, cell);
    search.offerSpecials(
      specials,
      (place) => specials.taken[place] === 0 && index.cellOf(specials.hosts[place]!) === cell,
    );
    const found = [];
    for (let i = 0; i < best.count && found.length < most; i++) {
      const host = best.host(i);
      if (this.chosen.includes(host)) continue;
      found.push({ host, weight: search.survivors === 1 ? 0 : best.weight(i) });
    }
    return found;
  }

  private end(): void {
    const { specials } = this.task.index;
    this.consumption.revert();
    const { dirty } = this.parts;
    for (let place = 0; place < specials.count; place++) {
      dirty.mark(specials.hosts[place]!, true);
      dirty.markRoom(specials.hosts[place]!, true);
    }
    specials.clear();
  }
}

const NONE = -1;
const NO_TERMS: readonly GroupTerm[] = [];
const NO_GROUPS: readonly number[] = [];
