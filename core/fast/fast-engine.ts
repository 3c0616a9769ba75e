import { InvariantError } from '../invariant.ts';
import type { CloudState } from '../model/cloud-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.ts';
import { HostPlacement } from '../placement/host-placement.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import { QueryCache } from '../request-filters/query-cache.ts';
import type { Decision, Round, Selection, StageReport } from '../scheduler/decision.ts';
import type { HostChooser, SchedulerEngine, SelectOptions } from '../scheduler/engine.ts';
import { createReferenceEngine, type EngineConfig } from '../scheduler/reference-engine.ts';
import { resolveFilters, resolveWeighers } from '../scheduler/resolve-steps.ts';
import type { WeigherDefinition } from '../weighers/define-weigher.ts';
import { CloudIndex } from './cloud-index.ts';
import { DirtyHosts } from './dirty-hosts.ts';
import { FilterPlan } from './filter-plan.ts';
import { hasPlainKind, isPlainRequest } from './is-plain-request.ts';
import type { HostScan } from './host-scan.ts';
import { Placing, type RoundOutcome } from './placing.ts';
import type { RequestType } from './request-type.ts';
import { ServiceWatch } from './service-watch.ts';
import { weighTerms } from './weigh-terms.ts';

/**
 * The engine for large clouds: the decisions of the reference engine to the last bit, without looking
 * at every host. It hears of changes from the cloud and from its Placement, looks again only at hosts
 * that changed, keeps equal hosts together, and finds the best from bounds.
 *
 * What it cannot know beforehand it leaves to the reference engine, decision by decision: hints,
 * named hosts, NUMA and PCI, server groups whose hosts it would have to search, full detail, shuffles and subsets, multipliers of
 * aggregates, filters and weighers that do not declare what they read, and requests that find no host.
 *
 * Throws as `createReferenceEngine`.
 */
export function createFastEngine(cloud: CloudState, config: EngineConfig = {}): SchedulerEngine {
  const reference = createReferenceEngine(cloud, config);
  const options = resolveOptions(config.options);
  const { placement } = cloud;
  const { filterScheduler } = options;
  if (config.everyHostIsCandidate === true) return reference;
  if (filterScheduler.shuffle_best_same_weighed_hosts || filterScheduler.host_subset_size !== 1) return reference;
  if (placement !== undefined && !(placement instanceof HostPlacement)) return reference;
  if (placement !== undefined && placement.state.providers.length !== cloud.hosts.length) return reference;
  const service = new ServiceWatch(options, cloud.hosts.length);
  const plan = new FilterPlan(resolveFilters(config.filters ?? filterScheduler.enabled_filters), options, service);
  const weighers = resolveWeighers(config.weighers ?? filterScheduler.weight_classes, options);
  return new FastEngine({ cloud, placement, reference, options, plan, service, weighers });
}

interface FastEngineParts {
  readonly cloud: CloudState;
  readonly placement: HostPlacement | undefined;
  readonly reference: SchedulerEngine;
  readonly options: ResolvedOptions;
  readonly plan: FilterPlan;
  readonly service: ServiceWatch;
  readonly weighers: readonly WeigherDefinition[];
}

class FastEngine implements SchedulerEngine, HostChooser {
  readonly chooser: HostChooser = this;
  chosenWeight = 0;
  chosenQuery: CandidatesQuery | undefined = undefined;
  private readonly parts: FastEngineParts;
  private readonly dirty: DirtyHosts;
  /** Hosts that each filter refuses in the present decision. */
  private readonly refused: Int32Array;
  private readonly placing: Placing;
  private index: CloudIndex | undefined;
  private isCurrent = false;

  constructor(parts: FastEngineParts) {
    const { cloud, placement, plan } = parts;
    this.parts = parts;
    this.dirty = new DirtyHosts(cloud.hosts.length);
    this.refused = new Int32Array(plan.filters.length);
    this.placing = new Placing({ ...parts, hosts: cloud.hosts, dirty: this.dirty });
    cloud.observe({
      hostChanged: (host, amountsOnly) => this.dirty.mark(host, amountsOnly),
      aggregatesChanged: () => {
        this.isCurrent = false;
      },
    });
    placement?.state.watch((provider, amountsOnly) => this.dirty.markRoom(provider, amountsOnly));
  }

  decide(request: RequestSpec, select: SelectOptions = {}): Decision {
    return this.decideFast(request, select) ?? this.parts.reference.decide(request, select);
  }

  choose(request: RequestSpec, nowSeconds: number, _item: number): number {
    const index = this.isCurrent ? this.index : this.makeIndex();
    const type = index?.typeOfKept(request, nowSeconds);
    if (index === undefined || type === undefined) return NONE;
    // An undeclared filter may look at the uuid.
    if (index.scan !== undefined) return NONE;
    const { search } = index;
    search.prepare(type.passing);
    search.find(type.passing, 1, -1);
    const { best } = search;
    if (best.count === 0) return NONE;
    // A single host is not weighed.
    this.chosenWeight = search.survivors > 1 ? best.weight(0) : 0;
    this.chosenQuery = type.query;
    return best.host(0);
  }

  /** A filter may be asked about every host: a look at each of them. */
  private decideByScan(
    scan: HostScan,
    type: RequestType,
    request: RequestSpec,
    nowSeconds: number,
    alternates: number,
  ): Decision | undefined {
    if (!this.scanFilters(scan, type, request, nowSeconds)) return undefined;
    const { hosts } = this.parts.cloud;
    const { best, survivors } = scan;
    scan.weigh(1, undefined);
    const { cellUuid } = hosts[best.host(0)]!;
    if (alternates > 0) scan.weigh(alternates + 1, (host) => hosts[host]!.cellUuid === cellUuid);
    const choices = Array.from({ length: best.count }, (_, i) =>
      this.selection(best.host(i), survivors === 1 ? 0 : best.weight(i)),
    );
    const outcome = { instance: 0, isLater: false, entered: scan.offered, refused: this.refused };
    const rounds = [this.round(request, outcome)];
    return { outcome: 'scheduled', selections: [choices], rounds, ...this.candidates(scan.offered), query: type.query };
  }

  /** True when hosts are left; how many each filter refused is then in `refused`. */
  private scanFilters(scan: HostScan, type: RequestType, request: RequestSpec, nowSeconds: number): boolean {
    const { plan, cloud } = this.parts;
    this.refused.fill(0);
    try {
      scan.filter(type.outcomeOf, plan.bindUndeclared(request, nowSeconds), cloud.hosts, this.refused);
    } catch {
      // The reference says how such a request ends.
      return false;
    }
    return scan.survivors > 0;
  }

  chooseMany(
    request: RequestSpec,
    count: number,
    nowSeconds: number,
    _item: number,
    outHosts: Int32Array,
    outWeights: Float64Array,
  ): boolean {
    if (request.serverGroup !== undefined || !hasPlainKind(request)) return false;
    if (!this.place(request, count, 0, nowSeconds)) return false;
    outHosts.set(this.placing.chosen);
    outWeights.set(this.placing.weights);
    return true;
  }

  expect(requests: readonly RequestSpec[]): void {
    (this.isCurrent ? this.index : this.makeIndex())?.expect(requests);
  }

  /** True with the outcome in `placing`. */
  private place(
    request: RequestSpec,
    count: number,
    alternates: number,
    nowSeconds: number,
    report?: (round: RoundOutcome) => void,
  ): boolean {
    const { placing } = this;
    if (!placing.allows(request, count)) return false;
    const index = this.isCurrent ? this.index : this.makeIndex();
    const type = index?.typeOf(request, nowSeconds);
    if (index === undefined || type === undefined) return false;
    this.chosenQuery = type.query;
    try {
      return placing.place({ request, count, alternates, type, index, report });
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      // A filter that throws: the reference says how such a request ends.
      return false;
    }
  }

  /** Requests that set some hosts apart: multi-creates, server groups, ignored hosts. */
  private decideSpecial(request: RequestSpec, alternates: number, nowSeconds: number): Decision | undefined {
    const { length } = request.instanceUuids;
    const outcomes: RoundOutcome[] = [];
    if (!this.place(request, length, alternates, nowSeconds, (round) => outcomes.push(round))) return undefined;
    const { chosen, weights, alternates: others } = this.placing;
    const selections = chosen.map((host, i) => [
      this.selection(host, weights[i]!),
      ...(others[i] ?? []).map((other) => this.selection(other.host, other.weight)),
    ]);
    const rounds = outcomes.map((outcome) => this.round(request, outcome));
    const candidates = outcomes[0]!.entered + this.placing.ignored;
    return { outcome: 'scheduled', selections, rounds, ...this.candidates(candidates), query: this.chosenQuery };
  }

  private round(request: RequestSpec, { instance, isLater, entered, refused }: RoundOutcome): Round {
    const stages: StageReport[] = [];
    let left = entered;
    this.parts.plan.filters.forEach(({ name, oncePerRequest }, i) => {
      if (isLater && oncePerRequest === true) return;
      stages.push({ stage: 'filter', name, entered: left, left: left - refused[i]! });
      left -= refused[i]!;
    });
    return { instance, instanceUuid: request.instanceUuids[instance]!, filtersSkipped: false, stages };
  }

  private candidates(left: number): Pick<Decision, 'candidateStages'> {
    const { cloud, placement } = this.parts;
    if (placement === undefined) return { candidateStages: [] };
    return { candidateStages: [{ stage: 'placement', name: 'placement', entered: cloud.hosts.length, left }] };
  }

  private decideFast(request: RequestSpec, select: SelectOptions): Decision | undefined {
    const alternates = select.alternates ?? this.parts.options.scheduler.max_attempts - 1;
    if (select.detail === 'full' || alternates < 0 || !hasPlainKind(request)) return undefined;
    if (!isPlainRequest(request)) return this.decideSpecial(request, alternates, select.nowSeconds ?? 0);
    const index = this.isCurrent ? this.index : this.makeIndex();
    const type = index?.typeOf(request, select.nowSeconds ?? 0);
    if (index === undefined || type === undefined) return undefined;
    if (index.scan !== undefined)
      return this.decideByScan(index.scan, type, request, select.nowSeconds ?? 0, alternates);
    let survivors = 0;
    const { hosts } = index.groups;
    for (let i = 0; i < type.passing.length; i++) survivors += hosts[type.passing[i]!]!;
    if (survivors === 0) return undefined;
    this.findBest(index, type, alternates + 1);
    const { best } = index.search;
    if (best.count === 0) return undefined;
    // A single host is not weighed.
    const selections = [
      Array.from({ length: best.count }, (_, i) => this.selection(best.host(i), survivors === 1 ? 0 : best.weight(i))),
    ];
    return this.decision(request, type, hosts, survivors, selections);
  }

  /** Alternates come from the cell of the best host. */
  private findBest({ search, signatures }: CloudIndex, { passing }: RequestType, wanted: number): void {
    search.prepare(passing);
    if (signatures.cellCount === 1 || wanted === 1) return search.find(passing, wanted, -1);
    search.find(passing, 1, -1);
    if (search.best.count > 0) search.find(passing, wanted, signatures.cellOf(signatures.of[search.best.host(0)]!));
  }

  private decision(
    request: RequestSpec,
    type: RequestType,
    hosts: Int32Array,
    survivors: number,
    selections: Selection[][],
  ): Decision {
    const { refused } = this;
    refused.fill(0);
    let entered = survivors;
    for (let i = 0; i < type.refused.length; i++) {
      const count = hosts[type.refused[i]!]!;
      refused[type.refusedBy[i]!]! += count;
      entered += count;
    }
    const round = this.round(request, { instance: 0, isLater: false, entered, refused });
    return { outcome: 'scheduled', selections, rounds: [round], ...this.candidates(entered), query: type.query };
  }

  private selection(hostIndex: number, weight: number): Selection {
    const { host, node } = this.parts.cloud.hosts[hostIndex]!;
    return { hostIndex, host, node, weight };
  }

  /** Aggregates may change multipliers and queries, so everything begins anew with them. */
  private makeIndex(): CloudIndex | undefined {
    const { cloud, placement, options, plan, service, weighers } = this.parts;
    this.isCurrent = true;
    const weighing = weighTerms(weighers, options, cloud.hosts);
    if (weighing === undefined) return (this.index = undefined);
    return (this.index = new CloudIndex({
      hosts: cloud.hosts,
      placement: placement?.state,
      queries: new QueryCache(cloud, options),
      plan,
      service,
      weighing,
      dirty: this.dirty,
    }));
  }
}

const NONE = -1;
