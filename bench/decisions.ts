import {
  CloudState,
  completeInventory,
  createFastEngine,
  createPlacementForHosts,
  createReferenceEngine,
  type Flavor,
  type HostPlacement,
  HostState,
  invariant,
  RandomStream,
  type SchedulerEngine,
} from '../core/index.ts';

export type Policy = 'spread' | 'pack';
export type EngineName = 'reference' | 'fast';

export interface DecisionsTask {
  readonly hosts: number;
  /** `spread` is Nova's default; `pack` counts free vCPU, RAM and disk against a host. */
  readonly policy: Policy;
  readonly engine: EngineName;
  /** How long to measure, after the cloud was filled. */
  readonly seconds: number;
  /** Share of all vCPU that is taken while measuring. Default 0.85. */
  readonly fill?: number;
}

export interface DecisionsResult {
  readonly task: DecisionsTask;
  readonly instances: number;
  readonly decisions: number;
  /** Requests that found no host, among the decisions. */
  readonly refused: number;
  /** Each with its claims, the end of a build and a departure, per second of CPU time. */
  readonly decisionsPerCpuSecond: number;
  /** Sum over everything decided, to compare engines: the same where they decide the same. */
  readonly checksum: number;
}

/**
 * Fills a cloud and then keeps it full: every decision is claimed and built, a build in flight ends,
 * and one instance, drawn at random, departs. The same task makes the same demand on every engine.
 */
export function measureDecisions(task: DecisionsTask): DecisionsResult {
  const life = new CloudLife(task);
  life.fill();
  const filledHash = life.checksum;
  const until = performance.now() + task.seconds * 1000;
  const before = life.decisions;
  const refusedBefore = life.refused;
  const cpu = process.cpuUsage();
  while (performance.now() < until) for (let i = 0; i < BATCH; i++) life.turn();
  const { user, system } = process.cpuUsage(cpu);
  invariant(filledHash !== life.checksum, 'something was decided');
  return {
    task,
    instances: life.instances,
    decisions: life.decisions - before,
    refused: life.refused - refusedBefore,
    decisionsPerCpuSecond: ((life.decisions - before) * 1e6) / (user + system),
    checksum: life.checksum,
  };
}

/** Turns between two looks at the clock. */
const BATCH = 16;

/** Sizes as public clouds offer them: GiB of RAM and of disk for each vCPU. */
const flavors: readonly Flavor[] = [1, 2, 4, 8, 16].flatMap((vcpus) =>
  [2, 4, 8].map((ratio) => ({
    id: `${vcpus}.${ratio}`,
    name: `c${vcpus}.r${ratio}`,
    vcpus,
    ramMib: vcpus * ratio * 1024,
    rootGib: vcpus * 10,
    ephemeralGib: 0,
    swapMib: 0,
    extraSpecs: {},
  })),
);
/** Small ones are asked for most. */
const flavorWeights = [30, 26, 20, 14, 10];

/** [vCPU, RAM GiB, disk GiB] of three generations of hosts. */
const hostKinds = [
  [64, 384, 4000],
  [96, 512, 4000],
  [128, 1024, 8000],
] as const;

/** A cloud with its instances, in columns. */
class CloudLife {
  decisions = 0;
  refused = 0;
  instances = 0;
  checksum = 0;
  private readonly cloud: CloudState;
  private readonly placement: HostPlacement;
  private readonly engine: SchedulerEngine;
  private readonly filler: SchedulerEngine;
  private readonly random = new RandomStream(1, 'bench');
  private readonly targetVcpus: number;
  private readonly uuids: string[] = [];
  private readonly hostOf: number[] = [];
  private readonly flavorOf: number[] = [];
  /** Serial numbers of instances, which tell whether a build in flight is still there. */
  private readonly serialOf: number[] = [];
  private readonly building: { uuid: string; host: number; serial: number }[] = [];
  private readonly inFlight = new Set<number>();
  private readonly buildsMax: number;
  private vcpus = 0;
  private serial = 0;

  constructor({ hosts, policy, engine, fill = 0.85 }: DecisionsTask) {
    const states = Array.from({ length: hosts }, (_, i) => makeHost(i));
    this.placement = createPlacementForHosts(states.map(providerOf));
    this.cloud = new CloudState({ hosts: states, placement: this.placement });
    const sign = policy === 'spread' ? 1 : -1;
    const filterScheduler = {
      ram_weight_multiplier: sign,
      cpu_weight_multiplier: sign,
      disk_weight_multiplier: sign,
    };
    const config = { options: { filterScheduler } };
    this.filler = createFastEngine(this.cloud, config);
    this.engine = engine === 'fast' ? this.filler : createReferenceEngine(this.cloud, config);
    this.targetVcpus = fill * states.reduce((sum, host) => sum + host.vcpusTotal * host.cpuAllocationRatio, 0);
    this.buildsMax = Math.max(1, Math.round(hosts / 20));
  }

  fill(): void {
    while (this.vcpus < this.targetVcpus) this.boot(this.filler);
  }

  turn(): void {
    this.boot(this.engine);
    while (this.vcpus > this.targetVcpus) this.depart();
  }

  private boot(engine: SchedulerEngine): void {
    const flavor = this.drawFlavor();
    const uuid = `instance-${this.serial}`;
    const decision = engine.decide(
      { instanceUuids: [uuid], projectId: 'p', userId: 'u', flavor: flavors[flavor]!, image: IMAGE },
      { nowSeconds: this.serial },
    );
    this.decisions++;
    const best = decision.selections[0]?.[0];
    if (best === undefined) {
      this.refused++;
      this.serial++;
      this.depart();
      return;
    }
    for (const { hostIndex, weight } of decision.selections[0]!) {
      this.checksum = (Math.imul(this.checksum | 0, 31) + hostIndex + Math.floor(weight * 1e9)) | 0;
    }
    invariant(this.placement.claim(best.hostIndex, uuid, decision.query!), 'the host that was chosen has room');
    this.cloud.consume(best.hostIndex, flavors[flavor]!, uuid);
    this.remember(uuid, best.hostIndex, flavor);
  }

  private remember(uuid: string, host: number, flavor: number): void {
    this.uuids.push(uuid);
    this.hostOf.push(host);
    this.flavorOf.push(flavor);
    this.serialOf.push(this.serial);
    this.vcpus += flavors[flavor]!.vcpus;
    this.instances++;
    this.inFlight.add(this.serial);
    this.building.push({ uuid, host, serial: this.serial++ });
    if (this.building.length <= this.buildsMax) return;
    const built = this.building.shift()!;
    if (this.inFlight.delete(built.serial)) this.cloud.endOperation(built.host);
  }

  private depart(): void {
    const at = this.random.integer(this.instances, this.serial, this.instances);
    const flavor = flavors[this.flavorOf[at]!]!;
    const uuid = this.uuids[at]!;
    this.placement.release(uuid);
    this.cloud.free(this.hostOf[at]!, flavor, uuid, this.inFlight.delete(this.serialOf[at]!));
    this.vcpus -= flavor.vcpus;
    this.instances--;
    this.uuids[at] = this.uuids.at(-1)!;
    this.hostOf[at] = this.hostOf.at(-1)!;
    this.flavorOf[at] = this.flavorOf.at(-1)!;
    this.serialOf[at] = this.serialOf.at(-1)!;
    this.uuids.pop();
    this.hostOf.pop();
    this.flavorOf.pop();
    this.serialOf.pop();
  }

  private drawFlavor(): number {
    let left = this.random.uniform(this.serial) * 100;
    let size = 0;
    while (left >= flavorWeights[size]!) left -= flavorWeights[size++]!;
    return size * 3 + this.random.integer(3, this.serial, 1);
  }
}

const IMAGE = { properties: {} };

function makeHost(index: number): HostState {
  const [vcpus, ramGib, diskGib] = hostKinds[index % hostKinds.length]!;
  const host = new HostState(index, `uuid-${index}`, `host${index}`, `host${index}`);
  host.vcpusTotal = vcpus;
  host.ramTotalMib = ramGib * 1024;
  host.ramFreeMib = ramGib * 1024;
  host.diskTotalGib = diskGib;
  host.diskFreeMib = diskGib * 1024;
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
