import type { ImageReader } from './image-reader.ts';

/** Glance's names (`disk_format`). */
export type ImageFormatName = 'raw' | 'qcow2' | 'vmdk' | 'vhd' | 'vhdx' | 'vdi' | 'iso';

/** How to know a format by its content, and what its header says. */
export interface ImageFormat {
  readonly name: ImageFormatName;
  /** `head`: the first bytes of the file, at most `headBytes`. */
  matches(head: Buffer): boolean;
  /** The size of the disk as a guest would see it. @throws ImageRefusal when the image could reach outside of itself */
  virtualBytes(image: ImageReader): Promise<number>;
}

/** Enough for every magic number; that of ISO 9660 comes last, in sector 16. */
export const headBytes = 33 * 1024;
