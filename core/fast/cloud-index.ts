import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import type { PlacementState } from '../placement/placement-state.ts';
import type { QueryCache } from '../request-filters/query-cache.ts';
import { BestSearch } from './best-search.ts';
import { ClassIndex } from './class-index.ts';
import type { DirtyHosts } from './dirty-hosts.ts';
import type { BoundFilters, FilterPlan } from './filter-plan.ts';
import { HostGroup } from './host-group.ts';
import { HostSignatures } from './host-signatures.ts';
import { NO_CANDIDATE, RequestType } from './request-type.ts';
import { RequestTypes } from './request-types.ts';
import { RoomBins } from './room-bins.ts';
import type { ServiceWatch } from './service-watch.ts';
import type { WeighTerm } from './weigh-terms.ts';

/** Types beyond this make the engine forget those it has and begin anew. */
const TYPES_MAX = 1024;
/** Groups beyond this make it drop the empty ones; twice as many as are left are allowed next. */
const GROUPS_MAX = 2048;

export interface CloudIndexParts {
  readonly hosts: readonly HostState[];
  readonly placement: PlacementState | undefined;
  readonly queries: QueryCache;
  readonly plan: FilterPlan;
  readonly service: ServiceWatch;
  readonly terms: readonly WeighTerm[];
  readonly dirty: DirtyHosts;
}

/** The hosts of a cloud in groups and classes, kept up to date from one decision to the next. */
export class CloudIndex {
  readonly signatures: HostSignatures;
  search: BestSearch;
  private readonly parts: CloudIndexParts;
  private readonly known: RequestTypes;
  private types: RequestType[] = [];
  private bins: RoomBins | undefined;
  private groups: HostGroup[] = [];
  private readonly groupByKey = new Map<number, HostGroup>();
  private groupsMax = GROUPS_MAX;
  private readonly groupOf: (HostGroup | undefined)[];
  private readonly keyOf: Float64Array;
  private classes: ClassIndex;
  /** Terms in which hosts differ, and those in which none does: they add nothing. */
  private active: readonly WeighTerm[] = [];
  private idle: readonly { readonly term: WeighTerm; readonly value: number }[] = [];
  private readonly values: Float64Array;
  private readonly verdicts: number[] = [];
  private readsAmounts = false;
  private isBuilt = false;
  private readonly verdictOf: (type: RequestType) => (group: HostGroup) => number;
  private readonly markDirty: (host: number) => void;

  constructor(parts: CloudIndexParts) {
    const hosts = parts.hosts.length;
    this.parts = parts;
    this.known = new RequestTypes(parts.plan.asks);
    this.signatures = new HostSignatures(hosts);
    this.bins = parts.placement === undefined ? undefined : new RoomBins(parts.placement);
    this.groupOf = Array.from({ length: hosts }, () => undefined);
    this.keyOf = new Float64Array(hosts);
    this.values = new Float64Array(parts.terms.length);
    this.classes = new ClassIndex(hosts, 0);
    this.search = new BestSearch(this.classes, [], hosts);
    this.verdictOf = (type) => (group) => this.signatures.verdict(group.signature, type.number);
    this.markDirty = (host) => parts.dirty.mark(host, false);
    parts.dirty.markAll();
  }

  /** The type of a plain request, with its groups as they are now; `undefined`: take the reference way. */
  typeOf(request: RequestSpec, nowSeconds: number): RequestType | undefined {
    this.parts.service.advance(nowSeconds, this.markDirty);
    this.drain();
    const { type } = this.known.find(request) ?? this.learn(request);
    if (type === undefined || type.isBroken) return undefined;
    if (!this.isBuilt) this.build();
    type.update(this.groups, this.parts.plan.gates, this.verdictOf(type));
    return type;
  }

  /** Brings every host that changed to where it belongs now. */
  private drain(): void {
    const { dirty, hosts, service } = this.parts;
    for (let i = 0; i < dirty.count; i++) {
      const host = hosts[dirty.indexes[i]!]!;
      const isThorough = dirty.isThorough(host.index);
      if (isThorough) service.note(host);
      if (isThorough || this.readsAmounts) this.sign(host);
      if (this.isBuilt) this.place(host);
    }
    dirty.clear();
    if (this.groups.length > this.groupsMax) this.isBuilt = false;
  }

  private sign(host: HostState): void {
    const { verdicts, types } = this;
    verdicts.length = types.length;
    for (let t = 0; t < types.length; t++) verdicts[t] = this.verdictOn(host, types[t]!);
    this.signatures.set(host.index, host.cellUuid, verdicts);
  }

  /** A filter that throws is asked again by the reference, if the request comes so far. */
  private verdictOn(host: HostState, type: RequestType): number {
    if (type.isBroken) return NO_CANDIDATE;
    try {
      return type.verdictOn(host);
    } catch {
      type.isBroken = true;
      return NO_CANDIDATE;
    }
  }

  private learn(request: RequestSpec): { readonly type: RequestType | undefined } {
    if (this.known.size >= TYPES_MAX) this.forget();
    const { hosts, plan, queries, placement } = this.parts;
    let bound: BoundFilters | undefined;
    let query: CandidatesQuery | undefined;
    try {
      bound = plan.bind(request);
      if (placement !== undefined) query = queries.of(request);
    } catch {
      // The reference says how such a request ends.
    }
    if (bound === undefined || (placement !== undefined && query === undefined))
      return this.known.add(request, undefined);
    const type = new RequestType(this.types.length, request, query, bound, placement);
    if (type.flat.impossible || query?.groups.some(({ inTree }) => inTree !== undefined) === true) {
      return this.known.add(request, undefined);
    }
    const verdicts = hosts.map((host) => this.verdictOn(host, type));
    if (type.isBroken) return this.known.add(request, undefined);
    this.types.push(type);
    this.signatures.extend(verdicts);
    this.bins?.learn(type.flat);
    this.readsAmounts ||= bound.readsAmounts;
    this.isBuilt = false;
    return this.known.add(request, type);
  }

  private forget(): void {
    const { placement, dirty } = this.parts;
    this.known.clear();
    this.types = [];
    this.bins = placement === undefined ? undefined : new RoomBins(placement);
    this.readsAmounts = false;
    this.isBuilt = false;
    dirty.markAll();
    this.drain();
  }

  /** Makes groups and classes anew. */
  private build(): void {
    const { hosts } = this.parts;
    this.signatures.compact();
    this.chooseTerms();
    this.groups = [];
    this.groupByKey.clear();
    this.groupOf.fill(undefined);
    this.classes.clear();
    for (const type of this.types) type.regroup(this.bins);
    this.isBuilt = true;
    for (const host of hosts) this.place(host);
    this.groupsMax = Math.max(GROUPS_MAX, 2 * this.groups.length);
  }

  private chooseTerms(): void {
    const { hosts, terms } = this.parts;
    const active: WeighTerm[] = [];
    const idle: { term: WeighTerm; value: number }[] = [];
    for (const term of terms) {
      const value = hosts.length === 0 ? 0 : valueOf(term, hosts[0]!);
      if (isSilent(term, value) && hosts.every((host) => valueOf(term, host) === value)) idle.push({ term, value });
      else active.push(term);
    }
    const isSame = active.length === this.active.length && active.every((term, i) => term === this.active[i]);
    this.active = active;
    this.idle = idle;
    if (isSame) return;
    this.classes = new ClassIndex(hosts.length, active.length);
    this.search = new BestSearch(this.classes, active, hosts.length);
  }

  private place(host: HostState): void {
    const { active, idle, values } = this;
    for (let i = 0; i < idle.length; i++) {
      if (valueOf(idle[i]!.term, host) === idle[i]!.value) continue;
      this.isBuilt = false;
      return;
    }
    for (let t = 0; t < active.length; t++) values[t] = valueOf(active[t]!, host);
    this.classes.place(host.index, this.groupFor(host), values);
  }

  private groupFor(host: HostState): HostGroup {
    const { index } = host;
    const { bins, keyOf } = this;
    const gate = this.parts.plan.gateOf(host);
    const signature = this.signatures.of[index]!;
    const resources = bins === undefined ? 0 : bins.classIds.length;
    let key = signature;
    for (let i = 0; i < resources; i++) key = key * bins!.binCount(i) + bins!.bin(i, index);
    key = key * (this.parts.plan.gates.length + 1) + gate;
    const before = this.groupOf[index];
    if (before !== undefined && keyOf[index] === key) return before;
    let group = this.groupByKey.get(key);
    if (group === undefined) {
      group = this.makeGroup(index, signature, gate);
      this.groupByKey.set(key, group);
    }
    keyOf[index] = key;
    this.groupOf[index] = group;
    return group;
  }

  private makeGroup(host: number, signature: number, gate: number): HostGroup {
    const { bins } = this;
    const hostBins = bins === undefined ? [] : bins.classIds.map((_, i) => bins.bin(i, host));
    const cell = this.signatures.cellOf(signature);
    const key = { signature, bins: hostBins, gate, cell };
    const group = new HostGroup(this.groups.length, key, this.active.length);
    this.groups.push(group);
    return group;
  }
}

/** The raw value within the term's bounds, as the reference takes it. */
function valueOf({ minimum, maximum, raw }: WeighTerm, host: HostState): number {
  let value = raw(host);
  if (minimum !== undefined && value < minimum) value = minimum;
  if (maximum !== undefined && value > maximum) value = maximum;
  return value;
}

/** Whether a term adds nothing when all hosts have this value. */
function isSilent({ minimum, maximum }: WeighTerm, value: number): boolean {
  return (minimum ?? value) === (maximum ?? value);
}
