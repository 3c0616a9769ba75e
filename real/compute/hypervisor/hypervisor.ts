import type { PortBinding } from '../../network/port.ts';
import type { GuestEvent } from './guest-event.ts';
import type { GuestInfo, GuestRequest } from './guest.ts';
import type { HostDescription } from './host-description.ts';

export interface VerbOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of each step as it begins: `claim`, `network`, `disks` (with the image; both at the same time), `define`, `start`. */
  readonly onStep?: ((step: string) => void) | undefined;
}

export interface PowerOffOptions extends VerbOptions {
  /** How long the guest may take to shut down by itself, seconds; 0 pulls the plug. Default: the driver's, 60. */
  readonly timeoutSeconds?: number | undefined;
}

/** Where a snapshot goes: a finished image file that the caller may move away or read. */
export interface SnapshotResult {
  readonly file: string;
  readonly diskFormat: 'qcow2' | 'raw';
  readonly sizeBytes: number;
}

/** How to reach a guest's console on this host. */
export interface ConsoleEndpoint {
  readonly kind: 'vnc' | 'serial';
  /** A unix socket that speaks RFB (`vnc`) or plain bytes (`serial`), to one client at a time where it is serial. */
  readonly socketPath: string;
}

/**
 * One host that runs guests. Nova: the virt driver. Every verb ends when it is done, or throws a `HypervisorError` and has
 * taken back what it had begun. Verbs for one guest run one after the other, in the order they were asked for; `destroy`
 * makes those before it give up, and may be called for a guest of which nothing or only a part is left.
 */
export interface Hypervisor {
  readonly kind: 'libvirt' | 'fake';
  /** Connects, checks with a canary guest that guests of this type run here, and mends what a crash left. */
  start(): Promise<void>;
  /** Lets go of everything; the guests go on. */
  stop(): Promise<void>;
  describeHost(): Promise<HostDescription>;
  listGuests(): Promise<readonly GuestInfo[]>;
  /** @throws HypervisorError `guest-not-found` */
  guestInfo(uuid: string): Promise<GuestInfo>;
  /** The request a guest was made from, as kept on the host. @throws HypervisorError `guest-not-found` */
  guestRequest(uuid: string): Promise<GuestRequest>;

  spawn(request: GuestRequest, options?: VerbOptions): Promise<void>;
  destroy(uuid: string, options?: VerbOptions): Promise<void>;
  /** Nothing for a guest that runs. @throws HypervisorError `wrong-state` for a suspended one, as does `powerOff` */
  powerOn(uuid: string, options?: VerbOptions): Promise<void>;
  powerOff(uuid: string, options?: PowerOffOptions): Promise<void>;
  reboot(uuid: string, type: 'soft' | 'hard', options?: PowerOffOptions): Promise<void>;
  pause(uuid: string, options?: VerbOptions): Promise<void>;
  unpause(uuid: string, options?: VerbOptions): Promise<void>;
  /** Keeps the guest's memory on the disk of the host and stops it. */
  suspend(uuid: string, options?: VerbOptions): Promise<void>;
  resume(uuid: string, options?: VerbOptions): Promise<void>;
  /** Boots the guest from another image with its own disk as the second one; null takes the guest's own image. */
  rescue(uuid: string, image: GuestRequest['image'], options?: VerbOptions): Promise<void>;
  unrescue(uuid: string, options?: VerbOptions): Promise<void>;
  /** The same server with a fresh root disk. */
  rebuild(request: GuestRequest, options?: VerbOptions): Promise<void>;
  /** The same server with another flavor on this host; the old disks are kept until confirmed. */
  resize(request: GuestRequest, options?: VerbOptions): Promise<void>;
  confirmResize(uuid: string, options?: VerbOptions): Promise<void>;
  revertResize(uuid: string, options?: VerbOptions): Promise<void>;
  /** One NIC more, or less, also for a guest that runs. Repeated, it changes nothing. */
  attachInterface(uuid: string, port: PortBinding, options?: VerbOptions): Promise<void>;
  detachInterface(uuid: string, portId: string, options?: VerbOptions): Promise<void>;
  /** A finished image of the root disk, without a backing file; the caller deletes the file. */
  snapshot(uuid: string, options?: VerbOptions): Promise<SnapshotResult>;
  /** The last `maxBytes` of what the guest wrote to its serial console; default 102,400 (Nova's `MAX_CONSOLE_BYTES`). */
  consoleLog(uuid: string, maxBytes?: number): Promise<Buffer>;
  /** A PNG. */
  screenshot(uuid: string): Promise<Buffer>;
  consoleEndpoint(uuid: string, kind: ConsoleEndpoint['kind']): Promise<ConsoleEndpoint>;
  /** Returns the call that ends the subscription. */
  onEvent(listener: (event: GuestEvent) => void): () => void;
}
