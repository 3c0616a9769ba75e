import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkImage, imageFormatNames } from '../image-formats/check-image.ts';
import { ImageRefusal } from '../image-formats/image-refusal.ts';
import { inspectImageFile } from '../image-formats/inspect-image.ts';
import { publish } from '../files/durable-file.ts';
import { partOf, partSuffix } from '../files/part-file.ts';
import { ApiError } from '../http/api-error.ts';

/** What is known of a file when it is in its place. */
export interface StoredFile {
  readonly sizeBytes: number;
  readonly virtualBytes: number;
  readonly checksum: string;
  readonly hash: string;
}

/** The files of images, one folder: they are written aside, looked at, and get their name when all is well. */
export class ImageFiles {
  readonly #folder: string;
  readonly #maxBytes: number;

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** Takes away what uploads left that were cut off, and files of images that are not there. */
  async start(known: ReadonlySet<string>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#folder)) {
      if (name.endsWith(partSuffix) || !known.has(name)) await rm(path.join(this.#folder, name), { force: true });
    }
  }

  /**
   * Keeps what the stream brings. An image that reads other files, is damaged, or is not what it is said to be is
   * refused, and nothing is left of it.
   *
   * @throws ApiError 400, 413
   */
  async store(id: string, diskFormat: string, source: Readable): Promise<StoredFile> {
    const part = partOf(this.#path(id));
    try {
      const received = await this.#receive(source, part);
      const virtualBytes = await inspected(part, diskFormat);
      await publish(part, this.#path(id));
      return { ...received, virtualBytes };
    } catch (error) {
      await rm(part, { force: true });
      throw asRefusal(error);
    }
  }

  /** A stream of the file, or of a part of it. */
  open(id: string, range?: { readonly start: number; readonly end: number }): ReadStream {
    return createReadStream(this.#path(id), { highWaterMark: 1 << 20, ...range });
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  async has(id: string, sizeBytes: number): Promise<boolean> {
    const found = await stat(this.#path(id)).catch(() => undefined);
    return found?.size === sizeBytes;
  }

  /** Ids are UUIDs, checked when the image was made: they cannot lead elsewhere. */
  #path(id: string): string {
    return path.join(this.#folder, id);
  }

  async #receive(source: Readable, part: string): Promise<Omit<StoredFile, 'virtualBytes'>> {
    const md5 = createHash('md5');
    const sha512 = createHash('sha512');
    let sizeBytes = 0;
    const maxBytes = this.#maxBytes;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done): void {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) return done(new ApiError(413, `An image can have ${maxBytes} bytes here.`));
        md5.update(chunk);
        sha512.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(source, meter, createWriteStream(part, { flags: 'wx', mode: 0o600 }));
    return { sizeBytes, checksum: md5.digest('hex'), hash: sha512.digest('hex') };
  }
}

async function inspected(part: string, diskFormat: string): Promise<number> {
  const facts = await inspectImageFile(part);
  // Parallels' images cannot be looked into; no host accepts them either.
  if (diskFormat !== 'ploop') checkImage(facts, { diskFormat }, imageFormatNames);
  return facts.virtualBytes;
}

function asRefusal(error: unknown): unknown {
  if (error instanceof ImageRefusal) {
    return new ApiError(400, `The image ${error.message}.`, { cause: error });
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ApiError(413, 'There is not enough disk space for the image.', { cause: error });
  }
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') {
    return new ApiError(400, 'The upload was cut off.', { cause: error });
  }
  return error;
}
