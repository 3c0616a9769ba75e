import { open } from 'node:fs/promises';
import { fileReader } from './image-reader.ts';
import { isQcow2, readQcow2Header } from './qcow2-header.ts';

/** The longest name that QEMU writes. */
const nameBytesMax = 1023;

export interface Overlay {
  readonly virtualBytes: number;
  readonly backingFile: string | undefined;
}

/**
 * What a disk that was made here is based on; `undefined` when it is no qcow2.
 *
 * @throws ImageRefusal when its header is damaged
 */
export async function readOverlay(file: string): Promise<Overlay | undefined> {
  const handle = await open(file, 'r');
  try {
    const reader = await fileReader(handle);
    if (reader.sizeBytes < 4 || !isQcow2(await reader.read(0, 4))) return undefined;
    const { virtualBytes, backingFileOffset, backingFileBytes } = await readQcow2Header(reader);
    const bytes = Math.min(backingFileBytes, nameBytesMax);
    const name = backingFileOffset === 0n ? undefined : await reader.read(Number(backingFileOffset), bytes);
    return { virtualBytes, backingFile: name?.toString('utf8') };
  } finally {
    await handle.close();
  }
}
