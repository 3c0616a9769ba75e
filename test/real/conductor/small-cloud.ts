import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { InProcessBus } from '../../../real/bus/index.ts';
import type { Bus, MessageContext } from '../../../real/bus/index.ts';
import { FolderImageSink } from '../../../real/compute/agent/folder-image-sink.ts';
import { FakeHypervisor } from '../../../real/compute/fake-driver/fake-hypervisor.ts';
import type { FakeHypervisorOptions } from '../../../real/compute/fake-driver/fake-hypervisor.ts';
import { HypervisorError } from '../../../real/compute/hypervisor/hypervisor-error.ts';
import { ComputeHost } from '../../../real/compute/rpc/compute-host.ts';
import { BusConductorClient, ConductorService } from '../../../real/conductor/index.ts';
import type { ServerOperation } from '../../../real/conductor/index.ts';
import type { Instance } from '../../../real/objects/instance.ts';
import { openComputeTables } from '../../../real/objects/tables.ts';
import type { ComputeTables } from '../../../real/objects/tables.ts';
import { PlacementClient, PlacementService } from '../../../real/placement/index.ts';
import { SchedulerService } from '../../../real/scheduler/index.ts';
import type { SchedulerServiceOptions } from '../../../real/scheduler/index.ts';
import { MemoryNetworks } from './memory-networks.ts';

export interface SmallCloudOptions {
  /** In this process; default 2. */
  readonly hosts?: number;
  readonly bus?: Bus;
  readonly fake?: Partial<FakeHypervisorOptions>;
  readonly scheduler?: SchedulerServiceOptions['options'];
  /** Keeps everything here; default in memory. */
  readonly folder?: string;
}

const flavor = {
  id: '1',
  name: 'm1.tiny',
  vcpus: 1,
  ramMib: 512,
  rootGib: 1,
  ephemeralGib: 0,
  swapMib: 0,
  extraSpecs: {},
  description: null,
  disabled: false,
  isPublic: true,
  rxtxFactor: 1,
} satisfies Instance['flavor'];

/** Placement, scheduler, conductor and hosts of the fake driver in this process, with the API's part played by the test. */
export class SmallCloud {
  readonly tables: ComputeTables;
  readonly networks: MemoryNetworks;
  readonly placement: PlacementService;
  readonly bus: Bus;
  readonly client: BusConductorClient;
  readonly hypervisors: FakeHypervisor[] = [];
  readonly hosts: ComputeHost[] = [];
  readonly discarded: string[] = [];
  readonly images = new Set(['cirros']);
  conductor!: ConductorService;
  scheduler!: SchedulerService;
  readonly #folder: string;
  readonly #isOwnFolder: boolean;

  private constructor(parts: {
    tables: ComputeTables;
    networks: MemoryNetworks;
    placement: PlacementService;
    folder: string;
    isOwnFolder: boolean;
    bus: Bus;
  }) {
    this.tables = parts.tables;
    this.networks = parts.networks;
    this.placement = parts.placement;
    this.bus = parts.bus;
    this.client = new BusConductorClient(this.bus);
    this.#folder = parts.folder;
    this.#isOwnFolder = parts.isOwnFolder;
  }

  static async start(options: SmallCloudOptions = {}): Promise<SmallCloud> {
    const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'astrolabe-cloud-')));
    const file = (name: string): string => (options.folder === undefined ? ':memory:' : path.join(folder, name));
    const cloud = new SmallCloud({
      tables: await openComputeTables(file('compute.sqlite')),
      networks: new MemoryNetworks(options.folder && path.join(folder, 'networks.json')),
      placement: await PlacementService.start({ database: file('placement.sqlite'), port: 0 }),
      folder,
      isOwnFolder: options.folder === undefined,
      bus: options.bus ?? new InProcessBus({ logger }),
    });
    await cloud.#open(options);
    return cloud;
  }

  async #open({ hosts = 2, fake, scheduler }: SmallCloudOptions): Promise<void> {
    const { tables, bus, placement, networks } = this;
    this.scheduler = await SchedulerService.open({ tables, bus, placement, options: scheduler, logger });
    const images = {
      describe: async (id: string) => {
        if (this.images.has(id)) return { id, diskFormat: 'raw', sizeBytes: 1, properties: {} };
        throw new HypervisorError('image-missing', 'image', `Image ${id} could not be found.`);
      },
      discard: async (id: string) => void this.discarded.push(id),
    };
    this.conductor = await ConductorService.open({
      tables,
      bus,
      images,
      networks,
      placement,
      host: 'controller',
      logger,
    });
    for (let number = 1; number <= hosts; number += 1) await this.addHost(`host${number}`, fake);
  }

  async addHost(host: string, fake: Partial<FakeHypervisorOptions> = {}): Promise<void> {
    const folder = this.#isOwnFolder ? undefined : path.join(this.#folder, 'guests', host);
    const hypervisor = fakeHost(host, { folder, ...fake });
    this.hypervisors.push(hypervisor);
    this.hosts.push(
      await ComputeHost.open({
        bus: this.bus,
        hypervisor,
        host,
        nodeUuid: uuidOf(host),
        images: new FolderImageSink(path.join(this.#folder, 'snapshots')),
        placement: new PlacementClient(this.placement.url, 'admin'),
        logger,
      }),
    );
  }

  /** As the API does it: rows, then the message. */
  async create(changes: Partial<Instance> = {}, count = 1): Promise<readonly string[]> {
    const rows = Array.from({ length: count }, (_, index) => instanceRow({ launchIndex: index, ...changes }));
    const context = newContext();
    await this.tables.database.write(() => {
      for (const row of rows) this.#act(row, 'create', context);
      for (const row of rows) this.tables.instances.put(row);
    });
    const uuids = rows.map(({ uuid }) => uuid);
    await this.client.build({ uuids, adminPassword: 'secret', files: [] }, context);
    return uuids;
  }

  async createOne(changes: Partial<Instance> = {}): Promise<Instance> {
    const [uuid] = await this.create(changes);
    return this.settled(uuid!);
  }

  async ask(uuid: string, operation: ServerOperation, changes: Partial<Instance>): Promise<void> {
    const context = newContext();
    await this.tables.database.write(() => {
      const row = this.row(uuid);
      this.tables.instances.put({ ...row, ...changes });
      this.#act(row, operation.kind, context);
    });
    await this.client.operate(uuid, operation, context);
  }

  async do(uuid: string, operation: ServerOperation, changes: Partial<Instance> = {}): Promise<Instance> {
    await this.ask(uuid, operation, changes);
    return this.settled(uuid);
  }

  delete(uuid: string): Promise<Instance> {
    return this.do(uuid, { kind: 'delete' }, { taskState: 'deleting' });
  }

  row(uuid: string): Instance {
    return this.tables.instances.get(uuid)!;
  }

  /** The server when nothing is done to it any more. */
  async settled(uuid: string): Promise<Instance> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.conductor.idle();
    await this.until(() => {
      const row = this.row(uuid);
      return row.taskState === null && row.vmState !== 'building';
    });
    return this.row(uuid);
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error('it did not come about within thirty seconds');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Amounts that a consumer holds, by class. */
  held(consumer: string): Record<string, number> {
    const { placement } = this.placement;
    const number = placement.state.consumers.idOf(consumer);
    if (number === undefined) return {};
    const rows = placement.rowsOf(number);
    return Object.fromEntries(rows.map(({ classId, amount }) => [placement.state.classes.nameOf(classId), amount]));
  }

  /** Who holds something of Placement and of the network, and the servers that should. */
  holders(): { held: readonly (readonly string[])[]; present: readonly string[] } {
    const present = this.present().filter(({ host }) => host !== null);
    const sorted = (uuids: Iterable<string>): string[] => [...uuids].sort((one, other) => one.localeCompare(other));
    return {
      held: [sorted(this.consumers()), sorted(this.networks.ports.keys())],
      present: sorted(present.map(({ uuid }) => uuid)),
    };
  }

  /** Servers that were not deleted. */
  present(): readonly Instance[] {
    return [...this.tables.instances.all()].filter(({ deletedAtSeconds }) => deletedAtSeconds === null);
  }

  consumers(): readonly string[] {
    return this.placement.placement.consumers.flatMap((facts) => (facts ? [facts.uuid] : []));
  }

  async close(): Promise<void> {
    await this.conductor.close();
    await Promise.all(this.hosts.map((host) => host.close()));
    await this.scheduler.close();
    await this.bus.close();
    await this.placement.close();
    await this.tables.database.close();
    if (this.#isOwnFolder) await rm(this.#folder, { recursive: true, force: true });
  }

  #act({ uuid, userId, projectId }: Instance, action: string, { requestId }: MessageContext): void {
    this.tables.actions.put({
      instanceUuid: uuid,
      requestId,
      action,
      userId,
      projectId,
      startedAtSeconds: Date.now() / 1000,
      updatedAtSeconds: Date.now() / 1000,
      message: null,
      traceId: '0'.repeat(32),
    });
  }
}

/** A host with room for 31 small servers. */
export function fakeHost(hostname: string, options: Partial<FakeHypervisorOptions>): FakeHypervisor {
  return new FakeHypervisor({ hostname, vcpus: 8, ramMib: 16_384, diskGib: 100, ...options });
}

const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });

export function newContext(): MessageContext {
  const id = randomUUID().replaceAll('-', '');
  return { traceparent: `00-${id}-${id.slice(16)}-01`, requestId: `req-${randomUUID()}` };
}

/** The same uuid for a name in every run: a host keeps its own for ever. */
export function uuidOf(name: string): string {
  const hex = createHash('sha1').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function instanceRow(changes: Partial<Instance> = {}): Instance {
  const uuid = randomUUID();
  return {
    uuid,
    displayName: `server-${uuid.slice(0, 4)}`,
    displayDescription: null,
    hostname: 'server',
    projectId: 'a0000000000000000000000000000001',
    userId: 'b0000000000000000000000000000001',
    reservationId: `r-${uuid.slice(0, 8)}`,
    launchIndex: 0,
    vmState: 'building',
    taskState: 'scheduling',
    powerState: 'nostate',
    progress: 0,
    flavor,
    oldFlavor: null,
    newFlavor: null,
    imageId: 'cirros',
    imageProperties: {},
    keyName: null,
    keyData: null,
    userData: null,
    metadata: {},
    tags: [],
    configDrive: false,
    accessIpV4: null,
    accessIpV6: null,
    diskConfig: 'MANUAL',
    lockedBy: null,
    lockedReason: null,
    securityGroups: ['default'],
    schedulerHints: {},
    serverGroupId: null,
    requestedZone: null,
    forcedHost: null,
    forcedNode: null,
    requestedHost: null,
    requestedNics: 'auto',
    nics: [],
    host: null,
    node: null,
    alternates: [],
    numaTopology: null,
    migrationUuid: null,
    ephemeralGibs: null,
    rootDeviceName: null,
    trustedImageCertificates: null,
    shelvedImageId: null,
    stateBefore: null,
    createdAtSeconds: Date.now() / 1000,
    updatedAtSeconds: Date.now() / 1000,
    launchedAtSeconds: null,
    terminatedAtSeconds: null,
    deletedAtSeconds: null,
    ...changes,
  };
}
