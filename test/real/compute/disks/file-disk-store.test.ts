import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  readdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileDiskStore } from '../../../../real/compute/disks/file-disk-store.ts';
import type { FileDiskStoreOptions } from '../../../../real/compute/disks/file-disk-store.ts';
import { ImageCache } from '../../../../real/compute/images/image-cache.ts';
import { diskToolsAbsence, Workshop } from '../../image-formats/sample-images.ts';
import { MemorySource } from '../images/memory-source.ts';
import { mountAbsence, smallDisk } from '../images/small-disk.ts';
import { guestRequest, guestUuid } from './guest-request.ts';

const absence = diskToolsAbsence();
const mib = 1024 * 1024;
const gib = 1024 * mib;
const logger = pino({ level: 'silent' });
const keep = new Set([guestUuid]);
const probe = (file: string) => execFileSync('/sbin/blkid', ['-p', '-o', 'export', file], { encoding: 'utf8' });

describe.skipIf(absence !== '')(`guests' disks${absence}`, () => {
  const shop = new Workshop();
  const raw = Buffer.alloc(2 * mib, 'image content ');
  const other = Buffer.alloc(mib, 'another image ');
  let qcow2: Buffer;
  let source: MemorySource;
  let cache: ImageCache;
  let hosts = 0;

  beforeAll(() => {
    writeFileSync(shop.path('content'), raw);
    shop.qemuImg('convert', '-f', 'raw', '-O', 'qcow2', 'content', 'content.qcow2');
    qcow2 = readFileSync(shop.path('content.qcow2'));
  });
  beforeEach(() => {
    source = new MemorySource();
    source.images.set('image', { content: qcow2, diskFormat: 'qcow2' });
    source.images.set('other', { content: other, diskFormat: 'raw' });
  });
  afterAll(() => shop.remove());

  async function started(options: Partial<FileDiskStoreOptions> = {}): Promise<FileDiskStore> {
    hosts += 1;
    const instancesPath = options.instancesPath ?? shop.path(`host${hosts}`);
    cache = new ImageCache({
      folder: path.join(instancesPath, '_base'),
      source,
      logger,
      removeUnusedMinimumAgeSeconds: 0,
    });
    const store = new FileDiskStore({ images: cache, logger, ...options, instancesPath });
    await store.start(new Set());
    return store;
  }

  /** The same host after its agent began anew. */
  async function restarted(store: FileDiskStore, kept: ReadonlySet<string> = keep): Promise<FileDiskStore> {
    const next = new FileDiskStore({ instancesPath: path.dirname(store.folder(guestUuid)), images: cache, logger });
    await next.start(kept);
    return next;
  }

  const listed = (store: FileDiskStore) => readdirSync(store.folder(guestUuid)).sort();
  const startsWith = (file: string, content: Buffer) => {
    const flat = shop.path(`flat-${path.basename(file)}`);
    shop.qemuImg('convert', '-O', 'raw', file, flat);
    expect(headOf(flat, content.length).equals(content)).toBe(true);
  };

  it('are an overlay of the flavor’s size on the cached image, which is untouched', async () => {
    const store = await started();
    const { root, ...rest } = await store.create(guestRequest());
    expect(root).toEqual({ path: path.join(store.folder(guestUuid), 'disk'), format: 'qcow2', sizeBytes: gib });
    expect(rest).toEqual({ ephemeral: [], swap: undefined, config: undefined });
    const seen = shop.info(root!.path);
    expect(seen).toMatchObject({ format: 'qcow2', 'virtual-size': gib, 'backing-filename-format': 'raw' });
    startsWith(root!.path, raw);
  });

  it('are a sparse copy when the host says raw', async () => {
    const store = await started({ imagesType: 'raw' });
    const { root } = await store.create(guestRequest());
    expect(root).toMatchObject({ format: 'raw', sizeBytes: gib });
    expect(shop.info(root!.path, 'raw')).toMatchObject({ 'virtual-size': gib });
    expect(statSync(root!.path).blocks * 512).toBeLessThan(3 * mib);
    startsWith(root!.path, raw);
  });

  it('have the image’s size when the flavor names none', async () => {
    const { root } = await (await started()).create(guestRequest({ flavor: { rootGib: 0 } }));
    expect(root?.sizeBytes).toBe(2 * mib);
  });

  it('are refused when the image does not fit the flavor', async () => {
    source.images.set('image', { content: shop.create('wide.qcow2', 'qcow2', '3G'), diskFormat: 'qcow2' });
    const store = await started();
    const message = expect.stringContaining(
      "flavor 'tiny' has a root disk of 1 GiB; image image needs 3 GiB",
    ) as string;
    await expect(store.create(guestRequest())).rejects.toMatchObject({ code: 'bad-request', message });
    expect(existsSync(store.folder(guestUuid))).toBe(false);
    source.images.set('min', { content: qcow2, diskFormat: 'qcow2', said: { minDiskGib: 5 } });
    const min = store.create(guestRequest({ image: { id: 'min', properties: {} } }));
    await expect(min).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('are formatted: ephemeral with its label, swap as swap, a config drive', async () => {
    const store = await started();
    const image = { id: 'image', properties: { os_type: 'linux' } };
    const flavor = { ephemeralGib: 1, swapMib: 16 };
    const disks = await store.create(guestRequest({ image, flavor, configDrive: true }));
    expect(disks.ephemeral.map(({ sizeBytes, format }) => [sizeBytes, format])).toEqual([[gib, 'raw']]);
    expect(probe(disks.ephemeral[0]!.path)).toMatch(/LABEL=ephemeral0[^]*TYPE=ext4/);
    expect(disks.swap).toMatchObject({ sizeBytes: 16 * mib, format: 'raw' });
    expect(probe(disks.swap!.path)).toContain('TYPE=swap');
    expect(disks.config?.format).toBe('iso');
    expect(probe(disks.config!.path)).toContain('LABEL=config-2');
    expect(listed(store)).toEqual(['disk', 'disk.config', 'disk.eph0', 'disk.swap', 'disks.json']);
    for (const name of listed(store)) {
      expect(statSync(path.join(store.folder(guestUuid), name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(store.folder(guestUuid)).mode & 0o777).toBe(0o700);
    expect(await store.find(guestRequest())).toEqual(disks);
  });

  it.each(['with spaces', 'a,b=c:d', '-rf', 'json:{}', '%s"\'`$(id)', 'ü €'])(
    'may be below a folder called %j',
    async (name) => {
      const store = await started({ instancesPath: shop.path(name) });
      const request = guestRequest({ flavor: { ephemeralGib: 1, swapMib: 4 }, configDrive: true });
      const { root } = await store.create(request);
      expect(path.dirname(path.dirname(root!.path))).toBe(shop.path(name));
      expect(shop.info(root!.path)['virtual-size']).toBe(gib);
      await store.resize(guestRequest({ flavor: { rootGib: 2, ephemeralGib: 1 }, configDrive: true }));
      expect((await store.flatten((await store.find(request)).root!)).sizeBytes).toBe(2 * gib);
    },
  );

  it('have several ephemeral disks when the request splits them, within the flavor', async () => {
    const store = await started();
    const flavor = { ephemeralGib: 3 };
    const { ephemeral } = await store.create(guestRequest({ flavor, ephemeralGibs: [2, 1] }));
    expect(ephemeral.map(({ sizeBytes }) => sizeBytes / gib)).toEqual([2, 1]);
    expect(probe(ephemeral[1]!.path)).toContain('ephemeral1');
    for (const ephemeralGibs of [[2, 2], [0], [-1], [1.5]]) {
      const wrong = guestRequest({ uuid: guestUuid.replace('5', '6'), flavor, ephemeralGibs });
      await expect(store.create(wrong)).rejects.toMatchObject({ code: 'bad-request' });
    }
    const grown = await store.resize(guestRequest({ flavor: { ephemeralGib: 5 }, ephemeralGibs: [3, 1, 1] }));
    expect(grown.ephemeral.map(({ sizeBytes }) => sizeBytes / gib)).toEqual([3, 1, 1]);
  });

  it('have an ephemeral disk of vfat unless the image is known to be Linux, as in Nova', async () => {
    const { ephemeral } = await (await started()).create(guestRequest({ flavor: { ephemeralGib: 1 } }));
    expect(probe(ephemeral[0]!.path)).toContain('TYPE=vfat');
  });

  it('need no image for a server that boots from elsewhere', async () => {
    const store = await started();
    expect(await store.create(guestRequest({ image: null }))).toMatchObject({ root: undefined });
    expect(source.fetched).toEqual([]);
  });

  it('are not made twice, and those of a guest that is not here are not found', async () => {
    const store = await started();
    await expect(store.find(guestRequest())).rejects.toMatchObject({ code: 'guest-not-found' });
    const { root } = await store.create(guestRequest());
    writeFileSync(path.join(store.folder(guestUuid), 'console.log'), 'mine');
    await expect(store.create(guestRequest())).rejects.toMatchObject({ code: 'guest-exists' });
    expect(existsSync(root!.path)).toBe(true);
  });

  it.each(['', '..', '../../etc', '5F0C4C1A-7A52-4F0E-9D0B-6A3B7E1F2C11', `${guestUuid}/..`, '-rf'])(
    'are not looked for under %j, which is no UUID',
    async (uuid) => {
      const store = await started();
      expect(() => store.folder(uuid)).toThrow(expect.objectContaining({ code: 'bad-request' }) as Error);
      await expect(store.remove(uuid)).rejects.toMatchObject({ code: 'bad-request' });
      await expect(store.create(guestRequest({ uuid }))).rejects.toMatchObject({ code: 'bad-request' });
    },
  );

  it('go all together when one cannot be made, and files of others stay', async () => {
    const store = await started();
    const folder = store.folder(guestUuid);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'guest.json'), '{}');
    const request = guestRequest({ image: { id: 'gone', properties: {} }, flavor: { swapMib: 8 }, configDrive: true });
    await expect(store.create(request)).rejects.toMatchObject({ code: 'image-missing' });
    expect(readdirSync(folder)).toEqual(['guest.json']);
  });

  it('stop being made when the caller gives up', async () => {
    const store = await started();
    const cancel = new AbortController();
    source.beforeChunk = () => (cancel.abort(), new Promise(() => undefined));
    await expect(store.create(guestRequest(), cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(store.folder(guestUuid))).toBe(false);
  });

  it('are changed one after the other, and a removal does not wait for what is being made', async () => {
    const store = await started();
    const made = store.create(guestRequest());
    const both = Promise.all([store.resize(guestRequest({ flavor: { rootGib: 2 } })), store.find(guestRequest())]);
    await made;
    const [resized, found] = await both;
    expect(found).toEqual(resized);
    await store.remove(guestUuid);

    source.beforeChunk = () => new Promise(() => undefined);
    const endless = store.create(guestRequest({ image: { id: 'other', properties: {} } }));
    const outcome = endless.catch((error: unknown) => error);
    while (!source.fetched.includes('other')) await new Promise((resolve) => setImmediate(resolve));
    await store.remove(guestUuid);
    expect(await outcome).toMatchObject({ code: 'cancelled' });
    expect(existsSync(store.folder(guestUuid))).toBe(false);
  });

  it('are made for thirty guests at once from one fetch', async () => {
    const store = await started();
    const uuids = Array.from({ length: 30 }, (_, index) => guestUuid.slice(0, -2) + String(index).padStart(2, '0'));
    await Promise.all(uuids.map((uuid) => store.create(guestRequest({ uuid }))));
    expect(source.fetched).toEqual(['image']);
  });

  describe.skipIf(mountAbsence() !== '')(`on a disk that fills up${mountAbsence()}`, () => {
    it('are refused with a reason, and nothing is left of them', async () => {
      const small = smallDisk(shop.folder, 24);
      try {
        const store = await started({ instancesPath: path.join(small.folder, 'instances') });
        const request = guestRequest({ flavor: { ephemeralGib: 1024 } });
        await expect(store.create(request)).rejects.toMatchObject({ code: 'disk-full' });
        expect(existsSync(store.folder(guestUuid))).toBe(false);

        // The way there is free; the disk fills up while the others are made.
        await store.create(guestRequest({ flavor: { rootGib: 0 } }));
        await store.remove(guestUuid);
        const filler = path.join(small.folder, 'filler');
        writeFileSync(filler, Buffer.alloc(13 * mib));
        const late = guestRequest({ image: { id: 'other', properties: {} }, configDrive: true });
        source.beforeChunk = () => {
          appendFileSync(filler, Buffer.alloc(8 * mib - 64 * 1024));
          return Promise.resolve();
        };
        await expect(store.create(late)).rejects.toMatchObject({ code: 'disk-full' });
        expect(existsSync(store.folder(guestUuid))).toBe(false);
      } finally {
        small.remove();
      }
    });
  });

  it('get a fresh root disk in a rebuild, from another image; the others stay', async () => {
    const store = await started();
    const flavor = { swapMib: 8, ephemeralGib: 1 };
    const before = await store.create(guestRequest({ flavor, configDrive: true }));
    const mark = 'written by the guest';
    writeFileSync(before.ephemeral[0]!.path, mark, { flag: 'r+' });
    shop.qemuImg('resize', '-q', before.root!.path, '2G');
    const after = await store.rebuild(
      guestRequest({ flavor, configDrive: true, image: { id: 'other', properties: {} } }),
    );
    expect(after.root).toEqual(before.root);
    startsWith(after.root!.path, other);
    expect(headOf(after.ephemeral[0]!.path, mark.length).toString()).toBe(mark);
    expect(listed(store)).toEqual(['disk', 'disk.config', 'disk.eph0', 'disk.swap', 'disks.json']);
    expect(await store.removeUnusedImages()).toEqual(['image']);
  });

  it('stay as they were when a rebuild fails', async () => {
    const store = await started();
    const before = await store.create(guestRequest());
    const content = readFileSync(before.root!.path);
    const rebuilt = store.rebuild(guestRequest({ image: { id: 'gone', properties: {} } }));
    await expect(rebuilt).rejects.toMatchObject({ code: 'image-missing' });
    expect(readFileSync(before.root!.path).equals(content)).toBe(true);
    expect(listed(store)).toEqual(['disk', 'disks.json']);
  });

  describe('in a resize', () => {
    const small = { flavor: { swapMib: 8 }, configDrive: true };
    const big = { flavor: { rootGib: 2, ephemeralGib: 1, swapMib: 16 }, configDrive: true };

    it.each(['qcow2', 'raw'] as const)(
      'grow, and the old ones come back when it is reverted (%s)',
      async (imagesType) => {
        const store = await started({ imagesType });
        const before = await store.create(guestRequest(small));
        const after = await store.resize(guestRequest(big));
        expect(after.root?.sizeBytes).toBe(2 * gib);
        expect(shop.info(after.root!.path, imagesType)['virtual-size']).toBe(2 * gib);
        expect(after.swap?.sizeBytes).toBe(16 * mib);
        expect(after.ephemeral).toHaveLength(1);
        startsWith(after.root!.path, raw);
        await expect(store.resize(guestRequest(big))).rejects.toMatchObject({ code: 'wrong-state' });

        const overwrite = imagesType === 'raw' ? after.root!.path : undefined;
        if (overwrite !== undefined) writeFileSync(overwrite, 'lost in the revert', { flag: 'r+' });
        await store.revertResize(guestUuid);
        expect(await store.find(guestRequest())).toEqual(before);
        startsWith(before.root!.path, raw);
        expect(listed(store)).toEqual(['disk', 'disk.config', 'disk.swap', 'disks.json']);
      },
    );

    it('lose the old ones when it is confirmed', async () => {
      const store = await started();
      await store.create(guestRequest(small));
      const after = await store.resize(guestRequest(big));
      expect(listed(store)).toContain('resize.old');
      await store.confirmResize(guestUuid);
      await store.revertResize(guestUuid);
      expect(await store.find(guestRequest())).toEqual(after);
      expect(listed(store)).not.toContain('resize.old');
    });

    it('do not shrink', async () => {
      const store = await started();
      const before = await store.create(guestRequest(big));
      for (const flavor of [{ rootGib: 1, ephemeralGib: 1 }, { rootGib: 2 }]) {
        await expect(store.resize(guestRequest({ flavor }))).rejects.toMatchObject({ code: 'bad-request' });
      }
      expect(await store.find(guestRequest())).toEqual(before);
      expect(listed(store)).toEqual(['disk', 'disk.config', 'disk.eph0', 'disk.swap', 'disks.json']);
    });
  });

  it('are joined by one for rescue, from any image, which goes again', async () => {
    const store = await started();
    await store.create(guestRequest());
    const rescue = await store.createRescue(guestRequest(), 'other');
    expect(rescue.sizeBytes).toBe(mib);
    startsWith(rescue.path, other);
    await restarted(store);
    expect(listed(store)).toEqual(['disk', 'disk.rescue', 'disks.json']);
    expect(await store.removeUnusedImages()).toEqual([]);
    await store.removeRescue(guestUuid);
    expect(listed(store)).toEqual(['disk', 'disks.json']);
    expect(await store.removeUnusedImages()).toEqual(['other']);
  });

  it.each(['qcow2', 'raw'] as const)('become one flat image in a snapshot (%s)', async (imagesType) => {
    const store = await started({ imagesType });
    const { root } = await store.create(guestRequest());
    const flat = await store.flatten(root!);
    expect(flat).toMatchObject({ format: imagesType, sizeBytes: gib });
    expect(shop.info(flat.path, imagesType)['backing-filename']).toBeUndefined();
    expect(statSync(flat.path).mode & 0o777).toBe(0o600);
    startsWith(flat.path, raw);
    await restarted(store);
    expect(listed(store)).toEqual(['disk', 'disks.json']);
  });

  it('keep the image that they are based on from ageing out', async () => {
    const store = await started();
    await store.create(guestRequest());
    expect(await store.removeUnusedImages()).toEqual([]);
    await store.remove(guestUuid);
    expect(existsSync(store.folder(guestUuid))).toBe(false);
    await store.remove(guestUuid);
    expect(await store.removeUnusedImages()).toEqual(['image']);
  });

  it('of guests that do not exist go at the start, and other folders stay', async () => {
    const store = await started();
    await store.create(guestRequest());
    const left = guestUuid.replace('5', '6');
    mkdirSync(store.folder(left));
    mkdirSync(path.join(path.dirname(store.folder(left)), 'somebody'));
    await restarted(store);
    expect(existsSync(store.folder(left))).toBe(false);
    await restarted(store, new Set());
    expect(readdirSync(path.dirname(store.folder(left))).sort()).toEqual(['_base', 'somebody']);
  });

  it('that cannot be understood are left alone', async () => {
    const store = await started();
    const { root } = await store.create(guestRequest());
    writeFileSync(path.join(store.folder(guestUuid), 'disks.json'), '{"disks":{"root":{"name":"../../x"');
    await restarted(store);
    expect(existsSync(root!.path)).toBe(true);
    await expect(store.find(guestRequest())).rejects.toMatchObject({ code: 'host-unavailable' });
  });

  it('have the format that was noted, whatever a guest writes into them', async () => {
    const store = await started({ imagesType: 'raw' });
    const { root } = await store.create(guestRequest());
    shop.qemuImg('create', '-q', '-u', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/passwd', 'evil.qcow2', '1G');
    writeFileSync(root!.path, readFileSync(shop.path('evil.qcow2')), { flag: 'r+' });
    expect((await store.find(guestRequest())).root).toEqual(root);
    const flat = await store.flatten(root!);
    expect(shop.info(flat.path, 'raw')['virtual-size']).toBe(gib);
    expect(headOf(flat.path, 4)).toEqual(headOf(root!.path, 4));
  });

  it.skipIf(process.getuid?.() !== 0)('belong to the user that QEMU runs as, when told (needs root)', async () => {
    const store = await started({ guestOwner: { uid: 64055, gid: 64055 } });
    await store.create(guestRequest());
    const folder = store.folder(guestUuid);
    expect([statSync(folder).uid, statSync(folder).gid, statSync(folder).mode & 0o777]).toEqual([64055, 64055, 0o700]);
    expect(statSync(path.dirname(folder)).mode & 0o777).toBe(0o711);
    expect(statSync(cache.folder).mode & 0o777).toBe(0o711);
  });

  it('are not believed to be whole when one is missing or damaged', async () => {
    const store = await started();
    const { root } = await store.create(guestRequest());
    truncateSync(root!.path, 10);
    await expect(store.find(guestRequest())).rejects.toMatchObject({ code: 'host-unavailable' });
  });
});

/** Disks are too big to be read whole. */
function headOf(file: string, bytes: number): Buffer {
  const head = Buffer.alloc(bytes);
  const opened = openSync(file, 'r');
  readSync(opened, head, 0, bytes, 0);
  closeSync(opened);
  return head;
}
