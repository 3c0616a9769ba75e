import {
  CloudState,
  completeInventory,
  createFastEngine,
  createPlacementForHosts,
  createReferenceEngine,
  type CandidatesQuery,
  type Flavor,
  type HostPlacement,
  HostState,
  invariant,
  RandomStream,
  type RequestSpec,
  type SchedulerEngine,
} from '../core/index.ts';
import { ColumnScan } from './column-scan.ts';
import { decisionConfig, type Policy } from './decision-config.ts';

/** `scan` is no engine of the product: what one pass over plain columns costs, for comparison. */
export type DecisionEngine = 'fast' | 'reference' | 'scan';

export interface CloudTask {
  readonly hosts: number;
  readonly policy: Policy;
  readonly engine: DecisionEngine;
  /** Share of all vCPU that is taken while measuring. Default 0.85. */
  readonly fill?: number;
  /** Hosts named besides the chosen one. Default 0, as the simulator asks while no build fails. */
  readonly alternates?: number;
  /** Every host has other data on its disk, so that nearly all host states differ. Default false. */
  readonly distinct?: boolean;
  /** One filter more, that says nothing of what it reads. Default false. */
  readonly undeclared?: boolean;
}

/** Small ones are asked for most: percent, by size. */
const sizeWeights = [30, 26, 20, 14, 10];
const SIZES = [1, 2, 4, 8, 16];
/** GiB of RAM for each vCPU. */
const RATIOS = [2, 4, 8];
/** [vCPU, RAM GiB, disk GiB] of three generations of hosts. */
const hostKinds = [
  [64, 384, 4000],
  [96, 512, 4000],
  [128, 1024, 8000],
] as const;

const IMAGE = { properties: {} };
const NONE = -1;

/** Places in the record of an instance; its place in the ring of builds, -1 for one that is built. */
const RECORD = 4;
const CLAIM = 0;
const HOST = 1;
const REQUEST = 2;
const BUILD = 3;

/** A cloud with its instances, in columns. */
export class DecisionCloud {
  decisions = 0;
  refused = 0;
  instances = 0;
  checksum = 0;
  private readonly task: CloudTask;
  private readonly requests = makeRequests();
  private readonly queries: (CandidatesQuery | undefined)[];
  private readonly cloud: CloudState;
  private readonly placement: HostPlacement;
  private readonly engine: SchedulerEngine;
  private readonly scan: ColumnScan | undefined;
  private readonly random = new RandomStream(1, 'bench');
  private readonly targetVcpus: number;
  /** A record for each instance, from `instance * RECORD`; the first `instances` live, in no order. */
  private readonly records: Int32Array;
  /** Instances that are being built, in order; -1 for one that left. */
  private readonly builds: Int32Array;
  private buildNext = 0;
  private vcpus = 0;
  private serial = 0;
  private isFilling = true;

  constructor(task: CloudTask) {
    const states = Array.from({ length: task.hosts }, (_, i) => makeHost(i, task.distinct === true));
    this.task = task;
    this.queries = this.requests.map(() => undefined);
    this.placement = createPlacementForHosts(states.map(providerOf));
    this.cloud = new CloudState({ hosts: states, placement: this.placement });
    const config = this.config();
    this.engine =
      task.engine === 'reference' ? createReferenceEngine(this.cloud, config) : createFastEngine(this.cloud, config);
    this.scan = task.engine === 'scan' ? new ColumnScan(this.cloud, this.placement, this.requests, task) : undefined;
    const vcpusTotal = states.reduce((sum, host) => sum + host.vcpusTotal, 0);
    this.targetVcpus = (task.fill ?? 0.85) * vcpusTotal;
    this.records = new Int32Array(vcpusTotal * RECORD);
    this.builds = new Int32Array(Math.max(1, Math.round(task.hosts / 20))).fill(NONE);
  }

  /** Always by the fast engine where there is one, so that comparisons begin alike and soon. */
  fill(): void {
    const filler = this.task.engine === 'reference' ? createFastEngine(this.cloud, this.config()) : this.engine;
    while (this.vcpus < this.targetVcpus) this.boot(filler);
    this.isFilling = false;
    this.checksum = 0;
  }

  turn(): void {
    this.boot(this.engine);
    while (this.vcpus > this.targetVcpus) this.depart();
  }

  countStates(): number {
    const states = new Set<string>();
    for (const { vcpusTotal, vcpusUsed, ramFreeMib, diskFreeMib, numIoOps } of this.cloud.hosts) {
      states.add(`${vcpusTotal - vcpusUsed} ${ramFreeMib} ${diskFreeMib} ${numIoOps}`);
    }
    return states.size;
  }

  private config(): ReturnType<typeof decisionConfig> {
    return decisionConfig(this.task.policy, this.task.undeclared === true);
  }

  private boot(engine: SchedulerEngine): void {
    const type = this.drawRequest();
    this.decisions++;
    const host = this.choose(engine, type);
    this.serial++;
    if (host < 0) {
      this.refused++;
      this.depart();
      return;
    }
    this.begin(type, host);
  }

  /** The host, -1 when there is none; every choice counts in the checksum. */
  private choose(engine: SchedulerEngine, type: number): number {
    const { serial, scan } = this;
    const { alternates = 0 } = this.task;
    const request = this.requests[type]!;
    if (scan !== undefined && !this.isFilling) return this.note(scan.choose(type), scan.weight);
    const { chooser } = engine;
    if (alternates === 0 && chooser !== undefined) {
      const host = chooser.choose(request, serial, serial);
      if (host >= 0) {
        this.queries[type] = chooser.chosenQuery;
        return this.note(host, chooser.chosenWeight);
      }
    }
    const { selections, query } = engine.decide(request, { alternates, nowSeconds: serial, item: serial });
    if (selections.length === 0) return NONE;
    this.queries[type] = query;
    for (const { hostIndex, weight } of selections[0]!) this.note(hostIndex, weight);
    return selections[0]![0]!.hostIndex;
  }

  private note(host: number, weight: number): number {
    this.checksum = (Math.imul(this.checksum, 31) + host + Math.floor(weight * 1e9)) | 0;
    return host;
  }

  private begin(type: number, host: number): void {
    const { flavor } = this.requests[type]!;
    const claim = this.placement.take(host, this.queries[type]!);
    invariant(claim >= 0, 'the host that was chosen has room');
    this.cloud.occupy(host, flavor);
    const { records, builds } = this;
    const at = this.instances++;
    const place = this.buildNext;
    records[at * RECORD + CLAIM] = claim;
    records[at * RECORD + HOST] = host;
    records[at * RECORD + REQUEST] = type;
    records[at * RECORD + BUILD] = place;
    this.vcpus += flavor.vcpus;
    this.buildNext = (place + 1) % builds.length;
    const built = builds[place]!;
    if (built >= 0) {
      records[built * RECORD + BUILD] = NONE;
      this.cloud.endOperation(records[built * RECORD + HOST]!);
    }
    builds[place] = at;
  }

  private depart(): void {
    const { records, builds } = this;
    const instance = this.random.integer(this.instances, this.serial, this.instances);
    const at = instance * RECORD;
    const { flavor } = this.requests[records[at + REQUEST]!]!;
    const build = records[at + BUILD]!;
    this.placement.giveBack(records[at + CLAIM]!);
    this.cloud.vacate(records[at + HOST]!, flavor, build >= 0);
    if (build >= 0) builds[build] = NONE;
    this.vcpus -= flavor.vcpus;
    const last = --this.instances * RECORD;
    if (last === at) return;
    for (let place = 0; place < RECORD; place++) records[at + place] = records[last + place]!;
    if (records[at + BUILD]! >= 0) builds[records[at + BUILD]!] = instance;
  }

  private drawRequest(): number {
    let left = this.random.uniform(this.serial) * 100;
    let size = 0;
    while (left >= sizeWeights[size]!) left -= sizeWeights[size++]!;
    const perSize = this.requests.length / SIZES.length;
    return size * perSize + this.random.integer(perSize, this.serial, 1);
  }
}

function makeRequests(): readonly RequestSpec[] {
  return SIZES.flatMap((vcpus) =>
    RATIOS.map((ratio) => ({
      instanceUuids: [''],
      projectId: 'p',
      userId: 'u',
      image: IMAGE,
      flavor: makeFlavor(vcpus, ratio),
    })),
  );
}

/** Sizes as public clouds offer them, with 10 GiB of disk for each vCPU. */
function makeFlavor(vcpus: number, ratio: number): Flavor {
  return {
    id: `${vcpus}.${ratio}`,
    name: `c${vcpus}.r${ratio}`,
    vcpus,
    ramMib: vcpus * ratio * 1024,
    rootGib: vcpus * 10,
    ephemeralGib: 0,
    swapMib: 0,
    extraSpecs: {},
  };
}

function makeHost(index: number, isDistinct: boolean): HostState {
  const [vcpus, ramGib, diskGib] = hostKinds[index % hostKinds.length]!;
  const host = new HostState(index, `uuid-${index}`, `host${index}`, `host${index}`);
  host.vcpusTotal = vcpus;
  host.ramTotalMib = ramGib * 1024;
  host.ramFreeMib = ramGib * 1024;
  host.diskTotalGib = diskGib;
  // Steps of 7 MiB, so that no two of a kind are equal and none has much less than the others.
  host.diskFreeMib = diskGib * 1024 - (isDistinct ? 7 * index : 0);
  host.cpuAllocationRatio = 1;
  host.hypervisorVersion = 7_002_000;
  return host;
}

function providerOf(host: HostState): Parameters<typeof createPlacementForHosts>[0][number] {
  const inventory = (total: number) => completeInventory({ total, maxUnit: total });
  return {
    uuid: host.uuid,
    inventories: {
      VCPU: inventory(host.vcpusTotal),
      MEMORY_MB: inventory(host.ramTotalMib),
      DISK_GB: inventory(host.diskTotalGib),
    },
    traits: [],
    aggregates: [],
  };
}
