import type { Flavor, InstanceTopologyJson } from '../../core/index.ts';
import type { PowerState } from '../compute/hypervisor/guest.ts';
import type { TaskState as HostTaskState, VmState as HostVmState } from '../compute/agent/instance-state.ts';

/** Nova's `vm_state`. */
export type VmState = HostVmState | 'shelved' | 'soft-delete';

/** Nova's `task_state`: those of the host, and those before a host is asked. */
export type TaskState =
  | HostTaskState
  | 'scheduling'
  | 'image_pending_upload'
  | 'image_snapshot_pending'
  | 'resize_prep'
  | 'resize_finish'
  | 'reboot_pending'
  | 'reboot_started'
  | 'unshelving'
  | 'rebuild_block_device_mapping'
  | 'rebuild_spawning'
  | 'soft-deleting'
  | 'restoring'
  | 'migrating';

/** A flavor as a server keeps it: changes of the catalogue do not reach servers. */
export interface InstanceFlavor extends Flavor {
  readonly description: string | null;
  readonly disabled: boolean;
  readonly isPublic: boolean;
  readonly rxtxFactor: number;
}

/** A NIC as the API shows it. Nova: one entry of `network_info`. */
export interface InstanceVif {
  readonly portId: string;
  readonly networkId: string;
  readonly networkLabel: string;
  readonly macAddress: string;
  readonly fixedIps: readonly { readonly subnetId: string; readonly ipAddress: string }[];
  readonly floatingIps: readonly { readonly fixedIp: string; readonly ipAddress: string }[];
  readonly tag: string | null;
  /** Made for this server, and deleted with it. */
  readonly preserveOnDelete: boolean;
}

/** What a user asked for as to networks. */
export interface RequestedNic {
  readonly networkId: string | null;
  readonly portId: string | null;
  readonly fixedIp: string | null;
  readonly tag: string | null;
}

/**
 * One server. Nova: `Instance` with the `RequestSpec` and `BuildRequest` beside it. Times are seconds since 1970, with
 * fractions. A row is never altered in place: see `Table`.
 */
export interface Instance {
  readonly uuid: string;
  readonly displayName: string;
  readonly displayDescription: string | null;
  readonly hostname: string;
  readonly projectId: string;
  readonly userId: string;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly vmState: VmState;
  readonly taskState: TaskState | null;
  readonly powerState: PowerState;
  /** Percent; shown while something is being done. */
  readonly progress: number;
  readonly flavor: InstanceFlavor;
  /** While a resize is under way or to be confirmed: the flavor before, to go back to. */
  readonly oldFlavor: InstanceFlavor | null;
  /** The flavor that a resize leads to. */
  readonly newFlavor: InstanceFlavor | null;
  readonly imageId: string | null;
  /** The image's properties when the server was made. */
  readonly imageProperties: Readonly<Record<string, unknown>>;
  readonly keyName: string | null;
  readonly keyData: string | null;
  /** Base64, as it was sent. */
  readonly userData: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly configDrive: boolean;
  readonly accessIpV4: string | null;
  readonly accessIpV6: string | null;
  readonly diskConfig: 'AUTO' | 'MANUAL';
  /** Who locked it: someone of its project, or an admin; null when it is not locked. */
  readonly lockedBy: 'owner' | 'admin' | null;
  readonly lockedReason: string | null;
  readonly securityGroups: readonly string[];
  readonly schedulerHints: Readonly<Record<string, readonly string[]>>;
  readonly serverGroupId: string | null;
  /** What the user asked for; the aggregate's zone of the host is looked up where it is shown. */
  readonly requestedZone: string | null;
  readonly forcedHost: string | null;
  readonly forcedNode: string | null;
  readonly requestedHost: string | null;
  readonly requestedNics: readonly RequestedNic[] | 'auto' | 'none';
  readonly nics: readonly InstanceVif[];
  readonly host: string | null;
  readonly node: string | null;
  /** Hosts that are left to try when the build fails, best first, as `[host, node]`. */
  readonly alternates: readonly (readonly [string, string])[];
  /** Its NUMA cells as they were fitted to the host; null when it asked for none. */
  readonly numaTopology: InstanceTopologyJson | null;
  /** While a resize is open: who holds the resources of the flavor before. Nova: `Migration.uuid`. */
  readonly migrationUuid: string | null;
  readonly rootDeviceName: string | null;
  /** Sizes of the ephemeral disks; null: one, of what the flavor has. */
  readonly ephemeralGibs: readonly number[] | null;
  readonly trustedImageCertificates: readonly string[] | null;
  /** Image that a shelved server became. */
  readonly shelvedImageId: string | null;
  /** The state that a rescue or an unfinished action goes back to. */
  readonly stateBefore: VmState | null;
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
  readonly launchedAtSeconds: number | null;
  readonly terminatedAtSeconds: number | null;
  /** Deleted servers are kept for those who may ask for them (`deleted=True`), and purged by age. */
  readonly deletedAtSeconds: number | null;
}
