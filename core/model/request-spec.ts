import type { PciRequest } from '../hardware/pci/pci-request.ts';
import type { InstanceTopology } from '../hardware/topology/instance-topology.ts';
import type { NetworkMetadata } from '../hardware/topology/network-metadata.ts';
import type { RequestGroup } from '../placement/candidates-query.ts';
import type { Flavor } from './flavor.ts';
import type { Image } from './image.ts';
import type { ServerGroup } from './server-group.ts';

/** Where the caller insists the instances go. Nova: `RequestSpec.requested_destination`. */
export interface RequestedDestination {
  readonly host?: string | undefined;
  readonly node?: string | undefined;
  readonly cellUuid?: string | undefined;
  readonly allowCrossCellMove?: boolean | undefined;
}

/** A network or port that a request names, as far as it restricts the hosts. */
export interface RequestedNetwork {
  /** For messages: the network's name or uuid. */
  readonly name: string;
  /** Uuids of the aggregates of its segments; `undefined` when the network is not routed. */
  readonly segmentAggregates?: readonly string[] | undefined;
  /** The port is managed by a SmartNIC (vnic type `remote-managed`). */
  readonly remoteManaged?: boolean | undefined;
}

/** One request for one or several equal instances. Nova: `RequestSpec`. */
export interface RequestSpec {
  /** One uuid per instance; several make it a multi-create. */
  readonly instanceUuids: readonly string[];
  readonly projectId: string;
  readonly userId: string;
  readonly flavor: Flavor;
  readonly image: Image | null;
  /** Booted from a volume: the root disk is not on the host. */
  readonly bootFromVolume?: boolean | undefined;
  readonly availabilityZone?: string | undefined;
  /** `undefined`: what flavor and image ask for; null: none at all. */
  readonly numaTopology?: InstanceTopology | null | undefined;
  readonly pciRequests?: readonly PciRequest[] | null | undefined;
  /** Networks whose NUMA affinity is to be kept. */
  readonly networkMetadata?: NetworkMetadata | undefined;
  readonly requestedNetworks?: readonly RequestedNetwork[] | undefined;
  /** Groups of resources from ports, device profiles or PCI requests. Nova: `requested_resources`. */
  readonly requestedGroups?: readonly RequestGroup[] | undefined;
  readonly serverGroup?: ServerGroup | undefined;
  /** Values are lists of strings, as Nova's API hands them on. */
  readonly schedulerHints?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly ignoreHosts?: readonly string[] | undefined;
  readonly forceHosts?: readonly string[] | undefined;
  readonly forceNodes?: readonly string[] | undefined;
  readonly requestedDestination?: RequestedDestination | undefined;
  /** Hosts a build already failed on, as `[host, node]` (RetryFilter). */
  readonly retryHosts?: readonly (readonly [string, string])[] | undefined;
}
