import type { FilterDefinition } from '../filters/define-filter.ts';
import { numaTopologyFilter } from '../filters/numa-topology.ts';
import type { Cloud } from '../model/cloud.ts';
import { isRebuild } from '../model/request-hints.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import { RandomStream } from '../random.ts';
import type { WeigherDefinition } from '../weighers/define-weigher.ts';
import type { CandidateSource } from './candidate-source.ts';
import { CandidateStage, type Candidates } from './candidate-stage.ts';
import type { Decision, DecisionError, Refusal, Round, Selection, StageReport, WeigherReport } from './decision.ts';
import type { SchedulerEngine, SelectOptions } from './engine.ts';
import { commonestCode } from './code-counts.ts';
import { runFilters } from './filter-stage.ts';
import { HostList } from './host-list.ts';
import { namesItsHosts, narrowToRequest } from './narrow-to-request.ts';
import type { SchedulerOptions } from './options.ts';
import { orderHosts, roundDraws } from './order-hosts.ts';
import { resolveFilters, resolveWeighers } from './resolve-steps.ts';
import { SchedulingStop } from './scheduling-stop.ts';
import { VirtualConsumption } from './virtual-consumption.ts';
import { WeighStage } from './weigh-stage.ts';

export interface EngineConfig {
  /** Default: those of Nova 2026.1. */
  readonly options?: Partial<SchedulerOptions>;
  /** Names or definitions, in order. Default: the option `enabled_filters`. */
  readonly filters?: readonly (string | FilterDefinition)[];
  /** Names or definitions, in order. Default: the option `weight_classes`. */
  readonly weighers?: readonly (string | WeigherDefinition)[];
  /** Of the random draws. Default 0. */
  readonly seed?: number;
  /**
   * Leaves out request filters, Placement and cells: the filters see every host of the cloud.
   * Default false.
   */
  readonly everyHostIsCandidate?: boolean;
}

/**
 * The pipeline written to be read: request filters, Placement, filters, weighers, selection.
 * Throws RequestError for options, filters or weighers that do not exist; ExtensionError when a
 * person's own filter or weigher throws.
 */
export function createReferenceEngine(cloud: Cloud, config: EngineConfig = {}): SchedulerEngine {
  return new ReferenceEngine(cloud, config);
}

/** What a multi-create of this request takes from hosts, on the terms of an engine. */
export function virtualConsumption(
  request: RequestSpec,
  options: ResolvedOptions,
  filters: readonly FilterDefinition[] = resolveFilters(options.filterScheduler.enabled_filters),
  placement?: CandidateSource,
  query?: CandidatesQuery,
): VirtualConsumption {
  const filtered = !isRebuild(request) && !namesItsHosts(request);
  return new VirtualConsumption({
    placement,
    query,
    numaLimited: filtered && filters.includes(numaTopologyFilter),
    packHostCells: options.compute.packing_host_numa_cells_allocation_strategy,
  });
}

/** What stays the same through one decision. */
interface Task {
  readonly request: RequestSpec;
  readonly full: boolean;
  readonly nowSeconds: number;
  readonly item: number;
  readonly alternates: number;
}

type Placing = Pick<Decision, 'outcome' | 'selections' | 'refusal'>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class ReferenceEngine implements SchedulerEngine {
  private readonly cloud: Cloud;
  private readonly options: ResolvedOptions;
  private readonly filters: readonly FilterDefinition[];
  private readonly list: HostList;
  private readonly candidates: CandidateStage;
  private readonly weighing: WeighStage;
  private readonly indexesBefore: Int32Array;
  private readonly weightsBefore: Float64Array;
  private readonly streams: Readonly<Record<'shuffle' | 'subset' | 'weigher', RandomStream>>;

  constructor(cloud: Cloud, config: EngineConfig) {
    this.cloud = cloud;
    this.options = resolveOptions(config.options);
    const { enabled_filters: filters, weight_classes: weighers } = this.options.filterScheduler;
    this.filters = resolveFilters(config.filters ?? filters);
    this.weighing = new WeighStage(
      resolveWeighers(config.weighers ?? weighers, this.options),
      this.options,
      cloud.hosts,
    );
    this.list = new HostList(cloud.hosts.length);
    this.indexesBefore = new Int32Array(cloud.hosts.length);
    this.weightsBefore = new Float64Array(cloud.hosts.length);
    this.candidates = new CandidateStage(cloud, this.options, config.everyHostIsCandidate === true);
    const seed = config.seed ?? 0;
    this.streams = {
      shuffle: new RandomStream(seed, 'scheduler.shuffle'),
      subset: new RandomStream(seed, 'scheduler.subset'),
      weigher: new RandomStream(seed, 'scheduler.weigher'),
    };
  }

  decide(request: RequestSpec, select: SelectOptions = {}): Decision {
    const task: Task = {
      request,
      full: select.detail === 'full',
      nowSeconds: select.nowSeconds ?? 0,
      item: select.item ?? 0,
      alternates: select.alternates ?? this.options.scheduler.max_attempts - 1,
    };
    const rounds: Round[] = [];
    const candidates = this.candidates.run(request, this.list, task.full);
    const { stages: candidateStages, query, refusal } = candidates;
    if (candidates.error !== undefined) return ended(candidates.error, candidates, rounds);
    if (refusal !== undefined)
      return { outcome: 'no-valid-host', selections: [], rounds, candidateStages, query, refusal };
    try {
      return { ...this.place(task, rounds, query), rounds, candidateStages, query };
    } catch (error) {
      if (!(error instanceof SchedulingStop)) throw error;
      return ended(error.outcome, candidates, rounds);
    }
  }

  /** One round per instance; each sees what the ones before it took. */
  private place(task: Task, rounds: Round[], query: CandidatesQuery | undefined): Placing {
    const uuids = task.request.instanceUuids;
    const consumption = virtualConsumption(task.request, this.options, this.filters, this.cloud.placement, query);
    const chosen: Selection[] = [];
    const several = uuids.length > 1;
    let request = task.request;
    try {
      for (let i = 0; i < uuids.length; i++) {
        this.round(task, request, i, rounds);
        const selection = several ? this.claimBest(consumption, uuids[i]!) : this.best(0);
        if (selection === undefined) {
          return { outcome: 'no-valid-host', selections: [], refusal: refusalOf(rounds.at(-1)!, i, uuids.length) };
        }
        chosen.push(selection);
        if (several) request = consumption.consume(this.cloud.hosts[selection.hostIndex]!, request, uuids[i]!);
      }
      if (several && task.alternates > 0) this.round(task, request, uuids.length - 1, rounds);
      return { outcome: 'scheduled', selections: this.withAlternates(chosen, task.alternates) };
    } finally {
      consumption.revert();
    }
  }

  /** The best host that Placement still gives to one more instance. */
  private claimBest(consumption: VirtualConsumption, instanceUuid: string): Selection | undefined {
    for (let place = 0; place < this.list.count; place++) {
      if (consumption.claim(this.list.indexes[place]!, instanceUuid)) return this.best(place);
    }
    return undefined;
  }

  /**
   * Filters and weighs once. Leaves the survivors in the list, best first: all of them, or of a
   * single instance as many as it needs.
   */
  private round(task: Task, request: RequestSpec, instance: number, rounds: Round[]): void {
    const { list, cloud } = this;
    const instanceUuid = request.instanceUuids[instance]!;
    const narrowing = narrowToRequest(request, cloud.hosts, list);
    const start = task.full ? list.toArray() : undefined;
    const stages: StageReport[] = [];
    const round: Mutable<Round> = { instance, instanceUuid, filtersSkipped: narrowing !== 'filter', stages };
    if (start !== undefined) round.start = start;
    rounds.push(round);
    if (narrowing === 'filter') {
      const context = { options: this.options, nowSeconds: task.nowSeconds, instanceUuid };
      const pass = { filters: this.filters, request, context, instance, full: task.full };
      runFilters(pass, cloud.hosts, list, stages);
    }
    if (task.full) round.filtered = list.toArray();
    if (list.count === 0) return;
    const number = rounds.length - 1;
    const reports: WeigherReport[] | undefined = task.full ? [] : undefined;
    if (reports !== undefined) round.weighers = reports;
    const random = (hostIndex: number) =>
      this.streams.weigher.uniform(task.item, number * cloud.hosts.length + hostIndex);
    this.weighing.run(list, { request, random, reports });
    this.sort(task, number);
    if (task.full) round.weighed = list.toArray().map((_, place) => this.best(place)!);
  }

  private sort(task: Task, round: number): void {
    const { list, weighing } = this;
    const { filterScheduler } = this.options;
    const plain = !filterScheduler.shuffle_best_same_weighed_hosts && filterScheduler.host_subset_size === 1;
    const draws = () => roundDraws(this.streams, task.item, round);
    const onlyBest = plain && !task.full && task.request.instanceUuids.length === 1;
    this.keepInOrder(
      onlyBest ? this.bestFew(task.alternates) : orderHosts(list, weighing.weights, filterScheduler, draws()),
    );
  }

  /** Positions of the list become places: the first is the best. The next round starts from this order, as in Nova. */
  private keepInOrder(positions: readonly number[]): void {
    const { list, weighing, indexesBefore, weightsBefore } = this;
    indexesBefore.set(list.indexes.subarray(0, list.count));
    weightsBefore.set(weighing.weights.subarray(0, list.count));
    for (let place = 0; place < positions.length; place++) {
      list.indexes[place] = indexesBefore[positions[place]!]!;
      weighing.weights[place] = weightsBefore[positions[place]!]!;
    }
    list.count = positions.length;
  }

  /** The best host and the best of its cell, without sorting the rest. */
  private bestFew(alternates: number): readonly number[] {
    const { list, weighing, cloud } = this;
    const taken: number[] = [];
    let cell: string | undefined;
    while (taken.length <= alternates) {
      let best = -1;
      for (let i = 0; i < list.count; i++) {
        if (best >= 0 && !(weighing.weights[i]! > weighing.weights[best]!)) continue;
        if (taken.includes(i) || (taken.length > 0 && cloud.hosts[list.indexes[i]!]!.cellUuid !== cell)) continue;
        best = i;
      }
      if (best < 0) break;
      if (taken.length === 0) cell = cloud.hosts[list.indexes[best]!]!.cellUuid;
      taken.push(best);
    }
    return taken;
  }

  /** The host at a place of the sorted list. */
  private best(place: number): Selection | undefined {
    if (place >= this.list.count) return undefined;
    const { host, node, index } = this.cloud.hosts[this.list.indexes[place]!]!;
    return { hostIndex: index, host, node, weight: this.weighing.weights[place]! };
  }

  /** Alternates come from the cell of the chosen host, and were chosen for no instance themselves. */
  private withAlternates(chosen: readonly Selection[], alternates: number): Selection[][] {
    const taken = new Set(chosen.map(({ hostIndex }) => hostIndex));
    return chosen.map((selection) => [selection, ...this.alternatesOf(selection, taken, alternates)]);
  }

  private alternatesOf({ hostIndex }: Selection, taken: ReadonlySet<number>, most: number): Selection[] {
    const { list, cloud } = this;
    const { cellUuid } = cloud.hosts[hostIndex]!;
    const found: Selection[] = [];
    for (let place = 0; place < list.count && found.length < most; place++) {
      const other = list.indexes[place]!;
      if (cloud.hosts[other]!.cellUuid === cellUuid && !taken.has(other)) found.push(this.best(place)!);
    }
    return found;
  }
}

/** Names the stage that took the last host, and the code by which it took most. */
function refusalOf(round: Round, instance: number, instances: number): Refusal {
  const which = instances > 1 ? ` for instance ${instance + 1} of ${instances}` : '';
  const last = round.stages.at(-1);
  if (last === undefined || last.left > 0) {
    const by = last === undefined ? 'named-hosts' : 'claim';
    const code = last === undefined ? 'no-host-named' : 'claim-refused';
    return { stage: 'select', by, code, message: `no host is left${which}` };
  }
  return {
    stage: 'filter',
    by: last.name,
    code: commonestCode(last.codes, 'no-host'),
    message: `${last.name} left no host${which}`,
  };
}

function ended(error: DecisionError, { stages, query }: Candidates, rounds: Round[]): Decision {
  const { filter, weigher } = error.place;
  const stage = filter !== undefined ? 'filter' : weigher !== undefined ? 'weigh' : 'request';
  const refusal: Refusal = { stage, by: filter ?? weigher ?? 'request', code: 'error', message: error.message };
  return { outcome: 'error', selections: [], rounds, candidateStages: stages, query, refusal, error };
}
