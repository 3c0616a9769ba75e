import type { ImageFormat } from './image-format.ts';
import type { ImageReader } from './image-reader.ts';
import { ImageRefusal } from './image-refusal.ts';
import { isQcow2, readQcow2Header, v3HeaderBytes } from './qcow2-header.ts';
import type { Qcow2Header } from './qcow2-header.ts';

/**
 * QEMU's own format. Refused are images that read other files (backing file, external data file), that need a key or a
 * feature which nobody here knows, or whose tables cannot hold the disk that they promise.
 * Source: docs/interop/qcow2.txt of QEMU.
 */
export const qcow2: ImageFormat = {
  name: 'qcow2',
  matches: isQcow2,
  virtualBytes: async (image) => {
    const header = await readQcow2Header(image);
    checkFeatures(header);
    await checkExtensions(image, header);
    checkTable(image, header);
    return header.virtualBytes;
  },
};

const feature = { corrupt: 2n, externalData: 4n, extendedTables: 16n };
/** Dirty (checked by QEMU itself), corrupt, external data file, compression type, extended L2 entries. */
const knownFeatures = 0b11111n;

function checkFeatures(header: Qcow2Header): void {
  if (header.backingFileOffset !== 0n)
    throw new ImageRefusal('names a backing file, which is another file of the host');
  if (header.encryption !== 0) throw new ImageRefusal('is encrypted');
  const features = header.incompatible;
  if ((features & feature.externalData) !== 0n) throw new ImageRefusal('keeps its data in another file');
  if ((features & feature.corrupt) !== 0n) throw new ImageRefusal('is marked as corrupt');
  const unknown = features & ~knownFeatures;
  if (unknown !== 0n) throw new ImageRefusal(`needs features that are unknown here (bits 0x${unknown.toString(16)})`);
}

const externalDataName = 0x44_41_54_41;

/** A chain of (type, length, data padded to 8 bytes) in the first cluster; type 0 ends it. */
async function checkExtensions(image: ImageReader, header: Qcow2Header): Promise<void> {
  const end = Math.min(header.clusterBytes, image.sizeBytes);
  let offset = header.headerBytes;
  if (header.version === 3 && (offset < v3HeaderBytes || offset % 8 !== 0 || offset > header.clusterBytes)) {
    throw new ImageRefusal(`has a header of ${offset} bytes`);
  }
  while (offset + 8 <= end) {
    const extension = await image.read(offset, 8);
    const type = extension.readUInt32BE(0);
    if (type === 0) return;
    if (type === externalDataName) throw new ImageRefusal('keeps its data in another file');
    offset += 8 + Math.ceil(extension.readUInt32BE(4) / 8) * 8;
    if (offset > end) throw new ImageRefusal('has a header extension that ends outside of the header');
  }
}

/** QEMU's own limit on the first table, which it keeps in memory. */
const tableBytesMax = 32 * 1024 * 1024;

function checkTable(image: ImageReader, header: Qcow2Header): void {
  const entryBytes = (header.incompatible & feature.extendedTables) === 0n ? 8 : 16;
  const bytesPerEntry = (header.clusterBytes / entryBytes) * header.clusterBytes;
  const tableBytes = header.tableEntries * 8;
  if (tableBytes > tableBytesMax) throw new ImageRefusal(`has a table of ${header.tableEntries} entries`);
  if (header.tableEntries < Math.ceil(header.virtualBytes / bytesPerEntry)) {
    throw new ImageRefusal(`claims ${header.virtualBytes} bytes, but its table has no room for them`);
  }
  if (header.tableOffset + tableBytes > image.sizeBytes) throw new ImageRefusal('is cut off: its table is missing');
}
