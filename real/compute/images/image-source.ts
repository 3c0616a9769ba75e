import type { Readable } from 'node:stream';
import type { Image } from '../../../core/index.ts';

/** An image as its service describes it. Glance: `image`. */
export interface SourceImage extends Image {
  readonly id: string;
  readonly diskFormat: string;
  readonly sizeBytes: number;
  /** Of the file, as hex; `algorithm` by OpenSSL's name (`sha512`). `undefined`: not known. */
  readonly checksum?: { readonly algorithm: string; readonly hex: string } | undefined;
  /** Of the disk inside, bytes. Glance: `virtual_size`. */
  readonly virtualBytes?: number | undefined;
  readonly minDiskGib?: number | undefined;
  readonly minRamMib?: number | undefined;
}

/** Where images come from: the image service, or files for trying things out. */
export interface ImageSource {
  /** @throws HypervisorError `image-missing` */
  describe(id: string): Promise<SourceImage>;
  /** The bytes of the file. @throws HypervisorError `image-missing` */
  open(id: string, signal?: AbortSignal): Promise<Readable>;
}
