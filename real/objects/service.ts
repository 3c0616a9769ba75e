import type { HostTopologyJson } from '../../core/index.ts';
import type { HostDescription } from '../compute/hypervisor/host-description.ts';

/** A host's description as it is kept and sent. */
export interface HostDescriptionJson extends Omit<HostDescription, 'numaTopology'> {
  readonly numaTopology: HostTopologyJson | null;
}

/** A running part of the cloud. Nova: `Service`. */
export interface ServiceRow {
  readonly uuid: string;
  readonly binary: 'nova-compute' | 'nova-conductor' | 'nova-scheduler';
  readonly host: string;
  readonly version: number;
  readonly disabled: boolean;
  readonly disabledReason: string | null;
  readonly forcedDown: boolean;
  readonly createdAtSeconds: number;
  /** Last word from it. */
  readonly lastSeenSeconds: number;
}

/** A host with its resources, as its agent told last. Nova: `ComputeNode`. */
export interface ComputeNodeRow {
  /** Also the resource provider's. */
  readonly uuid: string;
  /** Service host name. */
  readonly host: string;
  /** Hypervisor host name. */
  readonly node: string;
  readonly hostIp: string;
  readonly description: HostDescriptionJson;
  readonly cpuAllocationRatio: number;
  readonly ramAllocationRatio: number;
  readonly diskAllocationRatio: number;
  /** Kept for the host itself; counted as used, as in Nova. */
  readonly reservedVcpus: number;
  readonly reservedRamMib: number;
  readonly reservedDiskGib: number;
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
}

/** A guest that was deleted while its host could not be reached. */
export interface HostCleanup {
  readonly host: string;
  readonly instanceUuid: string;
}
