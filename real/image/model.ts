export type ImageStatus = 'queued' | 'saving' | 'uploading' | 'importing' | 'active' | 'killed' | 'deactivated';

export type Visibility = 'public' | 'community' | 'shared' | 'private';

/** An image as the service knows it. Its file is named by its id. */
export interface StoredImage {
  readonly id: string;
  readonly name: string | null;
  readonly status: ImageStatus;
  readonly visibility: Visibility;
  /** Project. */
  readonly owner: string | null;
  readonly containerFormat: string | null;
  readonly diskFormat: string | null;
  readonly minDiskGib: number;
  readonly minRamMib: number;
  readonly protected: boolean;
  readonly hidden: boolean;
  readonly sizeBytes: number | null;
  /** Of the disk inside, bytes. */
  readonly virtualBytes: number | null;
  /** MD5, hex; what older clients compare. */
  readonly checksum: string | null;
  /** SHA-512, hex. */
  readonly hash: string | null;
  readonly tags: readonly string[];
  /** The user's own properties, and those that Nova reads (`hw_disk_bus`). */
  readonly properties: Readonly<Record<string, string>>;
  /** Seconds since 1970. */
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
}

/** A project that an image is shared with. */
export interface Member {
  readonly imageId: string;
  readonly memberId: string;
  readonly status: 'pending' | 'accepted' | 'rejected';
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
}

/** Glance's `container_formats`. */
export const containerFormats = ['ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed'] as const;
/** Glance's `disk_formats`. */
export const diskFormats = ['ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop'] as const;
