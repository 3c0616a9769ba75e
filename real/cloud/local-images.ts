import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ImageSink, SnapshotImage } from '../compute/agent/image-sink.ts';
import { HypervisorError } from '../compute/hypervisor/hypervisor-error.ts';
import type { ImageSource, SourceImage } from '../compute/images/image-source.ts';
import type { ConductorImages } from '../conductor/conductor-parts.ts';
import { ApiError } from '../http/api-error.ts';
import type { ImageService, StoredImage } from '../image/index.ts';

/** The image service as the conductor and the hosts in the same process use it. */
export class LocalImages implements ImageSource, ImageSink, ConductorImages {
  readonly #service: ImageService;

  constructor(service: ImageService) {
    this.#service = service;
  }

  async describe(id: string): Promise<SourceImage> {
    return sourceImageOf(asked(() => this.#service.find(id)));
  }

  async open(id: string): Promise<Readable> {
    return asked(() => this.#service.read(id));
  }

  discard(id: string): Promise<void> {
    return this.#service.remove(id);
  }

  async upload({ id, diskFormat }: SnapshotImage, file: string, signal: AbortSignal): Promise<void> {
    const source = createReadStream(file, { highWaterMark: 1 << 20, signal });
    try {
      await this.#service.upload(id, diskFormat, source);
    } catch (error) {
      await this.#service.remove(id);
      throw error;
    } finally {
      source.destroy();
    }
  }
}

function asked<Result>(ask: () => Result): Result {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ApiError) throw new HypervisorError('image-missing', 'image', error.message, { cause: error });
    throw error;
  }
}

function sourceImageOf(image: StoredImage): SourceImage {
  return {
    id: image.id,
    ...(image.name !== null && { name: image.name }),
    diskFormat: image.diskFormat ?? 'raw',
    sizeBytes: image.sizeBytes ?? 0,
    ...(image.hash !== null && { checksum: { algorithm: 'sha512', hex: image.hash } }),
    ...(image.virtualBytes !== null && { virtualBytes: image.virtualBytes }),
    minDiskGib: image.minDiskGib,
    minRamMib: image.minRamMib,
    properties: image.properties,
  };
}
