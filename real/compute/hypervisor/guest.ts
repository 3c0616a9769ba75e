import type { Flavor, Image, InstanceTopology } from '../../../core/index.ts';
import type { PortBinding } from '../../network/port.ts';

/** A PCI device of the host that a guest gets, as `0000:81:00.0`. */
export interface AssignedPciDevice {
  readonly address: string;
  readonly aliasName?: string | undefined;
}

/** What a guest's config drive says to cloud-init. */
export interface GuestMetadata {
  readonly hostname: string;
  readonly userData?: Buffer | undefined;
  readonly adminPassword?: string | undefined;
  /** Name and public key text. */
  readonly keys: readonly { readonly name: string; readonly publicKey: string }[];
  /** The user's own metadata of the server. */
  readonly meta: Readonly<Record<string, string>>;
  /** Files that older clients inject: absolute path in the guest, content. */
  readonly files?: readonly { readonly path: string; readonly content: Buffer }[] | undefined;
  readonly availabilityZone?: string | undefined;
}

/**
 * Everything that a hypervisor needs in order to run one server. It is plain data: it is kept beside the guest's disks,
 * so that a host knows its guests without the control plane. Nova: `Instance` with what `spawn` gets.
 */
export interface GuestRequest {
  /** The server's id; also the domain's UUID. */
  readonly uuid: string;
  /** What people call it; never used as a path or an argument. */
  readonly displayName: string;
  readonly projectId: string;
  readonly userId: string;
  readonly flavor: Flavor;
  /** null: boots from nothing of ours (a volume, the network). */
  readonly image: Image | null;
  /** Cells as the scheduler fitted them to the host's; `undefined` when none was asked for. */
  readonly numaTopology?: InstanceTopology | undefined;
  readonly pciDevices: readonly AssignedPciDevice[];
  readonly ports: readonly PortBinding[];
  readonly metadata: GuestMetadata;
  /** Whether it gets a config drive. */
  readonly configDrive: boolean;
  /**
   * Sizes of the ephemeral disks, together no more than the flavor has; default one disk of all of it. Nova: block
   * devices with `source_type=blank`, `destination_type=local`.
   */
  readonly ephemeralGibs?: readonly number[] | undefined;
}

/** Nova's `power_state`. */
export type PowerState = 'nostate' | 'running' | 'paused' | 'shutdown' | 'crashed' | 'suspended';

/** A guest as the hypervisor has it. */
export interface GuestInfo {
  readonly uuid: string;
  readonly powerState: PowerState;
  readonly vcpus: number;
  readonly ramMib: number;
}
