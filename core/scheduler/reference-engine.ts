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
    let request = task.request;
    let best: readonly Selection[] = [];
    try {
      for (let i = 0; i < uuids.length; i++) {
        best = this.round(task, request, i, rounds, uuids.length === 1);
        const selection =
          uuids.length === 1 ? best[0] : best.find((each) => consumption.claim(each.hostIndex, uuids[i]!));
        if (selection === undefined) {
          return { outcome: 'no-valid-host', selections: [], refusal: refusalOf(rounds.at(-1)!, i, uuids.length) };
        }
        chosen.push(selection);
        if (uuids.length > 1) request = consumption.consume(this.cloud.hosts[selection.hostIndex]!, request, uuids[i]!);
      }
      if (uuids.length > 1 && task.alternates > 0) best = this.round(task, request, uuids.length - 1, rounds, false);
      return { outcome: 'scheduled', selections: this.withAlternates(chosen, best, task.alternates) };
    } finally {
      consumption.revert();
    }
  }

  /** Filters and weighs once; the survivors, best first (only as many as needed when `single`). */
  private round(
    task: Task,
    request: RequestSpec,
    instance: number,
    rounds: Round[],
    single: boolean,
  ): readonly Selection[] {
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
    if (list.count === 0) return [];
    const number = rounds.length - 1;
    const reports: WeigherReport[] | undefined = task.full ? [] : undefined;
    if (reports !== undefined) round.weighers = reports;
    const random = (hostIndex: number) =>
      this.streams.weigher.uniform(task.item, number * cloud.hosts.length + hostIndex);
    this.weighing.run(list, { request, random, reports });
    const best = this.sorted(task, number, single && !task.full);
    if (task.full) round.weighed = best;
    return best;
  }

  private sorted(task: Task, round: number, onlyBest: boolean): readonly Selection[] {
    const { list, weighing } = this;
    const { filterScheduler } = this.options;
    const plain = !filterScheduler.shuffle_best_same_weighed_hosts && filterScheduler.host_subset_size === 1;
    if (onlyBest && plain) return this.bestFew(task.alternates);
    const order = orderHosts(list, weighing.weights, filterScheduler, roundDraws(this.streams, task.item, round));
    const selections = order.map((position) => this.selection(position));
    list.set(selections.map(({ hostIndex }) => hostIndex));
    return selections;
  }

  /** The best host and the best of its cell, without sorting the rest. */
  private bestFew(alternates: number): readonly Selection[] {
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
    return taken.map((position) => this.selection(position));
  }

  private selection(position: number): Selection {
    const { host, node, index } = this.cloud.hosts[this.list.indexes[position]!]!;
    return { hostIndex: index, host, node, weight: this.weighing.weights[position]! };
  }

  /** Alternates come from the cell of the chosen host, and were chosen for no instance themselves. */
  private withAlternates(chosen: readonly Selection[], best: readonly Selection[], alternates: number): Selection[][] {
    const { hosts } = this.cloud;
    const taken = new Set(chosen.map(({ hostIndex }) => hostIndex));
    return chosen.map((selection) => {
      const cell = hosts[selection.hostIndex]!.cellUuid;
      const others = best.filter((each) => hosts[each.hostIndex]!.cellUuid === cell && !taken.has(each.hostIndex));
      return [selection, ...others.slice(0, alternates)];
    });
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
