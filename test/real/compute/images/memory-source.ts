import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { HypervisorError } from '../../../../real/compute/hypervisor/hypervisor-error.ts';
import type { ImageSource, SourceImage } from '../../../../real/compute/images/image-source.ts';

export interface StoredImage {
  readonly content: Buffer;
  readonly diskFormat: string;
  /** What is said about it otherwise than it is. */
  readonly said?: Partial<SourceImage>;
}

/** An image service in memory that counts who fetches what, and whose streams can be held up. */
export class MemorySource implements ImageSource {
  readonly images = new Map<string, StoredImage>();
  /** Ids in the order in which they were fetched. */
  readonly fetched: string[] = [];
  /** Awaited before each chunk. */
  beforeChunk: (sent: number) => Promise<void> = () => Promise.resolve();
  chunkBytes = 64 * 1024;

  describe(id: string): Promise<SourceImage> {
    const image = this.images.get(id);
    if (!image) return Promise.reject(new HypervisorError('image-missing', 'image', `no image ${id}`));
    const hex = createHash('sha512').update(image.content).digest('hex');
    const { diskFormat, content, said } = image;
    const checksum = { algorithm: 'sha512', hex };
    return Promise.resolve({ id, diskFormat, sizeBytes: content.length, checksum, properties: {}, ...said });
  }

  open(id: string): Promise<Readable> {
    this.fetched.push(id);
    const content = this.images.get(id)?.content ?? Buffer.alloc(0);
    return Promise.resolve(Readable.from(this.#chunks(content)));
  }

  async *#chunks(content: Buffer): AsyncGenerator<Buffer> {
    for (let sent = 0; sent < content.length; sent += this.chunkBytes) {
      await this.beforeChunk(sent);
      yield content.subarray(sent, sent + this.chunkBytes);
    }
  }
}
