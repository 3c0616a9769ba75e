import { stat } from 'node:fs/promises';
import path from 'node:path';
import { makeConfigDrive } from '../config-drive/make-config-drive.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { requireSpace } from '../images/disk-space.ts';
import type { CachedImage, ImageCache } from '../images/image-cache.ts';
import { copyDisk, growDisk } from './copy-disk.ts';
import { describeDisks } from './describe-disks.ts';
import { newSuffix, recordsOf } from './disk-journal.ts';
import type { DiskRecord, DiskSet } from './disk-journal.ts';
import { ephemeralSizes } from './ephemeral-sizes.ts';
import { ephemeralFormat, makeEphemeralDisk, makeSwapDisk } from './make-extra-disks.ts';
import type { EphemeralFormat } from './make-extra-disks.ts';
import { gib, makeRootDisk, rootDiskBytes } from './make-root-disk.ts';
import { resizedRootBytes } from './resized-root-bytes.ts';
import { together } from './together.ts';

const mib = 1024 * 1024;
/** Tables of an empty file system, in proportion to its size. */
const fileSystemShare = 1 / 64;

export interface DiskMakerOptions {
  readonly images: ImageCache;
  readonly type: 'qcow2' | 'raw';
  readonly ephemeralFormat: EphemeralFormat | undefined;
}

export interface MakeOptions {
  /** Comes behind each file's name. */
  readonly suffix: string;
  readonly signal: AbortSignal | undefined;
  /** Default: all. */
  readonly only?: readonly ('root' | 'swap' | 'config')[];
  /** The first of the ephemeral disks to be made; default 0. */
  readonly ephemeralFrom?: number;
}

const swapRecord: DiskRecord = { name: 'disk.swap', format: 'raw' };
const configRecord: DiskRecord = { name: 'disk.config', format: 'iso' };

/** Makes the files of guests' disks. What a failure leaves of them is for the caller to remove. */
export class DiskMaker {
  readonly #images: ImageCache;
  readonly #type: 'qcow2' | 'raw';
  readonly #ephemeralFormat: EphemeralFormat | undefined;

  constructor({ images, type, ephemeralFormat: format }: DiskMakerOptions) {
    this.#images = images;
    this.#type = type;
    this.#ephemeralFormat = format;
  }

  async requireSpaceForExtras({ flavor }: GuestRequest, folder: string): Promise<void> {
    const bytes = flavor.ephemeralGib * gib * fileSystemShare + mib;
    await requireSpace(folder, bytes, 'disks', 'the ephemeral and config disks');
  }

  /** A guest's disks, made anew at the same time. `suffix` comes behind each file's name. */
  async make(folder: string, request: GuestRequest, options: MakeOptions): Promise<DiskSet> {
    const { suffix, signal, only = ['root', 'swap', 'config'], ephemeralFrom = 0 } = options;
    const { flavor, image, configDrive } = request;
    const set: { -readonly [Name in keyof DiskSet]: DiskSet[Name] } = { ephemeral: [] };
    const tasks: ((signal: AbortSignal) => Promise<void>)[] = [];
    const add = (record: DiskRecord, make: (file: string, signal: AbortSignal) => Promise<void>): DiskRecord => {
      tasks.push((either) => make(path.join(folder, record.name + suffix), either));
      return record;
    };
    if (image !== null && only.includes('root')) {
      set.root = add({ name: 'disk', format: this.#type }, (file, either) => this.#makeRoot(file, request, either));
    }
    const format = ephemeralFormat(image, this.#ephemeralFormat);
    const wanted = ephemeralSizes(request).map((sizeBytes, index) => ({
      sizeBytes,
      label: `ephemeral${index}`,
      format,
    }));
    set.ephemeral = wanted.slice(ephemeralFrom).map((disk, index) => {
      const record = { name: `disk.eph${ephemeralFrom + index}`, format: 'raw' } as const;
      return add(record, (file, either) => makeEphemeralDisk(file, disk, either));
    });
    if (flavor.swapMib > 0 && only.includes('swap')) {
      set.swap = add(swapRecord, (file, either) => makeSwapDisk(file, flavor.swapMib * mib, either));
    }
    if (configDrive && only.includes('config')) {
      set.config = add(configRecord, (file, either) => makeConfigDrive(file, request, either));
    }
    await together(tasks, signal);
    return set;
  }

  async #makeRoot(file: string, request: GuestRequest, signal: AbortSignal): Promise<void> {
    const { flavor, image } = request;
    if (image?.id === undefined) throw new HypervisorError('bad-request', 'disks', 'the image of the server has no id');
    const make = async (cached: CachedImage): Promise<void> => {
      await makeRootDisk(file, cached, { type: this.#type, sizeBytes: rootDiskBytes(flavor, cached), signal });
    };
    await this.#images.use(image.id, make, signal);
  }

  /** Copies beside the old disks, grown to the new flavor, and disks that it adds. Swap is made anew, as in Nova. */
  async makeResized(folder: string, request: GuestRequest, old: DiskSet, signal: AbortSignal): Promise<DiskSet> {
    const target = (record: DiskRecord): string => path.join(folder, record.name + newSuffix);
    const rootBytes = resizedRootBytes(await describeDisks(folder, old), request);
    await requireSpace(folder, await allocatedBytes(folder, old), 'disks', 'a copy of the disks');
    const copy = async (record: DiskRecord, sizeBytes: number | undefined, either: AbortSignal): Promise<void> => {
      await copyDisk(path.join(folder, record.name), target(record), either);
      const { format } = record;
      if (sizeBytes !== undefined && format !== 'iso') await growDisk(target(record), format, sizeBytes, either);
    };
    const { root, ephemeral, config } = old;
    const options = { suffix: newSuffix, only: ['swap'], ephemeralFrom: ephemeral.length } as const;
    const ephemeralBytes = ephemeralSizes(request);
    let made: DiskSet = { ephemeral: [] };
    const makeFresh = async (either: AbortSignal): Promise<void> => {
      made = await this.make(folder, request, { ...options, signal: either });
    };
    const copies: readonly (readonly [DiskRecord | undefined, sizeBytes?: number | undefined])[] = [
      [root, rootBytes],
      [config],
      ...ephemeral.map((record, index) => [record, ephemeralBytes[index]] as const),
    ];
    const tasks = copies.flatMap(([record, sizeBytes]) =>
      record ? [(either: AbortSignal) => copy(record, sizeBytes, either)] : [],
    );
    await together([makeFresh, ...tasks], signal);
    return { root, ephemeral: [...ephemeral, ...made.ephemeral], swap: made.swap, config };
  }
}

/** What is written, not what a guest sees: holes take nothing. */
async function allocatedBytes(folder: string, set: DiskSet): Promise<number> {
  const sizes = await Promise.all(
    recordsOf(set).map(async ({ name }) => (await stat(path.join(folder, name))).blocks * 512),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
