import { exactNumber } from './image-reader.ts';
import type { ImageReader } from './image-reader.ts';
import { ImageRefusal } from './image-refusal.ts';

export function isQcow2(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32BE(0) === 0x51_46_49_fb;
}

export interface Qcow2Header {
  readonly version: number;
  /** 0: there is none. */
  readonly backingFileOffset: bigint;
  readonly backingFileBytes: number;
  readonly clusterBytes: number;
  readonly virtualBytes: number;
  readonly encryption: number;
  readonly tableEntries: number;
  readonly tableOffset: number;
  readonly incompatible: bigint;
  readonly headerBytes: number;
}

const v2HeaderBytes = 72;
export const v3HeaderBytes = 104;

/** @throws ImageRefusal for a version that is not known here */
export async function readQcow2Header(image: ImageReader): Promise<Qcow2Header> {
  const start = await image.read(0, v2HeaderBytes);
  const version = start.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw new ImageRefusal(`is qcow2 of version ${version}; accepted are 2 and 3`);
  const clusterBits = start.readUInt32BE(20);
  if (clusterBits < 9 || clusterBits > 21) throw new ImageRefusal(`has clusters of 2^${clusterBits} bytes`);
  const rest = version === 3 ? await image.read(v2HeaderBytes, v3HeaderBytes - v2HeaderBytes) : undefined;
  return {
    version,
    backingFileOffset: start.readBigUInt64BE(8),
    backingFileBytes: start.readUInt32BE(16),
    clusterBytes: 2 ** clusterBits,
    virtualBytes: exactNumber(start.readBigUInt64BE(24)),
    encryption: start.readUInt32BE(32),
    tableEntries: start.readUInt32BE(36),
    tableOffset: exactNumber(start.readBigUInt64BE(40)),
    incompatible: rest?.readBigUInt64BE(0) ?? 0n,
    headerBytes: rest?.readUInt32BE(28) ?? v2HeaderBytes,
  };
}
