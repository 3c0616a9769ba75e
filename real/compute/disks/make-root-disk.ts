import { stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Flavor } from '../../../core/index.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { convertImage } from '../images/convert-image.ts';
import { requireSpace } from '../images/disk-space.ts';
import type { CachedImage } from '../images/image-cache.ts';
import { runProgram } from '../images/run-program.ts';
import { copyDisk } from './copy-disk.ts';

export const gib = 1024 ** 3;
/** What an overlay without content takes, with room to spare. */
const overlayBytes = 1024 * 1024;

export interface RootDiskOptions {
  /** Nova: `images_type`. */
  readonly type: 'qcow2' | 'raw';
  readonly sizeBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** A disk that begins with an image's content: based on it (qcow2) or a copy (raw). */
export async function makeRootDisk(file: string, image: CachedImage, options: RootDiskOptions): Promise<void> {
  const { type, sizeBytes, signal } = options;
  const needed = type === 'qcow2' ? overlayBytes : (await stat(image.path)).blocks * 512;
  await requireSpace(path.dirname(file), needed, 'disks', 'the root disk');
  if (type === 'qcow2') {
    // QEMU keeps the rights of a file that is there.
    await writeFile(file, '', { mode: 0o600 });
    const args = ['create', '-q', '-f', 'qcow2', '-F', image.format, '-b', image.path, file, String(sizeBytes)];
    await runProgram('qemu-img', args, { signal });
    return;
  }
  if (image.format === 'raw') await copyDisk(image.path, file, signal);
  else await convertImage({ from: image.path, fromFormat: image.format, to: file, toFormat: 'raw' }, signal);
  await truncate(file, sizeBytes);
}

/**
 * The size of a root disk: the flavor's, or the image's own when the flavor says 0.
 *
 * @throws HypervisorError `bad-request` when the image does not fit. Nova: `FlavorDiskSmallerThanImage`
 */
export function rootDiskBytes(flavor: Flavor, image: CachedImage): number {
  if (flavor.rootGib === 0) return image.virtualBytes;
  const sizeBytes = flavor.rootGib * gib;
  const neededGib = Math.max(Math.ceil(image.virtualBytes / gib), image.minDiskGib);
  if (image.virtualBytes <= sizeBytes && image.minDiskGib <= flavor.rootGib) return sizeBytes;
  const had = `flavor '${flavor.name}' has a root disk of ${flavor.rootGib} GiB`;
  throw new HypervisorError('bad-request', 'disks', `${had}; image ${image.id} needs ${neededGib} GiB`);
}
