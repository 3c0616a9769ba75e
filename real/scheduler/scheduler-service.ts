import {
  buildQuery,
  createFastEngine,
  createReferenceEngine,
  fitToHost,
  HardwareError,
  instanceTopologyJson,
  numaConstraints,
  PlacementError,
  resolveOptions,
} from '../../core/index.ts';
import type {
  CandidatesQuery,
  CloudState,
  Decision,
  EngineConfig,
  HostState,
  InstanceTopology,
  RequestSpec,
  ResolvedOptions,
  SchedulerEngine,
  SchedulerOptions,
} from '../../core/index.ts';
import type { Logger } from 'pino';
import { answering } from '../bus/index.ts';
import type { Bus } from '../bus/index.ts';
import type { Instance } from '../objects/instance.ts';
import type { ComputeTables } from '../objects/tables.ts';
import type { PlacementService } from '../placement/index.ts';
import { Claims } from './claims.ts';
import type { Claim } from './claims.ts';
import { DecisionRecord } from './decision-record.ts';
import { decisionRows } from './decision-row.ts';
import { HostBook } from './host-book.ts';
import { imageOf } from './occupancy.ts';
import type { PlacementCandidates } from './placement-candidates.ts';
import { requestSpecOf, SharedObjects } from './request-spec-of.ts';
import type { RequestPurpose } from './request-spec-of.ts';
import {
  buildEnded,
  cancelDestinations,
  claimAlternate,
  schedulerTopic,
  selectDestinations,
} from './scheduler-methods.ts';

export interface SchedulerServiceOptions {
  readonly tables: ComputeTables;
  readonly bus: Bus;
  /** In the same process: its account is read and written directly. */
  readonly placement: PlacementService;
  /** Nova's options by their names; default Nova's. @throws OptionError for what does not exist */
  readonly options?: Partial<SchedulerOptions> | undefined;
  /** Of random draws. Default 0. */
  readonly seed?: number | undefined;
  readonly logger: Logger;
  /** Seconds; default the clock of the host. */
  readonly now?: (() => number) | undefined;
}

/** Up to this many hosts each decision is made by the reference engine and explained in full. */
const explainedHostsMax = 100;

interface Chosen {
  readonly uuid: string;
  readonly hosts: [string, string][];
  readonly topology: InstanceTopology | null;
}

interface SelectArgs extends RequestPurpose {
  readonly uuids: readonly string[];
  readonly migrationUuid: string | null;
}

/** Decides where servers go, with the core, and claims it in Placement. Nova: `SchedulerManager`. */
export class SchedulerService {
  readonly #tables: ComputeTables;
  readonly #config: EngineConfig;
  readonly #resolved: ResolvedOptions;
  readonly #claims: Claims;
  readonly #book: HostBook;
  readonly #record: DecisionRecord;
  readonly #shared = new SharedObjects();
  readonly #now: () => number;
  readonly #logger: Logger;
  #engine: SchedulerEngine | undefined;
  #decisions = 0;
  #stop: () => Promise<void> = async () => {};

  private constructor({ tables, placement, options, seed, logger, now }: SchedulerServiceOptions) {
    this.#tables = tables;
    this.#config = { options: options ?? {}, seed: seed ?? 0 };
    this.#resolved = resolveOptions(options);
    this.#claims = Claims.of(placement);
    this.#book = new HostBook({
      tables,
      placement: () => placement.placement,
      candidatesMax: this.#resolved.scheduler.max_placement_results,
    });
    this.#book.onRebuilt = () => {
      this.#engine = undefined;
    };
    this.#record = DecisionRecord.of(tables);
    this.#logger = logger;
    this.#now = now ?? (() => Date.now() / 1000);
  }

  static async open(options: SchedulerServiceOptions): Promise<SchedulerService> {
    const service = new SchedulerService(options);
    service.#stop = await options.bus.serve(schedulerTopic, [
      answering(selectDestinations, (args) => service.#select(args)),
      answering(claimAlternate, ({ uuid, host }) => service.#claimAlternate(uuid, host)),
      answering(buildEnded, async ({ host, failed }) => {
        service.#book.buildEnded(host, failed);
        return null;
      }),
      answering(cancelDestinations, async ({ uuids }) => {
        for (const uuid of uuids) service.#book.cancel(uuid);
        return null;
      }),
    ]);
    return service;
  }

  async close(): Promise<void> {
    await this.#stop();
    this.#book.close();
    await this.#record.flush();
  }

  /** Decides and claims without a pause in between, so that every decision sees those before it. */
  async #select(args: SelectArgs) {
    const instances = args.uuids.flatMap((uuid) => this.#tables.instances.get(uuid) ?? []);
    if (instances.length !== args.uuids.length) {
      return { destinations: [], refusal: 'The server is gone.' };
    }
    const { cloud } = this.#book;
    const request = requestSpecOf(instances, args, this.#tables, this.#shared);
    const nowSeconds = this.#now();
    const decision = this.#decide(cloud, request, nowSeconds);
    this.#record.add(decisionRows({ cloud, config: this.#config, request, decision, nowSeconds }), this.#logger);
    if (decision.outcome !== 'scheduled') return { destinations: [], refusal: refusalText(decision) };
    const chosen = this.#choose(cloud, request, decision);
    if (chosen === undefined) return { destinations: [], refusal: notEnough };
    const isTaken = this.#take(instances, request, decision.query, chosen, args.migrationUuid);
    if (!isTaken) return { destinations: [], refusal: notEnough };
    const destinations = chosen.map(({ uuid, hosts, topology }) => ({ uuid, hosts, numaTopology: jsonOf(topology) }));
    return { destinations, refusal: null };
  }

  #decide(cloud: CloudState, request: RequestSpec, nowSeconds: number): Decision {
    const isSmall = cloud.hosts.length <= explainedHostsMax;
    this.#engine ??= (isSmall ? createReferenceEngine : createFastEngine)(cloud, this.#config);
    this.#decisions += 1;
    return this.#engine.decide(request, { detail: isSmall ? 'full' : 'counts', nowSeconds, item: this.#decisions });
  }

  /** Fits cells to the hosts; where they do not fit the next host is taken. */
  #choose(cloud: CloudState, request: RequestSpec, decision: Decision): readonly Chosen[] | undefined {
    const wanted = wantedTopology(request);
    const chosen: Chosen[] = [];
    for (const [index, uuid] of request.instanceUuids.entries()) {
      let selections = decision.selections[index]!;
      let topology: InstanceTopology | null = null;
      if (wanted !== null) {
        selections = selections.filter(({ hostIndex }) => this.#fit(cloud.hosts[hostIndex]!, wanted) !== null);
        if (selections.length === 0) return undefined;
        topology = this.#fit(cloud.hosts[selections[0]!.hostIndex]!, wanted);
      }
      chosen.push({ uuid, hosts: selections.map(({ host, node }): [string, string] => [host, node]), topology });
    }
    return chosen;
  }

  #fit(host: HostState, wanted: InstanceTopology): InstanceTopology | null {
    const { cpuAllocationRatio, ramAllocationRatio, pciPools } = host;
    const isFiltered = this.#resolved.filterScheduler.enabled_filters.includes('NUMATopologyFilter');
    const limits = isFiltered ? { cpuAllocationRatio, ramAllocationRatio, networkMetadata: undefined } : null;
    const packHostCells = this.#resolved.compute.packing_host_numa_cells_allocation_strategy;
    return fitToHost(host.numaTopology, wanted, { limits, pciPools, packHostCells });
  }

  /** Everything is taken at once, in memory; the disk comes later. False: Placement has changed its mind. */
  #take(
    instances: readonly Instance[],
    request: RequestSpec,
    query: CandidatesQuery | undefined,
    chosen: readonly Chosen[],
    migrationUuid: string | null,
  ): boolean {
    const candidates = this.#book.candidates();
    const claims = chosen.map(({ hosts }, index) => this.#claimOf(instances[index]!, hosts[0]![0], query, candidates));
    if (!claims.every((claim) => claim !== undefined)) return false;
    for (const [index, { uuid, hosts, topology }] of chosen.entries()) {
      const image = imageOf(instances[index]!);
      const occupancy = { host: hosts[0]![0], flavor: request.flavor, image, isBusy: true, topology };
      this.#book.reserve(uuid, occupancy, migrationUuid !== null);
    }
    try {
      const kept =
        migrationUuid === null ? this.#claims.claim(claims) : this.#claims.moveAside(claims[0]!, migrationUuid);
      this.#follow(chosen, kept);
      return true;
    } catch (error) {
      for (const { uuid } of chosen) this.#book.cancel(uuid);
      if (!(error instanceof PlacementError)) throw error;
      this.#logger.warn(
        { err: error, uuids: request.instanceUuids },
        'Placement took no claim for what it had offered',
      );
      return false;
    }
  }

  /** What cannot be kept was taken back in Placement, and is taken back here. Whoever builds on it asks the claims. */
  #follow(chosen: readonly Chosen[], kept: Promise<void>): void {
    kept.catch(() => {
      for (const { uuid } of chosen) this.#book.cancel(uuid);
    });
  }

  #claimOf(
    instance: Instance,
    host: string,
    query: CandidatesQuery | undefined,
    candidates: PlacementCandidates,
  ): Claim | undefined {
    const { uuid, projectId, userId } = instance;
    const state = this.#book.hostNamed(host);
    const resources = state && query && candidates.resourcesOn(state.index, query);
    return resources && { consumerUuid: uuid, projectId, userId, resources };
  }

  async #claimAlternate(uuid: string, host: string) {
    const none = { claimed: false, numaTopology: null };
    const instance = this.#tables.instances.get(uuid);
    const { cloud } = this.#book;
    const state = this.#book.hostNamed(host);
    if (!instance || !state) return none;
    const request = requestSpecOf([instance], { purpose: 'build', ignoreHosts: [] }, this.#tables, this.#shared);
    const wanted = wantedTopology(request);
    const topology = wanted && this.#fit(state, wanted);
    if (wanted !== null && topology === null) return none;
    const query = buildQuery(request, cloud, this.#resolved);
    const claim = this.#claimOf(instance, host, query, this.#book.candidates());
    if (claim === undefined) return none;
    try {
      await this.#claims.claim([claim]);
    } catch (error) {
      if (!(error instanceof PlacementError)) throw error;
      this.#logger.info({ instance: uuid, host, reason: error.message }, 'an alternate has no room any more');
      return none;
    }
    return { claimed: true, numaTopology: jsonOf(topology) };
  }
}

const notEnough = 'There are not enough hosts available.';

/** As Nova tells it; a request that Nova ends with an exception says why. */
function refusalText({ outcome, error }: Decision): string {
  return outcome === 'error' && error !== undefined ? error.message : notEnough;
}

/** Cells that flavor and image ask for; null for a wish that makes no sense, which the engine has refused. */
function wantedTopology({ flavor, image }: RequestSpec): InstanceTopology | null {
  try {
    return numaConstraints(flavor, image ?? { properties: {} });
  } catch (error) {
    if (error instanceof HardwareError) return null;
    throw error;
  }
}

function jsonOf(topology: InstanceTopology | null) {
  return topology && instanceTopologyJson(topology);
}
