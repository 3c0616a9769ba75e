import type { HostState } from '../model/host-state.ts';
import type { ServerGroupPolicy } from '../model/server-group.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import type { PlacementState } from '../placement/placement-state.ts';
import type { QueryCache } from '../request-filters/query-cache.ts';
import { BestSearch } from './best-search.ts';
import { ClassIndex } from './class-index.ts';
import type { DirtyHosts } from './dirty-hosts.ts';
import { emptyRequest } from './empty-request.ts';
import type { BoundFilters, FilterPlan } from './filter-plan.ts';
import { isPlainRequest } from './is-plain-request.ts';
import { GroupTable } from './group-table.ts';
import { HostScan } from './host-scan.ts';
import { HostSignatures } from './host-signatures.ts';
import { NO_CANDIDATE, RequestType } from './request-type.ts';
import { type KnownRequest, RequestTypes } from './request-types.ts';
import { RoomBins } from './room-bins.ts';
import { RoundLog } from './round-log.ts';
import { SpecialHosts } from './special-hosts.ts';
import type { GroupTerm } from './normalization.ts';
import type { ServiceWatch } from './service-watch.ts';
import { TermReader } from './term-reader.ts';
import type { WeighPlan, WeighTerm } from './weigh-terms.ts';

/** Types beyond this make the engine forget those it has and begin anew. */
const TYPES_MAX = 1024;
/** Groups beyond this make it drop the empty ones; twice as many as are left are allowed next. */
const GROUPS_MAX = 2048;
/** Keys of groups that are looked up in a table; others in a map. */
const TABLE_MAX = 1 << 18;
const NONE = -1;
const ONE = [''];
const NOT_PLAIN = { request: emptyRequest, type: undefined };

export interface CloudIndexParts {
  readonly hosts: readonly HostState[];
  readonly placement: PlacementState | undefined;
  readonly queries: QueryCache;
  readonly plan: FilterPlan;
  readonly service: ServiceWatch;
  readonly weighing: WeighPlan;
  readonly dirty: DirtyHosts;
}

/** The hosts of a cloud in groups and classes, kept up to date from one decision to the next. */
export class CloudIndex {
  readonly signatures: HostSignatures;
  search: BestSearch;
  specials: SpecialHosts;
  log: RoundLog;
  /** Instead of classes, when a filter must be asked about every host. */
  scan: HostScan | undefined;
  private readonly parts: CloudIndexParts;
  private readonly known: RequestTypes;
  private types: RequestType[] = [];
  private bins: RoomBins | undefined;
  groups: GroupTable;
  /** Groups by key, in a table while there are few keys. */
  private groupByKey = new Map<number, number>();
  private groupTable = new Int32Array(0);
  private groupsMax = GROUPS_MAX;
  private classes: ClassIndex;
  /** Terms in which hosts differ, and those in which none does: they add nothing. */
  private active: readonly WeighTerm[] = [];
  private reader = new TermReader([]);
  private idle: readonly IdleTerm[] = [];
  /** Those that change with amounts. */
  private idleAmounts: readonly IdleTerm[] = [];
  private readonly values: Float64Array;
  private readonly verdicts: number[] = [];
  /**
   * Hosts with the least value of this term are kept apart from the others (-1: of none): the score of
   * both is then bounded well, however far the largest value drifts.
   */
  private splitTerm = NONE;
  private readsAmounts = false;
  /** Buckets were never laid over the scores. */
  private isNew = false;
  private isBuilt = false;
  private readonly markDirty: (host: number) => void;

  constructor(parts: CloudIndexParts) {
    const hosts = parts.hosts.length;
    this.parts = parts;
    this.known = new RequestTypes(parts.plan.asks);
    this.signatures = new HostSignatures(hosts);
    this.bins = parts.placement === undefined ? undefined : new RoomBins(parts.placement);
    this.values = new Float64Array(parts.weighing.terms.length);
    this.groups = new GroupTable([]);
    this.classes = new ClassIndex(hosts, this.groups);
    this.search = new BestSearch(this.classes, [], hosts);
    this.specials = new SpecialHosts(hosts, 0);
    this.log = new RoundLog([], this.classes, this.specials);
    if (parts.plan.undeclared.length > 0) this.scan = new HostScan(hosts, []);
    this.markDirty = (host) => parts.dirty.mark(host, false);
    parts.dirty.markAll();
  }

  /** The type of a plain request, with its groups as they are now; `undefined`: take the reference way. */
  typeOf(request: RequestSpec, nowSeconds: number): RequestType | undefined {
    this.parts.service.advance(nowSeconds, this.markDirty);
    this.drain();
    return this.ready((this.known.find(request) ?? this.learn(request)).type);
  }

  /** As `typeOf`, of a request object that may come again: it is then found at once. */
  typeOfKept(request: RequestSpec, nowSeconds: number): RequestType | undefined {
    this.parts.service.advance(nowSeconds, this.markDirty);
    this.drain();
    let known = this.known.kept(request);
    if (known === undefined) {
      known = isPlainRequest(request) ? (this.known.find(request) ?? this.learn(request)) : NOT_PLAIN;
      this.known.keep(request, known);
    }
    return this.ready(known.type);
  }

  /** Learns the kinds of these requests at once, so that the first ones of each are no slower than others. */
  expect(requests: readonly RequestSpec[]): void {
    this.drain();
    for (const request of requests) {
      if (isPlainRequest(request) && this.known.kept(request) === undefined) {
        this.known.keep(request, this.known.find(request) ?? this.learn(request));
      }
    }
    if (!this.isBuilt) this.build();
  }

  /** Terms for a server group of a policy. */
  groupTerms(policy: ServerGroupPolicy): readonly GroupTerm[] {
    const { terms, groupTerms } = this.parts.weighing;
    return groupTerms
      .filter((term) => term.policy === policy)
      .map(({ multiplier, after }) => ({
        multiplier,
        after: this.active.filter((active) => terms.indexOf(active) < after).length,
      }));
  }

  /** Number of a host's cell. */
  cellOf(host: number): number {
    return this.signatures.cellOf(this.signatures.of[host]!);
  }

  /** Number of a host's group. */
  groupOf(host: number): number {
    return this.classes.groupOf(host);
  }

  /** Takes a host out, until it is dirty the next time, and writes the values of its terms. */
  takeOut(host: number, out: Float64Array, at: number): void {
    this.classes.copyValues(host, out, at);
    this.classes.remove(host);
  }

  /** Writes the values of the terms as they are now. */
  readValues(host: HostState, out: Float64Array, at: number): void {
    this.reader.read(host, out, at);
  }

  private ready(type: RequestType | undefined): RequestType | undefined {
    if (type === undefined || type.isBroken) return undefined;
    if (!this.isBuilt) this.build();
    type.update(this.groups.keys, this.parts.plan.gates, this.signatures);
    return type;
  }

  /** Brings every host that changed to where it belongs now. */
  private drain(): void {
    const { dirty, hosts, service } = this.parts;
    for (let i = 0; i < dirty.count; i++) {
      const host = hosts[dirty.indexes[i]!]!;
      const isThorough = dirty.isThorough(host.index);
      if (isThorough) service.note(host);
      const isSigned = isThorough || this.readsAmounts;
      if (isSigned) this.sign(host);
      if (this.isBuilt) this.place(host, isThorough, !isSigned && dirty.hasSameRoom(host.index));
    }
    dirty.clear();
    if (this.groups.count > this.groupsMax) this.isBuilt = false;
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

  private learn(request: RequestSpec): KnownRequest {
    if (this.known.size >= TYPES_MAX) this.forget();
    const { hosts, plan, queries, placement } = this.parts;
    let bound: BoundFilters | undefined;
    let query: CandidatesQuery | undefined;
    const plain = { ...request, instanceUuids: ONE, serverGroup: undefined, ignoreHosts: undefined };
    try {
      bound = plan.bind(plain);
      if (placement !== undefined) query = queries.of(plain);
    } catch {
      // The reference says how such a request ends.
    }
    if (bound === undefined || (placement !== undefined && query === undefined))
      return this.known.add(request, undefined);
    const type = new RequestType(this.types.length, plain, query, bound, placement);
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
    this.groupByKey.clear();
    this.classes.clear();
    this.groupTable = new Int32Array(this.keysMax()).fill(NONE);
    for (const type of this.types) type.regroup(this.bins);
    this.isBuilt = true;
    this.fitScores();
    for (const host of hosts) this.place(host, true, false);
    this.groupsMax = Math.max(GROUPS_MAX, 2 * this.groups.count);
  }

  private chooseTerms(): void {
    const { hosts } = this.parts;
    const { terms } = this.parts.weighing;
    const active: WeighTerm[] = [];
    const idle: IdleTerm[] = [];
    for (const term of terms) {
      const value = hosts.length === 0 ? 0 : valueOf(term, hosts[0]!);
      if (!term.readsConsumed && isSilent(term, value) && hosts.every((host) => valueOf(term, host) === value))
        idle.push({ term, value });
      else active.push(term);
    }
    const isSame = active.length === this.active.length && active.every((term, i) => term === this.active[i]);
    this.active = active;
    this.reader = new TermReader(active);
    this.idle = idle;
    this.idleAmounts = idle.filter(({ term }) => term.readsAmounts);
    this.splitTerm = active.findIndex(({ minimum }, t) => minimum !== undefined && this.isMostlyLeast(active[t]!));
    if (isSame) return;
    this.isNew = true;
    this.groups = new GroupTable(active);
    this.classes = new ClassIndex(hosts.length, this.groups);
    this.search = new BestSearch(this.classes, active, hosts.length);
    this.specials = new SpecialHosts(hosts.length, active.length);
    this.log = new RoundLog(active, this.classes, this.specials);
    if (this.parts.plan.undeclared.length > 0) this.scan = new HostScan(hosts.length, active);
  }

  /** First slopes and buckets of a new index; searches soon find better ones. */
  private fitScores(): void {
    const { active, classes, values } = this;
    if (!this.isNew) return;
    this.isNew = false;
    const low = active.map(() => Number.POSITIVE_INFINITY);
    const high = active.map(() => Number.NEGATIVE_INFINITY);
    for (const host of this.parts.hosts) {
      for (let t = 0; t < active.length; t++) {
        const value = valueOf(active[t]!, host);
        low[t] = Math.min(low[t]!, value);
        high[t] = Math.max(high[t]!, value);
      }
    }
    active.forEach(({ multiplier }, t) => (classes.slopes[t] = multiplier / Math.max(1, high[t]! - low[t]!)));
    let scoreLow = Number.POSITIVE_INFINITY;
    let scoreHigh = Number.NEGATIVE_INFINITY;
    for (const host of this.parts.hosts) {
      for (let t = 0; t < active.length; t++) values[t] = valueOf(active[t]!, host);
      const score = classes.score(values, 0);
      scoreLow = Math.min(scoreLow, score);
      scoreHigh = Math.max(scoreHigh, score);
    }
    classes.setRange(scoreLow, scoreHigh);
  }

  /** Whether most hosts have the least value there can be, as with operations in flight. */
  private isMostlyLeast(term: WeighTerm): boolean {
    const { hosts } = this.parts;
    return 2 * hosts.filter((host) => valueOf(term, host) === term.minimum).length > hosts.length;
  }

  private place(host: HostState, isThorough: boolean, hasSameKey: boolean): void {
    const { values, splitTerm, active } = this;
    const idle = isThorough ? this.idle : this.idleAmounts;
    for (let i = 0; i < idle.length; i++) {
      const { term, value } = idle[i]!;
      if (valueOf(term, host) === value) continue;
      this.isBuilt = false;
      return;
    }
    this.reader.read(host, values, 0);
    const split = splitTerm >= 0 && values[splitTerm] !== active[splitTerm]!.minimum ? 1 : 0;
    const group = this.groupFor(host, split, hasSameKey);
    if (this.scan === undefined) this.classes.place(host.index, group, values);
    else this.scan.set(host.index, group, values);
  }

  private groupFor(host: HostState, split: number, hasSameKey: boolean): number {
    const { plan } = this.parts;
    const { index } = host;
    const gate = plan.gates.length === 0 ? 0 : plan.gateOf(host);
    const room = this.roomKey(index, hasSameKey);
    const key = (room * (plan.gates.length + 1) + gate) * 2 + split;
    if (key < this.groupTable.length) {
      const group = this.groupTable[key]!;
      return group >= 0 ? group : (this.groupTable[key] = this.makeGroup(index, gate));
    }
    let group = this.groupByKey.get(key);
    if (group === undefined) this.groupByKey.set(key, (group = this.makeGroup(index, gate)));
    return group;
  }

  /** Of signature and bins; the last one is kept while neither changes. */
  private roomKey(host: number, isSame: boolean): number {
    const { bins, classes } = this;
    if (isSame) {
      const kept = classes.keyOf(host);
      if (kept >= 0) return kept;
    }
    const signature = this.signatures.of[host]!;
    const key = bins === undefined ? signature : bins.keyOf(signature, host);
    classes.keepKey(host, key < TABLE_MAX ? key : NONE);
    return key;
  }

  private makeGroup(host: number, gate: number): number {
    const signature = this.signatures.of[host]!;
    const bins = this.bins === undefined ? [] : this.bins.binsOf(host);
    return this.groups.add({ signature, bins, gate, cell: this.signatures.cellOf(signature) });
  }

  /** Keys of the signatures there are, as far as a table should hold them. */
  private keysMax(): number {
    const bins = this.bins === undefined ? 1 : this.bins.keysMax;
    return Math.min(2 * this.signatures.size * bins * (this.parts.plan.gates.length + 1), TABLE_MAX);
  }
}

/** A term of which all hosts have the same value. */
interface IdleTerm {
  readonly term: WeighTerm;
  readonly value: number;
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
