import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { nearestName } from '../../../core/index.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { ImageRefusal } from '../../image-formats/image-refusal.ts';
import { inspectImageFile } from '../../image-formats/inspect-image.ts';
import type { ImageSource, SourceImage } from './image-source.ts';

interface Known {
  readonly mtimeMs: number;
  readonly file: string;
  readonly image: SourceImage;
}

/**
 * Image files as they are, one or a folder of them, without an image service. An image's id comes from its content, so
 * that a changed file is another image.
 */
export class FileImageSource implements ImageSource {
  readonly #root: string;
  readonly #known = new Map<string, Known>();

  /** @param root an image file, or a folder whose files are images (not those of its folders) */
  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  /** @param name of a file. @throws HypervisorError `image-missing`, `image-refused` */
  async find(name: string): Promise<SourceImage> {
    const files = await this.#files();
    const file = files.find((each) => path.basename(each) === name);
    if (file !== undefined) return (await this.#know(file)).image;
    const nearest = nearestName(
      name,
      files.map((each) => path.basename(each)),
    );
    const hint = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
    throw new HypervisorError('image-missing', 'image', `${this.#root}: no image '${name}'${hint}`);
  }

  async describe(id: string): Promise<SourceImage> {
    return (await this.#byId(id)).image;
  }

  async open(id: string): Promise<Readable> {
    return createReadStream((await this.#byId(id)).file);
  }

  async #byId(id: string): Promise<Known> {
    for (const file of await this.#files()) {
      const known = await this.#know(file).catch(() => undefined);
      if (known?.image.id === id) return known;
    }
    throw new HypervisorError('image-missing', 'image', `${this.#root}: no image with the id ${id}`);
  }

  /** Links are left out: they could lead anywhere. */
  async #files(): Promise<readonly string[]> {
    try {
      if ((await stat(this.#root)).isFile()) return [this.#root];
      const entries = await readdir(this.#root, { withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => path.join(this.#root, entry.name));
    } catch (error) {
      throw new HypervisorError('image-missing', 'image', `${this.#root}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /** Reads a file's content once, and again when it changed. */
  async #know(file: string): Promise<Known> {
    const { mtimeMs, size } = await lstat(file);
    const known = this.#known.get(file);
    if (known?.mtimeMs === mtimeMs && known.image.sizeBytes === size) return known;
    const image = await describeFile(file, size);
    const fresh = { mtimeMs, file, image };
    this.#known.set(file, fresh);
    return fresh;
  }
}

async function describeFile(file: string, sizeBytes: number): Promise<SourceImage> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const hex = hash.digest('hex');
  try {
    const { format, virtualBytes } = await inspectImageFile(file);
    const checksum = { algorithm: 'sha512', hex };
    const name = path.basename(file);
    return { id: contentId(hex), name, diskFormat: format, sizeBytes, virtualBytes, checksum, properties: {} };
  } catch (error) {
    if (!(error instanceof ImageRefusal)) throw error;
    throw new HypervisorError('image-refused', 'image', `${file} ${error.message}`, { cause: error });
  }
}

/** A UUID of version 8, which is free for own uses (RFC 9562). */
function contentId(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
