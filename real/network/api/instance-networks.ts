import type { InstanceVif, RequestedNic } from '../../objects/instance.ts';
import type { PortBinding } from '../port.ts';

export interface AllocateOptions {
  readonly instanceUuid: string;
  readonly projectId: string;
  /** Service host name that the ports are bound to. */
  readonly host: string;
  readonly availabilityZone: string;
  /** `auto`: the project's one network; with none, no NIC. */
  readonly nics: readonly RequestedNic[] | 'auto' | 'none';
  /** Names or ids, for ports that are made here. */
  readonly securityGroups: readonly string[];
  readonly hostname: string;
}

/** A security group as servers show it. */
export interface InstanceSecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly projectId: string;
  readonly rules: readonly {
    readonly id: string;
    readonly direction: 'ingress' | 'egress';
    readonly protocol: string | null;
    readonly portRangeMin: number | null;
    readonly portRangeMax: number | null;
    readonly remoteIpPrefix: string | null;
    readonly remoteGroup: { readonly name: string; readonly projectId: string } | null;
  }[];
}

/**
 * The networks of servers, for the conductor in the same process. Every call may be repeated; what is answered is on the
 * disk. Nova: `network.neutron.API`.
 */
export interface InstanceNetworks {
  /** Binds the ports that were named and makes the others. All or nothing. @throws ApiError as Neutron's API would */
  allocate(options: AllocateOptions): Promise<readonly InstanceVif[]>;
  /** Ports of a server as its host plugs them, in the order of its NICs. */
  bindings(instanceUuid: string): readonly PortBinding[];
  vifs(instanceUuid: string): readonly InstanceVif[];
  /** Unbinds ports that the user made, deletes the others. Nothing for a server without any. */
  deallocate(instanceUuid: string): Promise<void>;
  /** One NIC more, or less. */
  attach(instanceUuid: string, host: string, nic: RequestedNic, projectId?: string): Promise<InstanceVif>;
  detach(instanceUuid: string, portId: string): Promise<void>;
  /** Tells the host's word: ports are `ACTIVE` when plugged, else `DOWN`. */
  setPlugged(instanceUuid: string, isPlugged: boolean): Promise<void>;
  /** The binding of a server's port changed: security groups, addresses, address pairs. Returns the call that ends it. */
  onBindingChanged(listener: (instanceUuid: string, host: string, binding: PortBinding) => void): () => void;
  /** What a request for a server asks of networks, before it is scheduled. @throws ApiError */
  check(projectId: string, nics: AllocateOptions['nics'], securityGroups: readonly string[]): void;
  /** The groups of a server's ports: one entry for each group of each port. */
  securityGroups(instanceUuid: string): readonly InstanceSecurityGroup[];
  /** All groups of a project. */
  groupsOf(projectId: string): readonly InstanceSecurityGroup[];
  /** Puts a group of the project, by its name or id, on each port of a server, or takes it away. @throws ApiError 404, 409 */
  addSecurityGroup(instanceUuid: string, projectId: string, nameOrId: string): Promise<void>;
  removeSecurityGroup(instanceUuid: string, projectId: string, nameOrId: string): Promise<void>;
}
