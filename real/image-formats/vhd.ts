import type { ImageFormat } from './image-format.ts';
import { exactNumber } from './image-reader.ts';
import { ImageRefusal } from './image-refusal.ts';

const kinds: Readonly<Record<number, string>> = { 2: 'fixed', 3: 'dynamic', 4: 'differencing' };

/**
 * Virtual PC's and Azure's format with its footer copied to the front (`vpc` in QEMU). A fixed one has a footer only and
 * is a raw image to everybody who does not look there. Source: Microsoft's Virtual Hard Disk Image Format Specification.
 */
export const vhd: ImageFormat = {
  name: 'vhd',
  matches: (head) => head.toString('latin1', 0, 8) === 'conectix',
  virtualBytes: async (image) => {
    const footer = await image.read(0, 512);
    const kind = footer.readUInt32BE(60);
    if (kind !== 3) throw new ImageRefusal(`is a VHD of kind ${kinds[kind] ?? kind}; accepted is dynamic`);
    return exactNumber(footer.readBigUInt64BE(48));
  },
};
