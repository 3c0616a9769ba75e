import { InstanceTable } from '../cloud/instance-table.ts';
import { createCloud, type CreatedCloud } from '../cloud/create-cloud.ts';
import { GroupMembers } from '../cloud/group-members.ts';
import { HostHealth } from '../cloud/host-health.ts';
import { HostLedger } from '../cloud/host-ledger.ts';
import { ImageCache } from '../cloud/image-cache.ts';
import { type RequestTable, tableRequests } from '../cloud/request-table.ts';
import { type CandidatesQuery, RandomStream, resolveOptions } from '../../core/index.ts';
import { DelayDraw } from '../engine/delay-draw.ts';
import { EventQueue } from '../engine/event-queue.ts';
import { Tally, type CountKey } from '../metrics/tally.ts';
import { UsageMeter } from '../metrics/usage-meter.ts';
import { InstanceShapes, type InstanceShape } from './instance-shapes.ts';
import { PlainRequests } from './plain-requests.ts';
import type { RunInput } from './run-input.ts';
import { SchedulerDesk } from './scheduler-desk.ts';
import type { EngineFactory } from './engine-factory.ts';
import type { RowSink } from '../metrics/row-sink.ts';

/** Hosts that a build may still be tried on, best first, and what to claim there. */
export interface Alternates {
  readonly hosts: readonly number[];
  readonly query: CandidatesQuery;
}

/** Everything that one run changes while it goes, handed to each of its steps. */
export class RunState {
  readonly input: RunInput;
  /** The present: time of the event that is being handled. */
  nowSeconds = 0;
  readonly queue = new EventQueue();
  readonly requests: RequestTable;
  readonly instances: InstanceTable;
  readonly shapes: InstanceShapes;
  readonly plainRequests: PlainRequests;
  readonly cloud: CreatedCloud;
  readonly health: HostHealth;
  readonly ledger: HostLedger;
  readonly groups: GroupMembers;
  readonly images: ImageCache;
  readonly meter: UsageMeter;
  readonly tally = new Tally();
  readonly desk: SchedulerDesk;
  readonly delays: Delays;
  readonly buildFailures: RandomStream;
  /** A silent service counts as down after this. Nova: `service_down_time`. */
  readonly serviceDownSeconds: number;
  /** Alternates that are left for a build, by instance. */
  readonly alternates = new Map<number, Alternates>();
  /** Running instances of each shape. */
  readonly running: Int32Array;
  /** Instances asked for and refused so far. */
  arrived = 0;
  refused = 0;
  /** Of each request: 1 when one of its instances was refused. */
  readonly requestRefused: Uint8Array;

  constructor(input: RunInput, makeEngine: EngineFactory, sink: RowSink) {
    const { workload, hosts } = input;
    this.input = input;
    this.requests = tableRequests(workload, input.batchesAreRequests);
    this.instances = new InstanceTable(workload, hosts.length);
    this.shapes = new InstanceShapes(input);
    this.plainRequests = new PlainRequests(input, this.shapes);
    this.cloud = createCloud(hosts, input.aggregates, (host) => this.instances.uuidsOn(host));
    this.health = new HostHealth(input);
    this.meter = new UsageMeter(input.metrics.warmupSeconds, input.durationSeconds);
    this.ledger = new HostLedger(hosts, this.meter);
    const hostNames = hosts.map(({ name }) => name);
    this.groups = new GroupMembers(workload.groups, hostNames);
    this.images = new ImageCache({
      hosts: hosts.length,
      sizesMib: input.images.map(({ sizeMib }) => sizeMib),
      downloadMibPerSecond: input.controlPlane.image.downloadMibPerSecond,
      cacheSeconds: input.controlPlane.image.cacheSeconds,
    });
    this.desk = new SchedulerDesk(input, makeEngine(this.cloud.state), sink);
    this.delays = makeDelays(input);
    this.buildFailures = new RandomStream(input.seed, 'build-failure');
    this.serviceDownSeconds = resolveOptions(input.scheduler.options).topLevel.service_down_time;
    this.running = new Int32Array(this.shapes.all.length);
    this.requestRefused = new Uint8Array(this.requests.count);
  }

  /** Adds to a count of the run when the present lies in the counted window. */
  count(key: CountKey): void {
    const { durationSeconds, metrics } = this.input;
    if (this.nowSeconds >= metrics.warmupSeconds && this.nowSeconds <= durationSeconds) this.tally.add(key);
  }

  /** Image of an instance. The column is not looked at where it says nothing: that costs a line of the cache. */
  imageOf(instance: number): number {
    return this.input.images.length > 1 ? this.input.workload.image[instance]! : 0;
  }

  /** Server group of an instance, -1 for none. */
  groupOf(instance: number): number {
    return this.input.workload.groups.length > 0 ? this.input.workload.group[instance]! : -1;
  }

  /** What an instance is now. */
  shape(instance: number): InstanceShape {
    return this.shapes.of(this.instances.flavor(instance), this.imageOf(instance));
  }

  /** What an instance becomes when its move ends. */
  newShape(instance: number): InstanceShape {
    return this.shapes.of(this.instances.newFlavor(instance), this.imageOf(instance));
  }
}

interface Delays {
  readonly api: DelayDraw;
  readonly scheduler: DelayDraw;
  readonly network: DelayDraw;
  readonly spawn: DelayDraw;
  readonly delete: DelayDraw;
  readonly resize: DelayDraw;
  readonly migrate: DelayDraw;
}

function makeDelays({ seed, controlPlane }: RunInput): Delays {
  return {
    api: new DelayDraw(seed, 'api', controlPlane.api),
    scheduler: new DelayDraw(seed, 'scheduler', controlPlane.scheduler),
    network: new DelayDraw(seed, 'network', controlPlane.network),
    spawn: new DelayDraw(seed, 'spawn', controlPlane.spawn),
    delete: new DelayDraw(seed, 'delete', controlPlane.delete),
    resize: new DelayDraw(seed, 'resize', controlPlane.resize),
    migrate: new DelayDraw(seed, 'migrate', controlPlane.migrate ?? controlPlane.resize),
  };
}
