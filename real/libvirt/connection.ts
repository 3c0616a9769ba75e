import { EventEmitter } from 'node:events';
import { parseConnectionUri } from './connection-uri.ts';
import { EventHub } from './events/event-hub.ts';
import type { EventKind, EventListener, EventObject, Subscription } from './events/event-hub.ts';
import { EventStream } from './events/event-stream.ts';
import type { EventPayloads } from './generated/procedures.ts';
import type {
  DomainRef,
  NamedCounter,
  NetworkRef,
  SecretRef,
  StoragePoolRef,
  StorageVolRef,
} from './generated/types.ts';
import { Domain } from './objects/domain.ts';
import { Interface } from './objects/interface.ts';
import { Network } from './objects/network.ts';
import { NodeDevice } from './objects/node-device.ts';
import { Nwfilter } from './objects/nwfilter.ts';
import { Secret } from './objects/secret.ts';
import { StoragePool } from './objects/storage-pool.ts';
import { StorageVolume } from './objects/storage-volume.ts';
import { createRpcCalls } from './rpc-calls.ts';
import type { RpcCalls } from './rpc-calls.ts';
import { safeNumber } from './safe-number.ts';
import { typedParamsFrom } from './typed-params.ts';
import type { TypedParams } from './typed-params.ts';
import { frameBytesMax } from './wire/frame.ts';
import type { KeepaliveOptions } from './wire/keepalive.ts';
import { Lanes } from './wire/lanes.ts';
import type { LanesOptions } from './wire/lanes.ts';
import type { CallOptions } from './wire/pending-call.ts';
import type { StreamProcedure } from './wire/procedure.ts';
import type { RpcStream } from './wire/rpc-stream.ts';
import type { ReconnectOptions } from './wire/session.ts';

export interface ConnectOptions {
  /** `qemu+unix:///system?socket=PATH`, `qemu+tcp://HOST:PORT/system`, `qemu:///system`, ... Default `qemu:///system`. */
  readonly uri?: string;
  /** The daemon's socket, instead of the one that the URI says. */
  readonly socketPath?: string;
  /** The daemon's TCP address, instead of the one that the URI says; port 16509 by default. */
  readonly host?: string;
  readonly port?: number;
  readonly readOnly?: boolean;
  /** For the socket and for each step of the handshake. Default 10000. */
  readonly connectTimeoutMs?: number;
  /** For every call that does not say otherwise. Default: none, since a migration may take hours. */
  readonly callTimeoutMs?: number;
  /** The largest message taken from the daemon. Default 32 MiB, libvirt's own bound. */
  readonly frameBytesMax?: number;
  /** Calls sent and not answered on the main line; more wait their turn in this process. Default 1024. */
  readonly callsUnderWayMax?: number;
  /** Calls that may wait on one line; one more fails at once. Default 65536. */
  readonly callsWaitingMax?: number;
  /** Lines for calls that may take long, four calls on each; 0 sends everything down one line. Default 4. */
  readonly slowLinesMax?: number;
  /** Default every 5 s, five times; false for never. */
  readonly keepalive?: KeepaliveOptions | false;
  /** Default after 100 ms, then doubling up to 5 s; false fails every call once the connection is lost. */
  readonly reconnect?: ReconnectOptions | false;
}

/** `lost` with the reason, when the main line breaks; `restored` when it is back and every event registered again. */
export interface ConnectionEvents {
  lost: [cause: Error];
  restored: [];
}

export interface EventStreamOptions<Kind extends EventKind> {
  /** Only events of this domain, network, pool, device or secret. */
  readonly of?: EventObject<Kind> | undefined;
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Events not taken yet; past this the iterator throws. Default 10000. */
  readonly waitingMax?: number | undefined;
}

export interface NodeInfo {
  readonly model: string;
  readonly memoryKib: number;
  readonly cpus: number;
  readonly mhz: number;
  readonly numaCells: number;
  readonly socketsPerCell: number;
  readonly coresPerSocket: number;
  readonly threadsPerCore: number;
}

export interface DomainCapabilitiesQuery {
  readonly emulator?: string;
  readonly arch?: string;
  readonly machine?: string;
  readonly virtType?: string;
}

/** Connects, authenticates and opens the driver. Rejects with `ConnectError`, `AuthenticationError` or `LibvirtError`. */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  return Connection.open(options);
}

/**
 * A connection to one libvirt daemon. It mends itself: calls wait while the daemon is away, events are registered
 * again, and a call that was under way fails with `ConnectionLostError`, whose `mayHaveRun` says what is known.
 *
 *     const connection = await connect({ uri: 'qemu+unix:///system?socket=/run/libvirt/libvirt-sock' });
 *     for (const domain of await connection.listDomains()) console.log(domain.name, (await domain.state()).state);
 *     await connection.close();
 */
export class Connection extends EventEmitter<ConnectionEvents> {
  /** Every call of the protocol, plainly. */
  readonly rpc: RpcCalls;
  readonly #lanes: Lanes;
  readonly #events: EventHub;

  static async open(options: ConnectOptions): Promise<Connection> {
    // The lines are opened first, so the hooks find these only later; before, there is nothing to tell them.
    const made: { events?: EventHub; connection?: Connection } = {};
    const lanes = await Lanes.open(lanesOptionsFrom(options), {
      onMessage: (program, procedure, reader) => made.events?.dispatch(program, procedure, reader),
      restore: async (call) => made.events?.restore(call),
      onLost: (cause) => made.connection?.emit('lost', cause),
      onRestored: () => made.connection?.emit('restored'),
    });
    made.events = new EventHub(lanes.main);
    made.connection = new Connection(lanes, made.events);
    return made.connection;
  }

  private constructor(lanes: Lanes, events: EventHub) {
    super();
    this.#lanes = lanes;
    this.#events = events;
    this.rpc = createRpcCalls((procedure, args, options) => lanes.call(procedure, args as never, options));
  }

  get state(): 'open' | 'reconnecting' | 'closed' {
    return this.#lanes.main.state;
  }

  /** Numbers for those who watch the watcher. */
  statistics(): { readonly callsUnderWay: number; readonly callsWaiting: number; readonly strayReplies: number } {
    const { callsUnderWay, callsWaiting, strayReplies } = this.#lanes.main;
    return { callsUnderWay, callsWaiting, strayReplies };
  }

  /** Calls under way fail with `ConnectionClosedError`; streams end. Safe to call twice. */
  close(): void {
    this.#lanes.close();
  }

  /** Settles when the daemon has confirmed the registration; what happens after that is heard. */
  subscribe<Kind extends EventKind>(
    kind: Kind,
    listener: EventListener<Kind>,
    options: { readonly of?: EventObject<Kind> | undefined } = {},
  ): Promise<Subscription> {
    return this.#events.subscribe(kind, listener, options.of);
  }

  /**
   * The same as an async iterator, already registered:
   *
   *     for await (const { dom, event } of await connection.events('domain.lifecycle', { signal })) ...
   */
  async events<Kind extends EventKind>(
    kind: Kind,
    options: EventStreamOptions<Kind> = {},
  ): Promise<AsyncIterableIterator<EventPayloads[Kind]>> {
    const { of, signal, waitingMax = 10_000 } = options;
    const stream = new EventStream<EventPayloads[Kind]>(kind, waitingMax);
    const subscription = await this.subscribe(kind, (event) => stream.push(event), { of });
    const onAbort = (): void => stream.end();
    void stream.over.then(() => {
      signal?.removeEventListener('abort', onAbort);
      return subscription.close();
    });
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    return stream;
  }

  /** A call that a stream follows, for what the classes do not offer; `release` gives its line back. */
  openStream<Args, Result>(
    procedure: StreamProcedure<Args, Result>,
    args: Args,
    options?: CallOptions,
  ): Promise<{ readonly result: Result; readonly stream: RpcStream; readonly release: () => void }> {
    return this.#lanes.openStream(procedure, args, options);
  }

  // The daemon and its node

  /** libvirt's version and the hypervisor's, as `major * 1,000,000 + minor * 1,000 + release`. */
  async version(options?: CallOptions): Promise<{ readonly libvirt: number; readonly hypervisor: number }> {
    const [libvirt, hypervisor] = await Promise.all([
      this.rpc.connectGetLibVersion(options),
      this.rpc.connectGetVersion(options),
    ]);
    return { libvirt: safeNumber(libvirt.libVer), hypervisor: safeNumber(hypervisor.hvVer) };
  }

  async driverType(options?: CallOptions): Promise<string> {
    return (await this.rpc.connectGetType(options)).type;
  }

  async hostname(options?: CallOptions): Promise<string> {
    return (await this.rpc.connectGetHostname(options)).hostname;
  }

  async uri(options?: CallOptions): Promise<string> {
    return (await this.rpc.connectGetUri(options)).uri;
  }

  /** XML. */
  async capabilities(options?: CallOptions): Promise<string> {
    return (await this.rpc.connectGetCapabilities(options)).capabilities;
  }

  /** XML: what a domain of this kind may have. */
  async domainCapabilities(query: DomainCapabilitiesQuery = {}, options?: CallOptions): Promise<string> {
    const { emulator = null, arch = null, machine = null, virtType = null } = query;
    const args = { emulatorbin: emulator, arch, machine, virttype: virtType, flags: 0 };
    return (await this.rpc.connectGetDomainCapabilities(args, options)).capabilities;
  }

  async nodeInfo(options?: CallOptions): Promise<NodeInfo> {
    const info = await this.rpc.nodeGetInfo(options);
    const { model, memory, cpus, mhz, nodes, sockets, cores, threads } = info;
    return {
      model,
      memoryKib: safeNumber(memory),
      cpus,
      mhz,
      numaCells: nodes,
      socketsPerCell: sockets,
      coresPerSocket: cores,
      threadsPerCore: threads,
    };
  }

  async cpuModelNames(arch: string, options?: CallOptions): Promise<readonly string[]> {
    return (await this.rpc.connectGetCpuModelNames({ arch, needResults: 1, flags: 0 }, options)).models;
  }

  /** How this host's CPU relates to the one in the XML: see `cpuCompareResults`. */
  async compareCpu(xml: string, flags = 0, options?: CallOptions): Promise<number> {
    return (await this.rpc.connectCompareCpu({ xml, flags }, options)).result;
  }

  /** XML of the richest CPU that all of these have. */
  async baselineCpu(xmlCpus: readonly string[], flags = 0, options?: CallOptions): Promise<string> {
    return (await this.rpc.connectBaselineCpu({ xmlCpus, flags }, options)).cpu;
  }

  /** KiB by name (`total`, `free`, `buffers`, `cached`); -1 for the whole node, else one NUMA cell. */
  async nodeMemoryStats(cell = -1, options?: CallOptions): Promise<Readonly<Record<string, number>>> {
    const query = { cellNum: cell, flags: 0 };
    const { nparams } = await this.rpc.nodeGetMemoryStats({ ...query, nparams: 0 }, options);
    return countersFrom((await this.rpc.nodeGetMemoryStats({ ...query, nparams }, options)).params);
  }

  /** Nanoseconds by name (`kernel`, `user`, `idle`, `iowait`); -1 for all CPUs together, else one. */
  async nodeCpuStats(cpu = -1, options?: CallOptions): Promise<Readonly<Record<string, number>>> {
    const query = { cpuNum: cpu, flags: 0 };
    const { nparams } = await this.rpc.nodeGetCpuStats({ ...query, nparams: 0 }, options);
    return countersFrom((await this.rpc.nodeGetCpuStats({ ...query, nparams }, options)).params);
  }

  /** Free pages of each size (in KiB) in each NUMA cell asked for: cell by cell, sizes in the order given. */
  async nodeFreePages(
    pageSizesKib: readonly number[],
    startCell: number,
    cellCount: number,
    options?: CallOptions,
  ): Promise<readonly number[]> {
    const args = { pages: pageSizesKib, startCell, cellCount, flags: 0 };
    return (await this.rpc.nodeGetFreePages(args, options)).counts.map(safeNumber);
  }

  // Domains

  /** The object of a reference that an event brought; asks the daemon nothing. */
  domain(ref: DomainRef): Domain {
    return new Domain(this, ref);
  }

  /** All of them, or those that `listDomainsFlags` chooses. */
  async listDomains(flags = 0, options?: CallOptions): Promise<Domain[]> {
    const { domains } = await this.rpc.connectListAllDomains({ needResults: 1, flags }, options);
    return domains.map((ref) => new Domain(this, ref));
  }

  async lookupDomainByName(name: string, options?: CallOptions): Promise<Domain> {
    return new Domain(this, (await this.rpc.domainLookupByName({ name }, options)).dom);
  }

  async lookupDomainByUuid(uuid: string, options?: CallOptions): Promise<Domain> {
    return new Domain(this, (await this.rpc.domainLookupByUuid({ uuid }, options)).dom);
  }

  async lookupDomainById(id: number, options?: CallOptions): Promise<Domain> {
    return new Domain(this, (await this.rpc.domainLookupById({ id }, options)).dom);
  }

  /** Makes it persistent without starting it. `domainDefineFlags` */
  async defineDomain(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
    return new Domain(this, (await this.rpc.domainDefineXmlFlags({ xml, flags }, options)).dom);
  }

  /** Starts a domain that is gone when it stops. `domainCreateFlags` */
  async createDomain(xmlDesc: string, flags = 0, options?: CallOptions): Promise<Domain> {
    return new Domain(this, (await this.rpc.domainCreateXml({ xmlDesc, flags }, options)).dom);
  }

  /** Goes on with a domain from a file that `domain.save` wrote. */
  async restoreDomain(from: string, dxml: string | null = null, flags = 0, options?: CallOptions): Promise<void> {
    await this.rpc.domainRestoreFlags({ from, dxml, flags }, options);
  }

  /** Statistics of many domains in one call; none given means all. `domainStatsTypes`, `domainStatsFlags` */
  async allDomainStats(
    query: { readonly domains?: readonly Domain[]; readonly stats?: number; readonly flags?: number } = {},
    options?: CallOptions,
  ): Promise<{ readonly domain: Domain; readonly stats: TypedParams }[]> {
    const { domains = [], stats = 0, flags = 0 } = query;
    const args = { doms: domains.map((domain) => domain.ref), stats, flags };
    const { retStats } = await this.rpc.connectGetAllDomainStats(args, options);
    return retStats.map(({ dom, params }) => ({ domain: new Domain(this, dom), stats: typedParamsFrom(params) }));
  }

  // Networks, interfaces, network filters

  network(ref: NetworkRef): Network {
    return new Network(this, ref);
  }

  async listNetworks(flags = 0, options?: CallOptions): Promise<Network[]> {
    const { nets } = await this.rpc.connectListAllNetworks({ needResults: 1, flags }, options);
    return nets.map((ref) => new Network(this, ref));
  }

  async lookupNetworkByName(name: string, options?: CallOptions): Promise<Network> {
    return new Network(this, (await this.rpc.networkLookupByName({ name }, options)).net);
  }

  async lookupNetworkByUuid(uuid: string, options?: CallOptions): Promise<Network> {
    return new Network(this, (await this.rpc.networkLookupByUuid({ uuid }, options)).net);
  }

  async defineNetwork(xml: string, options?: CallOptions): Promise<Network> {
    return new Network(this, (await this.rpc.networkDefineXml({ xml }, options)).net);
  }

  async createNetwork(xml: string, options?: CallOptions): Promise<Network> {
    return new Network(this, (await this.rpc.networkCreateXml({ xml }, options)).net);
  }

  async listInterfaces(flags = 0, options?: CallOptions): Promise<Interface[]> {
    const { ifaces } = await this.rpc.connectListAllInterfaces({ needResults: 1, flags }, options);
    return ifaces.map((ref) => new Interface(this, ref));
  }

  async lookupInterfaceByName(name: string, options?: CallOptions): Promise<Interface> {
    return new Interface(this, (await this.rpc.interfaceLookupByName({ name }, options)).iface);
  }

  async listNwfilters(options?: CallOptions): Promise<Nwfilter[]> {
    const { filters } = await this.rpc.connectListAllNwfilters({ needResults: 1, flags: 0 }, options);
    return filters.map((ref) => new Nwfilter(this, ref));
  }

  async lookupNwfilterByName(name: string, options?: CallOptions): Promise<Nwfilter> {
    return new Nwfilter(this, (await this.rpc.nwfilterLookupByName({ name }, options)).nwfilter);
  }

  async defineNwfilter(xml: string, options?: CallOptions): Promise<Nwfilter> {
    return new Nwfilter(this, (await this.rpc.nwfilterDefineXml({ xml }, options)).nwfilter);
  }

  // Storage

  storagePool(ref: StoragePoolRef): StoragePool {
    return new StoragePool(this, ref);
  }

  storageVolume(ref: StorageVolRef): StorageVolume {
    return new StorageVolume(this, ref);
  }

  async listStoragePools(flags = 0, options?: CallOptions): Promise<StoragePool[]> {
    const { pools } = await this.rpc.connectListAllStoragePools({ needResults: 1, flags }, options);
    return pools.map((ref) => new StoragePool(this, ref));
  }

  async lookupStoragePoolByName(name: string, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(this, (await this.rpc.storagePoolLookupByName({ name }, options)).pool);
  }

  async lookupStoragePoolByUuid(uuid: string, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(this, (await this.rpc.storagePoolLookupByUuid({ uuid }, options)).pool);
  }

  async defineStoragePool(xml: string, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(this, (await this.rpc.storagePoolDefineXml({ xml, flags: 0 }, options)).pool);
  }

  /** `storagePoolCreateFlags` */
  async createStoragePool(xml: string, flags = 0, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(this, (await this.rpc.storagePoolCreateXml({ xml, flags }, options)).pool);
  }

  async lookupVolumeByPath(path: string, options?: CallOptions): Promise<StorageVolume> {
    return new StorageVolume(this, (await this.rpc.storageVolLookupByPath({ path }, options)).vol);
  }

  async lookupVolumeByKey(key: string, options?: CallOptions): Promise<StorageVolume> {
    return new StorageVolume(this, (await this.rpc.storageVolLookupByKey({ key }, options)).vol);
  }

  // Node devices, secrets

  /** All devices, or those that `listNodeDevicesFlags` chooses. */
  async listNodeDevices(flags = 0, options?: CallOptions): Promise<NodeDevice[]> {
    const { devices } = await this.rpc.connectListAllNodeDevices({ needResults: 1, flags }, options);
    return devices.map((ref) => new NodeDevice(this, ref));
  }

  async lookupNodeDeviceByName(name: string, options?: CallOptions): Promise<NodeDevice> {
    return new NodeDevice(this, (await this.rpc.nodeDeviceLookupByName({ name }, options)).dev);
  }

  secret(ref: SecretRef): Secret {
    return new Secret(this, ref);
  }

  async listSecrets(flags = 0, options?: CallOptions): Promise<Secret[]> {
    const { secrets } = await this.rpc.connectListAllSecrets({ needResults: 1, flags }, options);
    return secrets.map((ref) => new Secret(this, ref));
  }

  async lookupSecretByUuid(uuid: string, options?: CallOptions): Promise<Secret> {
    return new Secret(this, (await this.rpc.secretLookupByUuid({ uuid }, options)).secret);
  }

  async defineSecret(xml: string, options?: CallOptions): Promise<Secret> {
    return new Secret(this, (await this.rpc.secretDefineXml({ xml, flags: 0 }, options)).secret);
  }
}

function lanesOptionsFrom(options: ConnectOptions): LanesOptions {
  const { uri = 'qemu:///system', socketPath, host, port = 16509, readOnly = false } = options;
  const parsed = parseConnectionUri(uri, readOnly);
  const address = host === undefined ? parsed.target : { host, port };
  const keepalive = options.keepalive ?? { intervalMs: 5000, unansweredMax: 5 };
  const reconnect = options.reconnect ?? { delayMs: 100, delayMsMax: 5000 };
  return {
    target: socketPath === undefined ? address : { socketPath },
    driverUri: parsed.driverUri,
    readOnly,
    announceKeepalive: keepalive !== false,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    callTimeoutMs: options.callTimeoutMs,
    frameBytesMax: options.frameBytesMax ?? frameBytesMax,
    callsUnderWayMax: options.callsUnderWayMax ?? 1024,
    callsWaitingMax: options.callsWaitingMax ?? 65_536,
    slowLinesMax: options.slowLinesMax ?? 4,
    keepalive: keepalive === false ? undefined : keepalive,
    reconnect: reconnect === false ? undefined : reconnect,
  };
}

function countersFrom(params: readonly NamedCounter[]): Readonly<Record<string, number>> {
  return Object.fromEntries(params.map(({ field, value }) => [field, Number(value)]));
}
