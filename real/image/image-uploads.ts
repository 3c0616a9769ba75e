import type { Readable } from 'node:stream';
import { ApiError } from '../http/api-error.ts';
import type { ImageFiles } from './image-files.ts';
import type { ImageStatus, StoredImage } from './model.ts';
import { notFound } from './routes/image-door.ts';
import type { ImageTables } from './tables.ts';

/** The bytes of images on their way in. */
export class ImageUploads {
  readonly #tables: ImageTables;
  readonly #files: ImageFiles;
  readonly #now: () => number;

  constructor(tables: ImageTables, files: ImageFiles, now: () => number) {
    this.#tables = tables;
    this.#files = files;
    this.#now = now;
  }

  /**
   * Takes the data of an image that is queued, which has the status `during` meanwhile; afterwards it has `then`, or is
   * queued again.
   *
   * @throws ApiError 400, 404, 409, 413
   */
  async receive(id: string, source: Readable, during: ImageStatus, then: ImageStatus): Promise<void> {
    const diskFormat = await this.#begin(id, during);
    try {
      const { sizeBytes, virtualBytes, checksum, hash } = await this.#files.store(id, diskFormat, source);
      await this.change(id, { status: then, sizeBytes, virtualBytes, checksum, hash });
    } catch (error) {
      await this.change(id, { status: 'queued' });
      throw error;
    }
    if (!this.#tables.images.get(id)) await this.#files.remove(id);
  }

  change(id: string, change: Partial<StoredImage>): Promise<void> {
    return this.#tables.database.write(() => {
      const image = this.#tables.images.get(id);
      // Deleted while its data was on the way.
      if (image) this.#tables.images.put({ ...image, ...change, updatedAtSeconds: this.#now() });
    });
  }

  #begin(id: string, during: ImageStatus): Promise<string> {
    return this.#tables.database.write(() => {
      const image = this.#tables.images.get(id);
      if (!image) throw notFound(id);
      const { status, diskFormat, containerFormat } = image;
      if (diskFormat === null || containerFormat === null) {
        throw new ApiError(400, 'Properties disk_format, container_format must be set prior to saving data.');
      }
      if (status !== 'queued')
        throw new ApiError(409, `Image status transition from ${status} to ${during} is not allowed.`);
      this.#tables.images.put({ ...image, status: during, updatedAtSeconds: this.#now() });
      return diskFormat;
    });
  }
}
