import type { FileHandle } from 'node:fs/promises';
import { ImageRefusal } from './image-refusal.ts';

/** Bytes of an image of which nothing is known yet: every offset in it may be a lie. */
export interface ImageReader {
  readonly sizeBytes: number;
  /** Exactly these bytes. @throws ImageRefusal when the file ends before them */
  read(offset: number, length: number): Promise<Buffer>;
}

export async function fileReader(file: FileHandle): Promise<ImageReader> {
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    read: async (offset, length) => {
      checkRange(size, offset, length);
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      checkRange(bytesRead, 0, length);
      return bytes;
    },
  };
}

export function bufferReader(bytes: Buffer): ImageReader {
  return {
    sizeBytes: bytes.length,
    read: (offset, length) => {
      checkRange(bytes.length, offset, length);
      return Promise.resolve(bytes.subarray(offset, offset + length));
    },
  };
}

function checkRange(sizeBytes: number, offset: number, length: number): void {
  if (offset < 0 || offset + length > sizeBytes) throw new ImageRefusal('is cut off: its header points behind its end');
}

/** Sizes and offsets in headers are 64 bits wide; no disk of this world needs more than 53. */
export function exactNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ImageRefusal(`has an impossible size or offset (${value})`);
  return Number(value);
}
