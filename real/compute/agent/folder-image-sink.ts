import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { publish, writeDurably } from '../../files/durable-file.ts';
import { partOf, partSuffix } from '../../files/part-file.ts';
import { isUuid } from '../hypervisor/checked-uuid.ts';
import type { ImageSink, SnapshotImage } from './image-sink.ts';

/** What comes behind an image's id. */
const ownEnding = /^\.(qcow2|raw|json)(\.[0-9a-f]+\.part)?$/;
const idLength = 36;

/** Keeps images as files: `ID.qcow2` or `ID.raw`, and beside it `ID.json` with size and SHA-512. */
export class FolderImageSink implements ImageSink {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes away what uploads left that were cut off. Not while one is under way. */
  async removePartial(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const complete = new Set(names.filter((name) => name.endsWith('.json')).map((name) => path.parse(name).name));
    // Anything with another name is somebody else's.
    const ours = names.filter((name) => isUuid(name.slice(0, idLength)) && ownEnding.test(name.slice(idLength)));
    const partial = ours.filter((name) => name.endsWith(partSuffix) || !complete.has(path.parse(name).name));
    await Promise.all(partial.map((name) => rm(path.join(this.#folder, name), { force: true })));
  }

  async upload(image: SnapshotImage, file: string, signal: AbortSignal): Promise<void> {
    if (!isUuid(image.id)) throw new Error(`found ${JSON.stringify(image.id)}; accepted: a UUID`);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const data = path.join(this.#folder, `${image.id}.${image.diskFormat}`);
    const part = partOf(data);
    try {
      const sha512 = await copyHashed(file, part, signal);
      await publish(part, data);
      const record = { ...image, sha512 };
      await writeDurably(path.join(this.#folder, `${image.id}.json`), `${JSON.stringify(record, null, 2)}\n`);
    } catch (error) {
      await Promise.all([part, data].map((each) => rm(each, { force: true })));
      throw error;
    }
  }
}

async function copyHashed(from: string, to: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha512');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const source = createReadStream(from, { highWaterMark: 1 << 20 });
  await pipeline(source, hashing, createWriteStream(to, { mode: 0o600 }), { signal });
  return hash.digest('hex');
}
