import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../../bundle-program.ts';
import { RandomStream } from '../../../../core/index.ts';
import { recordsOf, readJournal } from '../../../../real/compute/disks/disk-journal.ts';
import { FileDiskStore } from '../../../../real/compute/disks/file-disk-store.ts';
import { FileImageSource } from '../../../../real/compute/images/file-image-source.ts';
import { ImageCache } from '../../../../real/compute/images/image-cache.ts';
import { diskToolsAbsence, Workshop } from '../../image-formats/sample-images.ts';
import { guestRequest, guestUuid } from './guest-request.ts';

const absence = diskToolsAbsence();
const kills = Number(process.env['DISK_KILLS'] ?? 9);
const seed = Number(process.env['DISK_SEED'] ?? 6);
const logger = pino({ level: 'silent' });
const gib = 1024 ** 3;

describe.skipIf(absence !== '')(`kill -9 while disks are changed${absence}`, () => {
  const shop = new Workshop();
  const worker = shop.path('worker.mjs');
  const instances = shop.path('instances');
  const image = shop.path('image.qcow2');
  let raw: Buffer;

  beforeAll(async () => {
    raw = Buffer.alloc(16 * 1024 ** 2, 'content of the image ');
    writeFileSync(shop.path('raw'), raw);
    shop.qemuImg('convert', '-f', 'raw', '-O', 'qcow2', 'raw', 'image.qcow2');
    await bundleProgram(new URL('./disks-worker.ts', import.meta.url), worker);
  });
  afterAll(() => shop.remove());

  it(
    `leaves the old disks or the new ones, and nothing beside them (${kills} times)`,
    { timeout: 30_000 + kills * 5000 },
    async () => {
      const random = new RandomStream(seed, 'kill');
      for (let round = 0; round < kills; round += 1) {
        // Every third time the image is not here yet, and the end may come while it is fetched and converted.
        const isCold = round % 3 === 0;
        if (isCold) rmSync(instances, { recursive: true, force: true });
        const child = spawn(process.execPath, [worker, instances, image], { stdio: ['ignore', 'pipe', 'inherit'] });
        const isReady = () => isCold || existsSync(path.join(instances, guestUuid, 'disks.json'));
        while (!isReady() && child.exitCode === null) await sleep(5);
        await sleep(random.integer(isCold ? 500 : 700, round));
        child.kill('SIGKILL');
        await once(child, 'exit');
        expect(await problems(), `round ${round}`).toEqual([]);
      }
    },
  );

  /** What is wrong with the guest's disks after a new start. */
  async function problems(): Promise<readonly string[]> {
    const source = new FileImageSource(image);
    const images = new ImageCache({ folder: path.join(instances, '_base'), source, logger });
    const store = new FileDiskStore({ instancesPath: instances, images, logger });
    await store.start(new Set([guestUuid]));
    const { id } = await source.find(path.basename(image));
    const content = await images.use(id, (cached) => readFile(cached.path));
    if (!content.equals(raw)) return ['the image in the cache is another one'];
    const folder = store.folder(guestUuid);
    const journal = existsSync(folder) ? await readJournal(folder) : undefined;
    if (!journal) return []; // Not made yet, or taken away: the next start removes what is left.
    const { root, ephemeral, swap, config } = await store.find(guestRequest());
    const isSmall = ephemeral.length === 0;
    execFileSync('qemu-img', ['check', '-q', root!.path]);
    const saved = journal.previous ? ['resize.old'] : [];
    const rescue = journal.rescue ? [journal.rescue.name] : [];
    const names = [...recordsOf(journal.disks).map(({ name }) => name), ...rescue, ...saved, 'disks.json'];
    const found = readdirSync(folder);
    return [
      ...(root?.sizeBytes === (isSmall ? 1 : 2) * gib ? [] : [`root disk of ${root?.sizeBytes} bytes`]),
      ...(swap?.sizeBytes === (isSmall ? 4 : 8) * 1024 ** 2 ? [] : [`swap of ${swap?.sizeBytes} bytes`]),
      ...(config && config.sizeBytes > 0 ? [] : ['no config drive']),
      ...found.filter((name) => !names.includes(name)).map((name) => `left over: ${name}`),
      ...names.filter((name) => !found.includes(name)).map((name) => `missing: ${name}`),
      ...readdirSync(images.folder).filter((name) => !/^[\da-f]{40}\.(raw|json)$/.test(name)),
    ];
  }
});
