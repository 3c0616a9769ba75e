import type { ImageFormat } from './image-format.ts';

/** What is nothing else: the disk itself, byte by byte. QEMU counts in sectors of 512 bytes. */
export const raw: ImageFormat = {
  name: 'raw',
  matches: () => true,
  virtualBytes: (image) => Promise.resolve(Math.ceil(image.sizeBytes / 512) * 512),
};
