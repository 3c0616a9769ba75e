import type { CloudState } from '../model/cloud-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.ts';
import { HostPlacement } from '../placement/host-placement.ts';
import { QueryCache } from '../request-filters/query-cache.ts';
import type { Decision, Selection, StageReport } from '../scheduler/decision.ts';
import type { SchedulerEngine, SelectOptions } from '../scheduler/engine.ts';
import { createReferenceEngine, type EngineConfig } from '../scheduler/reference-engine.ts';
import { resolveFilters, resolveWeighers } from '../scheduler/resolve-steps.ts';
import type { WeigherDefinition } from '../weighers/define-weigher.ts';
import { CloudIndex } from './cloud-index.ts';
import { DirtyHosts } from './dirty-hosts.ts';
import { FilterPlan } from './filter-plan.ts';
import { isPlainRequest } from './is-plain-request.ts';
import type { RequestType } from './request-type.ts';
import { ServiceWatch } from './service-watch.ts';
import { weighTerms } from './weigh-terms.ts';

/**
 * The engine for large clouds: the decisions of the reference engine to the last bit, without looking
 * at every host. It hears of changes from the cloud and from its Placement, looks again only at hosts
 * that changed, keeps equal hosts together, and finds the best from bounds.
 *
 * What it cannot know beforehand it leaves to the reference engine, decision by decision: server
 * groups, hints, named hosts, several instances, full detail, shuffles and subsets, multipliers of
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
  if (plan.isUnknown) return reference;
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

class FastEngine implements SchedulerEngine {
  private readonly parts: FastEngineParts;
  private readonly dirty: DirtyHosts;
  /** Hosts that each filter refuses in the present decision. */
  private readonly refused: Int32Array;
  private index: CloudIndex | undefined;
  private isCurrent = false;

  constructor(parts: FastEngineParts) {
    const { cloud, placement, plan } = parts;
    this.parts = parts;
    this.dirty = new DirtyHosts(cloud.hosts.length);
    this.refused = new Int32Array(plan.filters.length);
    cloud.observe({
      hostChanged: (host, amountsOnly) => this.dirty.mark(host, amountsOnly),
      aggregatesChanged: () => {
        this.isCurrent = false;
      },
    });
    placement?.state.watch((provider, amountsOnly) => this.dirty.mark(provider, amountsOnly));
  }

  decide(request: RequestSpec, select: SelectOptions = {}): Decision {
    return this.decideFast(request, select) ?? this.parts.reference.decide(request, select);
  }

  private decideFast(request: RequestSpec, select: SelectOptions): Decision | undefined {
    const alternates = select.alternates ?? this.parts.options.scheduler.max_attempts - 1;
    if (select.detail === 'full' || alternates < 0 || !isPlainRequest(request)) return undefined;
    if (!this.isCurrent) this.index = this.makeIndex();
    const { index } = this;
    const type = index?.typeOf(request, select.nowSeconds ?? 0);
    if (index === undefined || type === undefined) return undefined;
    let survivors = 0;
    for (let i = 0; i < type.passing.length; i++) survivors += type.passing[i]!.hosts;
    if (survivors === 0) return undefined;
    this.findBest(index, type, alternates + 1);
    const { best } = index.search;
    if (best.count === 0) return undefined;
    // A single host is not weighed.
    const selections = [
      Array.from({ length: best.count }, (_, i) => this.selection(best.host(i), survivors === 1 ? 0 : best.weight(i))),
    ];
    return this.decision(request, type, survivors, selections);
  }

  /** Alternates come from the cell of the best host. */
  private findBest({ search, signatures }: CloudIndex, { passing }: RequestType, wanted: number): void {
    search.prepare(passing);
    if (signatures.cellCount === 1 || wanted === 1) return search.find(passing, wanted, -1);
    search.find(passing, 1, -1);
    if (search.best.count > 0) search.find(passing, wanted, signatures.cellOf(signatures.of[search.best.host(0)]!));
  }

  private decision(request: RequestSpec, type: RequestType, survivors: number, selections: Selection[][]): Decision {
    const { cloud, placement, plan } = this.parts;
    const { refused } = this;
    refused.fill(0);
    let entered = survivors;
    for (let i = 0; i < type.refused.length; i++) {
      const { hosts } = type.refused[i]!;
      refused[type.refusedBy[i]!]! += hosts;
      entered += hosts;
    }
    const candidateStages: StageReport[] =
      placement === undefined
        ? []
        : [{ stage: 'placement', name: 'placement', entered: cloud.hosts.length, left: entered }];
    const stages: StageReport[] = [];
    for (let i = 0; i < plan.filters.length; i++) {
      const left = entered - refused[i]!;
      stages.push({ stage: 'filter', name: plan.filters[i]!.name, entered, left });
      entered = left;
    }
    const round = { instance: 0, instanceUuid: request.instanceUuids[0]!, filtersSkipped: false, stages };
    return { outcome: 'scheduled', selections, rounds: [round], candidateStages, query: type.query };
  }

  private selection(hostIndex: number, weight: number): Selection {
    const { host, node } = this.parts.cloud.hosts[hostIndex]!;
    return { hostIndex, host, node, weight };
  }

  /** Aggregates may change multipliers and queries, so everything begins anew with them. */
  private makeIndex(): CloudIndex | undefined {
    const { cloud, placement, options, plan, service, weighers } = this.parts;
    this.isCurrent = true;
    const terms = weighTerms(weighers, options, cloud.hosts);
    if (terms === undefined) return undefined;
    return new CloudIndex({
      hosts: cloud.hosts,
      placement: placement?.state,
      queries: new QueryCache(cloud, options),
      plan,
      service,
      terms,
      dirty: this.dirty,
    });
  }
}
