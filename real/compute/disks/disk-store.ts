import type { GuestRequest } from '../hypervisor/guest.ts';

/** A disk file of a guest. */
export interface DiskFile {
  readonly path: string;
  readonly format: 'raw' | 'qcow2' | 'iso';
  readonly sizeBytes: number;
}

/** The files a guest starts from. */
export interface GuestDisks {
  /** `undefined` for a guest without image and root disk. */
  readonly root?: DiskFile | undefined;
  readonly ephemeral: readonly DiskFile[];
  readonly swap?: DiskFile | undefined;
  readonly config?: DiskFile | undefined;
}

/** The disks of a host's guests: one folder for each, files that only their owner can read. */
export interface DiskStore {
  /** Takes away what half-made guests and conversions left. `keep` are the guests that exist. */
  start(keep: ReadonlySet<string>): Promise<void>;
  /** Path of a guest's folder. */
  folder(uuid: string): string;
  /** Makes all of a guest's disks; takes them away again when it fails. @throws HypervisorError */
  create(request: GuestRequest, signal?: AbortSignal): Promise<GuestDisks>;
  /** The files there are. @throws HypervisorError `guest-not-found` */
  find(request: GuestRequest): Promise<GuestDisks>;
  /** A fresh root disk from the (new) image; the others stay. */
  rebuild(request: GuestRequest, signal?: AbortSignal): Promise<GuestDisks>;
  /** Grows the root disk and makes disks that the new flavor adds; the old ones are kept for a revert. */
  resize(request: GuestRequest, signal?: AbortSignal): Promise<GuestDisks>;
  confirmResize(uuid: string): Promise<void>;
  revertResize(uuid: string): Promise<void>;
  /** A disk for rescue from an image. */
  createRescue(request: GuestRequest, imageId: string, signal?: AbortSignal): Promise<DiskFile>;
  removeRescue(uuid: string): Promise<void>;
  /** A flat image (no backing file) of a root disk that nobody writes to at this moment. */
  flatten(root: DiskFile, signal?: AbortSignal): Promise<DiskFile>;
  /** Also for a guest of which a part is left. */
  remove(uuid: string): Promise<void>;
}
