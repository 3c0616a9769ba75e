import type { Aggregate } from './aggregate.ts';

/** Health of a host's `nova-compute` service. Times are seconds of the caller's clock. */
export interface ServiceState {
  disabled: boolean;
  disabledReason: string | null;
  forcedDown: boolean;
  lastSeenSeconds: number;
}

/**
 * What the scheduler knows of one host. Nova: `HostState`.
 *
 * The fields change while a cloud lives; change them through `Cloud`, which tells the engine.
 * `ramFreeMib` and `diskFreeMib` may be negative on an overcommitted host, as in Nova.
 */
export class HostState {
  /** Position in `Cloud.hosts`; the lowest index wins a tie. */
  readonly index: number;
  readonly uuid: string;
  /** Service host name. */
  readonly host: string;
  /** Hypervisor host name. */
  readonly node: string;

  cellUuid: string | undefined = undefined;
  hostIp: string | undefined = undefined;
  vcpusTotal = 0;
  vcpusUsed = 0;
  ramTotalMib = 0;
  ramFreeMib = 0;
  diskTotalGib = 0;
  diskFreeMib = 0;
  cpuAllocationRatio = 4;
  ramAllocationRatio = 1;
  diskAllocationRatio = 1;
  numInstances = 0;
  /** Builds, resizes, migrations and snapshots in flight. Nova: `num_io_ops`. */
  numIoOps = 0;
  failedBuilds = 0;
  hypervisorType: string | undefined = undefined;
  hypervisorVersion: number | undefined = undefined;
  aggregates: readonly Aggregate[] = [];
  service: ServiceState = { disabled: false, disabledReason: null, forcedDown: false, lastSeenSeconds: 0 };
  /** Uuids of the instances on the host. */
  readonly instances = new Set<string>();

  constructor(index: number, uuid: string, host: string, node: string) {
    this.index = index;
    this.uuid = uuid;
    this.host = host;
    this.node = node;
  }
}
