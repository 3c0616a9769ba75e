import { open } from 'node:fs/promises';
import { headBytes } from './image-format.ts';
import type { ImageFormat, ImageFormatName } from './image-format.ts';
import { fileReader } from './image-reader.ts';
import type { ImageReader } from './image-reader.ts';
import { ImageRefusal } from './image-refusal.ts';
import { iso9660 } from './iso9660.ts';
import { qcow2 } from './qcow2.ts';
import { raw } from './raw.ts';
import { vdi } from './vdi.ts';
import { vhd } from './vhd.ts';
import { vhdx } from './vhdx.ts';
import { vmdk } from './vmdk.ts';

export interface ImageFacts {
  readonly format: ImageFormatName;
  /** Size of the disk as a guest sees it. */
  readonly virtualBytes: number;
}

/**
 * What an image file is by its content, whatever anybody says about it. Nothing is run on it: `qemu-img` would follow
 * what an image points to. OpenStack: `oslo_utils.imageutils.format_inspector`.
 *
 * @throws ImageRefusal for one that reads other files, is damaged, or can be taken for two formats
 */
export async function inspectImage(image: ImageReader): Promise<ImageFacts> {
  const head = await image.read(0, Math.min(headBytes, image.sizeBytes));
  refuseByMagic(head);
  const found = known.filter((format) => format.matches(head));
  const [format = raw, other] = found;
  if (other) throw new ImageRefusal(`can be read as ${format.name} and as ${other.name}, which is a known trick`);
  const virtualBytes = await format.virtualBytes(image);
  if (virtualBytes === 0) throw new ImageRefusal('is empty');
  return { format: format.name, virtualBytes };
}

export async function inspectImageFile(path: string): Promise<ImageFacts> {
  const file = await open(path, 'r');
  try {
    return await inspectImage(await fileReader(file));
  } finally {
    await file.close();
  }
}

const known: readonly ImageFormat[] = [qcow2, vmdk, vhd, vhdx, vdi, iso9660];

/** Formats of which nothing more need be known, by their first bytes. */
const refused: readonly (readonly [magic: string, name: string])[] = [
  ['LUKS\xba\xbe', 'LUKS (encrypted)'],
  ['QED\0', 'QED'],
  ['WithoutFreeSpace', 'Parallels'],
  ['WithouFreSpacExt', 'Parallels'],
  ['Bochs Virtual HD Image', 'Bochs'],
];

function refuseByMagic(head: Buffer): void {
  const start = head.toString('latin1', 0, 64);
  const name = refused.find(([magic]) => start.startsWith(magic))?.[1];
  if (name !== undefined) throw new ImageRefusal(`has the format ${name}, which is not accepted`);
}
