import type { ImageFormat } from './image-format.ts';
import { exactNumber } from './image-reader.ts';
import type { ImageReader } from './image-reader.ts';
import { ImageRefusal } from './image-refusal.ts';

const kib = 1024;
const regionTableOffsets = [192 * kib, 256 * kib];
const tableBytes = 64 * kib;
const metadataRegion = guid('8b7ca206-4790-4b9a-b8fe-575f050f886e');
const fileParameters = guid('caa16737-fa36-4d43-b3b6-33f0aa44e76b');
const virtualDiskSize = guid('2fa54224-cd1b-4876-b211-5dbed83bf4b8');
const regionEntriesMax = 2047;
const metadataEntriesMax = 2047;

/** Hyper-V's format. Images with a parent are refused. Source: Microsoft's [MS-VHDX]. */
export const vhdx: ImageFormat = {
  name: 'vhdx',
  matches: (head) => head.toString('latin1', 0, 8) === 'vhdxfile',
  virtualBytes: async (image) => {
    const [first, second] = await Promise.all(regionTableOffsets.map((offset) => metadataOffset(image, offset)));
    if (first === undefined || first !== second) throw new ImageRefusal('has two region tables that do not agree');
    const items = await metadataItems(image, first);
    const parameters = await item(image, items, fileParameters, 8);
    if ((parameters.readUInt32LE(4) & 2) !== 0)
      throw new ImageRefusal('names a parent, which is another file of the host');
    return exactNumber((await item(image, items, virtualDiskSize, 8)).readBigUInt64LE(0));
  },
};

async function metadataOffset(image: ImageReader, tableOffset: number): Promise<number> {
  const table = await image.read(tableOffset, tableBytes);
  const count = table.toString('latin1', 0, 4) === 'regi' ? table.readUInt32LE(8) : 0;
  for (let index = 0; index < Math.min(count, regionEntriesMax); index += 1) {
    const entry = 16 + index * 32;
    if (table.subarray(entry, entry + 16).equals(metadataRegion)) return exactNumber(table.readBigUInt64LE(entry + 16));
  }
  throw new ImageRefusal('has no metadata');
}

async function metadataItems(image: ImageReader, offset: number): Promise<ReadonlyMap<string, number>> {
  const table = await image.read(offset, tableBytes);
  if (table.toString('latin1', 0, 8) !== 'metadata') throw new ImageRefusal('has no metadata');
  const items = new Map<string, number>();
  for (let index = 0; index < Math.min(table.readUInt16LE(10), metadataEntriesMax); index += 1) {
    const entry = 32 + index * 32;
    const key = table.toString('hex', entry, entry + 16);
    if (items.has(key)) throw new ImageRefusal('has the same metadata twice');
    items.set(key, offset + table.readUInt32LE(entry + 16));
  }
  return items;
}

async function item(
  image: ImageReader,
  items: ReadonlyMap<string, number>,
  key: Buffer,
  length: number,
): Promise<Buffer> {
  const offset = items.get(key.toString('hex'));
  if (offset === undefined) throw new ImageRefusal('lacks metadata that a disk needs');
  return image.read(offset, length);
}

/** The first three groups are stored with their bytes turned round. */
function guid(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
