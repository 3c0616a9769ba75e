import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ImageCache } from '../../../../real/compute/images/image-cache.ts';
import type { CachedImage, ImageCacheOptions } from '../../../../real/compute/images/image-cache.ts';
import { diskToolsAbsence, Workshop } from '../../image-formats/sample-images.ts';
import { MemorySource } from './memory-source.ts';
import { mountAbsence, smallDisk } from './small-disk.ts';

const absence = diskToolsAbsence();
const mib = 1024 * 1024;
const logger = pino({ level: 'silent' });
const nobody = () => Promise.resolve(new Set<string>());
const asIs = (image: CachedImage) => Promise.resolve(image);

describe.skipIf(absence !== '')(`the images of a host${absence}`, () => {
  const shop = new Workshop();
  let raw: Buffer;
  let qcow2: Buffer;
  let source: MemorySource;
  let caches = 0;

  beforeAll(() => {
    raw = Buffer.alloc(3 * mib, 'some content ');
    raw.fill(0, mib, 2 * mib);
    writeFileSync(shop.path('content'), raw);
    shop.qemuImg('convert', '-f', 'raw', '-O', 'qcow2', 'content', 'content.qcow2');
    qcow2 = readFileSync(shop.path('content.qcow2'));
  });
  beforeEach(() => {
    source = new MemorySource();
    source.images.set('q', { content: qcow2, diskFormat: 'qcow2' });
    source.images.set('r', { content: raw, diskFormat: 'raw' });
  });
  afterAll(() => shop.remove());

  async function started(options: Partial<ImageCacheOptions> = {}): Promise<ImageCache> {
    caches += 1;
    const cache = new ImageCache({ folder: shop.path(`cache${caches}`), source, logger, ...options });
    await cache.start(new Set());
    return cache;
  }

  it('are converted to raw, and readable by nobody else', async () => {
    const cache = await started();
    const image = await cache.use('q', asIs);
    expect(image).toMatchObject({ id: 'q', format: 'raw', virtualBytes: 3 * mib });
    expect(readFileSync(image.path).equals(raw)).toBe(true);
    for (const name of readdirSync(cache.folder))
      expect(statSync(path.join(cache.folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(cache.folder).mode & 0o777).toBe(0o700);
  });

  it('stay qcow2 when raw is not forced', async () => {
    const cache = await started({ forceRawImages: false });
    const image = await cache.use('q', asIs);
    expect(image.format).toBe('qcow2');
    expect(readFileSync(image.path).equals(qcow2)).toBe(true);
    expect((await cache.use('r', asIs)).format).toBe('raw');
  });

  it.each(['vmdk', 'vdi', 'vhd', 'vhdx'])('of the format %s become raw with the same content', async (diskFormat) => {
    const qemuName = diskFormat === 'vhd' ? 'vpc' : diskFormat;
    const sized = diskFormat === 'vhd' ? ['-o', 'force_size=on'] : [];
    shop.qemuImg('convert', '-f', 'raw', '-O', qemuName, ...sized, 'content', `content.${diskFormat}`);
    source.images.set('x', { content: readFileSync(shop.path(`content.${diskFormat}`)), diskFormat });
    const image = await (await started()).use('x', asIs);
    expect(readFileSync(image.path).equals(raw)).toBe(true);
  });

  it('are fetched once for all who ask at the same time, and not again later', async () => {
    const cache = await started();
    const images = await Promise.all(Array.from({ length: 30 }, () => cache.use('q', asIs)));
    expect(new Set(images.map((image) => image.path)).size).toBe(1);
    await cache.use('q', asIs);
    const next = new ImageCache({ folder: cache.folder, source, logger });
    await next.start(new Set());
    await next.use('q', asIs);
    expect(source.fetched).toEqual(['q']);
  });

  it('go on being fetched when one of several who asked gives up, and stop when all did', async () => {
    const cache = await started();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    source.beforeChunk = () => held;
    const [first, second] = [new AbortController(), new AbortController()];
    const one = cache.use('r', asIs, first.signal);
    const two = cache.use('r', asIs, second.signal);
    first.abort();
    await expect(one).rejects.toMatchObject({ code: 'cancelled' });
    release();
    expect((await two).format).toBe('raw');

    source.beforeChunk = () => new Promise(() => undefined);
    const third = new AbortController();
    const three = cache.use('q', asIs, third.signal);
    while (!source.fetched.includes('q')) await new Promise((resolve) => setImmediate(resolve));
    third.abort();
    await expect(three).rejects.toMatchObject({ code: 'cancelled' });
    source.beforeChunk = () => Promise.resolve();
    expect((await cache.use('q', asIs)).format).toBe('raw');
    expect(partsIn(cache)).toEqual([]);
  });

  const lies = [
    ['is shorter than promised', { sizeBytes: 10 * mib }, 'image-corrupt', 'ended after'],
    ['is longer than promised', { sizeBytes: 1000 }, 'image-corrupt', 'more than the 1000 bytes'],
    ['has another checksum', { checksum: { algorithm: 'sha256', hex: 'ab' } }, 'image-corrupt', 'promised was ab'],
    ['has another format', { diskFormat: 'raw' }, 'image-refused', 'is said to be raw but is qcow2'],
    ['has another virtual size', { virtualBytes: 5 }, 'image-refused', 'is said to be a disk of 5 bytes'],
  ] as const;
  it.each(lies)('are refused when the file %s', async (_, said, code, message) => {
    source.images.set('liar', { content: qcow2, diskFormat: 'qcow2', said });
    const cache = await started();
    await expect(cache.use('liar', asIs)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    expect(readdirSync(cache.folder)).toEqual([]);
  });

  it('are refused when they name files of the host, before QEMU sees them', async () => {
    shop.qemuImg('create', '-q', '-u', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/passwd', 'bad.qcow2', '1M');
    source.images.set('bad', { content: readFileSync(shop.path('bad.qcow2')), diskFormat: 'qcow2' });
    const cache = await started();
    await expect(cache.use('bad', asIs)).rejects.toMatchObject({ code: 'image-refused' });
    expect(readdirSync(cache.folder)).toEqual([]);
  });

  it('are missing when the service does not have them', async () => {
    await expect((await started()).use('nothing', asIs)).rejects.toMatchObject({ code: 'image-missing' });
  });

  it('are given up when the service stands still', async () => {
    const cache = await started({ fetchStallSeconds: 0.05 });
    source.beforeChunk = (sent) => (sent < mib ? Promise.resolve() : new Promise(() => undefined));
    await expect(cache.use('r', asIs)).rejects.toMatchObject({ code: 'timed-out' });
    expect(readdirSync(cache.folder)).toEqual([]);
  });

  it('may have any id: it never becomes a path', async () => {
    const cache = await started();
    for (const id of ['../../etc/passwd', '-rf', 'a\0b', '/', 'x'.repeat(5000)]) {
      source.images.set(id, { content: raw, diskFormat: 'raw' });
      const { path: file } = await cache.use(id, asIs);
      expect(path.dirname(file)).toBe(cache.folder);
    }
  });

  it('are refused ahead when the disk has no room for them', async () => {
    source.images.set('big', { content: raw, diskFormat: 'raw', said: { sizeBytes: 2 ** 50 } });
    const cache = await started();
    await expect(cache.use('big', asIs)).rejects.toMatchObject({ code: 'disk-full' });
    expect(source.fetched).toEqual([]);
  });

  describe.skipIf(mountAbsence() !== '')(`on a disk that fills up${mountAbsence()}`, () => {
    it('fail with a reason while they are fetched, and leave nothing', async () => {
      const small = smallDisk(shop.folder, 16);
      try {
        const cache = await started({ folder: path.join(small.folder, 'cache') });
        source.beforeChunk = (sent) => {
          if (sent === mib) writeFileSync(path.join(small.folder, 'other'), Buffer.alloc(16 * mib - 2 * mib));
          return Promise.resolve();
        };
        await expect(cache.use('r', asIs)).rejects.toMatchObject({ code: 'disk-full' });
        expect(readdirSync(cache.folder)).toEqual([]);
      } finally {
        small.remove();
      }
    });

    it('fail with a reason before they are converted, and leave nothing', async () => {
      const small = smallDisk(shop.folder, 16);
      try {
        writeFileSync(shop.path('wide'), Buffer.alloc(20 * mib, 'x'));
        shop.qemuImg('convert', '-c', '-f', 'raw', '-O', 'qcow2', 'wide', 'wide.qcow2');
        source.images.set('wide', { content: readFileSync(shop.path('wide.qcow2')), diskFormat: 'qcow2' });
        const cache = await started({ folder: path.join(small.folder, 'cache') });
        const failure = { code: 'disk-full', message: expect.stringContaining('as raw needs 2') as string };
        await expect(cache.use('wide', asIs)).rejects.toMatchObject(failure);
        expect(readdirSync(cache.folder)).toEqual([]);
      } finally {
        small.remove();
      }
    });
  });

  it('are taken away at the start when a crash left them half-made, but never from under a disk', async () => {
    const cache = await started();
    const image = await cache.use('q', asIs);
    const leave = (name: string) => writeFileSync(path.join(cache.folder, name), 'x');
    ['abc.0123456789ab.part', 'abc.raw', 'used.raw'].forEach(leave);
    await new ImageCache({ folder: cache.folder, source, logger }).start(
      new Set([path.join(cache.folder, 'used.raw')]),
    );
    const kept = [path.basename(image.path), path.basename(image.path).replace('.raw', '.json'), 'used.raw'];
    expect(readdirSync(cache.folder).sort()).toEqual(kept.sort());
  });

  it('are fetched again when their file was cut off or is gone', async () => {
    const cache = await started();
    truncateSync((await cache.use('q', asIs)).path, 7);
    expect(readFileSync((await cache.use('q', asIs)).path).equals(raw)).toBe(true);
    expect(source.fetched).toEqual(['q', 'q']);
  });

  describe('that nobody uses', () => {
    const day = 86_400_000;
    let now = Date.now();
    const clock = { now: () => now };

    it('go when they are old enough, counted from their last use', async () => {
      const cache = await started(clock);
      await cache.use('q', asIs);
      now += day - 1000;
      expect(await cache.removeUnused(nobody)).toEqual([]);
      await cache.use('q', asIs);
      now += day - 1000;
      expect(await cache.removeUnused(nobody)).toEqual([]);
      now += 2000;
      expect(await cache.removeUnused(nobody)).toEqual(['q']);
      expect(readdirSync(cache.folder)).toEqual([]);
    });

    it('stay while a disk is based on them', async () => {
      const cache = await started(clock);
      const image = await cache.use('q', asIs);
      now += 10 * day;
      expect(await cache.removeUnused(() => Promise.resolve(new Set([image.path])))).toEqual([]);
    });

    it('stay while somebody works with them, also one who finishes during the search', async () => {
      const cache = await started({ removeUnusedMinimumAgeSeconds: 0 });
      await cache.use('q', async () => expect(await cache.removeUnused(nobody)).toEqual([]));
      const late = async () => {
        await cache.use('q', asIs);
        return new Set<string>();
      };
      expect(await cache.removeUnused(late)).toEqual([]);
      expect(await cache.removeUnused(nobody)).toEqual(['q']);
      expect((await cache.use('q', asIs)).format).toBe('raw');
    });
  });

  function partsIn(cache: ImageCache): readonly string[] {
    return readdirSync(cache.folder).filter((name) => name.endsWith('.part'));
  }
});
