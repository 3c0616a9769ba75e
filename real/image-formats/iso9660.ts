import type { ImageFormat } from './image-format.ts';

/** A CD-ROM; to QEMU it is raw. The volume descriptor is in sector 16 of 2048 bytes. */
export const iso9660: ImageFormat = {
  name: 'iso',
  matches: (head) => head.toString('latin1', 32_769, 32_774) === 'CD001',
  virtualBytes: (image) => Promise.resolve(image.sizeBytes),
};
