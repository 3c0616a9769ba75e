import type { PciPool } from '../hardware/pci/pci-pool.ts';
import type { HostTopology } from '../hardware/topology/host-topology.ts';
import type { Aggregate } from './aggregate.ts';

/** Health of a host's `nova-compute` service. Times are seconds of the caller's clock. */
export interface ServiceState {
  disabled: boolean;
  disabledReason: string | null;
  forcedDown: boolean;
  /** Last heartbeat. Infinity (the default): it reports all the time. Set it to a time to let it fall silent. */
  lastSeenSeconds: number;
}

/** `[architecture, hypervisor type, VM mode]` that a host can run. Nova: `supported_hv_specs`. */
export type SupportedInstance = readonly (string | null)[];

/**
 * What the scheduler knows of one host. Nova: `HostState`.
 *
 * The fields change while a cloud lives; change them through `CloudState`, which tells the engine.
 * `ramFreeMib` and `diskFreeMib` may be negative on an overcommitted host, as in Nova. Values that
 * are objects are replaced, never edited in place: that is how a reader sees that they changed.
 */
export class HostState {
  /** Position in `Cloud.hosts`; the lowest index wins a tie. */
  readonly index: number;
  // What every claim changes stands side by side at the front: that is one or two lines of the cache.
  #listInstances: InstanceList | undefined = undefined;
  #instances: Set<string> | undefined = undefined;
  vcpusUsed = 0;
  ramFreeMib = 0;
  diskFreeMib = 0;
  numInstances = 0;
  /** Builds, resizes, migrations and snapshots in flight. Nova: `num_io_ops`. */
  numIoOps = 0;
  failedBuilds = 0;
  vcpusTotal = 0;
  cpuAllocationRatio = 4;
  ramTotalMib = 0;
  diskTotalGib = 0;
  /** As last reported by the host; deciding does not change it. Nova: `disk_mb_used`. */
  diskUsedMib = 0;
  ramAllocationRatio = 1;
  diskAllocationRatio = 1;

  readonly uuid: string;
  /** Service host name. */
  readonly host: string;
  /** Hypervisor host name. */
  readonly node: string;
  cellUuid: string | undefined = undefined;
  hostIp: string | undefined = undefined;
  hypervisorType: string | undefined = undefined;
  hypervisorVersion: number | undefined = undefined;
  /** JSON text, as libvirt's driver reports it. */
  cpuInfo: string | undefined = undefined;
  supportedInstances: readonly SupportedInstance[] = [];
  /** Free keys and texts of the compute driver. Nova: `stats`. */
  stats: Readonly<Record<string, string | null>> = {};
  /** Monitor metrics by name; percentages are 0 to 100. */
  metrics: ReadonlyMap<string, number> = NO_METRICS;
  numaTopology: HostTopology | null = null;
  /** Free PCI devices; null: the host tells nothing of them. */
  pciPools: readonly PciPool[] | null = null;
  /** Ascending by id. */
  aggregates: readonly Aggregate[] = [];
  service: ServiceState = {
    disabled: false,
    disabledReason: null,
    forcedDown: false,
    lastSeenSeconds: Number.POSITIVE_INFINITY,
  };
  #instanceImageProperties: Map<string, number> | undefined = undefined;

  constructor(index: number, uuid: string, host: string, node: string) {
    this.index = index;
    this.uuid = uuid;
    this.host = host;
    this.node = node;
  }

  /** Uuids of the instances on the host. */
  get instances(): Set<string> {
    return (this.#instances ??= new Set(this.#listInstances?.(this.index)));
  }

  set instances(uuids: Set<string>) {
    this.#instances = uuids;
  }

  /** Image properties of the instances on the host, `name=value`, with how many have each. */
  get instanceImageProperties(): Map<string, number> {
    return (this.#instanceImageProperties ??= new Map());
  }

  set instanceImageProperties(counts: Map<string, number>) {
    this.#instanceImageProperties = counts;
  }

  /** From now on `host.instances` is asked for when somebody reads it, and anew after `forgetInstances`. */
  static listInstances(host: HostState, list: InstanceList): void {
    host.#listInstances = list;
    host.#instances = undefined;
  }

  /** Other instances are on a host with a list than before. */
  static forgetInstances(host: HostState): void {
    if (host.#listInstances !== undefined) host.#instances = undefined;
  }
}

/** Names the instances on a host of a cloud whose owner keeps them himself. */
export type InstanceList = (hostIndex: number) => Iterable<string>;

const NO_METRICS: ReadonlyMap<string, number> = new Map();
