import type { ImageFormat } from './image-format.ts';
import { exactNumber } from './image-reader.ts';
import type { ImageReader } from './image-reader.ts';
import { ImageRefusal } from './image-refusal.ts';

const sectorBytes = 512;
const headerBytes = 512;
const descriptorBytesMax = 64 * 1024;
/** In place of the grain directory's offset: the true header is a copy at the end (stream-optimised images). */
const atEnd = 0xffff_ffff_ffff_ffffn;

/**
 * VMware's format, as one sparse file. A descriptor alone names files elsewhere on the host (CVE-2022-47951) and is
 * refused, and so is one inside the file that does the same. Source: VMware's Virtual Disk Format 5.0.
 */
export const vmdk: ImageFormat = {
  name: 'vmdk',
  matches: (head) =>
    ['KDMV', 'COWD'].includes(head.toString('latin1', 0, 4)) ||
    /^\s*# ?disk descriptorfile/i.test(head.toString('latin1', 0, 64)),
  virtualBytes: async (image) => {
    const header = await readHeader(image, 0);
    checkDescriptor((await image.read(header.descriptorOffset, header.descriptorBytes)).toString('latin1'));
    if (header.directoryOffset === atEnd) await checkFooter(image, header);
    return header.virtualBytes;
  },
};

interface Header {
  readonly virtualBytes: number;
  readonly descriptorOffset: number;
  readonly descriptorBytes: number;
  readonly directoryOffset: bigint;
}

async function readHeader(image: ImageReader, offset: number): Promise<Header> {
  const bytes = await image.read(offset, Math.min(headerBytes, image.sizeBytes - offset));
  const magic = bytes.toString('latin1', 0, 4);
  if (magic !== 'KDMV')
    throw new ImageRefusal('is a VMDK that consists of several files or of a kind not accepted here');
  if (bytes.length < headerBytes) throw new ImageRefusal('is cut off in its header');
  const version = bytes.readUInt32LE(4);
  if (version < 1 || version > 3) throw new ImageRefusal(`is VMDK of version ${version}; accepted are 1 to 3`);
  const descriptorBytes = exactNumber(bytes.readBigUInt64LE(36)) * sectorBytes;
  if (descriptorBytes === 0 || descriptorBytes > descriptorBytesMax) {
    throw new ImageRefusal(`has a descriptor of ${descriptorBytes} bytes`);
  }
  return {
    virtualBytes: exactNumber(bytes.readBigUInt64LE(12) * BigInt(sectorBytes)),
    descriptorOffset: exactNumber(bytes.readBigUInt64LE(28) * BigInt(sectorBytes)),
    descriptorBytes,
    directoryOffset: bytes.readBigUInt64LE(56),
  };
}

/** Nothing, a remark, a value, or an extent: what else there may be is not looked for but refused. */
const knownLine = /^(#.*|ddb\..*|[\w.]+=.*|(RW|RDONLY|NOACCESS) .*)?$/i;
const singleFile = ['monolithicsparse', 'streamoptimized'];

function checkDescriptor(padded: string): void {
  const text = padded.replace(/\0+$/, '');
  if (/[^\t\r\n\x20-\x7e]/.test(text)) throw new ImageRefusal('has a descriptor with bytes that are no text');
  const type = /^\s*createType\s*=\s*"([^"\n]*)"/im.exec(text)?.[1] ?? '';
  if (!singleFile.includes(type.toLowerCase())) {
    throw new ImageRefusal(`is a VMDK of type '${type}'; accepted are monolithicSparse and streamOptimized`);
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const strange = lines.find((line) => !knownLine.test(line));
  if (strange !== undefined)
    throw new ImageRefusal(`has a descriptor with the line ${JSON.stringify(strange.slice(0, 60))}`);
  const extents = lines.filter((line) => /^(RW|RDONLY|NOACCESS)\s/i.test(line));
  if (extents.length !== 1 || !/^RW\s+\d+\s+SPARSE\s+"[^"/\\]*"$/i.test(extents[0] ?? '')) {
    throw new ImageRefusal('keeps its data in another file (extents of its descriptor)');
  }
  const parent = /^\s*parentCID\s*=\s*(\w+)/im.exec(text)?.[1] ?? 'ffffffff';
  if (parent.toLowerCase() !== 'ffffffff' || /^\s*parentFileNameHint/im.test(text)) {
    throw new ImageRefusal('names a parent, which is another file of the host');
  }
}

/** QEMU believes the footer, so it may not say anything else than the header that was checked. */
async function checkFooter(image: ImageReader, header: Header): Promise<void> {
  const footer = await readHeader(image, image.sizeBytes - 2 * sectorBytes);
  const same =
    footer.virtualBytes === header.virtualBytes &&
    footer.descriptorOffset === header.descriptorOffset &&
    footer.descriptorBytes === header.descriptorBytes;
  if (!same) throw new ImageRefusal('has a footer that contradicts its header');
}
