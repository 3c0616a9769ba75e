import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { hostFailure } from './host-failure.ts';
import type { ImageSource, SourceImage } from './image-source.ts';

export interface ImageFetch {
  readonly source: ImageSource;
  readonly image: SourceImage;
  /** Must not exist. */
  readonly file: string;
  /** How long nothing may come before the service is given up. */
  readonly stallSeconds: number;
}

/**
 * Brings an image's file to this host, and checks on the way that it is what was promised: neither more nor less bytes,
 * and the checksum.
 *
 * @throws HypervisorError `image-missing`, `image-corrupt`, `disk-full`, `timed-out`, `cancelled`
 */
export async function fetchImage(
  { source, image, file, stallSeconds }: ImageFetch,
  signal: AbortSignal,
): Promise<void> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), stallSeconds * 1000);
  const either = AbortSignal.any([signal, stall.signal]);
  const check = new Check(image, () => timer.refresh());
  try {
    const bytes = await source.open(image.id, either);
    await pipeline(bytes, check, createWriteStream(file, { mode: 0o600, flags: 'wx' }), { signal: either });
  } catch (error) {
    const what = `image ${image.id} cannot be fetched`;
    if (!stall.signal.aborted) throw hostFailure(error, 'image', what, 'image-missing');
    throw new HypervisorError('timed-out', 'image', `${what}: nothing came for ${stallSeconds} s`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  check.conclude();
}

/** Passes bytes on unchanged and remembers what is needed for the verdict. */
class Check extends Transform {
  readonly #image: SourceImage;
  readonly #hash;
  readonly #onBytes: () => void;
  #sizeBytes = 0;

  constructor(image: SourceImage, onBytes: () => void) {
    super();
    this.#image = image;
    this.#onBytes = onBytes;
    this.#hash = createHash(image.checksum?.algorithm ?? 'sha512');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#onBytes();
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#image.sizeBytes) {
      done(this.#corrupt(`has more than the ${this.#image.sizeBytes} bytes that were promised`));
      return;
    }
    this.#hash.update(chunk);
    done(null, chunk);
  }

  conclude(): void {
    const { sizeBytes, checksum } = this.#image;
    if (this.#sizeBytes !== sizeBytes) {
      throw this.#corrupt(`ended after ${this.#sizeBytes} of ${sizeBytes} bytes`);
    }
    const hex = this.#hash.digest('hex');
    if (checksum && hex !== checksum.hex.toLowerCase()) {
      throw this.#corrupt(`has the ${checksum.algorithm} checksum ${hex}, promised was ${checksum.hex}`);
    }
  }

  #corrupt(why: string): HypervisorError {
    return new HypervisorError('image-corrupt', 'image', `image ${this.#image.id} ${why}`);
  }
}
