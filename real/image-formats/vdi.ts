import type { ImageFormat } from './image-format.ts';
import { exactNumber } from './image-reader.ts';
import { ImageRefusal } from './image-refusal.ts';

/** VirtualBox's format, growing (1) or of full size (2); undo and difference images need another file. */
export const vdi: ImageFormat = {
  name: 'vdi',
  matches: (head) => head.length >= 68 && head.readUInt32LE(64) === 0xbe_da_10_7f,
  virtualBytes: async (image) => {
    const header = await image.read(0, 512);
    const kind = header.readUInt32LE(76);
    if (kind !== 1 && kind !== 2) throw new ImageRefusal(`is a VDI of kind ${kind}, which needs another file`);
    return exactNumber(header.readBigUInt64LE(368));
  },
};
