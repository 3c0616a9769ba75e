import { createHash } from 'node:crypto';
import { renameSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, truncate, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { checkImage, imageFormatNames } from '../../image-formats/check-image.ts';
import type { ImageFormatName } from '../../image-formats/image-format.ts';
import { ImageRefusal } from '../../image-formats/image-refusal.ts';
import { inspectImageFile } from '../../image-formats/inspect-image.ts';
import type { ImageFacts } from '../../image-formats/inspect-image.ts';
import { convertImage, measureImage } from './convert-image.ts';
import { requireSpace } from './disk-space.ts';
import { publish, writeDurably } from '../../files/durable-file.ts';
import { partOf, partSuffix } from '../../files/part-file.ts';
import { fetchImage } from './fetch-image.ts';
import { hostFailure } from './host-failure.ts';
import type { ImageSource, SourceImage } from './image-source.ts';
import { SharedWork } from './shared-work.ts';

export interface ImageCacheOptions {
  /** Nova: `_base` below `instances_path`. Made when it is not there. */
  readonly folder: string;
  readonly source: ImageSource;
  readonly logger: Logger;
  /** Keep every image as raw: reads of guests are faster, the disk of the host fills sooner. Default true, as in Nova. */
  readonly forceRawImages?: boolean;
  /** Nova: `remove_unused_original_minimum_age_seconds`; default 86,400 (a day). */
  readonly removeUnusedMinimumAgeSeconds?: number;
  /** Default: all that can be inspected. */
  readonly allowedFormats?: readonly ImageFormatName[];
  /** How long a fetch may stand still; default 60. */
  readonly fetchStallSeconds?: number;
  /** Milliseconds; default the clock of the host. */
  readonly now?: () => number;
}

/** An image as guests' disks are made from it. Nobody may write to it. */
export interface CachedImage {
  readonly id: string;
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  readonly virtualBytes: number;
  readonly minDiskGib: number;
}

const secondsPerDay = 86_400;

/**
 * The images of one host. Each is fetched, checked and converted once, however many guests ask for it at the same time,
 * and stays until no disk is based on it and it was not used for a while. One process may work on a folder.
 */
export class ImageCache {
  readonly folder: string;
  readonly #source: ImageSource;
  readonly #logger: Logger;
  readonly #forceRaw: boolean;
  readonly #minimumAgeMs: number;
  readonly #allowed: readonly ImageFormatName[];
  readonly #stallSeconds: number;
  readonly #now: () => number;
  readonly #fetches = new SharedWork<CachedImage>();
  /** How many work with an image at this moment, by its key. */
  readonly #pins = new Map<string, number>();
  /** Those that somebody was done with since the present search for unused ones began. */
  readonly #justUsed = new Set<string>();

  constructor(options: ImageCacheOptions) {
    this.folder = path.resolve(options.folder);
    this.#source = options.source;
    this.#logger = options.logger;
    this.#forceRaw = options.forceRawImages ?? true;
    this.#minimumAgeMs = (options.removeUnusedMinimumAgeSeconds ?? secondsPerDay) * 1000;
    this.#allowed = options.allowedFormats ?? imageFormatNames;
    this.#stallSeconds = options.fetchStallSeconds ?? 60;
    this.#now = options.now ?? Date.now;
  }

  /** Takes away what a crash left half-made, but no file in `bases`, which disks of guests are based on. */
  async start(bases: ReadonlySet<string>): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const names = await readdir(this.folder);
    const entries = new Set(names.filter((name) => name.endsWith('.json')).map((name) => path.parse(name).name));
    const isBase = (name: string): boolean => bases.has(path.join(this.folder, name));
    const isLeft = (name: string): boolean =>
      name.endsWith(partSuffix) || (imageFile.test(name) && !entries.has(path.parse(name).name) && !isBase(name));
    for (const name of names.filter(isLeft)) {
      this.#logger.info({ file: name }, 'removing what an interrupted fetch left');
      await rm(path.join(this.folder, name), { force: true });
    }
  }

  /**
   * Calls `work` with the image, which is fetched first when it is not here. It cannot age out meanwhile.
   *
   * @throws HypervisorError `image-missing`, `image-corrupt`, `image-refused`, `disk-full`, `timed-out`, `cancelled`
   */
  async use<T>(id: string, work: (image: CachedImage) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const key = keyOf(id);
    this.#pins.set(key, (this.#pins.get(key) ?? 0) + 1);
    try {
      const image = (await this.#find(key)) ?? (await this.#fetchOnce(id, key, signal));
      const seconds = this.#now() / 1000;
      await utimes(this.#entry(key), seconds, seconds);
      return await work(image);
    } finally {
      const left = (this.#pins.get(key) ?? 1) - 1;
      this.#justUsed.add(key);
      if (left === 0) this.#pins.delete(key);
      else this.#pins.set(key, left);
    }
  }

  /**
   * Removes images that no disk is based on and that nobody used for the minimum age.
   *
   * @param findBases looks which files disks of guests are based on; disks may be made meanwhile. One call at a time.
   * @returns the ids of the removed ones
   */
  async removeUnused(findBases: () => Promise<ReadonlySet<string>>): Promise<readonly string[]> {
    this.#justUsed.clear();
    const bases = await findBases();
    const removed: string[] = [];
    for (const name of (await readdir(this.folder)).filter((each) => each.endsWith('.json'))) {
      const key = path.parse(name).name;
      const image = await this.#find(key);
      if (!image || bases.has(image.path) || !this.#setAside(key, image)) continue;
      this.#logger.info({ imageId: image.id }, 'removing an image that nobody uses');
      removed.push(image.id);
      await rm(this.#entry(key) + partSuffix, { force: true });
      await rm(image.path + partSuffix, { force: true });
    }
    return removed;
  }

  /** In one go without a pause: who asks for the image afterwards finds nothing of it and fetches it anew. */
  #setAside(key: string, image: CachedImage): boolean {
    if (this.#pins.has(key) || this.#justUsed.has(key)) return false;
    const entry = this.#entry(key);
    if (this.#now() - statSync(entry).mtimeMs < this.#minimumAgeMs) return false;
    renameSync(entry, entry + partSuffix);
    renameSync(image.path, image.path + partSuffix);
    return true;
  }

  async #fetchOnce(id: string, key: string, signal: AbortSignal | undefined): Promise<CachedImage> {
    try {
      // Looked for again: it may have been finished since, by somebody who did not wait for us.
      const fetch = async (shared: AbortSignal) => (await this.#find(key)) ?? (await this.#fetch(id, key, shared));
      return await this.#fetches.run(key, fetch, signal);
    } catch (error) {
      throw hostFailure(error, 'image', `image ${id}`, 'host-unavailable');
    }
  }

  async #fetch(id: string, key: string, signal: AbortSignal): Promise<CachedImage> {
    const described = await this.#source.describe(id);
    await requireSpace(this.folder, described.sizeBytes, 'image', `image ${id}`);
    const fetched = partOf(path.join(this.folder, key));
    const converted = partOf(path.join(this.folder, key));
    try {
      const fetch = { source: this.#source, image: described, file: fetched, stallSeconds: this.#stallSeconds };
      await fetchImage(fetch, signal);
      const facts = await this.#inspect(described, fetched);
      const format = facts.format === 'qcow2' && !this.#forceRaw ? 'qcow2' : 'raw';
      const stays = facts.format === format || facts.format === 'iso';
      if (!stays) await this.#convert(described, fetched, facts, converted, signal);
      return await this.#keep(described, key, { ...facts, format }, stays ? fetched : converted);
    } finally {
      await Promise.all([fetched, converted].map((file) => rm(file, { force: true })));
    }
  }

  async #inspect(image: SourceImage, file: string): Promise<ImageFacts> {
    try {
      const facts = await inspectImageFile(file);
      checkImage(facts, image, this.#allowed);
      return facts;
    } catch (error) {
      if (!(error instanceof ImageRefusal)) throw error;
      throw new HypervisorError('image-refused', 'image', `image ${image.id} ${error.message}`, { cause: error });
    }
  }

  async #convert(image: SourceImage, file: string, facts: ImageFacts, to: string, signal: AbortSignal): Promise<void> {
    const what = `image ${image.id} as raw`;
    try {
      await requireSpace(this.folder, await measureImage({ file, format: facts.format }, signal), 'image', what);
      await convertImage({ from: file, fromFormat: facts.format, to, toFormat: 'raw' }, signal);
    } catch (error) {
      throw hostFailure(error, 'image', `${what} cannot be made`, 'image-corrupt');
    }
  }

  /** The entry comes last: an image is there when its entry is. */
  async #keep(
    image: SourceImage,
    key: string,
    facts: ImageFacts & { format: 'raw' | 'qcow2' },
    part: string,
  ): Promise<CachedImage> {
    const sizeBytes = facts.format === 'raw' ? await padToSectors(part) : (await stat(part)).size;
    const { id, minDiskGib = 0 } = image;
    await publish(part, path.join(this.folder, `${key}.${facts.format}`));
    // The size of a raw file is the truth; headers of some formats know several.
    const virtualBytes = facts.format === 'raw' ? sizeBytes : facts.virtualBytes;
    const entry = { id, format: facts.format, virtualBytes, minDiskGib, sizeBytes };
    await writeDurably(this.#entry(key), `${JSON.stringify(entry)}\n`);
    return this.#image(key, entry);
  }

  /** `undefined` when the image is not here, or not whole. */
  async #find(key: string): Promise<CachedImage | undefined> {
    try {
      const entry = entrySchema.parse(JSON.parse(await readFile(this.#entry(key), 'utf8')));
      const image = this.#image(key, entry);
      const { size } = await stat(image.path);
      if (size === entry.sizeBytes) return image;
      this.#logger.warn({ imageId: image.id, size, expected: entry.sizeBytes }, 'an image in the cache is damaged');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#logger.warn({ err: error, key }, 'an image in the cache cannot be read');
      }
    }
    return undefined;
  }

  #image(key: string, { id, format, virtualBytes, minDiskGib }: z.infer<typeof entrySchema>): CachedImage {
    return { id, path: path.join(this.folder, `${key}.${format}`), format, virtualBytes, minDiskGib };
  }

  #entry(key: string): string {
    return path.join(this.folder, `${key}.json`);
  }
}

const imageFile = /\.(raw|qcow2)$/;

const entrySchema = z.object({
  id: z.string(),
  format: z.enum(['raw', 'qcow2']),
  virtualBytes: z.number(),
  minDiskGib: z.number(),
  sizeBytes: z.number(),
});

/** QEMU counts in sectors. Returns the size. */
async function padToSectors(file: string): Promise<number> {
  const { size } = await stat(file);
  const sizeBytes = Math.ceil(size / 512) * 512;
  if (sizeBytes !== size) await truncate(file, sizeBytes);
  return sizeBytes;
}

/** As Nova names them; whatever an id contains, it cannot be a path. */
function keyOf(id: string): string {
  return createHash('sha1').update(id).digest('hex');
}
